"""The command ``readiness-lint``: one module per verb, imported when the verb is known."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

INTERRUPTED = 130
FAILED = 2


def execute() -> NoReturn:
    """Be the process of the command, and end it.

    Python would first take apart all that is there, which takes as long as checking a few files.
    """
    import gc  # noqa: PLC0415
    import os  # noqa: PLC0415

    gc.disable()
    try:
        code = _ended()
        sys.stdout.flush()
        sys.stderr.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError:
        # Nobody reads any longer.
        code = FAILED
    os._exit(code)


def _ended() -> int:
    try:
        return main()
    except SystemExit as end:
        # `argparse` has said why.
        return end.code if isinstance(end.code, int) else FAILED


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and answer its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words in (["--version"], ["-V"]):
        from readiness_lint import __version__  # noqa: PLC0415

        sys.stdout.write(f"readiness-lint {__version__}\n")
        return 0
    try:
        return _run(words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - Python's own exit code would say: findings
        return _failed(error)


def _run(words: list[str]) -> int:
    if words[:1] == ["check"]:
        from readiness_lint.frontends.command.remembered import recall  # noqa: PLC0415

        code = recall(words)
        if code is not None:
            return code
    if words == ["project-pass"]:
        return _verb("project_pass")(None)
    from readiness_lint.frontends.command.arguments import parse  # noqa: PLC0415

    arguments = parse(words)
    return _verb(arguments.verb)(arguments)


def _verb(name: str) -> Callable[[object], int]:
    from importlib import import_module  # noqa: PLC0415

    module = import_module(f"{__name__}.{name}")
    run: Callable[[object], int] = module.run
    return run


def _failed(error: Exception) -> int:
    import os  # noqa: PLC0415

    from readiness_lint.config import ConfigurationError  # noqa: PLC0415
    from readiness_lint.frontends.command.arguments import UsageError  # noqa: PLC0415

    if isinstance(error, ConfigurationError | UsageError):
        sys.stderr.write(f"readiness-lint: {error}\n")
    elif os.environ.get("READINESS_LINT_DEBUG"):
        raise error
    else:
        text = f"{type(error).__name__}: {error}; READINESS_LINT_DEBUG=1 shows the traceback"
        sys.stderr.write(f"readiness-lint: internal failure: {text}\n")
    return FAILED

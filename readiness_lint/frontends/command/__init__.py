"""The command ``readiness-lint``: one module per verb, imported when the verb is known."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

INTERRUPTED = 130
FAILED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and answer its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words in (["--version"], ["-V"]):
        from readiness_lint import __version__  # noqa: PLC0415

        sys.stdout.write(f"readiness-lint {__version__}\n")
        return 0
    from readiness_lint.frontends.command.arguments import parse  # noqa: PLC0415

    arguments = parse(words)
    try:
        return _verb(arguments.verb)(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - Python's own exit code would say: findings
        return _failed(error)


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

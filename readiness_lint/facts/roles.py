"""What a module is for, as far as its content says."""

from __future__ import annotations

from readiness_lint.model import File

COMMAND_LINES = ("click", "typer", "argparse", "fire", "docopt", "locust")


def is_script(file: File) -> bool:
    """Whether a module is a program to be run by hand and serves nobody.

    A module with a command line or a ``__main__`` guard that also declares a handler, a task or a
    model is application code; what the guard holds is apart (`When.MAIN`).
    """
    if not (any(file.uses(name) for name in COMMAND_LINES) or "__main__" in file.source):
        return False
    return not serves(file)


def serves(file: File) -> bool:
    """Whether a module declares something that outlives a command: a handler, task or model."""
    return False

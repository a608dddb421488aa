"""Stdout, which may be closed at any time."""

from __future__ import annotations

import os
import sys


def put(text: str) -> None:
    """Print to stdout; a reader that has gone away is no error."""
    if hasattr(sys.stdout, "reconfigure"):
        # File names need not be text, and not every terminal can show every character.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""``readiness-lint clean``: remove the cache."""

from __future__ import annotations

from argparse import Namespace

from readiness_lint import storage
from readiness_lint.frontends.command.terminal import write


def run(arguments: Namespace) -> int:
    """Remove the cache, and say what was removed."""
    cache = storage.place(arguments.cache_dir)
    removed = 0 if cache is None else storage.clean(cache)
    write([f"removed {removed} files of {cache}" if removed else "there is no cache"])
    return 0

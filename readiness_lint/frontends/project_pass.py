"""The project pass of a host: one for a run, in a child process, whose findings come in a table."""

from __future__ import annotations

import atexit
import json
import multiprocessing
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from readiness_lint.frontends.table import FAILED, VARIABLE, Table, recall

VERB = "project-pass"
COMMAND = ("-P", "-m", "readiness_lint", VERB)
"""Without ``-P`` a ``json.py`` of the linted repository would be executed."""


class PassError(Exception):
    """There are no findings; the text says why."""


def can_start() -> bool:
    """Whether this process can start Python: an application that has it inside cannot."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def table_of(key: Mapping[str, Any]) -> Table:
    """The table of a pass that was asked this: made by this process, or before it.

    Raises:
        PassError: the pass failed.
    """
    # As it comes out of a table.
    key = json.loads(json.dumps(key))
    return _standing(key) or _made(key)


def _standing(key: Mapping[str, Any]) -> Table | None:
    try:
        table = Table.read(Path(os.environ[VARIABLE]))
    except (KeyError, OSError, ValueError):
        return None
    if table.key != key:
        return None
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid == table.maker:
        # A worker: what changes while the host runs is seen file by file.
        return table
    return table if table.state != FAILED and table.is_current() else None


def _made(key: Mapping[str, Any]) -> Table:
    maker = os.getpid()
    try:
        path = _folder(maker) / "table.json"
        request = {"key": key, "maker": maker, "table": str(path)}
        # Workers that are spawned read the options again, and find it.
        os.environ[VARIABLE] = str(path)
        former = recall(key, maker)
        if former is not None:
            former.write(path)
            return former
        import subprocess  # noqa: PLC0415 - a worker starts nothing

        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, *COMMAND],
            input=json.dumps(request).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            Table(key, maker, FAILED, {}, {}, {}).write(path)
            raise PassError(_reason(done.returncode, done.stderr.decode(errors="replace")))
        return Table.read(path)
    except (OSError, ValueError) as error:
        text = f"the project pass failed: {error}"
        raise PassError(text) from None


def _reason(code: int, told: str) -> str:
    """What the child said last, and all of it where somebody looks for it."""
    if os.environ.get("READINESS_LINT_DEBUG"):
        return told
    last = told.strip().rpartition("\n")[2].removeprefix("readiness-lint: ")
    return last or f"the project pass ended with exit code {code}"


@cache
def _folder(maker: int) -> Path:
    """A folder of this process, which removes it."""
    import tempfile  # noqa: PLC0415

    folder = tempfile.mkdtemp(prefix="readiness-lint-")
    atexit.register(_remove, folder, maker)
    return Path(folder)


def _remove(folder: str, maker: int) -> None:
    # What is registered here is registered in processes that are forked, too.
    if os.getpid() == maker:
        import shutil  # noqa: PLC0415

        shutil.rmtree(folder, ignore_errors=True)

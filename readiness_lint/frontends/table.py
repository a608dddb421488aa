"""What a project pass leaves for flake8 and pylint: findings by file, and what they rest on.

The table of a run is kept by every process of the host, whose collector would walk whatever it is
made of: so it is strings, and those of a file are decoded when that file is asked for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Self

from readiness_lint import storage
from readiness_lint.finding import Finding, Region
from readiness_lint.record import record

VARIABLE = "READINESS_LINT_TABLE"
"""The environment variable by which the processes of a host find the table."""

FORM = b"readiness-lint table 1"
FOLDER = "tables"
TABLES = 32
"""Tables of former runs that are kept."""

WHOLE = "whole"
LARGE = "large"
FAILED = "failed"


@record
class Report:
    """What a host needs of a finding."""

    code: str
    message: str
    region: Region
    hidden: tuple[str, ...]
    """Which suppressions hide it."""


def report_of(finding: Finding) -> Report:
    """The part of a finding that hosts print."""
    return Report(finding.code, finding.message, finding.region, finding.hidden)


@record
class Table:
    """The outcome of a pass; paths are absolute."""

    key: Mapping[str, Any]
    """What the pass was asked."""
    maker: int
    """The process that asked."""
    state: str
    """Whether it was made; or the program has too many files, or the pass failed."""
    files: Mapping[str, str]
    """The stamp of each file whose findings are known."""
    ground: Mapping[str, str]
    """The stamps of folders, and of configuration files: what says which files there are."""
    findings: Mapping[str, str]
    """By file, as JSON."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Load what a pass has written.

        Raises:
            OSError: there is no such file.
            ValueError: it is no table.
        """
        try:
            return cls(**json.loads(path.read_bytes()))
        except TypeError as error:
            raise ValueError(*error.args) from None

    def write(self, path: Path) -> None:
        """Leave it for the processes of the host."""
        new = path.with_suffix(".new")
        # A name that is no text survives as an escape.
        new.write_text(json.dumps(asdict(self)), encoding="ascii")
        new.replace(path)

    def is_current(self) -> bool:
        """Whether every file and folder is as the pass met it."""
        return storage.is_unchanged((*self.files.items(), *self.ground.items()))

    def reports(self, path: str) -> list[Report] | None:
        """What is reported of a file; ``None``: the pass has not seen the text that it has now."""
        for spelled in (os.path.abspath, os.path.realpath):
            name = spelled(path)
            if name in self.files:
                return self._decoded(name) if storage.stamp(name) == self.files[name] else None
        return None

    def _decoded(self, path: str) -> list[Report]:
        found = self.findings.get(path)
        return [
            Report(code, message, Region(*region), tuple(hidden))
            for code, message, region, hidden in (json.loads(found) if found else ())
        ]


def remember(table: Table, watched: Mapping[str, str]) -> None:
    """Keep a table for the next run of the host; ``watched`` are the stamps of what it rests on."""
    cache = storage.place(None)
    if cache is None:
        return
    body = json.dumps({"watched": dict(watched), "table": asdict(table)}).encode()
    if storage.write(cache, _name(table.key), storage.sealed(FORM, body)):
        storage.trim(str(Path(cache, FOLDER)), TABLES)


def recall(key: Mapping[str, Any], maker: int) -> Table | None:
    """The table of a former run, where nothing has changed that it rests on."""
    cache = storage.place(None)
    if cache is None:
        return None
    try:
        body = storage.unsealed(FORM, Path(cache, _name(key)).read_bytes())
        kept = json.loads(body) if body is not None else None
        if kept is None or not storage.is_unchanged(kept["watched"].items()):
            return None
        table = Table(**kept["table"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return replace(table, maker=maker) if table.key == key else None


def _name(key: Mapping[str, Any]) -> str:
    asked = json.dumps([key, os.getcwd()], sort_keys=True)  # noqa: PTH109 - a `Path` loads more
    name = storage.digest(asked.encode()).hex()
    return f"{FOLDER}/{name}{storage.SUFFIX}"


def encoded(findings: Iterable[Finding]) -> dict[str, str]:
    """What a table holds of the findings of a run."""
    rows: dict[str, list[Any]] = {}
    for finding in findings:
        place = finding.region
        region = (place.line, place.column, place.end_line, place.end_column)
        row = (finding.code, finding.message, region, finding.hidden)
        rows.setdefault(os.path.abspath(finding.path), []).append(row)  # noqa: PTH100
    return {path: json.dumps(found) for path, found in rows.items()}

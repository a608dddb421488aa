"""What a project pass leaves for flake8 and pylint: findings by file, and what they rest on.

The table of a run is kept by every process of the host, whose collector would walk whatever it is
made of: so it is strings, and those of a file are decoded when that file is asked for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from readiness_lint.finding import Finding, Region

VARIABLE = "READINESS_LINT_TABLE"
"""The environment variable by which the processes of a host find the table."""

WHOLE = "whole"
LARGE = "large"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
        fields = {name: getattr(self, name) for name in self.__slots__}
        new = path.with_suffix(".new")
        # A name that is no text survives as an escape.
        new.write_text(json.dumps(fields), encoding="ascii")
        new.replace(path)

    def is_current(self) -> bool:
        """Whether every file and folder is as the pass met it."""
        stamps = (*self.files.items(), *self.ground.items())
        return all(stamp(path) == known for path, known in stamps)

    def reports(self, path: str) -> list[Report] | None:
        """What is reported of a file; ``None``: the pass has not seen the text that it has now."""
        for spelled in (os.path.abspath, os.path.realpath):
            name = spelled(path)
            if name in self.files:
                return self._decoded(name) if stamp(name) == self.files[name] else None
        return None

    def _decoded(self, path: str) -> list[Report]:
        found = self.findings.get(path)
        return [
            Report(code, message, Region(*region), tuple(hidden))
            for code, message, region, hidden in (json.loads(found) if found else ())
        ]


def encoded(findings: Iterable[Finding]) -> dict[str, str]:
    """What a table holds of the findings of a run."""
    rows: dict[str, list[Any]] = {}
    for finding in findings:
        place = finding.region
        region = (place.line, place.column, place.end_line, place.end_column)
        row = (finding.code, finding.message, region, finding.hidden)
        rows.setdefault(os.path.abspath(finding.path), []).append(row)  # noqa: PTH100
    return {path: json.dumps(found) for path, found in rows.items()}


def stamp(path: str) -> str:
    """Something that changes with a file, or with the names in a folder; empty: it is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116 -- a `Path` for each file is what costs here
    except (OSError, ValueError):
        return ""
    return f"{status.st_mtime_ns}:{status.st_size}:{status.st_ino}"

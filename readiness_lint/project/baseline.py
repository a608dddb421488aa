"""The findings that a team has accepted for now: which they are, and how many of each.

An accepted finding is known by its file, its rule, the function around it and what the flagged code
says, never by its lines: it stays accepted wherever it moves, and a copy of it is a new one.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn, Self

from readiness_lint.config import ConfigurationError
from readiness_lint.finding import Finding
from readiness_lint.record import ordered_record, record

FORM = 1
OWN = "RDY099"
"""What the linter says of itself comes before this code, and is never accepted."""
_STRINGS = ("rule", "in", "hash", "reason", "expires")

Key = tuple[str, "Defect"]
"""The file of an entry, and its name: no two entries of a baseline share them."""
BaselineOf = Callable[[Path], Path | None]
"""The baseline that holds for a file; it need not exist."""


@ordered_record
class Defect:
    """What a finding is called wherever it stands in its file, or in another."""

    code: str
    scope: str
    """``Class.method`` around it; empty for the module."""
    expression: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """The name of a finding."""
        return cls(finding.code, finding.scope, finding.expression)


@record
class Entry:
    """One or several findings of the same name in one file."""

    path: str
    """From the folder of the baseline, with ``/``."""
    defect: Defect
    count: int
    reason: str = ""
    expires: dt.date | None = None
    """The last day on which it is accepted."""

    @property
    def key(self) -> Key:
        """Its name."""
        return self.path, self.defect

    def is_expired(self, today: dt.date) -> bool:
        """Whether what it accepts is reported again."""
        return self.expires is not None and self.expires < today


@record
class Baseline:
    """The entries of one file."""

    file: Path
    entries: tuple[Entry, ...] = ()

    def text(self) -> str:
        """What is written: one line for each entry, in an order that does not depend on lines."""
        by_path: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(self.entries, key=lambda entry: entry.key):
            by_path[entry.path].append(entry)
        files = ",\n".join(
            f"    {json.dumps(path)}: [\n"
            + ",\n".join(f"      {json.dumps(_written(entry))}" for entry in entries)
            + "\n    ]"
            for path, entries in by_path.items()
        )
        body = f"{{\n{files}\n  }}" if files else "{}"
        return f'{{\n  "version": {FORM},\n  "findings": {body}\n}}\n'


def _written(entry: Entry) -> dict[str, object]:
    told: dict[str, object] = {
        "rule": entry.defect.code,
        "in": entry.defect.scope,
        "hash": entry.defect.expression,
        "count": entry.count,
    }
    if entry.reason:
        told["reason"] = entry.reason
    if entry.expires:
        told["expires"] = entry.expires.isoformat()
    return told


# ── read ─────────────────────────────────────────────────────────────────────────────────────────
def read(file: Path) -> Baseline | None:
    """The baseline of a file; ``None``: there is no such file.

    Raises:
        ConfigurationError: it cannot be read, or is no baseline.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        _refuse(file, f"cannot be read: {error.strerror or error}")
    return _read(file, content)


@lru_cache(maxsize=8)
def _read(file: Path, content: bytes) -> Baseline:
    try:
        told: Any = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        _refuse(file, "not UTF-8")
    except (ValueError, RecursionError) as error:
        conflict = "; it has marks of a merge conflict" if b"\n<<<<<<< " in content else ""
        _refuse(file, f"not valid JSON: {error}{conflict}")
    if not isinstance(told, dict) or not isinstance(told.get("findings"), dict):
        _refuse(file, "not a baseline of readiness-lint")
    if told.get("version") != FORM:
        _refuse(file, f"version {told.get('version')!r} is not known, only {FORM}")
    entries = [
        _entry(file, path, item)
        for path, items in told["findings"].items()
        for item in _list(file, path, items)
    ]
    return Baseline(file, tuple(_united(entries)))


def _list(file: Path, path: str, items: Any) -> list[Any]:
    if not isinstance(items, list):
        _refuse(file, f"{path}: a list of findings is expected")
    return items


def _entry(file: Path, path: str, item: Any) -> Entry:
    if not isinstance(item, dict) or not all(
        isinstance(item.get(key, ""), str) for key in _STRINGS
    ):
        _refuse(file, f"{path}: {item!r} is no finding")
    count = item.get("count", 1)
    if isinstance(count, bool) or not isinstance(count, int) or count < 1 or not item.get("rule"):
        _refuse(file, f"{path}: {item!r} is no finding")
    expires = item.get("expires", "")
    try:
        last = dt.date.fromisoformat(expires) if expires else None
    except ValueError:
        _refuse(file, f"{path}: expires: `{expires}` is no day like 2027-03-31")
    defect = Defect(item["rule"], item.get("in", ""), item.get("hash", ""))
    return Entry(path, defect, count, item.get("reason", ""), last)


def _united(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Two lines of one name, as a merge leaves them, are one entry."""
    found: dict[Key, Entry] = {}
    for entry in entries:
        known = found.get(entry.key)
        found[entry.key] = (
            entry if known is None else replace(known, count=known.count + entry.count)
        )
    return iter(found.values())


def _refuse(file: Path, problem: str) -> NoReturn:
    text = f"{file}: {problem}"
    raise ConfigurationError(text) from None


# ── compared ─────────────────────────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class _Left:
    """How many findings each entry still accepts."""

    baseline: Baseline
    today: dt.date
    counts: Counter[Key] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = Counter(
            {
                entry.key: entry.count
                for entry in self.baseline.entries
                if not entry.is_expired(self.today)
            }
        )

    def take(self, key: Key) -> bool:
        """Whether an entry accepts one more."""
        if self.counts[key] <= 0:
            return False
        self.counts[key] -= 1
        return True

    def movable(self, covered: Collection[str]) -> dict[Defect, list[Key]]:
        """What stood in files that no longer hold it: those that were looked at, or are gone."""
        found: defaultdict[Defect, list[Key]] = defaultdict(list)
        for key in sorted(key for key, count in self.counts.items() if count > 0):
            path, defect = key
            if path in covered or not os.path.lexists(self.baseline.file.parent / path):
                found[defect].append(key)
        return found


@record
class Compared:
    """What a baseline says of the findings of a run."""

    found: tuple[tuple[Key, Key | None], ...]
    """What each finding would be called, in their order, with the name of the entry that accepts it."""
    left: Mapping[Key, int]
    """What entries accept beyond what was found; of files that were not looked at, all of it."""


def path_in(baseline: Path, path: str) -> str:
    """What a file is called in a baseline."""
    try:
        return Path(os.path.relpath(path, baseline.parent)).as_posix()
    except ValueError:  # pragma: no cover - another drive
        return Path(path).as_posix()


def compared(
    baseline: Baseline, findings: Iterable[Finding], covered: Collection[str], today: dt.date
) -> Compared:
    """Find for each finding the entry that accepts it.

    ``covered`` are the files that were looked at, as the baseline calls them.  An entry accepts
    what it names in its own file first; what is left of it may have moved to another file.
    """
    left = _Left(baseline, today)
    places = [(path_in(baseline.file, item.path), Defect.of(item)) for item in findings]
    found = [place if left.take(place) else None for place in places]
    moved = left.movable(covered)
    for index, (_, defect) in enumerate(places):
        if found[index] is None:
            found[index] = next((key for key in moved.get(defect, ()) if left.take(key)), None)
    return Compared(tuple(zip(places, found, strict=True)), left.counts)


def acceptable(finding: Finding) -> bool:
    """Whether a baseline may have a say: no comment hides it, and it speaks of the code."""
    return (not finding.hidden or finding.is_baselined) and finding.code > OWN


def grouped(findings: Iterable[Finding], baseline_of: BaselineOf) -> dict[Path, list[Finding]]:
    """The findings that a baseline may accept, in their order, by its file."""
    groups: defaultdict[Path, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda finding: finding.order):
        if acceptable(finding):
            file = baseline_of(Path(finding.path))
            if file is not None:
                groups[file].append(finding)
    return groups


@record
class Marked:
    """Findings, and what they rest on."""

    findings: tuple[Finding, ...]
    lasting: bool
    """Whether they are the same on every day."""


def mark(
    findings: Sequence[Finding], baseline_of: BaselineOf, covered: Iterable[str] = ()
) -> Marked:
    """Say of each finding whether a baseline accepts it.

    ``covered`` are the paths of the files that were looked at.

    Raises:
        ConfigurationError: a baseline cannot be read.
    """
    accepted: set[int] = set()
    lasting = True
    paths = list(covered)
    for file, group in grouped(findings, baseline_of).items():
        baseline = read(file)
        if baseline is not None:
            lasting &= all(entry.expires is None for entry in baseline.entries)
            names = {path_in(file, path) for path in paths}
            result = compared(baseline, group, names, today())
            pairs = zip(group, result.found, strict=True)
            accepted |= {id(finding) for finding, (_, key) in pairs if key is not None}
    if not accepted:
        return Marked(tuple(findings), lasting)
    marked = (
        replace(finding, hidden=("baseline",)) if id(finding) in accepted else finding
        for finding in findings
    )
    return Marked(tuple(marked), lasting)


def today() -> dt.date:
    """The day by which entries expire."""
    return dt.datetime.now(dt.UTC).date()

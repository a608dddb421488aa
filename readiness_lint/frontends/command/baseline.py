"""``readiness-lint baseline``: accept what is found today, and drop what is mended.

An entry is dropped only by a run that has looked at its file with its rule.
"""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from readiness_lint.config import Cascade, Settings, below
from readiness_lint.engine import crashed_rule, unreadable_file
from readiness_lint.finding import Finding
from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.command.check import (
    checked,
    complaints_of,
    missing,
    wishes_of,
)
from readiness_lint.frontends.command.reporting import FAILED, printed_path, write_bytes
from readiness_lint.frontends.command.terminal import complain, write
from readiness_lint.project import Run, select
from readiness_lint.project.baseline import (
    Baseline,
    Entry,
    Key,
    compared,
    grouped,
    path_in,
    read,
    today,
)
from readiness_lint.record import record
from readiness_lint.reports.summary import counted
from readiness_lint.reports.text import shown


def run(arguments: Namespace) -> int:
    """Do to the baseline what was asked for, and answer the exit code."""
    cascade = wishes_of(arguments).cascade()
    if arguments.action == "show":
        return _show(arguments, cascade)
    return _Change(arguments, cascade).run()


# ── changed ──────────────────────────────────────────────────────────────────────────────────────
@record
class _Change:
    arguments: Namespace
    cascade: Cascade

    def run(self) -> int:
        settings = self.cascade.settings_in(Path.cwd())
        select(settings)
        if self.arguments.action == "create":
            self._refuse_existing(settings)
        found = checked(self.arguments, self.cascade)
        complaints = complaints_of(missing(found.unreachable), found.lost)
        for reason in complaints:
            complain(reason)
        if complaints:
            return FAILED
        changes = list(self._changes(found, settings))
        return int(any(changes)) if self._only_asks else 0

    @property
    def _only_asks(self) -> bool:
        return self.arguments.action == "prune" and bool(self.arguments.check)

    def _refuse_existing(self, settings: Settings) -> None:
        file = _file_of(settings)
        if os.path.lexists(file):
            reason = f"{file} is there already; `readiness-lint baseline update` changes it"
            raise UsageError(reason)

    def _changes(self, found: Run, settings: Settings) -> Iterator[bool]:
        """Write each baseline that is another now; whether it is."""
        groups = grouped(found.findings, self.cascade.baseline_for)
        if self.arguments.action == "create":
            groups.setdefault(_file_of(settings), [])
        looked = _looked(self.arguments.paths, found, self.cascade)
        for file in sorted({*groups, *filter(os.path.lexists, self.cascade.baselines)}):
            before = read(file)
            if before is None and self.arguments.action == "prune":
                continue
            kept, fresh = _kept(before or Baseline(file), groups.get(file, ()), found, looked)
            if self.arguments.action != "prune":
                for place in fresh:
                    new = Entry(*place, 1, self.arguments.reason, self.arguments.expires)
                    _add(kept, place, new)
            yield self._written(before, Baseline(file, tuple(kept.values())))

    def _written(self, before: Baseline | None, after: Baseline) -> bool:
        old = _counts(before)
        new = _counts(after)
        added = sum(max(count - old.get(key, 0), 0) for key, count in new.items())
        dropped = sum(max(count - new.get(key, 0), 0) for key, count in old.items())
        changed = before is None or before.text() != after.text()
        if changed and not self._only_asks:
            write_bytes(str(after.file), after.text().encode("ascii"))
        if not self.arguments.quiet:
            write([self._told(after, added, dropped)])
        return changed

    def _told(self, after: Baseline, added: int, dropped: int) -> str:
        name = shown(printed_path(str(after.file), Path.cwd()))
        number = counted(sum(entry.count for entry in after.entries), "finding")
        if self._only_asks:
            return f"{name}: {dropped:,} to be dropped, {number} left"
        return f"{name}: {number} accepted ({added:,} added, {dropped:,} dropped)"


Looked = Callable[[Path, str], bool]
"""Whether the run would have found something of a rule in a file, even in one that is gone."""


def _kept(
    before: Baseline, findings: Iterable[Finding], found: Run, looked: Looked
) -> tuple[dict[Key, Entry], list[Key]]:
    """What is left of a baseline, each entry where its findings are now; and what is new."""
    covered = {path_in(before.file, str(item.path)) for item in found.asked}
    result = compared(before, findings, covered, today())
    known = {entry.key: entry for entry in before.entries}
    kept: dict[Key, Entry] = {}
    for entry in before.entries:
        if entry.is_expired(today()):
            # Whoever gave a last day meant it.
            kept[entry.key] = entry
        elif not looked(before.file.parent / entry.path, entry.defect.code):
            left = result.left[entry.key]
            if left:
                kept[entry.key] = replace(entry, count=left)
    for place, key in result.found:
        if key is not None:
            _add(kept, place, known[key])
    return kept, [place for place, key in result.found if key is None]


def stale(file: Path, paths: Sequence[str], found: Run, cascade: Cascade) -> tuple[int, int]:
    """How many findings a baseline accepts that a run did not find, and how many no longer.

    Raises:
        ConfigurationError: it cannot be read.
    """
    before = read(file)
    if before is None:
        return 0, 0
    group = grouped(found.findings, cascade.baseline_for).get(file, ())
    kept, _ = _kept(before, group, found, _looked(paths, found, cascade))
    ended = sum(entry.count for entry in before.entries if entry.is_expired(today()))
    return sum(_counts(before).values()) - sum(entry.count for entry in kept.values()), ended


def _file_of(settings: Settings) -> Path:
    if settings.baseline_file is None:
        reason = "there is no baseline without a configuration; --baseline names one"
        raise UsageError(reason)
    return settings.baseline_file


def _add(kept: dict[Key, Entry], place: Key, like: Entry) -> None:
    """Accept one more finding at a place, unless an entry has expired there."""
    path, defect = place
    there = kept.get(place)
    if there is None:
        kept[place] = replace(like, path=path, defect=defect, count=1)
    elif not there.is_expired(today()):
        kept[place] = replace(there, count=there.count + 1)


def _counts(baseline: Baseline | None) -> Mapping[Key, int]:
    return {entry.key: entry.count for entry in (baseline.entries if baseline else ())}


def _looked(paths: Sequence[str], found: Run, cascade: Cascade) -> Looked:
    failed = {
        _absolute(finding.path)
        for finding in found.findings
        if finding.code in {crashed_rule.code, unreadable_file.code}
    }
    files = {_absolute(item.path) for item in found.asked} - failed

    def looked(path: Path, code: str) -> bool:
        name = _absolute(path)
        gone = not os.path.lexists(name)
        if name not in files and not (gone and any(below(name, asked) for asked in paths)):
            return False
        settings = cascade.settings_for(path)
        ignored = settings.per_file_ignores_for(path)
        return code in select(settings).printed and not code.startswith(ignored)

    return looked


def _absolute(path: Path | str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - `resolve` would follow links


# ── shown ────────────────────────────────────────────────────────────────────────────────────────
def _show(arguments: Namespace, cascade: Cascade) -> int:
    files: dict[Path, list[str]] = {}
    for path in arguments.paths:
        asked = Path(path)
        folder = asked if asked.is_dir() else asked.parent
        file = _file_of(cascade.settings_in(folder))
        files.setdefault(file, []).append(path)
    for file, asked_for in files.items():
        baseline = read(file)
        if baseline is None:
            complain(f"there is no baseline {printed_path(str(file), Path.cwd())}")
            return FAILED
        entries = [
            entry
            for entry in sorted(baseline.entries, key=lambda entry: entry.key)
            if any(below(file.parent / entry.path, path) for path in asked_for)
        ]
        write(map(_line, entries))
        if not arguments.quiet:
            number = counted(sum(entry.count for entry in entries), "finding")
            write([f"{number} accepted in {counted(len({e.path for e in entries}), 'file')}"])
    return 0


def _line(entry: Entry) -> str:
    times = f" ({entry.count} times)" if entry.count > 1 else ""
    where = f" in {entry.defect.scope}" if entry.defect.scope else ""
    reason = f": {entry.reason}" if entry.reason else ""
    until = ""
    if entry.expires:
        until = f", {'expired' if entry.is_expired(today()) else 'until'} {entry.expires}"
    return shown(f"{entry.path} {entry.defect.code}{where}{times}{until}{reason}")

"""Many files: found, read and checked, in one process or several."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from readiness_lint.config import Cascade
from readiness_lint.engine import own_finding, unreadable_file
from readiness_lint.facts.tables import tables
from readiness_lint.finding import Finding, Region
from readiness_lint.project.analysis import check_text
from readiness_lint.project.discovery import Discovered, Layout, Place, Unreachable, files
from readiness_lint.project.reading import Unreadable, read
from readiness_lint.project.selection import Selection, select
from readiness_lint.registry import all_rules

CHUNKS = 8
"""Pieces of work for each process: few enough to cost nothing, enough that none waits long."""
WORTH_IT = 24
"""Below so many files a second process costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run over files found."""

    findings: tuple[Finding, ...]
    """Sorted; those that are hidden, and RDY000, RDY001 and RDY002, included."""
    files: int
    unreadable: int
    unreachable: tuple[Unreachable, ...]
    """What was asked for and is not there."""
    lost: int
    """Files that nobody checked, because a process died."""


Checked = tuple[list[Finding], int, int]
"""Findings, files, and how many of them could not be read."""


def check_paths(
    paths: Sequence[Path],
    cascade: Cascade,
    *,
    jobs: int = 1,
    force_exclude: bool = True,
    on_progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Check every Python file that the paths name or hold; ``jobs`` 0: one process per core.

    The findings are the same, and in the same order, for any number of processes and any order of
    the paths.

    Raises:
        ConfigurationError: a configuration file that holds for one of the files cannot be used.
    """
    discovery = files(paths, cascade, force_exclude=force_exclude)
    found = discovery.files
    selections = _selections(cascade, found)
    # Loaded before the processes part, so that they share it.
    all_rules()
    tables()
    jobs = jobs or os.cpu_count() or 1
    jobs = min(jobs, max(1, len(found) // WORTH_IT))
    task = _Task(cascade, selections)
    parts = _in_processes(task, found, jobs) if jobs > 1 else _in_this_process(task, found)
    findings: list[Finding] = []
    done = unreadable = 0
    for part, count, bad in parts:
        findings += part
        done += count
        unreadable += bad
        if on_progress:
            on_progress(done, len(found))
    return Run(
        tuple(sorted(findings, key=lambda finding: finding.order)),
        done,
        unreadable,
        discovery.unreachable,
        len(found) - done,
    )


def _selections(cascade: Cascade, found: Sequence[Discovered]) -> dict[Path, Selection]:
    """The selection of each folder; folders of one configuration share it."""
    made: dict[int, Selection] = {}
    selections: dict[Path, Selection] = {}
    for folder in sorted({item.path.parent for item in found}):
        # The cascade holds its settings, so that no others can have their `id`.
        settings = cascade.settings_in(folder)
        if id(settings) not in made:
            made[id(settings)] = select(settings)
        selections[folder] = made[id(settings)]
    return selections


@cache
def _layout(root: Path) -> Layout:
    return Layout(root)


@dataclass(frozen=True, slots=True)
class _Task:
    cascade: Cascade
    selections: dict[Path, Selection]

    def check(self, item: Discovered) -> tuple[list[Finding], bool]:
        settings = self.cascade.settings_in(item.path.parent)
        text = read(item.path)
        if isinstance(text, Unreadable):
            region = Region(text.line, 0, text.line, 0)
            return [own_finding(unreadable_file, str(item.path), region, reason=text.message)], True
        selection = self.selections[item.path.parent]
        role = _layout(item.root).role_of(item.path, settings, text.source)
        place = Place(item.module, item.is_package, role)
        result = check_text(str(item.path), text.source, settings, selection, place=place)
        bad = any(error.code == "RDY001" for error in result.errors)
        return [*result.findings, *result.errors], bad

    def check_all(self, items: Iterable[Discovered]) -> Iterator[Checked]:
        """Check file by file with the collector off: trees are large and hold no cycles."""
        was_on = gc.isenabled()
        gc.disable()
        try:
            for item in items:
                findings, bad = self.check(item)
                yield findings, 1, int(bad)
        finally:
            if was_on:
                gc.enable()


def _in_this_process(task: _Task, found: Sequence[Discovered]) -> Iterator[Checked]:
    yield from task.check_all(found)


_TASK: list[_Task] = []
"""The task of a worker process, given once when it starts."""


def _start(task: _Task) -> None:
    _TASK[:] = [task]


def _work(items: Sequence[Discovered]) -> Checked:
    findings: list[Finding] = []
    unreadable = 0
    for part, _, bad in _TASK[0].check_all(items):
        findings += part
        unreadable += bad
    return findings, len(items), unreadable


def _in_processes(task: _Task, found: Sequence[Discovered], jobs: int) -> Iterator[Checked]:
    count = min(len(found), jobs * CHUNKS)
    chunks = [found[start::count] for start in range(count)]
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_start, initargs=(task,)
    ) as pool:
        futures: list[Future[Checked]] = []
        with suppress(BrokenProcessPool):
            # A process may die before all of the work is handed out.
            for chunk in chunks:
                futures.append(pool.submit(_work, chunk))  # noqa: PERF401  what was handed out counts
        try:
            for future in as_completed(futures):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    # The files of this piece count as lost; what the others found is printed.
                    continue
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise

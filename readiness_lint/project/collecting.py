"""What is there in many files: the pass of `check_paths`, with something else in the place of rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from readiness_lint.config import Cascade
from readiness_lint.finding import Finding
from readiness_lint.model import File
from readiness_lint.project.analysis import Unit, settle_role
from readiness_lint.project.discovery import Discovered, Unreachable, files
from readiness_lint.project.run import Checked, Kept, Pass, beside
from readiness_lint.project.workers import in_turn, uncollected
from readiness_lint.record import record
from readiness_lint.terms import Role

T = TypeVar("T")
C_co = TypeVar("C_co", covariant=True)


class Collector(Protocol[C_co]):
    """Takes out of each file what is asked for; it goes to other processes, so it is pickled."""

    @property
    def roles(self) -> frozenset[Role]:
        """The files that it looks at, besides those that rules make be read."""
        ...

    def collect(self, file: File, path: str) -> Iterable[C_co | Finding]:
        """What is in a file; RDY000 where something failed over it."""
        ...


@record
class Collected(Generic[T]):
    """What was in files."""

    items: tuple[T, ...]
    errors: tuple[Finding, ...]
    """RDY000 and RDY001: what failed over a file, a file that cannot be read."""
    files: int
    unreadable: int
    unreachable: tuple[Unreachable, ...]
    """What was asked for and is not there."""
    lost: int
    """Files whose process died; they were looked at again in this one."""


class CollectingPass(Pass):
    """A pass that takes out what is there, and checks nothing."""

    parts: ClassVar[tuple[str, ...]] = (*Pass.parts, "collector")

    def __init__(
        self, cascade: Cascade, found: Sequence[Discovered], asked: int, collector: Collector[Any]
    ) -> None:
        """The first ``asked`` files are looked at; the others only answer their questions."""
        super().__init__(cascade, found, asked)
        self.collector = collector

    def _is_looked_at(self, index: int, unit: Unit) -> bool:
        return super()._is_looked_at(index, unit) or unit.place.role in self.collector.roles

    def _judged(self, unit: Unit, file: File | Finding | None) -> Checked:
        if isinstance(file, Finding):
            return Checked((file,), unreadable=True)
        if file is None:
            return Checked(())
        settle_role(file)
        if file.role not in self.collector.roles:
            return Checked(())
        found = list(self.collector.collect(file, unit.path))
        failed = tuple(item for item in found if isinstance(item, Finding))
        return Checked(failed, items=tuple(item for item in found if not isinstance(item, Finding)))


def collected(
    paths: Sequence[Path],
    cascade: Cascade,
    collector: Collector[T],
    *,
    order: Callable[[T], Any],
    jobs: int = 1,
    force_exclude: bool = True,
    on_progress: Callable[[int, int], None] | None = None,
    last: bool = False,
    kept: Kept | None = None,
) -> Collected[T]:
    """Look at every Python file that the paths name or hold, as `check_paths` checks them.

    Raises:
        ConfigurationError: a configuration file that holds for one of the files cannot be used.
    """
    discovery = files(paths, cascade, force_exclude=force_exclude)
    asked = discovery.files
    rest = beside(paths, discovery, cascade)
    task = CollectingPass(cascade, (*asked, *rest) if asked else (), len(asked), collector)
    if kept is not None:
        kept.hand_on(task)
    done: list[Checked] = []
    lost = 0
    with uncollected(last=last):
        for result in in_turn(task, None, jobs or os.cpu_count() or 1):
            done.append(result.checked)
            lost += result.again
            if on_progress:
                on_progress(len(done), len(asked))
        if not last and kept is None:
            task.forget()
    items = (item for checked in done for item in checked.items)
    errors = (item for checked in done for item in checked.findings)
    return Collected(
        tuple(sorted(items, key=order)),
        tuple(sorted(errors, key=lambda item: item.order)),
        len(done),
        sum(checked.unreadable for checked in done),
        discovery.unreachable,
        lost,
    )

"""Evidence in many files: the pass of `check_paths`, with kinds of evidence in the place of rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from readiness_lint.config import Cascade
from readiness_lint.engine import crash
from readiness_lint.evidence import Evidence, Kind, shown_in
from readiness_lint.finding import Finding
from readiness_lint.model import File
from readiness_lint.project.analysis import Unit, settle_role
from readiness_lint.project.discovery import Discovered, Unreachable, files
from readiness_lint.project.run import Checked, Pass, beside
from readiness_lint.project.workers import in_turn, uncollected
from readiness_lint.rule import APPLICATION


@dataclass(frozen=True, slots=True)
class Survey:
    """What was shown in files."""

    evidence: tuple[Evidence, ...]
    """By kind, then by place."""
    errors: tuple[Finding, ...]
    """RDY000 and RDY001: a kind that failed over a file, a file that cannot be read."""
    files: int
    unreadable: int
    unreachable: tuple[Unreachable, ...]
    """What was asked for and is not there."""
    lost: int
    """Files whose process died; they were looked at again in this one."""


class SurveyPass(Pass):
    """A pass that asks what is there, and checks nothing."""

    parts: ClassVar[tuple[str, ...]] = (*Pass.parts, "kinds")

    def __init__(
        self, cascade: Cascade, found: Sequence[Discovered], asked: int, kinds: Sequence[Kind]
    ) -> None:
        """The first ``asked`` files are looked at; the others only answer their questions."""
        super().__init__(cascade, found, asked)
        self.kinds = kinds

    def _judged(self, unit: Unit, file: File | Finding | None) -> Checked:
        """What a file shows, if it is one of those that rules look at."""
        if isinstance(file, Finding):
            return Checked((file,), unreadable=True)
        if file is None:
            return Checked(())
        settle_role(file)
        shown: list[Evidence] = []
        failed: list[Finding] = []
        for kind in self.kinds if file.role in APPLICATION else ():
            try:
                shown += shown_in(kind, file, unit.path)
            except Exception as error:  # noqa: BLE001 - the other kinds are there all the same
                failed.append(crash(f"evidence {kind.name}", unit.path, error))
        return Checked(tuple(failed), evidence=tuple(shown))


def survey_paths(
    paths: Sequence[Path],
    cascade: Cascade,
    kinds: Sequence[Kind],
    *,
    jobs: int = 1,
    force_exclude: bool = True,
    on_progress: Callable[[int, int], None] | None = None,
    last: bool = False,
) -> Survey:
    """Look for evidence in every Python file that the paths name or hold, as `check_paths` checks.

    Raises:
        ConfigurationError: a configuration file that holds for one of the files cannot be used.
    """
    discovery = files(paths, cascade, force_exclude=force_exclude)
    asked = discovery.files
    rest = beside(paths, discovery, cascade)
    task = SurveyPass(cascade, (*asked, *rest) if asked else (), len(asked), kinds)
    done: list[Checked] = []
    lost = 0
    with uncollected():
        for result in in_turn(task, None, jobs or os.cpu_count() or 1):
            done.append(result.checked)
            lost += result.again
            if on_progress:
                on_progress(len(done), len(asked))
        if not last:
            task.forget()
    shown = (item for checked in done for item in checked.evidence)
    errors = (item for checked in done for item in checked.findings)
    return Survey(
        tuple(sorted(shown, key=lambda item: item.order)),
        tuple(sorted(errors, key=lambda item: item.order)),
        len(done),
        sum(checked.unreadable for checked in done),
        discovery.unreachable,
        lost,
    )

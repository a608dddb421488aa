"""What the verbs share that list what is there, and check nothing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from readiness_lint.config import Settings, fixed_settings
from readiness_lint.finding import Finding
from readiness_lint.frontends.command.check import Wishes, complaints_of, missing
from readiness_lint.frontends.command.reporting import printed_path
from readiness_lint.frontends.command.terminal import Progress, complain
from readiness_lint.project.collecting import Collected, Collector, collected

T = TypeVar("T")


def collect(
    arguments: Namespace, collector: Collector[T], order: Callable[[T], Any]
) -> Collected[T]:
    """Look at what the paths name, as the options have it."""
    isolated = arguments.isolated
    fixed = Settings() if isolated else fixed_settings(arguments.config)
    wishes = Wishes(fixed, {}, isolated)
    with Progress(wanted=not arguments.quiet) as progress:
        return collected(
            [Path(path) for path in arguments.paths],
            wishes.cascade(),
            collector,
            order=order,
            jobs=arguments.jobs,
            force_exclude=arguments.force_exclude,
            on_progress=progress,
            last=True,
        )


def placed(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with their paths as they are printed."""
    here = Path.cwd()
    return [replace(item, path=printed_path(item.path, here)) for item in findings]


def has_failed(found: Collected[Any], errors: Iterable[Finding]) -> bool:
    """Say what kept something from being looked at; whether that is more than files themselves."""
    complaints = complaints_of(missing(found.unreachable), found.lost)
    for item in errors:
        complain(f"{item.path}:{item.region.line}: {item.message}")
    for reason in complaints:
        complain(reason)
    if not found.files and not complaints:
        complain("found no Python files to look at")
    return bool(complaints)

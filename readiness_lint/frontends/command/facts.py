"""``readiness-lint facts``: what is there, with file and line."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from readiness_lint import __version__
from readiness_lint.config import Settings, load, nearest
from readiness_lint.engine import crashed_rule
from readiness_lint.evidence import Kind, all_kinds
from readiness_lint.finding import Finding
from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.command.check import FAILED, Wishes, complaints_of, missing
from readiness_lint.frontends.command.reporting import printed_path
from readiness_lint.frontends.command.terminal import Progress, colourful, complain, write
from readiness_lint.project.survey import Survey, survey_paths
from readiness_lint.reports import evidence


def run(arguments: Namespace) -> int:
    """Look for what is there, list it, and answer the exit code."""
    kinds = _kinds(arguments.kind)
    survey = _surveyed(arguments, kinds)
    crashes = [item for item in survey.errors if item.code == crashed_rule.code]
    unread = _placed(item for item in survey.errors if item.code != crashed_rule.code)
    _report(arguments, kinds, survey, unread)
    complaints = complaints_of(missing(survey.unreachable), survey.lost)
    for item in (*unread, *_placed(crashes)):
        complain(f"{item.path}:{item.region.line}: {item.message}")
    for reason in complaints:
        complain(reason)
    if not survey.files and not complaints:
        complain("found no Python files to look at")
    return FAILED if crashes or complaints else int(bool(unread))


def _kinds(names: Iterable[Iterable[str]] | None) -> Sequence[Kind]:
    known = all_kinds()
    wanted = {name for group in names or () for name in group}
    for name in sorted(wanted - known.keys()):
        hint = nearest(name, list(known))
        reason = f"there is no kind of evidence `{name}`{hint}; known are {', '.join(known)}"
        raise UsageError(reason)
    return [kind for kind in known.values() if names is None or kind.name in wanted]


def _surveyed(arguments: Namespace, kinds: Sequence[Kind]) -> Survey:
    fixed = load(Path(arguments.config)) if arguments.config else None
    isolated = arguments.isolated
    wishes = Wishes(Settings() if isolated else fixed, {}, isolated)
    with Progress(wanted=not arguments.quiet) as progress:
        return survey_paths(
            [Path(path) for path in arguments.paths],
            wishes.cascade(),
            kinds,
            jobs=arguments.jobs,
            force_exclude=arguments.force_exclude,
            on_progress=progress,
            last=True,
        )


def _placed(findings: Iterable[Finding]) -> list[Finding]:
    here = Path.cwd()
    return [replace(item, path=printed_path(item.path, here)) for item in findings]


def _report(
    arguments: Namespace, kinds: Sequence[Kind], survey: Survey, unread: Sequence[Finding]
) -> None:
    here = Path.cwd()
    places = (replace(item, path=printed_path(item.path, here)) for item in survey.evidence)
    found = sorted(places, key=lambda item: item.order)
    surveyed = evidence.Surveyed(kinds, found, survey.files, unread)
    if arguments.output_format == "json":
        write([evidence.as_json(surveyed, tool=__version__)])
    else:
        colour = colourful(arguments.color, sys.stdout)
        write(evidence.text(surveyed, colour=colour, quiet=arguments.quiet))

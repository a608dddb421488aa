"""``readiness-lint facts``: what is there, with file and line."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from readiness_lint import __version__
from readiness_lint.config import nearest
from readiness_lint.engine import crashed_rule
from readiness_lint.evidence import Evidence, Kind, all_kinds
from readiness_lint.finding import Finding
from readiness_lint.frontends.command.arguments import UsageError
from readiness_lint.frontends.command.collecting import collect, has_failed, placed
from readiness_lint.frontends.command.reporting import FAILED, printed_path
from readiness_lint.frontends.command.terminal import colourful, write
from readiness_lint.project.collecting import Collected
from readiness_lint.project.survey import Survey
from readiness_lint.reports import evidence


def run(arguments: Namespace) -> int:
    """Look for what is there, list it, and answer the exit code."""
    kinds = _kinds(arguments.kind)
    survey = collect(arguments, Survey(tuple(kinds)), lambda item: item.order)
    crashes = [item for item in survey.errors if item.code == crashed_rule.code]
    unread = placed(item for item in survey.errors if item.code != crashed_rule.code)
    _report(arguments, kinds, survey, unread)
    failed = has_failed(survey, (*unread, *placed(crashes)))
    return FAILED if crashes or failed else int(bool(unread))


def _kinds(names: Iterable[Iterable[str]] | None) -> Sequence[Kind]:
    known = all_kinds()
    wanted = {name for group in names or () for name in group}
    for name in sorted(wanted - known.keys()):
        hint = nearest(name, list(known))
        reason = f"there is no kind of evidence `{name}`{hint}; known are {', '.join(known)}"
        raise UsageError(reason)
    return [kind for kind in known.values() if names is None or kind.name in wanted]


def _report(
    arguments: Namespace,
    kinds: Sequence[Kind],
    survey: Collected[Evidence],
    unread: Sequence[Finding],
) -> None:
    here = Path.cwd()
    places = (replace(item, path=printed_path(item.path, here)) for item in survey.items)
    found = sorted(places, key=lambda item: item.order)
    surveyed = evidence.Surveyed(kinds, found, survey.files, unread)
    if arguments.output_format == "json":
        write([evidence.as_json(surveyed, tool=__version__)])
    else:
        colour = colourful(arguments.color, sys.stdout)
        write(evidence.text(surveyed, colour=colour, quiet=arguments.quiet))

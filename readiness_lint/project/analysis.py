"""One text, from its characters to its findings."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from readiness_lint.config import Settings
from readiness_lint.engine import check, mark, own_finding, unreadable_file, unused
from readiness_lint.facts.roles import is_script
from readiness_lint.facts.tables import tables
from readiness_lint.finding import Finding, Region
from readiness_lint.model import File
from readiness_lint.project.discovery import Place, place_of
from readiness_lint.project.reading import Unparsable, parse
from readiness_lint.project.selection import Selection
from readiness_lint.registry import all_rules
from readiness_lint.suppression import Suppressions
from readiness_lint.terms import Role


@dataclass(frozen=True, slots=True)
class Result:
    """The findings of one text, those that a suppression hides included."""

    findings: tuple[Finding, ...]
    errors: tuple[Finding, ...]
    """RDY000, RDY001 and RDY002."""


def check_text(
    path: str,
    text: str,
    settings: Settings,
    selection: Selection,
    *,
    tree: ast.Module | None = None,
    place: Place | None = None,
    strict: bool = False,
) -> Result:
    """Check one text; with ``tree``, that is what it parses to.

    A text whose role no active rule looks at, such as a test, is not parsed: half of a program may
    be such, and nothing could be found there.
    """
    place = place or place_of(Path(path), settings, text)
    if not any(place.role in rule.roles for rule in selection.active):
        return Result((), tuple(_unused(path, Suppressions(text, tree), selection)))
    if tree is None:
        parsed = parse(text, Path(path))
        if isinstance(parsed, Unparsable):
            region = Region(parsed.line, parsed.column, parsed.line, parsed.column)
            return Result((), (own_finding(unreadable_file, path, region, reason=parsed.message),))
        tree = parsed
    file = File(
        Path(path),
        text,
        tree,
        tables(),
        module=place.module,
        package=place.is_package,
        role=place.role,
        options=selection.options,
        words=settings.words,
    )
    if file.role is Role.APPLICATION and is_script(file):
        file.role = Role.SCRIPT
    found = check(file, path, selection.active, switches=selection.switches, strict=strict)
    suppressions = Suppressions(text, tree)
    marked = mark(found, suppressions)
    ignored = settings.per_file_ignores_for(Path(path))
    file.forget()
    printed = [
        finding
        for finding in marked
        if finding.code in selection.printed and not finding.code.startswith(ignored)
    ]
    errors = [finding for finding in marked if finding.code == "RDY000"]
    errors += _unused(path, suppressions, selection)
    return Result(tuple(printed), tuple(errors))


def _unused(path: str, suppressions: Suppressions, selection: Selection) -> list[Finding]:
    return unused(path, suppressions, selection.active, tuple(all_rules().values()))

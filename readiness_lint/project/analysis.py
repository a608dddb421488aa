"""One text, from its characters to its findings."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from readiness_lint.config import Settings
from readiness_lint.engine import check, mark, own_finding, unreadable_file, unused
from readiness_lint.facts.broken import is_broken
from readiness_lint.facts.parked import is_parked
from readiness_lint.facts.program import Program, Text
from readiness_lint.facts.revisions import is_past
from readiness_lint.facts.roles import is_script
from readiness_lint.facts.tables import tables
from readiness_lint.finding import Finding, Region
from readiness_lint.model import File, Library
from readiness_lint.project.discovery import Place, place_of
from readiness_lint.project.reading import Unparsable, parse
from readiness_lint.project.selection import Selection
from readiness_lint.record import record
from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule, Sieve
from readiness_lint.suppression import Suppressions
from readiness_lint.terms import Role


@record
class Result:
    """The findings of one text, those that a suppression hides included."""

    findings: tuple[Finding, ...]
    errors: tuple[Finding, ...]
    """RDY000, RDY001 and RDY002."""


@record
class Unit:
    """One text with what holds for it."""

    path: str
    text: str
    settings: Settings
    selection: Selection
    place: Place

    def is_looked_at(self, program: Program | None = None) -> bool:
        """Whether an active rule looks at modules of this role: a test is not even parsed.

        A script always is, since what only scripts call is told apart whatever rules are active.
        """
        role = self.place.role
        sieves = _sieves(self.selection.active, role)
        if None in sieves:
            return True
        text = Text(self.place.module, role, self.text)
        return any(sieve(text, program) for sieve in sieves if sieve)


@cache
def _sieves(rules: tuple[Rule, ...], role: Role) -> frozenset[Sieve | None]:
    """Those of the rules that look at modules of a role; ``None``: all modules are looked at."""
    if role is Role.SCRIPT and rules:
        return frozenset((None,))
    return frozenset(rule.sieve for rule in rules if role in rule.roles)


def opened(
    unit: Unit,
    *,
    tree: ast.Module | None = None,
    library: Library | None = None,
    program: Program | None = None,
    kind: type[File] = File,
) -> File | Finding:
    """The file of a unit; RDY001 if it cannot be parsed.  With ``tree``, that is what it parses to."""
    path = Path(unit.path)
    if tree is None:
        parsed = parse(unit.text, path)
        if isinstance(parsed, Unparsable):
            region = Region(parsed.line, parsed.column, parsed.line, parsed.column)
            return own_finding(unreadable_file, unit.path, region, reason=parsed.message)
        tree = parsed
    return kind(
        path,
        unit.text,
        tree,
        library or tables(),
        module=unit.place.module,
        package=unit.place.is_package,
        role=unit.place.role,
        options=unit.selection.options,
        words=unit.settings.words,
        program=program,
    )


def settle_role(file: File) -> None:
    """Tell a script from application code, which needs what all the others are."""
    if file.role is Role.APPLICATION and is_script(file):
        file.role = Role.SCRIPT


def spoken_of(file: File, found: list[Finding]) -> list[Finding]:
    """What is worth to be said of a file: nothing goes wrong in a module that nobody runs."""
    # Nearly all files have no findings, and to tell who imports them costs something.
    broken = bool(found) and is_broken(file)
    if not found or not (broken or is_parked(file)):
        return found
    return [
        finding
        for finding in found
        if finding.code == "RDY000" or (finding.rule.parked and not broken)
    ]


def judged(unit: Unit, file: File | Finding | None, *, strict: bool = False) -> Result:
    """What the rules find in a file that was opened; ``None``: no rule looks at it."""
    if isinstance(file, Finding):
        return Result((), (file,))
    if file is None:
        return Result((), tuple(_unused(unit, Suppressions(unit.text, None))))
    settle_role(file)
    selection = unit.selection
    rules = () if is_past(file, unit.settings.migrations_since) else selection.active
    found = check(file, unit.path, rules, switches=selection.switches, strict=strict)
    suppressions = Suppressions(unit.text, file.tree)
    marked = mark(spoken_of(file, found), suppressions)
    ignored = unit.settings.per_file_ignores_for(file.path)
    printed = [
        finding
        for finding in marked
        if finding.code in selection.printed and not finding.code.startswith(ignored)
    ]
    errors = [finding for finding in marked if finding.code == "RDY000"]
    errors += _unused(unit, suppressions)
    return Result(tuple(printed), tuple(errors))


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
    """Check one text by itself; what only other files know is not known."""
    unit = Unit(path, text, settings, selection, place or place_of(Path(path), settings, text))
    file = opened(unit, tree=tree) if unit.is_looked_at() else None
    result = judged(unit, file, strict=strict)
    if isinstance(file, File):
        file.forget()
    return result


def _unused(unit: Unit, suppressions: Suppressions) -> list[Finding]:
    return unused(unit.path, suppressions, unit.selection.active, tuple(all_rules().values()))

"""One file and some rules in, findings out; a rule that crashes becomes RDY000."""

import ast
import dataclasses
import traceback
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from readiness_lint.finding import Finding, Located, Problem, Problems, Region, Related
from readiness_lint.model import File
from readiness_lint.model.normal import fingerprint
from readiness_lint.rule import Rule, rule
from readiness_lint.suppression import Suppressions, Target
from readiness_lint.terms import Place, Role, Severity, Status

Switches = frozenset[tuple[str, str]]
"""Those that are on: rule name and switch."""
WHOLE_FILE = Region(1, 0, 1, 0)
SHOWN = 2
"""Helpers of a path that a message names; the rest is in the related places."""


@rule(
    "RDY000",
    "rule `{rule}` crashed on this file: {error}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="",
    since="0.1.0",
    page="""Rule that crashed.

The rule met code that it cannot judge; every other rule still ran.  Please report it, with the
lines around the place.
""",
)
def crashed_rule(_tree: ast.Module, _file: File) -> Problems:
    """Made by the engine, never by a check."""
    return iter(())


@rule(
    "RDY001",
    "{reason}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="",
    since="0.1.0",
    page="""File that cannot be read or parsed.

Nothing in this file was checked.  A file in newer syntax than the running Python is checked by
running readiness-lint under that newer Python.  Tests, migrations and other files that no active
rule looks at are not parsed, so this says nothing of them.
""",
)
def unreadable_file(_tree: ast.Module, _file: File) -> Problems:
    """Made where files are read, never by a check."""
    return iter(())


@rule(
    "RDY002",
    "{reason}",
    severity=Severity.LOW,
    status=Status.PARTIAL,
    source="",
    since="0.1.0",
    page="""Suppression that suppresses nothing.

The comment names a rule that reports nothing there, or is not written as a suppression.  Remove
it: the next defect on this line would be hidden without anybody having looked at it.
""",
)
def unused_suppression(_tree: ast.Module, _file: File) -> Problems:
    """Made by the engine, never by a check."""
    return iter(())


def own_finding(kind: Rule, path: str, region: Region, **words: str) -> Finding:
    """A finding of RDY000, RDY001 or RDY002."""
    message = kind.message.format_map(words)
    return Finding(kind, path, region, message, kind.severity, kind.status)


def check(
    file: File,
    path: str,
    rules: Sequence[Rule],
    *,
    switches: Switches = frozenset(),
    strict: bool = False,
) -> list[Finding]:
    """What the rules report in a file, sorted, with what hides each; crashes as RDY000.

    ``strict`` lets a crash rise, for tests.
    """
    found: list[Finding] = []
    if file.is_empty:
        return found
    subjects_of = file.subjects
    for item in _applicable(tuple(rules), file.role, alone=file.program is None):
        try:
            # Most have none in most files.
            subjects = subjects_of(item.subject)
            if subjects:
                found.extend(_findings(item, subjects, file, path, switches))
        except Exception as error:
            if strict:
                raise
            found.append(crash(f"{item.code} {item.name}", path, error))
    if not found:
        return found
    return sorted(_without_yielding(_distinct(found), rules), key=lambda finding: finding.order)


@cache
def _applicable(rules: tuple[Rule, ...], role: Role, *, alone: bool) -> tuple[Rule, ...]:
    """Those of some rules that look at files of a role; ``alone``: no program is known."""
    return tuple(
        item for item in rules if role in item.roles and not (alone and item.reach == "project")
    )


def crash(name: str, path: str, error: BaseException) -> Finding:
    """RDY000: what looks at a file failed over it."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" ({Path(last[0].filename).name}:{last[0].lineno})" if last else ""
    text = " ".join(str(error).split())[:80]
    reason = f"{type(error).__name__}: {text}{where}"
    return own_finding(crashed_rule, path, WHOLE_FILE, rule=name, error=reason)


def _findings(
    item: Rule, subjects: Iterable[Any], file: File, path: str, switches: Switches
) -> Iterator[Finding]:
    groups: dict[str, list[Problem]] = {}
    for subject in subjects:
        for problem in item.check(subject, file):
            if problem.switch is not None:
                assert problem.switch in item.switches, f"{item.code}: {problem.switch}"
                if (item.name, problem.switch) not in switches:
                    continue
            if problem.group is None:
                yield _finding(item, file, path, problem)
            else:
                groups.setdefault(problem.group, []).append(problem)
    for first, *more in groups.values():
        yield _finding(item, file, path, first, more)


def _finding(
    item: Rule, file: File, path: str, problem: Problem, more: Sequence[Problem] = ()
) -> Finding:
    message = item.message.format_map(problem.words) + _path_text(problem.via)
    if more:
        message += f" (and {len(more)} more)"
    related: list[tuple[Located, str]] = [
        *((place, f"via {_function(place)}") for place in problem.via),
        *problem.related,
        *((other.node, "here too") for other in more),
    ]
    return Finding(
        item,
        path,
        file.region(problem.node),
        message,
        problem.severity or item.severity,
        problem.status or item.status,
        tuple(_related(file, where, text) for where, text in related),
        file.region(problem.about) if problem.about is not None else None,
        *_names_of(file, problem.node),
    )


def _names_of(file: File, node: Located) -> tuple[str, str, str]:
    """Function, scope and expression of a finding: its names that survive edits elsewhere."""
    if isinstance(node, Place):
        return node.function, node.function, ""
    label = file.label(node)
    return label, "" if label == file.module else label, fingerprint(node)


def _function(place: Place) -> str:
    return f"{place.function}()" if place.function else place.module


def _path_text(via: Sequence[Place]) -> str:
    if not via:
        return ""
    shown = " -> ".join(f"{_function(place)} {place.file}:{place.line}" for place in via[:SHOWN])
    rest = len(via) - SHOWN
    return f", via {shown}" + (f" and {rest} more" if rest > 0 else "")


def _related(file: File, where: Located, text: str) -> Related:
    other = where.file if isinstance(where, Place) and where.file != file.path.name else ""
    module = where.module if isinstance(where, Place) and where.module != file.module else ""
    return Related(text, file.region(where), other, module)


def _distinct(found: Iterable[Finding]) -> list[Finding]:
    seen: dict[tuple[str, Region, str], Finding] = {}
    for finding in found:
        seen.setdefault((finding.code, finding.region, finding.message), finding)
    return list(seen.values())


def _subject(finding: Finding) -> Region:
    return finding.about or finding.region


def _without_yielding(found: list[Finding], rules: Sequence[Rule]) -> Iterator[Finding]:
    """One defect, one finding: the more specific rule stays where two report one subject."""
    displacing = {item.code: item.instead_of for item in rules if item.instead_of}
    taken: dict[Region, set[str]] = {}
    for finding in found:
        taken.setdefault(_subject(finding), set()).update(displacing.get(finding.code, ()))
    return (finding for finding in found if finding.code not in taken.get(_subject(finding), set()))


def mark(findings: Iterable[Finding], suppressions: Suppressions) -> list[Finding]:
    """Say of each finding which suppressions hide it."""
    marked: list[Finding] = []
    for finding in findings:
        target = Target.of(finding.code, finding.rule.name)
        kinds = suppressions.kinds(target, finding.region.line)
        marked.append(dataclasses.replace(finding, hidden=kinds) if kinds else finding)
    return marked


@cache
def _names(known: tuple[Rule, ...]) -> frozenset[str]:
    return frozenset(name for one in known for name in (one.code, one.name, one.symbol))


def unused(
    path: str, suppressions: Suppressions, active: Sequence[Rule], known: tuple[Rule, ...]
) -> list[Finding]:
    """Suppressions that hide nothing, or are not written as one, as RDY002."""
    found: list[Finding] = []
    for item in suppressions.unused(Target.of(one.code, one.name) for one in active):
        region = Region(item.line, item.column, item.line, item.end_column)
        reason = f"suppression of {', '.join(item.codes)} suppresses nothing"
        found.append(own_finding(unused_suppression, path, region, reason=reason))
    for wrong in (*suppressions.malformed, *suppressions.naming_no_rule(_names(known))):
        region = Region(wrong.line, wrong.column, wrong.line, wrong.end_column)
        found.append(own_finding(unused_suppression, path, region, reason=wrong.reason))
    return found

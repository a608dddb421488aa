"""Reads the marks of fixtures, and runs rules over them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from readiness_lint.config import Settings, override
from readiness_lint.engine import check
from readiness_lint.facts.roles import is_script
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.project.selection import Selection, select
from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule
from readiness_lint.terms import Role

ROOT = Path(__file__).parent.parent / "fixtures"
FILES = sorted(
    path for path in ROOT.rglob("*.py") if "backends" not in path.relative_to(ROOT).parts
)
MARK = re.compile(r"#\s*expect:\s*(RDY\d{3}(?:\s*,\s*RDY\d{3})*)")
WITH = re.compile(r"\A#\s*with:\s*(.+)")
ROLE = re.compile(r"\Arole (\w+)\Z")
Found = list[tuple[int, str]]


def expected(source: str) -> Found:
    """Line and code of every ``# expect:`` mark."""
    return sorted(
        (number, code)
        for number, line in enumerate(source.split("\n"), start=1)
        for mark in MARK.finditer(line)
        for code in re.split(r"\s*,\s*", mark[1])
    )


def fixture_of(rule: Rule) -> Path:
    """The file, or the package, at the rule's mirrored path."""
    path = ROOT / rule.layer.folder / rule.name.replace("-", "_")
    return path if path.is_dir() else path.with_suffix(".py")


def sources_of(rule: Rule) -> list[Path]:
    """The files of a rule's fixture."""
    path = fixture_of(rule)
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def rule_of(path: Path) -> Rule | None:
    """The rule whose fixture a file belongs to."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    names = {part.replace("_", "-") for part in parts[1:]}
    return next((rule for rule in all_rules().values() if rule.name in names), None)


def selection_for(source: str, rule: Rule | None) -> tuple[Selection, Role]:
    """The default profile and the rule at hand; more where the first line names it.

    ``# with: strict, switch journals, role settings, RDY402``
    """
    head = WITH.match(source)
    wishes = [wish.strip() for wish in head[1].split(",")] if head else []
    codes = {wish for wish in wishes if wish.startswith("RDY")}
    roles = [Role[match[1].upper()] for match in map(ROLE.match, wishes) if match]
    on = {wish.removeprefix("switch ") for wish in wishes if wish.startswith("switch ")}
    settings = Settings()
    if "strict" in wishes:
        settings = override(settings, profile="strict")
    selection = select(settings, full_codes=frozenset(codes | ({rule.code} if rule else set())))
    switches = selection.switches | {
        (each.name, name) for each in selection.active for name in each.switches if name in on
    }
    selection = Selection(
        selection.active, selection.printed, frozenset(switches), selection.options
    )
    return selection, next(iter(roles), Role.APPLICATION)


def file_for(source: str, path: Path, role: Role = Role.APPLICATION) -> File:
    """A file as the analysis sees it."""
    module = "fixture" if ROOT not in path.parents else path.stem
    file = File(path, source, ast.parse(source), tables(), module=module, role=role)
    if role is Role.APPLICATION and is_script(file):
        file.role = Role.SCRIPT
    return file


def found(source: str, path: Path | None = None) -> Found:
    """Line and code of every finding, suppressed ones included."""
    path = path or Path("fixture.py")
    rule = rule_of(path) if ROOT in path.parents else None
    selection, role = selection_for(source, rule)
    file = file_for(source, path, role)
    findings = check(file, path.name, selection.active, switches=selection.switches, strict=True)
    return sorted((finding.region.line, finding.code) for finding in findings)

"""Reads the marks of fixtures, and runs rules over them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from readiness_lint.config import Settings, override
from readiness_lint.engine import check
from readiness_lint.facts.program import APART, Text
from readiness_lint.facts.roles import is_script
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.project.discovery import module_name, role_of
from readiness_lint.project.link import Modules, outline_of
from readiness_lint.project.manifests import probed
from readiness_lint.project.pins import newest, published, requires, requires_python
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


def about_programs(rule: Rule | None) -> list[str]:
    """The other rules about whole programs: the fixture of this one is none in their eyes."""
    return [
        each.code for each in all_rules().values() if each.reach == "project" and each is not rule
    ]


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
    others = about_programs(rule)
    active = tuple(each for each in selection.active if each.code not in others)
    selection = Selection(active, selection.printed, frozenset(switches), selection.options)
    return selection, next(iter(roles), Role.APPLICATION)


def file_for(source: str, path: Path, role: Role = Role.APPLICATION) -> File:
    """A file as the analysis sees it, in a program of one."""
    module = "fixture" if ROOT not in path.parents else path.stem
    return linked({module: (path, source)}, role)[module]


def linked(
    sources: Mapping[str, tuple[Path, str]],
    role: Role = Role.APPLICATION,
    *,
    roles: Mapping[str, Role] | None = None,
    python: tuple[int, ...] | None = None,
    newest: Callable[[str], tuple[int, ...] | None] = lambda _: None,
    requires: Callable[[str], bool] = lambda _: False,
    published: Callable[[], tuple[str, ...]] = tuple,
    probed: Callable[[], tuple[tuple[str, str], ...]] = tuple,
) -> dict[str, File]:
    """The files of a program, by module; ``roles`` are those of single modules."""
    found: dict[str, File] = {}
    packages = [name for name, (path, _) in sources.items() if path.stem == "__init__"]
    packages += [name.rpartition(".")[0] for name in sources]
    given = {name: (roles or {}).get(name, role) for name in sources}
    texts = [Text(name, given[name], source) for name, (_, source) in sources.items()]
    program = Modules(
        sources,
        packages,
        found.get,
        tables(),
        lambda: texts,
        python,
        newest=newest,
        requires=requires,
        published=published,
        probed=probed,
    )
    for name, (path, source) in sources.items():
        found[name] = File(
            path,
            source,
            ast.parse(source),
            program,
            module=name,
            package=path.stem == "__init__",
            role=given[name],
            program=program,
        )
        # What stands apart is parsed when it is asked for, and says nothing before.
        if given[name] not in APART:
            program.add(outline_of(found[name]))
    for file in found.values():
        if file.role is Role.APPLICATION and is_script(file):
            file.role = Role.SCRIPT
    return found


def package_of(path: Path) -> Path | None:
    """The folder of the package fixture that a file belongs to."""
    parts = path.relative_to(ROOT).parts
    folder = ROOT.joinpath(*parts[:2])
    return folder if len(parts) > 2 and folder.is_dir() else None


def in_package(folder: Path, source: str, path: Path) -> File:
    """A file of a package fixture, whose folder is the program's, with this text for it."""
    sources = {
        module_name(other, folder): (other, other.read_text(encoding="utf-8"))
        for other in sorted(folder.rglob("*.py"))
    }
    module = module_name(path, folder)
    return as_program({**sources, module: (path, source)}, folder)[module]


def as_program(sources: Mapping[str, tuple[Path, str]], folder: Path) -> dict[str, File]:
    """The files of a program, each for what its place in the folder says."""
    settings = Settings()
    roles = {
        name: role_of(path, folder, settings, source) for name, (path, source) in sources.items()
    }
    return linked(
        sources,
        roles=roles,
        python=requires_python(folder),
        newest=partial(newest, folder),
        requires=partial(requires, folder),
        published=partial(published, folder),
        probed=partial(probed, folder),
    )


def found(source: str, path: Path | None = None) -> Found:
    """Line and code of every finding, suppressed ones included."""
    path = path or Path("fixture.py")
    rule = rule_of(path) if ROOT in path.parents else None
    selection, role = selection_for(source, rule)
    folder = package_of(path) if ROOT in path.parents else None
    file = in_package(folder, source, path) if folder else file_for(source, path, role)
    return reported(file, selection)


def found_together(sources: Mapping[str, str], rule: Rule) -> dict[str, Found]:
    """Line and code of every finding in a program that is told, by path."""
    folder = Path("/program")
    paths = {module_name(folder / path, folder): path for path in sources}
    files = as_program(
        {module: (folder / path, sources[path]) for module, path in paths.items()}, folder
    )
    selection, _ = selection_for(f"# with: {rule.code}\n", rule)
    return {path: reported(files[module], selection) for module, path in paths.items()}


def reported(file: File, selection: Selection) -> Found:
    """Line and code of every finding in a file."""
    findings = check(
        file, file.path.name, selection.active, switches=selection.switches, strict=True
    )
    return sorted((finding.region.line, finding.code) for finding in findings)

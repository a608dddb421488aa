"""Who may import whom; knowledge is data; hosts are imported in one place each."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "readiness_lint"
MODULES = sorted(PACKAGE.rglob("*.py"))

ALLOWED: dict[str, set[str]] = {
    "terms": set(),
    "record": set(),
    "pattern": set(),
    "suppression": set(),
    "config": set(),
    "finding": set(),
    "storage": set(),
    "audit": set(),
    "knowledge": set(),
    "model": {"finding"},
    "rule": {"finding", "model"},
    "reports": {"finding", "audit"},
    "facts": {"model", "knowledge", "finding"},
    "rules": {"facts", "model", "rule", "finding"},
    "evidence": {"facts", "model", "knowledge", "finding"},
    "registry": {"rules", "rule"},
    "engine": {"suppression", "config", "knowledge", "model", "rule", "finding"},
    "project": {
        *("engine", "registry", "suppression", "config", "facts", "knowledge", "rule", "finding"),
        *("model", "storage", "evidence", "audit"),
    },
    "frontends": {
        *("project", "engine", "registry", "suppression", "config", "knowledge", "rule", "finding"),
        *("model", "reports", "storage", "evidence", "audit"),
    },
    "__init__": {"frontends"},
    "__main__": {"frontends"},
}
ONLY_IN = {
    "flake8": {"frontends/flake8.py"},
    "pylint": {"frontends/pylint.py"},
    "astroid": {"frontends/pylint.py"},
}


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def guarded(tree: ast.Module) -> set[ast.AST]:
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }


def imported(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = guarded(tree)
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (item.name for item in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield from (f"{node.module}.{item.name}" for item in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_downwards(path: Path) -> None:
    own = part(path)
    parts = {
        name.split(".")[1]
        for name in imported(path)
        if name.startswith("readiness_lint.") and name != "readiness_lint.__version__"
    }

    assert set() == parts - ALLOWED[own] - {own, "terms", "record", "pattern"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_hosts_are_imported_in_one_place(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    place = path.relative_to(PACKAGE).as_posix()

    assert [] == [top for top, places in ONLY_IN.items() if top in tops and place not in places]


@pytest.mark.parametrize("folder", ["facts", "knowledge", "model"])
def test_frozen_classes_are_records(folder: str) -> None:
    # There are hundreds, and a start makes all of them.
    slow = "@dataclass(frozen=True, slots=True)\n"
    found = [path.name for path in MODULES if part(path) == folder and slow in path.read_text()]

    assert [] == found


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "knowledge").glob("*.py")), ids=lambda path: path.stem
)
def test_knowledge_is_data(path: Path) -> None:
    if path.stem == "schema":
        pytest.skip("the schema is what the data is made of")
    logic = (
        *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.If, ast.IfExp),
        *(ast.For, ast.While, ast.Try, ast.With, ast.ListComp, ast.DictComp, ast.GeneratorExp),
    )
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert [] == [node.lineno for node in ast.walk(tree) if isinstance(node, logic)]


@pytest.mark.parametrize(
    "path",
    sorted(path for path in (PACKAGE / "rules").rglob("*.py") if path.stem != "__init__"),
    ids=lambda path: path.stem,
)
def test_rules_know_no_rule_and_no_table(path: Path) -> None:
    names = list(imported(path))

    assert [] == [name for name in names if name.startswith("readiness_lint.rules")]
    assert [] == [name for name in names if name.startswith("readiness_lint.facts.tables")]


def loaded(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return {name.split(".")[0] for name in done.stdout.split()}


def test_flake8_plugin_needs_the_standard_library_only() -> None:
    modules = loaded("import readiness_lint.frontends.flake8")

    assert set() == modules & {"astroid", "pylint", "rich", "msgspec", "pathspec"}


def test_command_loads_nothing_heavy_to_start() -> None:
    modules = loaded("import readiness_lint.frontends.command")

    assert set() == modules & {"astroid", "pylint", "flake8", "rich", "msgspec", "pathspec"}

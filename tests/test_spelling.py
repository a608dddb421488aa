"""The findings do not move when the same program is spelled differently.

A fixture whose rule looks at the spelling itself names what must be left out in its first lines:
``# spelling: not in-a-function``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures import FILES, ROOT, Found, file_for, found

Edit = tuple[int, int, int, str]
"""Line from 1, first and last column in characters, and the new text."""
LEFT_OUT = re.compile(r"^# spelling: not (.+)$", re.MULTILINE)


def edited(source: str, edits: list[Edit]) -> str:
    lines = source.split("\n")
    for line, start, end, text in sorted(set(edits), reverse=True):
        lines[line - 1] = lines[line - 1][:start] + text + lines[line - 1][end:]
    return "\n".join(lines)


def respelled(
    source: str, statement: Callable[[ast.stmt], dict[str, tuple[str, str]] | None]
) -> str:
    """Rewrite module-level imports; ``statement`` gives new text and name by local name."""
    file = file_for(source, Path("fixture.py"))
    edits: list[Edit] = []
    renamed: dict[str, str] = {}
    for node in file.tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom) or node.lineno != node.end_lineno:
            continue
        names = statement(node)
        if not names:
            continue
        if any(len(file.index.module.bindings.get(name, ())) != 1 for name in names):
            continue
        text = "; ".join(new for new, _ in names.values())
        region = file.region(node)
        edits.append((region.line, region.column, region.end_column, text))
        renamed |= {name: local for name, (_, local) in names.items()}
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Name) and node.id in renamed:
            binding = file.bindings(node)
            if len(binding) == 1 and binding[0].scope is file.index.module:
                region = file.region(node)
                edits.append((region.line, region.column, region.end_column, renamed[node.id]))
    return edited(source, edits)


def with_aliases(source: str) -> str:
    def rename(node: ast.stmt) -> dict[str, tuple[str, str]] | None:
        if isinstance(node, ast.Import):
            return {
                item.asname or item.name: (
                    f"import {item.name} as {(item.asname or item.name)}_",
                    f"{item.asname or item.name}_",
                )
                for item in node.names
                if "." not in (item.asname or item.name)
            }
        assert isinstance(node, ast.ImportFrom)
        if node.module == "__future__" or any(item.name == "*" for item in node.names):
            return None
        base = "." * node.level + (node.module or "")
        return {
            item.asname or item.name: (
                f"from {base} import {item.name} as {item.asname or item.name}_",
                f"{item.asname or item.name}_",
            )
            for item in node.names
        }

    return respelled(source, rename)


def with_modules(source: str) -> str:
    def rename(node: ast.stmt) -> dict[str, tuple[str, str]] | None:
        if (
            not isinstance(node, ast.ImportFrom)
            or node.level
            or node.module == "__future__"
            or any(item.name == "*" for item in node.names)
        ):
            return None
        base = (node.module or "").replace(".", "_") + "_"
        return {
            item.asname or item.name: (f"import {node.module} as {base}", f"{base}.{item.name}")
            for item in node.names
        }

    return respelled(source, rename)


def indented(source: str, width: int, *before: str) -> str:
    """Put the program into a block; the first lines stand above it."""
    tree = ast.parse(source)
    inside = {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant | ast.JoinedStr) and node.end_lineno != node.lineno
        for line in range(node.lineno + 1, (node.end_lineno or 0) + 1)
    }
    lines = [
        line if number in inside or not line.strip() else " " * width + line
        for number, line in enumerate(source.split("\n"), start=1)
    ]
    return "\n".join((*before, *lines))


def in_an_if(source: str) -> str:
    return indented(source, 4, "import sys", "if sys.maxsize:")


def in_a_try(source: str) -> str:
    return indented(source, 2, "try:") + "\nfinally:\n  del __doc__\n"


def in_a_function(source: str) -> str:
    return indented(source, 8, "def create_program():")


def moved(findings: Found, lines: int) -> Found:
    return [(line + lines, code) for line, code in findings]


SPELLINGS: dict[str, tuple[Callable[[str], str], int]] = {
    "with-aliases": (with_aliases, 0),
    "with-modules": (with_modules, 0),
    "in-an-if": (in_an_if, 2),
    "in-a-try": (in_a_try, 1),
    "in-a-function": (in_a_function, 1),
}


def meant(path: Path, source: str) -> list[str]:
    """The spellings that mean the same in this fixture."""
    left_out = {name.strip() for text in LEFT_OUT.findall(source) for name in text.split(",")}
    if "example" in path.parts:
        # The state of a module is none in a function.
        left_out.add("in-a-function")
    postponed = "from __future__" in source
    return [
        name
        for name in SPELLINGS
        if name not in left_out and not (postponed and name.startswith("in-"))
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_findings_do_not_move(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if not source.strip():
        pytest.skip("an empty file")
    wishes = source.split("\n", 1)[0] if source.startswith("# with:") else ""
    as_written = found(source, path)
    for spelling in meant(path, source):
        respell, lines = SPELLINGS[spelling]
        changed = respell(source)
        if wishes and not changed.startswith(wishes):
            changed, lines = f"{wishes}\n{changed}", lines + 1

        assert moved(as_written, lines) == found(changed, path), spelling

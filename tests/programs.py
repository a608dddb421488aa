"""Small programs for the tests of the model, and how to point at a piece of one."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import TypeVar

from readiness_lint.facts.tables import tables
from readiness_lint.model import File

from fixtures import linked

N = TypeVar("N", bound=ast.AST)


def program(source: str, *, module: str = "shop.orders", package: bool = False) -> File:
    """A file of this text."""
    source = dedent(source)
    return File(
        Path("orders.py"), source, ast.parse(source), tables(), module=module, package=package
    )


def modules(sources: Mapping[str, str]) -> dict[str, File]:
    """The files of a program, by module."""
    return linked(
        {
            name: (Path(f"{name.replace('.', '/')}.py"), dedent(source))
            for name, source in sources.items()
        }
    )


def expression(file: File, text: str) -> ast.expr:
    """The last expression that is written so."""
    found = [
        node
        for node in ast.walk(file.tree)
        if isinstance(node, ast.expr) and ast.unparse(node) == text
    ]
    return max(found, key=lambda node: (node.lineno, node.col_offset))


def statement(file: File, text: str) -> ast.stmt:
    """The one statement whose first line is written so."""
    found = [
        node
        for node in ast.walk(file.tree)
        if isinstance(node, ast.stmt) and ast.unparse(node).split("\n", maxsplit=1)[0] == text
    ]
    assert len(found) == 1, f"{text}: {len(found)}"
    return found[0]


def name(source: str, text: str, **where: object) -> str | None:
    """The qualified name of an expression."""
    file = program(source, **where)  # type: ignore[arg-type]
    return file.name_of(expression(file, text))


def kind(source: str, text: str) -> str | None:
    """The type of an expression, by name."""
    file = program(source)
    found = file.type_of(expression(file, text))
    return found.name if found else None


def value(source: str, text: str) -> object:
    """The value of an expression, in a `Known`; ``None`` if not known."""
    file = program(source)
    return file.value_of(expression(file, text))

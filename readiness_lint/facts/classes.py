"""What the classes of a file inherit from, and what they define, as far as it is known."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeVar

from readiness_lint.knowledge.schema import Table
from readiness_lint.model import Bound, File, FunctionNode

T = TypeVar("T")


def classes_of(file: File, table: Table[T]) -> Iterator[tuple[ast.ClassDef, list[T]]]:
    """The classes of a file that have a base in the table, with the rows of the nearest first."""
    if not table.lasts_in(file.libraries):
        return
    for cls in file.nodes(ast.ClassDef):
        rows = [table[name] for name in file.bases_of(cls) if name in table] if cls.bases else []
        if rows:
            yield cls, rows


def line_of(file: File, base: ast.expr, cls: ast.ClassDef) -> tuple[str, ...]:
    """A base of a class and the known bases behind it."""
    name = file.class_name(base, cls)
    own = file.class_named(name) if name else None
    if name is None or own is not None:
        return (name, *file.bases_of(own)) if name and own else ()
    return file.library.bases(name)


def methods_of(file: File, cls: ast.ClassDef) -> Iterator[FunctionNode]:
    """The functions that a class defines itself."""
    for bindings in file.index.scopes[cls].bindings.values():
        for binding in bindings:
            if binding.kind is Bound.DEFINITION and isinstance(
                binding.node, ast.FunctionDef | ast.AsyncFunctionDef
            ):
                yield binding.node


def defines(file: File, cls: ast.ClassDef, *names: str) -> bool:
    """Whether a class, or a base of it in this file, binds one of these names."""
    lines = [cls, *(file.class_named(name) for name in file.bases_of(cls))]
    return any(
        name in file.index.scopes[line].bindings
        for line in lines
        if line is not None
        for name in names
    )

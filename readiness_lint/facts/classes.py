"""What the classes of a file inherit from, as far as it is known."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeVar

from readiness_lint.knowledge.schema import Table
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import Bound

T = TypeVar("T")


def bases_of(file: File, cls: ast.ClassDef) -> tuple[str, ...]:
    """The known bases of a class by qualified name, nearest first; unknown ones are left out."""
    found: tuple[str, ...] = file.memo(("bases", cls), lambda: tuple(_bases(file, cls, set())))
    return found


def _bases(file: File, cls: ast.ClassDef, seen: set[ast.ClassDef]) -> dict[str, None]:
    found: dict[str, None] = {}
    if cls in seen:
        return found
    seen.add(cls)
    for base in cls.bases:
        found.update(_line(file, base, cls, seen))
    return found


def _line(
    file: File, base: ast.expr, cls: ast.ClassDef, seen: set[ast.ClassDef]
) -> dict[str, None]:
    name = file.class_name(base, cls)
    if name is None:
        return {}
    own = file.class_named(name)
    if own is not None:
        return {name: None, **_bases(file, own, seen)}
    return dict.fromkeys(file.library.bases(name))


def line_of(file: File, base: ast.expr, cls: ast.ClassDef) -> tuple[str, ...]:
    """A base of a class and the known bases behind it."""
    return tuple(_line(file, base, cls, {cls}))


def classes_of(file: File, table: Table[T]) -> Iterator[tuple[ast.ClassDef, list[T]]]:
    """The classes of a file with the rows of their bases, nearest base first."""
    for cls in file.nodes(ast.ClassDef):
        rows = [table[name] for name in bases_of(file, cls) if name in table] if cls.bases else []
        if rows:
            yield cls, rows


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
    lines = [cls, *(file.class_named(name) for name in bases_of(file, cls))]
    return any(
        name in file.index.scopes[line].bindings
        for line in lines
        if line is not None
        for name in names
    )

"""What classes inherit from, and what they define, as far as it is known."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeVar

from readiness_lint.facts.decorators import target_of
from readiness_lint.facts.program import Program
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Table
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.record import record

T = TypeVar("T")


@record
class _Classes:
    """The classes of a file that inherit from something that is known."""

    bases: dict[ast.ClassDef, tuple[str, ...]]
    names: frozenset[str]
    """All of those bases."""
    packages: frozenset[str]
    """Those that the bases are of, however many modules lie between."""


def classes_of(file: File, table: Table[T]) -> Iterator[tuple[ast.ClassDef, list[T]]]:
    """The classes of a file that have a base in the table, with the rows of the nearest first."""
    classes: _Classes = file.memo(("classes",), lambda: _classes(file))
    if not classes.names or not table.lasts_in(classes.packages):
        return
    known = {name: table[name] for name in classes.names if name in table}
    if not known:
        return
    for cls, bases in classes.bases.items():
        rows = [known[name] for name in bases if name in known]
        if rows:
            yield cls, rows


def _classes(file: File) -> _Classes:
    bases = {cls: file.bases_of(cls) for cls in file.nodes(ast.ClassDef) if cls.bases}
    names = frozenset(name for found in bases.values() for name in found)
    return _Classes(bases, names, frozenset(name.partition(".")[0] for name in names))


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


def lineage(file: File, cls: ast.ClassDef) -> Iterator[tuple[File, ast.ClassDef]]:
    """A class and its bases in the program, near ones first, each with its file."""
    yield file, cls
    for name in file.bases_of(cls):
        found = file.defined(name)
        if found and isinstance(found[1], ast.ClassDef):
            yield found[0], found[1]


def attribute(home: File, cls: ast.ClassDef, name: str) -> tuple[File, ast.expr] | None:
    """What a class, or the nearest base of the program, assigns to an attribute, with its file."""
    for file, line in lineage(home, cls):
        for binding in file.index.scopes[line].bindings.get(name, ()):
            return (file, binding.value) if isinstance(binding.value, ast.expr) else None
    return None


def defines(file: File, cls: ast.ClassDef, *names: str) -> bool:
    """Whether a class, or a base of it in the program, binds one of these names."""
    return any(
        name in home.index.scopes[line].bindings
        for home, line in lineage(file, cls)
        for name in names
    )


def options_of(file: File, cls: ast.ClassDef) -> ast.ClassDef | None:
    """The class ``Meta`` in a class; ``None``: it has none of its own."""
    bindings = file.index.scopes[cls].bindings.get("Meta", ())
    found = bindings[-1].node if bindings else None
    return found if isinstance(found, ast.ClassDef) else None


def is_marked(file: File, cls: ast.ClassDef, word: str) -> bool:
    """Whether a class inherits from, or is decorated with, what carries a word."""
    names = tables().word(word)
    return any(name in names for name in file.bases_of(cls)) or any(
        file.name_at(target_of(item), cls) in names for item in cls.decorator_list
    )


def subclasses_of(file: File, cls: ast.ClassDef) -> Iterator[tuple[File, ast.ClassDef]]:
    """The classes of the program that are known to inherit from one of a file."""
    yield from heirs(file, file.qualify(file.index.scopes[cls].qualname))


def heirs(file: File, name: str) -> Iterator[tuple[File, ast.ClassDef]]:
    """The classes of the program around a file that are known to inherit from one of this name."""
    if file.program is None:
        yield from ((file, cls) for cls in _inheriting(file, name))
        return
    for heir in file.program.known(heir_names, name):
        found = file.defined(heir)
        if found and isinstance(found[1], ast.ClassDef):
            yield found[0], found[1]


def heir_names(program: Program, name: str) -> tuple[str, ...]:
    """The qualified names of the classes that are known to inherit from one of this name."""
    found: dict[str, None] = {}
    todo = [name]
    while todo:
        asked = todo.pop()
        last = asked.rpartition(".")[2]
        for home, cls in program.each(_inheriting, asked, calling=last):
            own = home.qualify(home.index.scopes[cls].qualname)
            if own not in found:
                found[own] = None
                todo.append(own)
    return tuple(found)


def _inheriting(file: File, name: str) -> Iterator[ast.ClassDef]:
    """The classes of a file that are known to inherit from one of this name."""
    for found in file.nodes(ast.ClassDef):
        if found.bases and name in file.bases_of(found):
            yield found


def is_overridden(file: File, function: FunctionNode) -> bool:
    """Whether a class of the program that inherits a method has another one of its name."""
    cls = file.scope(function).node
    if not isinstance(cls, ast.ClassDef):
        return False
    name = file.qualify(file.index.scopes[cls].qualname)
    if file.program is not None:
        return file.program.known(_has_overriding, name, function.name)
    return any(_overriding(file, name, function.name))


def _has_overriding(program: Program, name: str, method: str) -> bool:
    return any(
        True
        for line in (name, *program.known(heir_names, name))
        for _ in program.each(_overriding, line, method, calling=line.rpartition(".")[2])
    )


def _overriding(file: File, name: str, method: str) -> Iterator[bool]:
    """Whether classes of a file that inherit from one of this name bind another name too."""
    for cls in _inheriting(file, name):
        if method in file.index.scopes[cls].bindings:
            yield True


def methods_named(
    home: File, cls: ast.ClassDef, wanted: frozenset[str]
) -> Iterator[tuple[File, FunctionNode]]:
    """The methods of these names that a class has, its bases included, each from the nearest."""
    seen: set[str] = set()
    for file, line in lineage(home, cls):
        for method in methods_of(file, line):
            if method.name in wanted and method.name not in seen:
                seen.add(method.name)
                yield file, method

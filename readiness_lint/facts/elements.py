"""What a list holds whose elements are written in the function that reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.shapes import is_name
from readiness_lint.model import Bound, File

SAME = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed"})
"""Functions that give the elements of what they are given."""
ONE, MANY = frozenset({"append", "add", "appendleft", "insert"}), frozenset({"extend", "update"})
"""Methods that put an element into a list, and those of another list."""

Element = ast.expr | None
"""``None``: others, of which nobody knows."""
Seen = set[ast.AST]
"""What was followed already, as each is followed once."""


def known_elements(file: File, expr: ast.expr) -> list[ast.expr]:
    """Expressions for what a list holds as far as it is written here; one that repeats comes once."""
    return [item for item in _elements(file, expr, set()) if item is not None]


def all_elements(file: File, expr: ast.expr) -> list[ast.expr] | None:
    """The same; ``None``: it may hold others."""
    found = list(_elements(file, expr, set()))
    known = [item for item in found if item is not None]
    return known if len(known) == len(found) else None


def _elements(file: File, expr: ast.expr, seen: Seen) -> Iterator[Element]:
    if isinstance(expr, ast.List | ast.Tuple | ast.Set):
        for item in expr.elts:
            if isinstance(item, ast.Starred):
                yield from _elements(file, item.value, seen)
            else:
                yield item
    elif isinstance(expr, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        yield expr.elt
    elif isinstance(expr, ast.Name):
        yield from _named(file, expr, seen)
    else:
        parts = _parts(expr)
        for part in parts:
            yield from _elements(file, part, seen)
        if not parts:
            yield None


def _parts(expr: ast.expr) -> list[ast.expr]:
    """The lists of which an expression makes another one."""
    if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Add):
        return [expr.left, expr.right]
    if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Mult):
        return [expr.left]
    if isinstance(expr, ast.IfExp):
        return [expr.body, expr.orelse]
    if isinstance(expr, ast.Call) and isinstance(expr.func, ast.Name) and expr.func.id in SAME:
        return expr.args[:1]
    return []


def _named(file: File, name: ast.Name, seen: Seen) -> Iterator[Element]:
    """What a name was made of, and what was put there later, in the order of the lines."""
    pieces = [*_made(file, name, seen), *_added(file, name, seen)]
    for _, elements in sorted(pieces, key=lambda item: item[0]):
        yield from elements


def _made(file: File, name: ast.Name, seen: Seen) -> Iterator[tuple[int, list[Element]]]:
    """What is assigned to a name where it is read, and what `+=` adds to it, with its lines."""
    bindings = file.reaching(name)
    if not bindings:
        yield name.lineno, [None]
    for binding in bindings:
        statement, value = binding.statement, binding.value
        if statement in seen:
            continue
        seen.add(statement)
        elements: list[Element] = [None]
        if binding.kind is Bound.CHANGED and isinstance(statement, ast.AugAssign):
            if isinstance(statement.target, ast.Name):
                yield from _made(file, statement.target, seen)
            elements = list(_elements(file, statement.value, seen))
        elif binding.kind is Bound.VALUE and value is not None:
            elements = list(_elements(file, value, seen))
        yield statement.lineno, elements


def _added(file: File, name: ast.Name, seen: Seen) -> Iterator[tuple[int, list[Element]]]:
    """What the methods of a list put into it, anywhere in the function."""
    function = file.function(name)
    for method in sorted((ONE | MANY) & file.index.calls.keys()):
        for call, at in file.index.calls[method]:
            made = call.func
            if (
                isinstance(made, ast.Attribute)
                and is_name(made.value, name.id)
                and file.function(at) is function
                and call.args
                and call not in seen
            ):
                seen.add(call)
                last = call.args[-1]
                one = method in ONE
                yield call.lineno, [last] if one else list(_elements(file, last, seen))

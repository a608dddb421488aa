"""What pieces of code are made of, whatever they mean."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from typing import TypeGuard, overload

from readiness_lint.model import File
from readiness_lint.model.index import children_of


@overload
def behind_await(expr: ast.expr) -> ast.expr: ...
@overload
def behind_await(expr: ast.expr | None) -> ast.expr | None: ...
def behind_await(expr: ast.expr | None) -> ast.expr | None:
    """What an ``await`` waits for; any other expression itself."""
    while isinstance(expr, ast.Await):
        expr = expr.value
    return expr


def root_of(expr: ast.expr) -> ast.expr:
    """What a dotted expression begins with."""
    while isinstance(expr, ast.Attribute):
        expr = expr.value
    return expr


def is_text(expr: ast.AST) -> TypeGuard[ast.Constant]:
    """Whether an expression is a text that is written out."""
    return isinstance(expr, ast.Constant) and isinstance(expr.value, str)


def texts_in(tree: ast.Module) -> Iterator[ast.Constant]:
    """The constants that are texts, outer ones first."""
    todo: deque[ast.AST] = deque([tree])
    while todo:
        node = todo.popleft()
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node
        else:
            todo.extend(children_of(node))


def text_of(file: File, expr: ast.expr) -> str:
    """An expression as it would be written; worked out once."""
    return file.memo(("text", expr), lambda: ast.unparse(expr))


def lowered(file: File) -> str:
    """The text of a file in small letters; made once."""
    return file.memo(("lowered",), file.source.lower)


def alike_in_function(file: File, node: ast.AST, what: str) -> str | None:
    """A text that is the same for all of a kind in one function, or else in one body of a class.

    ``None``: it stands in neither.
    """
    place = file.function(node) or file.class_(node)
    # A decorator is about one function.
    if place is None or isinstance(file.statement(node), DEFINITIONS):
        return None
    return f"{file.label(place)} {place.lineno} {what}"


DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def alternative(file: File, node: ast.AST, what: str) -> str | None:
    """A text that is the same for all of a kind in the branches of one ``if``; ``None``: it has one."""
    function, statement = file.function(node), None
    for around in file.ancestors(node):
        if around is function:
            return None
        if isinstance(around, ast.IfExp):
            return f"{around.lineno} {around.col_offset} {what}"
        if isinstance(around, ast.If) and around.orelse:
            statement = around
            break
    while statement is not None:
        outer = file.parent(statement)
        if not isinstance(outer, ast.If) or outer.orelse != [statement]:
            return f"{statement.lineno} {statement.col_offset} {what}"
        statement = outer
    return None


def is_name(expr: ast.AST | None, name: str | None) -> TypeGuard[ast.Name]:
    """Whether an expression is this plain name."""
    return isinstance(expr, ast.Name) and expr.id == name


def is_self(file: File, expr: ast.expr) -> bool:
    """Whether an expression is the object whose method it stands in."""
    return isinstance(expr, ast.Name) and expr.id == file.scope(expr).me


def entries_of(mapping: ast.Dict) -> Iterator[tuple[object, ast.expr]]:
    """The constants among the keys of a mapping, each with its value."""
    for key, value in zip(mapping.keys, mapping.values, strict=True):
        if isinstance(key, ast.Constant):
            yield key.value, value


def constants_of(mapping: ast.Dict) -> dict[object, object]:
    """The entries of a mapping that are constants."""
    return {
        key: value.value for key, value in entries_of(mapping) if isinstance(value, ast.Constant)
    }


def identifiers_in(code: ast.AST) -> Iterator[str]:
    """The names and attributes of a piece of code."""
    for part in ast.walk(code):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr


def names_within(*nodes: ast.AST) -> Iterator[str]:
    """The names that pieces of code read or bind, attributes left out."""
    for node in nodes:
        todo = [node]
        for part in todo:
            if isinstance(part, ast.Name):
                yield part.id
            elif not isinstance(part, ast.Constant):
                todo.extend(children_of(part))


def is_endless(statement: ast.stmt) -> bool:
    """Whether a loop says so itself: a variable may be changed from elsewhere."""
    test = statement.test if isinstance(statement, ast.While) else None
    return isinstance(test, ast.Constant) and bool(test.value)


def spelled(node: ast.expr) -> str:
    """A call without its arguments: ``Order.objects.filter().first()``."""
    names: list[str] = []
    expr = node
    while True:
        if isinstance(expr, ast.Call):
            names.append("()")
            expr = expr.func
        elif isinstance(expr, ast.Attribute):
            names.append(f".{expr.attr}")
            expr = expr.value
        elif isinstance(expr, ast.Subscript | ast.Await):
            expr = expr.value
        else:
            names.append(expr.id if isinstance(expr, ast.Name) else "...")
            return "".join(reversed(names))

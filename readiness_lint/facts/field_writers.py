"""Code that writes whatever fields a mapping has into an object: loops, and methods of a program's classes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.classes import lineage
from readiness_lint.facts.shapes import is_name
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record

ATTRIBUTES = "__dict__"
OWN = frozenset({"self", "cls"})


@record
class FieldLoop:
    """A round over all fields of a mapping that sets each of them."""

    node: ast.Call
    row: ast.expr
    content: ast.expr


def field_loops(file: File, within: ast.AST | None = None) -> Iterator[FieldLoop]:
    """Loops over a mapping with ``setattr``, if they do not look at the names of the fields."""
    for loop in file.nodes(ast.For, within=within):
        content, key = _gone_through(loop)
        if content is None or _is_chosen(file, loop, key):
            continue
        for call in file.nodes(ast.Call, within=loop):
            if is_name(call.func, "setattr") and len(call.args) > 1 and is_name(call.args[1], key):
                yield FieldLoop(call, call.args[0], content)


def _gone_through(loop: ast.For) -> tuple[ast.expr | None, str]:
    """What a loop goes through by name: ``content.items()`` or ``content``; and the name."""
    items, target = loop.iter, loop.target
    if isinstance(target, ast.Name):
        reads = any(
            isinstance(part, ast.Subscript) and is_name(part.slice, target.id)
            for statement in loop.body
            for part in ast.walk(statement)
            if isinstance(part, ast.Subscript) and ast.unparse(part.value) == ast.unparse(items)
        )
        return (items, target.id) if reads else (None, "")
    pairs = isinstance(items, ast.Call) and isinstance(items.func, ast.Attribute)
    if not pairs or not isinstance(target, ast.Tuple) or not isinstance(target.elts[0], ast.Name):
        return None, ""
    assert isinstance(items, ast.Call)
    assert isinstance(items.func, ast.Attribute)
    return (items.func.value if items.func.attr == "items" else None), target.elts[0].id


def _is_chosen(file: File, loop: ast.For, key: str) -> bool:
    """Whether the round looks at the name of the field."""
    return any(is_name(node.left, key) for node in file.nodes(ast.Compare, within=loop))


def attributes_updated(call: ast.Call) -> ast.expr | None:
    """The object all of whose attributes a call may set: ``row.__dict__.update``, ``vars(row).update``."""
    held = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(held, ast.Attribute) and held.attr == ATTRIBUTES:
        return held.value
    if isinstance(held, ast.Call) and is_name(held.func, "vars") and len(held.args) == 1:
        return held.args[0]
    return None


def takes_all_fields(file: File, cls: ast.ClassDef, call: ast.Call) -> bool:
    """Whether the method of a class that a call runs writes all that it is given into a row."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    for home, line in lineage(file, cls):
        for binding in home.index.scopes[line].bindings.get(name, ()):
            if isinstance(binding.node, ast.FunctionDef | ast.AsyncFunctionDef):
                return _writes_all(home, binding.node, _parameter(binding.node, call))
    return False


def _parameter(function: FunctionNode, call: ast.Call) -> str:
    """The parameter that holds what a call gives, as its first argument or as ``**content``."""
    if not call.args:
        return function.args.kwarg.arg if function.args.kwarg is not None else ""
    names = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
    return next((name for name in names if name not in OWN), "")


def _writes_all(file: File, function: FunctionNode, parameter: str) -> bool:
    """Whether a method puts each field of a parameter into the object, or into a new one."""
    if not parameter:
        return False
    if any(is_name(item.content, parameter) for item in field_loops(file, function)):
        return True
    for call in file.nodes(ast.Call, within=function):
        spread = any(item.arg is None and is_name(item.value, parameter) for item in call.keywords)
        if spread and is_name(call.func, "cls"):
            return True
        given = spread or any(is_name(item, parameter) for item in call.args)
        if given and attributes_updated(call) is not None:
            return True
    return False

"""Functions that answer with what they have kept of an earlier call."""

from __future__ import annotations

import ast

from readiness_lint.model import Bound, File, FunctionNode

KEEPING = frozenset({"set", "aset", "setex", "add", "aadd", "set_many", "put", "setdefault"})
"""Methods of stores that put something by."""
HOPS = 4
"""Names between an answer and the store that it was taken from."""


def answers_from_store(file: File, node: ast.AST, function: FunctionNode) -> bool:
    """Whether a function may be over before it comes to a node, with what an earlier call has left.

    ``found = _cache.get(key)``, and ``return found`` under a test.  What is kept must be put by in
    the same module: a mapping that never changes is no store.  A ``return`` behind the node, as for
    a failure, spares nobody the node.
    """
    line: int = getattr(node, "lineno", 0)
    return any(
        item.lineno < line
        and item.value is not None
        and file.function(item) is function
        and any(True for _ in file.conditions(item))
        and _is_kept(file, item.value, function, HOPS)
        for item in file.nodes(ast.Return, within=function)
    )


def _is_kept(file: File, expr: ast.expr, function: FunctionNode, hops: int) -> bool:
    """Whether a value, or what it is part of, outlives the calls of a function."""
    if not hops:
        return False
    if isinstance(expr, ast.Await):
        return _is_kept(file, expr.value, function, hops)
    if isinstance(expr, ast.Call) and isinstance(expr.func, ast.Attribute):
        if expr.func.attr == "get" and expr.args and _is_store(file, expr.func.value):
            return True
        return not expr.args and _is_kept(file, expr.func.value, function, hops)
    if isinstance(expr, ast.Subscript):
        return _is_store(file, expr.value) or _is_kept(file, expr.value, function, hops)
    if isinstance(expr, ast.Attribute):
        return _is_set_by(file, expr, function) or _is_kept(file, expr.value, function, hops)
    if not isinstance(expr, ast.Name):
        return False
    bindings = file.bindings(expr)
    if expr.id in file.index.scopes[function].elsewhere:
        return any(item.scope.node is function for item in bindings)
    return any(
        item.kind in {Bound.VALUE, Bound.UNPACKED}
        and item.value is not None
        and item.scope.node is function
        and _is_kept(file, item.value, function, hops - 1)
        for item in bindings
    )


def _is_set_by(file: File, attribute: ast.Attribute, function: FunctionNode) -> bool:
    """Whether a function sets an attribute of its object, which the next call finds."""
    wanted, me = ast.unparse(attribute), file.index.scopes[function].me
    if not isinstance(attribute.value, ast.Name) or not me or attribute.value.id != me:
        return False
    return any(
        isinstance(target, ast.Attribute)
        and target.attr == attribute.attr
        and file.function(statement) is function
        and ast.unparse(target) == wanted
        for target, _, statement in file.index.stores
    )


def _is_store(file: File, expr: ast.expr) -> bool:
    """Whether an expression is of the module, or of an object, and something puts items by in it."""
    if isinstance(expr, ast.Name):
        bindings = file.bindings(expr)
        if not bindings or not all(isinstance(item.scope.node, ast.Module) for item in bindings):
            return False
    elif not isinstance(expr, ast.Attribute):
        return False
    wanted = ast.unparse(expr)
    if any(
        isinstance(target, ast.Subscript) and ast.unparse(target.value) == wanted
        for target, _, _ in file.index.stores
    ):
        return True
    return any(
        isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == wanted
        for last in KEEPING
        for call, _ in file.index.calls.get(last, ())
    )

"""Which functions and classes an argument hands over."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeVar

from readiness_lint.facts.program import Program
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Param, Table
from readiness_lint.model import File, FunctionNode, Given, types
from readiness_lint.terms import Known

T = TypeVar("T")

Callable = FunctionNode | ast.ClassDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
MAKERS = frozenset({"as_view", "s", "si", "partial", "as_asgi"})
"""Methods and functions that make a callable of the one they belong to, or are given."""


def functions_of(file: File) -> tuple[FunctionNode, ...]:
    """All functions of a file, coroutine functions last."""
    return (*file.nodes(ast.FunctionDef), *file.nodes(ast.AsyncFunctionDef))


def coroutines_of(file: File) -> Sequence[ast.AsyncFunctionDef]:
    """The coroutine functions of a file, unsorted."""
    return file.unordered(ast.AsyncFunctionDef)


def has_coroutines(program: Program) -> bool:
    """Whether a program has coroutine functions at all; without one, much cannot be."""
    return any(True for _ in program.each(coroutines_of))


def given(file: File, call: ast.Call, param: Param | None) -> ast.expr | None:
    """The expression that a call gives for a parameter; ``None``: none, or hidden."""
    if param is None:
        return None
    found = file.argument(call, param.name, param.position)
    return found.value if isinstance(found, Given) else None


def name_given(file: File, call: ast.Call, param: Param | None) -> str:
    """The name that a call gives to what it makes; what is called, where that is no literal."""
    name = given(file, call, param)
    return str(name.value) if isinstance(name, ast.Constant) else ast.unparse(call.func)


def last_of(file: File, expr: ast.expr) -> str:
    """The last identifier of what an expression names, under its own name where that is known."""
    named = isinstance(expr, ast.Name | ast.Attribute)
    name = file.name_of(expr) if named else None
    return (name or file.last_name(expr) or "").rpartition(".")[2]


def constant(file: File, expr: ast.expr | None) -> Known | None:
    """The value of an argument; a literal needs no look around."""
    if expr is None:
        return None
    return Known(expr.value) if isinstance(expr, ast.Constant) else file.value_of(expr)


def curried(file: File, table: Table[T]) -> Iterator[tuple[T, ast.Call, ast.expr]]:
    """Decorators that are called by hand: row, inner call and argument of ``route("/")(view)``."""
    for outer, at in file.index.calls.get("", ()):
        inner = outer.func
        if isinstance(inner, ast.Call) and outer.args:
            name = file.callee(inner, at)
            if name is not None and name in table:
                yield table[name], inner, outer.args[0]


def handed(file: File, expr: ast.expr) -> tuple[File, Callable] | None:
    """The function or class that an expression hands over, through what wraps it, and its file.

    ``View.as_view()``, ``login_required(view)``, ``partial(work, 1)`` and ``task.s(1)`` hand over
    the name in them, and a name what was assigned to it.
    """
    seen: set[ast.expr] = set()
    while expr not in seen:
        seen.add(expr)
        inner = _unwrapped(file, expr)
        if not isinstance(inner, ast.Name | ast.Attribute):
            return None
        name = file.name_of(inner)
        found = file.defined(name) if name else None
        if found is not None:
            return found
        file, expr = file.origin(inner) or (file, inner)
    return None


def _unwrapped(file: File, expr: ast.expr) -> ast.expr | None:
    while isinstance(expr, ast.Call):
        inner = expr.func
        if isinstance(inner, ast.Attribute) and inner.attr in MAKERS - {"partial"}:
            expr = inner.value
        elif expr.args and (len(expr.args) == 1 or _makes(file, expr)):
            expr = expr.args[0]
        else:
            return None
    return expr


def _makes(file: File, call: ast.Call) -> bool:
    return file.last_name(call.func) in MAKERS or file.callee(call) in tables().word("partial")


def made_by(file: File, expr: ast.expr) -> tuple[File, FunctionNode] | None:
    """The function that a call of a factory gives, where that returns one it defines itself."""
    home, factory = (function_at(file, expr.func) if isinstance(expr, ast.Call) else None) or (
        file,
        None,
    )
    if factory is None:
        return None
    inner = {node.name: node for node in factory.body if isinstance(node, FUNCTIONS)}
    returned = [item.value for item in home.nodes(ast.Return, within=factory)]
    named = {value.id for value in returned if isinstance(value, ast.Name) and value.id in inner}
    return (home, inner[named.pop()]) if len(named) == 1 else None


def callable_of(file: File, expr: ast.expr) -> Callable | None:
    """`handed`, if it is of this file."""
    found = handed(file, expr)
    return found[1] if found and found[0] is file else None


def function_at(file: File, expr: ast.expr) -> tuple[File, FunctionNode] | None:
    """The function of the program that an expression names, and its file."""
    name = file.name_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None
    home, found = (file.defined(name) if name else None) or (file, None)
    return (home, found) if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef) else None


def all_handed(file: File, expr: ast.expr) -> Iterator[tuple[File, Callable]]:
    """All that a list, a mapping or a single argument hands over, each with its file."""
    home, kept = file.origin(expr) or (file, expr)
    if isinstance(kept, ast.List | ast.Tuple | ast.Dict):
        file, expr = home, kept
    parts = [expr]
    if isinstance(expr, ast.List | ast.Tuple):
        parts = expr.elts
    elif isinstance(expr, ast.Dict):
        parts = expr.values
    for part in parts:
        found = handed(file, part)
        if found is not None:
            yield found


def callables_in(file: File, expr: ast.expr) -> Iterator[Callable]:
    """`all_handed`, as far as they are of this file."""
    return (found for home, found in all_handed(file, expr) if home is file)


def super_method(call: ast.Call) -> str:
    """The method of a base that is called: ``super().save()``; empty: it is none."""
    method = call.func
    if not isinstance(method, ast.Attribute) or not isinstance(method.value, ast.Call):
        return ""
    owner = method.value.func
    return method.attr if is_name(owner, "super") else ""


def default_of(function: FunctionNode, argument: ast.arg) -> ast.expr | None:
    """The default of a parameter; ``None``: it has none."""
    return types.default_of(function.args, argument.arg)

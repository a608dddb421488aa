"""Objects that outlive a request: made by a module, or kept by a dependency that gives them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from readiness_lint.facts.callables import functions_of
from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.decorators import decorator_name, target_of
from readiness_lint.facts.dependencies import marks_on, provider
from readiness_lint.facts.program import told
from readiness_lint.facts.tables import tables
from readiness_lint.model import Binding, Bound, File, FunctionNode
from readiness_lint.model.names import telling
from readiness_lint.record import record

Seen = frozenset[ast.AST]
NOTHING: Seen = frozenset()


def shared_classes(file: File) -> frozenset[ast.ClassDef]:
    """Classes of the file of which one object serves all requests, as far as the program shows."""
    if not file.nodes(ast.ClassDef):
        return frozenset()
    found: frozenset[ast.ClassDef] = file.memo(
        ("shared",), lambda: frozenset(kept.cls for kept in told(file, _kept))
    )
    return found


@record
class _Kept:
    """A class of which a module makes an object that stays, or a base of it."""

    home: File
    cls: ast.ClassDef


def _kept(file: File) -> Iterator[_Kept]:
    made = [
        _made(file, item.value)
        for bindings in file.index.module.bindings.values()
        for item in bindings
        if isinstance(item.value, ast.Call)
    ]
    for found in (*made, *_kept_by_functions(file)):
        if found is not None:
            for home, cls in lineage(*found):
                yield _Kept(home, cls)


def _made(file: File, value: ast.expr | None) -> tuple[File, ast.ClassDef] | None:
    """The class of the program that an expression makes an object of, under its own name."""
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Name | ast.Attribute):
        return None
    name = file.callee(value)
    found = file.defined(name) if name else None
    return (found[0], found[1]) if found and isinstance(found[1], ast.ClassDef) else None


def _kept_by_functions(file: File) -> Iterator[tuple[File, ast.ClassDef]]:
    """The classes whose object a cached function makes once."""
    if not any(part in file.source for part in _cache_words()):
        return
    for function in functions_of(file):
        if function.decorator_list and _is_cached(file, function):
            yield from (made for value in _given_by(file, function) if (made := _made(file, value)))


@cache
def _cache_words() -> tuple[str, ...]:
    """What the text of a file has that names a cache: the names that hold no other one."""
    lasts = tables().word("memo").lasts
    return tuple(
        last for last in sorted(lasts) if not any(other in last for other in lasts - {last})
    )


def _is_cached(file: File, function: FunctionNode) -> bool:
    memo = tables().word("memo")
    return any(
        decorator_name(file, function, item) in memo
        or file.name_at(target_of(item), function) in memo
        for item in function.decorator_list
    )


def _given_by(file: File, function: FunctionNode) -> Iterator[ast.expr]:
    """What a function returns, and what it yields."""
    for statement in file.statements_of(function):
        value = statement.value if isinstance(statement, ast.Return | ast.Expr) else None
        if isinstance(value, ast.Yield):
            value = value.value
        elif isinstance(statement, ast.Expr):
            continue
        if value is not None:
            yield value


# ── expressions ──────────────────────────────────────────────────────────────────────────────────


def is_shared(file: File, expr: ast.expr, seen: Seen = NOTHING) -> bool:
    """Whether an expression is such an object: a variable of a module, or what is injected for one.

    What an object was made with, and what a function was given by all that call it, counts too.
    """
    if expr in seen:
        return False
    seen |= {expr}
    if isinstance(expr, ast.Name):
        bindings = file.bindings(expr)
        if len(bindings) == 1 and bindings[0].kind is Bound.PARAMETER:
            return _is_given(file, bindings[0], seen)
        known = file.index.module.bindings.get(expr.id, [])
        if bindings and all(item in known for item in bindings) and _holds_one(file, known):
            return True
        return _holds_one_elsewhere(file, expr)
    if isinstance(expr, ast.Attribute):
        return _holds_one_elsewhere(file, expr) or _is_of_object(file, expr, seen)
    return False


def _holds_one(file: File, bindings: list[Binding]) -> bool:
    return any(_made(file, item.value) is not None for item in bindings)


def _holds_one_elsewhere(file: File, expr: ast.expr) -> bool:
    found = file.module_bindings(expr)
    return found is not None and _holds_one(*found)


def _is_of_object(file: File, expr: ast.Attribute, seen: Seen) -> bool:
    """Whether the objects of a class keep something shared under a name: ``self.store``."""
    cls = file.class_(expr)
    if cls is None or not isinstance(expr.value, ast.Name):
        return False
    if expr.value.id != file.index.placed[file.statement(expr)].scope.me:
        return False
    scope = file.index.scopes[cls]
    kept = telling([*scope.attributes.get(expr.attr, ()), *scope.bindings.get(expr.attr, ())])
    return bool(kept) and all(
        item.kind is Bound.VALUE and item.value is not None and is_shared(file, item.value, seen)
        for item in kept
    )


def _is_given(file: File, binding: Binding, seen: Seen) -> bool:
    """Whether a parameter is filled with a shared object: by a framework, or by each caller."""
    injected = list(dependencies(file, binding))
    if injected:
        return any(_gives_shared(home, item, seen) for home, item in injected)
    function, argument = binding.scope.node, binding.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    if not isinstance(argument, ast.arg) or argument.arg == binding.scope.me:
        return False
    found = [
        given_for(caller, file, function, argument.arg) for caller in callers_of(file, function)
    ]
    return bool(found) and all(item is not None and is_shared(*item, seen) for item in found)


def dependencies(file: File, binding: Binding) -> Iterator[tuple[File, ast.expr]]:
    """What a parameter is filled from: ``Depends(get_store)``, as default or in ``Annotated``."""
    function, argument = binding.scope.node, binding.node
    if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and isinstance(
        argument, ast.arg
    ):
        for home, mark in marks_on(file, function, argument):
            filling = provider(home, mark)
            if filling is not None:
                yield home, filling


def _gives_shared(file: File, dependency: ast.expr, seen: Seen) -> bool:
    """Whether a dependency gives an object of a module, or one that it makes only once."""
    if isinstance(dependency, ast.Lambda):
        return is_shared(file, dependency.body, seen)
    is_named = isinstance(dependency, ast.Name | ast.Attribute)
    name = file.name_of(dependency) if is_named else None
    home, function = (file.defined(name) if name else None) or (file, None)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    values = list(_given_by(home, function))
    if not values:
        return False
    if _is_cached(home, function):
        return all(_made(home, value) is not None for value in values)
    return all(is_shared(home, value, seen) for value in values)

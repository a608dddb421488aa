"""The class of an object, where the file alone does not tell it: its callers and relations do."""

from __future__ import annotations

import ast

from readiness_lint.facts.callers import called, callers_of
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.program import APART
from readiness_lint.facts.relations import Relation, relations_of
from readiness_lint.facts.rows import rows_from
from readiness_lint.model import Binding, Bound, File, FunctionNode, names

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEEPEST = 4
"""Functions through which an object is handed on."""
MANY = 12
"""Callers that are asked what they give; of more the first ones cannot speak."""
ITSELF = frozenset({"Self", "typing.Self", "typing_extensions.Self"})


def class_of_object(file: File, expr: ast.expr, depth: int = DEEPEST) -> str | None:
    """The qualified name of the class of an object; ``None``: not known, or one of several."""
    kind = file.type_of(expr)
    if kind is not None and kind.name not in ITSELF:
        return None if kind.of_class else kind.name
    if depth == 0:
        return None
    return file.answer(f"class of object {depth}", expr, lambda: _class_of(file, expr, depth))


def _class_of(file: File, expr: ast.expr, depth: int) -> str | None:
    if isinstance(expr, ast.Await | ast.NamedExpr):
        return class_of_object(file, expr.value, depth)
    if isinstance(expr, ast.Call):
        return _of_call(file, expr, depth)
    if isinstance(expr, ast.Name):
        return _of_bindings(file, _given(file, expr), depth)
    if isinstance(expr, ast.Attribute):
        return _of_attribute(file, expr, depth)
    return None


def _given(file: File, name: ast.Name) -> list[Binding]:
    """What may have given a name its value where it is read."""
    every = file.bindings(name)
    function = file.function(name)
    is_local = function is not None and all(item.scope.node is function for item in every)
    found = names.telling(file.reaching(name)) if is_local and len(every) > 1 else []
    return found or names.telling(every)


def _of_call(file: File, call: ast.Call, depth: int) -> str | None:
    """What a call gives that returns the object whose method it is, or rows of a model."""
    rows = rows_from(file, call)
    if rows is not None and rows.single:
        return rows.model
    method = call.func
    found = function_of(file, call, depth)
    if found is None or not isinstance(method, ast.Attribute):
        return None
    home, function = found
    returns = function.returns
    if returns is not None and home.last_name(returns) == "Self":
        return class_of_object(file, method.value, depth - 1)
    return None


def function_of(
    file: File, call: ast.Call, depth: int = DEEPEST
) -> tuple[File, FunctionNode] | None:
    """The function of the program that a call runs, also where only callers know the object."""
    found = called(file, call)
    method = call.func
    if found is not None or not isinstance(method, ast.Attribute):
        return found
    owner = class_of_object(file, method.value, depth)
    if owner is None:
        return None
    target = file.defined(file.member(owner, method.attr))
    if target is None or isinstance(target[1], ast.ClassDef):
        return None
    return target[0], target[1]


def _of_bindings(file: File, bindings: list[Binding], depth: int) -> str | None:
    return names.agreed(_of_binding(file, item, depth) for item in bindings)


def _of_binding(file: File, binding: Binding, depth: int) -> str | None:
    if binding.kind is Bound.VALUE and isinstance(binding.value, ast.expr):
        return class_of_object(file, binding.value, depth - 1)
    if binding.kind is Bound.ITERATED and isinstance(binding.value, ast.expr) and not binding.index:
        rows = rows_from(file, binding.value)
        return rows.model if rows is not None and not rows.single else None
    if binding.kind is Bound.ENTERED and isinstance(binding.value, ast.Call):
        found = function_of(file, binding.value, depth - 1) if depth > 1 else None
        return _yielded(*found) if found is not None else None
    if binding.kind is Bound.PARAMETER and isinstance(binding.node, ast.arg):
        function = binding.scope.node
        if isinstance(function, FUNCTIONS) and binding.node.annotation is None:
            return given_by_callers(file, function, binding.node.arg, depth - 1)
    return None


def _yielded(file: File, function: FunctionNode) -> str | None:
    """What a generator that is entered as a context manager says that it yields."""
    managed = any(
        (file.last_name(item) or "").endswith("contextmanager")
        for decorator in function.decorator_list
        for item in (decorator.func if isinstance(decorator, ast.Call) else decorator,)
    )
    annotation = function.returns
    if not managed or not isinstance(annotation, ast.Subscript):
        return None
    inner = annotation.slice
    first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
    kind = file.type_named(first)
    return kind.name if kind is not None and not kind.of_class else None


def given_by_callers(file: File, function: FunctionNode, name: str, depth: int) -> str | None:
    """The class that all callers of a function give for a parameter."""
    if depth <= 0 or name == file.index.scopes[function].me:
        return None
    callers = [item for item in callers_of(file, function) if item.file.role not in APART]
    if not callers or len(callers) > MANY:
        return None
    found = [given_for(caller, file, function, name) for caller in callers]
    told = [item for item in found if item is None or not names.is_none(item[1])]
    return names.agreed(
        class_of_object(*item, depth) if item is not None else None for item in told
    )


def _of_attribute(file: File, expr: ast.Attribute, depth: int) -> str | None:
    """What an object keeps: what its constructor was given, or the row that it leads to."""
    owner = class_of_object(file, expr.value, depth)
    found = file.defined(owner) if owner else None
    if owner is None or found is None or not isinstance(found[1], ast.ClassDef):
        return None
    relations = relations_of(file)
    if relations:
        member = relations.member(owner, expr.attr)
        if isinstance(member, Relation):
            return member.target if member.many is False else None
    for line in (owner, *found[0].bases_of(found[1])):
        known = file.defined(line)
        if known is None or not isinstance(known[1], ast.ClassDef):
            continue
        home, cls = known
        scope = home.index.scopes[cls]
        kept = names.telling(
            [*scope.bindings.get(expr.attr, ()), *scope.attributes.get(expr.attr, ())]
        )
        if kept:
            return _of_bindings(home, kept, depth)
    return None

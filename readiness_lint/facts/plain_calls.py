"""Calls that run one function alone, as it stands and to its end."""

from __future__ import annotations

import ast

from readiness_lint.facts.callers import function_named
from readiness_lint.facts.classes import is_overridden
from readiness_lint.facts.decorators import decorator_name
from readiness_lint.facts.held import is_waited_for
from readiness_lint.model import File, FunctionNode

PLAIN = frozenset({"builtins.staticmethod", "builtins.classmethod"})
Found = tuple[File, FunctionNode]


def method_of_parameter(file: File, call: ast.Call) -> Found | None:
    """The method of what a parameter still is where it is called, whatever it becomes behind it."""
    method = call.func
    if not isinstance(method, ast.Attribute) or not isinstance(method.value, ast.Name):
        return None
    reaching = file.reaching(method.value)
    annotation = reaching[0].annotation if len(reaching) == 1 else None
    kind = file.type_named(annotation) if annotation is not None else None
    name = file.library.member(kind.name, method.attr) if kind and not kind.of_class else None
    return function_named(file, name) if name is not None else None


def is_plain(
    file: File, call: ast.Call, home: File, function: FunctionNode, *, exact: bool = False
) -> bool:
    """Whether a call runs just this function, to its end; ``exact``: no class can have another."""
    if isinstance(function, ast.AsyncFunctionDef) and not is_waited_for(file, call):
        return False
    plain = home.answer("plain", function, lambda: _runs_as_it_stands(home, function)) is True
    if not plain or exact:
        return plain
    return home.answer("alone", function, lambda: not is_overridden(home, function)) is True


def _runs_as_it_stands(file: File, function: FunctionNode) -> bool:
    names = (decorator_name(file, function, item) for item in function.decorator_list)
    return all(name in PLAIN for name in names) and not file.is_generator(function)

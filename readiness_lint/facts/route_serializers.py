"""Views that name a class for what comes in and goes out, and what they do with it."""

from __future__ import annotations

import ast
from functools import cache

from readiness_lint.facts.callables import super_method
from readiness_lint.facts.classes import attribute, defines
from readiness_lint.facts.decorators import decorator_name
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Guard, Marker, ViewBase
from readiness_lint.model import File, FunctionNode

SERIALIZER, CHOOSES = "serializer_class", "get_serializer_class"


def is_by_serializer(endpoint: Endpoint) -> bool:
    """Whether the views of what answers a route name serializers."""
    frameworks = tables().word("by-serializer")
    return any(name in frameworks for name in (endpoint.framework, *_frameworks(endpoint)))


def _frameworks(endpoint: Endpoint) -> list[str]:
    """The packages of the bases, or of the decorators, of what answers a route."""
    target, known = endpoint.target, tables()
    if target.owner is not None and target.home is not None:
        views = known.table(ViewBase)
        return [
            views[base].framework for base in target.home.bases_of(target.owner) if base in views
        ]
    if target.function is None:
        return []
    names = [
        decorator_name(target.file, target.function, item) or ""
        for item in target.function.decorator_list
    ]
    markers, guards = known.table(Marker), known.table(Guard)
    return [row.framework for name in names if (row := markers.get(name) or guards.get(name))]


@cache
def _actions() -> dict[str, str]:
    """The methods by which such views answer, with their verbs."""
    frameworks = tables().word("by-serializer")
    return {
        name: verb
        for row in tables().table(ViewBase).values()
        for name, verb in row.methods
        if row.framework in frameworks
    }


def verb_of(action: str) -> str:
    """The method of HTTP that such a view answers by a method of its own; empty: none."""
    return _actions().get(action, "")


def has_serializer(endpoint: Endpoint) -> str:
    """The serializer that a view declares, or the method by which it chooses one; empty: none."""
    cls, home, function = endpoint.target.owner, endpoint.target.home, endpoint.target.function
    for decorator in function.decorator_list if function is not None else ():
        for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
            if keyword.arg == SERIALIZER:
                return ast.unparse(keyword.value)
    if cls is None or home is None:
        return ""
    found = attribute(home, cls, SERIALIZER)
    if found is not None:
        return ast.unparse(found[1])
    return CHOOSES if defines(home, cls, CHOOSES) else ""


def calls_own_action(file: File, function: FunctionNode) -> bool:
    """Whether a method leaves its work to the one of its library."""
    return any(super_method(call) in _actions() for call in file.nodes(ast.Call, within=function))


def is_serializer(file: File, call: ast.Call) -> bool:
    """Whether a call makes a serializer, by its name."""
    return "serializer" in (file.last_name(call.func) or "").lower()

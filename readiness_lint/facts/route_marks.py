"""What stands around the handler of a route: decorators, wrappers, and arguments of what holds it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import MAKERS, function_at, given
from readiness_lint.facts.decorators import Definition, decorator_name, target_of
from readiness_lint.facts.dependencies import Marked, provider
from readiness_lint.facts.route_places import Written
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Guard, Marker, Route
from readiness_lint.model import File, FunctionNode


def calls_around(endpoint: Endpoint) -> tuple[Written, ...]:
    """What makes and mounts the routers above a route, and what registers it."""
    own = (Written(endpoint.file, endpoint.call),) if endpoint.call is not None else ()
    return (*endpoint.chain.calls, *own)


def wrappers_of(endpoint: Endpoint) -> Iterator[ast.expr]:
    """What is called on a view where it is registered: ``login_required(view)``."""
    call, row = endpoint.call, endpoint.row
    around = given(endpoint.file, call, row.handler) if call is not None else None
    while isinstance(around, ast.Call):
        makes = endpoint.file.last_name(around.func) in MAKERS
        if not makes and around.args:
            yield around.func
        around = around.args[0] if around.args else None


def listed_in(file: File, value: ast.expr) -> Iterator[Marked]:
    """The parts of a list, wherever it is written out; the expression itself if it is none."""
    home, shown = file.origin(value) or (file, value)
    if isinstance(shown, ast.List | ast.Tuple | ast.Set):
        for item in shown.elts:
            yield home, item.value if isinstance(item, ast.Starred) else item
    elif not isinstance(shown, ast.Constant):
        yield home, shown


def registers(file: File, definition: Definition, decorator: ast.expr) -> bool:
    """Whether a decorator makes a handler of what it stands on."""
    name, known = decorator_name(file, definition, decorator), tables()
    return name is not None and (name in known.table(Route) or name in known.table(Marker))


def lists_policies(file: File, function: FunctionNode, decorator: ast.expr) -> bool:
    """Whether a decorator lists policies, which are read by themselves."""
    row = tables().table(Guard).get(decorator_name(file, function, decorator) or "")
    return row is not None and row.form == "policy"


def innermost(file: File, mark: ast.expr) -> ast.expr:
    """What a mark hands over; the mark itself, where it is no dependency."""
    return provider(file, mark) or mark


def function_behind(file: File, mark: ast.expr) -> tuple[File, FunctionNode] | None:
    """The function of the program that a mark names, or that makes what it names."""
    return function_at(file, target_of(innermost(file, mark)))


def is_of_guard(file: File, expr: ast.expr) -> bool:
    """Whether an object is one of a library's guards, which read headers and nothing else."""
    kind = file.type_of(expr)
    guards = tables().table(Guard)
    return kind is not None and any(base in guards for base in file.library.bases(kind.name))

"""Who may call a route: what asks, by name; ``None`` where something may ask unseen."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.access import (
    all_of,
    any_of,
    asking,
    is_guard,
    is_named_guard,
    looks_at_caller,
    of_mark,
    refuses,
    statements_look_at_caller,
    ways_of_guards,
)
from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.callers import called
from readiness_lint.facts.classes import attribute, lineage, methods_of
from readiness_lint.facts.decorators import decorator_name, target_of
from readiness_lint.facts.policies import of_middleware
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.route_cells import Cell, cell_of
from readiness_lint.facts.route_guards import (
    Check,
    check_of,
    check_of_wrapper,
    is_named_for_rights,
)
from readiness_lint.facts.route_marks import (
    calls_around,
    listed_in,
    lists_policies,
    registers,
    wrappers_of,
)
from readiness_lint.facts.route_places import Written, is_layered
from readiness_lint.facts.route_policies import permissions_of, reads_policies
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.shapes import behind_await
from readiness_lint.facts.tables import is_within, tables
from readiness_lint.knowledge.schema import Guard, Mounts, Param, Routes, ViewHooks
from readiness_lint.model import File, FunctionNode
from readiness_lint.terms import Answer

NAME = Param("name")
DISPATCH = "dispatch"
"""The method of a view class through which every request goes."""
DECORATORS = "decorators"
GUARDS = "guards"
LAYERED = (GUARDS, "middleware", "before_request", "dependencies")
"""What handlers, controllers, routers and applications may each have of their own."""


def authentication(checks: Iterable[Check]) -> Cell:
    """Whether a route asks who calls."""
    # A check that asks something else does not say that nobody asks who calls.
    found = ((item.asks if item.who else item.asks and None, item.name) for item in checks)
    return cell_of(found, unseen=True)


def authorization(checks: Iterable[Check]) -> Cell:
    """Whether a route asks what its caller may do."""
    return cell_of(((all_of((item.asks, item.may)), item.name) for item in checks), unseen=True)


# ── all that may turn somebody away ──────────────────────────────────────────────────────────────
def checks_of(endpoint: Endpoint) -> Iterator[Check]:
    """Everything that may turn callers of a route away."""
    target, program = endpoint.target, endpoint.file.program
    yield from _of_chain(endpoint)
    yield from _of_registration(endpoint)
    if is_layered(endpoint.framework):
        yield from _of_layers(endpoint)
    for wrapper in wrappers_of(endpoint):
        yield check_of_wrapper(endpoint.file, wrapper)
    if target.function is not None:
        yield from _of_function(target.file, target.function)
    if target.owner is not None and target.home is not None:
        yield from _of_class(endpoint, target.home, target.owner)
    elif target.function is None:
        yield Check(None, target.name)
    elif reads_policies(target):
        yield from permissions_of(endpoint)
    if program is not None and program.known(_gates) is not False:
        yield Check(None, "middleware", None)


def _gates(program: Program) -> Answer:
    """Whether middleware asks who calls, of any route or of all."""
    return any_of(answer for _, answer in program.each(_of_middleware))


def _of_middleware(file: File) -> Iterator[Answer]:
    if file.role not in APART:
        yield from of_middleware(file)


# ── functions ────────────────────────────────────────────────────────────────────────────────────
def _of_function(home: File, function: FunctionNode) -> Iterator[Check]:
    """What decorators, parameters and the body of a handler ask."""
    for decorator in function.decorator_list:
        if not (registers(home, function, decorator) or lists_policies(home, function, decorator)):
            asks = is_guard(home, function, decorator)
            yield check_of(home, target_of(decorator), asks)
    for asks, (file, mark) in asking(home, function):
        if asks is not False:
            yield check_of(file, mark, asks)
    yield from _in_body(home, function)


def _in_body(file: File, function: FunctionNode) -> Iterator[Check]:
    """What a body asks at once; what it may ask later is not known."""
    for statement in function.body:
        if isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign):
            call = behind_await(statement.value)
            if isinstance(call, ast.Call) and _calls_guard(file, call):
                yield check_of(file, call.func, asks=True)
    if statements_look_at_caller(file, function) is not False:
        yield Check(None, "its body", None)


def _calls_guard(file: File, call: ast.Call) -> bool:
    inner = called(file, call) if is_named_guard(file, file.last_name(call.func)) else None
    return inner is not None and bool(refuses(*inner))


# ── routers and applications ─────────────────────────────────────────────────────────────────────
def _of_registration(endpoint: Endpoint) -> Iterator[Check]:
    if endpoint.call is not None:
        for row in ways_of_guards(endpoint.framework):
            yield from _given(Written(endpoint.file, endpoint.call), row)


def _of_chain(endpoint: Endpoint) -> Iterator[Check]:
    """What the routers and applications above a route ask."""
    if not endpoint.chain.rooted:
        yield Check(None, "what it is mounted on", None)
    for written in endpoint.chain.calls:
        name = written.file.callee(written.call) or ""
        row = tables().table(Routes).get(name) or tables().table(Mounts).get(name)
        if row is not None:
            yield from _given(written, row)
            opaque = row.opaque if isinstance(row, Routes) else ()
            if any(keyword.arg in opaque for keyword in written.call.keywords):
                yield Check(None, ast.unparse(written.call.func), None)
        elif written.file.defined(name) is not None:
            yield Check(None, name.rpartition(".")[2], None)


def _given(written: Written, row: Routes | Mounts) -> Iterator[Check]:
    """What the arguments of a call ask of what it makes, mounts or registers."""
    for keyword in written.call.keywords:
        if keyword.arg is None and (row.guards or row.asks):
            yield Check(None, ast.unparse(keyword.value), None)
        elif keyword.arg in row.asks:
            opens = isinstance(keyword.value, ast.Constant)
            yield Check(None if opens else True, ast.unparse(keyword.value), None)
        elif keyword.arg in row.guards:
            for home, mark in listed_in(written.file, keyword.value):
                yield check_of(home, mark, of_mark(home, mark))


def _of_layers(endpoint: Endpoint) -> Iterator[Check]:
    """The guards of a handler, and of what is around it; what else may be there is not known."""
    for name, file, value in _layers(endpoint):
        for home, item in listed_in(file, value):
            if name == GUARDS:
                yield check_of_wrapper(home, target_of(item))
            else:
                yield check_of(home, target_of(item), None)


def _layers(endpoint: Endpoint) -> Iterator[tuple[str, File, ast.expr]]:
    for written in calls_around(endpoint):
        for keyword in written.call.keywords:
            if keyword.arg in LAYERED:
                yield keyword.arg, written.file, keyword.value
    target = endpoint.target
    if target.owner is not None and target.home is not None:
        for name in LAYERED:
            found = attribute(target.home, target.owner, name)
            if found is not None:
                yield name, *found


# ── classes ──────────────────────────────────────────────────────────────────────────────────────
def _of_class(endpoint: Endpoint, home: File, cls: ast.ClassDef) -> Iterator[Check]:
    """What decorators, mixins, policies and methods of a view class ask."""
    for file, line in lineage(home, cls):
        yield from _of_own(endpoint, file, line)
    yield from _of_mixins(home, cls)
    policies = reads_policies(endpoint.target)
    if policies:
        yield from permissions_of(endpoint)
        yield from _rows_chosen(home, cls)
    elif home.mro_of(cls) is None:
        yield Check(None, cls.name, None)
    if endpoint.target.function is None and not policies:
        yield Check(None, endpoint.target.name, None)


def _of_own(endpoint: Endpoint, file: File, cls: ast.ClassDef) -> Iterator[Check]:
    """What stands above and in one class, whatever its bases have."""
    for decorator in cls.decorator_list:
        if not registers(file, cls, decorator):
            yield from _of_class_decorator(file, cls, decorator, endpoint.target.action)
    for method in _hooks(file, cls, hooks_ahead(endpoint.target.action)):
        yield from _of_method_ahead(file, method)
    listed = attribute(file, cls, DECORATORS) if _reads_decorators(endpoint) else None
    for home, item in listed_in(*listed) if listed is not None else ():
        yield check_of_wrapper(home, target_of(item))


def _reads_decorators(endpoint: Endpoint) -> bool:
    return endpoint.framework in tables().word("class-decorators")


def _of_mixins(home: File, cls: ast.ClassDef) -> Iterator[Check]:
    """What the mixins of libraries ask before a view is called."""
    known = tables()
    for base in home.bases_of(cls):
        row = known.table(Guard).get(base)
        if row is not None and row.form == "mixin":
            last = base.rpartition(".")[2]
            asks = None if base in known.word("asks-nothing-itself") else True
            may = base in known.word("authorizes") or is_named_for_rights(home, last)
            yield Check(asks, last, may)


def _of_class_decorator(
    file: File, cls: ast.ClassDef, decorator: ast.expr, action: str
) -> Iterator[Check]:
    """``method_decorator(login_required, name="dispatch")``, and what is not known."""
    name = decorator_name(file, cls, decorator)
    applied = _applied(file, decorator)
    if applied is not None and isinstance(decorator, ast.Call):
        known = constant(file, given(file, decorator, NAME))
        if known is None or known.value in {DISPATCH, action}:
            for home, item in listed_in(file, applied):
                yield check_of_wrapper(home, target_of(item))
    elif name is None or not (tables().knows(name) or is_within(name, "describes-only")):
        target = target_of(decorator)
        yield check_of(file, target, True if is_named_guard(file, file.last_name(target)) else None)


def _applied(file: File, decorator: ast.expr) -> ast.expr | None:
    """The decorator of functions that one of methods is made of."""
    if not isinstance(decorator, ast.Call) or not decorator.args:
        return None
    applies = tables().word("applies")
    return decorator.args[0] if file.callee(decorator) in applies else None


def _of_method_ahead(file: File, method: FunctionNode) -> Iterator[Check]:
    for decorator in method.decorator_list:
        yield check_of_wrapper(file, target_of(_applied(file, decorator) or decorator))
    if refuses(file, method) or looks_at_caller(file, method) is not False:
        yield Check(None, method.name, None)


def _rows_chosen(home: File, cls: ast.ClassDef) -> Iterator[Check]:
    """Whether the methods that choose the rows look at the caller."""
    for file, line in lineage(home, cls):
        for method in _hooks(file, line, _choosing_rows()):
            if looks_at_caller(file, method) is not False:
                yield Check(None, method.name, None, who=None)


def _hooks(file: File, cls: ast.ClassDef, names: tuple[str, ...]) -> list[FunctionNode]:
    """The methods of a class that have these names, in the order of the names."""
    own = (method for method in methods_of(file, cls) if method.name in names)
    return sorted(own, key=lambda method: names.index(method.name))


@cache
def hooks_ahead(action: str) -> tuple[str, ...]:
    """The methods of a class of views that run before the one that answers."""
    return tuple(
        name.format(action) for row in tables().table(ViewHooks).values() for name in row.ahead
    )


@cache
def _choosing_rows() -> tuple[str, ...]:
    return tuple(name for row in tables().table(ViewHooks).values() for name in row.rows)

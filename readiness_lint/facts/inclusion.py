"""Which routers and applications a router is a part of."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.decorators import target_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.tables import tables
from readiness_lint.model import Binding, Bound, File

Names = frozenset[str] | None
"""What an object may be called in the program; ``None``: not known."""
LONGEST = 6


def names_of(file: File, expr: ast.expr | None, depth: int = LONGEST) -> Names:
    """What a router or an application is called where it was made.

    A parameter is what the callers hand over; what a function of the program gives is what it
    calls that itself.
    """
    if not depth:
        return None
    if isinstance(expr, ast.Call):
        found = file.defined(file.callee(expr) or "")
        home, function = found or (file, None)
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        ends = [item for item in home.statements_of(function) if isinstance(item, ast.Return)]
        return _all(names_of(home, end.value, depth - 1) for end in ends)
    if not isinstance(expr, ast.Name):
        name = file.name_of(expr) if isinstance(expr, ast.Attribute) else None
        return frozenset({name}) if name and file.program and file.program.defining(name) else None
    bindings = file.bindings(expr)
    if len(bindings) != 1:
        return None
    if bindings[0].kind is Bound.IMPORT:
        name = file.name_of(expr)
        return frozenset({name}) if name else None
    if bindings[0].kind is Bound.PARAMETER:
        return _of_parameter(file, expr.id, bindings[0], depth)
    return _of_value(file, expr.id, bindings[0], depth)


def _of_parameter(file: File, name: str, binding: Binding, depth: int) -> Names:
    function = binding.scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    given = [
        given_for(caller, file, function, name)
        for caller in callers_of(file, function)
        if caller.file.role not in APART
    ]
    return _all(names_of(*item, depth - 1) if item else None for item in given)


def _of_value(file: File, name: str, binding: Binding, depth: int) -> Names:
    value = binding.value
    if binding.kind is not Bound.VALUE or value is None:
        return None
    if isinstance(value, ast.Call):
        callee = file.callee(value)
        found = file.defined(callee) if callee else None
        if found is None or isinstance(found[1], ast.ClassDef):
            scope = binding.scope.qualname
            return frozenset({file.qualify(f"{scope}.{name}" if scope else name)})
    return names_of(file, value, depth - 1)


def _all(parts: Iterable[Names]) -> Names:
    """All of the names; ``None``: there are none, or some are not known."""
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found) or None


@dataclass(frozen=True, slots=True)
class _Mounts:
    """What the calls of a program put together."""

    above: dict[str, frozenset[str]]
    """Of a router, those that include it."""
    complete: bool
    """Whether all that is included is known."""

    def reach(self, routers: frozenset[str]) -> frozenset[str]:
        """The routers, and all that they are a part of."""
        found: set[str] = set()
        todo = list(routers)
        while todo:
            router = todo.pop()
            if router not in found:
                found.add(router)
                todo.extend(self.above.get(router, ()))
        return frozenset(found)


def _mounts(file: File) -> _Mounts:
    program = file.program
    if program is None:
        return _found([file])
    return program.memo(("mounts",), lambda: _found(_mounting(program)))


def _mounting(program: Program) -> Iterable[File]:
    """The modules that call something as an application calls what mounts a router."""
    lasts = sorted(tables().word("includes").lasts)
    found = {other.module: other for last in lasts for other in program.calling(last)}
    return [found[module] for module in sorted(found)]


def _found(files: Iterable[File]) -> _Mounts:
    above: dict[str, frozenset[str]] = defaultdict(frozenset)
    complete = True
    for file in files:
        if file.role in APART:
            continue
        for call in _including(file):
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            owners = names_of(file, owner) or frozenset()
            values = [*call.args, *(item.value for item in call.keywords)]
            parts = [
                item for item in values if isinstance(item, ast.Name | ast.Attribute | ast.Call)
            ]
            routers = [names_of(file, item) for item in parts]
            known = [item for item in routers if item is not None]
            complete = complete and bool(owners) and bool(known)
            for router in frozenset().union(*known):
                above[router] |= owners
    return _Mounts(above, complete)


def _including(file: File) -> Iterator[ast.Call]:
    """The calls that put a router into another, and those that may."""
    words = tables().word("includes")
    for call, at in file.candidates(words.lasts):
        name = file.callee(call, at)
        if name is None or name in words:
            yield call


def made_as(file: File, call: ast.Call) -> ast.expr | None:
    """What a call is assigned to."""
    around = file.parent(call)
    return around.targets[0] if isinstance(around, ast.Assign) else None


def is_apart(framework: str, owner: Names, handler: Handler, file: File) -> bool:
    """Whether a handler of a file is certainly no part of the application that has a name."""
    if not _is_kin(framework, handler.framework):
        return True
    routers = _all(names_of(file, router) for router in _routers(handler))
    if owner is None or routers is None:
        return False
    mounts = _mounts(file)
    return mounts.complete and owner.isdisjoint(mounts.reach(routers))


def _is_kin(one: str, other: str) -> bool:
    """Whether one of two frameworks is made of the other."""
    library = tables()
    return not one or one in library.reach({other}) or other in library.reach({one})


def _routers(handler: Handler) -> Iterator[ast.expr]:
    """The objects that a handler was registered on."""
    for registration in handler.registrations:
        target = target_of(registration)
        if isinstance(target, ast.Attribute):
            yield target.value

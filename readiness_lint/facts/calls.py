"""What the calls of a function give for its parameters, over the whole program."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callers import Caller, function_named, is_bound, places_of
from readiness_lint.facts.conditions import conditions_on, decided
from readiness_lint.facts.flows import key_in
from readiness_lint.facts.program import Program, told
from readiness_lint.facts.tables import tables
from readiness_lint.model import File, FunctionNode, Named
from readiness_lint.record import record


@record
class CallSite:
    """A place that runs a function with arguments."""

    file: File
    call: ast.Call
    shift: int = 0
    """How many positional arguments stand before those of the function: `to_thread(f, x)`."""


def calls_of(file: File, function: FunctionNode, program: Program) -> tuple[CallSite, ...]:
    """Every place of a program that certainly gives a function its arguments."""
    found: tuple[CallSite, ...] = file.memo(
        ("sites", function, program), lambda: tuple(_calls_of(file, function, program))
    )
    return found


def _calls_of(file: File, function: FunctionNode, program: Program) -> Iterator[CallSite]:
    for place in places_of(file, function, program):
        if place.arguments is not None and is_fed(place.arguments):
            yield CallSite(place.file, place.arguments)
    yield from _handed_over(file, function)


def is_fed(call: ast.Call) -> bool:
    """Whether a call has an argument that is no constant."""
    return any(not isinstance(item, ast.Constant) for item in call.args) or any(
        not isinstance(item.value, ast.Constant) for item in call.keywords
    )


def rules_out(site: CallSite, home: File, function: FunctionNode, node: ast.AST) -> bool:
    """Whether the arguments of a call decide a test in the function so that a node never runs."""
    if site.shift or home.function(node) is not function or not home.conditions(node):
        return False
    conditions = conditions_on(home, node, function)
    if conditions is None or not conditions.atoms:
        return False
    caller = Caller(site.file, site.call, None, site.call)
    return decided(conditions, caller, home, function) is None


@record
class Offloaded:
    """A call that is given a function and its arguments, to run it elsewhere."""

    home: File
    function: FunctionNode
    site: CallSite


def _handed_over(file: File, function: FunctionNode) -> Iterator[CallSite]:
    """The calls that are given a function of a file, and its arguments."""
    if file.program is not None:
        for item in told(file, offloaded, _offloading):
            if item.function is function:
                yield item.site


def _offloading() -> tuple[Named, ...]:
    return (tables().word("offload"),)


def offloaded(file: File) -> Iterator[Offloaded]:
    """What a file hands over."""
    for _, call in file.calls_to(tables().word("offload")):
        for position, argument in enumerate(call.args[:2]):
            if isinstance(argument, ast.Name | ast.Attribute):
                name = file.name_of(argument)
                target = function_named(file, name) if name else None
                if target is not None:
                    yield Offloaded(*target, CallSite(file, call, position + 1))


STATE = frozenset(
    ["elapsed", "headers", "is_success", "ok", "reason", "status", "status_code", "url"]
)
"""What a response tells of itself, and not of its body."""


def gives_back(file: File, call: ast.Call) -> bool:
    """Whether what a call gives is a part of what its function returns."""
    function = file.function(call)
    if function is None:
        return False
    todo = [
        item.value
        for item in file.statements_of(function)
        if isinstance(item, ast.Return) and item.value is not None
    ]
    seen: set[ast.expr] = set()
    while todo:
        expr = todo.pop()
        if expr is call:
            return True
        if expr not in seen:
            seen.add(expr)
            todo += _held(file, expr)
    return False


def _held(file: File, expr: ast.expr) -> list[ast.expr]:
    """The expressions whose values an expression may hold."""
    if isinstance(expr, ast.Compare) or (isinstance(expr, ast.Attribute) and expr.attr in STATE):
        return []
    if isinstance(expr, ast.Name):
        return [item.value for item in file.reaching(expr) if item.value is not None]
    found = [part for part in ast.iter_child_nodes(expr) if isinstance(part, ast.expr)]
    if isinstance(expr, ast.Call):
        found += [keyword.value for keyword in expr.keywords]
    return found


Handed = tuple[ast.expr, tuple[str, ...]]
"""An argument, and how what it holds is read."""


def arguments_for(
    site: CallSite, home: File, function: FunctionNode, parameter: str, access: tuple[str, ...]
) -> list[Handed]:
    """What a call gives for a parameter that is read as ``access`` says; none: it is not known."""
    arguments = function.args
    if arguments.kwarg and arguments.kwarg.arg == parameter:
        return _keywords(site.call, access)
    for keyword in site.call.keywords:
        if keyword.arg == parameter:
            return [(keyword.value, access)]
    by_position = [item.arg for item in (*arguments.posonlyargs, *arguments.args)]
    if by_position and is_bound(site.file, _reference(site), home, function):
        by_position = by_position[1:]
    given = site.call.args[site.shift :]
    if arguments.vararg and arguments.vararg.arg == parameter:
        inner = access[1:] if access and access[0].startswith("[") else access
        return [(item, inner) for item in given[len(by_position) :]]
    if parameter not in by_position:
        return []
    position = by_position.index(parameter)
    if position >= len(given) or any(
        isinstance(item, ast.Starred) for item in given[: position + 1]
    ):
        return []
    return [(given[position], access)]


def _keywords(call: ast.Call, access: tuple[str, ...]) -> list[Handed]:
    """The keyword argument that ``kwargs["name"]`` reads."""
    name = key_in(access[0]) if access else ""
    return [(item.value, access[1:]) for item in call.keywords if name and item.arg == name]


def _reference(site: CallSite) -> ast.expr:
    """What names the function."""
    return site.call.args[site.shift - 1] if site.shift else site.call.func

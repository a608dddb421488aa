"""Calls without a limit that a function of the program makes for others."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Self

from readiness_lint.facts.bounds import bound_of, enclosing_bound
from readiness_lint.facts.callers import Caller, callers_of
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.makers import is_in_sight, makers
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.program import APART, Derivation, part_of
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Carries, Outbound, WritesDown
from readiness_lint.model import Bound as Binds
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.positions import start_of
from readiness_lint.record import record
from readiness_lint.terms import FOREVER, Place

MANY = 2
"""With more calls of one wrapper than this, the wrapper is what lacks the limit."""


@record
class WrappedCall:
    """A call of a function that hands its ``**options`` on to an outbound call, without a limit.

    Where many calls of one function give none, it is the outbound call that stands for all of them.
    """

    call: OutboundCall

    @property
    def node(self) -> ast.Call:
        """The call of the wrapper."""
        return self.call.node

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Calls of the file whose wrapper, of any module, would pass a limit on and is given none."""
        if file.program is None:
            return map(cls, _wrapped((file, item) for item in _wrapping(file)).get(file.module, ()))
        return map(cls, part_of(file, WRAPPED) or ())


def _told(calls: list[OutboundCall]) -> object:
    """What a module's findings hang on, in the order of its text and without its lines."""
    ordered = sorted(calls, key=lambda call: start_of(call.node))
    return [
        (
            (call.name, call.bound.by, call.bound.seconds, ast.unparse(call.node)),
            [f"{place.module}.{place.function}" for place in (*call.path, *call.callers)],
        )
        for call in ordered
    ]


WRAPPED: Derivation[list[OutboundCall]] = Derivation(
    "readiness_lint.facts.outbound:WRAPPED",
    lambda program: _wrapped(program.each(_wrapping, tables=(tables().table(Outbound),))),
    _told,
)
"""The calls of wrappers that lack a limit, by module."""


@record
class _Wrapper:
    """A function that hands its keyword arguments on to a call that nothing limits."""

    file: File
    function: FunctionNode
    call: OutboundCall
    """The outbound call."""
    names: frozenset[str]
    """The keywords by which its limit is given."""
    client: str
    """The parameter that is the object whose method is called; empty: it is none."""
    path: tuple[Place, ...]


def _wrapping(file: File) -> Iterable[_Wrapper]:
    return _wrappers(file) if file.role not in APART else ()


def _wrapped(wrappers: Iterable[tuple[File, _Wrapper]]) -> dict[str, list[OutboundCall]]:
    found: dict[str, list[OutboundCall]] = defaultdict(list)
    for file, wrapper in wrappers:
        calls = list(_unlimited(wrapper, frozenset({wrapper.function})))
        if len(calls) <= MANY:
            for caller, path in calls:
                found[caller.file.module].append(_standing(wrapper, caller.node, path))
        else:
            places = tuple(caller.file.place(caller.node) for caller, _ in calls)
            found[file.module].append(_standing(wrapper, wrapper.call.node, (), places))
    return found


def _standing(
    wrapper: _Wrapper, node: ast.expr, path: tuple[Place, ...], callers: tuple[Place, ...] = ()
) -> OutboundCall:
    assert isinstance(node, ast.Call)
    return replace(wrapper.call, node=node, path=path, callers=callers)


def _wrappers(file: File) -> Iterator[_Wrapper]:
    """The functions of a file that hand ``**options`` to an outbound call that nothing else limits."""
    table = tables().table(Outbound)
    for outbound in file.facts(OutboundCall):
        limit, function = table[outbound.name].limit, file.function(outbound.node)
        options = next((item for item in outbound.node.keywords if item.arg is None), None)
        if options is None or limit is None or limit.param is None or outbound.elsewhere:
            continue
        names = frozenset({limit.param.name, *limit.also})
        if function is None or not _hands_on(file, options.value, function, names):
            continue
        call = outbound.node
        rest = ast.Call(
            call.func, call.args, [item for item in call.keywords if item is not options]
        )
        bound = bound_of(file, rest, limit, outbound.client, call)
        if bound.seconds == FOREVER and bound.by == "library":
            client, unlimited = (
                _own(file, outbound.client, function),
                replace(outbound, bound=bound),
            )
            yield _Wrapper(file, function, unlimited, names, client, (file.place(call),))


def _hands_on(file: File, options: ast.expr, function: FunctionNode, names: frozenset[str]) -> bool:
    """Whether an expression is the ``**options`` of a function, which sets no limit in them."""
    own = function.args.kwarg
    if not (isinstance(options, ast.Name) and own is not None and options.id == own.arg):
        return False
    uses = [node for node in ast.walk(function) if is_name(node, own.arg)]
    return all(_sets_no_limit(file, use, names) for use in uses)


def _sets_no_limit(file: File, use: ast.Name, names: frozenset[str]) -> bool:
    """Whether what is done with a mapping is about other keys only."""
    around = file.parent(use)
    if isinstance(around, ast.keyword):
        return around.arg is None
    if isinstance(around, ast.FormattedValue) or _is_written_down(file, around):
        return True
    key: ast.expr | None = None
    if isinstance(around, ast.Subscript):
        key = around.slice
    elif isinstance(around, ast.Compare):
        key = around.left
    elif isinstance(around, ast.Attribute) and around.attr in {"get", "pop", "setdefault"}:
        call = file.parent(around)
        key = call.args[0] if isinstance(call, ast.Call) and call.args else None
    known = isinstance(key, ast.Constant) and isinstance(use.ctx, ast.Load)
    return known and isinstance(key, ast.Constant) and key.value not in names


def _is_written_down(file: File, node: ast.AST | None) -> bool:
    """Whether a node is a call that makes a text of what it is given, or a copy."""
    name = file.callee(node) if isinstance(node, ast.Call) else None
    return name is not None and any(name in tables().table(kind) for kind in (WritesDown, Carries))


def _unlimited(
    wrapper: _Wrapper, seen: frozenset[FunctionNode]
) -> Iterator[tuple[Caller, tuple[Place, ...]]]:
    """The calls of a wrapper that give no limit, and the way from each to the outbound call."""
    for caller in callers_of(wrapper.file, wrapper.function):
        call, file = caller.arguments, caller.file
        if call is None or file.role in APART or _may_be_positional(wrapper, caller):
            continue
        if any(item.arg in wrapper.names for item in call.keywords):
            continue
        options = [item.value for item in call.keywords if item.arg is None]
        if enclosing_bound(file, caller.node) is not None:
            continue
        outer, client = caller.function, ""
        if wrapper.client:
            given = given_for(caller, wrapper.file, wrapper.function, wrapper.client)
            made = makers(*given) if given else None
            if given is None or made is None or not all(map(is_in_sight, made)):
                # It may have a limit of its own.
                continue
            client = _own(*given, outer)
        if not options:
            yield caller, wrapper.path
        elif outer and outer not in seen and _hands_on(file, options[0], outer, wrapper.names):
            path = (file.place(caller.node), *wrapper.path)
            further = _Wrapper(file, outer, wrapper.call, wrapper.names, client, path)
            yield from _unlimited(further, seen | {outer})


def _own(file: File, expr: ast.expr | None, function: FunctionNode | None) -> str:
    """The parameter of a function that an expression is; empty: it is none."""
    if not isinstance(expr, ast.Name):
        return ""
    of_caller = any(
        item.kind is Binds.PARAMETER and item.scope.node is function for item in file.bindings(expr)
    )
    return expr.id if of_caller else ""


def _may_be_positional(wrapper: _Wrapper, caller: Caller) -> bool:
    """Whether a ``*`` may bring the limit: not that of a function that hands on what it was given."""
    call, outer = caller.arguments, caller.function
    own = outer.args.vararg.arg if outer is not None and outer.args.vararg is not None else None
    limit = tables().table(Outbound)[wrapper.call.name].limit
    by_name = limit is not None and limit.param is not None and limit.param.position is None
    return any(
        isinstance(argument, ast.Starred)
        and not (by_name and own is not None and is_name(argument.value, own))
        for argument in (call.args if call is not None else ())
    )

"""What limits the time that a call may wait."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from readiness_lint.facts.callers import Caller, callers_of, decorators_of, with_overridden
from readiness_lint.facts.classes import defines
from readiness_lint.facts.makers import Maker, is_in_sight, is_remote, makers
from readiness_lint.facts.pythons import version
from readiness_lint.facts.shapes import is_self, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.this_machine import asks_here
from readiness_lint.facts.words import TIME_LIMITS
from readiness_lint.knowledge.schema import Limit, Param
from readiness_lint.model import Absent, File, FunctionNode, Given
from readiness_lint.record import record
from readiness_lint.terms import FOREVER, Answer


@record
class Bound:
    """A time limit."""

    seconds: float | None
    """`FOREVER`: there is none; ``None``: not known."""
    by: str
    """Who says so: ``argument``, ``client``, ``scope``, ``process``, ``library`` or ``unknown``."""
    parameter: str = ""
    """Where it would be given in the call; empty: the call takes none."""
    settable: bool = True
    """Whether a limit can be set at all, in the call or where its client is made."""
    node: ast.expr | None = None
    """The expression that sets it."""

    @property
    def limited(self) -> Answer:
        """Whether there is a limit."""
        return None if self.seconds is None else self.seconds != FOREVER


UNKNOWN = Bound(None, "unknown")


# ── limits ───────────────────────────────────────────────────────────────────────────────────────
def bound_of(
    file: File,
    call: ast.Call,
    limit: Limit | None,
    client: ast.expr | None = None,
    node: ast.Call | None = None,
) -> Bound:
    """What limits the time of a call, the nearest first: argument, block around, client, library.

    ``node`` is where the call is made, where ``call`` is only as if written out.
    """
    if limit is None:
        return UNKNOWN
    node = node or call
    found = _given(file, call, limit)
    if found is None or found.seconds == FOREVER:
        found = enclosing_bound(file, node) or found
    for place in limit.at:
        found = found or PLACES[place](file, node, limit, client)
    if found is None and not limit.param and not limit.at:
        # Only a block can limit it, and whose connection it is may stand elsewhere.
        made = _is_made_for(file, node, client, alone=_by_default(file, limit) == FOREVER)
        found = None if made else UNKNOWN
    found = found or Bound(_by_default(file, limit), "library")
    parameter = found.parameter or (limit.param.name if limit.param else "")
    settable = bool(parameter) or not OF_OBJECT.isdisjoint(limit.at)
    return replace(found, parameter=parameter, settable=settable)


def _by_default(file: File, limit: Limit) -> float | None:
    """The seconds that a library waits by itself; ``None``: that hangs on the version, not known."""
    if not limit.since:
        return limit.default
    newest = file.program.newest(limit.of) if file.program is not None else None
    first = version(limit.since[0][0])
    return limit.default if newest is not None and newest < first else None


def _is_made_for(file: File, call: ast.Call, client: ast.expr | None, *, alone: bool) -> bool:
    """Whether a call has no object but a module, or one whose making is in sight.

    ``alone``: by the function that calls; what others limited on the way is not known otherwise.
    """
    if client is None or file.type_of(client) is None:
        return True
    made = makers(file, client)
    function = None if file.runs_later(call) else file.function(call)
    return made is not None and all(
        maker is not None
        and (not alone or (maker.file is file and file.function(maker.call) is function))
        for maker in made
    )


OF_OBJECT = frozenset({"client", "settimeout"})
"""Where a limit is set that the call itself does not take."""


def _given(file: File, call: ast.Call, limit: Limit) -> Bound | None:
    """The limit that a call's arguments set; ``None``: they set none."""
    others = [Param(name) for name in limit.also]
    off: Bound | None = None
    for param in [limit.param, *others] if limit.param else others:
        argument = file.argument(call, param.name, param.position)
        if isinstance(argument, Absent):
            continue
        if not isinstance(argument, Given):
            return UNKNOWN
        known = file.value_of(argument.value)
        if _is_infinite(file, argument.value):
            off = off or Bound(FOREVER, "argument", param.name, node=argument.value)
            continue
        if known is None:
            return Bound(None, "argument", node=argument.value)
        if _is_never(known.value, limit):
            off = off or Bound(FOREVER, "argument", param.name, node=argument.value)
        elif known.value is not None:
            return Bound(_seconds(known.value), "argument", node=argument.value)
    return off


def _is_infinite(file: File, value: ast.expr) -> bool:
    """Whether a number is the one that no time reaches."""
    named = isinstance(value, ast.Name | ast.Attribute)
    return named and file.name_of(value) in tables().word("infinite")


def _is_never(value: object, limit: Limit) -> bool:
    """Whether a value turns the limit off; of a pair, as ``(connect, read)``, its last part."""
    if isinstance(value, tuple) and value:
        return _is_never(value[-1], limit)
    return any(value is never or value == never for never in limit.never)


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def enclosing_bound(file: File, node: ast.AST) -> Bound | None:
    """The limit that a ``with``, a wrapping call, a decorator or an alarm sets around a node."""
    function = file.function(node)
    for expr in (*file.withs(node), *calls_around(file, node)):
        found = _of_bounding(file, expr)
        if found is not None:
            return found
    while function is not None:
        hops = HOPS if _gives_way(file, node) else 1
        if _limits_itself(file, function) or _is_limited_by_callers(file, function, hops):
            return Bound(None, "scope")
        function = file.function(function)
    return None


def calls_around(file: File, node: ast.AST) -> Iterator[ast.Call]:
    """The calls whose arguments hold a node, innermost first, in its statement."""
    for around in file.ancestors(node):
        if isinstance(around, ast.stmt):
            return
        if isinstance(around, ast.Call):
            yield around


def _of_bounding(file: File, expr: ast.expr) -> Bound | None:
    if not isinstance(expr, ast.Call):
        return None
    named = file.words(TIME_LIMITS).match(file.last_name(expr.func))
    if not named and file.callee(expr) not in tables().word("bounds"):
        return None
    values = [*expr.args, *(keyword.value for keyword in expr.keywords)]
    known = [found.value for value in values if (found := file.value_of(value)) is not None]
    if None in known or any(_is_infinite(file, value) for value in values):
        return None
    numbers = [seconds for value in known if (seconds := _seconds(value)) is not None]
    return Bound(numbers[0] if len(numbers) == 1 else None, "scope", node=expr)


def _limits_itself(file: File, function: FunctionNode) -> bool:
    """Whether a decorator, or an alarm in the body, limits the time of a function."""
    known, words = tables().word("bounds"), file.words(TIME_LIMITS)
    if any(name in known or words.match(last) for name, last in decorators_of(file, function)):
        return True
    alarms = file.memo(("alarms",), lambda: file.calls_to(tables().word("alarm")))
    return any(file.function(call) is function for _, call in alarms)


HOPS = 3
"""Coroutines through which a limit is looked for: it holds for all that its task waits for."""


def _gives_way(file: File, node: ast.AST) -> bool:
    """Whether a coroutine waits in a node, so that its task can be cancelled there."""
    around = file.parent(node)
    if isinstance(around, ast.withitem):
        return isinstance(file.parent(around), ast.AsyncWith)
    return file.is_awaited(node) or isinstance(around, ast.AsyncFor)


def _is_limited_by_callers(file: File, function: FunctionNode, hops: int) -> bool:
    """Whether a caller puts a limit around the whole function, or around the task that runs it."""
    for home, named in with_overridden(file, function):
        for caller in callers_of(home, named):
            place = caller.file
            if any(
                around in _bounding_calls(place)
                for around in (*calls_around(place, caller.node), *place.withs(caller.node))
            ):
                return True
            outer = caller.function
            if (
                hops > 1
                and isinstance(outer, ast.AsyncFunctionDef)
                and (
                    _waits_in_time(caller, outer) or _is_limited_by_callers(place, outer, hops - 1)
                )
            ):
                return True
    return False


def _waits_in_time(caller: Caller, function: FunctionNode) -> bool:
    """Whether what is made of a call, a task, is waited for under a limit in the same function."""
    file = caller.file
    made = file.statement(caller.node)
    target = made.targets[0] if isinstance(made, ast.Assign) else None
    if not isinstance(target, ast.Name) or file.is_awaited(caller.node):
        return False
    return any(
        file.function(call) is function and target.id in names_within(argument)
        for call in _bounding_calls(file)
        if isinstance(call, ast.Call)
        for argument in call.args
    )


def _bounding_calls(file: File) -> frozenset[ast.AST]:
    words = file.words(TIME_LIMITS)
    found: frozenset[ast.AST] = file.memo(
        ("bounding",),
        lambda: frozenset(
            call
            for last, calls in file.index.calls.items()
            if last in tables().word("bounds").lasts or words.match(last)
            for call, _ in calls
            if _of_bounding(file, call) is not None
        ),
    )
    return found


def _of_process(file: File, _: ast.Call, __: Limit, ___: ast.expr | None) -> Bound | None:
    for _name, call in file.calls_to(tables().word("process-timeout")):
        given = file.argument(call, "timeout", 0)
        value = file.value_of(given.value) if isinstance(given, Given) else None
        if value is None or value.value is not None:
            return Bound(_seconds(value.value) if value else None, "process", node=call)
    return None


def _of_client(file: File, _: ast.Call, limit: Limit, client: ast.expr | None) -> Bound | None:
    """The limit that was set where the client was made; ``None``: certainly none."""
    made = makers(file, client) if client is not None else None
    for maker in made or (None,):
        row = maker.row if maker is not None else None
        if maker is None or row is None or _is_of_here(maker):
            return UNKNOWN
        own = row.limit or limit
        if own.param is not None and any(
            _sets_attribute(place, own.param.name) for place in (file, maker.file)
        ):
            return UNKNOWN
        found = _given(maker.file, maker.call, replace(own, also=(*own.also, *limit.also)))
        if found is not None:
            return replace(found, by="client" if found.by == "argument" else found.by)
        if own.default != FOREVER:
            return Bound(own.default, "library")
    return None


def _is_of_here(maker: Maker) -> bool:
    """Whether an object was made for this machine."""
    peer = maker.row.peer if maker.row is not None else None
    return asks_here(maker.file, maker.call, maker.name or "", peer)


def _sets_attribute(file: File, attribute: str) -> bool:
    return any(
        isinstance(target, ast.Attribute) and target.attr == attribute
        for target, _, _ in file.index.stores
        if not (isinstance(target, ast.Attribute) and is_self(file, target.value))
    )


def _of_adapter(file: File, _: ast.Call, __: Limit, client: ast.expr | None) -> Bound | None:
    """Whether a session's class or adapter may set a limit that its calls do not show."""
    kind = file.type_of(client) if client is not None else None
    owner, own = (file.defined(kind.name) if kind else None) or (file, None)
    if isinstance(own, ast.ClassDef) and _may_limit_itself(owner, own):
        return UNKNOWN
    made = makers(file, client) if client is not None else []
    if made is None or not all(is_in_sight(maker) for maker in made):
        return UNKNOWN
    places = [file, *(maker.file for maker in made if maker is not None)]
    if any(_may_limit(place, call) for place in places for call in _mountings(place)):
        return UNKNOWN
    return None


def _may_limit_itself(file: File, cls: ast.ClassDef) -> bool:
    """Whether a class of the program may set the limit of all its calls."""
    lasts, mro = tables().word("carrier").lasts, file.mro_of(cls)
    lines = [file.defined(name) for name in mro or ()]
    return mro is None or any(
        isinstance(line[1], ast.ClassDef) and defines(line[0], line[1], *lasts)
        for line in lines
        if line is not None
    )


def _mountings(file: File) -> Iterator[ast.Call]:
    """Calls that give a session an adapter, or may."""
    table = tables().word("mounts")
    for last in table.lasts:
        for call, statement in file.index.calls.get(last, ()):
            of = call.func.value if isinstance(call.func, ast.Attribute) else call.func
            if file.callee(call, statement) in table or file.type_at(of, statement) is None:
                yield call


def _may_limit(file: File, mounting: ast.Call) -> bool:
    """Whether the adapter that is mounted may set a limit."""
    adapter = file.argument(mounting, "adapter", 1)
    adapted = file.type_of(adapter.value) if isinstance(adapter, Given) else None
    return adapted is None or adapted.name not in tables().word("plain-adapter")


def _of_setter(file: File, call: ast.Call, _: Limit, client: ast.expr | None) -> Bound | None:
    """Whether the object's time is limited by a method of its own, or might be."""
    function = file.function(call)
    made = makers(file, client) if client is not None else None
    if function is None or made is None:
        return UNKNOWN
    if any(file.index.calls.get(last) for last in tables().word("sets-timeout").lasts):
        return UNKNOWN
    if any(
        maker is None
        or maker.file is not file
        or file.function(maker.call) is not function
        or not is_remote(maker)
        for maker in made
    ):
        return UNKNOWN
    return None


PLACES = {
    "socket": _of_process,
    "client": _of_client,
    "adapter": _of_adapter,
    "settimeout": _of_setter,
}

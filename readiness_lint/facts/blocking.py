"""Calls that hold their thread, and the coroutines whose event loop they hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Self

from readiness_lint.facts.callers import Caller, callers_of
from readiness_lint.facts.conditions import ACCEPTED
from readiness_lint.facts.effects import Reached, effects
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.outbound import (
    Bound,
    OutboundCall,
    bound_of,
    calls_around,
    calls_of,
)
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Blocks, Outbound
from readiness_lint.model import File, Given, Hidden
from readiness_lint.terms import Answer, EntryKind, Held, Known, Service, When


@dataclass(frozen=True, slots=True)
class BlockingCall:
    """A call that holds its thread without a peer: a sleep, a queue, a child process."""

    node: ast.Call
    name: str
    held: Held
    bound: Bound
    returns_at_once: Answer
    """Whether its arguments tell it not to wait."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Calls of what the tables say blocks."""
        table = tables().table(Blocks)
        for name, call in calls_of(file, table):
            row = table[name]
            client = call.func.value if isinstance(call.func, ast.Attribute) else None
            # A sleep ends.
            bound = (
                Bound(None, "argument")
                if row.held is Held.SLEEP
                else bound_of(file, call, row.limit, client)
            )
            yield cls(call, name, row.held, bound, _returns_at_once(file, call, row, bound))


def _returns_at_once(file: File, call: ast.Call, row: Blocks, bound: Bound) -> Answer:
    if bound.seconds == 0:
        return True
    position = row.switch.position if row.switch else None
    for name, value in row.at_once:
        given = file.argument(call, name, position)
        if isinstance(given, Hidden):
            return None
        if isinstance(given, Given):
            answer = _is(file, given.value, value)
            if answer is not False:
                return answer
    return False


def _is(file: File, expr: ast.expr, value: object) -> Answer:
    """Whether an argument is a value, or a constant of that name, alone or combined by ``|``."""
    if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.BitOr):
        return _is(file, expr.left, value) or _is(file, expr.right, value)
    if isinstance(value, str) and "." in value:
        name = file.name_of(expr)
        return name == value if name else (False if file.value_of(expr) == Known(0) else None)
    known = file.value_of(expr)
    return None if known is None else known.value == value


@dataclass(frozen=True, slots=True)
class Hold:
    """One place where a thread is held: by a peer, or by waiting."""

    crosses_await: ClassVar[bool] = False

    node: ast.expr
    what: str
    resource: str
    """The library; for all of SQL one word, since the remedy is one."""
    bounded: Answer

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Calls, and what `with` and `for` run without one."""
        for call in file.facts(OutboundCall):
            if call.blocking and not call.elsewhere and not _is_awaited(file, call.node):
                yield cls(
                    call.node, call.spelling, _resource(call.name, call.service), call.bound.limited
                )
        for held in file.facts(BlockingCall):
            if held.returns_at_once is False and not _is_awaited(file, held.node):
                if held.held in {Held.FUTURE, Held.QUEUE} and _is_ready(file, held.node):
                    continue
                yield cls(held.node, held.name, _resource(held.name), held.bound.limited)
        yield from cls._entered(file)
        yield from cls._iterated(file)

    @classmethod
    def _entered(cls, file: File) -> Iterator[Self]:
        table = tables().table(Outbound)
        if not _uses_owner_of(file, "__enter__"):
            return
        for block in file.nodes(ast.With):
            for item in block.items:
                name = _member(file, item.context_expr, "__enter__", block)
                if name is not None and table[name].blocking:
                    resource = _resource(name, table[name].service)
                    yield cls(item.context_expr, name.removesuffix(".__enter__"), resource, None)

    @classmethod
    def _iterated(cls, file: File) -> Iterator[Self]:
        table = tables().table(Outbound)
        if not _uses_owner_of(file, "__iter__"):
            return
        loops = [loop.iter for loop in file.nodes(ast.For)]
        loops += [part.iter for part in file.nodes(ast.comprehension) if not part.is_async]
        for rows in loops:
            name = _member(file, rows, "__iter__", file.statement(rows))
            if name is not None and table[name].blocking:
                resource = _resource(name, table[name].service)
                yield cls(rows, name.removesuffix(".__iter__"), resource, None)


def _uses_owner_of(file: File, member: str) -> bool:
    """Whether the file imports a library whose objects block in a method without a call."""
    return not file.libraries.isdisjoint(_libraries(member))


@cache
def _libraries(member: str) -> frozenset[str]:
    return frozenset(
        name.partition(".")[0] for name in tables().table(Outbound) if name.endswith(f".{member}")
    )


def _member(file: File, expr: ast.expr, member: str, at: ast.stmt) -> str | None:
    kind = file.type_at(expr, at)
    if kind is None or kind.of_class:
        return None
    name = tables().member(kind.name, member)
    return name if name in tables().table(Outbound) else None


def _resource(name: str, service: Service | None = None) -> str:
    return "SQL" if service is Service.SQL else name.partition(".")[0]


def _is_awaited(file: File, node: ast.expr) -> bool:
    """Whether what a call gives is waited for as a coroutine: then its type was misread."""
    around = file.parent(node)
    if isinstance(around, ast.Await | ast.AsyncFor):
        return True
    if isinstance(around, ast.withitem):
        return isinstance(file.parent(around), ast.AsyncWith)
    if isinstance(around, ast.comprehension):
        return bool(around.is_async)
    if isinstance(around, ast.Call) and node in around.args:
        name = file.callee(around) or ""
        return name.startswith(("asyncio.", "anyio.")) and name not in tables().word("offload")
    return False


READY = frozenset({"done", "empty", "is_alive", "is_set", "qsize"})


def _is_ready(file: File, call: ast.Call) -> bool:
    """Whether a test around it says that there is nothing to wait for."""
    return any(
        isinstance(node, ast.Attribute) and node.attr in READY
        for condition in file.conditions(call)
        for node in ast.walk(condition.test)
    )


# ── the event loop ───────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class LoopHold:
    """A call in a coroutine that holds the event loop, itself or through helpers of the file."""

    node: ast.expr
    function: ast.AsyncFunctionDef
    reached: Reached

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every call, of coroutines that share their loop with others."""
        if not file.nodes(ast.AsyncFunctionDef) or _is_patched(file):
            return
        for function, found in effects(file, Hold).items():
            if not isinstance(function, ast.AsyncFunctionDef):
                continue
            accepted = [item for item in found if item.conditions.within(ACCEPTED)]
            if accepted and shares_loop(function, file) is not False:
                for item in accepted:
                    yield cls(item.call, function, item)


def _is_patched(file: File) -> bool:
    """Whether blocking calls of the file give way: gevent, eventlet; or nobody shares the loop."""
    if file.uses("textual"):
        return True
    return bool(file.calls_to(tables().word("patches")))


LIFE_CYCLE = re.compile(
    r"_*(?:on_|async_|a)?(?:initiali[sz]e|init|startup|shutdown|setup|teardown|init_app|lifespan"
    r"|start|stop|start_up|shut_down|post_init|bootstrap|__aenter__|__aexit__|cleanup_ctx)"
    r"(?:_(?:async|app|server|service|services|hook|event|tasks?))?"
)


def shares_loop(function: ast.AsyncFunctionDef, file: File) -> Answer:
    """Whether others wait while a coroutine holds its loop; ``None``: not known.

    No: it is start-up code, or all that runs it gives it a loop of its own.
    """
    answer: Answer = file.memo(
        ("loop", function), lambda: _shares_loop(function, file, frozenset())
    )
    return answer


def _shares_loop(function: ast.AsyncFunctionDef, file: File, seen: frozenset[ast.AST]) -> Answer:
    if function in seen:
        return None
    entry = entry_of(function, file)
    if isinstance(entry, Entry) and entry.kind in {
        EntryKind.STARTUP,
        EntryKind.SHUTDOWN,
        EntryKind.COMMAND,
    }:
        return False
    if isinstance(entry, Handler):
        return True
    if LIFE_CYCLE.fullmatch(function.name) or file.when(function) is When.MAIN:
        return False
    callers = [caller for caller in callers_of(file, function) if caller.function is not function]
    if not callers or function.decorator_list:
        return None
    answers = [_caller_shares(caller, file, seen | {function}) for caller in callers]
    if all(answer is False for answer in answers):
        return False
    return True if any(answers) else None


def _caller_shares(caller: Caller, file: File, seen: frozenset[ast.AST]) -> Answer:
    if _has_own_loop(caller.node, file):
        return False
    if isinstance(caller.function, ast.AsyncFunctionDef):
        return _shares_loop(caller.function, file, seen)
    return None


def _has_own_loop(node: ast.AST, file: File) -> bool:
    """Whether a coroutine goes straight into a loop that was started for it."""
    words = tables().word("own-loop")
    return any(file.callee(around) in words for around in calls_around(file, node))

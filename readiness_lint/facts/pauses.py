"""Pauses that a client sits through."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar, Self

from readiness_lint.facts.blocking import BlockingCall
from readiness_lint.facts.conditions import ACCEPTED
from readiness_lint.facts.effects import Reached, effects
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.held import is_waited_for
from readiness_lint.facts.resolvers import resolves
from readiness_lint.facts.shapes import names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LONG_POLLS
from readiness_lint.knowledge.schema import Blocks
from readiness_lint.model import Branch, File, FunctionNode, Named
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind, Held

SHORTEST = 0.1
"""Seconds that nobody notices."""
LONG = 1
"""Seconds from which on a pause is a long one."""
THREAD, LOOP = "thread", "loop"
SERVING = frozenset({EntryKind.HANDLER, EntryKind.MIDDLEWARE, EntryKind.DEPENDENCY})


@record
class Pause:
    """A call that does nothing for a time."""

    crosses_await: ClassVar[bool] = True

    node: ast.Call
    what: str
    """The call as it is written."""
    resource: str
    """`THREAD`: nothing else happens there meanwhile; `LOOP`: others go on."""
    bounded: Answer
    """Whether it is certainly short."""

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """What waits, with and without its thread."""
        return (tables().table(Blocks), tables().word("pauses"))

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one but what stands between two attempts, or is explained."""
        for held in file.facts(BlockingCall):
            if held.held is Held.SLEEP:
                seconds = _seconds(file, held.node)
                if (seconds is None or seconds >= SHORTEST) and not _is_meant(file, held.node):
                    short = seconds is not None and seconds < LONG
                    yield cls(held.node, ast.unparse(held.node), THREAD, short)
        for _, call in file.calls_to(tables().word("pauses")):
            seconds = _seconds(file, call)
            if (
                seconds is not None
                and seconds >= LONG
                and is_waited_for(file, call)
                and not _is_meant(file, call)
            ):
                yield cls(call, ast.unparse(call), LOOP, True)


def _seconds(file: File, call: ast.Call) -> float | None:
    known = file.value_of(call.args[0]) if call.args else None
    return known.value if known is not None and isinstance(known.value, int | float) else None


def _is_meant(file: File, call: ast.Call) -> bool:
    """Whether a pause waits for another attempt, feeds a stream, measures, or is explained."""
    return _is_between(file, call) or _is_measured(file, call)


def _is_measured(file: File, call: ast.Call) -> bool:
    """Whether the same thing is read before a pause and behind it, and the two are compared."""
    pause = file.statement(call)
    rest = file.following(pause)
    before, behind = (
        dict(filter(None, map(_reading, part))) for part in (file.preceding(pause), rest)
    )
    read = {name for statement in rest for name in names_within(statement)}
    return any(
        kept in read and any(call == again and kept != other for other, again in behind.items())
        for kept, call in before.items()
    )


def _reading(statement: ast.stmt) -> tuple[str, str] | None:
    """The name that keeps what a call gives, and the text of the call."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    value = value.value if isinstance(value, ast.Await) else value
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(value, ast.Call) or not isinstance(target, ast.Name):
        return None
    return target.id, ast.unparse(value)


def _is_between(file: File, call: ast.Call) -> bool:
    """Whether a pause waits for another attempt, feeds a stream, or is there on purpose."""
    function = file.function(call)
    if any(True for _ in file.enclosing(call, Branch.EXCEPT)) or file.intent(call) is not None:
        return True
    if function is not None and file.is_generator(function):
        return True
    return any(
        isinstance(loop, ast.For) or file.nodes(ast.Try, within=loop)
        for loop in file.loops_around(call)
    )


@record
class PauseInRequest:
    """A pause in a function that answers requests, itself or through helpers."""

    node: ast.expr
    function: FunctionNode
    reached: Reached

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one; what holds an event loop is another matter."""
        long_polls = file.words(LONG_POLLS)
        for function, ways in effects(file, Pause).items():
            asynchronous = isinstance(function, ast.AsyncFunctionDef)
            accepted = [
                item
                for item in ways
                if item.conditions.within(ACCEPTED) and (item.resource == LOOP) is asynchronous
            ]
            if accepted and not long_polls.match(function.name) and _serves(function, file):
                yield cls(accepted[0].call, function, accepted[0])


def _serves(function: FunctionNode, file: File) -> bool:
    """Whether a client waits for a function."""
    entry = entry_of(function, file)
    if isinstance(entry, Handler):
        path = entry.path or ""
        long_polls = file.words(LONG_POLLS)
        return entry.kind is EntryKind.HANDLER and not any(
            long_polls.match(part) for part in path.split("/")
        )
    if isinstance(entry, Entry):
        return entry.kind in SERVING
    return resolves(file, function)

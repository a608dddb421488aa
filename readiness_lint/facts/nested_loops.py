"""Event loops that are started where one runs already."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar, Self

from readiness_lint.facts.blocking import LoopHold, by_module
from readiness_lint.facts.callables import given
from readiness_lint.facts.effects import Occurrence
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Param
from readiness_lint.model import File, Named
from readiness_lint.record import record
from readiness_lint.terms import Answer

START, DEADLOCK = "loop", "deadlock"


@record
class LoopStart:
    """A call that runs a coroutine on a loop of its own, which a thread has one of.

    Or one that waits, on the thread of a loop, for what that loop is to do.
    """

    crosses_await: ClassVar[bool] = False

    node: ast.Call
    what: str
    resource: str = START
    """`START` or `DEADLOCK`."""
    bounded: Answer = None

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """What starts one."""
        return (tables().word("own-loop"), tables().word("hands-to-loop"))

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every call, in programs that have not made loops nest."""
        if _may_nest(file):
            return
        makers = tables().word("makes-runner")
        for name, call in file.calls_to(tables().word("own-loop")):
            if name not in makers:
                yield cls(call, name)
                continue
            # What it makes of a coroutine function starts the loop.
            around = file.parent(call)
            if isinstance(around, ast.Call) and around.func is call:
                yield cls(around, name)
        for name, call in file.calls_to(tables().word("hands-to-loop")):
            loop = given(file, call, Param("loop", 1))
            if loop is not None and _is_running(file, loop):
                for wait in _waits(file, call):
                    yield cls(wait, f"{name}().{file.last_name(wait)}", DEADLOCK)


def _is_running(file: File, loop: ast.expr) -> bool:
    """Whether an expression is the loop of the very thread."""
    made = file.assigned(loop) if isinstance(loop, ast.Name) else loop
    return (
        isinstance(made, ast.Call)
        and file.callee(made) in tables().word("running-loop")
        and file.function(made) is file.function(loop)
    )


def _waits(file: File, handed: ast.Call) -> Iterator[ast.Call]:
    """The calls that wait for what a loop was handed, on the spot or by the name of the future."""
    for last in sorted(tables().word("waits-for-loop").lasts):
        for call, _ in file.index.calls.get(last, ()):
            future = call.func.value if isinstance(call.func, ast.Attribute) else None
            kept = file.assigned(future) if isinstance(future, ast.Name) else future
            same = kept is handed and file.function(call) is file.function(handed)
            if same and not file.runs_later(call) and not file.is_awaited(call):
                yield call


def _may_nest(file: File) -> bool:
    """Whether some module takes the loops apart so that one may run in another."""
    nesting = frozenset(tables().word("nests-loops"))
    program = file.program
    if program is None:
        return any(map(file.uses, nesting))
    return program.memo(("nests loops",), lambda: any(program.importing(nesting)))


@record
class NestedLoop(LoopHold):
    """A loop that is started on the thread of another, in a coroutine or in a helper of it."""

    kind: ClassVar[type[Occurrence]] = LoopStart
    constant: ClassVar[str] = "NESTED_LOOPS"


NESTED_LOOPS = by_module(NestedLoop)

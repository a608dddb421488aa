"""Event loops that are started where one runs already."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar, Self

from readiness_lint.facts.blocking import LoopHold, by_module
from readiness_lint.facts.effects import Occurrence
from readiness_lint.facts.tables import tables
from readiness_lint.model import File, Named
from readiness_lint.record import record
from readiness_lint.terms import Answer


@record
class LoopStart:
    """A call that runs a coroutine on a loop of its own, which a thread has one of."""

    crosses_await: ClassVar[bool] = False

    node: ast.Call
    what: str
    resource: str = "loop"
    bounded: Answer = None

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """What starts one."""
        return (tables().word("own-loop"),)

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

"""Calls that keep a processor busy for long, and the event loops that wait for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from readiness_lint.facts.blocking import LoopHold, by_module
from readiness_lint.facts.conditions import ACCEPTED, Mark
from readiness_lint.facts.effects import Occurrence
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Computes, Param
from readiness_lint.model import File, Given, Named
from readiness_lint.record import record
from readiness_lint.terms import Answer


@record
class Computation:
    """A call that computes for long: the hash of a password."""

    crosses_await: ClassVar[bool] = False

    node: ast.Call
    what: str
    resource: str
    """The library."""
    bounded: Answer = True

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """What computes."""
        return (tables().table(Computes),)

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every call, unless its arguments say that it is done at once."""
        table = tables().table(Computes)
        for name, call in file.calls_to(table):
            row = table[name]
            if not _is_cheap(file, call, row.cost, row.cheap):
                yield cls(call, name, name.partition(".")[0])


def _is_cheap(file: File, call: ast.Call, cost: Sequence[Param], cheap: int) -> bool:
    """Whether the cost that a call is given is certainly low."""
    if not cost:
        return False
    given = file.argument(call, cost[0].name, cost[0].position)
    if not isinstance(given, Given):
        return False
    value = file.assigned(given.value) or given.value
    if isinstance(value, ast.Call):
        return _is_cheap(file, value, cost[1:], cheap)
    known = file.value_of(value)
    return known is not None and isinstance(known.value, int) and known.value <= cheap


@record
class LoopComputation(LoopHold):
    """A computation on the thread of an event loop, in a coroutine or in a helper of it."""

    kind: ClassVar[type[Occurrence]] = Computation
    # A test of a value asks which algorithm an old hash was made with.
    accepted: ClassVar[Mark] = ACCEPTED | Mark.VALUE
    constant: ClassVar[str] = "LOOP_COMPUTATIONS"

    @property
    def milliseconds(self) -> int:
        """About how long it takes."""
        return tables().table(Computes)[self.reached.origin.what].milliseconds


LOOP_COMPUTATIONS = by_module(LoopComputation)

"""Calls that keep a processor busy for long, and the event loops that wait for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from readiness_lint.facts.blocking import LoopHold, by_module
from readiness_lint.facts.callables import given
from readiness_lint.facts.callers import call_at
from readiness_lint.facts.conditions import ACCEPTED, Mark
from readiness_lint.facts.effects import Occurrence
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Computes, Hashes, Param
from readiness_lint.model import File, Given, Named
from readiness_lint.record import record
from readiness_lint.terms import Answer

QUICK = 25
"""Milliseconds that nobody notices."""


@record
class Computation:
    """A call that computes for long: the hash of a password, or what is done to much data."""

    crosses_await: ClassVar[bool] = False

    node: ast.Call
    what: str
    resource: str
    """The library."""
    bounded: Answer = True

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """What computes."""
        return (tables().table(Computes), tables().table(Hashes))

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every call, unless its arguments say that it is done at once."""
        table = tables().table(Computes)
        for name, call in file.calls_to(table):
            row = table[name]
            quick = not row.kind and _milliseconds(file, call, row) <= QUICK
            if not quick and not _is_cheap(file, call, row.cost, row.cheap):
                yield cls(call, name, name.partition(".")[0])


def _milliseconds(file: File, call: ast.Call, row: Computes) -> int:
    """About how long a call takes, by the algorithm that its object was told; 0: nobody knows."""
    hasher = call.func.value if isinstance(call.func, ast.Attribute) else None
    home, made = (file.origin(hasher) if hasher is not None else None) or (file, None)
    table = tables().table(Hashes)
    known = home.callee(made) if isinstance(made, ast.Call) else None
    hashes = table.get(known or "")
    if hashes is None or not isinstance(made, ast.Call):
        return row.milliseconds
    algorithm = _algorithm(home, made, hashes)
    if algorithm is None:
        return row.milliseconds
    for names, milliseconds, rounds in hashes.milliseconds:
        if algorithm in names.split():
            told = _rounds(home, made, algorithm) if rounds else None
            return milliseconds * told // rounds if told is not None else milliseconds
    return 0


def _algorithm(file: File, made: ast.Call, hashes: Hashes) -> str | None:
    """By which algorithm an object makes new hashes, as far as it is written there."""
    chosen = given(file, made, hashes.default)
    if chosen is None:
        listed = given(file, made, hashes.algorithms)
        listed = file.assigned(listed) or listed if listed is not None else None
        chosen = (
            listed.elts[0] if isinstance(listed, ast.List | ast.Tuple) and listed.elts else None
        )
    if chosen is None:
        return None
    value = file.value_of(chosen)
    # An algorithm may be handed over itself.
    return str(value.value) if value is not None else file.last_name(chosen)


def _rounds(file: File, made: ast.Call, algorithm: str) -> int | None:
    """The rounds that an algorithm is told to make."""
    for item in made.keywords:
        if item.arg in {
            f"{algorithm}__{key}" for key in ("rounds", "default_rounds", "min_rounds")
        }:
            known = file.value_of(item.value)
            return known.value if known is not None and isinstance(known.value, int) else None
    return None


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
    def of_input(self) -> str:
        """The kind of a computation that takes the longer the more it is given; empty: it is none."""
        return tables().table(Computes)[self.reached.origin.what].kind

    def milliseconds(self, file: File) -> int:
        """About how long it takes."""
        origin = self.reached.origin
        row = tables().table(Computes)[origin.what]
        found = call_at(file, origin.at)
        return _milliseconds(*found, row) if found is not None else row.milliseconds


LOOP_COMPUTATIONS = by_module(LoopComputation)

"""What a function does to the world, itself or through the functions that it calls.

An effect is found where it happens and carried backwards to the callers, the most certain way
first, so a function has the way with the fewest conditions, and of those the shortest.  There is
no limit on the number of helpers.  What limits a way are the tests on it (`conditions`): each call
decides those that its arguments decide.
"""

from __future__ import annotations

import ast
import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import ClassVar, Protocol, Self

from readiness_lint.facts.callers import Caller, callers_of, decorators_of, keeps_results
from readiness_lint.facts.conditions import (
    ACCEPTED,
    FREE,
    Conditions,
    Mark,
    conditions_on,
    decided,
    runs_in_service,
    takes_nothing,
)
from readiness_lint.facts.kept_answers import answers_from_store
from readiness_lint.facts.program import Derivation, Program, part_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import OFFLOADERS
from readiness_lint.model import File, FunctionNode, Named
from readiness_lint.model.positions import start_of
from readiness_lint.record import record
from readiness_lint.terms import Answer, Place


class Occurrence(Protocol):
    """A fact whose effect the callers of its function share."""

    crosses_await: ClassVar[bool]
    """Whether who awaits a coroutine shares it; not what holds the thread of the coroutine."""

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """Without a call of what one of them names a file has none."""
        ...

    @classmethod
    def find(cls, file: File) -> Iterable[Self]:
        """Every one in the file."""
        ...

    @property
    def node(self) -> ast.expr:
        """Where it happens."""
        ...

    @property
    def what(self) -> str:
        """What is called, by qualified name."""
        ...

    @property
    def resource(self) -> str:
        """What it is about: one way for each is kept."""
        ...

    @property
    def bounded(self) -> Answer:
        """Whether its time is limited."""
        ...


@record
class Origin:
    """Where an effect happens, for one who has not got the tree."""

    what: str
    resource: str
    bounded: Answer
    at: Place


@record
class Reached:
    """An effect as the function that was asked about has it."""

    call: ast.expr
    """The call in that function; the effect itself if ``path`` is empty."""
    path: tuple[Place, ...]
    """Where each helper goes on, the nearest first; in the last one it happens."""
    origin: Origin
    conditions: Conditions
    """What the helpers ask for; the tests of the function itself are for its reader."""

    @property
    def bounded(self) -> Answer:
        """Whether the time of the effect is limited."""
        return self.origin.bounded

    @property
    def resource(self) -> str:
        """What the effect is about."""
        return self.origin.resource


Effects = Mapping[FunctionNode, tuple[Reached, ...]]
"""By the functions of one file."""


_Order = tuple[int, int, str, int, int]
"""The fewest conditions first, then the shortest way; the place makes it certain."""


@record
class _Carried:
    """An effect on its way from a function to those that call it."""

    file: File
    function: FunctionNode
    path: tuple[Place, ...]
    origin: Origin
    conditions: Conditions

    @property
    def order(self) -> _Order:
        at = self.path[0]
        return self.conditions.kinds, len(self.path), at.module, at.line, at.column


def effects_of(
    function: FunctionNode, file: File, kind: type[Occurrence], accepted: Mark = ACCEPTED
) -> tuple[Reached, ...]:
    """The effects of one kind that a function has, in source order of its calls."""
    return tuple(
        item for item in effects(file, kind).get(function, ()) if item.conditions.within(accepted)
    )


def effects(file: File, kind: type[Occurrence]) -> Effects:
    """The effects of one kind by function of a file, whatever their conditions; found once.

    With a program around the file, they come from all of its modules.
    """
    program = file.program
    if program is None:
        own = ((file, occurrence) for occurrence in occurrences(file, kind))
        alone: Effects = file.memo(
            ("effects", kind), lambda: _Propagation(own, kind).run().get(file.module, {})
        )
        return alone
    return part_of(file, derivation_of(kind)) or {}


@cache
def derivation_of(kind: type[Occurrence]) -> Derivation[Effects]:
    """The effects of one kind by module of a program; it has the name of the kind."""
    return Derivation(
        f"{kind.__module__}:{kind.__qualname__}",
        lambda program: _Propagation(
            program.each(occurrences, kind, tables=kind.tables()), kind, program
        ).run(),
        _told,
    )


def occurrences(file: File, kind: type[Occurrence]) -> tuple[Occurrence, ...]:
    """Where a file has the effects of a kind itself."""
    return file.facts(kind)


def _told(found: Effects) -> object:
    """What a module's findings hang on, in the order of its text and without its lines."""
    return [
        (
            function.name,
            [
                (
                    (item.origin.what, item.origin.resource, item.bounded),
                    [f"{place.module}.{place.function}" for place in item.path],
                    (item.conditions.marks.value, sorted(map(repr, item.conditions.atoms))),
                )
                for item in found[function]
            ],
        )
        for function in sorted(found, key=start_of)
    ]


class _Propagation:
    """Backwards from the occurrences of one kind, best first."""

    def __init__(
        self,
        found: Iterable[tuple[File, Occurrence]],
        kind: type[Occurrence],
        program: Program | None = None,
    ) -> None:
        self.program = program
        self.found = found
        self.kind = kind
        self.heap: list[tuple[_Order, int, _Carried]] = []
        self.count = itertools.count()
        self.served: dict[ast.expr, bool] = {}
        """Whether a call runs in the service at all."""
        self.settled: dict[FunctionNode, list[tuple[str, Conditions]]] = defaultdict(list)
        self.reached: dict[str, dict[FunctionNode, dict[tuple[ast.expr, str], Reached]]] = (
            defaultdict(lambda: defaultdict(dict))
        )

    def run(self) -> dict[str, Effects]:
        """By module."""
        for file, occurrence in self.found:
            self.start(file, occurrence)
        while self.heap:
            carried = heapq.heappop(self.heap)[-1]
            if self.settle(carried):
                self.carry(carried)
        return {
            module: {
                function: tuple(sorted(found.values(), key=_position))
                for function, found in functions.items()
            }
            for module, functions in self.reached.items()
        }

    def start(self, file: File, occurrence: Occurrence) -> None:
        """Take up an effect where it happens."""
        node = occurrence.node
        function = file.function(node)
        if function is None or file.runs_later(node):
            return
        at = file.place(node)
        origin = Origin(occurrence.what, occurrence.resource, occurrence.bounded, at)
        self.reach(file, function, node, (), origin, FREE)

    def reach(
        self,
        file: File,
        function: FunctionNode,
        node: ast.expr,
        path: tuple[Place, ...],
        origin: Origin,
        conditions: Conditions,
    ) -> None:
        """Note that a function has an effect, and put it on its way to the callers."""
        if node not in self.served:
            self.served[node] = runs_in_service(file, node)
        if not self.served[node]:
            return
        key = (node, origin.resource)
        found = self.reached[file.module][function]
        if key not in found or conditions.kinds < found[key].conditions.kinds:
            found[key] = Reached(node, path, origin, conditions)
        # The tests around a call cost more than to know that nobody hears of them.
        if not self.leaves(file, function) or not callers_of(file, function, self.program):
            return
        step = _step(file, node, function)
        if step is None:
            return
        place, own = step
        carried = _Carried(file, function, (place, *path), origin, conditions | own)
        heapq.heappush(self.heap, (carried.order, next(self.count), carried))

    def leaves(self, file: File, function: FunctionNode) -> bool:
        """Whether the callers of a function may share its effects at all."""
        if isinstance(function, ast.AsyncFunctionDef) and not self.kind.crosses_await:
            return False
        return not _runs_elsewhere(file, function)

    def settle(self, carried: _Carried) -> bool:
        """Whether no better way to the same effect is known of the function."""
        known = self.settled[carried.function]
        resource = carried.origin.resource
        if any(
            other == resource and conditions.implied_by(carried.conditions)
            for other, conditions in known
        ):
            return False
        known.append((resource, carried.conditions))
        return True

    def carry(self, carried: _Carried) -> None:
        """Hand an effect to the callers of its function."""
        home, function = carried.file, carried.function
        overridable = _may_be_overridden(home, function)
        for caller in callers_of(home, function, self.program):
            if caller.function is None or caller.function is function:
                continue
            if caller.file.runs_later(caller.node) or not self.runs(function, caller):
                continue
            left = decided(carried.conditions, caller, home, function)
            if left is None:
                continue
            if overridable:
                left |= Conditions(Mark.OVERRIDABLE)
            self.reach(
                caller.file, caller.function, caller.node, carried.path, carried.origin, left
            )

    def runs(self, function: FunctionNode, caller: Caller) -> bool:
        """Whether a call of a coroutine is awaited there; other calls run at once."""
        if not isinstance(function, ast.AsyncFunctionDef):
            return True
        around = caller.file.parent(caller.node)
        if isinstance(around, ast.Call):
            name = caller.file.callee(around)
            return name in tables().word("awaits") or name in tables().word("own-loop")
        return isinstance(around, ast.Await | ast.AsyncFor | ast.withitem | ast.comprehension)


def _step(file: File, node: ast.expr, function: FunctionNode) -> tuple[Place, Conditions] | None:
    """A call on the way to a function's callers, with its tests; ``None``: it is never made."""
    found: tuple[Place, Conditions] | None = file.memo(
        ("step", node), lambda: _conditioned(file, node, function)
    )
    return found


def _conditioned(
    file: File, node: ast.expr, function: FunctionNode
) -> tuple[Place, Conditions] | None:
    own = conditions_on(file, node, function)
    if own is None:
        return None
    if keeps_results(file, function):
        own |= Conditions(Mark.ONCE if takes_nothing(file, function) else Mark.KEPT)
    elif answers_from_store(file, node, function):
        own |= Conditions(Mark.KEPT)
    if _returns_coroutine(file, function):
        own |= Conditions(Mark.DUAL)
    return file.place(node), own


def _position(item: Reached) -> tuple[int, int, int]:
    return item.call.lineno, item.call.col_offset, len(item.path)


def _runs_elsewhere(file: File, function: FunctionNode) -> bool:
    """Whether a decorator runs a function where its caller does not wait for it."""
    offloads, words = tables().word("offload"), file.words(OFFLOADERS)
    return any(
        name in offloads or words.match(last) for name, last in decorators_of(file, function)
    )


def _returns_coroutine(file: File, function: FunctionNode) -> bool:
    """Whether a function that is no coroutine may return one."""
    answer: bool = file.memo(("dual", function), lambda: _gives_coroutine(file, function))
    return answer


def _gives_coroutine(file: File, function: FunctionNode) -> bool:
    if isinstance(function, ast.AsyncFunctionDef):
        return False
    coroutines = tables().word("coroutine")
    for statement in file.nodes(ast.Return, within=function):
        value = statement.value
        if isinstance(value, ast.Call) and file.function(statement) is function:
            name = file.callee(value, statement)
            found = file.defined(name) if name else None
            if name in coroutines or (found and isinstance(found[1], ast.AsyncFunctionDef)):
                return True
    return False


def _may_be_overridden(file: File, function: FunctionNode) -> bool:
    """Whether a class of this file replaces the method."""
    answer: bool = file.memo(("overridable", function), lambda: _is_overridden(file, function))
    return answer


def _is_overridden(file: File, function: FunctionNode) -> bool:
    scope = file.index.scopes[function].parent
    if scope is None or not isinstance(scope.node, ast.ClassDef):
        return False
    others = [
        found
        for qualname, found in file.index.definitions.items()
        if qualname.endswith(f".{function.name}") and found[0] is not function
    ]
    if not others:
        return False
    own = file.qualify(scope.qualname)
    return any(
        cls is not None and cls is not scope.node and file.inherits(cls, frozenset({own}))
        for found in others
        for cls in (file.class_(found[0]),)
    )

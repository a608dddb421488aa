"""Calls that hold their thread, and the coroutines whose event loop they hold."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, ClassVar, Self, TypeVar, cast

from readiness_lint.facts.bounds import Bound, bound_of, calls_around
from readiness_lint.facts.callables import has_coroutines
from readiness_lint.facts.callers import Caller, callers_of
from readiness_lint.facts.conditions import (
    ACCEPTED,
    Mark,
    given_for,
    is_in_child,
    is_without_loop,
    own_parameter,
    settled_at,
)
from readiness_lint.facts.decorators import decorated_by, decorator_name
from readiness_lint.facts.effects import Occurrence, Origin, Reached, derivation_of, effects
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.idle import is_abandoned
from readiness_lint.facts.makers import is_remote, makers
from readiness_lint.facts.outbound import OutboundCall, calls_of
from readiness_lint.facts.program import Derivation, Program, part_of
from readiness_lint.facts.roles import is_script
from readiness_lint.facts.settings import SERVICE, given_to
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import COMPLETED, LIFE_CYCLE, READY
from readiness_lint.knowledge.schema import Attempts, Blocks, Keeps, Outbound, Param
from readiness_lint.model import Absent, Condition, File, FunctionNode, Given, Hidden, Named
from readiness_lint.model.positions import start_of
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind, Held, Known, Place, Service, When


@record
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
            if row.made_with is not None and not _is_made_with(file, client, row.made_with):
                continue
            # A sleep ends.
            bound = (
                Bound(None, "argument")
                if row.held is Held.SLEEP
                else bound_of(file, call, row.limit, client)
            )
            yield cls(call, name, row.held, bound, _returns_at_once(file, call, row, bound))


def _is_made_with(file: File, client: ast.expr | None, option: tuple[str, int]) -> bool:
    """Whether an object was certainly made with an argument that is not empty."""
    made = makers(file, client) if client is not None else None
    for maker in made or (None,):
        known = maker.value_of(Param(*option)) if maker is not None else None
        if known is None or not known.value:
            return False
    return True


def _returns_at_once(file: File, call: ast.Call, row: Blocks, bound: Bound) -> Answer:
    if bound.seconds == 0 or (row.held is Held.SLEEP and _is_brief(file, call)):
        return True
    if bound.seconds is not None and bound.seconds <= row.brief:
        return None
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


BRIEF = 0.01
"""Seconds of a sleep that nobody notices; it keeps two time stamps apart."""


def _is_brief(file: File, call: ast.Call) -> bool:
    known = file.value_of(call.args[0]) if call.args else None
    seconds = known.value if known is not None else None
    return isinstance(seconds, int | float) and seconds <= BRIEF


def _is(file: File, expr: ast.expr, value: object) -> Answer:
    """Whether an argument is a value, or a constant of that name, alone or combined by ``|``."""
    if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.BitOr):
        return _is(file, expr.left, value) or _is(file, expr.right, value)
    if isinstance(value, str) and "." in value:
        name = file.name_of(expr)
        return name == value if name else (False if file.value_of(expr) == Known(0) else None)
    known = file.value_of(expr)
    return None if known is None else known.value == value


@record
class Hold:
    """One place where a thread is held: by a peer, or by waiting."""

    crosses_await: ClassVar[bool] = False

    node: ast.expr
    what: str
    resource: str
    """The library; for all of SQL one word, since the remedy is one."""
    bounded: Answer

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """Those of peers and of waits, and the decorators that wait."""
        known = tables()
        return (known.table(Outbound), known.table(Blocks), known.table(Attempts))

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Calls, and what `with`, `for` and decorators run without one."""
        for call in file.facts(OutboundCall):
            if (
                call.blocking
                and not call.elsewhere
                and not is_awaited(file, call.node)
                and not _may_not_wait(file, call)
            ):
                yield cls(
                    call.node, call.spelling, _resource(call.name, call.service), call.bound.limited
                )
        for held in file.facts(BlockingCall):
            if held.returns_at_once is False and not is_awaited(file, held.node):
                if held.held in {Held.FUTURE, Held.QUEUE} and _is_ready(file, held.node):
                    continue
                yield cls(held.node, held.name, _resource(held.name), held.bound.limited)
        yield from cls._entered(file)
        yield from cls._left(file)
        yield from cls._iterated(file)
        yield from cls._retried(file)

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
    def _left(cls, file: File) -> Iterator[Self]:
        """Blocks that end with waiting for work which nothing inside has waited for."""
        table = tables().table(Blocks)
        if "__exit__" not in table.lasts_in(file.libraries):
            return
        for block in file.nodes(ast.With):
            for item in block.items:
                kind = file.type_at(item.context_expr, block)
                name = tables().member(kind.name, "__exit__") if kind else ""
                if kind and name in table and _waits_at_end(file, block, kind.name):
                    yield cls(item.context_expr, kind.name, _resource(name), False)

    @classmethod
    def _retried(cls, file: File) -> Iterator[Self]:
        """Calls of functions under a decorator that sleeps before it calls again."""
        table = tables().table(Attempts)
        if not table.lasts_in(file.libraries):
            return
        holding = {file.function(call.node) for call in file.facts(OutboundCall)}
        for row, function, decorator in decorated_by(file, table):
            if (
                isinstance(function, ast.FunctionDef)
                and function not in holding
                and _sleeps(file, row, decorator)
            ):
                name = decorator_name(file, function, decorator) or ""
                for caller in callers_of(file, function):
                    if caller.file is not file:
                        continue
                    yield cls(caller.node, name, _resource(name), None)

    @classmethod
    def _iterated(cls, file: File) -> Iterator[Self]:
        table = tables().table(Outbound)
        if not _uses_owner_of(file, "__iter__"):
            return
        loops = [loop.iter for loop in file.nodes(ast.For)]
        loops += [part.iter for part in file.nodes(ast.comprehension) if not part.is_async]
        loops += [
            call.args[0]
            for last in GOING_THROUGH
            for call, _ in file.index.calls.get(last, ())
            if isinstance(call.func, ast.Name) and call.args
        ]
        for rows in loops:
            # What is in memory already is most of what programs go through.
            if isinstance(rows, ast.Call) and file.last_name(rows.func) in IN_MEMORY:
                continue
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


def _waits_at_end(file: File, block: ast.With, executor: str) -> bool:
    """Whether a block hands work to an executor, and nothing in it waits for that work."""
    offloads, bases = tables().word("offload"), tables().bases(executor)
    handed = any(
        (name := file.callee(call)) in offloads and str(name).rpartition(".")[0] in bases
        for call in file.nodes(ast.Call, within=block)
    )
    waits = file.nodes(ast.Await, ast.AsyncFor, ast.AsyncWith, within=block)
    return handed and not waits and not file.facts(BlockingCall, block)


def _sleeps(file: File, row: Attempts, decorator: ast.expr) -> bool:
    """Whether a decorator is told to wait, or does it untold."""
    if row.queued or not row.waits:
        return not row.queued and row.waits is not None
    return isinstance(decorator, ast.Call) and any(
        not isinstance(file.argument(decorator, param.name, param.position), Absent)
        for param in row.waits
    )


def _may_not_wait(file: File, call: OutboundCall) -> bool:
    """Whether some socket of the file is told to return at once, or nobody is asked at all."""
    if _is_in_process(file, call) or not _is_for_a_peer(file, call):
        return True
    return call.service is Service.SOCKET and bool(
        file.memo(("no-wait",), lambda: any(_says_no(file, item) for item in _told(file)))
    )


def _is_for_a_peer(file: File, call: OutboundCall) -> bool:
    """Whether what is connected may be to another machine, as far as its making is seen."""
    connects = call.service is Service.SOCKET and tables().table(Outbound)[call.name].limit
    made = makers(file, call.client) if connects and call.client is not None else None
    return all(maker is None or is_remote(maker) for maker in made or ())


def _is_in_process(file: File, call: OutboundCall) -> bool:
    """Whether all settings of the program choose a peer that is none."""
    row, program = tables().table(Outbound)[call.name], file.program
    if not row.chosen or program is None:
        return False
    local = re.compile(tables().table(Keeps)[row.chosen].local)
    chosen = [home.value_of(value) for _, (home, value) in program.each(given_to, row.chosen)]
    return bool(chosen) and all(item and local.fullmatch(str(item.value)) for item in chosen)


def _told(file: File) -> list[ast.Call]:
    return [call for _, call in file.calls_to(tables().word("no-wait"))]


def _says_no(file: File, call: ast.Call) -> bool:
    """Whether the argument is false, or not known."""
    known = file.value_of(call.args[0]) if call.args else None
    return known is None or (known.value is not None and not known.value)


def _member(file: File, expr: ast.expr, member: str, at: ast.stmt) -> str | None:
    kind = file.type_at(expr, at)
    if kind is None or kind.of_class:
        return None
    name = tables().member(kind.name, member)
    return name if name in tables().table(Outbound) else None


def _resource(name: str, service: Service | None = None) -> str:
    return "SQL" if service is Service.SQL else name.partition(".")[0]


def is_awaited(file: File, node: ast.expr) -> bool:
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
        return any(name in tables().word(word) for word in TAKING_AWAITABLES)
    return False


GOING_THROUGH = ("dict", "list", "max", "min", "set", "sorted", "sum", "tuple")
"""Built-in functions that go through what they are given, where they stand."""
IN_MEMORY = frozenset({"enumerate", "items", "keys", "range", "reversed", "split", "zip"})
"""Calls that give nothing that waits as it is gone through, but for what they are given."""
HELPERS = 2
"""Functions through which a future is handed on."""
SAME = (ast.Eq, ast.Is, ast.In)
DIFFERENT = (ast.NotEq, ast.IsNot, ast.NotIn)
TAKING_AWAITABLES = ("awaits", "schedules", "own-loop")


def _is_ready(file: File, call: ast.Call) -> bool:
    """Whether a test before it says that there is nothing to wait for, here or wherever it comes from."""
    future = call.func.value if isinstance(call.func, ast.Attribute) else None
    return _is_said_ready(file, call) or (
        future is not None and _comes_ready(file, future, HELPERS)
    )


def _comes_ready(file: File, future: ast.expr, hops: int) -> bool:
    """Whether a function is given a future that is done wherever it is called."""
    function, name = file.function(future), own_parameter(file, future)
    if function is None or name is None or not hops:
        return False
    callers = callers_of(file, function)
    return bool(callers) and all(
        _is_said_ready(caller.file, caller.node)
        or _is_called_when_done(caller.file, caller.node)
        or (
            (given := given_for(caller, file, function, name)) is not None
            and _comes_ready(*given, hops - 1)
        )
        for caller in callers
    )


def _is_called_when_done(file: File, node: ast.expr) -> bool:
    """Whether a node stands in what a future calls once it is done."""
    return any(
        isinstance(around, ast.Call) and file.last_name(around.func) == "add_done_callback"
        for around in file.ancestors(node)
    )


def _is_said_ready(file: File, node: ast.expr) -> bool:
    """Whether a test before a node asks for something to wait for, or finds that its work has ended."""
    function = file.function(node)
    tests = [
        *settled_at(file, node),
        *(
            Condition(claim.test, holds=True)
            for claim in (file.nodes(ast.Assert, within=function) if function is not None else ())
            if file.dominates(claim, node)
        ),
    ]
    words = file.words(READY)
    return any(
        (isinstance(part, ast.Attribute) and words.match(part.attr))
        or (isinstance(part, ast.Compare) and _finds_end(file, part, holds=condition.holds))
        for condition in tests
        for part in ast.walk(condition.test)
    )


def _finds_end(file: File, test: ast.Compare, *, holds: bool) -> bool:
    """Whether a comparison says that the state of a piece of work is that of one that is done."""
    if not isinstance(test.ops[0], SAME if holds else DIFFERENT):
        return False
    sides = [
        part for side in (test.left, *test.comparators) for part in getattr(side, "elts", [side])
    ]
    spelled = [
        str(side.value) if isinstance(side, ast.Constant) else file.last_name(side) or ""
        for side in sides
    ]
    return any(map(file.words(COMPLETED).match, spelled))


# ── the event loop ───────────────────────────────────────────────────────────────────────────────
@record
class LoopHold:
    """A call that holds the event loop of a coroutine, itself or through helpers.

    Where more than a few coroutines come to one place, it stands in the first helper that they
    share, for all of them.
    """

    kind: ClassVar[type[Occurrence]] = Hold
    """What holds the loop: a subclass is about something else that does not belong there."""
    accepted: ClassVar[Mark] = ACCEPTED
    """The tests on the way to it under which it is reported."""
    constant: ClassVar[str] = "LOOP_HOLDS"
    """What its module calls the derivation of all of them."""

    node: ast.expr
    function: FunctionNode
    """The coroutine, or the helper."""
    reached: Reached
    coroutines: int
    """For how many it stands."""
    urgent: bool
    """Whether one of them answers requests."""
    nearest: tuple[Place, ...] = ()
    """Where some of them come to the helper."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every call, of coroutines that share their loop with others."""
        if file.program is None:
            yield from _loop_holds([file], cls).get(file.module, ())
        # Without a coroutine, nothing need follow what blocks.
        elif file.program.known(has_coroutines) and effects(file, cls.kind):
            # A type checker takes the hash of an object for that of its class.
            derivation = by_module(cast("Any", cls))
            yield from part_of(file, derivation) or ()


H = TypeVar("H", bound=LoopHold)


def _loop_holds(files: Iterable[File], cls: type[H]) -> dict[str, list[H]]:
    """By module; what many coroutines come to stands once, in the helper that they share."""
    files = list(files)
    roots = _roots(files, cls)
    found: dict[str, list[H]] = defaultdict(list)
    for file in files:
        for held in _held(file, cls):
            if held.reached.origin.at not in roots:
                hold = cls(held.reached.call, held.function, held.reached, 1, _is_urgent(held))
                found[file.module].append(hold)
        for root in roots.values():
            if root.at.module == file.module:
                found[file.module].extend(_shared(file, root, cls))
    return found


def _shared(file: File, root: _Root, cls: type[H]) -> Iterator[H]:
    for function, ways in effects(file, cls.kind).items():
        for way in ways:
            if file.place(way.call) == root.at:
                reached = Reached(way.call, root.path, root.origin, way.conditions)
                urgent = any(map(_is_urgent, root.held))
                number = len({held.function for held in root.held})
                yield cls(way.call, function, reached, number, urgent, root.nearest)
                return


def _reached(program: Program, kind: type[Occurrence]) -> list[File]:
    """The modules in which some function has an effect, itself or through helpers."""
    found = (program.file(module) for module in program.having(derivation_of(kind)))
    return [file for file in found if file is not None]


def _told_of(holds: Sequence[LoopHold]) -> object:
    """What a module's findings hang on, in the order of its text and without its lines."""
    ordered = sorted(holds, key=lambda hold: start_of(hold.node))
    return [
        (
            (hold.function.name, hold.reached.origin.what, hold.reached.bounded),
            (hold.coroutines, hold.urgent),
            [f"{place.module}.{place.function}" for place in (*hold.reached.path, *hold.nearest)],
        )
        for hold in ordered
    ]


@cache
def by_module(cls: type[H]) -> Derivation[list[H]]:
    """What holds the loops of a program, by module."""
    return Derivation(
        f"{cls.__module__}:{cls.constant}",
        lambda program: _loop_holds(_reached(program, cls.kind), cls),
        _told_of,
    )


LOOP_HOLDS = by_module(LoopHold)
"""The calls that hold an event loop, by module."""


@record
class _Held:
    """One way on which a coroutine holds its loop."""

    file: File
    function: ast.AsyncFunctionDef
    reached: Reached

    @property
    def order(self) -> tuple[int, Place]:
        """The nearest first."""
        return len(self.reached.path), self.file.place(self.reached.call)


def _held(file: File, cls: type[LoopHold]) -> list[_Held]:
    """Every one of a file."""
    found: list[_Held] = file.memo(("held", cls), lambda: list(_all_held(file, cls)))
    return found


def _all_held(file: File, cls: type[LoopHold]) -> Iterator[_Held]:
    if not file.nodes(ast.AsyncFunctionDef) or _is_patched(file):
        return
    for function, found in effects(file, cls.kind).items():
        if not isinstance(function, ast.AsyncFunctionDef):
            continue
        accepted = [
            item
            for item in found
            if item.conditions.within(cls.accepted)
            and not is_without_loop(file, item.call)
            and not is_in_child(file, item.call)
        ]
        if accepted and shares_loop(function, file) is not False:
            yield from (_Held(file, function, item) for item in accepted)


def _is_urgent(held: _Held) -> bool:
    entry = entry_of(held.function, held.file)
    return isinstance(entry, Handler) or (
        isinstance(entry, Entry) and entry.kind is EntryKind.MIDDLEWARE
    )


MANY = 5
"""So many coroutines that come to one place are findings of their own."""
NEAREST = 3


@record
class _Root:
    """A place to which many coroutines come on their way to one that holds them."""

    origin: Origin
    at: Place
    """Where the first helper that all of them share goes on."""
    path: tuple[Place, ...]
    """From there to the origin."""
    held: tuple[_Held, ...]
    """The nearest first."""

    @property
    def nearest(self) -> tuple[Place, ...]:
        """Where the first few of them stand."""
        return tuple(item.order[1] for item in self.held[:NEAREST])


def _roots(files: Iterable[File], cls: type[LoopHold]) -> dict[Place, _Root]:
    """By the place where the loop is held."""
    ways: dict[Place, list[_Held]] = defaultdict(list)
    for file in files:
        if file.role in SERVICE and not is_script(file):
            for held in _held(file, cls):
                ways[held.reached.origin.at].append(held)
    found: dict[Place, _Root] = {}
    for place, all_held in ways.items():
        if len({item.function for item in all_held}) > MANY:
            at, *path = _shared_end([item.reached.path for item in all_held])
            nearest_first = tuple(sorted(all_held, key=lambda item: item.order))
            origin = nearest_first[0].reached.origin
            found[place] = _Root(origin, at, tuple(path), nearest_first)
    return found


def _shared_end(paths: Sequence[tuple[Place, ...]]) -> list[Place]:
    """The places with which all of the paths end."""
    shared: list[Place] = []
    for places in zip(*map(reversed, paths), strict=False):
        if len(set(places)) > 1:
            break
        shared.insert(0, places[0])
    return shared


def _is_patched(file: File) -> bool:
    """Whether blocking calls of the file give way, or nobody shares its loop."""
    if any(file.uses(module) for module in tables().word("single-user")):
        return True
    return bool(file.calls_to(tables().word("patches")))


def shares_loop(function: ast.AsyncFunctionDef, file: File) -> Answer:
    """Whether others wait while a coroutine holds its loop; ``None``: not known.

    No: it is start-up code, all that runs it gives it a loop of its own, or nobody speaks of it.
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
    if isinstance(entry, Task) and entry.queue in tables().word("loop-per-task"):
        return False
    if isinstance(entry, Handler):
        return True
    if file.words(LIFE_CYCLE).match(function.name) or file.when(function) is When.MAIN:
        return False
    callers = [caller for caller in callers_of(file, function) if caller.function is not function]
    if not callers:
        return False if is_abandoned(file, function) else None
    answers = [_caller_shares(caller, seen | {function}) for caller in callers]
    if all(answer is False for answer in answers):
        return False
    return True if any(answers) else None


def _caller_shares(caller: Caller, seen: frozenset[ast.AST]) -> Answer:
    if _has_own_loop(caller.node, caller.file):
        return False
    function, file = caller.function, caller.file
    if isinstance(function, ast.AsyncFunctionDef):
        return _shares_loop(function, file, seen)
    if function is None or function in seen or not _is_scheduled(caller.node, file):
        return None
    # A task goes on in the loop of whoever has it made.
    outer = [_caller_shares(item, seen | {function}) for item in callers_of(file, function)]
    return False if outer and all(answer is False for answer in outer) else None


def _is_scheduled(node: ast.AST, file: File) -> bool:
    words = tables().word("schedules")
    return any(file.callee(around) in words for around in calls_around(file, node))


def _has_own_loop(node: ast.AST, file: File) -> bool:
    """Whether a coroutine, or the task that is made of it, goes into a loop started for it."""
    words = tables().word("own-loop")
    if any(file.callee(around) in words for around in calls_around(file, node)):
        return True
    made, function = file.statement(node), file.function(node)
    target = made.targets[0] if isinstance(made, ast.Assign) else None
    return isinstance(target, ast.Name) and any(
        file.function(call) is function and any(is_name(item, target.id) for item in call.args)
        for _, call in file.calls_to(words)
    )

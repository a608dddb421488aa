"""Waits for another service while a transaction, a connection, a session or a lock is held."""

from __future__ import annotations

import ast
import enum
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from typing import ClassVar, Self

from readiness_lint.facts.blocking import BlockingCall
from readiness_lint.facts.bounds import Bound
from readiness_lint.facts.callers import call_at, called
from readiness_lint.facts.conditions import ACCEPTED, is_configured
from readiness_lint.facts.effects import Reached, effects
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.leases import Lease, commits_by_itself
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.queries import Query
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import HELD_ON_PURPOSE, REPLICAS
from readiness_lint.facts.writes import Write, session_expr, session_of
from readiness_lint.knowledge.schema import Blocks, Leases, Outbound, Table
from readiness_lint.model import Branch, File, FunctionNode, Named
from readiness_lint.model.names import is_none
from readiness_lint.model.positions import end_of, start_of
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind, Held, LeaseKind, Place, Service

OUTSIDE = frozenset(Service) - {Service.SQL, Service.CACHE, Service.BROKER}
"""The peers of which somebody else says how long they take."""
SLOW = "slow"
LONG = 10
"""Seconds of a time limit from which on a call may be slow."""
SHORTEST = 0.1
"""Seconds of a pause that matters."""
SENDING = frozenset({"flush", "bulk", "execute", "define"})
"""What reaches the database with its call: other changes wait for the flush."""
ENDING = frozenset(
    ["commit", "rollback", "close", "aclose", "remove", "invalidate", "expunge", "expunge_all"]
)
"""Methods after which a session or a connection may have been given back."""
DEEPEST = 3
"""Helpers through which a session is followed."""


# ── waiting ──────────────────────────────────────────────────────────────────────────────────────
@record
class OutsideWait:
    """A call that goes on when another service has answered, a child has ended or a time is over."""

    crosses_await: ClassVar[bool] = True

    node: ast.expr
    what: str
    resource: str
    """`SLOW` where its kind of peer takes long; otherwise all are alike."""
    bounded: Answer

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """Those of peers, and of waits."""
        known = tables()
        return (known.table(Outbound), known.table(Blocks), known.word("pauses"))

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Calls whose caller waits: on its thread, or by an ``await``."""
        for call in file.facts(OutboundCall):
            on_thread = call.blocking and not call.elsewhere
            if call.service in OUTSIDE and (on_thread or is_waited_for(file, call.node)):
                slow = call.service is Service.LLM or _is_long(call.bound)
                yield cls(call.node, call.spelling, SLOW if slow else "", call.bound.limited)
        for held in file.facts(BlockingCall):
            if held.returns_at_once is False and held.held in {Held.SLEEP, Held.PROCESS}:
                slow = held.held is Held.PROCESS
                if slow or not (_is_short(file, held.node) or _is_optional(file, held.node)):
                    yield cls(held.node, held.name, SLOW if slow else "", held.bound.limited)
        for name, node in file.calls_to(tables().word("pauses")):
            if is_waited_for(file, node) and not _is_short(file, node):
                yield cls(node, name, "", None)


def _is_long(bound: Bound) -> bool:
    return bound.seconds is not None and bound.seconds >= LONG


def _is_short(file: File, pause: ast.Call) -> bool:
    known = file.value_of(pause.args[0]) if pause.args else None
    return known is not None and isinstance(known.value, int | float) and known.value < SHORTEST


def _is_optional(file: File, pause: ast.Call) -> bool:
    """Whether a test lets a pause happen where one was asked for: ``if self.pause is not None``."""
    length = {file.last_name(item) for item in pause.args} - {None}
    return any(
        isinstance(part, ast.Name | ast.Attribute) and file.last_name(part) in length
        for condition in file.conditions(pause)
        for part in ast.walk(condition.test)
    )


def is_waited_for(file: File, node: ast.expr) -> bool:
    """Whether the coroutine that a call makes is awaited on the spot."""
    around = file.parent(node)
    if isinstance(around, ast.withitem):
        return isinstance(file.parent(around), ast.AsyncWith)
    if isinstance(around, ast.Call):
        return file.callee(around) in tables().word("awaits") and is_waited_for(file, around)
    if isinstance(around, ast.Starred | ast.List | ast.ListComp | ast.GeneratorExp):
        return is_waited_for(file, around)
    return isinstance(around, ast.Await | ast.AsyncFor)


# ── holding ──────────────────────────────────────────────────────────────────────────────────────
@record
class Hold:
    """What is held at a place of a function."""

    node: ast.AST
    """What takes it; where it appears first, if it comes from elsewhere."""
    kind: LeaseKind
    name: str
    """As the file spells it."""
    reads_only: bool
    """Whether nothing was changed through it before."""
    given: bool = False
    """Whether nothing is known of it but that it is a session, from elsewhere, with a statement."""


@record
class HeldCall:
    """A call that waits, itself or through helpers, while its function holds something."""

    node: ast.expr
    function: FunctionNode
    hold: Hold
    what: str
    path: tuple[Place, ...]
    """From helper to helper to the wait; empty: ``node`` is the wait."""

    def mended_with(self, file: File) -> str:
        """A text that is the same for all that one change mends: those of a block, or of a helper.

        A helper that gives nothing may put its wait off until after the commit, for all who call
        it.
        """
        first = next(item for item in file.facts(HeldCall) if item.hold.node is self.hold.node)
        if self.hold.kind is LeaseKind.TRANSACTION and first.path:
            home, step = call_at(file, first.path[0]) or (file, None)
            helper = home.function(step) if step is not None else None
            if helper is not None and _gives_nothing(home, helper):
                return f"{first.path[0].file} {home.label(helper)}"
        return str(file.region(self.hold.node))

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one; where a helper holds something of its own, it is the helper's."""
        if not _may_hold(file):
            return
        for function, ways in effects(file, OutsideWait).items():
            if not _holds(file, function) or _is_life_cycle(file, function):
                continue
            for reached in ways:
                if reached.conditions.within(ACCEPTED) and _is_usual(file, reached.call):
                    hold = hold_of(file, reached)
                    if hold is not None and not _is_on_purpose(file, hold, reached.call):
                        yield cls(reached.call, function, hold, reached.origin.what, reached.path)


def _gives_nothing(file: File, function: FunctionNode) -> bool:
    returns = file.nodes(ast.Return, within=function)
    return all(item.value is None or is_none(item.value) for item in returns)


def _may_hold(file: File) -> bool:
    """Whether some function of a file may hold something."""
    return bool(_uses_sessions(file) or _leased(file) or _locking(file))


def _holds(file: File, function: FunctionNode) -> bool:
    """Whether a function holds something at some place."""
    return bool(
        function in _leased(file) or function in _locking(file) or _sessions(file, function)
    )


def _is_life_cycle(file: File, function: FunctionNode) -> bool:
    """Whether a function runs while no request waits: when the program starts, or as a command."""
    entry = entry_of(function, file)
    return isinstance(entry, Entry) and entry.kind in {
        EntryKind.STARTUP,
        EntryKind.SHUTDOWN,
        EntryKind.COMMAND,
    }


def _is_usual(file: File, node: ast.expr) -> bool:
    """Whether a call is neither a reaction to a failure nor switched on by the settings."""
    failed = any(True for _ in file.enclosing(node, Branch.EXCEPT))
    return not failed and not any(
        is_configured(file, condition.test) for condition in file.conditions(node)
    )


def _is_on_purpose(file: File, hold: Hold, node: ast.expr) -> bool:
    """Whether a comment at the block, or at the call, says why it is held."""
    says = file.words(HELD_ON_PURPOSE).match
    return any(file.intent(place, says) is not None for place in (hold.node, node))


def hold_of(file: File, reached: Reached) -> Hold | None:
    """What is held while a call waits; ``None`` also where a helper has given it back, or its own."""
    hold = _hold_at(file, reached.call)
    if hold is None or (hold.given and reached.resource != SLOW):
        return None
    if hold.kind is LeaseKind.LOCK and reached.bounded is not False:
        # Whoever takes a lock around a call that ends in time may mean just that.
        return None
    for place in reached.path:
        other, step = call_at(file, place) or (file, None)
        inner = _hold_at(other, step) if step is not None else None
        if step is None or (inner is not None and not inner.given):
            return None
        if hold.kind is not LeaseKind.LOCK and _may_give_back(other, step):
            return None
    return hold


def _may_give_back(file: File, step: ast.expr) -> bool:
    """Whether a helper ends a session or a transaction before it goes on."""
    function = file.function(step)
    return any(
        file.function(call) is function and _is_before(call, step)
        for last in ENDING & file.index.calls.keys()
        for call, _ in file.index.calls[last]
    )


Leased = dict[FunctionNode, list[Lease]]


def _leased(file: File) -> Leased:
    """By function: what blocks in it, and what it as a whole, holds."""
    found: Leased = file.memo(("leased",), lambda: _by_function(file))
    return found


def _by_function(file: File) -> Leased:
    found: Leased = defaultdict(list)
    for lease in file.facts(Lease):
        block = lease.block
        inside = isinstance(block, ast.With | ast.AsyncWith)
        function = file.function(block) if inside else block
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            found[function].append(lease)
    return dict(found)


def _hold_at(file: File, node: ast.expr) -> Hold | None:
    """The innermost thing that is held at a place."""
    function = file.function(node)
    if function is None or file.runs_later(node):
        return None
    held = [
        (lease, hold)
        for lease in _leased(file).get(function, ())
        if (hold := _of_lease(file, function, lease, node)) is not None
    ]
    if held:
        return max(held, key=lambda item: (item[0].block.lineno, item[0].node.lineno))[1]
    return _of_session(file, function, node) or _of_row_lock(file, function, node)


def _of_lease(file: File, function: FunctionNode, lease: Lease, node: ast.expr) -> Hold | None:
    if (
        not lease.covers(file, node)
        or lease.savepoint
        or not lease.scarce
        or (lease.kind is LeaseKind.LOCK and lease.form != "with")
        or _is_of_replica(file, lease)
    ):
        return None
    if lease.kind is LeaseKind.CONNECTION and commits_by_itself(file):
        return None
    reads_only = lease.kind is LeaseKind.LOCK
    if lease.lazy:
        used = _used(file, function, _names_of(lease), node)
        if used is None:
            return None
        reads_only = used is not Use.WRITES
    elif lease.form == "call" and not _is_still_open(file, function, lease, node):
        return None
    return Hold(lease.node, lease.kind, lease.spelling, reads_only)


def _names_of(lease: Lease) -> frozenset[str]:
    """The spellings of the session that a block has, or has begun a transaction on."""
    names = {lease.variable or ""}
    if isinstance(lease.node, ast.Call) and isinstance(lease.node.func, ast.Attribute):
        names.add(ast.unparse(lease.node.func.value))
    return frozenset(names)


def _is_of_replica(file: File, lease: Lease) -> bool:
    words = file.words(REPLICAS)
    arguments = ast.walk(lease.node) if lease.other_alias else ()
    return any(
        words.match(getattr(part, "value", None) if isinstance(part, ast.Constant) else name)
        for part in arguments
        if isinstance(part, ast.expr)
        for name in (getattr(part, "id", None) or getattr(part, "attr", None),)
    )


def _is_still_open(file: File, function: FunctionNode, lease: Lease, node: ast.expr) -> bool:
    """Whether a connection was certainly taken before a place, and not given back."""
    return file.dominates(lease.node, node) and not any(
        event.use is Use.ENDS and _is_before(event.node, node)
        for event in _events(file, function, _names_of(lease))
    )


# ── sessions ─────────────────────────────────────────────────────────────────────────────────────
class Use(enum.Enum):
    """What a call does with a session."""

    READS = "reads"
    WRITES = "writes"
    ENDS = "ends"
    """It gives the connection back, or may."""


@record
class _Event:
    node: ast.AST
    use: Use


def _used(file: File, function: FunctionNode, names: frozenset[str], node: ast.expr) -> Use | None:
    """What was certainly done with a session before a place, since it was last given back."""
    before = [
        event
        for event in _events(file, function, names)
        if _is_before(event.node, node) and not file.exclusive(event.node, node)
    ]
    last = max((at for at, event in enumerate(before) if event.use is Use.ENDS), default=-1)
    done = {event.use for event in before[last + 1 :] if file.dominates(event.node, node)}
    return next((use for use in (Use.WRITES, Use.READS) if use in done), None)


def _events(file: File, function: FunctionNode, names: frozenset[str]) -> list[_Event]:
    """All that happens to a session in a function, in source order."""
    found: list[_Event] = file.memo(
        ("events", function, names), lambda: _all_events(file, function, names)
    )
    return found


def _all_events(file: File, function: FunctionNode, names: frozenset[str]) -> list[_Event]:
    found = [
        _Event(call, use)
        for call in file.nodes(ast.Call, within=function)
        if file.function(call) is function
        and not file.runs_later(call)
        and (use := _use_of(file, call, names)) is not None
    ]
    found += [
        _Event(lease.block, Use.ENDS)
        for lease in _leased(file).get(function, ())
        if lease.kind is LeaseKind.TRANSACTION and lease.lazy and names & _names_of(lease)
    ]
    found.sort(key=lambda event: end_of(event.node))
    return found


def _use_of(file: File, call: ast.Call, names: frozenset[str]) -> Use | None:
    if session_of(call) not in names:
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        handed = any(
            isinstance(item, ast.Name | ast.Attribute) and ast.unparse(item) in names
            for item in given
        )
        return _use_by(file, call, DEEPEST) if handed else None
    if isinstance(call.func, ast.Attribute) and call.func.attr in ENDING:
        return Use.ENDS
    return _sent(file, call)


def _sent(file: File, call: ast.Call) -> Use | None:
    """What a call makes a session do at once."""
    changing: frozenset[ast.Call] = file.memo(
        ("sending writes",),
        lambda: frozenset(
            write.node for write in file.facts(Write) if write.verb in SENDING and write.sent
        ),
    )
    if call in changing or (call in _statements(file) and _locks_rows(call)):
        return Use.WRITES
    return Use.READS if call in _statements(file) else None


def _statements(file: File) -> Collection[ast.Call]:
    """The calls that send something to a database, in their order."""
    found: dict[ast.Call, None] = file.memo(
        ("sent statements",),
        lambda: {
            call.node: None for call in file.facts(OutboundCall) if call.service is Service.SQL
        },
    )
    return found


def _locks_rows(call: ast.Call) -> bool:
    lasts = tables().word("row-lock").lasts
    return any(isinstance(part, ast.Attribute) and part.attr in lasts for part in ast.walk(call))


def _use_by(file: File, call: ast.Call, deepest: int) -> Use | None:
    """What a helper does with the session that it is given; what is not known may end it."""
    found = called(file, call)
    if found is None or found[1].name == "__init__" or not deepest:
        return Use.ENDS
    home, function = found
    answer: Use | None = home.answer(
        "session use", (function, deepest), lambda: _use_inside(home, function, deepest)
    )
    return answer or Use.ENDS


def _use_inside(file: File, function: FunctionNode, deepest: int) -> Use | None:
    parameters = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    uses: list[Use | None] = []
    for call in file.nodes(ast.Call, within=function):
        last = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if last in ENDING:
            return Use.ENDS
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        sessions = [
            item
            for item in given
            if isinstance(item, ast.Name) and item.id in parameters and is_session(file, item)
        ]
        uses.append(_use_by(file, call, deepest - 1) if sessions else _sent(file, call))
    return next((use for use in (Use.ENDS, Use.WRITES, Use.READS) if use in uses), None)


def is_session(file: File, expr: ast.expr) -> bool:
    """Whether an expression is a session, which has a connection from its first statement on."""
    kind = file.type_of(expr)
    return kind is not None and _is_session_class(file, kind.name)


def _is_session_class(file: File, name: str) -> bool:
    classes = _session_classes()
    return any(base in classes for base in file.library.bases(name))


Sessions = dict[str, ast.AST]
"""The sessions that a function has from elsewhere, by their spelling, and where they appear."""


def _uses_sessions(file: File) -> bool:
    return bool(_session_classes().lasts_in(file.libraries))


def _sessions(file: File, function: FunctionNode) -> Sessions:
    found: Sessions = file.memo(("sessions", function), lambda: _sessions_of(file, function))
    return found


def _sessions_of(file: File, function: FunctionNode) -> Sessions:
    if not _uses_sessions(file):
        return {}
    found: Sessions = {item.arg: item for item in _arguments_of_sessions(file, function)}
    for call in _statements_in(file, function):
        root = session_expr(call)
        name = ast.unparse(root) if root is not None else ""
        if root is not None and name not in found:
            own = any(name in _names_of(lease) for lease in _leased(file).get(function, ()))
            if not own and is_session(file, root):
                found[name] = call
    return found


def _statements_in(file: File, function: FunctionNode) -> Collection[ast.Call]:
    """The calls of a function that send something to a database, in their order."""
    found: dict[FunctionNode | None, list[ast.Call]] = file.memo(
        ("sent statements by function",), lambda: _statements_by_function(file)
    )
    return found.get(function, ())


def _statements_by_function(file: File) -> dict[FunctionNode | None, list[ast.Call]]:
    found: dict[FunctionNode | None, list[ast.Call]] = defaultdict(list)
    for call in _statements(file):
        found[file.function(call)].append(call)
    return found


@cache
def _session_classes() -> Table[Leases]:
    rows = tables().table(Leases).items()
    return Table({name: row for name, row in rows if row.kind is LeaseKind.SESSION})


def _arguments_of_sessions(file: File, function: FunctionNode) -> Iterator[ast.arg]:
    for argument in (*function.args.args, *function.args.kwonlyargs):
        if argument.annotation is not None:
            kind = file.type_named(argument.annotation)
            if kind is not None and _is_session_class(file, kind.name):
                yield argument


def _of_session(file: File, function: FunctionNode, node: ast.expr) -> Hold | None:
    if commits_by_itself(file):
        return None
    for name, first in sorted(_sessions(file, function).items()):
        used = _used(file, function, frozenset({name}), node)
        if used is not None:
            reads = used is Use.READS
            return Hold(first, LeaseKind.SESSION, name, reads, given=reads)
    return None


# ── rows that are locked in somebody else's transaction ──────────────────────────────────────────
def _locking(file: File) -> dict[FunctionNode, list[ast.expr]]:
    """By function: the queries that lock rows, in a transaction of whoever calls it."""
    found: dict[FunctionNode, list[ast.expr]] = file.memo(("locking",), lambda: _locking_of(file))
    return found


def _locking_of(file: File) -> dict[FunctionNode, list[ast.expr]]:
    locks = tables().word("row-lock")
    lasts = locks.lasts_in(file.libraries)
    found: dict[FunctionNode, list[ast.expr]] = defaultdict(list)
    if not any(file.index.calls.get(last) for last in lasts):
        return found
    for query in file.facts(Query):
        function = file.function(query.node)
        if function is not None and any(query.links.named(lasts)):
            found[function].append(query.node)
    return dict(found)


def _of_row_lock(file: File, function: FunctionNode, node: ast.expr) -> Hold | None:
    for query in _locking(file).get(function, ()):
        if (
            _is_before(query, node)
            and file.dominates(query, node)
            and not any(lease.covers(file, query) for lease in _leased(file).get(function, ()))
        ):
            return Hold(query, LeaseKind.ROW_LOCK, _lock_in(query), reads_only=False)
    return None


def _lock_in(query: ast.expr) -> str:
    lasts = tables().word("row-lock").lasts
    return next(
        part.attr
        for part in ast.walk(query)
        if isinstance(part, ast.Attribute) and part.attr in lasts
    )


def _is_before(first: ast.AST, second: ast.AST) -> bool:
    return end_of(first) <= start_of(second)

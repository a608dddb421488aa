"""Errors of the database that are caught while the transaction they broke goes on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Self

from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.held import is_session
from readiness_lint.facts.leases import Lease
from readiness_lint.facts.queries import Query
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.writes import Write, session_expr
from readiness_lint.knowledge.schema import ErrorFamily, GetsOrMakes, Writes
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.positions import start_of
from readiness_lint.record import record
from readiness_lint.terms import Exit, LeaseKind, Reaction

BY_NAME = frozenset({"save", "asave", "bulk_create", "bulk_update", "abulk_create", "abulk_update"})
"""Methods that write rows, whatever they belong to: where an error of the database is caught."""
GIVEN_BACK = ("rollback", "abort", "begin_nested", "savepoint", "close", "remove", "expunge")
"""What the name of a call holds that ends a transaction, or a part of one."""
LEAVES = Exit.RAISES
TELLS = Reaction.RAISE | Reaction.RERAISE | Reaction.EXIT | Reaction.RETRY
DATABASE = "database"
SENDING = frozenset({"flush", "commit", "execute"})
"""What sends statements through a session."""
GUARDS = frozenset({ast.Try, ast.TryStar, ast.With, ast.AsyncWith})
"""Statements that may catch an error."""


@record
class SwallowedWrite:
    """A handler that catches what a write failed of, and what then runs in the same transaction."""

    node: ast.ExceptHandler | ast.With | ast.AsyncWith
    caught: str
    """The class of the error, as the file spells it; empty: all."""
    broad: bool
    """Whether it catches every error."""
    session: bool
    """Whether the transaction is that of a session."""
    later: ast.AST | None
    """What runs next in the transaction, and fails; ``None``: what came before is lost."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file."""
        if not tables().table(Writes).lasts_in(file.libraries):
            return
        lines = [] if GUARDS.isdisjoint(file.index.nodes) else _lines_of_writes(file)
        for handler in file.facts(ExceptHandler) if lines else ():
            first, last = handler.body[0].lineno, handler.body[-1].end_lineno or 0
            if not any(first <= line <= last for line in lines) or handler.function is None:
                continue
            caught = _caught(handler)
            if caught is None or _ends_it(file, handler):
                continue
            found = _in_session(file, handler) or _in_transaction(
                file, handler, narrow=bool(caught)
            )
            if found is not None:
                session, later = found
                yield cls(handler.node, caught, not caught, session, later)


Found = tuple[bool, ast.AST | None]


def _lines_of_writes(file: File) -> list[int]:
    """Where all calls stand that may fail in a database; none where no transaction is known."""
    if not (
        any(write.verb in SENDING for write in file.facts(Write))
        or any(lease.kind is LeaseKind.TRANSACTION for lease in file.facts(Lease))
    ):
        return []
    named = (call for last in BY_NAME for call, _ in file.index.calls.get(last, ()))
    return [call.lineno for call in (*(write.node for write in file.facts(Write)), *named)]


def _caught(handler: ExceptHandler) -> str | None:
    """The error of the database that a handler names; empty: it takes all; ``None``: neither."""
    if handler.broad:
        return ""
    errors = tables().table(ErrorFamily)
    for item in handler.clause:
        name = handler.file.name_at(item, handler.guard)
        if name is not None and name in errors and errors[name].family == DATABASE:
            return handler.file.last_name(item) or ""
    return None


def _ends_it(file: File, handler: ExceptHandler) -> bool:
    """Whether a failure leaves the handler, or it, or what comes after it, gives the transaction back."""
    if LEAVES in handler.exits or handler.some & TELLS:
        return True
    final = getattr(handler.guard, "finalbody", [])
    return any(
        word in (file.last_name(call.func) or "").lower()
        for call in calls_in([*handler.statements, *handler.body, *final])
        for word in GIVEN_BACK
    )


# ── sessions ─────────────────────────────────────────────────────────────────────────────────────


def _in_session(file: File, handler: ExceptHandler) -> Found | None:
    """What uses a session after a statement that failed in it."""
    sent = [
        (write, root)
        for write in _writes(file, handler.body)
        if write.verb in SENDING
        and (root := session_expr(write.node)) is not None
        and is_session(file, root)
    ]
    for write, root in sent:
        spelled = ast.unparse(root)
        if _is_taken_inside(file, handler.guard, write.node):
            continue
        for later in _after(file, handler, _block_of(file, spelled, handler.guard)):
            if isinstance(later, ast.Call) and _is_of(later, spelled):
                return True, later
    return None


def _block_of(file: File, session: str, guard: ast.stmt) -> ast.stmt | None:
    """The block for which a session is open; ``None``: it is somebody else's."""
    return next(
        (
            lease.block
            for lease in file.facts(Lease)
            if lease.variable == session and lease.covers(file, guard)
        ),
        None,
    )


def _is_of(call: ast.Call, session: str) -> bool:
    """Whether a call is one of a session's own that needs its transaction."""
    root = session_expr(call)
    return (
        root is not None
        and ast.unparse(root) == session
        and isinstance(call.func, ast.Attribute)
        and call.func.attr not in {"add", "add_all", "expire", "expire_all"}
    )


# ── transactions ─────────────────────────────────────────────────────────────────────────────────


def _in_transaction(file: File, handler: ExceptHandler, *, narrow: bool) -> Found | None:
    """What runs in a block after a write of it that failed; the block is rolled back in any case."""
    failing = [
        write
        for write in _failing(file, handler, by_name=narrow)
        if not _is_taken_inside(file, handler.guard, write)
    ]
    if not failing:
        return None
    for lease in file.facts(Lease):
        if lease.kind is not LeaseKind.TRANSACTION or not lease.covers(file, handler.guard):
            continue
        if lease.block is handler.guard or _is_below(lease.block, handler.guard):
            continue
        later = next(
            (node for node in _after(file, handler, lease.block) if lease.covers(file, node)), None
        )
        if later is not None:
            return False, later
        if any(
            lease.covers(file, write.node) and file.dominates(write.node, handler.guard)
            for write in file.facts(Write, within=lease.block)
            if write.changes
        ):
            return False, None
    return None


def _failing(file: File, handler: ExceptHandler, *, by_name: bool) -> list[ast.Call]:
    """The calls of a body that change rows, without those that have a savepoint of their own."""
    own = tables().table(GetsOrMakes)
    found = [
        write.node
        for write in _writes(file, handler.body)
        if write.changes and write.name not in own and write.verb != "execute"
    ]
    if by_name:
        known = set(found)
        found += [
            call
            for call in calls_in(handler.body)
            if call not in known
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in BY_NAME
        ]
    return found


def _writes(file: File, body: Sequence[ast.stmt]) -> list[Write]:
    calls = set(calls_in(body))
    first, last = body[0], body[-1]
    start, end = first.lineno, last.end_lineno or last.lineno
    return [
        write
        for write in file.facts(Write)
        if start <= write.node.lineno <= end and write.node in calls
    ]


def _is_taken_inside(file: File, guard: ast.stmt, node: ast.AST) -> bool:
    """Whether a transaction or a session around a node ends before its error is caught."""
    blocks = {lease.block for lease in file.facts(Lease) if lease.covers(file, node)}
    inside = {item for item in blocks if _is_below(item, guard)}
    return bool(inside) or any(
        _is_below(file.statement(item), guard) and _may_be_taken(file, item)
        for item in file.withs(node)
    )


def _may_be_taken(file: File, expr: ast.expr) -> bool:
    """Whether a context manager that is not known may be a transaction: by its name."""
    name = (file.last_name(expr.func if isinstance(expr, ast.Call) else expr) or "").lower()
    return any(word in name for word in ("atomic", "transaction", "session", "begin", "savepoint"))


def _is_below(node: ast.stmt | FunctionNode, guard: ast.stmt) -> bool:
    """Whether a block stands in what a ``try`` guards."""
    return (
        node is not guard
        and guard.lineno <= node.lineno
        and (node.end_lineno or 0) <= (guard.end_lineno or 0)
    )


def _after(file: File, handler: ExceptHandler, block: ast.stmt | None) -> Iterator[ast.AST]:
    """The reads and writes that may run once the error was caught: next round, or below it."""
    body, function = set(calls_in(handler.body)), handler.function
    assert function is not None
    sent = [query.node for query in file.facts(Query, within=function)]
    sent += [write.node for write in file.facts(Write, within=function) if write.sent]
    rounds = not handler.exits & ~(Exit.FALLS | Exit.CONTINUES)
    last = handler.statements[-1] if handler.statements else handler.guard
    for node in sorted(sent, key=start_of):
        if file.function(node) is not function or file.runs_later(node):
            continue
        if node in body:
            if rounds and _repeats(file, handler.guard, node, block):
                yield node
        elif node in set(calls_in(handler.statements)) or (
            Exit.FALLS in handler.exits
            and _is_below_it(handler.guard, node)
            and file.reaches(last, node)
        ):
            yield node
    if rounds:
        yield from (
            call
            for call in body
            if isinstance(call.func, ast.Attribute)
            and call.func.attr in BY_NAME
            and _repeats(file, handler.guard, call, block)
        )


def _repeats(file: File, guard: ast.stmt, node: ast.AST, block: ast.stmt | None) -> bool:
    """Whether a loop around a ``try``, inside a block, comes to a node again."""
    again = set(file.loops_around(node))
    return any(
        loop in again and (block is None or (isinstance(loop, ast.stmt) and _is_below(loop, block)))
        for loop in file.loops_around(guard)
    )


def _is_below_it(guard: ast.stmt, node: ast.expr) -> bool:
    return node.lineno > (guard.end_lineno or guard.lineno)

"""Work that is handed to a queue while the rows that it speaks of are not committed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

from readiness_lint.facts.callers import call_at, called
from readiness_lint.facts.conditions import ACCEPTED
from readiness_lint.facts.descent import leads_to
from readiness_lint.facts.effects import effects
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.leases import Lease, is_wrapped, wrapping_leases
from readiness_lint.facts.queries import links_of
from readiness_lint.facts.stored_objects import column_of, model_of_object, read_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import TaskDispatch, is_sent_as_told
from readiness_lint.facts.words import WRITERS
from readiness_lint.facts.writes import Write, session_of
from readiness_lint.knowledge.schema import Dispatches
from readiness_lint.model import File, FunctionNode, Named
from readiness_lint.model.positions import start_of
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind, LeaseKind, Place


@record
class SentMessage:
    """A dispatch that certainly reaches the broker with its call, whatever becomes of the rows."""

    crosses_await: ClassVar[bool] = True
    delayed: ClassVar[bool] = False
    """Whether the worker is told to wait for a time."""

    node: ast.Call
    dispatch: TaskDispatch

    @property
    def what(self) -> str:
        """The call as the file spells it."""
        return self.dispatch.name

    @property
    def resource(self) -> str:
        """Each dispatch is one of its own."""
        return f"{self.what} {self.node.lineno} {self.node.col_offset}"

    @property
    def bounded(self) -> Answer:
        """Nothing is known of its time."""
        return None

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """Those of messages."""
        return (tables().table(Dispatches),)

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Dispatches to a queue outside the database; a task's own class may put one off."""
        for dispatch in file.facts(TaskDispatch):
            if (
                dispatch.sure
                and dispatch.delayed is cls.delayed
                and not dispatch.after_commit
                and dispatch.same_database is False
                and is_sent_as_told(file, dispatch)
            ):
                yield cls(dispatch.node, dispatch)


@record
class DelayedMessage(SentMessage):
    """One that tells the worker to wait."""

    delayed: ClassVar[bool] = True


@record
class Sending:
    """A call that sends a message, itself or through the helpers that it calls."""

    node: ast.expr
    what: str
    """The dispatch, as its file spells it."""
    delayed: bool
    path: tuple[Place, ...]
    """From helper to helper to the dispatch; empty: ``node`` is the dispatch."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file."""
        for kind in (SentMessage, DelayedMessage):
            for ways in effects(file, kind).values():
                for reached in ways:
                    if reached.conditions.within(ACCEPTED):
                        origin = reached.origin
                        yield cls(reached.call, origin.what, kind.delayed, reached.path)


@record
class Cover:
    """What keeps the rows of a place from being committed before it."""

    lease: Lease | None
    """The transaction that covers it."""
    commit: Write | None
    """The commit that follows it, where no block does; neither: the framework wraps the request."""


def cover_of(sending: Sending, file: File, wrappers: tuple[str, ...] = ()) -> Cover | None:
    """The transaction in which a message is sent; ``None`` also if a helper has one of its own.

    ``wrappers`` are the project's own names for a transaction.
    """
    places = [call_at(file, place) for place in sending.path]
    steps = [step for step in places if step is not None]
    for position, (other, call) in enumerate(steps):
        if _cover(other, call, wrappers, steps[position + 1 :]):
            return None
    return _cover(file, sending.node, wrappers, steps) or _of_request(file, sending.node, steps)


Step = tuple[File, ast.Call]
"""A call in a helper, and its file."""


def _cover(
    file: File, node: ast.expr, wrappers: tuple[str, ...], inner: list[Step]
) -> Cover | None:
    """The transaction around a node, or the commit after it; ``inner``: what helpers call below."""
    function = file.function(node)
    if function is None or file.runs_later(node):
        return None
    for lease in (*file.facts(Lease), *wrapping_leases(file, wrappers)):
        if lease.kind is LeaseKind.TRANSACTION and lease.covers(file, node):
            by_name = not lease.other_alias
            if _is_written(file, lease.block, node, by_name=by_name) or any(
                _is_written(other, helper, call, by_name=by_name)
                for other, call in inner
                if (helper := other.function(call)) is not None
            ):
                return Cover(lease, None)
    commit = _later_commit(file, node, function)
    return Cover(None, commit) if commit else None


def _of_request(file: File, node: ast.expr, inner: list[Step]) -> Cover | None:
    """The transaction that the settings put around each request, if rows change before the node."""
    handler = entry_of(node, file)
    if (
        isinstance(handler, Handler | Entry)
        and handler.kind is EntryKind.HANDLER
        and not file.runs_later(node)
        and is_wrapped(handler, file)
        and any(_is_written_before(*step) for step in ((file, node), *inner))
    ):
        return Cover(None, None)
    return None


def _is_written_before(file: File, node: ast.expr) -> bool:
    function = file.function(node)
    return function is not None and any(
        _follows(file, write, node) for write in _changing(file, function, node, by_name=True)
    )


def _is_written(file: File, block: ast.stmt, node: ast.expr, *, by_name: bool) -> bool:
    """Whether some row may change in the run of a stretch that has the node, and is not committed."""
    writes = file.facts(Write, within=block)
    commits = [write.node for write in writes if write.verb == "commit"]
    return any(
        not file.exclusive(write, node) and not _is_ended(file, write, commits, node)
        for write in _changing(file, block, node, by_name=by_name)
    )


def _changing(file: File, block: ast.stmt, node: ast.expr, *, by_name: bool) -> Iterator[ast.expr]:
    """The calls of a stretch by which some row may change; their names and helpers may tell."""
    found = [write.node for write in file.facts(Write, within=block) if write.changes]
    found += _locks(file)
    if by_name:
        names = file.words(WRITERS)
        found += [
            call
            for last, calls in file.index.calls.items()
            if names.match(last)
            for call, _ in calls
            # Of what is known to be run, its own calls tell.
            if called(file, call) is None
        ]
        within = file.nodes(ast.Call, within=block)
        found += [call for call in within if leads_to(file, call, _row_changes)]
    for write in found:
        if (
            write is not node
            and file.function(write) is file.function(node)
            and _stands_in(file.statement(write), block)
        ):
            yield write


def _row_changes(file: File) -> frozenset[ast.AST]:
    found: frozenset[ast.AST] = file.memo(
        ("row changes",),
        lambda: frozenset(write.node for write in file.facts(Write) if write.changes),
    )
    return found


def _locks(file: File) -> list[ast.Call]:
    """Calls that lock rows, which is done to change them; their names tell where nothing else does."""
    locks = tables().word("row-lock")
    found: list[ast.Call] = file.memo(
        ("row locks",),
        lambda: [
            call
            for call, at in file.candidates(locks.lasts_in(file.libraries))
            if (name := file.callee(call, at)) in locks or not file.library.knows(name or "")
        ],
    )
    return found


def _is_ended(file: File, write: ast.AST, commits: Iterable[ast.AST], node: ast.AST) -> bool:
    """Whether a commit certainly stands between a write and a node."""
    return any(_follows(file, write, end) and file.dominates(end, node) for end in commits)


def _stands_in(statement: ast.stmt, block: ast.stmt) -> bool:
    return (
        block.lineno <= statement.lineno
        and (statement.end_lineno or 0) <= (block.end_lineno or 0)
        and statement is not block
    )


def _later_commit(file: File, node: ast.expr, function: FunctionNode) -> Write | None:
    """The commit of a session that was written to before the node, and not committed since."""
    writes = [
        write
        for write in file.facts(Write, within=function)
        if file.function(write.node) is function and not file.runs_later(write.node)
    ]
    for commit in writes:
        if commit.verb != "commit" or not _follows(file, node, commit.node):
            continue
        ended = [
            write.node
            for write in writes
            if write.verb == "commit" and _follows(file, write.node, node)
        ]
        for write in writes:
            if (
                write.changes
                and session_of(write.node) == session_of(commit.node)
                and file.dominates(write.node, node)
                and not any(_follows(file, write.node, end) for end in ended)
            ):
                return commit
        for change in _changed_rows(file, function, session_of(commit.node)):
            if file.dominates(change, node) and not any(
                _follows(file, change, end) for end in ended
            ):
                return commit
    return None


def _changed_rows(file: File, function: FunctionNode, session: str) -> Iterator[ast.stmt]:
    """The assignments to attributes of rows that a session has read, which its commit writes."""
    changes: list[ast.Assign | ast.AugAssign] = [
        *file.nodes(ast.Assign, within=function),
        *file.nodes(ast.AugAssign, within=function),
    ]
    for change in changes:
        target = change.targets[0] if isinstance(change, ast.Assign) else change.target
        row = target.value if isinstance(target, ast.Attribute) else None
        read = read_of(file, row) if isinstance(row, ast.Name) else None
        model = model_of_object(file, row) if row is not None and read is not None else None
        if model is None or not isinstance(target, ast.Attribute) or read is None:
            continue
        roots = {ast.unparse(root) for root in links_of(file, read).roots}
        if session in roots and column_of(file, model, target.attr) is not None:
            yield change


def _follows(file: File, first: ast.AST, second: ast.AST) -> bool:
    """Whether one stands below the other and may run after it."""
    return start_of(first) < start_of(second) and file.reaches(first, second)

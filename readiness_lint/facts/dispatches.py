"""Work that is handed to a queue while the rows that it speaks of are not committed."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from readiness_lint.facts.leases import Lease
from readiness_lint.facts.tasks import Task, TaskDispatch
from readiness_lint.facts.words import WRITERS
from readiness_lint.facts.writes import Write
from readiness_lint.model import File
from readiness_lint.terms import LeaseKind


@dataclass(frozen=True, slots=True)
class EarlyDispatch:
    """A dispatch before the commit of the transaction in which it stands."""

    node: ast.Call
    dispatch: TaskDispatch
    lease: Lease | None
    """The transaction that covers it."""
    commit: Write | None
    """The commit that follows it, where no block does."""

    @classmethod
    def find(cls, file: File) -> Iterable[EarlyDispatch]:
        """Dispatches that are sent at once, to a queue outside the database."""
        for dispatch in file.facts(TaskDispatch):
            if not _is_sent_at_once(file, dispatch):
                continue
            lease = _transaction(file, dispatch.node)
            commit = _later_commit(file, dispatch.node) if lease is None else None
            if lease is not None or commit is not None:
                yield cls(dispatch.node, dispatch, lease, commit)


def _is_sent_at_once(file: File, dispatch: TaskDispatch) -> bool:
    """Whether the message certainly leaves with the call; a task's own class may put it off."""
    if dispatch.after_commit or dispatch.same_database or dispatch.delayed is not False:
        return False
    if not dispatch.sure or file.runs_later(dispatch.node) or file.function(dispatch.node) is None:
        return False
    bases = any(
        keyword.arg in {"base", "cls", None}
        for task in file.facts(Task)
        if dispatch.task in task.names
        for call in task.calls
        for keyword in call.keywords
    )
    return not bases


def _transaction(file: File, node: ast.Call) -> Lease | None:
    for lease in file.facts(Lease):
        if (
            lease.kind is LeaseKind.TRANSACTION
            and lease.covers(file, node)
            and _writes(file, lease, node)
        ):
            return lease
    return None


def _writes(file: File, lease: Lease, node: ast.Call) -> bool:
    """Whether some row may change in the run of the transaction that has the dispatch."""
    found = [write.node for write in file.facts(Write, within=lease.block) if write.changes]
    if not lease.other_alias:
        names = file.words(WRITERS)
        found += [
            call
            for last, calls in file.index.calls.items()
            if names.match(last)
            for call, at in calls
            if call is not node and _stands_in(at, lease.block)
        ]
    return any(
        file.function(write) is file.function(node) and not file.exclusive(write, node)
        for write in found
    )


def _stands_in(statement: ast.stmt, block: ast.stmt) -> bool:
    return (
        block.lineno <= statement.lineno
        and (statement.end_lineno or 0) <= (block.end_lineno or 0)
        and statement is not block
    )


def _later_commit(file: File, node: ast.Call) -> Write | None:
    """The commit of a session that was written to before the node, and not committed since."""
    function = file.function(node)
    assert function is not None
    writes = [
        write
        for write in file.facts(Write, within=function)
        if file.function(write.node) is function and not file.runs_later(write.node)
    ]
    for commit in writes:
        if commit.verb != "commit" or not _follows(file, node, commit.node):
            continue
        pending = [write for write in writes if write.changes and _root(write) == _root(commit)]
        ended = [
            write for write in writes if write.verb == "commit" and _follows(file, write.node, node)
        ]
        for write in pending:
            if file.dominates(write.node, node) and not any(
                _follows(file, write.node, end.node) for end in ended
            ):
                return commit
    return None


def _follows(file: File, first: ast.AST, second: ast.AST) -> bool:
    """Whether one stands below the other and may run after it."""
    before = (first.lineno, first.col_offset) < (second.lineno, second.col_offset)  # type: ignore[attr-defined]
    return before and file.reaches(first, second)


def _root(write: Write) -> str:
    """The session that a call goes through: the name at the start of its chain."""
    root: ast.expr = write.node.func
    while isinstance(root, ast.Attribute | ast.Call):
        inner = root.func if isinstance(root, ast.Call) else root.value
        if isinstance(inner, ast.Name) and inner.id in {"self", "cls", "db"}:
            return ast.unparse(root)
        root = inner
    return ast.unparse(root)

"""Calls that reach another process, the database, or where files are kept."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.children import ChildWait
from readiness_lint.facts.descent import leading, leads_to
from readiness_lint.facts.outbound import OutboundCall, calls_of
from readiness_lint.facts.queries import Query
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import TaskDispatch
from readiness_lint.facts.writes import Write
from readiness_lint.model import File, FunctionNode


def reaches_a_peer(file: File, call: ast.Call) -> bool:
    """Whether a call may fail because something outside the process does."""
    return leads_to(file, call, _peer_calls)


def reaching_a_peer(file: File, function: FunctionNode) -> Iterator[ast.Call]:
    """The calls of a function that reach another process or the database."""
    return leading(file, function, _peer_calls)


def _peer_calls(file: File) -> frozenset[ast.AST]:
    found: frozenset[ast.AST] = file.memo(("peer calls",), lambda: frozenset(_found(file)))
    return found


def _found(file: File) -> Iterator[ast.AST]:
    for kind in (OutboundCall, Query, Write, TaskDispatch):
        yield from (fact.node for fact in file.facts(kind))
    # A program that only says what this machine knows does not fail because something is away.
    yield from (child.node for child in file.facts(ChildWait) if child.works)
    yield from (call for _, call in calls_of(file, tables().word("asks-storage")))
    yield from (call for _, call in file.calls_to(tables().word("asks-peer")))

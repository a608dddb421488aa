"""Calls that reach another process or the database."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.descent import leading, leads_to
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.queries import Query
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
    found: frozenset[ast.AST] = file.memo(
        ("peer calls",),
        lambda: frozenset(
            fact.node
            for kind in (OutboundCall, Query, Write, TaskDispatch)
            for fact in file.facts(kind)
        ),
    )
    return found

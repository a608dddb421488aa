"""Whether what a route waits for ends after some time, as far as all that runs is in sight."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar, Self

from readiness_lint.facts.dependencies import dependencies_of, function_provided
from readiness_lint.facts.effects import effects
from readiness_lint.facts.held import is_waited_for
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.route_cells import Cell
from readiness_lint.facts.route_marks import innermost, is_of_guard, listed_in
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.seen_calls import is_seen
from readiness_lint.facts.set_limits import said
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Outbound
from readiness_lint.model import File, FunctionNode, Named
from readiness_lint.record import record
from readiness_lint.terms import Answer, Service

OF_STORES = frozenset({Service.SQL, Service.CACHE})
"""Peers that are no others' services."""
HIDING = frozenset({"dependencies", None})
"""Arguments of routers under which functions are handed that nobody looks into here."""
Runs = dict[FunctionNode, File]
"""Functions that run for one request, each with its file."""


@record
class PeerCall:
    """A call that waits for another service, which is no database and no cache."""

    crosses_await: ClassVar[bool] = True

    node: ast.Call
    what: str
    resource: str
    """Each call by itself."""
    bounded: Answer

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """What reaches a peer."""
        return (tables().table(Outbound),)

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file whose caller waits."""
        for call in file.facts(OutboundCall):
            if call.service in OF_STORES:
                continue
            bounded = True if said(file, call.bound) else call.bound.limited
            if call.blocking or call.in_coroutine or is_waited_for(file, call.node):
                place = file.place(call.node)
                resource = f"{place.module}.{place.function} {place.line}:{place.column}"
                yield cls(call.node, call.spelling, resource, bounded)


def timeout(endpoint: Endpoint) -> Cell:
    """Whether all calls of other services that a handler comes to end after some time."""
    target = endpoint.target
    if target.function is None:
        return Cell(None)
    runs = _runs(target.file, target.function)
    found = {
        (item.origin.what, item.origin.bounded)
        for function, file in runs.items()
        for item in effects(file, PeerCall).get(function, ())
    }
    for answer in (False, None):
        names = sorted(what for what, bounded in found if bounded is answer)
        if names:
            return Cell(answer, tuple(names))
    if not _are_seen(runs) or _may_run_more(endpoint):
        return Cell(None)
    names = sorted({what for what, _ in found})
    return Cell(answer=True, what=tuple(names) or ("no outbound call",))


def _runs(file: File, function: FunctionNode) -> Runs:
    """A handler, and the functions that its framework runs for its parameters."""
    found, todo = {function: file}, [(file, function)]
    while todo:
        for home, mark in dependencies_of(*todo.pop()):
            inner = function_provided(home, mark)
            if inner is not None and inner[1] not in found:
                found[inner[1]] = inner[0]
                todo.append(inner)
    return found


def _are_seen(runs: Runs) -> bool:
    """Whether all that functions do is in sight, and all that runs for their parameters."""
    return all(
        is_seen(file, function)
        and all(
            function_provided(home, mark) is not None or is_of_guard(home, innermost(home, mark))
            for home, mark in dependencies_of(file, function)
        )
        for function, file in runs.items()
    )


def _may_run_more(endpoint: Endpoint) -> bool:
    """Whether what is above a route has something run for it that nobody looks into."""
    return any(
        keyword.arg in HIDING and any(True for _ in listed_in(item.file, keyword.value))
        for item in endpoint.chain.calls
        for keyword in item.call.keywords
    )

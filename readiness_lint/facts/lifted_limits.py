"""Limits for the time of other work that say that there is none."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.bounds import Bound, bound_of, enclosing_bound
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LISTENS
from readiness_lint.knowledge.schema import SetsLimit
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import FOREVER

COMES = Pattern(r"(?:get|(?:a?iter|read|recv|receive)\w*|accept|acquire|join|_*a?next_*)$")
"""How methods are called that give what somebody else has to bring first."""
Waiting = ast.Await | ast.AsyncFor | ast.AsyncWith


@record
class LiftedLimit:
    """A call that limits the time of a coroutine, a block or a client, and is told not to."""

    node: ast.Call
    name: str
    bound: Bound
    about: ast.expr
    """The one call that it is for, if that is all; else the call itself."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one but where all waits have a limit, or one waits for whatever comes next."""
        table = tables().table(SetsLimit)
        for name, call in file.calls_to(table):
            bound = bound_of(file, call, table[name].limit)
            if bound.seconds == FOREVER and not _may_be_moved(file, call):
                waiting = list(_limited_by(file, call))
                if not any(_may_take_long(file, item) for item in waiting) and (
                    not waiting or any(_is_open(file, item) for item in waiting)
                ):
                    yield cls(call, name, bound, waiting[0] if len(waiting) == 1 else call)


def _may_be_moved(file: File, call: ast.Call) -> bool:
    """Whether the limit of a block may be set later: it has a name, or no block is in sight."""
    around = file.parent(call)
    if isinstance(around, ast.withitem):
        kept, function = around.optional_vars, file.function(call)
        return kept is not None and (
            function is None
            or not isinstance(kept, ast.Name)
            or any(
                is_name(node, kept.id) and isinstance(node.ctx, ast.Load)
                for node in ast.walk(function)
            )
        )
    return not call.args[1:] and not call.keywords and not file.is_awaited(call)


def _limited_by(file: File, call: ast.Call) -> Iterator[ast.expr]:
    """What would be limited: the first argument, or all that a block waits for."""
    item = file.parent(call)
    block = file.parent(item) if isinstance(item, ast.withitem) else None
    if not isinstance(block, ast.With | ast.AsyncWith):
        if file.is_awaited(call) and call.args:
            yield file.assigned(call.args[0]) or call.args[0]
        return
    for node in (inner for statement in block.body for inner in ast.walk(statement)):
        if isinstance(node, ast.Await):
            yield node.value
        elif isinstance(node, ast.AsyncFor):
            yield node.iter


def _may_take_long(file: File, waited: ast.expr) -> bool:
    """Whether a wait is for what may come at any time, as the next message."""
    last = file.last_name(waited.func) if isinstance(waited, ast.Call) else None
    if isinstance(file.parent(waited), ast.AsyncFor):
        return True
    known = any(item.node is waited for item in file.facts(OutboundCall))
    return (
        not known
        and last is not None
        and (file.words(LISTENS).match(last) or COMES.match(last) is not None)
    )


def _is_open(file: File, waited: ast.expr) -> bool:
    """Whether nothing else is known to limit a wait."""
    own = [item.bound.limited for item in file.facts(OutboundCall) if item.node is waited]
    return not any(own) and enclosing_bound(file, waited) is None

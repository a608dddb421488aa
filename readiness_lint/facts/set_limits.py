"""What certainly limits the time of a call, in words."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from readiness_lint.facts.bounds import Bound, bound_of
from readiness_lint.facts.outbound import OutboundCall, calls_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import ClientTrait
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import FOREVER

BY = {
    "argument": "set in the call",
    "client": "set in its client",
    "scope": "set around it",
    "process": "set for the process",
    "library": "its library's default",
}
NUMBERS = frozenset({"int", "float", "builtins.int", "builtins.float"})
"""What gives a number, or raises."""


def said(file: File, bound: Bound) -> str:
    """The time limit of a call, and who says so; empty: there is none, or perhaps none.

    A number that is not known is one all the same.
    """
    if bound.by not in BY or bound.seconds == FOREVER or not _is_known(file, bound):
        return ""
    if bound.seconds is not None:
        return f"{bound.seconds:g} s, {BY[bound.by]}"
    if bound.node is not None and bound.by == "argument" and _is_number(file, bound.node):
        return f"`{ast.unparse(bound.node)}`, {BY[bound.by]}"
    return ""


def _is_known(file: File, bound: Bound) -> bool:
    """Whether a library says that it is a limit, not the name of a block alone."""
    if bound.by != "scope":
        return True
    return isinstance(bound.node, ast.Call) and file.callee(bound.node) in tables().word("bounds")


def _is_number(file: File, expr: ast.expr) -> bool:
    known = file.value_of(expr)
    if known is not None:
        # Of a connection and of a read: `(3, 10)`.
        return isinstance(known.value, tuple) and all(
            isinstance(item, int | float) for item in known.value
        )
    # What has the type of a number may still be `None`.
    home, made = file.origin(expr) or (file, expr)
    return isinstance(made, ast.Call) and home.callee(made) in NUMBERS


@record
class ClientLimit:
    """A client that is made with a time limit for its calls, and does not call by that."""

    node: ast.Call
    name: str
    limit: str

    @classmethod
    def find(cls, file: File) -> Iterable[ClientLimit]:
        """Every one of the file."""
        table = tables().table(ClientTrait)
        waiting = {call.node for call in file.facts(OutboundCall)}
        for name, call in calls_of(file, table):
            limit = table[name].limit
            bound = bound_of(file, call, limit) if limit is not None else None
            words = said(file, bound) if bound is not None and bound.by == "argument" else ""
            if words and call not in waiting:
                yield cls(call, name, words.rpartition(",")[0])

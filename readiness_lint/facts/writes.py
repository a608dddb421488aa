"""Calls that change rows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import given
from readiness_lint.facts.shapes import root_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Outbound, Reads, Table, Writes
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Service

TRANSACTIONAL = frozenset({"flush", "commit"})
"""What ends a piece of writing and names no row."""
REMARKS = Pattern(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*", re.DOTALL)
"""What may stand before a statement."""
VERBS = {
    "execute": Pattern(r"(?:insert|update|delete|replace|merge)\b", re.IGNORECASE),
    "define": Pattern(r"(?:create|alter|drop|truncate|grant|revoke)\b", re.IGNORECASE),
    "commit": Pattern(r"(?:commit|end\s+transaction)\b", re.IGNORECASE),
}
FOR_THE_SESSION = Pattern(
    r"\w+\s+(?:or\s+replace\s+)?(?:(?:global|local)\s+)?(?:temp|temporary)\b", re.IGNORECASE
)
"""A table that goes with its connection: nobody misses it."""


@record
class Write:
    """A call that changes rows, or ends the transaction that does."""

    node: ast.Call
    name: str
    orm: str
    verb: str
    """That of its row, such as ``create`` or ``commit``; ``execute``: a statement that is given;
    ``define``: one that changes tables."""
    sent: bool
    """Whether the call itself changes something; no: it builds the statement."""

    @property
    def changes(self) -> bool:
        """Whether it puts something into the transaction."""
        return self.sent and self.verb not in TRANSACTIONAL

    @property
    def spelling(self) -> str:
        """The call as the file spells it, without its arguments; of a chain, its last link."""
        function = self.node.func
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Call):
            return f"...{function.attr}"
        return ast.unparse(function)

    @classmethod
    def find(cls, file: File) -> Iterable[Write]:
        """Calls that the tables name, and statements that change rows where they are executed."""
        known = tables()
        writes = known.table(Writes)
        for name, call in file.calls_to(writes):
            row = writes[name]
            yield cls(call, name, row.orm, row.verb, row.runs)
        runs = known.table(Reads)
        for name, call in file.calls_to(_executes()):
            verb = _verb_of(file, call, runs[name])
            if verb:
                yield cls(call, name, runs[name].orm, verb, sent=True)


def session_of(call: ast.Call) -> str:
    """What a chain of calls starts from: `db.session` of ``db.session.query(Order).delete()``."""
    return ast.unparse(session_expr(call) or call.func)


def session_expr(call: ast.Call) -> ast.expr | None:
    """What a chain of calls starts from; ``None``: it starts with a plain call."""
    while isinstance(call.func, ast.Attribute):
        inner = root_of(call.func.value)
        if not isinstance(inner, ast.Call):
            return call.func.value
        call = inner
    return None


@cache
def _executes() -> Table[Reads]:
    runs = tables().table(Reads)
    return Table({name: row for name, row in runs.items() if row.verb == "run" and row.runs})


def _verb_of(file: File, call: ast.Call, row: Reads) -> str:
    """What an executed statement does; empty: it reads, or is not known."""
    statement = given(file, call, row.statement) or (call.args[0] if call.args else None)
    if statement is None:
        return ""
    text = sql_of(file, statement)
    if text is not None:
        remarks = REMARKS.match(text)
        text = text[remarks.end() :] if remarks else text
        if FOR_THE_SESSION.match(text):
            return ""
        return next((verb for verb, pattern in VERBS.items() if pattern.match(text)), "")
    kind = file.type_of(statement)
    changing = tables().word("statement")
    changes = kind is not None and any(base in changing for base in file.library.bases(kind.name))
    return "execute" if changes else ""


def sql_of(file: File, statement: ast.expr) -> str | None:
    """The text of a statement that is executed, written out or as a local; holes are left out."""
    if isinstance(statement, ast.Name):
        assigned = file.assigned(statement)
        if isinstance(assigned, ast.Call):
            statement = assigned
    texts = tables().word("sql-text")
    if isinstance(statement, ast.Call) and statement.args and file.callee(statement) in texts:
        statement = statement.args[0]
    template = file.template_of(statement)
    return template.text if template else None


@record
class UnawaitedStatement:
    """A coroutine of a database's library that is made and thrown away: nothing is sent."""

    node: ast.Call
    name: str
    spelling: str

    @classmethod
    def find(cls, file: File) -> Iterator[UnawaitedStatement]:
        """Expression statements of coroutine functions."""
        coroutines = tables().word("coroutine")
        if not file.nodes(ast.AsyncFunctionDef):
            return
        lasts = coroutines.lasts_in(file.libraries)
        any_last = not coroutines.packages.isdisjoint(file.libraries)
        for statement in file.nodes(ast.Expr):
            call = statement.value
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and (any_last or call.func.attr in lasts)
                and isinstance(file.function(statement), ast.AsyncFunctionDef)
            ):
                name = file.callee(call, statement)
                if name in coroutines and (name or "").rpartition(".")[0] in _databases():
                    yield cls(call, name or "", ast.unparse(call.func))


@cache
def _databases() -> frozenset[str]:
    """The classes through which a database is read or written."""
    known = tables()
    outbound = known.table(Outbound)
    asked = {name for name, row in outbound.items() if row.service in {Service.SQL, Service.CACHE}}
    names = {*known.table(Writes), *known.table(Reads), *asked}
    return frozenset(name.rpartition(".")[0] for name in names)

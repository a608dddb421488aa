"""Calls that change rows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Outbound, Reads, Table, Writes
from readiness_lint.model import File
from readiness_lint.terms import Service

TRANSACTIONAL = frozenset({"flush", "commit"})
"""What ends a piece of writing and names no row."""
STATEMENTS = ("sqlalchemy.Insert", "sqlalchemy.Update", "sqlalchemy.Delete")
TEXTS = frozenset({"sqlalchemy.text", "sqlalchemy.DDL", "psycopg.sql.SQL", "psycopg2.sql.SQL"})
CHANGES_ROWS = re.compile(r"\s*(?:insert|update|delete|replace|merge)\b", re.IGNORECASE)
CHANGES_TABLES = re.compile(r"\s*(?:create|alter|drop|truncate|grant|revoke)\b", re.IGNORECASE)
FOR_THE_SESSION = re.compile(r"\s*\w+\s+(?:or\s+replace\s+)?(?:temp|temporary)\b", re.IGNORECASE)
"""A table that goes with its connection: nobody misses it."""


@dataclass(frozen=True, slots=True)
class Write:
    """A call that changes rows, or ends the transaction that does."""

    node: ast.Call
    name: str
    orm: str
    verb: str
    """``create``, ``update``, ``delete``, ``save``, ``bulk``, ``flush``, ``commit``; ``execute``: a
    statement that is given; ``define``: one that changes tables."""
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
            verb = _verb_of(file, call)
            if verb:
                yield cls(call, name, runs[name].orm, verb, sent=True)


@cache
def _executes() -> Table[Reads]:
    runs = tables().table(Reads)
    return Table({name: row for name, row in runs.items() if row.verb == "run" and row.runs})


def _verb_of(file: File, call: ast.Call) -> str:
    """What an executed statement does; empty: it reads, or is not known."""
    if not call.args:
        return ""
    statement = call.args[0]
    text = _text_of(file, statement)
    if text is not None:
        if FOR_THE_SESSION.match(text):
            return ""
        if CHANGES_ROWS.match(text):
            return "execute"
        return "define" if CHANGES_TABLES.match(text) else ""
    kind = file.type_of(statement)
    changes = kind is not None and any(base in STATEMENTS for base in file.library.bases(kind.name))
    return "execute" if changes else ""


def _text_of(file: File, statement: ast.expr) -> str | None:
    if isinstance(statement, ast.Name):
        assigned = file.assigned(statement)
        if isinstance(assigned, ast.Call):
            statement = assigned
    if isinstance(statement, ast.Call) and statement.args and file.callee(statement) in TEXTS:
        statement = statement.args[0]
    template = file.template_of(statement)
    return template.text if template else None


@dataclass(frozen=True, slots=True)
class UnawaitedStatement:
    """A coroutine of a database library that is made and thrown away: nothing is sent."""

    node: ast.Call
    name: str
    spelling: str

    @classmethod
    def find(cls, file: File) -> Iterator[UnawaitedStatement]:
        """Expression statements of coroutine functions."""
        coroutines, lasts = (
            tables().word("coroutine"),
            tables().word("coroutine").lasts_in(file.libraries),
        )
        if not file.nodes(ast.AsyncFunctionDef):
            return
        for statement in file.nodes(ast.Expr):
            call = statement.value
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in lasts
                and isinstance(file.function(statement), ast.AsyncFunctionDef)
            ):
                name = file.callee(call, statement)
                if name is not None and name in coroutines and _is_of_a_database(name):
                    yield cls(call, name, ast.unparse(call.func))


def _is_of_a_database(name: str) -> bool:
    known = tables()
    outbound = known.table(Outbound).get(name)
    return (
        name in known.table(Writes)
        or name in known.table(Reads)
        or (outbound is not None and outbound.service is Service.SQL)
    )

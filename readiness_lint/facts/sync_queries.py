"""Queries of an ORM that refuses to run in a coroutine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from readiness_lint.facts.blocking import is_awaited, shares_loop
from readiness_lint.facts.conditions import Mark
from readiness_lint.facts.descent import leads_to
from readiness_lint.facts.leases import Lease
from readiness_lint.facts.program import LOADED, Program
from readiness_lint.facts.pythons import version
from readiness_lint.facts.queries import Query, is_evaluated, reads_of
from readiness_lint.facts.rows import rows_from
from readiness_lint.facts.shapes import spelled
from readiness_lint.facts.tables import tables
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Arrived, ModelBase, Reads, Writes
from readiness_lint.model import File
from readiness_lint.record import record

CERTAIN = Mark.PARAMETER | Mark.OVERRIDABLE | Mark.KEPT
"""What a helper asks of an object may have been asked before, or decide that a cache is used."""
TWIN = "__acall__"
"""What Django's own base of middleware calls where it is asked asynchronously."""
UNSAFE = "_ALLOW_ASYNC_UNSAFE"
"""How the variable ends with which an ORM is told to block instead."""


@record
class SyncQuery:
    """A query in a coroutine, or a call of a helper that sends one, which the ORM refuses."""

    node: ast.expr
    function: ast.AsyncFunctionDef
    what: str
    """The call as the file spells it, without its arguments."""
    direct: bool
    """Whether the query stands there itself."""

    @classmethod
    def find(cls, file: File) -> Iterator[SyncQuery]:
        """Every one of coroutines that others wait for."""
        if not file.nodes(ast.AsyncFunctionDef) or not _may_refuse(file):
            return
        for node in (*refused(file), *_of_rows(file)):
            function = _coroutine(file, node)
            if function is not None:
                yield cls(node, function, spelled(node), direct=True)
        for call in file.nodes(ast.Call):
            if call not in refused(file) and not is_awaited(file, call):
                function = _coroutine(file, call)
                if function is not None and leads_to(file, call, refused, CERTAIN):
                    yield cls(call, function, spelled(call), direct=False)


def refused(file: File) -> frozenset[ast.expr]:
    """The places of a file that raise on a thread whose event loop runs."""
    return file.memo(("sync only",), lambda: frozenset(_refused(file)))


def _refused(file: File) -> Iterator[ast.expr]:
    if file.libraries.isdisjoint(_orms()):
        return
    words, coroutines = tables().word("sync-only"), tables().word("coroutine")
    sent = [(query.what, query.node) for query in file.facts(Query) if query.orm in words]
    sent += [
        (write.name, write.node) for write in file.facts(Write) if write.orm in words and write.sent
    ]
    # A decorator of a coroutine is entered where that is called.
    sent += [
        ("", lease.node)
        for lease in file.facts(Lease)
        if lease.orm in words and isinstance(lease.block, ast.With)
    ]
    sent += file.calls_to(words)
    sent += [("", node) for node in _of_slices(file)]
    for name, node in sent:
        if name not in coroutines and not is_awaited(file, node):
            yield node


def _of_slices(file: File) -> Iterator[ast.expr]:
    """Querysets that are gone through after they were cut."""
    words = tables().word("sync-only")
    for _, call, row in reads_of(file):
        around = file.parent(call)
        if (
            row.orm in words
            and row.many
            and isinstance(around, ast.Subscript)
            and around.value is call
            and is_evaluated(file, around)
        ):
            yield around


def _of_rows(file: File) -> Iterator[ast.expr]:
    """Methods of rows that a coroutine has fetched by an asynchronous twin."""
    for call, at in file.candidates(_row_methods()):
        method = call.func
        if (
            isinstance(method, ast.Attribute)
            and isinstance(method.value, ast.Name)
            and isinstance(file.function(call), ast.AsyncFunctionDef)
            and not is_awaited(file, call)
            and file.callee(call, at) is None
        ):
            rows = rows_from(file, method.value)
            if rows is not None and rows.single:
                yield call


@cache
def _row_methods() -> frozenset[str]:
    """The methods of mapped objects that send a query."""
    bases, coroutines = tables().table(ModelBase), tables().word("coroutine")
    words = tables().word("sync-only")
    orms = {
        **{name: row.orm for name, row in tables().table(Reads).items()},
        **{name: row.orm for name, row in tables().table(Writes).items()},
    }
    return frozenset(
        name.rpartition(".")[2]
        for name, orm in orms.items()
        if orm in words and name not in coroutines and name.rpartition(".")[0] in bases
    )


@cache
def _orms() -> frozenset[str]:
    return frozenset(name.partition(".")[0] for name in tables().word("sync-only"))


def _may_refuse(file: File) -> bool:
    """Whether the program uses such an ORM, and nothing tells it to block instead."""
    program = file.program
    if program is None:
        return not file.libraries.isdisjoint(_orms()) and UNSAFE not in file.source
    return program.memo(
        ("sync only",),
        lambda: (
            any(program.importing(_orms()))
            # An ORM that does not have the exception yet refuses nothing.
            and not any(_is_older(program, name) for name in tables().word("refuses-loop"))
            and not any(UNSAFE in text.source for text in program.texts(*LOADED))
        ),
    )


def _is_older(program: Program, name: str) -> bool:
    """Whether the project admits only versions of a library that do not have a name yet."""
    row = tables().table(Arrived)[name]
    newest = program.newest(row.of)
    return newest is not None and newest < version(row.version)


def _coroutine(file: File, node: ast.expr) -> ast.AsyncFunctionDef | None:
    """The coroutine whose loop runs where a node does."""
    function = file.function(node)
    if not isinstance(function, ast.AsyncFunctionDef) or file.runs_later(node):
        return None
    if function.name == TWIN and _is_uncalled(file, function):
        return None
    return function if shares_loop(function, file) is not False else None


def _is_uncalled(file: File, function: ast.AsyncFunctionDef) -> bool:
    """Whether neither a base of its class nor the class itself calls a method of this name."""
    cls, calls = file.class_(function), file.index.calls.get(function.name, ())
    return (
        cls is not None and not cls.bases and not any(file.class_(call) is cls for call, _ in calls)
    )

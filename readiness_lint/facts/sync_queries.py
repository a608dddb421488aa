"""Queries of an ORM that refuses to run in a coroutine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from readiness_lint.facts.blocking import is_awaited, shares_loop
from readiness_lint.facts.chains import chains_of
from readiness_lint.facts.conditions import Mark
from readiness_lint.facts.descent import leads_to
from readiness_lint.facts.late_loads import may_be_loaded
from readiness_lint.facts.lazy_users import lazy_reads, session_calls
from readiness_lint.facts.leases import Lease
from readiness_lint.facts.program import LOADED, Program
from readiness_lint.facts.pythons import version
from readiness_lint.facts.queries import Query, is_evaluated, reads_of, takes_one
from readiness_lint.facts.related import reads_in
from readiness_lint.facts.relations import relations_of
from readiness_lint.facts.rows import Rows, is_single, rows_from
from readiness_lint.facts.shapes import is_name, spelled
from readiness_lint.facts.tables import tables
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Arrived, ModelBase, Reads, Writes
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.record import record

CERTAIN = Mark.PARAMETER | Mark.OVERRIDABLE | Mark.KEPT
"""What a helper asks of an object may have been asked before, or decide that a cache is used."""
TWIN = "__acall__"
"""What Django's own base of middleware calls where it is asked asynchronously."""
DATA = "data"
"""The attribute of a serializer for which it goes through what it was given."""
EMPTY = ".none"
"""How the method is called whose queryset has no rows, and asks nobody."""
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
        of_requests = (*lazy_reads(file), *session_calls(file))
        for node in (*refused(file), *_of_rows(file), *_of_relations(file), *of_requests):
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
    sent += [("", node) for node in (*_of_parts(file), *_of_names(file))]
    for name, node in sent:
        if name not in coroutines and not is_awaited(file, node):
            yield node


def _of_parts(file: File) -> Iterator[ast.expr]:
    """Querysets that are gone through after they were cut, or to be written out."""
    for call in _querysets(file):
        around = _cut(file, call)
        if around is not call and is_evaluated(file, around):
            yield around
        data = _written_out(file, around)
        if data is not None:
            yield data


def _written_out(file: File, expr: ast.expr) -> ast.expr | None:
    """Where a serializer goes through what it is given as many: the first `data` that is read of it."""
    made = file.parent(expr)
    if not isinstance(made, ast.Call) or made.args[:1] != [expr] or not _writes_many(file, made):
        return None
    around = file.parent(made)
    if isinstance(around, ast.Attribute):
        return around if around.attr == DATA else None
    target, function = getattr(around, "targets", [None])[0], file.function(made)
    if not isinstance(target, ast.Name) or len(file.bindings(target)) != 1 or function is None:
        return None
    first, *_ = chains_of(file, function, target.id)[1:] or (None,)
    read = first.attributes[0] if first is not None and first.attributes else None
    return read if read is not None and read.attr == DATA else None


def _writes_many(file: File, call: ast.Call) -> bool:
    """Whether a call makes a serializer for each of several."""
    if not any(
        item.arg == "many" and getattr(item.value, "value", None) is True for item in call.keywords
    ):
        return False
    home, cls = file.defined(file.callee(call) or "") or (file, None)
    return isinstance(cls, ast.ClassDef) and not _serializers().isdisjoint(home.bases_of(cls))


@cache
def _serializers() -> frozenset[str]:
    return frozenset(tables().word("serializer"))


def _querysets(file: File) -> Iterator[ast.Call]:
    """What builds a queryset; one of no rows sends nothing."""
    words = tables().word("sync-only")
    for name, call, row in reads_of(file):
        if row.orm in words and row.verb == "build" and row.many and not name.endswith(EMPTY):
            yield call


def _cut(file: File, expr: ast.expr) -> ast.expr:
    """An expression with the index behind it, if it has one."""
    around = file.parent(expr)
    return around if isinstance(around, ast.Subscript) and around.value is expr else expr


def _of_names(file: File) -> Iterator[ast.expr]:
    """Where the rows of a queryset are asked for that a local has kept."""
    kept: dict[tuple[FunctionNode, str], set[ast.expr]] = {}
    for call in _querysets(file):
        value, function = _cut(file, call), file.function(call)
        statement = file.parent(value)
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if function is not None and isinstance(target, ast.Name) and not takes_one(value):
            kept.setdefault((function, target.id), set()).add(value)
    for (function, name), values in kept.items():
        bindings = file.index.scopes[function].bindings.get(name, ())
        if all(binding.value in values for binding in bindings):
            yield from _asked(file, function, name)


def _asked(file: File, function: FunctionNode, name: str) -> Iterator[ast.expr]:
    """Where a local sends its query: at no place that comes after one which may have its rows."""
    uses = [node for node in ast.walk(function) if is_name(node, name)]
    asking = [use for use in uses if _asks_at(file, use) is not None]
    plain = [use for use in uses if isinstance(use.ctx, ast.Store) or _is_method(file, use)]
    sent = [use for use in asking if not is_awaited(file, use) and file.function(use) is function]
    others = [use for use in uses if use not in sent and use not in plain]
    for use in sent:
        before = any(file.reaches(other, use) for other in others)
        again = any(other is not use and file.dominates(other, use) for other in sent)
        at = _asks_at(file, use)
        if at is not None and not before and not again:
            yield at


def _asks_at(file: File, use: ast.Name) -> ast.expr | None:
    """Where a queryset, or a part of it, sends its query by being used."""
    expr = _cut(file, use)
    asks = takes_one(expr) or is_evaluated(file, expr)
    return expr if asks else _written_out(file, expr)


def _is_method(file: File, use: ast.Name) -> bool:
    """Whether only a method of an object is called, which gives another."""
    around = file.parent(use)
    return isinstance(around, ast.Attribute) and isinstance(file.parent(around), ast.Call)


def _of_rows(file: File) -> Iterator[ast.expr]:
    """Methods of rows that a coroutine has fetched by an asynchronous twin."""
    words = tables().word("sync-only")
    for call, at in file.candidates(_row_methods() | words.lasts):
        method = call.func
        if (
            isinstance(method, ast.Attribute)
            and isinstance(method.value, ast.Name)
            and isinstance(file.function(call), ast.AsyncFunctionDef)
            and not is_awaited(file, call)
            and file.callee(call, at) is None
        ):
            rows = _row(file, method.value)
            if rows is not None and (
                method.attr in _row_methods() or file.member(rows.model, method.attr) in words
            ):
                yield call


def _row(file: File, name: ast.Name) -> Rows | None:
    """What gives the one row that a name holds, or each of those that a loop goes through."""
    bindings = file.bindings(name)
    first = bindings[0] if len(bindings) == 1 else None
    if first is not None and first.kind is Bound.ITERATED and first.value is not None:
        rows = rows_from(file, first.value)
        return None if rows is None or rows.single else rows
    rows = rows_from(file, name)
    return rows if rows is not None and rows.single else None


def _of_relations(file: File) -> Iterator[ast.expr]:
    """Relations of a row that a coroutine has fetched without them."""
    relations = relations_of(file)
    for statement in file.nodes(ast.Assign) if relations else ():
        target, function = statement.targets[0], file.function(statement)
        if (
            not isinstance(target, ast.Name)
            or not isinstance(statement.value, ast.Await)
            or not isinstance(function, ast.AsyncFunctionDef)
            or not is_single(file, statement.value)
            or len(file.bindings(target)) != 1
        ):
            continue
        rows = rows_from(file, statement.value)
        if relations and rows is not None and rows.single:
            for access in reads_in(file, relations, rows, function, target.id):
                reached = file.reaches(statement, access.node)
                if access.fails and reached and not may_be_loaded(file, access):
                    yield access.node


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

"""Transactions, sessions and connections, from where they are taken to where they are given back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.decorators import decorated_by, target_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Leases, Param, Table
from readiness_lint.model import Bound, Branch, File, FunctionNode
from readiness_lint.terms import Answer, LeaseKind

ENDS = frozenset({"commit", "begin", "begin_nested"})
"""Methods that keep the changes, or open a block that does."""
HARMLESS = frozenset(
    [
        "add",
        "add_all",
        "delete",
        "merge",
        "execute",
        "executemany",
        "scalar",
        "scalars",
        "get",
        "get_one",
        "query",
        "exec",
        "flush",
        "refresh",
        "expire",
        "expire_all",
        "expunge",
        "expunge_all",
        "close",
        "rollback",
        "cursor",
        "no_autoflush",
        "bulk_save_objects",
        "bulk_insert_mappings",
        "bulk_update_mappings",
        "exec_driver_sql",
        "stream",
        "fetchone",
        "fetchall",
        "fetchmany",
    ]
)
"""Members that hand the object to nobody and leave its transaction open."""
CLOSERS = frozenset({"contextlib.closing", "contextlib.aclosing"})
METHOD_DECORATOR = "django.utils.decorators.method_decorator"
WRAPPING = Table({METHOD_DECORATOR: METHOD_DECORATOR})
SYNC_CONNECT = "sqlalchemy.engine.Engine.connect"
AUTOCOMMIT = re.compile(r"autocommit(?!\s*=\s*False)|isolation_level", re.IGNORECASE)
NAMES_OF_2 = frozenset(
    f"sqlalchemy.orm.{name}"
    for name in ("DeclarativeBase", "DeclarativeBaseNoMeta", "MappedAsDataclass", "mapped_column")
)
"""What SQLAlchemy has since 2.0; before, a connection kept what a statement changed."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A transaction, a session or a connection that a stretch of code holds."""

    node: ast.expr
    """The call or the name that takes it."""
    orm: str
    kind: LeaseKind
    form: str
    """``with``, ``decorator`` or ``call``."""
    block: ast.With | ast.AsyncWith | FunctionNode
    """The statement or the function that holds it."""
    variable: str | None
    """The local that it is bound to."""
    keeps: Answer
    """Whether leaving it without an error commits."""
    other_alias: bool
    """Whether it may be on another database than the default one."""

    @property
    def spelling(self) -> str:
        """What takes it, as the file spells it."""
        return ast.unparse(target_of(self.node))

    def covers(self, file: File, node: ast.AST) -> bool:
        """Whether a node runs while it is held: nested functions and lambdas run later."""
        if file.runs_later(node):
            return False
        if isinstance(self.block, ast.With | ast.AsyncWith):
            return any(around is self.block for around in file.enclosing(node, Branch.WITH))
        return file.function(node) is self.block

    def writes(self, file: File) -> list[Write]:
        """What is changed through it in its own stretch, in source order."""
        return [
            write
            for write in file.facts(Write, within=self.block)
            if write.changes
            and self._is_through_it(file, write)
            and not (write.verb == "define" and _commits_definitions(file))
        ]

    def _is_through_it(self, file: File, write: Write) -> bool:
        root: ast.expr = write.node
        while isinstance(root, ast.Call | ast.Attribute):
            root = root.func if isinstance(root, ast.Call) else root.value
        if not isinstance(root, ast.Name) or self.variable is None:
            return False
        if root.id == self.variable:
            return True
        made = [binding.value for binding in file.bindings(root)]
        return bool(made) and all(
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Attribute)
            and value.func.attr == "cursor"
            and isinstance(value.func.value, ast.Name)
            and value.func.value.id == self.variable
            for value in made
        )

    def committed(self, file: File) -> Answer:
        """Whether the changes are kept; ``None``: the object is handed on, or undone on purpose."""
        if self.keeps or self.variable is None:
            return self.keeps
        answer: Answer = self.keeps
        for node in ast.walk(self.block):
            if not isinstance(node, ast.Name) or node.id != self.variable:
                continue
            if isinstance(node.ctx, ast.Store):
                continue
            around = file.parent(node)
            member = around.attr if isinstance(around, ast.Attribute) else ""
            if member in ENDS:
                return True
            undone = member == "rollback" and not any(
                True for _ in file.enclosing(node, Branch.EXCEPT)
            )
            if member not in HARMLESS or undone:
                answer = None
        return answer

    @classmethod
    def find(cls, file: File) -> Iterable[Lease]:
        """What ``with`` and decorators hold, and what is bound to a local of a function."""
        table = tables().table(Leases)
        yield from _of_withs(file, table)
        yield from _of_decorators(file, table)
        yield from _of_calls(file, table)


def _commits_definitions(file: File) -> bool:
    """Whether the database may commit by itself where a table changes: MySQL, SQLite, Oracle."""
    source = file.source.lower()
    return any(word in source for word in ("mysql", "sqlite", "mariadb", "oracle"))


def _of_withs(file: File, table: Table[Leases]) -> Iterator[Lease]:
    blocks: list[ast.With | ast.AsyncWith] = [*file.nodes(ast.With), *file.nodes(ast.AsyncWith)]
    for block in blocks:
        for item in block.items:
            call = item.context_expr
            closed = isinstance(call, ast.Call) and file.callee(call, block) in CLOSERS
            if closed and isinstance(call, ast.Call) and call.args:
                call = call.args[0]
            if not isinstance(call, ast.Call):
                continue
            name = _taken(file, call, block, table)
            if name is not None:
                target = item.optional_vars
                variable = target.id if isinstance(target, ast.Name) else None
                yield _lease(file, call, name, "with", block, variable, closed=closed)


def _taken(file: File, call: ast.Call, at: ast.stmt, table: Table[Leases]) -> str | None:
    """What a call takes; a session maker gives a class of its own, which has no name."""
    name = file.callee(call, at)
    if name is not None:
        if name in table:
            return name
        if file.owns(name) and isinstance(file.definition_named(name), ast.AST):
            return None
    kind = file.type_at(call.func, at)
    if kind is None:
        return None
    name = kind.name if kind.of_class else file.library.member(kind.name, "__call__")
    return name if name in table else None


def _of_decorators(file: File, table: Table[Leases]) -> Iterator[Lease]:
    for row, definition, decorator in decorated_by(file, table):
        if not isinstance(definition, ast.ClassDef):
            other = isinstance(decorator, ast.Call) and _is_elsewhere(file, decorator, row)
            yield Lease(
                decorator, row.orm, row.kind, "decorator", definition, None, row.commits, other
            )
    for _, definition, decorator in decorated_by(file, WRAPPING):
        wrapped = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else None
        name = file.name_at(target_of(wrapped), definition) if wrapped is not None else None
        if name in table and not isinstance(definition, ast.ClassDef):
            row = table[name or ""]
            yield Lease(
                decorator, row.orm, row.kind, "decorator", definition, None, row.commits, False
            )


def _of_calls(file: File, table: Table[Leases]) -> Iterator[Lease]:
    """Sessions and connections that one assignment binds to a local of its function."""
    typed = file.uses("sqlalchemy") or file.uses("sqlmodel")
    lasts = table.lasts_in(file.libraries)
    for last, calls in file.index.calls.items():
        if last in lasts or (typed and _may_be_a_session(last)):
            for call, statement in calls:
                yield from _bound_to_a_local(file, call, statement, table)


def _may_be_a_session(last: str) -> bool:
    """Whether it is worth asking for the type of what is called: a session maker has any name."""
    return last[:1].isupper() or "session" in last.lower() or "maker" in last.lower()


def _bound_to_a_local(
    file: File, call: ast.Call, statement: ast.stmt, table: Table[Leases]
) -> Iterator[Lease]:
    function = file.function(statement)
    if function is None or not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return
    target, value = statement.targets[0], statement.value
    whole = value.value if isinstance(value, ast.Await) else value
    if whole is not call or not isinstance(target, ast.Name):
        return
    name = _taken(file, call, statement, table)
    if name is None or table[name].kind is LeaseKind.TRANSACTION:
        return
    bindings = file.scope(statement).bindings.get(target.id, [])
    if len(bindings) == 1 and bindings[0].kind is Bound.VALUE:
        yield _lease(file, call, name, "call", function, target.id, closed=True)


def _lease(
    file: File,
    call: ast.Call,
    name: str,
    form: str,
    block: ast.With | ast.AsyncWith | FunctionNode,
    variable: str | None,
    *,
    closed: bool,
) -> Lease:
    row = tables().table(Leases)[name]
    keeps: Answer = row.commits and not closed
    if not keeps and (
        not _leaves_open(file, name, block, variable) or _is_on_a_connection(file, call)
    ):
        keeps = None
    other = _is_elsewhere(file, call, row)
    return Lease(call, row.orm, row.kind, form, block, variable, keeps, other)


def _is_on_a_connection(file: File, call: ast.Call) -> bool:
    """Whether a session is made on a connection, whose owner commits what it flushes."""
    bind = given(file, call, Param("bind", 0))
    if bind is None:
        return False
    kind = file.type_of(bind)
    return "conn" in (file.last_name(bind) or "").lower() or (
        kind is not None and kind.name.endswith("Connection")
    )


def _is_elsewhere(file: File, call: ast.Call, row: Leases) -> bool:
    alias = given(file, call, row.alias)
    if alias is None:
        return False
    known = constant(file, alias)
    return known is None or known.value not in {None, "default"}


def _leaves_open(file: File, name: str, block: ast.AST, variable: str | None) -> bool:
    """Whether it certainly needs a commit, as far as versions and settings show in this file."""
    commits: bool = file.memo(("autocommit",), lambda: bool(AUTOCOMMIT.search(file.source)))
    if commits:
        return False
    if name == SYNC_CONNECT:
        return _is_version_2(file)
    if name == "pymysql.connect" and isinstance(block, ast.With):
        # Before 1.0 the block was given a cursor, and committed.
        return any(
            isinstance(node.func, ast.Attribute)
            and node.func.attr == "cursor"
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == variable
            for node, _ in file.index.calls.get("cursor", ())
        )
    return True


def _is_version_2(file: File) -> bool:
    """Whether a file shows that it runs on SQLAlchemy 2, or on an engine that behaves like it."""
    if any(file.library.canonical(name) in NAMES_OF_2 for name, _ in file.index.imports):
        return True
    if file.uses("sqlmodel") or file.uses("sqlalchemy.future"):
        return True
    commits = file.index.calls.get("commit", ())
    if any(file.callee(call, at) == "sqlalchemy.engine.Connection.commit" for call, at in commits):
        return True
    return any(
        (future := given(file, call, Param("future"))) is not None
        and (known := constant(file, future)) is not None
        and known.value is True
        for call, _ in file.index.calls.get("create_engine", ())
    )

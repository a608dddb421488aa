"""Transactions, sessions and connections, from where they are taken to where they are given back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import constant, functions_of, given, handed
from readiness_lint.facts.callers import decorators_of
from readiness_lint.facts.classes import methods_of
from readiness_lint.facts.decorators import decorated_by, target_of
from readiness_lint.facts.entries import Entry
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.program import Program
from readiness_lint.facts.settings import configured, is_configured
from readiness_lint.facts.shapes import behind_await, is_name, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import COMMITS_DEFINITIONS
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import (
    Leases,
    Param,
    Reads,
    Shows,
    Table,
    ViewBase,
    Writes,
)
from readiness_lint.model import Bound, Branch, File, FunctionNode, Named
from readiness_lint.model.types import CONTEXT_MANAGERS
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, LeaseKind, Role

AUTOCOMMIT = Pattern(r"autocommit(?!\s*=\s*False)|isolation_level", re.IGNORECASE)
WORD = Pattern(r"[a-z]\w*", re.IGNORECASE)


@record
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
    savepoint: bool = False
    """Whether it ends a part of a transaction only."""
    lazy: bool = False
    """Whether the connection is taken with the first statement only."""
    scarce: bool = True
    """Whether others may wait for it."""

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
            and not _is_copy(file, write)
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
            and is_name(value.func.value, self.variable)
            for value in made
        )

    def committed(self, file: File) -> Answer:
        """Whether the changes are kept; ``None``: the object is handed on, or undone on purpose."""
        if self.keeps or self.variable is None:
            return self.keeps
        writes = file.facts(Write, within=self.block)
        if any(write.verb == "commit" and self._is_through_it(file, write) for write in writes):
            return True
        answer: Answer = self.keeps
        for node in ast.walk(self.block):
            if not isinstance(node, ast.Name) or node.id != self.variable:
                continue
            if not isinstance(node.ctx, ast.Store):
                ended = _ends_it(file, file.parent(node))
                if ended:
                    return True
                answer = None if ended is None else answer
        # A session that is asked for may be that of a thread, which something else commits.
        return None if self.form == "call" and _commits(file, self.block) else answer

    @classmethod
    def find(cls, file: File) -> Iterable[Lease]:
        """What ``with`` and decorators hold, and what is bound to a local of a function."""
        table = tables().table(Leases)
        yield from _of_withs(file, table)
        yield from _of_decorators(file, table)
        yield from _of_calls(file, table)


def _commits(file: File, block: ast.AST) -> bool:
    """Whether something of this name is called: of a module, a unit of work, another object."""
    return any(
        (file.last_name(call.func) or "").startswith("commit")
        for call in file.nodes(ast.Call, within=block)
    )


def _is_copy(file: File, write: Write) -> bool:
    """Whether a merge only makes an object of what another session has read, or reads it anew."""
    load = given(file, write.node, Param("load"))
    unread = isinstance(load, ast.Constant) and load.value is False
    return unread or (file.last_name(write.node) == "merge" and _is_read_anew(file, write.node))


def _is_read_anew(file: File, merge: ast.Call) -> bool:
    """Whether what a merge gives is refreshed: that throws away what it has changed."""
    made: ast.expr = merge
    while isinstance(around := file.parent(made), ast.Await):
        made = around
    target = around.targets[0] if isinstance(around, ast.Assign) else None
    function = file.function(merge)
    return any(
        file.function(call) is function
        and any(
            item is made or (isinstance(target, ast.Name) and is_name(item, target.id))
            for item in call.args[:1]
        )
        for call, _ in file.index.calls.get("refresh", ())
    )


def _ends_it(file: File, use: ast.AST | None) -> Answer:
    """Whether a member of a session or a connection commits; ``None``: not known, or it undoes."""
    name = file.name_of(use) if isinstance(use, ast.Attribute) else None
    if name is None:
        return None
    known = tables()
    write, lease = known.table(Writes).get(name), known.table(Leases).get(name)
    if (write and write.verb == "commit") or (lease and not lease.savepoint):
        return True
    if name.endswith(".rollback"):
        handles = any(True for _ in file.enclosing(use or file.tree, Branch.EXCEPT))
        return False if handles else None
    open_ = name in known.word("leaves-open") or name in known.word("cleanup")
    return False if write or open_ or name in known.table(Reads) else None


def wrapping_leases(file: File, wrappers: tuple[str, ...]) -> tuple[Lease, ...]:
    """What blocks and functions hold by a project's own names for a transaction.

    A name is that of the context manager or decorator, with or without its module.
    """
    if not wrappers:
        return ()
    found: tuple[Lease, ...] = file.memo(
        ("wrapping", wrappers), lambda: tuple(_wrapping(file, frozenset(wrappers)))
    )
    return found


def _wrapping(file: File, wrappers: frozenset[str]) -> Iterator[Lease]:
    taken: list[tuple[ast.expr, ast.With | ast.AsyncWith | FunctionNode]] = [
        (item.context_expr, block) for block in _blocks(file) for item in block.items
    ]
    taken += [
        (decorator, function)
        for function in functions_of(file)
        for decorator in function.decorator_list
    ]
    for expr, block in taken:
        target = target_of(expr)
        if file.last_name(target) in wrappers or file.name_of(target) in wrappers:
            form = "with" if isinstance(block, ast.With | ast.AsyncWith) else "decorator"
            # Its arguments may name another database.
            other = isinstance(expr, ast.Call) and bool(expr.args or expr.keywords)
            yield Lease(
                expr, "", LeaseKind.TRANSACTION, form, block, None, keeps=True, other_alias=other
            )


def is_wrapped(handler: Handler | Entry, file: File) -> bool:
    """Whether the settings put every request into a transaction, and so those of a handler."""
    wraps = tables().word("wraps-requests")
    behind = tables().reach({handler.framework})
    return (
        not handler.asynchronous
        and any(name.partition(".")[0] in behind for name in wraps)
        and bool(is_configured(file, "wraps-requests"))
        and not _is_unwrapped(handler, file)
    )


def may_be_wrapped(file: File) -> bool:
    """Whether some settings put every request into a transaction, or may."""
    program = file.program
    return program is None or program.known(_may_wrap)


def _may_wrap(program: Program) -> bool:
    """Whether the settings for operation say so; where they are silent, whether any text speaks of it.

    A program whose settings are written when it is installed has them in a template, and in those
    of its tests.
    """
    values = program.each(configured, "wraps-requests")
    known = [home.value_of(value) for _, (home, value) in values]
    if known:
        return any(value is None or bool(value.value) for value in known)
    lasts = sorted(tables().word("wraps-requests").lasts)
    texts = program.texts(*Role, holding=tuple(lasts))
    return any(last in text.source for text in texts for last in lasts)


def _is_unwrapped(handler: Handler | Entry, file: File) -> bool:
    """Whether a handler, its class or a base of that was taken out of the transaction."""
    program = file.program
    if program is None:
        return False
    unwrapped = program.memo(
        ("unwrapped",),
        lambda: frozenset(node for _, node in program.each(_unwrapped, tables=_unwrapping())),
    )
    names = file.bases_of(handler.owner) if handler.owner else ()
    bases = {found[1] for name in names if (found := file.defined(name))}
    return not unwrapped.isdisjoint({handler.node, handler.owner, *bases})


def _unwrapping() -> tuple[Named, ...]:
    return tables().word("unwraps-requests"), tables().word("applies")


def _unwrapped(file: File) -> Iterator[ast.AST]:
    words = tables().word("unwraps-requests")
    for _, definition, _ in decorated_by(file, words):
        yield definition
        yield file.scope(definition).node
    for _, definition, decorator in decorated_by(file, tables().word("applies")):
        wrapped = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else None
        if wrapped is not None and file.name_at(target_of(wrapped), definition) in words:
            yield definition
            yield file.scope(definition).node
    for _, call in file.calls_to(words):
        for argument in call.args:
            found = handed(file, argument)
            if found is not None:
                yield found[1]


def _commits_definitions(file: File) -> bool:
    """Whether the database may commit by itself where a table changes."""
    words = file.words(COMMITS_DEFINITIONS)
    return any(words.match(word) for word in set(WORD.findall(file.code)))


def _blocks(file: File) -> list[ast.With | ast.AsyncWith]:
    return [*file.nodes(ast.With), *file.nodes(ast.AsyncWith)]


def _of_withs(file: File, table: Table[Leases]) -> Iterator[Lease]:
    for block in _blocks(file):
        for item in block.items:
            call = item.context_expr
            closers = tables().word("closes")
            closed = isinstance(call, ast.Call) and file.callee(call, block) in closers
            if closed and isinstance(call, ast.Call) and call.args:
                call = call.args[0]
            if not isinstance(call, ast.Call):
                continue
            taken = _taken(file, call, block, table)
            if taken is not None:
                target = item.optional_vars
                variable = target.id if isinstance(target, ast.Name) else None
                yield _lease(file, call, taken, "with", block, variable, closed=closed)


@record
class _Taken:
    """What takes something: a row, and the call with its arguments, which may stand elsewhere."""

    row: Leases
    call: ast.Call
    file: File


def _taken(file: File, call: ast.Call, at: ast.stmt, table: Table[Leases]) -> _Taken | None:
    """What a call takes; a session maker gives a class of its own, which has no name."""
    name = file.callee(call, at)
    if name is not None:
        if name in table:
            return _Taken(table[name], call, file)
        own = file.defined(name)
        if own is not None:
            home, node = own
            return home.answer("taken", node, lambda: _taken_inside(home, node, table))
    kind = file.type_at(call.func, at) or (file.library.holds(name) if name else None)
    if kind is None:
        return None
    name = kind.name if kind.of_class else file.library.member(kind.name, "__call__")
    return _Taken(table[name], call, file) if name in table else None


def _taken_inside(file: File, own: ast.AST, table: Table[Leases]) -> _Taken | None:
    """What a function of the program takes for its caller.

    A context manager: the transaction around its one ``yield``.  Another function: what its one
    ``return`` takes.
    """
    if not isinstance(own, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    managed = any(name in CONTEXT_MANAGERS for name, _ in decorators_of(file, own))
    nodes = file.nodes(ast.Yield, within=own) if managed else file.nodes(ast.Return, within=own)
    ends = [node for node in nodes if file.function(node) is own]
    if len(ends) != 1 or (own.decorator_list and not managed):
        return None
    at = file.statement(ends[0])
    if managed:
        taken = [_taken(file, e, at, table) for e in file.withs(at) if isinstance(e, ast.Call)]
        return next(
            (item for item in taken if item and item.row.kind is LeaseKind.TRANSACTION), None
        )
    value = ends[0].value
    return _taken(file, value, at, table) if isinstance(value, ast.Call) else None


def _of_decorators(file: File, table: Table[Leases]) -> Iterator[Lease]:
    for row, definition, decorator in decorated_by(file, table):
        if not isinstance(definition, ast.ClassDef):
            yield _around(file, row, decorator, decorator, definition)
    for _, definition, decorator in decorated_by(file, tables().word("applies")):
        if not isinstance(decorator, ast.Call) or not decorator.args:
            continue
        wrapped = decorator.args[0]
        name = file.name_at(target_of(wrapped), definition)
        for function in _methods_of(file, definition, decorator) if name in table else ():
            yield _around(file, table[name or ""], decorator, wrapped, function)


def _around(
    file: File, row: Leases, decorator: ast.expr, taken: ast.expr, function: FunctionNode
) -> Lease:
    """The transaction of a whole function."""
    other = isinstance(taken, ast.Call) and _is_elsewhere(file, taken, row)
    return Lease(
        decorator,
        row.orm,
        row.kind,
        "decorator",
        function,
        None,
        row.commits,
        other,
        row.savepoint,
        row.lazy,
        row.scarce,
    )


def _methods_of(
    file: File, definition: FunctionNode | ast.ClassDef, decorator: ast.Call
) -> Iterator[FunctionNode]:
    """What is decorated: a method, or those of a class that go through the one that is named."""
    if not isinstance(definition, ast.ClassDef):
        yield definition
        return
    known = constant(file, given(file, decorator, Param("name", 1)))
    name = known.value if known is not None else None
    serves = name is not None and any(
        f"{base}.{name}" in tables().word("serves") for base in file.bases_of(definition)
    )
    views = tables().table(ViewBase)
    answering = {
        verb
        for base in (file.bases_of(definition) if serves else ())
        if base in views
        for verb, _ in views[base].methods
    }
    for method in methods_of(file, definition):
        if method.name == name or method.name in answering:
            yield method


def _of_calls(file: File, table: Table[Leases]) -> Iterator[Lease]:
    """Sessions and connections that one assignment binds to a local of its function."""
    lasts = table.lasts_in(file.libraries)
    typed = "__call__" in lasts
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
    if behind_await(value) is not call or not isinstance(target, ast.Name):
        return
    taken = _taken(file, call, statement, table)
    if taken is None or taken.row.kind is LeaseKind.TRANSACTION:
        return
    bindings = file.scope(statement).bindings.get(target.id, [])
    if len(bindings) == 1 and bindings[0].kind is Bound.VALUE:
        yield _lease(file, call, taken, "call", function, target.id, closed=True)


def _lease(
    file: File,
    call: ast.Call,
    taken: _Taken,
    form: str,
    block: ast.With | ast.AsyncWith | FunctionNode,
    variable: str | None,
    *,
    closed: bool,
) -> Lease:
    row = taken.row
    keeps: Answer = row.commits and not closed
    if not keeps and (
        not _leaves_open(file, row, block, variable)
        or _is_on_a_connection(taken.file, taken.call, row)
        or _commits_elsewhere(file, taken)
        or (row.shared and form == "call")
    ):
        keeps = None
    other = _is_elsewhere(taken.file, taken.call, row)
    return Lease(
        call,
        row.orm,
        row.kind,
        form,
        block,
        variable,
        keeps,
        other,
        row.savepoint,
        row.lazy,
        row.scarce,
    )


def _is_on_a_connection(file: File, call: ast.Call, row: Leases) -> bool:
    """Whether a session is made on a connection, whose owner commits what it flushes."""
    bind = given(file, call, row.on)
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


def _leaves_open(file: File, row: Leases, block: ast.AST, variable: str | None) -> bool:
    """Whether it certainly needs a commit, as far as versions and settings show in this file."""
    if commits_by_itself(file) or (row.since and not _runs_on(file, row.orm, row.since)):
        return False
    return not (row.member and isinstance(block, ast.With)) or any(
        isinstance(call.func, ast.Attribute) and is_name(call.func.value, variable)
        for call, _ in file.index.calls.get(row.member, ())
    )


def _commits_elsewhere(file: File, taken: _Taken) -> bool:
    """Whether what it is taken from is made in another file, and may commit by itself."""
    for node in ast.walk(taken.call):
        name = taken.file.name_of(node) if isinstance(node, ast.Name | ast.Attribute) else None
        home = taken.file.home(name) if name else None
        # A file of its own is read as a whole.
        if home is not None and home is not file:
            text = making(home, (name or "").rpartition(".")[2])
            if AUTOCOMMIT.search(text):
                return True
    return taken.file is not file and bool(AUTOCOMMIT.search(ast.unparse(taken.call)))


def making(home: File, variable: str) -> str:
    """How a variable of a module is made, of other variables too; the whole text if that is hidden."""
    texts, todo, seen = [], [variable], {variable}
    while todo:
        bindings = home.index.module.bindings.get(todo.pop(), [])
        value = bindings[0].value if len(bindings) == 1 else None
        if value is None:
            return home.code
        texts.append(ast.unparse(value))
        names = set(names_within(value)) - seen
        more = {
            name
            for name in names
            for binding in home.index.module.bindings.get(name, ())
            if binding.kind is Bound.VALUE
        }
        seen |= more
        todo += sorted(more)
    return "\n".join(texts)


def commits_by_itself(file: File) -> bool:
    """Whether some connection of a file may commit each statement."""
    found: bool = file.memo(("autocommit",), lambda: bool(AUTOCOMMIT.search(file.code)))
    return found


def _runs_on(file: File, orm: str, version: int) -> bool:
    """Whether a file, or its program, shows that it runs on a major version of a library, or later."""
    found: bool = file.memo(("runs on", orm, version), lambda: _shows(file, orm, version))
    program = file.program
    return found or (
        program is not None and any(True for _ in program.each(_showing, orm, str(version)))
    )


def _showing(file: File, orm: str, version: str) -> Iterator[bool]:
    if _shows(file, orm, int(version)):
        yield True


@cache
def _signs(orm: str, version: int) -> Table[Shows]:
    rows = tables().table(Shows).items()
    return Table({name: row for name, row in rows if row.orm == orm and row.version >= version})


def _shows(file: File, orm: str, version: int) -> bool:
    signs = _signs(orm, version)
    for name, _ in file.index.imports:
        names = (file.library.canonical(name), name.partition(".")[0], name.rpartition(".")[0])
        if any(sign in signs and signs[sign].given is None for sign in names):
            return True
    for name, call in file.calls_to(signs):
        needed = signs[name].given
        known = constant(file, given(file, call, needed)) if needed else None
        if needed is None or (known is not None and known.value is True):
            return True
    return False

"""Attributes that an object of an asynchronous session would have to load when they are read."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import constant, default_of, given
from readiness_lint.facts.chains import Chain, chains_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.injection import dependencies
from readiness_lint.facts.messages import Message, fields_of, message_answered
from readiness_lint.facts.program import Program
from readiness_lint.facts.queries import reads_of
from readiness_lint.facts.related import RelatedAccess, reads_by, reads_in
from readiness_lint.facts.relations import Field, Member, Relation, Relations, relations_of
from readiness_lint.facts.rows import (
    Rows,
    class_of,
    is_eager,
    is_single,
    loading_calls,
    may_be_given,
    returned,
    rows_from,
    rows_given_by,
)
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Expires, Writes
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.model.names import telling
from readiness_lint.model.positions import start_of
from readiness_lint.record import record
from readiness_lint.terms import Answer, Place

KEPT = (ast.Call, ast.Await, ast.Name)
"""Values that may be rows."""


@record
class LateLoad:
    """A read that needs the database where nothing can wait for it."""

    node: ast.expr
    row: str
    """What is read from, as the file spells it."""
    name: str
    """The attribute."""
    model: str
    expired: str
    """The call after which the attribute is loaded again; empty: it was not loaded yet."""
    via: tuple[Place, ...]

    @classmethod
    def find(cls, file: File) -> Iterable[LateLoad]:
        """Every one in the file: for each function, class and attribute the first."""
        relations = relations_of(file) if _may_use_sessions(file) else None
        if not relations:
            return
        seen: set[tuple[ast.AST, str, str]] = set()
        found = [*_unloaded(file, relations), *_expired(file, relations)]
        for load in sorted(found, key=lambda item: start_of(item.node)):
            function = file.function(load.node)
            assert function is not None
            key = function, load.model, load.name
            if key not in seen:
                seen.add(key)
                yield load


@record
class _Object:
    """A name of a coroutine that holds an object of an asynchronous session."""

    name: str
    statement: ast.stmt | None
    """What binds it; ``None``: it is given to the function."""
    function: ast.AsyncFunctionDef
    model: str
    session: str
    rows: Rows | None
    """The query that it comes from; ``None``: it was made here."""


def _may_use_sessions(file: File) -> bool:
    """Whether a file has coroutines, and reaches sessions whose objects load nothing later."""
    word = tables().word("eager-session")
    return bool(file.nodes(ast.AsyncFunctionDef)) and bool(word.lasts_in(file.libraries))


# ── what was not loaded ──────────────────────────────────────────────────────────────────────────


def _unloaded(file: File, relations: Relations) -> Iterator[LateLoad]:
    for access in _accesses(file, relations):
        if not may_be_loaded(file, access):
            yield LateLoad(access.node, access.row, access.name, access.model, "", access.via)


def _accesses(file: File, relations: Relations) -> Iterator[RelatedAccess]:
    for access in file.facts(RelatedAccess):
        if access.rows.eager and isinstance(file.function(access.node), ast.AsyncFunctionDef):
            yield access
    for item in _objects(file, relations):
        if item.rows is not None and _may_lack(relations, item.rows):
            for access in reads_in(file, relations, item.rows, item.function, item.name):
                if item.statement is None or file.reaches(item.statement, access.node):
                    yield access
    for function, message in _answering(file):
        for value in returned(file, function):
            rows = rows_from(file, value) or _rows_of_parameter(file, relations, function, value)
            if rows is not None and rows.eager and _may_lack(relations, rows):
                yield from reads_by(file, relations, rows, message, value)


def _may_lack(relations: Relations, rows: Rows) -> bool:
    """Whether rows may lack a relation, or a column: in many programs all comes at once."""
    return relations.come_late or bool(rows.loaded.only or rows.loaded.deferred)


def _answering(file: File) -> Iterator[tuple[ast.AsyncFunctionDef, Message]]:
    """The coroutines whose answers are made into messages."""
    for handler in file.facts(Handler):
        if isinstance(handler.node, ast.AsyncFunctionDef):
            message = message_answered(file, handler.node)
            if message is not None:
                yield handler.node, message


def _rows_of_parameter(
    file: File, relations: Relations, function: ast.AsyncFunctionDef, value: ast.expr
) -> Rows | None:
    """The row that the framework gives a function for a parameter."""
    for item in _objects(file, relations):
        is_parameter = item.statement is None and item.function is function
        if is_parameter and is_name(value, item.name):
            return item.rows
    return None


def _objects(file: File, relations: Relations) -> list[_Object]:
    found: list[_Object] = file.memo(
        ("session objects",),
        lambda: [*_objects_of(file, relations), *_injected(file, relations)],
    )
    return found


def _objects_of(file: File, relations: Relations) -> Iterator[_Object]:
    """Locals that get one row, or an object that is added to the session."""
    for statement in reversed(file.nodes(ast.Assign)):
        target, value = statement.targets[0], statement.value
        if not isinstance(target, ast.Name) or not isinstance(value, KEPT):
            continue
        function = file.function(statement)
        if not isinstance(function, ast.AsyncFunctionDef):
            continue
        found = _object(file, relations, function, value)
        if found is not None and len(telling(file.bindings(target))) == 1:
            yield _Object(target.id, statement, function, *found)


def _object(
    file: File, relations: Relations, function: ast.AsyncFunctionDef, value: ast.expr
) -> tuple[str, str, Rows | None] | None:
    """The model and the session of an object, and the query that it comes from."""
    # A function that asks such a session is itself waited for.
    if is_single(file, value) or (isinstance(value, ast.Await) and may_be_given(file, value)):
        rows = rows_from(file, value)
        if rows is not None and rows.single and rows.eager:
            return rows.model, rows.session, rows
    elif (
        isinstance(value, ast.Call)
        and (file.last_name(value.func) or "")[:1].isupper()
        # What was made here lacks nothing until it expires.
        and _expiring(file)
    ):
        model = class_of(file, relations, value.func)
        session = _added_to(file, value, function) if model else ""
        if model and session:
            return model, session, None
    return None


def _injected(file: File, relations: Relations) -> Iterator[_Object]:
    """Parameters that a framework fills with the row that a function gives."""
    for function in file.nodes(ast.AsyncFunctionDef):
        for argument in every_argument(function.args):
            default, annotation = default_of(function, argument), argument.annotation
            # Without a default only an alias can say it: `CurrentOrder = Annotated[...]`.
            if not isinstance(default, ast.Call) and (default is not None or annotation is None):
                continue
            bindings = file.index.scopes[function].bindings.get(argument.arg, ())
            if len(bindings) != 1 or not relations.may_be(file, annotation):
                continue
            for home, filling in dependencies(file, bindings[0]):
                named = filling if isinstance(filling, ast.Name | ast.Attribute) else None
                name = home.name_of(named) if named is not None else None
                found = home.defined(name) if name else None
                if found is None or isinstance(found[1], ast.ClassDef):
                    continue
                rows = rows_given_by(found[0], found[1])
                if rows is not None and rows.single and rows.eager:
                    giver = found[0], found[1]
                    session = _session_in(file, function, *giver, rows) if _expiring(file) else ""
                    yield _Object(argument.arg, None, function, rows.model, session, rows)


def _session_in(
    file: File, function: FunctionNode, home: File, giver: FunctionNode, rows: Rows
) -> str:
    """The parameter that gets the session of an injected row; empty: there is none."""
    wanted = _fillings(home, giver).get(rows.session)
    own = _fillings(file, function)
    return next((name for name, filling in own.items() if filling == wanted), "")


def _fillings(file: File, function: FunctionNode) -> dict[str, str | None]:
    """What fills each parameter of a function, by qualified name."""
    found: dict[str, str | None] = {}
    for name, bindings in file.index.scopes[function].bindings.items():
        for home, filling in dependencies(file, bindings[0]):
            if isinstance(filling, ast.Name | ast.Attribute):
                found[name] = home.name_of(filling)
    return found


def _added_to(file: File, made: ast.Call, function: ast.AsyncFunctionDef) -> str:
    """The session that a new object is added to under its name; empty: none."""
    kept = file.parent(made)
    assert isinstance(kept, ast.Assign)
    name = ast.unparse(kept.targets[0])
    writes = tables().table(Writes)
    for call in file.nodes(ast.Call, within=function):
        if not any(is_name(item, name) for item in call.args):
            continue
        callee = file.callee(call)
        row = writes.get(callee) if callee else None
        if row is not None and row.verb == "save" and is_eager(file, callee):
            return _receiver(call)
    return ""


def _receiver(call: ast.Call) -> str:
    return ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def may_be_loaded(file: File, access: RelatedAccess) -> bool:
    """Whether something else in the function may have loaded what is read."""
    function = file.function(access.node)
    assert function is not None
    for call, _ in loading_calls(file):
        if file.function(call) is function and access.name in _names_in(call):
            return True
    root = access.row.partition(".")[0]
    return _is_handed_over(file, function, root, access.node)


def _names_in(call: ast.Call) -> frozenset[str]:
    """The attributes, and the texts, in the arguments of a call."""
    found: set[str] = set()
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        for node in ast.walk(argument):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(node.value.split("."))
    return frozenset(found)


def _is_handed_over(file: File, function: ast.AST, name: str, before: ast.expr) -> bool:
    """Whether something that is awaited gets an object before it is read."""
    for chain in chains_of(file, function, name):
        if chain.position >= start_of(before) or chain.attributes:
            continue
        call = file.parent(chain.around) if isinstance(chain.around, ast.keyword) else chain.around
        if isinstance(call, ast.Call) and call.func is not chain.root and file.is_awaited(call):
            return True
    return False


# ── what expired ─────────────────────────────────────────────────────────────────────────────────


def _expired(file: File, relations: Relations) -> Iterator[LateLoad]:
    """Attributes that are read after a commit, or after a rollback."""
    calls = _expiring(file)
    if not calls:
        return
    for item in _objects(file, relations):
        mine = [
            call
            for call, keeps_new in calls
            if file.function(call) is item.function
            and _receiver(call) == item.session
            and (item.rows is not None or not keeps_new)
        ]
        chains = chains_of(file, item.function, item.name) if mine else ()
        for chain in chains:
            call = _call_before(file, item, chain, mine)
            names = _columns_read(file, relations, item, chain) if call is not None else ()
            for node, name, via in names:
                assert call is not None
                last = item.model.rpartition(".")[2]
                spelled = f"{_receiver(call)}.{file.last_name(call)}()"
                yield LateLoad(node, item.name, name, last, spelled, via)
                break


def _expiring(file: File) -> list[tuple[ast.Call, bool]]:
    """The calls after which the objects of a session load again; not a new one that it forgets."""
    found: list[tuple[ast.Call, bool]] = file.memo(
        ("expiring",), lambda: list(_expiring_calls(file))
    )
    return found


def _expiring_calls(file: File) -> Iterator[tuple[ast.Call, bool]]:
    for name, call in file.calls_to(tables().word("expires")):
        if is_eager(file, name):
            yield call, True
    writes = tables().table(Writes)
    commits = [
        call
        for name, call in file.calls_to(writes)
        if writes[name].verb == "commit" and is_eager(file, name)
    ]
    if commits and file.program is not None and expires_on_commit(file.program):
        for call in commits:
            yield call, False


def expires_on_commit(program: Program) -> Answer:
    """Whether every asynchronous session of a program forgets with a commit what it has loaded."""
    return program.known(_all_expire)


def _all_expire(program: Program) -> Answer:
    made = program.each(_sessions_expire, tables=(tables().table(Expires),))
    answers = {answer for _, answer in made}
    return True if answers == {True} else None if None in answers or not answers else False


def _sessions_expire(file: File) -> Iterator[Answer]:
    """Whether the objects of each asynchronous session that a file makes expire."""
    table = tables().table(Expires)
    for name, call in file.calls_to(table):
        kind = file.type_of(call)
        if kind is not None and is_eager(file, f"{kind.name}.commit"):
            yield _expires(file, call, table[name])


def _expires(file: File, call: ast.Call, row: Expires) -> Answer:
    value = given(file, call, row.unless)
    if value is None:
        return None if any(keyword.arg is None for keyword in call.keywords) else True
    known = constant(file, value)
    return None if known is None else bool(known.value)


def _call_before(file: File, item: _Object, chain: Chain, calls: list[ast.Call]) -> ast.Call | None:
    """The call after which a chain reads an object that nothing has loaded since."""
    if file.function(chain.root) is not item.function or file.runs_later(chain.root):
        return None
    if isinstance(chain.whole, ast.Name | ast.Attribute) and chain.stored:
        return None
    for call in calls:
        between = start_of(call), chain.position
        start = item.statement
        if between[0] > between[1] or (start is not None and start_of(start) > between[0]):
            continue
        if not file.reaches(call, chain.root) or (start and not file.reaches(start, call)):
            continue
        if not _is_read_between(file, item, *between):
            return call
    return None


def _is_read_between(
    file: File, item: _Object, start: tuple[int, int], end: tuple[int, int]
) -> bool:
    """Whether the session is asked for rows, or the object handed over, in between."""
    reads = [call for _, call, _ in reads_of(file)] + [call for call, _ in loading_calls(file)]
    if any(start < start_of(call) < end and file.function(call) is item.function for call in reads):
        return True
    return any(
        start < chain.position < end and not chain.attributes
        for chain in chains_of(file, item.function, item.name)
    )


def _columns_read(
    file: File, relations: Relations, item: _Object, chain: Chain
) -> Iterator[tuple[ast.expr, str, tuple[Place, ...]]]:
    """The columns and relations that a chain reads, by itself or as the message of an answer."""
    if chain.attributes:
        name = chain.attributes[0].attr
        if _is_mapped(relations.member(item.model, name)):
            yield chain.attributes[0], name, ()
    elif isinstance(chain.around, ast.Return):
        message = message_answered(file, item.function)
        for field in fields_of(message) if message is not None else ():
            if _is_mapped(relations.member(item.model, field.name)):
                yield chain.root, field.name, (field.file.place(field.node),)


def _is_mapped(member: Member | None) -> bool:
    if isinstance(member, Relation):
        return True
    return isinstance(member, Field) and (
        isinstance(member.value, ast.Call) or member.annotation is not None
    )

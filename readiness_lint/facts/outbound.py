"""Calls that wait for another process, and what limits their time."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Self, TypeVar

from readiness_lint.facts.bounds import UNKNOWN, Bound, bound_of, calls_around, enclosing_bound
from readiness_lint.facts.callables import given as argument_given
from readiness_lint.facts.callers import bindings_of_value, callers_of
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.makers import Maker, makers
from readiness_lint.facts.program import Program
from readiness_lint.facts.shapes import is_name, is_self
from readiness_lint.facts.tables import tables
from readiness_lint.facts.this_machine import asks_here
from readiness_lint.facts.words import URLS
from readiness_lint.knowledge.schema import ClientTrait, Generated, Outbound, Param, Returns, Table
from readiness_lint.model import Absent, File, Given
from readiness_lint.model import Bound as Binds
from readiness_lint.model.values import Template
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import FOREVER, Known, Place, Service

T = TypeVar("T")
LONGEST = 60
"""Characters of a callee that a message still shows as it is written."""


@record
class Client:
    """The making of an object whose calls wait no longer than it is told here."""

    node: ast.Call
    name: str
    service: Service
    bound: Bound
    decides: bool
    """Whether its calls take no limit of their own, so that it could stand nowhere else."""
    default: bool
    """Whether it stands for the argument that a function's callers leave out."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Constructors, and functions that make such an object."""
        table = tables().table(ClientTrait)
        for name, call in calls_of(file, table):
            row = table[name]
            if row.limit is not None:
                default = isinstance(file.parent(call), ast.arguments)
                told = any(_may_tell(file, call, param) for param in row.told)
                is_hidden = told or _is_near(file, call, row) or _waits_for_messages(file)
                bound = UNKNOWN if is_hidden else bound_of(file, call, row.limit)
                if bound.seconds == FOREVER and _waits_as_meant(file, call, name):
                    bound = UNKNOWN
                yield cls(call, name, row.service, bound, _decides(name), default)


def _waits_as_meant(file: File, call: ast.Call, name: str) -> bool:
    """Whether who keeps a client limits each call of it, or leaves it to a stream or this machine."""
    known = tables()
    kind = known.returns(name)
    owner = kind.name if kind is not None else name
    named = [(known.member(owner, last), use) for last, use in _uses_of(file, call)]
    uses = [(member, use) for member, use in named if member not in known.word("pure")]
    streams = list(_streams_with(file, call))
    return bool(uses or streams) and all(
        enclosing_bound(file, use) is not None or _may_stay(file, use, member)
        for member, use in uses
    )


def _may_stay(file: File, use: ast.Call, name: str) -> bool:
    """Whether a call waits for what may come at any time, or for this machine."""
    row = tables().table(Outbound).get(name)
    if row is None:
        return False
    return _is_streamed(file, use, row) or asks_here(file, use, name, row.peer)


def _streams_with(file: File, call: ast.Call) -> Iterator[ast.Call]:
    """The calls that are given what is made, and open a stream with it."""
    kept, place = _kept_as(file, call), file.function(call)
    if isinstance(kept, ast.Name) and place is not None:
        for node in file.nodes(ast.Call, within=place):
            given = any(is_name(item, kept.id) and _may_be(file, item, call) for item in node.args)
            if given and _is_streaming(file, node):
                yield node


def _is_streaming(file: File, node: ast.AST | None) -> bool:
    """Whether a call opens a stream with the client that it is given."""
    word = tables().word("streams-with")
    return isinstance(node, ast.Call) and file.callee(node) in word


def _uses_of(file: File, call: ast.Call) -> list[tuple[str, ast.Call]]:
    """The calls of methods of what is made, where a class or a function has it, without its end."""
    kept = _kept_as(file, call)
    own = isinstance(kept, ast.Attribute) and is_self(file, kept.value)
    place = file.class_(call) if own else file.function(call)
    if place is None or not (own or isinstance(kept, ast.Name)):
        return []
    if isinstance(kept, ast.Name) and _is_passed_on(file, place, kept.id, call):
        return []
    return [
        (item.func.attr, item)
        for item in file.nodes(ast.Call, within=place)
        if isinstance(item.func, ast.Attribute)
        and _is_same(file, item.func.value, kept)
        and item.func.attr not in ENDS
        and _may_be(file, item.func.value, call)
    ]


def _kept_as(file: File, call: ast.Call) -> ast.expr | None:
    """What a constructor's object is assigned to, or entered as."""
    around = file.parent(call)
    if isinstance(around, ast.withitem):
        return around.optional_vars
    made = file.statement(call)
    return made.targets[0] if isinstance(made, ast.Assign) else getattr(made, "target", None)


def _is_passed_on(file: File, place: ast.AST, name: str, call: ast.Call) -> bool:
    """Whether something else than a call of its method is done with what a name holds."""
    return any(
        is_name(node, name)
        and isinstance(node.ctx, ast.Load)
        and not isinstance(file.parent(node), ast.Attribute)
        and not _is_streaming(file, file.parent(node))
        and _may_be(file, node, call)
        for node in ast.walk(place)
    )


def _may_be(file: File, expr: ast.expr, made: ast.Call) -> bool:
    """Whether a name may hold what a call has made, and not what it holds elsewhere."""
    found = file.reaching(expr) if isinstance(expr, ast.Name) else ()
    return not found or any(item.statement is file.statement(made) for item in found)


def _is_same(file: File, expr: ast.expr, kept: ast.expr | None) -> bool:
    """Whether an expression is a name, or the attribute of an object itself."""
    if isinstance(kept, ast.Name):
        return is_name(expr, kept.id)
    return (
        isinstance(expr, ast.Attribute)
        and isinstance(kept, ast.Attribute)
        and expr.attr == kept.attr
        and is_self(file, expr.value)
    )


WAITING = Pattern(
    r"time-?\s?out|deadline|\blimit|\bwait|indefinite|for ?ever|\bas long as\b", re.IGNORECASE
)


def is_explained(file: File, node: ast.expr, words: Pattern = WAITING) -> bool:
    """Whether a comment on a call, or right above, says why it waits for as long as it does."""
    return any(
        comment.explains and comment.line <= (node.end_lineno or 0) and words.search(comment.text)
        for comment in file.comments(node)
    )


ENDS = frozenset({"close", "aclose", "disconnect"})
"""Calls that end with a client, and need not be waited for."""


def _waits_for_messages(file: File) -> bool:
    """Whether a client may be meant to wait, which a call by such a name is enough for."""
    lasts = tables().word("waits-for-messages").lasts_in(file.libraries)
    return not lasts.isdisjoint(file.index.calls)


def _is_near(file: File, call: ast.Call, row: ClientTrait) -> bool:
    """Whether the peer of a client, or of the one that it is made for, is on this machine."""
    table = tables().table(ClientTrait)
    clients = [
        (call, row),
        *((item, table.get(file.callee(item) or "")) for item in calls_around(file, call)),
    ]
    return any(
        known is not None and asks_here(file, item, file.callee(item) or "", known.peer)
        for item, known in clients
    )


def _may_tell(file: File, call: ast.Call, param: Param) -> bool:
    """Whether a URL or a pool may hold the limit."""
    given = file.argument(call, param.name, param.position)
    known = file.value_of(given.value) if isinstance(given, Given) else None
    return not isinstance(given, Absent) and (
        known is None or "timeout" in str(known.value).lower()
    )


@cache
def _decides(name: str) -> bool:
    """Whether no call of what a constructor makes is judged by itself, nor the making."""
    known = tables()
    kind = known.returns(name)
    owners = known.bases(kind.name if kind is not None else name)
    return not any(
        row.limit is not None
        for member, row in known.table(Outbound).items()
        if member == name or member.rpartition(".")[0] in owners
    )


@record
class OutboundCall:
    """A call that waits for another process, of a library that the tables know."""

    node: ast.Call
    name: str
    service: Service
    blocking: bool
    """Whether it holds its thread while it waits."""
    elsewhere: bool
    """Whether it is handed over to another thread."""
    bound: Bound
    in_coroutine: bool
    """Whether others go on while it waits: it does not block, and stands in a coroutine."""
    client: ast.expr | None
    """The object whose method is called."""
    path: tuple[Place, ...] = ()
    """From wrapper to wrapper to the call itself; empty: ``node`` is that call."""
    callers: tuple[Place, ...] = ()
    """The calls of a wrapper for which it stands."""

    @property
    def spelling(self) -> str:
        """What a reader calls it: its name, or its text where the class only stands for others."""
        if self.name.rpartition(".")[0] not in tables().table(Outbound).starred:
            return self.name
        text = ast.unparse(self.node.func)
        return text if len(text) <= LONGEST else self.name.rpartition(".")[2]

    @property
    def library(self) -> str:
        """The package that makes the call."""
        return self.name.partition(".")[0]

    def kept_by(self, file: File) -> str | None:
        """The class that keeps the object whose method is called, and its attribute, as one text."""
        cls, client = file.class_(self.node), self.client
        if cls is None or not isinstance(client, ast.Attribute) or not is_self(file, client.value):
            return None
        return f"{cls.name} {cls.lineno} {client.attr}"

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Direct calls, calls of a `partial`, and those that another thread makes."""
        table = tables().table(Outbound)
        direct = ((name, call, call) for name, call in calls_of(file, table))
        for name, node, call in (*direct, *_of_partials(file, table)):
            if _waits(file, name, call, table[name]):
                yield cls._made(file, name, table[name], node, call, elsewhere=False)
        for name, node, call in _handed_over(file, table):
            if _waits(file, name, call, table[name]):
                yield cls._made(file, name, table[name], node, call, elsewhere=True)

    @classmethod
    def _made(
        cls,
        file: File,
        name: str,
        row: Outbound,
        node: ast.Call,
        call: ast.Call,
        *,
        elsewhere: bool,
    ) -> Self:
        client = call.func.value if isinstance(call.func, ast.Attribute) else None
        limit = None if _is_endless(file, call, row) else row.limit
        bound = bound_of(file, call, limit, client, node)
        if bound.seconds == FOREVER and (
            (row.flow and _flows(file, node, row.flow))
            or (bound.by == "argument" and _is_streamed(file, call, row))
            or asks_here(file, call, name, row.peer)
        ):
            bound = UNKNOWN
        waiting = not row.blocking and isinstance(file.function(node), ast.AsyncFunctionDef)
        return cls(node, name, row.service, row.blocking, elsewhere, bound, waiting, client)


def calls_of(file: File, table: Table[T]) -> Iterator[tuple[str, ast.Call]]:
    """Calls of what a table names, members of its starred classes included."""
    yield from file.calls_to(table)
    if table.starred:
        yield from _of_generated(file, table)
    if CALL in table.lasts_in(file.libraries) and _has_called_objects(file):
        yield from _of_called_objects(file, table)
    if not file.libraries.isdisjoint(table.packages):
        yield from _of_starred(file, table)


def _of_starred(file: File, table: Table[T]) -> Iterator[tuple[str, ast.Call]]:
    """Calls of methods that have no row of their own."""
    for last in sorted(file.index.calls.keys() - table.lasts_in(file.libraries)):
        if last.startswith("_") or not last:
            continue
        for call, statement in file.index.calls[last]:
            if isinstance(call.func, ast.Attribute):
                name = file.callee(call, statement)
                if name is not None and name in table:
                    yield name, call


CALL = "__call__"


def _has_called_objects(file: File) -> bool:
    """Whether the program may have objects whose class the tables know to be called."""
    makers, classes = _called_classes()
    for name in classes:
        # A parameter may be annotated with one.
        if name.rpartition(".")[2] in file.source and file.uses(name.partition(".")[0]):
            return True
    if file.program is None:
        return any(True for last in makers for _ in _making(file, last))
    return file.program.known(_makes_called_objects)


def _makes_called_objects(program: Program) -> bool:
    makers, classes = _called_classes()
    return any(
        True for last in sorted(makers) for _ in program.each(_making, last, calling=last)
    ) or any(True for name in sorted(classes) for _ in program.naming(name))


def _making(file: File, last: str) -> Iterator[ast.Call]:
    """The calls of a file under an identifier that make an object of such a class."""
    spellings = file.program.spellings(last) if file.program else frozenset({last})
    for call, statement in file.candidates(spellings):
        if file.callee(call, statement) in _called_classes()[0][last]:
            yield call


@cache
def _called_classes() -> tuple[dict[str, set[str]], frozenset[str]]:
    """What makes objects that are called, by last identifiers, and their classes."""
    known = tables()
    called = {
        name.rpartition(".")[0] for name in known.table(Outbound) if name.endswith(f".{CALL}")
    }
    returns = known.table(Returns).items()
    classes = frozenset(
        row.type.name for _, row in returns if not called.isdisjoint(known.bases(row.type.name))
    ).union(called)
    makers: dict[str, set[str]] = defaultdict(set)
    for name in (*classes, *(name for name, row in returns if row.type.name in classes)):
        makers[name.rpartition(".")[2]].add(name)
    return dict(makers), classes


def _of_called_objects(file: File, table: Table[T]) -> Iterator[tuple[str, ast.Call]]:
    """Calls of objects whose class the table knows to be called."""
    for call, statement in file.calls():
        if isinstance(call.func, ast.Name | ast.Attribute) and not file.callee(call, statement):
            kind = file.type_at(call.func, statement)
            name = tables().member(kind.name, CALL) if kind and not kind.of_class else ""
            if name in table:
                yield name, call


def _of_generated(file: File, table: Table[T]) -> Iterator[tuple[str, ast.Call]]:
    """Calls of methods of classes that a generator wrote."""
    for standing, row in tables().table(Generated).items():
        if standing not in table.starred or row.mark not in file.source:
            continue
        for call in file.nodes(ast.Call):
            owner, _, last = (file.callee(call) or "").rpartition(".")
            if not last.startswith("_") and re.fullmatch(row.pattern, owner):
                yield f"{standing}.{last}", call


Written = tuple[str, ast.Call, ast.Call]
"""What is called, where, and the call with all its arguments, as if written out."""


def _of_partials(file: File, table: Table[T]) -> Iterator[Written]:
    """Calls of what `partial` made of a function."""
    for _, made in file.calls_to(tables().word("partial")):
        name = file.name_of(made.args[0]) if made.args else None
        if name is not None and name in table:
            for call in _calls_of_made(file, made):
                arguments = [*made.args[1:], *call.args]
                keywords = [*call.keywords, *made.keywords]
                yield name, call, ast.Call(made.args[0], arguments, keywords)


def _calls_of_made(file: File, made: ast.Call) -> Iterator[ast.Call]:
    around = file.parent(made)
    if isinstance(around, ast.Call) and around.func is made:
        yield around
    elif isinstance(around, ast.Assign):
        for call, _ in file.index.calls.get(file.last_name(around.targets[0]) or "", ()):
            if [item.value for item in bindings_of_value(file, call.func)] == [made]:
                yield call


def _handed_over(file: File, table: Table[T]) -> Iterator[Written]:
    """Calls that another thread makes."""
    for _, call in file.calls_to(tables().word("offload")):
        for position, argument in enumerate(call.args[:2]):
            made = _partial(file, argument)
            if made is not None:
                inner = ast.Call(made.args[0], made.args[1:], made.keywords)
            else:
                inner = ast.Call(argument, call.args[position + 1 :], call.keywords)
            known = isinstance(inner.func, ast.Name | ast.Attribute)
            name = file.name_of(inner.func) if known else None
            if name is not None and name in table:
                yield name, call, inner


def _partial(file: File, argument: ast.expr) -> ast.Call | None:
    """The `partial` that an argument is, or is the name of."""
    bindings = bindings_of_value(file, argument) if isinstance(argument, ast.Name) else []
    made = bindings[0].value if len(bindings) == 1 else argument
    partials = tables().word("partial")
    if isinstance(made, ast.Call) and made.args and file.callee(made) in partials:
        return made
    return None


def _waits(file: File, name: str, call: ast.Call, row: Outbound) -> bool:
    """Whether a call has a peer: not without the argument that names one, not inside the process."""
    if row.spared is not None and argument_given(file, call, row.spared) is not None:
        return False
    if row.given is not None:
        given = file.argument(call, row.given.name, row.given.position)
        known = file.value_of(given.value) if isinstance(given, Given) else None
        if isinstance(given, Absent) or (known is not None and not known.value):
            return False
        if isinstance(given, Given) and _is_idle(file, given.value, row):
            return False
    if row.inline is not None and call.args and _is_inline(file, call, call.args[0]):
        return False
    if row.url is not None:
        return _is_url(file, call, row.url)
    if row.service is Service.SQL:
        client = call.func.value if isinstance(call.func, ast.Attribute) else None
        local = client is not None and _in_memory(file, client)
        return not (
            local or _opens_memory(Maker(file, call), tables().table(ClientTrait).get(name))
        )
    return True


def _is_idle(file: File, given: ast.expr, row: Outbound) -> bool:
    """Whether an argument says that a call shall do nothing yet."""
    known = file.value_of(given)
    return (known is not None and known.value in row.idle) or file.name_of(given) in row.idle


def _is_endless(file: File, call: ast.Call, row: Outbound) -> bool:
    """Whether a call is told to wait for whatever comes next, or what it gives is read as a stream."""
    if row.streams and _is_stream(file, call):
        return True
    return _is_told(file, call, row.endless)


def _is_streamed(file: File, call: ast.Call, row: Outbound) -> bool:
    """Whether the answer of a call comes as a stream."""
    return row.streamed is not None and (not row.streamed or _is_told(file, call, row.streamed))


def _is_told(file: File, call: ast.Call, arguments: tuple[str, ...]) -> bool:
    """Whether a call is given one of some arguments, and not as no."""
    given = [file.argument(call, name) for name in arguments if call.keywords]
    return any(
        isinstance(item, Given) and file.value_of(item.value) != Known(False) for item in given
    )


def _is_stream(file: File, call: ast.Call) -> bool:
    """Whether what a call gives is gone through, or read piece by piece."""
    around, function = file.parent(call), file.function(call)
    target = around.targets[0] if isinstance(around, ast.Assign) else None
    uses: list[ast.AST] = [call]
    if isinstance(target, ast.Name) and function is not None:
        uses += [node for node in ast.walk(function) if is_name(node, target.id)]
    return any(_is_gone_through(file.parent(use), use) for use in uses)


def _flows(file: File, call: ast.Call, body: str) -> bool:
    """Whether the body of an answer is gone through as it comes, here or by the class that keeps it."""
    around = file.parent(call)
    around = file.parent(around) if isinstance(around, ast.Await) else around
    target = around.targets[0] if isinstance(around, ast.Assign) else None
    target = around.optional_vars if isinstance(around, ast.withitem) else target
    kept = isinstance(target, ast.Attribute) and is_self(file, target.value)
    place = file.class_(call) if kept else file.function(call)
    if place is None or not (kept or isinstance(target, ast.Name)):
        return False
    text = ast.unparse(target) if target is not None else ""
    return any(
        _is_flowing(file.parent(node), node)
        for node in ast.walk(place)
        if isinstance(node, ast.Attribute) and node.attr == body and ast.unparse(node.value) == text
    )


def _is_flowing(around: ast.AST | None, node: ast.AST) -> bool:
    if isinstance(around, ast.AsyncFor):
        return around.iter is node
    return isinstance(around, ast.Attribute) and around.attr.startswith("iter_")


def _is_gone_through(around: ast.AST | None, use: ast.AST) -> bool:
    if isinstance(around, ast.For | ast.AsyncFor | ast.comprehension):
        return around.iter is use
    return isinstance(around, ast.Attribute) and around.attr in PIECES


PIECES = frozenset({"read", "__anext__", "__next__"})
URL = Pattern(r"https?://", re.IGNORECASE)


def _is_url(file: File, call: ast.Call, param: Param) -> bool:
    given = file.argument(call, param.name, param.position)
    if not isinstance(given, Given):
        return False
    template = file.template_of(given.value)
    if template is not None and template.made_by != "percent" and template.text:
        return bool(URL.match(template.text)) or _begins_with_url(file, template)
    return file.words(URLS).match(file.last_name(given.value))


def _begins_with_url(file: File, template: Template) -> bool:
    """Whether a text starts with what is a URL by its name; a folder, or anything else, may be none."""
    first = template.holes[0].expr if template.text.startswith("{}") else None
    return first is not None and file.words(URLS).match(file.last_name(first))


INLINE = "data:"


def _is_inline(file: File, node: ast.expr, url: ast.expr, *, of_callers: bool = True) -> bool:
    """Whether a URL certainly holds the content itself: it is written so, or a test says so."""
    template = file.template_of(url)
    if template is not None and template.text.startswith(INLINE):
        return True
    if not isinstance(url, ast.Name):
        return False
    if any(
        item.holds and _asks_for_inline(file, item.test, url.id) for item in file.conditions(node)
    ):
        return True
    function = file.function(node)
    callers = callers_of(file, function) if function is not None and of_callers else ()
    given = [
        (caller.node, given_for(caller, file, function, url.id))
        for caller in callers
        if function is not None
    ]
    return bool(given) and all(
        found is not None and _is_inline(found[0], place, found[1], of_callers=False)
        for place, found in given
    )


def _asks_for_inline(file: File, test: ast.expr, name: str) -> bool:
    """Whether a test holds only for a URL that holds its content."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(_asks_for_inline(file, part, name) for part in test.values)
    if not isinstance(test, ast.Call) or not isinstance(test.func, ast.Attribute):
        return False
    if test.func.attr != "startswith" or not is_name(test.func.value, name) or not test.args:
        return False
    known = file.value_of(test.args[0])
    return known is not None and isinstance(known.value, str) and known.value.startswith(INLINE)


MEMORY = ":memory:"


def _in_memory(file: File, client: ast.expr, depth: int = 4) -> bool:
    """Whether a connection, or a cursor of one, is to a database inside this process."""
    for made in makers(file, client) or ():
        row = made.row if made is not None else None
        if made is None:
            continue
        if row is None and depth and isinstance(made.call.func, ast.Attribute):
            return _in_memory(made.file, made.call.func.value, depth - 1)
        if _opens_memory(made, row):
            return True
    return depth > 0 and _is_handed_memory(file, client, depth - 1)


def _is_handed_memory(file: File, client: ast.expr, depth: int) -> bool:
    """Whether all who call a function hand it a connection to a database inside this process."""
    function = file.function(client)
    if not isinstance(client, ast.Name) or function is None or not _may_open_memory(file):
        return False
    bindings = file.bindings(client)
    if len(bindings) != 1 or bindings[0].kind is not Binds.PARAMETER:
        return False
    handed = [given_for(item, file, function, client.id) for item in callers_of(file, function)]
    return bool(handed) and all(item is not None and _in_memory(*item, depth) for item in handed)


def _may_open_memory(file: File) -> bool:
    """Whether a file imports a library whose databases may be inside this process."""
    table = tables().table(ClientTrait)
    rows = (name for name, row in table.items() if row.database is not None)
    return not file.libraries.isdisjoint(name.partition(".")[0] for name in rows)


def _opens_memory(made: Maker, row: ClientTrait | None) -> bool:
    """Whether a call opens a database that is kept in memory."""
    known = made.value_of(row.database) if row is not None and row.database is not None else None
    return known is not None and isinstance(known.value, str) and MEMORY in known.value

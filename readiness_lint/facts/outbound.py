"""Calls that wait for another process, and what limits their time."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Self, TypeVar

from readiness_lint.facts.callers import (
    Caller,
    bindings_of_value,
    callers_of,
    decorators_of,
    with_overridden,
)
from readiness_lint.facts.classes import defines
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.program import APART, Derivation, Program, part_of
from readiness_lint.facts.pythons import version
from readiness_lint.facts.shapes import is_name, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.this_machine import is_here
from readiness_lint.facts.words import TIME_LIMITS, URLS
from readiness_lint.knowledge.schema import (
    ClientTrait,
    Generated,
    Limit,
    Outbound,
    Param,
    Returns,
    Table,
)
from readiness_lint.model import Absent, Binding, File, FunctionNode, Given, names
from readiness_lint.model import Bound as Binds
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import FOREVER, Answer, Known, Place, Service, SinkKind

T = TypeVar("T")


@record
class Bound:
    """A time limit."""

    seconds: float | None
    """`FOREVER`: there is none; ``None``: not known."""
    by: str
    """Who says so: ``argument``, ``client``, ``scope``, ``process``, ``library`` or ``unknown``."""
    parameter: str = ""
    """Where it would be given in the call; empty: the call takes none."""
    settable: bool = True
    """Whether a limit can be set at all, in the call or where its client is made."""
    node: ast.expr | None = None
    """The expression that sets it."""

    @property
    def limited(self) -> Answer:
        """Whether there is a limit."""
        return None if self.seconds is None else self.seconds != FOREVER


UNKNOWN = Bound(None, "unknown")
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
    return bool(uses) and all(
        enclosing_bound(file, use) is not None or _may_stay(file, use, member)
        for member, use in uses
    )


def _may_stay(file: File, use: ast.Call, name: str) -> bool:
    """Whether a call waits for what may come at any time, or for this machine."""
    row = tables().table(Outbound).get(name)
    if row is None:
        return False
    return _is_streamed(file, use, row) or _asks_here(file, use, name, row.peer)


def _uses_of(file: File, call: ast.Call) -> list[tuple[str, ast.Call]]:
    """The calls of methods of what is made, where a class or a function has it, without its end."""
    kept = _kept_as(file, call)
    own = isinstance(kept, ast.Attribute) and _is_self(file, kept.value)
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
        and _is_self(file, expr.value)
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
        known is not None and _asks_here(file, item, file.callee(item) or "", known.peer)
        for item, known in clients
    )


def _asks_here(file: File, call: ast.Call, name: str, peer: Param | None) -> bool:
    """Whether a call names this machine, in its argument for a peer or where it takes any address."""
    sink = tables().sinks(SinkKind.URL).get(name)
    param = sink.value if peer is None and sink is not None else peer
    given = file.argument(call, param.name, param.position) if param is not None else None
    return isinstance(given, Given) and is_here(file, given.value)


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
        if cls is None or not isinstance(client, ast.Attribute) or not _is_self(file, client.value):
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
            or _asks_here(file, call, name, row.peer)
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
    kept = isinstance(target, ast.Attribute) and _is_self(file, target.value)
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
        return bool(URL.match(template.text)) or template.text.startswith("{}")
    return file.words(URLS).match(file.last_name(given.value))


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


# ── where an object comes from ───────────────────────────────────────────────────────────────────
@record
class Maker:
    """The call that makes an object."""

    file: File
    call: ast.Call

    @property
    def name(self) -> str | None:
        """What is called."""
        return self.file.callee(self.call)

    @property
    def row(self) -> ClientTrait | None:
        """What is known of the constructor."""
        name = self.name
        return tables().table(ClientTrait).get(name) if name is not None else None

    def value_of(self, param: Param) -> Known | None:
        """The value of an argument."""
        argument = self.file.argument(self.call, param.name, param.position)
        return self.file.value_of(argument.value) if isinstance(argument, Given) else None


Makers = list[Maker | None]


def makers(file: File, expr: ast.expr, depth: int = 6) -> Makers | None:
    """The calls that may have made an object; a parameter counts as ``None`` among them.

    ``None`` instead of the list: some of them are out of sight.
    """
    if not depth:
        return None
    if isinstance(expr, ast.Await | ast.NamedExpr):
        return makers(file, expr.value, depth)
    if isinstance(expr, ast.Call):
        name = file.callee(expr)
        owner, function = (file.defined(name) if name else None) or (file, None)
        if isinstance(function, ast.FunctionDef):
            return _returned(owner, function, depth - 1)
        return [Maker(file, expr)]
    bindings = bindings_of_value(file, expr)
    if not bindings or bindings[0].kind is Binds.IMPORT:
        return _imported(file, expr, depth - 1)
    return _bound(file, bindings, depth)


def _imported(file: File, expr: ast.expr, depth: int) -> Makers | None:
    """The calls that made an object of another module."""
    name = file.name_of(expr)
    other, inner = (file.program.defining(name) if file.program and name else None) or (file, "")
    if other is file or "." in inner:
        return None
    return _bound(other, names.telling(other.index.module.bindings.get(inner, ())), depth)


MADE = frozenset({Binds.VALUE, Binds.ENTERED, Binds.UNPACKED})


def _bound(file: File, bindings: list[Binding], depth: int) -> Makers | None:
    found: Makers = []
    for binding in bindings:
        if binding.kind is Binds.PARAMETER:
            found.append(None)
        elif binding.kind in MADE and binding.value:
            more = makers(file, binding.value, depth - 1)
            if binding.index and not _is_of_library(more):
                return None
            if more is None:
                return None
            found.extend(more)
        else:
            return None
    return found or None


def _is_of_library(made: Makers | None) -> bool:
    """Whether all the calls are of a library, so that what they give comes from there as well."""
    return made is not None and all(
        maker is not None and tables().knows(maker.name or "") for maker in made
    )


def _returned(file: File, function: FunctionNode, depth: int) -> Makers | None:
    found: Makers = []
    for statement in file.statements_of(function):
        values: list[ast.expr | None] = []
        if isinstance(statement, ast.Return):
            values = [statement.value]
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Yield):
            values = [statement.value.value]
        for value in values:
            more = makers(file, value, depth) if value is not None else None
            if more is None:
                return None
            found.extend(more)
    return found or None


# ── limits ───────────────────────────────────────────────────────────────────────────────────────
def bound_of(
    file: File,
    call: ast.Call,
    limit: Limit | None,
    client: ast.expr | None = None,
    node: ast.Call | None = None,
) -> Bound:
    """What limits the time of a call, the nearest first: argument, block around, client, library.

    ``node`` is where the call is made, where ``call`` is only as if written out.
    """
    if limit is None:
        return UNKNOWN
    node = node or call
    found = _given(file, call, limit)
    if found is None or found.seconds == FOREVER:
        found = enclosing_bound(file, node) or found
    for place in limit.at:
        found = found or PLACES[place](file, node, limit, client)
    if found is None and not limit.param and not limit.at:
        # Only a block can limit it, and whose connection it is may stand elsewhere.
        made = _is_made_for(file, node, client, alone=_by_default(file, limit) == FOREVER)
        found = None if made else UNKNOWN
    found = found or Bound(_by_default(file, limit), "library")
    parameter = found.parameter or (limit.param.name if limit.param else "")
    settable = bool(parameter) or not OF_OBJECT.isdisjoint(limit.at)
    return replace(found, parameter=parameter, settable=settable)


def _by_default(file: File, limit: Limit) -> float | None:
    """The seconds that a library waits by itself; ``None``: that hangs on the version, not known."""
    if not limit.since:
        return limit.default
    newest = file.program.newest(limit.of) if file.program is not None else None
    first = version(limit.since[0][0])
    return limit.default if newest is not None and newest < first else None


def _is_made_for(file: File, call: ast.Call, client: ast.expr | None, *, alone: bool) -> bool:
    """Whether a call has no object but a module, or one whose making is in sight.

    ``alone``: by the function that calls; what others limited on the way is not known otherwise.
    """
    if client is None or file.type_of(client) is None:
        return True
    made = makers(file, client)
    function = None if file.runs_later(call) else file.function(call)
    return made is not None and all(
        maker is not None
        and (not alone or (maker.file is file and file.function(maker.call) is function))
        for maker in made
    )


OF_OBJECT = frozenset({"client", "settimeout"})
"""Where a limit is set that the call itself does not take."""


def _given(file: File, call: ast.Call, limit: Limit) -> Bound | None:
    """The limit that a call's arguments set; ``None``: they set none."""
    others = [Param(name) for name in limit.also]
    off: Bound | None = None
    for param in [limit.param, *others] if limit.param else others:
        argument = file.argument(call, param.name, param.position)
        if isinstance(argument, Absent):
            continue
        if not isinstance(argument, Given):
            return UNKNOWN
        known = file.value_of(argument.value)
        if known is None:
            return Bound(None, "argument", node=argument.value)
        if _is_never(known.value, limit):
            off = off or Bound(FOREVER, "argument", param.name, node=argument.value)
        elif known.value is not None:
            return Bound(_seconds(known.value), "argument", node=argument.value)
    return off


def _is_never(value: object, limit: Limit) -> bool:
    """Whether a value turns the limit off; of a pair, as ``(connect, read)``, its last part."""
    if isinstance(value, tuple) and value:
        return _is_never(value[-1], limit)
    return any(value is never or value == never for never in limit.never)


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def enclosing_bound(file: File, node: ast.AST) -> Bound | None:
    """The limit that a ``with``, a wrapping call, a decorator or an alarm sets around a node."""
    function = file.function(node)
    for expr in (*file.withs(node), *calls_around(file, node)):
        found = _of_bounding(file, expr)
        if found is not None:
            return found
    while function is not None:
        hops = HOPS if _gives_way(file, node) else 1
        if _limits_itself(file, function) or _is_limited_by_callers(file, function, hops):
            return Bound(None, "scope")
        function = file.function(function)
    return None


def calls_around(file: File, node: ast.AST) -> Iterator[ast.Call]:
    """The calls whose arguments hold a node, innermost first, in its statement."""
    for around in file.ancestors(node):
        if isinstance(around, ast.stmt):
            return
        if isinstance(around, ast.Call):
            yield around


def _of_bounding(file: File, expr: ast.expr) -> Bound | None:
    if not isinstance(expr, ast.Call):
        return None
    named = file.words(TIME_LIMITS).match(file.last_name(expr.func))
    if not named and file.callee(expr) not in tables().word("bounds"):
        return None
    values = [*expr.args, *(keyword.value for keyword in expr.keywords)]
    if values and any(isinstance(value, ast.Constant) and value.value is None for value in values):
        return None
    known = [found.value for value in values if (found := file.value_of(value)) is not None]
    numbers = [seconds for value in known if (seconds := _seconds(value)) is not None]
    return Bound(numbers[0] if len(numbers) == 1 else None, "scope", node=expr)


def _limits_itself(file: File, function: FunctionNode) -> bool:
    """Whether a decorator, or an alarm in the body, limits the time of a function."""
    known, words = tables().word("bounds"), file.words(TIME_LIMITS)
    if any(name in known or words.match(last) for name, last in decorators_of(file, function)):
        return True
    alarms = file.memo(("alarms",), lambda: file.calls_to(tables().word("alarm")))
    return any(file.function(call) is function for _, call in alarms)


HOPS = 3
"""Coroutines through which a limit is looked for: it holds for all that its task waits for."""


def _gives_way(file: File, node: ast.AST) -> bool:
    """Whether a coroutine waits in a node, so that its task can be cancelled there."""
    around = file.parent(node)
    if isinstance(around, ast.withitem):
        return isinstance(file.parent(around), ast.AsyncWith)
    return file.is_awaited(node) or isinstance(around, ast.AsyncFor)


def _is_limited_by_callers(file: File, function: FunctionNode, hops: int) -> bool:
    """Whether a caller puts a limit around the whole function, or around the task that runs it."""
    for home, named in with_overridden(file, function):
        for caller in callers_of(home, named):
            place = caller.file
            if any(
                around in _bounding_calls(place)
                for around in (*calls_around(place, caller.node), *place.withs(caller.node))
            ):
                return True
            outer = caller.function
            if (
                hops > 1
                and isinstance(outer, ast.AsyncFunctionDef)
                and (
                    _waits_in_time(caller, outer) or _is_limited_by_callers(place, outer, hops - 1)
                )
            ):
                return True
    return False


def _waits_in_time(caller: Caller, function: FunctionNode) -> bool:
    """Whether what is made of a call, a task, is waited for under a limit in the same function."""
    file = caller.file
    made = file.statement(caller.node)
    target = made.targets[0] if isinstance(made, ast.Assign) else None
    if not isinstance(target, ast.Name) or file.is_awaited(caller.node):
        return False
    return any(
        file.function(call) is function and target.id in names_within(argument)
        for call in _bounding_calls(file)
        if isinstance(call, ast.Call)
        for argument in call.args
    )


def _bounding_calls(file: File) -> frozenset[ast.AST]:
    words = file.words(TIME_LIMITS)
    found: frozenset[ast.AST] = file.memo(
        ("bounding",),
        lambda: frozenset(
            call
            for last, calls in file.index.calls.items()
            if last in tables().word("bounds").lasts or words.match(last)
            for call, _ in calls
            if _of_bounding(file, call) is not None
        ),
    )
    return found


def _of_process(file: File, _: ast.Call, __: Limit, ___: ast.expr | None) -> Bound | None:
    for _name, call in file.calls_to(tables().word("process-timeout")):
        given = file.argument(call, "timeout", 0)
        value = file.value_of(given.value) if isinstance(given, Given) else None
        if value is None or value.value is not None:
            return Bound(_seconds(value.value) if value else None, "process", node=call)
    return None


def _of_client(file: File, _: ast.Call, limit: Limit, client: ast.expr | None) -> Bound | None:
    """The limit that was set where the client was made; ``None``: certainly none."""
    made = makers(file, client) if client is not None else None
    for maker in made or (None,):
        row = maker.row if maker is not None else None
        if maker is None or row is None or _is_of_here(maker):
            return UNKNOWN
        own = row.limit or limit
        if own.param is not None and any(
            _sets_attribute(place, own.param.name) for place in (file, maker.file)
        ):
            return UNKNOWN
        found = _given(maker.file, maker.call, replace(own, also=(*own.also, *limit.also)))
        if found is not None:
            return replace(found, by="client" if found.by == "argument" else found.by)
        if own.default != FOREVER:
            return Bound(own.default, "library")
    return None


def _is_of_here(maker: Maker) -> bool:
    """Whether an object was made for this machine."""
    peer = maker.row.peer if maker.row is not None else None
    return _asks_here(maker.file, maker.call, maker.name or "", peer)


def _sets_attribute(file: File, attribute: str) -> bool:
    return any(
        isinstance(target, ast.Attribute) and target.attr == attribute
        for target, _, _ in file.index.stores
        if not (isinstance(target, ast.Attribute) and _is_self(file, target.value))
    )


def _is_self(file: File, expr: ast.expr) -> bool:
    return isinstance(expr, ast.Name) and expr.id == file.scope(expr).me


def _of_adapter(file: File, _: ast.Call, __: Limit, client: ast.expr | None) -> Bound | None:
    """Whether a session's class or adapter may set a limit that its calls do not show."""
    kind = file.type_of(client) if client is not None else None
    owner, own = (file.defined(kind.name) if kind else None) or (file, None)
    if isinstance(own, ast.ClassDef) and _may_limit_itself(owner, own):
        return UNKNOWN
    made = makers(file, client) if client is not None else []
    if made is None or not all(_is_in_sight(maker) for maker in made):
        return UNKNOWN
    places = [file, *(maker.file for maker in made if maker is not None)]
    if any(_may_limit(place, call) for place in places for call in _mountings(place)):
        return UNKNOWN
    return None


def _may_limit_itself(file: File, cls: ast.ClassDef) -> bool:
    """Whether a class of the program may set the limit of all its calls."""
    lasts, mro = tables().word("carrier").lasts, file.mro_of(cls)
    lines = [file.defined(name) for name in mro or ()]
    return mro is None or any(
        isinstance(line[1], ast.ClassDef) and defines(line[0], line[1], *lasts)
        for line in lines
        if line is not None
    )


def _mountings(file: File) -> Iterator[ast.Call]:
    """Calls that give a session an adapter, or may."""
    table = tables().word("mounts")
    for last in table.lasts:
        for call, statement in file.index.calls.get(last, ()):
            of = call.func.value if isinstance(call.func, ast.Attribute) else call.func
            if file.callee(call, statement) in table or file.type_at(of, statement) is None:
                yield call


def _may_limit(file: File, mounting: ast.Call) -> bool:
    """Whether the adapter that is mounted may set a limit."""
    adapter = file.argument(mounting, "adapter", 1)
    adapted = file.type_of(adapter.value) if isinstance(adapter, Given) else None
    return adapted is None or adapted.name not in tables().word("plain-adapter")


def _is_in_sight(maker: Maker | None) -> bool:
    """Whether an object is a parameter, or made by what the tables or the program know."""
    if maker is None or maker.name is None:
        return maker is None
    return tables().knows(maker.name) or maker.file.defined(maker.name) is not None


def _of_setter(file: File, call: ast.Call, _: Limit, client: ast.expr | None) -> Bound | None:
    """Whether the object's time is limited by a method of its own, or might be."""
    function = file.function(call)
    made = makers(file, client) if client is not None else None
    if function is None or made is None:
        return UNKNOWN
    if any(file.index.calls.get(last) for last in tables().word("sets-timeout").lasts):
        return UNKNOWN
    if any(
        maker is None
        or maker.file is not file
        or file.function(maker.call) is not function
        or not is_remote(maker)
        for maker in made
    ):
        return UNKNOWN
    return None


def is_remote(maker: Maker) -> bool:
    """Whether the peer of an object may be another machine, as far as its making says."""
    file, row = maker.file, maker.row
    given = [
        (file.argument(maker.call, param.name, param.position), constants)
        for param, constants in (row.remote if row is not None else ())
    ]
    return all(
        isinstance(argument, Absent)
        or (isinstance(argument, Given) and file.name_of(argument.value) in constants)
        for argument, constants in given
    )


PLACES = {
    "socket": _of_process,
    "client": _of_client,
    "adapter": _of_adapter,
    "settimeout": _of_setter,
}


# ── wrappers ─────────────────────────────────────────────────────────────────────────────────────
MANY = 2
"""With more calls of one wrapper than this, the wrapper is what lacks the limit."""


@record
class WrappedCall:
    """A call of a function that hands its ``**options`` on to an outbound call, without a limit.

    Where many calls of one function give none, it is the outbound call that stands for all of them.
    """

    call: OutboundCall

    @property
    def node(self) -> ast.Call:
        """The call of the wrapper."""
        return self.call.node

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Calls of the file whose wrapper, of any module, would pass a limit on and is given none."""
        if file.program is None:
            return map(cls, _wrapped((file, item) for item in _wrapping(file)).get(file.module, ()))
        return map(cls, part_of(file, WRAPPED) or ())


def _told(calls: list[OutboundCall]) -> object:
    """What a module's findings hang on, in the order of its text and without its lines."""
    ordered = sorted(calls, key=lambda call: start_of(call.node))
    return [
        (
            (call.name, call.bound.by, call.bound.seconds, ast.unparse(call.node)),
            [f"{place.module}.{place.function}" for place in (*call.path, *call.callers)],
        )
        for call in ordered
    ]


WRAPPED: Derivation[list[OutboundCall]] = Derivation(
    "readiness_lint.facts.outbound:WRAPPED",
    lambda program: _wrapped(program.each(_wrapping, tables=(tables().table(Outbound),))),
    _told,
)
"""The calls of wrappers that lack a limit, by module."""


@record
class _Wrapper:
    """A function that hands its keyword arguments on to a call that nothing limits."""

    file: File
    function: FunctionNode
    call: OutboundCall
    """The outbound call."""
    names: frozenset[str]
    """The keywords by which its limit is given."""
    client: str
    """The parameter that is the object whose method is called; empty: it is none."""
    path: tuple[Place, ...]


def _wrapping(file: File) -> Iterable[_Wrapper]:
    return _wrappers(file) if file.role not in APART else ()


def _wrapped(wrappers: Iterable[tuple[File, _Wrapper]]) -> dict[str, list[OutboundCall]]:
    found: dict[str, list[OutboundCall]] = defaultdict(list)
    for file, wrapper in wrappers:
        calls = list(_unlimited(wrapper, frozenset({wrapper.function})))
        if len(calls) <= MANY:
            for caller, path in calls:
                found[caller.file.module].append(_standing(wrapper, caller.node, path))
        else:
            places = tuple(caller.file.place(caller.node) for caller, _ in calls)
            found[file.module].append(_standing(wrapper, wrapper.call.node, (), places))
    return found


def _standing(
    wrapper: _Wrapper, node: ast.expr, path: tuple[Place, ...], callers: tuple[Place, ...] = ()
) -> OutboundCall:
    assert isinstance(node, ast.Call)
    return replace(wrapper.call, node=node, path=path, callers=callers)


def _wrappers(file: File) -> Iterator[_Wrapper]:
    """The functions of a file that hand ``**options`` to an outbound call that nothing else limits."""
    table = tables().table(Outbound)
    for outbound in file.facts(OutboundCall):
        limit, function = table[outbound.name].limit, file.function(outbound.node)
        options = next((item for item in outbound.node.keywords if item.arg is None), None)
        if options is None or limit is None or limit.param is None or outbound.elsewhere:
            continue
        names = frozenset({limit.param.name, *limit.also})
        if function is None or not _hands_on(file, options.value, function, names):
            continue
        call = outbound.node
        rest = ast.Call(
            call.func, call.args, [item for item in call.keywords if item is not options]
        )
        bound = bound_of(file, rest, limit, outbound.client, call)
        if bound.seconds == FOREVER and bound.by == "library":
            client, unlimited = (
                _own(file, outbound.client, function),
                replace(outbound, bound=bound),
            )
            yield _Wrapper(file, function, unlimited, names, client, (file.place(call),))


def _hands_on(file: File, options: ast.expr, function: FunctionNode, names: frozenset[str]) -> bool:
    """Whether an expression is the ``**options`` of a function, which sets no limit in them."""
    own = function.args.kwarg
    if not (isinstance(options, ast.Name) and own is not None and options.id == own.arg):
        return False
    uses = [node for node in ast.walk(function) if is_name(node, own.arg)]
    return all(_sets_no_limit(file, use, names) for use in uses)


def _sets_no_limit(file: File, use: ast.Name, names: frozenset[str]) -> bool:
    """Whether what is done with a mapping is about other keys only."""
    around = file.parent(use)
    if isinstance(around, ast.keyword):
        return around.arg is None
    key: ast.expr | None = None
    if isinstance(around, ast.Subscript):
        key = around.slice
    elif isinstance(around, ast.Compare):
        key = around.left
    elif isinstance(around, ast.Attribute) and around.attr in {"get", "pop", "setdefault"}:
        call = file.parent(around)
        key = call.args[0] if isinstance(call, ast.Call) and call.args else None
    known = isinstance(key, ast.Constant) and isinstance(use.ctx, ast.Load)
    return known and isinstance(key, ast.Constant) and key.value not in names


def _unlimited(
    wrapper: _Wrapper, seen: frozenset[FunctionNode]
) -> Iterator[tuple[Caller, tuple[Place, ...]]]:
    """The calls of a wrapper that give no limit, and the way from each to the outbound call."""
    for caller in callers_of(wrapper.file, wrapper.function):
        call, file = caller.arguments, caller.file
        if call is None or file.role in APART or any(map(_is_starred, call.args)):
            continue
        if any(item.arg in wrapper.names for item in call.keywords):
            continue
        options = [item.value for item in call.keywords if item.arg is None]
        if enclosing_bound(file, caller.node) is not None:
            continue
        outer, client = caller.function, ""
        if wrapper.client:
            given = given_for(caller, wrapper.file, wrapper.function, wrapper.client)
            made = makers(*given) if given else None
            if given is None or made is None or not all(map(_is_in_sight, made)):
                # It may have a limit of its own.
                continue
            client = _own(*given, outer)
        if not options:
            yield caller, wrapper.path
        elif outer and outer not in seen and _hands_on(file, options[0], outer, wrapper.names):
            path = (file.place(caller.node), *wrapper.path)
            further = _Wrapper(file, outer, wrapper.call, wrapper.names, client, path)
            yield from _unlimited(further, seen | {outer})


def _own(file: File, expr: ast.expr | None, function: FunctionNode | None) -> str:
    """The parameter of a function that an expression is; empty: it is none."""
    if not isinstance(expr, ast.Name):
        return ""
    of_caller = any(
        item.kind is Binds.PARAMETER and item.scope.node is function for item in file.bindings(expr)
    )
    return expr.id if of_caller else ""


def _is_starred(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Starred)

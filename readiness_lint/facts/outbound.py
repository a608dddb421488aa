"""Calls that wait for another process, and what limits their time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from readiness_lint.facts.callers import bindings_of_value, callers_of, decorators_of
from readiness_lint.facts.classes import defines
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import ClientTrait, Limit, Outbound, Param, Table
from readiness_lint.model import Absent, File, FunctionNode, Given
from readiness_lint.model import Bound as Binds
from readiness_lint.terms import FOREVER, Answer, Known, Service

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    client: ast.expr | None
    """The object whose method is called."""

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

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Direct calls, and calls that are handed over to another thread with their arguments."""
        table = tables().table(Outbound)
        direct = ((name, call, call) for name, call in calls_of(file, table))
        for name, node, call in (*direct, *_handed_over(file, table)):
            row = table[name]
            if _waits(file, call, name, row):
                client = call.func.value if isinstance(call.func, ast.Attribute) else None
                limit = None if _follows(file, call) else row.limit
                bound = bound_of(file, call, limit, client, node)
                elsewhere = node is not call
                yield cls(node, name, row.service, row.blocking, elsewhere, bound, client)


def calls_of(file: File, table: Table[T]) -> Iterator[tuple[str, ast.Call]]:
    """Calls of what a table names, members of its starred classes included."""
    yield from file.calls_to(table)
    if file.libraries.isdisjoint(table.packages):
        return
    for last in sorted(file.index.calls.keys() - table.lasts_in(file.libraries)):
        if last.startswith("_") or not last:
            continue
        for call, statement in file.index.calls[last]:
            if isinstance(call.func, ast.Attribute):
                name = file.callee(call, statement)
                if name is not None and name in table:
                    yield name, call


def _handed_over(file: File, table: Table[T]) -> Iterator[tuple[str, ast.Call, ast.Call]]:
    """Calls that run a function elsewhere, and the call that is made there, as if written out."""
    for _, call in file.calls_to(tables().word("offload")):
        for position, argument in enumerate(call.args[:2]):
            inner = None
            if isinstance(argument, ast.Name | ast.Attribute):
                inner = ast.Call(argument, call.args[position + 1 :], call.keywords)
            elif isinstance(argument, ast.Call) and (
                file.callee(argument) == "functools.partial" and argument.args
            ):
                inner = ast.Call(argument.args[0], argument.args[1:], argument.keywords)
            name = file.name_of(inner.func) if inner is not None else None
            if inner is not None and name is not None and name in table:
                yield name, call, inner


def _waits(file: File, call: ast.Call, name: str, row: Outbound) -> bool:
    """Whether a call has a peer: not without the argument that names one, not inside the process."""
    if row.given is not None:
        given = file.argument(call, row.given.name, row.given.position)
        known = file.value_of(given.value) if isinstance(given, Given) else None
        if isinstance(given, Absent) or (known is not None and not known.value):
            return False
    if name in TAKES_TEXT_TOO:
        return _is_url(file, call, TAKES_TEXT_TOO[name])
    if row.service is Service.SQL and isinstance(call.func, ast.Attribute):
        return not _in_memory(file, call.func.value)
    return True


FOLLOWING = ("follow", "watch")


def _follows(file: File, call: ast.Call) -> bool:
    """Whether a call is told to wait for whatever comes next."""
    given = [file.argument(call, name) for name in FOLLOWING if call.keywords]
    return any(
        isinstance(item, Given) and file.value_of(item.value) != Known(False) for item in given
    )


# `feedparser.parse` takes a URL, a path, a file or the text itself.
TAKES_TEXT_TOO = {"feedparser.parse": Param("url_file_stream_or_string", 0)}
URL = re.compile(r"https?://", re.IGNORECASE)
NAMES_URL = re.compile(r".*(?:url|uri|link|endpoint|href)s?(?:_.*)?", re.IGNORECASE)


def _is_url(file: File, call: ast.Call, param: Param) -> bool:
    given = file.argument(call, param.name, param.position)
    if not isinstance(given, Given):
        return False
    template = file.template_of(given.value)
    if template is not None and template.made_by != "percent" and template.text:
        return bool(URL.match(template.text)) or template.text.startswith("{}")
    return bool(NAMES_URL.fullmatch(file.last_name(given.value) or ""))


def _in_memory(file: File, client: ast.expr) -> bool:
    """Whether a connection is one to a database inside this process."""
    for made in makers(file, client) or ():
        if made is None:
            continue
        if isinstance(made.func, ast.Attribute) and made.func.attr == "cursor":
            return _in_memory(file, made.func.value)
        database = file.argument(made, "database", 0)
        value = file.value_of(database.value) if isinstance(database, Given) else None
        if value is not None and isinstance(value.value, str) and ":memory:" in value.value:
            return True
    return False


# ── where an object comes from ───────────────────────────────────────────────────────────────────
Makers = list[ast.Call | None]


def makers(file: File, expr: ast.expr, depth: int = 6) -> Makers | None:
    """The calls that may have made an object; a parameter counts as ``None`` among them.

    ``None`` instead of the list: some of them are out of sight.
    """
    if not depth:
        return None
    if isinstance(expr, ast.Await | ast.NamedExpr):
        return makers(file, expr.value, depth)
    if isinstance(expr, ast.Call):
        function = file.definition(expr.func)
        if isinstance(function, ast.FunctionDef):
            return _returned(file, function, depth - 1)
        return [expr]
    bindings = bindings_of_value(file, expr)
    found: Makers = []
    for binding in bindings:
        if binding.kind is Binds.PARAMETER:
            found.append(None)
        elif binding.kind in {Binds.VALUE, Binds.ENTERED} and binding.value and not binding.index:
            more = makers(file, binding.value, depth - 1)
            if more is None:
                return None
            found.extend(more)
        else:
            return None
    return found or None


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
    found = _given(file, call, limit) or enclosing_bound(file, node)
    for place in limit.at:
        found = found or PLACES[place](file, node, limit, client)
    if found is None and not limit.param and not limit.at and not _is_made_here(file, client):
        # Only a block can limit it, and whose connection it is stands elsewhere.
        found = UNKNOWN
    # Which version runs is not known here.
    found = found or Bound(None if limit.since else limit.default, "library")
    parameter = limit.param.name if limit.param else ""
    settable = bool(parameter) or not OF_OBJECT.isdisjoint(limit.at)
    return replace(found, parameter=parameter, settable=settable)


def _is_made_here(file: File, client: ast.expr | None) -> bool:
    """Whether a call has no object but a module, or one whose making is in sight."""
    if client is None or file.type_of(client) is None:
        return True
    made = makers(file, client)
    return made is not None and None not in made


OF_OBJECT = frozenset({"client", "settimeout"})
"""Where a limit is set that the call itself does not take."""


def _given(file: File, call: ast.Call, limit: Limit) -> Bound | None:
    """The limit that a call's arguments set; ``None``: they set none."""
    others = [Param(name) for name in limit.also]
    for param in [limit.param, *others] if limit.param else others:
        argument = file.argument(call, param.name, param.position)
        if isinstance(argument, Absent):
            continue
        if not isinstance(argument, Given):
            return UNKNOWN
        known = file.value_of(argument.value)
        if known is None:
            return Bound(None, "argument", node=argument.value)
        if any(known.value is value or known.value == value for value in limit.never):
            return Bound(FOREVER, "argument", node=argument.value)
        if known.value is not None:
            return Bound(_seconds(known.value), "argument", node=argument.value)
    return None


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


BOUNDS = re.compile(
    r"(?:.*_)?(?:time_?out|timeouts|time_?limit|deadline|fail_after|fail_at|move_on_after"
    r"|move_on_at|stopit)(?:_.*|able)?|.*Timeout",
    re.IGNORECASE,
)


def enclosing_bound(file: File, node: ast.AST) -> Bound | None:
    """The limit that a ``with``, a wrapping call, a decorator or an alarm sets around a node."""
    function = file.function(node)
    for expr in (*file.withs(node), *calls_around(file, node)):
        found = _of_bounding(file, expr)
        if found is not None:
            return found
    while function is not None:
        if _limits_itself(file, function) or _is_limited_by_callers(file, function):
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
    last = file.last_name(expr.func) or ""
    if not BOUNDS.fullmatch(last) and file.callee(expr) not in tables().word("bounds"):
        return None
    values = [*expr.args, *(keyword.value for keyword in expr.keywords)]
    if values and any(isinstance(value, ast.Constant) and value.value is None for value in values):
        return None
    known = [found.value for value in values if (found := file.value_of(value)) is not None]
    numbers = [seconds for value in known if (seconds := _seconds(value)) is not None]
    return Bound(numbers[0] if len(numbers) == 1 else None, "scope", node=expr)


def _limits_itself(file: File, function: FunctionNode) -> bool:
    """Whether a decorator, or an alarm in the body, limits the time of a function."""
    words = tables().word("bounds")
    if any(name in words or BOUNDS.fullmatch(last) for name, last in decorators_of(file, function)):
        return True
    return any(
        file.function(call) is function
        for last in ("alarm", "setitimer")
        for call, _ in file.index.calls.get(last, ())
    )


def _is_limited_by_callers(file: File, function: FunctionNode) -> bool:
    """Whether a caller of the file puts a limit around the whole function."""
    bounding = _bounding_calls(file)
    return any(
        around in bounding
        for caller in (callers_of(file, function) if bounding else ())
        for around in (*calls_around(file, caller.node), *file.withs(caller.node))
    )


def _bounding_calls(file: File) -> frozenset[ast.AST]:
    found: frozenset[ast.AST] = file.memo(
        ("bounding",),
        lambda: frozenset(
            call
            for last, calls in file.index.calls.items()
            if last in tables().word("bounds").lasts or BOUNDS.fullmatch(last)
            for call, _ in calls
            if _of_bounding(file, call) is not None
        ),
    )
    return found


def _of_process(file: File, _: ast.Call, __: Limit, ___: ast.expr | None) -> Bound | None:
    for call, statement in file.index.calls.get("setdefaulttimeout", ()):
        if file.callee(call, statement) == "socket.setdefaulttimeout":
            given = file.argument(call, "timeout", 0)
            value = file.value_of(given.value) if isinstance(given, Given) else None
            if value is None or value.value is not None:
                return Bound(_seconds(value.value) if value else None, "process", node=call)
    return None


def _of_client(file: File, _: ast.Call, limit: Limit, client: ast.expr | None) -> Bound | None:
    """The limit that was set where the client was made; ``None``: certainly none."""
    made = makers(file, client) if client is not None else None
    if made is None or _sets_attribute(file, "timeout"):
        return UNKNOWN
    rows = tables().table(ClientTrait)
    for maker in made:
        name = file.callee(maker) if maker is not None else None
        if maker is None or name is None or name not in rows:
            return UNKNOWN
        own = rows[name].limit or limit
        found = _given(file, maker, replace(own, also=(*own.also, *limit.also)))
        if found is not None:
            return replace(found, by="client" if found.by == "argument" else found.by)
        if own.default != FOREVER:
            return Bound(own.default, "library")
    return None


def _sets_attribute(file: File, attribute: str) -> bool:
    return any(
        isinstance(target, ast.Attribute) and target.attr == attribute
        for target, _, _ in file.index.stores
        if not (isinstance(target, ast.Attribute) and _is_self(file, target.value))
    )


def _is_self(file: File, expr: ast.expr) -> bool:
    return isinstance(expr, ast.Name) and expr.id == file.scope(expr).me


OVERRIDDEN = ("send", "request")
PLAIN_ADAPTER = "requests.adapters.HTTPAdapter"


def _of_adapter(file: File, _: ast.Call, __: Limit, client: ast.expr | None) -> Bound | None:
    """Whether a session's class or adapter may set a limit that its calls do not show."""
    kind = file.type_of(client) if client is not None else None
    own = file.class_named(kind.name) if kind else None
    if own is not None and (defines(file, own, *OVERRIDDEN) or _has_unknown_base(file, own)):
        return UNKNOWN
    for call, _statement in file.index.calls.get("mount", ()):
        adapter = file.argument(call, "adapter", 1)
        if not isinstance(adapter, Given):
            return UNKNOWN
        adapted = file.type_of(adapter.value)
        if adapted is None or adapted.name not in {PLAIN_ADAPTER, "requests.HTTPAdapter"}:
            return UNKNOWN
    made = makers(file, client) if client is not None else []
    return (
        None if made is not None and all(_is_in_sight(file, maker) for maker in made) else UNKNOWN
    )


def _is_in_sight(file: File, maker: ast.Call | None) -> bool:
    """Whether an object is a parameter, or made by what the tables or this file know."""
    name = file.callee(maker) if maker is not None else None
    if name is None:
        return maker is None
    return file.library.knows(name) or file.class_named(name) is not None


def _has_unknown_base(file: File, cls: ast.ClassDef) -> bool:
    names = [file.class_name(base, cls) for base in cls.bases]
    return any(
        name is None or not (file.class_named(name) or file.library.is_class(name))
        for name in names
    )


INET = frozenset({"socket.AF_INET", "socket.AF_INET6"})
SETTERS = frozenset({"settimeout", "setblocking", "select", "sock_connect", "sock_recv", "poll"})


def _of_setter(file: File, call: ast.Call, _: Limit, client: ast.expr | None) -> Bound | None:
    """Whether the object's time is limited by a method of its own, or might be."""
    function = file.function(call)
    made = makers(file, client) if client is not None else None
    if function is None or made is None:
        return UNKNOWN
    if any(file.index.calls.get(last) for last in SETTERS):
        return UNKNOWN
    for maker in made:
        if maker is None or file.function(maker) is not function:
            return UNKNOWN
        if file.callee(maker) == "socket.socket" and not _is_internet_stream(file, maker):
            return UNKNOWN
    return None


def _is_internet_stream(file: File, maker: ast.Call) -> bool:
    family = file.argument(maker, "family", 0)
    kind = file.argument(maker, "type", 1)
    if isinstance(family, Given) and file.name_of(family.value) not in INET:
        return False
    return isinstance(kind, Absent) or (
        isinstance(kind, Given) and file.name_of(kind.value) == "socket.SOCK_STREAM"
    )


PLACES = {
    "socket": _of_process,
    "client": _of_client,
    "adapter": _of_adapter,
    "settimeout": _of_setter,
}

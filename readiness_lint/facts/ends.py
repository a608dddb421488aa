"""Where the calls of a file leave the program: a database, a queue, another service, a file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.callers import called
from readiness_lint.facts.objects import class_of_object, root_of
from readiness_lint.facts.outbound import OutboundCall, calls_of
from readiness_lint.facts.queries import Query, class_named, links_of, model_of, reads_of
from readiness_lint.facts.sinks import sinks_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import TaskDispatch
from readiness_lint.facts.writes import Write, session_expr
from readiness_lint.knowledge.schema import Dispatches, NamesTask, Outbound, Param, Reads, Writes
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Service, SinkKind

DATABASE, QUEUE, EXTERNAL = "database", "queue", "external"
CACHE, FILE = "cache", "file"
PLACES = {Service.SQL: DATABASE, Service.BROKER: QUEUE, Service.CACHE: CACHE}
"""What is neither is some other service."""
SQL = {
    "create": "INSERT",
    "update": "UPDATE",
    "delete": "DELETE",
    "save": "INSERT or UPDATE",
    "flush": "FLUSH",
    "commit": "COMMIT",
    "define": "DEFINE",
}
ADDED = frozenset({"add", "add_all", "merge"})
ENDED = frozenset({"rollback", "begin", "connect"})
"""Methods of sessions that put rows into the next statement."""
BULK = {"create": "INSERT", "insert": "INSERT", "update": "UPDATE", "delete": "DELETE"}
HANDED_OUT = ("fetch", "cursor", "close")
"""How the names of methods begin that only hand out, or let go, what there is."""
MANY = "bulk_create"
"""A method that only what stands for many rows has."""
HTTP = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
STATEMENT = Pattern(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?P<verb>insert|update|delete|select|with|replace|merge|create"
    r"|alter|drop|truncate)\b",
    re.IGNORECASE | re.DOTALL,
)
TABLE = Pattern(r"\b(?:from|into|update|table)\s+[\"`\[]?([A-Za-z_][\w.]*)", re.IGNORECASE)
UNFILED = frozenset({"sqlite3", "logging"})
"""Packages whose files are no files of the program's own."""
LONGEST = 120
"""Characters of a detail."""


@record
class Ending:
    """A call that leaves the program, and what it asks for there."""

    node: ast.expr
    end: str
    """``database``, ``queue``, ``external``, ``cache`` or ``file``."""
    detail: str
    """``INSERT Order``, ``POST https://pay.example``; what is known of it."""
    model: ast.expr | None = None
    """What names the class of the rows."""

    @classmethod
    def find(cls, file: File) -> Iterator[Ending]:
        """Every one of the file, each call once."""
        seen: set[ast.AST] = set()
        for ending in _every(file):
            if ending.node not in seen:
                seen.add(ending.node)
                yield ending


def endings_of(file: File) -> dict[ast.AST, Ending]:
    """Those of a file, by the call."""
    found: dict[ast.AST, Ending] = file.memo(
        ("endings",), lambda: {item.node: item for item in file.facts(Ending)}
    )
    return found


def shortened(text: str) -> str:
    """A text on one line, and no longer than a reader looks at."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _every(file: File) -> Iterator[Ending]:
    for dispatch in file.facts(TaskDispatch):
        yield Ending(dispatch.node, QUEUE, f"to {dispatch.queue}")
    yield from _sent_by_another_name(file)
    for name, call in file.calls_to(tables().table(NamesTask)):
        row = tables().table(NamesTask)[name]
        named = constant(file, given(file, call, row.task))
        yield Ending(call, QUEUE, str(named.value) if named else "")
    yield from _written(file)
    yield from _asked(file)
    yield from _called(file)
    yield from _filed(file)
    for name, call in calls_of(file, tables().word("ends-with-child")):
        yield Ending(call, EXTERNAL, f"runs a program by {name}")


def _sent_by_another_name(file: File) -> Iterator[Ending]:
    """Calls of a name that was given one method of a queue or another: ``send = queue.enqueue``."""
    table = tables().table(Dispatches)
    for call, at in file.candidates(table.lasts_in(file.libraries)):
        if not isinstance(call.func, ast.Name) or file.callee(call, at) is not None:
            continue
        values = [binding.value for binding in file.bindings(call.func)]
        rows = [table.get(_method_of(file, value) or "") for value in values]
        if rows and rows[0] is not None and all(row is not None for row in rows):
            yield Ending(call, QUEUE, f"to {rows[0].queue}")


def _method_of(file: File, value: ast.AST | None) -> str | None:
    """The method that a value is, or calls with some arguments given already."""
    if isinstance(value, ast.Call) and value.args:
        partial = file.callee(value) in tables().word("partial")
        return _method_of(file, value.args[0]) if partial else None
    return file.name_of(value) if isinstance(value, ast.Name | ast.Attribute) else None


# ── databases ────────────────────────────────────────────────────────────────────────────────────
def _written(file: File) -> Iterator[Ending]:
    for write in file.facts(Write):
        if write.sent:
            yield _of_write(file, write)

    yield from _of_super(file)


def _of_write(file: File, write: Write) -> Ending:
    model, expr = _model_written(file, write)
    verb = _verb(file, write)
    if verb == "INSERT" and not model and _is_added(write):
        # A row that nobody knows may have been there before.
        verb = SQL["save"]
    return Ending(write.node, DATABASE, f"{verb} {model}".rstrip(), expr)


def _of_super(file: File) -> Iterator[Ending]:
    """The library's own methods of rows, where a class of the program has others in front."""
    writes = tables().table(Writes)
    for last in sorted(tables().word("changes-its-row").lasts.intersection(file.index.calls)):
        for call, _ in file.index.calls[last]:
            method = call.func
            cls = file.class_(call)
            if cls is None or not isinstance(method, ast.Attribute):
                continue
            above = method.value
            if not (
                isinstance(above, ast.Call)
                and isinstance(above.func, ast.Name)
                and above.func.id == "super"
            ):
                continue
            bases = file.bases_of(cls)
            row = next(
                (writes[name] for base in bases if (name := f"{base}.{last}") in writes), None
            )
            # A base of the program that has one too is what runs.
            if row is not None and called(file, call) is None:
                yield Ending(call, DATABASE, f"{SQL[row.verb]} {cls.name}")


def _verb(file: File, write: Write) -> str:
    last = write.name.rpartition(".")[2].lstrip("a")
    if last.startswith(("get_or_create", "update_or_create")):
        return "SELECT, INSERT or UPDATE" if last.startswith("update") else "SELECT or INSERT"
    if write.verb == "bulk":
        found = [word for part, word in BULK.items() if part in last]
        return found[0] if found else "INSERT or UPDATE"
    if _is_added(write):
        return "INSERT"
    if write.verb == "execute":
        statement = _statement(file, write.node)
        return statement.partition(" ")[0] if statement else "INSERT, UPDATE or DELETE"
    return SQL.get(write.verb, write.verb.upper())


def _is_added(write: Write) -> bool:
    return write.name.rpartition(".")[2] in ADDED - {"merge"}


def _model_written(file: File, write: Write) -> tuple[str, ast.expr | None]:
    """The model that a write changes, as a reader calls it, and what names it."""
    if write.verb in {"commit", "flush"}:
        return "", None
    if write.verb in {"execute", "define"}:
        return _statement(file, write.node).partition(" ")[2], None
    last = write.name.rpartition(".")[2]
    row = write.node.args[0] if last in ADDED and write.node.args else None
    if row is not None or last in {"delete", "adelete", "save", "asave"}:
        row = row if row is not None else session_expr(write.node)
        if isinstance(row, ast.Call) and class_named(file, row.func):
            return class_named(file, row.func) or "", row.func
        owner = class_of_object(file, row) if row is not None else None
        if owner is not None and "session" not in owner.lower() and not _is_of_many(file, owner):
            last = owner.rpartition(".")[2]
            return ("" if last[:1].islower() else last), None
    links = links_of(file, write.node)
    return _spelled(model_of(file, links), links.text), root_of(links.roots)


def _is_of_many(file: File, owner: str) -> bool:
    """Whether a class stands for many rows: a manager, a query."""
    writes = tables().table(Writes)
    return any(f"{base}.{MANY}" in writes for base in file.library.bases(owner))


def _statement(file: File, call: ast.Call) -> str:
    """The verb and the table of the statement in SQL that a call is given; empty: not known."""
    statement = next(iter(call.args), None)
    if statement is None:
        return ""
    links = links_of(file, call)
    text = links.text
    if text is None:
        template = file.template_of(statement)
        text = template.text if template else None
    if text is None:
        return _built(file, statement)
    verb = STATEMENT.match(text)
    if verb is None:
        return " ".join(text.replace("{}", "...").split()[:2])
    table = TABLE.search(text)
    word = "SELECT" if verb["verb"].lower() == "with" else verb["verb"].upper()
    return f"{word} {table[1]}" if table and "{" not in table[1] else word


def _built(file: File, statement: ast.expr) -> str:
    """The verb and the model of a statement that calls build: ``insert(Order).values(...)``."""
    links = links_of(file, statement)
    for link in links.calls:
        word = BULK.get(link.name)
        if word is not None:
            model = class_named(file, next(iter(link.node.args), None))
            return f"{word} {model or ''}".rstrip()
    return ""


def _asked(file: File) -> Iterator[Ending]:
    chained: set[ast.AST] = set()
    for query in file.facts(Query):
        chained.update(link.node for link in query.links.calls)
        model = _spelled(query.model, query.links.text)
        yield Ending(query.node, DATABASE, f"SELECT {model}".rstrip(), root_of(query.links.roots))
    for write in file.facts(Write):
        chained.update(link.node for link in links_of(file, write.node).calls)
    yield from _built_here(file, chained)


def _built_here(file: File, chained: set[ast.AST]) -> Iterator[Ending]:
    """Queries that a file builds and whose rows others ask for."""
    reads = reads_of(file)
    inner: set[ast.AST] = set()
    for _, call, _ in reads:
        inner.update(link.node for link in links_of(file, call).calls if link.node is not call)
    for _, call, row in reads:
        if row.verb == "build" and call not in inner | chained:
            links = links_of(file, call)
            model = model_of(file, links)
            if model is not None and not _is_function(call) and file.last_name(call) != "none":
                detail = f"SELECT {_spelled(model, links.text)}".rstrip()
                yield Ending(call, DATABASE, detail, root_of(links.roots))


def _spelled(model: str | None, text: str | None) -> str:
    """A model as a reader calls it; a name in small letters is one only in SQL."""
    if model is None or (text is None and model[:1].islower() and model not in {"cls", "self"}):
        return ""
    return model


def _is_function(call: ast.Call) -> bool:
    """Whether a chain begins with a plain function, which sends nothing: ``select(Order)``."""
    expr: ast.expr = call
    while isinstance(expr, ast.Call):
        if not isinstance(expr.func, ast.Attribute):
            return True
        expr = expr.func.value
        while isinstance(expr, ast.Attribute):
            expr = expr.value
    return False


def ending_on(file: File, call: ast.Call, owner: str) -> Ending | None:
    """Where a method of a library's object leads to, whose class only others know."""
    method = call.func
    if not isinstance(method, ast.Attribute):
        return None
    known, name = tables(), _library_member(file, owner, method.attr)
    if name is None:
        return None
    write, read = known.table(Writes).get(name), known.table(Reads).get(name)
    if write is not None and write.runs:
        return _of_write(file, Write(call, name, write.orm, write.verb, sent=True))
    if read is not None and read.runs:
        statement = given(file, call, read.statement) or next(iter(call.args), None)
        links = links_of(file, statement if statement is not None else call)
        built = _built(file, statement) if statement is not None else ""
        detail = built or f"SELECT {_spelled(model_of(file, links), links.text)}".rstrip()
        return Ending(call, DATABASE, detail, root_of(links.roots))
    outbound = known.table(Outbound).get(name)
    if outbound is None or outbound.url is not None or outbound.given is not None:
        return None
    last = method.attr.upper() if method.attr in ENDED else ""
    return Ending(call, PLACES.get(outbound.service, EXTERNAL), last)


def _library_member(file: File, owner: str, attribute: str) -> str | None:
    """The member of a library's class that an object of a class has; ``None``: it is the program's."""
    if file.defined(owner) is None:
        return file.library.member(owner, attribute)
    if file.defined(file.member(owner, attribute)) is not None:
        return None
    known = tables()
    names = [f"{base}.{attribute}" for base in file.library.bases(owner)]
    return next((item for item in names if item in known.table(Writes)), None)


def ending_of_rows(file: File, call: ast.Call, queries: str, model: str) -> Ending | None:
    """What a call does to rows whose class is known: by a method of a class of queries."""
    known = tables()
    name = file.library.member(queries, file.last_name(call) or "")
    write = known.table(Writes).get(name)
    if write is not None and write.runs:
        verb = _verb(file, Write(call, name, write.orm, write.verb, sent=True))
    elif name in known.table(Reads):
        verb = "SELECT"
    else:
        return None
    return Ending(call, DATABASE, f"{verb} {model}".rstrip())


# ── other services ───────────────────────────────────────────────────────────────────────────────
def _called(file: File) -> Iterator[Ending]:
    for call in file.facts(OutboundCall):
        end = PLACES.get(call.service, EXTERNAL)
        detail = ""
        if call.service is Service.SQL:
            last = call.name.rpartition(".")[2]
            if last.startswith(HANDED_OUT):
                continue
            detail = last.upper() if last in ENDED else _statement(file, call.node)
        elif call.service is Service.HTTP:
            detail = _request(file, call)
        elif call.service is not Service.CACHE:
            detail = call.service.value
        yield Ending(call.node, end, detail)


def _request(file: File, call: OutboundCall) -> str:
    """The method and the address of a request, as far as they are known."""
    last = call.name.rpartition(".")[2]
    verb, url = last.upper() if last in HTTP else "", Param("url", 0)
    if last in {"request", "stream"}:
        known = constant(file, given(file, call.node, Param("method", 0)))
        verb, url = str(known.value).upper() if known else "", Param("url", 1)
    expr = given(file, call.node, url)
    return shortened(f"{verb} {_address(file, expr)}".strip()) if expr is not None else verb


def _address(file: File, expr: ast.expr) -> str:
    template = file.template_of(expr)
    if template is None:
        return ast.unparse(expr)
    pieces = template.text.split("{}")
    holes = [f"{{{ast.unparse(hole.expr)}}}" for hole in template.holes]
    if len(holes) != len(pieces) - 1:
        return template.text
    return "".join(part for pair in zip(pieces, [*holes, ""], strict=True) for part in pair)


def _filed(file: File) -> Iterator[Ending]:
    for sink in sinks_of(file, SinkKind.PATH):
        is_own = sink.name.partition(".")[0] not in UNFILED
        if is_own and sink.act in {"read", "write", "list"} and not sink.row.streams:
            value = shortened(ast.unparse(sink.values[0]))
            yield Ending(sink.node, FILE, f"{sink.act} {value}")
    for name, call in file.calls_to(tables().word("stores-file")):
        yield Ending(call, FILE, name.rpartition(".")[2])

"""Answers for which a whole file, or a whole object of a storage, is read into memory."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.callers import called
from readiness_lint.facts.failures import spelled_callee
from readiness_lint.facts.handlers import Handler, handler_of
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.responses import Response
from readiness_lint.facts.shapes import behind_await, identifiers_in, is_name, spelled
from readiness_lint.facts.sources import request_part, source_named, url_parameters
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tainted import TaintedUrl
from readiness_lint.facts.uploads import PROXIED, READ, TABLES, is_for_few, is_sized, looks_at_size
from readiness_lint.facts.words import SMALL_FILES
from readiness_lint.model import Bound, File
from readiness_lint.model.index import Branch, every_argument
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because, Service, SinkKind

HOPS = 6
"""Names, and what is put around a value, between an answer and what is read for it."""
HELPERS = 2
"""Functions of the program that only hand on what they have read."""
ARCHIVE, EXPORT, ANSWER = "archive", "export", "answer"
SWITCHES = {EXPORT: TABLES, ANSWER: PROXIED}
OF_ANSWER = frozenset({"content", "text", "json", "aread"})
"""What gives all that a service answers."""
READS_ALL = frozenset({"read", "readall"})
WHOLE_READS = frozenset({"read_bytes", "read_text"})
OF_MEMORY = frozenset({"getvalue", "getbuffer", "read"})
"""Methods that give all that a buffer holds."""
SAME = frozenset({"encode", "decode"})
"""Methods that give as much as there was."""
ROWS = frozenset({"writerow", "writerows"})
FROM_DISK = frozenset({"write", "add"})
"""Methods of an archive that put a file of the disk into it."""
SMALL = Pattern(
    r"(?i)text/(?:html|css|javascript|uri-list|calendar|vcard)\b|image/(?:svg|x-icon|vnd.microsoft)"
    r"|application/(?:javascript|manifest|jwk|pkcs|pkix|x-pem|x-x509|pgp|samlmetadata|schema)"
    r"|\.(?:html?|css|js|svg|ico|pem|crt|key|ics|vcf)$"
)
"""Types and ends of the names of files that are small."""


@record
class WholeDownload:
    """A place where all of a file gets into memory, only to be sent."""

    node: ast.expr
    """The call that reads, or that leads to it."""
    what: str
    """As the file spells it."""
    payload: str
    """What is read: a file, an object, an archive."""
    switch: str = ""
    """The switch behind which it is reported; empty: none."""

    @classmethod
    def find(cls, file: File) -> Iterator[WholeDownload]:
        """Every one of the file."""
        seen: set[ast.expr] = set()
        for handler, content in _answered(file):
            read = _read_for(file, content, HOPS, HELPERS)
            if read is None or read.node in seen or is_for_few(handler, file):
                continue
            if not _is_of_any_size(file, handler, read):
                continue
            # Several branches may answer what was read once.
            seen.add(read.node)
            yield cls(read.node, _spelled(read.node), read.kind, SWITCHES.get(read.kind, ""))
        yield from _loaded(file)
        yield from _fetched(file, seen)


def _spelled(node: ast.expr) -> str:
    return f"{spelled_callee(node)}()" if isinstance(node, ast.Call) else spelled(node)


def _loaded(file: File) -> Iterator[WholeDownload]:
    """Calls that make one object of all that a file holds, which a client chose."""
    for _, call in file.calls_to(tables().word("reads-whole")):
        handler = handler_of(file, file.function(call))
        opened = _opened(file, call.args[0]) if call.args and handler is not None else None
        path = _path(file, opened) if opened is not None else None
        if handler is None or path is None or is_for_few(handler, file):
            continue
        if _is_of_any_size(file, handler, _Read(call, "file", (path,))):
            yield WholeDownload(call, _spelled(call), "file", TABLES)


def _fetched(file: File, seen: set[ast.expr]) -> Iterator[WholeDownload]:
    """What the service that a client chose answers, where all of it is read."""
    for tainted in file.facts(TaintedUrl) if file.facts(Handler) else ():
        call = tainted.node
        if tainted.path or not isinstance(call, ast.Call) or _is_streamed(call):
            continue
        first = next(_reads_of(file, call), None)
        if first is not None and first not in seen:
            yield WholeDownload(first, _spelled(first), ANSWER, PROXIED)


def _reads_of(file: File, call: ast.Call) -> Iterator[ast.expr]:
    """The places where all that a call answers is read, whatever its size."""
    function = file.function(call)
    for part in ast.walk(function) if function is not None else ():
        if (
            isinstance(part, ast.Attribute)
            and part.attr in OF_ANSWER
            and _made_by(file, part.value) is call
            and not (function is not None and looks_at_size(file, function, part))
        ):
            yield part


def _made_by(file: File, expr: ast.expr) -> ast.expr | None:
    """The call whose value an expression is."""
    value = behind_await(expr)
    return behind_await(file.assigned(value)) if isinstance(value, ast.Name) else value


def _is_streamed(call: ast.Call) -> bool:
    """Whether a call answers before all has come."""
    last = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return last in {"stream", "send"} or any(item.arg == "stream" for item in call.keywords)


def _of_peer(file: File, expr: ast.expr) -> _Read | None:
    """What reads all that another service answers."""
    part = expr.func if isinstance(expr, ast.Call) else expr
    if not isinstance(part, ast.Attribute) or part.attr not in OF_ANSWER:
        return None
    made = _made_by(file, part.value)
    calls: frozenset[ast.Call] = file.memo(
        ("asks over http",),
        lambda: frozenset(
            item.node for item in file.facts(OutboundCall) if item.service is Service.HTTP
        ),
    )
    if not isinstance(made, ast.Call) or made not in calls or _is_streamed(made):
        return None
    return _Read(part, ANSWER, ())


def _exported(file: File, call: ast.Call) -> _Read | None:
    """A call that gives all of a table in memory, into which a loop writes rows."""
    buffer = _buffer(file, call)
    if buffer is None or not any(
        file.function(writer) is file.function(call)
        and any(is_name(part, buffer) for part in writer.args[:1])
        and any(_is_filled(file, call, name, ROWS) for name in _kept_as(file, writer))
        for _, writer in file.calls_to(tables().word("writes-rows"))
    ):
        return None
    return _Read(call, EXPORT, ())


@record
class _Read:
    """A call that gives all that a file holds."""

    node: ast.expr
    kind: str
    which: tuple[ast.expr, ...]
    """What says which file it is."""


# ── what is answered ─────────────────────────────────────────────────────────────────────────────
def _answered(file: File) -> Iterator[tuple[Handler, ast.expr]]:
    """What handlers answer that may be all of a file, with each of them."""
    handlers = bool(file.facts(Handler))
    for response in file.facts(Response) if handlers else ():
        handler = handler_of(file, file.function(response.node))
        if handler is None or response.raised or not response.name or _is_small(response):
            continue
        for content in response.content:
            yield handler, content
    for name, call in file.calls_to(tables().word("renders")) if handlers else ():
        handler = handler_of(file, file.function(call))
        # What is sent from the disk is a path; what is rendered, a text.
        if handler is not None and call.args and name in tables().sinks(SinkKind.PATH):
            yield handler, call.args[0]


def _is_small(response: Response) -> bool:
    """Whether an answer says of itself that it is a page, a picture of a few lines, a certificate."""
    return "html" in response.name.rpartition(".")[2].lower() or any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and SMALL.search(part.value)
        for part in ast.walk(response.node)
    )


# ── what is read for it ──────────────────────────────────────────────────────────────────────────
def _read_for(file: File, expr: ast.expr | None, hops: int, helpers: int) -> _Read | None:
    """The call that gives all of a file, where an expression is nothing but that."""
    expr = behind_await(expr)
    if expr is None or not hops:
        return None
    if isinstance(expr, ast.Name):
        return _read_for(file, file.assigned(expr), hops - 1, helpers)
    if isinstance(expr, ast.List | ast.Tuple):
        only = expr.elts[0] if len(expr.elts) == 1 else None
        return _read_for(file, only, hops - 1, helpers)
    peer = _of_peer(file, expr)
    if peer is not None or not isinstance(expr, ast.Call):
        return peer
    if file.callee(expr) in tables().word("wraps-bytes"):
        return _read_for(file, next(iter(expr.args), None), hops - 1, helpers)
    if isinstance(expr.func, ast.Attribute) and expr.func.attr in SAME:
        return _read_for(file, expr.func.value, hops - 1, helpers)
    made = _packed(file, expr) or _exported(file, expr)
    return (
        made
        or _of_disk(file, expr)
        or _of_storage(file, expr, hops)
        or _by_helper(file, expr, helpers)
    )


def _of_disk(file: File, call: ast.Call) -> _Read | None:
    """A call that reads a file of the disk, all at once."""
    if not isinstance(call.func, ast.Attribute):
        return None
    if call.func.attr in WHOLE_READS:
        path = _path(file, call)
        return _Read(call, "file", (path,)) if path is not None else None
    if call.func.attr != READ or is_sized(file, call):
        return None
    opened = _opened(file, call.func.value)
    path = _path(file, opened) if opened is not None else None
    return _Read(call, "file", (path,)) if path is not None else None


def _opened(file: File, expr: ast.expr) -> ast.Call | None:
    """The call that opened a file."""
    if isinstance(expr, ast.Name):
        found = file.bindings(expr)
        kinds = (Bound.VALUE, Bound.ENTERED)
        if len(found) != 1 or found[0].kind not in kinds:
            found = [item for item in file.reaching(expr) if item.kind in kinds]
        value = found[0].value if len(found) == 1 else None
    else:
        value = expr
    opened = behind_await(value if isinstance(value, ast.expr) else None)
    return opened if isinstance(opened, ast.Call) else None


def _path(file: File, call: ast.Call) -> ast.expr | None:
    """The path of the file that a call opens, or reads."""
    row = tables().sinks(SinkKind.PATH).get(file.callee(call) or "")
    if row is None or row.act != READ:
        return None
    if row.value is not None:
        return given(file, call, row.value)
    return call.func.value if isinstance(call.func, ast.Attribute) else None


def _of_storage(file: File, call: ast.Call, hops: int) -> _Read | None:
    """A call that reads an object of a storage, all at once."""
    if file.callee(call) in tables().word("reads-object"):
        # The object is its receiver, or what it is told.
        return _Read(call, "object", (call.func, *_arguments(call)))
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in READS_ALL:
        return None
    source: ast.expr | None = call.func.value
    for _ in range(hops):
        source = behind_await(source)
        if isinstance(source, ast.Name):
            source = file.assigned(source)
        elif isinstance(source, ast.Subscript | ast.Attribute):
            source = source.value
    opens = isinstance(source, ast.Call) and file.callee(source) in tables().word("gives-object")
    if not opens or not isinstance(source, ast.Call) or is_sized(file, call):
        return None
    return _Read(call, "object", _arguments(source))


def _by_helper(file: File, call: ast.Call, helpers: int) -> _Read | None:
    """A call of a function that returns all of a file."""
    helper = called(file, call) if helpers else None
    if helper is None:
        return None
    home, function = helper
    if looks_at_size(home, function, function.body[-1]):
        return None
    reads = [
        _read_for(home, item.value, HOPS, helpers - 1)
        for item in home.statements_of(function)
        if isinstance(item, ast.Return) and item.value is not None
    ]
    first = next((read for read in reads if read is not None), None)
    parameters = {item.arg for item in every_argument(function.args)}
    if first is None or any(_is_small_file(home, part) for part in first.which):
        return None
    if not any(_hangs_on(home, part, parameters) for part in first.which):
        return None
    return _Read(call, first.kind, _arguments(call))


def _arguments(call: ast.Call) -> tuple[ast.expr, ...]:
    return (*call.args, *(item.value for item in call.keywords))


def _packed(file: File, call: ast.Call) -> _Read | None:
    """A call that gives all of an archive in memory, into which a loop puts files of the disk."""
    buffer = _buffer(file, call)
    filled = buffer is not None and any(
        any(is_name(part, buffer) for part in _arguments(packs))
        and any(_is_filled(file, call, name, FROM_DISK) for name in _kept_as(file, packs))
        for _, packs in file.calls_to(tables().word("packs"))
        if file.function(packs) is file.function(call)
    )
    return _Read(call, ARCHIVE, ()) if filled else None


def _buffer(file: File, call: ast.Call) -> str | None:
    """The name of the stream in memory all of which a call gives."""
    buffer = call.func.value if isinstance(call.func, ast.Attribute) else None
    made = file.assigned(buffer) if isinstance(buffer, ast.Name) else None
    if not isinstance(made, ast.Call) or getattr(call.func, "attr", "") not in OF_MEMORY:
        return None
    kept = isinstance(buffer, ast.Name) and file.callee(made) in tables().word("wraps-bytes")
    return buffer.id if isinstance(buffer, ast.Name) and kept else None


def _kept_as(file: File, call: ast.Call) -> Iterator[str]:
    """The names that an archive has."""
    at = file.statement(call)
    targets: list[ast.expr | None] = list(at.targets) if isinstance(at, ast.Assign) else []
    if isinstance(at, ast.With | ast.AsyncWith):
        targets = [item.optional_vars for item in at.items if item.context_expr is call]
    yield from (item.id for item in targets if isinstance(item, ast.Name))


def _is_filled(file: File, use: ast.Call, name: str, methods: frozenset[str]) -> bool:
    """Whether a loop calls one of the methods of a name, in the function of its use."""
    return any(
        isinstance(call.func, ast.Attribute)
        and file.function(call) is file.function(use)
        and is_name(call.func.value, name)
        and (file.repeats(call) is not None or last == "writerows")
        for last in sorted(methods)
        for call, _ in file.index.calls.get(last, ())
    )


# ── which file it is ─────────────────────────────────────────────────────────────────────────────
def _is_of_any_size(file: File, handler: Handler, read: _Read) -> bool:
    """Whether the client says which file is read, and nobody looked at its size."""
    function = file.function(read.node)
    if function is None or looks_at_size(file, function, read.node):
        return False
    if file.under(read.node, Because.DEV) or _in_branch_of_failure(file, read.node):
        return False
    if not read.which:
        return True
    parameters = url_parameters(file, handler)
    return not any(_is_small_file(file, part) for part in read.which) and any(
        _hangs_on(file, part, parameters) for part in read.which
    )


def _in_branch_of_failure(file: File, node: ast.AST) -> bool:
    return any(True for _ in file.enclosing(node, Branch.EXCEPT))


def _parts(file: File, expr: ast.expr, hops: int = HOPS) -> Iterator[ast.expr]:
    """All that an expression is made of, through the names in it."""
    for part in ast.walk(expr):
        if isinstance(part, ast.expr):
            yield part
        if isinstance(part, ast.Name) and hops:
            for binding in file.bindings(part):
                if isinstance(binding.value, ast.expr) and binding.kind is not Bound.PARAMETER:
                    yield from _parts(file, binding.value, hops - 1)


def _is_small_file(file: File, expr: ast.expr) -> bool:
    """Whether something of a path says that it is a part of the program, or of its pages."""
    words = file.words(SMALL_FILES)
    return any(
        words.match(text) or SMALL.search(text)
        for part in _parts(file, expr)
        for text in _texts(part)
    )


def _texts(part: ast.expr) -> Iterator[str]:
    if isinstance(part, ast.Constant):
        if isinstance(part.value, str):
            yield part.value
    elif isinstance(part, ast.Name | ast.Attribute):
        yield from identifiers_in(part)


def _hangs_on(file: File, expr: ast.expr, parameters: set[str] | frozenset[str]) -> bool:
    """Whether an expression hangs on one of some parameters, or on what a client sent."""
    for part in _parts(file, expr):
        if isinstance(part, ast.Name):
            found = file.bindings(part)
            if part.id in parameters and any(item.kind is Bound.PARAMETER for item in found):
                return True
        elif isinstance(part, ast.Attribute) and source_named(
            file.name_of(part) or request_part(file, part)
        ):
            return True
    return False

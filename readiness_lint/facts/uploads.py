"""Uploaded files that are read as a whole, whatever their size."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from readiness_lint.facts.callables import default_of
from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.failures import spelled_callee
from readiness_lint.facts.guards import is_for_chosen
from readiness_lint.facts.handlers import Handler, handler_of
from readiness_lint.facts.program import LOADED
from readiness_lint.facts.shapes import identifiers_in, is_name
from readiness_lint.facts.sources import request_part
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import ACKNOWLEDGED, FORWARDS, SET_UPS, SIZE_CHECKS, SIZES
from readiness_lint.model import Absent, Bound, File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Type

READ = "read"
BYTES = Type("builtins.bytes")
TAKING = frozenset({"get", "pop", "getlist", "values"})
"""Methods that take a file, or several, out of the mapping of all of them."""
STREAM = "stream"
"""What reads the file, of an upload of Werkzeug."""
HOPS = 6
"""Names and accesses between a file and the request that it came with."""
CALLERS = 3
"""Helpers above the one that reads, in which somebody may have looked at the size."""
BOUNDED = Pattern(r"\bMAX_CONTENT_LENGTH\b|\brequest\.max_content_length\b")
"""What settings and code call the limit that the framework keeps to."""
REFUSED = r"(?:413|too.?large|max_?\w*(?:size|bytes|body|length))"
HEADER = r"[\"']content-length[\"']"
LENGTH = Pattern(
    rf"{HEADER}.{{0,600}}?{REFUSED}|{REFUSED}.{{0,600}}?{HEADER}", re.IGNORECASE | re.DOTALL
)
"""How something looks that refuses what is too large."""
MOST = Pattern(r"max|limit", re.IGNORECASE)
"""What a name has that says how much is too much."""
TABLES, PROXIED = "tables", "proxied"
"""Switches."""
CHUNK = Pattern(r"upload_?(?:file_?|part_?)?chunk|chunk(?:ed)?_?upload", re.IGNORECASE)
"""How a function is called that takes one piece of an upload in pieces."""
MIDDLEWARE = Pattern(r"\bdef (?:dispatch|process_request|__call__)\b|\bmiddleware\(")


@record
class WholeUpload:
    """A place where all of an uploaded file gets into memory, and nothing was said of its size."""

    node: ast.expr
    """The call that reads; the declaration of a parameter that a framework fills."""
    what: str
    """As the file spells it."""
    payload: str = "upload"
    switch: str = ""
    """The switch behind which it is reported; empty: none."""

    @classmethod
    def find(cls, file: File) -> Iterator[WholeUpload]:
        """Every one that a handler comes to."""
        seen: set[tuple[FunctionNode | None, str]] = set()
        reads = sorted(file.candidates(frozenset({READ})), key=lambda item: start_of(item[0]))
        for call, at in reads:
            key = file.function(call), f"{ast.unparse(call.func)}()"
            if key not in seen and not is_sized(file, call) and _is_exposed(file, call, at):
                # The other branch of a choice reads the same file.
                seen.add(key)
                yield cls(call, key[1])
        yield from _declared(file)
        yield from _parsed(file)
        yield from _bodies(file)


def _parsed(file: File) -> Iterator[WholeUpload]:
    """Calls that make one object of all that an upload holds."""
    for _, call in file.calls_to(tables().word("reads-whole")):
        function, upload = file.function(call), next(iter(call.args), None)
        if function is None or upload is None or CHUNK.search(function.name):
            continue
        if is_upload(file, upload, HOPS) and _is_open(file, function, call):
            yield WholeUpload(call, f"{spelled_callee(call)}()", switch=TABLES)


def _bodies(file: File) -> Iterator[WholeUpload]:
    """Calls that read all that strangers send, where it is passed on or told by another service."""
    for _, call in file.calls_to(tables().word("reads-body")):
        handler = handler_of(file, file.function(call))
        passes = handler is not None and any(
            file.words(words).match(name)
            for name in (handler.name, handler.path or "")
            for words in (FORWARDS, ACKNOWLEDGED)
        )
        if handler is not None and passes and _is_open(file, handler.node, call):
            what = f"{spelled_callee(call)}()"
            yield WholeUpload(call, what, payload="request body", switch=PROXIED)


def _is_exposed(file: File, call: ast.Call, at: ast.stmt) -> bool:
    """Whether a call reads an upload whose size nobody has looked at."""
    function = file.function(call)
    if function is None or not isinstance(call.func, ast.Attribute) or CHUNK.search(function.name):
        return False
    upload = call.func.value
    if not file.libraries.isdisjoint(_packages()):
        if file.callee(call, at) in tables().word("reads-upload"):
            return _is_open(file, function, call, typed=True)
        if is_upload(file, upload, HOPS):
            return _is_open(file, function, call)
    return _is_given_upload(file, function, call, upload)


def _is_given_upload(file: File, function: FunctionNode, call: ast.Call, upload: ast.expr) -> bool:
    """Whether some caller hands an upload to the helper that reads it."""
    parameters = {item.arg for item in every_argument(function.args)}
    if not isinstance(upload, ast.Name) or upload.id not in parameters:
        return False
    if looks_at_size(file, function, call):
        return False
    for caller in callers_of(file, function):
        given = given_for(caller, file, function, upload.id)
        if (
            given is not None
            and caller.function is not None
            and is_upload(*given, HOPS)
            and _is_open(caller.file, caller.function, caller.node)
        ):
            return True
    return False


@cache
def _packages() -> frozenset[str]:
    words = ("uploads", "reads-upload")
    return frozenset(name.partition(".")[0] for word in words for name in tables().word(word))


def is_sized(file: File, call: ast.Call) -> bool:
    """Whether a read is told how much to read."""
    given = call.args[0] if call.args else None
    if given is None:
        return not isinstance(file.argument(call, "size"), Absent)
    known = file.value_of(given)
    return known is None or known.value not in {-1, None}


def is_upload(file: File, expr: ast.expr, hops: int) -> bool:
    """Whether an expression was taken out of the files of a request."""
    if not hops:
        return False
    uploads = tables().word("uploads")
    if isinstance(expr, ast.Name):
        value = file.assigned(expr) or _iterated(file, expr)
        return value is not None and is_upload(file, value, hops - 1)
    if isinstance(expr, ast.Subscript | ast.Await | ast.NamedExpr):
        return is_upload(file, expr.value, hops - 1)
    if isinstance(expr, ast.Call):
        method = expr.func
        if isinstance(method, ast.Attribute) and method.attr in TAKING:
            return is_upload(file, method.value, hops - 1)
        return file.callee(expr) in uploads
    if not isinstance(expr, ast.Attribute):
        return False
    if expr.attr == STREAM and is_upload(file, expr.value, hops - 1):
        return True
    return (file.name_of(expr) or request_part(file, expr)) in uploads


def _iterated(file: File, name: ast.Name) -> ast.expr | None:
    """The call whose files a loop gives to a name, one after the other."""
    found = file.bindings(name)
    if len(found) != 1 or found[0].kind is not Bound.ITERATED:
        return None
    return found[0].value if isinstance(found[0].value, ast.Call) else None


def _declared(file: File) -> Iterator[WholeUpload]:
    """Parameters of handlers that the framework fills with the content of a file."""
    for _, call in file.calls_to(tables().word("file-parameter")):
        function = file.statement(call)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for argument in every_argument(function.args):
                if _is_content(file, function, argument, call) and _is_open(
                    file, function, call, typed=True
                ):
                    yield WholeUpload(call, argument.arg)


def _is_content(file: File, function: FunctionNode, argument: ast.arg, call: ast.Call) -> bool:
    """Whether a call declares a parameter whose annotation asks for bytes."""
    annotation = argument.annotation
    if annotation is None or (
        default_of(function, argument) is not call
        and call not in file.nodes(ast.Call, within=annotation)
    ):
        return False
    return file.type_named(annotation) == BYTES


def _is_open(
    file: File,
    function: FunctionNode,
    node: ast.expr,
    hops: int = CALLERS,
    *,
    typed: bool = False,
) -> bool:
    """Whether a request gets to a place, and nobody on the way looked at the size.

    The files of a request are there in requests only; an object may be in other places.
    """
    if looks_at_size(file, function, node) or _is_bounded(file):
        return False
    handlers = [handler for handler in file.facts(Handler) if handler.node is function]
    if handlers:
        return not any(is_for_few(handler, file) for handler in handlers)
    callers = [item for item in callers_of(file, function) if item.function is not None]
    if not callers:
        return not typed
    return bool(hops) and all(
        item.function is not None
        and _is_open(item.file, item.function, item.node, hops - 1, typed=typed)
        for item in callers
    )


def is_for_few(handler: Handler, file: File) -> bool:
    """Whether administrators alone reach a handler, or who sets the service up."""
    words = file.words(SET_UPS)
    return is_for_chosen(handler, file) or words.match(handler.name) or words.match(handler.path)


def looks_at_size(file: File, function: FunctionNode, node: ast.expr | ast.stmt) -> bool:
    """Whether something in a function, before a place of it, is about how large a file is."""
    sizes, checks = file.words(SIZES), file.words(SIZE_CHECKS)
    declared = [
        *function.decorator_list,
        *filter(None, (*function.args.defaults, *function.args.kw_defaults)),
    ]
    if any(checks.match(name) for part in declared for name in _identifiers(part)):
        return True
    before = [
        test for test in file.nodes(ast.Compare, within=function) if test.lineno <= node.lineno
    ]
    if any(sizes.match(name) for test in before for name in _identifiers(test)):
        return True
    return any(
        call.lineno <= node.lineno
        and (checks.match(file.last_name(call)) or _is_told_limit(file, call))
        for call in file.nodes(ast.Call, within=function)
    )


def _is_told_limit(file: File, call: ast.Call) -> bool:
    """Whether a function gets a request together with the most that it may hold."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(is_name(item, "request") for item in given) and any(
        file.words(SIZES).match(name) and MOST.search(name)
        for item in given
        for name in _identifiers(item)
    )


def _identifiers(expr: ast.AST) -> Iterator[str]:
    yield from identifiers_in(expr)
    for node in ast.walk(expr):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _is_bounded(file: File) -> bool:
    """Whether the program refuses requests that are too large, before any handler sees them."""
    program = file.program
    if program is None:
        return _bounds(file.source)
    return program.memo(
        ("bounded uploads",),
        lambda: any(_bounds(text.source) for text in program.texts(*LOADED)),
    )


def _bounds(source: str) -> bool:
    """Whether a module sets the limit of its framework, or is a middleware with a limit."""
    # A search for plain pieces first: most modules have neither.
    if ("CONTENT_LENGTH" in source or "content_length" in source) and BOUNDED.search(source):
        return True
    header = "ontent-" in source and MIDDLEWARE.search(source)
    return bool(header and LENGTH.search(source))

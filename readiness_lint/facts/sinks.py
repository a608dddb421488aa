"""Places that take a text for something else: a statement, a path, an address, a command, a page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from readiness_lint.facts.callables import constant
from readiness_lint.facts.calls import is_fed
from readiness_lint.facts.classes import defines, lineage, methods_of
from readiness_lint.facts.flows import OPEN, OWN, Piece, Taken
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.pythons import version
from readiness_lint.facts.redirecting_headers import redirecting_headers
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CONNECTIONS, HTTP_CLIENTS, OPENED_INWARD
from readiness_lint.knowledge.schema import Param, SinkTrait, Table
from readiness_lint.model import File, Given, Hidden
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import SinkKind

VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
UNTYPED: dict[SinkKind, dict[str, SinkTrait]] = {
    SinkKind.SQL: dict.fromkeys(
        ("execute", "executemany", "executescript", "mogrify", "exec_driver_sql"),
        SinkTrait(SinkKind.SQL, Param("sql", 0)),
    ),
    SinkKind.PATH: {
        **dict.fromkeys(("read_text", "read_bytes"), SinkTrait(SinkKind.PATH, None, act="read")),
        **dict.fromkeys(
            ("write_text", "write_bytes", "unlink", "rmdir", "mkdir"),
            SinkTrait(SinkKind.PATH, None, act="write"),
        ),
        **dict.fromkeys(("iterdir", "rglob"), SinkTrait(SinkKind.PATH, None, act="list")),
    },
    SinkKind.URL: {
        **dict.fromkeys(VERBS, SinkTrait(SinkKind.URL, Param("url", 0))),
        "request": SinkTrait(SinkKind.URL, Param("url", 1)),
    },
}
"""Methods by which an object that nobody knows is told, with its name."""
WRITING = Pattern(r"[wax+]")
OPEN_HOST = Pattern(r"[a-z][a-z0-9+.\-]*://[^/?#]*|h|ht|htt|https?|https?:|https?:/", re.IGNORECASE)
"""What may stand before the host of a URL, or be a part of it."""
ADDRESSED = Pattern(r"(?:^|[\W_])(?:\w*url|uri|link|href)s?(?:$|[\W_])", re.IGNORECASE)
"""Names of what is an address, and no path."""
OPEN_TARGET = Pattern(rf"|/|[/\\]{{2}}[^/?#]*|{OPEN_HOST.pattern}", re.IGNORECASE)
"""The same of a text that need not name a host: ``//host`` names one, too."""
SHOWING = frozenset({"read", "list", "serve"})
"""What is harmless to files that have the name which the program gives them."""
OPENING = frozenset({"read", "serve"})
ON_FILES = frozenset({"open", "write_text", "write_bytes", "unlink", "remove", "touch", "save"})
"""Methods and functions that fail where a path is that of a folder."""
FOLDERS = frozenset({"mkdir", "makedirs"})
"""Methods and functions that make a folder."""
TRANSPORT = frozenset({"mount", "send", "get_adapter", "handle_request", "handle_async_request"})
"""Methods of a client by which its own class decides where a request goes."""
RETURNED, FILE, NETWORK, MARKED = "returned", "file", "network", "marked"
OPENED = "opened"
TARGET = SinkTrait(SinkKind.REDIRECT, None)
RETURNS_PAGE = SinkTrait(SinkKind.HTML, Param("", 0), act=RETURNED)
HTML_TYPE = "text/html"
SETS_HEADER, DEFAULT_HEADERS = "set_header", "set_default_headers"
TYPES = frozenset({"content_type", "mimetype", "media_type", "headers"})
SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh", "cmd", "cmd.exe", "powershell", "pwsh"})
FOR_A_SHELL = Pattern(
    rf"\s*(?:[^\s{{}}]*/)?(?:{'|'.join(map(re.escape, sorted(SHELLS)))})\s+(?:-\w+\s+)*(?:-l?c|/c)\s"
)
"""How a command line begins whose rest a shell runs."""
HOLE = "{}"
TEXT, PROGRAM = "builtins.str", "program"
TEXT_METHODS = frozenset({"format", "join", "replace", "strip"})
"""Calls that give a text."""


@record
class Sink:
    """A call that takes a text for something else."""

    node: ast.expr
    """A call, or what a view returns."""
    name: str
    row: SinkTrait
    values: tuple[ast.expr, ...]
    act: str
    redirected: bool = False
    """Whether it certainly follows redirects."""

    def is_reached_by(self, piece: Piece) -> bool:
        """Whether a piece does harm here."""
        kind, origin = self.row.kind, piece.origin
        if isinstance(origin, Taken) and kind in origin.safe:
            return False
        if kind is SinkKind.LOADS:
            if self.act == NETWORK:
                return False
            return piece.form != "headers" and (self.act != FILE or piece.form != "text")
        if piece.form in {"file", "headers"}:
            return False
        if kind is SinkKind.PATH:
            # As likely an uploaded file, which is no path.
            harmless = (piece.is_narrow and self._stays(piece)) or self._picks_folder(piece)
            return piece.form != "mixed" and not harmless
        if kind is SinkKind.HTML:
            # What is not put together may be anything that a view can answer.
            return piece.glued or self.act != RETURNED
        if kind is SinkKind.REDIRECT:
            return OPEN_TARGET.fullmatch(piece.lead) is not None
        if kind is not SinkKind.URL:
            return True
        if self.row.act == "host":
            return "/" not in piece.lead
        if self.row.act == OPENED and not piece.lead:
            # As likely a path, which is another matter.
            return isinstance(origin, Taken) and ADDRESSED.search(origin.text) is not None
        return not piece.lead or OPEN_HOST.fullmatch(piece.lead) is not None

    def _picks_folder(self, piece: Piece) -> bool:
        """Whether a client is to say which folder of the machine is looked through, or made.

        There is none that his text could leave: to let him choose is what the call is for.
        """
        made = self.name.rpartition(".")[2] in FOLDERS
        return (self.act == "list" or made) and not (piece.based or piece.glued)

    def _stays(self, piece: Piece) -> bool:
        """Whether ``..`` in the place of a segment leads to nothing of interest."""
        if piece.glued or piece.behind == OPEN:
            return piece.glued
        if piece.behind == OWN:
            return self.act in SHOWING
        # Nothing behind it: what `..` names is a folder, which no operation on files takes.
        return self.act in OPENING or self.name.rpartition(".")[2] in ON_FILES


def sinks_of(file: File, kind: SinkKind) -> tuple[Sink, ...]:
    """Every one of a file that can be told, in source order."""
    return file.memo(
        ("sinks", kind),
        lambda: tuple(sorted(_sinks(file, kind), key=lambda sink: start_of(sink.node))),
    )


def _sinks(file: File, kind: SinkKind) -> Iterator[Sink]:
    table = tables().sinks(kind)
    receivers = _of_receivers(kind)
    for call, at in file.candidates(table.lasts_in(file.libraries)):
        # A look spares most `mapping.get("key")` and `record.save()` the resolution.
        plain = isinstance(call.func, ast.Name)
        if is_fed(call) or (
            len(call.args) < 2 and (plain or file.last_name(call.func) in receivers)
        ):
            name = file.callee(call, at)
            if name is not None and name in table:
                yield from _sink(file, name, call, _of_its_time(file, table[name]))
    yield from _by_name(file, kind)
    yield from _handed_over(file, table)
    if kind is SinkKind.HTML:
        yield from _pages(file)
    if kind is SinkKind.REDIRECT:
        yield from _redirects(file)


@cache
def _of_receivers(kind: SinkKind) -> frozenset[str]:
    """The last identifiers of methods whose object is what matters, or a constant argument."""
    table = tables().sinks(kind)
    return frozenset(
        name.rpartition(".")[2]
        for name, row in table.items()
        if row.value is None or row.value in row.only
    )


def _of_its_time(file: File, row: SinkTrait) -> SinkTrait:
    """What a call takes a text for in the versions that the project admits."""
    past = row.past
    newest = file.program.newest(past.of) if past is not None and file.program else None
    if past is None or newest is None or newest >= version(past.version):
        return row
    return replace(row, values=(*row.values, *past.values), default=past.default)


def _sink(file: File, name: str, call: ast.Call, row: SinkTrait, shift: int = 0) -> Iterator[Sink]:
    values: list[ast.expr] = []
    if row.act == MARKED and _is_unmarked(file, call):
        return
    if row.act == RETURNED and _is_typed_by_class(file, call):
        return
    yield from _chosen_program(file, name, call, row, shift)
    if not _is_meant(file, call, row, shift):
        if row.program:
            yield from _program(file, name, call, row, shift)
        return
    for param in (row.value, *row.also):
        if param is not None:
            position = None if param.position is None else param.position + shift
            found = file.argument(call, param.name, position)
            if isinstance(found, Given) and not (row.act == RETURNED and _is_no_page(file, found)):
                values.append(_element(file, found.value, row))
        elif isinstance(call.func, ast.Attribute) and not shift:
            values.append(call.func.value)
    if row.streams and row.kind is SinkKind.PATH:
        values = [value for value in values if not _is_address(file, value)]
    looked_at = row.kind is SinkKind.URL and (_is_opened(file, call) or _has_own_ways(file, call))
    if values and not looked_at:
        redirected = not shift and _is_redirected(file, call, row)
        yield Sink(call, name, row, tuple(values), _act(file, call, row, shift), redirected)


def _is_address(file: File, value: ast.expr) -> bool:
    """Whether what is given for a file begins as an address."""
    template = file.template_of(value)
    return template is not None and "://" in template.text


def _is_opened(file: File, call: ast.Call) -> bool:
    """Whether a flag of the operator lets a request go to the network around."""
    words = file.words(OPENED_INWARD)
    return any(
        item.holds and words.match(file.last_name(item.test)) for item in file.conditions(call)
    )


def _has_own_ways(file: File, call: ast.Call) -> bool:
    """Whether the program's own client decides where requests go, and may refuse some."""
    function = call.func
    kind = file.type_of(function.value) if isinstance(function, ast.Attribute) else None
    home, cls = (file.defined(kind.name) if kind is not None else None) or (file, None)
    return isinstance(cls, ast.ClassDef) and defines(home, cls, *TRANSPORT)


def _is_meant(file: File, call: ast.Call, row: SinkTrait, shift: int) -> bool:
    """Whether a call takes a text for what the table says, as its other arguments have it."""
    told = False
    for param in row.only:
        position = None if param.position is None else param.position + shift
        found = file.argument(call, param.name, position)
        if isinstance(found, Hidden):
            return False
        if isinstance(found, Given):
            known = constant(file, found.value)
            if known is None and file.name_of(found.value) not in row.values:
                return False
            value = None if known is None else known.value
            if value is not None and not _is_one_of(value, row.values):
                return False
            told = told or known is None or value is not None
    if told or not row.only:
        return True
    return row.default and not (row.kind is SinkKind.HTML and _is_told_later(file, call))


def _is_unmarked(file: File, call: ast.Call) -> bool:
    """Whether what is marked as safe is made plain text again at once."""
    around = file.parent(call)
    return isinstance(around, ast.Attribute) and around.attr in tables().word("unmarks").lasts


def _is_typed_by_class(file: File, call: ast.Call) -> bool:
    """Whether the class around a call says what type its answers have, in whichever method."""
    cls = file.class_(call)
    for home, line in lineage(file, cls) if cls is not None else ():
        if any(method.name == DEFAULT_HEADERS for method in methods_of(home, line)):
            return True
        if any(
            home.class_(item) is line and "content-type" in ast.unparse(item).lower()
            for item, _ in home.index.calls.get(SETS_HEADER, ())
        ):
            return True
    return False


def _is_told_later(file: File, call: ast.Call) -> bool:
    """Whether the answer that a call makes is given a type afterwards."""
    made = file.statement(call)
    names = [item.id for item in getattr(made, "targets", ()) if isinstance(item, ast.Name)]
    return any(
        file.function(statement) is file.function(made) and _type_of_answer(target) in names
        for target, _, statement in (file.index.stores if names else ())
    )


def _type_of_answer(target: ast.expr) -> str | None:
    """The name of the answer whose type, or headers, an assignment sets."""
    current = target
    if isinstance(current, ast.Subscript):
        key = getattr(current.slice, "value", None)
        if not isinstance(key, str) or key.lower() != "content-type":
            return None
        current = current.value
        if isinstance(current, ast.Attribute) and current.attr == "headers":
            current = current.value
    elif isinstance(current, ast.Attribute) and current.attr in TYPES:
        current = current.value
    else:
        return None
    return current.id if isinstance(current, ast.Name) else None


def _is_one_of(value: object, values: tuple[object, ...]) -> bool:
    if isinstance(value, str):
        return any(isinstance(item, str) and item in value for item in values)
    if isinstance(value, list | tuple | set | frozenset):
        return any(_is_one_of(item, values) for item in value)
    return any(item is value for item in values)


def _program(file: File, name: str, call: ast.Call, row: SinkTrait, shift: int) -> Iterator[Sink]:
    """The program that a call starts, or the command that it hands to a shell."""
    assert row.value is not None
    position = (row.value.position or 0) + shift
    if row.program == "spread":
        elements: list[ast.expr] = call.args[position:]
    else:
        found = file.argument(call, row.value.name, position)
        elements = _elements(file, found.value) if isinstance(found, Given) else []
        if isinstance(found, Given) and not elements:
            yield from _of_text(file, name, call, row, found.value)
    if not elements or isinstance(elements[0], ast.Starred):
        return
    known = [constant(file, item) for item in elements[:2]]
    words = [str(item.value) if item else "" for item in known]
    if words[0].rpartition("/")[2] in SHELLS and words[1:] in (["-c"], ["/c"], ["-lc"]):
        for value in elements[2:3]:
            yield Sink(call, name, row, (value,), row.act)
    elif known[0] is None:
        yield Sink(call, name, row, (elements[0],), PROGRAM)


def _chosen_program(
    file: File, name: str, call: ast.Call, row: SinkTrait, shift: int
) -> Iterator[Sink]:
    """The program that an argument of its own names."""
    if row.chosen is not None:
        position = None if row.chosen.position is None else row.chosen.position + shift
        found = file.argument(call, row.chosen.name, position)
        if isinstance(found, Given):
            yield Sink(call, name, row, (found.value,), PROGRAM)


def _of_text(
    file: File, name: str, call: ast.Call, row: SinkTrait, value: ast.expr
) -> Iterator[Sink]:
    """A text in the place of a list: a command, or the words of one."""
    template, kind = file.template_of(value), file.type_of(value)
    if template is None and (kind is None or kind.name != TEXT):
        return
    text = template.text if template is not None else HOLE
    if row.program == "text" or (row.program == "words" and FOR_A_SHELL.match(text)):
        yield Sink(call, name, row, (value,), row.act)
    elif row.program == "words" and text.lstrip().startswith(HOLE):
        first = template.holes[0].expr if template is not None and template.holes else value
        yield Sink(call, name, row, (first,), PROGRAM)


def _elements(file: File, value: ast.expr) -> list[ast.expr]:
    """The first elements of a list that is written out, alone or with others behind it."""
    if isinstance(value, ast.Name):
        value = file.assigned(value) or value
    while isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        value = value.left
    return value.elts if isinstance(value, ast.List | ast.Tuple) else []


def _pages(file: File) -> Iterator[Sink]:
    """What views return that answer with a page."""
    pages = tables().word("pages-of-text")
    for handler in file.facts(Handler):
        if handler.framework not in pages and not _answers_with_html(file, handler):
            continue
        if handler.owner is not None and defines(file, handler.owner, *_makers_of_answers()):
            continue
        for statement in file.statements_of(handler.node):
            value = statement.value if isinstance(statement, ast.Return) else None
            if isinstance(value, ast.Tuple):
                value = value.elts[0] if 1 < len(value.elts) < 3 else None
            if value is None or isinstance(value, ast.Call | ast.Dict | ast.List):
                continue
            if not _is_of_some_class(file, statement, value):
                yield Sink(value, handler.name, RETURNS_PAGE, (value,), RETURNED)


def _redirects(file: File) -> Iterator[Sink]:
    """Headers with the address to go to, and what a method returns that is asked for it."""
    for header in redirecting_headers(file):
        yield Sink(header.node, header.name, TARGET, (header.value,), TARGET.act)
    asked = tables().word("sent-to-returned")
    for cls in file.nodes(ast.ClassDef) if asked.lasts_in(file.libraries) else ():
        bases = file.bases_of(cls)
        for method in methods_of(file, cls):
            names = (f"{base}.{method.name}" for base in bases)
            name = next((item for item in names if item in asked), None)
            if name is None or _asks_itself(file, cls, method.name):
                continue
            for statement in file.statements_of(method):
                value = statement.value if isinstance(statement, ast.Return) else None
                if value is not None:
                    yield Sink(value, name, TARGET, (value,), TARGET.act)


def _asks_itself(file: File, cls: ast.ClassDef, name: str) -> bool:
    """Whether a class calls a method of its own: where the target goes is seen there."""
    return any(
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and file.class_(call) is cls
        for call, _ in file.index.calls.get(name, ())
    )


@cache
def _makers_of_answers() -> frozenset[str]:
    """Attributes of a class with functions that make answers of what its methods return."""
    return tables().word("makes-answers").lasts


def _is_no_page(file: File, given: Given) -> bool:
    """Whether what a view may return is certainly, or may be, something else than a text."""
    value = given.value
    if isinstance(value, ast.Name):
        value = file.assigned(value) or value
    if isinstance(value, ast.Call):
        return file.last_name(value.func) not in TEXT_METHODS
    return isinstance(value, ast.Dict | ast.List | ast.Tuple)


def _is_of_some_class(file: File, statement: ast.stmt, value: ast.expr) -> bool:
    """Whether the view asks what it returns: the text may have been in what it returns elsewhere."""
    return any(
        isinstance(condition.test, ast.Call)
        and file.last_name(condition.test.func) == "isinstance"
        and any(is_name(item, getattr(value, "id", "")) for item in condition.test.args[:1])
        for condition in file.conditions(statement)
    )


def _answers_with_html(file: File, handler: Handler) -> bool:
    """Whether a route says that what its function returns is HTML."""
    table, types = tables().sinks(SinkKind.HTML), tables().word("type-of-pages")
    for keyword in (item for call in handler.calls for item in call.keywords):
        name = file.name_of(keyword.value)
        page = table.get(name) if name and keyword.arg == "response_class" else None
        if page is not None and page.default:
            return True
        if keyword.arg == "media_type":
            known = file.value_of(keyword.value)
            return name in types or (known is not None and known.value == HTML_TYPE)
    return False


def _is_redirected(file: File, call: ast.Call, row: SinkTrait) -> bool:
    if row.redirects is None:
        return row.follows
    found = file.argument(call, row.redirects.name, row.redirects.position)
    if isinstance(found, Given):
        known = constant(file, found.value)
        return known is not None and known.value is True
    return row.follows and not isinstance(found, Hidden)


def _element(file: File, value: ast.expr, row: SinkTrait) -> ast.expr:
    """The part of a tuple that matters."""
    if row.item is None:
        return value
    if isinstance(value, ast.Name):
        value = file.assigned(value) or value
    if isinstance(value, ast.Tuple) and len(value.elts) > row.item:
        return value.elts[row.item]
    return value


def _act(file: File, call: ast.Call, row: SinkTrait, shift: int) -> str:
    if row.mode is None:
        return row.act
    position = None if row.mode.position is None else row.mode.position + shift
    found = file.argument(call, row.mode.name, position)
    known = constant(file, found.value) if isinstance(found, Given) else None
    if known is not None and isinstance(known.value, str) and WRITING.search(known.value):
        return "write"
    return row.act


def _by_name(file: File, kind: SinkKind) -> Iterator[Sink]:
    """Methods of objects of which only the name is known, or that a first-party call gave."""
    rows, table = UNTYPED.get(kind, {}), tables().sinks(kind)
    lasts = table.lasts_in(file.libraries)
    for last in sorted(rows.keys() & file.index.calls.keys()):
        for call, at in file.index.calls[last]:
            function = call.func
            if not isinstance(function, ast.Attribute):
                continue
            if not _is_named_so(file, function.value, kind):
                continue
            name = file.callee(call, at)
            if name is None:
                name = f"{file.last_name(function.value) or ''}.{last}".lstrip(".")
                yield from _sink(file, name, call, rows[last])
            elif last not in lasts and name in table:
                yield from _sink(file, name, call, table[name])


def _is_named_so(file: File, receiver: ast.expr, kind: SinkKind) -> bool:
    if kind is SinkKind.PATH:
        return True
    words = CONNECTIONS if kind is SinkKind.SQL else HTTP_CLIENTS
    return file.words(words).match(file.last_name(receiver))


def _handed_over(file: File, table: Table[SinkTrait]) -> Iterator[Sink]:
    """Functions that are handed to a thread with their arguments."""
    for call, position, argument, name in file.memo(("handed over",), lambda: _handed(file)):
        row = table.get(name)
        if row is None:
            continue
        if row.value is None and isinstance(argument, ast.Attribute):
            yield Sink(call, name, row, (argument.value,), row.act)
        else:
            yield from _sink(file, name, call, row, position + 1)


def _handed(file: File) -> list[tuple[ast.Call, int, ast.expr, str]]:
    """Calls that are given a function to run elsewhere, which argument it is, and its name."""
    return [
        (call, position, argument, name)
        for _, call in file.calls_to(tables().word("offload"))
        for position, argument in enumerate(call.args[:2])
        if isinstance(argument, ast.Name | ast.Attribute)
        and (name := file.name_of(argument)) is not None
    ]

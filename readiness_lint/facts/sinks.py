"""Calls that take a text for something else: a statement, a path, an address."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from readiness_lint.facts.callables import constant
from readiness_lint.facts.calls import is_fed
from readiness_lint.facts.flows import Piece
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CONNECTIONS, HTTP_CLIENTS
from readiness_lint.knowledge.schema import Param, SinkTrait, Table
from readiness_lint.model import File, Given, Hidden
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
WRITING = re.compile(r"[wax+]")
OPEN_HOST = re.compile(
    r"[a-z][a-z0-9+.\-]*://[^/?#]*|h|ht|htt|https?|https?:|https?:/", re.IGNORECASE
)
"""What may stand before the host of a URL, or be a part of it."""


@dataclass(frozen=True, slots=True)
class Sink:
    """A call that takes a text for something else."""

    node: ast.Call
    name: str
    row: SinkTrait
    values: tuple[ast.expr, ...]
    act: str
    redirected: bool = False
    """Whether it certainly follows redirects."""

    def is_reached_by(self, piece: Piece) -> bool:
        """Whether a piece does harm here."""
        if piece.form in {"file", "headers"}:
            return False
        if piece.form == "mixed" and self.row.kind is SinkKind.PATH:
            # As likely an uploaded file, which is no path.
            return False
        if self.row.kind is SinkKind.PATH and piece.glued and piece.is_narrow:
            return False
        if self.row.kind is not SinkKind.URL:
            return True
        if self.row.act == "host":
            return "/" not in piece.lead
        return not piece.lead or OPEN_HOST.fullmatch(piece.lead) is not None


def sinks_of(file: File, kind: SinkKind) -> tuple[Sink, ...]:
    """Every one of a file that can be told, in source order."""
    return file.memo(
        ("sinks", kind),
        lambda: tuple(
            sorted(_sinks(file, kind), key=lambda sink: (sink.node.lineno, sink.node.col_offset))
        ),
    )


def _sinks(file: File, kind: SinkKind) -> Iterator[Sink]:
    table = tables().sinks(kind)
    receivers = _of_receivers(kind)
    for call, at in file.candidates(table.lasts_in(file.libraries)):
        # A look spares most `mapping.get("key")` and `record.save()` the resolution.
        if is_fed(call) or (len(call.args) < 2 and file.last_name(call.func) in receivers):
            name = file.callee(call, at)
            if name is not None and name in table:
                yield from _sink(file, name, call, table[name])
    yield from _by_name(file, kind)
    yield from _handed_over(file, table)


@cache
def _of_receivers(kind: SinkKind) -> frozenset[str]:
    """The last identifiers of methods whose object is what matters."""
    table = tables().sinks(kind)
    return frozenset(name.rpartition(".")[2] for name, row in table.items() if row.value is None)


def _sink(file: File, name: str, call: ast.Call, row: SinkTrait, shift: int = 0) -> Iterator[Sink]:
    values: list[ast.expr] = []
    for param in (row.value, *row.also):
        if param is not None:
            position = None if param.position is None else param.position + shift
            found = file.argument(call, param.name, position)
            if isinstance(found, Given):
                values.append(_element(file, found.value, row))
        elif isinstance(call.func, ast.Attribute) and not shift:
            values.append(call.func.value)
    if values:
        redirected = not shift and _is_redirected(file, call, row)
        yield Sink(call, name, row, tuple(values), _act(file, call, row, shift), redirected)


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
    rows, table = UNTYPED[kind], tables().sinks(kind)
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

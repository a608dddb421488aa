"""Messages that are handed to a broker, and what is written into them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.callables import given
from readiness_lint.facts.makers import Maker, makers
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Param, Posts, WritesDown
from readiness_lint.model import Absent, File
from readiness_lint.record import record

ENCODE = "encode"
DEEPEST = 6
LITERAL = (ast.Call, ast.Dict, ast.List, ast.Tuple)


@record
class Post:
    """A message for another process, that no queue of tasks makes."""

    node: ast.Call
    name: str
    """The call as the file spells it, without its arguments."""
    parts: tuple[ast.expr, ...]
    """What is certainly written down as it is, by nothing that the program says itself."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one that a library is handed."""
        table = tables().table(Posts)
        for name, call in file.calls_to(table):
            parts = tuple(_parts_of(file, call, table[name]))
            if parts:
                yield cls(call, ast.unparse(call.func), parts)


def _parts_of(file: File, call: ast.Call, row: Posts) -> Iterator[ast.expr]:
    first = given(file, call, row.message)
    values = [first] if first is not None else []
    if row.rest and row.message.position is not None:
        values = call.args[row.message.position :]
    for value in values:
        yield from _parts(file, value, plain=not row.serializer or _is_plain(file, call, row))


def _parts(file: File, value: ast.expr, depth: int = DEEPEST, *, plain: bool) -> Iterator[ast.expr]:
    """The values within a message; if it is not plain, those alone that are written down here."""
    if not depth:
        return
    value = _assigned(file, value)
    inner = _written(file, value)
    if inner is not None:
        yield from _parts(file, inner, depth - 1, plain=True)
    elif isinstance(value, ast.Dict):
        for item in value.values:
            yield from _parts(file, item, depth - 1, plain=plain)
    elif isinstance(value, ast.List | ast.Tuple):
        for item in value.elts:
            yield from _parts(file, item, depth - 1, plain=plain)
    elif plain:
        yield value


def _assigned(file: File, value: ast.expr) -> ast.expr:
    """What a local was assigned that has one use only, and so is changed by nobody in between."""
    found = file.assigned(value) if isinstance(value, ast.Name) else None
    if found is None or not isinstance(value, ast.Name) or not isinstance(found, LITERAL):
        return value
    function = file.function(value)
    uses = [node for node in file.reads.of(value.id) if file.function(node) is function]
    return found if function is not None and uses == [value] else value


def _written(file: File, value: ast.expr) -> ast.expr | None:
    """What a call writes down as a text: ``json.dumps(order).encode()``."""
    if not isinstance(value, ast.Call):
        return None
    if isinstance(value.func, ast.Attribute) and value.func.attr == ENCODE:
        return _written(file, _assigned(file, value.func.value))
    row = tables().table(WritesDown).get(file.callee(value) or "")
    if row is None or not all(
        isinstance(file.argument(value, name), Absent) for name in row.replaced
    ):
        return None
    return given(file, value, row.value)


def _is_plain(file: File, call: ast.Call, row: Posts) -> bool:
    """Whether the client that a call is a method of writes nothing down in a way of its own."""
    client = call.func.value if isinstance(call.func, ast.Attribute) else None
    made = makers(file, client) if client is not None else None
    return bool(made) and made is not None and all(_writes_plainly(item, row) for item in made)


def _writes_plainly(maker: Maker | None, row: Posts) -> bool:
    if maker is None or maker.row is None:
        return False
    found = maker.file.argument(maker.call, row.serializer)
    if isinstance(found, Absent):
        return True
    serializer = given(maker.file, maker.call, Param(row.serializer))
    if not isinstance(serializer, ast.Lambda) or len(serializer.args.args) != 1:
        return serializer is not None and _is_writer(maker.file, serializer)
    return is_name(_written(maker.file, serializer.body), serializer.args.args[0].arg)


def _is_writer(file: File, expr: ast.expr) -> bool:
    known = isinstance(expr, ast.Name | ast.Attribute)
    return known and file.name_of(expr) in tables().table(WritesDown)

"""What a return or a raise answers to a request."""

from __future__ import annotations

import ast
import http
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness_lint.facts.callables import given
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Answers
from readiness_lint.model import Absent, File, Given
from readiness_lint.terms import EntryKind

CODE = re.compile(r"(?:HTTP_)?([1-5]\d\d)(?:_\w+)?")
TUPLES = frozenset({"flask", "quart", "flask_restful", "flask_restx", "bottle"})
"""Frameworks whose handlers answer ``content, status``."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to a request: a response that is made, an HTTP exception, a plain value returned."""

    node: ast.expr
    statement: ast.stmt
    name: str
    """What makes it, by qualified name; empty: a plain value."""
    framework: str
    status: int | None
    raised: bool
    content: tuple[ast.expr, ...]

    @property
    def failure(self) -> bool:
        """Whether it certainly says that the server is at fault."""
        return self.status is not None and self.status >= 500

    @classmethod
    def find(cls, file: File) -> Iterable[Response]:
        """Every one of the file, one for each answer."""
        table = tables().table(Answers)
        calls: dict[ast.expr, Response] = {}
        for call, at in file.candidates(table.lasts_in(file.libraries)):
            name = file.callee(call, at)
            if name is not None and name in table:
                calls[call] = _made(file, name, table[name], call, at)
        inner = {part for response in calls.values() for part in response.content}
        returned = {response.node: response for response in _returned(file, calls)}
        return [
            *(item for node, item in calls.items() if node not in inner and node not in returned),
            *returned.values(),
        ]


def _made(file: File, name: str, row: Answers, call: ast.Call, at: ast.stmt) -> Response:
    parts = [given(file, call, row.content)] if row.content else []
    if name in {"flask.jsonify", "quart.jsonify"}:
        parts = [*call.args, *(item.value for item in call.keywords)]
    if row.raised and row.content is not None and parts == [None]:
        parts = [item.value for item in call.keywords if item.arg in {"detail", "content", "extra"}]
    return Response(
        call,
        at,
        name,
        row.framework,
        _status(file, row, call),
        row.raised,
        tuple(part for part in parts if part is not None),
    )


def _status(file: File, row: Answers, call: ast.Call) -> int | None:
    if row.status is None:
        return row.default
    found = file.argument(call, row.status.name, row.status.position)
    if isinstance(found, Given):
        return status_code(file, found.value)
    return row.default if isinstance(found, Absent) else None


def status_code(file: File, expr: ast.expr) -> int | None:
    """The status that an expression gives: a number, or a constant named after one."""
    if isinstance(expr, ast.Attribute | ast.Name):
        name = expr.attr if isinstance(expr, ast.Attribute) else expr.id
        if name == "value" and isinstance(expr, ast.Attribute):
            return status_code(file, expr.value)
        code = CODE.fullmatch(name)
        if code is not None:
            return int(code[1])
        if "HTTPStatus" in ast.unparse(expr) and name in http.HTTPStatus.__members__:
            return http.HTTPStatus[name].value
    known = file.value_of(expr)
    return known.value if known is not None and type(known.value) is int else None


def _returned(file: File, calls: dict[ast.expr, Response]) -> Iterator[Response]:
    """Returns of handlers: a plain value, a value with a status, or a call with a status."""
    for statement in file.nodes(ast.Return):
        value = statement.value
        if isinstance(value, ast.Tuple) and 2 <= len(value.elts) <= 3:
            status = status_code(file, value.elts[1])
            made = calls.get(value.elts[0])
            if status is not None and 100 <= status < 600 and _answers(file, statement, made):
                yield Response(
                    value.elts[0],
                    statement,
                    made.name if made else "",
                    made.framework if made else "flask",
                    status,
                    raised=False,
                    content=made.content if made else (value.elts[0],),
                )
        elif isinstance(value, ast.Dict) and value.keys:
            handler = _handler(file, statement)
            if handler is not None:
                status = 200 if handler.status is None else handler.status
                yield Response(
                    value, statement, "", handler.framework, status, raised=False, content=(value,)
                )


def _answers(file: File, statement: ast.Return, made: Response | None) -> bool:
    """Whether a tuple of content and status is what a function answers."""
    if made is not None:
        return made.framework in TUPLES
    entry = entry_of(statement, file)
    if entry is None:
        return False
    kind = getattr(entry, "kind", None)
    framework = getattr(entry, "framework", "")
    return framework in TUPLES and kind in {EntryKind.HANDLER, EntryKind.ERROR_HANDLER}


def _handler(file: File, statement: ast.Return) -> Handler | None:
    entry = entry_of(statement, file)
    if isinstance(entry, Handler) and entry.kind is EntryKind.HANDLER:
        return entry if file.function(statement) is entry.node else None
    return None

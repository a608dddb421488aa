"""Answers to a client that hold the text of an exception, or its traceback."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness_lint.facts.entries import Entry, Reached, entry_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.responses import Response
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import ErrorFamily
from readiness_lint.model import File
from readiness_lint.terms import EntryKind

ANSWERING = frozenset(
    {EntryKind.HANDLER, EntryKind.DEPENDENCY, EntryKind.ERROR_HANDLER, EntryKind.MIDDLEWARE}
)
FAMILIES = frozenset({"database", "driver", "http-client", "os"})
HARMLESS = frozenset(
    {"NoResultFound", "MultipleResultsFound", "ObjectDoesNotExist", "DoesNotExist"}
)
"""Errors of a database that say no more than that a row is missing."""
TEXTS = frozenset({"str", "repr", "ascii", "format", "escape"})
ANYTHING = frozenset({"builtins.Exception", "builtins.BaseException", "500"})
TRACEBACK = "the traceback"
UNEXPECTED = "an unexpected exception"


@dataclass(frozen=True, slots=True, eq=False)
class ExceptionText:
    """An answer with what an exception says inside it."""

    node: ast.expr
    """The part of the answer that holds it."""
    response: Response
    entry: Reached | None
    what: str
    """The traceback, an unexpected exception, or the class by name."""
    family: str | None
    """What failed, where the class tells."""

    @property
    def traceback(self) -> bool:
        """Whether it is a traceback."""
        return self.what == TRACEBACK

    @classmethod
    def find(cls, file: File) -> Iterable[ExceptionText]:
        """Every one of the file that is no designed answer to a client's mistake."""
        responses = file.facts(Response)
        if responses:
            yield from _in_handlers(file)
            yield from _in_error_handlers(file)


def answers_requests(node: ast.AST, file: File) -> bool:
    """Whether a piece of code answers requests: in a handler, or beside one in its module."""
    entry = entry_of(node, file)
    if entry is None:
        return bool(file.facts(Handler))
    return isinstance(entry, Handler | Entry) and entry.kind in ANSWERING


def _in_handlers(file: File) -> Iterator[ExceptionText]:
    # A handler inside another one comes after it.
    innermost = {
        response: handler for handler in file.facts(ExceptHandler) for response in handler.answers
    }
    for response, handler in innermost.items():
        name = handler.name
        found = _text_in(file, response, name, handler.statements)
        if found is None or not answers_requests(handler.guard, file):
            continue
        if name is not None and is_of_class(file, response, name):
            continue
        entry = entry_of(handler.guard, file)
        known = _family(file, handler)
        if found == TRACEBACK:
            yield ExceptionText(_content(response), response, entry, TRACEBACK, None)
        elif handler.broad and _is_plain(response):
            yield ExceptionText(_content(response), response, entry, UNEXPECTED, None)
        elif known is not None and not handler.broad:
            what, family = known
            yield ExceptionText(_content(response), response, entry, f"`{what}`", family)


def _in_error_handlers(file: File) -> Iterator[ExceptionText]:
    for entry in file.facts(Entry):
        if entry.kind is not EntryKind.ERROR_HANDLER or entry.subject not in ANYTHING:
            continue
        parameters = [*entry.node.args.posonlyargs, *entry.node.args.args]
        name = parameters[-1].arg if parameters else None
        for response in file.facts(Response, entry.node):
            found = _text_in(file, response, name, entry.node.body)
            if found is None or not _is_plain(response):
                continue
            if name is None or not is_of_class(file, response, name):
                what = TRACEBACK if found == TRACEBACK else UNEXPECTED
                yield ExceptionText(_content(response), response, entry, what, None)


def _content(response: Response) -> ast.expr:
    return response.content[0] if response.content else response.node


def _is_plain(response: Response) -> bool:
    """Whether it says that the server failed, or that all is well."""
    return response.status is not None and (response.status >= 500 or response.status < 300)


def is_of_class(file: File, response: Response, name: str) -> bool:
    """Whether an answer is given only to some classes of the exception."""
    return any(
        condition.holds
        and isinstance(part, ast.Call)
        and isinstance(part.func, ast.Name)
        and part.func.id in {"isinstance", "hasattr"}
        and any(isinstance(item, ast.Name) and item.id == name for item in part.args[:1])
        for condition in file.conditions(response.statement)
        for part in ast.walk(condition.test)
    )


def _family(file: File, handler: ExceptHandler) -> tuple[str, str] | None:
    table = tables().table(ErrorFamily)
    for item in handler.clause:
        name = file.name_at(item, handler.guard)
        row = table.get(name) if name else None
        if name and row is not None and row.family in FAMILIES:
            last = name.rpartition(".")[2]
            if last not in HARMLESS:
                return last, row.family
    return None


def _text_in(
    file: File, response: Response, name: str | None, statements: Iterable[ast.stmt]
) -> str | None:
    """What an answer holds: the text of an exception, a traceback, or neither."""
    parts = list(response.content)
    named = {
        part.id for content in parts for part in ast.walk(content) if isinstance(part, ast.Name)
    }
    # One hop: the message is made in the lines before.
    for statement in statements:
        for item in ast.walk(statement):
            if isinstance(item, ast.Assign) and len(item.targets) == 1:
                target = item.targets[0]
                if isinstance(target, ast.Name) and target.id in named and target.id != name:
                    parts.append(item.value)
    if any(_is_traceback(file, part) for part in parts):
        return TRACEBACK
    if name is not None and any(_is_text(part, name, top=True) for part in parts):
        return "text"
    return None


def _is_traceback(file: File, expr: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Call)
        and (file.last_name(part.func) or "").startswith("format_")
        and (file.callee(part) in tables().word("traceback"))
        for part in ast.walk(expr)
    )


def _is_text(expr: ast.AST, name: str, *, top: bool = False) -> bool:
    """Whether an expression makes a text of the exception of this name."""
    if top and _is(expr, name):
        return True
    for part in ast.walk(expr):
        if isinstance(part, ast.FormattedValue) and _is(part.value, name):
            return True
        if isinstance(part, ast.Call) and any(_is(item, name) for item in part.args):
            function = part.func
            last = function.attr if isinstance(function, ast.Attribute) else ""
            last = function.id if isinstance(function, ast.Name) else last
            if last in TEXTS:
                return True
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod):
            right = part.right
            values = right.elts if isinstance(right, ast.Tuple) else [right]
            if any(_is(item, name) for item in values):
                return True
        if isinstance(part, ast.Attribute) and part.attr == "args" and _is(part.value, name):
            return True
    return False


def _is(expr: ast.AST, name: str) -> bool:
    return isinstance(expr, ast.Name) and expr.id == name

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
    {
        "sqlalchemy.exc.NoResultFound",
        "sqlalchemy.orm.exc.NoResultFound",
        "sqlalchemy.exc.MultipleResultsFound",
        "django.db.models.ObjectDoesNotExist",
        "django.core.exceptions.ObjectDoesNotExist",
    }
)
TEXTS = frozenset({"str", "repr", "format", "ascii", "escape", "format_exception_only"})
ANYTHING = frozenset({"builtins.Exception", "builtins.BaseException", "Exception", "500"})


@dataclass(frozen=True, slots=True, eq=False)
class ExceptionText:
    """An answer with what an exception says inside it."""

    node: ast.expr
    """The content of the answer."""
    response: Response
    entry: Reached | None
    what: str
    """The class that is caught, as a reader knows it; ``traceback`` for a traceback."""
    family: str | None
    """What failed, where the class tells."""
    broad: bool

    @classmethod
    def find(cls, file: File) -> Iterable[ExceptionText]:
        """Every one of the file."""
        if file.facts(Response):
            yield from _in_handlers(file)
            yield from _in_error_handlers(file)


def answers_requests(node: ast.AST, file: File) -> bool:
    """Whether a piece of code answers requests: in a handler, or beside one in its module."""
    entry = entry_of(node, file)
    if entry is not None and entry.kind in ANSWERING if isinstance(entry, Handler | Entry) else False:
        return True
    return entry is None and bool(file.facts(Handler))


def _in_handlers(file: File) -> Iterator[ExceptionText]:
    for handler in file.facts(ExceptHandler):
        for response in handler.answers:
            innermost = next(
                (item for item in file.enclosing_handlers(response.statement)), handler.node
            ) if False else handler.node
            del innermost
            if not answers_requests(handler.guard, file):
                continue
            found = _text_in(file, response, handler.name)
            if found is None:
                continue
            node, is_traceback = found
            family, name = _family(file, handler)
            yield ExceptionText(
                node,
                response,
                entry_of(handler.guard, file),
                "traceback" if is_traceback else name,
                family,
                handler.broad,
            )

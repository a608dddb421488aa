"""What is put into a message for a worker, and does not survive the way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import Self

from readiness_lint.facts.escapes import arguments_of, packed_in
from readiness_lint.facts.models import OrmModel
from readiness_lint.facts.posts import Post
from readiness_lint.facts.queries import links_of, model_of, rows_of
from readiness_lint.facts.rows import call_of, is_single, name_of_link, rows_from
from readiness_lint.facts.shapes import behind_await
from readiness_lint.facts.stored_objects import model_of_object, tells_number
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import TaskDispatch, is_sent_as_told
from readiness_lint.knowledge.schema import ModelBase
from readiness_lint.model import Bound, File
from readiness_lint.record import record

STAYING = ("lazy-rows", "of-request", "one-at-a-time", "stays-here")
"""Words for what is of the process, or of the request, that has it."""
KEPT = frozenset({Bound.VALUE, Bound.ENTERED})
READ = (ast.Name, ast.Attribute, ast.Call, ast.Await)


@record
class UnfitPayload:
    """A part of a message that no message carries: rows, and no values of them; sessions, files."""

    node: ast.expr
    kind: str
    """Its class, without the module."""
    receiver: str
    """The call that it is handed to, without its arguments."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file."""
        for dispatch in file.facts(TaskDispatch):
            # A task of its own class may send the keys of what it is given.
            if not is_sent_as_told(file, dispatch):
                continue
            for argument in _arguments(dispatch.node):
                kind = _kind(file, argument) if isinstance(argument, READ) else ""
                if kind:
                    yield cls(argument, kind, dispatch.name)
        for post in file.facts(Post):
            for argument in post.parts:
                kind = _kind(file, argument) if isinstance(argument, READ) else ""
                if kind:
                    yield cls(argument, kind, post.name)


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    """What a task is given by the call that sends it, and by the one that made its signature."""
    yield from (*arguments_of(call), *packed_in(call))
    made = call.func.value if isinstance(call.func, ast.Attribute) else None
    method = made.func if isinstance(made, ast.Call) else None
    signs = isinstance(method, ast.Attribute) and method.attr in _signing()
    yield from _arguments(made) if signs and isinstance(made, ast.Call) else ()


@cache
def _signing() -> frozenset[str]:
    return tables().word("makes-signature").lasts


def _kind(file: File, argument: ast.expr) -> str:
    """The class of what a message certainly does not carry: rows, a query, a session; else empty."""
    argument = behind_await(argument)
    kind = file.type_of(argument)
    if kind is None:
        model = _row(file, argument) or _last(_model_read(file, argument) or "")
        return model or _opened(file, argument)
    stays = [tables().word(word) for word in STAYING]
    if kind.of_class or kind.name.startswith("builtins."):
        return ""
    if any(base in word for word in stays for base in (kind.name, *file.library.bases(kind.name))):
        return _last(kind.name)
    home, cls = file.defined(kind.name) or (file, None)
    stored = any(model.node is cls for model in home.facts(OrmModel)) if cls else False
    return _last(kind.name) if stored or _is_of_library(file, kind.name, cls) else ""


def _opened(file: File, argument: ast.expr) -> str:
    """The call that opens a file, where an expression is what it gave; else empty."""
    bindings = file.bindings(argument) if isinstance(argument, ast.Name) else []
    made = bindings[0].value if len(bindings) == 1 and bindings[0].kind in KEPT else argument
    name = file.callee(made) if isinstance(made, ast.Call) else None
    return _last(name) if name is not None and name in tables().word("opens-file") else ""


def _row(file: File, argument: ast.expr) -> str:
    """The class of the one object that a query gives."""
    links = links_of(file, argument)
    if not links.calls or links.hidden or links.text is not None:
        return ""
    asked = [link.row for link in links.calls if link.row is not None and link.row.gives_one]
    plain = (tables().word("plain-rows"), tables().word("tuples"))
    if not any(row.orm in _mappers() for row in asked) or any(
        name_of_link(file, link) in words for link in links.calls for words in plain
    ):
        return ""
    model = model_of(file, links) or ""
    return model if model[:1].isupper() and is_single(file, argument) else ""


def _model_read(file: File, argument: ast.expr) -> str | None:
    """The mapped class whose rows are read where they are handed over, or by which a local got them."""
    found = model_of_object(file, argument)
    call = call_of(file, argument) if found is None else None
    row = rows_of(file).get(call) if call is not None else None
    if row is None or row.verb == "build" or tells_number(file, argument):
        return found
    rows = rows_from(file, argument)
    return rows.model if rows is not None else None


@cache
def _mappers() -> frozenset[str]:
    """The libraries whose rows are objects of a class that knows its session or its table."""
    return frozenset(row.orm for row in tables().table(ModelBase).values() if row.stored)


def _is_of_library(file: File, name: str, cls: ast.AST | None) -> bool:
    """Whether a class that the program does not define is mapped to a table."""
    known = tables().table(ModelBase)
    bases = file.library.bases(name) if cls is None else ()
    return any(base in known and known[base].stored and not known[base].keyword for base in bases)


def _last(name: str) -> str:
    return name.rpartition(".")[2]

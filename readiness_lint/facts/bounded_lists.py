"""Where answers are bounded: limited reads of requests, views and settings that give pages."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.classes import classes_of, defines
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.queries import Query
from readiness_lint.facts.shapes import constants_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Pages, PageSettings, ViewBase
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

PAGINATION = "pagination_class"


@record
class BoundedList:
    """A place that says that an answer holds a part of the rows."""

    node: ast.expr
    name: str
    """The function, class or setting."""
    how: str

    @classmethod
    def find(cls, file: File) -> Iterable[BoundedList]:
        """Every one of the file."""
        for query in file.facts(Query):
            if query.many and query.limited is True:
                handler = entry_of(query.node, file)
                if isinstance(handler, Handler) and handler.kind is EntryKind.HANDLER:
                    model = f" of {query.model}" if query.model else ""
                    yield cls(query.node, handler.name, f"reads a bounded number of rows{model}")
        yield from _views(file)
        yield from _settings(file)


def _views(file: File) -> Iterator[BoundedList]:
    """Views whose lists come in pages of a class that is known."""
    for cls, rows in classes_of(file, tables().table(ViewBase)):
        for binding in file.index.scopes[cls].bindings.get(PAGINATION, ()):
            name = file.class_name(binding.value) if binding.value is not None else None
            if name and any(row.lists for row in rows) and _gives_pages(file, name):
                assert binding.value is not None
                last = name.rpartition(".")[2]
                yield BoundedList(binding.value, cls.name, f"answers with pages of `{last}`")


def _gives_pages(file: File, name: str) -> bool:
    """Whether a class of the program gives pages of a size; a library's asks the settings for it."""
    known = tables().table(Pages)
    home, cls = file.defined(name) or (file, None)
    if not isinstance(cls, ast.ClassDef):
        return False
    sizes = {known[base].size for base in home.bases_of(cls) if base in known}
    return any(size and defines(home, cls, size) for size in sizes)


def _settings(file: File) -> Iterator[BoundedList]:
    """Settings under which every list comes in pages of a size."""
    for row in tables().table(PageSettings).values():
        for binding in file.index.module.bindings.get(row.variable, ()):
            if isinstance(binding.value, ast.Dict):
                keys = constants_of(binding.value)
                if keys.get(row.key) and keys.get(row.size):
                    pages = str(keys[row.key]).rpartition(".")[2]
                    how = f"gives every list pages of `{pages}`, {keys[row.size]} rows each"
                    yield BoundedList(binding.value, row.variable, how)

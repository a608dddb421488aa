"""Tables of routes for people, for pull requests and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from readiness_lint.finding import Finding
from readiness_lint.record import record
from readiness_lint.reports.prose import cell, code, escaped
from readiness_lint.reports.summary import counted
from readiness_lint.reports.text import shown
from readiness_lint.terms import Answer

VERSION = 1
"""Of the form of the object, as that of findings has one."""
HEADINGS = {
    "authentication": "authn",
    "authorization": "authz",
    "input_model": "input",
    "response_model": "response",
    "pagination": "pages",
    "rate_limit": "rate",
    "timeout": "timeout",
}
"""Columns, and what stands above them where there is little room."""
SHORT = {True: "yes", False: "no", None: "?"}
LONG = {True: "yes", False: "no", None: "not known"}


class Cell(Protocol):
    """The answer to one question about a route."""

    @property
    def answer(self) -> Answer:
        """Yes, no or not known."""
        ...

    @property
    def what(self) -> tuple[str, ...]:
        """What gives the answer."""
        ...


class Row(Protocol):
    """A route."""

    @property
    def path(self) -> str:
        """The whole path."""
        ...

    @property
    def method(self) -> str:
        """The method of HTTP."""
        ...

    @property
    def handler(self) -> str:
        """What answers it."""
        ...

    @property
    def framework(self) -> str:
        """The package that it is registered with."""
        ...

    @property
    def file(self) -> str:
        """Where its handler stands."""
        ...

    @property
    def line(self) -> int:
        """Where its handler stands in that."""
        ...

    @property
    def cells(self) -> Mapping[str, Cell]:
        """By column."""
        ...


@record
class RouteTable:
    """All routes, and what could not be read."""

    routes: Sequence[Row]
    files: int
    unread: Sequence[Finding]


def cells_of(row: Row) -> list[str]:
    """The answers of a route, in short."""
    return [SHORT[row.cells[name].answer] for name in HEADINGS]


def text(table: RouteTable, *, quiet: bool) -> Iterator[str]:
    """Give a line for each route, in columns."""
    head = ["method", "path", "handler", "file", *HEADINGS.values()]
    rows = [head, *(_texts(row) for row in table.routes)] if table.routes else []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        padded = (f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True))
        yield "  ".join(padded).rstrip()
    if not quiet:
        yield from closing(table)


def _texts(row: Row) -> list[str]:
    words = (row.method, row.path, row.handler, f"{row.file}:{row.line}")
    return [*map(shown, words), *cells_of(row)]


def closing(table: RouteTable) -> Iterator[str]:
    """Give the numbers: how many routes, and how often each question has no answer."""
    yield f"{counted(len(table.routes), 'route')} in {counted(table.files, 'file')}"
    for name in HEADINGS if table.routes else ():
        numbers = _numbers(table.routes, name)
        words = ", ".join(f"{numbers[word]} {word}" for word in ("yes", "no", "not known"))
        yield f"{name.replace('_', ' ')}: {words}"
    if table.unread:
        yield f"{counted(len(table.unread), 'file')} could not be read"


def _numbers(rows: Iterable[Row], name: str) -> Counter[str]:
    return Counter(LONG[row.cells[name].answer] for row in rows)


def markdown(table: RouteTable) -> Iterator[str]:
    """Give a table for a pull request."""
    yield "| Method | Path | Handler | " + " | ".join(map(_titled, HEADINGS)) + " |"
    yield "|---" * (3 + len(HEADINGS)) + "|"
    for row in table.routes:
        place = f"{cell(code(row.handler))}<br>{escaped(row.file)}:{row.line}"
        cells = (LONG[row.cells[name].answer] for name in HEADINGS)
        yield (
            f"| {escaped(row.method)} | {cell(code(row.path))} | {place} | "
            + " | ".join(cells)
            + " |"
        )


def _titled(name: str) -> str:
    return name.replace("_", " ").capitalize()


def as_json(table: RouteTable, *, tool: str) -> str:
    """Give the whole as one JSON object; ``tool`` is the version of the linter."""
    content = {
        "version": VERSION,
        "tool": tool,
        "columns": list(HEADINGS),
        "routes": [_route(row) for row in table.routes],
        "unread": [
            {"path": item.path, "line": item.region.line, "reason": item.message}
            for item in table.unread
        ],
        "summary": {
            "routes": len(table.routes),
            "files": table.files,
            "unreadable": len(table.unread),
        },
    }
    return json.dumps(content, indent=2)


def _route(row: Row) -> dict[str, Any]:
    return {
        "method": row.method,
        "path": row.path,
        "handler": row.handler,
        "framework": row.framework,
        "file": row.file,
        "line": row.line,
        **{
            name: {"answer": LONG[row.cells[name].answer], "what": list(row.cells[name].what)}
            for name in HEADINGS
        },
    }

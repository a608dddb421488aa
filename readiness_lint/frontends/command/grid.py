"""A table of routes on a terminal."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from readiness_lint.frontends.command.terminal import write
from readiness_lint.reports.routes import HEADINGS, RouteTable, cells_of, closing

STYLES = {"yes": "green", "no": "red", "?": "dim"}


def show(table: RouteTable, *, colour: bool, quiet: bool) -> None:
    """Print the table as wide as the terminal is."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("method", "path", "handler", "file", *HEADINGS.values()):
        grid.add_column(heading, overflow="fold")
    for row in table.routes:
        place = f"{row.file}:{row.line}"
        answers = (Text(cell, style=STYLES[cell]) for cell in cells_of(row))
        grid.add_row(row.method, Text(row.path), Text(row.handler), Text(place), *answers)
    console = Console(force_terminal=colour, no_color=not colour, file=sys.stdout)
    with console.capture() as capture:
        console.print(grid)
    write([capture.get().rstrip("\n"), *(() if quiet else closing(table))])

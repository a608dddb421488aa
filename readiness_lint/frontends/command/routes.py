"""``readiness-lint routes``: every route, and what is known of it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from readiness_lint import __version__
from readiness_lint.finding import Finding
from readiness_lint.frontends.command.collecting import collect, has_failed, placed
from readiness_lint.frontends.command.reporting import FAILED, printed_path
from readiness_lint.frontends.command.terminal import colourful, write
from readiness_lint.project.collecting import Collected
from readiness_lint.project.routing import RouteRow, Routing
from readiness_lint.reports import routes


def run(arguments: Namespace) -> int:
    """Look for routes, list them, and answer the exit code."""
    routing = collect(arguments, Routing(), order_of)
    errors = placed(routing.errors)
    _report(arguments, routing, errors)
    failed = has_failed(routing, errors)
    return FAILED if errors or failed else 0


def order_of(row: RouteRow | routes.Row) -> tuple[str, str, str, int, str]:
    """The key by which routes are sorted: as they are printed."""
    return row.path, row.method, row.file, row.line, row.handler


def _once(rows: Iterable[RouteRow]) -> Iterable[RouteRow]:
    """Each route, whichever files it was met in."""
    return {row.order: row for row in rows}.values()


def _report(arguments: Namespace, routing: Collected[RouteRow], errors: list[Finding]) -> None:
    here = Path.cwd()
    placed = (replace(row, file=printed_path(row.file, here)) for row in _once(routing.items))
    table = routes.RouteTable(sorted(placed, key=order_of), routing.files, errors)
    if arguments.output_format == "json":
        write([routes.as_json(table, tool=__version__)])
    elif arguments.output_format == "markdown":
        write(routes.markdown(table))
    elif sys.stdout.isatty():
        from readiness_lint.frontends.command.grid import show  # noqa: PLC0415

        show(table, colour=colourful(arguments.color, sys.stdout), quiet=arguments.quiet)
    else:
        write(routes.text(table, quiet=arguments.quiet))

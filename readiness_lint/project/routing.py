"""The routes of a program, with what is known of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness_lint.engine import crash
from readiness_lint.facts.route_answers import response_model
from readiness_lint.facts.route_cells import Cell
from readiness_lint.facts.route_checks import authentication, authorization, checks_of
from readiness_lint.facts.route_inputs import input_model
from readiness_lint.facts.route_limits import rate_limit
from readiness_lint.facts.route_pages import pagination
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.route_timeouts import timeout
from readiness_lint.finding import Finding
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.rule import APPLICATION


@record
class RouteRow:
    """One method of HTTP at one path, and what is known of it."""

    path: str
    method: str
    handler: str
    framework: str
    file: str
    line: int
    cells: Mapping[str, Cell]
    """By column."""

    @property
    def order(self) -> tuple[str, str, str, int, str]:
        """The key by which output is sorted."""
        return self.path, self.method, self.file, self.line, self.handler


class Routing:
    """Takes out of each file the routes that it registers."""

    roles = APPLICATION

    def collect(self, file: File, path: str) -> Iterator[RouteRow | Finding]:
        """The routes of a file, one for each method; a failure costs no other file."""
        try:
            rows = {row.order: row for row in map(row_of, file.facts(Endpoint))}
        except Exception as error:  # noqa: BLE001 - the other files are there all the same
            yield crash("routes", path, error)
        else:
            yield from rows.values()


def row_of(endpoint: Endpoint) -> RouteRow:
    """What is known of a route."""
    checks = list(checks_of(endpoint))
    cells = {
        "authentication": authentication(checks),
        "authorization": authorization(checks),
        "input_model": input_model(endpoint),
        "response_model": response_model(endpoint),
        "pagination": pagination(endpoint),
        "rate_limit": rate_limit(endpoint),
        "timeout": timeout(endpoint),
    }
    target = endpoint.target
    path, line = str(target.file.path), getattr(target.node, "lineno", 1)
    return RouteRow(
        endpoint.path, endpoint.method, target.name, endpoint.framework, path, line, cells
    )

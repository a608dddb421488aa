"""Routes that say whether a service is well."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.loops import spelled
from readiness_lint.facts.peers import reaches_a_peer
from readiness_lint.model import File, FunctionNode
from readiness_lint.terms import EntryKind

PARAMETER = re.compile(r"[<{:(]")
"""What begins a part of a path that is different each time."""


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """A route that says whether a service is well, and the calls in it that ask another process."""

    node: FunctionNode
    route: str
    asks: tuple[str, ...]

    @classmethod
    def find(cls, file: File) -> Iterable[HealthCheck]:
        """Every one of the file that is certainly registered."""
        for handler in file.facts(Handler):
            is_route = handler.kind is EntryKind.HANDLER and handler.registered is True
            if is_route and handler.health and _is_asked(handler):
                calls = file.nodes(ast.Call, within=handler.node)
                asks = (spelled(call) for call in calls if reaches_a_peer(file, call))
                methods = "/".join(sorted(handler.methods or ()))
                route = f"{methods} {handler.path or handler.name}".strip()
                yield cls(handler.node, route, tuple(dict.fromkeys(asks)))


def _is_asked(handler: Handler) -> bool:
    """Whether it may be asked about the service, and not told of one thing: a job that is alive."""
    reads = handler.methods is None or "GET" in handler.methods
    return reads and not PARAMETER.search(handler.path or "")

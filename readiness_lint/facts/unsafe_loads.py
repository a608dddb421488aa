"""Calls that run what bytes say, where no client is known to have written them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import ClassVar, Self

from readiness_lint.facts.callables import constant
from readiness_lint.facts.flows import Given
from readiness_lint.facts.sinks import Sink, sinks_of
from readiness_lint.facts.taint import Tracer
from readiness_lint.facts.tainted import is_reached
from readiness_lint.facts.words import COPIES, PROVES_ORIGIN
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Place, SinkKind

YAML, NETWORK = "yaml", "network"
FROM_DISK = frozenset({"file", "named"})
HERE = Pattern(r"localhost|127\..*|::1", re.IGNORECASE)


@record
class UnsafeLoad:
    """A call that runs code for whoever wrote what it is given."""

    path: ClassVar[tuple[Place, ...]] = ()

    node: ast.expr
    sink: str
    given: str
    """The parameter whose bytes it loads; empty: it is YAML, wherever the text comes from."""
    sent: bool = False
    """Whether other machines may send it the bytes."""

    @property
    def texts(self) -> str:
        """What it loads, as a message says it."""
        if self.sent:
            return "what anybody sends"
        return f"`{self.given}`" if self.given else "tags of Python"

    @property
    def what(self) -> str:
        """What somebody wrote."""
        return "the bytes" if self.given or self.sent else "the text"

    @classmethod
    def find(cls, file: File) -> Iterable[Self]:
        """Every one of a file that nothing else tells of."""
        for sink in sinks_of(file, SinkKind.LOADS):
            if is_reached(file, sink.node, SinkKind.LOADS):
                continue
            if sink.row.act == YAML:
                yield cls(sink.node, sink.name, "")
            elif sink.row.act == NETWORK:
                if _is_open(file, sink.values[0]):
                    yield cls(sink.node, sink.name, "", sent=True)
            elif sink.row.act not in FROM_DISK and not is_proved(file, sink.node):
                given = _given(file, sink)
                if given:
                    yield cls(sink.node, sink.name, given)


def _is_open(file: File, host: ast.expr) -> bool:
    """Whether what listens at a host, which a tuple holds with its port, is reached from others."""
    known = constant(file, host) if isinstance(file.parent(host), ast.Tuple) else None
    return known is not None and isinstance(known.value, str) and not HERE.fullmatch(known.value)


def is_proved(file: File, node: ast.expr) -> bool:
    """Whether the function around a call looks who wrote the bytes, or wrote them itself."""
    function = file.function(node)
    if function is None:
        return False
    calls = file.nodes(ast.Call, within=function)
    return file.words(COPIES).match(function.name) or any(
        file.words(PROVES_ORIGIN).match(file.last_name(call.func) or "") for call in calls
    )


def _given(file: File, sink: Sink) -> str:
    tracer = file.memo(("loads",), lambda: Tracer(SinkKind.LOADS))
    origins = [piece.origin for value in sink.values for piece in tracer.flow(file, value).pieces]
    function = file.function(sink.node)
    return next(
        (
            item.parameter
            for item in origins
            if isinstance(item, Given) and item.function is function
        ),
        "",
    )

"""Calls that run what bytes say, where no client is known to have written them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import ClassVar, Self

from readiness_lint.facts.flows import Given
from readiness_lint.facts.sinks import Sink, sinks_of
from readiness_lint.facts.taint import Tracer
from readiness_lint.facts.tainted import is_reached
from readiness_lint.facts.words import COPIES, PROVES_ORIGIN
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Place, SinkKind

YAML = "yaml"
FROM_DISK = frozenset({"file", "named"})


@record
class UnsafeLoad:
    """A call that runs code for whoever wrote what it is given."""

    path: ClassVar[tuple[Place, ...]] = ()

    node: ast.expr
    sink: str
    given: str
    """The parameter whose bytes it loads; empty: it is YAML, wherever the text comes from."""

    @property
    def texts(self) -> str:
        """What it loads, as a message says it."""
        return f"`{self.given}`" if self.given else "tags of Python"

    @property
    def what(self) -> str:
        """What somebody wrote."""
        return "the bytes" if self.given else "the text"

    @classmethod
    def find(cls, file: File) -> Iterable[Self]:
        """Every one of a file that nothing else tells of."""
        for sink in sinks_of(file, SinkKind.LOADS):
            if is_reached(file, sink.node, SinkKind.LOADS):
                continue
            if sink.row.act == YAML:
                yield cls(sink.node, sink.name, "")
            elif sink.row.act not in FROM_DISK and not is_proved(file, sink.node):
                given = _given(file, sink)
                if given:
                    yield cls(sink.node, sink.name, given)


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

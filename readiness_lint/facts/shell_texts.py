"""Commands for a shell that are put together out of values, or are nothing but a value."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

from readiness_lint.facts.composed import is_harmless, open_holes
from readiness_lint.facts.sinks import Sink, sinks_of
from readiness_lint.facts.tainted import is_reached
from readiness_lint.facts.words import RUNS_COMMANDS
from readiness_lint.model import Bound, File
from readiness_lint.record import record
from readiness_lint.terms import Place, SinkKind


@record
class ShellText:
    """A command whose shell reads a value that nobody has quoted."""

    act: ClassVar[str] = ""
    path: ClassVar[tuple[Place, ...]] = ()

    node: ast.expr
    sink: str
    hole: str
    """The value, as the file spells it."""
    passed: bool
    """Whether it is all of the command: the function runs what it is given."""

    @property
    def texts(self) -> str:
        """The value, as a message quotes it."""
        return f"`{self.hole}`"

    @classmethod
    def find(cls, file: File) -> Iterable[Self]:
        """The first value of each command; none of what a developer runs on his own machine."""
        for sink in sinks_of(file, SinkKind.SHELL):
            if sink.act != "program" and not is_reached(file, sink.node, SinkKind.SHELL):
                for text, passed in _values(file, sink):
                    yield cls(sink.node, sink.name, text, passed)
                    break


def _values(file: File, sink: Sink) -> Iterator[tuple[str, bool]]:
    for value in sink.values:
        for hole in open_holes(file, value, SinkKind.SHELL):
            yield hole.text, False
        if _is_given(file, value) and not is_harmless(file, value, SinkKind.SHELL):
            yield ast.unparse(value), True


def _is_given(file: File, value: ast.expr) -> bool:
    """Whether a command comes from a caller, or from the object, as it is."""
    function = file.function(value)
    if function is None or file.words(RUNS_COMMANDS).match(function.name):
        return False
    if isinstance(value, ast.Attribute):
        return isinstance(value.value, ast.Name)
    return isinstance(value, ast.Name) and all(
        item.kind is Bound.PARAMETER for item in file.reaching(value)
    )

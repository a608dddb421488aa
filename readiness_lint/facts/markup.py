"""Texts that are marked as safe HTML, with values pasted into them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Self

from readiness_lint.facts.composed import open_holes
from readiness_lint.facts.sinks import sinks_of
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import SinkKind

MARKED = "marked"


@record
class MarkedText:
    """A call that takes a text for safe, in which there is a value that nobody knows."""

    node: ast.expr
    sink: str
    hole: str
    """The value, as the file spells it."""

    @classmethod
    def find(cls, file: File) -> Iterable[Self]:
        """Every one of a file."""
        for sink in sinks_of(file, SinkKind.HTML):
            call = sink.node
            if sink.row.act != MARKED or not isinstance(call, ast.Call):
                continue
            # With more arguments what is pasted is markup of the program's own, as a rule.
            if len(call.args) + len(call.keywords) > 1:
                continue
            found = next(iter(open_holes(file, sink.values[0], SinkKind.HTML)), None)
            if found is not None:
                yield cls(sink.node, sink.name, found.text)

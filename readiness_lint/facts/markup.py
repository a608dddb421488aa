"""Texts that are marked as safe HTML, with values pasted into them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Self

from readiness_lint.facts.composed import Hole, assigned_there, open_holes
from readiness_lint.facts.sinks import sinks_of
from readiness_lint.facts.words import PLAIN_IN_PAGES
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import SinkKind

MARKED, FILLED = "marked", "filled"


@record
class MarkedText:
    """A call that takes a text for safe, in which there is a value that nobody knows."""

    node: ast.expr
    sink: str
    hole: str
    """The value, as the file spells it."""
    filled: bool = False
    """Whether the call would have escaped the value, had it been given apart from the text."""

    @classmethod
    def find(cls, file: File) -> Iterable[Self]:
        """Every one of a file."""
        for sink in sinks_of(file, SinkKind.HTML):
            call = sink.node
            if sink.row.act not in {MARKED, FILLED} or not isinstance(call, ast.Call):
                continue
            # With more arguments what is pasted is markup of the program's own, as a rule.
            if len(call.args) + len(call.keywords) > 1:
                continue
            found = list(open_holes(file, sink.values[0], SinkKind.HTML))
            told = [hole for hole in found if not _is_plain(file, hole)]
            if told and sink.row.act == FILLED:
                yield cls(sink.node, sink.name, told[0].text, filled=True)
            elif found:
                yield cls(sink.node, sink.name, found[0].text)


def _is_plain(file: File, hole: Hole) -> bool:
    """Whether a value is markup itself, or holds no text that somebody wrote, as it is called."""
    made = assigned_there(file, hole.expr)
    items = [hole.expr, *([made] if made is not None else [])]
    called = [file.callee(item) for item in items if isinstance(item, ast.Call)]
    names = [*map(file.last_name, items), *((name or "").rpartition(".")[2] for name in called)]
    return any(file.words(PLAIN_IN_PAGES).match(name) for name in names)

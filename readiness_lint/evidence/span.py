"""Spans of a trace."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.callables import name_given
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import SpanTrait
from readiness_lint.model import File
from readiness_lint.terms import Layer

ENTERING = (ast.withitem, ast.FunctionDef, ast.AsyncFunctionDef)
"""What ends a span that begins there, whatever happens in it."""


@evidence("span", layer=Layer.OBSERVABILITY, title="spans of a trace, which certainly end")
def span(file: File) -> Iterator[Shown]:
    """Spans that a ``with`` enters, or that are around a function."""
    table = tables().table(SpanTrait)
    for name, call in file.calls_to(table):
        if isinstance(file.parent(call), ENTERING):
            yield Shown(call, f"`{name_given(file, call, table[name].name)}` ({name})")

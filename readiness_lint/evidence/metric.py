"""Calls that count or measure."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.repeats import written
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("metric", layer=Layer.OBSERVABILITY, title="calls that count or measure")
def metric(file: File) -> Iterator[Shown]:
    """Calls of metrics whose library is known."""
    for name, call in file.calls_to(tables().word("metric")):
        yield Shown(call, f"`{written(call)}` ({name})")

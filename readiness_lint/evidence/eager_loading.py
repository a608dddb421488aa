"""Queries that load related rows with the rows."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.callables import given
from readiness_lint.facts.repeats import written
from readiness_lint.facts.rows import loading_calls
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("eager-loading", layer=Layer.PERFORMANCE, title="related rows that come with the rows")
def eager_loading(file: File) -> Iterator[Shown]:
    """Options and methods of queries that name relations."""
    for call, row in loading_calls(file):
        named = given(file, call, row.names)
        empty = file.callee(call) in tables().word("loads-nothing")
        if row.role == "load" and named is not None and not empty:
            method = (file.last_name(call) or "").rpartition(".")[2]
            yield Shown(call, f"`{method}` loads `{written(named)}` with the rows")

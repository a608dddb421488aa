"""Records of logs that carry fields."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.logs import LogCall, fields_of_record
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("structured-log", layer=Layer.OBSERVABILITY, title="records of logs that carry fields")
def structured_log(file: File) -> Iterator[Shown]:
    """Calls of loggers whose library is known, with their fields."""
    for call in file.facts(LogCall):
        fields = fields_of_record(call)
        if fields:
            yield Shown(call.node, f"`{call.method}` with {', '.join(fields)}")

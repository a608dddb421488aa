"""What ties the records of one request together."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.request_ids import RequestId
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("request-id", layer=Layer.OBSERVABILITY, title="ids that tie the records of one request")
def request_id(file: File) -> Iterator[Shown]:
    """Ids that are bound to the context of the log, and middleware that gives them."""
    for item in file.facts(RequestId):
        yield Shown(item.node, item.text)

"""Requests that are checked against a declared shape."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.bodies import Body, Check
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("validation-model", layer=Layer.DATA_INTEGRITY, title="requests that a model checks")
def validation_model(file: File) -> Iterator[Shown]:
    """Bodies that handlers declare by a class, and what is given to a schema, form or serializer."""
    for body in file.facts(Body):
        if body.shape == "model":
            handler = body.handler.name
            yield Shown(body.node, f"`{handler}` reads its body as `{body.cls}`")
    for check in file.facts(Check):
        yield Shown(check.node, f"`{check.handler.name}` checks its request by `{check.by}`")

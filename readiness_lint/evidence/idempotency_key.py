"""Requests that are known again when they come twice."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.payments import IdempotencyKey
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence(
    "idempotency-key", layer=Layer.DATA_INTEGRITY, title="requests that are known when repeated"
)
def idempotency_key(file: File) -> Iterator[Shown]:
    """Keys that calls and headers are given, and those that clients are asked for."""
    for key in file.facts(IdempotencyKey):
        yield Shown(key.node, f"`{key.key}` tells a repetition")

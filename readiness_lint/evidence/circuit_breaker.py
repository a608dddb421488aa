"""Calls that go through a circuit breaker."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.breakers import BreakerUse
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("circuit-breaker", layer=Layer.RELIABILITY, title="what goes through a circuit breaker")
def circuit_breaker(file: File) -> Iterator[Shown]:
    """Functions under a breaker, and calls through one."""
    for use in file.facts(BreakerUse):
        yield Shown(use.node, f"{use.what} goes through `{use.breaker}`")

"""Health checks, and what they ask."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.health import HealthCheck
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("health", layer=Layer.OBSERVABILITY, title="health checks, and what they ask")
def health(file: File) -> Iterator[Shown]:
    """Registered routes, by their names and paths, with the calls that reach a peer."""
    for check in file.facts(HealthCheck):
        asked = ", ".join(f"`{call}`" for call in check.asks) or "no other process that is known"
        yield Shown(check.node, f"`{check.route}` asks {asked}")

"""Pools of connections."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.pools import Pool
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("connection-pool", layer=Layer.PERFORMANCE, title="pools of connections")
def connection_pool(file: File) -> Iterator[Shown]:
    """Pools that were made, and engines whose pool has a size that somebody chose."""
    for pool in file.facts(Pool):
        options = ", ".join(pool.options) or "its library's sizes"
        yield Shown(pool.node, f"`{pool.name}` with {options}")

"""Pools of connections."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.pools import Pool
from readiness_lint.facts.settings import configured
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("connection-pool", layer=Layer.PERFORMANCE, title="pools of connections")
def connection_pool(file: File) -> Iterator[Shown]:
    """Pools that were made or whose size somebody chose, and connections that requests share."""
    for pool in file.facts(Pool):
        options = ", ".join(pool.options) or "its library's sizes"
        yield Shown(pool.node, f"`{pool.name}` with {options}")
    setting = min(tables().word("keeps-connections").lasts)
    for home, value in configured(file, "keeps-connections"):
        known = home.value_of(value)
        if known is not None and known.value != 0 and home is file:
            yield Shown(value, f"`{setting}` = {known.value}")

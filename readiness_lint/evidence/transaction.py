"""Transactions that hold several writes together."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.leases import Lease
from readiness_lint.facts.writes import Write
from readiness_lint.model import File
from readiness_lint.terms import Layer, LeaseKind


@evidence("transaction", layer=Layer.DATA_INTEGRITY, title="writes that are kept together")
def transaction(file: File) -> Iterator[Shown]:
    """Blocks and functions in a transaction, with two writes or more."""
    for lease in file.facts(Lease):
        if lease.kind is not LeaseKind.TRANSACTION or lease.savepoint:
            continue
        writes = [
            write
            for write in file.facts(Write, within=lease.block)
            if write.changes and lease.covers(file, write.node)
        ]
        if len(writes) > 1:
            yield Shown(lease.node, f"`{lease.spelling}` keeps {len(writes)} writes together")

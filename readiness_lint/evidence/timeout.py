"""Calls of other processes, and clients, whose time is limited."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.set_limits import ClientLimit, said
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("timeout", layer=Layer.RELIABILITY, title="calls of other processes with a time limit")
def timeout(file: File) -> Iterator[Shown]:
    """Calls whose time certainly ends, and clients that were told so."""
    for call in file.facts(OutboundCall):
        limit = said(file, call.bound)
        if limit:
            yield Shown(call.node, f"`{call.spelling}` has a time limit of {limit}")
    for client in file.facts(ClientLimit):
        yield Shown(
            client.node, f"`{client.name}` has a time limit of {client.limit} for its calls"
        )

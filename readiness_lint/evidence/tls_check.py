"""Connections whose peer shows a certificate, and is checked."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.checked_peers import CheckedPeer
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence(
    "tls-check", layer=Layer.SECURITY, title="checks of a peer's certificate that code asks for"
)
def tls_check(file: File) -> Iterator[Shown]:
    """Calls that are told against which authority to check, or with which context."""
    for checked in file.facts(CheckedPeer):
        yield Shown(checked.node, f"`{checked.how}` checks the certificate of the peer")

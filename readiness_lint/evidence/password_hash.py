"""Passwords that are hashed slowly before they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("password-hash", layer=Layer.SECURITY, title="passwords that are hashed slowly")
def password_hash(file: File) -> Iterator[Shown]:
    """Calls that make a hash of a password."""
    for name, call in file.calls_to(tables().word("hashes-password")):
        yield Shown(call, f"`{name}` hashes a password")

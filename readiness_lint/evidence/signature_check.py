"""What callers prove, and how it is compared."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tokens import verified
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence(
    "signature-check",
    layer=Layer.SECURITY,
    title="signatures, tokens and secrets that are verified",
)
def signature_check(file: File) -> Iterator[Shown]:
    """Comparisons that tell nothing by their time, and tokens and messages that are checked."""
    for _, call in file.calls_to(tables().word("constant-time")):
        yield Shown(call, f"`{ast.unparse(call.func)}` compares a secret")
    for _, call in file.calls_to(tables().word("verifies-sender")):
        yield Shown(call, f"`{ast.unparse(call.func)}` verifies who sent a message")
    for call in verified(file):
        yield Shown(call, f"`{ast.unparse(call.func)}` verifies a token")

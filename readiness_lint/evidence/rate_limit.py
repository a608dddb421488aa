"""Routes that one client may ask only so often."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.settings import configured
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("rate-limit", layer=Layer.SECURITY, title="limits on how often a client may ask")
def rate_limit(file: File) -> Iterator[Shown]:
    """Decorators, dependencies and settings that limit requests."""
    for name, call in file.calls_to(tables().word("limits-requests")):
        yield Shown(call, f"`{name}` limits how often a client may ask")
    for home, value in configured(file, "throttle-setting"):
        if home is file:
            yield Shown(value, "a setting limits how often a client may ask any view")

"""What runs when the process ends."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.endings import Ending
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("shutdown", layer=Layer.RELIABILITY, title="what runs when the process ends")
def shutdown(file: File) -> Iterator[Shown]:
    """Hooks, handlers of signals, and what follows the `yield` of a lifespan."""
    for ending in file.facts(Ending):
        yield Shown(ending.node, f"`{ending.name}` {ending.when}")

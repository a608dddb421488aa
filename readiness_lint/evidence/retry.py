"""Functions and tasks that are tried again where they fail."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.repeats import Repeat
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("retry", layer=Layer.RELIABILITY, title="what is tried again where it fails")
def retry(file: File) -> Iterator[Shown]:
    """Retrying decorators, options of tasks, and tasks that ask for another run."""
    for repeat in file.facts(Repeat):
        yield Shown(repeat.node, f"{repeat.what} is tried again: `{repeat.how}`")

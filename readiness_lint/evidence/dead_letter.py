"""Queues that keep what nobody could handle."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.repeats import written
from readiness_lint.facts.words import DEAD_LETTERS
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("dead-letter", layer=Layer.RELIABILITY, title="queues that keep what was rejected")
def dead_letter(file: File) -> Iterator[Shown]:
    """Arguments of queues that say where rejected messages go."""
    words = file.words(DEAD_LETTERS)
    for mapping in file.nodes(ast.Dict):
        for key, value in zip(mapping.keys, mapping.values, strict=True):
            name = key.value if isinstance(key, ast.Constant) else None
            if key is not None and isinstance(name, str) and words.match(name):
                yield Shown(key, f"`{name}` is `{written(value)}`")

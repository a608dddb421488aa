"""The joined tables, for facts."""

from __future__ import annotations

from functools import cache

from readiness_lint.knowledge.schema import Tables, collect
from readiness_lint.terms import heads


@cache
def tables() -> Tables:
    """All tables of the `knowledge` package, joined once per process."""
    return collect("readiness_lint.knowledge")


def is_within(name: str, word: str) -> bool:
    """Whether a name carries a word, or the class, module or package that holds it does."""
    known = tables().word(word)
    return any(part in known for part in heads(name))

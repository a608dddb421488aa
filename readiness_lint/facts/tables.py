"""The joined tables, for facts."""

from __future__ import annotations

from readiness_lint.knowledge.schema import Tables, collect


def tables() -> Tables:
    """All tables of the `knowledge` package, joined once per process."""
    return collect("readiness_lint.knowledge")


def is_within(name: str, word: str) -> bool:
    """Whether a name carries a word, or the class, module or package that holds it does."""
    known = tables().word(word)
    while name and name not in known:
        name = name.rpartition(".")[0]
    return bool(name)

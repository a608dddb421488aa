"""The joined tables, for facts."""

from __future__ import annotations

from readiness_lint.knowledge.schema import Tables, collect


def tables() -> Tables:
    """All tables of the `knowledge` package, joined once per process."""
    return collect("readiness_lint.knowledge")

"""Migrations in one line."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.revisions import Line
from readiness_lint.model import File
from readiness_lint.terms import Layer, Role


@evidence(
    "linear-migrations",
    layer=Layer.DATA_INTEGRITY,
    title="migrations that a database can be built from",
    roles=frozenset({Role.MIGRATION}),
)
def linear_migrations(file: File) -> Iterator[Shown]:
    """The last migration of each application, or history, that has no gap and one end."""
    for line in file.facts(Line):
        yield Shown(line.node, line.text)

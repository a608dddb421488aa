"""Constraints by which the database itself refuses rows."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.constraints import Constraint
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("constraint", layer=Layer.DATA_INTEGRITY, title="rows that the database refuses")
def constraint(file: File) -> Iterator[Shown]:
    """Unique fields and lists of fields, checks and exclusions; not the keys of tables."""
    for item in file.facts(Constraint):
        if not item.key:
            yield Shown(item.node, f"`{item.model}` refuses {item.refused}")

"""Answers that hold a part of a table."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_lint.evidence import Shown, evidence
from readiness_lint.facts.bounded_lists import BoundedList
from readiness_lint.model import File
from readiness_lint.terms import Layer


@evidence("pagination", layer=Layer.PERFORMANCE, title="answers that hold a part of the rows")
def pagination(file: File) -> Iterator[Shown]:
    """Limited reads of handlers, views with pages, and settings that give all views pages."""
    for item in file.facts(BoundedList):
        yield Shown(item.node, f"`{item.name}` {item.how}")

"""The answer to one question about a route, and what gives it."""

from __future__ import annotations

from collections.abc import Iterable

from readiness_lint.facts.access import any_of
from readiness_lint.record import record
from readiness_lint.terms import Answer

Found = tuple[Answer, str]
"""What one thing says to a question, and what it is called."""
NO: Found = (False, "")


@record
class Cell:
    """The answer to one question about a route, and what gives it."""

    answer: Answer
    what: tuple[str, ...] = ()


def cell_of(found: Iterable[Found], *, unseen: bool = False) -> Cell:
    """A yes where something gives it, a no where nothing may; ``unseen``: what may is named, too."""
    items = list(found)
    answer = any_of(item for item, _ in items)
    told = answer or (unseen and answer is None)
    names = (name for item, name in items if told and item is answer and name)
    return Cell(answer, tuple(dict.fromkeys(names)))

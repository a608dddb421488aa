"""Evidence for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from readiness_lint.record import record
from readiness_lint.reports.json import region_of
from readiness_lint.reports.summary import counted
from readiness_lint.reports.text import BOLD, DIM, Paint, place_of, shown

if TYPE_CHECKING:
    from readiness_lint.evidence import Evidence, Kind
    from readiness_lint.finding import Finding

VERSION = 1
"""Of the form of the object, as that of findings has one."""


@record
class Surveyed:
    """What was looked for, and what was found there."""

    kinds: Sequence[Kind]
    evidence: Sequence[Evidence]
    files: int
    unread: Sequence[Finding]
    """Why some files were not read."""


def text(surveyed: Surveyed, *, colour: bool, quiet: bool) -> Iterator[str]:
    """Give one line for each place, under its kind, and numbers in the end."""
    paint = Paint(colour)
    for kind, places in groupby(surveyed.evidence, key=lambda item: item.kind):
        yield f"{paint(BOLD, kind.name)}: {kind.title}"
        for item in places:
            yield f"{place_of(item.path, item.region, paint)} {shown(item.text)}"
        yield ""
    if not quiet:
        yield from _closing(surveyed, paint)


def _closing(surveyed: Surveyed, paint: Paint) -> Iterator[str]:
    numbers = _numbers(surveyed.evidence)
    found = counted(len(surveyed.evidence), "place")
    yield paint(BOLD, f"{found} in {counted(surveyed.files, 'file')}")
    without = [kind.name for kind in surveyed.kinds if not numbers[kind.name]]
    if without:
        yield paint(DIM, f"nothing known of: {', '.join(without)}")
    if surveyed.unread:
        yield f"{counted(len(surveyed.unread), 'file')} could not be read"


def as_json(surveyed: Surveyed, *, tool: str) -> str:
    """Give the whole as one JSON object; ``tool`` is the version of the linter."""
    numbers = _numbers(surveyed.evidence)
    content = {
        "version": VERSION,
        "tool": tool,
        "kinds": [_kind(kind, numbers) for kind in surveyed.kinds],
        "evidence": [_evidence(item) for item in surveyed.evidence],
        "unread": [
            {"path": item.path, "line": item.region.line, "reason": item.message}
            for item in surveyed.unread
        ],
        "summary": {
            "places": len(surveyed.evidence),
            "files": surveyed.files,
            "unreadable": len(surveyed.unread),
        },
    }
    return json.dumps(content, indent=2)


def _numbers(evidence: Iterable[Evidence]) -> Counter[str]:
    return Counter(item.kind.name for item in evidence)


def _kind(kind: Kind, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "name": kind.name,
        "layer": kind.layer.label,
        "title": kind.title,
        "places": numbers[kind.name],
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    return {
        "kind": item.kind.name,
        "layer": item.kind.layer.label,
        "text": item.text,
        "path": item.path,
        **region_of(item.region),
    }

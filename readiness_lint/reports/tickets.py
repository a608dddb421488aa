"""What an audit asks a team to do: one ticket for each rule, for whatever tracker they use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from readiness_lint.audit import Audit, Evidence, Issue, Spot
from readiness_lint.record import record
from readiness_lint.reports.audit_wording import LAYERS, open_evidence
from readiness_lint.reports.prose import block, code, cut, escaped, inline, plain
from readiness_lint.reports.summary import counted
from readiness_lint.terms import Layer, Severity

GROUP = "Readiness"
"""The label above those of the layers."""
LISTED = 100
"""Places of one ticket; trackers bound the length of a text."""
TITLE = 200
"""Characters of a title."""
_LINE = 300
_BODY = 60_000
"""Characters; GitHub takes 65,536."""


@record
class Ticket:
    """All findings of one rule in a flow."""

    code: str
    name: str
    title: str
    layer: Layer
    severity: Severity
    fingerprint: str
    """The same from run to run: of the project, the flow, the rule and the layer."""
    digest: str
    """Another when there are other findings; not when they have only moved."""
    body: str
    """Markdown, with the marker."""
    news: str
    """Markdown, for a ticket that is there already."""

    @property
    def marker(self) -> str:
        """What the ticket is found by."""
        return f"readiness-lint:{self.fingerprint}"

    @property
    def state(self) -> str:
        """What tells whether the ticket speaks of the same findings."""
        return f"readiness-lint-findings:{self.digest}"


@record
class Tickets:
    """What is to be done, and what was left out."""

    tickets: tuple[Ticket, ...]
    preview: int
    """Rules in preview that were left out."""
    hidden: int
    """Rules all of whose findings are suppressed or accepted."""


def tickets_of(audit: Audit, *, preview: bool = False) -> Tickets:
    """Make a ticket for each rule that an audit speaks of."""
    wanted = [issue for issue in audit.issues if preview or not issue.preview]
    open_ones = [(issue, found) for issue in wanted if (found := open_evidence(issue))]
    return Tickets(
        tuple(_ticket(audit, issue, found) for issue, found in open_ones),
        len(audit.issues) - len(wanted),
        len(wanted) - len(open_ones),
    )


def _ticket(audit: Audit, issue: Issue, found: Sequence[Evidence]) -> Ticket:
    severity = max(each.severity for each in found)
    fingerprint = _hash(audit.project, audit.flow, issue.code, issue.layer.label)
    digest = _digest(found)
    marks = [f"readiness-lint:{fingerprint}", f"readiness-lint-findings:{digest}"]
    where = audit.flow or audit.project
    name = f"{issue.code} {issue.title}" + (f" ({where})" if where else "")
    return Ticket(
        issue.code,
        issue.name,
        plain(name, TITLE),
        issue.layer,
        severity,
        fingerprint,
        digest,
        _closed(_body(audit, issue, severity, found), marks),
        _closed(_news(audit, found), marks),
    )


def _digest(found: Iterable[Evidence]) -> str:
    names = sorted((each.spot.path, each.spot.function, each.message) for each in found)
    return _hash(*(part for name in names for part in name))


def _hash(*parts: str) -> str:
    text = "\0".join(parts).encode("utf-8", "backslashreplace")
    return hashlib.sha256(text).hexdigest()[:32]


def _closed(lines: Iterable[str], marks: Sequence[str]) -> str:
    kept: list[str] = []
    left = _BODY
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            kept += [*_unclosed(kept), "", "…"]
            break
        kept.append(line)
    return "\n".join([*kept, "", *marks])


def _unclosed(lines: Iterable[str]) -> list[str]:
    """What ends the block of code that the lines have begun; one in a list ends with the list."""
    fence = ""
    for line in lines:
        if fence:
            fence = "" if line == fence else fence
        elif line.startswith("```"):
            fence = line[: len(line) - len(line.lstrip("`"))]
    return [fence] if fence else []


def _body(
    audit: Audit, issue: Issue, severity: Severity, found: Sequence[Evidence]
) -> Iterator[str]:
    yield f"**Layer:** {escaped(LAYERS[issue.layer])}  "
    yield f"**Severity:** {severity.label.capitalize()}  "
    yield f"**Status:** {issue.status.value.capitalize()}"
    for head, text in (("What users see", issue.sees), ("What actually happens", issue.happens)):
        if text.strip():
            yield from ("", f"### {head}", "", *block(text.strip()))
    yield from ("", "### Where", "", *_places(found))
    if issue.fix:
        yield from ("", "### How to fix", "")
        for number, step in enumerate(issue.fix, start=1):
            yield from _step(number, step)
    yield from ("", f"Found by readiness-lint in {_origin(audit)}.", "")
    yield f"`readiness-lint rule {issue.code}` says more."


def _origin(audit: Audit) -> str:
    names = [f"the flow {code(audit.flow)}"] if audit.flow.strip() else []
    names += [code(audit.project)] if audit.project.strip() else []
    return " of ".join(names) or "the whole service"


def _step(number: int, text: str) -> Iterator[str]:
    first = f"{number}. "
    for index, line in enumerate(block(text.strip())):
        margin = " " * len(first) if index else first
        yield f"{margin}{line}".rstrip()


def _news(audit: Audit, found: Sequence[Evidence]) -> Iterator[str]:
    yield f"The findings in {_origin(audit)} have changed: {counted(len(found), 'place')} now."
    yield from ("", *_places(found))


def _places(found: Sequence[Evidence]) -> Iterator[str]:
    for each in found[:LISTED]:
        yield f"- [ ] {_place(each.spot)}: {inline(cut(each.message, _LINE))}"
        for spot, text in each.via[:LISTED]:
            yield f"  - {_place(spot)}: {inline(cut(text, _LINE))}"
    if len(found) > LISTED:
        yield f"- [ ] {counted(len(found) - LISTED, 'more place')} in the audit"


def _place(spot: Spot) -> str:
    where = code(cut(f"{spot.path}:{spot.line}", _LINE))
    return f"{where} in {code(cut(spot.function, _LINE))}" if spot.function.strip() else where

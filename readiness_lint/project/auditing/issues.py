"""Findings as the framework records issues: one for each rule, with what its page says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from readiness_lint.audit import Evidence, Excerpt, Issue, Spot
from readiness_lint.finding import Finding, Related
from readiness_lint.pattern import Pattern
from readiness_lint.project.auditing.material import Material, Named
from readiness_lint.rule import Rule
from readiness_lint.terms import Activation, Severity, Status

AROUND = 2
"""Lines that are shown before and after the one that is meant."""
WIDEST = 160
"""Characters of a line that are shown: data in one line of 100 kB is not for a report."""
_SENTENCE = Pattern(r"(?<=[.?!])\s+(?=[A-Z`\"'])")
_PEOPLE = Pattern(
    r"\b(?:clients?|users?|customers?|callers?|visitors?|requests?|answers?|anybody|anyone|everybody"
    r"|whoever|nobody|somebody|outage|workers?|production|[45]\d\d)\b",
    re.IGNORECASE,
)
_LEANING = Pattern(
    r"(?:it|they|that|this|these|those|both|then|such|so|there|and|but|here|nothing of it|the same"
    r"|while one of them|(?:a )?tests?)\b",
    re.IGNORECASE,
)
"""How a sentence begins that cannot be read alone, or that speaks of tests."""
_FENCED = Pattern(r"^```\w*\n(.*?)^```\n?", re.DOTALL | re.MULTILINE)
_STATUSES = (Status.STUBBED, Status.MISSING, Status.PARTIAL)


def issues_of(material: Material) -> tuple[Issue, ...]:
    """The issues that concern the flow, the gravest first."""
    groups: defaultdict[Rule, list[Named]] = defaultdict(list)
    for named in material.judged:
        if material.concerns(named.finding):
            groups[named.finding.rule].append(named)
    found = (_issue(rule, group, material) for rule, group in groups.items())
    return tuple(sorted(found, key=_order))


def _order(issue: Issue) -> tuple[bool, int, bool, str]:
    is_hidden = all(evidence.hidden for evidence in issue.evidence)
    return is_hidden, -issue.severity, issue.preview, issue.code


def _issue(rule: Rule, group: Sequence[Named], material: Material) -> Issue:
    evidence = sorted(
        (_evidence(named, material) for named in group),
        key=lambda item: (bool(item.hidden), -item.severity, item.spot, item.message),
    )
    counted = [item for item in evidence if not item.hidden] or evidence
    sees, happens = told(rule.page)
    steps, example = mended(rule.page)
    return Issue(
        rule.code,
        rule.name,
        rule.title,
        rule.layer,
        max(item.severity for item in counted),
        _status(counted),
        sees,
        happens,
        steps,
        tuple(evidence),
        rule.activation is Activation.PREVIEW,
        example,
    )


def _status(evidence: Iterable[Evidence]) -> Status:
    """That of the gravest, and of equals the one that leaves least behind."""
    found = list(evidence)
    gravest = max(item.severity for item in found)
    known = {item.status for item in found if item.severity == gravest}
    return next(status for status in _STATUSES if status in known)


def _evidence(named: Named, material: Material) -> Evidence:
    finding = named.finding
    spot = material.spot(finding.path, finding.region, finding.function)
    return Evidence(
        spot,
        finding.message,
        Severity(finding.severity),
        finding.status,
        excerpt_of(material.lines(finding.path), finding.region.line),
        tuple(_via(finding, spot, material)),
        finding.hidden,
        named.fingerprint,
    )


def _via(finding: Finding, spot: Spot, material: Material) -> Iterator[tuple[Spot, str]]:
    for related in finding.related:
        path = material.file_called(related.file) if related.file else spot.path
        yield _spot(related, path), related.message


def _spot(related: Related, path: str) -> Spot:
    region = related.region
    return Spot(path, region.line, region.column, region.end_line, region.end_column)


def excerpt_of(lines: Sequence[str], line: int) -> Excerpt | None:
    """The lines around one, cut where they are too long; ``None``: it is not there."""
    if not 0 < line <= len(lines):
        return None
    first = max(1, line - AROUND)
    last = min(len(lines), line + AROUND)
    return Excerpt(first, tuple(_cut(text) for text in lines[first - 1 : last]), line)


def _cut(line: str) -> str:
    text = line.rstrip("\r\n")
    return text if len(text) <= WIDEST else f"{text[:WIDEST]}…"


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def told(page: str) -> tuple[str, str]:
    """What users see, and what actually happens: the sentences of a page's why, each in one.

    The first sentence that speaks of those who use the service, and can stand alone, is what they
    see; where there is none, nothing is said of it.
    """
    first, *rest = _paragraphs(page.partition("\n## ")[0])[1:]
    sentences = _SENTENCE.split(first)
    seen = next((text for text in sentences[1:] if _tells(text)), "")
    left = [text for text in sentences if text != seen]
    return seen, " ".join((*left, *rest))


def _tells(sentence: str) -> bool:
    return _PEOPLE.search(sentence) is not None and _LEANING.match(sentence) is None


def mended(page: str) -> tuple[tuple[str, ...], str]:
    """The steps that a page's Good names, and its code."""
    good = page.partition("\n## Good\n")[2].partition("\n## ")[0].strip() + "\n"
    example = "\n\n".join(block.strip("\n") for block in _FENCED.findall(good))
    return tuple(_paragraphs(_FENCED.sub("\n\n", good))), example

"""What the reports of an audit have in common: names, sentences, and the lines of a trace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from readiness_lint.audit import (
    Audit,
    End,
    Evidence,
    Gate,
    Issue,
    Item,
    LayerScore,
    Penalty,
    Spot,
    State,
    Step,
    Trace,
)
from readiness_lint.record import record
from readiness_lint.reports.summary import counted
from readiness_lint.reports.text import shown
from readiness_lint.terms import Layer

LAYERS: Mapping[Layer, str] = {
    Layer.INFRASTRUCTURE: "Infrastructure Reality",
    Layer.SECURITY: "Security Readiness",
    Layer.PERFORMANCE: "Performance & Scalability",
    Layer.RELIABILITY: "Reliability & Resilience",
    Layer.OBSERVABILITY: "Observability & Operability",
    Layer.DATA_INTEGRITY: "Data Integrity & Lifecycle",
}
"""The names that the framework gives the layers."""
GATES: Mapping[Gate, str] = {
    Gate.READY: "Ready",
    Gate.CONDITIONAL: "Conditionally ready",
    Gate.NOT_READY: "Not ready",
}
STATES: Mapping[State, str] = {
    State.VERIFIED: "Verified",
    State.GAP: "Gap",
    State.UNKNOWN: "Unknown",
    State.ATTESTED: "Attested",
}
COMPUTED = (
    "Each rule takes points off its layer once, however often it reports: critical 25, high 10,"
    " medium 5, and up to twice that for many findings, 1 + min(1, log2(n) / 4) times; low"
    " 1 + min(4, log2(n)).  A layer cannot fall below 0, and fails with a critical finding or below"
    " 50.  The whole is the mean of the layers by weight; a layer of which the flow has nothing to"
    " judge is not assessed, and its weight is shared out.  Rules in preview take nothing off.  The"
    " gate is apart from the score: a critical finding means not ready, a high one conditionally"
    " ready."
)
LIMITS = (
    "The audit reads code; nothing is run.  What it cannot see it does not call missing: an item is"
    " unknown then, and has a question for a person.  An answer that was attested is shown with who"
    " gave it and when, and never as verified."
)
LONGEST = 160
"""Characters of a name, a path or a statement that a line still shows."""


def visible(text: str) -> str:
    """A text with no character that moves a cursor, reorders a line or ends one."""
    return re.sub("[\u2028\u2029]", "\ufffd", shown(text))


def cut(text: str, longest: int = LONGEST) -> str:
    """A text on one line that moves no cursor, cut where it is too long."""
    plain = " ".join(shown(" ".join(text[: 4 * longest].split())).split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def when(condition: str, longest: int = LONGEST) -> str:
    """A condition in words: ``when paid``, ``on Timeout``."""
    text = cut(condition, longest)
    return text if text.startswith("on ") else f"when {text}"


def place(spot: Spot) -> str:
    """A place as editors find it."""
    return f"{cut(spot.path)}:{spot.line}"


def title_of(audit: Audit) -> str:
    """What was audited."""
    return f"flow {cut(audit.flow)}" if audit.flow else "the whole service"


def open_evidence(issue: Issue) -> list[Evidence]:
    """The findings that nothing hides."""
    return [item for item in issue.evidence if not item.hidden]


def told(issue: Issue) -> Iterator[tuple[str, str]]:
    """What an issue means, as the framework records it; what is not told apart stays together."""
    if issue.sees:
        yield "What users see", issue.sees
        yield "What actually happens", issue.happens
    else:
        yield "What users see, and what actually happens", issue.happens


def open_issues(audit: Audit) -> list[Issue]:
    """The issues with a finding that nothing hides."""
    return [issue for issue in audit.issues if open_evidence(issue)]


def accepted(audit: Audit) -> list[tuple[Issue, Evidence]]:
    """The findings that a comment or the baseline hides."""
    return [(issue, item) for issue in audit.issues for item in issue.evidence if item.hidden]


def sentence(audit: Audit) -> str:
    """The whole in one sentence."""
    found = sum(len(open_evidence(issue)) for issue in open_issues(audit))
    asked = sum(item.state is State.UNKNOWN for item in audit.items)
    issues = counted(len(open_issues(audit)), "issue")
    entries = f", {counted(len(audit.traces), 'entry point')}" if audit.flow else ""
    return (
        f"{counted(found, 'finding')} in {issues}, {counted(asked, 'question')} for a person"
        f"{entries}, {counted(audit.files, 'file')}"
    )


def scope(audit: Audit) -> Iterator[str]:
    """What was left out, and why."""
    if not audit.flow:
        yield "No flow was named: this is the whole service, and every finding counts."
    elif audit.elsewhere:
        number = counted(audit.elsewhere, "finding")
        yield f"{number} of the service cannot be reached from this flow: not listed."
    if audit.flow and not audit.traces:
        yield "No entry point of the flow was found: only what holds for every flow was judged."
    if audit.unread:
        yield f"{counted(audit.unread, 'file')} could not be read; of those nothing is known."
    unresolved = sum(trace.unresolved for trace in audit.traces)
    if unresolved:
        yield f"Of {counted(unresolved, 'call')} it cannot be told what they call."


def why(layer: LayerScore) -> str:
    """How the score of a layer comes about."""
    if layer.score is None:
        return "the flow has nothing that its rules look at"
    if not layer.penalties:
        return "100: nothing was found"
    parts = " - ".join(_penalty(penalty) for penalty in layer.penalties)
    below = sum(penalty.points for penalty in layer.penalties) > 100
    return f"100 - {parts}{', so' if below else ' ='} {layer.score}"


def _penalty(penalty: Penalty) -> str:
    times = f" x {penalty.findings}" if penalty.findings > 1 else ""
    return f"{number(penalty.points)} ({penalty.code}{times} {penalty.severity.label})"


def number(value: float) -> str:
    """A number without zeros at its end."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(weight: float) -> str:
    """A weight as a reader adds it up."""
    return f"{number(100 * weight)} %"


def settled(item: Item) -> str:
    """What is known of an item, in words."""
    match item.state:
        case State.GAP:
            return f"reported by {', '.join(item.issues)}"
        case State.ATTESTED if item.attested is not None:
            until = f", until {item.attested.expires}" if item.attested.expires else ""
            return f"attested by {cut(item.attested.by)} on {item.attested.on}{until}"
        case State.VERIFIED:
            return "the code shows it"
        case _:
            return cut(item.question, 400)


def expired(item: Item) -> str:
    """Who attested what no longer holds; empty: nobody, or it holds."""
    if item.attested is None or item.state is State.ATTESTED:
        return ""
    who = f"{cut(item.attested.by)} on {item.attested.on}"
    if item.state is State.GAP:
        return f"{who} attested it, and the code says otherwise"
    until = item.attested.expires
    return f"{who} attested it, until {until}" if until else f"{who} attested it"


@record
class Row:
    """One line of a trace that is drawn as a tree."""

    step: Step
    depth: int
    last: tuple[bool, ...]
    """For each level, whether the line is the last one of its branch."""
    left: int = 0
    """Steps below it that are not among the lines."""


def rows_of(trace: Trace, most: int) -> tuple[Sequence[Row], int]:
    """The lines of a tree from above, and how many more there are than ``most``.

    The nearest ones are kept, those of the middleware after those of the handler.
    """
    near = _nearest(trace.root)
    kept = {id(step) for step in near[:most]}
    rows: list[Row] = []
    pending = [Row(trace.root, 0, ())]
    while pending:
        row = pending.pop()
        steps = [step for step in row.step.steps if id(step) in kept]
        rows.append(replace(row, left=len(row.step.steps) - len(steps)))
        for index in range(len(steps) - 1, -1, -1):
            is_last = index == len(steps) - 1
            pending.append(Row(steps[index], row.depth + 1, (*row.last, is_last)))
    return rows, len(near) - len(rows)


def _nearest(root: Step) -> list[Step]:
    """All steps, the nearest first; what middleware does comes last, each of them among the first."""
    found: list[Step] = []
    around: list[Step] = []
    level = [root]
    while level:
        found += level
        below = [step for above in level if above.how != "middleware" for step in above.steps]
        around += [step for above in level if above.how == "middleware" for step in above.steps]
        level = below
    while around:
        found += around
        around = [step for above in around for step in above.steps]
    return found


def ends(step: Step) -> str:
    """Where a step ends, in words; empty: it leads on."""
    if step.cut:
        found = ", ".join(end.value for end in step.leads)
        return f"left out here{', leads to ' if found else ''}{found}"
    if step.end is None:
        return "shown elsewhere" if step.repeated else ""
    detail = f": {cut(step.detail)}" if step.detail else ""
    may = f", may lead to {', '.join(end.value for end in step.leads)}" if step.leads else ""
    return f"{step.end.value}{detail}{may}"


def is_doubtful(step: Step) -> bool:
    """Whether a step ends where a reader has to look."""
    return step.end in {End.STUB, End.OUT_OF_SIGHT}

"""An audit as Markdown, in the framework's order: score, layer status, findings, checklist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from readiness_lint.audit import (
    Audit,
    Comparison,
    Evidence,
    Excerpt,
    Issue,
    Item,
    LayerScore,
    Proof,
    State,
    Trace,
)
from readiness_lint.reports import prose
from readiness_lint.reports.audit_wording import (
    COMPUTED,
    GATES,
    LAYERS,
    LIMITS,
    STATES,
    Row,
    accepted,
    cut,
    ends,
    expired,
    open_evidence,
    open_issues,
    percent,
    place,
    rows_of,
    scope,
    sentence,
    settled,
    title_of,
    told,
    visible,
    when,
    why,
)
from readiness_lint.reports.prose import cell, escaped, fenced
from readiness_lint.reports.summary import counted
from readiness_lint.terms import Layer

LISTED = 20
"""Findings of an issue; all of them are in the JSON."""
QUOTED = 2
"""Findings of an issue whose lines are shown."""
ROWS = 120
"""Lines of a trace."""
PLACES = 4
"""Places of an item."""
CHANGED = 50


def report(audit: Audit) -> str:
    """Give the whole page."""
    parts = (
        _head(audit),
        _score(audit),
        _layers(audit),
        _compared(audit.compared),
        _traces(audit.traces),
        _findings(audit),
        _accepted(audit),
        _checklist(audit.items),
        _method(audit),
    )
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def code(text: str, longest: int = 160) -> str:
    """A text as code on one line, whatever is in it."""
    return prose.code(cut(text, longest))


def said(text: str, longest: int = 600) -> str:
    """A sentence with code in it: the code stays code, and nothing else is taken for markup."""
    return prose.inline(cut(text, longest))


def _head(audit: Audit) -> Iterator[str]:
    name = code(audit.flow) if audit.flow else "the whole service"
    yield f"# Backend readiness audit: {name}"
    yield ""
    if audit.project:
        yield f"- **Project**: {code(audit.project)}"
    for trace in audit.traces[:LISTED]:
        entry = trace.entry
        yield f"- **Entry point**: {code(entry.title)} ({escaped(entry.kind)}) at {code(place(entry.place))}"
    if len(audit.traces) > LISTED:
        yield f"- {counted(len(audit.traces) - LISTED, 'more entry point')}, in the JSON"
    if audit.criteria:
        yield f"- **Success criteria**: {said(audit.criteria)}"
    if audit.frameworks:
        yield f"- **Frameworks**: {', '.join(escaped(cut(name)) for name in audit.frameworks)}"
    for text in scope(audit):
        yield f"- {text}"
    yield ""


def _score(audit: Audit) -> Iterator[str]:
    score = audit.score
    yield "## Score"
    yield ""
    told = f"{score.score} / 100" if score.score is not None else "not assessed"
    yield f"**{told}** · gate: **{GATES[score.gate]}** ({escaped(score.gate_reason)})"
    yield ""
    yield f"{sentence(audit)}."
    if score.without_suppressions != score.score:
        number = len(accepted(audit))
        yield f"Without suppressions ({number}) the score is {score.without_suppressions}."
    yield ""


def _layers(audit: Audit) -> Iterator[str]:
    yield "## Layer status"
    yield ""
    yield "| Layer | Status | Score | Weight | How |"
    yield "|---|---|---:|---:|---|"
    yield from (_layer(layer) for layer in audit.score.layers)
    yield ""
    yield f"<details><summary>How the score is computed</summary>\n\n{COMPUTED}\n\n</details>"
    yield ""


def _layer(layer: LayerScore) -> str:
    name = f"{layer.layer.value}. {escaped(LAYERS[layer.layer])}"
    score = "-" if layer.score is None else str(layer.score)
    if layer.without_suppressions != layer.score:
        score += f" ({layer.without_suppressions} without suppressions)"
    return f"| {name} | {layer.word} | {score} | {percent(layer.weight)} | {cell(why(layer))} |"


def _compared(compared: Comparison | None) -> Iterator[str]:
    if compared is None:
        return
    yield "## Since the last audit"
    yield ""
    before = "not assessed" if compared.score is None else compared.score
    yield f"The score was {before}; {counted(compared.persisting, 'finding')} persist."
    yield ""
    for name, changes in (("New", compared.new), ("Fixed", compared.fixed)):
        yield f"- **{name}**: {len(changes)}"
        for item in changes[:CHANGED]:
            yield f"  - {item.code} {code(place(item.spot))} {said(item.message)}"
        if len(changes) > CHANGED:
            yield f"  - {len(changes) - CHANGED} more, in the JSON"
    yield ""


def _traces(traces: Sequence[Trace]) -> Iterator[str]:
    if not traces:
        return
    yield "## Trace"
    yield ""
    for trace in traces[:LISTED]:
        links = counted(trace.links, "link")
        # Markdown is not read there; code is where nobody is mentioned.
        title = f"<code>{escape(cut(trace.entry.title))}</code>"
        yield f"<details open><summary>{title}: {links}</summary>"
        yield ""
        yield from fenced(list(_tree(trace)), "text")
        yield ""
        yield "</details>"
        yield ""


def _tree(trace: Trace) -> Iterator[str]:
    rows, left = rows_of(trace, ROWS)
    width = min(60, max(len(_branch(row)) for row in rows))
    for row in rows:
        words = [f"{_branch(row):{width}}  {place(row.step.call)}"]
        if ends(row.step):
            words.append(f"→ {ends(row.step)}")
        if row.step.condition:
            words.append(f"({when(row.step.condition, 80)})")
        if row.left:
            words.append(f"… {row.left} more below")
        yield "  ".join(words)
    if left:
        yield f"… {counted(left, 'more step')}, in the JSON"


def _branch(row: Row) -> str:
    rails = "".join("    " if last else "│   " for last in row.last[:-1])
    turn = ("└── " if row.last[-1] else "├── ") if row.last else ""
    how = f" [{row.step.how}]" if row.step.how not in {"call", "entry"} else ""
    tier = f" ({row.step.tier.value})" if row.step.tier is not None else ""
    return f"{rails}{turn}{cut(row.step.name, 80)}{how}{tier}"


def _findings(audit: Audit) -> Iterator[str]:
    yield "## Findings"
    yield ""
    issues = open_issues(audit)
    if not issues:
        yield "None on the way of this flow."
        yield ""
    for issue in issues:
        yield from _issue(issue)


def _issue(issue: Issue) -> Iterator[str]:
    found = open_evidence(issue)
    preview = " · preview, not scored" if issue.preview else ""
    yield f"### {issue.code}: {escaped(issue.title)}"
    yield ""
    yield f"- **Layer**: {escaped(LAYERS[issue.layer])}"
    yield f"- **Severity**: {issue.severity.label.capitalize()}{preview}"
    yield f"- **Status**: {issue.status.value.capitalize()}"
    for name, text in told(issue):
        yield f"- **{name}**: {_own(text)}"
    yield f"- **Evidence**: {counted(len(found), 'place')}"
    for index, item in enumerate(found[:LISTED]):
        yield from _evidence(item, quoted=index < QUOTED)
    if len(found) > LISTED:
        yield f"  - {len(found) - LISTED} more, in the JSON"
    yield "- **Fix**:"
    for step in issue.fix:
        yield f"  - {_own(step)}"
    yield f"  - `readiness-lint rule {issue.code}` explains the rule, and what it leaves alone."
    yield ""
    if issue.example:
        yield "<details><summary>Example of the fix</summary>"
        yield ""
        yield from fenced(issue.example.split("\n"), "python")
        yield ""
        yield "</details>"
        yield ""


def _own(text: str) -> str:
    """What our own pages say: Markdown already, on one line."""
    return " ".join(text.split())


def _evidence(item: Evidence, *, quoted: bool) -> Iterator[str]:
    yield f"  - {code(place(item.spot))} {_function(item)}{said(item.message)}"
    for spot, word in item.via[:PLACES]:
        yield f"    - {code(place(spot))} {said(word)}"
    if quoted and item.excerpt is not None:
        yield ""
        yield from (f"    {line}".rstrip() for line in fenced(_quoted(item.excerpt), "text"))
        yield ""


def _function(item: Evidence) -> str:
    return f"in {code(item.spot.function)}: " if item.spot.function else ""


def _quoted(excerpt: Excerpt) -> list[str]:
    last = excerpt.first + len(excerpt.lines) - 1
    width = len(str(last))
    return [
        f"{'>' if number == excerpt.marked else ' '} {number:{width}} | {visible(line)}".rstrip()
        for number, line in enumerate(excerpt.lines, start=excerpt.first)
    ]


def _accepted(audit: Audit) -> Iterator[str]:
    hidden = accepted(audit)
    if not hidden:
        return
    yield "## Accepted"
    yield ""
    yield "Suppressed or in the baseline: listed, and not in the score."
    yield ""
    for issue, item in hidden[:CHANGED]:
        why_hidden = escaped(cut(", ".join(item.hidden)))
        yield f"- {issue.code} {code(place(item.spot))} {said(item.message)} ({why_hidden})"
    if len(hidden) > CHANGED:
        yield f"- {len(hidden) - CHANGED} more, in the JSON"
    yield ""


def _checklist(items: Iterable[Item]) -> Iterator[str]:
    known = list(items)
    yield "## Checklist"
    for layer in Layer:
        yield ""
        yield f"### {layer.value}. {escaped(LAYERS[layer])}"
        yield ""
        for item in known:
            if item.layer is layer:
                yield from _item(item)
    yield ""


def _item(item: Item) -> Iterator[str]:
    # An answer of a person is no evidence, so that its box is neither open nor ticked.
    box = {State.VERIFIED: "[x] ", State.ATTESTED: ""}.get(item.state, "[ ] ")
    yield f"- {box}{escaped(item.text)}: **{STATES[item.state]}**, {said(settled(item))}"
    if item.attested is not None and item.attested.link:
        yield f"  - {code(item.attested.link)}"
    if expired(item):
        yield f"  - {said(expired(item))}"
    yield from (f"  - {_proof(proof)}" for proof in item.proofs[:PLACES])
    if len(item.proofs) > PLACES:
        yield f"  - {len(item.proofs) - PLACES} more, in the JSON"


def _proof(proof: Proof) -> str:
    return f"{code(place(proof.spot))} {said(proof.text)}"


def _method(audit: Audit) -> Iterator[str]:
    yield "## Method and limits"
    yield ""
    yield f"{LIMITS}"
    yield ""
    yield f"Made by readiness-lint {escaped(cut(audit.tool))}: {escaped(title_of(audit))}."

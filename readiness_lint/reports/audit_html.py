"""An audit as one HTML file that asks the network for nothing and may be opened anywhere."""

from __future__ import annotations

import base64
import hashlib
import re
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
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.reports.audit_page import SCRIPT, STYLE
from readiness_lint.reports.audit_picture import LEGEND, picture
from readiness_lint.reports.audit_wording import (
    COMPUTED,
    GATES,
    LAYERS,
    LIMITS,
    STATES,
    accepted,
    cut,
    expired,
    open_evidence,
    open_issues,
    percent,
    place,
    scope,
    sentence,
    settled,
    title_of,
    told,
    visible,
    why,
)
from readiness_lint.reports.summary import counted
from readiness_lint.terms import Layer, Severity, Status

LARGEST = 1_000_000
"""Bytes of the file."""
_SPAN = Pattern(r"(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@record
class Room:
    """How much of each thing is shown; all of it is in the JSON."""

    findings: int
    """Of an issue."""
    quoted: int
    """Findings of an issue whose lines are shown."""
    traces: int
    rows: int
    """Steps of a trace."""
    changes: int
    places: int = 12


ROOMS = (
    Room(200, 200, 50, 400, 500),
    Room(100, 30, 20, 250, 200),
    Room(40, 8, 10, 150, 100),
    Room(10, 3, 5, 80, 30),
    Room(3, 1, 2, 40, 10, 4),
)
"""From much to little: the first with which the file is small enough."""


def report(audit: Audit) -> str:
    """Give the whole file."""
    page = ""
    for room in ROOMS:
        page = _page(audit, room)
        if len(page.encode("utf-8", "backslashreplace")) <= LARGEST:
            break
    return page


def _page(audit: Audit, room: Room) -> str:
    parts = (
        _header(audit),
        _layers(audit),
        _compared(audit.compared, room),
        _traces(audit.traces, room),
        _findings(audit, room),
        _accepted(audit, room),
        _checklist(audit.items, room),
        _method(audit),
    )
    body = "\n".join(line for part in parts for line in part)
    return _DOCUMENT.format(
        policy=escape(_policy()),
        title=escape(f"Backend readiness audit: {title_of(audit)}"),
        style=STYLE,
        body=body,
        script=SCRIPT,
    )


_DOCUMENT = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
{body}
<script>{script}</script>
</body>
</html>
"""


def _policy() -> str:
    """What the page may do: apply this style, run this script, and nothing else."""
    style, script = (_digest(text) for text in (STYLE, SCRIPT))
    return (
        f"default-src 'none'; style-src {style}; script-src {script};"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def code(text: str, longest: int = 160) -> str:
    """A text as code on one line."""
    return f"<code>{escape(cut(text, longest))}</code>" if text.strip() else ""


def prose(text: str, longest: int = 2000) -> str:
    """A sentence with code between backticks."""
    plain = cut(text, longest)
    parts: list[str] = []
    end = 0
    for span in _SPAN.finditer(plain):
        parts += [escape(plain[end : span.start()]), f"<code>{escape(span[2].strip())}</code>"]
        end = span.end()
    return "".join((*parts, escape(plain[end:])))


def _header(audit: Audit) -> Iterator[str]:
    score = audit.score
    yield "<header>"
    yield '<p class="kind">Backend readiness audit</p>'
    yield f"<h1>{escape(cut(audit.flow) if audit.flow else 'The whole service')}</h1>"
    yield '<dl class="facts">'
    yield from _fact("Project", code(audit.project))
    entries = [trace.entry for trace in audit.traces]
    for entry in entries[:8]:
        yield from _fact("Entry point", f"{code(entry.title)} {code(place(entry.place))}")
    if len(entries) > 8:
        yield from _fact("Entry point", f"{len(entries) - 8} more")
    yield from _fact("Success criteria", prose(audit.criteria))
    yield from _fact("Frameworks", escape(", ".join(map(cut, audit.frameworks))))
    yield "</dl>"
    yield "</header>"
    yield '<main id="main" tabindex="-1">'
    told = "–" if score.score is None else str(score.score)  # noqa: RUF001 - it is a dash
    yield f'<section class="verdict {score.gate.name.lower()}" aria-labelledby="score">'
    yield '<h2 id="score">Score</h2>'
    yield f'<p class="number"><strong>{told}</strong><span> / 100</span></p>'
    yield f'<p class="gate"><strong>{GATES[score.gate]}</strong> {escape(score.gate_reason)}</p>'
    yield f"<p>{escape(sentence(audit))}.</p>"
    if score.without_suppressions != score.score:
        number = len(accepted(audit))
        yield f"<p>Without suppressions ({number}) the score is {score.without_suppressions}.</p>"
    yield from (f'<p class="scope">{escape(text)}</p>' for text in scope(audit))
    yield "</section>"


def _fact(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"<div><dt>{name}</dt><dd>{value}</dd></div>"


def _layers(audit: Audit) -> Iterator[str]:
    yield '<section aria-labelledby="layers">'
    yield '<h2 id="layers">Layer status</h2>'
    yield '<div class="wide" tabindex="0" role="region" aria-label="Table of layers">'
    yield '<table class="layers"><thead><tr>'
    for name in ("Layer", "Status", "Score", "Weight", "How"):
        yield f'<th scope="col">{name}</th>'
    yield "</tr></thead><tbody>"
    yield from (_layer(layer) for layer in audit.score.layers)
    yield "</tbody></table></div>"
    yield "<details><summary>How the score is computed</summary>"
    yield f"<p>{escape(' '.join(COMPUTED.split()))}</p></details>"
    yield "</section>"


def _layer(layer: LayerScore) -> str:
    name = f"{layer.layer.value}. {escape(LAYERS[layer.layer])}"
    verdict = layer.verdict.name.lower().replace("_", "-")
    score = "" if layer.score is None else f"{_bar(layer.score)} <b>{layer.score}</b>"
    if layer.without_suppressions != layer.score:
        score += f"<br><small>{layer.without_suppressions} without suppressions</small>"
    word, _, questions = layer.word.partition(", ")
    asked = f" <small>{escape(questions)}</small>" if questions else ""
    return (
        f'<tr><th scope="row">{name}</th>'
        f'<td><span class="mark {verdict}">{escape(word)}</span>{asked}</td>'
        f'<td class="score">{score}</td><td class="weight">{percent(layer.weight)}</td>'
        f'<td class="how">{escape(why(layer))}</td></tr>'
    )


def _bar(score: int) -> str:
    return (
        '<svg class="bar" width="80" height="10" viewBox="0 0 100 10" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect class="rail" width="100" height="10"/>'
        f'<rect class="fill" width="{score}" height="10"/></svg>'
    )


def _compared(compared: Comparison | None, room: Room) -> Iterator[str]:
    if compared is None:
        return
    before = "not assessed" if compared.score is None else str(compared.score)
    yield '<section aria-labelledby="compared">'
    yield '<h2 id="compared">Since the last audit</h2>'
    persist = counted(compared.persisting, "finding")
    yield f"<p>The score was {before}; {persist} persist.</p>"
    for name, changes in (("New", compared.new), ("Fixed", compared.fixed)):
        yield f"<h3>{name}: {len(changes)}</h3><ul>"
        for item in changes[: room.changes]:
            where = code(place(item.spot))
            yield f"<li>{escape(item.code)} {where} {prose(item.message)}</li>"
        yield from _more(len(changes) - room.changes)
        yield "</ul>"
    yield "</section>"


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield f'<li class="more">{number} more, in the JSON</li>'


def _traces(traces: Sequence[Trace], room: Room) -> Iterator[str]:
    if not traces:
        return
    yield '<section aria-labelledby="trace">'
    yield '<h2 id="trace">Trace</h2>'
    yield f'<p class="more">{escape(LEGEND)}</p>'
    for number, trace in enumerate(traces[: room.traces]):
        title = escape(cut(trace.entry.title))
        links = counted(trace.links, "link")
        yield f"<details{' open' if number < 3 else ''}>"
        yield f'<summary><span id="trace-{number}">{title}</span> <small>{links}</small></summary>'
        region = f'tabindex="0" role="region" aria-labelledby="trace-{number}"'
        yield f'<div class="wide" {region}>'
        yield picture(trace, room.rows)
        yield "</div></details>"
    if len(traces) > room.traces:
        yield f'<p class="more">{len(traces) - room.traces} more, in the JSON</p>'
    yield "</section>"


def _findings(audit: Audit, room: Room) -> Iterator[str]:
    issues = open_issues(audit)
    yield '<section aria-labelledby="findings">'
    yield '<h2 id="findings">Findings</h2>'
    if not issues:
        yield "<p>None on the way of this flow.</p></section>"
        return
    yield from _filters(issues)
    for issue in issues:
        yield from _issue(issue, room)
    yield "</section>"


def _filters(issues: Sequence[Issue]) -> Iterator[str]:
    layers = [layer for layer in Layer if any(issue.layer is layer for issue in issues)]
    severities = [
        one for one in sorted(Severity, reverse=True) if any(i.severity is one for i in issues)
    ]
    statuses = [one for one in Status if any(issue.status is one for issue in issues)]
    yield '<form id="filters" class="filters" role="search" aria-label="Filter findings">'
    yield from _choice("layer", "Layer", [(one.label, LAYERS[one]) for one in layers])
    yield from _choice(
        "severity", "Severity", [(one.label, one.label.capitalize()) for one in severities]
    )
    yield from _choice(
        "status", "Status", [(one.value, one.value.capitalize()) for one in statuses]
    )
    yield (
        '<label>Text <input type="search" name="text" autocomplete="off"'
        ' placeholder="path, rule, word"></label>'
    )
    yield '<button type="reset">Show all</button>'
    yield '<p id="shown" role="status" aria-live="polite"></p>'
    yield "</form>"


def _choice(name: str, label: str, options: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f'<label>{label} <select name="{name}"><option value="">All</option>'
    yield from (f'<option value="{value}">{escape(word)}</option>' for value, word in options)
    yield "</select></label>"


def _issue(issue: Issue, room: Room) -> Iterator[str]:
    found = open_evidence(issue)
    severity, status = issue.severity.label, issue.status.value
    yield (
        f'<article class="issue {severity}" id="{escape(issue.code)}" data-layer="{issue.layer.label}"'
        f' data-severity="{severity}" data-status="{status}"'
        f' aria-labelledby="{escape(issue.code)}-title">'
    )
    yield (
        f'<h3 id="{escape(issue.code)}-title"><a href="#{escape(issue.code)}">'
        f"{escape(issue.code)}</a> {escape(issue.title)}</h3>"
    )
    preview = ' <span class="tag">preview, not scored</span>' if issue.preview else ""
    yield (
        f'<p class="tags"><span class="tag {severity}">{severity.capitalize()}</span>'
        f' <span class="tag">{status.capitalize()}</span>'
        f' <span class="tag">{escape(LAYERS[issue.layer])}</span>{preview}</p>'
    )
    yield '<dl class="told">'
    for name, text in told(issue):
        yield from _fact(name, prose(text))
    yield "</dl>"
    yield f"<h4>Evidence: {counted(len(found), 'place')}</h4>"
    yield '<ul class="evidence">'
    for index, item in enumerate(found[: room.findings]):
        yield from _evidence(item, quoted=index < room.quoted)
    yield from _more(len(found) - room.findings)
    yield "</ul>"
    yield "<h4>Fix</h4><ul>"
    yield from (f"<li>{prose(step)}</li>" for step in issue.fix)
    rule = f"<code>readiness-lint rule {escape(issue.code)}</code>"
    yield f"<li>{rule} explains the rule, and what it leaves alone.</li></ul>"
    if issue.example:
        yield "<details><summary>Example of the fix</summary>"
        yield f'<pre tabindex="0"><code>{escape(issue.example)}</code></pre></details>'
    yield "</article>"


def _evidence(item: Evidence, *, quoted: bool) -> Iterator[str]:
    function = f" in {code(item.spot.function)}" if item.spot.function else ""
    yield f'<li><span class="place">{code(place(item.spot))}</span>{function}'
    yield f'<p class="message">{prose(item.message)}</p>'
    if item.via:
        yield '<ul class="via">'
        for spot, word in item.via[:6]:
            yield f"<li>{code(place(spot))} {prose(word)}</li>"
        yield "</ul>"
    if quoted and item.excerpt is not None:
        yield _quoted(item.excerpt)
    yield "</li>"


def _quoted(excerpt: Excerpt) -> str:
    lines = "\n".join(
        _line(number, text, is_marked=number == excerpt.marked)
        for number, text in enumerate(excerpt.lines, start=excerpt.first)
    )
    return f'<pre tabindex="0"><code>{lines}</code></pre>'


def _line(number: int, text: str, *, is_marked: bool) -> str:
    written = f"{'>' if is_marked else ' '}{number:>5}  {escape(visible(text))}"
    return f"<mark>{written}</mark>" if is_marked else written


def _accepted(audit: Audit, room: Room) -> Iterator[str]:
    hidden = accepted(audit)
    if not hidden:
        return
    yield '<section aria-labelledby="accepted">'
    yield '<h2 id="accepted">Accepted</h2>'
    yield "<p>Suppressed or in the baseline: listed, and not in the score.</p><ul>"
    for issue, item in hidden[: room.changes]:
        by = escape(", ".join(item.hidden))
        yield f"<li>{escape(issue.code)} {code(place(item.spot))} {prose(item.message)} ({by})</li>"
    yield from _more(len(hidden) - room.changes)
    yield "</ul></section>"


def _checklist(items: Sequence[Item], room: Room) -> Iterator[str]:
    yield '<section aria-labelledby="checklist">'
    yield '<h2 id="checklist">Checklist</h2>'
    for layer in Layer:
        own = [item for item in items if item.layer is layer]
        if own:
            yield f"<h3>{layer.value}. {escape(LAYERS[layer])}</h3>"
            yield '<ul class="items">'
            for item in own:
                yield from _item(item, room)
            yield "</ul>"
    yield "</section>"


def _item(item: Item, room: Room) -> Iterator[str]:
    state = item.state.value
    yield f'<li class="item {state}"><span class="mark {state}">{STATES[item.state]}</span>'
    yield f"<div><p><strong>{escape(item.text)}</strong></p><p>{_linked(item)}</p>"
    if item.attested is not None and item.attested.link:
        yield f"<p>{code(item.attested.link, 400)}</p>"
    if expired(item):
        yield f"<p>{prose(expired(item))}</p>"
    if item.proofs:
        is_open = " open" if item.state is State.VERIFIED else ""
        places = counted(len(item.proofs), "place")
        yield f"<details{is_open}><summary>{places} in the code</summary><ul>"
        yield from (f"<li>{_proof(proof)}</li>" for proof in item.proofs[: room.places])
        yield from _more(len(item.proofs) - room.places)
        yield "</ul></details>"
    yield "</div></li>"


def _linked(item: Item) -> str:
    """What is known of an item; codes lead to their findings."""
    told = prose(settled(item))
    for name in item.issues:
        link = f'<a href="#{escape(name)}">{escape(name)}</a>'
        told = re.sub(rf"\b{re.escape(escape(name))}\b", link, told)
    return told


def _proof(proof: Proof) -> str:
    return f"{code(place(proof.spot))} {prose(proof.text)}"


def _method(audit: Audit) -> Iterator[str]:
    yield '<section aria-labelledby="method">'
    yield '<h2 id="method">Method and limits</h2>'
    yield f"<p>{escape(' '.join(LIMITS.split()))}</p>"
    yield "</section></main>"
    yield f"<footer><p>readiness-lint {escape(cut(audit.tool))}</p></footer>"

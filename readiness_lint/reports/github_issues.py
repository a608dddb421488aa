"""Tickets for GitHub: issues as files, or as commands of ``gh``."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence

from readiness_lint.pattern import Pattern
from readiness_lint.reports.audit_wording import LAYERS
from readiness_lint.reports.tickets import Ticket
from readiness_lint.terms import Layer, Severity

_COLOURS = {
    Severity.CRITICAL: "b60205",
    Severity.HIGH: "d93f0b",
    Severity.MEDIUM: "fbca04",
    Severity.LOW: "c2e0c6",
}
_LAYER_COLOUR = "5319e7"
_UNSAFE = Pattern(r"[^a-z0-9-]+")
_NAME = 60
"""Characters of a rule's name in a file's."""


def labels_of(ticket: Ticket) -> list[str]:
    """The labels of an issue, at most 50 characters each."""
    layer = f"readiness: {LAYERS[ticket.layer].lower()}"
    return [layer, f"readiness severity: {ticket.severity.label}", ticket.code]


def file_of(ticket: Ticket) -> tuple[str, str]:
    """The name of a file, and what it holds."""
    name = _UNSAFE.sub("", ticket.name.lower())[:_NAME].strip("-")
    # What is valid JSON is valid YAML.
    head = f"---\ntitle: {json.dumps(ticket.title)}\nlabels: {json.dumps(labels_of(ticket))}\n---\n"
    return f"{'-'.join(filter(None, (ticket.code, name)))}.md", f"{head}\n{ticket.body}\n"


def commands(tickets: Sequence[Ticket]) -> Iterator[str]:
    """Give the lines of a script that makes each issue that is not there."""
    for name, colour in _labels(tickets):
        yield f"gh label create {shlex.quote(name)} --color {colour} --force"
    for ticket in tickets:
        yield from _command(ticket)


def _labels(tickets: Sequence[Ticket]) -> Iterator[tuple[str, str]]:
    for layer in Layer:
        of_layer = [ticket for ticket in tickets if ticket.layer is layer]
        if of_layer:
            yield labels_of(of_layer[0])[0], _LAYER_COLOUR
    for severity in sorted({ticket.severity for ticket in tickets}, reverse=True):
        yield f"readiness severity: {severity.label}", _COLOURS[severity]
    for ticket in tickets:
        yield ticket.code, _COLOURS[ticket.severity]


def _command(ticket: Ticket) -> Iterator[str]:
    search = shlex.quote(f'"{ticket.marker}" in:body')
    labels = " ".join(f"--label {shlex.quote(name)}" for name in labels_of(ticket))
    end = f"end-of-{ticket.fingerprint}"
    while end in ticket.body:
        end += "-"
    yield ""
    yield f"found=$(gh issue list --state all --search {search} --json number --jq '.[].number') &&"
    yield '[ -z "$found" ] &&'
    yield f"gh issue create --title {shlex.quote(ticket.title)} {labels} --body-file - <<'{end}'"
    yield ticket.body
    yield end

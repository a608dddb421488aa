"""Tickets for Linear: its importer's CSV, and the requests of its API."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from readiness_lint.reports.audit_wording import LAYERS
from readiness_lint.reports.tickets import GROUP, Ticket
from readiness_lint.terms import Layer, Severity

VERSION = 1
"""Of the form of a dry run."""
HEADERS = (
    "Title",
    "Description",
    "Priority",
    "Status",
    "Assignee",
    "Labels",
    "Estimate",
    "Created",
    "Completed",
)
"""What "Linear CSV" of `@linear/import` reads."""
PRIORITIES = {
    Severity.CRITICAL: (1, "Urgent"),
    Severity.HIGH: (2, "High"),
    Severity.MEDIUM: (3, "Medium"),
    Severity.LOW: (4, "Low"),
}
COLOURS = {
    Layer.INFRASTRUCTURE: "#5e6ad2",
    Layer.SECURITY: "#eb5757",
    Layer.PERFORMANCE: "#f2994a",
    Layer.RELIABILITY: "#26b5ce",
    Layer.OBSERVABILITY: "#bb87fc",
    Layer.DATA_INTEGRITY: "#4cb782",
}
GREY = "#95a2b3"

Variables = Mapping[str, Any]

_LABEL = "id name isGroup parent { id } team { id }"
TEAMS = """\
query Teams($filter: TeamFilter) {
  teams(filter: $filter, first: 100) { nodes { id key } }
}"""
LABELS = f"""\
query Labels($filter: IssueLabelFilter) {{
  issueLabels(filter: $filter, first: 250) {{ nodes {{ {_LABEL} }} }}
}}"""
CREATE_LABEL = f"""\
mutation CreateLabel($input: IssueLabelCreateInput!) {{
  issueLabelCreate(input: $input) {{ success issueLabel {{ {_LABEL} }} }}
}}"""
ISSUES = """\
query Issues($filter: IssueFilter, $comments: CommentFilter) {
  issues(filter: $filter, first: 50) {
    nodes {
      id identifier url description createdAt
      comments(filter: $comments, first: 50) { nodes { body createdAt } }
    }
  }
}"""
CREATE_ISSUE = """\
mutation CreateIssue($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { id identifier url } }
}"""
CREATE_COMMENT = """\
mutation CreateComment($input: CommentCreateInput!) {
  commentCreate(input: $input) { success comment { id } }
}"""


def table(tickets: Iterable[Ticket]) -> str:
    """Give a table for the importer."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADERS)
    for ticket in tickets:
        labels = ", ".join((LAYERS[ticket.layer], ticket.code))
        priority = PRIORITIES[ticket.severity][1]
        row = (ticket.title, ticket.body, priority, "", "", labels, "", "", "")
        writer.writerow(map(cell, row))
    return stream.getvalue()


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula; the importer takes the apostrophe away."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


# ── variables ────────────────────────────────────────────────────────────────────────────────────
def team_filter(key: str) -> Variables:
    """What finds a team by its key; without one, all."""
    return {"filter": {"key": {"eq": key}}} if key else {"filter": None}


def label_filter(names: Sequence[str]) -> Variables:
    """What finds labels by their names."""
    return {"filter": {"name": {"in": list(names)}}}


def group_label(team: str) -> Variables:
    """What makes the label above those of the layers."""
    text = "What stands between the code and production"
    return _label(GROUP, GREY, text, team) | {"isGroup": True}


def layer_label(layer: Layer, team: str, group: str) -> Variables:
    """What makes the label of a layer."""
    return _label(LAYERS[layer], COLOURS[layer], "A readiness layer", team) | {"parentId": group}


def code_label(code: str, team: str) -> Variables:
    """What makes the label of a rule."""
    return _label(code, GREY, "A rule of readiness-lint", team)


def _label(name: str, colour: str, description: str, team: str) -> dict[str, Any]:
    return {"name": name, "color": colour, "description": description, "teamId": team}


def issue_filter(ticket: Ticket, team: str) -> Variables:
    """What finds the issue of a ticket, and what was said of it since."""
    return {
        "filter": {
            "description": {"contains": ticket.marker},
            "team": {"id": {"eq": team}},
        },
        "comments": {"body": {"contains": ticket.marker}},
    }


def issue(ticket: Ticket, team: str, labels: Sequence[str]) -> Variables:
    """What makes the issue of a ticket."""
    return {
        "teamId": team,
        "title": ticket.title,
        "description": ticket.body,
        "priority": PRIORITIES[ticket.severity][0],
        "labelIds": list(labels),
    }


# ── dry run ──────────────────────────────────────────────────────────────────────────────────────
def requests(tickets: Sequence[Ticket], team: str) -> str:
    """Give the mutations that a push sends where nothing is there yet; ids stand as ``<...>``."""
    place = f"<id of team {team}>" if team else "<id of the team>"
    layers = [layer for layer in Layer if any(each.layer is layer for each in tickets)]
    labels = [group_label(place)] if tickets else []
    labels += [layer_label(layer, place, _id_of(GROUP)) for layer in layers]
    labels += [code_label(each.code, place) for each in tickets]
    sent = [_request(CREATE_LABEL, label, "no such label is there") for label in labels]
    for ticket in tickets:
        ids = [_id_of(LAYERS[ticket.layer]), _id_of(ticket.code)]
        created = _request(CREATE_ISSUE, issue(ticket, place, ids), "no issue holds the marker")
        comment = {"issueId": f"<id of the issue with {ticket.marker}>", "body": ticket.news}
        changed = _request(CREATE_COMMENT, comment, "an issue holds it, and the findings changed")
        sent += [created, changed]
    return json.dumps({"version": VERSION, "dryRun": True, "requests": sent}, indent=2)


def _request(document: str, content: Variables, when: str) -> dict[str, Any]:
    return {"when": when, "query": document, "variables": {"input": content}}


def _id_of(name: str) -> str:
    return f"<id of label {name}>"

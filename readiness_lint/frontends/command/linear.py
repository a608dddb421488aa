"""Tickets on their way to Linear: each is looked up before anything is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from readiness_lint.frontends.command.graphql import Api, PeerError
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.reports import linear
from readiness_lint.reports.audit_wording import LAYERS
from readiness_lint.reports.tickets import GROUP, Ticket

_STATE = Pattern(r"readiness-lint-findings:([0-9a-f]{32})")
_NAMED = 20
"""Keys of teams that an error lists."""
Node = Mapping[str, Any]


@record
class Sent:
    """What became of a ticket."""

    outcome: str
    """``created``, ``commented`` or ``unchanged``."""
    identifier: str
    url: str


def push(api: Api, key: str, tickets: Sequence[Ticket]) -> Iterator[tuple[Ticket, Sent]]:
    """Make an issue of each ticket, or comment on the one that is there.

    Raises:
        PeerError: Linear cannot be reached, or refuses; what was sent before stays.
    """
    if not tickets:
        return
    team = _team(api, key)
    labels = _Labels(api, team, tickets)
    for ticket in tickets:
        ids = labels.of(ticket)
        yield ticket, _pushed(api, team, ticket, ids)


def _team(api: Api, key: str) -> str:
    found = _nodes(api.ask(linear.TEAMS, linear.team_filter(key)), "teams")
    if len(found) == 1:
        return _text(found[0], "id")
    if key:
        reason = f"Linear knows no team `{key}`, or does not show it to this key"
        raise PeerError(reason)
    keys = ", ".join(sorted(_text(node, "key") for node in found)[:_NAMED])
    reason = f"--team names one of {keys}" if found else "Linear shows no team to this key"
    raise PeerError(reason)


# ── issues ───────────────────────────────────────────────────────────────────────────────────────
def _pushed(api: Api, team: str, ticket: Ticket, labels: Sequence[str]) -> Sent:
    tried = ""

    def step() -> Sent:
        nonlocal tried
        there = _issue_of(api, team, ticket)
        if there is None:
            tried = "created"
            return _created(api, linear.issue(ticket, team, labels))
        if _state(there) == ticket.digest:
            return _sent(tried or "unchanged", there)
        tried = "commented"
        content = {"issueId": _text(there, "id"), "body": ticket.news}
        _made(api.tell(linear.CREATE_COMMENT, {"input": content}), "commentCreate", "comment")
        return _sent("commented", there)

    return api.settle(step)


def _created(api: Api, content: Mapping[str, Any]) -> Sent:
    answer = api.tell(linear.CREATE_ISSUE, {"input": content})
    return _sent("created", _made(answer, "issueCreate", "issue"))


def _sent(outcome: str, node: Node) -> Sent:
    return Sent(outcome, _text(node, "identifier"), _text(node, "url"))


def _issue_of(api: Api, team: str, ticket: Ticket) -> Node | None:
    """The oldest issue with the marker of a ticket."""
    answer = api.ask(linear.ISSUES, linear.issue_filter(ticket, team))
    marked = re.compile(rf"(?<![\w:-]){re.escape(ticket.marker)}(?![\w:])")
    found = [
        node for node in _nodes(answer, "issues") if marked.search(node.get("description") or "")
    ]
    return min(found, key=lambda node: (_text(node, "createdAt"), _text(node, "id")), default=None)


def _state(issue: Node) -> str:
    """The digest that was told last, by the issue or by a comment on it."""
    comments = sorted(_nodes(issue, "comments"), key=lambda node: _text(node, "createdAt"))
    texts = [_text(node, "body") for node in reversed(comments)]
    texts.append(_text(issue, "description"))
    states = (match[1] for text in texts for match in _STATE.finditer(text))
    return next(states, "")


# ── labels ───────────────────────────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class _Labels:
    """The labels of a team, made where they are first needed."""

    api: Api
    team: str
    tickets: Sequence[Ticket]
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    """Identifiers, by name and by that of the label above."""

    def of(self, ticket: Ticket) -> list[str]:
        """The labels of a ticket: of its layer and of its rule."""
        group = self._found(GROUP, "", linear.group_label(self.team))
        name = LAYERS[ticket.layer]
        layer = self._found(name, group, linear.layer_label(ticket.layer, self.team, group))
        rule = self._found(ticket.code, "", linear.code_label(ticket.code, self.team))
        return [layer, rule]

    def _found(self, name: str, parent: str, content: Mapping[str, Any]) -> str:
        return self.api.settle(lambda: self._looked_up(name, parent, content))

    def _looked_up(self, name: str, parent: str, content: Mapping[str, Any]) -> str:
        if (name, parent) not in self.known:
            self._learn()
        if (name, parent) not in self.known:
            answer = self.api.tell(linear.CREATE_LABEL, {"input": content})
            made = _made(answer, "issueLabelCreate", "issueLabel")
            self.known[name, parent] = _text(made, "id")
        return self.known[name, parent]

    def _learn(self) -> None:
        codes = [ticket.code for ticket in self.tickets]
        names = [GROUP, *LAYERS.values(), *codes]
        for node in _nodes(self.api.ask(linear.LABELS, linear.label_filter(names)), "issueLabels"):
            name, team, above = _text(node, "name"), node.get("team"), node.get("parent")
            ours = team is None or _text(team, "id") == self.team
            # A plain label of that name is no group that others can be put under.
            if ours and (name == GROUP) == bool(node.get("isGroup")):
                self.known.setdefault(
                    (name, _text(above, "id") if above else ""), _text(node, "id")
                )


# ── answers ──────────────────────────────────────────────────────────────────────────────────────
def _nodes(answer: Node, name: str) -> list[Node]:
    connection = answer.get(name)
    nodes = connection.get("nodes") if isinstance(connection, dict) else None
    if not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
        reason = f"Linear's answer has no `{name}`"
        raise PeerError(reason)
    return nodes


def _made(answer: Node, name: str, what: str) -> Node:
    outcome = answer.get(name)
    node = outcome.get(what) if isinstance(outcome, dict) and outcome.get("success") else None
    if not isinstance(node, dict):
        reason = f"Linear has not done `{name}`"
        raise PeerError(reason)
    return node


def _text(node: Any, name: str) -> str:
    found = node.get(name) if isinstance(node, dict) else None
    if not isinstance(found, str):
        reason = f"Linear's answer has no `{name}`"
        raise PeerError(reason)
    return found

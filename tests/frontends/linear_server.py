"""A server that speaks the part of Linear's API that a push needs, and can be in trouble."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "lin_api_secret"
SCHEMA = """
type Query {
  teams(filter: TeamFilter, first: Int): TeamConnection!
  issueLabels(filter: IssueLabelFilter, first: Int): IssueLabelConnection!
  issues(filter: IssueFilter, first: Int): IssueConnection!
}
type Mutation {
  issueLabelCreate(input: IssueLabelCreateInput!): IssueLabelPayload!
  issueCreate(input: IssueCreateInput!): IssuePayload!
  commentCreate(input: CommentCreateInput!): CommentPayload!
}
scalar DateTime
input IDComparator { eq: ID, in: [ID!] }
input StringComparator { eq: String, in: [String!], contains: String }
input NullableStringComparator { eq: String, contains: String }
input NullableTeamFilter { id: IDComparator, key: StringComparator }
input TeamFilter { id: IDComparator, key: StringComparator }
input IssueLabelFilter { name: StringComparator, team: NullableTeamFilter }
input IssueFilter { description: NullableStringComparator, team: TeamFilter }
input CommentFilter { body: StringComparator }
type Team { id: ID!, key: String!, name: String! }
type TeamConnection { nodes: [Team!]! }
type IssueLabel { id: ID!, name: String!, isGroup: Boolean!, parent: IssueLabel, team: Team }
type IssueLabelConnection { nodes: [IssueLabel!]! }
type Comment { id: ID!, body: String!, createdAt: DateTime! }
type CommentConnection { nodes: [Comment!]! }
type Issue {
  id: ID!, identifier: String!, url: String!, title: String!, description: String
  priority: Float!, createdAt: DateTime!
  comments(filter: CommentFilter, first: Int): CommentConnection!
}
type IssueConnection { nodes: [Issue!]! }
input IssueLabelCreateInput {
  name: String!, color: String, description: String, parentId: String, isGroup: Boolean
  teamId: String
}
input IssueCreateInput {
  teamId: String!, title: String, description: String, priority: Int, labelIds: [String!]
}
input CommentCreateInput { issueId: String, body: String }
type IssueLabelPayload { success: Boolean!, issueLabel: IssueLabel! }
type IssuePayload { success: Boolean!, issue: Issue }
type CommentPayload { success: Boolean!, comment: Comment! }
schema { query: Query, mutation: Mutation }
"""
"""Of the schema of Linear (linear/linear, MIT) what our requests touch."""


@dataclass(slots=True)
class Trouble:
    """What happens to one request of a name."""

    operation: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_done: bool = False
    """It is carried out all the same."""
    hangs: bool = False
    """Nothing is answered."""


@dataclass(slots=True)
class Linear:
    """A workspace."""

    teams: list[dict[str, Any]] = field(default_factory=lambda: [{"id": "t1", "key": "ENG"}])
    labels: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    """Names, documents and variables."""
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def operations(self) -> list[str]:
        return [name for name, _, _ in self.asked]

    def answer(self, name: str, variables: Any) -> dict[str, Any]:
        match name:
            case "Teams":
                return {"teams": {"nodes": self._teams(variables["filter"])}}
            case "Labels":
                names = variables["filter"]["name"]["in"]
                nodes = [label for label in self.labels if label["name"] in names]
                return {"issueLabels": {"nodes": nodes}}
            case "CreateLabel":
                return self._label(variables["input"])
            case "Issues":
                return {"issues": {"nodes": [*self._issues(variables)]}}
            case "CreateIssue":
                return self._issue(variables["input"])
        return self._comment(variables["input"])

    def _teams(self, wanted: Any) -> list[dict[str, Any]]:
        key = wanted["key"]["eq"] if wanted else None
        return [team for team in self.teams if key in {None, team["key"]}]

    def _label(self, told: Any) -> dict[str, Any]:
        label = {
            "id": f"l{len(self.labels)}",
            "name": told["name"],
            "isGroup": told.get("isGroup", False),
            "parent": {"id": told["parentId"]} if "parentId" in told else None,
            "team": {"id": told["teamId"]},
        }
        self.labels.append(label)
        return {"issueLabelCreate": {"success": True, "issueLabel": label}}

    def _issues(self, variables: Any) -> Iterator[dict[str, Any]]:
        team = variables["filter"]["team"]["id"]["eq"]
        text = variables["filter"]["description"]["contains"]
        said = variables["comments"]["body"]["contains"]
        for issue in self.issues:
            if issue["teamId"] == team and text in (issue["description"] or ""):
                nodes = [each for each in issue["comments"] if said in each["body"]]
                yield {**issue, "comments": {"nodes": nodes}}

    def _issue(self, told: Any) -> dict[str, Any]:
        number = len(self.issues) + 1
        issue = {
            "id": f"i{number}",
            "identifier": f"ENG-{number}",
            "url": f"https://linear.example/ENG-{number}",
            "createdAt": f"2030-01-01T00:00:{number:02}.000Z",
            "comments": [],
            **told,
        }
        self.issues.append(issue)
        return {"issueCreate": {"success": True, "issue": issue}}

    def _comment(self, told: Any) -> dict[str, Any]:
        (issue,) = (each for each in self.issues if each["id"] == told["issueId"])
        number = len(issue["comments"])
        comment = {
            "id": f"c{number}",
            "body": told["body"],
            "createdAt": f"2030-01-02T00:00:{number:02}.000Z",
        }
        issue["comments"].append(comment)
        return {"commentCreate": {"success": True, "comment": comment}}


@contextmanager
def serving() -> Iterator[Linear]:
    """Serve a workspace on this machine."""
    linear = Linear()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            (name,) = re.findall(r"\A(?:query|mutation) (\w+)", told["query"])
            linear.asked.append((name, told["query"], told["variables"]))
            trouble = next((each for each in linear.troubles if each.operation == name), None)
            if trouble is not None:
                linear.troubles.remove(trouble)
                self._fail(trouble, told)
            elif self.headers["Authorization"] != KEY:
                errors = [{"message": "no", "extensions": {"code": "AUTHENTICATION_ERROR"}}]
                self._send(401, {}, json.dumps({"errors": errors}).encode())
            else:
                data = linear.answer(name, told["variables"])
                self._send(200, {}, json.dumps({"data": data}).encode())

        def _fail(self, trouble: Trouble, told: Any) -> None:
            if trouble.is_done:
                linear.answer(trouble.operation, told["variables"])
            if trouble.hangs:
                linear.over.wait(10)
                return
            self._send(trouble.status, trouble.headers, trouble.body)

        def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    linear.url = f"http://127.0.0.1:{server.server_port}/graphql"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield linear
    finally:
        linear.over.set()
        server.shutdown()
        server.server_close()
        thread.join(10)

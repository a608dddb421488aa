"""A push to Linear: what is made, what is left, and what is done about troubles."""

from __future__ import annotations

import email.utils
import json
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from audits import CHECKOUT, STUB, TIMEOUT, as_json
from linear_server import KEY, SCHEMA, Linear, Trouble, serving

from readiness_lint.audit import Audit
from readiness_lint.frontends.command.graphql import ATTEMPTS, LARGEST, Api, PeerError
from readiness_lint.frontends.command.linear import push
from readiness_lint.reports.audit_json import from_json
from readiness_lint.reports.tickets import Ticket, tickets_of

LATER = replace(CHECKOUT, issues=(STUB, replace(TIMEOUT, evidence=TIMEOUT.evidence[:1])))
LIMITED = json.dumps(
    {"errors": [{"message": "too often", "extensions": {"code": "RATELIMITED"}}]}
).encode()


@pytest.fixture
def linear(monkeypatch: pytest.MonkeyPatch) -> Iterator[Linear]:
    monkeypatch.setenv("no_proxy", "*")
    with serving() as workspace:
        yield workspace


def tickets(audit: Audit = CHECKOUT) -> tuple[Ticket, ...]:
    return tickets_of(from_json(as_json(audit))).tickets


def api(linear: Linear, *, key: str = KEY) -> Api:
    return Api("Linear", linear.url, key, timeout=0.5, pause=0.01)


def pushed(linear: Linear, audit: Audit = CHECKOUT, *, team: str = "") -> list[tuple[str, str]]:
    done = push(api(linear), team, tickets(audit))
    return [(sent.outcome, ticket.code) for ticket, sent in done]


def refused(linear: Linear, *, key: str = KEY, team: str = "") -> str:
    with pytest.raises(PeerError) as caught:
        list(push(api(linear, key=key), team, tickets()))
    return str(caught.value)


# ── made ─────────────────────────────────────────────────────────────────────────────────────────
def test_an_issue_is_made_of_each_rule(linear: Linear) -> None:
    done = pushed(linear)

    assert [("created", "RDY102"), ("created", "RDY401")] == done
    assert [1, 2] == [issue["priority"] for issue in linear.issues]
    assert ["t1", "t1"] == [issue["teamId"] for issue in linear.issues]
    assert "RDY401 Outbound call without a timeout (checkout)" == linear.issues[1]["title"]


def test_labels_stand_under_a_group(linear: Linear) -> None:
    pushed(linear)
    names = {label["id"]: label["name"] for label in linear.labels}
    above = {label["name"]: names.get((label["parent"] or {}).get("id")) for label in linear.labels}
    given = [[names[each] for each in issue["labelIds"]] for issue in linear.issues]

    assert [True, False, False, False, False] == [label["isGroup"] for label in linear.labels]
    assert {
        "Readiness": None,
        "Infrastructure Reality": "Readiness",
        "RDY102": None,
        "Reliability & Resilience": "Readiness",
        "RDY401": None,
    } == above
    assert [["Infrastructure Reality", "RDY102"], ["Reliability & Resilience", "RDY401"]] == given


def test_labels_that_are_there_are_used(linear: Linear) -> None:
    pushed(linear)
    labels = list(linear.labels)
    linear.issues.clear()
    pushed(linear)

    assert labels == linear.labels


def test_labels_of_another_team_are_not_used(linear: Linear) -> None:
    pushed(linear)
    for label in linear.labels:
        label["team"] = {"id": "another"}
    linear.issues.clear()
    pushed(linear)

    assert 10 == len(linear.labels)


def test_the_same_audit_changes_nothing(linear: Linear) -> None:
    pushed(linear)
    before = json.dumps(linear.issues)
    done = pushed(linear)

    assert [("unchanged", "RDY102"), ("unchanged", "RDY401")] == done
    assert before == json.dumps(linear.issues)


def test_other_findings_are_a_comment(linear: Linear) -> None:
    pushed(linear)
    done = pushed(linear, LATER)
    again = pushed(linear, LATER)
    back = pushed(linear)
    bodies = [comment["body"] for comment in linear.issues[1]["comments"]]

    assert [("unchanged", "RDY102"), ("commented", "RDY401")] == done
    assert [("unchanged", "RDY102"), ("unchanged", "RDY401")] == again
    assert [("unchanged", "RDY102"), ("commented", "RDY401")] == back
    assert ["1 place now", "2 places now"] == [
        body.partition(": ")[2].partition(".")[0] for body in bodies
    ]


def test_findings_that_have_moved_are_no_news(linear: Linear) -> None:
    pushed(linear)
    moved = tuple(
        replace(each, spot=replace(each.spot, line=each.spot.line + 7)) for each in TIMEOUT.evidence
    )
    done = pushed(linear, replace(CHECKOUT, issues=(replace(TIMEOUT, evidence=moved),)))

    assert [("unchanged", "RDY401")] == done


def test_another_flow_has_issues_of_its_own(linear: Linear) -> None:
    pushed(linear)
    done = pushed(linear, replace(CHECKOUT, flow="login"))

    assert [("created", "RDY102"), ("created", "RDY401")] == done


def test_an_issue_that_only_quotes_a_marker_is_another_one(linear: Linear) -> None:
    pushed(linear)
    first = linear.issues[0]
    first["description"] = first["description"].replace("readiness-lint:", "not-readiness-lint:")
    done = pushed(linear)

    assert [("created", "RDY102"), ("unchanged", "RDY401")] == done


def test_of_two_issues_the_older_one_counts(linear: Linear) -> None:
    pushed(linear)
    newer = {**linear.issues[1], "id": "i0", "createdAt": "2031-01-01T00:00:00.000Z"}
    linear.issues.insert(0, {**newer, "comments": []})
    pushed(linear, LATER)

    assert [] == linear.issues[0]["comments"]
    assert 1 == len(linear.issues[2]["comments"])


def test_nothing_is_asked_for_an_audit_without_issues(linear: Linear) -> None:
    done = pushed(linear, replace(CHECKOUT, issues=()))

    assert [] == done
    assert [] == linear.asked


# ── teams ────────────────────────────────────────────────────────────────────────────────────────
def test_a_team_is_named_where_there_are_several(linear: Linear) -> None:
    linear.teams.append({"id": "t2", "key": "OPS"})
    reason = refused(linear)
    pushed(linear, team="OPS")

    assert "--team names one of ENG, OPS" == reason
    assert ["t2", "t2"] == [issue["teamId"] for issue in linear.issues]


def test_an_unknown_team_is_said(linear: Linear) -> None:
    assert "Linear knows no team `X`, or does not show it to this key" == refused(linear, team="X")


def test_a_key_that_sees_no_team_is_said(linear: Linear) -> None:
    linear.teams.clear()

    assert "Linear shows no team to this key" == refused(linear)


# ── troubles ─────────────────────────────────────────────────────────────────────────────────────
def test_a_key_that_is_refused_is_not_tried_again(linear: Linear) -> None:
    reason = refused(linear, key="wrong")

    assert "Linear refuses the key: Linear answers 401: no" == reason
    assert ["Teams"] == linear.operations


def test_a_limit_is_waited_for(linear: Linear) -> None:
    linear.troubles.append(Trouble("CreateIssue", 429, {"Retry-After": "1"}))
    start = time.monotonic()
    done = pushed(linear)

    assert [("created", "RDY102"), ("created", "RDY401")] == done
    assert time.monotonic() - start >= 1.0
    assert ["CreateIssue"] * 3 == [name for name in linear.operations if name == "CreateIssue"]
    assert 2 == len(linear.issues)


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "3600"},
        {"Retry-After": email.utils.formatdate(time.time() + 39_000, usegmt=True)},
        {
            "X-RateLimit-Requests-Remaining": "0",
            "X-RateLimit-Requests-Reset": str(int((time.time() + 39_000) * 1000)),
        },
    ],
    ids=["seconds", "date", "reset"],
)
def test_nobody_waits_for_an_hour(linear: Linear, headers: dict[str, str]) -> None:
    linear.troubles.append(Trouble("Issues", 400, headers, LIMITED))
    start = time.monotonic()
    reason = refused(linear)

    assert reason.startswith("Linear answers 400: too often; it may be asked again in 3")
    assert reason.endswith(" s, and nothing is done twice")
    assert time.monotonic() - start < 60


def test_a_limit_without_a_time_is_waited_for_a_little(linear: Linear) -> None:
    linear.troubles += [Trouble("CreateIssue", 400, {}, LIMITED) for _ in range(2)]

    assert [("created", "RDY102"), ("created", "RDY401")] == pushed(linear)


def test_a_limit_without_an_end_ends_the_push(linear: Linear) -> None:
    linear.troubles += [Trouble("CreateIssue", 429) for _ in range(20)]

    assert "Linear answers 429" == refused(linear)
    assert ATTEMPTS == linear.operations.count("CreateIssue")


@pytest.mark.parametrize("operation", ["Teams", "Labels", "Issues"])
@pytest.mark.parametrize(
    "trouble", [{"status": 500}, {"hangs": True}, {"body": b"<html>"}], ids=["500", "slow", "html"]
)
def test_a_question_is_asked_again(
    linear: Linear, operation: str, trouble: dict[str, object]
) -> None:
    linear.troubles.append(Trouble(operation, **trouble))  # type: ignore[arg-type]

    assert [("created", "RDY102"), ("created", "RDY401")] == pushed(linear)


@pytest.mark.parametrize("operation", ["CreateLabel", "CreateIssue", "CreateComment"])
@pytest.mark.parametrize("is_done", [False, True], ids=["lost", "done"])
@pytest.mark.parametrize(
    "trouble", [{"status": 500}, {"status": 502}, {"hangs": True}], ids=["500", "502", "slow"]
)
def test_what_may_have_been_done_is_looked_up_before_it_is_done_again(
    linear: Linear, operation: str, *, is_done: bool, trouble: dict[str, object]
) -> None:
    if operation == "CreateComment":
        pushed(linear)
    linear.troubles.append(Trouble(operation, is_done=is_done, **trouble))  # type: ignore[arg-type]
    done = pushed(linear, LATER)
    names = [label["name"] for label in linear.labels]
    comments = [len(issue["comments"]) for issue in linear.issues]

    assert [] == linear.troubles
    assert 5 == len(names) == len(set(names))
    assert 2 == len(linear.issues)
    if operation == "CreateComment":
        assert [("unchanged", "RDY102"), ("commented", "RDY401")] == done
        assert [0, 1] == comments
    else:
        assert [("created", "RDY102"), ("created", "RDY401")] == done
        assert [0, 0] == comments


def test_a_push_that_broke_off_is_finished_by_the_next_one(linear: Linear) -> None:
    message = b'{"errors": [{"message": "title is\\n\\u001b[31m wrong"}]}'
    first = push(api(linear), "", tickets())
    begun = next(first)[1].outcome
    linear.troubles.append(Trouble("CreateIssue", 400, {}, message))
    with pytest.raises(PeerError) as caught:
        next(first)
    done = pushed(linear)

    assert "created" == begun
    assert "Linear answers 400: title is␊␛[31m wrong" == str(caught.value)
    assert [("unchanged", "RDY102"), ("created", "RDY401")] == done


def test_a_peer_that_stays_away_is_not_asked_for_ever(linear: Linear) -> None:
    linear.troubles += [Trouble("Issues", 503) for _ in range(50)]

    assert "Linear answers 503" == refused(linear)
    assert ATTEMPTS == linear.operations.count("Issues")


def test_a_mutation_that_stays_unsure_ends_the_push(linear: Linear) -> None:
    linear.troubles += [Trouble("CreateIssue", 503) for _ in range(50)]

    assert "Linear answers 503" == refused(linear)
    assert ATTEMPTS == linear.operations.count("CreateIssue")


def test_an_answer_without_an_end_is_not_read_to_it(linear: Linear) -> None:
    linear.troubles += [Trouble("Teams", 200, {}, b" " * (LARGEST + 1)) for _ in range(ATTEMPTS)]

    assert refused(linear).startswith("Linear cannot be reached: the answer is not at its end")


def test_nobody_there_is_said() -> None:
    nobody = Api("Linear", "http://127.0.0.1:9/graphql", KEY, timeout=0.5, pause=0.001)
    with pytest.raises(PeerError) as caught:
        list(push(nobody, "", tickets()))

    assert str(caught.value).startswith("Linear cannot be reached: ")


def test_a_key_is_not_sent_on(linear: Linear) -> None:
    linear.troubles.append(Trouble("Teams", 302, {"Location": linear.url}))

    assert "Linear answers 302" == refused(linear)
    assert ["Teams"] == linear.operations


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": {"issueCreate": {"success": false, "issue": null}}}',
        b'{"data": {"issueCreate": null}}',
    ],
)
def test_what_is_not_done_is_said(linear: Linear, body: bytes) -> None:
    linear.troubles.append(Trouble("CreateIssue", 200, {}, body))

    assert "Linear has not done `issueCreate`" == refused(linear)


@pytest.mark.parametrize(
    "body", [b'{"data": {}}', b'{"data": {"issues": {"nodes": [1]}}}', b'{"data": {"issues": 7}}']
)
def test_an_answer_of_another_form_is_said(linear: Linear, body: bytes) -> None:
    linear.troubles.append(Trouble("Issues", 200, {}, body))

    assert "Linear's answer has no `issues`" == refused(linear)


# ── documents ────────────────────────────────────────────────────────────────────────────────────
def test_requests_fit_the_schema(linear: Linear) -> None:
    graphql = pytest.importorskip("graphql", reason="graphql-core is not installed")
    values = pytest.importorskip("graphql.execution.values")
    schema = graphql.build_schema(SCHEMA)
    pushed(linear)
    pushed(linear, LATER, team="ENG")

    assert 6 == len(set(linear.operations))
    for _, text, variables in linear.asked:
        document = graphql.parse(text)
        (operation,) = document.definitions
        declared = operation.variable_definitions
        coerced = values.get_variable_values(schema, declared, variables)

        assert [] == graphql.validate(schema, document)
        assert not isinstance(coerced, list), coerced

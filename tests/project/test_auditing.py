from __future__ import annotations

from dataclasses import replace

import pytest
from audited_shop import (
    CHARGE,
    INSERT,
    STUB,
    TODAY,
    audit,
    evidence,
    finding,
    material,
    named,
    spot,
    trace,
)

from readiness_lint.audit import Attestation, End, Gate, Issue, State, Step, Verdict
from readiness_lint.evidence import all_kinds
from readiness_lint.project.auditing import audited
from readiness_lint.project.auditing.checklist import CHECKLIST
from readiness_lint.project.auditing.issues import WIDEST, excerpt_of, mended, told
from readiness_lint.project.auditing.scoring import points
from readiness_lint.registry import all_rules
from readiness_lint.terms import Activation, Layer, Severity, Status

WITHOUT_ITEM = {
    *("RDY118", "RDY119", "RDY121", "RDY438", "RDY441", "RDY481", "RDY539", "RDY541"),
    *("RDY605", "RDY610", "RDY611", "RDY617", "RDY618", "RDY619", "RDY620"),
}
"""Rules of which the framework's checklist has no item: their findings are listed and scored."""


def state(key: str, *findings: object, **fields: object) -> State:
    found = audit(*findings, **fields)  # type: ignore[arg-type]
    return next(item.state for item in found.items if item.key == key)


def layer(of: Layer, *findings: object, **fields: object) -> object:
    found = audit(*findings, **fields)  # type: ignore[arg-type]
    return next(one for one in found.score.layers if one.layer is of)


def test_the_checklist_has_five_items_for_each_layer() -> None:
    counts = [sum(ask.layer is one for ask in CHECKLIST) for one in Layer]

    assert [5] * 6 == counts
    assert 30 == len({ask.key for ask in CHECKLIST})
    assert all(ask.key.startswith(f"layer-{ask.layer.value}-") for ask in CHECKLIST)
    assert all(ask.question.endswith(("?", ".")) for ask in CHECKLIST)


def test_each_rule_is_one_of_an_item_or_known_to_be_none() -> None:
    asked = {code for ask in CHECKLIST for code in ask.rules}

    assert set(all_rules()) - asked == WITHOUT_ITEM & set(all_rules())
    assert not WITHOUT_ITEM & asked


def test_each_kind_of_evidence_belongs_to_an_item() -> None:
    known = {kind for ask in CHECKLIST for kind in (*ask.kinds, *ask.beside)}

    assert set(all_kinds()) == known


def test_what_concerns_every_flow_is_a_part_of_its_item() -> None:
    assert all(ask.everywhere <= ask.rules for ask in CHECKLIST)


@pytest.mark.parametrize(
    ("severity", "findings", "expected"),
    [
        (Severity.CRITICAL, 1, 25.0),
        (Severity.HIGH, 1, 10.0),
        (Severity.HIGH, 2, 12.5),
        (Severity.HIGH, 4, 15.0),
        (Severity.HIGH, 16, 20.0),
        (Severity.HIGH, 1000, 20.0),
        (Severity.MEDIUM, 1, 5.0),
        (Severity.MEDIUM, 3, 6.98),
        (Severity.LOW, 1, 1.0),
        (Severity.LOW, 2, 2.0),
        (Severity.LOW, 16, 5.0),
        (Severity.LOW, 99, 5.0),
    ],
)
def test_a_rule_takes_off_its_points_once(
    severity: Severity, findings: int, expected: float
) -> None:
    assert expected == points(severity, findings)


def test_layers_are_weighed() -> None:
    # 100 - 12.5 - 5 = 82.5, which is 83, times 15; the other five layers have 100.
    found = audit(finding("RDY401", 5), finding("RDY401", 6), finding("RDY412", 7))
    reliability = next(one for one in found.score.layers if one.layer is Layer.RELIABILITY)

    assert [("RDY401", 2, 12.5), ("RDY412", 1, 5.0)] == [
        (penalty.code, penalty.findings, penalty.points) for penalty in reliability.penalties
    ]
    assert (83, Verdict.PARTIAL, "Partial") == (
        reliability.score,
        reliability.verdict,
        reliability.word,
    )
    assert [0.3, 0.2, 0.15, 0.15, 0.1, 0.1] == [one.weight for one in found.score.layers]
    assert 97 == found.score.score


def test_the_weight_of_what_is_not_assessed_is_shared_out() -> None:
    found = audit(traces=(trace(INSERT, title="task nightly", kind="task"),))
    weights = {one.layer: one.weight for one in found.score.layers}
    security = next(one for one in found.score.layers if one.layer is Layer.SECURITY)

    assert (Verdict.NOT_ASSESSED, None, "Not assessed") == (
        security.verdict,
        security.score,
        security.word,
    )
    assert 0.0 == weights[Layer.SECURITY]
    assert 0.375 == weights[Layer.INFRASTRUCTURE]
    assert 100 == found.score.score


def test_nothing_to_judge_has_no_score() -> None:
    found = audit(traces=(), reached=frozenset())

    assert (None, None, Gate.CONDITIONAL) == (
        found.score.score,
        found.score.without_suppressions,
        found.score.gate,
    )


def test_a_layer_does_not_fall_below_zero() -> None:
    codes = [code for code, rule in all_rules().items() if rule.layer is Layer.SECURITY]
    found = audit(*(finding(code) for code in codes))
    security = next(one for one in found.score.layers if one.layer is Layer.SECURITY)

    assert (0, Verdict.FAIL) == (security.score, security.verdict)


def test_what_is_hidden_counts_without_suppressions_only() -> None:
    found = audit(finding("RDY401", 5, hidden=("noqa",)), finding("RDY622", hidden=("baseline",)))
    numbers = [(one.score, one.without_suppressions) for one in found.score.layers]

    assert [(100, 100)] * 3 + [(100, 90), (100, 100), (100, 75)] == numbers
    assert (100, 96, Gate.READY) == (
        found.score.score,
        found.score.without_suppressions,
        found.score.gate,
    )
    assert ["RDY622", "RDY401"] == [issue.code for issue in found.issues]


def test_what_is_in_preview_is_listed_and_not_scored() -> None:
    preview = next(
        code
        for code, rule in all_rules().items()
        if rule.activation is Activation.PREVIEW and rule.severity >= Severity.HIGH
    )
    found = audit(finding(preview))

    assert [True] == [issue.preview for issue in found.issues]
    assert (100, Gate.READY) == (found.score.score, found.score.gate)
    assert not any(one.penalties for one in found.score.layers)


@pytest.mark.parametrize(
    ("codes", "gate"),
    [
        ((), Gate.READY),
        (("RDY412",), Gate.READY),
        (("RDY412", "RDY401"), Gate.CONDITIONAL),
        (("RDY401", "RDY622"), Gate.NOT_READY),
    ],
)
def test_the_gate_goes_by_the_gravest_finding(codes: tuple[str, ...], gate: Gate) -> None:
    assert gate is audit(*map(finding, codes)).score.gate


def test_infrastructure_is_worded_as_the_framework_does() -> None:
    words = [
        audit(*found).score.layers[0].word
        for found in (
            [],
            [finding("RDY101", severity=Severity.MEDIUM)],
            [finding("RDY102")],
            [finding("RDY110", function="Order")],
            [finding("RDY105", status=Status.PARTIAL)],
        )
    ]

    assert ["Connected, 4 questions open", "Partial", "Stubbed", "Missing", "Partial"] == words


def test_only_what_the_flow_reaches_is_an_issue() -> None:
    found = audit(
        finding("RDY401", 5),
        finding("RDY401", 5, path="shop/other.py", function="other"),
        finding("RDY402", 60, function="refund"),
        finding("RDY403", 7, function="place_order.<lambda>"),
        finding("RDY404", 3, function="shop.orders"),
        finding("RDY411", 90, function="shop.orders", scope=""),
        finding("RDY412", 9, path="shop/other.py", function="shop.other", scope=""),
        finding("RDY331", 90, function="Refund"),
    )

    assert ["RDY401", "RDY403", "RDY404", "RDY411"] == sorted(issue.code for issue in found.issues)
    assert 4 == found.elsewhere


def test_what_holds_for_all_flows_is_an_issue_of_each() -> None:
    found = audit(finding("RDY220", 2, path="shop/settings.py", function="shop.settings"))

    assert ["RDY220"] == [issue.code for issue in found.issues]


def test_without_a_flow_every_finding_counts() -> None:
    elsewhere = finding("RDY401", 5, path="shop/other.py", function="other")
    found = audit(elsewhere, reached=None, traces=(), flow="")

    assert (["RDY401"], 0) == ([issue.code for issue in found.issues], found.elsewhere)


def test_findings_of_a_rule_are_one_issue() -> None:
    found = audit(
        finding("RDY401", 9, severity=Severity.MEDIUM, status=Status.PARTIAL),
        finding("RDY401", 5),
        finding("RDY401", 7, hidden=("noqa",), severity=Severity.CRITICAL),
    )
    (issue,) = found.issues

    assert (Severity.HIGH, Status.MISSING) == (issue.severity, issue.status)
    assert [(5, ()), (9, ()), (7, ("noqa",))] == [
        (item.spot.line, item.hidden) for item in issue.evidence
    ]
    assert issue.sees.startswith("When the service stalls, every worker")
    assert issue.happens.startswith("A call to another service that sets no timeout")
    assert issue.fix[0].startswith("Choose the limit from what the caller can wait for")
    assert "timeout=3" in issue.example


def test_the_gravest_issue_is_the_first() -> None:
    hidden = finding("RDY102", hidden=("noqa",))
    found = audit(finding("RDY412"), finding("RDY622"), finding("RDY401"), hidden)

    assert ["RDY622", "RDY401", "RDY412", "RDY102"] == [issue.code for issue in found.issues]


@pytest.mark.parametrize("code", all_rules())
def test_each_page_tells_what_happens_in_its_own_sentences(code: str) -> None:
    page = all_rules()[code].page
    sees, happens = told(page)
    head = " ".join(page.partition("\n## ")[0].split())

    assert happens
    assert not sees or sees in head
    assert len(sees) + len(happens) <= len(head)
    steps, example = mended(page)
    assert example
    assert not any("```" in step for step in (*steps, example))


def test_an_excerpt_has_the_lines_around() -> None:
    lines = ["a", "b\r", "c" * 5000, "d", "e", "f"]
    found = excerpt_of(lines, 2)

    assert found is not None
    assert (1, 2, ("a", "b")) == (found.first, found.marked, found.lines[:2])
    assert WIDEST + 1 == len(found.lines[2])
    assert None is excerpt_of(lines, 7)
    assert None is excerpt_of((), 1)


def test_a_finding_of_the_item_is_a_gap() -> None:
    assert State.GAP is state("layer-4-timeouts", finding("RDY401"))
    assert State.GAP is state(
        "layer-4-timeouts", finding("RDY401"), evidence=(evidence("timeout"),)
    )


def test_a_finding_that_is_hidden_or_elsewhere_is_no_gap() -> None:
    shown = (evidence("timeout"),)
    elsewhere = finding("RDY401", 5, path="shop/other.py", function="other")

    assert State.VERIFIED is state(
        "layer-4-timeouts", finding("RDY401", hidden=("noqa",)), elsewhere, evidence=shown
    )


def test_a_finding_in_preview_is_no_gap_and_nothing_is_proven() -> None:
    shown = (evidence("retry", 6),)

    assert State.VERIFIED is state("layer-4-retries", evidence=shown)
    assert State.UNKNOWN is state("layer-4-retries", finding("RDY413"), evidence=shown)


def test_an_answer_is_attested_until_it_expires() -> None:
    def attested(expires: str, *findings: object) -> State:
        answer = {"layer-6-backups": Attestation("Ann", "2027-01-01", "", expires)}
        return state("layer-6-backups", *findings, attested=answer)

    assert State.ATTESTED is attested("")
    assert State.ATTESTED is attested(TODAY.isoformat())
    assert State.UNKNOWN is attested("2027-02-28")


def test_a_finding_is_stronger_than_an_answer_and_an_answer_than_evidence() -> None:
    answer = {"layer-4-timeouts": Attestation("Ann", "2027-01-01")}
    shown = (evidence("timeout"),)

    assert State.GAP is state("layer-4-timeouts", finding("RDY401"), attested=answer)
    assert State.ATTESTED is state("layer-4-timeouts", attested=answer, evidence=shown)


def test_what_only_a_person_can_tell_stays_a_question() -> None:
    found = audit(evidence=(evidence("connection-pool"), evidence("dead-letter")))
    known = {item.key: item for item in found.items}

    assert State.UNKNOWN is known["layer-3-load"].state
    assert ["connection-pool"] == [proof.kind for proof in known["layer-3-load"].proofs]
    assert State.UNKNOWN is known["layer-4-dead-letters"].state
    assert State.UNKNOWN is known["layer-6-backups"].state
    assert "restore drill" in known["layer-6-backups"].question


def test_time_limits_are_verified_where_each_call_has_one() -> None:
    other = Step("requests.get", "call", spot(8), end=End.EXTERNAL)
    shown = (evidence("timeout", 6),)

    assert State.VERIFIED is state("layer-4-timeouts", evidence=shown)
    assert State.UNKNOWN is state(
        "layer-4-timeouts", evidence=shown, traces=(trace(CHARGE, other),)
    )
    assert State.UNKNOWN is state("layer-4-timeouts", evidence=shown, traces=(trace(INSERT),))


def test_a_retry_is_one_of_the_function_around_the_call() -> None:
    pay = Step("pay", "call", spot(7), spot(20, 30, "Gateway.pay"), steps=(CHARGE,))
    on_pay = evidence("retry", 18, text="`pay` is tried again: `@retry`", function="Gateway")
    on_other = evidence("retry", 18, text="`get` is tried again: `@retry`", function="Gateway")
    reached = frozenset({("shop/orders.py", "Gateway.pay"), ("shop/orders.py", "Gateway")})

    for shown, expected in ((on_pay, State.VERIFIED), (on_other, State.UNKNOWN)):
        assert expected is state(
            "layer-4-retries", traces=(trace(pay),), evidence=(shown,), reached=reached
        )


def test_schemas_are_verified_where_each_route_that_writes_has_one() -> None:
    shown = (evidence("validation-model", 4, function="shop.orders"),)
    listing = trace(INSERT, title="GET /orders")

    assert State.VERIFIED is state("layer-6-schema", evidence=shown)
    assert State.VERIFIED is state(
        "layer-6-schema", evidence=shown, traces=(trace(INSERT), listing)
    )
    assert State.UNKNOWN is state("layer-6-schema", evidence=shown, traces=(listing,))
    assert State.UNKNOWN is state(
        "layer-6-schema", evidence=(evidence("validation-model", 40, function="shop.orders"),)
    )


def test_pages_may_be_those_of_the_class_of_a_view() -> None:
    root = trace(INSERT, title="GET /orders")
    view = Step(
        root.root.name, "entry", spot(3), spot(4, 12, "OrderView.list"), steps=root.root.steps
    )
    shown = evidence("pagination", 2, function="OrderView")
    traced = type(root)(root.entry, view, 1, 0)

    assert State.VERIFIED is state("layer-3-pages", evidence=(shown,), traces=(traced,))


def test_one_place_stands_for_a_service_where_the_item_is_about_the_service() -> None:
    asks = evidence("health", 2, path="shop/health.py", function="ready", text="`/ready` asks `db`")
    hollow = evidence(
        "health", 2, path="shop/health.py", text="`/ready` asks no other process that is known"
    )
    broken = finding("RDY536", 2, path="shop/health.py", function="ready")

    assert State.VERIFIED is state("layer-5-health", evidence=(asks,))
    assert State.UNKNOWN is state("layer-5-health", evidence=(hollow,))
    assert State.GAP is state("layer-5-health", broken, evidence=(asks,))


def test_endpoints_are_verified_where_each_comes_to_a_database() -> None:
    begin = Step("session.begin", "call", spot(6), end=End.DATABASE, detail="BEGIN")
    caller = Step("get_current_user", "dependency", spot(4), steps=(INSERT,))

    assert State.VERIFIED is state("layer-1-endpoints")
    assert State.UNKNOWN is state("layer-1-endpoints", traces=(trace(INSERT), trace(CHARGE)))
    assert State.UNKNOWN is state("layer-1-endpoints", traces=(trace(INSERT, STUB),))
    assert State.UNKNOWN is state("layer-1-endpoints", traces=(trace(begin),))
    assert State.UNKNOWN is state("layer-1-endpoints", traces=(trace(caller),))
    assert State.UNKNOWN is state("layer-1-endpoints", traces=())


def test_a_trace_is_evidence_with_its_place() -> None:
    item = next(item for item in audit().items if item.key == "layer-1-integrations")

    assert [("trace", "the flow comes to another service: `POST https://pay.example`", 6)] == [
        (proof.kind, proof.text, proof.spot.line) for proof in item.proofs
    ]


def proofs(key: str, **fields: object) -> list[str]:
    found = audit(**fields)  # type: ignore[arg-type]
    return [proof.text for item in found.items if item.key == key for proof in item.proofs]


def test_an_end_says_on_which_entry_and_on_conditions_it_hangs_and_changes_come_first() -> None:
    read = Step("session.get", "call", spot(5), end=End.DATABASE, detail="SELECT orders")
    urgent = Step("hurry", "call", spot(8), spot(20), condition="urgent", steps=(INSERT,))

    assert [
        "the flow comes under conditions to the database: `INSERT orders`",
        "the flow comes to the database: `SELECT orders`",
    ] == proofs("layer-1-endpoints", traces=(trace(read, urgent),))
    assert ["`POST /orders` comes to the database: `INSERT orders`"] == proofs(
        "layer-1-endpoints", traces=(trace(INSERT), trace(CHARGE, title="POST /pay"))
    )


def test_what_stands_elsewhere_is_evidence_only_where_it_concerns_each_flow() -> None:
    elsewhere = ("transaction", "linear-migrations", "session-cookie")
    shown = tuple(evidence(kind, path="shop/other.py", function="other") for kind in elsewhere)

    assert [] == proofs("layer-1-state", evidence=shown)
    assert ["`linear-migrations` is there"] == proofs("layer-1-database", evidence=shown)[:1]
    assert ["`session-cookie` is there"] == proofs("layer-2-sessions", evidence=shown)
    assert State.UNKNOWN is state("layer-2-sessions", evidence=shown)


def test_calls_that_may_be_made_out_of_sight_are_not_verified() -> None:
    shown = (evidence("timeout", 6),)
    lost = Step("gateway.pay", "call", spot(8), end=End.OUT_OF_SIGHT, leads=(End.EXTERNAL,))
    kept = Step("store.save", "call", spot(8), end=End.OUT_OF_SIGHT, leads=(End.DATABASE,))

    assert State.UNKNOWN is state("layer-4-timeouts", evidence=shown, traces=(trace(CHARGE, lost),))
    assert State.VERIFIED is state(
        "layer-4-timeouts", evidence=shown, traces=(trace(CHARGE, kept),)
    )


def test_what_middleware_does_is_not_the_work_of_an_endpoint() -> None:
    around = Step("Tenants.process_request", "middleware", spot(2), spot(20), steps=(INSERT,))

    assert State.UNKNOWN is state("layer-1-endpoints", traces=(trace(around),))


def test_two_audits_are_compared_by_the_names_of_findings() -> None:
    earlier = audit(
        finding("RDY401", 5), finding("RDY402", 6), finding("RDY403", 7), finding("RDY411", 8)
    )
    now = audited(
        material(
            finding("RDY401", 5, message="it is said otherwise now"),
            finding("RDY402", 6, hidden=("noqa",)),
            finding("RDY404", 8),
            finding("RDY411", 9),
            earlier=earlier,
        )
    )

    assert now.compared is not None
    assert ["RDY404"] == [change.code for change in now.compared.new]
    assert ["RDY403"] == [change.code for change in now.compared.fixed]
    assert (3, earlier.score.score) == (now.compared.persisting, now.compared.score)


def test_what_the_linter_says_of_itself_is_no_finding_of_the_service() -> None:
    from readiness_lint.engine import own_finding, unreadable_file  # noqa: PLC0415

    own = own_finding(unreadable_file, "shop/x.py", finding("RDY401").region, reason="no")
    found = audit(findings=named(own), reached=None)

    assert ((), 0) == (found.issues, found.elsewhere)


def test_issues_are_plain_records() -> None:
    (issue,) = audit(finding("RDY401")).issues

    assert isinstance(issue, Issue)
    assert hash(issue)


def test_a_measure_in_work_that_is_handed_on_does_not_measure_the_flow() -> None:
    here, later = ("shop/orders.py", "place_order"), ("shop/tasks.py", "send")
    shown = evidence("metric", path="shop/tasks.py", function="send")
    reached = frozenset({here, later})

    assert State.UNKNOWN is state(
        "layer-5-metrics", evidence=(shown,), reached=reached, direct=frozenset({here})
    )
    assert State.VERIFIED is state(
        "layer-5-metrics", evidence=(shown,), reached=reached, direct=reached
    )


def test_what_stands_at_another_function_of_a_module_does_not_concern_the_flow() -> None:
    of_module = finding("RDY401", 22, function="shop.orders", scope="")
    heads = frozenset({("shop/orders.py", 20, 23, "cancel_order")})

    assert 1 == len(audit(of_module).issues)
    assert 0 == len(audit(of_module, heads=heads).issues)


def test_transactions_elsewhere_say_nothing_of_the_state_of_a_flow() -> None:
    shown = evidence("transaction", path="shop/other.py", function="other")
    found = audit(evidence=(shown,))

    assert () == next(item.proofs for item in found.items if item.key == "layer-1-state")


def test_what_changes_something_is_shown_first_and_a_condition_above_it_is_told() -> None:
    select = replace(INSERT, detail="SELECT users", call=spot(6))
    rare = Step("make_default", "call", spot(5), condition="on Missing", steps=(INSERT,))
    found = audit(traces=(trace(rare, select),))
    proofs = next(item.proofs for item in found.items if item.key == "layer-1-endpoints")

    assert [proof.text for proof in proofs] == [
        "the flow comes under conditions to the database: `INSERT orders`",
        "the flow comes to the database: `SELECT users`",
    ]


def test_what_a_handler_declares_on_the_lines_of_its_parameters_belongs_to_it() -> None:
    shown = (evidence("validation-model", 15, function="shop.orders"),)
    heads = frozenset({("shop/orders.py", 12, 16, "place_order")})
    other = frozenset({("shop/orders.py", 12, 16, "cancel_order")})

    assert State.VERIFIED is state("layer-6-schema", evidence=shown, heads=heads)
    assert State.UNKNOWN is state("layer-6-schema", evidence=shown, heads=other)


def test_only_constraints_on_repeated_rows_speak_of_repetition() -> None:
    shown = (
        evidence("constraint", text="`Order` refuses two rows with the same `key`"),
        evidence("constraint", 7, text="`Order` refuses values that a check does not allow"),
    )
    found = audit(evidence=shown)
    proofs = next(item.proofs for item in found.items if item.key == "layer-6-idempotency")

    assert ["`Order` refuses two rows with the same `key`"] == [proof.text for proof in proofs]

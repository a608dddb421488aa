"""Audits as the command writes them, for those who read them."""

from __future__ import annotations

import enum
import json
from dataclasses import fields, is_dataclass, replace

from readiness_lint.audit import (
    Audit,
    Evidence,
    Excerpt,
    Gate,
    Issue,
    Item,
    LayerScore,
    Score,
    Spot,
    State,
    Verdict,
)
from readiness_lint.terms import Layer, Severity, Status

TIMEOUT = Issue(
    "RDY401",
    "outbound-call-without-timeout",
    "Outbound call without a timeout",
    Layer.RELIABILITY,
    Severity.HIGH,
    Status.MISSING,
    "The page loads until the client gives up.",
    "`requests` waits forever by default, and the worker with it.",
    ("Say how long to wait:\n\n```python\nrequests.post(URL, timeout=5)\n```", "Try it."),
    (
        Evidence(
            Spot("shop/pay.py", 31, 4, 31, 40, "charge"),
            "`requests.post` has no timeout",
            Severity.HIGH,
            Status.MISSING,
            Excerpt(31, ("    requests.post(URL)",), 31),
            ((Spot("shop/gate.py", 12, function="send"), "called here"),),
        ),
        Evidence(
            Spot("shop/mail.py", 9), "`requests.get` has no timeout", Severity.HIGH, Status.MISSING
        ),
        Evidence(
            Spot("shop/old.py", 2),
            "`requests.put` has no timeout",
            Severity.HIGH,
            Status.MISSING,
            hidden=("baseline",),
        ),
    ),
)
STUB = Issue(
    "RDY102",
    "canned-write-response",
    "Handler of a write that answers with what it made up",
    Layer.INFRASTRUCTURE,
    Severity.CRITICAL,
    Status.STUBBED,
    "An order number that leads nowhere.",
    "Nothing is written.",
    ("Write the order.",),
    (
        Evidence(
            Spot("shop/api.py", 40, function="refund"),
            "`refund` answers with a literal",
            Severity.CRITICAL,
            Status.STUBBED,
        ),
    ),
)
PREVIEW = replace(
    TIMEOUT,
    code="RDY307",
    name="sleep-in-request",
    title="Pause while a client waits",
    layer=Layer.PERFORMANCE,
    preview=True,
)
HIDDEN = replace(
    TIMEOUT,
    code="RDY501",
    name="print-as-log",
    title="Printed line in the place of a log record",
    layer=Layer.OBSERVABILITY,
    severity=Severity.LOW,
    evidence=TIMEOUT.evidence[2:],
)
SCORE = Score(
    71,
    60,
    (LayerScore(Layer.RELIABILITY, Verdict.PARTIAL, "partial", 0.15, 88, 70),),
    Gate.NOT_READY,
    "one critical finding",
)
CHECKOUT = Audit(
    "checkout",
    "shop",
    "0.1.0",
    "an order is kept and paid",
    12,
    ("fastapi", "celery"),
    (),
    SCORE,
    (Item("layer-4-timeouts", Layer.RELIABILITY, "Timeouts are set", State.GAP),),
    (STUB, TIMEOUT, PREVIEW, HIDDEN),
    3,
)


def plain(value: object) -> object:
    """What JSON can say of a part of an audit."""
    match value:
        case Layer() | Severity():
            return value.label
        case enum.Enum():
            return value.value
        case tuple():
            return [plain(each) for each in value]
        case _ if is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def as_json(audit: Audit) -> str:
    return json.dumps(plain(audit), indent=2)

"""What audits are made of in tests: a small shop, with a trace, findings and evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from readiness_lint.audit import Attestation, Audit, End, Entry, Spot, Step, Tier, Trace
from readiness_lint.evidence import Evidence, all_kinds
from readiness_lint.finding import Finding, Region, Related
from readiness_lint.project.auditing import Material, Named, audited
from readiness_lint.registry import all_rules
from readiness_lint.terms import Severity

TODAY = dt.date(2027, 3, 1)
LINES = tuple(f"line {number}" for number in range(1, 100))


def finding(code: str, line: int = 5, **fields: Any) -> Finding:
    rule = all_rules()[code]
    given: dict[str, Any] = {
        "path": "shop/orders.py",
        "region": Region(line, 4, line, 9),
        "message": f"`pay` of line {line} is wrong",
        "severity": rule.severity,
        "status": rule.status,
        "function": "place_order",
    }
    given |= fields
    return Finding(rule, **{"scope": given["function"], **given})


def named(*findings: Finding) -> tuple[Named, ...]:
    return tuple(Named(item, f"{item.code}-{item.path}-{item.region.line}") for item in findings)


def evidence(kind: str, line: int = 6, **fields: Any) -> Evidence:
    given: dict[str, Any] = {
        "path": "shop/orders.py",
        "region": Region(line, 4, line, 9),
        "text": f"`{kind}` is there",
        "function": "place_order",
    }
    return Evidence(all_kinds()[kind], **{**given, **fields})


def spot(line: int, end_line: int = 0, function: str = "", path: str = "shop/orders.py") -> Spot:
    return Spot(path, line, 4, end_line or line, 20, function)


def trace(*steps: Step, title: str = "POST /orders", kind: str = "route", links: int = 3) -> Trace:
    target = spot(4, 12, "place_order")
    root = Step(title, "entry", spot(3), target, Tier.TRANSPORT, steps=steps)
    return Trace(Entry(title, kind, "shop.orders.place_order", spot(4)), root, links, 1)


INSERT = Step("session.add", "call", spot(7), end=End.DATABASE, detail="INSERT orders")
CHARGE = Step("requests.post", "call", spot(6), end=End.EXTERNAL, detail="POST https://pay.example")
STUB = Step("send_receipt", "call", spot(9), end=End.STUB, condition="order.paid")


def material(*findings: Finding, **fields: Any) -> Material:
    given: dict[str, Any] = {
        "flow": "checkout",
        "project": "shop",
        "tool": "1.2.3",
        "files": 4,
        "frameworks": ("fastapi",),
        "traces": (trace(INSERT, CHARGE),),
        "reached": frozenset({("shop/orders.py", "place_order")}),
        "findings": named(*findings),
        "today": TODAY,
        "lines": lambda _: LINES,
    }
    return Material(**{**given, **fields})


def audit(*findings: Finding, **fields: Any) -> Audit:
    return audited(material(*findings, **fields))


def full(word: str = "orders") -> Audit:
    """An audit with something in each part; ``word`` stands wherever code says it."""
    path = f"shop/{word}.py"
    related = (Related(f"via {word}()", Region(8, 0, 8, 4), "gateway.py"),)
    findings: Sequence[Finding] = (
        finding("RDY622", 7, path=path, function=word, message=f"`{word}` has no key"),
        finding("RDY401", 6, path=path, function=word, message=f"{word} has no", related=related),
        finding("RDY421", 8, path=path, function=word, hidden=("noqa",)),
        finding("RDY201", 9, path=path, function=word),
        finding("RDY401", 5, path="shop/other.py", function="other"),
        finding("RDY506", 5, path=path, function=word, severity=Severity.LOW),
    )
    shown = (
        evidence("timeout", 6, path=path, function=word, text=f"`{word}` has a limit"),
        evidence("health", 2, path="shop/health.py", function="ready", text=f"{word} asks"),
    )
    stub = Step(word, "task", Spot(path, 9), None, Tier.DOMAIN, End.STUB, word, f"not {word}")
    answers: Mapping[str, Attestation] = {
        "layer-6-backups": Attestation(word, "2027-01-05", f"https://{word}", "2027-12-31"),
        "layer-6-retention": Attestation(word, "2026-01-05", "", "2026-12-31"),
    }
    earlier = audit(finding("RDY401", 90, message=f"{word} was there"), flow=word)
    return audit(
        *findings,
        flow=word,
        project=word,
        criteria=f"{word} is kept",
        frameworks=(word,),
        traces=(trace(INSERT, stub, title=f"POST /{word}"),),
        reached=frozenset({(path, word)}),
        evidence=shown,
        attested=answers,
        lines=lambda _: tuple(f"{word} {number}" for number in range(1, 20)),
        earlier=earlier,
        unread=1,
    )

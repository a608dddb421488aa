"""Findings as SARIF 2.1.0, with what GitHub's code scanning asks for beside the schema.

Paths are relative to where the run was started, so that the same code gives the same bytes on every
machine.  What comments hide is left out: code scanning would open an alert for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from readiness_lint.finding import Finding, Region, Related
from readiness_lint.pattern import Pattern
from readiness_lint.reports.fingerprint import fingerprints, line_hashes
from readiness_lint.reports.summary import layer_of
from readiness_lint.reports.text import Lines
from readiness_lint.terms import Activation, Layer, Severity

if TYPE_CHECKING:
    from readiness_lint.rule import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://pypi.org/project/readiness-lint/"
BASE = "SRCROOT"
LONGEST = 1024
"""Characters of a description."""
LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
PROBLEMS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "recommendation",
}
SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
}
"""Scores of security rules: any score at all makes an alert one of security."""
_WEAKNESS = Pattern(r"\bCWE-(\d+)")


def report(
    findings: Sequence[Finding], *, lines: Lines, page_of: Callable[[Rule], str], tool: str
) -> str:
    """Give the whole log; ``page_of`` is the Markdown page of a rule, ``tool`` our version."""
    rules = list({finding.code: finding.rule for finding in findings}.values())
    rules.sort(key=lambda rule: rule.code)
    driver = {
        "name": "readiness-lint",
        "version": tool,
        "informationUri": HOME,
        "rules": [_rule(rule, page_of(rule)) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "readiness-lint/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "where the run was started"}}},
        "results": list(_results(findings, rules, lines)),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(rule: Rule, page: str) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _cut(rule.title)},
        "fullDescription": {"text": _cut(rule.why or rule.title)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": _properties(rule),
    }


def _properties(rule: Rule) -> dict[str, Any]:
    tags = ["readiness"]
    if not rule.code.startswith("RDY0"):
        tags.append(rule.layer.label)
    tags += [f"external/cwe/cwe-{number}" for number in dict.fromkeys(_WEAKNESS.findall(rule.page))]
    properties = {
        "tags": tags,
        "precision": "medium" if rule.activation is Activation.PREVIEW else "high",
        "problem.severity": PROBLEMS[rule.severity],
    }
    if Layer.SECURITY.label in tags:
        properties["security-severity"] = SCORES[rule.severity]
    return properties


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _results(
    findings: Sequence[Finding], rules: Sequence[Rule], lines: Lines
) -> Iterator[dict[str, Any]]:
    positions = {rule.code: index for index, rule in enumerate(rules)}
    judged = any(finding.is_baselined for finding in findings)
    path, hashes = "", list[str]()
    for finding, name in zip(findings, fingerprints(findings), strict=True):
        if finding.path != path:
            path, hashes = finding.path, line_hashes(lines(finding.path))
        result = _result(finding, positions[finding.code])
        result["partialFingerprints"] = {"readiness/v1": name}
        if finding.region.line <= len(hashes):
            line_hash = hashes[finding.region.line - 1]
            result["partialFingerprints"]["primaryLocationLineHash"] = line_hash
        if judged:
            accepted = {"kind": "external", "justification": "accepted by the baseline"}
            result["suppressions"] = [accepted] if finding.is_baselined else []
        yield result


def _result(finding: Finding, position: int) -> dict[str, Any]:
    layer = layer_of(finding)
    result = {
        "ruleId": finding.code,
        "ruleIndex": position,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(finding.path, finding.region, finding.scope)],
        "properties": {
            "severity": finding.severity.label,
            "status": finding.status.value,
            "layer": layer.label if layer else None,
        },
    }
    if finding.related:
        result["relatedLocations"] = [
            _related(finding, item, number) for number, item in enumerate(finding.related, 1)
        ]
    return result


def _location(path: str, region: Region, scope: str = "") -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(path),
            "region": {
                "startLine": region.line,
                "startColumn": region.column + 1,
                "endLine": region.end_line,
                "endColumn": region.end_column + 1,
            },
        }
    }
    if scope:
        location["logicalLocations"] = [{"fullyQualifiedName": scope}]
    return location


def _artifact(path: str) -> dict[str, str]:
    uri = quote(path.encode("utf-8", "surrogateescape"))
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": BASE}


def _related(finding: Finding, related: Related, number: int) -> dict[str, Any]:
    location = _location(related.file or finding.path, related.region)
    return {"id": number, **location, "message": {"text": related.message}}

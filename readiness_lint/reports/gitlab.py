"""Findings as a Code Quality report of GitLab."""

from __future__ import annotations

import json
from collections.abc import Sequence

from readiness_lint.finding import Finding
from readiness_lint.reports.fingerprint import fingerprints
from readiness_lint.terms import Severity

SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}


def report(findings: Sequence[Finding]) -> str:
    """Give the whole report: of two issues with one fingerprint GitLab would drop one."""
    issues = [
        {
            "description": f"{finding.code} {finding.message}",
            "check_name": finding.rule.name,
            "fingerprint": name,
            "severity": SEVERITIES[finding.severity],
            "location": {
                "path": finding.path.removeprefix("./"),
                "lines": {"begin": finding.region.line, "end": finding.region.end_line},
            },
        }
        for finding, name in zip(findings, fingerprints(findings), strict=True)
    ]
    return json.dumps(issues, indent=2)

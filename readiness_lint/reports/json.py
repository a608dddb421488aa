"""Findings for programs: one JSON object."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from readiness_lint.finding import Finding, Region, Related
from readiness_lint.reports.summary import Summary, layer_of
from readiness_lint.terms import Layer, Severity

VERSION = 1
"""Of the form of the object; it changes when a reader of the last form would misread the next."""


def report(findings: Sequence[Finding], summary: Summary, *, tool: str) -> str:
    """Give the whole report; ``tool`` is the version of the linter.

    The text is ASCII, so that it is JSON under any encoding of the output.
    """
    content = {
        "version": VERSION,
        "tool": tool,
        "findings": [_finding(finding) for finding in findings],
        "summary": _summary(summary),
    }
    return json.dumps(content, indent=2)


def _finding(finding: Finding) -> dict[str, Any]:
    layer = layer_of(finding)
    return {
        "code": finding.code,
        "name": finding.rule.name,
        "layer": layer.label if layer else None,
        "severity": finding.severity.label,
        "status": finding.status.value,
        "message": finding.message,
        "baselined": finding.is_baselined,
        "path": finding.path,
        **region_of(finding.region),
        "related": [_related(finding, related) for related in finding.related],
        "fix": None,
    }


def region_of(region: Region) -> dict[str, int]:
    """Give a stretch of text, columns from 1."""
    return {
        "line": region.line,
        "column": region.column + 1,
        "end_line": region.end_line,
        "end_column": region.end_column + 1,
    }


def _related(finding: Finding, related: Related) -> dict[str, Any]:
    return {
        "message": related.message,
        "path": related.file or finding.path,
        "region": region_of(related.region),
    }


def _summary(summary: Summary) -> dict[str, Any]:
    severities = sorted(Severity, reverse=True)
    return {
        "findings": summary.findings,
        "by_severity": {severity.label: summary.by_severity(severity) for severity in severities},
        "by_layer": {layer.label: summary.by_layer(layer) for layer in Layer},
        "files": summary.files,
        "unreadable": summary.unreadable,
        "hidden": summary.hidden,
        "baselined": summary.baselined,
    }

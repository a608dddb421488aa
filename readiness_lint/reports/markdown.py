"""Findings as Markdown, for the page of a job or a comment on a merge request."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_lint.finding import Finding
from readiness_lint.reports.prose import cell
from readiness_lint.reports.summary import Summary, counted
from readiness_lint.reports.text import shown
from readiness_lint.terms import Layer, Severity

LISTED = 200
"""Findings; a step of GitHub may write 1 MiB."""


def report(findings: Sequence[Finding], summary: Summary) -> str:
    """Give the whole page: numbers by layer, then the gravest findings."""
    severities = sorted(Severity, reverse=True)
    heads = " | ".join(severity.label for severity in severities)
    found, files = counted(summary.findings, "finding"), counted(summary.files, "file")
    rows = [
        f"### readiness-lint: {found} in {files}",
        "",
        f"| layer | {heads} |",
        f"|---|{'---:|' * len(severities)}",
    ]
    for layer in Layer:
        numbers = [summary.cells.get((layer, severity), 0) for severity in severities]
        rows.append(f"| {layer.label} | {' | '.join(map(str, numbers))} |")
    if findings:
        rows += ["", "| place | rule | severity | |", "|---|---|---|---|"]
    gravest = sorted(findings, key=lambda finding: -finding.severity)
    rows += [_row(finding) for finding in gravest[:LISTED]]
    if len(gravest) > LISTED:
        rows += ["", f"{counted(len(gravest) - LISTED, 'more finding')} in the log."]
    return "\n".join(rows)


def _row(finding: Finding) -> str:
    place = _cell(f"{finding.path}:{finding.region.line}")
    message = _cell(finding.message)
    return f"| {place} | {finding.code} | {finding.severity.label} | {message} |"


def _cell(text: str) -> str:
    return cell(shown(text).replace("&", "&amp;").replace("<", "&lt;"))

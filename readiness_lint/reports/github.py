"""Findings as annotations of a GitHub pull request, and as a table for its step summary.

A step may show ten annotations of each level, a job fifty; the rest is cut off in silence.  So the
gravest come first, what is over is printed as plain lines of the log, and a notice says how many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness_lint.finding import Finding
from readiness_lint.reports.summary import Summary, counted
from readiness_lint.reports.text import shown
from readiness_lint.terms import Layer, Severity

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
}
PER_LEVEL = 10
LISTED = 200
"""Findings in the step summary; a step may write 1 MiB."""


def report(findings: Sequence[Finding]) -> Iterator[str]:
    """Give workflow commands, then the findings that GitHub would not annotate."""
    gravest = sorted(findings, key=lambda finding: -finding.severity)
    annotated, rest = _shared_out(gravest, {})
    if rest:
        # The notice that says so is an annotation itself.
        annotated, rest = _shared_out(gravest, {"notice": 1})
    for finding in annotated:
        yield _command(finding)
    for finding in sorted(rest, key=lambda finding: finding.order):
        yield _line(finding)
    if rest:
        text = f"{counted(len(rest), 'more finding')} not annotated; the log lists all of them"
        yield f"::notice title=readiness-lint::{text}"


def step_summary(findings: Sequence[Finding], summary: Summary) -> str:
    """Give Markdown for the page of the run: numbers by layer, then the gravest findings."""
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


def _shared_out(
    gravest: Sequence[Finding], taken: dict[str, int]
) -> tuple[list[Finding], list[Finding]]:
    annotated: list[Finding] = []
    rest: list[Finding] = []
    for finding in gravest:
        level = LEVELS[finding.severity]
        if taken.get(level, 0) < PER_LEVEL:
            taken[level] = taken.get(level, 0) + 1
            annotated.append(finding)
        else:
            rest.append(finding)
    return annotated, rest


def _command(finding: Finding) -> str:
    region = finding.region
    properties = {
        "file": finding.path,
        "line": str(region.line),
        "endLine": str(region.end_line),
        "title": f"{finding.code} {finding.rule.title}",
    }
    if region.line == region.end_line:
        # GitHub drops an annotation of several lines that has columns.
        properties["col"] = str(region.column + 1)
        properties["endColumn"] = str(region.end_column + 1)
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{LEVELS[finding.severity]} {listed}::{_data(finding.message)}"


def _line(finding: Finding) -> str:
    path = finding.path
    if path.startswith((":", "#")):
        path = f"./{path}"  # the name of a file is not to be read as a command
    region = finding.region
    return shown(f"{path}:{region.line}:{region.column + 1}: {finding.code} {finding.message}")


def _row(finding: Finding) -> str:
    place = _cell(f"{finding.path}:{finding.region.line}")
    message = _cell(finding.message)
    return f"| {place} | {finding.code} | {finding.severity.label} | {message} |"


def _cell(text: str) -> str:
    escaped = shown(text).replace("&", "&amp;").replace("<", "&lt;")
    return escaped.replace("|", "\\|")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

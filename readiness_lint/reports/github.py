"""Findings as annotations of a GitHub pull request.

A step may show ten annotations of each level, a job fifty; the rest is cut off in silence.  So the
gravest come first, what is over is printed as plain lines of the log, and a notice says how many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness_lint.finding import Finding
from readiness_lint.reports.summary import counted
from readiness_lint.reports.text import shown
from readiness_lint.terms import Severity

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
}
PER_LEVEL = 10


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


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

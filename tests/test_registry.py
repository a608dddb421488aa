"""Codes are unique and in their layer, names match files."""

from __future__ import annotations

import re

import pytest

from readiness_lint.registry import RETIRED, all_rules, find
from readiness_lint.rule import Rule

EACH_RULE = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)


@EACH_RULE
def test_file_function_and_name_are_one(rule: Rule) -> None:
    path = f"readiness_lint.rules.{rule.layer.folder}.{rule.name.replace('-', '_')}"

    assert path == rule.check.__module__


@EACH_RULE
def test_code_is_three_digits_of_a_layer_and_not_retired(rule: Rule) -> None:
    assert re.fullmatch(r"RDY[1-6]\d\d", rule.code)
    assert rule.code != "RDY633"
    assert rule.code not in RETIRED


@EACH_RULE
def test_message_is_one_short_sentence_without_a_full_stop(rule: Rule) -> None:
    assert not rule.message.endswith(".")
    assert len(rule.message) <= 160


@EACH_RULE
def test_source_names_a_document_and_its_section(rule: Rule) -> None:
    assert rule.source
    for sentence in rule.source:
        assert re.match(r"S[123] \S", sentence)


@EACH_RULE
def test_rule_is_found_by_code_name_symbol_and_pylint_id(rule: Rule) -> None:
    for word in (rule.code, rule.code.lower(), rule.name, rule.symbol, rule.pylint_id):
        assert rule is find(word)


def test_precedence_has_no_cycle() -> None:
    above = {rule.code: set(rule.instead_of) for rule in all_rules().values()}

    def reached(code: str, seen: frozenset[str]) -> frozenset[str]:
        for other in above.get(code, ()):
            if other not in seen:
                seen = reached(other, seen | {other})
        return seen

    assert [] == [code for code in above if code in reached(code, frozenset())]

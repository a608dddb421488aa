"""Which rules are active and printed; wrong names in a configuration."""

from __future__ import annotations

import pytest

from readiness_lint.config import ConfigurationError, Settings, override
from readiness_lint.project.selection import select
from readiness_lint.registry import all_rules


def test_every_default_rule_is_active_and_printed() -> None:
    selection = select(Settings())
    codes = {code for code, rule in all_rules().items() if rule.activation.value == "default"}

    assert codes == {rule.code for rule in selection.active} == selection.printed


def test_an_ignored_rule_still_runs_so_that_no_general_one_reports_instead() -> None:
    selection = select(override(Settings(), ignore=("RDY431",)))

    assert "RDY431" in {rule.code for rule in selection.active}
    assert "RDY431" not in selection.printed


def test_a_prefix_prints_what_begins_with_it() -> None:
    selection = select(override(Settings(), select=("RDY4",)))

    assert {"RDY4"} == {code[:4] for code in selection.printed}
    assert {"RDY401", "RDY421", "RDY431"} <= selection.printed
    assert "RDY481" not in selection.printed


def test_strict_turns_switches_on() -> None:
    assert ("swallowed-exception", "local") in select(
        override(Settings(), profile="strict")
    ).switches
    assert not select(Settings()).switches


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"select": ("RDY9",)}, "no rule has the code or prefix `RDY9`"),
        ({"ignore": ("RDY40l",)}, "did you mean"),
    ],
)
def test_a_code_that_does_not_exist_is_an_error(values: dict[str, object], text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        select(override(Settings(), **values))


def test_an_unknown_list_of_words_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match="did you mean `health`"):
        select(Settings(words={"healt": ("ok",)}))


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match="did you mean `swallowed-exception`"):
        select(Settings(rules={"swallowed-exceptions": {}}))

from __future__ import annotations

from pathlib import Path

from readiness_lint.config import Settings
from readiness_lint.project.selection import select
from readiness_lint.registry import all_rules


def test_what_is_not_asked_for_does_not_run() -> None:
    selection = select(Settings(root=Path(), select=("RDY101",)))

    assert [rule.code for rule in selection.active] == ["RDY101"]


def test_a_rule_that_is_switched_off_keeps_more_general_ones_from_speaking_for_it() -> None:
    selection = select(Settings(root=Path(), select=("RDY506",)))
    displacing = {code for code, rule in all_rules().items() if "RDY506" in rule.instead_of}

    assert displacing
    assert selection.printed == {"RDY506"}
    assert {rule.code for rule in selection.active} == {"RDY506", *displacing}

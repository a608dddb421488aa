"""Every rule, over every fixture, finds what the marks say and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule

from fixtures import FILES, ROOT, expected, found, sources_of


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_fixture(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert expected(source) == found(source, path)


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_rule_has_a_fixture_that_it_fires_on(rule: Rule) -> None:
    marked = {code for path in sources_of(rule) for _, code in expected(path.read_text())}

    assert rule.code in marked

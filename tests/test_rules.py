"""Every rule, over every fixture, finds what the marks say and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_lint.facts.program import Text
from readiness_lint.registry import all_rules
from readiness_lint.rule import Rule

from fixtures import FILES, ROOT, expected, found, in_package, package_of, sources_of


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_fixture(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert expected(source) == found(source, path)


@pytest.mark.parametrize(
    "rule", [rule for rule in all_rules().values() if rule.sieve], ids=lambda rule: rule.code
)
def test_sieve_lets_through_what_is_reported(rule: Rule) -> None:
    assert rule.sieve is not None
    for path in sources_of(rule):
        source = path.read_text(encoding="utf-8")
        if rule.code in {code for _, code in expected(source)}:
            folder = package_of(path)
            assert folder is not None
            file = in_package(folder, source, path)

            assert rule.sieve(Text(file.module, file.role, source), file.program)


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_rule_has_a_fixture_that_it_fires_on(rule: Rule) -> None:
    marked = {code for path in sources_of(rule) for _, code in expected(path.read_text())}

    assert rule.code in marked

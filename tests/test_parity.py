"""flake8, pylint and our command report the same path, line, column and code for every fixture."""

from __future__ import annotations

from pathlib import Path

import pytest
from parity import Place, of_flake8, of_pylint, ours

ROOT = Path(__file__).parent.parent / "fixtures"


@pytest.fixture(scope="module")
def places() -> list[Place]:
    return ours(ROOT)


def test_each_place_is_reported_once(places: list[Place]) -> None:
    assert sorted(set(places)) == sorted(places)
    assert len({code for *_, code in places}) > 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_flake8_reports_the_same(places: list[Place], jobs: int) -> None:
    assert sorted(places) == sorted(of_flake8(ROOT, jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_pylint_reports_the_same(places: list[Place], jobs: int) -> None:
    assert sorted(places) == sorted(of_pylint(ROOT, jobs))

"""Regular expressions of modules are compiled late, and are right all the same."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import readiness_lint
from readiness_lint.pattern import Pattern

HOSTS = {"readiness_lint.frontends.pylint", "readiness_lint.frontends.flake8"}
NAMES = sorted(
    module.name
    for module in pkgutil.walk_packages(readiness_lint.__path__, "readiness_lint.")
    if module.name not in {*HOSTS, "readiness_lint.__main__"}
)


@pytest.mark.parametrize("name", NAMES)
def test_every_pattern_can_be_compiled(name: str) -> None:
    for value in vars(importlib.import_module(name)).values():
        if isinstance(value, Pattern):
            assert value.pattern == value.compiled.pattern


def test_a_pattern_answers_as_a_compiled_one() -> None:
    pattern = Pattern(r"(b)c?", re.IGNORECASE)
    text = "abc Bd"

    assert "bc" == pattern.search(text)[0]  # type: ignore[index]
    assert pattern.match(text) is None
    assert pattern.match(text, 1) is not None
    assert pattern.fullmatch("B") is not None
    assert ["b", "B"] == [match[1] for match in pattern.finditer(text)]
    assert ["b", "B"] == pattern.findall(text)
    assert "a- -d" == pattern.sub("-", text)
    assert ["a", "b", " ", "B", "d"] == pattern.split(text)

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tree import SAMPLES, Tree

from readiness_lint import registry, rules


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tree]:
    """A program that is checked with the sample rules, too."""
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(SAMPLES)])
    registry.all_rules.cache_clear()
    yield Tree(tmp_path, monkeypatch)
    registry.all_rules.cache_clear()

"""The fixtures are reported in the same bytes whatever way they are checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from bytes import Said, Trial

FIXTURES = Path(__file__).parent.parent / "fixtures"
SHARDS = (1, 3, 8)
"""`tests/bytes.py` tries all from one to eight."""
WAYS = [*Trial(FIXTURES, FIXTURES).ways(SHARDS)]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Said:
    said = Trial(FIXTURES, tmp_path_factory.mktemp("usual")).checked("-j1")
    assert (1, b"") == (said.code, said.complaints)
    assert said.written.count(b"\n") > 1000
    return said


@pytest.mark.parametrize("way", [way for way in WAYS if "cache" not in way])
def test_every_way_says_the_same(usual: Said, way: str, tmp_path: Path) -> None:
    assert usual == Trial(FIXTURES, tmp_path).ways(SHARDS)[way]()


def test_a_cache_is_not_seen(usual: Said, tmp_path: Path) -> None:
    ways = Trial(FIXTURES, tmp_path).ways(SHARDS)
    names = [way for way in WAYS if "cache" in way]

    assert [usual] * len(names) == [ways[name]() for name in names]
    assert len(SHARDS) + len(names) < len(WAYS)

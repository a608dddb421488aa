"""On whole small applications the findings are those that are marked; most are as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_lint.config import Cascade
from readiness_lint.project import check_paths
from readiness_lint.terms import Layer

from fixtures import expected

ROOT = Path(__file__).parent.parent / "fixtures" / "backends"
BACKENDS = sorted(ROOT.iterdir())
GAPPED = {"bike_shop"}
"""What an audit has something to say about."""


def marked(backend: Path) -> list[tuple[str, int, str]]:
    return [
        (str(path), line, code)
        for path in sorted(backend.rglob("*.py"))
        for line, code in expected(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda path: path.name)
def test_what_is_marked_is_found_and_nothing_else(backend: Path) -> None:
    run = check_paths([backend], Cascade(backend))
    found = [(str(item.path), item.region.line, item.code) for item in run.findings]

    assert run.files >= 2
    assert marked(backend) == sorted(found)


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda path: path.name)
def test_only_the_shop_that_is_audited_has_gaps(backend: Path) -> None:
    assert (backend.name in GAPPED) == bool(marked(backend))


def test_the_shop_that_is_audited_has_gaps_in_every_layer() -> None:
    digits = {int(code[3]) for _, _, code in marked(ROOT / "bike_shop")}

    assert {layer.value for layer in Layer} == digits

"""On whole small applications that are as they should be, nothing fires."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_lint.config import Cascade
from readiness_lint.project import check_paths

BACKENDS = sorted((Path(__file__).parent.parent / "fixtures" / "backends").iterdir())


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda path: path.name)
def test_nothing_fires(backend: Path) -> None:
    run = check_paths([backend], Cascade(backend))

    assert run.files >= 2
    assert [] == [(finding.path, finding.region, finding.message) for finding in run.findings]

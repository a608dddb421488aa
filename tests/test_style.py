"""The project's own linters, readiness-lint among them, have nothing to say about it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy", "--cache-dir=/dev/null"),
        ("readiness_lint", "check", "readiness_lint", "tests"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_nothing_is_found(command: tuple[str, ...]) -> None:
    tool = command[0]
    pytest.importorskip(tool, reason=f"{tool} is not installed")
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 0, done.stdout + done.stderr

"""pre-commit runs the hook in a scratch repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVICE = "import requests\n\n\ndef rate(currency):\n    return requests.get(currency)\n"


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Team", "-c", "user.email=team@books.example")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_try_repo_reports_the_finding(tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    if not (ROOT / ".git").exists():
        pytest.skip("the hook is tried from a git checkout")
    (tmp_path / "rates.py").write_text(SERVICE)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "rates.py")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pre_commit",
            "try-repo",
            str(ROOT),
            "readiness-lint",
            "--all-files",
        ],
        cwd=tmp_path,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "rates.py:5:12: RDY401" in done.stdout

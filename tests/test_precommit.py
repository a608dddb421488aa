"""pre-commit and prek run the hooks in a scratch repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVICE = "import requests\n\n\ndef rate(currency):\n    return requests.get(currency)\n"
MORE = "\n\ndef more(currency):\n    return requests.get(currency)\n"
SETTINGS = "select = ['RDY401']\nextend-exclude = ['old']\n"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A repository with a finding, and one in a folder that is excluded."""
    folder = tmp_path / "scratch"
    (folder / "old").mkdir(parents=True)
    (folder / "rates.py").write_text(SERVICE)
    (folder / "old" / "rates.py").write_text(SERVICE)
    (folder / "readiness-lint.toml").write_text(SETTINGS)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    return folder


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Team", "-c", "user.email=team@books.example")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def tried(folder: Path, tool: str, hook: str, *words: str) -> subprocess.CompletedProcess[str]:
    """A hook of this checkout, as it is, in another repository."""
    pytest.importorskip(tool, reason=f"{tool} is not installed")
    if not (ROOT / ".git").exists():
        pytest.skip("the hooks are tried from a git checkout")
    home = str(folder.parent / "home")
    return subprocess.run(
        [sys.executable, "-m", tool, "try-repo", str(ROOT), hook, *words],
        cwd=folder,
        env={**os.environ, "PRE_COMMIT_HOME": home, "PREK_HOME": home},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.mark.parametrize("tool", ["pre_commit", "prek"])
def test_what_is_staged_is_checked(scratch: Path, tool: str) -> None:
    done = tried(scratch, tool, "readiness-lint", "--all-files")

    assert done.returncode == 1, done.stdout + done.stderr
    assert "rates.py:5:12: RDY401" in done.stdout
    assert "old/rates.py" not in done.stdout, "what is excluded stays excluded"


@pytest.mark.parametrize("tool", ["pre_commit", "prek"])
def test_before_a_push_only_what_is_new_in_the_project_fails(scratch: Path, tool: str) -> None:
    command = [sys.executable, "-m", "readiness_lint", "baseline", "create"]
    subprocess.run(command, cwd=scratch, check=True, capture_output=True)
    git(scratch, "add", ".")
    words = ("readiness-lint-project", "--all-files", "--hook-stage", "pre-push")
    before = tried(scratch, tool, *words)
    (scratch / "rates.py").write_text(SERVICE + MORE)
    git(scratch, "add", ".")
    after = tried(scratch, tool, *words)

    assert (0, 1) == (before.returncode, after.returncode), before.stdout + after.stdout
    assert "rates.py:9:12: RDY401" in after.stdout
    assert "rates.py:5:12" not in after.stdout

"""A small repository, and the hosts run on it as users do, with a few rules more."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SITE = Path(__file__).parent / "site"
COLOURS = (
    *("NO_COLOR", "FORCE_COLOR", "GITHUB_STEP_SUMMARY"),
    *("READINESS_LINT_CONFIG", "READINESS_LINT_OUTPUT_FORMAT"),
)


class Shop:
    """A small repository that is linted, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder.parent / "started.txt"
        (folder / ".git").mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in COLOURS}
        paths = [str(SITE), *filter(None, [os.environ.get("PYTHONPATH")])]
        ours = {
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONWARNINGS": "",
            "SHOP_LOG": str(self.log),
        }
        return {**inherited, **ours, **(more or {})}

    @property
    def passes(self) -> list[str]:
        """How project passes were started so far."""
        started = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [words for words in started if "project-pass" in words]

    def run(
        self,
        *words: str,
        stdin: str | None = None,
        stdout: int = subprocess.PIPE,
        environment: Mapping[str, str] | None = None,
        module: str = "readiness_lint",
        folder: str = "",
    ) -> subprocess.CompletedProcess[str]:
        # A script that is installed does not look for modules in the current folder.
        safe = () if module == "readiness_lint" else ("-P",)
        return subprocess.run(
            [sys.executable, *safe, "-m", module, *words],
            cwd=self.folder / folder,
            env=self.environment(environment),
            input=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def spawning(self, host: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a host whose workers begin from nothing, as on macOS and Windows."""
        program = (
            "import multiprocessing, runpy, sys\n"
            "multiprocessing.set_start_method('spawn')\n"
            f"sys.argv = {[host, *words]!r}\n"
            f"runpy.run_module({host!r}, run_name='__main__')\n"
        )
        return subprocess.run(
            [sys.executable, "-P", "-c", program],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=240,
            check=False,
        )

    def check(self, *words: str, **keywords: object) -> subprocess.CompletedProcess[str]:
        return self.run("check", *words, **keywords)  # type: ignore[arg-type]

    def flake8(self, *words: str, **keywords: object) -> subprocess.CompletedProcess[str]:
        return self.run(*words, module="flake8", **keywords)  # type: ignore[arg-type]

    def pylint(self, *words: str, **keywords: object) -> subprocess.CompletedProcess[str]:
        plugin = ("--load-plugins=readiness_lint", "--persistent=n", "--score=n")
        return self.run(*plugin, *words, module="pylint", **keywords)  # type: ignore[arg-type]

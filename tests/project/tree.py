"""A program that is checked with a cache, and what of it was read and checked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from readiness_lint.config import Cascade, Settings
from readiness_lint.project import Run, check_paths, run

SAMPLES = Path(__file__).parent / "sample_rules"


class Tree:
    """A program in a folder of its own, checked with a cache beside it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "tree"
        self.cache = folder / "cache"
        self.folder.mkdir()
        self.read: Counter[str] = Counter()
        """Modules that were read since `check` was last called."""
        self.checked: Counter[str] = Counter()
        self._count(patch, "_read", "read")
        self._count(patch, "check", "checked")

    def _count(self, patch: pytest.MonkeyPatch, name: str, counter: str) -> None:
        inner = getattr(run.Pass, name)

        def counted(task: run.Pass, index: int) -> object:
            getattr(self, counter)[task.found[index].module] += 1
            return inner(task, index)

        patch.setattr(run.Pass, name, counted)

    def write(self, **texts: str | None) -> None:
        """Write modules of the package `shop`; ``None`` takes one away."""
        for name, text in texts.items():
            path = self.folder / "shop" / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text)

    def check(self, *paths: Path, jobs: int = 1, settings: Settings | None = None) -> Run:
        """Check with the cache, and see that nothing else is found without."""
        found = self.run(*paths, jobs=jobs, settings=settings, cache=str(self.cache))
        read, checked = self.read.copy(), self.checked.copy()
        assert found == self.run(*paths, settings=settings)
        self.read, self.checked = read, checked
        return found

    def run(
        self,
        *paths: Path,
        jobs: int = 1,
        settings: Settings | None = None,
        cache: str | None = None,
    ) -> Run:
        self.read.clear()
        self.checked.clear()
        fixed = settings or Settings(root=self.folder)
        cascade = Cascade(self.folder, fixed=fixed)
        return check_paths(list(paths) or [self.folder], cascade, jobs=jobs, cache=cache)

    def files(self) -> list[Path]:
        """The files of the cache."""
        return sorted(self.cache.rglob("*.rdy"))

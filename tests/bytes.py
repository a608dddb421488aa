"""Output must be the same bytes whatever way a program is checked.

    python tests/bytes.py FOLDER [--project NAME] [--shards N ...]

Each project of the folder is checked in one process; what that prints and writes is compared with
two processes, shuffled paths, an empty cache, a full one, and the shards of several runs.  Every
run has another hash seed.  Exit code 1: some differ.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from readiness_lint.config import Cascade
from readiness_lint.project.discovery import files

SHARDS = range(1, 9)
ALONE = 3
"""Up to so many shards each reads all files by itself."""
EVERYTHING = ("--preview", "--profile", "strict")
VARIABLES = (
    *("NO_COLOR", "FORCE_COLOR", "GITHUB_STEP_SUMMARY"),
    *("READINESS_LINT_CONFIG", "READINESS_LINT_OUTPUT_FORMAT"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a run let the world know."""

    code: int
    printed: bytes
    written: bytes
    complaints: bytes


@dataclass(slots=True)
class Trial:
    """A project, and the ways to check it."""

    project: Path
    scratch: Path
    """A folder for caches and files that runs write."""
    words: Sequence[str] = EVERYTHING
    _seeds: itertools.count[int] = field(default_factory=itertools.count)

    def run(self, verb: str, *words: str) -> subprocess.CompletedProcess[bytes]:
        inherited = {name: value for name, value in os.environ.items() if name not in VARIABLES}
        return subprocess.run(
            [sys.executable, "-P", "-m", "readiness_lint", verb, *words],
            cwd=self.project,
            env={**inherited, "PYTHONHASHSEED": str(next(self._seeds))},
            capture_output=True,
            check=False,
        )

    def reported(self, verb: str, *words: str) -> Said:
        """What a run prints and writes."""
        target = self.scratch / "report.txt"
        formats = ("--output-format", "json", "--output-format", f"text:{target}", "--statistics")
        done = self.run(verb, *formats, *words)
        return Said(done.returncode, done.stdout, target.read_bytes(), done.stderr)

    def checked(self, *words: str, cache: str = "") -> Said:
        return self.reported("check", *self.words, *self.kept(cache), *words)

    def kept(self, cache: str) -> tuple[str, ...]:
        return ("--cache-dir", str(self.scratch / cache)) if cache else ("--no-cache",)

    def shuffled(self) -> Said:
        """All files by name, in any order."""
        found = files([self.project], Cascade(self.project)).files
        names = [str(item.path.relative_to(self.project)) for item in found]
        random.Random(next(self._seeds)).shuffle(names)  # noqa: S311
        return self.checked("-j1", *(names or ["."]))

    def sharded(self, number: int, cache: str = "") -> Said:
        """As several runs, of which the last begins."""
        parts = [self.scratch / f"{shard}.json" for shard in range(1, number + 1)]
        for shard, part in reversed([*enumerate(parts, 1)]):
            share = ("--shard", f"{shard}/{number}", "--write-partial", str(part))
            done = self.run("check", "-j1", *self.words, *self.kept(cache), *share)
            assert done.returncode == 0, done.stderr.decode()
        return self.reported("merge", *map(str, parts))

    def ways(self, shards: Sequence[int] = SHARDS) -> Mapping[str, Callable[[], Said]]:
        """The ways by name, in the order in which they go together."""
        return {
            "two processes": partial(self.checked, "-j2"),
            "shuffled paths": self.shuffled,
            "empty cache": partial(self.checked, "-j2", cache="cache"),
            "full cache": partial(self.checked, "-j1", cache="cache"),
            # Few shards know nothing of each other, many share what they read.
            **{
                f"{number} shards": partial(
                    self.sharded, number, cache=f"cache{number}" if number > ALONE else ""
                )
                for number in shards
            },
        }


def differences(project: Path, shards: Sequence[int] = SHARDS) -> list[str]:
    """The ways in which a project is not reported as by one process."""
    with tempfile.TemporaryDirectory() as scratch:
        trial = Trial(project, Path(scratch))
        usual = trial.checked("-j1")
        return [name for name, way in trial.ways(shards).items() if way() != usual]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--project", default="")
    parser.add_argument("--shards", type=int, nargs="+", default=SHARDS)
    arguments = parser.parse_args()
    bad = 0
    for project in sorted(path.resolve() for path in arguments.folder.iterdir() if path.is_dir()):
        if arguments.project not in project.name:
            continue
        found = differences(project, arguments.shards)
        bad += bool(found)
        print(f"{project.name}: {', '.join(found) or 'the same'}", flush=True)
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())

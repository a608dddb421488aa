"""Compare what flake8, pylint and our command report on a folder, and on its program.

    python tests/parity.py FOLDER [FOLDER ...]

Prints, for each folder, how many findings all three share and which one of them has alone; exit
code 1 if any has.  Files that our configuration excludes are left out: the hosts check them when
they come across them, each by itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from readiness_lint.config import Cascade, program_root
from readiness_lint.project.discovery import files as discover
from readiness_lint.registry import find
from readiness_lint.terms import Layer

Place = tuple[str, int, int, str]
"""Path, line from 1, column from 1, code."""
CHECKERS = ",".join(f"readiness-{layer.label}" for layer in Layer)


def output_of(folder: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    if done.stderr.strip():
        print(done.stderr, file=sys.stderr)
    return done.stdout


def ours(folder: Path, jobs: int = 1) -> list[Place]:
    """What the command reports."""
    command = ("readiness_lint", "check", ".", "--output-format", "json", f"-j{jobs}")
    report = json.loads(output_of(folder, *command))
    return [
        (item["path"], item["line"], item["column"], item["code"])
        for item in report["findings"]
        if item["code"] > "RDY100"
    ]


def of_flake8(folder: Path, jobs: int = 1, files: Iterable[str] = (".",)) -> list[Place]:
    """What flake8 reports of ours."""
    found = []
    command = ("flake8", "--isolated", "--select=RDY", f"-j{jobs}", "--exit-zero", *files)
    for line in output_of(folder, *command).splitlines():
        path, row, column, text = line.split(":", 3)
        found.append((Path(path).as_posix(), int(row), int(column), text.split()[0]))
    return found


def of_pylint(folder: Path, jobs: int = 1, files: Iterable[str] = (".",)) -> list[Place]:
    """What pylint reports of ours."""
    report = output_of(
        folder,
        *("pylint", "--rcfile=", "--load-plugins=readiness_lint", "--disable=all"),
        *(f"--enable={CHECKERS}", "--output-format=json2", "--recursive=y", f"-j{jobs}", *files),
    )
    found = []
    for item in json.loads(report)["messages"]:
        rule = find(item["symbol"])
        if rule is not None:
            path = Path(item["path"]).as_posix()
            found.append((path, item["line"], item["column"] + 1, rule.code))
    return found


def discovered(folder: Path) -> set[str]:
    """The files that our command checks."""
    found = discover([folder], Cascade(program_root(folder))).files
    return {item.path.relative_to(folder).as_posix() for item in found}


def main() -> int:
    differ = False
    for name in sys.argv[1:]:
        folder = Path(name).resolve()
        known = discovered(folder)
        found = {
            "command": ours(folder, jobs=2),
            "flake8": of_flake8(folder, jobs=2),
            "pylint": of_pylint(folder, jobs=2),
        }
        reports = {
            host: [place for place in places if place[0] in known] for host, places in found.items()
        }
        shared = set.intersection(*map(set, reports.values()))
        print(f"{folder.name}: {len(shared)} shared")
        for host, places in reports.items():
            alone = sorted(set(places) - shared)
            twice = len(places) - len(set(places))
            print(f"  {host}: {len(places)} findings, {twice} twice, {len(alone)} not shared")
            for place in alone[:10]:
                print(f"    {place}")
            differ = differ or bool(alone) or bool(twice)
    return int(differ)


if __name__ == "__main__":
    sys.exit(main())

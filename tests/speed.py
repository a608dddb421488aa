"""What a run costs, as multiples of parsing alone, in one run of this script.

    python tests/speed.py FOLDER [--repeat N]

Bare parse is `ast.parse` of every Python file of the tree, read from disk, in one process.
"""

from __future__ import annotations

import argparse
import ast
import os
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

OURS = [sys.executable, "-P", "-m", "readiness_lint"]


def seconds(command: list[str], cwd: Path) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=False, capture_output=True)
    return time.perf_counter() - started


def best(repeat: int, measure: Callable[[], float]) -> float:
    return min(measure() for _ in range(repeat))


def parse_all(tree: Path) -> float:
    """Seconds of a process that parses, less those of a process that does nothing else."""
    started = time.perf_counter()
    for path in tree.rglob("*.py"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                ast.parse(path.read_bytes())
            except (SyntaxError, ValueError, RecursionError):
                continue
    return time.perf_counter() - started


def analyse_all(tree: Path) -> tuple[float, int]:
    """Seconds of our run inside one process, imports left out, and the number of files."""
    from readiness_lint.config import Cascade, Settings  # noqa: PLC0415
    from readiness_lint.facts.tables import tables  # noqa: PLC0415
    from readiness_lint.project import check_paths  # noqa: PLC0415
    from readiness_lint.registry import all_rules  # noqa: PLC0415

    tables()
    all_rules()
    cascade = Cascade(tree, fixed=Settings(root=tree))
    started = time.perf_counter()
    run = check_paths([tree], cascade)
    return time.perf_counter() - started, run.files


def peak(command: list[str], cwd: Path) -> int:
    """Megabytes at the most."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=cwd, capture_output=True, text=True, check=True
    )
    return int(done.stdout) // 1024


def row(what: str, figure: str, budget: str = "") -> None:
    print(f"| {what} | {figure} | {budget} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("tree", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    tree = arguments.tree.resolve()
    repeat = arguments.repeat
    bare = best(repeat, lambda: parse_all(tree))
    analysed = [analyse_all(tree) for _ in range(repeat)]
    ours, files = min(analysed)
    nothing = best(repeat, lambda: seconds([sys.executable, "-c", "pass"], tree))
    version = best(repeat, lambda: seconds([*OURS, "--version"], tree))
    check = [*OURS, "check", "--isolated", "--exit-zero", "--output-format", "concise", "."]
    one = best(repeat, lambda: seconds([*check, "-j", "1"], tree))
    two = best(repeat, lambda: seconds([*check, "-j", "2"], tree))
    print(
        f"{tree.name}: {files} files, bare parse {bare:.2f} s, CPython {sys.version.split()[0]}\n"
    )
    row("what", "figure", "budget")
    print("|---|--:|--:|")
    row("all default rules, cold, one process, over bare parse", f"{ours / bare:.2f}", "1.5")
    row("the same as a command, start-up included", f"{one / bare:.2f}")
    row("two processes over one", f"{two / one:.2f}", "0.7")
    row("warm, nothing changed", "-")
    row("`--version` over `python -c pass`", f"{version / nothing:.1f}", "3")
    row("peak memory, one process", f"{peak([*check, '-j', '1'], tree)} MB", "300 MB")
    for host, base, plugin in (
        (
            "flake8",
            ["-m", "flake8", "--isolated", "--exit-zero", "-j1", "."],
            ["--extend-ignore=RDY"],
        ),
        (
            "pylint",
            ["-m", "pylint", "--exit-zero", "--rcfile=", "--recursive=y", "-j1", "."],
            ["--load-plugins=readiness_lint"],
        ),
    ):
        if repeat < 1 or os.environ.get("WITHOUT_HOSTS"):
            continue
        command = [sys.executable, *base]
        if host == "flake8":
            # The plugin is installed; a copy of the run without it needs another environment.
            shared = best(1, lambda: share_of_flake8(tree))
            row("the same with two processes", f"{share_of_flake8(tree, jobs=2):.0%}", "20 %")
        else:
            alone = best(1, lambda: seconds(command, tree))  # noqa: B023
            both = best(1, lambda: seconds([*command, *plugin], tree))  # noqa: B023
            shared = both / alone - 1
        row(
            f"our share of a default {host} run",
            f"{shared:.0%}",
            "30 %" if host == "flake8" else "3 %",
        )
    print(
        f"\nmemory of this script: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )


def share_of_flake8(tree: Path, jobs: int = 1) -> float:
    """Wall time of flake8 with the plugin over flake8 with the plugin's work switched off."""
    command = [sys.executable, "-m", "flake8", "--isolated", "--exit-zero", f"-j{jobs}", "."]
    code = (
        "import sys; from readiness_lint.frontends import flake8 as ours;"
        "ours.Plugin.run = lambda self: iter(()); ours.Plugin.parse_options = lambda options: None;"
        "from flake8.main.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    without = seconds([sys.executable, "-c", code, *command[3:]], tree)
    return seconds(command, tree) / without - 1


if __name__ == "__main__":
    main()

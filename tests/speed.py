"""What a run costs, as multiples of parsing alone, in one run of this script.

    python tests/speed.py FOLDER [--repeat N] [--select CODES]

Bare parse is `ast.parse` of every Python file of the tree, read from disk, in one process.
"""

from __future__ import annotations

import argparse
import ast
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

CHANGED = 9
FIXTURES = Path(__file__).parent.parent / "fixtures" / "backends"
SMALL = 500
"""Bytes; what is not larger holds next to nothing."""
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


def analyse_all(tree: Path, select: tuple[str, ...]) -> tuple[float, int]:
    """Seconds of our run, and the number of files: of a process that has looked at other code.

    So it has imported and compiled what it needs once; the command's own time has that too.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(analyse, tree, select).result()


def analyse(tree: Path, select: tuple[str, ...]) -> tuple[float, int]:
    """As the command does it: what was read is not given back, for the process ends."""
    from readiness_lint.config import Cascade, Settings  # noqa: PLC0415
    from readiness_lint.facts.tables import tables  # noqa: PLC0415
    from readiness_lint.project import check_paths  # noqa: PLC0415
    from readiness_lint.registry import all_rules  # noqa: PLC0415

    tables()
    all_rules()
    check_paths([FIXTURES], Cascade(FIXTURES, fixed=Settings(root=FIXTURES)))
    settings = Settings(root=tree)
    cascade = Cascade(tree, fixed=replace(settings, select=select) if select else settings)
    started = time.perf_counter()
    run = check_paths([tree], cascade, last=True)
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
    parser.add_argument("--select", default="", help="only these rules, with commas between them")
    arguments = parser.parse_args()
    # Who has it installed has it compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    select = tuple(filter(None, arguments.select.split(",")))
    chosen = ["--select", arguments.select] if select else []
    tree = arguments.tree.resolve()
    repeat = arguments.repeat
    bare = best(repeat, lambda: parse_all(tree))
    analysed = [analyse_all(tree, select) for _ in range(repeat)]
    ours, files = min(analysed)
    nothing = best(repeat, lambda: seconds([sys.executable, "-c", "pass"], tree))
    version = best(repeat, lambda: seconds([*OURS, "--version"], tree))
    check = [*OURS, "check", "--isolated", "--exit-zero", "--no-cache", "-q", *chosen, "."]
    one = best(repeat, lambda: seconds([*check, "-j", "1"], tree))
    two = best(repeat, lambda: seconds([*check, "-j", "2"], tree))
    print(
        f"{tree.name}: {files} files, bare parse {bare:.2f} s, CPython {sys.version.split()[0]}\n"
    )
    row("what", "figure", "budget")
    print("|---|--:|--:|")
    what = f"{len(select)} rules" if select else "all default rules"
    row(f"{what}, cold, one process, over bare parse", f"{ours / bare:.2f}", "1.5")
    row("the same as a command, start-up included", f"{one / bare:.2f}")
    row("two processes over one", f"{two / one:.2f}", "0.7")
    for what, figure, budget in remembered(tree, repeat):
        row(what, figure, budget)
    row("`--version` over `python -c pass`", f"{version / nothing:.1f}", "3")
    row("peak memory, one process", f"{peak([*check, '-j', '1'], tree)} MB", "300 MB")
    if not os.environ.get("WITHOUT_HOSTS"):
        of_hosts(tree)
    print(
        f"\nmemory of this script: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )


def remembered(tree: Path, repeat: int) -> Iterator[tuple[str, str, str]]:
    """What runs cost that have a cache: of a copy, in which files change."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, tree.name)
        shutil.copytree(tree, copy, symlinks=True)
        for path in (copy, *copy.rglob("*")):
            # What has just been written may be written again in the same tick.
            os.utime(path, (1, 1))
        cache = ("--cache-dir", str(Path(folder, "cache")), "--output-format", "concise")
        check = [*OURS, "check", "--isolated", "--exit-zero", *cache]
        ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--exit-zero", "-q", "."]
        paths = sorted(path for path in copy.rglob("*.py") if path.stat().st_size > SMALL)
        for command in ([*check, "."], [*check, "."], ruff):
            seconds(command, copy)
        warm = best(repeat, lambda: seconds([*check, "."], copy))
        beside = best(repeat, lambda: seconds(ruff, copy))
        yield "warm, nothing changed", f"{warm:.2f} s", ""
        yield "the same over ruff's warm run", f"{warm / beside:.1f}", "4"
        staged = spread(paths, 3)
        seconds([*check, *map(str, staged)], copy)
        again = best(repeat, lambda: seconds([*check, *map(str, staged)], copy))
        yield "three files by name, checked before", f"{again:.2f} s", "0.5 s"
        # What a change costs hangs on who asks the file: the middle of nine, and the worst.
        some = spread(paths, CHANGED)
        costs = sorted(changed([*check, "."], copy, path) for path in some)
        yield "one changed file", f"{costs[CHANGED // 2]:.2f} to {costs[-1]:.2f} s", "0.35 s"
        costs = []
        for path in some:
            three = [path, *spread([item for item in paths if item != path], 2)]
            costs.append(changed([*check, *map(str, three)], copy, path))
            seconds([*check, "."], copy)
        costs.sort()
        figure = f"{costs[CHANGED // 2]:.2f} to {costs[-1]:.2f} s"
        yield "three files by name, one of them changed", figure, "0.5 s"


def spread(paths: Sequence[Path], number: int) -> list[Path]:
    """Some of the files, from all over the tree."""
    return [paths[len(paths) * part // (number + 1)] for part in range(1, number + 1)]


def changed(command: list[str], folder: Path, path: Path) -> float:
    """Seconds of a run after a function was put at the end of a file."""
    with path.open("a") as stream:
        stream.write(f"\n\ndef added_{time.time_ns()}() -> None:\n    pass\n")
    return seconds(command, folder)


def of_hosts(tree: Path) -> None:
    """What flake8 and pylint cost with us, over what they cost without."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["READINESS_LINT_CACHE_DIR"] = folder
        for jobs, budget in ((1, "1.3"), (2, "1.2")):
            shutil.rmtree(folder)
            row(f"flake8 with us over without, `-j {jobs}`, cold", over_flake8(tree, jobs), budget)
        row("the same, warm", over_flake8(tree, 2), "1.02")
        command = ["-m", "pylint", "--exit-zero", "--rcfile=", "--recursive=y", "-j1", "."]
        alone = seconds([sys.executable, *command], tree)
        both = seconds([sys.executable, *command, "--load-plugins=readiness_lint"], tree)
        row("pylint with us over without, warm", f"{both / alone:.2f}", "1.03")


def over_flake8(tree: Path, jobs: int) -> str:
    """Wall time of flake8 with the plugin over flake8 with the plugin's work switched off."""
    command = [sys.executable, "-m", "flake8", "--isolated", "--exit-zero", f"-j{jobs}", "."]
    code = (
        "import sys; from readiness_lint.frontends import flake8 as ours;"
        "ours.Plugin.run = lambda self: iter(()); ours.Plugin.parse_options = lambda options: None;"
        "from flake8.main.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    without = seconds([sys.executable, "-c", code, *command[3:]], tree)
    return f"{seconds(command, tree) / without:.2f}"


if __name__ == "__main__":
    main()

"""Findings must not depend on the order in which questions are asked.

    python tests/orders.py FOLDER [--orders N] [--project NAME]

Each project of the folder is checked file by file in its own order, then in shuffled orders, then
after the name, the type and the value of every expression of every module were asked for (eager
instead of on demand).  The findings are compared; exit code 1: some differ.
"""

from __future__ import annotations

import argparse
import ast
import gc
import random
import sys
from pathlib import Path

from readiness_lint.config import Cascade, Settings
from readiness_lint.facts.tables import tables
from readiness_lint.finding import Finding
from readiness_lint.model import File
from readiness_lint.project.discovery import files
from readiness_lint.project.run import Pass
from readiness_lint.registry import all_rules

Answers = tuple[Finding, ...]


def checked(project: Path, *, seed: int | None, eager: bool = False) -> Answers:
    """The findings of a project, sorted."""
    cascade = Cascade(project, fixed=Settings(root=project), overrides={"preview": True})
    found = files([project], cascade).files
    task = Pass(cascade, found, len(found))
    order = list(range(len(found)))
    if seed is not None:
        random.Random(seed).shuffle(order)  # noqa: S311
    task.outlines.update((index, task.read(index)) for index in range(len(found)))
    task.link()
    if eager:
        for program in task.programs.values():
            for file in program.files():
                ask_everything(file, seed)
    findings = [finding for index in order for finding in task.check(index).findings]
    task.forget()
    return tuple(sorted(findings, key=lambda finding: finding.order))


def ask_everything(file: File, seed: int | None) -> None:
    """Ask the model about every expression of a module, in a random order."""
    nodes = [node for node in ast.walk(file.tree) if isinstance(node, ast.expr)]
    nodes = [node for node in nodes if hasattr(node, "lineno")]
    random.Random(seed).shuffle(nodes)  # noqa: S311
    for node in nodes:
        file.name_of(node)
        file.type_of(node)
        file.value_of(node)


def differences(first: Answers, second: Answers) -> list[str]:
    """What only one of two runs found."""
    one = {f"{item.path}:{item.region.line} {item.code} {item.message}" for item in first}
    two = {f"{item.path}:{item.region.line} {item.code} {item.message}" for item in second}
    return [
        *(f"- {line}" for line in sorted(one - two)),
        *(f"+ {line}" for line in sorted(two - one)),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--orders", type=int, default=2)
    parser.add_argument("--project", default="")
    arguments = parser.parse_args()
    all_rules()
    tables()
    gc.disable()
    bad = 0
    for project in sorted(path for path in arguments.folder.iterdir() if path.is_dir()):
        if arguments.project not in project.name:
            continue
        usual = checked(project, seed=None)
        others = [checked(project, seed=seed) for seed in range(arguments.orders)]
        others.append(checked(project, seed=arguments.orders, eager=True))
        gc.collect()
        wrong = [line for other in others for line in differences(usual, other)]
        bad += bool(wrong)
        print(f"{project.name}: {len(usual)} findings, {len(wrong)} differences", flush=True)
        for line in wrong[:10]:
            print(f"    {line}")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())

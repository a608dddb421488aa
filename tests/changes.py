"""What one change costs: how many files are read again, and how many checked again.

    python tests/changes.py PROJECT [--files N] [--why]

A copy of the project is checked with a cache.  Then single files are changed, each in a few ways, and
after each change it is checked again: what a run with its cache reads and checks, and whether it
finds what a run without finds.  Exit code 1: once it did not.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from readiness_lint.config import Cascade, Settings
from readiness_lint.project import Run, check_paths, run
from readiness_lint.project.records import Revision


def comment(text: str) -> str | None:
    """A line more, at the top."""
    return f"# One more line.\n{text}"


def body(text: str) -> str | None:
    """A statement more, at the end of a function."""
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    if not functions:
        return None
    last = functions[len(functions) // 2].body[0]
    lines = text.split("\n")
    lines.insert(last.lineno - 1, f"{' ' * last.col_offset}one_more = 1")
    return "\n".join(lines)


def constant(text: str) -> str | None:
    """A constant more, at the end."""
    return f"{text}\nONE_MORE = 1\n"


def call(text: str) -> str | None:
    """A call more, of something that nothing else calls."""
    return f"{text}\n\ndef one_more():\n    one_more_call()\n"


EDITS: tuple[Callable[[str], str | None], ...] = (comment, body, constant, call)


class Counted:
    """A copy of a project, and what runs over it do."""

    def __init__(self, project: Path, folder: Path) -> None:
        self.tree = Path(shutil.copytree(project, folder / "tree", symlinks=True))
        self.cache = str(folder / "cache")
        self.done: Counter[str] = Counter()
        self.why: Counter[str] = Counter()

    def check(self, *, cached: bool) -> Run:
        self.done.clear()
        self.why.clear()
        with self._counting("_read"), self._counting("check"), self._explaining():
            cascade = Cascade(self.tree, fixed=Settings(root=self.tree))
            return check_paths([self.tree], cascade, cache=self.cache if cached else None)

    def _counting(self, name: str) -> mock._patch[object]:
        inner = getattr(run.Pass, name)

        def counted(task: run.Pass, index: int) -> object:
            self.done[name] += 1
            return inner(task, index)

        return mock.patch.object(run.Pass, name, counted)

    def _explaining(self) -> mock._patch[object]:
        inner = Revision._settle  # noqa: SLF001

        def settled(revision: Revision, question: tuple[str, ...]) -> None:
            before = len(revision.again)
            inner(revision, question)
            if len(revision.again) > before:
                self.why[" ".join(question)] += len(revision.again) - before

        return mock.patch.object(Revision, "_settle", settled)

    def python(self) -> Iterator[Path]:
        for path in sorted(self.tree.rglob("*.py")):
            words = {*path.relative_to(self.tree).parts[:-1], path.stem}
            if words.isdisjoint({"tests", "migrations", "test"}) and path.stat().st_size > 500:
                yield path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("project", type=Path)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--why", action="store_true")
    parser.add_argument("--trust", action="store_true", help="do not compare with other runs")
    arguments = parser.parse_args()
    bad = 0
    numbers: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        counted = Counted(arguments.project.resolve(), Path(folder))
        counted.check(cached=True)
        print(f"{arguments.project.name}: {counted.done['check']} files")
        paths = random.Random(1).sample([*counted.python()], arguments.files)  # noqa: S311
        for path in paths:
            text = path.read_text(encoding="utf-8")
            for edit in EDITS:
                changed = edit(text)
                if changed is None:
                    continue
                path.write_text(changed, encoding="utf-8")
                found = counted.check(cached=True)
                pair = counted.done["_read"], counted.done["check"]
                numbers[edit.__name__].append(pair)
                if pair[1] > 1:
                    name = path.relative_to(counted.tree)
                    print(f"{name} {edit.__name__}: {pair[0]} read, {pair[1]} checked")
                    for question, many in counted.why.most_common(8) if arguments.why else ():
                        print(f"    {many} {question}")
                if not arguments.trust and found != counted.check(cached=False):
                    bad += 1
                    print(f"{path} {edit.__name__}: DIFFERENT")
                path.write_text(text, encoding="utf-8")
                counted.check(cached=True)
    for name, pairs in numbers.items():
        read, checked = (sorted(column) for column in zip(*pairs, strict=True))
        middle = len(pairs) // 2
        print(
            f"{name}: read {read[middle]} (at most {read[-1]}),"
            f" checked {checked[middle]} (at most {checked[-1]})"
        )
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())

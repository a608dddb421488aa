"""Plant defects in projects, one at a time, and see whether each is found and nothing else.

    python tests/planted.py PROJECT [PROJECT ...] [--places N] [--seed N] [--kind KIND] [--list]

Of a copy of each project one thing is taken out that production needs: an implementation, a
migration, a mount, a commit, a transaction, a key, a constraint, a guard, a bound parameter, a
timeout, an `await`, the trace of a failure.  Where is said in `places.py`; places are taken in turn
from all kinds, projects and files, but none of which a rule that answers already says something: it
would say the same again.  The rest of the text stays byte for byte, and on its line.

``found``: a rule that answers for this defect has a finding more, in that file, or anywhere for what
is reported where it is missed.  ``unrelated``: findings more that are none of those.  ``--list``
counts the places and changes nothing.  Exit code 1: less than nine of ten are found, or something
unrelated is.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from places import KINDS, Place, Tree

from readiness_lint.config import Cascade, Settings
from readiness_lint.finding import Finding
from readiness_lint.project import check_paths

T = TypeVar("T")
Key = tuple[str, str, int]

TARGET = 0.9


def places_of(tree: Tree, seed: int) -> dict[str, list[Place]]:
    """By kind, the places of a project, in turn from its files."""
    found: dict[str, list[Place]] = {}
    for name, kind_ in KINDS.items():
        by_file = []
        for source in tree.sources:
            if source.role is kind_.role and source.lines:
                places = [Place(name, *fields(item)) for item in kind_.find(source)]
                by_file.append(shuffled(places, f"{seed} {name} {source.path}"))
        columns = zip_longest(*shuffled(by_file, f"{seed} {name}"))
        found[name] = [item for column in columns for item in column if item]
    return found


def fields(place: Place) -> tuple[Path, int, str, tuple[tuple[int, int, str], ...], bool]:
    return place.path, place.line, place.what, place.edits, place.gone


def shuffled(items: Sequence[T], seed: str) -> list[T]:
    """In an order that is the same for the same seed."""
    return random.Random(seed).sample([*items], len(items))  # noqa: S311


def in_turn(places: dict[Path, dict[str, list[Place]]], many: int) -> list[tuple[Path, Place]]:
    """So many places, in turn from the kinds, and for each kind from the projects."""
    queues = []
    for number, name in enumerate(KINDS):
        columns = [[(project, item) for item in found[name]] for project, found in places.items()]
        # Not always the first project where there are fewer rounds than projects.
        columns = columns[number % len(columns) :] + columns[: number % len(columns)]
        queues.append([item for row in zip_longest(*columns) for item in row if item])
    return [item for row in zip_longest(*queues) for item in row if item][:many]


class Copy:
    """A copy of a project, in which something is taken out."""

    def __init__(self, project: Path, folder: Path) -> None:
        self.tree = Path(shutil.copytree(project, folder / "tree", symlinks=True))
        self.cache = str(folder / "cache")
        self.before = self.check()

    def check(self) -> Counter[Key]:
        """What is found and not suppressed, without what an edit of the same line changes."""
        cascade = Cascade(self.tree, fixed=Settings(root=self.tree), overrides={"preview": True})
        self.findings = check_paths([self.tree], cascade, cache=self.cache).findings
        return Counter(key for item in self.findings if (key := self.key(item)))

    def key(self, finding: Finding) -> Key | None:
        path = str(Path(finding.path).relative_to(self.tree))
        return None if finding.hidden else (path, finding.code, finding.region.line)

    def unsaid(self, places: dict[str, list[Place]]) -> dict[str, list[Place]]:
        """The places of which no rule that answers for their kind says something already."""
        said = {(path, line, code) for path, code, line in self.before}
        return {
            name: [
                item
                for item in found
                if not any((str(item.path), item.line, code) in said for code in KINDS[name].codes)
            ]
            for name, found in places.items()
        }

    def with_(self, place: Place) -> list[Finding]:
        """What is found only with the defect."""
        path = self.tree / place.path
        content = path.read_bytes()
        if place.gone:
            path.unlink()
        else:
            text = content.decode()
            for start, end, instead in sorted(place.edits, reverse=True):
                text = text[:start] + instead + text[end:]
            ast.parse(text)
            path.write_bytes(text.encode())
        new = self.check() - self.before
        path.write_bytes(content)
        return [item for item in self.findings if (key := self.key(item)) and key in new]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("projects", type=Path, nargs="+")
    parser.add_argument("--places", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", default=[])
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    for name in [*KINDS]:
        if arguments.kind and name not in arguments.kind:
            del KINDS[name]
    projects = [project.resolve() for project in arguments.projects]
    places = {project: places_of(Tree(project), arguments.seed) for project in projects}
    if arguments.list:
        for name in KINDS:
            print(f"{name:<24}", *(f"{len(places[project][name]):>6}" for project in projects))
        return 0
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with ExitStack() as folders:
        copies = {
            project: Copy(project, Path(folders.enter_context(tempfile.TemporaryDirectory())))
            for project in projects
        }
        unsaid = {project: copies[project].unsaid(places[project]) for project in projects}
        for project, place in in_turn(unsaid, arguments.places):
            plant(copies[project], place, counts[place.kind, project.name])
    return report(counts, [project.name for project in projects])


def plant(copy: Copy, place: Place, counts: Counter[str]) -> None:
    """Take one thing out, and say what was missed, or found beside it."""
    kind_ = KINDS[place.kind]
    try:
        new = copy.with_(place)
    except SyntaxError as error:
        print(f"{place.path}:{place.line} {place.kind}: {error}", file=sys.stderr)
        return
    home = str(copy.tree / place.path)
    answers = [
        item for item in new if item.code in kind_.codes and (kind_.elsewhere or item.path == home)
    ]
    counts["found" if answers else "missed"] += 1
    others = [item for item in new if item not in answers and item.code not in kind_.besides]
    counts["unrelated"] += len(others)
    if not answers or others:
        said = "" if answers else ": missed"
        print(f"{place.path}:{place.line} {place.kind} ({place.what}){said}", flush=True)
    for item in others:
        path = Path(item.path).relative_to(copy.tree)
        print(f"    {path}:{item.region.line} {item.code} {item.message}")


def report(counts: dict[tuple[str, str], Counter[str]], names: list[str]) -> int:
    """The table: what was found, missed and unrelated, by kind and project."""
    print(f"{'found / missed / unrelated':<28}", *(f"{name[:18]:>18}" for name in [*names, "all"]))
    total: Counter[str] = Counter()
    for name in KINDS:
        row = [counts.get((name, project), Counter()) for project in names]
        whole = sum(row, Counter())
        total += whole
        if whole:
            print(f"{name:<28}", *map(cell, [*row, whole]))
    many = total["found"] + total["missed"]
    print(f"{'all':<28}", *[" " * 18] * len(names), cell(total))
    if many:
        print(f"{100 * total['found'] / many:.0f} % of {many} places")
    return int(total["found"] < TARGET * many or total["unrelated"] > 0)


def cell(counts: Counter[str]) -> str:
    text = f"{counts['found']} / {counts['missed']} / {counts['unrelated']}" if counts else "-"
    return f"{text:>18}"


if __name__ == "__main__":
    sys.exit(main())

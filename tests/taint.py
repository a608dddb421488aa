"""Compare taint that is demanded backwards from sinks with taint that is carried forwards.

    python tests/taint.py FOLDER [FOLDER ...]

Each folder is a project, or holds projects.  Forwards means: every function of every module is read,
every call carries what its arguments may hold into the parameters of the function that it runs, from
every source, until nothing changes.  The steps inside a function are the same; who is asked, and in
which order, is not.  Exit code 1: some finding is there in one way only.
"""

from __future__ import annotations

import argparse
import ast
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from readiness_lint.config import Cascade, Settings
from readiness_lint.facts.callers import called
from readiness_lint.facts.calls import CallSite, arguments_for, offloaded, rules_out
from readiness_lint.facts.flows import Given, Piece, Taken, formed, used_as
from readiness_lint.facts.sinks import Sink, sinks_of
from readiness_lint.facts.sources import THROUGH_QUEUES, accessed
from readiness_lint.facts.tables import tables
from readiness_lint.facts.taint import Tracer
from readiness_lint.facts.tainted import ELSEWHERE, backwards
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.project.discovery import files
from readiness_lint.project.run import Pass
from readiness_lint.terms import SinkKind

Parameter = tuple[FunctionNode, str]
Found = set[tuple[str, int, int, str]]


@dataclass(frozen=True)
class Root:
    """An argument that may stand for a request, by its class."""

    file: File
    expr: ast.expr


@dataclass(frozen=True)
class Value:
    """Something that a parameter may hold, and the call that gave it away from its source."""

    piece: Piece
    root: Root | None
    place: tuple[File, ast.expr]


@dataclass(frozen=True)
class Handed:
    """What a call gives for a parameter, in terms of the parameters around it."""

    site: CallSite
    piece: Piece | None
    root: Root | None


class Forwards:
    """The walk from all sources through all functions."""

    def __init__(self, members: list[File], kind: SinkKind) -> None:
        self.members = [file for file in members if file.role not in ELSEWHERE]
        self.kind = kind
        self.tracer = Tracer(kind)
        self.handed: dict[Parameter, list[Handed]] = defaultdict(list)
        self.values: dict[int, dict[Value, None]] = defaultdict(dict)
        """What each call gives for a parameter, by the identity of what it hands."""
        self.found: Found = set()

    def run(self) -> Found:
        """Everything that is reached."""
        for file in self.members:
            for call in file.nodes(ast.Call):
                target = called(file, call)
                if target is not None:
                    self.read(CallSite(file, call), *target)
            for item in offloaded(file):
                self.read(item.site, item.home, item.function)
        changed = True
        while changed:
            changed = False
            for parameter in list(self.handed):
                for handed in self.handed[parameter]:
                    for value in list(self.given(handed)):
                        if value not in self.values[id(handed)]:
                            self.values[id(handed)][value] = None
                            changed = True
        for file in self.members:
            for sink in sinks_of(file, self.kind):
                self.judge(file, sink)
        return self.found

    def read(self, site: CallSite, home: File, function: FunctionNode) -> None:
        """What a call of a function is given."""
        for argument in every_argument(function.args):
            for key in keys(site, function, argument.arg):
                for expr, _ in arguments_for(site, home, function, argument.arg, key):
                    self.hand(site, (function, argument.arg), key, expr)

    def hand(
        self, site: CallSite, parameter: Parameter, key: tuple[str, ...], expr: ast.expr
    ) -> None:
        """Note what an argument holds, read as a part of the parameter if there is a key."""
        handed = self.handed[(parameter[0], "".join((parameter[1], *key)))]
        handed += [Handed(site, piece, None) for piece in self.tracer.flow(site.file, expr).pieces]
        handed.append(Handed(site, None, Root(site.file, expr)))

    def given(self, handed: Handed) -> Iterator[Value]:
        """What a call gives, with the values that are known by now."""
        place = handed.site.file, handed.site.call
        if handed.piece is None:
            assert handed.root is not None
            root = Taken("", handed.root.file.place(handed.root.expr))
            yield Value(Piece(root), handed.root, place)
            return
        origin = handed.piece.origin
        if not isinstance(origin, Given):
            yield Value(handed.piece, None, place)
            return
        # A framework may fill it.
        yield Value(handed.piece, None, place)
        yield from self.through(origin, handed.piece, handed.site.call)

    def through(self, origin: Given, piece: Piece, node: ast.expr) -> Iterator[Value]:
        """What the values of a parameter are, read as a piece says, where a node may run."""
        names = [(origin.parameter, piece.access)]
        if piece.access:
            names.append((origin.parameter + piece.access[0], piece.access[1:]))
        for name, access in names:
            for value in self.coming(origin, name, node):
                read: Piece | None = value.piece
                for item in access:
                    if read is None:
                        break
                    if value.root is not None:
                        read = replace(read, access=(*read.access, item))
                        read = read if len(read.access) <= 4 else None
                    else:
                        read = accessed(origin.file, read, item)
                if read is not None:
                    yield replace(value, piece=used_as(read, piece))

    def coming(self, origin: Given, name: str, node: ast.expr) -> Iterator[Value]:
        """What the calls give that do not decide that a node never runs."""
        for handed in self.handed.get((origin.function, name), ()):
            if not rules_out(handed.site, origin.file, origin.function, node):
                yield from list(self.values[id(handed)])

    def judge(self, file: File, sink: Sink) -> None:
        """Note every source that reaches a sink."""
        for expr in sink.values:
            for piece in self.tracer.flow(file, expr).pieces:
                values = [Value(piece, None, (file, sink.node))]
                if isinstance(piece.origin, Given):
                    values += self.through(piece.origin, piece, sink.node)
                for value in values:
                    self.report(value, sink)

    def report(self, value: Value, sink: Sink) -> None:
        """Note a value if it is a client's."""
        final: Piece | None = value.piece
        if value.root is not None:
            found = self.tracer.by_type(value.root.file, value.root.expr, value.piece)
            final = next(iter(found), None)
        elif isinstance(value.piece.origin, Given):
            final = self.tracer.filled(value.piece)
        if final is None or not isinstance(final.origin, Taken):
            return
        final = formed(final, value.piece)
        assert final is not None
        assert isinstance(final.origin, Taken)
        if final.origin.semi_trusted and self.kind not in THROUGH_QUEUES:
            return
        if sink.is_reached_by(final):
            file, node = value.place
            self.found.add((file.module, node.lineno, node.col_offset, final.origin.text))


def keys(site: CallSite, function: FunctionNode, parameter: str) -> Iterator[tuple[str, ...]]:
    """How a function may read what it is given: as it is; its ``**kwargs`` name by name."""
    kwarg = function.args.kwarg
    if kwarg is None or kwarg.arg != parameter:
        yield ()
        return
    for keyword in site.call.keywords:
        if keyword.arg is not None:
            for access in (f"[{keyword.arg}]", f"get({keyword.arg})", f"pop({keyword.arg})"):
                yield (access,)


def demanded(task: Pass, kind: SinkKind) -> Found:
    """What the backward walk finds."""
    found: Found = set()
    for program in task.programs.values():
        for hits in backwards(program, kind).values():
            for hit in hits:
                found |= {
                    (hit.file.module, hit.node.lineno, hit.node.col_offset, origin.text)
                    for origin in hit.origins
                }
    return found


def projects(folders: list[Path]) -> Iterator[Path]:
    """The folders, or the projects in them."""
    for folder in folders:
        inner = sorted(path for path in folder.iterdir() if path.is_dir())
        holds = not any(folder.glob("*.py")) and len(inner) > 4
        yield from inner if holds else (folder,)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folders", type=Path, nargs="+")
    arguments = parser.parse_args()
    tables()
    different = False
    print(f"{'project':<34}{'kind':<6}{'demand':>7}{'forward':>8}{'seconds':>16}")
    for project in projects(arguments.folders):
        cascade = Cascade(project, fixed=Settings(root=project))
        task = Pass(cascade, files([project], cascade).files, 0)
        task.outlines = {index: task.read(index) for index in range(len(task.found))}
        task.link()
        members = [
            file
            for program in task.programs.values()
            for module in sorted({item.module for item in task.found})
            if (file := program.file(module)) is not None
        ]
        for kind in SinkKind:
            start = time.process_time()
            one = demanded(task, kind)
            between = time.process_time()
            other = Forwards(members, kind).run()
            end = time.process_time()
            times = f"{between - start:.2f} / {end - between:.2f}"
            name = project.name[:32]
            print(f"{name:<34}{kind.name:<6}{len(one):>7}{len(other):>8}{times:>16}", flush=True)
            for finding in sorted(one ^ other):
                different = True
                print("    only", "demanded" if finding in one else "forwards", *finding)
        task.forget()
    return int(different)


if __name__ == "__main__":
    sys.exit(main())

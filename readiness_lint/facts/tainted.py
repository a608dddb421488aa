"""Text that a client chose and that arrives where it does harm, over any number of calls.

Demanded backwards: from each call that takes a statement, a path or an address, to what its
argument may hold; from a parameter to all that call its function; until a framework fills the
parameter, or the text is taken out of a request.  It is reported in the function where that
happens.
"""

from __future__ import annotations

import ast
import heapq
import itertools
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Self

from readiness_lint.facts.calls import arguments_for, calls_of, gives_back, rules_out
from readiness_lint.facts.flows import Given, Piece, Taken
from readiness_lint.facts.program import Derivation, Program, part_of
from readiness_lint.facts.sinks import Sink, sinks_of
from readiness_lint.facts.sources import THROUGH_QUEUES
from readiness_lint.facts.tables import tables
from readiness_lint.facts.taint import Tracer
from readiness_lint.knowledge.schema import Answers, Route
from readiness_lint.model import File, Named
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Place, Role, SinkKind

LONGEST = 12
"""Functions that one text is followed through."""
MOST = 24
"""Ways in which one parameter is used that are followed: a function that walks a tree has no end."""
SHOWN = 3
"""Parts of a request that a message names."""
POSITIONS = Pattern(r"(?:\[\d+\])+$")
ELSEWHERE = frozenset({Role.TEST, Role.EXAMPLE, Role.MIGRATION})


@record
class TaintedCall:
    """A call whose argument a client chose and that does harm, itself or through what it runs."""

    kind: ClassVar[SinkKind]

    node: ast.expr
    """In the function where the text is the client's: the harmful call, or one that leads to it."""
    sink: str
    """The harmful call, by qualified name, or as the file spells it."""
    act: str
    """What it does there: reads, writes, lists or serves a file."""
    origins: tuple[Taken, ...]
    """What of the request it is, one or several."""
    whole: bool
    """Whether all of the argument is the client's, as far as is known."""
    path: tuple[Place, ...]
    """Where each helper goes on, the nearest first; in the last one it happens."""
    redirected: bool
    """Whether the request follows redirects."""
    returned: bool
    """Whether what the request brings goes back to the client."""

    @property
    def texts(self) -> str:
        """The origins as the file spells them."""
        names = sorted(f"`{text}`" for text in self._names())
        return " and ".join([*names[: SHOWN - 1], *names[SHOWN - 1 : SHOWN]])

    @property
    def several(self) -> bool:
        """Whether it is more than one part of the request."""
        return len(self._names()) > 1

    def _names(self) -> set[str]:
        """What of the request it is; which element of it tells a reader nothing."""
        return {POSITIONS.sub("", item.text) for item in self.origins}

    @property
    def narrow(self) -> bool:
        """Whether each is one segment of a path."""
        return all(item.narrow for item in self.origins)

    @property
    def sent(self) -> bool:
        """Whether each comes in a form that no link fills."""
        return all(item.sent for item in self.origins)

    @property
    def semi_trusted(self) -> bool:
        """Whether it comes from nowhere but queues and the like."""
        return all(item.semi_trusted for item in self.origins)

    @classmethod
    def find(cls, file: File) -> Iterable[Self]:
        """Every one of the file; none without a program, since nobody's callers are known."""
        if file.program is None:
            return ()
        return tuple(
            cls(
                hit.node,
                hit.sink.name,
                hit.sink.act,
                tuple(hit.origins),
                hit.whole,
                hit.path,
                hit.sink.redirected,
                hit.returned,
            )
            for hit in part_of(file, HITS[cls.kind]) or ()
        )


class TaintedSql(TaintedCall):
    """A statement of SQL that a client can change."""

    kind = SinkKind.SQL


class TaintedPath(TaintedCall):
    """A path that a client can lead elsewhere."""

    kind = SinkKind.PATH


class TaintedUrl(TaintedCall):
    """An address whose host a client can choose."""

    kind = SinkKind.URL


class TaintedCommand(TaintedCall):
    """A command of a shell that a client can change, or a program that he can choose."""

    kind = SinkKind.SHELL
    passed: ClassVar[bool] = False
    """It is known who gives it."""

    @property
    def remote(self) -> bool:
        """Whether another machine runs it."""
        return self.act == "remote"


class TaintedLoad(TaintedCall):
    """Bytes of a client that are made into objects in a way that runs code."""

    kind = SinkKind.LOADS
    given: ClassVar[str] = ""
    what: ClassVar[str] = "the bytes"


class TaintedPage(TaintedCall):
    """A client's text that becomes a part of a page as it is."""

    kind = SinkKind.HTML


class TaintedRedirect(TaintedCall):
    """A redirect whose host a client can choose."""

    kind = SinkKind.REDIRECT


@record
class Hit:
    """A harmful call that is reached from a request."""

    file: File
    node: ast.expr
    sink: Sink
    origins: list[Taken]
    whole: bool
    path: tuple[Place, ...]
    returned: bool


@record
class _Carried:
    """A piece of an argument on its way from a function to those that call it."""

    file: File
    node: ast.expr
    piece: Piece
    sink: Sink
    path: tuple[Place, ...]
    before: object
    """What led to it: the sink's call, or the use of a parameter."""
    returned: bool
    """Whether what the call gives is returned, too."""


def backwards(program: Program, kind: SinkKind) -> dict[str, list[Hit]]:
    """All hits of a program, by module.

    Most sinks are reached by no client, whatever was judged on the way, and that is cheaper to see:
    what may be reached at all is found first.
    """
    possible = Backwards(program, kind, checks=False)
    possible.run()
    return Backwards(program, kind, only=possible.leading()).run() if possible.hits else {}


def _told(hits: Sequence[Hit]) -> object:
    """What a module's findings hang on, in the order of its text and without its lines."""
    ordered = sorted(hits, key=lambda hit: start_of(hit.node))
    return [
        (
            (hit.sink.name, hit.sink.act, hit.sink.redirected, hit.whole, hit.returned),
            [(item.text, item.narrow, item.sent) for item in hit.origins],
            [f"{place.module}.{place.function}" for place in hit.path],
        )
        for hit in ordered
    ]


def _hits(kind: SinkKind) -> Derivation[list[Hit]]:
    name = f"{__name__}:{kind.name}"
    return Derivation(name, lambda program: backwards(program, kind), _told)


SQL, PATH, URL, SHELL, LOADS, HTML, REDIRECT = (_hits(kind) for kind in SinkKind)
HITS = dict(zip(SinkKind, (SQL, PATH, URL, SHELL, LOADS, HTML, REDIRECT), strict=True))
"""The harmful calls that are reached from a request, by module."""


def _reached(kind: SinkKind) -> Derivation[list[ast.expr]]:
    def make(program: Program) -> dict[str, list[ast.expr]]:
        found: dict[str, list[ast.expr]] = defaultdict(list)
        for module in program.having(HITS[kind]):
            for hit in program.derived(HITS[kind], module) or ():
                found[hit.path[-1].module if hit.path else module].append(hit.sink.node)
        return found

    name = f"{__name__}:REACHED_{kind.name}"
    return Derivation(name, make, lambda nodes: sorted(ast.unparse(node) for node in nodes))


REACHED_SQL, REACHED_SHELL, REACHED_LOADS = (
    _reached(kind) for kind in (SinkKind.SQL, SinkKind.SHELL, SinkKind.LOADS)
)
REACHED = {
    SinkKind.SQL: REACHED_SQL,
    SinkKind.SHELL: REACHED_SHELL,
    SinkKind.LOADS: REACHED_LOADS,
}


def is_reached(file: File, node: ast.expr, kind: SinkKind) -> bool:
    """Whether a request is known to reach a harmful call of a file, from wherever it is reported."""
    return node in (part_of(file, REACHED[kind]) or ())


class Backwards:
    """The walk from sinks to sources."""

    def __init__(
        self,
        program: Program,
        kind: SinkKind,
        *,
        checks: bool = True,
        only: Container[object] | None = None,
    ) -> None:
        """With ``only``, nothing but these calls and uses of parameters is followed."""
        self.program = program
        self.kind = kind
        self.tracer = Tracer(kind, checks=checks)
        self.only = only
        self.heap: list[tuple[tuple[int, Place], int, _Carried]] = []
        self.count = itertools.count()
        self.settled: set[object] = set()
        self.ways: Counter[Given] = Counter()
        self.hits: dict[ast.expr, Hit] = {}
        self.ends: set[object] = set()
        self.befores: dict[object, set[object]] = defaultdict(set)

    def run(self) -> dict[str, list[Hit]]:
        """Follow every sink of the program."""
        known = tables()
        others: tuple[Named, ...] = ()
        if self.kind is SinkKind.HTML:
            # What a view returns becomes a page with no call at all.
            others = (known.table(Route),)
        elif self.kind is SinkKind.REDIRECT:
            # Any answer may have the header, and a class is asked where to.
            others = known.table(Answers), known.word("redirects-by-method")
        for file in self.program.using(known.sinks(self.kind), *others):
            if file.role not in ELSEWHERE:
                for sink in sinks_of(file, self.kind):
                    self.start(file, sink)
        while self.heap:
            self.go_on(heapq.heappop(self.heap)[-1])
        found: dict[str, list[Hit]] = defaultdict(list)
        for hit in self.hits.values():
            found[hit.file.module].append(hit)
        return found

    def leading(self) -> set[object]:
        """The calls and uses of parameters that lead to a hit."""
        found = set(self.ends)
        todo = list(found)
        while todo:
            more = self.befores.get(todo.pop(), set()) - found
            found |= more
            todo += more
        return found

    def start(self, file: File, sink: Sink) -> None:
        """Follow the arguments of a sink."""
        if self.only is None or sink.node in self.only:
            returned = self.is_returned(file, sink.node)
            for value in sink.values:
                for piece in self.tracer.flow(file, value).pieces:
                    self.push(_Carried(file, sink.node, piece, sink, (), sink.node, returned))

    def is_returned(self, file: File, call: ast.expr) -> bool:
        """Whether what a call brings from elsewhere is returned."""
        # Asked for what leads to a request alone.
        asked = self.kind is SinkKind.URL and self.only is not None
        return asked and isinstance(call, ast.Call) and gives_back(file, call)

    def push(self, carried: _Carried) -> None:
        """Look at a piece later, near ones first."""
        order = len(carried.path), carried.file.place(carried.node)
        heapq.heappush(self.heap, (order, next(self.count), carried))

    def go_on(self, carried: _Carried) -> None:
        """Report a piece that is the client's; ask the callers for one that is a parameter."""
        origin = carried.piece.origin
        if isinstance(origin, Taken):
            self.report(carried, carried.piece)
        elif isinstance(origin, Given):
            self.ask(carried, origin)

    def report(self, carried: _Carried, piece: Piece) -> None:
        """Note that a sink is reached from a request."""
        origin = piece.origin
        assert isinstance(origin, Taken)
        if origin.semi_trusted and self.kind not in THROUGH_QUEUES:
            return
        if not carried.sink.is_reached_by(piece):
            return
        self.ends.add(carried.before)
        origin = replace(origin, narrow=piece.is_narrow)
        known = self.hits.get(carried.node)
        if known is None:
            known = self.hits[carried.node] = Hit(
                carried.file,
                carried.node,
                carried.sink,
                [],
                not piece.glued,
                carried.path,
                carried.returned,
            )
        if origin.text not in {item.text for item in known.origins}:
            known.origins.append(origin)

    def ask(self, carried: _Carried, origin: Given) -> None:
        """Follow a parameter: into the request, or to the callers."""
        piece = carried.piece
        # What leads to several calls of one kind leads to the nearest.
        how = (
            piece.lead,
            piece.form,
            piece.glued,
            piece.behind,
            piece.flat,
            piece.decoded,
            piece.based,
        )
        use = origin, piece.access, how, carried.sink.act
        taken = self.tracer.filled(piece)
        if taken is not None:
            self.report(carried, taken)
        if self.only is not None and use not in self.only:
            return
        self.befores[use].add(carried.before)
        if use in self.settled or len(carried.path) >= LONGEST or self.ways[origin] >= MOST:
            return
        self.settled.add(use)
        self.ways[origin] += 1
        path = (carried.file.place(carried.node), *carried.path)
        for site in calls_of(origin.file, origin.function, self.program):
            if site.file.role in ELSEWHERE:
                continue
            # A test in between is a judgement, too.
            if self.tracer.checks and rules_out(site, origin.file, origin.function, carried.node):
                continue
            for value, access in arguments_for(
                site, origin.file, origin.function, origin.parameter, piece.access
            ):
                rest = replace(piece, access=access)
                for item in self.tracer.of_argument(site.file, value, rest):
                    returned = carried.returned and self.is_returned(site.file, site.call)
                    self.push(
                        _Carried(site.file, site.call, item, carried.sink, path, use, returned)
                    )

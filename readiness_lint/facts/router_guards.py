"""Whether something above a router asks who calls: what made it, and what it is mounted on."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from readiness_lint.facts.access import any_of, guarded_by
from readiness_lint.facts.callables import given
from readiness_lint.facts.mounts import Names, names_of
from readiness_lint.facts.program import APART, Derivation, Program
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Mounts, Routes, Table
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Answer


def guarded_above(file: File, router: ast.expr) -> Answer:
    """Whether all routes of a router are guarded; ``None`` also where it is not mounted in sight."""
    program = file.program
    made = file.origin(router)
    row = _row_of(*made) if made else None
    if program is None or made is None or row is None:
        return None
    own = _is_made_with_guards(*made, row)
    if own or row.root:
        return own
    return any_of((own, *(_mounted(program, name) for name in names_of(file, router) or (None,))))


def _mounted(program: Program, name: str | None) -> Answer:
    home = program.defining(name) if name else None
    parts = program.derived(MOUNTED, home[0].module) if home else None
    return parts.get(name or "") if parts else None


def _row_of(file: File, made: ast.expr) -> Routes | None:
    """What is known of the constructor of a router; a subclass may have guards of its own."""
    name = file.callee(made) if isinstance(made, ast.Call) else None
    return tables().table(Routes).get(name) if name else None


def _is_made_with_guards(file: File, made: ast.expr, row: Routes) -> Answer:
    assert isinstance(made, ast.Call)
    if any(keyword.arg in row.opaque for keyword in made.keywords):
        return None
    return guarded_by(file, made, row)


# ── all mounts of a program ──────────────────────────────────────────────────────────────────────
@record
class _Edge:
    """One call that mounts a router."""

    guarded: Answer
    """Whether the call, or the making of what it mounts on, asks who calls."""
    parents: Names
    """What it mounts on; none: an application, with nothing above it."""


Edges = dict[str, list[_Edge]]
"""By the name of what is mounted."""


def _guards_by_router(program: Program) -> dict[str, dict[str, Answer]]:
    edges: Edges = defaultdict(list)
    for file in _mounting(program):
        for name, call in file.calls_to(_mounts()) if file.role not in APART else ():
            edge = _edge(file, call, name)
            for child in sorted(names_of(file, _router(file, call, name)) or ()):
                edges[child].append(edge)
    found: dict[str, dict[str, Answer]] = defaultdict(dict)
    for name in sorted(edges):
        home = program.defining(name)
        if home is not None:
            found[home[0].module][name] = _above(edges, name, frozenset())
    return found


MOUNTED: Derivation[dict[str, Answer]] = Derivation(
    "readiness_lint.facts.router_guards:MOUNTED",
    _guards_by_router,
    lambda parts: sorted(parts.items()),
)
"""Whether what stands above the mounted routers of a module asks who calls, by their names."""


@cache
def _mounts() -> Table[Mounts]:
    """The methods of applications and routers that mount a router."""
    owners = tables().table(Routes)
    rows = tables().table(Mounts).items()
    return Table(
        {name: row for name, row in rows if row.router and name.rpartition(".")[0] in owners}
    )


def _mounting(program: Program) -> Iterable[File]:
    found = {file.module: file for last in _mounts().lasts for file in program.calling(last)}
    return [found[module] for module in sorted(found)]


def _edge(file: File, call: ast.Call, name: str) -> _Edge:
    guarded = guarded_by(file, call, _mounts()[name])
    if tables().table(Routes)[name.rpartition(".")[0]].root:
        return _Edge(guarded, frozenset())
    parent = call.func.value if isinstance(call.func, ast.Attribute) else None
    made = file.origin(parent) if parent is not None else None
    row = _row_of(*made) if made else None
    own = _is_made_with_guards(*made, row) if made and row else None
    return _Edge(any_of((guarded, own)), names_of(file, parent))


def _router(file: File, call: ast.Call, name: str) -> ast.expr | None:
    param = _mounts()[name].router
    return given(file, call, param) if param else None


def _above(edges: Edges, name: str, seen: frozenset[str]) -> Answer:
    """What the calls say that mount a router, and those that mount what it is mounted on."""
    own = edges.get(name, ())
    if not own or name in seen:
        return None
    # Whatever mounts it once more, perhaps with guards, does not take these away.
    answers = [edge.guarded for edge in own]
    for edge in own:
        parents = (None,) if edge.parents is None else sorted(edge.parents)
        answers += [_above(edges, item, seen | {name}) if item else None for item in parents]
    return any_of(answers)

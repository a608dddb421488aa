"""Under which paths the routes of a handler are served: those of its routers, and what mounts them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.program import APART
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Mounts, Param, Route
from readiness_lint.model import File

PREFIXES = (Param("prefix"), Param("url_prefix"))
"""What routers are made with."""


def prefixes_of(handler: Handler, file: File) -> Iterator[str]:
    """The paths in front of its own, of all routers and lists of routes that hold it."""
    mounts = _mounts(file)
    todo = [
        name
        for home, call in (*((file, call) for call in handler.calls), *_elsewhere(handler))
        for name in _holders(home, call)
    ]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        yield from _made_with(file, name)
        for mount in mounts.get(name, ()):
            if mount.prefix is not None:
                yield mount.prefix
            todo += mount.holders


def _elsewhere(handler: Handler) -> Iterator[tuple[File, ast.Call]]:
    return ((item.file, item.node) for item in handler.elsewhere)


def _holders(file: File, call: ast.Call) -> tuple[str, ...]:
    """What a route is added to: the router; the list and the module that it stands in."""
    if isinstance(call.func, ast.Attribute):
        name = _variable(file, call.func.value)
        if name is not None:
            return (name,)
    statement = file.statement(call)
    targets = statement.targets if isinstance(statement, ast.Assign) else ()
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return (file.module, *map(file.qualify, names))


def _variable(file: File, expr: ast.expr | None) -> str | None:
    """The qualified name of a variable of a module, wherever it is used."""
    if isinstance(expr, ast.Name):
        known = file.index.module.bindings.get(expr.id, [])
        if known and known[0].value is not None and file.bindings(expr) == known:
            return file.qualify(expr.id)
    return file.name_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None


def _made_with(file: File, name: str) -> Iterator[str]:
    """The prefix that a router was made with."""
    home = file.home(name)
    bindings = home.index.module.bindings.get(name.rpartition(".")[2], ()) if home else ()
    for binding in bindings:
        if home is not None and isinstance(binding.value, ast.Call):
            for option in PREFIXES:
                yield from _text(home, given(home, binding.value, option))


def _text(file: File, expr: ast.expr | None) -> Iterator[str]:
    known = constant(file, expr)
    if known is not None and isinstance(known.value, str):
        yield known.value


@dataclass(frozen=True, slots=True)
class _Mount:
    """One place where a router, or a list of routes, is mounted."""

    prefix: str | None
    holders: tuple[str, ...]
    """What it is mounted on."""


def _mounts(file: File) -> dict[str, list[_Mount]]:
    """By the qualified name of the router, or that of the module of a URLconf."""
    if file.program is None:
        return _mounts_in([file])
    program = file.program
    found: dict[str, list[_Mount]] = program.memo(
        ("mounts and prefixes",), lambda: _mounts_in(program.using(tables().table(Mounts)))
    )
    return found


def _mounts_in(files: Iterable[File]) -> dict[str, list[_Mount]]:
    table = tables().table(Mounts)
    found: dict[str, list[_Mount]] = defaultdict(list)
    for file in files:
        for name, call in file.calls_to(table) if file.role not in APART else ():
            row = table[name]
            router = _mounted(file, given(file, call, row.router))
            if router is not None:
                prefix, around = given(file, call, row.prefix), call
                if row.prefix is None:
                    around = _route_around(file, call) or call
                    prefix = given(file, around, _path_of(file, around))
                mount = _Mount(next(_text(file, prefix), None), _holders(file, around))
                found[router].append(mount)
    return found


def _mounted(file: File, expr: ast.expr | None) -> str | None:
    """The router, the list or the module that is mounted: ``(urls, "shop")`` mounts the first."""
    if isinstance(expr, ast.Tuple) and expr.elts:
        expr = expr.elts[0]
    if isinstance(expr, ast.Constant) and isinstance(expr.value, str):
        return expr.value
    return _variable(file, expr)


def _route_around(file: File, call: ast.Call) -> ast.Call | None:
    around = file.parent(call)
    return around if isinstance(around, ast.Call) else None


def _path_of(file: File, call: ast.Call) -> Param | None:
    row = tables().table(Route).get(file.callee(call) or "")
    return row.path if row else None

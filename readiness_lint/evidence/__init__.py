"""Evidence: what code does for readiness, kind by kind.  One kind is one file of this package.

The same facts that show a gap show what is there, so a kind says where, and decides nothing.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from readiness_lint.finding import Located, Region
from readiness_lint.model import File
from readiness_lint.record import record, single_record
from readiness_lint.terms import Layer, Place, Role


@record
class Shown:
    """A place of a file that shows something, and what it shows."""

    node: Located
    text: str


Find = Callable[[File], Iterator[Shown]]
SERVED = frozenset({Role.APPLICATION, Role.SETTINGS})


def _restore(name: str) -> Kind:
    return all_kinds()[name]


@single_record
class Kind:
    """One kind of evidence: what it is called, and what finds it."""

    name: str
    layer: Layer
    title: str
    find: Find
    roles: frozenset[Role] = SERVED
    """What modules are for that it looks at."""

    def __reduce__(self) -> tuple[Callable[[str], Kind], tuple[str]]:
        """Travel between processes by name, as rules do."""
        return _restore, (self.name,)


@record
class Evidence:
    """A place that shows something: the only thing that front ends see."""

    kind: Kind
    path: str
    region: Region
    text: str
    function: str = ""
    """``Class.method`` around it, or the module, as of a finding."""

    @property
    def order(self) -> tuple[str, str, int, int, str]:
        """The key by which output is sorted: by kind, then by place."""
        return self.kind.name, self.path, self.region.line, self.region.column, self.text


def evidence(
    name: str, *, layer: Layer, title: str, roles: frozenset[Role] = SERVED
) -> Callable[[Find], Kind]:
    """Turn what finds places in a file into a `Kind`; it stands in a module of the kind's name."""
    return lambda find: Kind(name=name, layer=layer, title=title, find=find, roles=roles)


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Kinds by name, in the order of their names."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        kind = getattr(importlib.import_module(module.name), module.name.rpartition(".")[2])
        assert isinstance(kind, Kind)
        found[kind.name] = kind
    return {name: found[name] for name in sorted(found)}


def shown_in(kind: Kind, file: File, path: str) -> list[Evidence]:
    """The places of a file that show a kind, each of them once for each text."""
    shown = {
        (file.region(item.node), item.text): _function(file, item.node) for item in kind.find(file)
    }
    return [Evidence(kind, path, *item, shown[item]) for item in sorted(shown)]


def _function(file: File, node: Located) -> str:
    return node.function if isinstance(node, Place) else file.label(_decorated(file, node) or node)


def _decorated(file: File, node: ast.AST) -> ast.AST | None:
    """The function that a place decorates: what it shows holds for that one alone."""
    around: ast.AST | None = node
    while isinstance(around, ast.expr):
        inner, around = around, file.parent(around)
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef):
            return around if inner in around.decorator_list else None
    return None

"""Whether a route answers with a page of a list; no also where it is certainly no list."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.bounded_lists import BoundedList
from readiness_lint.facts.callables import constant, super_method
from readiness_lint.facts.callers import called
from readiness_lint.facts.classes import attribute, defines
from readiness_lint.facts.dependencies import dependencies_of, function_provided
from readiness_lint.facts.handlers import CAMEL
from readiness_lint.facts.listings import Listing
from readiness_lint.facts.route_cells import Cell
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.seen_calls import DEEPEST, is_known
from readiness_lint.facts.settings import under_key
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import PAGES
from readiness_lint.knowledge.schema import PagedView, ViewBase
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import every_argument

LISTS = frozenset({"list", "get"})
"""Methods by which a view answers with a list."""
PAGINATES = "paginate_queryset"
READS = frozenset({"get", "getlist", "get_or_default"})
"""Methods that read one part of a query."""
HOPS = 3
"""Dependencies of dependencies that are followed."""


def pagination(endpoint: Endpoint) -> Cell:
    """Whether an answer holds a page of a list."""
    target = endpoint.target
    file, function = target.file, target.function
    if target.owner is not None and target.home is not None:
        found = _of_view(endpoint, target.home, target.owner)
        if found is not None:
            return found
    if function is None:
        return Cell(None)
    names = sorted(_signs(file, function, endpoint))
    if names:
        return Cell(answer=True, what=tuple(names))
    if any(_is_within(item.node, function) for item in file.facts(Listing)):
        return Cell(answer=False)
    return Cell(False if _is_without_pages(file, function) else None)


def _is_within(node: ast.AST, function: FunctionNode) -> bool:
    line = getattr(node, "lineno", 0)
    return function.lineno <= line <= (function.end_lineno or 0)


# ── what shows a page ────────────────────────────────────────────────────────────────────────────
def _signs(file: File, function: FunctionNode, endpoint: Endpoint) -> Iterator[str]:
    """What shows that a function gives a page."""
    words, gives = file.words(PAGES), tables().word("gives-pages")
    for item in file.facts(BoundedList):
        if _is_within(item.node, function):
            yield item.how
    yield from filter(words.match, _parameters(file, function))
    for call in file.nodes(ast.Call, within=function):
        if file.callee(call) in gives:
            yield ast.unparse(call.func)
        yield from filter(words.match, _read_by(call))
    if function.returns is not None and endpoint.framework in tables().word("plain-parameters"):
        answer = file.class_name(function.returns)
        if answer is not None and answer in gives:
            yield answer


def _read_by(call: ast.Call) -> Iterator[str]:
    """The part of a query that a call reads by its name."""
    reads = isinstance(call.func, ast.Attribute) and call.func.attr in READS
    name = call.args[0] if call.args and reads else None
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        yield name.value


def _parameters(file: File, function: FunctionNode, deepest: int = HOPS) -> Iterator[str]:
    """The names of what a client may give a function, through what it depends on."""
    for argument in every_argument(function.args):
        yield argument.arg
        if argument.annotation is not None:
            yield from _fields(file, argument.annotation)
    for home, mark in dependencies_of(file, function) if deepest else ():
        inner = function_provided(home, mark)
        if inner is not None:
            yield from _parameters(*inner, deepest - 1)


def _fields(file: File, annotation: ast.expr) -> Iterator[str]:
    """What a class of the program declares that is the type of a parameter."""
    kind = file.type_named(annotation)
    home, cls = (file.defined(kind.name) if kind is not None else None) or (file, None)
    if isinstance(cls, ast.ClassDef):
        for name, bindings in home.index.scopes[cls].bindings.items():
            if any(binding.annotation is not None for binding in bindings):
                yield name


# ── what certainly gives none ────────────────────────────────────────────────────────────────────
def _is_without_pages(file: File, function: FunctionNode, deepest: int = DEEPEST) -> bool:
    """Whether neither a function nor what it calls speaks of pages, all of which is in sight."""
    found = file.answer(
        "without pages", (function, deepest), lambda: _without_pages(file, function, deepest)
    )
    return found is True


def _without_pages(file: File, function: FunctionNode, deepest: int) -> bool:
    words = file.words(PAGES)
    names = (CAMEL.sub("_", name).lower() for name in _identifiers(function))
    if any(map(words.match, names)):
        return False
    for call in file.nodes(ast.Call, within=function):
        inner = called(file, call)
        if inner is not None:
            if not deepest or not _is_without_pages(*inner, deepest - 1):
                return False
        elif not is_known(file, call):
            return False
    return True


def _identifiers(function: FunctionNode) -> Iterator[str]:
    """All names in a function, those of parameters and keywords too."""
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg | ast.keyword) and node.arg is not None:
            yield node.arg


# ── generic views ────────────────────────────────────────────────────────────────────────────────
def _of_view(endpoint: Endpoint, home: File, cls: ast.ClassDef) -> Cell | None:
    """What a generic view says; ``None``: its own method is what answers."""
    target = endpoint.target
    own = target.function is not None and target.function.name == target.action
    if own and not _leaves_pages(target.file, target.function):
        return None
    if target.function is None and not target.action:
        return Cell(None)
    views = tables().table(ViewBase)
    lists = any(views[base].lists for base in home.bases_of(cls) if base in views)
    if target.action not in LISTS or not lists:
        return None if own else Cell(answer=False)
    return _of_list_view(home, cls)


def _leaves_pages(file: File, function: FunctionNode | None) -> bool:
    """Whether a method leaves the list, or its pages, to its library."""
    return function is not None and any(
        isinstance(call.func, ast.Attribute)
        and (call.func.attr == PAGINATES or super_method(call) in LISTS)
        for call in file.nodes(ast.Call, within=function)
    )


def _of_list_view(home: File, cls: ast.ClassDef) -> Cell:
    rows = tables().table(PagedView)
    row = next((rows[base] for base in home.bases_of(cls) if base in rows), None)
    if row is None:
        return Cell(None)
    found = attribute(home, cls, row.attribute)
    if found is not None:
        known = constant(*found)
        pages = known is None or known.value is not None
        return Cell(pages, (ast.unparse(found[1]),) if pages else ())
    if home.mro_of(cls) is None or home.program is None:
        return Cell(None)
    if not row.setting:
        return Cell(None if defines(home, cls, *row.hooks) else False)
    listed = under_key(home.program, row.setting)
    return Cell(None) if listed is None else _of_setting(listed)


def _of_setting(listed: list[tuple[File, ast.expr]]) -> Cell:
    """What the settings give lists that say nothing."""
    for file, value in listed:
        known = constant(file, value)
        if known is None or known.value:
            what = str(known.value) if known else ast.unparse(value)
            return Cell(answer=True, what=(what.rpartition(".")[2],))
    return Cell(answer=False)

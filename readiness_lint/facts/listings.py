"""Answers with all rows of a table, and page sizes that nothing caps."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readiness_lint.facts.answered_rows import (
    PAGE,
    answered_rows,
    only_answer,
    pages,
    whole_table,
)
from readiness_lint.facts.by_hand import is_made_by_hand
from readiness_lint.facts.callables import constant, default_of, given
from readiness_lint.facts.callers import Caller, called
from readiness_lint.facts.classes import classes_of, defines, lineage
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.guards import is_for_admins
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.mounts import prefixes_of
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.queries import links_of
from readiness_lint.facts.resolvers import GraphqlField, model_behind
from readiness_lint.facts.shapes import (
    constants_of,
    identifiers_in,
    is_name,
    is_self,
    names_within,
)
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import INTERNAL, PAGING, SMALL_TABLES, WHOLE_LISTS
from readiness_lint.knowledge.schema import Pages, PageSettings, Param, ViewBase
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.model.names import is_none
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind

CHOOSING = frozenset(
    [
        *("list", "get", "filter_queryset", "paginate_queryset"),
        "http_method_names",
    ]
)
"""What a view defines that decides by itself which rows it answers with, or whether."""
USER = "user"
NUMBERS = frozenset({"int", "int | None", "Optional[int]"})
CAMEL = Pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@record
class Listing:
    """A handler of GET, a view or a field of GraphQL that answers with every row that matches."""

    node: ast.expr
    """The call that fetches the rows, or asks for them; what switches pages off, or has none."""
    name: str
    """The function, class or field."""
    model: str
    of_parent: bool
    """Whether a condition takes in something of the request: the rows of one parent."""
    paging: bool = False
    """Whether its framework would give pages by itself."""
    internal: bool = False
    """Whether only the operators of the service reach it, by its name, its path or its router's."""

    @classmethod
    def find(cls, file: File) -> Iterable[Listing]:
        """Every one of the file that is not small or whole by its name."""
        whole, internal = file.words(WHOLE_LISTS), file.words(INTERNAL)
        for names, listing in (*_of_handlers(file), *_of_fields(file), *_of_views(file)):
            small = file.words(SMALL_TABLES).match(snake(listing.model))
            small = small or is_made_by_hand(file, listing.model)
            if not small and not any(map(whole.match, names)):
                inside = any(map(internal.match, names))
                yield replace(listing, internal=True) if inside else listing


Named = tuple[tuple[str | None, ...], Listing]
"""A listing, and the names that may say that it is meant to be whole."""


def snake(name: str) -> str:
    """``OrderLine`` as ``order_line``."""
    return CAMEL.sub("_", name).lower()


# ── handlers ─────────────────────────────────────────────────────────────────────────────────────


def _of_handlers(file: File) -> Iterator[Named]:
    for handler in file.facts(Handler):
        if _lists(handler):
            calls = [*handler.calls, *(item.node for item in handler.elsewhere)]
            read = handler.framework in tables().word("reads-by-type") and any(
                given(file, call, Param("response")) is not None for call in calls
            )
            listing = _of_function(file, handler.node, handler.name, calls, read=read)
            if listing is not None:
                listing = replace(listing, internal=is_for_admins(handler, file))
                yield (handler.name, handler.path, *prefixes_of(handler, file)), listing


def _of_function(
    file: File,
    function: FunctionNode,
    name: str,
    calls: Iterable[ast.Call] = (),
    *,
    read: bool,
) -> Listing | None:
    """A listing, if the answer of a function is a whole table and no page of it."""
    found = answered_rows(file, function, read=read)
    if found is None or pages(file, function, calls):
        return None
    return Listing(found.node, name, found.model, found.of_parent)


def _lists(handler: Handler) -> bool:
    if handler.kind is not EntryKind.HANDLER:
        return False
    if handler.methods is None:
        return handler.framework in tables().word("plain-views")
    return "GET" in handler.methods


# ── fields of GraphQL ────────────────────────────────────────────────────────────────────────────


def _of_fields(file: File) -> Iterator[Named]:
    words = file.words(PAGING)
    for field in file.facts(GraphqlField):
        if field.items is None or field.paged or any(map(words.match, field.arguments)):
            continue
        listing = None
        if field.stored and isinstance(field.node, ast.expr):
            model = model_behind(file, field.items)
            if model is not None:
                listing = Listing(field.node, field.name, model, of_parent=False)
        elif field.resolver is not None:
            listing = _of_function(file, field.resolver, field.name, read=True)
        elif field.elsewhere is not None and isinstance(field.node, ast.expr):
            listing = _of_function(*field.elsewhere, field.name, read=True)
            listing = replace(listing, node=field.node) if listing else None
        if listing is not None:
            yield (field.name,), listing


# ── views that give pages by themselves ──────────────────────────────────────────────────────────


def _of_views(file: File) -> Iterator[Named]:
    """Classes that list a model, where pages are switched off or were never switched on."""
    for view, rows in classes_of(file, tables().table(ViewBase)):
        if any(row.lists for row in rows) and not _lists_itself(file, view):
            listed = _listed(file, view)
            off = _unpaged(file, view) if listed is not None else None
            if off is not None and listed is not None:
                # What switches pages off; else what lists the rows; else the base that has both.
                node = listed.node if off in view.bases and listed.is_here else off
                of_parent = listed.of_parent or _filters_by_user(file, view)
                yield (), Listing(node, view.name, listed.model, of_parent, paging=True)


@record
class _Listed:
    """What a view lists."""

    node: ast.expr
    model: str
    of_parent: bool
    is_here: bool
    """Whether its own module says so."""


def _listed(file: File, view: ast.ClassDef) -> _Listed | None:
    """All rows of a model: by the attribute, or by the only answer of the method."""
    for home, line in lineage(file, view):
        for binding in home.index.scopes[line].bindings.get("get_queryset", ()):
            function = binding.node
            if not isinstance(function, ast.FunctionDef):
                return None
            found = only_answer(home, function)
            return (
                _Listed(found.node, found.model, found.of_parent, home is file) if found else None
            )
    queryset = _attribute(file, view, "queryset")
    model = whole_table(*queryset) if queryset else None
    if queryset is None or model is None:
        return None
    return _Listed(queryset[1], model, of_parent=False, is_here=queryset[0] is file)


def _filters_by_user(file: File, view: ast.ClassDef) -> bool:
    """Whether a filter of the program's own leaves the rows that belong to who asks."""
    home, backends = _attribute(file, view, "filter_backends") or (file, None)
    for item in backends.elts if isinstance(backends, ast.List | ast.Tuple) else ():
        name = home.class_name(item)
        there, cls = (home.defined(name) if name else None) or (home, None)
        if isinstance(cls, ast.ClassDef) and any(
            USER in identifiers_in(line) for _, line in lineage(there, cls)
        ):
            return True
    return False


def _unpaged(file: File, view: ast.ClassDef) -> ast.expr | None:
    """What says that a list has no pages: an attribute, or a base that has or lacks it."""
    found = _attribute(file, view, "pagination_class")
    if found is not None:
        return None if not is_none(found[1]) else found[1] if found[0] is file else view.bases[0]
    if file.program is None or file.mro_of(view) is None:
        return None
    return view.bases[0] if _pages_by_default(file.program) is False else None


def _pages_by_default(program: Program) -> Answer:
    """Whether the settings give pages to every list; ``None``: they are not known."""
    return program.known(_in_settings)


def _in_settings(program: Program) -> Answer:
    files = [file for file in program.files() if file.role not in APART]
    for row in tables().table(PageSettings).values():
        named = any(row.key in file.code for file in files)
        sized = any(row.size in file.code for file in files)
        for file in files:
            for binding in file.index.module.bindings.get(row.variable, ()):
                known = _constants(binding.value)
                if known is None:
                    continue
                if not named or (not sized and known.get(row.key) in row.sized):
                    return False
    return None


def _constants(expr: ast.expr | None) -> dict[object, object] | None:
    """The entries of a mapping that stands there as a whole, as far as they are constants."""
    if not isinstance(expr, ast.Dict) or None in expr.keys:
        return None
    return constants_of(expr)


def _attribute(file: File, cls: ast.ClassDef, name: str) -> tuple[File, ast.expr] | None:
    """What the class, or the nearest base of the program, assigns to an attribute, with its file."""
    for home, line in lineage(file, cls):
        for binding in home.index.scopes[line].bindings.get(name, ()):
            return (home, binding.value) if binding.value is not None else None
    return None


def _lists_itself(file: File, view: ast.ClassDef) -> bool:
    """Whether a class decides by itself which rows to answer with, or answers no GET."""
    return any(
        any(
            not _hands_to_mixin(home, binding.node)
            for name in CHOOSING
            for binding in home.index.scopes[line].bindings.get(name, ())
        )
        or any(
            PAGE.search(home.last_name(call) or "") for call in home.nodes(ast.Call, within=line)
        )
        for home, line in lineage(file, view)
    )


def _hands_to_mixin(file: File, node: ast.AST) -> bool:
    """Whether a method does nothing but what a base does: ``return self.list(request)``."""
    if not isinstance(node, ast.FunctionDef):
        return False
    body = file.body(node)
    value = body[0].value if len(body) == 1 and isinstance(body[0], ast.Return) else None
    method = value.func if isinstance(value, ast.Call) else None
    return (
        isinstance(method, ast.Attribute)
        and method.attr == "list"
        and is_self(file, method.value)
        and node.name != method.attr
    )


# ── sizes of pages ───────────────────────────────────────────────────────────────────────────────


@record
class UncappedPage:
    """A page size that the caller chooses and nothing caps."""

    node: ast.expr | ast.arg
    name: str
    """The parameter, or the attribute that lets the caller choose."""
    owner: str
    """The function or class."""
    cap: str
    """What would cap it."""
    internal: bool = False
    """Whether only administrators may ask."""

    @classmethod
    def find(cls, file: File) -> Iterable[UncappedPage]:
        """Every one of the file."""
        yield from _paginators(file)
        marks = tables().word("query-parameter")
        small = file.words(SMALL_TABLES)
        if marks.lasts_in(file.libraries):
            for handler in file.facts(Handler):
                plain = handler.framework in tables().word("plain-parameters")
                if plain and not small.match(handler.name):
                    yield from _parameters(file, handler)


def _paginators(file: File) -> Iterator[UncappedPage]:
    for cls, rows in classes_of(file, tables().table(Pages)):
        row = rows[0]
        chosen, cap = _attribute(file, cls, row.chosen), _attribute(file, cls, row.cap)
        known = chosen[0].value_of(chosen[1]) if chosen is not None else None
        choosable = row.open if chosen is None else known is not None and bool(known.value)
        # A property has no value that could be read here.
        free = is_none(cap[1]) if cap is not None else not defines(file, cls, row.cap)
        if choosable and free and not defines(file, cls, row.method):
            place = _chosen_at(file, cls, row)
            if place is not None:
                yield UncappedPage(place, row.chosen, cls.name, f"`{row.cap}`")


def _chosen_at(file: File, cls: ast.ClassDef, row: Pages) -> ast.expr | None:
    """Where a class lets the caller choose; ``None``: its base does, which is reported itself."""
    bindings = file.index.scopes[cls].bindings
    for name in (row.chosen, row.cap):
        for binding in bindings.get(name, ()):
            return binding.value
    return cls.bases[0] if len(list(lineage(file, cls))) == 1 else None


def _parameters(file: File, handler: Handler) -> Iterator[UncappedPage]:
    """Parameters of a route that limit a query as they are."""
    function = handler.node
    for argument in every_argument(function.args):
        if _is_open(file, function, argument) and _limits(file, function, argument, frozenset()):
            inside = is_for_admins(handler, file)
            cap = "upper limit (`le=`)"
            yield UncappedPage(argument, argument.arg, handler.name, cap, inside)


def _limits(
    file: File, function: FunctionNode, argument: ast.arg, seen: frozenset[FunctionNode]
) -> bool:
    """Whether a parameter bounds the rows of a query as it is, here or where it is handed on."""
    if _is_compared(file, function, argument):
        return False
    for value in _bounds(file, function):
        for name in _names(value):
            bindings = file.bindings(name)
            if len(bindings) == 1 and bindings[0].node is argument:
                return True
    return any(
        inner not in seen and _limits(home, inner, parameter, seen | {function})
        for home, inner, parameter in _receivers(file, function, argument.arg)
    )


def _receivers(
    file: File, function: FunctionNode, name: str
) -> Iterator[tuple[File, FunctionNode, ast.arg]]:
    """The parameters of functions of the program that a name is handed on to."""
    for call in file.nodes(ast.Call, within=function):
        values = [*call.args, *(keyword.value for keyword in call.keywords)]
        handed_on = [item for item in values if is_name(item, name)]
        home, inner = (called(file, call) if handed_on else None) or (file, None)
        if inner is None:
            continue
        caller = Caller(file, call, function, call)
        for parameter in every_argument(inner.args):
            found = given_for(caller, home, inner, parameter.arg)
            if found is not None and found[1] in handed_on:
                yield home, inner, parameter


def _bounds(file: File, function: FunctionNode) -> Iterator[ast.expr]:
    """What a function bounds the rows of its queries by."""
    for call, _ in file.index.calls.get("limit", ()):
        if file.function(call) is function:
            yield from call.args[:1]
    for rows in file.nodes(ast.Subscript, within=function):
        part = rows.slice
        if isinstance(part, ast.Slice) and part.upper is not None and _is_query(file, rows.value):
            # Of ``[skip : skip + limit]`` only the limit bounds them.
            yield from (name for name in _names(part.upper) if name.id not in _ids(part.lower))


def _is_query(file: File, expr: ast.expr) -> bool:
    return any(link.row is not None for link in links_of(file, expr).calls)


def _names(expr: ast.expr) -> Iterator[ast.Name]:
    return (node for node in ast.walk(expr) if isinstance(node, ast.Name))


def _ids(expr: ast.expr | None) -> set[str]:
    return set(names_within(expr)) if expr is not None else set()


def _is_open(file: File, function: FunctionNode, argument: ast.arg) -> bool:
    """Whether a parameter takes any integer."""
    default = default_of(function, argument)
    if argument.annotation is None or default is None or not _is_plain(file, argument.annotation):
        return False
    home, value = file.origin(default) or (file, default)
    if isinstance(value, ast.Call):
        return _takes_any(home, value)
    known = constant(file, default)
    return known is not None and isinstance(known.value, int)


def _is_compared(file: File, function: FunctionNode, argument: ast.arg) -> bool:
    """Whether a function looks at the size of what it is given."""
    looks: list[ast.expr] = [*file.nodes(ast.Compare, within=function)]
    looks += [
        call
        for last in ("min", "max")
        for call, _ in file.index.calls.get(last, ())
        if file.function(call) is function
    ]
    return argument.arg in names_within(*looks)


def _is_plain(file: File, annotation: ast.expr) -> bool:
    """Whether an annotation is a number without a bound: ``int``, ``Annotated[int, Query()]``."""
    if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
        kind, *marks = annotation.slice.elts
        return _is_plain(file, kind) and all(
            isinstance(mark, ast.Call) and _takes_any(file, mark) for mark in marks
        )
    if ast.unparse(annotation) in NUMBERS:
        return True
    home, behind = file.origin(annotation) or (file, None)
    return isinstance(behind, ast.Subscript) and _is_plain(home, behind)


def _takes_any(file: File, mark: ast.Call) -> bool:
    """Whether the mark of a parameter sets no upper limit."""
    return file.callee(mark) in tables().word("query-parameter") and not any(
        keyword.arg in {"le", "lt", None} for keyword in mark.keywords
    )

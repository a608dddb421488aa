"""Handlers that answer with all rows of a table."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness_lint.facts.callables import given
from readiness_lint.facts.classes import classes_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.queries import PASSING, Links, links_of, model_of, reads_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import PAGING
from readiness_lint.knowledge.schema import Param, Reads, ViewBase
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.model.names import is_none
from readiness_lint.terms import EntryKind

ANSWERS = frozenset(
    [
        *("jsonify", "JSONResponse", "JsonResponse", "ORJSONResponse", "UJSONResponse", "Response"),
        *("json", "dumps", "dump", "jsonable_encoder", "model_dump", "to_dict", "serialize", "map"),
        *("validate_python", "dump_python", "success", "ok", "json_response", "make_response"),
    ]
)
"""Calls that put what they are given into the answer."""
PAGES = re.compile(r"Page|Paginat|Cursor|Slice", re.IGNORECASE)
SESSIONS = re.compile(r"(?:\w*_)?(?:db|session|conn|connection|engine|uow|repo|request|req|self)")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Listing:
    """A handler of GET that returns every row that a query matches."""

    node: ast.expr
    """The call that fetches the rows, or asks for them."""
    handler: Handler
    model: str
    of_parent: bool
    """Whether a condition takes in something of the request: the rows of one parent."""

    @classmethod
    def find(cls, file: File) -> Iterable[Listing]:
        """Every one of the file, at the queries."""
        reads = {call: row for _, call, row in reads_of(file)}
        if not reads:
            return
        for handler in file.facts(Handler):
            if _lists(handler) and not _pages(file, handler):
                yield from _of_handler(file, handler, reads)


def snake(name: str) -> str:
    """``OrderLine`` as ``order_line``."""
    return CAMEL.sub("_", name).lower()


def _lists(handler: Handler) -> bool:
    if handler.kind is not EntryKind.HANDLER:
        return False
    # A Django view that says nothing about methods answers GET.
    return handler.framework == "django" if handler.methods is None else "GET" in handler.methods


def _pages(file: File, handler: Handler) -> bool:
    """Whether the caller may ask for a part, or the answer is a page."""
    words = file.words(PAGING)
    node = handler.node
    if any(words.match(argument.arg) for argument in every_argument(node.args)):
        return True
    annotations = [argument.annotation for argument in every_argument(node.args)]
    declared = [
        keyword.value
        for call in handler.calls
        for keyword in call.keywords
        if keyword.arg in {"response_model", "response", "dependencies"}
    ]
    shown = [item for item in (node.returns, *annotations, *declared) if item is not None]
    if any(PAGES.search(ast.unparse(item)) for item in shown):
        return True
    names = [file.last_name(decorator) or "" for decorator in node.decorator_list]
    calls = [file.last_name(call) or "" for call in file.nodes(ast.Call, within=node)]
    return any(PAGES.search(name) or name in {"limit", "head"} for name in (*names, *calls)) or any(
        isinstance(item, ast.Constant) and isinstance(item.value, str) and words.match(item.value)
        for call in file.nodes(ast.Call, within=node)
        for item in call.args
    )


def _of_handler(file: File, handler: Handler, reads: dict[ast.Call, Reads]) -> Iterator[Listing]:
    node = handler.node
    for statement in file.statements_of(node):
        if not isinstance(statement, ast.Return) or statement.value is None:
            continue
        for rows, evaluated in _rows(file, statement.value, reads, set()):
            listing = _listing(file, handler, rows, reads, evaluated=evaluated)
            if listing is not None:
                yield listing
                return


def _listing(
    file: File,
    handler: Handler,
    rows: ast.Call,
    reads: dict[ast.Call, Reads],
    *,
    evaluated: bool,
) -> Listing | None:
    row = reads[rows]
    if not row.many or not (evaluated or row.verb == "all"):
        return None
    links = links_of(file, rows)
    if links.limited is not False or links.grouped:
        return None
    model = model_of(file, links)
    if model is None:
        return None
    return Listing(rows, handler, model, _is_of_parent(file, handler.node, links))


def _rows(
    file: File, expr: ast.expr, reads: dict[ast.Call, Reads], seen: set[ast.expr]
) -> Iterator[tuple[ast.Call, bool]]:
    """Reads whose rows are in an answer, and whether all of them are asked for there."""
    todo: list[tuple[ast.expr, bool]] = [(expr, False)]
    while todo:
        current, evaluated = todo.pop()
        if current in seen:
            continue
        seen.add(current)
        if isinstance(current, ast.Call) and current in reads:
            yield current, evaluated
        else:
            todo.extend(_parts(file, current, evaluated=evaluated))


def _parts(file: File, expr: ast.expr, *, evaluated: bool) -> Iterator[tuple[ast.expr, bool]]:
    """The pieces of an answer that stand in it with all their rows."""
    if isinstance(expr, ast.Await | ast.Starred):
        yield expr.value, evaluated
    elif isinstance(expr, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        yield expr.generators[0].iter, True
    elif isinstance(expr, ast.Dict):
        for value in expr.values:
            yield value, evaluated
    elif isinstance(expr, ast.List | ast.Tuple | ast.Set):
        for item in expr.elts:
            yield item, evaluated
    elif isinstance(expr, ast.IfExp):
        yield expr.body, evaluated
        yield expr.orelse, evaluated
    elif isinstance(expr, ast.Attribute) and expr.attr == "data":
        yield from _serialized(file, expr.value)
    elif isinstance(expr, ast.Name):
        yield from _kept(file, expr, evaluated=evaluated)
    elif isinstance(expr, ast.Call):
        yield from _handed_on(file, expr, evaluated=evaluated)


def _serialized(file: File, expr: ast.expr) -> Iterator[tuple[ast.expr, bool]]:
    """The rows of ``Serializer(rows, many=True).data``."""
    made = file.assigned(expr) or expr
    if not isinstance(made, ast.Call):
        return
    many = given(file, made, Param("many"))
    rows = given(file, made, Param("instance", 0))
    if isinstance(many, ast.Constant) and many.value is True and rows is not None:
        yield rows, True


def _kept(file: File, name: ast.Name, *, evaluated: bool) -> Iterator[tuple[ast.expr, bool]]:
    """What a local name holds, and the rows that a list was filled from."""
    bindings = file.bindings(name)
    if len(bindings) != 1 or bindings[0].kind is not Bound.VALUE or bindings[0].value is None:
        return
    value = bindings[0].value
    yield value, evaluated
    if isinstance(value, ast.List) and not value.elts:
        for call, at in file.index.calls.get("append", ()):
            function = call.func
            if (
                isinstance(function, ast.Attribute)
                and isinstance(function.value, ast.Name)
                and function.value.id == name.id
                and file.index.placed[at].scope is bindings[0].scope
            ):
                loop = file.repeats(call)
                if isinstance(loop, ast.For | ast.AsyncFor):
                    yield loop.iter, True


def _handed_on(file: File, call: ast.Call, *, evaluated: bool) -> Iterator[tuple[ast.expr, bool]]:
    last = (file.callee(call) or file.last_name(call) or "").rpartition(".")[2]
    if last in PASSING and isinstance(call.func, ast.Name):
        yield from ((item, True) for item in call.args[:1])
    elif last in ANSWERS or (last[:1].isupper() and not last.isupper()):
        for item in call.args:
            yield item, evaluated
        for keyword in call.keywords:
            yield keyword.value, evaluated


def _is_of_parent(file: File, function: FunctionNode, links: Links) -> bool:
    """Whether a condition that always holds takes in something of the request."""
    for made in links.named("filter", "filter_by", "where", "exclude", "find", "having", "fetch"):
        if file.function(made) is function and any(True for _ in file.conditions(made)):
            continue
        for argument in (*made.args, *(keyword.value for keyword in made.keywords)):
            for node in ast.walk(argument):
                if isinstance(node, ast.Name) and any(
                    binding.scope.node is function for binding in file.bindings(node)
                ):
                    return True
    return links.text is not None and "where" in links.text.lower()


@dataclass(frozen=True, slots=True)
class UnpagedView:
    """A view of Django REST framework that switches pagination off."""

    node: ast.expr
    """The value of ``pagination_class``."""
    view: ast.ClassDef
    model: str

    @classmethod
    def find(cls, file: File) -> Iterable[UnpagedView]:
        """Every class of the file that lists a model and has no pages."""
        if "pagination_class" not in file.source:
            return
        for view, rows in classes_of(file, tables().table(ViewBase)):
            if any(row.lists for row in rows) and not _lists_itself(file, view):
                off = _attribute(file, view, "pagination_class")
                model = _listed_model(file, view)
                if model is not None and off is not None and is_none(off):
                    yield UnpagedView(off, view, model)


def _attribute(file: File, cls: ast.ClassDef, name: str) -> ast.expr | None:
    """What the class, or the nearest base of this file, assigns to an attribute."""
    for line in (cls, *(file.class_named(base) for base in file.bases_of(cls))):
        for binding in file.index.scopes[line].bindings.get(name, ()) if line else ():
            return binding.value
    return None


def _lists_itself(file: File, view: ast.ClassDef) -> bool:
    """Whether a class decides by itself which rows to answer with, or answers no GET."""
    scope = file.index.scopes[view]
    own = {
        "list",
        "get",
        "get_queryset",
        "filter_queryset",
        "paginate_queryset",
        "http_method_names",
    }
    calls = [file.last_name(call) or "" for call in file.nodes(ast.Call, within=view)]
    return not own.isdisjoint(scope.bindings) or any(PAGES.search(name) for name in calls)


def _listed_model(file: File, view: ast.ClassDef) -> str | None:
    queryset = _attribute(file, view, "queryset")
    if queryset is None:
        return None
    links = links_of(file, queryset)
    if links.limited is not False or links.grouped:
        return None
    return model_of(file, links)


@dataclass(frozen=True, slots=True)
class UncappedPage:
    """A page size that the caller chooses and nothing caps."""

    node: ast.expr | ast.arg
    name: str
    """The parameter, or the attribute that names it."""
    owner: str
    """The function or class."""
    cap: str
    """What would cap it."""

    @classmethod
    def find(cls, file: File) -> Iterable[UncappedPage]:
        """Every one of the file."""
        if "page_size_query_param" in file.source:
            yield from _paginators(file)
        if file.uses("fastapi") and "limit" in file.index.calls:
            for handler in file.facts(Handler):
                yield from _parameters(file, handler)


PAGINATORS = frozenset(
    f"rest_framework.pagination.{name}" for name in ("PageNumberPagination", "CursorPagination")
)


def _paginators(file: File) -> Iterator[UncappedPage]:
    for cls in file.nodes(ast.ClassDef):
        size = file.index.scopes[cls].bindings.get("page_size_query_param")
        if size and size[0].value is not None and file.inherits(cls, PAGINATORS):
            known = file.value_of(size[0].value)
            cap = _attribute(file, cls, "max_page_size")
            overrides = "get_page_size" in file.index.scopes[cls].bindings
            if known and known.value and (cap is None or is_none(cap)) and not overrides:
                yield UncappedPage(
                    size[0].value, "page_size_query_param", cls.name, "`max_page_size`"
                )


def _parameters(file: File, handler: Handler) -> Iterator[UncappedPage]:
    """Parameters of a FastAPI route that go into ``limit()`` as they are."""
    function = handler.node
    for call, _ in file.index.calls["limit"]:
        value = call.args[0] if call.args else None
        if file.function(call) is not function or not isinstance(value, ast.Name):
            continue
        bindings = file.bindings(value)
        argument = bindings[0].node if len(bindings) == 1 else None
        if isinstance(argument, ast.arg) and _is_open(file, function, argument):
            yield UncappedPage(argument, argument.arg, handler.name, "an upper limit (`le=`)")


def _is_open(file: File, function: FunctionNode, argument: ast.arg) -> bool:
    """Whether a parameter takes any integer, and the function never compares it."""
    default = _default_of(function, argument)
    if default is None or argument.annotation is None:
        return False
    if isinstance(default, ast.Call):
        plain = (file.callee(default) or "").endswith(".Query") and not any(
            keyword.arg in {"le", "lt", None} for keyword in default.keywords
        )
    else:
        plain = isinstance(default, ast.Constant) and isinstance(default.value, int)
    if not plain or ast.unparse(argument.annotation) not in {"int", "int | None", "Optional[int]"}:
        return False
    looks: list[ast.expr] = [*file.nodes(ast.Compare, within=function)]
    looks += [
        call
        for last in ("min", "max")
        for call, _ in file.index.calls.get(last, ())
        if file.function(call) is function
    ]
    return not any(
        isinstance(part, ast.Name) and part.id == argument.arg
        for node in looks
        for part in ast.walk(node)
    )


def _default_of(function: FunctionNode, argument: ast.arg) -> ast.expr | None:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    if argument in positional:
        index = positional.index(argument) - len(positional) + len(arguments.defaults)
        return arguments.defaults[index] if index >= 0 else None
    if argument in arguments.kwonlyargs:
        return arguments.kw_defaults[arguments.kwonlyargs.index(argument)]
    return None

"""Functions that answer requests."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, reduce

from readiness_lint.facts.callables import (
    Callable,
    constant,
    curried,
    functions_of,
    given,
    handed,
)
from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.classes import classes_of, methods_of
from readiness_lint.facts.decorators import decorated_by, target_of
from readiness_lint.facts.method_routes import method_routes
from readiness_lint.facts.program import APART, told
from readiness_lint.facts.route_texts import (
    UNKNOWN,
    Methods,
    marked_methods,
    methods_set,
    named_methods,
)
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import HEALTH
from readiness_lint.knowledge.schema import (
    EntryTrait,
    Marker,
    MethodRoutes,
    Param,
    Route,
    Table,
    ViewBase,
)
from readiness_lint.model import File, FunctionNode, Named
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind

READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
CAMEL = Pattern(r"(?<=[a-z0-9])(?=[A-Z])")


@record
class Handler:
    """A function that a request reaches: a route, a view, or a method of a view class."""

    node: FunctionNode
    name: str
    framework: str
    kind: EntryKind
    methods: frozenset[str] | None
    """Methods of HTTP, in upper case; ``None``: not known."""
    path: str | None
    router: str | None
    """The object that it was registered on, as the file spells it."""
    owner: ast.ClassDef | None
    """The class of a method."""
    registered: Answer
    """``None``: it looks like a Django view, and no URLconf that is known names it."""
    registrations: tuple[ast.expr, ...]
    """The decorators and calls of its file that made it a handler; none if only its class did."""
    elsewhere: tuple[Registration, ...]
    """The calls of other modules that made it one."""
    status: int | None
    """The status of a success that its route declares."""
    health: bool

    @property
    def asynchronous(self) -> bool:
        """Whether it is a coroutine function."""
        return isinstance(self.node, ast.AsyncFunctionDef)

    @property
    def writes(self) -> Answer:
        """Whether it answers a method that changes something."""
        return None if self.methods is None else bool(self.methods - READS)

    @property
    def calls(self) -> tuple[ast.Call, ...]:
        """Its registrations that carry arguments."""
        return tuple(item for item in self.registrations if isinstance(item, ast.Call))

    @classmethod
    def find(cls, file: File) -> Iterable[Handler]:
        """Every function of the file that a request certainly or probably reaches."""
        routes: dict[ast.AST, list[_Way]] = defaultdict(list)
        for way in told(file, _routes, _registering):
            routes[way.definition].append(way)
        ways: dict[FunctionNode, list[_Way]] = defaultdict(list)
        for definition, found in routes.items():
            if isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef):
                ways[definition].extend(found)
        for way in _methods(file, routes):
            assert not isinstance(way.definition, ast.ClassDef)
            ways[way.definition].append(way)
        handlers = [_handler(file, node, found) for node, found in ways.items()]
        return [*handlers, *_views(file, ways)]


@record
class Registration:
    """A call that hands a handler over, and the module in which it stands."""

    file: File
    node: ast.Call


@record
class _Way:
    """One registration of a function or class."""

    file: File
    """Where it is registered."""
    home: File
    """Where it is defined."""
    definition: Callable
    framework: str
    methods: Methods
    registration: ast.expr | None = None
    kind: EntryKind = EntryKind.HANDLER
    path: str | None = None
    router: str | None = None
    marks: bool = False
    """Whether it only says which methods a function answers, however it is registered."""


def handler_of(file: File, function: FunctionNode | None) -> Handler | None:
    """What a function of the file answers as; ``None``: it answers no request."""
    handlers: dict[FunctionNode | None, Handler] = file.memo(
        ("handlers by function",), lambda: {item.node: item for item in file.facts(Handler)}
    )
    return handlers.get(function)


def _registering() -> tuple[Named, ...]:
    return tables().table(Route), tables().table(Marker), tables().table(MethodRoutes)


def _routes(file: File) -> list[_Way]:
    """All that a file registers; not what it declares for the OpenAPI document only."""
    found = [*_decorated(file), *_markers(file), *_handed_over(file), *_of_methods(file)]
    silent = documented(file) if found else ()
    return [way for way in found if way.router is None or way.router not in silent]


def _decorated(file: File) -> Iterator[_Way]:
    for row, definition, decorator in decorated_by(file, tables().table(Route)):
        if row.handler is None and not row.schema_only:
            yield _way(file, row, (file, definition), decorator)


def _handed_over(file: File) -> Iterator[_Way]:
    table = tables().table(Route)
    for row, call, argument in curried(file, table):
        found = handed(file, argument) if row.handler is None else None
        if found is not None and not row.schema_only:
            yield _way(file, row, found, call)
    for row, call in adding(file, table):
        handler = given(file, call, row.handler)
        found = handed(file, handler) if handler is not None else None
        if found is not None:
            yield _way(file, row, found, call)


def _of_methods(file: File) -> Iterator[_Way]:
    """Methods of classes that register themselves."""
    for route in method_routes(file):
        path = route.path if UNKNOWN not in route.path else None
        router = _spelled(route.router) if route.router is not None else None
        yield _Way(
            file,
            route.file,
            route.function,
            route.row.framework,
            route.methods,
            path=path,
            router=router,
        )


def adding(file: File, table: Table[Route]) -> Iterator[tuple[Route, ast.Call]]:
    """Calls that are given a handler.  All take a path, too, which spares most ``dict.get``."""
    for call, at in file.candidates(_with_handler().lasts_in(file.libraries)):
        if len(call.args) + len(call.keywords) > 1:
            name = file.callee(call, at)
            if name is not None and name in table:
                yield table[name], call


@cache
def _with_handler() -> Table[Route]:
    table = tables().table(Route)
    return Table({name: row for name, row in table.items() if row.handler is not None})


def _way(file: File, row: Route, found: tuple[File, Callable], registration: ast.expr) -> _Way:
    call = registration if isinstance(registration, ast.Call) else None
    target = target_of(registration)
    return _Way(
        file,
        *found,
        row.framework,
        None if row.kind is EntryKind.WEBSOCKET else methods_given(file, row, call),
        registration,
        row.kind,
        _text(file, call, row.path),
        _spelled(target.value) if isinstance(target, ast.Attribute) else None,
    )


def _spelled(router: ast.expr) -> str:
    return router.id if isinstance(router, ast.Name) else ast.unparse(router)


def _markers(file: File) -> Iterator[_Way]:
    for row, definition, decorator in decorated_by(file, tables().table(Marker)):
        methods = marked_methods(file, row, decorator)
        yield _Way(file, file, definition, row.framework, methods, decorator, marks=True)


def methods_given(file: File, row: Route, call: ast.Call | None) -> Methods:
    """The methods of HTTP that a registration names; ``None``: not known."""
    if row.methods is not None:
        return frozenset(row.methods)
    if row.methods_param is None or call is None:
        return methods_set(row.default_methods)
    return named_methods(file, call, row.methods_param, row.default_methods)


def _text(file: File, call: ast.Call | None, param: Param | None) -> str | None:
    known = constant(file, given(file, call, param) if call else None)
    return known.value if known and isinstance(known.value, str) else None


def _methods(file: File, routes: dict[ast.AST, list[_Way]]) -> Iterator[_Way]:
    """The methods of view classes, with the paths that the classes are registered under."""
    for owner, rows in classes_of(file, tables().table(ViewBase)):
        verbs = dict(pair for row in reversed(rows) for pair in row.methods)
        yield from _ways_of(file, owner, verbs, rows[0].framework, routes.get(owner, []))
    for owner, entries in classes_of(file, tables().table(EntryTrait)):
        for entry in entries[:1]:
            if entry.kind in {EntryKind.HANDLER, EntryKind.WEBSOCKET}:
                verbs = dict.fromkeys(entry.methods, "")
                found = routes.get(owner, [])
                yield from _ways_of(file, owner, verbs, entry.framework, found, entry.kind)


def _ways_of(
    file: File,
    owner: ast.ClassDef,
    verbs: dict[str, str],
    framework: str,
    routes: list[_Way],
    kind: EntryKind = EntryKind.HANDLER,
) -> Iterator[_Way]:
    route = routes[0] if routes else None
    for method in methods_of(file, owner):
        if method.name in verbs:
            verb = verbs[method.name]
            yield _Way(
                file,
                file,
                method,
                framework,
                frozenset({verb}) if verb else None,
                None,
                kind,
                route.path if route else None,
                route.router if route else None,
            )


def _handler(file: File, node: FunctionNode, ways: list[_Way]) -> Handler:
    owner = file.scope(node).node
    cls = owner if isinstance(owner, ast.ClassDef) else None
    paths = [way.path for way in ways if way.path is not None]
    own = [way.registration for way in ways if way.file is file and way.registration is not None]
    elsewhere = [
        Registration(way.file, way.registration)
        for way in ways
        if way.file is not file and isinstance(way.registration, ast.Call)
    ]
    return Handler(
        node=node,
        name=node.name,
        framework=ways[0].framework,
        kind=ways[0].kind,
        methods=_all(way.methods for way in [way for way in ways if way.marks] or ways),
        path=paths[0] if paths else None,
        router=next((way.router for way in ways if way.router is not None), None),
        owner=cls,
        registered=True,
        registrations=tuple(own),
        elsewhere=tuple(elsewhere),
        status=_status(ways),
        health=_is_health(file, node, cls, paths),
    )


def _all(methods: Iterable[Methods]) -> Methods:
    return reduce(lambda a, b: None if a is None or b is None else a | b, methods)


def _status(ways: Iterable[_Way]) -> int | None:
    for way in ways:
        if isinstance(way.registration, ast.Call):
            answered = given(way.file, way.registration, Param("status_code"))
            known = constant(way.file, answered)
            if known and isinstance(known.value, int):
                return int(known.value)
    return None


def _is_health(
    file: File, node: FunctionNode, owner: ast.ClassDef | None, paths: Iterable[str]
) -> bool:
    words = file.words(HEALTH)
    names = [node.name, *paths]
    if owner is not None:
        names.append(CAMEL.sub("_", owner.name))
    return any(words.match(name) for name in names)


def documented(file: File) -> frozenset[str]:
    """Routers given as ``callbacks=``: their routes are declared for the OpenAPI document only."""
    if "callbacks" not in file.source:
        return frozenset()
    values = [
        keyword.value
        for definition in functions_of(file)
        for decorator in definition.decorator_list
        if isinstance(decorator, ast.Call)
        for keyword in decorator.keywords
        if keyword.arg == "callbacks"
    ]
    return frozenset(
        ast.unparse(value.value)
        for value in values
        if isinstance(value, ast.Attribute) and value.attr == "routes"
    )


def _views(file: File, known: Iterable[FunctionNode]) -> Iterator[Handler]:
    """Functions of a views module that take a request first: perhaps views, of plain functions."""
    if "views" not in file.module or not any(
        part == "views" or part.endswith("_views") for part in file.module.split(".")
    ):
        return
    framework = next((name for name in tables().word("plain-views") if file.uses(name)), None)
    if framework is None:
        return
    for node in functions_of(file):
        first = next(iter((*node.args.posonlyargs, *node.args.args)), None)
        if first is None or first.arg != "request" or node.name.startswith("_") or node in known:
            continue
        if isinstance(file.scope(node).node, ast.Module) and not _is_called(file, node):
            yield Handler(
                node=node,
                name=node.name,
                framework=framework,
                kind=EntryKind.HANDLER,
                methods=None,
                path=None,
                router=None,
                owner=None,
                registered=None,
                registrations=(),
                elsewhere=(),
                status=None,
                health=_is_health(file, node, None, ()),
            )


def _is_called(file: File, node: FunctionNode) -> bool:
    """Whether the service calls a function by itself, or one of several that it has put together."""
    return (
        node.name in file.index.calls
        or any(_is_picked(file, read) for read in file.reads.of(node.name))
        or any(caller.file.role not in APART for caller in callers_of(file, node))
    )


def _is_picked(file: File, read: ast.expr) -> bool:
    """Whether a function has another one in a collection of its own, to call one of them."""
    collected = isinstance(file.parent(read), ast.Tuple | ast.List | ast.Set | ast.Dict)
    return collected and file.function(read) is not None

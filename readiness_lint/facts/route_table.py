"""Every route of a program: its method, its whole path, and what answers it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readiness_lint.facts.callables import Callable, constant, curried, given, handed
from readiness_lint.facts.classes import attribute, lineage, methods_of
from readiness_lint.facts.decorators import decorated_by, decorator_name
from readiness_lint.facts.handlers import adding, documented, methods_given
from readiness_lint.facts.method_routes import MethodRoute, method_routes
from readiness_lint.facts.program import APART
from readiness_lint.facts.route_places import (
    NOWHERE,
    Chain,
    Held,
    Written,
    chains_of,
    is_layered,
    joined,
    made_of,
    owners,
    pattern,
    registered_on,
)
from readiness_lint.facts.route_texts import UNKNOWN, marked_methods, spelled
from readiness_lint.facts.shapes import constants_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import (
    ActionRoutes,
    Delegates,
    Marker,
    Mounts,
    Param,
    Route,
    ViewBase,
)
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

EVERY = "ANY"
"""The method of a route that is reached by all."""
SOCKET = "WEBSOCKET"
NO_METHOD = "?"
"""The method of a route where it is not known."""


@record
class Target:
    """What answers a route."""

    file: File
    name: str
    """Its qualified name, or the text of what is not known."""
    node: ast.AST
    """Where it is defined; the registration of what is not known."""
    function: FunctionNode | None = None
    owner: ast.ClassDef | None = None
    """The class whose method it is, which may have it from a base."""
    home: File | None = None
    """The file of the class."""
    action: str = ""
    """The method of the class."""


@record
class Endpoint:
    """One method of HTTP at one path."""

    node: ast.expr
    """What registers it."""
    file: File
    """Where it is registered."""
    row: Route
    method: str
    path: str
    target: Target
    chain: Chain

    @property
    def framework(self) -> str:
        """The package of its registration."""
        return self.row.framework

    @property
    def call(self) -> ast.Call | None:
        """Its registration, if that carries arguments."""
        return self.node if isinstance(self.node, ast.Call) else None

    @classmethod
    def find(cls, file: File) -> Iterable[Endpoint]:
        """Every one that a file registers."""
        if file.role in APART or file.program is None:
            return
        seen: set[tuple[str, str, str]] = set()
        for endpoint in _all(file):
            key = endpoint.method, endpoint.path, endpoint.target.name
            if key not in seen:
                seen.add(key)
                yield endpoint


Handed = tuple[File, Callable] | ast.expr
"""A function or class and its file, or what nobody can see into."""


def _registrations(file: File) -> Iterator[tuple[Route, ast.expr, Handed]]:
    table = tables().table(Route)
    silent = documented(file)
    for row, definition, decorator in decorated_by(file, table):
        if row.handler is None and not row.schema_only and _router(decorator) not in silent:
            yield row, decorator, (file, definition)
    for row, call, argument in curried(file, table):
        if row.handler is None and not row.schema_only:
            yield row, call, handed(file, argument) or argument
    for row, call in adding(file, table):
        handler = given(file, call, row.handler)
        if handler is not None and not _is_mount(file, handler):
            yield row, call, handed(file, handler) or handler


def _all(file: File) -> Iterator[Endpoint]:
    for row, node, handler in _registrations(file):
        yield from _endpoints(file, row, node, handler)
    for route in method_routes(file):
        yield from _of_method(file, route)


def _of_method(file: File, route: MethodRoute) -> Iterator[Endpoint]:
    """The endpoints of a method of a class that registers itself."""
    name, row = route.function.name, Route(route.row.framework)
    methods = Methods({name: (route.file, route.function)}, complete=True)
    target = _target(route.home, route.cls, name, methods)
    held = Held(owners(file, route.router) if route.router is not None else frozenset({NOWHERE}))
    for chain in chains_of(file, held, row.framework):
        path = joined(row.framework, chain.path, route.path)
        for method in sorted(route.methods) if route.methods else [NO_METHOD]:
            yield Endpoint(route.node, file, row, method, path, target, chain)


def _router(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(target.value) if isinstance(target, ast.Attribute) else ""


def _is_mount(file: File, handler: ast.expr) -> bool:
    """Whether what a path leads to is a list of paths."""
    name = file.callee(handler) if isinstance(handler, ast.Call) else None
    if name is None and isinstance(handler, ast.Attribute):
        name = file.name_of(handler)
    if name is not None and name in tables().table(Mounts):
        return True
    last = file.last_name(handler)
    return isinstance(handler, ast.Attribute) and last == "urls"


# ── rows of a registration ───────────────────────────────────────────────────────────────────────
def _endpoints(file: File, row: Route, node: ast.expr, handler: Handed) -> Iterator[Endpoint]:
    held = _held(file, row, node, handler)
    for chain in chains_of(file, held, row.framework):
        for own in _paths(file, row, node):
            for method, below, target in _answers(file, row, node, handler, held):
                path = joined(row.framework, chain.path, own, below)
                yield Endpoint(node, file, row, method, path, target, chain)


def _held(file: File, row: Route, node: ast.expr, handler: Handed) -> Held:
    if isinstance(handler, tuple) and is_layered(row.framework):
        # A decorator makes an object, which is listed under the name of its function or class.
        home, definition = handler
        scope = home.scope(definition)
        name = scope.qualname if scope.is_class else home.index.scopes[definition].qualname
        return Held(frozenset({home.qualify(name)}))
    return registered_on(file, node)


def _paths(file: File, row: Route, node: ast.expr) -> list[str]:
    call = node if isinstance(node, ast.Call) else None
    if call is None or row.path is None:
        return [pattern(file, call, row)] if call is not None else [""]
    if row.path.name == "urls" and row.path.position is not None:
        return [spelled(file, item) for item in call.args[row.path.position :]] or [""]
    expr = given(file, call, row.path)
    if isinstance(expr, ast.List | ast.Tuple):
        return [spelled(file, item) for item in expr.elts]
    if expr is None and any(item.arg is None for item in call.keywords):
        return [UNKNOWN]
    return [pattern(file, call, row)]


Answered = tuple[str, str, Target]
"""A method, what stands behind the path, and what answers."""


def _answers(
    file: File, row: Route, node: ast.expr, handler: Handed, held: Held
) -> Iterator[Answered]:
    call = node if isinstance(node, ast.Call) else None
    if not isinstance(handler, tuple):
        for method in _listed_methods(file, row, call):
            yield method, "", Target(file, ast.unparse(handler), node)
        return
    home, definition = handler
    if isinstance(definition, ast.ClassDef):
        yield from _of_class(file, row, node, (home, definition), held)
        return
    target = Target(
        home, home.qualify(home.index.scopes[definition].qualname), definition, definition
    )
    scope = home.scope(definition).node
    if isinstance(scope, ast.ClassDef):
        target = replace(target, owner=scope, home=home, action=definition.name)
    for method in _methods(file, row, call, home, definition):
        yield method, "", target


def _listed_methods(file: File, row: Route, call: ast.Call | None) -> list[str]:
    if row.kind is EntryKind.WEBSOCKET:
        return [SOCKET]
    found = methods_given(file, row, call)
    return sorted(found) if found else [NO_METHOD]


def _methods(
    file: File, row: Route, call: ast.Call | None, home: File, function: FunctionNode
) -> list[str]:
    """The methods that reach a function."""
    if row.kind is EntryKind.WEBSOCKET:
        return [SOCKET]
    if row.framework not in tables().word("plain-views"):
        return _listed_methods(file, row, call)
    markers = tables().table(Marker)
    unknown = False
    for decorator in function.decorator_list:
        name = decorator_name(home, function, decorator)
        marker = markers.get(name) if name else None
        if marker is not None:
            return _marked(home, marker, decorator)
        unknown = unknown or name is None or not tables().knows(name)
    return [NO_METHOD if unknown else EVERY]


def _marked(file: File, marker: Marker, decorator: ast.expr) -> list[str]:
    methods = marked_methods(file, marker, decorator)
    return sorted(methods) if methods else [NO_METHOD]


# ── classes ──────────────────────────────────────────────────────────────────────────────────────
@record
class Methods:
    """The methods of a class that may answer requests."""

    found: dict[str, tuple[File, FunctionNode] | None]
    """By name; ``None``: a library's base has it."""
    complete: bool
    """Whether there are certainly no others."""


def methods_in(home: File, cls: ast.ClassDef, names: Iterable[str]) -> Methods:
    """Which of some methods a class has, from where."""
    wanted = set(names)
    found: dict[str, tuple[File, FunctionNode] | None] = {}
    for file, line in lineage(home, cls):
        for method in methods_of(file, line):
            if method.name in wanted:
                found.setdefault(method.name, (file, method))
    views = tables().table(ViewBase)
    for base in home.bases_of(cls):
        for name, _ in views[base].gives if base in views else ():
            if name in wanted:
                found.setdefault(name, None)
    return Methods(found, home.mro_of(cls) is not None)


def _target(home: File, cls: ast.ClassDef, name: str, methods: Methods) -> Target:
    qualified = f"{home.qualify(home.index.scopes[cls].qualname)}.{name}"
    found = methods.found.get(name) or _behind(home, cls, name)
    if found is None:
        return Target(home, qualified, cls, None, cls, home, name)
    return Target(found[0], qualified, found[1], found[1], cls, home, name)


def delegates_of(home: File, cls: ast.ClassDef, name: str) -> tuple[str, ...]:
    """The methods that a library's own method of a class calls."""
    rows = tables().table(Delegates)
    calls = dict(pair for base in home.bases_of(cls) if base in rows for pair in rows[base].calls)
    return tuple(calls.get(name, ()))


def _behind(home: File, cls: ast.ClassDef, name: str) -> tuple[File, FunctionNode] | None:
    """What a library's own method of a class calls, where the program has that."""
    others = delegates_of(home, cls, name)
    found = methods_in(home, cls, others).found
    return next((item for other in others if (item := found.get(other))), None)


def _whole(home: File, cls: ast.ClassDef) -> Target:
    """A class of which it is not known which method answers."""
    return Target(home, home.qualify(home.index.scopes[cls].qualname), cls, None, cls, home)


def _of_class(
    file: File, row: Route, node: ast.expr, found: tuple[File, ast.ClassDef], held: Held
) -> Iterator[Answered]:
    home, cls = found
    call = node if isinstance(node, ast.Call) else None
    actions = _action_routes(file.callee(call)) if call else None
    mapping = _mapped(file, given(file, call, row.handler) if call else None)
    if actions is not None:
        yield from _of_viewset(file, home, cls, held, *actions)
    elif row.kind is EntryKind.WEBSOCKET:
        yield SOCKET, "", _whole(home, cls)
    elif mapping is not None:
        methods = methods_in(home, cls, mapping.values())
        for verb, name in mapping.items():
            yield verb.upper(), "", _target(home, cls, name, methods)
    else:
        yield from _of_verbs(home, cls, _told_methods(file, row, call) or _allowed(home, cls))


def _told_methods(file: File, row: Route, call: ast.Call | None) -> frozenset[str] | None:
    """The methods that a registration itself lets through; ``None``: it does not say."""
    if call is None or row.methods_param is None:
        return None
    return methods_given(file, replace(row, default_methods=None), call)


def _of_verbs(home: File, cls: ast.ClassDef, allowed: frozenset[str] | None) -> Iterator[Answered]:
    """The methods of a view class that are called by their names."""
    views = tables().table(ViewBase)
    rows = [views[base] for base in home.bases_of(cls) if base in views]
    verbs = dict(pair for item in reversed(rows) for pair in item.methods)
    # Of a view set these are called by what the mapping names, of a generic view by its own methods.
    verbs = {name: verb for name, verb in verbs.items() if verb in {"", name.upper()}}
    methods = methods_in(home, cls, verbs)
    for name in sorted(methods.found):
        verb = verbs[name] or NO_METHOD
        if allowed is None or verb in allowed:
            yield verb, "", _target(home, cls, name, methods)
    if not methods.complete or not methods.found:
        yield NO_METHOD, "", _whole(home, cls)


def _mapped(file: File, handler: ast.expr | None) -> dict[str, str] | None:
    """Methods of HTTP to methods of a view set: ``as_view({"get": "list"})``."""
    while isinstance(handler, ast.Call):
        for item in (*handler.args, *(keyword.value for keyword in handler.keywords)):
            known = constant(file, item) if isinstance(item, ast.Dict | ast.Name) else None
            if known is not None and isinstance(known.value, dict):
                if all(isinstance(part, str) for pair in known.value.items() for part in pair):
                    return dict(known.value)
            elif isinstance(item, ast.Dict):
                return _strings(item)
        handler = handler.args[0] if handler.args else None
    return None


def _strings(mapping: ast.Dict) -> dict[str, str] | None:
    pairs = {str(key): str(value) for key, value in constants_of(mapping).items()}
    return pairs if len(pairs) == len(mapping.keys) else None


def _allowed(home: File, cls: ast.ClassDef) -> frozenset[str] | None:
    """The methods that a class lets through; ``None``: all, or not known."""
    found = attribute(home, cls, "http_method_names")
    known = constant(*found) if found is not None else None
    if known is None or not isinstance(known.value, list | tuple | set | frozenset):
        return None
    return frozenset(str(item).upper() for item in known.value)


# ── view sets on a router ────────────────────────────────────────────────────────────────────────
def _action_routes(name: str | None) -> tuple[str, ActionRoutes] | None:
    """The decorator of further actions, if a call gives a router a class whose actions it routes."""
    items = tables().table(ActionRoutes).items()
    return next(((extra, row) for extra, row in items if name in row.registers), None)


def _of_viewset(
    file: File, home: File, cls: ast.ClassDef, held: Held, extra: str, row: ActionRoutes
) -> Iterator[Answered]:
    slash = _trailing_slash(file, held, row)
    one = f"/{_lookup(home, cls, row)}"
    methods = methods_in(home, cls, [name for name, _ in (*row.many, *row.one)])
    allowed = _allowed(home, cls)
    for pairs, below in ((row.many, ""), (row.one, one)):
        for name, verb in pairs:
            if name in methods.found and (allowed is None or verb in allowed):
                yield verb, f"{below}{slash}", _target(home, cls, name, methods)
    for owner, action, decorator in _actions(home, cls, extra):
        below = f"{_path_of_action(owner, action, decorator, one, row)}{slash}"
        for verb, function in _verbs_of(owner, cls, action, decorator, home, extra):
            if allowed is None or verb in allowed:
                known = Methods({function.name: (owner, function)}, complete=True)
                yield verb, below, _target(home, cls, function.name, known)
    if not methods.complete:
        yield NO_METHOD, UNKNOWN, _whole(home, cls)


def _trailing_slash(file: File, held: Held, row: ActionRoutes) -> str:
    """How the paths of a router end."""
    found = set()
    for holder in held.holders:
        made = made_of(file, holder)
        found |= {_slash_of(item, Param(row.slash, 0)) for item in made} or {UNKNOWN}
    return found.pop() if len(found) == 1 else UNKNOWN


def _slash_of(made: Written, param: Param) -> str:
    expr = given(made.file, made.call, param)
    if expr is not None:
        known = constant(made.file, expr)
        return UNKNOWN if known is None else "/" if known.value else ""
    name = made.file.callee(made.call)
    # A class of the program, or of a library that is not known, may have another ending.
    return "/" if name is not None and tables().knows(name) else UNKNOWN


def _lookup(home: File, cls: ast.ClassDef, row: ActionRoutes) -> str:
    for name in row.lookup:
        found = attribute(home, cls, name)
        if found is not None:
            known = constant(*found)
            if known is None or (known.value is not None and not isinstance(known.value, str)):
                return f"<{UNKNOWN}>"
            if known.value:
                return f"<{known.value}>"
    return "<pk>" if home.mro_of(cls) is not None else f"<{UNKNOWN}>"


def _actions(
    home: File, cls: ast.ClassDef, extra: str
) -> Iterator[tuple[File, FunctionNode, ast.expr]]:
    """The extra actions of a view set, with their decorators."""
    seen: set[str] = set()
    for file, line in lineage(home, cls):
        for method in sorted(methods_of(file, line), key=lambda item: item.lineno):
            if method.name in seen:
                continue
            seen.add(method.name)
            for decorator in method.decorator_list:
                if decorator_name(file, method, decorator) == extra:
                    yield file, method, decorator


def _verbs_of(
    owner: File,
    cls: ast.ClassDef,
    action: FunctionNode,
    decorator: ast.expr,
    home: File,
    extra: str,
) -> Iterator[tuple[str, FunctionNode]]:
    marker = tables().table(Marker)[extra]
    for verb in _marked(owner, marker, decorator):
        yield verb, action
    for file, line in lineage(home, cls):
        for method in methods_of(file, line):
            for item in method.decorator_list:
                if (
                    isinstance(item, ast.Attribute)
                    and isinstance(item.value, ast.Attribute)
                    and item.value.attr == "mapping"
                    and file.last_name(item.value.value) == action.name
                ):
                    yield item.attr.upper(), method


def _path_of_action(
    file: File, action: FunctionNode, decorator: ast.expr, one: str, row: ActionRoutes
) -> str:
    if not isinstance(decorator, ast.Call):
        return f"/{UNKNOWN}"
    path = given(file, decorator, row.path)
    text = spelled(file, path) if path is not None else action.name
    detail = constant(file, given(file, decorator, row.detail))
    if detail is None:
        return f"/{UNKNOWN}/{text}"
    return f"{one if detail.value else ''}/{text}"

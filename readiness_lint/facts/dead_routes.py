"""Routes that no request comes to: what is registered before them matches all that they would."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from readiness_lint.facts.callables import given
from readiness_lint.facts.decorators import decorated_by, target_of
from readiness_lint.facts.handlers import adding, documented, methods_given
from readiness_lint.facts.mounts import Mount
from readiness_lint.facts.program import APART, Derivation, Program, part_of
from readiness_lint.facts.route_places import Written
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.route_texts import UNKNOWN, spelled
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Mounts, Param, Route, Routes
from readiness_lint.model import Bound, File
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import EntryKind, Place

SLUG = Pattern(r"[-a-zA-Z0-9_]+\Z")
URLS = "urls"
"""What lists of routes are called."""
APART_FROM = frozenset(
    "host subdomain defaults dependencies strict_slashes websocket version callbacks".split()  # noqa: SIM905
)
"""Arguments with which two routes of one path are two."""
SPELLINGS = {
    "fastapi": Pattern(r"\{(?P<name>\w+)(?::(?P<kind>\w+))?\}\Z"),
    "django": Pattern(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>\Z"),
    "flask": Pattern(r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>\Z"),
}
PARAMETER = {"fastapi": "{", "django": "<", "flask": "<"}
ELSEWHERE = APART_FROM - {"dependencies", "callbacks"}
"""Arguments with which a router is for other requests; what it depends on is asked once it is chosen."""
NARROW = frozenset({"str", "string", "int", "float", "uuid", "slug"})
"""Kinds of parameters that match no slash."""
WITHIN_SLUGS = frozenset({"slug", "int", "uuid"})


@record
class DeadRoute:
    """A route behind one that matches whatever it matches."""

    node: ast.expr
    route: str
    """Its methods and its path, as they are written."""
    earlier: str
    before: ast.expr | Place
    """What registers the other one."""

    @classmethod
    def find(cls, file: File) -> Iterable[DeadRoute]:
        """Every one of the file: of its router, of its list of URLs, and of the whole application."""
        groups: dict[object, list[_Route]] = defaultdict(list)
        for key, route in (*_decorated(file), *_listed(file)):
            groups[key].append(route)
        seen = set()
        for routes in groups.values():
            routes.sort(key=lambda item: item.order)
            for earlier, later in _hidden(routes):
                seen.add(later.node)
                yield cls(later.node, later.label, earlier.path, earlier.node)
        for found in (part_of(file, BEHIND) or []) if groups else []:
            if found.node not in seen:
                seen.add(found.node)
                yield found


Segment = tuple[str, str]
"""The kind of a parameter, empty for a text, and the text."""


@record
class _Route:
    node: ast.expr
    handler: str
    family: str
    framework: str
    methods: frozenset[str] | None
    """``None``: its place among the others does not hang on them."""
    path: str
    apart: str
    """What else a request must be like."""
    order: tuple[int, ...]
    segments: tuple[Segment, ...]
    """The parts of its path; none: it is a regular expression."""

    @property
    def plain(self) -> bool:
        """Whether its path is no regular expression."""
        return bool(self.segments)

    @property
    def label(self) -> str:
        return f"{'/'.join(sorted(self.methods))} {self.path}" if self.methods else self.path


Grouped = tuple[object, _Route]
"""A route, and what holds it."""


def _family(framework: str) -> str:
    return {"starlette": "fastapi", "quart": "flask"}.get(framework, framework)


def _decorated(file: File) -> Iterator[Grouped]:
    silent = documented(file)
    for row, definition, decorator in decorated_by(file, tables().table(Route)):
        if row.handler is not None or row.schema_only or row.kind is not EntryKind.HANDLER:
            continue
        target = target_of(decorator)
        if (
            not isinstance(decorator, ast.Call)
            or not isinstance(target, ast.Attribute)
            or not isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef)
            or ast.unparse(target.value) in silent
            or not _is_one(file, target.value)
        ):
            continue
        methods = methods_given(file, row, decorator)
        # The decorator that is nearest to the function runs first.
        rank = -definition.decorator_list.index(decorator)
        order = (definition.lineno, rank)
        route = _route(file, row, decorator, definition.name, methods, order)
        versioned = any(
            "version" in (file.last_name(target_of(item)) or "")
            for item in definition.decorator_list
        )
        if route is not None and methods and not versioned:
            yield (ast.unparse(target.value), *_block(file, definition)), route


def _block(file: File, definition: ast.stmt) -> tuple[ast.AST | None, str]:
    """The block that a definition stands in: what is registered there is registered together."""
    around = file.parent(definition)
    fields = ("body", "orelse", "finalbody")
    return around, next((name for name in fields if definition in getattr(around, name, ())), "")


def _is_one(file: File, router: ast.expr) -> bool:
    """Whether a name stands for one router, which looks for its routes in the usual way."""
    if not isinstance(router, ast.Name):
        return isinstance(router, ast.Attribute)
    bindings = [item for item in file.bindings(router) if item.kind is not Bound.CHANGED]
    if len(bindings) != 1:
        return False
    made = bindings[0].value
    if not isinstance(made, ast.Call):
        return True
    row = tables().table(Routes).get(file.callee(made) or "")
    return row is None or not any(
        keyword.arg in row.opaque or keyword.arg is None for keyword in made.keywords
    )


def _listed(file: File) -> Iterator[Grouped]:
    """Routes that stand in a list that is written out."""
    for row, call in adding(file, tables().table(Route)):
        around = file.parent(call)
        handler = given(file, call, row.handler)
        if not isinstance(around, ast.List) or handler is None or row.kind is not EntryKind.HANDLER:
            continue
        if _leads_on(file, handler):
            continue
        methods = None
        if _family(row.framework) == "fastapi":
            methods = methods_given(file, row, call)
            if not methods or not _is_function(file, handler):
                continue
        order = start_of(call)
        route = _route(file, row, call, ast.unparse(handler), methods, order)
        if route is not None:
            yield around, route


def _is_function(file: File, handler: ast.expr) -> bool:
    name = file.name_of(handler) if isinstance(handler, ast.Name | ast.Attribute) else None
    found = file.defined(name) if name else None
    return found is not None and not isinstance(found[1], ast.ClassDef)


def _leads_on(file: File, handler: ast.expr) -> bool:
    """Whether a path leads to a list of others: ``include(...)``, ``admin.site.urls``."""
    if isinstance(handler, ast.Call):
        return file.callee(handler) in tables().table(Mounts)
    if isinstance(handler, ast.Tuple) or file.last_name(handler) == URLS:
        return True
    found = file.origin(handler) if isinstance(handler, ast.Name | ast.Attribute) else None
    named = (file.name_of(handler) or "") if isinstance(handler, ast.Name) else ""
    return named.rpartition(".")[2] == URLS or (found is not None and _leads_on(*found))


def _route(
    file: File,
    row: Route,
    call: ast.Call,
    handler: str,
    methods: frozenset[str] | None,
    order: tuple[int, ...],
) -> _Route | None:
    family = _family(row.framework)
    ordered = row.framework in tables().word("first-route") or _ranks(row.framework)
    if not ordered or any(item.arg is None for item in call.keywords):
        return None
    path = given(file, call, row.path) or (call.args[0] if call.args else None)
    text = spelled(file, path)
    if path is None or UNKNOWN in text:
        return None
    others = {item.arg: ast.unparse(item.value) for item in call.keywords if item.arg in APART_FROM}
    segments = () if row.regex else _segments(family, text)
    return _Route(call, handler, family, row.framework, methods, text, str(others), order, segments)


def _ranks(framework: str) -> bool:
    return framework in tables().word("ranks-routes")


# ── what matches what ────────────────────────────────────────────────────────────────────────────
ANY_LENGTH = -1


def _hidden(routes: Iterable[_Route]) -> Iterator[tuple[_Route, _Route]]:
    """The routes that one before them hides, each behind the first that does."""
    # One route hides another of the same number of segments, if its last is not a path.
    before: dict[object, list[_Route]] = defaultdict(list)
    for later in routes:
        places = (len(later.segments), ANY_LENGTH) if later.plain else (later.path,)
        found = [item for place in places for item in before[place] if _hides(item, later)]
        if found:
            yield min(found, key=lambda item: item.order), later
        whole = later.plain and later.segments[-1][0] == "path"
        before[ANY_LENGTH if whole else places[0]].append(later)


def _hides(earlier: _Route, later: _Route) -> bool:
    """Whether whatever the later route matches goes to the earlier one."""
    if earlier.apart != later.apart or earlier.handler == later.handler:
        return False
    if later.methods is not None and not later.methods <= (earlier.methods or frozenset()):
        return False
    if not (earlier.plain and later.plain):
        return earlier.plain == later.plain and earlier.path == later.path
    if _ranks(earlier.framework):
        return earlier.segments == later.segments
    return _cover(earlier.segments, later.segments)


def _segments(family: str, path: str) -> tuple[Segment, ...]:
    spelling, mark = SPELLINGS[family], PARAMETER[family]
    default = "string" if family == "flask" else "str"
    found: list[Segment] = []
    for part in path.split("/"):
        match = spelling.match(part)
        if match is not None:
            kind = match["kind"] or default
            # Where a kind has arguments, or is the program's own, only the same one is alike.
            text = re.sub(rf"\b{match['name']}\b", "", part) if "(" in part else ""
            found.append((kind, text))
        else:
            found.append(("mixed" if mark in part else "", part))
    return tuple(found)


def _cover(earlier: tuple[Segment, ...], later: tuple[Segment, ...]) -> bool:
    for index, segment in enumerate(earlier):
        if segment[0] == "path" and index == len(earlier) - 1:
            rest = later[index:]
            return bool(rest) and (len(rest) > 1 or rest[0] != ("", ""))
        if index >= len(later) or not _covers(segment, later[index]):
            return False
    return len(earlier) == len(later)


def _covers(earlier: Segment, later: Segment) -> bool:
    kind, text = later
    if earlier == later:
        return True
    if earlier[0] == "str":
        return kind in NARROW or (kind == "" and text != "")
    if earlier[0] == "slug":
        return kind in WITHIN_SLUGS or (kind == "" and SLUG.match(text) is not None)
    return False


# ── routers of one application ───────────────────────────────────────────────────────────────────
@record
class _Placed:
    """A route at one of its places in an application."""

    file: File
    route: _Route
    path: str
    """The whole of it."""
    calls: tuple[Written, ...]
    """What makes the application, mounts a router in it, and makes that; the outermost first."""

    @property
    def whole(self) -> _Route:
        """The route as the application has it."""
        handler = self.file.qualify(self.route.handler)
        segments = _segments(self.route.family, self.path)
        return replace(self.route, handler=handler, path=self.path, segments=segments)

    def at(self, depth: int) -> Written | None:
        """What puts it into what it shares with another one: a mount, or its own registration."""
        if depth < len(self.calls):
            found = self.calls[depth]
            mounts = (mount.node for mount in found.file.facts(Mount))
            return found if any(found.call is node for node in mounts) else None
        call = self.route.node
        return Written(self.file, call) if isinstance(call, ast.Call) else None


def _behind_others(program: Program) -> Iterator[tuple[File, DeadRoute]]:
    """The routes that those of another router hide wherever they are mounted."""
    known: Applications = defaultdict(list)
    own: dict[ast.expr, list[_Placed]] = defaultdict(list)
    searched = tables().table(Route), tables().table(Routes)
    for _, placed in program.each(_places_in, tables=searched):
        known[_group(placed)].append(placed)
        own[placed.route.node].append(placed)
    for node, places in own.items():
        hiding = [_hiding(known, placed) for placed in places]
        before, later = hiding[0], places[0]
        if before is not None and all(hiding):
            label = replace(later.route, path=later.path).label
            place = before.file.place(before.route.node)
            yield later.file, DeadRoute(node, label, before.path, place)


Applications = dict[tuple[ast.Call, int], list[_Placed]]
"""The routes of each application, by their number of segments."""


def _group(placed: _Placed) -> tuple[ast.Call, int]:
    segments = placed.whole.segments
    length = ANY_LENGTH if segments[-1][0] == "path" else len(segments)
    return placed.calls[0].call, length


def _places_in(file: File) -> Iterator[_Placed]:
    """The places of a file's routes that are certain: each mount, and each path, is known."""
    if file.role in APART:
        return
    routes = {route.node: (key, route) for key, route in _decorated(file) if route.plain}
    for node in [node for node, (key, _) in routes.items() if not _is_at_top(key)]:
        del routes[node]
    found: dict[tuple[ast.expr, str, tuple[Written, ...]], set[str]] = defaultdict(set)
    for endpoint in file.facts(Endpoint) if routes else ():
        if endpoint.node in routes:
            key = endpoint.node, endpoint.path, endpoint.chain.calls
            certain = endpoint.chain.rooted and UNKNOWN not in endpoint.path
            found[key] |= {endpoint.method if certain else UNKNOWN}
    for (node, path, calls), methods in found.items():
        route = routes[node][1]
        plain = UNKNOWN not in methods and all(map(_is_plain, calls))
        if plain and calls and frozenset(methods) == route.methods:
            yield _Placed(file, route, path, calls)


def _is_at_top(key: object) -> bool:
    """Whether routes are registered by a module, or a function, as such."""
    around = key[1] if isinstance(key, tuple) else None
    return isinstance(around, ast.Module | ast.FunctionDef)


def _is_plain(written: Written) -> bool:
    """Whether a call makes a router of a library, or mounts one, in the usual way."""
    file, call = written.file, written.call
    name = file.callee(call) or ""
    row = tables().table(Routes).get(name)
    opaque = row.opaque if row is not None else ()
    named = {keyword.arg for keyword in call.keywords}
    return tables().knows(name) and named.isdisjoint({None, *ELSEWHERE, *opaque})


def _hiding(known: Applications, later: _Placed) -> _Placed | None:
    """The first route of the same application that matches whatever a later one would."""
    _, length = _group(later)
    found = [
        earlier
        for place in {length, ANY_LENGTH}
        for earlier in known.get((later.calls[0].call, place), ())
        if _comes_first(earlier, later) and _hides(earlier.whole, later.whole)
    ]
    return found[0] if found else None


def _comes_first(earlier: _Placed, later: _Placed) -> bool:
    """Whether one block puts the router of a route into the application, and later that of another."""
    pairs = zip(earlier.calls, later.calls, strict=False)
    depth = next(
        (index for index, (one, other) in enumerate(pairs) if one.call is not other.call),
        min(len(earlier.calls), len(later.calls)),
    )
    one, other = earlier.at(depth), later.at(depth)
    if one is None or other is None or one.file is not other.file or one.call is other.call:
        return False
    if depth == len(earlier.calls) == len(later.calls):
        # Two routes of one router.
        return False
    block = _block_of(one)
    in_order = block is not None and block == _block_of(other) and _before(one, other)
    return (
        in_order
        and all(isinstance(_block_of(item), ast.Module) for item in earlier.calls[depth + 1 :])
        and _is_registered_before(earlier, one)
    )


def _block_of(written: Written) -> ast.AST | None:
    """The module or function among whose statements a call, or a decorated function, is one."""
    around = written.file.parent(written.file.statement(written.call))
    return around if isinstance(around, ast.Module | ast.FunctionDef) else None


def _before(one: Written, other: Written) -> bool:
    return start_of(one.call) < start_of(other.call)


def _is_registered_before(placed: _Placed, mount: Written) -> bool:
    """Whether a router has a route by the time that it is mounted."""
    same = placed.file is mount.file and mount.call is not placed.route.node
    return not same or start_of(placed.route.node) < start_of(mount.call)


# ── lists of URLs that include others ────────────────────────────────────────────────────────────
@record
class _Page:
    """A route at one of its places below the list of URLs that a service begins with."""

    file: File
    route: _Route
    """With its whole path."""
    entries: tuple[Written, ...]
    """The entries of lists that lead to it, and its own; the outermost first."""

    @property
    def group(self) -> tuple[ast.AST | None, int]:
        """The list in which it is looked for, and its number of segments."""
        segments, first = self.route.segments, self.entries[0]
        length = ANY_LENGTH if segments[-1][0] == "path" else len(segments)
        return first.file.parent(first.call), length


def _behind_pages(program: Program) -> Iterator[tuple[File, DeadRoute]]:
    """The routes that entries before them hide wherever their list is included."""
    known: Lists = defaultdict(list)
    own: dict[ast.expr, list[_Page]] = defaultdict(list)
    for _, page in program.each(_pages_in, tables=(tables().table(Route),)):
        known[page.group].append(page)
        own[page.route.node].append(page)
    for node, pages in own.items():
        hiding = [_hiding_page(known, page) for page in pages]
        before, later = hiding[0], pages[0]
        if before is not None and all(hiding):
            place = before.file.place(before.route.node)
            yield later.file, DeadRoute(node, later.route.label, before.route.path, place)


Lists = dict[tuple[ast.AST | None, int], list[_Page]]


def _pages_in(file: File) -> Iterator[_Page]:
    """The places of the routes in a file's lists of URLs, where all of them are certain."""
    if file.role in APART:
        return
    routes: dict[ast.expr, tuple[_Route, ast.Call]] = {
        route.node: (route, route.node)
        for _, route in _listed(file)
        if route.plain and route.family == "django" and isinstance(route.node, ast.Call)
    }
    found: dict[ast.expr, dict[tuple[str, tuple[Written, ...]], bool]] = defaultdict(dict)
    for endpoint in file.facts(Endpoint) if routes else ():
        if endpoint.node in routes:
            certain = endpoint.chain.rooted and UNKNOWN not in endpoint.path
            key = endpoint.path, endpoint.chain.calls
            found[endpoint.node][key] = certain and all(map(_is_entry, endpoint.chain.calls))
    for node, places in found.items():
        route, call = routes[node]
        for path, calls in places if all(places.values()) else ():
            segments = _segments("django", path)
            whole = replace(route, handler=_view(file, call), path=path, segments=segments)
            yield _Page(file, whole, (*filter(_is_listed, calls), Written(file, call)))


def _is_listed(written: Written) -> bool:
    return isinstance(written.file.parent(written.call), ast.List)


def _is_entry(written: Written) -> bool:
    """Whether a call is an entry of a list without a regular expression, or what that includes."""
    file, call = written.file, written.call
    row = tables().table(Route).get(file.callee(call) or "")
    plain = row is None or not row.regex
    return plain and (_is_listed(written) or isinstance(file.parent(call), ast.Call))


def _view(file: File, call: ast.Call) -> str:
    """What answers an entry, by its name in the program, with what it is made with."""
    view = given(file, call, Param("view", 1)) or call
    named = view.func if isinstance(view, ast.Call) else view
    return f"{file.name_of(named)} {ast.unparse(view) if isinstance(view, ast.Call) else ''}"


def _hiding_page(known: Lists, later: _Page) -> _Page | None:
    """The first entry before a route that matches whatever it would."""
    top, length = later.group
    found = (
        earlier
        for place in (length, ANY_LENGTH)
        for earlier in known.get((top, place), ())
        if _is_looked_at_first(earlier, later) and _hides(earlier.route, later.route)
    )
    return next(found, None)


def _is_looked_at_first(earlier: _Page, later: _Page) -> bool:
    """Whether one list has both, or what leads to them, in this order, each time."""
    depth = next(
        (
            index
            for index, (one, other) in enumerate(zip(earlier.entries, later.entries, strict=False))
            if one.call is not other.call
        ),
        None,
    )
    if depth is None:
        return False
    one, other = earlier.entries[depth], later.entries[depth]
    return (
        one.file.parent(one.call) is other.file.parent(other.call)
        and _before(one, other)
        and not any(
            item.file.conditions(item.call) or item.file.function(item.call) is not None
            for item in earlier.entries[depth + 1 :]
        )
    )


# ── the whole program ────────────────────────────────────────────────────────────────────────────
def _behind(program: Program) -> Mapping[str, list[DeadRoute]]:
    """The routes that those of another module, or of another list, hide."""
    found: dict[str, list[DeadRoute]] = defaultdict(list)
    for file, dead in (*_behind_others(program), *_behind_pages(program)):
        found[file.module].append(dead)
    return found


BEHIND: Derivation[list[DeadRoute]] = Derivation(
    "readiness_lint.facts.dead_routes:BEHIND",
    _behind,
    lambda found: [(item.route, item.earlier) for item in found],
)
"""What the order of routers, and of lists of URLs, hides, by module."""

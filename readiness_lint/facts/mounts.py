"""Which routers are a part of which routers and applications, and under which paths."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import constant, given, handed
from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.decorators import target_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.program import APART
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Mounts, Param, Route, Routes
from readiness_lint.model import Binding, Bound, File
from readiness_lint.record import record

PREFIXES = (Param("prefix"), Param("url_prefix"))
"""What routers are made with."""
BY_NAME = frozenset({"builtins.getattr", "builtins.next"})
"""What gives an object that was made elsewhere: which one, only the running program knows."""
GROWING = ("add", "append", "extend", "insert", "update")
LONGEST = 6
"""Steps from a name to what it was called where it was made."""

Names = frozenset[str] | None
"""What an object may be called in the program; ``None``: not known."""


@record
class Mount:
    """A call that makes a router, a list of routes or a module of them a part of something larger."""

    node: ast.Call
    routers: Names
    """What is mounted."""
    onto: frozenset[str]
    """What it becomes a part of: a router, an application, a list or a module; empty: not known."""
    prefix: str | None
    """The path in front of its own; ``None``: none, or not known."""
    framework: str
    """The package of the call; empty: only its name tells what it does."""
    apart: bool
    """Whether what is mounted answers its own errors."""

    @classmethod
    def find(cls, file: File) -> Iterable[Mount]:
        """Every one of the file."""
        table = tables().table(Mounts)
        for name, call in file.calls_to(table):
            yield _mount(file, call, table[name], name)
        likely = _by_name()
        for call, at in file.candidates(frozenset(likely)):
            last = file.last_name(call)
            if last in likely and file.callee(call, at) not in table:
                yield _mount(file, call, likely[last], "")


@cache
def _by_name() -> dict[str, Mounts]:
    """The methods that nothing else has, with their rows."""
    rows = tables().table(Mounts).items()
    return {name.rpartition(".")[2]: row for name, row in rows if row.by_name}


def _mount(file: File, call: ast.Call, row: Mounts, name: str) -> Mount:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    routers = _mounted(file, given(file, call, row.router) if row.router else owner)
    around = call if row.prefix else _route_around(file, call) or call
    if row.onto is not None:
        onto = names_of(file, given(file, call, row.onto)) or frozenset()
    elif not name or file.library.is_class(name.rpartition(".")[0]):
        onto = names_of(file, owner) or frozenset()
    else:
        onto = _holders(file, around)
    prefix = given(file, around, row.prefix or _path_of(file, around))
    framework = name.partition(".")[0]
    return Mount(call, routers, onto, next(_text(file, prefix), None), framework, row.apart)


def _mounted(file: File, expr: ast.expr | None) -> Names:
    """The routers, lists and modules that are mounted; what is made for it alone has no name."""
    if isinstance(expr, ast.Constant) and isinstance(expr.value, str):
        return frozenset({file.library.canonical(expr.value)})
    if isinstance(expr, ast.Call) and _makes_its_own(file, expr):
        return frozenset()
    parts: list[ast.expr] | None = None
    if isinstance(expr, ast.Tuple):
        # `(urls, "shop")` has a namespace behind it.
        parts = expr.elts[:1]
    elif isinstance(expr, ast.List):
        parts = expr.elts
    elif isinstance(expr, ast.BinOp):
        parts = [expr.left, expr.right]
    elif isinstance(expr, ast.IfExp):
        parts = [expr.body, expr.orelse]
    if parts is None:
        return names_of(file, expr)
    found = [_mounted(file, part) for part in parts]
    known = [names for names in found if names is not None]
    return frozenset().union(*known) if len(known) == len(found) else None


def _makes_its_own(file: File, call: ast.Call) -> bool:
    """Whether a call makes an object, or a route, of its own."""
    name = file.callee(call)
    if name is None:
        return False
    found = file.defined(name)
    if found is not None:
        return isinstance(found[1], ast.ClassDef)
    row = tables().table(Route).get(name)
    if row is not None:
        handler = given(file, call, row.handler)
        return handler is not None and handed(file, handler) is not None
    # What tables do not have is a class by its spelling.
    return file.library.is_class(name) or name.rpartition(".")[2][:1].isupper()


def _route_around(file: File, call: ast.Call) -> ast.Call | None:
    around = file.parent(call)
    return around if isinstance(around, ast.Call) and _path_of(file, around) else None


def _path_of(file: File, call: ast.Call) -> Param | None:
    row = tables().table(Route).get(file.callee(call) or "")
    return row.path if row else None


def _text(file: File, expr: ast.expr | None) -> Iterator[str]:
    known = constant(file, expr)
    if known is not None and isinstance(known.value, str):
        yield known.value


def _holders(file: File, call: ast.Call) -> frozenset[str]:
    """What a route is added to: the router; the list and the module that it stands in."""
    if isinstance(call.func, ast.Attribute):
        names = names_of(file, call.func.value) or frozenset()
        owners = frozenset(name for name in names if file.home(name) is not None)
        if owners:
            return owners
    statement = file.statement(call)
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets += statement.targets
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign):
        targets.append(statement.target)
    found = [names_of(file, target) or frozenset() for target in targets]
    return frozenset({file.module}).union(*found)


# ── what is called how ───────────────────────────────────────────────────────────────────────────


def names_of(file: File, expr: ast.expr | None, depth: int = LONGEST) -> Names:
    """What a router, an application or a list of routes is called where it was made.

    A parameter is what the callers hand over; what a function of the program gives is what it
    calls that itself; a name that goes over a list is what the list holds.
    """
    if not depth:
        return None
    if isinstance(expr, ast.Call):
        return _of_call(file, expr, depth)
    if isinstance(expr, ast.Attribute):
        return _of_attribute(file, expr, depth)
    if not isinstance(expr, ast.Name):
        return None
    bindings = file.bindings(expr)
    made = [binding for binding in bindings if binding.kind is not Bound.CHANGED]
    return _all(_of_binding(file, expr, binding, depth) for binding in made)


def _of_call(file: File, call: ast.Call, depth: int) -> Names:
    row = tables().table(Mounts).get(file.callee(call) or "")
    if row is not None and row.router is None and isinstance(call.func, ast.Attribute):
        return names_of(file, call.func.value, depth - 1)
    home, function = file.defined(file.callee(call) or "") or (file, None)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    ends = [item for item in home.statements_of(function) if isinstance(item, ast.Return)]
    return _all(names_of(home, end.value, depth - 1) for end in ends)


def _of_attribute(file: File, expr: ast.Attribute, depth: int) -> Names:
    name = file.name_of(expr)
    row = tables().table(Mounts).get(name or "")
    if row is not None and row.router is None:
        return names_of(file, expr.value, depth - 1)
    return frozenset({name}) if name and file.program and file.program.defining(name) else None


def _of_binding(file: File, expr: ast.Name, binding: Binding, depth: int) -> Names:
    if binding.kind is Bound.IMPORT:
        name = file.name_of(expr)
        return frozenset({name}) if name else None
    if binding.kind is Bound.PARAMETER:
        return _of_parameter(file, expr.id, binding, depth)
    if binding.kind is Bound.ITERATED:
        return _of_items(file, binding, depth)
    return _of_value(file, expr.id, binding, depth)


def _of_parameter(file: File, name: str, binding: Binding, depth: int) -> Names:
    function = binding.scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    given = [
        given_for(caller, file, function, name)
        for caller in callers_of(file, function)
        if caller.file.role not in APART
    ]
    return _all(names_of(*item, depth - 1) if item else None for item in given)


def _of_items(file: File, binding: Binding, depth: int) -> Names:
    """What a name is that goes over a list that is written out."""
    if binding.value is None:
        return None
    home, items = file.origin(binding.value) or (file, binding.value)
    if not isinstance(items, ast.List | ast.Tuple | ast.Set) or _grows(home, binding.value):
        return None
    return _all(names_of(home, _part(item, binding.index), depth - 1) for item in items.elts)


def _grows(file: File, expr: ast.expr) -> bool:
    """Whether the list that has a name may hold more than was written out."""
    last = file.last_name(expr)
    return last is not None and any(
        isinstance(call.func, ast.Attribute) and file.last_name(call.func.value) == last
        for method in GROWING
        for call, _ in file.index.calls.get(method, ())
    )


def _part(item: ast.expr, index: tuple[int, ...]) -> ast.expr | None:
    for position in index:
        if not isinstance(item, ast.Tuple | ast.List) or position >= len(item.elts):
            return None
        item = item.elts[position]
    return item


def _of_value(file: File, name: str, binding: Binding, depth: int) -> Names:
    value = binding.value
    if binding.kind is not Bound.VALUE or value is None:
        return None
    made = isinstance(value, ast.List | ast.Tuple | ast.ListComp | ast.BinOp)
    if isinstance(value, ast.Call):
        callee = file.callee(value)
        if callee in BY_NAME or callee in tables().word("imports-by-name"):
            return None
        found = file.defined(callee) if callee else None
        made = found is None or isinstance(found[1], ast.ClassDef)
    if made:
        scope = binding.scope.qualname
        return frozenset({file.qualify(f"{scope}.{name}" if scope else name)})
    return names_of(file, value, depth - 1)


def _all(parts: Iterable[Names]) -> Names:
    """All of the names; ``None``: there are none, or some are not known."""
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found) or None


def made_as(file: File, call: ast.Call) -> ast.expr | None:
    """What a call is assigned to."""
    around = file.parent(call)
    return around.targets[0] if isinstance(around, ast.Assign) else None


# ── over the program ─────────────────────────────────────────────────────────────────────────────


def mounts_of(file: File) -> tuple[Mount, ...]:
    """All that the program of a file mounts; found once."""
    program = file.program
    if program is None:
        return file.facts(Mount)

    def found() -> Iterator[Mount]:
        parts = dict.fromkeys(program.each(_mounted_in, tables=(tables().table(Mounts),)))
        for last in sorted(_by_name()):
            parts |= dict.fromkeys(program.each(_mounted_in, calling=last))
        yield from (mount for _, mount in sorted(parts, key=lambda item: item[0].module))

    return program.memo(("mounts",), lambda: tuple(found()))


def _mounted_in(file: File) -> Iterable[Mount]:
    return file.facts(Mount) if file.role not in APART else ()


def _by_router(file: File) -> dict[str, list[Mount]]:
    """What the program mounts, by the names of what is mounted."""

    def grouped() -> dict[str, list[Mount]]:
        found: dict[str, list[Mount]] = defaultdict(list)
        for mount in mounts_of(file):
            for router in mount.routers or ():
                found[router].append(mount)
        return found

    return (file.program or file).memo(("mounts by router",), grouped)


def _holding(file: File, routers: Iterable[str], *, apart: bool) -> Iterator[Mount]:
    """What mounts the routers, and what they are a part of; with ``apart`` through applications."""
    mounts = _by_router(file)
    seen, todo = set(routers), list(routers)
    while todo:
        for mount in mounts.get(todo.pop(), ()):
            if apart or not mount.apart:
                yield mount
                todo += sorted(mount.onto - seen)
                seen |= mount.onto


def prefixes_of(handler: Handler, file: File) -> Iterator[str]:
    """The paths in front of its own, of all routers and lists of routes that hold it."""
    calls = [
        _holders(home, call) for home, call in _places(handler, file) if isinstance(call, ast.Call)
    ]
    routers = sorted(frozenset().union(*calls))
    mounts = list(_holding(file, routers, apart=True))
    for mount in mounts:
        if mount.prefix is not None:
            yield mount.prefix
    for name in dict.fromkeys((*routers, *(each for mount in mounts for each in mount.onto))):
        yield from _made_with(file, name)


def whole_path(handler: Handler, file: File) -> str:
    """The path of a handler, with what stands in front of it where that is one thing; else its name."""
    own = handler.path or ""
    prefixes = list(dict.fromkeys(filter(None, prefixes_of(handler, file))))
    if handler.path is None or len(prefixes) != 1:
        return own or handler.name
    above = prefixes[0].rstrip("/")
    return f"{above}/{own.lstrip('/')}" if own else above


def _made_with(file: File, name: str) -> Iterator[str]:
    """The prefix that a router was made with."""
    for home, binding in _bindings(file, name):
        if isinstance(binding.value, ast.Call):
            for option in PREFIXES:
                yield from _text(home, given(home, binding.value, option))


def _bindings(file: File, name: str) -> Iterator[tuple[File, Binding]]:
    """What a module of the program gives the name of a router."""
    home = file.home(name)
    if home is not None:
        for binding in home.index.module.bindings.get(name.rpartition(".")[2], ()):
            yield home, binding


def is_apart(framework: str, owner: Names, handler: Handler, file: File) -> bool:
    """Whether a handler of a file is certainly no part of the application that has a name."""
    if not is_kin(framework, handler.framework):
        return True
    routers = _all(_registered_on(*place) for place in _places(handler, file))
    if owner is None or routers is None or not _is_complete(handler.framework, file):
        return False
    holding = list(_holding(file, sorted(routers), apart=False))
    if not holding and all(_is_part(file, name) for name in routers):
        # What nothing in sight mounts may be a part of any application.
        return False
    return owner.isdisjoint(routers.union(*(mount.onto for mount in holding)))


def _is_part(file: File, name: str) -> bool:
    """Whether an object is a router, which answers nothing until somebody mounts it."""
    table = tables().table(Routes)
    return any(
        isinstance(binding.value, ast.Call)
        and (row := table.get(home.callee(binding.value) or "")) is not None
        and not row.root
        for home, binding in _bindings(file, name)
    )


def _is_complete(framework: str, file: File) -> bool:
    """Whether all that is mounted on routers of a framework is known."""
    return all(
        mount.onto and mount.routers is not None
        for mount in mounts_of(file)
        if not mount.apart and is_kin(mount.framework, framework)
    )


def is_kin(one: str, other: str) -> bool:
    """Whether one of two frameworks is made of the other."""
    library = tables()
    return not one or one in library.reach({other}) or other in library.reach({one})


def _places(handler: Handler, file: File) -> Iterator[tuple[File, ast.expr]]:
    """The registrations of a handler, and the modules that they stand in."""
    yield from ((file, registration) for registration in handler.registrations)
    yield from ((item.file, item.node) for item in handler.elsewhere)


def _registered_on(file: File, registration: ast.expr) -> Names:
    """The objects of the program that a registration is a method of; ``None``: it is of none."""
    target = target_of(registration)
    names = names_of(file, target.value) if isinstance(target, ast.Attribute) else None
    return names if names and all(file.home(name) is not None for name in names) else None

"""What a request passes before its handler, and after it: hooks, classes around an application."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from readiness_lint.facts.callables import Callable, curried, given, handed
from readiness_lint.facts.classes import methods_named, methods_of
from readiness_lint.facts.decorators import decorated_as, decorated_by, decorator_name, target_of
from readiness_lint.facts.entries import Entry, hook_names
from readiness_lint.facts.links import (
    MIDDLEWARE,
    Link,
    Target,
    wrapper_of,
)
from readiness_lint.facts.listed_middleware import listed
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.route_places import is_root, made_of, owners
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.tables import tables
from readiness_lint.facts.told_conditions import condition_of
from readiness_lint.knowledge.schema import EntryTrait, Installs, Routes
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

LATER = ("after", "teardown")
"""How the names of hooks begin that run when the handler is done."""
FAILING = ("exception", "error")
"""Words in the names of methods that run only where something was raised."""


@record
class Passed:
    """A function or class that a program puts around handlers."""

    file: File
    """Where it is registered."""
    node: ast.expr
    home: File
    function: Callable
    hook: str
    """The last name of what registers it; empty: a list of the settings."""
    onto: frozenset[str] | None
    """The applications and routers whose handlers it is around, by name; ``None``: not known."""
    whole: bool
    """Whether it is around all handlers of an application."""
    frameworks: frozenset[str]
    """The packages whose handlers it may be around."""

    @property
    def order(self) -> tuple[bool, bool]:
        """What is around the whole application comes first, what follows the handler last."""
        return self.hook.startswith(LATER), not self.whole


def middleware_of(program: Program, framework: str, endpoint: Endpoint | None) -> Iterator[Link]:
    """The middleware of the program that a request passes on the way to a handler."""
    found = [item for item in _every(program) if _is_passed(item, framework, endpoint)]
    for item in sorted(found, key=lambda item: item.order):
        yield from _links(item)


def is_middleware(file: File, function: FunctionNode) -> bool:
    """Whether a function is what a middleware runs for each request: not that which makes it."""
    every = _every(file.program) if file.program is not None else tuple(_of_file(file))
    targets = (link.target for item in every for link in _links(item))
    return any(target is not None and target.node is function for target in targets)


def _links(item: Passed) -> Iterator[Link]:
    home, function = item.home, item.function
    condition = condition_of(item.file, item.node)
    if isinstance(function, ast.ClassDef):
        for file, method in methods_named(home, function, _methods()):
            failing = any(word in method.name for word in FAILING)
            target = Target(file, method, (home, function))
            name = f"{function.name}.{method.name}"
            when = "on an error" if failing else condition
            yield Link(item.file, item.node, name, MIDDLEWARE, target, condition=when)
        return
    if item.hook and item.hook not in tables().table(Installs).lasts:
        told = item.hook not in {function.name, MIDDLEWARE}
        name = f"{function.name} ({item.hook})" if told else function.name
        target = Target(home, function)
        yield Link(item.file, item.node, name, MIDDLEWARE, target, condition=condition)
        return
    inner = wrapper_of(home, function)
    if inner is not None:
        name, target = function.name, Target(home, inner)
        yield Link(item.file, item.node, name, MIDDLEWARE, target, condition=condition)


@cache
def _methods() -> frozenset[str]:
    """The methods of a class of middleware that run for a request."""
    rows = tables().table(EntryTrait).values()
    told = {name for row in rows if row.kind is EntryKind.MIDDLEWARE for name in row.methods}
    return frozenset({"__call__", *told})


def failing_methods(file: File) -> Iterator[FunctionNode]:
    """The methods of a file's middleware that run only where something was raised."""
    if not any(word in file.source for word in _failing()):
        return
    own = [item.node for item in file.facts(Entry) if item.kind is EntryKind.MIDDLEWARE]
    listed = file.program.known(listed_names) if file.program else ()
    for cls in file.nodes(ast.ClassDef):
        if file.qualify(file.index.scopes[cls].qualname) in listed:
            own += methods_of(file, cls)
    yield from dict.fromkeys(method for method in own if method.name in _failing())


@cache
def _failing() -> frozenset[str]:
    return frozenset(name for name in _methods() if any(word in name for word in FAILING))


def listed_names(program: Program) -> tuple[str, ...]:
    """The qualified names of the classes that settings name as middleware."""
    return tuple(
        item.home.qualify(item.home.index.scopes[item.function].qualname)
        for file, item in program.each(_listed)
        if file.role not in APART
    )


# ── whose handlers ───────────────────────────────────────────────────────────────────────────────
def _is_passed(item: Passed, framework: str, endpoint: Endpoint | None) -> bool:
    if framework not in item.frameworks:
        return False
    if endpoint is None or item.onto is None:
        return item.whole
    made = {(call.file, call.call) for name in item.onto for call in made_of(item.file, name)}
    above = {(call.file, call.call) for call in endpoint.chain.calls}
    if made & above:
        return True
    if not item.whole:
        return False
    # An application that nobody sees at the head of the way may be the one that is meant.
    is_of_other = any(_makes_application(*call) for call in made)
    return not (is_of_other and any(_makes_application(*call) for call in above))


def _makes_application(file: File, call: ast.Call) -> bool:
    kind = file.type_of(call)
    return kind is not None and is_root(file, kind.name)


# ── what a program puts around handlers ──────────────────────────────────────────────────────────
def _every(program: Program) -> tuple[Passed, ...]:
    return program.memo(
        ("middleware",),
        lambda: tuple(
            found for file in program.files() if file.role not in APART for found in _of_file(file)
        ),
    )


def _of_file(file: File) -> Iterator[Passed]:
    yield from (*_hooks(file), *_unknown_hooks(file), *_installed(file), *_listed(file))


def _hooks(file: File) -> Iterator[Passed]:
    """Functions that an application or a router is told to run around its handlers."""
    table = tables().table(EntryTrait)
    for row, function, decorator in decorated_by(file, table):
        if row.kind is EntryKind.MIDDLEWARE:
            yield from _hook(file, decorator, target_of(decorator), (file, function))
    for name, call in file.calls_to(table):
        if table[name].kind is EntryKind.MIDDLEWARE:
            expr = given(file, call, table[name].function) or next(iter(call.args), None)
            found = handed(file, expr) if expr is not None else None
            yield from _hook(file, call, call.func, found)
    for row, call, argument in curried(file, table):
        if row.kind is EntryKind.MIDDLEWARE:
            yield from _hook(file, call, call.func, handed(file, argument))


def _hook(
    file: File, node: ast.expr, hook: ast.expr, found: tuple[File, Callable] | None
) -> Iterator[Passed]:
    if found is None or not isinstance(hook, ast.Attribute):
        return
    if hook.attr in tables().word("on-demand").lasts:
        return
    kind = file.type_of(hook.value)
    bases = file.library.bases(kind.name) if kind is not None else ()
    whole = hook.attr in tables().word("of-application").lasts or any(
        base in tables().table(Routes) and tables().table(Routes)[base].root for base in bases
    )
    frameworks = frozenset(base.partition(".")[0] for base in bases) | _packages(file)
    yield Passed(file, node, *found, hook.attr, owners(file, hook.value), whole, frameworks)


def _unknown_hooks(file: File) -> Iterator[Passed]:
    """Hooks of an application that nothing is known of: ``def register(app): @app.before_request``."""
    lasts = hook_names() - tables().word("on-demand").lasts
    for function, decorator in decorated_as(file, lasts):
        target = target_of(decorator)
        is_open = decorator_name(file, function, decorator) is None
        if is_open and isinstance(target, ast.Attribute) and _packages(file):
            found = (file, function)
            yield Passed(file, decorator, *found, target.attr, None, True, _packages(file))


def _packages(file: File) -> frozenset[str]:
    """The packages of routes that a file uses."""
    known = {row.framework for row in tables().table(Routes).values()}
    return frozenset(known & file.libraries)


def _installed(file: File) -> Iterator[Passed]:
    """Classes that a call puts around an application."""
    table = tables().table(Installs)
    for last in sorted(table.lasts.intersection(file.index.calls)):
        for call, at in file.index.calls[last]:
            name = file.callee(call, at)
            row = table.get(name) if name is not None else None
            # Only its own name tells what a method does of an object that nobody knows.
            is_open = name is None and last[:1].islower()
            expr = given(file, call, row.middleware) if row else next(iter(call.args), None)
            found = handed(file, expr) if expr is not None and (row or is_open) else None
            if found is not None:
                is_method = isinstance(call.func, ast.Attribute) and last[:1].islower()
                owner = call.func.value if isinstance(call.func, ast.Attribute) else None
                onto = owners(file, owner) if row and is_method and owner is not None else None
                heads = frozenset({name.partition(".")[0]} if name else ())
                yield Passed(file, call, *found, last, onto, True, heads | _packages(file))


# ── settings ─────────────────────────────────────────────────────────────────────────────────────
def _listed(file: File) -> Iterator[Passed]:
    """What the settings name."""
    frameworks = frozenset(tables().word("within-django"))
    for item in listed(file):
        yield Passed(file, item.node, item.home, item.function, "", None, True, frameworks)

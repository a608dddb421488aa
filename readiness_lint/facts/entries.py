"""Functions that a framework calls by itself, and which of them a piece of code runs in."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import Callable, all_handed, given, handed, made_by
from readiness_lint.facts.classes import classes_of, methods_of
from readiness_lint.facts.decorators import decorated_by
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.listed_middleware import listed, served
from readiness_lint.facts.program import APART, told
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task, settings_classes
from readiness_lint.knowledge.schema import EntryOptions, EntryTrait, Param, Routes, ViewBase
from readiness_lint.model import File, FunctionNode, Named
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

ELSEWHERE = frozenset({EntryKind.HANDLER, EntryKind.WEBSOCKET, EntryKind.TASK})
"""Kinds that are facts of their own."""


@record
class Entry:
    """A function that a framework calls: a receiver, a middleware, a start-up, an error handler.

    A method that the handlers of a view's base call is one too, of the kind of a handler.
    """

    node: FunctionNode
    name: str
    kind: EntryKind
    framework: str
    subject: str | None
    """What it is registered for, as a value, a qualified name or as the file spells it."""
    owner: ast.ClassDef | None
    idle: bool
    """Whether it has an effect even where it does nothing."""
    judged: bool = False
    """Whether it runs after the body of its request was checked, where that is done by its base."""

    @property
    def asynchronous(self) -> bool:
        """Whether it is a coroutine function."""
        return isinstance(self.node, ast.AsyncFunctionDef)

    @classmethod
    def find(cls, file: File) -> Iterable[Entry]:
        """Every one of the file, once for each kind and subject."""
        found = {
            (entry.node, entry.kind, entry.subject): entry
            for entry in (*_registered(file), *_methods(file), *_hooks(file))
        }
        return found.values()


def _entry(
    file: File,
    node: FunctionNode,
    kind: EntryKind,
    framework: str,
    subject: str | None = None,
    *,
    idle: bool = False,
    judged: bool = False,
) -> Entry:
    owner = file.scope(node).node
    if kind is EntryKind.STARTUP and _is_end(subject):
        kind = EntryKind.SHUTDOWN
    cls = owner if isinstance(owner, ast.ClassDef) else None
    return Entry(node, node.name, kind, framework, subject, cls, idle, judged)


def _is_end(subject: str | None) -> bool:
    """Whether an event is the end of the process: one call registers for both."""
    words = (subject or "").lower()
    return "shutdown" in words or "stop" in words


@record
class _Way:
    """One registration of a function."""

    home: File
    """Where it is defined."""
    function: Callable
    kind: EntryKind
    framework: str
    subject: str | None = None
    idle: bool = False


def _registered(file: File) -> Iterator[Entry]:
    for way in (*told(file, _ways, _registering), *told(file, _listed)):
        if not isinstance(way.function, ast.ClassDef):
            kind, framework = way.kind, way.framework
            yield _entry(file, way.function, kind, framework, way.subject, idle=way.idle)


def _registering() -> tuple[Named, ...]:
    return tables().table(EntryTrait), tables().table(EntryOptions)


def _ways(file: File) -> Iterator[_Way]:
    """All that a file registers."""
    table = tables().table(EntryTrait)
    for row, definition, decorator in decorated_by(file, table):
        if row.kind not in ELSEWHERE:
            call = decorator if isinstance(decorator, ast.Call) else None
            subject = _subject(file, given(file, call, row.subject) if call else None)
            yield _Way(file, definition, row.kind, row.framework, subject, row.idle)
    for name, call in file.calls_to(table):
        row = table[name]
        argument = given(file, call, row.function) if row.kind not in ELSEWHERE else None
        found = handed(file, argument) if argument is not None else None
        if found is not None:
            subject = _subject(file, given(file, call, row.subject))
            yield _Way(*found, row.kind, row.framework, subject, row.idle)
    yield from _options(file)


def _listed(file: File) -> Iterator[_Way]:
    """What the settings of a file list as middleware."""
    for item in listed(file) if file.role not in APART else ():
        framework = tables().table(EntryTrait)[item.setting].framework
        for home, function in served(item):
            yield _Way(home, function, EntryKind.MIDDLEWARE, framework)


def _subject(file: File, expr: ast.expr | None) -> str | None:
    if expr is None:
        return None
    known = file.value_of(expr)
    if known is not None:
        return str(known.value)
    return file.name_of(expr) or ast.unparse(expr)


def _methods(file: File) -> Iterator[Entry]:
    for owner, rows in classes_of(file, tables().table(EntryTrait)):
        row = rows[0]
        if row.kind not in ELSEWHERE:
            for method in methods_of(file, owner):
                if method.name in row.methods:
                    yield _entry(file, method, row.kind, row.framework)


def _options(file: File) -> Iterator[_Way]:
    table = tables().table(EntryOptions)
    for name, call in file.calls_to(table):
        row = table[name]
        for option, kind in row.kinds:
            yield from _of_option(file, given(file, call, Param(option)), kind, row.framework)
    for row, cls in settings_classes(file):
        bindings = file.index.scopes[cls].bindings
        for option, kind in row.kinds:
            for binding in bindings.get(option, ()):
                yield from _of_option(file, binding.value, kind, row.framework)


def _of_option(
    file: File, expr: ast.expr | None, kind: EntryKind, framework: str
) -> Iterator[_Way]:
    if expr is not None and kind not in ELSEWHERE:
        made = made_by(file, expr)
        for found in (made,) if made is not None else all_handed(file, expr):
            yield _Way(*found, kind, framework)


def _hooks(file: File) -> Iterator[Entry]:
    for owner, rows in classes_of(file, tables().table(ViewBase)):
        hooks = {name: verb for row in rows for name, verb in row.hooks}
        for method in methods_of(file, owner) if hooks else ():
            if method.name in hooks:
                kind, judged = EntryKind.HANDLER, bool(hooks[method.name])
                yield _entry(file, method, kind, rows[0].framework, judged=judged)


Reached = Handler | Task | Entry


def entry_of(node: ast.AST, file: File) -> Reached | None:
    """What the function around a node is to the outside; of a definition, what it is itself.

    A function inside it counts as a part of it where it is only called, on the spot.
    """
    known: dict[FunctionNode, Reached] = file.memo(("entries",), lambda: _known(file))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node in known:
        return known[node]
    function = file.function(node)
    if function is None or not known:
        return None
    found: Reached | None = known.get(function) or file.memo(
        ("entry", function), lambda: _around(function, file)
    )
    return found


def _known(file: File) -> dict[FunctionNode, Reached]:
    """By function; a handler before a task before what is left."""
    found: dict[FunctionNode, Reached] = {}
    facts: tuple[Reached, ...] = (
        *file.facts(Handler),
        *file.facts(Task),
        *file.facts(Entry),
    )
    for fact in facts:
        found.setdefault(fact.node, fact)
    return found


def _around(function: FunctionNode, file: File) -> Reached | None:
    outer = file.scope(function).node
    if not isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    return entry_of(function, file) if _runs_here(function, outer, file) else None


def _runs_here(function: FunctionNode, outer: FunctionNode, file: File) -> bool:
    """Whether a nested function is only called, by code that waits for it."""
    if function.decorator_list or file.is_generator(function):
        return False
    uses = [node for node in ast.walk(outer) if is_name(node, function.name)]
    return bool(uses) and all(_is_waited_for(node, function, file) for node in uses)


def _is_waited_for(use: ast.Name, function: FunctionNode, file: File) -> bool:
    call = file.parent(use)
    if not isinstance(call, ast.Call) or call.func is not use:
        return False
    if isinstance(function, ast.FunctionDef):
        return not file.runs_later(call)
    current: ast.AST | None = call
    while current is not None and not isinstance(current, ast.stmt | ast.Lambda):
        if isinstance(current, ast.Await):
            return True
        current = file.parent(current)
    return False


@cache
def hook_names() -> frozenset[str]:
    """What the hooks of applications and routers are called."""
    known = tables()
    routed = known.table(Routes)
    return frozenset(
        name.rpartition(".")[2]
        for name, row in known.table(EntryTrait).items()
        if row.kind is EntryKind.MIDDLEWARE and name.rpartition(".")[0] in routed
    )

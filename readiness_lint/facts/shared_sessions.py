"""Sessions and connections that several requests or tasks use at a time."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, Self

from readiness_lint.facts.callers import called
from readiness_lint.facts.classes import subclasses_of
from readiness_lint.facts.lost_updates import says_locked
from readiness_lint.facts.program import APART, mentions_of
from readiness_lint.facts.shapes import is_name, is_self, names_within, root_of
from readiness_lint.facts.tables import tables
from readiness_lint.model import Bound, File
from readiness_lint.model.index import Scope
from readiness_lint.record import record
from readiness_lint.terms import When

CAST = "cast"
Sharing = Literal["across requests", "between concurrent tasks"]


@record
class SharedSession:
    """A session or a connection that is made for one thread or task, and has several."""

    node: ast.expr
    name: str
    how: Sharing

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Those that a module or a class makes for all functions, and those in several awaitables."""
        if tables().word("one-at-a-time").lasts_in(file.libraries):
            for node, name in (*_of_module(file), *_of_classes(file)):
                yield cls(node, name, "across requests")
        for node, name in (*_gathered(file), *_grouped(file)):
            yield cls(node, name, "between concurrent tasks")


def _is_session(file: File, expr: ast.expr) -> bool:
    kind = file.type_of(expr)
    return kind is not None and not kind.of_class and kind.name in tables().word("one-at-a-time")


# ── made by a module ─────────────────────────────────────────────────────────────────────────────


def _of_module(file: File) -> Iterator[tuple[ast.expr, str]]:
    made = _made_in(file, file.index.module)
    yield from ((value, name) for value, name in made if _is_used(file, name))


def _of_classes(file: File) -> Iterator[tuple[ast.expr, str]]:
    """Those in the body of a class, which all its objects have; a decorator may give each its own."""
    for cls in file.nodes(ast.ClassDef):
        made = [] if cls.decorator_list else [*_made_in(file, file.index.scopes[cls])]
        yield from ((value, name) for value, name in made if _is_used_of(file, cls, name))


def _made_in(file: File, scope: Scope) -> Iterator[tuple[ast.expr, str]]:
    """The sessions that a module, or the body of a class, makes while it is imported."""
    for name, bindings in scope.bindings.items():
        value = bindings[0].value if len(bindings) == 1 else None
        if (
            isinstance(value, ast.Call)
            and bindings[0].kind is Bound.VALUE
            # Told to a type checker alone: what it is is somewhere else.
            and file.last_name(value.func) != CAST
            and _is_session(file, value)
            and file.when(value) is When.IMPORT
        ):
            yield value, name


def _is_used(file: File, name: str) -> bool:
    """Whether a function of the module reads a variable of it, or another module imports it."""
    for function in (*file.nodes(ast.FunctionDef), *file.nodes(ast.AsyncFunctionDef)):
        for node in ast.walk(function):
            if is_name(node, name):
                found = file.bindings(node)
                if found and all(item.scope is file.index.module for item in found):
                    return True
    qualified = file.qualify(name)
    return file.program is not None and any(
        other.role not in APART and other is not file for other in file.program.naming(qualified)
    )


def _is_used_of(file: File, cls: ast.ClassDef, name: str) -> bool:
    """Whether a method reads an attribute of its class that no object replaces, or others do."""
    owners = [(file, cls), *subclasses_of(file, cls)]
    if any(name in home.index.scopes[owner].attributes for home, owner in owners):
        return False
    qualified = f"{file.qualify(file.index.scopes[cls].qualname)}.{name}"
    return any(_reads_own(home, owner, name) for home, owner in owners) or any(
        home.function(node) is not None for home, node in mentions_of(file, qualified)
    )


def _reads_own(file: File, cls: ast.ClassDef, name: str) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and is_self(file, node.value)
        and (method := file.function(node)) is not None
        and file.scope(method).node is cls
        for node in file.reads.of(name)
    )


# ── in several awaitables ────────────────────────────────────────────────────────────────────────


def _gathered(file: File) -> Iterator[tuple[ast.expr, str]]:
    """Calls that wait for several awaitables, of which more than one has the same session."""
    for _, call in file.calls_to(tables().word("gathers")):
        counted: Counter[str] = Counter()
        for argument in call.args:
            for made, times in _awaitables(file, argument):
                own = _bound_around(file, made) if times > 1 else set()
                names = [name for name in _sessions_in(file, made) if name not in own]
                counted.update(names * times)
        for name, count in counted.items():
            if count > 1:
                yield call, name


def _awaitables(file: File, argument: ast.expr) -> Iterator[tuple[ast.expr, int]]:
    """What an argument waits for, and how often it is made: 2 stands for any number."""
    if isinstance(argument, ast.Starred):
        argument = argument.value
    if isinstance(argument, ast.Name):
        name, argument = argument, file.assigned(argument) or argument
        yield from _appended(file, name) if isinstance(argument, ast.List) else ()
    if isinstance(argument, ast.ListComp | ast.GeneratorExp):
        yield argument.elt, 2
    elif isinstance(argument, ast.List | ast.Tuple | ast.Set):
        yield from ((item, 1) for item in argument.elts)
    else:
        yield argument, 1


def _appended(file: File, name: ast.Name) -> Iterator[tuple[ast.expr, int]]:
    """What is appended to a local list, before it is used."""
    for call, _ in file.index.calls.get("append", ()):
        if (
            isinstance(call.func, ast.Attribute)
            and is_name(call.func.value, name.id)
            and file.function(call) is file.function(name)
            and len(call.args) == 1
            and file.reaches(call, name)
        ):
            yield call.args[0], 1 if file.repeats(call) is file.repeats(name) else 2


def _bound_around(file: File, made: ast.expr) -> set[str]:
    """The names that each round of a comprehension or a loop around a call binds."""
    loop = file.repeats(made)
    if isinstance(loop, ast.ListComp | ast.GeneratorExp):
        return set(names_within(*(generator.target for generator in loop.generators)))
    if loop is None:
        return set()
    return {
        node.id
        for node in ast.walk(loop)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _sessions_in(file: File, awaitable: ast.expr) -> list[str]:
    """The sessions that a coroutine is given, or is a method of, each once; so has a task of one."""
    awaitable = file.assigned(awaitable) or awaitable
    if not isinstance(awaitable, ast.Call):
        return []
    if file.callee(awaitable) in tables().word("schedules") and awaitable.args:
        return _sessions_in(file, awaitable.args[0])
    parts = [*awaitable.args, *(item.value for item in awaitable.keywords)]
    if isinstance(awaitable.func, ast.Attribute):
        parts.append(awaitable.func.value)
    found = _sessions_among(file, parts)
    return list(found) or list(_sessions_of_method(file, awaitable))


def _sessions_among(file: File, parts: Iterable[ast.expr]) -> dict[str, None]:
    """The sessions among some expressions, as the file spells them."""
    return {
        ast.unparse(part): None
        for part in parts
        if isinstance(part, ast.Name | ast.Attribute)
        and isinstance(root_of(part), ast.Name)
        and _is_session(file, part)
    }


def _sessions_of_method(file: File, call: ast.Call) -> dict[str, None]:
    """The sessions of its object that a method uses, where nothing keeps others from them meanwhile."""
    method = call.func
    if not isinstance(method, ast.Attribute) or not is_self(file, method.value):
        return {}
    home, function = called(file, call) or (file, None)
    if function is None or home is not file or says_locked(ast.unparse(function)):
        return {}
    used = (
        part.value.func.value
        for part in file.nodes(ast.Await, within=function)
        if isinstance(part.value, ast.Call) and isinstance(part.value.func, ast.Attribute)
    )
    return _sessions_among(
        file,
        (part for part in used if isinstance(part, ast.Attribute) and is_self(file, part.value)),
    )


def _grouped(file: File) -> Iterator[tuple[ast.expr, str]]:
    """The second task of a group that has the session of the first, or one in a loop."""
    seen: set[tuple[ast.AST | None, str, str]] = set()
    for _, call in file.calls_to(tables().word("groups-tasks")):
        group = ast.unparse(call.func)
        for name in _sessions_given(file, call):
            key = file.function(call), group, name
            if key in seen or _is_repeated(file, call, name):
                yield call, name
            seen.add(key)


def _sessions_given(file: File, call: ast.Call) -> list[str]:
    """The sessions of the coroutine that a group is given, or of the function with its arguments."""
    first = call.args[0] if call.args else None
    if first is None or isinstance(first, ast.Call):
        return _sessions_in(file, first) if first is not None else []
    parts = [*call.args[1:], *([first.value] if isinstance(first, ast.Attribute) else [])]
    return list(_sessions_among(file, parts))


def _is_repeated(file: File, call: ast.Call, name: str) -> bool:
    """Whether a loop makes several tasks with a session from outside it."""
    loop = file.repeats(call)
    if not isinstance(loop, ast.For | ast.AsyncFor | ast.While):
        return False
    return not any(
        is_name(node, name) and isinstance(node.ctx, ast.Store) for node in ast.walk(loop)
    )

"""Sessions and connections that several requests or tasks use at a time."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import Literal, Self

from readiness_lint.facts.program import APART
from readiness_lint.facts.shapes import is_name, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.model import Bound, File
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
        """Those that a module makes for all its functions, and those in several awaitables."""
        if tables().word("one-at-a-time").lasts_in(file.libraries):
            yield from (cls(node, name, "across requests") for node, name in _of_module(file))
        for node, name in (*_gathered(file), *_grouped(file)):
            yield cls(node, name, "between concurrent tasks")


def _is_session(file: File, expr: ast.expr) -> bool:
    kind = file.type_of(expr)
    return kind is not None and not kind.of_class and kind.name in tables().word("one-at-a-time")


# ── made by a module ─────────────────────────────────────────────────────────────────────────────


def _of_module(file: File) -> Iterator[tuple[ast.expr, str]]:
    for name, bindings in file.index.module.bindings.items():
        value = bindings[0].value if len(bindings) == 1 else None
        if (
            isinstance(value, ast.Call)
            and bindings[0].kind is Bound.VALUE
            # Told to a type checker alone: what it is is somewhere else.
            and file.last_name(value.func) != CAST
            and _is_session(file, value)
            and file.when(value) is When.IMPORT
            and _is_used(file, name)
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


# ── in several awaitables ────────────────────────────────────────────────────────────────────────


def _gathered(file: File) -> Iterator[tuple[ast.expr, str]]:
    """Calls that wait for several awaitables, of which more than one has the same session."""
    for _, call in file.calls_to(tables().word("gathers")):
        counted: Counter[str] = Counter()
        for argument in call.args:
            inner = argument.value if isinstance(argument, ast.Starred) else argument
            if isinstance(inner, ast.ListComp | ast.GeneratorExp):
                own = _bound_in(inner)
                names = [name for name in _sessions_in(file, inner.elt) if name not in own]
                counted.update(names + names)
            elif not isinstance(argument, ast.Starred):
                counted.update(_sessions_in(file, argument))
        for name, count in counted.items():
            if count > 1:
                yield call, name


def _bound_in(comprehension: ast.ListComp | ast.GeneratorExp) -> set[str]:
    return set(names_within(*(generator.target for generator in comprehension.generators)))


def _sessions_in(file: File, awaitable: ast.expr) -> list[str]:
    """The sessions that a coroutine is given, or is a method of, each once."""
    if not isinstance(awaitable, ast.Call):
        return []
    parts = [*awaitable.args, *(item.value for item in awaitable.keywords)]
    if isinstance(awaitable.func, ast.Attribute):
        parts.append(awaitable.func.value)
    found = {
        part.id: None for part in parts if isinstance(part, ast.Name) and _is_session(file, part)
    }
    return list(found)


def _grouped(file: File) -> Iterator[tuple[ast.expr, str]]:
    """The second task of a group that has the session of the first, or one in a loop."""
    seen: set[tuple[ast.AST | None, str, str]] = set()
    for _, call in file.calls_to(tables().word("groups-tasks")):
        made = call.args[0] if call.args else None
        group = ast.unparse(call.func)
        for name in _sessions_in(file, made) if made is not None else ():
            key = file.function(call), group, name
            if key in seen or _is_repeated(file, call, name):
                yield call, name
            seen.add(key)


def _is_repeated(file: File, call: ast.Call, name: str) -> bool:
    """Whether a loop makes several tasks with a session from outside it."""
    loop = file.repeats(call)
    if not isinstance(loop, ast.For | ast.AsyncFor | ast.While):
        return False
    return not any(
        is_name(node, name) and isinstance(node.ctx, ast.Store) for node in ast.walk(loop)
    )

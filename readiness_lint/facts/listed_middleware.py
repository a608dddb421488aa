"""The middleware that settings list by its name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import Callable, functions_of
from readiness_lint.facts.classes import methods_named
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import EntryTrait
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record

GROWS = ("append", "insert", "extend")


@record
class Listed:
    """A function or class of the program in a list of middleware."""

    node: ast.Constant
    """The text that names it."""
    home: File
    function: Callable
    setting: str
    """The list, by qualified name."""


def listed(file: File) -> Iterator[Listed]:
    """All that the settings of a file list."""
    bindings = file.index.module.bindings
    settings = {name.rpartition(".")[2]: name for name in tables().word("middleware-setting")}
    for last in sorted(settings.keys() & bindings.keys()):
        for text in _texts_of(file, last):
            found = file.defined(text.value) if isinstance(text.value, str) else None
            if found is not None:
                yield Listed(text, *found, settings[last])


def lists_of(file: File) -> Iterator[list[str] | None]:
    """The names in each list of a file; ``None``: some of them are not written out."""
    bindings = file.index.module.bindings
    for last in sorted(tables().word("middleware-setting").lasts & bindings.keys()):
        texts = [text.value for text in _texts_of(file, last) if isinstance(text.value, str)]
        plain = all(
            isinstance(binding.value, ast.List | ast.Tuple)
            and all(isinstance(item, ast.Constant) for item in binding.value.elts)
            for binding in bindings[last]
        )
        yield texts if plain else None


def served(item: Listed) -> Iterator[tuple[File, FunctionNode]]:
    """What runs for a request: methods of the class, or the function that a factory gives."""
    row = tables().table(EntryTrait).get(item.setting)
    if isinstance(item.function, ast.ClassDef):
        methods = frozenset(row.methods) if row is not None else frozenset[str]()
        yield from methods_named(item.home, item.function, methods)
        return
    given_back = {
        returned.value.id
        for returned in item.home.nodes(ast.Return, within=item.function)
        if isinstance(returned.value, ast.Name)
    }
    for inner in functions_of(item.home):
        if inner.name in given_back and item.home.function(inner) is item.function:
            yield item.home, inner


def _texts_of(file: File, setting: str) -> Iterator[ast.Constant]:
    for binding in file.index.module.bindings[setting]:
        yield from _texts(binding.value)
    for last in GROWS:
        for call, _ in file.index.calls.get(last, ()):
            if isinstance(call.func, ast.Attribute) and file.last_name(call.func.value) == setting:
                yield from _texts(call.args[-1] if call.args else None)


def _texts(value: ast.AST | None) -> Iterator[ast.Constant]:
    for part in ast.walk(value) if value is not None else ():
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part

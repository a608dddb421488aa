"""The configuration that an application carries itself: a mapping, and the classes that it is filled from."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.shapes import entries_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CONFIGURATION_MODULES
from readiness_lint.model import Bound, File
from readiness_lint.terms import Role

LOADS = frozenset({"from_object", "from_pyfile"})
"""Methods that take them all from a class, a module or a file."""
FILLS = frozenset({"update", "from_mapping"})
"""Methods that give several keys a value."""


def is_app_config(file: File, expr: ast.expr) -> bool:
    """Whether an expression is the configuration of an application."""
    if not isinstance(expr, ast.Attribute) or expr.attr != "config":
        return False
    name, known = file.name_of(expr), tables().word("app-config")
    return name in known or (
        name is None and any(file.uses(item.partition(".")[0]) for item in known)
    )


def filling_calls(file: File) -> Iterator[ast.Call]:
    """The calls that give several keys of it a value."""
    return _calls(file, FILLS)


def loading_calls(file: File) -> Iterator[ast.Call]:
    """The calls that take the values of all keys from elsewhere."""
    return _calls(file, LOADS)


def _calls(file: File, methods: frozenset[str]) -> Iterator[ast.Call]:
    for last in sorted(methods.intersection(file.index.calls)):
        for call, _ in file.index.calls[last]:
            if isinstance(call.func, ast.Attribute) and is_app_config(file, call.func.value):
                yield call


def values_of(file: File, key: str) -> Iterator[ast.expr]:
    """What a module gives to a key, in the mapping or in a class or module that fills it."""
    if key not in file.source:
        return
    for target, value, _ in file.index.stores:
        if not isinstance(target, ast.Subscript) or file.last_name(target) != key:
            continue
        if value is not None and is_app_config(file, target.value):
            yield value
    for call in filling_calls(file):
        yield from (item.value for item in call.keywords if item.arg == key)
        for mapping in call.args:
            if isinstance(mapping, ast.Dict):
                yield from (value for name, value in entries_of(mapping) if name == key)
    yield from values_of_classes(file, key)


def values_of_classes(file: File, key: str) -> Iterator[ast.expr]:
    """What the classes of a module, or the module itself, give to a key."""
    for holder in _holders(file) if key in file.source else ():
        for binding in file.index.scopes[holder].bindings.get(key, ()):
            if binding.kind is Bound.VALUE and binding.value is not None:
                yield binding.value


def _holders(file: File) -> Iterator[ast.Module | ast.ClassDef]:
    """The module and the classes of a file that hold a configuration by their names."""
    words = file.words(CONFIGURATION_MODULES)
    if file.role is Role.SETTINGS or words.match(file.module.rpartition(".")[2]):
        yield file.tree
    yield from (cls for cls in file.unordered(ast.ClassDef) if words.match(cls.name))

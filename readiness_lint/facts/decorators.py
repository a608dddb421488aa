"""Which definitions carry which decorators, found by last identifier and resolved once."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from readiness_lint.facts.callables import functions_of
from readiness_lint.knowledge.schema import Table
from readiness_lint.model import File, FunctionNode

T = TypeVar("T")
Definition = FunctionNode | ast.ClassDef
Places = dict[str, list[tuple[Definition, ast.expr]]]


def target_of(decorator: ast.expr) -> ast.expr:
    """What a decorator names, without the arguments that it is called with."""
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def decorator_name(file: File, definition: Definition, decorator: ast.expr) -> str | None:
    """The qualified name of a decorator."""
    if isinstance(decorator, ast.Call):
        return file.callee(decorator, definition)
    return file.name_at(decorator, definition)


def decorated_by(file: File, table: Table[T]) -> Iterator[tuple[T, Definition, ast.expr]]:
    """Definitions under a decorator that the table has, with its row, unsorted."""
    lasts = table.lasts_in(file.libraries)
    if not lasts:
        return
    places: Places = file.memo(("decorators",), lambda: _places(file))
    for last in sorted(_wanted(file, lasts, places)):
        for definition, decorator in places[last]:
            name = decorator_name(file, definition, decorator)
            if name is not None and name in table:
                yield table[name], definition, decorator


def decorated_as(file: File, lasts: frozenset[str]) -> Iterator[tuple[Definition, ast.expr]]:
    """Definitions under a decorator with one of these last identifiers, whatever it may be."""
    places: Places = file.memo(("decorators",), lambda: _places(file))
    for last in sorted(lasts & places.keys()):
        yield from places[last]


def _places(file: File) -> Places:
    found: Places = defaultdict(list)
    definitions: tuple[Definition, ...] = (*functions_of(file), *file.nodes(ast.ClassDef))
    for definition in definitions:
        for decorator in definition.decorator_list:
            target = target_of(decorator)
            if isinstance(target, ast.Name):
                found[target.id].append((definition, decorator))
            elif isinstance(target, ast.Attribute):
                found[target.attr].append((definition, decorator))
    return found


def _wanted(file: File, lasts: frozenset[str], places: Places) -> set[str]:
    """The identifiers under which a decorator may be one of ``lasts``, aliases included."""
    aliases = file.index.aliases
    return {
        last
        for last in places
        if last in lasts
        or any(behind in lasts or behind in aliases for behind in aliases.get(last, ()))
    }

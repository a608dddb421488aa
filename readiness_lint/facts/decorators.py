"""Which definitions carry which decorators, found by last identifier and resolved once."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from readiness_lint.facts.callables import functions_of
from readiness_lint.knowledge.schema import Table
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record

T = TypeVar("T")
Definition = FunctionNode | ast.ClassDef
Places = dict[str, list[tuple[Definition, ast.expr]]]


@record
class _Decorators:
    """The decorators of a file."""

    places: Places
    """By last identifier."""
    meant: frozenset[str]
    """Those identifiers, and what they stand for by themselves."""
    renamed: frozenset[str]
    """Identifiers of decorators that stand for something that stands for something else."""


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
    decorators = _decorators_in(file)
    lasts = table.lasts_in(file.libraries) if decorators.places else frozenset[str]()
    # Most tables have nothing that decorates something here.
    if not lasts or (lasts.isdisjoint(decorators.meant) and not decorators.renamed):
        return
    for last in sorted(_wanted(file, lasts, decorators)):
        for definition, decorator in decorators.places[last]:
            name = decorator_name(file, definition, decorator)
            if name is not None and name in table:
                yield table[name], definition, decorator


def decorated_as(file: File, lasts: frozenset[str]) -> Iterator[tuple[Definition, ast.expr]]:
    """Definitions under a decorator with one of these last identifiers, whatever it may be."""
    places = _decorators_in(file).places
    for last in sorted(lasts.intersection(places)):
        yield from places[last]


def _decorators_in(file: File) -> _Decorators:
    found: _Decorators = file.memo(("decorators",), lambda: _decorators(file))
    return found


def _decorators(file: File) -> _Decorators:
    places, aliases = _places(file), file.index.aliases
    behind = {last: aliases[last] for last in places if last in aliases}
    return _Decorators(
        places,
        frozenset(places).union(*behind.values()),
        frozenset(last for last, found in behind.items() if not found.isdisjoint(aliases)),
    )


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


def _wanted(file: File, lasts: frozenset[str], decorators: _Decorators) -> set[str]:
    """The identifiers under which a decorator may be one of ``lasts``, aliases included."""
    aliases = file.index.aliases
    return {
        last
        for last in decorators.places
        if last in lasts
        or last in decorators.renamed
        or not lasts.isdisjoint(aliases.get(last, ()))
    }

"""Queries that match few rows however long their program runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.constraints import known_unique, plain
from readiness_lint.facts.listings import snake
from readiness_lint.facts.queries import Links, managers, model_of
from readiness_lint.facts.words import IDENTIFYING, SMALL_TABLES
from readiness_lint.model import File

CHOOSING = frozenset({"filter", "filter_by", "where", "get", "objects"})
"""Links whose arguments say which rows there are."""
EXACTLY = ("__exact", "__iexact")
NOT_ALL = frozenset({"or_", "not_"})
"""Functions of conditions that need not all hold."""
KEYS = frozenset({"pk", "id"})
"""Fields that no two rows share, of any class."""


def is_of_small(file: File, links: Links) -> bool:
    """Whether a query is of a table that stays short, by its name."""
    model = model_of(file, links)
    return model is not None and file.words(SMALL_TABLES).match(snake(model))


def matches_few(file: File, links: Links, *, own: bool = False) -> bool:
    """Whether a query asks for what one row has.

    With ``own`` a name with a prefix does not say so: many tickets have one `submitter_email`.
    """
    model = model_of(file, links)
    if model is None:
        return False
    asked = set(_asked(file, links, model))
    named = [name for name in asked if not (own and "_" in name)]
    if any(map(file.words(IDENTIFYING).match, named)):
        return True
    names = set(map(plain, asked))
    return any(fields <= names for fields in _unique(file, links)) if names else False


def is_unconditional(links: Links) -> bool:
    """Whether a query is of all rows of its table."""
    return not any(
        call.args or call.keywords for call in links.named(CHOOSING | {"exclude", "having"})
    )


def _asked(file: File, links: Links, model: str) -> Iterator[str]:
    """The fields that all rows have in common with what is asked for."""
    for call in links.named(CHOOSING):
        yield from _named(call)
        for argument in call.args:
            yield from _compared(file, argument, model)


def _named(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        name = keyword.arg or "__"
        for ending in EXACTLY:
            name = name.removesuffix(ending)
        if "__" not in name:
            yield name


def _compared(file: File, test: ast.expr, model: str) -> Iterator[str]:
    """The columns of ``Order.number == number``, and the keywords of ``Q(number=number)``."""
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq):
        for side in (test.left, *test.comparators):
            if isinstance(side, ast.Attribute) and file.last_name(side.value) == model:
                yield side.attr
    elif isinstance(test, ast.BinOp) and isinstance(test.op, ast.BitAnd):
        yield from _compared(file, test.left, model)
        yield from _compared(file, test.right, model)
    elif isinstance(test, ast.Call) and file.last_name(test.func) not in NOT_ALL:
        yield from _named(test)
        for argument in test.args:
            yield from _compared(file, argument, model)


def _unique(file: File, links: Links) -> Iterator[frozenset[str]]:
    """The sets of fields that no two rows of the class share, as far as they are known."""
    yield from (frozenset({key}) for key in KEYS)
    for expr in _models(file, links):
        name = file.name_of(expr)
        home, cls = (file.defined(name) if name else None) or (file, None)
        if isinstance(cls, ast.ClassDef):
            yield from known_unique(home, cls)


def _models(file: File, links: Links) -> Iterator[ast.expr]:
    """What may be the class that a query is of."""
    for root in links.roots:
        yield root
        if isinstance(root, ast.Attribute) and root.attr in managers():
            yield root.value
    for link in links.calls:
        named = given(file, link.node, link.row.model) if link.row else None
        if named is not None:
            yield named

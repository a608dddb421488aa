"""Queries that match few rows however long their program runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.constraints import known_unique, plain
from readiness_lint.facts.listings import snake
from readiness_lint.facts.queries import Links, Query, class_named, managers, model_of
from readiness_lint.facts.relations import relations_of
from readiness_lint.facts.words import IDENTIFYING, INEXACT, SMALL_TABLES
from readiness_lint.model import File

CHOOSING = frozenset({"filter", "filter_by", "where", "get", "objects"})
"""Links whose arguments say which rows there are."""
EXACTLY = ("__exact", "__iexact")
NOT_ALL = frozenset({"or_", "not_"})
"""Functions of conditions that need not all hold."""
KEYS = frozenset({"pk", "id"})
"""Fields that no two rows share, of any class."""
LISTED = frozenset(f"{key}__in" for key in KEYS)
BETWEEN = 2
"""Rows of other tables that a row joins, of which there are few for the same."""


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


def is_of_listed(links: Links) -> bool:
    """Whether a query asks for the rows whose keys are at hand: there are no more than of these."""
    return any(keyword.arg in LISTED for call in links.named(CHOOSING) for keyword in call.keywords)


def joins_others(file: File, links: Links) -> bool:
    """Whether a query asks for what joins certain rows of two other tables: a member of a group."""
    relations = relations_of(file)
    if relations is None:
        return False
    others = {name.partition("__")[0] for name in _asked_through(file, links)}
    for expr in _models(file, links) if len(others) >= BETWEEN else ():
        name = file.name_of(expr)
        home, cls = (file.defined(name) if name else None) or (file, None)
        if isinstance(cls, ast.ClassDef):
            model = home.qualify(home.index.scopes[cls].qualname)
            found = [relations.relation(model, plain(other)) for other in others]
            if sum(item is not None and not item.reverse for item in found) >= BETWEEN:
                return True
    return False


def is_made_with(file: File, call: ast.Call, links: Links) -> bool:
    """Whether a call makes a row of all that a query asks for, so that it asks for that very row."""
    model, last = model_of(file, links), file.last_name(call.func)
    if model is None or last in CHOOSING or class_named(file, call.func) != model:
        return False
    asked = set(map(plain, _asked(file, links, model)))
    return bool(asked) and asked <= {plain(item.arg) for item in call.keywords if item.arg}


def is_loaded_whole(file: File, links: Links) -> bool:
    """Whether a query is of all rows of a table, and its module has all of them loaded as well."""
    model = model_of(file, links)
    return is_unconditional(links) and any(
        item.verb == "all"
        and item.many
        and item.model == model
        and item.limited is False
        and is_unconditional(item.links)
        for item in file.facts(Query)
    )


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


def _asked_through(file: File, links: Links) -> Iterator[str]:
    """The fields that have one value, be it that of another row: ``order``, ``order__number``."""
    for call in links.named(CHOOSING):
        for keyword in call.keywords:
            name = keyword.arg or ""
            for ending in EXACTLY:
                name = name.removesuffix(ending)
            if not isinstance(keyword.value, ast.Constant):
                yield from [name] if not file.words(INEXACT).match(name) else []
        for argument in call.args:
            yield from _compared(file, argument, model_of(file, links) or "")


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

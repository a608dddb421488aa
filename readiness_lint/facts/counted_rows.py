"""Queries whose rows are loaded only to be counted, or to see whether there are any."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.databases import is_in_file
from readiness_lint.facts.few_rows import (
    is_loaded_whole,
    is_made_with,
    is_of_listed,
    is_of_small,
    is_unconditional,
    joins_others,
    matches_few,
)
from readiness_lint.facts.queries import (
    Links,
    Query,
    is_evaluated,
    links_of,
    model_of,
    reads_of,
    rows_of,
)
from readiness_lint.facts.rows import name_of_link
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Exit

COUNT, EXISTS, FIRST, ANY, MEMBER = "count", "exists", "first", "any", "member"
LISTING = frozenset({"list", "tuple"})
"""Built-in functions that make a list of rows, and nothing else of them."""
NONE_OR_SOME = {ast.Gt: 0, ast.NotEq: 0, ast.Eq: 0, ast.GtE: 1, ast.Lt: 1}
"""Comparisons of a number that only ask whether there are any."""
SECOND = {ast.Gt: 1, ast.NotEq: 1, ast.Eq: 1, ast.LtE: 1, ast.GtE: 2, ast.Lt: 2}
"""Comparisons of a number that ask whether there is more than one."""


@record
class NeedlessRows:
    """A query, and what little of its rows is asked for."""

    node: ast.expr
    """The expression that asks."""
    query: ast.expr
    wanted: str
    """`COUNT`, `EXISTS`, `FIRST` or `MEMBER` of rows that were loaded; `ANY` of a number."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file whose rows are used for nothing else."""
        if not reads_of(file):
            return
        for query in file.facts(Query):
            expr = _handed_on(file, query.node)
            if query.verb == "count":
                asked = _asks_for_any(file, expr)
                if asked is not None and _costs(file, query, asked) and not _refuses(file, asked):
                    yield cls(asked, query.node, ANY)
            elif query.many and _is_whole(file, query.links):
                yield from cls._of_rows(file, expr)
        # The rows of a queryset come when its name is counted.
        for call, _ in file.index.calls.get("len", ()):
            kept = file.assigned(call.args[0]) if len(call.args) == 1 else None
            if kept is not None and _is_queryset(file, kept):
                yield from (item for item in cls._of_name(file, kept) if item.node is call)

    @classmethod
    def _of_rows(cls, file: File, query: ast.expr) -> Iterator[Self]:
        expr = _listed(file, query)
        found = _wanted(file, expr)
        if found is not None:
            if not _asks_for_values(file, query, *found) and not _expects_one(
                file, query, found[0]
            ):
                yield cls(found[0], query, found[1])
        elif isinstance(file.parent(expr), ast.Assign):
            yield from cls._of_name(file, expr)

    @classmethod
    def _of_name(cls, file: File, expr: ast.expr) -> Iterator[Self]:
        """The uses of the name that a query is kept in, if none of them needs the rows."""
        statement, function = file.statement(expr), file.function(expr)
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(target, ast.Name) or function is None or len(file.bindings(target)) != 1:
            return
        uses = [
            node for node in ast.walk(function) if is_name(node, target.id) and node is not target
        ]
        found = [_wanted(file, use) for use in uses]
        kept = frozenset({FIRST, MEMBER})
        asked = [item for item in found if item is not None and item[1] not in kept]
        # Rows that are only tested may be loaded for the session to have them.
        counts = [item for item in asked if item[1] == COUNT]
        if counts and len(asked) == len(uses) and not _expects_one(file, expr, counts[0][0]):
            yield cls(counts[0][0], expr, COUNT)


def _is_queryset(file: File, expr: ast.expr) -> bool:
    row = rows_of(file).get(expr) if isinstance(expr, ast.Call) else None
    if row is None or row.verb != "build" or not row.many:
        return False
    return _is_whole(file, links_of(file, expr))


def _is_whole(file: File, links: Links) -> bool:
    """Whether a query is certainly one of a model, all of whose rows come, and in time many."""
    hidden = links.limited is not False or links.grouped or bool(links.unknown)
    return not hidden and model_of(file, links) is not None and not matches_few(file, links)


def _costs(file: File, query: Query, asked: ast.expr) -> bool:
    """Whether counting rows costs more than finding one: they are many, elsewhere, and left there."""
    assert isinstance(query.node, ast.Call)
    counted = query.node.func.value if isinstance(query.node.func, ast.Attribute) else None
    few = matches_few, is_of_small, joins_others, is_loaded_whole
    return not (
        any(are_few(file, query.links) for are_few in few)
        or is_of_listed(query.links)
        or _come_anyway(file, counted)
        or _is_told(file, query)
        or _is_made_there(file, query, asked)
        or (file.program is not None and is_in_file(file.program))
    )


def _come_anyway(file: File, query: ast.expr | None) -> bool:
    """Whether the rows that are counted are loaded by the same function, or handed on by it."""
    if not isinstance(query, ast.Name):
        return False
    function = file.function(query)
    return function is not None and any(
        isinstance(node, ast.Name)
        and node.id == query.id
        and (is_evaluated(file, node) or _is_handed_on(file, node))
        for node in ast.walk(function)
    )


def _is_handed_on(file: File, query: ast.Name) -> bool:
    """Whether somebody else gets a query, and not as a part of another."""
    around = file.parent(query)
    if isinstance(around, ast.keyword):
        around = file.parent(around)
    if isinstance(around, ast.Call):
        return query is not around.func and around not in rows_of(file)
    return isinstance(around, ast.Return)


def _is_told(file: File, query: Query) -> bool:
    """Whether the function asks for the very number elsewhere: once is enough, and is no `exists`."""
    function, text = file.function(query.node), ast.unparse(query.node)
    return function is not None and any(
        other.verb == "count"
        and file.function(other.node) is function
        and _asks_for_any(file, _handed_on(file, other.node)) is None
        and ast.unparse(other.node) == text
        for other in file.facts(Query)
    )


def _is_made_there(file: File, query: Query, asked: ast.expr) -> bool:
    """Whether the function makes what there is none of: then there is one of it, and no more."""
    function = file.function(query.node)
    return function is not None and any(
        is_made_with(file, call, query.links) and _depends_on(file, call, asked)
        for call in file.nodes(ast.Call, within=function)
    )


def _depends_on(file: File, call: ast.Call, asked: ast.expr) -> bool:
    """Whether a call is made by what a test says: under it, or after the block with which it ends."""
    if any(asked in ast.walk(condition.test) for condition in file.conditions(call)):
        return True
    statement = file.statement(asked)
    return (
        isinstance(statement, ast.If)
        and Exit.FALLS not in file.exits(statement.body)
        and file.dominates(asked, call)
    )


def _expects_one(file: File, query: ast.expr, number: ast.expr) -> bool:
    """Whether a whole table is looked at for a second row: then its rows are few."""
    around = file.parent(number)
    return (
        isinstance(around, ast.Compare)
        and isinstance(around.comparators[0], ast.Constant)
        and around.comparators[0].value == SECOND.get(type(around.ops[0]))
        and is_unconditional(links_of(file, query))
    )


def _handed_on(file: File, expr: ast.expr) -> ast.expr:
    """The rows of a query, behind ``await`` and what only hands them on: ``.scalars().all()``."""
    while True:
        around = file.parent(expr)
        if isinstance(around, ast.Await):
            expr = around
            continue
        call = file.parent(around) if isinstance(around, ast.Attribute) else None
        row = rows_of(file).get(call) if isinstance(call, ast.Call) else None
        if isinstance(call, ast.Call) and row is not None and not row.runs and row.many:
            expr = call
            continue
        return expr


def _listed(file: File, expr: ast.expr) -> ast.expr:
    """The list that is made of rows as they are: ``list(rows)``, ``[row for row in rows]``."""
    around = file.parent(expr)
    if isinstance(around, ast.Call) and around.args == [expr] and not around.keywords:
        made = isinstance(around.func, ast.Name) and around.func.id in LISTING
        return around if made else expr
    listed = file.parent(around) if isinstance(around, ast.comprehension) else None
    if isinstance(listed, ast.ListComp) and isinstance(listed.elt, ast.Name):
        part = listed.generators[0]
        same = is_name(part.target, listed.elt.id) and part.iter is expr
        return listed if same and len(listed.generators) == 1 and not part.ifs else expr
    return expr


def _wanted(file: File, expr: ast.expr) -> tuple[ast.expr, str] | None:
    """What is asked of rows: the expression, and one of the words; ``None``: the rows themselves."""
    around = file.parent(expr)
    if isinstance(around, ast.Call) and expr in around.args and isinstance(around.func, ast.Name):
        wanted = {"len": COUNT, "bool": EXISTS, "any": EXISTS}.get(around.func.id)
        return (around, wanted) if wanted else None
    if isinstance(around, ast.Compare) and expr in around.comparators:
        looked_for = isinstance(around.ops[0], ast.In | ast.NotIn) and len(around.ops) == 1
        return (around, MEMBER) if looked_for else None
    if isinstance(around, ast.Subscript) and around.value is expr:
        index = around.slice
        first = isinstance(index, ast.Constant) and index.value == 0
        return (around, FIRST) if first and isinstance(around.ctx, ast.Load) else None
    return (expr, EXISTS) if _is_tested(file, expr) else None


def _asks_for_values(file: File, rows: ast.expr, asking: ast.expr, wanted: str) -> bool:
    """Whether what is asked hangs on the rows' values, or on what the database may see otherwise."""
    if wanted != MEMBER and not (isinstance(asking, ast.Call) and is_name(asking.func, "any")):
        return False
    calls = links_of(file, rows).calls
    return not all(link.row is None or link.row.tested for link in calls) or any(
        name_of_link(file, link) in tables().word("plain-rows") for link in calls
    )


def _is_tested(file: File, expr: ast.expr) -> bool:
    around = file.parent(expr)
    if isinstance(around, ast.UnaryOp):
        return isinstance(around.op, ast.Not)
    return isinstance(around, ast.If | ast.IfExp | ast.While) and around.test is expr


def _refuses(file: File, asked: ast.expr) -> bool:
    """Whether a test refuses what there is already: by that very test there are few of it."""
    statement = file.statement(asked)
    if not isinstance(statement, ast.If) or file.exits(statement.body) != Exit.RAISES:
        return False
    wanted = {ast.Gt, ast.NotEq, ast.GtE}
    return asked is statement.test and not (
        isinstance(asked, ast.Compare) and type(asked.ops[0]) not in wanted
    )


def _asks_for_any(file: File, number: ast.expr) -> ast.expr | None:
    """The test that only asks whether a number is none."""
    around = file.parent(number)
    if isinstance(around, ast.Compare) and around.left is number and len(around.ops) == 1:
        known = file.value_of(around.comparators[0])
        limit = NONE_OR_SOME.get(type(around.ops[0]))
        return around if known is not None and limit is not None and known.value == limit else None
    return number if _is_tested(file, number) else None

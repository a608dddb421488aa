"""Which objects of a function are rows of a table, and of which mapped class."""

from __future__ import annotations

import ast

from readiness_lint.facts.models import Column
from readiness_lint.facts.queries import rows_of
from readiness_lint.facts.relations import Field, relations_of
from readiness_lint.facts.rows import call_of, is_single, rows_from
from readiness_lint.facts.shapes import behind_await
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import GetsOrMakes
from readiness_lint.model import Binding, Bound, File

READING = frozenset({"get", "first", "run"})
"""Verbs of reads that give one row."""
TELLING = frozenset({"count", "exists"})


def model_of_object(file: File, expr: ast.expr) -> str | None:
    """The mapped class whose row an expression is; ``None``: not known, or it was made here."""
    relations = relations_of(file)
    if relations is None:
        return None
    if isinstance(expr, ast.Name):
        found = {_model_bound(file, expr, binding) for binding in file.reaching(expr)}
        return found.pop() if len(found) == 1 else None
    kind = file.type_of(expr)
    if kind is not None:
        is_row = not kind.of_class and relations.has_model(file, kind.name)
        return kind.name if is_row and not isinstance(expr, ast.Call) else None
    if isinstance(expr, ast.Attribute):
        owner = model_of_object(file, expr.value)
        relation = relations.relation(owner, expr.attr) if owner else None
        return relation.target if relation is not None and relation.many is False else None
    return None


def _model_bound(file: File, name: ast.Name, binding: Binding) -> str | None:
    """The class of the rows that a binding gives a name."""
    relations, value = relations_of(file), binding.value
    if relations is None or _is_made(file, value):
        return None
    if binding.kind is Bound.PARAMETER:
        kind = file.type_of(name)
        is_row = kind is not None and not kind.of_class and relations.has_model(file, kind.name)
        return kind.name if kind is not None and is_row else None
    if value is None:
        return None
    if binding.kind is Bound.ITERATED:
        rows = rows_from(file, value)
        if rows is not None:
            return rows.model if not rows.single else None
        return _model_of_each(file, name, value)
    if binding.kind is Bound.VALUE:
        rows = rows_from(file, value)
        if rows is not None:
            return rows.model if rows.single and not tells_number(file, value) else None
        return model_of_object(file, value) if isinstance(value, ast.Attribute) else None
    return None


def tells_number(file: File, value: ast.expr) -> bool:
    """Whether a read says how many rows there are, or whether there is one, and gives none."""
    call = call_of(file, value)
    row = rows_of(file).get(call) if call is not None else None
    return row is not None and row.verb in TELLING


def _model_of_each(file: File, name: ast.Name, rows: ast.expr) -> str | None:
    """The class of the rows in a relation of a row, or in a parameter that says what it holds."""
    relations = relations_of(file)
    if relations is None:
        return None
    if isinstance(rows, ast.Attribute):
        owner = model_of_object(file, rows.value)
        relation = relations.relation(owner, rows.attr) if owner else None
        return relation.target if relation is not None and relation.many else None
    bindings = file.reaching(rows) if isinstance(rows, ast.Name) else ()
    kind = file.type_of(name) if bindings else None
    if kind is None or kind.of_class or not relations.has_model(file, kind.name):
        return None
    return kind.name if all(item.kind is Bound.PARAMETER for item in bindings) else None


def _is_made(file: File, value: ast.expr | None) -> bool:
    """Whether a value is an object that is made where it stands."""
    if not isinstance(value, ast.Call):
        return False
    name = file.callee(value)
    return name is not None and (file.library.is_class(name) or file.class_named(name) is not None)


def column_of(file: File, model: str, name: str) -> tuple[File, Column] | None:
    """The column that a mapped class has under a name, itself or by its bases, and its file."""
    relations = relations_of(file)
    member = relations.member(model, name) if relations is not None else None
    if not isinstance(member, Field):
        return None
    owner = member.owner.rpartition(".")[2]
    for column in member.file.facts(Column):
        if column.name == name and column.owner == owner and column.stored:
            return member.file, column
    return None


def read_of(file: File, name: ast.Name) -> ast.Call | None:
    """The one call that read the row, or the rows one of which a local holds; ``None``: it comes from elsewhere."""
    bindings = file.reaching(name)
    value = behind_await(bindings[0].value) if len(bindings) == 1 else None
    if not isinstance(value, ast.Call):
        return None
    if bindings[0].kind is Bound.UNPACKED:
        return value if bindings[0].index == (0,) and _gets_or_creates(file, value) else None
    if bindings[0].kind is Bound.ITERATED:
        rows = rows_from(file, value)
        return value if rows is not None and not rows.single else None
    if is_of_view(file, value):
        return value if bindings[0].kind is Bound.VALUE else None
    row = rows_of(file).get(value) if bindings[0].kind is Bound.VALUE else None
    if row is None or row.verb not in READING:
        return None
    return value if is_single(file, value) else None


def is_of_view(file: File, call: ast.Call) -> bool:
    """Whether a call asks a view for the row that its request names."""
    word = tables().word("row-of-view")
    last = file.last_name(call.func) or ""
    return last in word.lasts and file.callee(call) in word


def _gets_or_creates(file: File, call: ast.Call) -> bool:
    """Whether a call gives a row, and whether it had to make it."""
    table = tables().table(GetsOrMakes)
    last = file.last_name(call.func) or ""
    return last in table.lasts and file.callee(call) in table

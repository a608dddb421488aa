"""Columns that no migration speaks of, in tables that migrations create."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.mapped_classes import APPS, MappedClass
from readiness_lint.facts.migrations import History, is_bootstrapped
from readiness_lint.facts.models import Column, OrmModel
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.record import record


@record
class UnmigratedColumn:
    """A column whose name stands nowhere in the migrations that create its table."""

    node: ast.expr
    name: str
    mapped: MappedClass
    history: History

    @classmethod
    def find(cls, file: File) -> Iterable[UnmigratedColumn]:
        """Those of classes whose migrations say all that they do in their own texts."""
        if file.program is None:
            return
        models = {model.node: model for model in file.facts(OrmModel)}
        for mapped in file.facts(MappedClass):
            columns = [*_own(file, mapped, models.get(mapped.node))]
            history = History.of(file, mapped) if columns else None
            if history is None or not history.spells(mapped):
                continue
            missing = [column for column in columns if not history.mentions(_names(file, column))]
            if missing and history.is_literal and not _may_be_another(file, mapped):
                yield from (cls(item.node, item.name, mapped, history) for item in missing)


def _own(file: File, mapped: MappedClass, model: OrmModel | None) -> Iterator[Column]:
    """The columns that certainly belong to the table: what else is annotated may be a relation."""
    known = tables().word("column")
    for column in model.columns if model is not None else ():
        node = column.node
        sure = isinstance(node, ast.Call) or (
            isinstance(node, ast.Subscript) and file.name_of(node.value) in known
        )
        if sure and file.statement(node) in mapped.node.body:
            yield column


def _names(file: File, column: Column) -> frozenset[str]:
    """What a column may be called: its attribute, and any text that it is given."""
    node, found = column.node, {column.name}
    if isinstance(node, ast.Call):
        for given in (*node.args, *(keyword.value for keyword in node.keywords)):
            known = file.value_of(given)
            if known is not None and isinstance(known.value, str):
                found.add(known.value)
    return frozenset(found)


def _may_be_another(file: File, mapped: MappedClass) -> bool:
    """Whether the migrations may mean a table of another schema, or something else creates it."""
    if mapped.history == APPS:
        return False
    schemas = any(
        isinstance(node, ast.Constant) and node.value == "schema" for node in ast.walk(mapped.node)
    )
    return schemas or is_bootstrapped(file, mapped)

"""Columns and fields whose annotation says something else of ``None`` than they do."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.annotations import admits_none
from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.classes import heirs, lineage
from readiness_lint.facts.idle import is_idle_table
from readiness_lint.facts.mapped_classes import is_told
from readiness_lint.facts.models import Column
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import ColumnTrait, ModelBase, Param
from readiness_lint.model import File
from readiness_lint.record import record

TABLE = frozenset({"__tablename__", "__table__"})
NULLABLE = Param("nullable")


@record
class MistypedColumn:
    """A column that may be NULL where its annotation says otherwise, or the other way round."""

    node: ast.expr
    name: str
    """With its class."""
    annotation: str
    """As the file spells it."""
    nullable: bool
    """What the column says."""

    @classmethod
    def find(cls, file: File) -> Iterator[MistypedColumn]:
        """Columns that say both themselves, in classes with a table of their own."""
        for column in file.facts(Column):
            if not column.stored or not isinstance(column.node, ast.Call):
                continue
            found = _contradiction(file, column.node)
            if found is None or _is_decided(file, column.node):
                continue
            if _has_table(file, column.node):
                name = f"{column.owner}.{column.name}"
                yield cls(column.node, name, *found)


def _contradiction(file: File, call: ast.Call) -> tuple[str, bool] | None:
    """The annotation of a column that says something else of ``None`` than it does, and what that is."""
    annotation = _annotation(file, call)
    nullable = _nullable(file, call) if annotation is not None else None
    if annotation is None or nullable is None:
        return None
    differs = admits_none(file, annotation) is (not nullable)
    return (ast.unparse(annotation), nullable) if differs else None


def _annotation(file: File, call: ast.Call) -> ast.expr | None:
    """The annotation of the one statement that a column is all of."""
    statement = file.statement(call)
    if not isinstance(statement, ast.AnnAssign) or statement.value is not call:
        return None
    if isinstance(statement.annotation, ast.Subscript):
        name = file.name_at(statement.annotation.value, statement)
        if name in tables().word("column"):
            return statement.annotation.slice
    return statement.annotation if _is_of_fields(file, call) else None


def _is_of_fields(file: File, call: ast.Call) -> bool:
    """Whether a call declares a column whose annotation is its type as it stands: `sqlmodel.Field`."""
    row = tables().table(ColumnTrait).get(file.callee(call) or "")
    return row is not None and bool(row.column)


def _declarations(file: File, call: ast.Call) -> Iterator[ast.Call]:
    """The call that declares a column, and the one that it is given for that."""
    table = tables().table(ColumnTrait)
    row = table.get(file.callee(call) or "")
    yield call
    inner = given(file, call, Param(row.column)) if row is not None and row.column else None
    if isinstance(inner, ast.Call) and file.callee(inner) in table:
        yield inner


def _nullable(file: File, call: ast.Call) -> bool | None:
    """Whether a column says that it may be NULL; ``None``: it does not say, or is a key."""
    found = None
    for declaration in _declarations(file, call):
        key = constant(file, given(file, declaration, Param("primary_key")))
        if key is not None and key.value:
            return None
        known = constant(file, given(file, declaration, NULLABLE))
        if known is not None and isinstance(known.value, bool):
            found = known.value
    return found


def _is_decided(file: File, call: ast.Call) -> bool:
    """Whether a column is meant as it is, or stands in a row of such columns under one comment."""
    if _is_meant(file, call):
        return True
    statement = file.statement(call)
    above = file.above(statement)
    return (
        isinstance(above, ast.AnnAssign)
        and isinstance(above.value, ast.Call)
        and above.end_lineno == statement.lineno - 1
        and _contradiction(file, above.value) is not None
        and _is_decided(file, above.value)
    )


def _is_meant(file: File, call: ast.Call) -> bool:
    """Whether the database works the value out, the column is loaded late, or a comment says why."""
    if file.intent(call, lambda text: "null" in text.lower()) is not None:
        return True
    words = tables().word("computed-column")
    for declaration in _declarations(file, call):
        late = constant(file, given(file, declaration, Param("deferred")))
        values = [*declaration.args, *(keyword.value for keyword in declaration.keywords)]
        for value in values:
            target = value.func if isinstance(value, ast.Call) else value
            if isinstance(target, ast.Name | ast.Attribute) and file.name_of(target) in words:
                return True
        if late is not None and late.value:
            return True
    return False


def _has_table(file: File, call: ast.Call) -> bool:
    """Whether the column is one of a table of its own class, or of a class that inherits from it.

    A table of which nothing in the program speaks counts as none.
    The columns of a class that shares the table of its base are NULL in the rows of the others.
    """
    cls = file.scope(call).node
    if not isinstance(cls, ast.ClassDef) or is_idle_table(file, cls):
        return False
    if _shares(file, cls) is not None:
        return _shares(file, cls) is False
    name = file.qualify(file.index.scopes[cls].qualname)
    return any(_shares(home, heir) is False for home, heir in heirs(file, name))


def _shares(file: File, cls: ast.ClassDef) -> bool | None:
    """Whether a class shares the table of a base; ``None``: nothing says that it has a table."""
    own = file.index.scopes[cls].bindings.keys() & TABLE
    above = [
        bool(home.index.scopes[line].bindings.keys() & TABLE)
        for home, line in lineage(file, cls)
        if line is not cls
    ]
    if own:
        return False
    if any(above):
        return True
    known = tables().table(ModelBase)
    rows = [known[name] for name in file.bases_of(cls) if name in known]
    if not rows or not rows[0].named:
        return None
    return None if rows[0].keyword and not is_told(cls, rows[0].keyword) else False

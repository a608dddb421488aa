"""Functions that change rows themselves: by a write, or by a method of a row that they read."""

from __future__ import annotations

import ast

from readiness_lint.facts.queries import rows_of
from readiness_lint.facts.rows import is_single
from readiness_lint.facts.stored_objects import READING, model_of_object, read_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.writes import Write
from readiness_lint.model import File, FunctionNode


def changes_rows(file: File, function: FunctionNode) -> bool:
    """Whether a function itself changes a row."""
    if any(write.changes for write in file.facts(Write, within=function)):
        return True
    return any(_is_row(file, receiver) for receiver in changed_in(file, function))


def changed_in(file: File, function: FunctionNode) -> list[ast.expr]:
    """What a function calls a method of that changes a row, where it is one: `save`, `delete`."""
    lasts = tables().word("changes-its-row").lasts
    return [
        call.func.value
        for call in file.nodes(ast.Call, within=function)
        if isinstance(call.func, ast.Attribute) and call.func.attr in lasts
    ]


def _is_row(file: File, expr: ast.expr) -> bool:
    """Whether an expression is a row of a table that was read before."""
    expr = expr.value if isinstance(expr, ast.Await) else expr
    if isinstance(expr, ast.Call):
        row = rows_of(file).get(expr)
        return row is not None and row.verb in READING and is_single(file, expr)
    if isinstance(expr, ast.Name) and read_of(file, expr) is not None:
        return True
    return model_of_object(file, expr) is not None

"""Whether an argument is one of the values that a row names, written out or under a name."""

from __future__ import annotations

import ast

from readiness_lint.facts.callables import constant
from readiness_lint.knowledge.schema import Entry
from readiness_lint.model import File

MAPPING = "builtins.dict"


def is_one_of(file: File, expr: ast.expr, values: tuple[object, ...]) -> bool:
    """Whether an expression is one of some values, or names or makes one of some things."""
    named = expr.func if isinstance(expr, ast.Call) else expr
    name = file.name_of(named) if isinstance(named, ast.Name | ast.Attribute) else None
    if name is not None and name in values:
        return True
    if any(has_entry(file, expr, value) for value in values if isinstance(value, Entry)):
        return True
    known = constant(file, expr)
    return known is not None and any(
        type(known.value) is type(value) and known.value == value for value in values
    )


def has_entry(file: File, expr: ast.expr, entry: Entry) -> bool:
    """Whether an expression is a mapping that says so, written out here or where it got its name."""
    written = file.assigned(expr) or expr
    if isinstance(written, ast.Call) and file.callee(written) == MAPPING:
        return any(
            item.arg == entry.key and is_one_of(file, item.value, entry.values)
            for item in written.keywords
        )
    return isinstance(written, ast.Dict) and any(
        key is not None and is_one_of(file, key, (entry.key,))
        for key, value in zip(written.keys, written.values, strict=True)
        if is_one_of(file, value, entry.values)
    )

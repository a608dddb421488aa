"""What a framework calls to fill the parameters of a function: ``Depends(get_store)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import default_of, function_at, given, last_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import EntryTrait
from readiness_lint.model import Bound, File, FunctionNode, names
from readiness_lint.model.index import every_argument
from readiness_lint.terms import EntryKind

DEEPEST = 4
"""Aliases, and types inside of types, through which an annotation is followed."""
Marked = tuple[File, ast.expr]
"""An expression and its file."""


def is_dependency(file: File, mark: ast.expr) -> bool:
    """Whether a mark has something called for its parameter."""
    return _row(file, mark) is not None


def provider(file: File, mark: ast.expr) -> ast.expr | None:
    """What a dependency has called; ``None``: what the annotation names, or nobody knows."""
    row = _row(file, mark)
    return given(file, mark, row.function) if row and isinstance(mark, ast.Call) else None


def function_provided(file: File, mark: ast.expr) -> tuple[File, FunctionNode] | None:
    """The function of the program that a dependency has called, and its file."""
    handed = provider(file, mark)
    return function_at(file, handed) if handed is not None else None


def _row(file: File, mark: ast.expr) -> EntryTrait | None:
    name = file.callee(mark) if isinstance(mark, ast.Call) else None
    row = tables().table(EntryTrait).get(name) if name is not None else None
    return row if row is not None and row.kind is EntryKind.DEPENDENCY else None


def dependencies_of(file: File, function: FunctionNode) -> Iterator[Marked]:
    """The dependencies among the marks of all parameters."""
    for argument in every_argument(function.args):
        for home, mark in marks_on(file, function, argument):
            if is_dependency(home, mark):
                yield home, mark


def marks_on(file: File, function: FunctionNode, argument: ast.arg) -> Iterator[Marked]:
    """What says how a parameter is filled: beside its type, or called as its default."""
    if argument.annotation is not None:
        yield from marks_of(file, argument.annotation)
    default = default_of(function, argument)
    if isinstance(default, ast.Call):
        yield file, default


def marks_of(file: File, annotation: ast.expr, deepest: int = DEEPEST) -> Iterator[Marked]:
    """What stands behind the type in ``Annotated``, through aliases of any module, and ``None``."""
    if isinstance(annotation, ast.BinOp):
        yield from marks_of(file, annotation.left, deepest)
        yield from marks_of(file, annotation.right, deepest)
    elif isinstance(annotation, ast.Subscript):
        parts = annotation.slice
        elements = parts.elts if isinstance(parts, ast.Tuple) else [parts]
        if last_of(file, annotation.value) == "Annotated":
            yield from ((file, item) for item in elements[1:])
        if deepest:
            yield from marks_of(file, elements[0], deepest - 1)
    elif deepest:
        alias = _alias(file, annotation)
        if alias is not None:
            yield from marks_of(*alias, deepest - 1)


def _alias(file: File, annotation: ast.expr) -> Marked | None:
    """What was assigned to the name that an annotation is, or spells as a text."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return _named(file, annotation.value)
    if isinstance(annotation, ast.Name):
        # Many parameters have one annotation.
        subject = names.subject_of(file, annotation, file.statement(annotation))
        return file.answer("alias", subject, lambda: file.origin(annotation))
    return file.origin(annotation) if isinstance(annotation, ast.Attribute) else None


def _named(file: File, name: str) -> Marked | None:
    qualified = names.exported(file, name)
    home = file.home(qualified) if qualified else None
    if qualified is None or home is None:
        return None
    bindings = home.index.module.bindings.get(qualified.removeprefix(f"{home.module}."), [])
    found = bindings[0] if len(bindings) == 1 else None
    if found is None or found.kind is not Bound.VALUE or found.value is None:
        return None
    return home, found.value

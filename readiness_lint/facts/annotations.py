"""What annotations say of ``None``, and whether they say anything of what a value holds."""

from __future__ import annotations

import ast

from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.model.names import bindings_of, is_none
from readiness_lint.model.types import CONTAINERS, UNIONS, parsed
from readiness_lint.terms import Answer

OPTIONAL = "typing.Optional"
LITERALS = frozenset({"typing.Literal", "typing_extensions.Literal"})
MARKED = frozenset({"typing.Annotated", "typing_extensions.Annotated", "typing.Final"})
"""Subscripts that say as much of ``None`` as their first argument."""
CLASSES = frozenset({"typing.Type", "builtins.type"})
NONE = frozenset({"types.NoneType", "builtins.NoneType"})
DEEPEST = 12
"""Aliases of aliases that are followed."""


def admits_none(file: File, annotation: ast.expr) -> Answer:
    """Whether ``None`` is a value of a type, through the aliases of the program."""
    return _admits(file, annotation, file.statement(annotation), DEEPEST)


def _admits(file: File, annotation: ast.expr, at: ast.stmt, depth: int) -> Answer:
    if is_none(annotation):
        return True
    if depth == 0:
        return None
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        text = parsed(annotation.value)
        return _admits(file, text, at, depth - 1) if text is not None else None
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return _any(file, [annotation.left, annotation.right], at, depth)
    if isinstance(annotation, ast.Subscript):
        return _of_subscript(file, annotation, at, depth)
    if isinstance(annotation, ast.Name | ast.Attribute):
        return _of_name(file, annotation, at, depth)
    if isinstance(annotation, ast.Call):
        # A function that makes a narrower type: `constr(max_length=3)`.
        return False if file.callee(annotation, at) in tables().word("plain-type") else None
    return None


def _any(file: File, parts: list[ast.expr], at: ast.stmt, depth: int) -> Answer:
    answers = [_admits(file, part, at, depth - 1) for part in parts]
    if True in answers:
        return True
    return None if None in answers else False


def _of_subscript(file: File, annotation: ast.Subscript, at: ast.stmt, depth: int) -> Answer:
    name = file.name_at(annotation.value, at)
    inner = annotation.slice
    parts = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
    if name is None:
        return None
    if name == OPTIONAL:
        return True
    if name in LITERALS:
        return any(is_none(part) for part in parts)
    if name in UNIONS:
        return _any(file, parts, at, depth)
    if name in MARKED or file.library.has("annotation", name):
        return _admits(file, parts[0], at, depth - 1)
    return False if name in CLASSES or _is_class(file, name) else None


def _of_name(file: File, annotation: ast.Name | ast.Attribute, at: ast.stmt, depth: int) -> Answer:
    name = file.name_at(annotation, at)
    if name in NONE:
        return True
    if name is not None and _is_class(file, name):
        return False
    home, value = _alias(file, annotation, at, name) or (file, None)
    if isinstance(value, ast.BinOp | ast.Subscript | ast.Name | ast.Attribute):
        return _admits(home, value, home.statement(value), depth - 1)
    return None


def _is_class(file: File, name: str) -> bool:
    """Whether a name is that of a plain type, or of a class of the program."""
    if name in tables().word("plain-type"):
        return True
    found = file.defined(name)
    return found is not None and isinstance(found[1], ast.ClassDef)


def _alias(
    file: File, annotation: ast.Name | ast.Attribute, at: ast.stmt, name: str | None
) -> tuple[File, ast.expr] | None:
    """What the program assigns once to a name."""
    home, bindings = file, None
    if name is not None:
        found = file.home(name)
        if found is None:
            return None
        home, last = found, name.removeprefix(f"{found.module}.")
        bindings = found.index.module.bindings.get(last)
    elif isinstance(annotation, ast.Name):
        bindings = bindings_of(file, annotation, at)
    value = bindings[0].value if bindings and len(bindings) == 1 else None
    return (home, value) if value is not None else None


# ── types that say nothing ───────────────────────────────────────────────────────────────────────

ANYTHING = frozenset({"typing.Any", "builtins.object"})
MAPPINGS = frozenset(
    {"builtins.dict", "typing.Mapping", "typing.MutableMapping"}
    | {"collections.abc.Mapping", "collections.abc.MutableMapping"}
)
LISTS = frozenset(
    {"builtins.list", "typing.Sequence", "typing.Iterable"}
    | {"collections.abc.Sequence", "collections.abc.Iterable"}
)


def is_open(file: File, annotation: ast.expr, *, anything: bool = True) -> bool:
    """Whether a type lets any mapping through, or any list: ``dict``, ``list[dict[str, Any]]``.

    Without ``anything``, ``Any`` alone is none.
    """
    return _is_open(file, annotation, file.statement(annotation), DEEPEST, anything=anything)


def _is_open(file: File, annotation: ast.expr, at: ast.stmt, depth: int, *, anything: bool) -> bool:
    if depth == 0:
        return False
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return _all_open(file, [annotation.left, annotation.right], at, depth, anything=anything)
    if isinstance(annotation, ast.Subscript):
        return _is_open_subscript(file, annotation, at, depth, anything=anything)
    if not isinstance(annotation, ast.Name | ast.Attribute):
        return False
    name = file.name_at(annotation, at)
    name = CONTAINERS.get(name, name) if name else None
    if name in ANYTHING:
        return anything
    if name in MAPPINGS | LISTS:
        return True
    home, value = _alias(file, annotation, at, name) or (file, None)
    if isinstance(value, ast.BinOp | ast.Subscript | ast.Name | ast.Attribute):
        return _is_open(home, value, home.statement(value), depth - 1, anything=anything)
    return False


def _all_open(
    file: File, parts: list[ast.expr], at: ast.stmt, depth: int, *, anything: bool
) -> bool:
    found = [
        _is_open(file, part, at, depth - 1, anything=anything)
        for part in parts
        if not is_none(part)
    ]
    return bool(found) and all(found)


def _is_open_subscript(
    file: File, annotation: ast.Subscript, at: ast.stmt, depth: int, *, anything: bool
) -> bool:
    name = file.name_at(annotation.value, at) or ""
    name = CONTAINERS.get(name, name)
    inner = annotation.slice
    parts = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
    if name == OPTIONAL or name in UNIONS:
        return _all_open(file, parts, at, depth, anything=anything)
    if name in MARKED:
        return _is_open(file, parts[0], at, depth - 1, anything=anything)
    if name in MAPPINGS | LISTS:
        return _is_open(file, parts[-1], at, depth - 1, anything=True)
    return False

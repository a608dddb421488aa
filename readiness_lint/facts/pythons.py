"""Which Python a piece of code needs, as its project says or its file shows."""

from __future__ import annotations

import ast

from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Since
from readiness_lint.model import File

Version = tuple[int, ...]
PARAMETERS = (3, 12)
"""The first Python with ``def first[T](...)`` and ``type Pair = ...``."""


def version(text: str) -> Version:
    """``3.12`` as numbers."""
    return tuple(int(part) for part in text.split("."))


def needs_python(file: File, node: ast.AST, oldest: Version) -> bool:
    """Whether a node certainly runs under no Python that is older."""
    python = file.program.python if file.program else None
    if python is not None and python >= oldest:
        return True
    if oldest <= PARAMETERS and _has_type_parameters(file):
        return True
    table = tables().table(Since)
    return any(
        name in table and version(table[name].python) >= oldest and _ran_before(file, at, node)
        for name, at in file.index.imports
    )


def _has_type_parameters(file: File) -> bool:
    """Whether an older Python cannot even read the file."""
    definitions = file.nodes(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    if any(getattr(definition, "type_params", ()) for definition in definitions):
        return True
    alias = getattr(ast, "TypeAlias", None)
    return alias is not None and bool(file.nodes(alias))


def _ran_before(file: File, first: ast.stmt, node: ast.AST) -> bool:
    """Whether a statement ran before a node does, in its function or where that is defined."""
    current = node
    while not isinstance(current, ast.Module):
        if file.dominates(first, current):
            return True
        current = file.scope(current).node
    return False

"""Methods of serializers in which a request writes its rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import super_method
from readiness_lint.facts.classes import lineage, methods_of, subclasses_of
from readiness_lint.facts.program import mentions_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import TRANSACTION_NAMES
from readiness_lint.knowledge.schema import ViewBase
from readiness_lint.model import File, FunctionNode
from readiness_lint.pattern import Pattern

SAVING = Pattern(r"(?:a?save|perform_\w+|dispatch|create|update|partial_update|post|put|patch)$")


def is_saved_alone(file: File, function: FunctionNode) -> bool:
    """Whether a view runs a method of a serializer, and no place that names that has a transaction."""
    cls = file.scope(function).node
    if not isinstance(cls, ast.ClassDef) or not _is_run_by_save(file, cls, function):
        return False
    if _saves_in_transaction(file, cls):
        return False
    serves = False
    for home, around in _users(file, cls):
        if any(_may_hold_a_transaction(*item) for item in _parts(home, around)):
            return False
        serves = serves or _is_view(home, around)
    return serves


def _saves_in_transaction(file: File, cls: ast.ClassDef) -> bool:
    """Whether the `save` of a serializer, which runs its other methods, may hold a transaction."""
    return any(
        method.name == "save" and _may_hold_a_transaction(home, method)
        for home, line in lineage(file, cls)
        for method in methods_of(home, line)
    )


def _is_run_by_save(file: File, cls: ast.ClassDef, function: FunctionNode) -> bool:
    runs = tables().word("run-by-save")
    return any(f"{base}.{function.name}" in runs for base in file.bases_of(cls))


def _users(file: File, cls: ast.ClassDef) -> Iterator[tuple[File, ast.AST]]:
    """The classes, functions and modules that name a serializer, or one that leaves all to it."""
    heirs = (item for item in subclasses_of(file, cls) if not _may_hold_a_transaction(*item))
    for home, each in ((file, cls), *heirs):
        for other, use in mentions_of(home, home.qualify(home.index.scopes[each].qualname)):
            around = other.class_(use) or other.function(use) or other.tree
            if around is not each:
                yield other, around


def _parts(file: File, around: ast.AST) -> Iterator[tuple[File, ast.AST]]:
    """A place, and the bases of a class in the program."""
    yield from lineage(file, around) if isinstance(around, ast.ClassDef) else [(file, around)]


def _may_hold_a_transaction(file: File, around: ast.AST) -> bool:
    """Whether a block that may save, a decorator or a base in it has the name of one."""
    names = file.words(TRANSACTION_NAMES)
    return not isinstance(around, ast.Module) and any(
        names.match(file.last_name(part))
        for node in ast.walk(around)
        for expr in _around(node)
        for part in ast.walk(expr)
        if isinstance(part, ast.Name | ast.Attribute)
    )


def _around(node: ast.AST) -> Iterator[ast.expr]:
    """What a statement puts around its body, or around its methods."""
    if isinstance(node, ast.With | ast.AsyncWith) and any(map(_may_save, ast.walk(node))):
        yield from (item.context_expr for item in node.items)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield from node.decorator_list
        yield from node.bases if isinstance(node, ast.ClassDef) else ()


def _may_save(node: ast.AST) -> bool:
    """Whether a call saves a serializer, answers the request or leaves that to a base or a hook."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    owner = ast.unparse(node.func.value).lower()
    if super_method(node) or owner == "self":
        return SAVING.match(node.func.attr) is not None
    return node.func.attr == "save" and "serializer" in owner


def _is_view(file: File, around: ast.AST) -> bool:
    views = tables().table(ViewBase)
    return isinstance(around, ast.ClassDef) and any(base in views for base in file.bases_of(around))

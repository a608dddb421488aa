"""Which annotations and decorators declare a model of a body or of an answer."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator

from readiness_lint.facts.access import any_of
from readiness_lint.facts.annotations import LITERALS, MARKED, OPTIONAL
from readiness_lint.facts.classes import is_marked
from readiness_lint.facts.decorators import decorator_name, target_of
from readiness_lint.facts.route_cells import NO, Found
from readiness_lint.facts.tables import is_within, tables
from readiness_lint.facts.words import ENUMERATIONS, MAKES_MODELS
from readiness_lint.knowledge.schema import Guard, Marker, Route
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.types import CONTAINERS, UNIONS

DEEPEST = 5
"""Types inside of types, and aliases of aliases, that are followed."""
TYPING = frozenset({"builtins", "typing", "typing_extensions", "collections"})
"""Packages whose subscripts hold the types of what is inside."""
FORMS = LITERALS | MARKED | UNIONS | {OPTIONAL}
SCHEMAS = frozenset({"schema", "fields", "argmap"})
"""Keywords under which a decorator is given its model."""


def model_in(file: File, annotation: ast.expr, deepest: int = DEEPEST) -> Found:
    """Whether an annotation names a model, in a container or not."""
    if not deepest:
        return None, ast.unparse(annotation)
    if isinstance(annotation, ast.Constant):
        return _in_text(file, annotation)
    if isinstance(annotation, ast.BinOp):
        return first_of(
            model_in(file, part, deepest - 1) for part in (annotation.left, annotation.right)
        )
    if isinstance(annotation, ast.Subscript):
        return _in_subscript(file, annotation, deepest)
    if not isinstance(annotation, ast.Name | ast.Attribute):
        return None, ast.unparse(annotation)
    alias = file.origin(annotation)
    if alias is not None and not isinstance(alias[1], ast.Call):
        return model_in(*alias, deepest - 1)
    name = file.class_name(annotation)
    return of_class(file, name) if name is not None else (None, ast.unparse(annotation))


def _in_text(file: File, annotation: ast.Constant) -> Found:
    if not isinstance(annotation.value, str):
        return NO
    kind = file.type_named(annotation)
    return of_class(file, kind.name) if kind is not None else (None, annotation.value)


def _in_subscript(file: File, annotation: ast.Subscript, deepest: int) -> Found:
    name = _type_form(file, annotation.value)
    if name in LITERALS:
        return NO
    if name.partition(".")[0] not in TYPING:
        return model_in(file, annotation.value, deepest - 1)
    inner = annotation.slice
    elements = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    elements = elements[:1] if name in MARKED else elements
    return first_of(model_in(file, item, deepest - 1) for item in elements)


def _type_form(file: File, expr: ast.expr) -> str:
    """The name of what takes types; one that an old Python may have from elsewhere is as `typing`'s."""
    name = file.name_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None
    usual = f"typing.{file.last_name(expr)}"
    known = usual in FORMS or usual in CONTAINERS
    return name or (usual if known else "")


def first_of(found: Iterable[Found]) -> Found:
    """What all say together, with the name of the first that says so."""
    items = list(found)
    answer = any_of(item for item, _ in items)
    return next(((item, name) for item, name in items if item is answer), NO)


def of_class(file: File, name: str) -> Found:
    """Whether a class is a model."""
    last = name.rpartition(".")[2]
    found = file.defined(name)
    if found is None:
        models = tables().word("input-model")
        if any(base in models for base in file.library.bases(name)):
            return True, last
        standard = name.partition(".")[0] in sys.stdlib_module_names
        return (False if standard or is_within(name, "no-models") else None), last
    home, cls = found
    if not isinstance(cls, ast.ClassDef):
        return None, last
    if declares_fields(home, cls):
        return True, last
    bases = (*home.bases_of(cls), *(home.last_name(base) or "" for base in cls.bases))
    is_enum = any(home.words(ENUMERATIONS).match(base.rpartition(".")[2]) for base in bases)
    return (False if is_enum or home.mro_of(cls) is not None else None), last


def declares_fields(home: File, cls: ast.ClassDef) -> bool:
    """Whether a class of the program says which fields its objects have."""
    return is_marked(home, cls, "input-model") or is_marked(home, cls, "declared-fields")


# ── decorators ───────────────────────────────────────────────────────────────────────────────────
def of_decorators(file: File, function: FunctionNode, word: str) -> Iterator[Found]:
    """What decorators say; one that is not known may do anything with a body."""
    for decorator in function.decorator_list:
        name = decorator_name(file, function, decorator)
        if name is None:
            yield None, file.last_name(target_of(decorator)) or ""
        elif name in tables().word(word):
            yield True, _model_given(decorator)
        elif not _is_plain(file, name):
            yield None, name.rpartition(".")[2]


def _model_given(decorator: ast.expr) -> str:
    """The schema that a decorator is given: the last of its arguments by position."""
    if not isinstance(decorator, ast.Call):
        return ""
    named = [item.value for item in decorator.keywords if item.arg in SCHEMAS]
    return ast.unparse(target_of((named or decorator.args or [decorator.func])[-1]))


def _is_plain(file: File, name: str) -> bool:
    """Whether a decorator certainly makes no model of anything."""
    known = tables()
    if any(name in table for table in (known.table(Route), known.table(Marker))):
        return True
    if name in known.table(Guard):
        return True
    found = file.defined(name)
    if found is None:
        return known.knows(name) or name.partition(".")[0] in sys.stdlib_module_names
    return not file.words(MAKES_MODELS).match(ast.unparse(found[1]))

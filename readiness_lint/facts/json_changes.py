"""Changes inside the value of a column, of which its ORM does not hear."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator
from typing import Self

from readiness_lint.facts.models import Column
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.state import MUTATORS
from readiness_lint.facts.stored_objects import column_of, model_of_object
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import ColumnTrait
from readiness_lint.model import Binding, File, FunctionNode
from readiness_lint.model.names import bindings_of
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

KINDS = frozenset({"json", "array", "pickle"})
"""Types of columns whose values can be changed in place."""
CHANGES = MUTATORS | {"sort", "reverse"}
COPIES = frozenset({"dict", "list", "copy", "deepcopy"})
SAVING = frozenset({"commit", "flush", "merge", "add", "add_all", "save", "refresh"})
SESSIONS = Pattern(r"session|transaction|(?:^|_)(?:db|uow|tx)$", re.IGNORECASE)
"""Names of what a change is written by."""
TRACKING = "associate_with"
"""What has the values of all columns of a type tracked."""


@record
class JsonChange:
    """A change of what a column holds, on an object that was read, that is not written."""

    node: ast.expr | ast.stmt
    column: str
    """``Order.payload``."""
    type: str
    """As the model spells it."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file; of each function and column the first."""
        program = file.program
        names = program.known(_untracked_names) if program is not None else frozenset()
        if not any(name in file.source for name in names):
            return
        seen: set[tuple[FunctionNode | None, str]] = set()
        changes = [found for found in _changes(file) if _may_be(file, found, names)]
        for node, _, changed in sorted(changes, key=lambda found: start_of(found[0])):
            attribute = _attribute(file, changed)
            if attribute is None or attribute.attr not in names:
                continue
            function = file.function(node)
            model = model_of_object(file, attribute.value)
            home, column = (column_of(file, model, attribute.attr) if model else None) or (
                file,
                None,
            )
            if function is None or column is None or not _is_untracked(home, column):
                continue
            key = function, ast.unparse(attribute)
            if key in seen or not _is_to_be_kept(file, function, attribute):
                continue
            if not _is_told(file, function, attribute, node):
                seen.add(key)
                yield cls(node, f"{column.owner}.{column.name}", column.spelling)


def _untracked_names(program: Program) -> frozenset[str]:
    """The names of all columns that hold such a value; none where a type is tracked as a whole."""
    if any(file.role not in APART for file in program.calling(TRACKING)):
        return frozenset()
    found = program.each(_untracked_in, tables=(tables().table(ColumnTrait),))
    return frozenset(name for _, name in found)


def _untracked_in(file: File) -> Iterator[str]:
    yield from (column.name for column in file.facts(Column) if _is_untracked(file, column))


def _is_untracked(file: File, column: Column) -> bool:
    return (
        isinstance(column.node, ast.Call)
        and file.callee(column.node) in tables().word("assigned-only")
        and column.type in KINDS
        and column.tracked is False
    )


def is_kept_whole(file: File, column: Column) -> bool:
    """Whether a column gets its default with the insert, and nobody changes anything inside it.

    Rows have such a default in common, and none is seen to write into it.
    """
    if not isinstance(column.node, ast.Call):
        return False
    if file.callee(column.node) not in tables().word("assigned-only"):
        return False
    program = file.program
    changed = program.known(_all_changed) if program is not None else set(_changed_in(file))
    return f"{file.module}.{column.owner}.{column.name}" not in changed


def _all_changed(program: Program) -> frozenset[str]:
    return frozenset(name for _, name in program.each(_changed_in))


def _changed_in(file: File) -> Iterator[str]:
    """The columns inside whose values a file changes something, by class and name."""
    for _, _, changed in _changes(file) if file.role not in APART else ():
        attribute = _attribute(file, changed)
        model = model_of_object(file, attribute.value) if attribute is not None else None
        if attribute is not None and model is not None:
            home, column = column_of(file, model, attribute.attr) or (file, None)
            if column is not None:
                yield f"{home.module}.{column.owner}.{column.name}"


# ── changes ──────────────────────────────────────────────────────────────────────────────────────


Change = tuple[ast.expr | ast.stmt, ast.stmt, ast.expr]
"""What changes a container in place, its statement, and the container."""


def _changes(file: File) -> Iterator[Change]:
    """Every one of the file, unsorted."""
    for target, _, statement in file.index.stores:
        if isinstance(statement, ast.Assign | ast.Delete):
            # One in a tuple of targets is not a target of its own.
            if isinstance(target, ast.Subscript) and target in statement.targets:
                yield statement, statement, _container(target)
        elif isinstance(statement, ast.AugAssign):
            yield statement, statement, _container(target)
    for last in sorted(CHANGES.intersection(file.index.calls)):
        for call, at in file.index.calls[last]:
            if isinstance(call.func, ast.Attribute):
                yield call, at, _container(call.func.value)


def _container(expr: ast.expr) -> ast.expr:
    """`order.payload` of ``order.payload["a"]["b"]``."""
    while isinstance(expr, ast.Subscript):
        expr = expr.value
    return expr


def _may_be(file: File, change: Change, names: Container[str]) -> bool:
    """Whether a container may be an attribute with one of these names, wherever it is changed."""
    _, at, expr = change
    if isinstance(expr, ast.Attribute):
        return expr.attr in names
    if not isinstance(expr, ast.Name):
        return False
    held = [_held_by(binding) for binding in bindings_of(file, expr, at) or ()]
    return any(value is not None and value.attr in names for value in held)


def _attribute(file: File, expr: ast.expr) -> ast.Attribute | None:
    """The attribute that is changed, itself or by a local that holds its value."""
    if isinstance(expr, ast.Name):
        bindings = file.reaching(expr)
        return _held_by(bindings[0]) if len(bindings) == 1 else None
    return expr if isinstance(expr, ast.Attribute) else None


def _held_by(binding: Binding) -> ast.Attribute | None:
    """The attribute whose value a binding gives a name: also of ``order.payload or {}``."""
    value = binding.value
    if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
        value = value.values[0]
    return value if isinstance(value, ast.Attribute) else None


def _is_to_be_kept(file: File, function: FunctionNode, attribute: ast.Attribute) -> bool:
    """Whether a function means to store the change: it saves something, or is the object's own.

    Another one may fill in, for its caller, what is not for the database.
    """
    me = file.index.scopes[function].me
    if me is not None and is_name(attribute.value, me):
        return True
    for part in ast.walk(function):
        name = (
            getattr(part, "id", None) or getattr(part, "attr", None) or getattr(part, "arg", None)
        )
        if name is not None and (name in SAVING or SESSIONS.search(name)):
            return True
    return False


# ── what tells the ORM ───────────────────────────────────────────────────────────────────────────


def _is_told(
    file: File, function: FunctionNode, attribute: ast.Attribute, change: ast.expr | ast.stmt
) -> bool:
    """Whether the change is written all the same, or may be."""
    marks = tables().word("marks-changed")
    if any(
        file.callee(call, at) in marks or file.callee(call, at) is None
        for call, at in file.candidates(marks.lasts_in(file.libraries) or marks.lasts)
        if file.function(call) is function
    ):
        return True
    spelled = ast.unparse(attribute)
    return any(
        ast.unparse(target) == spelled and _gives_another(file, item, spelled, change)
        for item in file.nodes(ast.Assign, within=function)
        for target in item.targets
    )


def _gives_another(file: File, item: ast.Assign, spelled: str, change: ast.expr | ast.stmt) -> bool:
    """Whether an assignment has the whole value written with the change.

    Before the change any object that is not the old one does it; after it only what is not equal to
    the old one, which has been changed as well.
    """
    held = _held(file, item.value)
    if file.dominates(item, change):
        return ast.unparse(held) != spelled
    return file.reaches(change, item) and not _is_equal(held, spelled)


def _held(file: File, value: ast.expr) -> ast.expr:
    """What an assigned name holds."""
    if isinstance(value, ast.Name):
        return _attribute(file, value) or value
    return value


def _is_equal(value: ast.expr, spelled: str) -> bool:
    """Whether a value is the one of the attribute, or a plain copy of it."""
    if isinstance(value, ast.Dict) and value.keys == [None]:
        value = value.values[0]
    elif isinstance(value, ast.Call):
        name = value.func
        last = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
        if last in COPIES:
            copied = value.args[0] if value.args else None
            value = copied or (name.value if isinstance(name, ast.Attribute) else value)
    return ast.unparse(value) == spelled

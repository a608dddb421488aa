"""Numbers of rows that are read, counted up or down in Python, and saved."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.queries import links_of
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.stored_objects import column_of, is_of_view, model_of_object, read_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.knowledge.schema import Writes
from readiness_lint.model import File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

NUMBERS = frozenset({"integer", "float", "decimal", "interval"})
"""Types of columns that are counted."""
NUMERIC = frozenset({"builtins.int", "builtins.float", "decimal.Decimal", "datetime.timedelta"})
BOUNDING = frozenset({"max", "min"})
LOCK = Pattern(r"lock(?:(?<![a-z]lock)|(?<=(?<![a-z])unlock))(?:s|ed|ing|er)?(?![a-z])")
GUARDS = ("mutex", "semaphore", "for_update", "for update", "advisory")
"""What the text of a function says, in lower case, that keeps others from the row."""
SERIAL = Pattern(r"\bserializable\b|version_id_(?:col|generator)", re.IGNORECASE)
"""What a module says that has the database, or the ORM, find the conflict."""
SERIAL_WORDS = ("serializable", "version_id_")
"""One of them is in every text that the pattern finds; to look for them takes a fraction."""


@record
class LostUpdate:
    """A number of a row that a function counts up or down, between a read and a save."""

    node: ast.stmt
    field: str
    """``account.credit``."""
    attribute: str
    saved: ast.Call
    """What sends it."""
    serves: bool
    """Whether a request or a task runs it."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file that nothing guards."""
        for statement, target in _steps(file):
            function, name = file.function(statement), target.value
            if function is None or not isinstance(name, ast.Name):
                continue
            read = read_of(file, name)
            if read is None or not _is_number(file, statement, target):
                continue
            saved = _saved(file, function, name.id, statement)
            if saved is not None and not _is_guarded(file, function, read, target):
                entry = entry_of(statement, file)
                serves = isinstance(entry, Handler | Task)
                yield cls(statement, ast.unparse(target), target.attr, saved, serves)


def _steps(file: File) -> Iterator[tuple[ast.stmt, ast.Attribute]]:
    """Assignments that count an attribute up or down."""
    for step in file.nodes(ast.AugAssign):
        if isinstance(step.target, ast.Attribute) and isinstance(step.op, ast.Add | ast.Sub):
            yield step, step.target
    for item in file.nodes(ast.Assign):
        target = item.targets[0]
        if isinstance(target, ast.Attribute):
            value = _counted(_computed(file, item))
            if value is not None and _starts_from(value, target):
                yield item, target


def _computed(file: File, item: ast.Assign) -> ast.expr:
    """What an assignment gives, behind a local name."""
    value = file.assigned(item.value) if isinstance(item.value, ast.Name) else None
    return value or item.value


def _counted(value: ast.expr) -> ast.BinOp | None:
    """The sum or difference that a value is, kept within bounds or not: ``max(row.votes - 1, 0)``."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.args:
        if value.func.id not in BOUNDING:
            return None
        found = (_counted(argument) for argument in value.args)
        return next((item for item in found if item is not None), None)
    is_step = isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add | ast.Sub)
    return value if is_step and isinstance(value, ast.BinOp) else None


def _starts_from(value: ast.BinOp, target: ast.Attribute) -> bool:
    """Whether one side is the attribute itself, or that or nothing: ``(row.n or 0) + 1``."""
    sides = [value.left, value.right] if isinstance(value.op, ast.Add) else [value.left]
    whole = ast.unparse(target)
    return any(
        ast.unparse(side.values[0] if isinstance(side, ast.BoolOp) else side) == whole
        for side in sides
    )


def _is_number(file: File, statement: ast.stmt, target: ast.Attribute) -> bool:
    """Whether the attribute certainly holds a number, and no expression of the database is added."""
    value = _computed(file, statement) if isinstance(statement, ast.Assign) else None
    value = statement.value if isinstance(statement, ast.AugAssign) else value
    if value is None or _is_expression(file, value):
        return False
    model = model_of_object(file, target.value)
    _, column = (column_of(file, model, target.attr) if model else None) or (file, None)
    if column is not None and column.type is not None:
        return column.type in NUMBERS
    step = _counted(value) if isinstance(statement, ast.Assign) else None
    parts = [step.left, step.right] if step is not None else [value]
    return any(_is_numeric(file, part) for part in parts)


def _is_numeric(file: File, value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return type(value.value) in {int, float}
    if isinstance(value, ast.UnaryOp):
        return _is_numeric(file, value.operand)
    kind = file.type_of(value)
    return kind is not None and not kind.of_class and kind.name in NUMERIC


def _is_expression(file: File, value: ast.expr) -> bool:
    """Whether the database is to add: ``F("credit")``, ``Account.credit + 1``."""
    expressions = tables().word("column-expression")
    return any(
        isinstance(part, ast.Call)
        and (file.callee(part) in expressions or file.last_name(part.func) in expressions.lasts)
        for part in ast.walk(value)
    )


def _saved(file: File, function: FunctionNode, name: str, step: ast.stmt) -> ast.Call | None:
    """What sends the number after the step: ``save`` of the object, or the end of its session."""
    rows = tables().table(Writes)
    for call in file.nodes(ast.Call, within=function):
        if not isinstance(call.func, ast.Attribute) or not file.reaches(step, call):
            continue
        own = is_name(call.func.value, name)
        if own and call.func.attr in {"save", "asave"}:
            return call
        row = rows.get(file.callee(call) or "")
        if row is not None and row.verb in {"flush", "commit"}:
            return call
    return None


def _is_guarded(file: File, function: FunctionNode, read: ast.Call, target: ast.Attribute) -> bool:
    """Whether something keeps others from the row meanwhile, or finds out."""
    locks = tables().word("row-lock").lasts
    if any(link.name in locks for link in links_of(file, read).calls):
        return True
    if finds_conflicts(file) or says_locked(ast.unparse(function)):
        return True
    # What a view reads by its own methods, these may lock.
    cls = file.class_(function) if is_of_view(file, read) else None
    if cls is not None and says_locked(ast.unparse(cls)):
        return True
    model = model_of_object(file, target.value)
    home = file.home(model) if model else None
    return home is not None and finds_conflicts(home)


def finds_conflicts(file: File) -> bool:
    """Whether a module says that the database, or the ORM, finds out when two change a row."""
    text = file.source.lower()
    return any(word in text for word in SERIAL_WORDS) and file.says(SERIAL)


def says_locked(text: str) -> bool:
    """Whether a text says that somebody keeps others out."""
    text = text.lower()
    return any(word in text for word in GUARDS) or LOCK.search(text) is not None

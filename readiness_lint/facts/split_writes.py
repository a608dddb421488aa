"""Rows of two tables that a request makes one after the other, with nothing that keeps them together."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.callables import given
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.duplicates import model_managed
from readiness_lint.facts.entries import Entry, Reached, entry_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.handlers import CAMEL, Handler
from readiness_lint.facts.leases import Lease, may_be_wrapped
from readiness_lint.facts.relations import Relations, relations_of
from readiness_lint.facts.serializer_saves import is_saved_alone
from readiness_lint.facts.shapes import behind_await
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import TRANSACTION_NAMES
from readiness_lint.facts.writes import Write, session_of
from readiness_lint.knowledge.schema import GetsOrMakes, ModelBase, Param, Writes
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.model.positions import start_of
from readiness_lint.record import record
from readiness_lint.terms import EntryKind, LeaseKind

ADDS, COMMIT = "add", "commit"
CREATING = frozenset({"create", "bulk"})
CREATORS = frozenset({"create", "acreate", "bulk_create", "abulk_create"})
ONE_MADE = frozenset({"create", "acreate"})
SAVING = frozenset({"save", "asave"})
TOLERATING = ("ignore_conflicts", "update_conflicts")
"""Parameters with which rows may be there already."""
UNDOING = frozenset({"delete", "adelete", "delete_instance", "rollback", "set_rollback"})
"""Calls by which a handler takes back what was written before."""


@record
class SplitWrite:
    """A row that is made after one of another table, which stays if this one fails."""

    node: ast.Call
    first: ast.Call
    entry: str
    """The handler or task."""
    models: tuple[str, str]
    """The class that is left behind, and the one of this row, by their last identifiers."""
    commits: bool = False
    """Whether a session sends both, and a commit between them keeps the first."""

    @property
    def words(self) -> tuple[str, ...]:
        """The names of the classes, as words are matched: ``order_log``."""
        return tuple(CAMEL.sub("_", name).lower() for name in self.models)

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """The first of each handler and task of the file."""
        relations = relations_of(file)
        if relations is None or not tables().table(Writes).lasts_in(file.libraries):
            return
        made: dict[FunctionNode, list[_Made]] = {}
        for item in _created(file, relations):
            function = file.function(item.call)
            if function is not None and not file.runs_later(item.call):
                made.setdefault(function, []).append(item)
        for function, calls in made.items():
            found = _split(file, calls) if len(calls) > 1 else None
            if found is not None and _is_alone(file, function):
                first, second = found
                yield cls(second.call, first.call, function.name, (first.last, second.last))
        for function, first, second in _committed_apart(file, relations):
            if _is_alone(file, function):
                pair = first.last, second.last
                yield cls(second.call, first.call, function.name, pair, commits=True)


def _serves(entry: Reached | None) -> bool:
    """Whether something is a handler of HTTP, a hook of one, or a task."""
    if isinstance(entry, Entry | Handler):
        return entry.kind is EntryKind.HANDLER
    return isinstance(entry, Task)


@record
class _Made:
    """A call that makes a row."""

    call: ast.Call
    model: str
    again: bool
    """Whether it makes another one when it is called again."""

    @property
    def last(self) -> str:
        """The class, by its last identifier."""
        return self.model.rpartition(".")[2]


def _created(file: File, relations: Relations) -> list[_Made]:
    """The calls that make rows, in source order."""
    found: list[_Made] = []
    own = tables().table(GetsOrMakes)
    rows = tables().table(Writes)
    for call, at in file.candidates(CREATORS | own.lasts_in(file.libraries)):
        name = file.callee(call, at) or ""
        row = rows.get(name)
        related = _made_by_relation(file, relations, call) if not name else None
        if related is not None and not _may_be_repeated(file, call):
            found.append(_Made(call, related, again=not _is_found_again(file, call)))
        if (row is None or row.verb not in CREATING) and name not in own:
            continue
        if isinstance(call.func, ast.Attribute) and not _may_be_repeated(file, call):
            managed = model_managed(file, relations, call.func.value)
            if managed is not None:
                again = name not in own and not _is_found_again(file, call)
                found.append(_Made(call, managed, again=again))
    for call, _ in file.candidates(SAVING):
        model = _saved(file, relations, call)
        if model is not None:
            found.append(_Made(call, model, again=True))
    return sorted(found, key=lambda item: (item.call.lineno, item.call.col_offset))


def _made_by_relation(file: File, relations: Relations, call: ast.Call) -> str | None:
    """The class of which the manager of a relation makes a row: ``order.line_set.create()``."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if not isinstance(owner, ast.Attribute):
        return None
    model = _class_of_row(file, relations, owner.value)
    relation = relations.relation(model, owner.attr) if model else None
    if relation is None or not relation.many or not relation.row.queries:
        return None
    row = tables().table(Writes).get(f"{relation.row.queries}.{file.last_name(call.func)}")
    return relation.target if row is not None and row.verb in CREATING else None


def _class_of_row(file: File, relations: Relations, expr: ast.expr) -> str | None:
    """The mapped class of a row, one that was made on the spot included."""
    kind = file.type_of(expr)
    if kind is not None:
        return kind.name if not kind.of_class and relations.has_model(file, kind.name) else None
    bindings = file.reaching(expr) if isinstance(expr, ast.Name) else ()
    made = behind_await(bindings[0].value) if len(bindings) == 1 else None
    if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Attribute):
        return None
    if bindings[0].kind is not Bound.VALUE or made.func.attr not in ONE_MADE:
        return None
    return model_managed(file, relations, made.func.value)


def _is_found_again(file: File, call: ast.Call) -> bool:
    """Whether a row is made where a look-up said that there is none: the next time it is found."""
    around = next((up for up in file.ancestors(call) if isinstance(up, ast.ExceptHandler)), None)
    return around is not None and "DoesNotExist" in ast.unparse(around.type or around)


def _may_be_repeated(file: File, call: ast.Call) -> bool:
    """Whether rows that are there already do not stop a call: who tries again makes the rest."""
    return any(given(file, call, Param(name)) is not None for name in TOLERATING)


def _saved(file: File, relations: Relations, call: ast.Call) -> str | None:
    """The class of a new object that a call saves at once: with an ORM that waits for no commit."""
    model = _class_made(file, relations, getattr(call.func, "value", None))
    if model is None:
        return None
    known = tables()
    saves = [f"{base}.{method}" for base in file.library.bases(model) for method in SAVING]
    bases = [base for base in file.library.bases(model) if base in known.table(ModelBase)]
    return model if bases and any(name in known.table(Writes) for name in saves) else None


def _class_made(file: File, relations: Relations, made: ast.expr | None) -> str | None:
    """The mapped class of which an expression, or the one value of a name, is a new object."""
    if isinstance(made, ast.Name):
        bindings = file.reaching(made)
        made = bindings[0].value if len(bindings) == 1 else None
    model = file.callee(made) if isinstance(made, ast.Call) else None
    return model if model is not None and relations.has_model(file, model) else None


def _split(file: File, calls: list[_Made]) -> tuple[_Made, _Made] | None:
    """The first row, and the next one of another class on the same way, outside of transactions."""
    free = [item for item in calls if not _is_covered(file, item.call)]
    for position, second in enumerate(free):
        for first in free[:position]:
            others = first.again and first.model != second.model
            if others and file.reaches(first.call, second.call):
                return first, second
    return None


# ── kept by a commit ─────────────────────────────────────────────────────────────────────────────


def _committed_apart(
    file: File, relations: Relations
) -> Iterator[tuple[FunctionNode, _Made, _Made]]:
    """The first two rows of each function that one session sends, and a commit between them."""
    writes: dict[FunctionNode, list[Write]] = defaultdict(list)
    for write in file.facts(Write):
        function = file.function(write.node)
        if function is not None and not file.runs_later(write.node):
            writes[function].append(write)
    for function, found in writes.items():
        commits = [write.node for write in found if write.verb == COMMIT]
        added = [item for write in found if (item := _added(file, relations, write)) is not None]
        pair = _apart(file, commits, sorted(added, key=lambda item: start_of(item.call)))
        if pair is not None:
            yield function, *pair


def _added(file: File, relations: Relations, write: Write) -> _Made | None:
    """A new object that a session is given to insert."""
    if file.last_name(write.node.func) != ADDS or len(write.node.args) != 1:
        return None
    model = _class_made(file, relations, write.node.args[0])
    return _Made(write.node, model, again=True) if model is not None else None


def _apart(file: File, commits: list[ast.Call], added: list[_Made]) -> tuple[_Made, _Made] | None:
    for position, second in enumerate(added):
        for first in added[:position]:
            if first.model != second.model and any(
                session_of(first.call) == session_of(commit) == session_of(second.call)
                and start_of(first.call) < start_of(commit) < start_of(second.call)
                and file.reaches(first.call, commit)
                and file.reaches(commit, second.call)
                for commit in commits
            ):
                return first, second
    return None


def _is_covered(file: File, call: ast.Call) -> bool:
    """Whether a call stands in a transaction, or in what has the name of one."""
    if any(
        lease.kind is LeaseKind.TRANSACTION and lease.covers(file, call)
        for lease in file.facts(Lease)
    ):
        return True
    names = file.words(TRANSACTION_NAMES)
    return any(names.match(_last(file, item)) for item in file.withs(call))


def _last(file: File, expr: ast.expr) -> str | None:
    return file.last_name(expr.func if isinstance(expr, ast.Call) else expr)


def _is_alone(file: File, function: FunctionNode) -> bool:
    """Whether a request or a queue runs a function, and nothing keeps its rows together."""
    entry = entry_of(function, file)
    if entry is not None and _serves(entry):
        asked = not isinstance(entry, Task)
        return not _is_together(file, entry.owner, function, asked=asked)
    cls = file.class_(function)
    return not _is_together(file, cls, function, asked=True) and is_saved_alone(file, function)


def _is_together(
    file: File, owner: ast.ClassDef | None, function: FunctionNode, *, asked: bool
) -> bool:
    """Whether something around a whole request may keep its rows together, or takes them back."""
    if asked and may_be_wrapped(file):
        return True
    names = file.words(TRANSACTION_NAMES)
    decorators = [*function.decorator_list]
    if owner is not None:
        for home, cls in lineage(file, owner):
            if names.match(cls.name) or any(
                lease.form == "decorator" and home.class_(lease.block.body[0]) is cls
                for lease in home.facts(Lease)
            ):
                return True
            decorators += cls.decorator_list
        decorators += [base for base in owner.bases if names.match(file.last_name(base))]
    if any(
        names.match(_last(file, part))
        for item in decorators
        for part in ast.walk(item)
        if isinstance(part, ast.Name | ast.Attribute)
    ):
        return True
    return any(
        file.last_name(call.func) in UNDOING
        for handler in file.facts(ExceptHandler)
        if handler.function is function
        for statement in handler.statements
        for call in ast.walk(statement)
        if isinstance(call, ast.Call)
    )

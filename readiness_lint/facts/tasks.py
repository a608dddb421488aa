"""Background work: functions that a queue or a schedule runs, and calls that hand work over."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from readiness_lint.facts.callables import callable_of, callables_in, constant, curried, given
from readiness_lint.facts.classes import classes_of, methods_of
from readiness_lint.facts.decorators import decorated_by, decorator_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Dispatches, EntryOptions, Param, Table, TaskTrait
from readiness_lint.model import Absent, Bound, File, FunctionNode, Given
from readiness_lint.terms import Answer, EntryKind

WORKER = "WorkerSettings"
"""What arq's command is given by convention: a class with the arguments of its worker."""
DEFERRED_BY_NAME = {
    "delay": "celery",
    "apply_async": "celery",
    "delay_on_commit": "celery",
    "apply_async_on_commit": "celery",
    "send_with_options": "dramatiq",
    "kiq": "taskiq",
}
"""Methods that only tasks have, by the queue that gave them their name."""


@dataclass(frozen=True, slots=True)
class Task:
    """A function that a queue or a schedule runs."""

    node: FunctionNode
    name: str
    names: tuple[str, ...]
    """What a dispatch may call it: its qualified name, and the name that it was given."""
    queue: str
    periodic: Answer
    bound: bool
    """Whether its first parameter is the task itself (Celery's ``bind``)."""
    owner: ast.ClassDef | None
    registrations: tuple[ast.expr, ...]
    """The decorators and calls that made it a task; none if only its class or a list did."""

    @property
    def calls(self) -> tuple[ast.Call, ...]:
        """Its registrations that carry arguments."""
        return tuple(item for item in self.registrations if isinstance(item, ast.Call))

    @classmethod
    def find(cls, file: File) -> Iterable[Task]:
        """Every function of the file that some queue runs."""
        found: dict[FunctionNode, list[_Way]] = {}
        for way in _ways(file):
            found.setdefault(way.function, []).append(way)
        return [_task(file, node, ways) for node, ways in found.items()]


@dataclass(frozen=True, slots=True)
class _Way:
    """One registration of a function."""

    function: FunctionNode
    queue: str
    periodic: bool = False
    registration: ast.expr | None = None
    owner: ast.ClassDef | None = None


def _ways(file: File) -> Iterator[_Way]:
    table = tables().table(TaskTrait)
    for row, definition, decorator in decorated_by(file, table):
        if row.function is None and not isinstance(definition, ast.ClassDef):
            yield _Way(definition, row.queue, row.periodic, decorator)
    for row, call, argument in (*curried(file, table), *_scheduling(file, table)):
        found = callable_of(file, argument)
        if not row.method and isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef):
            yield _Way(found, row.queue, row.periodic, call)
    for owner, rows in classes_of(file, table):
        for method in methods_of(file, owner):
            if method.name == rows[0].method:
                yield _Way(method, rows[0].queue, owner=owner)
    yield from _listed(file)


def _scheduling(
    file: File, table: Table[TaskTrait]
) -> Iterator[tuple[TaskTrait, ast.Call, ast.expr]]:
    for name, call in file.calls_to(table):
        handed = given(file, call, table[name].function)
        if handed is not None:
            yield table[name], call, handed


def _listed(file: File) -> Iterator[_Way]:
    """Functions in the list of a worker, given to its constructor or in its settings class."""
    table = tables().table(EntryOptions)
    for name, call in file.calls_to(table):
        for option, kind in table[name].kinds:
            expr = given(file, call, Param(option)) if kind is EntryKind.TASK else None
            yield from _of_list(file, expr, table[name].framework)
    if WORKER not in file.source:
        return
    for cls in file.nodes(ast.ClassDef):
        if cls.name.endswith(WORKER):
            for binding in file.index.scopes[cls].bindings.get("functions", ()):
                yield from _of_list(file, binding.value, "arq")


def _of_list(file: File, expr: ast.expr | None, queue: str) -> Iterator[_Way]:
    if expr is not None:
        for found in callables_in(file, expr):
            if not isinstance(found, ast.ClassDef):
                yield _Way(found, queue)


def _task(file: File, node: FunctionNode, ways: list[_Way]) -> Task:
    registrations = tuple(way.registration for way in ways if way.registration is not None)
    calls = [item for item in registrations if isinstance(item, ast.Call)]
    return Task(
        node=node,
        name=node.name,
        names=(file.qualify(file.index.scopes[node].qualname), *_given_names(file, calls)),
        queue=ways[0].queue,
        # A plain task may stand in a schedule of the settings.
        periodic=True if any(way.periodic for way in ways) else None,
        bound=any(_is_true(file, call, "bind") for call in calls),
        owner=next((way.owner for way in ways if way.owner is not None), None),
        registrations=registrations,
    )


def _given_names(file: File, calls: Iterable[ast.Call]) -> Iterator[str]:
    for call in calls:
        for option in ("name", "actor_name", "task_name"):
            known = constant(file, given(file, call, Param(option)))
            if known is not None and isinstance(known.value, str):
                yield known.value


def _is_true(file: File, call: ast.Call, option: str) -> bool:
    known = constant(file, given(file, call, Param(option)))
    return known is not None and known.value is True


@dataclass(frozen=True, slots=True)
class TaskDispatch:
    """A call that hands work to a queue."""

    node: ast.Call
    name: str
    """The call as the file spells it, without its arguments."""
    queue: str
    task: str | None
    """The qualified name of the task, where the call is one of its methods."""
    delayed: Answer
    """Whether it is told to run later than at once."""
    after_commit: bool
    """Whether it waits for the transaction by itself."""
    same_database: bool
    """Whether the queue lives in the transaction's own database."""
    sure: bool
    """No: the task comes from a file that was not read, and only its method tells."""

    @classmethod
    def find(cls, file: File) -> Iterable[TaskDispatch]:
        """Every call of the file that hands work over."""
        table = tables().table(Dispatches)
        found = {call: table[name] for name, call in file.calls_to(table)}
        found |= dict(_called_tasks(file, found))
        sure = [_dispatch(file, call, row) for call, row in found.items()]
        return [*sure, *_by_name(file, found)]


def _dispatch(file: File, call: ast.Call, row: Dispatches, *, sure: bool = True) -> TaskDispatch:
    function = call.func
    receiver = function.value if isinstance(function, ast.Attribute) else function
    return TaskDispatch(
        node=call,
        name=ast.unparse(function),
        queue=row.queue,
        task=file.name_of(receiver) if isinstance(receiver, ast.Name | ast.Attribute) else None,
        delayed=_delayed(file, call, row),
        after_commit=row.after_commit,
        same_database=row.same_database,
        sure=sure,
    )


def _delayed(file: File, call: ast.Call, row: Dispatches) -> Answer:
    if row.later:
        return True
    answers = [file.argument(call, name) for name in row.delay]
    for answer in answers:
        if isinstance(answer, Given):
            known = constant(file, answer.value)
            if known is None or known.value:
                return True
    return False if all(isinstance(answer, Absent | Given) for answer in answers) else None


def _called_tasks(
    file: File, found: dict[ast.Call, Dispatches]
) -> Iterator[tuple[ast.Call, Dispatches]]:
    """Calls of tasks of this file whose call is the dispatch (huey)."""
    table = tables().table(Dispatches)
    if not any(name.endswith(".__call__") for name in table):
        return
    for task in file.facts(Task):
        for decorator in task.node.decorator_list if task.owner is None else ():
            name = decorator_name(file, task.node, decorator)
            kind = file.library.returns(name) if name else None
            member = file.library.member(kind.name, "__call__") if kind else ""
            if member in table:
                for call, at in file.candidates(frozenset({task.name})):
                    if call not in found and file.callee(call, at) == task.names[0]:
                        yield call, table[member]


def _by_name(file: File, found: dict[ast.Call, Dispatches]) -> Iterator[TaskDispatch]:
    """Calls of a method that only tasks have: on a task of this file, or on an imported name."""
    for last, queue in DEFERRED_BY_NAME.items():
        delay = ("countdown", "eta") if queue == "celery" else ("delay",)
        row = Dispatches(queue, after_commit=last.endswith("_on_commit"), delay=delay)
        for call, at in file.index.calls.get(last, ()):
            if call in found or not isinstance(call.func, ast.Attribute):
                continue
            receiver = call.func.value
            if _is_task(file, receiver, at):
                yield _dispatch(file, call, row)
            elif _is_imported(file, receiver, at):
                yield _dispatch(file, call, row, sure=False)


def _is_task(file: File, receiver: ast.expr, at: ast.stmt) -> bool:
    name = file.name_at(receiver, at)
    return name is not None and any(name == task.names[0] for task in file.facts(Task))


def _is_imported(file: File, receiver: ast.expr, at: ast.stmt) -> bool:
    """Whether a name comes from an import that no table knows: the project's own."""
    root = receiver
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name) or file.type_at(receiver, at) is not None:
        return False
    bindings = file.bindings(root)
    return bool(bindings) and all(
        binding.kind is Bound.IMPORT and binding.target.partition(".")[0] not in _libraries()
        for binding in bindings
    )


@cache
def _libraries() -> frozenset[str]:
    queues = frozenset(name.partition(".")[0] for name in tables().table(Dispatches))
    return queues | sys.stdlib_module_names

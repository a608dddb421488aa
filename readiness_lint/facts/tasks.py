"""Background work: functions that a queue or a schedule runs, and calls that hand work over."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from readiness_lint.facts.callables import all_handed, constant, curried, given, handed
from readiness_lint.facts.classes import classes_of, defines, methods_of
from readiness_lint.facts.decorators import decorated_by, decorator_name, target_of
from readiness_lint.facts.program import APART, Program, said_by, told
from readiness_lint.facts.shapes import root_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import SCHEDULES
from readiness_lint.knowledge.schema import Dispatches, EntryOptions, Param, Table, TaskTrait
from readiness_lint.model import ABSENT, Absent, Bound, File, FunctionNode, Given, Named
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind

SCHEDULE = "schedule"
TASK_MAKING = ("Task", "task_cls", "send_task")
"""Members of an application by which it makes and sends all its tasks."""
"""What the name of every schedule holds, unless others are configured."""


@record
class Task:
    """A function that a queue or a schedule runs."""

    node: FunctionNode
    name: str
    names: tuple[str, ...]
    """What a dispatch may call it: its qualified name, and the name that it was given."""
    queue: str
    periodic: Answer
    told: Answer
    """Whether somebody may learn from its queue how a run ended."""
    deferred: Answer
    """Whether a class of its own sends it later than it is told; never certainly."""
    bound: bool
    """Whether its first parameter is the task itself."""
    owner: ast.ClassDef | None
    registrations: tuple[ast.expr, ...]
    """The decorators and calls of its file that made it a task; none if only its class, a list or
    another module did."""

    @property
    def calls(self) -> tuple[ast.Call, ...]:
        """Its registrations that carry arguments."""
        return tuple(item for item in self.registrations if isinstance(item, ast.Call))

    @classmethod
    def find(cls, file: File) -> Iterable[Task]:
        """Every function of the file that some queue runs."""
        found: dict[FunctionNode, list[_Way]] = {}
        for way in told(file, _ways, _registering):
            found.setdefault(way.function, []).append(way)
        scheduled = _scheduled(file) if found else frozenset()
        return [_task(file, node, ways, scheduled) for node, ways in found.items()]


@record
class _Way:
    """One registration of a function."""

    file: File
    """Where it is registered."""
    home: File
    """Where it is defined."""
    function: FunctionNode
    row: TaskTrait
    registration: ast.expr | None = None
    owner: ast.ClassDef | None = None


def _registering() -> tuple[Named, ...]:
    return tables().table(TaskTrait), tables().table(EntryOptions)


def _ways(file: File) -> Iterator[_Way]:
    """All that a file registers."""
    table = tables().table(TaskTrait)
    for row, definition, decorator in decorated_by(file, table):
        if row.function is None and not isinstance(definition, ast.ClassDef):
            yield _Way(file, file, definition, row, decorator)
    for row, call, argument in (*curried(file, table), *_scheduling(file, table)):
        home, found = (None if row.method else handed(file, argument)) or (file, None)
        if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef):
            yield _Way(file, home, found, row, call)
    for owner, rows in classes_of(file, table):
        for method in methods_of(file, owner):
            if method.name == rows[0].method:
                yield _Way(file, file, method, rows[0], owner=owner)
    yield from _listed(file)


def _scheduling(
    file: File, table: Table[TaskTrait]
) -> Iterator[tuple[TaskTrait, ast.Call, ast.expr]]:
    calls = [(table[name], call) for name, call in file.calls_to(table)]
    known = {call for _, call in calls}
    for last, row in _by_name(TaskTrait):
        for call, at in file.index.calls.get(last, ()):
            if call not in known and file.callee(call, at) is None:
                calls.append((row, call))
    for row, call in calls:
        handed = given(file, call, row.function)
        if handed is not None:
            yield row, call, handed


@cache
def _by_name(kind: type[TaskTrait | Dispatches]) -> tuple[tuple[str, Any], ...]:
    """The methods that nothing else has, with their rows."""
    rows = tables().table(kind).items()
    found = {name.rpartition(".")[2]: row for name, row in rows if row.by_name}
    return tuple(found.items())


def settings_classes(file: File) -> Iterator[tuple[EntryOptions, ast.ClassDef]]:
    """Classes whose attributes stand for the arguments of a call: its command is given their name."""
    for cls in file.nodes(ast.ClassDef):
        for row in _configured_by_classes():
            if cls.name.endswith(row.settings):
                yield row, cls


@cache
def _configured_by_classes() -> tuple[EntryOptions, ...]:
    return tuple(row for row in tables().table(EntryOptions).values() if row.settings)


def _listed(file: File) -> Iterator[_Way]:
    """Functions in the list of a worker, given to its constructor or in its settings class."""
    table = tables().table(EntryOptions)
    for name, call in file.calls_to(table):
        for option, kind in table[name].kinds:
            expr = given(file, call, Param(option)) if kind is EntryKind.TASK else None
            yield from _of_list(file, expr, table[name].framework)
    for row, cls in settings_classes(file):
        for option, kind in row.kinds:
            if kind is EntryKind.TASK:
                for binding in file.index.scopes[cls].bindings.get(option, ()):
                    yield from _of_list(file, binding.value, row.framework)


def _of_list(file: File, expr: ast.expr | None, queue: str) -> Iterator[_Way]:
    if expr is not None:
        for home, found in all_handed(file, expr):
            if not isinstance(found, ast.ClassDef):
                yield _Way(file, home, found, TaskTrait(queue))


def _scheduled(file: File) -> frozenset[str]:
    """All texts in the schedules of the program: the names of tasks are among them."""
    program = file.program
    if program is None:
        return frozenset(_in_schedules(file))
    return program.known(_all_scheduled)


def _all_scheduled(program: Program) -> frozenset[str]:
    return frozenset(text for _, text in program.each(_in_schedules))


def _in_schedules(file: File) -> Iterator[str]:
    if file.role in APART:
        return
    words = file.words(SCHEDULES)
    if words is SCHEDULES and SCHEDULE not in file.source.lower():
        return
    found: list[ast.expr | None] = [
        item.value
        for item in file.nodes(ast.Assign)
        for target in item.targets
        # `SCHEDULE["nightly"] = {...}` adds to it.
        if words.match(
            file.last_name(target.value if isinstance(target, ast.Subscript) else target)
        )
    ]
    found += [
        item.value for item in file.nodes(ast.AnnAssign) if words.match(file.last_name(item.target))
    ]
    for call, _ in file.index.calls.get("update", ()):
        found += [keyword.value for keyword in call.keywords if words.match(keyword.arg)]
    for expr in found:
        for part in ast.walk(expr) if expr is not None else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def _task(file: File, node: FunctionNode, ways: list[_Way], scheduled: frozenset[str]) -> Task:
    own = [way.registration for way in ways if way.file is file]
    names = (file.qualify(file.index.scopes[node].qualname), *_given_names(ways))
    periodic = any(way.row.periodic for way in ways) or not scheduled.isdisjoint(names)
    return Task(
        node=node,
        name=node.name,
        names=names,
        queue=ways[0].row.queue,
        # A schedule may also be kept in a database.
        periodic=periodic or None,
        told=False if any(_ends_untold(way) for way in ways) else None,
        deferred=None if any(_may_defer(way) for way in ways) else False,
        bound=any(_is_set(way, way.row.binds) for way in ways),
        owner=next((way.owner for way in ways if way.owner is not None), None),
        registrations=tuple(item for item in own if item is not None),
    )


def _given_names(ways: Iterable[_Way]) -> Iterator[str]:
    for way in ways:
        if isinstance(way.registration, ast.Call):
            name = given(way.file, way.registration, Param(way.row.named))
            known = constant(way.file, name)
            if known is not None and isinstance(known.value, str):
                yield known.value


@record
class Registered:
    """The names under which queues know the tasks of a program."""

    names: frozenset[str]
    renamed: frozenset[str]
    """Qualified names of tasks that were given another one."""


def registered(program: Program) -> Registered | None:
    """The names of all tasks; ``None``: one of them is computed."""
    names: set[str] = set()
    renamed: set[str] = set()
    asked = tables().table(TaskTrait), tables().table(EntryOptions)
    for _, way in program.each(_ways_of_service, tables=asked):
        # Whatever function it was made in, a task is named after its module and itself.
        own = way.home.qualify((way.owner or way.function).name)
        named = _given_name(way)
        if isinstance(named, Absent):
            names.add(own)
            continue
        known = constant(way.file, named)
        if known is None:
            return None
        names.add(str(known.value))
        renamed.add(own)
    return Registered(frozenset(names), frozenset(renamed - names))


def _ways_of_service(file: File) -> Iterable[_Way]:
    return said_by(file, _ways) if file.role not in APART else ()


def _given_name(way: _Way) -> ast.expr | Absent | None:
    """What a registration, or the class of a task, gives as its name; ``None``: it is hidden."""
    if way.row.function is not None:
        # The name is one of a run, not of the task.
        return ABSENT
    if isinstance(way.registration, ast.Call):
        name = way.file.argument(way.registration, way.row.named)
        return name if isinstance(name, Absent) else getattr(name, "value", None)
    bindings = way.file.index.scopes[way.owner].bindings.get("name", ()) if way.owner else ()
    return bindings[0].value if bindings else ABSENT


def _ends_untold(way: _Way) -> bool:
    """Whether its queue keeps nothing of how a run ended."""
    if not way.row.told or _is_set(way, way.row.ignores):
        return True
    if way.owner is None or not way.row.ignores:
        return False
    bindings = way.file.index.scopes[way.owner].bindings.get(way.row.ignores, ())
    known = [constant(way.file, binding.value) for binding in bindings]
    return any(value is not None and value.value is True for value in known)


def _may_defer(way: _Way) -> bool:
    """Whether a class of its own has a method that sends it, or may have one."""
    file = way.file
    if way.owner is not None:
        return _sends_itself(file, file.qualify(file.index.scopes[way.owner].qualname))
    for option in way.row.classes if isinstance(way.registration, ast.Call) else ():
        assert isinstance(way.registration, ast.Call)
        found = file.argument(way.registration, option)
        if isinstance(found, Absent):
            continue
        name = file.class_name(found.value) if isinstance(found, Given) else None
        if name is None or _sends_itself(file, name):
            return True
    return _has_own_tasks(way)


def _has_own_tasks(way: _Way) -> bool:
    """Whether the program's own application makes its tasks of a class of its own."""
    made = way.registration.func if isinstance(way.registration, ast.Call) else way.registration
    kind = way.file.type_of(made.value) if isinstance(made, ast.Attribute) else None
    home, cls = (way.file.defined(kind.name) if kind is not None else None) or (way.file, None)
    if not isinstance(cls, ast.ClassDef):
        return False
    return defines(home, cls, *TASK_MAKING) or any(
        isinstance(target, ast.Attribute)
        and target.attr in TASK_MAKING
        and home.class_(target) is cls
        for target, _, _ in home.index.stores
    )


def _sends_itself(file: File, name: str) -> bool:
    """Whether a class, or a base of it, has a method that sends; yes, if that is not known."""
    home, cls = file.defined(name) or (file, None)
    if not isinstance(cls, ast.ClassDef) and not file.library.is_class(name):
        return True
    line = home.mro_of(cls) if isinstance(cls, ast.ClassDef) else file.library.mro(name)
    if line is None:
        return True
    rows = tables().table(Dispatches)
    senders = {last for last in rows.lasts for owner in line if f"{owner}.{last}" in rows}
    return any(
        f"{owner}.{sender}" not in rows and _has(file, owner, sender)
        for owner in line
        for sender in senders
    )


def _has(file: File, owner: str, member: str) -> bool:
    """Whether a class defines a member itself."""
    home, cls = file.defined(owner) or (file, None)
    if isinstance(cls, ast.ClassDef):
        return member in home.index.scopes[cls].bindings
    return file.library.knows(f"{owner}.{member}")


def is_sent_as_told(file: File, dispatch: TaskDispatch) -> bool:
    """Whether no class of the task's own may send it later than its method says."""
    name = dispatch.task
    if name is None:
        return True
    home = file.home(name) or file
    tasks = [task for task in home.facts(Task) if name in task.names]
    if not tasks and home is not file and home.definition_named(name) is not None:
        return False
    return all(task.deferred is False for task in tasks)


def _is_set(way: _Way, option: str) -> bool:
    if not option or not isinstance(way.registration, ast.Call):
        return False
    known = constant(way.file, given(way.file, way.registration, Param(option)))
    return known is not None and known.value is True


@record
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
    same_database: Answer
    """Whether the message is a part of the transaction: its queue lives in the same database."""
    sure: bool
    """No: the task comes from a file that was not read, and only its method tells."""

    @classmethod
    def find(cls, file: File) -> Iterable[TaskDispatch]:
        """Every call of the file that hands work over."""
        table = tables().table(Dispatches)
        found = {call: table[name] for name, call in file.calls_to(table)}
        sure = [_dispatch(file, call, row) for call, row in found.items()]
        called = dict(_called_tasks(file, found))
        sure += [_dispatch(file, call, row, task=call.func) for call, row in called.items()]
        return [*sure, *_made(file), *_named(file, found | called)]


def _dispatch(
    file: File,
    call: ast.Call,
    row: Dispatches,
    function: ast.expr | None = None,
    *,
    task: ast.expr | None = None,
    sure: bool = True,
) -> TaskDispatch:
    function = function or call.func
    receiver = task or (function.value if isinstance(function, ast.Attribute) else function)
    name = file.name_of(receiver) if isinstance(receiver, ast.Name | ast.Attribute) else None
    return TaskDispatch(
        node=call,
        name=ast.unparse(function),
        queue=row.queue,
        task=name,
        delayed=_delayed(file, call, row),
        after_commit=row.after_commit,
        same_database=row.same_database and not _has_own_connections(file, name),
        sure=sure,
    )


def _has_own_connections(file: File, name: str | None) -> bool:
    """Whether the queue of a task of the program is sent to through connections of its own."""
    home = file.home(name) if name else None
    if home is None:
        return False
    connecting = tables().word("own-connections")
    return any(
        kind is not None and kind.name in connecting
        for task in home.facts(Task)
        if name in task.names
        for registration in task.registrations
        for argument in _given_to_owner(home, target_of(registration))
        for kind in (home.type_of(argument),)
    )


def _given_to_owner(file: File, decorator: ast.expr) -> list[ast.expr]:
    """The arguments with which the object was made whose method decorates."""
    made = file.assigned(decorator.value) if isinstance(decorator, ast.Attribute) else None
    if not isinstance(made, ast.Call):
        return []
    return [*made.args, *(item.value for item in made.keywords)]


def _made(file: File) -> Iterator[TaskDispatch]:
    """Calls of what a call gives.

    An adapter between threads and the event loop gives the method that it is given; and some
    messages that are made of others are sent by a call.
    """
    table = tables().table(Dispatches)
    adapters = (tables().word("own-loop"), tables().word("offload"))
    calls = file.index.calls.get("")
    for call, at in calls if calls and table.lasts_in(file.libraries) else ():
        made = call.func
        if not isinstance(made, ast.Call):
            continue
        adapted = any(file.callee(made, at) in words for words in adapters) and bool(made.args)
        kind = None if adapted else file.type_at(made, at)
        name = (
            file.name_at(made.args[0], at)
            if adapted
            else file.library.member(kind.name, "__call__")
            if kind
            else None
        )
        if name in table:
            sender = made.args[0] if adapted else made.func
            yield _dispatch(file, call, table[name or ""], sender)


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
    """Calls of tasks whose call is the dispatch."""
    program = file.program
    own = _called_to_send(file)
    senders = dict(own) if program is None else program.known(_all_called_to_send)
    lasts = frozenset(name.rpartition(".")[2] for name in senders)
    for call, at in file.candidates(lasts):
        row = senders.get(file.callee(call, at) or "") if call not in found else None
        if row is not None:
            yield call, row


@cache
def _packages() -> frozenset[str]:
    """The queues whose tasks are called to send them."""
    table = tables().table(Dispatches)
    return frozenset(name.partition(".")[0] for name in table if name.endswith(".__call__"))


def _all_called_to_send(program: Program) -> dict[str, Dispatches]:
    """Those tasks of the program: a module that makes the queue imports its library."""
    makes = any(True for _ in program.importing(_packages()))
    return dict(pair for _, pair in program.each(_called_to_send)) if makes else {}


def _called_to_send(file: File) -> Iterator[tuple[str, Dispatches]]:
    """The tasks of a file that are called to send them, by their names."""
    table = tables().table(Dispatches)
    for task in file.facts(Task) if not file.libraries.isdisjoint(_packages()) else ():
        for decorator in task.node.decorator_list if task.owner is None else ():
            name = decorator_name(file, task.node, decorator)
            kind = file.library.returns(name) if name else None
            member = file.library.member(kind.name, "__call__") if kind else ""
            if member in table:
                yield task.names[0], table[member]


def _named(file: File, found: dict[ast.Call, Dispatches]) -> Iterator[TaskDispatch]:
    """Calls of a method that only tasks have: on a task of the program, or on an imported name."""
    for last, row in _by_name(Dispatches):
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
    home = file.home(name) if name else None
    return home is not None and any(name == task.names[0] for task in home.facts(Task))


def _is_imported(file: File, receiver: ast.expr, at: ast.stmt) -> bool:
    """Whether a name comes from an import that no table knows: the project's own."""
    root = root_of(receiver)
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

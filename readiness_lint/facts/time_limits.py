"""Queues whose tasks may run for as long as they like."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callables import constant
from readiness_lint.facts.classes import defines
from readiness_lint.facts.decorators import target_of
from readiness_lint.facts.program import APART, LOADED, Program
from readiness_lint.facts.settings import is_for_development
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.knowledge.schema import Dispatches, RunsTasks
from readiness_lint.model import Absent, File
from readiness_lint.record import record


@record
class UnlimitedTasks:
    """A queue that the program makes, and of whose tasks some have no time limit at all."""

    node: ast.Call
    name: str
    """Its class, as the file spells it."""
    tasks: int
    limited: int
    """So many of them limit themselves."""

    @classmethod
    def find(cls, file: File) -> Iterator[UnlimitedTasks]:
        """Every one whose configuration is in sight."""
        table, program = tables().table(RunsTasks), file.program
        for name, call in file.calls_to(table) if program is not None else ():
            row = table[name]
            assert program is not None
            if _limits_all(program, row) or not _is_in_sight(file, call, row):
                continue
            if is_for_development(call, file):
                continue
            tasks = [item for item in _tasks(program, row) if _runs(file, call, *item)]
            limited = sum(_limits_itself(home, task, row) for home, task in tasks)
            if limited < len(tasks):
                yield cls(call, ast.unparse(call.func), len(tasks), limited)


def _limits_all(program: Program, row: RunsTasks) -> bool:
    pattern = re.compile(row.settings)
    return program.memo(
        ("limits all", row.queue),
        lambda: any(pattern.search(text.source) for text in program.texts(*LOADED)),
    )


def _tasks(program: Program, row: RunsTasks) -> list[tuple[File, Task]]:
    return program.memo(
        ("tasks of", row.queue),
        lambda: [
            (file, task)
            for file, task in program.facts(Task, frozenset({row.queue}))
            if task.queue == row.queue and file.role not in APART
        ],
    )


def _is_in_sight(file: File, made: ast.Call, row: RunsTasks) -> bool:
    """Whether all that configures a queue is written in the program."""
    if any(item.arg is None or item.arg == "config_source" for item in made.keywords):
        return False
    program = file.program
    assert program is not None
    name = _kept_as(file, made)
    configured = (
        name is None or bool(made.keywords) or len(made.args) > 1 or f"{name}.conf" in file.code
    )
    for method in row.configures:
        last = method.rpartition(".")[2]
        for home in (file, *program.calling(last)):
            for call, _ in home.index.calls.get(last, ()):
                of = ast.unparse(call.func)
                if of.endswith(f".{method}"):
                    configured = configured or of.endswith(f"{name}.{method}")
                    if not _is_known(home, call, row):
                        return False
    # A queue without a broker waits for the one who configures it.
    return configured


def _is_known(file: File, call: ast.Call, row: RunsTasks) -> bool:
    """Whether a call takes its configuration from a module of the program, or writes it out."""
    if any(item.arg is None for item in call.keywords):
        return False
    return all(_is_source(file, argument, row) for argument in call.args)


def _is_source(file: File, argument: ast.expr, row: RunsTasks) -> bool:
    program, known = file.program, constant(file, argument)
    assert program is not None
    if known is not None and isinstance(known.value, str):
        return known.value in row.known or program.owns(known.value.replace(":", "."))
    _, value = file.origin(argument) or (file, argument)
    if isinstance(value, ast.Dict):
        return None not in value.keys
    name = file.name_of(value) if isinstance(value, ast.Name | ast.Attribute) else None
    return name is not None and (name in row.known or file.defined(name) is not None)


def _runs(file: File, made: ast.Call, home: File, task: Task) -> bool:
    """Whether a queue runs a task: those that belong to no other one are everybody's."""
    for registration in task.registrations:
        target = target_of(registration)
        owner = target.value if isinstance(target, ast.Attribute) else None
        found = home.origin(owner) if owner is not None else None
        if found is not None and isinstance(found[1], ast.Call):
            return found[0] is file and found[1] is made
    return not _only_sends(file, made)


def _only_sends(file: File, made: ast.Call) -> bool:
    """Whether all that is done with a queue is to send to it by name: its worker has another one."""
    name = _kept_as(file, made)
    uses = [file.parent(node) for node in file.reads.of(name)] if name else []
    sends = tables().table(Dispatches).lasts | tables().word("asks-queue").lasts
    return bool(uses) and all(isinstance(use, ast.Attribute) and use.attr in sends for use in uses)


def _kept_as(file: File, made: ast.Call) -> str | None:
    """The name, or attribute, that a queue is kept in."""
    at = file.statement(made)
    target = at.targets[0] if isinstance(at, ast.Assign) and at.value is made else None
    return file.last_name(target) if isinstance(target, ast.Name | ast.Attribute) else None


def ends_by_itself(task: Task) -> bool:
    """Whether the queue of a task certainly ends it after a time that its registration says."""
    limits = {row.limits[0] for _, row in tables().table(RunsTasks).items()}
    return any(
        item.arg in limits and isinstance(item.value, ast.Constant) and bool(item.value.value)
        for call in task.calls
        for item in call.keywords
    )


def _limits_itself(file: File, task: Task, row: RunsTasks) -> bool:
    """Whether a task, or its class, sets a limit, or may."""
    for call in task.calls:
        if any(not isinstance(file.argument(call, limit), Absent) for limit in row.limits):
            return True
        base = next((item.value for item in call.keywords if item.arg == "base"), None)
        name = file.class_name(base) if base is not None else None
        home, cls = (file.defined(name) if name else None) or (file, None)
        if base is not None and (
            not isinstance(cls, ast.ClassDef) or defines(home, cls, *row.limits)
        ):
            return True
    return task.owner is not None and defines(file, task.owner, *row.limits)

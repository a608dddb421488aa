"""What a module is for, as far as its content says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.decorators import decorated_by
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.models import OrmModel
from readiness_lint.facts.program import APART
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.knowledge.schema import EntryOptions, Route, Table, TaskTrait
from readiness_lint.model import Condition, Fact, File
from readiness_lint.model.flow import shows
from readiness_lint.terms import Because, Role, When

SERVING: tuple[type[Fact], ...] = (Handler, Task, OrmModel)
"""What outlives a command: a module that declares one is no script."""


def is_script(file: File) -> bool:
    """Whether a module is a program to be run by hand and serves nobody.

    A module with a command line or a ``__main__`` guard that also declares a handler, a task, an
    application or a model is application code; what the guard holds is apart (`When.MAIN`).
    """
    runs = _is_guarded(file) or _has_command_line(file) or _takes_arguments(file)
    return runs and not serves(file)


def serves(file: File) -> bool:
    """Whether a module declares something that outlives a command."""
    return any(file.facts(kind) for kind in SERVING) or bool(file.calls_to(_applications()))


HOPS = 3
"""Helpers through which a command is looked for."""


def is_of_command(file: File, node: ast.AST, hops: int = HOPS) -> bool:
    """Whether only programs that are run by hand are seen to come to a node."""
    function = file.function(node)
    callers = callers_of(file, function) if function is not None and hops else ()
    return bool(callers) and all(
        caller.file.role is Role.SCRIPT
        or caller.file.when(caller.node) is When.MAIN
        or (caller.file.role is Role.APPLICATION and is_script(caller.file))
        or is_of_command(caller.file, caller.node, hops - 1)
        for caller in callers
        if caller.file.role not in APART
    )


def is_for_commands(file: File, hops: int = HOPS) -> bool:
    """Whether nothing but programs that are run by hand imports a module."""
    if file.program is None or not hops:
        return False
    importing = tuple(file.program.each(_importing, file.module))
    return bool(importing) and all(
        home.role is Role.SCRIPT
        or (home.role is Role.APPLICATION and is_script(home))
        or is_for_commands(home, hops - 1)
        for home, _ in importing
    )


def _importing(file: File, module: str) -> Iterator[bool]:
    """Whether another module imports one, or something of it."""
    apart = file.role in APART or file.module == module
    if not apart and any(f"{name}.".startswith(f"{module}.") for name, _ in file.index.imports):
        yield True


def _is_guarded(file: File) -> bool:
    return "__main__" in file.source and any(
        isinstance(statement, ast.If)
        and shows(Condition(statement.test, holds=True)) is Because.MAIN
        for statement in file.tree.body
    )


def _has_command_line(file: File) -> bool:
    commands = tables().word("command-line")
    return bool(file.calls_to(commands)) or any(True for _ in decorated_by(file, commands))


def _takes_arguments(file: File) -> bool:
    """Whether a file that the system can start reads its arguments as soon as it is imported."""
    return file.source.startswith("#!") and any(
        file.function(node) is None and file.name_of(node) == "sys.argv"
        for node in file.reads.of("argv")
        if isinstance(node, ast.Attribute)
    )


@cache
def _applications() -> Table[str]:
    """The classes whose objects take routes or tasks, and servers."""
    known = tables()
    routed = [name for name, row in known.table(Route).items() if row.handler is None]
    queued = [name for name, row in known.table(TaskTrait).items() if row.function is None]
    owners = {name.rpartition(".")[0] for name in (*routed, *queued)}
    names = {name for name in owners if known.is_class(name)} | set(known.table(EntryOptions))
    # To run an application that another file declares is a command.
    return Table({name: name for name in (*names, *known.word("application"))})

"""Calls that return when a child process does."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.bounds import UNKNOWN, Bound, bound_of
from readiness_lint.facts.callers import bindings_of_value, callers_of
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.makers import makers
from readiness_lint.facts.outbound import calls_of
from readiness_lint.facts.program import APART
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import INSTANT_PROGRAMS, LOCAL_QUERIES
from readiness_lint.knowledge.schema import Blocks, Limit
from readiness_lint.model import Bound as Binds
from readiness_lint.model import File
from readiness_lint.model.index import names_in
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

UNLIMITED = Limit(None)
OF_REQUESTS = frozenset({EntryKind.HANDLER, EntryKind.MIDDLEWARE})
MANY = 200
"""Functions on the way up; what more of them call is no one's in particular."""


@record
class ChildWait:
    """A call that returns when a child process does."""

    node: ast.Call
    name: str
    bound: Bound
    """Not known where the process was started elsewhere, is told to end, or only probed."""
    awaited: bool
    """Whether a coroutine waits, so that its thread is free."""
    holder: Handler | Task | Entry | None
    """The handler, hook of requests or task that waits, itself or through helpers."""
    works: bool
    """Whether the program has something to do: it is not only asked for what this machine knows,
    and not one of many that are tried one after the other."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Calls of functions that run a program, and of methods that wait for a process."""
        known, blocks = tables().word("ends-with-child"), tables().table(Blocks)
        for name, call in calls_of(file, known):
            row = blocks.get(name)
            limit = (row and row.limit) or UNLIMITED
            is_open = _is_open(file, name, call)
            bound = bound_of(file, call, limit) if is_open else UNKNOWN
            works = is_open and not _is_one_of_many(file, call)
            holder = _holder(file, call) if bound.limited is False else None
            yield cls(call, name, bound, file.is_awaited(call), holder, works)


def _holder(file: File, call: ast.Call) -> Handler | Task | Entry | None:
    """The nearest one on the way up through the callers."""
    todo: deque[tuple[File, ast.AST]] = deque([(file, call)])
    seen: set[ast.AST] = set()
    while todo and len(seen) < MANY:
        place, node = todo.popleft()
        entry = entry_of(node, place)
        if isinstance(entry, Handler | Task) or (entry and entry.kind in OF_REQUESTS):
            return entry
        function = place.function(node)
        if isinstance(entry, Entry) or function is None or function in seen:
            continue
        seen.add(function)
        todo.extend(
            (caller.file, caller.node)
            for caller in callers_of(place, function)
            if caller.file.role not in APART
        )
    return None


def _is_open(file: File, name: str, call: ast.Call) -> bool:
    """Whether a call may wait for as long as the process that it starts, or that its function did."""
    if tables().is_class(name.rpartition(".")[0]):
        child = call.func.value if isinstance(call.func, ast.Attribute) else None
        return (
            child is not None
            and _is_waited_for(file, child, call)
            and not _answers(file, child)
            and not _has_ended(file, child, call)
        )
    return not _asks_for_itself(file, call)


def _is_one_of_many(file: File, call: ast.Call) -> bool:
    """Whether a loop goes over the commands."""
    command = call.args[0] if call.args else _named(call)
    names = set(names_in(command)) if command is not None else set()
    return any(
        isinstance(loop, ast.For)
        and isinstance(loop.iter, ast.List | ast.Tuple | ast.Name)
        and not names.isdisjoint(names_in(loop.target))
        and isinstance(command, ast.Name)
        for loop in file.ancestors(call)
    )


def _answers(file: File, child: ast.expr) -> bool:
    """Whether a process was certainly started to answer at once."""
    started = makers(file, child)
    return bool(started) and all(
        maker is not None and _asks_for_itself(maker.file, maker.call) for maker in started or ()
    )


def _is_waited_for(file: File, child: ast.expr, call: ast.Call) -> bool:
    """Whether a function started the process, and nothing but its own end ends it."""
    function = file.function(call)
    if not isinstance(child, ast.Name) or function is None:
        return isinstance(child, ast.Call | ast.Await)
    bindings = bindings_of_value(file, child)
    if not bindings or any(
        binding.kind is Binds.PARAMETER or binding.scope.node is not function
        for binding in bindings
    ):
        return False
    # `Timer(30, child.kill)` mentions it only.
    return not any(
        isinstance(use, ast.Attribute)
        and use.attr in tables().word("ends-child").lasts
        and is_name(use.value, child.id)
        for use in ast.walk(function)
    )


def _has_ended(file: File, child: ast.expr, call: ast.Call) -> bool:
    """Whether the same process was waited for on every way to a wait: this one returns at once."""
    if not isinstance(child, ast.Name):
        return False
    same = file.reaching(child)
    return any(
        isinstance(other.func, ast.Attribute)
        and isinstance(other.func.value, ast.Name)
        and other.func.value.id == child.id
        and file.dominates(other, call)
        and file.reaching(other.func.value) == same
        for last in tables().word("ends-with-child").lasts & file.index.calls.keys()
        for other, _ in file.index.calls[last]
        if file.function(other) is file.function(call)
    )


def _asks_for_itself(file: File, call: ast.Call) -> bool:
    """Whether a program is only asked for its version or what this machine knows, or ends by itself."""
    parts = list(_parts(file, call))
    words = file.words(INSTANT_PROGRAMS)
    return any(map(words.match, parts)) or file.words(LOCAL_QUERIES).match(" ".join(parts))


def command_of(file: File, call: ast.Call) -> str:
    """The command that a call runs, as far as it is written out."""
    return " ".join(_parts(file, call))


def _parts(file: File, call: ast.Call) -> Iterator[str]:
    """The words of a command, as far as they are written out."""
    first = call.args[0] if call.args else _named(call)
    # `*command` is what the list begins with.
    command = _assigned(file, first.value if isinstance(first, ast.Starred) else first)
    if isinstance(command, ast.Call):
        command = _split(file, command)
    if isinstance(command, ast.List | ast.Tuple):
        yield from (_text(file, part) for part in command.elts)
    elif len(call.args) > 1:
        yield from (_text(file, part) for part in call.args)
    elif command is not None:
        yield from _text(file, command).split()


def _named(call: ast.Call) -> ast.expr | None:
    """The command that is given by name."""
    return next((item.value for item in call.keywords if item.arg in COMMANDS), None)


COMMANDS = frozenset({"args", "cmd", "command"})
"""The parameter for a command, where it is not the first argument."""


def _assigned(file: File, command: ast.expr | None) -> ast.expr | None:
    """What a name was given; anything else itself."""
    bindings = bindings_of_value(file, command) if isinstance(command, ast.Name) else []
    return bindings[0].value if len(bindings) == 1 and bindings[0].value else command


def _split(file: File, made: ast.Call) -> ast.expr:
    """The text that a command is split from, by `str.split` or `shlex.split`."""
    if not isinstance(made.func, ast.Attribute | ast.Name) or file.last_name(made.func) != "split":
        return made
    if made.args and file.callee(made) == SPLITS:
        return made.args[0]
    return made.func.value if isinstance(made.func, ast.Attribute) and not made.args else made


SPLITS = "shlex.split"
HOLE = "{}"


def _text(file: File, part: ast.expr) -> str:
    known, template = file.value_of(part), file.template_of(part)
    return str(known.value) if known is not None else template.text if template else HOLE

"""What says that something is tried again: decorators, options of tasks, calls in a task."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.decorators import decorated_by
from readiness_lint.facts.lost_signals import signals_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.knowledge.schema import Attempts, Param, RetryOptions
from readiness_lint.model import File
from readiness_lint.record import record

LONGEST = 80
"""Characters of code that a line of text still shows."""


@record
class Repeat:
    """A place that says that a function, or the run of a task, is tried again."""

    node: ast.expr
    what: str
    how: str

    @classmethod
    def find(cls, file: File) -> Iterable[Repeat]:
        """Every one of the file."""
        for row, definition, decorator in decorated_by(file, tables().table(Attempts)):
            if not row.queued:
                yield cls(decorator, f"`{definition.name}`", written(decorator))
        for task in file.facts(Task):
            for node, how in (*_options(file, task), *_asked(file, task)):
                yield cls(node, f"task `{task.name}`", how)


def written(expr: ast.expr) -> str:
    """An expression as a line of text shows it."""
    text = ast.unparse(expr)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _options(file: File, task: Task) -> Iterator[tuple[ast.expr, str]]:
    """Options of a registration under which its queue repeats a run."""
    table = tables().table(RetryOptions)
    for call in task.calls:
        row = table.get(file.callee(call) or "")
        for option in row.options if row is not None else ():
            value = given(file, call, option)
            if value is not None and repeats(file, option, value):
                yield call, f"{option.name}={written(value)}"


def repeats(file: File, option: Param, value: ast.expr) -> bool:
    """Whether an option, with this value, certainly asks for another run."""
    value = file.assigned(value) or value
    if isinstance(value, ast.Tuple | ast.List):
        return bool(value.elts)
    known = constant(file, value)
    if known is None:
        # What is made on the spot is neither zero nor `None`.
        return isinstance(value, ast.Call | ast.Lambda)
    if option.name == "max_tries":
        return isinstance(known.value, int) and known.value > 1
    return bool(known.value)


def _asked(file: File, task: Task) -> Iterator[tuple[ast.expr, str]]:
    """What a task raises to ask for another run of itself."""
    for signal in signals_of(file):
        # Others end it for good: `Reject`.
        asks = "retry" in (file.last_name(signal) or "").lower()
        if asks and file.function(signal) is task.node:
            yield signal, written(signal)

"""Tasks that catch all that goes wrong in them, so that their queue takes them for done."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callers import called
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task, TaskDispatch
from readiness_lint.facts.words import CLEANUP, FORMATTERS, OBSERVERS, OUTCOMES, SLIGHT
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Outbound
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import Answer, Exit, Reaction, Service

DECIDED = (
    Reaction.RERAISE
    | Reaction.RAISE
    | Reaction.RETRY
    | Reaction.EXIT
    | Reaction.RECORD
    | Reaction.STORE
)
"""The failure leaves the task, or is kept where people look."""
Seen = frozenset[FunctionNode]


@record
class HiddenFailure:
    """A handler around all that a task does, which no failure leaves and which keeps none."""

    node: ast.AST
    task: Task
    costly: bool
    """Whether rows, mail or money are lost with it."""
    routine: bool
    """Whether the task runs again anyway, writes the traceback, and nobody asks how it ended."""

    @classmethod
    def find(cls, file: File) -> Iterable[HiddenFailure]:
        """Every one of the file, as far as it is known what its handlers call."""
        for handler in file.facts(ExceptHandler) if file.facts(Task) else ():
            if not handler.broad or not handler.whole:
                continue
            task = entry_of(handler.guard, file)
            if isinstance(task, Task) and handler.function is task.node and _hides(handler, file):
                traced = handler.always & (Reaction.TRACEBACK | Reaction.REPORT)
                yield cls(
                    handler.node,
                    task,
                    _costs(file, handler.body, frozenset()),
                    bool(task.periodic and task.told is False and traced),
                )


def _hides(handler: ExceptHandler, file: File) -> bool:
    if handler.some & DECIDED or handler.has_callback or handler.intent:
        return False
    if not handler.exits & (Exit.FALLS | Exit.RETURNS):
        return False
    return _keeps(file, handler.statements, frozenset()) is False


def _keeps(file: File, statements: Iterable[ast.stmt], seen: Seen) -> Answer:
    """Whether some statements, or what they call, keep a failure or let it out."""
    answer: Answer = False
    for call in calls_in(statements):
        kept = _kept_by(file, call, seen)
        if kept:
            return True
        answer = None if kept is None else answer
    return answer


def _kept_by(file: File, call: ast.Call, seen: Seen) -> Answer:
    if call in log_calls(file):
        return False
    last = file.last_name(call.func) or ""
    outcomes = file.words(OUTCOMES)
    if outcomes.match(last) or any(outcomes.match(item.arg) for item in call.keywords):
        return True
    name = file.callee(call) or ""
    if name in tables().word("outcome") or name in tables().word("retry-signal"):
        return True
    answer: Answer = False if _is_of_a_library(file, name) else None
    helper = called(file, call)
    if helper is not None:
        # What it calls again and again says nothing new.
        answer = helper[1] not in seen and _kept_in(*helper, seen | {helper[1]})
    told = any(file.words(words).match(last) for words in (OBSERVERS, CLEANUP, FORMATTERS, SLIGHT))
    return False if answer is None and told else answer


def _kept_in(file: File, function: FunctionNode, seen: Seen) -> Answer:
    """Whether a function keeps a failure, or may raise."""
    outcomes = file.words(OUTCOMES)
    for statement in file.statements_of(function):
        if isinstance(statement, ast.Raise):
            return True
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if any(
                isinstance(target, ast.Attribute | ast.Subscript)
                and outcomes.match(file.last_name(target))
                for target in targets
            ):
                return True
    return _keeps(file, function.body, seen)


def _is_of_a_library(file: File, name: str) -> bool:
    """Whether a function is known, and none of the project's own."""
    if not name or file.home(name) is not None:
        return False
    return name.partition(".")[0] in {"builtins", *sys.stdlib_module_names} or tables().knows(name)


def _costs(file: File, statements: Iterable[ast.stmt], seen: Seen) -> bool:
    """Whether some statements, or what they call, write rows, send mail or messages, or pay."""
    costly: frozenset[ast.AST] = file.memo(("costly",), lambda: frozenset(_costly(file)))
    for call in calls_in(statements):
        if call in costly:
            return True
        helper = called(file, call)
        if helper is not None and helper[1] not in seen:
            other, function = helper
            if _costs(other, function.body, seen | {function}):
                return True
    return False


def _costly(file: File) -> Iterator[ast.AST]:
    outbound = tables().table(Outbound)
    yield from (write.node for write in file.facts(Write) if write.sent)
    yield from (dispatch.node for dispatch in file.facts(TaskDispatch) if dispatch.sure)
    yield from (call for _, call in file.calls_to(tables().word("pays")))
    for name, call in file.calls_to(outbound):
        if outbound[name].service is Service.MAIL:
            yield call

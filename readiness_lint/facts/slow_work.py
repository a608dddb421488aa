"""Work in a handler for which its client need not wait."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import ClassVar, Self

from readiness_lint.facts.conditions import ACCEPTED, Mark
from readiness_lint.facts.effects import Occurrence, Reached, effects
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.held import is_waited_for
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.settings import configured
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import TRIALS
from readiness_lint.knowledge.schema import Outbound
from readiness_lint.model import File, Named
from readiness_lint.model.index import every_argument
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind


@record
class Mail:
    """A call that hands a mail to a server."""

    crosses_await: ClassVar[bool] = True

    node: ast.Call
    what: str
    resource: str = "mail"
    bounded: Answer = None

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """What sends."""
        return (tables().word("sends-mail"),)

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every call that is waited for, and whose failure its caller is not told."""
        sends, coroutines = tables().word("sends-mail"), tables().word("coroutine")
        waiting = {call.node for call in file.facts(OutboundCall) if not call.elsewhere}
        for name, call in file.calls_to(sends):
            connects = call in waiting or name not in tables().table(Outbound)
            if _returns_why(file, call):
                continue
            if connects and (name not in coroutines or is_waited_for(file, call)):
                yield cls(call, name)


SETTINGS_TOO = ACCEPTED | Mark.CONFIGURATION
NAMES_MAIL = Pattern(r"\be-?mails?\b|\bmails?\b", re.IGNORECASE)
"""What a text says that is about mail."""
FEW = 2
"""Statements that a `try` may hold to be about one of them."""


def reached_by_handlers(
    file: File, kind: type[Occurrence], without: Mark = Mark.NONE
) -> Iterator[tuple[Handler, Reached]]:
    """What the handlers of a file come to while their client waits; of each handler the first.

    ``without`` are tests on the way that otherwise are accepted.
    """
    found = effects(file, kind)
    for handler in file.facts(Handler) if found else ():
        if handler.kind is EntryKind.HANDLER:
            # What is not set up does not happen; in operation it is.
            accepted = ACCEPTED if _has_background(file, handler) else SETTINGS_TOO
            for reached in found.get(handler.node, ()):
                if reached.conditions.within(accepted & ~without):
                    yield handler, reached
                    break


def _has_background(file: File, handler: Handler) -> bool:
    """Whether a handler is given what runs functions after the answer: the settings may say when."""
    return any(
        (kind := file.type_named(argument.annotation)) is not None
        and kind.name in tables().word("runs-after-answer")
        for argument in every_argument(handler.node.args)
        if argument.annotation is not None
    )


@record
class MailInRequest:
    """A mail that a handler sends although a task, or what runs after the answer, could."""

    node: ast.expr
    handler: Handler
    reached: Reached

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """One for each handler."""
        trials = file.words(TRIALS)
        for handler, reached in reached_by_handlers(file, Mail):
            helpers = (place.function.rpartition(".")[2] for place in reached.path)
            tried = any(map(trials.match, (handler.name, *helpers)))
            if not tried and not _tells_why(file, reached.call) and _could_wait(file, handler):
                yield cls(reached.call, handler, reached)


def _tells_why(file: File, call: ast.expr) -> bool:
    """Whether the client is told why a mail could not be sent: it waits for the answer on purpose."""
    return any(
        _is_told(file, handler)
        for attempt in file.tries(call)
        # A `try` around a whole handler is not about the mail, unless it speaks of that.
        if len(attempt.body) <= FEW
        for handler in attempt.handlers
    ) or _answers_for(file, call)


def _returns_why(file: File, call: ast.Call) -> bool:
    """Whether a function gives its caller the reason why a mail could not be sent."""
    return any(
        is_name(node, handler.name)
        for attempt in file.tries(call)
        if len(attempt.body) <= FEW
        for handler in attempt.handlers
        if handler.name
        for statement in handler.body
        if isinstance(statement, ast.Return)
        for node in ast.walk(statement)
    )


def _answers_for(file: File, call: ast.expr) -> bool:
    """Whether the error, or the answer, that comes of a failure speaks of mail."""
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and NAMES_MAIL.search(node.value) is not None
        and not any(around in log_calls(file) for around in file.ancestors(node))
        for attempt in file.tries(call)
        for handler in attempt.handlers
        for statement in handler.body
        if isinstance(statement, ast.Raise | ast.Return)
        for node in ast.walk(statement)
    )


def _is_told(file: File, handler: ast.ExceptHandler) -> bool:
    """Whether what is raised goes anywhere but into a log."""
    logs = log_calls(file)
    return any(
        is_name(node, handler.name or "")
        and not isinstance(file.parent(node), ast.Raise)
        and not any(around in logs for around in file.ancestors(node))
        for statement in handler.body
        for node in ast.walk(statement)
    )


def _could_wait(file: File, handler: Handler) -> bool:
    """Whether there is something at hand that runs work later, and mail is not that already."""
    program = file.program
    if program is None:
        queues_mail = _queues_mail([file])
    else:
        queues_mail = program.memo(("queues mail",), lambda: _queues_mail(program.files()))
    return not queues_mail and has_later(file, handler)


def has_later(file: File, handler: Handler) -> bool:
    """Whether there is something at hand that runs work later: a task queue, or the framework."""
    program = file.program
    if program is None:
        has_queue = any(map(file.uses, _queues()))
    else:
        has_queue = program.memo(("has queue",), lambda: any(program.importing(_queues())))
    return has_queue or handler.framework in tables().word("runs-after-answer")


@cache
def _queues() -> frozenset[str]:
    return frozenset(tables().word("task-queue"))


def _queues_mail(files: Iterable[File]) -> bool:
    """Whether the settings name a backend that only stores mail, for a task to send."""
    backends = [
        home.value_of(value) for file in files for home, value in configured(file, "mail-backend")
    ]
    return any(
        str(known.value).partition(".")[0] in tables().word("queues-mail")
        for known in backends
        if known is not None
    )

"""``except`` clauses that answer a request for a failure of which nobody hears."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.answer_paths import Sender, catches, senders
from readiness_lint.facts.callables import all_handed, given, handed
from readiness_lint.facts.entries import Entry, Reached
from readiness_lint.facts.error_handlers import crosses_middleware, error_handlers_for
from readiness_lint.facts.exception_texts import is_of_class
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.last_resorts import is_last_resort, is_told_within
from readiness_lint.facts.logs import LogCall
from readiness_lint.facts.mounts import Names, is_apart, made_as, names_of
from readiness_lint.facts.program import APART
from readiness_lint.facts.reactions import OBSERVED
from readiness_lint.facts.responses import Response
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import OBSERVERS
from readiness_lint.knowledge.schema import EntryOptions, EntryTrait, Param
from readiness_lint.model import File, FunctionNode, Named
from readiness_lint.pattern import Pattern
from readiness_lint.record import record, single_record
from readiness_lint.terms import EntryKind, Reaction

NOT_LOGGED = Pattern(
    r"\b(?:not|never|no|without|avoid\w*|\w+n't)\b.*\blog(?:s|ged|ging)?\b", re.IGNORECASE
)
"""Words of a comment that says so."""
OF_ALL = frozenset({"args", "with_traceback", "add_note"})
"""What every exception has."""


@single_record
class ErrorAnswer:
    """A broad ``except`` clause whose answer to a request is all that is left of a failure."""

    node: ast.AST
    handler: ExceptHandler
    answers: tuple[Response, ...]
    """The answers of 4xx and 5xx that nobody hears of, in source order."""

    @classmethod
    def find(cls, file: File) -> Iterable[ErrorAnswer]:
        """Every one of the file, health checks left out: their answer is the report."""
        for handler in file.facts(ExceptHandler) if file.facts(Response) else ():
            if not handler.broad or handler.some & OBSERVED or Reaction.RERAISE in handler.always:
                continue
            if is_kept_quiet(handler) or _is_known(handler):
                continue
            answers = tuple(
                item
                for item in handler.answers
                if _is_unheard(file, handler, item) and not _may_fail(handler, item)
            )
            if answers:
                yield cls(handler.node, handler, answers)

    def failing(self, *, client_errors: bool) -> Response | None:
        """The answer that blames the server; else one that blames the client for a peer's failure."""
        for answer in self.answers:
            if answer.failure:
                return answer
        blames = client_errors and self.handler.reaches_a_peer
        return self.answers[0] if blames else None


def _may_fail(handler: ExceptHandler, response: Response) -> bool:
    """Whether an answer reads what only some exceptions have: it ends in an error that is logged."""
    return any(
        isinstance(part, ast.Attribute)
        and is_name(part.value, handler.name)
        and not part.attr.startswith("__")
        and part.attr not in OF_ALL
        for part in ast.walk(response.statement)
    )


def _is_known(handler: ExceptHandler) -> bool:
    """Whether no failure comes to it, or what it calls has told of each."""
    return is_last_resort(handler) or is_told_within(handler, OBSERVED)


def is_kept_quiet(handler: ExceptHandler) -> bool:
    """Whether a comment in it says that nothing is to be logged."""
    return handler.intent is not None and any(
        NOT_LOGGED.search(comment.text) for comment in handler.file.comments(handler.node)
    )


def ends_as_answer(file: File, handler: ExceptHandler) -> bool:
    """Whether all that a clause raises answers with a failure of the server, which nobody logs."""
    raised = file.nodes(ast.Raise, within=handler.node)
    unheard = [
        item.statement
        for item in (handler.answers if raised else ())
        if item.raised and item.failure and _is_unheard(file, handler, item)
    ]
    return bool(unheard) and all(any(item is part for part in unheard) for item in raised)


def logged_by_line(response: Response) -> bool:
    """Whether the framework writes one line of it, without the cause."""
    return response.framework in tables().word("logs-failures") and not response.raised


def _is_unheard(file: File, handler: ExceptHandler, response: Response) -> bool:
    if response.status is None or response.status < 400:
        return False
    if handler.name is not None and is_of_class(file, response, handler.name):
        return False
    return not _heard_by_decorator(file, handler.function) and any(
        not _is_health(sender)
        and not (response.raised and _heard_by_decorator(sender[0], _function_of(sender)))
        and not _heard_above(*sender, file, response)
        for sender in senders(file, handler.guard, response, unheard=True)
    )


def _is_health(sender: Sender) -> bool:
    """Whether it is a health check: its answer is the report."""
    return isinstance(sender[1], Handler) and sender[1].health


def _heard_above(place: File, sender: Reached | None, file: File, response: Response) -> bool:
    """Whether an error handler or a middleware of the sender's application tells of an answer."""
    handlers = [sender] if isinstance(sender, Handler) else list(place.facts(Handler))
    near = {place, file}

    def may_hear(framework: str, owner: Names, home: File) -> bool:
        return home in near or not all(
            is_apart(framework, owner, handler, place) for handler in handlers
        )

    return any(
        item.takes(response)
        and may_hear(item.framework, item.owner, item.home)
        and item.hears(response)
        for item in error_handlers_for(place)
    ) or (
        crosses_middleware(response)
        and any(
            catches(item.clause, response)
            and item.clause.some & OBSERVED
            and may_hear(item.framework, item.owner, item.clause.file)
            for item in in_middleware(place)
        )
    )


def _registering() -> tuple[Named, ...]:
    """The tables of calls and decorators by which an application gets handlers and middleware."""
    known = tables()
    return (known.table(EntryTrait), known.table(EntryOptions))


def _function_of(sender: Sender) -> FunctionNode | None:
    node = getattr(sender[1], "node", None)
    return node if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None


def _heard_by_decorator(file: File, function: FunctionNode | None) -> bool:
    return function is not None and any(
        _observes(file, decorator) for decorator in function.decorator_list
    )


def _observes(file: File, decorator: ast.expr) -> bool:
    """Whether a decorator may tell of a failure: one of this file does, or is named so."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    found = handed(file, target)
    if found is not None:
        home, definition = found
        return any(not log.low for log in home.facts(LogCall, definition)) or any(
            item.some & OBSERVED for item in home.facts(ExceptHandler, definition)
        )
    last = file.last_name(target) or ""
    return file.words(OBSERVERS).match(last) or "error" in last or "exception" in last


@record
class Catcher:
    """A clause of a middleware, and the application around which it stands."""

    clause: ExceptHandler
    framework: str
    owner: Names


def in_middleware(file: File) -> tuple[Catcher, ...]:
    """The clauses of all middleware of the program."""
    program = file.program
    if program is None:
        return tuple(_of_middleware([file]))
    return program.memo(
        ("in middleware",),
        lambda: tuple(
            _of_middleware(
                item for item in program.using(*_registering()) if item.role not in APART
            )
        ),
    )


def _of_middleware(files: Iterable[File]) -> Iterator[Catcher]:
    files = list(files)
    owners: dict[FunctionNode, Names] = {}
    for file in files:
        owners |= _owners(file)
    for file in files:
        for entry in file.facts(Entry):
            if entry.kind is EntryKind.MIDDLEWARE:
                for clause in file.facts(ExceptHandler, entry.node):
                    yield Catcher(clause, entry.framework, owners.get(entry.node))


def _owners(file: File) -> dict[FunctionNode, Names]:
    """The applications that are made with a middleware, by its function."""
    table = tables().table(EntryOptions)
    return {
        function: names_of(file, made_as(file, call))
        for name, call in file.calls_to(table)
        for option, kind in table[name].kinds
        if kind is EntryKind.MIDDLEWARE and (value := given(file, call, Param(option))) is not None
        for _, function in all_handed(file, value)
        if not isinstance(function, ast.ClassDef)
    }

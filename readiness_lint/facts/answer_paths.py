"""Whether what a piece of code raises or returns as an answer comes to a client."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callers import Caller, callers_of
from readiness_lint.facts.entries import Entry, Reached, entry_of
from readiness_lint.facts.error_handlers import takes
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.idle import is_idle
from readiness_lint.facts.reactions import OBSERVED
from readiness_lint.facts.responses import Response
from readiness_lint.model import File, FunctionNode
from readiness_lint.terms import EntryKind, Reaction

ANSWERING = frozenset(
    {EntryKind.HANDLER, EntryKind.DEPENDENCY, EntryKind.ERROR_HANDLER, EntryKind.MIDDLEWARE}
)
Sender = tuple[File, Reached | None]
"""A function that a request reaches, and its file; ``None``: one beside the handlers of its module."""


def answers_requests(node: ast.AST, file: File) -> bool:
    """Whether a piece of code answers requests: in a handler, or beside one in its module."""
    entry = entry_of(node, file)
    if entry is None:
        return bool(file.facts(Handler))
    return _is_answering(entry)


def _is_answering(entry: Reached | None) -> bool:
    return isinstance(entry, Handler | Entry) and entry.kind in ANSWERING


def senders(
    file: File, node: ast.AST, response: Response, *, unheard: bool = False
) -> Iterator[Sender]:
    """Who sends an answer that is made at a node: what stands there, or what calls it.

    With ``unheard``, only those that it comes to without anybody on the way having told of it.
    """
    if answers_requests(node, file):
        if entry_of(node, file) is None and (
            _is_idle(file, node, response) or (unheard and _is_told(file, node, response))
        ):
            return
        if not (unheard and is_heard(file, node, response)):
            yield file, entry_of(node, file)
        return
    function = file.function(node)
    if function is not None and entry_of(node, file) is None:
        seen = frozenset({function})
        if _goes_on(file, node, response, unheard=unheard):
            yield from _through(file, function, response, seen, unheard=unheard)


def entries_behind(file: File, node: ast.AST, response: Response) -> Iterator[Sender]:
    """The functions that a request reaches and that send an answer, also if it is made beside them."""
    entry, function = entry_of(node, file), file.function(node)
    if entry is not None:
        yield file, entry
    elif function is not None:
        yield from _through(file, function, response, frozenset({function}), unheard=False)


def _is_idle(file: File, node: ast.AST, response: Response) -> bool:
    """Whether a function that nobody speaks of is around a node, beside handlers: it answers nothing.

    A public one that returns an answer may be routed by its name, in a setting or a text.
    """
    function = file.function(node)
    private = function is not None and function.name.startswith("_")
    return function is not None and (private or response.raised) and is_idle(file, function)


def _is_told(file: File, node: ast.AST, response: Response) -> bool:
    """Whether each caller of the function around a node tells of what is raised there."""
    function = file.function(node)
    callers = callers_of(file, function) if function is not None and response.raised else ()
    return bool(callers) and all(
        any(clause.some & OBSERVED for clause in takers(caller.file, caller.node, response))
        for caller in callers
    )


def _through(
    file: File,
    function: FunctionNode,
    response: Response,
    seen: frozenset[FunctionNode],
    *,
    unheard: bool,
) -> Iterator[Sender]:
    for caller in callers_of(file, function):
        outer = caller.function
        if outer is None or outer in seen or not _takes_over(caller, function, response):
            continue
        if not _goes_on(caller.file, caller.node, response, unheard=unheard):
            continue
        entry = entry_of(caller.node, caller.file)
        if _is_answering(entry):
            yield caller.file, entry
        elif entry is None:
            yield from _through(caller.file, outer, response, seen | {outer}, unheard=unheard)


def _takes_over(caller: Caller, function: FunctionNode, response: Response) -> bool:
    """Whether what a function raises, or returns, is raised or returned where it is called."""
    file, node = caller.file, caller.node
    awaited = file.is_awaited(node)
    if file.runs_later(node) or (isinstance(function, ast.AsyncFunctionDef) and not awaited):
        return False
    around = file.parent(node)
    around = file.parent(around) if awaited and around is not None else around
    return response.raised or isinstance(around, ast.Return)


def _goes_on(file: File, node: ast.AST, response: Response, *, unheard: bool) -> bool:
    """Whether no clause around a node ends what is raised there, or has told of it."""
    if not response.raised:
        return True
    clauses = list(takers(file, node, response))
    if unheard and any(clause.some & OBSERVED for clause in clauses):
        return False
    return all(clause.some & Reaction.RERAISE for clause in clauses)


def takers(file: File, node: ast.AST, response: Response) -> Iterator[ExceptHandler]:
    """The clauses around a node that take what is raised there, one after the other."""
    clauses: dict[ast.stmt, list[ExceptHandler]] = {}
    for item in file.facts(ExceptHandler):
        clauses.setdefault(item.guard, []).append(item)
    for around in file.tries(node):
        taker = next((item for item in clauses.get(around, ()) if catches(item, response)), None)
        if taker is not None:
            yield taker
            if not taker.some & Reaction.RERAISE:
                return


def is_heard(file: File, node: ast.AST, response: Response) -> bool:
    """Whether a clause around a node tells of what is raised there."""
    return response.raised and any(
        clause.some & OBSERVED for clause in takers(file, node, response)
    )


def catches(handler: ExceptHandler, response: Response) -> bool:
    """Whether a clause may take what is raised."""
    classes = handler.catches
    return handler.broad or classes is None or any(takes(name, response) for name in classes)

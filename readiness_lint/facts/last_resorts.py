"""``except`` clauses to which no failure comes, or none that nobody has told of."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callers import called
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.shapes import names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import FORMATTERS
from readiness_lint.knowledge.schema import Answers
from readiness_lint.model import File
from readiness_lint.terms import Reaction

LEAVES = Reaction.RERAISE | Reaction.RAISE | Reaction.RETRY | Reaction.EXIT
"""What is caught goes on as an exception, on some path."""
HARMLESS = frozenset({"enumerate", "range", "zip", "reversed", "append"})
"""Calls that only say how to go through something, or note one thing more."""
DEEPEST = 3
"""Functions of the program through which something is followed."""


def is_last_resort(handler: ExceptHandler) -> bool:
    """Whether all that may fail in what it guards is caught further in: it is there for nothing known."""
    risks = list(_risks(handler.file, handler.body))
    return any(isinstance(item, ast.Call) for item in risks) and all(
        _is_caught(handler.file, item, handler.guard, DEEPEST) for item in risks
    )


def is_told_within(handler: ExceptHandler, told: Reaction) -> bool:
    """Whether what it calls tells of a failure in one of these ways before it raises it again."""
    risks = [item for item in _risks(handler.file, handler.body) if isinstance(item, ast.Call)]
    return bool(risks) and all(_tells(handler.file, call, told) for call in risks)


def _tells(file: File, call: ast.Call, told: Reaction) -> bool:
    helper = called(file, call)
    if helper is None:
        return False
    home, function = helper
    return any(
        handler.function is function
        and handler.broad
        and (handler.some & told or (Reaction.STORE in told and _keeps_text(handler)))
        and handler.some & (Reaction.RERAISE | Reaction.RAISE)
        for handler in home.facts(ExceptHandler, function)
    )


def _keeps_text(handler: ExceptHandler) -> bool:
    """Whether a clause puts the text of what it took into a mapping that lives on."""
    return any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "update"
        and isinstance(call.func.value, ast.Attribute)
        and any(
            handler.name == name
            for name in names_within(*call.args, *(item.value for item in call.keywords))
        )
        for call in calls_in(handler.statements)
    )


def _risks(file: File, statements: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """What may fail in some statements: calls, look-ups and what raises by itself."""
    logs, answers = log_calls(file), tables().table(Answers)
    statements = list(statements)
    for call in calls_in(statements):
        last = file.last_name(call.func)
        made = last in HARMLESS or file.words(FORMATTERS).match(last)
        if call not in logs and not made and file.callee(call) not in answers:
            yield call
    for part in statements:
        for item in (part, *file.nodes(ast.Raise, ast.Assert, ast.Subscript, within=part)):
            if isinstance(item, ast.Raise | ast.Assert) or (
                isinstance(item, ast.Subscript)
                and isinstance(item.ctx, ast.Load)
                and not isinstance(item.slice, ast.Slice)
            ):
                yield item


def _is_caught(file: File, item: ast.AST, guard: ast.stmt | None, depth: int) -> bool:
    """Whether a failure ends before it comes to a block, or out of a function."""
    for around in file.tries(item):
        if around is guard:
            break
        if any(
            handler.guard is around and handler.broad and not handler.some & LEAVES
            for handler in file.facts(ExceptHandler, around)
        ):
            return True
    helper = called(file, item) if depth and isinstance(item, ast.Call) else None
    if helper is None:
        return False
    home, function = helper
    risks = list(_risks(home, function.body))
    # What does nothing may be there for an heir to do.
    return bool(risks) and all(_is_caught(home, inner, None, depth - 1) for inner in risks)

"""Functions that answer every exception of a kind, so that nobody hears of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from readiness_lint.facts.error_handlers import ErrorHandler
from readiness_lint.facts.reactions import OBSERVED, Reactions
from readiness_lint.facts.responses import Response
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import single_record
from readiness_lint.terms import Because, Reaction

EVERYTHING = frozenset({"builtins.Exception", "builtins.BaseException"})
HEARD = (OBSERVED & ~Reaction.STORE) | Reaction.RERAISE | Reaction.RAISE | Reaction.EXIT
"""Somebody hears of the exception, or it does not end here."""


@single_record
class SilentAnswer:
    """A registration that turns mistakes and failures into answers, and tells nobody."""

    node: ast.AST
    subject: str
    """The class, by its last identifier."""
    framework: str
    """Which one would have logged it."""

    @classmethod
    def find(cls, file: File) -> Iterable[SilentAnswer]:
        """Every one of the file."""
        for item in file.facts(ErrorHandler):
            subject = item.subject
            if not isinstance(subject, str) or subject not in tables().word("bug-class"):
                continue
            if not file.under(item.node, Because.DEV) and _is_silent(item, subject):
                yield cls(item.node, subject.rpartition(".")[2], item.framework)


def _is_silent(item: ErrorHandler, subject: str) -> bool:
    """Whether an error handler answers, and nobody hears of what it answers."""
    if item.function is None or not item.framework:
        return False
    file, function = item.home, item.function
    answers = file.facts(Response, function)
    if subject in EVERYTHING and item.framework in tables().word("passes-on-unhandled"):
        # The server logs it all the same, unless nobody is told that it failed.
        answers = tuple(each for each in answers if each.status and each.status < 300)
    parameters = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    name = parameters[-1] if parameters else None
    some, _ = Reactions(file, function.body, name).found()
    return bool(answers) and not some & HEARD and not _keeps(file, function, name)


def _keeps(file: File, function: FunctionNode, name: str | None) -> bool:
    """Whether the exception is kept somewhere; to return it is to answer it."""
    return any(
        is_name(part, name)
        for item in file.statements_of(function)
        if isinstance(item, ast.Assign | ast.AnnAssign) and item.value is not None
        for part in (item.value, *getattr(item.value, "elts", ()))
    )

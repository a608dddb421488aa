"""Failures of which the log keeps a text, or less, and nobody keeps more."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable

from readiness_lint.facts.error_answers import ends_as_answer
from readiness_lint.facts.expected_failures import is_expected, shows_class_only
from readiness_lint.facts.failures import LOUD, ExceptHandler
from readiness_lint.facts.last_resorts import is_last_resort, is_told_within
from readiness_lint.facts.logs import LogCall
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Reaction

KEPT = (
    Reaction.TRACEBACK
    | Reaction.REPORT
    | Reaction.RERAISE
    | Reaction.PASS_ON
    | Reaction.STORE
    | Reaction.NAMED
)
"""What leaves more of an exception than a text."""
TRACED = Reaction.TRACEBACK | Reaction.REPORT


@record
class LostTraceback:
    """A broad clause that logs what it took, and keeps neither the line nor the cause of it."""

    node: ast.AST
    handler: ExceptHandler
    logs: tuple[LogCall, ...]
    """Its records of failures, in the order of their lines."""

    @classmethod
    def find(cls, file: File) -> Iterable[LostTraceback]:
        """Every one of the file, those whose text tells all that there is included."""
        for handler in file.facts(ExceptHandler):
            # Most log nothing, and what becomes of an exception is dear to ask.
            if not handler.broad or not _has_loud(file, handler) or not _loses(file, handler):
                continue
            logs = [log for log in handler.logs if log.level in LOUD]
            if logs:
                yield cls(
                    handler.node, handler, tuple(sorted(logs, key=lambda log: log.node.lineno))
                )

    def record_of(self, levels: Container[str]) -> LogCall | None:
        """The first record of one of these levels, unless its text tells all that there is."""
        log = next((log for log in self.logs if log.level in levels), None)
        return None if log is None or is_expected(self.handler, log) else log

    @property
    def kept(self) -> str:
        """What is left of the exception, for a reader."""
        if not self.handler.mentions:
            return "nothing"
        return f"only the {'class' if shows_class_only(self.handler) else 'text'}"


def _has_loud(file: File, handler: ExceptHandler) -> bool:
    return any(log.level in LOUD for log in file.facts(LogCall, within=handler.node))


def _loses(file: File, handler: ExceptHandler) -> bool:
    """Whether a clause logs a text, and neither keeps more of the exception nor says why."""
    if handler.traced or Reaction.LOG not in handler.some or handler.some & KEPT:
        return False
    if Reaction.RAISE in handler.some and not ends_as_answer(file, handler):
        return False
    if handler.branches or handler.intent or handler.cleanup_only:
        return False
    return not (is_last_resort(handler) or is_told_within(handler, TRACED))

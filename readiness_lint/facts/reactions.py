"""What code does about an exception that it has caught."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, reduce
from typing import cast

from readiness_lint.facts.callers import called
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import FORMATTERS, OBSERVERS, OUTCOMES
from readiness_lint.knowledge.schema import Answers, Is, Table
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import LEAVES, TRIES, children_of
from readiness_lint.terms import Reaction

OBSERVED = (
    Reaction.LOG
    | Reaction.LOG_LOW
    | Reaction.REPORT
    | Reaction.METRIC
    | Reaction.PASS_ON
    | Reaction.STORE
    | Reaction.NAMED
)
"""Somebody hears of the failure, whatever the caller is told."""
NOTHING: Reaction = Reaction.NONE
TOLD = {
    "reporter": Reaction.REPORT,
    "metric": Reaction.METRIC,
    "traceback": Reaction.TRACEBACK,
    "retry-signal": Reaction.RETRY,
    "interrupts": Reaction.EXIT,
    "current-exception": Reaction.PASS_ON,
}
"""What a call of a function with one of these words does."""
NOT_NOW = (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
ENDS = LEAVES.union(NOT_NOW)
"""Nodes in which there is nothing, or nothing that runs now."""


def calls_in(statements: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """The calls of some statements, those of functions that they define left out."""
    todo: list[ast.AST] = list(statements)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Call):
            yield node
        if node.__class__ not in ENDS:
            todo.extend(children_of(node))


Paths = tuple[Reaction | None, Reaction | None]
"""What is certain on the paths that fall through, and on those that leave; ``None``: no such path."""


class Reactions:
    """One reading of the statements that handle an exception of a name."""

    def __init__(self, file: File, statements: Sequence[ast.stmt], name: str | None) -> None:
        self.file = file
        self.statements = statements
        self.name = name
        self.some = Reaction.NONE

    def found(self) -> tuple[Reaction, Reaction]:
        """What happens on some path, and on all."""
        falling, leaving = self.block(self.statements)
        always = _both(falling, leaving)
        return self.some, Reaction.NONE if always is None else always

    def block(self, statements: Sequence[ast.stmt]) -> Paths:
        """What one statement after the other does."""
        certain: Reaction | None = Reaction.NONE
        left: Reaction | None = None
        for statement in statements:
            if certain is None:
                break
            falling, leaving = self.statement(statement)
            left = _both(left, _plus(certain, leaving))
            certain = _plus(certain, falling)
        return certain, left

    def statement(self, statement: ast.stmt) -> Paths:
        """What one statement does, with those inside it."""
        if isinstance(statement, NOT_NOW):
            return Reaction.NONE, None
        if isinstance(statement, ast.If | ast.While):
            return self._either(statement.test, statement, [statement.body, statement.orelse])
        if isinstance(statement, ast.For | ast.AsyncFor):
            return self._either(statement.iter, statement, [statement.body, statement.orelse])
        if isinstance(statement, ast.Match):
            bodies = [case.body for case in statement.cases]
            return self._either(statement.subject, statement, [*bodies, []])
        if isinstance(statement, ast.With | ast.AsyncWith):
            contexts = [item.context_expr for item in statement.items]
            entered = self.expressions(contexts, statement) | self._behind(contexts, statement)
            falling, leaving = self.block(statement.body)
            return _plus(entered, falling), _plus(entered, leaving)
        if isinstance(statement, TRIES):
            return self._try(cast("ast.Try", statement))
        return self._simple(statement)

    def _either(self, head: ast.expr, at: ast.stmt, blocks: Iterable[Sequence[ast.stmt]]) -> Paths:
        certain = self.expressions([head], at)
        falling, leaving = self._one_of(blocks)
        return _plus(certain, falling), _plus(certain, leaving)

    def _one_of(self, blocks: Iterable[Sequence[ast.stmt]]) -> Paths:
        falling, leaving = zip(*map(self.block, blocks), strict=True)
        return reduce(_both, falling), reduce(_both, leaving)

    def _try(self, statement: ast.Try) -> Paths:
        # What stands in the body may not have run.
        self.block(statement.body)
        falling, leaving = self._one_of(
            [statement.orelse, *(item.body for item in statement.handlers)]
        )
        after, out = self.block(statement.finalbody)
        if after is None:
            return None, out
        return _plus(after, falling), _both(_plus(after, leaving), out)

    def _simple(self, statement: ast.stmt) -> Paths:
        parts = [item for item in children_of(statement) if isinstance(item, ast.expr)]
        found = self.expressions(parts, statement)
        leaves = isinstance(statement, ast.Raise | ast.Return | ast.Continue | ast.Break)
        if isinstance(statement, ast.Raise):
            found |= self._raised(statement)
        elif isinstance(statement, ast.Return) and statement.value is not None:
            found |= self._returned(statement.value)
        elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
            found |= self._stored(statement)
        elif isinstance(statement, ast.Expr) and self.file.never_returns(
            statement.value, statement
        ):
            found, leaves = found | Reaction.EXIT, True
        if found is not NOTHING:
            self.some |= found
        return (None, found) if leaves else (found, None)

    def _behind(self, contexts: Iterable[ast.expr], at: ast.stmt) -> Reaction:
        """What a block does where it ends: some raise what is being handled once more."""
        names = tables().word("reraises-behind")
        if not any(
            isinstance(item, ast.Call) and self.file.callee(item, at) in names for item in contexts
        ):
            return Reaction.NONE
        self.some |= Reaction.RERAISE
        return Reaction.RERAISE

    def _raised(self, statement: ast.Raise) -> Reaction:
        raised = statement.exc
        if raised is None or self._is_exception(raised):
            return Reaction.RERAISE
        name = raised.func if isinstance(raised, ast.Call) else raised
        retries = self.file.name_at(name, statement) in tables().word("retry-signal")
        return Reaction.RAISE | (Reaction.RETRY if retries else Reaction.NONE)

    def _returned(self, value: ast.expr) -> Reaction:
        found = Reaction.STORE if self._holds(value) else Reaction.NONE
        keys = value.keys if isinstance(value, ast.Dict) else []
        words = self.file.words(OUTCOMES)
        if any(isinstance(key, ast.Constant) and words.match(str(key.value)) for key in keys):
            found |= Reaction.RECORD
        return found

    def _stored(self, statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> Reaction:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        value = statement.value
        found = Reaction.STORE if value is not None and self._holds(value) else Reaction.NONE
        words = self.file.words(OUTCOMES)
        if any(
            isinstance(target, ast.Attribute | ast.Subscript)
            and words.match(self.file.last_name(target))
            for target in targets
        ):
            found |= Reaction.RECORD
        return found

    # ── expressions ──────────────────────────────────────────────────────────────────────────
    def expressions(self, parts: Iterable[ast.expr], at: ast.stmt) -> Reaction:
        """What the calls of some expressions do."""
        found = Reaction.NONE
        for call in calls_in(parts):
            found |= self.call(call, at)
        if found is not NOTHING:
            self.some |= found
        return found

    def call(self, call: ast.Call, at: ast.stmt) -> Reaction:
        """What one call does."""
        told = told_by(self.file, call, at)
        if call in log_calls(self.file):
            return told
        name = self.file.callee(call, at) or ""
        if name in tables().table(Answers) or name in tables().word("answers-exception"):
            return Reaction.RESPOND
        last = self.file.last_name(call.func) or ""
        helper = called(self.file, call, at)
        found = told | (observed_by(*helper) if helper else Reaction.NONE)
        plain = helper is not None and only_computes(*helper)
        if self.file.words(OBSERVERS).match(last) and not plain:
            found |= Reaction.NAMED
        if self._is_outcome(call, last):
            found |= Reaction.RECORD
        if self.file.words(FORMATTERS).match(last) or plain:
            return found
        if not isinstance(at, ast.Raise) and self._takes_exception(call, name):
            found |= Reaction.PASS_ON
        if not (isinstance(at, ast.Raise) and call is at.exc):
            found |= Reaction.CALL
        return found

    def _is_outcome(self, call: ast.Call, last: str) -> bool:
        """Whether a call keeps how the work went: ``mark_failed()``, ``update(status=...)``."""
        words = self.file.words(OUTCOMES)
        return words.match(last) or any(words.match(item.arg) for item in call.keywords if item.arg)

    def _takes_exception(self, call: ast.Call, name: str) -> bool:
        return name not in tables().word("pure") and any(
            self._is_exception(item.value if isinstance(item, ast.Starred) else item)
            for item in (*call.args, *(keyword.value for keyword in call.keywords))
        )

    def _is_exception(self, expr: ast.expr) -> bool:
        return is_name(expr, self.name)

    def _holds(self, expr: ast.expr) -> bool:
        """Whether an expression holds the exception itself, not only its text."""
        if isinstance(expr, ast.Tuple | ast.List | ast.Set):
            return any(map(self._holds, expr.elts))
        if isinstance(expr, ast.Dict):
            return any(map(self._holds, expr.values))
        if isinstance(expr, ast.IfExp):
            return self._holds(expr.body) or self._holds(expr.orelse)
        return self._is_exception(expr)


def told_by(file: File, call: ast.Call, at: ast.stmt) -> Reaction:
    """Whom a call itself tells: a log, a tracker of errors, a counter."""
    logged = log_calls(file).get(call)
    if logged is not None:
        found = Reaction.LOG_LOW if logged.low else Reaction.LOG
        return found if logged.traceback is False else found | Reaction.TRACEBACK
    name = file.callee(call, at)
    found = Reaction.NONE
    for names, reaction in _telling() if name else ():
        if name in names:
            found |= reaction
    return found


@cache
def _telling() -> tuple[tuple[Table[Is], Reaction], ...]:
    """The functions that tell somebody, and what that is."""
    return tuple((tables().word(word), reaction) for word, reaction in TOLD.items())


def observed_by(file: File, function: FunctionNode) -> Reaction:
    """What a function of the program tells others, itself or through the functions that it calls."""
    found: Reaction = file.memo(("observed", function), lambda: _observed_by(file, function))
    return found


def _observed_by(file: File, function: FunctionNode) -> Reaction:
    found = _told_in(file, function)
    for call in calls_in(function.body):
        helper = called(file, call)
        if helper is not None:
            found |= _told_in(*helper)
    return found


def _told_in(file: File, function: FunctionNode) -> Reaction:
    """What the calls of a function tell; it may try again on its own account."""
    found: Reaction = file.memo(("told", function), lambda: _told_by_all(file, function))
    return found


def _told_by_all(file: File, function: FunctionNode) -> Reaction:
    found = Reaction.NONE
    for call in calls_in(function.body):
        found |= told_by(file, call, file.statement(call))
    return found & ~(Reaction.RETRY | Reaction.PASS_ON)


def only_computes(file: File, function: FunctionNode) -> bool:
    """Whether a function of the program certainly makes a text or a value, and does nothing else."""
    return bool(file.answer("computes", function, lambda: _only_computes(file, function)))


def _only_computes(file: File, function: FunctionNode) -> bool:
    statements = list(file.statements_of(function))
    gives = any(
        isinstance(item, ast.Return) and not isinstance(item.value, ast.Constant | None)
        for item in statements
    )
    keeps = any(isinstance(item, KEEPING) or _keeps(item) for item in statements)
    return gives and not keeps and all(_is_computed(file, call) for call in calls_in(function.body))


KEEPING = (ast.Raise, ast.Global, ast.Nonlocal, ast.With, ast.AsyncWith, ast.Delete)
"""Statements of functions that do more than to compute."""


def _keeps(statement: ast.stmt) -> bool:
    """Whether a statement stores into an object, which may outlive the function."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    return any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets)


def _is_computed(file: File, call: ast.Call) -> bool:
    name = file.callee(call) or ""
    known = name in tables().word("pure") or name in tables().table(Answers)
    if known or name.startswith("builtins.str."):
        return True
    helper = called(file, call)
    if helper is not None:
        return only_computes(*helper)
    return file.home(name) is None and file.words(FORMATTERS).match(file.last_name(call.func))


def _both(one: Reaction | None, other: Reaction | None) -> Reaction | None:
    """What is certain on the paths of both."""
    if one is None or other is None:
        return one if other is None else other
    # Most do nothing, and a sum of flags is slow.
    return one if one is other else one & other


def _plus(certain: Reaction | None, after: Reaction | None) -> Reaction | None:
    if certain is None or after is None:
        return None
    if after is NOTHING:
        return certain
    return after if certain is NOTHING else certain | after

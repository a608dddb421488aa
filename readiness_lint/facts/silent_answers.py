"""Functions that answer every exception of a kind, so that nobody hears of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.conditions import settled_at
from readiness_lint.facts.entries import Entry
from readiness_lint.facts.error_answers import OF_ALL, in_middleware, is_kept_quiet
from readiness_lint.facts.error_handlers import ErrorHandler
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.middleware import failing_methods
from readiness_lint.facts.reactions import OBSERVED, Reactions, calls_in
from readiness_lint.facts.responses import Response
from readiness_lint.facts.shapes import behind_await, is_name, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Answers
from readiness_lint.model import Branch, File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.pattern import Pattern
from readiness_lint.record import record, single_record
from readiness_lint.terms import Because, EntryKind, Reaction

EVERYTHING = frozenset({"builtins.Exception", "builtins.BaseException"})
HEARD = (OBSERVED & ~Reaction.STORE) | Reaction.RERAISE | Reaction.RAISE | Reaction.EXIT
"""Somebody hears of the exception, or it does not end here."""
LEAVES = Reaction.RERAISE | Reaction.RAISE | Reaction.RETRY | Reaction.EXIT
FAILED = 500
"""The status that stands for all that is raised and has no other."""
STATUS = frozenset({"status_code", "status"})
"""Attributes of a response that hold its status."""
NOBODY = "and tells nobody: {framework} does not log it either"
OF_OURS = Pattern(
    r"\w*(?:ServiceUnavailable|Internal(?:Server)?|Dependency)"
    r"(?:Error|Exception|Fail(?:ed|ure)|Unavailable)?"
)
"""Classes that a program raises where it has failed itself, or what it needs has."""
A_LINE = "and tells nobody: the log has the path and the status, but not the cause"
SUCCESS = "with {status}: clients and monitors see a success"


@single_record
class SilentAnswer:
    """A function or a clause that turns mistakes and failures into answers, and tells nobody."""

    node: ast.AST
    """The registration, the clause or the method."""
    who: str
    """What it is: a handler, or a middleware."""
    subject: str
    """The class, by its last identifier, or the status."""
    lost: str
    """What becomes of it, in words."""

    @classmethod
    def find(cls, file: File) -> Iterable[SilentAnswer]:
        """Every one of the file."""
        for item in file.facts(ErrorHandler):
            if not file.under(item.node, Because.DEV):
                yield from _registered(item)
        yield from _clauses(file)
        for method in failing_methods(file):
            parameters = [*method.args.posonlyargs, *method.args.args]
            ending = _Ending(file, method, parameters[-1].arg if parameters else None)
            answer = ending.for_any
            if answer is not None:
                yield cls(method, "middleware", "Exception", _lost_to(answer))


# ── what is registered ───────────────────────────────────────────────────────────────────────────
def _registered(item: ErrorHandler) -> Iterator[SilentAnswer]:
    """What an error handler answers without a word: mistakes, all that fails, all that is raised."""
    if item.function is None:
        return
    ending = _Ending(item.home, item.function, item.exception)
    subject = item.subject
    if item.setting:
        answer = ending.for_any
        if answer is not None:
            yield SilentAnswer(item.node, "handler", "Exception", _lost_to(answer))
        return
    if not item.framework or subject is None or not ending.silent:
        return
    last = str(subject).rpartition(".")[2]
    is_mistake = isinstance(subject, str) and subject in tables().word("bug-class")
    is_passed_on = subject in EVERYTHING and item.framework in tables().word("passes-on-unhandled")
    if is_mistake and not is_passed_on:
        if ending.answers:
            lost = NOBODY.format(framework=item.framework)
            yield SilentAnswer(item.node, "handler", last, lost)
    elif _blames_us(item, subject, ending):
        yield SilentAnswer(item.node, "handler", last, NOBODY.format(framework=item.framework))
    elif is_passed_on or _is_of_failures(subject):
        # The framework logs it all the same, but nobody else is told that it failed.
        status = ending.success
        if status is not None:
            yield SilentAnswer(item.node, "handler", last, SUCCESS.format(status=status))


def _is_of_failures(subject: str | int) -> bool:
    """Whether a handler is for the status that all failures have, or for its class."""
    if isinstance(subject, int):
        return subject == FAILED
    row = tables().table(Answers).get(subject)
    return row is not None and row.raised and row.default == FAILED


def _blames_us(item: ErrorHandler, subject: str | int, ending: _Ending) -> bool:
    """Whether a class is one that the program raises for its own failures, and tells nobody of."""
    if isinstance(subject, int) or not OF_OURS.fullmatch(subject.rpartition(".")[2]):
        return False
    if item.home.program is None or item.home.defined(subject) is None:
        return False
    known = [answer.status for answer in ending.answers]
    if not known or not all(status is not None and status >= FAILED for status in known):
        return False
    raised = [is_told for _, (name, is_told) in item.home.program.each(_raised) if name == subject]
    return bool(raised) and not any(raised)


def _raised(file: File) -> Iterator[tuple[str, bool]]:
    """The classes of failures that a module raises, and whether it tells of them before."""
    for statement in file.nodes(ast.Raise):
        raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        last = file.last_name(raised) if isinstance(raised, ast.Name | ast.Attribute) else None
        if raised is None or last is None or not OF_OURS.fullmatch(last):
            continue
        name, function = file.name_at(raised, statement), file.function(statement)
        if name is not None:
            logs = log_calls(file)
            yield name, any(file.function(call) is function for call in logs)


def _lost_to(answer: Response) -> str:
    """What is lost where the framework writes a line of an answer, without its cause."""
    has_line = answer.status is None or answer.status >= 400
    return A_LINE if has_line else NOBODY.format(framework="the framework")


@record
class _Ending:
    """A function in which exceptions end."""

    file: File
    function: FunctionNode
    exception: str | None
    """The parameter that holds it."""

    @property
    def silent(self) -> bool:
        """Whether nobody hears of what it takes."""
        some, _ = Reactions(self.file, self.function.body, self.exception).found()
        return not some & HEARD and not self._keeps

    @property
    def _keeps(self) -> bool:
        """Whether the exception is kept somewhere; to return it is to answer it."""
        return any(
            is_name(part, self.exception)
            for item in self.file.statements_of(self.function)
            if isinstance(item, ast.Assign | ast.AnnAssign) and item.value is not None
            for part in (item.value, *getattr(item.value, "elts", ()))
        )

    @property
    def answers(self) -> tuple[Response, ...]:
        return self.file.facts(Response, self.function)

    @property
    def success(self) -> int | None:
        """The status of an answer that certainly says that nothing failed."""
        if any(
            isinstance(target, ast.Attribute) and target.attr in STATUS
            for item in self.file.statements_of(self.function)
            if isinstance(item, ast.Assign)
            for target in item.targets
        ):
            return None
        for answer in self.answers:
            value = getattr(answer.statement, "value", None)
            first = value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value
            returned = isinstance(answer.statement, ast.Return)
            if answer.status is None or not returned or behind_await(first) is not answer.node:
                continue
            if 200 <= answer.status < 300 and not answer.raised:
                return answer.status
        return None

    @property
    def for_any(self) -> Response | None:
        """The answer that it gives for any exception, of which nobody hears; ``None``: to named ones only."""
        if self.exception is None or not self.silent or self._fails_itself:
            return None
        return next((item for item in self.answers if self._is_for_any(item)), None)

    def _is_for_any(self, answer: Response) -> bool:
        if answer.raised or self.file.function(answer.node) is not self.function:
            return False
        if self.file.under(answer.node, Because.DEV) or any(
            isinstance(part, ast.Attribute) and is_name(part.value, name)
            for part in ast.walk(answer.statement)
            for name in self._defaults
        ):
            return False
        return self._takes_any(answer.node)

    @property
    def _fails_itself(self) -> bool:
        """Whether it reads what only some exceptions have: of the others it ends in an error."""
        return any(
            isinstance(node, ast.Attribute)
            and is_name(node.value, self.exception)
            and not node.attr.startswith("__")
            and node.attr not in OF_ALL
            and self._takes_any(node)
            for node in ast.walk(self.function)
        )

    def _takes_any(self, node: ast.AST) -> bool:
        """Whether no test on the way to a node chooses exceptions."""
        if any(True for _ in self.file.enclosing(node, Branch.CASE, Branch.EXCEPT)):
            return False
        return all(
            self._holds_for_any(condition.test, holds=condition.holds)
            for condition in settled_at(self.file, node)
        )

    def _holds_for_any(self, test: ast.expr, *, holds: bool) -> bool:
        """Whether a test may hold, or fail, whatever the exception."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self._holds_for_any(test.operand, holds=not holds)
        if isinstance(test, ast.BoolOp):
            parts = [self._holds_for_any(part, holds=holds) for part in test.values]
            # One operand that fails is enough.
            return all(parts) or (isinstance(test.op, ast.And) and not holds and any(parts))
        if isinstance(test, ast.Call) and self._asks_class(test):
            return not holds
        if isinstance(test, ast.Name) and test.id in self._defaults:
            return not holds
        if isinstance(test, ast.Compare) and self._asks_default(test):
            return isinstance(test.ops[0], ast.Is | ast.Eq) is holds
        return self._chosen.isdisjoint(names_within(test))

    def _asks_class(self, test: ast.Call) -> bool:
        """Whether a test asks whether the exception is of a class."""
        return is_name(test.func, "isinstance") and is_name(
            next(iter(test.args), None), self.exception
        )

    def _asks_default(self, test: ast.Compare) -> bool:
        """Whether a test compares what the framework answers with nothing."""
        right = test.comparators[0]
        return (
            isinstance(test.left, ast.Name)
            and test.left.id in self._defaults
            and isinstance(right, ast.Constant)
            and right.value is None
        )

    @property
    def _defaults(self) -> frozenset[str]:
        """The names for what the framework answers, which is nothing where the exception is not its own."""
        return frozenset(
            target.id
            for item in self.file.statements_of(self.function)
            if isinstance(item, ast.Assign)
            and isinstance(item.value, ast.Call)
            and self.file.callee(item.value) in tables().word("answers-exception")
            for target in item.targets
            if isinstance(target, ast.Name)
        )

    @property
    def _chosen(self) -> frozenset[str]:
        """The names that hang on which exception it is."""
        chosen: set[str] = {self.exception or ""}
        assigned = [
            item
            for item in self.file.statements_of(self.function)
            if isinstance(item, ast.Assign | ast.AnnAssign | ast.AugAssign)
        ]
        for _ in assigned:
            before = len(chosen)
            for item in assigned:
                tests = [condition.test for condition in self.file.conditions(item)]
                if not chosen.isdisjoint(names_within(item, *tests)):
                    chosen.update(names_within(*_targets(item)))
            if len(chosen) == before:
                break
        return frozenset(chosen)


def _targets(item: ast.Assign | ast.AnnAssign | ast.AugAssign) -> list[ast.expr]:
    return item.targets if isinstance(item, ast.Assign) else [item.target]


# ── middleware ───────────────────────────────────────────────────────────────────────────────────
def _clauses(file: File) -> Iterator[SilentAnswer]:
    """The clauses around what comes after a middleware that answer whatever was raised there."""
    for entry in file.facts(Entry):
        if entry.kind is not EntryKind.MIDDLEWARE:
            continue
        parameters = frozenset(item.arg for item in every_argument(entry.node.args))
        for clause in file.facts(ExceptHandler, entry.node):
            if _guards_what_follows(clause, parameters) and _is_silent(file, clause):
                lost = NOBODY.format(framework=entry.framework)
                yield SilentAnswer(clause.node, "middleware", "Exception", lost)


def _guards_what_follows(clause: ExceptHandler, parameters: frozenset[str]) -> bool:
    """Whether a clause takes all that is raised by a function that the middleware was given."""
    return clause.broad and any(
        isinstance(call.func, ast.Name) and call.func.id in parameters
        for call in calls_in(clause.body)
    )


def _is_silent(file: File, clause: ExceptHandler) -> bool:
    """Whether a clause answers, and neither it nor another middleware tells of what it takes."""
    answers = [item for item in clause.answers if not item.raised]
    if not answers or clause.some & (OBSERVED | LEAVES) or is_kept_quiet(clause):
        return False
    return not any(
        item.clause.broad and item.clause.some & OBSERVED and item.clause.some & Reaction.RERAISE
        for item in in_middleware(file)
    )

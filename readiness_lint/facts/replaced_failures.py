"""Failures of a call to a peer that become a value, which may as well be a right one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from readiness_lint.facts.callers import Caller, callers_of
from readiness_lint.facts.failures import ExceptHandler, spelled_callee
from readiness_lint.facts.peers import reaches_a_peer
from readiness_lint.facts.reactions import OBSERVED, Reactions, calls_in
from readiness_lint.facts.shapes import is_name, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import ABSENCE, PROBES, QUESTIONS
from readiness_lint.model import File
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import single_record
from readiness_lint.terms import Reaction

DECIDED = (
    OBSERVED | Reaction.RERAISE | Reaction.RAISE | Reaction.RETRY | Reaction.EXIT | Reaction.RECORD
)
"""Somebody hears of the failure, or it does not end here."""
FALLBACK = Pattern(r"_*(?:\w+_)?(?:default|fallback|empty|none)(?:_\w+)?|[A-Z][A-Z0-9_]*")
"""Names of what is given instead."""
GIVEN_INSTEAD = Pattern(
    r"\b(?:None|empty|default|fallback)\b[^.]{0,40}?\b(?:if|when|where|unless)\b[^.]{0,80}?"
    r"\b(?:cannot|can't|could(?: not|n't)|unable|unavailable|unreachable)\b"
)
"""Words that say what is given in the place of a value that is not to be had."""
ASKED = Pattern(
    r"\b(?:whether|if|when)\b[^.,;]{0,60}\b(?:(?:is|are|be) (?:\w+ )?(?:reachable|alive|up|running|online"
    r"|responding|available|connected|ready)|responds?|answers?)\b",
    re.IGNORECASE,
)
"""Words that say that a function asks whether a peer is there."""
NEWEST = Pattern(r"(?:latest|newest)_version")
"""Names of what tells that there is a newer one: without an answer there is no hint."""
OPEN = Pattern(r"unknown|unavailable|unreachable|failed|failure", re.IGNORECASE)
"""Texts that say by themselves that it is not known."""
CONTENT = frozenset({"json", "text"})
"""Methods that give the content of an answer that has arrived."""
EMPTY_MADE = frozenset({"dict", "list", "set", "tuple", "frozenset", "str", "int"})


@single_record
class ReplacedFailure:
    """A broad ``except`` clause that does no more than to give a value instead."""

    node: ast.AST
    handler: ExceptHandler
    default: str
    """The value, as the file spells it."""
    call: str
    """The call to a peer that it guards; empty: none is known."""

    @classmethod
    def find(cls, file: File) -> Iterable[ReplacedFailure]:
        """Every one of the file."""
        for handler in file.facts(ExceptHandler):
            default = _default(file, handler) if handler.broad else None
            if default is None or handler.some & DECIDED:
                continue
            if _answers_yes_or_no(handler, default) or _asks_whether(handler):
                continue
            if _is_documented(handler) or _is_explained_behind(handler):
                continue
            if _is_told_behind(handler, default):
                continue
            call = _peer(handler, default)
            # Who calls a function is asked of the whole program.
            if call is not None and _is_heard(handler, default):
                continue
            text = spelled_callee(call) if call else ""
            yield cls(handler.node, handler, ast.unparse(default), text)


def _default(file: File, handler: ExceptHandler) -> ast.expr | None:
    """The value that a failure becomes; ``None``: it becomes none, or one that tells of it."""
    found: ast.expr | None = None
    for statement in handler.statements:
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Return) and statement.value:
            if not is_default(file, statement.value) or _is_told(handler, statement):
                return None
            found = found or statement.value
        elif not isinstance(statement, ast.Pass | ast.Continue | ast.Break | ast.Return):
            return None
    return found or _before(file, handler) or _after(file, handler)


def _is_told(handler: ExceptHandler, statement: ast.stmt) -> bool:
    """Whether an assignment leaves a mark on an object, or says that not all went well."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    names = {item.id for item in targets if isinstance(item, ast.Name)}
    return any(isinstance(item, ast.Subscript) for item in targets) or any(
        isinstance(item, ast.Assign)
        and isinstance(item.value, ast.Constant)
        and isinstance(item.value.value, bool)
        and any(isinstance(target, ast.Name) and target.id in names for target in item.targets)
        for item in handler.body
    )


def _before(file: File, handler: ExceptHandler) -> ast.expr | None:
    """What a name keeps that got its value right before a clause that does nothing."""
    if not handler.silent or not handler.defaulted:
        return None
    before = file.above(handler.guard)
    value = before.value if isinstance(before, ast.Assign) else None
    return value if value is not None and is_default(file, value) else None


def _after(file: File, handler: ExceptHandler) -> ast.expr | None:
    """What is returned behind a clause that does nothing, where success returns another value."""
    after = file.below(handler.guard)
    given = any(isinstance(item, ast.Return) and item.value for item in handler.body)
    falls = all(isinstance(item, ast.Pass) for item in handler.statements)
    if given and falls and isinstance(after, ast.Return) and after.value:
        return after.value if is_default(file, after.value) else None
    return None


def is_default(file: File, value: ast.expr) -> bool:
    """Whether a value is a constant or an empty collection that says nothing of a failure."""
    if isinstance(value, ast.Constant):
        text = value.value if isinstance(value.value, str) else ""
        if OPEN.fullmatch(text):
            return False
        return " " not in text or file.words(ABSENCE).match(text)
    if isinstance(value, ast.UnaryOp):
        return is_default(file, value.operand)
    if isinstance(value, ast.List | ast.Set | ast.Tuple):
        return all(is_default(file, item) for item in value.elts)
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.Call):
        return not value.args and not value.keywords and file.last_name(value.func) in EMPTY_MADE
    return isinstance(value, ast.Name) and bool(FALLBACK.fullmatch(value.id))


def _answers_yes_or_no(handler: ExceptHandler, default: ast.expr) -> bool:
    """Whether a truth value is returned by what asks no question: it says whether all went well."""
    function = handler.function
    returned = any(isinstance(item, ast.Return) for item in handler.statements)
    if returned and function is not None and _begins_with(default, truth=False):
        ends = handler.file.nodes(ast.Return, within=function)
        return any(item.value and _begins_with(item.value, truth=True) for item in ends)
    truth = isinstance(default, ast.Constant) and isinstance(default.value, bool)
    asks = function is not None and handler.file.words(QUESTIONS).match(function.name)
    return truth and returned and not asks


def _asks_whether(handler: ExceptHandler) -> bool:
    """Whether its function asks if a peer is there: then the failure is the answer."""
    function = handler.function
    said = ast.get_docstring(function) if function is not None else None
    if said and ASKED.search(said.partition("\n\n")[0]):
        return True
    words = handler.file.words(PROBES)
    given = [
        target.id
        for item in handler.statements
        if isinstance(item, ast.Assign)
        for target in item.targets
        if isinstance(target, ast.Name)
    ]
    names = [*given, function.name] if function is not None else given
    return any(map(NEWEST.search, names)) or (function is not None and words.match(function.name))


def _begins_with(value: ast.expr, *, truth: bool) -> bool:
    """Whether the first of several values says how it went, and no text says that there is none."""
    if not isinstance(value, ast.Tuple) or len(value.elts) < 2:
        return False
    first, *others = (getattr(item, "value", item) for item in value.elts)
    return first is truth and (truth or not any(isinstance(item, str) for item in others))


def _is_documented(handler: ExceptHandler) -> bool:
    """Whether its function says which value it gives where the right one is not to be had."""
    function = handler.function
    text = ast.get_docstring(function) if function is not None else None
    return text is not None and GIVEN_INSTEAD.search(text) is not None


def _is_explained_behind(handler: ExceptHandler) -> bool:
    """Whether a test right behind looks for the value that is given, and a comment says what it means."""
    after = handler.file.below(handler.guard)
    if not isinstance(after, ast.If) or "#" not in handler.file.source:
        return False
    first = after.body[0]
    return not handler.names.isdisjoint(names_within(after.test)) and any(
        comment.own_line and comment.explains and comment.line < first.lineno
        for comment in handler.file.comments(first)
    )


def _is_told_behind(handler: ExceptHandler, default: ast.expr) -> bool:
    """Whether a test right behind takes the value that is given, and tells somebody or raises."""
    after = handler.file.below(handler.guard)
    if not isinstance(after, ast.If) or not isinstance(default, ast.Constant):
        return False
    return _takes(after.test, handler.names, default) and bool(
        Reactions(handler.file, after.body, None).found()[1] & DECIDED
    )


def _takes(test: ast.expr, names: set[str], default: ast.Constant) -> bool:
    """Whether a test certainly holds where one of some names has a value."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(_takes(item, names, default) for item in test.values)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return not default.value and isinstance(test.operand, ast.Name) and test.operand.id in names
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1):
        return False
    other, operator = test.comparators[0], test.ops[0]
    if not (isinstance(test.left, ast.Name) and test.left.id in names):
        return False
    if not isinstance(other, ast.Constant):
        return False
    same = other.value is default.value
    return same if isinstance(operator, ast.Is) else isinstance(operator, ast.IsNot) and not same


def _is_heard(handler: ExceptHandler, default: ast.expr) -> bool:
    """Whether all who call its function tell somebody, or raise, where they are given ``None``."""
    function = handler.function
    if function is None or not isinstance(default, ast.Constant) or default.value is not None:
        return False
    callers = callers_of(handler.file, function)
    return bool(callers) and all(_looks_for_none(caller) for caller in callers)


def _looks_for_none(caller: Caller) -> bool:
    """Whether what a call gives is looked at right behind it, and ``None`` is told of."""
    file = caller.file
    at = file.statement(caller.node)
    target = at.targets[0] if isinstance(at, ast.Assign) else None
    after = file.below(at)
    if not isinstance(target, ast.Name) or not isinstance(after, ast.If):
        return False
    test = after.test
    asks = (
        isinstance(test, ast.Compare)
        and is_name(test.left, target.id)
        and isinstance(test.ops[0], ast.Is)
    )
    return asks and bool(Reactions(file, after.body, None).found()[0] & DECIDED)


def _peer(handler: ExceptHandler, default: ast.expr) -> ast.Call | None:
    """The first call to a peer, or the first one that is awaited and may be one."""
    file = handler.file
    truth = isinstance(default, ast.Constant) and isinstance(default.value, bool)
    for call in sorted(calls_in(handler.body), key=start_of):
        sure = reaches_a_peer(file, call)
        read = isinstance(call.func, ast.Attribute) and call.func.attr in CONTENT
        perhaps = not (truth or read) and handler.may_reach(call)
        if (sure or perhaps) and not _only_resolves(handler, call):
            return call
    return None


def _only_resolves(handler: ExceptHandler, call: ast.Call) -> bool:
    """Whether a call looks up a host, and what it finds is thrown away: it asks whether there is one."""
    file, lookups = handler.file, tables().word("looks-up-host")
    inner = (call, *(item for item in call.args if isinstance(item, ast.Call)))
    asks = any(file.callee(item) in lookups for item in inner)
    return asks and isinstance(file.statement(call), ast.Expr)

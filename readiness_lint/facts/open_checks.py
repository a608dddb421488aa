"""Access checks that let a caller in where they could not check."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callables import functions_of, last_of
from readiness_lint.facts.classes import heirs
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.handlers import CAMEL, Handler
from readiness_lint.facts.proofs import configured_secret
from readiness_lint.facts.responses import Response
from readiness_lint.facts.shapes import entries_of, identifiers_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import (
    ACCESS_CHECKS,
    ACCESS_INTENT,
    BLOCKED,
    CALLERS,
    FAILS_OPEN,
    GUARDS,
    IDENTIFIES,
    LIMITERS,
    NO_ROW,
    POWERFUL,
    PROOF_CHECKS,
    PROOFS,
    TOKEN_CHECKS,
)
from readiness_lint.knowledge.schema import Decodes
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because, EntryKind, Exit

RIGHTS = Pattern(r"(?:is_)?(?:super_?)?(?:admin|user|staff)|is_(?:root|owner)")
ROLES = Pattern(r"(?:user_?)?(?:roles?|groups?|scopes?|permissions?)")
MIGHTY = Pattern(r"(?:super_?)?admin(?:istrator)?|superuser|root|owner|\*", re.IGNORECASE)
"""Fields, and their values, with which a user may do anything."""
REFUSES = Pattern(r"_*(?:requires?|required|needs?|must_(?:be|have))_|\w+_only\b")
"""Names of guards that refuse, and do not only look."""
DENIED = frozenset({401, 403})
LETTING_IN = frozenset({EntryKind.DEPENDENCY, EntryKind.HANDLER, EntryKind.MIDDLEWARE})
"""What may check who calls under whatever name."""
ANSWERS = frozenset({"has_permission", "has_object_permission", "test_func"})
"""Methods by which a framework asks a class."""


@record
class OpenCheck:
    """A place at which a check answers that a caller may pass, and has checked nothing."""

    node: ast.AST
    function: str
    when: str
    why: str
    always: bool = False
    """Whether it is all that the function does."""

    @classmethod
    def find(cls, file: File) -> Iterator[OpenCheck]:
        """Every one of the file: what lets somebody in is rarer than what has the name of a check."""
        for handler in file.facts(ExceptHandler):
            last = handler.statements[-1] if handler.statements else None
            function = handler.function
            value = _answer(function, handler, last) if function is not None else None
            if function is not None and value is not None and _is_check(file, function):
                yield from _caught(file, function, handler, value)
        for statement in file.unordered(ast.If):
            last = statement.body[-1]
            if isinstance(last, ast.Return) and not statement.orelse and _passes(last, raises=True):
                yield from _unset(file, statement, last)
            yield from _asked_if_set(file, statement)
        for function in functions_of(file):
            if function.name in ANSWERS:
                yield from _constant(file, function)


def _is_check(file: File, function: FunctionNode) -> bool:
    """Whether a function says by its name who gets in; not how often, or what is there."""
    cls = file.class_(function)
    names = [function.name, CAMEL.sub("_", cls.name) if cls is not None else ""]
    if any(map(file.words(LIMITERS).match, names)):
        return False
    return any(
        file.words(words).match(function.name)
        for words in (ACCESS_CHECKS, PROOF_CHECKS, IDENTIFIES)
    )


def _answer(
    function: FunctionNode, handler: ExceptHandler, last: ast.stmt | None
) -> ast.expr | None:
    """What a function gives after a clause: the clause itself, or as the last thing of all."""
    if isinstance(last, ast.Return):
        return last.value
    if not isinstance(last, ast.Assign) or len(function.body) < 2:
        return None
    after = function.body[-1]
    kept = last.targets[0] if len(last.targets) == 1 else None
    given = after.value if isinstance(after, ast.Return) else None
    same = isinstance(kept, ast.Name) and isinstance(given, ast.Name) and kept.id == given.id
    # Nothing may look at it in between.
    return last.value if same and function.body[-2] is handler.guard else None


# ── an error ─────────────────────────────────────────────────────────────────────────────────────
def _caught(
    file: File, function: FunctionNode, handler: ExceptHandler, value: ast.expr
) -> Iterator[OpenCheck]:
    """The last thing that a clause does, where that lets the caller in."""
    if Exit.RAISES in handler.exits:
        return
    if all(isinstance(item, ast.Import | ast.ImportFrom) for item in handler.body):
        return
    asks = file.words(ACCESS_CHECKS).match(function.name) or (
        REFUSES.match(function.name) and file.words(GUARDS).match(function.name)
    )
    allows = _allows(value) and asks
    becomes = _becomes(file, value) and file.words(IDENTIFIES).match(function.name)
    if not (allows or becomes) or not _asks_of_caller(file, function):
        return
    if _is_explained(file, function, handler):
        return
    if _has_no_row(file, handler) and (
        _is_lookup_of_blocked(file, function, handler) or _is_asked_further(function, handler)
    ):
        return
    raised = (
        f"on `{ast.unparse(handler.clause[0])}`" if len(handler.clause) == 1 else "on any error"
    )
    answer = 'answers "allowed"' if allows else f"gives `{ast.unparse(value)}`"
    yield OpenCheck(
        handler.node,
        function.name,
        f"{answer} {raised if handler.clause and not handler.broad else 'on any error'}",
        "an error in the check grants access",
    )


def _allows(value: ast.expr) -> bool:
    """Whether an answer is yes, or begins with it."""
    first = value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value
    return isinstance(first, ast.Constant) and first.value is True


def _is_no(value: ast.expr | None) -> bool:
    """Whether an answer is no, or begins with it."""
    first = value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value
    return isinstance(first, ast.Constant) and first.value is False


def _becomes(file: File, value: ast.expr) -> bool:
    """Whether a check gives a user who may do anything, or whom everybody shares."""
    if any(_is_power(file, name, item) for name, item in _fields(value)):
        return True
    named = value.func if isinstance(value, ast.Call) else value
    return file.words(POWERFUL).match(CAMEL.sub("_", last_of(file, named)))


def _fields(value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """What a user that is written out is given: by the keys of a mapping, or by keywords."""
    if isinstance(value, ast.Dict):
        yield from ((str(key), item) for key, item in entries_of(value))
    elif isinstance(value, ast.Call):
        yield from ((item.arg, item.value) for item in value.keywords if item.arg is not None)


def _is_power(file: File, name: str, value: ast.expr) -> bool:
    """Whether a field says that its user may do anything: ``is_admin=True``, ``role="admin"``."""
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        return any(_is_power(file, name, item) for item in value.elts)
    known = file.value_of(value)
    if known is None:
        return False
    if known.value is True:
        return RIGHTS.fullmatch(name) is not None
    return (
        ROLES.fullmatch(name) is not None
        and isinstance(known.value, str)
        and MIGHTY.fullmatch(known.value) is not None
    )


def _asks_of_caller(file: File, function: FunctionNode) -> bool:
    """Whether ``can_...`` is about a caller: the name alone may speak of anything."""
    if not function.name.lstrip("_").startswith("can_"):
        return True
    return any(file.words(CALLERS).match(item.arg) for item in every_argument(function.args))


def _has_no_row(file: File, handler: ExceptHandler) -> bool:
    """Whether a clause is for a row that is not there."""
    named = [file.last_name(item) or "" for item in handler.clause]
    return bool(named) and all(file.words(NO_ROW).match(CAMEL.sub("_", name)) for name in named)


def _is_asked_further(function: FunctionNode, handler: ExceptHandler) -> bool:
    """Whether a row that is there has the last word: one that is not restricts nobody."""
    bound = {
        target.id
        for statement in handler.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    last = function.body[-1]
    value = last.value if isinstance(last, ast.Return) else None
    return value is not None and not bound.isdisjoint(identifiers_in(value))


def _is_lookup_of_blocked(file: File, function: FunctionNode, handler: ExceptHandler) -> bool:
    """Whether no row means that nobody has been shut out."""
    words = file.words(BLOCKED)
    return words.match(function.name) or any(
        words.match(CAMEL.sub("_", name))
        for statement in handler.body
        for name in identifiers_in(statement)
    )


def _is_explained(file: File, function: FunctionNode, handler: ExceptHandler) -> bool:
    """Whether a comment or docstring says that this is meant."""
    fails, intent = file.words(FAILS_OPEN), file.words(ACCESS_INTENT)
    comment = file.intent(handler.node, lambda text: fails.match(text) or intent.match(text))
    return comment is not None or fails.match(ast.get_docstring(function) or "")


# ── a secret that is not set ─────────────────────────────────────────────────────────────────────
def _unset(file: File, statement: ast.If, last: ast.Return) -> Iterator[OpenCheck]:
    """``if not secret: return True``, before something is compared with the secret."""
    secret, function = _missing(statement.test), file.parent(statement)
    if secret is None or not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    if not file.words(PROOF_CHECKS).match(function.name) or not _is_check(file, function):
        return
    raises = any(isinstance(item, ast.Raise) for item in file.statements_of(function))
    name = _secret(file, function, secret) if _passes(last, raises=raises) else ""
    name = _refused_if_set(statement) or name if name else ""
    if name and not file.under(last, Because.DEV) and _verifies(file, function, statement):
        yield OpenCheck(
            statement,
            function.name,
            f'answers "allowed" while `{name}` is not set',
            "a forgotten variable grants access",
        )


def _asked_if_set(file: File, statement: ast.If) -> Iterator[OpenCheck]:
    """``if secret and key != secret: raise``, where nothing else refuses."""
    asked = _asked(statement)
    function = file.parent(statement)
    if asked is None or not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    secret, refusing = asked
    entry = entry_of(statement, file)
    kind = entry.kind if isinstance(entry, Handler | Entry) else None
    if kind not in LETTING_IN and not _is_check(file, function):
        return
    name = _secret(file, function, secret) if _refuses(file, refusing, kind) else ""
    if name and not file.under(refusing, Because.DEV) and not _is_refused(file, function, refusing):
        yield OpenCheck(
            statement,
            function.name,
            f"lets everybody in while `{name}` is not set",
            "a forgotten variable grants access",
        )


def _asked(statement: ast.If) -> tuple[ast.expr, ast.If] | None:
    """A text that is compared only where there is one, and the branch for what is not equal to it."""
    test, inner = statement.test, statement.body[0]
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        secret, rest, refusing = _present(test.values[0]), test.values[1:], statement
    elif isinstance(inner, ast.If) and len(statement.body) == 1:
        secret, rest, refusing = _present(test), [inner.test], inner
    else:
        return None
    if secret is None or statement.orelse or refusing.orelse:
        return None
    parts = [part for item in rest for part in _alternatives(item)]
    return (secret, refusing) if any(_differs(part, secret) for part in parts) else None


def _present(test: ast.expr) -> ast.expr | None:
    """What a test finds to be there."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        nothing = isinstance(test.comparators[0], ast.Constant) and not test.comparators[0].value
        return test.left if nothing and isinstance(test.ops[0], ast.IsNot | ast.NotEq) else None
    return test if isinstance(test, ast.Name | ast.Attribute) else None


def _alternatives(test: ast.expr) -> list[ast.expr]:
    """What a test is made of: either of the parts refuses."""
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]


def _differs(test: ast.expr, secret: ast.expr) -> bool:
    """Whether a test finds that what a caller shows is not the secret."""
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotEq):
        sides = [test.left, test.comparators[0]]
    elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        sides = test.operand.args if isinstance(test.operand, ast.Call) else []
    else:
        return False
    wanted = ast.unparse(secret)
    return len(sides) == 2 and any(
        wanted == ast.unparse(part) for side in sides for part in ast.walk(side)
    )


def _refuses(file: File, refusing: ast.If, kind: EntryKind | None) -> bool:
    """Whether a branch sends the caller away; in what does more than check, with the status for it."""
    last = refusing.body[-1]
    answers = {item.status for item in file.facts(Response) if item.statement is last}
    if kind in LETTING_IN - {EntryKind.DEPENDENCY}:
        return not answers.isdisjoint(DENIED)
    no = isinstance(last, ast.Return) and _is_no(last.value)
    return isinstance(last, ast.Raise) or no or not answers.isdisjoint(DENIED)


def _is_refused(file: File, function: FunctionNode, refusing: ast.If) -> bool:
    """Whether something else in a function refuses, too."""
    inside = set(ast.walk(refusing))
    denials = [item.statement for item in file.facts(Response, function) if item.status in DENIED]
    raised = file.nodes(ast.Raise, within=function) if _is_check(file, function) else []
    return any(item not in inside for item in (*denials, *raised))


def _refused_if_set(statement: ast.If) -> str:
    """The secret without which nobody is refused who shows nothing: ``if secret: raise``."""
    first = statement.body[0]
    if not isinstance(first, ast.If) or not isinstance(first.body[-1], ast.Raise):
        return ""
    test = first.test
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.IsNot):
        return ast.unparse(test.left)
    return ast.unparse(test) if isinstance(test, ast.Name | ast.Attribute) else ""


def _missing(test: ast.expr) -> ast.expr | None:
    """What a test finds to be missing."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        right = test.comparators[0]
        nothing = isinstance(right, ast.Constant) and not right.value
        if nothing and isinstance(test.ops[0], ast.Is | ast.Eq):
            return test.left
    return None


def _passes(statement: ast.Return, *, raises: bool) -> bool:
    """Whether a return lets the caller in: yes, or nothing where a refusal is raised."""
    value = statement.value
    if value is None or (isinstance(value, ast.Constant) and value.value is None):
        return raises
    return _allows(value)


def _secret(file: File, function: FunctionNode, expr: ast.expr) -> str:
    """The name of a secret that was configured, or that the function is given to compare with."""
    if isinstance(expr, ast.Name):
        given = {item.arg for item in every_argument(function.args)}
        if expr.id in given:
            return expr.id if file.words(PROOFS).match(expr.id) else ""
    return configured_secret(file, expr) or ""


def _verifies(file: File, function: FunctionNode, after: ast.stmt) -> bool:
    """Whether the rest of a function proves something."""
    position = function.body.index(after) + 1
    known = tables()
    for statement in function.body[position:]:
        for part in ast.walk(statement):
            if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq | ast.NotEq):
                sides = (part.left, part.comparators[0])
                if any(
                    file.words(PROOFS).match(name)
                    for side in sides
                    for name in identifiers_in(side)
                ):
                    return True
            if isinstance(part, ast.Call):
                name = file.callee(part)
                if name is not None and (
                    name in known.word("constant-time")
                    or name in known.word("makes-mac")
                    or name in known.word("mac")
                    or name in known.table(Decodes)
                ):
                    return True
                if file.words(TOKEN_CHECKS).match(file.last_name(part.func)):
                    return True
    return False


# ── nothing but yes ──────────────────────────────────────────────────────────────────────────────
def _constant(file: File, function: FunctionNode) -> Iterator[OpenCheck]:
    """A permission that is always granted, in a class that nothing of the program completes."""
    cls = file.scope(function).node
    body = file.body(function)
    if not isinstance(cls, ast.ClassDef) or len(body) != 1 or not _is_check(file, function):
        return
    only = body[0]
    if not isinstance(only, ast.Return) or only.value is None or not _allows(only.value):
        return
    if file.intent(only, file.words(ACCESS_INTENT).match) is not None:
        return
    name = file.qualify(file.index.scopes[cls].qualname)
    asked = tables().word("asked-to-pass")
    if not any(base in asked for base in file.bases_of(cls)) or any(
        True for _ in heirs(file, name)
    ):
        return
    yield OpenCheck(
        function, function.name, 'always answers "allowed"', "nothing is checked", always=True
    )

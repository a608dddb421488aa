"""What one guard asks of the callers of a route: who they are, and what they may do."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.access import asking, is_named_guard, refuses
from readiness_lint.facts.callables import function_at
from readiness_lint.facts.callers import called
from readiness_lint.facts.dependencies import is_dependency, provider
from readiness_lint.facts.handlers import CAMEL
from readiness_lint.facts.responses import Response
from readiness_lint.facts.route_marks import function_behind, innermost
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import AUTHORIZES, AUTHORIZES_PERHAPS, SWITCHING
from readiness_lint.knowledge.schema import Guard
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import Answer

UNAUTHORIZED, FORBIDDEN = 401, 403
DEEPEST = 3
"""Functions through which a refusal is looked for."""


@record
class Check:
    """Something that may turn callers of a route away."""

    asks: Answer
    name: str
    may: Answer = False
    """Whether it asks what the caller may do, not only who that is."""
    who: Answer = True
    """Whether, if it asks, it asks who calls."""


def check_of(file: File, mark: ast.expr, asks: Answer) -> Check:
    """What a guard asks of which it is known whether it turns anybody away."""
    name = _named(file, mark)
    inner = function_behind(file, mark)
    if asks is not True or (inner is not None and _hangs_on_settings(*inner)):
        return Check(False if asks is False else None, name, None)
    return Check(asks, name, _may(file, mark, name), _who(file, mark, name))


def check_of_wrapper(file: File, wrapper: ast.expr) -> Check:
    """The check of what takes a view and gives another one."""
    return check_of(file, wrapper, _wrapper_asks(file, wrapper))


def _wrapper_asks(file: File, wrapper: ast.expr) -> Answer:
    name = file.name_of(wrapper) if isinstance(wrapper, ast.Name | ast.Attribute) else None
    if name in tables().table(Guard):
        return is_named_guard(file, name)
    named = is_named_guard(file, name or file.last_name(wrapper))
    if named is False and name is not None and tables().knows(name):
        return False
    found = function_at(file, wrapper)
    if named or found is None:
        return named or None
    return True if refuses(*found) else named


def _named(file: File, mark: ast.expr) -> str:
    """What a dependency, or another guard, is called."""
    if is_dependency(file, mark):
        handed = provider(file, mark)
        return _named(file, handed) if handed is not None else ast.unparse(mark)
    if isinstance(mark, ast.Call):
        return _named(file, mark.func)
    if isinstance(mark, ast.Subscript):
        parts = mark.slice.elts if isinstance(mark.slice, ast.Tuple) else [mark.slice]
        return _named(file, parts[0])
    return ast.unparse(mark)


# ── guards that the configuration may turn off ───────────────────────────────────────────────────
def _hangs_on_settings(file: File, function: FunctionNode) -> bool:
    """Whether a guard asks only where the configuration says so."""
    tests = (
        item.test
        for item in file.nodes(ast.If, ast.IfExp, within=function)
        if isinstance(item, ast.If | ast.IfExp)
    )
    return any(_is_setting(file, part) for test in tests for part in _tested(test))


def _tested(test: ast.expr) -> Iterator[ast.expr]:
    """What a test asks, without what that is compared with."""
    if isinstance(test, ast.BoolOp):
        for part in test.values:
            yield from _tested(part)
    elif isinstance(test, ast.UnaryOp):
        yield from _tested(test.operand)
    elif isinstance(test, ast.Compare):
        yield from _tested(test.left)
    else:
        yield test


def _is_setting(file: File, expr: ast.expr) -> bool:
    """Whether a value is a constant, or a part of what by its name is the configuration."""
    while isinstance(expr, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(expr, ast.Attribute) and _is_named_setting(file, expr.attr):
            return True
        expr = expr.func if isinstance(expr, ast.Call) else expr.value
    return isinstance(expr, ast.Name) and _is_named_setting(file, expr.id)


def _is_named_setting(file: File, word: str) -> bool:
    return (word.isupper() and len(word) > 1) or file.words(SWITCHING).match(word)


# ── who calls ────────────────────────────────────────────────────────────────────────────────────
def _who(file: File, mark: ast.expr, name: str) -> Answer:
    """Whether a guard that turns callers away asks who they are, and not something else."""
    if is_named_guard(file, name) or _qualified(file, mark) in tables().table(Guard):
        return True
    inner = function_behind(file, mark)
    if inner is None:
        return None
    home, function = inner
    if any(item.status == UNAUTHORIZED for item in home.facts(Response, within=function)):
        return True
    below = (item for answer, item in asking(home, function) if answer)
    return any(_who(at, item, _named(at, item)) for at, item in below) or None


def _qualified(file: File, mark: ast.expr) -> str:
    """The name of what a mark names; of an object, that of its class."""
    target = innermost(file, mark)
    if isinstance(target, ast.Call):
        target = target.func
    name = file.name_of(target) if isinstance(target, ast.Name | ast.Attribute) else None
    kind = file.type_of(target)
    return kind.name if kind is not None and not kind.of_class else name or ""


# ── what the caller may do ───────────────────────────────────────────────────────────────────────
def _may(file: File, mark: ast.expr, name: str) -> Answer:
    """Whether a guard asks what its caller may do."""
    if _tests_what_is_not_known(file, mark):
        return None
    if file.words(AUTHORIZES_PERHAPS).match(name.rpartition(".")[2]):
        # With what is wanted beside the caller it is clear.
        around = file.parent(mark)
        asked = around if isinstance(around, ast.Call) and around.func is mark else None
        return True if asked and len(asked.args) + len(asked.keywords) > 1 else None
    if is_named_for_rights(file, name):
        return True
    if isinstance(mark, ast.Call) and any(item.arg == "scopes" for item in mark.keywords):
        return True
    inner = function_behind(file, mark)
    if inner is None:
        return False if _qualified(file, mark) in tables().table(Guard) else None
    return None if _forbids(*inner) else False


def is_named_for_rights(file: File, name: str) -> bool:
    """Whether a part of a name speaks of what somebody may do."""
    return any(file.words(AUTHORIZES).match(CAMEL.sub("_", part)) for part in name.split("."))


def _tests_what_is_not_known(file: File, mark: ast.expr) -> bool:
    """Whether a guard was made of a test that is one of several: ``user_passes_test(is_staff)``."""
    home, made = file.origin(innermost(file, mark)) or (file, None)
    if not isinstance(made, ast.Call) or home.callee(made) not in tables().table(Guard):
        return False
    tests = (item for item in made.args if isinstance(item, ast.Name | ast.Attribute))
    return any(home.defined(home.name_of(item) or "") is None for item in tests)


def _forbids(file: File, function: FunctionNode, deepest: int = DEEPEST) -> bool:
    """Whether a function, or what it calls or depends on, may answer that somebody may not."""
    found = file.answer(
        "forbids", (function, deepest), lambda: _may_forbid(file, function, deepest)
    )
    return found is not False


def _may_forbid(file: File, function: FunctionNode, deepest: int) -> bool:
    if any(item.status == FORBIDDEN for item in file.facts(Response, within=function)):
        return True
    calls = (called(file, call) for call in file.nodes(ast.Call, within=function) if deepest)
    if any(inner is not None and _forbids(*inner, deepest - 1) for inner in calls):
        return True
    return any(_dependency_forbids(*mark, deepest) for _, mark in asking(file, function))


def _dependency_forbids(file: File, mark: ast.expr, deepest: int) -> bool:
    inner = function_behind(file, mark)
    if inner is None:
        return _qualified(file, mark) not in tables().table(Guard)
    return not deepest or _forbids(*inner, deepest - 1)

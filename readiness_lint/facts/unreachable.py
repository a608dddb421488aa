"""Statements that no run of the program comes to."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from readiness_lint.facts.callables import functions_of
from readiness_lint.facts.idle import is_idle
from readiness_lint.facts.program import Program
from readiness_lint.facts.shapes import behind_await, is_endless
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Leases
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Exit

LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)
ENDLESS = ("NoReturn", "Never")
"""Annotations of what never comes back."""
COMPOUND = (ast.If, ast.Match, ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.While)
ROUNDS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.For, ast.AsyncFor})
"""Whatever leaves the body of one of them, what stands behind it may run."""
MARK = Pattern(r"^\s*(?:TODO|FIXME|XXX|HACK)\b(?:\([^)]*\))?:?")
NOT_YET = Pattern(r"raise NotImplementedError\([^)]")
OFF = Pattern(
    r"\bnot (?:\w+ )?(?:implemented|supported|available|enabled)\b|\bno longer\b"
    r"|\b(?:unsupported|unavailable|disabled|deprecated|removed|retired)\b",
    re.IGNORECASE,
)
"""What an answer says that is given in the place of the work."""
LONG = 3
"""Statements under `if False` that are more than a switch for a type checker."""


@record
class DeadCode:
    """The rest of a block behind a statement that never falls through, or a branch never taken."""

    node: ast.stmt
    """The first statement that never runs."""
    statements: tuple[ast.stmt, ...]
    """All of its block that never run."""
    where: str
    """What keeps them from running, for a reader: ``after `return` ``."""

    @property
    def acts(self) -> bool:
        """Whether something is left undone: a call, or a check that raises."""
        return any(_acts(statement) for statement in self.statements)

    @classmethod
    def find(cls, file: File) -> Iterable[DeadCode]:
        """Every one of the file; what stands inside another one is a part of it."""
        end = 0
        for dead in sorted(_found(file), key=lambda item: (item.node.lineno, -_end(item))):
            if dead.node.lineno > end:
                end = _end(dead)
                yield dead


def _end(dead: DeadCode) -> int:
    return dead.statements[-1].end_lineno or 0


def _acts(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(statement, ast.Raise) or isinstance(behind_await(value), ast.Call)


def _found(file: File) -> Iterator[DeadCode]:
    seen: set[ast.stmt] = set()
    # Hardly a file has any, so only those that are found are put in order.
    leaving = [
        found
        for kind in LEAVING
        for ending in file.unordered(kind)
        if not _ends_all(file, ending) and (found := _behind(file, ending, seen)) is not None
    ]
    yield from sorted(leaving, key=lambda item: start_of(item.node))
    for ending in _endings(file):
        found = _behind(file, ending, seen)
        if found is not None:
            yield found
    for branch in file.unordered(ast.If):
        if isinstance(branch.test, ast.Constant) and not branch.test.value:
            rest = tuple(branch.body)
            meant = _makes_generator(file, rest) or _is_explained(file, branch)
            if len(rest) > LONG and not meant:
                yield DeadCode(rest[0], rest, f"under `if {branch.test.value}`")


def _is_explained(file: File, branch: ast.If) -> bool:
    """Whether a comment above a test, or beside it, says what it is about."""
    return "#" in file.source and any(
        replace(comment, text=MARK.sub("", comment.text)).explains
        for comment in file.comments(branch)
        if comment.line <= branch.lineno
    )


def _ends_all(file: File, ending: ast.stmt) -> bool:
    """Whether a statement is the last one of a function, a round or a test: nearly all are."""
    around: Any = file.index.placed[ending].node
    kind = around.__class__
    return (kind in ROUNDS or (kind is ast.If and not around.orelse)) and around.body[-1] is ending


def _endings(file: File) -> Iterator[ast.stmt]:
    """Calls that never come back, and loops that never end."""
    for _, call in file.calls_to(tables().word("never-returns")):
        around = file.parent(call)
        if isinstance(around, ast.Await):
            around = file.parent(around)
        if isinstance(around, ast.Expr):
            yield around
    yield from _declared_endings(file)
    for loop in file.nodes(ast.While):
        if is_endless(loop) and Exit.FALLS not in file.exits([loop]):
            yield loop


def _declared_endings(file: File) -> Iterator[ast.stmt]:
    """Calls of functions of the program that say of themselves that they never come back."""
    own = tuple(_declared(file))
    lasts = own if file.program is None else file.program.known(_all_declared)
    for last in sorted(file.index.calls.keys() & set(lasts)):
        for call, statement in file.index.calls[last]:
            name = file.callee(call, statement)
            home, function = (file.defined(name) if name else None) or (file, None)
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            value = statement.value if isinstance(statement, ast.Expr) else None
            awaited = isinstance(value, ast.Await) is isinstance(function, ast.AsyncFunctionDef)
            if behind_await(value) is call and awaited and _never_comes_back(home, function):
                yield statement


def _all_declared(program: Program) -> tuple[str, ...]:
    return tuple(sorted({name for _, name in program.each(_declared)}))


def _declared(file: File) -> Iterator[str]:
    """The names of such functions of a file."""
    if any(word in file.source for word in ENDLESS):
        yield from (item.name for item in functions_of(file) if _never_comes_back(file, item))


def _never_comes_back(file: File, function: FunctionNode) -> bool:
    name = file.name_at(function.returns, function) if function.returns is not None else None
    package, _, last = (name or "").rpartition(".")
    return last in ENDLESS and package in {"typing", "typing_extensions"}


def _behind(file: File, ending: ast.stmt, seen: set[ast.stmt]) -> DeadCode | None:
    """What stands behind a statement that never falls through, or behind what it is the end of."""
    while ending not in seen:
        seen.add(ending)
        around = file.parent(ending)
        rest = file.following(ending)
        if rest:
            return _dead(file, ending, rest)
        if isinstance(around, ast.ExceptHandler | ast.match_case):
            around = file.parent(around)
        if (
            not _may_end_all(around)
            or not _is_followed(file, around)
            or not _never_falls(file, around)
        ):
            return None
        ending = around
    return None


def _is_followed(file: File, statement: ast.stmt) -> bool:
    """Whether anything stands behind a statement, or behind what it is the end of."""
    current: ast.AST | None = statement
    while isinstance(current, ast.stmt):
        around = file.parent(current)
        if file.following(current):
            return True
        if isinstance(around, ast.ExceptHandler | ast.match_case):
            around = file.parent(around)
        current = around if _may_end_all(around) else None
    return False


def _may_end_all(around: ast.AST | None) -> TypeGuard[ast.stmt]:
    """Whether a compound statement may lead elsewhere on all ways, as far as it is plain to see."""
    if isinstance(around, ast.If):
        return bool(around.orelse)
    return isinstance(around, COMPOUND)


def _never_falls(file: File, statement: ast.stmt) -> bool:
    """Whether all ways through a compound statement certainly lead elsewhere."""
    if isinstance(statement, ast.While) and not is_endless(statement):
        return False
    if Exit.FALLS in file.exits([statement]):
        return False
    own = [statement] if isinstance(statement, ast.With | ast.AsyncWith) else []
    inside: list[ast.With | ast.AsyncWith] = [
        *file.nodes(ast.With, within=statement),
        *file.nodes(ast.AsyncWith, within=statement),
    ]
    return not any(_may_swallow(file, block) for block in (*own, *inside))


def _may_swallow(file: File, block: ast.With | ast.AsyncWith) -> bool:
    """Whether a context manager may end an exception, after which the block is left at its end."""
    return any(not _lets_through(file, item.context_expr, block) for item in block.items)


def _lets_through(file: File, expr: ast.expr, at: ast.stmt) -> bool:
    """Whether a context manager is a file, a session or a transaction: they keep no exception."""
    name = file.name_at(expr.func if isinstance(expr, ast.Call) else expr, at)
    return name == "builtins.open" or name in tables().table(Leases)


def _dead(file: File, ending: ast.stmt, behind: Sequence[ast.stmt]) -> DeadCode | None:
    rest = tuple(behind)
    while rest and _is_nothing(rest[0]):
        rest = rest[1:]
    if not rest or _is_meant(file, ending, rest) or _makes_generator(file, rest):
        return None
    if _switches_off(file, ending, rest):
        return None
    return DeadCode(rest[0], rest, f"after `{_spelled(file, ending)}`")


def _switches_off(file: File, ending: ast.stmt, behind: Sequence[ast.stmt]) -> bool:
    """Whether a function only answers that it is not to be had, which it or a comment says.

    So does one that gives nothing where it begins, and that nobody calls, or whose means were taken
    out of the module with it.
    """
    function = file.function(ending)
    if function is None or next(iter(file.body(function)), None) is not ending:
        return False
    bare = isinstance(ending, ast.Return) and ending.value is None
    return (
        OFF.search(ast.unparse(ending)) is not None
        or any(
            comment.own_line and comment.line < ending.lineno and comment.explains
            for comment in (file.comments(ending) if "#" in file.source else ())
        )
        or (bare and is_idle(file, function))
        or (bare and any(_lacks_a_name(file, statement) for statement in behind))
    )


def _lacks_a_name(file: File, statement: ast.stmt) -> bool:
    """Whether a statement reads a name that nothing in its module gives a value to."""
    return not file.index.star_imports and any(
        isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Load)
        and not hasattr(builtins, node.id)
        and not file.bindings(node)
        and not any(node.id in scope.bindings for scope in file.index.scopes.values())
        for node in ast.walk(statement)
    )


def _spelled(file: File, ending: ast.stmt) -> str:
    if isinstance(ending, ast.Expr):
        return f"{file.last_name(behind_await(ending.value))}()"
    name = "while True" if is_endless(ending) else type(ending).__name__.lower()
    return name.removeprefix("async").removesuffix("star")


def _is_nothing(statement: ast.stmt) -> bool:
    """Whether a statement has no effect wherever it stands."""
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def _is_meant(file: File, ending: ast.stmt, rest: tuple[ast.stmt, ...]) -> bool:
    """Whether it says that nobody gets there, or gives a checker of types the end that it misses."""
    first = rest[0]
    if len(rest) == 1 and (_yields_nothing(first) or _leaves_again(ending, first)):
        return True
    if isinstance(ending, ast.Raise) and NOT_YET.match(ast.unparse(ending)):
        # What is switched off says why, and what it will be.
        return True
    if isinstance(first, ast.Assert):
        return isinstance(first.test, ast.Constant) and not first.test.value
    if isinstance(ending, LEAVING) or len(rest) > 1:
        return isinstance(first, ast.Raise) and "AssertionError" in ast.unparse(first)
    return isinstance(first, ast.Raise) or (
        isinstance(first, ast.Return) and _is_plain(file, first.value)
    )


def _leaves_again(ending: ast.stmt, first: ast.stmt) -> bool:
    """Whether a bare `return` is left over behind a `return`: it would have done no more."""
    return isinstance(ending, ast.Return) and isinstance(first, ast.Return) and first.value is None


def _yields_nothing(statement: ast.stmt) -> bool:
    """Whether a statement is a lone `yield`, which says that its function is a generator."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Yield) and value.value is None


def _is_plain(file: File, value: ast.expr | None) -> bool:
    """Whether a value is a constant, a name, an empty collection, or several of them."""
    if isinstance(value, ast.List | ast.Tuple):
        return all(_is_plain(file, item) for item in value.elts)
    if isinstance(value, ast.Attribute):
        return _is_plain(file, value.value)
    if isinstance(value, ast.Call):
        is_cast = len(value.args) == 2 and file.name_of(value.func) in tables().word("cast")
        return is_cast and _is_plain(file, value.args[1])
    return (isinstance(value, ast.Dict) and not value.keys) or isinstance(
        value, ast.Constant | ast.Name | None
    )


def _makes_generator(file: File, rest: tuple[ast.stmt, ...]) -> bool:
    """Whether without these statements their function would be no generator any more."""
    function: FunctionNode | None = file.function(rest[0])
    if function is None:
        return False
    yields = [
        node
        for node in file.nodes(ast.Yield, ast.YieldFrom, within=function)
        if file.function(node) is function
    ]
    inside = [node for item in rest for node in file.nodes(ast.Yield, ast.YieldFrom, within=item)]
    return bool(inside) and len(yields) == sum(file.function(node) is function for node in inside)

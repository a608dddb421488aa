"""Statements that end an exception in flight without catching it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import functions_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import SUPPRESSORS
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import Branch
from readiness_lint.model.positions import start_line
from readiness_lint.record import record
from readiness_lint.terms import Breadth, Reaction

EXITS = frozenset({"__exit__", "__aexit__"})
AWAITING = (ast.Await, ast.AsyncFor, ast.AsyncWith)
LEFT = Reaction.RERAISE | Reaction.RAISE | Reaction.RETRY | Reaction.EXIT
LEAVING = (ast.Return, ast.Break, ast.Continue)


@record
class LostException:
    """A ``return``, ``break`` or ``continue`` in whose place an exception would go on."""

    node: ast.stmt
    statement: str
    """Its first word; with its value in a context manager."""
    where: str
    """``finally``, ``__exit__`` or ``__aexit__``."""

    @classmethod
    def find(cls, file: File) -> Iterable[LostException]:
        """Every one of the file, as far as nothing asks whether an exception is in flight."""
        for guard in file.nodes(ast.Try):
            if guard.finalbody and not _takes_all(file, guard):
                for way in _leaving(file, guard):
                    yield cls(way, type(way).__name__.lower(), "finally")
        for function in functions_of(file):
            if function.name in EXITS and (kept := _swallowing(file, function)):
                yield cls(kept, ast.unparse(kept), function.name)


def _leaving(file: File, guard: ast.Try) -> Iterator[ast.stmt]:
    """What leaves a ``finally`` block whatever happened before it."""
    start = guard.finalbody[0].lineno
    if any(_raises(file, part) for part in guard.finalbody):
        return
    for part in guard.finalbody:
        own = [part] if isinstance(part, LEAVING) else []
        for way in (*own, *file.nodes(*LEAVING, within=part)):
            loop = next(file.enclosing(way, Branch.LOOP), None)
            inside = loop is not None and start_line(loop) >= start
            if (
                file.scope(way) is file.scope(guard)
                and next(file.enclosing(way, Branch.FINALLY), None) is guard
                and (isinstance(way, ast.Return) or not inside)
                and not _asks(file, guard, way, start)
            ):
                yield way


def _takes_all(file: File, guard: ast.Try) -> bool:
    """Whether its last clause takes every error and raises none, so that none is in flight.

    The cancellation of a coroutine is no `Exception`, and goes past it.
    """
    taken = [item for item in file.facts(ExceptHandler, guard) if item.guard is guard]
    waits = any(True for part in guard.body for _ in file.nodes(*AWAITING, within=part))
    return (
        bool(taken)
        and (taken[-1].breadth in (Breadth.BARE, Breadth.BASE) or (taken[-1].broad and not waits))
        and not any(item.some & LEFT for item in taken)
    )


def _raises(file: File, part: ast.stmt) -> bool:
    """Whether a statement may raise again what it has found in flight."""
    return isinstance(part, ast.If) and any(True for _ in file.nodes(ast.Raise, within=part))


def _asks(file: File, guard: ast.Try, way: ast.stmt, start: int) -> bool:
    """Whether a test around it tells success from failure."""
    tests = [item.test for item in file.conditions(way) if item.test.lineno >= start]
    if not tests:
        return False
    told = _assigned_in(file, guard, start)
    return any(
        (isinstance(part, ast.Name) and part.id in told)
        or (isinstance(part, ast.Attribute) and part.attr in told)
        or (
            isinstance(part, ast.Call)
            and (file.callee(part, way) or "") in tables().word("current-exception")
        )
        for test in tests
        for part in ast.walk(test)
    )


def _assigned_in(file: File, guard: ast.Try, start: int) -> set[str]:
    """The names and attributes that the block, or its handlers, give a value."""
    given: list[ast.Assign | ast.AnnAssign] = [
        *file.nodes(ast.Assign, within=guard),
        *file.nodes(ast.AnnAssign, within=guard),
    ]
    return {
        last
        for item in given
        if item.lineno < start
        for target in (item.targets if isinstance(item, ast.Assign) else [item.target])
        for name in (target.elts if isinstance(target, ast.Tuple) else [target])
        if (last := file.last_name(name))
    }


def _swallowing(file: File, function: FunctionNode) -> ast.Return | None:
    """The only ``return`` of a context manager's end, if it is true whatever happened."""
    returns = file.nodes(ast.Return, within=function)
    owner = file.class_(function)
    if len(returns) != 1 or returns[0] not in function.body:
        return None
    value = returns[0].value
    constant = isinstance(value, ast.Constant) and bool(value.value)
    named = owner is not None and file.words(SUPPRESSORS).match(owner.name)
    return returns[0] if constant and not named and not _looks(file, function) else None


def _looks(file: File, function: FunctionNode) -> bool:
    """Whether it reads what it is told of the exception, other than to hand it to another manager."""
    arguments = function.args
    names = {item.arg for item in (*arguments.posonlyargs, *arguments.args)[1:]}
    names |= {item.arg for item in (arguments.vararg, arguments.kwarg) if item}
    handed = {
        part
        for call in file.nodes(ast.Call, within=function)
        if file.last_name(call.func) in EXITS
        for item in call.args
        for part in ast.walk(item)
    }
    return any(
        isinstance(part, ast.Name) and part.id in names and part not in handed
        for statement in function.body
        for part in ast.walk(statement)
    )

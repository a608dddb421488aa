"""Statements that end an exception in flight without catching it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import partial

from readiness_lint.facts.callables import functions_of
from readiness_lint.facts.callers import called
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.peers import reaches_a_peer, reaching_a_peer
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CLEANUP, SUPPRESSORS
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import Branch
from readiness_lint.model.positions import start_line, start_of
from readiness_lint.record import record
from readiness_lint.terms import Breadth, Reaction

EXITS = frozenset({"__exit__", "__aexit__"})
AWAITING = (ast.Await, ast.AsyncFor, ast.AsyncWith)
LEFT = Reaction.RERAISE | Reaction.RAISE | Reaction.RETRY | Reaction.EXIT
LEAVING = (ast.Return, ast.Break, ast.Continue)
DEEPEST = 3
"""How many functions down what may fail is looked for."""
FAILING = (ast.Raise, *AWAITING)


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
    """Whether its last clause takes every error and none fails, so that none is in flight."""
    taken = _clauses(file, guard)
    return (
        _takes_each(file, guard)
        and not any(item.some & LEFT for item in taken)
        and not any(_may_fail(file, part) for item in taken for part in item.statements)
    )


def _clauses(file: File, guard: ast.Try) -> list[ExceptHandler]:
    return [item for item in file.facts(ExceptHandler, guard) if item.guard is guard]


def _takes_each(file: File, guard: ast.Try) -> bool:
    """Whether whatever its block raises comes to one of the clauses.

    The cancellation of a coroutine is no `Exception`, and goes past it.
    """
    clauses = _clauses(file, guard)
    waits = any(True for part in guard.body for _ in file.nodes(*AWAITING, within=part))
    return bool(clauses) and (
        clauses[-1].breadth in (Breadth.BARE, Breadth.BASE) or (clauses[-1].broad and not waits)
    )


# ── what may fail ────────────────────────────────────────────────────────────────────────────────
def _may_fail(file: File, part: ast.stmt) -> bool:
    """Whether a statement raises, waits, or reaches a peer, and nothing in it takes that.

    What only gives something back may fail as well, and seldom matters.
    """
    own = [part] if isinstance(part, FAILING) else []
    return any(
        not _is_taken(file, item, part)
        for item in (*own, *file.nodes(*FAILING, within=part))
        if file.scope(item) is file.scope(part) and not _tidies(file, item)
    ) or any(
        not _tidies(file, call) and not _is_taken(file, call, part) and _fails(file, call, DEEPEST)
        for call in calls_in([part])
    )


def _fails(file: File, call: ast.Call, depth: int) -> bool:
    """Whether a call reaches a peer, and a function on the way there lets its failure out."""
    if not reaches_a_peer(file, call):
        return False
    home, function = called(file, call) or (file, None)
    return function is None or any(
        not _is_taken(home, item, function) and (not depth or _fails(home, item, depth - 1))
        for item in reaching_a_peer(home, function)
    )


def _tidies(file: File, node: ast.AST) -> bool:
    """Whether it gives something back, by the name of what it calls, or waits for that."""
    call = node.value if isinstance(node, ast.Await) else node
    last = file.last_name(call.func) if isinstance(call, ast.Call) else None
    return file.words(CLEANUP).match(last)


def _is_taken(file: File, node: ast.AST, within: ast.AST) -> bool:
    """Whether what a node raises ends in a `try` that stands in a statement or a function."""
    return any(
        _takes_all(file, guard) for guard in file.tries(node) if start_of(guard) >= start_of(within)
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
    """The names and attributes whose value tells whether the block, or its handlers, came to an end.

    What the block gives a value tells nothing where something behind may fail, and what a clause
    that raises gives one tells nothing of what goes past the clauses.
    """
    given: list[ast.Assign | ast.AnnAssign] = [
        *file.nodes(ast.Assign, within=guard),
        *file.nodes(ast.AnnAssign, within=guard),
    ]
    told: set[str] = set()
    last: dict[str, ast.stmt] = {}
    for item in sorted(given, key=start_of):
        if item.lineno < start:
            clause = _clause_around(file, guard, item)
            if clause is None:
                last.update(dict.fromkeys(_names(file, item), item))
            elif _takes_each(file, guard) or not clause.always & LEFT:
                told.update(_names(file, item))
    ends = (
        name
        for name, item in last.items()
        if not any(map(partial(_may_fail, file), _behind(file, guard, item)))
    )
    return told.union(ends)


def _names(file: File, item: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    for target in item.targets if isinstance(item, ast.Assign) else [item.target]:
        for name in target.elts if isinstance(target, ast.Tuple) else [target]:
            if last := file.last_name(name):
                yield last


def _clause_around(file: File, guard: ast.Try, item: ast.stmt) -> ExceptHandler | None:
    """The clause of the `try` that a statement stands in."""
    around = list(file.enclosing(item, Branch.EXCEPT))
    return next((clause for clause in _clauses(file, guard) if clause.node in around), None)


def _behind(file: File, guard: ast.Try, item: ast.stmt) -> Iterator[ast.stmt]:
    """What runs behind a statement of the block until it is left."""
    at: ast.AST | None = item
    while at is not None and at is not guard:
        for after in file.following(at) if isinstance(at, ast.stmt) else ():
            yield after
            if isinstance(after, LEAVING):
                return
        around = file.parent(at)
        if isinstance(around, ast.Try) and at in around.body:
            yield from around.orelse
        at = around


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

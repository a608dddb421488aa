"""Tasks and futures that nobody keeps, and outcomes at which nobody looks."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from readiness_lint.facts.callables import constant, handed
from readiness_lint.facts.callers import called, callers_of
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.idle import is_never_called
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.reactions import only_computes
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CLEANUP, COMPUTING, OBSERVERS, READY, SLEEPS, SLIGHT
from readiness_lint.model import Binding, Bound, File, FunctionNode, Given
from readiness_lint.model.positions import end_of, start_of
from readiness_lint.record import record
from readiness_lint.terms import Reaction, When

Form = Literal["task", "future", "outcomes"]
RAISING = Reaction.RERAISE | Reaction.RAISE | Reaction.EXIT
ADDING = frozenset({"append", "add"})
DISPLAYS = (ast.List, ast.Tuple, ast.Set)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp)
WAITING = (ast.Await, ast.Yield, ast.YieldFrom, ast.AsyncFor, ast.AsyncWith)
DEEPEST = 2
"""Helpers through which a clause is looked for."""
Seen = frozenset[FunctionNode]


@record
class DroppedResult:
    """A call that starts or ends work, and whose value is thrown away."""

    node: ast.Call
    name: str
    """The call as the file spells it, without its arguments."""
    form: Form
    """``task``: nothing else refers to it; ``future``: it alone knows of a failure; ``outcomes``."""

    @classmethod
    def find(cls, file: File) -> Iterator[DroppedResult]:
        """Every one of the file whose work may fail, as far as that is known."""
        if not any(True for _ in file.candidates(_lasts())):
            return
        for form, call in (*_tasks(file), *_futures(file), *_gatherings(file)):
            if not (
                _ends_its_loop(file, call) or _finalizes(file, call) or _is_never_run(file, call)
            ):
                yield cls(call, ast.unparse(call.func), form)


@cache
def _lasts() -> frozenset[str]:
    """The last identifiers of what starts work, or waits for it."""
    words = map(tables().word, ("weak-task", "keeps-failure", "gathers"))
    return frozenset().union(*(word.lasts for word in words))


def _tasks(file: File) -> Iterator[tuple[Form, ast.Call]]:
    for name, call in file.calls_to(tables().word("weak-task")):
        of_future = name.endswith("ensure_future") and not _is_call(file, call.args)
        if not of_future and _is_unread(file, call) and not _is_held(file, call):
            yield "task", call


def _is_call(file: File, arguments: list[ast.expr]) -> bool:
    """Whether the first argument is what a call gives: a coroutine, and no task of somebody's."""
    value = arguments[0] if arguments else None
    return isinstance(file.assigned(value) or value if value else None, ast.Call)


def _futures(file: File) -> Iterator[tuple[Form, ast.Call]]:
    for name, call in file.calls_to(tables().word("keeps-failure")):
        if _is_unread(file, call) and _may_fail_unheard(file, name, call):
            yield "future", call


def _gatherings(file: File) -> Iterator[tuple[Form, ast.Call]]:
    for name, call in file.calls_to(tables().word("gathers")):
        around = file.parent(call)
        if not isinstance(around, ast.Await) or not _is_unread(file, around):
            continue
        if name.endswith("gather"):
            given = file.argument(call, "return_exceptions")
            known = constant(file, given.value) if isinstance(given, Given) else None
            if known is None or not known.value or file.intent(call):
                continue
        if any(_is_lost(file, item) for item in _gathered(file, call)):
            yield "outcomes", call


# ── what becomes of the value ────────────────────────────────────────────────────────────────────
def _is_unread(file: File, value: ast.expr) -> bool:
    """Whether an expression is a statement, or given to a local that is never read."""
    around = file.parent(value)
    if isinstance(around, ast.Expr):
        return True
    bound = _local(file, around)
    return bound is not None and not _loads(bound.scope.node, bound.node)


def _local(file: File, statement: ast.AST | None) -> Binding | None:
    """The local of a function that an assignment gives its value, if it does nothing else."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    if not isinstance(target, ast.Name):
        return None
    scope = file.scope(statement)
    found = scope.bindings.get(target.id, ())
    if not isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    return next((item for item in found if item.statement is statement), None)


def _loads(function: ast.AST, target: ast.AST) -> list[ast.Name]:
    """Where a function reads the name that a node of it binds."""
    name = getattr(target, "id", "")
    return [
        node
        for node in ast.walk(function)
        if is_name(node, name) and not isinstance(node.ctx, ast.Store)
    ]


def _is_held(file: File, call: ast.Call) -> bool:
    """Whether the frame of the function keeps a task alive while it waits for something else."""
    function = file.function(call)
    if function is None or isinstance(file.parent(call), ast.Expr):
        return False
    return any(file.reaches(call, node) for node in file.nodes(*WAITING, within=function))


def _finalizes(file: File, call: ast.Call) -> bool:
    """Whether it stands in the end of an object, where nothing is left to keep anything."""
    function = file.function(call)
    return function is not None and function.name == "__del__"


def _is_never_run(file: File, call: ast.Call) -> bool:
    """Whether nobody calls its function, or it stands where an import has no event loop for it."""
    function = file.function(call)
    if function is None:
        return file.when(call) is When.IMPORT and file.callee(call) in tables().word("in-a-loop")
    return entry_of(call, file) is None and is_never_called(file, function)


def _ends_its_loop(file: File, call: ast.Call) -> bool:
    """Whether it is the last that a coroutine does which has an event loop of its own."""
    function = file.function(call)
    if function is None or function.body[-1] is not file.statement(call):
        return False
    loops = tables().word("own-loop")
    return any(
        isinstance(around, ast.Call) and caller.file.callee(around) in loops
        for caller in callers_of(file, function)
        for around in (caller.file.parent(caller.node),)
    )


# ── what may fail ────────────────────────────────────────────────────────────────────────────────
def _may_fail_unheard(file: File, name: str, call: ast.Call) -> bool:
    """Whether what is handed over is known, and lets a failure out."""
    position = 1 if name.endswith("run_in_executor") else 0
    work = call.args[position] if len(call.args) > position else None
    if name.endswith("run_coroutine_threadsafe"):
        return work is not None and _is_lost(file, file.assigned(work) or work)
    if work is None or _tidies(file, file.last_name(work) or ""):
        return False
    home, function = handed(file, work) or (file, None)
    if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return _works(home, function) and not _minds(home, function, DEEPEST)
    return function is None and _is_of_a_library(file, work)


def _is_of_a_library(file: File, work: ast.expr) -> bool:
    """Whether a function is known, and none of the program's own."""
    name = file.name_of(work) if isinstance(work, ast.Name | ast.Attribute) else None
    program = file.program
    if name is None or (program is not None and program.owns(name)):
        return False
    top = name.partition(".")[0]
    return tables().knows(name) or top in {"builtins", *sys.stdlib_module_names} - {"logging"}


def _tidies(file: File, name: str) -> bool:
    """Whether a function gives something back, by its name or the first word of it."""
    words = file.words(CLEANUP)
    return words.match(name) or words.match(name.lstrip("_").partition("_")[0])


def _works(file: File, function: FunctionNode) -> bool:
    """Whether a function does anything but compute."""
    return not only_computes(file, function) and any(
        not _is_slight(file, call) for call in _own_calls(file, function)
    )


def _minds(file: File, function: FunctionNode, depth: int) -> bool:
    """Whether a function, or one that it calls, takes every failure somewhere; or might."""
    if _guards(file, function):
        return True
    for call in _own_calls(file, function):
        found = called(file, call)
        if found is not None:
            if depth and _minds(*found, depth - 1):
                return True
        elif depth == DEEPEST and not (_is_of_a_library(file, call.func) or _is_slight(file, call)):
            return True
    return False


def _is_lost(file: File, work: ast.expr) -> bool:
    """Whether an expression makes a coroutine of the program which lets a failure out."""
    if isinstance(work, ast.Call) and file.callee(work) in tables().word("weak-task"):
        work = work.args[0] if work.args else work
    found = called(file, work) if isinstance(work, ast.Call) else None
    if found is None or _tidies(file, found[1].name):
        return False
    return _lets_out(*found, frozenset())


def _lets_out(file: File, function: FunctionNode, seen: Seen) -> bool:
    """Whether a coroutine function waits for something outside of what takes every failure."""
    if not isinstance(function, ast.AsyncFunctionDef):
        return False
    guards = _guards(file, function)
    for call in _own_calls(file, function):
        if not file.is_awaited(call) or any(_stands_in(guard, call) for guard in guards):
            continue
        found = called(file, call)
        if found is None and not _is_slight(file, call):
            return True
        if found and found[1] not in seen and _lets_out(*found, seen | {function}):
            return True
    return False


def _guards(file: File, function: FunctionNode) -> list[ast.stmt]:
    """The statements of a function under which no failure gets out."""
    return [
        handler.guard
        for handler in file.facts(ExceptHandler)
        if handler.broad and handler.function is function and not handler.some & RAISING
    ]


def _own_calls(file: File, function: FunctionNode) -> Iterator[ast.Call]:
    for call in file.nodes(ast.Call, within=function):
        if file.function(call) is function:
            yield call


def _stands_in(guard: ast.stmt, call: ast.Call) -> bool:
    assert guard.end_lineno is not None
    return guard.lineno <= call.lineno <= guard.end_lineno


def _is_slight(file: File, call: ast.Call) -> bool:
    if call in log_calls(file):
        return True
    last = file.last_name(call.func)
    if last == "super":
        return True
    lists = (SLIGHT, OBSERVERS, SLEEPS, READY, COMPUTING, CLEANUP)
    return any(file.words(words).match(last) for words in lists)


# ── what is gathered ─────────────────────────────────────────────────────────────────────────────
def _gathered(file: File, call: ast.Call) -> Iterable[ast.expr]:
    """The coroutines that are waited for together, if they are all in sight; cancelled ones are none."""
    function = file.function(call)
    if function is None or any(
        file.function(other) is function for other, _ in file.index.calls.get("cancel", ())
    ):
        return ()
    found: list[ast.expr] = []
    for argument in call.args:
        expr = argument.value if isinstance(argument, ast.Starred) else argument
        found += _made(file, expr, function, call)
    return found


def _made(file: File, expr: ast.expr, function: FunctionNode, call: ast.Call) -> Iterator[ast.expr]:
    """The calls whose values an expression holds; a list that is read again later holds none."""
    if isinstance(expr, DISPLAYS):
        yield from expr.elts
    elif isinstance(expr, COMPREHENSIONS):
        yield expr.elt
    elif isinstance(expr, ast.Call):
        yield expr
    elif isinstance(expr, ast.Name):
        bindings = file.bindings(expr)
        local = all(item.kind is Bound.VALUE and item.scope.node is function for item in bindings)
        if local and not any(start_of(use) > end_of(call) for use in _loads(function, expr)):
            for item in bindings:
                if item.value is not None and not isinstance(item.value, ast.Name):
                    yield from _made(file, item.value, function, call)
            yield from _added(file, expr, function)


def _added(file: File, name: ast.Name, function: FunctionNode) -> Iterator[ast.expr]:
    """What is put into a local list."""
    for last in sorted(ADDING):
        for call, _ in file.index.calls.get(last, ()):
            of = call.func.value if isinstance(call.func, ast.Attribute) else None
            if is_name(of, name.id) and call.args and file.function(call) is function:
                yield call.args[0]

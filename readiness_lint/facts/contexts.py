"""Context variables that a thread does not get."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import given, handed
from readiness_lint.facts.callers import called, callers_of, decorators_of
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.logs import LogCall
from readiness_lint.facts.program import Program
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Detaches
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

RUNNING = frozenset({EntryKind.HANDLER, EntryKind.MIDDLEWARE, EntryKind.DEPENDENCY})
HOPS = 2
"""How far below the function of the thread a read is looked for: what is further away is seldom
about the same request."""


@record
class LostContext:
    """A function that is run in a thread and reads what only the caller's context holds."""

    node: ast.Call
    runner: str
    """What starts it, as the file spells it."""
    variable: str
    callee: str
    raises: bool
    """Whether reading it there fails; no: it is unset, or has its default."""
    logs: bool
    """Whether it is only read for what is logged there, by a filter of the log."""

    @classmethod
    def find(cls, file: File) -> Iterator[LostContext]:
        """Every one that code started which answers a request, or a coroutine."""
        table = tables().table(Detaches)
        for name, call in file.calls_to(table):
            if not _has_context(file, call):
                continue
            function = _function_of(file, given(file, call, table[name].function))
            if function is None:
                continue
            found = _read_by(file, function)
            variable, raises = found or (_logged_by(file, function), False)
            if variable is not None:
                runner = file.last_name(call.func) or name
                callee = _spelled(file, function)
                yield cls(call, runner, variable, callee, raises, logs=found is None)


def _function_of(file: File, expr: ast.expr | None) -> ast.expr | None:
    """What a thread runs, without the arguments that it is bound to."""
    while isinstance(expr, ast.Call) and expr.args:
        if file.callee(expr) not in tables().word("partial"):
            return None
        expr = expr.args[0]
    return expr


def _has_context(file: File, node: ast.AST, hops: int = HOPS) -> bool:
    """Whether a node runs on behalf of a request or a task of the event loop, and never without."""
    function = file.function(node)
    if isinstance(function, ast.AsyncFunctionDef):
        return True
    entry = entry_of(node, file)
    if entry is not None or function is None or not hops:
        return isinstance(entry, Handler | Entry) and entry.kind in RUNNING
    callers = callers_of(file, function)
    return bool(callers) and all(
        _has_context(caller.file, caller.node, hops - 1) for caller in callers
    )


def _spelled(file: File, function: ast.expr) -> str:
    return "the lambda" if isinstance(function, ast.Lambda) else file.last_name(function) or "it"


def _read_by(file: File, function: ast.expr) -> tuple[str, bool] | None:
    if isinstance(function, ast.Lambda):
        return _read_in(file, function, HOPS)
    found = handed(file, function) if isinstance(function, ast.Name | ast.Attribute) else None
    if found is None:
        return None
    home, definition = found
    if not isinstance(definition, ast.FunctionDef):
        return None
    sets = tables().word("sets-context")
    if any(name in sets for name, _ in decorators_of(home, definition)):
        return None
    return _read_in(home, definition, HOPS)


def _logged_by(file: File, function: ast.expr) -> str | None:
    """What the filters of the log read, where a function of the program logs."""
    found = handed(file, function) if isinstance(function, ast.Name | ast.Attribute) else None
    if found is None or file.program is None or not found[0].facts(LogCall, found[1]):
        return None
    return next(iter(file.program.known(_read_by_filters)), None)


def _read_by_filters(program: Program) -> tuple[str, ...]:
    """The context variables that filters of the log read."""
    return tuple(name for _, name in program.each(_in_filters))


def _in_filters(file: File) -> Iterator[str]:
    for _, call in file.calls_to(tables().word("reads-context")):
        owner = file.class_(call)
        part = owner is not None and file.inherits(owner, tables().word("log-part")) is True
        if part and isinstance(call.func, ast.Attribute):
            yield ast.unparse(call.func.value)


def _read_in(file: File, within: FunctionNode | ast.Lambda, hops: int) -> tuple[str, bool] | None:
    """What of its caller's context a function reads, and whether that raises."""
    known = tables()
    sets, reads = known.word("sets-context"), known.word("reads-context")
    calls = [
        (file.callee(call) or "", call)
        for call in file.nodes(ast.Call, within=within)
        if isinstance(within, ast.Lambda) or file.function(call) is within
    ]
    if any(name in sets for name, _ in calls):
        return None
    for name, call in calls:
        # A default says what to do without it.
        if name in reads and not call.args and not file.conditions(call):
            if name in known.word("reads-span") and _carries_spans(file):
                continue
            of = call.func
            if isinstance(of, ast.Attribute) and of.attr == "get":
                of = of.value
            return ast.unparse(of), False
    proxy = _proxy_in(file, within)
    if proxy is not None:
        return proxy, True
    for _, call in calls if hops else ():
        helper = called(file, call)
        if helper is not None and not file.conditions(call):
            found = _read_in(*helper, hops - 1)
            if found is not None:
                return found
    return None


def _carries_spans(file: File) -> bool:
    """Whether the program makes threads begin with the span that is current where they start."""
    return file.program is not None and file.program.known(_is_carrying)


def _is_carrying(program: Program) -> bool:
    return any(True for _ in program.each(_carrying))


def _carrying(file: File) -> Iterator[str]:
    yield from (name for name, _ in file.calls_to(tables().word("carries-context")))


def _proxy_in(file: File, within: FunctionNode | ast.Lambda) -> str | None:
    """The object of the running request that a function uses."""
    proxies = tables().word("context-proxy")
    if not any(file.uses(name.partition(".")[0]) for name in proxies):
        return None
    for node in ast.walk(within):
        if (
            isinstance(node, ast.Name | ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and file.name_of(node) in proxies
            and not file.conditions(node)
        ):
            return file.last_name(node)
    return None

"""Log calls that ask for a traceback where there is none."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from readiness_lint.facts.callables import super_method
from readiness_lint.facts.callers import MAKING, Caller, called, callers_of, decorators_of
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.logs import OWN, LogCall
from readiness_lint.facts.possible_callers import is_spelled_out, uses_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CLEANUP, ERROR_CALLBACKS, EXCEPTIONS
from readiness_lint.knowledge.schema import ErrorFamily, LoggerTrait
from readiness_lint.model import Branch, File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind, Exit

OPTION = "exc_info"
ERROR_CLASS = Pattern(r"[A-Z]\w*(?:Error|Exception|Failure)|Exception|BaseException")
STARTS = frozenset(
    {EntryKind.HANDLER, EntryKind.WEBSOCKET, EntryKind.TASK, EntryKind.STARTUP, EntryKind.COMMAND}
)
"""Ways into a program on which no exception is being handled yet."""
DEEPEST = 2
"""How many functions up it is looked whether an exception may be handled."""


@record
class EmptyTraceback:
    """A log call that writes the traceback of the exception that is handled; none is."""

    node: ast.Call
    asks: str
    """What of it asks for the traceback, as the file spells it."""

    @classmethod
    def find(cls, file: File) -> Iterable[EmptyTraceback]:
        """Every one of the file."""
        for log in file.facts(LogCall):
            # Nearly none asks for one.
            asks = _asks(log) if log.traceback is not False else ""
            if (
                asks
                and not _may_handle(file, log.node)
                and (
                    _is_new(file, log) or _starts(file, log.node) or _is_of_a_branch(file, log.node)
                )
            ):
                yield cls(log.node, asks)


def _asks(log: LogCall) -> str:
    """What asks for the traceback of what is being handled; not of an exception that is given."""
    if log.kind == OWN or log.starred:
        return ""
    given = next((item.value for item in log.keywords if item.arg == OPTION), None)
    if given is not None:
        constant = isinstance(given, ast.Constant) and bool(given.value)
        return f"{OPTION}=True" if constant else ""
    methods = log.row.tracebacks if log.row else _methods()
    return f"{log.method}()" if log.method in methods else ""


def _methods() -> tuple[str, ...]:
    return tuple(name for row in tables().table(LoggerTrait).values() for name in row.tracebacks)


def _is_new(file: File, log: LogCall) -> bool:
    """Whether it is given an exception that nobody has raised: `exception(ValueError(...))`."""
    message = log.message
    if not isinstance(message, ast.Call):
        return False
    name = file.callee(message) or ""
    known = file.defined(name)
    bases = known[0].bases_of(known[1]) if known and isinstance(known[1], ast.ClassDef) else ()
    known_error = name in tables().table(ErrorFamily) or name in tables().word("no-row")
    return known_error or any(
        ERROR_CLASS.fullmatch(each.rpartition(".")[2]) for each in (name, *bases)
    )


def _may_handle(file: File, node: ast.AST) -> bool:
    """Whether an exception may be handled where a node runs, by its place or by what is around it."""
    current: ast.AST | None = node
    while current is not None:
        if any(True for _ in file.enclosing(current, Branch.EXCEPT, Branch.FINALLY)):
            return True
        current = file.function(current)
        if current is not None and _is_callback(file, current):
            return True
    return False


def _is_callback(file: File, function: FunctionNode) -> bool:
    """Whether a function says that it is told of errors, by its name or by what it takes."""
    return file.words(ERROR_CALLBACKS).match(function.name) or any(
        file.words(EXCEPTIONS).match(argument.arg)
        or (
            argument.annotation is not None
            and ERROR_CLASS.search(ast.unparse(argument.annotation)) is not None
        )
        for argument in every_argument(function.args)
    )


def _starts(file: File, node: ast.AST) -> Answer:
    """Whether all that runs it certainly begins where no exception is handled."""
    function = file.function(node)
    if function is None:
        return not file.runs_later(node)
    found: Answer = file.answer("starts", function, lambda: _begins(file, function))
    return found


def _begins(file: File, function: FunctionNode) -> Answer:
    entry = entry_of(function, file)
    if entry is not None:
        return getattr(entry, "kind", EntryKind.TASK) in STARTS
    callers = callers_of(file, function)
    if not callers or function.decorator_list:
        return None
    return all(
        _is_scheduled(caller)
        or (not _may_handle(caller.file, caller.node) and _starts(caller.file, caller.node))
        for caller in callers
    )


def _is_scheduled(caller: Caller) -> bool:
    """Whether a coroutine becomes a task, which begins with nothing handled wherever it is made."""
    around = caller.file.parent(caller.node)
    return any(call is around for _, call in caller.file.calls_to(tables().word("schedules")))


# ── where not all callers are known ──────────────────────────────────────────────────────────────
def _is_of_a_branch(file: File, node: ast.AST) -> bool:
    """Whether it stands under a test, in a function that nothing seems to run where one is handled."""
    function = file.function(node)
    return (
        function is not None
        and (bool(file.conditions(node)) or _is_what_is_left(file, function, node))
        and _is_plain(file, function, node)
        and _is_only_called(file, function)
        and not is_spelled_out(file, function)
        and _is_calm(file, function, DEEPEST)
    )


def _is_what_is_left(file: File, function: FunctionNode, node: ast.AST) -> bool:
    """Whether it stands behind a test whose block is left: where the test does not hold."""
    around = {node, *file.ancestors(node)}
    return any(
        Exit.FALLS not in file.exits(test.body)
        and any(after in around for after in file.following(test))
        for test in file.nodes(ast.If, within=function)
    )


def _is_plain(file: File, function: FunctionNode, node: ast.AST) -> bool:
    """Whether only calls run it: nothing registers it, no operator is written with it, it ends nothing."""
    name = function.name
    keeps = tables().word("keeps-arguments")
    decorators = [decorator for decorator, _ in decorators_of(file, function)]
    special = name.startswith("__") and name.endswith("__") and name not in MAKING
    return (
        not special
        and not file.words(CLEANUP).match(name)
        and all(name in keeps for name in decorators)
        and (not decorators or _is_entered(file, function, node))
    )


def _is_entered(file: File, function: FunctionNode, node: ast.AST) -> bool:
    """Whether it runs before a function first yields: a context manager is being entered then."""
    yields = [*file.nodes(ast.Yield, within=function)]
    return all(start_of(node) < start_of(item) for item in yields)


def _is_only_called(file: File, function: FunctionNode) -> bool:
    """Whether it is called, by the program or by the library whose method it is, and never handed on."""
    uses = uses_of(file, function)
    return uses is not None and (
        all(use.call is not None for use in uses) if uses else _is_asked(file, function)
    )


def _is_asked(file: File, function: FunctionNode) -> bool:
    """Whether it is a method that a framework calls, or goes on to one that it is in place of."""
    cls = file.class_(function)
    hooks = tables().word("starts-unhandled")
    return cls is not None and (
        any(f"{base}.{function.name}" in hooks for base in file.bases_of(cls))
        or any(
            super_method(call) == function.name and called(file, call) is None
            for call in file.nodes(ast.Call, within=function)
        )
    )


def _is_calm(file: File, function: FunctionNode, deepest: int) -> bool:
    """Whether no call of its name stands where an exception may be handled, nor of what calls it."""
    entry = entry_of(function, file)
    if entry is not None:
        return getattr(entry, "kind", EntryKind.TASK) in STARTS
    for use in uses_of(file, function) or ():
        if use.call is not None:
            above = use.file.function(use.call)
            if _may_handle(use.file, use.call) or not (
                above is None or not deepest or _is_calm(use.file, above, deepest - 1)
            ):
                return False
    return True

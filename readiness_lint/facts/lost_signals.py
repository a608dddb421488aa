"""Requests for another try, and limits of time, that do not leave their task."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import given
from readiness_lint.facts.classes import defines
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.peers import reaches_a_peer
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.knowledge.schema import Param, SoftLimit
from readiness_lint.model import File, Given
from readiness_lint.record import single_record
from readiness_lint.terms import Exit, Known, Reaction

NOT_AGAIN = "the task is not tried again"
GOES_ON = "its loop goes on after the time limit, until the task is killed"
LEFT = Reaction.RERAISE | Reaction.RAISE | Reaction.RETRY | Reaction.EXIT


@single_record
class LostSignal:
    """A request for another try, and the broad clause that takes it for a failure."""

    node: ast.AST
    """The clause."""
    spelling: str
    """What asks, as the file spells it: ``self.retry``, ``Retry``."""
    effect: str

    @classmethod
    def find(cls, file: File) -> Iterable[LostSignal]:
        """Every clause once, with the first request that it takes."""
        signals = list(signals_of(file))
        seen: set[ast.AST] = set()
        for signal in signals:
            handler = _taking(file, signal)
            if handler is None or handler.node in seen:
                continue
            seen.add(handler.node)
            if not any(call in signals for call in calls_in(handler.statements)):
                named = signal.func if isinstance(signal, ast.Call) else signal
                yield cls(handler.node, ast.unparse(named), NOT_AGAIN)
        for handler, error in _taking_limits(file):
            if handler.node not in seen:
                yield cls(handler.node, error.rpartition(".")[2], GOES_ON)


def signals_of(file: File) -> Iterator[ast.expr]:
    """The calls that raise one, and the exceptions that are raised as one."""
    for _, signal in named_signals(file):
        yield signal


def named_signals(file: File) -> Iterator[tuple[str, ast.expr]]:
    """Each of them under its qualified name."""
    words, ends = tables().word("retry-signal"), tables().word("never-returns")
    for name, call in (*file.calls_to(words), *_of_bound(file)):
        thrown = file.argument(call, "throw")
        quiet = isinstance(thrown, Given) and file.value_of(thrown.value) == Known(value=False)
        if not quiet and (name in ends or _is_raised(file, call)):
            yield name, call
    lasts = words.lasts_in(file.libraries)
    for statement in file.nodes(ast.Raise) if lasts else ():
        if isinstance(statement.exc, ast.Name | ast.Attribute):
            name = file.name_at(statement.exc, statement) or ""
            if name in words:
                yield name, statement.exc


def _of_bound(file: File) -> Iterator[tuple[str, ast.Call]]:
    """The calls of its own methods by a task that is given itself."""
    ends = _ending()
    for call, _ in file.candidates(frozenset(ends)):
        function = file.function(call)
        own = call.func.value if isinstance(call.func, ast.Attribute) else None
        if function is None or not isinstance(own, ast.Name) or file.callee(call) is not None:
            continue
        first = function.args.args[0].arg if function.args.args else ""
        if own.id == first and any(
            task.bound and task.node is function for task in file.facts(Task)
        ):
            yield ends[file.last_name(call.func) or ""], call


@cache
def _ending() -> dict[str, str]:
    """The requests that raise by themselves, by the last identifier."""
    ends = tables().word("never-returns")
    names = [name for name, _ in tables().word("retry-signal").items() if name in ends]
    return {name.rpartition(".")[2]: name for name in names}


@cache
def _families() -> frozenset[str]:
    """The exceptions that ask for another try, and their bases."""
    library = tables()
    return frozenset(
        base for name, _ in library.word("retry-signal").items() for base in library.bases(name)
    )


def _is_raised(file: File, call: ast.Call) -> bool:
    statement = file.statement(call)
    return isinstance(statement, ast.Raise) and statement.exc is call


def _taking(file: File, signal: ast.expr) -> ExceptHandler | None:
    """The broad clause at which a request ends; ``None``: it leaves, or that is not known."""
    for guard in file.tries(signal):
        for handler in file.facts(ExceptHandler, guard):
            if handler.guard is not guard:
                continue
            catches = handler.catches
            if catches is None or _families().intersection(catches):
                return None
            if handler.broad:
                return None if handler.some & LEFT else handler
    return None


# ── limits of time ───────────────────────────────────────────────────────────────────────────────
def _taking_limits(file: File) -> Iterator[tuple[ExceptHandler, str]]:
    """The broad clauses in the loops of a task whose limit comes as an exception, and that."""
    limits = {task.node: row for task in file.facts(Task) if (row := _limit_of(file, task))}
    for handler in file.facts(ExceptHandler) if limits else ():
        function = file.function(handler.guard)
        row = limits.get(function) if function is not None else None
        if row is not None and _goes_on(file, handler) and not _is_known(file, handler, row):
            yield handler, row.error


def _limit_of(file: File, task: Task) -> SoftLimit | None:
    """The limit that a task, or its class, certainly has."""
    table = tables().table(SoftLimit)
    for call in task.calls:
        row = table.get(file.callee(call) or "")
        limit = given(file, call, Param(row.option)) if row is not None else None
        known = file.value_of(limit) if limit is not None else None
        if limit is not None and (known is None or known.value):
            return row
    owner = task.owner
    bases = (file.name_of(base) or "" for base in owner.bases) if owner is not None else ()
    rows = [row for base in bases if (row := table.get(base))]
    return next(
        (row for row in rows if owner is not None and defines(file, owner, row.option)), None
    )


def _goes_on(file: File, handler: ExceptHandler) -> bool:
    """Whether a broad clause around work that takes its time has the next round begin."""
    return (
        handler.broad
        and not handler.some & LEFT
        and handler.in_loop
        and bool(_after(file, handler) & (Exit.FALLS | Exit.CONTINUES))
        and any(reaches_a_peer(file, call) for call in calls_in(handler.body))
    )


def _after(file: File, handler: ExceptHandler) -> Exit:
    """The ways that lead from a clause, behind its block as well."""
    ways, below = handler.exits, file.following(handler.guard)
    if Exit.FALLS in ways and below:
        ways = (ways & ~Exit.FALLS) | file.exits(below)
    return ways


def _is_known(file: File, handler: ExceptHandler, row: SoftLimit) -> bool:
    """Whether a clause of the same block, or inside it or this one, is about the limit."""
    last = row.error.rpartition(".")[2]
    around = (handler.guard, *file.tries(handler.guard))
    return any(
        isinstance(node, ast.Name | ast.Attribute)
        and (file.last_name(node) == last or file.name_of(node) == row.error)
        for block in around
        for node in ast.walk(block)
    )

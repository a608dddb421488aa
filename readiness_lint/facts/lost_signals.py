"""Requests for another try that do not leave their task."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.model import File, Given
from readiness_lint.record import single_record
from readiness_lint.terms import Known, Reaction

LEFT = Reaction.RERAISE | Reaction.RAISE | Reaction.RETRY | Reaction.EXIT


@single_record
class LostSignal:
    """A request for another try, and the broad clause that takes it for a failure."""

    node: ast.AST
    """The clause."""
    spelling: str
    """What asks, as the file spells it: ``self.retry``, ``Retry``."""

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
                yield cls(handler.node, ast.unparse(named))


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

"""Functions that run when a process is told to end."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.decorators import decorated_by
from readiness_lint.facts.entries import Entry
from readiness_lint.facts.repeats import written
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Param
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

SIGNAL, HANDLER = (
    (Param("signalnum", 0), Param("sig", 0)),
    (
        Param("handler", 1),
        Param("callback", 1),
    ),
)


@record
class Ending:
    """A function, or a part of one, that runs at the end, or where it is registered."""

    node: ast.AST
    name: str
    when: str

    @classmethod
    def find(cls, file: File) -> Iterable[Ending]:
        """Every one of the file."""
        for entry in file.facts(Entry):
            if entry.kind is EntryKind.SHUTDOWN and file.body(entry.node):
                yield cls(entry.node, entry.name, f"runs at shutdown, by {entry.framework}")
            elif entry.kind is EntryKind.STARTUP:
                for end in _after_yield(file, entry.node):
                    yield cls(end, entry.name, f"goes on at shutdown, by {entry.framework}")
        for _, definition, decorator in decorated_by(file, tables().word("at-exit")):
            yield cls(decorator, definition.name, "runs when the interpreter exits")
        for _, call in file.calls_to(tables().word("at-exit")):
            if call.args:
                yield cls(call, written(call.args[0]), "runs when the interpreter exits")
        yield from _signals(file)


def _after_yield(file: File, function: FunctionNode) -> Iterator[ast.AST]:
    """What a function that gives way while the service runs does afterwards: at most one place."""
    for node in file.nodes(ast.Yield, within=function):
        if file.function(node) is not function:
            continue
        later = (item for item in file.statements_of(function) if item.lineno > node.lineno)
        held = next(file.withs(node), None)
        place = min(later, key=lambda item: item.lineno, default=held)
        if place is not None:
            yield place
        return


def _signals(file: File) -> Iterator[Ending]:
    known = tables()
    for _, call in file.calls_to(known.word("hears-signal")):
        signal = next((item for param in SIGNAL if (item := given(file, call, param))), None)
        handler = next((item for param in HANDLER if (item := given(file, call, param))), None)
        name = file.name_of(signal) if signal is not None else None
        if handler is None or name is None or name not in known.word("ends-process"):
            continue
        if file.name_of(handler) not in known.word("no-handler"):
            yield Ending(call, written(handler), f"runs at {name.rpartition('.')[2]}")

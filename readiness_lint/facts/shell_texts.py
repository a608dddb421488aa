"""Commands for a shell that are put together out of values, or are nothing but a value."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

from readiness_lint.facts.composed import Hole, is_harmless, open_holes
from readiness_lint.facts.sinks import Sink, sinks_of
from readiness_lint.facts.tainted import TaintedCommand, is_reached
from readiness_lint.facts.words import COMMANDS, NUMBERED, RUNS_COMMANDS
from readiness_lint.model import Bound, File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Place, SinkKind

REMOTE = "remote"
ASKING = Pattern(r"\s*(?:type|hash|command\s+-[vV])\s+(?:-\w+\s+)*")


@record
class ShellText:
    """A command whose shell reads a value that nobody has quoted."""

    act: ClassVar[str] = ""
    several: ClassVar[bool] = False
    semi_trusted: ClassVar[bool] = False
    path: ClassVar[tuple[Place, ...]] = ()

    node: ast.expr
    sink: str
    hole: str
    """The value, as the file spells it."""
    passed: bool
    """Whether running it may be what is meant: it is all of the command, names it, or goes elsewhere."""
    remote: bool = False
    """Whether another machine runs it."""

    @property
    def texts(self) -> str:
        """The value, as a message quotes it."""
        return f"`{self.hole}`"

    @classmethod
    def find(cls, file: File) -> Iterable[Self]:
        """The first value of each command; none of what a developer runs on his own machine."""
        for sink in sinks_of(file, SinkKind.SHELL):
            if sink.act != "program" and not is_reached(file, sink.node, SinkKind.SHELL):
                # What nobody means comes first, and what the object itself holds last.
                for passed, _, text in sorted(_values(file, sink), key=lambda item: item[:2])[:1]:
                    yield cls(sink.node, sink.name, text, passed, sink.act == REMOTE)


def is_meant(file: File, command: TaintedCommand) -> bool:
    """Whether a client gives the whole command to a function that is there to run what it is given."""
    function = file.function(command.node)
    named = function is not None and file.words(RUNS_COMMANDS).match(function.name)
    return named and command.whole and command.act != "program"


def _values(file: File, sink: Sink) -> Iterator[tuple[bool, bool, str]]:
    """What is not known to be harmless: whether it is meant to be run, and is the object's own."""
    for value in sink.values:
        for hole in open_holes(file, value, SinkKind.SHELL):
            if not file.words(NUMBERED).match(file.last_name(hole.expr)):
                meant = sink.act == REMOTE or _is_a_command(file, hole) or _is_asked_for(hole)
                yield meant, isinstance(hole.expr, ast.Attribute), hole.text
        if _is_given(file, value) and not is_harmless(file, value, SinkKind.SHELL):
            yield True, False, ast.unparse(value)


def _is_a_command(file: File, hole: Hole) -> bool:
    """Whether a value names the program, as whoever set it wants, or is what the function runs."""
    function, last = file.function(hole.expr), file.last_name(hole.expr)
    runs = function is not None and file.words(RUNS_COMMANDS).match(function.name)
    return file.words(COMMANDS).match(last) and (runs or not hole.before.strip())


def _is_asked_for(hole: Hole) -> bool:
    """Whether all that the shell does is to say whether it knows a program, as no other can."""
    return ASKING.fullmatch(hole.before) is not None and not hole.after.strip()


def _is_given(file: File, value: ast.expr) -> bool:
    """Whether a command comes from a caller, or from the object, as it is."""
    function = file.function(value)
    if function is None or file.words(RUNS_COMMANDS).match(function.name):
        return False
    if isinstance(value, ast.Attribute):
        return isinstance(value.value, ast.Name)
    return isinstance(value, ast.Name) and all(
        item.kind is Bound.PARAMETER for item in file.reaching(value)
    )

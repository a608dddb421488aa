"""What goes through a circuit breaker."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import functions_of
from readiness_lint.facts.decorators import decorator_name
from readiness_lint.facts.repeats import written
from readiness_lint.facts.tables import tables
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record


@record
class BreakerUse:
    """A function under a circuit breaker, or a call that runs one through it."""

    node: ast.expr
    what: str
    breaker: str

    @classmethod
    def find(cls, file: File) -> Iterable[BreakerUse]:
        """Every one of the file."""
        known = tables().word("breaker")
        if not known.lasts_in(file.libraries):
            return
        for function in functions_of(file):
            for decorator in _breakers(file, function):
                yield cls(decorator, f"`{function.name}`", written(decorator))
        for _, call in file.calls_to(tables().word("breaker-call")):
            inner = f"`{written(call.args[0])}`" if call.args else "what it holds"
            yield cls(call, inner, written(call.func))


def _breakers(file: File, function: FunctionNode) -> Iterator[ast.expr]:
    """The decorators of a function that are breakers, or make one."""
    known = tables().word("breaker")
    for decorator in function.decorator_list:
        kind = file.type_at(decorator, function)
        made = kind is not None and not kind.of_class and kind.name in known
        if made or decorator_name(file, function, decorator) in known:
            yield decorator

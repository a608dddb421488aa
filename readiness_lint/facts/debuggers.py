"""What somebody who looked for an error left in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.decorators import decorated_by, target_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import DEBUGGING, TERMINALS
from readiness_lint.knowledge.schema import DebugOption, Param, Table
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Because

EFFECTS = {
    "debugger": "the process stops there and waits for somebody at a terminal",
    "debugger-port": "whoever reaches its port runs code in the process",
    "debug-print": "it prints values, which no log setting reaches",
    "debug-dump": "it prints the stacks of all threads when the time is over",
    "debug-locals": "each traceback shows the values of all locals, secrets as well",
}
"""What a call with one of these words does to a service."""
STOPPING = frozenset({"debugger", "debugger-port"})
IMPORTERS = frozenset({"__import__", "import_module"})
WATCHES = Param("exit")
"""With it, a dump ends a process that hangs: that is what it is for."""


@record
class Debugger:
    """A call or decorator that starts a debugger or prints what one would show."""

    node: ast.expr
    name: str
    effect: str
    stops: bool
    """Whether nothing goes on behind it."""

    @classmethod
    def find(cls, file: File) -> Iterable[Debugger]:
        """Every one of the file that no option asks for."""
        for word, node in _used(file):
            if not _is_wanted(file, node):
                name = ast.unparse(target_of(node))
                yield cls(node, name, EFFECTS[word], word in STOPPING)


def _used(file: File) -> Iterator[tuple[str, ast.expr]]:
    words = _words()
    decorators = {decorator: word for word, _, decorator in decorated_by(file, words)}
    yield from ((word, decorator) for decorator, word in decorators.items())
    yield from (
        (words[name], call)
        for name, call in file.calls_to(words)
        if call not in decorators and given(file, call, WATCHES) is None
    )
    yield from _entered(file, words)
    yield from _imported(file, words)
    options = tables().table(DebugOption)
    for name, call in file.calls_to(options):
        value = constant(file, given(file, call, options[name].option))
        if value is not None and value.value is True:
            yield options[name].word, call


def _entered(file: File, words: Table[str]) -> Iterator[tuple[str, ast.expr]]:
    """``with snoop:``: what is entered without a call."""
    if not any(file.uses(name) for name in words if "." not in name):
        return
    for block in file.nodes(ast.With):
        for item in block.items:
            expr = item.context_expr
            name = file.name_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None
            if name is not None and name in words:
                yield words[name], expr


def _imported(file: File, words: Table[str]) -> Iterator[tuple[str, ast.expr]]:
    """``__import__("pdb").set_trace()``."""
    for last in sorted(IMPORTERS.intersection(file.index.calls)):
        for call, _ in file.index.calls[last]:
            method = file.parent(call)
            used = file.parent(method) if isinstance(method, ast.Attribute) else None
            module = call.args[0] if call.args else None
            if isinstance(used, ast.Call) and isinstance(module, ast.Constant):
                name = f"{module.value!s}.{file.last_name(used.func)}"
                if used.func is method and name in words:
                    yield words[name], used


@cache
def _words() -> Table[str]:
    """The words of `EFFECTS`, by the names that carry them."""
    return Table({name: word for word in EFFECTS for name in tables().word(word)})


def _is_wanted(file: File, node: ast.expr) -> bool:
    """Whether an option, the name of its function, or a development test asks for it."""
    if any(file.under(node, kind) for kind in (Because.DEV, Because.MAIN, Because.TYPE_CHECKING)):
        return True
    words = (file.words(DEBUGGING), file.words(TERMINALS))
    names = [
        file.last_name(part)
        for condition in file.conditions(node)
        for part in ast.walk(condition.test)
        if isinstance(part, ast.expr)
    ]
    names += [part for condition in file.conditions(node) for part in _texts(condition.test)]
    function, owner = file.function(node), file.class_(node)
    names += [item.name for item in (function, owner) if item is not None]
    names += file.module.split(".")
    return any(each.match(name) for name in names for each in words)


def _texts(test: ast.expr) -> Iterator[str]:
    for part in ast.walk(test):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value

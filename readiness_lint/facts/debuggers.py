"""What somebody who looked for an error left in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.decorators import decorated_by, target_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import DEBUGGING, TERMINALS
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Because

EFFECTS = {
    "debugger": "the process stops there and waits for somebody at a terminal",
    "debugger-port": "whoever reaches its port runs code in the process",
    "debug-print": "it prints values, which no log setting reaches",
}
"""What a call with one of these words does to a service."""


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
        for word, effect in EFFECTS.items():
            for node in _used(file, word):
                if not _is_wanted(file, node):
                    name = ast.unparse(target_of(node))
                    yield cls(node, name, effect, word != "debug-print")


def _used(file: File, word: str) -> Iterator[ast.expr]:
    table = tables().word(word)
    decorators = [decorator for _, _, decorator in decorated_by(file, table)]
    yield from decorators
    yield from (call for _, call in file.calls_to(table) if call not in decorators)


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

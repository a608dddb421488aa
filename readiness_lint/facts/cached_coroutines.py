"""Decorators that take a coroutine, or a generator, for the value that it is to give."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from readiness_lint.facts.decorators import decorated_by, target_of
from readiness_lint.facts.tables import tables
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record

Loss = Literal["used-up", "ended", "untried"]


@record
class CachedCoroutine:
    """A decorator that keeps, or calls again, what can be used only once."""

    node: ast.expr
    function: FunctionNode
    spelling: str
    """The decorator, without its arguments."""
    loss: Loss
    """What goes wrong: a generator is used up, a coroutine has ended, a failure is not seen."""

    @classmethod
    def find(cls, file: File) -> Iterator[CachedCoroutine]:
        """Every one that stands right above its function: what is between may change what it gives."""
        for word in ("memo", "plain-retry"):
            for _, function, decorator in decorated_by(file, tables().word(word)):
                if isinstance(function, ast.ClassDef) or function.decorator_list[-1] != decorator:
                    continue
                loss = _loss(file, function, word)
                if loss is not None:
                    spelling = ast.unparse(target_of(decorator))
                    yield cls(decorator, function, spelling, loss)


def _loss(file: File, function: FunctionNode, word: str) -> Loss | None:
    if file.is_generator(function):
        return "used-up" if word == "memo" else "untried"
    if not isinstance(function, ast.AsyncFunctionDef):
        return None
    return "ended" if word == "memo" else "untried"

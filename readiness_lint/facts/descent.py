"""Whether a call leads to something, followed forward through the functions that it runs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator

from readiness_lint.facts.callers import called
from readiness_lint.facts.conditions import ACCEPTED, Mark, conditions_on
from readiness_lint.model import File, FunctionNode

Finder = Callable[[File], Collection[ast.AST]]
"""The places of a file that are looked for."""


def leads_to(file: File, call: ast.Call, find: Finder, accepted: Mark = ACCEPTED) -> bool:
    """Whether a call is one of the places, or runs a function of the program that gets to one.

    What that function does in an error path, or under a test that is not this caller's, does not
    count.  For a few calls this is cheaper than `effects`, which starts from all places of a
    program.
    """
    if call in find(file):
        return True
    found = called(file, call)
    return found is not None and _gets_there(*found, find, accepted)


def _gets_there(file: File, function: FunctionNode, find: Finder, accepted: Mark) -> bool:
    kind = f"descent {find.__module__}.{find.__qualname__} {accepted.value}"
    return bool(file.answer(kind, function, lambda: any(leading(file, function, find, accepted))))


def leading(
    file: File, function: FunctionNode, find: Finder, accepted: Mark = ACCEPTED
) -> Iterator[ast.Call]:
    """The calls of a function that lead to something, whatever the function is given."""
    for call in file.nodes(ast.Call, within=function):
        if file.function(call) is not function or file.runs_later(call):
            continue
        if leads_to(file, call, find, accepted):
            conditions = conditions_on(file, call, function)
            if conditions is not None and conditions.within(accepted):
                yield call

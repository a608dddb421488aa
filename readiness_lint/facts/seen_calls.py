"""Whether all that a function does is in sight: what each of its calls runs is known."""

from __future__ import annotations

import ast
import sys

from readiness_lint.facts.callers import called
from readiness_lint.facts.tables import is_within, tables
from readiness_lint.facts.words import VALUE_METHODS
from readiness_lint.model import File, FunctionNode

DEEPEST = 6
"""Functions through which what a handler does is followed."""


def is_seen(file: File, function: FunctionNode, deepest: int = DEEPEST) -> bool:
    """Whether it is known of every call of a function, and of what that calls, what it does."""
    found = file.answer("seen", (function, deepest), lambda: _seen(file, function, deepest))
    return found is True


def _seen(file: File, function: FunctionNode, deepest: int) -> bool:
    return all(is_known(file, call, deepest) for call in file.nodes(ast.Call, within=function))


def is_known(file: File, call: ast.Call, deepest: int = 0) -> bool:
    """Whether it is known what a call does; without ``deepest`` not of what the program defines."""
    inner = called(file, call)
    if inner is not None:
        return deepest > 0 and is_seen(*inner, deepest - 1)
    if isinstance(call.func, ast.Attribute) and file.words(VALUE_METHODS).match(call.func.attr):
        return True
    name = file.callee(call)
    if name is not None:
        # A class of the program that has no constructor of its own: an exception, a model.
        return file.defined(name) is not None or _is_plain(name)
    if isinstance(call.func, ast.Attribute):
        kind = file.type_of(call.func.value)
        return kind is not None and _is_plain(f"{kind.name}.{call.func.attr}")
    return False


def _is_plain(name: str) -> bool:
    """Whether it is known of a library's function that it waits for nobody, or for whom."""
    standard = name.partition(".")[0] in sys.stdlib_module_names
    return (
        tables().knows(name)
        or is_within(name, "reaches-no-peer")
        or (standard and not is_within(name, "reaches-peers"))
    )

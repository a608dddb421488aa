"""Which parts of a handler answer a method of HTTP: ``if request.method == "POST":``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from readiness_lint.facts.route_table import EVERY, NO_METHOD
from readiness_lint.facts.words import REQUESTS
from readiness_lint.model import File
from readiness_lint.terms import Answer, Exit

EQUAL = (ast.Eq, ast.In)
UNEQUAL = (ast.NotEq, ast.NotIn)


def answers(file: File, node: ast.AST, method: str) -> bool:
    """Whether a node of a handler may run for a request of this method.

    Tests of the method stand around it, or before it where what they decide on leaves.
    """
    if method in {EVERY, NO_METHOD}:
        return True
    tests = (_holds(file, item.test, method) is (not item.holds) for item in file.conditions(node))
    return not any(tests) and not _leaves(file, tuple(_before(file, node)), method)


def _before(file: File, node: ast.AST) -> Iterator[ast.stmt]:
    """The statements before a node, in its block and in those around it."""
    function = file.function(node)
    statement: ast.AST | None = file.statement(node)
    while statement is not None and statement is not function:
        yield from file.preceding(statement)
        statement = file.parent(statement)


def _leaves(file: File, body: Sequence[ast.stmt], method: str) -> bool:
    """Whether a block certainly leaves the function for a request of a method."""
    for statement in body:
        holds = _holds(file, statement.test, method) if isinstance(statement, ast.If) else None
        if isinstance(statement, ast.If) and holds is not None:
            branch = statement.body if holds else statement.orelse
            if Exit.FALLS not in file.exits(branch) or _leaves(file, branch, method):
                return True
    return False


def _holds(file: File, test: ast.expr, method: str) -> Answer:
    """Whether a test of the method holds for one; ``None``: it tests something else."""
    if not isinstance(test, ast.Compare) or not _is_method(file, test.left):
        return None
    operator, known = test.ops[0], file.value_of(test.comparators[0])
    if known is None or not isinstance(operator, EQUAL + UNEQUAL) or len(test.ops) > 1:
        return None
    named = known.value if isinstance(known.value, list | tuple | set) else (known.value,)
    return (method in named) is isinstance(operator, EQUAL)


def _is_method(file: File, expr: ast.expr) -> bool:
    return (
        isinstance(expr, ast.Attribute)
        and expr.attr == "method"
        and file.words(REQUESTS).match(file.last_name(expr.value))
    )

"""What must hold for a piece of code to run, in the words of its tests."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from readiness_lint.model import Branch, File
from readiness_lint.model.flow import Condition
from readiness_lint.terms import Exit

MOST_WORDS = 90
"""Characters of a condition."""
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def condition_of(file: File, node: ast.AST) -> str:
    """The tests that must hold for a node to run, outermost first; empty: none.

    A test that only raises above the node is a check of what comes in, and says nothing of the way.
    """
    found = [
        item
        for item in file.conditions(node)
        if not isinstance(item.test, ast.Constant) and not _is_check(file, node, item)
    ]
    tests = [_test(item) for item in found if not _is_implied(item, found)]
    tests.reverse()
    handler = next(iter(file.enclosing(node, Branch.EXCEPT)), None)
    if isinstance(handler, ast.ExceptHandler):
        tests.append(f"on {ast.unparse(handler.type) if handler.type else 'any error'}")
    elif handler is not None:
        tests.append("on an error")
    tests = list(dict.fromkeys(" ".join(test.split()) for test in tests))
    text = " and ".join(tests[-2:])
    return text if len(text) <= MOST_WORDS else f"{text[: MOST_WORDS - 3]}..."


def _is_implied(condition: Condition, every: Sequence[Condition]) -> bool:
    """Whether a test says what a value is not of which another one says what it is."""
    test = condition.test
    if condition.holds or not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return False
    left = ast.dump(test.left)
    return isinstance(test.ops[0], ast.Eq | ast.In) and any(
        item.holds
        and isinstance(item.test, ast.Compare)
        and isinstance(item.test.ops[0], ast.Eq | ast.In)
        and ast.dump(item.test.left) == left
        for item in every
    )


def _is_check(file: File, node: ast.AST, condition: Condition) -> bool:
    """Whether a test stands above a node, and raises where it went the other way."""
    around = file.statement(condition.test)
    if not isinstance(around, ast.If):
        return False
    if (around.end_lineno or 0) >= getattr(node, "lineno", 0):
        return False
    return Exit.RETURNS not in file.exits(around.orelse if condition.holds else around.body)


def _test(condition: Condition) -> str:
    test, holds = condition.test, condition.holds
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, holds = test.operand, not holds
    compared = test if isinstance(test, ast.Compare) and len(test.ops) == 1 else None
    if not holds and compared is not None and type(compared.ops[0]) in OPPOSITE:
        opposite = OPPOSITE[type(compared.ops[0])]()
        return ast.unparse(ast.Compare(compared.left, [opposite], compared.comparators))
    text = ast.unparse(test)
    if isinstance(test, ast.BoolOp | ast.IfExp | ast.Lambda) or (
        not holds and isinstance(test, ast.Compare | ast.NamedExpr)
    ):
        text = f"({text})"
    return text if holds else f"not {text}"

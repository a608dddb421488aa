"""Amounts of money that are worked out in floating point."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from readiness_lint.facts.words import MONEY, MONEY_PERHAPS
from readiness_lint.model import File

UNITS = frozenset({100, 1000})
"""Smallest units of a currency in one of it."""
FLOAT = "builtins.float"


@dataclass(frozen=True, slots=True)
class TruncatedMoney:
    """``int(price * 100)`` of a float: 19.99 becomes 1998."""

    node: ast.Call
    amount: ast.expr
    """What is multiplied."""

    @classmethod
    def find(cls, file: File) -> Iterator[TruncatedMoney]:
        """Floats that are named for money, times a hundred, cut off."""
        for call, at in file.index.calls.get("int", ()):
            amount = _multiplied(call)
            if (
                amount is not None
                and file.callee(call, at) == "builtins.int"
                and _is_named_for_money(file, amount, at)
                and _is_float(file, amount, at)
            ):
                yield cls(call, amount)


def _multiplied(call: ast.Call) -> ast.expr | None:
    product = call.args[0] if len(call.args) == 1 else None
    if not isinstance(product, ast.BinOp) or not isinstance(product.op, ast.Mult):
        return None
    for factor, amount in ((product.right, product.left), (product.left, product.right)):
        if isinstance(factor, ast.Constant) and factor.value in UNITS:
            return amount
    return None


def _is_float(file: File, amount: ast.expr, at: ast.stmt) -> bool:
    kind = file.type_at(amount, at)
    if isinstance(amount, ast.Call):
        return file.callee(amount, at) == FLOAT
    return kind is not None and kind.name == FLOAT


def _is_named_for_money(file: File, amount: ast.expr, at: ast.stmt) -> bool:
    parts = [amount, *(amount.args if isinstance(amount, ast.Call) else ())]
    if isinstance(at, ast.Assign):
        parts += at.targets
    names = {file.last_name(part) for part in parts}
    lists = (file.words(MONEY), file.words(MONEY_PERHAPS))
    return any(words.match(name) for name in names for words in lists)

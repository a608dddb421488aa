"""Amounts of money that are kept, or worked out, in floating point."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from readiness_lint.facts.classes import lineage
from readiness_lint.facts.models import Column, OrmModel
from readiness_lint.facts.program import LOADED, Program
from readiness_lint.facts.words import (
    COSTS,
    CURRENCY,
    EDGES,
    MARKETS,
    MONEY,
    MONEY_PERHAPS,
    QUOTES,
    TOKEN_COUNTS,
)
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

UNITS = frozenset({100, 1000})
"""Smallest units of a currency in one of it."""
FLOAT = "builtins.float"
PAID = Pattern(
    r"(?i)(?<!con)currenc|pric(?:e(?![ds])|ing)|invoic|payment|payout|refund|salar|dollar|euro(?![a-z])|money"
    r"|revenue|shipping|billing|discount|(?<![a-z])(?:usd|eur|gbp|fees?|wages?|cents)(?![a-z])"
)
"""What a program speaks of that knows money; a game has costs too, in points."""
USED = Pattern(r"token_(?:in|out|input|output|prompt|completion)")
"""Columns that say what went in and out of a language model, whose uses are paid."""


@record
class FloatMoney:
    """A column, or a field of a message, that is named for money and holds a float."""

    node: ast.expr
    name: str
    """With its class or table."""
    spelling: str
    """Its type as the file spells it."""
    stored: bool
    metered: bool
    """Whether it tells what a use of a language model cost, beside the tokens of it."""

    @classmethod
    def find(cls, file: File) -> Iterator[FloatMoney]:
        """Those whose name is certain, and those beside a currency."""
        for columns, beside in (*_stored(file), *_of_messages(file)):
            for column, metered in _amounts(file, columns, beside):
                if column.type == "float":
                    name = f"{column.owner}.{column.name}"
                    yield cls(column.node, name, column.spelling, column.stored, metered)


def _amounts(
    file: File, columns: Sequence[Column], beside: Iterable[str]
) -> Iterator[tuple[Column, bool]]:
    """The columns that are named for money, among those that stand together, and which are metered."""
    certain = [item for item in columns if file.words(MONEY).match(item.name)]
    perhaps = [item for item in columns if file.words(MONEY_PERHAPS).match(item.name)]
    # To ask for the names of the bases is dear.
    names = list(beside) if certain or perhaps else []
    if any(file.words(CURRENCY).match(name) for name in names):
        certain += (item for item in perhaps if item not in certain)
    traded = any(file.words(MARKETS).match(name) for name in names)
    metered = any(file.words(TOKEN_COUNTS).match(name) for name in names)
    used = metered or any(USED.fullmatch(name) for name in names)
    # A link of a network costs as many steps as its ends are apart.
    weighed = len({name for name in names if file.words(EDGES).match(name)}) > 1
    for column in certain:
        costs = file.words(COSTS).match(column.name)
        if traded and file.words(QUOTES).match(column.name):
            continue
        if not costs or (not weighed and (used or _knows_money(file))):
            yield column, metered and costs


def _knows_money(file: File) -> bool:
    """Whether anything in the program is paid: else what costs is counted in may be points or steps."""
    if PAID.search(file.source):
        return True
    return file.program is not None and file.program.known(_speaks_of_money)


def _speaks_of_money(program: Program) -> bool:
    return any(PAID.search(text.source) for text in program.texts(*LOADED))


Together = tuple[Sequence[Column], Iterable[str]]
"""The columns of one table or class, and the names that stand beside them."""


def _stored(file: File) -> Iterator[Together]:
    for model in file.facts(OrmModel):
        yield model.columns, _names(file, model)


def _names(file: File, model: OrmModel) -> Iterator[str]:
    """The names of a model's columns, those of its bases in the program included."""
    yield from (column.name for column in model.columns)
    for home, line in lineage(file, model.node) if isinstance(model.node, ast.ClassDef) else ():
        if line is not model.node:
            yield from (column.name for column in home.facts(Column) if column.owner == line.name)


def _of_messages(file: File) -> Iterator[Together]:
    found: dict[ast.AST, list[Column]] = defaultdict(list)
    for column in file.facts(Column):
        if not column.stored:
            found[file.scope(column.node).node].append(column)
    for cls, columns in found.items():
        yield columns, file.index.scopes[cls].bindings


@record
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
    if kind is None and isinstance(amount, ast.Name):
        given = [item.value for item in file.reaching(amount)]
        return bool(given) and all(
            isinstance(item, ast.Call) and file.callee(item) == FLOAT for item in given
        )
    return kind is not None and kind.name == FLOAT


def _is_named_for_money(file: File, amount: ast.expr, at: ast.stmt) -> bool:
    parts = [amount, *(amount.args if isinstance(amount, ast.Call) else ())]
    if isinstance(at, ast.Assign):
        parts += at.targets
    names = {file.last_name(part) for part in parts}
    lists = (file.words(MONEY), file.words(MONEY_PERHAPS))
    return any(words.match(name) for name in names for words in lists)

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.money import TruncatedMoney


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("int(float(amount) * 100)", True),
        ("int(100 * float(amount))", True),
        ("total = int(float(text) * 100)", True),
        ("int(price * 100)", True),
        ("int(amount * 100)", False),
        ("int(float(text) * 100)", False),
        ("int(price * 60)", False),
        ("int(price + 100)", False),
        ("int(price)", False),
        ("int(Decimal(amount) * 100)", False),
        ("round(price * 100)", False),
    ],
)
def test_money_that_is_cut_to_cents(statement: str, *, found: bool) -> None:
    head = "from decimal import Decimal\ndef pay(price: float, amount: str, text: str):\n    "

    assert found is bool(program(f"{head}{statement}\n").facts(TruncatedMoney))


def test_an_int_of_its_own_is_another_function() -> None:
    source = "from shop import int\ndef pay(price: float):\n    int(price * 100)\n"

    assert () == program(source).facts(TruncatedMoney)

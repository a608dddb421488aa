from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.money import FloatMoney, TruncatedMoney


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


def floats(source: str) -> list[tuple[str, bool]]:
    return [(found.name, found.stored) for found in program(source).facts(FloatMoney)]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ("price = models.FloatField()", [("Order.price", True)]),
        ("amount = models.FloatField()", []),
        (
            "amount = models.FloatField(); currency = models.CharField()",
            [("Order.amount", True)],
        ),
        ("price = models.DecimalField()", []),
    ],
)
def test_money_in_a_float_column(columns: str, found: list[tuple[str, bool]]) -> None:
    head = "from django.db import models\nclass Order(models.Model):\n    "

    assert found == floats(f"{head}{columns}\n")


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        # Points of a game, or steps of a plan: nothing in the program is paid.
        ("base_cost = models.FloatField(); levels = models.IntegerField()", []),
        ("concurrency_cost = models.FloatField(); reprices = models.IntegerField()", []),
        ("shipping_cost = models.FloatField()", [("Order.shipping_cost", True)]),
        ("cost = models.FloatField(); price = models.IntegerField()", [("Order.cost", True)]),
        ("cost = models.FloatField(); token_input = models.IntegerField()", [("Order.cost", True)]),
        ("cost = models.FloatField(); tokens = models.IntegerField()", [("Order.cost", True)]),
    ],
)
def test_costs_are_money_where_something_is_paid(
    columns: str, found: list[tuple[str, bool]]
) -> None:
    head = "from django.db import models\nclass Order(models.Model):\n    "

    assert found == floats(f"{head}{columns}\n")


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("price: float", [("Order.price", False)]),
        ("price: float = Field(gt=0)", [("Order.price", False)]),
        ("amount: float", []),
        ("amount: float; currency: str", [("Order.amount", False)]),
        ("price: int", []),
    ],
)
def test_money_in_a_field_of_a_message(fields: str, found: list[tuple[str, bool]]) -> None:
    head = "from pydantic import BaseModel, Field\nclass Order(BaseModel):\n    "

    assert found == floats(f"{head}{fields}\n")

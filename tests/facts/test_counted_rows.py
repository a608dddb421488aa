"""Queries whose rows are loaded for a number, or for a yes or no."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.counted_rows import ANY, COUNT, EXISTS, FIRST, NeedlessRows

HEAD = """
from django.db import models
from sqlalchemy import select
from sqlalchemy.orm import Session
from shop.models import Order

def f(s: Session, orders, order):
"""


def wanted(*lines: str) -> list[str]:
    body = "\n".join(f"    {line}" for line in lines)
    return [item.wanted for item in program(f"{HEAD}{body}\n").facts(NeedlessRows)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("return len(Order.objects.all())",), COUNT),
        (("found = Order.objects.filter(paid=1)", "return len(found)"), COUNT),
        (("return len(s.scalars(select(Order)).all())",), COUNT),
        (("return not Order.objects.filter(paid=1)",), EXISTS),
        (("return s.execute(select(Order)).scalars().all()[0]",), FIRST),
        (("return Order.objects.filter(paid=1).count() > 0",), ANY),
        (("if Order.objects.filter(paid=1).count():", "    return 1"), ANY),
    ],
)
def test_rows_that_nobody_needs(lines: tuple[str, ...], found: str) -> None:
    assert wanted(*lines) == [found]


@pytest.mark.parametrize(
    "lines",
    [
        ("return len(orders)",),
        ("return len(order.lines.all())",),
        ("return len(Order.objects.all()[:5])",),
        ("return Order.objects.count() > 1",),
        ("found = Order.objects.all()", "return len(found), list(found)"),
        ("found = s.scalars(select(Order)).all()", "return bool(found)"),
        ("found = s.scalars(select(Order)).all()", "return found or len(found)"),
        ("found = Order.objects.all()", "found = only(found)", "return len(found)"),
        ("return len(s.scalars(select(Order).limit(5)).all())",),
        ("return len(only(Order.objects.all()))",),
        ("return len(Order.objects.filter(pk=1))",),
        ("return len(s.scalars(select(Order).where(Order.id == 1)).all())",),
        ("return not Order.objects.filter(email__iexact=order)",),
        ("return len(Order.objects.all()) <= 1",),
        ("found = Order.objects.filter(paid=1)", "if found.count() > 0:", "    f(*found)"),
    ],
)
def test_rows_that_are_used_or_few(lines: tuple[str, ...]) -> None:
    assert wanted(*lines) == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("return not Order.objects.exclude(pk=1)",), EXISTS),
        (("return len(s.scalars(select(Order).where(Order.id != 1)).all())",), COUNT),
        (("return len(s.scalars(select(Order).where(Line.id == 1)).all())",), COUNT),
        (("return len(Order.objects.filter(paid=1)) <= 1",), COUNT),
        (("return len(Order.objects.all()) < 1",), COUNT),
        (("return len(Order.objects.filter(user__email=1))",), COUNT),
    ],
)
def test_rows_that_may_be_many(lines: tuple[str, ...], found: str) -> None:
    assert wanted(*lines) == [found]

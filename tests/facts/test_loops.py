"""Loops that grow with the data, and queries that are sent in each round."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.loops import Loop, RepeatedQuery, dependents

HEAD = (
    "import csv\nfrom collections.abc import Sequence\nfrom django.db import models\n"
    "from shop.models import Line, Order\n"
)


def only(iterable: str, parameters: str = "request, orders") -> Loop:
    file = program(f"{HEAD}def f({parameters}):\n    for item in {iterable}:\n        use(item)\n")
    (found,) = file.facts(Loop)
    return found


@pytest.mark.parametrize(
    ("iterable", "why"),
    [
        ("Order.objects.all()", "queryset"),
        ("enumerate(Order.objects.filter(pk=1))", "queryset"),
        ("list(Order.objects.all())", "queryset"),
        ("request.data['lines']", "request"),
        ("request.GET.getlist('line')", "request"),
        ("csv.reader(request)", "file"),
        ("orders", "parameter"),
    ],
)
def test_loop_that_grows(iterable: str, why: str) -> None:
    found = only(iterable)

    assert (True, why) == (found.grows, found.why)


@pytest.mark.parametrize(
    "iterable",
    ["range(3)", "(1, 2)", "Order.objects.all()[:5]", "make()", "STATES", "orders[:10]"],
)
def test_loop_that_is_not_known_to_grow(iterable: str) -> None:
    assert only(iterable).grows is None


@pytest.mark.parametrize("name", ["batches", "settings", "fields"])
def test_parameter_of_few(name: str) -> None:
    assert only(name, name).grows is None


def test_annotated_parameter_is_sure_and_a_plural_is_not() -> None:
    assert only("rows", "rows: Sequence[Order]").sure
    assert not only("orders", "orders").sure


def test_dependents_of_a_loop() -> None:
    file = program("def f(rows):\n    for row in rows:\n        key = row.key\n        other = 1\n")
    (loop,) = file.facts(Loop)

    assert {"row", "key"} == dependents(file, loop)


def repeated(body: str) -> list[tuple[str, bool]]:
    file = program(f"{HEAD}def f(orders):\n    for order in orders:\n        {body}\n")
    return [(found.what, found.varies) for found in file.facts(RepeatedQuery)]


def test_query_of_each_round() -> None:
    assert [("Line.objects.get()", True)] == repeated("use(Line.objects.get(order=order))")


def test_query_that_is_the_same_in_each_round() -> None:
    assert [("Line.objects.get()", False)] == repeated("use(Line.objects.get(pk=1))")


@pytest.mark.parametrize(
    "body",
    [
        "Line.objects.get(order=order).save()",
        "return Line.objects.get(order=order)",
        "order.total = Line.objects.get(order=order).total; order.save()",
        "if order.lost: raise ValueError(Line.objects.get(order=order))",
    ],
)
def test_round_that_is_not_counted(body: str) -> None:
    assert [] == repeated(body)


HELPER = "def total_of(order):\n    return Line.objects.get(order=order).total\n"


def test_helper_that_reads_by_its_parameter() -> None:
    file = program(
        f"{HEAD}{HELPER}def f(orders):\n    return [total_of(order) for order in orders]\n"
    )
    (found,) = file.facts(RepeatedQuery)

    assert found.helper is not None
    assert ("total_of()", "Line") == (found.what, found.model)


def test_helper_whose_answer_is_not_used() -> None:
    file = program(
        f"{HEAD}{HELPER}def f(orders):\n    for order in orders:\n        total_of(order)\n"
    )

    assert () == file.facts(RepeatedQuery)

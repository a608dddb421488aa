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
        "if not seen: seen = Line.objects.get(order=order)",
        "if seen is not None: pass\n        else: seen = Line.objects.get(order=order)",
        "if seen is None and order.paid: seen = Line.objects.get(order=order)",
    ],
)
def test_round_that_is_not_counted(body: str) -> None:
    assert [] == repeated(body)


@pytest.mark.parametrize(
    "body",
    [
        "if seen: seen = Line.objects.get(order=order)",
        "if not seen: seen = Line.objects.get(order=order)\n        seen = None",
        "if seen == 1: seen = Line.objects.get(order=order)",
        "if other is None: seen = Line.objects.get(order=order)",
    ],
)
def test_name_that_is_filled_again(body: str) -> None:
    assert [("Line.objects.get()", True)] == repeated(body)


HELPER = "def total_of(order):\n    return Line.objects.get(order=order).total\n"


def test_helper_that_reads_by_its_parameter() -> None:
    file = program(
        f"{HEAD}{HELPER}def f(orders):\n    return [total_of(order) for order in orders]\n"
    )
    (found,) = file.facts(RepeatedQuery)

    assert 1 == len(found.path)
    assert ("total_of()", "Line") == (found.what, found.model)


def test_helper_whose_answer_is_not_used() -> None:
    file = program(
        f"{HEAD}{HELPER}def f(orders):\n    for order in orders:\n        total_of(order)\n"
    )

    assert () == file.facts(RepeatedQuery)


def test_chain_of_helpers_is_followed_to_its_end() -> None:
    chain = (
        f"{HELPER}def with_tax(order):\n    total = total_of(order)\n    return total\n"
        "def shown(order):\n    return with_tax(order)\n"
    )
    file = program(f"{HEAD}{chain}def f(orders):\n    return [shown(order) for order in orders]\n")
    (found,) = file.facts(RepeatedQuery)

    assert ("shown()", 3) == (found.what, len(found.path))


@pytest.mark.parametrize(
    "helper",
    [
        "@lru_cache\ndef total_of(order):\n    return Line.objects.get(order=order).total\n",
        "def total_of(order):\n    if order.paid:\n        return Line.objects.get(order=order)\n",
        "def total_of(order):\n    order.save()\n    return Line.objects.get(order=order)\n",
        "def total_of(order):\n    return Line.objects.get(pk=1)\n",
    ],
)
def test_helper_that_is_not_followed(helper: str) -> None:
    loop = "def f(orders):\n    return [total_of(order) for order in orders]\n"

    assert () == program(f"{HEAD}{helper}{loop}").facts(RepeatedQuery)


@pytest.mark.parametrize(
    ("call", "what"),
    [
        ("list(map(lambda order: Line.objects.get(order=order), orders))", "Line.objects.get()"),
        (
            "sorted(orders, key=lambda order: Line.objects.filter(order=order).count())",
            "Line.objects.filter().count()",
        ),
        ("list(map(total_of, orders))", "total_of()"),
        ("min(orders, key=total_of)", "total_of()"),
    ],
)
def test_function_that_is_run_for_each_item(call: str, what: str) -> None:
    file = program(f"{HEAD}{HELPER}def f(orders):\n    return {call}\n")

    assert [what] == [found.what for found in file.facts(RepeatedQuery)]


@pytest.mark.parametrize(
    "call",
    [
        "list(map(total_of, orders[:5]))",
        "sorted(orders, key=lambda order: order.total)",
        "list(map(lambda state: Line.objects.get(state=state), ('open', 'paid')))",
        "run(lambda order: Line.objects.get(order=order))",
    ],
)
def test_function_that_is_run_for_few_or_elsewhere(call: str) -> None:
    file = program(f"{HEAD}{HELPER}def f(orders):\n    return {call}\n")

    assert () == file.facts(RepeatedQuery)


@pytest.mark.parametrize(
    ("iterable", "why"),
    [
        ("orders[:500]", "parameter"),
        ("orders[:10]", ""),
        ("json.loads(request.body)['lines']", "request"),
        ("json.load(file)['lines']", ""),
        ("request.data.items()", ""),
        ("request.data['lines'].values()", "request"),
    ],
)
def test_rounds_that_a_caller_decides(iterable: str, why: str) -> None:
    loop = f"    for item in {iterable}:\n        use(item)\n"
    file = program(f"{HEAD}import json\ndef f(request, orders, file):\n{loop}")
    (found,) = file.facts(Loop)

    assert why == found.why


def test_loader_is_given_the_keys_of_a_whole_round() -> None:
    load = "def load(numbers: list):\n    return [Line.objects.get(pk=pk) for pk in numbers]\n"
    loader = "from strawberry.dataloader import DataLoader\nloader = DataLoader(load_fn=load)\n"

    assert 1 == len(program(f"{HEAD}{load}").facts(RepeatedQuery))
    assert () == program(f"{HEAD}{load}{loader}").facts(RepeatedQuery)

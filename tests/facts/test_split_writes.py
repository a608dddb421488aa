"""Which rows of a request are made apart."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.split_writes import SplitWrite

MODELS = """
from django.db import models
class Order(models.Model): ...
class Line(models.Model): ...
"""
HEAD = """
from celery import shared_task
from django.db import transaction
from models import Line, Order
@shared_task
def f(a, b):
"""
BOTH = "Order.objects.create(); Line.objects.create()"


@pytest.mark.parametrize(
    ("body", "settings", "expected"),
    [
        (BOTH, "", [("Order", "Line")]),
        ("Order().save(); Line.objects.using('b').create()", "", [("Order", "Line")]),
        ("Order.objects.create(); Line.objects.bulk_create(a, ignore_conflicts=True)", "", []),
        ("Order.objects.create(); Order.objects.create()", "", []),
        ("Order.objects.get_or_create(a=a); Line.objects.create()", "", []),
        ("Order.objects.create(); Line.objects.get_or_create(a=a)", "", [("Order", "Line")]),
        (f"with transaction.atomic(): {BOTH}", "", []),
        (f"with a.atomic_write(): {BOTH}", "", []),
        ("Order.objects.create(); a(lambda: Line.objects.create())", "", []),
        # Only a request is wrapped.
        (BOTH, "DATABASES = {'default': {'ATOMIC_REQUESTS': True}}", [("Order", "Line")]),
    ],
)
def test_rows_of_two_tables_are_split_outside_of_transactions(
    body: str, settings: str, expected: list[tuple[str, str]]
) -> None:
    file = modules({"models": MODELS, "tasks": f"{HEAD}    {body}\n", "shop.settings": settings})[
        "tasks"
    ]

    assert expected == [item.models for item in file.facts(SplitWrite)]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("False", [("Order", "Line")]), ("True", []), ("env('ATOMIC')", [])],
)
def test_a_request_that_may_be_wrapped_splits_nothing(
    setting: str, expected: list[tuple[str, str]]
) -> None:
    views = (
        "from django.views import View\nfrom models import Line, Order\n"
        f"class V(View):\n    def post(self, request):\n        {BOTH}\n"
    )
    settings = f"DATABASES = {{'default': {{'ATOMIC_REQUESTS': {setting}}}}}\n"
    file = modules({"models": MODELS, "views": views, "shop.settings": settings})["views"]

    assert expected == [item.models for item in file.facts(SplitWrite)]


@pytest.mark.parametrize(
    ("module", "settings", "expected"),
    [
        ("tests.settings", "DATABASES = {'default': {'ATOMIC_REQUESTS': True}}", []),
        ("install", "TEMPLATE = '{ATOMIC_REQUESTS: True}'", []),
        ("tests.settings", "DATABASES = {'default': {}}", [("Order", "Line")]),
    ],
)
def test_where_the_settings_are_written_later_what_speaks_of_them_counts(
    module: str, settings: str, expected: list[tuple[str, str]]
) -> None:
    views = (
        "from django.views import View\nfrom models import Line, Order\n"
        f"class V(View):\n    def post(self, request):\n        {BOTH}\n"
    )
    file = modules({"models": MODELS, "views": views, module: settings})["views"]

    assert expected == [item.models for item in file.facts(SplitWrite)]

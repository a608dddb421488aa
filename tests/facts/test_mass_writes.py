"""Which content of requests goes into which rows as it is."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.mass_writes import MassWrite

TABLES = """
from django.db import models
class Order(models.Model):
    title = models.CharField(max_length=9)
class User(models.Model):
    is_staff = models.BooleanField()
class WebhookEvent(models.Model):
    title = models.CharField(max_length=9)
class Plain: ...
"""
VIEWS = """
import json
from rest_framework.views import APIView
from tables import Order, Plain, User, WebhookEvent
class Orders(APIView):
    def post(self, request):
        {body}
"""


def found(body: str) -> list[tuple[str, str, bool]]:
    files = modules({"tables": TABLES, "views": VIEWS.format(body=body)})
    return [(item.source, item.model, item.powerful) for item in files["views"].facts(MassWrite)]


ORDER = [("request.data", "Order", False)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Order(**request.data)", ORDER),
        ("User(**request.data)", [("request.data", "User", True)]),
        ("Order.objects.create(**request.POST.dict())", [("request.POST", "Order", False)]),
        ("Order.objects.update_or_create(**(request.data or {}))", ORDER),
        ("Order(**dict(request.data))", ORDER),
        ("Order(**json.loads(request.body))", [("request.body", "Order", False)]),
        ("Order(**request.headers)", []),
        ("Order(**kwargs)", []),
        ("Order.objects.filter(**request.data)", []),
        ("Plain(**request.data)", []),
        ("Unknown(**request.data)", []),
        ("WebhookEvent(**request.data)", []),
        ("a = b = request.data; Order(**a)", ORDER),
        ("a = request.data; c = a; Order(**c)", []),
        ("a = request.data; check(a); Order(**a)", []),
        ("a = request.data; print(a); Order(**a)", ORDER),
    ],
)
def test_row_that_takes_what_comes(body: str, expected: list[tuple[str, str, bool]]) -> None:
    assert expected == found(body)

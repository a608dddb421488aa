"""Which views change rows for everybody, and what explains it."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.open_views import OpenView

HEAD = """
from django.db import models
from rest_framework import generics, mixins, viewsets
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.views import APIView

class Order(models.Model): ...

class Orders({base}):
    permission_classes = {policies}
    {body}
"""
ROWS = "queryset = Order.objects.all()"
EVERY = "DELETE/PATCH/POST/PUT"


def found(base: str, body: str = ROWS, policies: str = "[AllowAny]") -> list[tuple[str, str, bool]]:
    source = HEAD.format(base=base, policies=policies, body=body)
    file = modules({"shop": source})["shop"]
    return [(view.methods, view.model, view.whole) for view in file.facts(OpenView)]


@pytest.mark.parametrize(
    ("base", "body", "policies", "expected"),
    [
        ("viewsets.ModelViewSet", ROWS, "[AllowAny]", [(EVERY, "`Order`", True)]),
        ("viewsets.ModelViewSet", ROWS, "[IsAuthenticated, AllowAny]", []),
        ("viewsets.ModelViewSet", ROWS, "[Unknown]", []),
        ("viewsets.ModelViewSet", ROWS, "POLICIES", []),
        ("viewsets.ModelViewSet", "other = 1", "[]", []),
        ("viewsets.ReadOnlyModelViewSet", ROWS, "[]", []),
        ("generics.RetrieveUpdateAPIView", ROWS, "[]", [("PATCH/PUT", "`Order`", False)]),
        ("generics.ListCreateAPIView", ROWS, "()", [("POST", "`Order`", False)]),
        (
            "mixins.DestroyModelMixin, viewsets.GenericViewSet",
            ROWS,
            "[]",
            [("DELETE", "`Order`", False)],
        ),
        ("generics.CreateAPIView", f"{ROWS}\n    def create(self, request): return None", "[]", []),
        ("generics.CreateAPIView", f"{ROWS}\n    http_method_names = NAMES", "[]", []),
        ("generics.CreateAPIView", f"{ROWS}\n    authentication_classes = CLASSES", "[]", []),
        (
            "APIView",
            "def post(self, request): Order.objects.create()",
            "[]",
            [("POST", "rows", False)],
        ),
        ("APIView", "def post(self, request): form.save()", "[]", [("POST", "rows", False)]),
        ("APIView", "def post(self, request): figure.save()", "[]", []),
        ("APIView", "def get(self, request): Order.objects.create()", "[]", []),
        ("Unknown", ROWS, "[]", []),
    ],
)
def test_view_for_everybody(
    base: str, body: str, policies: str, expected: list[tuple[str, str, bool]]
) -> None:
    assert expected == found(base, body, policies)

"""What is unique in a mapped class, and which rows are made without that."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.constraints import unique_sets
from readiness_lint.facts.duplicates import LooseLookup

HEAD = """
from django.db import models
from django.contrib.auth.models import AbstractUser
from elsewhere import Other
FIELDS = ["a", "b"]
class Base(models.Model):
    key = models.TextField(unique=True)
    class Meta:
        abstract = True
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class M(models.Model):\n    a = models.TextField()", ["id", "pk"]),
        ("class M(models.Model):\n    a = models.TextField(primary_key=True)", ["a", "id", "pk"]),
        ("class M(models.Model):\n    id = models.UUIDField(primary_key=True)", ["id", "pk"]),
        ("class M(Base):\n    a = models.TextField(unique=False)", ["id", "key", "pk"]),
        (
            "class M(models.Model):\n    class Meta:\n        unique_together = [('a', 'b_id')]",
            ["a b", "id", "pk"],
        ),
        (
            "class M(models.Model):\n    class Meta:\n        constraints = [\n"
            "            models.UniqueConstraint(fields=FIELDS, name='n')]",
            ["a b", "id", "pk"],
        ),
        (
            "class M(models.Model):\n    class Meta:\n        constraints = [*OTHERS]",
            None,
        ),
        ("class M(AbstractUser):\n    pass", None),
        ("class M(Other, models.Model):\n    pass", None),
    ],
)
def test_all_that_is_unique_is_known_or_nothing(source: str, expected: list[str] | None) -> None:
    file = modules({"models": f"{HEAD}{source}\n"})["models"]
    found = unique_sets(file, "models.M")

    assert expected == (None if found is None else sorted(" ".join(sorted(i)) for i in found))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("M.objects.get_or_create(a=x)", ["get_or_create"]),
        ("M.objects.using('b').update_or_create(a=x, defaults={'b': x})", ["update_or_create"]),
        ("M.objects.get_or_create(key=x, defaults={'a': x})", []),
        ("M.objects.get_or_create(a=1)", []),
        ("M.objects.get_or_create(defaults={'a': x})", []),
        ("M.objects.exists() or M.objects.create(a=x)", []),
        ("M.objects.filter(a=x).exists() or M.objects.create(a=x)", ["exists-then-create"]),
        ("M.objects.filter(a=x).exists() or M.objects.create(a=y)", []),
        ("M.objects.exclude(a=x).exists() or M.objects.create(a=x)", []),
    ],
)
def test_a_row_is_loose_where_nothing_keeps_it_single(body: str, expected: list[str]) -> None:
    model = "class M(Base):\n    a = models.TextField()\n    b = models.TextField()\n"
    views = f"from models import M\ndef f(x, y):\n    {body}\n"
    file = modules({"models": HEAD + model, "views": views})["views"]

    assert expected == [item.how for item in file.facts(LooseLookup)]

"""Which numbers two requests may overwrite."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.lost_updates import LostUpdate

MODELS = """
from django.db import models
class Account(models.Model):
    credit = models.IntegerField()
    name = models.TextField()
"""
HEAD = """
from django.db.models import F
from models import Account, lock
def f(pk, other):
    row = Account.objects.get(pk=pk)
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("row.credit += other; row.save()", ["row.credit"]),
        ("row.credit = other + row.credit; row.save()", ["row.credit"]),
        ("row.credit = (row.credit or 0) - 1; row.save()", ["row.credit"]),
        ("row.credit = max(row.credit - other, 0); row.save()", ["row.credit"]),
        ("row.missing += 1; row.save()", ["row.missing"]),
        ("row.missing += other; row.save()", []),
        ("row.credit = other - row.credit; row.save()", []),
        ("row.credit += F('name'); row.save()", []),
        ("row.name += other; row.save()", []),
        ("row.credit += 1", []),
        ("row.save(); row.credit += 1", []),
        ("row.credit += 1; other.save()", []),
        ("row = other; row.credit += 1; row.save()", []),
        ("lock.acquire(); row.credit += 1; row.save()", []),
    ],
)
def test_a_number_is_lost_between_a_read_and_a_save(body: str, expected: list[str]) -> None:
    file = modules({"models": MODELS, "views": f"{HEAD}    {body}\n"})["views"]

    assert expected == [item.field for item in file.facts(LostUpdate)]

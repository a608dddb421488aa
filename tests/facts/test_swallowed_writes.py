"""Which errors of the database are caught while their transaction goes on."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.swallowed_writes import SwallowedWrite

MODELS = """
from django.db import models
class Row(models.Model):
    number = models.IntegerField(unique=True)
"""
HEAD = """
from django.db import DatabaseError, IntegrityError, transaction
from models import Row
@transaction.atomic
def f(number, rows):
"""
TRY = "    try:\n        Row.objects.create(number=number)\n"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("    except IntegrityError:\n        pass\n    Row.objects.count()\n", ["IntegrityError"]),
        ("    except DatabaseError:\n        return Row.objects.first()\n", ["DatabaseError"]),
        (
            "    except (ValueError, IntegrityError):\n        Row.objects.get()\n",
            ["IntegrityError"],
        ),
        ("    except Exception:\n        pass\n    Row.objects.count()\n", [""]),
        ("    except ValueError:\n        pass\n    Row.objects.count()\n", []),
        ("    except IntegrityError:\n        return\n    Row.objects.count()\n", []),
        ("    except IntegrityError:\n        raise\n    Row.objects.count()\n", []),
        ("    except IntegrityError:\n        pass\n", []),
    ],
)
def test_an_error_is_swallowed_where_the_block_goes_on(rest: str, expected: list[str]) -> None:
    file = modules({"models": MODELS, "views": HEAD + TRY + rest})["views"]

    assert expected == [item.caught for item in file.facts(SwallowedWrite)]

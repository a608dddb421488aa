"""Which look-ups raise where there is nothing."""

from __future__ import annotations

import ast

import pytest
from programs import modules

from readiness_lint.facts.lookups import gives_something, is_required

BEGIN = """
from django.db import models
from django.shortcuts import get_object_or_404
from sqlalchemy.orm import Session


class Row(models.Model):
    slug = models.SlugField()


def found(slug: str, session: Session):
    return """


@pytest.mark.parametrize(
    ("expected", "call"),
    [
        (True, "Row.objects.get(slug=slug)"),
        (True, "get_object_or_404(Row, slug=slug)"),
        (True, "first_or_404(slug)"),
        (False, "Row.objects.filter(slug=slug)"),
        (False, "session.get(Row, slug)"),
        (False, "rows.get(slug)"),
    ],
)
def test_a_look_up_that_raises(call: str, *, expected: bool) -> None:
    file = modules({"shop.rows": f"{BEGIN}{call}\n"})["shop.rows"]
    given = [statement.value for statement in file.nodes(ast.Return)]

    assert [expected] == [is_required(file, item) for item in given if isinstance(item, ast.Call)]


@pytest.mark.parametrize(
    ("expected", "body"),
    [
        (True, "if not row: raise KeyError(key)\n    return row"),
        (True, "if row is None or row.gone: raise KeyError(key)\n    return row"),
        (False, "if not row: print(key)\n    return row"),
        (False, "if not row and key: raise KeyError(key)\n    return row"),
        (False, "if row: return row"),
        (False, "if not row: raise KeyError(key)\n    if row.old: return row"),
        (False, "if not row: return None\n    return row"),
        (False, "if not row: raise KeyError(key)"),
    ],
)
def test_a_function_that_leaves_where_it_found_nothing(body: str, *, expected: bool) -> None:
    file = modules({"shop.rows": f"def found(key, rows):\n    row = rows.get(key)\n    {body}\n"})[
        "shop.rows"
    ]
    (function,) = file.nodes(ast.FunctionDef)

    assert expected is gives_something(file, function)

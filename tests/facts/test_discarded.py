"""Which results are thrown away."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.discarded import Discarded

HEAD = """
import os
from django.db.models import QuerySet
from sqlalchemy import Select, update
def f(rows: QuerySet, statement: Select, text: str, thing, table):
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("rows.filter(a=1)", [("rows.filter", "query")]),
        ("rows.filter(a=1).exclude(b=2)", [("...exclude", "query")]),
        ("statement.where(thing)", [("statement.where", "query")]),
        ("update(table).values(a=1)", [("...values", "statement")]),
        ("text.strip()", [("text.strip", "value")]),
        ("thing.name.replace('a', 'b')", [("thing.name.replace", "value")]),
        ("rows.update(a=1)", []),
        ("rows = rows.filter(a=1)", []),
        ("thing.filter(a=1)", []),
        ("thing.strip()", []),
        ("thing.replace('a')", []),
        ("os.replace('a', 'b')", []),
    ],
)
def test_a_call_is_discarded_where_nobody_takes_what_it_gives(
    line: str, expected: list[tuple[str, str]]
) -> None:
    file = program(f"{HEAD}    {line}\n")

    assert expected == [(item.spelling, item.builds) for item in file.facts(Discarded)]

"""Writes that are sent once for each row."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.row_writes import RowWrite

HEAD = """
import time
from sqlalchemy.orm import Session
from psycopg2.extensions import cursor
from shop.models import Order

ORDERS = (1, 2)

def f(s: Session, c: cursor, orders: list[int], basket):
"""


def verbs(*lines: str) -> list[str]:
    body = "\n".join(f"    {line}" for line in lines)
    return [item.verb for item in program(f"{HEAD}{body}\n").facts(RowWrite)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("for o in orders:", "    s.add(o)", "    s.commit()"), ["commit"]),
        (("for o in basket.orders:", "    s.add(o)", "    s.commit()"), ["commit"]),
        (
            ("for o in orders:", "    c.execute('INSERT INTO orders VALUES (%s)', (o,))"),
            ["execute"],
        ),
    ],
)
def test_write_per_row(lines: tuple[str, ...], found: list[str]) -> None:
    assert found == verbs(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("for o in ORDERS:", "    s.add(o)", "    s.commit()"),
        ("for o in orders:", "    s.add(o)", "s.commit()"),
        ("for o in orders:", "    s.add_all(o)", "    s.commit()"),
        ("for o in orders:", "    if o % 100 == 0:", "        s.commit()"),
        ("for o in orders:", "    with lock(o):", "        s.commit()"),
        ("for o in orders:", "    s.commit()", "    send_mail(o)"),
        ("for o in orders:", "    s.commit()", "    time.sleep(5)"),
        ("for o in orders:", "    s.commit()", "    return"),
        ("for chunk in orders:", "    s.add(chunk)", "    s.commit()"),
        ("for o in orders:", "    c.execute('INSERT INTO orders VALUES (%s) RETURNING id', (o,))"),
        ("for o in orders:", "    c.execute('UPDATE orders SET paid = true WHERE id = %s', (o,))"),
        ("for o in orders:", "    s.delete(o)"),
    ],
)
def test_round_that_is_work_of_its_own(lines: tuple[str, ...]) -> None:
    assert verbs(*lines) == []

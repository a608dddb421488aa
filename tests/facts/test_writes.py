from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.writes import UnawaitedStatement, Write

HEAD = """
import asyncio
import asyncpg
from redis.asyncio import Redis
from django.db import connection, models
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
class Order(models.Model):
    pass
"""


def writes(statement: str) -> list[tuple[str, bool]]:
    file = program(f"{HEAD}def run(session: Session, statement):\n    {statement}\n")
    return [(write.verb, write.changes) for write in file.facts(Write)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Order.objects.create(a=1)", [("create", True)]),
        ("Order.objects.filter(a=1).delete()", [("delete", True)]),
        ("session.add(statement)", [("save", True)]),
        ("session.flush()", [("flush", False)]),
        ("session.commit()", [("commit", False)]),
        ("insert(Order).values(a=1)", [("create", False), ("create", False)]),
        ("session.execute(select(Order))", []),
        ("session.execute(statement)", []),
        ("session.execute()", []),
        ("session.execute(text('UPDATE orders SET a = 1'))", [("execute", True)]),
        ("session.execute(text('SELECT 1'))", []),
        ("session.execute(text(f'DROP TABLE {statement}'))", [("define", True)]),
        ("session.execute(text('CREATE TEMP TABLE a (b int)'))", []),
        ("connection.cursor().execute('DELETE FROM orders')", [("execute", True)]),
        ("q = text('DELETE FROM a'); session.execute(q)", [("execute", True)]),
        ("session.execute(statement=text('DELETE FROM a'))", [("execute", True)]),
        ("session.execute(text('-- all\\n/* now */ DELETE FROM a'))", [("execute", True)]),
        ("session.execute(text('commit'))", [("commit", False)]),
        ("session.execute(text('CREATE OR REPLACE TEMP VIEW a AS SELECT 1'))", []),
    ],
)
def test_what_changes_rows(statement: str, expected: list[tuple[str, bool]]) -> None:
    assert expected == writes(statement)


def test_a_built_statement_is_written_where_it_is_executed() -> None:
    found = writes("session.execute(insert(Order).values(a=1))")

    assert ("execute", True) in found


@pytest.mark.parametrize(
    ("call", "spelling"),
    [("session.add(1)", "session.add"), ("session.query(Order).delete()", "...delete")],
)
def test_spelling(call: str, spelling: str) -> None:
    file = program(f"{HEAD}def run(session: Session):\n    {call}\n")
    (write,) = file.facts(Write)

    assert spelling == write.spelling


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("session.commit()", ["session.commit"]),
        ("await session.commit()", []),
        ("task = session.commit()", []),
        ("session.add(1)", []),
        ("pool.execute('SELECT 1')", ["pool.execute"]),
        ("other.commit()", []),
        ("session.close()", ["session.close"]),
        ("session.run_sync(other)", ["session.run_sync"]),
        ("cache.set('a', 1)", ["cache.set"]),
        ("cache.pipeline()", []),
        ("asyncio.sleep(1)", []),
    ],
)
def test_coroutines_that_are_thrown_away(statement: str, expected: list[str]) -> None:
    head = "async def run(session: AsyncSession, pool: asyncpg.Pool, cache: Redis, other):\n    "
    file = program(f"{HEAD}{head}{statement}\n")

    assert expected == [found.spelling for found in file.facts(UnawaitedStatement)]


def test_a_function_that_is_no_coroutine_hands_its_coroutines_on() -> None:
    file = program(f"{HEAD}def run(session: AsyncSession):\n    session.commit()\n")

    assert () == file.facts(UnawaitedStatement)

from __future__ import annotations

import pytest
from programs import expression, program

from readiness_lint.facts.dispatches import EarlyDispatch
from readiness_lint.facts.leases import Lease
from readiness_lint.terms import Answer, LeaseKind

HEAD = """
import psycopg2
import pymysql
from contextlib import closing, contextmanager
from celery import shared_task
from django.db import transaction
from django.utils.decorators import method_decorator
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker
from shop import give
engine = create_engine(url)
Local = sessionmaker(engine)
@shared_task
def work(pk): ...
"""


def leases(body: str, head: str = HEAD) -> list[tuple[str, str, LeaseKind, Answer]]:
    file = program(head + body)
    return [(item.spelling, item.form, item.kind, item.keeps) for item in file.facts(Lease)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "with transaction.atomic(): pass",
            ("transaction.atomic", "with", LeaseKind.TRANSACTION, True),
        ),
        (
            "@transaction.atomic\ndef f(): pass",
            ("transaction.atomic", "decorator", LeaseKind.TRANSACTION, True),
        ),
        (
            "class V:\n    @method_decorator(transaction.atomic)\n    def f(self): pass",
            ("method_decorator", "decorator", LeaseKind.TRANSACTION, True),
        ),
        ("with Session(engine) as s: pass", ("Session", "with", LeaseKind.SESSION, False)),
        ("with Local() as s: pass", ("Local", "with", LeaseKind.SESSION, False)),
        ("with Local.begin() as s: pass", ("Local.begin", "with", LeaseKind.TRANSACTION, True)),
        (
            "def f():\n    s = Local()",
            ("Local", "call", LeaseKind.SESSION, False),
        ),
        (
            "with closing(psycopg2.connect('')) as c: pass",
            ("psycopg2.connect", "with", LeaseKind.CONNECTION, False),
        ),
        (
            "with psycopg2.connect('') as c: pass",
            ("psycopg2.connect", "with", LeaseKind.CONNECTION, True),
        ),
        (
            "with pymysql.connect() as c: c.execute('')",
            ("pymysql.connect", "with", LeaseKind.CONNECTION, None),
        ),
        (
            "with pymysql.connect() as c: c.cursor()",
            ("pymysql.connect", "with", LeaseKind.CONNECTION, False),
        ),
        (
            "with engine.connect() as c: pass",
            ("engine.connect", "with", LeaseKind.CONNECTION, None),
        ),
    ],
)
def test_what_is_held(body: str, expected: tuple[str, str, LeaseKind, Answer]) -> None:
    assert [expected] == leases(body)


@pytest.mark.parametrize(
    "sign",
    [
        "from sqlalchemy.orm import mapped_column",
        "from sqlmodel import SQLModel",
        "from sqlalchemy.future import select",
        "e = create_engine(url, future=True)",
        "def g():\n    with engine.connect() as c:\n        c.commit()",
    ],
)
def test_signs_of_the_second_version(sign: str) -> None:
    found = leases(f"{sign}\ndef f():\n    with engine.connect() as c: pass\n")

    assert {False} == {keeps for spelling, _, _, keeps in found if spelling == "engine.connect"}


def test_a_file_that_speaks_of_autocommit_is_not_known() -> None:
    body = "e = create_engine(url, isolation_level='AUTOCOMMIT')\nwith Session(e) as s: pass\n"

    assert [None] == [keeps for *_, keeps in leases(body)]


def test_a_session_on_a_connection_is_committed_by_its_owner() -> None:
    found = leases("with engine.begin() as c:\n    with Session(c) as s: pass\n")

    assert [True, None] == [keeps for *_, keeps in found]


@pytest.mark.parametrize(
    "body",
    [
        "@contextmanager\ndef scope():\n    yield Session(engine)\nwith scope() as s: pass",
        "s = Local()",
        "def f():\n    s = Local()\n    s = None",
        "with give() as s: pass",
        "with lock: pass",
        "def f():\n    s = t = Local()",
    ],
)
def test_what_is_held_otherwise(body: str) -> None:
    assert [] == leases(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("s.add(1)", False),
        ("s.add(1); s.commit()", True),
        ("s.add(1); give(s)", None),
        ("s.add(1); s.rollback()", None),
        ("s.add(1); s.connection()", None),
        ("with s.begin(): s.add(1)", True),
    ],
)
def test_whether_a_session_commits(body: str, expected: Answer) -> None:
    file = program(f"{HEAD}with Session(engine) as s:\n    {body}\n")
    lease = next(item for item in file.facts(Lease) if item.kind is LeaseKind.SESSION)

    assert expected is lease.committed(file)
    assert 1 == len(lease.writes(file))


def test_undoing_after_an_error_is_no_purpose() -> None:
    file = program(
        f"{HEAD}with Session(engine) as s:\n    try:\n        s.add(1)\n"
        "    except ValueError:\n        s.rollback()\n"
    )
    (lease,) = file.facts(Lease)

    assert lease.committed(file) is False


def test_writes_through_a_cursor_count_and_those_of_another_session_do_not() -> None:
    file = program(
        f"{HEAD}def f(other: Session):\n    c = psycopg2.connect('')\n    cursor = c.cursor()\n"
        "    cursor.executemany(q, [])\n    other.add(1)\n    (lambda: 1)().save()\n"
    )
    (lease,) = file.facts(Lease)

    assert ["cursor.executemany"] == [write.spelling for write in lease.writes(file)]


def test_a_lease_covers_what_runs_while_it_is_held() -> None:
    file = program(
        HEAD
        + """
@transaction.atomic
def f():
    one()
    def later():
        two()
    call(lambda: three())
with transaction.atomic():
    four()
five()
"""
    )
    decorated, block = file.facts(Lease)
    calls = [expression(file, f"{name}()") for name in ("one", "two", "three", "four", "five")]

    assert [True, False, False, False, False] == [decorated.covers(file, c) for c in calls]
    assert [False, False, False, True, False] == [block.covers(file, c) for c in calls]


@pytest.mark.parametrize(
    ("alias", "other"),
    [("", False), ("'default'", False), ("'replica'", True), ("alias", True)],
)
def test_another_database(alias: str, *, other: bool) -> None:
    file = program(f"{HEAD}with transaction.atomic({alias}): pass\n")
    (lease,) = file.facts(Lease)

    assert other is lease.other_alias


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("s.add(1); work.delay(1); s.commit()", 1),
        ("s.add(1); s.commit(); work.delay(1)", 0),
        ("s.add(1); s.commit(); work.delay(1); s.commit()", 0),
        ("work.delay(1); s.add(1); s.commit()", 0),
        ("s.add(1); work.apply_async(countdown=3); s.commit()", 0),
        ("with transaction.atomic(): work.delay(1)", 0),
        ("with transaction.atomic(): s.save(); work.delay(1)", 1),
        ("with transaction.atomic('replica'): s.save(); work.delay(1)", 0),
    ],
)
def test_dispatches_before_the_commit(body: str, expected: int) -> None:
    file = program(f"{HEAD}def f(s: Session):\n    {body}\n")

    assert expected == len(file.facts(EarlyDispatch))

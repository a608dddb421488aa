from __future__ import annotations

import pytest
from programs import expression, modules, program

from readiness_lint.facts.leases import Lease, wrapping_leases
from readiness_lint.terms import Answer, LeaseKind

HEAD = """
import psycopg2
import pymysql
from contextlib import closing, contextmanager
from celery import shared_task
from django.db import transaction
from django.utils.decorators import method_decorator
from django.views import View
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
            "class V:\n    @method_decorator(transaction.atomic(using='b'))\n    def f(self): pass",
            ("method_decorator", "decorator", LeaseKind.TRANSACTION, True),
        ),
        (
            "@method_decorator(transaction.atomic, name='f')\nclass V:\n    def f(self): pass",
            ("method_decorator", "decorator", LeaseKind.TRANSACTION, True),
        ),
        (
            "@method_decorator(transaction.atomic, 'dispatch')\nclass V(View):\n"
            "    def put(self): pass\n    def other(self): pass",
            ("method_decorator", "decorator", LeaseKind.TRANSACTION, True),
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


def test_what_a_context_manager_of_the_file_holds_around_its_yield() -> None:
    body = """
@contextmanager
def traced(name):
    with transaction.atomic():
        yield
@contextmanager
def before(name):
    with transaction.atomic(): pass
    yield
@contextmanager
def twice(name):
    with transaction.atomic():
        if name: yield 1
        else: yield 2
with traced(1): pass
with before(1): pass
with twice(1): pass
"""

    assert ["traced"] == [
        spelling for spelling, *_ in leases(body) if spelling in {"traced", "before", "twice"}
    ]


def test_what_a_function_of_the_file_hands_out_is_held_by_its_caller() -> None:
    body = """
def made():
    return Local()
def hidden(x):
    if x: return Local()
    return None
@work
def wrapped():
    return Local()
with made() as s: pass
with hidden(1) as s: pass
with wrapped() as s: pass
"""

    assert [("made", "with", LeaseKind.SESSION, False)] == leases(body)


@pytest.mark.parametrize(
    ("wrappers", "expected"),
    [
        ((), []),
        (("traced",), ["traced", "shop.traced"]),
        (("shop.tracing.traced",), ["traced", "shop.traced"]),
        (("other.traced",), []),
    ],
)
def test_a_project_has_its_own_names_for_a_transaction(
    wrappers: tuple[str, ...], expected: list[str]
) -> None:
    file = program(
        "import shop.tracing as shop\nfrom shop.tracing import traced\n"
        "with traced(): pass\n@shop.traced\ndef f(): pass\nwith untraced(): pass\n"
    )
    found = wrapping_leases(file, wrappers)

    assert expected == [lease.spelling for lease in found]
    assert {LeaseKind.TRANSACTION} >= {lease.kind for lease in found}


def test_arguments_of_a_wrapper_may_name_another_database() -> None:
    file = program("with traced(using=alias): pass\nwith traced(): pass\n")

    assert [True, False] == [lease.other_alias for lease in wrapping_leases(file, ("traced",))]


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
        ("s.add(1); s.begin_nested()", None),
        ("s.add(1); s.execute(text('commit'))", True),
        ("s.add(1); s.expire_all()", False),
        ("s.add(1); s.anything()", None),
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


def test_a_session_of_the_thread_may_be_committed_by_others() -> None:
    head = f"{HEAD}from sqlalchemy.orm import scoped_session\nShared = scoped_session(Local)\n"
    (found,) = leases("def f():\n    s = Shared()", head)

    assert found[3] is None


@pytest.mark.parametrize(
    ("rows", "keeps"),
    [
        ("from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...", False),
        ("from sqlalchemy.orm import declarative_base\nBase = declarative_base()", None),
    ],
    ids=["of 2", "of either"],
)
def test_any_module_shows_on_which_version_a_connection_runs(rows: str, keeps: Answer) -> None:
    shop = "from sqlalchemy import create_engine\nwith create_engine('').connect() as c: pass"
    files = modules({"shop.rows": rows, "shop.tidy": shop})
    assert [item.keeps for item in files["shop.tidy"].facts(Lease)] == [keeps]

"""Waits for others, and what is held meanwhile."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.held import SLOW, HeldCall, OutsideWait
from readiness_lint.terms import LeaseKind

HEAD = """
import asyncio
import concurrent.futures
import socket
import subprocess
import time
import asyncpg
import httpx
import openai
import redis
import requests
import sqlite3
import anyio
from django.conf import settings
from django.db import transaction
from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session, sessionmaker
from shop.models import Order

engine = create_engine("postgresql://db/shop")
store = redis.Redis()
client = httpx.AsyncClient(timeout=5)
model = openai.OpenAI(timeout=600)
Local = sessionmaker(engine)
workers = concurrent.futures.ThreadPoolExecutor()
DEBUG_DELAY = 0

def call():
    requests.post("https://pay.example", timeout=3)

def reads(s: Session):
    return s.execute(select(1))

def ends(s: Session):
    s.commit()

def hands_on(s: Session):
    return reads(s)

class Repository:
    def __init__(self, s: Session): self.s = s
"""


def waits(body: str, head: str = "def f(x):") -> list[tuple[str, str]]:
    file = program(f"{HEAD}\n{head}\n    {body}\n")
    return [
        (item.what, item.resource)
        for item in file.facts(OutsideWait)
        if (function := file.function(item.node)) is not None and function.name == "f"
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("requests.get(x, timeout=3)", ("requests.get", "")),
        ("requests.get(x, timeout=30)", ("requests.get", SLOW)),
        ("requests.get(x)", ("requests.get", SLOW)),
        ("model.responses.create()", ("openai._resource.SyncAPIResource.create", SLOW)),
        ("subprocess.run(x)", ("subprocess.run", SLOW)),
        ("time.sleep(x)", ("time.sleep", "")),
        ("time.sleep(1)", ("time.sleep", "")),
    ],
)
def test_what_waits_for_others(body: str, expected: tuple[str, str]) -> None:
    assert [expected] == waits(body)


@pytest.mark.parametrize(
    "body",
    [
        "store.get(x)",
        "engine.connect()",
        "time.sleep(0.01)",
        "workers.submit(requests.get, x)",
        "workers.submit(call).result()",
        "client.get(x)",
    ],
)
def test_what_does_not(body: str) -> None:
    assert [] == waits(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("await client.get(x)", 1),
        ("client.get(x)", 0),
        ("asyncio.create_task(client.get(x))", 0),
        ("await asyncio.gather(client.get(x), client.get(x))", 2),
        ("await asyncio.gather(*[client.get(y) for y in x])", 1),
        ("asyncio.gather(client.get(x))", 0),
        ("async with client.stream('GET', x) as y: pass", 1),
        ("await asyncio.to_thread(requests.get, x)", 1),
        ("asyncio.to_thread(requests.get, x)", 0),
        ("await asyncio.sleep(1)", 1),
        ("await asyncio.sleep(0)", 0),
        ("await anyio.run_process(x)", 1),
    ],
)
def test_a_coroutine_is_waited_for_where_it_is_awaited(body: str, expected: int) -> None:
    assert expected == len(waits(body, "async def f(x):"))


def holds(body: str, arguments: str = "pk") -> list[tuple[LeaseKind, str, bool, bool]]:
    text = "\n    ".join(body.split("\n"))
    file = program(f"{HEAD}\ndef f({arguments}):\n    {text}\n")
    return [
        (item.hold.kind, item.hold.name, item.hold.reads_only, item.hold.given)
        for item in file.facts(HeldCall)
    ]


TRANSACTION = (LeaseKind.TRANSACTION, "transaction.atomic", False, False)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("with transaction.atomic(): call()", TRANSACTION),
        ("with engine.begin() as c: call()", (LeaseKind.TRANSACTION, "engine.begin", False, False)),
        (
            "with engine.connect() as c: call()",
            (LeaseKind.CONNECTION, "engine.connect", False, False),
        ),
        (
            "with Session(engine) as s:\n  s.execute(insert(1)); call()",
            (LeaseKind.SESSION, "Session", False, False),
        ),
        (
            "with Local() as s:\n  s.execute(select(1)); call()",
            (LeaseKind.SESSION, "Local", True, False),
        ),
        ("with Local() as s:\n  hands_on(s); call()", (LeaseKind.SESSION, "Local", True, False)),
        (
            "with Local() as s:\n  s.execute(select(1).with_for_update()); call()",
            (LeaseKind.SESSION, "Local", False, False),
        ),
        (
            "s = Local()\nwith s.begin():\n  s.execute(insert(1)); call()",
            (LeaseKind.TRANSACTION, "s.begin", False, False),
        ),
        ("c = engine.connect(); call()", (LeaseKind.CONNECTION, "engine.connect", False, False)),
        (
            "Order.objects.select_for_update().get(pk=pk); call()",
            (LeaseKind.ROW_LOCK, "select_for_update", False, False),
        ),
        (
            "with store.lock('x'): requests.get(pk)",
            (LeaseKind.LOCK, "store.lock", True, False),
        ),
    ],
)
def test_what_is_held(body: str, expected: tuple[LeaseKind, str, bool, bool]) -> None:
    assert [expected] == holds(body)


@pytest.mark.parametrize(
    "body",
    [
        "with transaction.atomic(): pass\ncall()",
        "with transaction.atomic(): f2 = lambda: call()",
        "with transaction.atomic():\n  if settings.WAIT: call()",
        "with transaction.atomic():\n  if DEBUG_DELAY: call()",
        "with transaction.atomic():\n  try: pk()\n  except OSError: call()",
        "with transaction.atomic('replica'): call()",
        "with transaction.atomic():\n  # the row stays locked on purpose\n  call()",
        "with Local() as s: call()",
        "with Local() as s:\n  s.add(1); call()",
        "with Local() as s:\n  s.execute(1); s.commit(); call()",
        "with Local() as s:\n  s.execute(1); ends(s); call()",
        "with Local() as s:\n  s.execute(1); pk(s); call()",
        "with Local() as s:\n  s.execute(1); Repository(s); call()",
        "with Local() as s:\n  if pk: s.execute(1)\n  call()",
        "with Local() as s:\n  with s.begin(): s.execute(1)\n  call()",
        "with Local() as s, s.begin_nested(): call()",
        "c = engine.connect(); c.close(); call()",
        "if pk: c = engine.connect()\ncall()",
        "with sqlite3.connect('x') as c: call()",
        "with store.lock('x'): call()",
        "lock = store.lock('x'); requests.get(pk)",
        "with transaction.atomic(): Order.objects.select_for_update().get(pk=pk)\ncall()",
        "call(); Order.objects.select_for_update().get(pk=pk)",
    ],
)
def test_what_is_not(body: str) -> None:
    assert [] == holds(body)


def test_a_session_from_elsewhere_is_held_once_it_has_written() -> None:
    given = (LeaseKind.SESSION, "s", False, False)

    assert [given] == holds("s.execute(insert(1)); call()", "s: Session")
    assert [given] == holds("s.add(1); s.flush(); call()", "s: Session")
    assert [] == holds("s.add(1); call()", "s: Session")


def test_a_session_that_was_only_read_from_is_told_before_slow_calls() -> None:
    slow = (LeaseKind.SESSION, "s", True, True)

    assert [slow] == holds("reads(s); subprocess.run('x')", "s: Session")
    assert [] == holds("reads(s); call()", "s: Session")


def test_files_that_commit_by_themselves_are_left_out() -> None:
    body = (
        "with engine.connect() as c:\n  call(); c.execution_options(isolation_level='AUTOCOMMIT')"
    )

    assert [] == holds(body)


def test_the_nearest_block_is_told() -> None:
    file = program(
        f"{HEAD}\ndef inner():\n    with transaction.atomic():\n        call()\n"
        "\ndef outer():\n    with transaction.atomic():\n        inner()\n"
    )

    assert ["inner"] == [item.function.name for item in file.facts(HeldCall)]


def test_a_helper_may_give_the_session_back() -> None:
    file = program(
        f"{HEAD}\ndef helper(s):\n    s.commit()\n    call()\n"
        "\ndef outer():\n    with Local() as s:\n        s.execute(insert(1)); helper(s)\n"
    )

    assert [] == [item.function.name for item in file.facts(HeldCall)]


def test_nobody_waits_while_the_program_starts() -> None:
    file = program(
        f"from fastapi import FastAPI\n{HEAD}\napp = FastAPI()\n"
        "@app.on_event('startup')\ndef start():\n    with engine.begin() as c:\n        call()\n"
    )

    assert [] == list(file.facts(HeldCall))

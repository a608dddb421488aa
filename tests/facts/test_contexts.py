"""What a thread misses of the context that started it."""

from __future__ import annotations

from textwrap import indent

import pytest
from programs import modules

from readiness_lint.facts.contexts import LostContext

HEAD = """
import asyncio, contextvars, threading
from concurrent.futures import ThreadPoolExecutor
import flask
from flask import g
from contextvars import ContextVar
import trail

number: ContextVar[str] = ContextVar("number")
pool = ThreadPoolExecutor()
loop = asyncio.get_event_loop()

def reads():
    return number.get()

def below():
    return reads()

def elsewhere():
    return trail.note()

def forgiving():
    return number.get("")

def perhaps(flag=False):
    return number.get() if flag else ""

def sets():
    number.set("1")
    return number.get()

def of_request():
    return flask.request.path

def of_globals():
    return g.user

def in_app(app):
    with flask.Flask("a").app_context():
        return g.user

async def coroutine():
    return number.get()
"""
TRAIL = """
from contextvars import ContextVar

tenant: ContextVar[str] = ContextVar("tenant")

def note():
    return tenant.get()
"""


def lost(body: str, head: str = "async def start():") -> list[tuple[str, str, bool]]:
    source = f"{HEAD}\n{head}\n{indent(body, '    ')}\n"
    file = modules({"main": source, "trail": TRAIL})["main"]
    return [(item.runner, item.variable, item.raises) for item in file.facts(LostContext)]


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("loop.run_in_executor(None, reads)", ("run_in_executor", "number", False)),
        ("loop.run_in_executor(None, lambda: number.get())", ("run_in_executor", "number", False)),
        ("pool.submit(below)", ("submit", "number", False)),
        ("pool.map(elsewhere, [1])", ("map", "tenant", False)),
        ("threading.Thread(target=reads).start()", ("Thread", "number", False)),
        ("threading.Timer(1, reads).start()", ("Timer", "number", False)),
        ("pool.submit(of_request)", ("submit", "request", True)),
        ("pool.submit(of_globals)", ("submit", "g", True)),
    ],
)
def test_a_thread_does_not_get_the_context(call: str, found: tuple[str, str, bool]) -> None:
    assert lost(call) == [found]


@pytest.mark.parametrize(
    "call",
    [
        "asyncio.to_thread(reads)",
        "pool.submit(contextvars.copy_context().run, reads)",
        "pool.submit(forgiving)",
        "pool.submit(perhaps)",
        "pool.submit(sets)",
        "pool.submit(in_app)",
        "pool.submit(coroutine)",
        "pool.submit(print, number.get())",
    ],
)
def test_the_context_is_carried_or_not_needed(call: str) -> None:
    assert lost(call) == []


def test_code_of_no_request_has_no_context_to_lose() -> None:
    assert lost("pool.submit(reads)", head="def start():") == []

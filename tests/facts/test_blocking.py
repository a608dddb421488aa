"""Which calls hold their thread, and whose event loop that is."""

from __future__ import annotations

import ast

import pytest
from programs import program

from readiness_lint.facts.blocking import BlockingCall, Hold, LoopHold, shares_loop
from readiness_lint.terms import FOREVER, Answer, Held


def held(source: str) -> list[tuple[str, str]]:
    return [
        (hold.function.name, hold.reached.origin.what) for hold in program(source).facts(LoopHold)
    ]


def test_call_says_what_it_waits_for() -> None:
    found = program("""
        import queue, subprocess, time
        time.sleep(1)
        subprocess.run(["a"])
        subprocess.run(["a"], timeout=3)
        queue.Queue().get()
        """).facts(BlockingCall)

    assert [
        (Held.SLEEP, None),
        (Held.PROCESS, FOREVER),
        (Held.PROCESS, 3.0),
        (Held.QUEUE, FOREVER),
    ] == [(call.held, call.bound.seconds) for call in found]


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("items.get()", False),
        ("items.get(False)", True),
        ("items.get(block=False)", True),
        ("items.get(block=True)", False),
        ("items.get(block=wait)", None),
        ("items.get(**wait)", None),
        ("items.get(timeout=0)", True),
        ("os.waitpid(1, os.WNOHANG)", True),
        ("os.waitpid(1, os.WNOHANG | os.WUNTRACED)", True),
        ("os.waitpid(1, 0)", False),
        ("os.waitpid(1, wait)", None),
    ],
)
def test_whether_arguments_tell_it_not_to_wait(code: str, answer: Answer) -> None:
    (call,) = program(f"""
        import os, queue
        def take(items: queue.Queue, wait):
            {code}
        """).facts(BlockingCall)

    assert answer is call.returns_at_once


def test_with_and_for_hold_without_a_call_of_a_method() -> None:
    found = program("""
        import pymongo, redis
        def work(lock: redis.lock.Lock, users: pymongo.collection.Collection):
            with lock:
                for user in users.find():
                    print(user)
                return [user for user in users.find()]
        """).facts(Hold)

    assert ["redis.lock.Lock", "pymongo.cursor.Cursor", "pymongo.cursor.Cursor"] == [
        hold.what for hold in found
    ]


@pytest.mark.parametrize(
    "code",
    [
        "await client.get(URL)",
        "async with client.stream('GET', URL): ...",
        "async for line in client.get(URL): ...",
        "[line async for line in client.get(URL)]",
        "await asyncio.gather(client.get(URL), client.get(URL))",
        "await asyncio.to_thread(client.get, URL)",
        "call = lambda: client.get(URL)",
        "call = client.get",
    ],
)
def test_what_is_awaited_or_handed_over_does_not_hold_the_loop(code: str) -> None:
    assert [] == held(f"""
        import asyncio, httpx
        async def load(client: httpx.Client):
            {code}
        """)


def test_resource_is_the_library_and_all_of_sql_is_one() -> None:
    found = program("""
        import sqlite3, time
        from sqlalchemy.orm import Session
        def work(session: Session, path):
            time.sleep(1)
            session.commit()
            sqlite3.connect(path).execute("SELECT 1")
        """).facts(Hold)

    assert ["time", "SQL", "SQL"] == [hold.resource for hold in found]


@pytest.mark.parametrize(
    "head",
    [
        "from gevent import monkey; monkey.patch_all()",
        "import eventlet; eventlet.monkey_patch()",
        "import textual",
    ],
)
def test_patched_programs_hold_nothing(head: str) -> None:
    assert [] == held(f"{head}\nimport time\nasync def work():\n    time.sleep(1)\n")


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("async def work(): ...", None),
        ("async def startup(): ...", False),
        ("@router.get('/')\nasync def work(): ...", True),
        ("async def work(): ...\nasyncio.run(work())", False),
        ("async def work(): ...\ndef job():\n    asyncio.run(work())", False),
        ("async def work(): ...\ndef job(loop):\n    loop.create_task(work())", None),
        (
            "async def work(): ...\nasync def outer():\n    await work()\nasyncio.run(outer())",
            False,
        ),
        (
            "async def work(): ...\n@router.get('/')\nasync def outer():\n    await work()",
            True,
        ),
        ("async def work():\n    await other()\nasync def other():\n    await work()", None),
        ("@cached\nasync def work(): ...\nasyncio.run(work())", None),
        ("if __name__ == '__main__':\n    async def work(): ...", False),
    ],
)
def test_whether_others_wait_for_the_loop(code: str, answer: Answer) -> None:
    file = program(f"import asyncio\nfrom fastapi import APIRouter\nrouter = APIRouter()\n{code}\n")
    function = file.nodes(ast.AsyncFunctionDef)[0]

    assert answer is shares_loop(function, file)


def test_ready_results_are_not_waited_for() -> None:
    assert [("work", "concurrent.futures.Future.result")] == held("""
        from concurrent.futures import Future
        async def work(future: Future, other: Future):
            if future.done():
                future.result()
            other.result()
        """)

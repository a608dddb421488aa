"""Which calls hold their thread, and whose event loop that is."""

from __future__ import annotations

import ast

import pytest
from programs import modules, program

from readiness_lint.facts.blocking import BlockingCall, Hold, LoopHold, shares_loop
from readiness_lint.model import File
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
        ("@cached\nasync def work(): ...\nasyncio.run(work())", False),
        ("if __name__ == '__main__':\n    async def work(): ...", False),
        ("from rq.decorators import job\n@job('high')\nasync def work(): ...", False),
        ("from taskiq import InMemoryBroker\n@InMemoryBroker().task\nasync def work(): ...", None),
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


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("narrow.put(1)", 1),
        ("narrow.put(1, block=False)", 0),
        ("narrow.put(1, False)", 0),
        ("wide.put(1)", 0),
        ("unknown.put(1)", 0),
        ("given.put(1)", 0),
    ],
)
def test_put_waits_where_the_queue_has_a_size(code: str, expected: int) -> None:
    found = held(f"""
        import queue
        from shop import size
        narrow = queue.Queue(3)
        wide = queue.Queue()
        unknown = queue.Queue(size)
        async def work(given: queue.Queue):
            {code}
        """)

    assert expected == len(found)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("pool.submit(work)", ["concurrent.futures.ThreadPoolExecutor"]),
        ("await asyncio.wrap_future(pool.submit(work))", []),
        ("pool.submit(work).result()", ["concurrent.futures.Future.result"]),
        ("work()", []),
        ("asyncio.to_thread(work)", []),
    ],
)
def test_executor_waits_for_its_work_at_the_end_of_the_block(
    body: str, expected: list[str]
) -> None:
    found = held(f"""
        import asyncio
        from concurrent.futures import ThreadPoolExecutor
        async def run(work):
            with ThreadPoolExecutor() as pool:
                {body}
        """)

    assert [("run", what) for what in expected] == found


@pytest.mark.parametrize(
    ("decorator", "expected"),
    [
        ("tenacity.retry(wait=tenacity.wait_fixed(1))", 1),
        ("tenacity.retry(**options)", 1),
        ("tenacity.retry", 0),
        ("tenacity.retry(reraise=True)", 0),
        ("backoff.on_exception(backoff.expo, OSError)", 1),
        ("retrying.retry", 0),
        ("retrying.retry(wait_fixed=100)", 1),
        ("stamina.retry(on=OSError)", 1),
        ("again.retry(OSError, 3, 2)", 1),
        ("queue.task(retries=3, retry_delay=2)", 0),
    ],
)
def test_decorator_holds_the_thread_of_who_calls(decorator: str, expected: int) -> None:
    found = held(f"""
        import backoff, retry as again, retrying, stamina, tenacity
        from huey import Huey
        queue = Huey()
        @{decorator}
        def load(): ...
        async def work():
            load()
        """)

    assert expected == len([what for _, what in found if what.endswith(("retry", "on_exception"))])


def test_retried_call_is_reported_for_what_it_does() -> None:
    found = held("""
        import requests, tenacity
        @tenacity.retry(wait=tenacity.wait_fixed(1))
        def load():
            requests.get("https://a.example", timeout=3)
        async def work():
            load()
        """)

    assert [("work", "requests.get")] == found


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("peer.setblocking(False)", 0),
        ("peer.setblocking(flag)", 0),
        ("peer.settimeout(0)", 0),
        ("peer.settimeout(3)", 1),
        ("peer.setblocking(True)", 1),
        ("peer.settimeout(None)", 1),
    ],
)
def test_socket_that_is_told_so_returns_at_once(told: str, expected: int) -> None:
    found = held(f"""
        import socket
        async def work(peer: socket.socket, flag):
            {told}
            peer.recv(1)
        """)

    assert expected == len(found)


@pytest.mark.parametrize("module", ["pytest", "ipykernel.kernelapp", "marimo"])
def test_loop_of_one_user_is_shared_with_nobody(module: str) -> None:
    assert [] == held(f"import time\nimport {module}\nasync def work():\n    time.sleep(1)\n")


def shared(number: int) -> dict[str, File]:
    """A program in which so many coroutines come to one call, through the same two helpers."""
    coroutines = "\n".join(
        f"async def work{index}():\n    rates.current()\n" for index in range(number)
    )
    return modules(
        {
            "rates": """
                import requests

                def current():
                    return load("EUR")

                def load(currency):
                    return requests.get(f"https://rates.example/{currency}", timeout=3)
                """,
            "orders": f"import rates\n\n{coroutines}",
        }
    )


def test_a_few_coroutines_are_told_of_one_by_one() -> None:
    files = shared(5)

    assert [(1, "current")] * 5 == [
        (hold.coroutines, hold.reached.path[0].function) for hold in files["orders"].facts(LoopHold)
    ]
    assert () == files["rates"].facts(LoopHold)


def test_many_are_told_of_in_the_first_helper_that_they_share() -> None:
    files = shared(6)
    (hold,) = files["rates"].facts(LoopHold)

    assert () == files["orders"].facts(LoopHold)
    assert (6, "load('EUR')", ["load"]) == (
        hold.coroutines,
        ast.unparse(hold.node),
        [place.function for place in hold.reached.path],
    )
    assert ["work0", "work1", "work2"] == [place.function for place in hold.nearest]
    assert not hold.urgent


def test_commands_have_a_loop_of_their_own() -> None:
    assert [] == held("""
        import time
        import cyclopts

        app = cyclopts.App()

        @app.command
        async def deploy():
            await prepare()

        @app.default
        @logged
        async def prepare():
            time.sleep(1)
        """)


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ("django.core.cache.backends.locmem.LocMemCache", 0),
        ("django.core.cache.backends.redis.RedisCache", 1),
    ],
)
def test_cache_in_the_process_is_no_peer(backend: str, expected: int) -> None:
    files = modules(
        {
            "shop.settings": f"CACHES = {{'default': {{'BACKEND': '{backend}'}}}}\n",
            "shop.pages": "from django.core.cache import cache\ndef page():\n    cache.get('a')\n",
        }
    )

    assert expected == len(files["shop.pages"].facts(Hold))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("socket.socket()", 1),
        ("socket.socket(socket.AF_INET, socket.SOCK_STREAM)", 1),
        # Of datagrams, connecting sends none.
        ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", 0),
        ("socket.socket(family, kind)", 0),
    ],
)
def test_only_a_stream_waits_for_who_it_is_connected_to(made: str, expected: int) -> None:
    found = program(f"""
        import socket
        def work(family, kind):
            peer = {made}
            peer.connect(("a.example", 80))
        """).facts(Hold)

    assert expected == len(found)


@pytest.mark.parametrize(("seconds", "answer"), [("0.001", True), ("1", False), ("pause", False)])
def test_a_sleep_that_nobody_notices_returns_at_once(seconds: str, answer: Answer) -> None:
    (call,) = program(f"""
        import time
        def work(pause):
            time.sleep({seconds})
        """).facts(BlockingCall)

    assert answer is call.returns_at_once

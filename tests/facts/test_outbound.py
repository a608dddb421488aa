"""Which calls wait for another process, and what limits their time."""

from __future__ import annotations

import pytest
from programs import expression, modules, program

from readiness_lint.facts.makers import makers
from readiness_lint.facts.outbound import Client, OutboundCall
from readiness_lint.facts.wrapped_calls import WrappedCall
from readiness_lint.terms import FOREVER, Answer, Service

CONNECTING = 130.0
"""Seconds after which the system gives up connecting."""


def bounds(source: str) -> list[tuple[float | None, str]]:
    return [(call.bound.seconds, call.bound.by) for call in program(source).facts(OutboundCall)]


def test_call_says_what_it_is() -> None:
    (call,) = program("""
        import requests
        session = requests.Session()
        session.post("https://a.example", json={})
        """).facts(OutboundCall)

    assert ("requests.Session.post", "requests") == (call.name, call.library)
    assert (Service.HTTP, True, False) == (call.service, call.blocking, call.elsewhere)
    assert call.client is not None


@pytest.mark.parametrize(
    ("arguments", "bound"),
    [
        ("", (FOREVER, "library")),
        (", timeout=None", (FOREVER, "argument")),
        (", timeout=3", (3.0, "argument")),
        (", timeout=(3, 10)", (None, "argument")),
        (", timeout=limit", (None, "argument")),
        (", **options", (None, "unknown")),
        (", **{'timeout': 3}", (3.0, "argument")),
    ],
)
def test_an_argument_sets_the_limit(arguments: str, bound: tuple[float, str]) -> None:
    found = bounds(f"""
        import requests
        def load(limit, **options):
            requests.get("https://a.example"{arguments})
        """)

    assert [bound] == found


@pytest.mark.parametrize(
    ("code", "bound"),
    [
        ("httpx.get(URL)", (5.0, "library")),
        ("httpx.get(URL, timeout=None)", (FOREVER, "argument")),
        ("httpx.Client().get(URL)", (5.0, "library")),
        ("httpx.Client(timeout=None).get(URL)", (FOREVER, "client")),
        ("httpx.Client(timeout=9).get(URL)", (9.0, "client")),
        ("httpx.Client(timeout=None).get(URL, timeout=3)", (3.0, "argument")),
        ("httpx.Client(**OPTIONS).get(URL)", (None, "unknown")),
        ("urllib3.PoolManager().request('GET', URL)", (FOREVER, "library")),
        ("urllib3.PoolManager(timeout=2).request('GET', URL)", (2.0, "client")),
        ("made().request('GET', URL)", (FOREVER, "library")),
        ("given.request('GET', URL)", (None, "unknown")),
        ("kept.request('GET', URL)", (4.0, "client")),
    ],
)
def test_a_client_sets_the_limit_of_its_calls(code: str, bound: tuple[float, str]) -> None:
    found = bounds(f"""
        import httpx
        import urllib3
        kept = urllib3.PoolManager(timeout=4)
        def made():
            return urllib3.PoolManager()
        def load(given: urllib3.PoolManager):
            {code}
        """)

    assert [bound] == found


@pytest.mark.parametrize(
    ("around", "bound"),
    [
        ("async with asyncio.timeout(5):", (5.0, "scope")),
        ("async with asyncio.timeout(None):", (FOREVER, "library")),
        ("async with asyncio.timeout(limit):", (None, "scope")),
        ("with anyio.move_on_after(2):", (2.0, "scope")),
        ("with open(limit):", (FOREVER, "library")),
    ],
)
def test_a_block_sets_the_limit(around: str, bound: tuple[float, str]) -> None:
    found = bounds(f"""
        import asyncio
        import anyio
        async def load(limit):
            reader, _ = await asyncio.open_connection("a.example", 80)
            {around}
                await reader.readline()
        """)

    assert [(CONNECTING, "library"), bound] == found


def test_a_caller_of_the_file_sets_the_limit_of_a_coroutine() -> None:
    source = """
        import asyncio
        async def load():
            reader, _ = await asyncio.open_connection("a.example", 80)
            await reader.readline()
        async def both():
            await asyncio.wait_for(load(), {limit})
        """

    assert (None, "scope") == bounds(source.format(limit="5"))[-1]
    assert (FOREVER, "library") == bounds(source.format(limit="None"))[-1]


@pytest.mark.parametrize(
    ("waiting", "bound"),
    [
        ("await asyncio.wait_for(through(), 5)", (None, "scope")),
        ("task = start(through())\n            await asyncio.wait_for(task, 5)", (None, "scope")),
        (
            "task = start(through())\n            await asyncio.wait_for(task.inner, 5)",
            (None, "scope"),
        ),
        ("task = start(through())\n            await task", (FOREVER, "argument")),
        ("task = start(through())\n            await wait_for(task)", (FOREVER, "argument")),
    ],
)
def test_a_task_that_is_waited_for_in_time_limits_what_it_waits_for(
    waiting: str, bound: tuple[float, str]
) -> None:
    found = bounds(f"""
        import asyncio
        import httpx
        from shop import start, wait_for
        class Source:
            async def load(self): ...
        class Slow(Source):
            async def load(self):
                async with httpx.AsyncClient() as client:
                    await client.get("https://a.example", timeout=None)
        async def through(source: Source):
            return await source.load()
        async def both():
            {waiting}
        """)

    assert [bound] == found


def test_a_call_that_does_not_give_way_is_not_limited_by_its_task() -> None:
    found = bounds("""
        import asyncio
        import requests
        async def load():
            return requests.get("https://a.example")
        async def through():
            return await load()
        async def both():
            await asyncio.wait_for(through(), 5)
        """)

    assert [(FOREVER, "library")] == found


@pytest.mark.parametrize(
    ("limit", "bound"),
    [("5", (5.0, "process")), ("None", (FOREVER, "library")), ("limit", (None, "process"))],
)
def test_the_process_sets_the_limit_of_sockets(limit: str, bound: tuple[float, str]) -> None:
    found = bounds(f"""
        import socket, urllib.request
        from project import limit
        socket.setdefaulttimeout({limit})
        urllib.request.urlopen("https://a.example")
        """)

    assert [bound] == found


@pytest.mark.parametrize(
    ("code", "bound"),
    [
        ("peer = socket.socket()\n    peer.connect(to)", (FOREVER, "library")),
        ("peer = socket.socket(socket.AF_INET6)\n    peer.connect(to)", (FOREVER, "library")),
        ("peer = socket.socket(socket.AF_UNIX)\n    peer.connect(to)", (None, "unknown")),
        (
            "peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n    peer.connect(to)",
            (None, "unknown"),
        ),
        ("peer = socket.socket()\n    peer.settimeout(3)\n    peer.connect(to)", (None, "unknown")),
        ("given.connect(to)", (None, "unknown")),
    ],
)
def test_a_socket_sets_its_own_limit(code: str, bound: tuple[float, str]) -> None:
    found = bounds(f"import socket\ndef send(given: socket.socket, to):\n    {code}\n")

    assert [bound] == found


@pytest.mark.parametrize(
    ("code", "bound"),
    [
        ("requests.Session().get(URL)", (FOREVER, "library")),
        ("Plain().get(URL)", (FOREVER, "library")),
        ("Limited().get(URL)", (None, "unknown")),
        ("Mixed().get(URL)", (None, "unknown")),
        ("elsewhere.get(URL)", (None, "unknown")),
        ("given.get(URL)", (FOREVER, "library")),
    ],
)
def test_a_session_may_have_a_limit_of_its_own(code: str, bound: tuple[float, str]) -> None:
    found = bounds(f"""
        import requests
        from project import Mixin, make
        class Plain(requests.Session):
            base = ""
        class Limited(requests.Session):
            def send(self, request, **options): ...
        class Mixed(requests.Session, Mixin):
            base = ""
        elsewhere: requests.Session = make()
        def load(given: requests.Session):
            {code}
        """)

    assert [bound] == found


@pytest.mark.parametrize(
    ("adapter", "bound"),
    [
        ("HTTPAdapter(max_retries=2)", (FOREVER, "library")),
        ("Limiting()", (None, "unknown")),
        ("made", (None, "unknown")),
    ],
)
def test_an_adapter_may_set_the_limit(adapter: str, bound: tuple[float, str]) -> None:
    found = bounds(f"""
        import requests
        from requests.adapters import HTTPAdapter
        from project import made
        class Limiting(HTTPAdapter): ...
        session = requests.Session()
        session.mount("https://", {adapter})
        session.get("https://a.example")
        """)

    assert [bound] == found


def test_call_without_its_peer_is_none() -> None:
    source = """
        import smtplib, feedparser, ldap3, sqlite3
        ldap3.Connection("ldap.example")
        ldap3.Connection("ldap.example", auto_bind="NONE")
        ldap3.Connection("ldap.example", auto_bind=ldap3.AUTO_BIND_NONE)
        smtplib.SMTP()
        smtplib.SMTP("")
        feedparser.parse(text)
        feedparser.parse("<rss/>")
        sqlite3.connect(":memory:").execute("SELECT 1")
        memory = sqlite3.connect("file::memory:", uri=True).cursor()
        memory.execute("SELECT 1")
        """

    assert () == program(source).facts(OutboundCall)


def test_call_on_another_thread_holds_none_here() -> None:
    found = program("""
        import asyncio, functools, requests
        async def load(loop):
            await asyncio.to_thread(requests.get, "https://a.example", timeout=3)
            await asyncio.to_thread(functools.partial(requests.get, "https://a.example"))
            await asyncio.to_thread(len, "a")
        """).facts(OutboundCall)

    assert [(True, 3.0), (True, FOREVER)] == [
        (call.elsewhere, call.bound.seconds) for call in found
    ]


def test_rows_of_a_class_stand_for_its_members() -> None:
    found = program("""
        import redis
        cache = redis.Redis()
        cache.get("a")
        cache.some_command_of_next_year("a")
        cache.pipeline().set("a", 1)
        cache._private()
        cache.from_url("redis://")
        other = redis.RedisCluster()
        other.get("a")
        """).facts(OutboundCall)

    assert [
        "redis.Redis.get",
        "redis.Redis.some_command_of_next_year",
        "redis.Redis.get",
    ] == [call.name for call in found]


def test_whether_a_limit_can_be_set_at_all() -> None:
    found = program("""
        import urllib.request, http.client
        urllib.request.urlretrieve("https://a.example", "a")
        http.client.HTTPConnection("a.example").request("GET", "/")
        """).facts(OutboundCall)

    assert [(False, ""), (True, "")] == [
        (call.bound.settable, call.bound.parameter) for call in found
    ]


@pytest.mark.parametrize(
    ("expr", "known"),
    [
        ("direct", ["requests.Session"]),
        ("entered", ["requests.Session"]),
        ("self.kept", ["requests.Session"]),
        ("self.either", ["requests.Session", "requests.session"]),
        ("given", [None]),
        ("built()", ["requests.Session"]),
        ("unpacked", None),
        ("self.unseen", None),
        ("looping", None),
    ],
)
def test_where_an_object_comes_from(expr: str, known: list[str | None] | None) -> None:
    file = program(f"""
        import requests
        def built():
            return requests.Session()
        def looped():
            return looped()
        class Client:
            def __init__(self):
                self.kept = requests.Session()
                self.either = None
                self.either = requests.Session()
                self.either = requests.session()
            def load(self, given, unpacked):
                direct = requests.Session()
                looping = looped()
                unpacked, _ = given()
                with requests.Session() as entered:
                    print({expr})
        """)

    made = makers(file, expression(file, expr))

    assert known == (None if made is None else [maker and maker.name for maker in made])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("load = partial(requests.get, URL)\n    load()", [FOREVER]),
        ("load = partial(requests.get, URL)\n    load(timeout=3)", [3.0]),
        ("load = partial(requests.get, timeout=3)\n    load(URL)", [3.0]),
        ("load = partial(requests.get, timeout=3)\n    load(URL, timeout=5)", [5.0]),
        ("partial(requests.get, URL)()", [FOREVER]),
        ("load = partial(requests.get, URL)\n    await asyncio.to_thread(load)", [FOREVER]),
        ("load = partial(requests.get, URL)", []),
        ("load = partial(requests.get, URL)\n    load = other\n    load()", []),
    ],
)
def test_call_of_a_partial_has_the_arguments_of_both(code: str, expected: list[float]) -> None:
    found = program(f"""
        import asyncio, requests
        from functools import partial
        async def work(other):
            {code.replace(chr(10), chr(10) + "        ")}
        """).facts(OutboundCall)

    assert expected == [call.bound.seconds for call in found]


@pytest.mark.parametrize(
    ("mounted", "bound"),
    [
        ("app.mount('/static', files)", (FOREVER, "library")),
        ("session.mount('https://', requests.adapters.HTTPAdapter())", (FOREVER, "library")),
        ("session.mount('https://', own())", (None, "unknown")),
        ("unknown.mount('https://', own())", (None, "unknown")),
    ],
)
def test_only_what_is_mounted_on_a_session_may_limit_it(
    mounted: str, bound: tuple[float | None, str]
) -> None:
    found = bounds(f"""
        import requests
        from fastapi import FastAPI
        from shop import files, own, unknown
        app = FastAPI()
        session = requests.Session()
        {mounted}
        session.get(URL)
        """)

    assert [bound] == found


def test_what_a_generator_writes_is_known_by_its_name() -> None:
    found = program("""
        import grpc
        from shop.rates_pb2_grpc import RatesStub
        stub = RatesStub(grpc.insecure_channel("rates.example:80"))
        stub.Get(b"")
        stub.Get(b"", 3)
        stub._private(b"")
        RatesStub.of(b"")
        call = grpc.insecure_channel("rates.example:80").unary_unary("/rates/Get")
        call(b"")
        """).facts(OutboundCall)

    assert [
        ("stub.Get", FOREVER),
        ("stub.Get", 3.0),
        ("RatesStub.of", FOREVER),
        ("grpc.UnaryUnaryMultiCallable.__call__", FOREVER),
    ] == [(call.spelling, call.bound.seconds) for call in found]


def test_what_is_unpacked_comes_from_the_call() -> None:
    found = bounds("""
        import asyncio
        from shop import connect
        async def load(host):
            reader, writer = await asyncio.open_connection(host, 80)
            await reader.readline()
            async with asyncio.timeout(3):
                await reader.readline()
        async def read(reader: asyncio.StreamReader):
            await reader.readline()
        """)

    assert [
        (CONNECTING, "library"),
        (FOREVER, "library"),
        (3.0, "scope"),
        (None, "unknown"),
    ] == found


def test_connection_is_in_memory_where_all_callers_hand_over_such_a_one() -> None:
    found = program("""
        import sqlite3
        def fill(connection: sqlite3.Connection):
            connection.execute("CREATE TABLE orders (id INTEGER)")
        def store(connection: sqlite3.Connection):
            connection.execute("INSERT INTO orders VALUES (1)")
        def ask(connection: sqlite3.Connection):
            connection.execute("SELECT 1")
        def start():
            memory = sqlite3.connect(":memory:")
            fill(memory)
            store(memory)
        def work():
            store(sqlite3.connect("shop.db"))
        """).facts(OutboundCall)

    assert [6, 8] == [call.node.lineno for call in found if call.node.args]


def test_database_that_a_thread_opens() -> None:
    found = program("""
        import asyncio, duckdb
        from functools import partial
        async def opened(path):
            await asyncio.to_thread(duckdb.connect, ":memory:")
            await asyncio.to_thread(duckdb.connect, path)
            return partial(duckdb.connect, path)()
        """).facts(OutboundCall)

    assert ["duckdb.connect"] * 2 == [call.name for call in found]


def test_database_is_in_memory_however_its_objects_came_to_be() -> None:
    found = program("""
        import duckdb, sqlite3
        duckdb.connect(":memory:").execute("SELECT 1")
        sqlite3.connect("file::memory:?cache=shared", uri=True).cursor().execute("SELECT 1")
        looped = sqlite3.connect(":memory:").cursor()
        looped = looped.connection.cursor()
        looped.execute("SELECT 1")
        sqlite3.connect("shop.db").cursor().execute("SELECT 1")
        """).facts(OutboundCall)

    assert ["sqlite3.Cursor.execute"] == [call.name for call in found]


WRAPPERS = """
    import requests

    def fetch(url, **options):
        return requests.get(url, **options)

    def fetch_json(url, **options):
        options.setdefault("headers", {})
        return fetch(url, **options).json()

    def fetch_in_time(url, **options):
        options.setdefault("timeout", 3)
        return requests.get(url, **options)

    def fetch_changed(url, **options):
        change(options)
        return requests.get(url, **options)

    def fetch_by(session: requests.Session, url, **options):
        return session.get(url, **options)

    def fetch_with(settings, url):
        return requests.get(url, **settings)
    """


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (["fetch"], "wrappers.fetch(url)"),
        (["fetch"], "wrappers.fetch(url, headers={})"),
        (["fetch_json", "fetch"], "wrappers.fetch_json(url)"),
        (["fetch_by"], "wrappers.fetch_by(requests.Session(), url)"),
        (None, "wrappers.fetch(url, timeout=3)"),
        (None, "wrappers.fetch(url, timeout=None)"),
        (None, "wrappers.fetch(url, **options)"),
        (None, "wrappers.fetch(*urls)"),
        (None, "wrappers.fetch_json(url, timeout=3)"),
        (None, "wrappers.fetch_in_time(url)"),
        (None, "wrappers.fetch_changed(url)"),
        (None, "wrappers.fetch_by(adapter.session(), url)"),
        (None, "wrappers.fetch_with({}, url)"),
        (None, "limits.timeout(wrappers.fetch(url))"),
    ],
)
def test_a_wrapper_hands_on_the_limit_that_it_is_given(path: list[str] | None, line: str) -> None:
    source = f"import requests, wrappers\n\ndef work(url, options):\n    {line}\n"
    found = modules({"wrappers": WRAPPERS, "orders": source})["orders"].facts(WrappedCall)

    assert ([path] if path else []) == [
        [place.function for place in item.call.path] for item in found
    ]


def test_a_wrapper_that_many_call_without_a_limit_is_what_lacks_it() -> None:
    body = "\n".join(f"    fetch({number})" for number in range(6))
    source = f"from wrappers import fetch\n\ndef work():\n{body}\n"
    files = modules({"wrappers": WRAPPERS, "orders": source})
    (found,) = files["wrappers"].facts(WrappedCall)

    assert ("fetch", 6) == (files["wrappers"].label(found.node), len(found.call.callers))
    assert () == files["orders"].facts(WrappedCall)


@pytest.mark.parametrize(
    ("code", "bound", "decides"),
    [
        ("gitlab.Gitlab('https://git.example')", (FOREVER, "library"), True),
        ("gitlab.Gitlab('https://git.example', timeout=5)", (5.0, "argument"), True),
        ("valkey.Valkey(host='cache')", (FOREVER, "library"), True),
        ("valkey.Valkey(connection_pool=pool)", (None, "unknown"), True),
        ("valkey.Valkey.from_url(url)", (None, "unknown"), True),
        ("valkey.Valkey.from_url('valkey://a')", (FOREVER, "library"), True),
        ("redis.Redis(host='cache')", (None, "library"), True),
        ("psycopg2.connect(host='db')", (CONNECTING, "library"), True),
        ("urllib3.PoolManager()", (FOREVER, "library"), False),
        ("httpx.Timeout(None)", (FOREVER, "argument"), True),
        ("httpx.Timeout(None, connect=5)", (5.0, "argument"), True),
    ],
)
def test_a_client_is_made_with_a_limit(
    code: str, bound: tuple[float | None, str], decides: Answer
) -> None:
    (client, *_) = program(f"""
        import gitlab, httpx, psycopg2, redis, urllib3, valkey
        def made(url, pool):
            {code}
        """).facts(Client)

    assert bound == (client.bound.seconds, client.bound.by)
    assert client.decides is decides


@pytest.mark.parametrize(
    ("timeout", "seconds"), [("(3, None)", FOREVER), ("(None, 3)", None), ("None", FOREVER)]
)
def test_the_last_part_of_a_pair_is_the_limit(timeout: str, seconds: float | None) -> None:
    found = bounds(f"import requests\nrequests.get('https://a.example', timeout={timeout})")

    assert [(seconds, "argument")] == found


def test_a_block_limits_a_call_that_is_told_to_wait() -> None:
    found = bounds("""
        import asyncio, httpx
        async def load(client: httpx.AsyncClient):
            async with asyncio.timeout(4):
                await client.get("https://a.example", timeout=None)
        """)

    assert [(4.0, "scope")] == found

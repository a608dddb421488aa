from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.import_time import ImportTimeCall

CLIENT = """
import os
import requests

def ask(path):
    return requests.get(path, timeout=3)

def ask_perhaps(path=None):
    return ask(path) if path else None

def ask_safely():
    try:
        return ask("names")
    except requests.RequestException:
        return None

def ask_later():
    yield ask("names")

def ask_unless_told():
    if os.environ.get("OFFLINE"):
        return None
    return ask("names")
"""


def found(source: str) -> list[tuple[str, str, bool, int]]:
    files = modules({"shop.client": CLIENT, "shop.rates": f"from shop import client\n{source}"})
    return [
        (item.call, item.peer, item.tolerant, len(item.via))
        for item in files["shop.rates"].facts(ImportTimeCall)
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("rates = client.ask('x')", [("client.ask", "the other service", False, 1)]),
        ("client.ask_safely()", [("client.ask_safely", "the other service", True, 2)]),
        ("client.ask_unless_told()", [("client.ask_unless_told", "the other service", False, 2)]),
        ("client.ask_perhaps()", []),
        ("client.ask_later()", []),
        ("if client: client.ask('x')", []),
        ("def load(): client.ask('x')", []),
        ("rates = lambda: client.ask('x')", []),
    ],
)
def test_a_call_is_followed_to_the_peer(
    source: str, expected: list[tuple[str, str, bool, int]]
) -> None:
    assert expected == found(source)


def test_what_is_done_with_a_connection_is_one_call() -> None:
    source = """
        from sqlalchemy import create_engine, text
        engine = create_engine("postgresql://db/shop")
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    """
    file = modules({"shop.rates": source})["shop.rates"]

    assert ["engine.connect"] == [item.call for item in file.facts(ImportTimeCall)]


@pytest.mark.parametrize(("caught", "given"), [("return Nothing()", True), ("raise", False)])
def test_a_client_may_have_a_stand_in(caught: str, *, given: bool) -> None:
    source = f"""
        import redis

        class Nothing:
            def delete(self, key): ...

        def client() -> redis.Redis:
            found = redis.Redis("cache")
            try:
                found.ping()
            except redis.RedisError:
                {caught}
            return found

        class Series:
            def __init__(self, other: redis.Redis | None = None):
                self.kept = other or client()
                self.kept.delete("series")

        series = Series()
    """
    file = modules({"shop.series": source})["shop.series"]

    assert [given] == [item.tolerant for item in file.facts(ImportTimeCall)]


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("'sqlite:///notes.db'", 0),
        ("'sqlite+pysqlite:///{}'.format(PATH)", 0),
        ("f'duckdb:///{PATH}'", 0),
        ("'postgresql://db/shop'", 1),
        ("os.environ.get('DATABASE_URL', 'sqlite://')", 1),
    ],
)
def test_a_database_in_a_file_is_always_up(address: str, count: int) -> None:
    database = (
        "import os\nfrom shop.paths import PATH\nfrom sqlalchemy import MetaData, create_engine\n"
        f"engine = create_engine({address})\nmetadata = MetaData()\n"
    )
    models = "from shop.database import engine, metadata\nmetadata.create_all(engine)\n"
    paths = "PATH = 'notes.db'\n"
    files = modules({"shop.paths": paths, "shop.database": database, "shop.models": models})

    assert count == len(list(files["shop.models"].facts(ImportTimeCall)))

"""Clients that are made to be kept, and who makes them again and again."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.lasting import ClientMade, ClientPerCall

HEAD = """
import os
from functools import cache
import httpx
import redis
from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from shop import settings

app = FastAPI()
POOL = redis.ConnectionPool.from_url("redis://store/0")
kept = []
"""


def made(body: str, head: str = "def f(url):") -> list[str]:
    return [item.what for item in program(f"{HEAD}\n{head}\n    {body}\n").facts(ClientMade)]


def every(source: str) -> list[str]:
    return [item.every for item in program(f"{HEAD}\n{source}\n").facts(ClientPerCall)]


@pytest.mark.parametrize(
    "body",
    [
        "return httpx.Client()",
        "return httpx.Client(base_url=settings.URL, timeout=url)",
        "return httpx.Client(base_url=os.environ['URL'])",
        "client = httpx.Client(); client.get('/')",
        "with httpx.Client() as client: client.get(url)",
        "httpx.Client().get(url)",
    ],
)
def test_client_that_is_forgotten(body: str) -> None:
    assert made(body) == ["httpx.Client"]


@pytest.mark.parametrize(
    "body",
    [
        "return httpx.Client(base_url=url)",
        "return httpx.Client(headers={'authorization': url})",
        "return httpx.Client(**url)",
        "return httpx.Client(transport=settings.TRANSPORT)",
        "return redis.Redis(connection_pool=POOL)",
        "return create_engine(settings.URL, poolclass=NullPool)",
        "app.state.client = httpx.Client()",
        "client = httpx.Client(); app.state.client = client",
        "kept.append(httpx.Client())",
        "global client; client = httpx.Client()",
    ],
)
def test_client_that_is_kept_or_differs(body: str) -> None:
    assert made(body) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("@app.get('/')\ndef f():\n    httpx.Client().get('/')", ["request"]),
        ("def g():\n    return httpx.Client()\n@app.get('/')\ndef f():\n    g()", ["request"]),
        (
            "def f(urls: list[str]):\n    for url in urls:\n        httpx.Client().get(url)",
            ["round"],
        ),
        ("def f():\n    httpx.Client().get('/')", []),
        ("@app.get('/health')\ndef f():\n    httpx.Client().get('/')", []),
        ("@cache\ndef g():\n    return httpx.Client()\n@app.get('/')\ndef f():\n    g()", []),
    ],
)
def test_for_what_a_client_is_made(source: str, found: list[str]) -> None:
    assert found == every(source)

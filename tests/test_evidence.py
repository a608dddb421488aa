"""Every kind of evidence shows the marked lines of its fixtures, and no others."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from programs import program

from readiness_lint.evidence import Kind, all_kinds, shown_in
from readiness_lint.model import File

from fixtures import ROOT, in_package

FOLDER = ROOT / "evidence"
FILES = sorted(FOLDER.rglob("*.py"))
MARK = re.compile(r"#\s*shows:\s*([\w-]+(?:\s*,\s*[\w-]+)*)")
EACH_KIND = pytest.mark.parametrize("kind", all_kinds().values(), ids=lambda kind: kind.name)


def opened(path: Path) -> File:
    folder = FOLDER / path.relative_to(FOLDER).parts[0]
    return in_package(folder, path.read_text(encoding="utf-8"), path)


def texts(name: str, path: str) -> list[str]:
    file = opened(FOLDER / path)
    return [item.text for item in shown_in(all_kinds()[name], file, path)]


def marked(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        for mark in MARK.finditer(line):
            for name in re.split(r"\s*,\s*", mark[1]):
                yield number, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_what_is_marked_is_shown(path: Path) -> None:
    file = opened(path)
    found = {
        (item.region.line, kind.name)
        for kind in all_kinds().values()
        for item in shown_in(kind, file, path.name)
    }

    assert sorted(marked(path)) == sorted(found)


@EACH_KIND
def test_kind_has_a_fixture_with_marks(kind: Kind) -> None:
    own = [path for path in FILES if path.relative_to(FOLDER).parts[0] == folder_of(kind)]

    assert kind.name in {name for path in own for _, name in marked(path)}


@EACH_KIND
def test_file_function_and_name_are_one(kind: Kind) -> None:
    assert f"readiness_lint.evidence.{folder_of(kind)}" == kind.find.__module__
    assert folder_of(kind) == kind.find.__name__


@EACH_KIND
def test_kind_travels_between_processes(kind: Kind) -> None:
    restore, words = kind.__reduce__()

    assert kind is restore(*words)


def folder_of(kind: Kind) -> str:
    return kind.name.replace("-", "_")


@EACH_KIND
def test_title_is_half_a_sentence(kind: Kind) -> None:
    assert not kind.title.endswith(".")
    assert kind.title[0].islower()


def test_what_finds_a_kind_is_short() -> None:
    for path in sorted(Path(FOLDER.parent.parent / "readiness_lint" / "evidence").glob("*.py")):
        if path.stem != "__init__":
            function = ast.parse(path.read_text(encoding="utf-8")).body[-1]
            assert isinstance(function, ast.FunctionDef)
            assert function.end_lineno is not None

            assert function.end_lineno - function.lineno < 20


def test_limit_says_who_sets_it() -> None:
    assert [
        "`httpx.Client` has a time limit of 5 s for its calls",
        "`requests.get` has a time limit of 5 s, set in the call",
        "`requests.get` has a time limit of `(3, 10)`, set in the call",
        "`requests.get` has a time limit of `PATIENCE`, set in the call",
        "`httpx.get` has a time limit of 5 s, its library's default",
        "`httpx.Client.get` has a time limit of 5 s, set in its client",
        "`asyncio.open_connection` has a time limit of 5 s, set around it",
        "`socket.create_connection` has a time limit of 3 s, set in the call",
    ] == texts("timeout", "timeout/calls.py")


def test_what_a_decorator_shows_it_shows_of_its_function() -> None:
    file = program("""
        from django.db import models, transaction
        class Order(models.Model):
            number = models.IntegerField()
        class Orders:
            @transaction.atomic
            def place(self):
                Order.objects.create(number=1)
                Order.objects.create(number=2)
    """)
    found = shown_in(all_kinds()["transaction"], file, "orders.py")

    assert ["Orders.place"] == [item.function for item in found]


def test_limit_that_is_taken_off_is_none() -> None:
    file = program("""
        import httpx, requests
        patient = httpx.Client(timeout=None)
        def ask(url):
            requests.get(url, timeout=None)
            patient.get(url)
    """)

    assert [] == shown_in(all_kinds()["timeout"], file, "orders.py")


def test_health_check_says_what_it_asks() -> None:
    assert [
        "`GET /health/live` asks no other process that is known",
        "`GET /health/ready` asks `check()`",
    ] == texts("health", "health/routes.py")


def test_retry_is_shown_as_it_is_written() -> None:
    shown = texts("retry", "retry/jobs.py")

    assert (
        "`charge` is tried again: "
        "`tenacity.retry(stop=tenacity.stop_after_attempt(3), wait=tenacity.wait_fixed(1))`"
    ) == shown[0]
    assert "task `send` is tried again: `autoretry_for=(OSError,)`" == shown[2]
    assert "task `deliver` is tried again: `self.retry(exc=error, countdown=60)`" == shown[3]


def test_pool_says_what_bounds_it() -> None:
    assert [
        "`sqlalchemy.create_engine` with pool_size=10, max_overflow=5, pool_pre_ping=True",
        "`redis.BlockingConnectionPool` with max_connections=20",
        "`psycopg2.pool.ThreadedConnectionPool` with minconn=1, maxconn=10",
        "`asyncpg.create_pool` with max_size=10",
    ] == texts("connection-pool", "connection_pool/database.py")

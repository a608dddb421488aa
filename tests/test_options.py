"""The options of rules, which no fixture can set."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent
from typing import Any

from readiness_lint.engine import check
from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.registry import all_rules


def lines(code: str, source: str, **options: Any) -> list[int]:
    """The lines that a rule reports under its options."""
    rule = all_rules()[code]
    assert rule.options is not None
    source = dedent(source)
    file = File(
        Path("orders.py"),
        source,
        ast.parse(source),
        tables(),
        options={rule.options.__module__: rule.options(**options)},
    )
    return [finding.region.line for finding in check(file, "orders.py", [rule], strict=True)]


def test_a_warning_may_count_as_a_failure() -> None:
    source = """
        import logging

        logger = logging.getLogger(__name__)

        def read(cache, key):
            try:
                return cache.read(key)
            except Exception as error:
                logger.warning("not read: %s", error)
    """

    assert [] == lines("RDY506", source)
    assert [10] == lines("RDY506", source, warning=True)


def test_an_answer_may_blame_the_client_for_the_failure_of_a_peer() -> None:
    source = """
        import redis
        from fastapi import APIRouter, HTTPException

        cache = redis.Redis(socket_timeout=1)
        router = APIRouter()

        @router.get("/orders/{number}")
        def read(number: int):
            try:
                return cache.get(number)
            except Exception:
                raise HTTPException(404)

        @router.get("/orders/{number}/size")
        def size(number: str):
            try:
                return int(number)
            except Exception:
                raise HTTPException(400)
    """

    assert [] == lines("RDY517", source)
    assert [12] == lines("RDY517", source, client_errors=True)


def test_the_limit_of_a_task_may_be_one_for_what_it_runs() -> None:
    source = """
        import subprocess
        from celery import shared_task

        @shared_task(time_limit=60)
        def shrink(path):
            subprocess.run(["convert", path], check=True)

        @shared_task(soft_time_limit=60)
        def grow(path):
            subprocess.run(["convert", path], check=True)
    """

    assert [7, 11] == lines("RDY404", source)
    assert [11] == lines("RDY404", source, trust_task_limit=True)

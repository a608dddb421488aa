from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.empty_tracebacks import EmptyTraceback

LOGS = """
import logging

logger = logging.getLogger(__name__)

def deep(text):
    logger.exception(text)

def half(text):
    deep(text)
"""


def found(main: str) -> list[str]:
    files = modules({"shop.logs": LOGS, "shop.main": f"from shop.logs import deep, half\n{main}"})
    return [item.asks for item in files["shop.logs"].facts(EmptyTraceback)]


TASKS = """
import asyncio

from shop.logs import half

async def loop(): half("x")

async def other():
    try:
        {begin}
    except KeyError:
        {handled}
"""


@pytest.mark.parametrize("main", ["half('x')", "deep('x')\nhalf('y')"])
def test_a_function_that_only_modules_call_handles_nothing(main: str) -> None:
    assert ["exception()"] == found(main)


@pytest.mark.parametrize(
    "main",
    [
        "",
        "def f(): half('x')",
        "def f_error(): half('x')\nf_error()",
        "try:\n    half('x')\nexcept KeyError:\n    half('y')",
        "try:\n    half('x')\nfinally:\n    deep('y')",
    ],
)
def test_a_caller_that_is_not_known_or_handles_one_is_enough(main: str) -> None:
    assert [] == found(main)


@pytest.mark.parametrize(
    ("begin", "handled", "asks"),
    [
        ("asyncio.create_task(loop())", "asyncio.ensure_future(loop())", ["exception()"]),
        ("asyncio.create_task(loop())", "await loop()", []),
        ("await loop()", "pass", []),
    ],
)
def test_a_coroutine_that_becomes_a_task_begins_with_nothing_handled(
    begin: str, handled: str, asks: list[str]
) -> None:
    main = TASKS.format(begin=begin, handled=handled)

    assert asks == found(main)

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


STORE = """
import logging

logger = logging.getLogger(__name__)

class Store:
    def find_agent(self, number):
        if number is None:
            logger.exception("no number")

    def close(self):
        if self.failed:
            logger.exception("closed")

def use(store):
    {use}
"""


def told(use: str, other: str = "") -> int:
    files = modules({"shop.store": STORE.format(use=use), "shop.other": other})
    return len(files["shop.store"].facts(EmptyTraceback))


@pytest.mark.parametrize(
    ("use", "count"),
    [
        ("store.find_agent(1)", 1),
        ("Store().find_agent(1)", 1),
        ("store.close()", 0),
        ("store.find_all(1)", 0),
        ("store.run(store.find_agent)", 0),
    ],
)
def test_a_branch_of_what_is_only_called_handles_nothing(use: str, count: int) -> None:
    assert told(use) == count


@pytest.mark.parametrize(
    "other",
    [
        "def f(x):\n    try: x()\n    except KeyError: x.find_agent(1)",
        "from shop.store import use\ndef f(x):\n    try: x()\n    finally: use(x)",
        "def f_error(x):\n    x.find_agent(1)",
        "def f(x):\n    x.run(x.find_agent)",
        "NAMES = ['find_agent']",
        "NAMES = ['shop.store.Store.find_agent']",
    ],
)
def test_one_place_where_it_may_run_behind_a_failure_is_enough(other: str) -> None:
    assert told("store.find_agent(1)", other) == 0


@pytest.mark.parametrize(
    "other",
    [
        "def f(x):\n    try: x()\n    except KeyError: x.find_all(1)",
        "class Other:\n    def find_agent(self): ...\n"
        "def f(x):\n    try: x()\n    except KeyError: Other().find_agent()",
    ],
)
def test_what_is_certainly_another_does_not_count(other: str) -> None:
    assert told("store.find_agent(1)", other) == 1

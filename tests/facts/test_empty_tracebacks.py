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

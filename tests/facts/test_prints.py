from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.prints import Print

HEAD = """
import traceback
from pprint import pprint
import celery
from fastapi import FastAPI

app = FastAPI()
"""


def found(source: str) -> list[tuple[str, str, bool]]:
    file = program(HEAD + source)
    return [(item.call, item.where, item.only_trace) for item in file.facts(Print)]


@pytest.mark.parametrize(
    ("decorator", "where"),
    [
        ("app.get('/')", "a request handler"),
        ("app.websocket('/')", "a request handler"),
        ("app.middleware('http')", "a middleware"),
        ("app.exception_handler(KeyError)", "an error handler"),
        ("celery.shared_task", "a task"),
    ],
)
def test_what_a_framework_calls_is_named(decorator: str, where: str) -> None:
    assert [("pprint()", where, False)] == found(f"@{decorator}\ndef f(x): pprint(x)\n")


@pytest.mark.parametrize(
    ("rest", "traces"),
    [("return None", [True]), ("raise", [False]), ("logger.error('x')", [False])],
)
def test_a_printed_failure_is_its_only_trace_unless_something_else_tells(
    rest: str, traces: list[bool]
) -> None:
    source = f"""
def f(x):
    try:
        x.load()
    except KeyError as error:
        print(error)
        {rest}
"""

    assert traces == [only for _, _, only in found(source)]


def test_a_class_with_a_logger_prints_nothing() -> None:
    source = "class Shop:\n    logger = make()\n    def f(self):\n        print(1)\n"

    assert [("print()", "a class with a logger", False)] == found(source)


@pytest.mark.parametrize(
    "source",
    [
        "print(1)\n",
        "try:\n    f()\nexcept KeyError:\n    print('no key')\n",
        "try:\n    f()\nexcept KeyError as error:\n    print(error, file=out)\n",
        "def f(verbose):\n    try:\n        g()\n    except KeyError as error:\n"
        "        if verbose: print(error)\n",
    ],
)
def test_other_lines_are_none_of_a_log(source: str) -> None:
    assert [] == found(source)


def test_a_line_of_a_function_of_which_no_more_is_known_is_marked() -> None:
    file = program(HEAD + "def f(x):\n    print(x)\n")

    assert [(item.where, item.anywhere) for item in file.facts(Print)] == [("a function", True)]

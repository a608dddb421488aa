"""Registrations that answer for exceptions of which nobody hears."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.silent_answers import SilentAnswer

FLASK = """
import logging
from flask import Flask
from sqlalchemy.exc import OperationalError

logger = logging.getLogger(__name__)
app = Flask(__name__)

"""
FASTAPI = """
from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()

"""


def silent(subject: str, body: str = "return {}, 500") -> list[tuple[str, str]]:
    text = f"{FLASK}@app.errorhandler({subject})\ndef answer(error):\n    {body}\n"
    return [(found.subject, found.framework) for found in program(text).facts(SilentAnswer)]


@pytest.mark.parametrize("subject", ["Exception", "KeyError", "OperationalError"])
def test_mistakes_and_failures_are_of_certain_classes(subject: str) -> None:
    assert [(subject, "flask")] == silent(subject)


@pytest.mark.parametrize("subject", ["500", "StopIteration", "app.Error"])
def test_others_are_not(subject: str) -> None:
    assert silent(subject) == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("if app.debug: return error\n    return {}, 500", 1),
        ("text = str(error); return {'error': text}, 400", 1),
        ("logger.error(error); return {}, 500", 0),
        ("raise error", 0),
        ("app.last = error; return {}, 500", 0),
        ("app.kept(error); return {}, 500", 0),
        ("pass", 0),
    ],
)
def test_somebody_may_hear_of_it(body: str, count: int) -> None:
    assert count == len(silent("KeyError", body))


@pytest.mark.parametrize(
    ("subject", "status", "count"),
    [("Exception", 500, 0), ("Exception", 200, 1), ("ValueError", 400, 1)],
)
def test_a_framework_may_raise_it_again(subject: str, status: int, count: int) -> None:
    text = (
        f"{FASTAPI}@app.exception_handler({subject})\nasync def answer(request, error):\n"
        f"    return JSONResponse({{}}, status_code={status})\n"
    )

    assert count == len(program(text).facts(SilentAnswer))


def test_a_handler_may_stand_in_another_module() -> None:
    answers = "import logging\ndef answer(error):\n    {}return {{}}, 500\n"
    uses = "from shop.answers import answer\napp.register_error_handler(KeyError, answer)\n"

    def found(body: str) -> int:
        files = modules({"shop.answers": answers.format(body), "shop.site": FLASK + uses})
        return len(files["shop.site"].facts(SilentAnswer))

    assert found("") == 1
    assert found("logging.error(error); ") == 0

"""Requests for another try that a handler takes."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.lost_signals import LostSignal

HEAD = """
import celery
from celery import shared_task
from celery.exceptions import CeleryError, Retry

"""


def lost(
    signal: str, clause: str = "except Exception", reaction: str = "x.fail()", bind: str = "True"
) -> list[str]:
    text = (
        f"{HEAD}@shared_task(bind={bind})\ndef work(self, x):\n    try:\n        {signal}\n"
        f"    {clause}:\n        {reaction}\n"
    )
    return [found.spelling for found in program(text).facts(LostSignal)]


@pytest.mark.parametrize(
    ("signal", "spelling"),
    [
        ("raise self.retry()", "self.retry"),
        ("self.retry(countdown=1)", "self.retry"),
        ("raise Retry", "Retry"),
        ("raise celery.exceptions.Ignore()", "celery.exceptions.Ignore"),
    ],
)
def test_a_request_is_an_exception(signal: str, spelling: str) -> None:
    assert [spelling] == lost(signal)
    assert [spelling] == lost(signal, "except")


@pytest.mark.parametrize(
    "signal", ["self.retry(throw=False)", "x.retry()", "raise KeyError", "Retry()", "self.go()"]
)
def test_what_raises_none_asks_for_none(signal: str) -> None:
    assert lost(signal) == []


def test_a_task_that_is_not_given_itself_has_no_such_method() -> None:
    assert lost("self.retry()", bind="False") == []


@pytest.mark.parametrize(
    "clause",
    [
        "except KeyError",
        "except x.Error:\n        pass\n    except Exception",
        "except Retry:\n        raise\n    except Exception",
        "except (KeyError, CeleryError):\n        raise\n    except Exception",
    ],
)
def test_another_clause_may_let_it_out(clause: str) -> None:
    assert lost("raise self.retry()", clause) == []


@pytest.mark.parametrize("reaction", ["raise", "raise KeyError", "self.retry()", "exit(1)"])
def test_the_handler_may_let_it_out(reaction: str) -> None:
    assert lost("raise self.retry()", reaction=reaction) == []


def test_a_clause_is_told_once() -> None:
    assert lost("self.retry() if x else self.retry(countdown=1)") == ["self.retry"]

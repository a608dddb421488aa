"""Clauses to which no failure comes, or none that nobody has told of."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.last_resorts import is_last_resort, is_told_within
from readiness_lint.facts.reactions import OBSERVED
from readiness_lint.terms import Reaction

HEAD = """
import logging

import requests

logger = logging.getLogger(__name__)

def caught(x):
    try:
        return requests.get(x, timeout=3)
    except Exception:
        return None

def half(x):
    requests.head(x, timeout=3)
    return caught(x)

def through(x):
    found = caught(x)
    logger.info("found %s", found)
    return found

def told(x):
    try:
        return requests.get(x, timeout=3)
    except Exception:
        logger.exception("away")
        raise

def counted(x):
    try:
        return requests.get(x, timeout=3)
    except ValueError:
        logger.exception("away")
        raise

def stub(x):
    ...

"""


def last(body: str) -> ExceptHandler:
    """The clause around some lines, behind all others."""
    lines = "".join(f"        {line}\n" for line in body.split("\n"))
    text = f"{HEAD}def work(x):\n    try:\n{lines}    except Exception:\n        return None\n"
    file = program(text)
    return max(
        file.facts(ExceptHandler), key=lambda item: item.guard.lineno - 1000 * _is_inner(item)
    )


def _is_inner(handler: ExceptHandler) -> bool:
    return any(True for _ in handler.file.tries(handler.guard))


@pytest.mark.parametrize(
    ("last_resort", "body"),
    [
        (True, "caught(x)"),
        (True, "return through(x)"),
        (True, "for i, each in enumerate(x):\n    logger.info('%s', caught(each))"),
        (True, "try:\n    requests.get(x)\nexcept Exception:\n    logger.info('away')"),
        (False, "try:\n    requests.get(x)\nexcept ValueError:\n    logger.info('away')"),
        (False, "try:\n    requests.get(x)\nexcept Exception:\n    raise"),
        (False, "half(x)"),
        (False, "caught(x['name'])"),
        (False, "if caught(x) is None:\n    raise KeyError(x)"),
        (False, "caught(x)\nstub(x)"),
        (False, "x = 1"),
    ],
)
def test_all_that_may_fail_is_caught_further_in(*, last_resort: bool, body: str) -> None:
    assert last_resort is is_last_resort(last(body))


@pytest.mark.parametrize(
    ("told", "body"),
    [
        (True, "return told(x)"),
        (True, "told(x)\ntold(x)"),
        (False, "told(x)\nrequests.get(x)"),
        (False, "caught(x)"),
        (False, "counted(x)"),
        (False, "return x"),
    ],
)
def test_what_is_called_tells_before_it_raises_again(*, told: bool, body: str) -> None:
    assert told is is_told_within(last(body), OBSERVED)


def test_only_what_is_asked_for_counts() -> None:
    assert not is_told_within(last("told(x)"), Reaction.REPORT)

"""Values that are given in the place of those of a peer."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.replaced_failures import ReplacedFailure

HEAD = """
import redis

cache = redis.Redis(host="cache")
EMPTY = ()

"""


def replaced(
    reaction: str,
    guarded: str = "return cache.get(number)",
    *,
    name: str = "limit",
    before: str = "pass",
    after: str = "pass",
) -> list[ReplacedFailure]:
    text = (
        f"{HEAD}async def {name}(number, request, store, default):\n    {before}\n    try:\n"
        f"        {guarded}\n    except Exception as error:\n        {reaction}\n    {after}\n"
    )
    return list(program(text).facts(ReplacedFailure))


@pytest.mark.parametrize(
    "value",
    [
        *("None", "False, None", "0", "-1", "''", "'n/a'", "'not found here'", "[]", "{}", "set()"),
        *("dict()", "default", "EMPTY", "(None, [])"),
    ],
)
def test_a_default_says_nothing_of_a_failure(value: str) -> None:
    assert [found.call for found in replaced(f"return {value}")] == ["cache.get"]


@pytest.mark.parametrize(
    "reaction",
    [
        *("return 'it is away'", "return number", "return {'status': 'away'}", "return [number]"),
        *("return dict(number=1)", "raise", "raise KeyError from error", "print(error)"),
        *("number.failed = True", "store['left'] = None", "return error", "number += 1"),
    ],
)
def test_what_tells_of_a_failure_is_no_default(reaction: str) -> None:
    assert replaced(reaction) == []


def test_a_name_gets_its_default_in_the_handler_or_before_the_block() -> None:
    guarded = "left = cache.get(number)"

    assert [found.default for found in replaced("left = 0", guarded)] == ["0"]
    assert [found.default for found in replaced("pass", guarded, before="left = 0")] == ["0"]
    assert replaced("pass", guarded, before="left = number") == []
    assert replaced("pass", guarded) == []


def test_a_default_may_be_returned_behind_the_block() -> None:
    assert [found.default for found in replaced("pass", after="return []")] == ["[]"]
    assert replaced("pass", after="return number") == []
    assert replaced("pass", "cache.set(number, 1)", after="return []") == []


@pytest.mark.parametrize(
    ("name", "count"),
    [("is_blocked", 1), ("has_limit", 1), ("keep", 0), ("is_alive", 0), ("test_connection", 0)],
)
def test_false_is_a_default_for_what_asks(name: str, count: int) -> None:
    assert len(replaced("return False", name=name)) == count


def test_a_flag_says_whether_all_went_well() -> None:
    assert replaced("kept = False", "kept = bool(cache.set(number, 1)); kept = True") == []


@pytest.mark.parametrize(
    ("guarded", "call"),
    [
        ("return cache.get(number)", "cache.get"),
        ("return await store.find(number)", "store.find"),
        ("return await request.json()", ""),
        ("return await store.close()", ""),
        ("return number.total()", ""),
    ],
)
def test_the_call_to_a_peer_is_named(guarded: str, call: str) -> None:
    (found,) = replaced("return None", guarded)

    assert call == found.call

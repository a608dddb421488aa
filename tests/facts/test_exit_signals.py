"""Handlers that take the end of a process or of a coroutine for a failure."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.exit_signals import SwallowedCancellation, SwallowedExit

HEAD = """
import asyncio
import contextlib
import logging
import traceback

import anyio

logger = logging.getLogger(__name__)

"""


def exits(text: str) -> list[tuple[str, str]]:
    file = program(HEAD + text)
    return [(found.clause, found.signals) for found in file.facts(SwallowedExit)]


def work(clause: str, reaction: str = "logger.error('away')", head: str = "def work(x):") -> str:
    return f"{head}\n    try:\n        x.go()\n    {clause}:\n        {reaction}\n"


@pytest.mark.parametrize(
    ("clause", "spelled"),
    [
        ("except", "except:"),
        ("except BaseException", "except BaseException"),
        ("except (KeyError, BaseException)", "except (KeyError, BaseException)"),
    ],
)
def test_what_takes_everything_takes_the_end(clause: str, spelled: str) -> None:
    assert [(spelled, "SystemExit and KeyboardInterrupt")] == exits(work(clause))


def test_a_coroutine_is_ended_by_a_third_one() -> None:
    text = work("except", head="async def work(x):").replace("x.go()", "await x.go()")

    assert exits(text) == [("except:", "SystemExit, KeyboardInterrupt and CancelledError")]


def test_a_coroutine_that_waits_for_nothing_is_not_cancelled_there() -> None:
    (found,) = exits(work("except", head="async def work(x):"))

    assert found == ("except:", "SystemExit and KeyboardInterrupt")


@pytest.mark.parametrize(
    "start",
    ["threading.Thread(target=work)", "start_worker_thread(work, 'x')"],
)
def test_a_thread_of_its_own_hears_no_signal(start: str) -> None:
    text = work("except") + f"\n\ndef begin():\n    {start}\n"

    assert not exits(text)
    assert exits(text + "\n\ndef now(x):\n    work(x)\n")


def test_a_docstring_may_say_that_it_takes_them() -> None:
    text = work("except", head='def work(x):\n    """Not even a SystemExit ends it."""')

    assert not exits(text)


def test_a_with_takes_it_as_well() -> None:
    text = "def work(x):\n    with contextlib.suppress(BaseException):\n        x.go()\n"

    assert exits(text) == [("suppress(BaseException)", "SystemExit and KeyboardInterrupt")]


@pytest.mark.parametrize(
    "clause",
    ["except Exception", "except KeyError", "except KeyboardInterrupt", "except x.Error"],
)
def test_others_do_not(clause: str) -> None:
    assert exits(work(clause)) == []


@pytest.mark.parametrize(
    "reaction",
    [
        *(
            "raise",
            "raise KeyError from error",
            "exit(1)",
            "x.error = error",
            "x.put(error)",
            "x.handle_end(); x.throw(error)",
        ),
        *("x.text = traceback.format_exc()", "return x, error"),
    ],
)
def test_what_lets_it_go_or_keeps_it_swallows_nothing(reaction: str) -> None:
    assert exits(work("except BaseException as error", reaction)) == []


def test_a_clause_before_may_have_taken_it() -> None:
    before = "except (SystemExit, KeyboardInterrupt):\n        raise\n    except"

    assert exits(work(before)) == []
    assert len(exits(work("except KeyError:\n        pass\n    except"))) == 1


@pytest.mark.parametrize(("reaction", "count"), [("pass", 1), ("continue", 1), ("break", 0)])
def test_who_names_it_swallows_it_in_a_loop_that_goes_on(reaction: str, count: int) -> None:
    text = (
        "def work(x):\n    while True:\n        try:\n            x.go()\n"
        f"        except KeyboardInterrupt:\n            {reaction}\n"
    )

    assert [("except KeyboardInterrupt", "KeyboardInterrupt")] * count == exits(text)


def cancelled(
    body: str = "await x.go()",
    clause: str = "asyncio.CancelledError",
    reaction: str = "pass",
    *,
    before: str = "pass",
    after: str = "pass",
    head: str = "while True",
) -> int:
    text = (
        f"{HEAD}async def work(x, task, tasks):\n    {before}\n    {head}:\n        try:\n"
        f"            {body}\n        except {clause}:\n            {reaction}\n    {after}\n"
    )
    return len(program(text).facts(SwallowedCancellation))


@pytest.mark.parametrize(
    ("clause", "count"),
    [
        ("asyncio.CancelledError", 1),
        ("(KeyError, asyncio.CancelledError)", 1),
        ("anyio.get_cancelled_exc_class()", 1),
        ("BaseException", 1),
        ("Exception", 0),
        ("x.Cancelled", 0),
    ],
)
def test_cancellation_has_several_names(clause: str, count: int) -> None:
    assert count == cancelled(clause=clause)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("async with x.lock: x.go()", 1),
        ("return [await item.go() for item in x]", 1),
        ("await task", 0),
        ("await asyncio.gather(*tasks)", 0),
        ("await asyncio.wait_for(task, 3)", 0),
        ("await asyncio.wait_for(x.go(), 3)", 1),
        ("async for each in tasks: await x.go(each)", 0),
        ("async for each in x.items(): await x.go(each)", 1),
        ("await x.close()", 0),
        ("x.go()", 0),
        ("x.go(lambda: asyncio.run(x))", 0),
    ],
)
def test_only_an_await_of_its_own_can_be_cancelled(body: str, count: int) -> None:
    assert count == cancelled(body)


@pytest.mark.parametrize(
    ("reaction", "count"),
    [("pass", 1), ("continue", 1), ("break", 0), ("return", 0), ("raise", 0), ("exit()", 0)],
)
def test_the_next_round_goes_on(reaction: str, count: int) -> None:
    assert count == cancelled(reaction=reaction)


@pytest.mark.parametrize(
    ("after", "count"),
    [("await x.keep()", 1), ("await x.close()", 0), ("x.keep()", 0), ("return x", 0)],
)
def test_another_await_goes_on(after: str, count: int) -> None:
    assert count == cancelled(head="if x", after=after)


def test_who_cancels_or_takes_it_back_expects_it() -> None:
    assert cancelled(before="task.cancel()") == 0
    assert cancelled(reaction="task.uncancel()") == 0


def test_a_loop_may_read_what_the_handler_says() -> None:
    assert cancelled(head="while x.running", reaction="x.running = False") == 0
    assert cancelled(head="while x.running", reaction="x.failed = True") == 1


def test_what_a_loop_is_started_for_is_the_end_of_the_way() -> None:
    text = (
        "async def main(x):\n    try:\n        await x.go()\n    except asyncio.CancelledError:\n"
        "        pass\n    await x.keep()\n"
    )

    assert len(program(HEAD + text).facts(SwallowedCancellation)) == 1
    assert not program(HEAD + text + "\nasyncio.run(main(1))\n").facts(SwallowedCancellation)

"""Which results are dropped, and whose failures nobody hears of."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.dropped_results import DroppedResult

HEAD = "import asyncio\nfrom concurrent.futures import Executor\nasync def work(): await send()\n"


def dropped(body: str) -> list[tuple[str, str]]:
    return [
        (item.form, item.name)
        for item in program(f"{HEAD}async def start(pool: Executor):\n{body}").facts(DroppedResult)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    asyncio.create_task(work())", [("task", "asyncio.create_task")]),
        ("    _ = asyncio.create_task(work())", [("task", "asyncio.create_task")]),
        ("    pump = asyncio.create_task(work())\n    await work()", []),
        ("    pump = asyncio.create_task(work())\n    keep(pump)", []),
        ("    return asyncio.create_task(work())", []),
        ("    asyncio.ensure_future(pool)", []),
        (
            "    coroutine = work()\n    asyncio.ensure_future(coroutine)",
            [("task", "asyncio.ensure_future")],
        ),
        ("    pool.submit(open, 'a')", [("future", "pool.submit")]),
        ("    pool.submit(unknown, 'a')", []),
        (
            "    await asyncio.gather(work(), return_exceptions=True)",
            [("outcomes", "asyncio.gather")],
        ),
        ("    await asyncio.gather(work())", []),
        ("    await asyncio.gather(pool, return_exceptions=True)", []),
    ],
)
def test_a_result_is_dropped_where_nothing_keeps_it(
    body: str, expected: list[tuple[str, str]]
) -> None:
    assert expected == dropped(body)


@pytest.mark.parametrize(
    ("work", "heard"),
    [
        ("carry(path)", False),
        ("try:\n        carry(path)\n    except Exception:\n        print(path)", True),
        ("try:\n        carry(path)\n    except OSError:\n        print(path)", False),
        ("try:\n        carry(path)\n    except Exception:\n        raise", False),
        ("unknown(path)", True),
        ("return str(path)", True),
    ],
)
def test_a_failure_is_heard_where_the_work_takes_all_of_them(work: str, heard: bool) -> None:  # noqa: FBT001
    moving = f"from shutil import move as carry\nfrom other import unknown\ndef move(path):\n    {work}\n"
    starting = (
        "from concurrent.futures import Executor\nfrom work import move\n"
        "def start(pool: Executor):\n    pool.submit(move, 1)\n"
    )
    files = modules({"work": moving, "start": starting})

    assert heard is not bool(files["start"].facts(DroppedResult))

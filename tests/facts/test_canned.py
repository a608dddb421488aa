from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.canned import CannedAnswer

HEAD = """
import random
import time
import uuid
from fastapi import Depends, FastAPI
from shop.work import get_session, keep, work

app = FastAPI()

@app.post("/orders")
"""


def found(source: str, head: str = HEAD) -> list[str]:
    files = modules({"shop.orders": f"{head}{source}"})
    return [item.node.name for item in files["shop.orders"].facts(CannedAnswer)]


@pytest.mark.parametrize(
    "body",
    [
        "return {'id': str(uuid.uuid4())}",
        "return [1, 2]",
        "text = f'order of {name}'\n    return text",
        "return {'name': name, 'status': 'placed'}, 201",
    ],
)
def test_an_answer_is_made_up_if_some_of_it_is(body: str) -> None:
    assert ["place"] == found(f"def place(name: str, session=Depends(get_session)):\n    {body}")


@pytest.mark.parametrize(
    "body",
    [
        "return {'name': name}",
        "return work(name)",
        "return {'size': len(name) > 3}",
        "name.kept = True\n    return {'status': 'kept'}",
        "raise ValueError(name)",
        "return None",
        "return {'error': 'disabled'}",
        "with work():\n        return {'status': 'kept'}",
    ],
)
def test_whatever_may_be_work_is_believed(body: str) -> None:
    assert [] == found(f"def place(name: str):\n    {body}")


def test_a_dependency_that_only_gives_does_no_work() -> None:
    gives, keeps = (
        found(f"def place(x=Depends({name})):\n    return {{'status': 'kept'}}")
        for name in ("get_session", "keep")
    )

    assert (["place"], []) == (gives, keeps)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("time.sleep(2)\n    return random.random()", ["score"]),
        ("time.sleep(random.uniform(1, 2))\n    return 'done'", ["score"]),
        ("time.sleep(0)\n    return 'done'", []),
        ("time.sleep(x)\n    return 'done'", []),
        ("time.sleep(2)\n    return x.status", []),
        ("time.sleep(2)", []),
    ],
)
def test_a_pause_before_a_made_up_value_stands_in_for_work(body: str, names: list[str]) -> None:
    assert names == found(f"def score(x):\n    {body}", "import random, time\n")

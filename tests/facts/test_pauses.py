"""Which pauses a client sits through."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.pauses import PauseInRequest


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("time.sleep(2)", [("time.sleep(2)", False)]),
        ("time.sleep(0.5)", [("time.sleep(0.5)", True)]),
        ("time.sleep(seconds)", [("time.sleep(seconds)", False)]),
        ("time.sleep(0.01)", []),
        ("lambda: time.sleep(2)", []),
        ("a = seen(); time.sleep(2); b = seen(); print(b - a)", []),
        ("a = seen(); time.sleep(2); b = seen(); print(b)", [("time.sleep(2)", False)]),
        ("a = seen(); time.sleep(2); a = seen(); print(a)", [("time.sleep(2)", False)]),
        ("time.sleep(2)  # The printer needs that long.", []),
    ],
)
def test_what_counts_as_a_pause(body: str, found: list[tuple[str, bool]]) -> None:
    file = program(f"""
        import time
        from fastapi import APIRouter
        router = APIRouter()
        @router.get("/")
        def view(seconds: int):
            {body}
        """)

    assert found == [
        (item.reached.origin.what, item.reached.bounded) for item in file.facts(PauseInRequest)
    ]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("if seconds:", "if"),
        ("if seconds: pass\n            else:", "else"),
        ("with open('log'):", "with"),
        ("try:", "try"),
        ("match seconds:\n              case 1:", "match"),
    ],
)
def test_pause_in_a_block(head: str, kind: str) -> None:
    tail = "\n            finally: pass" if kind == "try" else ""
    file = program(f"""
        import time
        from fastapi import APIRouter
        router = APIRouter()
        @router.get("/")
        def view(seconds: int):
            {head}
                time.sleep(2){tail}
        @router.get("/measured")
        def measured(seconds: int):
            {head}
                first = seen()
                time.sleep(2)
                print(first - (last := seen()))
                second = seen(); print(second - first){tail}
        """)

    assert ["view"] == [item.function.name for item in file.facts(PauseInRequest)]

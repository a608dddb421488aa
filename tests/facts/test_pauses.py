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

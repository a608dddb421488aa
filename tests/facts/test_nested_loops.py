"""Where an event loop is started inside another."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.nested_loops import NestedLoop


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("asyncio.run(work())", ["asyncio.run"]),
        ("async_to_sync(work)()", ["asgiref.sync.async_to_sync"]),
        ("async_to_sync(work)", []),
        ("await asyncio.to_thread(asyncio.run, work())", []),
        ("lambda: asyncio.run(work())", []),
    ],
)
def test_what_starts_a_loop(call: str, found: list[str]) -> None:
    file = program(f"""
        import asyncio
        from asgiref.sync import async_to_sync
        async def work(): ...
        async def view():
            return {call}
        """)

    assert found == [item.reached.origin.what for item in file.facts(NestedLoop)]


def test_loops_nest_where_a_module_has_made_them() -> None:
    files = modules(
        {
            "shop.start": "import nest_asyncio\nnest_asyncio.apply()",
            "shop.views": """
                import asyncio
                async def work(): ...
                async def view():
                    return asyncio.run(work())
                """,
        }
    )

    assert () == files["shop.views"].facts(NestedLoop)

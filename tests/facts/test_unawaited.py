"""Which calls certainly make a coroutine that nobody awaits."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.unawaited import UnawaitedCall

SHOP = """
async def work(): ...
@wrapped
async def wrapped_work(): ...
async def rows():
    yield 1
def plain(): ...
class Base:
    async def send(self): ...
    async def close(self): ...
class Other(Base):
    def close(self): ...
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("shop.work()", [("shop.work", False)]),
        ("if not shop.work(): pass", [("shop.work", True)]),
        ("if shop.work() is None: pass", []),
        ("await shop.work()", []),
        ("kept = shop.work()", []),
        ("shop.wrapped_work()", []),
        ("shop.rows()", []),
        ("shop.plain()", []),
        ("base.send()", [("base.send", False)]),
        ("base.close()", []),
        ("base.unknown()", []),
    ],
)
@pytest.mark.parametrize("function", ["async def", "def"])
def test_a_coroutine_is_lost_where_its_call_is_a_statement_or_a_test(
    function: str, body: str, expected: list[tuple[str, bool]]
) -> None:
    if function == "def" and (body.startswith(("await", "base"))):
        pytest.skip("what only a coroutine has, or what is looked for only there")
    source = f"import shop\n{function} start(base: shop.Base):\n    {body}\n"
    file = modules({"shop": SHOP, "start": source})["start"]

    assert expected == [(item.spelling, item.tested) for item in file.facts(UnawaitedCall)]

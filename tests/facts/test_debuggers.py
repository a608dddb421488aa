from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.debuggers import Debugger


def found(source: str, module: str = "shop.orders") -> list[tuple[str, bool]]:
    file = program(f"import pdb, icecream, debugpy\n{source}", module=module)
    return [(item.name, item.stops) for item in file.facts(Debugger)]


@pytest.mark.parametrize(
    ("name", "stops", "source"),
    [
        ("breakpoint", [True], "breakpoint()"),
        ("pdb.set_trace", [True], "def f(): pdb.set_trace()"),
        ("debugpy.listen", [True], "debugpy.listen(5678)"),
        ("icecream.ic", [False], "def f(x): return icecream.ic(x)"),
    ],
)
def test_a_debugger_stops_and_a_print_does_not(name: str, stops: list[bool], source: str) -> None:
    assert [(name, each) for each in stops] == found(source)


@pytest.mark.parametrize(
    "source",
    [
        "if settings.WITH_DEBUGGER: breakpoint()",
        "if environ.get('ATTACH'): debugpy.listen(5678)",
        "def debug(): breakpoint()",
        "class Shell:\n    def run(self): pdb.set_trace()",
        "def f(pdb): pdb.set_trace()",
    ],
)
def test_a_debugger_that_somebody_asks_for_is_none(source: str) -> None:
    assert [] == found(source)


def test_a_module_named_like_a_debugger_is_one() -> None:
    assert [] == found("breakpoint()", "shop.debug_tools")

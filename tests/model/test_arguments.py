from __future__ import annotations

import ast

import pytest

from readiness_lint.model.arguments import Absent, Given, Hidden, argument


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("f(a, timeout=3)", "3"),
        ("f(a, b, 3)", "3"),
        ("f(a)", "absent"),
        ("f(*a)", "hidden"),
        ("f(a, *b)", "hidden"),
        ("f(a, b, 3, *c)", "3"),
        ("f(a, **b)", "hidden"),
        ("f(a, **{'timeout': 3})", "3"),
        ("f(a, **{'other': 3})", "absent"),
        ("f(a, **{x: 3})", "hidden"),
        ("f(a, **{**x})", "hidden"),
        ("f(a, **b, timeout=3)", "3"),
    ],
)
def test_argument(call: str, expected: str) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    match argument(node, "timeout", 2):
        case Given(found):
            answer = ast.unparse(found)
        case Absent():
            answer = "absent"
        case Hidden():
            answer = "hidden"

    assert expected == answer

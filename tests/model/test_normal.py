"""The name of code: what changes it, and what does not."""

from __future__ import annotations

import ast

import pytest

from readiness_lint.model.normal import LENGTH, fingerprint


def name(code: str) -> str:
    (statement,) = ast.parse(code).body
    return fingerprint(statement.value if isinstance(statement, ast.Expr) else statement)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("get(url)", "get(\n    url,  # why\n)"),
        ("get('a')", 'get("a")'),
        ("get('a' 'b')", "get('ab')"),
        ("get(0x10)", "get(16)"),
        ("(get)(a)", "get(a)"),
        ("def f(a):\n    return 1", "def f(a, b=2):\n    return 2"),
        ("for row in rows:\n    save(row)", "for row in rows:\n    pass\nelse:\n    done()"),
        ("with a as b:\n    c()", "with (\n    a as b,\n):\n    d()"),
        ("class A(B):\n    x = 1", "class A:\n    pass"),
    ],
)
def test_the_same_code_has_one_name(one: str, other: str) -> None:
    assert name(one) == name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("get(url)", "get(link)"),
        ("get(url)", "post(url)"),
        ("get(url, timeout=3)", "get(url)"),
        ("get(a, b)", "get(a(b))"),
        ("get([a], b)", "get([a, b])"),
        ("get('1')", "get(1)"),
        ("a if b else c", "a if b else d"),
        ("lambda: a", "lambda: b"),
        ("def f(): pass", "def g(): pass"),
        ("def f(): pass", "async def f(): pass"),
        ("for row in rows: pass", "for row in others: pass"),
        ("f(None)", "f()"),
    ],
)
def test_other_code_has_another(one: str, other: str) -> None:
    assert name(one) != name(other)


def test_it_is_the_same_everywhere() -> None:
    assert "69b3cd5a3136" == name("requests.get(url, timeout=None)")
    assert "a332d62f5144" == name("f(f'a{b!r:>{w}}', *c, **d)")
    assert LENGTH == len(name("f()"))


def test_what_a_module_holds_does_not_name_it() -> None:
    assert fingerprint(ast.parse("a = 1")) == fingerprint(ast.parse("b = 2"))

"""What nobody checks of a token before its claims are read."""

from __future__ import annotations

import ast

import pytest
from programs import modules

from readiness_lint.facts.tokens import UncheckedToken, keys_read

BLIND = "jwt.decode(token, options={'verify_signature': False})"


def found(body: str, **more: str) -> list[str]:
    files = modules({"shop": f"import jwt\nfrom jose import jwt as jose\n{body}", **more})
    return [item.unchecked.name for item in files["shop"].facts(UncheckedToken)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"def f(token): return {BLIND}", ["SIGNATURE"]),
        (f"def f(token): return {BLIND}['iss']", []),
        (f"def f(token):\n    {BLIND}", []),
        (f"def f(token): return use(**{BLIND})", ["SIGNATURE"]),
        (f"def peek_token(token): return {BLIND}", []),
        (f"def f(token):\n    verify_token(token)\n    return {BLIND}", []),
        (f"def f(token):\n    verify_token(other)\n    return {BLIND}", ["SIGNATURE"]),
        (f"def f(token):\n    if conf.insecure: return {BLIND}", []),
        (f"def login(id_token): return {BLIND.replace('token,', 'id_token,')}", ["SIGNATURE"]),
        (f"def sso_login(id_token): return {BLIND.replace('token,', 'id_token,')}", []),
        ("def f(token, key): return jose.decode(token, key, algorithms=None)", ["ALGORITHM"]),
        ("def f(token, key): return jwt.decode(token, key, algorithms=['none'])", ["ALGORITHM"]),
        ("def f(token, key, names): return jwt.decode(token, key, algorithms=names)", []),
        (
            "def f(token, key): return jose.decode(token, key, ['HS256'], audience='a')",
            ["AUDIENCE"],
        ),
    ],
)
def test_what_is_left_out(body: str, expected: list[str]) -> None:
    assert expected == found(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("c = read()\n    return c['a'], c.get('b')", {"a", "b"}),
        ("c: dict = read()\n    if c and len(c): return c.pop('a')", {"a"}),
        ("c = read()\n    return c", None),
        ("c = read()\n    return c[name]", None),
        ("a, b = read()\n    return a", None),
        ("return read().get('a')", {"a"}),
        ("return read().items()", None),
        ("if not (c := read()): return None", None),
    ],
)
def test_keys_that_are_read(body: str, expected: set[str] | None) -> None:
    file = modules({"shop": f"def f(name):\n    {body}"})["shop"]
    call = next(item for item in file.nodes(ast.Call) if file.last_name(item.func) == "read")

    assert expected == keys_read(file, call)

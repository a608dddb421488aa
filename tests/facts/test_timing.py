"""Which comparisons are of a secret, and with what anybody may show."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.timing import TimedComparison

HEAD = """
import hashlib, hmac, os
from fastapi import Request
from settings import config, hash_password
KEY = os.environ["SHOP_API_KEY"]
"""


def found(body: str) -> list[tuple[str, bool]]:
    files = modules(
        {
            "settings": "config = object()\ndef hash_password(text): return text",
            "shop": f"{HEAD}{body}",
        }
    )
    return [(item.kind, item.mac) for item in files["shop"].facts(TimedComparison)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def f(a, k): return hmac.new(k, a, 'md5').digest() == a", [("signature", True)]),
        ("def f(a, k): return hmac.new(k, a, 'md5').name == a", []),
        ("def verify_signature(a): return a == hashlib.md5(a).digest()", [("signature", True)]),
        ("def checksum(a): return a == hashlib.md5(a).digest()", []),
        (
            "def keyed(a, b, app_secret): return a == hashlib.md5(app_secret + b).digest()",
            [("signature", True)],
        ),
        # Of a secret alone it is a hash.
        ("def keyed(a, app_secret): return a == hashlib.md5(app_secret).digest()", []),
        ("def f(row, text): return row.password_hash == hash_password(text)", [("hash", False)]),
        ("def f(row, text): return row.name == hash_password(text)", []),
        ("def f(row, text): return row.password_hash == unknown.hash_password(text)", []),
        ("def check_token(text): return text == KEY", [("SHOP_API_KEY", False)]),
        (
            "def f(request: Request): return request.headers['a'] == config.api_key",
            [("api_key", False)],
        ),
        ("def f(request: Request): return request.headers['a'] == config.api_key == 1", []),
        ("def f(request: Request): return request.headers['a'] == config.page_token", []),
        ("def f(request): return request.cookies['a'] == config['api_key']", [("api_key", False)]),
        ("def f(request): return request.kind == config['api_key']", []),
        ("def f(text): return text == KEY", []),
        ("def check_token(text): return KEY == config.token", []),
    ],
)
def test_comparison_of_a_secret(body: str, expected: list[tuple[str, bool]]) -> None:
    assert expected == found(body)

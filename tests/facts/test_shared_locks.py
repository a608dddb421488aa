"""Which calls take a shared lock, and whether it ends by itself."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.shared_locks import LockTaken


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("store.lock('billing')", [("'billing'", False)]),
        ("store.lock('billing', timeout=5)", [("'billing'", True)]),
        ("store.lock('billing', **options)", [("'billing'", None)]),
        ("store.set('lock:a', 1, nx=True)", [("'lock:a'", False)]),
        ("store.set('lock:a', 1, nx=True, ex=5)", [("'lock:a'", True)]),
        ("store.set('lock:a', 1)", []),
        ("store.set('seen:a', 1, nx=True)", []),
        ("store.setnx(key, 1); store.delete(key)", [("key", False)]),
        ("store.setnx('lock', 1); store.expire('lock', 5)", [("'lock'", None)]),
    ],
)
def test_a_lock_ends_where_it_is_given_a_time(
    call: str, expected: list[tuple[str, bool | None]]
) -> None:
    file = program(f"import redis\ndef f(store: redis.Redis, key, options):\n    {call}\n")

    assert expected == [(item.name, item.expires) for item in file.facts(LockTaken)]

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.accounts import CodedAccounts

LOGIN = "\ndef login(name):\n    return STORE.get(name)\n"


def found(source: str) -> list[str]:
    files = modules({"shop.accounts": source})
    return [item.origin for item in files["shop.accounts"].facts(CodedAccounts)]


@pytest.mark.parametrize(
    ("name", "value", "entries"),
    [
        ("people", "{'a': {'password': 'secret'}}", "1 literal entry"),
        ("people", "[dict(pwd='secret'), dict(pwd='other')]", "2 literal entries"),
        ("people", "{'a': {'password_hash': digest('secret')}}", "1 literal entry"),
        ("users", "{}", "empty at first"),
        ("fake_users_db", "dict()", "empty at first"),
    ],
)
def test_what_logs_people_in_says_what_a_container_is(name: str, value: str, entries: str) -> None:
    source = f"{name} = {value}{LOGIN.replace('STORE', name)}"

    assert [f"module-level `{name}` ({entries})"] == found(source)


@pytest.mark.parametrize(
    "source",
    [
        f"people = {{}}{LOGIN.replace('STORE', 'people')}",
        f"import os\nSTORE = {{'a': {{'password': os.environ['P']}}}}{LOGIN}",
        f"STORE = {{'a': {{'password': ''}}}}{LOGIN}",
        f"import asyncio\nusers: dict[str, asyncio.Task] = {{}}{LOGIN.replace('STORE', 'users')}",
        "users = {}\ndef count():\n    return len(users)",
        "users = {}\ndef login(users):\n    return users",
    ],
)
def test_other_containers_are_no_accounts(source: str) -> None:
    assert [] == found(source)

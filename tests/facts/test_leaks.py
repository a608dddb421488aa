"""Which changes of shared state in a test nothing puts back."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from readiness_lint.facts.leaks import StateLeak
from readiness_lint.terms import Role

from fixtures import linked

HEAD = """\
import os
import sys
from shop import alerts
from shop.alerts import Alert, shared
"""
SHOP = "class Alert:\n    rate = 1\n\n\nshared = Alert()\nLIMIT = 1\n"


def leaks(source: str, role: Role = Role.TEST, **others: str) -> list[str]:
    sources = {
        "shop.alerts": (Path("shop/alerts.py"), SHOP),
        "tests.test_shop": (Path("tests/test_shop.py"), HEAD + dedent(source)),
        **{name.replace("__", "."): (Path(f"{name}.py"), text) for name, text in others.items()},
    }
    roles = {name: role if name.startswith("tests") else Role.APPLICATION for name in sources}
    file = linked(sources, roles=roles)["tests.test_shop"]
    return [leak.target for leak in file.facts(StateLeak)]


@pytest.mark.parametrize(
    "change",
    [
        'os.environ["CITY"] = "Rome"',
        'del os.environ["CITY"]',
        "sys.argv = ['a']",
        "sys.modules['a'] = object()",
        "alerts.LIMIT = 5",
        "Alert.rate = 5",
    ],
)
def test_what_all_tests_share_leaks(change: str) -> None:
    assert len(leaks(f"def test_it():\n    {change}\n")) == 1


@pytest.mark.parametrize(
    "change",
    [
        "shared.rate = 5",
        "Alert().rate = 5",
        "alerts.LIMIT = None",
        "alerts.LIMIT = []",
        "alerts.LIMIT = False",
        "Alert = object(); Alert.rate = 5",
        'os.environ.get("CITY")',
    ],
)
def test_what_is_its_own_or_empty_does_not(change: str) -> None:
    assert leaks(f"def test_it():\n    {change}\n") == []


def test_a_target_is_told_once_in_a_test() -> None:
    found = leaks("""
        def test_it():
            alerts.LIMIT = 5
            alerts.LIMIT = 6

        def test_that():
            alerts.LIMIT = 7
        """)

    assert found == ["alerts.LIMIT", "alerts.LIMIT"]


def test_another_conftest_than_one_above_puts_nothing_back() -> None:
    source = "def test_it():\n    alerts.LIMIT = 5\n"
    restoring = "def restore():\n    alerts.LIMIT = 1\n"

    found = [
        leaks(source, tests__conftest=restoring),
        leaks(source, tests__other__conftest=restoring),
    ]

    assert found == [[], ["alerts.LIMIT"]]


def test_the_whole_environment_may_be_put_back() -> None:
    found = leaks("""
        def teardown_function():
            os.environ.clear()
            os.environ.update(BEFORE)

        def test_it():
            os.environ["CITY"] = "Rome"
        """)

    assert found == []


def test_application_code_has_none() -> None:
    assert leaks("def test_it():\n    alerts.LIMIT = 5\n", Role.APPLICATION) == []


def test_a_parameter_of_the_same_name_is_not_the_environment() -> None:
    found = leaks("""
        def request(**given):
            given.setdefault("environ", {})

        def test_it():
            os.environ["CITY"] = "Rome"
        """)

    assert found == ["os.environ['CITY']"]

from __future__ import annotations

from pathlib import Path

import pytest
from programs import program

from readiness_lint.facts.doubles import ToolForTests
from readiness_lint.terms import Role

from fixtures import linked


def found(source: str, module: str = "shop.orders") -> list[str]:
    return [item.name for item in program(source, module=module).facts(ToolForTests)]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from unittest import mock", ["unittest.mock"]),
        ("from unittest.mock import MagicMock, patch", ["unittest.mock"]),
        ("def f():\n    import moto.server", ["moto"]),
        (
            "from django.test.utils import override_settings",
            ["django.test.utils.override_settings"],
        ),
        ("import factory", []),
        ("from factory.django import DjangoModelFactory", ["factory.django"]),
        ("from unittest import TestCase", []),
        ("import mockery", []),
    ],
)
def test_a_tool_is_known_by_its_whole_name(source: str, names: list[str]) -> None:
    assert names == found(source)


@pytest.mark.parametrize(
    "source",
    [
        "import typing\nif typing.TYPE_CHECKING:\n    import pytest",
        "try:\n    import fakeredis\nexcept ModuleNotFoundError:\n    fakeredis = None",
        "import sys\nif 'pytest' in sys.modules:\n    import respx",
        "def mock_gateway():\n    import respx",
    ],
)
def test_what_somebody_asks_for_is_left(source: str) -> None:
    assert [] == found(source)


@pytest.mark.parametrize("module", ["shop.testing.orders", "shop.fake_bank", "shop.pytest_plugin"])
def test_modules_for_tests_may_have_them(module: str) -> None:
    assert [] == found("import respx", module)


@pytest.mark.parametrize(("role", "names"), [(Role.TEST, ["shop.tests.orders"]), (None, [])])
def test_a_module_is_a_test_of_the_program_by_its_role(role: Role | None, names: list[str]) -> None:
    source = "from shop.tests.orders import test_an_order"
    files = linked(
        {
            "shop.tests.orders": (Path("tests/orders.py"), "def test_an_order(): ..."),
            "shop.orders": (Path("orders.py"), source),
        },
        roles={"shop.tests.orders": role} if role else {},
    )

    assert names == [item.name for item in files["shop.orders"].facts(ToolForTests)]

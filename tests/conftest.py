"""The one option of the tests."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-readme", action="store_true", help="write the generated parts of README.md"
    )

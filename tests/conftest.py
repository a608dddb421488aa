"""The one option of the tests, and what they all rest on."""

from __future__ import annotations

import compileall
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "readiness_lint"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-readme", action="store_true", help="write the generated parts of README.md"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package once: many tests start it, and not all environments keep what they compile."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(PACKAGE, quiet=2)


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave the cache of whoever runs the tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READINESS_LINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield

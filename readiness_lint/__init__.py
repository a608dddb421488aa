"""Production-readiness checks for Python backends, under flake8, pylint and our own command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylint.lint import PyLinter

__version__ = "0.1.0"


def register(linter: PyLinter) -> None:
    """Add the six checkers to pylint; called for ``load-plugins = readiness_lint``."""
    from readiness_lint.frontends.pylint import register as register_checkers  # noqa: PLC0415

    register_checkers(linter)

"""What the project says of the Python that runs it."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path

from readiness_lint.pattern import Pattern

LOWER = Pattern(r"(?:>=?|~=?|===?|\^)\s*(\d+(?:\.\d+)*)")
"""A bound below: ``>=3.12``, ``~=3.12.1``, ``==3.12.*``, Poetry's ``^3.12``."""


def requires_python(root: Path) -> tuple[int, ...] | None:
    """The oldest Python under which the project of a folder runs; ``None``: it does not say."""
    found: object = {}
    with suppress(OSError, ValueError):
        found = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    for keys in (
        ("project", "requires-python"),
        ("tool", "poetry", "dependencies", "python"),
    ):
        text = _below(found, keys)
        if isinstance(text, str) and "|" not in text:
            bounds = [tuple(map(int, bound.split("."))) for bound in LOWER.findall(text)]
            return max(bounds, default=None)
    return None


def _below(found: object, keys: tuple[str, ...]) -> object:
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found

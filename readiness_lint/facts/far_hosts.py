"""Whether an address names a machine of another network, and says so in the source."""

from __future__ import annotations

import ast
import re

from readiness_lint.facts.callables import constant
from readiness_lint.model import File
from readiness_lint.pattern import Pattern

HOST = r"(?P<host>[\w.\-]+)(?::(?:\d+|\{\}))?(?=[/?#,;\s]|$)"
ADDRESS = Pattern(rf"(?:[a-z][a-z0-9+.\-]*://(?:[^/@]*@)?)?{HOST}", re.IGNORECASE)
"""A URL, or a host with or without a port: nothing of its name stands elsewhere."""
PART = Pattern(rf"(?:^|[\s;])(?:host|server)\s*=\s*{HOST}", re.IGNORECASE)
"""The part of a list of settings that names the machine."""
NEAR = Pattern(
    r"[^.]*|.*\.|.*\.(?:local|localhost|internal|intranet|lan|home|corp|svc|home\.arpa|test|invalid)"
    r"|(?:0|10|127)\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*|169\.254\..*",
    re.IGNORECASE,
)
"""This machine, and names that only a network of its own knows."""


def is_far(file: File, address: ast.expr) -> bool:
    """Whether a literal names a machine that is reached over a network of others."""
    return names_far(written_text(file, address))


def written_text(file: File, expr: ast.expr) -> str:
    """A text as the source has it, with ``{}`` where something stands elsewhere; empty: none."""
    known = constant(file, expr)
    if known is not None:
        return known.value if isinstance(known.value, str) else ""
    template = file.template_of(expr)
    return template.text if template is not None else ""


def names_far(text: str) -> bool:
    """`is_far`, of a text that has ``{}`` where something stands elsewhere."""
    found = ADDRESS.match(text) or PART.search(text)
    return found is not None and not NEAR.fullmatch(found["host"])

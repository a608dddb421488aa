"""The paths and the methods of HTTP that a registration writes down."""

from __future__ import annotations

import ast

from readiness_lint.facts.callables import constant, given
from readiness_lint.knowledge.schema import Marker, Param
from readiness_lint.model import Absent, File

UNKNOWN = "{?}"
"""What is not known of a path."""
Methods = frozenset[str] | None
"""Methods of HTTP, in upper case; ``None``: not known."""


def spelled(file: File, expr: ast.expr | None) -> str:
    """A path as far as it is known."""
    if expr is None:
        return ""
    known = constant(file, expr)
    if known is not None:
        return known.value if isinstance(known.value, str) else "" if not known.value else UNKNOWN
    template = file.template_of(expr)
    if template is None:
        return UNKNOWN
    pieces = template.text.split("{}")
    holes = (_hole(file, hole.expr) for hole in template.holes)
    return "".join(part for pair in zip(pieces, [*holes, ""], strict=False) for part in pair)


def _hole(file: File, expr: ast.expr) -> str:
    known = constant(file, expr)
    return str(known.value) if known is not None else UNKNOWN


def methods_set(names: tuple[str, ...] | None) -> Methods:
    """Methods of a table, as a set."""
    return None if names is None else frozenset(names)


def named_methods(
    file: File, call: ast.Call, param: Param, default: tuple[str, ...] | None
) -> Methods:
    """The methods that an argument lists."""
    if isinstance(file.argument(call, param.name, param.position), Absent):
        return methods_set(default)
    known = constant(file, given(file, call, param))
    if known is None:
        return None
    if known.value is None:
        return methods_set(default)
    value = known.value
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list | tuple | set | frozenset):
        return None
    if not all(isinstance(word, str) for word in words) or "*" in words:
        return None
    return frozenset(word.upper() for word in words)


def marked_methods(file: File, marker: Marker, decorator: ast.expr) -> Methods:
    """The methods that a decorator gives a function which others register."""
    if marker.methods_param and isinstance(decorator, ast.Call):
        return named_methods(file, decorator, marker.methods_param, marker.methods)
    return methods_set(marker.methods)

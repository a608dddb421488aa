"""What a call gives for a parameter: given, absent, or hidden in ``*args`` and ``**kwargs``."""

from __future__ import annotations

import ast

from readiness_lint.record import record


@record
class Given:
    """The argument stands in the call."""

    value: ast.expr


@record
class Absent:
    """The call certainly does not give it."""


@record
class Hidden:
    """It may be inside ``*args`` or ``**kwargs``."""


Argument = Given | Absent | Hidden
ABSENT = Absent()
HIDDEN = Hidden()


def argument(call: ast.Call, name: str, position: int | None = None) -> Argument:
    """The argument for a parameter, by name or by its index among the positional ones."""
    hidden = False
    for keyword in call.keywords:
        if keyword.arg == name:
            return Given(keyword.value)
        if keyword.arg is None:
            inside = _in_display(keyword.value, name)
            if isinstance(inside, Given):
                return inside
            hidden = hidden or isinstance(inside, Hidden)
    if position is not None:
        before = call.args[: position + 1]
        if any(isinstance(item, ast.Starred) for item in before):
            return HIDDEN
        if position < len(call.args):
            return Given(call.args[position])
    return HIDDEN if hidden else ABSENT


def _in_display(mapping: ast.expr, name: str) -> Argument:
    if not isinstance(mapping, ast.Dict):
        return HIDDEN
    for key, value in zip(mapping.keys, mapping.values, strict=True):
        if not isinstance(key, ast.Constant):
            return HIDDEN
        if key.value == name:
            return Given(value)
    return ABSENT

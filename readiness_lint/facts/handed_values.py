"""What the parameters of a function get from the call of somebody who has a session."""

from __future__ import annotations

import ast

from readiness_lint.facts.callers import Caller
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.plain_calls import Found
from readiness_lint.facts.session_places import SCALAR, Given, Values
from readiness_lint.model import File
from readiness_lint.model.index import every_argument

Arguments = dict[str, tuple[File, ast.expr]]


def arguments_handed(file: File, call: ast.Call, found: Found, given: Given) -> Arguments:
    """What the parameters of a function get from a call, or are by default, with the file of it."""
    caller = Caller(file, call, given.function, call)
    return {
        argument.arg: value
        for argument in every_argument(found[1].args)
        if (value := given_for(caller, *found, argument.arg)) is not None
    }


def values_of(file: File, arguments: Arguments, given: Given) -> Values:
    """What is known of the arguments of a call."""
    known = dict(given.values)
    values: list[tuple[str, SCALAR]] = []
    for name, (home, value) in arguments.items():
        if isinstance(value, ast.Name) and home is file and value.id in known:
            values.append((name, known[value.id]))
        else:
            literal = home.value_of(value)
            if literal is not None and isinstance(literal.value, SCALAR):
                values.append((name, literal.value))
    return tuple(values)

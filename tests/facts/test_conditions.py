from __future__ import annotations

import ast

import pytest
from programs import program

from readiness_lint.facts.callers import Caller
from readiness_lint.facts.conditions import (
    Atom,
    Conditions,
    Mark,
    Operator,
    conditions_on,
    decided,
)
from readiness_lint.model import File, FunctionNode


def helper_of(test: str, signature: str = "value=None") -> tuple[File, FunctionNode, ast.Call]:
    """A function that prints under a test, and what calls it last."""
    file = program(f"""
        import inspect

        DEBUG = False

        def helper({signature}):
            if {test}:
                print(1)

        helper(*everything)
    """)
    (function,) = file.nodes(ast.FunctionDef)
    printing = next(call for call in file.nodes(ast.Call) if ast.unparse(call) == "print(1)")
    return file, function, printing


def found(test: str, signature: str = "value=None") -> Conditions | None:
    file, function, printing = helper_of(test, signature)
    return conditions_on(file, printing, function)


@pytest.mark.parametrize(
    ("operator", "test"),
    [
        (Operator.TRUE, "value"),
        (Operator.FALSE, "not value"),
        (Operator.NONE, "value is None"),
        (Operator.PRESENT, "None is not value"),
        (Operator.EQUAL, "value == 1"),
        (Operator.UNEQUAL, "value != 1"),
        (Operator.IN, "value in [1, 2]"),
        (Operator.NOT_IN, "value not in (1, 2)"),
        (Operator.PREFIX, "value.startswith('a')"),
        (Operator.NO_PREFIX, "not value.startswith(('a', 'b'))"),
    ],
)
def test_a_test_of_a_parameter_is_an_atom(operator: Operator, test: str) -> None:
    conditions = found(test)

    assert conditions is not None
    assert [operator] == [atom.operator for atom in conditions.atoms]


@pytest.mark.parametrize(
    "test",
    [
        "value in [[1], 2]",
        "value == {'a': 1}",
        "value in 'abc'",
        "value in ([1], [2])",
        "value.startswith(other)",
        "value.startswith(1)",
        "value == other",
        "1 < value < 2",
        "value.name == 1",
    ],
)
def test_anything_else_is_none(test: str) -> None:
    conditions = found(test)

    assert conditions is not None
    assert not conditions.atoms


@pytest.mark.parametrize("signature", ["*value", "**value"])
def test_what_takes_the_rest_of_the_arguments_is_decided_by_none(signature: str) -> None:
    assert Conditions(Mark.OTHER) == found("value", signature)


@pytest.mark.parametrize(
    ("conditions", "test"),
    [
        (None, "False"),
        (Conditions(), "True"),
        (None, "value and False"),
        (None, "settings.DEBUG"),
    ],
)
def test_a_test_may_be_decided_by_itself(conditions: Conditions | None, test: str) -> None:
    assert conditions == found(test)


def test_a_name_may_ask_for_an_asynchronous_caller() -> None:
    conditions = found("is_async", "is_async")

    assert conditions is not None
    assert [True] == [atom.dual for atom in conditions.atoms]
    assert Mark.DUAL.value == conditions.undecided


@pytest.mark.parametrize(
    ("answer", "operator", "literal"),
    [
        (Conditions(), Operator.NOT_IN, (1, 2)),
        (None, Operator.IN, (1, 2)),
        (Conditions(Mark.VALUE), Operator.IN, 3),
    ],
)
def test_a_literal_that_cannot_be_compared_decides_nothing(
    answer: Conditions | None, operator: Operator, literal: object
) -> None:
    file = program("def helper(value): ...\nhelper('a')\n")
    (function,) = file.nodes(ast.FunctionDef)
    conditions = Conditions(atoms=frozenset({Atom("value", operator, literal)}))
    call = file.nodes(ast.Call)[-1]

    assert answer == decided(conditions, Caller(file, call, None, call), file, function)


def test_without_a_call_that_holds_the_arguments_nothing_is_decided() -> None:
    file = program("def helper(value): ...\nhelper\n")
    (function,) = file.nodes(ast.FunctionDef)
    conditions = Conditions(atoms=frozenset({Atom("value", Operator.TRUE)}))
    mention = file.nodes(ast.Expr)[-1]

    assert Conditions(Mark.PARAMETER) == decided(
        conditions, Caller(file, mention.value, None), file, function
    )

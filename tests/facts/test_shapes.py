from __future__ import annotations

import ast

import pytest

from readiness_lint.facts.shapes import (
    behind_await,
    constants_of,
    entries_of,
    is_endless,
    names_within,
    root_of,
    spelled,
)


def parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def test_what_is_waited_for_and_what_a_name_begins_with() -> None:
    assert "f()" == ast.unparse(behind_await(parsed("await f()")))
    assert behind_await(None) is None
    assert "a" == ast.unparse(root_of(parsed("a.b.c")))
    assert "a().b[0]" == ast.unparse(root_of(parsed("a().b[0].c")))


def test_entries_have_constant_keys() -> None:
    mapping = parsed("{'a': 1, b: 2, **c, 'd': e}")

    assert isinstance(mapping, ast.Dict)
    assert [("a", "1"), ("d", "e")] == [(key, ast.unparse(at)) for key, at in entries_of(mapping)]
    assert {"a": 1} == constants_of(mapping)


def test_names_are_no_attributes() -> None:
    assert ["a", "c", "d"] == sorted(names_within(parsed("a.b(c)"), parsed("d")))


@pytest.mark.parametrize(
    ("statement", "endless"),
    [
        ("while True: f()", True),
        ("while 0: f()", False),
        ("while running: f()", False),
        ("f()", False),
    ],
)
def test_a_loop_says_that_it_does_not_end(statement: str, *, endless: bool) -> None:
    assert endless is is_endless(ast.parse(statement).body[0])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Order.objects.filter(a=1).first()", "Order.objects.filter().first()"),
        ("(await rows[0].load(a)).b", "rows.load().b"),
        ("'a'.join(b)", "....join()"),
    ],
)
def test_a_call_is_spelled_without_its_arguments(text: str, name: str) -> None:
    assert name == spelled(parsed(text))

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.admissions import Admission


def found(source: str) -> list[tuple[int, str]]:
    return [(item.at.line, item.phrase) for item in program(source).facts(Admission)]


@pytest.mark.parametrize(
    ("comment", "phrase"),
    [
        ("In a real application you would ask the bank", "In a real application"),
        ("in production, this should come from a vault", "in production, this should"),
        ("For now we just return hardcoded rates", "For now we just return hardcoded"),
        ("swap this for a real payment API", "swap this for a real payment API"),
        ("simulating network latency", "simulating network"),
        ("Stub implementation", "Stub implementation"),
    ],
)
def test_a_comment_says_what_the_code_is(comment: str, phrase: str) -> None:
    assert [(2, phrase)] == [
        (line, text.rstrip(" ,"))
        for line, text in found(f"def f(x):\n    # {comment}\n    return x")
    ]


@pytest.mark.parametrize(
    "comment",
    [
        "TODO: replace",
        "in a real application",
        "in production, the bank decides",
        "for now, return early",
        "simulate a dice",
        "tests use a mock implementation",
        "replace with the actual number",
    ],
)
def test_weak_words_say_nothing(comment: str) -> None:
    assert [] == found(f"def f(x):\n    # {comment}\n    return x")


def test_the_first_comment_of_each_function_counts() -> None:
    source = """\
# In-memory storage, replace it in production
kept = {}


def f(x):
    def g(y):
        return y  # dummy implementation
    # In a real system, this would be stored
    # mock implementation
    return g(x)
    # fake implementation
"""

    assert [1, 7, 8] == sorted(line for line, _ in found(source))

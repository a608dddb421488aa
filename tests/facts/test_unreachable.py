from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.unreachable import DeadCode


def found(body: str) -> list[tuple[int, str, bool]]:
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    file = program(f"import sys\ndef f(rows):\n{lines}\n")
    return [(dead.node.lineno - 2, dead.where, dead.acts) for dead in file.facts(DeadCode)]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("return rows\nrows.sort()", "after `return`"),
        ("raise KeyError\nrows.sort()", "after `raise`"),
        ("sys.exit(1)\nrows.sort()", "after `exit()`"),
        ("with open(rows):\n    return 1\nrows.sort()", "after `with`"),
        ("while True:\n    rows.pop()\nrows.sort()", "after `while True`"),
        ("try:\n    return 1\nfinally:\n    rows.pop()\nrows.sort()", "after `try`"),
        ("if rows:\n    return 1\nelse:\n    return 2\nrows.sort()", "after `if`"),
        ("if 0:\n    rows.a()\n    rows.b()\n    rows.c()\n    rows.d()", "under `if 0`"),
    ],
)
def test_what_keeps_code_from_running_is_told(body: str, where: str) -> None:
    assert [where] == [each for _, each, _ in found(body)]


def test_what_stands_in_dead_code_is_a_part_of_it() -> None:
    body = "return rows\nif rows:\n    return 1\n    rows.sort()\nrows.sort()"

    assert [(2, "after `return`", True)] == found(body)


def test_dead_code_acts_where_it_calls_or_raises() -> None:
    assert [(2, "after `return`", False)] == found("return rows\nrows = 1")
    assert [(2, "after `return`", True)] == found("return rows\nraise KeyError")


def test_a_generator_without_rows_is_no_dead_code() -> None:
    assert [] == found("return\nyield rows")
    assert [(4, "after `return`", False)] == found("if rows:\n    yield 1\nreturn\nyield rows")

"""Statements in whose place an exception would go on."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.lost_exceptions import LostException


def lost(final: str, body: str = "x.go()", head: str = "while x") -> list[str]:
    text = (
        f"import sys\ndef work(x, done):\n    {head}:\n        try:\n            {body}\n"
        f"        finally:\n            {final}\n"
    )
    return [f"{found.statement} {found.where}" for found in program(text).facts(LostException)]


@pytest.mark.parametrize("word", ["return", "break", "continue"])
def test_each_way_out_ends_an_exception(word: str) -> None:
    assert [f"{word} finally"] == lost(word)


@pytest.mark.parametrize("final", ["for each in x: break", "f = lambda: 1", "x.close()"])
def test_what_stays_inside_does_not(final: str) -> None:
    assert lost(final) == []


@pytest.mark.parametrize(
    ("test", "count"),
    [
        ("x", 1),
        ("sys.exc_info()[0] is None", 0),
        ("not sys.exc_info()[0]", 0),
        ("done", 0),
        ("x.state", 0),
    ],
)
def test_a_test_may_ask_whether_there_is_one(test: str, count: int) -> None:
    body = "x.go(); done = True; x.state, y = 1, 2"

    assert len(lost(f"if {test}: return", body)) == count


def test_a_block_may_raise_it_by_itself() -> None:
    assert lost("if x: raise x\n            return") == []


def test_a_block_inside_another_one_counts_once() -> None:
    inner = "try:\n                x.go()\n            finally:\n                return"

    assert lost(inner) == ["return finally"]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("return True", 1),
        ("x = 1; return True", 1),
        ("self.inner.__exit__(*a); return True", 1),
        ("return False", 0),
        ("return a[0] is None", 0),
        ("print(a); return True", 0),
        ("if self: return False\n        return True", 0),
        ("if self: return True", 0),
    ],
)
def test_a_context_manager_ends_all_where_it_is_always_true(body: str, count: int) -> None:
    text = f"class Batch:\n    def __exit__(self, *a):\n        {body}\n"

    assert len(program(text).facts(LostException)) == count


def test_a_context_manager_may_say_so_by_its_name() -> None:
    text = "class IgnoreErrors:\n    def __exit__(self, *a):\n        return True\n"

    assert not program(text).facts(LostException)


def flagged(body: str, clauses: str = "") -> list[str]:
    text = (
        "import requests\n\ndef tell(x):\n    requests.post(x.url)\n\n"
        "def try_to_tell(x):\n    try:\n        tell(x)\n    except Exception:\n        pass\n\n"
        f"def work(x):\n    done = False\n    try:\n        {body}\n{clauses}"
        "    finally:\n        if done: return 1\n"
    )
    return [found.statement for found in program(text).facts(LostException)]


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ("tell(x); done = True", []),
        ("done = True; x.last = 1", []),
        ("done = True; try_to_tell(x)", []),
        ("done = True; x.close()", []),
        ("done = True; return tell(x)", ["return"]),
        ("done = True; tell(x)", ["return"]),
        ("done = True; tell(x); done = 2", []),
        ("done = True\n        if x: raise KeyError(x)", ["return"]),
        ("if x:\n            done = True\n            return\n        tell(x)", []),
    ],
)
def test_a_flag_tells_where_nothing_behind_it_may_fail(body: str, lost: list[str]) -> None:
    assert flagged(body) == lost


@pytest.mark.parametrize(
    ("clause", "lost"),
    [
        ("except KeyError:\n        done = True", []),
        ("except KeyError:\n        done = True\n        raise", ["return"]),
        ("except Exception:\n        done = True\n        raise", []),
    ],
)
def test_a_clause_that_raises_tells_of_what_it_takes_alone(clause: str, lost: list[str]) -> None:
    assert flagged("tell(x)", f"    {clause}\n") == lost


@pytest.mark.parametrize(
    ("call", "count"),
    [("tell(x)", 1), ("try_to_tell(x)", 0), ("print(x)", 0), ("x.close()", 0)],
)
def test_a_clause_that_takes_all_may_fail_itself(call: str, count: int) -> None:
    text = (
        "import requests\n\ndef tell(x):\n    requests.post(x.url)\n\n"
        "def try_to_tell(x):\n    try:\n        tell(x)\n    except Exception:\n        pass\n\n"
        "def work(x):\n    try:\n        x.go()\n"
        f"    except Exception:\n        {call}\n    finally:\n        return 1\n"
    )

    assert len(program(text).facts(LostException)) == count

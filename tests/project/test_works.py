"""Who uses a result rests on what it was made from, whoever had it made."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness_lint.facts.tables import tables
from readiness_lint.project.works import CUT, Question, Work, WorkedFile, Works

BEHIND: dict[Question, object] = {("file", "shop.orders"): None}


@pytest.fixture
def file() -> WorkedFile:
    made = WorkedFile(Path("shop.py"), "", ast.parse(""), tables())
    made.works = Works()
    return made


def asking(file: WorkedFile) -> int:
    file.works.current.asked.update(BEHIND)
    return 1


def used_by(file: WorkedFile, use: Callable[[], Any]) -> Work:
    work = Work()
    file.works.within(work, use)
    return work


@pytest.mark.parametrize("kind", ["memo", "answer"])
def test_a_result_that_is_kept_is_asked_for_by_all_who_use_it(file: WorkedFile, kind: str) -> None:
    def use() -> object:
        if kind == "memo":
            return file.memo(("orders",), lambda: asking(file))
        return file.answer("orders", "x", lambda: asking(file))

    first, second = used_by(file, use), used_by(file, use)

    assert BEHIND == first.all()
    assert BEHIND == second.all()


def test_what_asks_nothing_is_nothing_to_rest_on(file: WorkedFile) -> None:
    work = used_by(file, lambda: file.memo(("two",), lambda: 2))

    assert not work.used


def test_what_keeps_answers_rests_on_whoever_asked_it(file: WorkedFile) -> None:
    kept = type("Kept", (), {"__module__": "readiness_lint.facts.kept"})()

    def ask() -> None:
        file.memo(("kept",), lambda: kept)
        asking(file)

    used_by(file, ask)
    later = used_by(file, lambda: file.memo(("kept",), lambda: kept))

    assert BEHIND == later.all()


def test_an_answer_with_a_circle_in_it_stays_one() -> None:
    first, second = Work(), Work()
    first.asked["returns", "f"] = None
    second.asked["returns", "f"] = CUT
    first.used[second] = None
    second.used[first] = None

    assert {("returns", "f"): CUT} == first.all() == second.all()


def test_what_fails_leaves_whoever_asked_at_work(file: WorkedFile) -> None:
    before = file.works.current
    with pytest.raises(ZeroDivisionError):
        file.memo(("none",), lambda: 1 // 0)

    assert before is file.works.current

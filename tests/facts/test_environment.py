"""Variables of the environment with several defaults, and texts that are taken for a yes or a no."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.environment import ConflictingDefault, EnvironmentFlag


def told(*sources: str) -> list[tuple[str, str]]:
    names = [f"shop.part{number}" for number, _ in enumerate(sources)]
    texts = (f"import os\n{source}\nprint(A)" for source in sources)
    files = modules(dict(zip(names, texts, strict=True)))
    return [
        (name.rpartition(".")[2], found.other)
        for name in names
        for found in files[name].facts(ConflictingDefault)
    ]


@pytest.mark.parametrize(
    ("first", "second", "conflicts"),
    [
        ('A = os.getenv("A", "x")', 'A = os.getenv("A", "y")', True),
        ('A = os.getenv("A", "60")', 'A = int(os.getenv("A", 60))', False),
        ('A = os.getenv("A", "1")', 'A = os.getenv("A", "TRUE")', False),
        ('A = os.getenv("A", "1")', 'A = os.getenv("A", "0")', True),
        ('A = os.getenv("A", "x/")', 'A = os.environ.get("A") or "X"', False),
        ('A = os.getenv("A", "x")', 'A = os.getenv("A", False)', False),
        ('A = os.getenv("A", "x")', 'A = os.getenv("A")', False),
        ('A = os.getenv("A", "x")', 'A = os.getenv("B", os.getenv("A", "y"))', False),
        ('A = os.getenv("A", "x")', 'A = os.getenv("A", "not set")', False),
        ('A = os.getenv("A", "x")', 'os.environ.setdefault("A", "y")', False),
        ('A = os.getenv("A", "x")', 'os.environ["A"] = os.getenv("A", "y")', False),
        ('A = os.getenv("A", "x")', 'os.environ["B"] = os.getenv("A", "y")', True),
        ('A = os.getenv("PORT", "1")', 'A = os.getenv("PORT", "2")', False),
        ('A = os.getenv("A", "x")', 'def f(**o): o.get("a", os.getenv("A", "y"))', False),
        ('A = os.getenv("A", "x")', 'def f(**o): o.get(os.getenv("A", "y"))', True),
        ('A = os.getenv("A", "x")', 'from shop.part0 import *\nA = os.getenv("A", "y")', False),
    ],
)
def test_defaults_conflict_if_they_come_to_something_else(
    first: str, second: str, *, conflicts: bool
) -> None:
    assert ([("part1", '"x"' if '"x"' in first else '"1"')] if conflicts else []) == told(
        first, second
    )


def test_a_command_line_may_have_defaults_of_its_own() -> None:
    source = "import os\nA = os.getenv('LOG_LEVEL', '{}')\n"
    names = {"shop.settings": "INFO", "shop.cli.orders": "WARNING", "shop._cli_start": "ERROR"}
    files = modules({name: source.format(level) for name, level in names.items()})

    assert [] == [item for name in names for item in files[name].facts(ConflictingDefault)]


def test_a_name_that_nothing_reads_has_no_say() -> None:
    names = {
        "shop.one": 'import os\nprint(os.getenv("A", "x"))',
        "shop.two": 'import os\nA = os.getenv("A", "y")',
        "shop.three": 'import os\nB = os.getenv("A", "z")',
        "shop.four": "from shop.three import B\nprint(B)",
    }
    files = modules(names)

    found = [name for name in names for _ in files[name].facts(ConflictingDefault)]

    assert ["shop.three"] == found


def test_module_that_differs_from_most_is_the_one_that_is_reported() -> None:
    read = 'A = os.getenv("A", "{}")'

    assert [("part0", '"b"')] == told(read.format("a"), read.format("b"), read.format("b"))


@pytest.mark.parametrize(
    ("source", "taken"),
    [
        ('X = bool(os.getenv("USE_X"))', True),
        ('X = bool(os.getenv("X", "off"))', True),
        ('X = bool(os.getenv("X", False))', True),
        ('X = bool(os.getenv("X_URL", False))', False),
        ('X = bool(os.getenv("X"))', False),
        ('X = bool(os.getenv("_X_ENABLED"))', False),
        ('X = os.getenv("X", True)', True),
        ('X = os.getenv("X", True)\nY = X == "1"', False),
        ('X = os.getenv("X", True)\nY = parse(X)', False),
        ('X = os.getenv("X", True)\nY = X.lower()', False),
        ('X = parse(os.getenv("X", True))', False),
        ('X = 1 if os.getenv("X", "no") else 2', True),
        ('X = [y for y in z if os.getenv("X", "0")]', True),
        ('assert not os.getenv("X", "false")', True),
        ('if os.getenv("USE_X"): pass', False),
        ('from fastapi import FastAPI\napp = FastAPI(debug=os.getenv("X"))', True),
        ('app = make(debug=os.getenv("X"))', False),
    ],
)
def test_text_is_taken_for_a_truth_value(source: str, *, taken: bool) -> None:
    assert taken == bool(program(f"import os\n{source}").facts(EnvironmentFlag))

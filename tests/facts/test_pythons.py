from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from programs import program

from readiness_lint.facts.pythons import needs_python, version
from readiness_lint.model import File

from fixtures import linked


def last_call(file: File) -> ast.Call:
    return file.nodes(ast.Call)[-1]


def test_a_version_is_compared_by_its_numbers() -> None:
    assert version("3.9") < version("3.12")


@pytest.mark.parametrize(
    ("answer", "head"),
    [
        (True, "from typing import override"),
        (True, "from warnings import deprecated"),
        (True, "import itertools\nfrom itertools import batched as chunks"),
        (False, "from typing import final"),
        (False, "import typing"),
        (False, "try:\n    from typing import override\nexcept ImportError:\n    pass"),
        (False, "import sys\nif sys.version_info >= (3, 12):\n    from typing import override"),
        (False, "def later():\n    from typing import override"),
    ],
)
def test_a_name_that_older_pythons_lack_is_needed_where_it_is_certainly_imported(
    *, answer: bool, head: str
) -> None:
    file = program(f"{head}\n\ndef work():\n    ship()\n")

    assert answer == needs_python(file, last_call(file), (3, 12))


def test_a_name_of_an_older_python_does_not_count() -> None:
    file = program("from typing import override\nship()\n")

    assert not needs_python(file, last_call(file), (3, 13))


@pytest.mark.skipif(sys.version_info < (3, 12), reason="an older Python cannot read it")
@pytest.mark.parametrize("head", ["type Pair = tuple[int, int]", "def first[T](of: list[T]): ..."])
def test_type_parameters_cannot_be_read_by_an_older_python(head: str) -> None:
    file = program(f"{head}\nship()\n")

    assert needs_python(file, last_call(file), (3, 12))
    assert not needs_python(file, last_call(file), (3, 13))


@pytest.mark.parametrize(
    ("answer", "python"), [(True, (3, 12)), (True, (3, 13, 1)), (False, (3, 11)), (False, None)]
)
def test_a_project_says_which_python_it_runs_under(
    *, answer: bool, python: tuple[int, ...] | None
) -> None:
    file = linked({"shop": (Path("shop.py"), "ship()\n")}, python=python)["shop"]

    assert answer == needs_python(file, last_call(file), (3, 12))

from __future__ import annotations

import ast

import pytest
from programs import modules, program

from readiness_lint.facts.annotations import admits_none, is_open
from readiness_lint.model import File

HEAD = """
from __future__ import annotations
import typing as t
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Dict, List, Literal, Optional, Type, TypeVar, Union
from uuid import UUID
from vendor import Json
V = TypeVar("V")
Text = str
Maybe = Optional[str]
Either = Union[int, "Maybe"]
Open = Dict[str, Any]
class Author: ...
"""


def annotation(text: str) -> tuple[File, ast.expr]:
    file = program(f"{HEAD}x: {text}\n")
    statement = file.tree.body[-1]
    assert isinstance(statement, ast.AnnAssign)
    return file, statement.annotation


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *dict.fromkeys(
            [
                "None",
                "str | None",
                "Optional[str]",
                "t.Optional[str]",
                "Union[str, None]",
                "'str | None'",
                "Maybe",
                "Either",
                "Literal['a', None]",
                "Annotated[Maybe, 1]",
            ],
            True,
        ).items(),
        *dict.fromkeys(
            [
                "str",
                "UUID",
                "Text",
                "'str'",
                "int | str",
                "Union[int, str]",
                "list[str]",
                "List[Optional[str]]",
                "Dict[str, Any]",
                "Literal['a', 'b']",
                "Annotated[str, None]",
                "Type[Author]",
                "Author",
            ],
            False,
        ).items(),
        *dict.fromkeys(["Any", "V", "Json", "Json | str", "'not a type'", "Json[None]"]).items(),
    ],
)
def test_whether_none_is_a_value(text: str, *, found: bool | None) -> None:
    file, node = annotation(text)

    assert admits_none(file, node) is found


def test_an_alias_of_another_module_counts() -> None:
    files = modules(
        {"types_": "Maybe = str | None\n", "orders": "from types_ import Maybe\nx: Maybe\n"}
    )
    statement = files["orders"].tree.body[-1]
    assert isinstance(statement, ast.AnnAssign)

    assert admits_none(files["orders"], statement.annotation) is True


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dict", True),
        ("Dict[str, Any]", True),
        ("Mapping[str, object]", True),
        ("list", True),
        ("List[dict]", True),
        ("Sequence[Dict[str, Any]]", True),
        ("Optional[dict]", True),
        ("dict | list | None", True),
        ("Annotated[Open, 1]", True),
        ("Open", True),
        ("Any", True),
        ("object", True),
        ("dict[str, int]", False),
        ("list[str]", False),
        ("dict | Author", False),
        ("Author", False),
        ("Json", False),
        ("None", False),
        ("'dict'", False),
    ],
)
def test_types_that_say_nothing(text: str, *, found: bool) -> None:
    file, node = annotation(text)

    assert is_open(file, node) is found


def test_anything_alone_may_be_left_out() -> None:
    file, node = annotation("Any")

    assert not is_open(file, node, anything=False)

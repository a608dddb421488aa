"""What a project says of its Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_lint.project.pins import requires_python


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ((3, 12), '[project]\nrequires-python = ">=3.12"'),
        ((3, 11), '[project]\nrequires-python = ">= 3.11, <4, !=3.12.0"'),
        ((3, 12, 1), '[project]\nrequires-python = "~=3.12.1"'),
        ((3, 12), '[project]\nrequires-python = "==3.12.*"'),
        ((3, 12), '[tool.poetry.dependencies]\npython = "^3.12"'),
        (None, '[tool.poetry.dependencies]\npython = "^3.9 || ^3.12"'),
        (None, '[project]\nrequires-python = "<4"'),
        (None, '[project]\nname = "shop"'),
        (None, "project = 3"),
        (None, "[project"),
    ],
)
def test_the_lower_bound_is_the_oldest_python(
    tmp_path: Path, expected: tuple[int, ...] | None, text: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(text)

    assert expected == requires_python(tmp_path)


def test_a_project_without_a_file_says_nothing(tmp_path: Path) -> None:
    assert requires_python(tmp_path) is None

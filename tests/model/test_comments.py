from __future__ import annotations

import ast
import random
from pathlib import Path

import pytest

from readiness_lint.model import code_of

PACKAGE = Path(__file__).parent.parent.parent / "readiness_lint"
TEXT = """\
x = "# no comment"  # One.
y = '''
# no comment

'''
z = "\\
# no comment"
w = r"\\\\" + '"' + "'"
def f():
    pass
"""


@pytest.mark.parametrize(
    "text",
    [
        f"# A comment.\n{TEXT}",
        f"\n\n  \n{TEXT}\n\n    # 'The end.\n",
        TEXT.replace("    pass", '    # """ A comment.\n\n    pass'),
    ],
)
def test_lines_that_say_nothing_to_python_are_left_out(text: str) -> None:
    assert code_of(TEXT) == code_of(text)
    assert ast.dump(ast.parse(TEXT)) == ast.dump(ast.parse(code_of(text)))


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("# no comment", "# a comment"),
        TEXT.replace("comment\n\n", "comment\n"),
        TEXT.replace("  # One.", ""),
        TEXT.replace("pass", "return"),
        TEXT.replace("    pass", "  pass"),
    ],
)
def test_all_else_counts(text: str) -> None:
    assert code_of(TEXT) != code_of(text)


def test_what_is_left_means_the_same() -> None:
    paths = random.Random(1).sample(sorted(PACKAGE.rglob("*.py")), 40)  # noqa: S311
    for path in paths:
        text = path.read_text(encoding="utf-8")

        assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(code_of(text)))


def test_quotes_that_are_left_open_take_no_time() -> None:
    assert code_of("'" + "a" * 100_000 + "\n" + '"""' + "b\\" * 50_000)

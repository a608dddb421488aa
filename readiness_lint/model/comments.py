"""Comments, and which of them explain something to a reader."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Sequence

from readiness_lint.pattern import Pattern
from readiness_lint.record import record

PRAGMA = Pattern(
    r"#\s*(noqa|type:|pylint:|pragma|nosec|ruff:|readiness:|fmt:|isort:|mypy:|pyright:|flake8:"
    r"|nopep8|noinspection|codespell|sonar|!/)",
    re.IGNORECASE,
)
TAG = Pattern(r"#\s*(TODO|FIXME|XXX|HACK|BUG)\b", re.IGNORECASE)
CODE = Pattern(
    r"^\s*(?:(?:return|raise|import|from|if|for|while|with|def|class|assert|print|await)\b.*[:()=.]"
    r"|[\w.\[\]\"']+\s*(?:=|\+=|\()\S*.*[)\]}\w\"']\s*$)"
)


@record
class Comment:
    """One comment: its text after the hash, and whether it stands on a line of its own."""

    text: str
    line: int
    own_line: bool

    @property
    def explains(self) -> bool:
        """Three words or more that are no pragma, no tag and no code that was switched off."""
        if PRAGMA.match(f"#{self.text}") or TAG.match(f"#{self.text}") or CODE.match(self.text):
            return False
        return len(re.findall(r"[A-Za-z]{2,}", self.text)) >= 3


TEXTS = Pattern(
    r"""
      \n (?:[ \t\f]*(?:\#[^\n]*)?\n)+                       # lines that say nothing to Python
    | \#[^\n]*
    | "{3} (?:[^"\\]++|\\.|"(?!""))*+ "{3} | [']{3} (?:[^'\\]++|\\.|'(?!'[']))*+ [']{3}
    | " (?:[^"\\\n]++|\\.)*+ " | ' (?:[^'\\\n]++|\\.)*+ '
    """,
    re.DOTALL | re.VERBOSE,
)


def code_of(source: str) -> str:
    """A text without the lines that are blank or a comment; those inside of a string stay."""
    return TEXTS.sub(_kept, f"\n{source}\n")


def _kept(match: re.Match[str]) -> str:
    return "\n" if match[0][0] == "\n" else match[0]


def comments_of(lines: Sequence[str], first: int, last: int) -> Iterator[Comment]:
    """The comments on whole statements from ``first`` to ``last``, and on lines right above.

    One that stands further to the right belongs to the block that ends there.  Only these lines are
    split into tokens: a whole file costs more than parsing it twice.
    """
    indent = _indent(lines[first - 1])
    while first > 1 and _is_comment(lines[first - 2]) and _indent(lines[first - 2]) <= indent:
        first -= 1
    text = lines[first - 1 : last]
    if not any("#" in line for line in text):
        return
    try:
        for token in tokenize.generate_tokens(io.StringIO("\n".join(text) + "\n").readline):
            if token.type == tokenize.COMMENT:
                line, column = token.start
                own = not token.line[:column].strip()
                yield Comment(token.string.lstrip("#"), first + line - 1, own)
    except (tokenize.TokenError, SyntaxError, ValueError):
        # The parser accepted the file; a tokeniser that does not is no reason to stop.
        return


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_comment(line: str) -> bool:
    # A line that ends in quotes may be the last one of a text.
    return line.lstrip().startswith("#") and not line.rstrip().endswith(('"""', "'''"))

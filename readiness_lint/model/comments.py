"""Comments, and which of them explain something to a reader."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass

PRAGMA = re.compile(
    r"#\s*(noqa|type:|pylint:|pragma|nosec|ruff:|readiness:|fmt:|isort:|mypy:|pyright:|flake8:"
    r"|nopep8|noinspection|codespell|sonar|!/)",
    re.IGNORECASE,
)
TAG = re.compile(r"#\s*(TODO|FIXME|XXX|HACK|BUG)\b", re.IGNORECASE)
CODE = re.compile(
    r"^\s*(?:(?:return|raise|import|from|if|for|while|with|def|class|assert|print|await)\b.*[:()=.]"
    r"|[\w.\[\]\"']+\s*(?:=|\+=|\()\S*.*[)\]}\w\"']\s*$)"
)


@dataclass(frozen=True, slots=True)
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


def comments_of(source: str) -> Mapping[int, Comment]:
    """The comments of a file by line; none where the text cannot be split into tokens."""
    found: dict[int, Comment] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                line, column = token.start
                own = not token.line[:column].strip()
                found[line] = Comment(token.string.lstrip("#"), line, own)
    except (tokenize.TokenError, SyntaxError, ValueError):
        # The parser accepted the file; a tokeniser that does not is no reason to stop.
        return found
    return found

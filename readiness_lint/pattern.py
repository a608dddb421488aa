"""Regular expressions that are compiled where they are first asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Pattern:
    """A regular expression of a module, and the questions of `re.Pattern` about a text.

    There are hundreds, of which a run over a few files asks few: to compile all of them took a
    fifth of a start.  Once asked, a question costs as much as that of `re.Pattern`.
    """

    def __init__(self, text: str, flags: int = 0) -> None:
        self.pattern = text
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression itself."""
        return re.compile(self.pattern, self._flags)

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """The first match anywhere."""
        return self.compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """The match at the beginning."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """The match of the whole text."""
        return self.compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """All matches."""
        return self.compiled.finditer

    @cached_property
    def findall(self) -> Callable[..., list[str]]:
        """What all matches hold, or their one group does."""
        return self.compiled.findall

    @cached_property
    def sub(self) -> Callable[..., str]:
        """The text with something else in the place of all matches."""
        return self.compiled.sub

    @cached_property
    def split(self) -> Callable[..., list[str]]:
        """What stands between the matches."""
        return self.compiled.split

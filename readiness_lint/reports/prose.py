"""Texts that are not ours, in Markdown that they cannot break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness_lint.pattern import Pattern
from readiness_lint.reports.text import shown

WIDEST = 1000
"""Characters of one line that are kept."""
_MARKS = Pattern(r"([\\|`*_{}\[\]~#$!]|&(?=#?\w+;))")
_CODE = Pattern(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_FENCE = Pattern(r"\s*(`{3,}|~{3,})\s*(\w*)\s*\Z")
_RULER = Pattern(r"\A([-=+]+)\s*\Z")
_BAR = Pattern(r"(?<!\\)((?:\\\\)*)\|")
_MENTION = Pattern(r"([@#])(?=\w)")
_BREAK = "\u200b"
"""Takes no room, and ends a word: nobody is notified because code says ``@app``."""
_ENTITIES = (("<", "&lt;"), (">", "&gt;"), ("://", ":&#47;/"))
"""What begins a tag, and what makes a link of an address that nobody linked."""


def plain(text: str, most: int = WIDEST) -> str:
    """One line that moves no cursor, calls nobody, and is not longer than it may be."""
    return _MENTION.sub(rf"\1{_BREAK}", cut(shown(" ".join(text.split())), most))


def cut(text: str, most: int) -> str:
    """Leave out the end of what is too long."""
    return text if len(text) <= most else text[: most - 1] + "…"


def escaped(text: str) -> str:
    """A text of which every character is shown as it is."""
    marked = _MENTION.sub(rf"\1{_BREAK}", _MARKS.sub(r"\\\1", shown(text)))
    for mark, written in _ENTITIES:
        marked = marked.replace(mark, written)
    return marked


def code(text: str) -> str:
    """A text as code: what it holds of backticks is fenced by more of them."""
    inner = " ".join(cut(shown(text), WIDEST).split())
    if not inner:
        return ""
    fence = "`"
    while fence in inner:
        fence += "`"
    space = " " if "`" in inner else ""
    return f"{fence}{space}{inner}{space}{fence}"


def cell(written: str) -> str:
    """What is Markdown already, in a table: a bar ends a cell, even in code."""
    return _BAR.sub(r"\1\\|", written)


def inline(text: str) -> str:
    """One line in which code stays code, and nothing else is markup."""
    line = cut(shown(text), WIDEST)
    parts: list[str] = []
    start = 0
    for match in _CODE.finditer(line):
        parts += [escaped(line[start : match.start()]), code(match[2])]
        start = match.end()
    return "".join([*parts, escaped(line[start:])])


def block(text: str) -> Iterator[str]:
    """Lines in which paragraphs stay paragraphs, and blocks of code blocks of code."""
    lines = text.splitlines()
    index = 0
    while index < len(lines):
        fence = _FENCE.match(lines[index])
        if fence is None:
            yield _line(lines[index])
            index += 1
            continue
        end = _closed(lines, index + 1, fence[1])
        yield from fenced(lines[index + 1 : end], fence[2])
        index = end + 1


def _closed(lines: Sequence[str], start: int, fence: str) -> int:
    closing = (
        number
        for number in range(start, len(lines))
        if (mark := lines[number].strip()).startswith(fence) and not mark.strip(fence[0])
    )
    return next(closing, len(lines))


def fenced(lines: Sequence[str], language: str) -> Iterator[str]:
    """Lines of code, in a block that none of them ends."""
    kept = [cut(shown(line.expandtabs(4)), WIDEST) for line in lines]
    fence = "```"
    while any(fence in line for line in kept):
        fence += "`"
    yield f"{fence}{language}"
    yield from kept
    yield fence


def _line(text: str) -> str:
    return _RULER.sub(r"\\\1", inline(text.strip()))

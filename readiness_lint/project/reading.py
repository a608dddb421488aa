"""Bytes to text, and text to a tree: with every reason why there is none."""

from __future__ import annotations

import ast
import codecs
import io
import os
import re
import stat
import sys
import tokenize
import warnings
from contextlib import suppress
from pathlib import Path

from readiness_lint.pattern import Pattern
from readiness_lint.record import record


class DecodingError(ValueError):
    """Bytes that are no text in the encoding that they declare."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message, line)
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return self.message


@record
class Text:
    """The characters of a file; a line ends in a line feed and in nothing else."""

    source: str

    @property
    def lines(self) -> list[str]:
        """The lines as `ast` counts them: a form feed is part of its line."""
        return self.source.split("\n")


@record
class Unreadable:
    """Why a file has no text; the line is 1 where the reason has none."""

    path: Path
    message: str
    line: int = 1


@record
class Unparsable:
    """Why a text has no tree.  Lines count from 1, columns from 0."""

    message: str
    line: int
    column: int


_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read(path: Path) -> Text | Unreadable:
    """The text of a file; anything but a regular file is left alone."""
    data = content_of(path)
    return data if isinstance(data, Unreadable) else text_of(path, data)


def content_of(path: Path) -> bytes | Unreadable:
    """The bytes of a file; anything but a regular file is left alone."""
    try:
        data = _content(path)
    except OSError as error:
        return Unreadable(path, _reason(error))
    except ValueError:
        return Unreadable(path, "its name holds a null character")
    return Unreadable(path, "not a regular file") if data is None else data


def text_of(path: Path, data: bytes) -> Text | Unreadable:
    """The text that the bytes of a file are."""
    try:
        return Text(decode(data))
    except DecodingError as error:
        return Unreadable(path, error.message, error.line)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    return (error.strerror or str(error)).lower()


def _content(path: Path) -> bytes | None:
    # Opening a pipe waits for its writer, and opening a device may do anything: neither is tried,
    # and a file that became a pipe in between is opened without waiting.
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
        return None
    handle = os.open(path, _READING)
    with open(handle, "rb", buffering=0) as stream:  # noqa: PTH123 -- a handle has no path
        return stream.read() if stat.S_ISREG(os.fstat(handle).st_mode) else None


def decode(data: bytes) -> str:
    """The characters of a source file, by its byte order mark, its cookie, or as UTF-8.

    Raises:
        DecodingError: the encoding does not exist, or the bytes are not in it.
    """
    if b"coding" not in data[:400] and not data.startswith(codecs.BOM_UTF8):
        # Nearly every file; looking for a cookie as Python does takes longer than decoding.
        with suppress(UnicodeDecodeError):
            text = data.decode()
            return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    head = _unified(data[:4096])
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(head).readline)
    except SyntaxError as error:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            message = "UTF-16, which Python does not read"
            raise DecodingError(message) from None
        if not error.msg.startswith("invalid or missing"):
            raise DecodingError(error.msg) from None
        # A byte of the first lines is wrong, or stands where the head ends.
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _unified(data[: error.start]).count(b"\n") + 1
        message = f"not {encoding.removesuffix('-sig')}: {error.reason} in line {line}"
        raise DecodingError(message, line) from None
    except (LookupError, ValueError) as error:
        message = f"cannot be decoded: {error}"
        raise DecodingError(message) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unified(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


# What a newer Python reads.  Its error comes from the interpreter that runs, which knows no better.
_NEWER: tuple[tuple[tuple[int, int], str, Pattern, Pattern], ...] = (
    (
        (3, 12),
        "a `type` statement",
        Pattern(r"\s*type\s+\w+\s*[\[=]"),
        Pattern("invalid syntax"),
    ),
    (
        (3, 12),
        "type parameters",
        Pattern(r"\s*(?:async\s+def|def|class)\s+\w+\s*\["),
        Pattern(r"invalid syntax|expected '\('|expected ':'"),
    ),
    (
        (3, 12),
        "quotes, backslashes, comments or depth like this inside an f-string",
        Pattern(r""),
        Pattern(
            r"f-string: (?:unmatched|expecting '}'|unterminated string|expressions nested too deeply)"
            r"|f-string expression part cannot include"
        ),
    ),
    (
        (3, 13),
        "a default of a type parameter",
        Pattern(r"\s*(?:async\s+def|def|class|type)\s+\w+\s*\[[^\]]*="),
        Pattern(r"invalid syntax|expected"),
    ),
    (
        (3, 14),
        "`except` with several types and no parentheses",
        # Python 2 has `except Error, error:`.
        Pattern(r"\s*except\*?\s+[\w.]+\s*,\s*(?:[\w.]+\s*,\s*)*(?:\w+\.)*[A-Z]\w*\s*,?\s*:"),
        Pattern(r"multiple exception types must be parenthesized|invalid syntax"),
    ),
    (
        (3, 14),
        "a t-string",
        Pattern(r".*(?<![\w'\"])(?:t|tr|rt)['\"]", re.IGNORECASE),
        Pattern("invalid syntax|unterminated"),
    ),
    (
        (3, 15),
        "a lazy import",
        Pattern(r"\s*lazy\s+(?:import|from)\s"),
        Pattern("invalid syntax"),
    ),
    (
        (3, 15),
        "unpacking in a comprehension",
        Pattern(r""),
        Pattern(r"\w+ unpacking cannot be used in"),
    ),
)


def parse(text: str, path: Path) -> ast.Module | Unparsable:
    """The tree of a text, or why it has none."""
    try:
        with warnings.catch_warnings():
            # They are about the linted code, and the interpreter that runs it will say them.
            warnings.simplefilter("ignore")
            return ast.parse(text, str(path).replace("\0", ""))
    except SyntaxError as error:
        return _unparsable(text, error)
    except (RecursionError, MemoryError):
        return Unparsable("nested too deeply for the interpreter", 1, 0)
    except ValueError as error:
        return _not_text(text, str(error))


def _not_text(text: str, message: str) -> Unparsable:
    """What stands in the way: a null character, or half of a surrogate pair."""
    found = re.search("[\0\ud800-\udfff]", text)
    if found is None:
        return Unparsable(message, 1, 0)
    before = text[: found.start()]
    name = "a null character" if found.group() == "\0" else "a character that no encoding has"
    column = len(before) - (before.rfind("\n") + 1)
    return Unparsable(f"holds {name}", before.count("\n") + 1, column)


def _unparsable(text: str, error: SyntaxError) -> Unparsable:
    if "\0" in text:
        return _not_text(text, str(error.msg))
    lines = text.split("\n")
    line = min(max(error.lineno or 1, 1), len(lines))
    column = min(max((error.offset or 1) - 1, 0), len(lines[line - 1]))
    return Unparsable(f"{error.msg}{_advice(lines[line - 1], str(error.msg))}", line, column)


def _advice(line: str, message: str, running: tuple[int, int] | None = None) -> str:
    running = running or sys.version_info[:2]
    needed = [
        (version, what)
        for version, what, shape, complaint in _NEWER
        if version > running and shape.match(line) and complaint.match(message)
    ]
    if not needed:
        return ""
    version, what = max(needed, key=lambda item: item[0])
    return (
        f": Python {version[0]}.{version[1]} reads {what}, and this is Python"
        f" {running[0]}.{running[1]}; run readiness-lint under the newer one"
    )

"""What former runs have read and found, in one file for each program root and way to check it.

Such a file is MessagePack behind a line that names its form, and a digest of all that follows.
Whatever is not as it should be is as good as absent.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from readiness_lint import __version__, storage
from readiness_lint.finding import Finding, Region, Related
from readiness_lint.project.link import Outline
from readiness_lint.storage import digest
from readiness_lint.terms import Severity, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from readiness_lint.rule import Rule

FORM = b"readiness-lint records 4\n"
VARIANTS = 8
"""Ways to check one program, by command lines and versions, of which the records are kept."""

Corners = tuple[int, int, int, int]


class Row(msgspec.Struct, array_like=True, gc=False):
    """A finding; whose it is stands around it."""

    code: str
    region: Corners
    message: str
    severity: int
    status: str
    related: list[tuple[str, Corners, str]]
    about: Corners | None
    function: str
    scope: str
    expression: str
    hidden: tuple[str, ...]


class Shape(msgspec.Struct, array_like=True, gc=False):
    """An outline without the name of its module."""

    imports: tuple[str, ...]
    called: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]


class Entry(msgspec.Struct, array_like=True, gc=False):
    """One file."""

    stamp: str
    """Of the file when it was read; empty where that does not say enough."""
    content: bytes
    code: bytes
    """What stands for its text without what only Python leaves out; empty: that counts, too."""
    ground: bytes
    """What stands for its place in the program and its settings."""
    module: str
    """The one that it alone defines; empty: there are several."""
    role: str
    shape: msgspec.Raw
    """A `Shape`; nil for a file that no rule looks at."""
    rows: list[Row] | None = None
    """``None``: it was not checked, or will be again."""
    questions: list[int] = []
    """Those that its findings rest on."""
    based: list[int] = []
    """Those on which all rests that it is asked."""
    reach: bytes = b""
    points: list[str] = []
    """The files whose lines its findings show."""


class Program(msgspec.Struct, array_like=True, gc=False):
    """One program."""

    heads: list[str]
    """What the names of its modules begin with."""
    entries: dict[str, Entry]
    """By the paths of the files below the root of the run."""
    questions: list[tuple[tuple[str, ...], bytes, tuple[str, ...]]]
    """With the digests of their answers, and the modules that answered."""
    derived: dict[str, list[int]]
    """The questions of derivations, by their names."""
    parts: dict[str, list[str]]
    """Of derivations, the modules that have a part."""
    used: int = 0
    """The questions that somebody asked when they were numbered anew."""


class Own(msgspec.Struct, array_like=True, gc=False):
    """The linter that wrote a file."""

    version: str
    stamp: bytes
    """Of its modules where it is installed."""
    content: bytes
    """Of its modules wherever it is installed."""


class Records(msgspec.Struct, array_like=True, gc=False):
    """All that a file of the cache holds."""

    own: Own
    programs: dict[str, Program]
    """By their folders."""


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Records)
_shapes = msgspec.msgpack.Decoder(Shape | None)


class Cache:
    """The records of one program root and way to check it."""

    def __init__(self, folder: str, root: Path, *wishes: object) -> None:
        """``wishes`` are what a run asks for besides what the files that it checks say."""
        way = repr((__version__, storage.PYTHON, *wishes)).encode("utf-8", "surrogatepass")
        program = digest(os.fsencode(root)).hex()
        self._folder = folder
        self._name = os.path.join(program, f"{digest(way).hex()}{storage.SUFFIX}")  # noqa: PTH118
        self._own: Own | None = None

    def read(self) -> dict[str, Program]:
        """The programs that are there and can be used."""
        try:
            data = Path(self._folder, self._name).read_bytes()
        except OSError:
            return {}
        records = decoded(data)
        if records is None:
            return {}
        self._own = records.own
        return records.programs

    def write(self, programs: dict[str, Program]) -> None:
        """Keep the programs, if the folder can be written to."""
        own = self._own or Own(__version__, storage.own_stamp(), storage.own_content())
        try:
            pieces = encoded(Records(own, programs))
        except UnicodeEncodeError:
            # The name of a file is no text.
            return
        if storage.write(self._folder, self._name, pieces):
            storage.trim(str(Path(self._folder, self._name).parent), VARIANTS)


def encoded(records: Records) -> tuple[bytes, ...]:
    """The bytes of a file of the cache."""
    body = _encoder.encode(records)
    return FORM, digest(body), body


def decoded(data: bytes) -> Records | None:
    """What a file of the cache holds; ``None``: it is not whole, or of another linter."""
    head = len(FORM) + 16
    body = data[head:]
    if data[:head] != FORM + digest(body):
        return None
    try:
        records = _decoder.decode(body)
    except (msgspec.MsgspecError, ValueError):
        return None
    own = records.own
    stamp = storage.own_stamp()
    if own.version != __version__ or (own.stamp != stamp and own.content != storage.own_content()):
        return None
    own.stamp = stamp
    return records


def shape_of(outline: Outline | None) -> msgspec.Raw:
    """An outline as it is kept."""
    shape = outline and Shape(outline.imports, outline.called, outline.aliases)
    return msgspec.Raw(_encoder.encode(shape))


def outline_of(entry: Entry, module: str) -> Outline | None:
    """The outline of an entry."""
    shape = _shapes.decode(entry.shape)
    return shape and Outline(module, shape.imports, shape.called, shape.aliases)


def row_of(finding: Finding, key_of: Callable[[str], str]) -> Row:
    """A finding as it is kept; ``key_of`` says how another file is called there."""
    return Row(
        finding.code,
        _corners(finding.region),
        finding.message,
        finding.severity.value,
        finding.status.value,
        [(item.message, _corners(item.region), key_of(item.file)) for item in finding.related],
        _corners(finding.about) if finding.about else None,
        finding.function,
        finding.scope,
        finding.expression,
        finding.hidden,
    )


def finding_of(
    row: Row, path: str, rules: Mapping[str, Rule], path_of: Callable[[str], str]
) -> Finding:
    """The finding that was kept."""
    return Finding(
        rules[row.code],
        path,
        Region(*row.region),
        row.message,
        Severity(row.severity),
        Status(row.status),
        tuple(Related(text, Region(*at), path_of(file)) for text, at, file in row.related),
        Region(*row.about) if row.about else None,
        row.function,
        row.scope,
        row.expression,
        row.hidden,
    )


def _corners(region: Region) -> Corners:
    return region.line, region.column, region.end_line, region.end_column

"""Values that are written into statements of SQL where they could be bound."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Self

from readiness_lint.facts.composed import Hole, assigned_there, open_holes
from readiness_lint.facts.roles import is_for_commands, is_of_command
from readiness_lint.facts.sinks import Sink, sinks_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tainted import is_reached
from readiness_lint.facts.words import COUNTS, DIALECTS, SQL_NAMES
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import SinkKind

STATEMENT = Pattern(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*(?:select|insert|update|delete|with|replace|merge|call|exec)\b",
    re.IGNORECASE | re.DOTALL,
)
FIXED = Pattern(
    r"\s*(?:set|show|pragma|notify|listen|create|alter|drop|grant|revoke|vacuum|copy|explain|declare"
    r"|use|attach|load|install|do)\b|.*\b(?:setval|nextval|currval|(?:create|drop|add|alter)_\w+)\s*"
    r"\(\s*'[^']*$",
    re.IGNORECASE | re.DOTALL,
)
"""Statements, and functions, whose texts cannot be bound."""
QUOTED_VALUE = Pattern(
    r".*(?:=|<|>|\blike|\bilike|\bin\s*\(|\bvalues\s*\(|,|\bbetween|\band|\bregexp|\bmatch|\bagainst\s*\("
    r"|\bthen|\belse|\bas\s+of|\binterval|\()\s*[ebn]?'[^']*$",
    re.IGNORECASE | re.DOTALL,
)
VALUE = Pattern(
    r".*(?:(?<!\w)=|<>|!=|<|>|\blike|\bilike|\bin\s*\(|\bvalues\s*\((?:[^()]*,)?|\bbetween|\blimit|\boffset)\s*$",
    re.IGNORECASE | re.DOTALL,
)
OF_DATABASES = Pattern(
    r".*(?:\bdatname|\bschemata\b.*\bschema_name|\bsys\.databases\b.*\bname)\s*(?:=|<>|!=)\s*[ebn]?'[^']*$",
    re.IGNORECASE | re.DOTALL,
)
"""Questions for a database by its name, which stands bare where that database is made or dropped."""
SET_TO = Pattern(r".*\bset\b(?!.*\bwhere\b).*=\s*$", re.IGNORECASE | re.DOTALL)
GOES_ON = Pattern(r"\w|\.")
IDENTIFIER = Pattern(
    r".*(?:\bfrom|\bjoin|\binto|\bupdate|\bby|\btable|\bselect|[\"`\[.])\s*$",
    re.IGNORECASE | re.DOTALL,
)
TOLD = frozenset({"name", "value"})
"""Attributes that say which table or column an object is."""


@record
class InterpolatedValue:
    """A statement with a value in it that the statement's caller could have bound."""

    node: ast.expr
    sink: str
    hole: str
    """The value, as the file spells it."""
    position: str
    """``in quotes``, ``after `=```, ...; ``identifier``: where a name stands, which cannot be bound."""

    @classmethod
    def find(cls, file: File) -> Iterable[Self]:
        """The first of each statement, of those that somebody else than an operator may run."""
        if file.words(DIALECTS).match(file.module) or is_for_commands(file):
            return
        for sink in sinks_of(file, SinkKind.SQL):
            places = list(_places(file, sink))
            if not places or is_of_command(file, sink.node):
                continue
            if is_reached(file, sink.node, SinkKind.SQL):
                continue
            # A value is worse than a name.
            for hole, position in sorted(places, key=lambda item: item[1] == "identifier")[:1]:
                yield cls(sink.node, sink.name, hole.text, position)


def _places(file: File, sink: Sink) -> Iterator[tuple[Hole, str]]:
    """The values of a statement, and where they stand."""
    for value in sink.values:
        for hole in open_holes(file, value, SinkKind.SQL):
            position = _position(file, sink, hole)
            if position:
                yield hole, position


def _position(file: File, sink: Sink, hole: Hole) -> str:
    """Where a value stands in a statement; empty: nowhere that it could be bound, as far as is known."""
    before = hole.before
    if FIXED.match(before) or not (
        STATEMENT.match(before) or sink.name in tables().word("fragment")
    ):
        return ""
    name = file.last_name(hole.expr) or ""
    if hole.quoted and OF_DATABASES.match(before):
        return "identifier"
    if hole.quoted:
        return "in quotes" if QUOTED_VALUE.match(before) and not _is_a_piece(file, hole) else ""
    if _is_a_piece(file, hole) or _is_written_out(file, hole):
        return "identifier" if IDENTIFIER.match(before) else ""
    if VALUE.match(before) and not file.words(COUNTS).match(name):
        return f"after `{before.split()[-1]}`"
    return "identifier" if IDENTIFIER.match(before) else ""


def _is_written_out(file: File, hole: Hole) -> bool:
    """Whether a value without quotes is SQL itself: a part of a name, a table, or a text that is assigned."""
    found = file.type_of(hole.expr) if SET_TO.match(hole.before) else None
    text = found is not None and found.name == "builtins.str"
    return text or GOES_ON.match(hole.after) is not None


def _is_a_piece(file: File, hole: Hole) -> bool:
    """Whether a value is a name, or a part of a statement, as it is called."""
    names = [file.last_name(hole.expr) or ""]
    if isinstance(hole.expr, ast.Attribute) and hole.expr.attr in TOLD:
        # The name of a table, or the member of an enumeration of them.
        names.append(file.last_name(hole.expr.value) or "")
    value = assigned_there(file, hole.expr)
    if value is not None:
        names.append(file.last_name(value) or "")
    return any(file.words(SQL_NAMES).match(name.lower()) for name in names) or not isinstance(
        hole.expr, ast.Name | ast.Attribute | ast.Subscript | ast.Call
    )

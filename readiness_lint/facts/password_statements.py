"""Statements of SQL that look for a row by the password that somebody typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.shapes import entries_of
from readiness_lint.facts.typed_passwords import is_typed
from readiness_lint.facts.words import LOGINS, TYPED_PASSWORDS, USER_MODELS
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

MARK = r"(?:\?|%s|%\(\w+\)s|(?<![:\w]):\w+|\$\d+|@\w+)"
WHERE = Pattern(r"\bwhere\b", re.IGNORECASE)
COMPARED = Pattern(rf"(?P<column>\w+)[`\"\]]?\s*=\s*(?P<mark>{MARK})", re.IGNORECASE)
"""A column and what is bound to it: nothing stands between them, no function that hashes."""
LOOKED_AT = Pattern(rf"passw?\w*[`\"\]]?\s*=\s*{MARK}|pwd[`\"\]]?\s*=\s*{MARK}", re.IGNORECASE)
"""What the text of a module has that has such a statement."""
TABLE = Pattern(r"\b(?:from|update|join)\s+[`\"\[]?(?:\w+[`\"\]]?\.[`\"\[]?)?(\w+)", re.IGNORECASE)
BINDS = "bindparams"
IN_ORDER = frozenset({"?", "%s"})


@record
class ComparedInSql:
    """A call that is given such a statement, and the password."""

    node: ast.Call
    table: str


def password_statements(file: File) -> Iterator[ComparedInSql]:
    """Every one whose table, or another condition, says that its rows are accounts."""
    if LOOKED_AT.search(file.source) is None:
        return
    for call, _ in file.calls():
        for statement in (*call.args[:2], *(item.value for item in call.keywords)):
            text, bound = _text_of(file, statement)
            found = _password_in(file, text) if text else None
            if found is None:
                continue
            value = _given(file, call, statement, bound, found)
            if value is not None and is_typed(file, value):
                tables = TABLE.findall(text)
                yield ComparedInSql(call, tables[0] if tables else "a table")
                break


def _text_of(file: File, expr: ast.expr) -> tuple[str, list[ast.Call]]:
    """The text of a statement, through the calls that make an object of it: ``text("SELECT ...")``."""
    through: list[ast.Call] = []
    value = file.assigned(expr) or expr
    while isinstance(value, ast.Call) and len(through) < 3:
        through.append(value)
        binds = isinstance(value.func, ast.Attribute) and value.func.attr == BINDS
        if binds and isinstance(value.func, ast.Attribute):
            value = value.func.value
        elif len(value.args) == 1:
            value = value.args[0]
        else:
            return "", []
        value = file.assigned(value) or value
    known = file.value_of(value)
    text = known.value if known is not None else None
    return (text, through) if isinstance(text, str) else ("", [])


def _password_in(file: File, text: str) -> re.Match[str] | None:
    """Where a statement compares the password of an account with what it is given."""
    begins = WHERE.search(text)
    if begins is None:
        return None
    compared = list(COMPARED.finditer(text, begins.end()))
    found = [item for item in compared if file.words(TYPED_PASSWORDS).match(item["column"])]
    logins = any(file.words(LOGINS).match(item["column"]) for item in compared)
    users = any(file.words(USER_MODELS).match(name.rstrip("s")) for name in TABLE.findall(text))
    return found[0] if found and (logins or users) else None


def _given(
    file: File,
    call: ast.Call,
    statement: ast.expr,
    bound: list[ast.Call],
    found: re.Match[str],
) -> ast.expr | None:
    """What is bound to the password."""
    mark = found["mark"]
    behind = call.args[call.args.index(statement) + 1 :] if statement in call.args else call.args
    behind = behind + [item.value for item in call.keywords if item.value is not statement]
    if mark in IN_ORDER:
        return _at(file, behind, found.string[: found.start("mark")].count(mark))
    if mark.startswith("$"):
        return _at(file, behind, int(mark[1:]) - 1)
    name = mark[2:-2] if mark.startswith("%") else mark[1:]
    for around in (call, *bound):
        for keyword in around.keywords:
            if keyword.arg == name:
                return keyword.value
    for argument in behind:
        mapping = file.assigned(argument) or argument
        if isinstance(mapping, ast.Dict):
            value = next((value for key, value in entries_of(mapping) if key == name), None)
            if value is not None:
                return value
    return None


def _at(file: File, behind: list[ast.expr], position: int) -> ast.expr | None:
    """The value at a position: of a tuple or list behind the statement, or of the arguments."""
    for argument in behind:
        items = file.assigned(argument) or argument
        if isinstance(items, ast.Tuple | ast.List):
            return items.elts[position] if position < len(items.elts) else None
    return behind[position] if position < len(behind) else None

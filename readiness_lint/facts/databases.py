"""Which databases a program is for: one that indexes references by itself, or one in a file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.program import APART, LOADED, Program
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Param
from readiness_lint.model import File
from readiness_lint.pattern import Pattern

INDEXES_BY_ITSELF, OTHERS = "mysql", ("postgres", "oracle", "mssql")
"""A server that indexes foreign keys by itself, and those that do not."""
LASTING_FILE = Pattern(
    r"\bsqlite(?:\+\w+)?:///(?!/?(?:var/)?tmp/|:memory:|file::memory:)[\w/.%{~]", re.IGNORECASE
)
"""A database in a file that stays; one in memory is what tests and drivers without effect have."""
FOR_MYSQL = Pattern(r"dialects(?: import |_*\.)mysql\b|\bmysql_\w+['\"]?\s*[=:]")
FILE, OF_FILE = "sqlite", "check_same_thread"
"""How the address of a database in a file begins, and what no other driver takes."""
URL, ARGUMENTS = Param("url", 0), Param("connect_args")


def is_mysql_only(program: Program) -> bool:
    """Whether the program knows no database but one that indexes foreign keys by itself."""
    return program.known(_servers) == (INDEXES_BY_ITSELF,) and not program.known(_has_file)


def _has_file(program: Program) -> bool:
    """Whether a program may keep its rows in a file."""
    return any(LASTING_FILE.search(text.source) for text in program.texts(*LOADED))


def _servers(program: Program) -> tuple[str, ...]:
    """The servers that a program names anywhere, be it in a comment."""
    texts = [text.source.lower() for text in program.texts(*LOADED)]
    names = (INDEXES_BY_ITSELF, *OTHERS)
    return tuple(name for name in names if any(name in text for text in texts))


def is_for_mysql(file: File) -> bool:
    """Whether a module of tables asks for that database, and for no other server."""
    return FOR_MYSQL.search(file.code) is not None and not any(
        name in file.code.lower() for name in OTHERS
    )


def is_in_file(program: Program) -> bool:
    """Whether all engines of a program are for a database in a file, and it names no server."""
    return program.known(_is_in_file) and not program.known(_servers)


def _is_in_file(program: Program) -> bool:
    found = [answer for _, answer in program.each(_engines, tables=(tables().word("engine"),))]
    return bool(found) and all(found)


def _engines(file: File) -> Iterator[bool]:
    """Of each engine that a file makes, whether its database is in a file."""
    if file.role not in APART:
        for _, call in file.calls_to(tables().word("engine")):
            yield _begins_with_file(file, call) or _is_told_of_file(file, call)


def _begins_with_file(file: File, call: ast.Call) -> bool:
    address = given(file, call, URL)
    template = file.template_of(address) if address is not None else None
    return template is not None and template.text.startswith(FILE)


def _is_told_of_file(file: File, call: ast.Call) -> bool:
    """Whether an engine is given, in any case, what only the driver of such a database takes."""
    arguments = given(file, call, ARGUMENTS)
    keys = arguments.keys if isinstance(arguments, ast.Dict) else ()
    known = (constant(file, key) for key in keys if key is not None)
    return any(item is not None and item.value == OF_FILE for item in known)

"""Which databases a program is for: one that indexes references by itself, or one of its own process."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.composed import beginning
from readiness_lint.facts.program import LOADED, Program
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LOCAL_DATABASES
from readiness_lint.knowledge.schema import Opens, Param
from readiness_lint.model import File
from readiness_lint.pattern import Pattern

INDEXES_BY_ITSELF, OTHERS = "mysql", ("postgres", "oracle", "mssql")
"""A server that indexes foreign keys by itself, and those that do not."""
LASTING_FILE = Pattern(
    r"\bsqlite(?:\+\w+)?:///(?!/?(?:var/)?tmp/|:memory:|file::memory:)[\w/.%{~]", re.IGNORECASE
)
"""A database in a file that stays; one in memory is what tests and drivers without effect have."""
FOR_MYSQL = Pattern(r"dialects(?: import |_*\.)mysql\b|\bmysql_\w+['\"]?\s*[=:]")
ENGINES = "sqlalchemy"
OF_FILE = "check_same_thread"
"""What no driver takes but that of a database in a file."""
ARGUMENTS = Param("connect_args")


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
    return program.known(_opens_local_only, ENGINES) and not program.known(_servers)


def is_local(file: File, orm: str) -> bool:
    """Whether what a file asks of an ORM, or a driver, goes to no other process.

    The engines that it makes itself tell, else all of the program.
    """
    if file.words(LOCAL_DATABASES).match(orm):
        return True
    if all(orm not in row.orms for row in tables().table(Opens).values()):
        return False
    own = list(_opened(file, orm))
    if own:
        return all(own)
    return file.program is not None and file.program.known(_opens_local_only, orm)


def _opens_local_only(program: Program, orm: str) -> bool:
    if any(program.importing(frozenset(tables().word("opens-databases")))):
        return False
    found = [local for _, local in program.each(_opened, orm, tables=(tables().table(Opens),))]
    return bool(found) and all(found)


def _opened(file: File, orm: str) -> Iterator[bool]:
    """Of each database that a file opens, whether it certainly is one of the process."""
    table = tables().table(Opens)
    for name, call in file.calls_to(table):
        row = table[name]
        if orm in row.orms:
            url = given(file, call, row.url) if row.url is not None else None
            yield (url is not None and _is_address(file, url, row.local)) or _is_told_of_file(
                file, call
            )


def _is_address(file: File, url: ast.expr, local: str) -> bool:
    """Whether an address, or all that an attribute may hold for one, begins like that of a file."""
    if not isinstance(url, ast.Attribute) or beginning(file, url) is not None:
        return re.match(local, beginning(file, url) or "") is not None
    stored = [
        value
        for target, value, _ in file.index.stores
        if isinstance(target, ast.Attribute) and target.attr == url.attr
    ]
    # What is empty is no address yet.
    held = [item for item in stored if not (isinstance(item, ast.Constant) and not item.value)]
    begun = [beginning(file, item) or "" if item is not None else "" for item in held]
    return bool(begun) and all(re.match(local, text) for text in begun)


def _is_told_of_file(file: File, call: ast.Call) -> bool:
    """Whether an engine is given, in any case, what only the driver of such a database takes."""
    arguments = given(file, call, ARGUMENTS)
    keys = arguments.keys if isinstance(arguments, ast.Dict) else ()
    known = (constant(file, key) for key in keys if key is not None)
    return any(item is not None and item.value == OF_FILE for item in known)

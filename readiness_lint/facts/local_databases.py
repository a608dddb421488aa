"""Databases that are a file or memory of the process itself: there is no round trip to them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.composed import beginning
from readiness_lint.facts.program import Program
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LOCAL_DATABASES
from readiness_lint.knowledge.schema import Opens
from readiness_lint.model import File


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
            yield url is not None and _is_address(file, url, row.local)


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

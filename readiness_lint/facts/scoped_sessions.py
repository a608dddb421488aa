"""Sessions that an extension keeps for each request or context, and takes back as that ends."""

from __future__ import annotations

import ast

from readiness_lint.facts.tables import tables
from readiness_lint.model import File
from readiness_lint.record import record


@record
class ScopedSession:
    """The session of whatever runs, as one function or module names it."""

    name: str
    """As it is written: ``db.session``."""
    kind: str
    """Its class."""
    holder: str
    """The class of the object that has it."""


def scoped_sessions(file: File, function: ast.AST | None) -> list[ScopedSession]:
    """The sessions that a function itself names, in source order, each spelling once."""
    found: dict[ast.AST | None, list[ScopedSession]] = file.memo(
        ("scoped sessions",), lambda: _by_function(file)
    )
    return found.get(function, [])


def _by_function(file: File) -> dict[ast.AST | None, list[ScopedSession]]:
    found: dict[ast.AST | None, list[ScopedSession]] = {}
    known = tables().word("request-session")
    if not known.lasts_in(file.libraries):
        return found
    for item in file.reads.of(*known.lasts):
        if not isinstance(item, ast.Attribute) or not isinstance(item.value, ast.Name):
            continue
        if file.name_of(item) not in known:
            continue
        holder, kind = file.type_of(item.value), file.type_of(item)
        if holder is not None and kind is not None:
            session = ScopedSession(ast.unparse(item), kind.name, holder.name)
            own = found.setdefault(file.function(item), [])
            if session not in own:
                own.append(session)
    return found

"""Locks in a store, on which the processes of many machines wait."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LOCKS
from readiness_lint.knowledge.schema import Param, SharedLock
from readiness_lint.model import Absent, File, Given
from readiness_lint.record import record
from readiness_lint.terms import Answer

EXPIRING = frozenset({"expire", "pexpire", "expireat", "pexpireat", "touch"})
DELETING = frozenset({"delete", "unlink", "adelete", "delete_many"})


@record
class LockTaken:
    """A call that takes such a lock, or makes one."""

    node: ast.Call
    name: str
    """Its key as the file spells it; else the call."""
    expires: Answer
    """Whether it ends by itself, where nobody releases it."""

    @classmethod
    def find(cls, file: File) -> Iterable[LockTaken]:
        """Every one of the file; where a call may store anything, its key tells."""
        table = tables().table(SharedLock)
        for name, call in file.calls_to(table):
            row = table[name]
            key = given(file, call, row.key)
            if _takes(file, call, row) and (not row.named or _is_lock(file, call, key)):
                spelled = ast.unparse(key if key is not None else call.func)
                yield cls(call, spelled, _expires(file, call, row, key))


def _takes(file: File, call: ast.Call, row: SharedLock) -> bool:
    if not row.only:
        return True
    known = constant(file, given(file, call, Param(row.only)))
    return known is not None and known.value is True


def _is_lock(file: File, call: ast.Call, key: ast.expr | None) -> bool:
    """Whether a key is one by its text, its name or that of the function, or is given back here."""
    words, function = file.words(LOCKS), file.function(call)
    template = file.template_of(key) if key is not None else None
    texts = [
        template.text if template else None,
        file.last_name(key) if key is not None else None,
        function.name if function is not None else None,
    ]
    return any(words.match(text) for text in texts) or bool(_with_key(file, call, key, DELETING))


def _with_key(
    file: File, call: ast.Call, key: ast.expr | None, lasts: frozenset[str]
) -> list[ast.Call]:
    """Calls of the same function, under one of some names, that are given the same key."""
    if key is None:
        return []
    spelled, function = ast.unparse(key), file.function(call)
    return [
        other
        for last in sorted(lasts)
        for other, _ in file.index.calls.get(last, ())
        if file.function(other) is function and other.args and ast.unparse(other.args[0]) == spelled
    ]


def _expires(file: File, call: ast.Call, row: SharedLock, key: ast.expr | None) -> Answer:
    answers = [file.argument(call, item.name, item.position) for item in row.expiry]
    if any(not isinstance(answer, Given | Absent) for answer in answers):
        return None
    known = [constant(file, answer.value) for answer in answers if isinstance(answer, Given)]
    if any(value is None or value.value != row.never for value in known):
        return True
    if not known and not row.endless:
        return True
    return None if _with_key(file, call, key, EXPIRING) else False

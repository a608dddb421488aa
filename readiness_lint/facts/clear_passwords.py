"""Passwords of accounts that are kept, or compared, as they were typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.models import OrmModel
from readiness_lint.facts.password_statements import password_statements
from readiness_lint.facts.sent_passwords import sent_passwords
from readiness_lint.facts.shapes import entries_of, lowered
from readiness_lint.facts.typed_passwords import is_typed
from readiness_lint.facts.unpacked_passwords import UnpackedPassword
from readiness_lint.facts.words import LOGINS, SERVERS, TYPED_PASSWORDS
from readiness_lint.knowledge.schema import Param
from readiness_lint.model import Bound, File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

ASKS = frozenset({"filter_by", "filter", "get", "get_or_none", "first_or_404", "find_one"})
DOCUMENTS = "find_one"
QUERY = Param("filter", 0)
NARROW = frozenset({"filter_by", DOCUMENTS})
MANAGERS = Pattern(r"\bobjects\b|\bquery\b|\bselect\b|Query\b")
ROWS = Pattern(
    r"\.objects\.|\bquery\b|\.first\(|find_one|\.scalar|\.one_or_none\(|\.fetchone\(|session\.get\("
)
HOOKS = Pattern(r"hash|validates|crypt|PasswordType|Encrypted|set_password|property", re.IGNORECASE)
KEYS = ("id", "pk")
MENTIONED = ("passw", "pwd")
"""What each name of a password has, in whatever case."""


@record
class ClearPassword:
    """A place that treats the password of an account as any other text."""

    node: ast.AST
    model: str
    """What the password belongs to, as a reader calls it."""
    what: str
    """``stored``, ``compared`` or ``sent``."""

    @classmethod
    def find(cls, file: File) -> Iterable[ClearPassword]:
        """Every one that nothing hashes on the way."""
        # The fields of a schema have their names elsewhere.
        yield from _stored_whole(file)
        text = lowered(file)
        if any(part in text for part in MENTIONED):
            yield from _asked(file)
            yield from _compared(file)
            yield from _stored(file)
            for found in password_statements(file):
                yield cls(found.node, f"`{found.table}`", "compared")
            for sent in sent_passwords(file):
                yield cls(sent.node, sent.account, "sent")


# ── compared ─────────────────────────────────────────────────────────────────────────────────────
def _asked(file: File) -> Iterator[ClearPassword]:
    """Rows that are looked up by a name and a password."""
    for last in sorted(ASKS.intersection(file.index.calls)):
        for call, _ in file.index.calls[last]:
            if not call.keywords and last != DOCUMENTS:
                continue
            asked = dict(_conditions(file, call, last))
            passwords = [
                value for name, value in asked.items() if file.words(TYPED_PASSWORDS).match(name)
            ]
            if not passwords or not any(map(file.words(LOGINS).match, asked)):
                continue
            reader = ast.unparse(call.func)
            if (last in NARROW or MANAGERS.search(reader)) and is_typed(file, passwords[0]):
                yield ClearPassword(call, _asked_of(file, call), "compared")


def _conditions(file: File, call: ast.Call, last: str) -> Iterator[tuple[str, ast.expr]]:
    asked = given(file, call, QUERY) if last == DOCUMENTS else None
    asked = file.assigned(asked) or asked if asked is not None else None
    if isinstance(asked, ast.Dict):
        for key, value in entries_of(asked):
            if isinstance(key, str):
                yield key, value
    for keyword in call.keywords:
        if keyword.arg:
            yield keyword.arg, keyword.value


def _asked_of(file: File, call: ast.Call) -> str:
    """The model that a query asks, as far as its text says."""
    names = [
        part.id
        for part in ast.walk(call.func)
        if isinstance(part, ast.Name) and part.id[:1].isupper()
    ]
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        names += [item.id for item in call.func.value.args if isinstance(item, ast.Name)]
    return f"`{names[-1]}`" if names else f"`{file.last_name(call.func) or ''}()`"


def _compared(file: File) -> Iterator[ClearPassword]:
    for test in file.unordered(ast.Compare):
        if len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq | ast.NotEq):
            continue
        for mine, other in ((test.left, test.comparators[0]), (test.comparators[0], test.left)):
            owner = _owner(file, mine)
            if _is_of_a_row(file, test, other):
                continue
            if owner and not _owner(file, other) and is_typed(file, other):
                yield ClearPassword(test, f"`{owner}`", "compared")
                break


def _is_of_a_row(file: File, test: ast.Compare, expr: ast.expr) -> bool:
    """Whether a password is compared along with the key of the row that it was read from before."""
    around = file.parent(test)
    if not isinstance(expr, ast.Attribute) or not isinstance(around, ast.Call):
        return False
    keys = {ast.unparse(ast.Attribute(expr.value, name, ast.Load())) for name in KEYS}
    return any(
        isinstance(item, ast.Compare) and ast.unparse(item.comparators[0]) in keys
        for item in around.args
    )


def _owner(file: File, expr: ast.expr) -> str:
    """The row, or the model, whose password an expression reads; empty: it reads none."""
    if not isinstance(expr, ast.Attribute | ast.Subscript) or not isinstance(expr.value, ast.Name):
        return ""
    if not file.words(TYPED_PASSWORDS).match(file.last_name(expr)):
        return ""
    if isinstance(expr, ast.Attribute) and _model(file, file.name_of(expr.value)) is not None:
        return expr.value.id
    bindings = file.bindings(expr.value)
    made = [binding.value for binding in bindings if binding.kind is Bound.VALUE]
    if made and all(value is not None and ROWS.search(ast.unparse(value)) for value in made):
        kind = file.type_of(expr.value)
        hooked = kind is not None and _is_hooked(file, kind.name)
        return "" if hooked else expr.value.id
    return ""


# ── stored ───────────────────────────────────────────────────────────────────────────────────────
def _stored(file: File) -> Iterator[ClearPassword]:
    words = file.words(TYPED_PASSWORDS)
    for call, at in file.calls():
        for keyword in call.keywords:
            if words.match(keyword.arg) and _is_sent(file, keyword.value):
                model = _model(file, file.callee(call, at))
                if model is not None:
                    yield ClearPassword(keyword.value, f"`{model.name}`", "stored")
    for target, value, _ in file.index.stores:
        named = isinstance(target, ast.Attribute) and words.match(target.attr)
        if isinstance(target, ast.Attribute) and named and value and _is_sent(file, value):
            kind = file.type_of(target.value)
            model = _model(file, kind.name if kind is not None else None)
            if model is not None:
                yield ClearPassword(target, f"`{model.name}`", "stored")


def _stored_whole(file: File) -> Iterator[ClearPassword]:
    """What a model is made of that has all that a request had."""
    for found in UnpackedPassword.find(file):
        model = _model(file, found.model)
        if model is not None and any(column.name == found.field for column in model.columns):
            yield ClearPassword(found.node, f"`{model.name}`", "stored")


def _model(file: File, name: str | None) -> OrmModel | None:
    """The model of accounts that has a name, if nothing in it hashes."""
    home, cls = (file.defined(name) if name else None) or (file, None)
    if not isinstance(cls, ast.ClassDef) or HOOKS.search(ast.unparse(cls)):
        return None
    for model in home.facts(OrmModel):
        columns = [column.name for column in model.columns]
        if any(map(file.words(SERVERS).match, columns)):
            continue
        if model.node is cls and any(map(file.words(LOGINS).match, columns)):
            return model if any(map(file.words(TYPED_PASSWORDS).match, columns)) else None
    return None


def _is_hooked(file: File, name: str) -> bool:
    found = file.defined(name)
    return found is not None and HOOKS.search(ast.unparse(found[1])) is not None


def _is_sent(file: File, expr: ast.expr) -> bool:
    """Whether an expression reads the password of a message, not only a name."""
    origin = file.assigned(expr) or expr
    return not isinstance(origin, ast.Name) and is_typed(file, origin)

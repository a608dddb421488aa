"""Passwords of other people's accounts that go out in a message, so that they stand in a mailbox for ever."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain

from readiness_lint.facts.callers import called, parameter_given
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.shapes import entries_of, identifiers_in, is_name
from readiness_lint.facts.words import (
    CHANGED_SOON,
    CLEAR_PASSWORDS,
    HASHING,
    SENDS_TEXTS,
    SET_PASSWORDS,
    SIGNS_IN,
    USER_MODELS,
)
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

MENTIONED = Pattern(r"mail|sms|slack|messag|notif|send", re.IGNORECASE)
LATER = frozenset({"delay", "apply_async", "add_task", "enqueue", "send", "send_task", "submit"})
"""Methods that have a function run elsewhere."""
BODIES = frozenset({"body", "html", "html_content", "text", "content"})
"""Attributes of a message that hold what it says."""
PASSES = frozenset({"strip", "get_secret_value", "lower"})
MAKES_TEXT = Pattern(
    r"render|format|dedent|gettext|mime|join|markup|template|encode", re.IGNORECASE
)
OWN = Pattern(
    r"register|registration|(?:^|[_/-])(?:me|profile|own|self|my)(?:$|[_/-])|change_?pass",
    re.IGNORECASE,
)
"""Names and paths of what people do with the passwords of their own."""
DEEPEST = 4


@record
class SentPassword:
    """A call, or a part of a message, that brings the password of an account to somebody."""

    node: ast.expr
    account: str


def sent_passwords(file: File) -> Iterator[SentPassword]:
    """Every one whose password is given to an account in the same function."""
    if MENTIONED.search(file.source) is None:
        return
    seen = set[tuple[FunctionNode, str]]()
    for node, values in _messages(file):
        function = file.function(node)
        if function is None:
            continue
        handed = _handed(file, node) if isinstance(node, ast.Call) else iter(())
        for part in chain(_parts(file, values), handed):
            account = _account_of(file, function, part)
            # A message is made, put into another one and sent: it is one password.
            key = function, ast.unparse(part)
            if account and key not in seen and not _is_own(file, function, part):
                seen.add(key)
                yield SentPassword(node, account)
                break


def _handed(file: File, call: ast.Call) -> Iterator[ast.expr]:
    """The passwords that a call gives to a function of the program, which puts them into a text."""
    given = [*call.args, *(item.value for item in call.keywords)]
    passwords = [item for item in given if _is_password(file, item)]
    target = called(file, call) if passwords else None
    if target is None:
        return
    home, function = target
    for password in passwords:
        name = parameter_given(call, password, home, function)
        if any(
            is_name(part, name)
            for node, values in _messages(home)
            if home.function(node) is function
            for part in _parts(home, values)
        ):
            yield password


def _messages(file: File) -> Iterator[tuple[ast.expr, list[ast.expr]]]:
    """What brings a text to somebody, and what it is given."""
    for call, _ in file.calls():
        if _sends(file, call):
            yield call, [*call.args, *(item.value for item in call.keywords)]
    for target, value, _ in file.index.stores:
        if isinstance(target, ast.Attribute) and target.attr in BODIES and value is not None:
            made = file.assigned(target.value)
            if isinstance(made, ast.Call) and _sends(file, made):
                yield target, [value]


def _sends(file: File, call: ast.Call) -> bool:
    """Whether a call brings a text to somebody, itself or by the function that it hands over."""
    if not (call.args or call.keywords):
        return False
    words = file.words(SENDS_TEXTS)
    if words.match(_called(file, call.func)):
        return True
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in LATER:
        return False
    return any(words.match(_called(file, item)) for item in (call.func.value, *call.args[:1]))


def _called(file: File, expr: ast.expr) -> str | None:
    """What a function is called where it is defined, as far as that is known."""
    if not isinstance(expr, ast.Name | ast.Attribute):
        return None
    return (file.name_of(expr) or "").rpartition(".")[2] or file.last_name(expr)


# ── what a message holds ─────────────────────────────────────────────────────────────────────────
def _parts(file: File, values: list[ast.expr]) -> Iterator[ast.expr]:
    """The passwords in texts and mappings."""
    for value in values:
        yield from _in_text(file, value, DEEPEST)


def _in_text(file: File, expr: ast.expr, deep: int, *, inside: bool = False) -> Iterator[ast.expr]:
    """The passwords that stand in a text; ``inside``: an expression is a part of one."""
    if not deep:
        return
    if inside and _is_password(file, expr):
        yield expr
    elif isinstance(expr, ast.Name):
        for binding in file.reaching(expr):
            if binding.kind is Bound.VALUE and binding.value is not None:
                yield from _in_text(file, binding.value, deep - 1)
    elif isinstance(expr, ast.Dict):
        for key, value in entries_of(expr):
            named = isinstance(key, str) and file.words(CLEAR_PASSWORDS).match(key)
            yield from _in_text(file, value, deep - 1, inside=named)
    elif isinstance(expr, ast.JoinedStr):
        for part in expr.values:
            if isinstance(part, ast.FormattedValue):
                yield from _in_text(file, part.value, deep, inside=True)
    elif isinstance(expr, ast.BinOp):
        yield from _in_text(file, expr.left, deep, inside=isinstance(expr.op, ast.Add))
        yield from _in_text(file, expr.right, deep, inside=True)
    elif isinstance(expr, ast.Tuple | ast.List):
        for item in expr.elts:
            yield from _in_text(file, item, deep, inside=inside)
    elif isinstance(expr, ast.Call) and MAKES_TEXT.search(file.last_name(expr.func) or ""):
        yield from _in_call(file, expr, deep)


def _in_call(file: File, call: ast.Call, deep: int) -> Iterator[ast.expr]:
    """The passwords that a call puts into a text: ``"...".format(password)``, a template."""
    formats = file.last_name(call.func) == "format"
    if isinstance(call.func, ast.Attribute) and not formats:
        yield from _in_text(file, call.func.value, deep - 1)
    for value in call.args:
        yield from _in_text(file, value, deep - 1, inside=formats)
    for item in call.keywords:
        named = formats or file.words(CLEAR_PASSWORDS).match(item.arg)
        yield from _in_text(file, item.value, deep - 1, inside=named)


def _is_password(file: File, expr: ast.expr) -> bool:
    """Whether an expression is a password that nothing has hashed."""
    if isinstance(expr, ast.Call):
        return (
            isinstance(expr.func, ast.Attribute)
            and expr.func.attr in PASSES
            and _is_password(file, expr.func.value)
        )
    if not isinstance(expr, ast.Name | ast.Attribute | ast.Subscript):
        return False
    if not file.words(CLEAR_PASSWORDS).match(file.last_name(expr)):
        return False
    values = [item.value for item in file.reaching(expr)] if isinstance(expr, ast.Name) else []
    return not any(
        isinstance(value, ast.Call) and file.words(HASHING).match(_called(file, value.func))
        for value in values
    )


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────
def _account_of(file: File, function: FunctionNode, password: ast.expr) -> str:
    """The account that gets a password in a function, as a reader calls it; empty: none does."""
    text, calls = ast.unparse(password), file.nodes(ast.Call, within=function)
    names = [_called(file, call.func) or "" for call in calls]
    models = [name for name in names if file.words(USER_MODELS).match(name)]
    for call, last in zip(calls, names, strict=True):
        if last in models or file.words(SET_PASSWORDS).match(last):
            values = (*call.args, *(item.value for item in call.keywords))
            if any(ast.unparse(value) == text for value in values):
                return f"`{models[0]}`" if models else "an account"
    return ""


def _is_own(file: File, function: FunctionNode, password: ast.expr) -> bool:
    """Whether who is written to chose the password, or has to choose another one at once."""
    calls = file.nodes(ast.Call, within=function)
    names = (item.arg for call in calls for item in call.keywords)
    if any(map(file.words(CHANGED_SOON).match, chain(identifiers_in(function), names))):
        return True
    drawn = isinstance(password, ast.Name) and any(
        item.kind is Bound.VALUE and isinstance(item.value, ast.Call)
        for item in file.reaching(password)
    )
    entry = entry_of(function, file)
    path = (entry.path or "") if isinstance(entry, Handler) else ""
    own = OWN.search(function.name) or OWN.search(path) or file.words(SIGNS_IN).match(function.name)
    return not drawn and bool(own)

"""Accounts that stand in the code: containers of users, and users that nobody looked up."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import functions_of
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.program import mentions_of
from readiness_lint.facts.settings import is_for_development
from readiness_lint.facts.shapes import entries_of
from readiness_lint.facts.tables import is_within, tables
from readiness_lint.facts.words import (
    ACCOUNT_STORES,
    CURRENT_USERS,
    LOGS_IN,
    PASSWORDS,
    STAND_IN_ACCOUNTS,
)
from readiness_lint.knowledge.schema import EnvironmentTrait
from readiness_lint.model import Binding, Bound, File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import Because, EntryKind, Type

EMPTY = {"builtins.dict", "builtins.list", "collections.OrderedDict", "collections.defaultdict"}
BOXES = (ast.Dict, ast.List, ast.Tuple)
STORES = (*BOXES, ast.Call)


@record
class CodedAccounts:
    """A container of the module that the program logs people in with, or a user who is always the same."""

    node: ast.stmt
    about: ast.AST
    origin: str
    outcome: str
    secret: bool

    @classmethod
    def find(cls, file: File) -> Iterable[CodedAccounts]:
        """Every one of the file."""
        for name, bindings in file.index.module.bindings.items():
            first = bindings[0]
            if first.kind is Bound.VALUE and isinstance(first.value, STORES):
                found = _stored(file, name, first, first.value)
                if found is not None:
                    yield found
        words = file.words(CURRENT_USERS)
        for function in functions_of(file):
            if words.match(function.name) and _is_always_same(file, function):
                yield cls(
                    function,
                    function,
                    f"`{function.name}`, which returns the same one for everybody",
                    "no request is asked who sends it",
                    secret=False,
                )


def _stored(file: File, name: str, first: Binding, value: ast.expr) -> CodedAccounts | None:
    if first.scope is not file.index.module:
        return None
    named = file.words(ACCOUNT_STORES).match(name)
    secret = _holds_passwords(file, value)
    if not (secret or (named and _is_container(file, first))) or not _is_settled(file, first):
        return None
    if not any(_logs_in(home, use, name, secret=secret) for home, use in _uses(file, name)):
        return None
    count = len(list(_entries(value)))
    entries = (
        f"{count} literal {'entry' if count == 1 else 'entries'}" if count else "empty at first"
    )
    outcome = "sign-ups are not persisted"
    if secret:
        outcome = "sign-ups are not persisted and credentials live in code"
    origin = f"module-level `{name}` ({entries})"
    return CodedAccounts(first.statement, first.statement, origin, outcome, secret)


def _uses(file: File, name: str) -> Iterator[tuple[File, ast.expr]]:
    own = file.index.module.bindings[name]
    for node in file.reads.of(name):
        if isinstance(node, ast.Name) and file.function(node) is not None:
            found = file.bindings(node)
            if found and all(item in own for item in found):
                yield file, node
    yield from (pair for pair in mentions_of(file, file.qualify(name)) if pair[0] is not file)


def _is_settled(file: File, binding: Binding) -> bool:
    """Whether the container is there wherever the program runs."""
    statement = binding.statement
    return not (
        file.conditions(statement)
        or file.under(statement, Because.DEV)
        or is_for_development(statement, file)
    )


def _is_container(file: File, binding: Binding) -> bool:
    """Whether a name is bound to a list or mapping of its own that holds data."""
    value = binding.value
    if isinstance(value, ast.Call) and file.callee(value) not in EMPTY:
        return False
    kind = file.type_named(binding.annotation) if binding.annotation is not None else None
    plain = isinstance(value, ast.Dict | ast.List | ast.Call)
    return plain and not (kind is not None and _is_of_process(kind))


def _is_of_process(kind: Type) -> bool:
    return is_within(kind.name, "process-bound") or any(map(_is_of_process, kind.args))


def _entries(value: ast.expr) -> Iterator[ast.expr]:
    """The elements of a display, or the values of a mapping."""
    if isinstance(value, ast.Dict):
        yield from value.values
    elif isinstance(value, ast.List | ast.Tuple):
        yield from value.elts


def _holds_passwords(file: File, value: ast.expr) -> bool:
    """Whether an element names a password, written out or hashed from what is written out."""
    words = file.words(PASSWORDS)
    for entry in _entries(value) if isinstance(value, BOXES) else ():
        if isinstance(entry, ast.Dict):
            pairs = [(key, item) for key, item in entries_of(entry) if isinstance(key, str)]
        elif isinstance(entry, ast.Call):
            pairs = [(item.arg, item.value) for item in entry.keywords if item.arg]
        else:
            continue
        if any(words.match(key) and _is_written_out(file, item) for key, item in pairs):
            return True
    return False


def _is_written_out(file: File, expr: ast.expr) -> bool:
    if isinstance(expr, ast.Call):
        if file.callee(expr) in tables().table(EnvironmentTrait):
            return False
        return bool(expr.args) and _is_written_out(file, expr.args[0])
    if isinstance(expr, ast.Attribute):
        return False
    known = file.value_of(expr)
    return known is not None and isinstance(known.value, str | bytes) and len(known.value) > 0


def _logs_in(file: File, use: ast.expr, name: str, *, secret: bool) -> bool:
    """Whether what uses a container finds out, or says, who somebody is."""
    function = file.function(use)
    if function is None:
        return False
    if file.words(LOGS_IN).match(function.name):
        return True
    entry = entry_of(use, file)
    sure = secret or file.words(STAND_IN_ACCOUNTS).match(name)
    if isinstance(entry, Handler):
        parts = [part for part in (entry.path or "").split("/") if part]
        return bool(sure) or any(file.words(LOGS_IN).match(part) for part in parts)
    return bool(sure) and isinstance(entry, Entry) and entry.kind is EntryKind.DEPENDENCY


# ── users that nobody looked up ──────────────────────────────────────────────────────────────────
def _is_always_same(file: File, function: FunctionNode) -> bool:
    """Whether a function does nothing but return a user that is written out."""
    body = file.body(function)
    if len(body) != 1 or not isinstance(body[0], ast.Return) or function.decorator_list:
        return False
    value = body[0].value
    if value is None or not _is_user(file, value) or file.under(function, Because.DEV):
        return False
    return not is_for_development(function, file) and _is_asked(file, function)


def _is_user(file: File, value: ast.expr) -> bool:
    """Whether an expression is a mapping, or an object of a class, made of constants."""
    if isinstance(value, ast.Dict):
        parts = value.values
    elif isinstance(value, ast.Call):
        known = file.definition(value.func) or file.defined(file.callee(value) or "")
        if known is None or isinstance(known, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        parts = [*value.args, *(item.value for item in value.keywords)]
    else:
        return False
    return bool(parts) and all(isinstance(part, ast.Constant) for part in parts)


def _is_asked(file: File, function: FunctionNode) -> bool:
    """Whether requests depend on it."""
    entry = entry_of(function, file)
    return isinstance(entry, Entry) and entry.kind is EntryKind.DEPENDENCY

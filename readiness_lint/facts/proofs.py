"""What callers prove themselves by: secrets that were configured, and what a client sent."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from readiness_lint.facts.callables import default_of, last_of
from readiness_lint.facts.flows import Given, Piece
from readiness_lint.facts.handlers import CAMEL
from readiness_lint.facts.settings import EnvironmentRead
from readiness_lint.facts.tables import tables
from readiness_lint.facts.taint import Tracer
from readiness_lint.facts.words import (
    ACCESS_CHECKS,
    AUTHENTICATORS,
    CONFIGURATIONS,
    CREDENTIALS,
    ENCODERS,
    GUARDS,
    PROOFS,
    REQUEST_CONTENT,
    REQUESTS,
    TRIMMING,
)
from readiness_lint.knowledge.schema import SettingsBase
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.terms import SinkKind

DEEPEST = 3
"""Assignments behind which a value is looked for."""
REVEALS = "get_secret_value"
HOLDERS = frozenset({"get", "get_secret_value", "getenv"})
Placed = tuple[File, ast.expr]
"""An expression and its file."""


def leaves_of(file: File, expr: ast.expr) -> tuple[Placed, ...]:
    """What a text is made of: behind assignments, encodings, additions and braces."""
    return file.memo(("leaves", expr), lambda: tuple(_leaves(file, expr, DEEPEST)))


def _leaves(file: File, expr: ast.expr, deepest: int) -> Iterator[Placed]:
    yield file, expr
    for home, part in _parts(file, expr) if deepest else ():
        yield from _leaves(home, part, deepest - 1)


def _parts(file: File, expr: ast.expr) -> Iterator[Placed]:
    if isinstance(expr, ast.Name | ast.Attribute):
        behind = file.origin(expr)
        if behind is not None:
            yield behind
    elif isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Add):
        yield from ((file, expr.left), (file, expr.right))
    elif isinstance(expr, ast.JoinedStr):
        for part in expr.values:
            if isinstance(part, ast.FormattedValue):
                yield file, part.value
    elif isinstance(expr, ast.BoolOp) and isinstance(expr.op, ast.Or):
        yield file, expr.values[0]
    elif isinstance(expr, ast.Call):
        yield from _respelled(file, expr)


def _respelled(file: File, call: ast.Call) -> Iterator[Placed]:
    function = call.func
    if isinstance(function, ast.Attribute) and file.words(TRIMMING).match(function.attr):
        yield file, function.value
    elif call.args and (
        file.callee(call) in tables().word("spells-bytes")
        or file.words(ENCODERS).match(last_of(file, function))
        or file.last_name(function) in {"str", "bytes"}
    ):
        yield file, call.args[0]


# ── secrets that were configured ─────────────────────────────────────────────────────────────────
def configured_secret(file: File, expr: ast.expr) -> str | None:
    """The name of the configured secret that a text holds; ``None``: it holds none that is known."""
    names = file.words(PROOFS)
    called = ""
    for home, part in leaves_of(file, expr):
        name = _name(home, part)
        called = called or (name if names.match(name) else "")
        if _is_configured(home, part, called):
            return called
    return None


def _name(file: File, expr: ast.expr) -> str:
    """What a read of a setting is called by: its attribute, its key, its variable."""
    if isinstance(expr, ast.Call):
        function = expr.func
        if isinstance(function, ast.Attribute) and function.attr == REVEALS:
            return _name(file, function.value)
        first = expr.args[0] if expr.args else None
        if file.last_name(function) in HOLDERS and isinstance(first, ast.Constant):
            return str(first.value)
    return last_of(file, expr) if not isinstance(expr, ast.Call) else ""


def _is_configured(file: File, expr: ast.expr, name: str) -> bool:
    if isinstance(expr, ast.Call | ast.Subscript) and expr in _reads(file):
        read = _reads(file)[expr]
        return bool(name) or any(map(file.words(PROOFS).match, (read.variable, read.target)))
    if not name:
        return False
    if isinstance(expr, ast.Name):
        return _is_set_up(file, expr)
    if isinstance(expr, ast.Call):
        function = expr.func
        if not isinstance(function, ast.Attribute) or function.attr not in HOLDERS:
            return False
        return function.attr == REVEALS or _holds_settings(file, function.value)
    if isinstance(expr, ast.Attribute):
        held = _holds_settings(file, expr.value) and file.value_of(expr) is None
        return held or _is_kept(file, expr)
    return isinstance(expr, ast.Subscript) and _holds_settings(file, expr.value)


def _reads(file: File) -> dict[ast.expr, EnvironmentRead]:
    return file.memo(
        ("environment reads",), lambda: {item.node: item for item in file.facts(EnvironmentRead)}
    )


def _holds_settings(file: File, expr: ast.expr) -> bool:
    """Whether an object is the configuration, by its class or by its name."""
    if isinstance(expr, ast.Call):
        expr = expr.func
        return file.words(CONFIGURATIONS).match(last_of(file, expr).removeprefix("get_"))
    if file.words(CONFIGURATIONS).match(last_of(file, expr)):
        return True
    if isinstance(expr, ast.Subscript):
        return _holds_settings(file, expr.value)
    kind = file.type_of(expr)
    return kind is not None and not _settings().isdisjoint(file.library.bases(kind.name))


@cache
def _settings() -> frozenset[str]:
    return frozenset(tables().table(SettingsBase))


def _is_set_up(file: File, expr: ast.Name) -> bool:
    """Whether a name is what the function around a handler was given, once."""
    bindings = file.bindings(expr)
    return len(bindings) == 1 and (
        bindings[0].kind is Bound.PARAMETER
        and bindings[0].scope.node is not file.function(expr)
        and file.words(PROOFS).match(expr.id)
    )


def _is_kept(file: File, expr: ast.Attribute) -> bool:
    """Whether an attribute is what a middleware or authenticator was set up with."""
    function, cls = file.function(expr), file.class_(expr)
    if function is None or cls is None or not isinstance(expr.value, ast.Name):
        return False
    if expr.value.id != file.index.scopes[function].me:
        return False
    scope = file.index.scopes[cls]
    names = [CAMEL.sub("_", cls.name), *(file.last_name(base) or "" for base in cls.bases)]
    return any(map(file.words(AUTHENTICATORS).match, names)) and (
        expr.attr in scope.attributes or expr.attr in scope.bindings
    )


# ── what a client sent ───────────────────────────────────────────────────────────────────────────
def is_sent(file: File, expr: ast.expr) -> bool:
    """Whether a text is what a client showed: a part of a request, or what a check is given."""
    tracer = file.memo(("proofs",), lambda: Tracer(SinkKind.SQL, checks=False))
    return any(_is_sent(file, tracer, piece) for piece in tracer.flow(file, expr).pieces)


def _is_sent(file: File, tracer: Tracer, piece: Piece) -> bool:
    origin = piece.origin
    if not isinstance(origin, Given):
        return True
    if tracer.filled(piece) is not None:
        return True
    function = origin.function
    access = piece.access[0] if piece.access else ""
    return (
        is_access_check(file, function)
        or _is_of_request(origin.file, function, origin.parameter)
        or (
            file.words(REQUESTS).match(origin.parameter)
            and any(
                file.words(words).match(access.partition("(")[0])
                for words in (REQUEST_CONTENT, CREDENTIALS)
            )
        )
    )


def is_access_check(file: File, function: FunctionNode) -> bool:
    """Whether a function says whether a caller gets in, by its name or to the library that asks it."""
    checks = tables().word("checks-proof")
    return (
        file.words(ACCESS_CHECKS).match(function.name)
        or file.words(GUARDS).match(function.name)
        or any(file.name_of(item) in checks for item in function.decorator_list)
    )


def _is_of_request(file: File, function: FunctionNode, name: str) -> bool:
    """Whether a framework fills a parameter of a dependency: ``key: str = Header()``."""
    filling = {*tables().word("request-parameter"), *tables().word("injected")}
    for argument in every_argument(function.args):
        default = default_of(function, argument) if argument.arg == name else None
        if isinstance(default, ast.Call) and file.callee(default) in filling:
            return True
    return False

"""Calls that write a log record."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LOGGERS
from readiness_lint.knowledge.schema import LoggerTrait
from readiness_lint.model import File
from readiness_lint.terms import Answer

SURE = frozenset({"root", "std", "adapter", "oslo", "structlog", "loguru"})
STANDARD = frozenset({"root", "std", "adapter", "oslo"})
"""Kinds that format with ``%`` when the record is written."""
NUMBERS = {10: "debug", 20: "info", 30: "warning", 40: "error", 50: "critical"}
TRACEBACKS = frozenset({"exception", "aexception"})
"""Methods that take the traceback along."""
ADAPTER = "logging.LoggerAdapter"


@dataclass(frozen=True, slots=True)
class LogCall:
    """A call that writes a record to a log."""

    node: ast.Call
    kind: str
    """``root``, ``std``, ``adapter``, ``oslo``, ``structlog``, ``loguru``; ``own``: a class of this
    file; ``unknown``: only the name of the receiver tells."""
    method: str
    level: str | None
    """``debug``, ``info``, ``warning``, ``error``, ``critical``; ``None``: not known."""
    message: ast.expr | None
    arguments: tuple[ast.expr, ...]
    """What follows the message by position."""
    keywords: tuple[ast.keyword, ...]
    traceback: Answer
    """Whether it writes the traceback of the exception that is being handled."""

    @property
    def sure(self) -> bool:
        """Whether the class of the logger is known."""
        return self.kind in SURE

    @property
    def standard(self) -> bool:
        """Whether it is a logger of the standard library, or one that hands on to it unchanged."""
        return self.kind in STANDARD

    @property
    def low(self) -> bool:
        """Whether production seldom keeps the record."""
        return self.level in {"debug", "info"}

    @property
    def starred(self) -> bool:
        """Whether some arguments are hidden in ``*`` or ``**``."""
        return any(isinstance(item, ast.Starred) for item in self.node.args) or any(
            keyword.arg is None for keyword in self.keywords
        )

    @classmethod
    def find(cls, file: File) -> Iterable[LogCall]:
        """Every one of the file, whatever library it belongs to."""
        for call, at in file.candidates(_methods()):
            found = _logger(file, call, at)
            if found is not None:
                yield _log_call(file, call, *found)


def log_calls(file: File) -> dict[ast.Call, LogCall]:
    """The log calls of a file by their node."""
    found: dict[ast.Call, LogCall] = file.memo(
        ("log calls",), lambda: {item.node: item for item in file.facts(LogCall)}
    )
    return found


@cache
def _levels() -> dict[str, str]:
    """All methods of all libraries, with their levels."""
    rows = tables().table(LoggerTrait).values()
    return {method: level for row in rows for method, level in row.levels}


@cache
def _methods() -> frozenset[str]:
    return frozenset(_levels())


def _logger(file: File, call: ast.Call, at: ast.stmt) -> tuple[str, str, dict[str, str]] | None:
    """Kind, method and the levels of the library; ``None``: no log call."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr in _levels():
        kind, levels = _receiver(file, function.value, at)
        if kind is not None and function.attr in levels:
            return kind, function.attr, levels
        return None
    name = file.callee(call, at) if isinstance(function, ast.Name) else None
    owner, _, method = (name or "").rpartition(".")
    row = _row(owner) if owner else None
    if row is None or method not in dict(row.levels):
        return None
    return _kind(owner, row), method, dict(row.levels)


Receiver = tuple[str | None, dict[str, str]]


def _receiver(file: File, expr: ast.expr, at: ast.stmt) -> Receiver:
    """The kind of a logger and its levels; one answer for all uses of one variable."""
    scope = file.index.placed[at].scope
    if isinstance(expr, ast.Name) and expr.id not in file.index.inner_names and not scope.is_class:
        bindings = scope.lookup(expr.id, at)
        key = ("logger", expr.id, id(bindings))
        found: Receiver = file.memo(key, lambda: _receiver_of(file, expr, at))
        return found
    return _receiver_of(file, expr, at)


def _receiver_of(file: File, expr: ast.expr, at: ast.stmt) -> Receiver:
    name = file.name_at(expr, at)
    row = _row(name) if name else None
    if row is not None and name is not None:
        return _kind(name, row), dict(row.levels)
    if isinstance(expr, ast.Constant | ast.JoinedStr):
        return None, {}
    kind = file.type_at(expr, at)
    if kind is not None:
        own = file.class_named(kind.name)
        lines = (kind.name, *file.bases_of(own)) if own else (kind.name,)
        for line in lines:
            row = _row(line)
            if row is not None:
                adapted = own is not None and row.kind == "adapter"
                return "own" if adapted else _kind(line, row), dict(row.levels)
    words = file.words(LOGGERS)
    if not words.match(file.last_name(expr)) and not words.match((name or "").rpartition(".")[2]):
        return None, {}
    return ("own" if kind is not None else "unknown"), _levels()


def _row(name: str) -> LoggerTrait | None:
    table = tables().table(LoggerTrait)
    if name in table:
        return table[name]
    return next((table[base] for base in tables().bases(name) if base in table), None)


def _kind(name: str, row: LoggerTrait) -> str:
    return "oslo" if name.startswith("oslo_log.") else row.kind


def _log_call(
    file: File, call: ast.Call, kind: str, method: str, levels: dict[str, str]
) -> LogCall:
    level: str | None = levels[method]
    arguments = list(call.args)
    keywords = tuple(call.keywords)
    if not level:
        level = _named_level(file, arguments.pop(0)) if arguments else None
    message = arguments.pop(0) if arguments else None
    if message is None:
        message = next((item.value for item in keywords if item.arg in {"msg", "event"}), None)
    return LogCall(
        call,
        kind,
        method,
        level,
        message,
        tuple(arguments),
        keywords,
        _traceback(kind, method, call),
    )


def _named_level(file: File, expr: ast.expr) -> str | None:
    known = file.value_of(expr)
    if known is not None and isinstance(known.value, int):
        return NUMBERS.get(known.value)
    word = known.value if known is not None else file.last_name(expr)
    word = word.lower() if isinstance(word, str) else ""
    word = {"warn": "warning", "fatal": "critical", "trace": "debug"}.get(word, word)
    return word if word in NUMBERS.values() else None


def _traceback(kind: str, method: str, call: ast.Call) -> Answer:
    given: dict[str | None, ast.expr] = {item.arg: item.value for item in call.keywords}
    if kind == "loguru":
        if method in TRACEBACKS or any(_opted(call)):
            return True
        return None if None in given else False
    for option in ("exc_info", "stack_info"):
        if option in given:
            value = given[option]
            if not isinstance(value, ast.Constant):
                return None
            if value.value or option == "exc_info":
                return bool(value.value)
    if method in TRACEBACKS:
        return True
    return None if None in given else False


def _opted(call: ast.Call) -> Iterator[bool]:
    """Whether ``opt(exception=...)`` stands before the method, link by link."""
    current: ast.expr = call.func
    while isinstance(current, ast.Attribute | ast.Call):
        if isinstance(current, ast.Call):
            yield any(item.arg in {"exception", None} for item in current.keywords)
            current = current.func
        else:
            current = current.value

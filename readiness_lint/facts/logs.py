"""Calls that write a log record."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache

from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LOGGERS
from readiness_lint.knowledge.schema import LoggerTrait
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Answer

OWN, UNKNOWN = "own", "unknown"
NUMBERS = {10: "debug", 20: "info", 30: "warning", 40: "error", 50: "critical"}
EXTRA = "extra"
"""The keyword that holds fields where a library takes no others."""
SPELLINGS = {"warn": "warning", "fatal": "critical", "trace": "debug"}


@record
class LogCall:
    """A call that writes a record to a log."""

    node: ast.Call
    kind: str
    """That of its `LoggerTrait`; ``own``: a class of the project; ``unknown``: only the name of the
    receiver tells."""
    row: LoggerTrait | None
    """What is known of its library; ``None``: nothing."""
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
        """Whether the class of the logger is known, and is a library's."""
        return self.row is not None

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


def fields_of_record(call: LogCall) -> tuple[str, ...]:
    """The fields that a call gives to its record beside the message, as far as they are certain."""
    row = call.row
    if row is None:
        return ()
    if row.keywords is None:
        options = {*row.options, row.message}
        return tuple(item.arg for item in call.keywords if item.arg and item.arg not in options)
    extra = next((item.value for item in call.keywords if item.arg == EXTRA), None)
    keys = extra.keys if isinstance(extra, ast.Dict) else ()
    texts = (key.value for key in keys if isinstance(key, ast.Constant))
    return tuple(text for text in texts if isinstance(text, str))


@cache
def _rows() -> tuple[LoggerTrait, ...]:
    """What any logger may be."""
    return tuple(tables().table(LoggerTrait).values())


@cache
def _levels() -> dict[str, str]:
    """All methods of all libraries, with their levels."""
    return {method: level for row in _rows() for method, level in row.levels}


@cache
def _methods() -> frozenset[str]:
    return frozenset(_levels())


Receiver = tuple[str, LoggerTrait | None]
"""The kind of a logger, and what is known of its library."""


def _logger(file: File, call: ast.Call, at: ast.stmt) -> tuple[Receiver, str] | None:
    """The logger and its method; ``None``: no log call."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr in _levels():
        receiver, method = _receiver(file, function.value, at), function.attr
    else:
        name = file.callee(call, at) if isinstance(function, ast.Name) else None
        owner, _, method = (name or "").rpartition(".")
        found = _row(owner) if owner else None
        receiver = (found.kind, found) if found is not None else None
    if receiver is None or method not in _levels_of(receiver[1]):
        return None
    return receiver, method


def _levels_of(row: LoggerTrait | None) -> dict[str, str]:
    return _levels() if row is None else dict(row.levels)


def _receiver(file: File, expr: ast.expr, at: ast.stmt) -> Receiver | None:
    """What kind of logger it is, if any; one answer for all uses of one variable."""
    scope = file.index.placed[at].scope
    if isinstance(expr, ast.Name) and expr.id not in file.index.inner_names and not scope.is_class:
        bindings = scope.lookup(expr.id, at)
        key = ("logger", expr.id, id(bindings))
        found: Receiver | None = file.memo(key, lambda: _receiver_of(file, expr, at))
        return found
    return _receiver_of(file, expr, at)


def _receiver_of(file: File, expr: ast.expr, at: ast.stmt) -> Receiver | None:
    name = file.name_at(expr, at)
    row = _row(name) if name else None
    if row is not None:
        return row.kind, row
    if isinstance(expr, ast.Constant | ast.JoinedStr):
        return None
    kind = file.type_at(expr, at)
    row = _row(kind.name) if kind is not None else None
    if row is not None:
        return row.kind, row
    if kind is not None and any(_row(base) is not None for base in _bases(file, kind.name)):
        return OWN, None
    words = file.words(LOGGERS)
    if words.match(file.last_name(expr)) or words.match((name or "").rpartition(".")[2]):
        return (OWN if kind is not None else UNKNOWN), None
    if kind is None and isinstance(expr, ast.Call) and isinstance(expr.func, ast.Attribute):
        # `logger.bind(order=1)`, `logger.opt(exception=True)`
        made_by = _receiver_of(file, expr.func.value, at)
        return (OWN if made_by[0] == OWN else UNKNOWN, None) if made_by is not None else None
    return None


def _bases(file: File, name: str) -> tuple[str, ...]:
    """The bases of a class of the project."""
    own = file.class_named(name)
    return file.bases_of(own) if own is not None else file.library.bases(name)


def _row(name: str) -> LoggerTrait | None:
    table = tables().table(LoggerTrait)
    if name in table:
        return table[name]
    return next((table[base] for base in tables().bases(name) if base in table), None)


def _log_call(file: File, call: ast.Call, receiver: Receiver, method: str) -> LogCall:
    kind, row = receiver
    level: str | None = _levels_of(row)[method]
    arguments = list(call.args)
    keywords = tuple(call.keywords)
    if not level:
        level = _named_level(file, arguments.pop(0)) if arguments else None
    message = arguments.pop(0) if arguments else None
    if message is None:
        names = {item.message for item in _like(row)} - {""}
        message = next((item.value for item in keywords if item.arg in names), None)
    return LogCall(
        call,
        kind,
        row,
        method,
        level,
        message,
        tuple(arguments),
        keywords,
        _traceback(_like(row), method, call),
    )


def _like(row: LoggerTrait | None) -> tuple[LoggerTrait, ...]:
    """What a logger may be."""
    return _rows() if row is None else (row,)


def _named_level(file: File, expr: ast.expr) -> str | None:
    known = file.value_of(expr)
    if known is not None and isinstance(known.value, int):
        return NUMBERS.get(known.value)
    word = known.value if known is not None else file.last_name(expr)
    word = word.lower() if isinstance(word, str) else ""
    word = SPELLINGS.get(word, word)
    return word if word in NUMBERS.values() else None


def _traceback(rows: tuple[LoggerTrait, ...], method: str, call: ast.Call) -> Answer:
    if any(_chained(call, links) for row in rows if (links := row.chained)):
        return True
    given: dict[str | None, ast.expr] = {item.arg: item.value for item in call.keywords}
    for option in dict.fromkeys(option for row in rows for option in row.options):
        if option in given:
            value = given[option]
            if not isinstance(value, ast.Constant):
                return None
            # `exception(..., exc_info=False)` writes none.
            if value.value or option == "exc_info":
                return bool(value.value)
    if any(method in row.tracebacks for row in rows):
        return True
    return None if None in given else False


def _chained(call: ast.Call, links: tuple[tuple[str, str], ...]) -> bool:
    """Whether one of some calls, with its keyword, stands before the method."""
    current: ast.expr = call.func
    while isinstance(current, ast.Attribute | ast.Call):
        if isinstance(current, ast.Call):
            name = current.func.attr if isinstance(current.func, ast.Attribute) else ""
            given = {item.arg for item in current.keywords}
            if any(name == link and given & {keyword, None} for link, keyword in links):
                return True
            current = current.func
        else:
            current = current.value
    return False

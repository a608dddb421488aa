"""Calls that write a log record."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import cache

from readiness_lint.facts.callers import called
from readiness_lint.facts.shapes import is_name
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


@record
class _Usage:
    """How the calls of a logger are written, of one library or of any."""

    row: LoggerTrait | None
    levels: Mapping[str, str]
    """The methods, with their levels."""
    messages: frozenset[str]
    """The parameters that are a message."""
    options: tuple[str, ...]
    tracebacks: frozenset[str]
    failures: frozenset[str]
    chained: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, row: LoggerTrait | None, rows: tuple[LoggerTrait, ...]) -> _Usage:
        """That of what may be any of some rows."""
        return cls(
            row,
            {method: level for item in rows for method, level in item.levels},
            frozenset(item.message for item in rows) - {""},
            tuple(dict.fromkeys(option for item in rows for option in item.options)),
            frozenset(method for item in rows for method in item.tracebacks),
            frozenset(row.failures if row is not None else ()),
            tuple(link for item in rows for link in item.chained),
        )


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
def _any_usage() -> _Usage:
    """That of a logger of which only the name is known."""
    return _Usage.of(None, tuple(tables().table(LoggerTrait).values()))


@cache
def _usage(name: str) -> _Usage:
    """That of a class, or a module, of the table."""
    row = tables().table(LoggerTrait)[name]
    return _Usage.of(row, (row,))


@cache
def _methods() -> frozenset[str]:
    return frozenset(_any_usage().levels)


Receiver = tuple[str, _Usage]
"""The kind of a logger, and how it is called."""


def _logger(file: File, call: ast.Call, at: ast.stmt) -> tuple[Receiver, str] | None:
    """The logger and its method; ``None``: no log call."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr in _methods():
        receiver, method = _receiver(file, function.value, at), function.attr
    else:
        name = file.callee(call, at) if isinstance(function, ast.Name) else None
        owner, _, method = (name or "").rpartition(".")
        receiver = _known(owner) if owner else None
    if receiver is None or method not in receiver[1].levels:
        return None
    return receiver, method


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
    known = _known(name) if name else None
    if known is not None:
        return known
    if isinstance(expr, ast.Constant | ast.JoinedStr):
        return None
    kind = file.type_at(expr, at)
    known = _known(kind.name) if kind is not None else None
    if known is not None:
        other = _is_tested(file, expr, at) or _is_made_otherwise(file, expr, known[0])
        return (UNKNOWN, _any_usage()) if other else known
    if kind is not None and any(_known(base) is not None for base in _bases(file, kind.name)):
        return OWN, _any_usage()
    words = file.words(LOGGERS)
    if words.match(file.last_name(expr)) or words.match((name or "").rpartition(".")[2]):
        return (OWN if kind is not None else UNKNOWN), _any_usage()
    if kind is None and isinstance(expr, ast.Call) and isinstance(expr.func, ast.Attribute):
        # `logger.bind(order=1)`, `logger.opt(exception=True)`
        made_by = _receiver_of(file, expr.func.value, at)
        own = made_by is not None and made_by[0] == OWN
        return (OWN if own else UNKNOWN, _any_usage()) if made_by is not None else None
    return None


def _is_tested(file: File, expr: ast.expr, at: ast.stmt) -> bool:
    """Whether its function asks for the class of a parameter: it is given others than it says."""
    function = file.function(at)
    return (
        isinstance(expr, ast.Name)
        and function is not None
        and any(
            call.args and is_name(call.args[0], expr.id) and file.function(call) is function
            for call, _ in file.index.calls.get("isinstance", ())
        )
    )


def _is_made_otherwise(file: File, expr: ast.expr, kind: str) -> bool:
    """Whether a function of the program makes it, which gives a logger of another library as well."""
    made = expr if isinstance(expr, ast.Call) else file.assigned(expr)
    found = called(file, made) if isinstance(made, ast.Call) else None
    if found is None:
        return False
    home, function = found
    types = (
        home.type_at(item.value, item)
        for item in home.nodes(ast.Return, within=function)
        if item.value is not None
    )
    known = (_known(item.name) for item in types if item is not None)
    return any(item is not None and item[0] != kind for item in known)


def _bases(file: File, name: str) -> tuple[str, ...]:
    """The bases of a class of the project."""
    own = file.class_named(name)
    return file.bases_of(own) if own is not None else file.library.bases(name)


def _known(name: str) -> Receiver | None:
    """The logger that a class is, or a module; ``None``: the tables know of none."""
    table = tables().table(LoggerTrait)
    bases = (name,) if name in table else tables().bases(name)
    for base in bases:
        if base in table:
            usage = _usage(base)
            return (usage.row.kind, usage) if usage.row is not None else None
    return None


def _log_call(file: File, call: ast.Call, receiver: Receiver, method: str) -> LogCall:
    kind, usage = receiver
    level: str | None = usage.levels[method]
    arguments = list(call.args)
    keywords = tuple(call.keywords)
    if not level:
        level = _named_level(file, arguments.pop(0)) if arguments else None
    message = arguments.pop(0) if arguments else None
    if message is None:
        named = (item.value for item in keywords if item.arg in usage.messages)
        message = next(named, None)
    return LogCall(
        call,
        kind,
        usage.row,
        method,
        level,
        message,
        tuple(arguments),
        keywords,
        _traceback(usage, method, call),
    )


def _named_level(file: File, expr: ast.expr) -> str | None:
    known = file.value_of(expr)
    if known is not None and isinstance(known.value, int):
        return NUMBERS.get(known.value)
    word = known.value if known is not None else file.last_name(expr)
    word = word.lower() if isinstance(word, str) else ""
    word = SPELLINGS.get(word, word)
    return word if word in NUMBERS.values() else None


def _traceback(usage: _Usage, method: str, call: ast.Call) -> Answer:
    if usage.chained and _chained(call, usage.chained):
        return True
    if method in usage.failures:
        return _of_failure(call)
    if not call.keywords:
        return method in usage.tracebacks
    given: dict[str | None, ast.expr] = {item.arg: item.value for item in call.keywords}
    for option in usage.options:
        if option in given:
            value = given[option]
            if not isinstance(value, ast.Constant):
                return None
            # `exception(..., exc_info=False)` writes none.
            if value.value or option == "exc_info":
                return bool(value.value)
    if method in usage.tracebacks:
        return True
    return None if None in given else False


def _of_failure(call: ast.Call) -> Answer:
    """Whether a call that takes a failure, the one at hand without any, is given no text instead."""
    given = call.args[0] if call.args else None
    if given is None or (isinstance(given, ast.Constant) and given.value is None):
        return True
    return False if isinstance(given, ast.Constant | ast.JoinedStr | ast.BinOp) else None


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

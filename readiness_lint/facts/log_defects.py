"""Log calls that do not write what they were given."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness_lint.facts.logs import LogCall
from readiness_lint.model import File

CONVERSION = re.compile(
    r"%(?:\((?P<key>[^)]*)\))?[#0\- +]*(?P<width>\*|\d+)?(?:\.(?P<precision>\*|\d+))?[hlL]?"
    r"(?P<type>[diouxXeEfFgGcrsa%])"
)
PLAIN = re.compile(r"(?<![\d%])%(?:\(\w+\))?(?:\.\d+)?[sdrf](?![A-Za-z0-9])")
"""A conversion that cannot be a percentage, a date format or an escaped character."""
NO_PLACEHOLDER = re.compile(r"%[%YmHMyjBb]")
"""What says that the message is about percentages or dates."""
BRACES = re.compile(r"\{[\w.\[\]]*(?:![rsa])?(?::[^{}]*)?\}")
KEYWORDS = frozenset({"exc_info", "extra", "stack_info", "stacklevel", "msg", "level", "args"})
RESERVED = frozenset(
    [
        *("name", "msg", "args", "levelname", "levelno", "pathname", "filename", "module"),
        *("exc_info", "exc_text", "stack_info", "lineno", "funcName", "created", "msecs"),
        *("relativeCreated", "thread", "threadName", "processName", "process", "message"),
        "asctime",
    ]
)
"""Attributes of `logging.LogRecord`, which ``extra`` may not overwrite."""
OF_EVERY_LIBRARY = frozenset(
    f"{prefix}{level}"
    for prefix in ("", "a")
    for level in ("debug", "info", "warning", "error", "exception", "critical", "log")
)
LOST = "the record is lost"
UNWRITTEN = "the value is never written"
UNFILLED = "the placeholder is written as it stands"


@dataclass(frozen=True, slots=True)
class BrokenLogCall:
    """A log call that loses its record or a value, or raises."""

    node: ast.Call
    log: LogCall
    what: str
    effect: str
    deprecated: bool = False
    """Only the name is wrong: ``warn``."""

    @property
    def library(self) -> str:
        """Whose call it is."""
        names = {"root": "logging", "std": "logging", "adapter": "logging", "unknown": ""}
        return names.get(self.log.kind, self.log.kind)

    @classmethod
    def find(cls, file: File) -> Iterable[BrokenLogCall]:
        """The first defect of every call of the file, and ``warn``."""
        for log in file.facts(LogCall):
            for what, effect in _defects(file, log):
                yield cls(log.node, log, what, effect)
                break
            if log.method == "warn" and log.kind in {"root", "std"}:
                what = "`warn` is deprecated"
                yield cls(log.node, log, what, "it raises a DeprecationWarning", deprecated=True)


def _defects(file: File, log: LogCall) -> Iterator[tuple[str, str]]:
    if log.kind == "own" or log.starred:
        return
    message = _message(log.message)
    if log.kind in {"root", "std"}:
        yield from _wrong_keywords(log)
    if log.kind == "loguru":
        yield from _wrong_for_loguru(log, message)
    elif log.kind == "structlog":
        yield from _wrong_for_structlog(log, message)
    elif message is not None and (log.standard or _wrong_everywhere(log, message)):
        yield from _wrong_arguments(file, log, message)


@dataclass(frozen=True, slots=True)
class _Message:
    """The constant pieces of a message, and whether values stand between them."""

    text: str
    interpolated: bool

    @property
    def braces(self) -> bool:
        return bool(BRACES.search(self.text))


def _message(expr: ast.expr | None) -> _Message | None:
    if isinstance(expr, ast.Constant) and isinstance(expr.value, str):
        return _Message(expr.value, interpolated=False)
    if isinstance(expr, ast.JoinedStr):
        texts = [str(item.value) for item in expr.values if isinstance(item, ast.Constant)]
        return _Message("".join(texts), interpolated=len(texts) < len(expr.values))
    if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Add):
        left, right = _message(expr.left), _message(expr.right)
        if left is not None and right is not None:
            return _Message(left.text + right.text, left.interpolated or right.interpolated)
    return None


def _wrong_everywhere(log: LogCall, message: _Message) -> bool:
    """Whether the receiver does not matter, because no library fills in this message."""
    return not message.braces and log.method in OF_EVERY_LIBRARY and not _fields(log)


def _fields(log: LogCall) -> list[ast.keyword]:
    return [item for item in log.keywords if item.arg not in KEYWORDS]


def _wrong_arguments(file: File, log: LogCall, message: _Message) -> Iterator[tuple[str, str]]:
    found = [item for item in CONVERSION.finditer(message.text) if item["type"] != "%"]
    given = len(log.arguments)
    if message.interpolated:
        if given and "%" not in message.text:
            yield "an f-string with arguments and no placeholder for them", LOST
        return
    if not given:
        if PLAIN.search(message.text) and not NO_PLACEHOLDER.search(message.text):
            yield "a placeholder without an argument", UNFILLED
        return
    if not found:
        yield from _unplaced(file, log, message)
        return
    wanted = len(found) + sum((item["width"] == "*") + (item["precision"] == "*") for item in found)
    if any(item["key"] is not None for item in found):
        wanted = 1
    if wanted != given:
        yield (
            f"{wanted} {_plural('placeholder', wanted)} for {given} {_plural('argument', given)}",
            LOST,
        )


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


def _unplaced(file: File, log: LogCall, message: _Message) -> Iterator[tuple[str, str]]:
    if "%" in message.text.replace("%%", ""):
        # A conversion that we do not know.
        return
    if message.braces and log.standard:
        yield "`{}` in the message instead of `%s`", LOST
        return
    only = log.arguments[0] if len(log.arguments) == 1 else None
    kind = file.type_of(only) if only is not None else None
    empty = isinstance(only, ast.Dict) and not only.keys
    mapping = kind is not None and kind.name == "builtins.dict" and not empty
    number = len(log.arguments)
    what = f"{number} {_plural('argument', number)} and no placeholder"
    maybe = isinstance(only, ast.Name | ast.Attribute | ast.Subscript | ast.Call) and not kind
    yield what, UNWRITTEN if mapping or maybe else LOST


def _wrong_keywords(log: LogCall) -> Iterator[tuple[str, str]]:
    for item in _fields(log):
        yield f"unknown keyword `{item.arg}`", "it raises TypeError in the caller"
    for item in log.keywords:
        if item.arg == "extra":
            for key in _keys(item.value):
                if key in RESERVED:
                    yield f"`extra` overwrites `{key}`", "it raises KeyError in the caller"


def _keys(expr: ast.expr) -> Iterator[str]:
    if isinstance(expr, ast.Dict):
        for key in expr.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value
    elif isinstance(expr, ast.Call) and isinstance(expr.func, ast.Name) and expr.func.id == "dict":
        yield from (item.arg for item in expr.keywords if item.arg is not None)


def _wrong_for_loguru(log: LogCall, message: _Message | None) -> Iterator[tuple[str, str]]:
    if message is not None and message.interpolated and (log.arguments or log.keywords):
        what = "an f-string with arguments"
        yield what, "a brace in a value raises KeyError or IndexError in the caller"
    if any(item.arg == "exc_info" for item in log.keywords):
        yield "`exc_info` is no option of it", "no traceback is written"
    if message is None or message.braces or message.interpolated or not log.arguments:
        return
    if PLAIN.search(message.text):
        yield "`%s` in the message instead of `{}`", UNWRITTEN


def _wrong_for_structlog(log: LogCall, message: _Message | None) -> Iterator[tuple[str, str]]:
    if message is not None and log.arguments and "%" not in message.text:
        number = len(log.arguments)
        what = f"{number} {_plural('argument', number)} and no placeholder"
        yield what, "it raises TypeError in the caller"

"""Log calls that do not write what they were given."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.logs import OWN, LogCall
from readiness_lint.facts.program import LOADED
from readiness_lint.facts.pythons import needs_python, version
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import LoggerTrait
from readiness_lint.model import Bound, File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer

CONVERSION = Pattern(
    r"%(?:\((?P<key>[^)]*)\))?[#0\- +]*(?P<width>\*|\d+)?(?:\.(?P<precision>\*|\d+))?[hlL]?"
    r"(?P<type>[diouxXeEfFgGcrsa%])"
)
PLAIN = Pattern(r"(?<![\d%])%(?:\(\w+\))?(?:\.\d+)?[sdrf](?![A-Za-z0-9])")
"""A conversion that cannot be a percentage, a date format or an escaped character."""
NO_PLACEHOLDER = Pattern(r"%[%YmHMyjBb]")
"""What says that the message is about percentages or dates."""
BRACES = Pattern(r"\{[\w.\[\]]*(?:![rsa])?(?::[^{}]*)?\}")
OF_EVERY_LIBRARY = frozenset(
    f"{prefix}{level}"
    for prefix in ("", "a")
    for level in ("debug", "info", "warning", "error", "exception", "critical", "log")
)
READ_BY_HANDLERS = ("record.args, dict)", "record.args, Mapping)", "record.args.get(")
"""What is written where a handler takes the arguments of a record for options."""
LOST = "the record is lost"
UNWRITTEN = "the value is never written"
UNFILLED = "the placeholder is written as it stands"
RAISED = "it raises TypeError in the caller"
Defect = tuple[str, str]
"""What is wrong, and what comes of it."""


@record
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
        """Whose call it is; empty: not known."""
        return self.log.row.library or self.log.row.kind if self.log.row else ""

    @classmethod
    def find(cls, file: File) -> Iterable[BrokenLogCall]:
        """The first defect of every call of the file, and ``warn``."""
        for log in file.facts(LogCall):
            for what, effect in _defects(file, log):
                yield cls(log.node, log, what, effect)
                break
            if log.row is not None and log.method in log.row.deprecated:
                what = f"`{log.method}` is deprecated"
                yield cls(log.node, log, what, "it raises a DeprecationWarning", deprecated=True)


def _defects(file: File, log: LogCall) -> Iterator[Defect]:
    if log.kind == OWN:
        return
    message, row = _message(log.message), log.row
    if not log.arguments and not log.keywords and (message is None or "%" not in message.text):
        # Nothing could go wrong but a placeholder that stays empty.
        return
    if log.starred:
        return
    if row is not None:
        yield from _wrong_keywords(file, log, row)
        if message is not None and row.fills == "{}":
            yield from _wrong_for_braces(log, message)
        yield from _wrong_options(log, row, message)
    if message is not None and _is_said(log, message) and not _is_for_handler(file, log):
        yield from _wrong_arguments(file, log, message)


@record
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


def _is_said(log: LogCall, message: _Message) -> bool:
    """Whether it is known what becomes of the arguments; of some messages, in every library."""
    if log.row is not None:
        return bool(log.row.fills) and not (log.row.fills == "{}" and message.braces)
    named = all(item.arg in _keywords() for item in log.keywords)
    return not message.braces and log.method in OF_EVERY_LIBRARY and named


def _is_for_handler(file: File, log: LogCall) -> bool:
    """Whether it hands a mapping to a handler of the program, which looks for one of its keys."""
    program, given = file.program, log.arguments[0] if len(log.arguments) == 1 else None
    if program is None or not isinstance(given, ast.Dict):
        return False
    keys = [key.value for key in given.keys if isinstance(key, ast.Constant)]
    return any(
        isinstance(key, str) and f'"{key}"' in text.source.replace("'", '"')
        for text in program.texts(*LOADED, holding=READ_BY_HANDLERS)
        for key in keys
    )


@cache
def _keywords() -> frozenset[str]:
    """What is no field for some library."""
    rows = tables().table(LoggerTrait).values()
    return frozenset(name for row in rows for name in row.keywords or ())


# ── arguments ────────────────────────────────────────────────────────────────────────────────────
def _wrong_arguments(file: File, log: LogCall, message: _Message) -> Iterator[Defect]:
    given = len(log.arguments)
    if message.interpolated:
        if given and "%" not in message.text:
            yield (
                "an f-string with arguments and no placeholder for them",
                _unplaced_effect(file, log),
            )
    elif not given:
        if PLAIN.search(message.text) and not NO_PLACEHOLDER.search(message.text):
            yield "a placeholder without an argument", UNFILLED
    else:
        found = [item for item in CONVERSION.finditer(message.text) if item["type"] != "%"]
        wanted = _wanted(found)
        if not found:
            yield from _unplaced(file, log, message)
        elif wanted != given:
            what = f"{_counted(wanted, 'placeholder')} for {_counted(given, 'argument')}"
            yield what, _misfit(log)


def _misfit(log: LogCall) -> str:
    return LOST if log.row is None else log.row.misfit


def _wanted(conversions: list[re.Match[str]]) -> int:
    """How many arguments the conversions of a message take; a mapping is one."""
    if any(item["key"] is not None for item in conversions):
        return 1
    stars = sum((item["width"] == "*") + (item["precision"] == "*") for item in conversions)
    return len(conversions) + stars


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _unplaced(file: File, log: LogCall, message: _Message) -> Iterator[Defect]:
    if "%" in message.text.replace("%%", ""):
        # A conversion that we do not know.
        return
    if message.braces:
        yield "`{}` in the message instead of `%s`", _misfit(log)
        return
    what = f"{_counted(len(log.arguments), 'argument')} and no placeholder"
    yield what, _unplaced_effect(file, log)


def _unplaced_effect(file: File, log: LogCall) -> str:
    """What comes of arguments for which there is no placeholder at all; a mapping is no error."""
    effect = _misfit(log)
    mapping = _is_mapping(file, log.arguments)
    return UNWRITTEN if mapping or (mapping is None and effect == LOST) else effect


def _is_mapping(file: File, arguments: tuple[ast.expr, ...]) -> Answer:
    """Whether it is one mapping with something in it, for which no placeholder is missed."""
    if len(arguments) != 1:
        return False
    kind = file.type_of(arguments[0])
    bindings = file.bindings(arguments[0]) if isinstance(arguments[0], ast.Name) else ()
    if bindings and all(item.kind is Bound.CAUGHT for item in bindings):
        return False
    if kind is None:
        named = isinstance(arguments[0], ast.Name | ast.Attribute | ast.Subscript | ast.Call)
        return None if named else False
    empty = isinstance(arguments[0], ast.Dict) and not arguments[0].keys
    return kind.name == "builtins.dict" and not empty


# ── keywords ─────────────────────────────────────────────────────────────────────────────────────
def _wrong_keywords(file: File, log: LogCall, row: LoggerTrait) -> Iterator[Defect]:
    for item in log.keywords:
        if row.keywords is not None and item.arg not in row.keywords:
            yield f"unknown keyword `{item.arg}`", RAISED
    for key in _keys(log) if row.reserved else ():
        oldest = dict(row.reserved).get(key)
        if oldest is not None and (not oldest or needs_python(file, log.node, version(oldest))):
            yield f"`extra` overwrites `{key}`", "it raises KeyError in the caller"


def _keys(log: LogCall) -> Iterator[str]:
    """The fields that a call adds to its record, as far as they are written there."""
    expr = next((item.value for item in log.keywords if item.arg == "extra"), None)
    if isinstance(expr, ast.Dict):
        for key in expr.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value
    elif isinstance(expr, ast.Call) and is_name(expr.func, "dict"):
        yield from (item.arg for item in expr.keywords if item.arg is not None)


# ── other libraries ──────────────────────────────────────────────────────────────────────────────
def _wrong_options(log: LogCall, row: LoggerTrait, message: _Message | None) -> Iterator[Defect]:
    named = {item.arg for item in log.keywords}
    for name, effect in row.misplaced if named else ():
        if name in named and not (message is not None and f"{{{name}" in message.text):
            yield f"`{name}` is no option of it", effect


def _wrong_for_braces(log: LogCall, message: _Message) -> Iterator[Defect]:
    if message.interpolated and (log.arguments or log.keywords):
        what = "an f-string with arguments"
        yield what, "a brace in a value raises KeyError or IndexError in the caller"
    elif log.arguments and not message.braces and PLAIN.search(message.text):
        yield "`%s` in the message instead of `{}`", UNWRITTEN

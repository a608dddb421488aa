"""``except`` clauses for failures of which a text tells all that there is to know."""

from __future__ import annotations

import ast

from readiness_lint.facts.callers import called
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.logs import LogCall, log_calls
from readiness_lint.facts.probes import Probe
from readiness_lint.facts.reactions import calls_in, told_by
from readiness_lint.facts.shapes import is_name, spelled
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import PARSERS, SLEEPS, TRYING_AGAIN
from readiness_lint.knowledge.schema import MetricTrait
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.terms import Health, Reaction

CLASS = "__class__"
REPR = ord("r")
PLACES = Pattern(r"%[-#0+ .\d]*([a-zA-Z])")
"""The letters of a message's conversions, if none of them has a key or a star."""
CLASS_AND_TEXT = frozenset({"repr", "format_exception", "format_exception_only"})
TEXT = frozenset({"str", "format"})
SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)
ENDING = Pattern(
    r"_*(?:a?close|stop|shut_?down|terminate|kill|disconnect|tear_?down)(?:_\w+)?|__a?exit__|__del__"
)
"""Functions that end something, as well as they can."""
COMMAND_PACKAGE = Pattern(r"_*(?:\w+_)?cli")
"""Packages that hold a command line."""
FEW = 2
"""Statements of which it is plain which one has failed."""


def is_expected(handler: ExceptHandler, log: LogCall) -> bool:
    """Whether what it logs was waited for: bad input, a metric not counted, a peer that is away."""
    return (
        _only_parses(handler)
        or _only_imports(handler, log)
        or all(_counts(handler.file, item) for item in handler.body)
        or _tries_again(handler, log)
        or _is_asked_again(handler)
        or _sends_to_one(handler)
        or _is_of_command_line(handler.file)
        or _ends_something(handler)
        or (_is_plain(handler) and _shows_class_and_text(handler, log))
    )


def _is_asked_again(handler: ExceptHandler) -> bool:
    """Whether it guards one question of a readiness route: each poll would log the same traceback."""
    asked = [item for item in handler.body if any(True for _ in calls_in([item]))]
    return (
        handler.mentions
        and len(asked) <= FEW
        and any(
            probe.node is handler.function and probe.kind is Health.READY
            for probe in handler.file.facts(Probe)
        )
    )


def _sends_to_one(handler: ExceptHandler) -> bool:
    """Whether it guards one message to a peer that is awaited: it fails where that is gone."""
    only = handler.body[0] if len(handler.body) == 1 else None
    return (
        handler.mentions
        and handler.tells_a_peer
        and isinstance(only, ast.Expr)
        and isinstance(only.value, ast.Await)
    )


def _is_of_command_line(file: File) -> bool:
    """Whether a module belongs to a package of commands, whose log somebody reads at a terminal."""
    return any(COMMAND_PACKAGE.fullmatch(part) for part in file.module.split(".")[:-1])


def _only_parses(handler: ExceptHandler) -> bool:
    """Whether it guards the reading of a value out of a text: what is wrong with that is in words."""
    file, logs = handler.file, log_calls(handler.file)
    calls = [[call for call in calls_in([item]) if call not in logs] for item in handler.body]
    parsing = [call for found in calls for call in found]
    return (
        bool(parsing)
        and sum(map(bool, calls)) <= FEW
        and all(
            file.words(PARSERS).match(file.last_name(call.func)) and _says_why(file, call)
            for call in parsing
        )
    )


def _says_why(file: File, call: ast.Call) -> bool:
    """Whether no code of the program runs in a call, or that raises with a text of its own."""
    home, function = called(file, call) or (file, None)
    return function is None or any(
        isinstance(item.exc, ast.Call)
        and any(
            isinstance(part, ast.JoinedStr) for given in item.exc.args for part in ast.walk(given)
        )
        for item in home.nodes(ast.Raise, within=function)
    )


def _only_imports(handler: ExceptHandler, log: LogCall) -> bool:
    """Whether it guards imports of libraries, and the record names one of them."""
    file = handler.file
    names: set[str] = set()
    for item in handler.body:
        if isinstance(item, ast.Import):
            names |= {alias.name for alias in item.names}
        elif isinstance(item, ast.ImportFrom) and item.module and not item.level:
            names.add(item.module)
        else:
            return False
    program = file.program
    if log.message is None or (program is not None and any(map(program.owns, names))):
        return False
    texts = (part.value for part in ast.walk(log.message) if isinstance(part, ast.Constant))
    said = " ".join(map(str, texts)).lower()
    return any(name.partition(".")[0].lower() in said for name in names)


def _counts(file: File, statement: ast.stmt) -> bool:
    """Whether a statement does nothing but to count, to make a metric or to note something in a log."""
    if isinstance(statement, ast.If):
        return all(_counts(file, item) for item in (*statement.body, *statement.orelse))
    made = statement.value if isinstance(statement, ast.Return | ast.Assign) else None
    if isinstance(made, ast.Call) and file.callee(made) in tables().table(MetricTrait):
        return True
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and (
        call in log_calls(file) or Reaction.METRIC in told_by(file, call, statement)
    )


def _tries_again(handler: ExceptHandler, log: LogCall) -> bool:
    """Whether it waits for another round of its loop, and the record says so."""
    file = handler.file
    if log.message is None or not handler.in_loop:
        return False
    texts = (item.value for item in ast.walk(log.message) if isinstance(item, ast.Constant))
    said = " ".join("".join(map(str, texts)).split())
    return file.words(TRYING_AGAIN).match(said) and any(
        file.words(SLEEPS).match(file.last_name(call.func)) for call in calls_in(handler.statements)
    )


def _ends_something(handler: ExceptHandler) -> bool:
    """Whether it stands in a function that ends something, and says what went wrong there."""
    function = handler.function
    return handler.mentions and function is not None and bool(ENDING.fullmatch(function.name))


def _is_plain(handler: ExceptHandler) -> bool:
    """Whether it guards one simple statement that no code of the program runs in: the line is known.

    Several that call the same function one after the other are as good as one.
    """
    file = handler.file
    callees = {spelled(call.func) for call in calls_in(handler.body)}
    return (
        (len(handler.body) == 1 or len(callees) == 1)
        and all(isinstance(item, SIMPLE) for item in handler.body)
        and all(
            called(file, call) is None and file.home(file.callee(call) or "") is None
            for call in calls_in(handler.body)
        )
    )


def _shows_class_and_text(handler: ExceptHandler, log: LogCall) -> bool:
    """Whether a record has the class of the exception beside its text."""
    file = handler.file
    uses = [item for item in ast.walk(log.node) if is_name(item, handler.name)]
    around = [file.parent(item) for item in uses]
    if any(_is_placed_by_repr(log, item) for item in uses):
        return True
    return any(_is_class_and_text(file, item) for item in around) or (
        any(_asks_class(file, item) for item in uses)
        and any(item is log.node or _is_text(file, item) for item in around)
    )


def _is_placed_by_repr(log: LogCall, name: ast.AST) -> bool:
    """Whether an argument of a log call stands where its message has ``%r``."""
    text = log.message.value if isinstance(log.message, ast.Constant) else None
    if not isinstance(text, str) or not any(item is name for item in log.arguments):
        return False
    kinds = PLACES.findall(text.replace("%%", ""))
    position = [item is name for item in log.arguments].index(True)
    return len(kinds) == len(log.arguments) and kinds[position] == "r"


def _is_class_and_text(file: File, around: ast.AST | None) -> bool:
    if isinstance(around, ast.FormattedValue):
        return around.conversion == REPR
    return isinstance(around, ast.Call) and file.last_name(around.func) in CLASS_AND_TEXT


def _is_text(file: File, around: ast.AST | None) -> bool:
    if isinstance(around, ast.Call):
        return file.last_name(around.func) in TEXT
    return isinstance(around, ast.FormattedValue | ast.BinOp | ast.Tuple)


def shows_class_only(handler: ExceptHandler) -> bool:
    """Whether all that it uses of the exception is its class."""
    uses = [
        item
        for statement in handler.statements
        for item in ast.walk(statement)
        if is_name(item, handler.name)
    ]
    return bool(uses) and all(_asks_class(handler.file, item) for item in uses)


def _asks_class(file: File, name: ast.Name) -> bool:
    around = file.parent(name)
    if isinstance(around, ast.Attribute):
        return around.attr == CLASS
    return isinstance(around, ast.Call) and is_name(around.func, "type")

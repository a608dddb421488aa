"""Lines that a service prints where a log record belongs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cache

from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.handlers import CAMEL
from readiness_lint.facts.log_setups import is_lambda
from readiness_lint.facts.logs import LogCall
from readiness_lint.facts.program import APART
from readiness_lint.facts.reactions import calls_in, told_by
from readiness_lint.facts.shapes import is_name, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LOGGERS, ONLOOKERS, REPORTERS, STAND_INS, TERMINALS, VERBOSE
from readiness_lint.knowledge.schema import Blocks, Table
from readiness_lint.model import Bound, Branch, File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because, EntryKind, Held, Reaction, Role, When

STREAMS = frozenset({"file", "stream"})
"""Parameters that send the text elsewhere."""
REACHED = {
    EntryKind.HANDLER: "a request handler",
    EntryKind.WEBSOCKET: "a request handler",
    EntryKind.TASK: "a task",
    EntryKind.RECEIVER: "a signal receiver",
    EntryKind.MIDDLEWARE: "a middleware",
    EntryKind.DEPENDENCY: "a dependency",
    EntryKind.ERROR_HANDLER: "an error handler",
}
ANY = "a function"
TOLD = (
    Reaction.LOG
    | Reaction.LOG_LOW
    | Reaction.REPORT
    | Reaction.RERAISE
    | Reaction.RAISE
    | Reaction.EXIT
)
"""What leaves another trace of a failure."""
ASKS_FOR_TERMINAL = "isatty"
ENDS = "builtins.SystemExit"
INTERRUPTED = ("builtins.KeyboardInterrupt",)
"""What is raised where somebody at a terminal stops a program."""
MISSING = frozenset({"builtins.ImportError", "builtins.ModuleNotFoundError"})
"""What is raised where a library is not installed."""
ON_PURPOSE = Pattern(r"std_?(?:out|err)|terminal|console|\bprint|traceback", re.IGNORECASE)
"""Words of a comment that says why a line is printed."""
LOG_MODULES = Pattern(r"_?(?:logs?|loggers?|(?:\w+_)?logging(?:_\w+)?)")
"""Modules that write the log."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SETS = Pattern(r"logging$")
"""Methods that by their name make a configuration of logs, and give no logger."""
STANDS_IN = Pattern(r"(?:Mock|Fake|Dummy|Stub)(?![a-z])")
"""Classes that stand in for something; a sandbox is often the thing itself."""
HINT = 4
"""Lines that are a text for somebody who sets the program up."""


@record
class Print:
    """A line on standard output or error, in code that no terminal waits for."""

    node: ast.Call
    call: str
    where: str
    """What it stands in, for a reader."""
    part: ast.AST
    """The clause or function that it stands in."""
    only_trace: bool
    """Whether nothing else tells of the failure that is being handled."""
    anywhere: bool
    """Whether it stands in a function of which no more is known than that the service has it."""

    @classmethod
    def find(cls, file: File) -> Iterable[Print]:
        """Every one of the file; what a function prints behind a clause that does belongs to it."""
        clauses: dict[FunctionNode | None, ast.AST] = {}
        for _, call in file.calls_to(tables().word("prints")):
            if _is_plain(call) and _is_service(file, call):
                clause = _clause(file, call)
                found = _by_entry(file, call) or _inside(file, call, clause)
                if found is not None:
                    where, part = found
                    function = file.function(call)
                    if clause is None:
                        part = clauses.get(function, part)
                    else:
                        part = clauses[function] = clause.node
                    told = clause is None or bool(clause.some & TOLD)
                    name = f"{file.last_name(call)}()"
                    yield cls(call, name, where, part, not told, anywhere=where == ANY)


def _is_plain(call: ast.Call) -> bool:
    """Whether it goes where printed text goes, and is written for somebody to read."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "write":
        return bool(call.args) and _is_composed(call.args[0])
    return not any(item.arg in STREAMS for item in call.keywords)


def _is_composed(text: ast.expr) -> bool:
    """Whether a text is put together for a reader; what else goes to a stream may be data."""
    if isinstance(text, ast.Call):
        named = isinstance(text.func, ast.Attribute) and text.func.attr == "format"
        return named or (isinstance(text.func, ast.Name) and text.func.id in {"str", "repr"})
    return isinstance(text, ast.JoinedStr) or (
        isinstance(text, ast.BinOp) and isinstance(text.op, ast.Mod)
    )


def _is_service(file: File, call: ast.Call) -> bool:
    """Whether it runs in the service, and nobody asked for it."""
    if file.under(call, Because.MAIN) or file.under(call, Because.DEV):
        return False
    function = file.function(call)
    if function is not None and file.words(STAND_INS).match(function.name):
        return False
    if _is_asked_for(file, call) or _is_of_stand_in(file, call):
        return False
    words = file.words(VERBOSE)
    return not is_lambda(file) and not any(
        words.match(last := file.last_name(part)) or last == ASKS_FOR_TERMINAL
        for condition in file.conditions(call)
        for part in ast.walk(condition.test)
        if isinstance(part, ast.expr)
    )


def _is_of_stand_in(file: File, call: ast.Call) -> bool:
    """Whether its class stands in for a service, by its name: somebody tries a program with it."""
    owner = file.class_(call)
    return owner is not None and STANDS_IN.search(owner.name) is not None


def _is_asked_for(file: File, call: ast.Call) -> bool:
    """Whether it is printed where nobody has given a function that writes: `log(text) if log else`."""
    branch = file.parent(file.statement(call))
    return (
        isinstance(branch, ast.If)
        and isinstance(branch.test, ast.Name)
        and file.statement(call) in branch.orelse
        and any(is_name(item.func, branch.test.id) for item in calls_in(branch.body))
        and all(item.kind is Bound.PARAMETER for item in file.bindings(branch.test))
    )


def _clause(file: File, call: ast.Call) -> ExceptHandler | None:
    """The `except` clause around a call, in its function."""
    clauses: dict[ast.AST, ExceptHandler] = file.memo(
        ("clauses",), lambda: {item.node: item for item in file.facts(ExceptHandler)}
    )
    return next(
        (clauses[around] for around in file.enclosing(call, Branch.EXCEPT) if around in clauses),
        None,
    )


Found = tuple[str, ast.AST] | None


def _by_entry(file: File, call: ast.Call) -> Found:
    """What a framework calls, and the call stands in."""
    entry = entry_of(call, file)
    if entry is None:
        return None
    kind = getattr(entry, "kind", EntryKind.TASK)
    return (REACHED[kind], entry.node) if kind in REACHED else None


def _inside(file: File, call: ast.Call, clause: ExceptHandler | None) -> Found:
    """The clause that handles an exception, or the class that has a logger."""
    if _is_terminal(file) or _talks(file, call) or _is_hint(file, call):
        return None
    if LOG_MODULES.fullmatch(file.module.rpartition(".")[2]) or _is_log_part(file, call):
        return None
    if file.when(call) is not When.CALL or _is_on_purpose(file, call):
        return None
    if clause is not None:
        told = _tells_of(file, call, clause) and not _is_last_word(file, call, clause)
        return ("an `except` block", clause.node) if told else None
    if _prints_list(file, file.function(call)):
        return None
    owner = file.class_(call)
    if owner is not None and _is_text(call) and _has_logger(file, owner):
        return "a class with a logger", file.function(call) or owner
    function = file.function(call)
    return (ANY, function) if function is not None else None


def _tells_of(file: File, call: ast.Call, clause: ExceptHandler) -> bool:
    """Whether it stands for a log record: it is about the exception, or its module has a log."""
    return (
        _is_traceback(file, call)
        or bool(file.facts(LogCall))
        or any(name == clause.name for name in names_within(call))
    )


def _is_last_word(file: File, call: ast.Call, clause: ExceptHandler) -> bool:
    """Whether a log would say no more: the process ends, it knows, or what failed prints as well."""
    if clause.catches == INTERRUPTED or clause.some & Reaction.EXIT:
        return True
    if not _is_traceback(file, call) and _is_for_reader(file, call, clause):
        return True
    if any(
        file.name_at(item.exc.func if isinstance(item.exc, ast.Call) else item.exc, item) == ENDS
        for item in file.nodes(ast.Raise, within=clause.node)
        if item.exc is not None
    ):
        return True
    if all(_only_prints(file, item) for item in clause.body) or _is_announced(file, clause):
        return True
    if Reaction.REPORT in clause.always:
        return True
    if _is_traceback(file, call):
        return any(log.traceback is True for log in clause.logs)
    if Reaction.RERAISE in clause.always and Reaction.LOG in clause.always:
        return True
    return _is_logged(clause, call) or _is_of_report(file, clause)


def _is_of_report(file: File, clause: ExceptHandler) -> bool:
    """Whether it is the report of another failure that failed, in a function that is named for one."""
    function = clause.function
    return (
        function is not None
        and file.words(REPORTERS).match(function.name)
        and any(
            told_by(file, call, file.statement(call)) & (Reaction.REPORT | Reaction.LOG)
            for call in calls_in(clause.body)
        )
    )


def _is_for_reader(file: File, call: ast.Call, clause: ExceptHandler) -> bool:
    """Whether it says what to install before it is raised again, or belongs to a printed list."""
    if Reaction.RERAISE in clause.always and MISSING.issuperset(clause.catches or (ENDS,)):
        return True
    constant = all(isinstance(item, ast.Constant) for item in call.args)
    return constant and _prints_list(file, file.function(call))


def _prints_list(file: File, function: FunctionNode | None) -> bool:
    """Whether a function prints a heading and a line for each of some items, as a report has it."""
    if function is None:
        return False
    found: bool = file.memo(
        ("prints list", function),
        lambda: any(
            all(_only_prints(file, item) for item in loop.body) and _is_below_line(file, loop)
            for loop in file.nodes(ast.For, within=function)
        ),
    )
    return found


def _is_below_line(file: File, statement: ast.stmt) -> bool:
    """Whether the statement right above prints something."""
    above = file.above(statement)
    return above is not None and _only_prints(file, above)


def _is_log_part(file: File, call: ast.Call) -> bool:
    """Whether its class is a piece of the log, which cannot log its own failure."""
    owner = file.class_(call)
    return owner is not None and file.inherits(owner, tables().word("log-part")) is True


def _only_prints(file: File, statement: ast.stmt) -> bool:
    """Whether a statement does nothing but to print."""
    if isinstance(statement, ast.If):
        return all(_only_prints(file, item) for item in (*statement.body, *statement.orelse))
    return isinstance(statement, ast.Expr) and statement.value in _plain_lines(file)


def _is_announced(file: File, clause: ExceptHandler) -> bool:
    """Whether a line right above the block says to somebody what it will do."""
    return _is_below_line(file, clause.guard)


def _is_logged(clause: ExceptHandler, call: ast.Call) -> bool:
    """Whether what is printed of the exception is in a record of the clause as well."""
    if not any(name == clause.name for name in names_within(call)):
        return False
    return (Reaction.LOG | Reaction.TRACEBACK) in clause.some or any(
        not log.low and any(name == clause.name for name in names_within(log.node))
        for log in clause.logs
    )


def _is_traceback(file: File, call: ast.Call) -> bool:
    """Whether a traceback is printed: by a call of its own, or as a text."""
    texts = tables().word("traceback-text")
    return file.callee(call) in tables().word("traceback") or any(
        isinstance(item, ast.Call) and file.callee(item) in texts for item in call.args
    )


def _is_on_purpose(file: File, call: ast.Call) -> bool:
    """Whether a comment right above says why it is printed, or above the block that it begins."""
    current: ast.AST | None = file.statement(call)
    while isinstance(current, ast.stmt):
        if file.intent(current, lambda text: bool(ON_PURPOSE.search(text))) is not None:
            return True
        around = file.parent(current)
        current = around if isinstance(around, ast.If | ast.Try) else None
    return False


def _is_text(call: ast.Call) -> bool:
    """Whether something in it is written out, as a sentence has it; else it shows what it was given."""
    return any(isinstance(part, ast.Constant) for item in call.args for part in ast.walk(item))


def _has_logger(file: File, owner: ast.ClassDef) -> bool:
    scope, words = file.index.scopes[owner], file.words(LOGGERS)
    made = {
        item.name for item in owner.body if isinstance(item, FUNCTIONS) and SETS.search(item.name)
    }
    return any(words.match(name) for name in {*scope.bindings, *scope.attributes} - made)


# ── programs that somebody watches ───────────────────────────────────────────────────────────────
def _is_terminal(file: File) -> bool:
    """Whether a module is for a terminal or a test, by what it imports or by its name."""
    found: bool = file.memo(
        ("terminal",),
        lambda: (
            any(file.uses(name) for name in tables().word("terminal"))
            or any(file.uses(name) for name in tables().word("testing"))
            or any(map(file.words(TERMINALS).match, (file.module, *file.module.split("."))))
            or any(map(file.words(ONLOOKERS).match, file.module.split(".")))
            or any(file.when(call) is When.IMPORT for call in _plain_lines(file))
        ),
    )
    return found


def _plain_lines(file: File) -> list[ast.Call]:
    """What a file prints where nothing has failed, in its own way of printing as well."""
    lines: list[ast.Call] = file.memo(
        ("plain lines",),
        lambda: [
            call
            for call in {
                *(call for _, call in file.calls_to(tables().word("prints"))),
                *(call for call, _ in file.index.calls.get("print", ())),
            }
            if not _is_traceback(file, call) and _clause(file, call) is None
        ],
    )
    return lines


def _talks(file: File, call: ast.Call) -> bool:
    """Whether its function or class is there to talk to somebody, by name or by asking."""
    words = file.words(TERMINALS)
    function, owner = file.function(call), file.class_(call)
    if function is not None and _is_for_terminals(file, function):
        return True
    if owner is not None and words.match(CAMEL.sub("_", owner.name)):
        return True
    return function is not None and (
        function.name == "main"
        or words.match(function.name)
        or file.words(ONLOOKERS).match(function.name)
        or _asks(file, function)
    )


def _is_for_terminals(file: File, function: FunctionNode) -> bool:
    """Whether all that call a function are modules for a terminal, in sight of one at least."""
    callers = [
        caller.file for caller in callers_of(file, function) if caller.file.role not in APART
    ]
    return bool(callers) and all(
        other is not file and (other.role is Role.SCRIPT or _is_terminal(other))
        for other in callers
    )


def _asks(file: File, function: FunctionNode) -> bool:
    """Whether a function waits for somebody to type, or opens a browser for them."""
    found = (*file.calls_to(_questions()), *file.calls_to(tables().word("asks-somebody")))
    return any(file.function(call) is function for _, call in found)


@cache
def _questions() -> Table[Blocks]:
    """The calls that wait for somebody to type."""
    rows = tables().table(Blocks).items()
    return Table({name: row for name, row in rows if row.held is Held.CONSOLE})


def _is_hint(file: File, call: ast.Call) -> bool:
    """Whether it is a line of a longer text that somebody wrote for whoever starts the program."""
    statement = file.statement(call)
    lines = [
        item.value
        for item in file.block(statement)
        if isinstance(item, ast.Expr)
        and isinstance(item.value, ast.Call)
        and file.last_name(item.value) == file.last_name(call)
    ]
    constant = [item for item in lines if all(isinstance(part, ast.Constant) for part in item.args)]
    return len(lines) >= HINT and len(constant) > 1

"""Functions that answer with what they made up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.blocking import BlockingCall
from readiness_lint.facts.callables import functions_of
from readiness_lint.facts.decorators import decorator_name
from readiness_lint.facts.entries import Reached, entry_of
from readiness_lint.facts.handlers import READS, Handler
from readiness_lint.facts.injection import dependencies
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.responses import Response
from readiness_lint.facts.stubs import is_done_by_dependency, is_excused, is_meant, route_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import LONG_POLLS, STAND_INS
from readiness_lint.knowledge.schema import Answers, ModelBase
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because, EntryKind, Held

REDIRECTS = 300
"""The first status that says that nothing was done."""
LONGEST = 15
"""Statements; what is longer does something that is not seen."""
PLAIN = (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return, ast.Pass, ast.Import, ast.ImportFrom)
"""Statements of a function that decides nothing."""
WORKING = (
    *(ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda, ast.Yield, ast.YieldFrom),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr),
)
"""Expressions that make something of what was sent."""
WORDED = (ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp)
"""Of these, the ones that a record of a log is worded with."""
BUILTINS = frozenset(
    [
        "dict",
        "list",
        "set",
        "tuple",
        "str",
        "int",
        "float",
        "bool",
        "len",
        "round",
        "range",
        "print",
        "repr",
        "abs",
        "min",
        "max",
        "sorted",
        "sum",
    ]
)
METHODS = frozenset(
    [
        "isoformat",
        "strftime",
        "timestamp",
        "total_seconds",
        "model_dump",
        "dict",
        "hexdigest",
        "strip",
        "lower",
        "upper",
        "title",
        "join",
        "format",
        "replace",
    ]
)
"""Methods that give what their object is in another form."""
BODIES = frozenset({"json", "body", "form", "get_json", "text", "read"})
"""Methods of a request that read what was sent."""
STATUSES = frozenset({"status_code", "status", "media_type", "headers", "mimetype"})
"""Parameters of an answer that its reader does not take for content."""
REQUESTS = frozenset({"request", "req"})
ASKING = READS | {"POST"}
ADMITS = Pattern(
    r"\b(?:not?[ _-]?(?:supported|implemented|available|allowed|found)|unsupported|disabled|deprecated"
    r"|errors?|fail\w*|denied|forbidden|unavailable|removed|no longer|read[ _-]?only)\b",
    re.IGNORECASE,
)
"""Answers that do not say that all went well."""
HARMLESS = Pattern(
    r"(?:.*[_/-])?(?:log_?-?out|sign_?-?out|echo|cors|preflight|csp|ping|test|noop|no_op|graphql|validate"
    r"|check|verify|preview|render|dry_?run|debug|track\w*|beacon|discard|ignore)(?:[_/-].*)?",
    re.IGNORECASE,
)
"""Names and paths of what need not do anything."""
RECORDS = Pattern(r"(?:.*[_/-])?(?:audit|log(?:s|ging)?)(?:[_/-].*)?", re.IGNORECASE)
"""Those whose work is a record of a log, where they write one."""
ASKED = Pattern(
    r"(?:.*[./])?(?:(?:[Gg]et|[Ll]ist|[Dd]escribe|[Ss]how|[Rr]ead|[Ff]etch|[Ff]ind|[Qq]uery)(?:[A-Z_-]\w*)?)"
)
"""Those that are called by what they give, as in a protocol that sends every question with a body."""
WHO = Pattern(r"(?:.*[_/-])?(?:me|whoami)", re.IGNORECASE)
"""Those that only tell a caller who it is, where they are asked with a body."""


@record
class CannedAnswer:
    """A handler of a write, or a function with a pause, that does nothing and returns something."""

    node: FunctionNode
    subject: str
    """What a reader calls it."""
    outcome: str
    writes: bool

    @classmethod
    def find(cls, file: File) -> Iterable[CannedAnswer]:
        """Every one all of whose calls are seen to do nothing."""
        sleeps = _sleeps(file)
        pausing = {file.function(call) for call in sleeps}
        writing = {
            item.node: item
            for item in file.facts(Handler)
            if item.writes and item.registered and item.kind is EntryKind.HANDLER
        }
        for function in functions_of(file) if writing or pausing else ():
            handler = writing.get(function)
            if (handler is not None or function in pausing) and _Reader(file, sleeps).is_canned(
                function
            ):
                yield from _answer(file, function, handler)


def _answer(file: File, function: FunctionNode, handler: Handler | None) -> Iterator[CannedAnswer]:
    if handler is not None:
        excused = is_excused(file, handler, "return") or _is_page(file, handler)
        if not _is_harmless(handler) and not excused and not _is_written_down(file, handler):
            lost = "the request is neither stored nor forwarded"
            yield CannedAnswer(function, f"{handler.name}` ({route_of(handler)}", lost, writes=True)
        return
    entry: Reached | None = entry_of(function, file)
    if isinstance(entry, Handler) and file.words(LONG_POLLS).match(function.name):
        return
    kind = (
        "handler"
        if isinstance(entry, Handler)
        else "task"
        if isinstance(entry, Task)
        else "function"
    )
    lost = "the pause stands in for work that is not there"
    yield CannedAnswer(function, f"{function.name}` ({kind}", lost, writes=False)


def _is_page(file: File, handler: Handler) -> bool:
    """Whether who only asks for the same path is answered the same: a page, however one comes to it."""
    answer = _answer_of(file, handler.node)
    return any(
        other.node is not handler.node
        and other.path == handler.path
        and other.router == handler.router
        and other.methods is not None
        and "GET" in other.methods
        and _answer_of(file, other.node) == answer
        for other in file.facts(Handler)
    )


def _answer_of(file: File, function: FunctionNode) -> str:
    return "\n".join(map(ast.unparse, file.body(function)))


def _is_harmless(handler: Handler) -> bool:
    told = [handler.name, handler.path or ""]
    told += [handler.owner.name] if handler.owner is not None else []
    asks = handler.methods is None or handler.methods <= ASKING
    return handler.health or any(
        HARMLESS.fullmatch(name) or (asks and (WHO.fullmatch(name) or ASKED.fullmatch(name)))
        for name in told
    )


def _is_written_down(file: File, handler: Handler) -> bool:
    """Whether what was sent is to be logged, and is."""
    names = (handler.name, handler.path or "")
    logs = log_calls(file)
    return any(RECORDS.fullmatch(name) for name in names) and any(
        call in logs for call in file.nodes(ast.Call, within=handler.node)
    )


def _sleeps(file: File) -> frozenset[ast.AST]:
    """Pauses of a length that is written down."""
    calls = [item.node for item in file.facts(BlockingCall) if item.held is Held.SLEEP]
    calls += [call for _, call in file.calls_to(tables().word("pauses"))]
    return frozenset(
        call
        for call in calls
        if call.args and _is_chosen(file, call.args[0]) and file.repeats(call) is None
    )


def _is_chosen(file: File, length: ast.expr) -> bool:
    drawn = isinstance(length, ast.Call) and file.callee(length) in tables().word("random")
    known = file.value_of(length)
    seconds = known.value if known is not None else 0
    return drawn or (isinstance(seconds, int | float) and seconds > 0)


class _Reader:
    """Reads a function; whatever it does not know does something."""

    def __init__(self, file: File, sleeps: frozenset[ast.AST]) -> None:
        self.file = file
        self.sleeps = sleeps
        self.logs = log_calls(file)

    def is_canned(self, function: FunctionNode) -> bool:
        """Whether it returns what was made up, and does nothing else."""
        file = self.file
        body = file.body(function)
        if len(body) > LONGEST or not all(isinstance(item, PLAIN) for item in body):
            return False
        last = body[-1] if body else None
        if (
            not isinstance(last, ast.Return)
            or last.value is None
            or not self.is_made_up(last.value)
        ):
            return False
        names = [function.name, *file.module.split(".")]
        if any(file.words(STAND_INS).match(name) for name in names) or is_meant(file, function):
            return False
        if file.under(function, Because.DEV) or self.is_decorated(function):
            return False
        if is_done_by_dependency(file, function):
            return False
        return all(self.is_idle(statement, function) for statement in body)

    def is_decorated(self, function: FunctionNode) -> bool:
        """Whether something around it that is not known may do the work."""
        abstract = tables().word("abstract")
        return not isinstance(entry_of(function, self.file), Handler | Task) and any(
            (decorator_name(self.file, function, item) or "") not in abstract
            for item in function.decorator_list
            if not (isinstance(item, ast.Name) and item.id in {"staticmethod", "classmethod"})
        )

    def is_made_up(self, value: ast.expr) -> bool:
        """Whether an answer has something in it that nobody sent, and admits nothing."""
        texts = [
            part.value
            for part in ast.walk(value)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        return self.invents(value) and not any(ADMITS.search(text) for text in texts)

    def invents(self, expr: ast.expr | None) -> bool:
        """Whether a value is written out or drawn, in a part of it at least."""
        if isinstance(expr, ast.Constant):
            return expr.value is not None
        if isinstance(expr, ast.Tuple):
            # A status and headers may follow.
            return bool(expr.elts) and self.invents(expr.elts[0])
        if isinstance(expr, ast.Call):
            drawn = self.file.callee(expr) in tables().word("random")
            around = [expr.func.value] if isinstance(expr.func, ast.Attribute) else []
            named = [item.value for item in expr.keywords if item.arg not in STATUSES]
            return drawn or any(map(self.invents, (*around, *expr.args, *named)))
        if isinstance(expr, ast.Name):
            return self.invents(self.file.assigned(expr))
        if isinstance(expr, ast.Dict | ast.JoinedStr):
            return any(map(self.invents, expr.values))
        return isinstance(expr, ast.List | ast.Set) and any(map(self.invents, expr.elts))

    def is_idle(self, statement: ast.stmt, function: FunctionNode) -> bool:
        """Whether a statement changes nothing, and asks nothing that may."""
        for node in ast.walk(statement):
            if isinstance(node, WORKING) and not self.is_worded(node):
                return False
            if isinstance(node, ast.Call) and not self.is_inert(node):
                return False
            if isinstance(node, ast.Await) and not self.is_waited(node.value):
                return False
            if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
                return False
            if isinstance(node, ast.Name) and not self.is_at_hand(node, function):
                return False
        return True

    def is_worded(self, node: ast.expr) -> bool:
        """Whether an expression only decides what a log says."""
        around = self.file.ancestors(node)
        return isinstance(node, WORDED) and any(item in self.logs for item in around)

    def is_waited(self, value: ast.expr) -> bool:
        return value in self.sleeps or (isinstance(value, ast.Call) and self.is_body(value))

    def is_body(self, call: ast.Call) -> bool:
        """Whether a call reads what was sent."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in BODIES:
            return False
        named = self.file.name_of(call.func.value) or self.file.last_name(call.func.value) or ""
        return named.rpartition(".")[2].lower() in REQUESTS

    def is_inert(self, call: ast.Call) -> bool:
        """Whether a call certainly does nothing."""
        file = self.file
        if call in self.sleeps or call in self.logs or self.is_body(call):
            return True
        name = file.callee(call) or ""
        if name.startswith("builtins.") and name.rpartition(".")[2] in BUILTINS:
            return True
        if name in tables().word("random") or name in tables().word("pure"):
            return True
        if isinstance(call.func, ast.Attribute) and call.func.attr in METHODS:
            return file.definition(call.func) is None
        return self.is_response(call) or self.is_message(name)

    def is_response(self, call: ast.Call) -> bool:
        """Whether a call makes an answer that says that all went well."""
        return (self.file.callee(call) or "") in tables().table(Answers) and any(
            item.node is call
            and item.content
            and not item.raised
            and item.status is not None
            and item.status < REDIRECTS
            for item in self.file.facts(Response)
        )

    def is_message(self, name: str) -> bool:
        """Whether a name is that of a class of messages without a constructor of its own."""
        home, node = self.file.defined(name) or (self.file, None)
        if not isinstance(node, ast.ClassDef):
            return False
        models = tables().table(ModelBase)
        message = any(base in models and not models[base].stored for base in home.bases_of(node))
        plain = any(
            (decorator_name(home, node, item) or "").endswith("dataclass")
            for item in node.decorator_list
        )
        return (message or plain) and "__init__" not in home.index.scopes[node].bindings

    def is_at_hand(self, node: ast.Name, function: FunctionNode) -> bool:
        """Whether a name is local, sent, a constant, or only called."""
        file = self.file
        if isinstance(node.ctx, ast.Store):
            return file.index.scopes[function].bindings.get(node.id) is not None
        around = file.parent(node)
        if isinstance(around, ast.Call) and around.func is node:
            return True
        bindings = file.bindings(node)
        own = file.index.scopes[function]
        if bindings and all(item.scope is own for item in bindings):
            return all(self.is_sent(node, item.kind) for item in bindings)
        whole: ast.expr = node
        while isinstance(around, ast.Attribute):
            whole, around = around, file.parent(around)
        if isinstance(around, ast.Call) and around.func is whole:
            return True
        return file.value_of(whole) is not None or self.is_of_library(whole)

    def is_of_library(self, expr: ast.expr) -> bool:
        """Whether an expression names something that no module of the program has."""
        program, name = self.file.program, self.file.name_of(expr)
        return name is not None and program is not None and not program.owns(name)

    def is_sent(self, node: ast.Name, kind: Bound) -> bool:
        """Whether a local is no object that somebody else has filled."""
        if kind is not Bound.PARAMETER:
            return True
        file = self.file
        own = file.scope(node)
        if node.id == own.me:
            return False
        binding = own.bindings[node.id][0]
        return not any(True for _ in dependencies(file, binding))

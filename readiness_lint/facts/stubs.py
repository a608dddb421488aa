"""Functions that the outside world reaches and that do nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import constant, functions_of, given
from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.classes import subclasses_of
from readiness_lint.facts.decorators import decorator_name
from readiness_lint.facts.entries import Entry, Reached
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.injection import dependencies
from readiness_lint.facts.program import APART, LOADED, Program, mentions_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import HEALTH
from readiness_lint.knowledge.schema import EntryTrait, Guard, Param
from readiness_lint.model import Bound, Branch, File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.model.names import is_none
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because, EntryKind

UNANSWERED = frozenset({"OPTIONS", "HEAD"})
EMPTY_STATUSES = frozenset({202, 204, 205})
BASE_NAME = Pattern(r"_*(?:Base|Abstract|Generic)(?=[A-Z_])\w*|\w+(?:Base|Mixin|Interface|ABC)")
IDLE_NAME = Pattern(r"(?:.*_)?(?:noop|no_op|nop|favicon|dummy|placeholder|keep_?alive)(?:_.*)?")
"""Functions that say themselves that they do nothing."""
REFUSAL = Pattern(
    r".*(?:not_?implemented|unimplemented|un_?supported|not_?supported|unavailable|disabled"
    r"|forbidden|abstract|stub|raise|missing|refuse|reject).*",
    re.IGNORECASE,
)
"""Functions whose purpose is to raise."""
EXCUSE = Pattern(
    r"\b(?:not (?:been )?(?:support(?:ed)?|available|allowed|applicable|possible|needed|required|used)"
    r"|unsupported|deprecated|removed|no longer|backwards?|compat\w*|legacy|cannot|can't|only|instead"
    r"|(?:not |non-?|un)reach(?:ed|able)|never (?:reached|called)|intentional\w*|on purpose|deliberate\w*|no[- ]?op|nothing to do|does nothing|overrid\w+"
    r"|no action|always (?:on|up|active|running|enabled|available)"
    r"|subclass\w*|documentation|openapi|swagger|handled by|middleware|install|requires?)\b",
    re.IGNORECASE,
)
"""Words of one who left a body empty knowingly."""
IDLE = Pattern(r"\bno[- ]op\b|\b(?:does|do) nothing\b|\bno action\b", re.IGNORECASE)
"""Words that say so of the function wherever they stand in its docstring."""
DEPENDENCY_WORK = Pattern(
    r"auth|verif|check|valid|log_?(?:in|out)|revoke|permi|allow|access|session|token|whoami|csrf"
    r"|(?:^|[/_ ])(?:ok|enabled|available|can)(?![^\W_])",
    re.IGNORECASE,
)
"""Routes for which a dependency that passes is the whole answer."""
GIVING = Pattern(
    r"_*(?:get|current|require\w*|verify|check|auth\w*|session|db|database|settings|config|limit\w*"
    r"|rate\w*|validate|has|is|ensure|oauth\w*|token|bearer|http\w*|api_?key\w*)(?:_.*)?",
    re.IGNORECASE,
)
"""Dependencies that give something, or ask who calls, and do no work."""
MANY = 2
"""Other modules of one shape, which show that a function is a part of that shape."""
SHORT = 4
"""Lines of a docstring; a longer one on an empty function is a contract, such as a tool's schema."""
DOCUMENT = 10
"""Lines of a docstring; a longer one is written for who calls the interface."""
MARKED_UP = Pattern(r"^---$", re.MULTILINE)
"""Behind this line a docstring is a document of the interface in YAML."""
EXTENSION_MODULES = frozenset({"hooks", "hookspecs", "interfaces", "protocols", "stubs", "compat"})


@record
class Stub:
    """A handler, task, receiver or module function without an implementation."""

    node: FunctionNode
    name: str
    subject: str
    """What reaches it: ``POST /refunds``, ``celery task``."""
    body: str
    """All that stands in it."""
    outcome: str
    """What its callers get."""
    writes: bool
    suspected: bool = False
    """Whether nothing but a call says that somebody waits for what it does: it may be a hook."""

    @classmethod
    def find(cls, file: File) -> Iterable[Stub]:
        """Every one that nobody can have meant to be empty."""
        known: set[ast.AST] = set()
        for entry in reached(file):
            known.add(entry.node)
            body = body_of(file, entry.node)
            if body and not is_meant(file, entry.node):
                yield from _of_entry(file, entry, body)
        for node in functions_of(file):
            body = "" if node in known else body_of(file, node)
            if body.startswith("raise"):
                yield from _of_function(file, node)
            elif body:
                yield from _of_callee(file, node, body)


def reached(file: File) -> tuple[Reached, ...]:
    """All that a request, a queue or a framework reaches."""
    return (*file.facts(Handler), *file.facts(Task), *file.facts(Entry))


def body_of(file: File, node: FunctionNode) -> str:
    """The only thing that an empty body says; empty if it does something."""
    last = node.body[-1]
    if _does_something(last):
        return ""
    statements = file.body(node)
    if not statements:
        if isinstance(last, ast.Pass):
            return "pass"
        return "..." if _value(last) is ... else "a docstring"
    if len(statements) > 1:
        return ""
    only = statements[0]
    if isinstance(only, ast.Return):
        if only.value is None:
            return "return"
        return "return None" if is_none(only.value) else ""
    if isinstance(only, ast.Raise) and only.exc is not None:
        error = only.exc.func if isinstance(only.exc, ast.Call) else only.exc
        if file.name_of(error) == "builtins.NotImplementedError":
            return "raise NotImplementedError"
    return ""


def _does_something(last: ast.stmt) -> bool:
    """Whether the last statement of a body shows that it is not empty: that of nearly all does."""
    if isinstance(last, ast.Return):
        return last.value is not None and not is_none(last.value)
    if isinstance(last, ast.Expr):
        return not isinstance(last.value, ast.Constant)
    return not isinstance(last, ast.Pass | ast.Raise)


def _value(statement: ast.stmt) -> object:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return statement.value.value
    return None


def is_meant(file: File, node: FunctionNode) -> bool:
    """Whether its name, its class or a word beside it says that nothing belongs here."""
    abstract = tables().word("abstract")
    names = [decorator_name(file, node, item) for item in node.decorator_list]
    idle = IDLE_NAME.fullmatch(node.name) is not None or file.words(HEALTH).match(node.name)
    if idle or any(name in abstract for name in names):
        return True
    return (
        file.under(node, Because.TYPE_CHECKING)
        or _is_base(file, node)
        or EXCUSE.search(_gist(node)) is not None
        or IDLE.search(ast.get_docstring(node) or "") is not None
        or file.intent(node, lambda text: EXCUSE.search(text) is not None) is not None
    )


def _gist(node: FunctionNode) -> str:
    """What a docstring says of the function; a document of its interface has all words somewhere."""
    text = MARKED_UP.split(ast.get_docstring(node) or "", maxsplit=1)[0]
    return text.partition("\n\n")[0] if text.count("\n") > DOCUMENT else text


def _is_base(file: File, node: FunctionNode) -> bool:
    """Whether it is a method of a class that others complete."""
    cls = file.scope(node).node
    if not isinstance(cls, ast.ClassDef):
        return False
    abstract = tables().word("abstract")
    if BASE_NAME.fullmatch(cls.name) or any(name in abstract for name in file.bases_of(cls)):
        return True
    return not _is_served(file, node) and any(
        node.name in home.index.scopes[other].bindings for home, other in subclasses_of(file, cls)
    )


def _is_served(file: File, node: FunctionNode) -> bool:
    """Whether a path leads to the method itself, whatever subclasses make of it."""
    return any(item.node is node and item.path is not None for item in file.facts(Handler))


def _of_entry(file: File, entry: Reached, body: str) -> Iterator[Stub]:
    if isinstance(entry, Handler):
        if entry.registered and not is_excused(file, entry, body):
            yield _stub(entry, route_of(entry), body, _answer(entry, body), writes=entry.writes)
    elif isinstance(entry, Task):
        if not (entry.owner and body.startswith("raise")):
            outcome = "every run fails" if body.startswith("raise") else "its work is never done"
            yield _stub(entry, f"{entry.queue} task", body, outcome)
    elif entry.kind is EntryKind.RECEIVER and not entry.idle:
        yield _stub(entry, "signal receiver", body, "the signal has no effect")


def _stub(
    entry: Reached,
    subject: str,
    body: str,
    outcome: str,
    *,
    writes: bool | None = None,
) -> Stub:
    return Stub(entry.node, entry.name, subject, body, outcome, bool(writes))


def route_of(handler: Handler) -> str:
    """What a reader calls a route: ``POST /refunds``."""
    if handler.kind is EntryKind.WEBSOCKET:
        verb = "WebSocket"
    elif handler.methods is None:
        verb = "request handler"
    else:
        verb = "/".join(sorted(handler.methods))
    return f"{verb} {handler.path}" if handler.path else verb


def _answer(handler: Handler, body: str) -> str:
    if handler.kind is EntryKind.WEBSOCKET:
        return "the connection is closed at once"
    empty = not body.startswith("raise") and handler.framework in tables().word("empty-success")
    return "callers get an empty success" if empty else "callers get a 500"


def is_excused(file: File, handler: Handler, body: str) -> bool:
    """Whether a handler may be right as it is."""
    if handler.health or (handler.methods is not None and handler.methods <= UNANSWERED):
        return True
    if handler.owner is not None and body.startswith("raise"):
        # A method that raises is a template's, wherever its subclasses are.
        return True
    calls = [(file, call) for call in handler.calls]
    calls += [(item.file, item.node) for item in handler.elsewhere]
    if handler.kind is EntryKind.WEBSOCKET and not handler.registrations and not calls:
        return True
    return (
        _is_decorated(file, handler)
        or _is_alternative(file, handler.node)
        or any(
            _works_elsewhere(home, handler, call)
            or (_is_empty(home, call) and _is_answered(file, handler))
            for home, call in calls
        )
    )


def _is_alternative(file: File, node: FunctionNode) -> bool:
    """Whether another branch has a function of this name: this one is for where there is no more."""
    named = file.scope(node).bindings.get(node.name, ())
    return len(named) > 1 and bool(file.conditions(node))


def _is_decorated(file: File, handler: Handler) -> bool:
    """Whether a decorator that is no registration, no guard and no description may do the work."""
    idle = tables().table(Guard), tables().table(EntryTrait), tables().word("describes")
    return any(
        decorator not in handler.registrations
        and not any((decorator_name(file, handler.node, decorator) or "") in each for each in idle)
        for decorator in handler.node.decorator_list
    )


def _works_elsewhere(file: File, handler: Handler, call: ast.Call) -> bool:
    """Whether dependencies do the work, or a class of its own makes the empty answer."""
    told = f"{handler.name} {handler.path or ''}"
    if given(file, call, Param("dependencies")) is not None and DEPENDENCY_WORK.search(told):
        return True
    return given(file, call, Param("response_class")) is not None and _is_empty(file, call)


def _is_answered(file: File, handler: Handler) -> bool:
    """Whether what fills the parameters is all that a handler needs, as far as its names say."""
    told = f"{handler.name} {handler.path or ''}"
    return is_done_by_dependency(file, handler.node) or (
        DEPENDENCY_WORK.search(told) is not None and any(_dependencies(file, handler.node))
    )


def _is_empty(file: File, call: ast.Call) -> bool:
    """Whether a route declares that it answers nothing."""
    status = constant(file, given(file, call, Param("status_code")))
    return status is not None and status.value in EMPTY_STATUSES


def is_done_by_dependency(file: File, node: FunctionNode) -> bool:
    """Whether a parameter is filled by what may do the work, and not only by who calls."""
    return any(not GIVING.fullmatch(name) for name in _dependencies(file, node))


def _dependencies(file: File, node: FunctionNode) -> Iterator[str]:
    """What fills the parameters of a function, by its last name."""
    for bindings in file.index.scopes[node].bindings.values():
        if bindings[0].kind is Bound.PARAMETER:
            for home, filling in dependencies(file, bindings[0]):
                yield home.last_name(filling) or ""


def _of_function(file: File, node: FunctionNode) -> Iterator[Stub]:
    """A function of the module: nobody can override it, unless it is bound twice or handed on."""
    if _is_final(file, node) and not _is_refusal(file, node) and not _is_handed_on(file, node):
        body = "raise NotImplementedError"
        yield Stub(node, node.name, "function", body, "every call fails", writes=False)


def _of_callee(file: File, node: FunctionNode, body: str) -> Iterator[Stub]:
    """A function of the module that does nothing and is called."""
    if _is_final(file, node) and not is_meant(file, node) and _is_called(file, node):
        outcome = "its callers get nothing"
        yield Stub(node, node.name, "function", body, outcome, writes=False, suspected=True)


def _is_called(file: File, node: FunctionNode) -> bool:
    return any(caller.file.role not in APART for caller in callers_of(file, node))


def _is_final(file: File, node: FunctionNode) -> bool:
    """Whether the function is what its name stands for, everywhere and always."""
    context = file.index.placed[node]
    return (
        context.branch is Branch.TOP
        and isinstance(context.node, ast.Module)
        and not node.decorator_list
        and not node.name.startswith("__")
        and len(file.index.module.bindings[node.name]) == 1
        and not file.index.star_imports
        and not EXTENSION_MODULES.intersection(file.module.split("."))
    )


def _is_refusal(file: File, node: FunctionNode) -> bool:
    """Whether raising is what it is for, or it only says what others implement, or nobody calls it."""
    unused = node.name.startswith("_") and not _is_called(file, node)
    contract = (ast.get_docstring(node) or "").count("\n") > SHORT
    return (
        unused
        or contract
        or REFUSAL.fullmatch(node.name) is not None
        or EXCUSE.search(ast.unparse(node)) is not None
        or is_meant(file, node)
        or _is_one_of_many(file, node)
    )


def _is_one_of_many(file: File, node: FunctionNode) -> bool:
    """Whether modules of one shape have the function: who looks one of them up knows what it can."""
    told = file.module, node.name, _parameters(node)
    return file.program is not None and file.program.known(_alike, *told) >= MANY


def _parameters(node: FunctionNode) -> str:
    return " ".join(argument.arg for argument in every_argument(node.args))


def _alike(program: Program, module: str, name: str, parameters: str) -> int:
    """How many other modules, beside this one or called as it is, have such a function."""
    folder, _, stem = module.rpartition(".")
    found = [
        program.file(text.module)
        for text in program.texts(*LOADED, holding=(name,))
        if text.module != module
        and (text.module.rpartition(".")[0] == folder or text.module.rpartition(".")[2] == stem)
    ]
    definitions = [file.definition_named(f"{file.module}.{name}") for file in found if file]
    return sum(
        isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef)
        and _parameters(definition) == parameters
        for definition in definitions
    )


def _is_handed_on(file: File, node: FunctionNode) -> bool:
    """Whether the function is a value somewhere: a default, a callback, an entry of a registry."""
    name = file.qualify(file.index.scopes[node].qualname)
    return any(
        not (isinstance(around := other.parent(use), ast.Call) and around.func is use)
        for other, use in mentions_of(file, name)
    )

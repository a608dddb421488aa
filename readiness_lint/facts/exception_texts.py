"""Answers to a client that hold the text of an exception, or its traceback."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.answer_paths import entries_behind, senders
from readiness_lint.facts.callers import called
from readiness_lint.facts.decorators import decorated_by
from readiness_lint.facts.entries import Entry, Reached, entry_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.guards import is_for_admins, stands_in_guard
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.known_texts import only_computes, raised_with_words
from readiness_lint.facts.responses import TEXTS, Response
from readiness_lint.facts.rewritten_answers import is_rewritten
from readiness_lint.facts.shapes import is_name, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import AGENT_PROTOCOLS
from readiness_lint.knowledge.schema import ErrorFamily
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import single_record
from readiness_lint.terms import EntryKind

FAMILIES = frozenset({"database", "driver", "http-client", "os"})
FAILURE = "500"
ANYTHING = frozenset({"builtins.Exception", "builtins.BaseException", FAILURE})
DENIED, REFUSALS = "builtins.PermissionError", frozenset({401, 403})
JUDGED = Pattern(r"\b(?:lgtm|codeql)\b.*stack-trace-exposure")
"""What a comment says where another tool has warned, and the authors have answered."""
TRACEBACK = "the traceback"
UNEXPECTED = "an unexpected exception"


@single_record
class ExceptionText:
    """An answer with what an exception says inside it."""

    node: ast.expr
    """The part of the answer that holds it."""
    response: Response
    entry: Reached | None
    what: str
    """The traceback, an unexpected exception, or the class by name."""
    family: str | None = None
    """What failed, where the class tells."""
    refusal: bool = False
    """Whether it blames the client for whatever failed, as a broad ``except`` with a 400 does."""
    agent: bool = False
    """Whether a language model reads it, or the program that runs one."""

    @property
    def kind(self) -> tuple[bool, bool]:
        """What it must share with others to be counted with them."""
        return self.refusal, self.agent

    @property
    def traceback(self) -> bool:
        """Whether it is a traceback."""
        return self.what == TRACEBACK

    @classmethod
    def find(cls, file: File) -> Iterable[ExceptionText]:
        """Every one of the file that is no designed answer to a client's mistake."""
        tools = frozenset(tool for _, tool, _ in decorated_by(file, tables().word("agent-tool")))
        if file.facts(Response):
            yield from _in_handlers(file, tools)
            yield from _in_error_handlers(file)
        if tools:
            yield from _in_tools(file, tools)


def goes_to_admins(text: ExceptionText, file: File) -> bool:
    """Whether no handlers but those for administrators send the text, wherever it is made."""
    sent = list(entries_behind(file, text.response.node, text.response))
    return bool(sent) and all(
        isinstance(handler, Handler) and is_for_admins(handler, home) for home, handler in sent
    )


def _in_handlers(file: File, tools: frozenset[ast.AST]) -> Iterator[ExceptionText]:
    # A handler inside another one comes after it.
    innermost = {
        response: handler for handler in file.facts(ExceptHandler) for response in handler.answers
    }
    for response, handler in innermost.items():
        what = _text_in(file, response, handler.name, handler.statements)
        if what is not None and (
            stands_in_guard(handler.guard, file)
            or any(
                not is_rewritten(sender, response)
                for sender in senders(file, handler.guard, response)
            )
        ):
            agent = file.function(handler.guard) in tools
            agent = agent or _speaks_to_agent(file, response, handler.statements)
            yield from _of_handler(file, handler, response, what, agent=agent)


def _of_handler(
    file: File, handler: ExceptHandler, response: Response, what: str, *, agent: bool
) -> Iterator[ExceptionText]:
    """What the class says of the text in one answer; nothing: it is designed."""
    node, entry = _content(response), entry_of(handler.guard, file)
    if handler.name is not None and is_of_class(file, response, handler.name):
        return
    if any(JUDGED.search(comment.text) for comment in file.comments(handler.node)):
        return
    if isinstance(handler.guard, ast.Try) and _only_begins_stream(file, handler.guard.body):
        return
    if what == TRACEBACK:
        yield ExceptionText(node, response, entry, what, agent=agent)
    elif handler.broad and response.status is not None:
        # A redirection shows nothing, and what only computes speaks of its values.
        if only_computes(file, handler.body):
            return
        refusal = 400 <= response.status < 500
        if refusal or _is_plain(response):
            yield ExceptionText(node, response, entry, what, refusal=refusal, agent=agent)
    elif not handler.broad:
        names = [file.name_at(item, handler.guard) for item in handler.clause]
        if response.status in REFUSALS:
            # Who may not has no file of the server in mind.
            names = [name for name in names if name != DENIED]
        # What the program says itself where a file is missing is an answer that somebody chose.
        own = raised_with_words(file, handler.body)
        for name, family in list(_families(name for name in names if name not in own))[:1]:
            yield ExceptionText(node, response, entry, f"`{name}`", family, agent=agent)


def _only_begins_stream(file: File, body: list[ast.stmt]) -> bool:
    """Whether a block makes an answer of a generator, which runs, and fails, after the block."""
    only = body[0]
    if len(body) > 1 or not isinstance(only, ast.Return) or not isinstance(only.value, ast.Call):
        return False
    inner = [call for call in file.nodes(ast.Call, within=only) if call is not only.value]
    made = [called(file, call) for call in inner]
    return bool(made) and all(found and found[0].is_generator(found[1]) for found in made)


def _in_error_handlers(file: File) -> Iterator[ExceptionText]:
    for entry in file.facts(Entry):
        if entry.kind is not EntryKind.ERROR_HANDLER:
            continue
        known = next(_families((entry.subject,)), None)
        if known is None and entry.subject not in ANYTHING:
            continue
        parameters = [*entry.node.args.posonlyargs, *entry.node.args.args]
        name = parameters[-1].arg if parameters else None
        for response in file.facts(Response, entry.node):
            what = _text_in(file, response, name, entry.node.body)
            if what is None or (name is not None and is_of_class(file, response, name)):
                continue
            if what != TRACEBACK and _is_wrapped(entry):
                continue
            node, agent = _content(response), _speaks_to_agent(file, response, entry.node.body)
            if known is not None and what != TRACEBACK:
                what, family = f"`{known[0]}`", known[1]
                yield ExceptionText(node, response, entry, what, family, agent=agent)
            elif _is_plain(response):
                yield ExceptionText(node, response, entry, what, agent=agent)


def _is_wrapped(entry: Entry) -> bool:
    """Whether a handler is given an exception of the framework's, which says nothing of the other."""
    return entry.subject == FAILURE and entry.framework in tables().word("wraps-unhandled")


def _in_tools(file: File, tools: frozenset[ast.AST]) -> Iterator[ExceptionText]:
    """What functions that a language model calls give back where they fail."""
    known = {response.statement for response in file.facts(Response)}
    for handler in file.facts(ExceptHandler):
        if file.function(handler.guard) not in tools:
            continue
        for statement in handler.statements:
            if isinstance(statement, ast.Return) and statement.value and statement not in known:
                value = statement.value
                answer = Response(value, statement, "", "", 200, raised=False, content=(value,))
                what = _text_in(file, answer, handler.name, handler.statements)
                if what is not None:
                    yield from _of_handler(file, handler, answer, what, agent=True)


def _speaks_to_agent(file: File, response: Response, statements: Iterable[ast.stmt]) -> bool:
    """Whether an answer has a key, or a maker, of a protocol between programs of models."""
    words = file.words(AGENT_PROTOCOLS)
    return words.match(file.last_name(response.node)) or any(
        words.match(name)
        for content in _made_of(response, None, statements)
        for part in ast.walk(content)
        for name in _keys(file, part)
    )


def _keys(file: File, part: ast.AST) -> Iterator[str | None]:
    if isinstance(part, ast.Dict):
        for key in part.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value
    elif isinstance(part, ast.Call):
        yield file.last_name(part.func)
        yield from (keyword.arg for keyword in part.keywords)


def _content(response: Response) -> ast.expr:
    return response.content[0] if response.content else response.node


def _is_plain(response: Response) -> bool:
    """Whether it says that the server failed, or that all is well."""
    return response.status is not None and (response.status >= 500 or response.status < 300)


def is_of_class(file: File, response: Response, name: str) -> bool:
    """Whether an answer is given only to some classes of the exception."""
    return any(
        condition.holds and _asks_class(part, name)
        for condition in file.conditions(response.statement)
        for part in ast.walk(condition.test)
    )


def _asks_class(part: ast.AST, name: str) -> bool:
    """Whether a test asks what an exception is, or has."""
    return (
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Name)
        and part.func.id in {"isinstance", "hasattr"}
        and any(is_name(item, name) for item in part.args[:1])
    )


def _families(names: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    """Last identifier and family of the exceptions that tell of what the server talks to."""
    known = tables()
    table = known.table(ErrorFamily)
    for name in names:
        row = table.get(name) if name else None
        if name is None or row is None or name in known.word("no-row"):
            continue
        if row.family in FAMILIES and name not in known.word("says-nothing"):
            yield name.rpartition(".")[2], row.family


def _text_in(
    file: File, response: Response, name: str | None, statements: Iterable[ast.stmt]
) -> str | None:
    """What an answer holds: a traceback, the text of an exception, or neither."""
    parts = _made_of(response, name, statements)
    if any(_is_traceback(file, part) for part in parts):
        return TRACEBACK
    if name is not None and any(_is_text(part, name, top=True) for part in parts):
        return UNEXPECTED
    return None


def _made_of(
    response: Response, name: str | None, statements: Iterable[ast.stmt]
) -> list[ast.expr]:
    """What an answer holds, and what the lines before gave the names in it: one hop."""
    parts = list(response.content)
    named = set(names_within(*parts)) - {name}
    for statement in statements:
        for item in ast.walk(statement):
            if isinstance(item, ast.Assign) and len(item.targets) == 1:
                target = item.targets[0]
                if isinstance(target, ast.Subscript):
                    target = target.value
                if isinstance(target, ast.Name) and target.id in named:
                    parts.append(item.value)
    return parts


def _is_traceback(file: File, expr: ast.expr) -> bool:
    texts = tables().word("traceback-text")
    return any(
        isinstance(part, ast.Call)
        and file.last_name(part.func) in texts.lasts
        and file.callee(part) in texts
        for part in ast.walk(expr)
    )


def _not_of_class(expr: ast.AST, name: str) -> Iterator[ast.AST]:
    """The parts of an expression but for what is given for some classes of the exception alone."""
    if isinstance(expr, ast.IfExp) and any(_asks_class(part, name) for part in ast.walk(expr.test)):
        yield from _not_of_class(expr.orelse, name)
        return
    yield expr
    for part in ast.iter_child_nodes(expr):
        yield from _not_of_class(part, name)


def _is_text(expr: ast.AST, name: str, *, top: bool = False) -> bool:
    """Whether an expression makes a text of the exception of this name."""
    if top and is_name(expr, name):
        return True
    for part in _not_of_class(expr, name):
        if isinstance(part, ast.FormattedValue) and is_name(part.value, name):
            return True
        if isinstance(part, ast.Call):
            given = [*part.args, *(keyword.value for keyword in part.keywords)]
            function = part.func
            last = function.attr if isinstance(function, ast.Attribute) else ""
            last = function.id if isinstance(function, ast.Name) else last
            if last in TEXTS and any(is_name(item, name) for item in given):
                return True
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod):
            right = part.right
            values = right.elts if isinstance(right, ast.Tuple) else [right]
            values = right.values if isinstance(right, ast.Dict) else values
            if any(is_name(item, name) for item in values):
                return True
        if isinstance(part, ast.Attribute) and part.attr == "args" and is_name(part.value, name):
            return True
    return False

"""Answers whose body reports an error and whose status reports a success."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import last_of
from readiness_lint.facts.callers import called
from readiness_lint.facts.conditions import settled_at
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import READS, Handler
from readiness_lint.facts.lookups import gives_something, missing_in
from readiness_lint.facts.responses import Response
from readiness_lint.facts.shapes import behind_await, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import (
    AGENT_PROTOCOLS,
    BATCH_PROTOCOLS,
    CURRENT_USERS,
    ERROR_DETAILS,
    ERROR_KEYS,
    FAILED_STATES,
    QUESTIONS,
    SIGNATURES,
    SUCCESS_KEYS,
)
from readiness_lint.knowledge.schema import Answers
from readiness_lint.model import Absent, Bound, File
from readiness_lint.model.index import Branch, every_argument
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

STATE = frozenset({"status", "state", "result", "outcome"})
STATUS = frozenset({"status_code", "status"})
ERROR_PAGE = Pattern(r"(?i)error|fail|problem|denied|forbidden|not_?found|(?<!\d)[45]\d\d(?!\d)")
"""Templates of pages on which a request ends."""
LOOKS = Pattern(r"(?:\w+_)?(?:auto_?)?detect(?:_\w+)?")
"""Routes that look whether something is there: that it is not, and why, is what they were asked."""
ASKS_STATE = Pattern(r"(?:\w+_)?(?:status|state|connectivity|reachab\w+)")
"""Routes that are asked how something is: that it fails is an answer, too."""
INHERITED = Pattern(r"(?i)\blegacy\b|\bbackwards?[ -]compatib|\bdrop-in\b")
"""What is said of an answer whose form an older program gave."""


@record
class MaskedError:
    """A return of a handler: the client reads of an error, and its library of a success."""

    node: ast.expr
    handler: Handler
    status: int

    @classmethod
    def find(cls, file: File) -> Iterator[MaskedError]:
        """Every one of the file that is one outcome of several."""
        for response in file.facts(Response):
            status = response.status
            if response.raised or status is None or not 200 <= status < 300:
                continue
            handler = _answering(file, response)
            if handler is None or not _is_alternative(file, response.statement):
                continue
            if _is_without_option(file, response.statement) or _is_form(response):
                continue
            if _is_never_given(file, response.statement):
                continue
            if _tells_state(file, handler, response):
                continue
            if _reports_error(file, response) and not _is_marked(file, handler, response):
                yield cls(response.node, handler, status)


def _answering(file: File, response: Response) -> Handler | None:
    """The handler that returns an answer as it stands."""
    statement = response.statement
    if not isinstance(statement, ast.Return) or statement.value is None:
        return None
    value = behind_await(statement.value)
    entry = entry_of(statement, file)
    if value is not response.node or not isinstance(entry, Handler) or _is_chosen(file, response):
        return None
    if entry.kind is not EntryKind.HANDLER or file.function(statement) is not entry.node:
        return None
    return entry if response.name or _sends_mappings(entry.framework) else None


def _is_chosen(file: File, response: Response) -> bool:
    """Whether the status is written beside the content."""
    row = tables().table(Answers).get(response.name)
    if row is None or not isinstance(response.node, ast.Call) or row.status is None:
        return False
    found = file.argument(response.node, row.status.name, row.status.position)
    return not isinstance(found, Absent)


def _sends_mappings(framework: str) -> bool:
    """Whether what a handler returns is the answer, without a response around it."""
    return any(framework in tables().word(word) for word in ("empty-success", "tuple-answers"))


def _is_alternative(file: File, statement: ast.stmt) -> bool:
    """Whether an answer is given on some runs only: in an ``except`` clause, or after a test."""
    return next(file.enclosing(statement, Branch.EXCEPT), None) is not None or bool(
        file.conditions(statement)
    )


def _is_without_option(file: File, statement: ast.stmt) -> bool:
    """Whether an answer is that of an installation without an optional package or program."""
    clauses = file.enclosing(statement, Branch.EXCEPT)
    names = (
        file.last_name(part) or ""
        for clause in clauses
        if isinstance(clause, ast.ExceptHandler) and clause.type is not None
        for part in getattr(clause.type, "elts", [clause.type])
    )
    return any(name in {"ImportError", "ModuleNotFoundError"} for name in names) or any(
        _asks_for_option(file, condition.test) for condition in file.conditions(statement)
    )


def _asks_for_option(file: File, test: ast.expr) -> bool:
    """Whether a test looks for a program or package, or at what such a look gave."""
    words = [tables().word(word) for word in ("looks-for-program", "optional-import")]
    if not any(file.index.calls.keys() & word.lasts for word in words):
        return False
    parts: list[ast.AST | None] = [*ast.walk(test)]
    parts += [file.assigned(part) for part in parts if isinstance(part, ast.Name)]
    return any(
        isinstance(part, ast.Call) and any(file.callee(part) in word for word in words)
        for part in parts
    )


def _is_never_given(file: File, statement: ast.stmt) -> bool:
    """Whether an answer is for one who was not found, by a function that then raises itself.

    One that says who asks and is not in sight raises as often as not.
    """
    for condition in file.conditions(statement):
        missing = missing_in(condition.test) if condition.holds else None
        made = behind_await(file.assigned(missing)) if missing is not None else None
        found = called(file, made) if isinstance(made, ast.Call) else None
        if found is not None and gives_something(*found):
            return True
        if found is None and isinstance(made, ast.Call):
            return file.words(CURRENT_USERS).match(last_of(file, made.func))
    return False


def _is_form(response: Response) -> bool:
    """Whether a page is shown that is not one of errors: a form, with what was wrong in it."""
    node = response.node
    row = tables().table(Answers).get(response.name)
    if row is None or row.content is None or row.content.name != "context":
        return False
    templates = [item.value for item in getattr(node, "args", ()) if isinstance(item, ast.Constant)]
    return not any(ERROR_PAGE.search(str(name)) for name in templates)


def _reports_error(file: File, response: Response) -> bool:
    pairs = _pairs(file, response)
    if not pairs or any(key is None for key, _ in pairs):
        return False
    keys = {key: value for key, value in pairs if key is not None}
    if file.words(AGENT_PROTOCOLS).match(file.last_name(response.node)) or any(
        file.words(AGENT_PROTOCOLS).match(key) for key in keys
    ):
        return False
    errors = [key for key, value in keys.items() if _is_error(file, key, value)]
    if _is_no(file, response, errors):
        return False
    return bool(errors) and all(
        key in errors or _is_empty(value) or file.words(ERROR_DETAILS).match(key)
        for key, value in keys.items()
    )


def _is_no(file: File, response: Response, errors: list[str]) -> bool:
    """Whether an answer says no to a question, and reports nothing."""
    function = file.function(response.statement)
    asked = function is not None and file.words(QUESTIONS).match(function.name)
    return asked and all(file.words(SUCCESS_KEYS).match(key) for key in errors)


def _tells_state(file: File, handler: Handler, response: Response) -> bool:
    """Whether a handler that changes nothing was asked how something is, and says which state it is in."""
    if (
        handler.methods is None
        or not handler.methods <= READS
        or not ASKS_STATE.fullmatch(handler.name)
    ):
        return False
    return any(key in STATE for key, _ in _pairs(file, response))


def _pairs(file: File, response: Response) -> list[tuple[str | None, ast.expr]]:
    """The keys of an answer that is one mapping, written out; ``None``: a key that is not known."""
    content = response.content
    node = response.node
    mapping = _mapping(file, content[0]) if len(content) == 1 else None
    if isinstance(mapping, ast.Dict):
        return [
            (str(key.value) if isinstance(key, ast.Constant) else None, value)
            for key, value in zip(mapping.keys, mapping.values, strict=True)
        ]
    if isinstance(mapping, ast.Call):
        return [(item.arg, item.value) for item in mapping.keywords]
    if isinstance(node, ast.Call) and not node.args and content:
        by_value = {keyword.value: keyword.arg for keyword in node.keywords}
        if all(item in by_value for item in content) and _is_whole(response):
            return [(by_value[item], item) for item in content]
    return []


def _mapping(file: File, content: ast.expr) -> ast.expr | None:
    """The mapping that an answer shows: through a local, as text, or in an answer that it wraps."""
    if isinstance(content, ast.Dict):
        return content
    if isinstance(content, ast.Name):
        made = _kept_since(file, content)
        return _mapping(file, made) if isinstance(made, ast.Dict | ast.Call) else None
    if not isinstance(content, ast.Call):
        return None
    name = file.callee(content)
    row = tables().table(Answers).get(name) if name is not None else None
    if name == "builtins.dict" or (row is not None and row.whole and not content.args):
        return content if not content.args else None
    # What sets a status by itself is not looked into.
    wraps = row is not None and (row.status is None or len(content.args) == 1)
    if len(content.args) != 1 or not (wraps or name in tables().word("writes-json")):
        return None
    return _mapping(file, content.args[0])


def _kept_since(file: File, name: ast.Name) -> ast.expr | None:
    """What a local was certainly assigned, if nothing was done to it before it is read."""
    found = file.reaching(name)
    if len(found) != 1 or found[0].kind is not Bound.VALUE or found[0].value is None:
        return None
    first, last = found[0].value.lineno, name.lineno
    function = file.function(name)
    return (
        found[0].value
        if file.function(found[0].value) is function
        and not any(
            first <= use.lineno <= last
            for use in file.reads.of(name.id)
            if use is not name and isinstance(use, ast.Name) and file.function(use) is function
        )
        else None
    )


def _is_whole(response: Response) -> bool:
    """Whether the arguments of a call are the mapping: ``jsonify(error=...)``."""
    row = tables().table(Answers).get(response.name)
    return row is not None and row.whole


def _is_error(file: File, key: str, value: ast.expr) -> bool:
    if file.words(ERROR_KEYS).match(key):
        return not _is_empty(value) and not _is_list(file, value)
    constant = value.value if isinstance(value, ast.Constant) else None
    if file.words(SUCCESS_KEYS).match(key):
        return constant is False
    return key in STATE and isinstance(constant, str) and file.words(FAILED_STATES).match(constant)


def _is_list(file: File, value: ast.expr) -> bool:
    """Whether a value is a list, or one that was empty at first and that no test says is not any more."""
    if isinstance(value, ast.Name):
        kept = file.assigned(value)
        tests = [condition.test for condition in settled_at(file, value)]
        return isinstance(kept, ast.List) and value.id not in names_within(*tests)
    return isinstance(value, ast.List | ast.ListComp)


def _is_empty(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return value.value in (None, "")
    return isinstance(value, ast.List | ast.Dict | ast.Tuple) and not ast.unparse(value)[1:-1]


def _is_marked(file: File, handler: Handler, response: Response) -> bool:
    """Whether another way says what happened, or a protocol wants the status."""
    names = [handler.name, handler.path or "", file.module]
    if handler.health or any(file.words(BATCH_PROTOCOLS).match(name) for name in names):
        return True
    if _is_of_older(handler) or _looks(handler):
        return True
    if any(
        call.lineno < response.statement.lineno
        and file.words(SIGNATURES).match(file.last_name(call.func))
        for call in file.nodes(ast.Call, within=handler.node)
    ):
        return True
    parameters = {item.arg for item in every_argument(handler.node.args)}
    return any(
        isinstance(target, ast.Attribute)
        and target.attr in STATUS
        and isinstance(target.value, ast.Name)
        and target.value.id in parameters
        and file.reaches(statement, response.statement)
        for statement in file.nodes(ast.Assign, within=handler.node)
        for target in statement.targets
    )


def _is_of_older(handler: Handler) -> bool:
    """Whether a handler says of itself that the form of its answers is that of an older program."""
    return INHERITED.search(ast.get_docstring(handler.node, clean=False) or "") is not None


def _looks(handler: Handler) -> bool:
    """Whether a handler that changes nothing looks whether something is there."""
    reads = handler.methods is not None and handler.methods <= READS
    return reads and LOOKS.fullmatch(handler.name) is not None

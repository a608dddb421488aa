"""HTTP exceptions whose answer the program writes itself, and without what they were raised with."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.answer_paths import Sender
from readiness_lint.facts.error_handlers import ErrorHandler, error_handlers_for
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.logs import LogCall
from readiness_lint.facts.mounts import is_apart
from readiness_lint.facts.responses import Response
from readiness_lint.facts.shapes import is_name
from readiness_lint.model import File

PLAIN = frozenset({"code", "status", "status_code", "name", "headers", "__class__"})
"""What an HTTP exception has besides what it was raised with."""
TEXTS = frozenset(
    {"args", "description", "detail", "details", "message", "msg", "orig", "data", "body", "reason"}
)
"""Where one that it was raised with has its own text."""
ALIASES = 4
"""Names that one after the other are given the same."""


def is_rewritten(sender: Sender, response: Response) -> bool:
    """Whether each handler that the program has for an answer leaves out what it was raised with."""
    if not response.raised or response.line:
        return False
    place, reached = sender
    handlers = [reached] if isinstance(reached, Handler) else list(place.facts(Handler))
    asked = [
        item
        for item in error_handlers_for(place)
        if item.subject is not None
        and item.takes(response)
        and not any(is_apart(item.framework, item.owner, handler, place) for handler in handlers)
    ]
    return bool(asked) and not any(_shows(item) for item in asked)


def _shows(handler: ErrorHandler) -> bool:
    """Whether a handler may answer with the text of what it is given."""
    function, given = handler.function, handler.exception
    if function is None or given is None or handler.setting:
        return function is None or handler.setting
    names, found = [given], {given}
    for name in names:
        for use in _uses(function, name):
            if _is_harmless(handler.home, use, first=name == given):
                continue
            alias = _alias(handler.home, use)
            if alias is None or len(names) > ALIASES:
                return True
            names += [alias] if alias not in found else []
            found.add(alias)
    return False


def _uses(function: ast.AST, name: str) -> Iterator[ast.Name]:
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            yield node


def _is_harmless(file: File, use: ast.expr, *, first: bool) -> bool:
    """Whether a use of an exception, or of what it holds, puts no text of it into an answer."""
    attribute = _attribute(file, use)
    if attribute is not None and (attribute in PLAIN if first else attribute not in TEXTS):
        return True
    logged = {
        part for log in file.facts(LogCall, file.function(use)) for part in ast.walk(log.node)
    }
    return use in logged or _is_tested(file, use)


def _attribute(file: File, use: ast.expr) -> str | None:
    """The attribute that is read of a name, as ``error.code`` or ``getattr(error, "code", None)``."""
    around = file.parent(use)
    if isinstance(around, ast.Attribute):
        called = file.parent(around)
        method = isinstance(called, ast.Call) and called.func is around
        return None if method else around.attr
    if isinstance(around, ast.Call) and is_name(around.func, "getattr") and around.args[0] is use:
        key = around.args[1] if len(around.args) > 1 else None
        value = key.value if isinstance(key, ast.Constant) else None
        return value if isinstance(value, str) else None
    return None


def _is_tested(file: File, use: ast.expr) -> bool:
    """Whether a name is the test of a branch, and no more."""
    around = file.parent(use)
    around = file.parent(around) if isinstance(around, ast.UnaryOp) else around
    return isinstance(around, ast.If | ast.IfExp) and use in ast.walk(around.test)


def _alias(file: File, use: ast.expr) -> str | None:
    """The name that a statement gives what it reads of another."""
    statement = file.statement(use)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    return target.id if isinstance(target, ast.Name) else None

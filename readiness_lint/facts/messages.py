"""Classes of messages, and what they read from the objects that they are made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Route
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record

ALIASES = frozenset({"alias", "validation_alias"})


@record
class Message:
    """A class of messages, and the file that defines it."""

    file: File
    cls: ast.ClassDef


@record
class Shown:
    """A field that is read from the object, as its attribute of the same name."""

    file: File
    node: ast.Name
    inner: Message | None
    """What is made of the attribute, or of each of its items."""

    @property
    def name(self) -> str:
        """The attribute."""
        return self.node.id


def message_made(file: File, call: ast.Call, argument: ast.expr) -> Message | None:
    """The message that a call makes of an object: ``OrderOut.model_validate(order)``."""
    word = tables().word("reads-attributes")
    maker = call.func
    if not isinstance(maker, ast.Attribute) or maker.attr not in word.lasts:
        return None
    if argument not in call.args[:1]:
        return None
    name = file.class_name(maker.value)
    found = _message(file, name) if name else None
    return found if found and f"{_base(found)}.{maker.attr}" in word else None


def message_answered(file: File, function: FunctionNode) -> Message | None:
    """The message, or the kind of a list of them, that the framework makes of a handler's answer."""
    for handler in file.facts(Handler):
        if handler.node is function:
            for call in handler.calls:
                row = tables().table(Route).get(file.callee(call) or "")
                if row is not None and row.answer is not None:
                    declared = given(file, call, row.answer) or function.returns
                    return message_in(file, declared) if declared is not None else None
    return None


def message_in(file: File, annotation: ast.expr) -> Message | None:
    """The one class of messages that an annotation names, behind lists and options."""
    found: list[Message] = []
    for node in ast.walk(annotation):
        name = None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = file.qualify(node.value)
        elif isinstance(node, ast.Name | ast.Attribute):
            name = file.class_name(node)
        message = _message(file, name) if name else None
        if message is not None and message not in found:
            found.append(message)
    return found[0] if len(found) == 1 else None


def fields_of(message: Message) -> Iterator[Shown]:
    """The fields that a message reads from an object; none where it is free to read anything."""
    line = list(lineage(message.file, message.cls))
    if any(_rewrites(home, cls) for home, cls in line):
        return
    seen: set[str] = set()
    for home, cls in line:
        for item in cls.body:
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                name = item.target.id
                if name not in seen and not name.startswith("_") and not _is_renamed(item.value):
                    yield Shown(home, item.target, message_in(home, item.annotation))
                seen.add(name)


def _message(file: File, name: str) -> Message | None:
    found = file.defined(name)
    if found is None or not isinstance(found[1], ast.ClassDef):
        return None
    message = Message(found[0], found[1])
    return message if _base(message) else None


def _base(message: Message) -> str:
    """The class of a library that makes it one; empty: it is none."""
    word = tables().word("reads-attributes")
    owners = {name.rpartition(".")[0] for name in word}
    return next((base for base in message.file.bases_of(message.cls) if base in owners), "")


def _rewrites(file: File, cls: ast.ClassDef) -> bool:
    """Whether a function of the class sees the object before its fields are read."""
    word = tables().word("rewrites-message")
    return any(
        file.last_name(item.func if isinstance(item, ast.Call) else item) in word.lasts
        for function in cls.body
        if isinstance(function, ast.FunctionDef)
        for item in function.decorator_list
    )


def _is_renamed(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and any(keyword.arg in ALIASES for keyword in value.keywords)

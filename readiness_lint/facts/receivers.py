"""Which functions of a program hear the signals that it sends."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import constant, given, handed
from readiness_lint.facts.entries import Entry
from readiness_lint.facts.objects import class_of_object
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import EntryTrait, Param
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

TOLD_OF = {"save": "tells-of-saving", "delete": "tells-of-deleting"}
"""What a method does to a row, and the word of the signals that are sent for it."""
Method = tuple[File, FunctionNode]


@record
class Receiver:
    """A function that hears a signal."""

    module: str
    name: str
    signal: str
    sender: str
    """The qualified name of the only class whose signal it hears; empty: all."""


def _receivers(program: Program) -> tuple[Receiver, ...]:
    return program.memo(
        ("receivers",),
        lambda: tuple(
            found
            for file in program.files()
            if file.role not in APART
            for found in _receivers_in(file)
        ),
    )


def _receivers_in(file: File) -> Iterator[Receiver]:
    table = tables().table(EntryTrait)
    for entry in file.facts(Entry):
        if entry.kind is not EntryKind.RECEIVER:
            continue
        name = file.qualify(file.index.scopes[entry.node].qualname)
        for decorator in entry.node.decorator_list:
            if isinstance(decorator, ast.Call):
                row = table.get(file.callee(decorator, entry.node) or "")
                if row is not None and row.kind is EntryKind.RECEIVER:
                    first = given(file, decorator, row.subject)
                    yield from _hears(file, name, first, decorator)
    for called_name, call in file.calls_to(table):
        row = table[called_name]
        if row.kind is EntryKind.RECEIVER and row.function is not None:
            expr = given(file, call, row.function)
            found = handed(file, expr) if expr is not None else None
            if found and isinstance(call.func, ast.Attribute):
                name = found[0].qualify(found[0].index.scopes[found[1]].qualname)
                yield from _hears(file, name, call.func.value, call, found[0].module)


def _hears(
    file: File, name: str, signal: ast.expr | None, call: ast.Call, module: str = ""
) -> Iterator[Receiver]:
    sender = given(file, call, Param("sender"))
    cls = file.name_of(sender) if isinstance(sender, ast.Name | ast.Attribute) else None
    known = constant(file, sender) if sender is not None and cls is None else None
    if known is not None and isinstance(known.value, str):
        cls = known.value
    told = "?" if sender is not None and cls is None else cls or ""
    parts = signal.elts if isinstance(signal, ast.List | ast.Tuple) else [signal]
    for part in parts:
        if isinstance(part, ast.Name | ast.Attribute):
            subject = _name_of_object(file, part)
            if subject is not None:
                yield Receiver(module or file.module, name, subject, told)


def hearing(file: File, call: ast.Call) -> Iterator[tuple[Receiver, Method]]:
    """The receivers of a signal that a call sends."""
    method = call.func
    if (
        not isinstance(method, ast.Attribute)
        or method.attr not in tables().word("sends-signal").lasts
        or not isinstance(method.value, ast.Name | ast.Attribute)
        or file.program is None
    ):
        return
    signal = _name_of_object(file, method.value)
    for receiver in _receivers(file.program) if signal else ():
        if receiver.signal == signal and _is_sent_by(file, call, receiver):
            found = _receiving(file.program, receiver)
            if found is not None:
                yield receiver, found


def _name_of_object(file: File, expr: ast.expr) -> str | None:
    """What an object of a module is called from everywhere."""
    name = file.name_of(expr)
    if name is not None or not isinstance(expr, ast.Name):
        return name
    return file.qualify(expr.id) if expr.id in file.index.module.bindings else None


def _is_sent_by(file: File, call: ast.Call, receiver: Receiver) -> bool:
    """Whether a receiver may hear what a call sends."""
    if not receiver.sender:
        return True
    sender = given(file, call, Param("sender", 0))
    name = file.name_of(sender) if isinstance(sender, ast.Name | ast.Attribute) else None
    return name is None or receiver.sender in {"?", name}


def _receiving(program: Program, receiver: Receiver) -> Method | None:
    home = program.file(receiver.module)
    found = home.defined(receiver.name) if home else None
    return (found[0], found[1]) if found and not isinstance(found[1], ast.ClassDef) else None


def hearing_of_rows(
    file: File, call: ast.Call, model: str | None
) -> Iterator[tuple[Receiver, Method, str]]:
    """The receivers that hear that a row is saved or deleted, with the class of the row."""
    method = call.func
    if not isinstance(method, ast.Attribute) or file.program is None:
        return
    last = method.attr.removeprefix("a") if method.attr.startswith("a") else method.attr
    owner = class_of_object(file, method.value) or ""
    if last == "create" and model is not None:
        owner, last = model, "save"
    if not owner or last not in TOLD_OF:
        return
    signals = tables().word(TOLD_OF[last])
    for receiver in _receivers(file.program):
        if receiver.signal in signals and receiver.sender in {owner, _label(owner)}:
            found = _receiving(file.program, receiver)
            if found is not None:
                yield receiver, found, owner


def _label(owner: str) -> str:
    """How a text names a model: ``shop.Order``."""
    parts = owner.split(".")
    return f"{parts[0]}.{parts[-1]}"

"""Calls of other services that stand in the code of a handler itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.callables import given
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.state import takes_in
from readiness_lint.facts.this_machine import is_here
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Param
from readiness_lint.model import Binding, Bound, File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because, EntryKind, Service

VENDORS = frozenset(
    {
        Service.HTTP,
        Service.SDK,
        Service.LLM,
        Service.BROKER,
        Service.STORAGE,
        Service.SEARCH,
    }
)
"""Services with a protocol and failures of their own."""
TRIES = Pattern(r"_*(?:check|test|ping|probe)_")
"""Handlers that ask whether something is there, by their name."""
ADDRESS = Param("url", 0)
OUTCOMES = frozenset({"status_code", "ok", "is_success"})
"""What an answer of another service says of itself."""


@record
class DirectCall:
    """The first call of each handler to a service, on an object that nobody has handed to it."""

    node: ast.Call
    handler: Handler
    call: str
    """As a reader calls it."""
    writes: bool
    """Whether the handler itself changes rows, too."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """One for each handler that is no probe."""
        seen: set[ast.AST] = set()
        for call in file.facts(OutboundCall) if file.facts(Handler) else ():
            handler = entry_of(call.node, file) if _is_vendor(file, call) else None
            if (
                isinstance(handler, Handler)
                and handler.kind is EntryKind.HANDLER
                and handler.registered is not None
                and not (handler.health or handler.node in seen or _is_handed(file, call.client))
                and not _is_reported(file, call.node, handler)
                and not _is_tried(file, call.node, handler)
                and not (
                    file.under(call.node, Because.DEV) or _is_proxied(file, call.node, handler)
                )
            ):
                seen.add(handler.node)
                writes = any(write.changes for write in file.facts(Write, within=handler.node))
                yield cls(call.node, handler, call.spelling, writes)


def _is_reported(file: File, call: ast.Call, handler: Handler) -> bool:
    """Whether a handler tells, as a part of its answer, how the service has answered: it asks for that."""
    return any(
        isinstance(read, ast.Attribute)
        and isinstance(read.value, ast.Name)
        and isinstance(file.parent(read), ast.Dict)
        and file.function(read) is handler.node
        and _awaited(file.assigned(read.value)) is call
        for read in file.reads.of(*OUTCOMES)
    )


def _is_tried(file: File, call: ast.Call, handler: Handler) -> bool:
    """Whether a handler is called a check, and answers where the call fails."""
    return TRIES.match(handler.name) is not None and any(
        isinstance(caught.body[-1], ast.Return)
        for around in file.tries(call)
        for caught in around.handlers
    )


def _is_proxied(file: File, call: ast.Call, handler: Handler) -> bool:
    """Whether a handler hands on what stands at an address of the request, or on its own machine."""
    address = given(file, call, ADDRESS)
    return (
        address is not None
        and (is_here(file, address) or takes_in(file, address, handler.node, handler.node))
        and _is_handed_on(file, call)
    )


def _is_handed_on(file: File, call: ast.Call) -> bool:
    """Whether the answer to a call is of no use but to be returned."""
    statement = file.statement(call)
    targets: list[ast.expr | None] = []
    if isinstance(statement, ast.Return):
        return True
    if isinstance(statement, ast.Assign) and _awaited(statement.value) is call:
        targets = [*statement.targets]
    elif isinstance(statement, ast.With | ast.AsyncWith):
        targets = [
            item.optional_vars for item in statement.items if _awaited(item.context_expr) is call
        ]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    uses = [use for use in file.reads.of(*names) if file.function(use) is file.function(call)]
    return bool(uses) and all(isinstance(file.statement(use), ast.Return) for use in uses)


def _awaited(value: ast.expr | None) -> ast.expr | None:
    return value.value if isinstance(value, ast.Await) else value


def _is_vendor(file: File, call: OutboundCall) -> bool:
    """Whether a call speaks the protocol of a service; a function that sends mail hides it."""
    if call.service is Service.MAIL:
        # What stands before the dot of a function is a module.
        return call.client is not None and file.type_of(call.client) is not None
    return call.service in VENDORS


def _is_handed(file: File, client: ast.expr | None) -> bool:
    """Whether a client comes from a parameter, an object or a function: a boundary of its own."""
    root = client
    while isinstance(root, ast.Attribute | ast.Subscript | ast.Await | ast.Call):
        if isinstance(root, ast.Call):
            name = file.callee(root)
            if name is None or not _is_of_library(file, name):
                return True
            root = root.func
        else:
            root = root.value
    if not isinstance(root, ast.Name):
        return root is not None
    bindings = file.bindings(root)
    return not bindings or any(_hands(file, item) for item in bindings)


def _is_of_library(file: File, name: str) -> bool:
    """Whether something is of a library that the tables know."""
    return name.partition(".")[0] in file.libraries and file.home(name) is None


def _hands(file: File, binding: Binding) -> bool:
    """Whether a name gets its value from outside the module, or from something that does."""
    if binding.kind is Bound.IMPORT:
        return not _is_of_library(file, binding.target)
    return binding.kind is Bound.PARAMETER or _is_handed(file, binding.value)

"""Where flows begin: routes, tasks, commands and receivers of signals."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.classes import (
    attribute,
    lineage,
    methods_named,
    methods_of,
    subclasses_of,
)
from readiness_lint.facts.decorators import decorator_name
from readiness_lint.facts.ends import DATABASE
from readiness_lint.facts.entries import Entry
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.links import (
    CALL,
    DEPENDENCY,
    FUNCTIONS,
    Definition,
    Link,
    Target,
    dependency,
)
from readiness_lint.facts.middleware import middleware_of
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.route_table import NO_METHOD, Endpoint, delegates_of
from readiness_lint.facts.route_texts import UNKNOWN
from readiness_lint.facts.settings import given_to
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.knowledge.schema import EntryTrait, Param, ViewBase, ViewDefault, ViewHooks
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

ROUTE, TASK, COMMAND, RECEIVER, FUNCTION = "route", "task", "command", "receiver", "function"
VERBS = {
    "create": "INSERT",
    "destroy": "DELETE",
    "delete": "DELETE",
    "list": "SELECT",
    "partial_update": "UPDATE",
    "patch": "UPDATE",
    "post": "INSERT",
    "put": "UPDATE",
    "retrieve": "SELECT",
    "update": "UPDATE",
    "get": "SELECT",
}
"""What a library's own methods do to the rows."""
CHECKS = frozenset(["authenticate", "has_permission", "has_object_permission", "allow_request"])
POLICIES = ("permission_classes", "authentication_classes", "throttle_classes")
SAVING = frozenset(["create", "save", "to_internal_value", "update", "validate"])
"""Methods of a serializer that run where its data is checked and saved."""
COMMANDS = "management.commands."


@record
class Start:
    """A function that something outside calls."""

    node: ast.AST
    """What registers it."""
    file: File
    """Where."""
    title: str
    kind: str
    handler: str
    """By qualified name."""
    target: Target | None
    framework: str
    endpoint: Endpoint | None = None

    @classmethod
    def find(cls, file: File) -> Iterable[Start]:
        """Every one that a file registers, or defines."""
        if file.role in APART:
            return
        for endpoint in file.facts(Endpoint):
            yield _of_endpoint(file, endpoint)
        yield from _unrouted(file)
        yield from _tasks(file)
        for entry in file.facts(Entry):
            if entry.kind in {EntryKind.COMMAND, EntryKind.RECEIVER}:
                yield _of_entry(file, entry)


def _of_endpoint(file: File, endpoint: Endpoint) -> Start:
    found = endpoint.target
    node = found.function or (found.owner if found.owner is not None else None)
    home = found.file
    target = None
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        owner = (found.home, found.owner) if found.home and found.owner else None
        home = found.file if found.function is not None else found.home or found.file
        target = Target(home, node, owner, filled=True)
    title = f"{endpoint.method} {endpoint.path}"
    return Start(
        endpoint.node, file, title, ROUTE, found.name, target, endpoint.framework, endpoint
    )


def _unrouted(file: File) -> Iterator[Start]:
    """The handlers whose route nobody can see, such as those of views that others register."""
    if file.program is None:
        return
    routed = file.program.memo(("routed",), lambda: _routed(file.program))
    for handler in file.facts(Handler):
        owner = handler.owner
        if not handler.registered or handler.node in routed or owner in routed:
            continue
        if owner is not None and any(True for _ in subclasses_of(file, owner)):
            continue
        verb = "/".join(sorted(handler.methods or ())) or NO_METHOD
        name = file.qualify(file.index.scopes[handler.node].qualname)
        heir = (file, owner) if owner is not None else None
        target = Target(file, handler.node, heir, filled=True)
        title = f"{verb} {handler.path or UNKNOWN}"
        yield Start(handler.node, file, title, ROUTE, name, target, handler.framework)


def _routed(program: Program | None) -> frozenset[ast.AST]:
    """The functions and classes that the routes of a program lead to."""
    found: set[ast.AST] = set()
    for file in program.files() if program is not None else ():
        for endpoint in file.facts(Endpoint) if file.role not in APART else ():
            target = endpoint.target
            found.update(item for item in (target.function, target.owner, target.node) if item)
    return frozenset(found)


def _tasks(file: File) -> Iterator[Start]:
    for task in file.facts(Task):
        node = task.registrations[0] if task.registrations else task.node
        owner = (file, task.owner) if task.owner is not None else None
        yield Start(
            node,
            file,
            f"task {task.names[-1]}",
            TASK,
            task.names[0],
            Target(file, task.node, owner, filled=True),
            task.queue,
        )


def _of_entry(file: File, entry: Entry) -> Start:
    handler = file.qualify(file.index.scopes[entry.node].qualname)
    owner = (file, entry.owner) if entry.owner is not None else None
    target = Target(file, entry.node, owner)
    if entry.kind is EntryKind.RECEIVER:
        title, kind = f"receiver of {entry.subject or 'a signal'}: {entry.name}", RECEIVER
    else:
        title, kind = f"command {_command(file, entry)}", COMMAND
    return Start(entry.node, file, title, kind, handler, target, entry.framework)


def _command(file: File, entry: Entry) -> str:
    """The word by which a command is called."""
    if COMMANDS in f"{file.module}.":
        return file.module.rpartition(".")[2]
    for decorator in entry.node.decorator_list:
        name = decorator_name(file, entry.node, decorator)
        row = tables().table(EntryTrait).get(name or "")
        if isinstance(decorator, ast.Call) and row is not None and row.kind is EntryKind.COMMAND:
            known = constant(file, given(file, decorator, Param("name", 0)))
            if known is not None and isinstance(known.value, str):
                return known.value
    return entry.name.replace("_", "-")


def function_start(file: File, node: Definition) -> Start:
    """A function that somebody names as the begin of a flow."""
    qualname = file.index.scopes[node].qualname
    owner = file.scope(node).node
    heir = (file, owner) if isinstance(owner, ast.ClassDef) else None
    title = f"{file.module}:{qualname}"
    target = Target(file, node, heir)
    return Start(node, file, title, FUNCTION, file.qualify(qualname), target, "")


# ── what a framework runs beside a handler ───────────────────────────────────────────────────────
def links_of_start(start: Start) -> Iterator[Link]:
    """What runs for an entry before, or in the place of, its own function."""
    endpoint = start.endpoint
    program = start.file.program
    if start.kind == ROUTE and program is not None:
        yield from middleware_of(program, start.framework, endpoint)
    if endpoint is None:
        return
    yield from _declared(endpoint)
    target = endpoint.target
    if target.owner is not None and target.home is not None:
        yield from _of_class(endpoint, target.home, target.owner)


def _declared(endpoint: Endpoint) -> Iterator[Link]:
    """The dependencies of the applications and routers above, and of the route."""
    calls = [(item.file, item.call) for item in reversed(endpoint.chain.calls)]
    calls += [(endpoint.file, endpoint.call)] if endpoint.call is not None else []
    seen: set[ast.AST] = set()
    for file, call in calls:
        for keyword in call.keywords:
            if keyword.arg != "dependencies":
                continue
            home, value = file.origin(keyword.value) or (file, keyword.value)
            for mark in value.elts if isinstance(value, ast.List | ast.Tuple) else ():
                link = dependency(home, mark) if mark not in seen else None
                seen.add(mark)
                if link is not None:
                    yield link


def _of_class(endpoint: Endpoint, home: File, cls: ast.ClassDef) -> Iterator[Link]:
    yield from _policies(home, cls)
    wanted = _hooks("always")
    own = endpoint.target.function
    is_library = own is None or own.name != endpoint.target.action
    if is_library or (own is not None and _asks_above(own)):
        wanted = wanted | _asked_by(home, cls, endpoint)
    for file, method in methods_named(home, cls, wanted):
        if method is not own:
            target = Target(file, method, (home, cls))
            yield Link(file, method, f"{cls.name}.{method.name}", CALL, target)
    if _changing(endpoint.method) and (is_library or (own is not None and _serializes(own))):
        yield from _serializer(home, cls, endpoint)
    if is_library and not _saves(home, cls, endpoint):
        yield from _rows(home, cls, endpoint)


def _asked_by(home: File, cls: ast.ClassDef, endpoint: Endpoint) -> frozenset[str]:
    """The methods that a library's own answer calls."""
    action = endpoint.target.action
    found = _asked(action) | _changing(endpoint.method)
    found |= frozenset(delegates_of(home, cls, action))
    if action in {"get", "post"}:
        lasts = [base.rpartition(".")[2] for base in home.bases_of(cls)]
        if not any(base.startswith("rest_framework.") for base in home.bases_of(cls)):
            found |= _hooks("page") if action == "get" else frozenset()
        elif action == "get":
            found |= _hooks("many" if any("List" in last for last in lasts) else "one")
        if any("Update" in last or "Delete" in last for last in lasts):
            found |= _hooks("one")
    return found


@cache
def _hooks(when: Literal["always", "page", "many", "one"]) -> frozenset[str]:
    """The methods of views that their frameworks call."""
    rows = tables().table(ViewHooks).values()
    return frozenset(name for row in rows for name in getattr(row, when))


@cache
def _asked(action: str) -> frozenset[str]:
    """Those that a framework's own answer of this name calls."""
    rows = tables().table(ViewHooks).values()
    return frozenset(
        hook for row in rows for name, hooks in row.asked if name == action for hook in hooks
    )


@cache
def _changing(method: str) -> frozenset[str]:
    """Those that a framework's own answer calls to change something; empty: it changes nothing."""
    rows = tables().table(ViewHooks).values()
    return frozenset(
        hook for row in rows for name, hooks in row.changing if name == method for hook in hooks
    )


def _asks_above(function: FunctionNode) -> bool:
    """Whether a method goes on to the one that it replaces."""
    return any(isinstance(node, ast.Name) and node.id == "super" for node in ast.walk(function))


def _serializes(function: FunctionNode) -> bool:
    names = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    return "get_serializer" in names or "serializer_class" in names


def _policies(home: File, cls: ast.ClassDef) -> Iterator[Link]:
    """The classes of the program that say who may call."""
    for name in POLICIES:
        found = attribute(home, cls, name)
        listed = [found] if found is not None else list(_by_default(home, cls, name))
        for file, value in listed:
            for part in _parts_of(value):
                yield from _policy(file, part)


def _policy(file: File, part: ast.expr) -> Iterator[Link]:
    # `[IsOwner | IsStaff]`, `[HasScope("read")]`: an object is asked as its class is.
    named = part.func if isinstance(part, ast.Call) else part
    policy = file.name_of(named) if isinstance(named, ast.Name | ast.Attribute) else None
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        policy = part.value
    known = file.defined(policy) if policy else None
    if known and isinstance(known[1], ast.ClassDef):
        for owner, method in methods_named(known[0], known[1], CHECKS):
            label = f"{known[1].name}.{method.name}"
            target = Target(owner, method, (known[0], known[1]))
            yield Link(file, part, label, DEPENDENCY, target)


def _by_default(home: File, cls: ast.ClassDef, name: str) -> Iterator[tuple[File, ast.expr]]:
    """What the settings say for views that say nothing of it themselves."""
    bases = home.bases_of(cls)
    for setting, row in tables().table(ViewDefault).items():
        if row.attribute == name and row.view in bases and home.program is not None:
            yield from (value for _, value in home.program.each(given_to, setting))


def _parts_of(expr: ast.expr | None) -> Iterator[ast.expr]:
    """What a list holds, also of lists that are put together, and of policies."""
    if isinstance(expr, ast.List | ast.Tuple):
        for part in expr.elts:
            yield from _parts_of(part)
    elif isinstance(expr, ast.BinOp):
        yield from _parts_of(expr.left)
        yield from _parts_of(expr.right)
    elif isinstance(expr, ast.UnaryOp):
        yield from _parts_of(expr.operand)
    elif expr is not None:
        yield expr


def _saves(home: File, cls: ast.ClassDef, endpoint: Endpoint) -> bool:
    """Whether a class of the program writes the rows in the place of the library."""
    wanted = _changing(endpoint.method)
    if any(
        method.name.startswith("perform_") and not _asks_above(method)
        for _, method in methods_named(home, cls, wanted)
    ):
        return True
    return bool(wanted) and any(
        isinstance(link.target, Target)
        and isinstance(link.target.node, FUNCTIONS)
        and link.target.node.name in {"create", "update", "save"}
        and not _asks_above(link.target.node)
        for link in _serializer(home, cls, endpoint)
    )


def _serializer(home: File, cls: ast.ClassDef, endpoint: Endpoint) -> Iterator[Link]:
    """The methods of the serializer that check and save what a client sends."""
    found = attribute(home, cls, "serializer_class")
    if found is None:
        return
    file, expr = found
    name = file.name_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None
    home, serializer = (file.defined(name) if name else None) or (file, None)
    if not isinstance(serializer, ast.ClassDef):
        return
    unused = "update" if endpoint.method == "POST" else "create"
    for owner, line in [*lineage(home, serializer)]:
        for method in methods_of(owner, line):
            if method.name != unused and (
                method.name in SAVING or method.name.startswith("validate_")
            ):
                label = f"{serializer.name}.{method.name}"
                yield Link(file, expr, label, CALL, Target(owner, method, (home, serializer)))


def _rows(home: File, cls: ast.ClassDef, endpoint: Endpoint) -> Iterator[Link]:
    """What a library's own answer does to the rows of the view's model."""
    views = tables().table(ViewBase)
    action = endpoint.target.action
    if not any(
        action in {name for name, _ in views[base].gives}
        for base in home.bases_of(cls)
        if base in views
    ):
        return
    model = model_of_view(home, cls)
    detail = f"{VERBS.get(action, 'SELECT')} {model}" if model else VERBS.get(action, "SELECT")
    yield Link(home, cls, f"{cls.name}.{action}", CALL, end=DATABASE, detail=detail)


def model_of_view(home: File, cls: ast.ClassDef) -> str:
    """The model whose rows a view class shows; empty: not known."""
    for name in ("queryset", "model"):
        found = attribute(home, cls, name)
        expr = found[1] if found else None
        while isinstance(expr, ast.Call | ast.Attribute):
            expr = expr.func if isinstance(expr, ast.Call) else expr.value
        if isinstance(expr, ast.Name):
            return expr.id
    return ""

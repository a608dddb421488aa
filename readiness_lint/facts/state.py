"""Changes of what outlives the call: a container of a module or class, the state of an application."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.tasks import Task
from readiness_lint.model import Absent, Binding, Bound, File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.terms import Answer, Type

MUTATORS = frozenset(
    [
        *("append", "add", "update", "setdefault", "pop", "popitem", "remove", "insert", "extend"),
        *("clear", "discard", "appendleft", "extendleft", "popleft"),
    ]
)
CONTAINERS = {
    "builtins.dict": "dict",
    "builtins.list": "list",
    "builtins.set": "set",
    "collections.defaultdict": "dict",
    "collections.OrderedDict": "dict",
    "collections.Counter": "counter",
    "collections.deque": "deque",
}
DISPLAYS: dict[type[ast.AST], str] = {
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.List: "list",
    ast.ListComp: "list",
    ast.Set: "set",
    ast.SetComp: "set",
}
APPLICATIONS = frozenset({"app", "application", "current_app", "_app"})
FLASKS = ("flask", "quart")
PROCESS_BOUND = (
    "asyncio.",
    "threading.",
    "multiprocessing.",
    "concurrent.futures.",
    "subprocess.",
    "socket.",
    "queue.",
    "weakref.",
    "anyio.",
    "contextvars.",
    "websockets.",
    "starlette.websockets.",
    "fastapi.WebSocket",
    "collections.abc.Callable",
    "typing.Callable",
)
"""Modules whose objects live and die with their process, so that keeping them in it is right."""


@dataclass(frozen=True, slots=True)
class StateWrite:
    """A change, made by a function, of something that the next call finds changed."""

    node: ast.expr | ast.stmt
    name: str
    owner: Literal["module", "class", "app"]
    kind: str
    """``dict``, ``list``, ...; ``variable`` for a name; ``state`` or ``config`` of an application."""
    plain: Answer
    """Whether it holds data: an ordinary container, nothing that is bound to the process."""
    change: Literal["item", "method", "rebind", "count"]
    """Of an element, by a method, of the name, or of the name by a constant step."""
    value: ast.expr | None
    """What is stored; ``None``: something is taken away, or a method says what."""
    root: ast.expr
    """The name or attribute that is changed, where it is changed."""

    @classmethod
    def find(cls, file: File) -> Iterable[StateWrite]:
        """Every change that a function of the file makes."""
        finder = _Finder(file)
        yield from finder.methods()
        yield from finder.items()
        yield from _rebound(file)


@dataclass(frozen=True, slots=True)
class _Home:
    """What is changed: whose it is, and what kind of thing."""

    name: str
    owner: Literal["module", "class", "app"]
    kind: str
    plain: Answer


class _Finder:
    """Changes of containers; asks about a receiver only where its name may be one."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.names = {
            name
            for name, bindings in file.index.module.bindings.items()
            if any(item.value is not None and _may_be_container(item.value) for item in bindings)
        }
        self.attributes = {
            name
            for cls in file.nodes(ast.ClassDef)
            for name, bindings in file.index.scopes[cls].bindings.items()
            if bindings[0].value is not None and _may_be_container(bindings[0].value)
        }
        self.apps = ".state." in file.source or ".config" in file.source

    def methods(self) -> Iterator[StateWrite]:
        """``ITEMS.append(item)``."""
        calls = self.file.index.calls
        for last in sorted(MUTATORS & calls.keys()):
            for call, at in calls[last]:
                if isinstance(call.func, ast.Attribute):
                    root = _root(call.func.value)
                    home = self.home(root, at)
                    if home is not None and self.file.function(call) is not None:
                        value = call.args[-1] if call.args else None
                        yield _write(self.file, call, home, "method", value, root)

    def items(self) -> Iterator[StateWrite]:
        """``ITEMS[key] = item``, ``del ITEMS[key]``, ``app.state.items = items``."""
        for target, value, statement in self.file.index.stores:
            inside = isinstance(target, ast.Subscript)
            root = _root(target.value) if isinstance(target, ast.Subscript) else target
            home = self.home(root, statement)
            if home is None or self.file.function(statement) is None:
                continue
            if inside:
                yield _write(self.file, statement, home, "item", value, root)
            elif home.owner == "app" and value is not None:
                change: Literal["count", "rebind"] = (
                    "count" if isinstance(statement, ast.AugAssign) else "rebind"
                )
                yield _write(self.file, statement, home, change, value, root)

    def home(self, root: ast.expr, at: ast.stmt) -> _Home | None:
        """What a name or attribute stands for, if it is state."""
        if isinstance(root, ast.Name):
            return self.of_module(root) if root.id in self.names else None
        if not isinstance(root, ast.Attribute):
            return None
        if self.apps:
            found = _of_application(self.file, root)
            if found is not None:
                return found
        return self.of_class(root, at) if root.attr in self.attributes else None

    def of_module(self, root: ast.Name) -> _Home | None:
        """A container that a name of the module is bound to."""
        known = self.file.index.module.bindings.get(root.id, [])
        bindings = self.file.bindings(root)
        if not bindings or any(item not in known for item in bindings):
            return None
        first, *others = known
        kind = _container(self.file, first)
        if kind is None or any(_container(self.file, item) is None for item in others):
            return None
        return _Home(root.id, "module", kind, _is_plain(self.file, first))

    def of_class(self, root: ast.Attribute, at: ast.stmt) -> _Home | None:
        """A container in a class's body that no method replaces by one of the object's own."""
        cls = self.file.class_(at)
        if cls is None or not isinstance(root.value, ast.Name):
            return None
        scope = self.file.index.scopes[cls]
        inner = self.file.index.placed[at].scope
        if root.value.id not in {inner.me, cls.name} or root.attr in scope.attributes:
            return None
        bindings = scope.bindings.get(root.attr, [])
        kind = _container(self.file, bindings[0]) if len(bindings) == 1 else None
        if kind is None:
            return None
        return _Home(root.attr, "class", kind, _is_plain(self.file, bindings[0]))


def _may_be_container(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) or type(value) in DISPLAYS


def _container(file: File, binding: Binding) -> str | None:
    """The kind of container that a binding gives its name; ``None``: not a plain one."""
    value = binding.value
    if binding.kind is not Bound.VALUE or value is None:
        return None
    if isinstance(value, ast.Call):
        name = file.callee(value, binding.statement)
        if not isinstance(file.argument(value, "maxlen", 1), Absent):
            return None
        return CONTAINERS.get(name or "")
    return DISPLAYS.get(type(value))


def _is_plain(file: File, binding: Binding) -> Answer:
    if binding.annotation is None:
        return True
    kind = file.type_named(binding.annotation)
    return not (kind and _is_bound_to_process(kind))


def _is_bound_to_process(kind: Type) -> bool:
    return kind.name.startswith(PROCESS_BOUND) or any(map(_is_bound_to_process, kind.args))


def _of_application(file: File, root: ast.Attribute) -> _Home | None:
    """``app.state.items`` of Starlette, ``app.config`` of Flask."""
    holder = root.value
    app = holder.value if isinstance(holder, ast.Attribute) and holder.attr == "state" else None
    if app is not None and _is_application(file, app):
        return _Home(f"app.state.{root.attr}", "app", "state", plain=True)
    if root.attr != "config" or not _is_application(file, holder):
        return None
    if not any(file.uses(name) for name in FLASKS):
        return None
    return _Home("app.config", "app", "config", plain=True)


def _is_application(file: File, expr: ast.expr) -> bool:
    name = file.name_of(expr) or ""
    return file.last_name(expr) in APPLICATIONS or name.rpartition(".")[2] in APPLICATIONS


def _root(expr: ast.expr) -> ast.expr:
    """The container behind items of it: ``ITEMS`` of ``ITEMS[a].setdefault(b, [])``."""
    while True:
        if isinstance(expr, ast.Subscript):
            expr = expr.value
        elif (
            isinstance(expr, ast.Call)
            and isinstance(expr.func, ast.Attribute)
            and expr.func.attr in {"setdefault", "get"}
        ):
            expr = expr.func.value
        else:
            return expr


def _write(
    file: File,
    node: ast.expr | ast.stmt,
    home: _Home,
    change: Literal["item", "method", "rebind", "count"],
    value: ast.expr | None,
    root: ast.expr,
) -> StateWrite:
    plain = home.plain and not (value is not None and _lives_in_process(file, value))
    return StateWrite(node, home.name, home.owner, home.kind, plain, change, value, root)


def _lives_in_process(file: File, value: ast.expr) -> bool:
    """Whether a stored value is bound to its process: a task, a lock, a socket, a function."""
    if isinstance(value, ast.Lambda):
        return True
    kind = file.type_of(value)
    if kind is not None and _is_bound_to_process(kind):
        return True
    name = file.callee(value) if isinstance(value, ast.Call) else None
    return name is not None and name.startswith(PROCESS_BOUND)


def _rebound(file: File) -> Iterator[StateWrite]:
    """Names of the module that a function declares ``global`` and binds."""
    module = file.index.module
    for name, bindings in module.bindings.items():
        for binding in bindings:
            if binding.scope is module or binding.scope.is_class or binding.value is None:
                continue
            if binding.kind in {Bound.VALUE, Bound.CHANGED} and isinstance(binding.node, ast.Name):
                yield StateWrite(
                    node=binding.statement,
                    name=name,
                    owner="module",
                    kind="variable",
                    plain=not _lives_in_process(file, binding.value),
                    change="count" if _is_step(file, binding) else "rebind",
                    value=binding.value,
                    root=binding.node,
                )


def _is_step(file: File, binding: Binding) -> bool:
    """Whether a binding adds a constant to what the name held."""
    value, step = binding.value, binding.value
    if binding.kind is not Bound.CHANGED:
        if not (
            isinstance(value, ast.BinOp)
            and isinstance(value.left, ast.Name)
            and isinstance(binding.node, ast.Name)
            and value.left.id == binding.node.id
        ):
            return False
        step = value.right
    known = file.value_of(step) if step is not None else None
    return known is not None and isinstance(known.value, int | float)


def serving(write: StateWrite, file: File) -> Handler | Task | None:
    """The handler or task that a write is part of, itself or as its only callers in the file."""
    found = entry_of(write.node, file)
    if found is None:
        function = file.function(write.node)
        callers = callers_of(file, function) if function is not None else ()
        entries = [entry_of(caller.node, file) for caller in callers]
        if entries and all(isinstance(entry, Handler | Task) for entry in entries):
            found = entries[0]
    return found if isinstance(found, Handler | Task) else None


def takes_in(write: StateWrite, function: FunctionNode, file: File) -> bool:
    """Whether what is stored is what a caller sent: a parameter of the function, or a piece of it."""
    if file.function(write.node) is not function:
        return False
    value = write.value
    if isinstance(value, ast.Name):
        value = file.assigned(value) or value
    while isinstance(value, ast.Attribute | ast.Subscript | ast.Await | ast.Call):
        inner = value.func if isinstance(value, ast.Call) else value.value
        if isinstance(value, ast.Call) and not isinstance(inner, ast.Attribute):
            return False
        value = inner
    scope = file.index.scopes[function]
    return isinstance(value, ast.Name) and any(
        argument.arg == value.id != scope.me for argument in every_argument(function.args)
    )


def is_memo(write: StateWrite, file: File) -> bool:
    """Whether a write only fills what it found missing, or makes room."""
    for condition in file.conditions(write.node):
        for node in ast.walk(condition.test):
            if isinstance(node, ast.Compare) and _tests_for_missing(file, node, write):
                return True
    return False


def _tests_for_missing(file: File, node: ast.Compare, write: StateWrite) -> bool:
    sides = [node.left, *node.comparators]
    last = file.last_name(write.root)
    if isinstance(node.ops[0], ast.NotIn | ast.Is):
        return any(file.last_name(_root(side)) == last for side in sides)
    # `if len(ITEMS) > LIMIT: ITEMS.pop()`
    return write.value is None and any(
        isinstance(side, ast.Call)
        and file.last_name(side.func) == "len"
        and bool(side.args)
        and file.last_name(side.args[0]) == last
        for side in sides
    )


def is_read_back(write: StateWrite, file: File) -> bool:
    """Whether a handler of another request reads what is written."""
    last = file.last_name(write.root)
    inside = file.function(write.node)
    return any(
        handler.node is not inside
        and (handler.methods is None or "GET" in handler.methods)
        and any(
            isinstance(node, ast.Name | ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and file.last_name(node) == last
            for node in ast.walk(handler.node)
        )
        for handler in file.facts(Handler)
    )

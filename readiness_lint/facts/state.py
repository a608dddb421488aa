"""Changes of what outlives the call: a container of a module or class, the state of an application."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from readiness_lint.facts.callables import functions_of
from readiness_lint.facts.callers import Caller, called, callers_of
from readiness_lint.facts.classes import lineage, methods_of
from readiness_lint.facts.conditions import Mark, conditions_on, given_for
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.injection import is_shared, shared_classes
from readiness_lint.facts.program import APART, mentions_of
from readiness_lint.facts.shapes import is_name, root_of
from readiness_lint.facts.tables import is_within, tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import APPLICATION_NAMES, KEEPING, KEPT_IN_PROCESS, STARTING
from readiness_lint.model import Absent, Binding, Bound, File, FunctionNode, Given, Scope
from readiness_lint.model.index import every_argument
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, Because, EntryKind, Type

TAKING = frozenset({"pop", "popitem", "popleft", "remove", "clear", "discard"})
"""Methods that take something out of a container."""
MUTATORS = TAKING | frozenset(
    ["append", "add", "update", "setdefault", "insert", "extend", "appendleft", "extendleft"]
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
CONVERSIONS = frozenset({"str", "int", "float", "dict", "list", "tuple", "set", "len", "replace"})
"""Functions that give what they are given in another form."""
MISSES = frozenset({"builtins.KeyError", "builtins.LookupError", "builtins.IndexError"})
"""What a look-up raises where there is nothing."""
COMPOSED = (
    *(ast.Dict, ast.List, ast.Set, ast.Tuple, ast.BinOp, ast.BoolOp, ast.IfExp, ast.Starred),
    *(ast.JoinedStr, ast.FormattedValue),
)
OF_CONNECTIONS = frozenset({"client", "base_url", "remote_addr", "host", "host_url", "url_root"})
"""What a request says of where it comes from and whom it found: the next one says it again."""
REQUEST = "request"
"""What frameworks call what was sent, where it is no parameter."""
READING = frozenset({"GET", "HEAD"})
CAMEL = Pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
Owner = Literal["module", "class", "instance", "app"]
Change = Literal["item", "method", "rebind", "count"]


@record
class StateWrite:
    """A change, made by a function, of something that the next call finds changed."""

    node: ast.expr | ast.stmt
    name: str
    owner: Owner
    kind: str
    """``dict``, ``list``, ...; ``variable`` for a name or what another module has; ``state``, ``config`` or ``attribute`` of an
    application."""
    plain: Answer
    """Whether it holds data: an ordinary container, nothing that is bound to the process."""
    change: Change
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


@record
class _Home:
    """What is changed: whose it is, and what kind of thing."""

    name: str
    owner: Owner
    kind: str
    plain: Answer


class _Finder:
    """Changes of containers; asks about a receiver only where its name may be one."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.configs = tables().word("app-config").lasts_in(file.libraries)
        self.has_current = bool(tables().word("current-app").lasts_in(file.libraries))

    def methods(self) -> Iterator[StateWrite]:
        """``ITEMS.append(item)``."""
        calls = self.file.index.calls
        for last in sorted(MUTATORS & calls.keys()):
            for call, at in calls[last]:
                if isinstance(call.func, ast.Attribute) and self.is_in_function(at):
                    root = _root(call.func.value)
                    home = self.home(root, at)
                    if home is not None and home.kind != "variable" and self.is_data(home, root):
                        taken = last in TAKING
                        value = call.args[-1] if call.args and not taken else None
                        yield _write(self.file, call, home, "method", value, root)

    def items(self) -> Iterator[StateWrite]:
        """``ITEMS[key] = item``, ``del ITEMS[key]``, ``app.state.items = items``."""
        for target, value, statement in self.file.index.stores:
            if not self.is_in_function(statement):
                continue
            if isinstance(target, ast.Subscript):
                root = _root(target.value)
                home = self.home(root, statement)
                if home is not None and home.kind != "variable":
                    yield _write(self.file, statement, home, "item", value, root)
            elif isinstance(target, ast.Attribute) and value is not None:
                home = self.of_others(target, statement)
                if home is not None and home.kind in REPLACED:
                    change: Change = "count" if isinstance(statement, ast.AugAssign) else "rebind"
                    yield _write(self.file, statement, home, change, value, target)

    def is_data(self, home: _Home, root: ast.expr) -> bool:
        """Whether a method changes a container: what hangs on an application may be a service."""
        if home.kind not in {"state", "attribute"} or not isinstance(root, ast.Attribute):
            return True
        program = self.file.program
        if program is None:
            kinds = list(_given_to(self.file, root.attr))
        else:
            kinds = [kind for _, kind in program.each(_given_to, root.attr)]
        return bool(kinds) and all(kinds)

    def is_in_function(self, at: ast.stmt) -> bool:
        """Whether a statement stands in a function: what others do is done once."""
        return isinstance(
            self.file.index.placed[at].scope.node, ast.FunctionDef | ast.AsyncFunctionDef
        )

    def home(self, root: ast.expr, at: ast.stmt) -> _Home | None:
        """What a name or attribute stands for, if it is state."""
        if isinstance(root, ast.Name):
            known = self.file.index.module.bindings.get(root.id, ())
            if any(_may_be_container(item.value) for item in known):
                return self.of_module(root)
            return self.of_other_module(root) if self.is_imported(root.id, at) else None
        if not isinstance(root, ast.Attribute):
            return None
        found = self.of_others(root, at)
        if found is not None or self.is_imported(_start(root), at):
            return found
        return self.of_class(root, at) or self.of_instance(root, at)

    def of_others(self, root: ast.Attribute, at: ast.stmt) -> _Home | None:
        """State of an application, or of another module."""
        found = self.of_application(root)
        if found is not None:
            return found
        return self.of_other_module(root) if self.is_imported(_start(root), at) else None

    def of_application(self, root: ast.Attribute) -> _Home | None:
        """``app.state.items`` of Starlette, ``app.config`` and ``current_app.items`` of Flask."""
        holder = root.value
        if isinstance(holder, ast.Attribute) and holder.attr in _states():
            if _is_application(self.file, holder.value):
                return _Home(f"app.{holder.attr}.{root.attr}", "app", holder.attr, plain=True)
        elif root.attr in self.configs:
            if _is_application(self.file, holder):
                return _Home(f"app.{root.attr}", "app", root.attr, plain=True)
        elif self.has_current and self.file.name_of(holder) in tables().word("current-app"):
            return _Home(f"app.{root.attr}", "app", "attribute", plain=True)
        return None

    def is_imported(self, name: str, at: ast.stmt) -> bool:
        """Whether a name is what an import binds."""
        scope: Scope | None = self.file.index.placed[at].scope if name else None
        while scope is not None:
            found = scope.bindings.get(name)
            if found:
                return found[0].kind is Bound.IMPORT and self.file.program is not None
            scope = scope.parent
        return False

    def of_module(self, root: ast.Name) -> _Home | None:
        """A container that a name of the module is bound to."""
        known = self.file.index.module.bindings.get(root.id, [])
        bindings = self.file.bindings(root)
        if not bindings or any(item not in known for item in bindings):
            return None
        kind = _one_kind(self.file, known)
        return _Home(root.id, "module", kind, _is_plain(self.file, known[0])) if kind else None

    def of_other_module(self, root: ast.expr) -> _Home | None:
        """A container that a name of another module is bound to; or any other value there."""
        other, known = self.file.module_bindings(root) or (self.file, [])
        if not known or any(item.kind is not Bound.VALUE for item in known):
            return None
        kind = _one_kind(other, known) or ("variable" if isinstance(root, ast.Attribute) else None)
        if kind is None:
            return None
        return _Home(_defined_as(self.file, root), "module", kind, _is_plain(other, known[0]))

    def of_class(self, root: ast.Attribute, at: ast.stmt) -> _Home | None:
        """A container in a class's body that no method replaces by one of the object's own."""
        cls = self.file.class_(at) if isinstance(root.value, ast.Name) else None
        if cls is None or root.attr in self.file.index.scopes[cls].attributes:
            return None
        if not self.is_me(root.value, at) and not is_name(root.value, cls.name):
            return None
        lines = [(home, home.index.scopes[line]) for home, line in lineage(self.file, cls)]
        if any(root.attr in scope.attributes for _, scope in lines):
            return None
        for home, scope in lines:
            bindings = scope.bindings.get(root.attr, [])
            kind = _container(home, bindings[0]) if len(bindings) == 1 else None
            if kind is not None:
                return _Home(root.attr, "class", kind, _is_plain(home, bindings[0]))
            if bindings:
                return None
        return None

    def of_instance(self, root: ast.Attribute, at: ast.stmt) -> _Home | None:
        """A container that each object of a class makes for itself, where one serves all requests."""
        cls = self.file.class_(at) if self.is_me(root.value, at) else None
        if cls is None:
            return None
        scope = self.file.index.scopes[cls]
        own = (*scope.attributes.get(root.attr, ()), *scope.bindings.get(root.attr, ()))
        # Whether one object serves all requests is asked last: the program knows.
        if not all(_may_be_container(item.value) for item in own):
            return None
        if cls not in shared_classes(self.file):
            return None
        made = [
            (home, item)
            for home, line in lineage(self.file, cls)
            for scope in (home.index.scopes[line],)
            for item in (*scope.attributes.get(root.attr, ()), *scope.bindings.get(root.attr, ()))
        ]
        kinds = [_container(*item) or _factory(*item) for item in made]
        if not kinds or None in kinds:
            return None
        plain = all(_is_plain(*item) for item in made)
        return _Home(f"{cls.name}.{root.attr}", "instance", kinds[0] or "", plain)

    def is_me(self, expr: ast.expr, at: ast.stmt) -> bool:
        """Whether an expression is the first parameter of the method around it."""
        return is_name(expr, self.file.index.placed[at].scope.me)


REPLACED = frozenset({"state", "config", "attribute", "variable"})
"""Kinds of state that an assignment changes."""


def _defined_as(file: File, expr: ast.expr) -> str:
    """The name that a variable of another module has there."""
    return (file.name_of(expr) or "").rpartition(".")[2]


def _start(expr: ast.expr) -> str:
    """The name that a dotted expression begins with."""
    root = root_of(expr)
    return root.id if isinstance(root, ast.Name) else ""


def _given_to(file: File, attribute: str) -> Iterator[str]:
    """The kinds of container that a file hangs on an application; empty: something else."""
    if file.role in APART:
        return
    for target, value, statement in file.index.stores:
        if value is not None and _is_of_application(file, target, attribute):
            name = file.callee(value, statement) if isinstance(value, ast.Call) else None
            yield CONTAINERS.get(name or "", "") or DISPLAYS.get(type(value), "")


def _is_of_application(file: File, target: ast.expr, attribute: str) -> bool:
    if not isinstance(target, ast.Attribute) or target.attr != attribute:
        return False
    holder = target.value
    if isinstance(holder, ast.Attribute) and holder.attr in _states():
        holder = holder.value
    return _is_application(file, holder)


def _one_kind(file: File, bindings: list[Binding]) -> str | None:
    """The kind of container of the first binding, if all give one."""
    kinds = [_container(file, item) for item in bindings]
    return None if None in kinds else kinds[0]


def _factory(file: File, binding: Binding) -> str | None:
    """The container that ``field(default_factory=dict)`` gives each object."""
    value = binding.value
    found = file.argument(value, "default_factory") if isinstance(value, ast.Call) else None
    name = file.name_of(found.value) if isinstance(found, Given) else None
    return CONTAINERS.get(name or "")


@cache
def _states() -> frozenset[str]:
    return tables().word("app-state").lasts


def _may_be_container(value: ast.expr | None) -> bool:
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
    return _is_of_process(kind.name) or any(map(_is_bound_to_process, kind.args))


def _is_of_process(name: str) -> bool:
    """Whether a class, or the module that it is of, lives and dies with its process."""
    return is_within(name, "process-bound")


def _is_application(file: File, expr: ast.expr) -> bool:
    words, name = file.words(APPLICATION_NAMES), file.name_of(expr) or ""
    return words.match(file.last_name(expr)) or words.match(name.rpartition(".")[2])


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
    change: Change,
    value: ast.expr | None,
    root: ast.expr,
) -> StateWrite:
    plain = home.plain and not (value is not None and _lives_in_process(file, value))
    return StateWrite(node, home.name, home.owner, home.kind, plain, change, value, root)


def _lives_in_process(file: File, value: ast.expr) -> bool:
    """Whether a stored value is bound to its process: a task, a lock, a socket, a function."""
    if isinstance(value, ast.Name) and _is_started(file, value):
        return True
    value = file.assigned(value) or value
    if isinstance(value, ast.Lambda):
        return True
    kind = file.type_of(value)
    if kind is not None and (_is_bound_to_process(kind) or _holds_channel(file, kind.name)):
        return True
    name = file.callee(value) if isinstance(value, ast.Call) else None
    return name is not None and _is_of_process(name)


def _holds_channel(file: File, name: str) -> bool:
    """Whether the objects of a class of the program open a connection each, and keep it."""
    found = file.defined(name)
    cls = found[1] if found is not None else None
    if found is None or not isinstance(cls, ast.ClassDef):
        return False
    return any(
        isinstance(binding.value, ast.Call)
        and is_within(home.callee(binding.value, binding.statement) or "", "live-channel")
        for home, line in lineage(found[0], cls)
        for bindings in home.index.scopes[line].attributes.values()
        for binding in bindings
    )


def _is_started(file: File, value: ast.Name) -> bool:
    """Whether the function that stores an object has started it: it runs, or holds a connection."""
    function, words = file.function(value), file.words(STARTING)
    return function is not None and any(
        isinstance(call.func, ast.Attribute)
        and is_name(call.func.value, value.id)
        and words.match(call.func.attr)
        for call in file.nodes(ast.Call, within=function)
    )


def _rebound(file: File) -> Iterator[StateWrite]:
    """Names of the module that a function declares ``global`` and binds."""
    module, nodes = file.index.module, file.index.nodes
    if ast.Global not in nodes and ast.Nonlocal not in nodes:
        return
    for name, bindings in module.bindings.items():
        for binding in bindings:
            if binding.scope is module or binding.scope.is_class or binding.value is None:
                continue
            if binding.kind in {Bound.VALUE, Bound.CHANGED} and isinstance(binding.node, ast.Name):
                # `ITEMS += [item]`
                kind = _container(file, bindings[0]) if binding.kind is Bound.CHANGED else None
                plain = kind is None or _is_plain(file, bindings[0])
                yield StateWrite(
                    node=binding.statement,
                    name=name,
                    owner="module",
                    kind=kind or "variable",
                    plain=plain and not _lives_in_process(file, binding.value),
                    change=_change(file, binding, kind),
                    value=binding.value,
                    root=binding.node,
                )


def _change(file: File, binding: Binding, kind: str | None) -> Change:
    if kind is not None:
        return "method"
    return "count" if _is_step(file, binding) else "rebind"


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


@record
class Serving:
    """A handler or task, and its file."""

    entry: Handler | Task
    file: File


def serving(write: StateWrite, file: File) -> Serving | None:
    """The handler or task that a write is part of, itself or through all of its callers."""
    entry, function = entry_of(write.node, file), file.function(write.node)
    if entry is None and function is not None:
        if write.owner == "instance":
            return _serving_object(function, file)
        return _serving_alone(function, file, frozenset())
    return Serving(entry, file) if isinstance(entry, Handler | Task) else None


def _serving_alone(
    function: FunctionNode, file: File, seen: frozenset[FunctionNode]
) -> Serving | None:
    """The first handler or task that calls a function, itself or through others, if nothing else does."""
    first, seen = None, seen | {function}
    for caller in callers_of(file, function):
        if _is_in_service(caller) and caller.function not in seen:
            found = _serving_call(caller, file, seen)
            if found is None:
                return None
            first = first or found
    return first


def _serving_call(
    caller: Caller, home: File, seen: frozenset[FunctionNode] = frozenset()
) -> Serving | None:
    entry = entry_of(caller.node, caller.file)
    if entry is None and caller.function is not None:
        return _serving_alone(caller.function, caller.file, seen)
    if not isinstance(entry, Handler | Task) or _lives_with_process(entry):
        return None
    is_mirrored = caller.file is not home and _keeps(entry, caller.file)
    return None if is_mirrored else Serving(entry, caller.file)


def _lives_with_process(entry: Handler | Task) -> bool:
    """Whether an entry lives with its process: a connection, or a job of the process's own."""
    if isinstance(entry, Task):
        return bool(entry.periodic)
    return entry.kind is EntryKind.WEBSOCKET


def _keeps(entry: Handler | Task, file: File) -> bool:
    """Whether an entry keeps something for good: what it hands on may be a mirror of that."""
    words = file.words(KEEPING)
    return any(
        isinstance(node, ast.Name | ast.Attribute) and words.match(file.last_name(node))
        for node in ast.walk(entry.node)
    )


def _is_in_service(caller: Caller) -> bool:
    """Whether a call runs in the service however it is configured: not where it keeps less."""
    if caller.file.role in APART:
        return False
    if caller.function is None:
        return True
    found = conditions_on(caller.file, caller.node, caller.function)
    return found is not None and Mark.CONFIGURATION not in found.marks


def _serving_object(method: FunctionNode, file: File) -> Serving | None:
    """The first handler or task that calls a method, or one that calls it, of a shared object."""
    todo, seen = [method], {method}
    while todo:
        for caller in callers_of(file, todo.pop(0)):
            outer = caller.function
            if _is_on_shared(caller):
                found = _serving_call(caller, file) if _is_in_service(caller) else None
                if found is not None:
                    return found
            elif (
                outer is not None
                and outer not in seen
                and caller.file is file
                and file.class_(outer) is file.class_(method)
            ):
                seen.add(outer)
                todo.append(outer)
    return None


def _is_on_shared(caller: Caller) -> bool:
    call = caller.arguments
    return (
        call is not None
        and isinstance(call.func, ast.Attribute)
        and is_shared(caller.file, call.func.value)
    )


def takes_in(
    file: File, expr: ast.expr | None, function: FunctionNode, entry: FunctionNode
) -> bool:
    """Whether a value is what a request sent: the request, a parameter of the handler, a piece of one.

    The function in which it stands may have got it from the handler through its own parameters.
    """
    start = _start_of(file, expr)
    scope = file.index.scopes[function]
    parameters = {argument.arg for argument in every_argument(function.args)} - {scope.me}
    if start not in parameters:
        return start == REQUEST
    if function is entry:
        return True
    for caller in callers_of(file, function):
        outer, given = caller.function, given_for(caller, file, function, start)
        if given is not None and outer is not None and outer is not function:
            home, value = given
            if home is caller.file and takes_in(home, value, outer, entry):
                return True
    return False


def _start_of(file: File, value: ast.expr | None) -> str:
    """The name that a value is a piece of, through attributes, items and methods."""
    if isinstance(value, ast.Name):
        value = file.assigned(value) or value
    while isinstance(value, ast.Attribute | ast.Subscript | ast.Await | ast.Call):
        inner = value.func if isinstance(value, ast.Call) else value.value
        if isinstance(value, ast.Call) and not isinstance(inner, ast.Attribute):
            return ""
        value = inner
    return value.id if isinstance(value, ast.Name) else ""


def _is_sent(write: StateWrite, entry: FunctionNode, file: File) -> bool:
    """Whether a helper stores what a request sent, or what it made of that and of what it had."""
    function = file.function(write.node)
    if function is None or write.change == "count":
        return write.change == "count"
    values = [write.value]
    if isinstance(write.value, ast.Constant):
        # `SEEN[number] = True` keeps the number.
        values += _keys(write.node)
    return any(
        takes_in(file, piece, function, entry)
        for value in values
        for piece in _pieces(file, write, value)
    )


def _keys(node: ast.AST) -> list[ast.expr | None]:
    """What a statement puts a value under."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AugAssign):
        targets = [node.target]
    return [target.slice for target in targets if isinstance(target, ast.Subscript)]


def _pieces(file: File, write: StateWrite, expr: ast.expr | None) -> Iterator[ast.expr]:
    """What a value is put together from: displays, texts, objects that are made, and sums."""
    if expr is None:
        return
    yield expr
    made = file.assigned(expr) or expr
    parts: list[ast.AST] = []
    if isinstance(made, ast.Call):
        last, own = file.last_name(made.func) or "", file.last_name(write.root)
        if last[:1].isupper() or last in CONVERSIONS or file.last_name(_root(made)) == own:
            parts = [*made.args, *(keyword.value for keyword in made.keywords)]
    elif isinstance(made, COMPOSED):
        parts = list(ast.iter_child_nodes(made))
    for part in parts:
        if isinstance(part, ast.expr):
            yield from _pieces(file, write, part)


def is_memo(write: StateWrite, file: File) -> bool:
    """Whether a write only fills what it found missing, or makes room."""
    for condition in file.conditions(write.node):
        for node in ast.walk(condition.test):
            if isinstance(node, ast.Compare) and _tests_for_missing(
                file, node, write, holds=condition.holds
            ):
                return True
    return _is_after_miss(write, file)


def _is_after_miss(write: StateWrite, file: File) -> bool:
    """Whether a write stands under ``except KeyError`` behind a look-up of the same container."""
    last = file.last_name(write.root)
    return any(
        isinstance(around, ast.ExceptHandler)
        and around.type is not None
        and file.name_of(around.type) in MISSES
        and isinstance(tried := file.parent(around), ast.Try)
        and any(
            isinstance(node, ast.Name | ast.Attribute) and file.last_name(node) == last
            for statement in tried.body
            for node in ast.walk(statement)
        )
        for around in file.ancestors(write.node)
    )


def _tests_for_missing(file: File, node: ast.Compare, write: StateWrite, *, holds: bool) -> bool:
    sides = [node.left, *node.comparators]
    last = file.last_name(write.root)
    # `if ITEMS.get(key) is not None: return ITEMS[key]` stands above, too.
    missing = ast.NotIn | ast.Is if holds else ast.In | ast.IsNot
    if isinstance(node.ops[0], missing):
        return any(file.last_name(_root(side)) == last for side in sides)
    # `if len(ITEMS) > LIMIT: ITEMS.pop()`
    return write.value is None and any(
        isinstance(side, ast.Call)
        and file.last_name(side.func) == "len"
        and bool(side.args)
        and file.last_name(side.args[0]) == last
        for side in sides
    )


def is_read_back(write: StateWrite, entry: FunctionNode, file: File) -> bool:
    """Whether a handler of another request answers with what is written, itself or through others."""
    return any(
        isinstance(found, Handler) and (found.methods is None or "GET" in found.methods)
        for found in _others_reading(write, entry, file)
    )


def _others_reading(
    write: StateWrite, entry: FunctionNode, file: File
) -> Iterator[Handler | Entry | Task]:
    """What else reads what is written, itself or through others: what the entry reads is its own."""
    todo = list(_readers(write, file))
    seen = {entry}
    while todo:
        home, function = todo.pop()
        if function in seen:
            continue
        seen.add(function)
        found = entry_of(function, home)
        if found is None:
            callers = callers_of(home, function)
            todo += [(item.file, item.function) for item in callers if item.function is not None]
        elif found.node is not entry:
            yield found


def _readers(write: StateWrite, file: File) -> Iterator[tuple[File, FunctionNode]]:
    """The functions that read what is written, each with its file."""
    cls = file.class_(write.node) if write.owner == "instance" else None
    if cls is not None:
        lines = list(lineage(file, cls))
        functions = [(home, method) for home, line in lines for method in methods_of(home, line)]
        last = file.last_name(write.root)
    else:
        found = file.module_bindings(write.root) if write.owner == "module" else None
        home = found[0] if found else file
        last = _defined_as(file, write.root) if found else file.last_name(write.root)
        functions = [(home, function) for function in functions_of(home)]
        if write.owner == "module" and file.program is not None and last is not None:
            for other, use in mentions_of(file, home.qualify(last)):
                function = other.function(use)
                if function is not None and _is_reading(other, use):
                    yield other, function
    for home, function in functions:
        if any(_is_reading(home, node) for node in _naming(home, function, last)):
            yield home, function


def _mentions(file: File, function: FunctionNode, last: str | None) -> bool:
    return any(True for _ in _naming(file, function, last))


def _naming(file: File, function: FunctionNode, last: str | None) -> Iterator[ast.expr]:
    """Where a function has a name, or an attribute of it, as a value."""
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Name | ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and file.last_name(node) == last
        ):
            yield node


def _is_reading(file: File, node: ast.expr) -> bool:
    """Whether what is mentioned is looked at: ``ITEMS[a] = b`` and ``ITEMS.clear()`` only change it."""
    around = file.parent(node)
    while isinstance(around, ast.Subscript) and around.value is node:
        if not isinstance(around.ctx, ast.Load):
            return False
        node, around = around, file.parent(around)
    call = file.parent(around) if isinstance(around, ast.Attribute) else None
    changes = isinstance(around, ast.Attribute) and around.attr in MUTATORS
    return not (changes and isinstance(call, ast.Call) and isinstance(file.parent(call), ast.Expr))


def _is_handed_on(write: StateWrite, function: FunctionNode, file: File) -> bool:
    """Whether a function that keeps something for good has the value in hand elsewhere, too."""
    words = file.words(KEEPING)
    keeping = [
        call for call in file.nodes(ast.Call, within=function) if words.match(file.last_name(call))
    ]
    if write.value is None or not keeping:
        return False
    if any(_is_of_same(file, call, file.last_name(write.root)) for call in keeping):
        return True
    spelled = {ast.unparse(write.value), ast.unparse(write.root)}
    return any(
        isinstance(node, ast.expr)
        and node is not write.value
        and node is not write.root
        and ast.unparse(node) in spelled
        for within in ([function] if write.change == "rebind" else keeping)
        for node in ast.walk(within)
    )


def _is_of_same(file: File, call: ast.Call, last: str | None) -> bool:
    """Whether a call runs a function of this module that writes out a container as a whole."""
    found = called(file, call)
    return found is not None and found[0] is file and _mentions(file, found[1], last)


@record
class LostState:
    """Data that a handler or a task puts where only its process finds it."""

    node: ast.expr | ast.stmt
    name: str
    owner: Owner
    kind: str
    handler: str
    """The handler or task, by the name that its file has for it."""
    read_back: bool
    """Whether another request reads it."""
    container: ast.stmt | None
    """Where this module first binds the name that is written to."""

    @classmethod
    def find(cls, file: File) -> Iterable[LostState]:
        """Every one of the file; not what is meant to live in the process."""
        lost = [
            (write, found)
            for write in file.facts(StateWrite)
            if write.plain is True
            and not _is_meant_everywhere(write, file)
            and (found := serving(write, file)) is not None
            and not _is_meant(write, found.entry, file)
        ]
        filled = {
            (found.entry.node, write.name) for write, found in lost if not _is_emptying(write)
        }
        for write, found in lost:
            # What a handler takes out, another one has put in: there it is lost.
            if (found.entry.node, write.name) not in filled:
                continue
            read_back = is_read_back(write, found.entry.node, file)
            # What nobody else asks for, such as the tries of one route, no other request misses.
            if read_back or (
                not _is_switch(write, file)
                and any(True for _ in _others_reading(write, found.entry.node, file))
            ):
                handler = found.file.label(found.entry.node)
                home = _bound_by(write, file)
                yield cls(write.node, write.name, write.owner, write.kind, handler, read_back, home)


def _is_emptying(write: StateWrite) -> bool:
    """Whether a write takes something away, or puts what is there at the start of the process."""
    value = write.value
    return value is None or (isinstance(value, ast.Constant) and not value.value)


def _is_switch(write: StateWrite, file: File) -> bool:
    """Whether a container holds nothing but what is switched on and off again."""
    values = [
        each.value
        for each in file.facts(StateWrite)
        if (each.name, each.owner) == (write.name, write.owner) and each.value is not None
    ]
    known = {item.value for item in values if isinstance(item, ast.Constant)}
    return known == {True, False} and all(isinstance(item, ast.Constant) for item in values)


def _bound_by(write: StateWrite, file: File) -> ast.stmt | None:
    found = file.bindings(write.root) if isinstance(write.root, ast.Name) else []
    own = found and write.owner == "module" and found[0].kind is Bound.VALUE
    return found[0].statement if own else None


def _is_meant(write: StateWrite, entry: Handler | Task, file: File) -> bool:
    """Whether a write keeps what a process may keep for itself, with the entry that leads to it."""
    if write.owner == "class" and (
        entry.owner is None or entry.owner is not file.class_(write.node)
    ):
        return True
    inside = file.function(write.node)
    through_helper = entry_of(write.node, file) is not entry
    if through_helper and write.value is not None and not _is_sent(write, entry.node, file):
        return True
    if not through_helper and _is_looked_up(write, entry, file):
        return True
    if write.change == "rebind" and inside is not None:
        sent = takes_in(file, write.value, inside, entry.node) and not _is_of_connection(write)
        return not sent or _is_handed_on(write, inside, file)
    return inside is not None and _is_handed_on(write, inside, file)


def _is_looked_up(write: StateWrite, entry: Handler | Task, file: File) -> bool:
    """Whether a handler that only answers puts under a fixed key what the next one finds as well."""
    if not isinstance(entry, Handler) or entry.methods is None or not entry.methods <= READING:
        return False
    shown = write.value if isinstance(write.node, ast.Call) else None
    keys = shown.keys if isinstance(shown, ast.Dict) else _keys(write.node)
    fixed = bool(keys) and all(isinstance(key, ast.Constant) for key in keys)
    given = isinstance(write.value, ast.Constant)
    return fixed and not given and not _is_sent(write, entry.node, file)


def _is_of_connection(write: StateWrite) -> bool:
    """Whether a value is a request's own word on the connection."""
    value = write.value
    while isinstance(value, ast.Attribute):
        if value.attr in OF_CONNECTIONS and isinstance(value.value, ast.Name):
            return value.value.id == REQUEST
        value = value.value
    return False


def _is_meant_everywhere(write: StateWrite, file: File) -> bool:
    """Whether it does so whoever leads to it: asked first, since entries are far away."""
    words = file.words(KEPT_IN_PROCESS)
    if any(words.match(CAMEL.sub("_", part)) for part in write.name.split(".")[-2:]):
        return True
    if write.change == "count" and not _is_read(write, file):
        return True
    return is_memo(write, file) or file.under(write.node, Because.DEV)


def _is_read(write: StateWrite, file: File) -> bool:
    """Whether anything asks what a counter has come to; of nobody's counter nothing is lost."""
    if write.owner != "module":
        return True
    found = file.module_bindings(write.root)
    home, last = (found[0], _defined_as(file, write.root)) if found else (file, write.name)
    own = any(isinstance(node, ast.Name) for node in home.reads.of(last))
    return own or any(True for _ in mentions_of(file, home.qualify(last)))

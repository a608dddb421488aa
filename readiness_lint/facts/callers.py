"""Who calls a function, in its file and in the others of its program, as far as that is certain."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness_lint.facts.decorators import decorator_name
from readiness_lint.facts.tables import tables
from readiness_lint.model import Binding, Bound, File, FunctionNode, names
from readiness_lint.model.types import CONTEXT_MANAGERS

ENTERING = frozenset({"__enter__", "__exit__", "__aenter__", "__aexit__"})
MAKING = frozenset({"__init__", "__new__"})
CONSUMERS = frozenset(
    [
        "all",
        "any",
        "bytes",
        "dict",
        "extend",
        "frozenset",
        "join",
        "list",
        "max",
        "min",
        "next",
        "reduce",
        "set",
        "sorted",
        "sum",
        "tuple",
        "update",
    ]
)
"""Callees that run a generator that they are given."""


@dataclass(frozen=True, slots=True)
class Caller:
    """One place that runs a function."""

    file: File
    node: ast.expr
    """The call; what is entered, where a ``with`` runs it."""
    function: FunctionNode | None
    """The function that the place belongs to; ``None``: the module or a class body."""
    arguments: ast.Call | None = None
    """The call that holds all its arguments; ``None``: there is none."""


def callers_of(file: File, function: FunctionNode) -> tuple[Caller, ...]:
    """The places that certainly run a function of a file; found once.

    Those of its own file come first, then those of the other modules in the order of their names.
    A function that is only mentioned is not called: one that is handed to a thread pool, say.
    """
    found: tuple[Caller, ...] = file.memo(
        ("callers", function), lambda: tuple(_callers(file, function))
    )
    return found


def decorators_of(file: File, function: FunctionNode) -> list[tuple[str, str]]:
    """Qualified name, as far as it is known, and last identifier of each decorator."""
    return [
        (decorator_name(file, function, item) or "", file.last_name(item) or "")
        for item in function.decorator_list
    ]


def called(
    file: File, call: ast.Call, at: ast.stmt | None = None
) -> tuple[File, FunctionNode] | None:
    """The function of the program that a call runs, and its file; of a class, its constructor."""
    name = file.callee(call, at)
    if name is None:
        name = _of_super(file, call) or _of_class(file, call, at)
    found = file.defined(name) if name is not None else None
    home, node = found or (file, None)
    if isinstance(node, ast.ClassDef):
        made = names.member_of(home, node, "__init__")
        home, node = (home.defined(made) if made else None) or (file, None)
    return (home, node) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None


def _of_super(file: File, call: ast.Call) -> str | None:
    function = call.func
    if not (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Call)
        and isinstance(function.value.func, ast.Name)
        and function.value.func.id == "super"
    ):
        return None
    cls = file.class_(call)
    for base in cls.bases if cls else ():
        name = file.class_name(base, cls)
        found = file.defined(name) if name else None
        if found is None or not isinstance(found[1], ast.ClassDef):
            return None
        member = names.member_of(found[0], found[1], function.attr)
        if member is not None:
            return member
    return None


def _of_class(file: File, call: ast.Call, at: ast.stmt | None) -> str | None:
    """The class that ``cls(...)`` makes an object of."""
    if not isinstance(call.func, ast.Name):
        return None
    kind = file.type_at(call.func, at or file.statement(call))
    return kind.name if kind and kind.of_class else None


def _callers(file: File, function: FunctionNode) -> Iterator[Caller]:
    places = list(_places(file, function))
    if file.is_generator(function):
        managed = any(name in CONTEXT_MANAGERS for name, _ in decorators_of(file, function))
        runs = _enters if managed else _iterates
        places = [place for place in places if runs(place.file, place.node)]
    places.sort(key=lambda place: _order(place, file))
    yield from places


def _order(place: Caller, file: File) -> tuple[bool, str, int, int]:
    node = place.node
    return place.file is not file, place.file.module, node.lineno, node.col_offset


def _places(file: File, function: FunctionNode) -> Iterator[Caller]:
    if any(
        name and file.library.has("property", name) for name, _ in decorators_of(file, function)
    ):
        yield from _read(file, function)
        return
    seen: set[ast.AST] = set()
    for last in sorted(_lasts(file, function)):
        for caller in _calls_under(file, last).get(function, ()):
            if caller.node not in seen:
                seen.add(caller.node)
                yield caller
    if function.name in ENTERING:
        yield from _entered(file, function)
    yield from _partial(file, function)


def _read(file: File, function: FunctionNode) -> Iterator[Caller]:
    """Where a property is read."""
    attributes: dict[str, list[ast.Attribute]] = file.memo(("attributes",), lambda: _loads(file))
    for node in attributes.get(function.name, ()):
        name = file.name_of(node)
        if name is not None and file.definition_named(name) is function:
            yield Caller(file, node, file.function(node))


def _loads(file: File) -> dict[str, list[ast.Attribute]]:
    """The attributes that are read, by name: asked for only where a property matters."""
    found: dict[str, list[ast.Attribute]] = defaultdict(list)
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            found[node.attr].append(node)
    return found


def _calls_under(file: File, last: str) -> Mapping[FunctionNode, list[Caller]]:
    """The calls of the program under one identifier, by the function that they certainly run.

    All of them are resolved at once: many functions may share the identifier.
    """
    found: Mapping[FunctionNode, list[Caller]] = (file.program or file).memo(
        ("calls", last), lambda: _resolved(_calling(file, last), last)
    )
    return found


def _resolved(files: Iterable[File], last: str) -> dict[FunctionNode, list[Caller]]:
    found: dict[FunctionNode, list[Caller]] = defaultdict(list)
    for file in files:
        spellings = file.program.spellings(last) if file.program else frozenset({last})
        for call, statement in file.candidates(spellings):
            target = called(file, call, statement)
            if target is not None:
                found[target[1]].append(Caller(file, call, file.function(call), call))
    return found


def _calling(file: File, last: str) -> list[File]:
    """The file, and the others that call something under an identifier."""
    found = {file.module: file}
    if file.program is not None:
        found |= {other.module: other for other in file.program.calling(last)}
    return list(found.values())


def _lasts(file: File, function: FunctionNode) -> frozenset[str]:
    """The identifiers under which a function may be called."""
    found = {function.name}
    if function.name in MAKING:
        found.update(cls.name for cls in file.nodes(ast.ClassDef))
        found.add("cls")
    return frozenset(found)


def _entered(file: File, function: FunctionNode) -> Iterator[Caller]:
    cls = file.class_(function)
    if cls is None:
        return
    wanted = file.qualify(file.index.scopes[function].qualname)
    is_async = function.name.startswith("__a")
    for other in _calling(file, cls.name):
        blocks: list[ast.With | ast.AsyncWith] = [
            *(other.nodes(ast.AsyncWith) if is_async else other.nodes(ast.With))
        ]
        for block in blocks:
            for item in block.items:
                type_ = other.type_at(item.context_expr, block)
                if type_ is None or type_.of_class:
                    continue
                if other.member(type_.name, function.name) == wanted:
                    yield Caller(other, item.context_expr, other.function(block))


def _partial(file: File, function: FunctionNode) -> Iterator[Caller]:
    """Calls of what `partial` made of the function."""
    for _, made in file.calls_to(tables().word("partial")):
        if not made.args or file.definition(made.args[0]) is not function:
            continue
        around = file.parent(made)
        if isinstance(around, ast.Call) and around.func is made:
            yield Caller(file, around, file.function(around))
        elif isinstance(around, ast.Assign) and isinstance(around.targets[0], ast.Name):
            for call, _ in file.index.calls.get(around.targets[0].id, ()):
                if file.assigned(call.func) is made:
                    yield Caller(file, call, file.function(call))


def _enters(file: File, call: ast.expr) -> bool:
    around = file.parent(call)
    if isinstance(around, ast.Call):
        return file.last_name(around) in {"enter_context", "enter_async_context"}
    return isinstance(around, ast.withitem)


def _iterates(file: File, call: ast.expr) -> bool:
    """Whether the generator that a call makes is run where it is made."""
    around = file.parent(call)
    if isinstance(around, ast.For | ast.AsyncFor | ast.comprehension):
        return around.iter is call
    if isinstance(around, ast.Call):
        return call in around.args and (
            file.last_name(around) in CONSUMERS
            or (file.last_name(around) in {"enumerate", "zip", "iter"} and _iterates(file, around))
        )
    return isinstance(around, ast.YieldFrom | ast.Starred)


def bindings_of_value(file: File, expr: ast.expr) -> list[Binding]:
    """What gives a name or an attribute of this file's objects its value."""
    if isinstance(expr, ast.Name):
        found = file.bindings(expr)
    elif isinstance(expr, ast.Attribute):
        kind = file.type_of(expr.value)
        owner = file.class_named(kind.name) if kind else None
        if owner is None:
            return []
        scope = file.index.scopes[owner]
        found = [*scope.bindings.get(expr.attr, ()), *scope.attributes.get(expr.attr, ())]
    else:
        return []
    return [item for item in names.telling(found) if item.kind is not Bound.CHANGED]

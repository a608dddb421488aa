"""Who calls a function, inside its file, as far as that is certain."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from readiness_lint.facts.decorators import decorator_name
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

    node: ast.expr
    """The call; what is entered, where a ``with`` runs it."""
    function: FunctionNode | None
    """The function that the place belongs to; ``None``: the module or a class body."""
    arguments: ast.Call | None = None
    """The call that holds all its arguments; ``None``: there is none."""


def callers_of(file: File, function: FunctionNode) -> tuple[Caller, ...]:
    """The places of the file that certainly run a function, in source order; found once.

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


def called(file: File, call: ast.Call, at: ast.stmt | None = None) -> FunctionNode | None:
    """The function of this file that a call runs; of a class, its constructor."""
    name = file.callee(call, at)
    if name is None:
        name = _of_super(file, call) or _of_class(file, call, at)
    if name is None:
        return None
    found = file.definition_named(name)
    if isinstance(found, ast.ClassDef):
        made = names.member_of(file, found, "__init__")
        found = file.definition_named(made) if made else None
    return found if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef) else None


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
        own = file.class_named(name) if name else None
        if own is None:
            return None
        member = names.member_of(file, own, function.attr)
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
        places = [place for place in places if runs(file, place.node)]
    places.sort(key=lambda place: (place.node.lineno, place.node.col_offset))
    yield from places


def _places(file: File, function: FunctionNode) -> Iterator[Caller]:
    if any(
        name and file.library.has("property", name) for name, _ in decorators_of(file, function)
    ):
        return
    for last in _lasts(file, function):
        for call, statement in file.index.calls.get(last, ()):
            if called(file, call, statement) is function:
                yield Caller(call, file.function(call), call)
    if function.name in ENTERING:
        yield from _entered(file, function)
    yield from _partial(file, function)


def _lasts(file: File, function: FunctionNode) -> list[str]:
    """The identifiers under which a function may be called, sorted."""
    found = {function.name}
    if function.name in MAKING:
        found.update(cls.name for cls in file.nodes(ast.ClassDef))
        found.add("cls")
    aliases = file.index.aliases
    more = set(found)
    while more:
        more = {alias for alias, behind in aliases.items() if behind & more} - found
        found |= more
    return sorted(found)


def _entered(file: File, function: FunctionNode) -> Iterator[Caller]:
    cls = file.class_(function)
    if cls is None:
        return
    wanted = file.qualify(file.index.scopes[function].qualname)
    blocks: list[ast.With | ast.AsyncWith] = (
        [*file.nodes(ast.AsyncWith)] if function.name.startswith("__a") else [*file.nodes(ast.With)]
    )
    for block in blocks:
        for item in block.items:
            type_ = file.type_at(item.context_expr, block)
            own = file.class_named(type_.name) if type_ and not type_.of_class else None
            if own is not None and names.member_of(file, own, function.name) == wanted:
                yield Caller(item.context_expr, file.function(block))


def _partial(file: File, function: FunctionNode) -> Iterator[Caller]:
    """Calls of what `functools.partial` made of the function."""
    for made, statement in file.index.calls.get("partial", ()):
        if (
            not made.args
            or file.callee(made, statement) != "functools.partial"
            or file.definition(made.args[0]) is not function
        ):
            continue
        around = file.parent(made)
        if isinstance(around, ast.Call) and around.func is made:
            yield Caller(around, file.function(around))
        elif isinstance(around, ast.Assign) and isinstance(around.targets[0], ast.Name):
            for call, _ in file.index.calls.get(around.targets[0].id, ()):
                if file.assigned(call.func) is made:
                    yield Caller(call, file.function(call))


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

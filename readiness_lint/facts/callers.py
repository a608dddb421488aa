"""Who calls a function, in its file and in the others of its program, as far as that is certain."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from readiness_lint.facts.callables import super_method
from readiness_lint.facts.decorators import decorator_name
from readiness_lint.facts.program import APART, Derivation, Program
from readiness_lint.facts.tables import tables
from readiness_lint.model import Binding, Bound, File, FunctionNode, names
from readiness_lint.model.types import CONTEXT_MANAGERS
from readiness_lint.record import record
from readiness_lint.terms import Place

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


@record
class Caller:
    """One place that runs a function."""

    file: File
    node: ast.expr
    """The call; what is entered, where a ``with`` runs it."""
    function: FunctionNode | None
    """The function that the place belongs to; ``None``: the module or a class body."""
    arguments: ast.Call | None = None
    """The call that holds all its arguments; ``None``: there is none."""


def callers_of(
    file: File, function: FunctionNode, program: Program | None = None
) -> tuple[Caller, ...]:
    """The places that certainly run a function of a file; found once.

    Those of its own file come first, then those of the other modules in the order of their names.
    A function that is only mentioned is not called: one that is handed to a thread pool, say.
    What is worked out over a ``program`` asks that: so the answer has a part in it alone, and not
    in all that the file is asked.
    """
    asked = program or file.program
    found: tuple[Caller, ...] = file.memo(
        ("callers", function, asked), lambda: tuple(_callers(file, function, asked))
    )
    return found


def with_overridden(file: File, function: FunctionNode) -> Iterator[tuple[File, FunctionNode]]:
    """A function, and for a method those of its bases by which it is called as well."""
    yield file, function
    cls = file.class_(function)
    for base in (file.mro_of(cls) or ())[1:] if cls is not None else ():
        home, node = file.defined(f"{base}.{function.name}") or (file, None)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield home, node


def decorators_of(file: File, function: FunctionNode) -> list[tuple[str, str]]:
    """Qualified name, as far as it is known, and last identifier of each decorator."""
    return [
        (decorator_name(file, function, item) or "", file.last_name(item) or "")
        for item in function.decorator_list
    ]


def keeps_results(file: File, function: FunctionNode) -> bool:
    """Whether a decorator gives what was worked out before, and does not run the function again."""
    memos = tables().word("memo")
    return any(name in memos for name, _ in decorators_of(file, function))


def call_at(file: File, place: Place) -> tuple[File, ast.Call] | None:
    """The call that stands at a place of the program, and its file."""
    home, function = file.defined(f"{place.module}.{place.function}") or (file, None)
    calls = home.nodes(ast.Call, within=function) if function is not None else ()
    return next(((home, call) for call in calls if home.place(call) == place), None)


def called(
    file: File, call: ast.Call, at: ast.stmt | None = None
) -> tuple[File, FunctionNode] | None:
    """The function of the program that a call runs, and its file; of a class, its constructor."""
    name = file.callee(call, at)
    if name is None:
        name = _of_super(file, call) or _of_class(file, call, at)
    return function_named(file, name) if name is not None else None


def parameter_given(
    call: ast.Call, expr: ast.expr, home: File, function: FunctionNode
) -> str | None:
    """The parameter of a called function that gets an argument."""
    for keyword in call.keywords:
        if keyword.value is expr:
            return keyword.arg
    if any(isinstance(item, ast.Starred) for item in call.args):
        return None
    names = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
    if home.index.scopes[function].me and names:
        names = names[1:]
    index = call.args.index(expr)
    return names[index] if index < len(names) else None


def function_named(file: File, name: str) -> tuple[File, FunctionNode] | None:
    """The function of the program with a qualified name, and its file; of a class, its constructor."""
    home, node = file.defined(name) or (file, None)
    if isinstance(node, ast.ClassDef):
        made = names.member_of(home, node, "__init__")
        home, node = (home.defined(made) if made else None) or (file, None)
    return (home, node) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None


def is_bound(file: File, reference: ast.expr, home: File, function: FunctionNode) -> bool:
    """Whether the first parameter is the object that a reference to a function names.

    It is not among the arguments then.
    """
    if not home.index.scopes[function].me:
        return False
    if function.name in MAKING:
        return not (isinstance(reference, ast.Attribute) and reference.attr == function.name) or (
            isinstance(reference.value, ast.Call)
        )
    if not isinstance(reference, ast.Attribute):
        return True
    of_class = any(getattr(item, "id", "") == "classmethod" for item in function.decorator_list)
    name = file.name_of(reference.value)
    found = file.defined(name) if name else None
    return of_class or found is None or not isinstance(found[1], ast.ClassDef)


def _of_super(file: File, call: ast.Call) -> str | None:
    method = super_method(call)
    cls = file.class_(call) if method else None
    for base in cls.bases if cls else ():
        name = file.class_name(base, cls)
        found = file.defined(name) if name else None
        if found is None or not isinstance(found[1], ast.ClassDef):
            return None
        member = names.member_of(found[0], found[1], method)
        if member is not None:
            return member
    return None


def _of_class(file: File, call: ast.Call, at: ast.stmt | None) -> str | None:
    """The class that ``cls(...)`` makes an object of."""
    if not isinstance(call.func, ast.Name):
        return None
    kind = file.type_at(call.func, at or file.statement(call))
    return kind.name if kind and kind.of_class else None


def _callers(file: File, function: FunctionNode, program: Program | None) -> Iterator[Caller]:
    places = list(places_of(file, function, program))
    if file.is_generator(function):
        managed = any(name in CONTEXT_MANAGERS for name, _ in decorators_of(file, function))
        runs = _enters if managed else _iterates
        places = [place for place in places if runs(place.file, place.node)]
    places.sort(key=lambda place: _order(place, file))
    yield from places


def _order(place: Caller, file: File) -> tuple[bool, str, int, int]:
    node = place.node
    return place.file is not file, place.file.module, node.lineno, node.col_offset


def places_of(file: File, function: FunctionNode, program: Program | None) -> Iterator[Caller]:
    """The places that give a function its arguments; a generator that they make may run elsewhere."""
    if any(
        name and file.library.has("property", name) for name, _ in decorators_of(file, function)
    ):
        yield from _read(file, function)
        return
    seen: set[ast.AST] = set()
    for last in sorted(_lasts(file, function)):
        for caller in _calls_under(file, function, last, program):
            if caller.node not in seen:
                seen.add(caller.node)
                yield caller
    if function.name in ENTERING:
        yield from _entered(file, function, program)
    yield from _partial(file, function)


def _read(file: File, function: FunctionNode) -> Iterator[Caller]:
    """Where a property is read."""
    # Most are read in other files alone, and a list of all that a file reads is dear.
    if file.source.count(function.name) == 1:
        return
    for node in file.reads.of(function.name):
        name = file.name_of(node) if isinstance(node, ast.Attribute) else None
        if name is not None and file.definition_named(name) is function:
            yield Caller(file, node, file.function(node))


def _calls_under(
    file: File, function: FunctionNode, last: str, program: Program | None
) -> Iterable[Caller]:
    """The calls of the program under one identifier that certainly run a function.

    All of them are resolved at once: many functions may share the identifier.
    """
    found: Iterable[Caller] = ()
    if program is not None:
        calls = program.derived(calls_under(last), file.module)
        found = calls.callers.get(function, ()) if calls is not None else ()
        for module in dict.fromkeys(caller.file.module for caller in found):
            # What stands around a call may be looked at closely.
            program.file(module)
    if program is None or file.role in APART:
        # What it calls itself may be known to nobody else.
        own: Mapping[FunctionNode, list[Caller]] = file.memo(
            ("calls", last),
            lambda: _by_function(
                (function, caller) for _, function, caller in _resolved(file, last)
            ),
        )
        others = (caller for caller in found if caller.file is not file)
        found = (*own.get(function, ()), *others)
    return found


@record
class _Calls:
    """The calls of the functions of one module."""

    home: File
    callers: Mapping[FunctionNode, list[Caller]]


def calls_under(last: str) -> Derivation[_Calls]:
    """The calls of a program under one identifier, by the modules that define what they run."""
    return Derivation(
        f"{__name__}:{calls_under.__name__} '{last}",
        lambda program: _by_home(item for _, item in program.each(_resolved, last, calling=last)),
        _told,
    )


def _told(calls: _Calls) -> object:
    """Which modules call which function: who asks for them looks at their files."""
    scopes = calls.home.index.scopes
    return sorted(
        {
            (scopes[function].qualname, caller.file.module)
            for function, callers in calls.callers.items()
            for caller in callers
        }
    )


def _by_home(items: Iterable[tuple[File, FunctionNode, Caller]]) -> Mapping[str, _Calls]:
    found: dict[File, list[tuple[FunctionNode, Caller]]] = defaultdict(list)
    for home, function, caller in items:
        found[home].append((function, caller))
    return {home.module: _Calls(home, _by_function(calls)) for home, calls in found.items()}


def _resolved(file: File, last: str) -> Iterator[tuple[File, FunctionNode, Caller]]:
    """The calls of a file under an identifier that certainly run a function of the program."""
    spellings = file.program.spellings(last) if file.program else frozenset({last})
    for call, statement in file.candidates(spellings):
        target = called(file, call, statement)
        if target is not None:
            yield *target, Caller(file, call, file.function(call), call)


def _by_function(calls: Iterable[tuple[FunctionNode, Caller]]) -> dict[FunctionNode, list[Caller]]:
    found: dict[FunctionNode, list[Caller]] = defaultdict(list)
    for function, caller in calls:
        found[function].append(caller)
    return found


def _lasts(file: File, function: FunctionNode) -> frozenset[str]:
    """The identifiers under which a function may be called."""
    found = {function.name}
    if function.name in MAKING:
        found.update(cls.name for cls in file.nodes(ast.ClassDef))
        found.add("cls")
    return frozenset(found)


def _entered(file: File, function: FunctionNode, program: Program | None) -> Iterator[Caller]:
    cls = file.class_(function)
    if cls is None:
        return
    wanted = file.qualify(file.index.scopes[function].qualname)
    yield from _entering(file, wanted)
    if program is not None:
        found = program.each(_entering, wanted, calling=cls.name)
        yield from (caller for other, caller in found if other is not file)


def _entering(file: File, wanted: str) -> Iterator[Caller]:
    """The blocks of a file that run a method of their context manager."""
    last = wanted.rpartition(".")[2]
    blocks: list[ast.With | ast.AsyncWith] = [
        *(file.nodes(ast.AsyncWith) if last.startswith("__a") else file.nodes(ast.With))
    ]
    for block in blocks:
        for item in block.items:
            kind = file.type_at(item.context_expr, block)
            if kind is None or kind.of_class:
                continue
            if file.member(kind.name, last) == wanted:
                yield Caller(file, item.context_expr, file.function(block))


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

"""Whether a route or a function asks who calls, in all modules of the program.

Three answers: yes, no, and ``None`` where something may ask that nobody can see into.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import last_of
from readiness_lint.facts.callers import called
from readiness_lint.facts.decorators import decorator_name, target_of
from readiness_lint.facts.dependencies import Marked, is_dependency, marks_on, provider
from readiness_lint.facts.guards import demands
from readiness_lint.facts.handlers import CAMEL, Handler
from readiness_lint.facts.responses import Response
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import (
    CHECKS,
    CREDENTIALS,
    ENTRANCES,
    IDENTIFIES,
    IDENTITY,
    NO_IDENTITY,
    REFUSALS,
    REQUESTS,
    SUPPLIES,
)
from readiness_lint.knowledge.schema import Guard, Mounts, Routes
from readiness_lint.model import Bound, File, FunctionNode, Given, Hidden, names
from readiness_lint.model.index import every_argument
from readiness_lint.terms import Answer

REFUSED = frozenset({401, 403})
DEEPEST = 4
"""Helpers through which a check is looked for."""


def any_of(answers: Iterable[Answer]) -> Answer:
    """Yes if one says so; no only if all do."""
    found: Answer = False
    for answer in answers:
        if answer:
            return True
        found = None if answer is None else found
    return found


def all_of(answers: Iterable[Answer]) -> Answer:
    """No if one says so; yes only if all do."""
    found: Answer = True
    for answer in answers:
        if answer is False:
            return False
        found = None if answer is None else found
    return found


def is_named_guard(file: File, name: str | None) -> Answer:
    """What the last identifier of a name says: a check of who calls, perhaps one, or none."""
    last = CAMEL.sub("_", (name or "").rpartition(".")[2])
    if file.words(NO_IDENTITY).match(last):
        return False
    if file.words(IDENTIFIES).match(last):
        return True
    return None if file.words(CHECKS).match(last) else False


# ── what guards a route by its declaration ───────────────────────────────────────────────────────
def declared(handler: Handler, file: File) -> Answer:
    """Whether decorators, dependencies or arguments of a route ask who calls."""
    return any_of(_declared(handler, file))


def _declared(handler: Handler, file: File) -> Iterator[Answer]:
    own = ((file, call) for call in handler.calls)
    for home, call in (*own, *((item.file, item.node) for item in handler.elsewhere)):
        for row in ways_of_guards(handler.framework):
            yield guarded_by(home, call, row)
    for decorator in handler.node.decorator_list:
        if decorator not in handler.registrations:
            yield is_guard(file, handler.node, decorator)
    if handler.owner is not None:
        yield None
    yield of_parameters(file, handler.node)


@cache
def ways_of_guards(framework: str) -> tuple[Routes, ...]:
    """How the routes of a framework are given guards, each way once."""
    rows = [row for row in tables().table(Routes).values() if row.framework == framework]
    return tuple({(row.guards, row.asks): row for row in rows if row.guards or row.asks}.values())


def is_guard(file: File, function: FunctionNode, decorator: ast.expr) -> Answer:
    """Whether a decorator rejects callers."""
    name = decorator_name(file, function, decorator)
    row = tables().table(Guard).get(name) if name else None
    if row is not None and is_named_guard(file, name) is not False:
        if row.form == "policy":
            return True if demands(file, decorator) else None
        if isinstance(decorator, ast.Call) and row.optional is not None:
            given = file.argument(decorator, row.optional.name, row.optional.position)
            return None if isinstance(given, Given | Hidden) else True
        return True
    return _of_callable(file, target_of(decorator), name)


def _of_callable(file: File, target: ast.expr, name: str | None) -> Answer:
    """Whether what an expression names asks who calls: by its body, or by its name."""
    found = file.defined(name) if name is not None else None
    last = name or file.last_name(target)
    if found is not None:
        home, node = found
        inside = (
            _of_class(home, node) if isinstance(node, ast.ClassDef) else _of_function(home, node)
        )
        return any_of((is_named_guard(file, last), inside))
    if (name is not None and tables().knows(name)) or file.words(SUPPLIES).match(
        CAMEL.sub("_", (last or "").rpartition(".")[2])
    ):
        return False
    return True if is_named_guard(file, last) else None


def _of_class(file: File, cls: ast.ClassDef) -> Answer:
    """Whether an object of a class asks who calls when it is made or called."""
    if any(name in tables().table(Guard) for name in file.bases_of(cls)):
        return True
    methods = (names.member_of(file, cls, name) for name in ("__init__", "__call__", "dispatch"))
    found = [file.defined(name) for name in methods if name]
    own = any_of(
        _of_function(item[0], item[1])
        for item in found
        if item is not None and not isinstance(item[1], ast.ClassDef)
    )
    return None if own is False and file.mro_of(cls) is None else own


def _of_function(file: File, function: FunctionNode) -> Answer:
    """Whether a dependency or a decorator asks who calls; what it makes stands inside it."""
    inner = (
        item
        for item in file.nodes(ast.FunctionDef, ast.AsyncFunctionDef, within=function)
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    answers = (of_parameters(file, item) for item in (function, *inner))
    found = any_of((refuses(file, function), *answers))
    # One that looks at the caller lets the route decide, or what nobody sees.
    return None if found is False and any_of(_looks(file, function)) is not False else found


# ── dependencies ─────────────────────────────────────────────────────────────────────────────────
def guarded_by(file: File, call: ast.Call, row: Routes | Mounts) -> Answer:
    """Whether a call is given guards for what it registers, makes or includes."""
    return any_of(_given_guards(file, call, row))


def _given_guards(file: File, call: ast.Call, row: Routes | Mounts) -> Iterator[Answer]:
    for keyword in call.keywords:
        if keyword.arg is None:
            yield None
        elif keyword.arg in row.asks:
            opens = isinstance(keyword.value, ast.Constant)
            yield None if opens else True
        elif keyword.arg in row.guards:
            yield any_of(_of_given(file, keyword.value))


def _of_given(file: File, value: ast.expr) -> Iterator[Answer]:
    home, shown = file.origin(value) or (file, value)
    if isinstance(shown, ast.List | ast.Tuple):
        for item in shown.elts:
            yield of_mark(home, item)
    elif isinstance(shown, ast.Constant):
        yield False
    else:
        yield of_mark(home, shown)


def of_mark(file: File, mark: ast.expr) -> Answer:
    """Whether ``Depends(...)``, a security scheme or another guard asks who calls."""
    home, mark = file.origin(mark) or (file, mark)
    if not isinstance(mark, ast.Call):
        return _of_callable(home, mark, home.name_of(mark))
    name = home.callee(mark)
    if name in tables().table(Guard):
        return None if _is_optional(home, mark, name) else True
    if is_dependency(home, mark):
        handed = provider(home, mark)
        return _of_dependency(home, handed) if handed is not None else None
    return _of_dependency(home, mark)


def _is_optional(file: File, made: ast.expr, name: str | None) -> bool:
    """Whether a guard is made, or used, in the way that may let everybody in."""
    row = tables().table(Guard).get(name or "")
    if row is None or row.optional is None or not isinstance(made, ast.Call):
        return False
    given = file.argument(made, row.optional.name, row.optional.position)
    known = file.value_of(given.value) if isinstance(given, Given) else None
    return isinstance(given, Given | Hidden) and (known is None or known.value is row.opens)


def _of_dependency(file: File, dependency: ast.expr) -> Answer:
    """Whether the function or object that is called for a parameter asks who calls."""
    kind = file.type_of(dependency)
    if kind is not None and not kind.of_class:
        if any(base in tables().table(Guard) for base in file.library.bases(kind.name)):
            home, made = file.origin(dependency) or (file, dependency)
            return None if _is_optional(home, made, kind.name) else True
        own = file.defined(kind.name)
        if own is not None and isinstance(own[1], ast.ClassDef):
            named = is_named_guard(file, file.last_name(dependency))
            return any_of((named, _of_class(own[0], own[1])))
    if isinstance(dependency, ast.Call):
        return _of_callable(file, dependency.func, file.callee(dependency))
    if isinstance(dependency, ast.Lambda):
        return False
    name = file.name_of(dependency) if isinstance(dependency, ast.Name | ast.Attribute) else None
    return _of_callable(file, dependency, name)


def of_parameters(file: File, function: FunctionNode) -> Answer:
    """Whether a dependency of a function asks who calls."""
    return file.answer(
        "guarding parameters",
        function,
        lambda: any_of(answer for answer, _ in asking(file, function)),
    )


def asking(file: File, function: FunctionNode) -> Iterator[tuple[Answer, Marked]]:
    """The dependencies of a function, and whether they ask who calls."""
    for argument in every_argument(function.args):
        marks = list(marks_on(file, function, argument))
        for home, mark in marks:
            if isinstance(mark, ast.Call) and is_dependency(home, mark):
                given = [*mark.args, *(item.value for item in mark.keywords)]
                if not given and argument.annotation is not None:
                    yield _of_dependency(file, argument.annotation), (file, argument.annotation)
                else:
                    yield of_mark(home, mark), (home, mark)
            elif isinstance(mark, ast.Call):
                yield home.callee(mark) in tables().table(Guard), (home, mark)
        if not marks and argument.annotation is not None and _is_unknown(file, argument.annotation):
            named = is_named_guard(file, file.last_name(argument.annotation))
            yield True if named else None, (file, argument.annotation)


def _is_unknown(file: File, annotation: ast.expr) -> bool:
    """Whether an annotation may be an alias, of a module that nobody can see, with a guard in it."""
    if not isinstance(annotation, ast.Name | ast.Attribute):
        return False
    name = file.name_of(annotation)
    if name is None:
        return is_named_guard(file, file.last_name(annotation)) is not False
    return file.home(name) is None and is_named_guard(file, name) is not False


# ── what a body asks ─────────────────────────────────────────────────────────────────────────────
def refuses(file: File, function: FunctionNode, deepest: int = DEEPEST) -> Answer:
    """Whether a function, or what it calls, turns callers away because of who they are.

    Functions inside it count: a decorator and what makes a dependency have their check there.
    """
    return file.answer(
        "refuses", (function, deepest), lambda: any_of(_refusing(file, function, deepest))
    )


def _refusing(
    file: File, function: FunctionNode, deepest: int, apart: Container[ast.AST] = ()
) -> Iterator[Answer]:
    for response in file.facts(Response, within=function):
        if response.status in REFUSED:
            yield True
    for statement in file.nodes(ast.Raise, within=function):
        if statement.exc is not None:
            raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
            yield file.words(REFUSALS).match(CAMEL.sub("_", last_of(file, raised)))
    for decorator in function.decorator_list:
        name = decorator_name(file, function, decorator) if decorator not in apart else None
        yield name in tables().table(Guard) and is_named_guard(file, name) is not False
    for call in file.nodes(ast.Call, within=function):
        if call not in apart:
            yield _asks(file, call, deepest)


def _asks(file: File, call: ast.Call, deepest: int) -> Answer:
    """Whether a call asks who calls, or leads to where one says so."""
    last = last_of(file, call.func)
    if is_named_guard(file, last):
        return True
    if file.words(ENTRANCES).match(last) or any(
        isinstance(item, ast.Constant)
        and isinstance(item.value, str)
        and file.words(ENTRANCES).match(item.value)
        for item in call.args
    ):
        return True
    found = called(file, call) if deepest else None
    if found is not None and found[1].name != "__init__":
        return refuses(*found, deepest - 1)
    return False


def looks_at_caller(file: File, function: FunctionNode) -> Answer:
    """Whether the body of a route asks who calls, or hands the request to what may ask."""
    return any_of((refuses(file, function), *_looks(file, function)))


def body_looks_at_caller(file: File, function: FunctionNode) -> Answer:
    """`looks_at_caller`, whatever stands above the function."""
    return any_of(_asks_itself(file, function, function.decorator_list))


def statements_look_at_caller(file: File, function: FunctionNode) -> Answer:
    """The same, whatever its parameters are, too."""
    return any_of(_asks_itself(file, function, [*function.decorator_list, function.args]))


def _asks_itself(
    file: File, function: FunctionNode, without: Iterable[ast.AST]
) -> Iterator[Answer]:
    apart = {part for item in without for part in ast.walk(item)}
    yield from _refusing(file, function, DEEPEST, apart)
    yield from _looks(file, function, apart)


def _looks(file: File, function: FunctionNode, apart: Container[ast.AST] = ()) -> Iterator[Answer]:
    proofs, requests = file.words(CREDENTIALS), file.words(REQUESTS)
    for argument in every_argument(function.args):
        if argument not in apart:
            yield proofs.match(argument.arg)
    for node in ast.walk(function):
        if node in apart:
            continue
        if isinstance(node, ast.Name | ast.Attribute):
            yield proofs.match(last_of(file, node)) or _says_who(file, node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield proofs.match(node.value.replace("-", "_"))
        elif isinstance(node, ast.Call):
            if is_named_guard(file, last_of(file, node.func)) is None:
                yield None
            given = [*node.args, *(item.value for item in node.keywords)]
            if any(isinstance(item, ast.Name) and requests.match(item.id) for item in given):
                found = called(file, node)
                yield refuses(*found) if found else None


def _says_who(file: File, node: ast.Name | ast.Attribute) -> bool:
    """Whether something is the caller: of the request, or a name that the function does not set."""
    last = last_of(file, node)
    if last[:1].isupper() or not file.words(IDENTITY).match(last):
        # A class is nobody.
        return False
    root: ast.expr = node
    if isinstance(node, ast.Attribute):
        owner = file.last_name(node.value)
        if owner == "self" or file.words(REQUESTS).match(owner):
            return True
        root = node.value
    bindings = file.bindings(root) if isinstance(root, ast.Name) else []
    return bool(bindings) and all(binding.kind is Bound.IMPORT for binding in bindings)

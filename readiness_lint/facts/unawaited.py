"""Coroutines that are made and thrown away: what they are to do never happens."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import cast

from readiness_lint.facts.callables import coroutines_of, has_coroutines
from readiness_lint.facts.callers import called, decorators_of
from readiness_lint.facts.classes import subclasses_of
from readiness_lint.facts.shapes import root_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Names
from readiness_lint.model import Binding, Bound, File, FunctionNode
from readiness_lint.record import record

PLAIN = frozenset(
    [
        "abc.abstractmethod",
        "builtins.classmethod",
        "builtins.staticmethod",
        "typing.final",
        "typing.override",
        "typing_extensions.override",
    ]
)
"""Decorators under which a coroutine function stays one."""


@record
class UnawaitedCall:
    """A call of a coroutine function whose coroutine is a statement, or is tested."""

    node: ast.Call
    spelling: str
    tested: bool
    """Whether its truth is asked for: a coroutine is always true."""

    @classmethod
    def find(cls, file: File) -> Iterator[UnawaitedCall]:
        """Every one of the file that certainly makes a coroutine."""
        own = frozenset(item.name for item in coroutines_of(file))
        imported = _imported(file)
        if not own and not imported:
            return
        others = _has_others(file)
        for call, at, tested in (*_statements(file), *_tests(file)):
            last = _last(call)
            if (
                (others or last in own or last in _in_tables() or last in file.index.aliases)
                and (last in own or _may_matter(file, call, at, imported))
                and _makes_coroutine(file, call, at)
            ):
                yield cls(call, ast.unparse(call.func), tested)


def _imported(file: File) -> frozenset[str]:
    """The names under which the file imports something of the program."""
    program = file.program
    if program is None:
        return frozenset()
    return frozenset(
        item.asname or item.name.partition(".")[0]
        for node in {node for target, node in file.index.imports if program.owns(target)}
        if isinstance(node, ast.Import | ast.ImportFrom)
        for item in node.names
    )


def _has_others(file: File) -> bool:
    """Whether there may be coroutine functions of other names than those in the tables."""
    program = file.program
    starred = tables().word("coroutine").packages
    return (
        program is None or not starred.isdisjoint(file.libraries) or program.known(has_coroutines)
    )


def _statements(file: File) -> Iterator[tuple[ast.Call, ast.stmt, bool]]:
    for statement in file.unordered(ast.Expr):
        call = statement.value
        if isinstance(call, ast.Call):
            yield call, statement, False


def _tests(file: File) -> Iterator[tuple[ast.Call, ast.stmt, bool]]:
    for kind in (ast.If, ast.While, ast.IfExp, ast.Assert):
        for node in cast("list[ast.If]", file.index.nodes.get(kind, [])):
            test = node.test
            if isinstance(test, ast.Call):
                yield test, file.statement(test), True
            elif isinstance(test, ast.BoolOp | ast.UnaryOp):
                for call in _calls_in(test):
                    yield call, file.statement(call), True
    for asked, at in file.index.calls.get("bool", ()):
        made = asked.args[0] if len(asked.args) == 1 else None
        if isinstance(made, ast.Call) and file.callee(asked, at) == "builtins.bool":
            yield made, at, True


def _calls_in(test: ast.expr) -> Iterator[ast.Call]:
    """The calls whose truth decides a test, with others or denied."""
    todo = [test]
    while todo:
        part = todo.pop()
        if isinstance(part, ast.Call):
            yield part
        elif isinstance(part, ast.BoolOp):
            todo += part.values
        elif isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
            todo.append(part.operand)


def _last(call: ast.Call) -> str:
    """The last identifier of what is called by a plain name; else nothing."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _may_matter(file: File, call: ast.Call, at: ast.stmt, imported: frozenset[str]) -> bool:
    """Whether a look is worth it: outside of coroutines few call what is one."""
    if isinstance(file.index.placed[at].scope.node, ast.AsyncFunctionDef):
        return True
    root = root_of(call.func)
    return (
        isinstance(root, ast.Name)
        and root.id in imported
        and _is_imported(file, file.bindings(root))
    )


def _is_imported(file: File, bindings: list[Binding]) -> bool:
    """Whether a name comes from another module of the program."""
    program = file.program
    return program is not None and any(
        item.kind is Bound.IMPORT and program.owns(item.target) for item in bindings
    )


@cache
def _in_tables() -> frozenset[str]:
    """How the coroutine functions of the tables are called, by whatever spelling."""
    lasts = tables().word("coroutine").lasts
    spellings = tables().table(Names).items()
    return lasts.union(
        name.rpartition(".")[2]
        for name, row in spellings
        if row.canonical.rpartition(".")[2] in lasts
    )


def _makes_coroutine(file: File, call: ast.Call, at: ast.stmt) -> bool:
    found = called(file, call, at)
    if found is not None:
        return _is_coroutine_function(*found)
    name = file.callee(call, at)
    return name is not None and name in tables().word("coroutine")


def _is_coroutine_function(file: File, function: FunctionNode) -> bool:
    """Whether a call makes a coroutine, in whichever class of the program below its own."""
    if not _is_coroutine(file, function):
        return False
    cls = file.scope(function).node
    return not isinstance(cls, ast.ClassDef) or all(
        _is_coroutine(home, binding.node)
        for home, heir in subclasses_of(file, cls)
        for binding in home.index.scopes[heir].bindings.get(function.name, ())
    )


def _is_coroutine(file: File, function: ast.AST) -> bool:
    """Whether a name of a scope is one coroutine function, which its decorators let be."""
    if not isinstance(function, ast.AsyncFunctionDef) or file.is_generator(function):
        return False
    if any(name not in PLAIN for name, _ in decorators_of(file, function)):
        return False
    scope = file.index.scopes[function].parent
    return scope is not None and len(scope.bindings.get(function.name, ())) == 1

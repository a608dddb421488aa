"""Coroutines that are made and thrown away: what they are to do never happens."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callers import called, decorators_of
from readiness_lint.facts.classes import is_overridden
from readiness_lint.facts.shapes import root_of
from readiness_lint.facts.tables import tables
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
        for call, at, tested in (*_statements(file), *_tests(file)):
            if _makes_coroutine(file, call, at):
                yield cls(call, ast.unparse(call.func), tested)


def _statements(file: File) -> Iterator[tuple[ast.Call, ast.stmt, bool]]:
    for statement in file.nodes(ast.Expr):
        call = statement.value
        if isinstance(call, ast.Call) and _may_matter(file, call, statement):
            yield call, statement, False


def _tests(file: File) -> Iterator[tuple[ast.Call, ast.stmt, bool]]:
    tests = [
        *(node.test for node in file.nodes(ast.If)),
        *(node.test for node in file.nodes(ast.While)),
        *(node.test for node in file.nodes(ast.IfExp)),
        *(node.test for node in file.nodes(ast.Assert)),
    ]
    for test in tests:
        todo = [test]
        while todo:
            part = todo.pop()
            if isinstance(part, ast.BoolOp):
                todo += part.values
            elif isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
                todo.append(part.operand)
            elif isinstance(part, ast.Call):
                at = file.statement(part)
                if _may_matter(file, part, at):
                    yield part, at, True


def _may_matter(file: File, call: ast.Call, at: ast.stmt) -> bool:
    """Whether a look is worth it: outside of coroutines few call what is one."""
    if isinstance(file.function(at), ast.AsyncFunctionDef):
        return isinstance(call.func, ast.Name | ast.Attribute)
    own: frozenset[str] = file.memo(
        ("coroutine functions",),
        lambda: frozenset(item.name for item in file.nodes(ast.AsyncFunctionDef)),
    )
    root = root_of(call.func)
    return file.last_name(call.func) in own or (
        isinstance(root, ast.Name) and _is_imported(file, file.bindings(root))
    )


def _is_imported(file: File, bindings: list[Binding]) -> bool:
    """Whether a name comes from another module of the program."""
    program = file.program
    return program is not None and any(
        item.kind is Bound.IMPORT and program.owns(item.target) for item in bindings
    )


def _makes_coroutine(file: File, call: ast.Call, at: ast.stmt) -> bool:
    found = called(file, call, at)
    if found is not None:
        return _is_coroutine_function(*found)
    name = file.callee(call, at)
    return name is not None and name in tables().word("coroutine")


def _is_coroutine_function(file: File, function: FunctionNode) -> bool:
    if not isinstance(function, ast.AsyncFunctionDef) or file.is_generator(function):
        return False
    if any(name not in PLAIN for name, _ in decorators_of(file, function)):
        return False
    scope = file.index.scopes[function].parent
    known = scope.bindings.get(function.name, ()) if scope is not None else ()
    return len(known) == 1 and not is_overridden(file, function)

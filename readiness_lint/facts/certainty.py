"""Whether a function that a trace leads to is all that runs there."""

from __future__ import annotations

import ast
import sys

from readiness_lint.facts.callers import called
from readiness_lint.facts.classes import heirs, methods_of
from readiness_lint.facts.links import FUNCTIONS, Target, attributes_read, is_super
from readiness_lint.facts.objects import OF_VALUES
from readiness_lint.facts.program import APART
from readiness_lint.facts.relations import relations_of
from readiness_lint.facts.stubs import Stub
from readiness_lint.model import File, FunctionNode


def is_stub(target: Target) -> bool:
    """Whether a function is not implemented."""
    file, node = target.file, target.node
    if isinstance(node, ast.ClassDef):
        return False
    stubs = file.memo(("stubs",), lambda: {stub.node for stub in file.facts(Stub)})
    return node in stubs


def is_replaced(target: Target) -> bool:
    """Whether classes that inherit a method have one of their own in its place."""
    file, node = target.file, target.node
    owner = target.heir or (file, file.scope(node).node)
    if not isinstance(node, FUNCTIONS) or not isinstance(owner[1], ast.ClassDef):
        return False
    home, cls = owner
    return any(
        heir is not cls and home.role not in APART and method.name == node.name
        for home, heir in heirs(home, home.qualify(home.index.scopes[cls].qualname))
        for method in methods_of(home, heir)
    )


def asks_strangers(target: Target) -> bool:
    """Whether a function calls what is not known: a library, or a function that it was given."""
    file, node = target.file, target.node
    if isinstance(node, ast.ClassDef):
        return False
    known: bool = file.memo(("strangers", node), lambda: _asks_strangers(file, node))
    return known


def _asks_strangers(file: File, function: FunctionNode) -> bool:
    if any(isinstance(item.value, ast.Name) for item in file.nodes(ast.Await, within=function)):
        # What was made elsewhere runs here: ``await coroutine``.
        return True
    relations = relations_of(file)
    if relations and any(
        # Rows that a relation leads to are fetched where they are first read.
        read.attr in relations.loaded
        for read in attributes_read(function)
    ):
        return True
    for call in file.nodes(ast.Call, within=function):
        name = file.callee(call)
        if name is None and (_is_strange(call.func) or _is_above(file, call)):
            return True
        head = (name or "builtins").partition(".")[0]
        is_own = file.program is not None and file.program.owns(head)
        if not is_own and head not in sys.stdlib_module_names and head not in file.libraries:
            return True
    return False


def _is_above(file: File, call: ast.Call) -> bool:
    """Whether a call runs a method of a base that is not of the program."""
    method = call.func
    return (
        isinstance(method, ast.Attribute) and is_super(method.value) and called(file, call) is None
    )


def _is_strange(function: ast.expr) -> bool:
    """Whether nobody knows what is called: not a method that any value may have."""
    return not isinstance(function, ast.Attribute) or function.attr not in OF_VALUES

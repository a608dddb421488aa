"""How often a caller may call a route: what bounds it, by name."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from readiness_lint.facts.access import any_of
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.decorators import target_of
from readiness_lint.facts.dependencies import dependencies_of, provider
from readiness_lint.facts.handlers import CAMEL
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.route_cells import NO, Cell, Found, cell_of
from readiness_lint.facts.route_marks import (
    calls_around,
    function_behind,
    innermost,
    is_of_guard,
    listed_in,
    registers,
    wrappers_of,
)
from readiness_lint.facts.route_policies import reads_policies, throttles_of
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.tables import is_within, tables
from readiness_lint.facts.words import LIMITS_PERHAPS, RATE_LIMITS
from readiness_lint.model import File, FunctionNode
from readiness_lint.terms import Answer

ABOVE = frozenset({"dependencies", "middleware"})
"""Arguments of routers and registrations that may hold limiters."""


def rate_limit(endpoint: Endpoint) -> Cell:
    """Whether anything bounds how often a caller calls a route."""
    return cell_of(_limits(endpoint))


def _limits(endpoint: Endpoint) -> Iterator[Found]:
    program, target = endpoint.file.program, endpoint.target
    yield program.known(_of_program) if program is not None else None, "middleware"
    if not endpoint.chain.rooted:
        yield None, "what it is mounted on"
    for written in calls_around(endpoint):
        for keyword in written.call.keywords:
            if keyword.arg in ABOVE:
                for home, item in listed_in(written.file, keyword.value):
                    yield _of_mark(home, item)
    if target.function is not None:
        yield from _of_function(target.file, target.function)
    if target.owner is not None and target.home is not None:
        yield from _of_class(endpoint, target.home, target.owner)
    elif target.function is None:
        yield None, target.name
    elif reads_policies(target):
        yield from throttles_of(endpoint)
    for wrapper in wrappers_of(endpoint):
        yield _of_mark(endpoint.file, wrapper)


def _of_class(endpoint: Endpoint, home: File, cls: ast.ClassDef) -> Iterator[Found]:
    for file, line in lineage(home, cls):
        for decorator in line.decorator_list:
            if not registers(file, line, decorator):
                yield _of_mark(file, decorator)
    if reads_policies(endpoint.target):
        yield from throttles_of(endpoint)
    elif home.mro_of(cls) is None:
        yield None, cls.name


def _of_function(file: File, function: FunctionNode) -> Iterator[Found]:
    for decorator in function.decorator_list:
        if not registers(file, function, decorator):
            yield _of_mark(file, decorator)
    for home, dependency in dependencies_of(file, function):
        handed = provider(home, dependency)
        if handed is not None:
            yield _of_mark(home, handed)
    for call in file.nodes(ast.Call, within=function):
        if _is_limiter(file, file.last_name(call.func) or ""):
            yield None, "its body"


def _of_mark(file: File, mark: ast.expr) -> Found:
    """Whether a decorator, a dependency or a middleware bounds how often somebody calls."""
    target = target_of(innermost(file, mark))
    spelled = ast.unparse(target)
    name = file.name_of(target) if isinstance(target, ast.Name | ast.Attribute) else None
    for text in (spelled, name or ""):
        if _is_limiter(file, text):
            return (None if text.endswith("exempt") else True), spelled
    if _is_made_with_counter(file, mark):
        return None, spelled
    found = file.defined(name) if name else None
    if found is not None:
        counts = file.words(LIMITS_PERHAPS).match(ast.unparse(found[1]))
        return (None if counts else False), spelled
    harmless = (name is not None and _is_known(name)) or is_of_guard(file, target)
    return NO if harmless else (None, spelled)


def _is_limiter(file: File, name: str) -> bool:
    """Whether a part of a name is that of a limiter."""
    return any(file.words(RATE_LIMITS).match(CAMEL.sub("_", part)) for part in name.split("."))


def _is_made_with_counter(file: File, mark: ast.expr) -> bool:
    """Whether a decorator is made with a function of the program that may count."""
    given = mark.args if isinstance(mark, ast.Call) else ()
    functions = (
        function_behind(file, item)
        for item in given
        if isinstance(item, ast.Name) and not item.id.isupper()
    )
    words = file.words(LIMITS_PERHAPS)
    return any(found is not None and words.match(ast.unparse(found[1])) for found in functions)


def _is_known(name: str) -> bool:
    """Whether it is known of a library's name that it limits nothing."""
    return (
        tables().knows(name)
        or name.partition(".")[0] in sys.stdlib_module_names
        or is_within(name, "describes-only")
    )


# ── in front of all handlers ─────────────────────────────────────────────────────────────────────
def _of_program(program: Program) -> Answer:
    """Whether something in front of all handlers may bound how often somebody calls."""
    return any_of(None for _ in program.each(_may_limit_all))


def _may_limit_all(file: File) -> Iterator[str]:
    """The signs of a limiter, which may have limits for all routes or for none."""
    if file.role in APART:
        return
    made = (last for last in file.index.calls if last[:1].isupper())
    imported = (name for name, _ in file.index.imports)
    yield from (name for name in (*made, *imported) if _is_limiter(file, name))
    code = file.code
    if "429" in code and ("middleware" in code.lower() or "before_request" in code):
        yield "429"
    for setting in sorted(tables().word("middleware-setting").lasts):
        for binding in file.index.module.bindings.get(setting, ()):
            if binding.value is not None and _lists_limiter(file, binding.value):
                yield setting


def _lists_limiter(file: File, value: ast.AST) -> bool:
    names = (node.value for node in ast.walk(value) if isinstance(node, ast.Constant))
    return any(
        _is_limiter(file, name) or is_within(name, "limits-logins")
        for name in names
        if isinstance(name, str)
    )

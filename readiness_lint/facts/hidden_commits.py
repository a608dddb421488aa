"""Who may commit a session without being handed it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callers import called
from readiness_lint.facts.held import is_session
from readiness_lint.facts.program import Program
from readiness_lint.facts.session_places import Given, is_dead
from readiness_lint.model import Bound, File, FunctionNode

DEEPEST = 3
"""Helpers through which a call that is not given the session may reach another name for it."""
TAKEN = frozenset({Bound.ENTERED, Bound.ITERATED})


def calls_after(file: File, given: Given, node: ast.AST, seen: set[ast.AST]) -> Iterator[ast.Call]:
    """The calls behind a change, and the blocks around it, that are not given the session."""
    for call in file.nodes(ast.Call, within=given.within):
        behind = file.reaches(node, call) and not _is_inside(call, node)
        if call not in seen and behind and not is_dead(file, call, given):
            yield call
    for manager in file.withs(node):
        if isinstance(manager, ast.Call) and manager not in seen and manager is not _taking(given):
            yield manager


def _taking(given: Given) -> ast.expr | None:
    """The call that takes the session of a block."""
    block = given.within
    return block.items[0].context_expr if isinstance(block, ast.With | ast.AsyncWith) else None


def _is_inside(inner: ast.AST, outer: ast.AST) -> bool:
    return any(part is inner for part in ast.walk(outer))


def may_commit(file: File, call: ast.Call, deepest: int) -> bool:
    """Whether a call may reach the session in another way: an object that was made with it, say."""
    found = called(file, call)
    if found is None:
        program, last = file.program, file.last_name(call.func)
        return program is None or last in program.known(committing) or last == "commit"
    home, function = found
    answer = home.answer(
        "may commit", (function, deepest), lambda: _commits_inside(home, function, deepest)
    )
    return answer is not False


def _commits_inside(file: File, function: FunctionNode, deepest: int) -> bool:
    calls = [
        call for call in file.nodes(ast.Call, within=function) if not _is_about_its_own(file, call)
    ]
    if any(file.last_name(call.func) == "commit" for call in calls):
        return True
    return bool(deepest) and any(may_commit(file, call, deepest - 1) for call in calls)


def _is_about_its_own(file: File, call: ast.Call) -> bool:
    """Whether a call uses a session that its function has made itself."""
    used = [*call.args, *(keyword.value for keyword in call.keywords)]
    used += [call.func.value] if isinstance(call.func, ast.Attribute) else []
    return any(isinstance(item, ast.Name) and _is_taken_here(file, item) for item in used)


def _is_taken_here(file: File, name: ast.Name) -> bool:
    """Whether a name is what a block or a loop takes from a call, or a session that is made."""
    bindings = file.bindings(name)
    return bool(bindings) and all(
        isinstance(binding.value, ast.Call)
        and (binding.kind in TAKEN or (binding.kind is Bound.VALUE and is_session(file, name)))
        for binding in bindings
    )


def committing(program: Program) -> frozenset[str]:
    """The names of the functions of a program that commit something themselves."""
    return frozenset(name for _, name in program.each(_committing, calling="commit"))


def _committing(file: File) -> Iterator[str]:
    for call, _ in file.index.calls.get("commit", ()):
        function = file.function(call)
        if function is not None:
            yield function.name

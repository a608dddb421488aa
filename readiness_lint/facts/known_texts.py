"""Exceptions whose texts are known to tell nothing of the server."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from readiness_lint.facts.callers import called, function_named
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import TRIMMING
from readiness_lint.knowledge.schema import Carries
from readiness_lint.model import File, FunctionNode

DEEPEST = 3
"""Functions that call each other that are looked into."""
PLAIN = frozenset({"builtins.isinstance", "builtins.any", "builtins.all"})
OF_TEXTS = ("builtins.str.", "builtins.bytes.", "builtins.dict.", "builtins.list.")
MOST = 60
"""Calls that are looked at for one block."""
READS = frozenset({"items", "keys", "values", "get", "append"})
"""Methods of mappings and lists that do nothing else."""


def only_computes(file: File, statements: Sequence[ast.stmt]) -> bool:
    """Whether a block works on values alone: what fails in it speaks of these, not of the server."""
    calls = list(_calls(file, statements, DEEPEST))
    return 0 < len(calls) < MOST and all(_is_computing(home, call) for home, call in calls)


def raised_with_words(file: File, statements: Sequence[ast.stmt]) -> frozenset[str]:
    """The classes that a block, and what it calls, raise with fixed phrases alone."""
    found = list(_raised(file, statements))
    for home, call in _calls(file, statements, DEEPEST - 1):
        target = _run_by(home, call)
        if target is not None:
            found.extend(_raised(*_body(target)))
    # A phrase with a hole may have a path in it.
    open_ended = {name for name, fixed in found if not fixed}
    return frozenset(name for name, _ in found if name not in open_ended)


def _raised(file: File, statements: Sequence[ast.stmt]) -> Iterator[tuple[str, bool]]:
    """The classes that are raised, each with whether its text is a fixed one."""
    for statement in statements:
        for item in (statement, *file.nodes(ast.Raise, within=statement)):
            made = item.exc if isinstance(item, ast.Raise) else None
            name = file.callee(made) if isinstance(made, ast.Call) else None
            if isinstance(made, ast.Call) and name is not None and made.args:
                yield name, all(isinstance(part, ast.Constant) for part in made.args)


def _calls(
    file: File, statements: Sequence[ast.stmt], depth: int
) -> Iterator[tuple[File, ast.Call]]:
    """The calls of a block, and those of the functions of the program that it calls."""
    for count, call in enumerate(calls_in(statements)):
        if count >= MOST:
            return
        yield file, call
        target = _run_by(file, call) if depth else None
        if target is not None:
            yield from _calls(*_body(target), depth - 1)


def _run_by(file: File, call: ast.Call) -> tuple[File, FunctionNode] | None:
    """The function of the program that a call runs, here or on a thread that it waits for."""
    handed = next(iter(call.args), None)
    if handed is not None and file.callee(call) in tables().word("offload"):
        name = file.name_of(handed)
        return function_named(file, name) if name is not None else None
    return called(file, call)


def _body(target: tuple[File, FunctionNode]) -> tuple[File, list[ast.stmt]]:
    return target[0], target[1].body


def _is_computing(file: File, call: ast.Call) -> bool:
    if called(file, call) is not None or isinstance(file.parent(call), ast.Raise):
        # What it runs is asked for by itself.
        return not isinstance(file.parent(call), ast.Await)
    name, last, known = file.callee(call), file.last_name(call.func), tables()
    if name is None or name.startswith(OF_TEXTS):
        method = isinstance(call.func, ast.Attribute)
        return method and (last in READS or file.words(TRIMMING).match(last))
    row = known.table(Carries).get(name)
    return (row is not None and not row.how) or name in known.word("clean") or name in PLAIN

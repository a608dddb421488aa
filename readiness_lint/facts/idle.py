"""Functions that nothing in the program speaks of: what they would do is done by nobody."""

from __future__ import annotations

import ast

from readiness_lint.facts.program import APART, Program
from readiness_lint.model import File, FunctionNode

HARMLESS = frozenset({"staticmethod", "classmethod"})
"""Decorators that hand a function to nobody."""


def is_idle(file: File, function: FunctionNode) -> bool:
    """Whether no code of the program says the name of a function, so that none is seen to run it.

    Not so of what a library may call: methods that may override one, and what a decorator takes.
    """
    found: bool = file.memo(("idle", function), lambda: _is_idle(file, function))
    return found


def is_abandoned(file: File, function: FunctionNode) -> bool:
    """Whether a private function is idle: a public one may be for those who use the package.

    A base may hand over a method of its own name, which a mention alone does not tell.
    """
    owner = file.class_(function)
    alone = owner is None or not owner.bases
    return alone and function.name.startswith("_") and is_idle(file, function)


def _is_idle(file: File, function: FunctionNode) -> bool:
    name, owner = function.name, file.class_(function)
    private = name.startswith("_") and not name.startswith("__")
    if any(file.last_name(item) not in HARMLESS for item in function.decorator_list):
        return False
    if any(f"{quote}{name}{quote}" in file.source for quote in "'\""):
        return False
    if any(not _is_inside(file, read, function) for read in file.reads.of(name)):
        return False
    if file.function(function) is not None:
        return True
    if file.program is None or (owner is not None and not private):
        return private
    return not _is_named_elsewhere(file, file.program, name)


def _is_inside(file: File, read: ast.AST, function: FunctionNode) -> bool:
    """Whether a function itself, which may call itself, says the name."""
    return any(around is function for around in file.ancestors(read))


def _is_named_elsewhere(file: File, program: Program, name: str) -> bool:
    """Whether another module calls something of that name, or imports it, by itself or with all else."""
    if any(other is not file and other.role not in APART for other in program.calling(name)):
        return True
    if any(other is not file for other in program.naming(file.qualify(name))):
        return True
    return any(other is not file and name in other.source for other in program.naming(file.module))

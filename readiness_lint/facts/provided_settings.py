"""Settings that a program puts into the environment itself, before it reads them there."""

from __future__ import annotations

import ast

from readiness_lint.facts.program import LOADED
from readiness_lint.facts.settings import EnvironmentRead, is_generated
from readiness_lint.facts.tables import tables
from readiness_lint.model import File

SETTING = frozenset({"setdefault", "update", "putenv"})
"""Calls that give the environment a value."""


def is_provided(read: EnvironmentRead, file: File) -> bool:
    """Whether another module draws a value for a variable, and fills the environment.

    A command that does so before it starts the service may keep what it has drawn.
    """
    program, variable = file.program, read.variable
    if program is None or variable is None:
        return False
    quoted = f'"{variable}"', f"'{variable}'"
    others = (text.module for text in program.texts(*LOADED, holding=quoted))
    modules = [program.file(module) for module in others if module != file.module]
    return any(
        other is not None and _fills_environment(other) and _draws(other, variable)
        for other in modules
    )


def _fills_environment(file: File) -> bool:
    """Whether a module gives variables of the environment a value."""
    mappings = tables().word("environment")
    filled = [
        call.func.value
        for last in SETTING
        for call, _ in file.index.calls.get(last, ())
        if isinstance(call.func, ast.Attribute)
    ]
    filled += [
        target.value for target, _, _ in file.index.stores if isinstance(target, ast.Subscript)
    ]
    return any(
        isinstance(item, ast.Name | ast.Attribute) and file.name_of(item) in mappings
        for item in filled
    )


def _draws(file: File, variable: str) -> bool:
    """Whether a module gives a key of a mapping what it draws at random."""
    for mapping in file.unordered(ast.Dict):
        for key, value in zip(mapping.keys, mapping.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == variable:
                return is_generated(file, value)
    return any(
        isinstance(target, ast.Subscript)
        and isinstance(target.slice, ast.Constant)
        and target.slice.value == variable
        and is_generated(file, value)
        for target, value, _ in file.index.stores
    )

"""Settings that a program takes from elsewhere by the time that it serves, or does not start without."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.app_configs import is_app_config, loading_calls, values_of_classes
from readiness_lint.facts.idle import is_idle_module
from readiness_lint.facts.program import APART, LOADED
from readiness_lint.facts.settings import SERVICE, EnvironmentRead, is_generated, is_missing
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import KeyTrait
from readiness_lint.model import Condition, File
from readiness_lint.terms import Exit

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


# ── what the program does not start without ──────────────────────────────────────────────────────
def is_demanded(read: EnvironmentRead, file: File) -> bool:
    """Whether another module of the service raises as it is imported where a variable is not set."""
    program, variable = file.program, read.variable
    if program is None or variable is None:
        return False
    quoted = f'"{variable}"', f"'{variable}'"
    modules = [text.module for text in program.texts(*SERVICE, holding=quoted)]
    others = [program.file(module) for module in modules if module != file.module]
    return any(
        other is not None
        and other.role in SERVICE
        and not is_idle_module(other)
        and _demands(other, variable)
        for other in others
    )


def _demands(file: File, variable: str) -> bool:
    """Whether a module raises, as it is imported, where a variable is not set."""
    for read in file.facts(EnvironmentRead):
        if read.variable != variable or file.function(read.node) is not None:
            continue
        certain = not file.tries(read.node) and not file.conditions(read.node)
        if isinstance(read.node, ast.Subscript) and certain:
            return True
        if read.text is None and read.target and _is_refused(file, read.target):
            return True
    return False


def _is_refused(file: File, name: str) -> bool:
    """Whether a module raises, as it is imported, where a name has nothing."""
    return any(
        file.function(statement) is None
        and is_missing(Condition(statement.test, holds=True), name)
        and Exit.RAISES in file.exits(statement.body)
        for statement in file.nodes(ast.If)
    )


# ── what another value takes the place of ────────────────────────────────────────────────────────
def is_replaced(read: EnvironmentRead, file: File) -> bool:
    """Whether an application then takes all of its configuration, this key too, from a class."""
    program, statement = file.program, file.statement(read.node)
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    key = (read.target or "").upper()
    if program is None or not any(_is_of_app(file, target) for target in targets):
        return False
    return any(
        file.function(call) is file.function(statement) and file.dominates(statement, call)
        for call in loading_calls(file)
    ) and any(True for _ in program.each(_held_by_classes, key))


def _is_of_app(file: File, target: ast.expr) -> bool:
    """Whether a target is a key of the configuration of an application, or stands for one."""
    if isinstance(target, ast.Subscript):
        return is_app_config(file, target.value)
    return isinstance(target, ast.Attribute) and file.name_of(target) in tables().table(KeyTrait)


def _held_by_classes(file: File, key: str) -> Iterator[ast.expr]:
    if file.role not in APART:
        yield from values_of_classes(file, key)


# ── what the program puts into the environment itself ────────────────────────────────────────────
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

"""Functions, modules and tables that nothing in the program speaks of: what they are for is done by nobody."""

from __future__ import annotations

import ast
import re

from readiness_lint.facts.broken import is_broken, mentioning
from readiness_lint.facts.callables import functions_of
from readiness_lint.facts.classes import heirs, lineage
from readiness_lint.facts.program import APART, LOADED, Program
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
    if not function.name.startswith("_") or not is_idle(file, function):
        return False
    owner = file.class_(function)
    return owner is None or not owner.bases or _is_of_own_bases(file, owner, function.name)


def _is_of_own_bases(file: File, cls: ast.ClassDef, name: str) -> bool:
    """Whether all bases of a class stand in its own module, which says no such name, and have none."""
    lines = [line for home, line in lineage(file, cls) if home is file]
    seen = sum(len(line.bases) for line in lines) == len(lines) - 1
    return seen and not any(name in file.index.scopes[line].bindings for line in lines[1:])


def _is_idle(file: File, function: FunctionNode) -> bool:
    owner, private = file.class_(function), _is_private(function)
    if _is_said(file, function):
        return False
    if file.function(function) is not None:
        return True
    if file.program is None or (owner is not None and not private):
        return private
    return not _is_named_elsewhere(file, file.program, function.name)


def is_never_called(file: File, function: FunctionNode) -> bool:
    """Whether all who might call a function are in sight, and none does.

    A part of another function, one that is private by its name, or a method of a class that stands
    for itself and of which the program makes objects; where nobody makes one, a stranger may.
    """
    found: bool = file.memo(("never called", function), lambda: _is_never_called(file, function))
    return found


def _is_never_called(file: File, function: FunctionNode) -> bool:
    if _is_private(function) or file.function(function) is not None:
        return is_idle(file, function)
    program = file.program
    return (
        program is not None
        and _is_of_made_class(file, program, function)
        and not _is_said(file, function)
        and not _is_named_elsewhere(file, program, function.name)
    )


def _is_of_made_class(file: File, program: Program, function: FunctionNode) -> bool:
    """Whether it is a method of a plain class, of which the program makes objects."""
    owner = file.class_(function)
    if owner is None or owner.bases or owner.decorator_list or function.name.startswith("__"):
        return False
    return owner.name in file.index.calls or any(True for _ in program.calling(owner.name))


def _is_private(function: FunctionNode) -> bool:
    """Whether by its name only its own module may call it."""
    return function.name.startswith("_") and not function.name.startswith("__")


def _is_said(file: File, function: FunctionNode) -> bool:
    """Whether its own module says its name, in a text as well, or a decorator takes it."""
    name = function.name
    if any(file.last_name(item) not in HARMLESS for item in function.decorator_list):
        return True
    if any(f"{quote}{name}{quote}" in file.source for quote in "'\""):
        return True
    return any(not _is_inside(file, read, function) for read in file.reads.of(name))


def _is_inside(file: File, read: ast.AST, function: FunctionNode) -> bool:
    """Whether a function itself, which may call itself, says the name."""
    return any(around is function for around in file.ancestors(read))


def _is_named_elsewhere(file: File, program: Program, name: str) -> bool:
    """Whether another module calls something of that name, or imports it, by itself or with all else."""
    if any(other is not file and other.role not in APART for other in program.calling(name)):
        return True
    if any(other is not file for other in program.naming(file.qualify(name))):
        return True
    # `_login` is no part of `member_login`.
    word = re.compile(rf"\b{re.escape(name)}\b")
    return any(
        other is not file and name in other.source and word.search(other.source)
        for other in program.naming(file.module)
    )


def is_idle_table(file: File, cls: ast.ClassDef) -> bool:
    """Whether a program uses other tables, or messages, and never this one: nobody gets any of it.

    Where it uses none of those of the same base, other programs may use them all.
    """
    program, name = file.program, file.qualify(file.index.scopes[cls].qualname)
    if program is None or program.known(_speaks_of, name, cls.name):
        return False
    # The rows of an heir stand in the table of its base too.
    if any(_is_spoken_of(program, home, heir) for home, heir in heirs(file, name)):
        return False
    return any(
        _is_spoken_of(program, home, heir)
        for base in file.bases_of(cls)
        for home, heir in heirs(file, base)
        if heir is not cls
    )


def is_idle_class(file: File, cls: ast.ClassDef) -> bool:
    """Whether a program never says the name of a class, nor that of an heir, in code or in a path."""
    program, name = file.program, file.qualify(file.index.scopes[cls].qualname)
    if program is None or _is_spoken_of(program, file, cls):
        return False
    if any(_is_spoken_of(program, home, heir) for home, heir in heirs(file, name)):
        return False
    return not any(
        f".{cls.name}{end}" in text.source
        for text in program.texts(*LOADED, holding=(cls.name,))
        for end in "\"':"
    )


def _is_spoken_of(program: Program, file: File, cls: ast.ClassDef) -> bool:
    qualified = file.qualify(file.index.scopes[cls].qualname)
    return program.known(_speaks_of, qualified, cls.name)


def _speaks_of(program: Program, qualified: str, name: str) -> bool:
    """Whether code says the name of a class: not the class itself, an heir, an import, or a relation to it."""
    quoted, renamed = (f'"{name}"', f"'{name}'"), f"{name} as "
    for text in program.texts(*LOADED, holding=(name,)):
        file = program.file(text.module)
        if file is None or renamed in text.source:
            return True
        if is_broken(file):
            continue
        # In other tables a text with the name is a relation; elsewhere it may be looked up.
        if any(each in text.source for each in quoted) and "relationship(" not in text.source:
            return True
        if any(
            not _is_base(file, read) and not _is_of_itself(file, read, qualified)
            for read in file.reads.of(name)
        ):
            return True
    return False


def _is_base(file: File, read: ast.expr) -> bool:
    """Whether a read says what a class inherits from."""
    around = file.parent(read)
    return isinstance(around, ast.ClassDef) and read in around.bases


def _is_of_itself(file: File, read: ast.AST, qualified: str) -> bool:
    """Whether a read stands in the class of this name itself."""
    for around in file.ancestors(read):
        if isinstance(around, ast.ClassDef):
            return file.qualify(file.index.scopes[around].qualname) == qualified
    return False


def is_idle_module(file: File) -> bool:
    """Whether nobody imports a module, or names it, and it registers nothing with anybody: nobody runs it."""
    program = file.program
    if program is None or "__main__" in file.source:
        return False
    # What a framework loads by its place, such as `admin.py`, has classes of its own for it.
    if any(function.decorator_list for function in functions_of(file)):
        return False
    if any(cls.bases for cls in file.nodes(ast.ClassDef)):
        return False
    members = (file.module, *(f"{file.module}.{name}" for name in file.index.module.bindings))
    if any(other is not file for member in members for other in program.naming(member)):
        return False
    return not any(text.module != file.module for text in mentioning(program, file.module))

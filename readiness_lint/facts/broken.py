"""Modules whose import fails, and that nobody imports: code that was put aside, and that no process runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.program import APART, LOADED, Program, Text
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.terms import Role, heads

MADE_LATER = Pattern(r"_.*|version|.*_pb2(?:_grpc)?|(?:.*_)?(?:generated|local|secrets?|private)")
"""Modules that are built, or written by whoever deploys the program: they need not be at hand."""
FURNISHED = ("__path__", "__getattr__", "sys.modules", "LazyModule", "lazy")
"""How the text of a package says that it may have modules of which no file is beside it."""


def is_broken(file: File) -> bool:
    """Whether the import of a module fails, itself or a package around it, and nobody imports it.

    Of migrations, settings and scripts others say what is run, and from where.
    """
    program = file.program
    if program is None or file.role is not Role.APPLICATION or file.path.stem == "__main__":
        return False
    return any(program.known(_is_left_broken, name) for name in heads(file.module))


def _is_left_broken(program: Program, module: str) -> bool:
    """Whether a module, or a package, imports a part of the program that does not exist."""
    file = program.file(module)
    if file is None or "__main__" in file.source:
        return False
    lacks = any(
        statement in file.tree.body and _is_missing(program, _module_of(name, statement))
        for name, statement in file.index.imports
    )
    return lacks and not is_imported(program, module)


def _module_of(name: str, statement: ast.stmt) -> str:
    """The module of which an import certainly needs to be there."""
    return name.rpartition(".")[0] if isinstance(statement, ast.ImportFrom) else name


def _is_missing(program: Program, name: str) -> bool:
    """Whether a package of the program lacks a module that would be beside its other ones."""
    if name in program.modules or not program.owns(name):
        return False
    every = program.known(_names)
    above = ""
    for part in reversed(tuple(heads(name))):
        if part in every:
            above = part
            continue
        package = program.file(above) if above else None
        return (
            package is not None
            and not MADE_LATER.fullmatch(part.rpartition(".")[2])
            and not any(word in package.source for word in FURNISHED)
        )
    return False


def _names(program: Program) -> frozenset[str]:
    """All modules and packages, those too that no rule looks at, or whose name several files have."""
    texts = {text.module for text in program.texts(*Role)}
    return frozenset(part for name in texts | program.modules for part in heads(name))


def is_imported(program: Program, module: str) -> bool:
    """Whether something outside of a module, or package, imports it or a part of it, or has its name."""
    if any(True for _ in program.each(importing, module)):
        return True
    return any(not _is_within(text.module, module) for text in mentioning(program, module))


def mentioning(program: Program, module: str) -> Iterator[Text]:
    """The modules that are loaded whose text has the name of a module, and no longer one in its place."""
    name = re.compile(rf"(?<!\w){re.escape(module)}(?!\w)")
    for text in program.texts(*LOADED, holding=(module,)):
        if name.search(text.source):
            yield text


def importing(file: File, module: str) -> Iterator[bool]:
    """Whether a file of what is run imports a module, or a part of it, from outside of it."""
    if file.role not in APART and not _is_within(file.module, module):
        yield from (True for name, _ in file.index.imports if _is_within(name, module))


def _is_within(name: str, module: str) -> bool:
    return f"{name}.".startswith(f"{module}.")

"""The methods of a program by their names alone, for calls on objects that nobody knows."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from readiness_lint.facts.callers import called
from readiness_lint.facts.classes import methods_of
from readiness_lint.facts.ends import endings_of
from readiness_lint.facts.program import APART, Program
from readiness_lint.model import File, FunctionNode

LONG_NAME = 8
"""Letters of a name that is no other's."""
FRAMEWORKS = ("get_", "set_", "is_", "has_", "on_", "to_", "from_", "as_", "add_", "do_", "model_")
"""How names begin that libraries give their methods, too."""


def is_telling(name: str) -> bool:
    """Whether nobody but its author would give a method this name."""
    return "_" in name.strip("_") and len(name) >= LONG_NAME and not name.startswith(FRAMEWORKS)


def methods_named_so(program: Program, name: str) -> tuple[tuple[str, str], ...]:
    """The modules and qualified names of the methods of a program with one last name."""
    return methods_by_name(program).get(name, ())


def methods_by_name(program: Program) -> dict[str, tuple[tuple[str, str], ...]]:
    """The methods of all classes of a program, by their last names."""

    def found() -> dict[str, tuple[tuple[str, str], ...]]:
        named: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for file in program.files():
            for cls in file.nodes(ast.ClassDef) if file.role not in APART else ():
                for method in methods_of(file, cls):
                    qualname = file.qualify(file.index.scopes[method].qualname)
                    named[method.name].append((file.module, qualname))
        return {name: tuple(items) for name, items in named.items()}

    return program.memo(("methods by name",), found)


def ends_behind(program: Program, module: str, name: str) -> tuple[str, ...]:
    """Where a method leaves the program, itself or by what it calls directly."""
    return program.memo(("ends behind", name), lambda: _ends_of(program, module, name))


def _ends_of(program: Program, module: str, name: str) -> tuple[str, ...]:
    file = program.file(module)
    found = file.defined(name) if file else None
    if found is None or not isinstance(found[1], ast.FunctionDef | ast.AsyncFunctionDef):
        return ()
    home, function = found[0], found[1]
    ends = set(_ends_in(home, function))
    for call in home.nodes(ast.Call, within=function):
        target = called(home, call)
        ends.update(_ends_in(*target) if target is not None else ())
    return tuple(sorted(ends))


def _ends_in(file: File, function: FunctionNode) -> Iterator[str]:
    endings = endings_of(file)
    for call in file.nodes(ast.Call, within=function):
        if call in endings:
            yield endings[call].end

"""Tables whose rows the operators of a service make by hand: what people type in stays short."""

from __future__ import annotations

import ast
from functools import cache

from readiness_lint.facts.entries import Entry
from readiness_lint.facts.program import LOADED, Program
from readiness_lint.facts.queries import class_named
from readiness_lint.facts.roles import is_of_command
from readiness_lint.facts.shapes import identifiers_in
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Writes
from readiness_lint.model import File
from readiness_lint.terms import EntryKind, Role

MAKING = frozenset({"create", "bulk"})


def is_made_by_hand(file: File, model: str) -> bool:
    """Whether a site for administrators has a class, and no code but commands makes rows of it.

    The class goes by its last name, under which the program has no other.
    """
    program = file.program
    return (
        program is not None
        and program.known(_is_administered, model)
        and not program.known(_is_made, model)
    )


def _is_administered(program: Program, model: str) -> bool:
    word = tables().word("administers")
    return any(
        class_named(file, item) == model
        for file in program.using(word)
        for _, call in file.calls_to(word)
        for argument in call.args
        for item in _each(argument)
    )


def _each(argument: ast.expr) -> list[ast.expr]:
    """The classes of a list, or the one that stands there."""
    return argument.elts if isinstance(argument, ast.List | ast.Tuple) else [argument]


def _is_made(program: Program, model: str) -> bool:
    """Whether the service makes rows of a class: by its constructor, a manager, a form or a view."""
    for text in program.texts(*LOADED, holding=(model,)):
        file = program.file(text.module)
        if file is None:
            return True
        if not _is_for_operators(file) and (
            _makes(file, model) or any(_takes(file, cls, model) for cls in file.nodes(ast.ClassDef))
        ):
            return True
    return False


def _is_for_operators(file: File) -> bool:
    """Whether a module has a part of the site for administrators, or a command."""
    return (
        file.role is Role.SCRIPT
        or bool(file.calls_to(tables().word("administers")))
        or any(entry.kind is EntryKind.COMMAND for entry in file.facts(Entry))
    )


def _makes(file: File, model: str) -> bool:
    """Whether something else than a command is seen to come to a call that makes a row."""
    made = [call for call, _ in file.index.calls.get(model, ())]
    made += [
        call
        for last in _creating() & file.index.calls.keys()
        for call, _ in file.index.calls[last]
        if isinstance(call.func, ast.Attribute) and class_named(file, call.func.value) == model
    ]
    return not all(is_of_command(file, call) for call in made)


def _takes(file: File, cls: ast.ClassDef, model: str) -> bool:
    """Whether a class lets clients make rows of another that it names."""
    return file.inherits(cls, tables().word("takes-rows")) is True and model in identifiers_in(cls)


@cache
def _creating() -> frozenset[str]:
    """The last names of what makes rows."""
    known = tables().table(Writes)
    return frozenset(name.rpartition(".")[2] for name, row in known.items() if row.verb in MAKING)

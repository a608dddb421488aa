"""Texts that name a task or a function to run, and whether anything has that name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.program import LOADED, Program, mentions
from readiness_lint.facts.shapes import entries_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Registered, registered
from readiness_lint.knowledge.schema import NamesTask
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import Role

TASK, SCHEDULE = "task", "schedule"
"""The keys by which an entry of a schedule is known."""
MAKING_NAMES = frozenset({"globals", "setattr", "exec", "vars"})
"""What may give a module names that its text does not have."""
OWN_NAMES = "gen_task_name"
"""The method with which an application names its tasks in its own way."""


@record
class TaskName:
    """A text that says what is to run."""

    node: ast.expr
    entry: str
    """The entry of a schedule that it belongs to; else the call, as the file spells it."""
    task: str
    path: bool
    """Whether it leads to a function; else a task was registered under it."""

    @classmethod
    def find(cls, file: File) -> Iterable[TaskName]:
        """Every one of the file that is known, and not built of parts."""
        table = tables().table(NamesTask)
        for name, call in file.calls_to(table):
            row = table[name]
            node = given(file, call, row.task) or _under(
                given(file, call, row.inside), row.task.name
            )
            entry = constant(file, given(file, call, row.entry))
            label = str(entry.value) if entry else ast.unparse(call.func)
            yield from _named(file, node, label, path=row.path)
        if SCHEDULE in file.source:
            yield from _scheduled(file)


def _named(file: File, node: ast.expr | None, entry: str, *, path: bool) -> Iterator[TaskName]:
    plain = isinstance(node, ast.Constant | ast.Name | ast.Attribute)
    known = constant(file, node) if plain else None
    if node is not None and known is not None and isinstance(known.value, str):
        yield TaskName(node, entry, known.value, path)


def _scheduled(file: File) -> Iterator[TaskName]:
    """The entries of schedules: mappings that say which task, and when."""
    for mapping in file.nodes(ast.Dict):
        node = _under(mapping, TASK)
        if node is not None and _under(mapping, SCHEDULE) is not None:
            yield from _named(file, node, _entry_of(file, mapping), path=False)
    for call, _ in file.index.calls.get("dict", ()):
        values = {item.arg: item.value for item in call.keywords}
        if {TASK, SCHEDULE} <= values.keys():
            yield from _named(file, values[TASK], _entry_of(file, call), path=False)


def _under(mapping: ast.expr | None, key: str) -> ast.expr | None:
    """What stands under a key of a mapping that is written out."""
    found = entries_of(mapping) if isinstance(mapping, ast.Dict) else ()
    return next((value for each, value in found if each == key), None)


def _entry_of(file: File, node: ast.expr) -> str:
    """The key under which an entry stands, or the name that it is assigned to."""
    around = file.parent(node)
    if isinstance(around, ast.Dict):
        for key, value in entries_of(around):
            if value is node:
                return str(key)
    if isinstance(around, ast.Assign):
        return file.last_name(around.targets[0]) or ast.unparse(around.targets[0])
    return TASK


# ── what has the name ────────────────────────────────────────────────────────────────────────────


def is_unknown(file: File, named: TaskName) -> bool:
    """Whether certainly nothing in the program has the name, and nothing elsewhere may."""
    program = file.program
    if program is None:
        return False
    if named.path:
        return _lacks(program, named.task.replace(":", "."))
    known = program.known(registered)
    if known is None or named.task in known.names or program.known(_names_its_own):
        return False
    prefix, _, last = named.task.rpartition(".")
    homes = _homes(program, named.task)
    if not homes and prefix not in {name.rpartition(".")[0] for name in known.names}:
        return False
    return (
        bool(prefix)
        and all(_has_no_task(program, home, rest, known) for home, rest in homes)
        and not program.known(_stands_elsewhere, named.task, last)
    )


def _homes(program: Program, name: str) -> list[tuple[File, str]]:
    """The modules that a task of this name would be defined in, and what it would be called there.

    A module may be imported as one of a folder inside the program's.
    """
    found = program.defining(name)
    if found is not None:
        return [found] if found[1] else []
    prefix, _, last = name.rpartition(".")
    modules = sorted(module for module in program.modules if module.endswith(f".{prefix}"))
    return [(file, last) for module in modules if (file := program.file(module)) is not None]


def _lacks(program: Program, name: str) -> bool:
    """Whether nothing in the program has a qualified name that begins as its modules do."""
    found = program.defining(name)
    return found is not None and bool(found[1]) and _is_unbound(program, *found)


def _is_unbound(program: Program, file: File, rest: str) -> bool:
    """Whether a module has nothing of a name, and cannot have it."""
    first = rest.partition(".")[0]
    below = f"{file.module}.{first}"
    return (
        first not in file.index.module.bindings
        and not _makes_names(file)
        and not any(name == below or name.startswith(f"{below}.") for name in _all_modules(program))
    )


def _makes_names(file: File) -> bool:
    return (
        bool(file.index.star_imports)
        or "__getattr__" in file.index.module.bindings
        or "__path__" in file.source
        or not MAKING_NAMES.isdisjoint(file.index.calls)
    )


def _all_modules(program: Program) -> frozenset[str]:
    """Those too that several files define, or that no rule looks at."""
    return program.known(_every_module)


def _every_module(program: Program) -> frozenset[str]:
    return frozenset(text.module for text in program.texts(*Role))


def _has_no_task(program: Program, file: File, rest: str, known: Registered) -> bool:
    """Whether a module certainly has no task that is registered under what it is called there."""
    last = rest.rpartition(".")[2]
    if file.qualify(last) in known.renamed:
        return True
    definitions = [
        (qualname, node)
        for qualname, nodes in file.index.definitions.items()
        if qualname.rpartition(".")[2] == last
        for node in nodes
    ]
    if not definitions:
        bindings = file.index.module.bindings.get(rest, ())
        if bindings and all(binding.kind is Bound.IMPORT for binding in bindings):
            # What another module defines is named after that one.
            target = file.library.canonical(bindings[0].target)
            return target in known.names and not _makes_names(file)
        return _is_unbound(program, file, rest)
    return all(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and _is_plain(program, file, qualname, node)
        for qualname, node in definitions
    )


def _is_plain(program: Program, file: File, qualname: str, node: FunctionNode) -> bool:
    """Whether nothing makes a task of a function: no decorator, and nobody it is handed to."""
    mentioned = program.each(mentions, file.qualify(qualname))
    return not node.decorator_list and all(
        isinstance(around := other.parent(expr), ast.Call) and around.func is expr
        for other, expr in mentioned
    )


def _names_its_own(program: Program) -> bool:
    """Whether an application names its tasks in a way of its own."""
    return any(OWN_NAMES in text.source for text in program.texts(*LOADED))


def _stands_elsewhere(program: Program, name: str, last: str) -> bool:
    """Whether a text of the program may give a task the name, other than by naming it."""
    quoted = re.compile(rf"""["']{re.escape(name)}["'](?!\s*:)""")
    for text in program.texts(*LOADED):
        count = len(quoted.findall(text.source)) if last in text.source else 0
        file = program.file(text.module) if count else None
        if count and (
            file is None or count > sum(each.task == name for each in file.facts(TaskName))
        ):
            return True
    return False

"""Modules that register something when they are imported, and that nothing imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.entries import Entry
from readiness_lint.facts.program import APART, LOADED, Program
from readiness_lint.facts.routers import applications_of, is_library, loads_by_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import LOADED_BY_NAME
from readiness_lint.knowledge.schema import EntryTrait
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import EntryKind, When

CONNECTING = frozenset({"django", "celery"})
"""Whose receivers are connected when their module is imported."""
CONNECTED = frozenset({EntryKind.RECEIVER, EntryKind.STARTUP, EntryKind.SHUTDOWN})
SENT_BY_NAME = frozenset({"celery"})
"""Queues whose workers know the tasks of the modules that they have imported, and no others."""


@record
class UnloadedModule:
    """What a module registers at import, where nothing of the program imports or names it."""

    node: ast.AST
    """The first."""
    what: str

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """One for a module, if at all."""
        program = file.program
        if program is None or file.path.stem.startswith("__") or _is_loaded_by_name(file):
            return
        receivers, tasks = list(_receivers(file)), list(_tasks(file))
        registered = receivers or tasks
        if registered and not (
            _makes_application(file)
            or program.known(_is_open)
            or program.known(is_reached, file.module)
        ):
            first = min(registered, key=lambda node: getattr(node, "lineno", 0))
            yield cls(first, _counted(len(registered), "receiver" if receivers else "task"))


def _is_loaded_by_name(file: File) -> bool:
    """Whether a framework looks for modules of this name, or starts with them."""
    return file.words(LOADED_BY_NAME).match(file.module.rpartition(".")[2])


def _counted(count: int, what: str) -> str:
    return f"one {what}" if count == 1 else f"{count} {what}s"


def _receivers(file: File) -> Iterator[ast.AST]:
    """Functions that the module itself connects when it is imported."""
    table = tables().table(EntryTrait)
    for name, call in file.calls_to(table):
        row = table[name]
        ours = row.kind in CONNECTED and row.framework in CONNECTING
        if ours and file.when(call) is When.IMPORT:
            yield call
    for entry in file.facts(Entry):
        ours = entry.kind in CONNECTED and entry.framework in CONNECTING
        if ours and file.when(entry.node) is When.IMPORT:
            yield from (item for item in entry.node.decorator_list if file.name_of(item) in table)
    for _, call in file.calls_to(tables().word("listens")):
        if file.when(call) is When.IMPORT:
            yield call


def _tasks(file: File) -> Iterator[ast.AST]:
    for task in file.facts(Task):
        if task.queue in SENT_BY_NAME and task.registrations:
            yield task.node


def _makes_application(file: File) -> bool:
    """Whether a module makes what a process is started with."""
    return any(True for _ in file.calls_to(tables().word("starts-with"))) or any(
        True for _ in file.calls_to(tables().word("serves-routes"))
    )


# ── what reaches it ──────────────────────────────────────────────────────────────────────────────


def _is_open(program: Program) -> bool:
    """Whether others start the program, or it loads modules whose names it does not say."""
    return not program.known(applications_of) or program.known(loads_by_name)


def is_reached(program: Program, module: str) -> bool:
    """Whether another module imports one, or a text has its name."""
    if any(True for _ in program.each(_imports, module)):
        return True
    last = module.rpartition(".")[2]
    quoted = re.compile(rf"""["'](?:[\w.]*\.)?{re.escape(last)}(?:[.:]\w+)*["']""")
    imported = re.compile(rf"^\s*(?:from|import)\b.*\b{re.escape(last)}\b", re.MULTILINE)
    for text in program.texts(*LOADED):
        if text.module != module and last in text.source:
            if quoted.search(text.source):
                return True
            # What cannot be parsed may import it all the same.
            if program.file(text.module) is None and imported.search(text.source):
                return True
    return False


def _imports(file: File, module: str) -> Iterator[str]:
    """What a file imports that may be a module, or is below it, as far as the names agree."""
    if file.module == module or file.role in APART:
        return
    parts = module.split(".")[-2:]
    for imported, _ in file.index.imports:
        names = imported.removesuffix(".*").split(".")
        if _meet(names, parts) and not is_library(imported):
            yield imported


def _meet(names: list[str], parts: list[str]) -> bool:
    """Whether a dotted name leads through the last parts of another, or is the last of them."""
    if names[0] == parts[-1]:
        return True
    return any(names[index : index + len(parts)] == parts for index in range(len(names)))

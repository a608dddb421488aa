"""Which packages of a program are applications, and where their migrations stand."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from readiness_lint.facts.program import Program
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import AppTrait
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Role, heads

MODELS = "models"
"""The module or package of an application that its classes stand in."""
HOLDING = (Role.SETTINGS, Role.APPLICATION, Role.SCRIPT)
"""Roles of modules that may hold settings that are in force."""


@cache
def convention() -> AppTrait:
    """How applications are installed, and where their parts stand."""
    (row,) = tables().table(AppTrait).values()
    return row


@record
class Application:
    """A package that is installed as an application."""

    package: str
    label: str


@record
class Installed:
    """What the settings of a program say of its applications."""

    applications: tuple[Application, ...] | None
    """``None``: no settings list any."""
    moved: Mapping[str, str | None]
    """Where migrations stand elsewhere, by label; ``None``: they are switched off."""
    settled: bool
    """Whether nothing else can have moved them."""

    @classmethod
    def of(cls, program: Program) -> Installed:
        """Read off the settings once."""
        return program.known(_read)

    def around(self, program: Program, module: str) -> Application | None:
        """The application that a module belongs to; ``None``: it is not installed, or not known.

        A package in it that has migrations or a configuration is an application of its own, and so
        may be one that has models which the application does not import.
        """
        known = {found.package: found for found in self.applications or ()}
        parts = (convention().migrations, convention().module)
        for name in heads(module):
            if name in known:
                return known[name] if may_have_models_of(program, name, module) else None
            if any(f"{name}.{part}" in _packages(program) for part in parts):
                return None
        return None

    def labelled(self, label: str) -> Application | None:
        """The one application of a label."""
        found = [one for one in self.applications or () if one.label == label]
        return found[0] if len(found) == 1 else None

    def migrations_of(self, application: Application) -> str | None:
        """The package of an application's migrations; ``None``: it has none."""
        return self.moved.get(application.label, f"{application.package}.{convention().migrations}")


def may_have_models_of(program: Program, package: str, module: str) -> bool:
    """Whether a module's models are those of a package: they stand in its own module, or that has them."""
    own = f"{package}.{MODELS}"
    inner = any(name.rpartition(".")[2] == MODELS and name != own for name in heads(module))
    if not inner or f"{module}.".startswith(f"{own}."):
        return True
    home = program.file(own)
    return home is not None and any(
        f"{imported}.".startswith(f"{module}.") for imported, _ in home.index.imports
    )


def _packages(program: Program) -> set[str]:
    """All modules, and all packages around them."""
    return program.memo(
        "packages", lambda: {name for module in program.modules for name in heads(module)}
    )


def _read(program: Program) -> Installed:
    entries: list[tuple[str, str]] = []
    moved: dict[str, str | None] = {}
    listed, settled = False, True
    lists, moves = convention().listed, convention().moved
    bound = re.compile(rf"^\s*(?:{lists}|{moves})\b", re.MULTILINE)
    for text in program.texts(*HOLDING, holding=(lists, moves)):
        if bound.search(text.source) is None:
            continue
        file = program.file(text.module)
        if file is None:
            listed, settled = True, False
            continue
        for value in _values(file, lists):
            listed = True
            entries.extend((file.module, entry) for entry in _texts_in(file, value))
        for value in _values(file, moves):
            known = file.value_of(value)
            if known is None or not isinstance(known.value, dict):
                settled = False
            else:
                moved.update(known.value)
    applications = tuple(dict.fromkeys(_applications(program, dict.fromkeys(entries))))
    if not listed:
        return Installed(None, moved, settled)
    return Installed(applications, moved, settled)


def _values(file: File, name: str) -> Iterator[ast.expr]:
    """What a setting is given and what is added to it, in the module's own code."""
    for binding in file.index.module.bindings.get(name, ()):
        if binding.value is not None:
            yield binding.value
    for last in ("append", "extend", "insert", "update"):
        for call, _ in file.index.calls.get(last, ()):
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            if is_name(owner, name):
                yield from call.args
    for target, value, _ in file.index.stores:
        if isinstance(target, ast.Attribute) and target.attr == name and value is not None:
            yield value


def _texts_in(file: File, value: ast.expr, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """All texts that a list is made of, through the names of its parts."""
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name) and node.id not in seen:
            for binding in file.index.module.bindings.get(node.id, ()):
                if binding.value is not None:
                    yield from _texts_in(file, binding.value, seen | {node.id})


def _applications(program: Program, entries: Iterable[tuple[str, str]]) -> Iterator[Application]:
    """The entries that are packages of the program, or classes that configure one."""
    lists: dict[str, list[str]] = defaultdict(list)
    for settings, entry in entries:
        lists[settings].append(entry)
    for settings, listed in lists.items():
        # The folder from which a program is run may itself be a package here: then all names are
        # of what lies in it, and a part of a package is no library of the same name.
        for folder in ("", *reversed([f"{name}." for name in heads(settings)])):
            found = [_application(program, folder, entry) for entry in listed]
            if any(found):
                yield from (item for item in found if item is not None)
                break


def _application(program: Program, folder: str, entry: str) -> Application | None:
    if folder + entry in _packages(program):
        return Application(folder + entry, label_in(program, folder + entry))
    found = program.defining(folder + entry)
    cls = found[0].class_named(found[0].qualify(found[1])) if found else None
    package = _text(found[0], cls, "name") if found and cls else None
    if found is None or cls is None or package is None:
        return None
    label = _text(found[0], cls, "label") or package.rpartition(".")[2]
    return Application(folder + package, label)


def label_in(program: Program, package: str) -> str:
    """The label of a package: its own name, or what the class says that configures it."""
    # Older ones are configured in the package itself.
    for module in (f"{package}.{convention().module}", package):
        file = program.file(module)
        for cls in file.nodes(ast.ClassDef) if file else ():
            if file and _text(file, cls, "name") == package:
                label = _text(file, cls, "label")
                if label:
                    return label
    return package.rpartition(".")[2]


def _text(file: File, cls: ast.ClassDef, name: str) -> str | None:
    bindings = file.index.scopes[cls].bindings.get(name, ())
    value = bindings[-1].value if bindings else None
    known = file.value_of(value) if value is not None else None
    return known.value if known and isinstance(known.value, str) else None

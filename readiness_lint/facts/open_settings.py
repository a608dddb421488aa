"""Settings that let everybody into the views that say nothing of who may call them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.access import any_of
from readiness_lint.facts.classes import classes_of, defines, lineage
from readiness_lint.facts.installed import convention
from readiness_lint.facts.open_views import changes_for_all
from readiness_lint.facts.policies import of_middleware
from readiness_lint.facts.program import LOADED, Program
from readiness_lint.facts.served_settings import is_named_for_development
from readiness_lint.facts.settings import SERVICE
from readiness_lint.facts.shapes import entries_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Policies, ViewDefault
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Answer

DISPATCH = "dispatch"


@record
class OpenSettings:
    """What should say who may call the views of a framework, and does not."""

    node: ast.expr
    """The mapping without the key; where there is none, the framework among what is installed."""
    view: str
    setting: str
    views: int
    """How many classes change rows and say nothing themselves."""

    @classmethod
    def find(cls, file: File) -> Iterable[OpenSettings]:
        """The one of a module of settings that a service starts with."""
        program = file.program
        if program is None or file.role not in SERVICE:
            return
        known = tables()
        for name in sorted(known.word("policy-setting")):
            default = known.table(ViewDefault)[name]
            path, _, key = name.rpartition(".")
            setting, framework = path.rpartition(".")[2], default.view.partition(".")[0]
            mapping = _without(file, setting, key)
            node = mapping or _installed(file, program, setting, framework)
            # It may be added to the mapping wherever it is named.
            if node is None or is_named_for_development(file) or _is_named(program, key):
                continue
            views = program.known(_views, framework, default.attribute)
            if views and program.known(_asks_everybody) is False:
                yield cls(
                    node,
                    setting,
                    f"it names no `{key}`" if mapping else f"nothing sets `{key}`",
                    views,
                )


def _without(file: File, setting: str, key: str) -> ast.expr | None:
    """The mapping of a setting, if all of its keys are there to be read, and one is not among them."""
    bindings = file.index.module.bindings.get(setting, ())
    value = bindings[0].value if len(bindings) == 1 else None
    if not isinstance(value, ast.Dict) or None in value.keys:
        return None
    keys = [name for name, _ in entries_of(value)]
    return value if len(keys) == len(value.keys) and key not in keys else None


def _installed(file: File, program: Program, setting: str, framework: str) -> ast.expr | None:
    """The framework among the applications that are installed, where nothing has its setting."""
    for binding in file.index.module.bindings.get(convention().listed, ()):
        for item in getattr(binding.value, "elts", ()):
            named = isinstance(item, ast.Constant) and item.value == framework
            if named and not _is_named(program, setting):
                return item if isinstance(item, ast.expr) else None
    return None


def _is_named(program: Program, word: str) -> bool:
    """Whether a module that a service may load has a word."""
    return any(word in text.source for text in program.texts(*LOADED, holding=(word,)))


def _asks_everybody(program: Program) -> Answer:
    """Whether middleware asks who calls, whatever the view."""
    return any_of(answer for _, answer in program.each(of_middleware))


def _views(program: Program, framework: str, attribute: str) -> int:
    """How many classes of a program change rows for whoever calls, where a setting does not object."""
    return sum(1 for _ in program.each(_undeclared, framework, attribute))


def _undeclared(file: File, framework: str, attribute: str) -> Iterator[str]:
    if file.role not in SERVICE:
        return
    for cls, rows in classes_of(file, tables().table(Policies)):
        says = defines(file, cls, attribute, DISPATCH, *rows[0].hooks)
        if not says and _is_plain(file, cls, framework) and changes_for_all(file, cls):
            yield cls.name


def _is_plain(file: File, cls: ast.ClassDef, framework: str) -> bool:
    """Whether a class is nothing but what the framework and the program make of it."""
    line = file.mro_of(cls)
    if line is None or any(item.decorator_list for _, item in lineage(file, cls)):
        return False
    own = {base for base in line if base.partition(".")[0] == framework}
    own |= {above for base in own for above in file.library.bases(base)}
    return all(base in own or file.defined(base) is not None for base in line)

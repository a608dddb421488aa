"""Where a program declares who may call: routes, views, and what holds for all of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.access import declared
from readiness_lint.facts.classes import classes_of
from readiness_lint.facts.guards import demands_of, restricts
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.mounts import whole_path
from readiness_lint.facts.settings import configured
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Guard, Policies
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import EntryKind


@record
class AccessDeclaration:
    """A declaration without which nobody gets in."""

    node: ast.AST
    text: str

    @classmethod
    def find(cls, file: File) -> Iterator[AccessDeclaration]:
        """Every one that certainly asks for something."""
        for handler in file.facts(Handler):
            registered = handler.kind is EntryKind.HANDLER and handler.registered
            if registered and handler.owner is None and declared(handler, file) is True:
                methods = "/".join(sorted(handler.methods or ()))
                route = f"{methods} {whole_path(handler, file)}".strip()
                yield cls(handler.node, f"`{route}` asks who calls")
        yield from _views(file)
        yield from _mixins(file)
        for _, value in configured(file, "policy-setting"):
            known = file.value_of(value)
            names = known.value if known is not None else None
            if isinstance(names, list | tuple) and demands_of(file, map(str, names)):
                yield cls(value, f"the settings ask all views for `{ast.unparse(value)}`")


def _views(file: File) -> Iterator[AccessDeclaration]:
    """Policies of view classes that restrict who calls; how often is another question."""
    for cls, rows in classes_of(file, tables().table(Policies)):
        bindings = file.index.scopes[cls].bindings
        for binding in bindings.get(rows[0].attributes[0], ()):
            value = binding.value
            if isinstance(value, ast.expr) and restricts(file, value):
                yield AccessDeclaration(value, f"`{cls.name}` asks for `{ast.unparse(value)}`")


def _mixins(file: File) -> Iterator[AccessDeclaration]:
    for cls, rows in classes_of(file, tables().table(Guard)):
        guards = [row for row in rows if row.form == "mixin"]
        for base in cls.bases if guards else ():
            named = file.class_name(base, cls) or ""
            if any(name in tables().table(Guard) for name in (named, *file.library.bases(named))):
                yield AccessDeclaration(base, f"`{cls.name}` asks by `{ast.unparse(base)}`")

"""Tables that are declared without a class of their own."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.mapped_classes import MappedClass
from readiness_lint.facts.mounts import names_of
from readiness_lint.facts.program import Program
from readiness_lint.facts.relations import relations_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import ColumnTrait, Param, RelationTrait
from readiness_lint.model import File
from readiness_lint.record import record

OWN_WAY = frozenset({"primaryjoin", "secondaryjoin", "foreign_keys", "overlaps"})
"""Parameters of a relation that goes through a table by columns that it names."""


@record
class CoreTable:
    """A table that a module keeps under a name, with all that is said of it in one place."""

    node: ast.Call
    variable: str
    name: str
    columns: tuple[tuple[str, ast.Call], ...]
    """By their names."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of a module whose parts are all written out."""
        columns = {call for _, call in file.calls_to(tables().table(ColumnTrait))}
        for _, call in file.calls_to(tables().word("table")):
            variable = _kept_as(file, call)
            name = constant(file, given(file, call, Param("name", 0)))
            hidden = any(isinstance(item, ast.Starred) for item in call.args)
            if variable and name is not None and not hidden:
                parts = [part for part in call.args if isinstance(part, ast.Call)]
                own = [(_name_of(file, part), part) for part in parts if part in columns]
                yield cls(call, variable, str(name.value), tuple(item for item in own if item[0]))


def _kept_as(file: File, call: ast.Call) -> str:
    """The name under which a module keeps a table; empty: it does not."""
    at_top = file.function(call) is None and file.class_(call) is None
    return name_bound(file, call) if at_top else ""


def name_bound(file: File, call: ast.Call) -> str:
    """The name or attribute that a statement with a call declares; empty: it stands elsewhere."""
    statement = file.statement(call)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    target = statement.target if isinstance(statement, ast.AnnAssign) else target
    return target.id if isinstance(target, ast.Name) else ""


def _name_of(file: File, column: ast.Call) -> str:
    """The name of a column in the database and in expressions; empty: it has two, or none in sight."""
    if any(item.arg in {None, "key"} for item in column.keywords):
        return ""
    known = constant(file, given(file, column, Param("name", 0)))
    return known.value if known is not None and isinstance(known.value, str) else ""


def joined_through(
    program: Program, module: str, variable: str, table: str, parent: str
) -> tuple[str, ...]:
    """The attributes with which the class of a parent comes through a table to the rows of others."""
    own, rows = {f"{module}.{variable}", table}, (tables().table(RelationTrait),)
    found = {
        name
        for _, (joint, above, name) in program.each(_joints, tables=rows)
        if joint in own and above == parent
    }
    # Who reads an attribute of this name reads that of another class, perhaps.
    every = Counter(name for _, name in program.each(_attributes, tables=rows)) if found else {}
    return tuple(sorted(name for name in found if every[name] == 1))


def _attributes(file: File) -> Iterator[str]:
    """The names of all relations that a file declares, of both sides."""
    for _, call in file.calls_to(tables().table(RelationTrait)):
        yield name_bound(file, call)
        for item in call.keywords:
            back = item.value if item.arg == "backref" else None
            if isinstance(back, ast.Call) and back.args:
                back = back.args[0]
            known = constant(file, back) if back is not None else None
            if known is not None:
                yield str(known.value)


def _joints(file: File) -> Iterator[tuple[str, str, str]]:
    """The relations through a table: that table, the table of the class, and the attribute."""
    mapped = {item.node: item for item in file.facts(MappedClass)}
    relations, table = relations_of(file), tables().table(RelationTrait)
    for callee, call in file.calls_to(table) if relations else ():
        joint, cls = table[callee].joint, file.scope(call).node
        through = given(file, call, joint) if joint is not None else None
        owner = mapped.get(cls) if isinstance(cls, ast.ClassDef) else None
        if (
            owner is None
            or through is None
            or any(item.arg in {None, *OWN_WAY} for item in call.keywords)
        ):
            continue
        name = name_bound(file, call)
        known, names = constant(file, through), names_of(file, through)
        key = known.value if known is not None else next(iter(names or ()), None)
        if not isinstance(key, str) or not name:
            continue
        yield key, owner.table, name
        relation = relations.relation(f"{file.module}.{owner.name}", name) if relations else None
        if relation is not None and relation.back and relation.target:
            yield key, _table_of(file, relation.target), relation.back


def _table_of(file: File, name: str) -> str:
    home, cls = file.defined(name) or (file, None)
    return next((item.table for item in home.facts(MappedClass) if item.node is cls), "")

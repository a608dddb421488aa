"""Where an object comes from: the calls that made it."""

from __future__ import annotations

import ast

from readiness_lint.facts.callers import bindings_of_value
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import ClientTrait, Param
from readiness_lint.model import Absent, Binding, File, FunctionNode, Given, names
from readiness_lint.model import Bound as Binds
from readiness_lint.record import record
from readiness_lint.terms import Known


# ── where an object comes from ───────────────────────────────────────────────────────────────────
@record
class Maker:
    """The call that makes an object."""

    file: File
    call: ast.Call

    @property
    def name(self) -> str | None:
        """What is called."""
        return self.file.callee(self.call)

    @property
    def row(self) -> ClientTrait | None:
        """What is known of the constructor."""
        name = self.name
        return tables().table(ClientTrait).get(name) if name is not None else None

    def value_of(self, param: Param) -> Known | None:
        """The value of an argument."""
        argument = self.file.argument(self.call, param.name, param.position)
        return self.file.value_of(argument.value) if isinstance(argument, Given) else None


Makers = list[Maker | None]


def makers(file: File, expr: ast.expr, depth: int = 6) -> Makers | None:
    """The calls that may have made an object; a parameter counts as ``None`` among them.

    ``None`` instead of the list: some of them are out of sight.
    """
    if not depth:
        return None
    if isinstance(expr, ast.Await | ast.NamedExpr):
        return makers(file, expr.value, depth)
    if isinstance(expr, ast.Call):
        name = file.callee(expr)
        owner, function = (file.defined(name) if name else None) or (file, None)
        if isinstance(function, ast.FunctionDef):
            return _returned(owner, function, depth - 1)
        return [Maker(file, expr)]
    bindings = bindings_of_value(file, expr)
    if not bindings or bindings[0].kind is Binds.IMPORT:
        return _imported(file, expr, depth - 1)
    return _bound(file, bindings, depth)


def _imported(file: File, expr: ast.expr, depth: int) -> Makers | None:
    """The calls that made an object of another module."""
    name = file.name_of(expr)
    other, inner = (file.program.defining(name) if file.program and name else None) or (file, "")
    if other is file or "." in inner:
        return None
    return _bound(other, names.telling(other.index.module.bindings.get(inner, ())), depth)


MADE = frozenset({Binds.VALUE, Binds.ENTERED, Binds.UNPACKED})


def _bound(file: File, bindings: list[Binding], depth: int) -> Makers | None:
    found: Makers = []
    for binding in bindings:
        if binding.kind is Binds.PARAMETER:
            found.append(None)
        elif binding.kind in MADE and binding.value:
            more = makers(file, binding.value, depth - 1)
            if binding.index and not _is_of_library(more):
                return None
            if more is None:
                return None
            found.extend(more)
        else:
            return None
    return found or None


def _is_of_library(made: Makers | None) -> bool:
    """Whether all the calls are of a library, so that what they give comes from there as well."""
    return made is not None and all(
        maker is not None and tables().knows(maker.name or "") for maker in made
    )


def _returned(file: File, function: FunctionNode, depth: int) -> Makers | None:
    found: Makers = []
    for statement in file.statements_of(function):
        values: list[ast.expr | None] = []
        if isinstance(statement, ast.Return):
            values = [statement.value]
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Yield):
            values = [statement.value.value]
        for value in values:
            more = makers(file, value, depth) if value is not None else None
            if more is None:
                return None
            found.extend(more)
    return found or None


def is_in_sight(maker: Maker | None) -> bool:
    """Whether an object is a parameter, or made by what the tables or the program know."""
    if maker is None or maker.name is None:
        return maker is None
    return tables().knows(maker.name) or maker.file.defined(maker.name) is not None


def is_remote(maker: Maker) -> bool:
    """Whether the peer of an object may be another machine, as far as its making says."""
    file, row = maker.file, maker.row
    given = [
        (file.argument(maker.call, param.name, param.position), constants)
        for param, constants in (row.remote if row is not None else ())
    ]
    return all(
        isinstance(argument, Absent)
        or (isinstance(argument, Given) and file.name_of(argument.value) in constants)
        for argument, constants in given
    )

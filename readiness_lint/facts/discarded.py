"""Calls that give a new object and change nothing, whose result is thrown away."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import Self

from readiness_lint.facts.queries import managers, rows_of
from readiness_lint.facts.rows import rows_from
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Manager, Reads, Writes
from readiness_lint.model import Binding, Bound, File
from readiness_lint.record import record

GIVEN, OF_RELATION = "queryset", "_set"
"""The parameter in which frameworks hand a query to a method, and how relations end that have no name."""
LONGEST = 12
"""Calls of a chain that are looked at."""
TEXT_METHOD = "replace"
"""A method whose two texts tell that it is that of a text, whatever it belongs to."""


@record
class Discarded:
    """A statement that is nothing but such a call."""

    node: ast.Call
    method: str
    builds: str
    """What the call makes: ``query``, ``statement`` or ``value``."""

    @property
    def spelling(self) -> str:
        """The call as the file spells it, without its arguments; of a chain, its last link."""
        function = self.node.func
        if not isinstance(function, ast.Attribute):
            return self.method
        receiver = function.value
        short = isinstance(receiver, ast.Name | ast.Attribute)
        return f"{ast.unparse(receiver)}.{self.method}" if short else f"...{self.method}"

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file; not the lone call of a ``try``, which asks whether it fails."""
        values = tables().word("new-value").lasts
        for call, statement in _statements(file):
            last = file.last_name(call.func)
            if last is None or _is_probe(file, statement):
                continue
            made = _built(file, call) if last in _builders() else ""
            if last in managers() and not call.args and not call.keywords:
                # Asked for its rows, a manager of MongoDB makes the collection and its indexes.
                continue
            if not made and last in values and _is_new_value(file, call, last):
                made = "value"
            if made:
                yield cls(call, last, made)


def _statements(file: File) -> Iterator[tuple[ast.Call, ast.Expr]]:
    """The calls that may build something and are a statement; those of what has no name, too."""
    calls = file.index.calls
    for last in _lasts().intersection(calls):
        for call, statement in calls[last]:
            if isinstance(statement, ast.Expr) and statement.value is call:
                yield call, statement


@cache
def _lasts() -> frozenset[str]:
    """The identifiers under which such calls stand among those of a file."""
    return _builders() | tables().word("new-value").lasts | {""}


@cache
def _builders() -> frozenset[str]:
    """The last identifiers of what builds a query or a statement."""
    known = tables()
    reads, writes = known.table(Reads), known.table(Writes)
    names = [name for name, row in reads.items() if row.verb == "build"]
    names += [name for name, row in writes.items() if not row.runs]
    return frozenset(name.rpartition(".")[2] for name in names)


@cache
def _lazy() -> frozenset[str]:
    """What builds a query out of that of a manager."""
    classes = {row.queries for row in tables().table(Manager).values()}
    reads = tables().table(Reads)
    builders = (name.rpartition(".") for name, row in reads.items() if row.verb == "build")
    return frozenset(last for query, _, last in builders if query in classes)


def _built(file: File, call: ast.Call) -> str:
    """What a call builds; empty: nothing, or it is not known."""
    row = rows_of(file).get(call)
    if row is not None:
        changes = file.callee(call) in tables().word("changes-itself")
        return "query" if row.verb == "build" and not changes else ""
    if _is_on_a_manager(file, call) or _is_of_relation(file, call):
        return "query"
    unsent: frozenset[ast.Call] = file.memo(
        ("unsent",), lambda: frozenset(item.node for item in file.facts(Write) if not item.sent)
    )
    return "statement" if call in unsent else ""


def _is_on_a_manager(file: File, call: ast.Call) -> bool:
    """Whether nothing but builders stands between a call and a manager, of whatever model."""
    if not any(file.uses(package) for package in _beside()):
        return False
    return any(_gives_query(file, base, LONGEST) for base in _before(call.func))


def _before(link: ast.expr) -> list[ast.expr]:
    """What a builder is a method of."""
    return [link.value] if isinstance(link, ast.Attribute) and link.attr in _lazy() else []


def _gives_query(file: File, expr: ast.expr, depth: int) -> bool:
    """Whether an expression is a manager, or certainly a query that one gave."""
    if isinstance(expr, ast.Attribute):
        return expr.attr in managers() or expr.attr.endswith(OF_RELATION)
    if not depth:
        return False
    if isinstance(expr, ast.Name):
        bindings = file.reaching(expr)
        return bool(bindings) and all(_is_query(file, item, depth - 1) for item in bindings)
    method = expr.func if isinstance(expr, ast.Call) else None
    if not isinstance(method, ast.Attribute):
        return False
    if method.attr in _lazy():
        return _gives_query(file, method.value, depth - 1)
    # What a view or a manager begins with, as its base has it.
    base = method.value
    return method.attr in _begins() and isinstance(base, ast.Call) and is_name(base.func, "super")


def _is_query(file: File, binding: Binding, depth: int) -> bool:
    """Whether a local certainly holds a query: also the one that a framework hands to a method."""
    if binding.kind is Bound.PARAMETER:
        given = binding.node.arg if isinstance(binding.node, ast.arg) else ""
        return given == GIVEN and file.class_(binding.node) is not None
    if binding.kind is not Bound.VALUE or binding.value is None:
        return False
    # A local of a manager that somebody else may have made is none of Django's.
    return isinstance(binding.value, ast.Call) and _gives_query(file, binding.value, depth)


def _is_of_relation(file: File, call: ast.Call) -> bool:
    """Whether a call belongs to the rows of a relation of a row whose class is known."""
    rows = rows_from(file, call) if _before(call.func) else None
    return rows is not None and rows.start == "instance" and bool(rows.queries) and not rows.single


@cache
def _beside() -> frozenset[str]:
    """The packages next to which managers are known by their names alone."""
    rows = tables().table(Manager).values()
    return frozenset(package for row in rows if row.begins for package in row.beside)


@cache
def _begins() -> frozenset[str]:
    """The methods that queries begin with."""
    return frozenset(row.begins for row in tables().table(Manager).values() if row.begins)


def _is_new_value(file: File, call: ast.Call, last: str) -> bool:
    """Whether a call belongs to a value that never changes."""
    name = file.callee(call)
    if name is not None:
        return name in tables().word("new-value")
    return last == TEXT_METHOD and _takes_two_texts(call) and _is_local(file, call)


def _takes_two_texts(call: ast.Call) -> bool:
    return (
        len(call.args) == 2
        and not call.keywords
        and all(
            isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            for argument in call.args
        )
    )


def _is_local(file: File, call: ast.Call) -> bool:
    """Whether what a method belongs to is no module."""
    root: ast.expr = call.func
    while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
        root = root.func if isinstance(root, ast.Call) else root.value
    return not isinstance(root, ast.Name) or not any(
        binding.kind is Bound.IMPORT for binding in file.bindings(root)
    )


def _is_probe(file: File, statement: ast.Expr) -> bool:
    """Whether a statement is all that a ``try`` guards."""
    return any(guard.body == [statement] for guard in file.tries(statement))

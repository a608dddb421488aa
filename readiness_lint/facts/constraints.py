"""What the tables of mapped classes refuse: rows that are there already, and values out of bounds."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Self, TypeGuard

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.classes import classes_of, lineage, options_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import ColumnTrait, Constrains, ModelBase, Param, RelationTrait
from readiness_lint.model import File
from readiness_lint.record import record

UNIQUE, CHECK = "unique", "check"
ARGUMENTS = "__table_args__"
TOGETHER, LISTED, INDEXES = "unique_together", "constraints", "indexes"
"""Options that list constraints."""
MANAGED = "managed"
"""The option without which a table is somebody else's."""
KEY, FLAGS = ("primary_key", "pk"), ("unique",)
"""Parameters with which a column is unique, alone or with the others of its key."""
DEFAULT, NULLS = Param("default"), Param("nulls_distinct")
ANYTHING = "*"
"""A field that is not known."""


@record
class Constraint:
    """A constraint that a mapped class declares."""

    node: ast.expr
    model: str
    kind: str
    """``unique``, ``check``, or another word of `Constrains`."""
    fields: tuple[str, ...]
    """What is unique together; ``*`` among them: not all of it is known."""
    key: bool = False
    """Whether it is the key of the table."""

    @property
    def refused(self) -> str:
        """What it refuses, in words."""
        if self.kind != UNIQUE:
            return f"values that a {self.kind} constraint does not allow"
        known = ", ".join(field for field in self.fields if field != ANYTHING)
        return f"two rows with the same `{known}`" if known else "two rows that are the same"

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Those of the classes of a file, without what they inherit."""
        for node, _ in classes_of(file, tables().table(ModelBase)):
            yield from (cls(*item) for item in _of_class(file, node))


Found = tuple[ast.expr, str, str, tuple[str, ...], bool]


def unique_sets(file: File, model: str) -> tuple[frozenset[str], ...] | None:
    """The fields, without ``_id``, that no two rows of a mapped class share; ``None``: not known.

    A field that has a constant by default is left out: rows that are made without it share it.
    """
    home, cls = file.defined(model) or (file, None)
    if not isinstance(cls, ast.ClassDef) or not _is_whole(home, cls):
        return None
    found: list[frozenset[str]] = [frozenset({"pk"})]
    if not any("id" in other.index.scopes[line].bindings for other, line in lineage(home, cls)):
        found.append(frozenset({"id"}))
    shared = {name for other, line in lineage(home, cls) for name in _with_constant(other, line)}
    for other, line in lineage(home, cls):
        if _is_hidden(other, line):
            return None
        for node, _, kind, fields, _ in _of_class(other, line):
            if kind == UNIQUE and _counts_nothing(other, node):
                found += [frozenset({plain(field)}) for field in fields]
            elif kind == UNIQUE:
                found.append(frozenset(map(plain, fields)) - shared)
    return None if any(ANYTHING in fields for fields in found) else tuple(found)


def known_unique(file: File, cls: ast.ClassDef) -> Iterator[frozenset[str]]:
    """The fields, without ``_id``, that no two rows of a class share, be there others as well."""
    for home, line in lineage(file, cls):
        for _, _, kind, fields, _ in _of_class(home, line):
            if kind == UNIQUE and ANYTHING not in fields:
                yield frozenset(map(plain, fields))


def _with_constant(file: File, cls: ast.ClassDef) -> Iterator[str]:
    """The fields of a class that have a constant by default."""
    for name, bindings in file.index.scopes[cls].bindings.items():
        call = bindings[-1].value
        known = constant(file, given(file, call, DEFAULT)) if isinstance(call, ast.Call) else None
        if known is not None and known.value is not None:
            yield plain(name)


def _counts_nothing(file: File, node: ast.expr) -> bool:
    """Whether two rows without a value are the same in the eyes of a constraint."""
    known = constant(file, given(file, node, NULLS)) if isinstance(node, ast.Call) else None
    return known is not None and known.value is False


def plain(field: str) -> str:
    """``order`` of ``order_id``: a reference and its column are the same."""
    return field.removesuffix("_id") or field


def is_plain_field(file: File, model: str, field: str) -> bool:
    """Whether a field is declared by a call that is known: others may be unique by themselves."""
    home, cls = file.defined(model) or (file, None)
    if not isinstance(cls, ast.ClassDef):
        return False
    known = tables()
    for other, line in lineage(home, cls):
        scope = other.index.scopes[line].bindings
        for name in (field, plain(field)):
            for binding in scope.get(name, ()):
                call = binding.value
                callee = other.callee(call) if isinstance(call, ast.Call) else None
                return callee in known.table(ColumnTrait) or (
                    callee in known.table(RelationTrait) or binding.value is None
                )
    return False


def _is_whole(file: File, cls: ast.ClassDef) -> bool:
    """Whether all bases of a class are the program's own, or the plain ones of its ORM."""
    mro = file.mro_of(cls)
    if mro is None:
        return False
    mapped = tables().table(ModelBase)
    for name in mro:
        if file.defined(name) is not None:
            continue
        above = file.library.bases(name)
        if name in mapped and any(base in mapped for base in above if base != name):
            return False
    return True


# ── one class ────────────────────────────────────────────────────────────────────────────────────


def _of_class(file: File, cls: ast.ClassDef) -> tuple[Found, ...]:
    found: tuple[Found, ...] = file.memo(
        ("constraints of", cls), lambda: (*_of_columns(file, cls), *_ofoptions_of(file, cls))
    )
    return found


def _of_columns(file: File, cls: ast.ClassDef) -> Iterator[Found]:
    key: list[str] = []
    first: ast.expr | None = None
    for name, bindings in file.index.scopes[cls].bindings.items():
        call = bindings[-1].value
        if not isinstance(call, ast.Call):
            continue
        flags = list(_flags(file, call))
        if any(flag in KEY for flag in flags):
            key.append(name)
            first = first or call
        elif any(flag in FLAGS for flag in flags) or _leads_to_one(file, call):
            yield call, cls.name, UNIQUE, (name,), False
        for inner in file.nodes(ast.Call, within=call):
            row = tables().table(Constrains).get(file.callee(inner) or "")
            if row is not None and row.kind != UNIQUE:
                yield inner, cls.name, row.kind, (name,), False
    if first is not None:
        yield first, cls.name, UNIQUE, tuple(key), True


def _flags(file: File, call: ast.Call) -> Iterator[str]:
    """The parameters by which a column is unique, or may be, itself or in one that it is given."""
    for inner in (call, *file.nodes(ast.Call, within=call)):
        for keyword in inner.keywords:
            if keyword.arg in {*KEY, *FLAGS}:
                known = constant(file, keyword.value)
                if known is None or known.value:
                    yield keyword.arg or ""


def _leads_to_one(file: File, call: ast.Call) -> bool:
    """Whether a reference is one that no other row has."""
    name = file.callee(call) or ""
    row = tables().table(RelationTrait).get(name)
    return (
        row is not None
        and name in tables().table(ColumnTrait)
        and row.many is False
        and row.back_many is False
    )


def _ofoptions_of(file: File, cls: ast.ClassDef) -> Iterator[Found]:
    """What the options of a class, or the arguments of its table, say."""
    for value in _listed(file, cls, ARGUMENTS):
        yield from _of_calls(file, cls, value)
    meta = options_of(file, cls)
    if meta is None:
        return
    for value in _listed(file, meta, LISTED):
        yield from _of_calls(file, cls, value)
    for value in _listed(file, meta, TOGETHER):
        known = _literal(file, value)
        for group in (known,) if _is_group(known) else known or ():
            if _is_group(group):
                yield value, cls.name, UNIQUE, tuple(group), False
    for value in _listed(file, meta, INDEXES):
        known = _literal(file, value)
        for item in known or ():
            if (
                isinstance(item, tuple)
                and len(item) == 2
                and item[1] is True
                and _is_group(item[0])
            ):
                yield value, cls.name, UNIQUE, tuple(item[0]), False


def _is_group(value: object) -> TypeGuard[Collection[str]]:
    return (
        isinstance(value, tuple | list | set | frozenset)
        and bool(value)
        and all(isinstance(item, str) for item in value)
    )


def _literal(file: File, value: ast.expr) -> tuple[object, ...] | list[object] | None:
    try:
        found = ast.literal_eval(value)
    except (ValueError, TypeError):
        known = file.value_of(value)
        found = known.value if known is not None else None
    return found if isinstance(found, tuple | list) else None


def _listed(file: File, cls: ast.ClassDef, name: str) -> Iterator[ast.expr]:
    for binding in file.index.scopes[cls].bindings.get(name, ()):
        if binding.value is not None:
            yield binding.value


def _of_calls(file: File, cls: ast.ClassDef, value: ast.expr) -> Iterator[Found]:
    """The constraints in a list."""
    table = tables().table(Constrains)
    for call in _elements(file, value):
        row = table.get(file.callee(call) or "")
        if row is None:
            continue
        if row.when and not any(flag == row.when for flag in _flags(file, call)):
            continue
        fields = tuple(_fields(file, call, row)) if row.kind == UNIQUE else ()
        yield call, cls.name, row.kind, fields, False


def _elements(file: File, value: ast.expr) -> Iterator[ast.Call]:
    if isinstance(value, ast.Call):
        yield value
    yield from file.nodes(ast.Call, within=value)


def _fields(file: File, call: ast.Call, row: Constrains) -> Iterator[str]:
    """The fields of a constraint; those of an expression are all that it names."""
    named = given(file, call, row.fields)
    if named is not None:
        known = _literal(file, named)
        yield from (str(item) for item in known) if known is not None else (ANYTHING,)
    elif row.fields is not None and row.position is None:
        yield ANYTHING
    for argument in call.args[row.position :] if row.position is not None else ():
        yield from _named(argument)


def _named(argument: ast.expr) -> Iterator[str]:
    """The fields that an argument names: ``"email"``, ``Lower("email")``, ``User.email``."""
    if isinstance(argument, ast.Starred):
        yield ANYTHING
        return
    found = [
        str(part.value)
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    if not found:
        last = argument.attr if isinstance(argument, ast.Attribute) else None
        last = argument.id if isinstance(argument, ast.Name) else last
        found = [last or ANYTHING]
    yield from found


def _is_hidden(file: File, cls: ast.ClassDef) -> bool:
    """Whether constraints of a class may stand where they cannot be read: in another program, too."""
    values = list(_listed(file, cls, ARGUMENTS))
    meta = options_of(file, cls)
    if len(file.index.scopes[cls].bindings.get(ARGUMENTS, ())) != len(values):
        return True
    if meta is not None:
        if any(_is_false(file, value) for value in _listed(file, meta, MANAGED)):
            return True
        for name in (LISTED, TOGETHER):
            values += _listed(file, meta, name)
    if any(_is_open(file, value) for value in values):
        return True
    # An index that is declared behind its class.
    table = tables().table(Constrains)
    return any(
        file.class_(call) is None
        and any(file.last_name(part) == cls.name for part in _owners(call))
        for _, call in file.calls_to(table)
    )


def _is_false(file: File, value: ast.expr) -> bool:
    known = constant(file, value)
    return known is not None and known.value is False


def _owners(call: ast.Call) -> Iterator[ast.expr]:
    for argument in call.args:
        current: ast.expr = argument
        while isinstance(current, ast.Attribute | ast.Call):
            current = current.func if isinstance(current, ast.Call) else current.value
            yield current


def _is_open(file: File, value: ast.expr) -> bool:
    """Whether a list of constraints is no literal whose members are all known."""
    if isinstance(value, ast.Tuple | ast.List):
        table = tables().table(Constrains)
        return any(
            isinstance(item, ast.Starred)
            or (isinstance(item, ast.Call) and file.callee(item) not in table)
            or isinstance(item, ast.Name)
            for item in value.elts
        )
    return not isinstance(value, ast.Dict | ast.Set)

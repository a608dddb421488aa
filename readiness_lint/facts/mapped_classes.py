"""Classes whose rows stand in a table of their own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import constant
from readiness_lint.facts.classes import classes_of, defines, lineage, options_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import ColumnTrait, ModelBase
from readiness_lint.model import File
from readiness_lint.record import record
from readiness_lint.terms import Answer, When

APPS, VERSIONS = "apps", "versions"
"""Values of `Creates.history`."""
Options = dict[str, object]


@record
class MappedClass:
    """A class whose rows stand in a table of its own, as far as the class itself says."""

    node: ast.ClassDef
    name: str
    history: str
    """`Creates.history`: ``apps`` or ``versions``."""
    table: str
    """The name of the table; empty: it follows from the application's label."""
    label: str | None
    """The label of the application that it says it belongs to."""

    @classmethod
    def find(cls, file: File) -> Iterable[MappedClass]:
        """The classes of a module that are mapped at import; what is not certain is left out."""
        for node, rows in classes_of(file, tables().table(ModelBase)):
            row = rows[0]
            if not row.history or file.when(node) is not When.IMPORT or file.class_(node):
                continue
            if row.history == APPS:
                yield from _of_application(file, node)
            elif row.history == VERSIONS and (not row.keyword or is_told(node, row.keyword)):
                yield from _of_versions(file, node, row)


def is_told(node: ast.ClassDef, word: str) -> bool:
    """Whether a class is given a keyword without which it has no table."""
    return any(
        keyword.arg == word
        and isinstance(keyword.value, ast.Constant)
        and bool(keyword.value.value)
        for keyword in node.keywords
    )


# ── classes of applications ──────────────────────────────────────────────────────────────────────


def _of_application(file: File, node: ast.ClassDef) -> Iterator[MappedClass]:
    options = _options_for(file, node)
    if options is None or options.get("abstract") or options.get("proxy") or _is_remade(file, node):
        return
    if options.get("managed", True) is True and not options.get("swappable"):
        table, label = options.get("db_table"), options.get("app_label")
        yield MappedClass(
            node,
            node.name,
            APPS,
            table if isinstance(table, str) else "",
            label if isinstance(label, str) else None,
        )


def _options_for(file: File, node: ast.ClassDef) -> Options | None:
    """The options that hold for a class; ``None``: not known."""
    own = options_of(file, node)
    if own is not None:
        return _stated(file, own)
    for name in file.bases_of(node):
        home = file.defined(name)
        if home and isinstance(home[1], ast.ClassDef) and (meta := options_of(home[0], home[1])):
            options = _stated(home[0], meta)
            # Only what has no table itself hands its options down.
            if options is None or options.get("abstract"):
                return _handed_down(options)
    return {}


def _is_remade(file: File, node: ast.ClassDef) -> bool:
    """Whether a metaclass may give a class, or what a base of it hands down, other options."""
    return any(
        keyword.arg == "metaclass" and _is_making(home, keyword.value, cls)
        for home, cls in lineage(file, node)
        for keyword in cls.keywords
    )


def _is_making(file: File, metaclass: ast.expr, cls: ast.ClassDef) -> bool:
    """Whether a metaclass of the program has a hand in making classes, or it is not known."""
    name = file.class_name(metaclass, cls)
    home = file.defined(name) if name else None
    if home is None or not isinstance(home[1], ast.ClassDef):
        return name is None or not file.library.knows(name)
    return defines(home[0], home[1], "__new__", "__init__", "__prepare__")


def _stated(file: File, meta: ast.ClassDef) -> Options | None:
    """The constants of a class of options, and of its bases; ``None``: one is not known."""
    found: Options = {}
    for base in reversed(meta.bases):
        name = file.class_name(base, meta)
        home = file.defined(name) if name else None
        above: Options | None = {}
        if home and isinstance(home[1], ast.ClassDef):
            above = _handed_down(_stated(home[0], home[1]))
        if name is None or above is None:
            return None
        found |= above
    for name in ("abstract", "proxy", "managed", "swappable", "app_label", "db_table"):
        bindings = file.index.scopes[meta].bindings.get(name, ())
        if bindings:
            value = bindings[0].value if len(bindings) == 1 else None
            known = file.value_of(value) if value is not None else None
            if known is None:
                return None
            found[name] = known.value
    return found


def _handed_down(options: Options | None) -> Options | None:
    if options is None:
        return None
    return {key: value for key, value in options.items() if key not in {"abstract", "db_table"}}


# ── classes of versions ──────────────────────────────────────────────────────────────────────────


def _of_versions(file: File, node: ast.ClassDef, row: ModelBase) -> Iterator[MappedClass]:
    scope = file.index.scopes[node].bindings
    if "__abstract__" in scope or "__table__" in scope:
        return
    table = _table_name(file, node, row)
    if table:
        yield MappedClass(node, node.name, VERSIONS, table, None)


def _table_name(file: File, node: ast.ClassDef, row: ModelBase) -> str | None:
    bindings = file.index.scopes[node].bindings.get("__tablename__", ())
    if bindings:
        value = bindings[-1].value if len(bindings) == 1 else None
        known = file.value_of(value) if value is not None else None
        return known.value if known and isinstance(known.value, str) else None
    if not row.named or any("__tablename__" in names for names in _names_above(file, node)):
        return None
    return node.name.lower() if row.named == "lower" else _snake(node.name)


def _names_above(file: File, node: ast.ClassDef) -> Iterator[Iterable[str]]:
    """What each base of the program binds."""
    for name in file.bases_of(node):
        home = file.defined(name)
        if home and isinstance(home[1], ast.ClassDef):
            yield home[0].index.scopes[home[1]].bindings


def _snake(name: str) -> str:
    return re.sub(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))", r"_\1", name).lower()


def has_own_table(file: File, mapped: MappedClass) -> Answer:
    """Whether the rows of a class stand in no table of another class."""
    if mapped.history == APPS or _has_key(file, mapped.node):
        return True
    above = [file.defined(name) for name in file.bases_of(mapped.node)]
    classes = [(home[0], home[1]) for home in above if home and isinstance(home[1], ast.ClassDef)]
    if any("__tablename__" in home.index.scopes[cls].bindings for home, cls in classes):
        return None
    return True if any(_has_key(home, cls) for home, cls in classes) else None


def _has_key(file: File, node: ast.ClassDef) -> bool:
    """Whether a class declares its primary key itself."""
    columns = tables().table(ColumnTrait)
    for call in file.nodes(ast.Call, within=node):
        if file.scope(call).node is not node:
            continue
        for keyword in call.keywords:
            if keyword.arg == "primary_key" and file.callee(call) in columns:
                known = constant(file, keyword.value)
                return known is not None and known.value is True
        if file.last_name(call.func) == "PrimaryKeyConstraint":
            return True
    return False

"""Columns that refer to another table and have no index, and what looks rows up by them."""

from __future__ import annotations

import ast
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Self

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.core_tables import CoreTable, joined_through, name_bound
from readiness_lint.facts.databases import is_for_mysql, is_in_file, is_mysql_only
from readiness_lint.facts.listings import snake
from readiness_lint.facts.mapped_classes import MappedClass
from readiness_lint.facts.models import Column
from readiness_lint.facts.program import LOADED, Program
from readiness_lint.facts.relations import relations_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import SMALL_TABLES
from readiness_lint.knowledge.schema import Indexes, Param, Refers, RelationTrait
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Role

KEYS = frozenset({"index", "unique", "primary_key"})
"""Parameters with which a column has an index."""
ARGUMENTS = "__table_args__"
BACKWARDS = ("back_populates", "backref")
"""Parameters of a relation that name the attribute which leads back, by this column."""
ENDS = frozenset({"CASCADE", "SET NULL", "SET DEFAULT"})
"""What the database does to the rows of a parent that goes: it has to find them."""
ONLOOKING = Pattern(r"\w+_by(?:_\w*id)?", re.IGNORECASE)
"""Columns that say who did something, by which nobody asks for rows."""


@record
class UnindexedKey:
    """A foreign key of a mapped class that nothing indexes, and by which rows are looked up."""

    node: ast.expr
    model: str
    column: str
    target: str
    """The column that it refers to."""
    table: str
    use: str
    """What looks for rows by it."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Those of the file's classes that have a table of their own."""
        table = tables().table(Refers)
        calls = file.calls_to(table)
        program = file.program
        if not calls or program is None or is_for_mysql(file):
            return
        mapped = {item.node: item for item in file.facts(MappedClass)}
        for column in file.facts(Column):
            home = file.scope(column.node).node
            owner = mapped.get(home) if isinstance(home, ast.ClassDef) else None
            if owner is None or not isinstance(column.node, ast.Call):
                continue
            key = _key(file, column.node, calls)
            if key is None or _has_index(file, owner.node, column, key):
                continue
            use = _use(file, program, owner, column, key.target, key.ends) if owner.table else ""
            # These read all texts of the program.
            if (
                use
                and not (is_mysql_only(program) or is_in_file(program))
                and not program.known(_is_indexed_later, owner.table, column.name)
            ):
                yield cls(column.node, owner.name, column.name, key.target, owner.table, use)
        yield from cls._of_core(file, program, calls)

    @classmethod
    def _of_core(
        cls, file: File, program: Program, calls: list[tuple[str, ast.Call]]
    ) -> Iterator[Self]:
        """Those of tables without a class."""
        for table in file.facts(CoreTable):
            for column, node in table.columns:
                key = _key(file, node, calls, node)
                use = (
                    _use_of_core(file, program, table, column, key, calls)
                    if key is not None and not _has_core_index(file, table, column, key)
                    else ""
                )
                if (
                    use
                    and key is not None
                    and not (is_mysql_only(program) or is_in_file(program))
                    and not program.known(_is_indexed_later, table.name, column)
                ):
                    yield cls(node, table.variable, column, key.target, table.name, use)


@record
class _Key:
    """What a column refers to."""

    target: str
    ends: str
    calls: tuple[ast.Call, ...]
    """The calls that declare it."""


def _key(
    file: File, column: ast.Call, calls: list[tuple[str, ast.Call]], within: ast.expr | None = None
) -> _Key | None:
    """The one foreign key that a column is; ``None``: it is none, or what it refers to is not known."""
    statement, table = within or file.statement(column), tables().table(Refers)
    inside = [*file.nodes(ast.Call, within=statement), column]
    for name, call in calls:
        row = table[name]
        if call not in inside:
            continue
        found = given(file, call, row.target)
        known = constant(file, found)
        text = known.value if known else ast.unparse(found) if found is not None else None
        if isinstance(text, str) and "." in text:
            ends = constant(file, given(file, call, Param(row.ends)))
            how = ends.value if ends and isinstance(ends.value, str) else ""
            return _Key(text, how, tuple(inside))
    return None


# ── indexes ──────────────────────────────────────────────────────────────────────────────────────


def _indexes_itself(file: File, key: _Key) -> bool:
    """Whether a column has an index by what it says of itself, or may."""
    for call in key.calls:
        for keyword in call.keywords:
            known = constant(file, keyword.value) if keyword.arg in KEYS else None
            if keyword.arg is None or (keyword.arg in KEYS and (not known or known.value)):
                return True
    return False


def _has_core_index(file: File, table: CoreTable, column: str, key: _Key) -> bool:
    """Whether a table, or its module, indexes a column, or may."""
    return _indexes_itself(file, key) or any(
        column in _first(file, call, row.first)
        for row, call in _indexing(file)
        if _owner(file, call) in {table.node, None}
    )


def _owner(file: File, call: ast.Call) -> ast.AST | None:
    """The class that an index stands in, or the table; ``None``: it may be of any of the module."""
    roots = {part.id for part in ast.walk(call) if isinstance(part, ast.Name)}
    for table in file.facts(CoreTable):
        if table.variable in roots or call in file.nodes(ast.Call, within=table.node):
            return table.node
    return file.class_(call)


def _has_index(file: File, cls: ast.ClassDef, column: Column, key: _Key) -> bool:
    """Whether the class, or its module, indexes a column, or may."""
    if _indexes_itself(file, key) or _is_hidden(file, cls):
        return True
    return any(
        column.name in _first(file, call, row.first)
        for row, call in _indexing(file)
        if _owner(file, call) in {cls, None}
    )


def _indexing(file: File) -> Iterator[tuple[Indexes, ast.Call]]:
    """The indexes of a file; an extension has them under other names, so the last part is enough."""
    table = tables().table(Indexes)
    likely = {name.rpartition(".")[2]: row for name, row in table.items()}
    for call, at in file.candidates(frozenset(likely)):
        row = table.get(file.callee(call, at) or "") or likely.get(file.last_name(call) or "")
        if row is not None:
            yield row, call


def _first(file: File, call: ast.Call, position: int) -> Collection[str]:
    """The first column of an index, or all that it might be."""
    arguments = call.args[position:]
    first = arguments[0] if arguments else None
    if isinstance(first, ast.Constant):
        return [str(first.value)]
    last = file.last_name(first) if first is not None else None
    if last is not None and not isinstance(first, ast.Call):
        return [last]
    return [
        str(part.value) if isinstance(part, ast.Constant) else getattr(part, "attr", "")
        for argument in (*arguments, *(keyword.value for keyword in call.keywords))
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant | ast.Attribute)
    ]


def _is_hidden(file: File, cls: ast.ClassDef) -> bool:
    """Whether the arguments of a table stand elsewhere than in its class."""
    for binding in file.index.scopes[cls].bindings.get(ARGUMENTS, ()):
        if not isinstance(binding.value, ast.Tuple | ast.Dict | ast.List):
            return True
        if any(isinstance(part, ast.Starred) for part in ast.walk(binding.value)):
            return True
    above = [(home, line) for home, line in lineage(file, cls) if line is not cls]
    return any(ARGUMENTS in home.index.scopes[line].bindings for home, line in above)


INDEXING = Pattern(
    r"create_index|create_unique_constraint|\bindex\s*\(|create\s+(?:unique\s+)?index",
    re.IGNORECASE,
)
OF_TABLE = Pattern(r"""\(\s*(?:\w+\.f\()?["'][^"']*["']\)?\s*,\s*["'](\w+)["']\s*,""")
"""The arguments of an operation that names its table."""
NEAR = 250


@record
class _Indexing:
    """What a module says of an index that it makes, in a migration or in a statement."""

    source: str
    """The whole module: the table may be named anywhere in it."""
    near: str
    table: str | None
    """``None``: the operation does not say."""


def _is_indexed_later(program: Program, table: str, column: str) -> bool:
    """Whether a migration, or a statement of the program, may index a column."""
    first = re.compile(rf"""[\[(]\s*["'`]?{re.escape(column)}["'`]?\s*[\],)]""")
    indexing = program.memo("indexing", lambda: tuple(_indexing_in(program)))
    return any(
        item.table in {None, table} and table in item.source and first.search(item.near)
        for item in indexing
    )


def _indexing_in(program: Program) -> Iterator[_Indexing]:
    for text in program.texts(Role.MIGRATION, *LOADED):
        if text.role is Role.MIGRATION or "CREATE INDEX" in text.source.upper():
            for start in INDEXING.finditer(text.source):
                named = OF_TABLE.match(text.source, start.end())
                near = text.source[start.end() : start.end() + NEAR]
                yield _Indexing(text.source, near, named[1] if named is not None else None)


# ── uses ─────────────────────────────────────────────────────────────────────────────────────────


def _use(
    file: File, program: Program, owner: MappedClass, column: Column, target: str, ends: str
) -> str:
    """What looks for rows by a column; empty: nothing that is known."""
    parent = target.rpartition(".")[0].rpartition(".")[2]
    if any(file.words(SMALL_TABLES).match(table) for table in (parent.lower(), owner.table)):
        return ""
    if program.known(_is_filtered, owner.name, column.name, "") and program.known(
        _is_filtered, owner.name, column.name, _found_by(file, program, owner, column)
    ):
        return "each lookup by it"
    back = _leads_back(file, owner.node, column.name)
    if back is None and _is_only_key(file, owner, parent):
        back = program.known(_collected_as, f"{file.module}.{owner.name}", parent) or None
    if back is not None and program.known(_is_loaded, back):
        return f"loading the rows of one `{parent}`"
    if (
        ends.upper() in ENDS
        and not ONLOOKING.fullmatch(column.name)
        and program.known(_loses_rows, parent)
    ):
        return f"each deletion of a row of `{parent}`"
    return ""


def _use_of_core(
    file: File,
    program: Program,
    table: CoreTable,
    column: str,
    key: _Key,
    calls: list[tuple[str, ast.Call]],
) -> str:
    """The same for a column of a table without a class."""
    parent = key.target.rpartition(".")[0].rpartition(".")[2]
    if any(file.words(SMALL_TABLES).match(name) for name in (parent.lower(), table.name)):
        return ""
    keys = {name: _key(file, node, calls, node) for name, node in table.columns}
    indexed = sorted(
        name
        for name, other in keys.items()
        if name != column and other is not None and _has_core_index(file, table, name, other)
    )
    if program.known(_is_filtered, table.variable, column, "") and program.known(
        _is_filtered, table.variable, column, " ".join(indexed)
    ):
        return "each lookup by it"
    targets = [
        other.target.rpartition(".")[0].rpartition(".")[2] for other in keys.values() if other
    ]
    through = (
        program.known(joined_through, file.module, table.variable, table.name, parent)
        if targets.count(parent) == 1
        else ()
    )
    if any(program.known(_is_loaded, name) for name in through):
        return f"loading what one `{parent}` is joined with"
    if key.ends.upper() in ENDS and program.known(_loses_rows, parent):
        return f"each deletion of a row of `{parent}`"
    return ""


COMPARING = (Pattern(r"=="), Pattern(r"\.in_\("))
"""Apart from each other, since the search for a fixed text is ten times as fast."""
COLUMNS = "c"
"""Where a table has its columns."""
NAME = Pattern(r"[^\W\d]\w*")
BY_NAME = Pattern(r"\.filter_by\(([^)]*)")
NAMED = Pattern(r"\b(\w+)\s*=(?!=)")
CHAINED = Pattern(r"(?:[\w.()]|\s+(?=\.))*\s*\Z")
WORD = Pattern(r"\w+")
BEFORE = 200
"""Characters in front of a comparison, or of a filter, in which its class is looked for."""
BEGINS = Pattern(r"^[ \t]*(?:async[ \t]+)?def\b", re.MULTILINE)
"""Where a function begins: what it asks for it asks for together, as a rule."""


def _found_by(file: File, program: Program, owner: MappedClass, column: Column) -> str:
    """The other columns by which an index finds the rows, whatever else is asked for."""
    found = {
        *_leading(file, owner.node, column.name),
        *_references(file, program, owner),
    }
    return " ".join(sorted(found - {column.name}))


def _leading(file: File, cls: ast.ClassDef, column: str) -> Iterator[str]:
    """The columns with which an index of several begins that has a column further on."""
    for row, call in _indexing(file):
        names = [
            str(item.value) if isinstance(item, ast.Constant) else file.last_name(item)
            for item in call.args[row.first :]
        ]
        if column in names and names[0] and file.class_(call) is cls:
            yield names[0]


def _references(file: File, program: Program, owner: MappedClass) -> Iterator[str]:
    """The foreign keys of a class that have an index: few rows have the same in common."""
    calls = file.calls_to(tables().table(Refers))
    for other in file.facts(Column):
        if file.scope(other.node).node is owner.node and isinstance(other.node, ast.Call):
            key = _key(file, other.node, calls)
            if key is not None and (
                _has_index(file, owner.node, other, key)
                or program.known(_is_indexed_later, owner.table, other.name)
            ):
                yield other.name


def _is_filtered(program: Program, model: str, column: str, leading: str) -> bool:
    """Whether some module asks for the rows with a value of a column, and of none of the leading."""
    asked = program.memo("filtered", lambda: _asked_in(program))
    return any(beside.isdisjoint(leading.split()) for beside in asked.get((model, column), ()))


def _asked_in(program: Program) -> dict[tuple[str, str], frozenset[frozenset[str]]]:
    """By class and column: the columns that are asked for together with it, each time."""
    found: dict[tuple[str, str], set[frozenset[str]]] = defaultdict(set)
    for text in program.texts(Role.APPLICATION):
        asked = list(_filtered_in(text.source))
        begins = [start.start() for start in BEGINS.finditer(text.source)] if asked else []
        together: dict[tuple[str, int], set[str]] = defaultdict(set)
        for at, model, column in asked:
            together[model, bisect(begins, at)].add(column)
        for at, model, column in asked:
            found[model, column].add(frozenset(together[model, bisect(begins, at)]))
    return {key: frozenset(beside) for key, beside in found.items()}


def _filtered_in(source: str) -> Iterator[tuple[int, str, str]]:
    """The classes and columns by which a module asks: ``Order.user_id ==``, ``filter_by``."""
    for start in chain.from_iterable(pattern.finditer(source) for pattern in COMPARING):
        side = source[max(0, start.start() - BEFORE) : start.start()].rstrip()
        owner, _, column = side.rpartition(".")
        words = WORD.findall(owner) if owner and WORD.fullmatch(column) else []
        if words[1:] and words[-1] == COLUMNS and owner.endswith(f"{words[-2]}.{COLUMNS}"):
            # `orders.c.user_id`, of a table without a class.
            words.pop()
            owner = owner.removesuffix(f".{COLUMNS}")
        if words and owner.endswith(words[-1]) and NAME.fullmatch(words[-1]):
            yield start.start(), words[-1], column
    for start in BY_NAME.finditer(source):
        called = CHAINED.search(source, max(0, start.start() - BEFORE), start.start())
        columns = NAMED.findall(start[1])
        for model in WORD.findall(called[0]) if called is not None and columns else ():
            yield from ((start.start(), model, column) for column in columns)


def _leads_back(file: File, cls: ast.ClassDef, column: str) -> str | None:
    """The relation of the parent that looks for the rows of this class by the column.

    Empty: it has one, whose name is not known.
    """
    for _, call in file.calls_to(tables().table(RelationTrait)):
        if file.scope(call).node is not cls:
            continue
        name = name_bound(file, call)
        named = next((item.value for item in call.keywords if item.arg in BACKWARDS), None)
        if column in {f"{name}_id", f"{name}_pk"} and named is not None:
            known = constant(file, named)
            return known.value if known and isinstance(known.value, str) else ""
    return None


JOINED = frozenset({"secondary", "secondaryjoin", "primaryjoin", "foreign_keys", "remote_side"})
"""Parameters of a relation that goes another way than by the one key."""


def _is_only_key(file: File, owner: MappedClass, parent: str) -> bool:
    """Whether a class has one key to a table, by which every relation has to look."""
    calls = file.calls_to(tables().table(Refers))
    keys = [
        _key(file, other.node, calls)
        for other in file.facts(Column)
        if file.scope(other.node).node is owner.node and isinstance(other.node, ast.Call)
    ]
    targets = [key.target.rpartition(".")[0].rpartition(".")[2] for key in keys if key is not None]
    return targets.count(parent) == 1


def _collected_as(program: Program, model: str, parent: str) -> str:
    """The attribute with which the class of a table holds the rows of a model; empty: none."""
    table = tables().table(RelationTrait)
    for _, (target, home, name) in program.each(_collections, tables=(table,)):
        if (target, home) == (model, parent):
            return name
    return ""


def _collections(file: File) -> Iterator[tuple[str, str, str]]:
    """The relations to any number of rows: their class, the table that has them, and their name."""
    relations = relations_of(file)
    mapped = {item.node: item for item in file.facts(MappedClass)}
    for _, call in file.calls_to(tables().table(RelationTrait)) if relations else ():
        cls = file.scope(call).node
        owner = mapped.get(cls) if isinstance(cls, ast.ClassDef) else None
        name = name_bound(file, call)
        if owner is None or any(item.arg is None or item.arg in JOINED for item in call.keywords):
            continue
        relation = relations.relation(f"{file.module}.{owner.name}", name) if relations else None
        if relation is not None and relation.many and relation.target:
            yield relation.target, owner.table, name


def _is_loaded(program: Program, relation: str) -> bool:
    """Whether some module reads a relation, of whatever object but its own."""
    read = re.compile(rf"(?<!\bself)(?<!\bcls)\.{re.escape(relation)}\b(?!\s*\()")
    return not relation or any(
        read.search(text.source) for text in program.texts(*LOADED, holding=(relation,))
    )


# ── tables that lose rows ────────────────────────────────────────────────────────────────────────

CLASS = Pattern(r"^[ \t]*class[ \t]+(\w+)", re.MULTILINE)
TABLE_NAME = Pattern(r"""__tablename__\s*(?::[^=\n]*)?=\s*f?["'](\w+)["']""")
FALLS_WITH = Pattern(
    r"""["'](?:\w+\.)?(\w+)\.\w+["']\s*,[^()]*ondelete\s*=\s*["']CASCADE["']""", re.IGNORECASE
)
PARTS = Pattern(r"^[ \t]*(?:(?:async[ \t]+)?def|class)\b", re.MULTILINE)
"""Where a function or a class begins."""
DELETES = Pattern(r"\bdelete\s*\(|\bDELETE\s+FROM\b|\bdelete_\w+\s*\(", re.IGNORECASE)

OF_ONE = Pattern(
    r"""(?:(?<![.\w])delete\s*\(\s*(?:\w+\.)*(?=[A-Z])|\bDELETE\s+FROM\s+["`]?(?:\w+\.)?)(\w+)\b(?!\()"""
)
"""A deletion that names the class, or the table, whose rows go."""


@record
class _Kept:
    """What the texts of a program say of a table."""

    classes: frozenset[str]
    above: frozenset[str]
    """The tables with whose rows its own go."""


def _loses_rows(program: Program, table: str) -> bool:
    """Whether something deletes rows of a table, or of one that takes them with it."""
    known = program.memo("kept tables", lambda: _tables_in(program))
    seen: set[str] = set()
    todo = [table]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            found = known.get(name)
            if _is_deleted(program, name, found.classes if found else frozenset()):
                return True
            todo += found.above if found else ()
    return False


def _is_deleted(program: Program, table: str, classes: frozenset[str]) -> bool:
    """Whether a function that deletes speaks of a table or of its class."""
    spoken = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted({table, *classes})))})\b")
    deleting = program.memo("deleting", lambda: tuple(_deleting_in(program)))
    return any(spoken.search(part) for part in deleting)


def _deleting_in(program: Program) -> Iterator[str]:
    """The functions, as texts, that delete something; where all is named that goes, the names."""
    for text in program.texts(*LOADED, holding=("delete", "DELETE")):
        source = text.source
        begins = [0, *(start.start() for start in PARTS.finditer(source)), len(source)]
        for at in sorted({bisect(begins, found.start()) for found in DELETES.finditer(source)}):
            part = source[begins[at - 1] : begins[at]]
            named = OF_ONE.findall(part)
            yield " ".join(named) if len(named) == len(DELETES.findall(part)) else part


def _tables_in(program: Program) -> dict[str, _Kept]:
    """By the name of a table."""
    classes, above = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for text in program.texts(*LOADED, holding=("class",)):
        starts = list(CLASS.finditer(text.source))
        ends = [*(start.start() for start in starts[1:]), len(text.source)]
        for start, end in zip(starts, ends, strict=False):
            body = text.source[start.end() : end]
            named = TABLE_NAME.search(body)
            for table in {named[1]} if named else {start[1].lower(), snake(start[1])}:
                classes[table].add(start[1])
                above[table].update(FALLS_WITH.findall(body))
    return {
        table: _Kept(frozenset(names), frozenset(above[table])) for table, names in classes.items()
    }

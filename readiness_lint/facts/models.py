"""Classes and tables whose rows are stored, and their columns as far as the file declares them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.callers import called
from readiness_lint.facts.classes import classes_of, heirs
from readiness_lint.facts.decorators import target_of
from readiness_lint.facts.idle import is_idle_table
from readiness_lint.facts.shapes import is_text, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import PROCESS_STARTS, SINGLE_ROWS
from readiness_lint.knowledge.schema import ColumnTrait, ColumnType, ModelBase, Param, Table
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.positions import end_of, start_of
from readiness_lint.record import record
from readiness_lint.terms import Answer

DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
EVERY_COLUMN = frozenset({"__table__", "__mapper__"})
CONTAINERS = frozenset({"builtins.list", "builtins.dict", "builtins.set"})
UNEDITED = frozenset({"text", "integer", "float", "decimal", "boolean"})
"""Types of columns that give no container back, whatever they were given."""


@record
class Default:
    """What a column takes where no value is given, or with each update."""

    value: ast.expr
    parameter: str
    drawn: ast.Call | None
    """The call in it that gives another value each time, made once, at import."""
    mutable: bool
    """Whether it is a list, a dictionary or a set, made once."""


@record
class Column:
    """A column of a table, or a field of a schema."""

    node: ast.expr
    """The call that declares it; its annotation if none does."""
    name: str
    orm: str
    stored: bool
    """Whether a database keeps it; no: it is a field of a message."""
    owner: str
    """The class, or the table that is no class."""
    defaults: tuple[Default, ...]
    copies: bool
    """Whether a mutable default is copied for each row."""
    file: File

    @property
    def type(self) -> str | None:
        """``float``, ``decimal``, ``json``, ...; ``None``: not known."""
        return _typing_of(self.file, self.node)[0]

    @property
    def spelling(self) -> str:
        """Its type as the file spells it."""
        return _typing_of(self.file, self.node)[1]

    @property
    def tracked(self) -> Answer:
        """Whether its type wraps what it holds, which copies a mutable default too."""
        return _typing_of(self.file, self.node)[2]

    @property
    def shared(self) -> Iterator[Default]:
        """The defaults that are made once, and that rows are not meant to have in common."""
        if not self.defaults or self.file.words(PROCESS_STARTS).match(self.name):
            return
        if _is_replaced(self.file, self.node):
            return
        copied = self.copies or _has_one_row(self)
        for default in self.defaults:
            if (
                default.drawn is not None
                or (
                    default.mutable
                    and not copied
                    and self.tracked is False
                    and self.type not in UNEDITED
                )
            ) and not _is_never_made(self):
                yield default

    @classmethod
    def find(cls, file: File) -> Iterable[Column]:
        """Every column that the file declares, by a call or by an annotation."""
        declared = dict(_declared(file))
        yield from declared.values()
        yield from _annotated(file, {file.statement(call) for call in declared})
        yield from _of_dataclasses(file)


def _is_replaced(file: File, node: ast.expr) -> bool:
    """Whether the constructor of a column's class goes through all columns and sets every one."""
    cls = file.class_(node)
    return cls is not None and any(
        isinstance(part, ast.Attribute) and part.attr in EVERY_COLUMN
        for method in cls.body
        if isinstance(method, ast.FunctionDef) and method.name == "__init__"
        for loop in file.nodes(ast.For, within=method)
        for part in ast.walk(loop.iter)
    )


def _is_never_made(column: Column) -> bool:
    """Whether the program uses other messages of the kind, and never speaks of a field's class.

    Rows may be made by others who use the database, or in an admin's pages: so of those who inherit it.
    """
    file = column.file
    cls = file.class_(column.node) if not column.stored else None
    if cls is None or not is_idle_table(file, cls):
        return False
    name = file.qualify(file.index.scopes[cls].qualname)
    return all(heir is cls for _, heir in heirs(file, name))


def _has_one_row(column: Column) -> bool:
    """Whether a table holds the settings of the program: by its name, and nobody owns a row."""
    return column.file.words(SINGLE_ROWS).match(column.owner) and not any(
        other.owner == column.owner and other.name.endswith("_id")
        for other in column.file.facts(Column)
    )


@record
class OrmModel:
    """A class that is mapped to a table, or a base of such classes; a table without a class."""

    node: ast.ClassDef | ast.Call
    name: str
    orm: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of a name."""
        return next((column for column in self.columns if column.name == name), None)

    @classmethod
    def find(cls, file: File) -> Iterable[OrmModel]:
        """Classes with a known base, and what else declares columns."""
        columns: dict[ast.ClassDef | ast.Call, list[Column]] = defaultdict(list)
        for column in file.facts(Column):
            home = _home(file, column.node)
            if home is not None and column.stored:
                columns[home].append(column)
        orms = dict(_mapped_classes(file)) | {home: found[0].orm for home, found in columns.items()}
        for node, orm in orms.items():
            if isinstance(node, ast.ClassDef) and _is_schema(file, node):
                continue
            found = columns.get(node, [])
            name = node.name if isinstance(node, ast.ClassDef) else found[0].owner
            yield OrmModel(node, name, orm, tuple(found))


def _mapped_classes(file: File) -> Iterator[tuple[ast.ClassDef | ast.Call, str]]:
    for cls, rows in classes_of(file, tables().table(ModelBase)):
        if rows[0].stored and not _is_schema(file, cls):
            yield cls, rows[0].orm


def _is_schema(file: File, cls: ast.ClassDef) -> bool:
    """Whether a class lacks the keyword that would give it a table: `SQLModel`."""
    known = tables().table(ModelBase)
    words = {known[name].keyword for name in file.bases_of(cls) if name in known} - {""}
    return bool(words) and not any(
        keyword.arg in words and isinstance(keyword.value, ast.Constant) and keyword.value.value
        for keyword in cls.keywords
    )


def _home(file: File, node: ast.AST) -> ast.ClassDef | ast.Call | None:
    """The class in whose body a column stands, or the table that is called with it."""
    around = None if _is_whole(file, node) else file.parent(node)
    if isinstance(around, ast.Call) and file.callee(around) in tables().word("table"):
        return around
    home = file.scope(node).node
    return home if isinstance(home, ast.ClassDef) else None


def _is_whole(file: File, node: ast.AST) -> bool:
    """Whether a node is all that a statement assigns, or its annotation: what most columns are."""
    statement = file.statement(node)
    return node in (getattr(statement, "value", None), getattr(statement, "annotation", None))


def _declared(file: File) -> Iterator[tuple[ast.Call, Column]]:
    table = tables().table(ColumnTrait)
    for name, call in file.calls_to(table):
        home = _home(file, call)
        if home is None:
            continue
        named = _name(file, home, call)
        if named is not None:
            yield call, _column(file, call, table[name], home, named)


def _column(
    file: File, call: ast.Call, row: ColumnTrait, home: ast.ClassDef | ast.Call, name: str
) -> Column:
    return Column(
        node=call,
        name=name,
        orm=row.orm,
        stored=row.stored,
        owner=home.name if isinstance(home, ast.ClassDef) else _table_name(file, home),
        defaults=tuple(_defaults(file, call, row)),
        copies=row.copies,
        file=file,
    )


def _name(file: File, home: ast.ClassDef | ast.Call, call: ast.Call) -> str | None:
    """The attribute that a column is assigned to; of a table, the name that it is given."""
    if isinstance(home, ast.Call):
        known = constant(file, call.args[0]) if call.args else None
        return known.value if known and isinstance(known.value, str) else None
    statement = file.statement(call)
    target = None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign):
        target = statement.target
    if not isinstance(target, ast.Name):
        return None
    if _is_whole(file, call) or _is_annotation(file, call, statement):
        return target.id
    # The element of an array and what `sa_column` is given belong to the column around them.
    around = file.parent(call)
    outer = around if isinstance(around, ast.Call) else file.parent(around) if around else None
    return target.id if isinstance(outer, ast.Call) and _keeps(file, outer) else None


def _is_annotation(file: File, call: ast.Call, statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.AnnAssign):
        return False
    return any(around is statement.annotation for around in file.ancestors(call))


def _keeps(file: File, outer: ast.Call) -> bool:
    """Whether a call hands on the column that it is given: `deferred(Column(...))`."""
    return file.callee(outer) in tables().word("wraps-column")


def _table_name(file: File, table: ast.Call) -> str:
    known = constant(file, table.args[0]) if table.args else None
    return str(known.value) if known else "table"


# ── types ────────────────────────────────────────────────────────────────────────────────────────


Typing = tuple[str | None, str, Answer]
"""The type of a column, its spelling, and whether it is tracked."""
UNTYPED: Typing = (None, "", None)


def _typing_of(file: File, node: ast.expr) -> Typing:
    """What is known of a column's type: of most columns nobody asks."""
    return file.answer("column type", node, lambda: _typing(file, node)) or UNTYPED


def _typing(file: File, node: ast.expr) -> Typing:
    if isinstance(node, ast.Call):
        row = tables().table(ColumnTrait).get(file.callee(node) or "")
        if row is not None:
            return _type_of(file, node, row)
    return _of_annotation(file, node)


def _type_of(file: File, call: ast.Call, row: ColumnTrait) -> Typing:
    """The type of a column, its spelling, and whether it is tracked."""
    if row.type:
        return row.type, file.last_name(call.func) or row.type, False
    given_type = _type_argument(file, call, row)
    if isinstance(given_type, ast.expr):
        return _of_argument(file, given_type)
    if given_type is None:
        return None, "", None
    return _of_annotation(file, call)


def _type_argument(file: File, call: ast.Call, row: ColumnTrait) -> ast.expr | bool | None:
    """The argument that is a column's type; ``False``: none is; ``None``: not known."""
    if not row.stored:
        return False
    for parameter in row.types:
        found = given(file, call, Param(parameter))
        if found is not None:
            return found
    inner = given(file, call, Param(row.column)) if row.column else None
    if inner is not None:
        known = tables().table(ColumnTrait)
        declared = known.get(file.callee(inner) or "") if isinstance(inner, ast.Call) else None
        if declared is None or not isinstance(inner, ast.Call):
            return None
        return _type_argument(file, inner, declared)
    if row.position is not None:
        return False
    for argument in call.args:
        name = file.name_of(argument.func if isinstance(argument, ast.Call) else argument)
        if is_text(argument) or name in tables().word("constraint"):
            continue
        return None if isinstance(argument, ast.Starred) else argument
    return False


def _of_argument(file: File, expr: ast.expr) -> Typing:
    target = expr.func if isinstance(expr, ast.Call) else expr
    if isinstance(target, ast.Attribute) and target.attr in tables().word("same-type").lasts:
        return _of_argument(file, target.value)
    spelling = file.last_name(target) or ""
    name = file.name_of(target)
    known = tables().table(ColumnType)
    if name is None or name not in known:
        # A constant may hold what a call gives: `JSONDict = MutableDict.as_mutable(JSON)`.
        home, made = file.origin(target) or (file, None)
        if isinstance(made, ast.Call):
            return _of_argument(home, made)
        return (None, spelling, _is_wrapped(file, name)) if name else (None, "", None)
    row = known[name]
    if row.decimal and isinstance(expr, ast.Call) and _is_decimal(file, expr, row.decimal):
        return "decimal", spelling, row.tracked
    return row.type, spelling, row.tracked


def _is_decimal(file: File, call: ast.Call, switch: Param) -> bool:
    value = given(file, call, switch)
    known = constant(file, value)
    return value is not None and (known is None or bool(known.value))


def _is_wrapped(file: File, name: str) -> Answer:
    """Whether a type of the program is wrapped wherever it is used; of a library: not known."""
    home, cls = file.defined(name) or (file, None)
    if not isinstance(cls, ast.ClassDef):
        return None
    word = tables().word("tracks-type")
    for other in (home, *_calling(file, word.lasts)):
        for _, call in other.calls_to(word):
            arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
            if other is home or any(other.name_of(item) == name for item in arguments):
                return None
    return False


def _calling(file: File, lasts: Iterable[str]) -> Iterator[File]:
    """The other modules that call something under one of these identifiers."""
    for last in sorted(lasts) if file.program else ():
        assert file.program is not None
        yield from file.program.calling(last)


def _of_annotation(file: File, node: ast.expr) -> Typing:
    statement = file.statement(node)
    if not isinstance(statement, ast.AnnAssign):
        return None, "", False
    return (*_annotated_type(file, statement), False)


def _annotated_type(file: File, statement: ast.AnnAssign) -> tuple[str | None, str]:
    kind = file.type_named(statement.annotation)
    # A mapping of types to column types may say otherwise.
    if kind is None or _maps_types(file):
        return None, ""
    row = tables().table(ColumnType).get(kind.name)
    return row.type if row else None, kind.name.rpartition(".")[2]


def _maps_types(file: File) -> bool:
    lasts = tables().word("type-map").lasts
    return any(last in file.source and last in file.code for last in lasts)


# ── columns without a call ───────────────────────────────────────────────────────────────────────


def _annotated(file: File, declared: set[ast.stmt]) -> Iterator[Column]:
    """Columns that only an annotation declares: `Mapped[...]`, and the fields of some bases."""
    mapped = bool(tables().word("column").lasts_in(file.libraries))
    bases = {cls: rows[0] for cls, rows in classes_of(file, tables().table(ModelBase))}
    if not mapped and not bases:
        return
    for cls in file.nodes(ast.ClassDef) if mapped else bases:
        row = bases.get(cls)
        plain = row is not None and row.annotated
        if not mapped and not plain:
            continue
        stored = row is None or (row.stored and not _is_schema(file, cls))
        for statement in cls.body:
            if not isinstance(statement, ast.AnnAssign) or statement in declared:
                continue
            mark = _mark(file, statement) if mapped else None
            if mark is not None or (plain and (stored or _may_matter(statement))):
                orm = row.orm if row else (mark or "").partition(".")[0]
                yield from _field(file, cls, statement, orm, stored=stored)


def _of_dataclasses(file: File) -> Iterator[Column]:
    """The fields of plain classes of data whose default is drawn where the class is made."""
    word = tables().word("dataclass")
    if not word.lasts_in(file.libraries):
        return
    for cls in file.nodes(ast.ClassDef):
        if any(file.name_at(target_of(item), cls) in word for item in cls.decorator_list):
            for statement in cls.body:
                value = statement.value if isinstance(statement, ast.AnnAssign) else None
                made = isinstance(value, ast.Call) and file.callee(value) not in _columns()
                if made and isinstance(statement, ast.AnnAssign):
                    for column in _field(file, cls, statement, "dataclasses", stored=False):
                        if any(item.drawn is not None for item in column.defaults):
                            yield column


def _columns() -> Table[ColumnTrait]:
    """The calls that declare a column or a field."""
    return tables().table(ColumnTrait)


def _may_matter(statement: ast.AnnAssign) -> bool:
    """Whether a field of a message is one that a rule may ask for: a float, or one with a call."""
    plain = statement.value is None or isinstance(statement.value, ast.Constant | ast.Name)
    return not plain or "float" in names_within(statement.annotation)


def _mark(file: File, statement: ast.AnnAssign) -> str | None:
    """The annotation that declares a column by itself, without a value."""
    annotation = statement.annotation
    if statement.value is not None or not isinstance(annotation, ast.Subscript):
        return None
    name = file.name_at(annotation.value, statement)
    return name if name in tables().word("column") else None


def _field(
    file: File, cls: ast.ClassDef, statement: ast.AnnAssign, orm: str, *, stored: bool
) -> Iterator[Column]:
    # A value that is a call may be a relation, or a column of another library.
    value, target = statement.value, statement.target
    if not isinstance(target, ast.Name) or target.id.startswith("__"):
        return
    default = _default(file, value, "default") if value is not None else None
    yield Column(
        node=statement.annotation,
        name=target.id,
        orm=orm,
        stored=stored,
        owner=cls.name,
        defaults=(default,) if default else (),
        copies=True,
        file=file,
    )


# ── defaults ─────────────────────────────────────────────────────────────────────────────────────


def _defaults(file: File, call: ast.Call, row: ColumnTrait) -> Iterator[Default]:
    for position, name in enumerate(row.default):
        value = given(file, call, Param(name, None if position else row.position))
        if value is not None:
            yield _default(file, value, name)


def _default(file: File, value: ast.expr, parameter: str) -> Default:
    return Default(value, parameter, _drawn(file, value), _is_mutable(file, value))


def _drawn(file: File, value: ast.expr) -> ast.Call | None:
    """The call in an expression that reads the clock or draws, now and not later."""
    if isinstance(value, ast.Lambda | ast.Constant | ast.Name):
        return None
    word = tables().word("random")
    calls: list[tuple[str, ast.Call]] = file.memo(("drawn",), lambda: file.calls_to(word))
    for _, call in calls:
        if start_of(value) <= start_of(call) < end_of(value) and not file.runs_later(call):
            return call
    for node in ast.walk(value):
        if isinstance(node, ast.Call) and not file.runs_later(node):
            found = called(file, node)
            if found is not None and _draws(*found):
                return node
    return None


def _draws(file: File, function: FunctionNode, seen: frozenset[FunctionNode] = frozenset()) -> bool:
    """Whether what a function gives is drawn anew with each call, by itself or by another one."""
    if function in seen or function.decorator_list or file.is_generator(function):
        return False
    drawn = {call for _, call in file.calls_to(tables().word("random"))}
    for call in _in_answers(file, function):
        if call in drawn:
            return True
        found = called(file, call)
        if found is not None and _draws(*found, seen | {function}):
            return True
    return False


def _in_answers(file: File, function: FunctionNode) -> Iterator[ast.Call]:
    """The calls in what a function returns, and in what its names there were assigned."""
    todo: list[ast.AST] = [
        statement.value
        for statement in file.statements_of(function)
        if isinstance(statement, ast.Return) and statement.value is not None
    ]
    seen = set[ast.AST]()
    while todo:
        node = todo.pop()
        if node in seen or isinstance(node, ast.Lambda):
            continue
        seen.add(node)
        if isinstance(node, ast.Call):
            yield node
        elif isinstance(node, ast.Name):
            kept = file.assigned(node)
            if kept is not None and file.function(kept) is function:
                todo.append(kept)
        todo.extend(ast.iter_child_nodes(node))


def _is_mutable(file: File, value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return file.callee(value) in CONTAINERS
    return isinstance(value, DISPLAYS)

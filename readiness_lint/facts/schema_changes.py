"""What migrations do to tables that have rows: columns added to them, and what is dropped."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.databases import is_mysql_only
from readiness_lint.facts.program import Program, Text
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import (
    AddsColumn,
    AltersTable,
    ColumnTrait,
    Creates,
    DropsByName,
    Param,
)
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import SinkKind

BACKWARDS = "downgrade"
"""The function of a migration that takes it back."""


@record
class RequiredColumn:
    """A column that a migration adds, and that no row which is there already could have."""

    node: ast.expr
    table: str
    column: str
    missing: str
    """What would give it a value in those rows."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Columns of operations, of fields and of statements."""
        for name, call in file.calls_to(tables().table(AddsColumn)):
            row = tables().table(AddsColumn)[name]
            column = given(file, call, row.column)
            home, declared = (file.origin(column) or (file, column)) if column else (file, None)
            if not isinstance(declared, ast.Call) or home is not file:
                continue
            if row.table is not None and row.table.name != TABLE:
                yield from cls._field(file, call, row.table, declared)
            elif (
                _is_required(file, declared)
                and not _is_given_in_copy(file, call, declared)
                and not _is_apart(file, call)
            ):
                table = _table_of(file, call, row.table)
                named = constant(file, given(file, declared, Param("name", 0)))
                if table and named and not _is_empty(file, call, table):
                    yield cls(call, table, str(named.value), "server_default")
        yield from cls._statements(file)

    @classmethod
    def _field(cls, file: File, call: ast.Call, model: Param, declared: ast.Call) -> Iterator[Self]:
        names = [constant(file, given(file, call, item)) for item in (model, Param("name", 1))]
        table, column = (str(known.value) if known else "" for known in names)
        is_required = table and column and _is_required_field(file, declared)
        if is_required and not _is_for_one_database(file, call) and not _is_new(file, call, table):
            yield cls(call, table, column, "default")

    @classmethod
    def _statements(cls, file: File) -> Iterator[Self]:
        if ADDS.search(file.source) is None:
            return
        for call, text in _statements_of(file):
            for found in ADDS.finditer(text):
                table, column = _bare(found["table"]), _bare(found["column"])
                fails = _must_be_given(found["rest"]) and not _is_apart(file, call)
                if fails and not _is_empty(file, call, table):
                    yield cls(call, table, column, "DEFAULT")


def _statements_of(file: File) -> Iterator[tuple[ast.Call, str]]:
    """The statements that calls run, as far as they are known."""
    runs = tables().sinks(SinkKind.SQL)
    for name, call in file.calls_to(runs):
        value = given(file, call, runs[name].value)
        if isinstance(value, ast.Call) and value.args and file.callee(value) in runs:
            # The text is a call of its own.
            continue
        template = file.template_of(value) if value is not None else None
        if template is not None:
            yield call, template.text


TABLE = "table_name"
DATABASE = Pattern(r"dialect|\bvendor\b|mysql", re.IGNORECASE)
ADDS = Pattern(
    r"\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?(?P<table>[\w.\"`]+)\s+"
    r"add\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?"
    r"(?!constraint\b|primary\b|foreign\b|unique\b|check\b|index\b|key\b)"
    r"(?P<column>[\w\"`]+)\s+(?P<rest>(?:\([^)]*\)|[^,;()])+)",
    re.IGNORECASE,
)
_GIVEN = Pattern(
    r"\b(?:default|generated|identity|serial\w*|bigserial|auto_increment)\b", re.IGNORECASE
)
_REQUIRED = Pattern(r"\bnot\s+null\b", re.IGNORECASE)


def _must_be_given(rest: str) -> bool:
    return _REQUIRED.search(rest) is not None and _GIVEN.search(rest) is None


def _bare(name: str) -> str:
    return name.rpartition(".")[2].strip('"`')


def _is_false(file: File, expr: ast.expr) -> bool:
    known = constant(file, expr)
    return known is not None and known.value is False


def _is_required(file: File, declared: ast.Call) -> bool:
    """Whether a column may not be null, and nothing gives it a value in the database."""
    words = {keyword.arg: keyword.value for keyword in declared.keywords}
    if None in words or file.callee(declared) not in tables().table(ColumnTrait):
        return False
    if "nullable" not in words or not _is_false(file, words["nullable"]):
        return False
    default = constant(file, words.get("server_default"))
    if "server_default" in words and (default is None or default.value is not None):
        return False
    return not any(
        isinstance(part, ast.Starred)
        or (isinstance(part, ast.Call) and file.last_name(part.func) in FILLED)
        for part in declared.args
    )


def _is_given_in_copy(file: File, call: ast.Call, declared: ast.Call) -> bool:
    """Whether rows may be copied to a new table, where they get what the program has for a default."""
    default = given(file, declared, Param("default"))
    return default is not None and _block_of(file, call) is not None


FILLED = frozenset({"Computed", "Identity", "Sequence", "FetchedValue"})
"""What a database fills a column from."""


def _is_required_field(file: File, declared: ast.Call) -> bool:
    """Whether a field is not null and has no default; what is blank and a text is empty then."""
    words = {keyword.arg: keyword.value for keyword in declared.keywords}
    last = file.last_name(declared.func) or ""
    if None in words or not (file.callee(declared) or "").startswith("django.db.models."):
        return False
    if last in NEVER_NULL or not last.endswith(("Field", "ForeignKey")):
        return False
    if DEFAULTS.intersection(words):
        return False
    return not any(
        (known := constant(file, words[name])) is None or known.value
        for name in ("null", "blank", "primary_key", "auto_now", "auto_now_add")
        if name in words
    )


NEVER_NULL = frozenset(
    [
        "ManyToManyField",
        "GeneratedField",
        "AutoField",
        "BigAutoField",
        "SmallAutoField",
        "NullBooleanField",
    ]
)
"""Fields that rows need no value for."""
DEFAULTS = frozenset({"default", "db_default"})


def _table_of(file: File, call: ast.Call, table: Param | None) -> str:
    """The table of an operation; empty: not known."""
    if table is not None:
        known = constant(file, given(file, call, table))
        return str(known.value) if known and isinstance(known.value, str) else ""
    block = _block_of(file, call)
    known = constant(file, given(file, block[0], block[1].table)) if block else None
    return str(known.value) if known and isinstance(known.value, str) else ""


def _block_of(file: File, call: ast.Call) -> tuple[ast.Call, AltersTable] | None:
    """What made the operations of one table that a call uses."""
    rows = tables().table(AltersTable)
    local = call.func.value if isinstance(call.func, ast.Attribute) else None
    for expr in file.withs(call):
        around = file.parent(expr)
        bound = around.optional_vars if isinstance(around, ast.withitem) else None
        if isinstance(expr, ast.Call) and isinstance(bound, ast.Name):
            name = file.callee(expr)
            if name in rows and is_name(local, bound.id):
                return expr, rows[name or ""]
    return None


def _is_apart(file: File, node: ast.AST) -> bool:
    """Whether code takes a migration back, or runs where columns need no default."""
    function = file.function(node)
    if function is None or function.name.startswith(BACKWARDS) or any(file.tries(node)):
        return True
    if _is_for_one_database(file, node):
        return True
    if function.name != "upgrade" and _called_by(file, function.name) == {BACKWARDS}:
        return True
    return file.program is not None and is_mysql_only(file.program)


def _is_for_one_database(file: File, node: ast.AST) -> bool:
    """Whether a test asks which database it is: another one may want it otherwise."""
    tests = (around.test for around in file.ancestors(node) if isinstance(around, ast.If))
    return any(DATABASE.search(ast.unparse(test)) for test in tests)


def _called_by(file: File, name: str) -> set[str]:
    """The functions of a file that call one of its functions."""
    callers = (file.function(call) for call, _ in file.index.calls.get(name, ()))
    return {function.name for function in callers if function is not None}


EMPTIES = r"\b(?:delete\s+from|truncate(?:\s+table)?|drop\s+table(?:\s+if\s+exists)?)\s+[\w.\"`]*?"


def _is_empty(file: File, node: ast.AST, table: str) -> bool:
    """Whether the code before makes a table, or may take all its rows away."""
    function = file.function(node)
    before = start_of(node) if isinstance(node, ast.expr) else (0, 0)
    created = tables().table(Creates)
    emptied = re.compile(
        rf"{EMPTIES}{re.escape(table)}[\"`]?(?!\w)(?!.*\bwhere\b)", re.IGNORECASE | re.DOTALL
    )
    for call in file.nodes(ast.Call, within=function):
        if start_of(call) >= before:
            continue
        row = created.get(file.callee(call) or "")
        name = constant(file, given(file, call, row.name)) if row else None
        if row and (name is None or name.value == table):
            return True
        last = file.last_name(call.func)
        if last == "delete" or (last in {"drop_table", "bulk_delete"} and _names(call, table)):
            return True
        texts = (part for part in call.args if isinstance(part, ast.expr))
        if any(emptied.search(found.text) for part in texts if (found := file.template_of(part))):
            return True
    return False


def _names(call: ast.Call, table: str) -> bool:
    return any(isinstance(part, ast.Constant) and part.value == table for part in call.args)


def _is_new(file: File, call: ast.Call, model: str) -> bool:
    """Whether a model has no rows yet, or what runs before may take them away."""
    cls = file.class_(call)
    if cls is None or "initial" in file.module.rpartition(".")[2]:
        return True
    bindings = file.index.scopes[cls].bindings
    if "initial" in bindings or "replaces" in bindings:
        return True
    for other in file.nodes(ast.Call, within=cls):
        if other.lineno >= call.lineno:
            continue
        row = tables().table(Creates).get(file.callee(other) or "")
        name = constant(file, given(file, other, row.name)) if row else None
        if row and (name is None or str(name.value).lower() == model.lower()):
            return True
        if file.last_name(other.func) in RUNS:
            return True
    return any(_empties(before, model) for before in _just_before(file, cls))


def _just_before(file: File, cls: ast.ClassDef) -> Iterator[File]:
    """The migrations of the same application that one says it depends on."""
    package = file.module.rpartition(".")[0]
    for binding in file.index.scopes[cls].bindings.get("dependencies", ()):
        for node in ast.walk(binding.value) if binding.value is not None else ():
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and file.program is not None:
                known = constant(file, node.elts[1])
                found = file.program.file(f"{package}.{known.value}") if known else None
                if found is not None:
                    yield found


def _empties(file: File, model: str) -> bool:
    """Whether a migration runs something that may take away the rows of a model."""
    return (
        any(last in file.index.calls for last in RUNS)
        and EMPTYING.search(file.code) is not None
        and model.lower() in file.code.lower()
    )


RUNS = frozenset({"RunPython", "RunSQL"})
"""Operations of which it is not known what they do."""
EMPTYING = Pattern(r"\bdelete\b|\btruncate\b", re.IGNORECASE)


@record
class NamelessDrop:
    """A migration that takes away a constraint, or an index, without saying which."""

    node: ast.Call
    operation: str
    table: str
    backwards: bool
    """Whether it is the way back that fails."""
    more: tuple[ast.Call, ...]
    """The others of its function, which is not got to."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """The first of each function."""
        found: dict[FunctionNode | None, list[tuple[ast.Call, str, str]]] = defaultdict(list)
        for call, operation, table in _nameless(file):
            found[file.function(call)].append((call, operation, table))
        for function, drops in found.items():
            call, operation, table = min(drops, key=lambda item: start_of(item[0]))
            backwards = function is not None and function.name.startswith(BACKWARDS)
            more = tuple(sorted((item[0] for item in drops if item[0] is not call), key=start_of))
            yield cls(call, operation, table, backwards, more)


def _nameless(file: File) -> Iterator[tuple[ast.Call, str, str]]:
    """Operations that are given nothing for a name; a block may have names of its own making."""
    rows = tables().table(DropsByName)
    for name, call in file.calls_to(rows):
        row = rows[name]
        dropped = constant(file, given(file, call, row.name))
        if dropped is None or dropped.value is not None or any(file.tries(call)):
            continue
        block = _block_of(file, call) if row.table is None else None
        if block is not None and given(file, block[0], block[1].naming) is not None:
            continue
        yield call, name.rpartition(".")[2], _table_of(file, call, row.table)


# ── which texts ──────────────────────────────────────────────────────────────────────────────────

_NAMELESS = Pattern(r"\bdrop_(?:constraint|index)\b.*?\bNone\b", re.DOTALL)


def may_drop_nameless(text: Text, _: Program | None) -> bool:
    """Whether a migration may drop something without a name."""
    return "drop_" in text.source and _NAMELESS.search(text.source) is not None


def may_add_required(text: Text, _: Program | None) -> bool:
    """Whether a migration may add a column that rows need a value for."""
    source = text.source
    if "add_column" in source and "nullable" in source:
        return True
    if "AddField" in source and _may_add_field(source):
        return True
    return ("NOT NULL" in source or "not null" in source) and ADDS.search(source) is not None


def _may_add_field(source: str) -> bool:
    """Whether there is a field between one operation and the next that says nothing of a default."""
    return any(
        not any(word in part for word in ("default=", "null=True", "ManyToMany"))
        for part in re.split(r"\bAddField\b", source)[1:]
    )

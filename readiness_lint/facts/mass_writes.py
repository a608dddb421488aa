"""Content of requests that is written into rows as it is: the client names the columns."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from readiness_lint.facts.callables import constant, default_of, given
from readiness_lint.facts.field_writers import (
    attributes_updated,
    field_loops,
    takes_all_fields,
)
from readiness_lint.facts.handlers import CAMEL, handler_of
from readiness_lint.facts.models import OrmModel
from readiness_lint.facts.rows import rows_from
from readiness_lint.facts.shapes import behind_await, names_within
from readiness_lint.facts.sources import request_part, source_named
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import FIELD_CHECKS, FILLS_FIELDS, PRIVILEGES, RECORDS
from readiness_lint.facts.writes import Write, session_expr
from readiness_lint.knowledge.schema import Fills, FillsRow, Reads, Writes
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.record import record

COPIES = frozenset({"copy", "dict", "to_dict", "items"})
STARS = "**"
CREATES = frozenset({"update_or_create", "aupdate_or_create", "get_or_create", "aget_or_create"})
STORING = frozenset({"create", "update", "save"})
ANY = frozenset(
    {"builtins.dict", "typing.Any", "typing.Dict", "typing.Mapping", "collections.abc.Mapping"}
)


@record
class MassWrite:
    """A row that gets whatever fields a request has."""

    node: ast.AST
    source: str
    """The content, as the file spells it."""
    model: str
    powerful: bool
    """Whether a column of the row says what somebody may."""

    @classmethod
    def find(cls, file: File) -> Iterator[MassWrite]:
        """Every one of the file."""
        if STARS in file.source:
            yield from _unpacked(file)
        if "setattr" in file.index.calls:
            yield from _set_one_by_one(file)
        yield from _filled(file)
        for call, _ in file.index.calls.get("update", ()):
            row, value = attributes_updated(call), _content(call)
            if row is not None and value is not None:
                yield from _written(file, call, value, model_of_row(file, row))
        for call, _ in file.index.calls.get("values", ()):
            if call.args and content_of(file, call.args[0]) is not None:
                model = _model_of_statement(file, call)
                yield from _written(file, call, call.args[0], model)


# ── what is written ──────────────────────────────────────────────────────────────────────────────
def _unpacked(file: File) -> Iterator[MassWrite]:
    """``Model(**content)``, ``Model.objects.create(**content)``."""
    for call, _ in file.calls():
        for keyword in call.keywords:
            if keyword.arg is None and content_of(file, keyword.value) is not None:
                model = _model_made(file, call)
                if model is None and _stores(file, call):
                    model = _model_of_manager(file, call)
                yield from _written(
                    file, call, keyword.value, model or _model_of_statement(file, call)
                )


def _stores(file: File, call: ast.Call) -> bool:
    """Whether a call makes or changes rows with what it is given."""
    return any(write.node is call and write.verb in STORING for write in file.facts(Write))


def _written(
    file: File, node: ast.AST, value: ast.expr, model: tuple[File, OrmModel] | None
) -> Iterator[MassWrite]:
    source = content_of(file, value) if model is not None else None
    if source is None or model is None or _is_judged(file, value):
        return
    home, found = model
    if any(file.words(RECORDS).match(CAMEL.sub("_", name)) for name in (found.name, home.module)):
        return
    powerful = any(file.words(PRIVILEGES).match(column.name) for column in found.columns)
    yield MassWrite(node, source, found.name, powerful)


def _model_made(file: File, call: ast.Call) -> tuple[File, OrmModel] | None:
    return _model_named(file, file.callee(call))


def _model_named(file: File, name: str | None) -> tuple[File, OrmModel] | None:
    """The class of the program that has a name, where its rows are stored."""
    home, node = (file.defined(name) if name else None) or (file, None)
    if not isinstance(node, ast.ClassDef):
        return None
    return next(((home, item) for item in home.facts(OrmModel) if item.node is node), None)


def _model_of_manager(file: File, call: ast.Call) -> tuple[File, OrmModel] | None:
    """The model before the manager of a call: ``Order.objects.filter(...).update(...)``."""
    root = session_expr(call)
    while isinstance(root, ast.Attribute):
        found = _model_named(file, file.name_of(root))
        if found is not None:
            return found
        root = root.value
    return _model_named(file, file.name_of(root)) if isinstance(root, ast.Name) else None


def _model_of_statement(file: File, call: ast.Call) -> tuple[File, OrmModel] | None:
    """The model of ``insert(Order).values(...)``."""
    made = call.func.value if isinstance(call.func, ast.Attribute) else None
    while isinstance(made, ast.Call):
        row = tables().table(Writes).get(file.callee(made) or "")
        if row is not None and not row.runs and made.args:
            found = _model_named(file, _name(file, made.args[0]))
            if found is not None:
                return found
        made = made.func.value if isinstance(made.func, ast.Attribute) else None
    return None


def _name(file: File, expr: ast.expr | None) -> str | None:
    return file.name_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None


def model_of_row(file: File, row: ast.expr) -> tuple[File, OrmModel] | None:
    """The model of an object that stands for a row."""
    kind = file.type_of(row)
    found = _model_named(file, kind.name) if kind is not None and not kind.of_class else None
    made = behind_await(file.assigned(row))
    read = (
        tables().table(Reads).get(file.callee(made) or "") if isinstance(made, ast.Call) else None
    )
    if found is None and read is not None and isinstance(made, ast.Call):
        found = _model_named(file, _name(file, given(file, made, read.model)))
        found = found or _model_of_manager(file, made)
    rows = rows_from(file, row) if found is None else None
    return found or _model_named(file, rows.model if rows is not None else None)


def _set_one_by_one(file: File) -> Iterator[MassWrite]:
    """``for name, value in content.items(): setattr(row, name, value)``."""
    for loop in field_loops(file):
        yield from _written(file, loop.node, loop.content, model_of_row(file, loop.row))


def _filled(file: File) -> Iterator[MassWrite]:
    """``row.update_from_dict(content)``, ``Order.from_dict(content)``, ``row.update(**content)``."""
    table = tables().table(FillsRow)
    for name, call in file.calls_to(table):
        filled, value = table[name].row, given(file, call, table[name].values)
        row = given(file, call, filled) if filled is not None else None
        if value is not None and row is not None:
            yield from _written(file, call, value, _model_or_row(file, row))
    words = file.words(FILLS_FIELDS)
    for last in sorted(filter(words.match, file.index.calls)):
        for call, _ in file.index.calls[last]:
            row, value = _receiver(call), _content(call)
            if row is None or value is None or content_of(file, value) is None:
                continue
            model = _model_or_row(file, row)
            if model is not None and _is_filled_by(*model, call):
                yield from _written(file, call, value, model)
    for last in sorted(CREATES.intersection(file.index.calls)):
        for call, _ in file.index.calls[last]:
            for item in call.keywords:
                if item.arg == "defaults" and content_of(file, item.value) is not None:
                    yield from _written(file, call, item.value, _model_of_manager(file, call))


def _is_filled_by(file: File, model: OrmModel, call: ast.Call) -> bool:
    """Whether a method of a model, its own or its mapper's, writes whatever it is given."""
    if not isinstance(model.node, ast.ClassDef):
        return False
    last, table = file.last_name(call.func), tables().table(FillsRow)
    known = any(f"{base}.{last}" in table for base in file.bases_of(model.node))
    return known or takes_all_fields(file, model.node, call)


def _receiver(call: ast.Call) -> ast.expr | None:
    return call.func.value if isinstance(call.func, ast.Attribute) else None


def _content(call: ast.Call) -> ast.expr | None:
    """What a call is given as its only argument, by position or as ``**content``."""
    if len(call.args) == 1 and not call.keywords:
        return call.args[0]
    alone = not call.args and len(call.keywords) == 1 and call.keywords[0].arg is None
    return call.keywords[0].value if alone else None


def _model_or_row(file: File, expr: ast.expr) -> tuple[File, OrmModel] | None:
    """The model that an expression names, or of whose rows it is one."""
    return _model_named(file, _name(file, expr)) or model_of_row(file, expr)


# ── what a client sent ───────────────────────────────────────────────────────────────────────────
def content_of(file: File, expr: ast.expr, hops: int = 1) -> str | None:
    """The raw content of a request that an expression holds; ``None``: none, as far as known."""
    if isinstance(expr, ast.Await):
        return content_of(file, expr.value, hops)
    if isinstance(expr, ast.BoolOp):
        return content_of(file, expr.values[0], hops)
    if isinstance(expr, ast.Dict):
        spread = [value for key, value in zip(expr.keys, expr.values, strict=True) if key is None]
        return next(filter(None, (content_of(file, item, hops) for item in spread)), None)
    if isinstance(expr, ast.Name):
        value = file.assigned(expr)
        if value is not None:
            return content_of(file, value, hops - 1) if hops else None
        return expr.id if _is_body(file, expr) else None
    if isinstance(expr, ast.Attribute):
        name = request_part(file, expr) or file.name_of(expr)
        return _source(expr, name)
    return _of_call(file, expr, hops) if isinstance(expr, ast.Call) else None


def _source(expr: ast.expr, name: str | None) -> str | None:
    last = (name or "").rpartition(".")[2]
    known = name is not None and last in tables().word("named-fields").lasts
    return ast.unparse(expr) if known and source_named(name) is not None else None


def _of_call(file: File, call: ast.Call, hops: int) -> str | None:
    function, name = call.func, file.callee(call)
    if isinstance(function, ast.Attribute):
        found = _source(call, request_part(file, function) or name)
        if found is not None:
            return found
        if function.attr in COPIES and content_of(file, function.value, hops) is not None:
            return content_of(file, function.value, hops)
        if function.attr in tables().word("dumps-fields").lasts and _takes_anything(
            file, function.value
        ):
            return ast.unparse(call)
    if name in {"json.loads", "builtins.dict"} and call.args:
        return content_of(file, call.args[0], hops)
    return None


def _is_body(file: File, name: ast.Name) -> bool:
    """Whether a parameter of a handler is a mapping that holds whatever was sent."""
    bindings = file.bindings(name)
    if len(bindings) != 1 or bindings[0].kind is not Bound.PARAMETER:
        return False
    argument = bindings[0].node
    if not isinstance(argument, ast.arg) or argument.annotation is None:
        return False
    handler = handler_of(file, file.function(name))
    if handler is None or handler.framework not in _filling_frameworks():
        return False
    return _is_mapping(file, argument) and not _is_injected(file, handler.node, argument)


@cache
def _filling_frameworks() -> frozenset[str]:
    """Those that fill a parameter by its annotation."""
    rows = tables().table(Fills).values()
    return frozenset(row.framework for row in rows if row.annotated)


def _is_mapping(file: File, argument: ast.arg) -> bool:
    assert argument.annotation is not None
    kind = file.type_named(argument.annotation)
    return kind is not None and kind.name in ANY


def _is_injected(file: File, function: FunctionNode, argument: ast.arg) -> bool:
    default = default_of(function, argument)
    return isinstance(default, ast.Call) and file.callee(default) in tables().word("injected")


def _takes_anything(file: File, expr: ast.expr) -> bool:
    """Whether an object keeps fields that its class does not declare: ``extra="allow"``."""
    kind = file.type_of(expr)
    home, cls = (file.defined(kind.name) if kind is not None else None) or (file, None)
    if not isinstance(cls, ast.ClassDef):
        return False
    scope = home.index.scopes[cls]
    for binding in (*scope.bindings.get("model_config", ()), *scope.bindings.get("Config", ())):
        inner = home.index.scopes.get(binding.node)
        values = [item.value for item in inner.bindings.get("extra", ())] if inner else []
        if isinstance(binding.value, ast.Call):
            values += [item.value for item in binding.value.keywords if item.arg == "extra"]
        elif isinstance(binding.value, ast.Dict):
            pairs = zip(binding.value.keys, binding.value.values, strict=True)
            values += [
                item
                for key, item in pairs
                if isinstance(key, ast.Constant) and key.value == "extra"
            ]
        if any((known := constant(home, item)) and known.value == "allow" for item in values):
            return True
    return False


def _is_judged(file: File, value: ast.expr) -> bool:
    """Whether a function looks at the fields before: it may have refused those that it does not know."""
    function = file.function(value)
    names = set(names_within(value))
    for call in file.nodes(ast.Call, within=function) if function is not None else ():
        given = {item.id for item in call.args if isinstance(item, ast.Name)}
        last = file.last_name(call.func)
        if names & given and (file.words(FIELD_CHECKS).match(last) or last in {"set", "sorted"}):
            return True
    return False

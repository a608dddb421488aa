"""Routes by which people register, or change themselves, and whose schema has what they may in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.access import refuses
from readiness_lint.facts.annotations import LITERALS
from readiness_lint.facts.bodies import Body
from readiness_lint.facts.callers import called, parameter_given
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.decorators import decorator_name, target_of
from readiness_lint.facts.field_writers import field_loops
from readiness_lint.facts.guards import is_for_admins
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.mass_writes import content_of, model_of_row
from readiness_lint.facts.route_models import declares_fields
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.user_models import user_model
from readiness_lint.facts.words import (
    ENUMERATIONS,
    HIGH_RANKS,
    MODEL_READERS,
    OWN_ROUTES,
    PRIVILEGES,
    REGISTERS,
    USER_MODELS,
)
from readiness_lint.model import Binding, Bound, File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.record import record

Class = tuple[File, ast.ClassDef]
LOADS = frozenset({"load"})
TAKES = "takes-model"
MANAGER = "objects"
CHOICES = frozenset({"validate", "pattern", "regex"})
"""Arguments by which a field says which values it takes."""
HIDDEN = frozenset({"dump_only", "init_var", "exclude"})
TRUTH = frozenset(
    {"builtins.bool", "builtins.str", "builtins.int", "builtins.float", "builtins.list"}
)
"""Types that take every value."""


@record
class Received:
    """A name of a function that holds what a schema let through."""

    name: str
    schema: Class
    mapping: bool
    """Whether it is a mapping of its fields, not an object."""


@record
class OwnPrivilege:
    """A field of such a schema that comes into a row of users."""

    node: ast.AST
    schema: str
    field: str
    model: str
    route: str


def own_privileges(file: File) -> Iterator[OwnPrivilege]:
    """Every one that neither the schema nor a function looks at."""
    for handler in file.facts(Handler):
        if not _is_own(file, handler) or is_for_admins(handler, file):
            continue
        if refuses(file, handler.node) is True:
            continue
        for received in _received(file, handler):
            home, cls = received.schema
            for field in _open_fields(home, cls):
                found = _passed(file, handler.node, received, field, 1)
                if found is not None:
                    yield OwnPrivilege(found[0], cls.name, field, found[1], handler.name)
                    break


def _is_own(file: File, handler: Handler) -> bool:
    """Whether a route is one of registration, or of what somebody says of himself."""
    parts = [part.strip("<>{}") for part in (handler.path or "").split("/") if part]
    if file.words(REGISTERS).match(handler.name):
        return True
    return any(
        file.words(REGISTERS).match(part) or file.words(OWN_ROUTES).match(part) for part in parts
    )


# ── what a schema lets through ───────────────────────────────────────────────────────────────────
def _received(file: File, handler: Handler) -> Iterator[Received]:
    for body in file.facts(Body):
        if body.handler is handler:
            schema = _class(file, body.annotation)
            if schema is not None and body.shape != "open":
                yield Received(body.node.arg, schema, mapping=False)
    arguments = [item.arg for item in every_argument(handler.node.args)]
    for decorator in handler.node.decorator_list:
        name = decorator_name(file, handler.node, decorator)
        if name in tables().word(TAKES) and isinstance(decorator, ast.Call) and decorator.args:
            schema = _class(file, target_of(decorator.args[0]))
            given = [item for item in arguments if item not in {"self", "cls"}]
            if schema is not None and given:
                yield Received(given[0], schema, mapping=True)
    for statement in file.statements_of(handler.node):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(target, ast.Name) and isinstance(statement, ast.Assign):
            made = _made(file, statement.value)
            if made is not None:
                yield Received(target.id, *made)


def _made(file: File, value: ast.expr) -> tuple[Class, bool] | None:
    """The schema by which a call reads the content of a request, and whether it gives a mapping."""
    if not isinstance(value, ast.Call):
        return None
    given = [*value.args[:1], *(item.value for item in value.keywords if item.arg is None)]
    if not any(content_of(file, item) is not None for item in given):
        return None
    if not isinstance(value.func, ast.Attribute) or not (
        file.words(MODEL_READERS).match(value.func.attr) or value.func.attr in LOADS
    ):
        schema = _class(file, value.func)
        return (schema, False) if schema is not None else None
    loads = value.func.attr in LOADS
    schema = _class(file, value.func.value)
    return (schema, loads) if schema is not None else None


def _class(file: File, expr: ast.expr) -> Class | None:
    """The class of the program that an expression names, or of which it is an object."""
    kind = file.type_named(expr) if isinstance(expr, ast.Name | ast.Attribute) else None
    kind = kind or file.type_of(expr)
    found = file.defined(kind.name) if kind is not None else None
    if found is None or not isinstance(found[1], ast.ClassDef):
        return None
    return (found[0], found[1]) if declares_fields(found[0], found[1]) else None


def _open_fields(file: File, cls: ast.ClassDef) -> Iterator[str]:
    """The fields of a schema that say what somebody may, and that take any value."""
    seen = set[str]()
    for home, line in lineage(file, cls):
        for name, bindings in home.index.scopes[line].bindings.items():
            if name in seen or not home.words(PRIVILEGES).match(name):
                continue
            seen.add(name)
            if _takes_any(home, bindings[-1]) and not _is_looked_at(file, cls, name):
                yield name


def _takes_any(file: File, binding: Binding) -> bool:
    """Whether a field takes a value that makes somebody powerful."""
    value = binding.value
    options = value.keywords if isinstance(value, ast.Call) else []
    if any(item.arg in HIDDEN for item in options):
        return False
    for item in options:
        if item.arg in CHOICES:
            texts = [
                part.value
                for part in ast.walk(item.value)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            return any(_is_powerful(file, text) for text in texts)
    if binding.annotation is None:
        return isinstance(value, ast.Call) and binding.kind is Bound.VALUE
    return _admits(file, binding.annotation)


def _admits(file: File, annotation: ast.expr) -> bool:
    """Whether a type has a value that makes somebody powerful; what is not known has none."""
    literals = [
        part.value
        for node in ast.walk(annotation)
        if isinstance(node, ast.Subscript) and file.name_of(node.value) in LITERALS
        for part in ast.walk(node.slice)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    if literals:
        return any(_is_powerful(file, text) for text in literals)
    kind = file.type_named(annotation)
    if kind is None:
        return False
    if kind.name in TRUTH:
        return not kind.args or kind.args[0].name in TRUTH
    home, cls = file.defined(kind.name) or (file, None)
    if not isinstance(cls, ast.ClassDef):
        return False
    names = (*home.bases_of(cls), *(home.last_name(base) or "" for base in cls.bases))
    members = home.index.scopes[cls].bindings
    return any(home.words(ENUMERATIONS).match(name.rpartition(".")[2]) for name in names) and any(
        _is_powerful(home, name) for name in members
    )


def _is_powerful(file: File, text: str) -> bool:
    return file.words(HIGH_RANKS).match(text)


def _is_looked_at(file: File, cls: ast.ClassDef, field: str) -> bool:
    """Whether a method of a schema deals with a field."""
    return any(
        (isinstance(part, ast.Constant) and part.value == field)
        or (isinstance(part, ast.Attribute) and part.attr == field)
        for _, line in lineage(file, cls)
        for statement in line.body
        if isinstance(statement, ast.FunctionDef)
        for part in ast.walk(statement)
    )


# ── what comes into a row ────────────────────────────────────────────────────────────────────────
def _passed(
    file: File, function: FunctionNode, received: Received, field: str, hops: int
) -> tuple[ast.AST, str] | None:
    """Where a function puts a field into a row of users, and their model; ``None``: it may not."""
    whole = _whole(file, function, received, field)
    for node, model, used in _places(file, function, received, field, whole):
        return None if _is_judged(file, function, received, field, used) else (node, model)
    for call in file.nodes(ast.Call, within=function) if hops else ():
        for item in (*call.args, *(keyword.value for keyword in call.keywords)):
            mapping = item in whole
            if not mapping and not is_name(item, received.name):
                continue
            target = called(file, call)
            name = parameter_given(call, item, *target) if target is not None else None
            if target is None or name is None or target[1] is function:
                continue
            inner = Received(name, received.schema, mapping or received.mapping)
            found = _passed(*target, inner, field, hops - 1)
            if found is not None and not _is_judged(file, function, received, field, set()):
                return call, found[1]
    return None


def _places(
    file: File, function: FunctionNode, received: Received, field: str, whole: set[ast.expr]
) -> Iterator[tuple[ast.AST, str, set[ast.AST]]]:
    """What puts a field into a row of users, with the expressions that read it for that."""
    for call in file.nodes(ast.Call, within=function):
        read: set[ast.AST] = {
            item.value
            for item in call.keywords
            if item.arg == field and _reads(item.value, received, field)
        }
        spread = any(item.arg is None and item.value in whole for item in call.keywords)
        if read or spread or (call.args and _is_made_of(file, call, received, whole)):
            model, columns = _user_model_made(file, call)
            if model and field in columns:
                yield call, model, read
    for loop in field_loops(file, function):
        if loop.content in whole and (model := _of_user(file, loop.row, field)):
            yield loop.node, model, set()
    for part in file.nodes(ast.Assign, within=function):
        target = part.targets[0]
        if isinstance(target, ast.Attribute) and target.attr == field:
            model = _of_user(file, target.value, field)
            if model and _reads(part.value, received, field):
                yield target, model, {target, part.value}


def _whole(file: File, function: FunctionNode, received: Received, field: str) -> set[ast.expr]:
    """The expressions of a function that are all fields of what was received, as a mapping."""
    found: set[ast.expr] = set()
    for call in file.nodes(ast.Call, within=function):
        last = file.last_name(call.func)
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        source = owner if is_name(owner, received.name) else next(iter(call.args), None)
        dumps = last in tables().word("dumps-fields").lasts and is_name(source, received.name)
        if dumps and not any(_leaves_out(item, field) for item in call.keywords):
            found.add(call)
    for name in ast.walk(function):
        if not isinstance(name, ast.Name):
            continue
        made = file.assigned(name)
        if (received.mapping and name.id == received.name) or (made is not None and made in found):
            found.add(name)
    return found


def _leaves_out(keyword: ast.keyword, field: str) -> bool:
    """Whether an argument keeps a field out of a mapping, or may."""
    if keyword.arg not in {"include", "exclude"}:
        return False
    if not isinstance(keyword.value, ast.Set | ast.List | ast.Tuple):
        return True
    named = any(
        isinstance(item, ast.Constant) and item.value == field for item in keyword.value.elts
    )
    return named is (keyword.arg == "exclude")


def _is_made_of(file: File, call: ast.Call, received: Received, whole: set[ast.expr]) -> bool:
    """Whether a model is read from what was received: ``User.model_validate(body)``."""
    reads = isinstance(call.func, ast.Attribute) and file.words(MODEL_READERS).match(call.func.attr)
    return reads and (call.args[0] in whole or is_name(call.args[0], received.name))


def _user_model_made(file: File, call: ast.Call) -> tuple[str, frozenset[str]]:
    """The model of users of which a call makes a row: by its class, a manager or a method."""
    expr: ast.expr = call.func
    found = user_model(file, expr)
    while not found[0] and isinstance(expr, ast.Attribute):
        expr = expr.value
        found = user_model(file, expr)
    return found


def _of_user(file: File, row: ast.expr, field: str) -> str:
    """The model of users that an object is a row of, if it has a field; empty: it is none."""
    found = model_of_row(file, row)
    if found is None or found[1].column(field) is None:
        return ""
    return found[1].name if file.words(USER_MODELS).match(found[1].name) else ""


# ── what a function does about it ────────────────────────────────────────────────────────────────
def _reads(expr: ast.AST, received: Received, field: str) -> bool:
    """Whether an expression reads a field of what was received, and nothing else."""
    if isinstance(expr, ast.Attribute):
        return expr.attr == field and is_name(expr.value, received.name)
    if isinstance(expr, ast.Subscript):
        return _is_text(expr.slice, field) and is_name(expr.value, received.name)
    if isinstance(expr, ast.Call) and isinstance(expr.func, ast.Attribute):
        reads = expr.func.attr == "get" and is_name(expr.func.value, received.name)
        return reads and len(expr.args) == 1 and _is_text(expr.args[0], field)
    return False


def _is_text(expr: ast.AST, text: str) -> bool:
    return isinstance(expr, ast.Constant) and expr.value == text


def _is_judged(
    file: File, function: FunctionNode, received: Received, field: str, used: set[ast.AST]
) -> bool:
    """Whether a function says something of a field in another place: it may refuse, or replace it."""
    inside = {part for node in used for part in ast.walk(node)}
    for node in ast.walk(function):
        if node in inside:
            continue
        if isinstance(node, ast.keyword) and node.arg == field and node.value not in used:
            return True
        if isinstance(node, ast.Attribute) and node.attr == field:
            stored = isinstance(node.ctx, ast.Store)
            if stored or is_name(node.value, received.name):
                return True
            if any(isinstance(around, ast.Compare | ast.If) for around in _around(file, node)):
                return True
        if _is_text(node, field) and not isinstance(file.parent(node), ast.Dict):
            return True
    return False


def _around(file: File, node: ast.AST) -> Iterator[ast.AST]:
    """The expressions, and the test, that a node is a part of."""
    for around in file.ancestors(node):
        if isinstance(around, ast.If) and node not in ast.walk(around.test):
            return
        yield around
        if isinstance(around, ast.stmt):
            return

"""Whether what a client sends to a route is made into a model before it is used."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from readiness_lint.facts.bodies import BODY
from readiness_lint.facts.callers import called
from readiness_lint.facts.classes import attribute, is_marked
from readiness_lint.facts.dependencies import is_dependency, marks_on, provider
from readiness_lint.facts.handlers import READS
from readiness_lint.facts.route_branches import answers
from readiness_lint.facts.route_cells import NO, Cell, Found, cell_of
from readiness_lint.facts.route_marks import is_of_guard
from readiness_lint.facts.route_models import declares_fields, model_in, of_decorators
from readiness_lint.facts.route_serializers import (
    calls_own_action,
    has_serializer,
    is_by_serializer,
    is_serializer,
    verb_of,
)
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import MODEL_READERS, REQUEST_PARTS, REQUESTS
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import every_argument

DEEPEST = 3
"""Functions through which a body is followed."""
TAKES = "takes-model"
WRITING = frozenset({"POST", "PUT", "PATCH"})
Seen = frozenset[FunctionNode]


def input_model(endpoint: Endpoint) -> Cell:
    """Whether what a client sends is made into a model before it is used."""
    function, home = endpoint.target.function, endpoint.target.file
    if is_by_serializer(endpoint):
        return cell_of(_of_serializers(endpoint))
    if function is None:
        return cell_of([_form_of_class(endpoint)])
    found = [*of_decorators(home, function, TAKES)]
    if endpoint.framework in tables().word("declares-models"):
        found += _of_parameters(home, function, endpoint.framework, frozenset())
    found += _in_body(home, function, endpoint.method)
    if endpoint.target.owner is not None:
        form = _form_of_class(endpoint)
        found += [form] if form[0] else []
    return cell_of(found)


def _form_of_class(endpoint: Endpoint) -> Found:
    """The form of a view class, or that of a library's generic view."""
    cls, home = endpoint.target.owner, endpoint.target.home
    if cls is None or home is None:
        return None, ""
    if endpoint.method in READS:
        known = endpoint.target.function is None and home.mro_of(cls) is not None
        return (False if known else None), ""
    form = attribute(home, cls, "form_class")
    if form is not None:
        return True, ast.unparse(form[1])
    return (True, "fields") if attribute(home, cls, "fields") is not None else (None, "")


def _of_serializers(endpoint: Endpoint) -> Iterator[Found]:
    """What serializers do with a body, in views that name one."""
    function, home = endpoint.target.function, endpoint.target.file
    declared = has_serializer(endpoint)
    if function is None:
        verb = verb_of(endpoint.target.action)
        if verb in WRITING:
            yield (True, declared) if declared else (None, "")
        else:
            yield NO if endpoint.target.action else (None, "")
        return
    yield from of_decorators(home, function, TAKES)
    named = declared if declared != "get_serializer_class" else ""
    inherited = calls_own_action(home, function)
    if inherited and endpoint.method in {*READS, "DELETE"}:
        yield NO
    elif inherited:
        yield (True, named) if named else (None, "")
    for call in home.nodes(ast.Call, within=function):
        if home.last_name(call.func) == "get_serializer" and _is_given_data(call):
            yield True, named or "get_serializer"
    yield from _in_body(home, function, endpoint.method)


def _is_given_data(call: ast.Call) -> bool:
    return any(item.arg == "data" for item in call.keywords)


# ── parameters ───────────────────────────────────────────────────────────────────────────────────
def _of_parameters(
    file: File, function: FunctionNode, framework: str, seen: Seen
) -> Iterator[Found]:
    """The models among the parameters of a function, and of those that it depends on."""
    if len(seen) > DEEPEST or function in seen:
        yield None, function.name
        return
    only_data = framework in tables().word("body-is-data")
    for argument in every_argument(function.args):
        if argument.arg in {"self", "cls"} or (only_data and argument.arg != BODY):
            continue
        marks = marks_on(file, function, argument)
        depends = next((mark for mark in marks if is_dependency(*mark)), None)
        if depends is not None:
            handed = provider(*depends)
            target = (depends[0], handed) if handed is not None else (file, argument.annotation)
            yield from _of_dependency(*target, framework, seen | {function})
        elif argument.annotation is not None:
            yield model_in(file, argument.annotation)


def _of_dependency(
    file: File, target: ast.expr | None, framework: str, seen: Seen
) -> Iterator[Found]:
    """The models that a function, or the constructor of a class, is given for a parameter."""
    if isinstance(target, ast.Subscript):
        target = target.value
    if target is None:
        return
    named = isinstance(target, ast.Name | ast.Attribute)
    home, found = file.defined((file.name_of(target) if named else None) or "") or (file, None)
    if isinstance(found, ast.ClassDef):
        yield from _of_made(home, found, framework, seen)
    elif found is not None:
        yield from _of_parameters(home, found, framework, seen)
    else:
        yield NO if is_of_guard(file, target) else (None, ast.unparse(target))


def _of_made(home: File, cls: ast.ClassDef, framework: str, seen: Seen) -> Iterator[Found]:
    if declares_fields(home, cls):
        yield True, cls.name
        return
    for binding in home.index.scopes[cls].bindings.get("__init__", ()):
        if isinstance(binding.node, ast.FunctionDef):
            yield from _of_parameters(home, binding.node, framework, seen)


# ── bodies that are read by hand ─────────────────────────────────────────────────────────────────
def _in_body(file: File, function: FunctionNode, method: str) -> Iterator[Found]:
    """Models that a function makes of what it reads itself."""
    raw = _names_of_raw(file, function)
    reads_elsewhere = False
    for call in file.nodes(ast.Call, within=function):
        if not answers(file, call, method):
            continue
        found = _made_by(file, call, raw, method)
        if found is not None:
            yield found
        else:
            reads_elsewhere = reads_elsewhere or _hands_on(file, call, raw, function)
    yield (None, "") if reads_elsewhere else NO


def _hands_on(file: File, call: ast.Call, raw: set[str], function: FunctionNode) -> bool:
    """Whether a call is given the request or a part of it, or reads it by itself."""
    values = [*call.args, *(item.value for item in call.keywords)]
    requests = file.words(REQUESTS)
    names = {item.id for item in values if isinstance(item, ast.Name)}
    given = names & raw or any(map(requests.match, names)) or any(_is_raw(file, x) for x in values)
    if given and not _is_plain_call(file, call):
        return True
    inner = called(file, call)
    return inner is not None and inner[1] is not function and _reads_request(*inner, DEEPEST - 1)


def _is_plain_call(file: File, call: ast.Call) -> bool:
    """Whether a call makes no model: of a library, or a method of what was read."""
    name = file.callee(call)
    if name is None:
        return isinstance(call.func, ast.Attribute) and _is_raw(file, call.func.value)
    standard = name.partition(".")[0] in sys.stdlib_module_names
    return file.defined(name) is None and (tables().knows(name) or standard)


def _is_raw(file: File, expr: ast.expr) -> bool:
    """Whether an expression reads a part of the request."""
    if isinstance(expr, ast.BoolOp):
        return any(_is_raw(file, item) for item in expr.values)
    if isinstance(expr, ast.IfExp):
        return _is_raw(file, expr.body) or _is_raw(file, expr.orelse)
    while isinstance(expr, ast.Call | ast.Subscript | ast.Await | ast.Attribute):
        if isinstance(expr, ast.Attribute) and _is_part(file, expr):
            return True
        expr = expr.func if isinstance(expr, ast.Call) else expr.value
    return False


def _is_part(file: File, expr: ast.Attribute) -> bool:
    owner = file.last_name(expr.value)
    return file.words(REQUEST_PARTS).match(expr.attr) and file.words(REQUESTS).match(owner)


def _names_of_raw(file: File, function: FunctionNode) -> set[str]:
    """The names that hold what was read of the request."""
    found: set[str] = set()
    for statement in file.statements_of(function):
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if _is_raw(file, statement.value):
                found |= {item.id for item in targets if isinstance(item, ast.Name)}
    return found


def _reads_request(file: File, function: FunctionNode, deepest: int) -> bool:
    """Whether a function, or what it calls, may read the request that is being answered."""
    found = file.answer(
        "reads request", (function, deepest), lambda: _reading(file, function, deepest)
    )
    return found is not False


def _reading(file: File, function: FunctionNode, deepest: int) -> bool:
    parts = file.words(REQUEST_PARTS)
    for node in ast.walk(function):
        part = node.value if isinstance(node, ast.Attribute) and parts.match(node.attr) else None
        if part is not None and file.last_name(part) in {"request", "req"}:
            return True
    calls = (called(file, call) for call in file.nodes(ast.Call, within=function) if deepest)
    return any(
        found is not None and found[1] is not function and _reads_request(*found, deepest - 1)
        for found in calls
    )


# ── what makes a model ───────────────────────────────────────────────────────────────────────────
def _made_by(file: File, call: ast.Call, raw: set[str], method: str) -> Found | None:
    """Whether a call makes a model of what came in; ``None``: it makes none."""
    reader = _read_by(file, call)
    if reader:
        return True, reader
    if is_serializer(file, call) and _is_given_data(call):
        return True, file.last_name(call.func) or ""
    name = file.callee(call)
    home, cls = (file.defined(name) if name else None) or (file, None)
    if not isinstance(cls, ast.ClassDef):
        return None
    spread = [item.value for item in call.keywords if item.arg is None]
    if is_marked(home, cls, "input-model") and _any_raw(file, spread, raw):
        return True, cls.name
    if is_marked(home, cls, "form") or cls.name.endswith("Form"):
        return _made_by_form(file, call, raw, method, (home, cls))
    return None


def _read_by(file: File, call: ast.Call) -> str:
    """The model whose method reads what came in; empty: it is none."""
    method = call.func
    if not isinstance(method, ast.Attribute):
        return ""
    spelled = ast.unparse(method.value)
    if file.words(MODEL_READERS).match(method.attr):
        return spelled
    if method.attr != "load":
        return ""
    kind = file.type_of(method.value)
    models = tables().word("input-model")
    if kind is not None and any(base in models for base in file.library.bases(kind.name)):
        return kind.name.rpartition(".")[2]
    return spelled if "schema" in spelled.lower() else ""


def _made_by_form(
    file: File, call: ast.Call, raw: set[str], method: str, form: tuple[File, ast.ClassDef]
) -> Found | None:
    if _any_raw(file, [*call.args, *(item.value for item in call.keywords)], raw):
        return True, form[1].name
    if not is_marked(*form, "reads-request"):
        return None
    return (True, form[1].name) if method not in READS and _is_checked(file, call) else NO


def _any_raw(file: File, values: list[ast.expr], raw: set[str]) -> bool:
    return any(_is_raw(file, x) or (isinstance(x, ast.Name) and x.id in raw) for x in values)


def _is_checked(file: File, made: ast.Call) -> bool:
    """Whether the function that makes a form asks whether what came in is right."""
    function = file.function(made)
    return function is not None and any(
        file.last_name(call.func) in {"validate_on_submit", "validate"}
        for call in file.nodes(ast.Call, within=function)
    )

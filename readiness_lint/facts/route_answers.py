"""Whether what a route answers is made by a model that says what is in it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from readiness_lint.facts.callables import given, super_method
from readiness_lint.facts.route_branches import answers
from readiness_lint.facts.route_cells import NO, Cell, Found, cell_of
from readiness_lint.facts.route_models import first_of, model_in, of_decorators
from readiness_lint.facts.route_serializers import (
    CHOOSES,
    has_serializer,
    is_by_serializer,
    verb_of,
)
from readiness_lint.facts.route_table import SOCKET, Endpoint
from readiness_lint.facts.shapes import behind_await
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import MODEL_WRITERS
from readiness_lint.knowledge.schema import Answers, Param
from readiness_lint.model import File

GIVES = "gives-model"
PLAIN = frozenset({"str", "int", "float", "bool", "bytes"})
BOXES = frozenset({"list", "dict", "set", "tuple", "sequence"})


def response_model(endpoint: Endpoint) -> Cell:
    """Whether an answer is made by a model that says what is in it."""
    function, home = endpoint.target.function, endpoint.target.file
    if endpoint.method == SOCKET:
        return Cell(answer=False)
    if endpoint.framework in tables().word("declares-models"):
        return cell_of([_declared(endpoint)])
    if is_by_serializer(endpoint):
        return cell_of(_of_serializers(endpoint))
    if function is None:
        return Cell(None)
    found = [_of_value(home, value) for value in _returned(endpoint)]
    return cell_of([*of_decorators(home, function, GIVES), *found])


def _returned(endpoint: Endpoint) -> Iterator[ast.expr | None]:
    function, home = endpoint.target.function, endpoint.target.file
    for statement in home.statements_of(function) if function is not None else ():
        if isinstance(statement, ast.Return) and answers(home, statement, endpoint.method):
            yield statement.value


# ── answers that are declared ────────────────────────────────────────────────────────────────────
def _declared(endpoint: Endpoint) -> Found:
    """The model of an answer by the registration, or by the annotation."""
    function, call = endpoint.target.function, endpoint.call
    if function is None:
        return None, ""
    for option in (endpoint.row.answer, Param("response")):
        value = given(endpoint.file, call, option) if call is not None else None
        if value is not None:
            return _of_option(endpoint.file, value)
    if call is not None and any(item.arg is None for item in call.keywords):
        return None, ""
    if function.returns is None:
        return NO
    answer, name = model_in(endpoint.target.file, function.returns)
    spelled = ast.unparse(function.returns)
    if answer is False and _is_shape(function.returns):
        return True, spelled
    return answer, spelled if answer else name


def _of_option(file: File, value: ast.expr) -> Found:
    if isinstance(value, ast.Constant) and value.value is None:
        return NO
    if isinstance(value, ast.Dict):
        # One for each status.
        return first_of(model_in(file, item) for item in value.values)
    answer, name = model_in(file, value)
    return (True, ast.unparse(value)) if answer or _is_shape(value) else (answer, name)


def _is_shape(annotation: ast.expr) -> bool:
    """Whether a declared answer of plain values says what they are: ``list[str]``, not ``dict``."""
    if isinstance(annotation, ast.Name):
        return annotation.id in PLAIN
    if isinstance(annotation, ast.Subscript):
        box = ast.unparse(annotation.value).lower()
        return box in BOXES and "Any" not in ast.unparse(annotation)
    return False


# ── answers that are made by hand ────────────────────────────────────────────────────────────────
def _of_value(file: File, value: ast.expr | None) -> Found:
    if isinstance(value, ast.Tuple) and value.elts:
        # The status and the headers of an answer come behind what is in it.
        return _of_value(file, value.elts[0])
    written = _written_by(file, value) if value is not None else ""
    if written:
        return True, written
    if value is None or _is_plain(value):
        return NO
    call = behind_await(value)
    return _of_call(file, call) if isinstance(call, ast.Call) else (None, "")


def _is_plain(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant | ast.JoinedStr | ast.Dict | ast.List)


def _of_call(file: File, call: ast.Call) -> Found:
    """What an answer of a library is made of; of what is not known, it may be a model."""
    known, name = tables(), file.callee(call)
    if name is None:
        return None, ""
    if name in known.word("renders") or name in known.word("redirects"):
        return NO
    answers = any(base in known.table(Answers) for base in file.library.bases(name))
    values = [*call.args, *(item.value for item in call.keywords)]
    return NO if answers and all(map(_is_written_out, values)) else (None, "")


def _is_written_out(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant | ast.Dict | ast.JoinedStr | ast.List)


def _written_by(file: File, value: ast.expr) -> str:
    """The model whose content a value holds."""
    words = file.words(MODEL_WRITERS)
    for node in ast.walk(value):
        method = node.func if isinstance(node, ast.Call) else None
        if not isinstance(method, ast.Attribute) or not words.match(method.attr):
            continue
        if not _is_module(file, method.value):
            return ast.unparse(method.value)
    return ""


def _is_module(file: File, expr: ast.expr) -> bool:
    """Whether a method is a function of the standard library: ``json.dump``."""
    name = file.name_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None
    return name in sys.stdlib_module_names


# ── serializers ──────────────────────────────────────────────────────────────────────────────────
def _of_serializers(endpoint: Endpoint) -> Iterator[Found]:
    function, home = endpoint.target.function, endpoint.target.file
    declared = has_serializer(endpoint)
    if function is None:
        verb = verb_of(endpoint.target.action)
        found = (True, declared) if endpoint.target.action and declared else (None, "")
        yield NO if verb == "DELETE" else found
        return
    named = declared if declared != CHOOSES else ""
    for value in _returned(endpoint):
        if value is not None:
            yield _of_answer(home, value, named)


def _of_answer(file: File, value: ast.expr, declared: str) -> Found:
    """What an answer of such a view is made by."""
    verb = verb_of(super_method(value)) if isinstance(value, ast.Call) else ""
    if verb:
        return NO if verb == "DELETE" else (True, declared) if declared else (None, "")
    name = file.callee(value) if isinstance(value, ast.Call) else None
    row = tables().table(Answers).get(name) if name is not None else None
    if isinstance(value, ast.Call) and row and row.framework in tables().word("by-serializer"):
        return _of_content(file, given(file, value, row.content), declared)
    return _of_value(file, value)


def _of_content(file: File, content: ast.expr | None, declared: str) -> Found:
    if content is None or isinstance(content, ast.Constant):
        return NO
    for node in ast.walk(content):
        if isinstance(node, ast.Attribute) and node.attr == "data":
            last = file.last_name(file.assigned(node.value) or node.value) or ""
            if "serializer" in last.lower():
                return True, declared if last.startswith("get_serializer") and declared else last
    return NO if isinstance(content, ast.Dict | ast.List | ast.JoinedStr) else (None, "")

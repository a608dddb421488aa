"""What a return or a raise answers to a request."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import TypeGuard

from readiness_lint.facts.callables import given
from readiness_lint.facts.callers import Caller, called
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.program import Derivation, Program
from readiness_lint.facts.shapes import behind_await, is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Answers, Param
from readiness_lint.model import Absent, Bound, File, FunctionNode, Given
from readiness_lint.model.index import every_argument
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import EntryKind, SinkKind

CODE = Pattern(r"(?:HTTP_)?([1-5]\d\d)(?:_\w+)?")
TEXTS = frozenset({"str", "repr", "ascii", "format", "escape"})
"""Functions that make a text of an exception."""
STATUSES = frozenset({"status_code", "status"})
"""Attributes of a response that hold its status."""
ANSWERING = frozenset({EntryKind.HANDLER, EntryKind.ERROR_HANDLER})


@record
class Response:
    """An answer to a request: a response that is made, an HTTP exception, a plain value returned."""

    node: ast.expr
    statement: ast.stmt
    name: str
    """What makes it, by qualified name; empty: a plain value."""
    framework: str
    status: int | None
    raised: bool
    content: tuple[ast.expr, ...]
    """What the client reads."""
    line: tuple[str, ...] = ()
    """The classes of the program that it is raised as, the first one first."""

    @property
    def failure(self) -> bool:
        """Whether it certainly says that the server is at fault."""
        return self.status is not None and self.status >= 500

    @classmethod
    def find(cls, file: File) -> Iterable[Response]:
        """Every one of the file, one for each answer."""
        table = tables().table(Answers)
        calls: dict[ast.expr, Response] = {}
        for call, at in file.candidates(table.lasts_in(file.libraries)):
            name = file.callee(call, at)
            if name is not None and name in table:
                calls[call] = _made(file, name, table[name], call, at)
        calls |= _of_helpers(file, calls)
        calls |= _of_classes(file, calls)
        inner = {part for response in calls.values() for part in response.content}
        returned = {response.node: response for response in _returned(file, calls)}
        return [
            *(item for node, item in calls.items() if node not in inner and node not in returned),
            *returned.values(),
            *_raised(file),
        ]


def _made(file: File, name: str, row: Answers, call: ast.Call, at: ast.stmt) -> Response:
    content = tuple(_content(file, row, call))
    status = status_of(file, row, call) if row.raised else _changed_status(file, row, call, at)
    return Response(call, at, name, row.framework, status, row.raised, content)


def _changed_status(file: File, row: Answers, call: ast.Call, at: ast.stmt) -> int | None:
    """The status of a response, which a statement below may change: ``answer.status_code = 500``."""
    status = status_of(file, row, call)
    target = at.targets[0] if isinstance(at, ast.Assign) and len(at.targets) == 1 else None
    if not isinstance(target, ast.Name) or getattr(at, "value", None) is not call:
        return status
    changes = [_set_status(item, target.id) for item in file.following(at)]
    changed = next((item for item in changes if item is not None), None)
    return status if changed is None else status_code(file, changed)


def _set_status(statement: ast.stmt, variable: str) -> ast.expr | None:
    """What a statement makes the status of the response in a variable."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    return (
        statement.value
        if isinstance(statement, ast.Assign)
        and isinstance(target, ast.Attribute)
        and target.attr in STATUSES
        and is_name(target.value, variable)
        else None
    )


@record
class _Making:
    """What a function of the program answers, by what it is given."""

    name: str
    row: Answers
    status: int | str | None
    """``str``: the parameter that gives it."""
    shown: tuple[str, ...]
    """The parameters that the client reads."""


def _of_helpers(file: File, known: Container[ast.expr]) -> dict[ast.expr, Response]:
    """What is returned or raised as a function of the program made it: ``raise failed("away")``."""
    found: dict[ast.expr, Response] = {}
    program = file.program
    if program is None or program.file(file.module) is not file:
        lasts = frozenset(file.index.calls)
    else:
        lasts = program.derived(HELPED, file.module) or frozenset()
    for last in sorted(lasts):
        for call, statement in _answered(file, last):
            response = _of_helper(file, call, statement) if call not in known else None
            if response is not None:
                found[call] = response
    return found


def _answered(file: File, last: str) -> Iterator[tuple[ast.Call, ast.stmt]]:
    """The calls under an identifier whose value is returned, or raised."""
    for call, statement in file.index.calls.get(last, ()):
        if isinstance(statement, ast.Return | ast.Raise) and _answer_of(statement) is call:
            yield call, statement


def _helped(program: Program) -> dict[str, frozenset[str]]:
    """By module: the identifiers under which it may return or raise what a function makes it of."""
    found: dict[str, set[str]] = defaultdict(set)
    makers = program.each(_makers, tables=(tables().table(Answers),))
    todo = list(dict.fromkeys(name for _, name in makers))
    seen = set(todo)
    while todo:
        maker = todo.pop()
        for file, (last, around) in program.each(_passing, maker, calling=maker):
            found[file.module].add(last)
            if around and around not in seen:
                seen.add(around)
                todo.append(around)
    return {module: frozenset(lasts) for module, lasts in found.items()}


HELPED: Derivation[frozenset[str]] = Derivation(
    "readiness_lint.facts.responses:HELPED", _helped, sorted
)
"""What is returned or raised under the name of a function that makes answers, by module."""


def _makers(file: File) -> Iterator[str]:
    """The functions that return nothing but one answer, by what is called in them."""
    for call, statement in file.candidates(tables().table(Answers).lasts):
        name = _maker_around(file, call, statement)
        if name:
            yield name


def _passing(file: File, last: str) -> Iterator[tuple[str, str]]:
    """What is returned or raised under an identifier, or an alias; and the function that does no more."""
    spellings = file.program.spellings(last) if file.program else frozenset({last})
    for spelling in sorted(spellings.intersection(file.index.calls)):
        for call, statement in _answered(file, spelling):
            yield spelling, _maker_around(file, call, statement)


def _maker_around(file: File, call: ast.Call, statement: ast.stmt) -> str:
    """The function whose one `return` gives what a call gives; empty: there is none."""
    if not isinstance(statement, ast.Return) or statement.value is not call:
        return ""
    function = file.function(statement)
    returns = [
        item
        for item in (file.statements_of(function) if function is not None else ())
        if isinstance(item, ast.Return)
    ]
    return function.name if function is not None and len(returns) == 1 else ""


def _answer_of(statement: ast.AST) -> ast.expr | None:
    """What is returned, without its status, or raised."""
    if isinstance(statement, ast.Raise):
        return statement.exc
    value = statement.value if isinstance(statement, ast.Return) else None
    first = value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value
    return behind_await(first)


def _of_helper(file: File, call: ast.Call, at: ast.stmt) -> Response | None:
    helper = called(file, call, at)
    making = _making(*helper) if helper else None
    if helper is None or making is None:
        return None
    caller = Caller(file, call, file.function(call), call)
    status = making.status
    if isinstance(status, str):
        given_status = given_for(caller, *helper, status)
        status = status_code(*given_status) if given_status else None
    shown = [given_for(caller, *helper, parameter) for parameter in making.shown]
    content = tuple(part[1] for part in shown if part is not None and part[0] is file)
    row = making.row
    return Response(call, at, making.name, row.framework, status, row.raised, content)


def _making(file: File, function: FunctionNode) -> _Making | None:
    """What a function gives that does nothing but to make one answer and return it."""
    return file.answer("making", function, lambda: _making_of(file, function))


def _making_of(file: File, function: FunctionNode) -> _Making | None:
    returns = [item for item in file.statements_of(function) if isinstance(item, ast.Return)]
    call = returns[0].value if len(returns) == 1 else None
    if not isinstance(call, ast.Call) or file.is_generator(function):
        return None
    table = tables().table(Answers)
    name = file.callee(call, returns[0])
    if name is not None and name in table:
        row = table[name]
        status = status_of(file, row, call)
        given_status = given(file, call, row.status) if status is None else None
        parameter = _parameter(file, given_status, function)
        shown = [_shown(file, part, function) for part in _content(file, row, call)]
        parameters = tuple(dict.fromkeys(name for names in shown for name in names))
        return _Making(name, row, status if parameter is None else parameter, parameters)
    return _passed_on(file, call, returns[0], function)


def _passed_on(file: File, call: ast.Call, at: ast.stmt, function: FunctionNode) -> _Making | None:
    """What a function answers that hands its arguments to another one."""
    helper = called(file, call, at)
    inner = _making(*helper) if helper else None
    if helper is None or inner is None:
        return None
    caller = Caller(file, call, function, call)
    status = inner.status
    if isinstance(status, str):
        found = given_for(caller, *helper, status)
        code = status_code(*found) if found else None
        mine = _parameter(file, found[1], function) if found and found[0] is file else None
        status = mine if code is None else code
    given_for_shown = [given_for(caller, *helper, parameter) for parameter in inner.shown]
    shown = [
        name
        for part in given_for_shown
        if part is not None and part[0] is file
        for name in _shown(file, part[1], function)
    ]
    return replace(inner, status=status, shown=tuple(dict.fromkeys(shown)))


def _parameter(file: File, expr: ast.expr | None, function: FunctionNode) -> str | None:
    """The parameter of a function that an expression is, with what the caller gave."""
    if not isinstance(expr, ast.Name):
        return None
    bindings = file.bindings(expr)
    given_by_caller = len(bindings) == 1 and bindings[0].kind is Bound.PARAMETER
    return expr.id if given_by_caller and bindings[0].scope.node is function else None


def _shown(file: File, content: ast.expr, function: FunctionNode) -> Iterator[str]:
    """The parameters that an answer shows as they are, or as texts."""
    for part in ast.walk(content):
        if isinstance(part, ast.Name) and _parameter(file, part, function) is not None:
            around = file.parent(part)
            texts = isinstance(around, ast.Call) and file.last_name(around.func) in TEXTS
            plain = part is content or not isinstance(
                around, ast.Attribute | ast.Subscript | ast.Call
            )
            if texts or plain:
                yield part.id


# ── exceptions of the program ────────────────────────────────────────────────────────────────────
@record
class _Raising:
    """What an exception of the program answers: as which one of a library, and how it comes to it."""

    name: str
    row: Answers
    line: tuple[str, ...]
    status: int | str | None
    """``str``: the parameter that gives it."""
    maker: FunctionNode | None


def _of_classes(file: File, known: Container[ast.expr]) -> dict[ast.expr, Response]:
    """HTTP exceptions of the program that are raised: ``class Away(HTTPException)``."""
    found: dict[ast.expr, Response] = {}
    for statement in file.unordered(ast.Raise):
        call = statement.exc
        if not isinstance(call, ast.Call) or call in known:
            continue
        name = file.callee(call, statement)
        home, cls = (file.defined(name) if name else None) or (file, None)
        raising = _raising(home, cls) if isinstance(cls, ast.ClassDef) else None
        if raising is not None:
            status = _raised_status(file, call, raising)
            found[call] = Response(
                call,
                statement,
                raising.name,
                raising.row.framework,
                status,
                raised=True,
                content=(),
                line=raising.line,
            )
    return found


def _raised_status(file: File, call: ast.Call, raising: _Raising) -> int | None:
    maker, status = raising.maker, raising.status
    if maker is None and raising.row.status is not None:
        return status_of(file, raising.row, call)
    if maker is None or not isinstance(status, str):
        return status if isinstance(status, int) else raising.row.default if not maker else None
    names = [item.arg for item in (*maker.args.posonlyargs, *maker.args.args)][1:]
    position = names.index(status) if status in names else None
    found = file.argument(call, status, position)
    return status_code(file, found.value) if isinstance(found, Given) else None


def _raising(file: File, cls: ast.ClassDef) -> _Raising | None:
    """What a class of the program answers; ``None``: nothing, or nobody knows."""
    return file.answer("raising", cls, lambda: _raising_of(file, cls))


def _raising_of(file: File, cls: ast.ClassDef) -> _Raising | None:
    table = tables().table(Answers)
    line = list[str]()
    status: int | str | None = None
    makers: list[tuple[File, FunctionNode]] = []
    for name in file.mro_of(cls) or ():
        row = table.get(name)
        if row is not None:
            if not row.raised or row.exception or len(makers) > 1:
                return None
            maker = makers[0][1] if makers else None
            status = _handed_on(*makers[0], row) if makers else status
            return _Raising(name, row, tuple(line), status, maker)
        home, node = file.defined(name) or (file, None)
        if not isinstance(node, ast.ClassDef):
            return None
        line.append(name)
        makers += [(home, item) for item in node.body if _is_maker(item)]
        for binding in home.index.scopes[node].bindings.get("status_code", ()):
            if status is None and binding.value is not None:
                status = status_code(home, binding.value)
    return None


def _is_maker(statement: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    return isinstance(statement, ast.FunctionDef) and statement.name == "__init__"


def _handed_on(file: File, maker: FunctionNode, row: Answers) -> int | str | None:
    """The status, or its parameter, with which a constructor calls that of the base, and does no more."""
    calls = [item for item in file.nodes(ast.Call, within=maker) if _is_super(item)]
    others = [item for item in file.body(maker) if not isinstance(item, ast.Assign | ast.AnnAssign)]
    value = given(file, calls[0], row.status) if len(calls) == 1 == len(others) else None
    if value is None:
        return None
    code = status_code(file, value)
    return _parameter(file, value, maker) if code is None else code


def _is_super(call: ast.Call) -> bool:
    """``super().__init__(...)``."""
    method = call.func
    return (
        isinstance(method, ast.Attribute)
        and method.attr == "__init__"
        and isinstance(method.value, ast.Call)
        and is_name(method.value.func, "super")
    )


def _raised(file: File) -> Iterator[Response]:
    """HTTP exceptions that are raised without a call: ``raise InternalServerError``."""
    table = tables().table(Answers)
    for statement in file.unordered(ast.Raise):
        raised = statement.exc
        if isinstance(raised, ast.Name | ast.Attribute):
            name = file.name_at(raised, statement)
            row = table.get(name) if name else None
            if name and row is not None and row.raised and not row.exception:
                status = row.default
                yield Response(
                    raised, statement, name, row.framework, status, raised=True, content=()
                )


def _content(file: File, row: Answers, call: ast.Call) -> Iterator[ast.expr]:
    if row.whole:
        yield from (*call.args, *(item.value for item in call.keywords))
    for param in (row.content, *map(Param, row.also)):
        part = given(file, call, param)
        if part is not None:
            yield part


def status_of(file: File, row: Answers, call: ast.Call) -> int | None:
    """The status of the answer that a call makes; ``None``: not known."""
    if row.status is None:
        return row.default
    found = file.argument(call, row.status.name, row.status.position)
    if isinstance(found, Given):
        return status_code(file, found.value)
    return row.default if isinstance(found, Absent) else None


def status_code(file: File, expr: ast.expr) -> int | None:
    """The status that an expression gives: a number, or a constant named after one."""
    if isinstance(expr, ast.Attribute | ast.Name):
        name = expr.attr if isinstance(expr, ast.Attribute) else expr.id
        if name == "value" and isinstance(expr, ast.Attribute):
            return status_code(file, expr.value)
        code = CODE.fullmatch(name)
        if code is not None:
            return int(code[1])
    known = file.value_of(expr)
    return known.value if known is not None and type(known.value) is int else None


def _returned(file: File, calls: dict[ast.expr, Response]) -> Iterator[Response]:
    """Returns of handlers: a plain value, a value with a status, or a call with a status."""
    for statement in file.unordered(ast.Return):
        value = statement.value
        if isinstance(value, ast.Tuple) and 2 <= len(value.elts) <= 3:
            status = status_code(file, value.elts[1])
            made = calls.get(value.elts[0])
            framework = made.framework if made else _answering(file, statement)
            tuples = framework in tables().word("tuple-answers")
            if status is not None and 100 <= status < 600 and tuples:
                yield Response(
                    value.elts[0],
                    statement,
                    made.name if made else "",
                    framework,
                    status,
                    raised=False,
                    content=made.content if made else (value.elts[0],),
                )
        elif isinstance(value, ast.Dict) and value.keys:
            handler = _handler(file, statement)
            sender = _plainly_answering(file, statement) if handler is None else ""
            if sender:
                yield Response(value, statement, "", sender, 200, raised=False, content=(value,))
            elif handler is not None:
                status = _of_route(file, handler) if handler.status is None else handler.status
                given_one = _set_before(file, statement, handler)
                status = status if given_one is None else status_code(file, given_one)
                yield Response(
                    value, statement, "", handler.framework, status, raised=False, content=(value,)
                )


def _set_before(file: File, statement: ast.Return, handler: Handler) -> ast.expr | None:
    """The status that a handler gives the response that it was handed: ``response.status_code = 500``."""
    parameters = [item.arg for item in every_argument(handler.node.args)]
    for above in reversed(file.preceding(statement)):
        for parameter in parameters:
            found = _set_status(above, parameter)
            if found is not None:
                return found
    return None


def _of_route(file: File, handler: Handler) -> int | None:
    """The status of a plain value; not known where its route makes redirects of what is returned."""
    made = [given(file, call, Param("response_class")) for call in handler.calls]
    redirects = tables().sinks(SinkKind.REDIRECT)
    return None if any(item and file.name_of(item) in redirects for item in made) else 200


def _answering(file: File, statement: ast.Return) -> str:
    """The framework that sends what a function returns; empty: none."""
    entry = entry_of(statement, file)
    if not isinstance(entry, Handler | Entry) or entry.kind not in ANSWERING:
        return ""
    return entry.framework


def _plainly_answering(file: File, statement: ast.Return) -> str:
    """The framework that sends what an error handler returns as a success; empty: none."""
    entry = entry_of(statement, file)
    if not isinstance(entry, Entry) or entry.kind is not EntryKind.ERROR_HANDLER:
        return ""
    return entry.framework if entry.framework in tables().word("plain-answers") else ""


def _handler(file: File, statement: ast.Return) -> Handler | None:
    entry = entry_of(statement, file)
    if isinstance(entry, Handler) and entry.kind is EntryKind.HANDLER:
        return entry if file.function(statement) is entry.node else None
    return None

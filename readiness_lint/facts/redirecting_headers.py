"""Headers of answers that send the client somewhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.handlers import handler_of
from readiness_lint.facts.responses import Response, status_code, status_of
from readiness_lint.facts.shapes import behind_await
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Answers, Param
from readiness_lint.model import Bound, File
from readiness_lint.record import record
from readiness_lint.terms import SinkKind

LOCATION = "location"
"""What a browser follows where the status says so."""
ANYWAY = frozenset({"hx-redirect"})
"""What a script on the page follows, whatever the status."""
HEADERS = Param("headers")
STATUS = frozenset({"status_code", "status"})
NOT_MODIFIED = 304


@record
class RedirectingHeader:
    """A header with the address to go to."""

    node: ast.expr
    """The call that is given it, the place that it is put into, or the answer beside it."""
    name: str
    """That call, or that place."""
    value: ast.expr


def redirecting_headers(file: File) -> Iterator[RedirectingHeader]:
    """Every one of a file that is certainly followed."""
    text = file.source.lower()
    if LOCATION in text or any(name in text for name in ANYWAY):
        yield from _handed_over(file)
        yield from _beside_answers(file)
        yield from _put_in(file)


def _handed_over(file: File) -> Iterator[RedirectingHeader]:
    """``Response(status_code=302, headers={"Location": target})``."""
    table = tables().table(Answers)
    for call, at in file.candidates(table.lasts_in(file.libraries)):
        name = file.callee(call, at)
        row = table.get(name) if name else None
        if name is None or row is None:
            continue
        headers = given(file, call, row.headers or HEADERS)
        for value in _targets(file, headers, status_of(file, row, call)):
            yield RedirectingHeader(call, name, value)


def _beside_answers(file: File) -> Iterator[RedirectingHeader]:
    """``return "", 302, {"Location": target}``."""
    for response in file.facts(Response):
        returned = getattr(response.statement, "value", None)
        if isinstance(returned, ast.Tuple) and returned.elts[0] is response.node:
            for part in returned.elts[2:3]:
                for value in _targets(file, part, response.status):
                    yield RedirectingHeader(returned, "headers", value)


def _targets(file: File, headers: ast.expr | None, status: int | None) -> Iterator[ast.expr]:
    """The addresses in a mapping of headers."""
    if isinstance(headers, ast.Name):
        headers = file.assigned(headers) or headers
    if isinstance(headers, ast.Dict):
        for key, value in zip(headers.keys, headers.values, strict=True):
            if _is_followed(key, redirects=is_redirection(status)):
                yield value


def _is_followed(key: ast.expr | None, *, redirects: bool) -> bool:
    name = key.value if isinstance(key, ast.Constant) else None
    if not isinstance(name, str):
        return False
    return name.lower() in ANYWAY or (redirects and name.lower() == LOCATION)


def is_redirection(status: int | None) -> bool:
    """Whether a status sends the client elsewhere."""
    return status is not None and 300 <= status < 400 and status != NOT_MODIFIED


# ── answers that are at hand ─────────────────────────────────────────────────────────────────────
def _put_in(file: File) -> Iterator[RedirectingHeader]:
    """``response.headers["Location"] = target``, and the same on the answer itself."""
    for target, value, _ in file.index.stores:
        if not isinstance(target, ast.Subscript) or value is None:
            continue
        if not _is_followed(target.slice, redirects=True):
            continue
        answer = target.value
        if isinstance(answer, ast.Attribute) and answer.attr == HEADERS.name:
            answer = answer.value
        if isinstance(answer, ast.Name) and _is_answer(file, answer):
            followed = _is_followed(target.slice, redirects=_redirects(file, answer))
        else:
            followed = False
        if followed:
            yield RedirectingHeader(target, ast.unparse(target), value)


def _is_answer(file: File, name: ast.Name) -> bool:
    """Whether a name certainly stands for an answer to a request."""
    known, kind = tables().table(Answers), file.type_of(name)
    if kind is not None and any(base in known for base in file.library.bases(kind.name)):
        return True
    made = _made(file, name)
    names = {file.callee(call) for call in made}
    return bool(made) and all(
        item in known or item in tables().sinks(SinkKind.REDIRECT) for item in names
    )


def _made(file: File, name: ast.Name) -> list[ast.Call]:
    """The calls that make what a name stands for; none: something else may."""
    values = [
        behind_await(item.value) if item.kind is Bound.VALUE else None
        for item in file.bindings(name)
    ]
    calls = [value for value in values if isinstance(value, ast.Call)]
    return calls if len(calls) == len(values) else []


def _redirects(file: File, name: ast.Name) -> bool:
    """Whether an answer is sent with a status that makes clients follow its header."""
    function = file.function(name)
    told = [
        status_code(file, value)
        for target, value, statement in file.index.stores
        if isinstance(target, ast.Attribute)
        and target.attr in STATUS
        and isinstance(target.value, ast.Name)
        and target.value.id == name.id
        and value is not None
        and file.function(statement) is function
    ]
    if told:
        return all(map(is_redirection, told))
    made = _made(file, name)
    if made:
        return all(_makes_redirection(file, call) for call in made)
    # Of the answer that a framework hands over its route says the status.
    handler = handler_of(file, function) if function is not None else None
    given_by_caller = any(item.kind is Bound.PARAMETER for item in file.bindings(name))
    return handler is not None and given_by_caller and is_redirection(handler.status)


def _makes_redirection(file: File, call: ast.Call) -> bool:
    """Whether a call makes an answer that sends the client elsewhere."""
    callee = file.callee(call) or ""
    if callee in tables().sinks(SinkKind.REDIRECT):
        return True
    row = tables().table(Answers).get(callee)
    return row is not None and is_redirection(status_of(file, row, call))

"""Calls that move money, and the keys by which the other side knows a request again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.classes import subclasses_of
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.shapes import entries_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import IDEMPOTENCY_KEYS, PAID_RESOURCES, PAYMENT_ADDRESSES
from readiness_lint.knowledge.schema import ClientTrait, Param, Pays
from readiness_lint.model import Absent, File, Given
from readiness_lint.model.names import is_none
from readiness_lint.record import record
from readiness_lint.terms import Answer, Service

HEADERS = Param("headers")
ADDRESS = Param("url", 0)
METHOD, SECOND, BASE = Param("method", 0), Param("url", 1), Param("base_url", 0)
ADDING = ("headers", "auth", "event_hooks", "transport", "trace_configs")
"""Arguments with which a client may add a header to what it sends."""
CHANGED = frozenset({"headers", "event_hooks", "auth", "mount", "hooks"})
OFFER = ("checkout", "sessions")
SENDING = frozenset({"post"})
READING = frozenset({"get", "Header"})
SAYS = ("idempot", "request-id", "requestid", "deduplication", "clientrequesttoken")


@record
class Payment:
    """A call that moves money."""

    node: ast.Call
    what: str
    keyed: Answer
    """Whether it has a key; ``None``: what it is given may hold one."""
    slight: bool
    """Whether a second one only offers to pay."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Those of a payment library, and requests to the address of a payment service."""
        table = tables().table(Pays)
        for name, call in file.calls_to(table):
            row = table[name]
            offered = row.services and _is_offer(call)
            if not row.services or offered or _is_of_paid_resource(file, call):
                keyed = _has_key(file, call, row)
                yield cls(call, ast.unparse(call.func), keyed, row.slight or offered)
        for outbound in file.facts(OutboundCall):
            if outbound.service is Service.HTTP and _pays(file, outbound):
                keyed = _is_keyed_by_header(file, outbound)
                yield cls(outbound.node, ast.unparse(outbound.node.func), keyed, slight=False)


def _is_offer(call: ast.Call) -> bool:
    """``client.checkout.sessions.create(...)``."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    above = owner.value if isinstance(owner, ast.Attribute) else None
    return (
        isinstance(owner, ast.Attribute)
        and isinstance(above, ast.Attribute)
        and (above.attr, owner.attr) == OFFER
    )


def _is_of_paid_resource(file: File, call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return owner is not None and file.words(PAID_RESOURCES).match(file.last_name(owner))


def _has_key(file: File, call: ast.Call, row: Pays) -> Answer:
    answers: list[Answer] = []
    for key in row.key:
        found = file.argument(call, key.name, key.position)
        known = isinstance(found, Given | Absent)
        answers.append(isinstance(found, Given) if known else _spread(file, call))
    options = row.options
    if options is not None:
        found = file.argument(call, options.name, options.position)
        mapping = found.value if isinstance(found, Given) else None
        answers.append(_holds_key(file, mapping) if not isinstance(found, Absent) else False)
    if True in answers:
        return True
    return None if None in answers else False


def _spread(file: File, call: ast.Call) -> Answer:
    """Whether the mappings that a call spreads have a key: those that the file writes out have not."""
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    spread = [keyword.value for keyword in call.keywords if keyword.arg is None]
    return False if all(_is_written_out(file, value) for value in spread) else None


def _is_written_out(file: File, value: ast.expr, around: frozenset[ast.AST] = frozenset()) -> bool:
    """Whether all of a mapping is written out without a key, here or in a function of the file."""
    if isinstance(value, ast.Name):
        found = [item.value for item in file.bindings(value)]
        plain = all(
            isinstance(item, ast.Dict | ast.Call) and _is_written_out(file, item, around)
            for item in found
        )
        return bool(found) and plain and not _is_filled(file, value)
    if isinstance(value, ast.Dict):
        return _holds_key(file, value) is False
    made = _maker(file, value)
    if made is None or made in around:
        return False
    returned = [item.value for item in file.nodes(ast.Return, within=made)]
    return bool(returned) and all(
        isinstance(item, ast.Dict | ast.Name) and _is_written_out(file, item, around | {made})
        for item in returned
    )


def _maker(file: File, value: ast.expr) -> ast.FunctionDef | None:
    """The function, or property, of the file that gives a value, and that no subclass replaces."""
    called = value.func if isinstance(value, ast.Call) else value
    name = file.name_of(called) if isinstance(called, ast.Attribute | ast.Name) else None
    made = file.definition_named(name) if name else None
    if not isinstance(made, ast.FunctionDef):
        return None
    owner = file.scope(made).node
    if isinstance(owner, ast.ClassDef) and any(
        made.name in home.index.scopes[other].bindings for home, other in subclasses_of(file, owner)
    ):
        return None
    return made


def _is_filled(file: File, name: ast.Name) -> bool:
    """Whether a mapping may get a key later; one of the module in whichever function."""
    filled = rf"\b{re.escape(name.id)}(?:\.setdefault\b|\[(?!\s*['\"])|\[\s*['\"]idempot|\s*\|=)"
    function = file.function(name)
    own = function is not None and name.id in file.index.scopes[function].bindings
    return re.search(filled, file.code) is not None or any(
        call.keywords or any(_holds_key(file, item) is not False for item in call.args)
        for call, _ in file.index.calls.get("update", ())
        if isinstance(call.func, ast.Attribute) and file.last_name(call.func.value) == name.id
        if not own or file.function(call) is function
    )


def _holds_key(file: File, mapping: ast.expr | None) -> Answer:
    """Whether a mapping has a key of this kind; ``None``: not all that it has is written out."""
    if isinstance(mapping, ast.Name):
        mapping = file.assigned(mapping)
    if not isinstance(mapping, ast.Dict):
        return None
    words = file.words(IDEMPOTENCY_KEYS)
    keys = [file.value_of(key) if key is not None else None for key in mapping.keys]
    if any(key is not None and words.match(str(key.value)) for key in keys):
        return True
    return None if None in keys else False


def _pays(file: File, outbound: OutboundCall) -> bool:
    """Whether a request is sent to what moves money."""
    called, call = outbound.name.rpartition(".")[2], outbound.node
    address = given(file, call, ADDRESS)
    if called == "request":
        method = constant(file, given(file, call, METHOD))
        called = str(method.value).lower() if method is not None else ""
        address = given(file, call, SECOND)
    text = _address(file, address) if called in SENDING and address is not None else ""
    if text.startswith("/"):
        made = _made_here(file, outbound.client)
        base = given(file, made, BASE) if made is not None else None
        text = _address(file, base).rstrip("/") + text if base is not None else ""
    return file.words(PAYMENT_ADDRESSES).match(text)


def _address(file: File, expr: ast.expr) -> str:
    """An address as far as it is known, with a `*` for what is not."""
    known = constant(file, expr)
    template = file.template_of(expr) if known is None else None
    if template is None:
        return str(known.value) if known is not None else ""
    holes = [constant(file, hole.expr) for hole in template.holes]
    text = template.text
    for hole in holes:
        text = text.replace("{}", str(hole.value) if hole is not None else "*", 1)
    return text


def _made_here(file: File, client: ast.expr | None) -> ast.Call | None:
    """The call that makes a client, in the function that uses it and changes nothing of it."""
    found = file.reaching(client) if isinstance(client, ast.Name) else ()
    made = found[0].value if len(found) == 1 else None
    if not isinstance(made, ast.Call) or not isinstance(client, ast.Name):
        return None
    function = file.function(made)
    changed = any(
        isinstance(around := file.parent(use), ast.Attribute) and around.attr in CHANGED
        for use in file.reads.of(client.id)
        if file.function(use) is function
    )
    known = file.callee(made) in tables().table(ClientTrait)
    near = function is not None and file.function(client) is function
    return made if known and near and not changed else None


def _adds_nothing(file: File, client: ast.expr) -> bool:
    """Whether a client certainly sends no header of its own."""
    made = _made_here(file, client)
    return made is not None and all(
        isinstance(file.argument(made, name), Absent) for name in ADDING
    )


def _is_keyed_by_header(file: File, outbound: OutboundCall) -> Answer:
    """Whether a request has the header; a session may add it."""
    found = file.argument(outbound.node, HEADERS.name)
    keyed = _holds_key(file, found.value) if isinstance(found, Given) else None
    if isinstance(found, Absent) or keyed is False:
        client = outbound.client
        kept = client is not None and file.type_of(client) is not None
        return None if kept and client is not None and not _adds_nothing(file, client) else False
    return keyed


@record
class IdempotencyKey:
    """A key by which a request is known again: given to somebody, or asked of a client."""

    node: ast.expr
    key: str

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Arguments of calls, entries of mappings, and headers that are read."""
        text = file.code.lower()
        if not any(word in text for word in SAYS):
            return
        words = file.words(IDEMPOTENCY_KEYS)
        for call in file.nodes(ast.Call):
            for keyword in call.keywords:
                if words.match(keyword.arg) and not is_none(keyword.value):
                    yield cls(keyword.value, keyword.arg or "")
            read = _read(file, call)
            if read:
                yield cls(call, read)
        for mapping in file.nodes(ast.Dict):
            for key, value in entries_of(mapping):
                if words.match(str(key)):
                    yield cls(value, str(key))


def _read(file: File, call: ast.Call) -> str:
    """The header in ``headers.get("Idempotency-Key")``, ``Header(alias="Idempotency-Key")``."""
    if file.last_name(call.func) not in READING:
        return ""
    values = [*call.args, *(item.value for item in call.keywords)]
    texts = [str(item.value) for item in values if isinstance(item, ast.Constant)]
    words = file.words(IDEMPOTENCY_KEYS)
    return next((text for text in texts if "-" in text and words.match(text)), "")

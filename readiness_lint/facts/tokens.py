"""Tokens whose claims are read: what nobody checks of them before."""

from __future__ import annotations

import ast
import enum
import re
from collections.abc import Iterator, Sequence
from functools import cache

from readiness_lint.facts.callables import given
from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.chains import chains_of
from readiness_lint.facts.handlers import CAMEL, Handler
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.proofs import leaves_of
from readiness_lint.facts.shapes import entries_of, identifiers_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import (
    ACCESS_INTENT,
    ASKS_ISSUER,
    FEDERATED,
    FEDERATION,
    FORGETS_TOKENS,
    PEEKS,
    TOKEN_CHECKS,
    TOKEN_MAKERS,
    TOKENS,
    TRUSTING,
)
from readiness_lint.knowledge.schema import Decodes, Route, Routes, ViewBase
from readiness_lint.model import Absent, Bound, File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because

SIGNATURE, EXPIRY = "verify_signature", "verify_exp"
ROUTING = frozenset({"iss", "kid", "exp", "iat", "alg", "typ", "nbf"})
"""Claims by which the key is chosen, or that let nobody in."""
KEPT = frozenset({"jti", "sid"})
"""Claims that only name a row with an expiry of its own."""
NONE = "none"
LAST = 2
"""The part of a token that proves the others."""
PROVES = frozenset({"compare_digest", "new", "verify"})
HEADER = Pattern(r"headers?\b.*\bauthorization\b", re.IGNORECASE)
CLAIMS = "claims"
"""The attribute with the claims, where a token is an object."""


class Unchecked(enum.Enum):
    """What nobody checks of a token."""

    SIGNATURE = "the signature"
    ALGORITHM = "which algorithm signed it"
    EXPIRY = "the expiry"
    AUDIENCE = "that there is an audience"


@record
class UncheckedToken:
    """A call that reads claims which nobody has proven."""

    node: ast.Call
    call: str
    unchecked: Unchecked

    @classmethod
    def find(cls, file: File) -> Iterator[UncheckedToken]:
        """Every call of the file that leaves something out, and is not meant to."""
        table = tables().table(Decodes)
        for name, call in file.calls_to(table):
            unchecked = _unchecked(file, call, table[name])
            if unchecked is not None and not _is_meant(file, call):
                yield cls(call, ast.unparse(call.func), unchecked)
        for call in () if _is_client(file) else _by_hand(file):
            if _trusts(file, call, None) and not _is_meant(file, call):
                yield cls(call, ast.unparse(call.func), Unchecked.SIGNATURE)


def verified(file: File) -> Iterator[ast.Call]:
    """The calls of a file that read claims only of tokens whose signature is right."""
    table = tables().table(Decodes)
    for name, call in file.calls_to(table):
        row = table[name]
        if row.blind or any(_is_off(file, call, row, item) for item in (SIGNATURE, EXPIRY)):
            continue
        named = row.algorithms is None or given(file, call, row.algorithms) is not None
        if named and not _takes_any_algorithm(file, call, row):
            yield call


def _unchecked(file: File, call: ast.Call, row: Decodes) -> Unchecked | None:
    if row.blind or _is_off(file, call, row, SIGNATURE):
        if _is_client(file) and any(file.uses(name) for name in tables().word("terminal")):
            # Who sits in front of it reads the token that was made for him.
            return None
        token = given(file, call, row.token)
        return Unchecked.SIGNATURE if _trusts(file, call, token) else None
    if _takes_any_algorithm(file, call, row):
        came = _is_federated(file, call, given(file, call, row.token))
        return None if came else Unchecked.ALGORITHM
    if _is_off(file, call, row, EXPIRY) or (row.lenient and not _is_validated(file, call)):
        keys = keys_read(file, call)
        known = keys is not None and ("exp" in keys or keys <= KEPT)
        return None if known or _forgets(file, call) else Unchecked.EXPIRY
    return Unchecked.AUDIENCE if _has_loose_audience(file, call, row) else None


# ── what is turned off ───────────────────────────────────────────────────────────────────────────
def _is_off(file: File, call: ast.Call, row: Decodes, option: str) -> bool:
    """Whether an option of a call is certainly false."""
    if option == SIGNATURE and row.verify is not None:
        value = given(file, call, row.verify)
        if isinstance(value, ast.Constant) and value.value is False:
            return True
    value = _option(file, call, row, option)
    known = file.value_of(value) if value is not None else None
    return known is not None and known.value is False


def _option(file: File, call: ast.Call, row: Decodes, option: str) -> ast.expr | None:
    options = given(file, call, row.options)
    if options is None:
        return None
    _, shown = file.origin(options) or (file, options)
    if isinstance(shown, ast.Call) and file.last_name(shown.func) == "dict":
        return next((item.value for item in shown.keywords if item.arg == option), None)
    if not isinstance(shown, ast.Dict):
        return None
    return next((value for key, value in entries_of(shown) if key == option), None)


def _takes_any_algorithm(file: File, call: ast.Call, row: Decodes) -> bool:
    if row.algorithms is None:
        return False
    found = file.argument(call, row.algorithms.name, row.algorithms.position)
    if isinstance(found, Absent):
        return row.open
    value = given(file, call, row.algorithms)
    if value is None:
        return False
    home, shown = file.origin(value) or (file, value)
    if isinstance(shown, ast.Constant) and shown.value is None:
        return row.open
    items = shown.elts if isinstance(shown, ast.List | ast.Tuple | ast.Set) else [shown]
    return any(_is_open(home, item) for item in items)


def _is_open(file: File, algorithm: ast.expr) -> bool:
    """Whether an algorithm is none, or the one that the token names itself."""
    known = file.value_of(algorithm)
    if known is not None:
        return isinstance(known.value, str) and known.value.lower() == NONE
    function = file.function(algorithm)
    compared = {
        ast.unparse(side)
        for node in (file.nodes(ast.Compare, within=function) if function else ())
        for side in (node.left, *node.comparators)
    }
    return ast.unparse(algorithm) not in compared and any(
        _is_of_header(home, part) for home, part in leaves_of(file, algorithm)
    )


def _is_of_header(file: File, expr: ast.expr) -> bool:
    """Whether a text is read off the header of a token."""
    if isinstance(expr, ast.Call) and isinstance(expr.func, ast.Attribute):
        expr = expr.func.value
    elif isinstance(expr, ast.Subscript):
        expr = expr.value
    else:
        return False
    _, made = file.origin(expr) or (file, expr)
    return isinstance(made, ast.Call) and file.callee(made) in tables().word("token-header")


def _has_loose_audience(file: File, call: ast.Call, row: Decodes) -> bool:
    if given(file, call, row.audience) is None:
        return False
    required = _option(file, call, row, "require_aud")
    return required is None or _is_off(file, call, row, "require_aud")


# ── what is read of it ───────────────────────────────────────────────────────────────────────────
def keys_read(file: File, call: ast.Call) -> frozenset[str] | None:
    """The keys that are read of what a call gives; ``None``: all of it may be."""
    around = file.parent(call)
    if isinstance(around, ast.Expr):
        return frozenset()
    if isinstance(around, ast.Attribute) and around.attr == CLAIMS:
        around = file.parent(around)
    if isinstance(around, ast.Subscript | ast.Attribute):
        key = _key(file, around)
        return None if key is None else frozenset({key})
    statement, function = file.statement(call), file.function(call)
    target = _target(statement, call)
    if target is None or function is None:
        return None
    found: set[str] = set()
    for chain in chains_of(file, function, target):
        if chain.stored or _is_asked(chain.whole, chain.around):
            continue
        if _are_keys_compared(file, chain.attributes):
            continue
        asked = _key_asked_for(chain.around)
        if asked is not None:
            found.add(asked)
            continue
        read = [item for item in chain.attributes if item.attr != CLAIMS]
        part = read[0] if read else chain.around
        key = _key(file, part) if isinstance(part, ast.Subscript | ast.Attribute) else None
        if key is None:
            return None
        found.add(key)
    return frozenset(found)


def _target(statement: ast.stmt, call: ast.Call) -> str | None:
    """The name that gets what a call gives."""
    if isinstance(statement, ast.AnnAssign):
        target: ast.expr | None = statement.target
    else:
        only = isinstance(statement, ast.Assign) and len(statement.targets) == 1
        target = statement.targets[0] if only and isinstance(statement, ast.Assign) else None
    value = getattr(statement, "value", None)
    return target.id if isinstance(target, ast.Name) and value is call else None


def _key(file: File, part: ast.Subscript | ast.Attribute) -> str | None:
    """The key of ``claims["sub"]`` and ``claims.get("sub")``."""
    if isinstance(part, ast.Subscript):
        key = part.slice
    else:
        around = file.parent(part)
        if part.attr not in {"get", "pop"} or not isinstance(around, ast.Call) or not around.args:
            return None
        key = around.args[0]
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


def _are_keys_compared(file: File, attributes: Sequence[ast.Attribute]) -> bool:
    """Whether a test only asks which claims there are: ``claims.keys() == {"user", "exp"}``."""
    called = file.parent(attributes[0]) if attributes and attributes[0].attr == "keys" else None
    return isinstance(called, ast.Call) and isinstance(file.parent(called), ast.Compare)


def _key_asked_for(around: ast.AST) -> str | None:
    """The key of ``"exp" in claims``."""
    if not isinstance(around, ast.Compare) or not isinstance(around.ops[0], ast.In | ast.NotIn):
        return None
    key = around.left
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


def _is_asked(expr: ast.expr, around: ast.AST) -> bool:
    """Whether a test only asks whether there is something."""
    if isinstance(around, ast.Compare):
        return any(isinstance(item, ast.Is | ast.IsNot) for item in around.ops)
    if isinstance(around, ast.Call):
        return isinstance(around.func, ast.Name) and around.func.id in {"isinstance", "bool", "len"}
    if isinstance(around, ast.If | ast.IfExp | ast.While):
        return around.test is expr
    if isinstance(around, ast.BoolOp) and isinstance(around.op, ast.And):
        return around.values[-1] is not expr
    return isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not)


# ── what looks like it and is none ───────────────────────────────────────────────────────────────
def _trusts(file: File, call: ast.Call, token: ast.expr | None) -> bool:
    """Whether more is read of unproven claims than who has the key."""
    keys = keys_read(file, _result(file, call))
    if keys is not None and keys <= ROUTING:
        return False
    return not _is_proven(file, call, token) and not _is_federated(file, call, token)


def _result(file: File, call: ast.Call) -> ast.Call:
    """What makes an object of the text that a call gives: ``json.loads(...)``."""
    around = file.parent(call)
    while isinstance(around, ast.Call | ast.Attribute):
        if isinstance(around, ast.Call):
            call = around
        around = file.parent(around)
    return call


def _is_proven(file: File, call: ast.Call, token: ast.expr | None) -> bool:
    """Whether the same token is verified in the function, or in one that calls it."""
    function = file.function(call)
    if function is None:
        return False
    text = ast.unparse(token) if token is not None else ""
    if any(_checks(file, other, text) for other in _calls(file, function) if other is not call):
        return True
    return any(
        _checks(caller.file, other, "")
        for caller in callers_of(file, function)
        if caller.function is not None
        for other in _calls(caller.file, caller.function)
        if caller.file.last_name(other.func) != function.name
    )


def _calls(file: File, function: FunctionNode) -> list[ast.Call]:
    return file.nodes(ast.Call, within=function)


def _checks(file: File, call: ast.Call, text: str) -> bool:
    """Whether a call verifies a token."""
    rows = tables().table(Decodes)
    row = rows.get(file.callee(call) or "")
    if row is not None:
        return not row.blind and not _is_off(file, call, row, SIGNATURE)
    given = [*call.args, *(item.value for item in call.keywords)]
    if file.words(ASKS_ISSUER).match(file.last_name(call.func)):
        # It stands in a header, or in the answer to a login.
        made = (file.assigned(item) or item for item in given)
        return bool(text) and any(text in ast.unparse(item) for item in made)
    if not file.words(TOKEN_CHECKS).match(file.last_name(call.func)):
        return False
    return not text or any(ast.unparse(item) == text for item in given)


def _is_federated(file: File, call: ast.Call, token: ast.expr | None) -> bool:
    """Whether the token came over TLS from who made it, in the answer to a login elsewhere."""
    if token is None:
        return False
    named = {file.last_name(part) for _, part in leaves_of(file, token)}
    around = [file.module, CAMEL.sub("_", file.label(call))]
    return any(map(file.words(FEDERATED).match, named)) and any(
        map(file.words(FEDERATION).match, around)
    )


def _is_meant(file: File, call: ast.Call) -> bool:
    """Whether a name, a comment or a setting says that nothing hangs on the claims."""
    function, intent = file.function(call), file.words(ACCESS_INTENT)
    if file.under(call, Because.DEV) or file.intent(call, intent.match) is not None:
        return True
    if any(
        file.words(TRUSTING).match(name)
        for condition in file.conditions(call)
        for name in identifiers_in(condition.test)
    ):
        return True
    return function is not None and (
        file.words(PEEKS).match(function.name)
        or intent.match(ast.get_docstring(function) or "")
        or file.intent(function.body[0], intent.match) is not None
    )


def _forgets(file: File, call: ast.Call) -> bool:
    function = file.function(call)
    return function is not None and file.words(FORGETS_TOKENS).match(function.name)


def _is_validated(file: File, call: ast.Call) -> bool:
    """Whether something in the function validates claims."""
    function = file.function(call)
    within: ast.AST = function if function is not None else file.tree
    return any(
        file.words(TOKEN_CHECKS).match(file.last_name(other.func))
        for other in file.nodes(ast.Call, within=within)
        if other is not call
    )


# ── tokens that are taken apart by hand ──────────────────────────────────────────────────────────
def _by_hand(file: File) -> Iterator[ast.Call]:
    """``b64decode(token.split(".")[1])``."""
    # What pads a token is mostly who has been given one, and looks until when it is good.
    serving = any(map(file.uses, _serving()))
    for _, call in file.calls_to(tables().word("reads-base64")):
        first = call.args[0] if call.args else None
        read = first is not None and any(
            _is_payload(home, part) or (serving and _is_named_payload(home, part))
            for home, part in leaves_of(file, first)
        )
        if read and not _is_compared(file, call):
            yield call


@cache
def _serving() -> frozenset[str]:
    """The packages by which a program answers requests."""
    known = tables()
    kinds = (known.table(Route), known.table(Routes), known.table(ViewBase))
    return frozenset(name.partition(".")[0] for kind in kinds for name in kind)


def _is_compared(file: File, call: ast.Call) -> bool:
    """Whether the function around a call looks at the third part of a token, or compares digests."""
    within: ast.AST = file.function(call) or file.tree
    if any(file.last_name(other.func) in PROVES for other in file.nodes(ast.Call, within=within)):
        return True
    return any(
        isinstance(part.slice, ast.Constant)
        and part.slice.value in {LAST, -1}
        and _is_split(*(file.origin(part.value) or (file, part.value)))
        for part in file.nodes(ast.Subscript, within=within)
    )


def _is_client(file: File) -> bool:
    """Whether a module calls a service and answers no request: the tokens that it has are its own."""
    return bool(file.facts(OutboundCall)) and not file.facts(Handler)


def _is_payload(file: File, expr: ast.expr) -> bool:
    """Whether a text is the second part of a token."""
    if not isinstance(expr, ast.Subscript) or not isinstance(expr.slice, ast.Constant):
        return False
    home, parts = file.origin(expr.value) or (file, expr.value)
    return expr.slice.value == 1 and _is_split(home, parts)


def _is_named_payload(file: File, expr: ast.expr) -> bool:
    """Whether a name has the second part of a token: unpacked of three, or with something added."""
    if not isinstance(expr, ast.Name):
        return False
    found = [item for item in file.bindings(expr) if item.kind is not Bound.CHANGED]
    if len(found) != 1 or found[0].value is None:
        return False
    binding = found[0]
    if binding.kind is Bound.VALUE:
        return _is_payload(file, found[0].value)
    targets = getattr(binding.statement, "targets", [])
    unpacked: ast.expr | None = targets[0] if len(targets) == 1 else None
    elements = unpacked.elts if isinstance(unpacked, ast.Tuple) else []
    return (
        binding.kind is Bound.UNPACKED
        and binding.index == (1,)
        and len(elements) == LAST + 1
        and not _is_read(file, elements[LAST])
        and _is_split(file, found[0].value)
    )


def _is_read(file: File, target: ast.expr) -> bool:
    """Whether a function does something with a name that it gives a value to."""
    within: ast.AST = file.function(target) or file.tree
    return not isinstance(target, ast.Name) or any(
        isinstance(node.ctx, ast.Load) and node.id == target.id
        for node in file.nodes(ast.Name, within=within)
    )


def _is_split(file: File, parts: ast.expr) -> bool:
    """Whether a token is taken apart at its dots."""
    return (
        isinstance(parts, ast.Call)
        and isinstance(parts.func, ast.Attribute)
        and parts.func.attr in {"split", "rsplit"}
        and bool(parts.args)
        and isinstance(parts.args[0], ast.Constant)
        and parts.args[0].value == "."
        and _is_token(file, parts.func.value)
    )


def _is_token(file: File, expr: ast.expr) -> bool:
    """Whether a text is a token, by its name or by the header that has it behind a word."""
    if file.words(TOKENS).match(file.last_name(expr)):
        return True
    if isinstance(expr, ast.Subscript):
        expr = expr.value
    if not isinstance(expr, ast.Call) or not isinstance(expr.func, ast.Attribute):
        return False
    if expr.func.attr not in {"split", "removeprefix", "replace", "partition"}:
        return False
    _, header = file.origin(expr.func.value) or (file, expr.func.value)
    return HEADER.search(ast.unparse(header)) is not None


def makes_token(file: File, call: ast.Call) -> bool:
    """Whether a call gives a token that it has made, by its library or by its name."""
    callee = file.callee(call) or file.last_name(call.func) or ""
    known = callee in tables().word("encodes-token")
    return known or file.words(TOKEN_MAKERS).match(callee.rpartition(".")[2])

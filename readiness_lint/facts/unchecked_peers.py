"""Where a program gives up the check of who answers: certificates and host keys."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.calls_here import is_for_this_machine, is_local
from readiness_lint.facts.far_hosts import is_far
from readiness_lint.facts.makers import makers
from readiness_lint.facts.shapes import entries_of, is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tls_choices import is_chosen
from readiness_lint.facts.tls_contexts import has_own_authority, is_of_server, unset_contexts
from readiness_lint.facts.told_values import has_entry, is_one_of
from readiness_lint.knowledge.schema import Off, Param, Trusts
from readiness_lint.model import Absent, File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Severity

ENVIRONMENT = "os.environ"
SOCKET = Param("sock")
PLAIN = (False, "http")
CREDENTIALS = frozenset({"auth", "password", "http_auth", "basic_auth", "api_key", "token"})
HEADERS = Pattern(r"authorization|api[-_]?key|cookie|bearer", re.IGNORECASE)


@record
class Unchecked:
    """A call or an assignment that turns the check of a peer off, for everybody and for good."""

    node: ast.expr
    how: str
    """As the source has it."""
    does: str
    severity: Severity
    credentials: bool
    """Whether the same call shows who the program is."""
    subject: str
    """What is left unchecked: several ways to say so of one object are one defect."""
    switch: str | None = None

    @classmethod
    def find(cls, file: File) -> Iterable[Unchecked]:
        """Every one that no operator chooses."""
        for item in (*_contexts(file), *_calls(file), *_stores(file), *_settings(file)):
            if not is_chosen(file, item.node):
                yield item


def _contexts(file: File) -> Iterator[Unchecked]:
    """Contexts that nobody has told to check."""
    for name, call in unset_contexts(file):
        yield Unchecked(
            call,
            ast.unparse(call),
            "checks no certificate",
            Severity.HIGH,
            False,
            _place(file, call, name),
        )


def _calls(file: File) -> Iterator[Unchecked]:
    table = tables().table(Trusts)
    for name, call in file.calls_to(table):
        row = table[name]
        if not _is_told(file, call, row):
            continue
        place = _place(file, call, name)
        for off, value in _given_off(file, call, row):
            keyword = "" if value in call.args else f"{off.param.name}="
            yield Unchecked(
                call,
                f"{ast.unparse(call.func)}({keyword}{ast.unparse(value)})",
                off.does or row.does,
                off.severity or row.severity,
                _shows_who(call),
                place,
                off.switch,
            )
        if row.always and _does_so(file, call, row):
            shown = ", ".join(ast.unparse(item) for item in call.args[:1] if row.peers)
            yield Unchecked(call, f"{name}({shown})", row.does, row.severity, False, place)


def _is_told(file: File, call: ast.Call, row: Trusts) -> bool:
    """Whether a call speaks of what a row is about, and of a machine that it is for."""
    if row.when is not None:
        option, values = row.when
        told = given(file, call, option)
        if told is None or not is_one_of(file, told, values):
            return False
    peers = [given(file, call, peer) for peer in row.peers]
    return not peers or any(peer is not None and is_far(file, peer) for peer in peers)


def _given_off(file: File, call: ast.Call, row: Trusts) -> Iterator[tuple[Off, ast.expr]]:
    """The arguments of a call that turn the check off."""
    for off in row.options:
        value = given(file, call, off.param)
        if (
            value is not None
            and is_one_of(file, value, off.values)
            and not (is_local(file, call) or _is_of_plain_text(file, call, row))
            and not (_is_unheard(file, call, row, off.param) or _is_within_another(file, call))
            and not (isinstance(call.func, ast.Attribute) and _serves(file, call.func.value, row))
        ):
            yield off, value


def _does_so(file: File, call: ast.Call, row: Trusts) -> bool:
    """Whether a call checks nobody by itself, and nothing that it is given changes that."""
    return not is_for_this_machine(file, call) and all(
        isinstance(file.argument(call, param.name, param.position), Absent) for param in row.unless
    )


def _serves(file: File, thing: ast.expr, row: Trusts) -> bool:
    """Whether an object is a server's: it is given a key, or says so."""
    if not row.served_by:
        return False
    function, text = file.function(thing), ast.unparse(thing)
    return is_of_server(file, thing) or any(
        isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == text
        for method in row.served_by
        for call, at in file.index.calls.get(method, ())
        if file.function(at) is function
    )


def _stores(file: File) -> Iterator[Unchecked]:
    table = tables().table(Trusts)
    lasts = table.lasts_in(file.libraries)
    for target, value, _ in file.index.stores:
        last = target.attr if isinstance(target, ast.Attribute) else file.last_name(target)
        if last not in lasts or value is None:
            continue
        if isinstance(target, ast.Subscript) and file.name_of(target.value) == ENVIRONMENT:
            name: str | None = f"{ENVIRONMENT}.{last}"
        else:
            name = _attribute(file, target) if isinstance(target, ast.Attribute) else None
        row = table.get(name) if name else None
        if row is None or row.settings or not isinstance(target, ast.Attribute | ast.Subscript):
            continue
        if is_one_of(file, value, row.values) and not (
            (is_of_server(file, target.value) and not row.servers)
            or has_own_authority(file, target)
            or _is_unused(file, target)
        ):
            how = f"{ast.unparse(target)} = {ast.unparse(value)}"
            subject = f"{file.label(target)} {ast.unparse(target.value)}"
            yield Unchecked(target, how, row.does, row.severity, False, subject)


def _settings(file: File) -> Iterator[Unchecked]:
    """Mappings under a name that means the same in each configuration."""
    rows = {name: row for row in tables().table(Trusts).values() for name in row.settings}
    if not any(name in file.source for name in rows):
        return
    for node in file.nodes(ast.Dict):
        name = _name_for(file, node)
        row = rows.get(name) if name else None
        entry = (
            next((item for item in row.values if has_entry(file, node, item)), None)
            if row
            else None
        )
        peer = _peer_beside(file, node, row) if row is not None and entry is not None else None
        if row is not None and entry is not None and peer is not None:
            how = f"{name} = {{{entry.key}: ...}}"
            subject = f"{file.label(node)} {name} {peer}".rstrip()
            yield Unchecked(node, how, row.does, row.severity, False, subject)


def _peer_beside(file: File, node: ast.Dict, row: Trusts) -> str | None:
    """The machine of another network that stands beside a mapping, where it has to; ``None``: it does not."""
    if not row.machine:
        return ""
    around = file.parent(node)
    entries = entries_of(around) if isinstance(around, ast.Dict) else ()
    far = (value for key, value in entries if key == row.machine and is_far(file, value))
    return next(map(ast.unparse, far), None)


def _name_for(file: File, node: ast.Dict) -> str | None:
    """The name under which a mapping is kept: of a variable, a key or a parameter."""
    around = file.parent(node)
    if isinstance(around, ast.keyword):
        return around.arg
    if isinstance(around, ast.Dict):
        key = around.keys[around.values.index(node)] if node in around.values else None
        return str(key.value) if isinstance(key, ast.Constant) else None
    if isinstance(around, ast.AnnAssign):
        return file.last_name(around.target)
    return file.last_name(around.targets[0]) if isinstance(around, ast.Assign) else None


def _attribute(file: File, target: ast.Attribute) -> str | None:
    """The name of what is assigned; an object may be made in several ways."""
    name = file.name_of(target)
    if name is not None:
        return name
    made = (item for item in makers(file, target.value) or () if item is not None)
    return next(
        (f"{kind.name}.{target.attr}" for item in made if (kind := item.file.type_of(item.call))),
        None,
    )


def _place(file: File, call: ast.Call, name: str) -> str:
    """The function around a call, whose calls of one library are mended together; else the call."""
    label = f"{file.label(call)} {name.partition('.')[0]}"
    inside = file.function(call) is not None
    return label if inside else f"{label} {call.lineno} {call.col_offset}"


def _is_unused(file: File, target: ast.Attribute | ast.Subscript) -> bool:
    """Whether a function sets up an object that it made, and gives it to nobody."""
    function, thing = file.function(target), target.value
    if function is None or not isinstance(thing, ast.Name):
        return False
    made = [item.value for item in file.bindings(thing)]
    return all(
        isinstance(value, ast.Call) and (file.last_name(value.func) or "")[:1].isupper()
        for value in made
    ) and all(
        isinstance(around := file.parent(node), ast.Attribute) and isinstance(around.ctx, ast.Store)
        for node in ast.walk(function)
        if is_name(node, thing.id) and isinstance(node.ctx, ast.Load)
    )


def _is_of_plain_text(file: File, call: ast.Call, row: Trusts) -> bool:
    """Whether a client is told to use no TLS, or is for `http://` alone: there is no certificate."""
    told = given(file, call, row.tls) if row.tls is not None else None
    if (told is None and row.plain) or (told is not None and is_one_of(file, told, PLAIN)):
        return True
    function = file.function(call)
    if function is None or not (file.last_name(call.func) or "")[:1].isupper():
        return False
    texts = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    schemes = {text.partition("://")[0] for text in texts if "://" in text[:9]}
    return "http" in schemes and schemes.isdisjoint({"https", "wss"})


def _is_unheard(file: File, call: ast.Call, row: Trusts, param: Param) -> bool:
    """Whether another class connects, which may not know what an argument says."""
    first = row.options[0].param
    return param != first and given(file, call, row.by_class) is not None


def _is_within_another(file: File, call: ast.Call) -> bool:
    """Whether what is set up connects through a connection that there is already, to a jump host."""
    function = file.function(call)
    if not isinstance(call.func, ast.Attribute) or function is None:
        return False
    client = ast.unparse(call.func.value)
    return any(
        isinstance(other.func, ast.Attribute)
        and ast.unparse(other.func.value) == client
        and file.function(at) is function
        and _is_a_channel(file, given(file, other, SOCKET))
        for other, at in file.index.calls.get("connect", ())
    )


def _is_a_channel(file: File, expr: ast.expr | None) -> bool:
    made = (file.assigned(expr) or expr) if expr is not None else None
    called = file.last_name(made.func) if isinstance(made, ast.Call) else None
    return called in tables().word("opens-channel").lasts


def _shows_who(call: ast.Call) -> bool:
    return any(
        (item.arg in CREDENTIALS and not _is_nothing(item.value))
        or (item.arg == "headers" and HEADERS.search(ast.unparse(item.value)) is not None)
        for item in call.keywords
    )


def _is_nothing(expr: ast.expr) -> bool:
    return isinstance(expr, ast.Constant) and not expr.value

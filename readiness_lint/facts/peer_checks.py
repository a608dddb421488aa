"""Where a program gives up the check of who answers: certificates and host keys."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.far_hosts import is_far
from readiness_lint.facts.makers import makers
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.this_machine import LOCAL, is_here
from readiness_lint.facts.words import CHECK_CHOICES, TLS_OBJECTS, UNCHECKED
from readiness_lint.knowledge.schema import (
    Entry,
    MailTls,
    Off,
    Param,
    TakesContext,
    Trusts,
    Unset,
)
from readiness_lint.model import Absent, File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Because, Severity

ENVIRONMENT = "os.environ"
CHECKING = "ssl.create_default_context"
NAMES, AUTHORITY, MODE = "check_hostname", "load_verify_locations", "verify_mode"
DEMANDED = "ssl.CERT_REQUIRED"
SERVERS = ("CLIENT_AUTH", "PROTOCOL_TLS_SERVER", "TLS_SERVER_METHOD")
"""By what a context is known to be that of a server, which asks no client for a certificate."""
WHY = Pattern(r"on purpose|intentional|deliberate|trusted network|never authenticat", re.IGNORECASE)
"""Words of a comment that says why nobody is checked."""
SOCKET = Param("sock")
MAPPING = "builtins.dict"
PLAIN = (False, "http")
MACHINE = "host"
"""The key under which a mapping names a machine."""
NAMED_LOCAL = Pattern(
    r"_*(?:local|loopback)(?:host)?(?:_(?:url|uri|addr(?:ess)?|host|server|base))?"
)
"""Names of an address of this machine."""
CREDENTIALS = frozenset({"auth", "password", "http_auth", "basic_auth", "api_key", "token"})
HEADERS = Pattern(r"authorization|api[-_]?key|cookie|bearer", re.IGNORECASE)


READS = ("getpeercert", "get_peer_certificate", "get_peer_cert_chain")
"""Methods that read the certificate of a peer, which somebody then looks at."""


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
        if told is None or not _is_one_of(file, told, values):
            return False
    peers = [given(file, call, peer) for peer in row.peers]
    return not peers or any(peer is not None and is_far(file, peer) for peer in peers)


def _given_off(file: File, call: ast.Call, row: Trusts) -> Iterator[tuple[Off, ast.expr]]:
    """The arguments of a call that turn the check off."""
    for off in row.options:
        value = given(file, call, off.param)
        if (
            value is not None
            and _is_one_of(file, value, off.values)
            and not (_is_local(file, call) or _is_of_plain_text(file, call, row))
            and not (_is_unheard(file, call, row, off.param) or _is_within_another(file, call))
            and not (isinstance(call.func, ast.Attribute) and _serves(file, call.func.value, row))
        ):
            yield off, value


def _does_so(file: File, call: ast.Call, row: Trusts) -> bool:
    """Whether a call checks nobody by itself, and nothing that it is given changes that."""
    return not _is_for_this_machine(file, call) and all(
        isinstance(file.argument(call, param.name, param.position), Absent) for param in row.unless
    )


def _serves(file: File, thing: ast.expr, row: Trusts) -> bool:
    """Whether an object is a server's: it is given a key, or says so."""
    if not row.served_by:
        return False
    function, text = file.function(thing), ast.unparse(thing)
    return _is_of_server(file, thing) or any(
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
        if _is_one_of(file, value, row.values) and not (
            (_is_of_server(file, target.value) and not row.servers)
            or _has_own_authority(file, target)
            or _is_unused(file, target)
        ):
            how = f"{ast.unparse(target)} = {ast.unparse(value)}"
            subject = f"{file.label(target)} {ast.unparse(target.value)}"
            yield Unchecked(target, how, row.does, row.severity, False, subject)


# ── what configurations have under a name ────────────────────────────────────────────────────────
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
        if row is not None and entry is not None:
            how = f"{name} = {{{entry.key}: ...}}"
            yield Unchecked(node, how, row.does, row.severity, False, f"{file.label(node)} {name}")


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


# ── contexts that nobody has told to check ───────────────────────────────────────────────────────
def _contexts(file: File) -> Iterator[Unchecked]:
    """Contexts that begin without a check, are told of none, and are used as a client."""
    table = tables().table(Unset)
    for name, call in file.calls_to(table):
        row = table[name]
        kind = given(file, call, row.kind)
        known = kind is None or file.name_of(kind) is not None
        if (
            known
            and not (call.args and isinstance(call.args[0], ast.Starred))
            and not (kind is not None and _is_one_of(file, kind, row.safe))
            and _is_for_clients(file, call, row)
            and not _is_for_this_machine(file, call)
        ):
            yield Unchecked(
                call,
                ast.unparse(call),
                "checks no certificate",
                Severity.HIGH,
                False,
                _place(file, call, name),
            )


def _is_for_clients(file: File, made: ast.Call, row: Unset) -> bool:
    """Whether all that is done with a context is to connect, and something is."""
    takers = _taken(file)
    around = file.parent(made)
    if isinstance(around, ast.keyword | ast.Call):
        return made in takers
    if not isinstance(around, ast.Assign) or not isinstance(around.targets[0], ast.Name):
        return False
    target = around.targets[0]
    function = file.function(made)
    uses = [
        node
        for node in file.reads.of(target.id)
        if isinstance(node, ast.Name) and (function is None or file.function(node) is function)
    ]
    given_to = [node for node in uses if isinstance(file.parent(node), ast.keyword | ast.Call)]
    methods = [item for node in uses if isinstance(item := file.parent(node), ast.Attribute)]
    wraps = [_wraps(file, item, row) for item in methods if item.attr == row.wraps]
    return (
        len(given_to) + len(methods) == len(uses)
        and all(node in takers for node in given_to)
        and all(wraps)
        and bool(given_to or wraps)
        and not any(item.attr in row.sets for item in methods)
    )


def _taken(file: File) -> set[ast.expr]:
    """What calls that connect are given as a context."""
    table = tables().table(TakesContext)
    found = (given(file, call, table[name].context) for name, call in file.calls_to(table))
    return {item for item in found if item is not None}


def _wraps(file: File, method: ast.Attribute, row: Unset) -> bool:
    """Whether a context begins TLS as a client."""
    call = file.parent(method)
    return isinstance(call, ast.Call) and isinstance(file.argument(call, *row.serving), Absent)


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


def _is_one_of(file: File, expr: ast.expr, values: tuple[object, ...]) -> bool:
    """Whether an expression is one of some values, or names or makes one of some things."""
    named = expr.func if isinstance(expr, ast.Call) else expr
    name = file.name_of(named) if isinstance(named, ast.Name | ast.Attribute) else None
    if name is not None and name in values:
        return True
    if any(has_entry(file, expr, value) for value in values if isinstance(value, Entry)):
        return True
    known = constant(file, expr)
    return known is not None and any(
        type(known.value) is type(value) and known.value == value for value in values
    )


def has_entry(file: File, expr: ast.expr, entry: Entry) -> bool:
    """Whether an expression is a mapping that says so, written out here or where it got its name."""
    written = file.assigned(expr) or expr
    if isinstance(written, ast.Call) and file.callee(written) == MAPPING:
        return any(
            item.arg == entry.key and _is_one_of(file, item.value, entry.values)
            for item in written.keywords
        )
    return isinstance(written, ast.Dict) and any(
        key is not None and _is_one_of(file, key, (entry.key,))
        for key, value in zip(written.keys, written.values, strict=True)
        if _is_one_of(file, value, entry.values)
    )


def _is_of_server(file: File, context: ast.expr) -> bool:
    """Whether a context is made for those who connect, not for those whom the program calls."""
    return any(
        made is not None and any(server in ast.unparse(made.call) for server in SERVERS)
        for made in makers(file, context) or ()
    )


def _has_own_authority(file: File, target: ast.expr) -> bool:
    """Whether a context compares no names, and trusts nothing but what a given authority signed."""
    if not isinstance(target, ast.Attribute) or target.attr != NAMES:
        return False
    function, context = file.function(target), ast.unparse(target.value)
    loads = any(
        isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == context
        for call, at in file.index.calls.get(AUTHORITY, ())
        if file.function(at) is function
    )
    return loads and not any(
        isinstance(other, ast.Attribute)
        and other.attr == MODE
        and ast.unparse(other.value) == context
        and not (value is not None and file.name_of(value) == DEMANDED)
        for other, value, at in file.index.stores
        if file.function(at) is function
    )


def _is_of_plain_text(file: File, call: ast.Call, row: Trusts) -> bool:
    """Whether a client is told to use no TLS, or is for `http://` alone: there is no certificate."""
    told = given(file, call, row.tls) if row.tls is not None else None
    if (told is None and row.plain) or (told is not None and _is_one_of(file, told, PLAIN)):
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


def _is_local(file: File, call: ast.Call) -> bool:
    """Whether a call says that its peer is this machine."""
    for argument in (*call.args[:2], *(item.value for item in call.keywords)):
        template = file.template_of(argument)
        if template is not None and LOCAL.match(template.text):
            return True
        hosts = list(_hosts(argument))
        if hosts and all(is_here(file, host) for host in hosts):
            return True
        first = argument.values[:1] if isinstance(argument, ast.JoinedStr) else [argument]
        names = (item.value if isinstance(item, ast.FormattedValue) else item for item in first)
        if any(NAMED_LOCAL.fullmatch(file.last_name(item) or "") for item in names):
            return True
    return False


def _hosts(argument: ast.expr) -> Iterator[ast.expr]:
    """What an argument may name machines with: a name, a list, the `host` of a mapping."""
    for item in argument.elts if isinstance(argument, ast.List) else (argument,):
        if isinstance(item, ast.Dict):
            keys = [key.value if isinstance(key, ast.Constant) else None for key in item.keys]
            yield item.values[keys.index(MACHINE)] if MACHINE in keys else item
        elif isinstance(argument, ast.List) or isinstance(item, ast.Name | ast.Attribute):
            yield item


def _is_for_this_machine(file: File, made: ast.Call) -> bool:
    """Whether a context is kept under a name, and used for calls to this machine alone."""
    statement = file.statement(made)
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    name = ast.unparse(targets[0]) if targets else None
    users = [
        call
        for call in file.nodes(ast.Call, within=file.function(made) or file.tree)
        if any(name == ast.unparse(item.value) for item in call.keywords)
    ]
    return bool(users) and all(_is_local(file, call) for call in users)


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


# ── whose choice it is ───────────────────────────────────────────────────────────────────────────
def is_chosen(file: File, node: ast.expr) -> bool:
    """Whether an operator chooses it, or the code says why it has to be."""
    if file.under(node, Because.DEV) or _is_named_so(file, node):
        return True
    if any(_asks_for_checks(file, test) for test in _tests(file, node)):
        return True
    function = file.function(node)
    asked = (file.function(call) for name in READS for call, _ in file.index.calls.get(name, ()))
    if function is not None and function in asked:
        # It reads the certificate in order to look at it.
        return True
    return file.intent(node, lambda text: WHY.search(text) is not None) is not None


def _tests(file: File, node: ast.AST) -> Iterator[ast.expr]:
    """The tests on which it hangs whether a node runs, those around its function left out."""
    yield from (condition.test for condition in file.conditions(node))
    for around in file.ancestors(node):
        if isinstance(around, ast.IfExp | ast.If | ast.While):
            yield around.test
        elif isinstance(around, ast.Match):
            yield around.subject
        elif isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef):
            return


def _asks_for_checks(file: File, test: ast.expr) -> bool:
    choices, objects = file.words(CHECK_CHOICES), file.words(TLS_OBJECTS)
    for part in ast.walk(test):
        if isinstance(part, ast.Constant):
            name = part.value if isinstance(part.value, str) else None
        else:
            name = file.last_name(part) if isinstance(part, ast.Name | ast.Attribute) else None
        if choices.match(name):
            return True
        if isinstance(part, ast.Compare) and objects.match(file.last_name(part.left)):
            return True
    return False


def _is_named_so(file: File, node: ast.expr) -> bool:
    """Whether what holds it, or the function or class around it, has a name that says so."""
    words = file.words(UNCHECKED)
    names = file.label(node).split(".")
    statement = file.statement(node)
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        # What is switched off may have a name of that kind itself.
        held = (target for target in targets if target is not node)
        names.extend(filter(None, map(file.last_name, held)))
    return any(map(words.match, names))


# ── mail and files ───────────────────────────────────────────────────────────────────────────────
@record
class UncheckedMail:
    """A call that begins TLS with a mail or file server, and checks no certificate."""

    node: ast.Call
    name: str
    how: str

    @classmethod
    def find(cls, file: File) -> Iterable[UncheckedMail]:
        """Every one, unless it goes to this machine."""
        table = tables().table(MailTls)
        for name, call in (*file.calls_to(table), *_by_name(file)):
            row = table[name]
            how = _how(file, call, row)
            if how is not None and not (_goes_nowhere(file, call) or _is_dropped(file, name, call)):
                yield cls(call, name, how)


MODULES = {"starttls": ("smtplib", "imaplib"), "stls": ("poplib",)}
CLASSES = {"smtplib": "smtplib.SMTP", "imaplib": "imaplib.IMAP4", "poplib": "poplib.POP3"}


def _by_name(file: File) -> Iterator[tuple[str, ast.Call]]:
    """Calls on objects of which nothing is known, in a file that uses one such module alone."""
    for last, modules in MODULES.items():
        if last not in file.index.calls:
            continue
        used = [module for module in modules if file.uses(module)]
        for call, at in file.index.calls[last]:
            method = isinstance(call.func, ast.Attribute)
            if method and len(used) == 1 and file.callee(call, at) is None:
                yield f"{CLASSES[used[0]]}.{last}", call


def _how(file: File, call: ast.Call, row: MailTls) -> str | None:
    """What says that nobody checks, in words; ``None``: somebody may."""
    if row.off is not None:
        value = given(file, call, row.off)
        known = constant(file, value)
        return f"with `{row.off.name}=False`" if known and known.value is False else None
    assert row.context is not None
    found = file.argument(call, row.context.name, row.context.position)
    if isinstance(found, Absent):
        return f"without `{row.context.name}=`"
    known = constant(file, given(file, call, row.context))
    return f"with `{row.context.name}=None`" if known and known.value is None else None


HOST = Param("host", 0)


def _is_dropped(file: File, name: str, call: ast.Call) -> bool:
    """Whether a connection is made and nothing is said: it was to find out whether somebody answers."""
    made = name.rpartition(".")[2] not in MODULES
    return made and isinstance(file.parent(call), ast.Expr)


def _goes_nowhere(file: File, call: ast.Call) -> bool:
    """Whether the server is on this machine, or there is none yet."""
    made = [call]
    if isinstance(call.func, ast.Attribute) and call.func.attr in MODULES:
        made = [item.call for item in makers(file, call.func.value) or () if item is not None]
    hosts = [constant(file, given(file, item, HOST)) for item in made]
    return any(
        host is not None and isinstance(host.value, str) and LOCAL.fullmatch(host.value)
        for host in hosts
    )


# ── what is checked because the code says so ─────────────────────────────────────────────────────
@record
class CheckedPeer:
    """A call that says with what the certificate of its peer is checked."""

    node: ast.Call
    how: str

    @classmethod
    def find(cls, file: File) -> Iterable[CheckedPeer]:
        """Calls with an authority, and calls that begin TLS with a checking context."""
        trusts, mail = tables().table(Trusts), tables().table(MailTls)
        for name, call in file.calls_to(trusts):
            row = trusts[name]
            # The others say of versions, names or TLS itself what they want.
            for off in () if row.peers else row.options:
                if off.does:
                    continue
                param, value = off.param, given(file, call, off.param)
                known = constant(file, value)
                text = known is not None and (known.value is True or isinstance(known.value, str))
                if value is not None and text and not _is_one_of(file, value, off.values):
                    yield cls(call, f"{ast.unparse(call.func)}({param.name}={ast.unparse(value)})")
        for name, call in file.calls_to(mail):
            context = given(file, call, mail[name].context)
            made = (file.assigned(context) or context) if context is not None else None
            if isinstance(made, ast.Call) and file.callee(made) == CHECKING:
                assert context is not None
                yield cls(call, f"{ast.unparse(call.func)}(...{ast.unparse(context)})")

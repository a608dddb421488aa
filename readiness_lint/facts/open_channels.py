"""What a program says in plain text, and texts that tell others to leave a peer unchecked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.far_hosts import names_far, written_text
from readiness_lint.facts.shapes import texts_in
from readiness_lint.facts.tables import tables
from readiness_lint.facts.this_machine import HOST, LOCAL
from readiness_lint.facts.tls_choices import is_chosen
from readiness_lint.knowledge.schema import ClientTrait, Param, Told
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Service, Severity, SinkKind

PLAIN = "http://"
AUTH, HEADERS = Param("auth"), Param("headers")
AUTHORIZATION = "authorization"
IN_PLAIN_TEXT = "sends credentials without TLS"
READ_BY_PEOPLE = Pattern(
    r"example|placeholder|help|description|doc|hint|comment|^default$", re.IGNORECASE
)
"""Names of what is given a text that nobody connects with, or only if nobody chooses another."""
CHOOSES = frozenset({"get", "pop", "getenv", "setdefault", "env", "config", "getattr"})
"""Calls that take another where an operator gives one."""
SERVER = Pattern(rf"(?:^|[;\s])(?:host|server)\s*=\s*(?:tcp:)?{HOST}", re.IGNORECASE)
"""This machine in a list of settings."""
AT_HOME = Pattern(rf"(?:[^@\s]*@)?{HOST}(?::.*)?", re.IGNORECASE)
"""This machine among the arguments of a command, with a user or a path."""
TEXTUAL = frozenset(dir(str)) - {"format", "join"}
"""Methods that look at a text, or take something out of it."""
LOOKS = TEXTUAL | {"remove", "discard", "debug", "info", "warning", "error", "print"}


@record
class OpenChannel:
    """A request, an address or a command, with which a peer is left unchecked."""

    node: ast.expr
    how: str
    """As the source has it."""
    does: str
    severity: Severity
    credentials: bool
    """Whether it shows who the program is."""
    subject: str
    switch: str | None = None

    @classmethod
    def find(cls, file: File) -> Iterable[OpenChannel]:
        """Every one that no operator chooses."""
        for item in (*_requests(file), *_texts(file)):
            if not is_chosen(file, item.node):
                yield item


# ── credentials without TLS ──────────────────────────────────────────────────────────────────────
def _requests(file: File) -> Iterator[OpenChannel]:
    """Requests for a literal `http://` of another network that say who asks."""
    if PLAIN not in file.source:
        return
    for call, url in _addressed(file):
        text = written_text(file, url)
        if text.lower().startswith(PLAIN) and names_far(text) and _shows_who(file, call):
            host = text[len(PLAIN) :].partition("/")[0]
            how = f"{ast.unparse(call.func)}('{PLAIN}{host}')"
            subject = f"{file.label(call)} {host}"
            yield OpenChannel(call, how, IN_PLAIN_TEXT, Severity.HIGH, True, subject)


def _addressed(file: File) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Requests, and clients that are made for one address, each with that."""
    sinks, clients = tables().sinks(SinkKind.URL), tables().table(ClientTrait)
    for name, call in file.calls_to(sinks):
        url = given(file, call, sinks[name].value)
        if url is not None:
            yield call, url
    for name, call in file.calls_to(clients):
        row = clients[name]
        url = given(file, call, row.peer) if row.service is Service.HTTP else None
        if url is not None:
            yield call, url


def _shows_who(file: File, call: ast.Call) -> bool:
    """Whether a request has a user, or a header that says who asks."""
    auth, headers = given(file, call, AUTH), given(file, call, HEADERS)
    if auth is not None and not (isinstance(auth, ast.Constant) and not auth.value):
        return True
    written = (file.assigned(headers) or headers) if headers is not None else None
    return isinstance(written, ast.Dict) and any(
        isinstance(key, ast.Constant) and str(key.value).lower() == AUTHORIZATION
        for key in written.keys
    )


# ── what others are told ─────────────────────────────────────────────────────────────────────────
def _texts(file: File) -> Iterator[OpenChannel]:
    """Addresses and arguments that turn a check off; the tree is looked at if the source has one."""
    rows = [
        (
            row,
            re.compile(row.text, re.IGNORECASE),
            re.compile(row.within, re.IGNORECASE | re.DOTALL),
        )
        for row in tables().table(Told).values()
        if row.word in file.source
    ]
    for text in texts_in(file.tree) if rows else ():
        for row, told, within in rows:
            assert isinstance(text.value, str)
            found = (told.fullmatch if row.listed else told.search)(text.value)
            whole = _whole(text, file)
            if found is not None and (
                _is_argument(file, text) if row.listed else _is_address(file, whole, row, within)
            ):
                how = found[0].strip("?&; ")
                subject = f"{file.label(text)} {row.word}"
                if not row.listed or file.function(text) is None:
                    # The commands of a function are mended together.
                    subject = f"{subject} {text.lineno} {text.col_offset}"
                yield OpenChannel(whole, how, row.does, Severity.HIGH, False, subject)


def _whole(text: ast.expr, file: File) -> ast.expr:
    """All of the text that a literal is a piece of."""
    around = file.parent(text)
    while isinstance(around, ast.JoinedStr | ast.FormattedValue) or (
        isinstance(around, ast.BinOp) and isinstance(around.op, ast.Add)
    ):
        text, around = around, file.parent(around)
    return text


def _is_address(file: File, whole: ast.expr, row: Told, within: re.Pattern[str]) -> bool:
    """Whether a text is one that a program connects with, and to another machine."""
    said = written_text(file, whole)
    if not said or within.fullmatch(said) is None or _is_read(file, whole):
        return False
    if LOCAL.match(said) or SERVER.search(said):
        return False
    return names_far(said) if row.far else True


def _is_read(file: File, whole: ast.expr) -> bool:
    """Whether a text is compared, taken out of another, or written for people."""
    around = file.parent(whole)
    name: str | None = None
    if isinstance(around, ast.keyword):
        name = around.arg
    elif isinstance(around, ast.Assign):
        name = file.last_name(around.targets[0])
    elif isinstance(around, ast.AnnAssign):
        # A field of settings, which an operator fills.
        name = "default" if file.scope(around).is_class else file.last_name(around.target)
    elif isinstance(around, ast.Dict):
        key = around.keys[around.values.index(whole)] if whole in around.values else whole
        name = str(key.value) if isinstance(key, ast.Constant) else None
    elif isinstance(around, ast.Call):
        method, last = around.func, file.last_name(around.func)
        return last in CHOOSES or (isinstance(method, ast.Attribute) and last in TEXTUAL)
    elif not isinstance(around, ast.Return | ast.AugAssign | ast.IfExp):
        return True
    return bool(name and READ_BY_PEOPLE.search(name))


def _is_argument(file: File, text: ast.expr) -> bool:
    """Whether a text is in a list of arguments, of which none is this machine."""
    around = file.parent(text)
    if isinstance(around, ast.Call) and file.last_name(around.func) not in LOOKS:
        others: list[ast.expr] = around.args
    elif isinstance(around, ast.List | ast.Tuple):
        others = around.elts
    else:
        return False
    return not any(
        isinstance(other, ast.Constant)
        and isinstance(other.value, str)
        and AT_HOME.fullmatch(other.value)
        for other in others
    )

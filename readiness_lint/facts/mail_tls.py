"""TLS with mail and file servers whose certificate nobody checks."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.makers import makers
from readiness_lint.facts.tables import tables
from readiness_lint.facts.this_machine import LOCAL
from readiness_lint.knowledge.schema import MailTls, Param
from readiness_lint.model import Absent, File
from readiness_lint.record import record

MODULES = {"starttls": ("smtplib", "imaplib"), "stls": ("poplib",)}
CLASSES = {"smtplib": "smtplib.SMTP", "imaplib": "imaplib.IMAP4", "poplib": "poplib.POP3"}
HOST = Param("host", 0)


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

"""Mail that a service hands to a server for which it waits without a limit, by its settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.settings import configured, held_by, read_by
from readiness_lint.facts.tables import tables
from readiness_lint.facts.this_machine import LOCAL
from readiness_lint.model import Absent, File
from readiness_lint.record import record

LIMIT = "timeout"
"""How a connection is told its limit where it is made."""
REACHING = ("globals", "vars", "locals", "exec")
"""What sets names that are not written out."""


@record
class UnlimitedMail:
    """Where settings name the mail server of a service that waits for it as long as it takes."""

    node: ast.stmt
    setting: str
    limit: str
    """The setting that is missing."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """In the first module of a service's settings that names the server, if mail goes by SMTP."""
        servers, limits = tables().word("mail-server").lasts, tables().word("mail-limit").lasts
        if file.program is None or servers.isdisjoint(file.index.module.bindings):
            return
        if file.program.known(_first_unlimited) == file.module:
            yield cls(next(_named(file)), min(servers), min(limits))


def _named(file: File) -> Iterator[ast.stmt]:
    """Where a module names a server that is elsewhere."""
    for home, value in configured(file, "mail-server"):
        if home is file and not _is_here(file, value):
            yield file.statement(value)


def _is_here(file: File, value: ast.expr) -> bool:
    """Whether a server is on the machine of the service, and no deployment can say otherwise."""
    known = file.value_of(value) if read_by(file, value) is None else None
    return known is not None and (not known.value or LOCAL.fullmatch(str(known.value)) is not None)


def _first_unlimited(program: Program) -> str:
    """The module that names the server of mail without a limit; empty: none certainly does."""
    said = [(file.module, word) for file, word in program.each(_said)]
    words = {word for _, word in said}
    by_smtp = "smtp" in words or "other backend" not in words
    if "sends" not in words or "limited" in words or not by_smtp:
        return ""
    return next((module for module, word in said if word == "server"), "")


def _said(file: File) -> Iterator[str]:
    """What a module says of how the service sends its mail."""
    if file.role in APART:
        return
    sending = tables().word("mail-by-settings")
    if _may_limit(file):
        yield "limited"
    if any(True for _ in _named(file)):
        yield "server"
    for home, value in configured(file, "mail-backend"):
        known = held_by(home, value)
        by_smtp = known is not None and known.value in tables().word("smtp-backend")
        yield "smtp" if by_smtp else "other backend"
    if any(not _is_told(file, name, call) for name, call in file.calls_to(sending)):
        yield "sends"


def _is_told(file: File, name: str, call: ast.Call) -> bool:
    """Whether a connection is told which backend it is of: then it is not that of the settings."""
    made = name in tables().word("mail-connection")
    return made and not isinstance(file.argument(call, "backend", 0), Absent)


def _may_limit(file: File) -> bool:
    """Whether it names a limit, gives a connection one, or sets what cannot be seen."""
    if any(name in file.source for name in tables().word("mail-limit").lasts):
        return True
    for _, call in file.calls_to(tables().word("mail-connection")):
        if any(item.arg in {None, LIMIT} for item in call.keywords):
            return True
    bound = file.index.module.bindings
    if tables().word("mail-server").lasts.isdisjoint(bound) or file.program is None:
        return False
    foreign = any(name not in file.program.modules for name, _ in file.index.star_imports)
    return foreign or not file.index.calls.keys().isdisjoint(REACHING)

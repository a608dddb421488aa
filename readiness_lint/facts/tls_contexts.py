"""Contexts of TLS: whom they are made for, and what they check by themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.calls_here import is_for_this_machine
from readiness_lint.facts.makers import makers
from readiness_lint.facts.tables import tables
from readiness_lint.facts.told_values import is_one_of
from readiness_lint.knowledge.schema import TakesContext, Unset
from readiness_lint.model import Absent, File

NAMES, AUTHORITY, MODE = "check_hostname", "load_verify_locations", "verify_mode"
DEMANDED = "ssl.CERT_REQUIRED"
SERVERS = ("CLIENT_AUTH", "PROTOCOL_TLS_SERVER", "TLS_SERVER_METHOD")
"""By what a context is known to be that of a server, which asks no client for a certificate."""


def unset_contexts(file: File) -> Iterator[tuple[str, ast.Call]]:
    """The calls that make a context without a check, which is told of none, and used as a client."""
    table = tables().table(Unset)
    for name, call in file.calls_to(table):
        row = table[name]
        kind = given(file, call, row.kind)
        known = kind is None or file.name_of(kind) is not None
        if (
            known
            and not (call.args and isinstance(call.args[0], ast.Starred))
            and not (kind is not None and is_one_of(file, kind, row.safe))
            and _is_for_clients(file, call, row)
            and not is_for_this_machine(file, call)
        ):
            yield name, call


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


def is_of_server(file: File, context: ast.expr) -> bool:
    """Whether a context is made for those who connect, not for those whom the program calls."""
    return any(
        made is not None and any(server in ast.unparse(made.call) for server in SERVERS)
        for made in makers(file, context) or ()
    )


def has_own_authority(file: File, target: ast.expr) -> bool:
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

"""Calls whose arguments name this machine as their peer."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.this_machine import LOCAL, is_here
from readiness_lint.model import File
from readiness_lint.pattern import Pattern

MACHINE = "host"
"""The key under which a mapping names a machine."""
NAMED_LOCAL = Pattern(
    r"_*(?:local|loopback)(?:host)?(?:_(?:url|uri|addr(?:ess)?|host|server|base))?"
)
"""Names of an address of this machine."""


def is_local(file: File, call: ast.Call) -> bool:
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


def is_for_this_machine(file: File, made: ast.Call) -> bool:
    """Whether a context is kept under a name, and used for calls to this machine alone."""
    statement = file.statement(made)
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    name = ast.unparse(targets[0]) if targets else None
    users = [
        call
        for call in file.nodes(ast.Call, within=file.function(made) or file.tree)
        if any(name == ast.unparse(item.value) for item in call.keywords)
    ]
    return bool(users) and all(is_local(file, call) for call in users)

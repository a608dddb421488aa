"""Where a program reads its configuration, and what it takes when nothing is set."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from readiness_lint.facts.callables import functions_of, given
from readiness_lint.facts.classes import classes_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import (
    EnvironmentTrait,
    Inherits,
    Param,
    SettingsBase,
    Table,
)
from readiness_lint.model import Absent, Binding, File, Given
from readiness_lint.terms import Answer, Exit, Known

WRAPPERS = frozenset(
    [
        *("get_env", "getenv", "get_env_str", "get_env_var", "get_env_variable", "get_env_value"),
        *("get_env_or_default", "env_str", "env_var", "env_or_default", "read_env"),
    ]
)
"""Names under which projects wrap the reading of one variable."""
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]+")
DEVELOPMENT = re.compile(
    r"(?:^|[^a-z0-9])(?:dev|devel|development|local|tests?|testing|ci|build|example|sample|debug)"
    r"(?:$|[^a-z0-9])"
)
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
SECRET_TYPES = frozenset({"SecretStr", "SecretBytes"})
FIELD_NAMES = ("env", "validation_alias", "alias")


@dataclass(frozen=True, slots=True)
class EnvironmentRead:
    """One variable of the environment, or one field of a settings class that it fills."""

    node: ast.expr
    """The call or subscript that reads; the default of a field."""
    variable: str | None
    """``None``: its name is computed."""
    reader: str
    """The library, ``project`` for a function of the program's own."""
    has_default: Answer
    fallback: ast.expr | None
    """What it takes when the variable is not set, or empty."""
    default: Known | None
    """The value of that; ``None``: there is none, or it is not known."""
    generated: bool
    """Whether what it takes is drawn anew by each process."""
    target: str | None
    """The name, attribute, key or parameter that gets the value."""

    @classmethod
    def find(cls, file: File) -> Iterable[EnvironmentRead]:
        """Every read that the file makes."""
        yield from _calls(file)
        yield from _called_objects(file)
        yield from _wrapped(file)
        yield from _subscripts(file)
        yield from _fields(file)


def _calls(file: File) -> Iterator[EnvironmentRead]:
    table = tables().table(EnvironmentTrait)
    for name, call in file.calls_to(table):
        row = table[name]
        yield _read(file, call, row.reader, given(file, call, row.variable), row.default)


def _called_objects(file: File) -> Iterator[EnvironmentRead]:
    """Calls of an object that reads: ``env = Env()``, then ``env("KEY")``."""
    table = tables().table(EnvironmentTrait)
    names = {
        around.targets[0].id
        for _, made in file.calls_to(_callable_readers())
        if isinstance(around := file.parent(made), ast.Assign)
        and isinstance(around.targets[0], ast.Name)
    }
    for last in sorted(names):
        for call, at in file.index.calls.get(last, ()):
            kind = file.type_at(call.func, at) if isinstance(call.func, ast.Name) else None
            name = file.library.member(kind.name, "__call__") if kind else ""
            if name in table:
                row = table[name]
                yield _read(file, call, row.reader, given(file, call, row.variable), row.default)


@cache
def _callable_readers() -> Table[str]:
    """The classes whose objects are called to read a variable, and those that inherit from them."""
    known = tables()
    direct = {
        name.removesuffix(".__call__")
        for name in known.table(EnvironmentTrait)
        if name.endswith(".__call__")
    }
    heirs = {name for name in known.table(Inherits) if not direct.isdisjoint(known.bases(name))}
    return Table(dict.fromkeys(direct | heirs, ""))


def _wrapped(file: File) -> Iterator[EnvironmentRead]:
    """Calls of the project's own functions: by their name, and a variable's name given to them."""
    table = tables().table(EnvironmentTrait)
    for last in sorted(WRAPPERS & file.index.calls.keys()):
        for call, at in file.index.calls[last]:
            variable = call.args[0] if call.args else None
            known = file.value_of(variable) if variable is not None else None
            if (
                known is not None
                and isinstance(known.value, str)
                and VARIABLE.fullmatch(known.value)
                and file.callee(call, at) not in table
            ):
                yield _read(file, call, "project", variable, Param("default", 1))


def _subscripts(file: File) -> Iterator[EnvironmentRead]:
    if "environ" not in file.source:
        return
    mappings = tables().word("environment")
    for node in file.nodes(ast.Subscript):
        if (
            isinstance(node.ctx, ast.Load)
            and isinstance(node.value, ast.Name | ast.Attribute)
            and file.name_of(node.value) in mappings
        ):
            yield _read(file, node, "os", node.slice, None)


def _read(
    file: File,
    node: ast.Call | ast.Subscript,
    reader: str,
    variable: ast.expr | None,
    default: Param | None,
) -> EnvironmentRead:
    name = file.value_of(variable) if variable is not None else None
    has_default: Answer = False
    fallback: ast.expr | None = None
    if isinstance(node, ast.Call) and default is not None:
        argument = file.argument(node, default.name, default.position)
        if not isinstance(argument, Absent):
            has_default = True if isinstance(argument, Given) else None
        fallback = argument.value if isinstance(argument, Given) else None
    outer, instead = _instead(file, node)
    if instead is not None:
        fallback, has_default = instead, True
    return EnvironmentRead(
        node=node,
        variable=name.value if name and isinstance(name.value, str) else None,
        reader=reader,
        has_default=has_default,
        fallback=fallback,
        default=_value(file, fallback),
        generated=_is_generated(file, fallback),
        target=_target(file, outer),
    )


def _instead(file: File, node: ast.expr) -> tuple[ast.expr, ast.expr | None]:
    """The whole of ``read or other`` and ``read if ... else other``, and the other."""
    around = file.parent(node)
    if isinstance(around, ast.BoolOp) and isinstance(around.op, ast.Or):
        last = around.values[-1]
        return around, last if last is not node else None
    if isinstance(around, ast.IfExp) and around.body is node:
        return around, around.orelse
    return node, None


def _value(file: File, expr: ast.expr | None) -> Known | None:
    if isinstance(expr, ast.Call) and len(expr.args) == 1 and _called(file, expr) in SECRET_TYPES:
        expr = expr.args[0]
    return file.value_of(expr) if expr is not None else None


def _called(file: File, call: ast.Call) -> str:
    """The last identifier of what is called, whatever it was imported as."""
    return (file.callee(call) or file.last_name(call) or "").rpartition(".")[2]


def _is_generated(file: File, expr: ast.expr | None) -> bool:
    """Whether an expression, or a factory, draws: a key made for this process alone."""
    if expr is None or isinstance(expr, ast.Constant):
        return False
    draws = tables().word("random")
    if isinstance(expr, ast.Name | ast.Attribute) and file.name_of(expr) in draws:
        return True
    return any(isinstance(call, ast.Call) and file.callee(call) in draws for call in ast.walk(expr))


def _target(file: File, node: ast.expr) -> str | None:
    """What gets the value, through a conversion or two."""
    current: ast.AST = node
    around = file.parent(current)
    while isinstance(around, ast.Call | ast.Await | ast.IfExp | ast.BoolOp | ast.Attribute):
        current, around = around, file.parent(around)
    if isinstance(around, ast.keyword):
        return around.arg
    if isinstance(around, ast.Assign) and around.value is current:
        return file.last_name(around.targets[0])
    if isinstance(around, ast.AnnAssign | ast.NamedExpr):
        return file.last_name(around.target)
    if isinstance(around, ast.Dict):
        key = around.keys[around.values.index(current)] if current in around.values else None
        known = file.value_of(key) if key is not None else None
        return known.value if known and isinstance(known.value, str) else None
    return None


def _fields(file: File) -> Iterator[EnvironmentRead]:
    for cls, rows in classes_of(file, tables().table(SettingsBase)):
        prefix = _prefix(file, cls)
        for name, bindings in file.index.scopes[cls].bindings.items():
            binding = bindings[0]
            if binding.annotation is not None and binding.value is not None:
                read = _field(file, name, binding, prefix, rows[0].reader)
                if read is not None:
                    yield read


def _field(
    file: File, name: str, binding: Binding, prefix: str, reader: str
) -> EnvironmentRead | None:
    value = binding.value
    assert value is not None
    fallback: ast.expr | None = value
    variable = f"{prefix}{name}".upper()
    if isinstance(value, ast.Call) and _called(file, value) in {"Field", "PrivateAttr"}:
        if _called(file, value) == "PrivateAttr":
            return None
        fallback = given(file, value, Param("default", 0)) or given(
            file, value, Param("default_factory")
        )
        variable = _alias(file, value) or variable
    if isinstance(fallback, ast.Constant) and fallback.value is ...:
        fallback = None
    return EnvironmentRead(
        node=fallback or value,
        variable=variable,
        reader=reader,
        has_default=fallback is not None,
        fallback=fallback,
        default=_value(file, fallback),
        generated=_is_generated(file, fallback),
        target=name,
    )


def _alias(file: File, call: ast.Call) -> str | None:
    for option in FIELD_NAMES:
        expr = given(file, call, Param(option))
        known = file.value_of(expr) if expr is not None else None
        if known and isinstance(known.value, str):
            return known.value
    return None


def _prefix(file: File, cls: ast.ClassDef) -> str:
    """What stands before the names of all fields, in ``model_config`` or class ``Config``."""
    scope = file.index.scopes[cls]
    found: ast.expr | None = None
    for binding in scope.bindings.get("model_config", ()):
        if isinstance(binding.value, ast.Call):
            found = given(file, binding.value, Param("env_prefix"))
    for binding in scope.bindings.get("Config", ()):
        inner = file.index.scopes.get(binding.node)
        for option in inner.bindings.get("env_prefix", ()) if inner else ():
            found = option.value
    known = file.value_of(found) if found is not None else None
    return known.value if known and isinstance(known.value, str) else ""


def is_for_development(node: ast.AST, file: File) -> bool:
    """Whether settings are those of a developer's machine or a test, by the names around them."""
    if file.uses("pytest"):
        return True
    cls = file.class_(node)
    names = [file.module.rpartition(".")[2], file.path.stem, file.path.parent.name]
    if cls is not None:
        names.append(CAMEL.sub("_", cls.name))
    return any(DEVELOPMENT.search(name.lower()) for name in names)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the file does when a setting still has its default."""

    compared: bool
    """Whether some test recognises the default."""
    refused: bool
    """Whether the program then stops."""


def inspection_of(read: EnvironmentRead, file: File) -> Inspection:
    """Whether the file looks for the default in what it has read, and stops where it finds it."""
    branches = [node for node in file.nodes(ast.If) if _recognises(file, node.test, read)]
    claims = [node for node in file.nodes(ast.Assert) if _recognises(file, node.test, read)]
    stops = bool(claims) or any(_stops(file, node) for node in branches)
    found = [*branches, *claims]
    return Inspection(bool(found), stops or _is_validated(file, read))


def _stops(file: File, node: ast.If) -> bool:
    return Exit.RAISES in file.exits(node.body) | file.exits(node.orelse)


def _recognises(file: File, test: ast.expr, read: EnvironmentRead) -> bool:
    """Whether a test compares something with the default, or asks how the setting is written."""
    return any(
        (isinstance(node, ast.Compare) and _compares(file, node, read))
        or (isinstance(node, ast.Call) and _asks(file, node, read))
        for node in ast.walk(test)
    )


def _compares(file: File, node: ast.Compare, read: EnvironmentRead) -> bool:
    sides = [node.left, *node.comparators]
    if any(_is_default(file, side, read) for side in sides):
        return True
    named = [file.last_name(side) for side in sides]
    return (read.target or "") in named and not any(
        isinstance(side, ast.Constant) and not side.value for side in sides
    )


def _is_default(file: File, side: ast.expr, read: EnvironmentRead) -> bool:
    if isinstance(side, ast.Name | ast.Attribute) and isinstance(
        read.fallback, ast.Name | ast.Attribute
    ):
        return file.last_name(side) == file.last_name(read.fallback)
    if read.default is None:
        return False
    known = file.value_of(side)
    if known is None:
        return False
    value = read.default.value
    if isinstance(known.value, tuple | list):
        return value in known.value
    return bool(known.value == value)


def _asks(file: File, node: ast.Call, read: EnvironmentRead) -> bool:
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in {"startswith", "endswith"}:
        return False
    return file.last_name(function.value) == (read.target or "")


def _is_validated(file: File, read: EnvironmentRead) -> bool:
    """Whether a validator of the field may refuse it."""
    for function in functions_of(file):
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and any(
                isinstance(item, ast.Constant) and item.value == read.target
                for item in decorator.args
            ):
                return Exit.RAISES in file.exits(function.body)
    return False

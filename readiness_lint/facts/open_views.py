"""Views that change rows for whoever calls, because they were told to let everybody in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from readiness_lint.facts.access import any_of, body_looks_at_caller, looks_at_caller
from readiness_lint.facts.callables import given
from readiness_lint.facts.changed_rows import changed_in, changes_rows
from readiness_lint.facts.classes import classes_of, defines, lineage, methods_of
from readiness_lint.facts.decorators import decorated_by, decorator_name
from readiness_lint.facts.handlers import CAMEL, READS, Handler
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import ACCESS_INTENT, FEEDBACK, PUBLIC, SAVED
from readiness_lint.knowledge.schema import Guard, Param, Policies, Routes, Table
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record

PERMISSIONS, AUTHENTICATION = "permission_classes", "authentication_classes"
MADE_OF = ("queryset", "serializer_class", "model")
"""Attributes that say which rows a view is about."""
VERBS = {
    "create": "POST",
    "update": "PUT",
    "partial_update": "PATCH",
    "destroy": "DELETE",
    **{verb: verb.upper() for verb in ("post", "put", "patch", "delete")},
}


@record
class OpenView:
    """A view that says that everybody may call it, and changes rows."""

    node: ast.AST
    """What says so."""
    view: str
    methods: str
    setting: str
    model: str
    whole: bool
    """Whether everybody may do everything with the rows."""

    @classmethod
    def find(cls, file: File) -> Iterator[OpenView]:
        """Every one of the file."""
        yield from _classes(file)
        yield from _functions(file)
        yield from _optional(file)
        yield from _exempted(file)


# ── classes ──────────────────────────────────────────────────────────────────────────────────────
def _classes(file: File) -> Iterator[OpenView]:
    for cls, rows in classes_of(file, tables().table(Policies)):
        bindings = file.index.scopes[cls].bindings
        policies = bindings.get(PERMISSIONS, ())
        value = policies[0].value if len(policies) == 1 else None
        if value is None or not _lets_in(file, value) or defines(file, cls, *rows[0].hooks):
            continue
        methods = sorted(set(_methods(file, cls)))
        if methods and not _is_for_all(file, cls) and not _authenticates(file, cls):
            whole = any(name in tables().word("all-rows") for name in file.bases_of(cls))
            setting = f"`{PERMISSIONS} = {ast.unparse(value)}`"
            yield OpenView(
                value,
                cls.name,
                "/".join(methods),
                setting,
                _model(file, cls),
                whole and len(methods) > 1,
            )


def changes_for_all(file: File, cls: ast.ClassDef) -> bool:
    """Whether a class changes rows, and nothing in it explains or judges who may do so."""
    writes = any(True for _ in _methods(file, cls))
    return writes and not _is_for_all(file, cls) and not _authenticates(file, cls)


def _lets_in(file: File, value: ast.expr) -> bool:
    """Whether policies that are written out ask for nothing."""
    if not isinstance(value, ast.List | ast.Tuple):
        return False
    open_to_all = tables().word("lets-all-in")
    return all(file.name_of(item) in open_to_all for item in value.elts)


def _methods(file: File, cls: ast.ClassDef) -> Iterator[str]:
    """The methods of HTTP by which a class changes rows."""
    allowed = _allowed(file, cls)
    own = {method.name: method for method in methods_of(file, cls)}
    for name, method in own.items():
        verb = VERBS.get(name) or _of_action(file, method)
        if verb in allowed and _writes(file, method):
            yield verb
    inherited = {
        VERBS[name]: name
        for base in file.bases_of(cls)
        if base in tables().word("writes-rows")
        for name in _actions(base)
    }
    if any(defines(file, cls, name) for name in MADE_OF):
        for verb, name in inherited.items():
            if verb in allowed and name not in own and f"perform_{name}" not in own:
                yield verb


def _actions(base: str) -> tuple[str, ...]:
    last = base.rpartition(".")[2]
    if last.startswith("Update"):
        return "update", "partial_update"
    return ("create",) if last.startswith("Create") else ("destroy",)


def _of_action(file: File, method: FunctionNode) -> str:
    """The method of HTTP of an action that changes something."""
    for handler in file.facts(Handler):
        if handler.node is method and handler.writes:
            return next(iter(sorted((handler.methods or frozenset()) - READS)), "")
    return ""


def _allowed(file: File, cls: ast.ClassDef) -> frozenset[str]:
    """The methods of HTTP that a class lets through."""
    for home, line in lineage(file, cls):
        for binding in home.index.scopes[line].bindings.get("http_method_names", ()):
            known = home.value_of(binding.value) if binding.value is not None else None
            if known is None or not isinstance(known.value, list | tuple):
                return frozenset()
            return frozenset(str(item).upper() for item in known.value)
    return frozenset(VERBS.values())


def _writes(file: File, function: FunctionNode) -> bool:
    """Whether a function itself changes a row."""
    return changes_rows(file, function) or any(
        file.words(SAVED).match(file.last_name(item)) for item in changed_in(file, function)
    )


def _model(file: File, cls: ast.ClassDef) -> str:
    for name in MADE_OF:
        for home, line in lineage(file, cls):
            for binding in home.index.scopes[line].bindings.get(name, ()):
                root: ast.AST | None = binding.value
                while isinstance(root, ast.Call | ast.Attribute):
                    root = root.func if isinstance(root, ast.Call) else root.value
                if isinstance(root, ast.Name):
                    return f"`{root.id.removesuffix('Serializer')}`"
    return "rows"


def _authenticates(file: File, cls: ast.ClassDef) -> bool:
    """Whether a class of the program may refuse a caller while it looks who calls."""
    for binding in file.index.scopes[cls].bindings.get(AUTHENTICATION, ()):
        if not isinstance(binding.value, ast.List | ast.Tuple):
            return True
        if any(not tables().knows(file.name_of(item) or "") for item in binding.value.elts):
            return True
    return False


# ── what explains it ─────────────────────────────────────────────────────────────────────────────
def _is_for_all(file: File, cls: ast.ClassDef) -> bool:
    """Whether the name of a class, words above it or its own checks explain that all may call it."""
    intent, names = file.words(ACCESS_INTENT), {CAMEL.sub("_", cls.name).lower()}
    names |= {item.path or "" for item in file.facts(Handler) if item.owner is cls}
    if any(file.words(PUBLIC).match(name) for name in names):
        return True
    throttled = "throttle_classes" in file.index.scopes[cls].bindings
    if throttled and any(file.words(FEEDBACK).match(name) for name in names):
        return True
    return (
        intent.match(ast.get_docstring(cls) or "")
        or file.intent(cls, intent.match) is not None
        or any_of(looks_at_caller(file, method) for method in methods_of(file, cls)) is not False
    )


def _is_explained(file: File, function: FunctionNode, path: str) -> bool:
    intent = file.words(ACCESS_INTENT)
    return (
        any(map(file.words(PUBLIC).match, (function.name, path)))
        or intent.match(ast.get_docstring(function) or "")
        or file.intent(function, intent.match) is not None
        or body_looks_at_caller(file, function) is not False
    )


# ── functions ────────────────────────────────────────────────────────────────────────────────────
def _view(file: File, function: ast.AST, node: ast.AST, setting: str) -> Iterator[OpenView]:
    """A function that answers a method which changes something, and does."""
    for handler in file.facts(Handler):
        if handler.node is not function or not handler.writes or not _writes(file, handler.node):
            continue
        if not _is_explained(file, handler.node, handler.path or ""):
            methods = "/".join(sorted((handler.methods or frozenset()) - READS))
            yield OpenView(node, handler.name, methods, setting, "rows", whole=False)


def _functions(file: File) -> Iterator[OpenView]:
    """Under ``@permission_classes([])``."""
    for _, function, decorator in decorated_by(file, _policies()):
        if isinstance(function, ast.ClassDef):
            continue
        policies = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else None
        if policies is None or not _lets_in(file, policies):
            continue
        if (decorator_name(file, function, decorator) or "").endswith(f".{PERMISSIONS}"):
            yield from _view(file, function, decorator, f"`@{ast.unparse(decorator)}`")


def _optional(file: File) -> Iterator[OpenView]:
    """Under a guard with the argument that lets everybody in."""
    for row, function, decorator in decorated_by(file, _optional_guards()):
        if not isinstance(decorator, ast.Call):
            continue
        value = given(file, decorator, row.optional)
        known = file.value_of(value) if value is not None else None
        if known is not None and known.value is True:
            yield from _view(file, function, decorator, f"`@{ast.unparse(decorator)}`")


@cache
def _policies() -> Table[Guard]:
    rows = tables().table(Guard).items()
    return Table({name: row for name, row in rows if row.form == "policy"})


@cache
def _optional_guards() -> Table[Guard]:
    rows = tables().table(Guard).items()
    return Table({name: row for name, row in rows if row.optional is not None})


@cache
def _asking() -> dict[str, Routes]:
    """By framework: how what asks who calls is given to a router."""
    return {row.framework: row for row in tables().table(Routes).values() if row.asks}


def _exempted(file: File) -> Iterator[OpenView]:
    """A route that is taken out of what its router or application asks."""
    rows = _asking()
    for handler in file.facts(Handler):
        row = rows.get(handler.framework)
        for call in handler.calls if handler.writes else ():
            for name in row.asks if row is not None else ():
                value = given(file, call, Param(name))
                opens = isinstance(value, ast.Constant) and value.value is None
                if opens and value is not None and _asks(file, call, name):
                    yield from _view(file, handler.node, value, f"`{name}=None`")
            options = given(file, call, Param("opt"))
            if isinstance(options, ast.Dict) and "exclude_from_auth" in ast.unparse(options):
                yield from _view(file, handler.node, options, "`exclude_from_auth`")


def _asks(file: File, call: ast.Call, name: str) -> bool:
    """Whether the router that a route is registered on asks who calls."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    _, made = (file.origin(owner) if owner is not None else None) or (file, None)
    value = given(file, made, Param(name)) if isinstance(made, ast.Call) else None
    return value is not None and not (isinstance(value, ast.Constant) and value.value is None)

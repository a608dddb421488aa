"""Access checks that stand where they never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from readiness_lint.facts.callables import callable_of, constant, curried, given
from readiness_lint.facts.classes import defines, line_of
from readiness_lint.facts.decorators import Definition, decorated_by, decorator_name, target_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import GUARDS
from readiness_lint.knowledge.schema import Guard, Marker, Param, Route, Table, ViewBase
from readiness_lint.model import Binding, Bound, File, FunctionNode

VIEW = "django.views.View"
API_VIEW = "rest_framework.decorators.api_view"
ANYBODY = "AllowAny"
POLICY_HOOKS = (
    *("get_permissions", "get_authenticators", "get_throttles"),
    *("check_permissions", "check_throttles", "initial", "dispatch"),
)
"""Methods through which a view class may read policies from where the framework does not."""
MISSPELT = {
    "permission_class": "permission_classes",
    "permissions_class": "permission_classes",
    "permissions_classes": "permission_classes",
    "permission_clases": "permission_classes",
    "authentication_class": "authentication_classes",
    "throttle_class": "throttle_classes",
}


@dataclass(frozen=True, slots=True)
class IneffectiveGuard:
    """A guard that the author wrote down and that no request meets."""

    node: ast.expr
    guard: str
    name: str
    """What it seems to guard."""
    reason: str

    @classmethod
    def find(cls, file: File) -> Iterable[IneffectiveGuard]:
        """Every one, whatever its shape."""
        yield from _above_routes(file)
        yield from _behind_views(file)
        yield from _policies_of_methods(file)
        yield from _policies_of_functions(file)
        yield from _misspelt(file)


# ── a decorator above the one that registers ─────────────────────────────────────────────────────
def _above_routes(file: File) -> Iterator[IneffectiveGuard]:
    routes: dict[Definition, list[ast.expr]] = {}
    for row, definition, decorator in decorated_by(file, tables().table(Route)):
        if row.handler is None and not row.wraps and not row.schema_only:
            routes.setdefault(definition, []).append(decorator)
    for definition, registering in routes.items():
        decorators = definition.decorator_list
        lowest = max(decorators.index(item) for item in registering)
        guards = [
            (position, item)
            for position, item in enumerate(decorators)
            if item not in registering and _guards(file, definition, item)
        ]
        above = [item for position, item in guards if position < lowest]
        if above and len(above) == len(guards):
            route = ast.unparse(target_of(decorators[lowest]))
            reason = f"`{route}` below it has registered the function without it"
            yield IneffectiveGuard(above[-1], _spelled(above[-1]), definition.name, reason)


def _guards(file: File, definition: Definition, decorator: ast.expr) -> bool:
    """Whether a decorator wraps a function in a check: by a table, or by name and body."""
    name = decorator_name(file, definition, decorator)
    guards = tables().table(Guard)
    if name is not None and name in guards:
        return guards[name].form == "decorator" and not _is_optional(file, decorator)
    own = file.definition_named(name) if name else None
    return (
        isinstance(own, ast.FunctionDef)
        and bool(file.words(GUARDS).match(own.name))
        and _is_wrapper(file, own)
    )


def _is_wrapper(file: File, decorator: ast.FunctionDef) -> bool:
    """Whether a function inside calls what was decorated; one that only marks gives it back."""
    for inner in file.nodes(ast.FunctionDef, ast.AsyncFunctionDef, within=decorator):
        around = file.scope(inner)
        handed = {name for name, found in around.bindings.items() if _is_parameter(found)}
        if any(
            isinstance(call.func, ast.Name) and call.func.id in handed
            for call in file.nodes(ast.Call, within=inner)
        ):
            return True
    return False


def _is_parameter(bindings: list[Binding]) -> bool:
    return all(binding.kind is Bound.PARAMETER for binding in bindings)


def _is_optional(file: File, decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call):
        return False
    known = constant(file, given(file, decorator, Param("optional", 0)))
    return known is not None and known.value is True


def _spelled(decorator: ast.expr) -> str:
    return ast.unparse(target_of(decorator)).rpartition(".")[2]


# ── a mixin behind the view ──────────────────────────────────────────────────────────────────────
def _behind_views(file: File) -> Iterator[IneffectiveGuard]:
    mixins = _of_form("mixin")
    if not any(last in file.source for last in mixins.lasts):
        return
    for cls in file.nodes(ast.ClassDef):
        view: ast.expr | None = None
        for base in cls.bases if len(cls.bases) > 1 else ():
            line = line_of(file, base, cls)
            if view is None and VIEW in line and mixins.keys().isdisjoint(line):
                view = base if _is_known(file, base, cls) else None
            elif view is not None and VIEW not in line and not mixins.keys().isdisjoint(line):
                if not defines(file, cls, "dispatch") and not _is_dispatch_decorated(cls):
                    reason = f"`{ast.unparse(view)}` is listed before it and never calls it"
                    yield IneffectiveGuard(base, ast.unparse(base), cls.name, reason)
                break


def _is_dispatch_decorated(cls: ast.ClassDef) -> bool:
    """Whether `method_decorator` guards the method that the mixin would have."""
    return any("dispatch" in ast.unparse(decorator) for decorator in cls.decorator_list)


@cache
def _of_form(form: str) -> Table[Guard]:
    return Table({name: row for name, row in tables().table(Guard).items() if row.form == form})


def _is_known(
    file: File, base: ast.expr, cls: ast.ClassDef, seen: frozenset[ast.ClassDef] = frozenset()
) -> bool:
    """Whether nothing behind a base is hidden that might bring the guard forward."""
    name = file.class_name(base, cls)
    own = file.class_named(name) if name else None
    if own is not None:
        return own not in seen and all(
            _is_known(file, item, own, seen | {own}) for item in own.bases
        )
    return name is not None and (VIEW in file.library.bases(name) or file.library.is_class(name))


# ── a policy where nobody reads it ───────────────────────────────────────────────────────────────
def _policies_of_methods(file: File) -> Iterator[IneffectiveGuard]:
    for _, method, decorator in decorated_by(file, _of_form("policy")):
        cls = file.scope(method).node
        names = {decorator_name(file, method, item) for item in method.decorator_list}
        if (
            isinstance(cls, ast.ClassDef)
            and API_VIEW not in names
            and _demands(file, decorator)
            and _is_api_view(file, cls)
        ):
            label = f"{cls.name}.{method.name}"
            reason = "a view class reads no policy off its methods"
            yield IneffectiveGuard(decorator, _spelled(decorator), label, reason)


def _is_api_view(file: File, cls: ast.ClassDef) -> bool:
    """Whether it is a view of Django REST framework, all of it is known, and it adds no ways."""
    views = tables().table(ViewBase)
    return (
        any(
            views[name].framework == "rest_framework"
            for name in file.bases_of(cls)
            if name in views
        )
        and file.mro_of(cls) is not None
        and not defines(file, cls, *POLICY_HOOKS)
    )


def _demands(file: File, decorator: ast.expr) -> bool:
    """Whether a policy that is given asks for anything."""
    value = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else None
    return value is not None and _restricts(file, value)


def _restricts(file: File, value: ast.expr) -> bool:
    parts = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
    names = [part for part in parts if isinstance(part, ast.Name | ast.Attribute)]
    return bool(names) and not all(
        (file.name_of(name) or ast.unparse(name)).endswith(ANYBODY) for name in names
    )


def _policies_of_functions(file: File) -> Iterator[IneffectiveGuard]:
    for _, function, decorator in decorated_by(file, _of_form("policy")):
        if not isinstance(function, ast.ClassDef) and _demands(file, decorator):
            reason = _why_unread(file, function, decorator)
            if reason is not None and not file.scope(function).is_class:
                yield IneffectiveGuard(decorator, _spelled(decorator), function.name, reason)


def _why_unread(file: File, function: FunctionNode, decorator: ast.expr) -> str | None:
    names = [decorator_name(file, function, item) for item in function.decorator_list]
    position = function.decorator_list.index(decorator)
    above, below = names[:position], names[position + 1 :]
    if API_VIEW in below and API_VIEW not in above and names[position] not in below:
        # Since 3.17 the framework refuses this order; what runs is older.
        return "`api_view` below it has read the policies already"
    if API_VIEW not in names and _is_plain_view(file, function, names):
        return "nothing reads a policy off a function without `api_view`"
    return None


def _is_plain_view(file: File, function: FunctionNode, names: list[str | None]) -> bool:
    """Whether a function takes requests and no decorator can have made an API view of it."""
    first = next(iter((*function.args.posonlyargs, *function.args.args)), None)
    markers = tables().table(Marker)
    handed = [callable_of(file, argument) for _, _, argument in curried(file, markers)]
    return (
        first is not None
        and first.arg == "request"
        and all(name is not None and file.library.knows(name) for name in names)
        and function not in handed
    )


# ── a policy under another name ──────────────────────────────────────────────────────────────────
def _misspelt(file: File) -> Iterator[IneffectiveGuard]:
    if not any(name in file.source for name in MISSPELT):
        return
    for cls in file.nodes(ast.ClassDef):
        for wrong, right in MISSPELT.items():
            for binding in file.index.scopes[cls].bindings.get(wrong, ())[:1]:
                if _is_policy(file, binding) and _is_unread(file, cls, wrong, right):
                    assert isinstance(binding.node, ast.expr)
                    reason = f"the attribute is spelled `{right}`"
                    yield IneffectiveGuard(binding.node, wrong, cls.name, reason)


def _is_policy(file: File, binding: Binding) -> bool:
    value = binding.value if binding.kind is Bound.VALUE else None
    return value is not None and _restricts(file, value)


def _is_unread(file: File, cls: ast.ClassDef, wrong: str, right: str) -> bool:
    """Whether the class has no other policy, and nothing in the file asks for the misspelt one."""
    return (
        _is_api_view(file, cls)
        and not defines(file, cls, right)
        and not re.search(rf"[.\"']{wrong}\b", file.source)
    )

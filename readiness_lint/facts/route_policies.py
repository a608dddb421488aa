"""Policies of views that a framework reads: of the class, the function or the settings."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.access import all_of, any_of
from readiness_lint.facts.callables import given
from readiness_lint.facts.classes import attribute, defines
from readiness_lint.facts.decorators import decorator_name, target_of
from readiness_lint.facts.handlers import READS
from readiness_lint.facts.route_guards import Check
from readiness_lint.facts.route_marks import listed_in, registers
from readiness_lint.facts.route_table import EVERY, NO_METHOD, Endpoint, Target
from readiness_lint.facts.settings import under_key
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Param, Policies, PolicyList
from readiness_lint.model import File
from readiness_lint.terms import Answer

Lists = list[tuple[File, ast.expr]] | None
"""Where policies are listed; empty: nowhere; ``None``: not known."""
FIRST = Param("", 0)
ANSWERS = frozenset({"has_permission", "has_object_permission"})
"""Methods in which a policy says who gets in."""


def reads_policies(target: Target) -> bool:
    """Whether a view is one whose framework asks policies."""
    if target.owner is not None and target.home is not None:
        return any(base in tables().table(Policies) for base in target.home.bases_of(target.owner))
    function, readers = target.function, tables().word("reads-policies")
    return function is not None and any(
        decorator_name(target.file, function, item) in readers for item in function.decorator_list
    )


def lists_of(target: Target, asks: str) -> Lists:
    """The list of policies of one kind that holds for a view."""
    name, row = next(item for item in tables().table(PolicyList).items() if item[1].asks == asks)
    if target.owner is None or target.home is None:
        return _of_decorators(target, name, row)
    return _of_class(target.home, target.owner, target, name.rpartition(".")[2], row)


def _of_decorators(target: Target, name: str, row: PolicyList) -> Lists:
    function = target.function
    for decorator in function.decorator_list if function is not None else ():
        if isinstance(decorator, ast.Call) and function is not None:
            value = given(target.file, decorator, FIRST)
            if value is not None and decorator_name(target.file, function, decorator) == name:
                return [(target.file, value)]
    return _of_settings(target.file, row)


def _of_class(home: File, cls: ast.ClassDef, target: Target, name: str, row: PolicyList) -> Lists:
    own = _of_action(target, name)
    if own is not None:
        return [own]
    if defines(home, cls, row.hook):
        return None
    found = attribute(home, cls, name)
    if found is not None:
        return [found]
    return None if home.mro_of(cls) is None else _of_settings(home, row)


def _of_action(target: Target, name: str) -> tuple[File, ast.expr] | None:
    """What the decorator of one method of a view gives for that alone."""
    file, function = target.file, target.function
    for decorator in function.decorator_list if function is not None else ():
        if isinstance(decorator, ast.Call) and function is not None:
            value = given(file, decorator, Param(name))
            if value is not None and registers(file, function, decorator):
                return file, value
    return None


def _of_settings(file: File, row: PolicyList) -> Lists:
    return under_key(file.program, row.setting) if file.program is not None else None


# ── what policies ask ────────────────────────────────────────────────────────────────────────────
def permissions_of(endpoint: Endpoint) -> Iterator[Check]:
    """What the permission classes of a view ask."""
    lists = lists_of(endpoint.target, "who")
    if lists is None:
        yield Check(None, "permission classes that are not known", None)
    for listed in lists or ():
        for home, policy in listed_in(*listed):
            yield _of_policy(home, policy, endpoint.method)


def throttles_of(endpoint: Endpoint) -> Iterator[tuple[Answer, str]]:
    """What the throttle classes of a view are called."""
    lists = lists_of(endpoint.target, "often")
    if lists is None:
        yield None, "throttle classes that are not known"
    for listed in lists or ():
        for _, item in listed_in(*listed):
            text = item.value if isinstance(item, ast.Constant) else ast.unparse(item)
            yield True, str(text).rpartition(".")[2]


def _of_policy(file: File, policy: ast.expr, method: str) -> Check:
    """What one permission class asks, or two that ``&`` or ``|`` joins."""
    if isinstance(policy, ast.BinOp):
        parts = [_of_policy(file, item, method) for item in (policy.left, policy.right)]
        join = any_of if isinstance(policy.op, ast.BitAnd) else all_of
        return Check(
            join(item.asks for item in parts),
            ast.unparse(policy),
            join(item.may for item in parts),
            join(item.who for item in parts),
        )
    if isinstance(policy, ast.Constant) and isinstance(policy.value, str):
        name, spelled = policy.value, policy.value.rpartition(".")[2]
    else:
        target = target_of(policy)
        named = isinstance(target, ast.Name | ast.Attribute)
        name, spelled = (file.name_of(target) or "" if named else ""), ast.unparse(target)
    return _of_class_named(file, file.library.canonical(name), spelled, method)


def _of_class_named(file: File, name: str, spelled: str, method: str) -> Check:
    home, cls = file.defined(name) or (file, None)
    bases: tuple[str, ...] = (name,)
    if isinstance(cls, ast.ClassDef):
        bases = home.bases_of(cls)
        if ANSWERS.intersection(home.index.scopes[cls].bindings):
            return Check(True, spelled, may=True, who=_keeps_anonymous_out(cls, bases))
    if _are(bases, "lets-all-in"):
        return Check(False, spelled)
    may = _are(bases, "authorizes")
    if _are(bases, "authenticates"):
        return Check(True, spelled, may)
    if _are(bases, "authenticates-writers"):
        asks = False if method in READS else None if method in {NO_METHOD, EVERY} else True
        return Check(asks, spelled, may)
    return Check(None, spelled, None)


def _are(bases: Iterable[str], word: str) -> bool:
    return any(base in tables().word(word) for base in bases)


def _keeps_anonymous_out(cls: ast.ClassDef, bases: tuple[str, ...]) -> Answer:
    """Whether a permission class of the program asks its base, which lets nobody in without a name."""
    asks_base = any(f"super().{name}" in ast.unparse(cls) for name in ANSWERS)
    return True if asks_base and _are(bases, "authenticates") else None

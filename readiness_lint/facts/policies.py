"""Whether a program asks everybody who calls: in middleware, for whole applications, by settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.access import any_of, guarded_by, refuses
from readiness_lint.facts.callables import curried, given
from readiness_lint.facts.decorators import decorated_as, decorator_name
from readiness_lint.facts.entries import Entry, hook_names
from readiness_lint.facts.guards import demands_of
from readiness_lint.facts.handlers import CAMEL
from readiness_lint.facts.program import APART, Derivation, Program
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import GATES
from readiness_lint.knowledge.schema import EntryOptions, EntryTrait, Installs, Param, Routes
from readiness_lint.model import Bound, File
from readiness_lint.terms import Answer, EntryKind

ALL = ""
"""What the one part of the derivation goes under: it is that of all modules."""


def asks_everybody(file: File) -> Answer:
    """Whether the program around a file asks who calls before any route; ``None``: perhaps."""
    policy = file.program.derived(POLICY, ALL) if file.program else None
    return policy[0] if policy else None


def lists_middleware(file: File) -> bool:
    """Whether the settings that name the middleware of the program are there to be read."""
    policy = file.program.derived(POLICY, ALL) if file.program else None
    return policy is not None and policy[1]


def _policy(program: Program) -> dict[str, tuple[Answer, bool]]:
    service = [file for file in program.files() if file.role not in APART]
    settings = tables().word("middleware-setting").lasts
    listed = any(not settings.isdisjoint(file.index.module.bindings) for file in service)
    return {ALL: (any_of(answer for file in service for answer in _of_file(file)), listed)}


POLICY: Derivation[tuple[Answer, bool]] = Derivation(
    "readiness_lint.facts.policies:POLICY", _policy, lambda policy: policy
)
"""Whether the program asks everybody, and whether settings list its middleware."""


def _of_file(file: File) -> Iterator[Answer]:
    """What a file says of all routes."""
    yield from of_middleware(file)
    yield from _of_applications(file)
    yield from _of_policy_settings(file)


def of_middleware(file: File) -> Iterator[Answer]:
    """Whether what a file puts in front of all handlers asks who calls."""
    yield from _of_hooks(file)
    yield from _of_hooks_by_name(file)
    yield from _of_options(file)
    yield from _of_installed(file)
    yield from _of_wrapped(file)
    yield from _of_settings(file)


# ── middleware ───────────────────────────────────────────────────────────────────────────────────
def _of_hooks(file: File) -> Iterator[Answer]:
    """Functions that run before the handlers."""
    for entry in file.facts(Entry):
        if entry.kind is EntryKind.MIDDLEWARE:
            yield _of_gate(file, entry.node, entry.name)
    table = tables().table(EntryTrait)
    for name, call in file.calls_to(table):
        if table[name].kind is EntryKind.MIDDLEWARE:
            function = given(file, call, table[name].function)
            yield _of_handed(file, function or next(iter(call.args), None))
    for row, _, argument in curried(file, table):
        if row.kind is EntryKind.MIDDLEWARE:
            yield _of_handed(file, argument)


def _of_hooks_by_name(file: File) -> Iterator[Answer]:
    """Hooks of an application that nothing is known of: ``def register(app): @app.before_request``."""
    lasts = hook_names()
    for definition, decorator in decorated_as(file, lasts):
        if decorator_name(file, definition, decorator) is None:
            yield _of_gate(file, definition, definition.name)
    for last in sorted(lasts.intersection(file.index.calls)):
        for call, at in file.index.calls[last]:
            if call.args and file.callee(call, at) is None:
                yield _of_handed(file, call.args[-1])


def _of_options(file: File) -> Iterator[Answer]:
    """Functions that an application or a router is given for all its handlers."""
    table = tables().table(EntryOptions)
    for name, call in file.calls_to(table):
        for option, kind in table[name].kinds:
            value = given(file, call, Param(option)) if kind is EntryKind.MIDDLEWARE else None
            if value is not None:
                home, shown = file.origin(value) or (file, value)
                items = shown.elts if isinstance(shown, ast.List | ast.Tuple) else [shown]
                for item in items:
                    yield _of_handed(home, item)


def _of_handed(file: File, handed: ast.expr | None) -> Answer:
    """Whether a middleware turns callers away; a constant registers nothing by itself."""
    if handed is None or isinstance(handed, ast.Constant):
        return False
    if isinstance(handed, ast.Call):
        # What it is made with may be what asks: ``DefineMiddleware(Gate)``.
        named = [item for item in handed.args if isinstance(item, ast.Name | ast.Attribute)]
        return any_of(_of_reference(file, item) for item in (handed.func, *named))
    return _of_reference(file, handed)


def _of_reference(file: File, handed: ast.expr) -> Answer:
    named = isinstance(handed, ast.Name | ast.Attribute)
    return _of_name(file, file.name_of(handed) if named else None)


def _of_name(file: File, name: str | None) -> Answer:
    if name is None:
        return None
    known = tables()
    if name in known.word("guards-all"):
        return True
    if name in known.word("identifies"):
        return False
    found = file.defined(name)
    if found is not None:
        return _of_gate(*found, name)
    if file.home(name) is not None or file.words(GATES).match(_last(name)):
        return None
    return False


def _last(name: str) -> str:
    return CAMEL.sub("_", name.rpartition(".")[2])


def _of_gate(file: File, node: ast.AST, name: str) -> Answer:
    """Whether a function or class of the program turns callers away; by its name, it may."""
    functions = [
        inner
        for inner in (node, *file.nodes(ast.FunctionDef, ast.AsyncFunctionDef, within=node))
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    found = any_of(refuses(file, function) for function in functions)
    bases = node.bases if isinstance(node, ast.ClassDef) else ()
    names = (name, *(file.last_name(base) or "" for base in bases))
    if found is False and any(file.words(GATES).match(_last(item)) for item in names):
        return None
    return found


def _of_installed(file: File) -> Iterator[Answer]:
    """Classes that a call puts around an application."""
    table = tables().table(Installs)
    for last in sorted(table.lasts.intersection(file.index.calls)):
        for call, at in file.index.calls[last]:
            name = file.callee(call, at)
            if name is not None and name in table:
                yield _of_handed(file, given(file, call, table[name].middleware))
            elif name is None and last[:1].islower():
                yield _of_handed(file, next(iter(call.args), None))


def _of_wrapped(file: File) -> Iterator[Answer]:
    """``app.wsgi_app = Gate(app.wsgi_app)``, ``app = Gate(app)``."""
    inner = tables().word("inner-application").lasts
    for target, value, _ in file.index.stores:
        if isinstance(target, ast.Attribute) and target.attr in inner:
            yield _of_handed(file, value) if isinstance(value, ast.Call) else None
    for bindings in file.index.module.bindings.values():
        for binding in bindings:
            call = binding.value if binding.kind is Bound.VALUE else None
            if isinstance(call, ast.Call) and call.args and _is_application(file, call.args[0]):
                yield _of_handed(file, call)


def _is_application(file: File, expr: ast.expr) -> bool:
    kind = file.type_of(expr) if isinstance(expr, ast.Name | ast.Attribute) else None
    row = tables().table(Routes).get(kind.name) if kind and not kind.of_class else None
    return row is not None and row.root


# ── applications and settings ────────────────────────────────────────────────────────────────────
def _of_applications(file: File) -> Iterator[Answer]:
    table = tables().table(Routes)
    for name, call in file.calls_to(table):
        if table[name].root:
            yield guarded_by(file, call, table[name])


def _of_settings(file: File) -> Iterator[Answer]:
    known = tables()
    bindings = file.index.module.bindings
    lists = known.word("middleware-setting").lasts
    for last in sorted(lists.intersection(bindings)):
        for binding in bindings[last]:
            yield from _of_listed(file, binding.value, lists)
    for last in ("append", "insert", "extend"):
        for call, _ in file.index.calls.get(last, ()) if bindings.keys() & lists else ():
            if isinstance(call.func, ast.Attribute) and file.last_name(call.func.value) in lists:
                yield from _of_listed(file, call.args[-1] if call.args else None, lists)


def _of_policy_settings(file: File) -> Iterator[Answer]:
    known = tables()
    bindings = file.index.module.bindings
    for name in sorted(known.word("policy-setting")):
        setting, _, key = name.rpartition(".")
        for binding in bindings.get(setting.rpartition(".")[2], ()):
            yield from _of_policies(file, binding.value, key)


def _of_listed(file: File, value: ast.AST | None, lists: frozenset[str]) -> Iterator[Answer]:
    """Whether one of the middleware of a list turns callers away."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield _of_name(file, value.value)
    elif isinstance(value, ast.List | ast.Tuple):
        for item in value.elts:
            yield from _of_listed(file, item, lists)
    elif isinstance(value, ast.BinOp):
        yield from _of_listed(file, value.left, lists)
        yield from _of_listed(file, value.right, lists)
    elif isinstance(value, ast.IfExp):
        yield from _of_listed(file, value.body, lists)
        yield from _of_listed(file, value.orelse, lists)
    elif isinstance(value, ast.Starred):
        yield from _of_listed(file, value.value, lists)
    elif not (isinstance(value, ast.Name | ast.Attribute) and file.last_name(value) in lists):
        # The same setting of another module is read there.
        home, shown = (
            file.origin(value) or (file, None) if isinstance(value, ast.Name) else (file, None)
        )
        if shown is None:
            yield None
        else:
            yield from _of_listed(home, shown, lists)


def _of_policies(file: File, value: ast.AST | None, key: str) -> Iterator[Answer]:
    """Whether the policies under a key of a mapping ask for anything; one that is not written out may."""
    if not isinstance(value, ast.Dict):
        yield None
        return
    for item, policies in zip(value.keys, value.values, strict=True):
        if isinstance(item, ast.Constant) and item.value == key:
            texts = [
                node.value
                for node in ast.walk(policies)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
            yield demands_of(file, texts) if texts else None
        elif item is None:
            yield None

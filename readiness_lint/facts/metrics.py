"""Metrics: which series they have, and where they are made."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from readiness_lint.facts.callables import given, name_given
from readiness_lint.facts.callers import bindings_of_value, callers_of, keeps_results
from readiness_lint.facts.entries import Reached, entry_of
from readiness_lint.facts.middleware import is_middleware
from readiness_lint.facts.program import APART
from readiness_lint.facts.responses import TEXTS
from readiness_lint.facts.shapes import entries_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import (
    BOUNDLESS,
    MANY_THINGS,
    PERSONAL,
    REQUESTS,
    TENANT_LABELS,
    TRADED,
)
from readiness_lint.knowledge.schema import Labels, MetricTrait, Param
from readiness_lint.model import Absent, Bound, File, FunctionNode, Given
from readiness_lint.record import record
from readiness_lint.terms import EntryKind, When

PATH = "the path as it was requested"
HEADER = "a header as it was sent"
CLIENT_ADDRESS = "the address of the client"
PATHS = frozenset(
    {"path", "full_path", "path_info", "url", "raw_path", "rel_url", "uri", "base_url"}
)
"""Attributes of a request that hold its address as it was sent."""
WHOLE_URLS = frozenset({"url", "rel_url"})
"""Attributes of a request that hold an object with its address."""
RAISES = "the second time raises `Duplicated timeseries`"
WARNS = "each call makes it again, and a meter warns of duplicates"
THREADS = "each call makes another one, with queues and threads of its own"
TITLE = Param("name", 0)
"""The name of an instrument of a meter."""
ENVIRONMENTS = frozenset({"META", "environ"})
SENT = {"PATH_INFO": PATH, "REMOTE_ADDR": CLIENT_ADDRESS}
"""What the environment of WSGI holds that is as it was sent; the headers begin with ``HTTP_``."""
ADDRESSES = frozenset({"remote_addr", "client.host", "remote"})
KEYS = frozenset({"id", "pk", "user_id", "uid"})
TEXT_PARTS = frozenset(
    {"lower", "upper", "strip", "rstrip", "lstrip", "replace", "hex", "isoformat", "timestamp"}
)
"""Members that say the same in other letters."""
PER_CALL = frozenset(
    {
        EntryKind.HANDLER,
        EntryKind.WEBSOCKET,
        EntryKind.DEPENDENCY,
        EntryKind.ERROR_HANDLER,
        EntryKind.RECEIVER,
    }
)


# ── series ───────────────────────────────────────────────────────────────────────────────────────
@record
class BoundlessLabel:
    """A label with a value of its own for each user, request or event."""

    node: ast.expr
    label: str
    metric: str
    """The metric, as the file spells it."""
    what: str
    """What the label takes, for a reader."""
    per_tenant: bool
    """Whether it is the only one of a gauge, and tells tenants apart."""

    @classmethod
    def find(cls, file: File) -> Iterator[BoundlessLabel]:
        """One for each metric that declares such a label, and for each call that gives one."""
        yield from _declared(file)
        yield from _used(file)


def _declared(file: File) -> Iterator[BoundlessLabel]:
    table = tables().table(MetricTrait)
    for name, call in file.calls_to(table):
        for label, part in islice(_label_names(file, call), 1):
            metric = name_given(file, call, table[name].name)
            tenant = _is_per_tenant(file, label, (file, call))
            # Names that are written elsewhere may be those of several metrics.
            listed = given(file, call, table[name].labels)
            node = part if isinstance(listed, ast.List | ast.Tuple) else listed or call
            yield BoundlessLabel(node, label, metric, f"any `{label}`", tenant)


def _is_per_tenant(file: File, label: str, made: tuple[File, ast.Call] | None) -> bool:
    """Whether a label without bounds is the only one of a gauge, and names a tenant."""
    row = tables().table(MetricTrait).get(made[0].callee(made[1]) or "") if made else None
    return (
        made is not None
        and row is not None
        and row.level
        and file.words(TENANT_LABELS).match(label)
        and len(list(_label_names(*made))) <= 1
    )


def _label_names(file: File, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The labels that a metric declares and that have no bounds."""
    parts = _labels_of(file, call)
    names = {str(part.value): part for part in parts if isinstance(part, ast.Constant)}
    for name, part in names.items():
        if _has_no_bounds(file, name, names):
            yield name, part


def _has_no_bounds(file: File, label: str, beside: Iterable[str]) -> bool:
    """Whether a label is one of those of which there is no end: a token of a currency is not."""
    traded = label.endswith("token") and any(map(file.words(TRADED).match, beside))
    return file.words(BOUNDLESS).match(label) and not traded


def _labels_of(file: File, call: ast.Call) -> list[ast.expr]:
    """The names of the labels that a metric declares, in their order."""
    row = tables().table(MetricTrait).get(file.callee(call) or "")
    names = given(file, call, row.labels) if row else None
    if names is not None and not isinstance(names, ast.List | ast.Tuple):
        # A list may grow, but it loses nothing that it is given.
        names = (file.origin(names) or (file, None))[1]
    return names.elts if isinstance(names, ast.List | ast.Tuple) else []


def _used(file: File) -> Iterator[BoundlessLabel]:
    for row, call in _labelling(file):
        metric = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        if _is_declared_so(file, metric):
            continue
        values = list(_values(file, row, call))
        names = [label for label, _ in values]
        for label, value in values:
            what = _boundless(file, value)
            if what is None and _may_be_any(file, value) and _has_no_bounds(file, label, names):
                what = f"any `{label}`"
            if what is not None:
                tenant = _is_per_tenant(file, label, _made(file, metric))
                yield BoundlessLabel(value, label, ast.unparse(metric), what, tenant)
                break


def _labelling(file: File) -> Iterator[tuple[Labels, ast.Call]]:
    table = tables().table(Labels)
    calls = file.calls_to(table)
    yield from ((table[name], call) for name, call in calls)
    known = {call for _, call in calls}
    for name, row in _before_others():
        if file.uses(name.partition(".")[0]):
            for call, _ in file.candidates(frozenset({name.rpartition(".")[2]})):
                around = file.parent(call)
                named = isinstance(around, ast.Attribute) and around.attr in row.before
                if call not in known and named and isinstance(call.func, ast.Attribute):
                    yield row, call
            return


@cache
def _before_others() -> tuple[tuple[str, Labels], ...]:
    """What gives labels where a method of what it gives is called next."""
    return tuple((name, row) for name, row in tables().table(Labels).items() if row.before)


def _is_declared_so(file: File, metric: ast.expr) -> bool:
    """Whether the metric itself declares such a label, which is reported there."""
    found = _made(file, metric)
    return found is not None and any(_label_names(*found))


def _made(file: File, metric: ast.expr) -> tuple[File, ast.Call] | None:
    """The call that makes a metric, and its file."""
    home, made = file.origin(metric) or (file, None)
    if made is None:
        values = [item.value for item in bindings_of_value(file, metric)]
        made = values[0] if len(values) == 1 else None
    return (home, made) if isinstance(made, ast.Call) else None


def _by_position(file: File, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The labels that a call gives by position, with the names that the metric declares."""
    found = _made(file, call.func.value) if isinstance(call.func, ast.Attribute) else None
    names = _labels_of(*found) if found is not None else []
    for index, item in enumerate(call.args):
        name = names[index] if index < len(names) else None
        known = name.value if isinstance(name, ast.Constant) else None
        yield known if isinstance(known, str) else f"#{index + 1}", item


def _values(file: File, row: Labels, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The labels that a call gives, with their values."""
    if row.name is not None:
        name = given(file, call, row.name)
        if name is not None and not isinstance(name, ast.Constant):
            yield "its name", name
    if row.mapping is None and row.name is None:
        yield from _by_position(file, call)
        for item in call.keywords:
            spread = _entries(file, item.value) if item.arg is None else ()
            yield from ((item.arg, item.value),) if item.arg is not None else spread
    elif row.mapping is not None:
        mapping = given(file, call, row.mapping)
        yield from _entries(file, mapping) if mapping is not None else ()


def _entries(file: File, mapping: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    mapping = file.assigned(mapping) or mapping
    if isinstance(mapping, ast.Dict):
        yield from ((str(key), value) for key, value in entries_of(mapping))
    elif isinstance(mapping, ast.List | ast.Tuple):
        for item in mapping.elts:
            template = None if isinstance(item, ast.Constant) else file.template_of(item)
            if template is not None and template.holes:
                yield template.text.partition("{")[0].partition(":")[0], item


def _may_be_any(file: File, value: ast.expr) -> bool:
    """Whether a value is not known, nor one of two constants."""
    if isinstance(value, ast.IfExp):
        return _may_be_any(file, value.body) or _may_be_any(file, value.orelse)
    if isinstance(value, ast.BoolOp):
        return any(_may_be_any(file, item) for item in value.values)
    return isinstance(value, ast.Name | ast.Attribute) and file.value_of(value) is None


def _boundless(file: File, value: ast.expr) -> str | None:
    """What a value is that has no bounds; ``None``: it may have."""
    if isinstance(value, ast.JoinedStr):
        parts = [item.value for item in value.values if isinstance(item, ast.FormattedValue)]
        return next(filter(None, (_boundless(file, part) for part in parts)), None)
    if isinstance(value, ast.BinOp):
        template = file.template_of(value)
        holes = [hole.expr for hole in template.holes] if template is not None else []
        return next(filter(None, (_boundless(file, part) for part in holes)), None)
    if isinstance(value, ast.BoolOp):
        return next(filter(None, (_boundless(file, part) for part in value.values)), None)
    if isinstance(value, ast.Call):
        return _of_call(file, value)
    if isinstance(value, ast.Subscript):
        return _of_item(file, value)
    if isinstance(value, ast.Attribute):
        return _of_attribute(file, value)
    if isinstance(value, ast.Name):
        if _is_exception(file, value):
            return "the text of an exception"
        assigned = file.assigned(value)
        return _boundless(file, assigned) if assigned is not None else None
    return None


def _of_call(file: File, call: ast.Call) -> str | None:
    last = file.last_name(call.func)
    if last in TEXTS and len(call.args) == 1:
        return _boundless(file, call.args[0])
    if isinstance(call.func, ast.Attribute):
        if last in {"get_full_path", "build_absolute_uri"} and _is_request(file, call.func.value):
            return PATH
        if last == "get" and call.args:
            return _of_key(file, call.func.value, call.args[0])
        if last in TEXT_PARTS:
            return _boundless(file, call.func.value)
    if file.callee(call) in tables().word("random"):
        return "another value each time"
    return None


def _of_item(file: File, item: ast.Subscript) -> str | None:
    """``request.headers["X"]``, ``scope["path"]``, ``error.args[0]``."""
    of = item.value
    if isinstance(of, ast.Attribute) and of.attr == "args" and _is_exception(file, of.value):
        return "the text of an exception"
    return _of_key(file, of, item.slice)


def _of_key(file: File, of: ast.expr, key: ast.expr) -> str | None:
    """What a mapping of a request holds under a key."""
    if not isinstance(of, ast.Name | ast.Attribute):
        return None
    last = file.last_name(of)
    if isinstance(of, ast.Attribute) and _is_request(file, of.value):
        if last == "headers":
            return HEADER
        if last in ENVIRONMENTS and isinstance(key, ast.Constant):
            return SENT.get(str(key.value)) or (
                HEADER if str(key.value).startswith("HTTP_") else None
            )
    known = isinstance(key, ast.Constant) and key.value in {"path", "raw_path"}
    return PATH if known and last == "scope" else None


def _of_attribute(file: File, value: ast.Attribute) -> str | None:
    of = value.value
    if value.attr in TEXT_PARTS and isinstance(of, ast.Call):
        return _boundless(file, of)
    if value.attr in PATHS and (
        _is_request(file, of)
        or (isinstance(of, ast.Attribute) and of.attr in WHOLE_URLS and _is_request(file, of.value))
    ):
        return PATH
    above = of.attr if isinstance(of, ast.Attribute) else ""
    holder = of.value if isinstance(of, ast.Attribute) else of
    if (value.attr in ADDRESSES and _is_request(file, of)) or (
        f"{above}.{value.attr}" in ADDRESSES and _is_request(file, holder)
    ):
        return CLIENT_ADDRESS
    if value.attr in {"args", "message"} and _is_exception(file, of):
        return "the text of an exception"
    owner = file.last_name(of) if isinstance(of, ast.Name | ast.Attribute) else None
    many = file.words(MANY_THINGS).match(owner)
    if many and (value.attr in KEYS or file.words(PERSONAL).match(value.attr)):
        return f"any `{ast.unparse(value)}`"
    return None


def _is_request(file: File, expr: ast.expr) -> bool:
    """Whether an expression is a request, by its name here, the one it was imported by, or its class."""
    if not isinstance(expr, ast.Name | ast.Attribute):
        return False
    words, kind = file.words(REQUESTS), file.type_of(expr)
    names = [file.last_name(expr), file.name_of(expr), kind.name if kind else None]
    return any(words.match(name.rpartition(".")[2]) for name in names if name)


def _is_exception(file: File, expr: ast.expr) -> bool:
    return isinstance(expr, ast.Name) and any(
        item.kind is Bound.CAUGHT for item in file.bindings(expr)
    )


INIT = "__init__"


# ── making ───────────────────────────────────────────────────────────────────────────────────────
@record
class RepeatedMetric:
    """A metric that is made, and registered under one name, each time that its function runs."""

    node: ast.Call
    metric: str
    where: str
    """The function around it."""
    effect: str
    """What making it again does, for a reader."""
    fails: bool
    """Whether the second time raises."""

    @classmethod
    def find(cls, file: File) -> Iterator[RepeatedMetric]:
        """Every one of the file that certainly is made more than once."""
        table = tables().table(MetricTrait)
        for name, call in file.calls_to(table):
            row, title = table[name], given(file, call, table[name].name)
            known = isinstance(title, ast.Constant) and isinstance(title.value, str)
            if known and _is_registered(file, call, row) and _runs_again(file, call, frozenset()):
                metric = name_given(file, call, row.name)
                yield cls(call, metric, file.label(call), RAISES, fails=True)
        for _, call in file.calls_to(tables().word("instrument")):
            title = given(file, call, TITLE)
            known = isinstance(title, ast.Constant) and isinstance(title.value, str)
            if known and _runs_again(file, call, frozenset()):
                metric = name_given(file, call, TITLE)
                yield cls(call, metric, file.label(call), WARNS, fails=False)
        for _, call in file.calls_to(tables().word("provider")):
            # What is made in a loop may be one for each part of a program.
            if file.repeats(call) is None and _runs_again(file, call, frozenset()):
                metric = file.last_name(call.func) or ""
                yield cls(call, metric, file.label(call), THREADS, fails=False)


def _is_registered(file: File, call: ast.Call, row: MetricTrait) -> bool:
    registry = file.argument(call, row.registry.name, row.registry.position)
    return isinstance(registry, Absent) or (
        isinstance(registry, Given) and file.name_of(registry.value) == row.shared
    )


def _runs_again(file: File, node: ast.AST, seen: frozenset[FunctionNode]) -> bool:
    """Whether a node certainly runs more than once: in a loop, a handler, a task, or below one."""
    if file.conditions(node) or any(True for _ in file.tries(node)) or file.role in APART:
        return False
    function = file.function(node)
    if file.repeats(node) is not None:
        return True
    if function is not None and is_middleware(file, function):
        return True
    if function is None or function in seen or keeps_results(file, function):
        return False
    entry = entry_of(node, file)
    if entry is not None:
        return _runs_per_call(entry)
    return _is_built_twice(file, function) or any(
        _runs_again(caller.file, caller.node, seen | {function})
        for caller in callers_of(file, function)
    )


def _is_built_twice(file: File, function: FunctionNode) -> bool:
    """Whether one run of a module, or of a function, certainly makes two objects of a class."""
    if function.name != INIT or file.class_(function) is None:
        return False
    makings = [
        (place, place.scope(node), place.when(node) is When.IMPORT)
        for place, node in _makings(file, function, frozenset())
        if not place.conditions(node)
        and not any(True for _ in place.tries(node))
        and place.role not in APART
    ]
    loaded = [place for place, _, at_import in makings if at_import]
    return any(makings.count(item) > 1 for item in makings) or any(
        one is not other and _are_loaded(one, other) for one in loaded for other in loaded
    )


def _are_loaded(one: File, other: File) -> bool:
    """Whether a module is sure to have both loaded: it imports them, or is one and imports the other."""
    program = one.program
    found = program.each(_loading, one.module, other.module) if program is not None else ()
    return any(True for _ in found)


def _loading(file: File, *modules: str) -> Iterator[bool]:
    """Whether a file is, or imports when it is loaded, each of some modules."""
    loaded = {
        name for name, at in file.index.imports if file.role not in APART and _is_loaded(file, at)
    }
    if loaded and all(
        file.module == module or any(f"{name}.".startswith(f"{module}.") for name in loaded)
        for module in modules
    ):
        yield True


def _is_loaded(file: File, statement: ast.stmt) -> bool:
    return file.when(statement) is When.IMPORT and not file.conditions(statement)


def _makings(
    file: File, function: FunctionNode, seen: frozenset[FunctionNode]
) -> Iterator[tuple[File, ast.expr]]:
    """Where objects are made of a class, or of those whose constructors run its own."""
    for caller in callers_of(file, function):
        above = caller.function
        if above is None or above.name != INIT or caller.file.class_(above) is None:
            yield caller.file, caller.node
        elif above not in seen and not caller.file.conditions(caller.node):
            yield from _makings(caller.file, above, seen | {above})


def _runs_per_call(entry: Reached) -> bool:
    """Whether the outside reaches a function many times: a middleware may only be made by it."""
    if isinstance(entry, Task):
        return True
    return entry.kind in PER_CALL or (
        entry.kind is EntryKind.MIDDLEWARE and entry.owner is not None
    )

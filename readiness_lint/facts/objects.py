"""The class of an object, where the file alone does not tell it: its callers and relations do."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callers import called, callers_of
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.program import APART
from readiness_lint.facts.queries import links_of
from readiness_lint.facts.relations import Relation, relations_of
from readiness_lint.facts.rows import rows_from
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import GetsOrMakes, Manager, Reads, Writes
from readiness_lint.model import Binding, Bound, File, FunctionNode, names
from readiness_lint.record import record

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEEPEST = 4
"""Functions through which an object is handed on."""
MANY = 12
"""Callers that are asked what they give; of more the first ones cannot speak."""
CLASS_OF_SERIALIZER, CHOOSES_CLASS = "serializer_class", "get_serializer_class"
ITSELF = frozenset({"Self", "typing.Self", "typing_extensions.Self"})


OF_VALUES = frozenset(
    name for kind in (dict, str, list, set, tuple) for name in vars(kind) if name[0] != "_"
)
"""Methods that any value may have."""


@record
class Managed:
    """What a call asks of the manager of a relation: ``order.lines.filter(...).first()``."""

    queries: str
    """The class that has its methods."""
    target: str | None
    """The class of the rows; ``None``: one of several."""
    gives: str
    """``row``, ``rows``, or nothing that is an object."""


@record
class _Beginning:
    """An attribute from which queries begin."""

    queries: str | None
    target: str | None


def class_of_object(file: File, expr: ast.expr, depth: int = DEEPEST) -> str | None:
    """The qualified name of the class of an object; ``None``: not known, or one of several."""
    kind = file.type_of(expr)
    if kind is not None and kind.name not in ITSELF:
        return None if kind.of_class else kind.name
    if depth == 0:
        return None
    return file.answer(f"class of object {depth}", expr, lambda: _class_of(file, expr, depth))


def _class_of(file: File, expr: ast.expr, depth: int) -> str | None:
    if isinstance(expr, ast.Await | ast.NamedExpr):
        return class_of_object(file, expr.value, depth)
    if isinstance(expr, ast.Call):
        return _of_call(file, expr, depth)
    if isinstance(expr, ast.Name):
        return _of_bindings(file, _given(file, expr), depth)
    if isinstance(expr, ast.Attribute):
        return _of_attribute(file, expr, depth)
    return None


def _given(file: File, name: ast.Name) -> list[Binding]:
    """What may have given a name its value where it is read."""
    every = file.bindings(name)
    function = file.function(name)
    is_local = function is not None and all(item.scope.node is function for item in every)
    found = names.telling(file.reaching(name)) if is_local and len(every) > 1 else []
    return found or names.telling(every)


def _of_call(file: File, call: ast.Call, depth: int) -> str | None:
    """What a call gives that returns the object whose method it is, or rows of a model."""
    rows = rows_from(file, call)
    if rows is not None and rows.single:
        return rows.model
    known = _of_created(file, call) or _of_view(file, call)
    if known is not None:
        return known
    managed = managed_by(file, call, depth)
    if managed is not None and managed.gives == "row":
        return managed.target
    method = call.func
    found = function_of(file, call, depth)
    if found is None or not isinstance(method, ast.Attribute):
        return None
    home, function = found
    returns = function.returns
    if returns is not None and home.last_name(returns) == "Self":
        return class_of_object(file, method.value, depth - 1)
    return None


def _of_created(file: File, call: ast.Call) -> str | None:
    """The model of the row that a call makes: ``Order.objects.create(...)``."""
    name = file.callee(call)
    row = tables().table(Writes).get(name or "")
    if row is None or name not in tables().word("creates-row"):
        return None
    root = root_of(links_of(file, call).roots)
    model = file.name_of(root) if root is not None else None
    found = file.defined(model) if model else None
    return model if found and isinstance(found[1], ast.ClassDef) else None


def _of_view(file: File, call: ast.Call) -> str | None:
    """The serializer that a view makes of the class that it names."""
    cls = file.class_(call)
    if cls is None or file.callee(call) not in tables().word("makes-serializer"):
        return None
    own = file.qualify(file.index.scopes[cls].qualname)
    if file.defined(file.member(own, CHOOSES_CLASS)) is not None:
        return None
    for home, line in lineage(file, cls):
        for binding in home.index.scopes[line].bindings.get(CLASS_OF_SERIALIZER, ()):
            value = binding.value
            return home.name_of(value) if isinstance(value, ast.Name | ast.Attribute) else None
    return None


def root_of(roots: tuple[ast.expr, ...]) -> ast.expr | None:
    """What a chain of calls names a class by: ``Order`` of ``Order.objects``."""
    for root in roots:
        expr = root
        while isinstance(expr, ast.Attribute) and not expr.attr[:1].isupper():
            expr = expr.value
        if isinstance(expr, ast.Name | ast.Attribute):
            return expr
    return None


def function_of(
    file: File, call: ast.Call, depth: int = DEEPEST
) -> tuple[File, FunctionNode] | None:
    """The function of the program that a call runs, also where only callers know the object."""
    found = called(file, call)
    method = call.func
    if found is not None or not isinstance(method, ast.Attribute):
        return found
    owner = class_of_object(file, method.value, depth)
    if owner is None:
        return None
    target = file.defined(file.member(owner, method.attr))
    if target is None or isinstance(target[1], ast.ClassDef):
        return None
    return target[0], target[1]


def _of_bindings(file: File, bindings: list[Binding], depth: int) -> str | None:
    return names.agreed(_of_binding(file, item, depth) for item in bindings)


def _of_binding(file: File, binding: Binding, depth: int) -> str | None:
    if binding.kind is Bound.VALUE and isinstance(binding.value, ast.expr):
        return class_of_object(file, binding.value, depth - 1)
    if binding.kind is Bound.UNPACKED and binding.index == (0,):
        return _of_pair(file, binding.value, depth) if binding.value is not None else None
    if binding.kind is Bound.ITERATED and isinstance(binding.value, ast.expr) and not binding.index:
        return _of_rows(file, binding.value, depth)
    if binding.kind is Bound.ENTERED and isinstance(binding.value, ast.Call):
        found = function_of(file, binding.value, depth - 1) if depth > 1 else None
        return _yielded(*found) if found is not None else None
    if binding.kind is Bound.PARAMETER and isinstance(binding.node, ast.arg):
        function = binding.scope.node
        if isinstance(function, FUNCTIONS) and binding.node.annotation is None:
            return given_by_callers(file, function, binding.node.arg, depth - 1)
    return None


def _of_pair(file: File, call: ast.AST, depth: int) -> str | None:
    """The class of the row that comes with whether it is new: ``order, made = get_or_create()``."""
    if not isinstance(call, ast.Call):
        return None
    method = call.func
    if (
        not isinstance(method, ast.Attribute)
        or method.attr not in tables().table(GetsOrMakes).lasts
    ):
        return None
    managed = managed_by(file, call, depth)
    if managed is not None:
        return managed.target
    begun = _chained(call)[1]
    if not isinstance(begun, ast.Attribute) or begun.attr not in tables().table(Manager).lasts:
        return None
    name = file.name_of(begun.value) if isinstance(begun.value, ast.Name | ast.Attribute) else None
    found = file.defined(name) if name else None
    return name if found is not None and isinstance(found[1], ast.ClassDef) else None


def _of_rows(file: File, expr: ast.expr, depth: int) -> str | None:
    """The class of each of some rows."""
    rows = rows_from(file, expr)
    if rows is not None:
        return None if rows.single else rows.model
    managed = managed_by(file, expr, depth) if isinstance(expr, ast.Call) else None
    return managed.target if managed is not None and managed.gives == "rows" else None


def managed_by(file: File, call: ast.Call, depth: int = DEEPEST) -> Managed | None:
    """What a call asks of the manager of a relation; of an object that nobody knows, by its name."""
    methods, expr = _chained(call)
    if not isinstance(expr, ast.Attribute):
        return None
    found = list(_managers(file, expr, depth, is_plain=_is_plain(call, methods)))
    queries = names.agreed(item.queries for item in found)
    if queries is None or not all(_is_asked(file, queries, name) for name in methods):
        return None
    target = names.agreed(item.target for item in found)
    return Managed(queries, target, _given_by(file, queries, methods))


def _managers(
    file: File, expr: ast.Attribute, depth: int, *, is_plain: bool
) -> Iterator[_Beginning]:
    """What queries an attribute may begin; ``is_plain``: any value has what is called on it."""
    relations = relations_of(file)
    if relations and expr.attr in relations.to_many:
        owner = class_of_object(file, expr.value, depth - 1) if depth > 1 else None
        own = relations.relation(owner, expr.attr) if owner is not None else None
        every = relations.called(expr.attr) if owner is None and not is_plain else ()
        for relation in (own,) if own is not None else every:
            yield _Beginning(relation.row.queries if relation.many else None, relation.target)
    elif isinstance(expr.value, ast.Call) and not is_plain:
        # Of a function that gives a class nobody knows which one.
        for name, row in tables().table(Manager).items():
            if name.rpartition(".")[2] == expr.attr and any(map(file.uses, row.beside)):
                yield _Beginning(row.queries, None)


def _is_plain(call: ast.Call, methods: list[str]) -> bool:
    """Whether a call may be that of a mapping or a list."""
    if not OF_VALUES.issuperset(methods):
        return False
    with_names = bool(call.keywords) and not call.args
    return not (methods[:1] == ["get"] and with_names) and not (
        methods[:1] == ["count"] and not call.args
    )


def _chained(call: ast.Call) -> tuple[list[str], ast.expr]:
    """The methods of a chain, the last one first, and what it begins with."""
    methods: list[str] = []
    expr: ast.expr = call
    while isinstance(expr, ast.Call) and isinstance(expr.func, ast.Attribute):
        methods.append(expr.func.attr)
        expr = expr.func.value
    return methods, expr


def _is_asked(file: File, queries: str, method: str) -> bool:
    name = file.library.member(queries, method)
    return name in tables().table(Reads) or name in tables().table(Writes)


def _given_by(file: File, queries: str, methods: list[str]) -> str:
    """Whether a chain gives a row, or rows, as objects of their class."""
    known = tables()
    every = [file.library.member(queries, name) for name in methods]
    if any(name in known.word("plain-rows") or name in known.word("tuples") for name in every):
        return ""
    read, write = known.table(Reads).get(every[0]), known.table(Writes).get(every[0])
    if read is not None:
        return "row" if read.gives_one else "rows" if read.verb == "build" else ""
    return "row" if write is not None and every[0] in known.word("creates-row") else ""


def _yielded(file: File, function: FunctionNode) -> str | None:
    """What a generator that is entered as a context manager says that it yields."""
    managed = any(
        (file.last_name(item) or "").endswith("contextmanager")
        for decorator in function.decorator_list
        for item in (decorator.func if isinstance(decorator, ast.Call) else decorator,)
    )
    annotation = function.returns
    if not managed or not isinstance(annotation, ast.Subscript):
        return None
    inner = annotation.slice
    first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
    kind = file.type_named(first)
    return kind.name if kind is not None and not kind.of_class else None


def given_by_callers(file: File, function: FunctionNode, name: str, depth: int) -> str | None:
    """The class that all callers of a function give for a parameter."""
    if depth <= 0 or name == file.index.scopes[function].me:
        return None
    callers = [item for item in callers_of(file, function) if item.file.role not in APART]
    if not callers or len(callers) > MANY:
        return None
    found = [given_for(caller, file, function, name) for caller in callers]
    told = [item for item in found if item is None or not names.is_none(item[1])]
    return names.agreed(
        class_of_object(*item, depth) if item is not None else None for item in told
    )


def _of_attribute(file: File, expr: ast.Attribute, depth: int) -> str | None:
    """What an object keeps: what its constructor was given, or the row that it leads to."""
    owner = class_of_object(file, expr.value, depth)
    found = file.defined(owner) if owner else None
    if owner is None or found is None or not isinstance(found[1], ast.ClassDef):
        return None
    relations = relations_of(file)
    if relations:
        member = relations.member(owner, expr.attr)
        if isinstance(member, Relation):
            return member.target if member.many is False else None
    for line in (owner, *found[0].bases_of(found[1])):
        known = file.defined(line)
        if known is None or not isinstance(known[1], ast.ClassDef):
            continue
        home, cls = known
        scope = home.index.scopes[cls]
        kept = names.telling(
            [*scope.bindings.get(expr.attr, ()), *scope.attributes.get(expr.attr, ())]
        )
        if kept:
            return _of_bindings(home, kept, depth)
    return None

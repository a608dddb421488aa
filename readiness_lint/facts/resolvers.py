"""Fields of the types of GraphQL, and the functions that answer them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

from readiness_lint.facts.callables import given, handed
from readiness_lint.facts.classes import classes_of, defines, lineage, methods_of, options_of
from readiness_lint.facts.decorators import decorated_by
from readiness_lint.facts.queries import class_named
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import GraphField, GraphType, Param
from readiness_lint.model import Absent, File, FunctionNode
from readiness_lint.record import record

LISTS = frozenset({"list", "List", "Sequence", "Iterable"})
Types = dict[ast.ClassDef, GraphType]


@record
class GraphqlField:
    """A field that a client of GraphQL may ask for."""

    node: ast.expr | FunctionNode
    """The call that declares it, or its resolver."""
    name: str
    framework: str
    resolver: FunctionNode | None
    """The function of this file that answers it."""
    elsewhere: tuple[File, FunctionNode] | None
    """The function of another module that answers it."""
    resolved: bool
    """Whether a function answers it at all."""
    items: ast.expr | None
    """The type of its items, as the file spells it; ``None``: it is not known to be a list."""
    paged: bool
    """Whether a client gets a page at a time."""
    arguments: tuple[str, ...]
    """The names of what a client may say, where the declaration has them."""
    stored: bool
    """Whether, without a resolver, it gives every row of the model of its items."""

    @classmethod
    def find(cls, file: File) -> Iterable[GraphqlField]:
        """Every one of the file."""
        table = tables().table(GraphField)
        if not table.lasts_in(file.libraries):
            return
        types = _types(file)
        for row, definition, decorator in decorated_by(file, table):
            if isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef):
                call = decorator if isinstance(decorator, ast.Call) else None
                yield _field(file, definition, definition.name, row, call, definition)
        for name, call in file.calls_to(table):
            target = _target(file, call)
            if target is not None:
                yield _declared(file, call, target, table[name], types)


def resolves(file: File, function: FunctionNode) -> bool:
    """Whether a function answers a field that a client of GraphQL asks for."""
    found: frozenset[FunctionNode | None] = file.memo(
        ("resolvers",), lambda: frozenset(field.resolver for field in file.facts(GraphqlField))
    )
    return function in found


def _types(file: File) -> Types:
    found: Types = file.memo(("graph types",), lambda: _types_of(file))
    return found


def _types_of(file: File) -> Types:
    table = tables().table(GraphType)
    found: Types = {cls: rows[0] for cls, rows in classes_of(file, table)}
    for row, definition, _ in decorated_by(file, table):
        if isinstance(definition, ast.ClassDef):
            found[definition] = row
    return found


def _target(file: File, call: ast.Call) -> ast.Name | None:
    """The attribute of a class that a call declares."""
    statement = file.statement(call)
    if not isinstance(file.scope(call).node, ast.ClassDef):
        return None
    target: ast.expr | None = None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign):
        target = statement.target
    return target if isinstance(target, ast.Name) else None


def _declared(
    file: File, call: ast.Call, target: ast.Name, row: GraphField, types: Types
) -> GraphqlField:
    owner = file.scope(call).node
    assert isinstance(owner, ast.ClassDef)
    kind = types.get(owner)
    argument = given(file, call, row.resolver)
    found = (handed(file, argument) if argument is not None else None) or (file, None)
    if argument is None and kind is not None and kind.resolver:
        found = _method(file, owner, f"{kind.resolver}{target.id}") or found
    home, function = found
    resolved = argument is not None or function is not None
    of_row = kind is None or kind.of_row
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        function = None
    own = function if home is file else None
    field = _field(file, call, target.id, row, call, own, resolved=resolved, stored=not of_row)
    elsewhere = (home, function) if function is not None and own is None else None
    return replace(field, elsewhere=elsewhere)


def _method(file: File, owner: ast.ClassDef, name: str) -> tuple[File, FunctionNode] | None:
    """The method of a class or of a base of it in the program."""
    for home, line in lineage(file, owner):
        for method in methods_of(home, line):
            if method.name == name:
                return home, method
    return None


def _field(
    file: File,
    node: ast.expr | FunctionNode,
    name: str,
    row: GraphField,
    call: ast.Call | None,
    resolver: FunctionNode | None,
    *,
    resolved: bool = True,
    stored: bool = False,
) -> GraphqlField:
    return GraphqlField(
        node=node,
        name=name,
        framework=row.framework,
        resolver=resolver,
        elsewhere=None,
        resolved=resolved,
        items=_items(file, row, call, resolver),
        paged=call is not None and _is_paged(file, call, row.paged),
        arguments=tuple(item.arg for item in call.keywords if item.arg) if call else (),
        stored=row.rows and stored and not resolved,
    )


def _is_paged(file: File, call: ast.Call, options: Iterable[str]) -> bool:
    """Whether a call has an option that is not switched off; what is hidden may be one."""
    for option in options:
        argument = file.argument(call, option)
        value = given(file, call, Param(option))
        off = isinstance(value, ast.Constant) and not value.value
        if not isinstance(argument, Absent) and not off:
            return True
    return False


def _items(
    file: File, row: GraphField, call: ast.Call | None, resolver: FunctionNode | None
) -> ast.expr | None:
    """The type of the items: an argument of the call, or of the annotation."""
    if row.items is not None:
        return _inner(given(file, call, row.items)) if call else None
    statement = file.statement(call) if call else None
    if isinstance(statement, ast.AnnAssign):
        return _of_list(statement.annotation)
    return _of_list(resolver.returns) if resolver else None


def _inner(expr: ast.expr | None) -> ast.expr | None:
    """``Order`` of ``NonNull(Order)`` and ``lambda: Order``."""
    while True:
        if isinstance(expr, ast.Call) and expr.args:
            expr = expr.args[0]
        elif isinstance(expr, ast.Lambda):
            expr = expr.body
        else:
            return expr


def _of_list(annotation: ast.expr | None) -> ast.expr | None:
    """``Order`` of ``list[Order]`` and of ``list[Order] | None``."""
    if isinstance(annotation, ast.BinOp):
        return _of_list(annotation.left) or _of_list(annotation.right)
    if not isinstance(annotation, ast.Subscript):
        return None
    name = annotation.value
    last = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
    if last in LISTS:
        return annotation.slice
    return _of_list(annotation.slice) if last in {"Optional", "Annotated", "Awaitable"} else None


def model_behind(file: File, items: ast.expr) -> str | None:
    """The model whose rows a type of the program shows, unless it chooses among them itself."""
    name = file.name_of(items) if isinstance(items, ast.Name | ast.Attribute) else None
    file, cls = (file.defined(name) if name else None) or (file, None)
    row = _types(file).get(cls) if isinstance(cls, ast.ClassDef) else None
    if row is None or not isinstance(cls, ast.ClassDef) or defines(file, cls, "get_queryset"):
        return None
    model = _decorated_model(file, cls) if row.row else _meta_model(file, cls)
    return class_named(file, model)


def _decorated_model(file: File, cls: ast.ClassDef) -> ast.expr | None:
    for row, definition, decorator in decorated_by(file, tables().table(GraphType)):
        if definition is cls and isinstance(decorator, ast.Call):
            paged = _is_paged(file, decorator, row.paged)
            return None if paged else given(file, decorator, row.row)
    return None


def _meta_model(file: File, cls: ast.ClassDef) -> ast.expr | None:
    """What ``class Meta: model = Order`` says."""
    options = options_of(file, cls)
    return _value(file, options, "model") if options is not None else None


def _value(file: File, cls: ast.ClassDef, name: str) -> ast.expr | None:
    return next((item.value for item in file.index.scopes[cls].bindings.get(name, ())), None)

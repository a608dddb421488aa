"""Expression to class: constructors, annotations, ``with``, ``self.x``, returns of this file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, cast

from readiness_lint.model.arguments import ABSENT, Absent, Given
from readiness_lint.model.index import Binding, Bound, FunctionNode
from readiness_lint.model.names import (
    MISSING,
    agreed,
    bindings_of,
    is_none,
    name_of,
    subject_of,
    telling,
)
from readiness_lint.terms import Type

if TYPE_CHECKING:
    from readiness_lint.model import File

WRAPPERS = frozenset(
    [
        "typing.Optional",
        "typing.Annotated",
        "typing.Final",
        "typing.ClassVar",
        "typing.Required",
        "typing.NotRequired",
        "typing.ReadOnly",
        "typing_extensions.Annotated",
        "typing_extensions.Final",
    ]
)
"""Subscripts whose value is of the first argument's type."""
UNIONS = frozenset({"typing.Union"})
AWAITABLES = frozenset(
    [
        "typing.Awaitable",
        "collections.abc.Awaitable",
        "typing.Coroutine",
        "collections.abc.Coroutine",
    ]
)
YIELDING = frozenset(
    [
        "typing.Iterator",
        "typing.Iterable",
        "typing.Generator",
        "typing.AsyncIterator",
        "typing.AsyncGenerator",
        "typing.AsyncIterable",
        "collections.abc.Iterator",
        "collections.abc.Iterable",
        "collections.abc.Generator",
        "collections.abc.AsyncIterator",
        "collections.abc.AsyncGenerator",
        "collections.abc.AsyncIterable",
    ]
)
CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
KEEPING = frozenset(
    [
        "builtins.staticmethod",
        "builtins.classmethod",
        "functools.cache",
        "functools.lru_cache",
        "abc.abstractmethod",
        "typing.override",
        "typing_extensions.override",
        "typing.no_type_check",
    ]
)
"""Decorators under which a call still gives what the function returns."""
TRANSPARENT = frozenset({"contextlib.closing", "contextlib.aclosing", "contextlib.nullcontext"})
"""Calls that give what they are given, once entered."""
DISPLAYS: dict[type[ast.expr], str] = {
    ast.List: "builtins.list",
    ast.ListComp: "builtins.list",
    ast.Dict: "builtins.dict",
    ast.DictComp: "builtins.dict",
    ast.Set: "builtins.set",
    ast.SetComp: "builtins.set",
    ast.Tuple: "builtins.tuple",
    ast.JoinedStr: "builtins.str",
    ast.GeneratorExp: "types.GeneratorType",
}
TWO = 2
ELEMENTS = frozenset({"builtins.list", "builtins.set", "builtins.tuple", "builtins.frozenset"})


def type_of(file: File, expr: ast.expr, at: ast.stmt) -> Type | None:
    """The type of an expression's value; ``None``: not known, or one of several."""
    if isinstance(expr, ast.Name) and expr.id in _tested(file):
        narrowed = _narrowed(file, expr)
        if narrowed is not None:
            return narrowed
    subject = subject_of(file, expr, at) if isinstance(expr, ast.Name) else expr
    kept = file.kept("type", subject)
    if kept is not MISSING:
        return cast("Type | None", kept)
    return file.answer("type", subject, lambda: _type_of(file, expr, at))


def _tested(file: File) -> frozenset[str]:
    """The names that some `isinstance` of the file is asked about."""
    calls = file.index.calls.get("isinstance")
    if calls is None:
        return frozenset()
    return file.memo(
        ("narrowed",),
        lambda: frozenset(
            call.args[0].id
            for call, _ in calls
            if len(call.args) == TWO and isinstance(call.args[0], ast.Name)
        ),
    )


def _narrowed(file: File, name: ast.Name) -> Type | None:
    """The class that a test around a name says that it has, where nothing else gives it a value."""
    if len(file.bindings(name)) > 1:
        return None
    for condition in file.conditions(name):
        test, holds = condition.test, condition.holds
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test, holds = test.operand, not holds
        parts = [test]
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            parts = test.values
        for part in parts if holds else ():
            if isinstance(part, ast.Call) and _is_test_of(part, name):
                cls = file.class_name(part.args[1]) if _is_dotted(part.args[1]) else None
                return Type(cls) if cls else None
    return None


def _is_test_of(call: ast.Call, name: ast.Name) -> bool:
    return (
        isinstance(call.func, ast.Name)
        and call.func.id == "isinstance"
        and len(call.args) == TWO
        and isinstance(call.args[0], ast.Name)
        and call.args[0].id == name.id
        and call.args[0] is not name
    )


def _is_dotted(expr: ast.expr) -> bool:
    return isinstance(expr, ast.Name | ast.Attribute)


def _type_of(file: File, expr: ast.expr, at: ast.stmt) -> Type | None:
    if isinstance(expr, ast.Call):
        return _of_call(file, expr, at)
    if isinstance(expr, ast.Name):
        return _of_name(file, expr, at)
    if isinstance(expr, ast.Attribute):
        return _of_attribute(file, expr, at)
    if isinstance(expr, ast.Await | ast.NamedExpr):
        return type_of(file, expr.value, at)
    if isinstance(expr, ast.Constant):
        return Type(f"builtins.{type(expr.value).__name__}")
    if isinstance(expr, ast.IfExp):
        branches = [branch for branch in (expr.body, expr.orelse) if not is_none(branch)]
        return agreed(type_of(file, branch, at) for branch in branches)
    if isinstance(expr, ast.BoolOp):
        return agreed(type_of(file, value, at) for value in expr.values if not is_none(value))
    if isinstance(expr, ast.Subscript):
        return _of_item(file, expr, at)
    if isinstance(expr, ast.Compare):
        return Type("builtins.bool")
    if isinstance(expr, ast.BinOp):
        return _of_operation(file, expr, at)
    name = DISPLAYS.get(type(expr))
    return Type(name) if name else None


OPERATIONS = {ast.Div: "__truediv__", ast.BitOr: "__or__"}
"""Operators that a class may define to give something else than a number."""


def _of_operation(file: File, expr: ast.BinOp, at: ast.stmt) -> Type | None:
    """What the left operand's class says, where a table has the operator."""
    method = OPERATIONS.get(type(expr.op))
    left = type_of(file, expr.left, at) if method else None
    if method is None or left is None or left.of_class:
        return None
    return file.library.returns(file.library.member(left.name, method))


def _of_call(file: File, call: ast.Call, at: ast.stmt) -> Type | None:
    name = name_of(file, call.func, at)
    if name is None:
        return _of_unnamed_call(file, call.func, at)
    if name == "typing.cast" and call.args:
        return annotated(file, call.args[0], at)
    if name in {"builtins.list", "builtins.sorted", "builtins.reversed"} and call.args:
        inner = type_of(file, call.args[0], at)
        return Type("builtins.list", inner.args if inner else ())
    if name in TRANSPARENT and call.args:
        return type_of(file, call.args[0], at)
    known = file.library.returns(name)
    if known is not None:
        return _chosen(file, call, name, at, known)
    definition = file.definition_named(name)
    if isinstance(definition, ast.ClassDef):
        return Type(name)
    if isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef):
        return returned(file, definition)
    callee = type_of(file, call.func, at) or file.library.holds(name)
    if callee is not None and callee.of_class:
        return Type(callee.name, callee.args)
    if callee is not None and not file.library.is_class(name):
        return file.library.returns(file.member(callee.name, "__call__"))
    if file.library.is_class(name) or _looks_like_a_class(name):
        return Type(name)
    return None


def _of_unnamed_call(file: File, shape: ast.expr, at: ast.stmt) -> Type | None:
    """What a call gives whose callee has no name: ``Queue[int]()``, ``make()()``."""
    if isinstance(shape, ast.Subscript):
        generic = name_of(file, shape.value, at)
        if generic is not None and (
            file.class_named(generic) is not None or file.library.is_class(generic)
        ):
            return Type(generic)
    # The type of an attribute is known by its name, or not at all.
    callee = None if isinstance(shape, ast.Attribute) else type_of(file, shape, at)
    if callee is None:
        return None
    if callee.of_class:
        return Type(callee.name, callee.args)
    return file.library.returns(file.library.member(callee.name, "__call__"))


def _chosen(file: File, call: ast.Call, name: str, at: ast.stmt, usual: Type) -> Type | None:
    """The usual type, or the one of the class that an argument names instead."""
    parameter = file.library.chooser(name)
    found = file.argument(call, *parameter) if parameter else ABSENT
    if isinstance(found, Absent):
        return usual
    other = file.class_name(found.value, at) if isinstance(found, Given) else None
    return Type(other, of_class=usual.of_class) if other else None


def _looks_like_a_class(name: str) -> bool:
    head, _, last = name.rpartition(".")
    return bool(head) and last[:1].isupper() and not last.isupper()


def returned(file: File, function: FunctionNode) -> Type | None:
    """What a call of a function of this file gives, awaited if it is a coroutine."""
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = name_of(file, target, function)
        known = file.library.returns(name) if name else None
        if known is not None:
            return None
        if name in CONTEXT_MANAGERS:
            return _yielded(file, function)
        if name not in KEEPING and not (
            isinstance(target, ast.Attribute) and target.attr in {"setter", "deleter"}
        ):
            return None
    if function.returns is not None:
        return annotated(file, function.returns, function)
    if file.is_generator(function):
        inner = _yielded(file, function)
        return Type("typing.Generator", (inner,)) if inner else None
    return _of_returns(file, function)


def _of_returns(file: File, function: FunctionNode) -> Type | None:
    values = [
        (item.value, item)
        for item in file.statements_of(function)
        if isinstance(item, ast.Return) and item.value and not is_none(item.value)
    ]
    return agreed(type_of(file, value, statement) for value, statement in values)


def _yielded(file: File, function: FunctionNode) -> Type | None:
    if function.returns is not None:
        kind = annotated(file, function.returns, function)
        return kind.args[0] if kind and kind.name in YIELDING and kind.args else None
    values = [
        (node.value, file.statement(node))
        for node in file.nodes(ast.Yield, within=function)
        if node.value is not None
    ]
    return agreed(type_of(file, value, statement) for value, statement in values)


def _of_name(file: File, node: ast.Name, at: ast.stmt) -> Type | None:
    bindings = bindings_of(file, node, at)
    if bindings is None:
        return None
    declared = [binding for binding in bindings if binding.annotation is not None]
    if declared and declared[0].kind is not Bound.PARAMETER:
        return of_binding(file, declared[0])
    return _built_in_steps(file, node, telling(bindings))


def _built_in_steps(file: File, node: ast.Name, bindings: list[Binding]) -> Type | None:
    """The type that all bindings agree on; ``query = query.filter(...)`` keeps it or changes it."""
    steps = [binding for binding in bindings if _start(binding.value) == node.id]
    kind = agreed(of_binding(file, binding) for binding in bindings if binding not in steps)
    return agreed((kind, *(_stepped(file, binding.value, kind) for binding in steps)))


def _start(value: ast.expr | None) -> str:
    """The name that a chain of methods starts from."""
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        value = value.func.value
        if isinstance(value, ast.Name):
            return value.id
    return ""


def _stepped(file: File, value: ast.expr | None, start: Type | None) -> Type | None:
    """What a chain of methods gives, if its first object has this type."""
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
        return start
    base = _stepped(file, value.func.value, start)
    return file.library.returns(file.library.member(base.name, value.func.attr)) if base else None


def of_binding(file: File, binding: Binding) -> Type | None:
    """The type that a binding gives its name."""
    return file.answer("binding", binding, lambda: _of_binding(file, binding))


def _of_binding(file: File, binding: Binding) -> Type | None:
    kind = binding.kind
    if binding.annotation is not None:
        return annotated(file, binding.annotation, binding.statement)
    if kind is Bound.PARAMETER:
        return _of_parameter(file, binding)
    if kind is Bound.IMPORT:
        name = file.library.canonical(binding.target)
        known = file.library.holds(name)
        return known if known is not None and not known.of_class else None
    if kind is Bound.DEFINITION:
        return _decorated(file, binding)
    value = binding.value
    if value is None:
        return None
    if kind is Bound.VALUE:
        return type_of(file, value, binding.statement)
    if kind is Bound.ENTERED and not binding.index:
        return type_of(file, value, binding.statement)
    if kind is Bound.ITERATED:
        if binding.index == (0,) and isinstance(value, ast.Call):
            # Of anything else the first element is what it holds.
            counted = name_of(file, value.func, binding.statement) == "builtins.enumerate"
            return Type("builtins.int") if counted else None
        whole = type_of(file, value, binding.statement)
        inner = whole.args[0] if whole and whole.args else None
        return inner if not binding.index else None
    if kind is Bound.UNPACKED:
        whole = type_of(file, value, binding.statement)
        index = binding.index[0]
        if whole and whole.name == "builtins.tuple" and len(whole.args) > index:
            return whole.args[index]
    if kind is Bound.CAUGHT:
        caught = file.name_at(value, binding.statement)
        return Type(caught) if caught else None
    return None


def _of_parameter(file: File, binding: Binding) -> Type | None:
    scope = binding.scope
    if scope.me and isinstance(binding.node, ast.arg) and binding.node.arg == scope.me:
        assert scope.parent is not None
        decorators = getattr(scope.node, "decorator_list", [])
        of_class = any(
            isinstance(item, ast.Name) and item.id == "classmethod" for item in decorators
        )
        return Type(file.qualify(scope.parent.qualname), of_class=of_class)
    if isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef):
        default = default_of(scope.node.args, getattr(binding.node, "arg", ""))
        return _injected(file, default, binding.statement) if default else None
    return None


def default_of(arguments: ast.arguments, name: str) -> ast.expr | None:
    """The default of a parameter; ``None``: it has none."""
    by_position = reversed([*arguments.posonlyargs, *arguments.args])
    pairs = [
        *zip(by_position, reversed(arguments.defaults), strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return next((default for item, default in pairs if item.arg == name), None)


def _injected(file: File, default: ast.expr, at: ast.stmt) -> Type | None:
    """What a framework gives a parameter whose default names the function that makes it."""
    name = name_of(file, default.func, at) if isinstance(default, ast.Call) else None
    parameter = file.library.injector(name) if name else None
    if parameter is None or not isinstance(default, ast.Call):
        return None
    found = file.argument(default, *parameter)
    maker = file.name_at(found.value, at) if isinstance(found, Given) else None
    home, node = (file.defined(maker) if maker else None) or (file, None)
    if maker is None:
        return None
    if node is None:
        is_class = file.library.is_class(maker)
        return file.library.returns(maker) or (Type(maker) if is_class else None)
    if isinstance(node, ast.ClassDef):
        return Type(maker)
    made = returned(home, node)
    return made.args[0] if made and made.name in YIELDING and made.args else made


def _decorated(file: File, binding: Binding) -> Type | None:
    """What a decorator turned a function into, where a table says so."""
    node = binding.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not node.decorator_list:
        return None
    outer = node.decorator_list[0]
    target = outer.func if isinstance(outer, ast.Call) else outer
    name = name_of(file, target, binding.statement)
    return file.library.returns(name) if name else None


def _of_attribute(file: File, node: ast.Attribute, at: ast.stmt) -> Type | None:
    name = name_of(file, node, at)
    if name is None:
        return None
    known = file.library.holds(name)
    if known is not None:
        return known
    owner = file.class_named(name.rpartition(".")[0])
    return of_member(file, owner, node.attr) if owner else None


def of_member(file: File, cls: ast.ClassDef, attribute: str) -> Type | None:
    """The type of what a class of this file binds under a name, itself or on its objects."""
    scope = file.index.scopes[cls]
    return _of_bindings(
        file, [*scope.bindings.get(attribute, ()), *scope.attributes.get(attribute, ())]
    )


def of_global(file: File, name: str) -> Type | None:
    """The type of what the module binds under a name."""
    return _of_bindings(file, file.index.module.bindings.get(name, []))


def _of_bindings(file: File, bindings: list[Binding]) -> Type | None:
    declared = [binding for binding in bindings if binding.annotation is not None]
    if declared:
        return of_binding(file, declared[0])
    first = bindings[0] if bindings else None
    if first is not None and first.kind is Bound.DEFINITION:
        return _of_property(file, first)
    return agreed(of_binding(file, binding) for binding in telling(bindings))


def _of_property(file: File, binding: Binding) -> Type | None:
    node = binding.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    names = {name_of(file, item, node) for item in node.decorator_list}
    is_property = any(name is not None and file.library.has("property", name) for name in names)
    if is_property and node.returns:
        return annotated(file, node.returns, node)
    if is_property and len(names) == 1:
        return _of_returns(file, node)
    return _decorated(file, binding)


def _of_item(file: File, node: ast.Subscript, at: ast.stmt) -> Type | None:
    whole = type_of(file, node.value, at)
    if whole is None:
        return None
    if not whole.args:
        return file.library.returns(file.library.member(whole.name, "__getitem__"))
    if isinstance(node.slice, ast.Slice):
        return whole
    return whole.args[-1] if whole.name in {*ELEMENTS, "builtins.dict"} else None


CONTAINERS = {
    "typing.List": "builtins.list",
    "typing.Set": "builtins.set",
    "typing.Dict": "builtins.dict",
    "typing.Tuple": "builtins.tuple",
    "typing.FrozenSet": "builtins.frozenset",
    "typing.Type": "builtins.type",
}


def annotated(file: File, annotation: ast.expr, at: ast.stmt) -> Type | None:
    """The type that an annotation names, without its ``None``; ``None``: not known."""
    return file.answer("annotation", annotation, lambda: _annotated(file, annotation, at))


def _annotated(file: File, annotation: ast.expr, at: ast.stmt) -> Type | None:
    if isinstance(annotation, ast.Constant):
        return _of_text(file, annotation.value, at) if isinstance(annotation.value, str) else None
    if isinstance(annotation, ast.Name | ast.Attribute):
        return _of_annotation_name(file, annotation, at)
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        sides = [side for side in (annotation.left, annotation.right) if not is_none(side)]
        return agreed(annotated(file, side, at) for side in sides)
    if isinstance(annotation, ast.Subscript):
        return _of_generic(file, annotation, at)
    return None


def _of_text(file: File, text: str, at: ast.stmt) -> Type | None:
    found = parsed(text)
    return annotated(file, found, at) if found is not None else None


def parsed(text: str) -> ast.expr | None:
    """The expression that an annotation spells as a text; ``None``: it is none."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _of_annotation_name(
    file: File, annotation: ast.Name | ast.Attribute, at: ast.stmt
) -> Type | None:
    if isinstance(annotation, ast.Name):
        bindings = bindings_of(file, annotation, at)
        found = _of_alias_bindings(file, bindings)
        if found is not None:
            return found
    name = file.class_name(annotation, at)
    if name is None:
        return None
    return file.library.annotates(name) or Type(CONTAINERS.get(name, name))


def of_alias(file: File, name: str) -> Type | None:
    """The type that an alias of the module stands for: `Session = Annotated[..., Depends(...)]`."""
    return _of_alias_bindings(file, file.index.module.bindings.get(name))


def _of_alias_bindings(file: File, bindings: list[Binding] | None) -> Type | None:
    single = bindings[0] if bindings and len(bindings) == 1 else None
    if single and single.kind is Bound.VALUE and isinstance(single.value, ast.Subscript):
        return annotated(file, single.value, single.statement)
    return None


def _of_generic(file: File, annotation: ast.Subscript, at: ast.stmt) -> Type | None:
    name = name_of(file, annotation.value, at)
    if name is None:
        return None
    inner = annotation.slice
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if name in WRAPPERS or file.library.has("annotation", name):
        return annotated(file, parts[0], at)
    if name in UNIONS:
        return agreed(annotated(file, part, at) for part in parts if not is_none(part))
    if name in AWAITABLES:
        return annotated(file, parts[-1], at)
    name = CONTAINERS.get(name, name)
    if name == "builtins.type":
        kind = annotated(file, parts[0], at)
        return Type(kind.name, kind.args, of_class=True) if kind else None
    args: list[Type] = []
    for part in parts:
        kind = annotated(file, part, at)
        if kind is None:
            return Type(name)
        args.append(kind)
    return Type(name, tuple(args))

"""Expression to value, and text to pieces and holes."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from readiness_lint.model.index import Binding, Bound
from readiness_lint.model.names import bindings_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Known

if TYPE_CHECKING:
    from readiness_lint.model import File

LARGEST = 10_000
"""Longer texts and larger numbers are not computed: hostile code may ask for ``2 ** 10**9``."""

OPERATIONS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.BitOr: operator.or_,
}


@record
class Hole:
    """Where a text takes in a value."""

    expr: ast.expr
    conversion: str
    """``r``, ``s``, ``a``, a conversion of ``%``, or nothing."""


@record
class Template:
    """A text as constant pieces and holes; ``text`` has ``{}`` for each hole."""

    text: str
    holes: tuple[Hole, ...]
    made_by: str
    """``literal``, ``f-string``, ``percent``, ``format``, ``plus`` or ``join``."""


def value_of(file: File, expr: ast.expr, at: ast.stmt) -> Known | None:
    """The value of an expression; ``None``: not known."""
    if isinstance(expr, ast.Constant):
        return Known(expr.value)
    return file.answer("value", expr, lambda: _value_of(file, expr, at))


def _value_of(file: File, expr: ast.expr, at: ast.stmt) -> Known | None:
    if isinstance(expr, ast.Name):
        return _of_bindings(file, bindings_of(file, expr, at))
    if isinstance(expr, ast.Attribute):
        return _of_attribute(file, expr, at)
    if isinstance(expr, ast.BinOp):
        return _of_operation(file, expr, at)
    if isinstance(expr, ast.UnaryOp):
        return _of_unary(file, expr, at)
    if isinstance(expr, ast.Tuple | ast.List | ast.Set):
        items = [value_of(file, item, at) for item in expr.elts]
        if any(item is None for item in items):
            return None
        values = tuple(item.value for item in items if item)
        return Known(list(values) if isinstance(expr, ast.List) else values)
    if isinstance(expr, ast.Dict):
        return _of_dict(file, expr, at)
    if isinstance(expr, ast.JoinedStr):
        return _of_f_string(file, expr, at)
    if isinstance(expr, ast.NamedExpr):
        return value_of(file, expr.value, at)
    if isinstance(expr, ast.Call):
        return _of_call(file, expr, at)
    return None


def _of_bindings(file: File, bindings: list[Binding] | None) -> Known | None:
    if not bindings or len(bindings) != 1:
        return None
    binding = bindings[0]
    if binding.kind is Bound.IMPORT:
        return file.library.value(file.library.canonical(binding.target))
    if binding.kind is not Bound.VALUE or binding.value is None:
        return None
    return value_of(file, binding.value, binding.statement)


def _of_attribute(file: File, expr: ast.Attribute, at: ast.stmt) -> Known | None:
    name = file.name_at(expr, at)
    owner = file.class_named(name.rpartition(".")[0]) if name else None
    if owner is None:
        return file.library.value(name) if name else None
    return of_member(file, owner, expr.attr)


def of_member(file: File, cls: ast.ClassDef, attribute: str) -> Known | None:
    """The value of what a class of this file binds under a name, itself or on its objects.

    An annotated attribute of a class with bases or decorators may be a field with a default.
    """
    scope = file.index.scopes[cls]
    if cls.bases or cls.decorator_list:
        declared = scope.bindings.get(attribute, ())
        if any(binding.annotation is not None for binding in declared):
            return None
    return _of_bindings(
        file, [*scope.bindings.get(attribute, ()), *scope.attributes.get(attribute, ())]
    )


def of_global(file: File, name: str) -> Known | None:
    """The value of what the module binds under a name."""
    return _of_bindings(file, file.index.module.bindings.get(name))


def _of_operation(file: File, expr: ast.BinOp, at: ast.stmt) -> Known | None:
    operation = OPERATIONS.get(type(expr.op))
    left = value_of(file, expr.left, at) if operation else None
    right = value_of(file, expr.right, at) if left else None
    if operation is None or left is None or right is None or _too_large(left, right, expr.op):
        return None
    try:
        return Known(operation(left.value, right.value))
    except Exception:  # noqa: BLE001  any operand may refuse; then the value is not known
        return None


def _too_large(left: Known, right: Known, op: ast.operator) -> bool:
    if not isinstance(op, ast.Mult | ast.Mod):
        return False
    sizes = [
        len(side) if isinstance(side, str | bytes | tuple | list) else abs(side)
        for side in (left.value, right.value)
        if isinstance(side, str | bytes | tuple | list | int | float)
    ]
    text = any(isinstance(side.value, str | bytes | tuple | list) for side in (left, right))
    if isinstance(op, ast.Mod) and isinstance(left.value, str | bytes):
        # `%` with a width may ask for any amount of padding.
        return bool(re.search(r"[\d*]{4}|\*", str(left.value)))
    return text and any(size > LARGEST for size in sizes)


def _of_unary(file: File, expr: ast.UnaryOp, at: ast.stmt) -> Known | None:
    inner = value_of(file, expr.operand, at)
    if inner is None:
        return None
    if isinstance(expr.op, ast.Not):
        return Known(not inner.value)
    if isinstance(expr.op, ast.USub) and isinstance(inner.value, int | float):
        return Known(-inner.value)
    return None


def _of_dict(file: File, expr: ast.Dict, at: ast.stmt) -> Known | None:
    found: dict[Any, Any] = {}
    for key, item in zip(expr.keys, expr.values, strict=True):
        name = value_of(file, key, at) if key else None
        value = value_of(file, item, at) if name else None
        if name is None or value is None or isinstance(name.value, list | dict):
            return None
        found[name.value] = value.value
    return Known(found)


def _of_f_string(file: File, expr: ast.JoinedStr, at: ast.stmt) -> Known | None:
    parts: list[str] = []
    for part in expr.values:
        if isinstance(part, ast.FormattedValue):
            inner = value_of(file, part.value, at)
            if inner is None or part.conversion != -1 or part.format_spec is not None:
                return None
            parts.append(str(inner.value))
        else:
            assert isinstance(part, ast.Constant)
            parts.append(str(part.value))
    return Known("".join(parts))


def _of_call(file: File, call: ast.Call, at: ast.stmt) -> Known | None:
    name = file.name_at(call.func, at)
    if name in {"builtins.int", "builtins.float", "builtins.str"} and len(call.args) == 1:
        inner = value_of(file, call.args[0], at)
        kind = {"builtins.int": int, "builtins.float": float, "builtins.str": str}[name]
        if inner is None or not isinstance(inner.value, int | float | str):
            return None
        try:
            return Known(kind(inner.value))
        except (ValueError, OverflowError):
            return None
    return None


CONVERSION = Pattern(
    r"%(?:\((?P<key>[^)]*)\))?[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?(?P<type>.)"
)
FIELD = Pattern(r"\{(?P<name>[^{}!:]*)(?:!(?P<conversion>[rsa]))?(?::[^{}]*)?\}")


def template_of(file: File, expr: ast.expr, at: ast.stmt) -> Template | None:
    """A text with its holes; ``None``: not a text that this file writes out."""
    return file.answer("template", expr, lambda: _template_of(file, expr, at))


def _template_of(file: File, expr: ast.expr, at: ast.stmt) -> Template | None:
    if isinstance(expr, ast.Constant):
        return Template(expr.value, (), "literal") if isinstance(expr.value, str) else None
    if isinstance(expr, ast.JoinedStr):
        return _of_joined(expr)
    if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Mod):
        return _of_percent(file, expr, at)
    if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Add):
        return _of_sum(file, expr, at)
    if isinstance(expr, ast.Call) and isinstance(expr.func, ast.Attribute):
        return _of_method(file, expr, expr.func, at)
    if isinstance(expr, ast.Name):
        return _of_name(file, expr, at)
    return None


def _of_name(file: File, expr: ast.Name, at: ast.stmt) -> Template | None:
    bindings = bindings_of(file, expr, at)
    single = bindings[0] if bindings and len(bindings) == 1 else None
    if single is None or single.kind is not Bound.VALUE or single.value is None:
        return None
    return template_of(file, single.value, single.statement)


def _of_joined(expr: ast.JoinedStr) -> Template:
    text: list[str] = []
    holes: list[Hole] = []
    for part in expr.values:
        if isinstance(part, ast.FormattedValue):
            conversion = chr(part.conversion) if part.conversion > 0 else ""
            holes.append(Hole(part.value, conversion))
            text.append("{}")
        else:
            assert isinstance(part, ast.Constant)
            text.append(str(part.value))
    return Template("".join(text), tuple(holes), "f-string")


def _of_percent(file: File, expr: ast.BinOp, at: ast.stmt) -> Template | None:
    left = template_of(file, expr.left, at)
    if left is None:
        return None
    if isinstance(expr.right, ast.Dict):
        arguments = list(expr.right.values)
    elif isinstance(expr.right, ast.Tuple):
        arguments = list(expr.right.elts)
    else:
        arguments = [expr.right]
    return Template(left.text, (*left.holes, *(Hole(item, "s") for item in arguments)), "percent")


def _of_sum(file: File, expr: ast.BinOp, at: ast.stmt) -> Template | None:
    sides = [template_of(file, side, at) for side in (expr.left, expr.right)]
    if sides == [None, None]:
        return None
    text = ""
    holes: list[Hole] = []
    for side, part in zip((expr.left, expr.right), sides, strict=True):
        text += part.text if part else "{}"
        holes.extend(part.holes if part else (Hole(side, ""),))
    return Template(text, tuple(holes), "plus")


def _of_method(
    file: File, call: ast.Call, function: ast.Attribute, at: ast.stmt
) -> Template | None:
    if function.attr == "format":
        base = template_of(file, function.value, at)
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        return base and Template(
            base.text, (*base.holes, *(Hole(item, "") for item in arguments)), "format"
        )
    if function.attr == "join" and len(call.args) == 1:
        base = template_of(file, function.value, at)
        items = call.args[0].elts if isinstance(call.args[0], ast.List | ast.Tuple) else call.args
        return base and Template("{}", tuple(Hole(item, "") for item in items), "join")
    return None

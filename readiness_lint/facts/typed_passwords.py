"""Passwords as somebody typed them: what a message, a form or a parameter holds that nothing has hashed."""

from __future__ import annotations

import ast
import re

from readiness_lint.facts.calls import arguments_for, calls_of
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.words import HASHING, TYPED_PASSWORDS
from readiness_lint.model import Binding, Bound, File

PASSES = frozenset({"strip", "get", "get_secret_value", "pop", "lower"})
HOPS = 3


def is_typed(file: File, expr: ast.expr, hops: int = HOPS) -> bool:
    """Whether an expression gives a password as somebody typed it."""
    if isinstance(expr, ast.Name):
        if not hops or not file.words(TYPED_PASSWORDS).match(expr.id):
            return False
        found = file.reaching(expr) or tuple(file.bindings(expr))
        return bool(found) and all(_is_bound_to_it(file, binding, hops) for binding in found)
    if isinstance(expr, ast.Call):
        if not isinstance(expr.func, ast.Attribute) or expr.func.attr not in PASSES:
            return False
        key = expr.args[0] if expr.args else None
        if expr.func.attr in {"get", "pop"}:
            text = key.value if isinstance(key, ast.Constant) else None
            return isinstance(text, str) and file.words(TYPED_PASSWORDS).match(text)
        return is_typed(file, expr.func.value, hops)
    if isinstance(expr, ast.Attribute) and expr.attr == "data":
        return is_typed(file, expr.value, hops)
    if isinstance(expr, ast.Attribute | ast.Subscript):
        return file.words(TYPED_PASSWORDS).match(file.last_name(expr)) and not _is_setting(
            file, expr
        )
    return False


def _is_setting(file: File, expr: ast.Attribute | ast.Subscript) -> bool:
    """Whether a password belongs to the program itself."""
    base = file.last_name(expr.value) or ""
    return re.search(r"settings?|config|conf\b|env|self", base, re.IGNORECASE) is not None


def _is_bound_to_it(file: File, binding: Binding, hops: int) -> bool:
    if isinstance(binding.node, ast.arg):
        function, name = binding.scope.node, binding.node.arg
        # What is called with a hash has no other name for it.
        hashed = any(
            file.words(HASHING).match(file.last_name(call.func))
            for call in file.nodes(ast.Call, within=function)
            if any(is_name(item, name) for item in call.args)
        )
        return not hashed and not _is_given_a_hash(file, function, name)
    return (
        binding.kind is Bound.VALUE
        and binding.value is not None
        and is_typed(file, binding.value, hops - 1)
    )


def _is_given_a_hash(file: File, function: ast.AST, name: str) -> bool:
    """Whether some caller has hashed what it gives for a parameter."""
    if file.program is None or not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    for site in calls_of(file, function, file.program):
        for value, _ in arguments_for(site, file, function, name, ()):
            made = site.file.assigned(value) or value
            if isinstance(made, ast.Call) and site.file.words(HASHING).match(
                site.file.last_name(made.func)
            ):
                return True
    return False

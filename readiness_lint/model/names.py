"""Expression to qualified name, and name to what gives it its value."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Any, TypeVar, cast

from readiness_lint.model.index import (
    COMPREHENSIONS,
    Binding,
    Bound,
    Branch,
    Scope,
    every_argument,
    names_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness_lint.model import File

T = TypeVar("T")

BUILTINS = frozenset(vars(builtins))
MISSING: Any = object()
"""No answer has been kept; ``None`` is one."""
ALIASES = {"EnvironmentError": "OSError", "IOError": "OSError", "WindowsError": "OSError"}
NOT_INSTALLED = frozenset({"ImportError", "ModuleNotFoundError"})


def scope_at(file: File, statement: ast.stmt) -> Scope:
    """The scope in which a statement stands."""
    return file.index.placed[statement].scope


def bindings_of(file: File, node: ast.Name, at: ast.stmt) -> list[Binding] | None:
    """All places that may give this name its value; ``None``: nothing in the file does."""
    if (
        node.id in file.index.inner_names
        and file.is_inside(node, ast.Lambda, *COMPREHENSIONS)
        and file.parent(node) is not None
    ):
        inner = _inner_binding(file, node, at)
        if inner:
            return [inner]
    # What a statement stores is seen by others, not by itself.
    found = scope_at(file, at).lookup(node.id, None if isinstance(node.ctx, ast.Store) else at)
    return found if found is not None else starred(file, node.id)


def starred(file: File, name: str) -> list[Binding] | None:
    """The imports with a star that bring a name, the last first; ``None``: none that is known to."""
    if not file.index.star_imports or name.startswith("_"):
        return None
    key = file.index.module, name
    return file.answer("starred", key, lambda: _starred(file, name))


def _starred(file: File, name: str) -> list[Binding] | None:
    found: list[Binding] = []
    for base, statement in reversed(file.index.star_imports):
        target, module = f"{base}.{name}", file.index.module
        if file.library.knows(file.library.canonical(target)):
            found.append(
                Binding(Bound.IMPORT, statement.names[0], module, statement, target=target)
            )
            if file.index.placed[statement].parent is None:
                # It is certain to take the place of what the others before it bring.
                return found
        elif not _is_of_program(file, base):
            # It may bring the name in its place.
            return None
    return found or None


def _is_of_program(file: File, module: str) -> bool:
    program = file.program
    return program is not None and program.owns(file.library.canonical(module))


def _inner_binding(file: File, node: ast.Name, at: ast.stmt) -> Binding | None:
    """The lambda or comprehension between a name and its statement that binds it."""
    child: ast.AST = node
    scope = scope_at(file, at)
    while child is not at:
        around = file.parent(child)
        if around is None:
            return None
        if isinstance(around, ast.Lambda) and child is around.body:
            for argument in every_argument(around.args):
                if argument.arg == node.id:
                    return Binding(Bound.PARAMETER, argument, scope, at)
        elif isinstance(around, COMPREHENSIONS):
            first = around.generators[0]
            for generator in around.generators:
                outside = child is first and _inside(file, node, first.iter)
                if not outside and node.id in names_in(generator.target):
                    index = () if isinstance(generator.target, ast.Name) else (0,)
                    return Binding(
                        Bound.ITERATED, generator.target, scope, at, generator.iter, index=index
                    )
        child = around
    return None


def _inside(file: File, node: ast.AST, outer: ast.AST) -> bool:
    current: ast.AST | None = node
    while current is not None and not isinstance(current, ast.stmt):
        if current is outer:
            return True
        current = file.parent(current)
    return False


def is_none(value: ast.expr | None) -> bool:
    """Whether an expression is the literal ``None``."""
    return isinstance(value, ast.Constant) and value.value is None


def telling(bindings: Iterable[Binding]) -> list[Binding]:
    """The bindings that say what a name is: not those that give it ``None`` or take it away."""
    return [
        binding
        for binding in bindings
        if not (binding.kind is Bound.VALUE and is_none(binding.value) and not binding.annotation)
        and not isinstance(binding.statement, ast.Delete)
    ]


def installed(file: File, bindings: list[Binding]) -> list[Binding]:
    """The bindings without what a module defines itself where the import of the name fails."""
    if len(bindings) < 2 or not any(binding.kind is Bound.IMPORT for binding in bindings):
        return bindings
    return [binding for binding in bindings if not _stands_in(file, binding)]


def _stands_in(file: File, binding: Binding) -> bool:
    return binding.kind is Bound.DEFINITION and any(
        isinstance(clause, ast.ExceptHandler)
        and clause.type is not None
        and not NOT_INSTALLED.isdisjoint(names_in(clause.type))
        for clause in file.enclosing(binding.node, Branch.EXCEPT)
    )


def agreed(answers: Iterable[T | None]) -> T | None:
    """The one answer that all give; ``None`` if they differ or one is not known."""
    found: T | None = None
    for answer in answers:
        if answer is None or (found is not None and answer != found):
            return None
        found = answer
    return found


def name_of(file: File, expr: ast.expr, at: ast.stmt) -> str | None:
    """The qualified name, in the spelling of the tables; ``None``: not known."""
    if not isinstance(expr, ast.Name | ast.Attribute):
        return None
    subject = subject_of(file, expr, at) if isinstance(expr, ast.Name) else expr
    kept = file.kept("name", subject)
    if kept is not MISSING:
        return cast("str | None", kept)
    return file.answer(
        "name",
        subject,
        lambda: (
            _name_of_name(file, expr, at)
            if isinstance(expr, ast.Name)
            else _name_of_attribute(file, expr, at)
        ),
    )


def subject_of(file: File, node: ast.Name, at: ast.stmt) -> object:
    """What a question about a name is about: the name in its scope, or this place alone.

    A class body runs from top to bottom, and comprehensions have names of their own; elsewhere all
    places of a scope have one answer.
    """
    scope = scope_at(file, at)
    if scope.is_class or node.id in file.index.inner_names:
        return node
    return scope, node.id


def _name_of_name(file: File, node: ast.Name, at: ast.stmt) -> str | None:
    bindings = bindings_of(file, node, at)
    if bindings is None:
        foreign = (base for base, _ in file.index.star_imports if not _is_of_program(file, base))
        if node.id not in BUILTINS or any(True for _ in foreign):
            return None
        return f"builtins.{ALIASES.get(node.id, node.id)}"
    found = installed(file, telling(bindings))
    return agreed(name_of_binding(file, binding) for binding in found)


def name_of_binding(file: File, binding: Binding) -> str | None:
    """The qualified name that a binding gives."""
    if binding.kind is Bound.IMPORT:
        return file.library.canonical(binding.target)
    if binding.kind is Bound.DEFINITION:
        return file.qualify(file.index.scopes[binding.node].qualname)
    if binding.kind is Bound.VALUE and isinstance(binding.value, ast.Name | ast.Attribute):
        return name_of(file, binding.value, binding.statement)
    return None


def _name_of_attribute(file: File, node: ast.Attribute, at: ast.stmt) -> str | None:
    base = name_of(file, node.value, at)
    if base is not None:
        instance = file.library.holds(base)
        # A name may hold a class that a call has made: a session maker.
        if instance is not None and not (instance.of_class and file.library.is_class(base)):
            return file.library.member(instance.name, node.attr)
        own = file.class_named(base)
        if own is not None:
            return member_of(file, own, node.attr)
        if not file.owns(base):
            return file.library.canonical(file.library.member(base, node.attr))
    kind = file.type_at(node.value, at)
    if kind is None:
        return None
    own = file.class_named(kind.name)
    if own is not None:
        return member_of(file, own, node.attr)
    return file.library.member(kind.name, node.attr)


def exported(file: File, name: str) -> str | None:
    """What a module-level name of the file stands for, by qualified name; ``None``: not known.

    What is defined or made here is ``module.name``; what is imported leads to where it comes from.
    """
    return file.answer("export", (file.index.module, name), lambda: _exported(file, name))


def _exported(file: File, name: str) -> str | None:
    bindings = file.index.module.bindings.get(name) or starred(file, name)
    if bindings is None:
        return None
    found = installed(file, telling(bindings))
    return agreed(name_of_binding(file, binding) or file.qualify(name) for binding in found)


def member_of(file: File, cls: ast.ClassDef, attribute: str) -> str | None:
    """The qualified name of a class's member, through its bases; ``None``: not known."""
    scope = file.index.scopes[cls]
    found = scope.bindings.get(attribute) or scope.attributes.get(attribute)
    if found:
        first = found[0]
        if len(found) == 1 and first.kind is Bound.VALUE and first.value is not None:
            alias = name_of_binding(file, first)
            if alias:
                return alias
        return f"{file.qualify(scope.qualname)}.{attribute}"
    return file.answer(f"member {attribute}", cls, lambda: _inherited_member(file, cls, attribute))


def _inherited_member(file: File, cls: ast.ClassDef, attribute: str) -> str | None:
    for base in cls.bases:
        name = file.class_name(base, cls)
        if name is None:
            return None
        own = file.class_named(name)
        if own is not None:
            member = member_of(file, own, attribute)
        else:
            member = file.library.member(name, attribute)
            if not file.library.knows(member):
                # Another base may have it only if this one certainly has not.
                if not file.library.is_class(name):
                    return None
                member = None
        if member is not None:
            return member
    return None

"""Fields and parameters that are ``None`` where nothing is given, and do not say so."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.annotations import admits_none
from readiness_lint.facts.callables import constant, default_of, given
from readiness_lint.facts.callers import called, parameter_given
from readiness_lint.facts.classes import classes_of, lineage
from readiness_lint.facts.decorators import target_of
from readiness_lint.facts.dependencies import marks_of, marks_on
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.idle import is_idle_table
from readiness_lint.facts.program import told
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.knowledge.schema import ModelBase, Param, Route, SettingsBase, TaskTrait
from readiness_lint.model import File, FunctionNode, Named
from readiness_lint.model.index import every_argument
from readiness_lint.model.names import is_none
from readiness_lint.record import record

FINISHING = frozenset({"__post_init__", "__attrs_post_init__", "model_post_init", "__init__"})
"""Methods that may give a field another value once all are set."""
DEFAULT = Param("default", 0)
COLLECTIONS = frozenset({"builtins.dict", "builtins.list", "builtins.set", "builtins.tuple"})
"""Types of parameters that are read from the body where nothing says from where."""
CHECKERS = ("type:", "pyright")
"""Words of a comment for the checker of types."""
TRUE = ("validate_default", "primary_key", "exclude")
"""Parameters with which a default is none that anybody gets to see."""


@record
class ImplicitOptional:
    """A field of a message, or a parameter of a handler, whose default its annotation excludes."""

    node: ast.AST
    name: str
    """With its class or function."""
    annotation: str
    """As the file spells it."""

    @classmethod
    def find(cls, file: File) -> Iterator[ImplicitOptional]:
        """Those of classes of messages, and of handlers whose parameters are a contract."""
        for owner in _messages(file):
            found = [
                field
                for field in owner.body
                if isinstance(field, ast.AnnAssign) and _is_implicit(file, owner, field)
            ]
            # Nobody makes, sends or reads what the program never speaks of.
            for field in found if found and not is_idle_table(file, owner) else ():
                name = f"{owner.name}.{ast.unparse(field.target)}"
                yield cls(field, name, ast.unparse(field.annotation))
        for handler in file.facts(Handler):
            if handler.framework in tables().word("plain-parameters"):
                for argument, annotation in _parameters(file, handler.node):
                    name = f"{handler.name}({argument.arg})"
                    yield cls(argument, name, ast.unparse(annotation))


# ── classes ──────────────────────────────────────────────────────────────────────────────────────


def _messages(file: File) -> Iterator[ast.ClassDef]:
    """The classes whose fields are as their annotations declare them."""
    for cls, rows in classes_of(file, tables().table(ModelBase)):
        if rows[0].annotated:
            yield cls
    yield from (cls for cls, _ in classes_of(file, tables().table(SettingsBase)))
    word = tables().word("declared-fields")
    plain = [
        cls
        for cls in file.nodes(ast.ClassDef)
        if any(file.name_at(target_of(item), cls) in word for item in cls.decorator_list)
    ]
    if plain:
        taken = {item.cls for item in told(file, _payloads, _registering)}
        yield from (cls for cls in plain if cls in taken)


def _is_implicit(file: File, cls: ast.ClassDef, field: ast.AnnAssign) -> bool:
    target = field.target
    if not isinstance(target, ast.Name) or target.id.startswith("_") or field.value is None:
        return False
    return (
        _is_none_by_default(file, field.value)
        and admits_none(file, field.annotation) is False
        and not _is_excused(file, field, field.annotation)
        and not any(_fills(home, line, target.id) for home, line in lineage(file, cls))
    )


def _is_none_by_default(file: File, value: ast.expr) -> bool:
    if is_none(value):
        return True
    if not isinstance(value, ast.Call) or not is_none(given(file, value, DEFAULT)):
        return False
    if file.callee(value) not in tables().word("schema-field"):
        return False
    known = [constant(file, given(file, value, Param(name))) for name in TRUE]
    constructed = constant(file, given(file, value, Param("init")))
    return not any(item is not None and item.value for item in known) and not (
        constructed is not None and constructed.value is False
    )


def _is_excused(file: File, node: ast.AST, annotation: ast.expr) -> bool:
    """Whether the author knows, or nothing looks at the value."""
    if any(word in file.source for word in CHECKERS) and any(
        word in item.text for item in file.comments(node) for word in CHECKERS
    ):
        return True
    unvalidated = tables().word("unvalidated")
    return any(
        home.name_of(target_of(mark)) in unvalidated for home, mark in marks_of(file, annotation)
    )


def _fills(file: File, cls: ast.ClassDef, name: str) -> bool:
    """Whether a function of a class may give a field another value before anybody reads it."""
    fills = tables().word("fills-default")
    for function in cls.body:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        names = {file.name_at(target_of(item), function) for item in function.decorator_list}
        if (function.name in FINISHING or any(item in fills for item in names)) and any(
            name in (getattr(part, "attr", None), getattr(part, "value", None))
            for item in (*function.decorator_list, *function.body)
            for part in ast.walk(item)
            if isinstance(part, ast.Attribute | ast.Constant)
        ):
            return True
    return False


# ── what handlers and tasks take and give ────────────────────────────────────────────────────────


@record
class _Payload:
    """A class that a handler or a task takes, or gives."""

    home: File
    cls: ast.ClassDef


def _registering() -> tuple[Named, ...]:
    return tables().table(Route), tables().table(TaskTrait)


def _payloads(file: File) -> Iterator[_Payload]:
    functions = [item.node for item in file.facts(Handler)]
    functions += [item.node for item in file.facts(Task)]
    for function in functions:
        annotations = [item.annotation for item in every_argument(function.args)]
        for annotation in (*annotations, function.returns):
            for part in ast.walk(annotation) if annotation is not None else ():
                if isinstance(part, ast.Name | ast.Attribute):
                    name = file.class_name(part)
                    found = file.defined(name) if name else None
                    if found is not None and isinstance(found[1], ast.ClassDef):
                        yield _Payload(found[0], found[1])


def _parameters(file: File, function: FunctionNode) -> Iterator[tuple[ast.arg, ast.expr]]:
    """The parameters of a handler that are ``None`` by default and do not say so."""
    for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs):
        default, annotation = default_of(function, argument), argument.annotation
        if default is None or annotation is None or not _is_none_given(file, default, function):
            continue
        kind = file.type_named(annotation)
        plain = kind is not None and kind.name in tables().word("plain-type")
        if not plain or admits_none(file, annotation) is not False:
            continue
        if not (_is_of_body(file, function, argument) or _is_missed(file, function, argument.arg)):
            continue
        # Asked last: the comments of a function are those of all of its lines.
        if not _is_excused(file, argument, annotation):
            yield argument, annotation


def _is_of_body(file: File, function: FunctionNode, argument: ast.arg) -> bool:
    """Whether a client may send ``null``: it cannot in a path, a query, a form or a header."""
    marks = {
        name
        for home, mark in marks_on(file, function, argument)
        if isinstance(mark, ast.Call) and (name := home.callee(mark)) is not None
    }
    if any(name in tables().word("body-parameter") for name in marks):
        return True
    kind = file.type_named(argument.annotation) if argument.annotation is not None else None
    plain = not any(name in tables().word("request-parameter") for name in marks)
    return plain and kind is not None and kind.name in COLLECTIONS


def _is_missed(file: File, function: FunctionNode, name: str) -> bool:
    """Whether nothing asks for ``None``, and something takes the value for what it is declared as."""
    uses = [
        item
        for item in file.reads.of(name)
        if isinstance(item, ast.Name) and file.function(item) is function
    ]
    return any(_takes_value(file, use) for use in uses) and not any(
        _is_asked(file, use) for use in uses
    )


def _is_asked(file: File, use: ast.Name) -> bool:
    """Whether a value is looked at before it is used, or replaced."""
    if len(file.bindings(use)) > 1:
        return True
    at: ast.AST = use
    for around in file.ancestors(use):
        if isinstance(around, ast.BoolOp | ast.Compare) or at is getattr(around, "test", None):
            return True
        if isinstance(around, ast.stmt):
            return isinstance(around, ast.Match) and at is around.subject
        at = around
    return False


def _takes_value(file: File, use: ast.Name) -> bool:
    """Whether ``None`` in the place of a value raises, or contradicts the function that gets it."""
    around = file.parent(use)
    if isinstance(around, ast.Attribute | ast.Subscript):
        return around.value is use
    if isinstance(around, ast.For | ast.AsyncFor | ast.comprehension):
        return around.iter is use
    if isinstance(around, ast.keyword):
        around = file.parent(around)
    if not isinstance(around, ast.Call) or around.func is use:
        return False
    home, target = called(file, around) or (file, None)
    taken = parameter_given(around, use, home, target) if target is not None else None
    if target is None or taken is None:
        return False
    wanted = next((item for item in every_argument(target.args) if item.arg == taken), None)
    return (
        wanted is not None
        and wanted.annotation is not None
        and admits_none(home, wanted.annotation) is False
        and not _may_be_none(home, target, wanted)
    )


def _may_be_none(file: File, function: FunctionNode, argument: ast.arg) -> bool:
    """Whether a function can do without a value: it is none by default, or the function asks for one."""
    default = default_of(function, argument)
    if default is not None and _is_none_given(file, default, function):
        return True
    return any(
        isinstance(use, ast.Name) and file.function(use) is function and _is_asked(file, use)
        for use in file.reads.of(argument.arg)
    )


def _is_none_given(file: File, default: ast.expr, function: FunctionNode) -> bool:
    if is_none(default):
        return True
    return (
        isinstance(default, ast.Call)
        and is_none(given(file, default, DEFAULT))
        and file.callee(default, function) in tables().word("request-parameter")
    )

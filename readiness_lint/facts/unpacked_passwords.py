"""Passwords that come with all else of a request: ``User(**body.model_dump())``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callables import constant
from readiness_lint.facts.callers import Caller, callers_of
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import HASHING, TYPED_PASSWORDS
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

DUMPS = frozenset({"model_dump", "dict"})
WHOLE = frozenset({"exclude_unset", "exclude_none", "exclude_defaults", "mode", "round_trip"})
"""Arguments with which a dump still has the password."""
CHANGED = Pattern(r"hash|crypt|Secret|property|set_password", re.IGNORECASE)
"""What a schema says that does not hand a password on as it is."""
MANAGER = "objects"


@record
class UnpackedPassword:
    """A call that is given the fields of a schema, one of which is a password."""

    node: ast.Call
    field: str
    model: str | None
    """The class that it makes, by qualified name."""

    @classmethod
    def find(cls, file: File) -> Iterator[UnpackedPassword]:
        """Every one of a request's, in a handler or in a function that one calls with it."""
        for last in sorted(DUMPS.intersection(file.index.calls)):
            for dump, _ in file.index.calls[last]:
                found = _unpacked(file, dump)
                field = _password(file, dump) if found is not None else ""
                if found is not None and field:
                    yield cls(found, field, _made(file, found))


def _unpacked(file: File, dump: ast.Call) -> ast.Call | None:
    """The call whose keywords the fields of a schema become, at once or through a name."""
    around = file.parent(dump)
    if isinstance(around, ast.keyword):
        call = file.parent(around)
        return call if around.arg is None and isinstance(call, ast.Call) else None
    target = around.targets[0] if isinstance(around, ast.Assign) else None
    if not isinstance(target, ast.Name):
        return None
    following = (
        item
        for item in file.nodes(ast.Call, within=file.function(dump))
        if any(word.arg is None and is_name(word.value, target.id) for word in item.keywords)
    )
    return next(following, None) if len(list(file.bindings(target))) == 1 else None


def _made(file: File, call: ast.Call) -> str | None:
    """The class that a call makes: itself, or ``User.objects.create``."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr == "create":
        owner = function.value
        managed = isinstance(owner, ast.Attribute) and owner.attr == MANAGER
        return file.name_of(owner.value if isinstance(owner, ast.Attribute) and managed else owner)
    return file.callee(call)


def _password(file: File, dump: ast.Call) -> str:
    """The field of what is dumped that holds a password as it was typed; empty: none that is known."""
    body = dump.func.value if isinstance(dump.func, ast.Attribute) else None
    function = file.function(dump)
    if not isinstance(body, ast.Name) or function is None or not _is_whole(dump):
        return ""
    kind = file.type_of(body)
    home, cls = (file.defined(kind.name) if kind is not None else None) or (file, None)
    field = _field(home, cls) if isinstance(cls, ast.ClassDef) else ""
    return field if field and _is_sent(file, function, body) else ""


def _is_whole(dump: ast.Call) -> bool:
    return not dump.args and all(item.arg in WHOLE for item in dump.keywords)


def _field(file: File, cls: ast.ClassDef) -> str:
    """The password that a class declares, where nothing in it, or in a base, makes anything of it."""
    line = list(lineage(file, cls))
    declares = tables().word("declared-fields")
    if not any(base in declares for home, item in line for base in home.bases_of(item)):
        return ""
    if any(CHANGED.search(ast.unparse(item)) for _, item in line):
        return ""
    names = (name for home, item in line for name in home.index.scopes[item].bindings)
    return next(filter(file.words(TYPED_PASSWORDS).match, names), "")


def _is_sent(file: File, function: FunctionNode, body: ast.Name) -> bool:
    """Whether a parameter holds what a request did, and nobody has touched a password on the way."""
    if _touches(file, function) or not _is_parameter(file, body):
        return False
    if _is_handler(file, function):
        return True
    callers = callers_of(file, function)
    return bool(callers) and all(_hands_on(caller) for caller in callers)


def _is_parameter(file: File, name: ast.Name) -> bool:
    found = list(file.bindings(name))
    return bool(found) and all(item.kind is Bound.PARAMETER for item in found)


def _is_handler(file: File, function: FunctionNode) -> bool:
    return any(handler.node is function for handler in file.facts(Handler))


def _hands_on(caller: Caller) -> bool:
    """Whether a handler calls a function with what it was given itself."""
    file, function = caller.file, caller.function
    if function is None or not _is_handler(file, function) or _touches(file, function):
        return False
    given = caller.arguments.args if caller.arguments is not None else []
    words = caller.arguments.keywords if caller.arguments is not None else []
    names = [
        item for item in (*given, *(word.value for word in words)) if isinstance(item, ast.Name)
    ]
    return any(_is_parameter(file, item) and file.type_of(item) is not None for item in names)


def _touches(file: File, function: FunctionNode) -> bool:
    """Whether a function names a password, or hashes anything."""
    words = file.words(TYPED_PASSWORDS)
    for part in (node for statement in function.body for node in ast.walk(statement)):
        if isinstance(part, ast.Attribute) and words.match(part.attr):
            return True
        known = constant(file, part) if isinstance(part, ast.Constant) else None
        if known is not None and isinstance(known.value, str) and words.match(known.value):
            return True
        if isinstance(part, ast.keyword) and words.match(part.arg):
            return True
        if isinstance(part, ast.Call) and file.words(HASHING).match(file.last_name(part.func)):
            return True
    return False

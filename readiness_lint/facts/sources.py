"""What a client chooses: the parts of a request, and the parameters that a framework fills."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from readiness_lint.facts.callables import default_of
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.dependencies import marks_on
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.flows import DEEPEST_ACCESS, Declared, Given, Piece, Taken, key_in
from readiness_lint.facts.handlers import Handler, handler_of
from readiness_lint.facts.program import Program
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import CARRYING, HARMLESS_FIELDS, TRIMMING
from readiness_lint.knowledge.schema import Fills, Source
from readiness_lint.model import File, FunctionNode
from readiness_lint.terms import SinkKind, Type

CONTAINERS = frozenset(
    [
        "builtins.list",
        "builtins.set",
        "builtins.tuple",
        "builtins.dict",
        "builtins.frozenset",
        "typing.Sequence",
        "typing.Iterable",
        "collections.abc.Sequence",
        "collections.abc.Iterable",
    ]
)
WHOLE_MODEL = frozenset({"model_dump", "dict", "model_dump_json", "json", "items", "values"})
CONSTRAINTS = frozenset({"pattern", "regex"})
GETTING = ("get", "pop")
PLAIN = frozenset({"builtins.str", "builtins.int", "uuid.UUID"})
"""Types of parameters that stand in an address."""
THROUGH_QUEUES = frozenset({SinkKind.SQL, SinkKind.SHELL, SinkKind.LOADS})
"""What does harm wherever the text was kept between the client and the call."""
REQUEST = "request"
FILE_READS = frozenset({"read", "getvalue", "readline", "readlines"})


def source_named(name: str | None) -> Source | None:
    """What is known of a name as a part of a request."""
    return tables().table(Source).get(name) if name else None


def taken(file: File, node: ast.expr, row: Source, name: str) -> Piece:
    """The piece that a part of a request is."""
    text, place = ast.unparse(node), file.place(node)
    if row.fields:
        assert isinstance(node, ast.Attribute)
        kind = file.type_of(node.value)
        return Piece(Declared(kind.name if kind else name, text, place))
    origin = Taken(
        text,
        place,
        row.semi_trusted,
        prefixes=row.prefixes,
        named=row.named,
        safe=row.safe,
        sent=row.sent,
    )
    return Piece(origin, form=row.form)


# ── how a value is read off another ──────────────────────────────────────────────────────────────
def accessed(file: File, piece: Piece, access: str) -> Piece | None:
    """A piece after an attribute, an item or a method; ``None``: nothing of it is left, as far as known."""
    origin = piece.origin
    if isinstance(origin, Given):
        if access.endswith(")") and file.words(TRIMMING).match(access.partition("(")[0]):
            return piece
        if len(piece.access) >= DEEPEST_ACCESS or _is_harmless(file, access):
            return None
        return replace(piece, access=(*piece.access, access))
    if isinstance(origin, Declared):
        return _declared_field(file, piece, origin, access)
    if piece.form == "headers":
        return _header(piece, origin, access)
    piece = replace(piece, origin=replace(origin, text=origin.text + spelled((access,))))
    if piece.form in {"file", "mixed"}:
        if origin.named and access == origin.named:
            return replace(piece, form="text")
        if access.partition("(")[0] in FILE_READS:
            return replace(piece, form="text")
        return piece if _is_item(access) else None
    return None if _is_harmless(file, access) else piece


def _is_item(access: str) -> bool:
    """Whether an access goes into a mapping, and not to an attribute of what it holds."""
    return access.endswith((")", "]"))


def _is_harmless(file: File, access: str) -> bool:
    """Whether an attribute holds no text of the client's choice."""
    return not access.endswith((")", "]")) and file.words(HARMLESS_FIELDS).match(access)


def _header(piece: Piece, origin: Taken, access: str) -> Piece | None:
    key = key_in(access)
    if key and key.startswith(origin.prefixes):
        text = origin.text + spelled((access,))
        return replace(piece, origin=replace(origin, text=text), form="text")
    return None


def _declared_field(file: File, piece: Piece, origin: Declared, access: str) -> Piece | None:
    """The field of a form or serializer, if its class declares it as a text."""
    key = key_in(access)
    field = _binding(file, origin.cls, key) if key else None
    if field is None:
        return None
    home, value = field
    if not isinstance(value, ast.Call):
        return None
    name = home.callee(value)
    if name is None or name not in tables().word("text-field"):
        return None
    return Piece(Taken(f"{origin.text}[{key!r}]", origin.place), lead=piece.lead)


def _binding(file: File, cls: str, name: str) -> tuple[File, ast.expr | None] | None:
    """What a class of the program, or a base of it, binds under a name in its body."""
    for home, node in _lines(file, cls):
        for binding in home.index.scopes[node].bindings.get(name, ()):
            return home, binding.value
    return None


def _lines(file: File, cls: str) -> Sequence[tuple[File, ast.ClassDef]]:
    """A class of the program and those it inherits from, as far as the program defines them."""
    home, node = file.defined(cls) or (file, None)
    return tuple(lineage(home, node)) if isinstance(node, ast.ClassDef) else ()


def spelled(access: Sequence[str]) -> str:
    """An access as a program writes it, without what does not say what is meant."""
    found = ""
    for item in access:
        key = key_in(item)
        if item.startswith("["):
            found += f"[{key if key.isdigit() else repr(key)}]" if key else ""
        elif not item.endswith(")"):
            found += f".{item}"
        elif key and item.startswith(GETTING):
            found += f".{item.partition('(')[0]}({key!r})"
    return found


def read_off(file: File, kind: Type, pieces: Piece, *, models: bool = True) -> Piece | None:
    """What an access to an object of a class gives: a part of a request, or a field of a model."""
    current: Type | None = kind
    for position, access in enumerate(pieces.access):
        if current is None:
            return None
        name = access.partition("(")[0]
        if access.startswith("["):
            current = current.args[-1] if current.name in CONTAINERS and current.args else None
            continue
        member = file.library.member(current.name, name)
        row = source_named(member)
        so_far, rest = pieces.access[: position + 1], pieces.access[position + 1 :]
        if row is not None:
            return _followed(file, _from_row(_named(pieces, so_far), row, current), rest)
        if models and _is_declared(file, current.name):
            if name in WHOLE_MODEL and access.endswith(")"):
                return _followed(file, _named(pieces, so_far), rest)
            current = _field_type(file, current.name, name)
            if current is not None and is_text(file, current):
                return _followed(file, _named(pieces, so_far), rest)
            continue
        current = file.library.holds(member) or file.library.returns(member)
    return None


def _named(piece: Piece, access: Sequence[str]) -> Piece:
    """A piece that is what an access gives."""
    assert isinstance(piece.origin, Taken)
    told = replace(piece.origin, text=piece.origin.text + spelled(access))
    return replace(piece, origin=told, access=())


def _from_row(piece: Piece, row: Source, kind: Type) -> Piece:
    assert not isinstance(piece.origin, Given)
    if row.fields:
        return Piece(Declared(kind.name, piece.origin.text, piece.origin.place), lead=piece.lead)
    origin = piece.origin
    assert isinstance(origin, Taken)
    told = replace(
        origin,
        semi_trusted=row.semi_trusted,
        prefixes=row.prefixes,
        named=row.named,
        safe=row.safe,
        sent=row.sent,
    )
    return replace(piece, origin=told, form=row.form)


def _followed(file: File, piece: Piece | None, rest: Sequence[str]) -> Piece | None:
    for access in rest:
        if piece is None:
            return None
        piece = accessed(file, piece, access)
    return piece


# ── parameters that a framework fills ────────────────────────────────────────────────────────────
@cache
def _fills() -> dict[str, Fills]:
    return {row.framework: row for row in tables().table(Fills).values()}


def filled(file: File, function: FunctionNode, piece: Piece, kind: SinkKind) -> Piece | None:
    """What the client chose of a parameter, where a framework fills it from the request."""
    origin = piece.origin
    assert isinstance(origin, Given)
    handler = handler_of(file, function)
    if handler is None:
        return _of_task(file, function, piece, kind) if kind in THROUGH_QUEUES else None
    row = _fills().get(handler.framework)
    if row is None:
        return None
    parameters = _parameters(file, function)
    argument = next((item for item in parameters if item.arg == origin.parameter), None)
    if argument is None or argument.arg in _provided(file):
        return None
    text = Taken(origin.parameter, file.place(argument))
    told = replace(piece, origin=text)
    if row.request and row.position is not None and parameters.index(argument) == row.position:
        return read_off(file, Type(row.request), told)
    in_path = _in_path(row, handler.path, argument.arg)
    if row.annotated:
        found = _by_annotation(file, function, argument, in_path=in_path is not None)
        if found is None:
            return None
        if in_path is not None:
            if in_path not in row.texts:
                return None
            text = replace(text, narrow=in_path not in row.whole)
            told = replace(piece, origin=text)
        if is_text(file, found):
            return _followed(file, replace(told, access=()), piece.access)
        return read_off(file, found, told)
    if in_path is not None and in_path in row.texts:
        text = replace(text, narrow=in_path not in row.whole)
        return _followed(file, replace(piece, origin=text, access=()), piece.access)
    return None


def _provided(file: File) -> frozenset[str]:
    """The names of the parameters that applications fill by themselves."""
    program = file.program
    if program is None:
        return frozenset(_provides(file))
    return program.memo("provided", lambda: frozenset(_provided_in(program)))


def _provided_in(program: Program) -> Iterator[str]:
    for last in sorted(tables().word("provides").lasts):
        for home in program.calling(last):
            yield from _provides(home)


def _provides(file: File) -> Iterator[str]:
    for _, call in file.calls_to(tables().word("provides")):
        around = file.parent(call)
        if isinstance(around, ast.Dict):
            for key, value in zip(around.keys, around.values, strict=True):
                if value is call and isinstance(key, ast.Constant):
                    yield str(key.value)


def request_part(file: File, part: ast.Attribute) -> str | None:
    """What a handler reads off the parameter in which it is given the request, by qualified name."""
    function = file.function(part)
    handler = entry_of(function, file) if function is not None else None
    row = _fills().get(handler.framework) if isinstance(handler, Handler | Entry) else None
    if function is None or row is None or not row.request or row.position is None:
        return None
    if handler is None or handler.node is not function:
        return None
    if isinstance(handler, Entry) and not _is_given_request(file, function, row.position):
        return None
    given = _parameters(file, function)[row.position : row.position + 1]
    if not isinstance(part.value, ast.Name) or part.value.id not in {item.arg for item in given}:
        return None
    return file.library.member(row.request, part.attr)


def url_parameters(file: File, handler: Handler) -> frozenset[str]:
    """The parameters of a handler that the address, or its query, says."""
    row = _fills().get(handler.framework)
    parameters = _parameters(file, handler.node)
    if row is None:
        return frozenset()
    if not row.annotated:
        return frozenset(
            item.arg for at, item in enumerate(parameters) if not row.request or at != row.position
        )
    return frozenset(
        item.arg
        for item in parameters
        if _in_path(row, handler.path, item.arg) is not None
        or (_is_plain(file, item) and not isinstance(default_of(handler.node, item), ast.Call))
    )


def _is_plain(file: File, argument: ast.arg) -> bool:
    """Whether a parameter is a text or a number."""
    kind = file.type_named(argument.annotation) if argument.annotation is not None else None
    return kind is not None and kind.name in PLAIN


def _is_given_request(file: File, function: FunctionNode, position: int) -> bool:
    """Whether a hook of a view has its request for a parameter, by its name: others get other things."""
    given = _parameters(file, function)[position : position + 1]
    return any(argument.arg == REQUEST for argument in given)


def _parameters(file: File, function: FunctionNode) -> list[ast.arg]:
    me = file.index.scopes[function].me
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return every[1:] if me and every and every[0].arg == me else every


def _in_path(row: Fills, path: str | None, name: str) -> str | None:
    """The type that a path gives a parameter; empty: none; ``None``: it is not in the path."""
    if not row.parameter or path is None:
        return None
    for match in re.finditer(row.parameter, path):
        if match["name"] == name:
            return match["type"] or ""
    return None


def _by_annotation(
    file: File, function: FunctionNode, argument: ast.arg, *, in_path: bool
) -> Type | None:
    """The type that a parameter is read as; ``None``: it is not read from the request, or checked."""
    annotation = argument.annotation
    declared = in_path
    for home, mark in marks_on(file, function, argument):
        if not isinstance(mark, ast.Call):
            continue
        name = home.callee(mark, function if home is file else None)
        if name is None or name in tables().word("injected"):
            return None
        if name in tables().word("constrained") or any(
            keyword.arg in CONSTRAINTS for keyword in mark.keywords
        ):
            return None
        declared = declared or name in tables().word("request-parameter")
    if annotation is None:
        return Type("builtins.str") if declared else None
    return file.type_named(annotation)


def is_text(file: File, kind: Type) -> bool:
    """Whether values of a type are as the client wrote them."""
    if kind.name in CONTAINERS and kind.args:
        return any(is_text(file, item) for item in kind.args)
    return kind.name in tables().word("client-text")


def _is_declared(file: File, cls: str) -> bool:
    """Whether the fields of a class are what its body declares."""
    words = tables().word("declared-fields")
    return any(
        any(base in words for base in home.bases_of(node))
        or any(
            (home.name_of(item.func if isinstance(item, ast.Call) else item) or "") in words
            for item in node.decorator_list
        )
        for home, node in _lines(file, cls)
    )


def _field_type(file: File, cls: str, name: str) -> Type | None:
    """The declared type of a field; ``None``: not known, or its values are checked."""
    for home, node in _lines(file, cls):
        if _is_validated(home, node, name):
            return None
        for binding in home.index.scopes[node].bindings.get(name, ()):
            if binding.annotation is None or _is_constrained(home, binding.annotation):
                return None
            if binding.value is not None and _is_constrained(home, binding.value):
                return None
            return home.type_named(binding.annotation)
    return None


def _is_constrained(file: File, expr: ast.expr) -> bool:
    constrained = tables().word("constrained")
    return any(
        isinstance(part, ast.Call)
        and (
            any(keyword.arg in CONSTRAINTS for keyword in part.keywords)
            or file.callee(part) in constrained
        )
        for part in ast.walk(expr)
    )


def _is_validated(file: File, cls: ast.ClassDef, name: str) -> bool:
    """Whether a validator of the class looks at a field."""
    validators = tables().word("validator")
    for statement in cls.body:
        if isinstance(statement, ast.FunctionDef) and any(
            isinstance(decorator, ast.Call) and file.callee(decorator) in validators
            for decorator in statement.decorator_list
        ):
            words = {
                getattr(part, "attr", None) or getattr(part, "value", None)
                for part in ast.walk(statement)
                if isinstance(part, ast.Attribute | ast.Constant)
            }
            if name in words or "*" in words:
                return True
    return False


def _of_task(file: File, function: FunctionNode, piece: Piece, kind: SinkKind) -> Piece | None:
    """A text that a task is given through a broker, which a client may have filled.

    What is loaded is bytes, whatever the parameter says of itself.
    """
    if not any(task.node is function for task in file.facts(Task)):
        return None
    assert isinstance(piece.origin, Given)
    for argument in _parameters(file, function):
        if argument.arg == piece.origin.parameter:
            known = argument.annotation is not None or kind is not SinkKind.LOADS
            found = file.type_named(argument.annotation) if argument.annotation else None
            if (found is not None and is_text(file, found)) or not known:
                text = Taken(argument.arg, file.place(argument), semi_trusted=True)
                return _followed(file, replace(piece, origin=text, access=()), piece.access)
    return None


def may_hold_text(file: File, argument: ast.arg) -> bool:
    """Whether a parameter may hold what a client chose, as far as its annotation says."""
    if argument.annotation is None:
        return True
    kind = file.type_named(argument.annotation)
    if kind is None or is_text(file, kind) or kind.name in CONTAINERS:
        return True
    if kind.name in tables().word("clean"):
        return False
    return file.defined(kind.name) is not None or not _owners().isdisjoint(
        file.library.bases(kind.name)
    )


@cache
def _owners() -> frozenset[str]:
    """The classes whose objects stand for requests, or for parts of them."""
    return frozenset(name.rpartition(".")[0] for name in tables().table(Source))


def carries(file: File, name: str) -> bool:
    """Whether a method's value holds the text of its object."""
    return file.words(CARRYING).match(name)

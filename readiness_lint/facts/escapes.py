"""Sessions, connections and requests that are handed to what runs when their request is over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from readiness_lint.facts.callers import called
from readiness_lint.facts.calls import CallSite, arguments_for
from readiness_lint.facts.entries import Entry
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.injection import is_shared
from readiness_lint.facts.shapes import is_name, root_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import TaskDispatch
from readiness_lint.model import Binding, Bound, File
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

Receiver = Literal["background task", "task", "thread", "queue"]
Handing = tuple[Receiver, ast.Call, list[ast.expr]]
CLOSING = frozenset({"close", "aclose"})
RECEIVES = ("receive", "recv", "iter_")
"""How methods begin that wait for the other end of a connection."""
OF_ALL = "app"
"""The attribute of a request that all requests share."""
PUTS = frozenset({"add", "append"})
MOVES = PUTS | {"discard", "remove", "pop", "done", "cancelled", "add_done_callback"}
PACKED = frozenset({"args", "kwargs"})


@record
class EscapedObject:
    """An argument that is such an object itself, and a parameter of what answers a request."""

    node: ast.Name
    kind: str
    """Its class, without the module."""
    receiver: Receiver

    @classmethod
    def find(cls, file: File) -> Iterator[EscapedObject]:
        """Every one of the file that is handed over and not waited for."""
        handings = [item for item in _handings(file) if any(map(_is_name, item[2]))]
        serving = _serving(file) if handings else {}
        for receiver, _, arguments in handings:
            for argument in arguments:
                if isinstance(argument, ast.Name):
                    kind = _kind(file, argument, serving)
                    kept = not kind or _is_kept_for(file, argument, receiver)
                    kept = kept or _is_listened_to(file, argument)
                    if not kept and not _is_given_away(file, argument):
                        yield cls(argument, kind, receiver)


def _is_kept_for(file: File, argument: ast.Name, receiver: Receiver) -> bool:
    """Whether an object is there for as long as what it is handed to."""
    kind, lasting = file.type_of(argument), tables().word("lasts-after-answer")
    if kind is not None and receiver == "background task":
        bases = (kind.name, *file.library.bases(kind.name))
        if any(base in lasting for base in bases):
            return True
    return is_shared(file, argument)


def _is_listened_to(file: File, argument: ast.Name) -> bool:
    """Whether the loop that hands a connection over receives from it: it is open all the while."""
    loop = file.repeats(argument)
    return isinstance(loop, ast.While | ast.AsyncFor) and any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr.startswith(RECEIVES)
        and is_name(call.func.value, argument.id)
        for call in file.nodes(ast.Call, within=loop)
    )


def _is_given_away(file: File, argument: ast.Name) -> bool:
    """Whether the coroutine that takes an object closes it: then it is its own to use."""
    around = file.parent(argument)
    call = file.parent(around) if isinstance(around, ast.keyword) else around
    if not isinstance(call, ast.Call):
        return False
    home, function = called(file, call) or (file, None)
    if function is None:
        return False
    site = CallSite(file, call)
    names = [
        item.arg
        for item in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        if any(given is argument for given, _ in arguments_for(site, home, function, item.arg, ()))
    ]
    return any(
        isinstance(item.func, ast.Attribute)
        and item.func.attr in CLOSING
        and any(is_name(item.func.value, name) for name in names)
        for item in home.nodes(ast.Call, within=function)
    )


def _is_name(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Name)


def _serving(file: File) -> dict[ast.AST, str]:
    """The functions that are given what belongs to one request, and their frameworks."""
    found: dict[ast.AST, str] = {
        entry.node: entry.framework
        for entry in file.facts(Entry)
        if entry.kind in {EntryKind.DEPENDENCY, EntryKind.MIDDLEWARE}
    }
    return found | {handler.node: handler.framework for handler in file.facts(Handler)}


def _kind(file: File, name: ast.Name, serving: dict[ast.AST, str]) -> str:
    """The class of a parameter of such a function, if it belongs to the request; else empty."""
    bindings = file.bindings(name)
    if len(bindings) != 1 or bindings[0].kind is not Bound.PARAMETER:
        return ""
    if bindings[0].scope.node not in serving:
        return ""
    kind, words = file.type_of(name), tables().word("of-request")
    if kind is None:
        return "HttpRequest" if _is_of_django(file, name, serving) else ""
    bases = (kind.name, *file.library.bases(kind.name))
    belongs = not kind.of_class and any(base in words for base in bases)
    return kind.name.rpartition(".")[2] if belongs else ""


def _is_of_django(file: File, name: ast.Name, serving: dict[ast.AST, str]) -> bool:
    """Whether a parameter without an annotation is the request that Django hands to every view."""
    binding = file.bindings(name)[0]
    framework = serving.get(binding.scope.node, "")
    return (
        name.id == "request"
        and binding.annotation is None
        and framework in {"django", "rest_framework"}
    )


# ── what is handed over ──────────────────────────────────────────────────────────────────────────
def _handings(file: File) -> Iterator[Handing]:
    for _, call in file.calls_to(tables().word("after-answer")):
        yield "background task", call, arguments_of(call)[1:]
    for _, call in file.calls_to(tables().word("weak-task")):
        made = call.args[0] if call.args else None
        if isinstance(made, ast.Call) and not _is_waited_for(file, call):
            yield "task", call, arguments_of(made)
    for _, call in file.calls_to(tables().word("starts-apart")):
        yield "thread", call, packed_in(call)
    for _, call in file.calls_to(tables().word("keeps-failure")):
        made = call.args[0] if call.args else None
        inner = arguments_of(made) if isinstance(made, ast.Call) else []
        if not _is_waited_for(file, call):
            yield "thread", call, [*arguments_of(call), *inner]
    for dispatch in file.facts(TaskDispatch):
        yield "queue", dispatch.node, [*arguments_of(dispatch.node), *packed_in(dispatch.node)]


def arguments_of(call: ast.Call) -> list[ast.expr]:
    """All that a call is given, by position and by name."""
    return [*call.args, *(item.value for item in call.keywords)]


def packed_in(call: ast.Call) -> list[ast.expr]:
    """What a call gives in the tuple and the mapping of another call's arguments."""
    found: list[ast.expr] = []
    for value in (*call.args, *(item.value for item in call.keywords if item.arg in PACKED)):
        if isinstance(value, ast.Tuple | ast.List):
            found += value.elts
        elif isinstance(value, ast.Dict):
            found += value.values
    return found


def _is_waited_for(file: File, call: ast.Call) -> bool:
    """Whether the function may wait for what it starts, or end it: then the request is not over."""
    around = file.parent(call)
    if isinstance(around, ast.Expr) or _is_put_away(file, call):
        return False
    if not isinstance(around, ast.Assign) or not isinstance(around.targets[0], ast.Name):
        return True
    name, function = around.targets[0].id, file.function(call)
    return function is None or any(
        is_name(node, name) and not _is_kept(file, node)
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


def _is_kept(file: File, use: ast.Name) -> bool:
    """Whether a task is only put somewhere, or told whom to call at its end."""
    around = file.parent(use)
    if isinstance(around, ast.Attribute):
        return around.attr == "add_done_callback"
    return _is_put_away(file, use)


def _is_put_away(file: File, task: ast.expr) -> bool:
    """Whether a task is only kept by what is there when the function is over."""
    around = file.parent(task)
    if isinstance(around, ast.Assign) and len(around.targets) == 1:
        place: ast.expr = around.targets[0]
        return _outlives(file, place) and not _is_read(file, place)
    if not isinstance(around, ast.Call) or not isinstance(around.func, ast.Attribute):
        return False
    place = around.func.value
    made_here = any(item.kind is Bound.VALUE for item in _own_bindings(file, place))
    return around.func.attr in PUTS and not made_here and not _is_read(file, place)


def _outlives(file: File, place: ast.expr) -> bool:
    """Whether what is assigned to is an attribute of an application, or of what a module keeps."""
    root, names = place, set()
    while isinstance(root, ast.Attribute | ast.Subscript):
        names.add(root.attr if isinstance(root, ast.Attribute) else "")
        root = root.value
    is_of_module = isinstance(root, ast.Name) and not _own_bindings(file, root)
    return (bool(names) and is_of_module) or OF_ALL in names


def _own_bindings(file: File, place: ast.expr) -> list[Binding]:
    """What a place begins with, as the function binds it that the place stands in."""
    root, function = root_of(place), file.function(place)
    found = file.bindings(root) if isinstance(root, ast.Name) else []
    return [item for item in found if item.scope.node is function]


def _is_read(file: File, place: ast.expr) -> bool:
    """Whether the function of a place reads it for anything but to put something there, or take it out."""
    text, function = ast.unparse(place), file.function(place)
    return function is not None and any(
        isinstance(node, ast.Attribute | ast.Name | ast.Subscript)
        and isinstance(node.ctx, ast.Load)
        and ast.unparse(node) == text
        and not (isinstance(around := file.parent(node), ast.Attribute) and around.attr in MOVES)
        for node in ast.walk(function)
    )

"""Routes that change something for whoever calls, among routes that ask who calls."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

from readiness_lint.facts.access import any_of, declared, is_guard, is_named_guard, looks_at_caller
from readiness_lint.facts.callables import given
from readiness_lint.facts.changed_rows import changes_rows
from readiness_lint.facts.decorators import target_of
from readiness_lint.facts.handlers import READS, Handler
from readiness_lint.facts.mounts import prefixes_of
from readiness_lint.facts.policies import asks_everybody, lists_middleware
from readiness_lint.facts.router_guards import guarded_above
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import ACCESS_INTENT, POWERS, PUBLIC, SEARCHES
from readiness_lint.knowledge.schema import Route
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind

FEWEST = 3
"""Siblings with a guard that show what their author meant."""
SHARE = 0.6


@record
class UnguardedRoute:
    """A route that writes and asks nobody who it is, where most of its siblings do."""

    node: FunctionNode
    route: str
    """Its method and path, or its name."""
    router: str
    """The router, or the module, as a reader calls it."""
    kind: str
    guarded: int
    siblings: int
    powerful: bool
    """Whether it deletes, or gives power over others."""

    @classmethod
    def find(cls, file: File) -> Iterator[UnguardedRoute]:
        """Every one of the file; none without the program around it."""
        if file.program is None:
            return
        plain = tables().word("plain-views")
        routers: dict[tuple[object, ...], list[Handler]] = defaultdict(list)
        views: list[Handler] = []
        for handler in file.facts(Handler):
            if handler.kind is EntryKind.HANDLER and handler.owner is None and handler.registered:
                if handler.framework in plain:
                    views.append(handler)
                elif _router_of(handler) is not None:
                    key = handler.framework, handler.router, file.scope(handler.node).node
                    routers[key].append(handler)
        for found in routers.values():
            yield from _on_router(file, found)
        yield from _in_urlconfs(file, views)


def _most(answers: Iterable[Answer]) -> int:
    """How many siblings have a guard; 0: not enough of them."""
    found = list(answers)
    count = sum(answer is True for answer in found)
    return count if count >= max(FEWEST, SHARE * len(found)) else 0


def _is_public_by_name(file: File, handler: Handler, guarded: list[Handler]) -> bool:
    """Whether it has a name of what is open to all, and not one that those with a guard have too."""
    public = file.words(PUBLIC)
    named = [any(map(public.match, _names_of(item))) for item in (handler, *guarded)]
    return named[0] and not all(named)


def _names_of(handler: Handler) -> tuple[str, ...]:
    return handler.name, handler.path or ""


def _is_for_all(file: File, handler: Handler) -> bool:
    """Whether something in a handler, or in what is said of it, explains that all may call it."""
    searches, intent = file.words(SEARCHES), file.words(ACCESS_INTENT)
    return (
        any(searches.match(name) for name in _names_of(handler))
        or intent.match(ast.get_docstring(handler.node) or "")
        or file.intent(handler.node, intent.match) is not None
        or any(file.words(PUBLIC).match(prefix) for prefix in prefixes_of(handler, file))
        or looks_at_caller(file, handler.node) is not False
    )


# ── routers ──────────────────────────────────────────────────────────────────────────────────────
def _on_router(file: File, handlers: list[Handler]) -> Iterator[UnguardedRoute]:
    if len(handlers) <= FEWEST:
        return
    answers = {handler: declared(handler, file) for handler in handlers}
    count = _most(answers.values())
    guarded = [item for item, answer in answers.items() if answer is True]
    for handler in handlers if count else ():
        router = _router_of(handler)
        if (
            answers[handler] is False
            and handler.writes
            and router is not None
            and not _is_public_by_name(file, handler, guarded)
            and not _is_for_all(file, handler)
            and guarded_above(file, router) is False
            and asks_everybody(file) is False
        ):
            methods = sorted((handler.methods or frozenset()) - READS)
            path = handler.path or handler.name
            route = f"{'/'.join(methods)} {path}"
            powerful = "DELETE" in methods or bool(POWERS.match(path))
            named = handler.router or ""
            yield UnguardedRoute(
                handler.node, route, named, "routes", count, len(handlers), powerful
            )


def _router_of(handler: Handler) -> ast.expr | None:
    """The object of its own module that a handler is registered on."""
    targets = (target_of(item) for item in handler.registrations)
    return next((item.value for item in targets if isinstance(item, ast.Attribute)), None)


# ── views that a list of URLs reaches ────────────────────────────────────────────────────────────
def _in_urlconfs(file: File, views: list[Handler]) -> Iterator[UnguardedRoute]:
    if len(views) <= FEWEST:
        return
    answers = {view: any_of(_guards_of_view(file, view)) for view in views}
    count = _most(answers.values())
    guarded = [item for item, answer in answers.items() if answer is True]
    for view in views if count else ():
        if (
            answers[view] is False
            and changes_rows(file, view.node)
            and not _is_public_by_name(file, view, guarded)
            and not _is_for_all(file, view)
            and lists_middleware(file)
            and asks_everybody(file) is False
        ):
            powerful = any(map(POWERS.match, (view.name, view.path or ""))) or "delete" in view.name
            yield UnguardedRoute(
                view.node, view.name, file.module, "views", count, len(views), powerful
            )


def _guards_of_view(file: File, view: Handler) -> Iterator[Answer]:
    """What decorators say, and what stands around a view in ``login_required(view)``."""
    for decorator in view.node.decorator_list:
        yield is_guard(file, view.node, decorator)
    own = ((file, call) for call in view.calls)
    for home, call in (*own, *((item.file, item.node) for item in view.elsewhere)):
        row = tables().table(Route).get(home.callee(call) or "")
        around = given(home, call, row.handler) if row else None
        while isinstance(around, ast.Call) and around.args:
            yield True if is_named_guard(home, home.last_name(around.func)) else None
            around = around.args[0]

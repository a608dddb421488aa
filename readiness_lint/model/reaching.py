"""Which of the places that give a local name its value may have given the value that is read.

A function is read backwards from the place of the name: block by block, innermost first, until a
statement gives the name a value on every way through it.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from readiness_lint.model import names
from readiness_lint.model.index import BLOCKS, TRIES, Binding, Bound
from readiness_lint.terms import Exit

if TYPE_CHECKING:
    from readiness_lint.model import File

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
WITHS = (ast.With, ast.AsyncWith)


def reaching(file: File, name: ast.Name) -> tuple[Binding, ...]:
    """The places that may have given a name the value that it has there, in source order.

    Of a name that does not belong to the function around it: all places.
    """
    at = file.statement(name)
    found = names.bindings_of(file, name, at) or []
    scope = names.scope_at(file, at)
    if len(found) < 2 or not isinstance(scope.node, FUNCTIONS):
        return tuple(found)
    if scope.bindings.get(name.id) is not found:
        return tuple(found)
    search = _Search(file, found)
    search.run(name, at)
    return tuple(item for item in found if item in search.found)


class _Search:
    """The backward walk for one name."""

    def __init__(self, file: File, bindings: Sequence[Binding]) -> None:
        self.file = file
        self.bindings = bindings
        self.here: dict[ast.stmt, list[Binding]] = {}
        self.around: set[ast.AST] = set()
        """Statements that give the name a value, and those around them."""
        self.found: set[Binding] = set()
        own = bindings[0].scope
        for item in bindings:
            if item.scope is not own:
                # Written from another function, at any time.
                self.found.add(item)
                continue
            self.here.setdefault(item.statement, []).append(item)
            self.around.add(item.statement)
            if item.kind is not Bound.PARAMETER:
                chain = file.index.placed[item.statement].chain()
                self.around.update(context.owner for context in chain)

    def run(self, name: ast.Name, at: ast.stmt) -> None:
        """Collect what reaches a name of a statement."""
        file = self.file
        if self.named_before(at, name):
            return
        current: ast.AST = at
        while True:
            around = file.parent(current)
            if around is None or isinstance(around, ast.ClassDef | ast.Module):
                return
            field = _field_of(around, current)
            for earlier in reversed(_before(around, current, field)):
                if earlier in self.around and self.leaves(earlier):
                    return
            if isinstance(around, FUNCTIONS):
                self.found.update(self.of_kind(around, Bound.PARAMETER))
                return
            if self.enters(around, field):
                return
            current = around

    def of_kind(self, statement: ast.stmt, *kinds: Bound) -> list[Binding]:
        """What the header of a statement binds in one of these ways."""
        return [item for item in self.here.get(statement, ()) if item.kind in kinds]

    def named_before(self, statement: ast.stmt, name: ast.Name) -> bool:
        """Whether ``:=`` gave it its value in the same statement, before it is read."""
        position = (name.lineno, name.col_offset)
        found = [
            item
            for item in self.of_kind(statement, Bound.VALUE)
            if _is_walrus(item) and (item.node.lineno, item.node.col_offset) < position  # type: ignore[attr-defined]
        ]
        self.found.update(found)
        return bool(found)

    def enters(self, around: ast.AST, field: str) -> bool:
        """Collect what the header of a block binds, and later rounds; whether nothing else reaches."""
        if isinstance(around, LOOPS):
            own = self.of_kind(around, Bound.ITERATED) if field == "body" else []
            self.found.update(own)
            if own:
                return True
            self.everything(around.body)
            return self.header(around)
        if isinstance(around, WITHS):
            return self.header(around)
        if isinstance(around, TRIES):
            assert isinstance(around, ast.Try | ast.TryStar)
            if field == "orelse":
                return self.block(around.body)
            if field == "finalbody":
                self.everything([*around.body, *around.orelse])
                for handler in around.handlers:
                    self.everything(handler.body)
            return False
        if isinstance(around, ast.ExceptHandler):
            return self.enters_handler(around)
        if isinstance(around, ast.match_case):
            own = self.inside(around.pattern)
            self.found.update(own)
            return bool(own)
        return isinstance(around, ast.stmt) and self.header(around)

    def enters_handler(self, handler: ast.ExceptHandler) -> bool:
        """The exception's own name; else whatever the ``try`` had done before it failed."""
        around = self.file.parent(handler)
        assert isinstance(around, ast.Try | ast.TryStar)
        own = [item for item in self.of_kind(around, Bound.CAUGHT) if item.node is handler]
        self.found.update(own)
        self.everything(around.body)
        return bool(own)

    def header(self, statement: ast.stmt) -> bool:
        """What a ``with`` or a test with ``:=`` binds."""
        own = self.of_kind(statement, Bound.ENTERED, Bound.VALUE)
        self.found.update(own)
        return bool(own)

    def inside(self, *nodes: ast.AST) -> list[Binding]:
        """What is bound in a stretch of the text."""
        if not nodes:
            return []
        first, last = nodes[0], nodes[-1]
        start = (first.lineno, first.col_offset)  # type: ignore[attr-defined]
        end = (last.end_lineno, last.end_col_offset)  # type: ignore[attr-defined]
        return [
            item
            for item in self.bindings
            if item.kind is not Bound.PARAMETER and start <= _position(item) < end
        ]

    def everything(self, body: Sequence[ast.stmt]) -> None:
        """All that a block binds: it may have ended anywhere."""
        self.found.update(self.inside(*body))

    def block(self, body: Sequence[ast.stmt]) -> bool:
        """Collect what leaves a block at its end; whether nothing passes it by."""
        if not body:
            return False
        if Exit.FALLS not in self.file.exits(body):
            return True
        return any(item in self.around and self.leaves(item) for item in reversed(body))

    def leaves(self, statement: ast.stmt) -> bool:
        """Collect what leaves a statement at its end; whether nothing passes it by."""
        if isinstance(statement, ast.If):
            ways = [self.block(statement.body), self.block(statement.orelse)]
            return self.header(statement) or all(ways)
        if isinstance(statement, LOOPS):
            self.everything([statement])
            return False
        if isinstance(statement, WITHS):
            return self.block(statement.body) or self.header(statement)
        if isinstance(statement, TRIES):
            return self.leaves_try(statement)  # type: ignore[arg-type]
        if isinstance(statement, ast.Match):
            for case in statement.cases:
                if not self.block(case.body):
                    self.found.update(self.inside(case.pattern))
            return False
        return self.leaves_simple(statement)

    def leaves_try(self, statement: ast.Try) -> bool:
        """A ``try`` ends by its body and ``else``, or by one of its handlers."""
        if self.block(statement.finalbody):
            return True
        ways = [self.block(statement.orelse) or self.block(statement.body)]
        for handler in statement.handlers:
            if Exit.FALLS in self.file.exits(handler.body):
                ways.append(self.block(handler.body))
                if not ways[-1]:
                    self.everything(statement.body)
        return all(ways)

    def leaves_simple(self, statement: ast.stmt) -> bool:
        """What a plain statement binds; whether it surely does."""
        if isinstance(statement, ast.Delete):
            return True
        own = [
            item
            for item in self.here.get(statement, ())
            if item.kind is not Bound.PARAMETER and (item.value or item.kind is not Bound.VALUE)
        ]
        self.found.update(own)
        return any(not _is_walrus(item) for item in own)


def _is_walrus(item: Binding) -> bool:
    """Whether a binding stands inside an expression, which may have been skipped."""
    statement = item.statement
    if item.kind is not Bound.VALUE:
        return False
    if isinstance(statement, ast.Assign):
        return item.value is not statement.value and not any(
            item.node is part for target in statement.targets for part in ast.walk(target)
        )
    return not isinstance(statement, ast.AnnAssign)


def _position(item: Binding) -> tuple[int, int]:
    node = item.node if hasattr(item.node, "lineno") else item.statement
    return node.lineno, node.col_offset  # type: ignore[attr-defined]


def _field_of(around: ast.AST, statement: ast.AST) -> str:
    for field in BLOCKS:
        if any(item is statement for item in getattr(around, field, ())):
            return field
    return ""


def _before(around: ast.AST, statement: ast.AST, field: str) -> Sequence[ast.stmt]:
    block: Sequence[ast.stmt] = getattr(around, field) if field else ()
    for position, item in enumerate(block):
        if item is statement:
            return block[:position]
    return ()

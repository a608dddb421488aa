"""Bytes to characters, nodes to parents: where a node stands."""

from __future__ import annotations

import ast

from readiness_lint.finding import Region
from readiness_lint.model.index import LEAVES, Branch, Index, children_of


def lines_of(source: str) -> list[str]:
    """The lines as the parser counts them: form feeds and the like do not end one."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def start_line(node: ast.AST) -> int:
    """The first line of a statement, decorators included."""
    decorators = getattr(node, "decorator_list", None)
    first: int = decorators[0].lineno if decorators else node.lineno  # type: ignore[attr-defined]
    return first


def start_of(node: ast.AST) -> tuple[int, int]:
    """Where a node begins, as the parser counts: to be compared, not to be shown."""
    return node.lineno, node.col_offset  # type: ignore[attr-defined]


def end_of(node: ast.AST) -> tuple[int, int]:
    """Where a node ends, as the parser counts."""
    return node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]


class Positions:
    """Regions in characters."""

    __slots__ = ("_ascii", "_lines", "_source")

    def __init__(self, source: str) -> None:
        self._source = source
        self._ascii = source.isascii()
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        """The text by lines, without their ends."""
        if self._lines is None:
            self._lines = lines_of(self._source)
        return self._lines

    def column(self, line: int, offset: int) -> int:
        """The column in characters of an offset in UTF-8 bytes."""
        if self._ascii or not 0 < line <= len(self.lines):
            return offset
        text = self.lines[line - 1]
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))

    def region(self, node: ast.AST) -> Region:
        """Where a node stands; a definition is its header line, a compound statement its first."""
        line: int = node.lineno  # type: ignore[attr-defined]
        end_line: int = node.end_lineno  # type: ignore[attr-defined]
        end: int = node.end_col_offset  # type: ignore[attr-defined]
        column = self.column(line, node.col_offset)  # type: ignore[attr-defined]
        body = getattr(node, "body", None)
        if isinstance(body, list) and body:
            # The reader looks for the header; the body may be a hundred lines.
            text = self.lines[line - 1]
            return Region(line, column, line, max(column, len(text.rstrip())))
        return Region(line, column, end_line, self.column(end_line, end))


class Parents:
    """The node around each node, linked one statement at a time."""

    __slots__ = ("_index", "_parents", "_tree")

    def __init__(self, index: Index, tree: ast.Module) -> None:
        self._index = index
        self._tree = tree
        self._parents: dict[ast.AST, ast.AST] = {}

    def of_statement(self, statement: ast.stmt) -> ast.AST:
        """The statement, handler, case or module in whose block a statement stands."""
        context = self._index.placed[statement]
        node = context.node
        # The rest of a block after `if test: return` stands beside the `if`, not in it.
        while context.branch is Branch.ELSE and isinstance(node, ast.If) and not node.orelse:
            context = self._index.placed[node]
            node = context.node
        return node

    def of(self, node: ast.AST, statement: ast.stmt) -> ast.AST | None:
        """The node around an expression of a statement; ``None``: it is not of this tree."""
        found = self._parents.get(node)
        if found is None:
            self._link(statement)
            found = self._parents.get(node)
        return found

    def anywhere(self, node: ast.AST) -> ast.AST | None:
        """The node around one that has no position of its own."""
        if node not in self._parents:
            for statement in self._index.placed:
                self._link(statement)
        return self._parents.get(node)

    def _link(self, statement: ast.stmt) -> None:
        parents = self._parents
        todo: list[ast.AST] = [statement]
        while todo:
            node = todo.pop()
            # Contexts and operators are one object for a whole tree: they have no parent.
            for child in children_of(node):
                # Blocks are linked when somebody asks inside them.
                if not isinstance(child, ast.stmt):
                    parents[child] = node
                    if child.__class__ not in LEAVES:
                        todo.append(child)

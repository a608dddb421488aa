"""Bytes to characters, statements to parents: where a node stands."""

from __future__ import annotations

import ast
from bisect import bisect_right

from readiness_lint.finding import Region


def lines_of(source: str) -> list[str]:
    """The lines as the parser counts them: form feeds and the like do not end one."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def start_line(node: ast.AST) -> int:
    """The first line of a statement, decorators included."""
    decorators = getattr(node, "decorator_list", None)
    first: int = decorators[0].lineno if decorators else node.lineno  # type: ignore[attr-defined]
    return first


class Positions:
    """Regions in characters, and parents, each made when first asked for."""

    __slots__ = ("_ascii", "_lines", "_parents", "_source", "_starts", "_tree")

    def __init__(self, source: str, tree: ast.Module) -> None:
        self._source = source
        self._ascii = source.isascii()
        self._tree = tree
        self._lines: list[str] | None = None
        self._starts: list[tuple[int, int]] | None = None
        self._parents: dict[ast.AST, ast.AST] = {}

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

    def knows(self, node: ast.AST) -> bool:
        """Whether a node is one of the tree's: what was parsed out of a text is not."""
        return node in self._parents or self.parent(node) is not None

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node around this one; ``None`` for the module."""
        found = self._parents.get(node)
        if found is None and node is not self._tree:
            self._link(node)
            found = self._parents.get(node)
        return found

    def _link(self, node: ast.AST) -> None:
        line = getattr(node, "lineno", None)
        if line is None:
            for statement in self._tree.body:
                self._link_below(statement)
            return
        if self._starts is None:
            self._starts = [(start_line(item), item.col_offset) for item in self._tree.body]
        offset: int = node.col_offset  # type: ignore[attr-defined]
        position = bisect_right(self._starts, (line, offset)) - 1
        self._link_below(self._tree.body[max(position, 0)])

    def _link_below(self, statement: ast.stmt) -> None:
        parents = self._parents
        if statement in parents:
            return
        parents[statement] = self._tree
        todo: list[ast.AST] = [statement]
        while todo:
            node = todo.pop()
            for field in node._fields:
                child = getattr(node, field, None)
                if child.__class__ is list:
                    for item in child:
                        if isinstance(item, ast.AST):
                            parents[item] = node
                            todo.append(item)
                # Contexts and operators are one object for a whole tree: they have no parent.
                elif isinstance(child, ast.AST) and (
                    hasattr(child, "lineno") or isinstance(child, ast.arguments)
                ):
                    parents[child] = node
                    todo.append(child)

    def statement(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that holds the node; the node itself if it is one."""
        current: ast.AST | None = node
        while current is not None and not isinstance(current, ast.stmt):
            current = self.parent(current)
        assert isinstance(current, ast.stmt)
        return current

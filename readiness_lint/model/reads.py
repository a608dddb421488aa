"""The names and attributes that a file reads, by their last identifier."""

from __future__ import annotations

import ast
from collections import defaultdict, deque
from operator import itemgetter

from readiness_lint.model.index import children_of

Read = ast.Name | ast.Attribute


class Reads:
    """Those of a tree; one walk, made when somebody first asks for one that its text may have."""

    __slots__ = ("_by_last", "_source", "_tree")

    def __init__(self, tree: ast.Module, source: str) -> None:
        self._tree = tree
        self._source = source
        self._by_last: dict[str, list[tuple[int, Read]]] | None = None

    def _found(self) -> dict[str, list[tuple[int, Read]]]:
        """All of them, each with its place in the walk."""
        by_last: defaultdict[str, list[tuple[int, Read]]] = defaultdict(list)
        todo: deque[ast.AST] = deque([self._tree])
        order = 0
        while todo:
            node = todo.popleft()
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                last = node.id if isinstance(node, ast.Name) else node.attr
                by_last[last].append((order, node))
                order += 1
            todo.extend(children_of(node))
        return by_last

    def of(self, *lasts: str) -> list[Read]:
        """Those with one of these last identifiers, outer ones first, as `ast.walk` goes."""
        if self._by_last is None:
            # Most texts that are asked have none of the names, which shows without a walk.
            if not any(last in self._source for last in lasts):
                return []
            self._by_last = self._found()
        by_last = self._by_last
        found = [item for last in dict.fromkeys(lasts) for item in by_last.get(last, ())]
        if len(lasts) > 1:
            found.sort(key=itemgetter(0))
        return [node for _, node in found]

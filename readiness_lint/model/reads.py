"""The names and attributes that a file reads, by their last identifier."""

from __future__ import annotations

import ast
from collections import defaultdict, deque
from operator import itemgetter

from readiness_lint.model.index import children_of

Read = ast.Name | ast.Attribute


class Reads:
    """Those of a tree; one walk, made when somebody first asks."""

    __slots__ = ("_by_last",)

    def __init__(self, tree: ast.Module) -> None:
        self._by_last: defaultdict[str, list[tuple[int, Read]]] = defaultdict(list)
        todo: deque[ast.AST] = deque([tree])
        order = 0
        while todo:
            node = todo.popleft()
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                last = node.id if isinstance(node, ast.Name) else node.attr
                self._by_last[last].append((order, node))
                order += 1
            todo.extend(children_of(node))

    def of(self, *lasts: str) -> list[Read]:
        """Those with one of these last identifiers, outer ones first, as `ast.walk` goes."""
        found = [item for last in dict.fromkeys(lasts) for item in self._by_last.get(last, ())]
        if len(lasts) > 1:
            found.sort(key=itemgetter(0))
        return [node for _, node in found]

"""What is read from a name, attribute by attribute."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import Any

from readiness_lint.model import File
from readiness_lint.record import record

SHARED = frozenset({"ctx", "op", "ops", "type_comment", "type_params"})
"""Fields of nodes that hold no piece of the text."""


@record
class Chain:
    """A name and the attributes that are read from it, as far as no call interrupts them."""

    root: ast.Name
    attributes: tuple[ast.Attribute, ...]
    """The nearest to the name first; none: the name itself."""
    around: ast.AST
    """What the chain stands in."""

    @property
    def whole(self) -> ast.expr:
        """The chain as an expression."""
        return self.attributes[-1] if self.attributes else self.root

    @property
    def stored(self) -> bool:
        """Whether something is assigned to it."""
        return isinstance(getattr(self.whole, "ctx", None), ast.Store | ast.Del)

    @property
    def position(self) -> tuple[int, int]:
        """Where it begins."""
        return self.root.lineno, self.root.col_offset


Raw = tuple[ast.Name, tuple[ast.Attribute, ...], ast.AST]
FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}
"""The fields of each class of nodes that hold pieces of the text."""


def chains_of(file: File, within: ast.AST, name: str) -> tuple[Chain, ...]:
    """The chains in a function or a loop that start from a name, in source order."""
    raw: dict[str, list[Raw]] = file.memo(("chains", within), lambda: _walked(within))
    found: tuple[Chain, ...] = file.memo(
        ("chains of", within, name),
        lambda: tuple(
            sorted((Chain(*item) for item in raw.get(name, ())), key=lambda item: item.position)
        ),
    )
    return found


def _walked(within: ast.AST) -> dict[str, list[Raw]]:
    """All chains, by the name that they start from; walked once."""
    found: dict[str, list[Raw]] = defaultdict(list)
    body = getattr(within, "body", None)
    todo: list[tuple[Any, ast.AST]] = [
        (part, within) for part in (body if isinstance(body, list) else [within])
    ]
    while todo:
        node, around = todo.pop()
        kind = node.__class__
        if kind is ast.Name:
            found[node.id].append((node, (), around))
        elif kind is ast.Attribute:
            attributes = [node]
            root = node.value
            while root.__class__ is ast.Attribute:
                attributes.append(root)
                root = root.value
            if root.__class__ is ast.Name:
                attributes.reverse()
                found[root.id].append((root, tuple(attributes), around))
            else:
                todo.append((root, attributes[-1]))
        elif kind is not ast.Constant:
            fields = FIELDS.get(kind)
            if fields is None:
                fields = FIELDS[kind] = tuple(name for name in kind._fields if name not in SHARED)
            for name in fields:
                child = getattr(node, name)
                if child.__class__ is list:
                    # Between the nodes stand names, and nothing where a mapping is unpacked.
                    todo += [(item, node) for item in child if isinstance(item, ast.AST)]
                elif isinstance(child, ast.AST):
                    todo.append((child, node))
    return found

"""A name for code that survives its layout: new lines, other quotes, joined strings, more brackets."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LENGTH = 12
"""Hexadecimal digits."""
_UNSPOKEN = frozenset(
    {
        # How a name is used says what stands around it; the rest is layout, or comments.
        *("ctx", "kind", "type_comment"),
        # What a compound statement holds has names of its own.
        *("body", "orelse", "finalbody", "handlers", "cases"),
    }
)


def fingerprint(node: ast.AST) -> str:
    """The same for the same code under every Python; of a definition, only its name counts."""
    text = "\0".join(_words(node))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:LENGTH]


def _words(node: ast.AST) -> Iterator[str]:
    if isinstance(node, DEFINITIONS):
        # Whether it is a coroutine may be what is flagged; its parameters come and go.
        yield from (type(node).__name__, node.name)
        return
    yield type(node).__name__
    compound = isinstance(node, ast.mod | ast.stmt | ast.ExceptHandler | ast.match_case)
    for name, value in ast.iter_fields(node):
        if name not in _UNSPOKEN or (name in {"body", "orelse"} and not compound):
            # Later versions leave out what is empty, and have fields more.
            for item in value if isinstance(value, list) else [value]:
                if _is_nothing(node, item):
                    continue
                if isinstance(item, ast.AST):
                    yield name
                    yield from _words(item)
                elif item is not None:
                    yield f"{name}={item!r}"
    yield "."


def _is_nothing(node: ast.AST, item: object) -> bool:
    """Whether it is a piece of an f-string that only some versions of Python put into the tree."""
    return isinstance(node, ast.JoinedStr) and isinstance(item, ast.Constant) and item.value == ""

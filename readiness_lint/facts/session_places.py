"""A session that has a name in a function: where that stands, and what is told of it."""

from __future__ import annotations

import ast

from readiness_lint.facts.conditions import conditions_on
from readiness_lint.model import Branch, File, FunctionNode
from readiness_lint.model.index import children_of
from readiness_lint.model.positions import start_of
from readiness_lint.record import record
from readiness_lint.terms import Place

SCALAR = str | int | float | bool | None
Values = tuple[tuple[str, SCALAR], ...]


@record
class Given:
    """A session that has a name in a function, or in a block of it."""

    within: ast.AST
    function: FunctionNode
    name: str
    kind: str
    """Its class."""
    values: Values = ()
    """What is known of the other arguments."""
    holder: str = ""
    """The class of the object that keeps it, where its name is an attribute: ``self.session``."""
    scoped: bool = False
    """Whether it is that of the running request, which helpers have without being given it."""


@record
class Left:
    """A change that is still open when a function is left, or a block is."""

    node: ast.Call
    """The change, or the call in the function that leads to it."""
    at: Place
    """The change itself."""
    what: str
    """As it is written there."""


@record
class Use:
    """What somebody does with a session."""

    left: Left | None
    """The first change that nothing certainly or perhaps commits after it."""
    ends: bool
    """Whether it may commit, roll back, or hand the session to what is not known."""


ENDS = Use(None, ends=True)
NOTHING = Use(None, ends=False)


def named_in(file: File, within: ast.AST, name: str) -> list[ast.Name]:
    """The places of a name in a function, or in a block, in source order."""
    found: dict[str, list[ast.Name]] = file.memo(("names in", within), lambda: _names_in(within))
    return found.get(name, [])


def _names_in(within: ast.AST) -> dict[str, list[ast.Name]]:
    found: dict[str, list[ast.Name]] = {}
    todo = [within]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Name):
            found.setdefault(node.id, []).append(node)
        else:
            todo.extend(children_of(node))
    for nodes in found.values():
        nodes.sort(key=start_of)
    return found


def call_around(file: File, node: ast.expr) -> ast.AST:
    """The call in which a session is used."""
    around = file.parent(node)
    while isinstance(around, ast.Attribute | ast.keyword | ast.Starred):
        around = file.parent(around)
    return around if isinstance(around, ast.Call) else node


def is_dead(file: File, node: ast.expr, given: Given) -> bool:
    """Whether the other arguments say that a place does not run."""
    if any(True for _ in file.enclosing(node, Branch.EXCEPT)):
        return False
    conditions = conditions_on(file, node, given.function)
    known = dict(given.values)
    return conditions is None or any(
        not atom.holds_for(known[atom.parameter])
        for atom in conditions.atoms
        if atom.parameter in known
    )

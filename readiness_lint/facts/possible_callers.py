"""Who may run a function, as far as its name tells: what is certain of its callers is in `callers`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callables import super_method
from readiness_lint.facts.callers import MAKING, called
from readiness_lint.facts.program import APART, LOADED
from readiness_lint.model import File, FunctionNode
from readiness_lint.record import record


@record
class Use:
    """A place that may run a function, or that hands it on."""

    file: File
    node: ast.expr
    call: ast.Call | None
    """The call that may run it; ``None``: it is only named."""


def uses_of(file: File, function: FunctionNode) -> tuple[Use, ...] | None:
    """The places of a program that may run a function; ``None``: any may, there is no program.

    A method may be what runs wherever something of its name is called on an object that nobody
    knows.
    """
    found: tuple[Use, ...] | None = file.memo(
        ("uses", function),
        lambda: tuple(_uses(file, function)) if file.program is not None else None,
    )
    return found


def is_spelled_out(file: File, function: FunctionNode) -> bool:
    """Whether a text of the program names it, by which a library may find it: a setting, `getattr`."""
    if file.program is None:
        return False
    name = function.name
    pattern = re.compile(rf"""["'](?:[\w.]+[.:])?{re.escape(name)}["']""")
    texts = file.program.texts(*LOADED, holding=(name,))
    return any(pattern.search(text.source) for text in texts)


def _uses(file: File, function: FunctionNode) -> Iterator[Use]:
    program, owner = file.program, file.class_(function)
    made = owner is not None and function.name in MAKING
    last = owner.name if owner is not None and made else function.name
    names = _names(file, owner, last, made=made)
    for home, node in program.each(_reads, last) if program is not None else ():
        around = home.parent(node)
        call = around if isinstance(around, ast.Call) and around.func is node else None
        if _may_be(home, node, call, names, method=owner is not None and not made) and not (
            call is not None and home.function(call) is function
        ):
            yield Use(home, node, call)


def _may_be(
    file: File, node: ast.expr, call: ast.Call | None, names: frozenset[str], *, method: bool
) -> bool:
    target = called(file, call) if call is not None else None
    if target is not None:
        home, function = target
        return home.qualify(home.index.scopes[function].qualname) in names
    if isinstance(node, ast.Name):
        in_class = isinstance(file.scope(node).node, ast.ClassDef)
        return in_class if method else file.name_of(node) in names
    if call is not None and super_method(call):
        return False
    name = file.name_of(node)
    return name is None or name in names


def _names(file: File, owner: ast.ClassDef | None, last: str, *, made: bool) -> frozenset[str]:
    """The qualified names that may stand for it: its own, and those of its bases' methods."""
    if owner is None:
        return frozenset({file.qualify(last)})
    own = file.qualify(file.index.scopes[owner].qualname)
    if made:
        return frozenset({own, f"{own}.__init__", f"{own}.__new__"})
    return frozenset(f"{base}.{last}" for base in (own, *file.bases_of(owner)))


def _reads(file: File, last: str) -> Iterator[ast.expr]:
    """Where a file reads something of a name, other than as a part of what is longer."""
    if file.role in APART or last not in file.source:
        return
    aliases = {alias for alias, behind in file.index.aliases.items() if last in behind}
    yield from file.reads.of(last, *aliases)

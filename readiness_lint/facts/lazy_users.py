"""Attributes of a request that are loaded when they are read first, in coroutines that answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.chains import chains_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.listed_middleware import lists_of
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.tables import tables
from readiness_lint.model import File


def lazy_reads(file: File) -> Iterator[ast.expr]:
    """The first read in each handler, where nothing before it can have loaded the object."""
    lazy = tables().word("loads-when-read")
    if file.program is None or not any(f".{last}." in file.source for last in lazy.lasts):
        return
    frameworks = {name.partition(".")[0] for name in lazy}
    for handler in file.facts(Handler):
        function = handler.node
        if (
            isinstance(function, ast.AsyncFunctionDef)
            and handler.framework in frameworks
            and handler.registered
            # What is around it, or what its class does first, may load it.
            and handler.owner is None
            and not function.decorator_list
            and function.args.args
            and file.program.known(_leaves_users)
        ):
            yield from _first_read(file, function, function.args.args[0].arg, lazy.lasts)


def _first_read(
    file: File, function: ast.AsyncFunctionDef, request: str, lasts: frozenset[str]
) -> Iterator[ast.expr]:
    chains = chains_of(file, function, request)
    if any(chain.stored for chain in chains):
        return
    for chain in chains:
        is_lazy = bool(chain.attributes) and chain.attributes[0].attr in lasts
        if not chain.attributes or (is_lazy and len(chain.attributes) == 1):
            # Others have it in hand from here on.
            return
        if is_lazy:
            if file.function(chain.root) is function and not file.runs_later(chain.root):
                yield chain.attributes[1]
            return


def _leaves_users(program: Program) -> bool:
    """Whether all that is around the handlers is known, and leaves the object to who reads it."""
    answers = [answer for file, answer in program.each(_lists_leave) if file.role not in APART]
    return bool(answers) and all(answers)


def _lists_leave(file: File) -> Iterator[bool]:
    """By list of middleware: whether it has what puts the object there, and nothing that reads it."""
    leaves, puts = tables().word("leaves-lazy"), tables().word("puts-lazy")
    for names in lists_of(file):
        known = [name in leaves or name in puts or _is_own(file, name) for name in names or ()]
        yield names is not None and all(known) and any(name in puts for name in names)


def _is_own(file: File, name: str) -> bool:
    """Whether a name is that of the program's own middleware, whose module never says the word."""
    home, _ = file.defined(name) or (None, None)
    lasts = tables().word("loads-when-read").lasts
    return home is not None and not any(last in home.source for last in lasts)

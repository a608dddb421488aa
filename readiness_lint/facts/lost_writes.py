"""Changes that a request, or a block, makes through a session that it hands on, and nobody commits."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.callers import called
from readiness_lint.facts.decorators import decorator_name
from readiness_lint.facts.dependencies import dependencies_of, function_provided, marks_on
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.held import is_session
from readiness_lint.facts.idle import is_idle
from readiness_lint.facts.leases import Lease, making
from readiness_lint.facts.program import LOADED, Program
from readiness_lint.facts.session_places import Given, Left
from readiness_lint.facts.session_uses import helpers_sessions, use_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.knowledge.schema import Leases
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import EntryKind, LeaseKind, Place

DEEPEST = 3
"""Functions through which a dependency may get its session."""
COMMITS = Pattern(r"commit|begin(?!_nested)|transaction", re.IGNORECASE)
ENDS_HERE = frozenset(
    [EntryKind.HANDLER, EntryKind.WEBSOCKET, EntryKind.COMMAND, EntryKind.STARTUP]
)
"""What commits its own changes, and not those of a request."""
NO_COMMIT = Pattern(r"autocommit\s*=\s*False|autobegin")


@record
class LostWrite:
    """A change through a session that is closed while it is still open."""

    node: ast.Call
    """The change, or the call that leads to it."""
    at: Place
    """The change."""
    what: str
    variable: str
    """The session."""

    @property
    def spelling(self) -> str:
        """What is called."""
        return ast.unparse(self.node.func)

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """The first of each handler that has a session, and of each block that hands one on."""
        if not tables().table(Leases).lasts_in(file.libraries):
            return
        for given in (
            *_of_handlers(file),
            *_of_requests(file),
            *_of_contexts(file),
            *_of_blocks(file),
        ):
            left = use_of(file, given).left
            if left is not None and not _is_seen_already(file, given, left):
                yield cls(left.node, left.at, left.what, given.name)


def _of_handlers(file: File) -> Iterator[Given]:
    if file.program is None:
        return
    for handler in file.facts(Handler):
        node = handler.node
        if handler.kind is not EntryKind.HANDLER or not handler.registered:
            continue
        marked = {mark for _, mark in dependencies_of(file, node)}
        for argument in every_argument(node.args) if marked else ():
            kind = file.type_named(argument.annotation) if argument.annotation else None
            if kind is None or not _is_session_class(file, kind.name):
                continue
            providers = [
                function_provided(home, mark)
                for home, mark in marks_on(file, node, argument)
                if mark in marked
            ]
            open_ = len(providers) == 1 and providers[0] and leaves_open(*providers[0], DEEPEST)
            if open_ and _is_plain(file, handler):
                yield Given(node, node, argument.arg, kind.name)


def _of_requests(file: File) -> Iterator[Given]:
    """The session that an extension keeps for each request, and takes back as it ends."""
    program, known = file.program, tables().word("request-session")
    if program is None or not known.lasts_in(file.libraries):
        return
    for handler in file.facts(Handler):
        node = handler.node
        if handler.kind is EntryKind.HANDLER and handler.registered and _is_plain(file, handler):
            found = _scoped(file, node, node)
            yield from (given for given in found if not program.known(commits_behind))


def _of_contexts(file: File) -> Iterator[Given]:
    """The session of a context that a block sets up, or that a command runs in."""
    program, sets = file.program, tables().word("sets-context")
    if program is None or not tables().word("request-session").lasts_in(file.libraries):
        return
    # What is called as a context ends may commit.
    if any(
        True for _ in program.texts(*LOADED, holding=tuple(tables().word("ends-context").lasts))
    ):
        return
    for block in file.nodes(ast.With) if sets.lasts_in(file.libraries) else ():
        function = file.function(block)
        if function is not None and _sets_context(file, block.items[0].context_expr):
            yield from _scoped(file, block, function)
    for entry in file.facts(Entry):
        names = [decorator_name(file, entry.node, item) for item in entry.node.decorator_list]
        if entry.kind is EntryKind.COMMAND and any(name in sets for name in names):
            yield from _scoped(file, entry.node, entry.node)


def _sets_context(file: File, manager: ast.AST) -> bool:
    """Whether a block has a session of its own, since it is what a request would run in."""
    return isinstance(manager, ast.Call) and file.callee(manager) in tables().word("sets-context")


def _scoped(file: File, within: ast.AST, function: FunctionNode) -> Iterator[Given]:
    """The sessions that a function names, or a helper that it calls."""
    for session in helpers_sessions(file, within, function):
        yield Given(within, function, session.name, session.kind, (), session.holder, scoped=True)


def commits_behind(program: Program) -> bool:
    """Whether something may commit what a request has left, after its handler."""
    return any(True for _ in program.each(_committing_alone, calling="commit"))


def _committing_alone(file: File) -> Iterator[bool]:
    """The functions with a commit that somebody calls who is not seen: a hook, or a listener."""
    program = file.program
    for call, _ in file.index.calls.get("commit", ()):
        function = file.function(call)
        if function is None or program is None or not _may_be_of_request(file, call):
            continue
        entry = entry_of(function, file)
        if isinstance(entry, Task) or (entry is not None and entry.kind in ENDS_HERE):
            continue
        if any(_sets_context(file, manager) for manager in file.withs(call)):
            continue
        if is_idle(file, function):
            continue
        if entry is not None or not any(program.calling(function.name)):
            yield True


def _may_be_of_request(file: File, commit: ast.Call) -> bool:
    """Whether a commit is of the session of a request, or of what is not known."""
    known = tables().word("request-session")
    session = commit.func.value if isinstance(commit.func, ast.Attribute) else None
    if session is None or not known.lasts_in(file.libraries):
        return False
    return file.name_of(session) in known or file.type_of(session) is None


def _is_session_class(file: File, name: str) -> bool:
    leases = tables().table(Leases)
    return any(
        base in leases and leases[base].kind is LeaseKind.SESSION
        for base in file.library.bases(name)
    )


def _is_plain(file: File, handler: Handler) -> bool:
    """Whether nothing stands around a handler that may commit for it."""
    others = [item for item in handler.node.decorator_list if item not in handler.registrations]
    names = [decorator_name(file, handler.node, item) for item in others]
    return all(name is not None and file.home(name) is None for name in names)


def leaves_open(file: File, function: FunctionNode, deepest: int) -> bool:
    """Whether a dependency makes a session, gives it, and commits nothing behind it."""
    found: bool = file.memo(
        ("leaves open", function, deepest), lambda: _leaves_open(file, function, deepest)
    )
    return found


def _leaves_open(file: File, function: FunctionNode, deepest: int) -> bool:
    if not deepest or COMMITS.search(NO_COMMIT.sub("", ast.unparse(function))):
        return False
    made = False
    for call in file.nodes(ast.Call, within=function):
        found = called(file, call)
        if found is not None:
            if not leaves_open(*found, deepest - 1):
                return False
            made = True
        elif is_session(file, call) and _is_made_open(file, call):
            made = True
        elif file.callee(call) is None:
            return False
    return made


def _is_made_open(file: File, call: ast.Call) -> bool:
    """Whether what makes a session says nothing of a commit."""
    name = file.name_of(call.func)
    home = file.home(name) if name else None
    text = making(home, name.rpartition(".")[2]) if home and name else ast.unparse(call)
    return not COMMITS.search(NO_COMMIT.sub("", text))


def _of_blocks(file: File) -> Iterator[Given]:
    for lease in file.facts(Lease):
        function, variable = file.function(lease.node), lease.variable
        if (
            lease.form == "with"
            and lease.kind is LeaseKind.SESSION
            and lease.keeps is False
            and variable is not None
            and function is not None
            and lease.committed(file) is None
        ):
            kind = _kind_of(file, lease.block, variable)
            if kind is not None:
                yield Given(lease.block, function, variable, kind)


def _kind_of(file: File, block: ast.AST, variable: str) -> str | None:
    """The class of a session that a block has."""
    for node in ast.walk(block):
        if isinstance(node, ast.Name) and node.id == variable and isinstance(node.ctx, ast.Load):
            kind = file.type_of(node)
            return kind.name if kind else None
    return None


def _is_seen_already(file: File, given: Given, left: Left) -> bool:
    """Whether the change is in sight of the block, which says so itself."""
    return any(
        lease.block is given.within
        and any(write.node is left.node for write in lease.writes(file))
        and lease.committed(file) is False
        for lease in file.facts(Lease)
    )

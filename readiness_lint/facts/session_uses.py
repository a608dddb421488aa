"""What functions do with a session that they are given, through all that they hand it to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callers import called, function_named
from readiness_lint.facts.handed_values import arguments_handed, values_of
from readiness_lint.facts.hidden_commits import DEEPEST, calls_after, may_commit
from readiness_lint.facts.plain_calls import Found, is_plain, method_of_parameter
from readiness_lint.facts.scoped_sessions import ScopedSession, scoped_sessions
from readiness_lint.facts.session_places import (
    ENDS,
    NOTHING,
    Given,
    Left,
    Use,
    call_around,
    is_dead,
    named_in,
)
from readiness_lint.facts.tables import tables
from readiness_lint.facts.writes import TRANSACTIONAL, Write, session_expr
from readiness_lint.knowledge.schema import Leases, Reads, Writes
from readiness_lint.model import Branch, File, FunctionNode


def use_of(file: File, given: Given) -> Use:
    """What a function or a block does with a session."""
    places = [*_uses(file, given)]
    seen = {node for node, _ in places}
    uses = [(node, use) for node, use in places if use is not NOTHING]
    for node, use in uses:
        if use.left is not None and not _ends_behind(file, node, uses):
            others = calls_after(file, given, node, seen)
            if not any(may_commit(file, call, DEEPEST) for call in others):
                return Use(use.left, ends=False)
    return ENDS if uses else NOTHING


def _ends_behind(file: File, node: ast.AST, uses: list[tuple[ast.AST, Use]]) -> bool:
    """Whether a commit, or what is not known, may follow a change: behind it, or as its block ends."""
    around, function = set(file.withs(node)), file.function(node)
    for end, use in uses:
        # An inner function runs whenever it is called.
        later = file.function(end) is not function or file.runs_later(end)
        if use.ends and (later or end in around or file.reaches(node, end)):
            return True
    return False


def _uses(file: File, given: Given) -> Iterator[tuple[ast.AST, Use]]:
    """Each place of the session's name, and of the object that keeps it, in source order."""
    for node in named_in(file, given.within, given.name.partition(".")[0]):
        taken = isinstance(node.ctx, ast.Store) and isinstance(file.parent(node), ast.withitem)
        if file.function(node) is None or taken:
            continue
        for place, use in _at(file, node, given):
            handled = any(True for _ in file.enclosing(node, Branch.EXCEPT))
            # What an error path changes is another matter.
            yield place, NOTHING if handled and use.left is not None else use
    if given.scoped:
        yield from _uses_by_helpers(file, given)


def _uses_by_helpers(file: File, given: Given) -> Iterator[tuple[ast.AST, Use]]:
    """The calls of functions that name the session of whatever runs."""
    for call, (home, function) in _helpers(file, given.within):
        sessions = scoped_sessions(home, function)
        handled = any(True for _ in file.enclosing(call, Branch.EXCEPT))
        if not sessions or is_dead(file, call, given):
            continue
        values = values_of(file, arguments_handed(file, call, (home, function), given), given)
        for item in sessions:
            inner = Given(function, function, item.name, item.kind, values, item.holder, True)
            own = file.function(call) is given.function and not file.runs_later(call)
            plain = own and is_plain(file, call, home, function)
            use = _use_inside(home, inner, call) if plain else ENDS
            yield call, NOTHING if handled and use.left is not None else use


def _helpers(file: File, within: ast.AST) -> Iterator[tuple[ast.Call, Found]]:
    for call in file.nodes(ast.Call, within=within):
        found = called(file, call)
        if found is not None:
            yield call, found


def helpers_sessions(file: File, within: ast.AST, function: FunctionNode) -> list[ScopedSession]:
    """The sessions of the running request that a function names, else those of what it calls."""
    return (
        scoped_sessions(file, function)
        or [
            session
            for _, (home, helper) in _helpers(file, within)
            for session in scoped_sessions(home, helper)
        ][:1]
    )


def _at(file: File, node: ast.Name, given: Given) -> Iterator[tuple[ast.AST, Use]]:
    elsewhere = file.function(node) is not given.function or file.runs_later(node)
    if elsewhere or isinstance(node.ctx, ast.Store):
        yield node, ENDS
        return
    call = call_around(file, node)
    if given.holder:
        found = [] if is_dead(file, node, given) else [*_uses_of_holder(file, node, given)]
        yield from found or [(call, NOTHING)]
        return
    found = [*_uses_at(file, node, given)]
    # Most places read, which is nothing whether they run or not.
    is_idle = len(found) == 1 and found[0][1] is NOTHING
    yield from found if is_idle or not is_dead(file, node, given) else [(call, NOTHING)]


def _uses_of_holder(file: File, me: ast.Name, given: Given) -> Iterator[tuple[ast.AST, Use]]:
    """A place of the object that keeps a session."""
    member = file.parent(me)
    if not isinstance(member, ast.Attribute):
        yield me, ENDS
    elif member.attr == given.name.partition(".")[2]:
        stored = not isinstance(member.ctx, ast.Load)
        yield from [(me, ENDS)] if stored else _uses_at(file, member, given)
    else:
        yield from _uses_of_object(file, member, given)


def _uses_of_object(
    file: File, member: ast.Attribute, given: Given
) -> Iterator[tuple[ast.AST, Use]]:
    """A method of the object that keeps a session, if it is called; other attributes are not it."""
    call = file.parent(member)
    found = function_named(file, file.library.member(given.holder, member.attr))
    if not isinstance(call, ast.Call) or call.func is not member:
        # A method that is handed on runs whenever somebody likes.
        yield member, NOTHING if found is None else ENDS
        return
    if found is None or not is_plain(file, call, *found, exact=True):
        yield call, ENDS
        return
    home, function = found
    me = home.index.scopes[function].me
    name = f"{me}.{given.name.partition('.')[2]}"
    values = values_of(file, arguments_handed(file, call, found, given), given)
    inner = Given(function, function, name, given.kind, values, given.holder)
    yield call, _use_inside(home, inner, call) if me else ENDS


def _uses_at(file: File, node: ast.expr, given: Given) -> Iterator[tuple[ast.AST, Use]]:
    around, call = file.parent(node), call_around(file, node)
    if isinstance(around, ast.Attribute):
        yield call, _use_of_member(file, around, given)
    elif isinstance(call, ast.Call) and node is not call.func:
        yield from _uses_by(file, call, node, given)
    else:
        # A test whether there is one.
        tested = isinstance(around, ast.Compare | ast.If | ast.UnaryOp)
        yield call, NOTHING if tested else ENDS


def _use_of_member(file: File, member: ast.Attribute, given: Given) -> Use:
    known, call = tables(), file.parent(member)
    name = file.library.member(given.kind, member.attr)
    if not isinstance(call, ast.Call) or call.func is not member:
        return ENDS if name in known.table(Writes) or name in known.table(Leases) else NOTHING
    row = known.table(Writes).get(name)
    if row is not None:
        if row.verb == "commit" or not row.runs:
            return ENDS
        return NOTHING if row.verb in TRANSACTIONAL else _left(file, call)
    if name in known.table(Leases):
        return ENDS
    for write in file.facts(Write):
        if write.changes and session_expr(write.node) is member.value:
            return _left(file, write.node)
    harmless = known.table(Reads), known.word("leaves-open"), known.word("cleanup")
    if member.attr == "rollback":
        handled = any(True for _ in file.enclosing(call, Branch.EXCEPT))
        return NOTHING if handled else ENDS
    return NOTHING if any(name in each for each in harmless) else ENDS


def _left(file: File, call: ast.Call) -> Use:
    return Use(Left(call, file.place(call), ast.unparse(call.func)), ends=False)


def _uses_by(
    file: File, call: ast.Call, node: ast.expr, given: Given
) -> Iterator[tuple[ast.AST, Use]]:
    """What a function does with the session that it is handed; what is not known may end it."""
    found = called(file, call) or method_of_parameter(file, call)
    arguments = arguments_handed(file, call, found, given) if found is not None else {}
    handed = next((name for name, (_, value) in arguments.items() if value is node), "")
    if found is None or not handed:
        yield call, ENDS
        return
    home, function = found
    values = values_of(file, arguments, given)
    if function.name == "__init__":
        yield from _kept(file, call, Given(function, function, handed, given.kind, values), home)
    elif is_plain(file, call, home, function):
        inner = Given(function, function, handed, given.kind, values)
        yield call, _use_inside(home, inner, call)
    else:
        yield call, ENDS


def _use_inside(home: File, inner: Given, call: ast.Call) -> Use:
    """What a function does with a session, seen from the call."""
    subject = inner.function, inner.name, inner.kind, inner.values, inner.holder
    use = home.answer("session use", subject, lambda: use_of(home, inner))
    if use is None or use.left is None:
        return use or ENDS
    return Use(Left(call, use.left.at, use.left.what), ends=False)


def _kept(file: File, call: ast.Call, inner: Given, home: File) -> Iterator[tuple[ast.AST, Use]]:
    """What is done with an object that is made with a session, where that is in sight."""
    kind, attribute = file.type_of(call), _stored_as(home, inner)
    function = file.function(call)
    if kind is None or not attribute or function is None:
        yield call, ENDS
        return
    given = Given(function, function, f"self.{attribute}", inner.kind, (), kind.name)
    for node in _objects(file, call):
        member = file.parent(node)
        if isinstance(member, ast.Attribute) and member.attr == attribute:
            yield node, ENDS
        elif isinstance(member, ast.Attribute) and file.function(node) is function:
            yield call, NOTHING
            yield from _uses_of_object(file, member, given)
        elif node is call or isinstance(getattr(node, "ctx", None), ast.Load):
            yield node, ENDS


def _objects(file: File, call: ast.Call) -> list[ast.expr]:
    """The places of an object: its call, or the local that it is assigned to."""
    around = file.parent(call)
    target = around.targets[0] if isinstance(around, ast.Assign) else None
    if not isinstance(target, ast.Name) or len(file.bindings(target)) != 1:
        return [call]
    function = file.function(call)
    return [*named_in(file, function, target.id)] if function is not None else [call]


def _stored_as(file: File, given: Given) -> str:
    """The attribute in which a constructor keeps a session, and does nothing else with it."""
    me, found = file.index.scopes[given.function].me, ""
    for node in named_in(file, given.function, given.name):
        around = file.parent(node)
        target = around.targets[0] if isinstance(around, ast.Assign) else None
        if isinstance(around, ast.AnnAssign):
            target = around.target
        kept = isinstance(target, ast.Attribute) and ast.unparse(target.value) == me
        if found or not kept or not isinstance(target, ast.Attribute):
            return ""
        found = target.attr
    return found

"""What functions do with a session that they are given, through all that they hand it to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callers import Caller, called, function_named
from readiness_lint.facts.classes import subclasses_of
from readiness_lint.facts.conditions import conditions_on, given_for
from readiness_lint.facts.decorators import decorator_name
from readiness_lint.facts.held import is_session, is_waited_for
from readiness_lint.facts.program import Program
from readiness_lint.facts.scoped_sessions import ScopedSession, scoped_sessions
from readiness_lint.facts.tables import tables
from readiness_lint.facts.writes import TRANSACTIONAL, Write, session_expr
from readiness_lint.knowledge.schema import Leases, Reads, Writes
from readiness_lint.model import Bound, Branch, File, FunctionNode
from readiness_lint.model.index import children_of, every_argument
from readiness_lint.model.positions import start_of
from readiness_lint.record import record
from readiness_lint.terms import Place

DEEPEST = 3
"""Helpers through which a call that is not given the session may reach another name for it."""
PLAIN = frozenset({"builtins.staticmethod", "builtins.classmethod"})
SCALAR = str | int | float | bool | None
TAKEN = frozenset({Bound.ENTERED, Bound.ITERATED})
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


def use_of(file: File, given: Given) -> Use:
    """What a function or a block does with a session."""
    places = [*_uses(file, given)]
    seen = {node for node, _ in places}
    uses = [(node, use) for node, use in places if use is not NOTHING]
    for node, use in uses:
        if use.left is not None and not _ends_behind(file, node, uses):
            others = _calls_after(file, given, node, seen)
            if not any(_may_commit(file, call, DEEPEST) for call in others):
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
    for node in _named(file, given.within, given.name.partition(".")[0]):
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
        if not sessions or _is_dead(file, call, given):
            continue
        values = _values(file, _arguments_of(file, call, (home, function), given), given)
        for item in sessions:
            inner = Given(function, function, item.name, item.kind, values, item.holder, True)
            own = file.function(call) is given.function and not file.runs_later(call)
            plain = own and _is_plain(file, call, home, function)
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
    call = _whole(file, node)
    if given.holder:
        found = [] if _is_dead(file, node, given) else [*_uses_of_holder(file, node, given)]
        yield from found or [(call, NOTHING)]
        return
    found = [*_uses_at(file, node, given)]
    # Most places read, which is nothing whether they run or not.
    is_idle = len(found) == 1 and found[0][1] is NOTHING
    yield from found if is_idle or not _is_dead(file, node, given) else [(call, NOTHING)]


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
    if found is None or not _is_plain(file, call, *found, exact=True):
        yield call, ENDS
        return
    home, function = found
    me = home.index.scopes[function].me
    name = f"{me}.{given.name.partition('.')[2]}"
    values = _values(file, _arguments_of(file, call, found, given), given)
    inner = Given(function, function, name, given.kind, values, given.holder)
    yield call, _use_inside(home, inner, call) if me else ENDS


def _named(file: File, within: ast.AST, name: str) -> list[ast.Name]:
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


def _whole(file: File, node: ast.expr) -> ast.AST:
    """The call in which a session is used."""
    around = file.parent(node)
    while isinstance(around, ast.Attribute | ast.keyword | ast.Starred):
        around = file.parent(around)
    return around if isinstance(around, ast.Call) else node


def _is_dead(file: File, node: ast.expr, given: Given) -> bool:
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


def _uses_at(file: File, node: ast.expr, given: Given) -> Iterator[tuple[ast.AST, Use]]:
    around, call = file.parent(node), _whole(file, node)
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


Found = tuple[File, FunctionNode]


def _uses_by(
    file: File, call: ast.Call, node: ast.expr, given: Given
) -> Iterator[tuple[ast.AST, Use]]:
    """What a function does with the session that it is handed; what is not known may end it."""
    found = called(file, call) or _of_parameter(file, call)
    arguments = _arguments_of(file, call, found, given) if found is not None else {}
    handed = next((name for name, (_, value) in arguments.items() if value is node), "")
    if found is None or not handed:
        yield call, ENDS
        return
    home, function = found
    values = _values(file, arguments, given)
    if function.name == "__init__":
        yield from _kept(file, call, Given(function, function, handed, given.kind, values), home)
    elif _is_plain(file, call, home, function):
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


Arguments = dict[str, tuple[File, ast.expr]]


def _arguments_of(file: File, call: ast.Call, found: Found, given: Given) -> Arguments:
    """What the parameters of a function get from a call, or are by default, with the file of it."""
    caller = Caller(file, call, given.function, call)
    return {
        argument.arg: value
        for argument in every_argument(found[1].args)
        if (value := given_for(caller, *found, argument.arg)) is not None
    }


def _values(file: File, arguments: Arguments, given: Given) -> Values:
    """What is known of the arguments of a call."""
    known = dict(given.values)
    values: list[tuple[str, SCALAR]] = []
    for name, (home, value) in arguments.items():
        if isinstance(value, ast.Name) and home is file and value.id in known:
            values.append((name, known[value.id]))
        else:
            literal = home.value_of(value)
            if literal is not None and isinstance(literal.value, SCALAR):
                values.append((name, literal.value))
    return tuple(values)


# ── objects that keep a session ──────────────────────────────────────────────────────────────────
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
    return [*_named(file, function, target.id)] if function is not None else [call]


def _stored_as(file: File, given: Given) -> str:
    """The attribute in which a constructor keeps a session, and does nothing else with it."""
    me, found = file.index.scopes[given.function].me, ""
    for node in _named(file, given.function, given.name):
        around = file.parent(node)
        target = around.targets[0] if isinstance(around, ast.Assign) else None
        if isinstance(around, ast.AnnAssign):
            target = around.target
        kept = isinstance(target, ast.Attribute) and ast.unparse(target.value) == me
        if found or not kept or not isinstance(target, ast.Attribute):
            return ""
        found = target.attr
    return found


def _of_parameter(file: File, call: ast.Call) -> Found | None:
    """The method of what a parameter still is where it is called, whatever it becomes behind it."""
    method = call.func
    if not isinstance(method, ast.Attribute) or not isinstance(method.value, ast.Name):
        return None
    reaching = file.reaching(method.value)
    annotation = reaching[0].annotation if len(reaching) == 1 else None
    kind = file.type_named(annotation) if annotation is not None else None
    name = file.library.member(kind.name, method.attr) if kind and not kind.of_class else None
    return function_named(file, name) if name is not None else None


def _is_plain(
    file: File, call: ast.Call, home: File, function: FunctionNode, *, exact: bool = False
) -> bool:
    """Whether a call runs just this function, to its end; ``exact``: no class can have another."""
    if isinstance(function, ast.AsyncFunctionDef) and not is_waited_for(file, call):
        return False
    plain = home.answer("plain", function, lambda: _runs_as_it_stands(home, function)) is True
    if not plain or exact:
        return plain
    return home.answer("alone", function, lambda: not _is_overridden(home, function)) is True


def _runs_as_it_stands(file: File, function: FunctionNode) -> bool:
    names = (decorator_name(file, function, item) for item in function.decorator_list)
    return all(name in PLAIN for name in names) and not file.is_generator(function)


def _is_overridden(file: File, function: FunctionNode) -> bool:
    cls = file.scope(function).node
    return isinstance(cls, ast.ClassDef) and any(
        function.name in other.index.scopes[heir].bindings
        for other, heir in subclasses_of(file, cls)
    )


# ── who may commit without being handed it ───────────────────────────────────────────────────────
def _calls_after(file: File, given: Given, node: ast.AST, seen: set[ast.AST]) -> Iterator[ast.Call]:
    """The calls behind a change, and the blocks around it, that are not given the session."""
    for call in file.nodes(ast.Call, within=given.within):
        behind = file.reaches(node, call) and not _is_inside(call, node)
        if call not in seen and behind and not _is_dead(file, call, given):
            yield call
    for manager in file.withs(node):
        if isinstance(manager, ast.Call) and manager not in seen and manager is not _taking(given):
            yield manager


def _taking(given: Given) -> ast.expr | None:
    """The call that takes the session of a block."""
    block = given.within
    return block.items[0].context_expr if isinstance(block, ast.With | ast.AsyncWith) else None


def _is_inside(inner: ast.AST, outer: ast.AST) -> bool:
    return any(part is inner for part in ast.walk(outer))


def _may_commit(file: File, call: ast.Call, deepest: int) -> bool:
    """Whether a call may reach the session in another way: an object that was made with it, say."""
    found = called(file, call)
    if found is None:
        program, last = file.program, file.last_name(call.func)
        return program is None or last in program.known(committing) or last == "commit"
    home, function = found
    answer = home.answer(
        "may commit", (function, deepest), lambda: _commits_inside(home, function, deepest)
    )
    return answer is not False


def _commits_inside(file: File, function: FunctionNode, deepest: int) -> bool:
    calls = [
        call for call in file.nodes(ast.Call, within=function) if not _is_about_its_own(file, call)
    ]
    if any(file.last_name(call.func) == "commit" for call in calls):
        return True
    return bool(deepest) and any(_may_commit(file, call, deepest - 1) for call in calls)


def _is_about_its_own(file: File, call: ast.Call) -> bool:
    """Whether a call uses a session that its function has made itself."""
    used = [*call.args, *(keyword.value for keyword in call.keywords)]
    used += [call.func.value] if isinstance(call.func, ast.Attribute) else []
    return any(isinstance(item, ast.Name) and _is_taken_here(file, item) for item in used)


def _is_taken_here(file: File, name: ast.Name) -> bool:
    """Whether a name is what a block or a loop takes from a call, or a session that is made."""
    bindings = file.bindings(name)
    return bool(bindings) and all(
        isinstance(binding.value, ast.Call)
        and (binding.kind in TAKEN or (binding.kind is Bound.VALUE and is_session(file, name)))
        for binding in bindings
    )


def committing(program: Program) -> frozenset[str]:
    """The names of the functions of a program that commit something themselves."""
    return frozenset(name for _, name in program.each(_committing, calling="commit"))


def _committing(file: File) -> Iterator[str]:
    for call, _ in file.index.calls.get("commit", ()):
        function = file.function(call)
        if function is not None:
            yield function.name

"""Loops whose number of rounds grows with the data."""

from __future__ import annotations

import ast
import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence

from readiness_lint.facts.callables import callable_of, functions_of, given
from readiness_lint.facts.callers import called, callers_of, decorators_of
from readiness_lint.facts.classes import classes_of, methods_of
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.databases import is_local
from readiness_lint.facts.decorators import decorated_by
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.idle import is_abandoned
from readiness_lint.facts.program import Derivation, Program, part_of
from readiness_lint.facts.queries import PASSING, Query, links_of, queried, reads_of, rows_of
from readiness_lint.facts.resolvers import GraphqlField
from readiness_lint.facts.rows import FEW
from readiness_lint.facts.shapes import is_name, names_within, spelled
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import (
    DECLARED,
    ONE_OFF,
    PLURALS,
    REQUEST_CONTENT,
    ROUNDS,
    ROW_METHODS,
    UNITS_OF_WORK,
    WORKING,
)
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Batches, Writes
from readiness_lint.model import Bound, Branch, File, FunctionNode
from readiness_lint.model.flow import block_of
from readiness_lint.model.index import every_argument, names_in
from readiness_lint.model.names import subject_of
from readiness_lint.model.positions import end_of, start_of
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind, Exit, Place

Node = (
    ast.For | ast.AsyncFor | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Call
)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
MAPPING = {"map": 1, "filter": 1, "sorted": 0, "min": 0, "max": 0}
"""Built-in functions that call the function that they are given for each item of this argument."""
SAVING = frozenset({"save", "asave", "delete", "adelete"})
"""Methods of rows that write them, whatever is known of their class."""


@record
class Loop:
    """A ``for`` loop, a comprehension, or the call of ``map`` and its like."""

    node: Node
    target: ast.expr
    iterable: ast.expr
    grows: Answer
    """Whether the number of rounds grows with the data; ``None``: not known."""
    why: str
    """``queryset``, ``request``, ``parameter``, ``file``, or nothing."""
    sure: bool
    """No: only a name in the plural says so."""

    @classmethod
    def find(cls, file: File) -> Iterable[Loop]:
        """Every one of the file; of a comprehension, its first generator."""
        nodes: list[ast.AST] = [
            *file.nodes(ast.For),
            *file.nodes(ast.AsyncFor),
            *file.nodes(ast.ListComp),
            *file.nodes(ast.SetComp),
            *file.nodes(ast.DictComp),
            *file.nodes(ast.GeneratorExp),
            *(call for last in MAPPING for call, _ in file.index.calls.get(last, ())),
        ]
        for node in nodes:
            loop = loop_of(file, node)
            if loop is not None:
                yield loop


def loop_of(file: File, node: ast.AST) -> Loop | None:
    """The fact for a loop that the model names; ``None`` for a ``while``."""
    if isinstance(node, ast.For | ast.AsyncFor):
        target, iterable = node.target, node.iter
    elif isinstance(node, COMPREHENSIONS):
        target, iterable = node.generators[0].target, node.generators[0].iter
    elif isinstance(node, ast.Call):
        return _loop_of_call(file, node)
    else:
        return None
    found: Loop = file.memo(("loop", node), lambda: _loop(file, node, target, iterable))
    return found


def _loop(file: File, node: Node, target: ast.expr, iterable: ast.expr) -> Loop:
    why, sure = ("", True) if _is_fixed(file, target, iterable) else _reason(file, iterable)
    return Loop(node, target, iterable, True if why else None, why, sure)


def _loop_of_call(file: File, call: ast.Call) -> Loop | None:
    """The rounds of ``map(function, rows)`` and ``sorted(rows, key=function)``."""
    function = _applied(call)
    if function is None or len(call.args) <= MAPPING[_called(call)]:
        return None
    name = "item"
    if isinstance(function, ast.Lambda):
        name = function.args.args[0].arg if function.args.args else name
    target = ast.Name(name)
    return _loop(file, call, target, call.args[MAPPING[_called(call)]])


def applications(file: File) -> Iterator[ast.Call]:
    """The calls of ``map`` and its like that run a lambda for each item."""
    for last in MAPPING:
        for call, _ in file.index.calls.get(last, ()):
            if isinstance(_applied(call), ast.Lambda):
                yield call


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _applied(call: ast.Call) -> ast.expr | None:
    """The function that a call of ``map`` and its like runs for each item."""
    position = MAPPING.get(_called(call))
    if position == 1:
        return call.args[0] if call.args else None
    if position == 0:
        return next((item.value for item in call.keywords if item.arg == "key"), None)
    return None


def _is_fixed(file: File, target: ast.expr, iterable: ast.expr) -> bool:
    names = [*names_in(target), file.last_name(iterable) or ""]
    return any(file.words(ROUNDS).match(name) for name in names)


def _reason(file: File, expr: ast.expr) -> tuple[str, bool]:
    """Why an iterable grows, and whether that is certain; nothing: it is not known to."""
    inner = _unwrapped(expr)
    if inner is None:
        return "", True
    if isinstance(inner, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        return _of_items(file, inner)
    if isinstance(inner, ast.Name):
        return _of_name(file, inner)
    if _is_rows(file, inner):
        return "queryset", True
    if _is_of_request(file, inner):
        return "request", True
    if isinstance(inner, ast.Call) and file.callee(inner) in tables().word("file-rows"):
        return "file", True
    return "", True


def _of_items(file: File, made: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> tuple[str, bool]:
    """Why a comprehension grows that makes its items of what certainly does."""
    first = made.generators[0]
    if set(names_in(first.target)).isdisjoint(names_within(made.elt)):
        return "", True
    why, sure = _reason(file, first.iter)
    # What differs among many rows may be a handful of values.
    few = isinstance(made, ast.SetComp) and why == "queryset"
    return (why, sure) if sure and not few else ("", True)


def _unwrapped(expr: ast.expr) -> ast.expr | None:
    """What a loop goes through, behind ``enumerate``, ``list`` and slices; ``None``: a few of them."""
    while True:
        if isinstance(expr, ast.Await):
            expr = expr.value
        elif isinstance(expr, ast.Call) and isinstance(expr.func, ast.Name) and expr.args:
            if expr.func.id not in {*PASSING, "zip", "filter"}:
                return expr
            expr = expr.args[-1] if expr.func.id == "filter" else expr.args[0]
        elif isinstance(expr, ast.Subscript) and isinstance(expr.slice, ast.Slice):
            if _is_few(expr.slice.upper):
                return None
            expr = expr.value
        elif isinstance(expr, ast.BoolOp):
            # `asked or Status.values`: as many as are declared.
            if isinstance(expr.op, ast.Or) and isinstance(expr.values[-1], ast.Attribute):
                return None
            expr = expr.values[0]
        else:
            return expr


def _is_few(upper: ast.expr | None) -> bool:
    return isinstance(upper, ast.Constant) and isinstance(upper.value, int) and upper.value <= FEW


def _is_rows(file: File, expr: ast.expr) -> bool:
    """Whether an expression gives the rows of a query that nothing limits."""
    if not isinstance(expr, ast.Call):
        return False
    row = rows_of(file).get(expr)
    if row is not None:
        links = links_of(file, expr)
        return row.many and not links.limited and not links.grouped
    function = expr.func
    return (
        isinstance(function, ast.Attribute)
        and file.words(ROW_METHODS).match(function.attr)
        and not expr.args
        and not file.words(DECLARED).match(file.last_name(function.value))
        and file.type_of(function.value) is None
        and bool(reads_of(file))
    )


def _is_of_request(file: File, expr: ast.expr) -> bool:
    """Whether an expression is a list that the client sent."""
    current, seen = expr, {expr}
    while True:
        if isinstance(current, ast.Await):
            current = current.value
        elif isinstance(current, ast.Call) and isinstance(current.func, ast.Attribute):
            if current.func.attr == "getlist":
                return True
            if file.callee(current) in tables().word("parsed"):
                return any(_is_sent(file, item) for item in current.args[:1])
            if _gives_fields(file, current.func):
                return False
            current = current.func.value
        elif isinstance(current, ast.Subscript):
            current = current.value
        elif isinstance(current, ast.Attribute):
            if file.words(REQUEST_CONTENT).match(current.attr) and _is_request(file, current.value):
                return True
            if current.attr in {"validated_data", "cleaned_data"}:
                return True
            if isinstance(current.value, ast.Name) and _is_body(file, current.value):
                return current is expr
            current = current.value
        elif isinstance(current, ast.Name) and current.id != "validated_data":
            kept = file.assigned(current)
            if kept is None or kept in seen or current is expr or file.function(kept) is None:
                return False
            seen.add(kept)
            current = kept
        else:
            return isinstance(current, ast.Name)


def _gives_fields(file: File, method: ast.Attribute) -> bool:
    """Whether a method goes through the fields of a form, which are as many as it declares."""
    last = file.last_name(method.value)
    return method.attr in {"items", "keys", "values"} and file.words(REQUEST_CONTENT).match(last)


def _is_sent(file: File, expr: ast.expr) -> bool:
    """Whether a text came with a request: its body, a file in it, a field of it."""
    while isinstance(expr, ast.Await | ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(expr, ast.Call):
            expr = expr.func
        elif _is_request(file, expr.value):
            return True
        else:
            expr = expr.value
    return _is_request(file, expr)


def _is_request(file: File, expr: ast.expr) -> bool:
    return file.last_name(expr) in {"request", "req"}


def _is_body(file: File, name: ast.Name) -> bool:
    """Whether a name is a parameter of a handler that holds a body: an object of its own class."""
    bindings = file.bindings(name)
    if len(bindings) != 1 or bindings[0].kind is not Bound.PARAMETER:
        return False
    binding = bindings[0]
    annotation = binding.annotation
    if not isinstance(annotation, ast.Name) or not annotation.id[:1].isupper():
        return False
    writing = {handler.node for handler in file.facts(Handler) if handler.writes}
    if binding.scope.node not in writing:
        return False
    return not re.search(r"Session|Request|Response|Service|User|Tasks|Repo|Store", annotation.id)


def _of_name(file: File, name: ast.Name) -> tuple[str, bool]:
    # Names may be made of each other.
    subject = subject_of(file, name, file.statement(name))
    return file.answer("why it grows", subject, lambda: _why(file, name)) or ("", True)


def _why(file: File, name: ast.Name) -> tuple[str, bool]:
    bindings = file.bindings(name)
    if not bindings:
        return "", True
    first = bindings[0]
    if first.kind is Bound.PARAMETER and len(bindings) == 1:
        return _of_parameter(file, name.id, first.annotation)
    values = [item for item in bindings if item.kind is Bound.VALUE and item.value is not None]
    if len(values) != len(bindings) or any(item.scope.node is file.tree for item in bindings):
        return "", True
    reasons = [
        _reason(file, item.value) if not isinstance(item.value, ast.Name) else ("", True)
        for item in values
        # `rows = list(rows)` says nothing new.
        if item.value is not None and not is_name(_unwrapped(item.value), name.id)
    ]
    whys = {why for why, _ in reasons}
    return (reasons[0] if len(whys) == 1 else ("", True)) if reasons else ("", True)


def _of_parameter(file: File, name: str, annotation: ast.expr | None) -> tuple[str, bool]:
    if file.words(DECLARED).match(name):
        return "", True
    if annotation is None:
        return ("parameter", False) if file.words(PLURALS).match(name) else ("", True)
    kind = file.type_named(annotation)
    many = kind is not None and kind.name in tables().word("collection")
    return ("parameter", True) if many else ("", True)


# ── what differs from round to round ─────────────────────────────────────────────────────────────


def depends(file: File, loop: Loop, node: ast.expr) -> bool:
    """Whether an expression takes in the loop's variable, or what its body made of it."""
    mine = dependents(file, loop)
    return any(name in mine for name in names_within(node))


def dependents(file: File, loop: Loop) -> frozenset[str]:
    """The names that differ from round to round because the loop's variable does."""
    found: frozenset[str] = file.memo(("dependents", loop.node), lambda: _dependents(file, loop))
    return found


def _dependents(file: File, loop: Loop) -> frozenset[str]:
    found = set(names_in(loop.target))
    if isinstance(loop.node, COMPREHENSIONS):
        for generator in loop.node.generators:
            found |= set(names_in(generator.target))
        return frozenset(found)
    return _made_of(file, loop.node, found)


def _made_of(file: File, block: ast.AST, names: set[str]) -> frozenset[str]:
    """Some names, and those that a loop or a function makes of them."""
    found = set(names)
    made = [
        (bound, frozenset(names_within(source)))
        for target, source in _assigned(file, block)
        if (bound := tuple(names_in(target)))
    ]
    for _ in range(2):
        for bound, read in made:
            if not found.isdisjoint(read):
                found.update(bound)
    return frozenset(found)


def _assigned(file: File, block: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Targets and values inside a block; of an inner loop, what it goes through."""
    for plain in file.nodes(ast.Assign, within=block):
        for target in plain.targets:
            yield target, plain.value
    for annotated in file.nodes(ast.AnnAssign, within=block):
        if annotated.value is not None:
            yield annotated.target, annotated.value
    for inner in (*file.nodes(ast.For, within=block), *file.nodes(ast.AsyncFor, within=block)):
        assert isinstance(inner, ast.For | ast.AsyncFor)
        yield inner.target, inner.iter


def runs_once(file: File, node: ast.AST, loop: Loop) -> bool:
    """Whether a node stands in a branch that leaves the loop, or in front of what always does."""
    if not isinstance(loop.node, ast.For | ast.AsyncFor):
        return False
    if _leaves_after(file, file.statement(node), loop.node.body):
        return True
    for context in file.index.placed[file.statement(node)].chain():
        if context.node is loop.node:
            return False
        ways = file.exits(block_of(context))
        if not ways & (Exit.FALLS | Exit.CONTINUES):
            return True
    return False


def _leaves_after(file: File, statement: ast.stmt, body: list[ast.stmt]) -> bool:
    """Whether a statement of a loop's own block is followed by nothing that starts another round."""
    if statement not in body:
        return False
    return not file.exits(body[body.index(statement) :]) & (Exit.FALLS | Exit.CONTINUES)


def leaves_early(file: File, loop: Loop) -> bool:
    """Whether a round may end the loop with success, as a search does."""
    if not isinstance(loop.node, ast.For | ast.AsyncFor):
        return False
    ways = file.exits(loop.node.body)
    return bool(ways & (Exit.RETURNS | Exit.BREAKS))


def is_unit_of_work(file: File, loop: Loop) -> bool:
    """Whether each round changes something, takes a lock or hands work over."""
    answer: bool = file.memo(
        ("unit of work", loop.node),
        lambda: (
            changes(file, loop.node)
            or hands_to_writer(file, loop.node, frozenset(names_in(loop.target)))
        ),
    )
    return answer


def hands_to_writer(file: File, within: ast.AST, names: Collection[str]) -> bool:
    """Whether something inside a node hands one of these to a function that writes rows itself."""
    for call in file.nodes(ast.Call, within=within):
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        if any(isinstance(item, ast.Name) and item.id in names for item in arguments):
            home, function = called(file, call) or (file, None)
            if function is not None and _writes_rows(home, function):
                return True
    return False


def _writes_rows(file: File, function: FunctionNode) -> bool:
    calls = file.nodes(ast.Call, within=function)
    return not _writing_calls(file).isdisjoint(calls) or any(
        isinstance(call.func, ast.Attribute) and call.func.attr in SAVING for call in calls
    )


def changes(file: File, within: ast.AST) -> bool:
    """Whether something inside a node changes what outlives it."""
    calls = file.nodes(ast.Call, within=within)
    methods, functions = file.words(UNITS_OF_WORK), file.words(WORKING)
    lasts = [file.last_name(call) for call in calls]
    if any(map(functions.match, lasts)):
        return True
    return not _writing_calls(file).isdisjoint(calls) or any(
        methods.match(last) and not _is_plain(file, call)
        for last, call in zip(lasts, calls, strict=True)
    )


def _writing_calls(file: File) -> frozenset[ast.Call]:
    found: frozenset[ast.Call] = file.memo(("writing calls",), lambda: _writes(file))
    return found


def _writes(file: File) -> frozenset[ast.Call]:
    """The calls of methods that write; of statements that are executed, those about tables."""
    table = tables().table(Writes)
    return frozenset(
        write.node for write in file.facts(Write) if write.name in table or write.verb == "define"
    )


def _is_plain(file: File, call: ast.Call) -> bool:
    """Whether a method is that of a local set or list, or makes one: ``set(rows)``."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        return (file.name_of(function) or "").startswith("builtins.")
    kind = file.type_of(function.value)
    return kind is not None and kind.name.startswith(("builtins.", "collections."))


# ── queries in them ──────────────────────────────────────────────────────────────────────────────


@record
class RepeatedQuery:
    """A query that is sent once for each round of a loop that grows."""

    node: ast.expr
    """The query, or the call of the helper that sends it."""
    loop: Loop
    what: str
    """The query, or the helper, as the file spells it."""
    model: str | None
    path: tuple[Place, ...]
    """Where each helper goes on, the nearest first; in the last one the query is sent."""
    varies: bool
    """Whether it differs from round to round."""

    @classmethod
    def find(cls, file: File) -> Iterable[RepeatedQuery]:
        """Every one of the file, at the innermost loop that grows, in what somebody may run."""
        for found in (*cls._of_file(file), *_through_helpers(file)):
            function = file.function(found.node)
            if function is None or not is_abandoned(file, function):
                yield found

    @classmethod
    def _of_file(cls, file: File) -> Iterator[RepeatedQuery]:
        for query in _repeatable(file):
            loop = _growing(file, query.node)
            if loop and _counts(file, query.node, loop) and not _is_loaded(file, query):
                varies = depends(file, loop, query.node)
                what = spelled(query.node)
                yield cls(query.node, loop, what, query.model, (), varies)


def _repeatable(file: File) -> list[Query]:
    """The queries of a file that take a round trip, and that nobody collects for a whole round."""
    return [
        query
        for query in file.facts(Query)
        if query.verb != "reload"
        and not is_local(file, query.orm)
        and file.function(query.node) not in _loaders(file)
    ]


def _growing(file: File, node: ast.expr, program: Program | None = None) -> Loop | None:
    """The innermost loop around a node that grows; a parameter's name counts unless callers differ."""
    for around in _loops_around(file, node):
        loop = loop_of(file, around)
        if loop is not None and loop.grows and _is_given_many(file, loop, program):
            return loop
    return None


def _is_given_many(file: File, loop: Loop, program: Program | None) -> bool:
    """Whether more than a name says that a loop grows, or some caller may hand over what does."""
    if loop.sure:
        return True
    rows, function = _unwrapped(loop.iterable), file.function(loop.node)
    if not isinstance(rows, ast.Name) or function is None:
        return True
    callers = callers_of(file, function, program)
    handed = [given_for(caller, file, function, rows.id) for caller in callers]
    return not handed or any(item is None or not _is_one_of_many(*item) for item in handed)


def _is_one_of_many(file: File, expr: ast.expr) -> bool:
    """Whether an expression is written out, or is what another loop gives in a round: one group."""
    if isinstance(expr, ast.Name):
        bindings = file.bindings(expr)
        return bool(bindings) and all(item.kind is Bound.ITERATED for item in bindings)
    return isinstance(expr, ast.List | ast.Tuple | ast.Set)


def _loops_around(file: File, node: ast.expr) -> Iterator[ast.AST]:
    """Every loop that runs the node again, innermost first, those that run a lambda included."""
    applying = _applying(file, node)
    if applying is not None:
        yield applying
    yield from file.loops_around(applying or node)


def _applying(file: File, node: ast.expr) -> ast.Call | None:
    """The call of ``map`` and its like that runs the lambda around a node."""
    if not file.is_inside(node, ast.Lambda):
        return None
    inside: ast.AST | None = None
    for around in file.ancestors(node):
        if isinstance(around, ast.stmt):
            return None
        if isinstance(around, ast.Lambda):
            inside = around
        elif isinstance(around, ast.Call) and inside is not None:
            return around if _applied(around) is inside else None
    return None


def _counts(file: File, node: ast.expr, loop: Loop) -> bool:
    """Whether a query in a loop is one that could be sent once for all rounds."""
    if file.runs_later(node) and isinstance(loop.node, ast.For | ast.AsyncFor):
        return False
    return not (
        runs_once(file, node, loop)
        or is_one_off(file, node)
        or is_in_handler(file, node, loop.node)
        or leaves_early(file, loop)
        or is_unit_of_work(file, loop)
        or _is_cached(file, node)
        or _is_kept(file, node, loop)
        or _is_handed_on(file, node, loop)
    )


def is_in_handler(file: File, node: ast.AST, loop: ast.AST) -> bool:
    """Whether a node stands where a loop handles an exception: a round seldom comes to it."""
    within = start_of(loop), end_of(loop)
    return any(
        within[0] < start_of(handler) < within[1]
        for handler in file.enclosing(node, Branch.EXCEPT)
        if isinstance(handler, ast.ExceptHandler)
    )


def is_one_off(file: File, node: ast.AST) -> bool:
    """Whether a node runs once for each installation: by its function, what decorates it, its module."""
    words, function = file.words(ONE_OFF), file.function(node)
    if function is None or answers(node, file):
        return False
    names = (file.module.rpartition(".")[2], function.name)
    decorators = (name.rpartition(".")[2] or last for name, last in decorators_of(file, function))
    return any(map(words.match, (*names, *decorators)))


def _is_handed_on(file: File, node: ast.expr, loop: Loop) -> bool:
    """Whether a function gets the row that a query gives, and changes something with it."""
    statement = file.statement(node)
    if (
        not isinstance(statement, ast.Assign)
        or not isinstance(loop.node, ast.For | ast.AsyncFor)
        or not depends(file, loop, node)
    ):
        return False
    given_on = set(names_in(statement.targets[0]))
    for call in file.nodes(ast.Call, within=loop.node):
        if any(isinstance(item, ast.Name) and item.id in given_on for item in call.args):
            found = called(file, call)
            if found is not None and changes(*found):
                return True
    return False


def _is_cached(file: File, node: ast.expr) -> bool:
    """Whether a query fills a mapping where the key is missing: ``if key not in rows``."""
    statement = file.statement(node)
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Subscript):
        return False
    kept = ast.unparse(statement.targets[0].value)
    return any(
        isinstance(part, ast.Compare)
        and isinstance(part.ops[0], ast.NotIn)
        and ast.unparse(part.comparators[0]) == kept
        for condition in file.conditions(node)
        for part in ast.walk(condition.test)
    )


def _is_kept(file: File, node: ast.expr, loop: Loop) -> bool:
    """Whether a query fills a name where that is empty, and nothing in the loop empties it again."""
    statement = file.statement(node)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(target, ast.Name):
        return False
    filled = [kept for kept, _ in _assigned(file, loop.node) if target.id in names_in(kept)]
    return filled == [target] and any(
        start_of(loop.node) < start_of(condition.test)
        and is_empty(condition.test, target.id, holds=condition.holds)
        for condition in file.conditions(node)
    )


def is_empty(test: ast.expr, name: str, *, holds: bool) -> bool:
    """Whether a test says, by the way it went, that a name holds nothing yet."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return is_empty(test.operand, name, holds=not holds)
    if isinstance(test, ast.BoolOp) and holds is isinstance(test.op, ast.And):
        return any(is_empty(part, name, holds=holds) for part in test.values)
    if isinstance(test, ast.Compare) and is_name(test.left, name):
        nothing = test.comparators[0]
        wanted = ast.Is if holds else ast.IsNot
        return (
            isinstance(nothing, ast.Constant)
            and nothing.value is None
            and isinstance(test.ops[0], wanted)
        )
    return not holds and is_name(test, name)


def _is_loaded(file: File, query: Query) -> bool:
    """Whether the rows were loaded before, so that the session has them."""
    if not query.keyed:
        return False
    function = file.function(query.node)
    return any(file.function(call) is function for call, _ in file.index.calls.get("in_", ()))


def _loaders(file: File) -> frozenset[ast.AST]:
    """Functions that are given the keys of a whole round, which somebody else collects."""
    found: frozenset[ast.AST] = file.memo(("loaders",), lambda: frozenset(_loaders_of(file)))
    return found


def _loaders_of(file: File) -> Iterator[ast.AST]:
    table = tables().table(Batches)
    for name, call in file.calls_to(table):
        handed = given(file, call, table[name].function)
        function = callable_of(file, handed) if handed is not None else None
        if function is not None:
            yield function
    for cls, rows in classes_of(file, table):
        yield from (method for method in methods_of(file, cls) if method.name == rows[0].method)


BINDING = frozenset({"builtins.classmethod", "builtins.staticmethod"})
"""Decorators under which a call runs the function, and nothing else."""


@record
class _Helper:
    """A function that does nothing but read, by what it is given."""

    file: File
    function: FunctionNode
    query: Query
    path: tuple[Place, ...]


def _through_helpers(file: File) -> Sequence[RepeatedQuery]:
    """Calls, in a loop that grows, of functions that read by what they are given."""
    if file.program is None:
        return _Reading((file, query) for query in _in_helpers(file)).found[file.module]
    return part_of(file, READING) or ()


def _told(found: Sequence[RepeatedQuery]) -> object:
    """What a module's findings hang on, in the order of its text and without its lines."""
    ordered = sorted(found, key=lambda item: start_of(item.node))
    return [
        (item.what, item.model, item.varies, [f"{at.module}.{at.function}" for at in item.path])
        for item in ordered
    ]


READING: Derivation[list[RepeatedQuery]] = Derivation(
    "readiness_lint.facts.loops:READING",
    lambda program: _Reading(program.each(_in_helpers, tables=queried()), program).found,
    _told,
)
"""The loops that send a query through helpers, by module."""


def _in_helpers(file: File) -> Iterator[Query]:
    """The queries that a function of a file sends for its callers, with what they gave it."""
    for query in _repeatable(file):
        if _is_read_by_parameter(file, query.node):
            yield query


class _Reading:
    """From the queries to the functions that send them, and on to the loops that call those."""

    def __init__(
        self, queries: Iterable[tuple[File, Query]], program: Program | None = None
    ) -> None:
        self.program = program
        self.found: dict[str, list[RepeatedQuery]] = defaultdict(list)
        """By module."""
        self.known: set[FunctionNode] = set()
        self.todo: deque[_Helper] = deque()
        for file, query in queries:
            self.note(file, query.node, query, ())
        while self.todo:
            self.follow(self.todo.popleft())

    def note(self, file: File, node: ast.expr, query: Query, path: tuple[Place, ...]) -> None:
        """Go on from the function around a read that does little else."""
        function = file.function(node)
        if function is not None and function not in self.known:
            self.known.add(function)
            self.todo.append(_Helper(file, function, query, (file.place(node), *path)))

    def follow(self, helper: _Helper) -> None:
        """Look at the loops that call a function, and at the functions that do."""
        self.found[helper.file.module].extend(_applied_to_rows(helper, self.program))
        for caller in callers_of(helper.file, helper.function, self.program):
            file, call = caller.file, caller.node
            if isinstance(call, ast.Call) and caller.function is not helper.function:
                loop = _growing(file, call, self.program)
                if loop is None:
                    if _is_read_by_parameter(file, call):
                        self.note(file, call, helper.query, helper.path)
                elif _is_answer_used(file, call):
                    self.found[file.module].extend(_repeated(file, call, loop, helper))


def _repeated(file: File, call: ast.Call, loop: Loop, helper: _Helper) -> Iterator[RepeatedQuery]:
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    if any(depends(file, loop, item) for item in arguments) and _counts(file, call, loop):
        what, model = spelled(call), helper.query.model
        yield RepeatedQuery(call, loop, what, model, helper.path, varies=True)


def _applied_to_rows(helper: _Helper, program: Program | None) -> Iterator[RepeatedQuery]:
    """``map(function, rows)``."""
    file = helper.file
    for last in MAPPING:
        for call, _ in file.index.calls.get(last, ()):
            function = _applied(call)
            if function is None or isinstance(function, ast.Lambda):
                continue
            if file.definition(function) is helper.function:
                loop = loop_of(file, call)
                if loop is not None and loop.grows and _is_given_many(file, loop, program):
                    what, model = f"{ast.unparse(function)}()", helper.query.model
                    yield RepeatedQuery(call, loop, what, model, helper.path, varies=True)


def _is_answer_used(file: File, call: ast.Call) -> bool:
    around = file.parent(call)
    if isinstance(around, ast.Await):
        around = file.parent(around)
    return not isinstance(around, ast.Expr)


def _is_read_by_parameter(file: File, node: ast.expr) -> bool:
    """Whether a function always comes to a node, which takes in a parameter or what is made of it."""
    function = file.function(node)
    parameters = _parameters(file, function) if function is not None else None
    if function is None or not parameters:
        return False
    # The text around the node is looked at first, and what has to be resolved last.
    if any(True for _ in file.conditions(node)) or file.runs_later(node):
        return False
    if any(True for _ in file.enclosing(node, Branch.EXCEPT)):
        return False
    if not _takes(file, function, node, parameters) or file.is_generator(function):
        return False
    if any(file.name_of(item) not in BINDING for item in function.decorator_list):
        return False
    return not changes(file, function)


def _parameters(file: File, function: FunctionNode) -> set[str]:
    """What a function is given, without its own object."""
    me = file.index.scopes[function].me
    return {argument.arg for argument in every_argument(function.args)} - {me}


def _takes(file: File, function: FunctionNode, node: ast.expr, parameters: set[str]) -> bool:
    """Whether a node takes in what its function was given, or what that makes of it."""
    used = set(names_within(node))
    if not used.isdisjoint(parameters):
        return True
    targets = (target for target, _ in _assigned(file, function))
    if not any(name in used for target in targets for name in names_in(target)):
        return False
    key = ("made of parameters", function)
    made = file.memo(key, lambda: _made_of(file, function, parameters))
    return not used.isdisjoint(made)


def answers(node: ast.AST, file: File) -> bool:
    """Whether a request waits for a node: a handler, a hook, a serializer, a resolver, a template."""
    entry = entry_of(node, file)
    if isinstance(entry, Handler):
        return True
    if isinstance(entry, Entry) and entry.kind in {EntryKind.HANDLER, EntryKind.MIDDLEWARE}:
        return True
    cls, function = file.class_(node), file.function(node)
    if cls is not None and _is_answering(file, cls):
        return True
    return function is not None and function in _answering(file)


def _is_answering(file: File, cls: ast.ClassDef) -> bool:
    if cls.name.endswith(("Serializer", "View", "ViewSet")):
        return True
    return not tables().word("serializer").keys().isdisjoint(file.bases_of(cls))


def _answering(file: File) -> frozenset[ast.AST]:
    """The functions of a file that GraphQL or a template calls."""
    found: frozenset[ast.AST] = file.memo(("answering",), lambda: frozenset(_answering_of(file)))
    return found


def _answering_of(file: File) -> Iterator[ast.AST]:
    for field in file.facts(GraphqlField):
        if field.resolver is not None:
            yield field.resolver
    for _, definition, _ in decorated_by(file, tables().word("template-tag")):
        yield definition
    # A resolver of GraphQL is given what it knows of the query.
    for function in functions_of(file):
        if any(argument.arg == "info" for argument in every_argument(function.args)):
            yield function

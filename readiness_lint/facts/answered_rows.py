"""Rows of a table that a function answers with, all of them, through the functions that it calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.callers import Caller, called
from readiness_lint.facts.classes import is_overridden
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.queries import PASSING, Links, links_of, model_of, rows_of
from readiness_lint.facts.shapes import is_name, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import ADMINS, ANSWER_MAKERS, CURRENT_USERS, IN_USE, PAGING
from readiness_lint.knowledge.schema import Param, Reads
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

PAGE = Pattern(r"Page|Paginat|Cursor|Slice", re.IGNORECASE)
CUTTING = frozenset({"limit", "head"})
CONDITIONS = frozenset({"filter", "filter_by", "where", "exclude", "find", "having", "fetch"})
"""Methods that choose among rows by their arguments."""
WRITTEN = frozenset({"raw"})
"""Methods of managers whose argument is the whole statement, conditions and all."""
COLUMNS = "c"
"""What has the columns of a statement that stands inside another."""
NESTED = frozenset({"cte", "subquery", "lateral"})


@record
class AnsweredRows:
    """A read without a bound whose rows are in an answer."""

    node: ast.expr
    """The read; where a function of the program sends it, the call of that function."""
    model: str
    of_parent: bool
    """Whether a condition takes in something of the request: the rows of one parent."""


def answered_rows(file: File, function: FunctionNode, *, read: bool) -> AnsweredRows | None:
    """The first answer of a function with every row; ``read``: who gets it asks for the rows."""
    outermost = _Frame(file, function)
    for frame, call, asked in _reads(outermost, asked=read):
        if _is_every(rows_of(frame.file)[call], asked=asked) and frame.gives_all:
            found = _whole(frame, call)
            if found is not None:
                return AnsweredRows(frame.seen_from_outside(call), *found)
    return None


def only_answer(file: File, function: FunctionNode) -> AnsweredRows | None:
    """The rows that a function gives, if it gives all of them and has one answer."""
    frame = _Frame(file, function)
    values = list(frame.returned())
    found = _whole(frame, values[0]) if len(values) == 1 else None
    return AnsweredRows(values[0], *found) if found else None


def whole_table(file: File, queryset: ast.expr) -> str | None:
    """The model of which an expression in a class body gives every row."""
    found = _whole(_Frame(file, None), queryset)
    return found[0] if found else None


@record
class _Frame:
    """A function between an answer and its rows."""

    file: File
    function: FunctionNode | None
    call: ast.Call | None = None
    """What calls it, in the frame around it; ``None``: it is the one that answers."""
    outer: _Frame | None = None

    def seen_from_outside(self, node: ast.expr) -> ast.expr:
        """What the function that answers has for a node."""
        frame: _Frame | None = self
        while frame is not None and frame.call is not None:
            node, frame = frame.call, frame.outer
        return node

    def enter(self, call: ast.Call, at: ast.stmt | None = None) -> _Frame | None:
        """The function that a call runs, if its answer is what it returns."""
        home, function = called(self.file, call, at) or (self.file, None)
        if function is None or home.is_generator(function) or self.is_inside(function):
            return None
        return _Frame(home, function, call, self)

    def is_inside(self, function: FunctionNode) -> bool:
        """Whether a function is one of those that led here."""
        return function is self.function or (
            self.outer is not None and self.outer.is_inside(function)
        )

    def argument(self, name: ast.expr) -> tuple[_Frame, ast.expr] | None:
        """What the call gives for a parameter."""
        if self.outer is None or self.function is None or self.call is None:
            return None
        bindings = self.file.bindings(name) if isinstance(name, ast.Name) else []
        node = bindings[0].node if len(bindings) == 1 else None
        if not isinstance(node, ast.arg) or bindings[0].kind is not Bound.PARAMETER:
            return None
        caller = Caller(self.outer.file, self.call, self.outer.function, self.call)
        home, value = given_for(caller, self.file, self.function, node.arg) or (self.file, None)
        return (self.outer, value) if value is not None and home is self.outer.file else None

    def returned(self) -> Iterator[ast.expr]:
        """What the function gives."""
        for statement in self.file.statements_of(self.function) if self.function else ():
            if isinstance(statement, ast.Return) and statement.value is not None:
                yield statement.value

    @property
    def gives_all(self) -> bool:
        """Whether no caller on the way may ask for a part, and no other method may run instead."""
        if self.function is None or self.outer is None:
            return True
        return not (
            pages(self.file, self.function)
            or is_overridden(self.file, self.function)
            or not self.outer.gives_all
        )


# ── from the answer to the reads ─────────────────────────────────────────────────────────────────

Piece = tuple[_Frame, ast.expr, bool]
"""An expression that stands in an answer, and whether all its rows are asked for there."""


def _is_every(row: Reads, *, asked: bool) -> bool:
    return row.many and (asked or row.verb == "all")


def _reads(outermost: _Frame, *, asked: bool) -> Iterator[tuple[_Frame, ast.Call, bool]]:
    """Reads whose rows are in an answer."""
    for value in outermost.returned():
        todo: list[Piece] = [(outermost, value, asked)]
        seen = set[tuple[_Frame, ast.expr]]()
        while todo:
            frame, expr, asked_here = todo.pop()
            if (frame, expr) in seen:
                continue
            seen.add((frame, expr))
            if isinstance(expr, ast.Call) and expr in rows_of(frame.file):
                yield frame, expr, asked_here
            else:
                todo.extend(_parts(frame, expr, asked=asked_here))


def _parts(frame: _Frame, expr: ast.expr, *, asked: bool) -> Iterator[Piece]:
    """The pieces of an expression that stand in the answer with all their rows."""
    if isinstance(expr, ast.Await | ast.Starred):
        row = rows_of(frame.file).get(expr.value) if isinstance(expr.value, ast.Call) else None
        yield frame, expr.value, asked or (row is not None and row.verb == "build")
    elif isinstance(expr, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        yield frame, expr.generators[0].iter, True
    elif isinstance(expr, ast.Dict):
        yield from ((frame, value, asked) for value in expr.values)
    elif isinstance(expr, ast.List | ast.Tuple | ast.Set):
        yield from ((frame, item, asked) for item in expr.elts)
    elif isinstance(expr, ast.IfExp):
        yield from ((frame, item, asked) for item in (expr.body, expr.orelse))
    elif isinstance(expr, ast.Attribute) and expr.attr == "data":
        yield from ((frame, rows, True) for rows in _serialized(frame.file, expr.value))
    elif isinstance(expr, ast.Name):
        yield from _kept(frame, expr, asked=asked)
    elif isinstance(expr, ast.Call):
        at = frame.file.statement(expr)
        yield from _handed_on(frame, expr, at, asked=asked)
        yield from _given_by(frame, expr, at, asked=asked)


def _serialized(file: File, expr: ast.expr) -> Iterator[ast.expr]:
    """The rows of ``Serializer(rows, many=True).data``."""
    made = file.assigned(expr) or expr
    if not isinstance(made, ast.Call):
        return
    many = given(file, made, Param("many"))
    rows = given(file, made, Param("instance", 0))
    if isinstance(many, ast.Constant) and many.value is True and rows is not None:
        yield rows


def _kept(frame: _Frame, name: ast.Name, *, asked: bool) -> Iterator[Piece]:
    """What a local name holds, and the rows that a list was filled from."""
    file = frame.file
    argument = frame.argument(name)
    if argument is not None:
        yield (*argument, asked)
    bindings = file.bindings(name)
    if len(bindings) != 1 or bindings[0].kind is not Bound.VALUE or bindings[0].value is None:
        return
    value = bindings[0].value
    yield frame, value, asked
    if isinstance(value, ast.List) and not value.elts:
        for call, at in file.index.calls.get("append", ()):
            function = call.func
            if (
                isinstance(function, ast.Attribute)
                and is_name(function.value, name.id)
                and file.index.placed[at].scope is bindings[0].scope
            ):
                loop = file.repeats(call)
                if isinstance(loop, ast.For | ast.AsyncFor):
                    yield frame, loop.iter, True


def _handed_on(frame: _Frame, call: ast.Call, at: ast.stmt, *, asked: bool) -> Iterator[Piece]:
    """What a call puts into the answer that it makes; nothing of one that is written in pieces."""
    file = frame.file
    name = file.callee(call, at) or ""
    if any(base in tables().word("streams") for base in file.library.bases(name)):
        return
    last = (name or file.last_name(call) or "").rpartition(".")[2]
    if last in PASSING and isinstance(call.func, ast.Name):
        yield from ((frame, item, True) for item in call.args[:1])
    elif file.words(ANSWER_MAKERS).match(last) or (last[:1].isupper() and not last.isupper()):
        for item in (*call.args, *(keyword.value for keyword in call.keywords)):
            yield frame, item, asked


def _given_by(frame: _Frame, call: ast.Call, at: ast.stmt, *, asked: bool) -> Iterator[Piece]:
    """What a function of the program gives, whatever its arguments are."""
    inner = frame.enter(call, at)
    for value in inner.returned() if inner else ():
        if inner is not None and not _is_for_some(inner, value):
            yield inner, value, asked


def _is_for_some(frame: _Frame, value: ast.expr) -> bool:
    """Whether a function gives something else for other arguments."""
    assert frame.function is not None
    names = {argument.arg for argument in every_argument(frame.function.args)}
    names.discard(frame.file.index.scopes[frame.function].me)
    tests = (condition.test for condition in frame.file.conditions(value))
    return any(name in names for name in names_within(*tests))


def pages(file: File, function: FunctionNode, calls: Iterable[ast.Call] = ()) -> bool:
    """Whether the caller of a function may ask for a part, or its answer is a page."""
    words = file.words(PAGING)
    arguments = list(every_argument(function.args))
    if any(words.match(argument.arg) for argument in arguments):
        return True
    declared = [
        keyword.value
        for call in calls
        for keyword in call.keywords
        if keyword.arg in {"response_model", "response", "dependencies"}
    ]
    annotations = [argument.annotation for argument in arguments]
    shown = [item for item in (function.returns, *annotations, *declared) if item is not None]
    if any(PAGE.search(ast.unparse(item)) for item in shown):
        return True
    inner = file.nodes(ast.Call, within=function)
    names = [file.last_name(item) or "" for item in (*function.decorator_list, *inner)]
    return any(PAGE.search(name) or name in CUTTING for name in names) or any(
        isinstance(item, ast.Constant) and isinstance(item.value, str) and words.match(item.value)
        for call in inner
        for item in call.args
    )


# ── from a read to what builds it ────────────────────────────────────────────────────────────────


def _whole(frame: _Frame, read: ast.expr) -> tuple[str, bool] | None:
    """The model of a read that nothing bounds, and whether it gives the rows of one parent."""
    built = _built(frame, read)
    if built is None or any(
        part.links.limited or part.links.grouped or _is_derived(part) or _is_of_some(part)
        for part in built
    ):
        return None
    models = (model_of(part.frame.file, part.links) for part in built)
    model = next((model for model in models if model is not None), None)
    return (model, any(map(_is_of_parent, built))) if model else None


@record
class _Part:
    """What one function contributes to a read."""

    frame: _Frame
    expr: ast.expr
    links: Links


def _built(frame: _Frame, expr: ast.expr) -> list[_Part] | None:
    """All that builds a read, in the functions that have it in hand; ``None``: not all is known."""
    links = links_of(frame.file, expr)
    found = [_Part(frame, expr, links)]
    behind: list[tuple[_Frame, ast.expr]] = []
    for call in links.unknown:
        inner = frame.enter(call)
        values = list(inner.returned()) if inner else []
        if inner is None or inner.function is None or not values:
            return None
        if is_overridden(inner.file, inner.function):
            return None
        behind += [(inner, value) for value in values]
    behind += [argument for root in links.roots if (argument := frame.argument(root))]
    for home, value in behind:
        more = _built(home, value)
        if more is None:
            return None
        found += more
    return found


def _is_derived(part: _Part) -> bool:
    """Whether the rows are those of another statement, or of one that is written in SQL elsewhere."""
    file = part.frame.file
    for link in part.links.calls:
        if link.name in WRITTEN:
            return True
        for node in ast.walk(link.node) if link.row is not None else ():
            # `totals.c.amount` where `totals` is `select(...).group_by(...).subquery()`.
            if isinstance(node, ast.Attribute) and node.attr == COLUMNS:
                kept = file.assigned(node.value)
                if isinstance(kept, ast.Call) and file.last_name(kept) in NESTED:
                    return True
    return False


def _is_of_request(file: File, node: ast.Name | ast.Attribute) -> bool:
    """Whether a global name stands for who sends the request that is being answered."""
    last = node.id if isinstance(node, ast.Name) else node.attr
    return file.words(CURRENT_USERS).match(last) or (
        file.name_of(node) in tables().word("of-request")
    )


def _always_asked(part: _Part, names: frozenset[str]) -> Iterator[ast.Call]:
    """The conditions that hold for all of a read."""
    file, function = part.frame.file, part.frame.function
    given_by_tests = {condition.test for condition in file.conditions(part.expr)}
    for made in part.links.named(names):
        tests = {condition.test for condition in file.conditions(made)}
        if file.function(made) is not function or tests <= given_by_tests:
            yield made


def _is_of_some(part: _Part) -> bool:
    """Whether a read is of the rows of one kind, which may be few: ``kind=Kind.PLATFORM``."""
    return any(
        _is_of_kind(part.frame.file, column, value)
        for made in _always_asked(part, CONDITIONS - {"exclude", "having"})
        for column, value in _equalities(part.frame.file, made)
    )


def _is_of_kind(file: File, column: str, value: ast.expr) -> bool:
    """Whether a column has one fixed value that the rows of a table need not have in common."""
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        # Orders that are open may be as many as there are; superusers are few.
        return file.words(ADMINS).match(column)
    words, last = file.words(IN_USE), ast.unparse(value).rpartition(".")[2].strip("'\"")
    return _is_fixed(file, value) and not (words.match(column) or words.match(last))


def _equalities(file: File, made: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The columns of a condition, and what each has to be."""
    for keyword in made.keywords:
        if keyword.arg is not None:
            name = keyword.arg.removesuffix("__exact").removesuffix("__isnull")
            yield from [(name, keyword.value)] if "__" not in name else []
    for test in made.args:
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq | ast.Is):
            yield file.last_name(test.left) or "", test.comparators[0]


def _is_fixed(file: File, value: ast.expr) -> bool:
    """Whether a value is written there, or is a member of an enumeration."""
    if isinstance(value, ast.Attribute):
        name = file.name_of(value.value)
        found = file.defined(name) if name is not None else None
        return found is not None and isinstance(found[1], ast.ClassDef)
    return isinstance(value, ast.Constant)


def _is_of_parent(part: _Part) -> bool:
    """Whether a condition that holds for all of a read takes in something of the request."""
    file, function, links = part.frame.file, part.frame.function, part.links
    for made in _always_asked(part, CONDITIONS):
        for argument in (*made.args, *(keyword.value for keyword in made.keywords)):
            for node in ast.walk(argument):
                if isinstance(node, ast.Name) and any(
                    binding.scope.node is function for binding in file.bindings(node)
                ):
                    return True
                if isinstance(node, ast.Name | ast.Attribute) and _is_of_request(file, node):
                    return True
    return links.text is not None and "where" in links.text.lower()

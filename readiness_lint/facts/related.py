"""Reads of related rows, and of columns, that did not come with the row they are read from."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.callers import called, parameter_given
from readiness_lint.facts.chains import Chain, chains_of
from readiness_lint.facts.conditions import is_asked_by_nobody
from readiness_lint.facts.databases import is_local
from readiness_lint.facts.few_rows import matches_few
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.loops import (
    answers,
    applications,
    changes,
    is_in_handler,
    is_unit_of_work,
    loop_of,
    runs_once,
)
from readiness_lint.facts.messages import Message, fields_of, message_made
from readiness_lint.facts.queries import PASSING, is_evaluated, reads_of
from readiness_lint.facts.relations import (
    Field,
    Member,
    Method,
    Relation,
    Relations,
    may_be_late,
    relations_of,
)
from readiness_lint.facts.rows import (
    Path,
    Rows,
    call_of,
    class_of,
    loaded_by,
    loading_calls,
    may_be_given,
    may_be_rows,
    rows_from,
    rows_in_tuples,
)
from readiness_lint.facts.shapes import is_name, spelled
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import ColumnTrait, Param, Reads
from readiness_lint.model import Branch, File, FunctionNode
from readiness_lint.model.flow import block_of
from readiness_lint.model.index import every_argument, names_in
from readiness_lint.model.positions import end_of, start_line, start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Exit, Place

FARTHEST = 2
"""Calls that are followed from a row: behind more of them nothing was found that is true."""
TEXTS = frozenset({"str", "format", "print"})
"""Built-in functions that ask an object for its text."""
ATTRIBUTE = Pattern(r"\w+")
KEY = Param("primary_key")
DELETING = frozenset({"delete", "adelete"})
SAVING = frozenset({"save", "asave"})
ONE = frozenset({"get", "latest", "earliest"})
"""Methods that ask for one row: a round that changes something needs that, and not all of them."""
COUNT = "count"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS: tuple[type[ast.For | ast.AsyncFor], ...] = (ast.For, ast.AsyncFor)
COMPREHENSIONS: tuple[type[ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp], ...] = (
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


@record
class RelatedAccess:
    """One read, in a loop over rows, that costs a query for each of them."""

    node: ast.expr
    """The read in the loop; the call of the helper, or of the row's method, that makes it."""
    row: str
    """What is read from, as the file spells it where the read stands."""
    name: str
    """The attribute."""
    model: str
    """The class that has it, as its file spells it."""
    relation: Relation | None
    """``None``: a column that the query left out."""
    path: Path
    """From the row of the query on, as far as it is read."""
    rows: Rows
    loop: ast.AST
    """The loop; the function, of an object that no loop goes through."""
    key: str
    """The attribute of the row that holds all that is asked for; empty: there is none."""
    via: tuple[Place, ...]
    """Where each helper goes on, the nearest first."""
    loader: str
    """What would load it with the rows, by the name that a reader knows."""
    fails: bool
    """Whether it raises instead: in a coroutine, or behind an asynchronous session."""
    counted: bool
    """Whether nothing but the number of the rows is asked for."""

    @property
    def remedy(self) -> str:
        """What the query lacks, or what the loop could do without."""
        if self.key:
            return f"`{self.row}.{self.key}` holds the key"
        query = spelled(self.rows.node)
        if self.relation is None:
            return f"`{query}` leaves it out"
        if self.counted and self.relation.row.counts:
            # The rows themselves are not needed, however many there are.
            asked = "__".join((*self.path[:-1], _name_in_queries(self.relation)))
            return f"`{query}` has no `{self.relation.row.counts.format(asked)}`"
        if self.relation.row.queries:
            return f'`{query}` has no `{self.loader}("{"__".join(self.path)}")`'
        return f"the statement has no `{self.loader}({self.model}.{self.name})`"

    @classmethod
    def find(cls, file: File) -> Iterable[RelatedAccess]:
        """Every one in the file: for each loop and path the first."""
        relations = relations_of(file) if any(True for _ in _loops(file)) else None
        if relations:
            for access in _first(file, cls.in_loops(file, relations)):
                if is_asked_by_nobody(file, access.loop):
                    continue
                # What fails does so however little it would cost.
                if access.fails or not _costs_little(file, access):
                    yield access

    @classmethod
    def in_loops(cls, file: File, relations: Relations) -> Iterator[RelatedAccess]:
        """What is read in each loop that goes through rows."""
        for target, iterable, loop in _loops(file):
            found = _row_in(target, iterable)
            if found is None or not (
                may_be_rows(file, found[1], loop) or _may_be_given(file, relations, found, loop)
            ):
                continue
            inside = isinstance(target, ast.Tuple) and len(target.elts) == 1
            rows = (rows_in_tuples if inside else rows_from)(file, found[1])
            if rows is None or rows.single or (_are_few(file, rows) and not rows.eager):
                continue
            if _may_read(file, relations, rows, found[0], loop) and not _is_deleted(
                file, found[0], loop
            ):
                yield from reads_in(file, relations, rows, loop, found[0])


def _are_few(file: File, rows: Rows) -> bool:
    """Whether a handful of rows come: the query says so, or asks for what one row has."""
    return rows.few or (not rows.built and matches_few(file, rows.links, own=True))


def _first(file: File, found: Iterable[RelatedAccess]) -> Iterator[RelatedAccess]:
    """The first read of each path: objects that a local query holds keep what they loaded."""
    seen: set[tuple[ast.expr, Path]] = set()
    for access in sorted(found, key=lambda item: start_of(item.node)):
        query = access.rows.node
        kept = file.assigned(query) if isinstance(query, ast.Name) else None
        if kept is None or (kept, access.path) not in seen:
            yield access
        if kept is not None:
            seen.add((kept, access.path))


def _costs_little(file: File, access: RelatedAccess) -> bool:
    """Whether a read takes no round trip, or each round of its loop writes another row."""
    relation, loop = access.relation, access.loop
    if relation is not None and is_local(file, relation.row.orm):
        return True
    if not isinstance(loop, LOOPS):
        return False
    return any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr in SAVING
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in _written(file, access, loop)
        and file.statement(call) in loop.body
        for call in file.nodes(ast.Call, within=loop)
    )


def _written(file: File, access: RelatedAccess, loop: ast.For | ast.AsyncFor) -> set[str]:
    """The names of the rows that a round makes; where nobody waits for an answer, those it asks for."""
    asked = (ast.Call,) if answers(access.node, file) else (ast.Call, ast.Attribute)
    return {
        name
        for statement in loop.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, asked)
        for name in names_in(statement.targets[0])
    }


def reads_in(
    file: File, relations: Relations, rows: Rows, within: ast.AST, name: str
) -> Iterator[RelatedAccess]:
    """What is read from a row, in a loop or a function, that did not come with it."""
    function = within if isinstance(within, FUNCTIONS) else file.function(within)
    if isinstance(function, FUNCTIONS):
        yield from _Search(file, relations, rows, within, function).run(name)


def reads_by(
    file: File, relations: Relations, rows: Rows, message: Message, answer: ast.expr
) -> Iterator[RelatedAccess]:
    """What a message reads from rows that a function answers with."""
    function = file.function(answer)
    if isinstance(function, FUNCTIONS):
        yield from _Search(file, relations, rows, function, function).made(message, answer)


def _loops(file: File) -> Iterator[tuple[ast.expr, ast.expr, ast.AST]]:
    present = file.index.nodes
    for kind in LOOPS:
        for loop in file.nodes(kind) if kind in present else ():
            yield loop.target, loop.iter, loop
    for inner in COMPREHENSIONS:
        for comprehension in file.nodes(inner) if inner in present else ():
            for generator in comprehension.generators:
                yield generator.target, generator.iter, comprehension
    for call in applications(file):
        applied = loop_of(file, call)
        if applied is not None:
            yield applied.target, applied.iterable, call


def _may_read(file: File, relations: Relations, rows: Rows, name: str, loop: ast.AST) -> bool:
    """A look at the text: the row is handed on, or more than a column is read from it."""
    if () in rows.loaded.unknown:
        return False
    if rows.loaded.only or rows.loaded.deferred:
        return True
    found = _uses(file, name, loop)
    # In a comprehension the name stands once more, where it gets its value.
    if found.pop("", 0) > isinstance(loop, ast.expr):
        return True
    members = (relations.member(rows.model, attribute) for attribute in found)
    return any(
        may_be_late(member) if isinstance(member, Field) else member is not None
        for member in members
    )


def _uses(file: File, name: str, loop: ast.AST) -> Counter[str]:
    """What is read from a name in the text of a loop."""
    first = loop.body[0] if isinstance(loop, ast.For | ast.AsyncFor) else loop
    lines = file.positions.lines[start_line(first) - 1 : end_of(loop)[0]]
    return Counter(_read_from(name, "\n".join(lines)))


def _read_from(name: str, text: str) -> Iterator[str]:
    """The attribute that each mention of a name is read for; empty: none."""
    end = 0
    while (start := text.find(name, end)) >= 0:
        end = start + len(name)
        before = text[start - 1] if start else " "
        if before in {".", "_"} or before.isalnum():
            continue
        if text.startswith(".", end):
            found = ATTRIBUTE.match(text, end + 1)
            yield found[0] if found else ""
        elif not (text[end : end + 1] == "_" or text[end : end + 1].isalnum()):
            yield ""


def _may_be_given(
    file: File, relations: Relations, row: tuple[str, ast.expr], loop: ast.AST
) -> bool:
    """Whether a function of the program gives the rows, and a round may ask for more of them."""
    name, iterable = row
    call = call_of(file, iterable)
    return (
        call is not None and _may_read_any(file, relations, name, loop) and may_be_given(file, call)
    )


def _may_read_any(file: File, relations: Relations, name: str, loop: ast.AST) -> bool:
    """A look at the text, before it is known of what the rows are."""
    found = _uses(file, name, loop)
    handed_on = found.pop("", 0) > isinstance(loop, ast.expr)
    return handed_on or not relations.names.isdisjoint(found)


def _row_in(target: ast.expr, iterable: ast.expr) -> tuple[str, ast.expr] | None:
    """The name of the row in each round, and what gives the rows."""
    if isinstance(target, ast.Tuple) and len(target.elts) == 1:
        target = target.elts[0]
    if isinstance(target, ast.Name):
        return target.id, iterable
    if (
        isinstance(target, ast.Tuple)
        and len(target.elts) > 1
        and isinstance(iterable, ast.Call)
        and is_name(iterable.func, "enumerate")
        and iterable.args
        and isinstance(target.elts[1], ast.Name)
    ):
        return target.elts[1].id, iterable.args[0]
    return None


# ── the search ───────────────────────────────────────────────────────────────────────────────────


@record
class _At:
    """An object on the way: whose it is, by which path it was reached, and in which function."""

    file: File
    model: str
    path: Path
    steps: tuple[Relation, ...] = ()
    """The relations of the path."""
    node: ast.expr | None = None
    """The call in the loop that led to the function; ``None``: it stands in the loop itself."""
    via: tuple[Place, ...] = ()
    loop: ast.AST | None = None
    """The loop whose row led to it."""
    depth: int = 0
    """How many functions were entered."""
    models: frozenset[str] = frozenset()
    """The models of the rows that were passed."""
    row: str = ""
    """How the object is spelled, where the read itself does not say."""

    def beyond(self, relation: Relation, model: str, path: Path) -> _At:
        """The object, or each of the objects, that a relation leads to."""
        return replace(
            self,
            model=model,
            path=path,
            steps=(*self.steps, relation),
            models=self.models | {self.model},
        )

    @property
    def many(self) -> bool:
        """Whether a relation to many was passed."""
        return any(step.many for step in self.steps)

    def leads_back(self, relation: Relation) -> bool:
        """Whether a relation holds the row from which this object was reached."""
        return bool(self.steps) and relation.name == self.steps[-1].back

    def before(self, model: str) -> _At:
        """The row from which this object was reached."""
        return replace(self, model=model, path=self.path[:-1], steps=self.steps[:-1])


class _Search:
    """Follows the row of a loop through attributes, methods and helpers."""

    def __init__(
        self,
        file: File,
        relations: Relations,
        rows: Rows,
        loop: ast.AST,
        function: FunctionNode,
    ) -> None:
        self.file = file
        self.relations = relations
        self.rows = rows
        self.loop = loop
        self.function = function
        self.found: dict[Path, RelatedAccess] = {}
        self.assigned: set[Path] = set()
        self.entered: set[tuple[FunctionNode, str, Path]] = set()
        self.loaded = rows.loaded
        for call, row in loading_calls(file):
            if row.rows is not None and file.function(call) is function:
                self.loaded |= loaded_by(file, call, row)[0]

    def run(self, name: str) -> Iterator[RelatedAccess]:
        """What is read row by row."""
        start = _At(self.file, self.rows.model, ())
        self.name(name, start, self.loop)
        yield from self.kept()

    def made(self, message: Message, answer: ast.expr) -> Iterator[RelatedAccess]:
        """What is read where a message is made of the row."""
        self.message(message, answer, _At(self.file, self.rows.model, ()))
        yield from self.kept()

    def kept(self) -> Iterator[RelatedAccess]:
        """What was found, and is not assigned here."""
        for path, access in self.found.items():
            if not any(path[: len(item)] == item for item in self.assigned):
                yield access

    # ── names ────────────────────────────────────────────────────────────────────────────────
    def name(self, name: str, at: _At, within: ast.AST, bound: ast.stmt | None = None) -> None:
        """Follow the chains that start from a name inside a loop, or that a statement binds there."""
        start, end = _body_of(within)
        chains = [
            chain
            for chain in chains_of(self.file, self.loop, name)
            if start <= chain.position < end
        ]
        if isinstance(within, ast.For | ast.AsyncFor):
            chains = _before_rebound(self.file, chains, bound)
        if not _goes_round(self.file, within):
            return
        at = replace(at, loop=within)
        for chain in chains:
            if not isinstance(chain.root.ctx, ast.Store):
                self.follow(chain, at)

    def counts(self, node: ast.expr, within: ast.AST) -> bool:
        """Whether a read is made again in every round of its loop that comes to it."""
        file = self.file
        if file.function(node) is not self.function or is_in_handler(file, node, within):
            return False
        loop = loop_of(file, within)
        if loop is not None and (runs_once(file, node, loop) or _is_told(file, node, loop.node)):
            return False
        return isinstance(within, ast.expr) or not file.runs_later(node)

    # ── chains ───────────────────────────────────────────────────────────────────────────────
    def follow(self, chain: Chain, at: _At) -> None:
        """Read a chain from an object on."""
        for index, attribute in enumerate(chain.attributes):
            is_last = index == len(chain.attributes) - 1
            member = self.relations.member(at.model, attribute.attr)
            if isinstance(member, Relation):
                if is_last and chain.stored:
                    self.assigned.add((*at.path, attribute.attr))
                    return
                beyond = self.relation(member, chain, index, at)
                if beyond is None:
                    return
                at = beyond
            else:
                self.other(member, chain, index, at)
                return
        self.reached(chain.whole, chain.around, at)

    def relation(self, relation: Relation, chain: Chain, index: int, at: _At) -> _At | None:
        """Read a relation; the object behind it, ``None`` if the chain ends here."""
        attribute = chain.attributes[index]
        path = (*at.path, relation.name)
        if relation.many and relation.row.queries:
            self.manager(relation, chain, index, path, at)
            return None
        if relation.lazy is True and not self.is_loaded(path) and not self.is_held(relation, at):
            rest = self.rest(relation, chain.attributes[index + 1 :])
            self.note(attribute, relation, (*path, *rest), at, self.key_of(relation, chain, index))
        if relation.many and index == len(chain.attributes) - 1 and at.node is None:
            self.inner(attribute, relation, path, at)
        return self.behind(relation, path, at)

    def behind(self, relation: Relation, path: Path, at: _At) -> _At | None:
        """The object that a relation leads to."""
        if relation.target is None or relation.many:
            return None
        if at.leads_back(relation):
            return at.before(relation.target)
        return at.beyond(relation, relation.target, path)

    def is_held(self, relation: Relation, at: _At) -> bool:
        """Whether the row behind a relation is at hand: an object reached from it, or one loaded."""
        if at.leads_back(relation):
            return True
        if relation.row.queries or relation.many or relation.target is None:
            return False
        held = {*at.models, *_held(self.file, self.relations, self.function)}
        if relation.target in held or _is_chosen_by(self.rows, relation):
            return True
        return _is_chosen_by_rows(self.file, self.function, self.rows, relation)

    def rest(self, relation: Relation, attributes: tuple[ast.Attribute, ...]) -> Path:
        """The relations to one row behind this one that are read in the same chain."""
        found: list[str] = []
        model = relation.target
        for attribute in attributes:
            member = self.relations.member(model, attribute.attr) if model else None
            if not isinstance(member, Relation) or member.many or member.lazy is not True:
                break
            found.append(member.name)
            model = member.target
        return tuple(found)

    def key_of(self, relation: Relation, chain: Chain, index: int) -> str:
        """The attribute of the row that has what is asked for: ``order_id`` for ``order.pk``."""
        behind = chain.attributes[index + 1 :]
        if relation.key and len(behind) == 1 and behind[0].attr in relation.row.keys:
            return relation.key
        return ""

    def is_loaded(self, path: Path) -> bool:
        return self.loaded.has(path) or path in self.assigned

    # ── relations to many ────────────────────────────────────────────────────────────────────
    def manager(self, relation: Relation, chain: Chain, index: int, path: Path, at: _At) -> None:
        """Read rows through the manager of a relation: ``order.lines.all()``."""
        if index != len(chain.attributes) - 2 or not isinstance(chain.around, ast.Call):
            return
        methods, top, sends = self.sent(relation, chain, at)
        if top is None or (not ONE.isdisjoint(methods) and self.is_work(at)):
            return
        if at.node is not None and _is_worked_off(at.file, top):
            return
        whole = methods == [relation.row.whole]
        if not self.is_loaded(path):
            if sends or is_evaluated(at.file, top):
                last = _method_row(at.file, relation, methods[-1])
                counted = last is not None and last.verb == COUNT
                self.note(chain.attributes[index], relation, path, at, "", counted=counted)
            else:
                return
        if whole and at.node is None:
            self.inner(top, relation, path, at)

    def is_work(self, at: _At) -> bool:
        """Whether the round changes something, by more than the name of the helper that reads."""
        return not isinstance(at.node, ast.Call) and changes(self.file, self.loop)

    def sent(
        self, relation: Relation, chain: Chain, at: _At
    ) -> tuple[list[str], ast.expr | None, bool]:
        """The methods behind a manager, the call that ends them, and whether that one sends."""
        file, methods = at.file, []
        node: ast.AST | None = chain.around
        function: ast.expr = chain.whole
        top: ast.Call | None = None
        sends = False
        while isinstance(node, ast.Call) and node.func is function:
            assert isinstance(function, ast.Attribute)
            row = _method_row(file, relation, function.attr)
            if row is None:
                return [], None, False
            methods.append(function.attr)
            top, sends = node, row.runs
            function, node = node, file.parent(node)
            if isinstance(node, ast.Attribute) and node.value is top:
                function, node = node, file.parent(node)
            else:
                break
        return methods, top, sends

    def inner(self, top: ast.expr, relation: Relation, path: Path, at: _At) -> None:
        """Go on with the rows of an inner loop."""
        around = self.file.parent(top)
        while isinstance(around, ast.Call) and _passes(around, top):
            top, around = around, self.file.parent(around)
        loop = around if isinstance(around, ast.For | ast.AsyncFor) else None
        target = loop.target if loop is not None else None
        within: ast.AST | None = loop
        if isinstance(around, ast.comprehension) and around.iter is top:
            target, within = around.target, self.file.parent(around)
        if isinstance(target, ast.Name) and within is not None and relation.target:
            self.name(target.id, at.beyond(relation, relation.target, path), within)

    # ── everything else ──────────────────────────────────────────────────────────────────────
    def other(self, member: Member | None, chain: Chain, index: int, at: _At) -> None:
        """Read a column, a property or a method."""
        attribute = chain.attributes[index]
        is_last = index == len(chain.attributes) - 1
        if isinstance(member, Field):
            if not chain.stored:
                self.column(member, attribute, (*at.path, attribute.attr), at)
        elif isinstance(member, Method):
            around = chain.around if is_last else None
            is_called = isinstance(around, ast.Call) and around.func is attribute
            if member.is_property or is_called:
                self.enter(member.file, member.node, attribute, at)

    def is_late(self, member: Field) -> bool:
        """Whether a column is loaded when it is read: ``deferred(...)``."""
        value = member.value
        if not isinstance(value, ast.Call) or not may_be_late(member):
            return False
        if () in self.loaded.unknown:
            return False
        name = member.file.callee(value)
        row = tables().table(ColumnTrait).get(name or "")
        if row is not None and row.late is not None:
            known = constant(member.file, given(member.file, value, row.late))
            return known is not None and bool(known.value)
        return name in tables().word("late-column")

    def reached(self, expr: ast.expr, around: ast.AST, at: _At) -> None:
        """Go on with an object that is handed over, kept in a local, or asked for its text."""
        if isinstance(around, ast.FormattedValue):
            self.text(expr, at)
        elif isinstance(around, ast.Call) and expr in around.args:
            self.argument(around, expr, at)
        elif isinstance(around, ast.keyword):
            call = at.file.parent(around)
            if isinstance(call, ast.Call):
                self.argument(call, expr, at)
        elif isinstance(around, ast.Assign) and at.path and at.node is None:
            target = around.targets[0]
            if isinstance(target, ast.Name) and len(around.targets) == 1:
                self.local(target, around, at)

    def local(self, target: ast.Name, statement: ast.Assign, at: _At) -> None:
        """``order = line.order`` in the loop."""
        found = self.file.bindings(target)
        if len(found) == 1 and found[0].statement is statement:
            self.name(target.id, at, self.loop, statement)

    def text(self, expr: ast.expr, at: _At) -> None:
        """The text of an object is what its method says."""
        member = self.relations.member(at.model, "__str__")
        if isinstance(member, Method):
            self.enter(member.file, member.node, expr, at)

    def argument(self, call: ast.Call, expr: ast.expr, at: _At) -> None:
        """Go on inside the function that an object is handed to."""
        if isinstance(call.func, ast.Name) and call.func.id in TEXTS:
            self.text(expr, at)
            return
        message = message_made(at.file, call, expr)
        if message is not None:
            self.message(message, expr, at)
            return
        found = called(at.file, call)
        if found is None:
            return
        parameter = parameter_given(call, expr, *found)
        if parameter is not None:
            self.enter(found[0], found[1], expr, at, parameter)

    def message(self, message: Message, expr: ast.expr, at: _At) -> None:
        """Look what a message reads from the object that it is made of."""
        if at.node is None and at.loop is not None and not self.counts(expr, at.loop):
            return
        inside = replace(
            at,
            file=message.file,
            node=at.node or _call_around(at.file, expr),
            via=(*at.via, at.file.place(expr)) if at.node else (),
            row=at.row or ast.unparse(expr),
        )
        self.shown(message, inside)

    def shown(self, message: Message, at: _At) -> None:
        """Read the fields of a message from an object, and those of the messages inside it."""
        for field in fields_of(message):
            member = self.relations.member(at.model, field.name)
            path = (*at.path, field.name)
            here = replace(at, file=field.file)
            if isinstance(member, Relation) and not (member.many and member.row.queries):
                if (
                    member.lazy is True
                    and not self.is_loaded(path)
                    and not self.is_held(member, at)
                ):
                    self.note(field.node, member, path, here, "")
                if field.inner is not None and member.target and len(path) < FARTHEST:
                    beyond = at.beyond(member, member.target, path)
                    self.shown(field.inner, replace(beyond, row=f"{at.row}.{field.name}"))
            elif isinstance(member, Method) and member.is_property:
                self.enter(member.file, member.node, field.node, here)
            elif isinstance(member, Field):
                self.column(member, field.node, path, here)

    def column(self, member: Field, node: ast.expr, path: Path, at: _At) -> None:
        """Read a column."""
        left_out = self.rows.loaded.lacks(path) and _is_column(member)
        if path[-1] in self.relations.keys_of(at.model) or _is_key(member):
            return
        if left_out or self.is_late(member):
            self.note(node, None, path, at, "")

    def enter(
        self, file: File, function: FunctionNode, node: ast.expr, at: _At, parameter: str = ""
    ) -> None:
        """Look what a function certainly reads from the object that it is given."""
        scope = file.index.scopes[function]
        name = parameter or scope.me
        key = function, name, at.path
        too_far = at.depth >= FARTHEST and not self.rows.eager
        if not name or key in self.entered or too_far:
            return
        if at.node is None and at.loop is not None and not self.counts(node, at.loop):
            return
        self.entered.add(key)
        if changes(file, function) or len(scope.bindings.get(name, ())) != 1:
            return
        if any(row.rows and file.function(call) is function for call, row in loading_calls(file)):
            return
        inside = replace(
            at,
            file=file,
            node=at.node or _call_around(at.file, node),
            via=(*at.via, at.file.place(node)) if at.node else (),
            depth=at.depth + 1,
            row="",
        )
        chains = chains_of(file, function, name)
        for chain in chains:
            if chain.stored and len(chain.attributes) == 1:
                return
        for chain in chains:
            if self.leads(chain, at.model) and _is_certain(file, function, chain.root):
                self.follow(chain, inside)

    def leads(self, chain: Chain, model: str) -> bool:
        """Whether a chain may lead to more than a column that came with its row."""
        if not chain.attributes or self.loaded.only or self.loaded.deferred:
            return True
        member = self.relations.member(model, chain.attributes[0].attr)
        return may_be_late(member) if isinstance(member, Field) else member is not None

    def note(
        self,
        node: ast.expr,
        relation: Relation | None,
        path: Path,
        at: _At,
        key: str,
        *,
        counted: bool = False,
    ) -> None:
        """Keep the first read of a path."""
        name = relation.name if relation is not None else path[-1]
        own = path[: path.index(name, len(at.path)) + 1]
        known = self.found.get(own)
        if known is not None and known.key and not key:
            self.found[own] = replace(known, key="", path=path)
        if known is not None and known.counted and not counted:
            self.found[own] = replace(known, counted=False)
        if not self.is_news(node, relation, own, at):
            return
        value = node.value if isinstance(node, ast.Attribute) else node
        row = at.row or ast.unparse(value)
        owner = relation.owner if relation is not None else at.model
        self.found[own] = RelatedAccess(
            node=at.node or node,
            row=row,
            name=name,
            model=owner.rpartition(".")[2],
            relation=relation,
            path=path,
            rows=self.rows,
            loop=self.loop,
            key=key,
            via=(*at.via, at.file.place(node)) if at.node else (),
            loader=_loader(relation, many=at.many),
            fails=self.rows.eager or self.is_refused(relation),
            counted=counted,
        )

    def is_news(self, node: ast.expr, relation: Relation | None, own: Path, at: _At) -> bool:
        """Whether a read costs something in each round, and no other tells of the same path."""
        if any(item.path[: len(own)] == own for item in self.found.values()):
            return False
        if at.node is None and at.loop is not None and not self.counts(node, at.loop):
            return False
        key = relation.key if relation is not None else ""
        return not (key and _is_once_per_key(self.file, at.node or node, key))

    def is_refused(self, relation: Relation | None) -> bool:
        """Whether a relation loads nothing on a thread whose loop runs, as here."""
        sync_only = relation is not None and relation.row.sync_only
        return sync_only and isinstance(self.function, ast.AsyncFunctionDef)


def _is_once_per_key(file: File, node: ast.expr, key: str) -> bool:
    """Whether a read stands under a test that compares its key with what was met before."""
    return any(
        isinstance(part, ast.Compare)
        and isinstance(part.ops[0], ast.NotEq | ast.NotIn | ast.Eq)
        and any(isinstance(side, ast.Attribute) and side.attr == key for side in _sides(part))
        and any(isinstance(side, ast.Name) for side in _sides(part))
        for condition in file.conditions(node)
        for part in ast.walk(condition.test)
    )


def _sides(compare: ast.Compare) -> tuple[ast.expr, ...]:
    return (compare.left, *compare.comparators)


def _is_told(file: File, node: ast.expr, loop: ast.AST) -> bool:
    """Whether a log tells of a row that a round then leaves alone."""
    statement = file.statement(node)
    logs = log_calls(file)
    if not any(isinstance(item, ast.Call) and item in logs for item in file.ancestors(node)):
        return False
    for context in file.index.placed[statement].chain():
        if context.node is loop:
            return False
        if not file.exits(block_of(context)) & Exit.FALLS:
            return True
    return False


def _goes_round(file: File, loop: ast.AST) -> bool:
    """Whether the body of a loop does not always leave it in the first round."""
    if not isinstance(loop, ast.For | ast.AsyncFor):
        return True
    return bool(file.exits(loop.body) & (Exit.FALLS | Exit.CONTINUES))


def _method_row(file: File, relation: Relation, method: str) -> Reads | None:
    """What is known of a method of the manager of a relation."""
    return tables().table(Reads).get(file.library.member(relation.row.queries, method))


def _name_in_queries(relation: Relation) -> str:
    """The name by which a query knows a relation: it has no suffix that nobody wrote."""
    suffix = relation.row.back_default.partition("}")[2]
    model = (relation.target or "").rpartition(".")[2].lower()
    is_default = relation.reverse and relation.name == f"{model}{suffix}"
    return relation.name.removesuffix(suffix) if is_default else relation.name


def _loader(relation: Relation | None, *, many: bool) -> str:
    if relation is None:
        return ""
    return relation.row.joins if relation.many is False and not many else relation.row.joins_many


def _held(file: File, relations: Relations, function: FunctionNode) -> frozenset[str]:
    """The models of which a function has rows in its hands: it reads them, or is given one."""
    found: frozenset[str] = file.memo(
        ("held", function), lambda: frozenset(_held_by(file, relations, function))
    )
    return found


def _held_by(file: File, relations: Relations, function: FunctionNode) -> Iterator[str]:
    for _, call, row in reads_of(file):
        expr = given(file, call, row.model)
        if expr is not None and file.function(call) is function:
            model = class_of(file, relations, expr)
            if model is not None:
                yield model
    for argument in every_argument(function.args):
        kind = file.type_named(argument.annotation) if argument.annotation else None
        if kind is not None:
            yield kind.name


def _is_chosen_by(rows: Rows, relation: Relation) -> bool:
    """Whether the query asks for the rows of one other row: ``Line.order_id == number``."""
    names = {relation.name, f"{relation.name}_id"}
    for link in rows.links.calls:
        for keyword in link.node.keywords:
            if keyword.arg in names:
                return True
        for argument in link.node.args:
            if (
                isinstance(argument, ast.Compare)
                and isinstance(argument.ops[0], ast.Eq)
                and isinstance(argument.left, ast.Attribute)
                and argument.left.attr in names
            ):
                return True
    return False


def _is_chosen_by_rows(file: File, function: FunctionNode, rows: Rows, relation: Relation) -> bool:
    """Whether the query asks for the rows of others at hand: ``Line.order_id.in_(o.id for o in orders)``."""
    names = {relation.name, f"{relation.name}_id"}
    builders = [file.defined(f"{place.module}.{place.function}") for place in rows.built]
    for home, builder in filter(None, builders or [(file, function)]):
        for call, _ in home.index.calls.get("in_", ()):
            column = call.func.value if isinstance(call.func, ast.Attribute) else None
            if (
                isinstance(column, ast.Attribute)
                and column.attr in names
                and home.function(call) is builder
                and any(_reads_each(argument) for argument in call.args)
            ):
                return True
    return False


def _reads_each(expr: ast.expr) -> bool:
    """Whether an expression is an attribute of each of several objects."""
    return isinstance(expr, ast.ListComp | ast.SetComp | ast.GeneratorExp) and isinstance(
        expr.elt, ast.Attribute
    )


def _call_around(file: File, node: ast.expr) -> ast.expr:
    """The call that a row is handed to, or its method; the row where nothing is called."""
    around = file.parent(node)
    if isinstance(around, ast.keyword):
        around = file.parent(around)
    return around if isinstance(around, ast.Call) else node


def _passes(call: ast.Call, argument: ast.expr) -> bool:
    """Whether a built-in function hands on the rows that it is given."""
    return isinstance(call.func, ast.Name) and call.func.id in PASSING and argument in call.args


def _body_of(loop: ast.AST) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where the rounds of a loop stand."""
    if isinstance(loop, ast.For | ast.AsyncFor):
        first, last = loop.body[0], loop.body[-1]
        return (first.lineno, 0), end_of(last)
    return start_of(loop), end_of(loop)


def _before_rebound(file: File, chains: list[Chain], bound: ast.stmt | None) -> list[Chain]:
    """The chains of a name before something else is assigned to it."""
    for index, chain in enumerate(chains):
        if chain.stored and not chain.attributes:
            first = file.statement(chain.root)
            if first is bound:
                continue
            return [item for item in chains[:index] if file.statement(item.root) is not first]
    return chains


def _is_column(member: Field) -> bool:
    value = member.value
    return isinstance(value, ast.Call) and member.file.callee(value) in tables().table(ColumnTrait)


def _is_key(member: Field) -> bool:
    """Whether a column is the key of its table, which comes with every row."""
    value = member.value
    key = given(member.file, value, KEY) if isinstance(value, ast.Call) else None
    known = constant(member.file, key)
    return known is not None and known.value is True


def _is_worked_off(file: File, rows: ast.expr) -> bool:
    """Whether a loop goes through some rows to change something for each: its reads are the least."""
    around = file.parent(rows)
    loop = loop_of(file, around) if isinstance(around, ast.For | ast.AsyncFor) else None
    return loop is not None and is_unit_of_work(file, loop)


def _is_deleted(file: File, name: str, loop: ast.AST) -> bool:
    """Whether each round deletes its row, which takes several statements by itself.

    The rounds of a comprehension that a loop goes through are those of the loop.
    """
    around = file.parent(loop)
    if isinstance(around, ast.For | ast.AsyncFor) and around.iter is loop:
        loop, name = around, around.target.id if isinstance(around.target, ast.Name) else name
    return isinstance(loop, ast.For | ast.AsyncFor) and any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr in DELETING
        and is_name(call.func.value, name)
        and file.statement(call) in loop.body
        for call in file.nodes(ast.Call, within=loop)
    )


def _is_certain(file: File, function: FunctionNode, node: ast.AST) -> bool:
    """Whether every call of a function comes to a node."""
    if file.function(node) is not function or file.runs_later(node):
        return False
    if any(True for _ in file.conditions(node)):
        return False
    return not any(True for _ in file.enclosing(node, Branch.EXCEPT, Branch.CASE))

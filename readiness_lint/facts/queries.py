"""Reads from a database: what is asked, of which model, and whether anything limits the rows."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import cache

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.shapes import is_text, root_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LIMITING
from readiness_lint.knowledge.schema import Manager, Reads, Table
from readiness_lint.model import Bound, File, Named
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

PASSING = frozenset(
    ["list", "tuple", "set", "frozenset", "sorted", "reversed", "enumerate", "iter", "aiter"]
)
"""Functions that go through all rows and hand them on."""
EVALUATING = PASSING | frozenset(["len", "bool", "sum", "any", "all", "min", "max", "dict", "next"])
TESTING = frozenset({"len", "bool"})
CHANGING = frozenset({"insert", "update", "delete"})
COUNTED = Pattern(r"\b(?:count|sum|avg|min|max)\s*\(|\bgroup\s+by\b|\bdistinct\b", re.IGNORECASE)
AGGREGATES = frozenset({"count", "sum", "avg", "min", "max"})
"""Functions that make one row of all, of those that a statement selects."""
SELECTING = frozenset({"select", "query", "with_entities"})
LIMIT = Pattern(r"\b(?:limit|fetch\s+(?:first|next)|top)\b", re.IGNORECASE)
TABLE = Pattern(r"\bfrom\s+\"?([A-Za-z_][\w.]*)", re.IGNORECASE)
SELECT = Pattern(r"\s*(?:select|with)\b", re.IGNORECASE)
CHANGES = Pattern(r"\b(?:setval|nextval|set_config|pg_notify|pg_\w*lock\w*)\s*\(", re.IGNORECASE)
"""Functions that a SELECT calls for what they do."""


@record
class Query:
    """A read that is sent where it stands."""

    node: ast.expr
    """The call that sends it, or the expression whose rows are asked for."""
    what: str
    """The call, by qualified name."""
    orm: str
    verb: str
    """``get``, ``reload``, ``first``, ``count``, ``exists``, ``all`` or ``run``."""
    model: str | None
    """The model or table, as the file spells it; ``None``: not known."""
    many: bool
    """Whether it gives all rows that match."""
    keyed: bool
    """Whether rows that were loaded before cost no query."""
    links: Links

    @property
    def limited(self) -> bool | None:
        """Whether something bounds the number of rows; ``None``: it may, out of sight."""
        return self.links.limited

    @classmethod
    def find(cls, file: File) -> Iterable[Query]:
        """Every read that the file sends."""
        for name, call, row in reads_of(file):
            found = _sent(file, call, row) if row.runs else _evaluated(file, call, row)
            if found is not None:
                node, verb, links = found
                many = row.many and verb != "first"
                model = model_of(file, links)
                yield Query(node, name, row.orm, verb, model, many, row.keyed, links)


@record
class Link:
    """One method or function of the chain that builds a query."""

    name: str
    node: ast.Call
    row: Reads | None
    """What the tables know of it."""
    limits: bool
    """Whether no more rows come after it than somebody chose."""


@record
class Links:
    """All that builds a query, through the local names that it was kept in."""

    calls: tuple[Link, ...]
    roots: tuple[ast.expr, ...]
    """What the chains start from: a session, a manager, a model, a parameter."""
    sliced: bool
    unknown: tuple[ast.Call, ...]
    """Functions that the tables do not know had it in hand, or gave it."""
    text: str | None
    """The statement, where it is written in SQL."""

    @property
    def hidden(self) -> bool:
        """Whether a function had it in hand that is none of the links: it has no name."""
        named = ast.Name | ast.Attribute
        return any(not isinstance(call.func, named) for call in self.unknown)

    @property
    def limited(self) -> bool | None:
        """Whether something bounds the number of rows."""
        if self.sliced or any(link.limits for link in self.calls):
            return True
        if self.text is not None:
            return bool(LIMIT.search(self.text))
        return None if self.unknown else False

    @property
    def grouped(self) -> bool:
        """Whether rows are folded into fewer: by groups, or to what differs."""
        if self.text is not None and COUNTED.search(self.text):
            return True
        if any(link.row.folds for link in self.calls if link.row):
            return True
        if any(_has_aggregate(call) for call in self.named(SELECTING)):
            return True
        names = {link.name for link in self.calls}
        return "annotate" in names and not names.isdisjoint(_folding_annotated())

    def named(self, names: frozenset[str]) -> Iterator[ast.Call]:
        """The links of these names."""
        for link in self.calls:
            if link.name in names:
                yield link.node


def _has_aggregate(select: ast.Call) -> bool:
    """Whether a statement asks for a number of all rows: ``select(fn.MAX(Order.total))``."""
    called = {
        part.func.attr.lower()
        for argument in select.args
        for part in ast.walk(argument)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute)
    }
    # With a window each row stays, and has the number beside it.
    return "over" not in called and not called.isdisjoint(AGGREGATES)


@cache
def _folding_annotated() -> frozenset[str]:
    return tables().word("folds-annotated").lasts


# ── calls that read or build ─────────────────────────────────────────────────────────────────────


def queried() -> tuple[Named, ...]:
    """The tables without whose calls a file has no query."""
    known = tables()
    return (known.table(Reads), known.word("sql-text"))


def reads_of(file: File) -> list[tuple[str, ast.Call, Reads]]:
    """Calls that read or build a statement, those of imported models included, in source order."""
    found: list[tuple[str, ast.Call, Reads]] = file.memo(("reads",), lambda: _reads_of(file))
    return found


def rows_of(file: File) -> dict[ast.Call, Reads]:
    """What the tables know of each call of `reads_of`."""
    found: dict[ast.Call, Reads] = file.memo(
        ("read rows",), lambda: {call: row for _, call, row in reads_of(file)}
    )
    return found


def _reads_of(file: File) -> list[tuple[str, ast.Call, Reads]]:
    table = tables().table(Reads)
    found = {call: name for name, call in file.calls_to(table)}
    for start in _starts():
        if any(last in file.source for last in start.managers) and any(
            file.uses(package) for package in start.beside
        ):
            found |= _of_imported(file, table, start, found)
    ordered = sorted(found.items(), key=lambda item: (item[0].lineno, item[0].col_offset))
    return [(name, call, table[name]) for call, name in ordered]


@record
class _Start:
    """How queries of imported models start in one ORM."""

    queries: str
    beside: tuple[str, ...]
    managers: dict[str, str]
    """Their names, by last identifier."""
    methods: frozenset[str]
    """The methods that may follow."""


@cache
def _starts() -> tuple[_Start, ...]:
    known = tables()
    managers: dict[tuple[str, tuple[str, ...]], dict[str, str]] = defaultdict(dict)
    for name, row in known.table(Manager).items():
        managers[row.queries, row.beside][name.rpartition(".")[2]] = name
    return tuple(
        _Start(queries, beside, found, _methods_of(queries))
        for (queries, beside), found in managers.items()
    )


def _methods_of(owner: str) -> frozenset[str]:
    owners = tables().bases(owner)
    return frozenset(
        name.rpartition(".")[2]
        for name in tables().table(Reads)
        if name.rpartition(".")[0] in owners
    )


def _of_imported(
    file: File, table: Table[Reads], start: _Start, known: Container[ast.Call]
) -> dict[ast.Call, str]:
    """Chains on ``Model.objects`` where the model is imported: its name and the manager's tell."""
    found: dict[ast.Call, str] = {}
    for last in (start.methods | start.managers.keys()) & file.index.calls.keys():
        name = start.managers.get(last) or file.library.member(start.queries, last)
        if name in table:
            for call, _ in file.index.calls[last]:
                if call not in known and _is_of_model(file, call, start):
                    found[call] = name
    return found


def _is_of_model(file: File, call: ast.Call, start: _Start) -> bool:
    """Whether only methods that the ORM has stand between a call and ``Model.objects``."""
    expr: ast.expr = call
    while isinstance(expr, ast.Call):
        method = expr.func
        if not isinstance(method, ast.Attribute):
            return False
        if method.attr not in start.methods and method.attr not in start.managers:
            return False
        expr = method if method.attr in start.managers else method.value
    model = _before_manager(expr, start)
    if model is None:
        return False
    last = _imported_as(file, model) or file.last_name(model)
    if last is None or not last[:1].isupper() or last.isupper():
        return False
    root = root_of(model)
    if not isinstance(root, ast.Name):
        return False
    bindings = file.bindings(root)
    return bool(bindings) and all(binding.kind is Bound.IMPORT for binding in bindings)


def _before_manager(expr: ast.expr, start: _Start) -> ast.expr | None:
    if isinstance(expr, ast.Attribute) and expr.attr in start.managers:
        return expr.value
    return None


def _sent(file: File, call: ast.Call, row: Reads) -> tuple[ast.expr, str, Links] | None:
    links = links_of(file, call)
    return (call, row.verb, links) if _is_read(file, call, row, links) else None


def _is_read(file: File, call: ast.Call, row: Reads, links: Links) -> bool:
    """Whether the statement that is sent is known to be a read."""
    if links.text is not None:
        return bool(SELECT.match(links.text)) and not CHANGES.search(links.text)
    if row.statement is None or row.verb != "run":
        return True
    if given(file, call, row.statement) is None or any(True for _ in links.named(CHANGING)):
        return False
    return any(link.row is not None and link.row.verb == "build" for link in links.calls)


def _evaluated(file: File, call: ast.Call, row: Reads) -> tuple[ast.expr, str, Links] | None:
    """A statement that is sent because its rows are asked for, at the end of its chain."""
    if row.verb != "build" or not row.many:
        return None
    around = file.parent(call)
    if isinstance(around, ast.Subscript) and takes_one(around) and around.value is call:
        return around, "first", links_of(file, call)
    if not is_evaluated(file, call, tested=row.tested):
        return None
    links = links_of(file, call)
    return None if links.sliced else (call, "all", links)


def takes_one(expr: ast.expr) -> bool:
    """Whether an expression is one item of what it is taken from: of a query that is sent for it."""
    return (
        isinstance(expr, ast.Subscript)
        and not isinstance(expr.slice, ast.Slice)
        and not is_text(expr.slice)
    )


def is_evaluated(file: File, expr: ast.expr, *, tested: bool = True) -> bool:
    """Whether the rows of an expression are asked for where it stands; ``tested``: tests ask, too."""
    around = file.parent(expr)
    if isinstance(around, ast.Call) and expr in around.args:
        asks = EVALUATING if tested else EVALUATING - TESTING
        return _goes_through(around.func, asks)
    if isinstance(around, ast.If | ast.IfExp | ast.While):
        return tested and around.test is expr
    if isinstance(around, ast.UnaryOp):
        return tested and isinstance(around.op, ast.Not)
    if isinstance(around, ast.For | ast.AsyncFor | ast.comprehension):
        return around.iter is expr
    if isinstance(around, ast.Compare):
        return expr in around.comparators and isinstance(around.ops[0], ast.In | ast.NotIn)
    return isinstance(around, ast.Await | ast.Starred)


def _goes_through(function: ast.expr, asking: frozenset[str]) -> bool:
    """Whether a function asks what it is given for its items: one of these, ``", ".join``."""
    if isinstance(function, ast.Attribute):
        return function.attr == "join" and is_text(function.value)
    return isinstance(function, ast.Name) and function.id in asking


# ── chains ───────────────────────────────────────────────────────────────────────────────────────


def links_of(file: File, expr: ast.expr) -> Links:
    """What builds a query, followed back through calls, statements handed over and local names."""
    found: Links = file.memo(("links", expr), lambda: _Tracer(file).trace(expr))
    return found


@cache
def _packages() -> frozenset[str]:
    """The packages that queries are of: what else they have does not change a statement's rows."""
    return frozenset(name.partition(".")[0] for name in tables().table(Reads))


class _Tracer:
    """Follows a chain to its roots."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.rows = rows_of(file)
        self.limiting = file.words(LIMITING)
        self.calls: list[Link] = []
        self.roots: list[ast.expr] = []
        self.sliced = False
        self.unknown: list[ast.Call] = []
        self.text: str | None = None
        self.seen: set[ast.expr] = set()

    def trace(self, expr: ast.expr) -> Links:
        todo = [expr]
        while todo:
            current = todo.pop()
            if current not in self.seen and len(self.seen) < 200:
                self.seen.add(current)
                todo.extend(self.step(current))
        calls, roots = tuple(self.calls), tuple(self.roots)
        return Links(calls, roots, self.sliced, tuple(self.unknown), self.text)

    def step(self, expr: ast.expr) -> Iterator[ast.expr]:
        """What an expression is made from."""
        if isinstance(expr, ast.Await | ast.NamedExpr | ast.Starred):
            yield expr.value
        elif isinstance(expr, ast.Subscript) and not is_text(expr.slice):
            self.sliced = True
            yield expr.value
        elif isinstance(expr, ast.IfExp):
            yield from (expr.body, expr.orelse)
        elif isinstance(expr, ast.Call):
            yield from self.called(expr)
        elif isinstance(expr, ast.Name):
            yield from self.named(expr)
        elif isinstance(expr, ast.Constant | ast.JoinedStr):
            self.written(expr)
        elif isinstance(expr, ast.BinOp):
            yield from self.combined(expr)
        else:
            self.roots.append(expr)

    def called(self, call: ast.Call) -> Iterator[ast.expr]:
        function = call.func
        name = self.file.callee(call) or ""
        if name in tables().word("sql-text"):
            yield from call.args[:1]
        elif isinstance(function, ast.Attribute):
            self.link(function.attr, call)
            yield function.value
            row = self.rows.get(call)
            statement = given(self.file, call, row.statement) if row else None
            if statement is not None:
                yield statement
            elif not self.is_known(call, name):
                self.unknown.append(call)
        elif isinstance(function, ast.Name):
            # `from sqlmodel import select as choose` is still `select`.
            self.link((name or function.id).rpartition(".")[2], call)
            if function.id in PASSING:
                yield from call.args[:1]
            elif not self.is_known(call, name):
                self.unknown.append(call)
        else:
            self.unknown.append(call)

    def link(self, last: str, call: ast.Call) -> None:
        """Note a call of the chain."""
        row = self.rows.get(call)
        limits = self.limiting.match(last) if row is None else self.is_bounded(call, row)
        self.calls.append(Link(last, call, row, limits))

    def is_bounded(self, call: ast.Call, row: Reads) -> bool:
        bound = given(self.file, call, row.limit)
        known = constant(self.file, bound)
        return row.limits or (bound is not None and (known is None or known.value is not None))

    def is_known(self, call: ast.Call, name: str) -> bool:
        """Whether the tables know what a call does to a statement."""
        return call in self.rows or name.partition(".")[0] in _packages()

    def named(self, name: ast.Name) -> Iterator[ast.expr]:
        bindings = self.file.bindings(name)
        values = [binding.value for binding in bindings if binding.kind is Bound.VALUE]
        if not values or len(values) != len(bindings):
            self.roots.append(name)
            return
        if any(binding.scope.node is self.file.tree for binding in bindings):
            self.roots.append(name)
        for value in values:
            if value is not None:
                yield value

    def written(self, expr: ast.expr) -> None:
        template = self.file.template_of(expr)
        if template is not None:
            self.text = f"{self.text or ''} {template.text}"

    def combined(self, expr: ast.BinOp) -> Iterator[ast.expr]:
        template = self.file.template_of(expr)
        if template is not None:
            self.text = template.text
        else:
            yield from (expr.left, expr.right)


# ── models ───────────────────────────────────────────────────────────────────────────────────────


@cache
def managers() -> frozenset[str]:
    """Attributes of mapped classes from which queries start."""
    return tables().table(Manager).lasts


def model_of(file: File, links: Links) -> str | None:
    """The model that is read: before its manager, or the argument that names it."""
    for root in links.roots:
        if isinstance(root, ast.Attribute) and root.attr in managers():
            return _imported_as(file, root.value) or file.last_name(root.value)
    for link in links.calls:
        expr = given(file, link.node, link.row.model) if link.row else None
        last = class_named(file, expr)
        if last is not None:
            return last
    if links.text is not None:
        found = TABLE.search(links.text)
        return found[1] if found else None
    for root in links.roots:
        last = class_named(file, root)
        if last is not None:
            return last
    for root in links.roots:
        kind = file.type_of(root)
        if kind is not None and kind.name in tables().word("rows"):
            return file.last_name(root)
    return None


def class_named(file: File, expr: ast.expr | None) -> str | None:
    """``Order`` of ``Order`` and ``Order.number``."""
    while isinstance(expr, ast.Attribute):
        if expr.attr[:1].isupper():
            return expr.attr
        expr = expr.value
    if not isinstance(expr, ast.Name):
        return None
    name = _imported_as(file, expr) or expr.id
    return name if name[:1].isupper() and not name.isupper() else None


def _imported_as(file: File, expr: ast.expr) -> str | None:
    """The last identifier of what a name stands for, whatever it was imported as."""
    name = file.name_of(expr)
    return name.rpartition(".")[2] if name else None

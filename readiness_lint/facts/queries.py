"""Reads from a database: what is asked, of which model, and whether anything limits the rows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Reads, Table
from readiness_lint.model import Bound, File
from readiness_lint.terms import Answer

MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
DJANGO = ("django", "rest_framework", "ninja")
FLASKS = ("flask", "flask_sqlalchemy", "sqlalchemy")
QUERYSET = "django.db.models.QuerySet"
FLASK_QUERY = "flask_sqlalchemy.query.Query"
PASSING = frozenset(
    ["list", "tuple", "set", "frozenset", "sorted", "reversed", "enumerate", "iter", "aiter"]
)
"""Functions that go through all rows and hand them on."""
EVALUATING = PASSING | frozenset(["len", "bool", "sum", "any", "all", "min", "max", "dict", "next"])
SENDING = frozenset(
    [
        *("execute", "scalars", "scalar", "exec", "stream", "stream_scalars", "exec_driver_sql"),
        *("fetch", "fetchrow", "fetchval", "fetch_all", "fetch_one", "fetch_val"),
    ]
)
"""Methods whose first argument is a statement."""
LIBRARIES = ("sqlalchemy", "sqlmodel", "flask_sqlalchemy", "django", "tortoise", "pymongo", "motor")
COUNTED = re.compile(r"\b(?:count|sum|avg|min|max)\s*\(|\bgroup\s+by\b|\bdistinct\b", re.IGNORECASE)
LIMIT = re.compile(r"\b(?:limit|fetch\s+(?:first|next)|top)\b", re.IGNORECASE)
TABLE = re.compile(r"\bfrom\s+\"?([A-Za-z_][\w.]*)", re.IGNORECASE)
SELECT = re.compile(r"\s*(?:select|with)\b", re.IGNORECASE)
CHANGES = re.compile(r"\b(?:setval|nextval|set_config|pg_\w*lock\w*)\s*\(", re.IGNORECASE)
"""Functions that a SELECT calls for what they do."""


@dataclass(frozen=True, slots=True)
class Query:
    """A read that is sent where it stands."""

    node: ast.expr
    """The call that sends it, or the expression whose rows are asked for."""
    what: str
    """The call, by qualified name."""
    orm: str
    verb: str
    """``get``, ``first``, ``count``, ``exists``, ``all`` or ``run``."""
    model: str | None
    """The model or table, as the file spells it; ``None``: not known."""
    many: bool
    """Whether it gives all rows that match."""
    links: Links

    @property
    def limited(self) -> Answer:
        """Whether something bounds the number of rows; ``None``: it may, out of sight."""
        return self.links.limited

    @classmethod
    def find(cls, file: File) -> Iterable[Query]:
        """Every read that the file sends."""
        for name, call, row in reads_of(file):
            read = _sent if row.runs else _evaluated
            query = read(file, name, call, row)
            if query is not None:
                yield query


@dataclass(frozen=True, slots=True)
class Link:
    """One method or function of the chain that builds a query."""

    name: str
    node: ast.Call


@dataclass(frozen=True, slots=True)
class Links:
    """All that builds a query, through the local names that it was kept in."""

    calls: tuple[Link, ...]
    roots: tuple[ast.expr, ...]
    """What the chains start from: a session, a manager, a model, a parameter."""
    sliced: bool
    opaque: bool
    """Whether a function that the tables do not know had it in hand."""
    text: str | None
    """The statement, where it is written in SQL."""

    @property
    def limited(self) -> Answer:
        """Whether something bounds the number of rows."""
        names = {link.name for link in self.calls}
        if self.sliced or not names.isdisjoint(_limiting()):
            return True
        if self.text is not None:
            return bool(LIMIT.search(self.text))
        return None if self.opaque else False

    @property
    def grouped(self) -> bool:
        """Whether rows are folded into fewer: by groups, or to what differs."""
        names = [link.name for link in self.calls]
        if self.text is not None and COUNTED.search(self.text):
            return True
        if {"group_by", "distinct", "aggregate", "dates", "datetimes"} & {*names}:
            return True
        return "annotate" in names and ("values" in names or "values_list" in names)

    def named(self, *names: str) -> Iterator[ast.Call]:
        """The links of these names."""
        for link in self.calls:
            if link.name in names:
                yield link.node


@cache
def _limiting() -> frozenset[str]:
    """Last names of what bounds the rows."""
    table = tables().table(Reads)
    found = {name.rpartition(".")[2] for name, row in table.items() if row.limits}
    return frozenset(found) | {"fetchmany", "paginate", "paginate_queryset", "get_page", "page"}


@cache
def _django_methods() -> frozenset[str]:
    return _last_names(QUERYSET)


@cache
def _flask_methods() -> frozenset[str]:
    return _last_names(FLASK_QUERY) | _last_names("sqlalchemy.orm.Query")


def _last_names(owner: str) -> frozenset[str]:
    return frozenset(
        name.rpartition(".")[2]
        for name in tables().table(Reads)
        if name.rpartition(".")[0] == owner
    )


def reads_of(file: File) -> list[tuple[str, ast.Call, Reads]]:
    """Calls that read or build a statement, those of imported models included, in source order."""
    found: list[tuple[str, ast.Call, Reads]] = file.memo(("reads",), lambda: _reads_of(file))
    return found


def _reads_of(file: File) -> list[tuple[str, ast.Call, Reads]]:
    table = tables().table(Reads)
    found = {call: name for name, call in file.calls_to(table)}
    if "objects" in file.source and any(file.uses(name) for name in DJANGO):
        found |= _of_imported(file, table, _django_methods(), MANAGERS, QUERYSET)
    if ".query" in file.source and any(file.uses(name) for name in FLASKS):
        found |= _of_imported(file, table, _flask_methods(), frozenset({"query"}), FLASK_QUERY)
    ordered = sorted(found.items(), key=lambda item: (item[0].lineno, item[0].col_offset))
    return [(name, call, table[name]) for call, name in ordered]


def _of_imported(
    file: File, table: Table[Reads], methods: frozenset[str], managers: frozenset[str], owner: str
) -> dict[ast.Call, str]:
    """Chains on ``Model.objects`` where the model is imported: its name and the manager's tell."""
    found: dict[ast.Call, str] = {}
    for last in methods & file.index.calls.keys():
        for call, _ in file.index.calls[last]:
            name = file.library.member(owner, last)
            if name in table and _is_of_model(file, call, managers, methods):
                found[call] = name
    return found


def _is_of_model(
    file: File,
    call: ast.Call,
    managers: frozenset[str],
    methods: frozenset[str],
) -> bool:
    """Whether only methods that Django has stand between a call and ``Model.objects``."""
    expr: ast.expr = call
    while isinstance(expr, ast.Call):
        if not isinstance(expr.func, ast.Attribute) or expr.func.attr not in methods:
            return False
        expr = expr.func.value
    if not isinstance(expr, ast.Attribute) or expr.attr not in managers:
        return False
    model = expr.value
    last = _imported_as(file, model) or file.last_name(model)
    if last is None or not last[:1].isupper() or last.isupper():
        return False
    root = model
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name):
        return False
    bindings = file.bindings(root)
    return bool(bindings) and all(binding.kind is Bound.IMPORT for binding in bindings)


def _sent(file: File, name: str, call: ast.Call, row: Reads) -> Query | None:
    links = links_of(file, call)
    if row.verb == "run" and not _is_read(file, call, links):
        return None
    return Query(call, name, row.orm, row.verb, _model(file, name, call, links), row.many, links)


def _is_read(file: File, call: ast.Call, links: Links) -> bool:
    """Whether the statement that is sent is known to be a read."""
    if links.text is not None:
        return bool(SELECT.match(links.text)) and not CHANGES.search(links.text)
    if not call.args:
        return not _takes_statement(call)
    if not _takes_statement(call):
        return True
    names = {link.name for link in links.calls}
    if not names.isdisjoint({"insert", "update", "delete"}):
        return False
    return any(
        (file.callee(made) or "").startswith(("sqlalchemy.", "sqlmodel."))
        for made in links.named("select")
    )


def _takes_statement(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in SENDING


def _evaluated(file: File, name: str, call: ast.Call, row: Reads) -> Query | None:
    """A statement that is sent because its rows are asked for, at the end of its chain."""
    if not row.many or row.orm not in {"django", "tortoise", "pymongo"}:
        return None
    if not is_evaluated(file, call):
        return None
    links = links_of(file, call)
    if links.sliced:
        return None
    return Query(
        call, name, row.orm, "all", _model(file, name, call, links), many=True, links=links
    )


def is_evaluated(file: File, expr: ast.expr) -> bool:
    """Whether the rows of an expression are asked for where it stands."""
    around = file.parent(expr)
    if isinstance(around, ast.For | ast.AsyncFor | ast.comprehension):
        return around.iter is expr
    if isinstance(around, ast.Call):
        return (
            expr in around.args
            and isinstance(around.func, ast.Name)
            and (around.func.id in EVALUATING)
        )
    if isinstance(around, ast.Compare):
        return expr in around.comparators and isinstance(around.ops[0], ast.In | ast.NotIn)
    if isinstance(around, ast.If | ast.IfExp | ast.While):
        return around.test is expr
    return isinstance(around, ast.Await | ast.Starred)


def links_of(file: File, expr: ast.expr) -> Links:
    """What builds a query, followed back through calls, statements handed over and local names."""
    found: Links = file.memo(("links", expr), lambda: _Tracer(file).trace(expr))
    return found


class _Tracer:
    """Follows a chain to its roots."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.calls: list[Link] = []
        self.roots: list[ast.expr] = []
        self.sliced = False
        self.opaque = False
        self.text: str | None = None
        self.seen: set[ast.expr] = set()

    def trace(self, expr: ast.expr) -> Links:
        todo = [expr]
        while todo:
            current = todo.pop()
            if current not in self.seen and len(self.seen) < 200:
                self.seen.add(current)
                todo.extend(self.step(current))
        return Links(tuple(self.calls), tuple(self.roots), self.sliced, self.opaque, self.text)

    def step(self, expr: ast.expr) -> Iterator[ast.expr]:
        """What an expression is made from."""
        if isinstance(expr, ast.Await | ast.NamedExpr | ast.Starred):
            yield expr.value
        elif isinstance(expr, ast.Subscript):
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
        if self.file.callee(call) == "sqlalchemy.text":
            yield from call.args[:1]
        elif isinstance(function, ast.Attribute):
            self.calls.append(Link(function.attr, call))
            yield function.value
            if function.attr in SENDING and call.args:
                yield call.args[0]
            elif not self.is_known(call):
                self.opaque = True
        elif isinstance(function, ast.Name):
            # `from sqlmodel import select as choose` is still `select`.
            name = self.file.callee(call) or function.id
            self.calls.append(Link(name.rpartition(".")[2], call))
            if function.id in PASSING:
                yield from call.args[:1]
            elif not self.is_known(call):
                self.opaque = True
        else:
            self.opaque = True

    def is_known(self, call: ast.Call) -> bool:
        """Whether the tables know what a call does to a statement."""
        known: frozenset[ast.Call] = self.file.memo(
            ("read calls",), lambda: frozenset(call for _, call, _ in reads_of(self.file))
        )
        return call in known or (self.file.callee(call) or "").startswith(LIBRARIES)

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


def _model(file: File, name: str, call: ast.Call, links: Links) -> str | None:
    if "get_object_or_404" in name or "get_list_or_404" in name:
        return _class_named(file, call.args[0] if call.args else None)
    return model_of(file, links)


def model_of(file: File, links: Links) -> str | None:
    """The model that is read: before its manager, or as the first argument."""
    for root in links.roots:
        if isinstance(root, ast.Attribute) and root.attr in {*MANAGERS, "query"}:
            return _imported_as(file, root.value) or file.last_name(root.value)
    for made in links.named("select", "query", "get", "get_one"):
        first = made.args[0] if made.args else None
        last = _class_named(file, first)
        if last is not None:
            return last
    if links.text is not None:
        found = TABLE.search(links.text)
        return found[1] if found else None
    for root in links.roots:
        last = _class_named(file, root)
        if last is not None:
            return last
    return None


def _class_named(file: File, expr: ast.expr | None) -> str | None:
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

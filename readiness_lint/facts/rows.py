"""The rows that an expression gives: of which model, and what was loaded together with them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.callers import Caller, called
from readiness_lint.facts.classes import is_overridden
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.queries import PASSING, Link, Links, links_of, reads_of, rows_of
from readiness_lint.facts.relations import Field, Relation, Relations, relations_of
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Loads, Manager, Reads
from readiness_lint.model import Bound, File, FunctionNode, Scope
from readiness_lint.record import record
from readiness_lint.terms import Place

Path = tuple[str, ...]
"""Attributes, one behind the other, from the row on."""
LONGEST = 40
"""Calls of a chain that are looked at."""
DEEPEST = 4
"""Methods of managers that call each other."""
_START = ("model", "instance")
FEW = 10
"""Items of a slice that do not count."""


@record
class Loaded:
    """What comes with the rows of a query."""

    paths: frozenset[Path] = frozenset()
    unknown: frozenset[Path] = frozenset()
    """Below these anything may be loaded; with the empty path, anything at all."""
    only: frozenset[Path] = frozenset()
    """The columns that were asked for; none: all of them."""
    deferred: frozenset[Path] = frozenset()

    def __or__(self, other: Loaded) -> Loaded:
        return Loaded(
            self.paths | other.paths,
            self.unknown | other.unknown,
            self.only | other.only,
            self.deferred | other.deferred,
        )

    def has(self, path: Path) -> bool:
        """Whether the rows at the end of a path may be loaded."""
        return any(item[: len(path)] == path for item in self.paths) or any(
            path[: len(item)] == item for item in self.unknown
        )

    def lacks(self, path: Path) -> bool:
        """Whether a column is left out."""
        if () in self.unknown:
            return False
        beside = {item for item in self.only if item[:-1] == path[:-1]}
        return path in self.deferred or (bool(beside) and path not in beside)

    def below(self, prefix: Path) -> Loaded:
        """The same, for rows that are loaded at the end of a path."""
        return Loaded(
            *(
                frozenset((*prefix, *item) for item in items)
                for items in (self.paths, self.unknown, self.only, self.deferred)
            )
        )


ANYTHING = Loaded(unknown=frozenset({()}))


@record
class Rows:
    """The rows that an expression gives, where the whole chain behind it is in sight."""

    node: ast.expr
    model: str
    """By qualified name."""
    loaded: Loaded
    links: Links
    single: bool
    """Whether it gives one row."""
    few: bool
    """Whether no more than a handful come."""
    eager: bool
    """Whether their session is one whose objects load nothing later."""
    start: str
    """``model``, or ``instance`` where the chain begins at an object that somebody else fetched."""
    session: str
    """The session, as the file spells it; empty: there is none, or it is another function's."""
    queries: str
    """The class whose methods the chain is made of; empty: there is no one class."""
    built: tuple[Place, ...] = ()
    """Where functions of the program build them."""


def rows_from(file: File, expr: ast.expr) -> Rows | None:
    """The rows that an expression gives, itself or by a function that it calls; ``None``: not known."""
    if file.program is None:
        return None
    return file.answer("rows", expr, lambda: _rows(file, expr))


def rows_in_tuples(file: File, expr: ast.expr) -> Rows | None:
    """The rows that an expression gives as the one item of a tuple each: ``for (order,) in ...``."""
    if file.program is None:
        return None
    return file.answer("rows in tuples", expr, lambda: _rows(file, expr, tuples=True))


def _rows(file: File, expr: ast.expr, *, tuples: bool = False) -> Rows | None:
    links = links_of(file, expr)
    if not links.calls or links.hidden:
        return None
    relations = relations_of(file)
    if relations is None:
        return None
    names = {link.node: name_of_link(file, link) for link in links.calls}
    if not _gives_objects(links, names, unpacked=tuples):
        return None
    start = _start(file, relations, links)
    if start is None:
        return _rows_given(file, expr, relations, links, names)
    model, manager, kind = start
    queries = _queries(file, model, manager, kind)
    reader = _Reader(relations, model, queries)
    loaded = reader.manager(file, manager) if manager is not None else Loaded()
    for link in links.calls:
        loaded |= reader.link(file, link, names[link.node])
    session = next((root for root in links.roots if manager is None), None)
    return Rows(
        expr,
        model,
        loaded,
        links,
        is_single(file, expr),
        _is_few(file, expr, links, relations, model),
        any(is_eager(file, name) for name in names.values()),
        "instance" if isinstance(kind, Relation) else "model",
        ast.unparse(session) if session is not None else "",
        queries,
    )


# ── by a function of the program ─────────────────────────────────────────────────────────────────


def _rows_given(
    file: File,
    expr: ast.expr,
    relations: Relations,
    links: Links,
    names: dict[ast.Call, str | None],
) -> Rows | None:
    """The rows that a function of the program gives, or selects, and what is done to them here."""
    givers = {call: found for call in links.unknown if (found := called(file, call))}
    giver = _outermost(file, givers)
    inner = rows_given_by(*givers[giver]) if giver is not None else None
    if giver is None or inner is None or links.text is not None:
        return None
    before = {call for call in _behind(file, giver) if call is not giver}
    outer = [link for link in links.calls if link.node is not giver and link.node not in before]
    reader = _Reader(relations, inner.model, inner.queries)
    loaded = inner.loaded
    for link in outer:
        loaded |= reader.link(file, link, names[link.node])
    sends = any(is_eager(file, names[link.node]) for link in outer)
    session = (
        next(iter(links.roots), None) if sends else _given_for(file, giver, givers[giver], inner)
    )
    return replace(
        inner,
        node=expr,
        loaded=loaded,
        single=inner.single if call_of(file, expr) is giver else is_single(file, expr),
        few=inner.few or _is_few(file, expr, links, relations, inner.model),
        eager=inner.eager or sends,
        session=ast.unparse(session) if session is not None else "",
    )


def _given_for(
    file: File, call: ast.Call, function: tuple[File, FunctionNode], rows: Rows
) -> ast.expr | None:
    """The session that a call hands to the function which gives the rows."""
    caller = Caller(file, call, file.function(call), call)
    found = given_for(caller, *function, rows.session) if rows.session.isidentifier() else None
    return found[1] if found is not None and found[0] is file else None


def _outermost(file: File, calls: Iterable[ast.Call]) -> ast.Call | None:
    """The one of several calls that makes the object of none of the others."""
    behind = {part for call in calls for part in _behind(file, call) if part is not call}
    found = {call for call in calls if call not in behind}
    return found.pop() if len(found) == 1 else None


def _behind(file: File, call: ast.Call) -> Iterator[ast.Call]:
    """A call, and those that make the object whose method it is."""
    expr: ast.expr | None = call
    for _ in range(LONGEST):
        if isinstance(expr, ast.Call):
            yield expr
            expr = expr.func
        elif isinstance(expr, ast.Attribute | ast.Await):
            expr = expr.value
        elif isinstance(expr, ast.Name):
            expr = file.assigned(expr)
        else:
            return


def rows_given_by(file: File, function: FunctionNode) -> Rows | None:
    """The rows that a function gives, whatever its arguments are."""
    return file.answer("given rows", function, lambda: _rows_given_by(file, function))


def _rows_given_by(file: File, function: FunctionNode) -> Rows | None:
    relations = relations_of(file)
    if not relations or not relations.may_be(file, function.returns) or file.is_generator(function):
        return None
    found: list[Rows] = []
    for value in returned(file, function):
        if _is_nothing(value):
            continue
        rows = rows_from(file, value)
        if rows is None:
            return None
        found.append(rows)
    first = found[0] if found else None
    if first is None or any(item.model != first.model for item in found):
        return None
    if is_overridden(file, function):
        return None
    for item in found[1:]:
        first = replace(
            first,
            loaded=first.loaded | item.loaded,
            single=first.single or item.single,
            few=first.few or item.few,
            eager=first.eager and item.eager,
            built=(*first.built, *item.built),
            start=max(first.start, item.start, key=_START.index),
        )
    sessions = {item.session for item in found}
    first = replace(first, session=sessions.pop() if len(sessions) == 1 else "")
    return first if first.built else replace(first, built=(file.place(first.node),))


def returned(file: File, function: FunctionNode) -> Iterator[ast.expr]:
    """What a function gives."""
    for item in file.statements_of(function):
        if isinstance(item, ast.Return) and item.value is not None:
            yield item.value


def _is_nothing(value: ast.expr) -> bool:
    """Whether an answer has no row: ``None``, ``[]``, ``Order.objects.none()``."""
    if isinstance(value, ast.Constant):
        return value.value is None
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        return not value.elts
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr == "none"
    )


def may_be_given(file: File, expr: ast.expr) -> bool:
    """Whether a function of the program gives the rows of an expression, or what makes them."""
    call = call_of(file, expr)
    for part in _behind(file, call) if call is not None else ():
        found = called(file, part)
        if found is not None and rows_given_by(*found) is not None:
            return True
    return False


def may_be_rows(file: File, expr: ast.expr, at: ast.AST) -> bool:
    """A cheap look: something known reads at the end of a chain, or a manager begins it."""
    rows = rows_of(file)
    for _ in range(LONGEST):
        if isinstance(expr, ast.Call):
            if expr in rows:
                return True
            if isinstance(expr.func, ast.Attribute):
                expr = expr.func.value
            elif isinstance(expr.func, ast.Name) and expr.func.id in PASSING and expr.args:
                expr = expr.args[0]
            else:
                return False
        elif isinstance(expr, ast.Attribute):
            return expr.attr in tables().table(Manager).lasts or (
                isinstance(expr.value, ast.Name)
                and _is_typed(file.scope(at), expr.value.id)
                and expr.attr in _of_objects(file)
            )
        elif isinstance(expr, ast.Await | ast.Subscript | ast.NamedExpr | ast.Starred):
            expr = expr.value
        elif isinstance(expr, ast.IfExp):
            expr = expr.body
        elif isinstance(expr, ast.Name):
            bindings = file.scope(at).bindings.get(expr.id, ())
            values = [item.value for item in bindings if item.kind is Bound.VALUE]
            kept = values[0] if values and len(values) == len(bindings) else None
            if kept is None:
                return False
            expr = kept
        else:
            return False
    return False


def _is_typed(scope: Scope, name: str) -> bool:
    """Whether a name is that of an object whose class can be known: ``self``, or an annotation."""
    bindings = scope.bindings.get(name, ())
    return name == scope.me or any(binding.annotation is not None for binding in bindings)


def _of_objects(file: File) -> frozenset[str]:
    """The attributes that lead from some object of the program to any number of rows."""
    relations = relations_of(file)
    return relations.to_many if relations else frozenset()


# ── where a chain begins ─────────────────────────────────────────────────────────────────────────


Start = tuple[str, ast.Attribute | None, Relation | None]
"""The model, the manager's attribute if there is one, and the relation of an object."""


def _start(file: File, relations: Relations, links: Links) -> Start | None:
    managers = tables().table(Manager).lasts
    roots = links.roots
    at_managers = [
        root for root in roots if isinstance(root, ast.Attribute) and root.attr in managers
    ]
    if at_managers:
        models = {class_of(file, relations, root.value) for root in at_managers}
        model = models.pop() if len(models) == 1 else None
        whole = len(at_managers) == len(roots)
        return (model, at_managers[0], None) if model and whole else None
    named = [link for link in links.calls if link.row is not None and link.row.model is not None]
    if named:
        models = {_entity(file, relations, link) for link in named}
        model = models.pop() if len(models) == 1 else None
        return (model, None, None) if model else None
    return _of_instance(file, relations, roots)


def _of_instance(file: File, relations: Relations, roots: tuple[ast.expr, ...]) -> Start | None:
    """``order.lines`` where the class of ``order`` is known."""
    root = roots[0] if len(roots) == 1 else None
    if not isinstance(root, ast.Attribute):
        return None
    kind = file.type_of(root.value)
    if kind is None or kind.of_class:
        return None
    relation = relations.relation(kind.name, root.attr)
    if relation is not None and relation.many and relation.target:
        return relation.target, None, relation
    return None


def model_asked(file: File, relations: Relations, links: Links) -> str | None:
    """The mapped class whose rows a chain begins with, whatever it gives of them."""
    if not links.calls or links.hidden:
        return None
    start = _start(file, relations, links)
    if start is not None:
        return start[0] if start[2] is None else None
    # Classes that are their own manager: `Order.filter(...)`.
    return class_of(file, relations, links.roots[0]) if len(links.roots) == 1 else None


def _entity(file: File, relations: Relations, link: Link) -> str | None:
    """The one mapped class that a statement selects."""
    row = link.row
    assert row is not None
    expr = given(file, link.node, row.model)
    if expr is None or (row.verb == "build" and len(link.node.args) != 1):
        return None
    return class_of(file, relations, expr)


def class_of(file: File, relations: Relations, expr: ast.expr) -> str | None:
    """The mapped class of the program that an expression stands for."""
    name: str | None = None
    made = file.assigned(expr) if isinstance(expr, ast.Name) else expr
    if isinstance(made, ast.Call):
        called = file.callee(made)
        name = relations.chosen(called) if called else None
    elif isinstance(expr, ast.Name | ast.Attribute):
        name = file.name_of(expr)
        if name is None or file.library.holds(name) is not None:
            kind = file.type_of(expr)
            name = kind.name if kind is not None and kind.of_class else None
    return name if name and relations.has_model(file, name) else None


def _queries(
    file: File, model: str, manager: ast.Attribute | None, relation: Relation | None
) -> str:
    """The class of the queries that a manager, or a relation, begins."""
    if relation is not None:
        return relation.row.queries
    if manager is None:
        return ""
    rows = tables().table(Manager)
    for base in file.library.bases(model):
        row = rows.get(f"{base}.{manager.attr}")
        if row is not None:
            return row.queries
    # A manager of another name is one of the same kind.
    found = {row.queries for base in file.library.bases(model) for row in _rows_of(base)}
    return found.pop() if len(found) == 1 else ""


@cache
def _rows_of(base: str) -> tuple[Manager, ...]:
    """The managers of a library's class."""
    rows = tables().table(Manager).items()
    return tuple(row for name, row in rows if name.rpartition(".")[0] == base)


# ── what a chain gives ───────────────────────────────────────────────────────────────────────────


def name_of_link(file: File, link: Link) -> str | None:
    """The qualified name of a method of a chain."""
    if link.row is None:
        return file.callee(link.node)
    names: dict[ast.Call, str] = file.memo(
        ("read names",), lambda: {call: name for name, call, _ in reads_of(file)}
    )
    return names.get(link.node)


def _gives_objects(
    links: Links, names: dict[ast.Call, str | None], *, unpacked: bool = False
) -> bool:
    """Whether the rows come as objects of their class; ``unpacked``: once they are out of tuples."""
    found = set(names.values())
    plain, tuples = tables().word("plain-rows"), tables().word("tuples")
    if any(name in plain for name in found):
        return False
    # Of a relation's query the methods have no name.
    if any(names[link.node] is None and link.name in plain.lasts for link in links.calls):
        return False
    if any(name in tuples for name in found):
        first = tables().word("first-column")
        return any(name in first for name in found) is not unpacked
    return not links.grouped and not unpacked


def is_single(file: File, expr: ast.expr) -> bool:
    """Whether an expression is a read that gives one row."""
    call = call_of(file, expr)
    row = rows_of(file).get(call) if call is not None else None
    return row is not None and not row.many and row.verb != "build"


def call_of(file: File, expr: ast.expr) -> ast.Call | None:
    """The call that gives a value, behind ``await`` and a local name."""
    for _ in range(DEEPEST):
        if isinstance(expr, ast.Await | ast.NamedExpr):
            expr = expr.value
        elif isinstance(expr, ast.Name):
            kept = file.assigned(expr)
            if kept is None:
                return None
            expr = kept
        else:
            break
    return expr if isinstance(expr, ast.Call) else None


def _is_few(file: File, expr: ast.expr, links: Links, relations: Relations, model: str) -> bool:
    """Whether a literal, or a key, says that a handful of rows come at most."""
    if any(_is_small(item) for item in _slices(file, expr)):
        return True
    for link in links.calls:
        if link.limits and link.node.args:
            known = constant(file, link.node.args[0])
            if known is not None and isinstance(known.value, int) and known.value <= FEW:
                return True
        keys = {keyword.arg for keyword in link.node.keywords}
        if link.row is not None and not keys.isdisjoint(relations.keys_of(model)):
            return True
    return False


def _slices(file: File, expr: ast.expr) -> Iterator[ast.expr]:
    """The indices by which a chain, or the local that keeps it, is cut."""
    for _ in range(DEEPEST):
        if isinstance(expr, ast.Subscript):
            yield expr.slice
            expr = expr.value
        elif isinstance(expr, ast.Call) and isinstance(expr.func, ast.Name) and expr.args:
            expr = expr.args[0]
        elif isinstance(expr, ast.Name):
            kept = file.assigned(expr)
            if kept is None:
                return
            expr = kept
        else:
            return


def _is_small(index: ast.expr) -> bool:
    upper = index.upper if isinstance(index, ast.Slice) else None
    return isinstance(upper, ast.Constant) and isinstance(upper.value, int) and upper.value <= FEW


def is_eager(file: File, name: str | None) -> bool:
    """Whether a method belongs to a session whose objects load nothing later."""
    owner = name.rpartition(".")[0] if name else ""
    word = tables().word("eager-session")
    return bool(owner) and any(base in word for base in file.library.bases(owner))


# ── what comes with the rows ─────────────────────────────────────────────────────────────────────


class _Reader:
    """Reads off a chain what it loads; what it does not understand may load anything."""

    def __init__(self, relations: Relations, model: str, queries: str) -> None:
        self.relations = relations
        self.model = model
        self.queries = queries
        """The class whose methods the chain is made of; empty: there is no one class."""
        self.classes: list[str] = []
        """The manager's class, and those of the queries that it gives."""
        self.depth = 0

    def link(self, file: File, link: Link, name: str | None) -> Loaded:
        """What one method of the chain loads."""
        loads = tables().table(Loads).get(name or "")
        if loads is not None:
            return loaded_by(file, link.node, loads)[0]
        if link.row is not None or link.name in PASSING:
            return Loaded()
        if name is not None and self._is_query_class(file, name):
            return Loaded()
        found = self.method(file, name, link.name)
        if found is not None:
            return self.function(*found)
        own = file.library.member(self.queries, link.name) if self.queries else ""
        if own not in tables().table(Reads) or not isinstance(link.node.func, ast.Attribute):
            return ANYTHING
        loads = tables().table(Loads).get(own)
        return loaded_by(file, link.node, loads)[0] if loads is not None else Loaded()

    def _is_query_class(self, file: File, name: str) -> bool:
        """Whether a call makes a query, or hands on the one that the manager begins with."""
        if name in tables().table(Manager):
            return True
        kind = file.library.returns(name) if not file.defined(name) else None
        queries = {row.queries for row in tables().table(Manager).values()}
        if kind is not None and not queries.isdisjoint(file.library.bases(kind.name)):
            return True
        return file.library.is_class(name) and not queries.isdisjoint(file.library.bases(name))

    def method(self, file: File, name: str | None, last: str) -> tuple[File, FunctionNode] | None:
        """The method of the program's own managers and queries that a call runs."""
        found = file.defined(name) if name else None
        for cls in self.classes:
            if found is None:
                found = file.defined(file.member(cls, last))
        if found is None or isinstance(found[1], ast.ClassDef):
            return None
        return found[0], found[1]

    def function(self, file: File, function: FunctionNode) -> Loaded:
        """What the queries that a function gives load."""
        if self.depth >= DEEPEST:
            return ANYTHING
        self.depth += 1
        values = list(returned(file, function))
        loaded = Loaded() if values else ANYTHING
        for value in values:
            links = links_of(file, value)
            if not links.calls or links.hidden:
                loaded |= ANYTHING
            for link in links.calls:
                if not self._is_of_base(link, function):
                    loaded |= self.link(file, link, name_of_link(file, link))
        self.depth -= 1
        return loaded

    def _is_of_base(self, link: Link, function: FunctionNode) -> bool:
        """``super().get_queryset()``, which the manager's other classes are asked for apart."""
        method = link.node.func
        if is_name(method, "super"):
            return True
        return (
            isinstance(method, ast.Attribute)
            and isinstance(method.value, ast.Call)
            and is_name(method.value.func, "super")
            and method.attr == function.name
        )

    # ── managers ─────────────────────────────────────────────────────────────────────────────
    def manager(self, file: File, root: ast.Attribute) -> Loaded:
        """What every query of a manager loads."""
        member = self.relations.member(self.model, root.attr)
        if member is None:
            name = file.member(self.model, root.attr)
            return Loaded() if name in tables().table(Manager) else ANYTHING
        if not isinstance(member, Field) or member.value is None:
            return ANYTHING
        return self._made_by(member.file, member.value)

    def _made_by(self, file: File, value: ast.expr) -> Loaded:
        """What every query of a manager loads that an expression makes."""
        classes = list(_classes_in(file, value))
        loaded = Loaded() if classes and self.depth < DEEPEST else ANYTHING
        for cls in classes:
            loaded |= self._of_class(file, cls) if cls else ANYTHING
        return loaded

    def _of_class(self, file: File, name: str) -> Loaded:
        """What the queries of a manager's class, or of a class of queries, load."""
        found = file.defined(name)
        if found is None:
            known = file.library.is_class(name) or file.library.returns(name) is not None
            return Loaded() if known else ANYTHING
        home, cls = found
        if not isinstance(cls, ast.ClassDef):
            return self._of_maker(home, cls)
        if not _has_known_bases(home, cls):
            return ANYTHING
        self.classes.append(name)
        loaded = Loaded()
        for line in (name, *home.bases_of(cls)):
            own = home.defined(line)
            if own is not None and isinstance(own[1], ast.ClassDef):
                for function in _beginnings(own[0], own[1]):
                    loaded |= self.function(own[0], function)
        return loaded

    def _of_maker(self, file: File, function: FunctionNode) -> Loaded:
        """What the queries of a manager load that a function makes."""
        self.depth += 1
        loaded = ANYTHING
        values = list(returned(file, function))
        if len(values) == 1:
            loaded = self._made_by(file, values[0])
        self.depth -= 1
        return loaded


def _has_known_bases(file: File, cls: ast.ClassDef) -> bool:
    """Whether all that a class inherits from is known, ``Manager(...).__class__`` included."""
    if file.mro_of(cls) is not None:
        return True
    for base in cls.bases:
        if isinstance(base, ast.Attribute) and base.attr == "__class__":
            if file.type_of(base.value) is None:
                return False
            continue
        name = file.class_name(base, cls)
        found = file.defined(name) if name else None
        if found is not None and isinstance(found[1], ast.ClassDef):
            if not _has_known_bases(found[0], found[1]):
                return False
        elif name is None or file.library.mro(name) is None:
            return False
    return bool(cls.bases)


def _beginnings(file: File, cls: ast.ClassDef) -> Iterator[FunctionNode]:
    """The methods of a manager's class that every one of its queries begins with."""
    scope = file.index.scopes[cls]
    for begins in {row.begins for row in tables().table(Manager).values()}:
        for binding in scope.bindings.get(begins, ()):
            if isinstance(binding.node, ast.FunctionDef):
                yield binding.node


def _classes_in(file: File, value: ast.expr) -> Iterator[str | None]:
    """The classes that make a manager: ``M()``, ``Q.as_manager()``, ``M.from_queryset(Q)()``."""
    if isinstance(value, ast.Call):
        for argument in value.args:
            if isinstance(value.func, ast.Attribute) and isinstance(argument, ast.Name):
                yield file.class_name(argument)
        yield from _classes_in(file, value.func)
    elif isinstance(value, ast.Attribute) and not _names_class(file, value):
        yield from _classes_in(file, value.value)
    elif isinstance(value, ast.Name) and isinstance(file.assigned(value), ast.Call):
        kept = file.assigned(value)
        assert kept is not None
        yield from _classes_in(file, kept)
    elif isinstance(value, ast.Name | ast.Attribute):
        yield file.class_name(value)
    else:
        yield None


def _names_class(file: File, expr: ast.Attribute) -> bool:
    name = file.name_of(expr)
    return name is not None and (file.library.is_class(name) or file.class_named(name) is not None)


def loaded_by(file: File, call: ast.Call, row: Loads, prefix: Path = ()) -> tuple[Loaded, Path]:
    """What a call loads, and the path that the next one of its chain goes on from."""
    if row.role in {"neutral", "columns"}:
        return ANYTHING if row.role == "columns" else Loaded(), prefix
    found = Loaded()
    last = prefix
    arguments = list(_named(call, row))
    if row.bare and not arguments:
        return ANYTHING, prefix
    for argument in arguments:
        if row.role == "options":
            found |= _option(file, argument, prefix)
            continue
        more, last = _path_of(file, argument, row, prefix)
        found |= more
    if row.alias is not None:
        found |= _by_query(file, call, row, last)
    return found, last if row.role in {"load", "through", "late"} else prefix


def _named(call: ast.Call, row: Loads) -> Iterator[ast.expr]:
    """The arguments that name what is loaded."""
    if row.names is None:
        return
    first = row.names.position
    behind = call.args[first:] if first is not None else []
    if row.queryset is not None:
        behind = behind[:1]
    by_name = [item.value for item in call.keywords if item.arg == row.names.name]
    for argument in (*behind, *by_name):
        if isinstance(argument, ast.List | ast.Tuple | ast.Set):
            yield from argument.elts
        elif not (isinstance(argument, ast.Constant) and argument.value is None):
            yield argument


def _path_of(file: File, argument: ast.expr, row: Loads, prefix: Path) -> tuple[Loaded, Path]:
    """What one argument names."""
    if isinstance(argument, ast.Call):
        inner = tables().table(Loads).get(file.callee(argument) or "")
        if inner is not None:
            return loaded_by(file, argument, inner, prefix)
        # `Order.lines.and_(...)`, `Order.lines.of_type(...)`
        if isinstance(argument.func, ast.Attribute):
            argument = argument.func.value
    steps = _steps(file, argument, row)
    if steps is None:
        return ANYTHING.below(prefix), prefix
    path = (*prefix, *steps)
    if row.role == "load":
        return Loaded(paths=frozenset({path})), path
    if row.role == "only":
        return Loaded(only=frozenset({path})), prefix
    if row.role == "defer":
        return Loaded(deferred=frozenset({path})), prefix
    return Loaded(), path


def _steps(file: File, argument: ast.expr, row: Loads) -> Path | None:
    if isinstance(argument, ast.Attribute):
        known = constant(file, argument)
        if known is None:
            return (argument.attr,)
    else:
        known = constant(file, argument)
    if known is None or not isinstance(known.value, str) or known.value == row.everything:
        return None
    return tuple(known.value.split(row.separator)) if row.separator else (known.value,)


def _by_query(file: File, call: ast.Call, row: Loads, path: Path) -> Loaded:
    """What the query of a `Prefetch` loads with its rows, and the other name that they get."""
    found = Loaded()
    alias = given(file, call, row.alias)
    paths = [path]
    if alias is not None:
        known = constant(file, alias)
        if known is None:
            return ANYTHING
        paths.append((*path[:-1], str(known.value)))
        found |= Loaded(paths=frozenset({paths[-1]}))
    query = given(file, call, row.queryset)
    if query is not None and not (isinstance(query, ast.Constant) and query.value is None):
        rows = rows_from(file, query)
        below = rows.loaded if rows is not None else ANYTHING
        for item in paths:
            found |= below.below(item)
    return found


def _option(file: File, expr: ast.expr, prefix: Path) -> Loaded:
    """What one option of a statement loads: ``selectinload(Order.lines).joinedload(Line.product)``."""
    if isinstance(expr, ast.Name):
        kept = file.assigned(expr)
        return _option(file, kept, prefix) if isinstance(kept, ast.Call) else ANYTHING
    current: ast.expr = expr
    calls: list[ast.Call] = []
    while isinstance(current, ast.Call):
        calls.append(current)
        current = current.func.value if isinstance(current.func, ast.Attribute) else current.func
    found = Loaded()
    known = tables().table(Loads)
    path = prefix
    if not calls:
        return ANYTHING
    for call in reversed(calls):
        row = known.get(file.callee(call) or "")
        if row is None:
            return ANYTHING
        more, path = loaded_by(file, call, row, path)
        found |= more
    return found


def loading_calls(
    file: File, within: Iterable[ast.AST] | None = None
) -> list[tuple[ast.Call, Loads]]:
    """Calls that load relations of rows that were fetched before."""
    table = tables().table(Loads)
    found: list[tuple[ast.Call, Loads]] = file.memo(
        ("loading calls",),
        lambda: [(call, table[name]) for name, call in file.calls_to(table)],
    )
    return found if within is None else [item for item in found if item[0] in within]

"""Rows that are made where none was found, without a constraint that keeps them single."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Self

from readiness_lint.facts.callables import given
from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.conditions import settled_at
from readiness_lint.facts.constraints import is_plain_field, plain, unique_sets
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.lost_updates import finds_conflicts, says_locked
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.queries import Query, rows_of
from readiness_lint.facts.relations import Relations, relations_of
from readiness_lint.facts.rows import class_of, model_asked, rows_from
from readiness_lint.facts.shapes import behind_await, root_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import SETS_UP
from readiness_lint.knowledge.schema import ErrorFamily, GetsOrMakes, Manager, Param, Writes
from readiness_lint.model import Binding, Bound, File, FunctionNode
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

ASKING = frozenset({"exists", "first", "get", "count", "run"})
"""Verbs of reads that say whether a row is there."""
COUNT = "count"
FILTERS = frozenset({"filter", "filter_by", "where", "get", "aget", "get_or_none", "exists"})
PASSING = frozenset(
    {"all", "using", "options", "only", "limit", "exists", "first", "count"}
    | {"select_related", "prefetch_related"}
)
"""Links that do not narrow the look-up."""
SEVERAL = frozenset({"exclude", "order_by", "latest", "earliest"})
"""Links that expect more than one row, or leave some out."""
FAR = 12
"""Names behind a value that are looked at."""
UP, FEW = 3, 6
"""How far up callers are looked for, and how many there may be of one step."""
TRANSFORM, HOW = "__", "exists-then-create"
MAKES = Pattern(r"create(?:_\w+)?")
DECIDED = Pattern(
    r"\b(?:instead of|rather than|without|no|not)\b.{0,12}\b(?:unique|uniqueness|constraint)\b",
    re.IGNORECASE,
)
"""Words of a comment by an author who chose to have no constraint."""
MAKING = frozenset({"copy", "deepcopy", "create", "acreate", "create_user"})
Keys = Mapping[str, ast.expr]


@record
class LooseLookup:
    """A look-up after which a row is made, and by whose values several rows may be made at once."""

    node: ast.expr
    how: str
    """The method, or ``exists-then-create``."""
    model: str
    keys: tuple[str, ...]

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file, where all constraints of the class are known."""
        asked = [query for query in file.facts(Query) if query.verb in ASKING]
        relations = relations_of(file) if asked or _gets_or_makes(file) else None
        if relations is None:
            return
        for node, how, model, keys, made in (
            *_in_one(file, relations),
            *_in_two(file, relations, asked),
        ):
            function = file.function(node)
            if (
                function is None
                or _is_single(file, keys)
                or any(_is_of_new(file, value) for value in keys.values())
            ):
                continue
            if (
                _sets_up(file, node)
                or _is_of_command(file, function)
                or _is_of_setup(file, function)
            ):
                continue
            sets = unique_sets(file, model)
            if sets is None or _is_covered(sets, frozenset(map(plain, keys)), made):
                continue
            if not all(is_plain_field(file, model, key) for key in keys):
                continue
            if not _is_guarded(file, function) and not _is_decided(file, node):
                yield cls(node, how, model.rpartition(".")[2], tuple(keys))


def _sets_up(file: File, node: ast.AST) -> bool:
    """Whether a function, or one around it, makes what a program begins with, or samples."""
    names = [*file.label(node).split("."), *file.module.split(".")]
    return any(map(file.words(SETS_UP).match, names))


def _is_of_setup(file: File, function: FunctionNode) -> bool:
    """Whether nothing calls a function but what makes that a program begins with."""
    callers = [item for item in callers_of(file, function) if item.file.role not in APART]
    return bool(callers) and all(_sets_up(caller.file, caller.node) for caller in callers)


def _is_of_command(file: File, function: FunctionNode) -> bool:
    """Whether somebody starts a program for it: a function that ends the process answers no requests."""
    entry = entry_of(function, file)
    if isinstance(entry, Entry) and entry.kind is EntryKind.COMMAND:
        return True
    word = tables().word("ends-program")
    return any(
        file.function(call) is function and file.callee(call, at) in word
        for call, at in file.candidates(word.lasts)
    )


def _is_decided(file: File, node: ast.expr) -> bool:
    """Whether a comment above a look-up says that there is no constraint, and why."""
    return file.intent(file.statement(node), lambda text: bool(DECIDED.search(text))) is not None


Found = tuple[ast.expr, str, str, Keys, frozenset[str] | None]
"""The last: what else the row is made with; ``None``: not known."""


def _is_covered(
    sets: Sequence[frozenset[str]], names: frozenset[str], made: frozenset[str] | None
) -> bool:
    """Whether two requests that ask for the same cannot both make a row."""
    if made is None:
        return any(not fields.isdisjoint(names) for fields in sets)
    return any(fields <= names | made for fields in sets)


def _is_single(file: File, keys: Keys) -> bool:
    """Whether a look-up is for one row that is always the same, or for any row at all."""
    return all(file.value_of(value) is not None for value in keys.values())


def _is_of_new(file: File, value: ast.expr) -> bool:
    """Whether a value is an object that the function has just made, of which no other knows."""
    root = root_of(value)
    bindings = file.reaching(root) if isinstance(root, ast.Name) else ()
    for binding in bindings:
        made = behind_await(binding.value)
        if binding.kind is Bound.VALUE and isinstance(made, ast.Call):
            name = file.callee(made) or ""
            last = file.last_name(made.func)
            # What a form saves was made from it, or is the row that it edits.
            if (
                last in MAKING
                or _is_saved_form(file, made)
                or file.library.is_class(name)
                or file.class_named(name)
            ):
                return True
    return any(_makes_anew(file, binding) for binding in _behind(file, value))


def _makes_anew(file: File, binding: Binding) -> bool:
    """Whether a name stands for what a call has just made, here or in another program."""
    made = behind_await(binding.value)
    last = file.last_name(made.func) if isinstance(made, ast.Call) else None
    return binding.kind is Bound.VALUE and MAKES.fullmatch(last or "") is not None


def _behind(file: File, value: ast.expr) -> Iterator[Binding]:
    """What gave a value its parts: the number in the address of what was just made, too."""
    todo: list[ast.expr] = [value]
    seen: set[ast.AST] = set()
    while todo and len(seen) < FAR:
        for part in ast.walk(todo.pop()):
            for binding in file.reaching(part) if isinstance(part, ast.Name) else ():
                if binding.node not in seen:
                    seen.add(binding.node)
                    yield binding
                    if isinstance(binding.value, ast.JoinedStr | ast.Attribute | ast.BinOp):
                        todo.append(binding.value)


def _is_saved_form(file: File, call: ast.Call) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "save"
        and (file.last_name(function.value) or "").lower().endswith("form")
    )


def _is_guarded(file: File, function: FunctionNode) -> bool:
    """Whether a function keeps others out meanwhile, or hears of what the database refused."""
    if _hears(file, function) or finds_conflicts(file):
        return True
    return _keeps_apart(file, function) or _is_kept_apart(file, function)


def _keeps_apart(file: File, node: ast.AST) -> bool:
    """Whether a piece of code speaks of a lock: most files do not, and a function is long."""
    return says_locked(file.source) and says_locked(ast.unparse(node))


def _is_kept_apart(file: File, function: FunctionNode) -> bool:
    """Whether what may run a function, by its name, keeps others out meanwhile; or its class does.

    Where many call something of that name, nothing is known.
    """
    names = {function.name}
    seen: set[str] = set()
    for _ in range(UP if file.program is not None else 0):
        running = list(_running(file.program, names)) if file.program is not None else []
        if len(running) > FEW:
            return False
        if any(_keeps_apart(home, home.class_(outer) or outer) for home, outer in running):
            return True
        seen |= names
        names = {outer.name for _, outer in running} - seen
    return False


def _running(program: Program, names: Iterable[str]) -> Iterator[tuple[File, FunctionNode]]:
    """The functions that call something under one of these names."""
    for name in sorted(names):
        for home in program.calling(name):
            calls = home.index.calls.get(name, ()) if home.role not in APART else ()
            outer = [home.function(call) for call, _ in calls]
            yield from ((home, function) for function in outer if function is not None)


def _hears(file: File, function: FunctionNode) -> bool:
    """Whether a function handles what the database refused; or several rows, which it expects then."""
    errors = tables().table(ErrorFamily)
    several = tables().word("several-rows").lasts
    return any(
        (file.name_at(item, handler.guard) or "") in errors or file.last_name(item) in several
        for handler in file.facts(ExceptHandler)
        if handler.function is function
        for item in handler.clause
    )


# ── in one call ──────────────────────────────────────────────────────────────────────────────────


def _gets_or_makes(file: File) -> bool:
    return any(True for _ in file.candidates(tables().table(GetsOrMakes).lasts))


def _in_one(file: File, relations: Relations) -> Iterator[Found]:
    """Calls that look a row up and make it."""
    table, by_last = tables().table(GetsOrMakes), _by_last()
    for call, at in file.candidates(table.lasts):
        if not isinstance(call.func, ast.Attribute):
            continue
        name = file.callee(call, at) or ""
        # The manager of a relation has no name.
        is_open = file.defined(name) is None and not file.library.knows(name)
        row = table.get(name) or (by_last.get(call.func.attr) if is_open else None)
        if row is None:
            continue
        keys = _keywords(call, row.beside)
        found = _model_of(file, relations, call.func.value) if keys else None
        if keys and found is not None:
            model, more = found
            yield call, call.func.attr, model, {**more, **keys}, _defaults(file, call, row)


@cache
def _by_last() -> Mapping[str, GetsOrMakes]:
    return {name.rpartition(".")[2]: row for name, row in tables().table(GetsOrMakes).items()}


def _defaults(file: File, call: ast.Call, row: GetsOrMakes) -> frozenset[str] | None:
    """What a row that is made gets beside what it was looked up by; ``None``: not known."""
    found: set[str] = set()
    for name in row.beside:
        value = given(file, call, Param(name))
        if isinstance(value, ast.Name):
            value = file.assigned(value) or value
        if value is None:
            continue
        if not isinstance(value, ast.Dict):
            return None
        for key in value.keys:
            if not isinstance(key, ast.Constant):
                return None
            found.add(plain(str(key.value)))
    return frozenset(found)


def _keywords(call: ast.Call, beside: tuple[str, ...] = ()) -> Keys | None:
    """What a call looks up by; ``None``: not known, or not by equality."""
    if call.args:
        return None
    found: dict[str, ast.expr] = {}
    for keyword in call.keywords:
        if keyword.arg is None or TRANSFORM in keyword.arg:
            return None
        if keyword.arg not in beside:
            found[keyword.arg] = keyword.value
    return found


def model_managed(file: File, relations: Relations, expr: ast.expr) -> str | None:
    """The class whose manager an expression is."""
    found = _model_of(file, relations, expr)
    return found[0] if found is not None else None


def _model_of(
    file: File, relations: Relations, expr: ast.expr
) -> tuple[str, dict[str, ast.expr]] | None:
    """The class whose manager an expression is, and what the manager of a relation adds."""
    while isinstance(expr, ast.Call):
        link = expr.func
        if not isinstance(link, ast.Attribute) or link.attr not in PASSING:
            return None
        expr = link.value
    if not isinstance(expr, ast.Attribute):
        model = class_of(file, relations, expr)
        return (model, {}) if model else None
    if expr.attr in tables().table(Manager).lasts:
        model = class_of(file, relations, expr.value)
        return (model, {}) if model else None
    model = class_of(file, relations, expr)
    if model is not None:
        return model, {}
    kind = file.type_of(expr.value)
    relation = relations.relation(kind.name, expr.attr) if kind and not kind.of_class else None
    if relation is None or not relation.many or relation.target is None or not relation.back:
        return None
    return relation.target, {relation.back: expr.value}


# ── in two steps ─────────────────────────────────────────────────────────────────────────────────


def _in_two(file: File, relations: Relations, asked: Iterable[Query]) -> Iterator[Found]:
    """Reads that find nothing, and calls that make a row with the very values they asked for."""
    for query in asked:
        function = file.function(query.node)
        if function is None or not _may_be_made(file, function, query):
            continue
        model = _asked(file, relations, query)
        keys = _looked_up(query, model.rpartition(".")[2]) if model else None
        if not model or not keys:
            continue
        makers = tables().word("creates-row").lasts | {model.rpartition(".")[2]}
        for call, _ in sorted(file.candidates(makers), key=lambda found: start_of(found[0])):
            if (
                file.function(call) is function
                and _makes(file, relations, call, model)
                and _has(call, keys)
                and _is_for_none(file, query, call)
            ):
                made = frozenset(plain(item.arg) for item in call.keywords if item.arg)
                hidden = any(item.arg is None for item in call.keywords)
                yield query.node, HOW, model, keys, None if hidden else made
                break


def _may_be_made(file: File, function: FunctionNode, query: Query) -> bool:
    """A cheap look: some call, and no read, has all the keywords that a read compares with."""
    keys = _looked_up(query, None)
    if not keys:
        return False
    names = {plain(name) for name in keys}
    return any(names <= given for given in _keywords_by_function(file).get(function, ()))


def _keywords_by_function(file: File) -> Mapping[FunctionNode | None, list[set[str]]]:
    """The keywords of the calls that have any, and are no reads."""

    def by_function() -> Mapping[FunctionNode | None, list[set[str]]]:
        found: dict[FunctionNode | None, list[set[str]]] = defaultdict(list)
        reads = rows_of(file)
        for call, statement in file.calls():
            if call.keywords and call not in reads:
                names = {plain(item.arg) for item in call.keywords if item.arg}
                found[file.function(statement)].append(names)
        return found

    return file.memo(("keywords by function",), by_function)


def _asked(file: File, relations: Relations, query: Query) -> str | None:
    rows = rows_from(file, query.node)
    if rows is not None:
        return rows.model if rows.start == "model" else None
    # What comes as tuples, or is counted, tells as well whether a row is there.
    return model_asked(file, relations, query.links)


def _looked_up(query: Query, model: str | None) -> Keys | None:
    """The values that a read compares columns with; ``None``: not all conditions are such.

    Columns are those of a class with this last identifier; ``None``: of any.
    """
    found: dict[str, ast.expr] = {}
    for link in query.links.calls:
        if link.name in FILTERS:
            for argument in link.node.args:
                side = _compared(argument, model)
                if side is None:
                    return None
                found[side[0]] = side[1]
            keys = _keywords(ast.Call(link.node.func, [], link.node.keywords))
            if keys is None:
                return None
            found |= keys
        elif link.name in SEVERAL or (link.row is None and link.name not in PASSING):
            return None
    return found


def _compared(test: ast.expr, model: str | None) -> tuple[str, ast.expr] | None:
    """``number`` and the value of ``Order.number == value``."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    left = test.left
    if not isinstance(test.ops[0], ast.Eq) or not isinstance(left, ast.Attribute):
        return None
    owner = left.value
    last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return (left.attr, test.comparators[0]) if model in {None, last} else None


def _makes(file: File, relations: Relations, call: ast.Call, model: str) -> bool:
    """Whether a call makes a row of a class."""
    name = file.callee(call)
    if name == model:
        return True
    row = tables().table(Writes).get(name or "")
    if row is None or row.verb != "create" or not isinstance(call.func, ast.Attribute):
        return False
    found = _model_of(file, relations, call.func.value)
    return found is not None and found[0] == model and name not in tables().table(GetsOrMakes)


def _has(call: ast.Call, keys: Keys) -> bool:
    """Whether a row is made with the values that were looked up."""
    made = {plain(item.arg): ast.unparse(item.value) for item in call.keywords if item.arg}
    return all(
        made.get(plain(name)) in {ast.unparse(value), ast.unparse(value).removesuffix(".id")}
        for name, value in keys.items()
    )


def _is_for_none(file: File, query: Query, call: ast.Call) -> bool:
    """Whether a call runs only where a read found nothing."""
    tests = [condition.test for condition in settled_at(file, call)]
    asking = [test for test in tests if _asks(file, test, query.node)]
    if query.verb == COUNT and any(_limits(file, test, query.node) for test in asking):
        return False
    return bool(asking) or _is_missed(file, query.node, call)


def _is_missed(file: File, read: ast.expr, call: ast.Call) -> bool:
    """Whether a call runs where a read raised, because there is no such row."""
    misses = tables().word("misses-row").lasts
    return any(
        _holds(handler.statements, call)
        and _holds(handler.body, read)
        and any(file.last_name(item) in misses for item in handler.clause)
        for handler in file.facts(ExceptHandler, within=file.function(call))
    )


def _holds(statements: Sequence[ast.stmt], node: ast.expr) -> bool:
    """Whether a node stands in one of some statements that follow each other."""
    last = statements[-1].end_lineno if statements else None
    return last is not None and statements[0].lineno <= node.lineno <= last


def _asks(file: File, test: ast.expr, read: ast.expr) -> bool:
    """Whether a test looks at what a read gave, itself or by a local name."""
    for part in ast.walk(test):
        if part is read or (isinstance(part, ast.Name) and _is_read(file, part, read, UP)):
            return True
    return False


def _is_read(file: File, name: ast.Name, read: ast.expr, depth: int) -> bool:
    """Whether a local holds what a read gave, or what a method of that gave."""
    bindings = file.reaching(name) if depth else ()
    value = behind_await(bindings[0].value) if len(bindings) == 1 else None
    if value is None:
        return False
    if any(part is read for part in ast.walk(value)):
        return True
    source = _source_of(value)
    return isinstance(source, ast.Name) and _is_read(file, source, read, depth - 1)


def _source_of(value: ast.expr) -> ast.expr:
    """What a chain of methods begins with: ``result`` of ``result.scalars().first()``."""
    while isinstance(value, ast.Call | ast.Attribute | ast.Await):
        value = value.func if isinstance(value, ast.Call) else value.value
    return value


def _limits(file: File, test: ast.expr, read: ast.expr) -> bool:
    """Whether a test holds a count against another number than those that tell some from none.

    Where there may be so many, several are meant to be.
    """
    for part in ast.walk(test):
        if isinstance(part, ast.Compare) and _asks(file, part, read):
            sides = [file.value_of(side) for side in (part.left, *part.comparators)]
            return not any(known is not None and known.value in (0, 1) for known in sides)
    return False

"""Loops whose number of rounds grows with the data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.queries import PASSING, Query, links_of, reads_of
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Writes
from readiness_lint.model import Bound, Branch, File, FunctionNode
from readiness_lint.model.flow import block_of
from readiness_lint.model.index import every_argument, names_in
from readiness_lint.terms import Answer, EntryKind, Exit

Node = ast.For | ast.AsyncFor | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
ROWS = frozenset(["all", "fetchall", "scalars", "iterator", "aiterator", "mappings", "iter_rows"])
"""Methods that give rows, whatever they belong to."""
REQUEST = frozenset(
    [
        *("data", "GET", "POST", "json", "FILES", "form", "args", "query_params", "validated_data"),
        *("cleaned_data", "getlist", "get_json", "initial_data"),
    ]
)
"""What holds the content of a request."""
COLLECTIONS = frozenset(
    [
        *("builtins.list", "builtins.set", "builtins.tuple", "builtins.frozenset"),
        *("collections.abc.Sequence", "typing.Sequence", "collections.abc.Iterable"),
        *("typing.Iterable", "collections.abc.Collection", "typing.Collection"),
        *("collections.abc.Set", "django.db.models.QuerySet", "django.db.models.query.QuerySet"),
    ]
)
PLURAL = re.compile(r"\w*(?:_list|_ids|_set)|(?!.*(?:ss|us|is|args|kwargs|fields)$)\w{2,}s")
PARTS = re.compile(
    r"(?:.*_)?(?:batch|batches|chunk|chunks|segment|segments|page|pages|window|windows|block|blocks"
    r"|attempt|attempts|retry|retries|tries)(?:_.*)?"
)
"""Names of rounds that handle many rows, or try once more."""
FIXED = re.compile(
    r"(?:.*_)?(?:registry|registries|settings|plugins?|providers?|backends?|signals?|choices|fields?"
    r"|columns?|tables?|models?|formats?|languages?|types?|classes|extensions?|apps?|methods?"
    r"|constants?|options?|levels?|kinds|keys|permissions?|roles?|actions|channels?|periods?|dates?"
    r"|days|months|intervals?)",
    re.IGNORECASE,
)
"""Names of what is declared, not stored."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A ``for`` loop or a comprehension."""

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
    else:
        return None
    found: Loop = file.memo(("loop", node), lambda: _loop(file, node, target, iterable))
    return found


def _loop(file: File, node: Node, target: ast.expr, iterable: ast.expr) -> Loop:
    why, sure = ("", True) if _is_fixed(file, target, iterable) else _reason(file, iterable)
    return Loop(node, target, iterable, True if why else None, why, sure)


def _is_fixed(file: File, target: ast.expr, iterable: ast.expr) -> bool:
    names = [*names_in(target), file.last_name(iterable) or ""]
    return any(PARTS.fullmatch(name) for name in names)


def _reason(file: File, expr: ast.expr) -> tuple[str, bool]:
    """Why an iterable grows, and whether that is certain; nothing: it is not known to."""
    inner = _unwrapped(expr)
    if inner is None:
        return "", True
    if isinstance(inner, ast.Name):
        return _of_name(file, inner)
    if _is_rows(file, inner):
        return "queryset", True
    if _is_of_request(file, inner):
        return "request", True
    if isinstance(inner, ast.Call) and (file.callee(inner) or "").startswith("csv."):
        return "file", True
    return "", True


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
            if isinstance(expr.slice.upper, ast.Constant):
                return None
            expr = expr.value
        elif isinstance(expr, ast.BoolOp):
            expr = expr.values[0]
        else:
            return expr


def _is_rows(file: File, expr: ast.expr) -> bool:
    """Whether an expression gives the rows of a query that nothing limits."""
    if not isinstance(expr, ast.Call):
        return False
    reads = {call: row for _, call, row in reads_of(file)}
    row = reads.get(expr)
    if row is not None:
        links = links_of(file, expr)
        return row.many and not links.limited and not links.grouped
    function = expr.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in ROWS
        and not expr.args
        and not FIXED.fullmatch(file.last_name(function.value) or "")
        and file.type_of(function.value) is None
        and bool(reads)
    )


def _is_of_request(file: File, expr: ast.expr) -> bool:
    """Whether an expression is a list that the client sent."""
    current = expr
    while True:
        if isinstance(current, ast.Call) and isinstance(current.func, ast.Attribute):
            if current.func.attr == "getlist":
                return True
            current = current.func.value
        elif isinstance(current, ast.Subscript):
            current = current.value
        elif isinstance(current, ast.Attribute):
            if current.attr in REQUEST and _is_request(file, current.value):
                return True
            if current.attr in {"validated_data", "cleaned_data"}:
                return True
            if isinstance(current.value, ast.Name) and _is_body(file, current.value):
                return current is expr
            current = current.value
        else:
            return isinstance(current, ast.Name) and current.id == "validated_data"


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
        if item.value is not None
    ]
    whys = {why for why, _ in reasons}
    return (reasons[0] if len(whys) == 1 else ("", True)) if reasons else ("", True)


def _of_parameter(file: File, name: str, annotation: ast.expr | None) -> tuple[str, bool]:
    if FIXED.fullmatch(name):
        return "", True
    if annotation is None:
        return ("parameter", False) if PLURAL.fullmatch(name) else ("", True)
    kind = file.type_named(annotation)
    return ("parameter", True) if kind is not None and kind.name in COLLECTIONS else ("", True)


def depends(file: File, loop: Loop, node: ast.expr) -> bool:
    """Whether an expression takes in the loop's variable, or what its body made of it."""
    mine = dependents(file, loop)
    return any(isinstance(item, ast.Name) and item.id in mine for item in ast.walk(node))


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
    for _ in range(2):
        for target, source in _assigned(file, loop.node):
            if any(isinstance(item, ast.Name) and item.id in found for item in ast.walk(source)):
                found |= set(names_in(target))
    return frozenset(found)


def _assigned(file: File, loop: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Targets and values inside a loop; of an inner loop, what it goes through."""
    for plain in file.nodes(ast.Assign, within=loop):
        for target in plain.targets:
            yield target, plain.value
    for annotated in file.nodes(ast.AnnAssign, within=loop):
        if annotated.value is not None:
            yield annotated.target, annotated.value
    for inner in (*file.nodes(ast.For, within=loop), *file.nodes(ast.AsyncFor, within=loop)):
        assert isinstance(inner, ast.For | ast.AsyncFor)
        yield inner.target, inner.iter


def runs_once(file: File, node: ast.AST, loop: Loop) -> bool:
    """Whether a node stands in a branch that leaves the loop."""
    if isinstance(loop.node, COMPREHENSIONS):
        return False
    for context in file.index.placed[file.statement(node)].chain():
        if context.node is loop.node:
            return False
        ways = file.exits(block_of(context))
        if not ways & (Exit.FALLS | Exit.CONTINUES):
            return True
    return False


def leaves_early(file: File, loop: Loop) -> bool:
    """Whether a round may end the loop with success, as a search does."""
    if isinstance(loop.node, COMPREHENSIONS):
        return False
    ways = file.exits(loop.node.body)
    return bool(ways & (Exit.RETURNS | Exit.BREAKS))


CHANGING = frozenset(
    [
        *("save", "asave", "create", "acreate", "get_or_create", "update_or_create", "commit"),
        *("bulk_create", "bulk_update", "flush", "add_all", "merge", "insert_one", "update_one"),
        *("select_for_update", "with_for_update", "atomic", "begin", "begin_nested", "delay"),
        *(
            "apply_async",
            "send_mail",
            "send",
            "publish",
            "delete",
            "adelete",
            "enqueue",
            "add",
            "update",
        ),
        *("full_clean", "set", "executemany", "insert", "upsert", "notify"),
    ]
)
"""Methods after which each round is a unit of work of its own."""
CHANGING_START = re.compile(
    r"_*(?:create|update|delete|save|insert|upsert|remove|send|notify|write|store|persist|sync|mark"
    r"|set|add|apply|process|handle|execute|perform|run|migrate|import|archive|cancel|assign|grant"
    r"|revoke|attach|detach|enqueue|dispatch|publish|record|register|cleanup|clean|prune|purge)_"
)
"""Functions that change something, by their name."""


def is_unit_of_work(file: File, loop: Loop) -> bool:
    """Whether each round changes something, takes a lock or hands work over."""
    answer: bool = file.memo(("unit of work", loop.node), lambda: _is_unit_of_work(file, loop.node))
    return answer


def _is_unit_of_work(file: File, loop: Node) -> bool:
    return any(True for _ in _changes(file, loop))


def _changes(file: File, within: ast.AST) -> Iterator[ast.Call]:
    writes = file.memo(("writes",), lambda: _writes(file))
    for call in file.nodes(ast.Call, within=within):
        last = file.last_name(call) or ""
        changing = last in CHANGING and not _is_plain(file, call)
        if call in writes or CHANGING_START.match(last) or changing:
            yield call


def _writes(file: File) -> frozenset[ast.Call]:
    return frozenset(call for _, call in file.calls_to(tables().table(Writes)))


def _is_plain(file: File, call: ast.Call) -> bool:
    """Whether a method is that of a local set or list."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        return False
    kind = file.type_of(function.value)
    return kind is not None and kind.name.startswith(("builtins.", "collections."))


@dataclass(frozen=True, slots=True)
class RepeatedQuery:
    """A query that is sent once for each round of a loop that grows."""

    node: ast.expr
    """The query, or the call of the helper that sends it."""
    loop: Loop
    what: str
    """The query, or the helper, as the file spells it."""
    model: str | None
    helper: Query | None
    """The query of a helper."""
    varies: bool
    """Whether it differs from round to round."""

    @classmethod
    def find(cls, file: File) -> Iterable[RepeatedQuery]:
        """Every one of the file, at the innermost loop that grows."""
        queries = file.facts(Query)
        for query in queries:
            if query.what.rpartition(".")[2] in RELOADING:
                continue
            for loop in _growing(file, query.node):
                if _counts(file, query.node, loop) and not _is_loaded(file, query):
                    yield cls(
                        query.node,
                        loop,
                        _spelled(query.node),
                        query.model,
                        None,
                        depends(file, loop, query.node),
                    )
                break
        if queries:
            yield from _through_helpers(file, queries)


RELOADING = frozenset({"refresh", "refresh_from_db", "arefresh_from_db"})
"""Reads of one row that the caller has, for what it knows of it is old."""


def _spelled(node: ast.expr) -> str:
    """A call without its arguments: ``Order.objects.filter().first()``."""
    names: list[str] = []
    expr = node
    while True:
        if isinstance(expr, ast.Call):
            names.append("()")
            expr = expr.func
        elif isinstance(expr, ast.Attribute):
            names.append(f".{expr.attr}")
            expr = expr.value
        elif isinstance(expr, ast.Subscript | ast.Await):
            expr = expr.value
        else:
            names.append(expr.id if isinstance(expr, ast.Name) else "...")
            return "".join(reversed(names))


def _growing(file: File, node: ast.AST) -> Iterator[Loop]:
    """The loops around a node that grow, innermost first; a parameter's name in the plural counts."""
    for around in file.loops_around(node):
        loop = loop_of(file, around)
        if loop is not None and loop.grows:
            yield loop


def _counts(file: File, node: ast.expr, loop: Loop) -> bool:
    """Whether a query in a loop is one that could be sent once for all rounds."""
    if file.runs_later(node) and not isinstance(loop.node, COMPREHENSIONS):
        return False
    return not (
        runs_once(file, node, loop)
        or leaves_early(file, loop)
        or is_unit_of_work(file, loop)
        or _is_cached(file, node)
    )


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


def _is_loaded(file: File, query: Query) -> bool:
    """Whether the rows were loaded before, so that the session has them."""
    if query.verb != "get" or query.orm not in {"sqlalchemy", "sqlmodel", "flask_sqlalchemy"}:
        return False
    function = file.function(query.node)
    return any(file.function(call) is function for call, _ in file.index.calls.get("in_", ()))


def _through_helpers(file: File, queries: tuple[Query, ...]) -> Iterator[RepeatedQuery]:
    """Calls, in a loop that grows, of functions of this file that read by what they are given."""
    found: dict[FunctionNode, Query] = {}
    for query in queries:
        function = file.function(query.node)
        if function is not None and _reads_by_parameter(file, function, query):
            found.setdefault(function, query)
    for function, query in found.items():
        for caller in callers_of(file, function):
            call = caller.node
            if not isinstance(call, ast.Call) or caller.function is function:
                continue
            if isinstance(file.parent(call), ast.Expr):
                continue
            for loop in _growing(file, call):
                arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
                varies = any(depends(file, loop, argument) for argument in arguments)
                if varies and _counts(file, call, loop):
                    yield RepeatedQuery(call, loop, _spelled(call), query.model, query, varies)
                break


def _reads_by_parameter(file: File, function: FunctionNode, query: Query) -> bool:
    """Whether a function always sends a query that takes in one of its parameters."""
    if any(True for _ in _changes(file, function)) or file.is_generator(function):
        return False
    if function.decorator_list or any(True for _ in file.conditions(query.node)):
        return False
    if any(True for _ in file.enclosing(query.node, Branch.EXCEPT)):
        return False
    scope = file.index.scopes[function]
    parameters = {argument.arg for argument in every_argument(function.args)} - {scope.me}
    return any(
        isinstance(node, ast.Name) and node.id in parameters for node in ast.walk(query.node)
    )


def answers(node: ast.AST, file: File) -> bool:
    """Whether a request waits for a node: a handler, a hook of one, a serializer or a resolver."""
    entry = entry_of(node, file)
    if isinstance(entry, Handler):
        return True
    if isinstance(entry, Entry) and entry.kind in {EntryKind.HANDLER, EntryKind.MIDDLEWARE}:
        return True
    cls, function = file.class_(node), file.function(node)
    if cls is not None and cls.name.endswith(("Serializer", "View", "ViewSet")):
        return True
    # A resolver of GraphQL is given what it knows of the query.
    return function is not None and any(
        argument.arg == "info" for argument in every_argument(function.args)
    )

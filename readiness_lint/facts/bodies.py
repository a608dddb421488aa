"""The bodies of requests, and what says how they have to look."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal

from readiness_lint.facts.annotations import is_open
from readiness_lint.facts.callers import Caller, called
from readiness_lint.facts.classes import is_marked
from readiness_lint.facts.conditions import given_for
from readiness_lint.facts.dependencies import marks_on
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.handlers import READS, Handler
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.mapped_classes import is_told
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.shapes import identifiers_in, is_name, is_text, names_within
from readiness_lint.facts.sources import request_part
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import (
    BATCH_PROTOCOLS,
    FORWARDS,
    FREE_MAPPINGS,
    INPUT_CHECKS,
    SENDS_ON,
    SHOWN_ONLY,
    SIGNATURES,
)
from readiness_lint.knowledge.schema import Is, ModelBase, Table
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import every_argument
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import EntryKind, Exit

BODY = "data"
"""The parameter in which Litestar gives the body."""
IN_PATH = Pattern(r"\{(\w+)")
SCALARS = frozenset(f"builtins.{name}" for name in ("bool", "bytes", "float", "int", "str"))
READING = frozenset({"get", "pop", "setdefault"})
SHAPES = frozenset({"match", "fullmatch"})
JUDGES = Pattern(r"_*validate(?:_\w+)?")
"""Functions that look whether a value is right, other than those that make it so."""
VERBS = frozenset({"post", "put", "patch", "delete"})
REFUSAL = Pattern(r"\w*(?:Valid|Schema|Payload|Malformed|Reject|Refus|Pars|Format)\w*")
"""Exceptions that say of a value that it does not fit."""
UNPROCESSABLE = 422
"""Says of a body that it is understood and does not fit, and of nothing else."""
UNFIT = frozenset({400, UNPROCESSABLE})
HELPERS = 3
"""Functions behind each other to which a body is followed."""
Shape = Literal["open", "table", "model"]


@record
class Body:
    """A parameter of a handler that is the body of its request, or a part of it."""

    node: ast.arg
    annotation: ast.expr
    handler: Handler
    shape: Shape
    """``open``: any mapping; ``table``: a class of rows that checks nothing; ``model``: one that checks."""
    cls: str
    """The class that checks, or does not; empty: there is none."""

    @classmethod
    def find(cls, file: File) -> Iterator[Body]:
        """Those of frameworks that read bodies by annotations, as far as their type is known."""
        for handler in file.facts(Handler):
            for argument in _parameters(file, handler):
                annotation = argument.annotation
                found = _shape(file, annotation) if annotation is not None else None
                if annotation is not None and found is not None:
                    yield cls(argument, annotation, handler, *found)


def _parameters(file: File, handler: Handler) -> Iterator[ast.arg]:
    """The parameters that a framework fills from the body."""
    function = handler.node
    reads_data = handler.framework in tables().word("body-is-data")
    if not reads_data and handler.framework not in tables().word("plain-parameters"):
        return
    in_path = {name for call in handler.calls for name in _in_paths(call)}
    for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs):
        if (
            argument.annotation is None
            or argument.arg in in_path
            or (reads_data and argument.arg != BODY)
            or _is_scalar(file, argument.annotation)
        ):
            continue
        if reads_data:
            yield argument
            continue
        marks = _marks(file, function, argument)
        if marks <= {"Body"} and (
            marks or not is_open(file, argument.annotation) or _is_mapping(file, argument)
        ):
            yield argument


def _is_scalar(file: File, annotation: ast.expr) -> bool:
    """Whether a parameter holds one value of a built-in type: then nothing has to check its shape."""
    return isinstance(annotation, ast.Name) and file.name_of(annotation) in SCALARS


def _is_mapping(file: File, argument: ast.arg) -> bool:
    """Whether a parameter is read from the body without a mark: ``Any`` alone is not."""
    return argument.annotation is not None and is_open(file, argument.annotation, anything=False)


def _in_paths(call: ast.Call) -> Iterator[str]:
    for argument in call.args[:1]:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield from IN_PATH.findall(argument.value)


def _marks(file: File, function: FunctionNode, argument: ast.arg) -> set[str]:
    """What says where a parameter comes from, by last identifiers."""
    found = set[str]()
    for home, mark in marks_on(file, function, argument):
        name = home.callee(mark) if isinstance(mark, ast.Call) else None
        if name is not None and any(
            name in tables().word(word) for word in ("request-parameter", "injected")
        ):
            found.add(name.rpartition(".")[2])
    return found


def _shape(file: File, annotation: ast.expr) -> tuple[Shape, str] | None:
    if is_open(file, annotation):
        return "open", ""
    kind = file.type_named(annotation)
    while kind is not None and kind.name in {"builtins.list", "builtins.dict"} and kind.args:
        kind = kind.args[-1]
    home, cls = (file.defined(kind.name) if kind is not None else None) or (file, None)
    if not isinstance(cls, ast.ClassDef):
        return None
    known = tables().table(ModelBase)
    rows = [known[name] for name in home.bases_of(cls) if name in known]
    if any(row.keyword and is_told(cls, row.keyword) for row in rows):
        return "table", cls.name
    return ("model", cls.name) if is_marked(home, cls, "declared-fields") else None


# ── bodies of which nothing says how they look ───────────────────────────────────────────────────


@record
class UntypedBody:
    """A body that a handler takes as it comes."""

    node: ast.AST
    handler: Handler
    type: str

    @classmethod
    def find(cls, file: File) -> Iterator[UntypedBody]:
        """Parameters without a contract, and bodies that are read key by key."""
        for body in file.facts(Body):
            if body.shape != "open":
                continue
            names = frozenset({body.node.arg})
            free = not _writes(body.handler) or _is_free(file, body) or _is_unread(file, body)
            free = free or _are_matched(file, body.handler.node, names)
            if not free and not _is_taken_care_of(file, body.handler, names, declared=True):
                yield cls(body.node, body.handler, ast.unparse(body.annotation))
        for handler, call, names in _read_by_hand(file):
            if (
                _reads_keys(file, handler.node, names)
                and not _are_matched(file, handler.node, names)
                and not _is_taken_care_of(file, handler, names, declared=False)
            ):
                yield cls(call, handler, "plain JSON")
        nothing = frozenset[str]()
        for handler, call in _keys_on_the_spot(file):
            if not _is_taken_care_of(file, handler, nothing, declared=False):
                yield cls(call, handler, "plain JSON")


def _writes(handler: Handler) -> bool:
    return handler.methods is not None and bool(handler.methods - READS)


def _is_free(file: File, body: Body) -> bool:
    """Whether a mapping is what its clients make of it: labels, metadata, the values of a template."""
    named = file.words(FREE_MAPPINGS).match(body.node.arg)
    return (named or not _is_alone(file, body)) and not _reads_keys(
        file, body.handler.node, frozenset({body.node.arg})
    )


def _is_unread(file: File, body: Body) -> bool:
    """Whether a handler takes a body and does nothing with it but log it."""
    logs = log_calls(file)
    reads = (set(file.ancestors(read)) for read in file.reads.of(body.node.arg))
    return not any(body.handler.node in around and not around & logs.keys() for around in reads)


def _is_alone(file: File, body: Body) -> bool:
    """Whether a parameter is the whole body: beside another one it is a field with a name."""
    function = body.handler.node
    return not any(
        item.handler is body.handler for item in file.facts(Body) if item is not body
    ) and not any(
        "Body" in _marks(file, function, argument)
        for argument in every_argument(function.args)
        if argument is not body.node
    )


def _read_by_hand(file: File) -> Iterator[tuple[Handler, ast.Call, frozenset[str]]]:
    """The JSON that handlers read off the request, and the names that they give it."""
    for handler, call, given in _json_reads(file):
        statement = file.statement(call)
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        names = {item.id for item in targets if isinstance(item, ast.Name)}
        if names and getattr(statement, "value", None) is given:
            yield handler, call, frozenset(names)


def _keys_on_the_spot(file: File) -> Iterator[tuple[Handler, ast.Call]]:
    """The JSON of which handlers read one key where it stands: ``(await request.json())["name"]``."""
    seen: set[Handler] = set()
    for handler, call, given in _json_reads(file):
        around = file.parent(given)
        is_read = isinstance(around, ast.Subscript) and is_text(around.slice)
        if isinstance(around, ast.Attribute) and around.attr in READING:
            is_read = isinstance(file.parent(around), ast.Call)
        statement = file.statement(call)
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        kept = frozenset(item.id for item in targets if isinstance(item, ast.Name))
        if is_read and handler not in seen and not _tests_values(file, handler.node, kept):
            seen.add(handler)
            yield handler, call


def _json_reads(file: File) -> Iterator[tuple[Handler, ast.Call, ast.expr]]:
    """The calls by which handlers read JSON off the request, and the expression that gives it."""
    known = tables()
    word, raw = known.word("json-of-request"), known.word("bytes-of-request")
    if word.lasts.isdisjoint(file.index.calls) and raw.lasts.isdisjoint(file.index.calls):
        return
    for handler in file.facts(Handler):
        frameworks = (known.word("plain-parameters"), known.word("body-is-data"))
        if not _writes(handler) or not any(handler.framework in item for item in frameworks):
            continue
        for call in file.nodes(ast.Call, within=handler.node):
            around = file.parent(call)
            if isinstance(around, ast.Await) and _is_part(file, call, word):
                yield handler, call, around
            elif file.callee(call) in known.word("reads-json") and _is_raw(file, call, raw):
                yield handler, call, call


def _is_part(file: File, call: ast.expr | None, word: Table[Is]) -> bool:
    """Whether a call reads the part of the request that has one of these names."""
    part = call.func if isinstance(call, ast.Call) else None
    if not isinstance(part, ast.Attribute) or part.attr not in word.lasts:
        return False
    return file.name_of(part) in word or request_part(file, part) in word


def _is_raw(file: File, call: ast.Call, raw: Table[Is]) -> bool:
    """Whether the body is parsed by hand, and nothing else looks at its bytes: a signature may be theirs."""
    given = call.args[0] if len(call.args) == 1 else None
    if isinstance(given, ast.Name):
        function = file.function(call)
        named = (read for read in file.reads.of(given.id) if isinstance(read, ast.Name))
        reads = [read for read in named if file.function(read) is function]
        given = file.assigned(given) if len(reads) == 1 else None
    return isinstance(given, ast.Await) and _is_part(file, given.value, raw)


def _reads_keys(file: File, function: FunctionNode, names: frozenset[str]) -> bool:
    """Whether single keys are read off a mapping."""
    for item in file.nodes(ast.Subscript, within=function):
        if _is_named(item.value, names) and isinstance(item.slice, ast.Constant):
            return isinstance(item.slice.value, str)
    return any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr in READING
        and _is_named(call.func.value, names)
        and bool(call.args)
        for call in file.nodes(ast.Call, within=function)
    )


def _are_matched(file: File, function: FunctionNode, names: frozenset[str]) -> bool:
    """Whether every key that is read is held against a pattern, a type or all that is known, before it is used."""
    matched = {
        item.id
        for call in file.nodes(ast.Call, within=function)
        if file.last_name(call.func) in SHAPES
        for item in call.args
        if isinstance(item, ast.Name)
    } | {
        test.left.id
        for test in file.nodes(ast.Compare, within=function)
        if isinstance(test.ops[0], ast.In | ast.NotIn) and isinstance(test.left, ast.Name)
    }
    matched |= set(_refused_elsewhere(file, function)) | set(_converted(file, function))
    if not matched:
        return False
    kept = {
        statement.value: statement.targets[0].id
        for statement in file.nodes(ast.Assign, within=function)
        if isinstance(statement.targets[0], ast.Name)
    }
    uses = [
        name
        for name in ast.walk(function)
        if isinstance(name, ast.Name) and name.id in names and isinstance(name.ctx, ast.Load)
    ]
    return all(
        any(
            isinstance(node, ast.expr) and kept.get(node) in matched
            for node in file.ancestors(name)
        )
        for name in uses
    )


def _converted(file: File, function: FunctionNode) -> Iterator[str]:
    """The names of values that are made something else, where those that do not fit are refused."""
    clauses = [
        clause
        for clause in file.facts(ExceptHandler, within=function)
        if clause.body and _takes_refusals(file, clause)
    ]
    for call in file.nodes(ast.Call, within=function) if clauses else ():
        if file.callee(call) in tables().word("parses") and any(
            clause.body[0].lineno <= call.lineno <= (clause.body[-1].end_lineno or 0)
            for clause in clauses
        ):
            yield from names_within(*call.args)


def _refused_elsewhere(file: File, function: FunctionNode) -> Iterator[str]:
    """The names that are handed to a function of the program which lets only known values in."""
    for call in file.nodes(ast.Call, within=function):
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        for name in {item.id for item in given if isinstance(item, ast.Name)}:
            received = _received(file, call, partial(is_name, name=name))
            if received is not None and _lets_known_in(*received):
                yield name


def _lets_known_in(file: File, function: FunctionNode, names: frozenset[str]) -> bool:
    """Whether a function is left where a value is none of those that are known."""
    return any(
        isinstance(part.ops[0], ast.NotIn)
        and _is_named(part.left, names)
        and Exit.FALLS not in file.exits(test.body)
        for test in file.nodes(ast.If, within=function)
        for part in ast.walk(test.test)
        if isinstance(part, ast.Compare)
    )


def _is_named(expr: ast.expr, names: frozenset[str]) -> bool:
    return isinstance(expr, ast.Name) and expr.id in names


def _is_taken_care_of(
    file: File, handler: Handler, names: frozenset[str], *, declared: bool
) -> bool:
    """Whether something judges a body, a protocol says how it looks, or it is passed on as it is."""
    spelled = (handler.name, handler.path or "", file.module)
    if handler.kind is not EntryKind.HANDLER or any(
        file.words(BATCH_PROTOCOLS).match(name) for name in spelled
    ):
        return True
    if any(file.words(FORWARDS).match(name) for name in spelled[:2]):
        return True
    if any(file.words(SIGNATURES).match(name) for name in _called_in(file, handler.node)):
        return True
    modelled = any(body.shape == "model" for body in file.facts(Body) if body.handler is handler)
    if (modelled and not declared) or _has_tested_values(file, handler.node, names):
        return True
    return _is_judged(file, handler.node, names, HELPERS, handed_over=not declared)


def _has_tested_values(file: File, function: FunctionNode, names: frozenset[str]) -> bool:
    """Whether the type of a value that is read off a mapping is tested, by a function that gets it too."""
    kept = frozenset(
        target.id
        for statement in file.nodes(ast.Assign, within=function)
        if _is_read(statement.value, names)
        for target in statement.targets
        if isinstance(target, ast.Name)
    )

    return _tests_values(file, function, kept, names)


def _tests_values(
    file: File,
    function: FunctionNode,
    kept: frozenset[str],
    names: frozenset[str] = frozenset(),
) -> bool:
    """Whether the type of one of some values, or of what is read off some mappings, is tested."""

    def is_value(expr: ast.expr) -> bool:
        return _is_named(expr, kept) or _is_read(expr, names)

    for call in file.nodes(ast.Call, within=function):
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if not any(is_value(item) for item in given):
            continue
        if _tests_type(file, call) or file.callee(call) in tables().word("checks-input"):
            return True
        if JUDGES.match(file.last_name(call.func) or ""):
            return True
        received = _received(file, call, is_value)
        if received is not None and _tests_types(*received):
            return True
    return False


def _is_read(expr: ast.expr, names: frozenset[str]) -> bool:
    """Whether an expression is the value of one key of a mapping."""
    while isinstance(expr, ast.BoolOp | ast.IfExp):
        expr = expr.values[0] if isinstance(expr, ast.BoolOp) else expr.body
    if isinstance(expr, ast.Subscript):
        return _is_named(expr.value, names)
    return (
        isinstance(expr, ast.Call)
        and isinstance(expr.func, ast.Attribute)
        and expr.func.attr in READING
        and _is_named(expr.func.value, names)
    )


def _tests_type(file: File, call: ast.Call) -> bool:
    """Whether a call tests a type for more than an assertion, which is a 500 as well."""
    return file.last_name(call.func) == "isinstance" and not isinstance(
        file.statement(call), ast.Assert
    )


def _tests_types(file: File, function: FunctionNode, names: frozenset[str]) -> bool:
    return any(
        call.args and _is_named(call.args[0], names) and _tests_type(file, call)
        for call in file.nodes(ast.Call, within=function)
    )


def _called_in(file: File, function: FunctionNode) -> Iterator[str]:
    """What a handler calls, and what decorates it, by last identifiers."""
    for call in file.nodes(ast.Call, within=function):
        yield file.last_name(call.func) or ""
    for decorator in function.decorator_list:
        yield from identifiers_in(decorator)


def _is_judged(
    file: File, function: FunctionNode, names: frozenset[str], depth: int, *, handed_over: bool
) -> bool:
    """Whether a function gives a mapping to a model, to a check or to a peer, or hands it to one that does.

    With ``handed_over`` it is enough that another function gets it, whatever that does.
    """
    # What another function gets at all is judged there: then only the body itself counts.
    names = names if handed_over else _with_aliases(file, function, names)
    if _refuses_pairs(file, function, names):
        return True
    peers = {call.node for call in file.facts(OutboundCall, within=function)}
    for call in file.nodes(ast.Call, within=function):
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        whole = [item.value if isinstance(item, ast.Starred) else item for item in given]
        if not any(_holds(item, names) for item in whole):
            continue
        last = file.last_name(call.func) or ""
        if file.words(SHOWN_ONLY).match(last):
            continue
        # What runs elsewhere is handed over with what it gets: `run(check, body)`.
        run = [file.last_name(item) or "" for item in call.args[:1] if not _holds(item, names)]
        if any(map(file.words(INPUT_CHECKS).match, [last, *run])):
            return True
        if call in peers or last[:1].isupper():
            return True
        if _is_sent_on(file, call, last) or _is_fitted(file, call, names):
            return True
        if handed_over or (depth and _is_judged_by(file, call, names, depth - 1)):
            return True
    return False


def _holds(expr: ast.expr, names: frozenset[str]) -> bool:
    """Whether an expression is a mapping, or one into which all of it was merged."""
    if isinstance(expr, ast.Dict):
        pairs = zip(expr.keys, expr.values, strict=True)
        return any(key is None and _is_named(value, names) for key, value in pairs)
    if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.BitOr):
        return _holds(expr.left, names) or _holds(expr.right, names)
    return _is_named(expr, names)


def _is_sent_on(file: File, call: ast.Call, last: str) -> bool:
    """Whether a call hands what it is given to another service: by its name, or to a path there."""
    path = call.args[0] if call.args else None
    literal = path.values[0] if isinstance(path, ast.JoinedStr) and path.values else path
    to_path = isinstance(literal, ast.Constant) and str(literal.value).startswith("/")
    return file.words(SENDS_ON).match(last) or (to_path and last in VERBS)


def _is_fitted(file: File, call: ast.Call, names: frozenset[str]) -> bool:
    """Whether the parameters of a call, or a model that stands beside it, say how a mapping looks.

    So does a call that may refuse it, where the function then answers.
    """
    for item in call.args:
        if isinstance(item, ast.Name) and item.id[:1].isupper() and _is_model(file, item):
            return True
    unpacked = any(item.arg is None and _is_named(item.value, names) for item in call.keywords)
    return any(
        clause.body[0].lineno <= call.lineno <= (clause.body[-1].end_lineno or 0)
        and ((unpacked and _takes_misfits(clause)) or _takes_refusals(file, clause))
        for clause in file.facts(ExceptHandler, within=file.function(call))
        if clause.body
    )


def _is_model(file: File, name: ast.Name) -> bool:
    return (_shape(file, name) or ("", ""))[0] == "model"


def _takes_misfits(clause: ExceptHandler) -> bool:
    """Whether an ``except`` clause takes what arguments that do not fit raise."""
    return clause.broad or any(
        name.rpartition(".")[2] == "TypeError" for name in clause.catches or ()
    )


def _takes_refusals(file: File, clause: ExceptHandler) -> bool:
    """Whether an ``except`` clause is for values that do not fit, and ends the function."""
    lasts = [name.rpartition(".")[2] for name in clause.catches or ()]
    told = {answer.status for answer in clause.answers}
    refused = "ValueError" in lasts or UNPROCESSABLE in told
    refused = refused or (any(map(REFUSAL.fullmatch, lasts)) and bool(told & UNFIT))
    ends = clause.statements and Exit.FALLS not in file.exits(clause.statements)
    return refused and not clause.broad and bool(ends)


def _is_judged_by(file: File, call: ast.Call, names: frozenset[str], depth: int) -> bool:
    """Whether the function of the program that is called judges what it is given."""
    found = _received(file, call, lambda item: _holds(item, names))
    if found is None:
        return False
    home, function, own = found
    return _has_tested_values(home, function, _with_aliases(home, function, own)) or _is_judged(
        home, function, own, depth, handed_over=False
    )


def _with_aliases(file: File, function: FunctionNode, names: frozenset[str]) -> frozenset[str]:
    """Some names of a mapping, and those that it gets as ``payload = payload or {}``, or as one of several."""
    found = names | {
        target.id
        for statement in file.nodes(ast.Assign, within=function)
        if any(_is_named(item, names) for item in _alternatives(statement.value))
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    loops: list[ast.For | ast.comprehension] = [
        *file.nodes(ast.For, within=function),
        *file.nodes(ast.comprehension, within=function),
    ]
    return found | {
        loop.target.id
        for loop in loops
        if isinstance(loop.target, ast.Name) and _is_named(loop.iter, found)
    }


def _alternatives(value: ast.expr) -> Iterator[ast.expr]:
    """What a value is, or holds as its only part, on some way."""
    if isinstance(value, ast.BoolOp):
        yield value.values[0]
    elif isinstance(value, ast.IfExp):
        for item in (value.body, value.orelse):
            yield item
            yield from item.elts if isinstance(item, ast.List) and len(item.elts) == 1 else ()


def _refuses_pairs(file: File, function: FunctionNode, names: frozenset[str]) -> bool:
    """Whether a function goes through all pairs of a mapping, and refuses it for one of them."""
    return any(
        isinstance(loop.iter, ast.Call)
        and isinstance(loop.iter.func, ast.Attribute)
        and loop.iter.func.attr == "items"
        and _is_named(loop.iter.func.value, names)
        and bool(file.nodes(ast.Raise, within=loop))
        for loop in file.nodes(ast.For, within=function)
    )


def _received(
    file: File, call: ast.Call, wanted: Callable[[ast.expr], bool]
) -> tuple[File, FunctionNode, frozenset[str]] | None:
    """The function of the program that is called, and the parameters in which it gets what is wanted."""
    found = called(file, call)
    if found is None:
        return None
    home, function = found
    caller = Caller(file, call, file.function(call), call)
    given = {
        parameter.arg: given_for(caller, home, function, parameter.arg)
        for parameter in every_argument(function.args)
    }
    own = frozenset(name for name, value in given.items() if value is not None and wanted(value[1]))
    return (home, function, own) if own else None


# ── rows that are made of what a client sent ─────────────────────────────────────────────────────


@record
class UncheckedRow:
    """A class of rows that takes what a client sent, and checks nothing of it."""

    node: ast.AST
    handler: Handler
    cls: str

    @classmethod
    def find(cls, file: File) -> Iterator[UncheckedRow]:
        """Bodies that are such classes, and objects that are made of an open body."""
        bodies = file.facts(Body)
        for body in bodies:
            if body.shape == "table":
                yield cls(body.node, body.handler, body.cls)
        open_bodies = [
            (body.handler, frozenset({body.node.arg})) for body in bodies if body.shape == "open"
        ]
        read = [(handler, names) for handler, _, names in _read_by_hand(file)]
        for handler, names in (*open_bodies, *read):
            for call in file.nodes(ast.Call, within=handler.node):
                unpacked = [item.value for item in call.keywords if item.arg is None]
                made = _table_made(file, call) if unpacked else None
                if made and any(_is_named(item, names) for item in unpacked):
                    yield cls(call, handler, made)


def _table_made(file: File, call: ast.Call) -> str | None:
    """The class of rows that a call makes an object of, if it checks nothing."""
    name = file.callee(call)
    home, cls = (file.defined(name) if name else None) or (file, None)
    if not isinstance(cls, ast.ClassDef):
        return None
    known = tables().table(ModelBase)
    words = {known[base].keyword for base in home.bases_of(cls) if base in known} - {""}
    return cls.name if any(is_told(cls, word) for word in words) else None


# ── checks that a handler asks for itself ────────────────────────────────────────────────────────


@record
class Check:
    """A call or decorator by which a handler has its request checked."""

    node: ast.AST
    handler: Handler
    by: str
    """As the file spells it."""

    @classmethod
    def find(cls, file: File) -> Iterator[Check]:
        """Serializers, forms, schemas and models that are asked, and decorators that ask them."""
        word = tables().word("checks-input")
        if not word.lasts_in(file.libraries):
            return
        calls = file.calls_to(word)
        for handler in file.facts(Handler):
            decorators = set(handler.node.decorator_list)
            for _, call in calls:
                if call in decorators or file.function(call) is handler.node:
                    yield cls(call, handler, ast.unparse(call.func))

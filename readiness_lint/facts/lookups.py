"""What a call finds only where there is something under the text that it is given."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from readiness_lint.facts.callers import called
from readiness_lint.facts.conditions import settled_at
from readiness_lint.facts.queries import reads_of, rows_of
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import LOOKUPS, REQUIRED_LOOKUPS
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.terms import Exit, SinkKind

FINDING = frozenset({"get", "first", "rows"})
"""What reads of rows do that give one of them, or none."""
OF_FILES = ("os.path.", "pathlib.")
OF_MAPPINGS = frozenset({"builtins.dict.get", "collections.OrderedDict.get"})
EQUAL_TO = Pattern(r"\bwhere\b.*?=\s*(?::(\w+)|%\((\w+)\)s|%s|\?)", re.IGNORECASE | re.DOTALL)
"""What the first column of a condition is equal to."""
OR = Pattern(r"\b(?:or|union)\b", re.IGNORECASE)
MOST = 30
"""Expressions that are looked at for one call."""


def looked_up_by(file: File, call: ast.Call, kind: SinkKind) -> tuple[ast.expr, ...]:
    """By which values a call finds something; none: it is no look-up, or one in the file system.

    What it has found something for is one of the keys of a store, and no text of the client's
    choice.
    """
    if not (_is_read(file, call) or _is_named_so(file, call, kind)):
        return tuple(_bound_in(file, call))
    return (*_keys(file, call), *_bound_in(file, call))


def _bound_in(file: File, call: ast.Call) -> Iterator[ast.expr]:
    """What a written statement, one of whose rows a call fetches, compares its columns with."""
    row = rows_of(file).get(call)
    if row is None or row.verb not in FINDING or not isinstance(call.func, ast.Attribute):
        return
    sent = _behind(file, call.func.value)
    values = sent.args[1] if sent is not None and len(sent.args) == 2 else None
    text = sent.args[0] if values is not None and sent is not None else None
    text = text.args[0] if isinstance(text, ast.Call) and len(text.args) == 1 else text
    known = file.value_of(text) if text is not None else None
    statement = known.value if known is not None else None
    if not isinstance(statement, str) or OR.search(statement):
        return
    if isinstance(values, ast.Dict):
        named = {match[1] or match[2] for match in EQUAL_TO.finditer(statement)}
        for key, value in zip(values.keys, values.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in named:
                yield value
    elif isinstance(values, ast.Tuple | ast.List) and len(values.elts) == 1:
        yield from values.elts if EQUAL_TO.search(statement) else ()


def _behind(file: File, expr: ast.expr) -> ast.Call | None:
    """The call that gives a value, one name and an ``await`` away."""
    found = file.reaching(expr) if isinstance(expr, ast.Name) else ()
    value = found[0].value if len(found) == 1 and found[0].kind is Bound.VALUE else expr
    value = value.value if isinstance(value, ast.Await) else value
    return value if isinstance(value, ast.Call) else None


def is_required(file: File, call: ast.Call) -> bool:
    """Whether a look-up raises where there is nothing under its keys."""
    if file.words(REQUIRED_LOOKUPS).match(file.last_name(call.func)):
        return True
    return call in _required(file)


def gives_something(file: File, function: FunctionNode) -> bool:
    """Whether a function that looks something up leaves where it found nothing, and returns what it found."""
    answers = [
        statement.value
        for statement in file.nodes(ast.Return, within=function)
        if file.function(statement) is function
    ]
    return (
        bool(answers)
        and Exit.FALLS not in file.exits(function.body)
        and all(isinstance(answer, ast.Name) and _is_found(file, answer) for answer in answers)
    )


def _is_found(file: File, name: ast.Name) -> bool:
    """Whether a test before a name leaves where it has nothing."""
    return any(
        not condition.holds and is_name(missing_in(part), name.id)
        for condition in settled_at(file, name)
        for part in _either(condition.test)
    )


def _either(test: ast.expr) -> list[ast.expr]:
    """The parts of a test none of which holds where it does not."""
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]


def missing_in(test: ast.expr) -> ast.Name | None:
    """The name that has nothing where a test holds: ``not row``, ``row is None``."""
    named: ast.expr | None = None
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        named = test.operand
    elif isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is):
        right = test.comparators[0]
        named = test.left if isinstance(right, ast.Constant) and right.value is None else None
    return named if isinstance(named, ast.Name) else None


def _required(file: File) -> frozenset[ast.Call]:
    """The reads of a file that a library lets raise where there is no row."""
    required = tables().word("requires-row")
    found: frozenset[ast.Call] = file.memo(
        ("required reads",),
        lambda: frozenset(call for name, call, _ in reads_of(file) if name in required),
    )
    return found


def _is_read(file: File, call: ast.Call) -> bool:
    row = rows_of(file).get(call)
    return row is not None and row.verb in FINDING


def _is_named_so(file: File, call: ast.Call, kind: SinkKind) -> bool:
    """Whether a function of the program, or of an object that nobody knows, looks something up by its name."""
    if not file.words(LOOKUPS).match(file.last_name(call.func)):
        return False
    found = called(file, call)
    if found is not None:
        return kind is not SinkKind.PATH or not _asks_for_files(*found)
    name = file.callee(call)
    if name in OF_MAPPINGS:
        return _is_kept(file, call.func)
    # A client that nobody knows gets what stands at an address, too.
    return name is None and kind is not SinkKind.URL


def _is_kept(file: File, getter: ast.expr) -> bool:
    """Whether a mapping is kept by the module or by an object: the client has not sent it."""
    holder = getter.value if isinstance(getter, ast.Attribute) else getter
    if isinstance(holder, ast.Name):
        return all(isinstance(item.scope.node, ast.Module) for item in file.bindings(holder))
    return isinstance(holder, ast.Attribute)


def _asks_for_files(file: File, function: FunctionNode) -> bool:
    """Whether a function looks for something in the file system."""
    sinks = tables().sinks(SinkKind.PATH)
    names = (file.callee(call) or "" for call in file.nodes(ast.Call, within=function))
    return any(name in sinks or name.startswith(OF_FILES) for name in names)


def _keys(file: File, call: ast.Call) -> Iterator[ast.expr]:
    """What a call, and the statement that it runs, are given: ``select(Row).where(Row.id == key)``."""
    todo: list[ast.expr] = [call]
    for _ in range(MOST):
        if not todo:
            return
        part = todo.pop()
        if isinstance(part, ast.Await):
            todo.append(part.value)
        elif isinstance(part, ast.Name):
            todo += _statements(file, part)
        elif isinstance(part, ast.Call):
            if isinstance(part.func, ast.Attribute):
                todo.append(part.func.value)
            for value in (*part.args, *(keyword.value for keyword in part.keywords)):
                yield value
                todo.append(value)


def _statements(file: File, name: ast.Name) -> Iterator[ast.expr]:
    """The reads that a name was given: a statement, or what came back for it."""
    for binding in file.reaching(name):
        value = binding.value
        inner = value.value if isinstance(value, ast.Await) else value
        if binding.kind is Bound.VALUE and isinstance(inner, ast.Call) and inner in rows_of(file):
            yield inner

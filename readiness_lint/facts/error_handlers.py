"""Functions that a framework asks for the answer to an exception, and whether they tell of it."""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from functools import cache

from readiness_lint.facts.callables import given, handed
from readiness_lint.facts.decorators import (
    decorated_as,
    decorated_by,
    decorator_name,
    target_of,
)
from readiness_lint.facts.mounts import Names, made_as, names_of
from readiness_lint.facts.program import APART
from readiness_lint.facts.reactions import Reactions, calls_in
from readiness_lint.facts.responses import Response, status_code
from readiness_lint.facts.settings import configured
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Answers, EntryOptions, EntryTrait, Param, Table
from readiness_lint.model import File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import EntryKind, Reaction

HEARS = (
    Reaction.LOG
    | Reaction.LOG_LOW
    | Reaction.REPORT
    | Reaction.METRIC
    | Reaction.PASS_ON
    | Reaction.NAMED
)
SAYS_SO = Pattern("handler|view")
"""Names of methods that register something, whoever has them."""
EVERYTHING = frozenset({"builtins.Exception", "builtins.BaseException"})
STATUS = frozenset({"status_code", "status", "code"})
"""Attributes of an HTTP exception that hold its status."""
MERGED = 4
"""Mappings within each other that are merged into one."""
COMPARED = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@record
class ErrorHandler:
    """A registration of a function for a class of exceptions, or for a status."""

    node: ast.AST
    subject: str | int | None
    """What it is registered for; a class that is not known by its last identifier; ``None``: not
    known at all."""
    function: FunctionNode | None
    """``None``: it is not written in the program."""
    home: File = field(repr=False)
    """Where the function is written."""
    framework: str
    """Which one asks it; empty: the one that the settings are of."""
    owner: Names = None
    """The application or router that asks it, by name; ``None``: any may."""
    setting: bool = False
    """Whether a setting names it: it is asked for every exception."""

    @property
    def exception(self) -> str | None:
        """The parameter that holds the exception: the last one; of a setting's the first."""
        if self.function is None:
            return None
        parameters = [*self.function.args.posonlyargs, *self.function.args.args]
        # The others come after the request, or alone; it comes before its context.
        return parameters[0 if self.setting else -1].arg if parameters else None

    @classmethod
    def find(cls, file: File) -> Iterable[ErrorHandler]:
        """Every one of the file."""
        yield from _decorated(file)
        yield from _called(file)
        yield from _mapped(file)
        yield from _configured(file)

    def takes(self, response: Response) -> bool:
        """Whether it may be asked for the answer to an HTTP exception."""
        if not response.raised:
            return False
        first = _has_word(response, "answered-first")
        if isinstance(self.subject, int):
            return self.subject == response.status and not (first and self.subject == 500)
        if self.subject in EVERYTHING:
            return not first
        return self.subject is None or takes(self.subject, response)

    def hears(self, response: Response) -> bool:
        """Whether it may tell somebody of an exception with this status."""
        if self.function is None:
            return True
        file = self.home
        reading = Reactions(file, self.function.body, self.exception)
        return any(
            reading.call(call, file.statement(call)) & HEARS
            and not _excludes(file, call, response.status)
            for call in calls_in(self.function.body)
        )


def error_handlers_for(file: File) -> tuple[ErrorHandler, ...]:
    """The error handlers of the program around a file."""
    program = file.program
    if program is None:
        return file.facts(ErrorHandler)
    return program.memo(
        ("error handlers",),
        # A setting may name one, which no call shows.
        lambda: tuple(item for _, item in program.each(_own_handlers)),
    )


def _own_handlers(file: File) -> tuple[ErrorHandler, ...]:
    return file.facts(ErrorHandler) if file.role not in APART else ()


def takes(subject: str, response: Response) -> bool:
    """Whether a class is the one that a response is raised as, or a base of it."""
    raised = exception_of(response)
    library = tables()
    if subject in response.line:
        return True
    if subject in library.bases(raised):
        return True
    if "." not in subject:
        return any(
            base.rpartition(".")[2] == subject
            for base in (*response.line, raised, *library.bases(raised))
        )
    # `abort(503)` raises the class that stands for the status.
    row = library.table(Answers).get(subject)
    return (
        raised != response.name
        and row is not None
        and row.default == response.status
        and raised in library.bases(subject)
    )


def exception_of(response: Response) -> str:
    """The class that a response is raised as."""
    row = tables().table(Answers).get(response.name)
    return (row.exception if row else "") or response.name


def crosses_middleware(response: Response) -> bool:
    """Whether a middleware may catch what is raised."""
    return response.raised and _has_word(response, "crosses-middleware")


def _has_word(response: Response, word: str) -> bool:
    return any(base in tables().word(word) for base in tables().bases(exception_of(response)))


def _excludes(file: File, call: ast.Call, status: int | None) -> bool:
    """Whether a call never runs for a status."""
    return status is not None and any(
        _holds(file, condition.test, status) is (not condition.holds)
        for condition in file.conditions(call)
    )


def _holds(file: File, test: ast.expr, status: int) -> bool | None:
    """Whether a test of an exception's status holds; ``None``: it is none."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    compare = COMPARED.get(type(test.ops[0]))
    wanted = status_code(file, test.comparators[0])
    tested = isinstance(test.left, ast.Attribute) and test.left.attr in STATUS
    if compare is None or wanted is None or not tested:
        return None
    return bool(compare(status, wanted))


Registration = tuple[EntryTrait, FunctionNode, ast.expr]
"""A row, the function that is registered, and its decorator."""


def _decorated(file: File) -> Iterator[ErrorHandler]:
    for row, definition, decorator in (*_known_decorators(file), *_likely_decorators(file)):
        expr = given(file, decorator, row.subject) if isinstance(decorator, ast.Call) else None
        subject, owner = _subject(file, expr), _owner(file, target_of(decorator))
        yield ErrorHandler(decorator, subject, definition, file, row.framework, owner)


def _known_decorators(file: File) -> Iterator[Registration]:
    for row, definition, decorator in decorated_by(file, _registering()):
        if not isinstance(definition, ast.ClassDef):
            yield row, definition, decorator


def _likely_decorators(file: File) -> Iterator[Registration]:
    """Those whose object is not known, by the method: ``@app.errorhandler(500)``."""
    rows = _by_last()
    for function, decorator in decorated_as(file, _likely()):
        target = target_of(decorator)
        row = rows.get(target.attr) if isinstance(target, ast.Attribute) else None
        if (
            row is not None
            and not isinstance(function, ast.ClassDef)
            and decorator_name(file, function, decorator) is None
        ):
            yield row, function, decorator


@cache
def _registering() -> Table[EntryTrait]:
    """What registers a function for an exception."""
    rows = tables().table(EntryTrait).items()
    return Table({name: row for name, row in rows if row.kind is EntryKind.ERROR_HANDLER})


@cache
def _making() -> Table[EntryOptions]:
    """What an application is made with that has such functions among its options."""
    rows = tables().table(EntryOptions).items()
    kinds = EntryKind.ERROR_HANDLER
    return Table({name: row for name, row in rows if any(kind is kinds for _, kind in row.kinds)})


@cache
def _by_last() -> dict[str, EntryTrait]:
    """By the names of the methods, whatever framework asks."""
    return {
        name.rpartition(".")[2]: replace(row, framework="")
        for name, row in _registering().items()
        if row.subject is not None
    }


@cache
def _likely() -> frozenset[str]:
    return frozenset(_by_last())


def _called(file: File) -> Iterator[ErrorHandler]:
    table, likely = _registering(), _by_last()
    calls = [(table[name], call) for name, call in file.calls_to(table)]
    calls += [
        (likely[call.func.attr], call)
        for call, at in file.candidates(_likely())
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in likely
        and file.callee(call, at) is None
        and (SAYS_SO.search(call.func.attr) or _has_class(file, likely[call.func.attr], call))
    ]
    for row, call in calls:
        function = given(file, call, row.function)
        if function is not None:
            subject = _subject(file, given(file, call, row.subject))
            home, found = _function(file, function)
            owner = _owner(file, call.func)
            yield ErrorHandler(call, subject, found, home, row.framework, owner)


def _has_class(file: File, row: EntryTrait, call: ast.Call) -> bool:
    """Whether a call names a class or a status: `add` and `error` take many other things."""
    asked = given(file, call, row.subject)
    if isinstance(asked, ast.Constant):
        return type(asked.value) is int
    name = ((file.last_name(asked) if asked else None) or "").lstrip("_")
    # `HTTPStatus.NOT_FOUND` is a status, `KEY` is anything.
    return name[:1].isupper() and (not name.isupper() or isinstance(asked, ast.Attribute))


def _mapped(file: File) -> Iterator[ErrorHandler]:
    """Those of a mapping or list that the application is made with."""
    table = _making()
    for name, call in file.calls_to(table):
        for option, kind in table[name].kinds:
            value = given(file, call, Param(option)) if kind is EntryKind.ERROR_HANDLER else None
            if value is None:
                continue
            framework, owner = table[name].framework, names_of(file, made_as(file, call))
            for home, key, item in _entries(file, value):
                if item is None:
                    yield ErrorHandler(value, None, None, file, framework, owner)
                else:
                    place, found = _function(home, item)
                    subject = _subject(home, key)
                    yield ErrorHandler(item, subject, found, place, framework, owner)


def _entries(
    file: File, value: ast.expr, depth: int = MERGED
) -> Iterator[tuple[File, ast.expr | None, ast.expr | None]]:
    """What a mapping holds, and those that it was merged of; without a value: it is not known what."""
    home, mapping = file.origin(value) or (file, value)
    if depth == 0:
        yield home, None, None
    elif isinstance(mapping, ast.Dict):
        for key, item in zip(mapping.keys, mapping.values, strict=True):
            if key is None:
                yield from _entries(home, item, depth - 1)
            else:
                yield home, key, item
    elif isinstance(mapping, ast.BinOp) and isinstance(mapping.op, ast.BitOr):
        yield from _entries(home, mapping.left, depth - 1)
        yield from _entries(home, mapping.right, depth - 1)
    else:
        yield home, None, None


def _configured(file: File) -> Iterator[ErrorHandler]:
    """Those that settings name, with their module: they answer every exception."""
    for home, value in configured(file, "error-handler"):
        known = home.value_of(value)
        found = file.defined(file.library.canonical(str(known.value))) if known else None
        place, function = found or (file, None)
        if isinstance(function, ast.ClassDef):
            function = None
        # One of the framework tells nobody.
        if function is not None or known is None:
            yield ErrorHandler(value, None, function, place, "", setting=True)


def _owner(file: File, target: ast.expr) -> Names:
    """Who asks a function that is registered by a method; ``None``: whoever stands above too."""
    if file.name_of(target) in tables().word("answers-above"):
        return None
    return names_of(file, target.value) if isinstance(target, ast.Attribute) else None


def _function(file: File, expr: ast.expr) -> tuple[File, FunctionNode | None]:
    home, found = handed(file, expr) or (file, None)
    return home, None if isinstance(found, ast.ClassDef) else found


def _subject(file: File, expr: ast.expr | None) -> str | int | None:
    if expr is None:
        return None
    status = status_code(file, expr)
    return (file.name_of(expr) or file.last_name(expr)) if status is None else status

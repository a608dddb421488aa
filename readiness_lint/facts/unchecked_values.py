"""Reads and conversions of what a client sent that end in an exception of which nobody thought."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from readiness_lint.facts.callers import called
from readiness_lint.facts.classes import lineage
from readiness_lint.facts.conditions import settled_at
from readiness_lint.facts.decorators import target_of
from readiness_lint.facts.entries import Entry
from readiness_lint.facts.error_handlers import ErrorHandler
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.route_checks import hooks_ahead
from readiness_lint.facts.shapes import names_within, text_of
from readiness_lint.facts.sources import request_part
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import INPUT_CHECKS, SHOWN_ONLY, SIGNATURES
from readiness_lint.model import Bound, File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import EntryKind

KEY, VALUE = "KeyError", "ValueError"
EVERYTHING = frozenset({"Exception", "BaseException"})
CATCHING = {
    KEY: frozenset({"KeyError", "LookupError", "MultiValueDictKeyError", *EVERYTHING}),
    VALUE: frozenset(
        {"ValueError", "InvalidOperation", "ArithmeticError", "DecimalException"} | EVERYTHING
    ),
}
COPIES = frozenset({"copy", "dict", "to_dict", "decode", "strip", "lower", "upper"})
"""Methods that give what they belong to, or a text of it."""
FILLING = frozenset({"update", "setdefault"})
"""Methods that put something into a mapping."""
SHAPES = frozenset({"isdigit", "isnumeric", "isdecimal", "match", "fullmatch"})
MAP, EACH = "builtins.map", 2
MAPPING, TO_DICT = "builtins.dict", "to_dict"
LISTS, SPLIT = frozenset({"getlist"}), "split"
"""Methods that give all values of a key, and the parts of one."""
ONE_OF, NONE_OF = (ast.In, ast.Eq), (ast.NotIn, ast.NotEq)
MEASURED = Pattern(r"(?:^|/)bench(?:mark)?/")
MEASURING = Pattern(r"bench(?:mark)?_\w+")
ENUMS = frozenset({"enum.Enum", "enum.StrEnum", "enum.IntEnum"})


@record
class UncheckedValue:
    """An expression of a handler that raises for some of what a client may send."""

    node: ast.expr
    exception: str
    handler: Handler | Entry

    @classmethod
    def find(cls, file: File) -> Iterator[UncheckedValue]:
        """The first read of each key, and every conversion; in the hooks of views, too."""
        handlers: list[Handler | Entry] = [*file.facts(Handler), *_hooks(file)]
        for handler in handlers:
            if isinstance(handler, Handler) and _measures(handler):
                continue
            reader = _Reader(file, handler)
            for node, exception in reader.reads():
                if not _is_answered(file, exception):
                    yield cls(node, exception, handler)


def _hooks(file: File) -> Iterator[Entry]:
    """The methods of views that run for a request which nobody has judged before."""
    for entry in file.facts(Entry):
        if entry.kind is EntryKind.HANDLER and not entry.judged:
            yield entry


def _measures(handler: Handler) -> bool:
    """Whether a handler times something for its developers, by its name and its route."""
    return bool(MEASURED.search(handler.path or "") and MEASURING.match(handler.name))


# ── what the program does about it elsewhere ─────────────────────────────────────────────────────


def _is_answered(file: File, exception: str) -> bool:
    """Whether an error handler of the program stands ready for such an exception."""
    program = file.program
    subjects = program.known(_all_subjects) if program is not None else tuple(_subjects(file))
    return any(item in CATCHING[exception] - EVERYTHING for item in subjects)


def _all_subjects(program: Program) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subject for _, subject in program.each(_subjects)))


def _subjects(file: File) -> Iterator[str]:
    for handler in file.facts(ErrorHandler) if file.role not in APART else ():
        if isinstance(handler.subject, str):
            yield handler.subject.rpartition(".")[2]


# ── one handler ──────────────────────────────────────────────────────────────────────────────────


class _Reader:
    """Finds what a handler reads off a request, and what it looked at before."""

    def __init__(self, file: File, handler: Handler | Entry) -> None:
        self.file = file
        self.is_hook = isinstance(handler, Entry)
        self.function = handler.node
        by_annotation = (tables().word("plain-parameters"), tables().word("body-is-data"))
        # What such a handler reads of its body by hand is a defect of its own.
        self.apart = (
            tables().word("json-of-request")
            if any(handler.framework in word for word in by_annotation)
            else frozenset[str]()
        )

    def reads(self) -> Iterator[tuple[ast.expr, str]]:
        """The keys first; a conversion of one that may be missing is one defect with it."""
        keys = list(self._keys())
        yield from ((key, KEY) for key in keys)
        for call in self._conversions():
            inside = {*ast.walk(call), *ast.walk(self._gone_through(call) or call)}
            if not any(key in inside for key in keys):
                yield call, VALUE

    def _keys(self) -> Iterator[ast.expr]:
        """Keys of a mapping that the client filled."""
        seen: set[tuple[str, object]] = set()
        for node in self.file.nodes(ast.Subscript, within=self.function):
            if not isinstance(node.ctx, ast.Load) or not self._is_own(node):
                continue
            key = node.slice.value if isinstance(node.slice, ast.Constant) else None
            if not isinstance(key, str) or not self._is_part(node.value, "strict-mapping"):
                continue
            read = ast.unparse(node.value), key
            if read not in seen and not self._is_guarded(node, KEY, node.value, key):
                seen.add(read)
                yield node

    def _conversions(self) -> Iterator[ast.Call]:
        """Texts of the client that are made numbers, dates and members of enumerations."""
        for call in self.file.nodes(ast.Call, within=self.function):
            value = call.args[0] if call.args else None
            if value is None or not self._is_own(call):
                continue
            if self.file.callee(call) == MAP and len(call.args) == EACH:
                read = self._one_of(call.args[1]) if self._is_converter(value) else None
            else:
                read = self._value(value) if self._may_convert(call) else None
                read = read if read is not None and self._converts(call) else None
            if read is None:
                continue
            base, key = read
            if not self._is_guarded(call, VALUE, base, key) and not self._has_shape(call, value):
                yield call

    def _is_own(self, node: ast.expr) -> bool:
        return self.file.function(node) is self.function

    # what is read
    def _may_convert(self, call: ast.Call) -> bool:
        last = self.file.last_name(call.func) or ""
        lasts = tables().word("parses").lasts
        return last in lasts or last[:1].isupper() or bool(self.file.index.aliases.get(last))

    def _converts(self, call: ast.Call) -> bool:
        return self._is_converting(self.file.callee(call))

    def _is_converter(self, expr: ast.expr) -> bool:
        """Whether a function that is handed over converts texts."""
        return self._is_converting(self.file.name_of(expr))

    def _is_converting(self, name: str | None) -> bool:
        if name is None:
            return False
        found = self.file.defined(name)
        if found is not None and isinstance(found[1], ast.ClassDef):
            return any(base in ENUMS for base in found[0].bases_of(found[1]))
        return name in tables().word("parses")

    def _value(self, expr: ast.expr, depth: int = 4) -> tuple[ast.expr, str | None] | None:
        """The mapping, and the key, that a value is read from."""
        if depth == 0:
            return None
        if isinstance(expr, ast.Name):
            several = self._iterated(expr)
            if several is not None:
                return self._one_of(several, depth - 1)
            value = self.file.assigned(expr)
            return self._value(value, depth - 1) if value is not None else None
        if isinstance(expr, ast.BoolOp) and isinstance(expr.op, ast.Or):
            return self._value(expr.values[0], depth - 1)
        if isinstance(expr, ast.Subscript):
            key = expr.slice.value if isinstance(expr.slice, ast.Constant) else None
            named = isinstance(key, str) and self._is_any_part(expr.value)
            return (expr.value, str(key)) if named else None
        if isinstance(expr, ast.Call) and isinstance(expr.func, ast.Attribute):
            return self._of_call(expr, expr.func, depth)
        return None

    def _passed(self, call: ast.Call) -> str:
        """The texts of which a conversion takes one after the other, as they are written."""
        several = self._gone_through(call) if call.args else None
        return self._text(several) if several is not None else ""

    def _gone_through(self, call: ast.Call) -> ast.expr | None:
        """The texts of which a conversion takes one after the other."""
        value = call.args[0]
        return self._iterated(value) if isinstance(value, ast.Name) else None

    def _iterated(self, name: ast.Name) -> ast.expr | None:
        """What a loop or a comprehension goes through to bind a name."""
        bindings = self.file.reaching(name)
        single = bindings[0] if len(bindings) == 1 else None
        return single.value if single is not None and single.kind is Bound.ITERATED else None

    def _one_of(self, expr: ast.expr, depth: int = 4) -> tuple[ast.expr, str | None] | None:
        """The mapping, and the key, from which several texts are read, one of which is taken."""
        if isinstance(expr, ast.Name):
            value = self.file.assigned(expr) if depth else None
            return self._one_of(value, depth - 1) if value is not None else None
        method = expr.func if isinstance(expr, ast.Call) else None
        if not isinstance(expr, ast.Call) or not isinstance(method, ast.Attribute):
            return None
        if method.attr == SPLIT:
            return self._value(method.value, depth - 1)
        known = self.file.value_of(expr.args[0]) if expr.args else None
        if method.attr not in LISTS or known is None or not isinstance(known.value, str):
            return None
        typed = any(keyword.arg == "type" for keyword in expr.keywords)
        return (
            (method.value, known.value) if not typed and self._is_any_part(method.value) else None
        )

    def _of_call(
        self, call: ast.Call, method: ast.Attribute, depth: int
    ) -> tuple[ast.expr, str | None] | None:
        if method.attr in COPIES and not call.args:
            return self._value(method.value, depth - 1)
        known = self.file.value_of(call.args[0]) if call.args else None
        key = known.value if known is not None else None
        if not isinstance(key, str):
            return None
        if method.attr == "get" and self._is_any_part(method.value):
            typed = any(keyword.arg == "type" for keyword in call.keywords)
            return None if typed else (method.value, key)
        if self.file.callee(call) in tables().word("client-value"):
            return call, key
        return None

    def _is_any_part(self, expr: ast.expr) -> bool:
        return any(self._is_part(expr, word) for word in ("strict-mapping", "lenient-mapping"))

    def _is_part(self, expr: ast.expr, word: str, depth: int = 5) -> bool:
        """Whether an expression is a part of the request that the table has under a word."""
        if depth == 0:
            return False
        if isinstance(expr, ast.Await):
            return self._is_part(expr.value, word, depth - 1)
        if isinstance(expr, ast.Name):
            value = self.file.assigned(expr)
            return value is not None and self._is_part(value, word, depth - 1)
        if isinstance(expr, ast.BoolOp):
            return self._is_part(expr.values[0], word, depth - 1)
        if isinstance(expr, ast.Attribute):
            return self._is_named(expr, word)
        if isinstance(expr, ast.Call):
            method = expr.func
            if isinstance(method, ast.Attribute) and self._is_named(method, word):
                return True
            copied = self._copied(expr)
            if copied is not None:
                return self._is_part(copied, word, depth - 1) or (
                    # A plain mapping of what answers 400 by itself does not do so.
                    self._is_plain(expr) and self._is_part(copied, "lenient-mapping", depth - 1)
                )
            return word == "strict-mapping" and self._is_json_of_body(expr)
        return False

    def _copied(self, call: ast.Call) -> ast.expr | None:
        """What a call makes a copy of, or a text."""
        if self.file.callee(call) == MAPPING:
            return call.args[0] if len(call.args) == 1 and not call.keywords else None
        method = call.func
        is_copy = isinstance(method, ast.Attribute) and method.attr in COPIES
        return method.value if isinstance(method, ast.Attribute) and is_copy else None

    def _is_plain(self, call: ast.Call) -> bool:
        return self.file.callee(call) == MAPPING or self.file.last_name(call.func) == TO_DICT

    def _is_named(self, part: ast.Attribute, word: str) -> bool:
        names = tables().word(word)
        if part.attr not in names.lasts:
            return False
        found = {self.file.name_of(part), request_part(self.file, part)} - {None}
        return any(name in names and name not in self.apart for name in found)

    def _is_json_of_body(self, call: ast.Call) -> bool:
        """``json.loads(request.body)``."""
        if self.apart or not call.args or self.file.callee(call) not in tables().word("reads-json"):
            return False
        body = call.args[0]
        while isinstance(body, ast.Call | ast.Await):
            inner = body.value if isinstance(body, ast.Await) else body.func
            body = (
                inner.value if isinstance(inner, ast.Attribute) and inner.attr in COPIES else inner
            )
        return (
            isinstance(body, ast.Attribute)
            and body.attr in {"body", "data", "get_data", "read", "text"}
            and (self.file.name_of(body) or request_part(self.file, body) or "").startswith(
                tuple(self._requests())
            )
        )

    def _requests(self) -> frozenset[str]:
        return frozenset(name.rpartition(".")[0] + "." for name in tables().word("strict-mapping"))

    # what was looked at before
    def _is_guarded(self, node: ast.expr, exception: str, base: ast.expr, key: str | None) -> bool:
        if self._is_caught(node, exception) or self._is_decorated(exception):
            return True
        before = list(self._before(node))
        if any(isinstance(part, ast.Call) and self._judges(part, base) for part in before):
            return True
        if exception == VALUE:
            return isinstance(node, ast.Call) and (
                self._was_converted(node) or self._was_refused(node, before)
            )
        return self._is_filled(node, base, key) or any(
            self._finds(part, base, key) or self._is_asked_for(part, base, key)
            for part in (*before, *self._ahead())
        )

    def _is_filled(self, node: ast.expr, base: ast.expr, key: str | None) -> bool:
        """Whether the handler itself may have put something under the key, up to a place."""
        for part in self.file.nodes(ast.Subscript, within=self.function):
            stored = isinstance(part.ctx, ast.Store) and part.lineno < node.lineno
            named = isinstance(part.slice, ast.Constant) and part.slice.value != key
            if stored and not named and self._text(part.value) == self._text(base):
                return True
        return any(
            isinstance(call.func, ast.Attribute)
            and call.func.attr in FILLING
            and call.lineno < node.lineno
            and self._text(call.func.value) == self._text(base)
            for call in self.file.nodes(ast.Call, within=self.function)
        )

    def _is_caught(self, node: ast.expr, exception: str) -> bool:
        return any(
            clause.body
            and clause.body[0].lineno <= node.lineno <= (clause.body[-1].end_lineno or 0)
            and _takes(clause, exception)
            for clause in self.file.facts(ExceptHandler, within=self.function)
        )

    def _is_decorated(self, exception: str) -> bool:
        """Whether a decorator may judge the request, or take the exception."""
        for decorator in self.function.decorator_list:
            target = target_of(decorator)
            last = self.file.last_name(target) or ""
            if any(self.file.words(words).match(last) for words in (INPUT_CHECKS, SIGNATURES)):
                return True
            name = self.file.name_at(target, self.function)
            found = self.file.defined(name) if name else None
            if found is not None and any(
                _takes(clause, exception) for clause in found[0].facts(ExceptHandler, found[1])
            ):
                return True
        return False

    def _before(self, node: ast.expr) -> Iterator[ast.expr]:
        """What a handler may have looked at its request with, up to a place."""
        apart = {*ast.walk(node), *self.file.ancestors(node)}
        for part in self._looks(self.function):
            if part.lineno <= node.lineno and part not in apart:
                yield part

    def _ahead(self) -> Iterator[ast.expr]:
        """What the class of a handler looks at each request with, before it calls one.

        Any method of a class may be the one that asks its hook.
        """
        cls, ahead = self.file.class_(self.function), hooks_ahead(self.function.name)
        for home, line in lineage(self.file, cls) if cls is not None else ():
            for method in line.body if home is self.file else ():
                if isinstance(method, ast.FunctionDef) and (self.is_hook or method.name in ahead):
                    yield from self._looks(method)

    def _looks(self, function: FunctionNode) -> Iterator[ast.expr]:
        yield from self.file.nodes(ast.Compare, within=function)
        yield from self.file.nodes(ast.Call, within=function)
        yield from self.file.nodes(ast.BinOp, within=function)

    def _was_converted(self, call: ast.Call) -> bool:
        """Whether the same text went through the same conversion before: there it raised."""
        texts = frozenset(names_within(call.args[0]))
        around = {ast.unparse(item.test) for item in self.file.conditions(call)}
        return any(
            earlier.lineno < call.lineno
            and self._text(earlier) == self._text(call)
            and self._passed(earlier) == self._passed(call)
            and all(
                ast.unparse(item.test) in around or texts.issuperset(names_within(item.test))
                for item in self.file.conditions(earlier)
            )
            for earlier in self.file.nodes(ast.Call, within=self.function)
        )

    def _was_refused(self, call: ast.Call, before: list[ast.expr]) -> bool:
        """Whether a function of the program got the same text before, alone or among others, and may raise."""
        names = self._with_collections(set(names_within(*call.args[:1])))
        for part in before:
            if isinstance(part, ast.Call) and any(
                isinstance(item, ast.Name) and item.id in names for item in _given(part)
            ):
                home, target = called(self.file, part) or (self.file, None)
                if target is not None and home.nodes(ast.Raise, within=target):
                    return True
        return False

    def _with_collections(self, names: set[str]) -> set[str]:
        """Some names, and those of what is put together of them and gone through."""
        for statement in self.file.nodes(ast.Assign, within=self.function):
            value = statement.value
            if isinstance(value, ast.ListComp):
                value = value.generators[0].iter
            if isinstance(value, ast.List | ast.Tuple) and any(
                isinstance(item, ast.Name) and item.id in names for item in value.elts
            ):
                names = names | set(names_within(*statement.targets))
        loops: list[ast.For | ast.comprehension] = [
            *self.file.nodes(ast.For, within=self.function),
            *self.file.nodes(ast.comprehension, within=self.function),
        ]
        for loop in loops:
            if isinstance(loop.iter, ast.Name) and loop.iter.id in names:
                names = names | set(names_within(loop.target))
        return names

    def _is_asked_for(self, part: ast.expr, base: ast.expr, key: str | None) -> bool:
        """Whether a function of the program that speaks of the key gets the request, and may refuse it."""
        if not isinstance(part, ast.Call) or not isinstance(base, ast.Attribute):
            return False
        if not any(self._text(item) == self._text(base.value) for item in _given(part)):
            return False
        home, target = called(self.file, part) or (self.file, None)
        return (
            target is not None
            and any(getattr(item, "value", None) == key for item in ast.walk(target))
            and (self._is_tested(part) or bool(home.nodes(ast.Raise, within=target)))
        )

    def _finds(self, part: ast.expr, base: ast.expr, key: str | None) -> bool:
        """Whether something says that a key is there."""
        if isinstance(part, ast.BinOp):
            return self._is_same(part.left, base) or self._is_same(part.right, base)
        if isinstance(part, ast.Compare):
            sides = [part.left, *part.comparators]
            constant = isinstance(part.left, ast.Constant) and part.left.value != key
            return not constant and any(self._is_same(side, base) for side in sides)
        method = part.func if isinstance(part, ast.Call) else None
        if (
            not isinstance(part, ast.Call)
            or not isinstance(method, ast.Attribute)
            or method.attr not in {"get", "pop"}
        ):
            return False
        first = part.args[0] if part.args else None
        same = isinstance(first, ast.Constant) and first.value == key
        return same and self._is_same(method.value, base) and self._is_tested(part)

    def _is_tested(self, call: ast.Call) -> bool:
        """Whether the outcome of a call decides something."""
        statement = self.file.statement(call)
        if isinstance(statement, ast.If | ast.While | ast.Assert):
            return True
        if any(isinstance(around, ast.IfExp) for around in self.file.ancestors(call)):
            return True
        names = {
            target.id
            for target in (statement.targets if isinstance(statement, ast.Assign) else ())
            if isinstance(target, ast.Name)
        }
        tests = (node.test for node in self.file.nodes(ast.If, within=self.function))
        return any(name in names for name in names_within(*tests))

    def _judges(self, call: ast.Call, base: ast.expr) -> bool:
        """Whether a call looks at the whole mapping, or is a check by its name."""
        last = self.file.last_name(call.func) or ""
        if self.file.words(SHOWN_ONLY).match(last):
            return False
        if any(self.file.words(words).match(last) for words in (INPUT_CHECKS, SIGNATURES)):
            return True
        given = _given(call)
        if self._is_of_base(call) and isinstance(base, ast.Attribute):
            # What a base makes of its request, a serializer that refuses it included.
            return any(self._text(item) == self._text(base.value) for item in given)
        return any(self._is_same(item, base) for item in given)

    def _is_of_base(self, call: ast.Call) -> bool:
        """Whether a call asks the base of its class to handle the request."""
        method = call.func
        return (
            isinstance(method, ast.Attribute)
            and method.attr == self.function.name
            and isinstance(method.value, ast.Call)
            and self.file.last_name(method.value.func) == "super"
        )

    def _is_same(self, expr: ast.expr, base: ast.expr) -> bool:
        """Whether an expression is a mapping, or its keys, written out once more."""
        if isinstance(expr, ast.Call):
            last = self.file.last_name(expr.func)
            if isinstance(expr.func, ast.Attribute) and last in {"keys", "items"}:
                return self._is_same(expr.func.value, base)
            if len(expr.args) == 1 and last in {"set", "list", "dict", "frozenset"}:
                return self._is_same(expr.args[0], base)
        return self._text(expr) in {self._text(base), self._text(self._original(base))}

    def _original(self, base: ast.expr) -> ast.expr:
        """The mapping that one under a local name is a copy of."""
        value = self.file.assigned(base) if isinstance(base, ast.Name) else None
        copied = self._copied(value) if isinstance(value, ast.Call) else None
        return copied or base

    def _text(self, expr: ast.expr) -> str:
        """An expression as it is written; a view keeps its request, and is given the same one."""
        me = self.file.index.scopes[self.function].me
        return text_of(self.file, expr).removeprefix(f"{me}." if me else "")

    def _has_shape(self, call: ast.Call, value: ast.expr) -> bool:
        """Whether the digits of a text were counted before."""
        if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
            value = value.values[0]
        texts = {self._text(value)}
        if isinstance(value, ast.Name) and (kept := self.file.assigned(value)) is not None:
            texts.add(self._text(kept))
        for part in self.file.nodes(ast.Call, within=self.function):
            if part.lineno > call.lineno or self.file.last_name(part.func) not in SHAPES:
                continue
            looked = [part.func.value] if isinstance(part.func, ast.Attribute) else []
            if any(self._text(item) in texts for item in (*looked, *part.args)):
                return True
        return any(
            isinstance(test, ast.Compare)
            and isinstance(test.ops[0], ONE_OF if condition.holds else NONE_OF)
            and self._text(test.left) in texts
            for condition in settled_at(self.file, call)
            for test in ast.walk(condition.test)
        )


def _given(call: ast.Call) -> list[ast.expr]:
    """What a call gets, by whatever name."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return [item.value if isinstance(item, ast.Starred) else item for item in given]


def _takes(clause: ExceptHandler, exception: str) -> bool:
    """Whether an ``except`` clause takes an exception; so does one of which it is not known."""
    caught = clause.catches
    if clause.broad or caught is None:
        return True
    return any(name.rpartition(".")[2] in CATCHING[exception] for name in caught)

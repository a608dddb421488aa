"""What must hold for a call inside a helper to run, and what a caller's arguments say about it."""

from __future__ import annotations

import ast
import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import EnvironmentTrait
from readiness_lint.model import (
    Binding,
    Bound,
    Branch,
    Condition,
    File,
    FunctionNode,
    Given,
    Hidden,
)
from readiness_lint.model.flow import shows
from readiness_lint.model.index import every_argument
from readiness_lint.terms import Because, Known


class Mark(enum.Flag):
    """The kinds of test on the way to an effect that no argument decides."""

    NONE = 0
    PARAMETER = 1
    """Whether an argument is there."""
    OTHER = 2
    OVERRIDABLE = 4
    """A method that a subclass may have replaced."""
    VALUE = 8
    """A test against a literal or a type."""
    CONFIGURATION = 16
    ONCE = 32
    """A lazy singleton, or a cache without a key: at most once per process."""
    DUAL = 64
    """A function that gives its asynchronous callers a coroutine instead."""
    LOOP_PROBE = 128
    """A test whether an event loop runs."""


ACCEPTED = Mark.PARAMETER | Mark.OTHER | Mark.OVERRIDABLE
"""Under these an effect is reported; each of the others was mostly false where it was measured."""


class Operator(enum.Enum):
    """A test of one parameter."""

    TRUE = "true"
    FALSE = "false"
    NONE = "none"
    PRESENT = "present"
    EQUAL = "equal"
    UNEQUAL = "unequal"
    IN = "in"
    NOT_IN = "not in"
    PREFIX = "prefix"
    NO_PREFIX = "no prefix"


NEGATED = {
    Operator.TRUE: Operator.FALSE,
    Operator.NONE: Operator.PRESENT,
    Operator.EQUAL: Operator.UNEQUAL,
    Operator.IN: Operator.NOT_IN,
    Operator.PREFIX: Operator.NO_PREFIX,
}
NEGATED |= {right: left for left, right in NEGATED.items()}
PRESENCE = {Operator.TRUE, Operator.FALSE, Operator.NONE, Operator.PRESENT}
COMPARED = {
    ast.Eq: Operator.EQUAL,
    ast.Is: Operator.EQUAL,
    ast.NotEq: Operator.UNEQUAL,
    ast.IsNot: Operator.UNEQUAL,
    ast.In: Operator.IN,
    ast.NotIn: Operator.NOT_IN,
}
ASYNCHRONOUS = re.compile(r"a?sync|await|coroutine|acompletion|aembedding", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Atom:
    """A test of a parameter against a literal, which the argument of a call may decide."""

    parameter: str
    operator: Operator
    literal: Any = None

    @property
    def mark(self) -> Mark:
        """What the test is as long as no argument decides it."""
        if ASYNCHRONOUS.search(self.parameter):
            return Mark.DUAL
        return Mark.PARAMETER if self.operator in PRESENCE else Mark.VALUE

    def holds_for(self, value: Any) -> bool:
        """Whether the test holds for a known argument."""
        operator = self.operator
        if operator in {Operator.FALSE, Operator.PRESENT, Operator.UNEQUAL}:
            return not Atom(self.parameter, NEGATED[operator], self.literal).holds_for(value)
        if operator in {Operator.NOT_IN, Operator.NO_PREFIX}:
            return not Atom(self.parameter, NEGATED[operator], self.literal).holds_for(value)
        if operator is Operator.TRUE:
            return bool(value)
        if operator is Operator.NONE:
            return value is None
        if operator is Operator.IN:
            return value in self.literal
        if operator is Operator.PREFIX:
            return isinstance(value, str) and value.startswith(self.literal)
        return bool(value == self.literal)


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that must hold on a way, as data that outlives the tree."""

    marks: Mark = Mark.NONE
    atoms: frozenset[Atom] = frozenset()

    def __or__(self, other: Conditions) -> Conditions:
        return Conditions(self.marks | other.marks, self.atoms | other.atoms)

    @property
    def kinds(self) -> int:
        """How many kinds of test: the fewer, the more certain."""
        return self.undecided.bit_count()

    @property
    def undecided(self) -> int:
        """The marks, with those of atoms that are still open."""
        found = self.marks
        for atom in self.atoms:
            found |= atom.mark
        return found.value

    def within(self, accepted: Mark) -> bool:
        """Whether every test is of an accepted kind."""
        return not self.undecided & ~accepted.value

    def implied_by(self, other: Conditions) -> bool:
        """Whether the other way asks for no less."""
        return self.marks in other.marks and self.atoms <= other.atoms


FREE = Conditions()
NEVER = frozenset({Because.DEV, Because.TYPE_CHECKING, Because.MAIN})


def runs_in_service(file: File, node: ast.AST) -> bool:
    """Whether no test says that a node runs in development or as a program only."""
    return not any(shows(condition) in NEVER for condition in file.conditions(node))


def conditions_on(file: File, node: ast.AST, function: FunctionNode) -> Conditions | None:
    """What must hold inside a function for a node to run.

    ``None``: its effect does not travel, since it stands in an error path, in a development branch
    or under a test that never holds.
    """
    if any(True for _ in file.enclosing(node, Branch.EXCEPT)):
        return None
    found = FREE
    if any(True for _ in file.enclosing(node, Branch.CASE)):
        found = Conditions(Mark.VALUE)
    if _beside_a_probe(file, node, function):
        found = Conditions(Mark.LOOP_PROBE)
    for condition in file.conditions(node):
        more = _of_test(file, condition, function)
        if more is None:
            return None
        found |= more
    return found


PROBES = frozenset({"get_running_loop", "_get_running_loop", "current_async_library"})


def _beside_a_probe(file: File, node: ast.AST, function: FunctionNode) -> bool:
    """Whether the function asks for a running loop, and a node is not where one was found."""
    return any(
        file.function(probe) is function and not _found_one(file, node, probe)
        for last in sorted(PROBES & file.index.calls.keys())
        for probe, _ in file.index.calls[last]
    )


def _found_one(file: File, node: ast.AST, probe: ast.Call) -> bool:
    tries = set(file.tries(probe))
    return bool(tries) and any(
        around in tries for around in file.enclosing(node, Branch.TRY, Branch.TRY_ELSE)
    )


def _of_test(file: File, condition: Condition, function: FunctionNode) -> Conditions | None:
    test, holds = condition.test, condition.holds
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, holds = test.operand, not holds
    if shows(Condition(test, holds)) in NEVER:
        return None
    truth = file.truth_of(test)
    if truth is not None:
        return FREE if truth is holds else None
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) is holds:
        found = FREE
        for part in test.values:
            more = _of_test(file, Condition(part, holds), function)
            if more is None:
                return None
            found |= more
        return found
    if isinstance(file.parent(test), ast.While):
        return Conditions(Mark.OTHER)
    atom = _atom(file, test, holds=holds, function=function)
    if atom is not None:
        return Conditions(Mark.NONE, frozenset({atom}))
    return Conditions(_mark(file, test, holds=holds, function=function))


# ── atoms ────────────────────────────────────────────────────────────────────────────────────────
def _atom(file: File, test: ast.expr, *, holds: bool, function: FunctionNode) -> Atom | None:
    name, operator, literal = _tested(file, test)
    if name is None or operator is None or not _is_parameter(file, name, test, function):
        return None
    return Atom(name.id, operator if holds else NEGATED[operator], literal)


def _tested(file: File, test: ast.expr) -> tuple[ast.Name | None, Operator | None, Any]:
    if isinstance(test, ast.Name):
        return test, Operator.TRUE, None
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return _compared(file, test)
    if (
        isinstance(test, ast.Call)
        and isinstance(test.func, ast.Attribute)
        and isinstance(test.func.value, ast.Name)
        and test.func.attr == "startswith"
        and len(test.args) == 1
    ):
        prefix = file.value_of(test.args[0])
        if prefix and isinstance(prefix.value, str | tuple):
            return test.func.value, Operator.PREFIX, prefix.value
    return None, None, None


def _compared(file: File, test: ast.Compare) -> tuple[ast.Name | None, Operator | None, Any]:
    left, right = test.left, test.comparators[0]
    operator = COMPARED.get(type(test.ops[0]))
    if operator in {Operator.EQUAL, Operator.UNEQUAL} and not isinstance(left, ast.Name):
        left, right = right, left
    literal = file.value_of(right) if operator and isinstance(left, ast.Name) else None
    if literal is None or not isinstance(left, ast.Name):
        return None, None, None
    if literal.value is None:
        return left, Operator.NONE if operator is Operator.EQUAL else Operator.PRESENT, None
    value = tuple(literal.value) if isinstance(literal.value, list) else literal.value
    if isinstance(value, dict) or (
        operator in {Operator.IN, Operator.NOT_IN} and not isinstance(value, tuple)
    ):
        return None, None, None
    return left, operator, value


def _is_parameter(file: File, name: ast.Name, test: ast.expr, function: FunctionNode) -> bool:
    """Whether the name still has what the caller gave when it is tested."""
    bindings = file.bindings(name)
    given = [item for item in bindings if item.kind is Bound.PARAMETER]
    if len(given) != 1 or given[0].scope.node is not function:
        return False
    arguments = function.args
    if given[0].node in {arguments.vararg, arguments.kwarg}:
        return False
    return all(item is given[0] or item.statement.lineno >= test.lineno for item in bindings)


def decided(
    conditions: Conditions, file: File, call: ast.Call | None, function: FunctionNode
) -> Conditions | None:
    """What is left of a function's conditions at a call of it; ``None``: some test fails.

    An atom whose argument is the caller's own parameter becomes an atom of the caller.
    """
    marks = conditions.marks
    atoms: set[Atom] = set()
    for atom in conditions.atoms:
        argument = _given(file, call, function, atom.parameter)
        answer = _answer(file, atom, argument)
        if answer is False:
            return None
        if answer is None:
            mine = _own_parameter(file, argument)
            if mine is None:
                marks |= atom.mark
            else:
                atoms.add(Atom(mine, atom.operator, atom.literal))
    return Conditions(marks, frozenset(atoms))


def _given(file: File, call: ast.Call | None, function: FunctionNode, name: str) -> ast.expr | None:
    """The argument for a parameter, or its default; ``None``: not known."""
    if call is None:
        return None
    arguments = function.args
    by_position = [*arguments.posonlyargs, *arguments.args]
    names = [argument.arg for argument in by_position]
    position = names.index(name) if name in names else None
    if position is not None and _is_bound(file, call, function):
        position -= 1
    found = file.argument(call, name, position)
    if isinstance(found, Given):
        return found.value
    if isinstance(found, Hidden):
        return None
    defaults = dict(
        zip(
            [item.arg for item in reversed(by_position)], reversed(arguments.defaults), strict=False
        )
    )
    defaults |= {
        item.arg: default
        for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is not None
    }
    return defaults.get(name)


def _is_bound(file: File, call: ast.Call, function: FunctionNode) -> bool:
    """Whether the first parameter is not among the arguments."""
    scope = file.index.scopes[function]
    if not scope.me:
        return False
    if function.name in {"__init__", "__new__"}:
        return not (isinstance(call.func, ast.Attribute) and call.func.attr == function.name) or (
            isinstance(call.func.value, ast.Call)
        )
    if not isinstance(call.func, ast.Attribute):
        return True
    of_class = any(getattr(item, "id", "") == "classmethod" for item in function.decorator_list)
    name = file.name_of(call.func.value)
    return of_class or name is None or file.class_named(name) is None


def _answer(file: File, atom: Atom, argument: ast.expr | None) -> bool | None:
    if argument is None:
        return None
    known = file.value_of(argument)
    if known is not None:
        return _holds(atom, known)
    if atom.operator in PRESENCE and _is_there(file, argument, atom):
        return atom.operator in {Operator.TRUE, Operator.PRESENT}
    return None


def _holds(atom: Atom, known: Known) -> bool | None:
    try:
        return atom.holds_for(known.value)
    except (TypeError, ValueError):
        return None


BUILT = frozenset({"object", "dict", "list", "set", "tuple", "str", "bytes", "int", "float"})
DISPLAYS = (ast.JoinedStr, ast.List, ast.Dict, ast.Set, ast.Tuple, ast.ListComp, ast.DictComp)


def _is_there(file: File, argument: ast.expr, atom: Atom) -> bool:
    """Whether an argument is certainly an object, and true where that is asked for."""
    empty = atom.operator in {Operator.TRUE, Operator.FALSE}
    if isinstance(argument, DISPLAYS):
        return not empty
    if isinstance(argument, ast.Name):
        value = file.assigned(argument)
        return isinstance(value, (ast.Call, *DISPLAYS)) and _is_there(file, value, atom)
    if isinstance(argument, ast.Call):
        name = file.callee(argument) or ""
        if name.removeprefix("builtins.") in BUILT:
            return not empty
        return file.class_named(name) is not None or file.library.is_class(name)
    return isinstance(argument, ast.Lambda)


def _own_parameter(file: File, argument: ast.expr | None) -> str | None:
    if not isinstance(argument, ast.Name):
        return None
    function = file.function(argument)
    if function is None or not _is_parameter(file, argument, argument, function):
        return None
    return argument.id


# ── marks ────────────────────────────────────────────────────────────────────────────────────────
SETTINGS = re.compile(
    r"(?:.*_)?(?:settings?|config|configs|configuration|conf|cfg|env|environ|environment|flags"
    r"|feature_?flags?)(?:_.*)?|getenv",
    re.IGNORECASE,
)
CONSTANT = re.compile(r"[A-Z][A-Z0-9_]+")
ASKS_FOR_LOOP = re.compile(
    r"is_?(?:a?sync|coroutine|coroutinefunction|awaitable|running)|in_async.*|.*running_loop"
    r"|current_async_library|.*event_loop.*|iscoroutine.*"
)
KINDS = frozenset({"isinstance", "issubclass", "hasattr", "callable", "type"})
TEXT_TESTS = frozenset({"startswith", "endswith"})


def _mark(file: File, test: ast.expr, *, holds: bool, function: FunctionNode) -> Mark:
    words = set(_identifiers(test))
    if any(ASKS_FOR_LOOP.fullmatch(word) for word in words) or _holds_a_loop(file, test):
        return Mark.LOOP_PROBE
    if _is_lazy(file, test, holds=holds, function=function):
        return Mark.ONCE
    if _is_configuration(file, test, words):
        return Mark.CONFIGURATION
    if any(ASYNCHRONOUS.search(word) for word in words):
        return Mark.DUAL
    return Mark.VALUE if _is_of_value(file, test, words) else Mark.OTHER


def _identifiers(test: ast.expr) -> Iterable[str]:
    for node in ast.walk(test):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _holds_a_loop(file: File, test: ast.expr) -> bool:
    """Whether a name of the test was assigned a running loop, or ``None`` where there was none."""
    if not PROBES & file.index.calls.keys():
        return False
    return any(
        isinstance(binding.value, ast.Call) and file.last_name(binding.value) in PROBES
        for node in ast.walk(test)
        if isinstance(node, ast.Name)
        for binding in file.bindings(node)
    )


def _is_configuration(file: File, test: ast.expr, words: set[str]) -> bool:
    if any(SETTINGS.fullmatch(word) or CONSTANT.fullmatch(word) for word in words):
        return True
    readers = tables().table(EnvironmentTrait)
    return any(
        file.callee(node) in readers for node in ast.walk(test) if isinstance(node, ast.Call)
    )


def _is_of_value(file: File, test: ast.expr, words: set[str]) -> bool:
    if words & KINDS or words & TEXT_TESTS:
        return True
    return any(
        known is not None and known.value is not None
        for node in ast.walk(test)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        for known in (file.value_of(side),)
    )


def _is_lazy(file: File, test: ast.expr, *, holds: bool, function: FunctionNode) -> bool:
    """Whether the test asks for something that the code behind it then stores for good."""
    subject = _missing(test, holds=holds)
    if subject is None:
        return False
    if isinstance(subject, ast.Name):
        return any(_is_kept(item, subject.id, function) for item in file.bindings(subject))
    wanted = ast.unparse(subject)
    return any(
        _stored(target) == wanted and file.function(statement) is function
        for target, _, statement in file.index.stores
        if target.lineno >= test.lineno
    )


def _missing(test: ast.expr, *, holds: bool) -> ast.expr | None:
    """What a test found to be missing: ``X is None``, ``not X``, ``key not in X``."""
    if isinstance(test, ast.Name | ast.Attribute):
        return None if holds else test
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        operator, right = test.ops[0], test.comparators[0]
        if isinstance(right, ast.Constant) and right.value is None:
            missing = isinstance(operator, ast.Is | ast.Eq)
            return test.left if missing is holds else None
        if isinstance(operator, ast.In | ast.NotIn):
            missing = isinstance(operator, ast.NotIn)
            return right if missing is holds else None
    return None


def _is_kept(binding: Binding, name: str, function: FunctionNode) -> bool:
    """Whether a function assigns a name that outlives the call."""
    scope = binding.scope
    return binding.kind is Bound.VALUE and scope.node is function and name in scope.elsewhere


def _stored(target: ast.expr) -> str:
    return ast.unparse(target.value if isinstance(target, ast.Subscript) else target)


def takes_nothing(file: File, function: FunctionNode) -> bool:
    """Whether a function has no parameter but the object it belongs to."""
    me = file.index.scopes[function].me
    return all(argument.arg == me for argument in every_argument(function.args))

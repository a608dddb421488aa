"""What must hold for a call inside a helper to run, and what a caller's arguments say about it."""

from __future__ import annotations

import ast
import enum
import re
from collections.abc import Iterator
from typing import Any

from readiness_lint.facts.callers import Caller, bindings_of_value, callers_of
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.program import APART
from readiness_lint.facts.shapes import identifiers_in, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import ASYNCHRONOUS, ENDED, LOOP_QUESTIONS
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
from readiness_lint.model.types import default_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, Because, Exit, Known


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
    KEPT = 256
    """A cache with a key: only where it has no answer of an earlier call."""


ACCEPTED = Mark.PARAMETER | Mark.OTHER | Mark.OVERRIDABLE | Mark.KEPT
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
SCALAR = str | bytes | int | float | complex | None
"""What a parameter is compared with; what holds others cannot be told apart by its hash."""
NEGATIONS = {
    Operator.FALSE,
    Operator.PRESENT,
    Operator.UNEQUAL,
    Operator.NOT_IN,
    Operator.NO_PREFIX,
}
"""Those that hold where another one does not."""


@record
class Atom:
    """A test of a parameter against a literal, which the argument of a call may decide."""

    parameter: str
    operator: Operator
    literal: Any = None
    dual: bool = False
    """Whether it asks by its name for an asynchronous caller."""

    @classmethod
    def of(cls, file: File, parameter: str, operator: Operator, literal: Any) -> Atom:
        """The test of a parameter of a function in a file."""
        return cls(parameter, operator, literal, file.words(ASYNCHRONOUS).match(parameter))

    @property
    def mark(self) -> Mark:
        """What the test is as long as no argument decides it."""
        if self.dual:
            return Mark.DUAL
        return Mark.PARAMETER if self.operator in PRESENCE else Mark.VALUE

    def holds_for(self, value: Any) -> bool:
        """Whether the test holds for a known argument."""
        operator = self.operator
        if operator in NEGATIONS:
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


@record
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


def settled_at(file: File, node: ast.AST) -> Iterator[Condition]:
    """The tests around a node, and those before it that leave where they hold."""
    around = file.conditions(node)
    yield from around
    for test in file.nodes(ast.If, within=file.function(node)):
        if (
            not test.orelse
            and not any(condition.test is test.test for condition in around)
            and Exit.FALLS not in file.exits(test.body)
            and file.dominates(test, node)
        ):
            yield Condition(test.test, holds=False)


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


def _probes(file: File) -> frozenset[ast.Call]:
    """The calls that ask whether an event loop runs."""
    found: frozenset[ast.Call] = file.memo(
        ("loop probes",),
        lambda: frozenset(call for _, call in file.calls_to(tables().word("loop-probe"))),
    )
    return found


def _beside_a_probe(file: File, node: ast.AST, function: FunctionNode) -> bool:
    """Whether the function asks for a running loop, and a node is not where one was found."""
    return any(
        file.function(probe) is function and not _found_one(file, node, probe)
        for probe in _probes(file)
    )


def is_without_loop(file: File, node: ast.AST) -> bool:
    """Whether a node runs only where a test found that no event loop runs."""
    around = set(file.enclosing(node, Branch.EXCEPT))
    return bool(around) and any(
        not around.isdisjoint(outer.handlers)
        for probe in _probes(file)
        for outer in file.tries(probe)
    )


def is_in_child(file: File, node: ast.AST) -> bool:
    """Whether a node runs only in a process that was forked off, which has no loop to hold."""
    forks = tables().word("forks")
    if not any(True for _ in file.calls_to(forks)):
        return False
    return any(
        item.holds
        and isinstance(item.test, ast.Compare)
        and isinstance(item.test.ops[0], ast.Eq)
        and file.value_of(item.test.comparators[0]) == Known(0)
        and isinstance(item.test.left, ast.Name)
        and any(
            isinstance(made.value, ast.Call) and file.callee(made.value) in forks
            for made in bindings_of_value(file, item.test.left)
        )
        for item in file.conditions(node)
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


def atoms_on(file: File, node: ast.AST, function: FunctionNode) -> frozenset[Atom]:
    """The tests of parameters that must hold for a node to run, in an error path, too."""
    found: set[Atom] = set()
    names = file.index.scopes[function].bindings
    for condition in file.conditions(node):
        tested = _of_test(file, condition, function)
        repeats = file.repeats(condition.test) is not None
        found |= {
            atom
            for atom in (tested.atoms if tested is not None else ())
            # The next round of a loop may find another value.
            if not (repeats and len(names.get(atom.parameter, ())) > 1)
        }
    return frozenset(found)


# ── atoms ────────────────────────────────────────────────────────────────────────────────────────
def _atom(file: File, test: ast.expr, *, holds: bool, function: FunctionNode) -> Atom | None:
    found = _tested(file, test)
    if found is None:
        return None
    name, operator, literal = found
    if not _is_parameter(file, name, test, function):
        return None
    return Atom.of(file, name.id, operator if holds else NEGATED[operator], literal)


Tested = tuple[ast.Name, Operator, Any]
"""A name, the test that it must pass, and the literal of that."""


def _tested(file: File, test: ast.expr) -> Tested | None:
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
    return None


def _compared(file: File, test: ast.Compare) -> Tested | None:
    left, right = test.left, test.comparators[0]
    operator = COMPARED.get(type(test.ops[0]))
    equality = operator in {Operator.EQUAL, Operator.UNEQUAL}
    if equality and not isinstance(left, ast.Name):
        left, right = right, left
    known = file.value_of(right) if operator and isinstance(left, ast.Name) else None
    if operator is None or known is None or not isinstance(left, ast.Name):
        return None
    value = tuple(known.value) if isinstance(known.value, list) else known.value
    if value is None:
        return left, Operator.NONE if operator is Operator.EQUAL else Operator.PRESENT, None
    parts = value if isinstance(value, tuple) else (value,)
    if not (equality or isinstance(value, tuple)) or not all(isinstance(i, SCALAR) for i in parts):
        return None
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
    conditions: Conditions, caller: Caller, home: File, function: FunctionNode
) -> Conditions | None:
    """What is left of a function's conditions at a call of it; ``None``: some test fails.

    An atom whose argument is the caller's own parameter becomes an atom of the caller.
    """
    marks = conditions.marks
    atoms: set[Atom] = set()
    for atom in conditions.atoms:
        argument = given_for(caller, home, function, atom.parameter)
        answer = _answer(*argument, atom) if argument else None
        if answer is False:
            return None
        if answer is None:
            mine = own_parameter(*argument) if argument else None
            if argument is None or mine is None:
                marks |= atom.mark
            else:
                atoms.add(Atom.of(argument[0], mine, atom.operator, atom.literal))
    return Conditions(marks, frozenset(atoms))


def given_for(
    caller: Caller, home: File, function: FunctionNode, name: str
) -> tuple[File, ast.expr] | None:
    """The argument for a parameter, or its default, with its file; ``None``: not known."""
    if caller.arguments is None:
        return None
    arguments = function.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    position = names.index(name) if name in names else None
    if position is not None and _is_bound(caller, home, function):
        # The object itself is no argument.
        position = position - 1 if position else None
    found = caller.file.argument(caller.arguments, name, position)
    if isinstance(found, Given):
        return caller.file, found.value
    default = None if isinstance(found, Hidden) else default_of(arguments, name)
    return (home, default) if default is not None else None


def is_asked_by_nobody(file: File, node: ast.AST) -> bool:
    """Whether a node hangs on a parameter for which all callers that are seen give the other value."""
    function = file.function(node)
    if function is None or entry_of(function, file) is not None:
        return False
    tests = [
        (item.test.id, item.holds)
        for item in file.conditions(node)
        if isinstance(item.test, ast.Name) and own_parameter(file, item.test) is not None
    ]
    callers = [item for item in callers_of(file, function) if item.file.role not in APART]
    return bool(callers) and any(
        all(_gives(caller, file, function, name) is (not holds) for caller in callers)
        for name, holds in tests
    )


def _gives(caller: Caller, home: File, function: FunctionNode, name: str) -> Answer:
    """Whether what a caller gives for a parameter is true; ``None``: not known."""
    given = given_for(caller, home, function, name)
    known = given[0].value_of(given[1]) if given is not None else None
    return bool(known.value) if known is not None else None


def _is_bound(caller: Caller, home: File, function: FunctionNode) -> bool:
    """Whether the first parameter is not among the arguments."""
    called = caller.arguments.func if caller.arguments else None
    if not home.index.scopes[function].me:
        return False
    if function.name in {"__init__", "__new__"}:
        return not (isinstance(called, ast.Attribute) and called.attr == function.name) or (
            isinstance(called.value, ast.Call)
        )
    if not isinstance(called, ast.Attribute):
        return True
    of_class = any(getattr(item, "id", "") == "classmethod" for item in function.decorator_list)
    name = caller.file.name_of(called.value)
    found = caller.file.defined(name) if name else None
    return of_class or found is None or not isinstance(found[1], ast.ClassDef)


def _answer(file: File, argument: ast.expr, atom: Atom) -> bool | None:
    known = file.value_of(argument)
    if known is not None:
        return answers(atom, known)
    if atom.operator in PRESENCE and _is_there(file, argument, atom):
        return atom.operator in {Operator.TRUE, Operator.PRESENT}
    return None


def answers(atom: Atom, known: Known) -> bool | None:
    """Whether a test holds for a value; ``None``: it cannot be asked of that."""
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


def is_object(file: File, argument: ast.expr) -> bool:
    """Whether an argument is certainly not ``None``: the object itself, or what is made here."""
    if isinstance(argument, ast.Name):
        function = file.function(argument)
        me = file.index.scopes[function].me if function is not None else None
        if me is not None and argument.id == me:
            return len(file.bindings(argument)) == 1
    return _is_there(file, argument, Atom("", Operator.NONE))


def own_parameter(file: File, argument: ast.expr) -> str | None:
    """The parameter of the function around that an argument hands on as it came."""
    if not isinstance(argument, ast.Name):
        return None
    function = file.function(argument)
    if function is None or not _is_parameter(file, argument, argument, function):
        return None
    return argument.id


# ── marks ────────────────────────────────────────────────────────────────────────────────────────
SETTINGS = Pattern(
    r"(?:.*_)?(?:settings?|config|configs|configuration|conf|cfg|env|environ|environment|flags"
    r"|feature_?flags?)(?:_.*)?|getenv"
    r"|(?:is_)?(?:feature|(?:feature_)?flag|switch)_(?:is_)?(?:set|active|enabled|on)",
    re.IGNORECASE,
)
CONSTANT = Pattern(r"[A-Z][A-Z0-9_]+")
KINDS = frozenset({"isinstance", "issubclass", "hasattr", "callable", "type"})
MAPPINGS = frozenset({"builtins.dict", "collections.OrderedDict", "weakref.WeakValueDictionary"})
TEXT_TESTS = frozenset({"startswith", "endswith"})


def _mark(file: File, test: ast.expr, *, holds: bool, function: FunctionNode) -> Mark:
    words = set(identifiers_in(test))
    if any(map(file.words(LOOP_QUESTIONS).match, words)) or _holds_a_loop(file, test):
        return Mark.LOOP_PROBE
    if _is_lazy(file, test, holds=holds, function=function):
        return Mark.ONCE
    if _is_configuration(file, test, words):
        return Mark.CONFIGURATION
    if any(map(file.words(ASYNCHRONOUS).match, words)):
        return Mark.DUAL
    return Mark.VALUE if _is_of_value(file, test, words) else Mark.OTHER


def _holds_a_loop(file: File, test: ast.expr) -> bool:
    """Whether a name of the test was assigned a running loop, or ``None`` where there was none."""
    probes = _probes(file)
    return bool(probes) and any(
        binding.value in probes
        for node in ast.walk(test)
        if isinstance(node, ast.Name)
        for binding in file.bindings(node)
    )


def _is_configuration(file: File, test: ast.expr, words: set[str]) -> bool:
    if any(SETTINGS.fullmatch(word) or CONSTANT.fullmatch(word) for word in words):
        return True
    readers = tables().table(EnvironmentTrait)
    if any(file.callee(node) in readers for node in ast.walk(test) if isinstance(node, ast.Call)):
        return True
    parts = test.values if isinstance(test, ast.BoolOp) else [test]
    return any(_is_read(file, part, HOPS) for part in parts)


HOPS = 4
"""From a test to the place where a variable of the environment is read."""


def _is_read(file: File, expr: ast.expr | None, hops: int) -> bool:
    """Whether a name has what was read from the environment, converted perhaps."""
    if isinstance(expr, ast.IfExp):
        return _is_read(file, expr.body, hops)
    if isinstance(expr, ast.Call):
        read = file.callee(expr) in tables().table(EnvironmentTrait)
        return read or (len(expr.args) == 1 and _is_read(file, expr.args[0], hops))
    if not hops or not isinstance(expr, ast.Name | ast.Attribute):
        return False
    found = bindings_of_value(file, expr)
    return (
        len(found) == 1
        and found[0].kind is Bound.VALUE
        and _is_read(file, found[0].value, hops - 1)
    )


def is_configured(file: File, test: ast.expr) -> bool:
    """Whether a test asks the settings, the environment or a constant of its module."""
    names = set(names_within(test))
    words = {word for word in identifiers_in(test) if SETTINGS.fullmatch(word)}
    # A constant of a class is a value that rows have.
    return _is_configuration(file, test, names | words) or any("debug" in name for name in names)


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
    subject = _missing_or_ended(file, test, holds=holds)
    if subject is None:
        return False
    if isinstance(subject, ast.Name):
        bindings = file.bindings(subject)
        kept = any(_is_kept(item, subject.id, function) for item in bindings)
        return kept or any(_is_looked_up(file, item.value) for item in bindings)
    return any(
        _is_stored(target, subject) and _is_made_by(file, value, statement, test, function)
        for target, value, statement in file.index.stores
    )


def _is_made_by(
    file: File,
    value: ast.expr | None,
    statement: ast.stmt,
    test: ast.expr,
    function: FunctionNode,
) -> bool:
    """Whether a value is stored behind a test, or by another method of the object."""
    other = file.function(statement)
    if other is function:
        return statement.lineno >= test.lineno
    empty = value is None or (isinstance(value, ast.Constant) and value.value is None)
    cls = file.class_(function)
    return cls is not None and file.class_(statement) is cls and not empty


def _missing_or_ended(file: File, test: ast.expr, *, holds: bool) -> ast.expr | None:
    """What a test found to be missing, or there and of no use any more: ``X is None or X.closed``."""
    parts = test.values if isinstance(test, ast.BoolOp) and holds else [test]
    found = [_missing(part, holds=holds) for part in parts]
    subject = next((item for item in found if item is not None), None)
    if subject is None or len(parts) == 1:
        return subject
    words, wanted = file.words(ENDED), ast.unparse(subject)
    for part, missing in zip(parts, found, strict=True):
        if missing is None or ast.unparse(missing) != wanted:
            asked = {item.attr for item in ast.walk(part) if isinstance(item, ast.Attribute)}
            about = any(
                isinstance(item, type(subject)) and ast.unparse(item) == wanted
                for item in ast.walk(part)
            )
            if not (about and any(map(words.match, asked))):
                return None
    return subject


def _is_looked_up(file: File, value: ast.expr | None) -> bool:
    """Whether a value was asked of a mapping that outlives the call: ``cls._made.get(key)``."""
    if not (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr == "get"
        and isinstance(value.func.value, ast.Name | ast.Attribute)
    ):
        return False
    mapping = value.func.value
    kind = file.type_of(mapping)
    lives = isinstance(mapping, ast.Attribute) or all(
        isinstance(item.scope.node, ast.Module) for item in file.bindings(mapping)
    )
    return lives and kind is not None and kind.name in MAPPINGS


def _missing(test: ast.expr, *, holds: bool) -> ast.expr | None:
    """What a test found to be missing: ``X is None``, ``not X``, ``key not in X``."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _missing(test.operand, holds=not holds)
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


def _is_stored(target: ast.expr, subject: ast.expr) -> bool:
    """Whether an expression, or something in it, is assigned."""
    stored = target.value if isinstance(target, ast.Subscript) else target
    return (
        stored.__class__ is subject.__class__
        and getattr(stored, "attr", "") == getattr(subject, "attr", "")
        and ast.unparse(stored) == ast.unparse(subject)
    )


def takes_nothing(file: File, function: FunctionNode) -> bool:
    """Whether a function has no parameter but the object it belongs to."""
    me = file.index.scopes[function].me
    return all(argument.arg == me for argument in every_argument(function.args))

"""Order, loops, branches and exits inside one function.

Everything is read off blocks and their contexts.  An exception may leave from any call, so only a
block that certainly ran counts as *before*.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from readiness_lint.model.index import BLOCKS, COMPREHENSIONS, TRIES, Branch, Context
from readiness_lint.record import record
from readiness_lint.terms import Because, Exit

if TYPE_CHECKING:
    from readiness_lint.model import File

LOOPS = (ast.For, ast.AsyncFor, ast.While)
ON: Exit = Exit.FALLS
LEAVES = ~Exit.FALLS
SIMPLE = frozenset[type[ast.stmt]](
    [
        *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Delete, ast.Import, ast.ImportFrom),
        *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Global, ast.Nonlocal),
        *(ast.Assert, ast.Pass),
    ]
)
"""Statements behind which the next one runs."""


@record
class Condition:
    """A test that decides whether a node runs, and which way it went."""

    test: ast.expr
    holds: bool


def exits(file: File, body: Sequence[ast.stmt]) -> Exit:
    """How control may leave a block; a call that never returns raises."""
    found = Exit.NONE
    for statement in body:
        # Nearly all only fall through, and a sum of flags is slow.
        ways = ON if statement.__class__ in SIMPLE else _exits_of(file, statement)
        if ways is not ON:
            found |= ways & LEAVES
            if Exit.FALLS not in ways:
                return found
    return ON if found is Exit.NONE else found | ON


def _exits_of(file: File, statement: ast.stmt) -> Exit:
    if isinstance(statement, ast.Return):
        return Exit.RETURNS
    if isinstance(statement, ast.Raise):
        return Exit.RAISES
    if isinstance(statement, ast.Break):
        return Exit.BREAKS
    if isinstance(statement, ast.Continue):
        return Exit.CONTINUES
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call | ast.Await):
        return Exit.RAISES if file.never_returns(statement.value, statement) else Exit.FALLS
    if isinstance(statement, ast.If):
        return exits(file, statement.body) | exits(file, statement.orelse)
    if isinstance(statement, ast.With | ast.AsyncWith):
        inner = exits(file, statement.body)
        # A context manager may swallow: `suppress`, a test's `raises`.
        return inner | Exit.FALLS if Exit.RAISES in inner else inner
    if isinstance(statement, LOOPS):
        return _exits_of_loop(file, statement)
    if isinstance(statement, TRIES):
        return _exits_of_try(file, statement)  # type: ignore[arg-type]
    if isinstance(statement, ast.Match):
        ways = Exit.NONE
        for case in statement.cases:
            ways |= exits(file, case.body)
        last = statement.cases[-1]
        complete = last.guard is None and _matches_anything(last.pattern)
        return ways if complete else ways | Exit.FALLS
    return Exit.FALLS


def _matches_anything(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _exits_of_loop(file: File, loop: ast.For | ast.AsyncFor | ast.While) -> Exit:
    inner = exits(file, loop.body)
    ways = inner & (Exit.RETURNS | Exit.RAISES)
    endless = isinstance(loop, ast.While) and file.truth_of(loop.test) is True
    if not endless:
        ways |= exits(file, loop.orelse)
    if Exit.BREAKS in inner:
        ways |= Exit.FALLS
    return ways


def _exits_of_try(file: File, statement: ast.Try) -> Exit:
    final = exits(file, statement.finalbody)
    if Exit.FALLS not in final:
        return final
    ways = exits(file, statement.body)
    if Exit.FALLS in ways and statement.orelse:
        ways = (ways & ~Exit.FALLS) | exits(file, statement.orelse)
    for handler in statement.handlers:
        ways |= exits(file, handler.body)
    return ways | (final & ~Exit.FALLS)


def context_of(file: File, node: ast.AST) -> Context:
    """The block in which the node's statement, or the handler itself, stands."""
    if isinstance(node, ast.ExceptHandler):
        around = file.parent(node)
        assert isinstance(around, ast.stmt)
        return file.index.placed[around]
    return file.index.placed[file.statement(node)]


def conditions(file: File, node: ast.AST) -> Iterator[Condition]:
    """The tests under which a node runs, innermost first; inside its function only."""
    yield from _conditions_inside(file, node)
    for context in context_of(file, node).chain():
        around = context.node
        if isinstance(around, ast.If) and context.branch in {Branch.IF, Branch.ELSE}:
            yield Condition(around.test, context.branch is Branch.IF)
        elif isinstance(around, ast.While) and context.branch is Branch.LOOP:
            yield Condition(around.test, holds=True)


def _conditions_inside(file: File, node: ast.AST) -> Iterator[Condition]:
    if isinstance(node, ast.stmt) or not file.is_inside(
        node, ast.IfExp, ast.BoolOp, *COMPREHENSIONS
    ):
        return
    child = node
    while not isinstance(child, ast.stmt):
        around = file.parent(child)
        if around is None:
            return
        if isinstance(around, ast.IfExp) and child is not around.test:
            yield Condition(around.test, holds=child is around.body)
        elif isinstance(around, ast.BoolOp) and child is not around.values[0]:
            holds = isinstance(around.op, ast.And)
            for earlier in around.values[: around.values.index(child)]:  # type: ignore[arg-type]
                yield Condition(earlier, holds=holds)
        elif isinstance(around, COMPREHENSIONS):
            for generator in around.generators:
                if child is not generator:
                    for test in generator.ifs:
                        yield Condition(test, holds=True)
        child = around


def repeats(file: File, node: ast.AST) -> ast.AST | None:
    """The innermost loop or comprehension that runs the node again; ``None``: it runs once.

    Not its iterable, not its ``else``, and not a body that always leaves in the first round.
    """
    child = node
    if not file.is_inside(node, ast.Lambda, *COMPREHENSIONS):
        child = file.statement(node)
    while not isinstance(child, ast.stmt):
        around = file.parent(child)
        if around is None:
            return None
        if isinstance(around, COMPREHENSIONS) and not _in_first_iterable(around, child, node, file):
            return around
        if isinstance(around, ast.Lambda):
            return None
        child = around
    for context in file.index.placed[child].chain():
        loop = context.node
        if context.branch is Branch.LOOP and isinstance(loop, LOOPS):
            ways = exits(file, loop.body)
            if ways & (Exit.FALLS | Exit.CONTINUES):
                return loop
    return None


def _in_first_iterable(
    around: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    child: ast.AST,
    node: ast.AST,
    file: File,
) -> bool:
    if child is not around.generators[0]:
        return False
    current: ast.AST | None = node
    while current is not None and current is not child:
        if current is around.generators[0].iter:
            return True
        current = file.parent(current)
    return False


def loops_around(file: File, node: ast.AST) -> Iterator[ast.AST]:
    """Every loop that runs the node again, innermost first."""
    current: ast.AST = node
    while True:
        loop = repeats(file, current)
        if loop is None:
            return
        yield loop
        current = loop


def dominates(file: File, first: ast.AST, second: ast.AST) -> bool:
    """Whether ``first`` certainly ran whenever ``second`` runs, by order and nesting of blocks."""
    before, after = file.statement(first), file.statement(second)
    home = file.index.placed[before]
    if before is after or not _is_before(before, after):
        return False
    if any(True for _ in _conditions_inside(file, first)):
        return False
    return any(context is home for context in file.index.placed[after].chain())


def _is_before(first: ast.AST, second: ast.AST) -> bool:
    return (first.lineno, first.col_offset) < (second.lineno, second.col_offset)  # type: ignore[attr-defined]


ALTERNATIVES = frozenset({Branch.IF, Branch.ELSE, Branch.CASE, Branch.EXCEPT, Branch.TRY_ELSE})


def _alternatives(file: File, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST | Branch]]:
    """The choices between branches that lead to a node: the statement, and which of them."""
    for context in context_of(file, node).chain():
        if context.branch in {Branch.CASE, Branch.EXCEPT}:
            around = file.parent(context.node)
            assert around is not None
            yield around, context.node
        elif context.branch in ALTERNATIVES:
            yield context.node, context.branch


def exclusive(file: File, first: ast.AST, second: ast.AST) -> bool:
    """Whether no run of the function has both, save in different rounds of a loop."""
    early, late = (first, second) if _is_before(first, second) else (second, first)
    return _are_alternatives(file, early, late) or _leaves_between(file, early, late)


def _are_alternatives(file: File, first: ast.AST, second: ast.AST) -> bool:
    """Whether they stand in two branches of one test."""
    mine = dict(_alternatives(file, first))
    return any(
        mine.get(statement, branch) is not branch
        for statement, branch in _alternatives(file, second)
    )


def reaches(file: File, first: ast.AST, second: ast.AST) -> bool:
    """Whether ``second`` may run after ``first`` in one run of the function."""
    if _are_alternatives(file, first, second) or not _is_before(first, second):
        # Only in the next round of a loop around both.
        return not set(loops_around(file, first)).isdisjoint(loops_around(file, second))
    return not _leaves_between(file, first, second)


def _leaves_between(file: File, first: ast.AST, second: ast.AST) -> bool:
    """Whether the block of ``first`` always leaves the function before ``second``'s is reached."""
    after = set(file.index.placed[file.statement(second)].chain())
    statement: ast.stmt = file.statement(first)
    for context in file.index.placed[statement].chain():
        if context in after:
            return False
        body = block_of(context)
        rest = [item for item in body if not _is_before(item, statement)]
        ways = exits(file, rest)
        if not ways & (Exit.FALLS | Exit.BREAKS | Exit.CONTINUES):
            return True
        if isinstance(context.node, ast.stmt):
            statement = context.node
    return False


def block_around(file: File, statement: ast.AST) -> Sequence[ast.stmt]:
    """The statements among which one is written; none for what is no statement.

    What follows an early exit runs under a condition, but is written in the same block.
    """
    around = file.parent(statement)
    for field in BLOCKS:
        block = getattr(around, field, None)
        if isinstance(block, list) and block and (block[-1] is statement or statement in block):
            return block
    return ()


def block_of(context: Context) -> Sequence[ast.stmt]:
    """The statements of a context's block."""
    field = "body"
    if context.branch in {Branch.ELSE, Branch.LOOP_ELSE, Branch.TRY_ELSE}:
        field = "orelse"
    elif context.branch is Branch.FINALLY:
        field = "finalbody"
    body: Sequence[ast.stmt] = getattr(context.node, field)
    return body


def enclosing(file: File, node: ast.AST, *branches: Branch) -> Iterator[ast.AST]:
    """The compound statements around a node, in whose given blocks it stands, innermost first."""
    for context in context_of(file, node).chain():
        if context.branch in branches:
            yield context.node


def shows(condition: Condition) -> Because:
    """What it shows that a test went the way it did."""
    test, holds = condition.test, condition.holds
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, holds = test.operand, not holds
    return because_of(test) if holds else _because_not(test)


def _because_not(test: ast.expr) -> Because:
    name = _last(test)
    if name is not None and "production" in name.lower():
        return Because.DEV
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        if isinstance(test.ops[0], ast.NotEq):
            flipped = ast.Compare(test.left, [ast.Eq()], test.comparators)
            return because_of(flipped)
        if isinstance(test.ops[0], ast.Eq | ast.In):
            flipped = ast.Compare(test.left, [ast.NotEq()], test.comparators)
            kind = because_of(flipped)
            return kind if kind is Because.DEV else Because.OTHER
    # All parts of an `or` failed.
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else []
    return next((Because.DEV for part in parts if _because_not(part) is Because.DEV), Because.OTHER)


DEVELOPMENT_NAMES = ("debug", "testing", "is_dev", "dev_mode", "development", "is_test", "is_local")
ENVIRONMENT_NAMES = frozenset(
    ["env", "environment", "app_env", "stage", "flask_env", "django_env", "node_env"]
)
DEVELOPMENT_WORDS = frozenset(
    ["dev", "development", "local", "test", "testing", "ci", "debug", "sandbox"]
)

TRIMS = frozenset(["lower", "upper", "strip", "casefold"])
CONFIGURATION_NAMES = frozenset(
    ["settings", "config", "conf", "configuration", "env", "environment", "app", "self", "cls"]
)


def because_of(test: ast.expr) -> Because:
    """What kind of test this is, where the text alone tells."""
    name = _last(test)
    if name == "TYPE_CHECKING":
        return Because.TYPE_CHECKING
    if name is not None and any(word in name.lower() for word in DEVELOPMENT_NAMES):
        return Because.OTHER if _is_of_an_object(test, name) else Because.DEV
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        left, right = _last(test.left), test.comparators[0]
        if left == "__name__":
            return Because.MAIN
        words = {
            item.value.lower()
            for item in ast.walk(right)
            if isinstance(item, ast.Constant) and isinstance(item.value, str)
        }
        positive = isinstance(test.ops[0], ast.Eq | ast.In)
        if left and _is_environment(left.lower()) and words:
            known = words <= DEVELOPMENT_WORDS
            if positive is known:
                return Because.DEV
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else []
    if any(because_of(part) is Because.DEV for part in parts):
        return Because.DEV
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _last(test.operand)
        if inner and "production" in inner.lower():
            return Because.DEV
    return Because.OTHER


def _is_environment(name: str) -> bool:
    """Whether a name is that of where a program runs, perhaps with its own before: `SHOP_ENVIRONMENT`."""
    return name in ENVIRONMENT_NAMES or name.endswith(("_env", "_environment"))


def _is_of_an_object(test: ast.expr, name: str) -> bool:
    """Whether a file or a document is asked where it is, and no configuration where it runs."""
    asked = _last(test.value) if isinstance(test, ast.Attribute) else None
    return name == "is_local" and asked is not None and asked.lower() not in CONFIGURATION_NAMES


def _last(expr: ast.expr) -> str | None:
    if isinstance(expr, ast.Name):
        return expr.id
    if isinstance(expr, ast.Attribute):
        return expr.attr
    if isinstance(expr, ast.Subscript) and isinstance(expr.slice, ast.Constant):
        return str(expr.slice.value)
    if isinstance(expr, ast.Call):
        arguments = [item.value for item in expr.args if isinstance(item, ast.Constant)]
        if arguments and isinstance(arguments[0], str):
            return arguments[0]
        # A text is trimmed, or put into one case, before it is compared.
        if isinstance(expr.func, ast.Attribute) and expr.func.attr in TRIMS and not expr.args:
            return _last(expr.func.value)
    return None

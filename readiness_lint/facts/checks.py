"""What has been judged before a place is reached: the values that a test or a call looked at.

A value is the place that gave a name its value, or the text of an expression such as
``request.GET["next"]`` that is written out again.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from readiness_lint.facts.callers import called
from readiness_lint.facts.calls import CallSite, arguments_for, is_fed
from readiness_lint.facts.lookups import is_required, looked_up_by
from readiness_lint.facts.shapes import is_name, text_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CHECKERS, TRIMMING
from readiness_lint.model import Binding, Bound, File, FunctionNode
from readiness_lint.model.index import BLOCKS, COMPREHENSIONS, every_argument
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Exit, SinkKind

DEEPEST = 30
"""Expressions inside each other that are looked at."""
DEEPEST_CALLS = 8
"""Functions that call each other that are looked into."""
SHAPES = frozenset({"isdigit", "isalnum", "isdecimal", "isidentifier", "isnumeric", "isalpha"})
"""Methods of a text that say which characters it has."""
LEADING_AWAY = frozenset({"..", "/", "\\", "../", "/..", "..\\", "./", "\x00", "~"})
LEADING_SOMEWHERE = frozenset({SinkKind.URL, SinkKind.REDIRECT})
TWO_SLASHES = frozenset({"//", "\\", "/\\", "://", "http", "https"})
HOST_PARTS = frozenset({"hostname", "netloc", "host"})
RESOLVING = frozenset({"resolve", "realpath", "abspath", "normpath", "absolute"})
OWN_PATH = Pattern(r"/[^/\\\s]")
"""How a path begins that no browser takes for a host."""
BEGINS_NAME = Pattern(r"\w[\w.-]*[_-]")
EXTENSIONS = frozenset({"splitext", "rsplit", "guess_type", "rpartition", "Path", "PurePath"})
"""What gives the end of a file's name, a test of which says nothing of its beginning."""
SEARCHING = frozenset({"match", "fullmatch", "search"})


@record
class Checked:
    """Values that were judged: bindings, by the node that they bind, and other expressions."""

    nodes: frozenset[ast.AST] = frozenset()
    texts: frozenset[ast.expr] = frozenset()
    calls: frozenset[ast.Call] = frozenset()
    """Calls that came back; their functions may have judged their arguments."""
    answers: frozenset[ast.Call] = frozenset()
    """Calls in tests; their functions may say whether their arguments are acceptable."""
    gone: frozenset[ast.AST] = frozenset()
    """Bindings whose values a name has no more; what was made of them before still holds them."""

    def __or__(self, other: Checked) -> Checked:
        if other <= self:
            return self
        return Checked(
            self.nodes | other.nodes,
            self.texts | other.texts,
            self.calls | other.calls,
            self.answers | other.answers,
            self.gone | other.gone,
        )

    def __and__(self, other: Checked) -> Checked:
        return Checked(
            self.nodes & other.nodes,
            self.texts & other.texts,
            self.calls & other.calls,
            self.answers & other.answers,
            # On either way it was judged, or is gone: the name holds nothing else behind both.
            ((self.nodes | self.gone) & (other.nodes | other.gone)) - (self.nodes & other.nodes),
        )

    def __le__(self, other: Checked) -> bool:
        return (
            self.nodes <= other.nodes
            and self.texts <= other.texts
            and self.calls <= other.calls
            and self.answers <= other.answers
            and self.gone <= other.gone
        )


UNCHECKED = Checked()


class _Looking:
    """The functions that are being looked into, over the whole program."""

    def __init__(self) -> None:
        self.busy: set[tuple[FunctionNode, str]] = set()
        self.cuts = 0


def checked_at(file: File, node: ast.AST, kind: SinkKind) -> Checked:
    """What was judged before a node is reached, as far as one kind of harm goes."""
    return Checks.of(file, kind).at(node)


class Checks:
    """The judgements of one file, for one kind of harm."""

    def __init__(self, file: File, kind: SinkKind) -> None:
        self.file = file
        self.kind = kind
        self._at: dict[ast.AST, Checked] = {}
        self._tests: dict[tuple[ast.expr, bool], Checked] = {}
        self._before: dict[ast.AST, Checked] = {}
        self._flagged: dict[str, list[tuple[ast.If, ast.Name]]] | None = None
        self._prefixes: dict[tuple[ast.AST, str], list[Checked]] = {}
        self._after: dict[ast.stmt, Checked] = {}
        self._busy: set[tuple[ast.expr, bool]] = set()
        self._values: dict[ast.expr, Checked] = {}
        self._arguments: dict[ast.Call, Checked] = {}
        self._settled: dict[Checked, Checked] = {}
        self._passed: dict[tuple[ast.Call, bool], frozenset[ast.AST]] = {}
        self._returning: dict[tuple[FunctionNode, str], bool] = {}

    @classmethod
    def of(cls, file: File, kind: SinkKind) -> Checks:
        """Those of a file; worked out once."""
        return file.memo(("checks", kind), lambda: cls(file, kind))

    # ── places ───────────────────────────────────────────────────────────────────────────────
    def at(self, node: ast.AST) -> Checked:
        """What was judged when a node runs."""
        file = self.file
        statement = file.statement(node)
        if node is not statement and not file.is_inside(
            node, ast.IfExp, ast.BoolOp, *COMPREHENSIONS
        ):
            # It runs whenever its statement does.
            node = statement
        found = self._at.get(node)
        if found is None:
            found = self.before(statement)
            for condition in file.conditions(node):
                found |= self.by_test(condition.test, holds=condition.holds)
                if condition.holds and self._halves:
                    found |= self._under_the_same(condition.test, statement)
            self._at[node] = found
        return found

    def before(self, statement: ast.AST) -> Checked:
        """What the statements before, in the blocks around, have judged."""
        found = self._before.get(statement)
        if found is None:
            self._before[statement] = UNCHECKED
            found = self._before[statement] = self._before_of(statement)
        return found

    def _before_of(self, statement: ast.AST) -> Checked:
        around = self.file.parent(statement)
        if around is None:
            return UNCHECKED
        found = self.before(around)
        for field in BLOCKS:
            block = getattr(around, field, None)
            if isinstance(block, list) and statement in block:
                found |= self._first(around, field, block, block.index(statement))
        if isinstance(around, ast.Try) and statement in around.orelse:
            found |= self.after_block(around.body)
        if isinstance(around, ast.match_case):
            found |= self._by_case(around)
        return found

    @property
    def _halves(self) -> dict[str, list[tuple[ast.If, ast.Name]]]:
        """The tests that ask for a flag and something else, by the name of the flag."""
        if self._flagged is None:
            self._flagged = {}
            for statement in self.file.nodes(ast.If):
                test = statement.test
                if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
                    for part in test.values:
                        if isinstance(part, ast.Name):
                            self._flagged.setdefault(part.id, []).append((statement, part))
        return self._flagged

    def _under_the_same(self, test: ast.expr, place: ast.AST) -> Checked:
        """What was judged before under a flag, where a place stands under that flag as well."""
        found = UNCHECKED
        for flag in _asserted(test):
            for statement, part in self._halves.get(flag.id, ()):
                if self._is_before(statement, place) and (
                    self.file.reaching(part) == self.file.reaching(flag)
                ):
                    found |= self._other_half(statement, part)
        return found

    def _is_before(self, statement: ast.stmt, place: ast.AST) -> bool:
        around = self.file.parent(statement)
        for up in (place, *self.file.ancestors(place)):
            if self.file.parent(up) is around:
                return up in self.file.following(statement)
        return False

    def _other_half(self, statement: ast.If, flag: ast.Name) -> Checked:
        """What a statement has judged when it ends, given that a flag of its test is set."""
        test = statement.test
        others = [part for part in getattr(test, "values", ()) if part is not flag]
        passed = UNCHECKED
        for number, part in enumerate(others):
            judged = self.by_test(part, holds=False)
            passed = passed & judged if number else judged
        left = self._way(statement.body)
        return passed if left is None else passed & left

    def _first(self, around: ast.AST, field: str, block: Sequence[ast.stmt], count: int) -> Checked:
        """What the first statements of a block have judged."""
        known = self._prefixes.setdefault((around, field), [UNCHECKED])
        while len(known) <= count:
            known.append(known[-1] | self.after(block[len(known) - 1]))
        return known[count]

    def _by_case(self, case: ast.match_case) -> Checked:
        match = self.file.parent(case)
        patterns = (
            case.pattern.patterns if isinstance(case.pattern, ast.MatchOr) else [case.pattern]
        )
        if isinstance(match, ast.Match) and all(isinstance(p, ast.MatchValue) for p in patterns):
            return self.values(match.subject)
        return UNCHECKED

    def after_block(self, body: Sequence[ast.stmt]) -> Checked:
        """What a block has judged when it ends."""
        found = UNCHECKED
        for statement in body:
            found |= self.after(statement)
        return found

    def after(self, statement: ast.stmt) -> Checked:
        """What a statement has judged when it ends."""
        found = self._after.get(statement)
        if found is None:
            self._after[statement] = UNCHECKED
            found = self._after[statement] = self._after_of(statement)
        return found

    def _after_of(self, statement: ast.stmt) -> Checked:
        if isinstance(statement, ast.If):
            return self._after_if(statement)
        if isinstance(statement, ast.Assert):
            return self.by_test(statement.test, holds=True)
        if isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign):
            return self._after_calls(statement)
        if isinstance(statement, ast.With | ast.AsyncWith):
            return self.after_block(statement.body)
        if isinstance(statement, ast.Try):
            return self._after_try(statement)
        if isinstance(statement, ast.For | ast.AsyncFor):
            return self._after_loop(statement)
        return UNCHECKED

    def _after_if(self, statement: ast.If) -> Checked:
        test = statement.test
        left = self._way(statement.body)
        right = self._way(statement.orelse)
        if left is None:
            return self.by_test(test, holds=False) | (right or UNCHECKED)
        if right is None:
            return self.by_test(test, holds=True) | left
        # One branch gives another value to what the test did not accept.
        return (
            (left & right)
            | (left & self.by_test(test, holds=False))
            | (right & self.by_test(test, holds=True))
        )

    def _way(self, body: Sequence[ast.stmt]) -> Checked | None:
        """What is judged when a branch ends; ``None``: it never does.

        What it gives another value is not what it was any more.
        """
        if body and Exit.FALLS not in self.file.exits(body):
            return None
        gone = frozenset(self._replaced(body) if body else ())
        return self.after_block(body) | Checked(gone=gone)

    def _replaced(self, body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
        """The places whose values are gone when a block ends, since it gives others."""
        names = {
            target.id
            for item in body
            if isinstance(item, ast.Assign)
            for target in item.targets
            if isinstance(target, ast.Name)
        }
        bindings = self.file.index.placed[body[0]].scope.bindings
        start, end = body[0].lineno, body[-1].end_lineno or body[-1].lineno
        for name in sorted(names):
            for binding in bindings.get(name, ()):
                if not start <= binding.statement.lineno <= end:
                    yield binding.node

    def _after_try(self, statement: ast.Try) -> Checked:
        found = self.after_block(statement.body) | self.after_block(statement.orelse)
        # A clause that goes on may give another value to what the block did not accept.
        for way in (self._way(handler.body) for handler in statement.handlers):
            found = found if way is None else found & way
        return self.after_block(statement.finalbody) | found

    def _after_loop(self, statement: ast.For | ast.AsyncFor) -> Checked:
        """Each round that comes to its end has judged what it was about."""
        if statement.orelse and Exit.FALLS not in self.file.exits(statement.orelse):
            return self._at_breaks(statement)
        ways = self.file.exits(statement.body)
        if Exit.BREAKS in ways or not ways & (Exit.RAISES | Exit.RETURNS):
            return UNCHECKED
        if Exit.CONTINUES in ways:
            return UNCHECKED
        return self.after_block(statement.body)

    def _at_breaks(self, loop: ast.For | ast.AsyncFor) -> Checked:
        """What is judged wherever a loop is left that finds something or refuses."""
        loops = ast.For, ast.AsyncFor, ast.While
        ways = [
            self.at(item)
            for item in self.file.nodes(ast.Break, within=loop)
            if next((up for up in self.file.ancestors(item) if isinstance(up, loops)), None) is loop
        ]
        found = ways[0] if ways else UNCHECKED
        for way in ways[1:]:
            found &= way
        return found

    def _after_calls(self, statement: ast.Expr | ast.Assign | ast.AnnAssign) -> Checked:
        found = UNCHECKED
        for call in self.file.nodes(ast.Call, within=statement):
            plain = isinstance(statement, ast.Expr)
            if self._refuses(call, by_name=plain):
                if not self.file.is_inside(call, ast.Lambda, ast.IfExp, *COMPREHENSIONS):
                    found |= self.arguments(call)
            elif _is_found(call):
                found |= self._by_search(call.args[0])
            elif self.kind is SinkKind.PATH and self._leads_inside(call):
                found |= self.values(_receiver(call)[0])
            elif is_fed(call):
                found |= Checked(calls=frozenset({call}))
            if is_required(self.file, call):
                found |= self._by_look_up(call)
        return found

    def _leads_inside(self, call: ast.Call) -> bool:
        """Whether a call raises unless a resolved path stands below another."""
        function = call.func
        return (
            isinstance(function, ast.Attribute)
            and function.attr == "relative_to"
            and not any(keyword.arg == "walk_up" for keyword in call.keywords)
            and self._is_resolved(function.value)
        )

    def _by_search(self, search: ast.expr) -> Checked:
        """What is judged once a search came back with something."""
        found = UNCHECKED
        for generator in getattr(search, "generators", ()):
            for test in generator.ifs:
                found |= self.by_test(test, holds=True)
        return found

    def _refuses(self, call: ast.Call, *, by_name: bool) -> bool:
        """Whether a call only comes back for values that it accepts."""
        last = self.file.last_name(call.func) or ""
        words = self.file.words(CHECKERS)
        if words.match(last) and (by_name or not last.startswith(("is_", "has_"))):
            return True
        if by_name and self._hands_to_a_judge(call):
            return True
        parses = tables().word("parses")
        return last in parses.lasts and self.file.callee(call) in parses

    def _hands_to_a_judge(self, call: ast.Call) -> bool:
        """Whether a call runs one that refuses elsewhere, and waits: ``to_thread(check_host, url)``."""
        return (
            any(isinstance(item, ast.Name | ast.Attribute) for item in call.args[:2])
            and self.file.callee(call) in tables().word("offload")
            and any(
                self.file.words(CHECKERS).match(self.file.last_name(item))
                for item in call.args[:2]
                if isinstance(item, ast.Name | ast.Attribute)
            )
        )

    def is_written_again(self, checked: Checked, expr: ast.expr) -> bool:
        """Whether an expression is one that was judged, written out once more."""
        alike = [
            item
            for item in checked.texts
            if type(item) is type(expr) and getattr(item, "attr", "") == getattr(expr, "attr", "")
        ]
        return bool(alike) and self._text(expr) in {self._text(item) for item in alike}

    def _text(self, expr: ast.expr) -> str:
        return text_of(self.file, expr)

    def judged(self, checked: Checked, node: ast.AST) -> bool:
        """Whether a binding is among what was judged, by itself or by functions that were called."""
        if node in checked.nodes | checked.gone:
            return True
        return any(self._passes(call, node, tests=False) for call in _sorted(checked.calls)) or any(
            self._passes(call, node, tests=True) for call in _sorted(checked.answers)
        )

    def settled(self, checked: Checked) -> Checked:
        """The same, with the values that functions have judged in the place of their calls.

        Nearly all calls judge nothing: what was judged is the same at many places that have others
        before them.
        """
        if not checked.calls and not checked.answers:
            return checked
        found = self._settled.get(checked)
        if found is None:
            nodes = checked.nodes.union(
                *(self._judged_by(call, tests=False) for call in _sorted(checked.calls)),
                *(self._judged_by(call, tests=True) for call in _sorted(checked.answers)),
            )
            found = self._settled[checked] = Checked(nodes, checked.texts, gone=checked.gone)
        return found

    def _judged_by(self, call: ast.Call, *, tests: bool) -> frozenset[ast.AST]:
        """The values that the function that is called judges."""
        key = call, tests
        if key not in self._passed:
            values = self.arguments(call).nodes
            self._passed[key] = frozenset(
                value for value in values if self._passes(call, value, tests=tests)
            )
        return self._passed[key]

    def _passes(self, call: ast.Call, node: ast.AST, *, tests: bool) -> bool:
        """Whether the function that is called judges a value that it is given."""
        if node not in self.arguments(call).nodes:
            return False
        target = called(self.file, call)
        if target is None:
            return False
        home, function = target
        checks = Checks.of(home, self.kind)
        for parameter in every_argument(function.args):
            found = arguments_for(CallSite(self.file, call), home, function, parameter.arg, ())
            if not any(node in self.values(value).nodes for value, _ in found):
                continue
            if checks.always_judges(function, parameter.arg) or (
                tests and checks.decides(function, parameter.arg)
            ):
                return True
        return False

    def always_judges(self, function: FunctionNode, parameter: str) -> bool:
        """Whether a function only comes back if it has judged a parameter."""
        key = function, parameter
        known = self._returning.get(key)
        if known is not None:
            return known
        looking = self._looking()
        if key in looking.busy or len(looking.busy) >= DEEPEST_CALLS:
            looking.cuts += 1
            return False
        cuts = looking.cuts
        looking.busy.add(key)
        found = self._always_judges(function, parameter)
        looking.busy.discard(key)
        # An answer that a circle had a part in may be another one when it is asked for elsewhere.
        if cuts == looking.cuts or not looking.busy:
            self._returning[key] = found
        return found

    def _looking(self) -> _Looking:
        """The functions that are being looked into."""
        keeper = self.file.program or self.file
        return keeper.memo(("checks", "looking"), _Looking)

    def _always_judges(self, function: FunctionNode, parameter: str) -> bool:
        file = self.file
        node = next(item for item in every_argument(function.args) if item.arg == parameter)
        ends = [
            self.at(item) for item in file.statements_of(function) if isinstance(item, ast.Return)
        ]
        if not ends and not any(
            isinstance(item, ast.Raise | ast.Expr | ast.Assert)
            for item in file.statements_of(function)
        ):
            return False
        if Exit.FALLS in file.exits(function.body):
            ends.append(self.after_block(function.body))
        return bool(ends) and all(self.judged(end, node) for end in ends)

    def decides(self, function: FunctionNode, parameter: str) -> bool:
        """Whether a function answers whether a parameter is acceptable."""
        file = self.file
        node = next(item for item in every_argument(function.args) if item.arg == parameter)
        answers = [item for item in file.statements_of(function) if isinstance(item, ast.Return)]
        for item in answers:
            value = item.value
            if value is None or _is_nothing(value):
                continue
            if node not in (self.at(item) | self.by_test(value, holds=True)).nodes:
                return False
        return any(
            not (item.value is None or _is_nothing(item.value)) or node in self.at(item).nodes
            for item in answers
        )

    # ── tests ────────────────────────────────────────────────────────────────────────────────
    def by_test(self, test: ast.expr, *, holds: bool) -> Checked:
        """What is judged where a test went one way."""
        key = test, holds
        found = self._tests.get(key)
        if found is not None:
            return found
        if key in self._busy or len(self._busy) > DEEPEST:
            return UNCHECKED
        self._busy.add(key)
        try:
            found = self._by_test(test, holds=holds)
        finally:
            self._busy.discard(key)
        if not self._busy:
            self._tests[key] = found
        return found

    def _by_test(self, test: ast.expr, *, holds: bool) -> Checked:
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self.by_test(test.operand, holds=not holds)
        if isinstance(test, ast.NamedExpr):
            return self.by_test(test.value, holds=holds)
        if isinstance(test, ast.Await):
            return self.by_test(test.value, holds=holds)
        if isinstance(test, ast.BoolOp):
            parts = [self.by_test(part, holds=holds) for part in test.values]
            all_hold = isinstance(test.op, ast.And) is holds
            found = parts[0]
            for part in parts[1:]:
                found = found | part if all_hold else found & part
            return found
        if isinstance(test, ast.Compare):
            return self._by_comparison(test, holds=holds)
        if isinstance(test, ast.Call):
            return self._by_call(test, holds=holds)
        if isinstance(test, ast.Name):
            return self._by_name(test, holds=holds)
        # What is empty or absent does no harm.
        return UNCHECKED if holds else self.values(test)

    def _by_name(self, test: ast.Name, *, holds: bool) -> Checked:
        found = UNCHECKED if holds else self.values(test)
        bindings = self.file.reaching(test)
        for binding in bindings[:1]:
            found |= self._by_value(binding, holds=holds)
        return found | self._by_flag(bindings, holds=holds) if len(bindings) > 1 else found

    def _by_value(self, binding: Binding, *, holds: bool) -> Checked:
        """What is judged where the value that a name got is true, or is not."""
        value = binding.value
        if (binding.kind is Bound.UNPACKED and isinstance(value, ast.Call | ast.Await)) or (
            binding.kind is Bound.VALUE
            and isinstance(value, ast.Call | ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Await)
        ):
            return self.by_test(value, holds=holds)
        return UNCHECKED

    def _by_flag(self, bindings: Sequence[Binding], *, holds: bool) -> Checked:
        """What is judged wherever a name may have got such a value; a constant that is none did not."""
        ways = []
        for binding in bindings:
            if isinstance(binding.value, ast.Constant) and bool(binding.value.value) is not holds:
                continue
            way = self._by_value(binding, holds=holds)
            for condition in self.file.conditions(binding.statement):
                way |= self.by_test(condition.test, holds=condition.holds)
            ways.append(self.settled(way))
        found = ways[0] if ways else UNCHECKED
        for way in ways[1:]:
            found &= way
        return found

    def _by_comparison(self, test: ast.Compare, *, holds: bool) -> Checked:
        if len(test.ops) != 1:
            return UNCHECKED
        operator, left, right = test.ops[0], test.left, test.comparators[0]
        if isinstance(operator, ast.NotIn | ast.NotEq | ast.IsNot):
            holds = not holds
        if isinstance(operator, ast.In | ast.NotIn):
            return self._by_membership(left, right, holds=holds)
        if not isinstance(operator, ast.Eq | ast.NotEq | ast.Is | ast.IsNot):
            return UNCHECKED
        if isinstance(right, ast.Constant) and right.value is None:
            return self._absent(left) if holds else self.by_test(left, holds=True)
        if not holds:
            return UNCHECKED
        return self.values(left) | self.values(right)

    def _absent(self, expr: ast.expr) -> Checked:
        """A value that is not there; that says nothing of what it was looked up by."""
        if isinstance(expr, ast.Name):
            return Checked(frozenset(binding.node for binding in self.file.reaching(expr)))
        return Checked(texts=frozenset({expr}))

    def _by_membership(self, left: ast.expr, right: ast.expr, *, holds: bool) -> Checked:
        if isinstance(left, ast.Constant) or self._is_constant_part(left):
            # `".." in path`: what is left has it not.
            if not holds and self.kind is SinkKind.PATH and self._leads_away(left):
                return self.values(right)
            return UNCHECKED
        if isinstance(right, ast.Constant) and isinstance(right.value, str):
            return UNCHECKED
        if holds and isinstance(right, ast.Attribute) and right.attr == "parents":
            # What stands below a folder has it among its parents, once nothing in it leads up.
            inside = self.kind is SinkKind.PATH and self._is_resolved(right.value)
            return self.values(right.value) if inside else UNCHECKED
        return self.values(left) if holds else UNCHECKED

    def _is_constant_part(self, expr: ast.expr) -> bool:
        """Whether a name goes through constants: ``any(part in x for part in ("..", "/"))``."""
        if not isinstance(expr, ast.Name):
            return False
        found = self.file.reaching(expr)
        return bool(found) and all(
            item.kind is Bound.ITERATED
            and isinstance(item.value, ast.Tuple | ast.List | ast.Set)
            and all(isinstance(part, ast.Constant) for part in item.value.elts)
            for item in found
        )

    def _leads_away(self, expr: ast.expr) -> bool:
        if isinstance(expr, ast.Constant):
            return expr.value in LEADING_AWAY
        return isinstance(expr, ast.Name) and any(
            isinstance(item.value, ast.Tuple | ast.List | ast.Set)
            and any(getattr(part, "value", None) in LEADING_AWAY for part in item.value.elts)
            for item in self.file.reaching(expr)
        )

    def _by_call(self, test: ast.Call, *, holds: bool) -> Checked:
        function = test.func
        last = self.file.last_name(function) or ""
        if last in {"any", "all"} and len(test.args) == 1:
            element = test.args[0]
            if not isinstance(element, ast.GeneratorExp | ast.ListComp):
                return UNCHECKED
            found = self.by_test(element.elt, holds=holds)
            # Of the elements, one at least was judged; of what is compared with them, all.
            each = holds is (last == "all")
            return found if each or not self._judges_elements(element, found) else UNCHECKED
        if last in {"bool", "len"} and len(test.args) == 1:
            return self.by_test(test.args[0], holds=holds)
        if last == "next" and test.args and holds:
            return self._by_search(test.args[0])
        if last == "isinstance" and len(test.args) == 2:
            return self._by_class(test, holds=holds)
        if self.file.words(CHECKERS).match(last) or last in SEARCHING:
            found = self.arguments(test)
        else:
            found = Checked(answers=frozenset({test})) if is_fed(test) else UNCHECKED
            if holds:
                found |= self._by_look_up(test)
        if holds and isinstance(function, ast.Attribute):
            found |= self._by_method(test, function)
        return found

    def _by_look_up(self, call: ast.Call) -> Checked:
        """What is known once something was found under it."""
        found = UNCHECKED
        for key in looked_up_by(self.file, call, self.kind):
            found |= self.values(key)
        return found

    def _judges_elements(self, search: ast.GeneratorExp | ast.ListComp, found: Checked) -> bool:
        """Whether what a comprehension goes through is among what was judged."""
        targets = {
            part
            for generator in search.generators
            for part in ast.walk(generator.target)
            if isinstance(part, ast.Name)
        }
        return not found.nodes.isdisjoint(targets)

    def _by_class(self, test: ast.Call, *, holds: bool) -> Checked:
        cls = test.args[1]
        names = cls.elts if isinstance(cls, ast.Tuple) else [cls]
        clean = tables().word("clean")
        known = [self.file.name_of(item) in clean for item in names]
        if holds and all(known):
            return self.values(test.args[0])
        texts = [self.file.name_of(item) == "builtins.str" for item in names]
        return self.values(test.args[0]) if not holds and any(texts) else UNCHECKED

    def _by_method(self, test: ast.Call, function: ast.Attribute) -> Checked:
        last, receiver = function.attr, function.value
        if last in SHAPES:
            return self.values(receiver)
        if self.kind is SinkKind.PATH and last == "is_relative_to":
            return self.values(receiver)
        if last == "startswith" and test.args:
            if self.kind is SinkKind.PATH and (
                self._is_resolved(receiver) or self._begins_name(test.args[0])
            ):
                return self.values(receiver)
            if self.kind in LEADING_SOMEWHERE and self._names_host(test.args[0]):
                return self.values(receiver)
            if self.kind is SinkKind.REDIRECT and self._stays_here(test):
                return self.values(receiver)
        return UNCHECKED

    def _is_resolved(self, expr: ast.expr) -> bool:
        """Whether a path was resolved here, or by the function of the program that gives it."""
        return self.resolves(expr) or any(
            isinstance(part, ast.Call) and self._gives_resolved(part)
            for part in self._derivation(expr)
        )

    def resolves(self, expr: ast.expr) -> bool:
        """Whether a path was resolved in the function in which it stands."""
        return any(
            isinstance(part, ast.Call) and (self.file.last_name(part.func) or "") in RESOLVING
            for part in self._derivation(expr)
        )

    def _gives_resolved(self, call: ast.Call) -> bool:
        """Whether all that a function of the program returns was resolved there."""
        home, function = called(self.file, call) or (self.file, None)
        if function is None:
            return False
        there = Checks.of(home, self.kind)
        values = [
            item.value
            for item in home.statements_of(function)
            if isinstance(item, ast.Return) and item.value is not None
        ]
        # Of several things that are returned together the first is the path.
        firsts = [item.elts[0] if isinstance(item, ast.Tuple) else item for item in values]
        return bool(firsts) and all(there.resolves(item) for item in firsts)

    def _begins_name(self, prefix: ast.expr) -> bool:
        """Whether a text is how the names of files begin: there is no folder of that name to leave."""
        known = self.file.value_of(prefix)
        return (
            known is not None
            and isinstance(known.value, str)
            and BEGINS_NAME.fullmatch(known.value) is not None
        )

    def _names_host(self, prefix: ast.expr) -> bool:
        """Whether a text begins with a scheme, a host and a slash, or with what nobody knows."""
        known = self.file.value_of(prefix)
        if known is None:
            return True
        values = known.value if isinstance(known.value, tuple | list) else (known.value,)
        return all(isinstance(value, str) and value.count("/") >= 3 for value in values)

    def _stays_here(self, test: ast.Call) -> bool:
        """Whether a text must begin with a path; with one slash alone, two are looked for beside it."""
        known = self.file.value_of(test.args[0])
        values = (
            known.value if known and isinstance(known.value, tuple) else (known and known.value,)
        )
        if all(isinstance(value, str) and OWN_PATH.match(value) for value in values):
            return True
        if getattr(test.args[0], "value", None) != "/":
            return False
        around = self.file.function(test)
        calls = self.file.nodes(ast.Call, within=around)
        compared = self.file.nodes(ast.Compare, within=around)
        parts = [
            *(part for call in calls for part in call.args),
            *(part for item in compared for part in (item.left, *item.comparators)),
        ]
        return any(getattr(part, "value", None) in TWO_SLASHES for part in parts)

    # ── values ───────────────────────────────────────────────────────────────────────────────
    def arguments(self, call: ast.Call) -> Checked:
        """The values that a call is given, and those that they were made of."""
        found = self._arguments.get(call)
        if found is None:
            found = UNCHECKED
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                found |= self.values(argument)
            self._arguments[call] = found
        return found

    def values(self, expr: ast.expr) -> Checked:
        """A value that was judged, and those that it was made of."""
        if expr not in self._values:
            self._values[expr] = self._values_of(expr)
        return self._values[expr]

    def _values_of(self, expr: ast.expr) -> Checked:
        nodes: set[ast.AST] = set()
        texts: set[ast.expr] = set()
        seen: set[ast.AST] = set()
        todo: list[ast.expr] = [expr]
        while todo and len(seen) < DEEPEST * 4:
            part = todo.pop()
            if part in seen:
                continue
            seen.add(part)
            if isinstance(part, ast.Name):
                for binding in self.file.reaching(part):
                    nodes.add(binding.node)
                    todo += _made_of(binding)
                continue
            if isinstance(part, ast.Attribute | ast.Subscript | ast.Call):
                texts.add(part)
            todo += self._parts(part)
        return Checked(frozenset(nodes), frozenset(texts))

    def _derivation(self, expr: ast.expr) -> Iterator[ast.expr]:
        """An expression and those that it was made of, through names."""
        seen: set[ast.AST] = set()
        todo: list[ast.expr] = [expr]
        while todo and len(seen) < DEEPEST * 4:
            part = todo.pop()
            if part in seen:
                continue
            seen.add(part)
            yield part
            if isinstance(part, ast.Name):
                for binding in self.file.reaching(part):
                    todo += _made_of(binding)
            elif isinstance(part, ast.Call):
                todo += [*part.args, *_receiver(part)]
            elif isinstance(part, ast.Attribute | ast.Await):
                todo.append(part.value)
            elif isinstance(part, ast.BinOp):
                todo += [part.left, part.right]
            elif isinstance(part, ast.IfExp):
                todo += [part.body, part.orelse]

    def _parts(self, expr: ast.expr) -> Iterable[ast.expr]:
        """The expressions a judgement of which follows from that of one that is made of them."""
        if isinstance(expr, ast.Call):
            return self._parts_of_call(expr)
        if isinstance(expr, ast.Attribute):
            whole = expr.attr in HOST_PARTS or isinstance(expr.value, ast.Call)
            last = self.file.last_name(expr.value) if isinstance(expr.value, ast.Call) else ""
            return [expr.value] if whole and last not in EXTENSIONS else []
        if isinstance(expr, ast.Subscript):
            inner = expr.value
            last = self.file.last_name(inner) if isinstance(inner, ast.Call) else None
            return [inner] if last and last not in EXTENSIONS else []
        if isinstance(expr, ast.BinOp):
            return [expr.left, expr.right]
        if isinstance(expr, ast.BoolOp):
            return expr.values
        if isinstance(expr, ast.Await | ast.Starred | ast.NamedExpr | ast.FormattedValue):
            return [expr.value]
        if isinstance(expr, ast.JoinedStr):
            return expr.values
        if isinstance(expr, ast.Tuple | ast.List | ast.Set):
            return expr.elts
        if isinstance(expr, ast.IfExp):
            return [expr.body, expr.orelse]
        if isinstance(expr, ast.Compare):
            return [expr.left, *expr.comparators]
        if isinstance(expr, ast.GeneratorExp | ast.ListComp | ast.SetComp):
            return [expr.elt]
        return []

    def _parts_of_call(self, call: ast.Call) -> list[ast.expr]:
        function = call.func
        last = self.file.last_name(function) or ""
        if last in EXTENSIONS and self.kind is SinkKind.PATH and last != "Path":
            return []
        if isinstance(function, ast.Attribute) and self.file.words(TRIMMING).match(last):
            return [function.value, *call.args]
        return [*call.args, *(keyword.value for keyword in call.keywords)]


def _is_nothing(value: ast.expr) -> bool:
    """Whether what a function returns has nothing in it: a constant, ``{}``, or several of these."""
    if isinstance(value, ast.Tuple | ast.List):
        return all(map(_is_nothing, value.elts))
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Dict) and not value.keys)


def _is_found(call: ast.Call) -> bool:
    """Whether a call raises unless one of several values passes a test: ``next(x for x in y if ...)``."""
    return (
        is_name(call.func, "next")
        and len(call.args) == 1
        and isinstance(call.args[0], ast.GeneratorExp)
    )


def _asserted(test: ast.expr) -> Iterator[ast.Name]:
    """The names that are certainly set where a test holds."""
    if isinstance(test, ast.Name):
        yield test
    elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for part in test.values:
            yield from _asserted(part)
    elif (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and len(test.ops) == 1
        and isinstance(test.ops[0], ast.Eq)
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value
    ):
        yield test.left


def _sorted(calls: frozenset[ast.Call]) -> Iterable[ast.Call]:
    return sorted(calls, key=start_of) if calls else ()


def _receiver(call: ast.Call) -> list[ast.expr]:
    return [call.func.value] if isinstance(call.func, ast.Attribute) else []


def _made_of(binding: Binding) -> list[ast.expr]:
    """What a binding's value was made of."""
    if binding.kind in {Bound.VALUE, Bound.UNPACKED, Bound.ITERATED} and binding.value is not None:
        return [binding.value]
    return []

"""Where the value of an expression comes from, read backwards; nothing is looked at without being asked.

Inside a function: through the assignments that may reach a name, texts that are put together,
containers, attributes and calls.  What was judged on the way is not followed, what nobody knows is
not known.  Through calls: what a function of the program returns is that of its own text, with the
arguments in the place of its parameters.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from readiness_lint.facts.callers import called
from readiness_lint.facts.calls import CallSite, arguments_for
from readiness_lint.facts.checks import UNCHECKED, Checked, Checks
from readiness_lint.facts.composed import (
    doubles_quotes,
    format_parts,
    percent_parts,
    template_of,
    template_parts,
    terms,
)
from readiness_lint.facts.flows import (
    NOTHING,
    Flow,
    Given,
    Piece,
    Taken,
    decoded,
    either,
    flattened,
    formed,
    glued,
    joined,
    key_in,
    key_of,
    used_as,
)
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.sources import (
    accessed,
    carries,
    filled,
    may_hold_text,
    read_off,
    source_named,
    taken,
)
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Carries, Safe, Source
from readiness_lint.model import Binding, Bound, File, FunctionNode
from readiness_lint.model import Given as Argument
from readiness_lint.model.index import every_argument
from readiness_lint.model.types import of_binding
from readiness_lint.record import record
from readiness_lint.terms import SinkKind

DEEPEST = 40
"""Expressions and functions inside each other that are followed."""
ADDING = frozenset({"append", "extend", "add", "insert", "update", "setdefault", "appendleft"})
"""Methods that put a value into a container."""
FOLLOWED = (Bound.VALUE, Bound.UNPACKED, Bound.ITERATED, Bound.ENTERED)
"""Ways in which a name gets a value that is written there."""
LAST_PARTS = {"split": ("-1",), "rsplit": ("-1",), "rpartition": ("-1", "2")}
"""Under which indices what cuts a text holds its end."""
SEPARATORS = frozenset({"os.sep", "os.path.sep"})
LONGEST = 3000
"""Expressions that one question may look at."""


@record
class _Store:
    """A value that is put into a container."""

    container: ast.Name
    key: str | None
    value: ast.expr
    statement: ast.stmt


Stores = dict[tuple[FunctionNode | None, str], list[_Store]]


class Tracer:
    """Reads values backwards over a program, for one kind of harm."""

    def __init__(self, kind: SinkKind, *, checks: bool = True) -> None:
        """Without ``checks`` what was judged is followed, too."""
        self.kind = kind
        self.checks = checks
        self.leads = kind in {SinkKind.URL, SinkKind.REDIRECT}
        self.functions: set[FunctionNode] = set()
        """Those that were looked into."""
        self._flows: dict[tuple[ast.expr, Checked], Flow] = {}
        self._returned: dict[FunctionNode, Flow] = {}
        self._busy: dict[object, int] = {}
        """Questions that are being answered, and how many others wait for the answer."""
        self._asked = 0
        self._back = 0
        """The first of those questions that the answer at hand leads back to."""
        self._meanwhile: dict[object, tuple[Flow, int]] = {}
        """Answers with a circle in them, and what it leads back to, until that is answered."""
        self._hanging: defaultdict[int, list[object]] = defaultdict(list)

    # ── questions ────────────────────────────────────────────────────────────────────────────
    def flow(self, file: File, expr: ast.expr) -> Flow:
        """What an expression may hold, where it stands."""
        return self._at(file, expr, UNCHECKED, self._checked(file, expr))

    def returned(self, file: File, function: FunctionNode) -> Flow:
        """What a call of a function may give, in terms of its parameters."""
        known = self._returned.get(function)
        if known is not None:
            return known
        return self._once(
            function, self._returned, function, lambda: self._returned_of(file, function)
        )

    def _checked(self, file: File, node: ast.AST) -> Checked:
        """What was judged when a node runs."""
        if not self.checks:
            return UNCHECKED
        checks = Checks.of(file, self.kind)
        return checks.settled(checks.at(node))

    def _by_test(self, file: File, test: ast.expr, *, holds: bool) -> Checked:
        """What is judged where a test went one way."""
        if not self.checks:
            return UNCHECKED
        checks = Checks.of(file, self.kind)
        return checks.settled(checks.by_test(test, holds=holds))

    def _once(self, key: object, kept: dict[Any, Flow], index: object, make: Any) -> Flow:
        """Answer a question once; nothing while it is being answered.

        What a circle had a part in is kept once the question is answered that the circle leads back
        to: asked for from elsewhere, it may be more.
        """
        if not self._busy:
            self._asked = 0
            self._meanwhile.clear()
            self._hanging.clear()
        known, back = self._meanwhile.get(index, (NOTHING, self._busy.get(key)))
        self._asked += 1
        depth = len(self._busy)
        if back is None and (depth > DEEPEST or self._asked > LONGEST):
            back = 0
        if back is not None:
            self._back = min(self._back, back)
            return known
        before, self._back = self._back, depth
        self._busy[key] = depth
        try:
            found: Flow = make()
        finally:
            del self._busy[key]
            back, self._back = self._back, min(before, self._back)
        hanging = self._hanging.pop(depth, [])
        if back >= depth:
            kept[index] = found
            for item in hanging:
                del self._meanwhile[item]
        else:
            self._meanwhile[index] = found, back
            self._hanging[back] += [*hanging, index]
        return found

    def _returned_of(self, file: File, function: FunctionNode) -> Flow:
        self.functions.add(function)
        values = [
            item.value
            for item in file.statements_of(function)
            if isinstance(item, ast.Return) and item.value is not None
        ]
        if file.is_generator(function):
            values += [
                item.value
                for item in file.nodes(ast.Yield, within=function)
                if item.value is not None and file.function(item) is function
            ]
        return either(self.flow(file, value) for value in values)

    # ── expressions ──────────────────────────────────────────────────────────────────────────
    def _at(self, file: File, expr: ast.expr, checked: Checked, more: Checked) -> Flow:
        checked = checked | more
        if isinstance(expr, ast.Constant):
            return Flow((), expr.value) if isinstance(expr.value, str) else NOTHING
        key = expr, checked
        known = self._flows.get(key)
        if known is not None:
            return known
        return self._once(expr, self._flows, key, lambda: self._look(file, expr, checked))

    def _look(self, file: File, expr: ast.expr, checked: Checked) -> Flow:
        method = self._looks.get(type(expr))
        if method is None:
            return NOTHING
        if (
            checked.texts
            and isinstance(expr, ast.Attribute | ast.Subscript | ast.Call)
            and Checks.of(file, self.kind).is_written_again(checked, expr)
        ):
            return NOTHING
        found: Flow = method(self, file, expr, checked)
        return found

    def _same(self, file: File, expr: ast.expr, checked: Checked) -> Flow:
        return self._at(file, expr, checked, UNCHECKED)

    def _inner(self, file: File, expr: Any, checked: Checked) -> Flow:
        return self._same(file, expr.value, checked)

    def _any_of(self, file: File, exprs: Iterable[ast.expr | None], checked: Checked) -> Flow:
        return either(self._same(file, item, checked) for item in exprs if item is not None)

    def _joined(
        self, file: File, exprs: Iterable[ast.expr], checked: Checked, separator: str = ""
    ) -> Flow:
        flows = [self._same(file, item, checked) for item in exprs]
        return joined(flows, leads=self.leads, separator=separator)

    # names
    def _name(self, file: File, node: ast.Name, checked: Checked, key: str | None = None) -> Flow:
        bindings = file.reaching(node)
        flows = [
            self._binding(file, binding, checked, key)
            for binding in bindings
            if binding.node not in checked.nodes | checked.gone
        ]
        flows += self._stored(file, node, bindings, checked, key)
        found = either(flows)
        if self.leads and not found.pieces and found.text is None:
            known = file.value_of(node)
            if known is not None and isinstance(known.value, str):
                return Flow((), known.value)
        return found

    def _binding(self, file: File, binding: Binding, checked: Checked, key: str | None) -> Flow:
        kind, value, statement = binding.kind, binding.value, binding.statement
        if kind is Bound.PARAMETER:
            return self._parameter(file, binding)
        if kind is Bound.CHANGED:
            return self._changed(file, binding, checked)
        if kind is Bound.OTHER:
            value = value or _whole(statement)
        elif kind not in FOLLOWED:
            return NOTHING
        if value is None or _counts(file, binding):
            return NOTHING
        if key is not None and kind is Bound.VALUE:
            entries = _entries(value, key)
            if entries is not None:
                return either(self._there(file, item, checked) for item in entries)
        found = self._there(file, value, checked)
        if kind is Bound.UNPACKED:
            for index in binding.index:
                found = found.part(str(index))
        return Flow(found.pieces) if kind is Bound.ITERATED else found

    def _there(self, file: File, value: ast.expr, checked: Checked) -> Flow:
        """A value at its own place, for one who reads it later."""
        if checked.gone:
            # What a name held there, it may have lost since.
            checked = replace(checked, gone=frozenset())
        return self._at(file, value, checked, self._checked(file, value))

    def _parameter(self, file: File, binding: Binding) -> Flow:
        function, argument = binding.scope.node, binding.node
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            return NOTHING
        if not isinstance(argument, ast.arg) or argument.arg == binding.scope.me:
            return NOTHING
        if not any(item is argument for item in every_argument(function.args)):
            return NOTHING
        if not may_hold_text(file, argument):
            return NOTHING
        return Flow((Piece(Given(file, function, argument.arg)),))

    def _changed(self, file: File, binding: Binding, checked: Checked) -> Flow:
        statement = binding.statement
        if not isinstance(statement, ast.AugAssign) or not isinstance(statement.target, ast.Name):
            return NOTHING
        before = self._same(file, statement.target, checked)
        added = self._there(file, statement.value, checked)
        if isinstance(statement.op, ast.Add):
            return joined((before, added), leads=self.leads)
        if isinstance(statement.op, ast.Div):
            return joined((before, added), leads=self.leads, separator="/")
        return either((before, added))

    def _stored(
        self,
        file: File,
        node: ast.Name,
        bindings: tuple[Binding, ...],
        checked: Checked,
        key: str | None,
    ) -> Iterator[Flow]:
        """What was put into the object that a name stands for, before it is read there."""
        stores: Stores = file.memo(("stores",), lambda: _stores(file))
        found = stores.get((file.function(node), node.id), ()) if stores else ()
        if not found:
            return
        at = file.statement(node)
        for store in found:
            if store.statement is at or (None not in {key, store.key} and key != store.key):
                continue
            known = file.reaching(store.container)
            if any(item in bindings for item in known) and file.reaches(store.statement, at):
                yield self._there(file, store.value, checked)

    # attributes and items
    def _attribute(self, file: File, node: ast.Attribute, checked: Checked) -> Flow:
        row = self._row(file, node)
        if row is not None:
            return row
        return self._read(file, self._same(file, node.value, checked), node.attr)

    def _row(self, file: File, node: ast.Attribute) -> Flow | None:
        """What a table or a property says of an attribute."""
        at = file.statement(node)
        if node.attr in tables().table(Source).lasts:
            name = file.name_at(node, at)
            row = source_named(name)
            if name is not None and row is not None:
                return Flow((taken(file, node, row, name),))
        if node.attr in tables().table(Safe).lasts:
            name = file.name_at(node, at)
            safe = tables().table(Safe).get(name) if name else None
            if safe is not None and self.kind in safe.kinds:
                return NOTHING
        return self._property(file, node, at)

    def _property(self, file: File, node: ast.Attribute, at: ast.stmt) -> Flow | None:
        name = file.name_at(node, at)
        home, function = (file.defined(name) if name else None) or (file, None)
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        if any(
            file.library.has("property", home.name_of(item) or "")
            for item in function.decorator_list
        ):
            flow = self.returned(home, function)
            return Flow(tuple(item for item in flow.pieces if not isinstance(item.origin, Given)))
        return None

    def _read(self, file: File, flow: Flow, access: str) -> Flow:
        found = (accessed(file, piece, access) for piece in flow.pieces)
        pieces = tuple(piece for piece in found if piece is not None)
        return Flow(pieces) if pieces else NOTHING

    def _subscript(self, file: File, node: ast.Subscript, checked: Checked) -> Flow:
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if self.kind is SinkKind.PATH and _is_last_part(node):
            return NOTHING
        if isinstance(node.slice, ast.Slice):
            return Flow(self._same(file, node.value, checked).pieces)
        if isinstance(node.value, ast.Name) and key is not None:
            inner = self._name(file, node.value, checked, str(key))
        else:
            inner = self._same(file, node.value, checked)
        name = "" if key is None else str(key)
        if name and inner.parts:
            return inner.part(name)
        if key is None and _is_of_a_proxy(file, node.slice):
            return NOTHING
        return self._read(file, inner, f"[{name}]")

    # operators
    def _operation(self, file: File, node: ast.BinOp, checked: Checked) -> Flow:
        if isinstance(node.op, ast.Add):
            return self._joined(file, terms(node), checked)
        if isinstance(node.op, ast.Div):
            return self._joined(file, (node.left, node.right), checked, "/")
        if isinstance(node.op, ast.Mod):
            return self._percent(file, node, checked)
        if isinstance(node.op, ast.BitOr):
            return self._any_of(file, (node.left, node.right), checked)
        return NOTHING

    def _percent(self, file: File, node: ast.BinOp, checked: Checked) -> Flow:
        left = self._same(file, node.left, checked)
        right = node.right
        values = right.elts if isinstance(right, ast.Tuple) else [right]
        if isinstance(right, ast.Dict):
            values = right.values
        if left.text is None:
            flows = [left, *(self._same(file, item, checked) for item in values)]
            return joined((either(flows),), leads=self.leads)
        return self._filled(file, percent_parts(left.text, right), checked)

    def _filled(self, file: File, parts: Iterable[str | ast.expr | None], checked: Checked) -> Flow:
        """A text that was cut at its holes, with what stands in them."""
        flows: list[Flow] = []
        for part in parts:
            if isinstance(part, str):
                flows.append(Flow((), part))
            else:
                flows.append(NOTHING if part is None else self._same(file, part, checked))
        return joined(flows, leads=self.leads)

    def _f_string(self, file: File, node: ast.JoinedStr, checked: Checked) -> Flow:
        return self._joined(file, node.values, checked)

    def _hole(self, file: File, node: ast.FormattedValue, checked: Checked) -> Flow:
        spec = node.format_spec
        if isinstance(spec, ast.JoinedStr) and spec.values:
            last = spec.values[-1]
            if isinstance(last, ast.Constant) and str(last.value)[-1:] in set("dfgeEGFxXob%n,"):
                return NOTHING
        return self._same(file, node.value, checked)

    def _choice(self, file: File, node: ast.IfExp, checked: Checked) -> Flow:
        return either(
            self._at(file, branch, checked, self._by_test(file, node.test, holds=holds))
            for branch, holds in ((node.body, True), (node.orelse, False))
        )

    def _either(self, file: File, node: ast.BoolOp, checked: Checked) -> Flow:
        holds = isinstance(node.op, ast.And)
        flows = []
        for value in node.values:
            flows.append(self._same(file, value, checked))
            checked = checked | self._by_test(file, value, holds=holds)
        return either(flows)

    # containers
    def _display(self, file: File, node: ast.List | ast.Tuple | ast.Set, checked: Checked) -> Flow:
        flows = [self._same(file, item, checked) for item in node.elts]
        starred = any(isinstance(item, ast.Starred) for item in node.elts)
        parts = ((str(index), flow) for index, flow in enumerate(flows))
        whole = isinstance(node, ast.Tuple) and not starred
        return Flow(either(flows).pieces, None, tuple(parts) if whole else ())

    def _dict(self, file: File, node: ast.Dict, checked: Checked) -> Flow:
        flows = [self._same(file, item, checked) for item in node.values]
        names = [item.value for item in node.keys if isinstance(item, ast.Constant)]
        parts = zip(map(str, names), flows, strict=False)
        whole = len(names) == len(flows)
        return Flow(either(flows).pieces, None, tuple(parts) if whole else ())

    def _comprehension(
        self, file: File, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, checked: Checked
    ) -> Flow:
        return Flow(self._under(file, node, node.elt, checked).pieces)

    def _dict_comprehension(self, file: File, node: ast.DictComp, checked: Checked) -> Flow:
        return Flow(self._under(file, node, node.value, checked).pieces)

    def _under(
        self,
        file: File,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
        element: ast.expr,
        checked: Checked,
    ) -> Flow:
        for generator in node.generators:
            for test in generator.ifs:
                checked = checked | self._by_test(file, test, holds=True)
        return self._same(file, element, checked)

    # calls
    def _call(self, file: File, call: ast.Call, checked: Checked) -> Flow:
        function = call.func
        last = function.attr if isinstance(function, ast.Attribute) else ""
        name = file.callee(call)
        known = self._known(file, call, name, checked) if name is not None else None
        if known is not None:
            return known
        template = template_of(file, call)
        if template is not None:
            text = self._same(file, template, checked).text
            return self._filled(file, template_parts(text, call) if text else (), checked)
        target = called(file, call)
        if target is not None:
            return self._of_function(file, call, target, checked)
        if not isinstance(function, ast.Attribute) or not carries(file, last):
            return NOTHING
        return self._method(file, call, function, checked)

    def _known(self, file: File, call: ast.Call, name: str, checked: Checked) -> Flow | None:
        """What the tables say of a call."""
        known = tables()
        row = source_named(name)
        if row is not None:
            return Flow((taken(file, call, row, name),))
        safe = known.table(Safe).get(name)
        if safe is not None and self.kind in safe.kinds:
            return NOTHING
        how = known.table(Carries).get(name)
        if how is not None:
            return self._carried(file, call, how, checked)
        return NOTHING if name in known.word("clean") else None

    def _carried(self, file: File, call: ast.Call, how: Carries, checked: Checked) -> Flow:
        values: list[ast.expr] = [*call.args]
        if how.params:
            found = [file.argument(call, item.name, item.position) for item in how.params]
            values = [item.value for item in found if isinstance(item, Argument)]
        if how.how == "joined":
            if isinstance(call.func, ast.Attribute) and call.func.attr == "joinpath":
                values = [call.func.value, *values]
            return self._joined(file, values, checked, "/")
        flow = self._any_of(file, values, checked)
        if how.how == "file":
            return Flow(tuple(replace(piece, form="file") for piece in flow.pieces))
        return decoded(flow) if how.how == "decoded" else flow

    def _method(
        self, file: File, call: ast.Call, function: ast.Attribute, checked: Checked
    ) -> Flow:
        last = function.attr
        if last in {"format", "format_map"}:
            return self._format(file, call, function.value, checked)
        if last == "join" and len(call.args) == 1:
            listed = call.args[0]
            if self.leads and isinstance(listed, ast.List | ast.Tuple):
                between = [part for item in listed.elts for part in (function.value, item)]
                return self._joined(file, between[1:], checked)
            # What comes first is the first element.
            found = self._any_of(file, (call.args[0], function.value), checked)
            whole = self._same(file, function.value, checked).text
            return glued(found) if whole is not None and "/" not in whole else found
        if self.kind is SinkKind.SQL and doubles_quotes(call):
            return NOTHING
        if last == "replace" and len(call.args) == 2:
            found = self._any_of(file, (function.value, call.args[1]), checked)
            return flattened(found) if _takes_slashes_out(file, *call.args) else found
        if any(keyword.arg == "type" for keyword in call.keywords):
            return NOTHING
        if isinstance(function.value, ast.Name) and key_of(call):
            inner = self._name(file, function.value, checked, key_of(call))
        else:
            inner = self._same(file, function.value, checked)
        if call.args and not key_of(call) and _is_of_a_proxy(file, call.args[0]):
            return NOTHING
        if inner.parts and key_of(call):
            read = inner.part(key_of(call))
        else:
            read = self._read(file, inner, f"{last}({key_of(call)})")
        if last == "removeprefix":
            return read.without(key_of(call))
        if last in {"get", "pop", "setdefault"} and len(call.args) > 1:
            return either((read, self._same(file, call.args[1], checked)))
        return read

    def _format(self, file: File, call: ast.Call, template: ast.expr, checked: Checked) -> Flow:
        whole = self._same(file, template, checked)
        if whole.text is None:
            values = [*call.args, *(keyword.value for keyword in call.keywords)]
            flows = [whole, *(self._same(file, item, checked) for item in values)]
            return joined((either(flows),), leads=self.leads)
        return self._filled(file, format_parts(whole.text, call), checked)

    def _of_function(
        self,
        file: File,
        call: ast.Call,
        target: tuple[File, FunctionNode],
        checked: Checked,
    ) -> Flow:
        """What a first-party function returns, for these arguments."""
        home, function = target
        if function.name == "__init__":
            return NOTHING
        return self.returned(home, function).each(
            lambda piece: self._for_arguments(file, call, home, function, piece, checked)
        )

    def _for_arguments(
        self,
        file: File,
        call: ast.Call,
        home: File,
        function: FunctionNode,
        piece: Piece,
        checked: Checked,
    ) -> Iterable[Piece]:
        origin = piece.origin
        if not isinstance(origin, Given) or origin.function is not function:
            return (piece,)
        return (
            item
            for value, access in arguments_for(
                CallSite(file, call), home, function, origin.parameter, piece.access
            )
            for item in self._of_argument(file, value, replace(piece, access=access), checked)
        )

    # ── from one function to another ─────────────────────────────────────────────────────────
    def of_argument(self, file: File, value: ast.expr, piece: Piece) -> Iterable[Piece]:
        """What an argument holds of which a function uses what ``piece`` says."""
        return self._of_argument(file, value, piece, self._checked(file, value))

    def _of_argument(
        self, file: File, value: ast.expr, piece: Piece, checked: Checked
    ) -> Iterable[Piece]:
        access = piece.access
        key = key_in(access[0]) if access else ""
        if key and isinstance(value, ast.Name):
            flow = self._name(file, value, checked, key)
        else:
            flow = self._same(file, value, checked)
        if key and flow.parts:
            flow, access = flow.part(key), access[1:]
        rest = replace(piece, access=access)
        # Where it is taken out of a request here, it is not asked who gave the request.
        return tuple(self.by_type(file, value, piece)) or tuple(self._applied(file, flow, rest))

    def _applied(self, file: File, flow: Flow, piece: Piece) -> Iterator[Piece]:
        for item in flow.pieces:
            read: Piece | None = item
            for access in piece.access:
                read = accessed(file, read, access) if read is not None else None
            if read is not None:
                yield used_as(read, piece)

    def by_type(self, file: File, value: ast.expr, piece: Piece) -> Iterator[Piece]:
        """What a function reads off an argument that stands for a request, by its class."""
        kind = file.type_of(value) if piece.access else None
        if kind is not None:
            origin = Taken(ast.unparse(value), file.place(value))
            found = formed(read_off(file, kind, replace(piece, origin=origin), models=False), piece)
            if found is not None:
                yield replace(found, lead=piece.lead)

    def filled(self, piece: Piece) -> Piece | None:
        """What the client chose of a parameter that a framework fills."""
        origin = piece.origin
        assert isinstance(origin, Given)
        return formed(filled(origin.file, origin.function, piece, self.kind), piece)

    _looks: ClassVar[dict[type[ast.expr], Any]] = {
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.Subscript: _subscript,
        ast.Call: _call,
        ast.BinOp: _operation,
        ast.JoinedStr: _f_string,
        ast.FormattedValue: _hole,
        ast.IfExp: _choice,
        ast.BoolOp: _either,
        ast.List: _display,
        ast.Tuple: _display,
        ast.Set: _display,
        ast.Dict: _dict,
        ast.ListComp: _comprehension,
        ast.SetComp: _comprehension,
        ast.GeneratorExp: _comprehension,
        ast.DictComp: _dict_comprehension,
        ast.Await: _inner,
        ast.Starred: _inner,
        ast.NamedExpr: _inner,
    }


def _counts(file: File, binding: Binding) -> bool:
    """Whether a loop gives a name the position of what it goes through."""
    found = of_binding(file, binding) if binding.kind is Bound.ITERATED and binding.index else None
    return found is not None and found.name == "builtins.int"


def _is_last_part(node: ast.Subscript) -> bool:
    """Whether it is what follows the last slash of a text, or its last dot: ``name.split("/")[-1]``."""
    call = node.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return False
    return ast.unparse(node.slice) in LAST_PARTS.get(call.func.attr, ()) and key_of(call) in {
        "/",
        ".",
    }


def _takes_slashes_out(file: File, old: ast.expr, new: ast.expr) -> bool:
    """Whether what replaces each slash of a text is a constant, and none."""
    known, instead = file.value_of(old), file.value_of(new)
    slash = known.value == "/" if known is not None else file.name_of(old) in SEPARATORS
    text = instead.value if instead is not None else None
    return slash and isinstance(text, str) and "/" not in text


def _is_of_a_proxy(file: File, key: ast.expr) -> bool:
    """Whether a key is a setting for the path that a proxy in front of the program wrote a file to."""
    return not isinstance(key, ast.Slice) and (file.last_name(key) or "").lower().endswith("path")


def _whole(statement: ast.stmt) -> ast.expr | None:
    """What a statement takes apart."""
    if isinstance(statement, ast.Match):
        return statement.subject
    if isinstance(statement, ast.Assign):
        return statement.value
    return statement.iter if isinstance(statement, ast.For | ast.AsyncFor) else None


def _entries(value: ast.expr, key: str) -> list[ast.expr] | None:
    """The values that a mapping that is written out may hold under a key; ``None``: it is not."""
    if isinstance(value, ast.Dict):
        return [
            item
            for name, item in zip(value.keys, value.values, strict=True)
            if not isinstance(name, ast.Constant) or str(name.value) == key
        ]
    if isinstance(value, ast.Call) and is_name(value.func, "dict") and not value.args:
        return [item.value for item in value.keywords if item.arg in {key, None}]
    return None


def _stores(file: File) -> Stores:
    """What functions put into containers, by function and the container's name."""
    found: Stores = defaultdict(list)
    for target, value, statement in file.index.stores:
        if (
            isinstance(target, ast.Subscript)
            and isinstance(target.value, ast.Name)
            and value is not None
        ):
            key = target.slice.value if isinstance(target.slice, ast.Constant) else None
            name = None if key is None else str(key)
            place = file.function(statement), target.value.id
            found[place].append(_Store(target.value, name, value, statement))
    for last in sorted(ADDING & file.index.calls.keys()):
        for call, statement in file.index.calls[last]:
            function = call.func
            if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
                place = file.function(statement), function.value.id
                found[place].extend(
                    _Store(function.value, key, value, statement) for key, value in _added(call)
                )
    return found


def _added(call: ast.Call) -> Iterator[tuple[str | None, ast.expr]]:
    """What a method puts into a container, each with its key where that is told."""
    last = call.args[-1] if call.args else None
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if isinstance(last, ast.Dict) and method == "update":
        for key, value in zip(last.keys, last.values, strict=True):
            yield (str(key.value) if isinstance(key, ast.Constant) else None), value
    elif last is not None:
        yield (key_of(call) or None) if method == "setdefault" else None, last
    for keyword in call.keywords:
        yield keyword.arg, keyword.value

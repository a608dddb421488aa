"""Spans of a trace: whether they end, and whether they tell of what failed in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from readiness_lint.facts.callables import constant, given, name_given
from readiness_lint.facts.decorators import decorated_by
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.peers import reaches_a_peer
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.shapes import is_name, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Param, SpanTrait
from readiness_lint.model import Absent, File, FunctionNode
from readiness_lint.model.index import Branch
from readiness_lint.model.positions import end_of, start_of
from readiness_lint.record import record, single_record
from readiness_lint.terms import Exit, Reaction

NEVER, SOMETIMES = "never ended", "ended only on the success path"
EARLY = "not ended where its function returns early"
ENDS = frozenset({"end", "finish"})
NOT_ENTERED = "never started, because it is not entered"
TELLING = frozenset({"record_exception", "set_status", "set_exc_info", "set_traceback"})
"""Methods of spans that tell of a failure, where it is not known whose they are."""
TOLD = (
    Reaction.RERAISE
    | Reaction.RAISE
    | Reaction.RETRY
    | Reaction.EXIT
    | Reaction.REPORT
    | Reaction.PASS_ON
    | Reaction.STORE
    | Reaction.NAMED
)
"""The failure leaves the span, or somebody is told who may tell the span."""


# ── ending ───────────────────────────────────────────────────────────────────────────────────────
@record
class UnendedSpan:
    """A span that nothing ends where something fails, or nothing at all."""

    node: ast.Call
    name: str
    """Its name, or the variable that holds it."""
    how: str

    @classmethod
    def find(cls, file: File) -> Iterator[UnendedSpan]:
        """Every one that is started in the file and certainly kept by its function."""
        table = tables().table(SpanTrait)
        for name, call in file.calls_to(table):
            row, function = table[name], file.function(call)
            if function is None or (row.decorates and not _is_kept(file, call)):
                continue
            how = _lost(file, call, row, function)
            if how:
                yield cls(call, name_given(file, call, row.name), how)


def _is_kept(file: File, call: ast.Call) -> bool:
    """Whether a call is no decorator: what is assigned, or a statement of its own."""
    return isinstance(file.parent(call), ast.Assign | ast.AnnAssign | ast.Expr)


def _lost(file: File, call: ast.Call, row: SpanTrait, function: FunctionNode) -> str:
    """What becomes of a span that no ``with`` ends; empty: it ends, or somebody else has it."""
    around = file.parent(call)
    if row.current:
        # Whoever comes later may end what is current, but for what the function ends itself.
        found = _ending(file, row.end, function)
        return _how(file, call, "", found, function) if found else ""
    if isinstance(around, ast.Expr):
        return NEVER if row.end else NOT_ENTERED
    targets = around.targets if isinstance(around, ast.Assign) else []
    if len(targets) != 1 or not isinstance(targets[0], ast.Name):
        return ""
    variable = targets[0].id
    uses = [item for item in _names(function, variable) if item is not targets[0]]
    ends = [item for item in uses if row.end and _is_ended(file, item, row)]
    if any(_escapes(file, item, function, owned=bool(ends)) for item in uses):
        return ""
    if not ends:
        return NEVER if row.end else NOT_ENTERED
    return _how(file, call, variable, ends, function)


def _ending(file: File, end: str, function: FunctionNode) -> list[ast.expr]:
    """The calls of a function that end what is current."""
    return [call for call, _ in file.index.calls.get(end, ()) if file.function(call) is function]


def _how(
    file: File, call: ast.Call, variable: str, ends: Sequence[ast.expr], function: FunctionNode
) -> str:
    """On which ways a span does not come to one of its ends; empty: on none that is known."""
    certain = [item for item in ends if _is_certain(file, item)]
    if not certain and _may_fail(file, call, variable, ends, function):
        return SOMETIMES
    return EARLY if _returns_early(file, call, ends, certain) else ""


def _returns_early(
    file: File, call: ast.Call, ends: Sequence[ast.expr], certain: Sequence[ast.expr]
) -> bool:
    """Whether a way from the start leaves the function before each end."""
    first, function = end_of(call), file.function(call)
    # A block that ends it on every path begins where the first one around an end does.
    blocks = [
        start_of(block) for item in certain for block in file.ancestors(item) if _is_try(block)
    ]
    begun = [place for place in blocks if place >= first]
    if function is None or (certain and not begun):
        return False
    last = min(begun) if begun else max(start_of(item) for item in ends)
    return any(
        isinstance(item, ast.Return)
        and first <= start_of(item) < last
        and file.reaches(call, item)
        and not any(file.reaches(end, item) or end in ast.walk(item) for end in ends)
        for item in file.statements_of(function)
    )


def _is_try(node: ast.AST) -> bool:
    """Whether a node is a block with clauses."""
    return isinstance(node, ast.Try)


def _names(function: FunctionNode, variable: str) -> Iterator[ast.Name]:
    for node in ast.walk(function):
        if is_name(node, variable) and isinstance(node.ctx, ast.Load):
            yield node


def _is_ended(file: File, use: ast.Name, row: SpanTrait) -> bool:
    around = file.parent(use)
    return isinstance(around, ast.Attribute) and around.attr == row.end


def _escapes(file: File, use: ast.Name, function: FunctionNode, *, owned: bool) -> bool:
    """Whether somebody else may end a span; who ends it by itself only lends it to its helpers."""
    if file.function(use) is not function or file.runs_later(use):
        return True
    around = file.parent(use)
    if isinstance(around, ast.Call) and _is_lent(file, around):
        # Whoever asks for the current span may end that.
        return any(
            isinstance(item.func, ast.Attribute)
            and item.func.attr in ENDS
            and not is_name(item.func.value, use.id)
            for item in file.nodes(ast.Call, within=function)
        )
    if isinstance(around, ast.Attribute):
        return around.attr in {"__enter__", "__exit__"} or not isinstance(
            file.parent(around), ast.Call
        )
    if isinstance(around, ast.Call | ast.keyword):
        call = around if isinstance(around, ast.Call) else file.parent(around)
        return not owned or not isinstance(call, ast.Call) or _is_handed_on(file, call)
    return not isinstance(around, ast.Compare | ast.If | ast.IfExp | ast.BoolOp | ast.UnaryOp)


def _is_lent(file: File, call: ast.Call) -> bool:
    """Whether a call makes a span the current one, or the parent of others, and leaves its end alone."""
    known = tables()
    name = file.callee(call)
    if name in known.word("makes-current"):
        within = isinstance(file.parent(call), ast.withitem)
        ends = given(file, call, Param("end_on_exit", 1))
        known_one = constant(file, ends)
        kept = known_one is not None and known_one.value is False
        return within and (kept or isinstance(file.argument(call, "end_on_exit", 1), Absent))
    if name not in known.word("span-context"):
        return False
    around = file.parent(call)
    if isinstance(around, ast.Assign) and isinstance(around.targets[0], ast.Name):
        function, variable = file.function(call), around.targets[0].id
        uses = list(_names(function, variable)) if function is not None else []
        return bool(uses) and all(_is_parent(file, use) for use in uses)
    return _is_parent(file, call)


def _is_parent(file: File, context: ast.expr) -> bool:
    """Whether a context is only given to what starts a span below it."""
    keyword = file.parent(context)
    call = file.parent(keyword) if isinstance(keyword, ast.keyword) else None
    return isinstance(call, ast.Call) and file.callee(call) in tables().table(SpanTrait)


def _is_handed_on(file: File, call: ast.Call) -> bool:
    """Whether a call enters a span, or keeps it: ``use_span``, ``enter_context``, ``append``."""
    last = file.last_name(call.func) or ""
    return last in {"use_span", "append", "add", "put", "partial"} or last.startswith("enter_")


def _is_certain(file: File, use: ast.expr) -> bool:
    """Whether an end stands where a failure comes by as well."""
    return any(True for _ in file.enclosing(use, Branch.FINALLY, Branch.EXCEPT))


def _may_fail(
    file: File, call: ast.Call, variable: str, ends: Sequence[ast.expr], function: FunctionNode
) -> bool:
    """Whether something between the start and the last end waits for others."""
    first, last = end_of(call), max(start_of(item) for item in ends)
    waiting: list[ast.expr | ast.stmt] = [
        *file.nodes(ast.Await, within=function),
        *file.nodes(ast.AsyncFor, within=function),
        *(
            item
            for item in file.nodes(ast.Call, within=function)
            if not _is_of(item, variable) and reaches_a_peer(file, item)
        ),
    ]
    return any(
        first <= start_of(item) < last and file.function(item) is function for item in waiting
    )


def _is_of(call: ast.Call, variable: str) -> bool:
    """Whether a call is a method of what a variable holds."""
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    return is_name(of, variable)


# ── telling ──────────────────────────────────────────────────────────────────────────────────────
@single_record
class UntoldSpan:
    """An ``except`` clause that ends a failure of which the span around it says nothing."""

    node: ast.AST
    handler: ExceptHandler
    name: str
    """The name of the span."""

    @classmethod
    def find(cls, file: File) -> Iterator[UntoldSpan]:
        """Every broad clause that ends all that a span is about."""
        table = tables().table(SpanTrait)
        spans = {call: table[name] for name, call in file.calls_to(table)}
        if not spans:
            return
        around = _decorating(file)
        for handler in file.facts(ExceptHandler):
            if not handler.broad or handler.some & TOLD or _is_beside(handler):
                continue
            call = _span_around(file, handler, spans) or around.get(handler.guard)
            if call is not None and not spans[call].logs and not _tells(file, handler, call):
                yield cls(handler.node, handler, name_given(file, call, spans[call].name))


def _decorating(file: File) -> dict[ast.stmt, ast.Call]:
    """The last statements of the functions around which a decorator puts a span."""
    return {
        definition.body[-1]: decorator
        for row, definition, decorator in decorated_by(file, tables().table(SpanTrait))
        if row.decorates and isinstance(decorator, ast.Call)
    }


def _is_beside(handler: ExceptHandler) -> bool:
    """Whether a clause ends something by the way, or on purpose."""
    return (
        handler.cleanup_only
        or handler.in_loop
        or handler.nested != "none"
        or handler.probes_import
        or handler.reports_itself
        or handler.excused
        or handler.intent is not None
        or not any(True for _ in calls_in(handler.body))
        or not handler.statements
    )


def _span_around(
    file: File, handler: ExceptHandler, spans: dict[ast.Call, SpanTrait]
) -> ast.Call | None:
    """The span of the ``with`` whose last statement guards, or which the clause leaves."""
    for block in file.enclosing(handler.guard, Branch.WITH):
        if not isinstance(block, ast.With | ast.AsyncWith):
            continue
        made = (_span_of(file, item.context_expr) for item in block.items)
        call = next((item for item in made if item in spans), None)
        if call is not None:
            ends = block.body[-1] is handler.guard or handler.exits is Exit.RETURNS
            return call if ends else None
    return None


def _span_of(file: File, expr: ast.expr) -> ast.Call | None:
    """The call that starts the span of a block: its own, or that of a span that it makes current."""
    if not isinstance(expr, ast.Call):
        return None
    if not expr.args or file.callee(expr) not in tables().word("makes-current"):
        return expr
    made = file.assigned(expr.args[0]) or expr.args[0]
    return made if isinstance(made, ast.Call) else None


def _tells(file: File, handler: ExceptHandler, span: ast.Call) -> bool:
    """Whether a clause does anything to a span: to that one, or to whichever is current."""
    names = {
        item.optional_vars.id
        for block in file.enclosing(handler.guard, Branch.WITH)
        if isinstance(block, ast.With | ast.AsyncWith)
        for item in block.items
        if item.context_expr is span and isinstance(item.optional_vars, ast.Name)
    }
    # A span that is made current has a name of its own already.
    kept = file.parent(span)
    targets = kept.targets if isinstance(kept, ast.Assign) else []
    names |= {item.id for item in targets if isinstance(item, ast.Name)}
    return any(
        file.last_name(call.func) in TELLING or any(name in names for name in names_within(call))
        for call in calls_in(handler.statements)
    )

"""Runs of a task that are asked for where one has failed: how often, and how soon."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Self

from readiness_lint.facts.callables import given
from readiness_lint.facts.descent import leads_to
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.lost_signals import named_signals
from readiness_lint.facts.outbound import is_explained
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.repeats import repeats
from readiness_lint.facts.retries import AT_ONCE, listens, network_calls
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.words import REFUSED, TIMED_OUT
from readiness_lint.knowledge.schema import AsksAgain, RetryOptions
from readiness_lint.model import Absent, File, Given
from readiness_lint.record import record
from readiness_lint.terms import FOREVER, Known

NOTHING = Known(value=None)


@record
class TaskRetry:
    """What has a task run again: an option of its registration, or a call in a handler."""

    node: ast.expr
    text: str
    """What a reader calls it."""
    attempts: float | None
    """How many runs at most; `FOREVER`: there is no end, and ``None``: not known."""
    waits: bool
    missing: str = ""
    listens: bool = False
    alike: bool = False

    @property
    def about(self) -> ast.AST:
        """What says so."""
        return self.node

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Tasks that are run again for ever, and requests for a run that follows at once."""
        for task in file.facts(Task):
            signals = list(_failing(file, task))
            for call in task.calls:
                row = tables().table(RetryOptions).get(file.callee(call) or "")
                text = f"task `{task.name}`"
                if row is not None and _is_endless(file, task, call, row, signals):
                    name = row.limit.name if row.limit else ""
                    yield cls(call, text, FOREVER, True, f"its `{name}` is `None`")
                elif row is not None and _is_alike(file, call, row):
                    yield cls(call, text, None, waits=True, alike=True)
            for signal, handler, asks in signals:
                if _is_at_once(file, signal, asks) and _is_trouble(file, handler):
                    attempts = _attempts(file, task, signal, asks)
                    if attempts is not None and not is_explained(file, signal, AT_ONCE):
                        called = signal.func if isinstance(signal, ast.Call) else signal
                        yield cls(signal, f"`{ast.unparse(called)}`", attempts, waits=False)


Signal = tuple[ast.expr, ExceptHandler, AsksAgain]


def _failing(file: File, task: Task) -> Iterator[Signal]:
    """The requests for another run that a task makes where something has failed."""
    table = tables().table(AsksAgain)
    for name, signal in named_signals(file):
        if name in table and file.function(signal) is task.node:
            around = [item for item in file.facts(ExceptHandler) if signal in _within(item)]
            if around:
                # The innermost one comes last.
                yield signal, around[-1], table[name]


def _within(handler: ExceptHandler) -> list[ast.AST]:
    return [node for statement in handler.statements for node in ast.walk(statement)]


# ── without an end ───────────────────────────────────────────────────────────────────────────────
def _is_endless(
    file: File, task: Task, call: ast.Call, row: RetryOptions, signals: list[Signal]
) -> bool:
    """Whether nothing but success, or a failure of another kind, ends a task."""
    limit = given(file, call, row.limit) if row.limit is not None else None
    if limit is None or file.value_of(limit) != NOTHING or listens(file, task.node):
        return False
    named = {node.attr for node in ast.walk(task.node) if isinstance(node, ast.Attribute)}
    if row.counted & named:
        # It compares the number of its runs by itself.
        return False
    if _is_asked(file, call, row):
        return True
    bounded = any(_own_limit(file, signal, asks) is not None for signal, _, asks in signals)
    return not bounded and any(not _is_refusal(file, handler) for _, handler, _ in signals)


def _is_asked(file: File, call: ast.Call, row: RetryOptions) -> bool:
    """Whether an option has all failures repeated, those of a peer among them."""
    if row.more is not None and not isinstance(file.argument(call, row.more.name), Absent):
        return False
    return any(
        (value := given(file, call, option)) is not None
        and repeats(file, option, value)
        and isinstance(value, ast.Tuple | ast.List)
        and not all(file.words(REFUSED).match(file.last_name(item)) for item in value.elts)
        for option in row.options
    )


def _is_refusal(file: File, handler: ExceptHandler) -> bool:
    """Whether a clause says no more than that this try was refused."""
    refused = file.words(REFUSED)
    return not handler.broad and all(refused.match(file.last_name(name)) for name in handler.clause)


def _is_alike(file: File, call: ast.Call, row: RetryOptions) -> bool:
    """Whether a task that is repeated by itself is told not to spread its runs."""
    spread = given(file, call, row.spread) if row.spread is not None else None
    return (
        spread is not None
        and file.value_of(spread) == Known(value=False)
        and any(given(file, call, option) is not None for option in row.options)
    )


# ── without a pause ──────────────────────────────────────────────────────────────────────────────
def _is_at_once(file: File, signal: ast.expr, asks: AsksAgain) -> bool:
    """Whether a request says that the next run need not wait, or does not say that it must."""
    if not isinstance(signal, ast.Call):
        return not asks.waits
    found = [file.argument(signal, param.name, param.position) for param in asks.pauses]
    values = [file.value_of(item.value) for item in found if isinstance(item, Given)]
    if any(not isinstance(item, Given | Absent) for item in found):
        return False
    if not values:
        return not asks.waits
    return all(known is not None and known.value == 0 for known in values)


def _is_trouble(file: File, handler: ExceptHandler) -> bool:
    """Whether a clause is about a peer that does not answer."""
    slow = file.words(TIMED_OUT)
    if handler.clause and all(slow.match(file.last_name(name)) for name in handler.clause):
        return False
    return not _is_refusal(file, handler) and any(
        leads_to(file, call, network_calls) for call in calls_in(handler.body)
    )


def _attempts(file: File, task: Task, signal: ast.expr, asks: AsksAgain) -> float | None:
    """The runs that a request leads to; ``None``: not known."""
    own = _own_limit(file, signal, asks)
    limits = [own] if own is not None else []
    for call in task.calls if own is None else ():
        row = tables().table(RetryOptions).get(file.callee(call) or "")
        limit = given(file, call, row.limit) if row is not None and row.limit else None
        if limit is not None:
            limits.append(limit)
    if not limits:
        return asks.default
    known = file.value_of(limits[0])
    if known is None or not isinstance(known.value, int):
        return None
    return float(known.value) + asks.first


def _own_limit(file: File, signal: ast.expr, asks: AsksAgain) -> ast.expr | None:
    """The limit that a request gives; `None` is none."""
    if asks.limit is None or not isinstance(signal, ast.Call):
        return None
    found = given(file, signal, asks.limit)
    return None if found is None or file.value_of(found) == NOTHING else found

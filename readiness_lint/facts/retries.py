"""Calls that are repeated where they fail: how often, and how soon."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from typing import Self

from readiness_lint.facts.blocking import BlockingCall
from readiness_lint.facts.callables import given as argument_given
from readiness_lint.facts.callers import Caller, callers_of
from readiness_lint.facts.decorators import decorated_by, target_of
from readiness_lint.facts.descent import leads_to
from readiness_lint.facts.failures import ExceptHandler, spelled_callee
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.makers import makers
from readiness_lint.facts.outbound import OutboundCall, calls_of, is_explained
from readiness_lint.facts.program import APART
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.shapes import is_endless, names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import COMPUTING, LISTENS, OBSERVERS, REFUSED, SLEEPS, TIMED_OUT
from readiness_lint.knowledge.schema import Attempts, Outbound
from readiness_lint.model import Absent, File, FunctionNode, Given
from readiness_lint.model.index import names_in
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import FOREVER, Answer, Exit, Held, Known, Service


@record
class RetryPolicy:
    """A decorator or object that has calls repeated where they fail."""

    node: ast.expr
    name: str
    attempts: float | None
    """How many calls at most; `FOREVER`: there is no end, and ``None``: not known."""
    waits: Answer
    """``None``: not known, or nothing is gained by it."""
    parameters: tuple[str, ...]
    """What would end it."""
    listens: bool
    """Whether it stands on a function that goes on for as long as its process does."""
    unsafe: tuple[str, ...]
    """What it repeats though the other side may have done it: methods of HTTP, or the calls of the
    function under it that send a message."""
    alike: bool
    """Whether it certainly waits as long as everybody else who failed."""

    @property
    def about(self) -> ast.AST:
        """What is repeated, or says so."""
        return self.node

    @property
    def text(self) -> str:
        """What a reader calls it."""
        return f"`{self.name}`"

    @property
    def missing(self) -> str:
        """What would end it."""
        return f"it is given no `{'` or `'.join(self.parameters)}`"

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Calls, and decorators that are not called."""
        table = tables().table(Attempts)
        decorated = {
            target_of(decorator): definition
            for _, definition, decorator in decorated_by(file, table)
            if isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        for name, call in file.calls_to(table):
            yield cls._made(file, name, call, call, decorated.get(call.func))
        for target, definition in decorated.items():
            bare = file.name_at(target, definition) if target in definition.decorator_list else None
            if bare is not None:
                yield cls._made(file, bare, target, ast.Call(target, [], []), definition)

    @classmethod
    def _made(
        cls, file: File, name: str, node: ast.expr, call: ast.Call, function: FunctionNode | None
    ) -> Self:
        row = tables().table(Attempts)[name]
        parameters = tuple(param.name for param in row.limits)
        goes_on = function is not None and listens(file, function)
        unsafe = _unsafe(file, call, row) or _messages(file, call, row, function)
        attempts, waits = _attempts(file, call, row), _waits(file, call, row)
        if function is not None and file.is_generator(function):
            # Its call only makes it: nothing has failed yet.
            attempts = None
        if waits is False and (
            _is_about_refusals(file, call, row) or is_explained(file, node, AT_ONCE)
        ):
            waits = None
        alike = waits is not False and _is_alike(file, call, row)
        return cls(node, name, attempts, waits, parameters, goes_on, unsafe, alike)


AT_ONCE = Pattern(
    r"back-?\s?off|\bdelay|\bpause|\bwait|\bsleep|at once|immediate|straight ?away", re.IGNORECASE
)
"""Words of a comment that says why nothing is waited for between two tries."""
KEYED = Pattern(r"idempoten|[\"'][\w-]*request-id[\"']|delivery_?-?id|deduplication", re.IGNORECASE)
"""Words of a module that tells the other side which requests are the same."""
UNSAFE = ("PATCH", "POST")
"""Methods that the other side does twice where it is asked twice."""


def _unsafe(file: File, call: ast.Call, row: Attempts) -> tuple[str, ...]:
    """The methods that do harm when they are repeated, as far as they are written out."""
    given = file.argument(call, row.methods.name, row.methods.position) if row.methods else None
    if isinstance(given, Absent) and row.methods_once:
        given = file.argument(call, row.methods_once)
    listed = _listed(file, given.value) if isinstance(given, Given) else None
    if listed is None or _attempts(file, call, row) == 1 or _is_unsent(file, call, row):
        return ()
    if KEYED.search(file.source):
        return ()
    if listed.value is None or listed.value is False:
        return UNSAFE
    values = listed.value if isinstance(listed.value, Collection) else ()
    return tuple(sorted({str(value).upper() for value in values} & set(UNSAFE)))


def _messages(
    file: File, call: ast.Call, row: Attempts, function: FunctionNode | None
) -> tuple[str, ...]:
    """The calls of a function that send somebody a message, if every failure has it sent again."""
    if function is None or _attempts(file, call, row) == 1 or not _takes_all(file, call, row):
        return ()
    if KEYED.search(file.source):
        return ()
    sent = [
        item
        for item in _message_calls(file)
        if file.function(item) is function
        and not file.runs_later(item)
        and not any(file.tries(item))
    ]
    return tuple(sorted({f"`{spelled_callee(item)}`" for item in sent}))


def _takes_all(file: File, call: ast.Call, row: Attempts) -> bool:
    """Whether a policy repeats whatever goes wrong; where nothing says which, it does."""
    given = file.argument(call, row.on.name, row.on.position) if row.on else None
    if not isinstance(given, Given):
        return isinstance(given, Absent)
    listed = given.value.elts if isinstance(given.value, ast.Tuple | ast.List) else [given.value]
    names = [file.name_of(item) for item in listed if isinstance(item, ast.Name | ast.Attribute)]
    return not EVERYTHING.isdisjoint(names)


EVERYTHING = frozenset({"builtins.BaseException", "builtins.Exception"})
TOLD_BY = frozenset({"calls", "messages"})
"""Resources whose `create` reaches a person."""


def _message_calls(file: File) -> frozenset[ast.Call]:
    """The calls that send mail, or tell somebody in another way."""
    found: frozenset[ast.Call] = file.memo(
        ("message calls",), lambda: frozenset(_sending_messages(file))
    )
    return found


def _sending_messages(file: File) -> Iterator[ast.Call]:
    known = tables()
    for name, call in file.calls_to(known.word("sends-mail")):
        # Where a class is made, it only connects.
        if not known.is_class(name):
            yield call
    for _, call in calls_of(file, known.word("sends-message")):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        made = isinstance(call.func, ast.Attribute) and call.func.attr.startswith("create")
        if not made or (owner is not None and file.last_name(owner) in TOLD_BY):
            yield call


def _listed(file: File, expr: ast.expr) -> Known | None:
    """The value of a collection, ``frozenset([...])`` included; of a union what is known of it."""
    if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.BitOr):
        sides = [_listed(file, side) for side in (expr.left, expr.right)]
        known = [side.value for side in sides if side and isinstance(side.value, Collection)]
        return Known({item for values in known for item in values}) if known else None
    if isinstance(expr, ast.Call) and len(expr.args) == 1 and file.callee(expr) in COLLECTIONS:
        return file.value_of(expr.args[0])
    return file.value_of(expr)


COLLECTIONS = frozenset(f"builtins.{name}" for name in ("frozenset", "list", "set", "tuple"))


def _is_unsent(file: File, call: ast.Call, row: Attempts) -> bool:
    """Whether only those calls are repeated that have not got there."""
    given = [file.argument(call, param.name, param.position) for param in row.sent]
    known = [file.value_of(item.value) for item in given if isinstance(item, Given)]
    return len(known) == len(row.sent) and all(item and not item.value for item in known)


def _attempts(file: File, call: ast.Call, row: Attempts) -> float | None:
    """What the limits of a call say; the first one that is given counts."""
    given = [file.argument(call, param.name, param.position) for param in row.limits]
    values = [item.value for item in given if isinstance(item, Given)]
    limits = [value for value in values if not _is_never(file, value, row)]
    if len(limits) == 1 and all(isinstance(item, Given | Absent) for item in given):
        number = _number(file, limits[0])
        return None if number is None else number + row.first
    if limits or any(not isinstance(item, Given | Absent) for item in given):
        return None
    return FOREVER if len(values) == len(given) else row.default


def _is_never(file: File, value: ast.expr, row: Attempts) -> bool:
    known = file.value_of(value)
    if known is not None:
        return any(known.value is never or known.value == never for never in row.never)
    name = file.name_of(value) if isinstance(value, ast.Name | ast.Attribute) else None
    return name is not None and name in row.never


def _number(file: File, value: ast.expr) -> float | None:
    """A number of attempts; of ``stop_after_attempt(3)`` its argument."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):
        # Whichever comes first; how many fit into a time is not known.
        parts = [side for side in (value.left, value.right) if not _counts_time(file, side)]
        numbers = [_number(file, part) for part in parts]
        counted = [number for number in numbers if number is not None]
        return min(counted) if counted and len(counted) == len(numbers) else None
    if isinstance(value, ast.Call) and file.callee(value) in tables().word("counts-attempts"):
        return _number(file, value.args[0]) if value.args else None
    known = file.value_of(value)
    number = known.value if known is not None else None
    return float(number) if isinstance(number, int) and not isinstance(number, bool) else None


def _counts_time(file: File, value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and file.callee(value) in tables().word("counts-time")


def _waits(file: File, call: ast.Call, row: Attempts) -> Answer:
    if not row.waits:
        return row.waits is not None
    given = [file.argument(call, param.name, param.position) for param in row.waits]
    if all(isinstance(item, Absent) for item in given):
        return False
    values = [item.value for item in given if isinstance(item, Given)]
    if len(values) == len([item for item in given if not isinstance(item, Absent)]) == 1:
        return _pauses(file, values[0])
    return None


def _pauses(file: File, value: ast.expr) -> Answer:
    """Whether a value of such an argument has it wait."""
    if isinstance(value, ast.Call):
        name = file.callee(value)
        if name in tables().word("never-pauses"):
            return False
        if name not in tables().word("pauses-for") or not value.args:
            return None
        value = value.args[0]
    known = file.value_of(value)
    return None if known is None else bool(known.value)


def _is_alike(file: File, call: ast.Call, row: Attempts) -> bool:
    """Whether the pauses of a policy have no part that differs from one caller to the next."""
    given = [argument_given(file, call, param) for param in row.waits or ()]
    values = [value for value in given if value is not None]
    return len(values) == 1 and _pauses_alike(file, values[0])


def _pauses_alike(file: File, value: ast.expr) -> bool:
    """Whether a pause is one of a length that is the same for all, or made of such alone."""
    if isinstance(value, ast.BinOp):
        return _pauses_alike(file, value.left) and _pauses_alike(file, value.right)
    _, made = file.origin(value) or (file, value)
    if not isinstance(made, ast.Call):
        return False
    name, known = file.callee(made), tables()
    if name in known.word("joins-pauses"):
        return bool(made.args) and all(_pauses_alike(file, item) for item in made.args)
    return name in known.word("pauses-alike")


def _is_about_refusals(file: File, call: ast.Call, row: Attempts) -> bool:
    """Whether only failures are repeated that say nothing about the health of the other side."""
    given = file.argument(call, row.on.name, row.on.position) if row.on else None
    refused = file.words(REFUSED)
    named = [
        last
        for node in (ast.walk(given.value) if isinstance(given, Given) else ())
        if isinstance(node, ast.Name | ast.Attribute)
        and (last := file.last_name(node))
        and last[0].isupper()
    ]
    return bool(named) and all(map(refused.match, named))


def listens(file: File, function: FunctionNode) -> bool:
    """Whether a function goes on for as long as its process does, or does nothing but wait."""
    words = file.words(LISTENS)
    if words.match(function.name) or file.nodes(ast.AsyncFor, within=function):
        return True
    if _is_of_worker(file, function):
        return True
    if any(is_endless(loop) for loop in file.nodes(ast.While, within=function)):
        return True
    called = [file.last_name(call.func) for call in calls_in(function.body)]
    return any(map(words.match, called)) or all(map(file.words(SLEEPS).match, called))


def _is_of_worker(file: File, function: FunctionNode) -> bool:
    """Whether only endless loops are seen to call a function: they would ask for it again anyway."""
    callers = [item for item in callers_of(file, function) if item.file.role not in APART]
    return bool(callers) and all(map(_is_in_endless, callers))


def _is_in_endless(caller: Caller) -> bool:
    for around in caller.file.ancestors(caller.node):
        if around is caller.function:
            return False
        if isinstance(around, ast.While) and is_endless(around):
            return True
    return False


# ── loops ────────────────────────────────────────────────────────────────────────────────────────
Loop = ast.For | ast.While


@record
class RetryLoop:
    """A loop that makes the same call of another service again where it has failed."""

    node: ast.Call
    """The call."""
    loop: Loop
    attempts: float | None
    """As of a `RetryPolicy`."""
    waits: bool
    listens: bool
    alike: bool

    @property
    def about(self) -> ast.AST:
        """The loop."""
        return self.loop

    @property
    def text(self) -> str:
        """What a reader calls it."""
        return f"loop around `{spelled_callee(self.node)}`"

    @property
    def missing(self) -> str:
        """What would end it."""
        return "only a success ends it"

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Loops over a range, and endless ones, that end with the first success."""
        if not file.facts(ExceptHandler):
            return
        loops: list[Loop] = [*file.nodes(ast.For), *file.nodes(ast.While)]
        for loop in loops:
            guard = _guard(loop.body)
            attempts = _rounds(file, loop) if guard is not None else UNCOUNTED
            call = _repeated(file, loop, guard) if guard and attempts != UNCOUNTED else None
            if call is not None and guard is not None:
                words = file.words(SLEEPS)
                pauses = [
                    item for item in calls_in([loop]) if words.match(file.last_name(item.func))
                ]
                otherwise = (
                    _has_waited(file, guard)
                    or _backs_off(file, call)
                    or is_explained(file, call, AT_ONCE)
                )
                endless = attempts == FOREVER and _may_end(file, loop, guard)
                alike = not otherwise and bool(pauses) and _are_fixed(file, pauses)
                waits = otherwise or bool(pauses)
                yield cls(call, loop, attempts or None, waits, endless, alike)


def _are_fixed(file: File, pauses: list[ast.Call]) -> bool:
    """Whether all pauses of a loop are of a length that is written out."""
    sleeps = {call.node for call in file.facts(BlockingCall) if call.held is Held.SLEEP}
    sleeps |= {call for _, call in file.calls_to(tables().word("pauses"))}
    return all(
        call in sleeps and call.args and file.value_of(call.args[0]) is not None for call in pauses
    )


def _going_on(file: File, guard: ast.Try) -> list[ExceptHandler]:
    """The handlers of a guard after which the loop may go on."""
    handlers = [item for item in file.facts(ExceptHandler) if item.guard is guard]
    return [item for item in handlers if item.exits & (Exit.FALLS | Exit.CONTINUES)]


def _has_waited(file: File, guard: ast.Try) -> bool:
    """Whether a round is repeated only after its call has waited for as long as it may."""
    words = file.words(TIMED_OUT)
    return all(
        item.clause and all(words.match(file.last_name(name)) for name in item.clause)
        for item in _going_on(file, guard)
    )


def _may_end(file: File, loop: Loop, guard: ast.Try) -> bool:
    """Whether an endless loop is left in other ways than by success, or stands in a long-lived one."""
    words, function = file.words(LISTENS), file.function(loop)
    if function is None or words.match(function.name) or _is_of_worker(file, function):
        return True
    if any(words.match(file.last_name(call.func)) for call in calls_in(guard.body)):
        return True
    handled = [*guard.handlers, *(item for item in loop.body if item is not guard)]
    return any(file.nodes(ast.Raise, ast.Return, ast.Break, within=item) for item in handled)


UNCOUNTED = -1.0
"""Rounds of a loop that goes over something."""


def _rounds(file: File, loop: Loop) -> float:
    """How many; zero: a number that is not known."""
    if isinstance(loop, ast.While):
        return FOREVER if is_endless(loop) else UNCOUNTED
    called = loop.iter
    if not isinstance(called, ast.Call) or file.callee(called) != "builtins.range":
        return UNCOUNTED
    bounds = [file.value_of(item) for item in called.args]
    numbers = [item.value for item in bounds if item and isinstance(item.value, int)]
    if len(numbers) != len(bounds):
        return 0
    return float(len(range(*numbers[:3]))) if numbers else 0


def _guard(body: list[ast.stmt]) -> ast.Try | None:
    """The ``try`` of a round."""
    found = [item for item in body if isinstance(item, ast.Try)]
    if not found and len(body) == 1 and isinstance(body[0], ast.With | ast.AsyncWith):
        return _guard(body[0].body)
    return found[0] if len(found) == 1 else None


def _repeated(file: File, loop: Loop, guard: ast.Try) -> ast.Call | None:
    """The call that every round makes in the same way, if the first success ends the loop."""
    going_on = _going_on(file, guard)
    if not going_on or any(_is_other(file, item) for item in going_on):
        return None
    if not _ends_with_success(file, loop, guard):
        return None
    calls = [call for call in calls_in(guard.body) if leads_to(file, call, network_calls)]
    if any(_varies(file, loop, guard, call) for call in calls):
        return None
    return min(calls, key=start_of, default=None)


def _is_other(file: File, handler: ExceptHandler) -> bool:
    """Whether a handler is about something else than a peer in trouble, or changes something."""
    refused, slight, told = file.words(REFUSED), file.words(COMPUTING), file.words(OBSERVERS)
    if not handler.broad and all(refused.match(file.last_name(item)) for item in handler.clause):
        return True
    logs = log_calls(file)
    return any(
        call not in logs
        and not any(words.match(file.last_name(call.func)) for words in (slight, told))
        and not file.words(SLEEPS).match(file.last_name(call.func))
        for call in calls_in(handler.statements)
    )


def _ends_with_success(file: File, loop: Loop, guard: ast.Try) -> bool:
    """Whether what follows the call without a failure leaves the loop; an endless one on every path."""
    after = file.following(guard) if guard in loop.body else ()
    leaves = Exit.RETURNS | Exit.BREAKS
    ways = file.exits(guard.body)
    if Exit.FALLS in ways and guard.orelse:
        ways = (ways & ~Exit.FALLS) | file.exits(guard.orelse)
    if Exit.FALLS in ways and after:
        ways = (ways & ~Exit.FALLS) | file.exits(after)
    again = bool(ways & (Exit.FALLS | Exit.CONTINUES))
    return bool(ways & leaves) and not (again and isinstance(loop, ast.While))


def network_calls(file: File) -> frozenset[ast.AST]:
    """Calls of services; a database that refuses a write is not in trouble."""
    found: frozenset[ast.AST] = file.memo(
        ("network calls",),
        lambda: frozenset(
            call.node for call in file.facts(OutboundCall) if call.service is not Service.SQL
        ),
    )
    return found


def _backs_off(file: File, call: ast.Call) -> bool:
    """Whether the library of all that a call leads to repeats it by itself, and waits in between."""
    return not leads_to(file, call, _bare_calls)


def _bare_calls(file: File) -> frozenset[ast.AST]:
    """Calls of services that fail at once."""
    found: frozenset[ast.AST] = file.memo(
        ("bare calls",),
        lambda: frozenset(
            call.node
            for call in file.facts(OutboundCall)
            if call.service is not Service.SQL and not _is_repeated(file, call)
        ),
    )
    return found


def _is_repeated(file: File, call: OutboundCall) -> bool:
    """Whether a library repeats a call by itself, and its client is not seen to turn that off."""
    param, client = tables().table(Outbound)[call.name].repeats, call.client
    if param is None:
        return False
    made = makers(file, client) if client is not None else None
    while made is None and isinstance(client, ast.Attribute):
        # A resource of the client, as `client.chat.completions`.
        client = client.value
        made = makers(file, client)
    given = [maker.value_of(param) for maker in made or () if maker is not None]
    return all(known is None or known.value != 0 for known in given)


def _varies(file: File, loop: Loop, guard: ast.Try, call: ast.Call) -> bool:
    """Whether a round calls with other arguments than the one before."""
    changed = set(names_in(loop.target)) if isinstance(loop, ast.For) else set()
    for name in ast.walk(loop):
        if not isinstance(name, ast.Name) or not isinstance(name.ctx, ast.Store):
            continue
        if not _is_within(file, name, guard.body):
            changed.add(name.id)
    return any(name in changed for name in names_within(call))


def _is_within(file: File, node: ast.AST, body: list[ast.stmt]) -> bool:
    return any(around in body for around in (file.statement(node), *file.ancestors(node)))

"""Handlers that end what is no failure: the end of a process, a generator or a coroutine."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator

from readiness_lint.facts.blocking import BlockingCall
from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.classes import methods_of
from readiness_lint.facts.descent import leads_to
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.idle import is_never_called
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.shapes import names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import CLEANUP, LOGGERS, STARTS_THREADS
from readiness_lint.model import File, FunctionNode
from readiness_lint.model.index import Branch
from readiness_lint.model.positions import start_line
from readiness_lint.pattern import Pattern
from readiness_lint.record import single_record
from readiness_lint.terms import Breadth, Exit, Reaction

WHOLE = (Breadth.BARE, Breadth.BASE)
AGAIN = Reaction.RERAISE | Reaction.RETRY | Reaction.EXIT
"""What is caught goes on, on some path."""
HEARD = Reaction.LOG | Reaction.LOG_LOW
SIGNALS = Pattern(r"\b(?:BaseException|SystemExit|KeyboardInterrupt|GeneratorExit)\b")
OWN_END = Pattern(r"shutdown|quit|terminat|exit|stop(?!iter|async)", re.IGNORECASE)
"""Names of exceptions by which a program ends its own work."""
FAR = frozenset({"fetch", "download", "upload", "execute", "commit", "save", "delete", "recv"})
"""Methods that by their names wait for somebody."""
RUNNING = Pattern(r"shutdown|quit|terminat|exit|stop|closed|closing|running|alive", re.IGNORECASE)
"""Names of marks that a loop reads which goes on until somebody ends it."""
AWAITING = (ast.Await, ast.AsyncFor, ast.AsyncWith)


@single_record
class SwallowedExit:
    """A handler that takes what ends the process, and goes on."""

    node: ast.AST
    handler: ExceptHandler
    clause: str
    """How the file spells it."""
    signals: str
    """What it takes that is no error."""

    @property
    def waits(self) -> bool:
        """Whether what it guards waits, goes through something or may do so: a signal may find it there."""
        handler = self.handler
        if handler.breadth not in WHOLE or handler.reaches_a_peer:
            return True
        calls = calls_in(handler.body)
        return (not handler.pure and (handler.lasts or handler.leads_out)) or any(
            _is_far(call) or leads_to(handler.file, call, _blocking) for call in calls
        )

    @classmethod
    def find(cls, file: File) -> Iterable[SwallowedExit]:
        """Every one of the file."""
        for handler in file.facts(ExceptHandler):
            if _takes_exits(handler) and not _lets_go(handler) and not _is_meant(handler):
                yield cls(handler.node, handler, _spelled(handler), _signals(handler))


def _is_far(call: ast.Call) -> bool:
    """Whether a call is told how long to wait, or by its name goes to a peer or a disk."""
    last = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    waits = last in FAR or (last == "result" and call.args)
    return bool(waits) or any(item.arg == "timeout" for item in call.keywords)


def _blocking(file: File) -> frozenset[ast.AST]:
    """Calls that hold their thread: a sleep, a child process, another thread."""
    found: frozenset[ast.AST] = file.memo(
        ("blocking calls",), lambda: frozenset(item.node for item in file.facts(BlockingCall))
    )
    return found


def _takes_exits(handler: ExceptHandler) -> bool:
    signals = tables().word("exit-signal")
    if handler.breadth in WHOLE:
        return not _knows_signals(handler) and not _ends_with_loop(handler)
    # Who names them knows them; only a loop around it goes on all the same.
    alone = handler.breadth is Breadth.BROAD and len(handler.clause) == 1
    named = not alone and any(name in signals for name in handler.catches or ())
    # A round over what is there ends by itself.
    endless = isinstance(handler.file.repeats(handler.guard), ast.While)
    return named and endless and bool(handler.exits & (Exit.FALLS | Exit.CONTINUES))


def _knows_signals(handler: ExceptHandler) -> bool:
    """Whether a clause before it takes what ends the process, or lets a coroutine be cancelled.

    An event loop takes signals itself, and cancels: whoever lets that out says what is to end.
    """
    signals, cancelled = tables().word("exit-signal"), tables().word("cancellation")
    coroutine = isinstance(handler.function, ast.AsyncFunctionDef)
    return any(
        name in signals or (coroutine and name in cancelled and Reaction.RERAISE in before.always)
        for before in _earlier(handler)
        for name in before.catches or ()
    )


def _ends_with_loop(handler: ExceptHandler) -> bool:
    """Whether it stands around the loop that its function is for, until told to stop: it ends as told."""
    loop = handler.body[-1]
    if not isinstance(loop, ast.While) or handler.in_loop or not handler.ends_function:
        return False
    return any(RUNNING.search(name) for name in _spoken_in(loop.test))


def _spoken_in(expr: ast.expr) -> Iterator[str]:
    """The names and attributes of an expression."""
    for part in ast.walk(expr):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr


def _earlier(handler: ExceptHandler) -> Iterator[ExceptHandler]:
    """The clauses of the same ``try`` that are asked before."""
    for other in handler.file.facts(ExceptHandler, handler.guard):
        if other.guard is handler.guard and other.node.lineno < handler.node.lineno:
            yield other


def _lets_go(handler: ExceptHandler) -> bool:
    """Whether it lets the exception out on some path, hands it on, or keeps it or its text."""
    some = handler.some
    kept = Reaction.TRACEBACK in some and not some & HEARD and not _logs_by_name(handler)
    kept = kept or (Reaction.TRACEBACK in some and _keeps_traceback(handler))
    return kept or _raises(handler) or bool(some & (Reaction.STORE | Reaction.PASS_ON))


def _raises(handler: ExceptHandler) -> bool:
    """Whether what is caught goes on, on some path, or another exception does, on each."""
    return bool(handler.some & AGAIN) or Reaction.RAISE in handler.always


def _keeps_traceback(handler: ExceptHandler) -> bool:
    """Whether the text of the traceback becomes a part of what is returned or stored."""
    file, texts = handler.file, tables().word("traceback")
    for call in calls_in(handler.statements):
        at = file.statement(call)
        if file.callee(call, at) in texts and isinstance(at, ast.Return | ast.Assign):
            targets = at.targets if isinstance(at, ast.Assign) else []
            # A name for it alone may be there for the log only.
            if at.value is not call or not all(isinstance(item, ast.Name) for item in targets):
                return True
    return False


def _logs_by_name(handler: ExceptHandler) -> bool:
    """Whether what is called is a log by its name: `log(traceback.format_exc())`."""
    words = handler.file.words(LOGGERS)
    return any(
        isinstance(call.func, ast.Name) and words.match(call.func.id)
        for call in calls_in(handler.statements)
    )


def _is_meant(handler: ExceptHandler) -> bool:
    """Whether its function says that it takes them, or runs where no signal comes.

    Or a clause before lets out what ends its own work, or it reads a job that is done, of which a
    cancelled one raises what is no `Exception`.
    """
    if any(map(_lets_own_end_out, _earlier(handler))) or _reads_what_is_done(handler):
        return True
    function = handler.function
    if function is None:
        return False
    said = [ast.get_docstring(function, clean=False) or ""]
    if "#" in handler.file.source:
        said += [comment.text for comment in handler.file.comments(handler.guard)]
    return any(map(SIGNALS.search, said)) or _runs_in_thread(handler.file, function)


def _lets_own_end_out(handler: ExceptHandler) -> bool:
    """Whether a clause does nothing but to raise what by its name ends the work."""
    only = handler.statements[0] if len(handler.statements) == 1 else None
    return (
        isinstance(only, ast.Raise)
        and only.exc is None
        and any(OWN_END.search(handler.file.last_name(item) or "") for item in handler.clause)
    )


def _reads_what_is_done(handler: ExceptHandler) -> bool:
    """Whether it guards what a job gives, of which its function asks whether it is done."""
    file, function = handler.file, handler.function
    jobs = {
        ast.unparse(call.func.value)
        for call in calls_in(handler.body)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "result" and not call.args
    }
    return (
        bool(jobs)
        and handler.breadth is Breadth.BASE
        and function is not None
        and any(
            isinstance(call.func, ast.Attribute)
            and call.func.attr == "done"
            and ast.unparse(call.func.value) in jobs
            for call in file.nodes(ast.Call, within=function)
        )
    )


def _runs_in_thread(file: File, function: FunctionNode) -> bool:
    """Whether a thread is started on a function that nothing in its file calls, or is what it runs."""
    owner, own = file.class_(function), tables().word("own-thread")
    if owner is not None and any(f"{base}.{function.name}" in own for base in file.bases_of(owner)):
        return True
    started = file.memo(("started on threads",), lambda: frozenset(_started(file)))
    return function in started and not callers_of(file, function)


def _started(file: File) -> Iterator[ast.AST]:
    """The functions and classes of a file on which its threads are started."""
    starting = file.words(STARTS_THREADS)
    for call in file.nodes(ast.Call):
        if starting.match(file.last_name(call.func)):
            for item in (*call.args, *(keyword.value for keyword in call.keywords)):
                found = (
                    file.definition(item) if isinstance(item, ast.Name | ast.Attribute) else None
                )
                if found is not None:
                    yield found


def _signals(handler: ExceptHandler) -> str:
    signals = tables().word("exit-signal")
    if handler.breadth not in WHOLE:
        named = [name for name in handler.catches or () if name in signals]
        return " and ".join(name.rpartition(".")[2] for name in named)
    last = " and CancelledError" if _may_take_cancellation(handler) else ""
    return "SystemExit, KeyboardInterrupt" + last if last else "SystemExit and KeyboardInterrupt"


def _may_take_cancellation(handler: ExceptHandler) -> bool:
    """Whether a cancellation may arise in what it guards, and no clause before takes it."""
    return _takes_cancellation(handler) and any(
        isinstance(part, AWAITING) or _awaits(handler.file, part, handler.function)
        for part in handler.body
    )


def _spelled(handler: ExceptHandler) -> str:
    named = ", ".join(map(ast.unparse, handler.clause))
    if not handler.statements:
        return f"suppress({named})"
    if not named:
        return "except:"
    return f"except ({named})" if len(handler.clause) > 1 else f"except {named}"


@single_record
class SwallowedCancellation:
    """A handler that takes the cancellation of its coroutine, which goes on."""

    node: ast.AST
    handler: ExceptHandler
    function: FunctionNode
    clause: str
    """How the file spells it."""

    @classmethod
    def find(cls, file: File) -> Iterable[SwallowedCancellation]:
        """Every one of the file."""
        for handler in file.facts(ExceptHandler) if file.nodes(ast.AsyncFunctionDef) else ():
            function = handler.function
            if (
                isinstance(function, ast.AsyncFunctionDef)
                and _takes_cancellation(handler)
                and not _raises(handler)
                and _may_be_cancelled(handler)
                and not _is_reaped(handler, function)
                and not _is_shielded(handler)
                and _goes_on(handler, function)
                and not _goes_out(handler, function)
                and not _is_main(file, function)
                and (entry_of(function, file) or not is_never_called(file, function))
            ):
                yield cls(handler.node, handler, function, _spelled(handler))


def _takes_cancellation(handler: ExceptHandler) -> bool:
    def named(other: ExceptHandler) -> bool:
        words = tables().word("cancellation")
        return any(
            (handler.file.callee(item, handler.guard) or "") in words
            if isinstance(item, ast.Call)
            else handler.file.name_at(item, handler.guard) in words
            for item in other.clause
        )

    if handler.breadth not in WHOLE and not named(handler):
        return False
    return not any(named(other) or other.breadth in WHOLE for other in _earlier(handler))


def _awaits(file: File, within: ast.AST, function: FunctionNode | None) -> list[ast.AST]:
    """Where a function may be interrupted inside a node; what it defines there is left out."""
    found: list[ast.AST] = [*file.nodes(*AWAITING, within=within)]
    return [item for item in found if file.function(item) is function and not file.runs_later(item)]


def _may_be_cancelled(handler: ExceptHandler) -> bool:
    """Whether it guards an ``await`` of its own, and none whose cancellation may be another's."""
    file = handler.file
    waits = [
        item
        for part in handler.body
        for item in (
            *([part] if isinstance(part, AWAITING) else []),
            *_awaits(file, part, handler.function),
        )
    ]
    # Who makes the items of an iterator that is already there may be cancelled in its place.
    given = any(
        isinstance(item, ast.AsyncFor) and isinstance(item.iter, ast.Name | ast.Attribute)
        for item in waits
    )
    return not given and not all(_joins(file, item) for item in waits)


def _joins(file: File, item: ast.AST) -> bool:
    """Whether an ``await`` waits for a task that is already there, or gives something back."""
    if not isinstance(item, ast.Await):
        return False
    call = item.value
    if not isinstance(call, ast.Call):
        return True
    last, joining = file.last_name(call.func), tables().word("joins")
    name = file.callee(call)
    if call.args and (name in joining if name else last in joining.lasts):
        # What is made for it alone is cancelled with its maker.
        return not isinstance(call.args[0], ast.Call)
    return file.words(CLEANUP).match(last)


def _is_reaped(handler: ExceptHandler, function: FunctionNode) -> bool:
    """Whether the function cancels by itself, or takes a cancellation back."""
    file = handler.file
    lasts = {file.last_name(call.func) for call in file.nodes(ast.Call, within=function)}
    inside = {file.last_name(call.func) for call in calls_in(handler.body)}
    return "uncancel" in lasts or "cancel" in lasts or "cancel" in inside


def _is_shielded(handler: ExceptHandler) -> bool:
    """Whether it stands in a scope that no cancellation from outside reaches."""
    return any(map(_shields, handler.file.withs(handler.guard)))


def _goes_on(handler: ExceptHandler, function: FunctionNode) -> bool:
    """Whether the coroutine does more behind it: another round, or another ``await``."""
    file = handler.file
    exits = handler.exits
    loop = file.repeats(handler.guard)
    marked = _marked_end(handler, function)
    if exits & (Exit.FALLS | Exit.CONTINUES) and isinstance(
        loop, ast.While | ast.AsyncFor | ast.For
    ):
        left = marked is not None and loop in file.ancestors(marked)
        return not left and not _ends_loop(handler, loop)
    if Exit.FALLS not in exits:
        return False
    end, stop = handler.guard.end_lineno or 0, sys.maxsize if marked is None else marked.lineno
    return any(
        end < start_line(item) < stop
        and not _joins(file, item)
        and file.reaches(handler.guard, item)
        and not _is_apart(file, item)
        and not any(True for _ in file.enclosing(item, Branch.FINALLY))
        for item in _awaits(file, function, function)
    )


def _marked_end(handler: ExceptHandler, function: FunctionNode) -> ast.If | None:
    """The test behind it that holds for the mark that it has set, and at which the coroutine ends.

    What it does there on its way out it might as well do in the handler.
    """
    file, guard = handler.file, handler.guard
    marks = {
        target.id
        for item in handler.statements
        if isinstance(item, ast.Assign) and _is_true(item.value)
        for target in item.targets
        if isinstance(target, ast.Name)
    }
    if not marks or handler.exits is not Exit.FALLS:
        return None
    around = set(file.ancestors(guard))
    return next(
        (
            branch
            for branch in file.nodes(ast.If, within=function)
            if start_line(branch) > (guard.end_lineno or 0)
            and file.parent(branch) in around
            and _holds_for(branch.test, marks)
            and not file.exits(branch.body) & (Exit.FALLS | Exit.CONTINUES)
            and file.reaches(guard, branch)
        ),
        None,
    )


def _is_true(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


def _holds_for(test: ast.expr, marks: set[str]) -> bool:
    """Whether a test certainly holds where one of some names is true."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(_holds_for(item, marks) for item in test.values)
    return isinstance(test, ast.Name) and test.id in marks


def _is_apart(file: File, item: ast.AST) -> bool:
    """Whether no cancellation reaches where an `await` stands: it tidies up, and ends by itself."""
    return any(map(_shields, file.withs(item))) or (
        isinstance(item, ast.AsyncWith) and any(_shields(part.context_expr) for part in item.items)
    )


def _shields(manager: ast.expr) -> bool:
    return isinstance(manager, ast.Call) and any(
        keyword.arg == "shield" and _is_true(keyword.value) for keyword in manager.keywords
    )


def _goes_out(handler: ExceptHandler, function: FunctionNode) -> bool:
    """Whether the coroutine ends with an exception all the same, or one that is put off or given back."""
    file = handler.file
    if _is_given_back(handler, function):
        return True
    handled = (
        item
        for item in file.ancestors(handler.guard)
        if isinstance(item, ast.ExceptHandler) and file.function(item) is function
    )
    if any(file.exits(item.body) == Exit.RAISES for item in handled):
        return True
    return any(
        isinstance(item, ast.Raise)
        for branch in file.nodes(ast.If, within=function)
        if not handler.names.isdisjoint(names_within(branch.test))
        and start_line(branch) > (handler.guard.end_lineno or 0)
        for item in branch.body
    )


def _is_given_back(handler: ExceptHandler, function: FunctionNode) -> bool:
    """Whether the function returns what was caught itself: its callers may raise it."""
    file = handler.file
    kept = {
        target.id
        for item in handler.statements
        if isinstance(item, ast.Assign) and handler.name in _chosen_from(item.value)
        for target in item.targets
        if isinstance(target, ast.Name)
    }
    return any(
        not kept.isdisjoint(_chosen_from(item.value))
        for item in file.nodes(ast.Return, within=function)
        if item.value is not None and file.function(item) is function
    )


def _chosen_from(value: ast.expr) -> set[str | None]:
    """The names of which an expression is one as it is: `first or second`, or a tuple of them."""
    if isinstance(value, ast.BoolOp):
        parts = value.values
    elif isinstance(value, ast.Tuple):
        parts = value.elts
    else:
        parts = [value]
    return {item.id for item in parts if isinstance(item, ast.Name)}


def _ends_loop(handler: ExceptHandler, loop: ast.stmt) -> bool:
    """Whether the handler changes what the loop's test reads, or who cancels has done so before."""
    test = getattr(loop, "test", None)
    read = {ast.unparse(item) for item in ast.walk(test)} if test is not None else set()
    return _is_marked_by_canceller(handler, read) or any(
        ast.unparse(target) in read
        for statement in handler.statements
        for item in (statement, *handler.file.nodes(ast.Assign, within=statement))
        if isinstance(item, ast.Assign)
        for target in item.targets
    )


def _is_marked_by_canceller(handler: ExceptHandler, read: set[str]) -> bool:
    """Whether the method that cancels sets the attribute that a loop's test reads."""
    file, owner = handler.file, handler.file.class_(handler.guard)
    return owner is not None and any(
        any(file.last_name(call.func) == "cancel" for call in calls_in(method.body))
        and any(
            isinstance(target, ast.Attribute) and ast.unparse(target) in read
            for item in file.nodes(ast.Assign, within=method)
            for target in item.targets
        )
        for method in methods_of(file, owner)
    )


def _is_main(file: File, function: FunctionNode) -> bool:
    """Whether the file starts an event loop for it."""
    return any(
        isinstance(item, ast.Call) and file.definition(item.func) is function
        for _, call in file.calls_to(tables().word("own-loop"))
        for item in call.args
    )

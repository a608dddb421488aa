"""What an ``except`` clause takes, and what becomes of the exception."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from readiness_lint.facts.callers import Caller, called, callers_of
from readiness_lint.facts.logs import LogCall, log_calls
from readiness_lint.facts.peers import reaches_a_peer
from readiness_lint.facts.reactions import Reactions, calls_in, only_computes
from readiness_lint.facts.responses import Response
from readiness_lint.facts.shapes import behind_await, is_name, names_within, spelled
from readiness_lint.facts.tables import is_within, tables
from readiness_lint.facts.words import (
    CHAT_BOTS,
    CLEANUP,
    COMPUTING,
    FORMATTERS,
    LOGGERS,
    OBSERVERS,
    PEERS,
    READS_PAGES,
    RECEIVED,
    RECEIVES,
    REPORTERS,
    RESULTS,
    SENDS,
    SENDS_PERHAPS,
    SLEEPS,
    SLIGHT,
    TELEMETRY,
    TOLERANT,
)
from readiness_lint.knowledge.schema import Answers, Dispatches, Outbound, Writes
from readiness_lint.model import Comment, File, FunctionNode
from readiness_lint.model.index import Branch
from readiness_lint.model.positions import start_of
from readiness_lint.pattern import Pattern
from readiness_lint.record import single_record
from readiness_lint.terms import Breadth, Exit, Reaction, Service, SinkKind

BREADTHS = {"builtins.BaseException": Breadth.BASE, "builtins.Exception": Breadth.BROAD}
BROAD = (Breadth.BARE, Breadth.BASE, Breadth.BROAD)
CAMEL = Pattern(r"(?<=[a-z0-9])(?=[A-Z])")
FINISHERS = frozenset({"__del__", "__exit__", "__aexit__", "__delete__"})
WORD = Pattern(r"\b[A-Za-z]{2,}\b")
BEHIND = Pattern(r"#|--|\u2014|\u2013| - ")
"""What parts a pragma from the words behind it."""
EXCUSE = Pattern(
    r"ignor|best.?effort|optional|\bfail|fatal|critical|swallow|silent|suppress|\bnever\b|\bsafe"
    r"|harmless|matter|fall(?:s|ing)?.?back|tolera|\bnot? .*\bblock|whatever|opportunist|advisory",
    re.IGNORECASE,
)
"""Words that say what happens when it fails."""
PARAMETERS = Pattern(
    r"^([ \t]*)(?:Args|Arguments|Parameters|Params):[ \t]*\n(?:\1[ \t]+\S.*\n|[ \t]*\n)*"
    r"|^[ \t]*:(?:param|type)\b.*$",
    re.MULTILINE,
)
"""Where a docstring tells of parameters, of which many are optional."""
TASK = Pattern(r"(?:task|worker|thread|runner)s?_*$", re.IGNORECASE)
"""Names of what runs by itself, and is ended."""
QUEUE = Pattern(r"(?:\w*_)?(?:queue|q)", re.IGNORECASE)
ATTEMPT = Pattern(r"\b(?:try|tries|trying|attempts?|attempting) to\b", re.IGNORECASE)
"""Words that say, right before it, that it may as well not come to pass."""
LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)
"""Statements behind which nothing of their block runs."""
LONGEST = 60
DEEPEST = 3
"""Functions of the program through which something is followed."""
ADDING = frozenset({"append", "add", "insert", "extend", "update"})
KINDS = frozenset(
    [
        *("int", "float", "Decimal", "UUID", "loads", "literal_eval", "strptime", "fromisoformat"),
        *("ip_address", "ip_network"),
    ]
)
"""Calls that read a value of one kind out of a text, or fail."""
LEFT_OUT = (ast.FunctionDef, ast.AsyncFunctionDef, ast.For, ast.AsyncFor, ast.While, ast.Try)
LASTING = (ast.For, ast.While, ast.With, ast.AsyncFor, ast.AsyncWith, ast.Await, ast.YieldFrom)
LEAVES = Reaction.RERAISE | Reaction.RAISE | Reaction.RETRY | Reaction.EXIT
"""What is caught goes on as an exception, on some path."""
LOUD = frozenset({"warning", "error", "critical"})
"""Levels of records that tell of a failure."""
CONTENT = frozenset({"body", "json", "form", "text", "read"})
"""Methods that give what a request holds."""


@single_record
class ExceptHandler:
    """An ``except`` clause, or a ``with suppress(...)``."""

    node: ast.ExceptHandler | ast.With | ast.AsyncWith
    clause: tuple[ast.expr, ...]
    """What it names; empty where it is bare."""
    breadth: Breadth | None
    """``None``: it names something that is not known."""
    name: str | None
    """What the exception is bound to."""
    statements: tuple[ast.stmt, ...]
    """What it does; nothing, for ``suppress``."""
    body: tuple[ast.stmt, ...]
    """What it guards."""
    guard: ast.stmt
    """The ``try`` or ``with`` statement."""
    file: File = field(repr=False)

    @classmethod
    def find(cls, file: File) -> Iterable[ExceptHandler]:
        """Every one of the file."""
        for guard in file.nodes(ast.Try):
            for handler in () if _is_never_reached(file, guard) else guard.handlers:
                clause = _clause(file, handler.type, guard)
                yield cls(
                    handler,
                    clause,
                    _breadth(file, handler.type, clause, guard),
                    handler.name,
                    tuple(handler.body),
                    tuple(guard.body),
                    guard,
                    file,
                )
        yield from _suppressing(file)

    # ── what it takes ────────────────────────────────────────────────────────────────────────
    @property
    def broad(self) -> bool:
        """Whether it takes every error, those that nobody thought of included."""
        return self.breadth in BROAD

    @property
    def catches(self) -> tuple[str, ...] | None:
        """The classes that it names; ``None``: one is not known."""
        names = [self.file.name_at(item, self.guard) for item in self.clause]
        known = tuple(name for name in names if name is not None)
        return known if len(known) == len(names) else None

    # ── what it does ─────────────────────────────────────────────────────────────────────────
    @property
    def silent(self) -> bool:
        """Whether it does nothing: no call, no name, no value that its function's caller gets."""
        if not all(_is_nothing(statement) for statement in self.statements):
            return False
        returns = any(isinstance(statement, ast.Return) for statement in self.statements)
        return not self._gives_a_value(self.function if returns else self.guard)

    def _gives_a_value(self, within: ast.stmt | None) -> bool:
        """Whether the caller gets a value here, so that on failure it gets another one."""
        return within is not None and any(
            not _is_nothing(item) for item in self.file.nodes(ast.Return, within=within)
        )

    @property
    def some(self) -> Reaction:
        """What it does on some path."""
        return self._reactions[0]

    @property
    def always(self) -> Reaction:
        """What it does on every path."""
        return self._reactions[1]

    @property
    def _reactions(self) -> tuple[Reaction, Reaction]:
        found: tuple[Reaction, Reaction] = self.file.memo(
            ("reactions", self.node),
            lambda: Reactions(self.file, self.statements, self.name).found(),
        )
        return found

    @property
    def exits(self) -> Exit:
        """How control leaves it."""
        return self.file.exits(self.statements) if self.statements else Exit.FALLS

    @property
    def logs(self) -> tuple[LogCall, ...]:
        """The log calls in it."""
        known = log_calls(self.file)
        return tuple(known[call] for call in calls_in(self.statements) if call in known)

    @property
    def traced(self) -> bool:
        """Whether the first that it does is to log the traceback, which `some` says of any place."""
        first = self.statements[0] if self.statements else None
        call = first.value if isinstance(first, ast.Expr) else None
        log = log_calls(self.file).get(call) if isinstance(call, ast.Call) else None
        return log is not None and log.traceback is not False

    @property
    def answers(self) -> tuple[Response, ...]:
        """What it answers to a request."""
        return self.file.facts(Response, self.node) if self.statements else ()

    @property
    def mentions(self) -> bool:
        """Whether it uses the exception for anything but to raise it or to build another one."""
        return self.name is not None and self.name in names_within(*self.statements)

    @property
    def branches(self) -> bool:
        """Whether it looks at the class of the exception."""
        return self.name is not None and any(
            is_name(call.func, "isinstance")
            and isinstance(call.args[0], ast.Name)
            and call.args[0].id == self.name
            for call in calls_in(self.statements)
            if call.args
        )

    @property
    def intent(self) -> Comment | None:
        """The comment that explains it to a reader, behind a pragma as well."""
        if "#" not in self.file.source:
            return None
        return next(
            (
                part
                for comment in self.file.comments(self.node)
                for text in (comment.text, *BEHIND.split(comment.text)[1:])
                if _explains(part := Comment(text, comment.line, comment.own_line))
            ),
            None,
        )

    @property
    def excused(self) -> bool:
        """Whether its function says, by name or in words, that a failure does not matter."""
        function = self.function
        if function is not None:
            text = PARAMETERS.sub("", ast.get_docstring(function, clean=False) or "")
            if self.file.words(TOLERANT).match(function.name) or EXCUSE.search(text):
                return True
        return "#" in self.file.source and (
            any(
                comment.explains and (EXCUSE.search(comment.text) or self._announces(comment))
                for comment in self.file.comments(self.guard)
            )
            or any(map(self._announces, self._above_default()))
            or any(EXCUSE.search(comment.text) for comment in self.file.comments(self.node))
            or self._ends_explained_loop
        )

    def _above_default(self) -> Iterator[Comment]:
        """The comments above an assignment right before it, of a name that it then tries to fill."""
        before = self.file.above(self.guard)
        if isinstance(before, ast.Assign) and _assigned_by([before]) & self._assigned(self.body):
            yield from self.file.comments(before)

    def _announces(self, comment: Comment) -> bool:
        """Whether a comment above says that something is tried."""
        return comment.line < self.guard.lineno and ATTEMPT.search(comment.text) is not None

    @property
    def _ends_explained_loop(self) -> bool:
        """Whether a failure ends a loop that does nothing else, and a comment tells of the loop."""
        loop = self.file.parent(self.guard)
        return (
            isinstance(loop, ast.For | ast.AsyncFor | ast.While)
            and len(loop.body) == 1
            and self.exits is Exit.BREAKS
            and any(
                comment.line < self.guard.lineno and _explains(comment)
                for comment in self.file.comments(loop)
            )
        )

    @property
    def defaulted(self) -> bool:
        """Whether it guards one assignment to a name that got another value right before."""
        target = self.body[0].targets[0] if isinstance(self.body[0], ast.Assign) else None
        if len(self.body) > 1 or not isinstance(target, ast.Name):
            return False
        before = self.file.above(self.guard)
        return isinstance(before, ast.Assign) and any(
            is_name(item, target.id) for item in before.targets
        )

    @property
    def told_before(self) -> bool:
        """Whether the statement right before it tells of a failure: it is best effort behind that."""
        before = self.file.above(self.guard)
        call = before.value if isinstance(before, ast.Expr) else None
        log = log_calls(self.file).get(call) if isinstance(call, ast.Call) else None
        return log is not None and log.level in LOUD

    @property
    def ends_in_failure(self) -> bool:
        """Whether what follows it raises in any case, with names set before: it is best effort."""
        _, behind = self._around()
        rest = (item for item in behind if not isinstance(item, ast.Assign | ast.AnnAssign))
        return isinstance(next(rest, None), ast.Raise)

    def _around(self) -> tuple[Sequence[ast.stmt], Sequence[ast.stmt]]:
        """What is written before it and behind it, where tests around it end with it around those."""
        at = self.guard
        while not self.file.following(at):
            around = self.file.parent(at)
            if not isinstance(around, ast.If):
                break
            at = around
        return self.file.preceding(at), self.file.following(at)

    @property
    def tried_otherwise(self) -> bool:
        """Whether a name that is still empty then gets its value in another way right behind."""
        before, behind = self._around()
        after = next(iter(behind), None)
        if not isinstance(after, ast.If):
            return False
        asked = set(names_within(after.test))
        parts = (before, self.body, after.body)
        return bool(asked.intersection(*(self._assigned(part) for part in parts)))

    @property
    def told_behind(self) -> bool:
        """Whether what follows warns with a name that is still empty then: it says what is not known."""
        before, behind = self._around()
        empty = self._assigned(before) & self._assigned(self.body)
        known = log_calls(self.file)
        return any(
            isinstance(item, ast.Expr)
            and isinstance(item.value, ast.Call)
            and item.value in known
            and known[item.value].level in LOUD
            and not empty.isdisjoint(names_within(item))
            for item in (behind if empty else ())
        )

    @property
    def looked_at(self) -> bool:
        """Whether it only adds to what is looked at behind it: is there none, or which of them works."""
        after = self._next()
        added = set(self._added())
        if isinstance(after, ast.If) and added.intersection(names_within(after.test)):
            return not self.file.exits(after.body) & Exit.FALLS
        if not isinstance(after, ast.For | ast.AsyncFor) or not isinstance(after.iter, ast.Name):
            return False
        function = self.function
        given = self.file.nodes(ast.Assign, within=function) if function is not None else []
        return after.iter.id in added and any(
            isinstance(item.value, ast.List | ast.Tuple | ast.Set)
            and item.value.elts
            and item.lineno < self.guard.lineno
            and after.iter.id in _assigned_by([item])
            for item in given
        )

    def _added(self) -> Iterator[str]:
        """The names of what its block puts something into."""
        for call in calls_in(self.body):
            method = call.func if isinstance(call.func, ast.Attribute) else None
            if method and method.attr in ADDING and isinstance(method.value, ast.Name):
                yield method.value.id

    def _next(self) -> ast.stmt | None:
        """What follows it, other blocks of which nothing becomes of a failure left out."""
        at = self.guard
        while True:
            loud = (item for item in self.file.following(at) if not self._is_silent(item))
            after = next(loud, None)
            if after is not None:
                return after
            around = self.file.parent(at)
            if not isinstance(around, ast.If | ast.For | ast.AsyncFor | ast.Try):
                return None
            at = around

    def _is_silent(self, statement: ast.stmt) -> bool:
        return isinstance(statement, ast.Try) and all(
            all(map(_is_nothing, handler.body)) for handler in statement.handlers
        )

    @property
    def shown_next(self) -> bool:
        """Whether what follows goes to the same peer unguarded: if that is away, it fails there."""
        after = self._next()
        if after is None or isinstance(after, ast.Try):
            return False
        ways = set(self._ways(self.file, self.body, DEEPEST))
        start = after.lineno
        open_calls = [
            call
            for call in calls_in([after])
            if not any(guard.lineno >= start for guard in self.file.tries(call))
        ]
        return any(
            not ways.isdisjoint(self._ways(self.file, [item], DEEPEST)) for item in open_calls
        )

    def _ways(self, file: File, parts: Iterable[ast.AST], depth: int) -> Iterator[object]:
        """The methods, as the file spells them, and the functions by which some code gets to a peer."""
        for call in calls_in(parts):
            helper = called(file, call)
            if helper is not None and depth:
                yield from self._ways(helper[0], helper[1].body, depth - 1)
            if file is self.file and isinstance(call.func, ast.Attribute) and self.may_reach(call):
                yield ast.unparse(call.func)
            elif helper is not None and reaches_a_peer(file, call):
                yield helper[1]

    @property
    def keeps_copy(self) -> bool:
        """Whether its function only hands its parameters to a cache, which may miss at any time."""
        only = self.body[0] if len(self.body) == 1 else None
        call = only.value if isinstance(only, ast.Expr | ast.Return) else None
        function = self.function
        if not isinstance(call, ast.Call) or function is None or not self.whole:
            return False
        given = [*call.args, *(item.value for item in call.keywords)]
        own = {item.arg for item in (*function.args.args, *function.args.kwonlyargs)}
        return self.file.callee(call) in tables().word("keeps-copy") and all(
            isinstance(item, ast.Constant) or (isinstance(item, ast.Name) and item.id in own)
            for item in given
        )

    @property
    def asks_kind(self) -> bool:
        """Whether it tries what a value is: it reads one out of a text, and throws it away."""
        return any(
            isinstance(item.value, ast.Call) and self.file.last_name(item.value.func) in KINDS
            for part in self.body
            for item in (part, *self.file.nodes(ast.Expr, within=part))
            if isinstance(item, ast.Expr)
        )

    @property
    def told_within(self) -> bool:
        """Whether the functions of the program that reach the peer tell of their failures."""
        calls = [call for call in calls_in(self.body) if self.may_reach(call)]
        return bool(calls) and all(_tells(self.file, call, DEEPEST) for call in calls)

    @property
    def heard_elsewhere(self) -> bool:
        """Whether the failure of a peer shows all the same: in what follows, or in what is called."""
        return self.reaches_a_peer and (self.shown_next or self.told_within or self.after_failure)

    @property
    def after_failure(self) -> bool:
        """Whether its function is only called where something has failed: best effort, too."""
        function = self.function
        return function is not None and _is_after_failure(self.file, function, DEEPEST)

    @property
    def names(self) -> set[str]:
        """The names that its own statements give a value."""
        return _assigned_by(item for item in self.statements if isinstance(item, ast.Assign))

    def _assigned(self, statements: Sequence[ast.stmt]) -> set[str]:
        """The names that some statements give a value."""
        found = [item for item in statements if isinstance(item, ast.Assign)]
        found += [item for part in statements for item in self.file.nodes(ast.Assign, within=part)]
        return _assigned_by(found)

    @property
    def pure(self) -> bool:
        """Whether it only computes a value, or notes that all went well: nothing is left undone."""
        last = self.body[-1]
        if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
            known = isinstance(last.value, ast.Constant) and last.value.value is True
            if known and len(self.body) > 1:
                return True
        return all(map(self._computes, calls_in(self.body))) and not any(
            isinstance(item, ast.Expr | ast.Delete) for item in self.body
        )

    def _computes(self, call: ast.Call) -> bool:
        helper = called(self.file, call)
        return (
            _has_computing_name(self.file, call)
            or call in log_calls(self.file)
            or (helper is not None and only_computes(*helper))
        )

    @property
    def lasts(self) -> bool:
        """Whether what it guards goes through something, opens it or waits."""
        return any(
            isinstance(item, LASTING) and not self._holds_at_hand(item)
            for part in self.body
            for item in ast.walk(part)
        )

    def _holds_at_hand(self, block: ast.AST) -> bool:
        """Whether a `with` only holds what is there already, an image in memory."""
        return isinstance(block, ast.With) and all(
            _is_at_hand(self.file, item.context_expr, DEEPEST) for item in block.items
        )

    @property
    def leads_out(self) -> bool:
        """Whether it runs what is neither Python's own nor known to compute only: that may wait."""
        return any(
            not self._computes(call)
            and (self.file.callee(call) or "").partition(".")[0] not in sys.stdlib_module_names
            and self.file.callee(call) not in tables().sinks(SinkKind.REDIRECT)
            and not _is_at_hand(self.file, call, DEEPEST)
            for call in calls_in(self.body)
        )

    # ── where it stands ──────────────────────────────────────────────────────────────────────
    @property
    def function(self) -> FunctionNode | None:
        """The function around it."""
        return self.file.function(self.guard)

    @property
    def nested(self) -> str:
        """``except`` or ``finally``, if it stands in one: best effort after another failure."""
        for context in self.file.index.placed[self.guard].chain():
            if context.branch is Branch.EXCEPT:
                return "except"
            if context.branch is Branch.FINALLY:
                return "finally"
        return "none"

    @property
    def in_loop(self) -> bool:
        """Whether a loop runs it again."""
        return self.file.repeats(self.guard) is not None

    @property
    def cleanup_only(self) -> bool:
        """Whether all that may fail gives something back."""
        return all(self._is_cleanup(statement) for statement in self.body)

    def _is_cleanup(self, statement: ast.stmt) -> bool:
        if isinstance(statement, ast.If | ast.For | ast.AsyncFor):
            return all(self._is_cleanup(item) for item in (*statement.body, *statement.orelse))
        if isinstance(statement, ast.With | ast.AsyncWith):
            return all(self._is_cleanup(item) for item in statement.body)
        if not isinstance(statement, ast.Expr | ast.Assign | ast.Return):
            return isinstance(statement, ast.Pass)
        value = statement.value
        if value is None:
            return True
        call = behind_await(value)
        if not isinstance(call, ast.Call):
            # `await task`: whoever made the task hears of its failure, or has cancelled it.
            plain = isinstance(call, ast.Constant | ast.Name | ast.Attribute)
            return plain and not any(calls_in([call]))
        return self._gives_back(call, awaited=call is not value)

    def _gives_back(self, call: ast.Call, *, awaited: bool) -> bool:
        words = self.file.words(CLEANUP)
        last = self.file.last_name(call.func)
        if words.match(last) or self.file.words(RESULTS).match(last):
            return True
        if words.match(CAMEL.sub("_", last or "")):
            return True
        if self.file.callee(call) in tables().word("cleanup"):
            return True
        if awaited and call.args and self._joins_task(call):
            return True
        # `retry_call(driver.close)`, `await asyncio.wait_for(server.wait_closed(), 3)`
        inner = call.args[0] if call.args else None
        handed = isinstance(inner, ast.Attribute) or (awaited and isinstance(inner, ast.Call))
        return inner is not None and handed and words.match(self.file.last_name(inner))

    def _joins_task(self, call: ast.Call) -> bool:
        """Whether a call waits for a task that is already there: `asyncio.wait_for(task, 3)`."""
        return self.file.callee(call) in tables().word("joins") and all(
            TASK.search(self.file.last_name(item) or "") for item in call.args[:1]
        )

    @property
    def reaches_a_peer(self) -> bool:
        """Whether it calls another process or the database, or awaits something that may."""
        return any(map(self.may_reach, calls_in(self.body)))

    def may_reach(self, call: ast.Call) -> bool:
        """Whether a call reaches a peer, or is awaited and may."""
        return reaches_a_peer(self.file, call) or (
            self.file.is_awaited(call) and not self._stays_here(call)
        )

    def _stays_here(self, call: ast.Call) -> bool:
        """Whether what is awaited waits for nobody but this process, or a page that it shows."""
        file, last = self.file, self.file.last_name(call.func)
        inner = [item for item in call.args if isinstance(item, ast.Call)]
        if inner and file.callee(call) in tables().word("joins"):
            return not any(reaches_a_peer(file, item) for item in inner) and all(
                map(self._stays_here, inner)
            )
        return (
            call in log_calls(file)
            or last == "sleep"
            or any(file.words(words).match(last) for words in (CLEANUP, READS_PAGES))
            or self._is_content(call)
            or self._is_put(call)
            or computes_apart(file, call)
        )

    def _is_put(self, call: ast.Call) -> bool:
        """Whether a call puts something into a queue of this process, as far as its name says."""
        return (
            isinstance(call.func, ast.Attribute)
            and call.func.attr == "put"
            and QUEUE.fullmatch(self.file.last_name(call.func.value) or "") is not None
        )

    def _is_content(self, call: ast.Call) -> bool:
        """Whether a call reads what a request that has arrived holds."""
        return (
            isinstance(call.func, ast.Attribute)
            and call.func.attr in CONTENT
            and self.file.words(RECEIVED).match(self.file.last_name(call.func.value))
        )

    @property
    def tells_a_peer(self) -> bool:
        """Whether all that may fail is one message to a peer, or many, which may have gone."""
        only = self.body[0] if len(self.body) == 1 else None
        if isinstance(only, ast.While | ast.For | ast.AsyncFor):
            calls = list(calls_in([only]))
            awaited = [call for call in calls if self.file.is_awaited(call)]
            return any(map(self._is_message, awaited)) and all(
                self._is_message(call) or self._is_received(call)
                for call in calls
                if call in awaited or reaches_a_peer(self.file, call)
            )
        call = behind_await(only.value) if isinstance(only, ast.Expr) else None
        return isinstance(call, ast.Call) and self._is_message(call)

    def _is_message(self, call: ast.Call) -> bool:
        if not isinstance(call.func, ast.Attribute):
            return False
        receiver = self.file.last_name(call.func.value)
        if self.file.words(CHAT_BOTS).match(receiver) and self.file.is_awaited(call):
            return True
        return self.file.words(SENDS).match(call.func.attr) or (
            self.file.words(SENDS_PERHAPS).match(call.func.attr)
            and self.file.words(PEERS).match(receiver)
        )

    def _is_received(self, call: ast.Call) -> bool:
        """Whether a call waits for the next message of a peer."""
        return isinstance(call.func, ast.Attribute) and (
            self.file.words(RECEIVES).match(call.func.attr)
            and self.file.words(PEERS).match(self.file.last_name(call.func.value))
        )

    @property
    def probes_import(self) -> bool:
        """Whether it asks whether a module can be imported; one of the program can, if it is used."""
        imports = [item for item in self.body if isinstance(item, ast.Import | ast.ImportFrom)]
        return any(not (self._is_own(item) and self.reaches_a_peer) for item in imports) or any(
            self.file.callee(call) in tables().word("optional-import")
            for call in calls_in(self.body)
        )

    def _is_own(self, statement: ast.Import | ast.ImportFrom) -> bool:
        """Whether all that is imported is defined in the program."""
        return all(
            self.file.home(name) is not None
            for name, node in self.file.index.imports
            if node is statement
        )

    @property
    def finishes(self) -> bool:
        """Whether its function ends the life of an object."""
        function = self.function
        return function is not None and (
            function.name in FINISHERS or self.file.words(CLEANUP).match(function.name)
        )

    @property
    def waits(self) -> bool:
        """Whether the loop around it sleeps before it tries again."""
        loop = self.file.repeats(self.guard)
        return loop is not None and any(
            self.file.words(SLEEPS).match(self.file.last_name(call.func))
            for call in calls_in([loop])
        )

    @property
    def gives_up_aloud(self) -> bool:
        """Whether the loop around it ends with a success, and what follows tells that none came."""
        loop = self.file.repeats(self.guard)
        if not isinstance(loop, ast.For | ast.AsyncFor | ast.While):
            return False
        after = (*loop.orelse, *self.file.following(loop))
        known = log_calls(self.file)
        return self._ends(loop) and any(
            isinstance(item, ast.Raise)
            or (isinstance(item, ast.Expr) and any(call in known for call in calls_in([item])))
            for item in after
        )

    def _ends(self, loop: ast.stmt) -> bool:
        """Whether the loop is left where nothing fails."""
        file = self.file
        parts = (*self.body, *getattr(self.guard, "orelse", ()))
        ways: list[ast.stmt] = [part for part in parts if isinstance(part, ast.Return | ast.Break)]
        ways += [way for part in parts for way in file.nodes(ast.Return, ast.Break, within=part)]
        return any(
            isinstance(way, ast.Return) or next(file.enclosing(way, Branch.LOOP), None) is loop
            for way in ways
        )

    @property
    def reports_itself(self) -> bool:
        """Whether it is part of what reports failures, which must not fail."""
        if any(map(self.file.words(TELEMETRY).match, self.file.module.split("."))):
            return True
        function, owner = self.function, self.file.class_(self.guard)
        parts = tables().word("log-part")
        if owner is not None and any(base in parts for base in self.file.bases_of(owner)):
            return True
        return function is not None and self.file.words(REPORTERS).match(function.name)

    @property
    def whole(self) -> bool:
        """Whether what it guards is all that its function does, notes in a log aside."""
        function = self.function
        if function is None:
            return False
        around = [item for item in self.file.body(function) if item is not self.guard]
        return self.guard in function.body and all(self._is_slight(item) for item in around)

    @property
    def ends_function(self) -> bool:
        """Whether behind it its function ends, notes in a log aside."""
        function = self.function
        if function is None or self.guard not in function.body:
            return False
        return all(map(self._is_slight, self.file.following(self.guard)))

    def _is_slight(self, statement: ast.stmt) -> bool:
        known = log_calls(self.file)
        if isinstance(statement, ast.Return):
            value = statement.value
            return value is None or not any(True for _ in calls_in([statement]))
        if isinstance(statement, ast.If):
            return all(self._is_slight(item) for item in (*statement.body, *statement.orelse))
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr | ast.AugAssign):
            return all(
                call in known
                or self.file.words(SLIGHT).match(self.file.last_name(call.func))
                or self.file.words(OBSERVERS).match(self.file.last_name(call.func))
                for call in calls_in([statement])
            )
        return isinstance(statement, ast.Import | ast.ImportFrom | ast.Global | ast.Pass)

    @property
    def has_callback(self) -> bool:
        """Whether the exception goes to a call that does more than to tell of it."""
        return Reaction.PASS_ON in self.some and Reaction.NAMED not in self.some

    @property
    def guards_a_write(self) -> bool:
        """Whether what it guards changes rows, sends mail or hands over work."""
        writes: frozenset[ast.Call] = self.file.memo(("writes",), lambda: _writes(self.file))
        return any(call in writes for call in calls_in(self.body))

    @property
    def first_call(self) -> str:
        """The first call to a peer that it guards, or any, without arguments; empty: none."""
        calls = list(calls_in(self.body))
        if not calls:
            return ""
        peers = [call for call in calls if self.may_reach(call)]
        work = peers or [call for call in calls if self._may_fail(call)] or calls
        return spelled_callee(min(work, key=start_of))

    def _may_fail(self, call: ast.Call) -> bool:
        """Whether a call is neither a note in a log nor a text or an answer that is made."""
        file = self.file
        return (
            call not in log_calls(file)
            and not file.words(FORMATTERS).match(file.last_name(call.func))
            and file.callee(call) not in tables().table(Answers)
        )


def _tells(file: File, call: ast.Call, depth: int) -> bool:
    """Whether a call runs a function that logs the failures of what it calls, itself or deeper.

    Or that ends them without a word: then none comes here, and it is there that it is lost.
    """
    helper = called(file, call)
    if helper is None:
        return False
    home, function = helper
    if any(
        handler.function is function
        and any(log.level in LOUD for log in handler.logs)
        and any(reaches_a_peer(home, item) for item in calls_in(handler.body))
        for handler in home.facts(ExceptHandler, function)
    ):
        return True
    inner = (
        [item for item in calls_in(function.body) if reaches_a_peer(home, item)] if depth else []
    )
    ended = {
        item
        for handler in home.facts(ExceptHandler, function)
        if handler.broad and handler.function is function and not handler.some & LEAVES
        for item in calls_in(handler.body)
    }
    return bool(inner) and all(item in ended or _tells(home, item, depth - 1) for item in inner)


def _is_after_failure(file: File, function: FunctionNode, depth: int) -> bool:
    """Whether all who call a function do so behind a failure, or are called there themselves."""
    callers = callers_of(file, function) if depth else ()
    return bool(callers) and all(
        _has_failed(caller)
        or (
            caller.function is not None
            and _is_after_failure(caller.file, caller.function, depth - 1)
        )
        for caller in callers
    )


def _has_failed(caller: Caller) -> bool:
    """Whether a call stands in an `except` or `finally`, or in a block that raises at its end."""
    file, statement = caller.file, caller.file.statement(caller.node)
    around = file.index.placed[statement].chain()
    if any(context.branch in (Branch.EXCEPT, Branch.FINALLY) for context in around):
        return True
    at: ast.AST | None = statement
    while isinstance(at, ast.stmt) and not isinstance(at, LEFT_OUT):
        if file.exits(file.following(at)) is Exit.RAISES:
            return True
        at = file.parent(at)
    return False


def _is_at_hand(file: File, expr: ast.expr, depth: int) -> bool:
    """Whether something is, or comes of, a library that works on what is at hand, and asks nobody."""
    if isinstance(expr, ast.Call):
        name = file.callee(expr)
        if name is not None and is_within(name, "at-hand"):
            return True
    while isinstance(expr, ast.Call | ast.Attribute | ast.Subscript):
        expr = expr.func if isinstance(expr, ast.Call) else expr.value
    return (
        depth > 0
        and isinstance(expr, ast.Name)
        and any(
            isinstance(item.value, ast.Call) and _is_at_hand(file, item.value, depth - 1)
            for item in file.bindings(expr)
        )
    )


def _is_never_reached(file: File, guard: ast.stmt) -> bool:
    """Whether a block around it is left before it is reached: what stands behind a `return` never runs."""
    at: ast.AST | None = guard
    while at is not None and not isinstance(
        at, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    ):
        if any(isinstance(item, LEAVING) for item in file.preceding(at)):
            return True
        at = file.parent(at)
    return False


def _explains(comment: Comment) -> bool:
    """Whether a comment has three words, codes such as ``BLE001`` left out, in any script."""
    foreign = sum(letter.isalpha() and not letter.isascii() for letter in comment.text)
    return foreign >= 4 or (comment.explains and len(WORD.findall(comment.text)) >= 3)


def _clause(file: File, named: ast.expr | None, guard: ast.stmt) -> tuple[ast.expr, ...]:
    if named is None:
        return ()
    if isinstance(named, ast.Tuple):
        return tuple(named.elts)
    if isinstance(named, ast.Name) and named.id not in {"Exception", "BaseException"}:
        found = file.index.placed[guard].scope.lookup(named.id, guard)
        value = found[0].value if found and len(found) == 1 else None
        if isinstance(value, ast.Tuple):
            return tuple(value.elts)
    return (named,)


def _breadth(
    file: File, named: ast.expr | None, clause: Sequence[ast.expr], guard: ast.stmt
) -> Breadth | None:
    if named is None:
        return Breadth.BARE
    names = [file.name_at(item, guard) for item in clause]
    found = [BREADTHS[name] for name in names if name in BREADTHS]
    if found:
        return Breadth.BASE if Breadth.BASE in found else Breadth.BROAD
    return None if None in names else Breadth.NARROW


def _suppressing(file: File) -> Iterator[ExceptHandler]:
    for _, call in file.calls_to(tables().word("suppresses")):
        at = file.statement(call)
        if isinstance(at, ast.With | ast.AsyncWith) and any(
            item.context_expr is call for item in at.items
        ):
            clause = tuple(call.args)
            breadth = _breadth(file, call, clause, at)
            yield ExceptHandler(at, clause, breadth, None, (), tuple(at.body), at, file)


def _is_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass | ast.Continue | ast.Break):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Return) and (
        statement.value is None
        or (isinstance(statement.value, ast.Constant) and statement.value.value is None)
    )


def _writes(file: File) -> frozenset[ast.Call]:
    table = tables()
    rows = table.table(Writes)
    outbound = table.table(Outbound)
    return frozenset(
        [
            *(call for name, call in file.calls_to(rows) if rows[name].runs),
            *(
                call
                for name, call in file.calls_to(outbound)
                if outbound[name].service is Service.MAIL
            ),
            *(call for _, call in file.calls_to(table.table(Dispatches))),
        ]
    )


def _has_computing_name(file: File, call: ast.Call) -> bool:
    last = file.last_name(call.func)
    return (
        file.words(COMPUTING).match(last)
        or file.words(LOGGERS).match(last)
        or file.callee(call) in tables().word("pure")
    )


def _assigned_by(statements: Iterable[ast.Assign]) -> set[str]:
    return {
        target.id for item in statements for target in item.targets if isinstance(target, ast.Name)
    }


def computes_apart(file: File, call: ast.Call) -> bool:
    """Whether what a call has run on a thread only computes, or asks the disk: `to_thread(path.stat)`."""
    work = call.args[0] if call.args else None
    return (
        isinstance(work, ast.Name | ast.Attribute)
        and file.callee(call) in tables().word("offload")
        and file.words(COMPUTING).match(file.last_name(work))
    )


def spelled_callee(call: ast.Call) -> str:
    """A callee as the file spells it: ``Order.objects.filter().delete``; of a long one its name."""
    text = spelled(call.func).lstrip(".")
    return text if len(text) <= LONGEST else text.rpartition(".")[2]

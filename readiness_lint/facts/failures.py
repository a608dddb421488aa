"""What an ``except`` clause takes, and what becomes of the exception."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce

from readiness_lint.facts.logs import LogCall, log_calls
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.queries import Query
from readiness_lint.facts.responses import Response
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import TaskDispatch
from readiness_lint.facts.words import CLEANUP, LOGGERS, OBSERVERS, OUTCOMES
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Answers, Dispatches, Outbound, Writes
from readiness_lint.model import Comment, File, FunctionNode
from readiness_lint.model.flow import block_of
from readiness_lint.model.index import TRIES, Branch
from readiness_lint.terms import Breadth, Exit, Reaction, Service

BREADTHS = {"builtins.BaseException": Breadth.BASE, "builtins.Exception": Breadth.BROAD}
BROAD = frozenset({Breadth.BARE, Breadth.BASE, Breadth.BROAD})
SUPPRESS = "contextlib.suppress"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORMATTERS = _words(
    "str repr ascii format type isinstance issubclass getattr hasattr bool len join hash id vars dir "
    "escape format_exception_only strip lower upper replace split startswith endswith _ gettext "
    "encode decode dict list tuple set int float"
)
"""Calls that make a text or a value of the exception: nobody has heard of it yet."""
PLAIN = _words("str repr int float bool dict list tuple set frozenset len Decimal")
"""Calls that only build a value."""
OBSERVED = (
    Reaction.LOG
    | Reaction.LOG_LOW
    | Reaction.REPORT
    | Reaction.METRIC
    | Reaction.PASS_ON
    | Reaction.STORE
    | Reaction.NAMED
)
"""Somebody hears of the failure, whatever the caller is told."""
FINISHERS = frozenset({"__del__", "__exit__", "__aexit__", "__delete__"})
WRITES = _words(
    "send sendall send_text send_json send_bytes send_message write write_message writelines"
)
PEERS = _words(
    "ws websocket socket sock conn connection response resp writer stream stdout stderr transport "
    "client channel"
)
OUTCOME_OF_ANOTHER = frozenset({"result", "exception"})
"""Methods that raise what a task or future ended with, which its own code has told."""
TELEMETRY = frozenset(
    [
        "analytics",
        "telemetry",
        "otel",
        "opentelemetry",
        "tracing",
        "metrics",
        "instrumentation",
        "contextlog",
        "log",
        "logs",
        "logger",
        "logging",
        "_logging",
        "loggers",
    ]
)
"""Modules that report on the program, and must not stop it."""
CONTAINING = frozenset(
    [
        "append",
        "add",
        "update",
        "pop",
        "clear",
        "setdefault",
        "extend",
        "remove",
        "discard",
        "insert",
    ]
)
"""Parts of the name of a module that counts and may not disturb."""
SLEEPS = re.compile(r"_*(?:\w+_)?(?:sleep|wait|backoff|delay)(?:_\w+)?")
TOLERANT = re.compile(
    r"_*(?:\w+_)?(?:safe|safely|quiet|quietly|silent|silently|best_effort|try|maybe)_\w+|\w+_(?:safe|safely|quietly|silently|best_effort)"
)
WORD = re.compile(r"\b[A-Za-z]{2,}\b")
BEHIND = re.compile(r"#|--|\u2014|\u2013| - ")
"""What parts a pragma from the words behind it."""
EXCUSE = re.compile(
    r"ignor|best.?effort|optional|\bfail|fatal|critical|swallow|silent|suppress|\bnever\b|\bsafe"
    r"|harmless|matter|fall.?back|tolera|\bnot? .*\bblock|whatever|opportunist|advisory",
    re.IGNORECASE,
)
"""Words that say what happens when it fails."""
REPORTERS = re.compile(r"_*(?:log|report|capture|emit|print)(?:_\w+)?")
"""Functions that tell about failures."""
LONGEST = 60


@dataclass(frozen=True, slots=True, eq=False)
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
            for handler in guard.handlers:
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
            ("reactions", self.node), lambda: _Reactions(self).found()
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
    def answers(self) -> tuple[Response, ...]:
        """What it answers to a request."""
        return self.file.facts(Response, self.node) if self.statements else ()

    @property
    def mentions(self) -> bool:
        """Whether it uses the exception for anything but to raise it or to build another one."""
        return self.name is not None and any(
            isinstance(part, ast.Name) and part.id == self.name
            for statement in self.statements
            for part in ast.walk(statement)
        )

    @property
    def branches(self) -> bool:
        """Whether it looks at the class of the exception."""
        return self.name is not None and any(
            isinstance(call.func, ast.Name)
            and call.func.id == "isinstance"
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
            text = ast.get_docstring(function, clean=False) or ""
            if TOLERANT.fullmatch(function.name) or EXCUSE.search(text):
                return True
        return "#" in self.file.source and (
            self.file.intent(self.guard, lambda text: bool(EXCUSE.search(text))) is not None
            or any(EXCUSE.search(comment.text) for comment in self.file.comments(self.node))
        )

    @property
    def defaulted(self) -> bool:
        """Whether it guards one assignment to a name that got another value right before."""
        target = self.body[0].targets[0] if isinstance(self.body[0], ast.Assign) else None
        if len(self.body) > 1 or not isinstance(target, ast.Name):
            return False
        block = block_of(self.file.index.placed[self.guard])
        position = block.index(self.guard) if self.guard in block else 0
        before = block[position - 1] if position else None
        return isinstance(before, ast.Assign) and any(
            isinstance(item, ast.Name) and item.id == target.id for item in before.targets
        )

    @property
    def pure(self) -> bool:
        """Whether it only computes a value, or notes that all went well: nothing is left undone."""
        last = self.body[-1]
        if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
            known = isinstance(last.value, ast.Constant) and last.value.value is True
            if known and len(self.body) > 1:
                return True
        return all(
            self.file.last_name(call.func) in COMPUTING
            or self.file.words(LOGGERS).match(self.file.last_name(call.func))
            or self.file.callee(call) in tables().word("pure")
            for call in calls_in(self.body)
        ) and not any(isinstance(item, ast.Expr | ast.Delete) for item in self.body)

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
        if isinstance(statement, ast.If):
            return all(self._is_cleanup(item) for item in (*statement.body, *statement.orelse))
        if isinstance(statement, ast.For | ast.AsyncFor):
            return all(self._is_cleanup(item) for item in statement.body)
        if isinstance(statement, ast.With | ast.AsyncWith):
            return all(self._is_cleanup(item) for item in statement.body)
        if not isinstance(statement, ast.Expr | ast.Assign):
            return isinstance(statement, ast.Pass)
        value = statement.value
        call = value.value if isinstance(value, ast.Await) else value
        if not isinstance(call, ast.Call):
            # `await task`: whoever made the task hears of its failure, or has cancelled it.
            return isinstance(call, ast.Constant | ast.Name | ast.Attribute)
        last = self.file.last_name(call.func)
        if self.file.words(CLEANUP).match(last) or last in OUTCOME_OF_ANOTHER:
            return True
        name = self.file.callee(call, statement)
        if name in tables().word("cleanup"):
            return True
        inner = call.args[0] if call.args else None
        if isinstance(inner, ast.Attribute) and self.file.words(CLEANUP).match(inner.attr):
            # `retry_call(driver.close)`
            return True
        # `await asyncio.wait_for(server.wait_closed(), 3)`
        return (
            isinstance(value, ast.Await)
            and isinstance(inner, ast.Call)
            and bool(self.file.words(CLEANUP).match(self.file.last_name(inner.func)))
        )

    @property
    def reaches_a_peer(self) -> bool:
        """Whether it calls another process or the database, or awaits something that may."""
        peers = self.file.memo(("peers",), lambda: _peers(self.file))
        logs = log_calls(self.file)
        return any(
            call in peers
            or (
                self.file.is_awaited(call)
                and call not in logs
                and not self.file.words(CLEANUP).match(self.file.last_name(call.func))
            )
            for call in calls_in(self.body)
        )

    @property
    def tells_a_peer(self) -> bool:
        """Whether all that may fail is one message to a peer, which may have gone."""
        if len(self.body) != 1 or not isinstance(self.body[0], ast.Expr):
            return False
        value = self.body[0].value
        call = value.value if isinstance(value, ast.Await) else value
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            return False
        receiver = (self.file.last_name(call.func.value) or "").lower().strip("_")
        return call.func.attr in WRITES and (
            call.func.attr not in {"send", "write", "send_message"}
            or any(receiver.endswith(peer) for peer in PEERS)
        )

    @property
    def probes_import(self) -> bool:
        """Whether it asks whether a module can be imported."""
        return any(isinstance(item, ast.Import | ast.ImportFrom) for item in self.body) or any(
            self.file.last_name(call.func) in {"import_module", "__import__", "find_spec"}
            for call in calls_in(self.body)
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
            SLEEPS.fullmatch(self.file.last_name(call.func) or "") for call in calls_in([loop])
        )

    @property
    def reports_itself(self) -> bool:
        """Whether it is part of what reports failures, which must not fail."""
        if not TELEMETRY.isdisjoint(self.file.module.split(".")):
            return True
        function, owner = self.function, self.file.class_(self.guard)
        if owner is not None and not REPORTING.isdisjoint(self.file.bases_of(owner)):
            return True
        return function is not None and bool(REPORTERS.fullmatch(function.name))

    @property
    def whole(self) -> bool:
        """Whether what it guards is all that its function does, notes in a log aside."""
        function = self.function
        if function is None:
            return False
        around = [item for item in self.file.body(function) if item is not self.guard]
        return self.guard in function.body and all(self._is_slight(item) for item in around)

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
                or self.file.last_name(call.func) in PLAIN | SLIGHT
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
    def logged_outside(self) -> bool:
        """Whether a ``try`` around it, or a decorator of its function, hears of what it raises."""
        around = set(self.file.tries(self.guard))
        if any(
            item.guard in around and item.broad and item.some & OBSERVED
            for item in (self.file.facts(ExceptHandler) if around else ())
        ):
            return True
        function = self.function
        return function is not None and any(
            self._observes(function, decorator) for decorator in function.decorator_list
        )

    def _observes(self, function: FunctionNode, decorator: ast.expr) -> bool:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = self.file.name_at(target, function)
        definition = self.file.definition_named(name) if name else None
        if definition is not None:
            return bool(self.file.facts(LogCall, definition))
        last = self.file.last_name(target) or ""
        return self.file.words(OBSERVERS).match(last) or "error" in last or "exception" in last

    @property
    def first_call(self) -> str:
        """The first call that it guards, without arguments; empty: none."""
        calls = list(calls_in(self.body))
        if not calls:
            return ""
        known = log_calls(self.file)
        work = [call for call in calls if call not in known] or calls
        return spelled(min(work, key=lambda call: (call.lineno, call.col_offset)))


COMPUTING = FORMATTERS | _words(
    "loads literal_eval search match fullmatch findall sub compile group groups strptime strftime "
    "fromisoformat fromtimestamp isoformat timestamp Version parse urlparse urlsplit parse_qs unquote quote b64decode "
    "b64encode urlsafe_b64decode from_id UUID Decimal Path get items keys values pop index find "
    "splitlines rsplit partition rpartition title count any all min max sum sorted zip map filter "
    "range enumerate iter next abs round ord chr signature get_type_hints dumps deepcopy copy "
    "with_suffix timedelta datetime date total_seconds now utcnow time append extend add update model_validate model_dump to_dict as_dict json hexdigest issubset fields json_loads is_dir is_file exists isfile isdir abspath resolve read tell dirname basename splitext"
)
"""Calls that compute a value of what is at hand."""
SLIGHT = _words(
    "time perf_counter monotonic now utcnow today get getattr isinstance uuid4 start getLogger "
    "get_task_logger get_logger items keys values copy join format strip lower upper bind"
)
"""Calls before or after the substance of a function that are none of it."""


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
    for call, at in file.candidates(frozenset({"suppress"})):
        if not isinstance(at, ast.With | ast.AsyncWith) or file.callee(call, at) != SUPPRESS:
            continue
        if any(item.context_expr is call for item in at.items):
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


NOT_NOW = (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def calls_in(statements: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """The calls of some statements, those of functions that they define left out."""
    todo: list[ast.AST] = list(statements)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, NOT_NOW):
            todo.extend(ast.iter_child_nodes(node))


def spelled(call: ast.Call) -> str:
    """A call as the file spells it, without arguments: ``Order.objects.filter(...).delete``."""
    parts: list[str] = []
    current: ast.expr = call.func
    while isinstance(current, ast.Attribute | ast.Call):
        if isinstance(current, ast.Call):
            parts.append("()")
            current = current.func
        else:
            parts.append(f".{current.attr}")
            current = current.value
    root = current.id if isinstance(current, ast.Name) else ""
    text = (root + "".join(reversed(parts))).lstrip(".")
    return text if len(text) <= LONGEST else text.rpartition(".")[2]


Paths = tuple[Reaction | None, Reaction | None]
"""What is certain on the paths that fall through, and on those that leave; ``None``: no such path."""


class _Reactions:
    """One reading of a handler."""

    def __init__(self, handler: ExceptHandler) -> None:
        self.handler = handler
        self.file = handler.file
        self.some = Reaction.NONE

    def found(self) -> tuple[Reaction, Reaction]:
        """What happens on some path, and on all."""
        falling, leaving = self.block(self.handler.statements)
        always = _both(falling, leaving)
        return self.some, Reaction.NONE if always is None else always

    def block(self, statements: Sequence[ast.stmt]) -> Paths:
        certain: Reaction | None = Reaction.NONE
        left: Reaction | None = None
        for statement in statements:
            if certain is None:
                break
            falling, leaving = self.statement(statement)
            if leaving is not None:
                left = _both(left, certain | leaving)
            certain = None if falling is None else certain | falling
        return certain, left

    def statement(self, statement: ast.stmt) -> Paths:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return Reaction.NONE, None
        if isinstance(statement, ast.If):
            test = self.expression(statement.test, statement)
            return self._either(test, [statement.body, statement.orelse])
        if isinstance(statement, ast.For | ast.AsyncFor | ast.While):
            head = statement.test if isinstance(statement, ast.While) else statement.iter
            test = self.expression(head, statement)
            return self._either(test, [statement.body, statement.orelse])
        if isinstance(statement, ast.With | ast.AsyncWith):
            entered = self.expressions([item.context_expr for item in statement.items], statement)
            falling, leaving = self.block(statement.body)
            return _plus(entered, falling), _plus(entered, leaving)
        if isinstance(statement, TRIES):
            assert isinstance(statement, ast.Try) or hasattr(statement, "handlers")
            return self._try(statement)  # type: ignore[arg-type]
        if isinstance(statement, ast.Match):
            test = self.expression(statement.subject, statement)
            return self._either(test, [*(case.body for case in statement.cases), []])
        return self._simple(statement)

    def _either(self, certain: Reaction, blocks: Iterable[Sequence[ast.stmt]]) -> Paths:
        ways = [self.block(block) for block in blocks]
        return (
            _plus(certain, reduce(_both, (way[0] for way in ways))),
            _plus(certain, reduce(_both, (way[1] for way in ways))),
        )

    def _try(self, statement: ast.Try) -> Paths:
        # What stands in the body may not have run.
        self.block(statement.body)
        falling, leaving = self._either(
            Reaction.NONE, [statement.orelse, *(item.body for item in statement.handlers)]
        )
        after, out = self.block(statement.finalbody)
        if after is None:
            return None, out
        return _plus(after, falling), _both(_plus(after, leaving), out)

    def _simple(self, statement: ast.stmt) -> Paths:
        found = self.expressions(_own_expressions(statement), statement)
        if isinstance(statement, ast.Raise):
            raised = self._raised(statement)
            self.some |= raised
            return None, found | raised
        if isinstance(statement, ast.Return):
            if statement.value is not None:
                found |= self._returned(statement.value)
                self.some |= found
            return None, found
        if isinstance(statement, ast.Continue | ast.Break):
            return None, found
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
            found |= self._stored(statement)
            self.some |= found
        if isinstance(statement, ast.Expr) and self.file.never_returns(statement.value, statement):
            found |= Reaction.EXIT
            self.some |= found
            return None, found
        return found, None

    def _raised(self, statement: ast.Raise) -> Reaction:
        same = statement.exc is None or (
            isinstance(statement.exc, ast.Name) and statement.exc.id == self.handler.name
        )
        if same:
            return Reaction.RERAISE
        name = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        assert name is not None
        signal = self.file.name_at(name, statement)
        retries = signal in tables().word("retry-signal")
        return Reaction.RAISE | (Reaction.RETRY if retries else Reaction.NONE)

    def _returned(self, value: ast.expr) -> Reaction:
        found = Reaction.STORE if self.hands_on(value) else Reaction.NONE
        keys = value.keys if isinstance(value, ast.Dict) else []
        words = self.file.words(OUTCOMES)
        if any(isinstance(key, ast.Constant) and words.match(str(key.value)) for key in keys):
            found |= Reaction.RECORD
        return found

    def _stored(self, statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> Reaction:
        found = Reaction.NONE
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        if statement.value is not None and self.hands_on(statement.value):
            found |= Reaction.STORE
        if any(self._is_outcome(target) for target in targets):
            found |= Reaction.RECORD
        return found

    def _is_outcome(self, target: ast.expr) -> bool:
        return isinstance(target, ast.Attribute | ast.Subscript) and self.file.words(
            OUTCOMES
        ).match(self.file.last_name(target))

    # ── expressions ──────────────────────────────────────────────────────────────────────────
    def expressions(self, parts: Iterable[ast.expr], at: ast.stmt) -> Reaction:
        return reduce(Reaction.__or__, (self.expression(part, at) for part in parts), Reaction.NONE)

    def expression(self, expr: ast.expr, at: ast.stmt) -> Reaction:
        found = Reaction.NONE
        for call in calls_in([expr]):
            found |= self.call(call, at)
        self.some |= found
        return found

    def call(self, call: ast.Call, at: ast.stmt) -> Reaction:
        logged = log_calls(self.file).get(call)
        if logged is not None:
            found = Reaction.LOG_LOW if logged.low else Reaction.LOG
            return found if logged.traceback is False else found | Reaction.TRACEBACK
        name = self.file.callee(call, at) or ""
        last = self.file.last_name(call.func) or ""
        if name in tables().table(Answers):
            return Reaction.RESPOND
        found = self._known(name) | self._own(name)
        if self.file.words(OBSERVERS).match(last):
            found |= Reaction.NAMED
        if self._is_outcome_call(call, last):
            found |= Reaction.RECORD
        if not (last in FORMATTERS or isinstance(at, ast.Raise)) and self._takes_exception(call):
            found |= Reaction.PASS_ON
        raised = isinstance(at, ast.Raise) and call is at.exc
        if not raised and last not in PLAIN and last not in FORMATTERS:
            found |= Reaction.CALL
        return found

    def _known(self, name: str) -> Reaction:
        words = tables().word
        found = Reaction.NONE
        if name in words("reporter"):
            found |= Reaction.REPORT
        if name in words("metric"):
            found |= Reaction.METRIC
        if name in words("traceback"):
            found |= Reaction.TRACEBACK
        if name in words("retry-signal"):
            found |= Reaction.RETRY
        if name == "sys.exc_info":
            found |= Reaction.PASS_ON
        return found

    def _own(self, name: str) -> Reaction:
        """One hop: a function of this file that logs or reports."""
        definition = self.file.definition_named(name) if name else None
        if not isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef):
            return Reaction.NONE
        found: Reaction = self.file.memo(("observes", definition), lambda: self._in(definition))
        return found

    def _in(self, function: FunctionNode) -> Reaction:
        known = log_calls(self.file)
        found = Reaction.NONE
        for call in calls_in(function.body):
            logged = known.get(call)
            if logged is not None:
                found |= Reaction.LOG_LOW if logged.low else Reaction.LOG
                if logged.traceback is not False:
                    found |= Reaction.TRACEBACK
        return found

    def _is_outcome_call(self, call: ast.Call, last: str) -> bool:
        """Whether a call keeps how the work went: ``mark_failed()``, ``update(status=...)``."""
        words = self.file.words(OUTCOMES)
        return words.match(last) or any(words.match(item.arg) for item in call.keywords if item.arg)

    def _takes_exception(self, call: ast.Call) -> bool:
        return any(
            self._is_exception(item.value if isinstance(item, ast.Starred) else item)
            for item in (*call.args, *(keyword.value for keyword in call.keywords))
        )

    def _is_exception(self, expr: ast.expr) -> bool:
        return isinstance(expr, ast.Name) and expr.id == self.handler.name

    def hands_on(self, expr: ast.expr) -> bool:
        """Whether an expression holds the exception itself, not only its text."""
        if self._is_exception(expr):
            return True
        if isinstance(expr, ast.Tuple | ast.List | ast.Set):
            return any(self.hands_on(item) for item in expr.elts)
        if isinstance(expr, ast.Dict):
            return any(self.hands_on(item) for item in expr.values)
        if isinstance(expr, ast.IfExp):
            return self.hands_on(expr.body) or self.hands_on(expr.orelse)
        return False


def _own_expressions(statement: ast.stmt) -> list[ast.expr]:
    return [item for item in ast.iter_child_nodes(statement) if isinstance(item, ast.expr)]


def _both(one: Reaction | None, other: Reaction | None) -> Reaction | None:
    """What is certain on the paths of both."""
    if one is None or other is None:
        return one if other is None else other
    return one & other


def _plus(certain: Reaction, after: Reaction | None) -> Reaction | None:
    return None if after is None else certain | after


REPORTING = frozenset({"logging.Handler", "logging.Filter", "logging.Formatter"})


def _peers(file: File) -> frozenset[ast.AST]:
    """The calls of a file that reach another process or the database."""
    return frozenset(
        (
            *(call.node for call in file.facts(OutboundCall)),
            *(query.node for query in file.facts(Query)),
            *(write.node for write in file.facts(Write)),
            *(dispatch.node for dispatch in file.facts(TaskDispatch)),
        )
    )

"""Routes by which an orchestrator asks how a process is, and what they ask themselves."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from readiness_lint.facts.access import declared
from readiness_lint.facts.callables import constant
from readiness_lint.facts.callers import bindings_of_value, called
from readiness_lint.facts.conditions import ACCEPTED, Mark, conditions_on
from readiness_lint.facts.failures import ExceptHandler, spelled_callee
from readiness_lint.facts.handlers import CAMEL, READS, Handler
from readiness_lint.facts.logs import log_calls
from readiness_lint.facts.mounts import prefixes_of
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.peers import reaching_a_peer
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.queries import Query
from readiness_lint.facts.reactions import calls_in
from readiness_lint.facts.responses import Response, status_code
from readiness_lint.facts.route_table import Endpoint
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import (
    HEALTH_CHECKS,
    LIVENESS,
    PROBE_NAMES,
    PROBING,
    READINESS,
    REQUESTS,
)
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Answers, Marker, Outbound, Reads, Route, Writes
from readiness_lint.model import File, FunctionNode
from readiness_lint.pattern import Pattern
from readiness_lint.record import record, single_record
from readiness_lint.terms import EntryKind, Health, Reaction, Service

KINDS = ((Health.LIVE, LIVENESS), (Health.READY, READINESS), (Health.HEALTH, HEALTH_CHECKS))
STATEFUL = frozenset({Service.SQL, Service.CACHE, Service.BROKER})
STATUSES = frozenset({"status", "status_code", "status_int"})
"""Attributes of a response that say how it went."""
SETTING = frozenset({"set_status", "send_error", "abort"})
"""Methods of handlers that do."""
ANSWERS = frozenset({"response", "resp", "res"})
"""Parameters that hold the answer."""
ALIVE = Pattern(r"\bliveness\b|\balive\b", re.IGNORECASE)
UNCHECKED = Pattern(
    r"(?:\bnot|n't|\bnever|\bwithout) (?:\w+ ){0,2}"
    r"(?:check|test|prob|verif|touch|quer|ping|contact|reach)(?:s|e|es|ed|y|ies|ing)?\b",
    re.IGNORECASE,
)
"""Words of an author who chose to ask nobody."""
LEAVING = Reaction.RERAISE | Reaction.RAISE | Reaction.EXIT | Reaction.RETRY


@single_record
class Probe:
    """A handler that answers an orchestrator, which shows nobody's name."""

    node: FunctionNode
    handler: Handler
    kind: Health
    route: str
    """Its path, or its name."""
    manifest: frozenset[Health]
    """What the manifests of the project ask by it."""

    @property
    def ends(self) -> bool:
        """Whether a process whose answer is bad is started again."""
        return self.kind is Health.LIVE or Health.LIVE in self.manifest

    @property
    def marks(self) -> bool:
        """Whether the container is only marked, or replaced by who looks at that."""
        return self.kind is Health.HEALTH and self.manifest == {Health.HEALTH}

    @classmethod
    def find(cls, file: File) -> Iterator[Probe]:
        """Every one of the file; not those that tell of one thing, or ask who wants to know."""
        for handler in file.facts(Handler):
            if handler.kind is EntryKind.HANDLER and not (handler.methods or READS) - READS:
                manifest = _manifest(file, handler)
                kind = _told(_kind(file, handler), manifest)
                if kind is not None and declared(handler, file) is not True:
                    route = handler.path or handler.name
                    yield cls(handler.node, handler, kind, route, manifest)


def _manifest(file: File, handler: Handler) -> frozenset[Health]:
    """What manifests say of the path of a handler."""
    program = file.program
    said = program.probed() if program is not None and handler.path is not None else ()
    own = (handler.path or "").strip("^$/")
    if program is None or not any(f"/{path}".endswith(own and f"/{own}") for path, _ in said):
        return frozenset()
    routes = program.memo(("probed routes",), lambda: _probed(program))
    return frozenset(routes.get(handler.node, ()))


def _probed(program: Program) -> dict[ast.AST, set[Health]]:
    """The functions at the paths that manifests name, where each part of a path is known."""
    said, found = defaultdict(set), defaultdict[ast.AST, set[Health]](set)
    for path, kind in program.probed():
        said[path].add(Health(kind))
    for _, endpoint in program.each(_rooted, tables=(tables().table(Route),)):
        found[endpoint.target.node] |= said[endpoint.path.strip("/")]
    return found


def _rooted(file: File) -> Iterator[Endpoint]:
    yield from (endpoint for endpoint in file.facts(Endpoint) if endpoint.chain.rooted)


def _told(named: Health | None, manifest: frozenset[Health]) -> Health | None:
    """What a route is by its name and by manifests; those may be some of several."""
    probes = manifest & {Health.LIVE, Health.READY}
    if not probes:
        return named or (Health.HEALTH if manifest else None)
    if len(probes) == 1 and named is not Health.LIVE:
        return next(iter(probes))
    # What it is called, if they say so as well; else it is for both.
    return named if named in probes else Health.HEALTH


def _kind(file: File, handler: Handler) -> Health | None:
    name = CAMEL.sub("_", handler.owner.name) if handler.owner else handler.name
    known = _named(file, name)
    if handler.path is None:
        return None if _is_vague(file, name) else known
    segments = _segments(handler.path)
    if segments and not any(_named(file, part) for part in (*segments, name)):
        return None
    for prefix in prefixes_of(handler, file) if not segments else ():
        segments = _segments(prefix) or segments
    if not segments or "{" in handler.path or "<" in handler.path:
        return None
    kind, above = _named(file, segments[-1]), any(_named(file, part) for part in segments[:-1])
    # What a path leaves open, the name of the function may say.
    told = known in {Health.LIVE, Health.READY} and not _is_vague(file, name)
    if told and kind in {None, Health.HEALTH}:
        return known
    return None if _is_vague(file, segments[-1]) and not (known or above) else kind


def _segments(path: str) -> list[str]:
    return [part for part in path.strip("^$").split("/") if part]


def _named(file: File, name: str) -> Health | None:
    return next((kind for kind, words in KINDS if file.words(words).match(name)), None)


def _is_vague(file: File, name: str) -> bool:
    """Whether a word says the same of many other things."""
    return file.words(PROBE_NAMES).match(name)


# ── liveness ─────────────────────────────────────────────────────────────────────────────────────
@record
class LivenessCall:
    """A call of a peer, on which it hangs whether a process is started again."""

    node: ast.Call
    probe: Probe

    @property
    def callee(self) -> str:
        """What is called, as the file spells it."""
        return spelled_callee(self.node)

    @classmethod
    def find(cls, file: File) -> Iterator[LivenessCall]:
        """The first one of each liveness route that a failure of its peer leaves."""
        for probe in file.facts(Probe):
            asked = probe.ends or probe.marks
            calls = reaching_a_peer(file, probe.node) if asked else ()
            found = next((call for call in calls if _matters(file, probe, call)), None)
            if found is not None:
                yield cls(found, probe)


def _matters(file: File, probe: Probe, call: ast.Call) -> bool:
    """Whether a call is made for everybody who asks, and its failure is an answer."""
    conditions = conditions_on(file, call, probe.node)
    if conditions is None or not conditions.within(ACCEPTED & ~Mark.PARAMETER):
        return False
    return not always_succeeds(file, probe.node) or not any(
        _swallows(clause) and call in calls_in(clause.body)
        for clause in file.facts(ExceptHandler, probe.node)
    )


# ── readiness ────────────────────────────────────────────────────────────────────────────────────
@record
class BlindProbe:
    """A probe that says that all is well, whatever is the case."""

    node: ast.AST
    """The clause, or the call, that ends a failure; the function, where it checks nothing."""
    probe: Probe
    hollow: bool
    """Whether it checks nothing at all."""

    @classmethod
    def find(cls, file: File) -> Iterator[BlindProbe]:
        """Every one of the file, once."""
        for probe in file.facts(Probe):
            if probe.kind is Health.LIVE or not always_succeeds(file, probe.node):
                continue
            swallowing = next(_swallowing(file, probe.node), None)
            if swallowing is not None:
                if probe.kind is Health.READY or not _has_readiness(file):
                    yield cls(swallowing, probe, hollow=False)
            elif (
                probe.kind is Health.READY
                and _is_constant(file, probe.node)
                and not _is_said_to_live(probe.node)
                and _has_state(file)
            ):
                yield cls(probe.node, probe, hollow=True)


def _swallowing(file: File, function: FunctionNode) -> Iterator[ast.AST]:
    """Where a failed check ends: in a clause of the function, or in one of what it calls."""
    for clause in file.facts(ExceptHandler, function):
        if _swallows(clause) and _checks(clause):
            yield clause.node
    for call in file.nodes(ast.Call, within=function):
        helper = called(file, call)
        if helper and file.words(PROBING).match(helper[1].name) and _is_lenient(*helper):
            yield call


def _is_lenient(file: File, function: FunctionNode) -> bool:
    """Whether a check never lets a failure out."""
    clauses = file.facts(ExceptHandler, function)
    return any(_swallows(clause) and _checks(clause) for clause in clauses) and not any(
        _leaves(file, item) for item in file.nodes(ast.Raise, within=function)
    )


def _swallows(clause: ExceptHandler) -> bool:
    return clause.broad and not clause.some & LEAVING and not clause.cleanup_only


def _checks(clause: ExceptHandler) -> bool:
    """Whether a clause guards a question to a dependency."""
    words = clause.file.words(PROBING)
    # What a function of the program does is known: some only gather what this process has noted.
    return clause.reaches_a_peer or any(
        words.match(clause.file.last_name(call.func)) and not _only_gathers(clause.file, call)
        for call in calls_in(clause.body)
    )


def _only_gathers(file: File, call: ast.Call) -> bool:
    """Whether a function of the program that is found asks nobody, as far as it is known."""
    found = called(file, call)
    return found is not None and not any(
        file.words(PROBING).match(found[0].last_name(inner.func))
        for inner in calls_in(found[1].body)
    )


def always_succeeds(file: File, function: FunctionNode) -> bool:
    """Whether a handler certainly answers that all is well, unless an exception leaves it."""
    return (
        not any(
            item.status is None or item.status >= 400 for item in file.facts(Response, function)
        )
        and not any(_leaves(file, item) for item in file.nodes(ast.Raise, within=function))
        and not any(_sets_status(item) for item in file.statements_of(function))
        and not any(file.last_name(call) in SETTING for call in calls_in(function.body))
        and not any(item.arg in ANSWERS for item in function.args.args + function.args.kwonlyargs)
        and all(
            _is_plain(file, item.value, item)
            for item in file.statements_of(function)
            if isinstance(item, ast.Return)
        )
    )


def _leaves(file: File, statement: ast.Raise) -> bool:
    """Whether what is raised gets out of its function."""
    guards = set(file.tries(statement))
    return not any(
        clause.guard in guards and _swallows(clause) for clause in file.facts(ExceptHandler)
    )


def _sets_status(statement: ast.stmt) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else ()
    return any(isinstance(item, ast.Attribute) and item.attr in STATUSES for item in targets)


def _is_plain(file: File, value: ast.expr | None, at: ast.Return) -> bool:
    """Whether a value that is returned carries no status, or one that is known."""
    if isinstance(value, ast.Constant | ast.Dict | ast.JoinedStr | None):
        return True
    if any(item.statement is at for item in file.facts(Response, at)):
        return True
    if isinstance(value, ast.Name):
        bindings = bindings_of_value(file, value)
        return bool(bindings) and all(
            item.value is not None and _is_plain(file, item.value, at) for item in bindings
        )
    return isinstance(value, ast.Call) and _makes_plain(file, value, at)


def _makes_plain(file: File, call: ast.Call, at: ast.stmt) -> bool:
    """Whether a call makes an object of the program that is no response, or an answer that is known."""
    if any(item.node is call for item in file.facts(Response, call)):
        return True
    name = file.callee(call, at)
    home, node = (file.defined(name) if name else None) or (file, None)
    return isinstance(node, ast.ClassDef) and not any(
        base in tables().table(Answers) for base in home.bases_of(node)
    )


def _has_readiness(file: File) -> bool:
    """Whether some route of the program says that it is ready, and means it."""
    program = file.program
    files: Iterable[File] = [file]
    if program is not None:
        known = tables()
        files = program.using(known.table(Route), known.table(Marker))
    return any(
        probe.kind is Health.READY
        for other in files
        if other.role not in APART
        for probe in other.facts(Probe)
    )


# ── nothing is checked ───────────────────────────────────────────────────────────────────────────
def _is_constant(file: File, function: FunctionNode) -> bool:
    """Whether a handler does nothing but to answer, and is given nothing that may do more."""
    logs = log_calls(file)
    body = [
        item
        for item in file.body(function)
        if not (isinstance(item, ast.Expr) and item.value in logs)
    ]
    return (
        len(body) == 1
        and isinstance(body[0], ast.Return)
        and all(
            file.callee(call) in tables().table(Answers) or _makes_plain(file, call, body[0])
            for call in calls_in(body)
        )
        and all(_is_request(file, item) for item in _parameters(file, function))
        and all(_is_fixed(file, item) for item in _values(body[0]))
    )


def _is_said_to_live(function: FunctionNode) -> bool:
    """Whether its docstring says that it tells of the process alone, and checks nothing by design."""
    text = ast.get_docstring(function, clean=False)
    return text is not None and any(words.search(text) for words in (ALIVE, UNCHECKED))


def _parameters(file: File, function: FunctionNode) -> Iterator[ast.arg]:
    """The parameters that its caller fills."""
    own = file.index.scopes[function].me
    arguments = function.args
    for item in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if item.arg != own:
            yield item


def _is_request(file: File, parameter: ast.arg) -> bool:
    name = parameter.arg.strip("_")
    return not name or file.words(REQUESTS).match(name)


def _values(answer: ast.Return) -> Iterator[ast.expr]:
    """The expressions of an answer, without the names of what is called and of a status."""
    todo: list[ast.AST] = [answer]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.expr):
            yield node
        if isinstance(node, ast.Call):
            todo.extend((*node.args, *(item.value for item in node.keywords)))
        elif not isinstance(node, ast.Name | ast.Attribute):
            todo.extend(ast.iter_child_nodes(node))


def _is_fixed(file: File, expr: ast.expr) -> bool:
    """Whether an expression gives the same each time, as far as it is no call."""
    if isinstance(expr, ast.Name | ast.Attribute):
        return constant(file, expr) is not None or status_code(file, expr) is not None
    return not isinstance(expr, ast.Await | ast.Yield | ast.YieldFrom)


def _has_state(file: File) -> bool:
    """Whether the program uses a database, a cache or a broker."""
    program = file.program
    return (
        _keeps_state(file)
        if program is None
        else program.memo(
            ("has state",),
            lambda: any(
                _keeps_state(other)
                for other in program.using(
                    tables().table(Reads), tables().table(Writes), tables().table(Outbound)
                )
                if other.role not in APART
            ),
        )
    )


def _keeps_state(file: File) -> bool:
    return bool(file.facts(Query) or file.facts(Write)) or any(
        call.service in STATEFUL for call in file.facts(OutboundCall)
    )

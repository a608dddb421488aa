"""Calls to a peer that are made while a module is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.broken import is_imported
from readiness_lint.facts.callables import given
from readiness_lint.facts.callers import called, callers_of
from readiness_lint.facts.conditions import Mark, conditions_on, given_for
from readiness_lint.facts.databases import is_local
from readiness_lint.facts.descent import leading, leads_to
from readiness_lint.facts.makers import makers
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.queries import Query, reads_of
from readiness_lint.facts.roles import serves
from readiness_lint.facts.routers import applications_of
from readiness_lint.facts.settings import is_for_development
from readiness_lint.facts.tables import tables
from readiness_lint.facts.unloaded import is_reached
from readiness_lint.facts.words import (
    APPLICATION_MAKERS,
    LOADED_BY_NAME,
    LOCAL_DATABASES,
    PROCESS_MODULES,
)
from readiness_lint.facts.writes import Write
from readiness_lint.knowledge.schema import Param
from readiness_lint.model import File, FunctionNode, Scope
from readiness_lint.model.types import default_of as parameter_default
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Place, Role, Service, When

UNLESS_TOLD = Mark.CONFIGURATION
"""What may keep a function from the call: nothing, or a setting."""
PEERS = {
    Service.HTTP: "the other service",
    Service.SDK: "the other service",
    Service.LLM: "the model's provider",
    Service.MAIL: "the mail server",
    Service.SQL: "the database",
    Service.CACHE: "the cache",
    Service.BROKER: "the broker",
    Service.SEARCH: "the search engine",
    Service.STORAGE: "the storage",
    Service.RPC: "the other service",
    Service.SOCKET: "the other machine",
    Service.DIRECTORY: "the directory",
}
DATABASE = PEERS[Service.SQL]
ADDRESS = Param("url", 0)
CHOICES = Param("choices")
IN_A_FILE = Pattern(r"(?:sqlite|duckdb)(?:\+\w+)?:")
LONGEST = 8
"""Functions between a module and what it calls."""


@record
class ImportTimeCall:
    """A call to a peer at the top of a module or in the body of a class, itself or by functions."""

    node: ast.expr
    call: str
    """The call as it is written, without its arguments."""
    peer: str
    """What has to be up, in words."""
    tolerant: bool
    """Whether a failure is caught."""
    via: tuple[Place, ...]
    """From function to function to the call that goes out; empty: ``node`` is that call."""

    @classmethod
    def find(cls, file: File) -> Iterable[ImportTimeCall]:
        """Every one that no test stands around."""
        for node in (*_direct(file), *_calls_of_module(file)):
            way = _way(file, node)
            if way and not is_for_development(node, file) and not _is_start(file):
                peer, tolerant = way[-1][1], any(caught for _, _, caught in way)
                yield cls(node, _spelling(node), peer, tolerant, tuple(at for at, _, _ in way[1:]))


def _is_start(file: File) -> bool:
    """Whether nothing but a process that starts with it loads a module: a server, or a script."""
    if file.words(PROCESS_MODULES).match(file.module.rpartition(".")[2]) and _makes_application(
        file
    ):
        return True
    program = file.program
    if program is None:
        return False
    by_hand = _is_run_by_hand(file) or _is_variant(file)
    if by_hand and not program.known(is_reached, file.module):
        return True
    return file.role is Role.APPLICATION and not _is_loaded(file, program)


def _is_loaded(file: File, program: Program) -> bool:
    """Whether something may import a module: the program, a process or a framework, or another program.

    What nothing imports is run from its file, if at all, by whatever has a loader for it.
    """
    return (
        serves(file)
        or file.path.stem == "__init__"
        or file.words(LOADED_BY_NAME).match(file.module.rpartition(".")[2])
        or not program.known(applications_of)
        or program.known(is_imported, file.module)
    )


def _makes_application(file: File) -> bool:
    makers = file.words(APPLICATION_MAKERS)
    return any(
        isinstance(item.value, ast.Call)
        and makers.match((file.callee(item.value, item.statement) or "").rpartition(".")[2])
        for bindings in file.index.module.bindings.values()
        for item in bindings
    )


def _is_run_by_hand(file: File) -> bool:
    """Whether a module is a script: the system can start it, or it tells somebody as it goes."""
    if file.source.startswith("#!"):
        return True
    printed = (call for _, call in file.calls_to(tables().word("prints")))
    return any(file.when(call) is When.IMPORT for call in printed) and not serves(file)


def _is_variant(file: File) -> bool:
    """Whether settings take over all names of other ones, to change some: whoever asks for them."""
    program = file.program
    return (
        file.role is Role.SETTINGS
        and program is not None
        and any(program.owns(file.library.canonical(name)) for name, _ in file.index.star_imports)
    )


Step = tuple[Place, str, bool]
"""Where a way goes on, what goes out there, and whether a failure is caught."""


def _spelling(node: ast.expr) -> str:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


def _direct(file: File) -> list[ast.expr]:
    """The calls that go out themselves; not those on a connection that is taken at import."""
    found = {node for node in _peers(file) if _runs_at_import(file, node)}
    return [node for node in found if found.isdisjoint(file.withs(node))]


def _calls_of_module(file: File) -> Iterator[ast.Call]:
    """The calls that make up a statement of the module, or its value, and may run a function of ours."""
    for statement in file.tree.body:
        value = getattr(statement, "value", None)
        if (
            isinstance(value, ast.Call)
            and called(file, value, statement) is not None
            and value not in _peers(file)
            and _runs_at_import(file, value)
            and leads_to(file, value, _found, UNLESS_TOLD)
        ):
            yield value


def _runs_at_import(file: File, node: ast.AST) -> bool:
    scope: Scope | None = file.scope(node)
    while scope is not None and scope.is_class:
        scope = scope.parent
    # Nearly all stand in a function.
    at_top = scope is not None and isinstance(scope.node, ast.Module)
    return at_top and file.when(node) is When.IMPORT and not file.conditions(node)


def _way(file: File, node: ast.expr) -> list[Step]:
    """From a call to the peer, function by function; empty: it does not get there by itself."""
    way: list[Step] = []
    while len(way) < LONGEST:
        peer = _peers(file).get(node)
        caught = any(True for _ in file.tries(node)) or (peer and _has_stand_in(file, node))
        way.append((file.place(node), peer or "", bool(caught)))
        if peer is not None:
            return way
        found = called(file, node) if isinstance(node, ast.Call) else None
        if found is None or _runs_later(*found):
            return []
        file, function = found
        following = _next(file, function)
        if following is None:
            return []
        node = following
    return []


def _has_stand_in(file: File, node: ast.expr) -> bool:
    """Whether something else takes the place of an object's client where it cannot be reached."""
    client = (
        node.func.value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        else None
    )
    if not isinstance(client, ast.Attribute):
        return False
    given = (
        call
        for target, value, _ in file.index.stores
        if isinstance(target, ast.Attribute)
        and target.attr == client.attr
        and file.class_(target) is file.class_(node)
        and value is not None
        for call in ast.walk(value)
        if isinstance(call, ast.Call)
    )
    return any(_gives_stand_in(*found) for call in given if (found := called(file, call)))


def _gives_stand_in(file: File, function: FunctionNode) -> bool:
    """Whether a function catches a failure, and gives something then."""
    return any(
        isinstance(item, ast.Return) and item.value is not None
        for handler in file.nodes(ast.ExceptHandler, within=function)
        for item in ast.walk(handler)
    )


def _next(file: File, function: FunctionNode) -> ast.Call | None:
    """The first call of a function that leads to a peer unless something else was asked for."""
    for call in leading(file, function, _found, UNLESS_TOLD):
        conditions = conditions_on(file, call, function)
        if conditions is not None and not conditions.atoms and not _is_asked_for(file, call):
            return call
    return None


def _is_asked_for(file: File, call: ast.Call) -> bool:
    """Whether something is set where a call is made: `if url:` around it, or `if not url: return` above."""
    for condition in file.conditions(call):
        test, holds = condition.test, condition.holds
        while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test, holds = test.operand, not holds
        if holds or condition.holds:
            return True
    return False


def _runs_later(file: File, function: FunctionNode) -> bool:
    """Whether a call of a function does not run it."""
    return isinstance(function, ast.AsyncFunctionDef) or file.is_generator(function)


def _found(file: File) -> frozenset[ast.AST]:
    return frozenset(_peers(file))


def _peers(file: File) -> dict[ast.expr, str]:
    """What goes out in a file, with what has to be up for it."""
    found: dict[ast.expr, str] = file.memo(("peers in words",), lambda: _find_peers(file))
    return found


def _find_peers(file: File) -> dict[ast.expr, str]:
    local = file.words(LOCAL_DATABASES)
    found: dict[ast.expr, str] = {
        item.node: PEERS[item.service]
        for item in file.facts(OutboundCall)
        if item.blocking and not item.elsewhere and not local.match(item.library)
    }
    if file.program is not None and file.program.known(_is_kept_in_files):
        return {node: peer for node, peer in found.items() if peer != DATABASE}
    queries = [item.node for item in file.facts(Query) if not is_local(file, item.orm)]
    queries += _choices(file)
    writes = [item.node for item in file.facts(Write) if item.sent and not is_local(file, item.orm)]
    return {
        node: peer
        for node, peer in (found | dict.fromkeys((*queries, *writes), DATABASE)).items()
        if peer != DATABASE or not _is_on_file(file, node)
    }


def _choices(file: File) -> Iterator[ast.expr]:
    """The queries that a field of a form goes through when it is made, to have its choices."""
    fields = file.calls_to(tables().word("lists-choices"))
    given_queries = {given(file, call, CHOICES) for _, call in fields}
    for _, call, row in reads_of(file) if fields else ():
        if call in given_queries and row.verb == "build" and not is_local(file, row.orm):
            yield call


def _is_on_file(file: File, node: ast.expr) -> bool:
    """Whether a call is one of a database in a file, or is given one."""
    if not isinstance(node, ast.Call):
        return False
    parts = [*node.args, *(keyword.value for keyword in node.keywords)]
    if isinstance(node.func, ast.Attribute):
        parts.append(node.func.value)
    opening = tables().word("opens-database")
    made = (makers(file, part) for part in parts if isinstance(part, ast.Name | ast.Attribute))
    return any(
        maker is not None and maker.name in opening and _is_file(maker.file, maker.call)
        for found in made
        for maker in found or ()
    )


def _is_kept_in_files(program: Program) -> bool:
    """Whether each database that the program names is a file, beside which nothing has to be up."""
    known = [is_file for _, is_file in program.each(_databases)]
    return bool(known) and all(known)


def _databases(file: File) -> Iterator[bool]:
    """For each database that a module opens by an address: whether that is certainly one of a file."""
    if file.role in APART:
        return
    for _, call in file.calls_to(tables().word("opens-database")):
        yield _is_file(file, call)


def _default_of(file: File, name: ast.Name) -> ast.expr | None:
    """The default of a parameter, if none of those that are seen to call its function gives another."""
    function = file.function(name)
    default = parameter_default(function.args, name.id) if function is not None else None
    callers = callers_of(file, function) if function is not None and default is not None else ()
    given = (given_for(item, file, function, name.id) for item in callers if function is not None)
    return default if all(item == (file, default) for item in given) else None


def _is_file(file: File, call: ast.Call) -> bool:
    """Whether a call opens what is certainly a database in a file."""
    address = given(file, call, ADDRESS)
    if isinstance(address, ast.Name):
        address = _default_of(file, address) or address
    template = file.template_of(address) if address is not None else None
    return template is not None and bool(IN_A_FILE.match(template.text))

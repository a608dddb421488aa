"""Clients that are made to be kept, and are made anew for every request, task or round."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar, Self

from readiness_lint.facts.callables import constant, default_of, given
from readiness_lint.facts.callers import decorators_of
from readiness_lint.facts.classes import methods_of
from readiness_lint.facts.conditions import ACCEPTED, Mark, conditions_on
from readiness_lint.facts.effects import Reached, derivation_of, effects
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.kept_answers import answers_from_store
from readiness_lint.facts.loops import Loop, depends, loop_of, runs_once
from readiness_lint.facts.outbound import OutboundCall
from readiness_lint.facts.program import Derivation, Program, mentions_of, part_of
from readiness_lint.facts.roles import is_script
from readiness_lint.facts.settings import SERVICE
from readiness_lint.facts.shapes import is_name, is_self
from readiness_lint.facts.tables import tables
from readiness_lint.facts.tasks import Task
from readiness_lint.facts.this_machine import is_here
from readiness_lint.facts.words import (
    CACHING_DECORATORS,
    HEALTH,
    LIFE_CYCLE,
    PUTTING_BY,
    SECRETS,
    SET_UPS,
    TUNING,
)
from readiness_lint.knowledge.schema import Lasting, Param
from readiness_lint.model import Bound, File, FunctionNode, Named
from readiness_lint.model.index import every_argument
from readiness_lint.model.names import is_none
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Answer, EntryKind, Place, Service

SERVED = frozenset({EntryKind.HANDLER, EntryKind.MIDDLEWARE, EntryKind.DEPENDENCY})
"""What runs for a request, beside the handlers themselves."""
MAKING = frozenset({"__init__", "__enter__", "__aenter__"})
"""Methods that set up an object which is asked for where it is used."""
KEEPING = frozenset({"set", "aset", "setex", "add", "aadd", "set_many"})
"""Methods of caches that put something by."""
METHOD_FIRST = frozenset({"request", "stream", "build_request"})
"""Methods of clients to which the address comes second."""
WORD = Pattern(r"\w+")
OF_ONE = frozenset(["auth", "cert", "cookies", "headers", "params", "proxies", "verify"])
"""Attributes of a client that are those of one account or peer."""
SCHEME = Pattern(r"(?:\w+://)?")
"""What may stand before an address that somebody gives: nothing that says where it leads."""
WITH_HOST = Pattern(r"\w+://[^/{}]+(?:/|\Z)")
"""How an address begins whose host is written out."""
LOCAL = Pattern(r"\w+://(?:localhost|127\.0\.0\.1|\[::1\]):")
"""How an address begins whose port follows."""
BESIDE = Pattern(
    r"http://(?:10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2})(?:[:/]|\Z)"
)
"""How the address of a machine of the same network begins, where no certificate is asked for."""


@record
class ClientMade:
    """A constructor of a client that is made to be kept, whose object goes when the call is over.

    It is always the same one: its arguments are not those of a caller, a tenant or a round.
    """

    crosses_await: ClassVar[bool] = True

    node: ast.Call
    what: str
    resource: str
    """Which one it is of its module: each is kept apart."""
    bounded: Answer
    leaks: bool
    workers: bool
    """Whether it is a pool of threads or processes that work."""

    @classmethod
    def tables(cls) -> tuple[Named, ...]:
        """Those of the constructors."""
        return (tables().table(Lasting),)

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file, in its functions."""
        table = tables().table(Lasting)
        for number, (name, call) in enumerate(file.calls_to(table)):
            function, row = file.function(call), table[name]
            if function is None:
                continue
            if (
                _is_dropped(file, function, call)
                and _is_always_the_same(file, call, row)
                and not _is_set_up(file, function, call)
                and (not row.opens or _opens_always_the_same(file, function, call, row.opens))
                and not _is_used_again(file, function, call)
                and not _asks_whom_it_was_told(file, function, call)
                and not _is_cached(file, function, _name_of(file, call))
                and not _is_for_one_port(file, function)
                and not _is_at_hand(file, function, call)
                and not _takes(function, name)
            ):
                place = f"{file.module} {number}"
                yield cls(call, name, place, None, row.leaks, row.workers)


def _is_dropped(file: File, function: FunctionNode, call: ast.Call) -> bool:
    """Whether nothing in sight keeps what a call makes after its function is over."""
    made: ast.expr = call
    around = file.parent(made)
    while isinstance(around, ast.Await | ast.BoolOp | ast.IfExp):
        made, around = around, file.parent(around)
    if isinstance(around, ast.Assign | ast.AnnAssign | ast.NamedExpr):
        targets = around.targets if isinstance(around, ast.Assign) else [around.target]
        return all(_is_passing(file, function, target) for target in targets)
    return _goes(file, made)


def _is_passing(file: File, function: FunctionNode, target: ast.expr) -> bool:
    """Whether a target is a local name that is not put by, or part of an object that is set up."""
    if isinstance(target, ast.Attribute):
        me = file.index.scopes[function].me
        of_object = is_name(target.value, me) and function.name in MAKING
        return of_object and not (_is_single(file, function) or _is_of_account(file, function))
    if not isinstance(target, ast.Name) or target.id in file.index.scopes[function].elsewhere:
        return False
    uses = [
        node
        for node in ast.walk(function)
        if is_name(node, target.id) and isinstance(node.ctx, ast.Load)
    ]
    return all(_goes(file, use) for use in uses)


def _goes(file: File, expr: ast.expr) -> bool:
    """Whether a use of a value leaves it to be forgotten: it is not stored, nor put by."""
    around = file.parent(expr)
    if isinstance(around, ast.keyword):
        around = file.parent(around)
    if isinstance(around, ast.Call):
        return not file.words(PUTTING_BY).match(file.last_name(around.func))
    if isinstance(around, ast.Assign | ast.AnnAssign | ast.NamedExpr):
        return False
    return not isinstance(around, ast.Dict | ast.List | ast.Set | ast.Tuple)


def _is_single(file: File, function: FunctionNode) -> bool:
    """Whether the class of a method may give the same object every time."""
    cls = file.class_(function)
    return (
        cls is None
        or bool(cls.keywords)
        or any(isinstance(item, ast.FunctionDef) and item.name == "__new__" for item in cls.body)
    )


def _is_of_account(file: File, function: FunctionNode) -> bool:
    """Whether the class of a method is made for one account, whose credentials it is given."""
    cls = file.class_(function)
    return cls is not None and any(
        file.words(SECRETS).match(argument.arg)
        for method in methods_of(file, cls)
        if method.name == "__init__"
        for argument in every_argument(method.args)
    )


# ── whether it is the same every time ────────────────────────────────────────────────────────────


def _is_always_the_same(file: File, call: ast.Call, row: Lasting) -> bool:
    """Whether a client is made with what holds for the whole process, and with nothing shared."""
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg in row.shared:
            return False
        if not file.words(TUNING).match(keyword.arg) and not _is_constant(file, keyword.value, 4):
            return False
    return all(_is_constant(file, argument, 4) for argument in call.args)


def _opens_always_the_same(file: File, function: FunctionNode, call: ast.Call, opens: str) -> bool:
    """Whether a client is connected in its function, each time to the same peer as the same account."""
    name = _name_of(file, call)
    connecting = [
        item
        for item in file.nodes(ast.Call, within=function)
        if file.last_name(item) == opens
        and (
            call in item.args or any(is_name(part, name) for part in (*_receiver(item), *item.args))
        )
    ]
    given_to = [
        part
        for item in connecting
        for part in (*item.args, *(keyword.value for keyword in item.keywords))
        if part is not call and not is_name(part, name)
    ]
    return bool(connecting) and all(_is_constant(file, part, 4) for part in given_to)


def _receiver(call: ast.Call) -> tuple[ast.expr, ...]:
    return (call.func.value,) if isinstance(call.func, ast.Attribute) else ()


def _is_set_up(file: File, function: FunctionNode, call: ast.Call) -> bool:
    """Whether attributes of a client get what differs: ``session.auth = account.credentials``."""
    name = _name_of(file, call)
    if name and _has_adapter_of_its_own(file, function, name):
        return True
    return bool(name) and any(
        isinstance(target, ast.Attribute)
        and target.attr in OF_ONE
        and is_name(target.value, name)
        and not _is_constant(file, statement.value, 4)
        for statement in file.nodes(ast.Assign, within=function)
        for target in statement.targets
    )


def _has_adapter_of_its_own(file: File, function: FunctionNode, name: str) -> bool:
    """Whether a session gets its connections from a class of the program: ``session.mount``."""
    return any(
        file.function(call) is function
        and isinstance(call.func, ast.Attribute)
        and is_name(call.func.value, name)
        and any(
            isinstance(item, ast.Call) and file.defined(file.callee(item) or "") is not None
            for item in call.args
        )
        for call, _ in file.index.calls.get("mount", ())
    )


def _is_used_again(file: File, function: FunctionNode, call: ast.Call) -> bool:
    """Whether a loop uses its connections for one call after the other, as for pages of a list."""
    name, inside = _name_of(file, call), set(file.loops_around(call))
    loops: list[ast.While | ast.For | ast.AsyncFor] = [
        *file.nodes(ast.While, within=function),
        *file.nodes(ast.For, within=function),
        *file.nodes(ast.AsyncFor, within=function),
    ]
    return bool(name) and any(
        is_name(node, name) and isinstance(node.ctx, ast.Load)
        for loop in loops
        if loop not in inside
        for statement in loop.body
        for node in ast.walk(statement)
    )


def _asks_whom_it_was_told(file: File, function: FunctionNode, call: ast.Call) -> bool:
    """Whether a handler uses a client for nothing but addresses that its request brings."""
    if not any(handler.node is function for handler in file.facts(Handler)):
        return False
    asked = _asked(file, function, call)
    return bool(asked) and all(_is_brought(file, function, item, 4) for item in asked)


def _asked(file: File, function: FunctionNode, call: ast.Call) -> list[ast.expr]:
    """The addresses that a function hands to the client of a name."""
    name = _name_of(file, call)
    return [
        item.args[1] if item.func.attr in METHOD_FIRST and item.args[1:] else item.args[0]
        for item in file.nodes(ast.Call, within=function)
        if isinstance(item.func, ast.Attribute) and is_name(item.func.value, name) and item.args
    ]


def _is_at_hand(file: File, function: FunctionNode, call: ast.Call) -> bool:
    """Whether a client asks nobody but this machine, or one beside it, without a handshake."""
    asked = _asked(file, function, call)
    return bool(asked) and all(is_here(file, item) or _is_beside(file, item) for item in asked)


def _is_beside(file: File, address: ast.expr) -> bool:
    """Whether an address is a plain one of a private network, by its number."""
    template = file.template_of(address)
    return template is not None and BESIDE.match(template.text) is not None


def _is_brought(file: File, function: FunctionNode, address: ast.expr, depth: int) -> bool:
    """Whether an address begins with what a parameter of the function has."""
    if isinstance(address, ast.IfExp):
        ways = (address.body, address.orelse)
        return all(_is_brought(file, function, way, depth) for way in ways)
    if isinstance(address, ast.JoinedStr):
        before, hole = _beginning(file, address)
        address = hole if hole is not None and SCHEME.fullmatch(before) else address
    elif isinstance(address, ast.BinOp):
        address = address.left
    first = address
    while isinstance(first, ast.Attribute | ast.Subscript | ast.Call):
        # Of a plain function it is not known what it makes of its arguments.
        first = first.func if isinstance(first, ast.Call) else first.value
    if not isinstance(first, ast.Name) or file.last_name(first) in {"request", "req", "self"}:
        return False
    bindings = file.reaching(first)
    if len(bindings) != 1 or bindings[0].scope.node is not function or not depth:
        return False
    if bindings[0].kind is Bound.PARAMETER and isinstance(bindings[0].node, ast.arg):
        declared = [default_of(function, bindings[0].node), bindings[0].annotation]
        return not any("Depends" in ast.unparse(item) for item in declared if item is not None)
    value = bindings[0].value
    return value is not None and _is_brought(file, function, value, depth - 1)


def _name_of(file: File, call: ast.Call) -> str:
    """The local name that a call, or ``with`` it, gives a value to; empty: there is none."""
    around = file.parent(call)
    target: ast.expr | None = None
    if isinstance(around, ast.withitem):
        target = around.optional_vars
    elif isinstance(around, ast.Assign):
        target = around.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def _takes(function: FunctionNode, what: str) -> bool:
    """Whether a function takes such a client from who has one, and makes it for who asks once."""
    last = what.rpartition(".")[2]
    return any(
        is_none(default_of(function, argument)) and last in _words_in(argument.annotation)
        for argument in every_argument(function.args)
    )


def _words_in(annotation: ast.expr | None) -> Collection[str]:
    """The identifiers of an annotation, be it a text."""
    return WORD.findall(ast.unparse(annotation)) if annotation is not None else ()


def _is_cached(file: File, function: FunctionNode, client: str) -> bool:
    """Whether a function, or a decorator of it by its name, keeps its answer for the calls that follow.

    What it puts into the client itself, by its name, is no answer.
    """
    words = file.words(CACHING_DECORATORS)
    if any(
        words.match(name.rpartition(".")[2] or last) for name, last in decorators_of(file, function)
    ):
        return True
    return any(
        item.service is Service.CACHE
        and file.last_name(item.node) in KEEPING
        and not (
            client
            and isinstance(item.node.func, ast.Attribute)
            and is_name(item.node.func.value, client)
        )
        for item in file.facts(OutboundCall, within=function)
    )


def _is_for_one_port(file: File, function: FunctionNode) -> bool:
    """Whether the peer is what the function has just opened: ``f"http://localhost:{forwarded}"``."""
    for text in file.nodes(ast.JoinedStr, within=function):
        before, hole = _beginning(file, text)
        if (
            LOCAL.fullmatch(before)
            and isinstance(hole, ast.Name)
            and all(binding.scope.node is function for binding in file.bindings(hole))
        ):
            return True
    return False


def _beginning(file: File, text: ast.JoinedStr) -> tuple[str, ast.expr | None]:
    """What a text begins with, as far as it is known, and what comes then."""
    before = ""
    for part in text.values:
        value = part.value if isinstance(part, ast.FormattedValue) else part
        known = constant(file, value)
        if known is None or not isinstance(known.value, str):
            return before, value
        before += known.value
    return before, None


def _is_constant(file: File, expr: ast.expr, depth: int) -> bool:
    """Whether an expression has one value for as long as the process runs."""
    if not depth:
        return False
    nodes = list(ast.walk(expr))
    if any(isinstance(node, ast.Await | ast.Starred | ast.Lambda) for node in nodes):
        return False
    own = [node for node in nodes if isinstance(node, ast.Attribute) and _is_of_self(file, node)]
    if not all(_is_set_once(file, node, depth) for node in own):
        return False
    covered = {node.value for node in own}
    names = [node for node in nodes if isinstance(node, ast.Name) and node not in covered]
    return all(_is_constant_name(file, name, depth) for name in names)


def _is_of_self(file: File, node: ast.Attribute) -> bool:
    return is_self(file, node.value)


def _is_set_once(file: File, node: ast.Attribute, depth: int) -> bool:
    """Whether all that an object's attribute is set to is constant."""
    wanted, cls = ast.unparse(node), file.class_(node)
    values = [
        value
        for target, value, statement in file.index.stores
        if ast.unparse(target) == wanted and file.class_(statement) is cls
    ]
    return bool(values) and all(
        value is not None and _is_constant(file, value, depth - 1) for value in values
    )


def _is_constant_name(file: File, name: ast.Name, depth: int) -> bool:
    bindings = file.bindings(name)
    for binding in bindings:
        if isinstance(binding.scope.node, ast.Module) or binding.kind is Bound.IMPORT:
            continue
        if binding.kind is not Bound.VALUE or binding.value is None:
            return False
        if not _is_constant(file, binding.value, depth - 1):
            return False
    return True


# ── for whom it is made ──────────────────────────────────────────────────────────────────────────


@record
class ClientPerCall:
    """A client that is made for every request, every run of a task or every round of a loop."""

    node: ast.Call
    what: str
    every: str
    """``request``, ``task`` or ``round``."""
    leaks: bool
    path: tuple[Place, ...] = ()
    """Where the nearest handler or task comes to it, if that is another function."""
    others: tuple[Place, ...] = ()
    workers: bool = False
    """Whether it is a pool of threads or processes that work."""

    @classmethod
    def find(cls, file: File) -> Iterator[Self]:
        """Every one of the file, once."""
        yield from cls._at_once(file)
        made = file.facts(ClientMade)
        if not made:
            return
        if file.program is None:
            ways = _served([file]).get(file.module, {})
        else:
            ways = part_of(file, CLIENTS) or {}
        for client in made:
            if _is_repeated(file, client.node):
                yield cls(client.node, client.what, "round", client.leaks, workers=client.workers)
            elif client.resource in ways:
                every, path, others = ways[client.resource]
                yield cls(
                    client.node, client.what, every, client.leaks, path, others, client.workers
                )

    @classmethod
    def _at_once(cls, file: File) -> Iterator[Self]:
        """Functions that connect for one call, in the rounds of a loop that ask the same host."""
        if file.role not in SERVICE or is_script(file):
            return
        for name, call in file.calls_to(tables().word("connects-each-time")):
            around = next(file.loops_around(call), None)
            loop = loop_of(file, around) if around is not None else None
            if loop is None or not (loop.grows and loop.sure) or runs_once(file, call, loop):
                continue
            first = 1 if name.endswith(".request") else 0
            url = given(file, call, Param("url", first))
            if url is not None and _is_of_one_host(file, loop, url):
                yield cls(call, name, "round", leaks=False)


def _is_of_one_host(file: File, loop: Loop, url: ast.expr) -> bool:
    """Whether an address begins with the same host in each round."""
    template = file.template_of(url)
    if template is None:
        return isinstance(url, ast.Name | ast.Attribute) and not depends(file, loop, url)
    if WITH_HOST.match(template.text):
        return not BESIDE.match(template.text) and not is_here(file, url)
    starts = template.text.startswith("{}/")
    return starts and not depends(file, loop, template.holes[0].expr)


def _is_repeated(file: File, node: ast.Call) -> bool:
    """Whether a node runs once for each round of a loop that grows."""
    for around in file.loops_around(node):
        loop = loop_of(file, around)
        if loop is not None and loop.grows:
            return not runs_once(file, node, loop)
    return False


Ways = dict[str, tuple[str, tuple[Place, ...], tuple[Place, ...]]]
"""By the constructor: for what it is made, and where that comes to it."""
NEAREST = 3
OWN = ACCEPTED | Mark.VALUE
"""Tests of a handler that only choose among its requests."""


def _served(files: Iterable[File]) -> dict[str, Ways]:
    """By the module of the constructor."""
    files = list(files)
    looping = {
        made.resource
        for file in files
        for made in file.facts(ClientMade)
        if isinstance(file.function(made.node), ast.AsyncFunctionDef)
    }
    found: dict[tuple[str, str], list[tuple[str, int, Place]]] = defaultdict(list)
    for file in files:
        if file.role not in SERVICE or is_script(file):
            continue
        for function, ways in effects(file, ClientMade).items():
            every = _every(file, function)
            alone = not isinstance(function, ast.AsyncFunctionDef)
            for way in ways if every else ():
                # With a loop of its own a coroutine needs a client of its own.
                if _comes_to(file, function, way) and not (alone and way.resource in looping):
                    key = way.origin.at.module, way.resource
                    found[key].append((every, len(way.path), file.place(way.call)))
    parts: dict[str, Ways] = defaultdict(dict)
    for (module, resource), callers in found.items():
        every, distance, nearest = min(callers)
        others = sorted(place for _, far, place in callers if far and place != nearest)
        parts[module][resource] = every, (nearest,) if distance else (), tuple(others[:NEAREST])
    return parts


def _every(file: File, function: FunctionNode) -> str:
    """What a function runs for again and again; empty: it does not, or only for who asks if it lives."""
    entry = entry_of(function, file)
    if entry is None or file.words(HEALTH).match(function.name):
        return ""
    if file.words(LIFE_CYCLE).match(function.name):
        return ""
    if isinstance(entry, Handler):
        if any(map(file.words(SET_UPS).match, (entry.name, entry.path))):
            return ""
        return "request" if entry.kind is EntryKind.HANDLER and not entry.health else ""
    if isinstance(entry, Entry):
        return "request" if entry.kind in SERVED and function.name != "__init__" else ""
    if not isinstance(entry, Task) or entry.periodic or _is_sent_by_schedule(file, entry):
        return ""
    return "task"


def _is_sent_by_schedule(file: File, task: Task) -> bool:
    """Whether only tasks that a schedule runs speak of a task: it runs no more often than they do."""
    mentions = list(mentions_of(file, task.names[0]))
    return bool(mentions) and all(_is_periodic(home, node) for home, node in mentions)


def _is_periodic(file: File, node: ast.expr) -> bool:
    """Whether a node stands in a task that a schedule runs."""
    function = file.function(node)
    entry = entry_of(function, file) if function is not None else None
    return isinstance(entry, Task) and entry.periodic is True


def _comes_to(file: File, function: FunctionNode, way: Reached) -> bool:
    """Whether nothing in sight keeps a function from making a client each time."""
    own = conditions_on(file, way.call, function)
    if own is None or answers_from_store(file, way.call, function):
        return False
    return own.within(OWN) and way.conditions.within(ACCEPTED & ~Mark.KEPT)


def _told(ways: Ways) -> object:
    return sorted(
        (every, [f"{place.module}.{place.function}" for place in (*path, *others)])
        for every, path, others in ways.values()
    )


def _making(program: Program) -> Iterable[File]:
    """The modules in which some function makes a client, itself or through helpers."""
    found = (program.file(module) for module in program.having(derivation_of(ClientMade)))
    return [file for file in found if file is not None]


CLIENTS: Derivation[Ways] = Derivation(
    "readiness_lint.facts.lasting:CLIENTS",
    lambda program: _served(_making(program)),
    _told,
)
"""The clients that are made again and again, by module."""

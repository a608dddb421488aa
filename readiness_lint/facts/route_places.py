"""Under which paths routes answer: what holds a route, what holds that, up to an application.

What is not known of a path is `UNKNOWN` in it.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.mounts import GROWING, PREFIXES, Mount, names_of
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.route_texts import UNKNOWN, spelled
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import HoldsRoutes, Mounts, Param, Route, Routes
from readiness_lint.model import Bound, File
from readiness_lint.record import record

ANY = "*"
"""An application that has no name in sight."""
NOWHERE = ""
"""What holds a route, where that is not known."""
MOST = 24
"""Ways from a route to applications that are followed."""
URLPATTERNS = "urlpatterns"
PATHS = (*PREFIXES, Param("path", 0))


@record
class Written:
    """A call on the way from a route to its application, and its file."""

    file: File
    call: ast.Call


@record
class Held:
    """What holds a route or a list of them, the path in front, and the calls between them."""

    holders: frozenset[str]
    prefix: str = ""
    calls: tuple[Written, ...] = ()


@record
class Chain:
    """One way from something that holds routes up to an application."""

    path: str
    rooted: bool
    """Whether it ends at an application; otherwise something unknown is above it."""
    calls: tuple[Written, ...] = ()
    """What makes the routers and applications on it, and what mounts them."""


def pattern(file: File, call: ast.Call, row: Route) -> str:
    """The path that a registration gives; of a regular expression without its anchors."""
    # Where a table does not say under which argument it stands, it is the first.
    text = spelled(file, given(file, call, row.path or Param("path", 0)))
    return anchorless(text) if row.regex else text


def anchorless(text: str) -> str:
    """A regular expression without what says where it begins and ends."""
    text = text.removeprefix("^")
    return text.removesuffix(r"\Z").removesuffix("$") if not text.endswith(r"\$") else text


def joined(framework: str, *parts: str) -> str:
    """A whole path; it begins with a slash, or with what is not known."""
    found = ""
    for part in parts:
        found = plain_join(framework, found, part)
    found = re.sub(r"/{2,}", "/", found)
    found = re.sub(r"(?:\{\?\}){2,}", UNKNOWN, found)
    if is_layered(framework) and len(found) > 1:
        found = found.rstrip("/")
    return found if found.startswith(("/", UNKNOWN)) else f"/{found}"


def is_layered(framework: str) -> bool:
    """Whether handlers, classes, routers and applications each have a path and guards."""
    return framework in tables().word("layered")


# ── what holds a route ───────────────────────────────────────────────────────────────────────────
def registered_on(file: File, registration: ast.expr) -> Held:
    """What a registration adds its route to."""
    target = registration.func if isinstance(registration, ast.Call) else registration
    owner = target.value if isinstance(target, ast.Attribute) else None
    if owner is not None and not _is_module(file, owner):
        return Held(owners(file, owner))
    return climbed(file, registration)


def _is_module(file: File, expr: ast.expr) -> bool:
    """Whether an expression is a module, so that what is called is a function and no method."""
    if not isinstance(expr, ast.Name | ast.Attribute):
        return False
    name = file.name_of(expr)
    return (
        name is not None
        and file.type_of(expr) is None
        and not file.library.is_class(name)
        and (
            all(binding.kind is Bound.IMPORT for binding in file.bindings(expr))
            if isinstance(expr, ast.Name)
            else file.home(name) is None
        )
        and file.home(name) is None
    )


def owners(file: File, owner: ast.expr) -> frozenset[str]:
    """What a router or an application that is at hand is called."""
    if isinstance(owner, ast.Attribute) and owner.attr == "router":
        kind = file.type_of(owner.value)
        if kind is not None and is_root(file, kind.name):
            owner = owner.value
    found = names_of(file, owner)
    if found:
        return found
    kind = file.type_of(owner)
    name = file.name_of(owner) if isinstance(owner, ast.Name | ast.Attribute) else None
    if name is not None and file.home(name) is not None and file.defined(name) is None:
        return frozenset({name})
    return frozenset({ANY if kind is not None and is_root(file, kind.name) else NOWHERE})


def is_root(file: File, kind: str) -> bool:
    """Whether a class is that of applications, which answer by themselves."""
    known = tables().table(Routes)
    return any(
        (name in known and known[name].root) or name in tables().word("serves-routes")
        for name in file.library.bases(kind)
    )


def climbed(file: File, expr: ast.expr) -> Held:
    """Where an object that is a route, or a list of them, is put."""
    prefix, calls = "", []
    node: ast.AST = expr
    while True:
        around = file.parent(node)
        if isinstance(around, ast.keyword):
            around = file.parent(around)
        if isinstance(around, ast.Call):
            step = _through(file, around, node)
            prefix = step.prefix + prefix
            calls.append(Written(file, around))
            if step.holders:
                return Held(step.holders, prefix, tuple(calls))
        elif isinstance(around, ast.Assign | ast.AnnAssign | ast.AugAssign):
            target = around.targets[0] if isinstance(around, ast.Assign) else around.target
            return Held(frozenset({_target(file, target)}), prefix, tuple(calls))
        elif not isinstance(
            around, ast.List | ast.Tuple | ast.Set | ast.Starred | ast.BinOp | ast.IfExp
        ):
            return Held(frozenset({NOWHERE}), prefix, tuple(calls))
        node = around


def _target(file: File, target: ast.expr) -> str:
    if isinstance(target, ast.Name):
        scope = file.scope(target).qualname
        return listed(file.qualify(f"{scope}.{target.id}" if scope else target.id))
    return NOWHERE


def listed(name: str) -> str:
    """The name of a list of routes; that of a whole module is the module's."""
    return name.removesuffix(f".{URLPATTERNS}")


@cache
def _handing() -> frozenset[str]:
    """Keywords under which a constructor, of a class of the program too, is given routes."""
    return frozenset(row.option for row in tables().table(HoldsRoutes).values())


def _through(file: File, call: ast.Call, inside: ast.AST) -> Held:
    """What becomes of routes that are handed to a call; no holders: it gives them on."""
    name = file.callee(call) or ""
    row, route = tables().table(Mounts).get(name), tables().table(Route).get(name)
    if route is not None and given(file, call, route.handler) is inside:
        return Held(frozenset(), pattern(file, call, route))
    mounted = _through_mount(file, call, row, name) if row is not None else None
    if mounted is not None:
        return mounted
    if isinstance(call.func, ast.Attribute) and call.func.attr in GROWING:
        names = names_of(file, call.func.value) or frozenset({NOWHERE})
        return Held(frozenset(map(listed, names)))
    if any(item.arg in _handing() and item.value is inside for item in call.keywords):
        return Held(frozenset({_made_of_routes(file, call)}))
    if name in tables().word("keeps-routes"):
        return Held(frozenset())
    if name in tables().word("under-language"):
        return Held(frozenset(), f"{UNKNOWN}/")
    return Held(frozenset({NOWHERE}))


def _through_mount(file: File, call: ast.Call, row: Mounts, name: str) -> Held | None:
    """What a mount puts routes into; ``None``: it makes the router that they are given to."""
    prefix = spelled(file, given(file, call, row.prefix))
    if isinstance(call.func, ast.Attribute) and not _is_module(file, call.func.value):
        return Held(owners(file, call.func.value), prefix)
    makes = is_root(file, name) or name in tables().word("router")
    return None if makes else Held(frozenset(), prefix)


def _made_of_routes(file: File, call: ast.Call) -> str:
    """What an application or a router is called that is made of routes."""
    around = file.parent(call)
    if isinstance(around, ast.Assign | ast.AnnAssign):
        return _target(file, around.targets[0] if isinstance(around, ast.Assign) else around.target)
    kind = file.type_of(call)
    return ANY if kind is not None and is_root(file, kind.name) else NOWHERE


# ── what holds what, over the program ────────────────────────────────────────────────────────────
@record
class _Step:
    """That something is a part of something else."""

    child: str
    held: Held
    given: bool = False
    """Whether the mount says a prefix itself."""


Steps = dict[str, list[_Step]]


def _steps(program: Program) -> Steps:
    def found() -> Steps:
        steps: Steps = defaultdict(list)
        for file in program.files():
            if file.role not in APART:
                for step in _steps_of(file):
                    steps[step.child].append(step)
        return steps

    return program.memo(("route steps",), found)


def _steps_of(file: File) -> Iterator[_Step]:
    for mount in file.facts(Mount):
        yield from _mounting(file, mount)
    if not file.libraries.isdisjoint(_packages()):
        yield from _in_lists(file)
        yield from _in_registries(file)


def _packages() -> frozenset[str]:
    return frozenset(row.framework for row in tables().table(Route).values())


def _mounting(file: File, mount: Mount) -> Iterator[_Step]:
    call = mount.node
    name = file.callee(call) or ""
    row = tables().table(Mounts).get(name)
    written = (Written(file, call),)
    if row is not None and row.onto is not None:
        prefix = given(file, call, Param("url_prefix"))
        held = Held(mount.onto or frozenset({NOWHERE}), spelled(file, prefix), written)
        says = prefix is not None
    elif isinstance(call.func, ast.Attribute) and not _is_module(file, call.func.value):
        prefix = given(file, call, row.prefix if row else _prefix_of(file, call))
        holders = mount.onto or owners(file, call.func.value)
        held = Held(holders, spelled(file, prefix), written)
        says = prefix is not None
    else:
        held, says = climbed(file, call), False
        if row is not None and row.prefix is not None:
            own = spelled(file, given(file, call, row.prefix))
            held = replace(held, prefix=held.prefix + own)
        held = replace(held, calls=(*written, *held.calls))
    for child in sorted(mount.routers or ()):
        for name in sorted(_real_names(file, listed(child))):
            yield _Step(name, held, says)


def _real_names(file: File, name: str) -> frozenset[str]:
    """What an object is called where it is made: a name may be that of what a function gave."""
    program = file.program
    if name in {ANY, NOWHERE}:
        return frozenset({name})
    if program is not None and program.defining(name) is None and name not in program.modules:
        # A text names a module as it is imported, which the folder above may not know.
        ends = [module for module in program.modules if module.endswith(f".{name}")]
        return frozenset(ends if len(ends) == 1 else [name])
    made = made_of(file, name)
    found: set[str] = set()
    for item in made:
        own = item.file.defined(item.file.callee(item.call) or "")
        inner = names_of(item.file, item.call) if own is not None else None
        found |= inner or {name}
    return frozenset(found or {name})


def _prefix_of(file: File, call: ast.Call) -> Param | None:
    """The prefix of a mount that only its name shows."""
    last = file.last_name(call)
    rows = [row for name, row in tables().table(Mounts).items() if name.endswith(f".{last}")]
    return rows[0].prefix if rows else None


def _in_lists(file: File) -> Iterator[_Step]:
    """Lists that are parts of lists, and what constructors are given."""
    statements: list[ast.Assign | ast.AnnAssign | ast.AugAssign] = [
        *file.nodes(ast.Assign),
        *file.nodes(ast.AnnAssign),
        *file.nodes(ast.AugAssign),
    ]
    for statement in statements:
        value = statement.value
        if isinstance(value, ast.List | ast.Tuple | ast.BinOp | ast.Starred | ast.Attribute):
            alone = isinstance(statement, ast.AugAssign)
            yield from _parts_of(file, value, alone=alone)
        elif isinstance(value, ast.Name) and isinstance(statement, ast.AugAssign):
            yield from _parts_of(file, value, alone=True)
    for call in file.nodes(ast.Call):
        for keyword in call.keywords:
            if keyword.arg in _handing():
                yield from _handed_to(file, call, keyword.value)
        if call.args and isinstance(call.func, ast.Attribute) and call.func.attr == "extend":
            yield from _parts_of(file, call.args[0], alone=True)


def _handed_to(file: File, call: ast.Call, value: ast.expr) -> Iterator[_Step]:
    """The routers, lists and classes that a constructor is given."""
    held = _through(file, call, value)
    if not held.holders:
        above = climbed(file, call)
        calls = (Written(file, call), *above.calls)
        held = Held(above.holders, above.prefix + held.prefix, calls)
    for part in _flat(value):
        for name in _names(file, part):
            yield _Step(listed(name), held)


def _parts_of(file: File, value: ast.expr, *, alone: bool) -> Iterator[_Step]:
    for part in _flat(value):
        direct = part is value
        starred = isinstance(file.parent(part), ast.Starred | ast.BinOp)
        if (direct and alone) or (not direct and starred):
            for name in _names(file, part):
                yield _Step(listed(name), climbed(file, part))


def _flat(expr: ast.expr) -> Iterator[ast.expr]:
    if isinstance(expr, ast.List | ast.Tuple | ast.Set):
        for item in expr.elts:
            yield from _flat(item)
    elif isinstance(expr, ast.Starred):
        yield from _flat(expr.value)
    elif isinstance(expr, ast.BinOp):
        yield from _flat(expr.left)
        yield from _flat(expr.right)
    elif isinstance(expr, ast.Name | ast.Attribute):
        yield expr


def _names(file: File, expr: ast.expr) -> Iterable[str]:
    """What an expression is called: an object, or a function or class of the program."""
    found = names_of(file, expr)
    if found:
        return sorted(found)
    name = file.name_of(expr)
    return [name] if name is not None and file.home(name) is not None else []


def _in_registries(file: File) -> Iterator[_Step]:
    """``router.registry.extend(other.registry)``."""
    for call, _ in file.index.calls.get("extend", ()):
        target = call.func.value if isinstance(call.func, ast.Attribute) else None
        part = call.args[0] if call.args else None
        if (
            isinstance(target, ast.Attribute)
            and isinstance(part, ast.Attribute)
            and target.attr == part.attr == "registry"
        ):
            held = Held(owners(file, target.value))
            for name in sorted(names_of(file, part.value) or ()):
                yield _Step(name, held)


# ── ways to applications ─────────────────────────────────────────────────────────────────────────
def chains_of(file: File, held: Held, framework: str) -> list[Chain]:
    """The ways from what holds a route to applications, shortest path first; never none."""
    found: dict[tuple[str, bool], Chain] = {}
    for holder in sorted(name for item in held.holders for name in _real_names(file, item)):
        for chain in _chains(file, holder, framework):
            path = plain_join(framework, chain.path, held.prefix)
            whole = Chain(path, chain.rooted, (*chain.calls, *reversed(held.calls)))
            found.setdefault((path, chain.rooted), whole)
    return _best(found.values())


def plain_join(framework: str, above: str, below: str) -> str:
    """Two parts of a path, with the slash that some packages put between them."""
    if above and below and framework in tables().word("puts-slash"):
        slash = "" if above.endswith("/") or below.startswith("/") else "/"
        return above + slash + below
    return above + below


def _best(chains: Iterable[Chain]) -> list[Chain]:
    """Those that end at an application, if there are any."""
    found = list(chains)
    rooted = [chain for chain in found if chain.rooted]
    return sorted(rooted or found, key=lambda chain: chain.path)[:MOST]


def _chains(
    file: File, holder: str, framework: str, seen: frozenset[str] = frozenset()
) -> list[Chain]:
    program = file.program
    if holder == ANY:
        return [Chain("", True)]
    if holder in {NOWHERE, *seen} or program is None:
        return [Chain(UNKNOWN, rooted=False)]
    key = ("route chains", holder, framework)
    if not seen:
        return program.memo(key, lambda: _ways(file, program, holder, framework, seen))
    return _ways(file, program, holder, framework, seen)


def _ways(
    file: File, program: Program, holder: str, framework: str, seen: frozenset[str]
) -> list[Chain]:
    made = made_of(file, holder)
    own = _own_prefix(made, framework, file, holder)
    steps = _steps(program).get(holder, ())
    found: dict[tuple[str, bool], Chain] = {}
    for step in steps:
        below = (
            step.held.prefix
            if step.given and framework in tables().word("prefix-overrides")
            else (plain_join(framework, step.held.prefix, own))
        )
        for parent in sorted(
            name for item in step.held.holders for name in _real_names(file, item)
        ):
            for chain in _chains(file, parent, framework, seen | {holder}):
                path = plain_join(framework, chain.path, below)
                calls = (*chain.calls, *reversed(step.held.calls), *made)
                found.setdefault((path, chain.rooted), Chain(path, chain.rooted, calls))
    if found and any(chain.rooted for chain in found.values()):
        return _best(found.values())
    if _is_application(made) or holder in _root_urlconfs(program):
        return [Chain(own, True, made)]
    unknown = Chain(plain_join(framework, UNKNOWN, own), rooted=False, calls=made)
    return _best(found.values()) or [unknown]


def made_of(file: File, name: str) -> tuple[Written, ...]:
    """The calls that make what has a name in the program, one for each branch."""
    home = file.home(name)
    if home is None or not name.startswith(f"{home.module}."):
        return ()
    scope, _, last = name.removeprefix(f"{home.module}.").rpartition(".")
    for found in home.index.scopes.values():
        if found.qualname == scope:
            return tuple(
                Written(home, binding.value)
                for binding in found.bindings.get(last, ())
                if isinstance(binding.value, ast.Call) and binding.kind is Bound.VALUE
            )
    return ()


def _is_application(made: tuple[Written, ...]) -> bool:
    kinds = [_kind_of(item) for item in made]
    return bool(kinds) and all(
        kind is not None and is_root(item.file, kind)
        for item, kind in zip(made, kinds, strict=True)
    )


def _kind_of(made: Written) -> str | None:
    kind = made.file.type_of(made.call)
    return kind.name if kind is not None else made.file.callee(made.call)


def _own_prefix(made: tuple[Written, ...], framework: str, file: File, holder: str) -> str:
    """The path that a router was made with, or that a class of routes has."""
    if not made:
        return _path_of_class(file, holder) if is_layered(framework) else ""
    found = {_given_prefix(item, framework) for item in made}
    return found.pop() if len(found) == 1 else UNKNOWN


def _given_prefix(made: Written, framework: str) -> str:
    for option in PATHS if is_layered(framework) else PREFIXES:
        found = given(made.file, made.call, option)
        if found is not None:
            return spelled(made.file, found)
    if any(item.arg is None for item in made.call.keywords):
        return UNKNOWN
    # A class of the program may have a prefix of its own.
    own = made.file.defined(_kind_of(made) or "")
    return UNKNOWN if own is not None and "prefix" in ast.unparse(own[1]) else ""


def _path_of_class(file: File, name: str) -> str:
    found = file.defined(name)
    if found is None or not isinstance(found[1], ast.ClassDef):
        return ""
    for binding in found[0].index.scopes[found[1]].bindings.get("path", ()):
        return spelled(found[0], binding.value) if isinstance(binding.value, ast.expr) else UNKNOWN
    return ""


def _root_urlconfs(program: Program) -> frozenset[str]:
    """The modules that settings name as the list of all URLs."""

    def found() -> frozenset[str]:
        names = set()
        for file in program.files():
            for binding in file.index.module.bindings.get("ROOT_URLCONF", ()):
                known = constant(file, binding.value) if file.role not in APART else None
                if known is not None and isinstance(known.value, str):
                    names |= {
                        module
                        for module in program.modules
                        if module == known.value or module.endswith(f".{known.value}")
                    }
        return frozenset(names)

    return program.memo(("root urlconfs",), found)

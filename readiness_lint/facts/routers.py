"""Objects that collect routes, and those of them that nothing makes a part of an application."""

from __future__ import annotations

import ast
import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate

from readiness_lint.facts.callables import given
from readiness_lint.facts.mounts import is_kin, mounts_of
from readiness_lint.facts.program import APART, LOADED, Program
from readiness_lint.facts.settings import configured
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import EntryTrait, Mounts, Route, Table
from readiness_lint.model import Bound, File
from readiness_lint.model.positions import start_line
from readiness_lint.pattern import Pattern
from readiness_lint.record import record

EXTENDING = "init_app"
"""The method of an extension that is given the application of whoever uses it."""
LEFT_OUT = Pattern(
    r"\b(?:not|never|isn't|aren't)\s+(?:\w+\s+){0,2}(?:mounted|wired)\b|\bunmounted\b"
    r"|\b(?:not|never|isn't|aren't)\s+(?:\w+\s+){0,2}(?:included|registered)\s+(?:by|in|on|with)\b",
    re.IGNORECASE,
)
"""How a docstring says that a router is made, and left out."""


@record
class Router:
    """A router that a module makes at import, under one name."""

    node: ast.Call
    name: str
    kind: str
    """The library's class."""
    routes: int
    """What its own module routes with it."""

    @property
    def framework(self) -> str:
        """The package of its class."""
        return self.kind.partition(".")[0]

    @classmethod
    def find(cls, file: File) -> Iterable[Router]:
        """Those of the module's own names that are made once, of a library's class or a subclass."""
        words = tables().word("router")
        if not words.lasts_in(file.libraries):
            return
        for name, count in _receivers(file).items():
            made = _made(file, name)
            type_ = file.type_of(made) if made is not None else None
            kinds = (
                [base for base in file.library.bases(type_.name) if base in words] if type_ else []
            )
            if made is not None and kinds:
                yield Router(made, name, kinds[0], count + _listed(file, made, kinds[0]))


def _receivers(file: File) -> Counter[str]:
    """Names of the module on which routes are registered, how many, and those of plain routers."""
    found: Counter[str] = Counter()
    for _, call in file.calls_to(tables().word("router")):
        around = file.parent(call)
        if isinstance(around, ast.Assign) and isinstance(around.targets[0], ast.Name):
            found[around.targets[0].id] += 0
        elif isinstance(around, ast.AnnAssign) and isinstance(around.target, ast.Name):
            found[around.target.id] += 0
    names = file.index.module.bindings
    for last in tables().word("fills-router").lasts.intersection(file.index.calls):
        for call, _ in file.index.calls[last]:
            filled = call.args[0] if call.args else None
            if (
                isinstance(filled, ast.Name)
                and filled.id in names
                and _is_filled(file, filled, call)
            ):
                found[filled.id] += 1
    for last in _registering().lasts_in(file.libraries).intersection(file.index.calls):
        for call, _ in file.index.calls[last]:
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            if isinstance(owner, ast.Name) and owner.id in names:
                found[owner.id] += 1
    return found


@cache
def _registering() -> Table[Route]:
    """The methods of routers that register a route."""
    rows = tables().table(Route).items()
    # Those of its bases are spelled as their own.
    owners = {base for name in tables().word("router") for base in tables().bases(name)}
    return Table({name: row for name, row in rows if name.rpartition(".")[0] in owners})


def _made(file: File, name: str) -> ast.Call | None:
    """The one call that gives a name of the module its value."""
    bindings = file.index.module.bindings.get(name, ())
    if len(bindings) != 1 or bindings[0].kind is not Bound.VALUE:
        return None
    value = bindings[0].value
    return value if isinstance(value, ast.Call) else None


def _listed(file: File, made: ast.Call, kind: str) -> int:
    """The routes that a router is given when it is made."""
    row = tables().table(Mounts).get(kind)
    value = given(file, made, row.router) if row else None
    value = (file.assigned(value) or value) if value is not None else None
    return len(value.elts) if isinstance(value, ast.List | ast.Tuple | ast.Set) else 0


# ── what mounts them ─────────────────────────────────────────────────────────────────────────────


def unmounted(file: File, router: Router) -> int:
    """How many routes a router has that is certainly mounted nowhere; 0: it is, or may be."""
    program = file.program
    if program is None or not _serves(program, router.framework) or _is_left_out(file):
        return 0
    routes = _routes(file, router)
    name = file.qualify(router.name)
    # Nearly always one of those that import it does, and its own module need not be walked.
    for other in _leading_to(program, file.module, router.name):
        mentions = mentions_in(other)
        if _mounts(mentions, file.module, router):
            return 0
        routes += sum(mentions.calls[f"{name}.{last}"] for last in _registering().lasts)
    if _mounts(mentions_in(file), file.module, router):
        return 0
    if not routes or _may_be_loaded(file, router.framework) or _keeps_itself(file, router):
        return 0
    return 0 if program.known(_is_named, file.module, router.name) else routes


def _is_left_out(file: File) -> bool:
    """Whether a module says itself that it is mounted nowhere: whoever reads it knows."""
    return LEFT_OUT.search(ast.get_docstring(file.tree, clean=False) or "") is not None


def _serves(program: Program, framework: str) -> bool:
    """Whether a program has an application of its own; a library leaves that to others."""
    return not program.known(applications_of).isdisjoint(tables().reach({framework}) | {framework})


def applications_of(program: Program) -> frozenset[str]:
    """The packages whose applications a program makes, or configures."""
    names = sorted(tables().word("serves-routes"))
    found = {
        name.partition(".")[0]
        for name in names
        if any(_is_made(file, name) for file in program.calling(name.rpartition(".")[2]))
    }
    if any(True for _ in program.each(configured, "serves-routes")):
        found |= {name.partition(".")[0] for name in names if ".settings." in name}
    return frozenset(found)


def _is_made(file: File, name: str) -> bool:
    """Whether a module calls something of an application other than to extend that of its user."""
    last = name.rpartition(".")[2]
    return file.role not in APART and any(
        file.class_(call) is None
        or (function := file.function(call)) is None
        or function.name != EXTENDING
        for call, _ in file.index.calls.get(last, ())
    )


def _routes(file: File, router: Router) -> int:
    """The routes of a router, and of those that it includes."""
    name, count = file.qualify(router.name), router.routes
    for mount in mounts_of(file):
        for part in sorted(mount.routers or ()) if name in mount.onto else ():
            home = file.home(part)
            others = home.facts(Router) if home else ()
            count += sum(
                other.routes for other in others if home and home.qualify(other.name) == part
            )
    return count


def _leading_to(program: Program, module: str, name: str) -> Iterator[File]:
    """The other modules that import a router, its module, a package around that, or who does."""
    whole, seen = f"{module}.{name}", {module}
    todo = [(module, name)]
    while todo:
        module, name = todo.pop()
        found = [*program.naming(module), *program.naming(f"{module}.{name}")]
        package, _, last = module.rpartition(".")
        while package:
            found += [file for file in program.naming(package) if last in file.source]
            package = package.rpartition(".")[0]
        for file in found:
            if file.module not in seen:
                seen.add(file.module)
                yield file
                for alias, bindings in file.index.module.bindings.items():
                    targets = {binding.target for binding in bindings}
                    if any(
                        target and file.library.canonical(target) == whole for target in targets
                    ):
                        todo.append((file.module, alias))


def _mounts(mentions: Mentions, module: str, router: Router) -> bool:
    """Whether a module may mount a router: it reads it, or its module, as a value."""
    name = f"{module}.{router.name}"
    packages = accumulate(module.split("."), "{}.{}".format)
    if not mentions.used.isdisjoint({name, f"{module}.*", *packages}):
        return True
    kept = _kept(router.kind)
    return any(
        called.rpartition(".")[0] == name and called.rpartition(".")[2] not in kept
        for called in mentions.calls
    )


@cache
def _kept(kind: str) -> frozenset[str]:
    """The methods of a class of routers that do not mount them."""
    owners = tables().bases(kind)
    rows = [(name, True) for trait in (Route, EntryTrait) for name in tables().table(trait)]
    rows += [(name, row.router is not None) for name, row in tables().table(Mounts).items()]
    return frozenset(
        name.rpartition(".")[2] for name, kept in rows if kept and name.rpartition(".")[0] in owners
    )


# ── what a program does not tell ─────────────────────────────────────────────────────────────────


def _may_be_loaded(file: File, framework: str) -> bool:
    """Whether a program loads modules by name, and mounts what it does not say."""
    program = file.program
    return (
        program is not None
        and program.known(loads_by_name)
        and any(
            mount.routers is None and is_kin(mount.framework, framework)
            for mount in mounts_of(file)
        )
    )


def loads_by_name(program: Program) -> bool:
    """Whether a program imports modules by names that it works out."""
    words = tables().word("imports-by-name")
    return any(True for last in sorted(words.lasts) for _ in program.calling(last))


def _keeps_itself(file: File, router: Router) -> bool:
    """Whether what makes a router may put it somewhere: a factory, or a class of the program."""
    found = file.defined(file.callee(router.node) or "")
    if found is None:
        return False
    home, definition = found
    if not isinstance(definition, ast.ClassDef):
        return _hands_over(home, definition, _locals(definition))
    line = [home.qualify(home.index.scopes[definition].qualname), *home.bases_of(definition)]
    classes = [known for name in line if (known := home.defined(name))]
    return any(
        isinstance(cls, ast.ClassDef) and (cls.keywords or _hands_over(place, cls, {"self", "cls"}))
        for place, cls in classes
    )


def _locals(function: ast.AST) -> set[str]:
    return {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _hands_over(file: File, definition: ast.AST, names: set[str]) -> bool:
    """Whether a definition reads one of its own names other than to use or to return it."""
    return any(
        isinstance(node, ast.Name)
        and node.id in names
        and isinstance(node.ctx, ast.Load)
        and not isinstance(file.parent(node), ast.Attribute | ast.Return)
        for node in ast.walk(definition)
    )


def _is_named(program: Program, module: str, name: str) -> bool:
    """Whether a text names a router, or a module imports it in a way that leads elsewhere."""
    last = module.rpartition(".")[2]
    quoted = re.compile(rf"""["'][\w.]*\b{re.escape(last)}[.:]{re.escape(name)}\b""")
    looked_at = {module for _, module in program.each(_spelling, name, last)}
    if any(
        quoted.search(each.source)
        if each.module in looked_at
        else name in each.source and last in each.source
        for each in program.texts(*LOADED)
    ):
        return True
    return any(
        not program.owns(imported) for _, imported in program.each(_importing_end_of, module, name)
    )


def _spelling(file: File, name: str, last: str) -> Iterator[str]:
    """The module, if it has both identifiers in its text."""
    if name in file.source and last in file.source:
        yield file.module


def _importing_end_of(file: File, module: str, name: str) -> Iterator[str]:
    """What a file imports that ends like the name of a module, or of a member of it."""
    for imported, _ in file.index.imports:
        if (
            f"{module}.{name}".endswith(f".{imported}") or module.endswith(f".{imported}")
        ) and not is_library(imported):
            yield imported


def is_library(imported: str) -> bool:
    """Whether what is imported is of the standard library, or of one that the tables know."""
    head = imported.partition(".")[0]
    return head in sys.stdlib_module_names or bool(tables().reach([head]) - {"builtins"})


# ── what a module does with the names of others ──────────────────────────────────────────────────


@record
class Mentions:
    """What a module does with names that the program defines, by qualified name."""

    used: frozenset[str]
    """Read as values: handed over, put into a list, exported; and modules whose names all are."""
    calls: Counter[str]
    """Methods that it calls on them."""


def mentions_in(file: File) -> Mentions:
    """What a module does with the names of the program; found once."""
    return file.memo(("mentions",), lambda: _mentions(file))


def _mentions(file: File) -> Mentions:
    used: set[str] = set(_exported(file))
    calls: Counter[str] = Counter()
    wanted = _mentionable(file)
    lines = _lines_with(file, wanted)
    todo: list[tuple[ast.AST, ast.AST]] = [(file.tree, file.tree)]
    while todo:
        node, around = todo.pop()
        if not isinstance(node, ast.Name | ast.Attribute):
            if not isinstance(node, ast.stmt) or _has_one(node, lines):
                idle = node.iter if isinstance(node, ast.For) and _is_idle(node) else None
                children = ast.iter_child_nodes(node)
                todo.extend((child, node) for child in children if child is not idle)
            continue
        chain = list(_chain(node))
        if not isinstance(chain[0], ast.Name):
            todo.append((chain[0], node))
        elif isinstance(node.ctx, ast.Load) and chain[0].id in wanted:
            found = _defined_part(file, chain)
            if found is not None:
                name, rest = found
                if isinstance(around, ast.Call) and _is_filled(file, node, around):
                    continue
                if len(rest) == 1 and _is_called(node, around):
                    calls[f"{name}.{rest[0]}"] += 1
                elif not rest or rest[0].startswith("__") or not _is_module(file, name):
                    used.add(name)
    return Mentions(frozenset(used), calls)


def _is_idle(loop: ast.For) -> bool:
    """Whether a loop does nothing with the items that are written out in front of it."""
    target = loop.target
    return (
        isinstance(loop.iter, ast.List | ast.Tuple | ast.Set)
        and isinstance(target, ast.Name)
        and not any(
            isinstance(node, ast.Name) and node.id == target.id
            for statement in (*loop.body, *loop.orelse)
            for node in ast.walk(statement)
        )
    )


def _mentionable(file: File) -> set[str]:
    """The names of a module that may stand for another module, or for an object of one."""
    found: set[str] = set()
    for scope in file.index.scopes.values():
        for name, bindings in scope.bindings.items():
            if any(
                (binding.kind is Bound.VALUE and scope is file.index.module)
                or (binding.kind is Bound.IMPORT and _is_no_definition(file, binding.target))
                for binding in bindings
            ):
                found.add(name)
    return found


def _lines_with(file: File, names: set[str]) -> list[int]:
    """The lines in whose text one of the names stands."""
    any_of = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")
    lines = enumerate(file.positions.lines, start=1)
    return [number for number, line in lines if any_of.search(line)] if names else []


def _has_one(statement: ast.stmt, lines: list[int]) -> bool:
    """Whether one of some lines is a statement's."""
    index = bisect_left(lines, start_line(statement))
    return index < len(lines) and lines[index] <= (statement.end_lineno or 0)


def _is_no_definition(file: File, target: str) -> bool:
    """Whether what is imported is of the program, and neither a function nor a class."""
    program = file.program
    return (
        program is not None
        and program.owns(target)
        and file.defined(file.library.canonical(target)) is None
    )


def _is_module(file: File, name: str) -> bool:
    return file.program is not None and name in file.program.modules


def _is_filled(file: File, node: ast.expr, call: ast.Call) -> bool:
    """Whether a router is given to a class of views that registers itself there."""
    words, owner = tables().word("fills-router"), call.func
    if (
        node not in call.args[:1]
        or not isinstance(owner, ast.Attribute)
        or owner.attr not in words.lasts
    ):
        return False
    known = file.defined(file.name_of(owner.value) or "")
    # A class of the program that has a method of this name hands on what it is given.
    return known is not None and any(
        f"{base}.{owner.attr}" in words
        for base in (known[0].bases_of(known[1]) if isinstance(known[1], ast.ClassDef) else ())
    )


def _is_called(node: ast.expr, around: ast.AST) -> bool:
    if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node in around.decorator_list
    return isinstance(around, ast.Call) and around.func is node


def _chain(node: ast.expr) -> Iterator[ast.expr]:
    """A dotted expression from its first part on."""
    if isinstance(node, ast.Attribute):
        yield from _chain(node.value)
    yield node


def _defined_part(file: File, chain: list[ast.expr]) -> tuple[str, list[str]] | None:
    """The longest part of a dotted expression that the program defines, and the attributes after."""
    modules = file.program.modules if file.program else frozenset()
    for index in range(len(chain) - 1, -1, -1):
        name = _name(file, chain[index])
        if name is not None and (file.owns(name) or (file.program and file.program.owns(name))):
            rest = [part.attr for part in chain[index + 1 :] if isinstance(part, ast.Attribute)]
            # A package has its modules as attributes, whoever imported them.
            while rest and f"{name}.{rest[0]}" in modules:
                name = f"{name}.{rest.pop(0)}"
            return name, rest
    return None


def _name(file: File, expr: ast.expr) -> str | None:
    """The qualified name of an expression; an object that the module makes has one, too."""
    name = file.name_of(expr)
    if name is None and isinstance(expr, ast.Name):
        bindings = file.bindings(expr)
        if bindings and all(binding.scope is file.index.module for binding in bindings):
            return file.qualify(expr.id)
    return name


def _exported(file: File) -> Iterator[str]:
    """What stars bring, what a package says it exports, and all that the outermost one imports."""
    for imported, _ in file.index.imports:
        if imported.endswith(".*"):
            yield f"{file.library.canonical(imported[:-2])}.*"
    if file.path.stem != "__init__":
        return
    for binding in file.index.module.bindings.get("__all__", ()):
        for part in ast.walk(binding.value) if binding.value is not None else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield file.library.canonical(file.qualify(part.value))
    if "." not in file.module:
        for bindings in file.index.module.bindings.values():
            yield from (file.library.canonical(one.target) for one in bindings if one.target)

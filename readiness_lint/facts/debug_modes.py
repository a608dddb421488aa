"""Where a program turns on, for everybody, what is for its developers."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from readiness_lint.facts.callables import given
from readiness_lint.facts.failures import ExceptHandler
from readiness_lint.facts.middleware import middleware_of
from readiness_lint.facts.program import APART, Program
from readiness_lint.facts.served_settings import starts_with_others
from readiness_lint.facts.settings import EnvironmentRead, configured, is_for_development, read_by
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import TERMINALS
from readiness_lint.knowledge.schema import Debugs, Param
from readiness_lint.model import Absent, File
from readiness_lint.model.index import every_argument
from readiness_lint.record import record
from readiness_lint.terms import Because, Exit, Known, Role, When

YES = ("true", "1", "yes", "on", "t", "y")
SETTINGS_PAGE = "an error shows whoever caused it the settings, the sources and the variables"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  compared, not listened on
HOST = Param("host", 0)
TOOLBAR = "debug_toolbar"
WORKERS = Param("workers")
TOOLBAR_PAGE = "each page shows the settings, the queries and the headers"


@record
class DebugMode:
    """A call, an assignment or a setting that turns it on."""

    node: ast.AST
    what: str
    consequence: str
    weight: int
    """0: when somebody starts the module by hand; 1: it watches the sources; 2: it answers."""
    fallback: bool = False
    """Whether it does so where nothing is set."""
    toolbar: bool = False
    """Whether it is a toolbar, which pages show where they are debugged."""

    @classmethod
    def find(cls, file: File) -> Iterable[DebugMode]:
        """Every one that does not hang on anything."""
        yield from _of_settings(file)
        yield from _toolbars(file)
        yield from _calls(file)
        yield from _attributes(file)


def _is_on(known: Known | None) -> bool:
    value = known.value if known is not None else None
    return value is True or value == 1 or (isinstance(value, str) and value.lower() in YES)


# ── a setting ────────────────────────────────────────────────────────────────────────────────────
def _of_settings(file: File) -> Iterator[DebugMode]:
    values = [value for home, value in configured(file, "debug-setting") if home is file]
    if not values:
        return
    bound = tables().word("project-setting").lasts.intersection(file.index.module.bindings)
    if not (bound or _imports_settings(file)) or _is_set_elsewhere(file):
        return
    value = values[-1]
    if _is_set_by_deployment(file, value):
        return
    if file.conditions(value) or file.function(value) is not None:
        return
    if _is_on(file.value_of(value)):
        yield DebugMode(value, "`DEBUG = True`", SETTINGS_PAGE, 2)
        return
    read = read_by(file, value)
    if read is not None and _is_on(read.default) and _holds_unset(file, value, read) is not False:
        yield DebugMode(value, f"`{ast.unparse(value)}`", SETTINGS_PAGE, 2, fallback=True)


def _holds_unset(file: File, value: ast.expr, read: EnvironmentRead) -> bool | None:
    """Whether a comparison holds where nothing is set, as the default says; ``None``: not known."""
    equal = isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq)
    if not isinstance(value, ast.Compare) or len(value.ops) != 1 or not equal:
        return None
    left, default = value.left, read.default.value if read.default is not None else None
    if (
        isinstance(left, ast.Call)
        and left is not read.node
        and file.last_name(left.func) == "lower"
    ):
        left = left.func.value if isinstance(left.func, ast.Attribute) else left
        default = default.lower() if isinstance(default, str) else None
    known = file.value_of(value.comparators[0])
    # `True` is never "true".
    return default == known.value if left is read.node and known is not None else None


def _imports_settings(file: File) -> bool:
    """Whether a module of settings goes on from another one."""
    if file.role is not Role.SETTINGS and "settings" not in file.module:
        return False
    return any(any(item.name == "*" for item in node.names) for node in file.nodes(ast.ImportFrom))


def _toolbars(file: File) -> Iterator[DebugMode]:
    """The toolbar of Django among the applications: for everybody, or where pages are debugged."""
    shown = [value for home, value in configured(file, "shows-toolbar") if home is file]
    everybody = any(
        isinstance(value, ast.Lambda)
        and isinstance(value.body, ast.Constant)
        and value.body.value is True
        and not _hangs_on_something(file, value)
        for value in shown
    )
    for home, value in configured(file, "installed-apps"):
        entry = _toolbar_in(value) if home is file else None
        if entry is None or _hangs_on_something(file, value) or _is_taken_out(file):
            continue
        yield DebugMode(
            entry, f'`"{TOOLBAR}"`', TOOLBAR_PAGE, 2 if everybody else 0, toolbar=not everybody
        )


def _toolbar_in(apps: ast.expr) -> ast.expr | None:
    """The toolbar in a list of applications that is written out."""
    items = apps.elts if isinstance(apps, ast.List | ast.Tuple) else []
    return next(
        (item for item in items if isinstance(item, ast.Constant) and item.value == TOOLBAR), None
    )


def _is_taken_out(file: File) -> bool:
    """Whether a module takes the toolbar out again."""
    return any(
        isinstance(item, ast.Constant) and item.value == TOOLBAR
        for call, _ in file.index.calls.get("remove", ())
        for item in call.args
    )


def _is_set_by_deployment(file: File, value: ast.expr) -> bool:
    """Whether names of a module that each deployment has to write follow: not one that may be missing."""
    return any(
        any(item.name == "*" for item in node.names)
        and node.level == 0
        and node.lineno > value.lineno
        and (file.program is None or file.program.defining(node.module or "") is None)
        and not any(map(_ignores, file.tries(node)))
        and "settings" in (node.module or "")
        for node in file.nodes(ast.ImportFrom)
    )


def _ignores(around: ast.Try | ast.TryStar) -> bool:
    """Whether it is all the same to a block that something in it fails."""
    return any(
        all(isinstance(item, ast.Pass) for item in handler.body) for handler in around.handlers
    )


def _is_set_elsewhere(file: File) -> bool:
    """Whether a module that goes on from this one sets it anew, or one that is not in sight may."""
    if file.program is None:
        return False
    # Its values may be others by the time that a service starts with them.
    if file.program.known(starts_with_others, file.module):
        return True
    return any(
        "DEBUG" in other.index.module.bindings and not is_for_development(other.tree.body[0], other)
        for other in file.program.naming(file.module)
        if other is not file and other.role in {Role.SETTINGS, Role.APPLICATION}
    )


# ── calls and attributes ─────────────────────────────────────────────────────────────────────────
def _calls(file: File) -> Iterator[DebugMode]:
    table = tables().table(Debugs)
    for name, call in file.calls_to(table):
        row = table[name]
        if row.switch is None:
            continue
        value = given(file, call, row.switch)
        absent = row.always and isinstance(file.argument(call, row.switch.name), Absent)
        on = value is not None and _is_on(file.value_of(value))
        if not (on or absent) or _hangs_on_something(file, call):
            continue
        if _cannot_be_run(file, call):
            continue
        if not row.serves and _is_answered_before(file, name):
            continue
        host = given(file, call, HOST) if row.serves else None
        known = file.value_of(host) if host is not None else None
        everywhere = known is not None and known.value in EVERYWHERE
        everywhere = everywhere or (row.reloads and _has_workers(file, call))
        if row.reloads and (not everywhere or _is_of_terminal(file)):
            continue
        if row.named is not None and not _is_name(file, given(file, call, row.named)):
            continue
        by_hand = row.serves and file.when(call) is When.MAIN and not everywhere
        weight = 1 if row.reloads else 0 if by_hand or row.here else 2
        told = f"{row.switch.name}={ast.unparse(value)}" if value is not None else ""
        what = f"`{name}({told})`"
        yield DebugMode(call, what, row.consequence, weight)


def _has_workers(file: File, call: ast.Call) -> bool:
    """Whether a server is told to run several processes, as one does for others."""
    workers = given(file, call, WORKERS)
    known = file.value_of(workers) if workers is not None else None
    return known is not None and isinstance(known.value, int) and known.value > 1


def _cannot_be_run(file: File, call: ast.Call) -> bool:
    """Whether a node is for a package that is run by itself, which finds nothing beside it then."""
    return (
        file.when(call) is When.MAIN
        and file.path.stem == "__init__"
        and any(node.level for node in file.nodes(ast.ImportFrom))
    )


def _is_name(file: File, application: ast.expr | None) -> bool:
    """Whether an application is given by its name, so that each process can import it."""
    template = file.template_of(application) if application is not None else None
    return template is not None


def _attributes(file: File) -> Iterator[DebugMode]:
    table = tables().table(Debugs)
    lasts = table.lasts_in(file.libraries)
    if not lasts:
        return
    for target, value, _ in file.index.stores:
        name = ""
        if value is None:
            continue
        if isinstance(target, ast.Attribute) and target.attr in lasts:
            name = file.name_of(target) or ""
        elif isinstance(target, ast.Subscript) and file.last_name(target) == "DEBUG":
            owner, _, last = (file.name_of(target.value) or "").rpartition(".")
            name = f"{owner}.debug" if last == "config" else ""
        row = table.get(name)
        on = row is not None and row.switch is None and _is_on(file.value_of(value))
        if row is not None and on and _is_run(file, name) and not _hangs_on_something(file, target):
            what = f"`{ast.unparse(target)} = {ast.unparse(value)}`"
            yield DebugMode(target, what, row.consequence, 2)


def _is_run(file: File, name: str) -> bool:
    """Whether an application is served by its own server, which alone looks at its attribute."""
    program = file.program
    return program is None or program.known(_runs_itself, name.rpartition(".")[0])


def _runs_itself(program: Program, owner: str) -> bool:
    table = tables().table(Debugs)
    return any(True for _ in program.each(_serving_calls, owner, tables=(table,)))


def _serving_calls(file: File, owner: str) -> Iterator[str]:
    """The names under which a file starts the server of an application."""
    table = tables().table(Debugs)
    for name, _ in file.calls_to(table) if file.role not in APART else ():
        if table[name].serves and name.startswith(f"{owner}."):
            yield name


def _is_answered_before(file: File, name: str) -> bool:
    """Whether a middleware answers every exception before the page of an error is made."""
    program = file.program
    return program is not None and any(
        handler.broad and handler.exits == Exit.RETURNS and _holds_all(handler)
        for link in middleware_of(program, name.partition(".")[0], None)
        if link.file is file and link.target is not None and not link.condition
        for handler in link.target.file.facts(ExceptHandler, within=link.target.node)
    )


def _holds_all(handler: ExceptHandler) -> bool:
    """Whether all that a middleware hands on to runs in the block of a clause."""
    file, function = handler.file, handler.function
    named = list(every_argument(function.args))[-1:] if function is not None else []
    handing = [
        call
        for call in file.nodes(ast.Call, within=function)
        if any(is_name(call.func, item.arg) for item in named)
    ]
    return bool(handing) and all(
        any(around is handler.guard for around in file.tries(call)) for call in handing
    )


def _hangs_on_something(file: File, node: ast.AST) -> bool:
    """Whether a test decides, other than that the module is run by hand."""
    if file.under(node, Because.DEV) or is_for_development(node, file):
        return True
    main = file.when(node) is When.MAIN
    return len(file.conditions(node)) > (1 if main else 0)


def _is_of_terminal(file: File) -> bool:
    """Whether a module is a command line."""
    return any(file.words(TERMINALS).match(part) for part in file.module.split("."))

"""Where a program sets up its logs, and how often."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterable, Iterator
from typing import TypeGuard

from readiness_lint.facts.callers import Caller, bindings_of_value, callers_of, decorators_of
from readiness_lint.facts.entries import entry_of
from readiness_lint.facts.idle import is_idle
from readiness_lint.facts.roles import serves
from readiness_lint.facts.served_settings import is_on_trial
from readiness_lint.facts.shapes import names_within
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import (
    APPLICATION_MAKERS,
    LOG_CONFIGURATIONS,
    LOG_SETUPS,
    LOGGER_MAKERS,
)
from readiness_lint.model import Bound, Condition, File, FunctionNode
from readiness_lint.model.flow import shows
from readiness_lint.model.index import every_argument
from readiness_lint.record import record
from readiness_lint.terms import Because, EntryKind, Known, Role, When

ROOT = frozenset({"", "root", None})
LAMBDA = "lambda_handler"
"""The function that the platform calls by this name; it takes what is printed for its log."""
GIVEN_BY_LAMBDA = ("event", "context")
METHODS = frozenset({"addHandler", "setLevel"})
FORCING = frozenset({Role.APPLICATION, Role.SETTINGS})
HOPS = 2
"""How many functions may stand between a request and the one that adds a handler."""
PER_CALL = {
    EntryKind.HANDLER: "request",
    EntryKind.WEBSOCKET: "connection",
    EntryKind.TASK: "run of the task",
    EntryKind.MIDDLEWARE: "request",
    EntryKind.DEPENDENCY: "request",
}


@record
class LogSetup:
    """A call that configures the logs of the whole process where a module is imported or used."""

    node: ast.Call
    call: str
    when: str
    """What makes it run, for a reader."""
    logger: str | None
    """The variable whose method it is, of which several belong together."""

    @classmethod
    def find(cls, file: File) -> Iterable[LogSetup]:
        """Every one of a file that is there for something else."""
        for name, call in _setups(file):
            when = _when(file, name, call)
            if when and not _is_place_for_it(file):
                yield cls(call, f"{ast.unparse(call.func)}()", when, _object(call))


def _setups(file: File) -> Iterator[tuple[str, ast.Call]]:
    """The calls that change more than the logger of their own module."""
    known = tables()
    for name, call in file.calls_to(known.word("configures-logs")):
        if name not in known.word("sets-logger-class") or not (
            _is_first(file) or _is_put_back(file)
        ):
            yield name, call
    for name, call in file.calls_to(known.word("adds-log-handler")):
        if name not in known.word("configures-logs") and _is_foreign(file, call):
            yield name, call
    for name, call in file.calls_to(known.word("sets-log-level")):
        logger = _logger_name(file, call)
        if logger is not None and logger.value in ROOT:
            yield name, call


def _is_first(file: File) -> bool:
    """Whether a module is the package around all of the program, which no logger is made before."""
    return file.path.stem == "__init__" and "." not in file.module


def _is_put_back(file: File) -> bool:
    """Whether the class of loggers is changed for one of them, and then is again what it was."""
    known = tables()
    return any(
        call.args
        and isinstance(made := file.assigned(call.args[0]), ast.Call)
        and file.callee(made) in known.word("gives-logger-class")
        for _, call in file.calls_to(known.word("sets-logger-class"))
    )


def _object(call: ast.Call) -> str | None:
    method = call.func
    if not isinstance(method, ast.Attribute) or method.attr not in METHODS:
        return None
    return method.value.id if isinstance(method.value, ast.Name) else None


def _logger_name(file: File, call: ast.Call) -> Known | None:
    """The name of the logger whose method is called; ``Known(None)`` is the root."""
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    if receiver is None:
        return None
    made = _made(file, receiver)
    if made is None:
        return Known(None) if file.name_of(receiver) in tables().word("root-logger") else None
    if file.callee(made) not in tables().word("logger-by-name"):
        return None
    return file.value_of(made.args[0]) if made.args else Known(None)


def _made(file: File, receiver: ast.expr) -> ast.Call | None:
    """The call that gave a variable or an attribute its one value."""
    if isinstance(receiver, ast.Call):
        return receiver
    values = [item.value for item in bindings_of_value(file, receiver) if item.kind is Bound.VALUE]
    return values[0] if len(values) == 1 and isinstance(values[0], ast.Call) else None


def _is_foreign(file: File, call: ast.Call) -> bool:
    """Whether the logger is the root, or that of another package."""
    name = _logger_name(file, call)
    if name is None or (call.args and file.last_name(call.args[0]) == "NullHandler"):
        return False
    if name.value in ROOT:
        return True
    head = name.value.partition(".")[0] if isinstance(name.value, str) else ""
    return head != file.module.partition(".")[0] and _is_package(file, head)


def _is_package(file: File, name: str) -> bool:
    """Whether it is a library that the program uses; a logger may have a name of its own as well."""
    if not name or file.uses(name) or file.program is None:
        return bool(name)
    return any(True for _ in file.program.importing(frozenset({name})))


def _is_forced(file: File) -> bool:
    """Whether the program configures the root anew, whatever was there before."""
    program = file.program
    if program is None:
        return _forces(file)
    return program.memo(
        ("forced logs",),
        lambda: any(
            _forces(item)
            for item in program.using(tables().word("configures-root"))
            if item.role in FORCING
        ),
    )


def _forces(file: File) -> bool:
    return any(
        keyword.arg == "force"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for _, call in file.calls_to(tables().word("configures-root"))
        if file.function(call) is not None or file.when(call) is When.IMPORT
        for keyword in call.keywords
    )


def _when(file: File, name: str, call: ast.Call) -> str:
    """What runs it: an import, a request, an object that is made; empty: somebody who knows."""
    if file.conditions(call) or (name in tables().word("configures-root") and _is_forced(file)):
        return ""
    root = name in tables().word("configures-root")
    if file.when(call) is When.IMPORT:
        return "when the module is imported" if root or file.role is not Role.SETTINGS else ""
    if not root:
        return ""
    function = file.function(call)
    if function is not None and function.name == "__init__" and file.class_(call) is not None:
        return "whenever an object of its class is made"
    kind = _kind(file, call)
    return f"in each {PER_CALL[kind]}" if kind in PER_CALL else ""


def _kind(file: File, node: ast.AST) -> EntryKind | None:
    entry = entry_of(node, file)
    return getattr(entry, "kind", EntryKind.TASK) if entry is not None else None


def _is_place_for_it(file: File) -> bool:
    """Whether a module begins a program, or is there for its logs."""
    found: bool = file.memo(
        ("place for logs",),
        lambda: (
            any(file.words(LOG_SETUPS).match(part) for part in file.module.split("."))
            or bool(file.calls_to(tables().word("serves-routes")))
            or _has_own_application(file)
            or bool(file.calls_to(tables().word("command-line")))
            or ("__main__" in file.source and any(_guards(item) for item in file.nodes(ast.If)))
            or is_lambda(file)
            or any(file.when(call) is When.IMPORT for call in _path_changes(file))
            or _is_imported_by_none(file)
        ),
    )
    return found


def _is_imported_by_none(file: File) -> bool:
    """Whether a module is a program of its own: no other imports it, or anything of it."""
    program = file.program
    if program is None or file.role is Role.SETTINGS or serves(file):
        return False
    names = (file.module, *map(file.qualify, file.index.module.bindings))
    return not any(other is not file for name in names for other in program.naming(name))


def _has_own_application(file: File) -> bool:
    """Whether it makes an application of a class of its own."""
    classes = {
        cls.name
        for cls in file.nodes(ast.ClassDef)
        if file.inherits(cls, tables().word("serves-routes")) is True
    }
    return any(
        isinstance(call.func, ast.Name) and file.function(call) is None
        for name in classes
        for call, _ in file.index.calls.get(name, ())
    )


def is_lambda(file: File) -> bool:
    """Whether AWS Lambda begins with a module: by its name, or by what its function is given."""
    definitions = file.index.definitions
    return LAMBDA in definitions or any(
        isinstance(item, ast.FunctionDef)
        and tuple(argument.arg for argument in item.args.args) == GIVEN_BY_LAMBDA
        for name, items in definitions.items()
        if "." not in name
        for item in items
    )


def _path_changes(file: File) -> Iterator[ast.Call]:
    """Where a module changes the path for imports, as a program does before it begins."""
    for method in ("insert", "append"):
        for call, at in file.index.calls.get(method, ()):
            if isinstance(call.func, ast.Attribute) and (
                file.name_at(call.func.value, at) == "sys.path"
            ):
                yield call


def _guards(branch: ast.If) -> bool:
    return shows(Condition(branch.test, holds=True)) is Because.MAIN


@record
class AddedHandler:
    """A handler that is added to a logger once more each time that its function runs."""

    node: ast.Call
    function: str
    each: str
    """What it runs for."""

    @classmethod
    def find(cls, file: File) -> Iterable[AddedHandler]:
        """The first of each logger and function of the file that nothing takes off again."""
        seen: set[tuple[FunctionNode, str]] = set()
        for _, call in file.calls_to(tables().word("adds-log-handler")):
            function = file.function(call)
            logger = ast.unparse(call.func)
            if function is None or (function, logger) in seen or file.under(call, Because.MAIN):
                continue
            each = _each(file, call, function)
            if each and not _is_once(file, call, function):
                seen.add((function, logger))
                yield cls(call, function.name, each)


def _each(file: File, call: ast.Call, function: FunctionNode) -> str:
    kind = _kind(file, call)
    if kind in PER_CALL:
        return PER_CALL[kind]
    owner = file.class_(call)
    if function.name == "__init__" and owner is not None:
        known = _logger_name(file, call)
        part = file.inherits(owner, tables().word("log-part")) is True
        return "object" if known is not None and not part else ""
    if file.words(LOGGER_MAKERS).match(function.name) and _takes_name(file, call, function):
        once = is_idle(file, function) or _is_asked_once(file, function)
        return "" if once else "call"
    if _is_new(file, call):
        return "round of the loop" if _is_repeated(file, call) else _each_caller(file, function)
    return ""


def _each_caller(file: File, function: FunctionNode, hops: int = HOPS) -> str:
    """What a function runs for that only requests and tasks run; empty: others may."""
    found = set[str]()
    for caller in callers_of(file, function):
        kind = _kind(caller.file, caller.node)
        if kind in PER_CALL:
            found.add(PER_CALL[kind])
        elif kind is None and hops and caller.function is not None:
            found.add(_each_caller(caller.file, caller.function, hops - 1))
        else:
            return ""
    return min(found, default="")


def _is_new(file: File, call: ast.Call) -> bool:
    """Whether the handler is made where it is added: one that is there already is not added again."""
    added = call.args[0] if call.args else None
    made = file.assigned(added) if isinstance(added, ast.Name) else added
    if not isinstance(made, ast.Call) or file.function(made) is not file.function(call):
        return False
    return file.repeats(made) is file.repeats(call)


def _is_repeated(file: File, call: ast.Call) -> bool:
    """Whether a loop adds to one logger what it makes anew, alike each time."""
    loop = file.repeats(call)
    if not isinstance(loop, ast.For | ast.While) or file.under(call, Because.MAIN):
        return False
    added = call.args[0]
    made = file.assigned(added) if isinstance(added, ast.Name) else added
    # What the loop binds may name another logger, or another file, each time.
    bound = {
        part.id
        for part in ast.walk(loop)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    used = set(names_within(call.func, *([made] if made is not None else [])))
    ends = any(isinstance(part, ast.Break | ast.Return) for part in ast.walk(loop))
    return not ends and used.isdisjoint(bound)


def _is_asked_once(file: File, function: FunctionNode) -> bool:
    """Whether all that call it set something up, or are modules that each have a name of their own."""
    callers = callers_of(file, function)
    names = [ast.unparse(part) for caller in callers for part in _first_argument(caller)]
    own = [name for name in names if name != "__name__"]
    return bool(callers) and all(
        (caller.function is None and len(own) == len(set(own)))
        or (
            caller.function is not None
            and file.words(APPLICATION_MAKERS).match(caller.function.name)
        )
        for caller in callers
    )


def _first_argument(caller: Caller) -> list[ast.expr]:
    return caller.arguments.args[:1] if caller.arguments is not None else []


def _takes_name(file: File, call: ast.Call, function: FunctionNode) -> bool:
    """Whether the logger is the one of a name that the function is given."""
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    made = _made(file, receiver) if receiver is not None else None
    name = made.args[0] if made and made.args else None
    return (
        made is not None
        and isinstance(name, ast.Name)
        and file.callee(made) in tables().word("logger-by-name")
        and name.id in {argument.arg for argument in every_argument(function.args)}
    )


def _is_once(file: File, call: ast.Call, function: FunctionNode) -> bool:
    """Whether a test, a cache or the removal of handlers keeps it from adding up."""
    around: ast.AST = file.class_(call) or function
    removed = any(
        file.last_name(other.func) in {"removeHandler", "remove", "clear", "hasHandlers"}
        for other in file.nodes(ast.Call, within=around)
    )
    emptied = any(
        isinstance(target, ast.Attribute) and target.attr == "handlers"
        for target, _, at in file.index.stores
        if file.function(at) is function
    )
    known = tables().word("memo")
    cached = any(name in known for name, _ in decorators_of(file, function))
    tested = any(not isinstance(item.test, ast.Constant) for item in file.conditions(call))
    return removed or emptied or cached or tested


@record
class SilencingSetup:
    """A configuration that switches off the loggers that exist already."""

    node: ast.expr
    cause: str
    """What does so, for a reader."""
    silenced: str
    """Which loggers."""

    @classmethod
    def find(cls, file: File) -> Iterable[SilencingSetup]:
        """Every one of the file that leaves out loggers that matter."""
        yield from _disabled(file)
        if is_on_trial(file):
            return
        for config in _configurations(file):
            cause = _cause(config)
            silenced = _silenced(file, config) if cause else ""
            if silenced:
                yield cls(config, cause, silenced)


EXISTING = "disable_existing_loggers"
EARLIER = "loggers created earlier"
PARTS = frozenset({"handlers", "loggers", "root"})


def _disabled(file: File) -> Iterator[SilencingSetup]:
    """Calls that switch off all logs, where nothing in the file switches them on again."""
    calls = [call for _, call in file.calls_to(tables().word("disables-logs"))]
    levels = [_level(file, call) for call in calls]
    # One that is given what was the case before takes it back, too.
    if 0 in levels or (len(calls) > 1 and None in levels):
        return
    for call in calls:
        if not file.conditions(call) and not file.under(call, Because.MAIN):
            yield SilencingSetup(call, "`logging.disable()` is never taken back", "all loggers")


def _level(file: File, call: ast.Call) -> int | None:
    """The level up to which a call switches the logs off; ``None``: not known."""
    if not call.args and not call.keywords:
        return logging.CRITICAL
    level = call.args[0] if call.args else call.keywords[0].value
    known = file.value_of(level)
    if known is not None:
        return known.value if isinstance(known.value, int) else None
    named = logging.getLevelName(file.last_name(level) or "")
    return named if isinstance(named, int) else None


def _items(config: ast.expr | None) -> dict[str, ast.expr] | None:
    """The items of a mapping that is written out; ``None``: not all of them are known."""
    if isinstance(config, ast.Call):
        given_ones = {item.arg: item.value for item in config.keywords if item.arg is not None}
        whole = not config.args and len(given_ones) == len(config.keywords)
        return given_ones if whole else None
    if not isinstance(config, ast.Dict):
        return None
    keys = [
        key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
        for key in config.keys
    ]
    found = {key: value for key, value in zip(keys, config.values, strict=True) if key is not None}
    return found if len(found) == len(config.keys) else None


def _cause(config: ast.expr) -> str:
    """Why a configuration switches loggers off; empty: it does not, or is none."""
    items = _items(config)
    if items is None or PARTS.isdisjoint(items) or "incremental" in items:
        return ""
    version = items.get("version")
    if not isinstance(version, ast.Constant) or version.value != 1:
        return ""
    given = items.get(EXISTING)
    if given is None:
        return f"`{EXISTING}` is absent and means True"
    constant = isinstance(given, ast.Constant) and given.value is True
    return f"`{EXISTING}` is True" if constant else ""


def _configurations(file: File) -> list[ast.expr]:
    """The mappings that are handed over to configure the logs, or have the name of what is."""
    calls = file.calls_to(tables().word("takes-log-configuration"))
    given = [file.assigned(call.args[0]) or call.args[0] for _, call in calls if call.args]
    words = file.words(LOG_CONFIGURATIONS)
    named = [
        binding.value
        for name, bindings in file.index.module.bindings.items()
        for binding in bindings
        if binding.value is not None and words.match(name)
    ]
    return [item for item in dict.fromkeys((*given, *named)) if _is_mapping(file, item)]


def _is_mapping(file: File, value: ast.AST) -> TypeGuard[ast.expr]:
    """Whether a value is a mapping that is written out: ``{...}``, ``dict(version=1)``."""
    made = isinstance(value, ast.Call) and file.callee(value) == "builtins.dict"
    return isinstance(value, ast.Dict) or made


def _silenced(file: File, config: ast.expr) -> str:
    """What goes silent, of what matters; empty: some of it is named, or that is not known."""
    items = _items(config) or {}
    loggers = _items(items["loggers"]) if "loggers" in items else {}
    if loggers is None or file.program is None:
        return ""
    heads = {name.partition(".")[0] for name in loggers}
    packages = frozenset(tables().word("plain-views"))
    if file.role is Role.SETTINGS and heads.isdisjoint(packages):
        for package in packages:
            if any(True for _ in file.program.importing(frozenset({package}))):
                return f"`{package}.request` and {EARLIER}"
    own = {name.partition(".")[0] for name in file.program.modules}
    return EARLIER if heads.isdisjoint(own) else ""

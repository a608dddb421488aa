"""Choices of where something is kept, with which it is lost with the process."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from readiness_lint.facts.app_configs import values_of
from readiness_lint.facts.callables import constant, given
from readiness_lint.facts.callers import callers_of
from readiness_lint.facts.entries import Entry, entry_of
from readiness_lint.facts.program import APART, LOADED, Program
from readiness_lint.facts.served_settings import starts_with_others
from readiness_lint.facts.settings import given_to, is_for_development
from readiness_lint.facts.shapes import entries_of
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import APPLICATION_MAKERS
from readiness_lint.knowledge.schema import Keeps, Table
from readiness_lint.model import Bound, File
from readiness_lint.record import record
from readiness_lint.terms import Because, EntryKind, Role, When

CONFIG = ".config."
SETTINGS = ".settings."
PLAIN_FILES = frozenset({"from_pyfile", "from_file"})
"""What loads a file that may be one of the program's own."""

TEXTS = (ast.Call, ast.JoinedStr, ast.BinOp, ast.Attribute, ast.Subscript, ast.Name)
PLACE, HOPS = "/tmp/tempfile", 4  # noqa: S108 - what stands for a place of `tempfile` in a text


@record
class LocalBackend:
    """A choice for all environments that keeps in the process what is to last."""

    node: ast.expr
    """The value that was chosen; else the call."""
    setting: str
    backend: str
    lost: str
    grave: bool
    several: bool
    """Whether a service of one process loses nothing."""

    @classmethod
    def find(cls, file: File) -> Iterable[LocalBackend]:
        """Every one of the file."""
        table = tables().table(Keeps)
        for name in _settings():
            if not _is_named(file, name):
                continue
            row = table[name]
            for value in _choices(file, name):
                final = _is_final(file, value, row) and _is_needed(file, row)
                if final and not _is_replaced(file, name):
                    grave = row.grave or _is_worse(file, row)
                    key, text = ".".join(_key(name)), _shown(file, value)
                    yield cls(value, key, text, _lost(row, text), grave, row.several)
        yield from _calls(file, table)


def _lost(row: Keeps, text: str) -> str:
    """What comes of a choice."""
    if row.otherwise and re.fullmatch(row.otherwise[0], text):
        return row.otherwise[1]
    return row.lost


def _is_needed(file: File, row: Keeps) -> bool:
    """Whether the program has a use for what is lost, and no other choice, as far as it is known."""
    program = file.program
    if program is None:
        return not row.unless
    needed = not row.needs or program.known(_names_any, row.needs)
    return needed and not (row.unless and program.known(_names_any, row.unless))


def _names_any(program: Program, word: str) -> bool:
    """Whether a text has a name of a word: its own one where that tells, else all of it."""
    names = sorted(tables().word(word))
    lasts = ((name, name.rpartition(".")[2]) for name in names)
    told = [last if last != last.lower() or "_" in last else name for name, last in lasts]
    any_of = re.compile(rf"\b(?:{'|'.join(map(re.escape, told))})\b(?!\.backends\b)")
    return any(any_of.search(text.source) for text in program.texts(*LOADED))


@cache
def _key(name: str) -> tuple[str, ...]:
    """The setting and its keys; empty: the name is that of a call."""
    rest = name.partition(SETTINGS)[2] or name.partition(CONFIG)[2]
    if not rest and _conf(name):
        rest = name.rpartition(".")[2]
    return tuple(rest.split(".")) if rest else ()


def _conf(name: str) -> str:
    """What an application that runs tasks carries, of which a name is a key; empty: it is none."""
    holder = name.rpartition(".")[0]
    return holder if holder in tables().word("task-config") else ""


@cache
def _settings() -> tuple[str, ...]:
    return tuple(name for name in tables().table(Keeps) if _key(name))


def _is_named(file: File, name: str) -> bool:
    """Whether a text has the name of a setting."""
    other = tables().table(Keeps)[name].made_with
    return _key(name)[0] in file.source or (bool(other) and f"{other}=" in file.source)


def _choices(file: File, name: str) -> Iterator[ast.expr]:
    """What a file gives to a setting: as a module, in a class, or in the mapping of an application."""
    key = _key(name)[0]
    if _conf(name):
        yield from _of_tasks(file, name, key)
        return
    if file.role is Role.SETTINGS:
        yield from (value for home, value in given_to(file, name) if home is file)
    if CONFIG not in name:
        return
    seen = set()
    for value in (*values_of(file, key), *_items(file, key)):
        if value not in seen:
            seen.add(value)
            yield value


def _items(file: File, key: str) -> Iterator[ast.expr]:
    """What is given to a key in the classes of settings, and in what is called a configuration."""
    if file.role is Role.SETTINGS:
        for scope in file.index.scopes.values():
            if scope.is_class or scope is file.index.module:
                found = [item.value for item in scope.bindings.get(key, ())]
                yield from (value for value in found if value is not None)
    for target, value, _ in file.index.stores:
        if (
            isinstance(target, ast.Subscript)
            and isinstance(target.value, ast.Attribute)
            and target.value.attr == "config"
            and isinstance(target.slice, ast.Constant)
            and target.slice.value == key
            and value is not None
        ):
            yield value


# ── applications that run tasks ──────────────────────────────────────────────────────────────────
def _of_tasks(file: File, name: str, key: str) -> Iterator[ast.expr]:
    """What a file gives to a key: in a store, in calls, or as the module that an application loads."""
    conf, other = _conf(name), tables().table(Keeps)[name].made_with
    for target, value, _ in file.index.stores:
        if value is not None and file.last_name(target) == key:
            holder = target.value if isinstance(target, ast.Subscript) else target
            if file.name_of(holder) == (name if holder is target else conf):
                yield value
    for call, _ in file.index.calls.get("update", ()):
        if isinstance(call.func, ast.Attribute) and file.name_of(call.func.value) == conf:
            for mapping in call.args:
                if isinstance(mapping, ast.Dict):
                    yield from (value for entry, value in entries_of(mapping) if entry == key)
            yield from (item.value for item in call.keywords if item.arg == key)
    for made, call in file.calls_to(tables().table(Keeps)):
        if made == conf.rpartition(".")[0]:
            yield from (item.value for item in call.keywords if item.arg in {key, other} - {""})
    bound = file.index.module.bindings.get(key, ())
    if bound and file.program is not None and file.module in file.program.known(_conf_modules):
        yield from (item.value for item in bound if item.value is not None)


def _conf_modules(program: Program) -> tuple[str, ...]:
    """The modules from which an application takes its values, by the keys as they are."""
    found = {
        item
        for last in sorted(tables().word("loads-module").lasts)
        for _, item in program.each(_loaded_modules, last, calling=last)
    }
    return tuple(sorted(found))


def _loaded_modules(file: File, last: str) -> Iterator[str]:
    for call, _ in file.index.calls.get(last, ()) if file.role not in APART else ():
        if len(call.args) == 1 and not call.keywords and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)


def _reloads(program: Program, _: str) -> bool:
    """Whether an application may take its values from elsewhere than a module of the program."""
    own = _conf_modules(program)
    return any(
        module not in own or not program.owns(module)
        for last in sorted(tables().word("loads-task-config").lasts)
        for _, module in program.each(_loading, last, calling=last)
    )


def _loading(file: File, last: str) -> Iterator[str]:
    """What the calls of a file load, where one does not come first; empty: it is named elsewhere."""
    for call, _ in file.index.calls.get(last, ()) if file.role not in APART else ():
        named = call.args[0] if call.args else None
        yield str(named.value) if isinstance(named, ast.Constant) else ""


def _is_local(file: File, value: ast.expr, row: Keeps) -> bool:
    known = file.value_of(value)
    text = str(known.value) if known is not None else _temporary(file, value, HOPS)
    return text is not None and re.fullmatch(row.local, text) is not None


def _temporary(file: File, expr: ast.expr, hops: int) -> str | None:
    """A text that contains a place which `tempfile` gives, as if that were in a fixed folder."""
    text = _spelled(file, expr, hops) if isinstance(expr, TEXTS) else None
    return text if text is not None and PLACE in text else None


def _spelled(file: File, expr: ast.expr, hops: int) -> str | None:
    """What a text is made of; ``None``: some of it is not known."""
    parts: list[ast.expr] = []
    joint = ""
    if isinstance(expr, ast.Call):
        name = file.callee(expr)
        if name in tables().word("temporary-place"):
            return PLACE
        parts, joint = (expr.args, "/") if name in tables().word("joins-path") else ([], "")
    elif isinstance(expr, ast.JoinedStr):
        parts = [
            item.value if isinstance(item, ast.FormattedValue) else item for item in expr.values
        ]
    elif isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Add | ast.Div):
        parts, joint = [expr.left, expr.right], "/" if isinstance(expr.op, ast.Div) else ""
    elif isinstance(expr, ast.Attribute | ast.Subscript):
        parts = [expr.value] if hops else []
    elif isinstance(expr, ast.Constant):
        return str(expr.value)
    elif isinstance(expr, ast.Name) and hops:
        bindings = file.bindings(expr)
        plain = len(bindings) == 1 and bindings[0].kind is Bound.VALUE
        parts = [bindings[0].value] if plain and bindings[0].value is not None else []
        hops -= 1
    texts = [_spelled(file, part, hops) for part in parts]
    known = [text for text in texts if text is not None]
    return joint.join(known) if known and len(known) == len(texts) else None


def _is_final(file: File, value: ast.expr, row: Keeps) -> bool:
    """Whether a value loses something wherever the program runs."""
    final = _is_local(file, value, row) and _is_everywhere(file, value)
    return final and not (_is_overridden(file) or _serves_this_machine(file))


def _serves_this_machine(file: File) -> bool:
    """Whether settings of Django answer nobody but who runs them, and no others are made of them.

    That is what a new project begins with: while it debugs, no host that is allowed means this one.
    """
    debugs, hosts = (
        _only_value(file, tables().word(word).lasts) for word in ("debug-setting", "served-hosts")
    )
    return (
        isinstance(debugs, ast.Constant)
        and debugs.value is True
        and isinstance(hosts, ast.List | ast.Tuple)
        and not hosts.elts
        and not (file.program is not None and any(file.program.naming(file.module)))
    )


def _only_value(file: File, names: frozenset[str]) -> ast.expr | None:
    """What a module gives to a setting, if it does so once."""
    bound = file.index.module.bindings
    bindings = [binding for name in names for binding in bound.get(name, ())]
    return bindings[0].value if len(bindings) == 1 else None


def _is_everywhere(file: File, node: ast.expr, hops: int = 1) -> bool:
    """Whether a choice is made unless nothing runs: at import, or where the application is made.

    At import it is made as well by a function whose result a module keeps.
    """
    if file.conditions(node) or any(True for _ in file.tries(node)):
        return False
    if is_for_development(node, file) or file.under(node, Because.DEV):
        return False
    if file.when(node) is When.IMPORT:
        return True
    function, entry = file.function(node), entry_of(node, file)
    if isinstance(entry, Entry) and entry.kind is EntryKind.STARTUP:
        return True
    if function is None or file.words(APPLICATION_MAKERS).match(function.name):
        return function is not None
    return hops > 0 and any(
        caller.function is None
        and _is_kept(caller.file, caller.node)
        and _is_everywhere(caller.file, caller.node, hops - 1)
        for caller in callers_of(file, function)
        if caller.file.role not in APART
    )


def _is_kept(file: File, call: ast.expr) -> bool:
    """Whether a module gives a name to what a call makes."""
    around = file.parent(call)
    return isinstance(around, ast.Assign | ast.AnnAssign) and around.value is call


def _is_overridden(file: File) -> bool:
    """Whether something from outside may give the settings of a module other values."""
    loaded = any(any(True for _ in file.tries(item)) for item in file.nodes(ast.ImportFrom))
    set_by_name = any(
        file.when(call) is When.IMPORT and call.args[1:] and constant(file, call.args[1]) is None
        for call, _ in file.index.calls.get("setattr", ())
    )
    return loaded or set_by_name or bool(file.calls_to(tables().word("overrides-settings")))


def _is_replaced(file: File, name: str) -> bool:
    """Whether something else has, or may have, the last word on a setting."""
    if _is_chosen_elsewhere(file, name):
        return True
    program = file.program
    if program is None:
        return False
    if _conf(name):
        return program.known(_reloads, file.module)
    return program.known(_loads_others if CONFIG in name else starts_with_others, file.module)


def _loads_others(program: Program, _: str) -> bool:
    """Whether an application is given a file that the program does not have, or the environment."""
    return any(
        True
        for last in sorted(tables().word("loads-settings").lasts)
        for _ in program.each(_loads, last, calling=last)
    )


def _loads(file: File, last: str) -> Iterator[ast.Call]:
    """The calls that load what may not be there, or is named elsewhere."""
    for call, _ in file.index.calls.get(last, ()) if file.role not in APART else ():
        named = call.args[0] if call.args else None
        optional = any(item.arg == "silent" for item in call.keywords)
        if last not in PLAIN_FILES or optional or not isinstance(named, ast.Constant):
            yield call


def _is_chosen_elsewhere(file: File, name: str) -> bool:
    """Whether some module of the program, or another line, chooses something that lasts."""
    if file.program is None:
        return any(True for _ in _lasting(file, name))
    return any(True for _ in file.program.each(_lasting, name))


def _lasting(file: File, name: str) -> Iterator[ast.expr]:
    """What a file gives to a setting for operation that is not known to be lost."""
    if _is_named(file, name) and file.role not in APART:
        row = tables().table(Keeps)[name]
        for value in _choices(file, name):
            if not is_for_development(value, file) and not _is_local(file, value, row):
                yield value


def _is_worse(file: File, row: Keeps) -> bool:
    """Whether another setting makes more depend on the choice."""
    if not row.worse:
        return False
    name, values = row.worse
    known = [file.value_of(value) for value in _choices(file, name)]
    return any(item is not None and re.fullmatch(values, str(item.value)) for item in known)


def _calls(file: File, table: Table[Keeps]) -> Iterator[LocalBackend]:
    for name, call in file.calls_to(table):
        row, value = table[name], given(file, call, table[name].param)
        chosen = _is_local(file, value, row) if value is not None else not row.local
        if (
            chosen
            and _is_under(file, call, row.under)
            and _is_needed(file, row)
            and _is_everywhere(file, call)
        ):
            text = ast.unparse(call.func)
            if value is not None:
                yield LocalBackend(
                    call, text, _shown(file, value), row.lost, row.grave, row.several
                )
            else:
                yield LocalBackend(
                    call, _holder(file, call), text, row.lost, row.grave, row.several
                )


def _is_under(file: File, call: ast.Call, key: str) -> bool:
    """Whether an object stands under a key, of a mapping or of a call that registers it."""
    around = file.parent(call)
    if isinstance(around, ast.Dict):
        return not key or any(name == key and value is call for name, value in entries_of(around))
    first = around.args[0] if isinstance(around, ast.Call) and around.args else None
    return not key or (isinstance(first, ast.Constant) and first.value == key)


def _holder(file: File, call: ast.Call) -> str:
    """What is given a new object: a name or a parameter, or a mapping in it; else the module."""
    around = file.parent(call)
    if isinstance(around, ast.Dict):
        around = file.parent(around)
    if isinstance(around, ast.Assign | ast.AnnAssign):
        target = around.targets[0] if isinstance(around, ast.Assign) else around.target
        return ast.unparse(target)
    named = isinstance(around, ast.keyword) and around.arg is not None
    return str(around.arg) if named and isinstance(around, ast.keyword) else file.module


def _shown(file: File, value: ast.expr) -> str:
    known = file.value_of(value)
    return str(known.value) if known is not None else ast.unparse(value)

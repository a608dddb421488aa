"""Which origins a browser lets read the answers that its user's credentials brought."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from readiness_lint.facts.app_configs import values_of
from readiness_lint.facts.callables import given
from readiness_lint.facts.program import APART
from readiness_lint.facts.settings import configured, held_by, is_for_development
from readiness_lint.facts.shapes import is_name
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import CorsTrait, Installs, Table, Trait
from readiness_lint.model import Absent, File
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Known

R = TypeVar("R", bound=Trait)

ANYONE = "*"
STRANGER = "https://evil.example"
BEFORE = "https://evil"
TAIL = Pattern(r"\.[*+]\??((?:[a-z0-9-]|\\?\.)+)\$?")
PERMISSIVE = Pattern(r"permissive|insecure|unsafe|any_origin|all_origins", re.IGNORECASE)
"""What an option is called by that opens more than a service should."""
ORIGIN, CREDENTIALS = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
ADDS = ("add", "set", "setdefault")
"""Methods of headers that take the name of one, and its value."""
ASKS = Pattern(r"\.headers\b.*\borigin\b", re.IGNORECASE)


@record
class OpenOrigins:
    """A place that lets any site read what the credentials of its visitors bring."""

    node: ast.AST
    how: str

    @classmethod
    def find(cls, file: File) -> Iterable[OpenOrigins]:
        """Calls, settings, and headers that are written by hand."""
        for call, row in _calls(file):
            how = "" if _is_asked_for(file, call) else _opened(file, call, row)
            if how:
                yield cls(call, how)
        yield from _of_settings(file)
        yield from _by_hand(file)


def _calls(file: File) -> Iterator[tuple[ast.Call, CorsTrait]]:
    return made_or_installed(file, tables().table(CorsTrait))


def made_or_installed(file: File, table: Table[R]) -> Iterator[tuple[ast.Call, R]]:
    """The calls of what a table names, and those that install it in an application."""
    for name, call in file.calls_to(table):
        yield call, table[name]
    installs = tables().table(Installs)
    for call, _ in file.candidates(installs.lasts):
        installed = call.args[0] if call.args else None
        if isinstance(installed, ast.Name | ast.Attribute):
            handed = table.get(file.name_of(installed) or "")
            if handed is not None:
                yield call, handed


def _is_asked_for(file: File, call: ast.Call) -> bool:
    """Whether an operator switches it on by a name that says what it is."""
    return any(
        condition.holds
        and isinstance(condition.test, ast.Name | ast.Attribute)
        and PERMISSIVE.search(file.last_name(condition.test) or "")
        for condition in file.conditions(call)
    )


def _is_true(file: File, expr: ast.expr | None) -> bool:
    known = held_by(file, expr) if expr is not None else None
    return known is not None and known.value is True


def _opened(file: File, call: ast.Call, row: CorsTrait) -> str:
    """What lets anybody in with credentials, as it is written; empty: nothing that is certain."""
    if row.origins is None:
        return _keyed(file, call, row)
    resources = given(file, call, row.resources)
    known = held_by(file, resources) if resources is not None else None
    credentials = _shows_user(file, call, row)
    if known is not None and isinstance(known.value, dict):
        origins = _origins(file, call, row)
        if _has_open_resource(known.value, origins, credentials=credentials):
            return f"`{ANYONE}` in `{row.resources.name}`" if row.resources is not None else ""
        return ""
    if not credentials:
        return ""
    origins = _origins(file, call, row)
    everywhere = resources is None or known is not None
    if everywhere and origins is not None and _has_anyone(origins[1], regex=row.regex):
        return origins[0]
    pattern = given(file, call, row.patterns)
    known = held_by(file, pattern) if pattern is not None else None
    if known is not None and isinstance(known.value, str) and _lets_in(known.value):
        assert row.patterns is not None
        return f"`{row.patterns.name}={known.value!r}`"
    return ""


def _keyed(file: File, call: ast.Call, row: CorsTrait) -> str:
    """What is said for the origin `*`, if it lets browsers show who their user is."""
    around = file.parent(call)
    keys = around.keys if isinstance(around, ast.Dict) and call in around.values else []
    key = keys[around.values.index(call)] if keys and isinstance(around, ast.Dict) else None
    anyone = isinstance(key, ast.Constant) and key.value == ANYONE
    return f'`"{ANYONE}"`' if anyone and _is_true(file, given(file, call, row.credentials)) else ""


def _origins(file: File, call: ast.Call, row: CorsTrait) -> tuple[str, object] | None:
    """The origins as they are written, and their value; ``None``: not known."""
    if row.origins is None:
        return None
    found = file.argument(call, row.origins.name, row.origins.position)
    if isinstance(found, Absent):
        held = _held_by_config(file, row.config[0]) if row.config else ()
        if held:
            return (f"`{row.config[0]} = {held[0]!r}`", held[0]) if len(held) == 1 else None
        return (f"no `{row.origins.name}`", ANYONE) if row.open and held is not None else None
    value = given(file, call, row.origins)
    known = held_by(file, value) if value is not None else None
    if value is None or known is None:
        return None
    return f"`{row.origins.name}={ast.unparse(value)}`", known.value


def _shows_user(file: File, call: ast.Call, row: CorsTrait) -> bool:
    """Whether browsers may certainly show who their user is."""
    found = file.argument(call, row.credentials.name, row.credentials.position)
    if isinstance(found, Absent) and row.config:
        return _held_by_config(file, row.config[1]) == (True,)
    return _is_true(file, given(file, call, row.credentials))


def _held_by_config(file: File, key: str) -> tuple[object, ...] | None:
    """The values that configurations for operation have under a key; ``None``: not known."""
    if file.program is not None:
        found = [item for _, item in file.program.each(_configures, key)]
    else:
        found = list(_configures(file, key))
    if any(item is None for item in found):
        return None
    values = [item.value for item in found if item is not None]
    return tuple(value for index, value in enumerate(values) if value not in values[:index])


def _configures(file: File, key: str) -> Iterator[Known | None]:
    """What a module gives to a key of an application's configuration, but for development."""
    if file.role not in APART:
        for value in values_of(file, key):
            if not is_for_development(value, file):
                yield file.value_of(value)


def _has_open_resource(
    value: dict[object, object], origins: tuple[str, object] | None, *, credentials: bool
) -> bool:
    """Whether some path has any origin, and credentials; else it has what the call says."""
    rest = origins[1] if origins is not None else ()
    return any(
        item.get("supports_credentials", credentials) is True
        and _has_anyone(item.get("origins", rest), regex=True)
        for item in value.values()
        if isinstance(item, dict)
    )


def _has_anyone(value: object, *, regex: bool) -> bool:
    if isinstance(value, str):
        return ANYONE in [part.strip() for part in value.split(",")] or (regex and value == ".*")
    return isinstance(value, list | tuple | set) and any(
        item == ANYONE or (regex and item == ".*") for item in value
    )


def _lets_in(pattern: str) -> bool:
    """Whether a pattern takes the origin of a stranger, or one that only ends as it wants."""
    tail = TAIL.search(pattern)
    ending = tail[1].replace("\\", "") if tail else ""
    try:
        return re.fullmatch(pattern, STRANGER) is not None or (
            ending[:1].isalnum() and re.fullmatch(pattern, BEFORE + ending) is not None
        )
    except re.error:
        return False


# ── settings of Django ───────────────────────────────────────────────────────────────────────────
def _of_settings(file: File) -> Iterator[OpenOrigins]:
    """What the settings of one module say together."""
    if not any(_says_yes(home, value) for home, value in configured(file, "cors-credentials")):
        return
    for home, value in configured(file, "cors-open"):
        if home is file and _says_yes(home, value):
            yield OpenOrigins(value, f"`{_setting(file, value)} = {ast.unparse(value)}`")
    for home, value in configured(file, "cors-patterns"):
        known = home.value_of(value)
        patterns = known.value if known is not None else ()
        if home is file and isinstance(patterns, list | tuple):
            for pattern in patterns:
                if isinstance(pattern, str) and _lets_in(pattern):
                    yield OpenOrigins(value, f"`{pattern}`")


def _says_yes(file: File, value: ast.expr) -> bool:
    known = held_by(file, value)
    return known is not None and known.value in {True, "True", "true", "1"}


def _setting(file: File, value: ast.expr) -> str:
    statement = file.statement(value)
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return (file.last_name(targets[0]) if targets else None) or ""


# ── by hand ──────────────────────────────────────────────────────────────────────────────────────
def _by_hand(file: File) -> Iterator[OpenOrigins]:
    """Answers that name the origin that asks, whatever it is."""
    headers: list[tuple[ast.expr, ast.expr, ast.expr]] = [
        (target, target.slice, value)
        for target, value, _ in file.index.stores
        if isinstance(target, ast.Subscript) and value is not None
    ]
    headers += [
        (call, call.args[0], call.args[1])
        for last in ADDS
        for call, _ in file.index.calls.get(last, ())
        if len(call.args) == 2
        and isinstance(call.func, ast.Attribute)
        and file.last_name(call.func.value) == "headers"
    ]
    named = [item for item in headers if _is_header(item[1], CREDENTIALS)]
    if not named:
        return
    allowed = {
        file.function(target)
        for target, _, value in named
        if (known := file.value_of(value)) is not None and known.value in {"true", "True"}
    }
    for target, key, value in headers:
        function = file.function(target)
        if function in allowed and function is not None and _is_header(key, ORIGIN):
            asked = file.assigned(value) or value
            if ASKS.search(ast.unparse(asked)) and not _is_compared(
                file, value, function, {item for item, _, _ in headers}
            ):
                yield OpenOrigins(target, "the origin that asks is sent back")


def _is_header(key: ast.expr, header: str) -> bool:
    return isinstance(key, ast.Constant) and str(key.value).lower() == header.lower()


def _is_compared(
    file: File, value: ast.expr, function: ast.AST, headers: Collection[ast.expr]
) -> bool:
    """Whether a test of the function asks which origin it is, or a call is given it."""
    name = file.last_name(value) if isinstance(value, ast.Name) else "origin"
    sides = [
        *(side for test in file.nodes(ast.Compare, within=function) for side in ast.walk(test)),
        *(
            side
            for call in file.nodes(ast.Call, within=function)
            if call not in headers
            for side in call.args
        ),
    ]
    return any(is_name(side, name) for side in sides)

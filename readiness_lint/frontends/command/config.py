"""``readiness-lint config``: the settings of a file or folder, and where each comes from."""

from __future__ import annotations

import dataclasses
import enum
import json
import os
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from readiness_lint import storage
from readiness_lint.config import (
    DEFAULT_EXCLUDE,
    KEYS,
    VARIABLE,
    Attested,
    Flow,
    Globs,
    Profile,
    Settings,
    build_options,
)
from readiness_lint.frontends.command.arguments import FORMAT_VARIABLE
from readiness_lint.frontends.command.check import wishes_of
from readiness_lint.frontends.command.reporting import printed_path
from readiness_lint.frontends.command.terminal import write
from readiness_lint.project import select
from readiness_lint.record import record
from readiness_lint.registry import all_rules
from readiness_lint.reports.text import shown
from readiness_lint.rule import Rule

VERSION = 1
"""Of the form of the object."""
VARIABLES = (VARIABLE, FORMAT_VARIABLE, storage.VARIABLE, "READINESS_LINT_DEBUG")
DEFAULT = "default"
EMPTY: Mapping[str, object] = {
    "exclude": list(DEFAULT_EXCLUDE),
    "per-file-ignores": {},
    "roles": {},
}
"""What nothing stands for, where that is no empty list."""
_ELSEWHERE = ("extend", "root", "rules")
"""Keys that are shown otherwise: as files, as the program, and rule by rule."""


@record
class Row:
    """One setting."""

    key: str
    value: Any
    """As JSON and TOML have it."""
    origin: str


def run(arguments: Namespace) -> int:
    """Print the settings, or the schema of what may be configured."""
    if arguments.json_schema:
        from readiness_lint.frontends.command.schema import schema  # noqa: PLC0415

        write([json.dumps(schema(), indent=2)])
        return 0
    path = Path(arguments.path)
    cascade = wishes_of(arguments).cascade()
    settings = cascade.settings_in(path) if path.is_dir() else cascade.settings_for(path)
    selection = select(settings)
    rows = [*_settings(settings), *_options(settings)]
    if arguments.output_format == "json":
        told = {
            "version": VERSION,
            "path": arguments.path,
            "program": _path(settings.program),
            "files": [_path(file) for file in settings.sources],
            "settings": [dataclasses.asdict(row) for row in rows],
            "rules": {
                "active": [rule.code for rule in selection.active],
                "printed": sorted(selection.printed),
            },
            "environment": _environment(),
        }
        write([json.dumps(told, indent=2)])
    else:
        write(map(shown, _lines(settings, rows, len(selection.active), len(selection.printed))))
    return 0


def _lines(settings: Settings, rows: list[Row], active: int, printed: int) -> Iterator[str]:
    yield f"program: {_path(settings.program)}"
    files = ", then ".join(map(_path, settings.sources))
    yield f"configured by: {files or 'nothing: these are the defaults'}"
    yield f"rules: {active} active, {printed} of them printed (`readiness-lint rules` lists all)"
    for name, value in _environment().items():
        yield f"environment: {name}={value}"
    yield ""
    width = max(len(row.key) for row in rows)
    for row in rows:
        yield f"{row.key:{width}} = {json.dumps(row.value)}  # {row.origin}"


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in VARIABLES if os.environ.get(name)}


def _settings(settings: Settings) -> Iterator[Row]:
    for key in KEYS:
        if key not in _ELSEWHERE:
            value = _plain(getattr(settings, key.replace("-", "_")))
            value = value or EMPTY.get(key, value)
            origin = settings.origins.get(key, DEFAULT)
            yield Row(key, value, _spelled(origin))


def _options(settings: Settings) -> Iterator[Row]:
    for rule in all_rules().values():
        written = settings.rules.get(rule.name, {})
        for name, value in _effective(rule, settings, written):
            key = f"rules.{rule.name}.{name}"
            yield Row(key, _plain(value), _spelled(_origin(rule, name, settings)))


def _origin(rule: Rule, name: str, settings: Settings) -> str:
    if name in settings.rules.get(rule.name, {}):
        return settings.origin(f"rules.{rule.name}")
    is_profiles = name in rule.switches and settings.profile is not Profile.DEFAULT
    return settings.origins.get("profile", DEFAULT) if is_profiles else DEFAULT


def _effective(
    rule: Rule, settings: Settings, written: Mapping[str, Any]
) -> Iterator[tuple[str, object]]:
    for name in rule.switches:
        yield name, settings.switch(rule.name, name)
    if rule.options is not None:
        options = build_options(rule.options, written)
        for item in dataclasses.fields(rule.options):
            yield item.name.replace("_", "-"), getattr(options, item.name)


def _plain(value: object) -> object:
    """A value as TOML would have it."""
    match value:
        case enum.IntEnum():
            return value.name.lower()
        case enum.Enum():
            return value.value
        case Path():
            return value.as_posix()
        case Globs():
            return list(value.patterns)
        case Attested() | Flow():
            return _plain(dataclasses.asdict(value))
        case Mapping():
            return {str(name): _plain(item) for name, item in value.items()}
        case tuple() | list() if value and all(isinstance(item, Globs) for item in value):
            return [pattern for globs in value for pattern in globs.patterns]
        case tuple() | list() if value and all(_is_pair(item) for item in value):
            return _table(value)
        case tuple() | list():
            return [_plain(item) for item in value]
        case _:
            return value


def _is_pair(item: object) -> bool:
    return isinstance(item, tuple) and len(item) == 2 and any(isinstance(e, Globs) for e in item)


def _table(pairs: tuple[Any, ...] | list[Any]) -> dict[str, list[Any]]:
    """Roles with their patterns, or patterns with their codes."""
    found: dict[str, list[Any]] = {}
    for one, other in pairs:
        keys = one.patterns if isinstance(one, Globs) else (str(_plain(one)),)
        values = other.patterns if isinstance(other, Globs) else other
        for key in keys:
            found.setdefault(key, []).extend(values)
    return found


def _spelled(origin: str) -> str:
    """An origin, with its file as seen from here."""
    file, colon, key = origin.partition(": ")
    return f"{printed_path(file, Path.cwd())}{colon}{key}" if colon else origin


def _path(path: Path) -> str:
    return printed_path(str(path), Path.cwd())

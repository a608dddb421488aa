"""What the configurations of flake8, pylint, ruff and pre-commit say that concerns our rules.

Facts about them: flake8 7.5 (`options/config.py`, `style_guide.py`), pylint 4.1
(`config/find_default_config_files.py`), ruff 0.17 (`lint.external`), pre-commit 4.7.
"""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from readiness_lint.config import is_off_limits
from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Layer

PREFIX = "RDY"
PLUGIN = "readiness_lint"
PACKAGE = "readiness-lint"
CHECKERS = tuple(f"readiness-{layer.label}" for layer in Layer)
"""What pylint knows our layers as."""
PYPROJECT = "pyproject.toml"
PRE_COMMIT = ".pre-commit-config.yaml"
_LIST = Pattern(r"[,\s]+")
_FLAKE8 = ("setup.cfg", "tox.ini", ".flake8")
_PYLINT = (
    "pylintrc",
    "pylintrc.toml",
    ".pylintrc",
    ".pylintrc.toml",
    PYPROJECT,
    "setup.cfg",
    "tox.ini",
)
_RUFF = (".ruff.toml", "ruff.toml", PYPROJECT)


@record
class Flake8:
    """The section of flake8."""

    file: Path
    select: tuple[str, ...] | None
    extend_select: tuple[str, ...]
    ignored: tuple[str, ...]
    per_file: tuple[tuple[str, str], ...]
    """Patterns, each with a code."""

    @property
    def selects(self) -> bool:
        """Whether something that is selected is a code of ours, or what one begins with."""
        return self.select is None or any(map(_concerns, (*self.select, *self.extend_select)))

    @property
    def hiding(self) -> str:
        """What is ignored and hides all our codes; empty: something is left."""
        found = [self._hiding(f"{PREFIX}{layer.value}") for layer in Layer]
        return ", ".join(dict.fromkeys(found)) if all(found) else ""

    def _hiding(self, layer: str) -> str:
        """What hides all codes of a layer: the longer prefix wins, and of equals ``ignore``."""
        longest = max(filter(layer.startswith, self.ignored), key=len, default="")
        chosen = any(
            code.startswith(layer) if len(code) > len(layer) else layer.startswith(code)
            for code in (*(self.select or ()), *self.extend_select)
            if len(code) > len(longest)
        )
        return "" if chosen else longest


@record
class Pylint:
    """The configuration of pylint."""

    file: Path
    plugins: tuple[str, ...]
    disabled: tuple[str, ...]
    enabled: tuple[str, ...]
    errors_only: bool = False

    @property
    def loads(self) -> bool:
        """Whether our plugin is loaded."""
        return any(name == PLUGIN or name.startswith(f"{PLUGIN}.") for name in self.plugins)

    @property
    def is_closed(self) -> bool:
        """Whether only what is enabled by name is reported, and nothing of ours is."""
        return self.hiding.lower() in {"all", "w"}

    @property
    def hiding(self) -> str:
        """What is disabled and hides all our messages; empty: nothing does."""
        if any(name.lower().startswith(("rdy", "readiness-", "w7")) for name in self.enabled):
            return ""
        lowered = {name.lower(): name for name in self.disabled}
        if all(checker in lowered for checker in CHECKERS):
            return "readiness-*"
        return lowered.get("all") or lowered.get("w") or ""


@record
class Ruff:
    """The configuration of ruff's linter."""

    file: Path
    external: tuple[str, ...]

    @property
    def knows(self) -> bool:
        """Whether it leaves codes of ours in comments alone."""
        return any(map(_begins, self.external))


def _begins(code: str) -> bool:
    """Whether all our codes begin so."""
    return bool(code) and PREFIX.startswith(code)


def _concerns(code: str) -> bool:
    return _begins(code) or code.startswith(PREFIX)


def flake8_in(folder: Path) -> Flake8 | None:
    """The configuration that flake8 finds in a folder; of a plugin that reads TOML, that one."""
    for name in _FLAKE8:
        file = folder / name
        for title, section in sections(file).items():
            if title == "flake8":
                return _flake8(file, section)
    table = _at(document(folder / PYPROJECT), "tool", "flake8")
    return _flake8(folder / PYPROJECT, table) if table else None


def _flake8(file: Path, section: Mapping[str, Any]) -> Flake8:
    told = {key.replace("_", "-"): value for key, value in section.items()}
    select = told.get("select")
    return Flake8(
        file,
        None if select is None else _codes(select),
        _codes(told.get("extend-select")),
        (*_codes(told.get("ignore")), *_codes(told.get("extend-ignore"))),
        tuple(_per_file(told.get("per-file-ignores"))),
    )


def _per_file(value: object) -> Iterator[tuple[str, str]]:
    lines = value if isinstance(value, list) else str(value or "").splitlines()
    for line in lines:
        pattern, _, codes = str(line).partition(":")
        for code in _codes(codes):
            yield pattern.strip(), code


def _codes(value: object) -> tuple[str, ...]:
    """A list, as INI files and TOML files have it."""
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    text = re.sub(r"(?m)\s#.*$", "", str(value or ""))
    return tuple(filter(None, _LIST.split(text)))


def pylint_in(folder: Path) -> Pylint | None:
    """The configuration that pylint finds in a folder."""
    for name in _PYLINT:
        file = folder / name
        options = _pylint_options(file)
        if options is not None:
            return Pylint(
                file,
                _codes(options.get("load-plugins")),
                _codes(options.get("disable")),
                _codes(options.get("enable")),
                str(options.get("errors-only", "")).lower() in {"true", "yes", "y", "1"},
            )
    return None


def _pylint_options(file: Path) -> dict[str, Any] | None:
    """The options of all sections; ``None``: pylint looks further."""
    options: dict[str, Any] = {}
    if file.suffix == ".toml":
        table = _at(document(file), "tool", "pylint")
        if not table:
            return None
        for key, value in table.items():
            options |= value if isinstance(value, dict) else {key: value}
    else:
        found = sections(file)
        own = {
            title: section
            for title, section in found.items()
            if file.name.endswith("pylintrc") or title.lower().startswith("pylint")
        }
        if not own:
            return None
        for section in own.values():
            options |= section
    return {key.replace("_", "-"): value for key, value in options.items()}


def ruff_in(folder: Path) -> Ruff | None:
    """The configuration that ruff finds in a folder."""
    for name in _RUFF:
        file = folder / name
        told = document(file)
        table = _at(told, "tool", "ruff") if name == PYPROJECT else told
        if table:
            lint = _at(table, "lint") or {}
            return Ruff(file, (*_codes(table.get("external")), *_codes(lint.get("external"))))
    return None


Host = TypeVar("Host")


def nearest(look: Callable[[Path], Host | None], folder: Path) -> Host | None:
    """What is found in a folder, else above it: flake8 and ruff look so, pylint does not."""
    for step in (folder, *folder.parents):
        if is_off_limits(step):
            break
        found = look(step)
        if found is not None:
            return found
    return None


def hooks_without_us(folder: Path) -> list[str]:
    """The hooks of pre-commit whose environments lack the plugin, where nothing else runs us."""
    text = _text(folder / PRE_COMMIT)
    if PACKAGE in text or PLUGIN in text:
        return []
    return [name for name in ("flake8", "pylint") if re.search(rf"\bid:\s*['\"]?{name}\b", text)]


def sections(file: Path) -> dict[str, dict[str, str]]:
    """The sections of an INI file; none if it is not there, or is none."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(_text(file))
    except configparser.Error:
        return {}
    return {title: dict(parser[title]) for title in parser.sections()}


def document(file: Path) -> dict[str, Any]:
    """What a TOML file says; nothing if it is not there, or is none."""
    try:
        return tomllib.loads(_text(file))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _at(table: Mapping[str, Any], *keys: str) -> dict[str, Any] | None:
    found: Any = table
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, dict) else None

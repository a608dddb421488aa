"""The settings of a run: ``[tool.readiness-lint]``, the same in flake8, pylint and the command.

A file's settings are those of the nearest ``readiness-lint.toml``, or ``pyproject.toml`` with our
table, in its folder or above it.  An unknown key is an error: a misspelled one would be ignored.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import os
import re
import tomllib
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from readiness_lint.pattern import Pattern
from readiness_lint.record import record
from readiness_lint.terms import Activation, Role, Severity

T = TypeVar("T")

FILE_NAMES = ("readiness-lint.toml", "pyproject.toml")
"""Where settings may stand; the first that is there counts."""

DEFAULT_EXCLUDE = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pants.d",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    "__pycache__",
    "__pypackages__",
    "_build",
    "_vendor",
    "_vendored",
    "buck-out",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "third_party",
    "thirdparty",
    "venv",
)
"""Folders that hold no code of the project.

``vendor`` is not among them: in a shop it is an application.
"""

VARIABLE = "READINESS_LINT_CONFIG"
"""The environment variable that names the configuration of all files."""

BASELINE = ".readiness-baseline.json"
"""The baseline of a configuration file, beside it."""

KEYS = (
    "attest",
    "baseline",
    "exclude",
    "extend",
    "extend-exclude",
    "extend-ignore",
    "extend-select",
    "fail-on",
    "flows",
    "ignore",
    "migrations-since",
    "per-file-ignores",
    "preview",
    "profile",
    "project-pass",
    "roles",
    "root",
    "rules",
    "select",
    "words",
)

_FLAGS = tuple(key for key in KEYS if key not in {"extend", "project-pass", "root"})
_SHARED = "pyproject.toml"
_NAME = Pattern(r"[\w.@+-]+")
_REPOSITORIES = (".git", ".hg")


class ConfigurationError(Exception):
    """A setting that cannot be used; its text names the file and the key."""


class Profile(enum.Enum):
    """Which rules are active without being named."""

    DEFAULT = "default"
    STRICT = "strict"
    AUDIT = "audit"


class ProjectPass(enum.Enum):
    """When flake8 and pylint look at the whole program before they check its files."""

    AUTO = "auto"
    """Unless it has too many files."""
    ALWAYS = "always"
    NEVER = "never"


@record
class Attested:
    """A person's answer to a question that an audit asks."""

    by: str
    on: str
    """The day, as ``2027-03-31``."""
    link: str = ""
    """Where it can be looked up."""
    expires: str = ""
    """The last day on which it holds; empty: it always does."""


@record
class Flow:
    """What a user does, as an audit follows it."""

    entries: tuple[str, ...] = ()
    """Where it begins: ``POST /orders``, ``shop.jobs:nightly``, ``task shop.tasks.charge``."""
    criteria: str = ""
    """What must persist or complete."""


def below(path: Path | str, root: Path | str) -> str | None:
    """The path relative to a folder, with ``/``; ``None`` if it is not below it."""
    for spelled in (os.path.abspath, os.path.realpath):
        child, parent = spelled(path), spelled(root)
        if child == parent:
            return "."
        parent = parent.rstrip(os.sep) + os.sep
        if child.startswith(parent):
            return child[len(parent) :].replace(os.sep, "/")
    return None


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[frozenset[str], Any]:
    """Plain names, and a specification of the other patterns; order counts after a negation."""
    negated = any(pattern.startswith("!") for pattern in patterns)
    names = frozenset(() if negated else filter(_NAME.fullmatch, patterns))
    others = [pattern for pattern in patterns if pattern not in names]
    if not others:
        return names, None
    # A host without globs in its settings need not have pathspec.
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    return names, GitIgnoreSpec.from_lines(others)


@record
class Globs:
    """Patterns as in ``.gitignore``, relative to the folder of the file that they stand in."""

    root: Path
    patterns: tuple[str, ...]

    def match(self, path: Path | str, *, folder: bool = False) -> bool:
        """Whether the path, or a folder above it, is meant."""
        relative = below(path, self.root)
        if relative is None or relative == ".":
            return False
        names, spec = _compiled(self.patterns)
        if not names.isdisjoint(relative.split("/")):
            return True
        return spec is not None and bool(spec.match_file(f"{relative}/" if folder else relative))


@record
class Settings:
    """What a configuration file says; without one, the defaults."""

    path: Path | None = None
    """The file that it comes from."""
    root: Path = Path()
    """The folder of the file."""
    sources: tuple[Path, ...] = ()
    """The file, and those it extends."""
    is_root: bool = False
    """``root = true``: the folder is a program of its own."""
    program: Path = Path()
    """The folder of the program: module names and roles are judged below it."""
    select: tuple[str, ...] = ("RDY",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[Globs, tuple[str, ...]], ...] = ()
    exclude: tuple[Globs, ...] = ()
    """Nothing written: `DEFAULT_EXCLUDE`."""
    extend_exclude: tuple[Globs, ...] = ()
    profile: Profile = Profile.DEFAULT
    preview: bool = False
    project_pass: ProjectPass = ProjectPass.AUTO
    """Counts in the folder of the program."""
    fail_on: Severity = Severity.LOW
    baseline: Path | None = Path(BASELINE)
    """The file of the findings that are accepted, from ``root``; it need not exist."""
    migrations_since: tuple[str, ...] = ()
    """The last migrations that have run: of those and the ones before nothing is reported."""
    roles: tuple[tuple[Role, Globs], ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Patterns that a list of words gets in addition, by the name of the list."""
    attest: Mapping[str, Attested] = field(default_factory=dict)
    """Answers to an audit's questions, by the key of the item."""
    flows: Mapping[str, Flow] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Options and switches by rule, as they were written."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """File and key path of what was set, by key: where an error that is found later points."""

    @property
    def baseline_file(self) -> Path | None:
        """Where the baseline is, or would be; ``None``: none is wanted."""
        return None if self.baseline is None else _absolute(self.root / self.baseline)

    def excluded(self, path: Path | str, *, folder: bool = False) -> bool:
        """Whether ``exclude`` or ``extend-exclude`` names the path, or a folder above it."""
        exclude = self.exclude or (Globs(self.root, DEFAULT_EXCLUDE),)
        return any(globs.match(path, folder=folder) for globs in (*exclude, *self.extend_exclude))

    def per_file_ignores_for(self, path: Path) -> tuple[str, ...]:
        """The prefixes of all entries that match, united."""
        found = {
            code for globs, codes in self.per_file_ignores if globs.match(path) for code in codes
        }
        return tuple(sorted(found))

    def role_for(self, path: Path) -> Role | None:
        """The role that ``roles`` gives; the first pattern that matches decides."""
        return next((role for role, globs in self.roles if globs.match(path)), None)

    def names(self, code: str) -> bool:
        """Whether the full code is asked for."""
        return code in self.select or code in self.extend_select

    def activates(self, code: str, activation: Activation) -> bool:
        """Whether a rule that is active by this runs at all; a prefix never activates."""
        match activation:
            case Activation.ON:
                return True
            case Activation.OPT_IN:
                return self.profile is Profile.STRICT or self.names(code)
            case Activation.PREVIEW:
                return self.preview or self.profile is Profile.AUDIT or self.names(code)
            case Activation.AUDIT:
                return self.profile is Profile.AUDIT

    def selects(self, code: str) -> bool:
        """Whether a code is printed: the longer prefix decides, and of equals ``ignore``."""
        wanted = _longest(code, (*self.select, *self.extend_select))
        return wanted > _longest(code, (*self.ignore, *self.extend_ignore))

    def switch(self, rule: str, name: str) -> bool:
        """Whether a switch of a rule is on: as written, else by the profile."""
        written = self.rules.get(rule, {}).get(name)
        return self.profile is Profile.STRICT if written is None else bool(written)

    def origin(self, key: str) -> str:
        """File and key path of a key, for an error about it."""
        return self.origins.get(key, key)


def _longest(code: str, prefixes: Iterable[str]) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)


def nearest(word: str, words: Iterable[str]) -> str:
    """What to add to an error about an unknown word: the one that was meant, or all of them."""
    import difflib  # noqa: PLC0415 - for who made a mistake

    known = sorted(words)
    near = difflib.get_close_matches(word, known, n=1) or difflib.get_close_matches(
        word.lower().replace("_", "-"), known, n=1
    )
    if near:
        return f"; did you mean `{near[0]}`?"
    return f"; known are {', '.join(known)}" if 0 < len(known) <= 20 else ""


_SPELLED = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "a table",
}


def _kind(value: object) -> str:
    return _SPELLED.get(type(value), f"a {type(value).__name__}")


def _refuse(text: str) -> NoReturn:
    raise ConfigurationError(text) from None


@record
class _Entry:
    """A value, with what an error about it has to say."""

    file: str
    key: str
    value: Any
    root: Path

    @property
    def where(self) -> str:
        return ": ".join(filter(None, (self.file, self.key)))

    def refuse(self, problem: str) -> NoReturn:
        _refuse(f"{self.where}: {problem}")

    def expect(self, wanted: str) -> NoReturn:
        self.refuse(f"{wanted} is expected, not {_kind(self.value)}")

    def text(self) -> str:
        if not isinstance(self.value, str):
            self.expect("a string")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.expect("true or false")
        return self.value

    def texts(self) -> tuple[str, ...]:
        if not isinstance(self.value, list | tuple):
            self.expect("a list of strings")
        return tuple(
            dataclasses.replace(self, key=f"{self.key}[{index}]", value=item).text()
            for index, item in enumerate(self.value)
        )

    def items(self, known: Collection[str] | None = None) -> Iterator[tuple[str, _Entry]]:
        if not isinstance(self.value, Mapping):
            self.expect("a table")
        for key, value in self.value.items():
            path = f"{self.key}.{_quoted(key)}" if self.key else _quoted(key)
            entry = dataclasses.replace(self, key=path, value=value)
            if known is not None and key not in known:
                entry.refuse(f"unknown key{nearest(key, known)}")
            yield key, entry

    def day(self) -> str:
        """A day, which TOML has a type for."""
        value = self.value
        try:
            if type(value) is str:
                return dt.date.fromisoformat(value).isoformat()
        except ValueError:
            self.refuse(f"`{value}` is no day like 2027-03-31")
        if type(value) is not dt.date:
            self.expect("a day like 2027-03-31")
        return value.isoformat()

    def attested(self) -> Attested:
        given = dict(self.items(("by", "on", "link", "expires")))
        for name in ("by", "on"):
            if name not in given:
                self.refuse(f"`{name}` is missing: who says so, and since when")
        texts = {name: item.text() for name, item in given.items() if name in {"by", "link"}}
        days = {name: item.day() for name, item in given.items() if name in {"on", "expires"}}
        if not texts["by"].strip():
            given["by"].refuse("a name is expected")
        return Attested(**texts, **days)

    def flow(self) -> Flow:
        given = dict(self.items(("entries", "criteria")))
        return Flow(
            given["entries"].texts() if "entries" in given else (),
            given["criteria"].text() if "criteria" in given else "",
        )

    def choice(self, words: Collection[str]) -> str:
        text = self.text()
        if text not in words:
            self.refuse(f"`{text}` is none of {', '.join(words)}{_meant(text, words)}")
        return text

    def globs(self, patterns: tuple[str, ...], *, negatable: bool = False) -> Globs:
        for pattern in patterns:
            if not negatable and pattern.startswith("!"):
                self.refuse(f"`{pattern}`: a negated pattern matches nothing here")
            try:
                _compiled((pattern,))
            except (ValueError, re.error):
                self.refuse(f"`{pattern}` is no pattern of .gitignore")
        return Globs(self.root, patterns)


def _meant(word: str, words: Collection[str]) -> str:
    import difflib  # noqa: PLC0415 - for who made a mistake

    spelled = {known.lower(): known for known in words}
    near = difflib.get_close_matches(word.lower(), spelled, n=1)
    return f"; did you mean `{spelled[near[0]]}`?" if near else ""


def _quoted(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'


def _united(
    base: Mapping[str, tuple[str, ...]], added: Iterable[tuple[str, tuple[str, ...]]]
) -> dict[str, tuple[str, ...]]:
    found = dict(base)
    for name, words in added:
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), *words)))
    return found


def _value(key: str, entry: _Entry, base: Settings) -> Any:
    """The value of a settings field: what is written, joined with what it extends."""
    match key:
        case "select" | "ignore" | "migrations-since":
            return entry.texts()
        case "extend-select":
            return (*base.extend_select, *entry.texts())
        case "extend-ignore":
            return (*base.extend_ignore, *entry.texts())
        case "exclude":
            return (entry.globs(entry.texts(), negatable=True),)
        case "extend-exclude":
            return (*base.extend_exclude, entry.globs(entry.texts(), negatable=True))
        case "per-file-ignores":
            added = [(item.globs((glob,)), item.texts()) for glob, item in entry.items()]
            return (*added, *base.per_file_ignores)
        case "roles":
            known = [role.value for role in Role]
            given = [
                (Role(name), item.globs((glob,)))
                for name, item in entry.items(known)
                for glob in item.texts()
            ]
            return (*given, *base.roles)
        case "profile":
            return Profile(entry.choice([profile.value for profile in Profile]))
        case "project-pass":
            return ProjectPass(entry.choice([wish.value for wish in ProjectPass]))
        case "baseline":
            return entry.root / entry.text() if entry.text() else None
        case "fail-on":
            return Severity[entry.choice([severity.label for severity in Severity]).upper()]
        case "words":
            return _united(base.words, [(name, item.texts()) for name, item in entry.items()])
        case "rules":
            return _rule_tables(entry, base)
        case "attest":
            return {**base.attest, **{name: item.attested() for name, item in entry.items()}}
        case "flows":
            return {**base.flows, **{name: item.flow() for name, item in entry.items()}}
        case _:
            return entry.flag()


def _rule_tables(entry: _Entry, base: Settings) -> dict[str, dict[str, Any]]:
    tables = {name: dict(table) for name, table in base.rules.items()}
    for name, item in entry.items():
        tables.setdefault(name, {}).update((key, option.value) for key, option in item.items())
    return tables


def _joined(base: Settings, entries: Iterable[tuple[str, _Entry]], **fixed: Any) -> Settings:
    values: dict[str, Any] = {}
    origins = dict(base.origins)
    for key, entry in entries:
        name = "is_root" if key == "root" else key.replace("-", "_")
        values[name] = _value(key, entry, base)
        origins[key] = entry.where
        if key == "rules":
            origins |= {f"rules.{rule}": f"{entry.where}.{_quoted(rule)}" for rule in entry.value}
    return dataclasses.replace(base, **values, origins=origins, **fixed)


def _document(file: Path) -> str:
    if file.exists() and not file.is_file():
        _refuse(f"{file}: not a regular file")
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        _refuse(f"{file}: not UTF-8 (line {line})")
    except OSError as error:
        _refuse(f"{file}: cannot be read: {error.strerror or error}")


def _table(file: Path) -> _Entry | None:
    """Our table in a file; ``None`` for a ``pyproject.toml`` that has none."""
    text = _document(file)
    shared = file.name == _SHARED
    if shared and "readiness-lint" not in text:
        return None
    try:
        document: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        _refuse(f"{file}: not valid TOML: {error}")
    if not shared:
        return _Entry(f"{file}", "", document, file.parent)
    tool = document.get("tool")
    if not isinstance(tool, dict) or "readiness-lint" not in tool:
        return None
    return _Entry(f"{file}", "tool.readiness-lint", tool["readiness-lint"], file.parent)


def load(file: Path) -> Settings:
    """The settings of one file.

    Raises:
        ConfigurationError: it cannot be read, or says something that cannot be meant.
    """
    return _loaded(file, ())


def fixed_settings(given: str | None) -> Settings | None:
    """The settings of all files: those of the file that is given, or that the environment names.

    Raises:
        ConfigurationError: it cannot be read, or says something that cannot be meant.
    """
    named = given or os.environ.get(VARIABLE)
    return load(Path(named)) if named else None


def _loaded(file: Path, chain: tuple[str, ...]) -> Settings:
    chain = (*chain, os.path.realpath(file))
    table = _table(file)
    if table is None:
        _refuse(f"{file}: has no table [tool.readiness-lint]")
    if file.name != _SHARED and "tool" in table.value:
        _refuse(f"{file}: tool: keys stand at the top of this file, in no table")
    entries = dict(table.items(KEYS))
    base = Settings()
    extend = entries.pop("extend", None)
    if extend is not None:
        target = file.parent / extend.text()
        if os.path.realpath(target) in chain:
            extend.refuse(f"`{extend.value}` extends itself")
        base = dataclasses.replace(_loaded(target, chain), is_root=False)
    found = (file, *base.sources)
    fixed = {"path": file, "root": file.parent, "program": file.parent, "sources": found}
    return _joined(base, entries.items(), **fixed)


def override(settings: Settings, **values: Any) -> Settings:
    """The settings with what a command line says; ``None`` says nothing.

    ``select`` stands for the whole choice of rules: it takes the place of what the file selects and
    ignores.  Globs are relative to the current directory.
    """
    given = {key.replace("_", "-"): value for key, value in values.items() if value is not None}
    if "select" in given:
        settings = dataclasses.replace(settings, extend_select=(), ignore=(), extend_ignore=())
    table = _Entry("", "", given, Path.cwd())
    entries = [
        (key, dataclasses.replace(entry, key=f"--{key}")) for key, entry in table.items(_FLAGS)
    ]
    return _joined(settings, entries)


def _homes() -> frozenset[str]:
    # It stays as it is where there is no home.
    home = os.path.expanduser("~")  # noqa: PTH111
    return frozenset() if home == "~" else _spellings(home)


@cache
def _spellings(path: str) -> frozenset[str]:
    return frozenset({os.path.abspath(path), os.path.realpath(path)})  # noqa: PTH100


def is_off_limits(folder: Path) -> bool:
    """Whether a folder is the home directory or the top of the file system.

    Neither is a project: nothing is looked up in it, and it is never walked.
    """
    return folder == folder.parent or str(folder) in _homes()


def _is_repository(folder: Path) -> bool:
    return any((folder / name).exists() for name in _REPOSITORIES)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 -- `resolve` would follow links


def _upward(folder: Path) -> Iterator[Path]:
    """The folder and those above it, to the top of the repository."""
    for step in (folder, *folder.parents):
        if is_off_limits(step):
            return
        yield step
        if _is_repository(step):
            return


def repository_of(folder: Path) -> Path | None:
    """The top of the repository that a folder is in."""
    return next((step for step in _upward(_absolute(folder)) if _is_repository(step)), None)


def file_in(folder: Path) -> Path | None:
    """The configuration file of a folder."""
    for name in FILE_NAMES:
        file = folder / name
        if file.exists() and _table(file) is not None:
            return file
    return None


def program_root(cwd: Path) -> Path:
    """The folder of the program that is checked from a directory.

    That of the outermost configuration file up to the repository's top; without one the top;
    without a repository the directory itself.  ``root = true`` ends the search.
    """
    cwd = _absolute(cwd)
    outermost: Path | None = None
    for folder in _upward(cwd):
        file = file_in(folder)
        if file is not None:
            outermost = folder
            table = _table(file)
            if (
                table is not None
                and isinstance(table.value, dict)
                and table.value.get("root") is True
            ):
                break
    return outermost or repository_of(cwd) or cwd


class Cascade:
    """The settings of every file of a run; what a folder says is read once."""

    __slots__ = ("_check", "_found", "_overrides", "_stop", "fixed", "root")

    def __init__(
        self,
        root: Path,
        *,
        fixed: Settings | None = None,
        overrides: Mapping[str, Any] | None = None,
        check: Callable[[Settings], object] | None = None,
        stop: Path | None = None,
    ) -> None:
        """Look for files from a file's folder upward; ``root`` is the folder of the program.

        ``fixed`` are the settings of all files, where the user named a file or wants none;
        ``overrides`` are the flags of the command line; ``check`` sees settings before they are
        used; nothing above ``stop`` is looked at.
        """
        self.root = _absolute(root)
        self._overrides = overrides or {}
        self._check = check
        self._stop = None if stop is None else _absolute(stop)
        self._found: dict[Path, Settings] = {}
        self.fixed = fixed and self._ready(dataclasses.replace(fixed, program=self.root))

    def settings_in(self, folder: Path) -> Settings:
        """The settings of the files of a folder."""
        folder = _absolute(folder)
        if self.fixed is None:
            return self._in(folder)
        return self.fixed if below(folder, self.root) is not None else self._apart(folder)

    def _apart(self, folder: Path) -> Settings:
        """The fixed settings for a folder of another program, which is not to be mixed with ours."""
        program = repository_of(folder) or Path(folder.anchor)
        known = self._found.get(program)
        if known is None:
            assert self.fixed is not None
            known = self._found[program] = dataclasses.replace(self.fixed, program=program)
        return known

    def settings_for(self, file: Path) -> Settings:
        """The settings of a file, which need not exist."""
        return self.settings_in(file.parent)

    def baseline_for(self, file: Path) -> Path | None:
        """The baseline that holds for a file; neither need exist."""
        return self.settings_for(file).baseline_file

    @property
    def sources(self) -> tuple[Path, ...]:
        """The configuration files that were read so far."""
        read = [*self._found.values(), *([self.fixed] if self.fixed else [])]
        return tuple(sorted({source for settings in read for source in settings.sources}))

    @property
    def baselines(self) -> tuple[Path, ...]:
        """The baselines of the settings that were read so far; they need not exist."""
        read = [*self._found.values(), *([self.fixed] if self.fixed else [])]
        return tuple(sorted({file for settings in read if (file := settings.baseline_file)}))

    def _ready(self, settings: Settings) -> Settings:
        settings = override(settings, **self._overrides)
        if self._check is not None:
            self._check(settings)
        return settings

    def _in(self, folder: Path) -> Settings:
        known = self._found.get(folder)
        if known is None:
            known = self._found[folder] = self._search(folder)
        return known

    def _search(self, folder: Path) -> Settings:
        file = None if is_off_limits(folder) else file_in(folder)
        if file is not None:
            settings = self._ready(load(file))
            program = folder if settings.is_root else self._program_of(folder)
        elif folder == self._stop or is_off_limits(folder) or _is_repository(folder):
            program = self._program_of(folder)
            settings = self._ready(Settings(root=program))
        else:
            settings = self._in(folder.parent)
            program = self.root if folder == self.root else settings.program
        # Folders that share their settings share the object.
        same = settings.program == program
        return settings if same else dataclasses.replace(settings, program=program)

    def _program_of(self, folder: Path) -> Path:
        if folder == self.root or below(self.root, folder) is not None:
            return self.root
        if below(folder, self.root) is None:
            return program_root(folder)
        return self._in(folder.parent).program


def settings_for(path: Path, *, stop: Path | None = None) -> Settings:
    """The settings of one file or folder; a `Cascade` answers for many."""
    folder = path if path.is_dir() else path.parent
    return Cascade(stop or program_root(folder), stop=stop).settings_in(folder)


def validate_codes(settings: Settings, codes: Collection[str]) -> None:
    """Reject codes that no rule has and that begin no rule's code.

    Raises:
        ConfigurationError: one of ``select``, ``ignore``, their extensions or ``per-file-ignores``
            names such a code.
    """
    lists = [
        ("select", settings.select),
        ("extend-select", settings.extend_select),
        ("ignore", settings.ignore),
        ("extend-ignore", settings.extend_ignore),
        *(("per-file-ignores", ignored) for _, ignored in settings.per_file_ignores),
    ]
    for key, prefixes in lists:
        for prefix in prefixes:
            if not prefix or not any(code.startswith(prefix) for code in codes):
                near = _meant(prefix, codes)
                where = settings.origin(key)
                _refuse(f"{where}: no rule has the code or prefix `{prefix}`{near}")


def validate_words(settings: Settings, lists: Collection[str]) -> None:
    """Reject names of word lists that do not exist.

    Raises:
        ConfigurationError: ``words`` has such a name.
    """
    for name in settings.words:
        if name not in lists:
            _refuse(
                f"{settings.origin('words')}.{_quoted(name)}: unknown key{nearest(name, lists)}"
            )


def validate_attested(settings: Settings, keys: Collection[str]) -> None:
    """Reject answers to questions that no audit asks.

    Raises:
        ConfigurationError: ``attest`` has a key that is none of an item of the checklist.
    """
    for name in settings.attest:
        if name not in keys:
            where = settings.origin("attest")
            _refuse(f"{where}.{_quoted(name)}: unknown key{nearest(name, keys)}")


def validate_rules(
    settings: Settings, known: Mapping[str, tuple[type[Any] | None, Collection[str]]]
) -> None:
    """Reject options of rules that do not exist, or have another type.

    ``known`` has by a rule's name its class of options and the names of its switches.

    Raises:
        ConfigurationError: a rule, an option or a switch is unknown, or a value has another type.
    """
    for rule, table in settings.rules.items():
        if rule not in known:
            _refuse(f"{settings.origin(f'rules.{rule}')}: unknown rule{nearest(rule, known)}")
        options, switches = known[rule]
        where = settings.origin(f"rules.{rule}")
        names = {item.name.replace("_", "-") for item in dataclasses.fields(options or _NoOptions)}
        for key, entry in _Entry("", where, table, settings.root).items(names | set(switches)):
            if key in switches:
                entry.flag()
        if options is not None:
            build_options(options, table, where=where)


@record
class _NoOptions:
    """The options of a rule that has none."""


def build_options(cls: type[T], table: Mapping[str, Any], *, where: str = "options") -> T:
    """An object of a rule's class of options; other keys of the table are switches.

    Raises:
        ConfigurationError: a value has another type than its field, or the class refuses it.
    """
    kinds = typing.get_type_hints(cls)
    values = {
        item.name: _converted(_Entry("", f"{where}.{key}", table[key], Path()), kinds[item.name])
        for item in dataclasses.fields(typing.cast("Any", cls))
        if (key := item.name.replace("_", "-")) in table
    }
    try:
        return cls(**values)
    except ValueError as error:
        _refuse(f"{where}: {error}")


def _converted(entry: _Entry, kind: Any) -> Any:
    value = entry.value
    if kind is bool:
        return entry.flag()
    if kind is str:
        return entry.text()
    if kind is int:
        if not isinstance(value, int) or isinstance(value, bool):
            entry.expect("a whole number")
        return value
    if kind is float:
        if not isinstance(value, int | float) or isinstance(value, bool):
            entry.expect("a number")
        return float(value)
    assert kind == tuple[str, ...], f"{entry.where}: options of type {kind} are not read"
    return entry.texts()

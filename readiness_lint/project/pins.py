"""What the project says of the Python that runs it, and of the libraries that it runs with."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from configparser import ConfigParser, Error
from contextlib import suppress
from pathlib import Path
from typing import Any

from readiness_lint import storage
from readiness_lint.pattern import Pattern
from readiness_lint.project import manifests

Version = tuple[int, ...]
LOWER = Pattern(r"(?:>=?|~=?|===?|\^)\s*(\d+(?:\.\d+)*)")
"""A bound below: ``>=3.12``, ``~=3.12.1``, ``==3.12.*``, Poetry's ``^3.12``."""
CLAUSE = Pattern(r"\s*(===|==|~=|<=|<|>=|>|!=|\^|~|)\s*v?(\d+(?:\.\d+)*)(\.\*)?")
REQUIREMENT = Pattern(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;#)]*)")
SEPARATORS = Pattern(r"[-_.]+")
ANY = 1_000_000
"""Stands for a part of a version that may be any."""
PLACES = 3
"""Parts of a version that are always compared."""
PROJECT = "pyproject.toml"
LOCKS = ("poetry.lock", "uv.lock", "pdm.lock")
PIPENV = "Pipfile.lock"
SETUP, CONFIG = "setup.py", "setup.cfg"
FILES = (PROJECT, *LOCKS, PIPENV, SETUP, CONFIG)
"""Where versions are said, beside the program."""
LISTS = ("requirements*.txt", "requirements*.in", "requirements/*.txt", "requirements/*.in")
"""Where a project keeps what it asks for, in one list or in several."""
APART = Pattern(r".*(?:test|dev|doc|lint|ci\b|local|check|debug|typ(?:es|ing)|bench).*")
"""Names of lists that a service does not run with."""
NAMED = Pattern(r"""["']([\w./-]+\.(?:txt|in|pip|reqs?))["']""")
"""A list that the text of a setup names."""


def requires_python(root: Path) -> Version | None:
    """The oldest Python under which the project of a folder runs; ``None``: it does not say."""
    found = _toml(root / PROJECT)
    for keys in (
        ("project", "requires-python"),
        ("tool", "poetry", "dependencies", "python"),
    ):
        text = _below(found, keys)
        if isinstance(text, str) and "|" not in text:
            bounds = [tuple(map(int, bound.split("."))) for bound in LOWER.findall(text)]
            return max(bounds, default=None)
    return None


def newest(root: Path, package: str) -> Version | None:
    """The newest version of a package that the project of a folder admits; ``None``: any.

    A lock file admits one; of several statements in one file the widest counts.
    """
    wanted = _normal(package)
    bounds: list[Version] = []
    for statements in (
        *(_declared(root), _configured(root), _listed(root)),
        [item for item in _set_up(root) if item is not None],
        *_locked(root),
    ):
        own = [_upper(text) for name, text in statements if _normal(name) == wanted]
        known = [bound for bound in own if bound is not None]
        if known and len(known) == len(own):
            bounds.append(max(known))
    return min(bounds, default=None)


def requires(root: Path, package: str) -> bool:
    """Whether the project of a folder asks for a package where it runs, or may do so.

    What a setup works out in a way that cannot be read may be anything.
    """
    wanted = _normal(package)
    said = (*_running(root), *_configured(root), *_listed(root), *_set_up(root))
    return any(item is None or _normal(item[0]) == wanted for item in said)


def published(root: Path) -> tuple[str, ...]:
    """The packages that the project of a folder is published with, as patterns of their names.

    Only those that it lists itself; empty: it leaves them to be found, or says nothing.
    """
    found = _toml(root / PROJECT)
    config = ConfigParser(interpolation=None)
    with suppress(Error):
        config.read_string(_text(root / CONFIG))
    listed = config.get("options", "packages", fallback="")
    for names in (
        _below(found, ("tool", "setuptools", "packages")),
        _below(found, ("tool", "setuptools", "packages", "find", "include")),
        _below(found, ("tool", "poetry", "packages")),
        _below(found, ("tool", "hatch", "build", "targets", "wheel", "packages")),
        _packed(root),
        [] if ":" in listed else re.split(r"[\s,]+", listed),
    ):
        tops = {_top(name) for name in names} if isinstance(names, list) else set()
        if tops - {""}:
            return tuple(sorted(tops - {""}))
    return ()


def _top(name: object) -> str:
    """The package that everything of an entry lies in: `shop` for `shop.core` and for `src/shop`."""
    text = name.get("include") if isinstance(name, dict) else name
    # Poetry's `shop/**/*.py` names the files of a package.
    parts = [part for part in str(text or "").split("/") if part not in {".", "src", "lib"}]
    return parts[0].partition(".")[0] if parts else ""


def _packed(root: Path) -> list[str]:
    """The packages that a ``setup.py`` lists, or that it has found only among them."""
    source = _text(root / SETUP)
    if "packages" not in source:
        return []
    with suppress(SyntaxError, ValueError):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                given = {item.arg: item.value for item in node.keywords}
                value = given.get("packages", given.get("include"))
                if isinstance(value, ast.List | ast.Tuple):
                    return [
                        str(item.value) if isinstance(item, ast.Constant) else "*"
                        for item in value.elts
                    ]
    return []


def files(root: Path) -> Iterator[str]:
    """The names of the files that say what the project of a folder asks for, below that folder."""
    yield from FILES
    lists = {path.relative_to(root).as_posix() for form in LISTS for path in root.glob(form)}
    yield from sorted(lists | set(_named(_text(root / SETUP))))


def said(root: Path) -> str:
    """The files that say so, and the manifests, with digests of what they hold."""
    found = []
    for name in (*files(root), *manifests.files(root)):
        with suppress(OSError):
            found.append(f"{name} {storage.digest((root / name).read_bytes()).hex()}")
    return "\n".join(found)


Statement = tuple[str, str]
"""The name of a package, and what is said of its version."""
Statements = list[Statement]


def _declared(root: Path) -> Statements:
    """The requirements of a ``pyproject.toml``, with those of its extras."""
    found = _toml(root / PROJECT)
    lines = _below(found, ("project", "dependencies"))
    texts = list(lines) if isinstance(lines, list) else []
    extras = _below(found, ("project", "optional-dependencies"))
    for more in extras.values() if isinstance(extras, dict) else ():
        texts += more if isinstance(more, list) else []
    statements = _statements(texts)
    poetry = _below(found, ("tool", "poetry", "dependencies"))
    for name, said in poetry.items() if isinstance(poetry, dict) else ():
        text = said.get("version") if isinstance(said, dict) else said
        # Poetry writes one version without a sign.
        statements.append((name, text if isinstance(text, str) else ""))
    return statements


def _running(root: Path) -> Statements:
    """What a ``pyproject.toml`` asks for that is no extra."""
    found = _toml(root / PROJECT)
    lines = _below(found, ("project", "dependencies"))
    dynamic = _below(found, ("tool", "setuptools", "dynamic", "dependencies", "file"))
    told = [dynamic] if isinstance(dynamic, str) else dynamic if isinstance(dynamic, list) else []
    poetry = _below(found, ("tool", "poetry", "dependencies"))
    return [
        *_statements(lines if isinstance(lines, list) else ()),
        *(item for name in told for item in _in_list(root, str(name))),
        *(
            (name, "")
            for name, said in (poetry.items() if isinstance(poetry, dict) else ())
            if not (isinstance(said, dict) and said.get("optional"))
        ),
    ]


def _configured(root: Path) -> Statements:
    """The requirements of a ``setup.cfg``."""
    config = ConfigParser(interpolation=None)
    with suppress(Error):
        config.read_string(_text(root / CONFIG))
    return _statements(config.get("options", "install_requires", fallback="").splitlines())


def _listed(root: Path) -> Statements:
    return [item for name in _lists(root) for item in _in_list(root, name)]


def _in_list(root: Path, name: str) -> Statements:
    return _statements(_text(root / name).splitlines())


def _lists(root: Path) -> Iterator[str]:
    """The lists of a project that are not for its developers only."""
    for form in LISTS:
        for path in sorted(root.glob(form)):
            if not APART.fullmatch(path.stem):
                yield path.relative_to(root).as_posix()


def _set_up(root: Path) -> Iterator[Statement | None]:
    """What a ``setup.py`` asks for, also by a variable or a file; ``None``: what cannot be read."""
    source = _text(root / SETUP)
    if "install_requires" not in source:
        return
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        yield None
        return
    asked = [
        keyword.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "install_requires"
    ]
    texts = {text for value in asked for text in _texts(value, tree, set())}
    if not texts:
        yield None
    for text in texts:
        yield from _in_list(root, text) if text in _named(source) else _statements([text])


def _texts(value: ast.AST, tree: ast.Module, seen: set[str]) -> Iterator[str]:
    """The texts that an expression is made of, in the variables and functions too that it names."""
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name) and node.id not in seen:
            seen.add(node.id)
            for made in _makers(node.id, tree):
                yield from _texts(made, tree, seen)


def _makers(name: str, tree: ast.Module) -> Iterator[ast.AST]:
    """What gives a variable of a setup its value, or adds to it, and the function of a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            yield from node.body
        elif isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if node.value is not None and name in _names_in(*targets):
                yield node.value
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            if name in _names_in(node.optional_vars):
                yield node.context_expr
        elif isinstance(node, ast.For | ast.comprehension) and name in _names_in(node.target):
            yield node.iter
        elif isinstance(node, ast.Call) and name in _receivers(node.func):
            yield from node.args


def _names_in(*targets: ast.expr) -> set[str]:
    return {
        node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
    }


def _receivers(function: ast.expr) -> set[str]:
    """The variables whose method is called."""
    return _names_in(function.value) if isinstance(function, ast.Attribute) else set()


def _named(source: str) -> list[str]:
    return NAMED.findall(source)


def _statements(lines: Iterable[object]) -> Statements:
    return [item for line in lines for item in _requirement(line)]


def _locked(root: Path) -> Iterator[Statements]:
    for name in LOCKS:
        packages = _toml(root / name).get("package")
        each = packages if isinstance(packages, list) else []
        named = [item for item in each if isinstance(item, dict)]
        yield [(str(item.get("name")), f"=={item.get('version')}") for item in named]
    default = _below(_json(root / PIPENV), ("default",))
    yield [
        (name, str(item.get("version")))
        for name, item in (default.items() if isinstance(default, dict) else ())
        if isinstance(item, dict)
    ]


def _requirement(text: object) -> Iterator[Statement]:
    match = REQUIREMENT.match(text) if isinstance(text, str) else None
    if match is not None:
        yield match[1], match[2]


def _upper(text: str) -> Version | None:
    """The newest version that some clauses admit, with `ANY` for what may follow; ``None``: any."""
    if "|" in text or "@" in text:
        return None
    found = [CLAUSE.match(clause) for clause in text.split(",")]
    bounds = [_bound(match[1], match[2], anything=bool(match[3])) for match in found if match]
    return min((bound for bound in bounds if bound is not None), default=None)


def _bound(sign: str, text: str, *, anything: bool) -> Version | None:
    version = tuple(map(int, text.split(".")))
    # `== 8` is 8.0, which is not older than that.
    exact = (*version, *(0,) * (PLACES - len(version)))
    if sign in {"", "==", "==="}:
        return (*version, ANY) if anything else exact
    if sign == "~=":
        return (*version[:-1], ANY)
    if sign == "~":
        return (*version[:2], ANY)
    if sign == "^":
        first = next((at for at, part in enumerate(version) if part), len(version) - 1)
        return (*version[: first + 1], ANY)
    if sign == "<=":
        return exact
    return _before(version) if sign == "<" else None


def _before(version: Version) -> Version | None:
    """What is older than a version."""
    while version and not version[-1]:
        version = version[:-1]
    return (*version[:-1], version[-1] - 1, ANY) if version else None


def _normal(name: str) -> str:
    return SEPARATORS.sub("-", name).lower()


def _text(path: Path) -> str:
    with suppress(OSError, ValueError):
        return path.read_text(encoding="utf-8")
    return ""


def _toml(path: Path) -> dict[str, Any]:
    with suppress(ValueError):
        return tomllib.loads(_text(path))
    return {}


def _json(path: Path) -> object:
    # Few programs have such a file, and fewer are asked what it says.
    import json  # noqa: PLC0415

    with suppress(OSError, ValueError):
        return json.loads(path.read_text(encoding="utf-8"))
    return None


def _below(found: object, keys: tuple[str, ...]) -> object:
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found

"""What the project says of the Python that runs it, and of the libraries that it runs with."""

from __future__ import annotations

import ast
import configparser
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from readiness_lint import storage
from readiness_lint.pattern import Pattern

Version = tuple[int, ...]
LOWER = Pattern(r"(?:>=?|~=?|===?|\^)\s*(\d+(?:\.\d+)*)")
"""A bound below: ``>=3.12``, ``~=3.12.1``, ``==3.12.*``, Poetry's ``^3.12``."""
CLAUSE = Pattern(r"\s*(===|==|~=|<=|<|>=|>|!=|\^|~|)\s*v?(\d+(?:\.\d+)*)(\.\*)?")
REQUIREMENT = Pattern(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;#)]*)")
SEPARATORS = Pattern(r"[-_.]+")
ANY = 1_000_000
"""Stands for a part of a version that may be any."""
PROJECT = "pyproject.toml"
SETUP, SETUP_CODE = "setup.cfg", "setup.py"
LISTED = "requirements.txt"
DIVIDED = tuple(
    f"requirements/{name}.txt" for name in ("base", "common", "main", "prod", "production")
)
"""Lists of what the service itself needs, beside those for its developers."""
LOCKS = ("poetry.lock", "uv.lock", "pdm.lock")
PIPENV = "Pipfile.lock"
FILES = (PROJECT, SETUP, SETUP_CODE, LISTED, *DIVIDED, *LOCKS, PIPENV)
"""Where versions are said, beside the program."""


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
    for statements in (_declared(root), _set_up(root), _listed(root), *_locked(root)):
        own = [_upper(text) for name, text in statements if _normal(name) == wanted]
        known = [bound for bound in own if bound is not None]
        if known and len(known) == len(own):
            bounds.append(max(known))
    return min(bounds, default=None)


def said(root: Path) -> str:
    """The files that say so, with digests of what they hold."""
    found = []
    for name in FILES:
        with suppress(OSError):
            found.append(f"{name} {storage.digest((root / name).read_bytes()).hex()}")
    return "\n".join(found)


Statements = list[tuple[str, str]]


def _declared(root: Path) -> Statements:
    """The requirements of a ``pyproject.toml``, with those of its extras."""
    found = _toml(root / PROJECT)
    lines = _below(found, ("project", "dependencies"))
    texts = list(lines) if isinstance(lines, list) else []
    extras = _below(found, ("project", "optional-dependencies"))
    for more in extras.values() if isinstance(extras, dict) else ():
        texts += more if isinstance(more, list) else []
    statements = [item for text in texts for item in _requirement(text)]
    poetry = _below(found, ("tool", "poetry", "dependencies"))
    for name, said in poetry.items() if isinstance(poetry, dict) else ():
        text = said.get("version") if isinstance(said, dict) else said
        # Poetry writes one version without a sign.
        statements.append((name, text if isinstance(text, str) else ""))
    return statements


def _set_up(root: Path) -> Statements:
    """The requirements that setuptools is told, in its own file and by literals in a script."""
    parser = configparser.ConfigParser(interpolation=None)
    with suppress(configparser.Error):
        parser.read_string(_text(root / SETUP))
    lines = parser.get("options", "install_requires", fallback="").splitlines()
    with suppress(SyntaxError, ValueError):
        for node in ast.walk(ast.parse(_text(root / SETUP_CODE))):
            if isinstance(node, ast.keyword) and node.arg == "install_requires":
                found = ast.literal_eval(node.value)
                lines += found if isinstance(found, list | tuple) else []
    return [item for line in lines for item in _requirement(line)]


def _listed(root: Path) -> Statements:
    lines = [line for name in (LISTED, *DIVIDED) for line in _text(root / name).splitlines()]
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


def _requirement(text: object) -> Iterator[tuple[str, str]]:
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
    if sign in {"", "==", "==="}:
        return (*version, ANY) if anything else version
    if sign == "~=":
        return (*version[:-1], ANY)
    if sign == "~":
        return (*version[:2], ANY)
    if sign == "^":
        first = next((at for at, part in enumerate(version) if part), len(version) - 1)
        return (*version[: first + 1], ANY)
    if sign == "<=":
        return version
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
    with suppress(OSError, ValueError):
        return tomllib.loads(path.read_text(encoding="utf-8"))
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

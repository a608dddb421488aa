"""Which modules of settings a service starts with."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

from readiness_lint.facts.program import APART, LOADED, Program
from readiness_lint.facts.tables import tables
from readiness_lint.facts.words import DEVELOPMENT, LIBRARY_NAMES, SANDBOXES, TEST_PARTS
from readiness_lint.knowledge.schema import AppTrait
from readiness_lint.model import File
from readiness_lint.pattern import Pattern
from readiness_lint.terms import Role

PUBLISHED = Pattern(r"""\bsetup\([^)]*?\bname\s*=\s*["']([\w.-]+)["']""")
"""The name of a distribution in the text of its setup."""
SEPARATORS = Pattern(r"[-_.]+")
TESTED = Pattern(
    r"(?:.*_)?test(?:s|ing|app|project|site)?(?:_.*)?|(?:dev|demo|example)_?(?:project|site)"
)
"""Parts of the name of a module of routes that tests and developers alone ask for."""


def is_named_for_development(file: File) -> bool:
    """Whether a module says by its name that it is for a developer's machine or a test."""
    return bool(file.words(SANDBOXES).match(file.module.partition(".")[0])) or _is_named(file)


def _is_named(file: File) -> bool:
    """The same, by the name of the module alone, and not by that of the package of all."""
    names = (file.module.rpartition(".")[2], file.path.stem, file.path.parent.name)
    return any(file.words(DEVELOPMENT).match(name) for name in names)


def is_on_trial(file: File) -> bool:
    """Whether no service starts with a module of settings.

    A library has some for its tests and demos alone, and so has an application that is published
    for the projects of others, without the project around it.  A framework that writes projects has some that each of them
    replaces.
    """
    known = tables()
    if file.program is None or file.role in APART:
        return False
    if not known.word("project-setting").lasts.intersection(file.index.module.bindings):
        return False
    return (
        _serves_tests(file)
        or file.program.known(_is_base_of_projects, file.module.partition(".")[0])
        or file.program.known(_is_base_of_tests, file.module)
        or _installs_own_library(file)
        or _stays_behind(file)
    )


def _serves_tests(file: File) -> bool:
    """Whether the routes that it names are those of tests, or of a site to try a library in."""
    return any(any(map(TESTED.fullmatch, name.split("."))) for name in _routes(file))


def _routes(file: File) -> Iterator[str]:
    """The modules of routes that settings name."""
    for name in _route_settings():
        for binding in file.index.module.bindings.get(name, ()):
            known = file.value_of(binding.value) if binding.value is not None else None
            if known is not None and isinstance(known.value, str):
                yield known.value


@cache
def _route_settings() -> tuple[str, ...]:
    """The settings that say which module has the routes."""
    found = (name.rpartition(".settings.") for name in tables().word("serves-routes"))
    return tuple(sorted(last for head, _, last in found if head and "." not in last))


# ── an application for the projects of others ────────────────────────────────────────────────────
def _installs_own_library(file: File) -> bool:
    """Whether settings install the application that the program is published as: it is tried with them."""
    assert file.program is not None
    name = file.program.known(_published_as)
    if not file.words(LIBRARY_NAMES).match(name):
        return False
    called = SEPARATORS.sub("_", SEPARATORS.split(name, maxsplit=1)[1])
    return called in {app.partition(".")[0] for app in _installed(file)}


def _stays_behind(file: File) -> bool:
    """Whether a program is published with an application that settings install, and without them."""
    assert file.program is not None
    packages = file.program.published()
    home = file.module.partition(".")[0]
    if not packages or _is_among(home, packages):
        return False
    return any(_is_among(app.partition(".")[0], packages) for app in _installed(file))


def _is_among(package: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(package, pattern) for pattern in patterns)


def _published_as(program: Program) -> str:
    """The name under which a program is published; empty: no setup says so."""
    texts = program.texts(Role.SCRIPT, holding=("setup",))
    found = (PUBLISHED.search(text.source) for text in texts if text.module == "setup")
    return next((match[1].lower() for match in found if match), "")


def _installed(file: File) -> Iterator[str]:
    """The applications that settings name, in lists too that are put together."""
    for name in sorted({row.listed for row in tables().table(AppTrait).values()}):
        yield from _texts_of(file, name, hops=2)


def _texts_of(file: File, name: str, hops: int) -> Iterator[str]:
    """The texts in what a variable of a module is given."""
    for binding in file.index.module.bindings.get(name, ()):
        for part in ast.walk(binding.value) if binding.value is not None else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value
            elif isinstance(part, ast.Name) and part.id != name and hops:
                yield from _texts_of(file, part.id, hops - 1)


# ── a framework that writes projects ─────────────────────────────────────────────────────────────
def _is_base_of_projects(program: Program, package: str) -> bool:
    """Whether a package has a command that writes projects, with settings of their own."""
    word = tables().word("writes-projects")
    return any(
        file is not None and file.program is not None and _writes_projects(file)
        for text in program.texts(*LOADED, holding=tuple(sorted(word.lasts)))
        if text.module.partition(".")[0] == package
        for file in [program.file(text.module)]
    )


def _writes_projects(file: File) -> bool:
    word = tables().word("writes-projects")
    return any(file.inherits(cls, word) is True for cls in file.nodes(ast.ClassDef)) or bool(
        file.calls_to(word)
    )


def _is_base_of_tests(program: Program, module: str) -> bool:
    """Whether tests alone start with a module, or go on from it, and nothing starts a server."""
    users = list(_users(program, module))
    return (
        bool(users)
        and all(users)
        and not any(
            file.role in LOADED and not is_named_for_development(file)
            for file in program.using(tables().word("starts-with-settings"))
        )
    )


def _users(program: Program, module: str) -> Iterator[bool]:
    """For each module that names one of settings, whether it is there for tests or development.

    What only hands a command line on starts no service.
    """
    for file in program.naming(module):
        if file.module != module and not _runs_commands(file):
            yield file.role in APART or is_named_for_development(file)
    for text in program.texts(*LOADED, Role.TEST, holding=(module,)):
        other = program.file(text.module) if text.role is not Role.TEST else None
        if text.module != module and not (other is not None and _runs_commands(other)):
            yield text.role is Role.TEST or (other is not None and is_named_for_development(other))


def _runs_commands(file: File) -> bool:
    return bool(file.calls_to(tables().word("runs-commands")))


def starts_with_others(program: Program, module: str) -> bool:
    """Whether the program is started with settings that are none of its modules, or may be any."""
    variables = tuple(sorted(tables().word("names-settings").lasts))
    texts = [
        text.source
        for text in program.texts(*LOADED, holding=variables)
        if not any(map(TEST_PARTS.match, text.module.split(".")))
    ]
    if any(_chosen(variables).search(source) for source in texts):
        return True
    named = re.compile(rf"""["'](?:{"|".join(variables)})["']\]?\s*[,=]\s*["']([\w.]+)["']""")
    found = {match[1] for source in texts for match in named.finditer(source)}
    ours = {end for name in program.modules for end in _ends(name)}
    return bool(found) and module not in found and not found <= ours


@cache
def _chosen(variables: tuple[str, ...]) -> re.Pattern[str]:
    """How a text gives one of these variables what it has worked out, or was given."""
    name = rf"""["']?(?:\w+\.)*(?:{"|".join(variables)})["']?"""
    return re.compile(
        rf"""(?:\[{name}\]\s*=|\b(?:setdefault|putenv)\(\s*{name}\s*,)\s*(?![="'\s])"""
    )


def _ends(name: str) -> Iterator[str]:
    """A dotted name, and what is left of it without its first parts."""
    yield name
    while "." in name:
        name = name.partition(".")[2]
        yield name

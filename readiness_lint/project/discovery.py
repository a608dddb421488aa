"""Which files a run looks at, what their modules are called, and what they are for."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from readiness_lint.config import (
    FILE_NAMES,
    Cascade,
    Settings,
    below,
    is_off_limits,
    program_root,
    repository_of,
)
from readiness_lint.pattern import Pattern
from readiness_lint.project import manifests, pins
from readiness_lint.record import record
from readiness_lint.terms import Role

SUFFIXES = (".py", ".pyi")

_PROJECT_FILES = (
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "manage.py",
    "requirements.txt",
    "Pipfile",
    "Dockerfile",
    "Procfile",
)
"""A folder with one of them is where its program starts: imports are relative to it."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A word counts anywhere, or only where it cannot be the name of an application: `evals` inside a
# package is a product's feature, `tools` with an `__init__.py` is a package that is imported.
_TEST_FOLDERS = _words(
    "tests test testing unittests unit_tests integration_tests functional_tests functionaltests "
    "integrationtests system_tests systemtests acceptance_tests smoke_tests e2e testdata test_data "
    "testutils test_utils test_support test_helpers testsuite pytest load_test load_tests loadtest loadtests"
)
_TEST_FOLDERS_OUTSIDE = _words(
    "fixtures factories evals benchmark benchmarks test_project testproject test_app testapp"
)
_EXAMPLE_FOLDERS = _words(
    "examples cookbook __generated__ _generated generated _vendor _vendored vendored third_party "
    "thirdparty 3rdparty node_modules site-packages app_template project_template skeleton skeletons"
)
_EXAMPLE_FOLDERS_OUTSIDE = _words(
    "docs doc docs_src example sample samples demo demos tutorial tutorials hello_world helloworld"
)
_ARCHIVE = ("-master", "-main")
"""How folders end that were unpacked from the archive of somebody else's repository."""
_SCRIPT_FOLDERS = _words("scripts bin cli seeds seeders")
_SCRIPT_FOLDERS_OUTSIDE = _words("tools dev ci hack contrib")
_MIGRATION_FOLDERS = _words("migrations alembic")
_SETTINGS_FOLDERS = _words("settings config configs conf configuration")

_TEST_FILE = Pattern(
    r"conftest|pytest_plugin|tests|tests_.*|locustfile|(unit|integration|functional)_?tests"
)
_LIKE_TEST_FILE = Pattern(r"test_.*|.*_test|test|testing|factories")
_LIKE_TEST_FOLDER = Pattern(r"\w+(?:tests?|testing)")
"""Names like `shoptest`, whose modules may be there for the tests of others."""
_TEST_PACKAGE = Pattern(r"\w+_tests")
"""Names of packages that hold the tests of another."""
_BENCHMARK_FILE = Pattern(
    r"bench(?:marks?)?_\w+|\w+_bench(?:marks?)?|(?:\w+_)?(?:soak|stress|smoke|load|perf)_?tests?(?:_\w+)?"
)
_EXAMPLE_FILE = Pattern(r"(?:example|demo)s?(?:_\w+)?|\w+_(?:example|demo)s?")
_SCRIPT_FILE = Pattern(r"manage|__main__|noxfile|fabfile")
_SEED_FILE = Pattern(r"seed(s|er|ers|ing)?(_.*)?|populate(_.*)?|.*(random|dummy|test|demo)_data.*")
_ENVIRONMENT = (
    "app|base|build|ci|common|core|defaults?|dev|devel|development|django|docker|example|global"
    "|local|prod|production|project|sample|shared|stage|staging|test|testing|tests"
)
_AROUND = (
    _TEST_FOLDERS
    | _TEST_FOLDERS_OUTSIDE
    | _EXAMPLE_FOLDERS
    | _EXAMPLE_FOLDERS_OUTSIDE
    | _SCRIPT_FOLDERS
    | _SCRIPT_FOLDERS_OUTSIDE
    | _MIGRATION_FOLDERS
    | _SETTINGS_FOLDERS
)
"""Packages that a program has beside itself."""
_SETTINGS_FILE = Pattern(
    rf"_?(settings|config|configuration|conf)|(settings|config)_({_ENVIRONMENT})"
    rf"|_?({_ENVIRONMENT})_(settings|config)|celeryconfig|gunicorn[._](conf|config)"
)
_APPLICATION_FILE = Pattern(
    r"(urls|wsgi|asgi|celery|celery_app|routing|routers?|routes|api|apis|endpoints|views|viewsets"
    r"|models|schemas?|serializers|services?|tasks|signals|forms|admin|apps|middlewares?|handlers?"
    r"|permissions|managers?|factory|repository|repositories|crud|dependencies|exceptions|errors)"
)
_WORKING_FOLDERS = _words(
    "routers routes endpoints views viewsets handlers controllers resources models schemas "
    "schema serializers forms commands daos dao tasks"
)
_WORKING_FOLDERS_INSIDE = _words("api cli")
"""Where ``config.py`` and ``settings.py`` hold the configuration as a subject, not ours."""

_TEST_TEXT = Pattern(
    r"^\s*(?:async )?def test|\bpytest\b|\bunittest\b|\bTestCase\b|\bTransactionTestCase\b"
    r"|^\s*(?:from|import) (?:\w+\.)*(?:factory|factories|faker|polyfactory|model_bakery|mixer|locust)\b",
    re.MULTILINE,
)
_RUN_TEXT = Pattern(r"^print\(|^if __name__ == ", re.MULTILINE)
_DJANGO_MIGRATION = Pattern(r"^class Migration\(.*Migration\)", re.MULTILINE)
_REVISION = Pattern(r"^revision\b.*=", re.MULTILINE)
_DOWN_REVISION = Pattern(r"^down_revision\b.*=", re.MULTILINE)
_GENERATED = Pattern(r"(?im)^(?:#|\"\"\"|''').*(?:@generated\b|\bdo not edit\b)")
_DEV = _words("dev devel development local test tests testing ci build example sample")


@record
class Discovered:
    """A file to look at."""

    path: Path
    """As it is reached from what was asked for."""
    folder: str
    module: str
    is_package: bool
    root: Path
    """The folder of the program that it belongs to."""


@record
class Place:
    """Where a module stands in its program."""

    module: str
    is_package: bool
    role: Role


@record
class Unreachable:
    """What was asked for, or met on the way, and cannot be looked at."""

    path: Path
    reason: str


@record
class Discovery:
    """The files of a run, in order, each once."""

    files: tuple[Discovered, ...]
    unreachable: tuple[Unreachable, ...] = ()
    excluded: tuple[Path, ...] = ()
    """What was asked for by name, and is excluded."""
    folders: tuple[str, ...] = ()
    """The folders that were walked: a file that appears in one of them belongs to the run."""
    links: tuple[str, ...] = ()
    """Names that stand for other places: what they lead to belongs to the run."""


def key_of(path: Path, root: Path) -> str:
    """What a file is called wherever the root of the run lies; all of its path if it is not below."""
    absolute = os.path.abspath(path)  # noqa: PTH100
    top = os.path.abspath(root).rstrip(os.sep)  # noqa: PTH100
    if absolute != top and not absolute.startswith(f"{top}{os.sep}"):
        return absolute
    return absolute[len(top) + 1 :].replace(os.sep, "/")


def ground(discovery: Discovery, cascade: Cascade) -> Iterator[str]:
    """The paths that say which files there are, and what holds for them.

    What is not there and may come appears in a folder that was walked, or is told by name.
    """
    walked = set(discovery.folders)
    yield from discovery.folders
    yield from discovery.links
    yield from map(str, cascade.sources)
    names = (*FILE_NAMES, ".gitignore", os.path.join(".git", "info", "exclude"))  # noqa: PTH118
    roots = {str(item.root) for item in discovery.files}
    for folder, told in (
        *((each, names) for each in discovery.folders),
        *(
            (each, (*pins.files(Path(each)), *manifests.places(Path(each))))
            for each in sorted(roots)
        ),
    ):
        for name in told:
            path = _joined(folder, name)
            if os.path.exists(path):  # noqa: PTH110
                yield path
    starts = {str(item.folder) for item in discovery.files} | walked | {str(cascade.root)}
    above = {
        str(step)
        for start in starts
        for step in (Path(os.path.abspath(start)), *Path(os.path.abspath(start)).parents)  # noqa: PTH100
    }
    for folder in sorted(above - walked):
        for name in (*names, ".git", ".hg"):
            yield _joined(folder, name)


class Layout:
    """How the folders of one program make modules; what a folder holds is looked up once."""

    __slots__ = ("_exists", "_folders", "_neighbours", "_packages", "_sources", "root")

    def __init__(self, root: Path) -> None:
        self.root = os.path.abspath(root)  # noqa: PTH100 -- links keep their names
        self._exists: dict[str, bool] = {}
        self._packages: dict[str, tuple[str, ...]] = {}
        self._sources: dict[str, str] = {}
        self._folders: dict[str, list[str]] = {}
        self._neighbours: frozenset[str] | None = None

    def module_name(self, path: Path | str) -> str:
        """The dotted name by which the program imports a file."""
        folder, name = os.path.split(path)
        stem = _stem(name)
        parts = self._parts_of(folder)
        return ".".join(parts if parts and stem == "__init__" else (*parts, stem))

    def _parts_of(self, folder: str) -> tuple[str, ...]:
        """The names of the packages that a folder stands for."""
        parts = self._packages.get(folder)
        if parts is None:
            absolute = os.path.abspath(folder)  # noqa: PTH100
            source = Path(self._source_root(absolute))
            parts = self._packages[folder] = Path(absolute).parts[len(source.parts) :]
        return parts

    def role_of(self, path: Path, settings: Settings, text: str | None = None) -> Role:
        """What a module is for: by the settings, else by its path, else by its text."""
        if settings.roles:
            given = settings.role_for(path)
            if given is not None:
                return given
        folder, name = os.path.split(path)
        folders = self._folders.get(folder)
        if folders is None:
            folders = self._folders[folder] = self._parts(path)
        return self._role(folders, _stem(name), text)

    def _role(self, folders: list[str], stem: str, text: str | None) -> Role:
        if self._is_example(folders, stem, text):
            return Role.EXAMPLE
        if self._is_test(folders, stem, text):
            return Role.TEST
        if self._is_migration(folders, stem, text):
            return Role.MIGRATION
        if self._is_script(folders, stem):
            return Role.SCRIPT
        return Role.SETTINGS if self._is_settings(folders, stem) else Role.APPLICATION

    def _parts(self, path: Path) -> list[str]:
        relative = below(path, self.root)
        if relative is not None:
            return relative.split("/")[:-1]
        return list(self._parts_of(os.path.dirname(path)))  # noqa: PTH120

    def _there(self, *parts: str) -> bool:
        path = "/".join(parts)
        known = self._exists.get(path)
        if known is None:
            known = self._exists[path] = os.path.exists(path)  # noqa: PTH110
        return known

    def _is_package(self, folder: str) -> bool:
        return self._there(folder, "__init__.py") or self._there(folder, "__init__.pyi")

    def _source_root(self, folder: str) -> str:
        known = self._sources.get(folder)
        if known is None:
            known = self._sources[folder] = self._find_source_root(folder)
        return known

    def _find_source_root(self, folder: str) -> str:
        above, name = os.path.split(folder)
        if folder in {self.root, above}:
            return folder
        outside = below(folder, self.root) is None
        if not self._is_package(folder) and (
            outside
            or name == "src"
            or not name.isidentifier()
            or any(self._there(folder, file) for file in _PROJECT_FILES)
        ):
            return folder
        return self._source_root(above)

    def _folder(self, folders: list[str], count: int) -> str:
        return "/".join((self.root, *folders[:count]))

    def _inside(self, folders: list[str], count: int) -> bool:
        """Whether a package is among the first folders, and no folder that cannot be part of one."""
        for index in range(count, 0, -1):
            if not folders[index - 1].isidentifier():
                return False
            if self._is_package(self._folder(folders, index)):
                return True
        return False

    def _outside(self, folders: list[str], words: frozenset[str], *, bare: bool) -> bool:
        """Whether one of the folders has such a name and is no part of a package.

        With ``bare`` it is no package itself either.
        """
        return not words.isdisjoint(folders) and any(
            name in words and not self._inside(folders, index + bare)
            for index, name in enumerate(folders)
        )

    def _is_example(self, folders: list[str], stem: str, text: str | None) -> bool:
        return (
            any(
                name.startswith((".", "example_", "demo_"))
                or "{{" in name
                or (name in _EXAMPLE_FOLDERS and not self._is_application(folders, index))
                for index, name in enumerate(folders)
            )
            or any(name.endswith(_ARCHIVE) for name in folders[1:])
            or stem.endswith(("_pb2", "_pb2_grpc"))
            or self._is_vendored(folders)
            or self._is_manual(folders)
            or self._outside(folders, _EXAMPLE_FOLDERS_OUTSIDE, bare=True)
            or (folders[:1] == ["example"] and self._has_another_package("example"))
            or (text is not None and _is_generated(text[:1000]))
            or self._is_example_file(folders, stem, text)
        )

    def _is_example_file(self, folders: list[str], stem: str, text: str | None) -> bool:
        # A product may have a demonstration; one that stands outside of it shows it.
        if _EXAMPLE_FILE.fullmatch(stem) is None or self._inside(folders, len(folders)):
            return False
        runs = text is not None and _RUN_TEXT.search(text) is not None
        return runs or self._shows_packages(self._folder(folders, len(folders)))

    def _has_another_package(self, name: str) -> bool:
        """Whether a program stands beside one of its packages: it is what that package is about."""
        if self._neighbours is None:
            self._neighbours = frozenset(
                os.path.basename(each)  # noqa: PTH119
                for each in self._below(str(self.root))
                if self._is_package(each)
            )
        return not self._neighbours <= _AROUND | {name}

    def _is_application(self, folders: list[str], index: int) -> bool:
        """Whether a folder is one of Django's applications: what is annotated may be called examples."""
        return folders[index] == "examples" and self._there(
            self._folder(folders, index + 1), "apps.py"
        )

    def _is_manual(self, folders: list[str]) -> bool:
        # What builds a manual may import what stands beside it, as from a package.
        return any(
            name in {"doc", "docs"}
            and self._there(self._folder(folders, index + 1), "conf.py")
            and self._there(self._folder(folders, index + 1), "index.rst")
            for index, name in enumerate(folders)
        )

    def _shows_packages(self, folder: str) -> bool:
        """Whether a folder holds packages, which a file beside them shows how to use."""
        return self._there(folder, "src") or any(map(self._is_package, self._below(folder)))

    def _below(self, folder: str) -> list[str]:
        """The folders in a folder."""
        try:
            with os.scandir(folder) as entries:
                return sorted(entry.path for entry in entries if entry.is_dir())
        except OSError:
            return []

    def _is_vendored(self, folders: list[str]) -> bool:
        # A marketplace has an application of this name.
        return any(
            name == "vendor"
            and not any(
                self._there(self._folder(folders, index + 1), f"{module}.py")
                for module in ("models", "views", "urls", "api", "routes", "router", "services")
            )
            for index, name in enumerate(folders)
        )

    def _is_test(self, folders: list[str], stem: str, text: str | None) -> bool:
        if not _TEST_FOLDERS.isdisjoint(folders):
            return True
        if self._outside(folders, _TEST_FOLDERS_OUTSIDE, bare=False):
            return True
        # So Perl calls the folder of its tests, and libraries around Celery do.
        if folders[:1] == ["t"] and self._there(self._folder(folders, 1), "conftest.py"):
            return True
        if folders and folders[-1] in _SETTINGS_FOLDERS:
            return False
        if _TEST_FILE.fullmatch(stem) is not None:
            return True
        named = _LIKE_TEST_FILE.fullmatch(stem) is not None
        if text is None or _SETTINGS_FILE.fullmatch(stem) is not None:
            return named
        # What serves the tests of `shop_tests` may be no test itself.
        if stem.startswith("test_") and any(map(_TEST_PACKAGE.fullmatch, folders)):
            return True
        # `test_connection.py` is also what tries a connection for a user.
        hinted = (
            named
            or not {"fixtures", "factories"}.isdisjoint(folders)
            or any(map(_LIKE_TEST_FOLDER.fullmatch, folders))
        )
        if hinted and _TEST_TEXT.search(text) is not None:
            return True
        # What a product measures, it calls; what its developers measure runs by itself.
        return _BENCHMARK_FILE.fullmatch(stem) is not None and _RUN_TEXT.search(text) is not None

    def _is_migration(self, folders: list[str], stem: str, text: str | None) -> bool:
        if any(name in _MIGRATION_FOLDERS or name.endswith("_migrations") for name in folders):
            return True
        here = self._folder(folders, len(folders))
        if stem == "env" and (self._there(here, "script.py.mako") or self._there(here, "versions")):
            return True
        if folders and folders[-1] == "versions":
            above = self._folder(folders, len(folders) - 1)
            if self._there(above, "script.py.mako") or self._there(above, "env.py"):
                return True
        return text is not None and _is_migration_text(stem, text)

    def _is_script(self, folders: list[str], stem: str) -> bool:
        return (
            not _SCRIPT_FOLDERS.isdisjoint(folders)
            or ("management", "commands") in pairwise(folders)
            or self._outside(folders, _SCRIPT_FOLDERS_OUTSIDE, bare=True)
            or _SCRIPT_FILE.fullmatch(stem) is not None
            or (_SEED_FILE.fullmatch(stem) is not None and not self._is_working(folders))
            or (stem == "setup" and not self._is_package(self._folder(folders, len(folders))))
        )

    def _is_settings(self, folders: list[str], stem: str) -> bool:
        if self._is_working(folders):
            return False
        if folders and folders[-1] in _SETTINGS_FOLDERS:
            return _APPLICATION_FILE.fullmatch(stem) is None
        return _SETTINGS_FILE.fullmatch(stem) is not None

    def _is_working(self, folders: list[str]) -> bool:
        if not _WORKING_FOLDERS.isdisjoint(folders):
            return True
        # A whole service may be called `api`.
        return not _WORKING_FOLDERS_INSIDE.isdisjoint(folders) and any(
            name in _WORKING_FOLDERS_INSIDE and self._inside(folders, index)
            for index, name in enumerate(folders)
        )


def _stem(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix):
            return name[: -len(suffix)]
    return name


def _is_generated(head: str) -> bool:
    lower = head.lower()
    # Nearly no file has the words, and looking for them is cheap.
    return ("@generated" in lower or "do not edit" in lower) and (
        _GENERATED.search(lower) is not None
    )


def _is_migration_text(stem: str, text: str) -> bool:
    if "alembic" in text:
        if stem == "env" and "context.configure(" in text:
            return True
        if _REVISION.search(text) and _DOWN_REVISION.search(text):
            return True
    return "igration" in text and _DJANGO_MIGRATION.search(text) is not None


def is_dev_settings(path: Path) -> bool:
    """Whether a settings module is, by its name, one that production does not load."""
    stem = _stem(path.name)
    words = re.split(r"[^a-z0-9]+", (path.parent.name if stem == "__init__" else stem).lower())
    return not _DEV.isdisjoint(words) or path.parent.name.lower() in _DEV


def module_name(path: Path, root: Path) -> str:
    """The dotted name by which the program of a folder imports a file."""
    return Layout(root).module_name(path)


def is_package(path: Path) -> bool:
    """Whether a file is that of a package, so that its relative imports start at itself."""
    return _stem(path.name) == "__init__"


def role_of(path: Path, root: Path, settings: Settings, text: str | None = None) -> Role:
    """What a module is for; with its text, migrations and tests are told by what they hold."""
    return Layout(root).role_of(path, settings, text)


def place_of(path: Path, settings: Settings, text: str | None = None) -> Place:
    """The place of one text, which need not be a file."""
    layout = Layout(settings.program)
    role = layout.role_of(path, settings, text)
    return Place(layout.module_name(path), is_package(path), role)


def is_excluded(path: Path, cascade: Cascade, *, folder: bool = False) -> bool:
    """Whether a path, or a folder above it within its program, is excluded."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100
    top = _program_of(absolute, cascade)
    for step in (absolute, *absolute.parents):
        if step == top or below(step, top) is None:
            return False
        if cascade.settings_in(step.parent).excluded(step, folder=folder or step != absolute):
            return True
    return False


def _program_of(path: Path, cascade: Cascade) -> Path:
    if below(path, cascade.root) is not None:
        return cascade.root
    return program_root(path.parent)


@record
class _Ignore:
    """The patterns of one ``.gitignore``."""

    folder: str
    spec: Any
    any: re.Pattern[str]
    """All patterns as one: most paths match none of them."""

    def says(self, path: str) -> bool | None:
        relative = path[len(self.folder) + 1 :]
        if self.any.match(relative) is None:
            return None
        answer: bool | None = self.spec.check_file(relative).include
        return answer


def _parsed(file: str, folder: str) -> _Ignore | None:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 -- most of a host's runs walk nothing

    try:
        if not stat.S_ISREG(os.stat(file).st_mode):  # noqa: PTH116
            return None
        lines = Path(file).read_bytes().decode("utf-8", "surrogateescape").split("\n")
    except OSError:
        return None
    patterns: list[Any] = []
    for line in lines:
        try:
            patterns.extend(GitIgnoreSpec.from_lines([line.removesuffix("\r")]).patterns)
        except (ValueError, re.error):
            # git does not complain of a pattern that it cannot read either.
            continue
    spelled = [
        re.sub(r"\(\?P<\w+>", "(?:", pattern.regex.pattern)
        for pattern in patterns
        if pattern.include is not None
    ]
    if not spelled:
        return None
    return _Ignore(folder, GitIgnoreSpec(patterns), re.compile("|".join(spelled)))


def _joined(folder: str, name: str) -> str:
    return f"{folder.rstrip(os.sep)}{os.sep}{name}"


@dataclass(slots=True)
class _Walk:
    """One walk over everything that was asked for."""

    cascade: Cascade
    boundary: Path
    found: dict[str, tuple[bool, bool, str]] = field(default_factory=dict)
    """By the real path: whether a link led to it, whether it is absolute, as it was reached."""
    visited: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)
    unreachable: list[Unreachable] = field(default_factory=list)
    followed: set[str] = field(default_factory=set)

    def take(self, path: str, real: str, *, link: bool) -> None:
        rank = (link, os.path.isabs(path), path)  # noqa: PTH117
        self.found[real] = min(rank, self.found.get(real, rank))

    def start(self, folder: str, *, judged: bool) -> None:
        """Walk a folder; where not ``judged``, no configured pattern excludes anything in it."""
        real = os.path.realpath(folder)
        if is_off_limits(Path(real)):
            reason = "the home directory and the top of the file system are never walked"
            self.unreachable.append(Unreachable(Path(folder), reason))
            return
        ignores = tuple(self._ignores_above(real))
        # A folder that is ignored, and asked for, is looked at.
        if _is_ignored(_joined(real, ""), ignores):
            ignores = ()
        stack = [(folder, real, ignores)]
        while stack:
            stack.extend(self._enter(*stack.pop(), judged=judged))

    def follow_links(self) -> None:
        """Enter the folders that only a link leads to, within the repository."""
        while self.links:
            self.links.sort(reverse=True)
            path, real = self.links.pop()
            relative = below(Path(real), self.boundary)
            if relative is None or real in self.visited:
                continue
            if relative == "." or any(part.startswith(".") for part in relative.split("/")):
                continue
            ignored = _is_ignored(_joined(real, ""), tuple(self._ignores_above(real)))
            if not ignored and not is_excluded(Path(real), self.cascade, folder=True):
                self.start(path, judged=True)

    def _ignores_above(self, real: str) -> Iterator[_Ignore]:
        top = repository_of(Path(real)) or self.cascade.root
        relative = below(Path(real), top)
        if relative is None or relative == ".":
            return
        folder = str(top)
        for part in relative.split("/"):
            yield from _ignores_in(folder, ())
            folder = _joined(folder, part)

    def _enter(
        self, folder: str, real: str, ignores: tuple[_Ignore, ...], *, judged: bool
    ) -> Iterator[tuple[str, str, tuple[_Ignore, ...]]]:
        if real in self.visited or is_off_limits(Path(real)):
            return
        self.visited.add(real)
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.unreachable.append(Unreachable(Path(folder), _reason(error)))
            return
        names = {entry.name for entry in listed}
        ignores = _ignores_in(real, ignores, names)
        settings = self.cascade.settings_in(Path(folder))
        for entry in listed:
            if entry.name.startswith("."):
                continue
            is_folder = entry.is_dir()
            if not is_folder and not entry.name.endswith(SUFFIXES):
                continue
            place = _joined(real, entry.name)
            if _is_ignored(_joined(place, "") if is_folder else place, ignores):
                continue
            if judged and settings.excluded(entry.path, folder=is_folder):
                continue
            if not is_folder:
                if entry.is_file():
                    link = entry.is_symlink()
                    self.followed |= {entry.path} if link else set()
                    self.take(entry.path, os.path.realpath(place) if link else place, link=link)
            elif entry.is_symlink():
                self.followed.add(entry.path)
                self.links.append((entry.path, os.path.realpath(place)))
            elif not os.path.exists(_joined(place, "pyvenv.cfg")):  # noqa: PTH110
                yield entry.path, place, ignores


def _ignores_in(
    folder: str, above: tuple[_Ignore, ...], names: set[str] | None = None
) -> tuple[_Ignore, ...]:
    """The ignore files that hold in a folder; those above a repository's top do not hold in it."""
    found = list(above)
    if names is None or ".git" in names:
        top = _parsed(os.path.join(folder, ".git", "info", "exclude"), folder)  # noqa: PTH118
        if names is not None:
            found = []
        found.extend([top] if top else [])
    if names is None or ".gitignore" in names:
        own = _parsed(_joined(folder, ".gitignore"), folder)
        found.extend([own] if own else [])
    return tuple(found)


def _is_ignored(path: str, ignores: tuple[_Ignore, ...]) -> bool:
    for ignore in reversed(ignores):
        answer = ignore.says(path)
        if answer is not None:
            return answer
    return False


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def files(paths: Iterable[Path], cascade: Cascade, *, force_exclude: bool = True) -> Discovery:
    """Every Python file that the paths name or hold.

    A file that is named is taken whatever its suffix.  What is excluded stays excluded where it is
    named, unless ``force_exclude`` is false.
    """
    walk = _Walk(cascade, repository_of(cascade.root) or cascade.root)
    excluded = []
    for path in sorted(set(paths), key=lambda path: (path.is_absolute(), path)):
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            null = "its name holds a null character"
            reason = _reason(error) if isinstance(error, OSError) else null
            walk.unreachable.append(Unreachable(path, reason))
            continue
        is_folder = stat.S_ISDIR(mode)
        named_out = is_excluded(path, cascade, folder=is_folder)
        if named_out and force_exclude:
            excluded.append(path)
        elif is_folder:
            walk.start(str(path), judged=not named_out)
        elif stat.S_ISREG(mode):
            walk.take(str(path), os.path.realpath(path), link=False)
        else:
            walk.unreachable.append(Unreachable(path, "not a regular file"))
    walk.follow_links()
    return Discovery(
        files=tuple(_described((path for _, _, path in walk.found.values()), cascade)),
        unreachable=tuple(sorted(walk.unreachable, key=lambda item: str(item.path))),
        excluded=tuple(excluded),
        folders=tuple(sorted(walk.visited)),
        links=tuple(sorted(walk.followed)),
    )


def _described(paths: Iterable[str], cascade: Cascade) -> Iterator[Discovered]:
    layouts: dict[Path, Layout] = {}
    found: dict[str, Settings] = {}
    for path in sorted(paths, key=os.path.abspath):
        folder, name = os.path.split(path)  # a `Path` for each is what costs here
        settings = found.get(folder)
        if settings is None:
            settings = found[folder] = cascade.settings_in(Path(folder))
        root = settings.program
        layout = layouts.get(root)
        if layout is None:
            layout = layouts[root] = Layout(root)
        is_package = _stem(name) == "__init__"
        yield Discovered(Path(path), folder, layout.module_name(path), is_package, root)

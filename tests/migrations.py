"""Compare what we say of migrations with what Django, or Alembic, says of them.

    python tests/migrations.py FOLDER --python PYTHON --apps NAME [--apps NAME ...]
        [--setting NAME=JSON ...]
    python tests/migrations.py FOLDER --python PYTHON --alembic FOLDER_OF_SCRIPTS --base MODULE:CLASS

``FOLDER`` is a project, whose packages lie in it; ``PYTHON`` is the interpreter of an environment in
which it is installed with all that it needs.  The framework is asked for leaves and heads, for
migrations that are not there, and for classes whose table none creates and columns that none adds, of
which we need not name them all: Django as
`makemigrations --check --dry-run` does it, without a database; Alembic as `revision --autogenerate`
does it, against a SQLite database in memory that `upgrade head` has built.  ``CLASS`` is the base of
the mapped classes, of a module that imports them all.

A project as it is published has no such defects: in a copy each migration in turn is removed, or
doubled, then what makes a package of their folder; each class is copied under another name; and what
migrations do to its table is taken out.  Both are asked each time; where a migration then fails on the
way, there is nothing to compare.  Exit code 1: the answers differ somewhere.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from readiness_lint.config import Cascade, Settings
from readiness_lint.project import check_paths

T = TypeVar("T")
DJANGO = """
import inspect, json, os, sys
from django.conf import settings
asked = json.loads(sys.argv[1])
apps = asked["apps"]
settings.configure(**{
    "INSTALLED_APPS": ["django.contrib." + name for name in (
        "auth", "contenttypes", "sessions", "sites", "messages", "admin")] + apps,
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    "DEFAULT_AUTO_FIELD": "django.db.models.AutoField", "SITE_ID": 1, "SECRET_KEY": "x",
    "USE_TZ": True, "ROOT_URLCONF": None, **asked["settings"],
})
import django
django.setup()
from django.apps import apps as registry
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.state import ProjectState
own = {
    item.label for item in registry.get_app_configs()
    if item.name in asked["apps"] and item.path.startswith(os.getcwd())}
said = {"broken": [], "missing": [], "columns": [], "failed": ""}
said["classes"] = [
    [inspect.getfile(cls), cls.__name__, cls.__name__] for cls in registry.get_models()
    if cls._meta.app_label in own and cls._meta.managed and not cls._meta.proxy
    and not cls._meta.swappable]
def has_table(item):
    options = item.options
    return not options.get("proxy") and options.get("managed", True)
try:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    said["broken"] = sorted({"leaves" for label in loader.detect_conflicts() if label in own})
    if not said["broken"]:
        try:
            before = loader.project_state()
        except Exception as error:
            said["failed"] = f"{type(error).__name__}: {error}"[:80]
            before = ProjectState.from_apps(registry)
        found = MigrationAutodetector(before, ProjectState.from_apps(registry)).changes(loader.graph)
        said["missing"] = sorted({
            item.name for label in own for one in found.get(label, ()) for item in one.operations
            if isinstance(item, CreateModel) and has_table(item)})
        said["columns"] = sorted({
            f"{item.model_name}.{item.name}".lower() for label in own
            for one in found.get(label, ()) for item in one.operations
            if isinstance(item, AddField)})
        said["broken"] += sorted({"package" for label in own & loader.unmigrated_apps})
except Exception as error:
    said["broken"] = [f"{type(error).__name__}: {error}"[:80]]
print(json.dumps(said))
"""
ALEMBIC = """
import importlib, inspect, json, sys, warnings
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
asked = json.loads(sys.argv[1])
said = {"broken": [], "missing": [], "columns": [], "classes": [], "failed": ""}
module, _, name = asked["base"].partition(":")
base = getattr(importlib.import_module(module), name) if name else None
if base is not None:
    said["classes"] = sorted(
        [inspect.getfile(item.class_), item.class_.__name__, item.local_table.name]
        for item in base.registry.mappers)
config = Config()
config.set_main_option("script_location", asked["alembic"])
script = ScriptDirectory.from_config(config)
try:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said["broken"] = ["heads"] if len(script.get_heads()) > 1 else []
except Exception as error:
    said["broken"] = [f"{type(error).__name__}: {error}"[:80]]
if base is not None and not said["broken"]:
    with create_engine("sqlite://").connect() as connection:
        def upgrade(revision, context):
            return script._upgrade_revs("head", revision)
        found = []
        try:
            with EnvironmentContext(config, script, fn=upgrade) as environment:
                environment.configure(connection=connection)
                environment.run_migrations()
            found = compare_metadata(MigrationContext.configure(connection), base.metadata)
        except Exception as error:
            said["failed"] = f"{type(error).__name__}: {error}"[:80]
    found = [item for item in found if isinstance(item, tuple)]
    said["missing"] = sorted(item[1].name for item in found if item[0] == "add_table")
    said["columns"] = sorted(
        f"{item[2]}.{item[3].name}".lower() for item in found if item[0] == "add_column")
print(json.dumps(said))
"""


@dataclass(frozen=True)
class Answer:
    """Why the migrations cannot be run, and the classes, or tables, and columns that none creates."""

    broken: tuple[str, ...]
    missing: frozenset[str]
    columns: frozenset[str] = frozenset()

    def agrees(self, other: Answer) -> bool:
        """Whether both find a graph whole and the same models missing, and they all our columns."""
        if self.broken or other.broken:
            return bool(self.broken) == bool(other.broken)
        return self.missing == other.missing and self.columns <= other.columns


@dataclass(frozen=True)
class Said:
    """What the framework answers."""

    broken: list[str]
    missing: list[str]
    columns: list[str]
    failed: str
    classes: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Mapped:
    """A class that has a table, and the name under which it is missed."""

    path: Path
    name: str
    missed: str


def ours(project: Path, arguments: argparse.Namespace) -> Answer:
    """What we find."""
    settings = Settings(root=project, select=("RDY110", "RDY624"))
    found = check_paths([project], Cascade(project, fixed=settings, overrides={})).findings
    broken = {item.message.partition(":")[0] for item in found if item.code == "RDY624"}
    missing, columns = set(), set()
    for item in found if arguments.apps or arguments.base else ():
        if item.code == "RDY110":
            model, table = item.message.split("`")[1:4:2]
            model, _, column = model.partition(".")
            name = model if arguments.apps else table
            (columns if column else missing).add(f"{name}.{column}".lower() if column else name)
    return Answer(tuple(sorted(broken)), frozenset(missing), frozenset(columns))


def asked(project: Path, arguments: argparse.Namespace) -> Said:
    """Ask the framework."""
    question = {
        "apps": arguments.apps,
        "settings": {
            word.partition("=")[0]: json.loads(word.partition("=")[2]) for word in arguments.setting
        },
        "alembic": str(project / arguments.alembic),
        "base": arguments.base,
    }
    code = DJANGO if arguments.apps else ALEMBIC
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [arguments.python, "-c", code, json.dumps(question)],
        capture_output=True, text=True, check=False, env=environment, cwd=project,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return Said(**json.loads(done.stdout.splitlines()[-1]))


def theirs(project: Path, arguments: argparse.Namespace) -> Answer | None:
    """What the framework finds; ``None``: a migration that is in order fails on the way."""
    said = asked(project, arguments)
    if said.failed:
        return None
    return Answer(tuple(said.broken), frozenset(said.missing), frozenset(said.columns))


def classes(project: Path, arguments: argparse.Namespace) -> list[Mapped]:
    """The classes that have a table, as the framework knows them."""
    said = asked(project, arguments)
    found = [
        Mapped(Path(path).relative_to(project), name, missed) for path, name, missed in said.classes
    ]
    return [item for item in found if _class(project / item.path, item.name)]


def migrations(project: Path, arguments: argparse.Namespace) -> list[Path]:
    """The files of migrations, relative to the project."""
    folders = [Path(*name.split("."), "migrations") for name in arguments.apps]
    folders = folders or [Path(arguments.alembic, "versions")]
    return sorted(
        path.relative_to(project)
        for folder in folders
        for path in (project / folder).glob("*.py")
        if path.stem != "__init__"
    )


def double(path: Path) -> None:
    """A migration once more, under another name."""
    text = path.read_text(encoding="utf-8")
    path.with_stem(f"{path.stem}_again").write_text(text, encoding="utf-8")


def _class(path: Path, name: str) -> ast.ClassDef | None:
    """A class of a module's own code."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node
    return None


def copy_class(item: Mapped, path: Path) -> None:
    """A class once more, under another name and with a table of another name."""
    source = path.read_text(encoding="utf-8")
    node = _class(path, item.name)
    assert node is not None
    text = ast.get_source_segment(source, node) or ""
    text = re.sub(rf"^class {item.name}\b", f"class {item.name}Again", text)
    text = re.sub(r"""((?:__tablename__|db_table)\s*=\s*["'][^"']*)""", r"\1_again", text)
    path.write_text(f"{source}\n\n{text}\n", encoding="utf-8")


def forget(name: str, path: Path) -> None:
    """Take what a migration does to a table out of it, as far as it says so with a literal name."""
    source = whole = path.read_text(encoding="utf-8")
    for node in _operations(ast.parse(whole), name):
        text = ast.get_source_segment(whole, node)
        if text:
            kept = "migrations.RunPython(migrations.RunPython.noop)"
            source = source.replace(text, kept if text.startswith("migrations.") else "...")
    path.write_text(source, encoding="utf-8")


def _operations(tree: ast.Module, name: str) -> Iterator[ast.AST]:
    """The operations on a table, those that undo a migration left out."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "downgrade":
            continue
        for part in ast.walk(node):
            calls = [item.context_expr for item in part.items] if isinstance(part, ast.With) else []
            if any(_is_about(call, name) for call in (part, *calls)):
                yield part


def _is_about(call: ast.AST, name: str) -> bool:
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return False
    named = {None, "name", "model_name", "new_name", "table_name"}
    values = [*call.args[:2], *(word.value for word in call.keywords if word.arg in named)]
    return ast.unparse(call.func.value) in {"migrations", "op"} and any(
        isinstance(value, ast.Constant) and str(value.value).lower() == name.lower()
        for value in values
    )


def sampled(items: Sequence[T], count: int) -> Sequence[T]:
    """About as many as asked for, evenly spread."""
    return items[:: max(1, len(items) // count)]


@dataclass(frozen=True)
class Defect:
    """What is done to a copy of a project."""

    name: str
    what: str
    edits: tuple[tuple[Path, Callable[[Path], None]], ...] = ()


def defects(project: Path, arguments: argparse.Namespace) -> Iterator[Defect]:
    """Nothing first, and then each defect."""
    yield Defect("as it is", "")
    files = migrations(project, arguments)
    for path in sampled(files, arguments.sample):
        yield Defect("removed", str(path), ((path, Path.unlink),))
        yield Defect("doubled", str(path), ((path, double),))
    for folder in sorted({path.parent for path in files}) if arguments.apps else ():
        yield Defect("no package", str(folder), ((folder / "__init__.py", Path.unlink),))
    for item in sampled(classes(project, arguments), arguments.sample):
        yield Defect("class copied", item.name, ((item.path, partial(copy_class, item)),))
        edits = tuple(
            (path, partial(forget, item.missed)) for path in _near(item, files, arguments)
        )
        yield Defect("not created", item.missed, edits)


def _near(item: Mapped, files: list[Path], arguments: argparse.Namespace) -> list[Path]:
    """The migrations that may be about a class: with Django, those of its application."""
    near = [path for path in files if item.path.is_relative_to(path.parent.parent)]
    deepest = max((len(path.parts) for path in near), default=0)
    return [path for path in near if len(path.parts) == deepest] if arguments.apps else files


def compared(
    defect: Defect, project: Path, arguments: argparse.Namespace
) -> tuple[Answer, Answer | None]:
    """Both answers, of a copy that has the defect."""
    kept = {path: (project / path).read_bytes() for path, _ in defect.edits}
    for path, edit in defect.edits:
        edit(project / path)
    try:
        return ours(project, arguments), theirs(project, arguments)
    finally:
        for path, text in kept.items():
            (project / path).write_bytes(text)
            (project / path).with_stem(f"{path.stem}_again").unlink(missing_ok=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", required=True)
    parser.add_argument("--apps", action="append", default=[])
    parser.add_argument("--setting", action="append", default=[], metavar="NAME=JSON")
    parser.add_argument("--alembic", default="")
    parser.add_argument("--base", default="")
    parser.add_argument("--sample", type=int, default=1000)
    arguments = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    columns = ours_of_them = 0
    with tempfile.TemporaryDirectory() as temporary:
        project = Path(temporary, "project").resolve()
        shutil.copytree(arguments.folder, project)
        for defect in defects(project, arguments):
            own, other = compared(defect, project, arguments)
            result = "not asked" if other is None else "agree" if own.agrees(other) else "differ"
            counts[defect.name, result] += 1
            columns += len(other.columns) if other is not None else 0
            ours_of_them += len(own.columns & other.columns) if other is not None else 0
            if result == "differ":
                print(f"{defect.name} {defect.what}: we say {own}, they say {other}", flush=True)
    for name in dict.fromkeys(name for name, _ in counts):
        figures = "".join(
            f"{counts[name, result]:>5} {result}" for result in ("agree", "differ", "not asked")
        )
        print(f"{name:<14}{figures}")
    print(f"columns that no migration adds: {ours_of_them} found of {columns}")
    return int(any(counts[key] for key in counts if key[1] == "differ"))


if __name__ == "__main__":
    sys.exit(main())

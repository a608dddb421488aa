"""Compare what we say of migrations with what Django, or Alembic, says of them.

    python tests/migrations.py FOLDER --python PYTHON --apps NAME [--apps NAME ...]
    python tests/migrations.py FOLDER --python PYTHON --alembic FOLDER_OF_SCRIPTS

``FOLDER`` is a project, whose packages lie in it; ``PYTHON`` is the interpreter of an environment in
which it is installed with all that it needs.  The framework is asked for leaves, for migrations that
are not there, and (Django: as `makemigrations --check --dry-run` does it) for models without a
migration; no database is needed.  Then each migration in turn is taken out of a copy, or doubled, and
at last what makes a package of their folder, and both are asked again: a project as it is published
has no such defects.  Exit code 1: the answers differ somewhere.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from readiness_lint.config import Cascade, Settings
from readiness_lint.project import check_paths

DJANGO = """
import json, os, sys
from django.conf import settings
apps = json.loads(sys.argv[1])
settings.configure(
    INSTALLED_APPS=["django.contrib." + name for name in (
        "auth", "contenttypes", "sessions", "sites", "messages", "admin")] + apps,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField", SITE_ID=1, SECRET_KEY="x", USE_TZ=True,
    ROOT_URLCONF=None, HELPDESK_TEAMS_MODE_ENABLED=False,
)
import django
django.setup()
from django.apps import apps as registry
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState
own = {
    item.label for item in registry.get_app_configs()
    if item.name in apps and item.path.startswith(os.getcwd())}
said = {"broken": [], "missing": []}
try:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    said["broken"] = sorted({"leaves" for label in loader.detect_conflicts() if label in own})
    if not said["broken"]:
        before = loader.project_state()
        found = MigrationAutodetector(before, ProjectState.from_apps(registry)).changes(loader.graph)
        said["missing"] = sorted({
            item.name for label in own for one in found.get(label, ()) for item in one.operations
            if isinstance(item, CreateModel)})
        said["broken"] += sorted({"package" for label in own & loader.unmigrated_apps})
except Exception as error:
    said["broken"] = [f"{type(error).__name__}: {error}"[:80]]
print(json.dumps(said))
"""
ALEMBIC = """
import json, sys, warnings
warnings.simplefilter("error")
from alembic.config import Config
from alembic.script import ScriptDirectory
said = {"broken": [], "missing": []}
try:
    config = Config()
    config.set_main_option("script_location", sys.argv[1])
    said["broken"] = ["heads"] if len(ScriptDirectory.from_config(config).get_heads()) > 1 else []
except Exception as error:
    said["broken"] = [f"{type(error).__name__}: {error}"[:80]]
print(json.dumps(said))
"""


@dataclass(frozen=True)
class Answer:
    """Why the migrations cannot be run, and which models have none."""

    broken: tuple[str, ...]
    missing: frozenset[str]

    def agrees(self, other: Answer) -> bool:
        """Whether both find a graph whole, and the same models missing in it."""
        if self.broken or other.broken:
            return bool(self.broken) == bool(other.broken)
        return self.missing == other.missing


def ours(project: Path) -> Answer:
    """What we find."""
    cascade = Cascade(project, fixed=Settings(root=project), overrides={"preview": True})
    found = check_paths([project], cascade).findings
    broken = {item.message.partition(":")[0] for item in found if item.code == "RDY624"}
    missing = {item.message.split("`")[1] for item in found if item.code == "RDY110"}
    return Answer(tuple(sorted(broken)), frozenset(missing))


def theirs(project: Path, arguments: argparse.Namespace) -> Answer:
    """What the framework finds."""
    word = json.dumps(arguments.apps) if arguments.apps else str(project / arguments.alembic)
    command = [arguments.python, "-c", DJANGO if arguments.apps else ALEMBIC, word]
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, cwd=project
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    said = json.loads(done.stdout.splitlines()[-1])
    return Answer(tuple(said["broken"]), frozenset(said["missing"]))


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


def defects(
    project: Path, arguments: argparse.Namespace
) -> Iterator[tuple[str, Path, Callable[[Path], None]]]:
    """What is done to a copy: a name, the file, and the edit."""
    files = migrations(project, arguments)
    for path in files[:: max(1, len(files) // arguments.sample)]:
        yield "removed", path, Path.unlink
        yield "doubled", path, double
    for folder in sorted({path.parent for path in files}) if arguments.apps else ():
        yield "no package", folder / "__init__.py", Path.unlink


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", required=True)
    parser.add_argument("--apps", action="append", default=[])
    parser.add_argument("--alembic", default="")
    parser.add_argument("--sample", type=int, default=1000)
    arguments = parser.parse_args()
    counts: Counter[tuple[str, bool]] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary, "project")
        shutil.copytree(arguments.folder, copy)
        for name, path, edit in [("as it is", Path(), None), *defects(copy, arguments)]:
            before = path.parent if edit else None
            kept = (copy / path).read_bytes() if edit else b""
            if edit:
                edit(copy / path)
            own, other = ours(copy), theirs(copy, arguments)
            counts[name, own.agrees(other)] += 1
            if not own.agrees(other):
                print(f"{name} {path}: we say {own}, they say {other}", flush=True)
            if before is not None:
                (copy / path).write_bytes(kept)
                (copy / path).with_stem(f"{path.stem}_again").unlink(missing_ok=True)
    for name in dict.fromkeys(name for name, _ in counts):
        print(f"{name:<12}{counts[name, True]:>5} agree{counts[name, False]:>5} differ")
    return int(any(not agrees for _, agrees in counts))


if __name__ == "__main__":
    sys.exit(main())

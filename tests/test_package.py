"""What is released holds what is needed, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from readiness_lint import __version__

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "readiness_lint"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("released")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder


def wheel_of(folder: Path) -> zipfile.ZipFile:
    (wheel,) = folder.glob("*.whl")
    assert wheel.name.endswith("-py3-none-any.whl"), "it installs without a compiler"
    return zipfile.ZipFile(wheel)


def test_the_wheel_has_every_module_and_nothing_beside(released: Path) -> None:
    with wheel_of(released) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert ours == names
    assert {"readiness_lint/py.typed", "readiness_lint/reports/json.schema.json"} <= names


def test_the_wheel_says_what_it_needs(released: Path) -> None:
    with wheel_of(released) as wheel:
        folder = f"readiness_lint-{__version__}.dist-info"
        told = Parser().parsestr(wheel.read(f"{folder}/METADATA").decode())
        points = wheel.read(f"{folder}/entry_points.txt").decode()
        licences = [name for name in wheel.namelist() if name.endswith("LICENSE")]
    needed = [need for need in told.get_all("Requires-Dist", []) if "extra ==" not in need]

    assert (__version__, ">=3.11") == (told["Version"], told["Requires-Python"])
    assert {"flake8", "pylint", "all"} <= set(told.get_all("Provides-Extra", []))
    assert ["msgspec", "pathspec", "rich", "tomlkit"] == [need.split(">")[0] for need in needed]
    assert "RDY = readiness_lint.frontends.flake8:Plugin" in points
    assert "readiness-lint = readiness_lint.frontends.command:execute" in points
    assert licences


def test_the_source_can_be_tested(released: Path) -> None:
    (archive,) = released.glob("*.tar.gz")
    with tarfile.open(archive) as content:
        names = {name.partition("/")[2] for name in content.getnames()}

    assert {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"} <= names
    assert {"tests/test_rules.py", "docs/adoption.md", "readiness_lint/py.typed"} <= names
    assert not [name for name in names if name.startswith((".git/", ".venv/", "build/"))]

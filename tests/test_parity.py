"""flake8, pylint and our command report the same path, line, column and code for every fixture."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from parity import Place, of_flake8, of_pylint, ours

from fixtures import WITH, about_programs, expected, rule_of

ROOT = Path(__file__).parent.parent / "fixtures"
PACKAGES = sorted(
    folder
    for folder in ROOT.glob("*/*")
    if folder.is_dir() and folder.parent.name not in {"backends", "evidence", "example"}
)

SUPPRESSED = re.compile("# (noqa|pylint: disable|readiness: ignore)")


@pytest.fixture(scope="module")
def places() -> list[Place]:
    return ours(ROOT)


def test_each_place_is_reported_once(places: list[Place]) -> None:
    assert sorted(set(places)) == sorted(places)
    assert len({code for *_, code in places}) > 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_flake8_reports_the_same(places: list[Place], jobs: int) -> None:
    assert sorted(places) == sorted(of_flake8(ROOT, jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_pylint_reports_the_same(places: list[Place], jobs: int) -> None:
    assert sorted(opened_by_pylint(places, ROOT)) == sorted(of_pylint(ROOT, jobs))


def opened_by_pylint(places: list[Place], root: Path) -> list[Place]:
    """Those in packages, and in folders above all packages: it opens no folder in between."""
    return [
        place
        for place in places
        if not any(
            not is_package(root / folder) and is_package((root / folder).parent)
            for folder in Path(place[0]).parents
        )
    ]


def is_package(folder: Path) -> bool:
    return (folder / "__init__.py").exists()


def has_marks(path: Path) -> bool:
    return bool(expected(path.read_text(encoding="utf-8")))


def wishes_of(path: Path) -> set[str]:
    """What the first line of a fixture asks for."""
    head = WITH.match(path.read_text(encoding="utf-8"))
    return {wish.strip() for wish in head[1].split(",")} if head else set()


def configuration(folder: Path) -> str:
    """The settings under which a package fixture is a program, with what all its files ask for."""
    paths = sorted(folder.rglob("*.py"))
    wishes = sorted(set().union(*map(wishes_of, paths)))
    rule = next(filter(None, map(rule_of, paths)))
    codes = [rule.code, *(wish for wish in wishes if wish.startswith("RDY"))]
    lines = ["root = true", f"extend-select = {json.dumps(codes)}"]
    lines += [f"ignore = {json.dumps(about_programs(rule))}"]
    lines += ['profile = "strict"'] if "strict" in wishes else []
    lines += [f"[rules.{rule.name}]"]
    lines += [f"{wish[7:]} = true" for wish in wishes if wish.startswith("switch ")]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which every package fixture is a program of its own."""
    top = tmp_path_factory.mktemp("programs")
    (top / ".git").mkdir()
    for folder in PACKAGES:
        copy = shutil.copytree(folder, top / folder.name)
        (copy / "readiness-lint.toml").write_text(configuration(folder), encoding="utf-8")
    return top


@pytest.fixture(scope="module")
def program_places(programs: Path) -> list[Place]:
    return ours(programs)


def test_programs_have_the_findings_that_are_marked(
    programs: Path, program_places: list[Place]
) -> None:
    # Where one file asks for more than another, its package has it in both.
    paths = {
        path.relative_to(programs).as_posix(): path.read_text(encoding="utf-8")
        for folder in programs.iterdir()
        for path in folder.rglob("*.py")
        if wishes_of(path) == set().union(*map(wishes_of, folder.rglob("*.py")))
    }
    marked = {
        (path, line, code)
        for path, text in paths.items()
        for line, code in expected(text)
        if not SUPPRESSED.search(text.split("\n")[line - 1])
    }

    assert marked == {(path, line, code) for path, line, _, code in program_places if path in paths}
    assert len(marked) > 10


@pytest.mark.parametrize("jobs", [1, 2])
def test_flake8_reports_the_same_of_programs(
    programs: Path, program_places: list[Place], jobs: int
) -> None:
    assert sorted(program_places) == sorted(of_flake8(programs, jobs))


def test_pylint_reports_the_same_of_programs(programs: Path, program_places: list[Place]) -> None:
    # In two processes: `test_pylint_reports_the_same` compares one and two.
    assert sorted(opened_by_pylint(program_places, programs)) == sorted(of_pylint(programs, 2))


def test_a_file_that_is_named_has_what_it_has_in_its_program(
    programs: Path, program_places: list[Place]
) -> None:
    files = [
        next(path for path in sorted((programs / folder.name).rglob("*.py")) if has_marks(path))
        for folder in PACKAGES
    ]
    names = [path.relative_to(programs).as_posix() for path in files]
    wanted = sorted(place for place in program_places if place[0] in names)

    assert wanted == sorted(of_flake8(programs, files=names))
    assert wanted == sorted(of_pylint(programs, files=names))

"""What a project says of its Python, and of its libraries."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_lint.project.pins import (
    ANY,
    files,
    newest,
    published,
    requires,
    requires_python,
    said,
)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ((3, 12), '[project]\nrequires-python = ">=3.12"'),
        ((3, 11), '[project]\nrequires-python = ">= 3.11, <4, !=3.12.0"'),
        ((3, 12, 1), '[project]\nrequires-python = "~=3.12.1"'),
        ((3, 12), '[project]\nrequires-python = "==3.12.*"'),
        ((3, 12), '[tool.poetry.dependencies]\npython = "^3.12"'),
        (None, '[tool.poetry.dependencies]\npython = "^3.9 || ^3.12"'),
        (None, '[project]\nrequires-python = "<4"'),
        (None, '[project]\nname = "shop"'),
        (None, "project = 3"),
        (None, "[project"),
    ],
)
def test_the_lower_bound_is_the_oldest_python(
    tmp_path: Path, expected: tuple[int, ...] | None, text: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(text)

    assert expected == requires_python(tmp_path)


def test_a_project_without_a_file_says_nothing(tmp_path: Path) -> None:
    assert requires_python(tmp_path) is None


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ((5, 0, 8), "redis==5.0.8"),
        ((5, 0, 8), "Redis[hiredis]==5.0.8 --hash=sha256:8"),
        ((5, ANY), "redis==5.*"),
        ((5, ANY), "redis~=5.2"),
        ((5, 2, ANY), "redis ~= 5.2.1"),
        ((7, ANY), "redis>=4,<8.0.0"),
        ((7, 0, ANY), "redis>=4, <7.1 ; python_version > '3.8'"),
        ((7, 4, 0), "redis<=7.4 # for a while"),
        ((6, ANY), "redis<6.2\nredis<7; python_version < '3.9'"),
        (None, "redis>=4"),
        (None, "redis"),
        (None, "redis!=5.0"),
        (None, "redis<6; python_version < '3.9'\nredis>=6"),
        (None, "redis @ git+https://example.org/redis@5.0"),
        (None, "redis-py-cluster==2.0"),
        (None, "redis<0"),
        (None, "-r base.txt\n\n"),
    ],
)
def test_a_list_of_requirements_bounds_a_library(
    tmp_path: Path, expected: tuple[int, ...] | None, text: str
) -> None:
    (tmp_path / "requirements.txt").write_text(text)

    assert expected == newest(tmp_path, "redis")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ((5, ANY), "[project]\ndependencies = ['redis>=5,<6']"),
        ((7, ANY), "[project.optional-dependencies]\na = ['redis<6']\nb = ['redis<8', 3]"),
        (None, "[project]\ndependencies = ['redis>=5,<6']\noptional-dependencies.a = ['redis']"),
        ((5, ANY), "[tool.poetry.dependencies]\nredis = '^5.0'"),
        ((0, 4, ANY), "[tool.poetry.dependencies]\nredis = {version = '^0.4.2', extras = ['x']}"),
        ((5, 0, ANY), "[tool.poetry.dependencies]\nredis = '~5.0.1'"),
        ((5, 0, 1), "[tool.poetry.dependencies]\nredis = '5.0.1'"),
        (None, "[tool.poetry.dependencies]\nredis = '^5 || ^6'"),
        (None, "[tool.poetry.dependencies]\nredis = {git = 'https://example.org/redis'}"),
        (None, "[project]\ndependencies = 'redis<5'\noptional-dependencies = 3"),
        (None, "[tool.poetry]\ndependencies = 3"),
        (None, "[project"),
    ],
)
def test_a_project_file_bounds_a_library(
    tmp_path: Path, expected: tuple[int, ...] | None, text: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(text)

    assert expected == newest(tmp_path, "redis")


@pytest.mark.parametrize(
    ("expected", "name", "text"),
    [
        ((5, ANY), "setup.cfg", "[options]\ninstall_requires =\n    redis>=5,<6\n    flask\n"),
        (None, "setup.cfg", "[metadata]\nname = shop\n"),
        (None, "setup.cfg", "no section"),
        ((5, ANY), "setup.py", "setup(name='shop', install_requires=['flask', 'redis>=5,<6'])"),
        (None, "setup.py", "setup(install_requires=read('requirements.txt'))"),
        (None, "setup.py", "setup(install_requires="),
        ((5, ANY), "requirements/production.txt", "-r other.txt\nredis>=5,<6\n"),
        (None, "requirements/dev.txt", "redis>=5,<6\n"),
    ],
)
def test_setuptools_and_divided_lists_bound_a_library(
    tmp_path: Path, expected: tuple[int, ...] | None, name: str, text: str
) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / name).write_text(text)

    assert expected == newest(tmp_path, "redis")


@pytest.mark.parametrize("name", ["poetry.lock", "uv.lock", "pdm.lock"])
def test_a_lock_file_says_which_version(tmp_path: Path, name: str) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = ['redis>=4']")
    (tmp_path / name).write_text("[[package]]\nname = 'redis'\nversion = '5.0.8'\n")

    assert newest(tmp_path, "redis") == (5, 0, 8)
    assert newest(tmp_path, "valkey") is None


def test_the_lock_file_of_pipenv_says_which_version(tmp_path: Path) -> None:
    (tmp_path / "Pipfile.lock").write_text('{"default": {"redis": {"version": "==5.0.8"}, "x": 1}}')

    assert newest(tmp_path, "redis") == (5, 0, 8)


def test_the_narrowest_file_counts(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = ['redis<8']")
    (tmp_path / "requirements.txt").write_text("redis==5.0.8\n")

    assert newest(tmp_path, "redis") == (5, 0, 8)


@pytest.mark.parametrize("text", ["[]", "{", '{"default": []}'])
def test_a_file_of_another_form_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "Pipfile.lock").write_text(text)
    (tmp_path / "uv.lock").write_text("package = 3")

    assert newest(tmp_path, "redis") is None


def test_what_is_said_is_known_by_its_files(tmp_path: Path) -> None:
    before = said(tmp_path)
    (tmp_path / "requirements.txt").write_text("redis==5.0.8\n")

    assert (before, said(tmp_path).partition(" ")[0]) == ("", "requirements.txt")


@pytest.mark.parametrize(
    ("expected", "name", "text"),
    [
        (True, "pyproject.toml", "[project]\ndependencies = ['Requests_Mock[fixture]>=1']"),
        (False, "pyproject.toml", "[project.optional-dependencies]\ntests = ['requests-mock']"),
        (True, "pyproject.toml", "[tool.poetry.dependencies]\nrequests-mock = '^1'"),
        (
            False,
            "pyproject.toml",
            "[tool.poetry.dependencies]\nrequests-mock = {version = '1', optional = true}",
        ),
        (False, "pyproject.toml", "[project]\ndependencies = 3"),
        (True, "setup.cfg", "[options]\ninstall_requires =\n    redis\n    requests-mock>=1\n"),
        (False, "setup.cfg", "[options.extras_require]\ntests = requests-mock\n"),
        (False, "setup.cfg", "options"),
        (True, "requirements.txt", "redis\nrequests-mock==1.2\n"),
        (True, "requirements/base.txt", "requests-mock"),
        (False, "requirements/devel.txt", "requests-mock"),
        (False, "requirements-tests.txt", "requests-mock"),
        (True, "setup.py", "setup(install_requires=['redis', 'requests-mock>=1'])"),
        (False, "setup.py", "setup(install_requires=['redis'], tests_require=['requests-mock'])"),
        (True, "setup.py", "asked: list = ['requests_mock']\nsetup(install_requires=asked)"),
        (
            True,
            "setup.py",
            "asked = []\nasked.append('requests-mock')\nsetup(install_requires=asked)",
        ),
        (
            True,
            "setup.py",
            "asked = ['redis']\nasked += ['requests-mock']\nsetup(install_requires=asked)",
        ),
        (True, "setup.py", "asked = dict(install_requires=['requests-mock'])\nsetup(**asked)"),
        (True, "setup.py", "setup(**{'install_requires': lines()})"),
        (True, "setup.py", "import deps\nsetup(install_requires=deps.ASKED)"),
        (True, "setup.py", "print 'install_requires'"),
        (False, "setup.py", "setup(name='shop')"),
    ],
)
def test_a_project_asks_for_what_it_runs_with(
    tmp_path: Path, name: str, text: str, *, expected: bool
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)

    assert expected is requires(tmp_path, "requests-mock")


@pytest.mark.parametrize(
    "text",
    [
        "asked = open('deps/base.txt').read().split()\nsetup(install_requires=asked)",
        "with open('deps/base.txt') as f:\n    asked = [line for line in f]\n"
        "setup(install_requires=asked)",
        "def lines(name):\n    return open(name).read().split()\n"
        "setup(install_requires=lines('deps/base.txt'), tests_require=lines('deps/test.txt'))",
        "def lines():\n    for line in open('deps/base.txt'):\n        yield line\n"
        "setup(install_requires=list(lines()))",
    ],
)
def test_a_setup_reads_a_list(tmp_path: Path, text: str) -> None:
    (tmp_path / "deps").mkdir()
    (tmp_path / "deps" / "base.txt").write_text("redis\nmock\n")
    (tmp_path / "deps" / "test.txt").write_text("responses\n")
    (tmp_path / "setup.py").write_text(text)

    assert requires(tmp_path, "mock")
    assert not requires(tmp_path, "responses")
    assert "deps/base.txt" in files(tmp_path)


def test_a_project_file_names_its_lists(tmp_path: Path) -> None:
    told = "[tool.setuptools.dynamic]\ndependencies = {file = ['deps.txt']}"
    (tmp_path / "pyproject.toml").write_text(told)
    (tmp_path / "deps.txt").write_text("mock\n")

    assert requires(tmp_path, "mock")
    assert not requires(tmp_path, "responses")


@pytest.mark.parametrize(
    ("expected", "name", "text"),
    [
        (("shop",), "pyproject.toml", "[tool.setuptools]\npackages = ['shop', 'shop.core']"),
        (("shop*",), "pyproject.toml", "[tool.setuptools.packages.find]\ninclude = ['shop*']"),
        (("shop",), "pyproject.toml", "[tool.poetry]\npackages = [{include = 'shop'}]"),
        (
            ("shop",),
            "pyproject.toml",
            "[tool.hatch.build.targets.wheel]\npackages = ['src/shop']",
        ),
        ((), "pyproject.toml", "[tool.setuptools]\npackages = []"),
        ((), "pyproject.toml", "[tool.setuptools.packages.find]\nwhere = ['src']"),
        (("shop",), "setup.py", "setup(name='shop', packages=['shop.core', 'shop.api'])"),
        (("*", "shop"), "setup.py", "setup(packages=['shop', *find_packages('more')])"),
        (("shop",), "setup.py", "setup(packages=find_packages(include=['shop', 'shop.*']))"),
        ((), "setup.py", "setup(packages=find_packages())"),
        ((), "setup.py", "setup(packages="),
        (("shop", "stock"), "setup.cfg", "[options]\npackages =\n    shop\n    stock.items\n"),
        ((), "setup.cfg", "[options]\npackages = find:\n"),
        ((), "setup.cfg", "no section"),
    ],
)
def test_a_project_lists_what_it_is_published_with(
    tmp_path: Path, expected: tuple[str, ...], name: str, text: str
) -> None:
    (tmp_path / name).write_text(text)

    assert expected == published(tmp_path)

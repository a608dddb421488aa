"""`readiness-lint doctor` names what keeps findings from being seen."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from shop import Shop

from readiness_lint.frontends.command.linters import CHECKERS

FLAKE8 = "[flake8]\n"
PYLINT = "[tool.pylint.main]\nload-plugins = ['readiness_lint']\n"


def doctor(shop: Shop, *words: str) -> subprocess.CompletedProcess[str]:
    done = shop.run("doctor", *words)

    assert "" == done.stderr
    assert done.returncode == ("problem" in done.stdout and not done.stdout.startswith("No "))
    return done


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        (".flake8", f"{FLAKE8}select = E,F,W,C90\n", "`select` has no code of ours"),
        ("setup.cfg", f"{FLAKE8}select =\n    E\n    F  # all\n", "`select` has no code of ours"),
        ("pyproject.toml", "[tool.flake8]\nselect = ['E']\n", "`select` has no code of ours"),
        (".flake8", f"{FLAKE8}extend-ignore = E203, R\n", "`R` is ignored, and all our codes"),
        ("tox.ini", f"{FLAKE8}ignore = RDY\n", "`RDY` is ignored, and all our codes"),
        (
            ".flake8",
            f"{FLAKE8}ignore = RDY1, RDY2, RDY3, RDY4, RDY5, RDY6\n",
            "`RDY1, RDY2, RDY3, RDY4, RDY5, RDY6` are ignored, and they are all our codes",
        ),
        (
            ".flake8",
            f"{FLAKE8}per-file-ignores =\n    web/*: E501, R\n",
            "`R` is ignored in `web/*`",
        ),
        (
            "pyproject.toml",
            "[tool.pylint.main]\njobs = 2\n",
            "`load-plugins` lacks readiness_lint",
        ),
        (".pylintrc", "[MASTER]\njobs=2\n", "`load-plugins` lacks readiness_lint"),
        (
            ".pylintrc",
            "[MAIN]\nload-plugins=readiness_lint\nerrors-only=yes\n",
            "`errors-only` is on",
        ),
        (
            "pyproject.toml",
            f"{PYLINT}disable = {list(CHECKERS)!r}\n",
            "`disable` has `readiness-*`",
        ),
        (
            "pyproject.toml",
            f"{PYLINT}[tool.pylint.'messages control']\ndisable = ['all']\n",
            "`disable` has `all`",
        ),
        ("pyproject.toml", "[tool.ruff.lint]\nselect = ['ALL']\n", "`external` lacks RDY"),
        ("ruff.toml", "line-length = 100\n", "`external` lacks RDY"),
        (
            ".pre-commit-config.yaml",
            "repos:\n- repo: https://github.com/PyCQA/flake8\n  hooks: [{id: flake8}]\n",
            "the hook flake8 runs in an environment of its own",
        ),
        (
            "web/app.py",
            "x = 1  # readiness: ignore[RDY999]\n",
            "1 suppression spelled wrongly: web/app.py:1: RDY999 names no rule",
        ),
        ("web/app.py", "x = 1  # noqa: RDY401\n", "1 suppression hiding nothing: web/app.py:1"),
        ("web/app.py", "match x:\n    case\n", "1 file cannot be parsed by Python 3"),
        (
            "pyproject.toml",
            "[project]\nname = 'shop'\nrequires-python = '>=3.99'\n",
            "the code is for Python 3.99 and later",
        ),
        ("readiness-lint.toml", "selct = []\n", "unknown key; did you mean `select`?"),
        ("readiness-lint.toml", "ignore = ['RDY']\n", "no rule is reported"),
        ("readiness-lint.toml", "project-pass = 'never'\n", "miss what crosses files"),
        (
            ".readiness-baseline.json",
            '{"version": 1, "findings": {"web/gone.py": [{"rule": "RDY401"}]}}',
            "1 finding accepted that is no longer found",
        ),
        (
            ".readiness-baseline.json",
            '{"version": 1, "findings": {"web/a.py": [{"rule": "RDY401", "expires": "2001-01-01"}]}}',
            "1 finding accepted until a day that is over",
        ),
    ],
)
def test_what_hides_findings_is_named(shop: Shop, name: str, text: str, problem: str) -> None:
    shop.write(name, text)
    done = doctor(shop)

    assert problem in done.stdout
    assert done.stdout.endswith(
        f"1 problem found; looked at {done.stdout.rpartition('looked at ')[2]}"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".flake8", f"{FLAKE8}select = E,RDY\n"),
        (".flake8", f"{FLAKE8}select = E\nextend-select = RDY4\n"),
        (".flake8", f"{FLAKE8}select = RDY\nextend-ignore = R\n"),
        (".flake8", f"{FLAKE8}ignore = E203, RDY401\n"),
        (".flake8", f"{FLAKE8}ignore = R\nextend-select = RDY401\n"),
        (".flake8", f"{FLAKE8}ignore = RDY1, RDY2, RDY3, RDY5, RDY6\n"),
        (".flake8", "no section\n"),
        ("pyproject.toml", PYLINT),
        (
            "pyproject.toml",
            f"{PYLINT}[tool.pylint.messages]\ndisable = ['all']\nenable = ['readiness-security']\n",
        ),
        ("pyproject.toml", "[tool.ruff.lint]\nexternal = ['RDY', 'X']\n"),
        ("pyproject.toml", "[tool.\n"),
        (
            ".pre-commit-config.yaml",
            "repos:\n- hooks:\n  - id: flake8\n    additional_dependencies: [readiness-lint]\n",
        ),
    ],
)
def test_what_hides_nothing_is_left_alone(shop: Shop, name: str, text: str) -> None:
    shop.write(name, text)

    assert doctor(shop).stdout.startswith("No problems found; looked at ")
    assert "" == doctor(shop, "-q").stdout


def test_what_flake8_and_ruff_find_above_is_looked_at_too(shop: Shop) -> None:
    shop.write(".flake8", f"{FLAKE8}select = E\n")
    shop.write("ruff.toml", "line-length = 100\n")
    shop.write("web/app.py", "")
    done = shop.run("doctor", folder="web")

    assert "`select` has no code of ours" in done.stdout
    assert "`external` lacks RDY" in done.stdout


def test_a_plugin_with_a_prefix_like_ours_is_named(shop: Shop, tmp_path: Path) -> None:
    told = tmp_path / "other" / "flake8_other-1.0.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: flake8-other\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[flake8.extension]\nRD = other:Plugin\n")
    paths = os.pathsep.join([str(told.parent), os.environ.get("PYTHONPATH", "")])
    done = shop.run("doctor", environment={"PYTHONPATH": paths})

    assert "flake8: flake8-other has the prefix RD: what selects or ignores RD" in done.stdout


def test_all_problems_are_named_at_once(shop: Shop) -> None:
    shop.write(".flake8", f"{FLAKE8}select = E\n")
    shop.write("web/app.py", "x = 1  # readiness: ignore[RDY999]\n")
    shop.write("ruff.toml", "line-length = 100\n")

    assert "3 problems found" in doctor(shop).stdout

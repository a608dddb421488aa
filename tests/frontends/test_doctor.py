"""`readiness-lint doctor` names what keeps findings from being seen."""

from __future__ import annotations

import subprocess

import pytest
from shop import Shop

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
            f"{FLAKE8}per-file-ignores =\n    web/*: E501, R\n",
            "`R` is ignored in `web/*`",
        ),
        (
            "pyproject.toml",
            "[tool.pylint.main]\njobs = 2\n",
            "`load-plugins` has not readiness_lint",
        ),
        (".pylintrc", "[MASTER]\njobs=2\n", "`load-plugins` has not readiness_lint"),
        (
            "pyproject.toml",
            f"{PYLINT}[tool.pylint.'messages control']\ndisable = ['all']\n",
            "`disable` has `all`",
        ),
        ("pyproject.toml", "[tool.ruff.lint]\nselect = ['ALL']\n", "`external` has not RDY"),
        ("ruff.toml", "line-length = 100\n", "`external` has not RDY"),
        (
            ".pre-commit-config.yaml",
            "repos:\n- repo: https://github.com/PyCQA/flake8\n  hooks: [{id: flake8}]\n",
            "the hook flake8 runs in an environment of its own",
        ),
        ("web/app.py", "x = 1  # readiness: ignore[RDY999]\n", "1 suppression that name no rule"),
        ("web/app.py", "x = 1  # noqa: RDY401\n", "1 suppression that hide nothing: web/app.py:1"),
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
            "1 finding accepted that are not found any longer",
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


def test_all_problems_are_named_at_once(shop: Shop) -> None:
    shop.write(".flake8", f"{FLAKE8}select = E\n")
    shop.write("web/app.py", "x = 1  # readiness: ignore[RDY999]\n")
    shop.write("ruff.toml", "line-length = 100\n")

    assert "3 problems found" in doctor(shop).stdout

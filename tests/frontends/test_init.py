"""`readiness-lint init` shows what it would write, and keeps what is there."""

from __future__ import annotations

import json
import subprocess

import pytest
import yaml
from shop import Shop

from readiness_lint.frontends.command.linters import CHECKERS

RATES = "import requests\n\n\ndef rate(url):\n    return requests.get(url)\n"
HOOK = """\
- repo: https://github.com/readiness-lint/readiness-lint
  rev: v0.1.0
  hooks:
    - id: readiness-lint
"""


def init(shop: Shop, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    done = shop.run("init", *words, stdin=stdin)

    assert "" == done.stderr
    return done


def written(shop: Shop, name: str, text: str, *words: str) -> str:
    """A file after `init`, which then has nothing more to do."""
    shop.write("readiness-lint.toml", "")
    shop.write(name, text)

    assert 0 == init(shop, "--yes", *words).returncode
    assert "All is in place: there is nothing to write\n" == init(shop, "--yes", *words).stdout
    return (shop.folder / name).read_text(encoding="utf-8")


def test_nothing_is_written_without_a_yes(shop: Shop) -> None:
    shop.write("pyproject.toml", "[project]\nname = 'shop'  # ours\n")
    done = init(shop)

    assert 1 == done.returncode
    assert "+[tool.readiness-lint]" in done.stdout
    assert "Nothing written; --yes writes without asking\n" in done.stdout
    assert "[project]\nname = 'shop'  # ours\n" == (
        (shop.folder / "pyproject.toml").read_text(encoding="utf-8")
    )


def test_the_section_goes_where_the_project_is_configured(shop: Shop) -> None:
    shop.write("pyproject.toml", "[project]\nname = 'shop'  # ours\n")
    shop.write("rates.py", RATES)
    done = init(shop, "--yes")
    text = (shop.folder / "pyproject.toml").read_text(encoding="utf-8")

    assert (0, "Wrote pyproject.toml\n") == (
        done.returncode,
        done.stdout[done.stdout.index("Wrote") :].partition("\n")[0] + "\n",
    )
    assert text.startswith("[project]\nname = 'shop'  # ours\n\n[tool.readiness-lint]\n")
    assert 1 == shop.check().returncode


def test_a_project_without_one_gets_a_file_of_ours(shop: Shop) -> None:
    init(shop, "--yes", "--ci", "gitlab", "--pre-commit")
    job = yaml.safe_load((shop.folder / ".gitlab/readiness-lint.yml").read_text(encoding="utf-8"))
    hooks = (shop.folder / ".pre-commit-config.yaml").read_text(encoding="utf-8")

    assert 'fail-on = "low"' in (shop.folder / "readiness-lint.toml").read_text(encoding="utf-8")
    assert "codequality" in job["readiness-lint"]["artifacts"]["reports"]
    assert f"repos:\n{HOOK}" == hooks
    assert 0 == shop.check().returncode
    assert 0 == shop.run("doctor").returncode


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (".flake8", "[flake8]\nselect = E, F\n", "[flake8]\nselect = E, F\nextend-select = RDY\n"),
        (
            "setup.cfg",
            "[metadata]\nname = a\n[flake8]\n# why\nselect = E\nextend_select =\n    B\n    C\n",
            "[metadata]\nname = a\n[flake8]\n# why\nselect = E\nextend_select =\n    RDY,\n    B\n    C\n",
        ),
        (
            "tox.ini",
            "[flake8]\nselect = E\nextend-select = B,C\n[pytest]\n",
            "[flake8]\nselect = E\nextend-select = RDY, B,C\n[pytest]\n",
        ),
        ("tox.ini", "[flake8]\nignore = E501\n", "[flake8]\nignore = E501\n"),
        (".pylintrc", "[MASTER]\njobs=2\n", "[MASTER]\njobs=2\nload-plugins = readiness_lint\n"),
        (
            ".pylintrc",
            "[MAIN]\nload-plugins=pylint_django\n[FORMAT]\n",
            "[MAIN]\nload-plugins=readiness_lint, pylint_django\n[FORMAT]\n",
        ),
        (
            ".pylintrc",
            "[MAIN]\nload-plugins=readiness_lint\n\n# only these\n[MESSAGES CONTROL]\ndisable=all\n"
            "enable=E,\n    unused-import\n\n[FORMAT]\n",
            "[MAIN]\nload-plugins=readiness_lint\n\n# only these\n[MESSAGES CONTROL]\ndisable=all\n"
            f"enable={', '.join(CHECKERS)}, E,\n    unused-import\n\n[FORMAT]\n",
        ),
        (
            "pyproject.toml",
            '[tool.pylint]\nmain.load-plugins = ["readiness_lint"]\n'
            '[tool.pylint."messages control"]\ndisable = ["W"]  # calm\n',
            '[tool.pylint]\nmain.load-plugins = ["readiness_lint"]\n'
            '[tool.pylint."messages control"]\ndisable = ["W"]  # calm\n'
            f"enable = {json.dumps(CHECKERS)}\n",
        ),
        (
            "pyproject.toml",
            "[tool.pylint.format]  # long\nmax-line-length = 100\n",
            "[tool.pylint.format]  # long\nmax-line-length = 100\n\n"
            '[tool.pylint.main]\nload-plugins = ["readiness_lint"]\n',
        ),
        (
            "pyproject.toml",
            "[tool.ruff.lint]\nselect = ['ALL']  # all\nexternal = ['X']\n",
            "[tool.ruff.lint]\nselect = ['ALL']  # all\nexternal = ['X', \"RDY\"]\n",
        ),
        (
            "ruff.toml",
            "line-length = 100\n",
            'line-length = 100\n\n[lint]\nexternal = ["RDY"]\n',
        ),
        (
            "pyproject.toml",
            "[tool.flake8]\nselect = ['E']\n",
            "[tool.flake8]\nselect = ['E']\nextend-select = [\"RDY\"]\n",
        ),
        (
            ".pre-commit-config.yaml",
            "repos:\n  # ours\n  - repo: local\n    hooks: []\nci:\n  skip: [a]\n",
            "repos:\n  # ours\n  - repo: local\n    hooks: []\n"
            + "".join(f"  {line}\n" for line in HOOK.splitlines())
            + "\nci:\n  skip: [a]\n",
        ),
        (".pre-commit-config.yaml", "repos: []\n", f"repos:\n{HOOK}"),
    ],
)
def test_what_is_there_stays(shop: Shop, name: str, before: str, after: str) -> None:
    assert after == written(shop, name, before)


def test_lines_end_as_they_did(shop: Shop) -> None:
    for name, text in (
        ("pyproject.toml", "[tool.ruff]\nline-length = 100\n"),
        (".flake8", "[flake8]\nselect = E\n"),
        (".pre-commit-config.yaml", "repos: []\n"),
    ):
        (shop.folder / name).write_bytes(text.replace("\n", "\r\n").encode())
    init(shop, "--yes")

    for name in ("pyproject.toml", ".flake8", ".pre-commit-config.yaml"):
        content = (shop.folder / name).read_bytes()

        assert b"RDY" in content or b"readiness-lint" in content
        assert content.count(b"\n") == content.count(b"\r\n"), name


def test_a_job_is_written_for_the_ci_that_is_used(shop: Shop) -> None:
    shop.write(".github/dependabot.yml", "")
    init(shop, "--yes")
    file = shop.folder / ".github/workflows/readiness-lint.yml"
    job = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]["readiness-lint"]

    assert "readiness-lint check --output-format github" == job["steps"][-1]["run"]
    assert not (shop.folder / ".pre-commit-config.yaml").exists()


def test_a_job_runs_the_python_that_the_project_needs(shop: Shop) -> None:
    shop.write("pyproject.toml", "[project]\nname = 'shop'\nrequires-python = '>=3.14.1'\n")
    init(shop, "--yes", "--ci", "gitlab")
    job = yaml.safe_load((shop.folder / ".gitlab/readiness-lint.yml").read_text(encoding="utf-8"))

    assert "python:3.14" == job["readiness-lint"]["image"]


def test_what_it_writes_is_what_the_doctor_asks_for(shop: Shop) -> None:
    shop.write("setup.cfg", "[flake8]\nselect = E\n[pylint.main]\ndisable = all\n")
    shop.write("ruff.toml", "select = ['E']\n")
    shop.write(".pre-commit-config.yaml", "repos:\n- repo: x\n  hooks:\n  - id: flake8\n")

    assert 1 == shop.run("doctor").returncode

    init(shop, "--yes")

    assert 0 == shop.run("doctor").returncode


def test_what_cannot_be_edited_safely_is_said(shop: Shop) -> None:
    shop.write(".pre-commit-config.yaml", "repos: [{repo: local, hooks: []}]\n")
    done = shop.run("init", "--yes")

    assert 2 == done.returncode
    assert "`repos` is written in one line: add the hook by hand" in done.stderr
    assert not (shop.folder / "readiness-lint.toml").exists(), "all or nothing"

"""What the documentation says can be read by those it is written for."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from readiness_lint.frontends.command.arguments import parse
from readiness_lint.project.baseline import read

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / ".github" / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_WORKFLOW = ROOT / ".github" / "actions" / "readiness-lint" / "action.yml"

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def blocks(page: Path) -> list[tuple[str, str]]:
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


def prose(page: Path) -> str:
    return _BLOCK.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to headings."""
    heads = re.findall(r"(?m)^#+ (.+)$", prose(page))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(prose(page)):
        if link.startswith(("https://", "http://")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page

        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def read_ini(text: str) -> None:
    configparser.ConfigParser(interpolation=None).read_string(text)


READERS: Mapping[str, Callable[[str], object]] = {
    "yaml": yaml.safe_load,
    "toml": tomllib.loads,
    "json": json.loads,
    "ini": read_ini,
    "python": lambda text: compile(text, "example", "exec"),
}


@every_page
def test_examples_are_what_they_say_they_are(page: Path) -> None:
    for kind, text in blocks(page):
        assert kind in {*READERS, "console", "text", "groovy"}
        READERS.get(kind, str)(text)


def commands(page: Path) -> Iterator[str]:
    for kind, text in blocks(page):
        if kind in {"console", "yaml", "groovy"}:
            quoted = "'" if kind == "groovy" else ""
            for line in re.findall(rf"\breadiness-lint \w+[^\n{quoted}]*", text):
                yield line.partition("  #")[0]


@every_page
def test_commands_can_be_run(page: Path) -> None:
    verbs = r"readiness-lint (audit|baseline|check|clean|config|doctor|export|facts|init|merge|routes|rules?)\b"
    for line in commands(page):
        if re.match(verbs, line):
            numbers = re.sub(r"\$\{\{[^}]*\}\}|\$\w+", "1", line)

            assert parse(shlex.split(numbers)[1:])


def test_the_baseline_that_is_shown_is_one(tmp_path: Path) -> None:
    page = ROOT / "docs" / "suppressions-and-baseline.md"
    (text,) = (text for kind, text in blocks(page) if kind == "json")
    (tmp_path / "baseline.json").write_text(text, encoding="utf-8")
    found = read(tmp_path / "baseline.json")

    assert found is not None
    assert json.loads(text) == json.loads(found.text())


def test_the_action_runs_the_command() -> None:
    action = yaml.safe_load(_WORKFLOW.read_text(encoding="utf-8"))
    *_, install, check = action["runs"]["steps"]
    last = check["run"].strip().splitlines()[-1]
    words = last.replace('"${paths[@]}"', "src").replace('"$FAIL_ON"', "high")

    assert "composite" == action["runs"]["using"]
    assert "pip install" in install["run"]
    assert parse(shlex.split(re.sub(r" \$\{SARIF.*", " --output-format sarif:a.sarif", words))[1:])
    assert {"PATHS", "FAIL_ON", "SARIF"} <= check["env"].keys()
    used = set(re.findall(r"inputs\.([\w-]+)", _WORKFLOW.read_text(encoding="utf-8")))
    assert action["inputs"].keys() == used

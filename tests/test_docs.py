"""What the documentation says can be read by those it is written for."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from readiness_lint.frontends.command.arguments import parse
from readiness_lint.frontends.command.rules import run
from readiness_lint.project.baseline import read
from readiness_lint.registry import all_rules

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
                yield re.split(r"  #| > ", line)[0]


@every_page
def test_commands_can_be_run(page: Path) -> None:
    verbs = r"readiness-lint (audit|baseline|check|clean|config|doctor|export|facts|init|merge|routes|rules?)\b"
    for line in commands(page):
        if re.match(verbs, line):
            numbers = re.sub(r"\$\{\{[^}]*\}\}|\$\w+", "1", line)

            assert parse(shlex.split(numbers)[1:])


def example(page: str, mark: str) -> str:
    """The one example of a page that holds a mark."""
    (found,) = (text for _, text in blocks(ROOT / "docs" / page) if mark in text)
    return found


def written_by(step: str, kind: str) -> str:
    """The file into which the command of a step writes a format."""
    words = parse(shlex.split(step)[1:])
    (file,) = (file for name, file in words.output_format if name == kind)
    return str(file)


def test_gitlab_reads_what_its_job_writes() -> None:
    job = yaml.safe_load(example("ci.md", "codequality:"))["readiness-lint"]
    install, check = job["script"]

    assert "pip install readiness-lint" == install
    assert job["artifacts"]["reports"]["codequality"] == written_by(check, "gitlab")
    assert "always" == job["artifacts"]["when"], "a job that fails shows its findings"


def test_azure_reads_what_its_job_writes() -> None:
    steps = yaml.safe_load(example("ci.md", "vmImage:"))["steps"]
    _, install, check, publish = steps

    assert "pip install readiness-lint" == install["script"]
    assert publish["inputs"]["testResultsFiles"] == written_by(check["script"], "junit")
    assert "always()" == publish["condition"]


def test_jenkins_reads_what_its_job_writes() -> None:
    pipeline = jenkins(example("ci.md", "pipeline {"))["pipeline"]
    install, check = pipeline["stages"]["stage('readiness-lint')"]["steps"]["sh"]
    (published,) = pipeline["post"]["always"]["junit"]

    assert ["python:3.13"] == pipeline["agent"]["docker"]["image"]
    assert "pip install readiness-lint" == install
    assert published == written_by(check, "junit")


_GROOVY = re.compile(r"\s*(?:(?P<end>\})|(?P<head>\w+(?:\('[^']*'\))?)\s*(?:\{|'(?P<text>[^']*)'))")


def jenkins(text: str) -> dict[str, Any]:
    """A declarative pipeline: its blocks, and the texts that its steps are given."""
    stack: list[dict[str, Any]] = [{}]
    place = 0
    while place < len(text.rstrip()):
        match = _GROOVY.match(text, place)

        assert match is not None, text[place:]
        place = match.end()
        if match["end"]:
            stack.pop()
        elif match["text"] is None:
            stack.append(stack[-1].setdefault(match["head"], {}))
        else:
            stack[-1].setdefault(match["head"], []).append(match["text"])

    assert 1 == len(stack), "each block has its end"
    return stack[0]


@pytest.mark.parametrize(
    "text", ["pipeline {", "pipeline { sh 'a }", "pipeline } {", "pipeline { sh a }"]
)
def test_a_broken_pipeline_is_none(text: str) -> None:
    with pytest.raises((AssertionError, IndexError)):
        jenkins(text)


def test_the_pages_of_rules_lead_somewhere(tmp_path: Path) -> None:
    run(parse(["rules", "--pages", str(tmp_path)]))
    pages = sorted(tmp_path.glob("*.md"))

    assert len(pages) > len(all_rules())
    for page in pages:
        test_links_lead_somewhere(page)


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

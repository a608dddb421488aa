"""What the README says is true: its rule table, its example, and the commands it names."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from readiness_lint.registry import all_rules

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def table() -> str:
    rows = ["| code | what it reports | severity | |", "|---|---|---|---|"]
    for rule in all_rules().values():
        note = "" if rule.activation.value == "default" else rule.activation.value
        rows.append(
            f"| {rule.code} `{rule.name}` | {rule.title} | {rule.severity.label} | {note} |"
        )
    return "\n".join(rows)


def example() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "readiness_lint", "check", "fixtures/example", "--color", "never"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr
    blocks = done.stdout.rstrip().split("\n\n")
    return "```text\n" + "\n\n".join([*blocks[:3], "...", *blocks[-2:]]) + "\n```"


@pytest.mark.parametrize(("name", "make"), [("rules", table), ("example", example)])
def test_generated_part_is_current(name: str, make: object, request: pytest.FixtureRequest) -> None:
    assert callable(make)
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(begin)
    old, _, tail = rest.partition(end)
    new = make() + "\n"
    if request.config.getoption("--update-readme"):
        README.write_text(f"{head}{begin}{new}{end}{tail}", encoding="utf-8")
        old = new

    assert old == new


def test_continuous_integration_runs_the_line_of_the_readme() -> None:
    lines = re.findall(r"```console\n(python -m venv .*)\n```", README.read_text(encoding="utf-8"))
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert len(lines) == 2
    assert script.rstrip().endswith("\n" + lines[1])


def test_contributing_names_the_same_line() -> None:
    line = re.findall(r"```console\n(python -m venv .*)\n```", README.read_text(encoding="utf-8"))[
        1
    ]

    assert line in (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")

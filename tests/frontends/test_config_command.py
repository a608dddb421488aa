"""`readiness-lint config`: what holds, where it comes from, and what may be written."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from shop import Shop

from readiness_lint.config import KEYS, VARIABLE
from readiness_lint.frontends.command.schema import schema

README = Path(__file__).parent.parent.parent / "README.md"
SETTINGS = """\
[tool.readiness-lint]
extend = "base.toml"
extend-select = ["RDY105"]
profile = "strict"
baseline = "ci/accepted.json"

[tool.readiness-lint.per-file-ignores]
"ops/*" = ["RDY4"]

[tool.readiness-lint.roles]
script = ["ops/*"]

[tool.readiness-lint.rules.lost-traceback]
warning = true
"""


@pytest.fixture
def configured(shop: Shop) -> Shop:
    shop.write("base.toml", 'ignore = ["RDY3"]\n')
    shop.write("pyproject.toml", SETTINGS)
    return shop


def told(shop: Shop, *words: str) -> dict[str, Any]:
    done = shop.run("config", "--output-format", "json", *words)

    assert (0, "") == (done.returncode, done.stderr)
    return dict(json.loads(done.stdout))


def test_each_setting_has_its_origin(configured: Shop) -> None:
    report = told(configured, "--ignore", "RDY5")
    rows = {row["key"]: (row["value"], row["origin"]) for row in report["settings"]}
    table = "pyproject.toml: tool.readiness-lint"

    assert ["pyproject.toml", "base.toml"] == report["files"]
    assert "." == report["program"]
    assert (["RDY3"], "base.toml: ignore") == rows["ignore"]
    assert (["RDY105"], f"{table}.extend-select") == rows["extend-select"]
    assert (["RDY5"], "--extend-ignore") == rows["extend-ignore"]
    assert ({"ops/*": ["RDY4"]}, f"{table}.per-file-ignores") == rows["per-file-ignores"]
    assert ({"script": ["ops/*"]}, f"{table}.roles") == rows["roles"]
    assert (True, f"{table}.rules.lost-traceback") == rows["rules.lost-traceback.warning"]
    assert (True, f"{table}.profile") == rows["rules.broken-log-call.warn"]
    assert ("low", "default") == rows["fail-on"]
    assert "venv" in rows["exclude"][0]
    assert not [code for code in report["rules"]["printed"] if code.startswith(("RDY3", "RDY5"))]


def test_flags_override_the_environment_and_that_overrides_files(configured: Shop) -> None:
    configured.write("ci.toml", "ignore = ['RDY2']\n")
    variable = {VARIABLE: "ci.toml"}
    words = ("config", "--output-format", "json")
    found = [
        json.loads(configured.run(*words, *more, environment=variable).stdout)["files"]
        for more in ((), ("--config", "base.toml"), ("--isolated",))
    ]

    assert [["ci.toml"], ["base.toml"], []] == found


def test_every_host_reads_what_the_environment_names(configured: Shop) -> None:
    configured.write("ci.toml", "select = ['RDY401']\nbaseline = ''\n")
    configured.write("base.toml", "ignore = ['RDY']\n")
    configured.write("rates.py", "import requests\n\nprint(requests.get('https://x.example'))\n")
    hosts = {
        "check": configured.check,
        "flake8": lambda **words: configured.flake8("--select=RDY", **words),
        "pylint": lambda **words: configured.pylint(
            "--disable=C,missing-timeout", "rates.py", **words
        ),
    }
    found = {
        (name, bool(variable)): "requests.get" in run(environment=variable).stdout
        for name, run in hosts.items()
        for variable in ({}, {VARIABLE: "ci.toml"})
    }

    assert {(name, named): named for name in hosts for named in (False, True)} == found


def test_it_is_readable(configured: Shop) -> None:
    done = configured.run("config", environment={"READINESS_LINT_OUTPUT_FORMAT": "json"})
    lines = done.stdout.splitlines()

    assert "configured by: pyproject.toml, then base.toml" in lines
    assert "environment: READINESS_LINT_OUTPUT_FORMAT=json" in lines
    assert [
        line for line in lines if re.fullmatch(r'profile += "strict"  # pyproject.toml: .*', line)
    ]


def test_without_configuration_all_is_default(shop: Shop) -> None:
    report = told(shop, "web/app.py")

    assert ([], {"default"}) == (report["files"], {row["origin"] for row in report["settings"]})


def test_a_broken_configuration_is_one_line(shop: Shop) -> None:
    shop.write("readiness-lint.toml", "selct = []\n")
    done = shop.run("config")

    assert (2, 1) == (done.returncode, done.stderr.count("\n"))


def test_the_schema_has_every_key_and_accepts_what_we_document(configured: Shop) -> None:
    printed = json.loads(configured.run("config", "--json-schema").stdout)
    examples = [
        tomllib.loads(block)["tool"]["readiness-lint"]
        for block in re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
        if "[tool.readiness-lint" in block
    ]

    # The command that is tested has rules of the tests, too.
    assert {**schema(), "$defs": printed["$defs"]} == printed
    assert set(KEYS) == printed["properties"].keys()
    assert all("description" in told for told in printed["properties"].values())
    jsonschema.Draft202012Validator.check_schema(printed)
    assert examples
    for example in [*examples, tomllib.loads(SETTINGS)["tool"]["readiness-lint"]]:
        jsonschema.validate(example, printed)


def test_an_editor_can_propose_codes_and_say_what_they_mean() -> None:
    (named, _) = schema()["$defs"]["code"]["anyOf"]
    told = dict(zip(named["enum"], named["x-taplo"]["docs"]["enumValues"], strict=True))

    assert "outbound-call-without-timeout: Outbound call without a timeout" == told["RDY401"]
    assert "all rules of the layer security" == told["RDY2"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"selct": []},
        {"select": ["E501"]},
        {"profile": "none"},
        {"rules": {"no-rule": {}}},
        {"rules": {"lost-traceback": {"warnings": True}}},
        {"words": {"nothing": []}},
        {"roles": {"tests": []}},
    ],
)
def test_the_schema_refuses_what_the_linter_refuses(wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema())

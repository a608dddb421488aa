from __future__ import annotations

import json
import re
from pkgutil import iter_modules
from typing import Any

import pylint.extensions
import pytest
from pylint.lint import PyLinter
from shop import Shop

from readiness_lint import register
from readiness_lint.frontends.pylint import messages
from readiness_lint.registry import all_rules
from readiness_lint.terms import Layer

CALLS = "marked_call()\nopt_in_call()\npreview_call()\n"
OURS = "--disable=C,R,E,F,I"


def ids(output: str) -> list[str]:
    # pylint asks checker after checker.
    return sorted(re.findall(r"\bW7\d{3}\b", output))


def found(shop: Shop, *words: str) -> list[dict[str, Any]]:
    done = shop.pylint("--output-format=json", *words)
    listed: list[dict[str, Any]] = json.loads(done.stdout)
    return listed


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "W7490"),
        ("--enable=all", "W7490"),
        ("--enable=W", "W7490"),
        ("--enable=readiness-observability", "W7490"),
        ("--enable=RDY590", "W7490 W7590"),
        ("--enable=rdy-opt-in-call", "W7490 W7590"),
        ("--enable=W7590", "W7490 W7590"),
        ("--enable=RDY590,RDY690", "W7490 W7590 W7690"),
        ("--enable=RDY590 --disable=RDY490", "W7590"),
        ("--disable=all --enable=RDY590", "W7590"),
        ("--disable=readiness-reliability", ""),
        ("--disable=RDY490", ""),
        ("--disable=rdy-marked-call", ""),
        ("--readiness-profile=strict", "W7490 W7590"),
        ("--readiness-preview=y", "W7490 W7690"),
    ],
)
def test_only_a_full_name_activates_what_is_off_by_default(
    shop: Shop, words: str, expected: str
) -> None:
    shop.write("app.py", CALLS)

    assert expected.split() == ids(shop.pylint(*words.split(), "app.py").stdout)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_name_in_the_configuration_of_pylint_activates(shop: Shop, jobs: str) -> None:
    shop.write("app.py", CALLS)
    shop.write("web.py", CALLS)
    shop.write(
        "pyproject.toml",
        '[tool.pylint.main]\nload-plugins = ["readiness_lint"]\n'
        '[tool.pylint."messages control"]\nenable = ["RDY590"]\n',
    )

    done = shop.run("-j", jobs, "app.py", "web.py", module="pylint")

    assert ["W7490", "W7490", "W7590", "W7590"] == ids(done.stdout)


def test_our_configuration_activates_rules_without_a_word_to_pylint(shop: Shop) -> None:
    shop.write("app.py", CALLS)
    shop.write("readiness-lint.toml", 'profile = "strict"')

    assert ["W7490", "W7590"] == ids(shop.pylint("app.py").stdout)
    assert ["W7490"] == ids(shop.pylint("--readiness-isolated=y", "app.py").stdout)


def test_a_message_has_its_place_and_its_end(shop: Shop) -> None:
    shop.write("app.py", 'ü = "ß" + "日本"; marked_call(\n    1)\n')

    message = next(item for item in found(shop, "app.py") if item["message-id"] == "W7490")

    assert "rdy-marked-call" == message["symbol"]
    assert "`marked_call()` is called" == message["message"]
    assert (1, 16) == (message["line"], message["column"])
    assert (2, 6) == (message["endLine"], message["endColumn"])


@pytest.mark.parametrize(
    ("raw", "column"),
    [
        (b"\xef\xbb\xbfmarked_call()\n", 0),
        (b"# coding: latin-1\n'\xfc'; marked_call()\n", 5),
        (b"# coding: utf-8\r\n'\xc3\xbc'; marked_call()\r\n", 5),
    ],
)
def test_columns_count_characters_in_every_encoding(shop: Shop, raw: bytes, column: int) -> None:
    (shop.folder / "app.py").write_bytes(raw)

    columns = [item["column"] for item in found(shop, "app.py") if item["message-id"] == "W7490"]

    assert [column] == columns


def test_two_processes_say_the_same_as_one(shop: Shop) -> None:
    names = [f"app{number}.py" for number in range(6)]
    for name in names:
        shop.write(name, f"{CALLS}hardening_call()\n")

    one, two = (
        shop.pylint(OURS, "-j", jobs, "--enable=RDY590", *names).stdout for jobs in ("1", "2")
    )

    assert 18 == len(ids(one))
    assert one == two


def test_a_text_from_stdin_is_checked(shop: Shop) -> None:
    done = shop.pylint("--from-stdin", "app.py", stdin="'ü'; marked_call()\n")

    assert ["W7490"] == ids(done.stdout)
    assert "app.py:1:5: W7490" in done.stdout


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("marked_call()  # noqa: RDY490", True),
        ("marked_call()  # readiness: ignore[RDY490] -- reason", True),
        ("marked_call()  # pylint: disable=RDY490", True),
        ("marked_call()  # pylint: disable=W7490", True),
        ("marked_call()  # pylint: disable=rdy-marked-call", True),
        ("marked_call()  # pylint: disable=readiness-reliability", True),
        ("# pylint: disable-next=RDY490\nmarked_call()", True),
        ("# pylint: disable=RDY490\n\nmarked_call()", True),
        ("# pylint: skip-file\nmarked_call()", True),
        ("marked_call()  # noqa: E501", False),
    ],
)
def test_suppressions_of_all_hosts_hold(shop: Shop, text: str, hidden: bool) -> None:  # noqa: FBT001
    shop.write("app.py", f"{text}\n")

    assert hidden is not ("W7490" in shop.pylint("app.py").stdout)


def test_a_suppression_of_pylint_is_left_to_pylint(shop: Shop) -> None:
    shop.write("app.py", "marked_call()  # pylint: disable=RDY490\n")

    done = shop.pylint("--enable=suppressed-message,useless-suppression", "app.py")

    assert "I0020" in done.stdout
    assert "I0021" not in done.stdout


def test_a_crash_costs_one_line_and_none_of_the_findings_of_others(shop: Shop) -> None:
    shop.write("app.py", "import os\nmarked_call()\nfailing_call()\n")

    done = shop.pylint("app.py")

    assert ["W7490"] == ids(done.stdout)
    assert "W0611" in done.stdout
    assert "F0002" not in done.stdout
    assert 1 == len(done.stderr.splitlines())
    assert "RDY290" in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_broken_configuration_costs_one_line_and_our_findings(shop: Shop, jobs: str) -> None:
    shop.write("readiness-lint.toml", "profil = 'strict'")
    names = [f"app{number}.py" for number in range(4)]
    for name in names:
        shop.write(name, "import os\nmarked_call()\n")

    done = shop.pylint("-j", jobs, *names)

    assert [] == ids(done.stdout)
    assert 4 == done.stdout.count("W0611")
    assert 1 == len(done.stderr.splitlines())
    assert done.stderr.startswith("readiness-lint: ")


def test_what_pylint_cannot_parse_is_left_to_pylint(shop: Shop) -> None:
    shop.write("app.py", "marked_call(\n")

    done = shop.pylint("app.py")

    assert "E0001" in done.stdout
    assert [] == ids(done.stdout)
    assert "" == done.stderr


def test_help_shows_the_first_paragraph_of_the_page(shop: Shop) -> None:
    told = " ".join(shop.pylint("--help-msg=RDY490").stdout.split())

    assert ":rdy-marked-call (W7490):" in told
    assert "Call that is always reported. The run of a test reports this call" in told


def test_all_messages_are_listed(shop: Shop) -> None:
    told = shop.pylint("--list-msgs").stdout

    assert [] == [rule.code for rule in all_rules().values() if f"{rule.symbol} (" not in told]
    assert "rdy-opt-in-call (W7590)" in told
    assert "Active under the profile strict" in " ".join(told.split())


def test_all_extensions_of_pylint_load_beside_us(shop: Shop) -> None:
    shop.write("app.py", CALLS)
    extensions = [
        f"pylint.extensions.{module.name}"
        for module in iter_modules(pylint.extensions.__path__)
        if not module.name.startswith("_")
    ]

    done = shop.pylint(f"--load-plugins={','.join(extensions)}", "app.py")

    assert extensions
    assert ["W7490"] == [found for found in ids(done.stdout) if found.startswith("W7")]
    assert "" == done.stderr


def test_six_checkers_hold_every_rule_under_its_code() -> None:
    linter = PyLinter()
    register(linter)
    names = {name for name in linter._checkers if name.startswith("readiness-")}  # noqa: SLF001
    described = {layer: messages(layer) for layer in Layer}

    assert {f"readiness-{layer.label}" for layer in Layer} == names
    assert len(all_rules()) == sum(map(len, described.values()))
    for rule in all_rules().values():
        _, symbol, text, options = described[rule.layer][rule.pylint_id]  # type: ignore[misc]
        assert rule.symbol == symbol
        assert text.startswith(f"{rule.title}. {rule.why}")
        assert {"old_names": [(f"R7{rule.code[3:]}", rule.code)]} == options


def test_an_id_of_another_plugin_is_never_used() -> None:
    # edx-lint has W7633.
    assert "RDY633" not in all_rules()

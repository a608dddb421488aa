from __future__ import annotations

import re
import sys
from subprocess import run

import pytest
from shop import Shop

CALLS = "marked_call()\nopt_in_call()\npreview_call()\n"
UNUSED_IMPORT = "import os\n\nmarked_call()\n"


def codes(output: str) -> list[str]:
    return re.findall(r"RDY\d{3}", output)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "RDY490"),
        ("--extend-ignore E501", "RDY490"),
        ("--per-file-ignores other.py:E501", "RDY490"),
        ("--extend-select RDY590", "RDY490 RDY590"),
        ("--extend-select RDY590,RDY690", "RDY490 RDY590 RDY690"),
        ("--extend-select RDY5", "RDY490"),
        ("--ignore E501", "RDY490"),
        ("--select RDY", "RDY490"),
        ("--select E,W,RDY", "RDY490"),
        ("--select RDY590", "RDY590"),
        ("--select RDY --extend-ignore RDY5", "RDY490"),
        ("--select RDY,RDY590 --ignore RDY5", "RDY490 RDY590"),
        ("--extend-ignore R", ""),
        ("--select R", "RDY490"),
        ("--select E,W,C90", ""),
    ],
)
@pytest.mark.parametrize("where", ["command line", "configuration"])
def test_only_a_full_code_activates_what_is_off_by_default(
    shop: Shop, words: str, expected: str, where: str
) -> None:
    shop.write("app.py", CALLS)
    options = words.split()
    if where == "configuration":
        pairs = zip(options[::2], options[1::2], strict=True)
        lines = "".join(f"{name[2:]} = {value}\n" for name, value in pairs)
        shop.write(".flake8", f"[flake8]\n{lines}")
        options = []

    assert expected.split() == codes(shop.flake8(*options, "app.py").stdout)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "RDY490"),
        ("--readiness-profile strict", "RDY490 RDY590"),
        ("--readiness-preview", "RDY490 RDY690"),
        ("--readiness-profile strict --readiness-preview", "RDY490 RDY590 RDY690"),
    ],
)
def test_options_activate_rules(shop: Shop, words: str, expected: str) -> None:
    shop.write("app.py", CALLS)

    assert expected.split() == codes(shop.flake8(*words.split(), "app.py").stdout)


def test_our_configuration_activates_rules_without_a_word_to_flake8(shop: Shop) -> None:
    shop.write("app.py", CALLS)
    shop.write("readiness-lint.toml", 'profile = "strict"')

    assert ["RDY490", "RDY590"] == codes(shop.flake8("app.py").stdout)
    assert ["RDY490"] == codes(shop.flake8("--readiness-isolated", "app.py").stdout)


def test_a_named_configuration_takes_the_place_of_the_nearest(shop: Shop) -> None:
    shop.write("app.py", CALLS)
    shop.write("readiness-lint.toml", 'profile = "strict"')
    shop.write("settings/ours.toml", "preview = true")
    shop.write(".flake8", "[flake8]\nreadiness-config = settings/ours.toml\n")

    assert ["RDY490", "RDY690"] == codes(shop.flake8("app.py").stdout)


def test_a_finding_is_printed_as_our_command_prints_it(shop: Shop) -> None:
    shop.write("app.py", 'ü = "ß" + "日本"; marked_call()\n')
    shop.write("tab.py", "if True:\n\tmarked_call()\n")
    shop.write("long.py", "marked_call(\n    1,\n)\n")

    ours = shop.check("--output-format", "concise", ".").stdout.splitlines()
    theirs = shop.flake8("--select", "RDY", "app.py", "long.py", "tab.py").stdout.splitlines()

    assert ours == theirs
    assert "app.py:1:17: RDY490 `marked_call()` is called" == ours[0]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_finding_is_printed_once_whatever_the_number_of_processes(
    shop: Shop, jobs: str
) -> None:
    for number in range(6):
        shop.write(f"app{number}.py", "marked_call()\nmarked_call()\n")

    lines = shop.flake8("--select", "RDY", "-j", jobs, ".").stdout.splitlines()

    assert 12 == len(lines) == len(set(lines))


def test_a_text_from_stdin_has_its_name(shop: Shop) -> None:
    shop.write("settings/readiness-lint.toml", 'profile = "strict"')

    select = ("--select", "RDY")
    plain = shop.flake8(*select, "-", stdin=CALLS)
    named = shop.flake8(*select, "--stdin-display-name", "settings/app.py", "-", stdin=CALLS)

    assert ["stdin:1:1: RDY490 `marked_call()` is called"] == plain.stdout.splitlines()
    assert ["RDY490", "RDY590"] == codes(named.stdout)


@pytest.mark.parametrize(
    ("comment", "hidden"),
    [
        ("# noqa: RDY490", True),
        ("# noqa", True),
        ("# noqa: E501", False),
        ("# pylint: disable=RDY490", True),
        ("# pylint: disable=rdy-marked-call", True),
        ("# readiness: ignore[RDY490] -- reason", True),
    ],
)
def test_suppressions_of_all_hosts_hold(shop: Shop, comment: str, hidden: bool) -> None:  # noqa: FBT001
    shop.write("app.py", f"marked_call()  {comment}\n")

    assert hidden is not ("RDY490" in shop.flake8("--select", "RDY", "app.py").stdout)


def test_noqa_is_left_to_flake8(shop: Shop) -> None:
    shop.write("app.py", "marked_call()  # noqa: RDY490\n")

    assert "RDY490" in shop.flake8("--select", "RDY", "--disable-noqa", "app.py").stdout


def test_a_crash_costs_one_line_and_none_of_the_findings_of_others(shop: Shop) -> None:
    shop.write("app.py", f"{UNUSED_IMPORT}failing_call()\n")

    done = shop.flake8("--select", "F401,RDY", "app.py")

    expected = [
        "app.py:1:1: F401 'os' imported but unused",
        "app.py:3:1: RDY490 `marked_call()` is called",
    ]

    assert expected == done.stdout.splitlines()
    assert 1 == len(done.stderr.splitlines())
    assert done.stderr.startswith("readiness-lint: app.py: ")
    assert "RDY290" in done.stderr


def test_a_crash_rises_for_who_looks_for_it(shop: Shop) -> None:
    shop.write("app.py", "failing_call()\n")

    done = shop.flake8("app.py", environment={"READINESS_LINT_DEBUG": "1"})

    assert "RecursionError" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("readiness-lint.toml", ()),
        ("other.toml", ("--readiness-config", "other.toml")),
        ("unused.toml", ("--readiness-profile", "lenient")),
        ("unused.toml", ("--readiness-config", "absent.toml")),
    ],
)
def test_a_broken_configuration_costs_one_line_and_our_findings(
    shop: Shop, file: str, words: tuple[str, ...]
) -> None:
    shop.write(file, "profil = 'strict'")
    for number in range(4):
        shop.write(f"app{number}.py", UNUSED_IMPORT)

    done = shop.flake8("-j", "2", *words, ".")

    assert [] == codes(done.stdout)
    assert 4 == done.stdout.count("F401")
    assert 1 == len(done.stderr.splitlines())
    assert done.stderr.startswith("readiness-lint: ")


def test_what_flake8_cannot_parse_is_left_to_flake8(shop: Shop) -> None:
    shop.write("app.py", "marked_call(\n")

    done = shop.flake8("app.py")

    assert [] == codes(done.stdout)
    assert "E999" in done.stdout
    assert "" == done.stderr


def test_importing_the_plugin_loads_neither_rules_nor_tables() -> None:
    program = "import sys, readiness_lint.frontends.flake8; print(*sys.modules)"
    loaded = run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()

    heavy = ("readiness_lint.rules", "readiness_lint.knowledge", "rich", "pathspec", "msgspec")

    assert [] == [name for name in loaded if name.startswith(heavy)]

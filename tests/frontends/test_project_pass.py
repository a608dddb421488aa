"""flake8 and pylint deal out what one pass over the program has found."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from shop import Shop

from readiness_lint.frontends.command import project_pass as child
from readiness_lint.frontends.host import Guest, Wishes
from readiness_lint.frontends.project_pass import PassError, table_of
from readiness_lint.frontends.table import LARGE, VARIABLE, Table
from readiness_lint.project.run import Pass

COMMAND = "-P -m readiness_lint project-pass"
HTTP = "from requests import get as fetch\n"
RATES = (
    "import os\nfrom shop.http import fetch\n\n\ndef rate(currency):\n    return fetch(currency)\n"
)
HOSTS = pytest.mark.parametrize("host", ["flake8", "pylint"])
JOBS = pytest.mark.parametrize("jobs", ["1", "2"])
PYLINT = ("--load-plugins=readiness_lint", "--persistent=n", "--score=n", "--disable=C,R,E")


@pytest.fixture
def rates(shop: Shop) -> Shop:
    """A module whose call only another module says what it is."""
    shop.write("shop/__init__.py", "")
    shop.write("shop/http.py", HTTP)
    shop.write("shop/rates.py", RATES)
    return shop


def run(shop: Shop, host: str, *words: str, **keywords: object) -> subprocess.CompletedProcess[str]:
    if host == "flake8":
        return shop.flake8("--select", "F401,RDY", *words, **keywords)
    return shop.pylint("--disable=C,R,E", *words, **keywords)


def found(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Path, line and code of ours."""
    pattern = re.compile(r"^(?:\./)?([\w./-]+:\d+):\d+: (?:RDY|W7)(\d{3})", re.MULTILINE)
    return sorted(" ".join(match) for match in pattern.findall(done.stdout))


@HOSTS
@JOBS
def test_what_another_module_knows_is_known(rates: Shop, host: str, jobs: str) -> None:
    done = run(rates, host, "-j", jobs, "shop")

    assert ["shop/rates.py:6 401"] == found(done)
    assert "" == done.stderr
    assert [COMMAND] == rates.passes


@HOSTS
def test_a_module_that_is_named_is_seen_in_its_program(rates: Shop, host: str) -> None:
    assert ["shop/rates.py:6 401"] == found(run(rates, host, "shop/rates.py"))


@HOSTS
def test_a_run_after_which_nothing_changes_saves_the_next_one_its_pass(
    rates: Shop, host: str, tmp_path: Path
) -> None:
    words = {"READINESS_LINT_CACHE_DIR": str(tmp_path / "cache")}
    for path in (rates.folder, *rates.folder.rglob("*")):
        os.utime(path, (1, 1))
    first = run(rates, host, "shop", environment=words)
    again = run(rates, host, "shop", environment=words)

    assert [COMMAND] == rates.passes
    assert found(first) == found(again) == ["shop/rates.py:6 401"]

    rates.write("shop/http.py", "fetch = print\n")

    assert [] == found(run(rates, host, "shop", environment=words))
    assert [COMMAND, COMMAND] == rates.passes


@HOSTS
def test_workers_that_are_spawned_find_the_table(rates: Shop, host: str) -> None:
    words = ("--select", "RDY") if host == "flake8" else PYLINT
    done = rates.spawning(host, *words, "-j", "2", "shop")

    assert ["shop/rates.py:6 401"] == found(done)
    assert "" == done.stderr
    assert [COMMAND] == rates.passes


@HOSTS
def test_nothing_stays_behind(rates: Shop, host: str, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    environment = {"TMPDIR": str(tmp_path / "temporary")}

    done = run(rates, host, "-j", "2", "shop", environment=environment)

    assert ["shop/rates.py:6 401"] == found(done)
    assert [] == [path for path in (tmp_path / "temporary").iterdir() if "readiness" in path.name]


def test_a_text_from_stdin_costs_no_pass(rates: Shop) -> None:
    text = "import requests\n\n\ndef rate():\n    requests.get(1)\n"
    named = ("--stdin-display-name", "shop/rates.py", "-")

    by_flake8 = rates.flake8("--select", "RDY", *named, stdin=text)
    by_pylint = rates.pylint("--disable=C,R,E", "--from-stdin", "shop/rates.py", stdin=text)

    assert ["shop/rates.py:5 401"] == found(by_flake8) == found(by_pylint)
    assert [] == rates.passes


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("flake8", ("--select", "E,F")),
        ("flake8", ("--extend-ignore", "R")),
        ("flake8", ("--bug-report",)),
        ("pylint", ("--disable=all", "--enable=E")),
    ],
)
def test_where_nothing_of_ours_is_printed_no_pass_is_made(
    rates: Shop, host: str, words: tuple[str, ...]
) -> None:
    done = getattr(rates, host)(*words, "shop")

    assert [] == found(done)
    assert "" == done.stderr
    assert [] == rates.passes


def test_where_no_rule_is_selected_the_pass_checks_nothing(shop: Shop) -> None:
    shop.write("app.py", "failing_call()\n")
    shop.write("readiness-lint.toml", 'ignore = ["RDY"]')

    done = shop.flake8("--select", "RDY", ".")

    assert "" == done.stdout + done.stderr


@HOSTS
def test_a_configuration_may_refuse_the_pass(rates: Shop, host: str) -> None:
    rates.write("readiness-lint.toml", 'project-pass = "never"')
    rates.write("app.py", "marked_call()\n")

    assert ["app.py:1 490"] == found(run(rates, host, "app.py", "shop"))
    assert [] == rates.passes


@HOSTS
def test_what_the_pass_leaves_out_is_checked_by_itself(shop: Shop, host: str) -> None:
    shop.write("readiness-lint.toml", 'extend-exclude = ["legacy.py"]')
    shop.write("legacy.py", "marked_call()\n")
    shop.write(".gitignore", "made.py\n")
    shop.write("made.py", "marked_call()\n")
    other = shop.folder.parent / "other.py"
    other.write_text("marked_call()\n", encoding="utf-8")

    done = run(shop, host, "legacy.py", "made.py", str(other))

    assert 3 == len(re.findall("RDY490|W7490", done.stdout))


def test_files_outside_the_program_cost_no_pass(shop: Shop) -> None:
    other = shop.folder.parent / "other.py"
    other.write_text("marked_call()\n", encoding="utf-8")

    assert "RDY490" in shop.flake8(str(other)).stdout
    assert [] == shop.passes


@HOSTS
@JOBS
def test_a_pass_that_dies_costs_one_line_and_our_findings(
    rates: Shop, host: str, jobs: str
) -> None:
    done = run(rates, host, "-j", jobs, "shop", environment={"SHOP_DIES": "project-pass"})

    assert [] == found(done)
    assert 2 == len(re.findall("F401|W0611", done.stdout))
    assert "readiness-lint: the project pass ended with exit code 3\n" == done.stderr


@HOSTS
def test_a_broken_configuration_of_a_folder_costs_one_line_and_our_findings(
    rates: Shop, host: str
) -> None:
    rates.write("tools/readiness-lint.toml", "profil = 'strict'")
    rates.write("tools/app.py", "")
    words = ("--select", "F401,RDY") if host == "flake8" else PYLINT

    done = rates.spawning(host, *words, "-j", "2", "shop")

    assert [] == found(done)
    assert 2 == len(re.findall("F401|W0611", done.stdout))
    assert 1 == len(done.stderr.splitlines())
    assert done.stderr.startswith("readiness-lint: ")
    assert "readiness-lint.toml: profil: unknown key" in done.stderr


def test_a_failure_rises_for_who_looks_for_it(rates: Shop) -> None:
    rates.write("tools/readiness-lint.toml", "profil = 'strict'")
    rates.write("tools/app.py", "")

    done = rates.flake8("shop", environment={"READINESS_LINT_DEBUG": "1"})

    assert "PassError: readiness-lint: " in done.stderr


@HOSTS
@JOBS
def test_modules_of_the_linted_repository_are_not_executed(
    rates: Shop, host: str, jobs: str
) -> None:
    executed = rates.folder / "executed"
    for name in (*sys.stdlib_module_names, "flake8", "msgspec", "pathspec", "pylint", "rich"):
        rates.write(f"{name}.py", f"open({str(executed)!r}, 'a').write({name!r})\n")
    # Neither where the pass has not seen a text.
    rates.write("readiness-lint.toml", 'extend-exclude = ["legacy/*.py"]')
    rates.write("legacy/__init__.py", "marked_call()\n")

    done = run(rates, host, "-j", jobs, "legacy", "shop")

    assert ["legacy/__init__.py:1 490", "shop/rates.py:6 401"] == found(done)
    assert not executed.exists()


def test_nor_are_they_by_the_command(rates: Shop) -> None:
    program = "import runpy, sys; print(*sys.modules)"
    # What Python itself needs to find a module by its name is not ours to protect.
    needed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    executed = rates.folder / "executed"
    names = {*sys.stdlib_module_names, "msgspec", "pathspec", "rich"} - set(needed)
    for name in names:
        rates.write(f"{name}.py", f"open({str(executed)!r}, 'a').write({name!r})\n")

    done = rates.check("--output-format", "concise", "-j", "2", "shop")

    assert ["shop/rates.py:6 401"] == found(done)
    assert {"json", "argparse", "multiprocessing"} <= names
    assert not executed.exists()


# ── the table ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def inside(rates: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The shop as the current folder of this process."""
    monkeypatch.chdir(rates.folder)
    for name, value in rates.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(VARIABLE, "")
    return rates


def key(*codes: str, folder: str = "") -> dict[str, object]:
    return {"wishes": Wishes(codes=frozenset(codes)).words(), "folder": folder}


def test_a_table_is_made_once_while_nothing_changes(inside: Shop) -> None:
    first, again = table_of(key()), table_of(key())

    assert first == again
    assert 1 == len(inside.passes)
    assert 0o700 == Path(os.environ[VARIABLE]).parent.stat().st_mode & 0o777


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("shop/rates.py", "pass\n"),
        ("shop/new.py", ""),
        ("static/new.py", ""),
        ("readiness-lint.toml", "preview = true"),
        ("shop/pyproject.toml", "[tool.readiness-lint]\npreview = true"),
        (".gitignore", "made.py\nlegacy.py"),
    ],
)
def test_a_change_makes_another_table(inside: Shop, name: str, text: str) -> None:
    inside.write("static/logo.svg", "")
    inside.write(".gitignore", "made.py")
    inside.write("readiness-lint.toml", "preview = false")
    table_of(key())
    inside.write(name, text)

    assert table_of(key()).is_current()
    assert 2 == len(inside.passes)


@pytest.mark.parametrize("other", [key("RDY590"), key(folder="elsewhere")])
def test_a_table_of_another_request_is_not_taken(inside: Shop, other: dict[str, object]) -> None:
    table_of(key())

    assert other == table_of(other).key
    assert 2 == len(inside.passes)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"key": 1}', "\xff"])
def test_what_is_no_table_is_not_taken(
    inside: Shop, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv(VARIABLE, str(inside.write("table.json", text)))

    assert [] != list(table_of(key()).files)


def test_a_pass_that_failed_is_tried_again(inside: Shop) -> None:
    file = inside.write("readiness-lint.toml", "profil = 1")
    with pytest.raises(PassError, match="unknown key"):
        table_of(key())
    file.unlink()

    assert "whole" == table_of(key()).state


def test_a_pass_that_cannot_leave_a_table_has_failed(
    inside: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(inside.folder / "absent"))

    with pytest.raises(PassError, match="the project pass failed: "):
        table_of(key())


def test_a_text_that_changed_is_not_dealt_out(inside: Shop) -> None:
    table = table_of(key())
    before = table.reports("shop/rates.py")
    inside.write("shop/rates.py", f"\n{RATES}")
    inside.write("shop/new.py", "")

    assert ["RDY401"] == [report.code for report in before or ()]
    assert [] == table.reports("shop/http.py")
    assert table.reports("shop/rates.py") is None
    assert table.reports("shop/new.py") is None


def test_a_file_is_found_by_its_other_name(inside: Shop) -> None:
    (inside.folder.parent / "link").symlink_to(inside.folder)
    reports = table_of(key()).reports(str(inside.folder.parent / "link" / "shop" / "rates.py"))

    assert ["RDY401"] == [report.code for report in reports or ()]


def test_names_need_not_be_text(inside: Shop) -> None:
    folder = inside.folder / os.fsdecode(b"\xff")
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("the names of this file system are text")
    (folder / "app.py").write_text("marked_call()\n", encoding="utf-8")

    reports = table_of(key()).reports(str(folder / "app.py"))

    assert ["RDY490"] == [report.code for report in reports or ()]


def test_a_file_that_is_saved_meanwhile_is_checked_by_itself(inside: Shop) -> None:
    guest = Guest(Wishes(), keeps="noqa")
    guest.prepare()
    inside.write("shop/rates.py", "marked_call()\n")

    reports = guest.reports(
        "shop/rates.py", lambda: "import requests\ndef rate():\n    requests.get(1)\n"
    )

    assert [(3, "RDY401")] == [(report.region.line, report.code) for report in reports]


def test_what_a_former_pass_has_read_is_not_read_again(
    inside: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = child.table(key(), os.getpid())
    monkeypatch.delattr(Pass, "_read")

    assert first == child.table(key(), os.getpid())
    with pytest.raises(AttributeError):
        child.table(key("RDY490"), os.getpid())
    inside.write("shop/rates.py", RATES + "# changed\n")
    with pytest.raises(AttributeError):
        child.table(key(), os.getpid())


def test_the_table_holds_what_hides_a_finding(inside: Shop) -> None:
    inside.write(
        "app.py",
        "import requests\n"
        "one = lambda: requests.get(1)  # noqa: RDY401\n"
        "two = lambda: requests.get(2)  # pylint: disable=RDY401\n"
        "six = lambda: requests.get(3)  # readiness: ignore[RDY401] -- reason\n",
    )

    reports = table_of(key()).reports("app.py")

    hidden = [report.hidden for report in reports or ()]

    assert [("noqa",), ("pylint",), ("comment",)] == hidden
    for keeps, lines in (("noqa", [2]), ("pylint", [3])):
        guest = Guest(Wishes(), keeps=keeps)
        guest.prepare()

        assert lines == [item.region.line for item in guest.reports("app.py", lambda: None)]


@pytest.mark.parametrize(("wish", "state"), [("auto", LARGE), ("always", "whole")])
def test_a_program_of_very_many_files_is_not_walked_unasked(
    inside: Shop, wish: str, state: str
) -> None:
    inside.write("readiness-lint.toml", f'project-pass = "{wish}"')
    told = {**key(), "root": str(inside.folder)}

    assert state == child.table(told, 1, many=2).state


def test_texts_of_a_very_large_program_are_checked_by_themselves(
    inside: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = Guest(Wishes(), keeps="noqa")
    told = guest._key  # noqa: SLF001
    path = inside.folder.parent / "table.json"
    # A worker takes what its host has made.
    Table(json.loads(json.dumps(told)), os.getpid(), LARGE, {}, {}, {}).write(path)
    monkeypatch.setenv(VARIABLE, str(path))
    guest.prepare()

    text = "import requests\nrate = lambda: requests.get(1)\n"

    assert ["RDY401"] == [report.code for report in guest.reports("a.py", lambda: text)]
    assert [] == inside.passes


def test_the_verb_is_not_for_users(shop: Shop) -> None:
    done = shop.run("project-pass", stdin="")

    assert 2 == done.returncode
    assert "readiness-lint check" in done.stderr
    assert "project-pass" not in shop.run("--help").stdout

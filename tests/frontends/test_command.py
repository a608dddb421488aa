from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from shop import Shop

from readiness_lint import __version__
from readiness_lint.frontends.command import terminal

pty = pytest.importorskip("pty", reason="terminals are tried out where there are some")

CALLS = "marked_call()\nopt_in_call()\npreview_call()\n"
CONCISE = ("--output-format", "concise")


def codes(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line.split()[1] for line in done.stdout.splitlines() if line]


def report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", 1),
        ("--fail-on high", 1),
        ("--fail-on critical", 0),
        ("--exit-zero", 0),
        ("--select RDY1", 1),
        ("--select RDY1 --fail-on medium", 0),
        ("--select RDY2", 0),
        ("--select RDY4,RDY1", 1),
        ("--ignore RDY4,RDY1", 0),
    ],
)
def test_the_exit_code_follows_what_is_printed(shop: Shop, words: str, code: int) -> None:
    shop.write("app.py", "marked_call()\nhardening_call()\n")

    assert code == shop.check(*words.split()).returncode


def test_the_configuration_may_set_the_severity_that_fails(shop: Shop) -> None:
    shop.write("app.py", "marked_call()\n")
    shop.write("readiness-lint.toml", 'fail-on = "critical"')

    assert 0 == shop.check().returncode
    assert 1 == shop.check("--fail-on", "low").returncode


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("check --select RDY999", "RDY999"),
        ("check --profile lenient", "lenient"),
        ("check --output-format yaml", "yaml"),
        ("check --fail-on never", "never"),
        ("check -j many", "many"),
        ("check --stdin-filename app.py", "there is no `-`"),
        ("check - app.py", "`-` stands alone"),
        ("check --config absent.toml", "absent.toml"),
        ("check --config x.toml --isolated", "not allowed with"),
        ("rule RDY48", "did you mean"),
        ("rule marked-cal", "did you mean `marked-call`?"),
        ("rules --output-format yaml", "yaml"),
        ("src", "readiness-lint check src"),
        ("--select RDY4 src", "readiness-lint check --select RDY4 src"),
        ("chek src", "did you mean `check`?"),
    ],
)
def test_a_wrong_command_line_is_answered_with_what_to_do(
    shop: Shop, words: str, said: str
) -> None:
    shop.write("src/app.py", "marked_call()\n")

    done = shop.run(*words.split())

    assert 2 == done.returncode
    assert "" == done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_words_the_help_is_shown(shop: Shop) -> None:
    done = shop.run()

    assert 2 == done.returncode
    assert "check" in done.stdout


def test_a_format_of_the_environment_must_exist(shop: Shop) -> None:
    variable = {"READINESS_LINT_OUTPUT_FORMAT": "yaml"}

    done = shop.check(environment=variable)

    assert 2 == done.returncode
    assert "READINESS_LINT_OUTPUT_FORMAT: `yaml` is none of" in done.stderr


def test_a_path_that_does_not_exist_does_not_hide_the_rest(shop: Shop) -> None:
    shop.write("app.py", "marked_call()\n")

    done = shop.check(*CONCISE, "absent.py", "app.py")

    assert 2 == done.returncode
    assert ["RDY490"] == codes(done)
    assert "readiness-lint: there is no file or folder `absent.py`\n" == done.stderr


def test_a_folder_without_python_is_said_to_be_one(shop: Shop) -> None:
    done = shop.check()

    assert 0 == done.returncode
    assert "found no Python files" in done.stderr


def test_a_project_that_is_drowned_in_others_is_told_to_be(shop: Shop) -> None:
    (shop.folder / ".git").rmdir()
    shop.write("mine/app.py", "marked_call()\n")
    for number in range(201):
        shop.write(f"other/part{number}.py", "x = 1\n")

    done = shop.check(*CONCISE, "mine")

    assert ["RDY490"] == codes(done)
    assert "read 201 more files of" in done.stderr
    assert not shop.check(*CONCISE, "--quiet", "mine").stderr
    (shop.folder / ".git").mkdir()
    assert not shop.check(*CONCISE, "mine").stderr


def test_a_rule_that_crashes_is_an_internal_failure(shop: Shop) -> None:
    shop.write("app.py", "failing_call()\nmarked_call()\n")

    done = shop.check(*CONCISE)

    assert 2 == done.returncode
    assert ["RDY000", "RDY490"] == sorted(codes(done))
    assert "RDY290" in done.stdout


def test_a_file_that_cannot_be_parsed_is_a_finding(shop: Shop) -> None:
    shop.write("app.py", "marked_call(\n")
    shop.write("web.py", "marked_call()\n")

    done = shop.check("--output-format", "json")

    assert 1 == done.returncode
    assert ["RDY001", "RDY490"] == [finding["code"] for finding in report(done)["findings"]]
    assert 1 == report(done)["summary"]["unreadable"]


@pytest.mark.parametrize("text", ["profil = 'strict'", "profil ="])
def test_a_broken_configuration_is_a_usage_error(shop: Shop, text: str) -> None:
    shop.write("app.py", "marked_call()\n")
    shop.write("readiness-lint.toml", text)

    done = shop.check()

    assert (2, "") == (done.returncode, done.stdout)
    assert "readiness-lint.toml" in done.stderr
    assert 1 == len(done.stderr.splitlines())
    assert 1 == shop.check("--isolated").returncode


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "RDY490"),
        ("--profile strict", "RDY490 RDY590"),
        ("--preview", "RDY490 RDY690"),
        ("--extend-select RDY590", "RDY490 RDY590"),
        ("--select RDY590", "RDY590"),
        ("--select RDY590 --select RDY4", "RDY490 RDY590"),
        ("--select rdy5", ""),
        ("--profile strict --ignore RDY4", "RDY590"),
        ("--config strict.toml", "RDY490 RDY590"),
    ],
)
def test_options_select_rules(shop: Shop, words: str, expected: str) -> None:
    shop.write("app.py", CALLS)
    shop.write("strict.toml", 'profile = "strict"')

    assert expected.split() == codes(shop.check(*CONCISE, *words.split()))


def test_options_stand_above_the_configuration(shop: Shop) -> None:
    shop.write("app.py", CALLS)
    shop.write("readiness-lint.toml", 'preview = true\nignore = ["RDY4"]')

    assert ["RDY690"] == codes(shop.check(*CONCISE))
    assert [] == codes(shop.check(*CONCISE, "--no-preview"))
    assert ["RDY590"] == codes(shop.check(*CONCISE, "--no-preview", "--extend-select", "RDY590"))
    assert ["RDY490"] == codes(shop.check(*CONCISE, "--isolated"))


@pytest.mark.parametrize(
    ("words", "path"), [((), "stdin.py"), (("--stdin-filename", "web/app.py"), "web/app.py")]
)
def test_a_text_from_stdin_is_checked(shop: Shop, words: tuple[str, ...], path: str) -> None:
    done = shop.check(*CONCISE, *words, "-", stdin="'ü'; marked_call()\n")

    assert f"{path}:1:6: RDY490 `marked_call()` is called\n" == done.stdout


def test_a_text_from_stdin_is_shown_beside_its_findings(shop: Shop) -> None:
    done = shop.check("-", stdin="'ü'; marked_call()\n")

    assert "1 | 'ü'; marked_call()\n  |      ^^^^^^^^^^^^^\n" in done.stdout


def test_a_text_from_stdin_that_is_no_text_is_a_finding(shop: Shop) -> None:
    done = shop.check(*CONCISE, "-", stdin="# coding: no-such-encoding\n")

    assert (1, ["RDY001"]) == (done.returncode, codes(done))


def test_paths_are_relative_to_where_the_command_runs(shop: Shop) -> None:
    outside = shop.write("other/app.py", "marked_call()\n")
    inside = shop.write("here/web/app.py", "marked_call()\n")
    shop.folder = shop.folder / "here"

    done = shop.check(*CONCISE, str(inside), "web", "../other")

    places = {line.split(": ")[0] for line in done.stdout.splitlines()}
    assert {"web/app.py:1:1", f"{outside.as_posix()}:1:1"} == places


def test_unused_suppressions_are_reported_when_asked_for(shop: Shop) -> None:
    shop.write("app.py", "plain()  # noqa: RDY490\n")

    assert [] == codes(shop.check(*CONCISE))
    assert ["RDY002"] == codes(shop.check(*CONCISE, "--report-unused-suppressions"))


@pytest.mark.parametrize(
    "comment",
    ["# noqa: RDY490", "# pylint: disable=RDY490", "# readiness: ignore[RDY490] -- reason"],
)
def test_suppressed_findings_are_counted(shop: Shop, comment: str) -> None:
    shop.write("app.py", f"marked_call()  {comment}\n")

    done = shop.check("--output-format", "json")

    assert (0, []) == (done.returncode, report(done)["findings"])
    assert 1 == report(done)["summary"]["hidden"]


def test_formats_may_go_to_files(shop: Shop) -> None:
    shop.write("app.py", "marked_call()\n")

    done = shop.check(*CONCISE, "--output-format", "json:found.json", "--color", "always")

    content = json.loads((shop.folder / "found.json").read_text(encoding="utf-8"))
    assert "\x1b[" in done.stdout
    assert __version__ == content["tool"]
    assert ["RDY490"] == [finding["code"] for finding in content["findings"]]


def test_github_gets_annotations_and_a_step_summary(shop: Shop) -> None:
    shop.write("app.py", "marked_call()\n")
    page = shop.write("summary.md", "before\n")

    done = shop.check("--output-format", "github", environment={"GITHUB_STEP_SUMMARY": str(page)})

    assert done.stdout.startswith("::error file=app.py,line=1,endLine=1,title=RDY490 ")
    assert page.read_text(encoding="utf-8").startswith("before\n### readiness-lint: 1 finding")


def test_a_report_that_cannot_be_written_is_said_to_be_so(shop: Shop) -> None:
    shop.write("app.py", "marked_call()\n")

    done = shop.check("--output-format", "json:absent/found.json")

    assert 2 == done.returncode
    assert "readiness-lint: absent/found.json: cannot be written: " in done.stderr


def test_a_step_summary_that_cannot_be_written_costs_one_line(shop: Shop) -> None:
    shop.write("app.py", "marked_call()\n")

    done = shop.check("--output-format", "github", environment={"GITHUB_STEP_SUMMARY": "no/page"})

    assert 1 == done.returncode
    assert done.stdout.startswith("::error ")
    assert "readiness-lint: no/page: cannot be written: " in done.stderr


def test_statistics_count_by_rule(shop: Shop) -> None:
    shop.write("app.py", "marked_call()\nmarked_call()\nhardening_call()\n")

    lines = shop.check(*CONCISE, "--statistics").stdout.splitlines()[3:]

    assert ["2  RDY490  high      marked-call", "1  RDY190  low       hardening-call"] == lines


def test_quiet_prints_findings_only(shop: Shop) -> None:
    shop.write("app.py", "marked_call()\n")

    quiet, usual = shop.check("--quiet").stdout, shop.check().stdout

    assert "1 finding in 1 file: 1 high" in usual
    assert "1 finding in" not in quiet
    assert usual.startswith(quiet)


@pytest.mark.parametrize(
    ("words", "environment", "coloured"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_without_a_terminal_are_asked_for(
    shop: Shop,
    words: tuple[str, ...],
    environment: dict[str, str],
    coloured: bool,  # noqa: FBT001
) -> None:
    shop.write("app.py", "marked_call()\n")

    assert coloured is ("\x1b[" in shop.check(*words, environment=environment).stdout)


def on_a_terminal(shop: Shop, *words: str, environment: dict[str, str]) -> str:
    parent, child = pty.openpty()
    done = shop.run(*words, environment=environment, stdout=child)
    os.close(child)
    shown = b""
    try:
        while part := os.read(parent, 65536):
            shown += part
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(parent)
    assert "" == done.stderr
    return shown.decode()


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
    ],
)
def test_a_terminal_is_coloured(
    shop: Shop,
    environment: dict[str, str],
    coloured: bool,  # noqa: FBT001
) -> None:
    shop.write("app.py", "marked_call()\n")

    assert coloured is ("\x1b[" in on_a_terminal(shop, "check", environment=environment))


def test_a_long_run_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    parent, child = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    with open(child, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a terminal has no path
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(terminal, "PATIENCE", 0.0)
        with terminal.Progress(wanted=True) as progress:
            for done in range(3):
                progress(done, 3)
        stream.flush()
        shown = os.read(parent, 65536).decode()
    os.close(parent)

    assert "Checking" in shown
    assert "/3" in shown


@pytest.mark.parametrize("wanted", [True, False])
def test_a_run_that_nobody_looks_at_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wanted: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setattr(terminal, "PATIENCE", 0.0)
    with terminal.Progress(wanted=wanted) as progress:
        progress(1, 2)

    assert ("", "") == capsys.readouterr()


def test_the_page_of_a_rule_is_laid_out_for_a_terminal(shop: Shop) -> None:
    shown = on_a_terminal(shop, "rule", "RDY490", environment={"TERM": "xterm"})

    assert "RDY490" in shown
    assert "## Bad" not in shown


@pytest.mark.parametrize("name", ["RDY490", "rdy490", "marked-call", "rdy-marked-call", "W7490"])
def test_a_rule_is_found_by_each_of_its_names(shop: Shop, name: str) -> None:
    done = shop.run("rule", name)

    assert done.stdout.startswith(
        "# RDY490 marked-call\n\n**Call that is always reported**\n\n"
        "- reliability, high, missing; active by default\n"
    )
    assert "## Bad\n" in done.stdout


def test_the_pages_of_what_the_linter_says_of_itself_exist(shop: Shop) -> None:
    assert shop.run("rule", "RDY001").stdout.startswith("# RDY001 ")


def test_all_rules_are_listed(shop: Shop) -> None:
    listed = json.loads(shop.run("rules", "--output-format", "json").stdout)
    lines = shop.run("rules").stdout.splitlines()

    expected = {
        "code": "RDY590",
        "name": "opt-in-call",
        "title": "Call that a team may ask to be reported",
        "layer": "observability",
        "severity": "medium",
        "status": "missing",
        "default": "opt-in",
        "scope": "file",
        "source": ["S2 1.1"],
        "since": "0.1.0",
        "pylint_id": "W7590",
        "pylint_symbol": "rdy-opt-in-call",
        "switches": {},
    }

    assert expected in listed
    assert [rule["code"] for rule in listed] == [line.split()[0] for line in lines]


@pytest.mark.parametrize("name", ["click", "json", "ast", "argparse", "pathlib", "dataclasses"])
def test_nothing_of_the_current_directory_is_executed(shop: Shop, name: str) -> None:
    shop.write(f"{name}.py", "open('executed', 'w').close()\nmarked_call()\n")

    done = shop.check(*CONCISE)

    assert ["RDY490"] == codes(done)
    assert not (shop.folder / "executed").exists()


def test_a_reader_that_goes_away_is_no_error(shop: Shop) -> None:
    shop.write("app.py", "marked_call()\n" * 5000)
    command = f"{sys.executable} -m readiness_lint check --output-format concise; echo $? >&2"

    done = subprocess.run(
        ["sh", "-c", f"({command}) | head -n 1"],
        cwd=shop.folder,
        env=shop.environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )

    assert ["app.py:1:1: RDY490 `marked_call()` is called"] == done.stdout.splitlines()
    assert "1\n" == done.stderr


def test_an_interrupted_run_ends_quietly(shop: Shop) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "readiness_lint", "check", "-"],
        cwd=shop.folder,
        env=shop.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Who starts the tests in the background of a shell has it switched off.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)

    assert (130, b"", b"") == (process.returncode, out, errors)


def test_the_version_loads_neither_rules_nor_libraries() -> None:
    program = (
        "import sys; from readiness_lint.frontends.command import main; main(['--version']);"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    version, loaded = done.stdout.splitlines()
    heavy = ("rules", "knowledge", "facts", "model", "engine", "config", "project")
    names = {f"readiness_lint.{name}" for name in heavy} | {"rich", "pathspec", "msgspec"}

    assert f"readiness-lint {__version__}" == version
    assert set() == names & set(loaded.split())


def test_the_hooks_are_those_of_pre_commit() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib")
    manifest = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"

    hooks = clientlib.load_manifest(str(manifest))

    assert ["readiness-lint", "readiness-lint-project"] == [hook["id"] for hook in hooks]
    assert all(hook["entry"].startswith("readiness-lint check") for hook in hooks)

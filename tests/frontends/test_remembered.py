"""The command prints what it printed before where nothing has changed that it rests on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from shop import Shop

from readiness_lint import storage
from readiness_lint.frontends.command import remembered


@pytest.fixture
def settled(shop: Shop) -> Shop:
    """A shop that nobody has touched for long."""
    shop.write("web/app.py", "marked_call()\n")
    shop.write("web/__init__.py", "")
    shop.write("pyproject.toml", "[tool.other]\n")
    settle(shop)
    return shop


def settle(shop: Shop) -> None:
    for folder, _, names in os.walk(shop.folder):
        for name in ("", *names):
            os.utime(Path(folder, name), (1_000_000, 1_000_000))


def cached(shop: Shop, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {storage.VARIABLE: str(shop.folder.parent / "cache"), **environment}
    return shop.check("--output-format", "concise", *words, environment=variables)


def answers(shop: Shop) -> list[Path]:
    return sorted((shop.folder.parent / "cache").glob(f"{remembered.FOLDER}/*"))


def test_it_is_printed_again(settled: Shop) -> None:
    first = cached(settled)
    (answer,) = answers(settled)
    form, _, code, stamps, _ = answer.read_bytes().split(b"\n", 4)
    body = b"\n".join((code, stamps, b"as remembered\n"))
    answer.write_bytes(b"".join(storage.sealed(form, body)))
    second = cached(settled)

    assert (first.returncode, first.stdout) == (
        1,
        "web/app.py:1:1: RDY490 `marked_call()` is called\n",
    )
    assert (second.returncode, second.stdout, second.stderr) == (1, "as remembered\n", "")


def test_what_it_says_is_no_other_way_known(settled: Shop) -> None:
    cached(settled)
    (answer,) = answers(settled)
    answer.write_bytes(answer.read_bytes().replace(b"marked_call()", b"another_one()"))

    assert "marked_call()" in cached(settled).stdout


def test_another_version_of_a_library_is_seen(settled: Shop) -> None:
    settled.write("web/stock.py", 'import redis\n\nSTOCK = redis.Redis(host="stock")\n')
    settled.write("requirements.txt", "redis==5.0.8\n")
    settle(settled)
    assert "RDY402" in cached(settled).stdout

    settled.write("requirements.txt", "redis==8.0.1\n")

    assert "RDY402" not in cached(settled).stdout


CHANGES: dict[str, Callable[[Shop], object]] = {
    "file": lambda shop: shop.write("web/app.py", "\nmarked_call()\n"),
    "new file": lambda shop: shop.write("web/other.py", "marked_call()\n"),
    "new folder": lambda shop: shop.write("new/other.py", "marked_call()\n"),
    "no file": lambda shop: (shop.folder / "web/app.py").unlink(),
    "configuration": lambda shop: shop.write("readiness-lint.toml", "ignore = ['RDY4']"),
    "table in a shared file": lambda shop: shop.write(
        "pyproject.toml", "[tool.readiness-lint]\nignore = ['RDY4']"
    ),
    "configuration of a folder": lambda shop: shop.write(
        "web/readiness-lint.toml", "ignore = ['RDY4']"
    ),
    "ignored files": lambda shop: shop.write(".gitignore", "web/app.py\n"),
    "excluded files": lambda shop: shop.write(".git/info/exclude", "web/app.py\n"),
    "link": lambda shop: (shop.folder / "web/link.py").symlink_to("app.py"),
    "role": lambda shop: (shop.folder / "web").rename(shop.folder / "tests"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_has_changed_is_seen(settled: Shop, change: Callable[[Shop], object]) -> None:
    (settled.folder / ".git/info").mkdir()
    settle(settled)
    cached(settled)
    change(settled)
    settle_new(settled)
    done = cached(settled)

    assert cached(settled, "--no-cache").stdout == done.stdout
    assert cached(settled).stdout == done.stdout


def settle_new(shop: Shop) -> None:
    """Let what is new be older than the last run, as a checkout may."""
    for folder, _, names in os.walk(shop.folder):
        for name in names:
            path = Path(folder, name)
            if path.lstat().st_mtime_ns > 10**18:
                os.utime(path, (2_000_000, 2_000_000), follow_symlinks=False)


def test_a_folder_above_may_say_what_holds(settled: Shop) -> None:
    settled.folder = settled.folder / "web"
    cached(settled)
    (settled.folder.parent / "readiness-lint.toml").write_text("ignore = ['RDY4']")

    assert "" == cached(settled).stdout


def test_what_a_link_leads_to_is_seen(settled: Shop) -> None:
    (settled.folder / "web/link.py").symlink_to("../../elsewhere.txt")
    (settled.folder.parent / "elsewhere.txt").write_text("plain()\n")
    os.utime(settled.folder.parent / "elsewhere.txt", (1, 1))
    settle(settled)
    cached(settled)
    (settled.folder.parent / "elsewhere.txt").write_text("marked_call()\n")
    os.utime(settled.folder.parent / "elsewhere.txt", (2, 2))

    assert 2 == len(cached(settled).stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (("--exit-zero",), {}),
        (("web",), {}),
        (("--select", "RDY1"), {}),
        ((), {"FORCE_COLOR": "1"}),
        (("--statistics",), {}),
    ],
)
def test_another_question_has_another_answer(
    settled: Shop, words: tuple[str, ...], environment: dict[str, str]
) -> None:
    cached(settled)
    done, again = cached(settled, *words, **environment), cached(settled, *words, **environment)
    plain = cached(settled, "--no-cache", *words, **environment)

    assert (plain.returncode, plain.stdout) == (done.returncode, done.stdout)
    assert (plain.returncode, plain.stdout) == (again.returncode, again.stdout)


@pytest.mark.parametrize(
    "words", [("--no-cache",), ("--output-format", "json:found.json"), ("absent.py", "web")]
)
def test_what_is_not_only_printed_is_not_remembered(settled: Shop, words: tuple[str, ...]) -> None:
    cached(settled, *words)

    assert [] == answers(settled)


def test_what_has_just_been_written_is_not_remembered(settled: Shop) -> None:
    soon = time.time() + 60
    os.utime(settled.folder / "web/app.py", (soon, soon))
    cached(settled)

    assert [] == answers(settled)


def test_no_cache_leaves_no_trace(settled: Shop) -> None:
    cached(settled, "--no-cache")

    assert not (settled.folder.parent / "cache").exists()


@pytest.mark.parametrize("words", [("--cache-dir", "kept"), ("--cache-dir=kept",)])
def test_the_cache_is_where_it_is_wanted(settled: Shop, words: tuple[str, ...]) -> None:
    for _ in range(2):
        assert 1 == cached(settled, *words).returncode
        settle(settled)
    assert (settled.folder / "kept" / remembered.FOLDER).is_dir()
    assert not (settled.folder.parent / "cache").exists()

    assert "removed 2 files of " in settled.run("clean", *words).stdout
    assert not (settled.folder / "kept").exists()
    assert "there is no cache\n" == settled.run("clean", *words).stdout


def test_runs_at_the_same_time_do_not_disturb_each_other(settled: Shop) -> None:
    for number in range(60):
        settled.write(f"web/part{number}.py", "marked_call()\n")
    variables = settled.environment({storage.VARIABLE: str(settled.folder.parent / "cache")})
    command = ["readiness_lint", "check", "--output-format", "concise"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=settled.folder,
            env=variables,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    printed = {process.communicate()[0] for process in running}

    assert {cached(settled).stdout} == printed
    assert 61 == len(printed.pop().splitlines())


def test_little_is_imported_to_print_it_again(settled: Shop) -> None:
    cached(settled)
    variables = settled.environment({storage.VARIABLE: str(settled.folder.parent / "cache")})
    done = subprocess.run(
        [
            sys.executable,
            *("-X", "importtime", "-m", "readiness_lint", "check", "--output-format", "concise"),
        ],
        cwd=settled.folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    ours = {
        line.rpartition(" ")[2] for line in done.stderr.splitlines() if "readiness_lint." in line
    }

    assert ours - {"readiness_lint.rules"} == {
        "readiness_lint.frontends",
        "readiness_lint.frontends.command",
        "readiness_lint.frontends.command.output",
        "readiness_lint.frontends.command.remembered",
        "readiness_lint.storage",
    }

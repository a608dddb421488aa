"""Several runs check one program, and one reports it: `check --shard`, and `merge`."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from shop import Shop

PAGE = Path(__file__).parent.parent.parent / "docs" / "several-machines.md"
OUTBOUND = "import requests\n\n\ndef rate(url):\n    return requests.get(url)\n"
HANDLER = """\
from fastapi import FastAPI

from web.rates import rate

app = FastAPI()


@app.get("/{number}")
async def show(number: str):
    marked_call()
    return rate(number)
"""


def filled(shop: Shop) -> Shop:
    """Handlers in many files that reach one call in another file."""
    shop.write("web/__init__.py", "")
    shop.write("web/rates.py", OUTBOUND)
    for number in range(12):
        shop.write(f"web/api{number}.py", f"{HANDLER}\n\nNUMBER = {number}\n")
    shop.write("web/broken.py", "marked_call(\n")
    shop.write("web/hidden.py", "marked_call()  # noqa: RDY490\nx = 1  # noqa: RDY490\n")
    return shop


@pytest.fixture
def web(shop: Shop) -> Shop:
    return filled(shop)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, checked in two shards."""
    folder = tmp_path_factory.mktemp("checked") / "shop"
    folder.mkdir()
    sharded(filled(Shop(folder)), 2)
    return folder


def copy_of(folder: Path, above: Path) -> Shop:
    """A repository that lies somewhere else."""
    found = Shop.__new__(Shop)
    found.folder = Path(shutil.copytree(folder, above / "elsewhere" / "shop"))
    found.log = above / "started.txt"
    return found


PARTS = ("part-1.json", "part-2.json")


def sharded(shop: Shop, number: int, *words: str, name: str = "part") -> list[str]:
    parts = [f"{name}-{shard}.json" for shard in range(1, number + 1)]
    for shard, part in enumerate(parts, 1):
        share = ("--shard", f"{shard}/{number}", "--write-partial", part)
        done = shop.check("--no-cache", *share, *words)
        assert (0, "") == (done.returncode, done.stderr)
    return parts


def said(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "words",
    [
        "",
        "--output-format json --report-unused-suppressions",
        "--output-format concise --statistics",
        "--fail-on critical",
        "--exit-zero --quiet",
        "--output-format github --color always",
    ],
)
def test_merged_shards_are_one_run(web: Shop, words: str) -> None:
    parts = sharded(web, 3)
    whole = web.check("--no-cache", *words.split())

    assert said(whole) == said(web.run("merge", *words.split(), *reversed(parts)))
    assert "RDY401" in whole.stdout or "RDY301" in whole.stdout


def test_each_file_is_in_one_share_whatever_the_order(web: Shop) -> None:
    parts = sharded(web, 4)
    shares = [set(json.loads((web.folder / part).read_text())["shares"]) for part in parts]
    names = sorted(path.relative_to(web.folder).as_posix() for path in web.folder.rglob("*.py"))
    again = sharded(web, 4, *reversed(names))

    assert names == sorted(name for share in shares for name in share)
    assert sum(map(bool, shares)) > 1
    assert shares == [set(json.loads((web.folder / part).read_text())["shares"]) for part in again]


def test_a_file_stays_in_its_share_when_others_come(web: Shop) -> None:
    def share() -> set[str]:
        return set(json.loads((web.folder / sharded(web, 2)[0]).read_text())["shares"])

    before = share()
    web.write("web/another.py", "")

    assert before == share() - {"web/another.py"}


def test_what_a_configuration_says_of_failing_holds(shop: Shop) -> None:
    shop.write("app.py", "marked_call()\n")
    shop.write("readiness-lint.toml", 'fail-on = "critical"\n')
    parts = sharded(shop, 2)

    assert 0 == shop.run("merge", *parts).returncode
    assert 1 == shop.run("merge", "--fail-on", "low", *parts).returncode


def test_what_is_not_there_is_said_by_each(web: Shop) -> None:
    paths = ("web", "absent.py")
    for shard in (1, 2):
        share = ("--shard", f"{shard}/2", "--write-partial", f"{shard}.json")
        done = web.check(*share, *paths)
        assert 2 == done.returncode
        assert "readiness-lint: there is no file or folder `absent.py`\n" == done.stderr

    assert said(web.check(*paths)) == said(web.run("merge", "1.json", "2.json"))


def test_a_crashed_rule_is_told_by_who_merges(web: Shop) -> None:
    web.write("web/crash.py", "failing_call()\n")
    parts = sharded(web, 2)

    done = web.run("merge", *parts)
    assert 2 == done.returncode
    assert said(web.check()) == said(done)


def test_nothing_to_check_is_nothing_to_merge(shop: Shop) -> None:
    parts = sharded(shop, 2)

    assert said(shop.check()) == said(shop.run("merge", *parts))


def test_names_that_are_no_text_are_merged(web: Shop) -> None:
    name = (web.folder / "web").joinpath("od\udcffd.py")
    try:
        name.write_text("marked_call()\n")
    except (OSError, UnicodeError):
        pytest.skip("all names are text here")
    parts = sharded(web, 2)

    assert said(web.check("--no-cache")) == said(web.run("merge", *parts))
    # No cache can name it, which is no reason to fail.
    assert said(web.check("--no-cache")) == said(web.check())


def test_the_code_may_lie_elsewhere(web: Shop, tmp_path: Path) -> None:
    web.write("readiness-lint.toml", 'extend-exclude = ["legacy"]\n')
    other = copy_of(web.folder, tmp_path)
    parts = sharded(web, 2)
    shutil.copy(other.folder.joinpath(sharded(other, 2, name="other")[1]), web.folder)

    done = web.run("merge", parts[0], "other-2.json")
    assert said(web.check("--no-cache")) == said(done)


def edit(change: Callable[[dict[str, object]], object]) -> Callable[[Shop], object]:
    def edited(shop: Shop) -> None:
        path = shop.folder / "part-2.json"
        held = json.loads(path.read_text())
        change(held)
        path.write_text(json.dumps(held))

    return edited


def again(shop: Shop, *words: str) -> None:
    share = ("--shard", "2/2", "--write-partial", "part-2.json")
    assert 0 == shop.check("--no-cache", *share, *words).returncode


def with_another_file(shop: Shop) -> None:
    shop.write("web/new.py", "")
    again(shop)
    (shop.folder / "web/new.py").unlink()


def with_another_text(shop: Shop) -> None:
    shop.write("web/rates.py", "def rate(url): ...\n")
    again(shop)
    shop.write("web/rates.py", OUTBOUND)


SPOILT: Mapping[str, tuple[Callable[[Shop], object], str]] = {
    "absent": (lambda shop: (shop.folder / "part-2.json").unlink(), "cannot be read"),
    "empty": (lambda shop: shop.write("part-2.json", ""), "not a whole file"),
    "cut": (
        lambda shop: shop.write("part-2.json", (shop.folder / "part-2.json").read_text()[:-9]),
        "not a whole file",
    ),
    "no partial": (lambda shop: shop.write("part-2.json", "{}"), "not a whole file"),
    "half": (edit(lambda held: held.pop("shares")), "not a whole file"),
    "no such rule": (
        edit(
            lambda held: held.update(
                shares={
                    name: {**share, "rows": [["RDY9", *row[1:]] for row in share["rows"]]}
                    for name, share in held["shares"].items()  # type: ignore[attr-defined]
                }
            )
        ),
        "not a whole file",
    ),
    "other form": (edit(lambda held: held.update(form=2)), "of another version"),
    "other linter": (
        edit(lambda held: held.update(linter="00", version="0.0.9")),
        "written by readiness-lint 0.0.9",
    ),
    "other settings": (lambda shop: again(shop, "--preview"), "different configurations"),
    "other files": (with_another_file, "about different files"),
    "other texts": (with_another_text, "different contents of the files"),
    "other number": (edit(lambda held: held.update(of=3)), "different numbers of shards"),
    "twice": (
        lambda shop: shutil.copy(shop.folder / "part-1.json", shop.folder / "part-2.json"),
        "are both shard 1 of 2",
    ),
    "since changed": (
        lambda shop: shop.write("web/rates.py", OUTBOUND + "# new\n"),
        "web/rates.py is not here, or not what it was",
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_does_not_belong_together_is_refused(checked: Path, tmp_path: Path, what: str) -> None:
    spoil, reason = SPOILT[what]
    web = copy_of(checked, tmp_path)
    spoil(web)

    code, printed, complaint = said(web.run("merge", *PARTS))
    assert (2, "", 1) == (code, printed, complaint.count("\n"))
    assert complaint.startswith("readiness-lint: ")
    assert reason in complaint


def test_a_missing_shard_is_named(shop: Shop) -> None:
    parts = sharded(shop, 4)

    done = shop.run("merge", parts[0], parts[2])
    assert (2, "", "readiness-lint: there is no file of shard 2, 4 of 4\n") == said(done)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("--shard 3/2 --write-partial x.json", "`3/2` is no share"),
        ("--shard 0/2 --write-partial x.json", "`0/2` is no share"),
        ("--shard half --write-partial x.json", "`half` is no share"),
        ("--shard 1/2", "both or none"),
        ("--write-partial x.json", "both or none"),
        ("--shard 1/2 --write-partial x.json -", "stdin has no shards"),
        ("--shard 1/2 --write-partial x.json --output-format json", "belongs to `merge`"),
        ("--shard 1/2 --write-partial x.json --exit-zero", "--exit-zero belongs to `merge`"),
        ("--shard 1/2 --write-partial absent/x.json", "absent/x.json: cannot be written"),
    ],
)
def test_a_wrong_share_is_answered_with_what_to_do(shop: Shop, words: str, reason: str) -> None:
    done = shop.check(*words.split())

    assert (2, "") == (done.returncode, done.stdout)
    assert reason in done.stderr


def test_a_run_that_fails_leaves_nothing_to_merge(shop: Shop) -> None:
    parts = sharded(shop, 1)
    shop.write("readiness-lint.toml", "select = 1\n")

    assert 2 == shop.check("--shard", "1/1", "--write-partial", *parts).returncode
    (shop.folder / "readiness-lint.toml").unlink()
    assert 2 == shop.run("merge", *parts).returncode


# ── the page ─────────────────────────────────────────────────────────────────────────────────────
def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def github() -> tuple[list[str], str]:
    """The lines that the shards run, and the one that reports."""
    jobs = yaml.safe_load(blocks("yaml")[0])["jobs"]
    line, last = (
        [step["run"] for step in jobs[job]["steps"] if "run" in step][-1]
        for job in ("check", "report")
    )
    shards = jobs["check"]["strategy"]["matrix"]["shard"]
    assert {"needs": "check"}.items() <= jobs["report"].items()
    return [line.replace("${{ matrix.shard }}", str(shard)) for shard in shards], last


def gitlab() -> tuple[list[str], str]:
    jobs = yaml.safe_load(blocks("yaml")[1])
    line, last = (jobs[job]["script"][-1] for job in ("check", "report"))
    of = jobs["check"]["parallel"]
    assert jobs["report"]["needs"] == ["check"]
    return [
        line.replace("$CI_NODE_INDEX", str(shard)).replace("$CI_NODE_TOTAL", str(of))
        for shard in range(1, of + 1)
    ], last


def console() -> tuple[list[str], str]:
    *lines, last = blocks("console")[0].splitlines()
    return lines, last


@pytest.mark.parametrize("example", [console, github, gitlab])
def test_the_examples_of_the_page_work(
    web: Shop, example: Callable[[], tuple[list[str], str]]
) -> None:
    lines, last = example()
    command = f"{shlex.quote(sys.executable)} -m readiness_lint"
    processes = [
        subprocess.Popen(
            ["sh", "-c", line.replace("readiness-lint", command, 1)],
            cwd=web.folder,
            env=web.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for line in lines
    ]
    for process in processes:
        _, complaint = process.communicate(timeout=120)
        assert (0, b"") == (process.returncode, complaint)
    done = subprocess.run(
        ["sh", "-c", last.replace("readiness-lint", command, 1)],
        cwd=web.folder,
        env=web.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    words = [word for word in shlex.split(last)[2:] if not word.endswith(".json")]

    assert len(lines) > 1
    assert said(web.check("--no-cache", *words)) == said(done)

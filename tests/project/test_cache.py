"""What was read and found is kept, and used only where nothing has changed."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from tree import Tree

from readiness_lint import storage
from readiness_lint.config import Cascade, Settings
from readiness_lint.project import cache, check_paths, records

CALL = "import requests\n\n\ndef rate(url):\n    return requests.get(url)\n"
PROBED = """
import psycopg
from fastapi import FastAPI

app = FastAPI()


@app.get("/up")
def up():
    psycopg.connect("dbname=stock", connect_timeout=1)
    return {}
"""


@pytest.fixture
def shop(tree: Tree) -> Tree:
    tree.write(
        rates=CALL,
        hidden=CALL.replace("(url)\n", "(url)  # noqa: RDY401\n"),
        users="from shop.rates import rate\nprobe('place', rate)\n",
        unused="plain()  # noqa: RDY401\n",
    )
    tree.check()
    return tree


def test_without_a_change_nothing_is_read_or_checked(shop: Tree) -> None:
    found = shop.check()

    assert not shop.read
    assert not shop.checked
    assert [finding.code for finding in found.findings] == ["RDY401", "RDY401", "RDY002", "RDY491"]
    assert found.findings[0].hidden == ("noqa",)
    assert found.findings[3].related


def test_any_number_of_processes_reads_and_writes_it(tree: Tree) -> None:
    tree.write(**{f"part{number}": f"{CALL}# {number}\n" for number in range(60)})
    tree.check(jobs=2)
    tree.check()

    assert not tree.read

    tree.write(**{f"part{number}": f"{CALL}# again\n" for number in range(55)})
    tree.check(jobs=2)
    tree.check()

    assert not tree.read


def test_what_was_trusted_in_vain_is_worked_out_again(
    shop: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[records.Revision] = []
    ordinary = records.Revision.run

    def overtaken(revision: records.Revision, change: records.Change) -> None:
        ordinary(revision, change)
        runs.append(revision)
        if len(runs) == 1:
            raise records.Overtaken

    monkeypatch.setattr(records.Revision, "run", overtaken)
    shop.write(rates=CALL.replace("requests.get(url)", "requests.get(url, timeout=3)"))

    assert [finding.code for finding in shop.check().findings] == ["RDY401", "RDY002", "RDY491"]
    assert len(runs) == 2


def test_a_file_that_was_only_touched_is_not_read_again(shop: Tree) -> None:
    for path in shop.folder.rglob("*.py"):
        os.utime(path, (1, 1))
    shop.check()

    assert not shop.read


def test_a_change_that_keeps_time_and_size_is_seen_while_the_file_is_new(shop: Tree) -> None:
    path = shop.folder / "shop" / "rates.py"
    before = path.stat()
    path.write_text(path.read_text().replace("requests.get", "requests.xxx"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert [finding.code for finding in shop.check().findings] == ["RDY401", "RDY002", "RDY491"]


def test_a_file_that_is_old_is_known_by_its_stamp(shop: Tree) -> None:
    path = shop.folder / "shop" / "rates.py"
    os.utime(path, (1, 1))
    shop.check()
    text = path.read_text()
    path.write_text(text.replace("requests.get", "requests.xxx"))
    os.utime(path, (1, 1))

    kept = shop.run(cache=str(shop.cache))

    assert [finding.code for finding in kept.findings].count("RDY401") == 2


def test_other_settings_are_other_findings(shop: Tree) -> None:
    ignoring = Settings(root=shop.folder, ignore=("RDY4",))

    # What a rule that is off would have hidden nobody knows.
    assert shop.check(settings=ignoring).findings == ()
    assert len(shop.check().findings) == 4
    assert not shop.read


def test_a_name_beside_a_file_that_changes_its_role_is_seen(tree: Tree) -> None:
    (tree.folder / "shop" / "versions").mkdir(parents=True)
    (tree.folder / "shop" / "versions" / "first.py").write_text(CALL)

    assert len(tree.check().findings) == 1

    (tree.folder / "shop" / "script.py.mako").touch()

    assert tree.check().findings == ()


def test_what_the_project_says_of_its_libraries_is_seen(tree: Tree) -> None:
    tree.write(stock='import redis\n\nSTOCK = redis.Redis(host="stock")\n', other="x = 1\n")
    listed = tree.folder / "requirements.txt"

    assert tree.check().findings == ()
    for text, found in (("redis==5.0.8", 1), ("redis==8.0.1", 0), ("redis<8", 1), ("redis", 0)):
        listed.write_text(f"{text}\n")
        assert len(tree.check().findings) == found, text


def test_what_the_manifests_say_of_the_routes_is_seen(tree: Tree) -> None:
    tree.write(health=PROBED, other="x = 1\n")
    manifest = tree.folder / "deploy" / "shop.yaml"
    manifest.parent.mkdir()

    assert tree.check().findings == ()
    for path, found in (("/up", ["RDY537"]), ("/down", []), ("/up/", ["RDY537"])):
        manifest.write_text(f"livenessProbe:\n  httpGet:\n    path: {path}\n    port: 80\n")
        assert [finding.code for finding in tree.check().findings] == found, path
    manifest.unlink()

    assert tree.check().findings == ()


def test_only_what_was_asked_for_is_checked_and_the_rest_is_known(shop: Tree) -> None:
    shop.write(rates=f"x = 1\n{CALL}")
    one = shop.check(shop.folder / "shop" / "users.py")

    assert [finding.code for finding in one.findings] == ["RDY491"]
    # Modules that call a peer are read again too: one of them may have become a wrapper.
    assert set(shop.read) == {"shop.rates", "shop.users", "shop.hidden"}
    assert set(shop.checked) == {"shop.users"}

    shop.check()

    assert set(shop.checked) == {"shop.rates"}


def test_what_is_gone_is_not_kept(shop: Tree) -> None:
    shop.write(rates=None)
    shop.check()
    (file,) = shop.files()
    records = cache.decoded(file.read_bytes())
    assert records is not None

    (program,) = records.programs.values()
    assert sorted(program.entries) == ["shop/hidden.py", "shop/unused.py", "shop/users.py"]


def test_programs_that_were_not_asked_for_are_kept_while_they_are_there(tree: Tree) -> None:
    for name in ("first", "second"):
        (tree.folder / name).mkdir()
        (tree.folder / name / "readiness-lint.toml").write_text("root = true\n")
        (tree.folder / name / "app.py").write_text(CALL)

    for names in ("first", "second"), ("first",), ("second",):
        tree.read.clear()
        paths = [tree.folder / name for name in names]
        check_paths(paths, Cascade(tree.folder), cache=str(tree.cache))

    assert not tree.read


def test_a_file_that_cannot_be_parsed_is_told_again_and_again(shop: Tree) -> None:
    shop.write(broken="def f(:\n")

    for _ in range(2):
        found = shop.check()
        assert found.unreadable == 1
        assert "RDY001" in [finding.code for finding in found.findings]
    assert set(shop.checked) == {"shop.broken"}


def test_a_rule_that_crashed_is_asked_again(tree: Tree) -> None:
    tree.write(app="probe('no such question', 1)\n")
    for _ in range(2):
        assert [finding.code for finding in tree.check().findings] == ["RDY000"]

    assert tree.checked == {"shop.app": 1}


def damaged(data: bytes, what: str) -> bytes:
    if what == "empty":
        return b""
    if what == "short":
        return data[: len(data) // 2]
    if what == "text":
        return b"no cache at all" * 100
    if what == "other form":
        return data.replace(b"records ", b"records 1")
    records = cache.decoded(data)
    assert records is not None
    if what == "other version":
        records.own.version = "0.0.1"
    elif what == "other linter":
        records.own.stamp = records.own.content = b"other"
    elif what == "other shape":
        body = b"\x93\x01\x02\x03"
        return cache.FORM + storage.digest(body) + body
    return b"".join(cache.encoded(records))


@pytest.mark.parametrize(
    "what",
    ["empty", "short", "text", "other form", "other version", "other linter", "other shape"],
)
def test_what_is_not_as_it_should_be_is_written_anew(shop: Tree, what: str) -> None:
    (file,) = shop.files()
    file.write_bytes(damaged(file.read_bytes(), what))
    shop.check()

    assert set(shop.read) == {"shop.hidden", "shop.rates", "shop.unused", "shop.users"}

    shop.check()

    assert not shop.read


def test_no_byte_can_be_changed_unnoticed(shop: Tree) -> None:
    (file,) = shop.files()
    data = file.read_bytes()
    assert cache.decoded(data) is not None
    for position in random.Random(7).sample(range(len(data)), 200):  # noqa: S311
        changed = bytearray(data)
        changed[position] ^= 1 << position % 8

        assert cache.decoded(bytes(changed)) is None


def test_a_linter_that_is_installed_elsewhere_is_the_same(shop: Tree) -> None:
    (file,) = shop.files()
    records = cache.decoded(file.read_bytes())
    assert records is not None
    records.own.stamp = b"elsewhere"
    file.write_bytes(b"".join(cache.encoded(records)))
    shop.check()

    assert not shop.read


def test_the_files_that_were_written_last_are_kept(shop: Tree) -> None:
    for number in range(cache.VARIANTS + 3):
        settings = Settings(root=shop.folder, ignore=("RDY4",) * number)
        shop.run(settings=settings, cache=str(shop.cache))

    assert len(shop.files()) == cache.VARIANTS


def test_a_folder_that_cannot_be_written_to_costs_nothing(shop: Tree, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shop.cache = tmp_path / "file" / "cache"

    assert len(shop.check().findings) == 4


def test_a_cache_of_somebody_else_is_read(shop: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "write", lambda *_: False)
    shop.check()

    assert not shop.read

"""The folder of the cache: which it is, what is written there, and what is removed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readiness_lint import storage


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with a project, who works in it."""
    monkeypatch.delenv(storage.VARIABLE, raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "project" / ".git").mkdir(parents=True)
    (tmp_path / "project" / "src").mkdir()
    monkeypatch.chdir(tmp_path / "project" / "src")
    return tmp_path


def test_it_is_where_it_was_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.VARIABLE, "there")

    assert str(home / "project" / "src" / "there") == storage.place(None)
    assert str(home / "project" / "src" / "here") == storage.place("here")


def test_it_is_in_the_users_folder_for_caches(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(home / ".cache" / "readiness-lint") == storage.place(None)

    monkeypatch.setenv("XDG_CACHE_HOME", "relative")

    assert str(home / ".cache" / "readiness-lint") == storage.place(None)

    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "elsewhere"))

    assert str(home / "elsewhere" / "readiness-lint") == storage.place(None)


@pytest.mark.parametrize("inside", ["project/.cache", "project/src/.cache"])
def test_it_is_not_inside_the_code_unless_it_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / inside))

    assert storage.place(None) is None
    assert storage.place(str(home / inside)) is not None


def test_one_that_others_can_write_to_is_not_used(home: Path) -> None:
    folder = home / ".cache" / "readiness-lint"
    folder.mkdir(parents=True)
    folder.chmod(0o777)

    assert storage.place(None) is None


def test_without_a_home_there_is_none(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "nowhere")

    assert home.is_dir()
    assert storage.place(None) is None


def test_what_is_written_is_for_the_user_alone_and_marked(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "cache"

    assert storage.write(str(folder), "of/a.rdy", [b"one", b"two"])
    assert (folder / "of" / "a.rdy").read_bytes() == b"onetwo"
    assert sorted(item.name for item in folder.iterdir()) == [".gitignore", "CACHEDIR.TAG", "of"]
    assert [folder.stat().st_mode & 0o777, (folder / "of").stat().st_mode & 0o777] == [0o700] * 2


def test_a_folder_that_was_there_is_not_marked(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    storage.write(str(tmp_path), "a.rdy", [b""])

    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.rdy", "mine.txt"]
    assert storage.clean(str(tmp_path)) == 1
    assert [item.name for item in tmp_path.iterdir()] == ["mine.txt"]


def test_cleaning_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    storage.write(str(folder), "of/a.rdy", [b""])

    assert storage.clean(str(folder)) == 1
    assert not folder.exists()
    assert storage.clean(str(folder)) == 0


FILL = """
import resource, sys
from readiness_lint import storage

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
print(storage.write(sys.argv[1], "a.rdy", [b"x" * 900, b"y" * 900]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are of POSIX")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    storage.write(str(tmp_path), "a.rdy", [b"first"])
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"
    assert [item.name for item in tmp_path.iterdir()] == ["a.rdy"]
    assert (tmp_path / "a.rdy").read_bytes() == b"first"


def test_the_linter_is_known_by_its_content_wherever_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = storage.own_content()
    stamp = storage.own_stamp()
    shutil.copytree(storage.PACKAGE, tmp_path / "copy", copy_function=shutil.copyfile)
    monkeypatch.setattr(storage, "PACKAGE", str(tmp_path / "copy"))

    assert here == storage.own_content()
    assert stamp != storage.own_stamp()

    (tmp_path / "copy" / "rules" / "__init__.py").write_text("# another rule\n")

    assert here != storage.own_content()


def test_what_changed_just_now_may_change_again(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("")
    now = path.stat().st_mtime_ns

    assert not storage.is_settled(storage.stamp(str(path)), now + storage.DISTRUSTED)
    assert storage.is_settled(storage.stamp(str(path)), now + storage.DISTRUSTED + 1)
    assert storage.is_settled(storage.stamp(str(path / "none")), now)

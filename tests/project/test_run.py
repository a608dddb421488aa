from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from readiness_lint.config import Cascade, ConfigurationError, Settings
from readiness_lint.project import check_paths, run, workers

BAD = "import requests\n\n\ndef rate(url):\n    return requests.get(url)  # {}\n"

CLIENT = "import requests\n\nclient = requests.Session()\n"
RATES = "from clients import client\n\n\ndef rate(url):\n    return client.get(url)\n"

HANDLER = """
import sqlite3
import time

from fastapi import FastAPI

app = FastAPI()


@app.get("/rates")
def rates(day: str):
    time.sleep(2)
    return sqlite3.connect("rates").execute(f"select rate from rates where day = '{day}'")
"""
STUB = """
from fastapi import FastAPI

app: FastAPI

def rates(day: str): ...
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for number in range(2 * workers.WORTH_IT + 3):
        folder = tmp_path / f"part{number % 5}"
        folder.mkdir(exist_ok=True)
        (folder / f"module{number}.py").write_text(BAD.format(number))
    (tmp_path / "broken.py").write_text("def f(:\n")
    (tmp_path / "binary.py").write_bytes(b"\xff\xfe\x00")
    return tmp_path


def checked(shop: Path, paths: list[Path], jobs: int) -> run.Run:
    return check_paths(paths, Cascade(shop, fixed=Settings(root=shop)), jobs=jobs)


def test_any_number_of_processes_and_order_of_paths_gives_the_same(shop: Path) -> None:
    paths = sorted(shop.rglob("*.py"))
    one = checked(shop, [shop], 1)
    random.Random(3).shuffle(paths)  # noqa: S311

    assert one == checked(shop, [shop], 2)
    assert one == checked(shop, paths, 3)
    assert one.files == 2 * workers.WORTH_IT + 5
    assert one.unreadable == 2


def test_what_cannot_be_read_or_parsed_is_told_and_the_rest_is_checked(shop: Path) -> None:
    found = checked(shop, [shop], 1).findings
    codes = [finding.code for finding in found]

    assert codes.count("RDY001") == 2
    assert codes.count("RDY401") == 2 * workers.WORTH_IT + 3


def test_progress_is_told_up_to_the_end(shop: Path) -> None:
    told: list[tuple[int, int]] = []
    cascade = Cascade(shop, fixed=Settings(root=shop))
    check_paths([shop], cascade, on_progress=lambda done, total: told.append((done, total)))

    assert told[-1] == (2 * workers.WORTH_IT + 5,) * 2
    assert told == sorted(told)


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = checked(tmp_path, [tmp_path / "nowhere"], 1)

    assert [item.path.name for item in found.unreachable] == ["nowhere"]
    assert found.files == 0


def test_processes_that_begin_with_nothing_read_their_own_files(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_can_fork", lambda: False)
    read: list[int] = []
    ordinary = run.Pass.read
    monkeypatch.setattr(run.Pass, "read", lambda _, index: read.append(index))
    found = checked(shop, [shop], 2)
    monkeypatch.setattr(run.Pass, "read", ordinary)

    assert not read
    assert found.lost == 0
    assert found.findings == checked(shop, [shop], 1).findings


def test_what_a_process_that_dies_had_in_hand_is_done_again(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = os.getpid()
    done = run.Pass.check

    def dying(task: run.Pass, index: int) -> object:
        if os.getpid() != mine and "module7.py" in str(task.found[index].path):
            os.kill(os.getpid(), signal.SIGKILL)
        return done(task, index)

    alone = checked(shop, [shop], 1)
    monkeypatch.setattr(run.Pass, "check", dying)
    found = checked(shop, [shop], 2)

    assert found.lost > 0
    assert found.files == 2 * workers.WORTH_IT + 5
    assert found.findings == alone.findings


def test_what_was_not_asked_for_answers_and_is_not_reported(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "clients.py").write_text(
        "from requests import get as fetch\n\nfetch('https://rates.example')\n"
    )
    (tmp_path / "shop" / "rates.py").write_text(
        "from shop.clients import fetch\n\n\ndef rate(url):\n    return fetch(url)\n"
    )
    found = checked(tmp_path, [tmp_path / "shop" / "rates.py"], 1)

    assert found.files == 1
    assert [finding.code for finding in found.findings] == ["RDY401"]


def test_a_broken_configuration_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "readiness-lint.toml").write_text("selekt = []\n")
    (tmp_path / "a.py").write_text("")
    with pytest.raises(ConfigurationError, match="did you mean `select`"):
        check_paths([tmp_path], Cascade(tmp_path))


def test_a_text_that_no_rule_looks_at_is_not_parsed(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_shop.py").write_text("def f(:\n")

    assert checked(tmp_path, [tmp_path], 1).findings == ()


def test_what_only_commands_call_is_known_whatever_rules_are_active(tmp_path: Path) -> None:
    commands = tmp_path / "shop" / "management" / "commands"
    commands.mkdir(parents=True)
    (tmp_path / "shop" / "clients.py").write_text(BAD, encoding="utf-8")
    (commands / "rates.py").write_text(
        "from ...clients import rate\n\n\ndef handle(): rate('https://rates.example')\n",
        encoding="utf-8",
    )

    def found(*codes: str) -> list[str]:
        settings = Settings(root=tmp_path, select=codes)
        findings = check_paths([tmp_path], Cascade(tmp_path, fixed=settings)).findings
        return [finding.code for finding in findings]

    assert [] == found("RDY401") == found("RDY401", "RDY265")
    (commands / "rates.py").unlink()
    assert ["RDY401"] == found("RDY401") == found("RDY401", "RDY265")


def test_a_package_stands_before_the_module_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients" / "__init__.py").write_text(CLIENT)
    (tmp_path / "clients.py").write_text("client = {}\n")
    (tmp_path / "rates.py").write_text(RATES)
    found = checked(tmp_path, [tmp_path], 1).findings

    assert [("RDY401", "rates.py")] == [(item.code, Path(item.path).name) for item in found]


def test_of_two_modules_of_one_name_nothing_is_known(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder / "src").mkdir(parents=True)
        (tmp_path / folder / "src" / "clients.py").write_text(CLIENT)
        (tmp_path / folder / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "one" / "src" / "rates.py").write_text(RATES)

    assert () == checked(tmp_path, [tmp_path], 1).findings


def test_what_a_module_does_is_not_said_of_its_stub(tmp_path: Path) -> None:
    (tmp_path / "rates.py").write_text(HANDLER)
    (tmp_path / "rates.pyi").write_text(STUB)
    settings = Settings(root=tmp_path, preview=True, select=("RDY240", "RDY307"))
    found = check_paths([tmp_path], Cascade(tmp_path, fixed=settings), jobs=1).findings

    assert [("RDY307", "rates.py"), ("RDY240", "rates.py")] == [
        (item.code, Path(item.path).name) for item in found
    ]

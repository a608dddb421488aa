from __future__ import annotations

import json
from typing import Any

import pytest
from shop import Shop

from readiness_lint import __version__

CALLS = """\
import requests

from shop import limits


def charge(url):
    requests.get(url, timeout=limits.SECONDS)
    requests.post(url)
"""
LIMITS = "SECONDS = 5\n"
ENGINE = """\
from sqlalchemy import create_engine

engine = create_engine("postgresql://db", pool_size=10)
"""
TIMEOUT = "`requests.get` has a time limit of 5 s, set in the call"


@pytest.fixture
def service(shop: Shop) -> Shop:
    shop.write("shop/__init__.py", "")
    shop.write("shop/calls.py", CALLS)
    shop.write("shop/limits.py", LIMITS)
    shop.write("shop/engine.py", ENGINE)
    return shop


def report(shop: Shop, *words: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(shop.run("facts", *words, "--output-format", "json").stdout)
    return loaded


def test_places_are_listed_by_kind(service: Shop) -> None:
    done = service.run("facts")

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith(
        "connection-pool: pools of connections\n"
        "shop/engine.py:3:10: `sqlalchemy.create_engine` with pool_size=10\n"
        "\n"
        "timeout: calls of other processes with a time limit\n"
        f"shop/calls.py:7:5: {TIMEOUT}\n"
        "\n"
        "2 places in 4 files\n"
        "nothing known of: "
    )


def test_kinds_may_be_chosen(service: Shop) -> None:
    several = report(service, "--kind", "timeout, retry", "--kind", "Connection-Pool")
    one = report(service, "--kind", "timeout")

    assert {"retry": 0, "timeout": 1, "connection-pool": 1} == {
        kind["name"]: kind["places"] for kind in several["kinds"]
    }
    assert ["timeout"] == [item["kind"] for item in one["evidence"]]


def test_quiet_leaves_the_numbers_out(service: Shop) -> None:
    done = service.run("facts", "-q", "--kind", "timeout")

    assert [TIMEOUT, ""] == done.stdout.replace("shop/calls.py:7:5: ", "").splitlines()[1:]


def test_json_has_a_version_and_whole_places(service: Shop) -> None:
    assert {
        "version": 1,
        "tool": __version__,
        "kinds": [
            {
                "name": "timeout",
                "layer": "reliability",
                "title": "calls of other processes with a time limit",
                "places": 1,
            }
        ],
        "evidence": [
            {
                "kind": "timeout",
                "layer": "reliability",
                "text": TIMEOUT,
                "path": "shop/calls.py",
                "line": 7,
                "column": 5,
                "end_line": 7,
                "end_column": 46,
            }
        ],
        "unread": [],
        "summary": {"places": 1, "files": 4, "unreadable": 0},
    } == report(service, "--kind", "timeout")


def test_only_what_was_asked_for_is_listed_and_the_rest_is_known(service: Shop) -> None:
    done = report(service, "shop/calls.py")

    assert 1 == done["summary"]["files"]
    assert [TIMEOUT] == [item["text"] for item in done["evidence"]]


def test_tests_show_nothing(service: Shop) -> None:
    service.write("tests/test_calls.py", CALLS)

    assert ["shop/calls.py"] == [
        item["path"] for item in report(service, "--kind", "timeout")["evidence"]
    ]


def test_processes_find_the_same(service: Shop) -> None:
    for number in range(60):
        service.write(f"shop/more_{number}.py", CALLS)

    assert service.run("facts", "-j", "1").stdout == service.run("facts", "-j", "2").stdout
    assert 61 == report(service, "-j", "2", "--kind", "timeout")["summary"]["places"]


def test_configuration_excludes(service: Shop) -> None:
    service.write("readiness-lint.toml", 'exclude = ["shop/calls.py"]\n')

    assert [] == report(service, "--kind", "timeout")["evidence"]
    assert 1 == report(service, "--kind", "timeout", "--isolated")["summary"]["places"]


def test_an_unknown_kind_is_answered_with_those_that_exist(service: Shop) -> None:
    done = service.run("facts", "--kind", "timeouts")

    assert (2, "") == (done.returncode, done.stdout)
    assert "there is no kind of evidence `timeouts`" in done.stderr
    assert "circuit-breaker, connection-pool, " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_path_that_does_not_exist_does_not_hide_the_rest(service: Shop) -> None:
    done = service.run("facts", "absent.py", "shop", "-q")

    assert 2 == done.returncode
    assert TIMEOUT in done.stdout
    assert "readiness-lint: there is no file or folder `absent.py`\n" == done.stderr


def test_a_file_that_cannot_be_read_does_not_hide_the_rest(service: Shop) -> None:
    service.write("shop/broken.py", "charge(\n")
    (service.folder / "shop/latin.py").write_bytes(b"name = '\xe9'\n")

    done = service.run("facts")
    loaded = report(service)

    assert 1 == done.returncode
    assert TIMEOUT in done.stdout
    assert "2 files could not be read" in done.stdout
    assert ["shop/broken.py:1", "shop/latin.py:1"] == [
        ":".join(line.split(":")[1:3]).strip() for line in done.stderr.splitlines()
    ]
    assert ["shop/broken.py", "shop/latin.py"] == [item["path"] for item in loaded["unread"]]
    assert 2 == loaded["summary"]["unreadable"]


def test_a_folder_without_python_is_said_to_be_one(shop: Shop) -> None:
    done = shop.run("facts")

    assert 0 == done.returncode
    assert "found no Python files" in done.stderr


def test_a_configuration_that_cannot_be_used_is_an_error(service: Shop) -> None:
    service.write("readiness-lint.toml", "colour = 1\n")

    done = service.run("facts")

    assert (2, "") == (done.returncode, done.stdout)
    assert "colour" in done.stderr


def test_a_check_knows_nothing_of_evidence(service: Shop) -> None:
    done = service.run(
        "check",
        "--no-cache",
        environment={"PYTHONPROFILEIMPORTTIME": "1"},
    )

    assert "readiness_lint.project.run" in done.stderr
    assert "readiness_lint.evidence" not in done.stderr

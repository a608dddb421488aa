"""The command `routes`: its three forms, its order and its exit codes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from shop import Shop

from readiness_lint import __version__

API = """\
from fastapi import APIRouter, Depends, FastAPI
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel

raise SystemExit("nothing of this may run")

scheme = OAuth2PasswordBearer(tokenUrl="token")
router = APIRouter(prefix="/orders")


class Order(BaseModel):
    name: str


@router.post("/{kind}", response_model=Order)
def make(kind: str, order: Order, token: str = Depends(scheme)):
    return order


@router.get("/a|b`c")
def odd():
    return 1


app = FastAPI()
app.include_router(router, prefix="/v1")
"""
LINES = [
    "method  path              handler        file            authn  authz  input  response  pages  rate  timeout",
    "GET     /v1/orders/a|b`c  shop.api.odd   shop/api.py:21  no     no     no     no        no     no    yes",
    "POST    /v1/orders/{kind} shop.api.make  shop/api.py:16  yes    no     yes    yes       no     no    yes",
]


@pytest.fixture
def service(shop: Shop) -> Shop:
    shop.write("shop/__init__.py", "")
    shop.write("shop/api.py", API)
    return shop


def report(shop: Shop, *words: str) -> dict[str, Any]:
    done = shop.run("routes", *words, "--output-format", "json")
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def test_text_has_columns_and_numbers(service: Shop) -> None:
    done = service.run("routes")
    quiet = service.run("routes", "-q")
    lines = done.stdout.splitlines()

    assert (0, "") == (done.returncode, done.stderr)
    assert [line.split() for line in LINES] == [line.split() for line in lines[:3]]
    assert lines[3:5] == ["2 routes in 2 files", "authentication: 1 yes, 1 no, 0 not known"]
    assert 3 == len(quiet.stdout.splitlines())


def test_json_has_a_version_and_says_what_gives_an_answer(service: Shop) -> None:
    found = report(service)
    odd, make = found["routes"]

    assert (1, __version__, [], {"routes": 2, "files": 2, "unreadable": 0}) == tuple(
        found[key] for key in ("version", "tool", "unread", "summary")
    )
    assert {
        "method": "POST",
        "path": "/v1/orders/{kind}",
        "handler": "shop.api.make",
        "framework": "fastapi",
        "file": "shop/api.py",
        "line": 16,
        "authentication": {"answer": "yes", "what": ["scheme"]},
        "authorization": {"answer": "no", "what": []},
        "input_model": {"answer": "yes", "what": ["Order"]},
        "response_model": {"answer": "yes", "what": ["Order"]},
        "pagination": {"answer": "no", "what": []},
        "rate_limit": {"answer": "no", "what": []},
        "timeout": {"answer": "yes", "what": ["no outbound call"]},
    } == make
    assert found["columns"] == list(make)[6:]
    assert "/v1/orders/a|b`c" == odd["path"]


def test_markdown_escapes_what_would_break_a_table(service: Shop) -> None:
    done = service.run("routes", "--output-format", "markdown")
    head, rule, odd, make = done.stdout.splitlines()

    assert head == (
        "| Method | Path | Handler | Authentication | Authorization | Input model |"
        " Response model | Pagination | Rate limit | Timeout |"
    )
    assert "|" + "---|" * 10 == rule
    assert odd.startswith(
        "| GET | `` /v1/orders/a\\|b`c `` | `shop.api.odd`<br>shop/api.py:21 | no |"
    )
    assert make == (
        "| POST | `/v1/orders/{kind}` | `shop.api.make`<br>shop/api.py:16 | yes | no | yes | yes |"
        " no | no | yes |"
    )


def test_routes_are_sorted_and_processes_find_the_same(service: Shop) -> None:
    for number in range(60):
        text = API.replace("/orders", f"/orders{number % 7}").replace('prefix="/v1"', "")
        service.write(f"shop/more_{number}.py", text)
    one = report(service, "-j", "1")
    keys = [(item["path"], item["method"], item["file"], item["line"]) for item in one["routes"]]

    assert sorted(keys) == keys
    assert one == report(service, "-j", "2")


def test_only_what_was_asked_for_is_listed_and_the_rest_is_known(service: Shop) -> None:
    service.write("shop/main.py", "from shop.api import app, router\napp.include_router(router)\n")
    service.write("tests/test_api.py", API)

    assert 0 == report(service, "shop/main.py")["summary"]["routes"]
    assert 4 == report(service, "shop/api.py")["summary"]["routes"]
    assert 4 == report(service)["summary"]["routes"]


def test_a_file_that_cannot_be_read_is_an_error_and_does_not_hide_the_rest(service: Shop) -> None:
    service.write("shop/broken.py", "def f(:\n")
    done = service.run("routes")

    assert 2 == done.returncode
    assert "shop.api.make" in done.stdout
    assert "1 file could not be read" in done.stdout
    assert done.stderr.startswith("readiness-lint: shop/broken.py:1: ")
    assert 1 == done.stderr.count("\n")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("absent.py",), "there is no file or folder `absent.py`"),
        (("--config", "absent.toml"), "absent.toml"),
        (("--output-format", "html"), "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    service: Shop, words: tuple[str, ...], reason: str
) -> None:
    done = service.run("routes", *words)

    assert 2 == done.returncode
    assert reason in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_program_without_routes_has_an_empty_table(shop: Shop) -> None:
    shop.write("shop/plain.py", "x = 1\n")
    text, markdown = shop.run("routes"), shop.run("routes", "--output-format", "markdown")

    assert (0, "0 routes in 1 file\n") == (text.returncode, text.stdout)
    assert 2 == len(markdown.stdout.splitlines())

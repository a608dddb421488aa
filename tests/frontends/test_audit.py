"""The command ``audit``, with a stand-in for what follows a flow: that is tested by itself."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from readiness_lint.audit import End, Entry, Spot, Step, Trace
from readiness_lint.frontends.command import main
from readiness_lint.frontends.command.audit import slug
from readiness_lint.frontends.command.schema import schema
from readiness_lint.reports import audit_json

ORDERS = """\
import requests
from fastapi import APIRouter

router = APIRouter()


@router.post("/orders")
def place_order(order: int):
    requests.post("https://pay.example", json={"order": order})


def refund(order):
    requests.delete("https://pay.example")
"""
SETTINGS = """\
[tool.readiness-lint.flows.checkout]
entries = ["POST /orders"]
criteria = "The order is kept"

[tool.readiness-lint.flows.billing]
entries = ["POST /orders"]

[tool.readiness-lint.attest.layer-6-backups]
by = "Ann"
on = 2027-01-05
link = "https://wiki.example/restore"
"""


class NoEntryError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Traced:
    traces: tuple[Trace, ...]
    reached: frozenset[tuple[str, str]]
    frameworks: tuple[str, ...]
    files: int
    entries: tuple[Entry, ...]
    direct: frozenset[tuple[str, str]] = frozenset()
    heads: frozenset[tuple[str, int, int, str]] = frozenset()


def entry(title: str, line: int) -> Entry:
    return Entry(title, "route", "shop.orders.place_order", Spot("shop/orders.py", line))


KNOWN = (entry("POST /orders", 8), entry("GET /health", 20))


def follow(place: Entry) -> Trace:
    target = Spot("shop/orders.py", 8, 0, 9, 0, "place_order")
    call = Spot("shop/orders.py", 9, 4, 9, 60, "place_order")
    pay = Step("requests.post", "call", call, None, None, End.EXTERNAL, "POST")
    root = Step(place.title, "entry", Spot("shop/orders.py", 7), target, steps=(pay,))
    return Trace(place, root, 1, 0)


def traced(
    paths: Sequence[Path], cascade: object, *, entries: Sequence[str], flow: str, **_more: object
) -> Traced:
    assert cascade
    known = {one.title: one for one in KNOWN}
    for title in entries:
        if title not in known:
            text = f"there is no entry `{title}`"
            raise NoEntryError(text)
    near = [known["POST /orders"]] if flow in {"order", "checkout"} else []
    chosen = [known[title] for title in entries] or near
    path = next(str(found) for found in sorted(paths[0].rglob("orders.py")))
    reached = frozenset({(path, "place_order")} if chosen else ())
    return Traced(tuple(map(follow, chosen)), reached, ("fastapi",), 2, KNOWN, reached)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    module = ModuleType("readiness_lint.project.tracing")
    module.traced = traced  # type: ignore[attr-defined]
    module.NoEntryError = NoEntryError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "readiness_lint.project.tracing", module)
    shop = tmp_path / "shop-api"
    (shop / ".git").mkdir(parents=True)
    (shop / "shop").mkdir()
    (shop / "shop" / "__init__.py").write_text("", encoding="utf-8")
    (shop / "shop" / "orders.py").write_text(ORDERS, encoding="utf-8")
    (shop / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.chdir(shop)
    return shop


def run(*words: str) -> int:
    return main(["audit", *words, "--no-cache", "-j", "1"])


def report(folder: Path, name: str = "checkout") -> dict[str, Any]:
    text = (folder / f"backend-readiness-audit-{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def test_a_flow_of_the_configuration_is_audited(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run("--flow", "checkout", "--format", "md,json", "--format", "html")

    assert (0, "") == (code, capsys.readouterr().err)
    assert ["html", "json", "md"] == sorted(
        path.suffix[1:] for path in folder.glob("backend-readiness-audit-checkout.*")
    )
    found = report(folder)
    assert ("checkout", "shop-api", "The order is kept", ["fastapi"]) == (
        found["flow"],
        found["project"],
        found["criteria"],
        found["frameworks"],
    )
    assert ["RDY401", "RDY121"] == [issue["code"] for issue in found["issues"]]
    assert 1 == found["elsewhere"]
    schema = json.loads(audit_json.SCHEMA.read_text(encoding="utf-8"))
    assert [] == list(Draft202012Validator(schema).iter_errors(found))


def test_what_was_found_is_told_in_short(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.exists()
    assert 0 == run("--flow", "checkout")
    lines = capsys.readouterr().out.splitlines()

    assert lines[0].startswith("`checkout`: ")
    assert "conditionally ready (no critical finding; high findings: 1)" in lines[0]
    assert "written to backend-readiness-audit-checkout.md" == lines[-1]


def test_an_audit_does_not_depend_on_where_it_is_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    styles = ("--format", "md,html,json", "--flow", "checkout")
    assert 0 == run(*styles)
    here = {path.name: path.read_bytes() for path in folder.glob("backend-readiness-audit-*")}
    monkeypatch.chdir(folder / "shop")
    assert 0 == run("..", *styles, "--output-dir", "../out/deep")
    there = {path.name: path.read_bytes() for path in (folder / "out" / "deep").iterdir()}

    assert here == there
    assert not any(str(folder.parent).encode() in text for text in here.values())


def test_a_program_elsewhere_is_a_program_of_its_own(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "pyproject.toml").unlink()
    (folder / ".git").rmdir()
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    code = run(str(folder), "--flow", "order", "--entry", "POST /orders", "--format", "json")
    found = report(tmp_path / "other", "order")

    assert (0, "shop-api") == (code, found["project"])
    assert {"shop/orders.py"} == {
        evidence["spot"]["path"] for issue in found["issues"] for evidence in issue["evidence"]
    }


def test_entries_may_be_named(folder: Path) -> None:
    assert 0 == run("--flow", "probe", "--entry", "GET /health", "--format", "json")

    assert ["GET /health"] == [one["entry"]["title"] for one in report(folder, "probe")["traces"]]


def test_without_entries_some_are_proposed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run("--flow", "order")

    assert (2, "") == (code, capsys.readouterr().out)
    assert not list(folder.glob("backend-readiness-audit-*"))
    assert 2 == run("--flow", "order")
    assert (
        "readiness-lint: the flow `order` has no entries; --entry may be\n"
        "  POST /orders  shop/orders.py:8\n"
    ) == capsys.readouterr().err


def test_without_a_likeness_all_entries_are_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.exists()
    assert 2 == run("--flow", "refund")

    assert (
        "readiness-lint: the flow `refund` has no entries, and none is called so; there are\n"
        "  GET /health  shop/orders.py:20\n"
        "  POST /orders  shop/orders.py:8\n"
    ) == capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "code"), [("1\n", 0), ("2\n", 2), ("\n", 2), ("", 2)])
def test_a_terminal_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    monkeypatch.setattr(sys, "stderr", Terminal())

    assert code == run("--flow", "order", "-q")
    assert (code == 0) == (folder / "backend-readiness-audit-order.md").exists()


def test_without_a_flow_the_whole_service_is_audited(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == run("--format", "json")

    assert "the whole service, no flow was named: " in capsys.readouterr().out
    found = report(folder, "service")
    assert ("", 0) == (found["flow"], found["elsewhere"])
    assert [2] == [len(one["evidence"]) for one in found["issues"] if one["code"] == "RDY401"]


def test_all_flows_of_the_configuration_are_audited(folder: Path) -> None:
    assert 0 == run("--all-flows", "-q")

    assert ["billing", "checkout"] == sorted(
        path.stem.rpartition("-")[2] for path in folder.glob("backend-readiness-audit-*.md")
    )


def test_an_answer_is_shown_as_attested(folder: Path) -> None:
    assert 0 == run("--flow", "checkout", "--format", "json", "-q")
    (item,) = (one for one in report(folder)["items"] if one["key"] == "layer-6-backups")

    assert "attested" == item["state"]
    assert {
        "by": "Ann",
        "on": "2027-01-05",
        "link": "https://wiki.example/restore",
        "expires": "",
    } == item["attested"]


def test_an_earlier_audit_is_compared(folder: Path) -> None:
    assert 0 == run("--flow", "checkout", "--format", "json", "--output-dir", "old", "-q")
    orders = folder / "shop" / "orders.py"
    text = orders.read_text(encoding="utf-8").replace(
        '"order": order}', '"order": order}, timeout=3'
    )
    orders.write_text(f"# moved\n{text}", encoding="utf-8")
    earlier = "old/backend-readiness-audit-checkout.json"
    assert 0 == run("--flow", "checkout", "--format", "json", "--compare", earlier, "-q")
    compared = report(folder)["compared"]

    assert ["RDY401"] == [change["code"] for change in compared["fixed"]]
    assert [] == compared["new"]


def test_a_score_may_be_too_low(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.exists()
    assert 0 == run("--flow", "checkout", "--fail-under", "10", "-q")
    assert 1 == run("--flow", "checkout", "--fail-under", "100", "-q")
    assert "below 100" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--entry", "GET /health"], "give it a name with --flow"),
        (["--all-flows", "--entry", "GET /health"], "belongs to one flow"),
        (["--flow", "x", "--entry", "GET /none"], "there is no entry `GET /none`"),
        (["--flow", "checkout", "--compare", "none.json"], "none.json: cannot be read"),
        (["--flow", "checkout", "--compare", "pyproject.toml"], "not valid JSON"),
        (["--all-flows", "--compare", "x.json"], "--compare takes the audit of one flow"),
        (["none", "--flow", "checkout"], "there is no file or folder"),
        (["--flow", "checkout", "--output-dir", "pyproject.toml"], "cannot be made"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], reason: str
) -> None:
    assert folder.exists()
    assert 2 == run(*words)

    assert reason in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["--format", "pdf"], ["--fail-under", "101"], ["--flow", " "], ["--flow", "x", "--all-flows"]],
)
def test_what_does_not_exist_is_refused(folder: Path, words: list[str]) -> None:
    assert folder.exists()
    with pytest.raises(SystemExit) as ended:
        run(*words)

    assert 2 == ended.value.code


def test_an_audit_of_another_flow_is_not_compared(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.exists()
    assert 0 == run("--flow", "billing", "--format", "json", "-q")

    assert 2 == run("--flow", "checkout", "--compare", "backend-readiness-audit-billing.json")
    assert "this is an audit of the flow `billing`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ('attest.layer-6-backup = {by = "A", on = 2027-01-01}', "did you mean `layer-6-backups`?"),
        ('attest.layer-6-backups = {by = "A"}', "`on` is missing"),
        ('attest.layer-6-backups = {by = " ", on = 2027-01-01}', "a name is expected"),
        ('attest.layer-6-backups = {by = "A", on = "soon"}', "`soon` is no day like 2027-03-31"),
        ('attest.layer-6-backups = {by = "A", on = 3}', "a day like 2027-03-31 is expected"),
        ('attest.layer-6-backups = {by = "A", on = 2027-01-01T10:00:00}', "a day like"),
        ('attest.layer-6-backups = {by = "A", on = 2027-01-01, off = 1}', "unknown key"),
        ("attest = 1", "a table is expected"),
        ('flows.x = {entry = "GET /"}', "did you mean `entries`?"),
        ('flows.x = {entries = "GET /"}', "a list of strings is expected"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], table: str, reason: str
) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.readiness-lint]\n{table}\n", encoding="utf-8")

    assert 2 == run("--flow", "checkout", "--entry", "POST /orders")
    assert reason in capsys.readouterr().err


def test_the_schema_of_the_configuration_knows_flows_and_answers() -> None:
    validator = Draft202012Validator(schema())
    answer = {"by": "Ann", "on": "2027-01-05"}

    assert validator.is_valid({"attest": {"layer-6-backups": answer}})
    assert validator.is_valid({"flows": {"checkout": {"entries": ["POST /orders"]}}})
    assert not validator.is_valid({"attest": {"layer-6-nothing": answer}})
    assert not validator.is_valid({"attest": {"layer-6-backups": {"by": "Ann"}}})
    assert not validator.is_valid({"flows": {"checkout": {"entry": "POST /orders"}}})


def test_names_of_flows_become_names_of_files() -> None:
    names = ["checkout", "../../etc/passwd", "a b", "a/b", "-", "", "service", "x" * 300, "\x1b[1m"]
    slugs = [slug(name) for name in names]

    assert "checkout" == slugs[0]
    assert len(set(slugs)) == len(slugs)
    assert all(len(one) <= 90 for one in slugs)
    assert all(part.isalnum() for one in slugs for part in one.split("-") if part)

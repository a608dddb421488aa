"""Findings that are accepted for now: in the command, in flake8 and in pylint."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path

import pytest
from shop import Shop

from readiness_lint.config import BASELINE, ConfigurationError
from readiness_lint.project.baseline import Baseline, Defect, Entry, compared, read

RATES = """\
import requests


def rate(url):
    return requests.get(url)


class Bank:
    def pay(self, url):
        return requests.post(
            url,
            json={"sum": 1},
        )
"""
ONE_MORE = "\n\ndef more(url):\n    return requests.get(url)\n"
YESTERDAY = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)


@pytest.fixture
def rates(shop: Shop) -> Shop:
    shop.write("pyproject.toml", "[tool.readiness-lint]\nselect = ['RDY401']\n")
    shop.write("shop/__init__.py", "")
    shop.write("shop/rates.py", RATES)
    return shop


@pytest.fixture
def accepted(rates: Shop) -> Shop:
    assert 0 == baseline(rates, "create").returncode
    return rates


def baseline(shop: Shop, *words: str) -> subprocess.CompletedProcess[str]:
    return shop.run("baseline", *words)


def lines(shop: Shop, *words: str) -> list[str]:
    """What is reported, by path and line."""
    done = shop.check("-q", "--output-format", "concise", *words)

    assert done.returncode == bool(done.stdout), done.stderr
    return [":".join(line.split(":")[:2]) for line in done.stdout.splitlines()]


def rewrite(shop: Shop, **changes: object) -> None:
    """Give all entries something more."""
    file = shop.folder / BASELINE
    content = json.loads(file.read_text(encoding="utf-8"))
    for entries in content["findings"].values():
        for entry in entries:
            entry.update(changes)
    file.write_text(json.dumps(content), encoding="utf-8")


def test_what_is_found_today_is_accepted(rates: Shop) -> None:
    assert ["shop/rates.py:5", "shop/rates.py:10"] == lines(rates)
    done = baseline(rates, "create")

    assert (0, "") == (done.returncode, done.stderr)
    assert f"{BASELINE}: 2 findings accepted (2 added, 0 dropped)\n" == done.stdout
    assert [] == lines(rates)
    assert "No findings in 2 files\n2 findings accepted by the baseline\n" == rates.check().stdout


def test_the_file_is_the_same_whatever_found_them(accepted: Shop) -> None:
    first = (accepted.folder / BASELINE).read_text(encoding="utf-8")
    (accepted.folder / BASELINE).unlink()
    baseline(accepted, "create", "--no-cache", "-j2", "shop/rates.py", ".")

    assert first == (accepted.folder / BASELINE).read_text(encoding="utf-8")
    assert first.endswith("}\n")
    assert ["rule", "in", "hash", "count"] == list(
        json.loads(first)["findings"]["shop/rates.py"][0]
    )


def test_a_baseline_is_not_written_over(accepted: Shop) -> None:
    done = baseline(accepted, "create")

    assert 2 == done.returncode
    assert "is there already; `readiness-lint baseline update` changes it" in done.stderr


@pytest.mark.parametrize("host", ["command", "flake8", "pylint"])
def test_only_what_is_new_is_reported(accepted: Shop, host: str) -> None:
    def found() -> list[str]:
        if host == "command":
            return lines(accepted)
        if host == "flake8":
            done = accepted.flake8("--select", "RDY", ".")
        else:
            done = accepted.pylint("--disable=C,R,E", "--enable=RDY401", "shop")
        assert "" == done.stderr
        marked = [line for line in done.stdout.splitlines() if "401" in line]
        return [":".join(line.removeprefix("./").split(":")[:2]) for line in marked]

    assert [] == found()

    accepted.write("shop/rates.py", f"{RATES}{ONE_MORE}")

    assert ["shop/rates.py:17"] == found()


def test_what_moves_and_is_laid_out_anew_stays_accepted(accepted: Shop) -> None:
    head, first, second = RATES.split("\n\n\n")
    again = second.replace('url,\n            json={"sum": 1},\n        ', "url, json={'sum': 1}")

    assert again != second

    accepted.write("shop/rates.py", f"# rates\n\n{head}\n\n\n{again}\n\n{first}\n")

    assert [] == lines(accepted)


@pytest.mark.parametrize("new", ["shop/money.py", "bank/rates.py"])
def test_a_file_that_is_renamed_keeps_its_findings_accepted(accepted: Shop, new: str) -> None:
    accepted.write("bank/__init__.py", "")
    (accepted.folder / "shop/rates.py").rename(accepted.folder / new)

    assert [] == lines(accepted)
    assert [] == lines(accepted, new)

    accepted.write("shop/rates.py", RATES)

    assert 2 == len(lines(accepted)), "a copy is new"


def test_a_function_that_goes_to_another_file_keeps_its_findings_accepted(accepted: Shop) -> None:
    head, first, second = RATES.split("\n\n\n")
    accepted.write("shop/rates.py", f"{head}\n\n\n{first}\n")
    accepted.write("shop/bank.py", f"{head}\n\n\n{second}")

    assert [] == lines(accepted)
    assert ["shop/bank.py:6"] == lines(accepted, "shop/bank.py"), "the other may still hold it"


def test_more_of_the_same_is_new(accepted: Shop) -> None:
    accepted.write(
        "shop/rates.py",
        RATES.replace(
            "    return requests.get(url)",
            "    return requests.get(url)\n    return requests.get(url)",
        ),
    )

    assert ["shop/rates.py:6"] == lines(accepted)


def test_an_entry_expires(accepted: Shop) -> None:
    rewrite(accepted, expires="2999-12-31", reason="the bank is slow")
    shown = baseline(accepted, "show").stdout

    assert [] == lines(accepted)
    assert "shop/rates.py RDY401 in Bank.pay, until 2999-12-31: the bank is slow\n" in shown

    rewrite(accepted, expires=YESTERDAY.isoformat())

    assert 2 == len(lines(accepted))
    assert f"rate, expired {YESTERDAY}" in baseline(accepted, "show").stdout

    baseline(accepted, "update")

    assert 2 == len(lines(accepted)), "an update renews nothing that was to end"


def test_what_is_mended_is_dropped(accepted: Shop) -> None:
    accepted.write("shop/rates.py", RATES.replace("get(url)", "get(url, timeout=3)"))
    asked = baseline(accepted, "prune", "--check")

    assert (1, f"{BASELINE}: 1 to be dropped, 1 finding left\n") == (asked.returncode, asked.stdout)

    done = baseline(accepted, "prune")

    assert (0, f"{BASELINE}: 1 finding accepted (0 added, 1 dropped)\n") == (
        done.returncode,
        done.stdout,
    )
    assert 0 == baseline(accepted, "prune", "--check").returncode

    accepted.write("shop/rates.py", RATES)

    assert ["shop/rates.py:5"] == lines(accepted)

    baseline(accepted, "prune")

    assert ["shop/rates.py:5"] == lines(accepted), "nothing new is accepted"

    done = baseline(accepted, "update", "--reason", "legacy")

    assert [] == lines(accepted)
    assert ["rate: legacy", "Bank.pay"] == [
        line.partition(" in ")[2]
        for line in sorted(baseline(accepted, "show", "-q").stdout.splitlines(), reverse=True)
    ]


@pytest.mark.parametrize(
    "words", [("shop/__init__.py",), (".", "--ignore", "RDY401"), (".", "--select", "RDY305")]
)
def test_only_a_run_that_would_have_found_it_drops_it(
    accepted: Shop, words: tuple[str, ...]
) -> None:
    accepted.write("shop/rates.py", "")

    assert "2 findings accepted (0 added, 0 dropped)" in baseline(accepted, "prune", *words).stdout


def test_a_file_that_cannot_be_parsed_keeps_its_entries(accepted: Shop) -> None:
    accepted.write("shop/rates.py", "def (")

    assert "2 findings accepted (0 added, 0 dropped)" in baseline(accepted, "prune").stdout


def test_entries_of_a_file_that_is_gone_are_dropped(accepted: Shop) -> None:
    (accepted.folder / "shop/rates.py").unlink()

    assert "2 findings accepted" in baseline(accepted, "prune", "shop/__init__.py").stdout
    assert "0 findings accepted (0 added, 2 dropped)" in baseline(accepted, "prune").stdout


def test_what_is_accepted_is_shown_on_demand(accepted: Shop) -> None:
    accepted.write("shop/rates.py", f"{RATES}{ONE_MORE}")
    done = accepted.check("--show-baselined", "--output-format", "json")
    report = json.loads(done.stdout)

    assert 1 == done.returncode
    assert [(5, True), (10, True), (17, False)] == [
        (item["line"], item["baselined"]) for item in report["findings"]
    ]
    assert (1, 2) == (report["summary"]["findings"], report["summary"]["baselined"])
    assert 0 == accepted.check("--show-baselined", "shop/__init__.py").returncode
    assert 3 == len(
        accepted.check("--no-baseline", "--output-format", "concise").stdout.splitlines()
    )


def test_a_baseline_may_have_another_name(rates: Shop) -> None:
    rates.write(
        "pyproject.toml", "[tool.readiness-lint]\nselect=['RDY401']\nbaseline='ci/accepted.json'\n"
    )
    (rates.folder / "ci").mkdir()
    baseline(rates, "create")

    assert [] == lines(rates)
    assert ["../shop/rates.py"] == list(
        json.loads((rates.folder / "ci/accepted.json").read_text(encoding="utf-8"))["findings"]
    )
    assert 2 == len(lines(rates, "--isolated", "--select", "RDY401"))
    assert 2 == len(lines(rates, "--baseline", "none.json"))


def test_shards_are_compared_when_they_are_put_together(accepted: Shop) -> None:
    accepted.write("shop/more.py", f"import requests\n{ONE_MORE}")
    for number in (1, 2):
        accepted.check("--shard", f"{number}/2", "--write-partial", f"{number}.json")
    done = accepted.run("merge", "1.json", "2.json", "--output-format", "concise")

    assert ["shop/more.py:5"] == [
        ":".join(line.split(":")[:2]) for line in done.stdout.splitlines()
    ]


def test_a_text_from_stdin_is_compared(accepted: Shop) -> None:
    words = ("-", "--stdin-filename", "shop/rates.py", "--output-format", "concise")
    done = accepted.check(*words, stdin=f"{RATES}{ONE_MORE}")

    assert ["17"] == [line.split(":")[1] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not valid JSON"),
        ('{\n<<<<<<< HEAD\n"version": 1', "it has marks of a merge conflict"),
        ("[]", "not a baseline of readiness-lint"),
        ('{"version": 2, "findings": {}}', "version 2 is not known"),
        ('{"version": 1, "findings": {"a.py": {}}}', "a.py: a list of findings is expected"),
        ('{"version": 1, "findings": {"a.py": [{"rule": 4}]}}', "is no finding"),
        ('{"version": 1, "findings": {"a.py": [{"rule": "RDY401", "count": 0}]}}', "is no finding"),
        (
            '{"version": 1, "findings": {"a.py": [{"rule": "RDY401", "expires": "soon"}]}}',
            "expires: `soon` is no day like 2027-03-31",
        ),
        ("\udcff", "not UTF-8"),
    ],
)
def test_a_broken_baseline_is_one_line(rates: Shop, content: str, reason: str) -> None:
    (rates.folder / BASELINE).write_bytes(content.encode("utf-8", "surrogateescape"))
    done = rates.check()

    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert reason in done.stderr
    assert "" == rates.flake8("--select", "RDY", ".").stdout


def test_what_two_branches_accepted_is_one(tmp_path: Path) -> None:
    line = '{"rule": "RDY401", "in": "f", "hash": "ab", "count": 1}'
    file = tmp_path / BASELINE
    file.write_text(f'{{"version": 1, "findings": {{"a.py": [{line}, {line}]}}}}', encoding="utf-8")
    found = read(file)

    assert found is not None
    assert [2] == [entry.count for entry in found.entries]
    assert read(tmp_path / "none.json") is None
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read(tmp_path)


def test_entries_stand_in_one_order(tmp_path: Path) -> None:
    entries = tuple(
        Entry(path, Defect(code, "f", "ab"), 1)
        for path in ("b.py", "a/é.py", "a.py")
        for code in ("RDY505", "RDY401")
    )
    one = Baseline(tmp_path / BASELINE, entries)
    other = Baseline(tmp_path / BASELINE, entries[::-1])

    assert one.text() == other.text()
    assert one.text().isascii()
    (tmp_path / BASELINE).write_text(one.text(), encoding="utf-8")
    assert set(entries) == set(read(tmp_path / BASELINE).entries)  # type: ignore[union-attr]
    assert {} == dict(compared(Baseline(tmp_path), (), (), YESTERDAY).left)


DROP = "from alembic import op\n\nrevision = '{0}'\ndown_revision = {1}\n\n\ndef upgrade():\n    op.drop_constraint(None, 'orders')\n"


def test_of_migrations_that_have_run_nothing_is_reported(shop: Shop) -> None:
    for name, before in (("a1", None), ("b2", "a1"), ("c3", "b2")):
        shop.write(f"versions/{name}_it.py", DROP.format(name, repr(before)))
    settings = "select = ['RDY628']\n"
    shop.write("readiness-lint.toml", settings)

    assert 3 == len(lines(shop))

    shop.write("readiness-lint.toml", f"{settings}migrations-since = ['b2']\n")

    assert ["versions/c3_it.py:8"] == lines(shop)
    assert ["versions/c3_it.py:8"] == lines(shop, "versions/c3_it.py", "versions/a1_it.py")


def test_applications_have_migrations_of_their_own(shop: Shop) -> None:
    """Only what an application has run is past; a migration stands for those that it replaces."""
    text = (
        "from django.db import migrations, models\n\nfrom shop.models import Order\n\n\n"
        "def fill(apps, schema_editor):\n    Order.objects.update(state='new')\n\n\n"
        "class Migration(migrations.Migration):\n    dependencies = [{0}]\n    replaces = [{1}]\n"
        "    operations = [migrations.RunPython(fill)]\n"
    )
    shop.write("shop/__init__.py", "")
    shop.write(
        "shop/models.py", "from django.db import models\n\n\nclass Order(models.Model):\n    pass\n"
    )
    shop.write("shop/migrations/__init__.py", "")
    for name, before, replaced in (
        ("0001_one", "", ""),
        ("0002_two", "('shop', '0001_one')", ""),
        ("0001_squashed", "", "('shop', '0001_one'), ('shop', '0002_two')"),
        ("0003_three", "('shop', '0002_two')", ""),
    ):
        shop.write(f"shop/migrations/{name}.py", text.format(before, replaced))
    settings = "select = ['RDY626']\n"
    shop.write("readiness-lint.toml", settings)

    assert 4 == len(lines(shop))

    shop.write("readiness-lint.toml", f"{settings}migrations-since = ['shop.0001_squashed']\n")

    assert ["shop/migrations/0003_three.py:7"] == lines(shop)

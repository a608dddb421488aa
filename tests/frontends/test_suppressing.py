"""`check --add-suppressions`: comments above what is found, and nothing else changed."""

from __future__ import annotations

import pytest
from shop import Shop

REASON = "legacy, see #12"
MARK = f"# readiness: ignore[RDY401] -- {REASON}"
SETTINGS = "[tool.readiness-lint]\nselect = ['RDY401']\n"


def suppressed(shop: Shop, text: str | bytes) -> str:
    """A text with its comments."""
    shop.write("pyproject.toml", SETTINGS)
    content = text.encode() if isinstance(text, str) else text
    path = shop.write("rates.py", "")
    path.write_bytes(content)
    done = shop.check("--add-suppressions", REASON)

    assert (0, "") == (done.returncode, done.stderr)
    assert "" == shop.check("-q").stdout
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("requests.get(url)\n", f"{MARK}\nrequests.get(url)\n"),
        ("requests.get(url)", f"{MARK}\nrequests.get(url)"),
        (
            "if url:\n    a = requests.get(url)\n",
            f"if url:\n    {MARK}\n    a = requests.get(url)\n",
        ),
        ("if requests.get(url):\n    pass\n", f"{MARK}\nif requests.get(url):\n    pass\n"),
        (
            "x = [\n    1,\n    requests.get(url),\n]\n",
            f"{MARK}\nx = [\n    1,\n    requests.get(url),\n]\n",
        ),
        ("x = '''\n''', requests.get(url)\n", f"{MARK}\nx = '''\n''', requests.get(url)\n"),
        ("if url: requests.get(url)\n", f"{MARK}\nif url: requests.get(url)\n"),
        ("class A:\n\tx = requests.get(url)\n", f"class A:\n\t{MARK}\n\tx = requests.get(url)\n"),
        (
            "requests.get(url); requests.get(url)\n",
            f"{MARK}\nrequests.get(url); requests.get(url)\n",
        ),
    ],
)
def test_the_comment_stands_above_the_statement(shop: Shop, before: str, after: str) -> None:
    assert f"import requests\n{after}" == suppressed(shop, f"import requests\n{before}")


def test_encoding_and_line_ends_stay(shop: Shop) -> None:
    before = "# coding: latin-1\r\nimport requests\r\nrequests.get('é')\r\n".encode("latin-1")
    shop.write("pyproject.toml", SETTINGS)
    path = shop.write("rates.py", "")
    path.write_bytes(before)

    assert 0 == shop.check("--add-suppressions", REASON).returncode
    assert before.replace(b"\nrequests", f"\n{MARK}\r\nrequests".encode()) == path.read_bytes()


def test_a_reason_that_the_file_cannot_hold_is_one_line(shop: Shop) -> None:
    shop.write("pyproject.toml", SETTINGS)
    path = shop.write("rates.py", "")
    path.write_bytes(b"# coding: latin-1\nimport requests\nrequests.get('a')\n")
    done = shop.check("--add-suppressions", "später €")

    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert "1 finding not suppressed: the reason cannot be written" in done.stderr


@pytest.mark.parametrize("reason", ["", "  ", "two\nlines"])
def test_a_reason_is_one_line(shop: Shop, reason: str) -> None:
    shop.write("rates.py", "import requests\nrequests.get('a')\n")
    done = shop.check("--add-suppressions", reason)

    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert "say why, in one line" in done.stderr
    assert 2 == shop.check("-", "--add-suppressions", "why", stdin="x = 1\n").returncode


def test_so_many_findings_are_borne(shop: Shop) -> None:
    shop.write("rates.py", "import requests\nrequests.get('a')\nrequests.get('b')\n")
    words = ("--select", "RDY401", "--output-format", "concise")
    runs = [shop.check(*words, "--max-findings", str(number)) for number in (1, 2)]

    assert [1, 0] == [done.returncode for done in runs]
    assert [2, 2] == [done.stdout.count("\n") for done in runs]
    assert 0 == shop.check(*words, "--fail-on", "critical").returncode
    assert 2 == shop.check(*words, "--max-findings", "few").returncode

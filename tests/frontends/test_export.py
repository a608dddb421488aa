"""The command `export`: tables, dry runs, scripts, files, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from audits import CHECKOUT, STUB, TIMEOUT, as_json, plain
from linear_server import KEY, Linear, serving
from shop import Shop

from readiness_lint.audit import Audit, Evidence, Spot
from readiness_lint.frontends.command.linear import push
from readiness_lint.reports.audit_json import FormatError, from_json
from readiness_lint.reports.github_issues import commands, file_of
from readiness_lint.reports.linear import HEADERS, cell, table
from readiness_lint.reports.prose import block, code, escaped, inline
from readiness_lint.reports.prose import cell as table_cell
from readiness_lint.reports.prose import plain as one_line
from readiness_lint.reports.tickets import LISTED, Ticket, tickets_of
from readiness_lint.terms import Severity, Status

HOSTILE = (
    "<script>alert(1)</script>",
    "`` ` ``` <b>",
    "| a | [b](https://evil.example) ![c](d)",
    "=HYPERLINK('x')",
    "\x1b[31mred\x07\r\n- [ ] readiness-lint:0",
    "@everyone #1 &lt; $x$ ~~no~~",
    "```\n# no\n```",
    "' ; rm -rf $HOME ; echo '",
    "\u202egnp.exe \ud800",
    "x" * 100_000,
)
BODY = """\
**Layer:** Reliability & Resilience  
**Severity:** High  
**Status:** Missing

### What users see

The page loads until the client gives up.

### What actually happens

`requests` waits forever by default, and the worker with it.

### Where

- [ ] `shop/pay.py:31` in `charge`: `requests.post` has no timeout
  - `shop/gate.py:12` in `send`: called here
- [ ] `shop/mail.py:9`: `requests.get` has no timeout

### How to fix

1. Say how long to wait:

   ```python
   requests.post(URL, timeout=5)
   ```
2. Try it.

Found by readiness-lint in the flow `checkout` of `shop`.

`readiness-lint rule RDY401` says more.

"""  # noqa: W291 - two blanks end a line in Markdown
LEFT_OUT = """\
readiness-lint: 1 rule in preview left out; --preview takes them in
readiness-lint: 1 rule left out: suppressed or accepted everywhere
"""


PLACED: dict[str, object] = dict(plain(STUB.evidence[0]))  # type: ignore[call-overload]


@pytest.fixture
def exported(shop: Shop) -> Callable[..., subprocess.CompletedProcess[str]]:
    shop.write("audit.json", as_json(CHECKOUT))

    def run(target: str, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
        environment = {"LINEAR_API_KEY": "", "LINEAR_API_URL": "", "no_proxy": "*", **more}
        return shop.run("export", target, "audit.json", *words, environment=environment)

    return run


@pytest.fixture
def linear() -> Iterator[Linear]:
    with serving() as workspace:
        yield workspace


def tickets(audit: Audit) -> tuple[Ticket, ...]:
    return tickets_of(from_json(as_json(audit))).tickets


def hostile(text: str) -> Audit:
    """An audit in which everything that may be anything says the same."""
    evidence = Evidence(
        Spot(text, 1, function=text),
        text,
        Severity.LOW,
        Status.PARTIAL,
        via=((Spot(text, 2), text),),
    )
    issue = replace(
        TIMEOUT,
        name=text,
        title=text,
        sees=text,
        happens=text,
        fix=(text, text),
        evidence=(evidence, evidence),
    )
    return replace(CHECKOUT, flow=text, project=text, issues=(issue,))


# ── tickets ──────────────────────────────────────────────────────────────────────────────────────
def test_a_ticket_says_what_the_framework_records() -> None:
    _, ticket = tickets(CHECKOUT)

    assert f"{BODY}{ticket.marker}\n{ticket.state}" == ticket.body


def test_a_marker_is_that_of_project_flow_and_rule() -> None:
    names = {
        ticket.marker
        for audit in (
            CHECKOUT,
            replace(CHECKOUT, tool="9.9", files=1),
            replace(CHECKOUT, flow="login"),
            replace(CHECKOUT, project="back office"),
        )
        for ticket in tickets(audit)
    }

    assert 6 == len(names)


def test_what_is_suppressed_makes_nothing_graver() -> None:
    accepted = replace(TIMEOUT.evidence[2], severity=Severity.CRITICAL)
    issue = replace(TIMEOUT, severity=Severity.CRITICAL, evidence=(TIMEOUT.evidence[0], accepted))
    (ticket,) = tickets(replace(CHECKOUT, issues=(issue,)))

    assert Severity.HIGH is ticket.severity
    assert "old.py" not in ticket.body


def test_a_long_list_is_cut() -> None:
    many = replace(TIMEOUT, evidence=TIMEOUT.evidence[:1] * (LISTED + 5))
    (ticket,) = tickets(replace(CHECKOUT, issues=(many,)))

    assert LISTED + 1 == ticket.body.count("- [ ]")
    assert "- [ ] 5 more places in the audit" in ticket.body


@pytest.mark.parametrize("part", ["happens", "fix"])
def test_a_text_that_is_too_long_is_cut_and_its_code_is_closed(part: str) -> None:
    markdown = pytest.importorskip("markdown_it", reason="markdown-it-py is not installed")
    text = "\n".join(["```", *["x" * 900] * 200, "```"])
    told: dict[str, Any] = {part: (text,) if part == "fix" else text}
    (ticket,) = tickets(replace(CHECKOUT, issues=(replace(TIMEOUT, **told),)))
    *_, last = markdown.MarkdownIt("commonmark").parse(ticket.body)[:-1]

    assert ticket.body.endswith(f"\n…\n\n{ticket.marker}\n{ticket.state}")
    assert f"{ticket.marker}\n{ticket.state}" == last.content
    assert len(ticket.body) < 65_536


def test_a_whole_service_is_named_by_its_project() -> None:
    first, _ = tickets(replace(CHECKOUT, flow=""))
    nameless, _ = tickets(replace(CHECKOUT, flow="", project=""))

    assert first.title.endswith(" (shop)")
    assert "Found by readiness-lint in `shop`." in first.body
    assert "Found by readiness-lint in the whole service." in nameless.body


# ── hostile texts ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_a_ticket(text: str) -> None:
    (ticket,) = tickets(hostile(text))
    *lines, marker, state = ticket.body.split("\n")

    assert (ticket.marker, ticket.state) == (marker, state)
    assert len(ticket.body) < 65_536
    assert ticket.title.replace("\u200b", "").isprintable()
    assert len(ticket.title) < 300
    assert all(line.isprintable() or "\u200b" in line for line in lines)
    assert "@everyone" not in re.sub(r"`[^`]*`", "", ticket.body)
    assert not any(line.startswith(("readiness-lint:", "- [x]", "<")) for line in lines)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_markdown(text: str) -> None:
    markdown = pytest.importorskip("markdown_it", reason="markdown-it-py is not installed")
    reader = markdown.MarkdownIt("commonmark", {"html": True}).enable("table")
    (ticket,) = tickets(hostile(text))
    tokens = reader.parse(ticket.body)
    inner = [each for token in tokens for each in token.children or ()]
    heads = [
        tokens[index + 1].content
        for index, each in enumerate(tokens)
        if each.type == "heading_open"
    ]

    assert not {"html_block", "html_inline", "link_open", "image", "table_open"} & {
        each.type for each in (*tokens, *inner)
    }
    assert set(heads) <= {"What users see", "What actually happens", "Where", "How to fix"}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_a_command(shop: Shop, text: str) -> None:
    script = "".join(f"{line}\n" for line in commands(tickets(hostile(text))))
    # What `gh` is told, one word each, ended by what it reads.
    shop.write(
        "gh", '#!/bin/sh\n[ "$2" = list ] && exit 0\nprintf "%s\\n" "$@"\n[ "$1" = label ] || cat\n'
    ).chmod(0o755)
    folder = {"PATH": f"{shop.folder}:/usr/bin:/bin"}
    done = subprocess.run(
        ["sh"],
        cwd=shop.folder,
        env=shop.environment(folder),
        input=script,
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=True,
    )
    (ticket,) = tickets(hostile(text))

    assert ticket.body in done.stdout
    assert f"\n{ticket.title}\n" in done.stdout
    assert "" == done.stderr


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_a_table(text: str) -> None:
    head, row = csv.reader(io.StringIO(table(tickets(hostile(text)))))

    assert HEADERS == tuple(head)
    assert len(HEADERS) == len(row)
    assert not any(each.startswith(("=", "+", "-", "@")) for each in row)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_leads_out_of_the_folder(text: str) -> None:
    (ticket,) = tickets(hostile(f"../../{text}"))
    name, _ = file_of(ticket)

    assert re.fullmatch(r"RDY401[a-z0-9-]{,61}\.md", name)


@pytest.mark.parametrize("first", "=+-@")
def test_a_formula_gets_an_apostrophe(first: str) -> None:
    assert f"'{first}1" == cell(f"{first}1")
    assert f"1{first}" == cell(f"1{first}")


def test_code_stays_code_and_the_rest_is_text() -> None:
    assert "`a_b` \\_c\\_ `` ` `` \\`" == inline("`a_b` _c_ `` ` `` `")
    assert "``` `` ```" == code("``")
    assert "" == code(" ")
    assert "a\u200b" not in one_line("a@b")
    assert "@\u200bapp #\u200b1" == one_line("@app\n#1")


def test_only_what_markdown_reads_is_escaped() -> None:
    assert "a & b \\&amp; \\&\\#\u200b64;" == escaped("a & b &amp; &#64;")
    assert "&lt;b&gt; \\!\\[x\\](https:&#47;/x)" == escaped("<b> ![x](https://x)")


def test_a_bar_ends_no_cell() -> None:
    assert "`a\\|b`" == table_cell("`a|b`")
    assert "`a\\|b` `c\\\\\\|d`" == table_cell("`a\\|b` `c\\\\|d`")


def test_blocks_of_code_are_closed() -> None:
    text = "a\n===\n~~~py\n```\nx\n~~~\n```\ny"
    told = ["a", "\\===", "````py", "```", "x", "````", "```", "y", "```"]

    assert told == list(block(text))


# ── Linear ───────────────────────────────────────────────────────────────────────────────────────
def test_a_table_is_what_the_importer_reads(exported: Any) -> None:
    done = exported("linear", "--format", "csv")
    head, *rows = csv.reader(io.StringIO(done.stdout))

    assert 0 == done.returncode
    assert LEFT_OUT == done.stderr
    assert list(HEADERS) == head
    assert [
        ["Urgent", "Infrastructure Reality, RDY102"],
        ["High", "Reliability & Resilience, RDY401"],
    ] == [[row[2], row[5]] for row in rows]
    assert [ticket.body for ticket in tickets(CHECKOUT)] == [row[1] for row in rows]


def test_nothing_is_sent_without_push(exported: Any, linear: Linear) -> None:
    done = exported("linear", "--team", "ENG", LINEAR_API_KEY=KEY, LINEAR_API_URL=linear.url)
    told = json.loads(done.stdout)
    names = [
        request["query"].split("(")[0].removeprefix("mutation ") for request in told["requests"]
    ]

    assert [] == linear.asked
    assert told["dryRun"] is True
    assert [*["CreateLabel"] * 5, *["CreateIssue", "CreateComment"] * 2] == names
    assert "<id of team ENG>" == told["requests"][5]["variables"]["input"]["teamId"]


def test_a_dry_run_shows_what_a_push_sends(
    exported: Any, linear: Linear, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readiness_lint.frontends.command.graphql import Api  # noqa: PLC0415

    monkeypatch.setenv("no_proxy", "*")
    list(push(Api("Linear", linear.url, KEY), "", tickets(CHECKOUT)))
    names = {f"<id of label {label['name']}>": label["id"] for label in linear.labels}
    text = exported("linear").stdout.replace("<id of the team>", "t1")
    for name, key in names.items():
        text = text.replace(name, key)
    shown = [
        (request["query"], request["variables"])
        for request in json.loads(text)["requests"]
        if "CreateComment" not in request["query"]
    ]
    sent = [(query, told) for name, query, told in linear.asked if name.startswith("Create")]

    assert sorted(shown, key=str) == sorted(sent, key=str)


def test_a_push_says_what_it_did(exported: Any, linear: Linear) -> None:
    words = {"LINEAR_API_KEY": f"{KEY}\n", "LINEAR_API_URL": linear.url}
    first = exported("linear", "--push", "--quiet", **words)
    second = exported("linear", "--push", "--team", "ENG", **words)

    assert (0, "") == (first.returncode, first.stderr)
    assert [
        "created ENG-1 https://linear.example/ENG-1: RDY102 Handler of a write that answers with"
        " what it made up (checkout)",
        "created ENG-2 https://linear.example/ENG-2: RDY401 Outbound call without a timeout"
        " (checkout)",
    ] == first.stdout.splitlines()
    assert ["unchanged", "unchanged"] == [line.split()[0] for line in second.stdout.splitlines()]


def test_a_push_that_fails_says_so_in_one_line(exported: Any, linear: Linear) -> None:
    done = exported("linear", "--push", LINEAR_API_KEY="wrong", LINEAR_API_URL=linear.url)

    assert (2, "") == (done.returncode, done.stdout)
    assert "readiness-lint: Linear refuses the key: Linear answers 401: no" in done.stderr
    assert "wrong" not in done.stderr


@pytest.mark.parametrize(
    ("words", "environment", "reason"),
    [
        (["--push"], {}, "--push needs a key of Linear's API in LINEAR_API_KEY"),
        (["--push"], {"LINEAR_API_KEY": "a\nb"}, "what LINEAR_API_KEY holds is no key"),
        (
            ["--push", "--format", "csv"],
            {},
            "--push sends over the API; a table is imported by hand",
        ),
        (
            ["--push"],
            {"LINEAR_API_KEY": KEY, "LINEAR_API_URL": "http://linear.example"},
            "LINEAR_API_URL must be an address with https",
        ),
        (
            ["--push"],
            {"LINEAR_API_KEY": KEY, "LINEAR_API_URL": "https://[/"},
            "LINEAR_API_URL must be an address with https",
        ),
        (
            ["--push"],
            {"LINEAR_API_KEY": KEY, "LINEAR_API_URL": "file:///etc/passwd"},
            "LINEAR_API_URL must be an address with https",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused(
    exported: Any, words: list[str], environment: dict[str, str], reason: str
) -> None:
    done = exported("linear", *words, **environment)

    assert 2 == done.returncode
    assert f"readiness-lint: {reason}\n" == done.stderr


# ── GitHub ───────────────────────────────────────────────────────────────────────────────────────
def test_a_file_is_written_for_each_rule(exported: Any, shop: Shop) -> None:
    done = exported("github", "--output-dir", "issues", "--preview")
    files = sorted(path.name for path in (shop.folder / "issues").iterdir())
    text = (shop.folder / "issues" / files[2]).read_text(encoding="utf-8")

    assert [
        "RDY102-canned-write-response.md",
        "RDY307-sleep-in-request.md",
        "RDY401-outbound-call-without-timeout.md",
    ] == files
    assert "readiness-lint: 3 issues in issues\n" in done.stderr
    assert text.startswith(
        '---\ntitle: "RDY401 Outbound call without a timeout (checkout)"\nlabels: ['
        '"readiness: reliability & resilience", "readiness severity: high", "RDY401"]\n---\n\n'
    )
    assert text.endswith(f"{tickets(CHECKOUT)[1].body}\n")


def test_labels_are_made_before_issues(exported: Any) -> None:
    lines = exported("github").stdout.splitlines()
    labels = [line for line in lines if line.startswith("gh label create")]

    assert lines[: len(labels)] == labels
    assert 6 == len(labels)
    assert 2 == sum(line.startswith("gh issue create") for line in lines)


def test_a_folder_that_cannot_be_made_is_said(exported: Any, shop: Shop) -> None:
    shop.write("issues", "")
    done = exported("github", "--output-dir", "issues")

    assert 2 == done.returncode
    assert "readiness-lint: issues: cannot be made: File exists\n" == done.stderr


# ── the audit ────────────────────────────────────────────────────────────────────────────────────
def whole(**parts: object) -> str:
    told = plain(CHECKOUT)
    assert isinstance(told, dict)
    return json.dumps({**told, **parts})


def without(*names: str) -> str:
    told = plain(CHECKOUT)
    assert isinstance(told, dict)
    return json.dumps({name: value for name, value in told.items() if name not in names})


def changed(**parts: object) -> str:
    told = plain(CHECKOUT)
    assert isinstance(told, dict)
    told["issues"][0].update(parts)
    return json.dumps(told)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not valid JSON: Expecting property name"),
        ("[]", "not an audit of readiness-lint: it has no `version`"),
        ('{"findings": []}', "not an audit of readiness-lint: it has no `version`"),
        ('{"version": 2}', "version 2 of the form of audits is not known, only 1"),
        (without("project", "issues"), "`project` and `issues` are missing"),
        (whole(project=7), "`project` is 7, not a text"),
        (whole(issues=7), "`issues` is 7, not a list"),
        (whole(issues=[7]), "`issues[0]` is 7, not an object"),
        (changed(code="../x"), '`issues[0].code` is "../x", which is no code of a rule'),
        (changed(code="RDY401", layer="reliability"), "`issues` has RDY401 twice"),
        (changed(layer="data"), '`issues[0].layer` is "data", not one of infrastructure,'),
        (changed(severity=4), "`issues[0].severity` is 4, not a text"),
        (changed(preview=1), "`issues[0].preview` is 1, not true or false"),
        (changed(evidence=[{"spot": {}}]), "`issues[0].evidence[0].message` and `issues[0].evide"),
        (
            changed(evidence=[{**PLACED, "spot": {"path": "a"}}]),
            "`issues[0].evidence[0].spot.line` is missing",
        ),
        (
            changed(evidence=[{**PLACED, "spot": {"path": "a", "line": True}}]),
            "`issues[0].evidence[0].spot.line` is true, not a whole number",
        ),
        (
            changed(evidence=[{**PLACED, "via": [[]]}]),
            "`issues[0].evidence[0].via[0]` is [], not a list of 2",
        ),
        (changed(fix=["x", "\x1b" * 99]).replace('"x"', "[]"), "`issues[0].fix[0]` is [], not a"),
    ],
)
def test_what_is_no_audit_is_said_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(FormatError) as caught:
        from_json(text)

    assert str(caught.value).startswith(reason)
    assert str(caught.value).isprintable()


def test_what_is_not_needed_may_be_there() -> None:
    told = plain(CHECKOUT)
    assert isinstance(told, dict)

    assert from_json(json.dumps(told)) == from_json(json.dumps({**told, "more": 1}))


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "cannot be read: No such file"), (b"\xff", "not UTF-8")]
)
def test_a_file_that_cannot_be_read_is_said(shop: Shop, content: bytes | None, reason: str) -> None:
    if content is not None:
        (shop.folder / "audit.json").write_bytes(content)
    done = shop.run("export", "linear", "audit.json")

    assert 2 == done.returncode
    assert done.stderr.startswith(f"readiness-lint: audit.json: {reason}")
    assert 1 == done.stderr.count("\n")

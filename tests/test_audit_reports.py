"""The three reports of an audit say the same, and no text of the audited code breaks one of them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from audited_shop import CHARGE, INSERT, STUB, audit, evidence, finding, full, spot, trace
from jsonschema import Draft202012Validator

from readiness_lint.audit import Audit, End, Step
from readiness_lint.reports import audit_html, audit_json, audit_markdown
from readiness_lint.reports.audit_page import SCRIPT, STYLE
from readiness_lint.reports.audit_picture import picture
from readiness_lint.reports.audit_wording import LAYERS, STATES, cut, ends, rows_of
from readiness_lint.terms import Layer

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "]]></svg><b>",
    "<!-- ",
    "&lt;b&gt; &#60;b>",
    "`` ``` `code` ````",
    "```\n# A heading\n```",
    "| a | b |\n|---|---|",
    "[link](https://evil.example) ![img](https://evil.example/x.png)",
    "<details>\n\n- [x] done",
    "@everyone #1 https://evil.example www.evil.example",
    "=HYPERLINK(1) +1 -1 @SUM",
    "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x07",
    "\u202egnp.exe \u2066x\u2069",
    "nul\x00 bell\x07 back\x08 \x9b31m",
    "\ud800 surrogate",
    "a" * 30_000,
    "word " * 9_000,
    "{body} {0} %s $x ${y}",
    "\u0100\u0300\u4e2d\U0001f600",
    "line\r\nbreak\u2028and\u2029more\x85",
)
VOID = {"meta", "br", "input", "rect", "circle", "path"}
LOUD = {"script", "style", "img", "iframe", "object", "embed", "link", "base", "audio", "video"}


class Page(HTMLParser):
    """What a browser would make of a page, as far as it is asked here."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop(), f"{tag} ends nothing"

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def shop() -> Audit:
    return full()


def test_json_is_read_back_as_it_was(shop: Audit) -> None:
    assert shop == audit_json.from_json(audit_json.report(shop))


def test_json_keeps_its_schema(shop: Audit) -> None:
    schema = json.loads(audit_json.SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)

    for found in (shop, audit(), audit(traces=(), reached=None)):
        assert [] == list(
            Draft202012Validator(schema).iter_errors(json.loads(audit_json.report(found)))
        )


def test_the_schema_is_that_of_the_classes() -> None:
    assert audit_json.schema_text() == audit_json.SCHEMA.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"version": 2}, "version 2 of the form of audits is not known, only 1"),
        ({"score": None}, "`score` is null, not an object"),
        ({"files": "many"}, '`files` is "many", not a whole number'),
        ({"files": True}, "`files` is true, not a whole number"),
        ({"items": [1]}, "`items[0]` is 1, not an object"),
        ({"frameworks": {}}, "`frameworks` is {}, not a list"),
        (
            {"traces": [{"entry": {}, "root": {}, "links": 0, "unresolved": 0}]},
            "`traces[0].entry.title` and `traces[0].entry.kind` and `traces[0].entry.handler`"
            " and `traces[0].entry.place` are missing",
        ),
    ],
)
def test_what_is_no_audit_is_refused(change: dict[str, object], reason: str) -> None:
    content = {**json.loads(audit_json.report(audit())), **change}

    with pytest.raises(audit_json.FormatError) as refused:
        audit_json.from_json(json.dumps(content))
    assert reason == str(refused.value)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "{" * 100_000, "[" * 100_000])
def test_a_text_that_is_no_audit_is_refused(text: str) -> None:
    with pytest.raises(audit_json.FormatError):
        audit_json.from_json(text)


def test_what_a_later_version_adds_is_left_alone(shop: Audit) -> None:
    content = {**json.loads(audit_json.report(shop)), "later": 1}

    assert shop == audit_json.from_json(json.dumps(content))


def test_the_same_audit_gives_the_same_bytes() -> None:
    for report in (audit_json.report, audit_markdown.report, audit_html.report):
        assert report(full()) == report(full())
        assert report(full()) == report(audit_json.from_json(audit_json.report(full())))


def test_markdown_has_the_order_of_the_framework(shop: Audit) -> None:
    heads = re.findall(r"^## (.+)$", audit_markdown.report(shop), re.MULTILINE)

    assert [
        *("Score", "Layer status", "Since the last audit", "Trace", "Findings", "Accepted"),
        *("Checklist", "Method and limits"),
    ] == heads


def test_markdown_tells_score_gate_and_layers() -> None:
    found = audit(finding("RDY622", 7), finding("RDY401", 6), finding("RDY401", 8))
    text = audit_markdown.report(found)

    assert "**96 / 100** · gate: **Not ready** (critical findings: 1)" in text
    assert (
        "| 4. Reliability & Resilience | Partial | 88 | 15 % | 100 - 12.5 (RDY401 x 2 high) = 88 |"
    ) in text
    assert "| 6. Data Integrity & Lifecycle | Fail | 75 | 10 % |" in text


def test_markdown_draws_the_trace() -> None:
    deep = Step("pay", "task", spot(6), spot(20, 30, "pay"), steps=(CHARGE, STUB))
    text = audit_markdown.report(audit(traces=(trace(INSERT, deep),)))

    assert (
        "```text\n"
        "POST /orders (transport)  shop/orders.py:3\n"
        "├── session.add           shop/orders.py:7  → database: INSERT orders\n"
        "└── pay [task]            shop/orders.py:6\n"
        "    ├── requests.post     shop/orders.py:6  → external: POST https://pay.example\n"
        "    └── send_receipt      shop/orders.py:9  → stub  (when order.paid)\n"
        "```\n"
    ) in text


def test_markdown_records_an_issue_as_the_framework_does() -> None:
    text = audit_markdown.report(audit(finding("RDY401", 6)))
    record = text.partition("### RDY401")[2].partition("\n## ")[0]

    assert (
        ": Outbound call without a timeout\n"
        "\n"
        "- **Layer**: Reliability & Resilience\n"
        "- **Severity**: High\n"
        "- **Status**: Missing\n"
        "- **What users see**: When the service stalls, every worker that calls it stalls with it,"
        " and an outage over there becomes an outage over here.\n"
        "- **What actually happens**: A call to another service that sets no timeout waits for as"
        " long as that service likes.\n"
        "- **Evidence**: 1 place\n"
        "  - `shop/orders.py:6` in `place_order`: `pay` of line 6 is wrong\n"
        "\n"
        "    ```text\n"
        "      4 | line 4\n"
        "      5 | line 5\n"
        "    > 6 | line 6\n"
        "      7 | line 7\n"
        "      8 | line 8\n"
        "    ```\n"
    ) in record
    assert "- **Fix**:\n  - Choose the limit from what the caller can wait for" in record


def test_markdown_ticks_only_what_is_verified(shop: Audit) -> None:
    text = audit_markdown.report(shop)

    assert "- [x] Health checks tell the truth: **Verified**, the code shows it" in text
    assert "- Backups exist, and restoring them was tried: **Attested**, attested by orders" in text
    assert "- [ ] Data has a retention and deletion policy: **Unknown**" in text
    assert "- [ ] Calls of other services have a timeout: **Gap**, reported by RDY401" in text
    assert "  - orders on 2026-01-05 attested it, until 2026-12-31" in text


def test_every_report_says_each_item_and_its_state(shop: Audit) -> None:
    markdown = audit_markdown.report(shop).replace("\\", "")
    page = Page(audit_html.report(shop)).text

    for item in shop.items:
        assert f"{item.text}: **{STATES[item.state]}**" in markdown
        assert f"{STATES[item.state]} {item.text}" in page
    assert all(LAYERS[layer] in page for layer in Layer)


def test_a_whole_service_says_so() -> None:
    found = audit(flow="", reached=None)
    said = "No flow was named: this is the whole service, and every finding counts."

    assert said in audit_markdown.report(found)
    assert said in Page(audit_html.report(found)).text


def policy_of(page: Page) -> str:
    (policy,) = (
        attributes["content"]
        for tag, attributes in page.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    return policy


def test_the_page_allows_its_own_style_and_script_only(shop: Audit) -> None:
    text = audit_html.report(shop)
    policy = policy_of(Page(text))

    assert policy.startswith("default-src 'none'; ")
    for part, content in (("style", STYLE), ("script", SCRIPT)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()

        assert 1 == text.count(f"<{part}>")
        assert content == text.partition(f"<{part}>")[2].partition(f"</{part}>")[0]
        assert f"{part}-src 'sha256-{digest}'" in policy


def links(page: Page) -> Iterator[str | None]:
    for _, attributes in page.tags:
        yield from (attributes[name] for name in ("href", "src", "action") if name in attributes)


def test_the_page_asks_the_network_for_nothing(shop: Audit) -> None:
    page = Page(audit_html.report(shop))

    assert all(link is not None and link.startswith("#") for link in links(page))
    assert {"script", "style"} == {tag for tag, _ in page.tags if tag in LOUD}
    assert "@import" not in STYLE
    assert "url(" not in STYLE


def test_links_of_the_page_lead_somewhere(shop: Audit) -> None:
    page = Page(audit_html.report(shop))
    names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]

    assert len(names) == len(set(names))
    assert {f"#{name}" for name in names} >= set(links(page))


def test_the_page_has_headings_in_order_and_names_for_what_is_focused(shop: Audit) -> None:
    page = Page(audit_html.report(shop))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]

    assert 1 == levels.count(1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(
        {"aria-label", "aria-labelledby"} & attributes.keys()
        for _, attributes in page.tags
        if attributes.get("role") in {"region", "img", "search"}
    )


def allowed(page: Page) -> set[tuple[str, str]]:
    return {(tag, name) for tag, attributes in page.tags for name in attributes}


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_the_page(shop: Audit, word: str) -> None:
    text = audit_html.report(full(word))
    page = Page(text)

    assert [] == page.open
    assert allowed(page) <= allowed(Page(audit_html.report(shop)))
    assert not any(attributes.keys() & {"style", "onclick"} for _, attributes in page.tags)
    assert all(link is not None and link.startswith("#") for link in links(page))
    assert len(text.encode("utf-8", "backslashreplace")) <= audit_html.LARGEST
    assert_visible(text)


def assert_visible(text: str) -> None:
    bad = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069]", text)

    assert bad is None, repr(bad)


def outline(text: str) -> list[str]:
    """Lines that mean something to Markdown, and what they are; code is left out."""
    found: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = re.match(r"\s*(`{3,})", line)
        if fence:
            if mark and len(mark[1]) >= len(fence) and not line.strip().strip("`"):
                fence = ""
        elif mark:
            fence = mark[1]
            found.append("code")
        elif shape := re.match(r"\s*(#+ |- \[.\]|- |\||</?\w+)", line):
            found.append(shape[1])
    assert not fence
    return found


def spans_left_out(text: str) -> str:
    lines = []
    fence = ""
    for line in text.split("\n"):
        mark = re.match(r"\s*(`{3,})", line)
        if mark and (not fence or (len(mark[1]) >= len(fence) and not line.strip().strip("`"))):
            fence = "" if fence else mark[1]
        elif not fence:
            line = re.sub(r"<summary>(?:<code>[^<]*</code>)?[^<]*</summary>", "", line)  # noqa: PLW2901
            lines.append(re.sub(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)", "", line))
    return "\n".join(lines)


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_the_markdown(shop: Audit, word: str) -> None:
    text = audit_markdown.report(full(word))
    prose = spans_left_out(text)

    assert outline(audit_markdown.report(shop)) == outline(text)
    assert not re.search(
        r"(?<!\\)\]\(|<(?!/?(?:details|summary)\b)|@(?!\u200b)|https?://", prose
    ), prose
    assert max(map(len, text.split("\n"))) < 4_000
    assert_visible(text)


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_json_keeps_every_text_as_it_is(word: str) -> None:
    text = audit_json.report(full(word))

    assert text.isascii()
    assert full(word) == audit_json.from_json(text)


def test_a_large_audit_is_cut_to_fit() -> None:
    findings = [finding(code, line) for code in ("RDY401", "RDY421") for line in range(1, 97)]
    many = [replace(item, path=f"shop/m{number}.py") for item in findings for number in range(60)]
    steps = tuple(replace(INSERT, name=f"step_{number}") for number in range(3_000))
    traced = tuple(trace(*steps, title=f"POST /orders/{number}") for number in range(40))
    found = audit(*many, reached=None, traces=traced, evidence=(evidence("timeout"),) * 9)
    page = audit_html.report(found)

    assert len(page.encode()) <= audit_html.LARGEST
    assert "more, in the JSON" in page
    assert [] == Page(page).open
    assert len(audit_markdown.report(found)) < 400_000


def test_a_long_trace_keeps_what_is_near_and_what_the_handler_does() -> None:
    deep = replace(CHARGE, name="deep", end=None, steps=(replace(CHARGE, name="deepest"),))
    around = replace(CHARGE, name="around", how="middleware", end=None, steps=(INSERT,))
    rows, left = rows_of(trace(around, deep, STUB), 5)

    assert ["POST /orders", "around", "deep", "deepest", "send_receipt"] == [
        row.step.name for row in rows
    ]
    assert [0, 1, 0, 0, 0] == [row.left for row in rows]
    assert 1 == left


def test_what_is_out_of_sight_says_where_it_may_lead() -> None:
    lost = replace(STUB, end=End.OUT_OF_SIGHT, leads=(End.DATABASE, End.QUEUE))

    assert "out of sight, may lead to database, queue" == ends(lost)


def test_the_picture_has_a_line_for_each_step() -> None:
    drawn = picture(trace(INSERT, CHARGE, STUB), 3)

    assert 3 == drawn.count("<circle")
    assert "1 more step, in the JSON" in drawn
    assert "DB INSERT orders" in drawn
    assert 'class="row external"' in drawn


def test_what_is_out_of_sight_is_no_gap() -> None:
    unseen = Step("handler", "callback", spot(9), end=End.OUT_OF_SIGHT)
    text = audit_markdown.report(audit(traces=(trace(unseen),)))

    assert "→ out of sight" in text
    assert "Of 1 call it cannot be told what they call." in text
    assert "None on the way of this flow." in text


def test_a_text_is_cut_on_one_line() -> None:
    assert "a b" == cut("a \n\t b")
    assert 160 == len(cut("x" * 10_000))

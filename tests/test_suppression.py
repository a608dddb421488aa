from __future__ import annotations

import argparse
import ast
import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flake8.processor import FileProcessor  # type: ignore[import-untyped]
from flake8.violation import Violation  # type: ignore[import-untyped]
from pylint.checkers import BaseRawFileChecker
from pylint.lint import PyLinter
from pylint.reporters import CollectingReporter

from readiness_lint.suppression import KINDS, Suppressions, Target, Unused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TIMEOUT = Target.of("RDY401", "outbound-call-without-timeout")
RETRY = Target.of("RDY412", "retry-without-backoff")
SECRET = Target.of("RDY201", "hard-coded-secret")


def read(text: str) -> Suppressions:
    return Suppressions(text, ast.parse(text))


def hidden(text: str, kind: str, target: Target = TIMEOUT) -> list[int]:
    suppressions = read(text)
    count = len(io.StringIO(text, newline=None).readlines())
    return [line for line in range(1, count + 1) if kind in suppressions.kinds(target, line)]


# What rules are called.


def test_a_target_follows_the_scheme_of_the_pylint_plugin() -> None:
    expected = Target(
        "RDY401", "rdy-outbound-call-without-timeout", "W7401", "readiness-reliability", "W"
    )

    assert expected == TIMEOUT


def test_a_target_knows_its_name_and_the_id_that_carries_its_code() -> None:
    actual = TIMEOUT.name, TIMEOUT.old_id

    assert actual == ("outbound-call-without-timeout", "R7401")


def test_a_code_of_no_layer_has_no_checker() -> None:
    actual = Target.of("RDY002", "unused-suppression").checker

    assert not actual


# flake8.

NOQA_OPTIONS = argparse.Namespace(
    disable_noqa=False,
    hang_closing=False,
    indent_size=4,
    max_doc_length=None,
    max_line_length=79,
    stdin_display_name="stdin",
    verbose=0,
)


def hidden_by_flake8(path: Path, code: str) -> list[int]:
    processor = FileProcessor(str(path), NOQA_OPTIONS)
    if processor.should_ignore_file():
        return list(range(1, len(processor.lines) + 1))
    return [
        line
        for line in range(1, len(processor.lines) + 1)
        if Violation(code, str(path), line, 1, "", processor.noqa_line_for(line)).is_inline_ignored(
            disable_noqa=False
        )
    ]


def assert_like_flake8(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
    for target in (TIMEOUT, RETRY, SECRET):
        expected = hidden_by_flake8(path, target.code)

        assert expected == hidden(text, "noqa", target)


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# NOQA",
        "# NoQA",
        "# noqa: RDY401",
        "# NOQA: RDY401",
        "# noqa:RDY401,E501",
        "# noqa:RDY401,RDY412",
        "# noqa: E501 RDY401",
        "# noqa: E501, RDY401",
        "# noqa: E501,",
        "# noqa: E501RDY401",
        "# noqa: RDY401 some reason",
        "# noqa: RDY401 - reason",
        "# noqa: RDY401 -- RDY412 too",
        "# noqa: RDY4",
        "# noqa: RDY41",
        "# noqa: RDY",
        "# noqa: R",
        "# noqa: missing-timeout",
        "# noqa : RDY401",
        "# noqa:  RDY401",
        "# noqa:\tRDY401",
        "# noqa: rdy401",
        "# noqa: E501",
        "#noqa: RDY401",
        "#  noqa: RDY401",
        "# no qa",
        "# type: ignore # noqa: RDY401",
        "# noqa: E501 # noqa: RDY401",
        "# pylint: disable=x  # noqa: RDY412",
        "# noqa: RDY401\t",
        "# flake8: noqa",
        "# größe # noqa: RDY401",
    ],
)
def test_a_noqa_comment_hides_what_it_hides_in_flake8(comment: str, tmp_path: Path) -> None:
    assert_like_flake8(tmp_path / "sample.py", f"a = 1\nb = 2  {comment}\nc = 3\n")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("f(\n    a,\n    b)  # noqa: RDY401\n", id="last line of a call"),
        pytest.param("f(  # noqa: RDY401\n    a,\n    b)\n", id="first line of a call"),
        pytest.param("f(\n    a,  # noqa: RDY401\n    b)\n", id="line inside a call"),
        pytest.param("f(\n    # noqa: RDY401\n    b)\n", id="line of its own inside a call"),
        pytest.param('x = """a\nb\n"""  # noqa: RDY401\ny = 1\n', id="last line of a string"),
        pytest.param('x = """a # noqa: RDY401\nb\n"""\ny = 1\n', id="inside a string"),
        pytest.param('x = f("""a\nb""", 1,\n  2)  # noqa: RDY401\n', id="string inside a call"),
        pytest.param('x = f"""a\n{b}\n"""  # noqa: RDY401\n', id="f-string"),
        pytest.param("x = 1 + \\\n    2  # noqa: RDY401\ny = 1\n", id="backslash"),
        pytest.param(
            'x = """a # noqa: E501\nb"""  # noqa: RDY401\n', id="only the first of a joined line"
        ),
        pytest.param("@a  # noqa: RDY401\ndef f():\n    pass\n", id="decorator"),
        pytest.param("@a\ndef f():  # noqa: RDY401\n    pass\n", id="def below a decorator"),
        pytest.param("# noqa: RDY401\nx = 1\n", id="line of its own"),
        pytest.param("x = 1  # noqa: RDY401", id="no newline at the end"),
        pytest.param("x = 1\n# noqa: RDY401", id="last line"),
        pytest.param("x = 1\n\x0c\ny = 2  # noqa: RDY401\nz = 3\n", id="form feed"),
        pytest.param("x = 1\x0c  # noqa: RDY401\nz = 3\n", id="form feed in a line"),
        pytest.param("x = 1\r\ny = 2  # noqa: RDY401\r\nz = 3\r\n", id="CRLF"),
        pytest.param('x = """\r\n"""  # noqa: RDY401\r\nz = 3\r\n', id="CRLF in a string"),
        pytest.param('é = "ü"  # noqa: RDY401\nz = 3\n', id="non-ASCII"),
        pytest.param("\ufeffx = 1  # noqa: RDY401\nz = 3\n", id="BOM"),
        pytest.param("if x:\n\ty = 1  # noqa: RDY401\n\tz = 3\n", id="tabs"),
        pytest.param("# flake8: noqa\nx = 1\n", id="file"),
        pytest.param("x = 1\n    # flake8: NOQA\n", id="file, indented"),
        pytest.param("# flake8=noqa\nx = 1\n", id="file, equals sign"),
        pytest.param("# flake8: noqa: RDY401\nx = 1\n", id="file with a code"),
        pytest.param("# flake8: noqa: E501\nx = 1\n", id="file with the code of another"),
        pytest.param("x = 1  # flake8: noqa\ny = 2\n", id="file comment behind code"),
        pytest.param('"""\n# flake8: noqa\n"""\n', id="file comment in a docstring"),
        pytest.param('"""Say # noqa: RDY401 here."""\nx = 1\n', id="docstring"),
        pytest.param("", id="empty"),
    ],
)
def test_noqa_covers_the_lines_that_it_covers_in_flake8(text: str, tmp_path: Path) -> None:
    path = tmp_path / "sample.py"
    path.write_text(text, encoding="utf-8", newline="")
    tree = ast.parse(path.read_bytes())
    suppressions = Suppressions(text, tree)
    count = len(FileProcessor(str(path), NOQA_OPTIONS).lines)
    for target in (TIMEOUT, RETRY):
        expected = hidden_by_flake8(path, target.code)

        assert expected == [
            line for line in range(1, count + 1) if "noqa" in suppressions.kinds(target, line)
        ]


def test_a_text_that_the_tokeniser_refuses_is_read_by_physical_lines() -> None:
    text = "x = (  # noqa: RDY401\n# readiness: file-ignore[RDY401]\n# pylint: skip-file\n"
    suppressions = Suppressions(text, None)

    assert [suppressions.kinds(TIMEOUT, line) for line in (1, 2)] == [("noqa",), ()]


# pylint.


class Everywhere(BaseRawFileChecker):
    """Reports two messages on every line, as our plugin would."""

    name = "readiness-reliability"
    msgs = {  # noqa: RUF012
        target.pylint_id: ("x", target.symbol, "x", {"old_names": [(target.old_id, target.code)]})
        for target in (TIMEOUT, RETRY)
    }

    def process_module(self, node: Any) -> None:
        with node.stream() as stream:
            count = len(stream.readlines())
        for line in range(1, count + 1):
            for target in (TIMEOUT, RETRY):
                self.add_message(target.symbol, line=line)


def assert_like_pylint(folder: Path, texts: Iterable[str]) -> None:
    reporter = CollectingReporter()
    linter = PyLinter(reporter=reporter)
    linter.register_checker(Everywhere(linter))
    samples = {str(folder / f"sample{number}.py"): text for number, text in enumerate(texts)}
    for path, text in samples.items():
        Path(path).write_text(text, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linter.check(list(samples))
    shown = {(message.abspath, message.symbol, message.line) for message in reporter.messages}
    for path, text in samples.items():
        for target in (TIMEOUT, RETRY):
            expected = [
                line
                for line in range(1, text.count("\n") + 1)
                if (path, target.symbol, line) not in shown
            ]

            assert expected == hidden(text, "pylint", target), text


@pytest.mark.parametrize(
    "pragma",
    [
        "disable=RDY401",
        "disable=W7401",
        "disable=w7401",
        "disable=R7401",
        "disable=rdy-outbound-call-without-timeout",
        "disable=RDY-outbound-call-without-timeout",
        "disable=rdy401",
        "disable=readiness-reliability",
        "disable=Readiness-Reliability",
        "disable=W",
        "disable=warning",
        "disable=C",
        "disable=all",
        "disable=RDY4",
        "disable=unknown,RDY401",
        "disable=RDY401,RDY412",
        "disable=RDY401, RDY412",
        "disable = RDY401",
        "disable=RDY401 # RDY412",
        "disable=RDY401 because, RDY412",
        "disable=RDY401 ; disable=RDY412",
        "disable=RDY401 disable=RDY412",
        "disable=RDY401 # pylint: disable=RDY412",
        "disable RDY401",
        "disable=",
        "disable= enable=RDY412",
        "disable=RDY401=RDY412",
        "=RDY401",
        "",
        "nonsense=RDY401",
        "disable-all",
        "disable-msg=RDY401",
        "disable-msg=all",
        "disable-next=RDY401",
        "disable-next=all",
        "disable-next disable=RDY401",
        "enable=RDY401",
        "skip-file",
        "skip-file # why",
        "disable-foo=RDY401",
    ],
)
def test_a_pragma_hides_what_it_hides_in_pylint(pragma: str, tmp_path: Path) -> None:
    assert_like_pylint(
        tmp_path,
        [
            f"a = 1\nb = 2  # pylint: {pragma}\nc = 3\nd = 4\n",
            f"def f():\n    a = 1\n    # pylint: {pragma}\n    b = 2\n    return a\n\n\nc = 3\n",
            f"# why # pylint:{pragma}\na = 1\n",
            f"# so pylint: {pragma}\na = 1\n",
            f"a = 1\n# pylint: disable=RDY412\nb = 2\n# pylint: {pragma}\nc = 3\n",
        ],
    )


SHAPES = '''\
"""Docstring
of two lines."""
import os

from json import (
    dumps,
    loads,
)


@first
@second(
    1,
)
# comment
@third
def decorated(
    a,
    /,
    b: int = call(
        1
    ),
    *args: tuple[
        int
    ],
    c=1,
    **kwargs: str,
) -> dict[
    str, int
]:
    """Docstring."""
    x = 1

    def inner():
        return 1

    return lambda: (
        1,
        2,
    )


async def plain(a, b=call(
    1
)):
    async with a as b, \\
            c:
        await b
    async for d in b:
        print(d)
    return [
        e
        async for e in b
        if e
    ]


@one
class Bare: pass


class Child(
    Base,
    metaclass=Meta,
    other=1,
):
    """Docstring."""

    x: int = 1
    y = {
        "a": call(
            1), "b": call(
            2
        ),
        **more(
            3
        ),
    }

    def method(self):
        try:
            one()
            two()
        except KeyError:
            one()
            two()
        except (
            ValueError,
            TypeError,
        ) as error:
            one()
            two(
                error
            )
        except:
            one()
            two()
        else:
            three()
        finally:
            four()
        return self


def matching(x):
    match x:
        case 1:
            one()
            two()
        case {"a": 1, **rest}:
            one()
        case [
            first,
            *others,
        ] if (
            first
        ):
            one()
            two()
        case Point(
            x=0,
        ) | None as found:
            one()
            two()
        case _:
            one()


if (
    one
    and two
):
    three()
    four()
elif five:
    six()
else:
    seven()
while one:
    two()
    break
else:
    three()
for a in b: c()
with open(
    "x"
) as f, open("y"):
    f.read()
f(lambda a, b=(
    1,
): a, *c, key=[
    x for x in y
], **{
    k: v
    for k, v in z
})
g(
    f"""{a}
    {b:{
        c}}""",
    x[
        1:2,
        3
    ],
    not (
        yield_
    ), (y := (
        2
    )),
)
del (
    a,
)
assert a, (
    b
)
raise Error(
    1
) from (
    e
)
'''


def statements() -> Iterator[list[str]]:
    """The lines of each statement of `SHAPES`, with another statement below."""
    lines = SHAPES.splitlines(keepends=True)
    begins = 0
    for statement in ast.parse(SHAPES).body:
        assert statement.end_lineno is not None
        yield [*lines[begins : statement.end_lineno], "end = 1\n"]
        begins = statement.end_lineno


def test_a_pragma_behind_any_line_covers_what_it_covers_in_pylint(tmp_path: Path) -> None:
    texts = []
    for lines in statements():
        for number, line in enumerate(lines):
            changed = f"{line.rstrip()}  # pylint: disable=RDY401\n"
            text = "".join([*lines[:number], changed, *lines[number + 1 :]])
            if parses(text):
                texts.append(text)

    assert_like_pylint(tmp_path, texts)


def test_a_pragma_above_any_line_covers_what_it_covers_in_pylint(tmp_path: Path) -> None:
    texts = []
    for lines in statements():
        for number, line in enumerate(lines):
            indent = line[: len(line) - len(line.lstrip(" "))]
            text = "".join(
                [*lines[:number], f"{indent}# pylint: disable=RDY401\n", *lines[number:]]
            )
            if parses(text):
                texts.append(text)

    assert_like_pylint(tmp_path, texts)


def parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# pylint: disable=RDY401\n", id="no statement"),
        pytest.param('"""Docstring."""\n# pylint: disable=RDY401\n# end\n', id="docstring only"),
        pytest.param(
            "x = 1\n# pylint: disable=RDY401\n# a\n# pylint: enable=RDY401\n# b\n",
            id="below the last statement",
        ),
        pytest.param(
            "def f():\n    # pylint: disable=RDY401\n    return 1\n# a\n# b\n",
            id="of a block that ended",
        ),
        pytest.param("x = 1\n# pylint: disable-next=RDY401\n# a\n# b\n", id="next comment"),
        pytest.param(
            "def f():\n    # pylint: disable=RDY401\n    if a:\n        # pylint: enable=RDY401\n"
            "        b()\n    c()\n",
            id="enabled in an inner block",
        ),
        pytest.param("x = 1 + \\\n    2  # pylint: disable=RDY401\n", id="backslash"),
        pytest.param('x = """a\nb"""  # pylint: disable=RDY401\ny = 1\n', id="string"),
        pytest.param('x = "# pylint: disable=RDY401"\n', id="inside a string"),
        pytest.param(
            "# pylint: disable=all\nx = 1  # pylint: enable=RDY401\n", id="skipped anyhow"
        ),
    ],
)
def test_a_pragma_covers_what_it_covers_in_pylint(text: str, tmp_path: Path) -> None:
    assert_like_pylint(tmp_path, [text])


def test_pragmas_find_their_blocks_without_a_tree() -> None:
    text = "def f():\n    # pylint: disable=RDY401\n    a()\n\n\nb()\n"
    suppressions = Suppressions(text, None)

    assert [bool(suppressions.hides(TIMEOUT, line)) for line in (1, 3, 6)] == [False, True, False]


def test_pragmas_of_a_text_that_does_not_parse_hide_nothing() -> None:
    suppressions = Suppressions("# pylint: disable=RDY401\na = = 1\n", None)

    assert not suppressions.hides(TIMEOUT, 2)


@pytest.mark.skipif("not hasattr(ast, 'TypeAlias')")
def test_type_parameters_are_parts_of_their_owner(tmp_path: Path) -> None:
    head = "def f[\n    T: (int,\n        str),\n    *Ts,\n    **P,\n](a: T) -> T:\n    return a\n"
    text = f"{head}type A[\n    T\n] = list[\n    T\n]\nclass B[\n    T\n]:\n    x = 1\n"
    lines = text.splitlines(keepends=True)
    texts = [
        "".join(
            [*lines[:at], lines[at].rstrip() + "  # pylint: disable=RDY401\n", *lines[at + 1 :]]
        )
        for at in range(len(lines))
    ]

    assert_like_pylint(tmp_path, texts)


# Our own comment.


@pytest.mark.parametrize(
    "names",
    [
        "RDY401",
        "rdy401",
        "RDY4",
        "RDY40",
        "outbound-call-without-timeout",
        "rdy-outbound-call-without-timeout",
        "RDY201,RDY401",
        " RDY201 , RDY401 ",
        "RDY201 RDY401",
    ],
)
def test_our_comment_takes_codes_prefixes_and_names(names: str) -> None:
    actual = hidden(f"a()\nb()  # readiness: ignore[{names}] -- measured\nc()\n", "comment")

    assert actual == [2]


@pytest.mark.parametrize(
    "comment",
    [
        "# readiness: ignore",
        "# readiness: ignore[]",
        "# readiness: ignore[RDY]",
        "# readiness: ignore[RDY402]",
        "# readiness: ignore[RDY5]",
        "# readiness: ignore[all]",
        "# readiness: ignore[W7401]",
        "# readiness: ignores[RDY401]",
        "# say readiness: ignore[RDY401]",
        "# ruff: file-ignore[RDY401]",
        "# ruff: ignore",
    ],
)
def test_what_is_no_comment_of_ours_hides_nothing(comment: str) -> None:
    actual = hidden(f"a()  {comment}\n", "comment")

    assert actual == []


@pytest.mark.parametrize(
    "comment",
    [
        "# readiness: ignore[RDY401]",
        "#readiness: ignore[RDY401]",
        "#  readiness:  ignore [RDY401]",
        "# noqa: E501  # readiness: ignore[RDY401] -- reason",
        "# readiness: ignore[RDY412]  # readiness: ignore[RDY401]",
        "# ruff: ignore[RDY401]",
        "# ruff: ignore[E501, RDY401]",
    ],
)
def test_our_comment_may_stand_beside_others(comment: str) -> None:
    actual = hidden(f"a()  {comment}\n", "comment")

    assert actual == [1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("f(\n    a,\n    b,\n){0}\ng()\n", [1, 2, 3, 4], id="last line of a call"),
        pytest.param("f({0}\n    a,\n)\ng()\n", [1, 2, 3], id="first line of a call"),
        pytest.param("f(\n    a,{0}\n)\ng()\n", [1, 2, 3], id="line inside a call"),
        pytest.param("f(\n    {0}\n    a,\n)\ng()\n", [1, 2, 3, 4], id="own line inside a call"),
        pytest.param('x = """\na\n"""{0}\ng()\n', [1, 2, 3], id="string"),
        pytest.param("x = 1 + \\\n    2{0}\ng()\n", [1, 2], id="backslash"),
        pytest.param("f(); g(){0}\nh()\n", [1], id="two statements"),
        pytest.param("{0}\nf(\n    a\n)\ng()\n", [2, 3, 4], id="line above"),
        pytest.param("{0}\n# why\n\nf()\ng()\n", [4], id="line above, apart"),
        pytest.param("{0}\n{0}\nf()\ng()\n", [3], id="two lines above"),
        pytest.param(
            "{0}\n@a\n@b(\n    1\n)\ndef f():\n    g()\n", [2, 3, 4, 5, 6], id="above decorators"
        ),
        pytest.param("@a\n{0}\ndef f():\n    g()\n", [3], id="below a decorator"),
        pytest.param("@a{0}\ndef f():\n    g()\n", [1], id="behind a decorator"),
        pytest.param("@a\ndef f():{0}\n    g()\n", [2], id="behind a def"),
        pytest.param("def f(\n    a,\n):{0}\n    g()\n", [1, 2, 3], id="behind a long def"),
        pytest.param("{0}\ndef f():\n    g()\n", [2], id="above a def"),
        pytest.param("def f():\n    g()\n    {0}\nh()\n", [4], id="above a dedent"),
        pytest.param("f()\n{0}\n", [], id="at the end"),
        pytest.param("f(){0}", [1], id="no newline at the end"),
        pytest.param("x = '{0}'\n", [], id="inside a string"),
    ],
)
def test_our_comment_covers_the_statement_it_stands_in_or_above(
    text: str, expected: list[int]
) -> None:
    actual = hidden(text.format("# readiness: ignore[RDY401] -- reason"), "comment")

    assert expected == actual


def test_our_file_comment_covers_the_file_from_anywhere() -> None:
    actual = hidden("a()\nif b:\n    c()  # readiness: file-ignore[RDY4] -- reason\n", "file")

    assert actual == [1, 2, 3]


def test_our_file_comment_hides_only_what_it_names() -> None:
    actual = hidden("a()\n# readiness: file-ignore[RDY4]\n", "file", SECRET)

    assert actual == []


# All kinds.


def test_each_kind_tells_itself_apart() -> None:
    text = (
        "a()  # noqa: RDY401\n"
        "b()  # pylint: disable=RDY401\n"
        "c()  # readiness: ignore[RDY401]\n"
        "d()\n"
        "# readiness: file-ignore[RDY412]\n"
    )
    suppressions = read(text)
    actual = [suppressions.hides(TIMEOUT, line) for line in (1, 2, 3, 4)]

    assert [*actual, suppressions.hides(RETRY, 4)] == ["noqa", "pylint", "comment", "", "file"]


def test_all_kinds_that_hide_are_named() -> None:
    text = (
        "# readiness: file-ignore[RDY401]\n"
        "a()  # noqa: RDY401  # readiness: ignore[RDY401]  # pylint: disable=RDY401\n"
    )
    actual = read(text).kinds(TIMEOUT, 2)

    assert actual == KINDS


def test_a_text_without_a_marker_hides_nothing() -> None:
    suppressions = read("a()  # comment\n")

    assert not suppressions.hides(TIMEOUT, 1)
    assert suppressions.unused([TIMEOUT]) == []
    assert suppressions.malformed == []
    assert suppressions.naming_no_rule({"RDY401"}) == []


def test_a_line_that_is_not_in_the_text_is_not_hidden() -> None:
    suppressions = read("a()  # noqa: RDY401\n")

    assert [suppressions.hides(TIMEOUT, line) for line in (0, 2, 99)] == ["", "", ""]


# Unused.


def test_a_comment_that_hid_nothing_is_unused_with_its_place() -> None:
    text = "é = 1  # x  # noqa: E501, RDY401\n"
    actual = read(text).unused([TIMEOUT])

    assert actual == [Unused(1, 12, 32, "# noqa: E501, RDY401", ("RDY401",))]


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("# noqa: RDY401", ("RDY401",)),
        ("# noqa: RDY401, RDY412", ("RDY401", "RDY412")),
        ("# noqa: RDY4", ("RDY4",)),
        ("# noqa: rdy401", ("rdy401",)),
        ("# noqa: RDY401 - reason", ("RDY401",)),
        ("# pylint: disable=RDY401", ("RDY401",)),
        ("# pylint: disable=W7401,unused-import", ("W7401",)),
        ("# pylint: disable=rdy-outbound-call-without-timeout", (TIMEOUT.symbol,)),
        ("# pylint: disable=readiness-reliability # why", ("readiness-reliability",)),
        ("# pylint: disable-next=RDY401", ("RDY401",)),
        ("# readiness: ignore[RDY401]", ("RDY401",)),
        ("# readiness: ignore[RDY4, E501]", ("RDY4",)),
        ("# readiness: ignore[retry-without-backoff] -- reason", ("retry-without-backoff",)),
        ("# readiness: file-ignore[RDY401]", ("RDY401",)),
        ("# ruff: ignore[E501, RDY401]", ("RDY401",)),
    ],
)
def test_what_names_an_active_rule_in_vain_is_unused(comment: str, codes: tuple[str, ...]) -> None:
    actual = [unused.codes for unused in read(f"a()  {comment}\n").unused([TIMEOUT, RETRY])]

    assert actual == [codes]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: RDY",
        "# noqa: E501",
        "# noqa: R401",
        "# noqa: RDY201",
        "# flake8: noqa: RDY401",
        "# pylint: disable=all",
        "# pylint: disable-next=all",
        "# pylint: disable=W",
        "# pylint: skip-file",
        "# pylint: enable=RDY401",
        "# pylint: disable=RDY201",
        "# readiness: ignore[RDY201]",
        "# readiness: ignore[hard-coded-secret]",
        "# ruff: ignore[E501]",
    ],
)
def test_what_may_hide_something_else_is_never_unused(comment: str) -> None:
    actual = read(f"a()  {comment}\n# RDY401\n").unused([TIMEOUT, RETRY])

    assert actual == []


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: RDY401",
        "# noqa: RDY4, RDY401",
        "# pylint: disable=RDY401",
        "# pylint: disable=W7401,RDY401",
        "# readiness: ignore[RDY401]",
        "# readiness: file-ignore[RDY4]",
        "# ruff: ignore[RDY401]",
    ],
)
def test_what_hid_a_finding_is_used(comment: str) -> None:
    suppressions = read(f"a()  {comment}\n")
    suppressions.hides(TIMEOUT, 1)

    assert suppressions.unused([TIMEOUT]) == []


def test_only_the_names_that_hid_nothing_are_unused() -> None:
    suppressions = read("a()  # readiness: ignore[RDY401, RDY412]\n")
    suppressions.hides(TIMEOUT, 1)
    actual = [unused.codes for unused in suppressions.unused([TIMEOUT, RETRY])]

    assert actual == [("RDY412",)]


def test_every_comment_that_hides_the_same_finding_is_used() -> None:
    suppressions = read("# readiness: file-ignore[RDY401]\na()  # noqa: RDY401\n")
    suppressions.hides(TIMEOUT, 2)

    assert suppressions.unused([TIMEOUT]) == []


def test_a_second_noqa_of_a_joined_line_is_unused_since_flake8_does_not_read_it() -> None:
    suppressions = read("x = '''\n'''  # noqa: E501 # noqa: RDY401\n")

    assert not suppressions.hides(TIMEOUT, 1)
    assert [unused.column for unused in suppressions.unused([TIMEOUT])] == [18]


def test_a_noqa_in_a_string_hides_but_is_never_unused() -> None:
    suppressions = read('x = """ # noqa: RDY401\n"""\n')

    assert suppressions.unused([TIMEOUT]) == []
    assert suppressions.hides(TIMEOUT, 2) == "noqa"


def test_a_pragma_below_another_over_the_same_line_is_the_used_one() -> None:
    suppressions = read("# pylint: disable=RDY401\na()  # pylint: disable=RDY401\n")
    suppressions.hides(TIMEOUT, 2)

    assert [unused.line for unused in suppressions.unused([TIMEOUT])] == [1]


def test_unused_comments_stand_in_the_order_of_the_text() -> None:
    text = "# pylint: disable=RDY401\na()  # readiness: ignore[RDY401]\nb()  # noqa: RDY401\n"
    actual = [unused.line for unused in read(text).unused([TIMEOUT])]

    assert actual == [1, 2, 3]


# Malformed.


@pytest.mark.parametrize(
    "comment",
    [
        "# readiness: ignore",
        "# readiness: ignore -- reason",
        "# readiness: ignore[]",
        "# readiness: ignore[RDY401",
        "# readiness: ignore RDY401",
        "# readiness: file-ignore",
    ],
)
def test_our_comment_without_names_is_malformed(comment: str) -> None:
    actual = [(bad.line, bad.column) for bad in read(f"x = 1\na()  {comment}\n").malformed]

    assert actual == [(2, 5)]


@pytest.mark.parametrize(
    "comment",
    [
        "# readiness: ignore[RDY401]",
        "# readiness: the probe answers 503 until the pool is full",
        "# readiness: ignored by the mesh",
        "# ruff: ignore",
        "# the readiness: ignore",
        "# noqa",
    ],
)
def test_other_comments_are_not_malformed(comment: str) -> None:
    actual = read(f"a()  {comment}\n").malformed

    assert actual == []


KNOWN = frozenset({TIMEOUT.code, TIMEOUT.name, RETRY.code, RETRY.name})


@pytest.mark.parametrize(
    ("comment", "reason"),
    [
        ("# readiness: ignore[RDY499]", "RDY499 names no rule"),
        ("# readiness: ignore[RDY401, RDY9]", "RDY9 names no rule"),
        ("# readiness: ignore[RDY]", "RDY names no rule"),
        ("# readiness: ignore[E501]", "E501 names no rule"),
        ("# readiness: file-ignore[no-such-rule]", "no-such-rule names no rule"),
        ("# noqa: E501, RDY499", "RDY499 names no rule"),
        ("# ruff: ignore[RDY499]", "RDY499 names no rule"),
        ("# pylint: disable=RDY499", "RDY499 names no rule"),
        ("# pylint: disable=RDY4", "RDY4 names no rule"),
        ("# pylint: disable=rdy-no-such-rule", "rdy-no-such-rule names no rule"),
        ("# pylint: enable=readiness-costs", "readiness-costs names no rule"),
        ("#noqa: RDY401", "flake8 does not read it: it wants `# noqa`, with one space"),
        ("#  noqa:RDY401", "flake8 does not read it: it wants `# noqa`, with one space"),
    ],
)
def test_a_name_of_no_rule_is_told(comment: str, reason: str) -> None:
    actual = [bad.reason for bad in read(f"a()  {comment}\n").naming_no_rule(KNOWN)]

    assert actual == [reason]


@pytest.mark.parametrize("name", ["RDY", "rdy", "RDYX", TIMEOUT.name, TIMEOUT.symbol])
def test_a_noqa_that_looks_narrow_and_is_blanket_is_told(name: str) -> None:
    text = f"a()  # noqa: {name} for RDY401\n"
    actual = [(bad.line, bad.column, bad.text) for bad in read(text).naming_no_rule(KNOWN)]

    assert actual == [(1, 5, f"# noqa: {name}")]


@pytest.mark.parametrize("comment", [f"# noqa: {TIMEOUT.name}", "# noqa : RDY401"])
def test_a_blanket_noqa_is_told_wherever_it_stands(comment: str) -> None:
    actual = [bad.reason for bad in read(f"a()  {comment}\n").naming_no_rule(KNOWN)]
    name = comment.rpartition(" ")[2]

    assert actual == [f"{name} is no code here: it hides every finding of every linter"]


@pytest.mark.parametrize(
    "comment",
    [
        "# readiness: ignore[RDY401, rdy4, RDY41]",
        f"# readiness: ignore[{TIMEOUT.name}, {RETRY.symbol}]",
        "# ruff: ignore[E501]",
        "# noqa: E501, RDY4",
        "# noqa",
        "# noqa: some reason",
        "# noqa: side-effects",
        "# pylint: disable=W7499, RDY401, missing-timeout, readiness-security",
    ],
)
def test_names_of_rules_and_of_other_linters_are_not_told(comment: str) -> None:
    actual = read(f"a()  {comment}\n# RDY401\n").naming_no_rule(KNOWN)

    assert actual == []

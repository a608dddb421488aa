from __future__ import annotations

import ast
import codecs
import os
import sys
import warnings
from pathlib import Path

import pytest

from readiness_lint.project.reading import (
    DecodingError,
    Text,
    Unparsable,
    Unreadable,
    decode,
    parse,
    read,
)

HERE = Path("shop.py")


def refused(text: str) -> Unparsable:
    answer = parse(text, HERE)
    assert isinstance(answer, Unparsable)
    return answer


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ""),
        ("name = 'ü'\n".encode(), "name = 'ü'\n"),
        (codecs.BOM_UTF8 + b"a = 1\n", "a = 1\n"),
        (b"# coding: latin-1\na = '\xfc'\n", "# coding: latin-1\na = 'ü'\n"),
        (b"#!python\n# -*- coding: cp1252 -*-\n'\x80'", "#!python\n# -*- coding: cp1252 -*-\n'€'"),
        (codecs.BOM_UTF8 + b"# coding: utf-8\n", "# coding: utf-8\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (("ä" * 5000 + "b").encode(), "ä" * 5000 + "b"),
        (("ä" * 5000).encode(), "ä" * 5000),
        (("b" + "ä" * 5000).encode(), "b" + "ä" * 5000),
        (b"a\x0cb\n\xe2\x80\xa8", "a\x0cb\n\u2028"),
        (b"#!python\r# coding: latin-1\r'\xfc'", "#!python\n# coding: latin-1\n'ü'"),
    ],
)
def test_bytes_are_decoded_as_python_does(data: bytes, expected: str) -> None:
    assert expected == decode(data)


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"a = 1\r\n\r\nb = '\xff'", "not utf-8: invalid start byte in line 3", 3),
        (codecs.BOM_UTF8 + b"\n'\xff'", "not utf-8: invalid start byte in line 2", 2),
        (b"# coding: klingon\n", "unknown encoding: klingon", 1),
        (codecs.BOM_UTF8 + b"# coding: latin-1\n", "encoding problem: utf-8", 1),
        ("a = 1".encode("utf-16"), "UTF-16, which Python does not read", 1),
        (b"# coding: rot13\nn = 1", "cannot be decoded: 'rot13' is not a text encoding", 1),
        (b"# coding: undefined\n", "cannot be decoded: ", 1),
        (b"'" + b"a" * 5000 + b"\xff'", "not utf-8: invalid start byte in line 1", 1),
        (b"# coding: ascii\n'\xfc'", "not ascii: ordinal not in range(128) in line 2", 2),
    ],
)
def test_bytes_that_are_no_text_are_named(data: bytes, message: str, line: int) -> None:
    with pytest.raises(DecodingError) as caught:
        decode(data)

    assert str(caught.value).startswith(message)
    assert line == caught.value.line


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_the_tree_counts_them(tmp_path: Path, end: str) -> None:
    file = tmp_path / "shop.py"
    lines = ["a = 1", "\x0cb = '\u2028\x1c\x85'", "'''", "\x0b", "'''", "last = 2"]
    file.write_bytes(end.join(lines).encode())

    text = read(file)

    assert isinstance(text, Text)
    tree = parse(text.source, file)
    assert isinstance(tree, ast.Module)
    assert "last = 2" == text.lines[tree.body[-1].lineno - 1]


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "shop.py"
    file.write_bytes(b"a = 1\r\n")

    assert Text("a = 1\n") == read(file)


def test_a_file_in_no_encoding_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "shop.py"
    file.write_bytes(b"\n'\xff'")

    assert Unreadable(file, "not utf-8: invalid start byte in line 2", 2) == read(file)


def test_a_file_that_has_gone_is_unreadable(tmp_path: Path) -> None:
    assert Unreadable(tmp_path / "a.py", "does not exist") == read(tmp_path / "a.py")


def test_a_folder_a_pipe_and_a_device_are_left_alone(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.py"
    os.mkfifo(pipe)

    for path in (tmp_path, pipe, Path("/dev/zero")):
        assert Unreadable(path, "not a regular file") == read(path)


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "shop.py"
    file.touch(mode=0o000)

    assert Unreadable(file, "permission denied") == read(file)


def test_names_that_no_file_can_have_are_unreadable(tmp_path: Path) -> None:
    loop = tmp_path / "loop.py"
    loop.symlink_to(loop)

    assert Unreadable(Path("a\0.py"), "its name holds a null character") == read(Path("a\0.py"))
    assert isinstance(read(tmp_path / ("a" * 5000)), Unreadable)
    assert isinstance(read(loop), Unreadable)


def test_a_large_file_is_parsed() -> None:
    tree = parse("a = 'some text'\n" * 20_000, HERE)

    assert isinstance(tree, ast.Module)
    assert 20_000 == len(tree.body)


def test_warnings_about_the_linted_code_are_not_ours() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = parse("a = '\\d'\nassert (a, 'text')\nb = 0x1for x in a\n1 is 1\n", HERE)

    assert isinstance(tree, Unparsable | ast.Module)
    assert isinstance(parse("a = '\\d'\n1 is 1\n", HERE), ast.Module)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\nb = (\n", Unparsable("'(' was never closed", 2, 4)),
        ("ä = 1; ö ü\n", Unparsable("invalid syntax", 1, 9)),
        (
            "if a:\nb\n",
            Unparsable("expected an indented block after 'if' statement on line 1", 2, 0),
        ),
        ("a = 1\nb = '\0'\n", Unparsable("holds a null character", 2, 5)),
        ("a = '\ud800'", Unparsable("holds a character that no encoding has", 1, 5)),
    ],
)
def test_a_text_without_a_tree_says_where(text: str, expected: Unparsable) -> None:
    assert expected == refused(text)


@pytest.mark.parametrize(
    "text",
    ["-" * 100_000 + "1", "+".join("a" * 100_000), "not " * 100_000 + "a", "a" + ".a" * 100_000],
)
def test_a_text_that_is_nested_too_deeply_is_no_crash(text: str) -> None:
    assert Unparsable("nested too deeply for the interpreter", 1, 0) == refused(text)


def test_a_name_with_a_null_character_is_no_crash() -> None:
    assert isinstance(parse("a = 1", Path("a\0.py")), ast.Module)


@pytest.mark.parametrize(
    ("version", "text", "what"),
    [
        ((3, 12), "type Price = int\n", "a `type` statement"),
        ((3, 12), "type Prices[T] = list[T]\n", "a `type` statement"),
        ((3, 12), "def first[T](items: list[T]) -> T: ...\n", "type parameters"),
        ((3, 12), "class Box[T]: ...\n", "type parameters"),
        ((3, 12), 'a = f"{d["key"]}"\n', "quotes"),
        ((3, 12), "a = f'{chr(10).join(b)}{\"\\n\"}'\n", "quotes"),
        ((3, 13), "class Box[T = int]: ...\n", "a default of a type parameter"),
        ((3, 14), "try:\n    a\nexcept ValueError, KeyError:\n    b\n", "`except` with several"),
        ((3, 14), "try:\n    a\nexcept* ValueError, db.Error:\n    b\n", "`except` with several"),
        ((3, 14), "a = t'{b}'\n", "a t-string"),
        ((3, 15), "lazy import json\n", "a lazy import"),
        ((3, 15), "a = [*b for b in c]\n", "unpacking in a comprehension"),
    ],
)
def test_syntax_of_a_newer_python_says_which(
    version: tuple[int, int], text: str, what: str
) -> None:
    if sys.version_info[:2] >= version:
        assert isinstance(parse(text, HERE), ast.Module)
        return
    message = refused(text).message

    assert f": Python {version[0]}.{version[1]} reads {what}" in message
    assert (
        f"this is Python {sys.version_info[0]}.{sys.version_info[1]}; run readiness-lint" in message
    )


@pytest.mark.parametrize(
    "text",
    [
        "print 'a'\n",
        "try:\n    a\nexcept ValueError, error:\n    b\n",
        "type = = 1\n",
        "a = f'{b c}'\n",
        "def first(:\n    pass\n",
        "class Box(\n",
    ],
)
def test_plain_mistakes_and_python_2_are_not_taken_for_a_newer_python(text: str) -> None:
    if sys.version_info < (3, 14):
        assert "readiness-lint" not in refused(text).message

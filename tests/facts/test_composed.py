"""Texts that are put together: their pieces, and which values in them nobody has looked at."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from programs import modules

from readiness_lint.facts.composed import GAP, holes, open_holes
from readiness_lint.facts.markup import MarkedText
from readiness_lint.facts.sinks import sinks_of
from readiness_lint.model import File
from readiness_lint.terms import SinkKind


def returned(source: str) -> tuple[File, ast.expr]:
    file = modules({"shop": source})["shop"]
    statement = file.nodes(ast.Return)[0]
    assert statement.value is not None
    return file, statement.value


def function(body: str, arguments: str = "name, row", before: str = "") -> str:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{before}\ndef view({arguments}):\n{lines}\n"


@pytest.mark.parametrize(
    ("body", "spelled"),
    [
        ("return f\"a '{name}' b {row.size:d}\"", "a '<name>' b 0"),
        ("return 'a %s b %d %%' % (name, row)", "a <name> b 0 %"),
        ("return 'a %(n)s' % {'n': name}", "a <name>"),
        ("return 'a {} {x}'.format(name, x=row)", "a <name> <row>"),
        ("return 'a ' + name.strip() + ' b'", "a <name> b"),
        ("text = f'a {name}'\ntext += f' b {row}'\nreturn text", "a <name> b <row>"),
        ("text = 'a %s'\nreturn text % str(name)", "a <name>"),
        ("return f'{KIND} {name}'", "a <name>"),
        ("return 'a ' + ', '.join([name, row])", "a <name>, <row>"),
        ("return 'a ' + ' '.join(f'b {item}' for item in row)", "a b <item>"),
        ("return 'a ' + ' '.join(['?'] * len(row)) + name", "a ?<name>"),
        ("return 'a ' + ' '.join(row)", "a <' '.join(row)>"),
        (
            "parts = ['a']\nparts.append(name)\nparts += ['b', *(row, 'c')]\n"
            "parts.extend(sorted([name] if row else []))\nreturn ' '.join(parts)",
            "a <name> b <row> c <name>",
        ),
        ("parts = row\nparts.append(name)\nreturn 'a ' + ' '.join(parts)", "a <name>"),
        ("return name", ""),
        ("return 'a'", ""),
    ],
)
def test_a_text_is_taken_apart(body: str, spelled: str) -> None:
    file, value = returned(function(body, before="KIND = 'a'\n"))
    found = holes(file, value)
    text = found[0].before + GAP + found[0].after if found else ""
    for hole in found:
        text = text.replace(GAP, f"<{hole.text}>", 1)

    assert spelled == text


def test_what_stands_in_quotes_is_told() -> None:
    file, value = returned(function("return f\"a = '{name}' and b = {row}\""))

    assert [True, False] == [hole.quoted for hole in holes(file, value)]


@pytest.mark.parametrize(
    "body",
    [
        "return f'a {int(name)}'",
        "return f'a {len(row)} {row.id} {row * 2}'",
        "return f'a {settings.NAME} {LIMIT} {config[\"name\"]}'",
        "if name not in ('a', 'b'):\n    raise ValueError\nreturn f'a {name}'",
        "if PATTERN.fullmatch(name) is None:\n    raise ValueError\nreturn f'a {name}'",
        "name = shlex.quote(name)\nreturn f'a {name}'",
        "name = escape_it(name)\nreturn f'a {name}'",
        "return f'a {os.path.join(LIMIT, \"b\")}'",
        "name = 'a' if row else 'b'\nreturn f'a {name}'",
        'return f\'a {" ".join(row)} {" ".join(shlex.quote(item) for item in row)}\'',
        'return f\'a {" ".join(str(len(item)) for item in row)} {" ".join(map(str, row))}\'',
        "for item in [LIMIT, 'b']:\n    return f'a {item}'",
    ],
)
def test_what_is_known_or_judged_is_harmless(body: str) -> None:
    before = "import os\nimport re\nimport shlex\nPATTERN = re.compile('a')\n"
    file, value = returned(function(body, before=before))

    assert [] == list(open_holes(file, value, SinkKind.SHELL))


OWN = """
import os
import sys
import tempfile
from pathlib import Path

LIMIT = make_limit()

class Level:
    none = make()

class Runs:
    def __init__(self, label):
        self.folder = os.path.join("/srv", stamp())
        self.label = label

    def of_self(self):
        return f"a {self.folder}"

    def of_caller(self):
        return f"a {self.label}"

def stamp():
    return "run-" + now().isoformat()

def pair():
    return "a", input()

def of_pair():
    first, second = pair()
    return f"a {first}"

def of_input():
    first, second = pair()
    return f"a {second}"

def branches(long):
    name = "a"
    if long:
        name = "b"
    return f"a {name}"

def changed(long, more):
    name = "a"
    if long:
        name = more
    return f"a {name}"

def given(name):
    return f"a {name}"

def given_anything(name):
    return f"a {name}"

def calls(row):
    given("a")
    given(name="b")
    given_anything("a")
    given_anything(row)

def nobody_calls(name):
    return f"a {name}"

def expanded(name):
    return f"a {os.path.expanduser(LIMIT)}"

def expanded_anything(name):
    return f"a {os.path.expanduser(name)}"

def of_path(path: Path):
    return f"a {path.joinpath('b')}"

def in_folder(name):
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file:
        return f"a {folder} {file.name}"

def in_any_folder(name):
    with open(name) as file:
        return f"a {file.name}"

def positions(rows):
    for index, row in enumerate(rows):
        return f"a {index}"

def firsts(rows):
    for index, row in rows:
        return f"a {index}"

def of_system():
    return f"a {sys.executable} {os.getpid()} {Level.none.value}"
"""


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("of_self", True),
        ("of_caller", False),
        ("of_pair", True),
        ("of_input", False),
        ("branches", True),
        ("changed", False),
        ("given", True),
        ("given_anything", False),
        ("nobody_calls", False),
        ("expanded", True),
        ("expanded_anything", False),
        ("of_path", False),
        ("in_folder", True),
        ("in_any_folder", False),
        ("positions", True),
        ("firsts", False),
        ("of_system", True),
    ],
)
def test_what_the_program_makes_and_gives_itself_is_harmless(name: str, *, harmless: bool) -> None:
    file = modules({"shop": OWN})["shop"]
    values = [
        item.value
        for item in file.nodes(ast.Return)
        if item.value is not None and file.label(item).rpartition(".")[2] == name
    ]

    assert [harmless] == [not list(open_holes(file, item, SinkKind.SQL)) for item in values]


def test_a_text_that_is_marked_as_safe_is_told_with_its_value() -> None:
    before = "from django.utils.html import escape, format_html\nfrom django.utils.safestring import mark_safe\n"
    body = (
        "format_html(f'<b>{name}</b>')\nformat_html(f'<{name}>{{}}', row)\n"
        "mark_safe('<b>' + row.title)\nmark_safe('<b>' + escape(name))\nmark_safe('<b>')"
    )
    source = function(body, before=before)
    marked = modules({"shop": source})["shop"].facts(MarkedText)

    assert ["name", "row.title"] == [item.hole for item in marked]


def test_what_was_not_found_is_not_judged() -> None:
    body = "if TABLE.get(name) is None:\n    return f'a {name}'"
    file, value = returned(function(body))

    assert ["name"] == [hole.text for hole in open_holes(file, value, SinkKind.HTML)]


def sinks(kind: SinkKind, source: str) -> Iterator[tuple[str, str]]:
    for sink in sinks_of(modules({"shop": source})["shop"], kind):
        yield ast.unparse(sink.values[0]), sink.act


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("run(x, shell=True)", [("x", "")]),
        ("run(x, shell=False)", []),
        ("run(x, shell=y)", []),
        ("run(x, **y)", []),
        ("run([x, y])", [("x", "program")]),
        ("run(['git', y])", []),
        ("run(['git'] + y)", []),
        ("run(['/bin/bash', '-c', y])", [("y", "")]),
        ("run(x)", []),
        ("run([*x])", []),
    ],
)
def test_a_shell_is_told_by_the_arguments(call: str, expected: list[tuple[str, str]]) -> None:
    source = f"from subprocess import run\ndef f(x, y):\n    {call}\n"

    assert expected == list(sinks(SinkKind.SHELL, source))


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("HttpResponse(x)", True),
        ("HttpResponse(x, content_type='text/html; charset=utf-8')", True),
        ("HttpResponse(x, 'text/plain')", False),
        ("HttpResponse(x, content_type=None)", True),
        ("HttpResponse(x, content_type=y)", False),
        ("HttpResponse(x, **y)", False),
        ("r = HttpResponse(x)\n    r['Content-Type'] = 'text/plain'", False),
        ("r = HttpResponse(x)\n    r.headers['Content-Type'] = y", False),
        ("r = HttpResponse(x)\n    r['X-Name'] = y", True),
    ],
)
def test_a_page_is_told_by_its_type(call: str, *, told: bool) -> None:
    source = f"from django.http import HttpResponse\ndef f(x, y):\n    {call}\n"

    assert told is bool(list(sinks(SinkKind.HTML, source)))

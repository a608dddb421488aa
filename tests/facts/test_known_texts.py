"""Exceptions whose texts are known to tell nothing of the server."""

from __future__ import annotations

import ast

import pytest
from programs import modules

from readiness_lint.facts.known_texts import only_computes, raised_with_words

HEAD = "import gzip\nimport json\nimport os\nfrom pathlib import Path\n"


@pytest.mark.parametrize(
    ("found", "body"),
    [
        (True, "json.loads(blob)"),
        (True, "json.loads(gzip.decompress(blob).decode('utf-8'))"),
        (True, "named = {key.strip(): value for key, value in json.loads(blob).items()}"),
        (True, "raise ValueError('no mapping')"),
        (True, "read(blob)"),
        (False, "read_file(blob)"),
        (False, "json.load(open(blob))"),
        (False, "os.listdir(blob)"),
        (False, "blob.save()"),
        (False, "unknown(blob)"),
        # Nothing is called at all.
        (False, "blob['key']"),
    ],
)
def test_blocks_that_only_compute(*, found: bool, body: str) -> None:
    """A function of the program counts by what it calls."""
    source = (
        HEAD
        + "def read(text):\n    return json.loads(text.strip())\n"
        + "def read_file(name):\n    return json.loads(Path(name).read_text())\n"
        + f"def work(blob):\n    {body}\n"
    )
    file = modules({"shop": source})["shop"]
    work = next(item for item in file.nodes(ast.FunctionDef) if item.name == "work")
    assert only_computes(file, work.body) is found


@pytest.mark.parametrize(
    ("found", "body"),
    [
        ({"builtins.FileNotFoundError"}, "raise FileNotFoundError('no such shelf')"),
        # A hole may have a path in it.
        (set(), "raise FileNotFoundError(f'no {path}')"),
        (set(), "raise FileNotFoundError(path)"),
        (set(), "path.unlink()"),
    ],
)
def test_classes_with_fixed_phrases(found: set[str], body: str) -> None:
    """Raised in a function that the block calls, at any depth that is looked into."""
    source = f"def inner(path):\n    {body}\ndef outer(path):\n    inner(path)\ndef work(path):\n    outer(path)\n"
    file = modules({"shop": source})["shop"]
    work = next(item for item in file.nodes(ast.FunctionDef) if item.name == "work")
    assert raised_with_words(file, work.body) == found

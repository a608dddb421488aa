"""Loads that run code in some versions of a library."""

from pathlib import Path

import pytest

from readiness_lint.facts.tainted import TaintedLoad
from readiness_lint.facts.unsafe_loads import UnsafeLoad

from fixtures import linked

SOURCE = """
import yaml


def read(text, **options):
    yaml.load(text)
    yaml.load_all(text, Loader=yaml.FullLoader)
    yaml.full_load(text)
    yaml.load(text, Loader=yaml.SafeLoader)
    yaml.load(text, yaml.BaseLoader)
    yaml.load(**options)
    yaml.safe_load(text)
"""


@pytest.mark.parametrize(
    ("newest", "lines"),
    [
        (None, []),
        ((6, 0, 2), []),
        ((5, 4), []),
        ((5, 3, 1), [6, 7, 8]),
        ((3, 13), [6, 7, 8]),
    ],
)
def test_yaml_of_old_versions(newest: tuple[int, ...] | None, lines: list[int]) -> None:
    sources = {"shop": (Path("shop.py"), SOURCE)}
    file = linked(sources, newest=lambda package: newest if package == "PyYAML" else None)["shop"]
    assert lines == [load.node.lineno for load in UnsafeLoad.find(file)]


@pytest.mark.parametrize(("newest", "found"), [(None, 0), ((0, 16), 0), ((0, 9), 1)])
def test_skops_of_old_versions(newest: tuple[int, ...] | None, found: int) -> None:
    source = """
from fastapi import FastAPI, Request
import skops.io

app = FastAPI()


@app.post("/models")
async def model(request: Request):
    skops.io.loads(await request.body(), trusted=["shop.Model"])
    return skops.io.loads(await request.body(), trusted=True)
"""
    sources = {"shop": (Path("shop.py"), source)}
    file = linked(sources, newest=lambda _: newest)["shop"]
    assert found == len(list(TaintedLoad.find(file)))

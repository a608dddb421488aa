"""No rule crashes: not on the standard library, and not on generated programs."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness_lint.config import Settings
from readiness_lint.engine import check
from readiness_lint.project.selection import Selection, select
from readiness_lint.registry import all_rules

from fixtures import file_for

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
FOLDERS = sorted(path.name for path in LIBRARY.iterdir() if path.is_dir())
LEFT_OUT = {"site-packages", "__pycache__", "dist-packages"}


def everything() -> Selection:
    return select(Settings(), full_codes=frozenset(all_rules()))


def run(source: str, path: Path) -> None:
    selection = everything()
    switches = frozenset((rule.name, name) for rule in selection.active for name in rule.switches)
    file = file_for(source, path)
    for finding in check(file, path.name, selection.active, switches=switches, strict=True):
        assert 1 <= finding.region.line <= finding.region.end_line
        assert finding.region.column >= 0
        assert "{" not in finding.rule.message.format_map(_Anything())


class _Anything(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


@pytest.mark.parametrize("folder", [".", *(name for name in FOLDERS if name not in LEFT_OUT)])
def test_standard_library(folder: str) -> None:
    paths = (LIBRARY / folder).glob("*.py") if folder == "." else (LIBRARY / folder).rglob("*.py")
    for path in sorted(paths):
        if LEFT_OUT & set(path.parts[len(LIBRARY.parts) :]):
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                source = path.read_text(encoding="utf-8")
                ast.parse(source)
            except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError):
                # The library's own tests hold files that are broken on purpose.
                continue
            run(source, path)


PREAMBLE = """\
import asyncio, logging, os, time
import requests
from celery import shared_task
from django.db import models, transaction
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import Column, Float, select
from sqlalchemy.orm import Session
router = APIRouter()
logger = logging.getLogger(__name__)
"""
ATOMS = [
    *("x", "self.x", "None", "1", "'%s'", "f'{x}'", "[]", "{}", "logger", "e", "db", "session"),
    *("requests", "transaction.atomic()", "select(x)", "os.environ", "Session", "time.sleep"),
]
SHAPES = [
    *("{0}({1})", "{0}({1}, timeout={2})", "{0}.get({1})", "await {0}", "{0} if {1} else {2}"),
    *("lambda x: {0}", "[{0} for x in {1} if {2}]", "{0} and {1}", "{0} % {1}", "{0}[{1}]"),
    *("(x := {0})", "{0} + {1}", "not {0}", "str({0})", "{0}.{{}}".replace("{{}}", "error({1})")),
    *("requests.post({0})", "requests.Session()", "db.query({0}).all()", "session.execute({0})"),
    *("logger.error({0}, {1})", "os.getenv({0}, {1})", "{0}.delay({1})", "{0}.objects.get(pk={1})"),
]
BLOCKS = [
    "if {0}:\n{B}\nelse:\n{C}",
    "for x in {0}:\n{B}",
    "async for x in {0}:\n{B}",
    "while {0}:\n{B}\nelse:\n{C}",
    "with {0} as x:\n{B}",
    "async with {0}:\n{B}",
    "try:\n{B}\nexcept Exception as e:\n{C}",
    "try:\n{B}\nexcept (ValueError, {0}):\n{C}\nfinally:\n{B}",
    "@router.post('/x')\nasync def f(x, db: Session = Depends({0})):\n{B}",
    "@shared_task(bind=True)\ndef f(self, *args, **kwargs):\n{B}",
    "def f(x={0}, *, y: 'Session' = None):\n{B}",
    "class C(models.Model):\n    x = models.FloatField(default={0})\n{B}",
    "match {0}:\n    case [x, *_] if {1}:\n{D}\n    case _:\n{D}",
]
LINES = [
    *("x = {0}", "x: {0} = {1}", "x += {0}", "self.x = {0}", "a, *b = {0}", "return {0}"),
    *("raise {0}", "raise HTTPException(500, {0})", "del x", "global x", "pass", "yield {0}"),
    *("break", "continue", "assert {0}", "{0}", "import {1}", "from x import *", "nonlocal x"),
]

expressions = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.tuples(st.sampled_from(SHAPES), inner, inner, inner).map(
        lambda parts: parts[0].format(*parts[1:])
    ),
    max_leaves=6,
)


def indent(text: str, width: int) -> str:
    return "\n".join(" " * width + line for line in text.split("\n"))


def block(shape: str, one: str, two: str, body: str, other: str) -> str:
    text = shape.replace("{B}", indent(body, 4)).replace("{C}", indent(other, 4))
    return text.replace("{D}", indent(body, 8)).replace("{0}", one).replace("{1}", two)


statements = st.recursive(
    st.tuples(st.sampled_from(LINES), expressions).map(
        lambda parts: parts[0].replace("{0}", parts[1]).replace("{1}", "x")
    ),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(BLOCKS), expressions, expressions, inner, inner).map(
            lambda parts: block(*parts)
        ),
        st.tuples(inner, inner).map("\n".join),
    ),
    max_leaves=8,
)


@settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(st.lists(statements, min_size=1, max_size=4).map("\n".join))
def test_generated_programs(body: str) -> None:
    source = PREAMBLE + body + "\n"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(source)
        except SyntaxError:
            return
        run(source, Path("program.py"))

from __future__ import annotations

import ast

import pytest
from programs import modules, program

from readiness_lint.facts.unchecked_values import UncheckedValue
from readiness_lint.model import File

HEAD = """
import json, uuid
from enum import Enum
from flask import Flask, request
from shop import log, save
app = Flask(__name__)
class State(Enum): OPEN = "open"
@app.post("/orders")
def place():
"""


def values(file: File) -> list[tuple[str, str]]:
    return [(ast.unparse(item.node), item.exception) for item in file.facts(UncheckedValue)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("save(request.json['a'])", [("request.json['a']", "KeyError")]),
        ("d = request.get_json() or {}; save(d['a'])", [("d['a']", "KeyError")]),
        ("d = request.json.copy(); save(d['a'], d['a'])", [("d['a']", "KeyError")]),
        ("save(json.loads(request.data)['a'])", [("json.loads(request.data)['a']", "KeyError")]),
        ("save(int(request.args['a']))", [("int(request.args['a'])", "ValueError")]),
        ("save(int(request.json['a']))", [("request.json['a']", "KeyError")]),
        ("a = request.form.get('a'); b = uuid.UUID(a)", [("uuid.UUID(a)", "ValueError")]),
        ("State(request.args.get('a'))", [("State(request.args.get('a'))", "ValueError")]),
        ("d = request.json\n  if 'b' in d: save(d['a'])", [("d['a']", "KeyError")]),
        ("log.info(request.json); save(request.json['a'])", [("request.json['a']", "KeyError")]),
        ("save(request.form['a'], request.headers['a'])", []),
        ("save(request.args.get('a', type=int))", []),
        ("request.json['a'] = 1", []),
        ("k = save(); save(request.json[k])", []),
        ("d = request.json\n  if 'a' in d: save(d['a'])", []),
        ("d = request.json\n  if d.get('a'): save(d['a'])", []),
        ("d = request.json\n  a = d.get('a')\n  if not a: return ''\n  save(d['a'])", []),
        ("d = request.json\n  if {'a'} <= d.keys(): save(d['a'])", []),
        ("d = request.json\n  save(d)\n  save(d['a'])", []),
        ("try: save(request.json['a'])\n  except LookupError: pass", []),
        ("try: int(request.args['a'])\n  except ValueError: pass", []),
        ("a = request.args.get('a')\n  if a.isdigit(): save(int(a))", []),
        ("a = request.args.get('a')\n  if a in ('1', '2'): save(int(a))", []),
    ],
)
def test_reads_and_conversions(body: str, found: list[tuple[str, str]]) -> None:
    assert found == values(program(f"{HEAD}  {body}\n"))


def test_an_error_handler_of_the_program_answers_for_all() -> None:
    files = modules(
        {
            "orders": f"{HEAD}  save(request.json['a'], int(request.args['b']))\n",
            "errors": "from orders import app\n@app.errorhandler(KeyError)\ndef f(e): return '', 400\n",
        }
    )

    assert [("int(request.args['b'])", "ValueError")] == values(files["orders"])

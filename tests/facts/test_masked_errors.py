from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.masked_errors import MaskedError

HEAD = """
from flask import Flask, jsonify
app = Flask(__name__)
@app.post("/orders")
def place(a, r):
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("if a: return {'error': 'no'}", True),
        ("if a: return jsonify({'error': 'no'})", True),
        ("if a: return jsonify(error='no', code=3)", True),
        ("if a: return {'success': False, 'message': 'no', 'data': None}", True),
        ("if a: return {'status': 'failed'}", True),
        ("try: a()\n  except Exception: return {'errors': str(a)}", True),
        ("return {'error': 'no'}", False),
        ("if a: return {'error': 'no'}, 400", False),
        ("if a: return jsonify(error='no'), a", False),
        ("if a: return {'error': None}", False),
        ("if a: return {'errors': [a]}", False),
        ("if a: return {'errors': a, 'done': 3}", False),
        ("if a: return {'valid': False, 'errors': a}", False),
        ("if a: return {'success': a}", False),
        ("if a: return {'status': 'done'}", False),
        ("if a: return {**a, 'error': 'no'}", False),
        ("if a: return {'error': {'jsonrpc': 1}, 'jsonrpc': '2.0'}", False),
        ("r.status_code = 400\n  if a: return {'error': 'no'}", False),
        ("if a: b = {'error': 'no'}", False),
    ],
)
def test_errors_under_a_status_of_success(body: str, *, found: bool) -> None:
    assert found is bool(program(f"{HEAD}  {body}\n").facts(MaskedError))

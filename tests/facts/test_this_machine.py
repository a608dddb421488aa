"""Which addresses lead to the machine that asks."""

from __future__ import annotations

import ast

import pytest
from programs import modules, program

from readiness_lint.facts.this_machine import is_here
from readiness_lint.terms import Answer


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("'localhost'", True),
        ("'http://127.0.0.1:8000/rates'", True),
        ("('localhost', 80)", True),
        ("f'redis://:{secret}@localhost:{port}/0'", True),
        ("f'http://{HOST}:{port}'", True),
        ("f'{BASE}/rates'", True),
        ("urljoin(BASE, '/rates')", True),
        ("'http://localhost.example'", False),
        ("f'http://{host}:{port}'", False),
        ("f'http://rates.{HOST}'", False),
        ("os.environ.get('RATES', 'http://localhost')", False),
        ("host", False),
    ],
)
def test_an_address_is_read_as_it_is_written(address: str, here: Answer) -> None:
    file = program(f"""
        import os
        from urllib.parse import urljoin
        HOST = "localhost"
        BASE = "http://localhost:8000"
        def ask(secret, port, host):
            told({address})
        """)

    assert here is is_here(file, _told(file.tree))


@pytest.mark.parametrize(
    ("calls", "here"),
    [
        ("ask('localhost')", True),
        ("ask()", True),
        ("ask('localhost')\nask('rates.example')", False),
        ("ask(host)", False),
        ("", True),
    ],
)
def test_callers_say_where_a_parameter_leads(calls: str, here: Answer) -> None:
    files = modules(
        {
            "asking": "def ask(host='127.0.0.1'):\n    told(f'http://{host}/rates')\n",
            "using": f"from asking import ask\nfrom elsewhere import host\n{calls}\n",
        }
    )

    assert here is is_here(files["asking"], _told(files["asking"].tree))


@pytest.mark.parametrize(
    ("call", "here"),
    [
        ("Browser()", True),
        ("Browser(**options)", True),
        ("Browser(url='https://browser.example')", False),
    ],
)
def test_an_option_is_this_machine_where_nobody_gives_another(call: str, here: Answer) -> None:
    file = program(f"""
        class Browser:
            def __init__(self, **options):
                self.url = options.get("url", "http://localhost:4444")
            def pages(self):
                told(self.url)
        def started(options):
            return {call}
        """)

    assert here is is_here(file, _told(file.tree))


def _told(tree: ast.Module) -> ast.expr:
    return next(
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "told"
    )

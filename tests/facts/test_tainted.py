"""What a client chooses, how it travels, what ends it, and how what is found is told."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.sinks import sinks_of
from readiness_lint.facts.tainted import (
    TaintedCall,
    TaintedLoad,
    TaintedPage,
    TaintedPath,
    TaintedRedirect,
    TaintedSql,
    TaintedUrl,
    is_reached,
)
from readiness_lint.terms import SinkKind

FLASK = "import os\nfrom flask import Flask, request, abort\napp = Flask(__name__)\n"


def found(
    kind: type[TaintedCall], source: str, others: dict[str, str] | None = None
) -> list[TaintedCall]:
    return list(modules({"shop": source, **(others or {})})["shop"].facts(kind))


def view(body: str) -> str:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{FLASK}@app.route('/x', methods=['POST'])\ndef view():\n{lines}\n"


SOURCES = [
    (
        "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/x')\n"
        "def view(name: str):\n    os.remove(name)\n",
        "name",
    ),
    (
        "from fastapi import FastAPI, Request\napp = FastAPI()\n@app.post('/x')\n"
        "async def view(r: Request):\n    body = await r.json()\n    os.remove(body['name'])\n",
        "r.json()['name']",
    ),
    (
        "from starlette.requests import Request\nfrom starlette.applications import Starlette\n"
        "from starlette.routing import Route\n"
        "async def view(request):\n    os.remove(request.query_params['name'])\n"
        "app = Starlette(routes=[Route('/x', view)])\n",
        "request.query_params['name']",
    ),
    (
        "from quart import Quart, request\napp = Quart(__name__)\n@app.route('/x')\n"
        "async def view():\n    os.remove((await request.get_json())['name'])\n",
        "request.get_json()['name']",
    ),
    (
        "from django.views import View\nclass Files(View):\n    def post(self, request):\n"
        "        os.remove(self.request.POST['name'])\n",
        "self.request.POST['name']",
    ),
    (
        "from rest_framework.views import APIView\nclass Files(APIView):\n"
        "    def delete(self, request):\n        os.remove(request.query_params.get('name'))\n",
        "request.query_params.get('name')",
    ),
    (
        "from aiohttp import web\nasync def view(request):\n"
        "    os.remove(request.match_info['name'])\n"
        "app = web.Application()\napp.router.add_get('/x/{name}', view)\n",
        "request.match_info['name']",
    ),
    (
        "from tornado.web import RequestHandler\nclass Files(RequestHandler):\n"
        "    def get(self):\n        os.remove(self.get_argument('name'))\n",
        "self.get_argument('name')",
    ),
    (
        "from litestar import Litestar, get\n@get('/x')\ndef view(name: str) -> None:\n"
        "    os.remove(name)\napp = Litestar([view])\n",
        "name",
    ),
    (
        "from bottle import Bottle, request\napp = Bottle()\n@app.get('/x')\ndef view():\n"
        "    os.remove(request.query['name'])\n",
        "request.query['name']",
    ),
]


@pytest.mark.parametrize(("source", "text"), SOURCES)
def test_a_framework_hands_over_what_a_client_chose(source: str, text: str) -> None:
    (call,) = found(TaintedPath, f"import os\n{source}")

    assert call.texts == f"`{text}`"


@pytest.mark.parametrize(
    "body",
    [
        "name = request.args['name']\nother = name.strip().lower()\nos.remove(f'/x/{other}')",
        "os.remove('/x/%s' % request.args['name'])",
        "os.remove('/x/{}'.format(request.form.get('name', 'a')))",
        "os.remove(os.path.join('/x', request.args.get('name') or 'a'))",
        "for name in request.args.getlist('name'):\n    os.remove(name)",
        "os.remove([item.upper() for item in request.json['names']][0])",
        "first, second = 'a', request.args['name']\nos.remove(second)",
        "path = '/x'\npath += request.args['name']\nos.remove(path)",
        "row = {}\nrow['name'] = request.args['name']\nos.remove(row['name'])",
        "names = []\nnames.append(request.args['name'])\nos.remove(names[0])",
        "if (name := request.args.get('name')):\n    os.remove(name)",
        "name = request.args['name'] if request.args else 'a'\nos.remove(name)",
        "import json\nos.remove(json.loads(request.data)['name'])",
        "import pathlib\n(pathlib.Path('/x') / request.args['name']).unlink()",
        "name = request.args['name']\nif name == 'a':\n    name = 'b'\nos.remove(name)",
    ],
)
def test_text_travels(body: str) -> None:
    assert len(found(TaintedPath, view(body))) == 1


@pytest.mark.parametrize(
    "body",
    [
        "os.remove(f\"/x/{int(request.args['name'])}\")",
        "os.remove(str(request.args.get('name', type=int)))",
        "names = {'a': '/a'}\nos.remove(names[request.args['name']])",
        "row = {'a': request.args['name'], 'b': '/b'}\nos.remove(row['b'])",
        "name = request.args['name']\nname = 'a'\nos.remove(name)",
        "name = request.args['name']\nif name not in {'a', 'b'}:\n    abort(404)\nos.remove(name)",
        "name = request.args['name']\nif name in {'a', 'b'}:\n    os.remove(name)",
        "name = request.args['name']\nif not name.isalnum():\n    return {}\nos.remove(name)",
        "name = request.args['name']\nassert name.isdigit()\nos.remove(name)",
        "import re\nname = request.args['name']\nif re.fullmatch('a+', name):\n    os.remove(name)",
        "name = request.args['name']\nvalidate_name(name)\nos.remove(name)",
        "name = request.args['name']\nsort = name.removeprefix('-')\n"
        "if sort not in {'a'}:\n    return {}\nos.remove(name)",
        "if ok_is_safe(request.args['name']):\n    os.remove(request.args['name'])",
        "name = request.args['name']\nos.remove(name if is_allowed(name) else '/a')",
        "name = request.args['name']\ntry:\n    int(name)\nexcept ValueError:\n    abort(400)\n"
        "os.remove(name)",
        "name = request.args['name']\nif '..' in name or '/' in name:\n    abort(400)\n"
        "os.remove(name)",
        "path = os.path.realpath('/x/' + request.args['name'])\n"
        "if not path.startswith('/x/'):\n    abort(400)\nos.remove(path)",
        "os.remove('/x/' + os.path.basename(request.args['name']))",
        "os.remove(request.remote_addr)",
        "if os.path.exists(request.args['name']):\n    return {}",
    ],
)
def test_what_is_clean_or_judged_does_no_harm(body: str) -> None:
    assert found(TaintedPath, view(body)) == []


STORE = """
    import os
    from pathlib import Path

    class Store:
        def __init__(self, base):
            self.base = base

        def path_of(self, name):
            return os.path.join(self.base, name)

        def drop(self, name):
            os.remove(self.path_of(name))

        def drop_checked(self, name):
            self._judge(name)
            os.remove(self.path_of(name))

        def _judge(self, name):
            if ".." in name or name.startswith("/"):
                raise ValueError(name)
"""


@pytest.mark.parametrize(("method", "count"), [("drop", 1), ("drop_checked", 0)])
def test_a_judgement_in_the_middle_of_a_chain_of_calls_counts(method: str, count: int) -> None:
    source = view(f"Store('/x').{method}(request.args['name'])")

    calls = found(TaintedPath, f"from store import Store\n{source}", {"store": STORE})

    assert count == len(calls)
    assert all([place.function for place in call.path] == ["Store.drop"] for call in calls)


def test_what_a_function_takes_from_the_request_is_found_where_it_is_used() -> None:
    others = {"parts": "from flask import request\ndef name():\n    return request.args['name']\n"}

    (call,) = found(TaintedPath, f"from parts import name\n{view('os.remove(name())')}", others)

    assert call.texts == "`request.args['name']`"


@pytest.mark.parametrize(
    ("parameter", "use", "texts"),
    [
        ("<name>", "shutil.rmtree('/x/' + name)", "`name`"),
        # One segment alone is a folder, which no operation on files takes.
        ("<name>", "os.remove('/x/' + name)", ""),
        ("<path:name>", "os.remove('/x/' + name + '.txt')", "`name`"),
        # One segment: `...txt` is a name.
        ("<name>", "os.remove('/x/' + name + '.txt')", ""),
        ("<name>", "os.remove(f'/x/{name}/a')", "`name`"),
        # What is shown has the name that the program gives it.
        ("<name>", "open(f'/x/{name}/a')", ""),
        ("<path:name>", "open(f'/x/{name}/a')", "`name`"),
        ("<name>", "open(f'/x/{name}/{name}/a')", ""),
        ("<int:name>", "os.remove(f'/x/{name}')", ""),
    ],
)
def test_one_segment_leads_away_only_by_itself(parameter: str, use: str, texts: str) -> None:
    source = f"{FLASK}import shutil\n@app.route('/x/{parameter}')\ndef view(name):\n    {use}\n"

    assert texts == "".join(call.texts for call in found(TaintedPath, source))


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("request.args['url']", 1),
        ("'https://' + request.args['host'] + '/x'", 1),
        ("f\"https://api.example/{request.args['name']}\"", 0),
        ("f\"{BASE}/{request.args['name']}\"", 0),
        ("f\"{os.environ['API']}/{request.args['name']}\"", 0),
        ("('https://' + request.args['host']).removeprefix('https://')", 1),
    ],
)
def test_the_host_must_be_the_clients(address: str, count: int) -> None:
    source = view(f"requests.get({address})")

    assert count == len(found(TaintedUrl, f"import requests\nBASE = make()\n{source}"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return requests.get(request.args['url']).text", (True, True)),
        ("r = requests.get(request.args['url'])\nreturn {'body': r.json()}", (True, True)),
        ("r = requests.get(request.args['url'])\nreturn {'ok': r.ok}", (True, False)),
        ("requests.get(request.args['url'], allow_redirects=False)", (False, False)),
        ("return fetched(request.args['url'])", (True, True)),
        ("return httpx.get(request.args['url'], follow_redirects=True).text", (True, True)),
        ("httpx.get(request.args['url'])", (False, False)),
    ],
)
def test_redirects_and_what_comes_back_are_known(body: str, expected: tuple[bool, bool]) -> None:
    helper = "import httpx, requests\ndef fetched(url):\n    return requests.get(url).text\n"

    (call,) = found(TaintedUrl, helper + view(body))

    assert expected == (call.redirected, call.returned)


def test_text_of_a_peer_counts_in_statements_alone() -> None:
    source = """
        import sqlite3
        import requests

        def load(url):
            name = requests.get("https://peer.example/name").text
            sqlite3.connect("x").execute(f"SELECT * FROM a WHERE name = '{name}'")
            requests.get(name)
    """

    assert len(found(TaintedSql, source)) == 1
    assert found(TaintedUrl, source) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [("request.form['sql']", [True]), ("f\"SELECT * FROM {request.form['table']}\"", [False])],
)
def test_a_statement_may_be_the_clients_as_a_whole(statement: str, expected: list[bool]) -> None:
    source = view(f"sqlite3.connect('x').execute({statement})")

    calls = found(TaintedSql, f"import sqlite3\n{source}")

    assert expected == [call.whole for call in calls]


@pytest.mark.parametrize(
    "call",
    [
        "execute('SELECT * FROM a WHERE b = ?', (request.args['b'],))",
        "execute(f\"SELECT * FROM a WHERE b IN ({','.join('?' * len(request.args))})\")",
        "execute(f\"SELECT * FROM a LIMIT {int(request.args['limit'])}\")",
    ],
)
def test_bound_values_are_no_statement(call: str) -> None:
    source = f"import sqlite3\n{view(f'sqlite3.connect(0).{call}')}"

    assert found(TaintedSql, source) == []


def test_functions_that_call_each_other_come_to_an_end() -> None:
    source = f"""{FLASK}
def one(name, depth):
    return name if depth else two(name, 1)

def two(name, depth):
    return one(name, depth) + three(name)

def three(name):
    for part in name:
        name = name + three(part)
    return name

@app.route('/x')
def view():
    os.remove(one(request.args['name'], 0))
"""

    assert len(found(TaintedPath, source)) == 1


@pytest.mark.parametrize(
    ("answer", "count"), [(", False", 0), ("", 0), (", True", 1), (", request.args['really']", 1)]
)
def test_a_call_that_decides_against_the_harm_is_not_followed(answer: str, count: int) -> None:
    helper = "import os\ndef remove(name, really=False):\n    if really:\n        os.remove(name)\n"
    source = view(f"from store import remove\nremove(request.args['name']{answer})")

    assert count == len(found(TaintedPath, source, {"store": helper}))


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("request.args['next']", 1),
        ("'/' + request.args['next']", 1),
        ("'//' + request.args['next']", 1),
        ("'https://' + request.args['host']", 1),
        ("'/a' + request.args['next']", 0),
        ("'?next=' + request.args['next']", 0),
        ("'https://a.example/' + request.args['next']", 0),
        ("unknown() + request.args['next']", 0),
        ("request.headers['Referer']", 0),
        ("request.cookies['next']", 0),
        ("request.url", 0),
    ],
)
def test_a_redirect_is_open_where_its_host_is(value: str, count: int) -> None:
    source = view(f"from flask import redirect\nreturn redirect({value})")

    assert count == len(found(TaintedRedirect, source))


@pytest.mark.parametrize(
    ("test", "count"),
    [
        ("not target.startswith('/')", 1),
        ("not target.startswith('/') or target.startswith('//')", 0),
        ("urlparse(target).netloc", 0),
        ("urlparse(target).hostname != 'a.example'", 0),
        ("TABLE.get(target) is not None", 1),
        ("PATTERN.match(target) is None", 0),
    ],
)
def test_a_target_is_judged_by_its_host(test: str, count: int) -> None:
    body = f"target = request.args['next']\nif {test}:\n    abort(400)\nreturn redirect(target)"
    source = view(f"from flask import redirect\nfrom urllib.parse import urlparse\n{body}")

    assert count == len(found(TaintedRedirect, source))


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("f'<p>{request.args[\"a\"]}</p>'", 1),
        ("(f'<p>{request.args[\"a\"]}</p>', 200)", 1),
        ("(f'a {request.args[\"a\"]}', 200, {'Content-Type': 'text/plain'})", 0),
        ("request.get_json()", 0),
        ("{'a': f'<p>{request.args[\"a\"]}</p>'}", 0),
        ("f'<p>{request.headers[\"a\"]}</p>'", 0),
    ],
)
def test_what_a_view_returns_is_a_page_where_it_is_put_together(value: str, count: int) -> None:
    assert count == len(found(TaintedPage, view(f"return {value}")))


@pytest.mark.parametrize(
    ("call", "count"),
    [
        ("pickle.loads(request.data)", 1),
        ("pickle.load(request.files['a'])", 1),
        ("pickle.load(io.BytesIO(request.data))", 1),
        ("joblib.load(request.args['path'])", 0),
        ("torch.load(request.files['a'])", 0),
        ("torch.load(request.files['a'], weights_only=False)", 1),
        ("yaml.load(request.data, Loader=yaml.SafeLoader)", 0),
        ("yaml.load(request.data, yaml.Loader)", 1),
    ],
)
def test_a_pickle_is_bytes_or_a_file(call: str, count: int) -> None:
    source = view(f"import io, joblib, pickle, torch, yaml\nreturn {call}")

    assert count == len(found(TaintedLoad, source))


def test_what_is_reached_is_told_where_it_happens() -> None:
    helper = (
        "import os\ndef ping(host):\n    os.system(f'ping {host}')\n    os.system(f'dig {HOST}')\n"
    )
    files = modules({"shop": view("from net import ping\nping(request.args['a'])"), "net": helper})
    calls = [sink.node for sink in sinks_of(files["net"], SinkKind.SHELL)]

    assert [True, False] == [is_reached(files["net"], call, SinkKind.SHELL) for call in calls]

"""How much a finding matters where that differs within a rule, and what options add."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from readiness_lint.engine import check
from readiness_lint.facts.tables import tables
from readiness_lint.finding import Finding
from readiness_lint.model import File
from readiness_lint.registry import all_rules
from readiness_lint.rules.security.exception_text_in_response import Options


def findings(code: str, source: str, options: Any = None) -> list[Finding]:
    """What one rule finds, with all its switches on."""
    rule = all_rules()[code]
    source = dedent(source)
    given = {type(options).__module__: options} if options else {}
    file = File(Path("shop.py"), source, ast.parse(source), tables(), options=given)
    on = frozenset((rule.name, switch) for switch in rule.switches)
    return check(file, "shop.py", [rule], switches=on, strict=True)


def severities(code: str, source: str) -> list[str]:
    return [finding.severity.label for finding in findings(code, source)]


ANSWERS = """
    import traceback

    import httpx
    from fastapi import Depends, FastAPI, HTTPException
    from shop.access import require_admin
    from sqlalchemy.exc import SQLAlchemyError

    app = FastAPI()

    @app.get("/orders"{guard})
    def orders():
        try:
            return load()
        except {clause} as error:
            raise HTTPException({status}, {content})
    """


@pytest.mark.parametrize(
    ("clause", "status", "content", "guard", "severity"),
    [
        ("Exception", 500, "str(error)", "", "medium"),
        ("Exception", 500, "traceback.format_exc()", "", "high"),
        ("SQLAlchemyError", 400, "str(error)", "", "high"),
        ("OSError", 404, "str(error)", "", "medium"),
        ("httpx.HTTPError", 502, "str(error)", "", "low"),
        ("Exception", 400, "str(error)", "", "low"),
        ("Exception", 500, "str(error)", ", dependencies=[Depends(require_admin)]", "low"),
    ],
)
def test_text_of_an_exception(
    clause: str, status: int, content: str, guard: str, severity: str
) -> None:
    source = ANSWERS.format(clause=clause, status=status, content=content, guard=guard)

    assert [severity] == severities("RDY228", source)


def test_answers_to_agents_are_an_option() -> None:
    answer = "{'jsonrpc': '2.0', 'error': str(error)}"
    source = ANSWERS.format(clause="Exception", status=500, content=answer, guard="")

    assert 0 == len(findings("RDY228", source))
    assert 1 == len(findings("RDY228", source, Options(agent_protocols=True)))


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ('SECRET_KEY = os.getenv("SECRET_KEY", "guess")', "critical"),
        ('DB_PASSWORD = os.getenv("DB_PASSWORD", "postgres")', "high"),
        ('SECRET_KEY = os.getenv("SECRET_KEY") or secrets.token_hex()', "medium"),
        ('KEY = os.getenv("SECRET_KEY", "guess")\nif KEY == "guess":\n    print(KEY)', "medium"),
    ],
)
def test_default_of_a_secret(line: str, severity: str) -> None:
    assert [severity] == severities("RDY214", f"import os, secrets\n{line}\n")


@pytest.mark.parametrize(
    ("decorator", "call", "severity"),
    [
        ('@app.get("/")', "requests.get(URL)", "critical"),
        ('@app.middleware("http")', "requests.get(URL)", "critical"),
        ('@app.get("/")', "requests.get(URL, timeout=3)", "high"),
        ("", "requests.get(URL)", "high"),
        ('@app.get("/")', "time.sleep(1)", "high"),
    ],
)
def test_blocking_call(decorator: str, call: str, severity: str) -> None:
    source = (
        "import requests, time\nfrom fastapi import FastAPI\napp = FastAPI()\n"
        f"{decorator}\nasync def orders(request, call_next):\n    {call}\n"
    )

    assert [severity] == severities("RDY301", source)


@pytest.mark.parametrize(
    ("code", "source", "severity"),
    [
        (
            "RDY213",
            "from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'guess'",
            "critical",
        ),
        (
            "RDY213",
            "from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'guess'\n"
            "if app.secret_key == 'guess':\n    print('change it')",
            "medium",
        ),
        ("RDY213", "import smtplib\ndef f(h): smtplib.SMTP(h).login('shop', 'Ubei8ie9')", "high"),
        ("RDY220", "from flask import Flask\nFlask(__name__).run(debug=True)", "critical"),
        (
            "RDY220",
            "from flask import Flask\napp = Flask(__name__)\n"
            "if __name__ == '__main__':\n    app.run(debug=True)",
            "low",
        ),
        ("RDY220", "import uvicorn\nuvicorn.run('a:b', host='0.0.0.0', reload=True)", "medium"),
        ("RDY264", "import random\ntoken = random.random()", "high"),
        ("RDY264", "import uuid\ntoken = uuid.uuid1()", "medium"),
        ("RDY265", "import requests\nrequests.get('https://shop.example', verify=False)", "high"),
        (
            "RDY265",
            "import requests\nrequests.get('https://shop.example', verify=False, auth=('a', b()))",
            "critical",
        ),
        ("RDY265", "import ssl\nssl.SSLContext(ssl.PROTOCOL_TLSv1)", "medium"),
        (
            "RDY265",
            "import requests\ndef f(a): requests.get('http://shop.example.com', auth=a)",
            "critical",
        ),
        (
            "RDY265",
            "from pysnmp.hlapi.v3arch.asyncio import UsmUserData\nUsmUserData('shop')",
            "low",
        ),
        ("RDY268", "import logging\ndef f(password): logging.info('%s', password)", "high"),
        ("RDY268", "import logging\ndef f(request): logging.info('%s', request.headers)", "medium"),
    ],
)
def test_secret_and_its_protection(code: str, source: str, severity: str) -> None:
    assert [severity] == severities(code, source)

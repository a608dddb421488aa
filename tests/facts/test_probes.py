"""Routes that an orchestrator asks, and what comes of their checks."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from programs import modules

from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.probes import BlindProbe, LivenessCall, Probe, always_succeeds

from fixtures import linked

HEAD = """
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Response
from fastapi.responses import JSONResponse
import psycopg

app = FastAPI()
"""


def kinds(source: str) -> list[str]:
    file = modules({"main": f"{HEAD}\n{source}\n"})["main"]
    return [probe.kind.value for probe in file.facts(Probe)]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/livez", ["live"]),
        ("/health/live", ["live"]),
        ("/health/liveliness", ["live"]),
        ("/readyz/", ["ready"]),
        ("/health/ready", ["ready"]),
        ("/api/readiness-check", ["ready"]),
        ("/health", ["health"]),
        ("/healthz", ["health"]),
        ("/ping", ["health"]),
        ("/live", []),
        ("/orders/ready", []),
        ("/health/details", []),
        ("/health/{service}", []),
        ("/shops/{shop}/health", []),
    ],
)
def test_the_path_says_what_is_asked(path: str, kind: list[str]) -> None:
    assert kinds(f"@app.get('{path}')\ndef answer(): ...") == kind


@pytest.mark.parametrize("name", ["live", "ready", "readiness_probe"])
def test_a_vague_path_is_a_probe_if_the_function_says_so_too(name: str) -> None:
    assert kinds(f"@app.get('/ready')\ndef {name}(): ...") == ["ready"]


def test_without_a_path_the_function_says_it() -> None:
    assert kinds("@app.get(PATH)\ndef readyz(): ...") == ["ready"]
    assert kinds("@app.get(PATH)\ndef ready(): ...") == []


def test_the_prefix_of_a_router_is_part_of_the_path() -> None:
    source = "router = APIRouter(prefix='/health')\n@router.get('/')\ndef check_health(): ..."

    assert kinds(source) == ["health"]


def test_who_writes_or_asks_who_calls_is_no_probe() -> None:
    assert kinds("@app.post('/livez')\ndef livez(): ...") == []
    assert (
        kinds(
            "def current_user() -> str: ...\n"
            "@app.get('/livez')\ndef livez(user=Depends(current_user)): ..."
        )
        == []
    )


@pytest.mark.parametrize(
    ("body", "succeeds"),
    [
        ("return 'ok'", True),
        ("return {'status': 'ok'}", True),
        ("answer = {'status': 'ok'}\n    return answer", True),
        ("return JSONResponse({'status': 'ok'})", True),
        ("pass", True),
        ("return JSONResponse({'status': 'ok'}, status_code=code)", False),
        ("return JSONResponse({'status': 'away'}, status_code=503)", False),
        ("raise HTTPException(503)", False),
        ("return answer()", False),
        ("answer.status_code = 503\n    return 'ok'", False),
        ("try:\n        raise OSError\n    except Exception:\n        pass\n    return 'ok'", True),
        (
            "try:\n        raise OSError\n    except Exception:\n        raise\n    return 'ok'",
            False,
        ),
    ],
)
def test_an_answer_is_a_success_where_nothing_says_otherwise(body: str, *, succeeds: bool) -> None:
    file = modules({"main": f"{HEAD}\n@app.get('/x')\ndef handler():\n    {body}\n"})["main"]
    (handler,) = file.facts(Handler)

    assert always_succeeds(file, handler.node) is succeeds


def test_a_parameter_that_is_the_answer_may_get_a_status() -> None:
    file = modules({"main": f"{HEAD}\n@app.get('/x')\ndef handler(response: Response): ..."})[
        "main"
    ]
    (handler,) = file.facts(Handler)

    assert not always_succeeds(file, handler.node)


def test_a_readiness_route_is_hollow_only_where_the_program_keeps_state() -> None:
    route = f"{HEAD}\n@app.get('/readyz')\ndef readyz():\n    return 'ok'\n"
    rows = "import psycopg\n\ndef rows():\n    return psycopg.connect('dbname=x')\n"

    alone = modules({"main": route})["main"]
    among = modules({"main": route, "rows": rows})["main"]

    assert [probe.hollow for probe in alone.facts(BlindProbe)] == []
    assert [probe.hollow for probe in among.facts(BlindProbe)] == [True]


def test_what_a_probe_checks_may_end_in_another_module() -> None:
    route = (
        f"{HEAD}\nfrom checks import check_database\n\n"
        "@app.get('/health')\ndef health():\n    return {'database': check_database()}\n"
    )
    checks = """
        import psycopg

        def check_database():
            try:
                psycopg.connect("dbname=x")
            except Exception:
                return False
            return True
        """
    file = modules({"main": route, "checks": checks})["main"]

    assert [ast.unparse(probe.node) for probe in file.facts(BlindProbe)] == ["check_database()"]


def test_liveness_calls_name_the_call_of_the_route() -> None:
    route = (
        f"{HEAD}\nfrom checks import connect\n\n"
        "@app.get('/livez')\ndef livez():\n    connect()\n    return 'ok'\n"
    )
    checks = "import psycopg\n\ndef connect():\n    psycopg.connect('dbname=x')\n"
    file = modules({"main": route, "checks": checks})["main"]

    assert [call.callee for call in file.facts(LivenessCall)] == ["connect"]


@pytest.mark.parametrize(
    ("path", "manifest", "kind", "ends"),
    [
        ("/up", [], None, False),
        ("/up", ["live"], "live", True),
        ("/up", ["ready"], "ready", False),
        ("/up", ["health"], "health", False),
        # One route for both asks too much for one of them, and may be right for the other.
        ("/up", ["live", "ready"], "health", True),
        ("/health", ["live"], "live", True),
        ("/health", ["live", "ready"], "health", True),
        ("/readyz", ["live"], "live", True),
        ("/livez", ["ready"], "health", False),
        ("/livez", ["live", "ready"], "live", True),
        ("/livez", ["health"], "live", True),
    ],
)
def test_manifests_say_what_is_asked(
    path: str, manifest: list[str], kind: str | None, *, ends: bool
) -> None:
    source = f"{HEAD}\n@app.get('{path}')\ndef answer(): ...\n"
    said = tuple((path.strip("/"), word) for word in manifest)
    file = linked({"main": (Path("main.py"), source)}, probed=lambda: said)["main"]
    found = [(probe.kind.value, probe.ends) for probe in file.facts(Probe)]

    assert found == ([(kind, ends)] if kind else [])

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.log_setups import AddedHandler, LogSetup

HEAD = (
    "import logging\nimport celery\nfrom fastapi import Depends, APIRouter\nrouter = APIRouter()\n"
)


def set_up(source: str, module: str = "shop.orders") -> list[tuple[str, str]]:
    file = program(HEAD + source, module=module)
    return [(item.call, item.when) for item in file.facts(LogSetup)]


def added(source: str) -> list[tuple[str, str]]:
    return [(item.function, item.each) for item in program(HEAD + source).facts(AddedHandler)]


@pytest.mark.parametrize(
    ("source", "when"),
    [
        ("logging.basicConfig()", "when the module is imported"),
        ("class A:\n    logging.basicConfig()", "when the module is imported"),
        (
            "class A:\n    def __init__(self): logging.basicConfig()",
            "whenever an object of its class is made",
        ),
        ("@router.get('/')\ndef f(): logging.basicConfig()", "in each request"),
        ("@celery.shared_task\ndef f(): logging.basicConfig()", "in each run of the task"),
    ],
)
def test_what_makes_it_run_is_told(source: str, when: str) -> None:
    assert [("logging.basicConfig()", when)] == set_up(source)


@pytest.mark.parametrize("module", ["shop.logs", "shop.log_config", "shop.wsgi", "telemetry.start"])
def test_a_module_that_is_there_for_the_logs_may_set_them_up(module: str) -> None:
    assert [] == set_up("logging.basicConfig()", module)


@pytest.mark.parametrize(
    ("found", "source"),
    [
        (1, "logging.getLogger().addHandler(x)"),
        (1, "logging.getLogger('root').addHandler(x)"),
        (1, "logging.getLogger('stock').addHandler(x)"),
        (0, "logging.getLogger('shop.stock').addHandler(x)"),
        (0, "logging.getLogger(__name__).addHandler(x)"),
        (0, "logging.getLogger(name()).addHandler(x)"),
        (0, "logging.getLogger('stock').setLevel(10)"),
    ],
)
def test_only_the_loggers_of_others_count(found: int, source: str) -> None:
    assert found == len(set_up(source))


@pytest.mark.parametrize(
    ("each", "source"),
    [
        ("request", "@router.get('/')\ndef f(): logging.getLogger().addHandler(x)"),
        (
            "request",
            "def f(): logging.root.addHandler(x)\n@router.get('/')\ndef g(y=Depends(f)): ...",
        ),
        ("run of the task", "@celery.shared_task\ndef f(): logging.getLogger().addHandler(x)"),
        ("call", "def get_logger(n): l = logging.getLogger(n); l.addHandler(x)"),
    ],
)
def test_what_adds_one_more_is_told(each: str, source: str) -> None:
    assert [each] == [item for _, item in added(source)]


def test_a_logger_may_have_a_name_of_its_own() -> None:
    sources = {
        "shop.audit": "import logging\nlogging.getLogger('trace').addHandler(x)",
        "shop.stock": "import logging\nlogging.getLogger('stomp').addHandler(x)",
        "shop.peers": "import stomp\nfrom shop import audit, stock",
    }
    files = modules(sources)

    assert [0, 1, 0] == [len(files[name].facts(LogSetup)) for name in sources]


@pytest.mark.parametrize(("found", "call"), [(1, "basicConfig()"), (0, "basicConfig(force=True)")])
def test_what_is_configured_anew_later_has_no_effect(found: int, call: str) -> None:
    sources = {
        "shop.stock": "import logging\nlogging.basicConfig()",
        "shop.logs": f"import logging\nfrom shop import stock\ndef start():\n    logging.{call}",
    }

    assert found == len(modules(sources)["shop.stock"].facts(LogSetup))


def test_a_module_that_nobody_imports_is_a_program_of_its_own() -> None:
    sources = {"shop.stock": "import logging\nlogging.basicConfig()", "shop.logs": "import json"}

    assert not modules(sources)["shop.stock"].facts(LogSetup)

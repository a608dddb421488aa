"""Modules that no process runs: put aside, or there for routes that nobody mounts."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs import modules

from readiness_lint.config import Cascade, Settings
from readiness_lint.facts.broken import is_broken
from readiness_lint.facts.parked import is_parked
from readiness_lint.project import check_paths

OLD = "from shop.database import db\n\n\ndef send():\n    return db\n"


@pytest.mark.parametrize(
    ("old", "other", "broken"),
    [
        (OLD, "", True),
        (OLD.replace("database", "api"), "", False),
        # Somebody runs it, or may do so.
        (OLD, "from shop.legacy import mail", False),
        (OLD, "from shop.legacy.mail import send", False),
        (OLD, 'TASKS = ["shop.legacy.mail"]', False),
        (OLD + 'if __name__ == "__main__":\n    send()\n', "", False),
        # It need not be there.
        (f"try:\n    {OLD.partition(chr(10))[0]}\nexcept ImportError:\n    db = None\n", "", False),
        ("def send():\n    from shop.database import db\n    return db\n", "", False),
        # It is made when the program is built, or by whoever deploys it.
        ("from shop._version import VERSION\n", "", False),
        ("from shop.orders_pb2 import Order\n", "", False),
        # Another distribution may bring it, or another name stands for it.
        ("from store.database import db\n", "", False),
        ("from shop.legacy.gone import db\n", "", True),
        ("from shop.open.gone import db\n", "", False),
    ],
)
def test_module_is_broken_if_it_lacks_another_and_nobody_asks_for_it(
    old: str, other: str, *, broken: bool
) -> None:
    files = modules(
        {
            "shop": "",
            "shop.api": "db = None",
            "shop.legacy": "",
            "shop.legacy.mail": old,
            "shop.open": "def __getattr__(name): ...",
            "shop.start": other,
        }
    )

    assert is_broken(files["shop.legacy.mail"]) is broken


def test_package_takes_its_modules_along() -> None:
    files = modules(
        {
            "shop": "",
            "shop.agent": "from .builder import Builder\nfrom .tools import Search\n",
            "shop.agent.builder": "class Builder: ...",
        }
    )

    assert is_broken(files["shop.agent.builder"])
    assert not is_broken(files["shop"])


ROUTES = """
from fastapi import APIRouter

router = APIRouter()

@router.get("/budgets")
def budgets():
    return []
"""
MAIN = "from fastapi import FastAPI\napp = FastAPI()\n"


@pytest.mark.parametrize(
    ("more", "main", "parked"),
    [
        ("", MAIN, True),
        ("", f"{MAIN}from shop import budgets\napp.include_router(budgets.router)", False),
        # What it holds beside its routes runs.
        ("def total(): ...", f"{MAIN}from shop.budgets import total", False),
        ('if __name__ == "__main__":\n    budgets()', MAIN, False),
        # Others have the application.
        ("", "", False),
    ],
)
def test_module_is_parked_with_its_routes(more: str, main: str, *, parked: bool) -> None:
    files = modules({"shop": "", "shop.budgets": ROUTES + more, "shop.server": main})

    assert is_parked(files["shop.budgets"]) is parked


def test_of_a_parked_module_only_that_is_said(tmp_path: Path) -> None:
    left = """

@router.post("/budgets")
def add():
    try:
        return store()
    except:
        return None
"""
    for name, text in {
        "__init__": "",
        "server": MAIN,
        "budgets": ROUTES + left,
        "old": f"import shop.gone\n{ROUTES}{left}",
    }.items():
        path = tmp_path / "shop" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    settings = Settings(root=tmp_path)

    found = check_paths([tmp_path], Cascade(tmp_path, fixed=settings), jobs=1).findings

    assert {(Path(item.path).name, item.code) for item in found} == {("budgets.py", "RDY111")}

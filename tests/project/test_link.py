"""What a file learns of the other modules of its program."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from readiness_lint.facts.callers import callers_of
from readiness_lint.model import File
from readiness_lint.terms import Known, Type

from fixtures import linked

SOURCES = {
    "shop": "from shop.clients import Http as Client\nfrom .rates import *\nfrom . import loops\n",
    "shop.clients": """
import httpx
import requests
from shop.settings import TIMEOUT

class Http(requests.Session):
    limit = TIMEOUT
    retries: int = 3

    def __init__(self):
        self.inner = httpx.Client()

    @property
    def session(self) -> requests.Session: ...

    def orders(self) -> "list[Order]": ...

    def fail(self):
        raise ValueError

class Order: ...

def client():
    return Http()

default = client()
""",
    "shop.rates": "from .clients import client, default as shared\nfrom .clients import Order\n",
    "shop.settings": "TIMEOUT = 3\nBASE = 'https://rates' + '.example'\n",
    "shop.loops": "from shop.knots import a\n\nb = a\n",
    "shop.knots": "from shop.loops import b\n\na = b\n",
}


def asked(expression: str, head: str, *, module: str = "shop.views") -> tuple[File, ast.expr]:
    """A module of the shop that ends in the expression, and the expression."""
    sources = {
        name: (Path("shop", "__init__.py" if name == "shop" else f"{name[5:]}.py"), text)
        for name, text in SOURCES.items()
    }
    source = f"{head}\n{expression}\n"
    file = linked({**sources, module: (Path("shop/views.py"), source)})[module]
    last = file.tree.body[-1]
    assert isinstance(last, ast.Expr)
    return file, last.value


@pytest.mark.parametrize(
    ("head", "expression", "expected"),
    [
        ("from shop import Client", "Client", "shop.clients.Http"),
        ("import shop", "shop.Client.get", "requests.Session.get"),
        ("from shop import shared", "shared.get", "requests.Session.get"),
        ("from shop.rates import client as make", "make().post", "requests.Session.post"),
        ("from shop.clients import default", "default.inner.get", "httpx.Client.get"),
        ("from shop.clients import default", "default.session.put", "requests.Session.put"),
        ("from shop.clients import default", "default.orders", "shop.clients.Http.orders"),
        ("from shop.clients import nothing", "nothing", "shop.clients.nothing"),
        ("from . import clients", "clients.default.get", "requests.Session.get"),
    ],
)
def test_a_name_leads_to_where_it_is_defined(head: str, expression: str, expected: str) -> None:
    file, expr = asked(expression, head)

    assert expected == file.name_of(expr)


@pytest.mark.parametrize(
    ("head", "expression", "expected"),
    [
        ("from shop import client", "client()", Type("shop.clients.Http")),
        ("from shop import shared", "shared", Type("shop.clients.Http")),
        (
            "from shop import shared",
            "shared.orders()",
            Type("builtins.list", (Type("shop.clients.Order"),)),
        ),
        ("from shop import shared", "shared.orders()[0]", Type("shop.clients.Order")),
        ("from shop import nowhere", "nowhere()", None),
    ],
)
def test_a_type_comes_from_where_it_is_made(
    head: str, expression: str, expected: Type | None
) -> None:
    file, expr = asked(expression, head)

    assert expected == file.type_of(expr)


@pytest.mark.parametrize(
    ("head", "expression", "expected"),
    [
        ("from shop.settings import TIMEOUT", "TIMEOUT", Known(3)),
        ("from shop import settings", "settings.BASE", Known("https://rates.example")),
        ("from shop import Client", "Client.limit", Known(3)),
        ("from shop import Client", "Client.retries", None),
    ],
)
def test_a_constant_has_its_value_everywhere(
    head: str, expression: str, expected: Known | None
) -> None:
    file, expr = asked(expression, head)

    assert expected == file.value_of(expr)


@pytest.mark.parametrize("head", ["from shop.loops import b", "from shop.knots import a as b"])
def test_names_that_stand_for_each_other_end_somewhere(head: str) -> None:
    file, expr = asked("b", head)

    assert (file.name_of(expr) or "").startswith("shop.")


@pytest.mark.parametrize(
    ("head", "expression", "expected"),
    [
        ("from shop.clients import *", "Http().get", "requests.Session.get"),
        ("from shop.settings import *\nfrom shop.clients import *", "Order", "shop.clients.Order"),
        ("from shop.clients import *\nfrom elsewhere import *", "Order", None),
        ("from elsewhere import *\nfrom shop.clients import *", "Order", "shop.clients.Order"),
        ("from shop.clients import *", "print", "builtins.print"),
        ("from elsewhere import *", "print", None),
        ("from shop.clients import *", "_hidden", None),
        (
            "from shop.clients import *\ntry:\n    from shop.rates import *\n"
            "except ImportError: ...",
            "Order",
            "shop.clients.Order",
        ),
    ],
)
def test_a_star_brings_the_names_of_its_module(
    head: str, expression: str, expected: str | None
) -> None:
    file, expr = asked(expression, head)

    assert expected == file.name_of(expr)


def test_a_class_inherits_through_modules() -> None:
    file, _ = asked("None", "from shop import Client\n\nclass Retrying(Client): ...")
    (cls,) = file.nodes(ast.ClassDef)

    assert file.inherits(cls, {"requests.Session"})
    assert file.bases_of(cls)[:2] == ("shop.clients.Http", "requests.Session")


def test_a_method_of_another_module_may_never_return() -> None:
    file, call = asked("shared.fail()", "from shop import shared")

    assert file.never_returns(call, file.statement(call))


def test_a_file_may_use_the_libraries_of_what_it_imports() -> None:
    file, _ = asked("None", "from shop.rates import client")

    assert {"httpx", "requests"} <= file.libraries


def test_a_definition_is_found_with_its_file() -> None:
    file, expr = asked("client", "from shop import client")
    home, node = file.defined(file.name_of(expr) or "") or (None, None)

    assert home is not None
    assert home.module == "shop.clients"
    assert isinstance(node, ast.FunctionDef)


def test_a_module_named_like_a_library_is_the_library() -> None:
    sources = {
        "requests": (Path("requests.py"), "def get(): ..."),
        "views": (Path("views.py"), "import requests\n\nrequests.get"),
    }
    file = linked(sources)["views"]
    (statement,) = file.nodes(ast.Expr)

    assert file.home("requests.get") is None
    assert file.name_of(statement.value) == "requests.get"


def test_the_callers_of_a_name_are_found_by_its_last_identifier() -> None:
    file, _ = asked("make()", "from shop.rates import client as make")
    assert file.program is not None

    assert ["shop.clients", "shop.views"] == [
        other.module for other in file.program.calling("client")
    ]


def test_a_call_under_an_alias_that_another_module_has_finds_its_function() -> None:
    sources = {
        "stock": (Path("stock.py"), "from shelves import reserve as hold\n"),
        "shelves": (Path("shelves.py"), "def reserve():\n    pass\n"),
        "orders": (Path("orders.py"), "from . import stock\n\n\ndef place():\n    stock.hold()\n"),
    }
    file = linked(sources)["shelves"]
    (function,) = file.nodes(ast.FunctionDef)

    assert ["orders"] == [caller.file.module for caller in callers_of(file, function)]


def test_an_alias_of_a_type_is_followed_to_its_module() -> None:
    sources = {
        "deps": (
            Path("deps.py"),
            "from typing import Annotated\nimport requests\nHttp = Annotated[requests.Session, 1]\n",
        ),
        "views": (Path("views.py"), "from deps import Http\n\ndef view(http: Http):\n    http\n"),
    }
    file = linked(sources)["views"]
    (statement,) = file.nodes(ast.Expr)

    assert Type("requests.Session") == file.type_of(statement.value)


def test_a_base_that_another_module_makes_is_the_class_that_it_stands_for() -> None:
    sources = {
        "shop.database": "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n",
        "shop.models": "from shop.database import Base\nclass Order(Base): ...\n",
    }
    file = linked({name: (Path(f"{name}.py"), text) for name, text in sources.items()})[
        "shop.models"
    ]
    (cls,) = file.nodes(ast.ClassDef)

    assert file.bases_of(cls) == ("sqlalchemy.orm.DeclarativeBase",)


def test_what_a_star_brings_leads_to_its_libraries() -> None:
    sources = {
        "shop.sql": "from shop.sql.core import *\n",
        "shop.sql.core": "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n",
        "shop.models": "from shop import sql\nclass Order(sql.Base): ...\n",
    }
    paths = {"shop.sql": "shop/sql/__init__.py", "shop.sql.core": "shop/sql/core.py"}
    files = linked(
        {name: (Path(paths.get(name, "shop/models.py")), text) for name, text in sources.items()}
    )

    assert "sqlalchemy" in files["shop.models"].libraries


def test_what_a_package_gives_the_name_of_a_module_is_no_module() -> None:
    sources = {
        "shop.models": "from .db import db\n",
        "shop.models.db": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
        "shop.models.orders": "from shop.models import db\nclass Order(db.Model): ...\n",
    }
    paths = {"shop.models": "shop/models/__init__.py"}
    file = linked(
        {name: (Path(paths.get(name, f"{name}.py")), text) for name, text in sources.items()}
    )["shop.models.orders"]
    (cls,) = file.nodes(ast.ClassDef)

    assert file.bases_of(cls) == ("flask_sqlalchemy.SQLAlchemy.Model",)

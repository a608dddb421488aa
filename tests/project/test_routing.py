"""What is known of a route: yes, no, or not known where something is out of sight."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.route_table import Endpoint
from readiness_lint.project.routing import row_of

ANSWERS = {True: "yes", False: "no", None: "?"}
FASTAPI = """
from typing import Any
from typing import Annotated
from elsewhere import audit, limiter, Mystery, opaque
import requests
from fastapi import Body, Depends, FastAPI, HTTPException, Query, Security
from fastapi.security import APIKeyHeader, OAuth2PasswordBearer
from pydantic import BaseModel

app = FastAPI()
scheme = OAuth2PasswordBearer(tokenUrl="token")
loose = APIKeyHeader(name="x-key", auto_error=False)

class Item(BaseModel):
    name: str

class Page(BaseModel):
    limit: int = 10

def get_current_user(token: str = Depends(scheme)):
    return token

def require_admin(user=Depends(get_current_user)):
    if user != "root":
        raise HTTPException(403)

def verify_key(key: str = Depends(loose)):
    if key != "k":
        raise HTTPException(401)

def only_when_set(key: str = Depends(loose)):
    if settings.KEY and key != settings.KEY:
        raise HTTPException(401)

def blocks_addresses():
    if look_up():
        raise HTTPException(403)

def body(item: Item):
    return item
"""
HANDLER = "@app.post('/x'{0})\ndef handler({1}){2}:\n    {3}\n"


def cells(prelude: str, source: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The cells of the only route of a program."""
    file = modules({"main": f"{prelude}\n{source}"})["main"]
    (endpoint,) = file.facts(Endpoint)
    return {
        name: (ANSWERS[cell.answer], cell.what) for name, cell in row_of(endpoint).cells.items()
    }


def answer(column: str, prelude: str, source: str) -> str:
    """A cell in one line."""
    known, what = cells(prelude, source)[column]
    return " ".join((known, *(what if known == "yes" else ())))


def handler(
    options: str = "", parameters: str = "", returns: str = "", body: str = "return 1"
) -> str:
    return HANDLER.format(options and f", {options}", parameters, returns, body)


@pytest.mark.parametrize(
    ("source", "authentication", "authorization"),
    [
        (handler(), "no", "no"),
        (handler(parameters="user=Depends(get_current_user)"), "yes get_current_user", "no"),
        (
            handler(parameters="user: Annotated[str, Security(get_current_user, scopes=['a'])]"),
            "yes get_current_user",
            "yes get_current_user",
        ),
        (handler("dependencies=[Depends(require_admin)]"), "yes require_admin", "yes require_admin"),
        (handler(parameters="key=Depends(scheme)"), "yes scheme", "no"),
        (handler(parameters="key=Depends(verify_key)"), "yes verify_key", "no"),
        (handler(parameters="key=Depends(loose)"), "?", "?"),
        (handler(parameters="key=Depends(only_when_set)"), "?", "?"),
        (handler(parameters="key=Depends(blocks_addresses)"), "?", "?"),
        (handler(parameters="key=Depends(opaque)"), "?", "?"),
        (handler(parameters="request", body="check(request)"), "?", "?"),
        (f"@audit\n{handler()}".replace("@audit\n", "", 1).replace("def ", "@audit\ndef "), "?", "?"),
        ("@app.middleware('http')\nasync def gate(request, call_next):\n"
         "    if not request.user: raise HTTPException(401)\n" + handler(), "?", "?"),
    ],
)  # fmt: skip
def test_who_may_call(source: str, authentication: str, authorization: str) -> None:
    assert authentication == answer("authentication", FASTAPI, source)
    assert authorization == answer("authorization", FASTAPI, source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (handler(), "no"),
        (handler(parameters="count: int, name: str = Query('')"), "no"),
        (handler(parameters="data: dict = Body()"), "no"),
        (handler(parameters="item: Item"), "yes Item"),
        (handler(parameters="items: list[Item] | None = None"), "yes Item"),
        (handler(parameters="page: Annotated[Page, Query()]"), "yes Page"),
        (handler(parameters="item=Depends(body)"), "yes Item"),
        (handler(parameters="item=Depends(opaque)"), "?"),
        (handler(parameters="item: Mystery"), "?"),
        (handler(parameters="token=Depends(scheme)"), "no"),
        (handler(parameters="request", body="return Item(**request.json())"), "yes Item"),
        (handler(parameters="request", body="return opaque(request)"), "?"),
        (handler().replace("def ", "@audit\ndef "), "?"),
    ],
)
def test_models_of_what_comes_in(source: str, expected: str) -> None:
    assert expected == answer("input_model", FASTAPI, source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (handler(), "no"),
        (handler("response_model=list[Item]"), "yes list[Item]"),
        (handler("response_model=None", returns=" -> Item"), "no"),
        (handler(returns=" -> Item"), "yes Item"),
        (handler(returns=" -> list[str]"), "yes list[str]"),
        (handler(returns=" -> dict"), "no"),
        (handler(returns=" -> Mystery"), "?"),
        (handler("**opaque"), "?"),
        (handler("response_model=dict[str, Any]"), "no"),
        (handler("response_model=list[str]"), "yes list[str]"),
    ],
)
def test_models_of_what_goes_out(source: str, expected: str) -> None:
    assert expected == answer("response_model", FASTAPI, source)


@pytest.mark.parametrize(
    ("column", "source", "expected"),
    [
        ("pagination", handler(), "no"),
        ("pagination", handler(parameters="limit: int, offset: int = 0"), "yes limit offset"),
        ("pagination", handler(parameters="page: Page = Depends()"), "yes limit page"),
        ("pagination", handler(body="return opaque()"), "?"),
        ("rate_limit", handler(), "no"),
        ("rate_limit", handler().replace("def ", "@audit\ndef "), "?"),
        ("timeout", handler(), "yes no outbound call"),
        ("timeout", handler(body="return requests.get(U, timeout=3)"), "yes requests.get"),
        ("timeout", handler(body="return requests.get(U)"), "no"),
        ("timeout", handler(body="return requests.get(U, timeout=opaque())"), "?"),
        ("timeout", handler(body="return opaque()"), "?"),
        ("timeout", handler(parameters="key=Depends(opaque)"), "?"),
        (
            "timeout",
            "def fetch():\n    return requests.get(U)\n" + handler(body="return fetch()"),
            "no",
        ),
    ],
)
def test_what_a_handler_does(column: str, source: str, expected: str) -> None:
    prelude = FASTAPI.replace("limiter, ", "")

    assert expected == answer(column, prelude, source)


def test_a_limiter_by_its_name_is_one_and_leaves_the_other_routes_open() -> None:
    limited = handler().replace("def ", "@limiter.limit('1/s')\ndef ")
    imported = FASTAPI.replace(
        "from elsewhere import audit, limiter",
        "from slowapi import limiter\nfrom elsewhere import audit",
    )

    assert "yes limiter.limit" == answer("rate_limit", imported, limited)
    assert "?" == answer("rate_limit", imported, handler())


FLASK = """
from flask import Flask, jsonify, render_template, request
from flask_login import login_required
from flask_wtf import FlaskForm
from pydantic import BaseModel
from elsewhere import odd

app = Flask(__name__)

class OrderForm(FlaskForm): ...
class Order(BaseModel): ...
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(): return render_template('x')", "no no no no no no yes"),
        ("@login_required\ndef f(): return jsonify({})", "yes no no no no no yes"),
        ("@odd\ndef f(): return jsonify({})", "? ? ? ? no ? yes"),
        ("def f():\n    d = request.json\n    return jsonify({})", "no no no no no no yes"),
        ("def f():\n    return Order.model_validate(request.json).model_dump()",
         "no no yes yes no no yes"),
        ("def f():\n    form = OrderForm()\n    form.validate_on_submit()\n    return 'x'",
         "no no yes no ? no ?"),
        ("def f():\n    form = OrderForm()\n    return 'x'", "no no no no no no yes"),
        ("def f():\n    return odd(request.json)", "no no ? ? ? no ?"),
        ("def f():\n    page = request.args.get('page')\n    return 'x'", "no no no no yes no yes"),
        ("def f(): return Order().model_dump(), 201", "no no no yes no no yes"),
        ("def f(): return odd(), 201", "no no no ? ? no ?"),
    ],
)  # fmt: skip
def test_views_of_flask(source: str, expected: str) -> None:
    found = cells(FLASK, f"@app.post('/x')\n{source}\n")

    assert expected == " ".join(known for known, _ in found.values())


READ = "Order.model_validate(request.json)"
DUMPED = "return Order().model_dump()"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"if request.method == 'GET': {DUMPED}\n    return 'x'", "no no"),
        (f"if request.method != 'POST': {DUMPED}\n    return 'x'", "no no"),
        (f"if request.method in ('POST', 'PUT'): {DUMPED}\n    return 'x'", "no yes"),
        (f"if request.method in VERBS: {DUMPED}\n    return 'x'", "no no"),
        (f"if request.method in odd: {DUMPED}\n    return 'x'", "no yes"),
        (f"if request.method not in {{'GET'}}:\n        return 'x'\n    {DUMPED}", "no no"),
        (f"if request.method == 'GET': {READ}\n    else: return 'x'\n    {DUMPED}", "no no"),
        (f"if request.method == 'POST': {READ}\n    {DUMPED}", "yes yes"),
        ("if request.method in ('POST', 'PUT'):\n"
         "        if request.method == 'POST': return 'x'\n"
         f"        if request.method == 'PUT': return 'y'\n    {DUMPED}", "no no"),
        (f"while 'GET' != request.method == odd: {DUMPED}\n    return 'x'", "no yes"),
    ],
)  # fmt: skip
def test_parts_for_another_method_are_not_counted(body: str, expected: str) -> None:
    source = f"VERBS = ['GET', 'HEAD']\n@app.post('/x')\ndef f():\n    {body}\n"
    found = cells(FLASK, source)

    assert expected == f"{found['input_model'][0]} {found['response_model'][0]}"


SETTINGS = """
ROOT_URLCONF = "urls"
INSTALLED_APPS = []
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 10,
}
"""
VIEWS = """
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.views.generic import CreateView, ListView
from rest_framework import generics
from rest_framework.permissions import (
    AllowAny, BasePermission, IsAdminUser, IsAuthenticated, IsAuthenticatedOrReadOnly,
)
from elsewhere import Odd, Pages, Mixin
from forms import BookForm, BookSerializer

class Own(BasePermission):
    def has_permission(self, request, view): return view.ok

"""


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("generics.ListAPIView: serializer_class = BookSerializer", "yes no no yes yes yes ?"),
        ("generics.CreateAPIView: serializer_class = BookSerializer", "yes no yes yes no yes ?"),
        ("generics.ListAPIView: permission_classes = [AllowAny]; pagination_class = None",
         "no no no ? no yes ?"),
        ("generics.ListAPIView: permission_classes = [IsAdminUser]; throttle_classes = []",
         "yes yes no ? yes no ?"),
        ("generics.ListAPIView: permission_classes = [IsAuthenticatedOrReadOnly]",
         "no no no ? yes yes ?"),
        ("generics.CreateAPIView: permission_classes = [IsAuthenticatedOrReadOnly]",
         "yes no ? ? no yes ?"),
        ("generics.ListAPIView: permission_classes = [Own]", "? yes no ? yes yes ?"),
        ("generics.ListAPIView: permission_classes = [IsAuthenticated & Own]",
         "yes yes no ? yes yes ?"),
        ("generics.ListAPIView: permission_classes = [AllowAny | Own]", "no no no ? yes yes ?"),
        ("generics.ListAPIView: permission_classes = [Odd]", "? ? no ? yes yes ?"),
        ("LoginRequiredMixin, ListView: paginate_by = 5", "yes ? no ? yes no ?"),
        ("PermissionRequiredMixin, ListView: pass", "yes yes no ? no no ?"),
        ("CreateView: form_class = BookForm", "? ? yes ? no no ?"),
    ],
)  # fmt: skip
def test_views_of_django(view: str, expected: str) -> None:
    bases, _, body = view.partition(":")
    sources = {
        "settings": SETTINGS,
        "views": f"{VIEWS}\nclass V({bases}):\n    {body.strip()}\n",
        "urls": "from django.urls import path\nimport views\n"
        "urlpatterns = [path('x/', views.V.as_view())]",
        "forms": "class BookForm: ...\nclass BookSerializer: ...\n",
    }
    rows = [row_of(item) for item in modules(sources)["urls"].facts(Endpoint)]
    method = "POST" if "Create" in bases else "GET"
    (row,) = [item for item in rows if item.method == method]

    assert expected == " ".join(ANSWERS[cell.answer] for cell in row.cells.values())


def test_guards_of_routers_applications_and_layers_are_those_of_their_routes() -> None:
    fastapi = FASTAPI.replace("app = FastAPI()", "app = FastAPI(dependencies=[Depends(verify)])\n"
    ).replace("class Item", "def verify(key=Depends(scheme)): ...\n\nclass Item")  # fmt: skip
    litestar = """
    from litestar import Controller, Litestar, get
    from litestar.exceptions import NotAuthorizedException

    def require_admin(connection, handler):
        if not connection.user:
            raise NotAuthorizedException()

    class Orders(Controller):
        guards = [require_admin]

        @get("/x")
        async def every(self) -> str: ...

    app = Litestar(route_handlers=[Orders])
    """
    (endpoint,) = modules({"main": litestar})["main"].facts(Endpoint)
    layered = row_of(endpoint).cells

    assert "yes verify" == answer("authentication", fastapi, handler())
    assert (True, ("require_admin",)) == (
        layered["authentication"].answer,
        layered["authentication"].what,
    )
    assert layered["authorization"].answer

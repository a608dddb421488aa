"""Lists without a bound, through the functions and modules that fetch, build and mount them."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.handlers import Handler
from readiness_lint.facts.listings import Listing, UncappedPage
from readiness_lint.facts.mounts import prefixes_of

ROWS = """
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Session

class Base(DeclarativeBase): ...
class Order(Base): ...

def every(session: Session):
    return fetched(session, statement())

def fetched(session: Session, query):
    return session.scalars(query).all()

def statement():
    return select(Order)

def newest(query):
    return query.limit(10)

def of(session: Session, customer):
    return session.scalars(select(Order).where(Order.customer == customer)).all()

def found(session: Session, text=None):
    if text:
        return of(session, text)
    return session.scalars(select(Order)).all()

def page(session: Session, page_size=20):
    return session.scalars(select(Order)).all()

def streamed(session: Session):
    yield from session.scalars(select(Order)).all()

def wrapped(rows):
    return {"rows": rows, "number": len(rows)}

class Repository:
    def __init__(self, session: Session):
        self.session = session

    def all(self):
        return self.session.scalars(self.query()).all()

    def query(self):
        return select(Order)

class Late(Repository):
    def query(self):
        return select(Order).limit(10)
"""
ROUTE = """
from fastapi import APIRouter
from shop import rows
from shop.rows import every as all_of_them, select, Order, Session
router = APIRouter()

@router.get("/orders")
def listed(session: Session, text: str = ""):
    {body}
"""


@pytest.mark.parametrize(
    ("body", "of_parent"),
    [
        ("return rows.every(session)", False),
        ("return [row.number for row in all_of_them(session)]", False),
        ("return rows.wrapped(rows.every(session))", False),
        ("found = rows.every(session)\n    return rows.wrapped(found)", False),
        ("return rows.fetched(session, select(Order))", False),
        ("return rows.of(session, text)", True),
    ],
)
def test_rows_that_other_modules_fetch(body: str, *, of_parent: bool) -> None:
    files = modules({"shop.rows": ROWS, "shop.routes": ROUTE.format(body=body)})
    (found,) = files["shop.routes"].facts(Listing)

    assert ("listed", "Order", of_parent) == (found.name, found.model, found.of_parent)


@pytest.mark.parametrize(
    "body",
    [
        "return rows.fetched(session, rows.newest(select(Order)))",
        "return rows.found(session, text) if text else []",
        "return rows.page(session)",
        "return rows.streamed(session)",
        "return len(rows.every(session))",
        "return rows.Repository(session).all()",
        "return unknown(rows.every(session))",
        "return rows.fetched(session, unknown(select(Order)))",
    ],
)
def test_rows_that_something_may_bound(body: str) -> None:
    files = modules({"shop.rows": ROWS, "shop.routes": ROUTE.format(body=body)})

    assert [] == [item for item in files["shop.routes"].facts(Listing) if not item.of_parent]


VIEWS = """
from rest_framework import viewsets
from shop.bases import Base
from shop.models import Order

class Orders({base}):
    queryset = Order.objects.all()
"""


@pytest.mark.parametrize(
    ("settings", "base", "body", "listed"),
    [
        ("REST_FRAMEWORK = {}", "viewsets.ReadOnlyModelViewSet", "pass", True),
        ("REST_FRAMEWORK = {'PAGE_SIZE': 20}", "viewsets.ReadOnlyModelViewSet", "pass", True),
        (
            "REST_FRAMEWORK = {'DEFAULT_PAGINATION_CLASS': "
            "'rest_framework.pagination.LimitOffsetPagination'}",
            "viewsets.ReadOnlyModelViewSet",
            "pass",
            True,
        ),
        (
            "REST_FRAMEWORK = {'DEFAULT_PAGINATION_CLASS': "
            "'rest_framework.pagination.LimitOffsetPagination', 'PAGE_SIZE': 20}",
            "viewsets.ReadOnlyModelViewSet",
            "pass",
            False,
        ),
        (
            "REST_FRAMEWORK = {}\nREST_FRAMEWORK['DEFAULT_PAGINATION_CLASS'] = chosen",
            "viewsets.ReadOnlyModelViewSet",
            "pass",
            False,
        ),
        ("REST_FRAMEWORK = {**more}", "viewsets.ReadOnlyModelViewSet", "pass", False),
        ("", "viewsets.ReadOnlyModelViewSet", "pass", False),
        ("REST_FRAMEWORK = {}", "Base", "pagination_class = Pages", False),
        ("", "Base", "pagination_class = None", True),
        ("", "Base", "pagination_class = None\n    def get_queryset(self): ...", False),
        ("REST_FRAMEWORK = {}", "Base, Unknown", "pass", False),
    ],
)
def test_lists_that_have_no_pages_by_default(
    settings: str, base: str, body: str, *, listed: bool
) -> None:
    bases = f"from rest_framework import viewsets\nclass Base(viewsets.ModelViewSet):\n    {body}\n"
    files = modules(
        {"shop.settings": settings, "shop.bases": bases, "shop.views": VIEWS.format(base=base)}
    )

    assert listed is bool(files["shop.views"].facts(Listing))


SIZES = """
from typing import Annotated
from fastapi import Query
Any = Annotated[int, Query(ge=1)]
Some = Annotated[int, Query(le=100)]
ASKED = Query(50)
DEFAULT = 50
"""
PARTS = """
from shop.rows import Order, Session, select

def part(session: Session, number):
    return first(session, size=number)

def first(session: Session, size):
    return session.scalars(select(Order).limit(size)).all()

def few(session: Session, number):
    return first(session, min(number, 10))

def checked(session: Session, number):
    if number > 10:
        raise ValueError
    return first(session, number)
"""


@pytest.mark.parametrize(
    ("parameter", "call", "open_"),
    [
        ("much: int = 50", "parts.part(session, much)", True),
        ("much: sizes.Any = 50", "parts.part(session, number=much)", True),
        ("much: int = sizes.ASKED", "parts.first(session, much)", True),
        ("much: int = sizes.DEFAULT", "parts.first(session, much)", True),
        ("much: sizes.Some = 50", "parts.part(session, much)", False),
        ("much: int = 50", "parts.few(session, much)", False),
        ("much: int = 50", "parts.checked(session, much)", False),
        ("much: int = 50", "parts.unknown(session, much)", False),
    ],
)
def test_sizes_that_are_handed_on(parameter: str, call: str, *, open_: bool) -> None:
    route = f"""
from fastapi import APIRouter, Query
from shop import parts, sizes
router = APIRouter()

@router.get("/orders")
def listed(session, {parameter}):
    return {call}
"""
    sources = {"shop.rows": ROWS, "shop.sizes": SIZES, "shop.parts": PARTS, "shop.routes": route}

    assert open_ is bool(modules(sources)["shop.routes"].facts(UncappedPage))


def test_paths_in_front_of_a_route() -> None:
    files = modules(
        {
            "shop.routers": "from fastapi import APIRouter\n"
            "orders = APIRouter(prefix='/orders')\nabove = APIRouter(prefix='/above')\n",
            "shop.pages": """
                from shop.routers import orders as router

                @router.get("/{number}")
                def shown(number: int): ...

                def index(request): ...
                """,
            "shop.app": """
                from fastapi import FastAPI
                from shop.routers import above, orders
                app = FastAPI()
                above.include_router(orders, prefix="/inner")
                app.include_router(router=above, prefix="/outer")
                """,
            "shop.urls": "from django.urls import path\nfrom shop.pages import index\n"
            "parts = [path('', index)]\n",
            "site.urls": "from django.urls import include, path\nfrom shop.urls import parts\n"
            "urlpatterns = [path('shop/', include('shop.urls')), path('more/', include(parts))]\n",
        }
    )
    file = files["shop.pages"]
    found = {handler.name: set(prefixes_of(handler, file)) for handler in file.facts(Handler)}

    assert {
        "shown": {"/orders", "/inner", "/above", "/outer"},
        "index": {"shop/", "more/"},
    } == found

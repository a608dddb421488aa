"""Reads of a database, and what builds them."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.listings import Listing, UncappedPage
from readiness_lint.facts.queries import Query, links_of

DJANGO = "from django.db import models\nfrom shop.models import Order\n"
ALCHEMY = (
    "from sqlalchemy import select, text, update\nfrom sqlalchemy.orm import Session\n"
    "from shop.models import Order\n"
)


def queries(source: str) -> list[Query]:
    return list(program(source).facts(Query))


@pytest.mark.parametrize(
    ("expression", "verb", "model"),
    [
        ("Order.objects.get(pk=1)", "get", "Order"),
        ("Order.objects.filter(pk=1).first()", "first", "Order"),
        ("Order.objects.filter(pk=1).exists()", "exists", "Order"),
        ("list(Order.objects.filter(pk=1))", "all", "Order"),
        ("[order for order in Order.objects.all()]", "all", "Order"),
        ("1 in Order.objects.values_list('pk', flat=True)", "all", "Order"),
    ],
)
def test_imported_model_of_django(expression: str, verb: str, model: str) -> None:
    (found,) = queries(f"{DJANGO}x = {expression}\n")

    assert ("django", verb, model) == (found.orm, found.verb, found.model)


@pytest.mark.parametrize(
    "expression",
    [
        "Order.objects.filter(pk=1)",
        "Order.objects.visible().first()",
        "orders.objects.first()",
        "Order.items.first()",
    ],
)
def test_what_is_no_certain_query(expression: str) -> None:
    assert [] == queries(f"{DJANGO}x = {expression}\n")


def test_file_without_django_has_no_managers() -> None:
    assert [] == queries("from shop.models import Order\nx = Order.objects.get(pk=1)\n")


@pytest.mark.parametrize(
    ("expression", "model"),
    [
        ("session.execute(select(Order))", "Order"),
        ("session.scalars(select(Order.number).where(Order.id == 1))", "Order"),
        ("session.query(Order).filter(Order.id == 1).one()", "Order"),
        ("session.get(Order, 1)", "Order"),
        ("session.execute(text('SELECT 1 FROM orders'))", "orders"),
    ],
)
def test_session_of_sqlalchemy(expression: str, model: str) -> None:
    found = queries(f"{ALCHEMY}def f(session: Session):\n    return {expression}\n")

    assert [model] == [query.model for query in found]


@pytest.mark.parametrize(
    "expression",
    ["session.execute(update(Order))", "session.execute(text('DELETE FROM orders'))"],
)
def test_statement_that_writes_is_no_query(expression: str) -> None:
    assert [] == queries(f"{ALCHEMY}def f(session: Session):\n    return {expression}\n")


def test_query_that_is_built_in_steps() -> None:
    (found,) = queries(
        f"""{ALCHEMY}
def f(session: Session, number):
    query = session.query(Order)
    if number:
        query = query.filter(Order.number == number)
    return query.order_by(Order.number).all()
"""
    )

    assert ("Order", False) == (found.model, found.limited)


@pytest.mark.parametrize(
    ("built", "limited"),
    [
        ("select(Order)", False),
        ("select(Order).limit(5)", True),
        ("visible(select(Order))", None),
        ("text('SELECT * FROM orders LIMIT 5')", True),
        ("text('SELECT * FROM orders')", False),
    ],
)
def test_what_bounds_the_rows(built: str, *, limited: bool | None) -> None:
    file = program(f"{ALCHEMY}def f(session: Session):\n    return session.execute({built})\n")
    call = file.index.calls["execute"][0][0]

    assert limited is links_of(file, call).limited


ROUTE = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/orders')\n"


def listings(body: str, parameters: str = "session: Session") -> list[tuple[str, bool]]:
    file = program(f"{ALCHEMY}{ROUTE}def orders({parameters}):\n    {body}\n")
    return [(found.model, found.of_parent) for found in file.facts(Listing)]


@pytest.mark.parametrize(
    "body",
    [
        "return session.query(Order).all()",
        "rows = session.query(Order).all()\n    return rows",
        "return {'orders': session.query(Order).all()}",
        "return [row.number for row in session.scalars(select(Order)).all()]",
        "return Orders(items=session.query(Order).all())",
    ],
)
def test_handler_that_returns_every_row(body: str) -> None:
    assert [("Order", False)] == listings(body)


@pytest.mark.parametrize(
    "body",
    [
        "return session.query(Order).limit(5).all()",
        "return session.query(Order).all()[:5]",
        "return len(session.query(Order).all())",
        "return session.query(Order).first()",
        "return session.query(Order).distinct().all()",
        "return paginate(session.query(Order).all())",
    ],
)
def test_handler_that_returns_few_rows(body: str) -> None:
    assert [] == listings(body)


def test_rows_of_one_parent() -> None:
    body = "return session.query(Order).filter(Order.customer_id == number).all()"

    assert [("Order", True)] == listings(body, "number: int, session: Session")


def test_view_without_pages() -> None:
    file = program(
        """
        from rest_framework import viewsets
        from shop.models import Order

        class Orders(viewsets.ModelViewSet):
            queryset = Order.objects.all()
            pagination_class = None
        """
    )

    assert [("Order", True)] == [(found.model, found.paging) for found in file.facts(Listing)]


@pytest.mark.parametrize(("cap", "found"), [("pass", 1), ("max_page_size = 100", 0)])
def test_page_size_without_a_cap(cap: str, found: int) -> None:
    file = program(
        f"""
        from rest_framework.pagination import PageNumberPagination

        class Pages(PageNumberPagination):
            page_size_query_param = "size"
            {cap}
        """
    )

    assert found == len(file.facts(UncappedPage))


MONGO = "from pymongo.collection import Collection\ndef f(rows: Collection):\n    return "


@pytest.mark.parametrize(
    ("expression", "limited"),
    [
        ("rows.find({}).to_list(None)", False),
        ("rows.find({}).to_list(100)", True),
        ("rows.find({}).to_list(length=LENGTH)", True),
        ("rows.find({}).limit(5).to_list(None)", True),
        ("rows.find({}, limit=5).to_list()", True),
    ],
)
def test_parameter_that_bounds_the_rows(expression: str, *, limited: bool) -> None:
    file = program(f"{MONGO}{expression}\n")
    call = file.index.calls["to_list"][0][0]

    assert limited is links_of(file, call).limited


def test_collection_stands_for_its_table() -> None:
    (found,) = queries(f"{MONGO}rows.find_one({{}})\n")

    assert "rows" == found.model


def test_statement_that_a_driver_fetches_may_write() -> None:
    head = "import asyncpg\nasync def f(pool: asyncpg.Pool):\n    await pool.fetchval"
    writes, reads = "INSERT INTO orders DEFAULT VALUES RETURNING id", "SELECT 1"

    assert [] == queries(f"{head}({writes!r})\n")
    assert 1 == len(queries(f"{head}({reads!r})\n"))


@pytest.mark.parametrize(
    "expression",
    [
        "[row for row in session.scalars(select(Order))]",
        "[row for row in session.execute(select(Order)).scalars()]",
        "[row for row in session.execute(select(Order)).unique().mappings()]",
        "list(session.scalars(select(Order)))",
    ],
)
def test_rows_of_a_result_are_asked_for_where_they_are_gone_through(expression: str) -> None:
    assert [("Order", False)] == listings(f"return {expression}")


@pytest.mark.parametrize(
    "body",
    [
        "return StreamingResponse(row for row in session.scalars(select(Order)))",
        "return [row for row in session.execute(select(Order)).scalars().first()]",
    ],
)
def test_rows_that_are_not_held_at_once(body: str) -> None:
    head = "from fastapi.responses import StreamingResponse\n    "

    assert [] == listings(f"{head}{body}")


@pytest.mark.parametrize(
    ("body", "caps"),
    [
        ("default_limit = 50", ["`max_limit`"]),
        ("max_limit = 50", []),
        ("limit_query_param = None", []),
        ("def get_limit(self, request): return 5", []),
    ],
)
def test_limit_that_the_caller_chooses(body: str, caps: list[str]) -> None:
    head = "from rest_framework.pagination import LimitOffsetPagination\n"
    file = program(f"{head}class Pages(LimitOffsetPagination):\n    {body}\n")

    assert caps == [found.cap for found in file.facts(UncappedPage)]


@pytest.mark.parametrize(
    ("parameter", "found"),
    [
        ("limit: int = 50", ["limit"]),
        ("limit: int = Query(50)", ["limit"]),
        ("limit: int = Query(50, le=100)", []),
        ("limit: Annotated[int, Query()] = 50", ["limit"]),
        ("limit: Annotated[int, Query(le=100)] = 50", []),
        ("limit: Size = 50", []),
    ],
)
@pytest.mark.parametrize("bound", ["query.limit(limit)", "query.all()[skip : skip + limit]"])
def test_parameter_that_bounds_a_query(parameter: str, found: list[str], bound: str) -> None:
    head = f"{ALCHEMY}from fastapi import Query\n{ROUTE}"
    body = f"    query = session.query(Order)\n    return {bound}\n"
    file = program(f"{head}def orders(session: Session, {parameter}, skip: int = 0):\n{body}")

    assert found == [page.name for page in file.facts(UncappedPage)]

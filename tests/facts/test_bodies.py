from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.bodies import Body, Check, UncheckedRow, UntypedBody

HEAD = """
from typing import Annotated, Any
from fastapi import APIRouter, Body, Depends, Query, Request
from pydantic import BaseModel
from sqlmodel import SQLModel
from shop import read, save
router = APIRouter()
class Order(BaseModel): ...
class Row(SQLModel, table=True): ...
class Plain: ...
def make(values, times): return Order(**values)
def keep(values): return save(values)
"""


@pytest.mark.parametrize(
    ("parameters", "shapes"),
    [
        ("a: dict", ["open"]),
        ("a: Order, b: list[Order]", ["model", "model"]),
        ("a: Row", ["table"]),
        ("a: Annotated[Row, Body()], b: Annotated[Order, Depends(read)]", ["table"]),
        ("a: Any = Body()", ["open"]),
        ("a: Any, b: str, c: Plain, d: Request", []),
        ("a: list = Query(), b=None", []),
        ("number: dict", []),
    ],
)
def test_shapes_of_bodies(parameters: str, shapes: list[str]) -> None:
    source = f'{HEAD}@router.post("/o/{{number}}")\ndef create({parameters}): ...\n'

    assert shapes == [body.shape for body in program(source).facts(Body)]


def untyped(parameters: str, body: str, route: str = 'post("/orders")') -> list[str]:
    source = f"{HEAD}@router.{route}\nasync def create({parameters}):\n    {body}\n"
    return [found.type for found in program(source).facts(UntypedBody)]


@pytest.mark.parametrize(
    ("parameters", "body", "found"),
    [
        ("a: dict", "return save(a)", ["dict"]),
        ("a: dict", "return keep(a)", ["dict"]),
        ("a: dict", "return make(a, 2)", []),
        ("a: dict", "return make(times=2, values=a)", []),
        ("a: dict", "return Order(**a)", []),
        ("a: dict", "return Order.model_validate(a)", []),
        ("metadata: dict", "return save(metadata)", []),
        ("metadata: dict", "return save(metadata['owner'])", ["dict"]),
        ("a: dict, b: Order", "return save(a)", []),
        ("a: dict, b: Order", "return save(a.get('owner'))", ["dict"]),
        ("r: Request", "a = await r.json(); return save(a['b'])", ["plain JSON"]),
        ("r: Request", "a = await r.json(); return save(a.get('b'))", ["plain JSON"]),
        ("r: Request", "a = await r.json(); print(a); return a['b']", ["plain JSON"]),
        ("r: Request", "a = await r.json(); return save(a)", []),
        ("r: Request", "a = await r.json(); save(a); return a['b']", []),
        ("r: Request", "a = await r.json(); verify_signature(r); return a['b']", []),
        ("r: Request, b: Order", "a = await r.json(); return a['b']", []),
    ],
)
def test_bodies_without_a_schema(parameters: str, body: str, found: list[str]) -> None:
    assert found == untyped(parameters, body)


@pytest.mark.parametrize("route", ['get("/orders")', 'post("/graphql")', 'post("/proxy/orders")'])
def test_routes_whose_bodies_are_left_alone(route: str) -> None:
    assert untyped("a: dict", "return save(a['b'])", route) == []


@pytest.mark.parametrize(
    ("parameters", "body", "found"),
    [
        ("a: Row", "return save(a)", ["Row"]),
        ("a: dict", "return Row(**a)", ["Row"]),
        ("r: Request", "a = await r.json(); return Row(**a)", ["Row"]),
        ("a: dict", "return Row.model_validate(a)", []),
        ("a: Order", "return Row(**a.model_dump())", []),
        ("a: dict", "return Order(**a)", []),
    ],
)
def test_rows_of_what_a_client_sent(parameters: str, body: str, found: list[str]) -> None:
    source = f'{HEAD}@router.post("/o")\nasync def create({parameters}):\n    {body}\n'

    assert found == [row.cls for row in program(source).facts(UncheckedRow)]


def test_checks_stand_in_handlers() -> None:
    call = "Order.model_validate(a)"
    source = f'{HEAD}@router.post("/o")\ndef create(a: dict): return {call}\ndef f(a): {call}\n'

    assert ["Order.model_validate"] == [item.by for item in program(source).facts(Check)]

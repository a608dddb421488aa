from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.models import Column, OrmModel

HEAD = """
import uuid
from datetime import datetime
from django.db import models
from sqlalchemy import JSON, Column, Float, ForeignKey, MetaData, Numeric, String, Table
from sqlalchemy import TypeDecorator
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlmodel import Field, SQLModel
from pydantic import BaseModel
from pydantic import Field as SchemaField
from shop.types import Money
class Base(DeclarativeBase):
    pass
"""


def columns(body: str) -> list[Column]:
    return [item for item in program(HEAD + body).facts(Column) if item.name == "x"]


@pytest.mark.parametrize(
    ("declaration", "kind", "spelling"),
    [
        ("x = Column(Float)", "float", "Float"),
        ("x = Column('y', Float())", "float", "Float"),
        ("x = Column(Float(asdecimal=True))", "decimal", "Float"),
        ("x = Column(Float().with_variant(String(), 'sqlite'))", "float", "Float"),
        ("x = Column(type_=Numeric(12, 2))", "decimal", "Numeric"),
        ("x = Column(ForeignKey('a.id'))", None, ""),
        ("x = Column(Money)", None, "Money"),
        ("x = Column(*parts)", None, ""),
        ("x = mapped_column(String)", "text", "String"),
        ("x: Mapped[float] = mapped_column()", "float", "float"),
        ("x: Mapped[float | None]", "float", "float"),
        ("x: Mapped[float] = mapped_column(Money)", None, "Money"),
        ("x = models.FloatField()", "float", "FloatField"),
        ("x = models.ForeignKey('Order')", "reference", "ForeignKey"),
    ],
)
def test_type_of_a_column(declaration: str, kind: str | None, spelling: str) -> None:
    (column,) = columns(f"class Order(Base):\n    {declaration}\n")

    assert (kind, spelling, "Order") == (column.type, column.spelling, column.owner)


def test_a_mapping_of_annotations_to_types_makes_an_annotation_unknown() -> None:
    (column,) = columns(
        "class Root(DeclarativeBase):\n    type_annotation_map = {float: Numeric}\n"
        "class Order(Root):\n    x: Mapped[float]\n"
    )

    assert column.type is None


def test_the_element_of_an_array_and_a_column_in_a_function_are_no_columns_of_a_class() -> None:
    assert [] == columns("class Order(Base):\n    x = wrap([Column(Float)])\n")
    assert [] == columns("def make():\n    x = Column(Float)\n")


@pytest.mark.parametrize(
    ("declaration", "answer"),
    [
        ("x = Column(JSON, default={})", False),
        ("x = Column(MutableDict.as_mutable(JSON), default={})", True),
        ("x = Column(Tracked, default={})", True),
        ("x = Column(Packed, default={})", False),
        ("x = Column(Money, default={})", None),
    ],
)
def test_whether_a_type_wraps_what_it_holds(declaration: str, *, answer: bool | None) -> None:
    (column,) = columns(
        "Tracked = MutableDict.as_mutable(JSON)\n"
        "class Packed(TypeDecorator):\n    impl = String\n"
        f"class Order(Base):\n    {declaration}\n"
    )

    assert answer is column.tracked


def test_a_type_that_something_is_associated_with_is_not_known() -> None:
    (column,) = columns(
        "class Packed(TypeDecorator):\n    impl = String\n"
        "MutableDict.associate_with(Packed)\n"
        "class Order(Base):\n    x = Column(Packed)\n"
    )

    assert column.tracked is None


@pytest.mark.parametrize(
    ("default", "drawn", "mutable"),
    [
        ("0", False, False),
        ("datetime.now()", True, False),
        ("datetime.now", False, False),
        ("lambda: datetime.now()", False, False),
        ("uuid.uuid4().hex", True, False),
        ("f'{datetime.now()}'", True, False),
        ("[]", False, True),
        ("dict()", False, True),
        ("dict", False, False),
    ],
)
def test_defaults(default: str, *, drawn: bool, mutable: bool) -> None:
    (column,) = columns(f"class Order(Base):\n    x = Column(JSON, default={default})\n")
    (found,) = column.defaults

    assert (drawn, mutable) == (found.drawn is not None, found.mutable)


def test_an_update_has_a_default_too() -> None:
    (column,) = columns("class Order(Base):\n    x = Column(JSON, default=1, onupdate=2)\n")

    assert ["default", "onupdate"] == [default.parameter for default in column.defaults]


def models(body: str) -> list[tuple[str, str, list[str]]]:
    return [
        (model.name, model.orm, [column.name for column in model.columns])
        for model in program(HEAD + body).facts(OrmModel)
        if model.name != "Base"
    ]


def test_a_class_of_columns_is_a_model_though_its_base_is_not_known() -> None:
    body = "from shop.db import Root\nclass Order(Root):\n    x = Column(Float)\n"

    assert [("Order", "sqlalchemy", ["x"])] == models(body)


def test_a_known_base_makes_a_model_without_columns() -> None:
    assert [("Order", "django", [])] == models("class Order(models.Model):\n    pass\n")


def test_an_sqlmodel_without_a_table_and_a_schema_are_no_models() -> None:
    body = (
        "class OrderIn(SQLModel):\n    x: float = Field(gt=0)\n"
        "class OrderOut(BaseModel):\n    x: float = SchemaField(gt=0)\n"
        "class Order(SQLModel, table=True):\n    x: float\n    y: int = Field(default=1)\n"
    )

    assert [("Order", "sqlmodel", ["y", "x"])] == models(body) or [
        ("Order", "sqlmodel", ["x", "y"])
    ] == models(body)


def test_a_table_without_a_class_is_a_model() -> None:
    body = "orders = Table('orders', MetaData(), Column('x', Float), Column(Float))\n"

    assert [("orders", "sqlalchemy", ["x"])] == models(body)


def test_a_column_is_found_by_its_name() -> None:
    (model,) = program(HEAD + "class Order(models.Model):\n    x = models.FloatField()\n").facts(
        OrmModel
    )[1:]

    assert model.column("y") is None
    assert model.columns[0] is model.column("x")


TYPES = """
import uuid
from sqlalchemy import JSON, Text, TypeDecorator
from sqlalchemy.ext.mutable import MutableDict

class Packed(TypeDecorator):
    impl = Text

Tracked = MutableDict.as_mutable(JSON)

def drawn():
    return inner()

def inner():
    key = uuid.uuid4().hex
    return key

def constant():
    return "1"
"""


def column_of(declared: str, **more: str) -> Column:
    source = f"""
from sqlalchemy import Column
from sqlalchemy.orm import declarative_base
from shop.types import Packed as Text, Tracked, constant, drawn as draw
Base = declarative_base()
class Order(Base):
    number = {declared}
"""
    (found,) = modules({"shop.types": TYPES, "shop.orders": source, **more})["shop.orders"].facts(
        Column
    )
    return found


@pytest.mark.parametrize(
    ("type_", "tracked"), [("Text", False), ("Text()", False), ("Tracked", True)]
)
def test_type_of_another_module(type_: str, *, tracked: bool) -> None:
    assert tracked is column_of(f"Column({type_})").tracked


def test_type_that_another_module_tracks() -> None:
    watching = (
        "from sqlalchemy.ext.mutable import MutableList\nfrom shop import types\n"
        "MutableList.associate_with(types.Packed)\n"
    )

    assert column_of("Column(Text)", **{"shop.watching": watching}).tracked is None


@pytest.mark.parametrize(
    ("default", "drawn"),
    [("draw()", True), ("constant()", False), ("draw", False), ("lambda: draw()", False)],
)
def test_default_that_a_function_of_another_module_draws(default: str, *, drawn: bool) -> None:
    (found,) = column_of(f"Column(Text, default={default})").defaults

    assert drawn is (found.drawn is not None)

"""Relations of mapped classes, the rows that expressions give, and what is read from them."""

from __future__ import annotations

import pytest
from programs import expression, modules

from readiness_lint.facts.late_loads import LateLoad
from readiness_lint.facts.related import RelatedAccess
from readiness_lint.facts.relations import Relation, relations_of
from readiness_lint.facts.rows import rows_from
from readiness_lint.model import File

DJANGO = """
from django.db import models

class Named(models.Model):
    room = models.OneToOneField("Room", models.CASCADE, related_name="%(class)s_there")
    class Meta:
        abstract = True

class Room(models.Model):
    parent = models.ForeignKey("self", models.CASCADE, related_name="+")

class Visit(Named):
    guests = models.ManyToManyField("Guest", related_name="visits")
    host = models.ForeignKey("Guest", models.CASCADE)

class Guest(models.Model):
    name = models.CharField(max_length=10)
"""
ALCHEMY = """
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, backref, mapped_column, relationship

class Base(DeclarativeBase):
    pass

class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(deferred=True)
    lines: Mapped[list["Line"]] = relationship(back_populates="order")
    buyer_id: Mapped[int] = mapped_column(ForeignKey("buyers.id"))
    buyer: Mapped["Buyer"] = relationship(backref=backref("orders", lazy="selectin"))

class Line(Base):
    __tablename__ = "lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    order: Mapped[Order] = relationship(back_populates="lines")

class Buyer(Base):
    __tablename__ = "buyers"
    id: Mapped[int] = mapped_column(primary_key=True)
"""


def relation(source: str, model: str, name: str) -> Relation | None:
    relations = relations_of(modules({"shop.models": source})["shop.models"])
    assert relations is not None
    found = relations.member(f"shop.models.{model}", name)
    return found if isinstance(found, Relation) else None


def told(found: Relation | None) -> tuple[str, object, bool, str | None] | None:
    if found is None or found.target is None:
        return None
    return found.target.rpartition(".")[2], found.many, found.reverse, found.back


@pytest.mark.parametrize(
    ("source", "model", "name", "expected"),
    [
        (DJANGO, "Visit", "host", ("Guest", False, False, None)),
        (DJANGO, "Guest", "visit_set", ("Visit", True, True, "host")),
        (DJANGO, "Visit", "guests", ("Guest", True, False, None)),
        (DJANGO, "Guest", "visits", ("Visit", True, True, None)),
        (DJANGO, "Visit", "room", ("Room", False, False, "visit_there")),
        (DJANGO, "Room", "visit_there", ("Visit", False, True, "room")),
        (DJANGO, "Room", "named_there", None),
        (DJANGO, "Room", "room_set", None),
        (ALCHEMY, "Order", "lines", ("Line", True, False, None)),
        (ALCHEMY, "Line", "order", ("Order", False, False, None)),
        (ALCHEMY, "Order", "buyer", ("Buyer", False, False, None)),
        (ALCHEMY, "Buyer", "orders", ("Order", True, True, "buyer")),
    ],
)
def test_relations_lead_both_ways(
    source: str, model: str, name: str, expected: tuple[str, object, bool, str | None] | None
) -> None:
    found = relation(source, model, name)

    assert expected == told(found)


def test_the_other_side_comes_as_it_says_itself() -> None:
    found = relation(ALCHEMY, "Buyer", "orders")

    assert found is not None
    assert found.lazy is False


def shop(**sources: str) -> File:
    """The module ``use``, beside models and others."""
    named = {f"shop.{name}": text for name, text in sources.items()}
    return modules({"shop.models": ALCHEMY, "shop.visits": DJANGO, **named})["shop.use"]


HELPERS = """
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from shop.models import Line, Order
from shop.visits import Visit

def statement():
    return select(Order)

def loaded():
    return statement().options(selectinload(Order.lines))

def visits():
    return Visit.objects.filter(host=None)

def either(first):
    if first:
        return loaded()
    return statement()

def several(first):
    if first:
        return select(Line)
    return statement()

def nothing(first):
    if first:
        return None
    return statement()

def given(rows):
    return rows

def again(count):
    return again(count - 1)

def parts():
    yield statement()
"""


@pytest.mark.parametrize(
    ("expr", "model", "paths"),
    [
        ("helpers.statement()", "shop.models.Order", set()),
        ("helpers.statement().where(Order.id > 1)", "shop.models.Order", set()),
        ("session.scalars(helpers.loaded()).all()", "shop.models.Order", {("lines",)}),
        ("helpers.either(x)", "shop.models.Order", {("lines",)}),
        ("helpers.nothing(x)", "shop.models.Order", set()),
        ("helpers.visits()", "shop.visits.Visit", set()),
        ("helpers.visits().exclude(room=1)", "shop.visits.Visit", set()),
        ("list(helpers.visits().select_related('room'))", "shop.visits.Visit", {("room",)}),
        ("helpers.several(x)", None, None),
        ("helpers.given(x)", None, None),
        ("helpers.again(3)", None, None),
        ("helpers.parts()", None, None),
        ("session.execute(helpers.statement())", None, None),
    ],
)
def test_rows_of_functions(
    expr: str, model: str | None, paths: set[tuple[str, ...]] | None
) -> None:
    use = f"""
    from sqlalchemy.orm import Session
    from shop import helpers
    from shop.models import Order
    def use(session: Session, x):
        return {expr}
    """
    file = shop(helpers=HELPERS, use=use)
    found = rows_from(file, expression(file, expr))

    assert (model, paths) == (
        (found.model, set(found.loaded.paths)) if found is not None else (None, None)
    )


def test_an_inherited_method_that_another_class_replaces_gives_unknown_rows() -> None:
    file = shop(
        use="""
        from shop.visits import Visit
        class Visits:
            def all(self):
                return Visit.objects.all()
        class Others(Visits):
            def all(self):
                return []
        def use():
            return Visits().all()
        """
    )

    assert rows_from(file, expression(file, "Visits().all()")) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[v.host.name for v in Visit.objects.all()]", ["host"]),
        ("[v.host_id for v in Visit.objects.all()]", []),
        ("[v.room.visit_there.host_id for v in Visit.objects.all()]", ["room"]),
        ("[v.room.visit_there.host.name for v in Visit.objects.all()]", ["room", "host"]),
        ("[v.host.name for v in Visit.objects.select_related('host')]", []),
        ("[v.guests.count() for v in Visit.objects.all()]", ["guests"]),
        ("[v.guests.count() for v in Visit.objects.prefetch_related('guests')]", []),
        ("[v.host.name for v in Visit.objects.all()[:5]]", []),
        ("[v.host.name for v in rows]", []),
    ],
)
def test_reads_row_by_row(body: str, expected: list[str]) -> None:
    file = shop(use=f"from shop.visits import Visit\ndef use(rows):\n    return {body}\n")
    found = [access.name for access in file.facts(RelatedAccess)]

    assert expected == found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[v.guests.count() for v in Visit.objects.all()]", 'annotate(Count("guests"))'),
        (
            "[g.visit_set.filter(room=1).count() for g in Guest.objects.all()]",
            'annotate(Count("visit"))',
        ),
        (
            "[(v.guests.count(), v.guests.all()[0]) for v in Visit.objects.all()]",
            'annotate(Count("guests"))',
        ),
        (
            "[(v.guests.count(), list(v.guests.all())) for v in Visit.objects.all()]",
            'prefetch_related("guests")',
        ),
        ("[list(v.guests.all()) for v in Visit.objects.all()]", 'prefetch_related("guests")'),
    ],
)
def test_the_database_counts_what_is_only_counted(body: str, expected: str) -> None:
    file = shop(use=f"from shop.visits import Guest, Visit\ndef use():\n    return {body}\n")
    remedies = [access.remedy for access in file.facts(RelatedAccess)]

    assert [f"has no `{expected}`"] == [remedy.partition("` ")[2] for remedy in remedies]


SESSION = """
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from shop.models import Line, Order
make = async_sessionmaker({options})
async def use(session: AsyncSession):
    order = await session.get(Order, 1)
    {body}
"""


@pytest.mark.parametrize(
    ("body", "options", "expected"),
    [
        ("return order.lines", "", ["lines"]),
        ("return order.note", "", ["note"]),
        ("return order.buyer_id", "", []),
        ("order.lines = []; return order.lines", "", []),
        ("await session.refresh(order, ['lines']); return order.lines", "", []),
        ("return await order.awaitable_attrs.lines", "", []),
        ("await session.commit(); return order.buyer_id", "", ["buyer_id"]),
        ("await session.commit(); return order.buyer_id", "expire_on_commit=False", []),
        ("await session.commit(); return order.buyer_id", "**chosen", []),
        ("await session.rollback(); return order.buyer_id", "expire_on_commit=False", ["buyer_id"]),
        ("await session.commit(); await session.refresh(order); return order.buyer_id", "", []),
    ],
)
def test_reads_that_nothing_can_wait_for(body: str, options: str, expected: list[str]) -> None:
    file = shop(use=SESSION.format(body=body, options=options))
    found = [load.name for load in file.facts(LateLoad)]

    assert expected == found

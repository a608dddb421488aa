"""Columns that versions, or migrations of applications, do not speak of."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_lint.facts.unmigrated_columns import UnmigratedColumn
from readiness_lint.terms import Role

from fixtures import linked

MAPPED = """
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Base(DeclarativeBase): ...

class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    number: Mapped[str]
    note: Mapped[str] = mapped_column("remark")
    lines = relationship("Line")
"""
VERSION = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "a1", None
def upgrade():
    op.create_table("orders", sa.Column("id", sa.Integer, primary_key=True){})
"""
MODEL = """
from django.db import models
class Order(models.Model):
    number = models.CharField(max_length=20)
"""
MIGRATION = """
from django.db import migrations, models
from shop.operations import AddNumber, FIELDS
class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Order", []){}]
"""


def missing(models: str, migration: str, module: str = "shop.migrations.0001_it") -> list[str]:
    """The names of the columns of the first text that the second does not have."""
    sources = {
        "shop.models": models,
        "shop.operations": "class AddNumber: ...",
        module: migration,
    }
    modules = linked(
        {name: (Path(f"{name.replace('.', '/')}.py"), text) for name, text in sources.items()},
        roles={module: Role.MIGRATION},
    )
    return [column.name for column in modules["shop.models"].facts(UnmigratedColumn)]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["number", "note"]),
        (', sa.Column("number", sa.String)', ["note"]),
        (', sa.Column("number", sa.String), sa.Column("remark", sa.String)', []),
        # By a statement, and by what is not read.
        (')\n    op.execute("ALTER TABLE orders ADD number text, ADD note text"', []),
        (')\n    op.execute(open("more.sql").read()', []),
        (")\n    Base.metadata.create_all(op.get_bind()", []),
        (")\n    op.create_table(*made_elsewhere()", []),
    ],
)
def test_versions_that_say_all_in_their_texts(more: str, expected: list[str]) -> None:
    assert expected == missing(MAPPED, VERSION.format(more), "shop.versions.a1_first")


def test_a_table_of_another_schema_may_be_another_one() -> None:
    models = MAPPED.replace('"orders"', '"orders"\n    __table_args__ = {"schema": "shop"}')

    assert [] == missing(models, VERSION.format(""), "shop.versions.a1_first")


def test_a_relation_has_no_column() -> None:
    models = MAPPED.replace("lines =", "lines: Mapped[list[str]] =")

    assert ["number", "note"] == missing(models, VERSION.format(""), "shop.versions.a1_first")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["number"]),
        (', migrations.AddField("order", "number", models.CharField())', []),
        # Operations of the project may add anything.
        (', AddNumber("order")', []),
        ("] + FIELDS + [", []),
    ],
)
def test_migrations_whose_operations_are_those_of_the_framework(
    more: str, expected: list[str]
) -> None:
    assert expected == missing(MODEL, MIGRATION.format(more))

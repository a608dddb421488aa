from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.implicit_optionals import ImplicitOptional
from readiness_lint.facts.nullability import MistypedColumn

HEAD = """
from typing import Annotated, Any
from pydantic import BaseModel, Field, field_validator
class Order(BaseModel):
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("note: str = None", True),
        ("note: str = Field(None)", True),
        ("note: str = Field(default=None, max_length=3)", True),
        ("note: str | None = None", False),
        ("note: Any = None", False),
        ("note: str = ''", False),
        ("note: str = Field(default=None, validate_default=True)", False),
        ("note: str = make(None)", False),
        ("_note: str = None", False),
        ("note: str = None  # type: ignore", False),
        ("note: str = None\n  @field_validator('note')\n  def f(cls, v): return v", False),
        ("note: str = None\n  @field_validator('city')\n  def f(cls, v): return v", True),
        ("note: str = None\n  def model_post_init(self, c): self.note = ''", False),
    ],
)
def test_fields_that_are_none_by_default(body: str, *, found: bool) -> None:
    assert found is bool(program(f"{HEAD}  {body}\n").facts(ImplicitOptional))


@pytest.mark.parametrize(("takes", "found"), [("Note", True), ("int", False)])
def test_a_dataclass_counts_where_a_handler_takes_it(takes: str, *, found: bool) -> None:
    files = modules(
        {
            "notes": "from dataclasses import dataclass\n@dataclass\nclass Note:\n  text: str = None\n",
            "routes": "from fastapi import APIRouter\nfrom notes import Note\nrouter = APIRouter()\n"
            f"@router.post('/notes')\ndef add(note: {takes}): ...\n",
        }
    )

    assert found is bool(files["notes"].facts(ImplicitOptional))


@pytest.mark.parametrize(
    ("column", "nullable"),
    [
        ("Mapped[str] = mapped_column(nullable=True)", [True]),
        ("Mapped[str | None] = mapped_column(nullable=False)", [False]),
        ("Mapped[str] = mapped_column(nullable=False)", []),
        ("Mapped[str] = mapped_column(nullable=True, primary_key=True)", []),
        ("Mapped[str] = mapped_column(nullable=ask())", []),
        ("Mapped[str] = mapped_column(Computed('1'), nullable=True)", []),
        ("str = Column(String, nullable=True)", []),
    ],
)
def test_columns_that_contradict_their_annotation(column: str, nullable: list[bool]) -> None:
    file = program(
        "from sqlalchemy import Column, Computed, String\n"
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
        "class Base(DeclarativeBase): ...\n"
        f"class Order(Base):\n  __tablename__ = 'orders'\n  note: {column}\n"
    )

    assert nullable == [item.nullable for item in file.facts(MistypedColumn)]

"""Which changes inside a column are not written."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.json_changes import JsonChange

TABLES = """
from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase): ...
class Parcel(Base):
    __tablename__ = "parcel"
    id: Mapped[int] = mapped_column(primary_key=True)
    payload: Mapped[dict] = mapped_column(JSON)
"""
HEAD = """
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from tables import Parcel
def f(session: Session, parcel: Parcel, other):
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("parcel.payload['a'] = 1", ["Parcel.payload"]),
        ("parcel.payload['a']['b'].append(1)", ["Parcel.payload"]),
        ("p = parcel.payload; p['a'] = 1; parcel.payload = p", ["Parcel.payload"]),
        ("parcel.payload['a'] = 1; parcel.payload = parcel.payload.copy()", ["Parcel.payload"]),
        ("parcel.payload['a'] = 1; parcel.payload['b'] = 1", ["Parcel.payload"]),
        ("parcel.payload = dict(parcel.payload); parcel.payload['a'] = 1", []),
        ("parcel.payload['a'] = 1; parcel.payload = {**parcel.payload, 'b': 1}", []),
        ("parcel.payload['a'] = 1; flag_modified(parcel, 'payload')", []),
        ("new = Parcel(payload={}); new.payload['a'] = 1", []),
        ("other.payload['a'] = 1", []),
        ("parcel.payload.get('a')", []),
    ],
)
def test_a_change_of_a_row_that_was_read_is_lost(body: str, expected: list[str]) -> None:
    file = modules({"tables": TABLES, "orders": f"{HEAD}    {body}\n"})["orders"]

    assert expected == [item.column for item in file.facts(JsonChange)]


def test_a_type_that_is_tracked_as_a_whole_loses_nothing() -> None:
    tracking = "from sqlalchemy.ext.mutable import MutableDict\nMutableDict.associate_with(JSON)\n"
    files = modules(
        {
            "tables": TABLES + tracking,
            "orders": f"{HEAD}    parcel.payload['a'] = 1\n",
        }
    )

    assert [] == list(files["orders"].facts(JsonChange))

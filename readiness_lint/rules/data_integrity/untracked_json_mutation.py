"""Change inside a JSON column that is not saved.

SQLAlchemy writes what an attribute was assigned.  It does not look into the dictionary or the list
that a `JSON`, `ARRAY` or `PickleType` column holds: a key that is set there, an item that is
appended, is in the object and in the answer to this request, and not in the database.  The commit
sends nothing and reports nothing.

To assign the same object again does not help, and a copy that is made after the change does not
either: it equals what the session holds as the old value.

## Bad

```python
from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Parcel(Base):
    __tablename__ = "parcel"

    id: Mapped[int] = mapped_column(primary_key=True)
    payload: Mapped[dict] = mapped_column(JSON)


def cancel(session: Session, parcel: Parcel, reason: str) -> None:
    parcel.payload["cancelled"] = reason
    session.commit()
```

## Good

Assign a new object, or wrap the type: `MutableDict.as_mutable(JSON)`.

```python
from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Parcel(Base):
    __tablename__ = "parcel"

    id: Mapped[int] = mapped_column(primary_key=True)
    payload: Mapped[dict] = mapped_column(JSON)


def cancel(session: Session, parcel: Parcel, reason: str) -> None:
    parcel.payload = {**parcel.payload, "cancelled": reason}
    session.commit()
```

## Not reported

Objects whose class is not known, and objects that are made in the same function.  Functions in
which nothing speaks of a session or saves: they may fill in for their caller what is not for the
database; but for methods that change their own object.  Columns of a type of the program's own.
Functions that call `flag_modified`, and those that assign the attribute a new object before the
change, or one with another content after it.
"""

from readiness_lint.facts.json_changes import JsonChange
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY614",
    "in-place change of `{column}` ({type}) is not tracked by SQLAlchemy and will not be saved",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S1 layer 1, S2 10.2",
    since="0.1.0",
    activation=Activation.PREVIEW,
    reach="project",
)
def untracked_json_mutation(change: JsonChange, _file: File) -> Problems:
    """Report changes inside the value of a column that nothing tracks."""
    yield Problem(change.node, column=change.column, type=change.type)

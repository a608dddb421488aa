"""Column default that is evaluated once.

What stands in `default=` is evaluated when the module is imported.  A clock that is read there, or
an identifier that is drawn there, is the same for every row until the process restarts: rows carry
the start of the worker as their date, and the second token of the day is a duplicate.

A list or a dictionary that stands there is one object.  The ORM hands it to each new row; what one
request appends to its row, the next row starts with, and keeps for the life of the process.

## Bad

```python
import uuid
from datetime import datetime

from sqlalchemy import JSON, Column, DateTime, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Export(Base):
    __tablename__ = "exports"

    id = Column(Integer, primary_key=True)
    token = Column(String(36), default=str(uuid.uuid4()))
    requested_at = Column(DateTime, default=datetime.now())
    filters = Column(JSON, default={})
```

## Good

Give the function itself; the ORM calls it for each row.

```python
import uuid
from datetime import UTC, datetime

from sqlalchemy import JSON, Column, DateTime, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Export(Base):
    __tablename__ = "exports"

    id = Column(Integer, primary_key=True)
    token = Column(String(36), default=lambda: str(uuid.uuid4()))
    requested_at = Column(DateTime(timezone=True), default=lambda: datetime.now(UTC))
    filters = Column(JSON, default=dict)
```

## Not reported

Functions of SQL, such as `func.now()`: the database calls them for each row.  Server defaults,
default factories and constants.  Fields that hold when the process began, by their name.  Columns
of a class whose constructor sets all of `__table__.columns`.  Messages that the program never speaks of, while it uses others of their base.

A mutable default that the library copies: SQLModel, pydantic, Tortoise, the list and dictionary
fields of MongoEngine, and columns whose type is wrapped by `MutableDict.as_mutable` and the like.
Of a type that comes from a library this is not known, and its default is not reported.
Nor is that of a column for texts or numbers, which nobody gets a list back from.
Nor is that of a table with one row, such as `Settings` without a column for its owner.

A mutable default of SQLAlchemy, which rows get with their insert, where nothing in the program is
seen to edit the value in place: with the switch `unedited` it is reported as well.
"""

from readiness_lint.facts.json_changes import is_kept_whole
from readiness_lint.facts.models import Column
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

UNEDITED = "unedited"


@rule(
    "RDY611",
    "default of `{column}` is {what}: {effect}",
    severity=Severity.HIGH,
    status=Status.PARTIAL,
    source="S2 10.1, S2 10.4",
    since="0.1.0",
    instead_of=("RDY612",),
    switches={UNEDITED: "mutable defaults of columns that nothing is seen to edit in place"},
)
def column_default_evaluated_once(column: Column, file: File) -> Problems:
    """Report defaults that are drawn at import, and mutable ones that nothing copies."""
    rows = "rows" if column.stored else "objects"
    for default in column.shared:
        drawn = default.drawn is not None
        yield Problem(
            default.value,
            switch=UNEDITED if not drawn and is_kept_whole(file, column) else None,
            column=f"{column.owner}.{column.name}",
            what="computed when the module is imported" if drawn else "one shared mutable object",
            effect=f"{rows} get the same value" if drawn else f"{rows} get each other's edits",
        )

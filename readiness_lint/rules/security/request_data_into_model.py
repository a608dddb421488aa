"""Content of a request that is written into a row as it is.

The client names the fields, and each becomes a column.  The form sends a title; a request that was
written by hand sends `is_admin`, `owner_id` or `balance` as well, and the row takes them (CWE-915).

## Bad

```python
from flask import Flask, request
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

app = Flask(__name__)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_admin: Mapped[bool]


@app.post("/users")
def add_user():
    user = User(**request.get_json())
    return {"name": user.name}
```

```python
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(50))
    is_admin = db.Column(db.Boolean)

    def from_dict(self, content: dict[str, str]) -> None:
        for name, value in content.items():
            setattr(self, name, value)


@app.put("/users/<int:number>")
def change_user(number: int):
    user = db.session.get(User, number)
    user.from_dict(request.get_json())
    db.session.commit()
    return {"name": user.name}
```

## Good

Declare what may come.  What a schema does not declare is dropped.

```python
from flask import Flask, request
from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

app = Flask(__name__)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_admin: Mapped[bool]


class UserCreate(BaseModel):
    name: str


@app.post("/users")
def add_user():
    user = User(**UserCreate.model_validate(request.get_json()).model_dump())
    return {"name": user.name}
```

## Not reported

What was chosen or checked: a comprehension, a loop that compares the names, a method of the class
that picks some of them, a schema, a serializer or a form, a function that by its name looks at the
fields.  Content that is only looked up.  Rows
that keep what arrived as it is, such as audit logs and webhook events, and adapters of SCIM and
FHIR.  Classes that are no tables, or that nobody can see.
"""

from readiness_lint.facts.mass_writes import MassWrite
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY207",
    "`{source}` is written field by field into `{model}`: the client chooses which columns change",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 9, S2 7.2",
    since="0.1.0",
    instead_of=("RDY261", "RDY602"),
)
def request_data_into_model(write: MassWrite, _file: File) -> Problems:
    """Report rows whose columns a client names."""
    yield Problem(
        write.node,
        severity=Severity.CRITICAL if write.powerful else None,
        source=write.source,
        model=write.model,
    )
